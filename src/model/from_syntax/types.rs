//! Which types go together, and what they are called.

use super::Builder;
use super::problems;
use crate::model::{ExprId, Model};
use crate::source::Span;
use crate::types::{Language, Type};

/// How two types get on in a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// They can be compared.
    Fine,
    /// Both are numbers of different kinds: days and yuan, a percentage and a count.
    Units,
    /// Two value sets without a common word.
    ValueSets,
    /// Keys of two different datasets.
    Lists,
    /// They have nothing to do with each other.
    Apart,
}

/// How two types get on.
pub(super) fn agreement(model: &Model, a: &Type, b: &Type) -> Agreement {
    use Type as T;
    match (a, b) {
        (T::Unknown, _) | (_, T::Unknown) => Agreement::Fine,
        (T::OneOf(a), T::OneOf(b)) if a != b => {
            let words = |set: usize| {
                model
                    .value_sets
                    .get(set)
                    .into_iter()
                    .flat_map(|set| set.values.iter().flatten())
            };
            if words(*a).any(|word| words(*b).any(|other| other == word)) {
                Agreement::Fine
            } else {
                Agreement::ValueSets
            }
        }
        (T::Reference(a), T::Reference(b)) if a != b => Agreement::Lists,
        _ if a == b || a.is_textual() && b.is_textual() => Agreement::Fine,
        // A quotient of counts is a number and may be held against a percentage.
        (T::Number, T::Integer | T::Percent) | (T::Integer | T::Percent, T::Number) => {
            Agreement::Fine
        }
        _ if a.is_numeric() && b.is_numeric() => Agreement::Units,
        _ => Agreement::Apart,
    }
}

/// What values of a type are called: "a day", "an amount in yuan".
pub(super) fn describe(model: &Model, ty: &Type, language: Language) -> String {
    let (en, zh) = match ty {
        Type::Truth => ("a yes or no", "是否"),
        Type::Text => ("text", "文本"),
        Type::PersonName => ("a person's name", "人名"),
        Type::Phone => ("a telephone number", "电话号码"),
        Type::Id => ("an identifier", "编号"),
        Type::CitizenId => ("a citizen id", "身份证号"),
        Type::Number => ("a number", "数"),
        Type::Integer => ("a whole number", "整数"),
        Type::Money => ("an amount in yuan", "金额"),
        Type::Percent => ("a percentage", "百分比"),
        Type::Date => ("a day", "日期"),
        Type::Days => ("a number of days", "天数"),
        Type::Months => ("a number of months", "月数"),
        Type::OneOf(set) => {
            let words: Vec<&str> = model
                .value_sets
                .get(*set)
                .into_iter()
                .flat_map(|set| set.values.iter().filter_map(|v| v.first()))
                .map(String::as_str)
                .collect();
            let few = words.iter().take(4).copied().collect::<Vec<_>>();
            let more = if words.len() > few.len() { "…" } else { "" };
            return match language {
                Language::En => format!("one of {}{more}", few.join(", ")),
                Language::Zh => format!("取值 {}{more}", few.join("、")),
            };
        }
        Type::Reference(dataset) => {
            let name = model
                .datasets
                .get(*dataset)
                .map_or("", |d| d.names.show(language));
            return match language {
                Language::En => format!("a key of `{name}`"),
                Language::Zh => format!("`{name}`的主键"),
            };
        }
        Type::Unknown => ("something", "未知"),
    };
    language.pick(en, zh).to_owned()
}

impl Builder<'_> {
    /// Reports a value of another type than the one that is needed; numbers of every kind count as numbers.
    pub(super) fn must_be(&mut self, found: &Type, wanted: &Type, span: Span, what: &str) -> bool {
        let both_numbers = found.is_numeric() && *wanted == Type::Number;
        let both_texts = found.is_textual() && *wanted == Type::Text;
        if found == wanted || *found == Type::Unknown || both_numbers || both_texts {
            return true;
        }
        let language = self.language();
        let problem = problems::wrong_operand(
            language,
            span,
            what,
            &describe(&self.model, found, language),
            &describe(&self.model, wanted, language),
        );
        self.diagnostics.add(problem);
        false
    }

    /// The same for an expression.
    pub(super) fn operand_must_be(&mut self, operand: ExprId, wanted: &Type, what: &str) -> bool {
        let ty = self.type_of(operand);
        let span = self.model.expr(operand).span;
        self.must_be(&ty, wanted, span, what)
    }
}
