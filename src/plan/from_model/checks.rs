//! Checks become blocks of verdicts.

use super::{ItemNodes, Lowering, PlannedSource, Rep, Scope, ShownClause};
use crate::model::{
    Aggregate, Check, Clause, ExprKind, GroupsCheck, MatchCheck, PartKind, RowsCheck, SubjectKind,
};
use crate::plan::{
    Block, BlockPart, Cause, Constant, FrameRows, Node, NodeId, PlannedItem, Put, PutKind,
    ReadKind, ValueKind,
};
use crate::syntax::ast::{AggregateFunction, ArithmeticOp, CompareOp};
use crate::types::{Reason, Type};

impl Lowering<'_> {
    pub(super) fn item(&mut self, item: usize) {
        self.causes.clear();
        let mut nodes = ItemNodes::default();
        let model = self.model;
        let mut blocks = match &model.items[item].check {
            Check::Rows(check) => self.rows(check, &mut nodes),
            Check::Groups(check) => self.groups(check, &mut nodes),
            Check::Whole(check) => {
                let scope = Scope {
                    frame: self.lowered.plan.frame(FrameRows::Whole),
                    group: None,
                    open_membership: false,
                };
                let stack = std::slice::from_ref(&scope);
                let must = self.clause(stack, &check.must, &mut nodes);
                let own = check.applies;
                let own = own.map(|expr| self.expr(stack, expr, Rep::Truth));
                let members = self.has_members(stack, &check.must);
                let both: Vec<NodeId> = own.into_iter().chain(members).collect();
                let applies = (!both.is_empty()).then(|| self.all(&scope, both));
                vec![Block {
                    frame: scope.frame,
                    member: None,
                    applies,
                    excused: None,
                    parts: vec![BlockPart { part: 0, must }],
                }]
            }
            Check::Match(check) => self.matching(check, &mut nodes),
            Check::Duty(check) => self.duty(check, &mut nodes),
        };
        if let Some(person) = &model.items[item].person {
            self.person(&model.items[item].check, person, &mut blocks, &mut nodes);
        }
        self.lowered.plan.items.push(PlannedItem {
            item,
            blocks,
            stopped_by: std::mem::take(&mut self.causes),
        });
        self.lowered.nodes.push(nodes);
    }

    fn clause(&mut self, stack: &[Scope], clause: &Clause, nodes: &mut ItemNodes) -> NodeId {
        let must = self.expr(stack, clause.must, Rep::Truth);
        if let Some(trend) = self.model.trends.get(&clause.must) {
            let values = trend.values.iter();
            let values = values.map(|(_, value)| self.expr(stack, *value, Rep::Number));
            nodes.series = values.collect();
        }
        if let Some(counted) = self.counted(stack, clause, must) {
            nodes.clauses.push(counted);
            return must;
        }
        let mut shown = |expr: Option<crate::model::ExprId>| {
            expr.map(|expr| {
                let rep = match (self.natural(expr), self.base_column(expr)) {
                    (Rep::Digest { .. } | Rep::Name, Some(_)) => Rep::Code,
                    (rep, _) => rep,
                };
                self.expr(stack, expr, rep)
            })
        };
        let (actual, expected) = (shown(clause.actual), shown(clause.expected));
        nodes.clauses.push(ShownClause {
            must,
            actual,
            expected,
            counted: None,
        });
        must
    }

    /// A clause that compares a count with a whole number: its rows are counted again where a finding shows them, and put nothing more.
    fn counted(&self, stack: &[Scope], clause: &Clause, must: NodeId) -> Option<ShownClause> {
        let mut inner = clause.must;
        if let ExprKind::Not(of) = self.model.expr(inner).kind {
            inner = of;
        }
        let ExprKind::Compare(left, op, right) = self.model.expr(inner).kind else {
            return None;
        };
        let (_, op, number) = self.count_compared(left, op, right)?;
        let scope = &stack[stack.len() - 1];
        let frame = scope.frame;
        let of_rows = matches!(
            self.lowered.plan.frames[frame.0].rows,
            FrameRows::Dataset(_)
        );
        // Groups are few: their counts are shown as they are.
        if scope.open_membership || !of_rows {
            return None;
        }
        let mut node = must;
        let nodes = &self.lowered.plan.frames[frame.0].nodes;
        if let Node::Not(of) = nodes[node.0] {
            node = of;
        }
        let counted = match &nodes[node.0] {
            Node::Read { key, put, .. } if (op, number) != (CompareOp::AtLeast, 1) => {
                Some((*put, *key))
            }
            _ => None,
        };
        Some(ShownClause {
            must,
            actual: None,
            expected: None,
            counted,
        })
    }

    /// Whether there is anything that the rates and means of a requirement speak of; without members there is nothing to judge.
    fn has_members(&mut self, stack: &[Scope], clause: &Clause) -> Option<NodeId> {
        if self.model.trends.contains_key(&clause.must) {
            // A trend looks for the rows of each of its periods.
            return None;
        }
        let (mut open, mut found) = (vec![clause.must], Vec::new());
        while let Some(expr) = open.pop() {
            let ExprKind::Aggregate(aggregate) = &self.model.expr(expr).kind else {
                open.extend(self.model.expr(expr).kind.parts());
                continue;
            };
            let sums = matches!(
                aggregate.function,
                AggregateFunction::Count
                    | AggregateFunction::CountDifferent
                    | AggregateFunction::Total
            );
            if !sums {
                let rows = Aggregate {
                    function: AggregateFunction::Count,
                    value: None,
                    that: None,
                    ..aggregate.clone()
                };
                let target = stack.len() - 1;
                found.push(self.count_is(stack, target, &rows, CompareOp::AtLeast, 1));
            }
        }
        let scope = stack[stack.len() - 1].clone();
        (!found.is_empty()).then(|| self.all(&scope, found))
    }

    fn rows(&mut self, check: &RowsCheck, nodes: &mut ItemNodes) -> Vec<Block> {
        if self.is_missing(check.dataset) {
            self.cause(Cause::Dataset(check.dataset));
        }
        let mut scope = self.dataset_scope(check.dataset);
        scope.open_membership = check.subject == SubjectKind::Group;
        let stack = [scope.clone()];
        let member = check.member.map(|expr| self.expr(&stack, expr, Rep::Truth));
        let applies = check
            .applies
            .map(|expr| self.expr(&stack, expr, Rep::Truth));
        let members = match check.subject {
            SubjectKind::Row => Vec::new(),
            SubjectKind::Group => check
                .must
                .iter()
                .filter_map(|clause| self.has_members(&stack, clause))
                .collect(),
        };
        let conditions: Vec<NodeId> = applies.into_iter().chain(members).collect();
        let applies = (!conditions.is_empty()).then(|| self.all(&scope, conditions));
        let must = check
            .must
            .iter()
            .map(|clause| self.clause(&stack, clause, nodes))
            .collect();
        let must = self.all(&scope, must);
        nodes.own_key = self.row_key(&scope, check.dataset);
        vec![Block {
            frame: scope.frame,
            member,
            applies,
            excused: None,
            parts: vec![BlockPart { part: 0, must }],
        }]
    }

    /// The key of a dataset's rows and whether it is repeated: two rows of one key need more than the key to be told apart.
    pub(super) fn row_key(&mut self, scope: &Scope, dataset: usize) -> Option<(NodeId, NodeId)> {
        let model = self.model;
        let key = &model.datasets[dataset].key;
        let bound = &self.context.datasets.get(dataset)?.columns;
        if key.is_empty() || key.iter().any(|&column| bound[column].index.is_none()) {
            return None;
        }
        let (space, key) = self.own_key(scope, dataset);
        let twice = (CompareOp::AtLeast, 2);
        let repeated = self.count_here(scope, (key, space), (scope, key), None, twice);
        Some((key, repeated))
    }

    fn groups(&mut self, check: &GroupsCheck, nodes: &mut ItemNodes) -> Vec<Block> {
        let stacks: Vec<[Scope; 1]> = check
            .of
            .iter()
            .map(|rows| [self.dataset_scope(rows.dataset)])
            .collect();
        let sides: Vec<(&[Scope], usize, &[crate::model::ExprId])> = stacks
            .iter()
            .zip(&check.keys)
            .map(|(stack, keys)| (&stack[..], 0, &keys[..]))
            .collect();
        let (group, keys) = self.keys_in_one_space(&sides, Some(check.must.must));
        let space = group.space;
        let mut scope = Scope {
            frame: self.lowered.plan.frame(FrameRows::Space(space)),
            group: Some(group),
            open_membership: true,
        };
        let own = self.node(&scope, Node::OwnKey(space));
        let mut present = Vec::new();
        for (((rows, stack), key), written) in
            check.of.iter().zip(&stacks).zip(keys).zip(&check.keys)
        {
            if self.is_missing(rows.dataset) {
                self.cause(Cause::Dataset(rows.dataset));
            }
            let filter = rows
                .filter
                .map(|filter| self.expr(stack, filter, Rep::Truth));
            present.push(self.at_least_one(&scope, (own, space), (&stack[0], key), filter));
            let link = self.link(&stack[0], key, space, filter);
            if let Some(group) = &mut scope.group {
                group.rows.push((stack[0].clone(), link, written.clone()));
            }
            nodes.sources.push(PlannedSource {
                frame: stack[0].frame,
                key,
                link,
            });
        }
        let member = self.any(&scope, present);
        let stack = std::slice::from_ref(&scope);
        let must = self.clause(stack, &check.must, nodes);
        let own = check.applies;
        let own = own.map(|expr| self.expr(stack, expr, Rep::Truth));
        let members = self.has_members(stack, &check.must);
        let both: Vec<NodeId> = own.into_iter().chain(members).collect();
        let applies = (!both.is_empty()).then(|| self.all(&scope, both));
        vec![Block {
            frame: scope.frame,
            member: Some(member),
            applies,
            excused: None,
            parts: vec![BlockPart { part: 0, must }],
        }]
    }

    /// Whether at least one row of a frame stands under the own key of a space's frame.
    fn at_least_one(
        &mut self,
        scope: &Scope,
        (own, space): (NodeId, crate::plan::SpaceId),
        (there, key): (&Scope, NodeId),
        filter: Option<NodeId>,
    ) -> NodeId {
        self.count_here(
            scope,
            (own, space),
            (there, key),
            filter,
            (CompareOp::AtLeast, 1),
        )
    }

    fn count_here(
        &mut self,
        scope: &Scope,
        (own, space): (NodeId, crate::plan::SpaceId),
        (there, key): (&Scope, NodeId),
        filter: Option<NodeId>,
        (op, number): (CompareOp, u32),
    ) -> NodeId {
        // Rows without a key column may stand under any key.
        if let Some(reason) = self.always_unknown(there.frame, key) {
            return self.unknown(scope, ValueKind::Truth, reason);
        }
        // One cap serves presence and repetition, so that both are one field.
        let put = self.lowered.plan.put(Put {
            frame: there.frame,
            key: Some((space, key)),
            filter,
            kind: PutKind::Count(2),
        });
        self.node(
            scope,
            Node::Read {
                key: Some(own),
                put,
                kind: ReadKind::CountIs(op, number),
                undecided_members: false,
            },
        )
    }

    fn matching(&mut self, check: &MatchCheck, nodes: &mut ItemNodes) -> Vec<Block> {
        let stacks: Vec<[Scope; 1]> = check
            .sources
            .iter()
            .map(|source| [self.dataset_scope(source.rows.dataset)])
            .collect();
        let sides: Vec<(&[Scope], usize, &[crate::model::ExprId])> = stacks
            .iter()
            .zip(&check.sources)
            .map(|(stack, source)| (&stack[..], 0, &source.key[..]))
            .collect();
        let (group, keys) = self.keys_in_one_space(&sides, None);
        let space = group.space;
        let scope = Scope {
            frame: self.lowered.plan.frame(FrameRows::Space(space)),
            group: Some(group),
            open_membership: false,
        };
        let own = self.node(&scope, Node::OwnKey(space));
        let (mut present, mut repeated, mut excused) = (Vec::new(), Vec::new(), Vec::new());
        let mut unkeyed = Vec::new();
        for ((source, stack), &key) in check.sources.iter().zip(&stacks).zip(&keys) {
            let there = &stack[0];
            let filter = source
                .rows
                .filter
                .map(|filter| self.expr(stack, filter, Rep::Truth));
            let link = self.link(there, key, space, filter);
            nodes.sources.push(PlannedSource {
                frame: there.frame,
                key,
                link,
            });
            if self.is_missing(source.rows.dataset) {
                self.cause(Cause::Dataset(source.rows.dataset));
                present.push(self.unknown(&scope, ValueKind::Truth, Reason::DatasetMissing));
                repeated.push(self.truth(&scope, false));
                continue;
            }
            let tie = (own, space);
            present.push(self.at_least_one(&scope, tie, (there, key), filter));
            let twice = (CompareOp::AtLeast, 2);
            repeated.push(self.count_here(&scope, tie, (there, key), filter, twice));
            if let Some(explained) = source.explained {
                let explained = self.expr(stack, explained, Rep::Truth);
                let filter = self.all(there, filter.into_iter().chain([explained]).collect());
                excused.push(self.at_least_one(&scope, tie, (there, key), Some(filter)));
            }
            unkeyed.push(self.unkeyed_block(there, key, filter));
        }
        let known_sources: Vec<NodeId> = present
            .iter()
            .zip(&check.sources)
            .filter(|(_, source)| !self.is_missing(source.rows.dataset))
            .map(|(&node, _)| node)
            .collect();
        let member = self.any(&scope, known_sources);
        let mut parts = Vec::new();
        for field in 0..check.compared.len() {
            let values = self.field_values(&stacks, check, field);
            nodes.compared.push(values);
        }
        for (number, part) in check.parts.iter().enumerate() {
            if !part.judged {
                continue;
            }
            let must = match part.kind {
                PartKind::NotIn(source) => present[source],
                PartKind::RepeatedIn(source) => {
                    if !check.sources[source].key_is_unique {
                        continue;
                    }
                    self.node(&scope, Node::Not(repeated[source]))
                }
                PartKind::Differs(field) => {
                    self.agrees(&scope, own, check, (field, &present), nodes)
                }
            };
            parts.push(BlockPart { part: number, must });
        }
        let excused = (!excused.is_empty()).then(|| self.any(&scope, excused));
        let mut blocks = vec![Block {
            frame: scope.frame,
            member: Some(member),
            applies: None,
            excused,
            parts,
        }];
        blocks.extend(unkeyed);
        blocks
    }

    /// The rows of a source that have no usable key: subjects by themselves that cannot be told.
    fn unkeyed_block(&mut self, there: &Scope, key: NodeId, filter: Option<NodeId>) -> Block {
        let known = self.node(there, Node::IsKnown(key));
        let unknown = self.node(there, Node::Not(known));
        let member = self.all(there, filter.into_iter().chain([unknown]).collect());
        let must = self.node(
            there,
            Node::Constant(Constant::Unknown(ValueKind::Truth, Reason::NoKey)),
        );
        Block {
            frame: there.frame,
            member: Some(member),
            applies: None,
            excused: None,
            parts: vec![BlockPart { part: 0, must }],
        }
    }

    /// The values of a compared field, each in the frame of its source.
    fn field_values(
        &mut self,
        stacks: &[[Scope; 1]],
        check: &MatchCheck,
        field: usize,
    ) -> Vec<NodeId> {
        let compared = &check.compared[field];
        let first = compared.values[0];
        let same_set = compared.values.iter().all(|&value| {
            self.model.expr(value).ty == self.model.expr(first).ty
                && matches!(self.model.expr(value).ty, Type::OneOf(_))
        });
        let citizen = compared
            .values
            .iter()
            .any(|&value| self.is_citizen(&self.model.expr(value).ty.clone()));
        let rep = if compared.as_written {
            Rep::Digest { as_written: true }
        } else if same_set {
            Rep::Code
        } else if citizen {
            Rep::Key(self.lowered.plan.space("citizen id", 1))
        } else if compared
            .values
            .iter()
            .any(|&value| self.model.expr(value).ty == Type::PersonName)
        {
            Rep::Name
        } else {
            self.natural(first)
        };
        compared
            .values
            .iter()
            .zip(stacks)
            .map(|(&value, stack)| self.expr(stack, value, rep))
            .collect()
    }

    /// Whether a field agrees in all sources that hold the key, pair by pair.
    fn agrees(
        &mut self,
        scope: &Scope,
        own: NodeId,
        check: &MatchCheck,
        (field, present): (usize, &[NodeId]),
        nodes: &ItemNodes,
    ) -> NodeId {
        let compared = &check.compared[field];
        let gathered: Vec<NodeId> = nodes
            .sources
            .iter()
            .zip(&nodes.compared[field])
            .map(|(source, &value)| {
                self.node(
                    scope,
                    Node::Read {
                        key: Some(own),
                        put: source.link,
                        kind: ReadKind::Gather {
                            value,
                            agreed: true,
                        },
                        undecided_members: false,
                    },
                )
            })
            .collect();
        let within = compared
            .within
            .map(|within| self.expr(std::slice::from_ref(scope), within, Rep::Number));
        let mut pairs = Vec::new();
        for left in 0..gathered.len() {
            for right in left + 1..gathered.len() {
                let equal = if let Some(within) = within {
                    let difference = self.node(
                        scope,
                        Node::Arithmetic(gathered[left], ArithmeticOp::Minus, gathered[right]),
                    );
                    let size = self.node(scope, Node::Absolute(difference));
                    self.node(scope, Node::Compare(size, CompareOp::AtMost, within))
                } else {
                    // Digests of exact text are never unknown for being blank: an unknown one is ambiguous, and stays unknown.
                    self.node(
                        scope,
                        Node::Compare(gathered[left], CompareOp::Equal, gathered[right]),
                    )
                };
                let absent = [left, right].map(|at| self.node(scope, Node::Not(present[at])));
                pairs.push(self.any(scope, vec![absent[0], absent[1], equal]));
            }
        }
        self.all(scope, pairs)
    }
}
