//! Schedules: who delivers what to whom in every week, month, quarter, term or year, and until when.

use super::Builder;
use super::deliveries::{Deliveries, Window};
use super::periods::{Days, Stretch};
use super::scope::Scope;
use crate::model::{
    CalendarFunction, Check, DutyCheck, DutyTime, ExprId, ExprKind, Scalar, Slot, TableCondition,
    TermRows,
};
use crate::source::Span;
use crate::syntax::ast::{self, ArithmeticOp, Cadence, CompareOp, DueDay, Function, LatestDay};
use crate::types::{Date, Number, Type, Value};

/// The calendar whose terms stand in rows, and whose terms are meant: for who owes, and for a delivery.
#[derive(Clone, Copy)]
struct Terms {
    calendar: (usize, TermRows),
    owes: Option<ExprId>,
    delivered: Option<ExprId>,
}

impl Builder<'_> {
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
        // What is submitted is due on the last day of its period where no other is named; a dataset that does not say when its rows
        // were submitted can only be asked whether they are there.
        let implied =
            (schedule.submits && deliveries.roles.submitted.is_some()).then_some(LatestDay {
                day: DueDay::Last,
                next: false,
                span,
            });
        let deadline = schedule.deadline.or(implied);
        if deadline.is_some_and(|deadline| deadline.next) {
            self.role(deliveries.roles.period, "period", deliveries.noun, span)?;
        }
        let itself_counts = schedule.itself_counts.unwrap_or(true);
        let during = self.during(schedule.during.as_ref(), schedule.cadence, span)?;
        let deadline = deadline.as_ref();
        if let Some(deadline) = deadline
            && !self.day_within(schedule.cadence, deadline)
        {
            return None;
        }
        let mut stretches =
            self.stretches(schedule.cadence, during, (deadline, itself_counts), span)?;
        let terms = match schedule.in_term || schedule.cadence == Cadence::Term {
            true => self.terms_of_duty(&scope, &deliveries, span)?,
            false => None,
        };
        if schedule.in_term && terms.is_none() {
            let (calendar, _) = self.calendar_with_terms(span)?;
            let terms = self.model.calendars.get(calendar)?.terms.clone();
            stretches.retain(|stretch| {
                let Days::Known { to, due, .. } = stretch.days else {
                    return true;
                };
                let day = due.min(to);
                terms
                    .iter()
                    .any(|term| (term.from..=term.to).contains(&day))
            });
        }
        let column = self.period_of_delivery(&deliveries, span)?;
        let number = self.period_number((&deliveries, column), &stretches, terms, span)?;
        let in_time = match deadline {
            Some(_) => self.in_time(&deliveries, number, &stretches, span)?,
            None => None,
        };
        let mut slots = Vec::new();
        for (at, stretch) in stretches.iter().enumerate() {
            let (last_day, is_due) = self.due(
                stretch,
                (deadline, itself_counts),
                (during, schedule.in_term),
                terms,
                span,
            )?;
            let on_day = match (deadline, terms, stretch.days) {
                (Some(_), Some(terms), Days::InRows { term }) => {
                    let due = self.due_in_rows(
                        (terms.calendar, terms.delivered),
                        term,
                        (deadline, itself_counts),
                        span,
                    );
                    Some(self.delivered_by(&deliveries, due, span)?)
                }
                _ => in_time,
            };
            // A row that does not say its period is held against the last day of the period that it may be for.
            let on_day_of_open = match (in_time, stretch.days) {
                (Some(_), Days::Known { due, .. }) => {
                    let due = self.add(ExprKind::Value(Value::Date(due)), Type::Date, span);
                    Some(self.delivered_by(&deliveries, due, span)?)
                }
                _ => None,
            };
            let this = self.whole_number(i64::try_from(at + 1).unwrap_or(0), span);
            for recipient in &recipients {
                let keys = Some((number, this));
                let to = recipient.as_ref();
                let present =
                    self.enough(&deliveries, to, (Window::default(), keys), at_least, span);
                let on_time = on_day.map(|on_day| {
                    let by = on_day_of_open.unwrap_or(on_day);
                    let window = Window {
                        further: &[on_day],
                        of_open_period: &[by],
                        days: None,
                    };
                    self.enough(&deliveries, to, (window, keys), at_least, span)
                });
                slots.push(Slot {
                    recipient: recipient.clone(),
                    period: Some(stretch.period.clone()),
                    last_day,
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
                deadline: deadline.copied(),
                itself_counts: (itself_counts, schedule.itself_counts.is_some()),
                in_term: schedule.in_term,
                during,
                rows: terms.map(|terms| terms.calendar.0),
                column,
                named,
            },
        }))
    }

    /// The terms of rows that a schedule speaks of; the outer option: something was reported.
    #[expect(
        clippy::option_option,
        reason = "the outer one says that something was reported"
    )]
    fn terms_of_duty(
        &mut self,
        scope: &Scope,
        deliveries: &Deliveries,
        span: Span,
    ) -> Option<Option<Terms>> {
        let (calendar, _) = self.calendar_with_terms(span)?;
        let Some(rows) = self.rows_of_terms(calendar) else {
            return Some(None);
        };
        let owes = self.whose_terms(std::slice::from_ref(scope), rows, &[], span)?;
        let (of, sender) = (deliveries.noun.dataset, deliveries.roles.sender);
        let delivered = self.whose_of_row(rows, of, sender, span)?;
        Some(Some(Terms {
            calendar: (calendar, rows),
            owes,
            delivered,
        }))
    }

    /// The column that says for which period a delivery is.
    fn period_of_delivery(&mut self, deliveries: &Deliveries, span: Span) -> Option<usize> {
        let roles = deliveries.roles;
        let of = deliveries.noun;
        match roles.period {
            Some(period) => Some(period),
            None => self.role(roles.submitted, "submitted on", of, span),
        }
    }

    /// The number of the period that a delivery is for, from 1; 0 for every other period.
    fn period_number(
        &mut self,
        (deliveries, column): (&Deliveries, usize),
        stretches: &[Stretch],
        terms: Option<Terms>,
        span: Span,
    ) -> Option<ExprId> {
        let dataset = deliveries.noun.dataset;
        let of = self.column_at(0, dataset, column, span);
        let in_rows = matches!(stretches.first()?.days, Days::InRows { .. });
        if let (true, Type::Date, Some(terms)) = (in_rows, self.type_of(of), terms) {
            let asked = (CalendarFunction::TermNumber, Type::Integer);
            return Some(self.day_of_whose(terms.calendar, terms.delivered, asked, of, span));
        }
        self.number_of_period(of, stretches, span)
    }

    /// Whether a delivery came by the last day of its period; inside `None` where that is said for each period.
    #[expect(
        clippy::option_option,
        reason = "the outer one says that something was reported"
    )]
    fn in_time(
        &mut self,
        deliveries: &Deliveries,
        number: ExprId,
        stretches: &[Stretch],
        span: Span,
    ) -> Option<Option<ExprId>> {
        let mut rows: Vec<(Vec<TableCondition>, Value)> = Vec::new();
        for (at, stretch) in stretches.iter().enumerate() {
            let Days::Known { due, .. } = stretch.days else {
                return Some(None);
            };
            let at = Number::integer(i64::try_from(at + 1).unwrap_or(0));
            let condition = TableCondition::OneOf(vec![Value::Number(at)]);
            rows.push((vec![condition], Value::Date(due)));
        }
        let last = rows.last()?.1.clone();
        rows.push((vec![TableCondition::Other], last));
        let table = self.hidden_table(Type::Integer, Type::Date, rows, span);
        let due = self.add(ExprKind::Lookup(table, vec![number]), Type::Date, span);
        self.delivered_by(deliveries, due, span).map(Some)
    }

    fn delivered_by(&mut self, deliveries: &Deliveries, due: ExprId, span: Span) -> Option<ExprId> {
        let submitted = self.role(
            deliveries.roles.submitted,
            "submitted on",
            deliveries.noun,
            span,
        )?;
        let day = self.column_at(0, deliveries.noun.dataset, submitted, span);
        let by = ExprKind::Compare(day, CompareOp::AtMost, due);
        Some(self.add(by, Type::Truth, span))
    }

    /// The last day in time of a period for who owes it, and whether anything is owed and due.
    fn due(
        &mut self,
        stretch: &Stretch,
        deadline: (Option<&LatestDay>, bool),
        (during, in_term): (Option<(Date, Date)>, bool),
        terms: Option<Terms>,
        span: Span,
    ) -> Option<(ExprId, ExprId)> {
        let mut conditions = Vec::new();
        let date =
            |b: &mut Self, day: Date| b.add(ExprKind::Value(Value::Date(day)), Type::Date, span);
        let compared = |b: &mut Self, left: ExprId, op: CompareOp, right: ExprId| {
            b.add(ExprKind::Compare(left, op, right), Type::Truth, span)
        };
        let last_day = match (stretch.days, terms) {
            (Days::Known { to, due, .. }, terms) => {
                if let (true, Some(terms)) = (in_term, terms) {
                    let day = date(self, due.min(to));
                    let asked = (CalendarFunction::TermNumber, Type::Integer);
                    let number = self.day_of_whose(terms.calendar, terms.owes, asked, day, span);
                    let none = self.whole_number(0, span);
                    conditions.push(compared(self, number, CompareOp::More, none));
                }
                date(self, due)
            }
            (Days::InRows { term }, Some(terms)) => {
                let whose = (terms.calendar, terms.owes);
                if let Some((first, last)) = during {
                    let opens = self.bound_in_rows(whose, term, false, span);
                    let (first, last) = (date(self, first), date(self, last));
                    conditions.push(compared(self, opens, CompareOp::AtLeast, first));
                    conditions.push(compared(self, opens, CompareOp::AtMost, last));
                }
                self.due_in_rows(whose, term, deadline, span)
            }
            (Days::InRows { .. }, None) => return None,
        };
        let today = self.add(ExprKind::AsOf, Type::Date, span);
        conditions.insert(0, compared(self, last_day, CompareOp::AtMost, today));
        let is_due = self.all_of(conditions, span)?;
        Some((last_day, is_due))
    }

    /// The first or last day of a term, by its place, for somebody.
    fn bound_in_rows(
        &mut self,
        (calendar, whose): ((usize, TermRows), Option<ExprId>),
        term: usize,
        closes: bool,
        span: Span,
    ) -> ExprId {
        match self.words_of_terms(calendar.0, span).get(term) {
            Some(&word) => self.bound_of_whose(calendar, whose, word, closes, span),
            None => self.unknown(span),
        }
    }

    /// The last day in time of a term whose days stand in rows.
    fn due_in_rows(
        &mut self,
        whose: ((usize, TermRows), Option<ExprId>),
        term: usize,
        (deadline, itself_counts): (Option<&LatestDay>, bool),
        span: Span,
    ) -> ExprId {
        let at = term + usize::from(deadline.is_some_and(|deadline| deadline.next));
        let closes = self.bound_in_rows(whose, at, true, span);
        let days = |b: &mut Self, days: i64| {
            let number = Value::Number(Number::integer(days));
            b.add(ExprKind::Value(number), Type::Days, span)
        };
        let mut due = closes;
        if let Some(DueDay::Day(day)) = deadline.map(|deadline| deadline.day) {
            let opens = self.bound_in_rows(whose, at, false, span);
            let later = days(self, i64::from(day) - 1);
            let day = ExprKind::Arithmetic(opens, ArithmeticOp::Plus, later);
            let day = self.add(day, Type::Date, span);
            let earlier = Scalar::Of(Function::Earlier);
            let earlier = ExprKind::Function(earlier, vec![day, closes]);
            due = self.add(earlier, Type::Date, span);
        }
        if deadline.is_some() && !itself_counts {
            let one = days(self, 1);
            let eve = ExprKind::Arithmetic(due, ArithmeticOp::Minus, one);
            due = self.add(eve, Type::Date, span);
        }
        due
    }
}
