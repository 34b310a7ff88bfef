//! Plain prose of what a checklist asks for, in English and Chinese.
//!
//! Takes the model, so it says what was taken and not what was written: the key found, the columns compared, the names that are
//! not checked against a list. Names are shown as readers know them; operators and numbers of things never appear.

mod aggregate;
mod code;
mod condition;
mod item;
mod names;
mod value;

pub use code::{code, example};
pub use item::item;

use crate::model::{Clause, ExprId, ExprKind, Model};
use crate::types::Language;
use names::Words;

/// An expression in words.
#[must_use]
pub fn expression(model: &Model, expr: ExprId, language: Language) -> String {
    Words::new(model, language).expression(expr)
}

/// What a clause requires of the value that it looks at: "must be at least 95%".
#[must_use]
pub fn requirement(model: &Model, clause: &Clause, language: Language) -> String {
    let words = Words::new(model, language);
    if clause.actual.is_some()
        && let Some(says) = words.predicate(clause.must)
    {
        return language.pick("must ", "应").to_owned() + &words.must(&says);
    }
    if let Some(never) = words.never(clause.must) {
        return match language {
            Language::En => format!("it must not be that {never}"),
            Language::Zh => format!("不得出现：{never}"),
        };
    }
    let expr = words.expression(clause.must);
    match language {
        Language::En => format!("it must hold that {expr}"),
        Language::Zh => format!("应满足：{expr}"),
    }
}

/// The kind of an expression, for patterns.
fn kind(model: &Model, id: ExprId) -> &ExprKind {
    &model.expr(id).kind
}
