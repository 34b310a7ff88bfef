//! The cases in which a condition holds, as far as they can be told without data.
//!
//! A condition is taken apart into alternatives; in each of them every value that is looked at has what it can still be. A case in which
//! something can be nothing any more cannot occur. Where there would be too many cases, or a comparison rests on a setting or on a calculation,
//! nothing is known, and what is not known can occur: so what is called impossible is.

use super::domain::{Domain, Stretch};
use super::same_values::SameValues;
use crate::model::{ExprId, ExprKind, Model, Scalar};
use crate::syntax::ast::{AggregateFunction, CellState, CompareOp, Function};
use crate::types::{Number, Type, Value};
use std::collections::{BTreeMap, BTreeSet};

/// More alternatives than this are not looked at one by one.
const MOST_CASES: usize = 128;

/// What is asked of conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rules {
    /// Values lie in the ranges that their columns declare.
    pub(super) ranges: bool,
    /// What is compared is given.
    pub(super) known: bool,
}

/// For every value looked at what it can be; for two values compared with each other how they compare.
pub(super) type Case = BTreeMap<Looked, Facts>;

/// What is looked at: values by their numbers in [`SameValues`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Looked {
    One(usize),
    Pair(usize, usize),
}

/// What one value can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    /// Its cell: given, blank, unreadable.
    states: [bool; 3],
    /// Its value, where one is known.
    pub(super) domain: Domain,
    /// For two values how they compare: less, equal, more. For a condition that is not understood: true, equal to nothing, false.
    order: [bool; 3],
}

impl Facts {
    fn new(domain: Domain) -> Self {
        Self {
            states: [true; 3],
            domain,
            order: [true; 3],
        }
    }

    fn is_possible(&self) -> bool {
        self.states.contains(&true) && self.order.contains(&true) && !self.domain.is_empty()
    }
}

/// Finds cases in a model.
#[derive(Clone, Copy)]
pub(super) struct Cases<'m> {
    pub(super) model: &'m Model,
    pub(super) same: &'m SameValues<'m>,
    pub(super) rules: Rules,
}

impl Cases<'_> {
    /// The cases in which all of the conditions are as said; none when that is impossible.
    pub(super) fn all(&self, conditions: &[(ExprId, bool)]) -> Vec<Case> {
        let mut cases = vec![Case::new()];
        for &(id, truth) in conditions {
            cases = self.and(cases, id, truth);
        }
        cases
    }

    /// Whether the conditions can all be as said.
    pub(super) fn possible(&self, conditions: &[(ExprId, bool)]) -> bool {
        !self.all(conditions).is_empty()
    }

    /// The cases among some in which a condition is as said.
    pub(super) fn and(&self, cases: Vec<Case>, id: ExprId, truth: bool) -> Vec<Case> {
        match (&self.model.expr(id).kind, truth) {
            (ExprKind::Not(inner), _) => self.and(cases, *inner, !truth),
            (ExprKind::And(parts), true) | (ExprKind::Or(parts), false) => parts
                .iter()
                .fold(cases, |cases, part| self.and(cases, *part, truth)),
            (ExprKind::And(parts), false) | (ExprKind::Or(parts), true) => {
                if cases.len() * parts.len() > MOST_CASES {
                    return cases;
                }
                let each = parts.iter();
                each.flat_map(|part| self.and(cases.clone(), *part, truth))
                    .collect()
            }
            _ => cases
                .into_iter()
                .filter_map(|case| self.narrowed(case, id, truth))
                .collect(),
        }
    }

    /// A case in which a condition without parts is as said.
    fn narrowed(&self, mut case: Case, id: ExprId, truth: bool) -> Option<Case> {
        let possible = match &self.model.expr(id).kind {
            // A constant is no condition of the author's.
            ExprKind::Value(_) => true,
            ExprKind::State(of, state) => self.with(&mut case, *of, |facts| {
                let at = match state {
                    CellState::Given => 0,
                    CellState::Blank => 1,
                    CellState::Unreadable => 2,
                };
                for (position, possible) in facts.states.iter_mut().enumerate() {
                    *possible &= (position == at) == truth;
                }
            }),
            ExprKind::Compare(a, op, b) if *op != CompareOp::Same => {
                let op = if truth { *op } else { op.opposite() };
                match (self.literal(*a), self.literal(*b)) {
                    (Some(_), Some(_)) => true,
                    (None, Some(value)) => self.compared(&mut case, *a, op, value),
                    (Some(value), None) => self.compared(&mut case, *b, op.turned(), value),
                    (None, None) => self.both(&mut case, *a, op, *b),
                }
            }
            ExprKind::OneOf(of, values) => self.known(&mut case, *of, |facts| {
                facts.domain = facts.domain.one_of(values, truth);
            }),
            ExprKind::Column { .. } | ExprKind::Follow { .. } => {
                self.known(&mut case, id, |facts| {
                    facts.domain = facts.domain.one_of(&[Value::Truth(truth)], true);
                })
            }
            // Not understood: only known to be the same as itself.
            _ => self.with(&mut case, id, |facts| {
                facts.order[if truth { 2 } else { 0 }] = false;
                facts.order[1] = false;
            }),
        };
        possible.then_some(case)
    }

    fn literal(&self, id: ExprId) -> Option<&Value> {
        match &self.model.expr(id).kind {
            ExprKind::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Narrows what a value can be; whether anything is left.
    fn with(&self, case: &mut Case, of: ExprId, narrow: impl FnOnce(&mut Facts)) -> bool {
        let facts = case
            .entry(Looked::One(self.same.number(of)))
            .or_insert_with(|| Facts::new(self.domain(of)));
        narrow(facts);
        facts.is_possible()
    }

    /// The same for a value that has to be known.
    fn known(&self, case: &mut Case, of: ExprId, narrow: impl FnOnce(&mut Facts)) -> bool {
        let only_given = self.rules.known;
        self.with(case, of, |facts| {
            if only_given {
                facts.states = [facts.states[0], false, false];
            }
            narrow(facts);
        })
    }

    fn compared(&self, case: &mut Case, of: ExprId, op: CompareOp, value: &Value) -> bool {
        self.known(case, of, |facts| {
            facts.domain = facts.domain.compared(op, value);
        })
    }

    /// Two values compared with each other: their order is what is kept.
    fn both(&self, case: &mut Case, a: ExprId, op: CompareOp, b: ExprId) -> bool {
        let (first, second) = (self.same.number(a), self.same.number(b));
        if first == second {
            // Written so by a sentence that wants the value to be known.
            return true;
        }
        let op = if first < second { op } else { op.turned() };
        let pair = Looked::Pair(first.min(second), first.max(second));
        let holds = match op {
            CompareOp::Equal | CompareOp::Same => [false, true, false],
            CompareOp::NotEqual => [true, false, true],
            CompareOp::Less => [true, false, false],
            CompareOp::AtMost => [true, true, false],
            CompareOp::More => [false, false, true],
            CompareOp::AtLeast => [false, true, true],
        };
        let facts = case.entry(pair).or_insert_with(|| Facts::new(Domain::Any));
        for (possible, holds) in facts.order.iter_mut().zip(holds) {
            *possible &= holds;
        }
        facts.is_possible() && self.known(case, a, |_| {}) && self.known(case, b, |_| {})
    }

    /// What a value can be whatever is asked of it.
    pub(super) fn domain(&self, id: ExprId) -> Domain {
        let expr = self.model.expr(id);
        let whole = matches!(
            expr.ty,
            Type::Integer | Type::Days | Type::Months | Type::Date
        );
        match &expr.ty {
            Type::Truth => Domain::Words(["true", "false"].map(str::to_owned).into()),
            Type::OneOf(set) => {
                let words = self.model.value_sets.get(*set).into_iter();
                let words = words.flat_map(|set| &set.values);
                Domain::Words(words.filter_map(|word| word.first().cloned()).collect())
            }
            Type::Unknown => Domain::Any,
            ty if ty.is_numeric() || *ty == Type::Date => Domain::Numbers {
                stretches: vec![self.stretch(&expr.kind)],
                whole,
            },
            _ => Domain::TextsBut(BTreeSet::new()),
        }
    }

    /// Between which ends a number lies.
    fn stretch(&self, kind: &ExprKind) -> Stretch {
        let from = |low| Stretch {
            low: Some((Number::integer(low), true)),
            high: None,
        };
        let between = |low, high| Stretch::between(Number::integer(low), Number::integer(high));
        match kind {
            ExprKind::Column {
                dataset, column, ..
            } if self.rules.ranges => {
                let range = self.model.column(*dataset, *column).and_then(|c| c.range);
                range.map_or(Stretch::ALL, |(low, high)| Stretch::between(low, high))
            }
            ExprKind::Follow { value, .. } => self.stretch(&self.model.expr(*value).kind),
            ExprKind::Aggregate(aggregate) => match aggregate.function {
                AggregateFunction::Count | AggregateFunction::CountDifferent => from(0),
                AggregateFunction::Share => between(0, 1),
                _ => Stretch::ALL,
            },
            ExprKind::Function(Scalar::Of(Function::Month), _) => between(1, 12),
            ExprKind::Function(Scalar::Of(Function::Length), _) => from(0),
            _ => Stretch::ALL,
        }
    }
}
