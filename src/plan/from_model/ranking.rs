//! Rankings: every group held against every other one. A place is known as far as the values are.

use super::pairs::add;
use super::{ItemNodes, Lowering, Rep, Scope, ShownClause};
use crate::model::{ExprId, ExprKind, Ranking, RowsCheck};
use crate::plan::{Block, BlockPart, Cause, Constant, Node, NodeId, PairNode, ValueKind};
use crate::syntax::ast::CompareOp;
use crate::types::{Reason, Value};

impl Lowering<'_> {
    /// The block of a ranking; groups without members, or with too few, are neither ranked nor judged.
    pub(super) fn ranking(
        &mut self,
        check: &RowsCheck,
        ranking: &Ranking,
        (scope, member, applies): (&Scope, Option<NodeId>, Option<NodeId>),
        nodes: &mut ItemNodes,
    ) -> Block {
        let stack = std::slice::from_ref(scope);
        let value = self.expr(stack, ranking.by, Rep::Number);
        let smallest = ranking.smallest.map(|n| (n, self.whole(n)));
        let mut conditions: Vec<NodeId> = applies.into_iter().collect();
        match smallest {
            Some((_, None)) => {
                let reason = Reason::SettingUnset;
                conditions.push(self.unknown(scope, ValueKind::Truth, reason));
            }
            Some((_, Some(smallest))) => {
                conditions.extend(self.has_at_least(stack, ranking.by, smallest, true));
            }
            None => conditions.extend(self.has_at_least(stack, ranking.by, 1, false)),
        }
        let applies = (!conditions.is_empty()).then(|| self.all(scope, conditions));
        let filter: Vec<NodeId> = member.into_iter().chain(applies).collect();
        let filter = (!filter.is_empty()).then(|| self.all(scope, filter));
        let must = match self.whole(ranking.places) {
            Some(places) => {
                let inside = self.among(check.dataset, ranking, (scope, value, filter), places);
                match ranking.negated {
                    true => self.node(scope, Node::Not(inside)),
                    false => inside,
                }
            }
            None => self.unknown(scope, ValueKind::Truth, Reason::SettingUnset),
        };
        nodes.clauses.push(ShownClause {
            must,
            actual: Some(value),
            expected: None,
            counted: None,
        });
        nodes.own_key = self.row_key(scope, check.dataset);
        Block {
            frame: scope.frame,
            member,
            applies,
            excused: None,
            parts: vec![BlockPart::of(0, must)],
        }
    }

    /// Whether a group is among the first or last places. Equal values either share a place or leave open who is before whom.
    fn among(
        &mut self,
        dataset: usize,
        ranking: &Ranking,
        (scope, value, filter): (&Scope, NodeId, Option<NodeId>),
        places: u32,
    ) -> NodeId {
        let higher_first = ranking.higher_is_better != ranking.from_last;
        let (before, not_behind) = match higher_first {
            true => (CompareOp::More, CompareOp::AtLeast),
            false => (CompareOp::Less, CompareOp::AtMost),
        };
        let held = (dataset, scope, value, filter);
        let fewer_before = self.others(held, before, places);
        if ranking.ties_share {
            return fewer_before;
        }
        let surely = self.others(held, not_behind, places);
        let yes = self.truth(scope, true);
        let no = self.truth(scope, false);
        let open = self.node(
            scope,
            Node::Constant(Constant::Unknown(ValueKind::Truth, Reason::Ambiguous)),
        );
        let otherwise = self.node(
            scope,
            Node::Choose {
                when: fewer_before,
                then: open,
                otherwise: no,
            },
        );
        self.node(
            scope,
            Node::Choose {
                when: surely,
                then: yes,
                otherwise,
            },
        )
    }

    /// Whether fewer than `places` other groups have a value that compares so with this one's.
    fn others(
        &mut self,
        (dataset, scope, value, filter): (usize, &Scope, NodeId, Option<NodeId>),
        op: CompareOp,
        places: u32,
    ) -> NodeId {
        let (_, own) = self.own_key(scope, dataset);
        // All groups stand under one key.
        let space = self.lowered.plan.space("(all)", 2);
        let yes = self.truth(scope, true);
        let all = self.node(scope, Node::Compose(space, vec![yes, yes]));
        let put = self.link(scope, all, space, filter);
        let mut nodes = Vec::new();
        let there = add(&mut nodes, PairNode::There(value));
        let here = add(&mut nodes, PairNode::Here(value));
        let other = add(&mut nodes, PairNode::There(own));
        let this = add(&mut nodes, PairNode::Here(own));
        let compared = add(&mut nodes, PairNode::Of(Node::Compare(there, op, here)));
        let differs = Node::Compare(other, CompareOp::NotEqual, this);
        let differs = add(&mut nodes, PairNode::Of(differs));
        add(&mut nodes, PairNode::Of(Node::And(vec![compared, differs])));
        self.node(
            scope,
            Node::Pairs {
                key: all,
                put,
                nodes,
                op: CompareOp::Less,
                number: places,
            },
        )
    }

    /// A whole number that is written or set; what is not set stops the item.
    fn whole(&mut self, expr: ExprId) -> Option<u32> {
        let value = match &self.model.expr(expr).kind {
            ExprKind::Value(value) => Some(value.clone()),
            ExprKind::Setting(setting) => {
                let value = self.context.settings.get(*setting).cloned().flatten();
                if value.is_none() {
                    self.cause(Cause::Setting(*setting));
                }
                value
            }
            _ => None,
        };
        match value? {
            Value::Number(number) => number.to_string().parse().ok(),
            _ => None,
        }
    }
}
