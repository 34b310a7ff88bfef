//! What a value can be: some words, or numbers and days between bounds.

use crate::syntax::ast::CompareOp;
use crate::types::{Number, Value};
use std::collections::BTreeSet;

/// The values that something can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Domain {
    /// Nothing is known of it.
    Any,
    /// One of these words.
    Words(BTreeSet<String>),
    /// Any text but these.
    TextsBut(BTreeSet<String>),
    /// Numbers or days in one of these stretches, in rising order.
    Numbers {
        /// The stretches.
        stretches: Vec<Stretch>,
        /// Whether there is nothing between two whole numbers.
        whole: bool,
    },
}

/// The numbers between two ends; each end with whether it belongs to them. A missing end is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) low: Option<(Number, bool)>,
    pub(super) high: Option<(Number, bool)>,
}

impl Stretch {
    /// All numbers.
    pub(super) const ALL: Self = Self {
        low: None,
        high: None,
    };

    /// Numbers from one to another, both included.
    pub(super) fn between(low: Number, high: Number) -> Self {
        Self {
            low: Some((low, true)),
            high: Some((high, true)),
        }
    }

    /// What lies in both.
    pub(super) fn meet(self, other: Self) -> Self {
        // Of two ends at one place the open one is narrower.
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(if (a.0, !a.1) >= (b.0, !b.1) { a } else { b }),
            (a, b) => a.or(b),
        };
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(if (a.0, a.1) <= (b.0, b.1) { a } else { b }),
            (a, b) => a.or(b),
        };
        Self { low, high }
    }

    /// Whether no number lies in it.
    pub(super) fn is_empty(self, whole: bool) -> bool {
        let (Some((low, with_low)), Some((high, with_high))) = (self.low, self.high) else {
            return false;
        };
        if low > high || low == high && !(with_low && with_high) {
            return true;
        }
        whole && first_whole(low, with_low) > last_whole(high, with_high)
    }
}

/// The first whole number of a stretch that begins here.
fn first_whole(low: Number, included: bool) -> i128 {
    let (top, bottom) = low.parts();
    let floor = top.div_euclid(bottom);
    let is_whole = top.rem_euclid(bottom) == 0;
    if is_whole && included {
        floor
    } else {
        floor + 1
    }
}

/// The last whole number of a stretch that ends here.
fn last_whole(high: Number, included: bool) -> i128 {
    let (top, bottom) = high.parts();
    let floor = top.div_euclid(bottom);
    let is_whole = top.rem_euclid(bottom) == 0;
    if is_whole && !included {
        floor - 1
    } else {
        floor
    }
}

/// Where a value lies in the order of its type.
pub(super) fn position(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Date(date) => Some(Number::integer(i64::from(date.0))),
        Value::Truth(_) | Value::Text(_) => None,
    }
}

/// A value as a word.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Truth(truth) => Some(truth.to_string()),
        Value::Number(_) | Value::Date(_) => None,
    }
}

/// The numbers that compare so with a limit.
pub(super) fn stretches(op: CompareOp, at: Number) -> Vec<Stretch> {
    let below = |included| Stretch {
        low: None,
        high: Some((at, included)),
    };
    let above = |included| Stretch {
        low: Some((at, included)),
        high: None,
    };
    match op {
        CompareOp::Equal | CompareOp::Same => vec![Stretch::between(at, at)],
        CompareOp::NotEqual => vec![below(false), above(false)],
        CompareOp::Less => vec![below(false)],
        CompareOp::AtMost => vec![below(true)],
        CompareOp::More => vec![above(false)],
        CompareOp::AtLeast => vec![above(true)],
    }
}

impl Domain {
    /// Whether there is no such value.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Any | Self::TextsBut(_) => false,
            Self::Words(words) => words.is_empty(),
            Self::Numbers { stretches, .. } => stretches.is_empty(),
        }
    }

    /// What is left of it where a comparison with a literal holds.
    pub(super) fn compared(&self, op: CompareOp, value: &Value) -> Self {
        match (self, op) {
            (Self::Numbers { .. }, _) => match position(value) {
                Some(at) => self.within(&stretches(op, at)),
                None => self.clone(),
            },
            (_, CompareOp::Equal) => self.one_of(std::slice::from_ref(value), true),
            (_, CompareOp::NotEqual) => self.one_of(std::slice::from_ref(value), false),
            _ => self.clone(),
        }
    }

    /// What is left of it where it is one of some literals, or none of them.
    pub(super) fn one_of(&self, values: &[Value], is: bool) -> Self {
        if let Self::Numbers { .. } = self {
            let points: Vec<Number> = values.iter().filter_map(position).collect();
            if !is {
                return points.iter().fold(self.clone(), |left, at| {
                    left.within(&stretches(CompareOp::NotEqual, *at))
                });
            }
            let points: Vec<Stretch> = points.iter().map(|at| Stretch::between(*at, *at)).collect();
            return self.within(&points);
        }
        let Some(named) = values
            .iter()
            .map(word)
            .collect::<Option<BTreeSet<String>>>()
        else {
            return self.clone();
        };
        match self {
            Self::Words(words) if is => Self::Words(words & &named),
            Self::Words(words) => Self::Words(words - &named),
            Self::TextsBut(but) if is => Self::Words(&named - but),
            Self::TextsBut(but) => Self::TextsBut(but | &named),
            Self::Any | Self::Numbers { .. } => self.clone(),
        }
    }

    /// What is left of numbers inside some stretches.
    fn within(&self, inside: &[Stretch]) -> Self {
        let Self::Numbers { stretches, whole } = self else {
            return self.clone();
        };
        let mut left: Vec<Stretch> = Vec::new();
        for one in stretches {
            for other in inside {
                let both = one.meet(*other);
                if !both.is_empty(*whole) && !left.contains(&both) {
                    left.push(both);
                }
            }
        }
        Self::Numbers {
            stretches: left,
            whole: *whole,
        }
    }

    /// What is in one or the other.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Words(one), Self::Words(other)) => Self::Words(&one | &other),
            _ => Self::Any,
        }
    }
}
