//! Evaluation: a plan and bound datasets become verdicts.
//!
//! Columns, not rows: every node is a vector over a batch of rows, evaluated once for all items. What rows say to rows of other tables lies
//! under dense key numbers. Afterwards only counts, hits and what later questions need are kept; nothing visible depends on the number
//! of threads, the size of chunks, or which key got which number.

mod at_hand;
mod bad_cells;
mod batch;
mod bits;
mod cells;
mod chunks;
mod columns;
mod compose;
mod contribute;
mod derived;
mod engine;
mod explain;
mod fetched;
mod gather;
mod guards;
mod halved;
mod kernels;
mod keys;
mod kinds;
mod notes;
mod open_keys;
mod pack;
mod pages;
mod partners;
mod phases;
mod plane;
mod pool;
mod read;
mod read_both;
mod reasons;
mod recent;
mod sequence;
mod shared;
mod store;
mod stored;
mod tally;
mod torn;
mod ungrouped;
mod valued;
mod values;
mod vector;
mod verdict;
mod wordbook;

pub use explain::{Explained, Known};
pub use partners::Partner;
pub use store::{UNGROUPED, WHOLE};
pub use tally::Ways;
pub use verdict::Doubt;

use std::io;
use std::sync::atomic::Ordering;

use crate::data::binding::BoundDataset;
use crate::data::{FetchedRows, ProblemKind};
use crate::findings::{Counts, FindingOutcome};
use crate::plan::{FrameId, NodeId, Plan, PutId, SpaceId};

use engine::{Engine, FrameState};
use phases::PlannedBlock;
use store::State;
use vector::Scalar;

/// How to evaluate.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Number of threads; 0: one for each core.
    pub threads: usize,
    /// Whether rows of other tables will be looked for in great number: their keys are kept then, and files are read again only for rows
    /// without a key of tables whose rows are linked.
    pub partners: bool,
}

/// What a subject's part came to, where that is a finding. Met and excused ones are only counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitOutcome {
    /// The requirement is false.
    NotMet,
    /// It cannot be told.
    CannotTell,
    /// A person has still to answer.
    Awaiting,
}

impl From<HitOutcome> for FindingOutcome {
    fn from(outcome: HitOutcome) -> Self {
        match outcome {
            HitOutcome::NotMet => Self::NotMet,
            HitOutcome::CannotTell => Self::CannotTell,
            HitOutcome::Awaiting => Self::Awaiting,
        }
    }
}

/// A finding in the making.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The data row from 0; in a frame of keys the key's number; 0 for the whole.
    pub row: u64,
    /// The part's number in the item's check.
    pub part: u16,
    /// What it came to.
    pub outcome: HitOutcome,
}

/// Cells of one kind of problem in a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// The kind.
    pub kind: ProblemKind,
    /// How many cells.
    pub count: u64,
    /// The first ones: data row from 0, and the column's number in the model.
    pub places: Vec<(u64, usize)>,
}

/// Evaluates a plan over datasets.
///
/// # Errors
/// When a file cannot be read any more, or the plan's values depend on each other in a circle.
pub fn evaluate<'a>(
    plan: &'a Plan,
    datasets: &'a [BoundDataset],
    options: &Options,
) -> io::Result<Evaluation<'a>> {
    let mut engine = Engine::new(plan, datasets, options)?;
    engine.run()?;
    Ok(Evaluation { engine })
}

/// An evaluated plan.
pub struct Evaluation<'a> {
    engine: Engine<'a>,
}

impl Evaluation<'_> {
    /// The verdicts of an item's subjects, counted.
    #[must_use]
    pub fn counts(&self, item: usize) -> Counts {
        self.sum(item).counts
    }

    /// What is open about the counts of an item's verdicts.
    #[must_use]
    pub fn doubt(&self, item: usize) -> Doubt {
        self.sum(item).doubt
    }

    fn sum(&self, item: usize) -> verdict::Sum {
        let mut sum = verdict::Sum::default();
        for (at, block) in self.engine.phases.blocks.iter().enumerate() {
            if block.item == item {
                verdict::add(&mut sum, &self.engine.counts[at]);
            }
        }
        sum
    }

    /// How the keys of a tally came together.
    #[must_use]
    pub fn ways(&self, tally: usize) -> Ways {
        self.engine.ways.get(tally).copied().unwrap_or_default()
    }

    /// The findings of a block, ascending by row (keys: by first appearance over the sources), then by part as the block lists them.
    pub fn hits(&self, item: usize, block: usize) -> impl Iterator<Item = Hit> + '_ {
        self.rows_of(item, block, |part| {
            [
                Some((&part.not_met, HitOutcome::NotMet)),
                Some((&part.cannot_tell, HitOutcome::CannotTell)),
            ]
        })
    }

    /// How many findings of a block there are: not met, and those that cannot be told.
    #[must_use]
    pub fn number_of_hits(&self, item: usize, block: usize) -> [u64; 2] {
        let mut numbers = [0; 2];
        for (_, part) in self.parts_of(item, block) {
            numbers[0] += part.not_met.len();
            numbers[1] += part.cannot_tell.len();
        }
        numbers
    }

    /// The number of a block among those that are evaluated, and its frame.
    fn frame_of(&self, item: usize, block: usize) -> Option<(usize, &FrameState)> {
        let planned = &self.engine.phases.blocks;
        let is_it = |planned: &PlannedBlock| planned.item == item && planned.block == block;
        let at = planned.iter().position(is_it)?;
        Some((at, &self.engine.frames[planned[at].frame.0]))
    }

    /// What each chunk found of a block, by the number of its first row.
    fn parts_of(
        &self,
        item: usize,
        block: usize,
    ) -> impl Iterator<Item = (u64, &verdict::PartHits)> {
        self.frame_of(item, block)
            .into_iter()
            .flat_map(|(at, frame)| {
                let parts = frame.parts.iter().zip(&frame.bases);
                parts.flat_map(move |(part, &base)| {
                    part.hits_of(at).iter().map(move |hits| (base, hits))
                })
            })
    }

    /// The excused subjects of a block, ascending by row, each with the first part that it is excused from; their outcome says nothing.
    pub fn excused(&self, item: usize, block: usize) -> impl Iterator<Item = Hit> + '_ {
        self.rows_of(item, block, |part| {
            [Some((&part.excused, HitOutcome::NotMet)), None]
        })
    }

    fn rows_of<'s>(
        &'s self,
        item: usize,
        block: usize,
        sets: impl Fn(&'s verdict::PartHits) -> [Option<(&'s verdict::RowSet, HitOutcome)>; 2]
        + Copy
        + 's,
    ) -> impl Iterator<Item = Hit> + 's {
        self.frame_of(item, block)
            .into_iter()
            .flat_map(move |(at, frame)| {
                let parts = frame.parts.iter().zip(&frame.bases);
                parts.flat_map(move |(part, &base)| {
                    let mut hits: Vec<Hit> = Vec::new();
                    for part in part.hits_of(at) {
                        for (rows, outcome) in sets(part).into_iter().flatten() {
                            hits.extend(rows.rows().map(|row| Hit {
                                row: base + row as u64,
                                part: part.part,
                                outcome,
                            }));
                        }
                    }
                    // Stable: the parts of a row stay as the block lists them.
                    hits.sort_by_key(|hit| hit.row);
                    hits.into_iter().map(move |hit| Hit {
                        row: frame
                            .ids
                            .get(usize::try_from(hit.row).unwrap_or(usize::MAX))
                            .map_or(
                                hit.row,
                                |&id| if frame.is_whole { 0 } else { u64::from(id) },
                            ),
                        ..hit
                    })
                })
            })
    }

    /// The data row that stands for an axis of keys in a row of a derived frame.
    #[must_use]
    pub fn axis_row(&self, frame: FrameId, axis: usize, row: u64) -> Option<u64> {
        self.engine.axis_row(frame, axis, row)
    }

    /// The row that a [`crate::plan::Node::Beside`] looks at from a row, where that is certain.
    #[must_use]
    pub fn beside_row(&self, frame: FrameId, node: NodeId, row: u64) -> Option<u64> {
        self.engine.beside_row(frame, node, row)
    }

    /// Number of rows of a frame: data rows, keys, combinations, or 1.
    #[must_use]
    pub fn rows(&self, frame: FrameId) -> u64 {
        self.engine.frames[frame.0].rows()
    }

    /// The rows of a frame as other questions name them: data rows, numbers of keys in order of first appearance, 0 for the whole.
    #[must_use]
    pub fn row_numbers(&self, frame: FrameId) -> Vec<u64> {
        let state = &self.engine.frames[frame.0];
        if state.is_whole {
            return vec![0];
        }
        if state.ids.is_empty() {
            return (0..state.rows()).collect();
        }
        state.ids.iter().map(|&id| u64::from(id)).collect()
    }

    /// What is wrong with single cells of the columns that were wanted, by kind. A cell is counted once.
    #[must_use]
    pub fn cell_problems(&self, dataset: usize) -> Vec<CellProblem> {
        let mut problems: Vec<CellProblem> = Vec::new();
        for (frame, planned) in self.engine.plan.frames.iter().enumerate() {
            if planned.rows != crate::plan::FrameRows::Dataset(dataset) {
                continue;
            }
            let state = &self.engine.frames[frame];
            for (part, &base) in state.parts.iter().zip(&state.bases) {
                for notes in &part.notes {
                    let at = match problems.iter().position(|p| p.kind == notes.kind) {
                        Some(at) => at,
                        None => {
                            problems.push(CellProblem {
                                kind: notes.kind,
                                count: 0,
                                places: Vec::new(),
                            });
                            problems.len() - 1
                        }
                    };
                    let problem = &mut problems[at];
                    problem.count += notes.count;
                    let places = notes
                        .places
                        .iter()
                        .map(|&(row, col)| (base + row as u64, col));
                    problem.places.extend(places);
                    problem.places.truncate(crate::data::Problem::MOST_PLACES);
                }
            }
        }
        problems.sort_by_key(|problem| problem.kind);
        problems
    }

    /// Rows of a put without a usable key: those that its filter surely takes, and those that it may take.
    #[must_use]
    pub fn unkeyed(&self, put: PutId) -> (u64, u64) {
        let [sure, maybe] = &self.engine.store.puts[put.0].unkeyed;
        (sure.load(Ordering::Relaxed), maybe.load(Ordering::Relaxed))
    }

    /// The keys under which a put surely counted more than one row, ascending.
    #[must_use]
    pub fn keys_of_several(&self, put: PutId) -> Vec<u32> {
        let Some((space, _)) = self.engine.plan.puts[put.0].key else {
            return Vec::new();
        };
        let known = self.engine.spaces[space.0].ids();
        let ids: Vec<u32> = (1..u32::try_from(known).unwrap_or(UNGROUPED)).collect();
        let counts = read::Reads::new(&self.engine).counts(&ids, put, 0);
        let several = ids.iter().zip(counts).filter(|(_, count)| count.low > 1);
        several.map(|(id, _)| *id).collect()
    }

    /// Rows that a put without a small cap counted under keys that no row of a frame has, `key` being the node of the frame's key.
    ///
    /// # Errors
    ///
    /// When a file cannot be read again.
    pub fn counted_elsewhere(
        &self,
        put: PutId,
        frame: FrameId,
        key: NodeId,
    ) -> io::Result<Vec<(u32, u64)>> {
        const TOGETHER: usize = 10_000;
        let State::Count { sure, maybe } = &self.engine.store.puts[put.0].state else {
            return Ok(Vec::new());
        };
        let mut counts: Vec<u64> = Vec::new();
        for plane in [Some(sure), maybe.get()].into_iter().flatten() {
            let slots = plane.slots();
            counts.resize(counts.len().max(slots.len()), 0);
            for (count, slot) in counts.iter_mut().zip(slots.iter()) {
                *count += u64::from(slot.load(Ordering::Relaxed));
            }
        }
        let rows: Vec<u64> = (0..self.rows(frame)).collect();
        for rows in rows.chunks(TOGETHER) {
            let explained = self.engine.explain_some(frame, rows, &[key], &[])?;
            for row in 0..rows.len() {
                if let Some(Scalar::Key(id)) = explained.scalar(key, row)
                    && let Some(count) = counts.get_mut(id as usize)
                {
                    *count = 0;
                }
            }
        }
        let numbered = (0..).zip(counts);
        Ok(numbered.filter(|(_, count)| *count > 0).collect())
    }

    /// Rows that a put of given values leaves out, because theirs is unknown.
    #[must_use]
    pub fn values_left_out(&self, put: PutId) -> u64 {
        self.engine.store.puts[put.0]
            .left_out
            .load(Ordering::Relaxed)
    }

    /// The text of a key, one for each part; empty where a part is no text (digests).
    #[must_use]
    pub fn key_text(&self, space: SpaceId, id: u32) -> Vec<String> {
        self.engine.key_text(space, id)
    }

    /// Another key of a space that is the same number with more or fewer zeros in front: `0001` for `1`.
    #[must_use]
    pub fn with_other_zeros(&self, space: SpaceId, id: u32) -> Option<String> {
        self.engine.with_other_zeros(space, id)
    }

    /// Where a key of a space that has a frame comes first: the number of the source among the frames that put something into the space,
    /// in the order of their puts, and the lowest data row there.
    #[must_use]
    pub fn first_row(&self, space: SpaceId, id: u32) -> Option<(usize, u64)> {
        self.engine.first_row(space.0, id)
    }

    /// The values of all nodes of a frame for some rows (data rows ascending; key numbers; 0 for the whole), with cells and reasons.
    /// For batches of some thousand rows.
    ///
    /// # Errors
    /// When a file cannot be read any more.
    pub fn explain(&self, frame: FrameId, rows: &[u64]) -> io::Result<Explained<'_>> {
        self.engine.explain(frame, rows)
    }

    /// As [`Evaluation::explain`], for some nodes and what they are made from.
    ///
    /// # Errors
    /// When a file cannot be read any more.
    pub fn explain_some(
        &self,
        frame: FrameId,
        rows: &[u64],
        nodes: &[NodeId],
    ) -> io::Result<Explained<'_>> {
        self.engine.explain_some(frame, rows, nodes, &[])
    }

    /// Columns (of the file) of some rows (from 0, ascending) of a dataset; none where it has no file.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn cells(
        &self,
        dataset: usize,
        rows: &[u64],
        columns: &[usize],
    ) -> io::Result<FetchedRows> {
        self.engine.cells(dataset, rows, columns)
    }

    /// Reads rows of some datasets (from 0, ascending) with columns of their files, all at once, so that they are at hand when they are
    /// asked for; rows that were fetched before with the same columns stay at hand too.
    ///
    /// # Errors
    /// When a file cannot be read any more.
    pub fn fetch_ahead(&self, wanted: Vec<(usize, Vec<u64>, Vec<usize>)>) -> io::Result<()> {
        self.engine.fetch_ahead(wanted)
    }

    /// Leaves of some rows of a dataset those that are not at hand.
    pub fn not_at_hand(&self, dataset: usize, rows: &mut Vec<u64>) {
        self.engine.not_at_hand(dataset, rows);
    }

    /// Gives the memory of what was fetched ahead back.
    pub fn let_go(&self) {
        self.engine.let_go();
    }

    /// As [`Evaluation::explain_some`], and reads some columns (of the model) beside those that the nodes are made from.
    ///
    /// # Errors
    /// When a file cannot be read any more.
    pub fn explain_beside(
        &self,
        frame: FrameId,
        rows: &[u64],
        nodes: &[NodeId],
        beside: &[usize],
    ) -> io::Result<Explained<'_>> {
        self.engine.explain_some(frame, rows, nodes, beside)
    }

    /// The keys that a node holds in some rows (`None`: it holds none), where the engine kept them; else nothing, and the rows have to be
    /// explained.
    #[must_use]
    pub fn keys_kept(
        &self,
        frame: FrameId,
        node: NodeId,
        rows: &[u64],
    ) -> Option<Vec<Option<u32>>> {
        self.engine.keys_kept(frame, node, rows)
    }

    /// As [`Evaluation::partners`], for several puts: each producing dataset is read once.
    ///
    /// # Errors
    /// When a file cannot be read any more.
    pub fn partners_of(&self, asked: &[(PutId, Vec<u32>)]) -> io::Result<Vec<Vec<Partner>>> {
        self.engine.partners(asked)
    }

    /// The rows that put something under some keys (ascending ids), by key and row. Reads the producing dataset again.
    ///
    /// # Errors
    /// When a file cannot be read any more.
    pub fn partners(&self, put: PutId, keys: &[u32]) -> io::Result<Vec<Partner>> {
        Ok(self.engine.partners(&[(put, keys.to_vec())])?.concat())
    }

    /// The rows of a put's dataset under some keys (ascending), whether the put's filter takes them or not.
    ///
    /// # Errors
    /// Where a table cannot be read again.
    pub fn rows_under(&self, put: PutId, keys: &[u32]) -> io::Result<Vec<Partner>> {
        self.engine.rows_under(put, keys)
    }
}
