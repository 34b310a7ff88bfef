//! Why a count, a sum or a share cannot be told: the first cell of the rows below it that is not known, and for what reason.

use super::batch::{self, BATCH, Keys};
use super::{Inspection, evidence};
use crate::eval::{Explained, Partner};
use crate::plan::{FrameId, FrameRows, Node, NodeId, PairNode, PutId, PutKind, ReadKind};
use crate::types::Reason;
use std::io;

/// The most rows of a group whose own causes lie in rows of further tables.
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
        ((key_node, put), more): ((Option<NodeId>, PutId), &[NodeId]),
    ) -> Option<PartnerCause> {
        let key = batch::key_of(self, frame, explained, (key_node, at))?;
        let declared = &self.lowered.plan.puts[put.0];
        let asked = self.asked_of(put, more);
        let partners = self.partners().ok()?;
        let rows: Vec<u64> = partners.rows(put, key).iter().map(|row| row.row).collect();
        let is_gathered = matches!(declared.kind, PutKind::Link) && !self.is_pairs(frame, leaf);
        if is_gathered && rows.len() != 1 {
            // None, or several that do not agree: that is the reason. Along a path the cell that leads nowhere is in the row before.
            let (reason, _) = explained.reason(leaf, at)?;
            let cell = self.cell_of_key((frame, key_node?), explained, at)?;
            return Some(PartnerCause {
                reason,
                cell: Some(cell),
            });
        }
        for batch in rows.chunks(BATCH) {
            let there = self
                .evaluation
                .explain_some(declared.frame, batch, &asked)
                .ok()?;
            for (place, &row) in batch.iter().enumerate() {
                let excluded = |filter| evidence::truth(&there, filter, place) == Some(false);
                if declared.filter.is_some_and(excluded) {
                    continue;
                }
                if let Some((reason, node)) = self.cause_of(put, &asked, &there, place) {
                    // A ranked group is itself unknown because of rows of a further table.
                    let further = (declared.frame, node);
                    if let Some(below) = self.partner_cause(further, &there, (place, row)) {
                        return Some(below);
                    }
                    // What rows of a further table amount to has no cell here.
                    let leaf = &self.lowered.plan.frames[declared.frame.0].nodes[node.0];
                    let is_link = |(_, put): &(Option<NodeId>, PutId)| {
                        matches!(self.lowered.plan.puts[put.0].kind, PutKind::Link)
                    };
                    let is_cell = leaf.puts_read().iter().all(is_link);
                    let cell = self
                        .cell_below(declared.frame, node, row)
                        .filter(|_| is_cell);
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

    /// The cell that a key was taken from, where that is in a row of another table; `None` where it is not.
    fn cell_of_key(
        &self,
        (frame, key): (FrameId, NodeId),
        explained: &Explained,
        at: usize,
    ) -> Option<(usize, u64, usize)> {
        let Node::Read {
            key: Some(before),
            put,
            kind: ReadKind::Gather { value, .. },
            ..
        } = &self.lowered.plan.frames[frame.0].nodes[key.0]
        else {
            return None;
        };
        let led_by = batch::key_of(self, frame, explained, (Some(*before), at))?;
        let [row] = self.partners().ok()?.rows(*put, led_by) else {
            return None;
        };
        self.cell_below(self.lowered.plan.puts[put.0].frame, *value, row.row)
    }

    /// The nodes of the rows of a put on which it depends what they amount to.
    pub(super) fn asked_of(&self, put: PutId, more: &[NodeId]) -> Vec<NodeId> {
        let declared = &self.lowered.plan.puts[put.0];
        let mut asked: Vec<NodeId> = declared.filter.into_iter().collect();
        match declared.kind {
            PutKind::Share(value)
            | PutKind::Total { value, .. }
            | PutKind::Values { value, .. } => asked.push(value),
            _ => {}
        }
        asked.extend(more);
        asked
    }

    /// Why one of these nodes is undecided in a row of a put. A value that is left out where it is unknown decides nothing there.
    pub(super) fn cause_of(
        &self,
        put: PutId,
        asked: &[NodeId],
        there: &Explained,
        row: usize,
    ) -> Option<(Reason, NodeId)> {
        let left_out = match self.lowered.plan.puts[put.0].kind {
            PutKind::Total {
                value,
                given_only: true,
                ..
            }
            | PutKind::Values {
                value,
                given_only: true,
                ..
            } => Some(value).filter(|&value| there.value(value, row).is_none()),
            _ => None,
        };
        let mut asked = asked.iter().filter(|&&node| Some(node) != left_out);
        asked.find_map(|&node| there.reason(node, row))
    }

    /// The puts and keys that the rows of a put under some keys ask for in their turn, where these rows are undecided because of them.
    pub(super) fn asked_further(
        &self,
        put: PutId,
        rows: &[Partner],
        wanted: &mut Keys,
    ) -> io::Result<()> {
        let frame = self.lowered.plan.puts[put.0].frame;
        let asked = self.asked_of(put, &[]);
        if evidence::puts_below(&self.lowered.plan, frame, asked.clone()).is_empty() {
            return Ok(());
        }
        // No more rows of a key are looked through for a reason.
        let mut shown: Vec<u64> = rows
            .chunk_by(|a, b| a.key == b.key)
            .flat_map(|rows| &rows[..rows.len().min(MOST_ROWS)])
            .map(|row| row.row)
            .collect();
        // Rows are read in their order in the file; keys have none that is the same for any number of threads.
        shown.sort_unstable();
        for batch in shown.chunks(BATCH) {
            let there = self.evaluation.explain_some(frame, batch, &asked)?;
            for place in 0..batch.len() {
                let Some((_, leaf)) = self.cause_of(put, &asked, &there, place) else {
                    continue;
                };
                let leaf = &self.lowered.plan.frames[frame.0].nodes[leaf.0];
                for (key, put) in leaf.puts_read() {
                    if let Some(key) = batch::key_of(self, frame, &there, (key, place)) {
                        wanted.entry(put).or_default().extend([key]);
                    }
                }
            }
        }
        Ok(())
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
