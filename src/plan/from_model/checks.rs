//! Checks become blocks of verdicts.

use super::{ItemNodes, Lowering, PlannedSource, Rep, Scope, ShownClause};
use crate::model::{
    Aggregate, Amount, Check, Clause, Excuse, ExprId, ExprKind, GroupsCheck, RowsCheck, SubjectKind,
};
use crate::plan::{
    Block, BlockPart, Cause, FrameRows, Node, NodeId, PlannedItem, Put, PutKind, ReadKind,
    ValueKind,
};
use crate::syntax::ast::{AggregateFunction, CompareOp};
use crate::types::Type;

impl Lowering<'_> {
    pub(super) fn item(&mut self, item: usize) {
        self.causes.clear();
        let mut nodes = ItemNodes::default();
        let model = self.model;
        let excuses = &model.items[item].excuses;
        let mut blocks = match &model.items[item].check {
            Check::Rows(check) => self.rows(check, &mut nodes),
            Check::Groups(check) => self.groups(check, excuses, &mut nodes),
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
                    parts: vec![BlockPart::of(0, must)],
                }]
            }
            Check::Match(check) => self.matching(check, excuses, &mut nodes),
            Check::Combinations(check) => self.combinations(check, excuses, &mut nodes),
            Check::Duty(check) => self.duty(check, &mut nodes),
            Check::Nothing => Vec::new(),
        };
        self.excuses(excuses, &mut blocks, &mut nodes);
        self.owners(&model.items[item], &blocks, &mut nodes);
        if let Some(Amount::Setting(setting)) = model.items[item].tolerating
            && (self.context.settings.get(setting)).is_none_or(Option::is_none)
        {
            self.cause(Cause::Setting(setting));
        }
        if let Some(person) = &model.items[item].person {
            self.person(&model.items[item].check, person, &mut blocks, &mut nodes);
        }
        let due = model.items[item].due.zip(self.context.as_of);
        if due.is_some_and(|(due, day)| day < due) {
            // Deadlines of their own, which stand behind the sentence, may have come before.
            let first = |part: &BlockPart| part.part == 0;
            let only_rows = matches!(model.items[item].check, Check::Rows(_));
            for block in &mut blocks {
                block.parts.retain(|part| only_rows && !first(part));
            }
        }
        for block in blocks.iter_mut().filter(|block| block.parts.is_empty()) {
            // Nothing is due yet, and nobody is asked.
            let scope = Scope {
                frame: block.frame,
                group: None,
                open_membership: false,
            };
            block.applies = Some(self.truth(&scope, false));
        }
        self.lowered.plan.items.push(PlannedItem {
            item,
            blocks,
            stopped_by: std::mem::take(&mut self.causes),
        });
        self.lowered.nodes.push(nodes);
    }

    pub(super) fn clause(
        &mut self,
        stack: &[Scope],
        clause: &Clause,
        nodes: &mut ItemNodes,
    ) -> NodeId {
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
        let (aggregate, op, number) = self.count_compared(left, op, right)?;
        // Rows found by two keys are counted as a value.
        if aggregate.or_by.is_some() && (op, number) != (CompareOp::AtLeast, 1) {
            return None;
        }
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
        self.has_at_least(stack, clause.must, 1, false)
    }

    /// Whether the rates and means of an expression speak of at least so many rows; with `sums` counts and totals too.
    pub(super) fn has_at_least(
        &mut self,
        stack: &[Scope],
        expr: ExprId,
        number: u32,
        with_sums: bool,
    ) -> Option<NodeId> {
        let (mut open, mut found) = (vec![expr], Vec::new());
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
            if with_sums || !sums {
                let rows = Aggregate {
                    function: AggregateFunction::Count,
                    value: None,
                    that: None,
                    ..aggregate.clone()
                };
                let target = stack.len() - 1;
                found.push(self.count_is(stack, target, &rows, CompareOp::AtLeast, number));
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
        if let Some(ranking) = &check.ranking {
            return vec![self.ranking(check, ranking, (&scope, member, applies), nodes)];
        }
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
        let mut parts = vec![BlockPart::of(0, must)];
        if check.must.is_empty() && !check.deadlines.is_empty() {
            parts.clear();
        }
        parts.extend(self.deadlines(&stack, check, nodes));
        nodes.own_key = self.row_key(&scope, check.dataset);
        vec![Block {
            frame: scope.frame,
            member,
            applies,
            excused: None,
            parts,
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

    /// Counts the rows of all datasets that are read by their own keys.
    pub(super) fn count_keys(&mut self) {
        let frames = self.lowered.plan.frames.iter();
        let read: Vec<usize> = (frames.filter_map(|frame| match frame.rows {
            FrameRows::Dataset(dataset) => Some(dataset),
            _ => None,
        }))
        .collect();
        for dataset in read {
            let key = &self.model.datasets[dataset].key;
            let bound = self.context.datasets.get(dataset);
            let is_there =
                |&column: &usize| bound.is_some_and(|bound| bound.columns[column].index.is_some());
            if key.is_empty() || !key.iter().all(is_there) {
                continue;
            }
            let scope = self.dataset_scope(dataset);
            let (space, key) = self.own_key(&scope, dataset);
            if self.always_unknown(scope.frame, key).is_none() {
                let put = self.lowered.plan.put(Put {
                    frame: scope.frame,
                    key: Some((space, key)),
                    filter: None,
                    kind: PutKind::Count(2),
                });
                self.lowered.keys.push((dataset, put));
            }
        }
    }

    fn groups(
        &mut self,
        check: &GroupsCheck,
        excuses: &[Excuse],
        nodes: &mut ItemNodes,
    ) -> Vec<Block> {
        let stacks: Vec<[Scope; 1]> = check
            .of
            .iter()
            .map(|rows| [self.dataset_scope(rows.dataset)])
            .collect();
        let mut sides: Vec<(&[Scope], usize, &[ExprId])> = stacks
            .iter()
            .zip(&check.keys)
            .map(|(stack, keys)| (&stack[..], 0, &keys[..]))
            .collect();
        let proofs = self.proof_scopes(excuses);
        sides.extend(super::excuses::keys_of_proofs(excuses, &proofs));
        let (group, mut keys) = self.keys_in_one_space(&sides, Some(check.must.must));
        let excused_by = keys.split_off(check.of.len());
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
                first: None,
            });
        }
        self.excused_keys(&scope, (own, space), excuses, &excused_by, nodes);
        let links = nodes.sources.iter().map(|source| source.link).collect();
        let groups = self.most_groups(&scope, &check.keys);
        present.push(self.node(&scope, Node::Ungrouped { links, groups }));
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
            parts: vec![BlockPart::of(0, must)],
        }]
    }

    /// How many groups there can be where every part of their key is a word of a list, a yes or no, or a whole number of a range.
    fn most_groups(&self, scope: &Scope, keys: &[Vec<ExprId>]) -> Option<u64> {
        let kinds = &scope.group.as_ref()?.kinds;
        let of_part = |(at, kind): (usize, &Type)| match kind {
            Type::OneOf(set) => u64::try_from(self.model.value_sets.get(*set)?.values.len()).ok(),
            Type::Truth => Some(2),
            Type::Integer => {
                let range = |key: &Vec<ExprId>| self.declared_range(*key.get(at)?);
                let (low, high) = keys.first().and_then(range)?;
                let is_same = keys.iter().all(|key| range(key) == Some((low, high)));
                let whole = high.minus(low)?.mantissa(0).filter(|_| is_same)?;
                u64::try_from(whole).ok()?.checked_add(1)
            }
            _ => None,
        };
        let mut parts = kinds.iter().enumerate().map(of_part);
        parts.try_fold(1, |all: u64, part| all.checked_mul(part?))
    }

    /// Whether at least one row of a frame stands under the own key of a space's frame.
    pub(super) fn at_least_one(
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

    pub(super) fn count_here(
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
                also: None,
            },
        )
    }
}
