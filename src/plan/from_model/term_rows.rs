//! Terms whose days are rows: which of them a day lies in, and their first and last days. What a blank, unreadable or missing row
//! leaves open is unknown, and so is what rests on terms that overlap or end before they begin.

use super::{Lowering, Rep, Scope};
use crate::model::{Calendar, CalendarFunction, ExprId};
use crate::plan::{Constant, Node, NodeId, ValueKind};
use crate::syntax::ast::CompareOp;
use crate::types::{Date, Number, Reason};

/// A term at hand: its first and its last day.
type Bounds = (NodeId, NodeId);

impl Lowering<'_> {
    /// What is asked of the terms of rows; `None` for what does not rest on their days. The operands are those that the model
    /// states: a day with the bounds of every term, or a term with every term there is: whether it is
    /// that one, and its bounds.
    pub(super) fn terms_of_rows(
        &mut self,
        stack: &[Scope],
        target: usize,
        (function, calendar): (CalendarFunction, &Calendar),
        operands: &[ExprId],
    ) -> Option<NodeId> {
        match function {
            CalendarFunction::Opening | CalendarFunction::Closing => {
                let closes = function == CalendarFunction::Closing;
                Some(self.sound_bound(stack, target, closes, operands))
            }
            CalendarFunction::Term | CalendarFunction::InTerm | CalendarFunction::TermNumber => {
                Some(self.term_of_day(stack, target, (function, calendar), operands))
            }
            CalendarFunction::NextTerm
            | CalendarFunction::PreviousTerm
            | CalendarFunction::Stage
            | CalendarFunction::IsWorkingDay
            | CalendarFunction::WorkingDays
            | CalendarFunction::Shift { .. } => None,
        }
    }

    fn compared(&mut self, scope: &Scope, left: NodeId, op: CompareOp, right: NodeId) -> NodeId {
        self.node(scope, Node::Compare(left, op, right))
    }

    /// That a truth is known and holds.
    fn surely(&mut self, scope: &Scope, truth: NodeId) -> NodeId {
        let known = self.node(scope, Node::IsKnown(truth));
        self.all(scope, vec![known, truth])
    }

    /// A truth that becomes unknown for a reason where something surely holds.
    fn unless(&mut self, scope: &Scope, truth: NodeId, (bad, reason): (NodeId, Reason)) -> NodeId {
        let bad = self.surely(scope, bad);
        let open = self.unknown(scope, ValueKind::Truth, reason);
        self.node(
            scope,
            Node::Choose {
                when: bad,
                then: open,
                otherwise: truth,
            },
        )
    }

    fn term_of_day(
        &mut self,
        stack: &[Scope],
        target: usize,
        (function, calendar): (CalendarFunction, &Calendar),
        operands: &[ExprId],
    ) -> NodeId {
        let scope = &stack[target];
        let days: Vec<NodeId> = operands
            .iter()
            .map(|&operand| self.expr_at(stack, target, operand, Rep::Days))
            .collect();
        let Some((&day, bounds)) = days.split_first() else {
            return self.unknown(scope, ValueKind::Truth, Reason::OutsideCalendar);
        };
        let bounds: Vec<Bounds> = bounds
            .chunks(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
            .collect();
        let mut inside = Vec::new();
        for &(opens, closes) in &bounds {
            let since = self.compared(scope, day, CompareOp::AtLeast, opens);
            let until = self.compared(scope, day, CompareOp::AtMost, closes);
            let within = self.all(scope, vec![since, until]);
            let reversed = self.compared(scope, closes, CompareOp::Less, opens);
            inside.push(self.unless(scope, within, (reversed, Reason::TermsOverlap)));
        }
        let some = self.any(scope, inside.clone());
        // Two terms that both surely hold the day.
        let mut twice = Vec::new();
        for (at, &second) in inside.iter().enumerate().skip(1) {
            let first = self.any(scope, inside[..at].to_vec());
            let (first, second) = (self.surely(scope, first), self.surely(scope, second));
            twice.push(self.all(scope, vec![first, second]));
        }
        let twice = self.any(scope, twice);
        let mut sound = self.unless(scope, some, (twice, Reason::TermsOverlap));
        if function != CalendarFunction::TermNumber {
            let outside = self.outside(scope, calendar, day, &bounds);
            sound = self.unless(scope, sound, (outside, Reason::OutsideCalendar));
        }
        if function == CalendarFunction::InTerm {
            return sound;
        }
        let words = calendar.term_set.map_or(&[][..], |set| {
            self.model
                .value_sets
                .get(set)
                .map_or(&[][..], |set| &set.values[..])
        });
        let number = function == CalendarFunction::TermNumber;
        let mut found = if number {
            self.node(scope, Node::Constant(Constant::Number(Number::ZERO)))
        } else {
            self.unknown(scope, ValueKind::Text, Reason::OutsideCalendar)
        };
        for (at, (&within, names)) in inside.iter().zip(words).enumerate().rev() {
            let constant = if number {
                let at = i64::try_from(at + 1).unwrap_or(0);
                Constant::Number(Number::integer(at))
            } else {
                Constant::Text(names.first().cloned().unwrap_or_default())
            };
            let then = self.node(scope, Node::Constant(constant));
            let when = self.surely(scope, within);
            found = self.node(
                scope,
                Node::Choose {
                    when,
                    then,
                    otherwise: found,
                },
            );
        }
        // Where it is open whether the day lies in a term, so is in which one.
        let none = match number {
            true => self.node(scope, Node::Constant(Constant::Number(Number::ZERO))),
            false => self.unknown(scope, ValueKind::Text, Reason::OutsideCalendar),
        };
        self.node(
            scope,
            Node::Choose {
                when: sound,
                then: found,
                otherwise: none,
            },
        )
    }

    /// Whether a day lies outside of what is known: of the days that the calendar covers, else before the first and after the
    /// last day of all terms.
    fn outside(
        &mut self,
        scope: &Scope,
        calendar: &Calendar,
        day: NodeId,
        bounds: &[Bounds],
    ) -> NodeId {
        let constant = |day: Date| Node::Constant(Constant::Days(day.0));
        let (mut since, mut until) = (Vec::new(), Vec::new());
        if let (true, Some((first, last))) = (calendar.knows_days, calendar.covers) {
            let (first, last) = (constant(first), constant(last));
            let (first, last) = (self.node(scope, first), self.node(scope, last));
            since.push(self.compared(scope, day, CompareOp::AtLeast, first));
            until.push(self.compared(scope, day, CompareOp::AtMost, last));
        } else {
            for &(opens, closes) in bounds {
                // Both ends for both sides: a term may be written the wrong way around.
                for bound in [opens, closes] {
                    since.push(self.compared(scope, day, CompareOp::AtLeast, bound));
                    until.push(self.compared(scope, day, CompareOp::AtMost, bound));
                }
            }
        }
        let (since, until) = (self.any(scope, since), self.any(scope, until));
        let within = self.all(scope, vec![since, until]);
        self.node(scope, Node::Not(within))
    }

    /// The first or last day of a term; unknown where the term ends before it begins or shares days with another one.
    fn sound_bound(
        &mut self,
        stack: &[Scope],
        target: usize,
        closes: bool,
        operands: &[ExprId],
    ) -> NodeId {
        let scope = &stack[target];
        let mut terms = Vec::new();
        for term in operands.get(1..).unwrap_or_default().chunks(3) {
            let [is_own, opens, closes] = term else {
                continue;
            };
            terms.push((
                self.expr_at(stack, target, *is_own, Rep::Truth),
                self.expr_at(stack, target, *opens, Rep::Days),
                self.expr_at(stack, target, *closes, Rep::Days),
            ));
        }
        let mut own = [self.unknown(scope, ValueKind::Days, Reason::NoTableRow); 2];
        for &(when, opens, closes) in terms.iter().rev() {
            own = [(opens, own[0]), (closes, own[1])].map(|(then, otherwise)| {
                let choose = Node::Choose {
                    when,
                    then,
                    otherwise,
                };
                self.node(scope, choose)
            });
        }
        let [first, last] = own;
        let mut bad = vec![self.compared(scope, last, CompareOp::Less, first)];
        for (is_own, opens, closes) in terms {
            let other = self.node(scope, Node::Not(is_own));
            let begins = self.compared(scope, opens, CompareOp::AtMost, last);
            let ends = self.compared(scope, closes, CompareOp::AtLeast, first);
            bad.push(self.all(scope, vec![other, begins, ends]));
        }
        let bad = self.any(scope, bad);
        let bad = self.surely(scope, bad);
        let open = self.unknown(scope, ValueKind::Days, Reason::TermsOverlap);
        self.node(
            scope,
            Node::Choose {
                when: bad,
                then: open,
                otherwise: if closes { last } else { first },
            },
        )
    }
}
