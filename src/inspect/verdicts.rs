//! The verdict of every subject of an item, one by one: for tests on tiny tables and for questions about a single subject.

use super::Inspection;
use super::attest::Attested;
use super::batch;
use crate::eval::{Hit, HitOutcome};
use crate::findings::{Subject, Verdict};
use crate::plan::{FrameId, Node, NodeId};
use std::collections::BTreeSet;
use std::io;

impl Inspection<'_> {
    /// The subjects of an item (by its place among the items run) with their verdicts, in the order of its blocks and rows.
    ///
    /// # Errors
    /// When a data file cannot be read any more.
    pub fn verdicts(&self, item: usize) -> io::Result<Vec<(Subject, Verdict)>> {
        let mut found = Vec::new();
        for number in 0..self.lowered.plan.items[item].blocks.len() {
            let block = &self.lowered.plan.items[item].blocks[number];
            let rows = self.evaluation.row_numbers(block.frame);
            let part = block.parts.first().map_or(0, |part| part.part);
            for rows in rows.chunks(batch::BATCH) {
                let verdicts = self.block_verdicts(item, number, rows)?;
                // A subject is told as a finding about it would tell it.
                let mut hits: Vec<Hit> = verdicts
                    .iter()
                    .map(|&(row, _)| Hit {
                        row,
                        part: u16::try_from(part).unwrap_or(u16::MAX),
                        outcome: HitOutcome::NotMet,
                    })
                    .collect();
                hits.dedup_by_key(|hit| hit.row);
                let mut subjects = Vec::new();
                self.cook_batch((item, number), &hits, &mut |finding| {
                    subjects.push(finding.subject.clone());
                    Ok(())
                })?;
                let verdicts = verdicts.into_iter().map(|(_, verdict)| verdict);
                found.extend(subjects.into_iter().zip(verdicts));
            }
        }
        Ok(found)
    }

    /// The verdicts of some rows of a block; rows that are no subjects are left out.
    pub(super) fn block_verdicts(
        &self,
        item: usize,
        number: usize,
        rows: &[u64],
    ) -> io::Result<Vec<(u64, Verdict)>> {
        let block = &self.lowered.plan.items[item].blocks[number];
        let mut sorted = rows.to_vec();
        sorted.sort_unstable();
        let nodes = batch::nodes_shown(self, item, number);
        let explained = self.evaluation.explain_some(block.frame, &sorted, &nodes)?;
        let verdicts = explained.verdicts(block);
        let verdict = |&row: &u64| {
            let at = sorted.partition_point(|&other| other < row);
            let verdict = verdicts.get(at).copied().flatten()?;
            match self.answered.items.get(&item) {
                Some(attested) if number == 0 => Some((row, with_answers(attested, row, verdict)?)),
                _ => Some((row, verdict)),
            }
        };
        Ok(rows.iter().filter_map(verdict).collect())
    }

    /// The rows of decision tables (table in the model, row) that were taken anywhere in the run.
    ///
    /// # Errors
    /// When a data file cannot be read any more.
    pub fn table_rows(&self) -> io::Result<BTreeSet<(usize, usize)>> {
        let plan = &self.lowered.plan;
        let mut taken = BTreeSet::new();
        for (number, frame) in plan.frames.iter().enumerate() {
            let numbered = frame.nodes.iter().enumerate();
            let lookups: Vec<(NodeId, usize)> = numbered
                .filter_map(|(id, node)| match node {
                    Node::Lookup(table, _) => Some((NodeId(id), plan.lookups[*table].table)),
                    _ => None,
                })
                .collect();
            if lookups.is_empty() {
                continue;
            }
            let nodes: Vec<NodeId> = lookups.iter().map(|&(id, _)| id).collect();
            let mut rows = self.evaluation.row_numbers(FrameId(number));
            rows.sort_unstable();
            let explained = self
                .evaluation
                .explain_some(FrameId(number), &rows, &nodes)?;
            for at in 0..rows.len() {
                for &(node, table) in &lookups {
                    let row = explained.table_row(node, at);
                    taken.extend(row.map(|row| (table, row)));
                }
            }
        }
        Ok(taken)
    }
}

/// The verdict of a row that people answer for. `None`: it was not drawn.
fn with_answers(attested: &Attested, row: u64, verdict: Verdict) -> Option<Verdict> {
    if !attested.asked.contains(&row) {
        let settled = matches!(verdict, Verdict::Excused | Verdict::NotApplicable);
        return settled.then_some(verdict);
    }
    let of = |outcome| {
        let mut hits = attested.hits.iter();
        hits.any(|hit| hit.row == row && hit.outcome == outcome)
    };
    Some(if of(HitOutcome::NotMet) {
        Verdict::NotMet
    } else if of(HitOutcome::CannotTell) {
        Verdict::CannotTell
    } else if of(HitOutcome::Awaiting) {
        Verdict::Awaiting
    } else {
        Verdict::Met
    })
}
