//! Aggregates by a key or else by a second one: reads of two puts, whose rows count together.

use super::{Lowering, Rep, Scope};
use crate::model::{Aggregate, Link, SecondKey};
use crate::plan::{Node, NodeId};

impl Lowering<'_> {
    /// An aggregate whose rows are found by either key; `one` lowers it with a single key.
    ///
    /// An asker with the first key finds the rows that have it too, and of those without it the ones with its second key. An asker
    /// without the first key finds all rows by the second one.
    pub(super) fn by_either(
        &mut self,
        (stack, target): (&[Scope], usize),
        aggregate: &Aggregate,
        second: &SecondKey,
        mut one: impl FnMut(&mut Self, &Aggregate) -> NodeId,
    ) -> NodeId {
        let scope = stack[target].clone();
        let by_first = Aggregate {
            or_by: None,
            ..aggregate.clone()
        };
        let by_second = Aggregate {
            link: Link::Keys {
                inner: second.inner.clone(),
                outer: second.outer.clone(),
            },
            ..by_first.clone()
        };
        let rest = Aggregate {
            filter: Some(second.rest),
            ..by_second.clone()
        };
        let first = one(self, &by_first);
        let (rest, by_second) = (one(self, &rest), one(self, &by_second));
        let nodes = &self.lowered.plan.frames[scope.frame.0].nodes;
        let both = match (&nodes[first.0], nodes[rest.0].puts_read().as_slice()) {
            (
                Node::Read {
                    key,
                    put,
                    kind,
                    undecided_members,
                    also: None,
                },
                &[(Some(second), more)],
            ) => Node::Read {
                key: *key,
                put: *put,
                kind: kind.clone(),
                undecided_members: *undecided_members,
                also: Some((second, more)),
            },
            (Node::Pairs { .. }, _) => {
                let at = aggregate.filter.unwrap_or(second.rest);
                self.lowered.unsupported.push((
                    self.model.expr(at).span,
                    "with a second key a column of the outer row can only be compared by `=`",
                    "有第二个键时，外层记录的列只能作相等比较",
                ));
                return first;
            }
            // The column of a key is missing: nothing can be told.
            _ => return first,
        };
        let both = self.node(&scope, both);
        let known = self.expr_at(stack, target, second.here_known, Rep::Truth);
        self.node(
            &scope,
            Node::Choose {
                when: known,
                then: both,
                otherwise: by_second,
            },
        )
    }
}
