//! Rows that are deliveries: whose they are, to whom, and how many of them belong to somebody who owes them.
//!
//! A delivery whose sender, recipient or period cannot be read may be any of those that fit what it does say: it makes a count an
//! interval, and so what is owed cannot be told where it decides.

use super::Builder;
use super::names::Noun;
use super::problems;
use super::scope::{Scope, inside};
use crate::model::{
    Aggregate, DecisionTable, ExprId, ExprKind, Link, Named, Recipient, RowsOf, TableCondition,
};
use crate::source::Span;
use crate::syntax::ast::{self, AggregateFunction, ArithmeticOp, CellState, CompareOp};
use crate::types::{Bilingual, Type, Value};

/// The columns of a dataset that make its rows deliveries.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RoleColumns {
    pub(super) sender: Option<usize>,
    pub(super) recipient: Option<usize>,
    pub(super) period: Option<usize>,
    pub(super) submitted: Option<usize>,
}

/// A key value of a delivery, and that of who owes it.
pub(super) type Pair = (ExprId, ExprId);

/// When a delivery has to be there to count.
#[derive(Clone, Copy, Default)]
pub(super) struct Window<'w> {
    /// What holds of a row that leaves nothing open.
    pub(super) further: &'w [ExprId],
    /// What holds of a row whose period is open.
    pub(super) of_open_period: &'w [ExprId],
    /// The first day and, where it matters, the last one, as who owes sees them.
    pub(super) days: Option<(ExprId, Option<ExprId>)>,
}

/// The rows that a duty is looked for in.
pub(super) struct Deliveries {
    pub(super) noun: Noun,
    pub(super) rows: RowsOf,
    /// The conditions on a row, the population's included.
    conditions: Vec<ExprId>,
    pub(super) roles: RoleColumns,
    link: Link,
}

impl Builder<'_> {
    /// Looks the roles of a dataset up; the type of each is checked.
    pub(super) fn complete_roles(&mut self, dataset: usize, declared: &ast::Roles) {
        let column = |b: &mut Self, name: &Option<ast::Name>, day: bool| {
            let name = name.as_ref()?;
            let Some(column) = b.column_called(dataset, name) else {
                b.no_column(dataset, name);
                return None;
            };
            if day {
                let ty = b.column_type(dataset, column);
                b.must_be(&ty, &Type::Date, name.span, &name.text);
            }
            Some(column)
        };
        let roles = RoleColumns {
            sender: column(self, &declared.sender, false),
            recipient: column(self, &declared.recipient, false),
            period: column(self, &declared.period, false),
            submitted: column(self, &declared.submitted, true),
        };
        self.roles.insert(dataset, roles);
    }

    /// A role that the sentence needs; a dataset without it is reported.
    pub(super) fn role(
        &mut self,
        role: Option<usize>,
        word: &str,
        noun: Noun,
        span: Span,
    ) -> Option<usize> {
        if role.is_none() {
            let language = self.language();
            let name = self.noun_name(Noun {
                population: None,
                ..noun
            });
            let declared = self.model.datasets.get(noun.dataset).map(|d| d.span);
            let problem = problems::lacks_role(language, span, &name, word, declared);
            self.diagnostics.add(problem);
        }
        role
    }

    pub(super) fn deliveries(
        &mut self,
        scope: &Scope,
        asker: Noun,
        rows: &ast::Rows,
        by: Option<&ast::Key>,
        span: Span,
    ) -> Option<Deliveries> {
        let noun = self.noun(&rows.name)?;
        let members = noun.population.and_then(|p| self.population_filter(p));
        let scopes = [scope.clone()];
        let inner = inside(&scopes, Scope::row(noun, members));
        let own = rows.filter.as_deref().map(|f| self.condition(&inner, f));
        let roles = self.roles.get(&noun.dataset).copied().unwrap_or_default();
        let link = match (by, roles.sender) {
            (None, Some(sender)) => {
                let inner = self.column_at(0, noun.dataset, sender, span);
                let Some(outer) = self.single_key(asker.dataset, span) else {
                    let language = self.language();
                    let name = self.noun_name(asker);
                    let dataset = self.model.datasets.get(asker.dataset);
                    let width = dataset.map_or(0, |d| d.key.len());
                    let declared = dataset.map(|d| d.span);
                    let problem = problems::no_single_key(language, span, &name, width, declared);
                    self.diagnostics.add(problem);
                    return None;
                };
                if !self.key_types_agree(inner, outer, rows.name.span) {
                    return None;
                }
                Link::Keys {
                    inner: vec![inner],
                    outer: vec![outer],
                }
            }
            _ => self.link(&scopes, noun, by, &[], span)?,
        };
        let conditions: Vec<ExprId> = members.into_iter().chain(own).collect();
        let filter = self.all_of(conditions.clone(), span);
        Some(Deliveries {
            noun,
            rows: RowsOf {
                dataset: noun.dataset,
                population: noun.population,
                filter,
            },
            conditions,
            roles,
            link,
        })
    }

    /// The recipients as written; an empty list stands for one that nobody names.
    pub(super) fn recipients(
        &mut self,
        scope: &Scope,
        deliveries: &Deliveries,
        to: &[ast::Expr],
        span: Span,
    ) -> Option<Vec<Option<Recipient>>> {
        if to.is_empty() {
            return Some(vec![None]);
        }
        let noun = deliveries.noun;
        let column = self.role(deliveries.roles.recipient, "recipient", noun, span)?;
        let ty = self.column_type(noun.dataset, column);
        let scopes = [scope.clone()];
        let mut found = Vec::new();
        for written in to {
            let value = self.value(&scopes, written, Some(&ty));
            let inner = self.column_at(0, noun.dataset, column, written.span);
            if self.type_of(value) == Type::Unknown
                || !self.key_types_agree(inner, value, written.span)
            {
                return None;
            }
            let name = match self.literal(value) {
                Some(Value::Text(text)) => Some(text.clone()),
                _ => None,
            };
            found.push(Some(Recipient { value, name }));
        }
        Some(found)
    }

    /// Whether enough deliveries to a recipient belong to the sender, with further conditions and keys. What belongs to nobody for
    /// certain leaves it open where it would be enough.
    pub(super) fn enough(
        &mut self,
        deliveries: &Deliveries,
        recipient: Option<&Recipient>,
        (window, period): (Window<'_>, Option<Pair>),
        at_least: ExprId,
        span: Span,
    ) -> ExprId {
        let mut conditions = deliveries.conditions.clone();
        let Link::Keys { inner, outer } = &deliveries.link else {
            let link = deliveries.link.clone();
            conditions.extend(window.further);
            let count = self.how_many(deliveries, (link, conditions), span);
            let enough = ExprKind::Compare(count, CompareOp::AtLeast, at_least);
            return self.add(enough, Type::Truth, span);
        };
        let pairs = |(inner, outer): (&Vec<ExprId>, &Vec<ExprId>)| -> Vec<Pair> {
            inner.iter().copied().zip(outer.iter().copied()).collect()
        };
        let mut keys: Vec<Vec<Pair>> = vec![pairs((inner, outer))];
        if let (Some(recipient), Some(column)) = (recipient, deliveries.roles.recipient) {
            let inner = self.column_at(0, deliveries.noun.dataset, column, span);
            if recipient.name.is_none() {
                keys.push(vec![(inner, recipient.value)]);
            } else {
                let equal = ExprKind::Compare(inner, CompareOp::Equal, recipient.value);
                conditions.push(self.add(equal, Type::Truth, span));
            }
        }
        keys.extend(period.map(|pair| vec![pair]));
        // First what is surely there; then, for each set of keys that a row leaves open, what may be.
        let mut total: Option<ExprId> = None;
        let mut either = Vec::new();
        for open in 0..1_usize << keys.len() {
            let is_open = |at: usize| open >> at & 1 == 1;
            let mut conditions = conditions.clone();
            match period {
                Some(_) if is_open(keys.len() - 1) => conditions.extend(window.of_open_period),
                None if open > 0 => {}
                _ => conditions.extend(window.further),
            }
            let mut may_be_one = conditions.clone();
            let (mut inner, mut outer) = (Vec::new(), Vec::new());
            for (at, pairs) in keys.iter().enumerate() {
                if is_open(at) {
                    let [unknown, may_be] = self.open_key(pairs, span);
                    conditions.extend([unknown, may_be]);
                    may_be_one.push(unknown);
                } else {
                    inner.extend(pairs.iter().map(|pair| pair.0));
                    outer.extend(pairs.iter().map(|pair| pair.1));
                }
            }
            let link = if inner.is_empty() {
                Link::Whole
            } else {
                Link::Keys { inner, outer }
            };
            let in_time = match window.days {
                Some(days) if open > 0 => {
                    self.days_reach(deliveries, (&link, may_be_one), days, span)
                }
                _ => Vec::new(),
            };
            let count = self.how_many(deliveries, (link, conditions), span);
            if period.is_none() {
                let enough = ExprKind::Compare(count, CompareOp::AtLeast, at_least);
                let mut all = vec![self.add(enough, Type::Truth, span)];
                all.extend(in_time);
                either.extend(self.all_of(all, span));
                continue;
            }
            total = Some(match total {
                None => count,
                Some(total) => {
                    let sum = ExprKind::Arithmetic(total, ArithmeticOp::Plus, count);
                    self.add(sum, Type::Integer, span)
                }
            });
        }
        if period.is_none() {
            return self.add(ExprKind::Or(either), Type::Truth, span);
        }
        let total = total.unwrap_or(at_least);
        let enough = ExprKind::Compare(total, CompareOp::AtLeast, at_least);
        self.add(enough, Type::Truth, span)
    }

    /// That the days of rows reach into those of an event. No row is held against them by itself, as their days differ from one event
    /// to another: where all rows lie before it, or all behind it, none of them serves it.
    fn days_reach(
        &mut self,
        deliveries: &Deliveries,
        (link, conditions): (&Link, Vec<ExprId>),
        (first, last): (ExprId, Option<ExprId>),
        span: Span,
    ) -> Vec<ExprId> {
        let Some(submitted) = deliveries.roles.submitted else {
            return Vec::new();
        };
        let bounds = [
            (AggregateFunction::Largest, CompareOp::AtLeast, Some(first)),
            (AggregateFunction::Least, CompareOp::AtMost, last),
        ];
        let mut found = Vec::new();
        for (function, op, bound) in bounds {
            let Some(bound) = bound else {
                continue;
            };
            let aggregate = Aggregate {
                function,
                given_only: false,
                open: false,
                dataset: deliveries.noun.dataset,
                filter: self.all_of(conditions.clone(), span),
                value: Some(self.column_at(0, deliveries.noun.dataset, submitted, span)),
                that: None,
                link: link.clone(),
                or_by: None,
            };
            let day = self.add(ExprKind::Aggregate(aggregate), Type::Date, span);
            found.push(self.add(ExprKind::Compare(day, op, bound), Type::Truth, span));
        }
        found
    }

    /// Conditions that are unknown, so that a row may count, where a part of its key is unknown, and false elsewhere.
    fn open_key(&mut self, pairs: &[Pair], span: Span) -> [ExprId; 2] {
        let (mut unknown, mut may_be) = (Vec::new(), Vec::new());
        for &(inner, _) in pairs {
            let given = ExprKind::State(inner, CellState::Given);
            let given = self.add(given, Type::Truth, span);
            unknown.push(self.add(ExprKind::Not(given), Type::Truth, span));
            let itself = ExprKind::Compare(inner, CompareOp::Equal, inner);
            may_be.push(self.add(itself, Type::Truth, span));
        }
        [ExprKind::Or(unknown), ExprKind::And(may_be)].map(|kind| self.add(kind, Type::Truth, span))
    }

    fn how_many(
        &mut self,
        deliveries: &Deliveries,
        (link, conditions): (Link, Vec<ExprId>),
        span: Span,
    ) -> ExprId {
        let aggregate = Aggregate {
            function: AggregateFunction::Count,
            given_only: false,
            open: false,
            dataset: deliveries.noun.dataset,
            filter: self.all_of(conditions, span),
            value: None,
            that: None,
            link,
            or_by: None,
        };
        self.add(ExprKind::Aggregate(aggregate), Type::Integer, span)
    }

    /// A table that no author wrote.
    pub(super) fn hidden_table(
        &mut self,
        parameter: Type,
        kind: Type,
        rows: Vec<(Vec<TableCondition>, Value)>,
        span: Span,
    ) -> usize {
        self.model.tables.push(DecisionTable {
            names: Named::default(),
            title: Bilingual::default(),
            parameters: vec![String::new()],
            parameter_types: vec![parameter],
            kind,
            rows,
            cites: Vec::new(),
            span,
        });
        self.model.tables.len() - 1
    }
}
