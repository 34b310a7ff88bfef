//! Values of partner rows that a key leads to, and what the cells behind values look like.

use super::{Lowering, Rep, Scope};
use crate::model::{Aggregate, ExprId, ExprKind};
use crate::plan::{Cause, Node, NodeId, Partners, PutId, ReadKind, ValueKind, Want};
use crate::syntax::ast::{AggregateFunction, CellState, CompareOp};
use crate::types::Reason;

impl Lowering<'_> {
    pub(super) fn state(
        &mut self,
        stack: &[Scope],
        target: usize,
        of: ExprId,
        state: CellState,
    ) -> NodeId {
        let scope = &stack[target];
        if let ExprKind::Column {
            depth,
            dataset,
            column,
        } = self.model.expr(of).kind
            && stack.len() == target + 1 + depth
        {
            if let Some(derived) = self.model.datasets[dataset].columns[column].derived {
                let scope = scope.clone();
                return self.state(std::slice::from_ref(&scope), 0, derived, state);
            }
            if let Some(reason) = self.missing(dataset, column) {
                return self.unknown(scope, ValueKind::Truth, reason);
            }
            let want = match state {
                CellState::Given => Want::Given,
                CellState::Blank => Want::Blank,
                CellState::Unreadable => Want::Unreadable,
            };
            return self.node(scope, Node::Column(column, want));
        }
        if let ExprKind::Beside {
            population,
            beside,
            value: Some(value),
        } = self.model.expr(of).kind
        {
            let scope = scope.clone();
            return self.state_beside(&scope, (population, of), beside, (value, state));
        }
        if state == CellState::Unreadable {
            return self.unreadable(stack, target, of);
        }
        if let ExprKind::Follow {
            key,
            dataset,
            value,
        } = &self.model.expr(of).kind
        {
            // It is as the cell of the one row there; without such a row there is no cell that could be blank.
            if self.is_missing(*dataset) {
                self.cause(Cause::Dataset(*dataset));
                return self.unknown(scope, ValueKind::Truth, Reason::DatasetMissing);
            }
            let (here, there, put) = self.partner(stack, target, (key, *dataset));
            let value = self.state(&[there], 0, *value, state);
            return self.gathered(scope, (here, put), value, Partners::Agreeing);
        }
        let rep = self.natural(of);
        let value = self.expr_at(stack, target, of, rep);
        let known = self.node(scope, Node::IsKnown(value));
        if state == CellState::Given {
            return known;
        }
        let unknown = self.node(scope, Node::Not(known));
        let mut all = vec![unknown];
        match &self.model.expr(of).kind {
            // Nothing is there without rows; what these leave open is not blank.
            ExprKind::Aggregate(aggregate) => {
                let rows = Aggregate {
                    function: AggregateFunction::Count,
                    given_only: false,
                    value: None,
                    that: None,
                    ..aggregate.clone()
                };
                all.push(self.count_is(stack, target, &rows, CompareOp::Equal, 0));
            }
            // Neither is what is made from something unknown that is not blank.
            other => {
                for part in other.parts() {
                    let rep = self.natural(part);
                    let value = self.expr_at(stack, target, part, rep);
                    let known = self.node(scope, Node::IsKnown(value));
                    let blank = self.state(stack, target, part, CellState::Blank);
                    all.push(self.node(scope, Node::Or(vec![known, blank])));
                }
            }
        }
        self.all(scope, all)
    }

    /// Whether a value that is no cell itself comes from a cell that cannot be read.
    fn unreadable(&mut self, stack: &[Scope], target: usize, of: ExprId) -> NodeId {
        let scope = &stack[target];
        let no = self.truth(scope, false);
        match &self.model.expr(of).kind {
            ExprKind::Column {
                dataset, column, ..
            } => match self.model.datasets[*dataset].columns[*column].derived {
                Some(derived) => self.unreadable(std::slice::from_ref(scope), 0, derived),
                None => no,
            },
            ExprKind::Follow {
                key,
                dataset,
                value,
            } if !self.is_missing(*dataset) => {
                let (here, there, put) = self.partner(stack, target, (key, *dataset));
                let value = self.state(&[there], 0, *value, CellState::Unreadable);
                let read = self.gathered(scope, (here, put), value, Partners::One);
                self.node(scope, Node::OrElse(read, no))
            }
            // What other rows add up to has no cell.
            ExprKind::Aggregate(_) => no,
            other => {
                let parts = other.parts();
                let parts: Vec<NodeId> = parts
                    .iter()
                    .filter(|&&part| !matches!(self.model.expr(part).kind, ExprKind::Value(_)))
                    .map(|&part| self.state(stack, target, part, CellState::Unreadable))
                    .collect();
                if parts.is_empty() {
                    return no;
                }
                let any = self.any(scope, parts);
                let rep = self.natural(of);
                let value = self.expr_at(stack, target, of, rep);
                let known = self.node(scope, Node::IsKnown(value));
                let unknown = self.node(scope, Node::Not(known));
                self.node(scope, Node::And(vec![any, unknown]))
            }
        }
    }

    pub(super) fn follow(
        &mut self,
        stack: &[Scope],
        target: usize,
        (key, dataset, value): (&[ExprId], usize, ExprId),
        rep: Rep,
    ) -> NodeId {
        let scope = &stack[target];
        if self.is_missing(dataset) {
            self.cause(Cause::Dataset(dataset));
            return self.unknown(scope, rep.kind(), Reason::DatasetMissing);
        }
        let (here, there, put) = self.partner(stack, target, (key, dataset));
        let value = self.expr(&[there], value, rep);
        self.gathered(scope, (here, put), value, Partners::One)
    }

    /// The row that a key leads to: the key here, the scope there, and the put that ties them.
    fn partner(
        &mut self,
        stack: &[Scope],
        target: usize,
        (key, dataset): (&[ExprId], usize),
    ) -> (NodeId, Scope, PutId) {
        let there = self.dataset_scope(dataset);
        let kinds = self.own_kinds(dataset);
        let (space, own) = self.own_key(&there, dataset);
        let here = self.key_of_kinds(stack, target, (key, &kinds), space);
        let put = self.link(&there, own, space, None);
        (here, there, put)
    }

    /// The value of a node in the row, or rows, that a key leads to.
    fn gathered(
        &mut self,
        scope: &Scope,
        (here, put): (NodeId, PutId),
        value: NodeId,
        partners: Partners,
    ) -> NodeId {
        self.node(
            scope,
            Node::Read {
                key: Some(here),
                put,
                kind: ReadKind::Gather { value, partners },
                undecided_members: false,
                also: None,
            },
        )
    }

    /// A value of the group's key: what all rows of the group agree on, in the representation wanted.
    pub(super) fn group_key(&mut self, scope: &Scope, part: usize, rep: Rep) -> NodeId {
        let Some(group) = scope.group.clone() else {
            return self.unknown(scope, rep.kind(), Reason::NoKey);
        };
        let own = self.node(scope, Node::OwnKey(group.space));
        let mut value = None;
        for (there, put, key) in &group.rows {
            let Some(&key) = key.get(part) else {
                continue;
            };
            let key = self.expr(std::slice::from_ref(there), key, rep);
            let read = self.node(
                scope,
                Node::Read {
                    key: Some(own),
                    put: *put,
                    kind: ReadKind::Gather {
                        value: key,
                        partners: Partners::Agreeing,
                    },
                    undecided_members: false,
                    also: None,
                },
            );
            value = Some(match value {
                Some(before) => self.node(scope, Node::OrElse(before, read)),
                None => read,
            });
        }
        value.unwrap_or_else(|| self.unknown(scope, rep.kind(), Reason::NoKey))
    }
}
