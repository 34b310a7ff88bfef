//! Conditions over both rows of a relation that are more than equalities of keys: evaluated over pairs of rows.

use super::aggregates::Tie;
use super::{Lowering, Rep, Scope};
use crate::model::{ExprId, ExprKind};
use crate::plan::{Node, NodeId, PairNode};
use crate::syntax::ast::CompareOp;
use crate::types::{Reason, Type};

impl Lowering<'_> {
    /// The count of partner rows for which the residual conditions hold, compared with a number.
    pub(super) fn pairs(
        &mut self,
        stack: &[Scope],
        tie: Tie,
        op: CompareOp,
        number: u32,
    ) -> NodeId {
        let target = stack.len() - 1;
        let asker = stack[target - 1].clone();
        let (Some((space, there)), Some(here)) = (tie.there, tie.here) else {
            let span = tie.residual.first().map(|&id| self.model.expr(id).span);
            self.lowered.unsupported.extend(span.map(|span| {
                (
                    span,
                    "no key ties the outer row to the rows looked at",
                    "没有主键把外层记录与所查记录联系起来",
                )
            }));
            return self.unknown(&asker, crate::plan::ValueKind::Truth, Reason::NotComputable);
        };
        let inner = stack[target].clone();
        let put = self.link(&inner, there, space, tie.filter);
        let mut nodes = Vec::new();
        let mut all = Vec::new();
        for &residual in &tie.residual {
            all.push(self.pair(stack, residual, Rep::Truth, &mut nodes));
        }
        if all.len() > 1 {
            add(&mut nodes, PairNode::Of(Node::And(all)));
        }
        // The last node is the condition; a lone residual that was there already is made last by naming it again.
        else if let [only] = all[..]
            && only.0 + 1 != nodes.len()
        {
            nodes.push(PairNode::Of(Node::And(vec![only])));
        }
        self.node(
            &asker,
            Node::Pairs {
                key: here,
                put,
                nodes,
                op,
                number,
            },
        )
    }

    /// A condition of the inner scope over pairs: what is one row's alone is taken from that row's frame.
    fn pair(
        &mut self,
        stack: &[Scope],
        expr: ExprId,
        rep: Rep,
        nodes: &mut Vec<PairNode>,
    ) -> NodeId {
        let target = stack.len() - 1;
        let (inner, outer) = self.depths(expr);
        if !outer {
            let there = self.expr_at(stack, target, expr, rep);
            return add(nodes, PairNode::There(there));
        }
        if !inner {
            let here = self.expr_at(stack, target - 1, expr, rep);
            return add(nodes, PairNode::Here(here));
        }
        let node = match self.model.expr(expr).kind.clone() {
            ExprKind::Not(of) => Node::Not(self.pair(stack, of, Rep::Truth, nodes)),
            ExprKind::And(all) => Node::And(
                all.iter()
                    .map(|&one| self.pair(stack, one, Rep::Truth, nodes))
                    .collect(),
            ),
            ExprKind::Or(all) => Node::Or(
                all.iter()
                    .map(|&one| self.pair(stack, one, Rep::Truth, nodes))
                    .collect(),
            ),
            ExprKind::AtLeast(number, all) => {
                let all = all.iter();
                let all = all.map(|&one| self.pair(stack, one, Rep::Truth, nodes));
                Node::AtLeast(number, all.collect())
            }
            ExprKind::Compare(left, op, right) => {
                let rep = self.pair_rep(left, op, right);
                if let Some(compared) = self.pair_at_the_edge(stack, (left, op, right), nodes) {
                    return compared;
                }
                let left = self.pair(stack, left, rep, nodes);
                let right = self.pair(stack, right, rep, nodes);
                if op == CompareOp::NotEqual {
                    let equal = add(
                        nodes,
                        PairNode::Of(Node::Compare(left, CompareOp::Equal, right)),
                    );
                    Node::Not(equal)
                } else {
                    Node::Compare(left, op, right)
                }
            }
            ExprKind::Arithmetic(left, op, right) => {
                let (left_rep, right_rep) = (self.natural(left), self.natural(right));
                let left = self.pair(stack, left, left_rep, nodes);
                let right = self.pair(stack, right, right_rep, nodes);
                Node::Arithmetic(left, op, right)
            }
            ExprKind::Function(crate::model::Scalar::Shift { unit, back }, operands) => {
                Node::Shift {
                    day: self.pair(stack, operands[0], Rep::Days, nodes),
                    amount: self.pair(stack, operands[1], Rep::Number, nodes),
                    unit,
                    back,
                }
            }
            ExprKind::Function(crate::model::Scalar::Absolute, operands) => {
                Node::Absolute(self.pair(stack, operands[0], Rep::Number, nodes))
            }
            _ => {
                self.lowered.unsupported.push((
                    self.model.expr(expr).span,
                    "columns of both rows are mixed in one value",
                    "同一个值里混用了两条记录的列",
                ));
                return add(
                    nodes,
                    PairNode::Of(Node::Constant(crate::plan::Constant::Unknown(
                        rep.kind(),
                        Reason::NotComputable,
                    ))),
                );
            }
        };
        add(nodes, PairNode::Of(node))
    }

    /// A day of the inner row compared with a day of the outer row that may lie beyond a calendar; `None`: there is none such.
    fn pair_at_the_edge(
        &mut self,
        stack: &[Scope],
        (left, op, right): (ExprId, CompareOp, ExprId),
        nodes: &mut Vec<PairNode>,
    ) -> Option<NodeId> {
        let outside = stack.len() - 2;
        for (other, op, shifted) in [(left, op, right), (right, op.turned(), left)] {
            if self.depths(shifted) != (false, true) || op == CompareOp::NotEqual {
                continue;
            }
            let Some(edge) = self.edge(stack, outside, shifted, op) else {
                continue;
            };
            let other = self.pair(stack, other, Rep::Days, nodes);
            let shifted = self.pair(stack, shifted, Rep::Days, nodes);
            let beyond = add(nodes, PairNode::Here(edge.beyond));
            let plain = add(nodes, PairNode::Of(Node::Compare(other, op, shifted)));
            let day = Node::Constant(crate::plan::Constant::Days(edge.day));
            let day = add(nodes, PairNode::Of(day));
            let within = add(nodes, PairNode::Of(Node::Compare(other, edge.within, day)));
            let sure = add(nodes, PairNode::Of(Node::And(vec![beyond, within])));
            let node = if edge.holds {
                Node::Or(vec![plain, sure])
            } else {
                let open = add(nodes, PairNode::Of(Node::Not(sure)));
                Node::And(vec![plain, open])
            };
            return Some(add(nodes, PairNode::Of(node)));
        }
        None
    }

    fn pair_rep(&mut self, left: ExprId, op: CompareOp, right: ExprId) -> Rep {
        let (left_type, right_type) = (&self.model.expr(left).ty, &self.model.expr(right).ty);
        if left_type.is_textual() || right_type.is_textual() {
            if op != CompareOp::Same && (self.is_citizen(left_type) || self.is_citizen(right_type))
            {
                return self.citizen_rep();
            }
            if op != CompareOp::Same
                && (*left_type == Type::PersonName || *right_type == Type::PersonName)
            {
                return Rep::Name;
            }
            return Rep::Digest {
                as_written: op == CompareOp::Same,
            };
        }
        self.natural(left)
    }
}

pub(super) fn add(nodes: &mut Vec<PairNode>, node: PairNode) -> NodeId {
    if let Some(at) = nodes.iter().position(|other| *other == node) {
        return NodeId(at);
    }
    nodes.push(node);
    NodeId(nodes.len() - 1)
}
