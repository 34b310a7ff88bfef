//! Forms that were taken apart when the checklist was read, put together again for readers: `has each of`, `named`, ranges and
//! `valid on`.

use super::condition::denial;
use super::kind;
use super::names::{Words, with_article};
use crate::model::{Aggregate, ExprId, ExprKind, Model};
use crate::syntax::ast::{AggregateFunction, CellState, CompareOp};
use crate::types::{Language, Number, Value};

/// The kinds that conditions ask for, where each of them asks for a row of one kind, as `has each of` does; else nothing.
pub(super) fn kinds_asked<'m>(model: &'m Model, parts: &[ExprId]) -> Vec<&'m str> {
    if parts.len() < 2 {
        return Vec::new();
    }
    let kinds: Option<Vec<&str>> = parts
        .iter()
        .map(|&part| Some(kind_asked(model, part)?.0))
        .collect();
    kinds.unwrap_or_default()
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

/// Of `P of the same X have the same Y`: how many different values there may be, and the value.
pub(super) fn dependency_parts(model: &Model, must: ExprId) -> Option<(&Aggregate, ExprId)> {
    let ExprKind::And(parts) = kind(model, must) else {
        return None;
    };
    let [agree, known] = parts.as_slice() else {
        return None;
    };
    let ExprKind::Compare(count, CompareOp::AtMost, _) = kind(model, *agree) else {
        return None;
    };
    match (kind(model, *count), kind(model, *known)) {
        (ExprKind::Aggregate(aggregate), ExprKind::Compare(a, CompareOp::Equal, b))
            if a == b
                && aggregate.function == AggregateFunction::CountDifferent
                && aggregate.value == Some(*a) =>
        {
            Some((aggregate, *a))
        }
        _ => None,
    }
}

/// What English says of none.
fn may(is_aim: bool) -> &'static str {
    if is_aim { "should" } else { "may" }
}

impl Words<'_> {
    /// `P of the same X have the same Y`.
    pub(super) fn dependency(&self, must: ExprId, required: bool) -> Option<String> {
        let (aggregate, value) = dependency_parts(self.model, must)?;
        let (population, rest) = self.population_of(aggregate.dataset, aggregate.filter);
        let rows = self.many(aggregate.dataset, population);
        let which = self.which(aggregate, &rest);
        let value = self.key(value);
        Some(match (self.language, required) {
            (Language::En, true) => {
                format!("{rows}{which} {} have the same {value}", self.must())
            }
            (Language::En, false) => format!("{rows}{which} have the same {value}"),
            (Language::Zh, true) => format!("{which}{rows}{}{value}相同", self.must()),
            (Language::Zh, false) => format!("{which}{rows}{value}相同"),
        })
    }

    /// Several values of which the same is required: "a1, b1 must all be given", "none of a1, b1 must be …".
    pub(super) fn all_of(&self, parts: &[ExprId]) -> Option<String> {
        let mut told: Option<(String, String, bool)> = None;
        let mut subjects = Vec::new();
        for &part in parts {
            let (subject, says) = (self.subject(part)?, self.predicate(part)?);
            let own = (says.said(), says.words.clone(), says.denied);
            if told.as_ref().is_some_and(|told| *told != own) {
                return None;
            }
            told = Some(own);
            subjects.push(self.subject_words(subject));
        }
        let (said, words, denied) = told.filter(|_| subjects.len() > 1)?;
        let list = self.list(&subjects);
        let is = said.starts_with("is ");
        match (self.language, denied) {
            (Language::En, _) if !is => None,
            (Language::En, false) => Some(match words.strip_prefix("not ") {
                None => format!("all of {list} {} be {words}", self.must()),
                Some(words) => format!("none of {list} {} be {words}", may(self.is_aim)),
            }),
            (Language::En, true) => Some(format!("none of {list} {} be {words}", may(self.is_aim))),
            (Language::Zh, false) => Some(format!("{list}均{}{words}", self.must())),
            (Language::Zh, true) => Some(format!("{list}均{}{}", self.must(), denial(&words))),
        }
    }

    /// `all or none of a1, b1 given`.
    pub(super) fn all_or_none(&self, parts: &[ExprId]) -> Option<String> {
        let [all, none] = parts else { return None };
        let (ExprKind::And(all), ExprKind::And(none)) =
            (kind(self.model, *all), kind(self.model, *none))
        else {
            return None;
        };
        let mut subjects = Vec::new();
        let mut told: Option<String> = None;
        for (yes, no) in all.iter().zip(none) {
            if !matches!(kind(self.model, *no), ExprKind::Not(inner) if inner == yes) {
                return None;
            }
            let words = self.predicate(*yes)?.words;
            if told.as_ref().is_some_and(|told| *told != words) {
                return None;
            }
            told = Some(words);
            subjects.push(self.subject_words(self.subject(*yes)?));
        }
        let (words, must) = (told?, self.must());
        if all.len() != none.len() {
            return None;
        }
        let list = self.list(&subjects);
        Some(match self.language {
            Language::En => format!("all or none of {list} {must} be {words}"),
            Language::Zh => format!("{list}{must}全部{words}或全部{}", denial(&words)),
        })
    }

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
                    "for each of {kinds} there {} be {}{which}",
                    self.must(),
                    with_article(&one)
                )
            }
            (Language::En, false) => {
                format!("for each of {kinds} there is {}{which}", with_article(&one))
            }
            (Language::Zh, true) => format!("{kinds}均{}有{which}{one}", self.must()),
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
            let own = (says.said(), says.wanted(self.must()), zh);
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
                (Language::Zh, true, _) => {
                    return format!("{list}中{}至少有{number}项{zh}", self.must());
                }
            }
        }
        let each: Vec<String> = parts.iter().map(|&part| self.condition(part)).collect();
        match (self.language, required) {
            (Language::En, false) => {
                format!("at least {number} of these hold: {}", each.join("; "))
            }
            (Language::En, true) => {
                format!(
                    "at least {number} of these {} hold: {}",
                    self.must(),
                    each.join("; ")
                )
            }
            (Language::Zh, false) => format!("以下至少有{number}项成立：{}", each.join("；")),
            (Language::Zh, true) => format!(
                "以下{}至少有{number}项成立：{}",
                self.must(),
                each.join("；")
            ),
        }
    }

    /// `x is from a to b`.
    pub(super) fn range(&self, parts: &[ExprId]) -> Option<String> {
        let [low, high] = parts else { return None };
        let (
            ExprKind::Compare(x, CompareOp::AtLeast, a),
            ExprKind::Compare(y, CompareOp::AtMost, b),
        ) = (kind(self.model, *low), kind(self.model, *high))
        else {
            return None;
        };
        if x != y {
            return None;
        }
        let (x, a, b) = (
            self.expression(*x),
            self.expression(*a),
            self.expression(*b),
        );
        Some(match self.language {
            Language::En => format!("{x} is from {a} to {b}"),
            Language::Zh => format!("{x}在{a}至{b}之间（含）"),
        })
    }

    /// `x has a named C`, as it was lowered.
    pub(super) fn named(&self, parts: &[ExprId]) -> Option<String> {
        let (of, words) = self.named_parts(parts)?;
        Some(format!(
            "{}{}",
            self.expression(of),
            match self.language {
                Language::En => format!(" is {words}"),
                Language::Zh => words,
            }
        ))
    }

    pub(super) fn named_parts(&self, parts: &[ExprId]) -> Option<(ExprId, String)> {
        let (ExprKind::State(of, CellState::Given), ExprKind::Not(placeholder)) = (
            kind(self.model, *parts.first()?),
            kind(self.model, *parts.get(1)?),
        ) else {
            return None;
        };
        let ExprKind::Placeholder(_, own_names) = kind(self.model, *placeholder) else {
            return None;
        };
        let own = match (own_names.is_empty(), self.language) {
            (true, _) => "",
            (false, Language::En) => " and the row's own name",
            (false, Language::Zh) => "、本人姓名",
        };
        let list = parts
            .get(2)
            .and_then(|count| match kind(self.model, *count) {
                ExprKind::Compare(count, _, _) => match kind(self.model, *count) {
                    ExprKind::Aggregate(aggregate) => Some(aggregate),
                    _ => None,
                },
                _ => None,
            });
        let checked = match list {
            Some(aggregate) => {
                let list = self.dataset(aggregate.dataset);
                let in_force = match (aggregate.filter.is_some(), self.language) {
                    (false, _) => "",
                    (true, Language::En) => " and in force on the day of the inspection",
                    (true, Language::Zh) => "且评估日在任期（有效期）内",
                };
                match self.language {
                    Language::En => format!("found exactly once in {list}{in_force}"),
                    Language::Zh => format!("在{list}中恰有一条记录{in_force}"),
                }
            }
            None => String::new(),
        };
        Some((
            *of,
            match (self.language, checked.is_empty()) {
                (Language::En, false) => {
                    format!("given (placeholders{own} do not count) and {checked}")
                }
                (Language::Zh, false) => format!("已填（占位文字{own}不算），{checked}"),
                (Language::En, true) => {
                    format!("given (placeholders{own} do not count; not checked against a list)")
                }
                (Language::Zh, true) => format!("已填（占位文字{own}不算；未与名单核对）"),
            },
        ))
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
