//! Exceptions of an item: who claims one, whose is in force, whose is proved.

use super::{ItemNodes, Lowering, Rep, Scope, ShownExcuse};
use crate::model::{Excuse, ExcuseTest};
use crate::plan::{Block, Cause, FrameRows, NodeId, SpaceId};

impl Lowering<'_> {
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
            } => Some((excuse.exception, *dataset, [*claimed, *in_force, *proved])),
            _ => None,
        });
        for ((exception, dataset, filters), &key) in by_key.zip(keys) {
            let there = [self.dataset_scope(dataset)];
            let [claimed, in_force, proved] = filters.map(|filter| {
                let filter = filter.map(|filter| self.expr(&there, filter, Rep::Truth));
                self.at_least_one(scope, own, (&there[0], key), filter)
            });
            nodes.excuses.push(ShownExcuse {
                exception,
                claimed,
                in_force,
                proved,
            });
        }
    }

    /// What excuses the subjects of an item: any of its exceptions, where it is proved.
    pub(super) fn excuses(
        &mut self,
        excuses: &[Excuse],
        blocks: &mut [Block],
        nodes: &mut ItemNodes,
    ) {
        let Some(block) = blocks.first_mut() else {
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
                        claimed,
                        in_force,
                        proved,
                    });
                }
                ExcuseTest::Key { .. } => {}
                ExcuseTest::LeftOut { count } => {
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
        let mut proved: Vec<NodeId> = nodes.excuses.iter().map(|excuse| excuse.proved).collect();
        if proved.is_empty() {
            return;
        }
        proved.extend(block.excused);
        block.excused = Some(self.any(&scope, proved));
    }
}
