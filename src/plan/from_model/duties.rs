//! Deliveries owed: for every period and recipient a block over the senders' rows, for events one block with a part for each recipient.

use super::{DutyNodes, ItemNodes, Lowering, Rep, Scope};
use crate::model::{DutyCheck, DutyTime, Slot};
use crate::plan::{Block, BlockPart, Cause, Node, NodeId};

impl Lowering<'_> {
    pub(super) fn duty(&mut self, check: &DutyCheck, nodes: &mut ItemNodes) -> Vec<Block> {
        for dataset in [check.dataset, check.deliveries.dataset] {
            if self.is_missing(dataset) {
                self.cause(Cause::Dataset(dataset));
            }
        }
        let scope = self.dataset_scope(check.dataset);
        let stack = [scope.clone()];
        let member = check.member.map(|expr| self.expr(&stack, expr, Rep::Truth));
        let applies = check
            .applies
            .map(|expr| self.expr(&stack, expr, Rep::Truth));
        nodes.owes = applies;
        nodes.own_key = self.row_key(&scope, check.dataset);
        let mut blocks: Vec<Block> = Vec::new();
        for (at, slot) in check.slots.iter().enumerate() {
            let is_due = slot.due.map(|due| self.expr(&stack, due, Rep::Truth));
            let due = Some(self.expr(&stack, slot.last_day, Rep::Days));
            let parts = self.slot(&stack, (at, slot), (due, is_due), nodes);
            if let (DutyTime::Event { .. }, Some(block)) = (&check.when, blocks.first_mut()) {
                block.parts.extend(parts);
                continue;
            }
            let conditions: Vec<NodeId> = applies.into_iter().chain(is_due).collect();
            blocks.push(Block {
                frame: scope.frame,
                member,
                applies: (!conditions.is_empty()).then(|| self.all(&scope, conditions)),
                excused: None,
                parts,
            });
        }
        blocks
    }

    /// The parts of one delivery: it is there, and where it is, it came in time.
    fn slot(
        &mut self,
        stack: &[Scope],
        (at, slot): (usize, &Slot),
        (due, is_due): (Option<NodeId>, Option<NodeId>),
        nodes: &mut ItemNodes,
    ) -> Vec<BlockPart> {
        let scope = &stack[0];
        let present = self.expr(stack, slot.present, Rep::Truth);
        let on_time = slot.on_time.map(|on_time| {
            let on_time = self.expr(stack, on_time, Rep::Truth);
            let absent = self.node(scope, Node::Not(present));
            // Where it cannot be told whether anything came, that is said once.
            let known = self.node(scope, Node::IsKnown(present));
            let open = self.node(scope, Node::Not(known));
            self.any(scope, vec![absent, open, on_time])
        });
        let recipient = slot.recipient.as_ref();
        let recipient = recipient.filter(|recipient| recipient.name.is_none());
        let recipient = recipient.map(|recipient| self.expr(stack, recipient.value, Rep::Text));
        nodes.duty.push(DutyNodes {
            recipient,
            due,
            is_due,
        });
        let musts = [Some(present), on_time].into_iter().flatten().enumerate();
        musts
            .map(|(kind, must)| BlockPart::of(at * 2 + kind, must))
            .collect()
    }
}
