//! Plain prose of what a checklist asks for, in English and Chinese.
//!
//! Takes the model, so it says what was taken and not what was written: the key found, the columns compared, the names that are
//! not checked against a list. Names are shown as readers know them; operators and numbers of things never appear.

mod aggregate;
mod calendar;
mod code;
mod condition;
mod duty;
mod exceptions;
mod forms;
mod item;
mod names;
mod order;
mod person;
mod sheet;
mod unseen;
mod value;

pub use code::{code, example};
pub use item::item;
pub use sheet::sheet;

use crate::model::{Check, Clause, DutyCheck, ExprId, ExprKind, Item, Model, RowsCheck};
use crate::syntax::ast::CompareOp;
use crate::types::Language;
use names::Words;

/// An expression in words.
#[must_use]
pub fn expression(model: &Model, expr: ExprId, language: Language) -> String {
    Words::new(model, language).expression(expr)
}

/// A condition in words: "the grade is at least 7"; a yes-or-no column alone is one, too.
#[must_use]
pub fn condition(model: &Model, condition: ExprId, language: Language) -> String {
    Words::new(model, language).condition(condition)
}

/// What a clause of an item requires: "the share must be at least 95%".
#[must_use]
pub fn requirement(model: &Model, item: &Item, clause: &Clause, language: Language) -> String {
    let words = Words::of(model, item, language);
    if let Some(says) = words.trend(clause.must) {
        return says;
    }
    if let Some(says) = words.required(clause.must) {
        return says;
    }
    if let Some(never) = words.never(clause.must) {
        return match language {
            Language::En => format!("it {} be that {never}", words.must_not()),
            Language::Zh => format!("{}出现：{never}", words.must_not()),
        };
    }
    let expr = words.condition(clause.must);
    match language {
        Language::En => format!("it {} hold that {expr}", words.must()),
        Language::Zh => format!("{}满足：{expr}", words.must()),
    }
}

/// The kinds that requirements ask for, one each, where they come from `has each of`; else nothing.
#[must_use]
pub fn kinds_asked<'m>(model: &'m Model, clauses: &[Clause]) -> Vec<&'m str> {
    if clauses.len() < 2 {
        return Vec::new();
    }
    let parts: Vec<ExprId> = clauses.iter().map(|clause| clause.must).collect();
    forms::kinds_asked(model, &parts)
}

/// How many rows a duty asks for in each period, where it asks for a number and not only for a delivery in time: "at least 2".
#[must_use]
pub fn owed(model: &Model, duty: &DutyCheck, language: Language) -> Option<String> {
    let words = Words::new(model, language);
    let number = words
        .is_counted(duty)
        .then(|| words.expression(duty.at_least))
        // Of one that is missing it is said that there is none.
        .filter(|number| number != "1")?;
    Some(match language {
        Language::En => format!("at least {number}"),
        Language::Zh => format!("至少{number}次"),
    })
}

/// Which places the item's ranking asks for: "the place must not be among the last 3"; `None` where it ranks nothing.
#[must_use]
pub fn places(model: &Model, item: &Item, language: Language) -> Option<String> {
    let Check::Rows(RowsCheck { ranking, .. }) = &item.check else {
        return None;
    };
    let words = Words::of(model, item, language);
    ranking.as_ref().map(|ranking| words.places(ranking))
}

/// What the groups of an item do not show: one without any row, where its sentence asks for rows; `None` where that would be met as well.
#[must_use]
pub fn unseen_groups(model: &Model, item: &Item, language: Language) -> Option<String> {
    match &item.check {
        Check::Groups(check) => Words::of(model, item, language).unseen(check),
        _ => None,
    }
}

/// A word of a value set as readers of the language write it; text that is none of its words comes back as it is.
#[must_use]
pub fn word(model: &Model, set: usize, text: &str, language: Language) -> String {
    let values = model.value_sets.get(set).map(|set| &set.values);
    let spellings = values.and_then(|all| all.iter().find(|v| v.iter().any(|s| s == text)));
    let own = spellings.and_then(|all| {
        all.iter()
            .find(|word| word.is_ascii() == (language == Language::En))
    });
    own.map_or_else(|| text.to_owned(), Clone::clone)
}

/// Whether a clause forbids a value, so that what its value is held against is not what is required.
#[must_use]
pub fn denies(model: &Model, clause: &Clause) -> bool {
    match kind(model, clause.must) {
        ExprKind::Compare(_, CompareOp::NotEqual, _) => true,
        ExprKind::Not(inner) => matches!(
            kind(model, *inner),
            ExprKind::Compare(_, CompareOp::Equal | CompareOp::Same, _)
        ),
        _ => false,
    }
}

/// Whether texts are compared letter by letter, blanks and all.
#[must_use]
pub fn is_as_written(model: &Model, must: ExprId) -> bool {
    match kind(model, must) {
        ExprKind::Not(inner) => is_as_written(model, *inner),
        ExprKind::Compare(_, op, _) => *op == CompareOp::Same,
        _ => false,
    }
}

/// Whether a requirement is that rows of one group have one value.
#[must_use]
pub fn is_dependency(model: &Model, must: ExprId) -> bool {
    forms::dependency_parts(model, must).is_some()
}

/// The kind of an expression, for patterns.
fn kind(model: &Model, id: ExprId) -> &ExprKind {
    &model.expr(id).kind
}
