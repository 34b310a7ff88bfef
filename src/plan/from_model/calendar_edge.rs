//! Comparisons with a day so many working days away that lies beyond what a calendar covers: which day it is nobody knows, but it lies behind
//! the last day covered (before the first one), and that may be enough to compare it.

use super::{Lowering, Rep, Scope};
use crate::model::{CalendarFunction, ExprId, ExprKind, Scalar};
use crate::plan::{Constant, Node, NodeId};
use crate::syntax::ast::CompareOp;
use crate::types::Number;

/// What is known of a day that may lie beyond a calendar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    /// Whether it does lie there.
    pub(super) beyond: NodeId,
    /// The last day covered, or the first one.
    pub(super) day: i32,
    /// How another day compares with that edge where it lies within the calendar.
    pub(super) within: CompareOp,
    /// Whether the comparison asked for holds of a day beyond and another one within.
    pub(super) holds: bool,
}

impl Lowering<'_> {
    /// The edge of a calendar in `other op shifted`; `None` where `shifted` is no day so many working days away.
    pub(super) fn edge(
        &mut self,
        stack: &[Scope],
        target: usize,
        shifted: ExprId,
        op: CompareOp,
    ) -> Option<Edge> {
        let ExprKind::Function(Scalar::Calendar(CalendarFunction::Shift { back }, at), operands) =
            self.model.expr(shifted).kind.clone()
        else {
            return None;
        };
        let calendar = &self.model.calendars[at];
        let (first, last) = calendar.covers?;
        let worked = calendar.days().filter(|day| calendar.is_working_day(*day));
        let (number, _) = self.working_day_number(stack, target, (calendar, back), &operands);
        let scope = &stack[target];
        let bound = if back {
            1
        } else {
            i64::try_from(worked.count()).ok()?
        };
        let bound = Constant::Number(Number::integer(bound));
        let bound = self.node(scope, Node::Constant(bound));
        let out = if back {
            CompareOp::Less
        } else {
            CompareOp::More
        };
        let beyond = self.node(scope, Node::Compare(number, out, bound));
        let (day, within) = if back {
            (first.0, CompareOp::AtLeast)
        } else {
            (last.0, CompareOp::AtMost)
        };
        let holds = match op {
            CompareOp::NotEqual => true,
            CompareOp::Less | CompareOp::AtMost => !back,
            CompareOp::More | CompareOp::AtLeast => back,
            CompareOp::Equal | CompareOp::Same => false,
        };
        Some(Edge {
            beyond,
            day,
            within,
            holds,
        })
    }

    /// A comparison of two days, decided as well where one lies beyond a calendar and the other within it.
    pub(super) fn at_the_edge(
        &mut self,
        stack: &[Scope],
        target: usize,
        (left, op, right): (ExprId, CompareOp, ExprId),
        plain: NodeId,
    ) -> NodeId {
        let scope = &stack[target];
        for (other, op, shifted) in [(left, op, right), (right, op.turned(), left)] {
            let Some(edge) = self.edge(stack, target, shifted, op) else {
                continue;
            };
            let other = self.expr_at(stack, target, other, Rep::Days);
            let day = self.node(scope, Node::Constant(Constant::Days(edge.day)));
            let within = self.node(scope, Node::Compare(other, edge.within, day));
            let sure = self.all(scope, vec![edge.beyond, within]);
            return if edge.holds {
                self.any(scope, vec![plain, sure])
            } else {
                let open = self.node(scope, Node::Not(sure));
                self.all(scope, vec![plain, open])
            };
        }
        plain
    }
}
