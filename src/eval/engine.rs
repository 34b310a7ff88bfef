//! The run: phase by phase, chunk by chunk, by all threads at once.
//!
//! Threads take the chunks of a stretch that no other thread has begun, while there is one. What threads find is put together by frame and
//! chunk, so that nothing depends on who came first.

use std::cell::RefCell;
use std::io;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use super::Options;
use super::at_hand::AtHand;
use super::batch::{Batch, Blocks, Environment};
use super::chunks::{Bases, Tasks, Worker};
use super::columns::Reader;
use super::compose::Composer;
use super::contribute::Rows;
use super::derived::{self, Entries};
use super::gather::Kept;
use super::guards::{self, Guards};
use super::keys::KeySpace;
use super::kinds;
use super::notes::{Notes, summarise};
use super::phases::Phases;
use super::pool::Pool;
use super::read::Reads;
use super::sequence::{Here, Line, RunLine};
use super::store::{List, Store, UNGROUPED};
use super::stored::KeptNodes;
use super::tally::{Spelled, Ways};
use super::vector::Vector;
use super::verdict::{self, PartHits, Sum};
use super::wordbook::Wordbooks;
use crate::data::binding::BoundDataset;
use crate::data::{Buffer, Source};
use crate::plan::{FrameId, FrameRows, Node, NodeId, Plan};

/// Keys of a space's frame that are looked at together.
const KEYS_AT_ONCE: usize = 4096;

/// What a chunk leaves behind.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) rows: usize,
    /// Vectors of nodes that later phases or other frames need.
    pub(crate) kept: KeptNodes,
    /// Hits by number of the block in [`Phases::blocks`], ascending.
    pub(crate) hits: Vec<(usize, Vec<PartHits>)>,
    pub(crate) notes: Vec<Notes>,
    /// Cells that are not written as their key, until the rows are put.
    pub(crate) spelled: Vec<Spelled>,
}

impl Part {
    /// What was found of a block.
    pub(crate) fn hits_of(&self, block: usize) -> &[PartHits] {
        let at = self.hits.binary_search_by_key(&block, |(block, _)| *block);
        at.ok()
            .and_then(|at| self.hits.get(at))
            .map_or(&[], |(_, hits)| hits)
    }
}

/// A frame while it is evaluated.
#[derive(Default)]
pub(crate) struct FrameState {
    pub(crate) parts: Vec<Part>,
    /// The first row of each part.
    pub(crate) bases: Vec<u64>,
    /// The ids of its rows, in a frame of keys, in order of first appearance.
    pub(crate) ids: Vec<u32>,
    pub(crate) is_whole: bool,
    /// Its file does not show all of its rows.
    pub(crate) is_torn: bool,
    /// The axes of a derived table.
    pub(crate) axes: Vec<Entries>,
}

impl FrameState {
    pub(crate) fn rows(&self) -> u64 {
        match (self.bases.last(), self.parts.last()) {
            // Settled.
            (Some(base), Some(last)) if self.bases.len() == self.parts.len() => {
                base + last.rows as u64
            }
            _ => self.parts.iter().map(|part| part.rows as u64).sum(),
        }
    }

    fn settle(&mut self) {
        let mut base = 0;
        self.bases = self
            .parts
            .iter()
            .map(|part| {
                let first = base;
                base += part.rows as u64;
                first
            })
            .collect();
    }
}

/// Everything that a run needs and leaves.
pub(crate) struct Engine<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) datasets: &'a [BoundDataset],
    pub(crate) phases: Phases,
    pub(crate) guards: Guards,
    /// For each frame its nodes in the order in which they are evaluated.
    pub(crate) orders: Vec<Vec<NodeId>>,
    pub(crate) spaces: Vec<KeySpace>,
    pub(crate) composers: Vec<Option<Composer>>,
    pub(crate) store: Store,
    /// How columns are read, by frame and node.
    pub(crate) readers: Vec<Vec<Option<Reader>>>,
    /// The columns of the file that these read, by frame, ascending.
    pub(crate) file_columns: Vec<Vec<usize>>,
    pub(crate) frames: Vec<FrameState>,
    /// Orders and their runs, once their phase is over.
    pub(crate) lines: Vec<Option<Line>>,
    pub(crate) run_lines: Vec<Option<RunLine>>,
    /// Counts by number of the block.
    pub(crate) counts: Vec<Sum>,
    /// What each tally came to.
    pub(crate) ways: Vec<Ways>,
    pub(crate) pool: Pool,
    pub(crate) at_hand: AtHand,
}

/// What a thread brings back from a phase.
#[derive(Default)]
struct Found {
    parts: Vec<(usize, usize, Part)>,
    counts: Vec<Sum>,
}

/// What one batch of keys gives: its nodes that are kept, the counts of each block, the ways of matching of each tally.
type KeyBatch = (Part, Vec<Sum>, Vec<Ways>);

impl<'a> Engine<'a> {
    pub(crate) fn new(
        plan: &'a Plan,
        datasets: &'a [BoundDataset],
        options: &Options,
    ) -> io::Result<Self> {
        let phases = Phases::of(plan, options.partners)?;
        let guards = Guards::of(plan, &phases);
        let mut readers: Vec<Vec<Option<Reader>>> = plan
            .frames
            .iter()
            .enumerate()
            .map(|(frame, planned)| {
                let FrameRows::Dataset(dataset) = planned.rows else {
                    return planned.nodes.iter().map(|_| None).collect();
                };
                let read = |(at, node): (usize, &Node)| {
                    let Node::Column(column, want) = node else {
                        return None;
                    };
                    let bound = datasets.get(dataset)?.columns.get(*column)?;
                    let mut reader = Reader::new(*column, want, bound);
                    reader.inserts = phases.inserts[frame][at];
                    Some(reader)
                };
                planned.nodes.iter().enumerate().map(read).collect()
            })
            .collect();
        for (frame, readers) in readers.iter_mut().enumerate() {
            super::phases::mark_reporting(plan, frame, &phases, readers);
        }
        super::tally::mark(plan, &mut readers);
        let pool = Pool::new(options.threads)?;
        let threads = pool.current_num_threads();
        let composers: Vec<Option<Composer>> = (0..plan.spaces.len())
            .map(|space| Composer::of(plan, space, threads))
            .collect();
        Ok(Self {
            plan,
            datasets,
            orders: guards::orders(plan, &guards),
            guards,
            spaces: (plan.spaces.iter())
                .map(|_| KeySpace::new(threads))
                .collect(),
            composers,
            store: Store::of(plan),
            file_columns: readers
                .iter()
                .map(|readers| super::phases::file_columns(readers))
                .collect(),
            readers,
            frames: plan.frames.iter().map(|_| FrameState::default()).collect(),
            lines: plan.sequences.iter().map(|_| None).collect(),
            run_lines: plan.runs.iter().map(|_| None).collect(),
            counts: vec![Sum::default(); phases.blocks.len()],
            ways: vec![Ways::default(); plan.tallies.len()],
            phases,
            pool,
            at_hand: AtHand::default(),
        })
    }

    /// Blocks of ids for one thread.
    pub(crate) fn blocks(&self) -> Blocks {
        Blocks {
            keys: vec![Default::default(); self.spaces.len()],
            prefixes: self
                .composers
                .iter()
                .map(|composer| composer.as_ref().map(Composer::blocks).unwrap_or_default())
                .collect(),
        }
    }

    /// Evaluates everything.
    pub(crate) fn run(&mut self) -> io::Result<()> {
        for frame in 0..self.frames.len() {
            if let Some(chunks) = self.source(frame).map(Source::chunk_count) {
                self.frames[frame].parts.resize_with(chunks, Part::default);
            }
        }
        let mut blocks: Vec<Mutex<Blocks>> = Vec::new();
        for _ in 0..self.pool.current_num_threads() {
            blocks.push(Mutex::new(self.blocks()));
        }
        for phase in 1..=self.phases.last {
            self.run_phase(phase, &blocks)?;
            for frame in 0..self.frames.len() {
                if self.phases.scan[frame] == phase {
                    self.frames[frame].settle();
                    self.mark_torn(frame);
                }
            }
            self.put_in_order(phase)?;
            let done = |put: &usize| self.phases.put[*put] == phase;
            self.pool.install(|| {
                for put in (0..self.plan.puts.len()).filter(done) {
                    self.store.finish(put);
                }
            });
        }
        self.store.ways.iter().for_each(List::sort);
        for frame in 0..self.frames.len() {
            if !matches!(self.plan.frames[frame].rows, FrameRows::Dataset(_)) {
                self.run_keys(frame)?;
            }
        }
        Ok(())
    }

    /// The table that a frame's rows are read from.
    fn source(&self, frame: usize) -> Option<&dyn Source> {
        let FrameRows::Dataset(dataset) = self.plan.frames[frame].rows else {
            return None;
        };
        self.datasets.get(dataset)?.source.as_deref()
    }

    fn run_phase(&mut self, phase: usize, blocks: &[Mutex<Blocks>]) -> io::Result<()> {
        let mut tasks = Tasks::default();
        for frame in 0..self.frames.len() {
            if self.has_work(frame, phase) {
                let stretches = self.source(frame).map(Source::stretches);
                let chunks = self.frames[frame].parts.len();
                tasks.add(frame, &stretches.unwrap_or_default(), chunks);
            }
        }
        let bases: Vec<Bases> = (0..self.frames.len())
            .map(|frame| Bases::new(self.frames[frame].parts.len(), self.source(frame)))
            .collect();
        let error: Mutex<Option<((usize, usize), io::Error)>> = Mutex::new(None);
        let engine = &*self;
        let found: Vec<Found> = engine.pool.broadcast(|context| {
            let mut found = Found {
                parts: Vec::new(),
                counts: vec![Sum::default(); engine.phases.blocks.len()],
            };
            let mut buffer = Buffer::default();
            let mut wordbooks = Wordbooks::default();
            let mut own = Blocks::default();
            if let Some(blocks) = blocks.get(context.index()) {
                let mut shared = blocks.lock().unwrap_or_else(PoisonError::into_inner);
                std::mem::swap(&mut own, &mut shared);
            }
            let mut worker = Worker::default();
            while let Some(task) = tasks.take(&mut worker) {
                let (frame, _) = task;
                let done = engine.run_chunk(
                    phase,
                    task,
                    (&mut buffer, &mut own, &mut wordbooks),
                    &bases[frame],
                    &mut found,
                );
                if let Err(problem) = done {
                    bases[frame].fail();
                    let mut first = error.lock().unwrap_or_else(PoisonError::into_inner);
                    if first.as_ref().is_none_or(|(other, _)| task < *other) {
                        *first = Some((task, problem));
                    }
                    break;
                }
            }
            if let Some(blocks) = blocks.get(context.index()) {
                *blocks.lock().unwrap_or_else(PoisonError::into_inner) = own;
            }
            found
        });
        if let Some((_, error)) = error.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        for found in found {
            for (sum, more) in self.counts.iter_mut().zip(&found.counts) {
                verdict::add(sum, more);
            }
            for (frame, chunk, mut part) in found.parts {
                let slot = &mut self.frames[frame].parts[chunk];
                slot.hits.append(&mut part.hits);
                slot.hits.sort_by_key(|(block, _)| *block);
                slot.notes.append(&mut part.notes);
                if self.phases.scan[frame] == phase {
                    slot.rows = part.rows;
                    slot.spelled = part.spelled;
                    slot.kept = part.kept;
                } else {
                    slot.kept.add(part.kept);
                }
            }
        }
        Ok(())
    }

    fn has_work(&self, frame: usize, phase: usize) -> bool {
        let phases = &self.phases;
        matches!(self.plan.frames[frame].rows, FrameRows::Dataset(_))
            && (phases.scan[frame] == phase
                || phases.scan[frame] < phase
                    && (phases.node[frame].contains(&Some(phase))
                        || (self.plan.puts.iter().zip(&phases.put))
                            .any(|(put, &at)| put.frame.0 == frame && at == phase)
                        || (phases.blocks.iter())
                            .any(|block| block.frame.0 == frame && block.phase == phase)))
    }

    fn run_chunk(
        &self,
        phase: usize,
        (frame, chunk): (usize, usize),
        (buffer, blocks, wordbooks): (&mut Buffer, &mut Blocks, &mut Wordbooks),
        bases: &Bases,
        found: &mut Found,
    ) -> io::Result<()> {
        let Some(source) = self.source(frame) else {
            return Ok(());
        };
        wordbooks.turn_over(frame);
        let state = &self.frames[frame];
        let (cells, rows, base) = if self.phases.scan[frame] == phase {
            let cells = source.read_columns(chunk, &self.file_columns[frame], buffer)?;
            let base = bases.claim(chunk, cells.rows)?;
            (Some(cells), cells.rows, base)
        } else {
            (None, state.parts[chunk].rows, state.bases[chunk])
        };
        let base = u32::try_from(base + rows as u64)
            .ok()
            .and_then(|end| end.checked_sub(u32::try_from(rows).ok()?))
            .ok_or_else(|| io::Error::other("a table has more than 4 billion rows"))?;
        let frame_id = FrameId(frame);
        let mut batch = Batch::new(self, frame_id, rows, Some(&state.parts[chunk].kept));
        let mut notes = Vec::new();
        let partners =
            |frame: FrameId, node: NodeId, rows: &[u32]| Ok(self.kept(frame, node, rows));
        let environment = Environment {
            chunk: cells.as_ref(),
            own: None,
            here: Here::From(u64::from(base)),
            look_up_only: false,
            expected: rows * state.parts.len(),
            reads: Reads::new(self),
            partners: &partners,
            blocks: RefCell::new(blocks),
            notes: RefCell::new(&mut notes),
            spelled: RefCell::default(),
            wordbooks: Some(RefCell::new(wordbooks)),
        };
        let phases = &self.phases;
        batch.evaluate(&environment, |id| phases.node[frame][id.0] == Some(phase))?;
        let spelled = environment.spelled.take();
        drop(environment);
        let get = |id: NodeId| batch.get(id);
        let puts: Vec<usize> = (0..self.plan.puts.len())
            .filter(|&put| self.plan.puts[put].frame.0 == frame && phases.put[put] == phase)
            .collect();
        let going = Rows {
            plan: self.plan,
            spaces: &self.spaces,
            composers: &self.composers,
            store: &self.store,
            frame: frame_id,
            rows,
            base,
        };
        going.put(&puts, &get);
        self.tell_ways(&puts, &state.parts[chunk].spelled, &spelled, rows, &get);
        let mut part = Part {
            rows,
            notes: summarise(notes),
            hits: self.judge(&batch, phase, &mut found.counts),
            kept: KeptNodes::default(),
            spelled,
        };
        let made = std::mem::take(&mut batch.now);
        let kept = made.into_iter().enumerate().zip(&phases.keep[frame]);
        let kept =
            kept.filter_map(|((at, vector), &keep)| Some((NodeId(at), vector.filter(|_| keep)?)));
        part.kept.extend(kept);
        found.parts.push((frame, chunk, part));
        Ok(())
    }

    fn judge(
        &self,
        batch: &Batch<'_>,
        phase: usize,
        counts: &mut [Sum],
    ) -> Vec<(usize, Vec<PartHits>)> {
        let mut all = Vec::new();
        for (at, planned) in self.phases.blocks.iter().enumerate() {
            if planned.frame != batch.frame || planned.phase != phase {
                continue;
            }
            let block = &self.plan.items[planned.item].blocks[planned.block];
            let (more, hits) = verdict::judge(block, batch.rows, &|id| batch.get(id));
            verdict::add(&mut counts[at], &more);
            if !hits.is_empty() {
                all.push((at, hits));
            }
        }
        all
    }

    /// The values of a node in rows of its frame, from what was kept of it.
    pub(crate) fn kept(&self, frame: FrameId, node: NodeId, rows: &[u32]) -> Vector {
        let state = &self.frames[frame.0];
        let vectors = state.parts.iter().map(|part| part.kept.get(node)).collect();
        let kept = Kept {
            vectors,
            bases: &state.bases,
        };
        kept.rows(rows, kinds::kind_of(self.plan, frame, node))
    }

    /// Evaluates a frame of keys, or of the whole, when everything is there.
    fn run_keys(&mut self, frame: usize) -> io::Result<()> {
        let mut ids = match self.plan.frames[frame].rows {
            FrameRows::Space(space) => {
                let mut ids = self.appeared(space.0);
                ids.extend(self.has_ungrouped(frame).then_some(UNGROUPED));
                ids
            }
            FrameRows::Derived(table) => {
                self.frames[frame].axes = self.axes(table);
                let rows = derived::rows(&self.frames[frame].axes)?;
                (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect()
            }
            _ => vec![super::store::WHOLE],
        };
        let engine = &*self;
        let batches: Vec<&[u32]> = ids.chunks(KEYS_AT_ONCE).collect();
        let made: Vec<io::Result<KeyBatch>> = engine.pool.install(|| {
            use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
            batches
                .par_iter()
                .map(|own| engine.run_key_batch(frame, own))
                .collect()
        });
        let mut parts = Vec::new();
        let mut sums = vec![Sum::default(); engine.phases.blocks.len()];
        let mut ways = engine.ways.clone();
        for made in made {
            let (part, counts, more) = made?;
            parts.push(part);
            for (sum, more) in ways.iter_mut().zip(&more) {
                sum.add(more);
            }
            for (sum, more) in sums.iter_mut().zip(&counts) {
                verdict::add(sum, more);
            }
        }
        for (sum, more) in self.counts.iter_mut().zip(&sums) {
            verdict::add(sum, more);
        }
        self.ways = ways;
        self.frames[frame].parts = parts;
        self.frames[frame].is_whole = self.plan.frames[frame].rows == FrameRows::Whole;
        if matches!(self.plan.frames[frame].rows, FrameRows::Derived(_)) {
            ids.clear();
        }
        self.frames[frame].ids = ids;
        self.frames[frame].settle();
        Ok(())
    }

    fn run_key_batch(&self, frame: usize, own: &[u32]) -> io::Result<KeyBatch> {
        let mut batch = Batch::new(self, FrameId(frame), own.len(), None);
        let partners =
            |frame: FrameId, node: NodeId, rows: &[u32]| Ok(self.kept(frame, node, rows));
        let mut blocks = self.blocks();
        let mut notes = Vec::new();
        let rows: Vec<u64> = own.iter().map(|&row| u64::from(row)).collect();
        let environment = Environment {
            chunk: None,
            own: Some(own),
            here: Here::Rows(&rows),
            look_up_only: true,
            expected: own.len(),
            reads: Reads::new(self),
            partners: &partners,
            blocks: RefCell::new(&mut blocks),
            notes: RefCell::new(&mut notes),
            spelled: RefCell::default(),
            wordbooks: None,
        };
        batch.evaluate(&environment, |id| self.phases.node[frame][id.0].is_some())?;
        drop(environment);
        let mut counts = vec![Sum::default(); self.phases.blocks.len()];
        let mut hits = Vec::new();
        for (at, planned) in self.phases.blocks.iter().enumerate() {
            if planned.frame.0 == frame {
                let block = &self.plan.items[planned.item].blocks[planned.block];
                let (more, found) = verdict::judge(block, batch.rows, &|id| batch.get(id));
                verdict::add(&mut counts[at], &more);
                hits.push((at, found));
            }
        }
        let part = Part {
            rows: own.len(),
            hits,
            ..Part::default()
        };
        let ways = self.ways_of(&batch, own);
        Ok((part, counts, ways))
    }

    /// The keys that rows put something under, in order of the sources and of their lowest rows.
    fn appeared(&self, space: usize) -> Vec<u32> {
        let mut order: Vec<((usize, u64), u32)> = (1..self.spaces[space].ids())
            .filter_map(|id| u32::try_from(id).ok())
            .filter_map(|id| Some((self.first_row(space, id)?, id)))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, id)| id).collect()
    }

    /// Number of the first source (in the order of its puts) that has a key, and the lowest row there.
    pub(crate) fn first_row(&self, space: usize, id: u32) -> Option<(usize, u64)> {
        let appearance = self.store.appearance.get(space)?.as_ref()?;
        appearance
            .first
            .iter()
            .enumerate()
            .find_map(|(source, first)| {
                let slots = first.slots();
                let inverted = slots.get(id as usize)?.load(Ordering::Relaxed);
                (inverted != 0).then(|| (source, u64::from(u32::MAX - inverted)))
            })
    }
}
