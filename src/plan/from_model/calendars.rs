//! What is asked of a calendar becomes lists of days, made once, and small tables of its terms.

use super::expressions::plain_constant;
use super::{Lowering, Rep, Scope};
use crate::model::{Calendar, CalendarFunction, ExprId, Model, TableCondition};
use crate::plan::{Constant, DayList, Node, NodeId, ValueKind};
use crate::syntax::ast::ArithmeticOp;
use crate::types::{Date, Number, Value};

/// A row of a decision table.
type Row = (Vec<TableCondition>, Value);

/// The rows of a small table from the names of a calendar's terms.
pub(super) fn term_rows(model: &Model, calendar: usize, function: CalendarFunction) -> Vec<Row> {
    let declared = &model.calendars[calendar];
    let set = declared.term_set.and_then(|set| model.value_sets.get(set));
    let names = set.map_or(&[][..], |set| &set.values[..]);
    let name = |at: Option<usize>| names.get(at?)?.first().cloned().map(Value::Text);
    let row = |(at, own): (usize, &Vec<String>)| {
        let period = || declared.terms.get(at);
        let result = match function {
            CalendarFunction::Opening => Value::Date(period()?.from),
            CalendarFunction::Closing => Value::Date(period()?.to),
            CalendarFunction::NextTerm => name(at.checked_add(1))?,
            CalendarFunction::PreviousTerm => name(at.checked_sub(1))?,
            _ => return None,
        };
        let own = own.iter().cloned().map(Value::Text).collect();
        Some((vec![TableCondition::OneOf(own)], result))
    };
    names.iter().enumerate().filter_map(row).collect()
}

impl Lowering<'_> {
    pub(super) fn calendar(
        &mut self,
        stack: &[Scope],
        target: usize,
        (function, calendar): (CalendarFunction, usize),
        operands: &[ExprId],
    ) -> NodeId {
        let model = self.model;
        let asked = &model.calendars[calendar];
        if asked.rows.is_some()
            && let Some(node) = self.terms_of_rows(stack, target, (function, asked), operands)
        {
            return node;
        }
        let scope = &stack[target];
        let text = |periods: &[crate::model::Period], day: Date| {
            let period = periods.iter().find(|p| (p.from..=p.to).contains(&day))?;
            period.names.all.first().cloned().map(Constant::Text)
        };
        match function {
            CalendarFunction::Opening
            | CalendarFunction::Closing
            | CalendarFunction::NextTerm
            | CalendarFunction::PreviousTerm => {
                let kind = match function {
                    CalendarFunction::Opening | CalendarFunction::Closing => ValueKind::Days,
                    _ => ValueKind::Text,
                };
                let rows = term_rows(model, calendar, function);
                // The terms of a calendar are no table that the model numbers.
                self.lookup_in(stack, target, (usize::MAX, &rows), operands, kind)
            }
            CalendarFunction::Term => {
                let each = |day| text(&asked.terms, day);
                let list = self.days(asked, ValueKind::Text, each);
                self.in_list(stack, target, operands[0], list)
            }
            CalendarFunction::Stage => {
                let each = |day| text(&asked.stages, day);
                let list = self.days(asked, ValueKind::Text, each);
                self.in_list(stack, target, operands[0], list)
            }
            CalendarFunction::InTerm => {
                let each = |day| Some(Constant::Truth(text(&asked.terms, day).is_some()));
                let list = self.days(asked, ValueKind::Truth, each);
                self.in_list(stack, target, operands[0], list)
            }
            CalendarFunction::TermNumber => {
                let number = |day| {
                    let at = asked
                        .terms
                        .iter()
                        .position(|p| (p.from..=p.to).contains(&day));
                    let number = at.map_or(0, |at| i64::try_from(at + 1).unwrap_or(0));
                    Some(plain_constant(&Value::Number(Number::integer(number))))
                };
                let list = self.days(asked, ValueKind::Number, number);
                self.in_list(stack, target, operands[0], list)
            }
            CalendarFunction::IsWorkingDay => {
                let each = |day| Some(Constant::Truth(asked.is_working_day(day)));
                let list = self.days(asked, ValueKind::Truth, each);
                self.in_list(stack, target, operands[0], list)
            }
            CalendarFunction::WorkingDays => {
                let list = self.working_days_up_to(asked);
                let from = self.in_list(stack, target, operands[0], list);
                let to = self.in_list(stack, target, operands[1], list);
                self.node(scope, Node::Arithmetic(to, ArithmeticOp::Minus, from))
            }
            CalendarFunction::Shift { back } => {
                self.working_days_away(stack, target, (asked, back), operands)
            }
        }
    }

    /// The day so many working days after a day, or before it; the day itself for none.
    fn working_days_away(
        &mut self,
        stack: &[Scope],
        target: usize,
        (calendar, back): (&Calendar, bool),
        operands: &[ExprId],
    ) -> NodeId {
        let scope = &stack[target];
        let (number, day) = self.working_day_number(stack, target, (calendar, back), operands);
        let by_number = self.working_days_by_number(calendar);
        let reached = self.node(scope, Node::Listed(number, by_number));
        // No working day away from a Sunday is that Sunday.
        self.node(scope, Node::Extreme(day, reached, !back))
    }

    /// Which of the calendar's working days lies so many away from a day (the first one is 1), and that day.
    pub(super) fn working_day_number(
        &mut self,
        stack: &[Scope],
        target: usize,
        (calendar, back): (&Calendar, bool),
        operands: &[ExprId],
    ) -> (NodeId, NodeId) {
        let scope = &stack[target];
        let up_to = self.working_days_up_to(calendar);
        let day = self.expr_at(stack, target, operands[0], Rep::Days);
        let amount = self.expr_at(stack, target, operands[1], Rep::Number);
        let number = if back {
            // The working days before the day: those up to the day before, and the last of them is one day away.
            let one = self.node(scope, Node::Constant(Constant::Number(Number::integer(1))));
            let eve = self.node(scope, Node::Arithmetic(day, ArithmeticOp::Minus, one));
            let before = self.node(scope, Node::Listed(eve, up_to));
            let behind = self.node(scope, Node::Arithmetic(before, ArithmeticOp::Plus, one));
            self.node(scope, Node::Arithmetic(behind, ArithmeticOp::Minus, amount))
        } else {
            let before = self.node(scope, Node::Listed(day, up_to));
            self.node(scope, Node::Arithmetic(before, ArithmeticOp::Plus, amount))
        };
        (number, day)
    }

    fn in_list(&mut self, stack: &[Scope], target: usize, day: ExprId, list: usize) -> NodeId {
        let day = self.expr_at(stack, target, day, Rep::Days);
        self.node(&stack[target], Node::Listed(day, list))
    }

    /// A list over the days that a calendar covers.
    fn days(
        &mut self,
        calendar: &Calendar,
        kind: ValueKind,
        each: impl Fn(Date) -> Option<Constant>,
    ) -> usize {
        let first = calendar.days().next().map_or(0, |day| day.0);
        let values = calendar.days().map(each).collect();
        self.list(DayList {
            first,
            kind,
            values,
        })
    }

    /// How many working days there are up to each day, itself included.
    fn working_days_up_to(&mut self, calendar: &Calendar) -> usize {
        let first = calendar.days().next().map_or(0, |day| day.0);
        let mut count = 0;
        let values = calendar.days().map(|day| {
            count += i64::from(calendar.is_working_day(day));
            Some(plain_constant(&Value::Number(Number::integer(count))))
        });
        // On the day before the first there was none yet.
        let none = Some(plain_constant(&Value::Number(Number::ZERO)));
        let list = DayList {
            first: first - 1,
            kind: ValueKind::Number,
            values: std::iter::once(none).chain(values).collect(),
        };
        self.list(list)
    }

    /// The first, second, third … working day.
    fn working_days_by_number(&mut self, calendar: &Calendar) -> usize {
        let worked = calendar.days().filter(|day| calendar.is_working_day(*day));
        let list = DayList {
            first: 1,
            kind: ValueKind::Days,
            values: worked.map(|day| Some(Constant::Days(day.0))).collect(),
        };
        self.list(list)
    }

    fn list(&mut self, list: DayList) -> usize {
        let lists = &mut self.lowered.plan.lists;
        lists
            .iter()
            .position(|other| *other == list)
            .unwrap_or_else(|| {
                lists.push(list);
                lists.len() - 1
            })
    }
}
