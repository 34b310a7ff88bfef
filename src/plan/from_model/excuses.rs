//! Exceptions of an item: who claims one, whose is in force, whose is proved.

use super::{ItemNodes, Lowering, Rep, Scope, ShownExcuse};
use crate::model::{AxisKind, Check, Excuse, ExcuseTest, ExprId, Item, RowsCheck};
use crate::plan::{
    AxisValue, Block, BlockPart, Cause, FrameRows, Node, NodeId, Partners, ReadKind, SpaceId,
};
use crate::types::Type;

/// The keys of the rows that prove exceptions, to be brought into one space with those of the subjects.
pub(super) fn keys_of_proofs<'a>(
    excuses: &'a [Excuse],
    scopes: &'a [Option<[Scope; 1]>],
) -> impl Iterator<Item = (&'a [Scope], usize, &'a [ExprId])> {
    (excuses.iter().zip(scopes)).filter_map(|(excuse, stack)| match (&excuse.test, stack) {
        (ExcuseTest::Key { key, .. }, Some(stack)) => Some((&stack[..], 0, &key[..])),
        _ => None,
    })
}

impl Lowering<'_> {
    /// Whether rows of an exception's dataset claim the key, are in force, and are proved: a filter each.
    fn shown_excuse(
        &mut self,
        scope: &Scope,
        own: (NodeId, SpaceId),
        (excuse, filters): (&Excuse, [Option<ExprId>; 3]),
        (there, key): (&[Scope; 1], NodeId),
    ) -> ShownExcuse {
        let [claimed, in_force, proved] = filters.map(|filter| {
            let filter = filter.map(|filter| self.expr(there, filter, Rep::Truth));
            self.at_least_one(scope, own, (&there[0], key), filter)
        });
        ShownExcuse {
            exception: excuse.exception,
            parts: excuse.parts.clone(),
            claimed,
            in_force,
            proved,
        }
    }

    /// Whether combinations are excused: by all parts of their key, or by those that the rows of the exception know.
    pub(super) fn excused_combinations(
        &mut self,
        scope: &Scope,
        (parts, kinds): (&[NodeId], &[Type]),
        excuses: &[Excuse],
        nodes: &mut ItemNodes,
    ) {
        let proofs = self.proof_scopes(excuses);
        for (excuse, there) in excuses.iter().zip(&proofs) {
            let (
                ExcuseTest::Key {
                    of,
                    key,
                    claimed,
                    in_force,
                    proved,
                    ..
                },
                Some(there),
            ) = (&excuse.test, there)
            else {
                continue;
            };
            let own_kinds: Vec<Type> = of.iter().map(|&part| kinds[part].clone()).collect();
            let space = self.key_space(&own_kinds);
            let key = self.key_of_kinds(there, 0, (key, &own_kinds), space);
            let own: Vec<NodeId> = of.iter().map(|&part| parts[part]).collect();
            let own = match own[..] {
                [only] if self.lowered.plan.spaces[space.0].parts == 1 => only,
                _ => self.node(scope, Node::Compose(space, own)),
            };
            let filters = [*claimed, *in_force, *proved];
            let shown = self.shown_excuse(scope, (own, space), (excuse, filters), (there, key));
            nodes.excuses.push(shown);
        }
    }

    /// The scopes of the rows that prove exceptions by key.
    pub(super) fn proof_scopes(&mut self, excuses: &[Excuse]) -> Vec<Option<[Scope; 1]>> {
        let mut scopes = Vec::new();
        for excuse in excuses {
            let ExcuseTest::Key { dataset, .. } = excuse.test else {
                scopes.push(None);
                continue;
            };
            if self.is_missing(dataset) {
                self.cause(Cause::Dataset(dataset));
            }
            scopes.push(Some([self.dataset_scope(dataset)]));
        }
        scopes
    }

    /// Which keys of a match are claimed, in force and proved.
    pub(super) fn excused_keys(
        &mut self,
        scope: &Scope,
        own: (NodeId, SpaceId),
        excuses: &[Excuse],
        keys: &[NodeId],
        nodes: &mut ItemNodes,
    ) {
        let by_key = excuses.iter().filter_map(|excuse| match &excuse.test {
            ExcuseTest::Key {
                dataset,
                claimed,
                in_force,
                proved,
                ..
            } => Some((excuse, *dataset, [*claimed, *in_force, *proved])),
            _ => None,
        });
        for ((excuse, dataset, filters), &key) in by_key.zip(keys) {
            let there = [self.dataset_scope(dataset)];
            let shown = self.shown_excuse(scope, own, (excuse, filters), (&there, key));
            nodes.excuses.push(shown);
        }
    }

    /// The parts of deadlines that have come; what is not due yet stops no item.
    pub(super) fn deadlines(
        &mut self,
        stack: &[Scope],
        check: &RowsCheck,
        nodes: &mut ItemNodes,
    ) -> Vec<BlockPart> {
        let mut parts = Vec::new();
        for (number, deadline) in check.deadlines.iter().enumerate() {
            let causes = self.causes.clone();
            let must = deadline
                .must
                .iter()
                .map(|clause| self.clause(stack, clause, nodes))
                .collect();
            let must = self.all(&stack[0], must);
            if self.context.as_of.is_some_and(|day| deadline.due <= day) {
                parts.push(BlockPart::of(number + 1, must));
            } else {
                self.causes = causes;
            }
        }
        parts
    }

    /// The values that say who has to act. What is missing there stops no item.
    pub(super) fn owners(&mut self, item: &Item, blocks: &[Block], nodes: &mut ItemNodes) {
        let Some(block) = blocks.first() else {
            return;
        };
        let causes = std::mem::take(&mut self.causes);
        let scope = Scope {
            frame: block.frame,
            group: None,
            open_membership: false,
        };
        for path in &item.lines.owner_paths {
            let mut values = Vec::new();
            for &(source, value) in &path.values {
                let dataset = match &item.check {
                    Check::Match(check) => check.sources[source].rows.dataset,
                    Check::Groups(check) => check.of[source].dataset,
                    Check::Combinations(check) => {
                        let axis = &check.axes[source];
                        let dataset = match &axis.kind {
                            AxisKind::Rows(rows) => rows.dataset,
                            AxisKind::Occurring | AxisKind::List(_) => check.rows.dataset,
                        };
                        let there = self.dataset_scope(dataset);
                        let value = self.expr(&[there], value, Rep::Text);
                        let value = AxisValue::Of(value);
                        values.push(self.node(
                            &scope,
                            Node::Axis {
                                axis: source,
                                value,
                            },
                        ));
                        continue;
                    }
                    Check::Rows(_) | Check::Duty(_) | Check::Whole(_) | Check::Nothing => {
                        values.push(self.expr(std::slice::from_ref(&scope), value, Rep::Text));
                        continue;
                    }
                };
                let planned = nodes.sources[source];
                let there = self.dataset_scope(dataset);
                let value = self.expr(&[there], value, Rep::Text);
                let FrameRows::Space(space) = self.lowered.plan.frames[block.frame.0].rows else {
                    continue;
                };
                let own = self.node(&scope, Node::OwnKey(space));
                let kind = ReadKind::Gather {
                    value,
                    partners: Partners::Agreeing,
                };
                values.push(self.node(
                    &scope,
                    Node::Read {
                        key: Some(own),
                        put: planned.link,
                        kind,
                        undecided_members: false,
                        also: None,
                    },
                ));
            }
            nodes.owners.push(values);
        }
        self.causes = causes;
    }

    /// What excuses the subjects of an item: any of its exceptions, where it is proved.
    pub(super) fn excuses(
        &mut self,
        excuses: &[Excuse],
        blocks: &mut [Block],
        nodes: &mut ItemNodes,
    ) {
        let Some(block) = blocks.first() else {
            return;
        };
        let scope = Scope {
            frame: block.frame,
            group: None,
            open_membership: false,
        };
        let stack = std::slice::from_ref(&scope);
        for excuse in excuses {
            match excuse.test {
                ExcuseTest::Subject {
                    claimed,
                    in_force,
                    proved,
                } => {
                    let [claimed, in_force, proved] =
                        [claimed, in_force, proved].map(|id| self.expr(stack, id, Rep::Truth));
                    nodes.excuses.push(ShownExcuse {
                        exception: excuse.exception,
                        parts: excuse.parts.clone(),
                        claimed,
                        in_force,
                        proved,
                    });
                }
                ExcuseTest::Key { .. } => {}
                ExcuseTest::LeftOut { count, .. } => {
                    let whole = Scope {
                        frame: self.lowered.plan.frame(FrameRows::Whole),
                        group: None,
                        open_membership: false,
                    };
                    let node = self.expr(std::slice::from_ref(&whole), count, Rep::Number);
                    nodes.left_out.push((excuse.exception, whole.frame, node));
                }
            }
        }
        // Deliveries are judged over the rows of their senders, period by period; every other item is excused in its first block.
        let frame = scope.frame;
        let count = if nodes.duty.is_empty() {
            1
        } else {
            blocks.len()
        };
        for block in blocks.iter_mut().take(count).filter(|b| b.frame == frame) {
            let of_all = |excuse: &&ShownExcuse| excuse.parts.is_none();
            let mut whole: Vec<NodeId> = (nodes.excuses.iter().filter(of_all))
                .map(|excuse| excuse.proved)
                .collect();
            if !whole.is_empty() {
                whole.extend(block.excused);
                block.excused = Some(self.any(&scope, whole));
            }
            for part in &mut block.parts {
                let own =
                    |excuse: &&ShownExcuse| excuse.parts.is_some() && excuse.concerns(part.part);
                let mut proved: Vec<NodeId> = (nodes.excuses.iter().filter(own))
                    .map(|excuse| excuse.proved)
                    .collect();
                if !proved.is_empty() {
                    proved.extend(block.excused);
                    part.excused = Some(self.any(&scope, proved));
                }
            }
        }
    }
}
