//! Why a count, a sum or a share cannot be told: the first cell of the rows below it that is not known, and for what reason.

use super::batch::{self, BATCH};
use super::{Inspection, evidence};
use crate::eval::Explained;
use crate::plan::{FrameId, FrameRows, Node, NodeId, PairNode, PutId, PutKind, ReadKind};
use crate::types::Reason;

/// The most rows that are looked through.
const MOST_ROWS: usize = 5000;

/// A cause in a row of another table.
pub(super) struct PartnerCause {
    pub(super) reason: Reason,
    /// Dataset, row from 0 and column, where a cell is the cause.
    pub(super) cell: Option<(usize, u64, usize)>,
}

impl Inspection<'_> {
    /// The cause below a node that reads rows of another table; `None` where the node is not such a one or is told apart already.
    pub(super) fn partner_cause(
        &self,
        (frame, leaf): (FrameId, NodeId),
        explained: &Explained,
        place: (usize, u64),
    ) -> Option<PartnerCause> {
        let (more, open_members) = self.read_of(frame, leaf)?;
        let node = &self.lowered.plan.frames[frame.0].nodes[leaf.0];
        let below = |read| self.cause_below((frame, leaf), explained, place, (read, &more));
        let found = node.puts_read().into_iter().find_map(below);
        // Nothing in the rows that are surely there: it depends on rows that may be.
        found.or_else(|| {
            open_members.then_some(PartnerCause {
                reason: Reason::NoKey,
                cell: None,
            })
        })
    }

    /// The cause in the rows of one put that a node reads.
    fn cause_below(
        &self,
        (frame, leaf): (FrameId, NodeId),
        explained: &Explained,
        (at, own_row): (usize, u64),
        ((key, put), more): ((Option<NodeId>, PutId), &[NodeId]),
    ) -> Option<PartnerCause> {
        let key = batch::key_of(self, frame, explained, (key, at))?;
        let declared = &self.lowered.plan.puts[put.0];
        let mut asked: Vec<NodeId> = declared.filter.into_iter().collect();
        match declared.kind {
            PutKind::Share(value)
            | PutKind::Total {
                value,
                given_only: false,
                ..
            }
            | PutKind::Values {
                value,
                given_only: false,
                ..
            } => asked.push(value),
            _ => {}
        }
        asked.extend(more.iter().copied());
        let partners = self.partners().ok()?;
        let rows: Vec<u64> = partners.rows(put, key).iter().map(|row| row.row).collect();
        let is_gathered = matches!(declared.kind, PutKind::Link) && !self.is_pairs(frame, leaf);
        if is_gathered && rows.len() != 1 {
            // None, or several that do not agree: that is the reason.
            return None;
        }
        for batch in rows[..rows.len().min(MOST_ROWS)].chunks(BATCH) {
            let there = self
                .evaluation
                .explain_some(declared.frame, batch, &asked)
                .ok()?;
            for (place, &row) in batch.iter().enumerate() {
                let excluded = |filter| evidence::truth(&there, filter, place) == Some(false);
                if declared.filter.is_some_and(excluded) {
                    continue;
                }
                let cause = asked.iter().find_map(|&node| there.reason(node, place));
                if let Some((reason, node)) = cause {
                    // A ranked group is itself unknown because of rows of a further table.
                    let further = (declared.frame, node);
                    if let Some(below) = self.partner_cause(further, &there, (place, row)) {
                        return Some(below);
                    }
                    let cell = self.cell_below(declared.frame, node, row);
                    return Some(PartnerCause { reason, cell });
                }
            }
        }
        if let Node::Pairs { nodes, .. } = &self.lowered.plan.frames[frame.0].nodes[leaf.0] {
            let own = nodes.iter().find_map(|node| match node {
                PairNode::Here(node) => explained.reason(*node, at),
                _ => None,
            });
            if let Some((reason, node)) = own {
                let cell = self.cell_below(frame, node, own_row);
                return Some(PartnerCause { reason, cell });
            }
        }
        None
    }

    fn is_pairs(&self, frame: FrameId, node: NodeId) -> bool {
        let node = &self.lowered.plan.frames[frame.0].nodes[node.0];
        matches!(node, Node::Pairs { .. })
    }

    /// The first cell below a node, in a row of its frame: dataset, row from 0 and column.
    pub(super) fn cell_below(
        &self,
        frame: FrameId,
        node: NodeId,
        row: u64,
    ) -> Option<(usize, u64, usize)> {
        let plan = &self.lowered.plan;
        let FrameRows::Dataset(dataset) = plan.frames[frame.0].rows else {
            return None;
        };
        evidence::first_column(plan, frame, node).map(|column| (dataset, row, column))
    }

    /// Further nodes of the partner rows, and whether rows without a key count, of a node that aggregates rows.
    fn read_of(&self, frame: FrameId, leaf: NodeId) -> Option<(Vec<NodeId>, bool)> {
        match &self.lowered.plan.frames[frame.0].nodes[leaf.0] {
            Node::Read {
                kind: ReadKind::Gather { value, .. },
                ..
            } => Some((vec![*value], false)),
            Node::Read {
                undecided_members, ..
            } => Some((Vec::new(), *undecided_members)),
            Node::Pairs { nodes, .. } => {
                let there = nodes.iter().filter_map(|node| match node {
                    PairNode::There(node) => Some(*node),
                    _ => None,
                });
                Some((there.collect(), false))
            }
            _ => None,
        }
    }
}
