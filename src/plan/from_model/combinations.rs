//! Combinations that must be found become a derived table that counts the rows under its keys.

use super::{Lowering, PlannedSource, Rep, Scope, ShownAxis};
use crate::model::{AxisKind, CombinationsCheck, CombinedAxis, Excuse, ExprId, ExprKind, RowsOf};
use crate::plan::{
    Axis, AxisValue, Block, BlockPart, Cause, Constant, DerivedTable, Node, NodeId, Put, PutKind,
    ReadKind, SpaceId, ValueKind,
};
use crate::syntax::ast::CompareOp;
use crate::types::{Reason, Type, Value};

/// An axis on its way: where a key's values stand, and how they are read.
struct Lowered {
    axis: Axis,
    /// The values of the combination, one for each part of its key.
    parts: Vec<AxisValue>,
    /// Of keys: the axis's own key, and the count of the rows under it.
    own: Option<(NodeId, crate::plan::PutId)>,
}

impl Lowering<'_> {
    /// The blocks of a check of combinations: part 0 is missing, part 1 repeated.
    pub(super) fn combinations(
        &mut self,
        check: &CombinationsCheck,
        excuses: &[Excuse],
        nodes: &mut super::ItemNodes,
    ) -> Vec<Block> {
        let stack = [self.dataset_scope(check.rows.dataset)];
        if self.is_missing(check.rows.dataset) {
            self.cause(Cause::Dataset(check.rows.dataset));
        }
        let mut kinds = Vec::new();
        let mut at = 0;
        for axis in &check.axes {
            let width = axis.keys.len().max(1);
            for part in 0..width {
                let there = self.key_kind(check.keys[at + part]);
                kinds.push(match axis.keys.get(part) {
                    Some(&key) => Self::shared_kind(&self.key_kind(key), &there),
                    None => there,
                });
            }
            at += width;
        }
        let space = self.key_space(&kinds);
        let filter = check
            .rows
            .filter
            .map(|filter| self.expr(&stack, filter, Rep::Truth));
        let there = self.key_of_kinds(&stack, 0, (&check.keys, &kinds), space);
        let mut axes = Vec::new();
        let mut at = 0;
        for axis in &check.axes {
            let width = axis.keys.len().max(1);
            let of = (&kinds[at..at + width], &check.keys[at..at + width]);
            axes.push(self.lower_axis(check, axis, of, space));
            at += width;
        }
        let table = DerivedTable {
            axes: axes.iter().map(|lowered| lowered.axis.clone()).collect(),
        };
        let scope = Scope {
            frame: self.lowered.plan.derive(table),
            group: None,
            open_membership: false,
        };
        let (mut parts, mut member) = (Vec::new(), Vec::new());
        for (axis, lowered) in axes.iter().enumerate() {
            for &value in &lowered.parts {
                let node = self.node(&scope, Node::Axis { axis, value });
                let place = parts.len();
                let key = check.keys[place];
                nodes.axes.push(self.shown_axis(node, key));
                // A written text has to be made a key first.
                let written = matches!(&lowered.axis, Axis::List(list)
                    if matches!(list.first().and_then(|tuple| tuple.first()), Some(Constant::Text(_))));
                parts.push(if written {
                    let rep = self.combined_rep(&kinds[place], space);
                    match rep {
                        Rep::Key(space) => self.node(&scope, Node::KeyOf(node, space)),
                        _ => node,
                    }
                } else {
                    node
                });
            }
            if let Some((own, put)) = lowered.own {
                let value = AxisValue::Of(own);
                let key = self.node(&scope, Node::Axis { axis, value });
                member.push(self.counted_here(&scope, key, put, (CompareOp::AtLeast, 1)));
            }
        }
        self.excused_combinations(&scope, (&parts, &kinds), excuses, nodes);
        let key = self.combined_key(&scope, parts.clone(), space);
        let unknown = self.always_unknown(stack[0].frame, there).or_else(|| {
            self.is_missing(check.rows.dataset)
                .then_some(Reason::DatasetMissing)
        });
        let (present, once) = match unknown {
            Some(reason) => {
                let unknown = self.unknown(&scope, ValueKind::Truth, reason);
                (unknown, unknown)
            }
            None => {
                let put = self.lowered.plan.put(Put {
                    frame: stack[0].frame,
                    key: Some((space, there)),
                    filter,
                    kind: PutKind::Count(2),
                });
                let present = self.counted_here(&scope, key, put, (CompareOp::AtLeast, 1));
                let once = self.counted_here(&scope, key, put, (CompareOp::AtMost, 1));
                let of = (&check.keys[..], &kinds[..], &parts[..]);
                let one_more = self.may_be_combined(&stack, filter, &scope, of);
                let none_more = self.node(&scope, Node::Not(one_more));
                let absent = self.node(&scope, Node::Not(present));
                let stays = self.any(&scope, vec![absent, none_more]);
                (
                    self.any(&scope, vec![present, one_more]),
                    self.all(&scope, vec![once, stays]),
                )
            }
        };
        let mut blocks = vec![BlockPart::of(0, present)];
        if check.once {
            blocks.push(BlockPart::of(1, once));
        }
        let link = self.link(&stack[0], there, space, filter);
        nodes.sources.push(PlannedSource {
            frame: stack[0].frame,
            key: there,
            link,
            first: None,
        });
        let member = (!member.is_empty()).then(|| self.all(&scope, member));
        vec![Block {
            frame: scope.frame,
            member,
            applies: None,
            excused: None,
            parts: blocks,
        }]
    }

    /// The key of a combination, from its parts.
    fn combined_key(&mut self, scope: &Scope, parts: Vec<NodeId>, space: SpaceId) -> NodeId {
        match parts[..] {
            [only] if self.lowered.plan.spaces[space.0].parts == 1 => only,
            _ => self.node(scope, Node::Compose(space, parts)),
        }
    }

    /// Unknown where a row with a part of its key unknown agrees with a combination in what it does say; false elsewhere.
    fn may_be_combined(
        &mut self,
        stack: &[Scope],
        filter: Option<NodeId>,
        scope: &Scope,
        (keys, kinds, parts): (&[ExprId], &[Type], &[NodeId]),
    ) -> NodeId {
        let there = &stack[0];
        // Of each part whether it is known, and what is unknown where it is not.
        let known: Vec<[NodeId; 2]> = keys
            .iter()
            .zip(kinds)
            .map(|(&key, kind)| {
                let rep = match self.key_space(std::slice::from_ref(kind)) {
                    space if self.lowered.plan.spaces[space.0].parts == 1 => Rep::Key(space),
                    _ => self.part_rep(kind),
                };
                let part = self.expr(stack, key, rep);
                let itself = Node::Compare(part, CompareOp::Equal, part);
                [Node::IsKnown(part), itself].map(|node| self.node(there, node))
            })
            .collect();
        let mut found = Vec::new();
        // For each set of parts that a row may leave unknown, its rows by the other parts.
        for open in 1..1_usize << keys.len() {
            let is_open = |at: &usize| open >> at & 1 == 1;
            let (unknown, said): (Vec<usize>, Vec<usize>) = (0..keys.len()).partition(is_open);
            let mut conditions: Vec<NodeId> = filter.into_iter().collect();
            for at in unknown {
                let [known, itself] = known[at];
                conditions.push(self.node(there, Node::Not(known)));
                conditions.push(itself);
            }
            conditions.extend(said.iter().map(|&at| known[at][0]));
            let filter = Some(self.all(there, conditions));
            let (own, key) = if said.is_empty() {
                (None, None)
            } else {
                let kinds: Vec<Type> = said.iter().map(|&at| kinds[at].clone()).collect();
                let keys: Vec<ExprId> = said.iter().map(|&at| keys[at]).collect();
                let space = self.key_space(&kinds);
                let key = self.key_of_kinds(stack, 0, (&keys, &kinds), space);
                let parts = said.iter().map(|&at| parts[at]).collect();
                let own = self.combined_key(scope, parts, space);
                (Some(own), Some((space, key)))
            };
            let put = self.lowered.plan.put(Put {
                frame: there.frame,
                key,
                filter,
                kind: PutKind::Count(2),
            });
            let some = Node::Read {
                key: own,
                put,
                kind: ReadKind::CountIs(CompareOp::AtLeast, 1),
                undecided_members: false,
                also: None,
            };
            found.push(self.node(scope, some));
        }
        self.any(scope, found)
    }

    /// How a value of a combination is held in its key.
    fn combined_rep(&mut self, kind: &Type, space: SpaceId) -> Rep {
        if self.lowered.plan.spaces[space.0].parts == 1 {
            return Rep::Key(space);
        }
        self.part_rep(kind)
    }

    fn counted_here(
        &mut self,
        scope: &Scope,
        key: NodeId,
        put: crate::plan::PutId,
        (op, number): (CompareOp, u32),
    ) -> NodeId {
        self.node(
            scope,
            Node::Read {
                key: Some(key),
                put,
                kind: ReadKind::CountIs(op, number),
                undecided_members: false,
                also: None,
            },
        )
    }

    fn lower_axis(
        &mut self,
        check: &CombinationsCheck,
        axis: &CombinedAxis,
        (kinds, keys): (&[Type], &[ExprId]),
        space: SpaceId,
    ) -> Lowered {
        let rows: &RowsOf = match &axis.kind {
            AxisKind::List(values) => {
                let list = values
                    .iter()
                    .map(|value| vec![self.listed(value, keys[0])])
                    .collect();
                return Lowered {
                    axis: Axis::List(list),
                    parts: vec![AxisValue::Listed(0)],
                    own: None,
                };
            }
            AxisKind::Rows(rows) => rows,
            AxisKind::Occurring => &check.rows,
        };
        if self.is_missing(rows.dataset) {
            self.cause(Cause::Dataset(rows.dataset));
        }
        let stack = [self.dataset_scope(rows.dataset)];
        let filter = rows
            .filter
            .map(|filter| self.expr(&stack, filter, Rep::Truth));
        let own_space = self.key_space(kinds);
        let own = self.key_of_kinds(&stack, 0, (&axis.keys, kinds), own_space);
        let link = self.link(&stack[0], own, own_space, filter);
        let count = self.lowered.plan.put(Put {
            frame: stack[0].frame,
            key: Some((own_space, own)),
            filter,
            kind: PutKind::Count(2),
        });
        let parts = axis
            .keys
            .iter()
            .zip(kinds)
            .map(|(&key, kind)| {
                let rep = self.combined_rep(kind, space);
                AxisValue::Of(self.expr(&stack, key, rep))
            })
            .collect();
        Lowered {
            axis: Axis::Keys(link),
            parts,
            own: Some((own, count)),
        }
    }

    /// A listed value as the rows' column is read.
    fn listed(&self, value: &Value, key: ExprId) -> Constant {
        match (&self.model.expr(key).ty, self.base_column(key)) {
            (Type::OneOf(_), Some((dataset, column))) => {
                let words = self.words(dataset, column).0;
                self.word_constant(&words, value)
            }
            _ => super::expressions::plain_constant(value),
        }
    }

    fn shown_axis(&self, node: NodeId, key: ExprId) -> ShownAxis {
        let words = match (&self.model.expr(key).ty, self.base_column(key)) {
            (Type::OneOf(_), Some((dataset, column))) => self.words(dataset, column).0.to_vec(),
            _ => Vec::new(),
        };
        let column = match self.model.expr(key).kind {
            ExprKind::Column {
                dataset, column, ..
            } => Some((dataset, column)),
            _ => None,
        };
        ShownAxis {
            node,
            kind: self.model.expr(key).ty.clone(),
            column,
            words,
        }
    }
}
