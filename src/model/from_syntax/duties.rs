//! Duties after an event: who reports what to whom, and until when.

use super::Builder;
use super::bounds::Bounds;
use super::deliveries::Window;
use super::scope::Scope;
use crate::model::{Check, DutyCheck, DutyTime, ExprId, ExprKind, Slot};
use crate::source::Span;
use crate::syntax::ast::{self, CompareOp};
use crate::types::{Type, Unit, Value};

impl Builder<'_> {
    /// How many deliveries are owed at least.
    pub(super) fn owed(
        &mut self,
        scope: &Scope,
        at_least: Option<&ast::Expr>,
        span: Span,
    ) -> Option<ExprId> {
        let Some(written) = at_least else {
            return Some(self.whole_number(1, span));
        };
        let scopes = [scope.clone()];
        let id = self.value(&scopes, written, Some(&Type::Integer));
        let what = self.language().pick("at least", "至少");
        let fine = self.operand_must_be(id, &Type::Number, what)
            && self.within_bounds(id, Bounds::AtLeastOne);
        fine.then_some(id)
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
            let from = Window {
                further: &[since],
                days: Some((start, None)),
                ..Window::default()
            };
            let until = Window {
                further: &[since, by],
                days: Some((start, Some(due))),
                ..Window::default()
            };
            let present = self.enough(&deliveries, to, (from, None), at_least, span);
            let on_time = self.enough(&deliveries, to, (until, None), at_least, span);
            slots.push(Slot {
                recipient: recipient.clone(),
                period: None,
                last_day: due,
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
        let unit = self.unit_of_span(amount, report.unit);
        let whole = match self.type_of(amount) {
            Type::Days => matches!(unit, Unit::Days | Unit::WorkingDays),
            Type::Months => unit == Unit::Months,
            _ => false,
        };
        let whole = whole || self.operand_must_be(amount, &Type::Integer, what);
        if !self.operand_must_be(start, &Type::Date, what)
            || !whole
            || self.type_of(start) == Type::Unknown
            || self.type_of(amount) == Type::Unknown
            || !self.within_bounds(amount, Bounds::NotNegative)
        {
            return None;
        }
        let shift = self.shift_by(unit, false, span)?;
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
            ExprKind::OneOf(of, values) => ExprKind::OneOf(self.seen_from_inside(of), values),
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
