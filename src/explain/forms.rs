//! Forms that were taken apart when the checklist was read, put together again for readers: `has each of` and `valid on`.

use super::condition::denial;
use super::kind;
use super::names::{Words, with_article};
use crate::model::{Aggregate, ExprId, ExprKind, Model};
use crate::syntax::ast::{AggregateFunction, CellState, CompareOp};
use crate::types::{Language, Number, Value};

/// The kinds that conditions ask for, where each of them asks for a row of one kind, as `has each of` does; else nothing.
pub(super) fn kinds_asked<'m>(model: &'m Model, parts: &[ExprId]) -> Vec<&'m str> {
    let kinds: Option<Vec<&str>> = parts
        .iter()
        .map(|&part| Some(kind_asked(model, part)?.0))
        .collect();
    kinds.filter(|kinds| kinds.len() > 1).unwrap_or_default()
}

/// The kind of which at least one row is asked for, its condition, and how it is counted.
fn kind_asked(model: &Model, part: ExprId) -> Option<(&str, ExprId, &Aggregate)> {
    let ExprKind::Compare(count, CompareOp::AtLeast, least) = kind(model, part) else {
        return None;
    };
    let (ExprKind::Aggregate(aggregate), ExprKind::Value(Value::Number(least))) =
        (kind(model, *count), kind(model, *least))
    else {
        return None;
    };
    if aggregate.function != AggregateFunction::Count || *least != Number::integer(1) {
        return None;
    }
    let of = model.datasets.get(aggregate.dataset)?.kind?;
    conditions(model, aggregate.filter?)
        .into_iter()
        .find_map(|condition| {
            let ExprKind::Compare(column, CompareOp::Equal, value) = kind(model, condition) else {
                return None;
            };
            match (kind(model, *column), kind(model, *value)) {
                (
                    ExprKind::Column {
                        depth: 0, column, ..
                    },
                    ExprKind::Value(Value::Text(text)),
                ) if *column == of => Some((text.as_str(), condition, aggregate)),
                _ => None,
            }
        })
}

/// All that an `and` holds, through those within it.
fn conditions(model: &Model, id: ExprId) -> Vec<ExprId> {
    match kind(model, id) {
        ExprKind::And(parts) => parts
            .iter()
            .flat_map(|&part| conditions(model, part))
            .collect(),
        _ => vec![id],
    }
}

impl Words<'_> {
    /// `has each of "A", "B" in R`: for each of A, B there is a row of R.
    pub(super) fn each_of(&self, parts: &[ExprId], required: bool) -> Option<String> {
        let kinds = kinds_asked(self.model, parts);
        let mut told: Option<(String, String)> = None;
        for part in parts.iter().filter(|_| !kinds.is_empty()) {
            let (_, asked, aggregate) = kind_asked(self.model, *part)?;
            let (population, rest) = self.population_of(aggregate.dataset, aggregate.filter);
            let rest: Vec<ExprId> = rest
                .into_iter()
                .flat_map(|condition| conditions(self.model, condition))
                .filter(|condition| *condition != asked)
                .collect();
            let one = self.one(aggregate.dataset, population);
            let own = (one, self.which(aggregate, &rest));
            if told.as_ref().is_some_and(|told| *told != own) {
                return None;
            }
            told = Some(own);
        }
        let (one, which) = told?;
        let kinds: Vec<String> = kinds.iter().map(|text| self.quote(text)).collect();
        let kinds = self.list(&kinds);
        Some(match (self.language, required) {
            (Language::En, true) => {
                format!(
                    "for each of {kinds} there must be {}{which}",
                    with_article(&one)
                )
            }
            (Language::En, false) => {
                format!("for each of {kinds} there is {}{which}", with_article(&one))
            }
            (Language::Zh, true) => format!("{kinds}均应有{which}{one}"),
            (Language::Zh, false) => format!("{kinds}均有{which}{one}"),
        })
    }

    /// So many of several conditions; those that say the same of their values are one list of values.
    pub(super) fn so_many_of(&self, number: usize, parts: &[ExprId], required: bool) -> String {
        let mut told: Option<(String, String, String)> = None;
        let mut subjects = Vec::new();
        for &part in parts {
            let says = self.subject(part).zip(self.predicate(part));
            let Some((subject, says)) = says else { break };
            let zh = if says.denied {
                denial(&says.words)
            } else {
                says.words.clone()
            };
            let own = (says.said(), says.wanted(), zh);
            if told.as_ref().is_some_and(|told| *told != own) {
                break;
            }
            told = Some(own);
            subjects.push(self.subject_words(subject));
        }
        if let (Some((said, wanted, zh)), true) = (told, subjects.len() == parts.len()) {
            let list = self.list(&subjects);
            let several = said.strip_prefix("is ");
            match (self.language, required, several) {
                (Language::En, false, Some(said)) => {
                    return format!("at least {number} of {list} are {said}");
                }
                (Language::En, false, None) => {}
                (Language::En, true, _) => return format!("at least {number} of {list} {wanted}"),
                (Language::Zh, false, _) => return format!("{list}中至少有{number}项{zh}"),
                (Language::Zh, true, _) => return format!("{list}中应至少有{number}项{zh}"),
            }
        }
        let each: Vec<String> = parts.iter().map(|&part| self.condition(part)).collect();
        match (self.language, required) {
            (Language::En, false) => {
                format!("at least {number} of these hold: {}", each.join("; "))
            }
            (Language::En, true) => {
                format!("at least {number} of these must hold: {}", each.join("; "))
            }
            (Language::Zh, false) => format!("以下至少有{number}项成立：{}", each.join("；")),
            (Language::Zh, true) => format!("以下应至少有{number}项成立：{}", each.join("；")),
        }
    }

    /// `valid on D`, which compares the first and the last day of a row with it.
    pub(super) fn valid(&self, parts: &[ExprId]) -> Option<String> {
        let [begun, not_over] = parts else {
            return None;
        };
        let ExprKind::Compare(from, CompareOp::AtMost, day) = kind(self.model, *begun) else {
            return None;
        };
        let ExprKind::Or(not_over) = kind(self.model, *not_over) else {
            return None;
        };
        let [open, lasts] = not_over.as_slice() else {
            return None;
        };
        let (
            ExprKind::State(open, CellState::Blank),
            ExprKind::Compare(to, CompareOp::AtLeast, last),
        ) = (kind(self.model, *open), kind(self.model, *lasts))
        else {
            return None;
        };
        let column = |id: ExprId| match kind(self.model, id) {
            ExprKind::Column {
                depth,
                dataset,
                column,
            } => Some((*depth, *dataset, *column)),
            _ => None,
        };
        let (depth, dataset, first) = column(*from)?;
        let end = column(*to)?;
        let declared = self.model.datasets.get(dataset)?.in_force?;
        let is_same = column(*open)? == end
            && end == (depth, dataset, declared.1?)
            && first == declared.0
            && day == last;
        let day = self.expression(*day);
        is_same.then(|| match (self.language, depth) {
            (Language::En, 0) => format!("it is in force on {day}"),
            (Language::En, _) => format!("the {} is in force on {day}", self.one(dataset, None)),
            (Language::Zh, _) => format!("{day}在有效期内"),
        })
    }
}
