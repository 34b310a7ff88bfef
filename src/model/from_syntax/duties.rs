//! Schedules and duties after an event: who owes what to whom, and until when.

use super::Builder;
use super::names::Noun;
use super::periods::Stretch;
use super::problems;
use super::scope::{Scope, inside};
use crate::model::{
    Aggregate, Check, DecisionTable, DutyCheck, DutyTime, ExprId, ExprKind, Link, Named, Recipient,
    RowsOf, Scalar, Slot, TableCondition,
};
use crate::source::Span;
use crate::syntax::ast::{self, AggregateFunction, CompareOp};
use crate::types::{Bilingual, Number, Type, Unit, Value};

/// The columns of a dataset that make its rows deliveries.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RoleColumns {
    pub(super) sender: Option<usize>,
    pub(super) recipient: Option<usize>,
    pub(super) period: Option<usize>,
    pub(super) submitted: Option<usize>,
}

/// The rows that a duty is looked for in.
struct Deliveries {
    noun: Noun,
    rows: RowsOf,
    /// The conditions on a row, the population's included.
    conditions: Vec<ExprId>,
    roles: RoleColumns,
    link: Link,
}

impl Builder<'_> {
    /// Looks the roles of a dataset up; the type of each is checked.
    pub(super) fn complete_roles(&mut self, dataset: usize, declared: &ast::Roles) {
        let column = |b: &mut Self, name: &Option<ast::Name>, day: bool| {
            let name = name.as_ref()?;
            let Some(column) = b.column(dataset, &name.text) else {
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
    fn role(&mut self, role: Option<usize>, word: &str, noun: Noun, span: Span) -> Option<usize> {
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

    fn deliveries(
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
    fn recipients(
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

    /// How many deliveries to a recipient belong to the sender: with further keys and conditions, at least so many.
    fn enough(
        &mut self,
        deliveries: &Deliveries,
        recipient: Option<&Recipient>,
        (further, keys): (Vec<ExprId>, Option<(ExprId, ExprId)>),
        at_least: ExprId,
        span: Span,
    ) -> ExprId {
        let mut conditions = deliveries.conditions.clone();
        conditions.extend(further);
        let mut link = deliveries.link.clone();
        if let (Some(recipient), Some(column)) = (recipient, deliveries.roles.recipient) {
            let inner = self.column_at(0, deliveries.noun.dataset, column, span);
            match (&mut link, &recipient.name) {
                (Link::Keys { inner: of, outer }, None) => {
                    of.push(inner);
                    outer.push(recipient.value);
                }
                _ => {
                    let equal = ExprKind::Compare(inner, CompareOp::Equal, recipient.value);
                    conditions.push(self.add(equal, Type::Truth, span));
                }
            }
        }
        if let (Link::Keys { inner, outer }, Some((there, here))) = (&mut link, keys) {
            inner.push(there);
            outer.push(here);
        }
        let aggregate = Aggregate {
            function: AggregateFunction::Count,
            given_only: false,
            dataset: deliveries.noun.dataset,
            filter: self.all_of(conditions, span),
            value: None,
            that: None,
            link,
            or_by: None,
        };
        let count = self.add(ExprKind::Aggregate(aggregate), Type::Integer, span);
        let enough = ExprKind::Compare(count, CompareOp::AtLeast, at_least);
        self.add(enough, Type::Truth, span)
    }

    /// A table that no author wrote.
    fn hidden_table(
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

    /// The number of the period that a delivery is for, from 1; 0 for every other period.
    fn period_number(
        &mut self,
        deliveries: &Deliveries,
        stretches: &[Stretch],
        span: Span,
    ) -> Option<ExprId> {
        let dataset = deliveries.noun.dataset;
        let column = match deliveries.roles.period {
            Some(period) => period,
            None => self.role(
                deliveries.roles.submitted,
                "submitted on",
                deliveries.noun,
                span,
            )?,
        };
        self.period_in(dataset, column, stretches, span)
    }

    /// The number of the period that a column of a row names, from 1; 0 for every other period.
    pub(super) fn period_in(
        &mut self,
        dataset: usize,
        column: usize,
        stretches: &[Stretch],
        span: Span,
    ) -> Option<ExprId> {
        let ty = self.column_type(dataset, column);
        let number = |at: usize| Value::Number(Number::integer(i64::try_from(at).unwrap_or(0)));
        let mut rows = Vec::new();
        for (at, stretch) in stretches.iter().enumerate() {
            let condition = match &ty {
                Type::Date => TableCondition::Range(
                    Value::Date(stretch.period.from),
                    Value::Date(stretch.period.to),
                ),
                Type::OneOf(set) => {
                    let set = *set;
                    let spellings = stretch.spellings.iter();
                    let mut words: Vec<String> =
                        spellings.filter_map(|text| self.word(set, text)).collect();
                    words.dedup();
                    TableCondition::OneOf(words.into_iter().map(Value::Text).collect())
                }
                Type::Text | Type::Id => {
                    let words = stretch.spellings.iter().cloned();
                    TableCondition::OneOf(words.map(Value::Text).collect())
                }
                Type::Unknown => return None,
                _ => {
                    let what = self.language().pick("period", "期次");
                    let of = self.column_at(0, dataset, column, span);
                    self.operand_must_be(of, &Type::Text, what);
                    let problem = problems::period_column(self.language(), span);
                    self.diagnostics.add(problem);
                    return None;
                }
            };
            rows.push((vec![condition], number(at + 1)));
        }
        rows.push((vec![TableCondition::Other], number(0)));
        let table = self.hidden_table(ty, Type::Integer, rows, span);
        let of = self.column_at(0, dataset, column, span);
        Some(self.add(ExprKind::Lookup(table, vec![of]), Type::Integer, span))
    }

    /// Whether a delivery came by the last day of its period.
    fn in_time(
        &mut self,
        deliveries: &Deliveries,
        number: ExprId,
        stretches: &[Stretch],
        span: Span,
    ) -> Option<ExprId> {
        let submitted = self.role(
            deliveries.roles.submitted,
            "submitted on",
            deliveries.noun,
            span,
        )?;
        let mut rows: Vec<(Vec<TableCondition>, Value)> = Vec::new();
        for (at, stretch) in stretches.iter().enumerate() {
            let at = Number::integer(i64::try_from(at + 1).unwrap_or(0));
            let condition = TableCondition::OneOf(vec![Value::Number(at)]);
            rows.push((vec![condition], Value::Date(stretch.period.due)));
        }
        let last = stretches.last()?.period.due;
        rows.push((vec![TableCondition::Other], Value::Date(last)));
        let table = self.hidden_table(Type::Integer, Type::Date, rows, span);
        let due = self.add(ExprKind::Lookup(table, vec![number]), Type::Date, span);
        let day = self.column_at(0, deliveries.noun.dataset, submitted, span);
        let by = ExprKind::Compare(day, CompareOp::AtMost, due);
        Some(self.add(by, Type::Truth, span))
    }

    fn owed(&mut self, scope: &Scope, at_least: Option<&ast::Expr>, span: Span) -> Option<ExprId> {
        let Some(written) = at_least else {
            return Some(self.whole_number(1, span));
        };
        let scopes = [scope.clone()];
        let id = self.value(&scopes, written, Some(&Type::Integer));
        let what = self.language().pick("at least", "至少");
        self.operand_must_be(id, &Type::Number, what).then_some(id)
    }

    /// `every S must submit D to R each month …`
    pub(super) fn schedule(&mut self, schedule: &ast::Schedule, span: Span) -> Option<Check> {
        let noun = self.noun(&schedule.of.name)?;
        let member = noun.population.and_then(|p| self.population_filter(p));
        let scope = Scope::row(noun, member);
        let applies = schedule.of.filter.as_deref();
        let applies = applies.map(|f| self.condition(std::slice::from_ref(&scope), f));
        let deliveries = self.deliveries(
            &scope,
            noun,
            &schedule.deliveries,
            schedule.by.as_ref(),
            span,
        )?;
        let recipients = self.recipients(&scope, &deliveries, &schedule.to, span)?;
        let at_least = self.owed(&scope, schedule.at_least.as_ref(), span)?;
        let named = deliveries.roles.period.is_some();
        if schedule.deadline.is_some_and(|deadline| deadline.next) {
            self.role(deliveries.roles.period, "period", deliveries.noun, span)?;
        }
        let itself_counts = schedule.itself_counts.unwrap_or(true);
        let during = self.during(schedule.during.as_ref(), schedule.cadence, span)?;
        let deadline = schedule.deadline.as_ref();
        let mut stretches =
            self.stretches(schedule.cadence, during, (deadline, itself_counts), span)?;
        if schedule.in_term {
            let (calendar, _) = self.calendar_with_terms(span)?;
            let terms = self.model.calendars.get(calendar)?.terms.clone();
            stretches.retain(|stretch| {
                let day = stretch.period.due.min(stretch.period.to);
                terms
                    .iter()
                    .any(|term| (term.from..=term.to).contains(&day))
            });
        }
        let number = self.period_number(&deliveries, &stretches, span)?;
        let in_time = match deadline {
            Some(_) => Some(self.in_time(&deliveries, number, &stretches, span)?),
            None => None,
        };
        let mut slots = Vec::new();
        for (at, stretch) in stretches.iter().enumerate() {
            let period = &stretch.period;
            let due = self.add(ExprKind::Value(Value::Date(period.due)), Type::Date, span);
            let today = self.add(ExprKind::AsOf, Type::Date, span);
            let is_due = ExprKind::Compare(due, CompareOp::AtMost, today);
            let is_due = self.add(is_due, Type::Truth, span);
            let this = self.whole_number(i64::try_from(at + 1).unwrap_or(0), span);
            for recipient in &recipients {
                let keys = Some((number, this));
                let asked = (Vec::new(), keys);
                let to = recipient.as_ref();
                let present = self.enough(&deliveries, to, asked, at_least, span);
                let on_time = in_time.map(|in_time| {
                    self.enough(&deliveries, to, (vec![in_time], keys), at_least, span)
                });
                slots.push(Slot {
                    recipient: recipient.clone(),
                    period: Some(period.clone()),
                    due: Some(is_due),
                    present,
                    on_time,
                });
            }
        }
        let except = self.except.clone();
        self.left_out = self.excused_deliveries(&except, &scope, (&slots, &stretches), span);
        Some(Check::Duty(DutyCheck {
            dataset: noun.dataset,
            population: noun.population,
            member,
            applies,
            submitted: deliveries.roles.submitted,
            deliveries: deliveries.rows,
            at_least,
            slots,
            when: DutyTime::Periods {
                cadence: schedule.cadence,
                deadline: schedule.deadline,
                itself_counts: (itself_counts, schedule.itself_counts.is_some()),
                in_term: schedule.in_term,
                during,
                named,
            },
        }))
    }

    /// `every E must be reported in D to A, B within 3 days after DAY`
    pub(super) fn report(&mut self, report: &ast::Report, span: Span) -> Option<Check> {
        let noun = self.noun(&report.of.name)?;
        let member = noun.population.and_then(|p| self.population_filter(p));
        let scope = Scope::row(noun, member);
        let scopes = [scope.clone()];
        let own = report.of.filter.as_deref();
        let own = own.map(|f| self.condition(&scopes, f));
        let when = report.when.as_ref().map(|w| self.condition(&scopes, w));
        let applies = self.all_of(own.into_iter().chain(when).collect(), span);
        let deliveries =
            self.deliveries(&scope, noun, &report.reports, report.by.as_ref(), span)?;
        let recipients = self.recipients(&scope, &deliveries, &report.to, span)?;
        let submitted = self.role(
            deliveries.roles.submitted,
            "submitted on",
            deliveries.noun,
            span,
        )?;
        // The window is built twice: for the day of the event, and for the day of a report that asks for it.
        let (start, due) = self.last_day(&scopes, report, span)?;
        let today = self.add(ExprKind::AsOf, Type::Date, span);
        let is_due = self.add(
            ExprKind::Compare(due, CompareOp::AtMost, today),
            Type::Truth,
            span,
        );
        let day = self.column_at(0, deliveries.noun.dataset, submitted, span);
        let (outer_start, outer_due) = (self.seen_from_inside(start), self.seen_from_inside(due));
        let since = ExprKind::Compare(day, CompareOp::AtLeast, outer_start);
        let since = self.add(since, Type::Truth, span);
        let by = ExprKind::Compare(day, CompareOp::AtMost, outer_due);
        let by = self.add(by, Type::Truth, span);
        let at_least = self.whole_number(1, span);
        let mut slots = Vec::new();
        for recipient in &recipients {
            let to = recipient.as_ref();
            let present = self.enough(&deliveries, to, (vec![since], None), at_least, span);
            let on_time = self.enough(&deliveries, to, (vec![since, by], None), at_least, span);
            slots.push(Slot {
                recipient: recipient.clone(),
                period: None,
                due: Some(is_due),
                present,
                on_time: Some(on_time),
            });
        }
        let except = self.except.clone();
        self.left_out = self.excused_deliveries(&except, &scope, (&slots, &[]), span);
        Some(Check::Duty(DutyCheck {
            dataset: noun.dataset,
            population: noun.population,
            member,
            applies,
            submitted: Some(submitted),
            deliveries: deliveries.rows,
            at_least,
            slots,
            when: DutyTime::Event { due },
        }))
    }

    /// The day of an event, and the last day for its report.
    fn last_day(
        &mut self,
        scopes: &[Scope],
        report: &ast::Report,
        span: Span,
    ) -> Option<(ExprId, ExprId)> {
        let start = self.value(scopes, &report.anchor, None);
        let amount = match report.amount.kind {
            ast::ExprKind::Number(number, _) => {
                let number = ExprKind::Value(Value::Number(number));
                self.add(number, Type::Integer, report.amount.span)
            }
            _ => self.value(scopes, &report.amount, Some(&Type::Integer)),
        };
        let what = self.language().pick("within", "内");
        let whole = self.type_of(amount) == Type::Days
            || self.operand_must_be(amount, &Type::Integer, what);
        if !self.operand_must_be(start, &Type::Date, what)
            || !whole
            || self.type_of(start) == Type::Unknown
            || self.type_of(amount) == Type::Unknown
        {
            return None;
        }
        let shift = if report.unit == Unit::WorkingDays {
            let calendar = self.calendar(span)?;
            Scalar::Calendar(
                crate::model::CalendarFunction::Shift { back: false },
                calendar,
            )
        } else {
            Scalar::Shift {
                unit: report.unit,
                back: false,
            }
        };
        let due = ExprKind::Function(shift, vec![start, amount]);
        Some((start, self.add(due, Type::Date, span)))
    }

    /// An expression over a row as one asked for from a row inside of it: its columns lie one scope further out.
    pub(super) fn seen_from_inside(&mut self, id: ExprId) -> ExprId {
        let expr = self.model.expr(id).clone();
        let kind = match expr.kind {
            ExprKind::Column {
                depth,
                dataset,
                column,
            } => ExprKind::Column {
                depth: depth + 1,
                dataset,
                column,
            },
            ExprKind::Function(function, operands) => {
                let operands = operands.into_iter().map(|o| self.seen_from_inside(o));
                ExprKind::Function(function, operands.collect())
            }
            ExprKind::OrElse(a, b) => {
                ExprKind::OrElse(self.seen_from_inside(a), self.seen_from_inside(b))
            }
            ExprKind::Arithmetic(a, op, b) => {
                ExprKind::Arithmetic(self.seen_from_inside(a), op, self.seen_from_inside(b))
            }
            ExprKind::Follow {
                key,
                dataset,
                value,
            } => {
                let key = key.into_iter().map(|k| self.seen_from_inside(k));
                ExprKind::Follow {
                    key: key.collect(),
                    dataset,
                    value,
                }
            }
            other => other,
        };
        self.add(kind, expr.ty, expr.span)
    }

    /// Whether the file at hand sees any calendar.
    pub(super) fn sees_calendar(&self) -> bool {
        let space = self.spaces.get(self.current);
        space.is_some_and(|space| {
            let mut things = space.things.values();
            things.any(|(thing, _)| matches!(thing, super::names::Thing::Calendar(_)))
        })
    }
}
