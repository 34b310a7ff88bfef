//! The findings of a run in order, a few hundred at a time, made on all threads.
//!
//! A piece holds findings of one item. What tells equal rows apart is their number in the file, so ids are settled in turn; all else of
//! a finding depends on its own piece only.

use super::Inspection;
use super::ahead::TOGETHER;
use super::batch::BATCH;
use super::draft::Drafted;
use super::first;
use super::in_order::{Bounds, Steps, in_order};
use crate::eval::{Hit, HitOutcome};
use crate::findings::{Finding, FindingOutcome, Visited, WriteRow};
use crate::plan::FrameRows;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::io;
use std::sync::{Mutex, PoisonError};

/// How many findings are made at once.
const PIECE: usize = 512;
/// Pieces under way for each thread.
const AHEAD: usize = 3;

/// How often a row of the same item, key and cells was seen.
pub(super) type Ordinals = HashMap<[u8; 32], u64>;

/// Some findings of an item, in order.
pub(super) enum Piece {
    /// One about the whole item.
    Whole(Box<Finding>),
    /// Those of a block.
    Hits(Hits),
    /// Some that are only counted.
    Others(Visited<'static>),
}

/// Findings of a block that are made together.
pub(super) struct Hits {
    pub(super) block: usize,
    pub(super) hits: Vec<Hit>,
    /// Which of them are asked for; the others are there to tell these from their like. Empty: all of them.
    pub(super) asked: Vec<bool>,
}

/// Whether the rows that findings rest on are read before they are made, for very many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ahead {
    /// They are.
    Fetched,
    /// Not where several streams run side by side.
    Left,
}

/// Which findings a stream has.
pub(super) struct Selection {
    /// Those of these items.
    pub(super) items: std::ops::Range<usize>,
    pub(super) ahead: Ahead,
    /// How many of an item, as [`Findings::visit_first`] has them; `None`: all.
    ///
    /// [`Findings::visit_first`]: crate::findings::Findings::visit_first
    pub(super) most: Option<u64>,
}

/// What comes of a piece.
pub(super) struct Made<'m> {
    /// Each is made when it is asked for.
    pub(super) findings: &'m mut dyn Iterator<Item = Finding>,
    pub(super) others: Option<Visited<'static>>,
}

/// A piece whose findings only have to be made.
enum Ready<'i> {
    Whole(Box<Finding>),
    Hits(Drafted<'i>, Vec<bool>),
    Others(Visited<'static>),
}

/// A piece with its item.
pub(super) type Numbered = (usize, Piece);

impl Inspection<'_> {
    /// The findings of one item in pieces.
    fn pieces_of(&self, at: usize) -> io::Result<VecDeque<Numbered>> {
        let mut left = self.request.max_findings.unwrap_or(u64::MAX);
        let mut pieces = VecDeque::new();
        let stopped = (self.is_stopped(at)).then(|| self.stopped_finding(at));
        let few = (self.too_few(at)).map(|few| self.too_few_finding(at, &few));
        for finding in stopped.into_iter().chain(few) {
            if left > 0 {
                left -= 1;
                pieces.push_back((at, Piece::Whole(Box::new(finding))));
            }
        }
        let mut add = |block: usize, hits: &[Hit]| {
            let hits = hits.chunks(PIECE).map(|hits| Hits {
                block,
                hits: hits.to_vec(),
                asked: Vec::new(),
            });
            pieces.extend(hits.map(|hits| (at, Piece::Hits(hits))));
        };
        if self.duty(at).is_some() {
            let most = usize::try_from(left).unwrap_or(usize::MAX);
            for (block, hits) in self.slot_runs(at, most)? {
                add(block, &hits);
            }
            return Ok(pieces);
        }
        for block in 0..self.lowered.plan.items[at].blocks.len() {
            let mut hits = self.findings_of(at, block);
            self.order(at, block, &mut hits)?;
            hits.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            left -= hits.len() as u64;
            add(block, &hits);
        }
        Ok(pieces)
    }

    /// Tells rows that are alike apart, and counts them.
    fn settle(drafted: &mut Drafted<'_>, ordinals: &mut Ordinals) {
        let twins = drafted.drafts.iter_mut();
        for twin in twins.filter_map(|draft| draft.twin.as_mut()) {
            let ordinal = ordinals.entry(twin.cells).or_insert(0);
            twin.ordinal = *ordinal;
            *ordinal += 1;
        }
    }

    /// Calls `each` with the findings of some hits of a block.
    pub(super) fn cook_batch(
        &self,
        (at, block): (usize, usize),
        hits: &[Hit],
        each: &mut dyn FnMut(&Finding) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut ordinals = Ordinals::new();
        for hits in hits.chunks(BATCH) {
            let mut drafted = self.drafted((at, block), hits)?;
            Self::settle(&mut drafted, &mut ordinals);
            for finding in self.findings_made(drafted) {
                each(&finding)?;
            }
        }
        Ok(())
    }

    /// Makes all findings of some items; `finish` is called on any thread, `take` with what came of it in order.
    pub(super) fn stream<T: Send>(
        &self,
        selection: Selection,
        finish: impl Fn(Made<'_>) -> T + Sync,
        take: &mut dyn FnMut(T) -> io::Result<()>,
    ) -> io::Result<()> {
        let Selection { items, ahead, most } = selection;
        let threads = self.threads_for(items.clone());
        let bounds = Bounds {
            threads,
            ahead: threads * AHEAD,
        };
        let mut items = items;
        let mut waiting: VecDeque<Numbered> = VecDeque::new();
        let work = |(at, piece): Numbered| match piece {
            Piece::Whole(finding) => Ok(Ready::Whole(finding)),
            Piece::Hits(Hits { block, hits, asked }) => {
                Ok(Ready::Hits(self.drafted((at, block), &hits)?, asked))
            }
            Piece::Others(others) => Ok(Ready::Others(others)),
        };
        let (mut item, mut ordinals) = (None, Ordinals::new());
        let mut settle = |ready: &mut Ready<'_>| {
            if let Ready::Hits(drafted, _) = ready {
                if item.replace(drafted.place.0) != Some(drafted.place.0) {
                    ordinals = Ordinals::new();
                }
                Self::settle(drafted, &mut ordinals);
            }
        };
        // Each finding is gone before the next one is made, so that they take turns in the same memory.
        let finish = |ready: Ready<'_>| match ready {
            Ready::Whole(finding) => finish(Made {
                findings: &mut std::iter::once(*finding),
                others: None,
            }),
            Ready::Hits(mut drafted, asked) => {
                let mut asked = asked.into_iter();
                drafted.drafts.retain(|_| asked.next().unwrap_or(true));
                finish(Made {
                    findings: &mut self.findings_made(drafted),
                    others: None,
                })
            }
            Ready::Others(others) => finish(Made {
                findings: &mut std::iter::empty(),
                others: Some(others),
            }),
        };
        let whole = most.is_none() && items.len() == self.lowered.plan.items.len();
        let mut is_first = true;
        loop {
            let mut together = self.pieces_together(&mut items, most, &mut waiting)?;
            if ahead == Ahead::Fetched {
                let are_all = whole && is_first && waiting.is_empty() && items.is_empty();
                self.fetch_ahead(&together, are_all)?;
                is_first = false;
            }
            if together.is_empty() {
                return Ok(());
            }
            let steps = Steps {
                next: || Ok(together.pop_front()),
                work,
                settle: &mut settle,
                finish,
            };
            in_order(bounds, steps, take)?;
        }
    }

    /// All findings of the run.
    pub(super) fn all(&self) -> Selection {
        Selection {
            items: 0..self.lowered.plan.items.len(),
            ahead: Ahead::Fetched,
            most: None,
        }
    }

    /// The next pieces whose findings are made before others are looked for.
    fn pieces_together(
        &self,
        items: &mut std::ops::Range<usize>,
        most: Option<u64>,
        waiting: &mut VecDeque<Numbered>,
    ) -> io::Result<VecDeque<Numbered>> {
        let mut pieces = VecDeque::new();
        let mut findings = 0;
        while findings < TOGETHER {
            let Some((item, piece)) = waiting.pop_front() else {
                let Some(item) = items.next() else {
                    break;
                };
                *waiting = self.pieces_of(item)?;
                if let Some(most) = most {
                    first::of(waiting, item, most);
                }
                continue;
            };
            findings += match &piece {
                Piece::Whole(_) => 1,
                Piece::Hits(hits) => hits.hits.len(),
                Piece::Others(_) => 0,
            };
            pieces.push_back((item, piece));
        }
        Ok(pieces)
    }

    /// One thread where there is little to do.
    fn threads_for(&self, items: std::ops::Range<usize>) -> usize {
        let runs = self.run.items.get(items).unwrap_or_default().iter();
        let counts = runs.map(|run| run.counts);
        let findings: u64 = counts
            .map(|counts| counts.not_met + counts.cannot_tell + counts.awaiting)
            .sum();
        if findings <= PIECE as u64 {
            return 1;
        }
        self.threads()
    }

    /// As many threads as the run may take.
    pub(super) fn threads(&self) -> usize {
        match self.request.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        }
    }

    /// Writes all findings: `write` on any thread, `out` with the bytes in order.
    pub(super) fn stream_bytes(
        &self,
        write: &(dyn Fn(&Finding, &mut Vec<u8>) + Sync),
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        // Buffers go round, so that there are never more of them than pieces under way.
        let spare: Mutex<Vec<Vec<u8>>> = Mutex::default();
        let lock = || spare.lock().unwrap_or_else(PoisonError::into_inner);
        let finish = |made: Made<'_>| {
            let mut bytes = lock().pop().unwrap_or_default();
            for finding in made.findings {
                write(&finding, &mut bytes);
            }
            bytes
        };
        self.stream(self.all(), finish, &mut |mut bytes| {
            out(&bytes)?;
            bytes.clear();
            lock().push(bytes);
            Ok(())
        })
    }

    /// Writes the rows of all findings that are not met, an item at a time: `write` on any thread, `out` with the bytes in order.
    pub(super) fn stream_rows(
        &self,
        write: &WriteRow<'_>,
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let all = 0..self.lowered.plan.items.len();
        let threads = self.threads_for(all.clone());
        let bounds = Bounds {
            threads,
            ahead: threads * AHEAD,
        };
        let mut items = all;
        let steps = Steps {
            next: || Ok(items.next()),
            work: |item| self.rows_written(item, write),
            settle: |_: &mut Vec<u8>| {},
            finish: |bytes: Vec<u8>| bytes,
        };
        in_order(bounds, steps, &mut |bytes: Vec<u8>| out(&bytes))
    }

    /// The rows of the findings of an item that are not met, written.
    fn rows_written(&self, item: usize, write: &WriteRow<'_>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        if !self.subjects_are_rows(item) {
            let mut seen = BTreeSet::new();
            let mut rows = |findings: Vec<Finding>| {
                let not_met = |finding: &&Finding| finding.outcome == FindingOutcome::NotMet;
                for cell in (findings.iter().filter(not_met)).flat_map(|finding| &finding.cells) {
                    if seen.insert((cell.dataset.clone(), cell.row)) {
                        write(item, &cell.dataset, cell.row, &mut bytes);
                    }
                }
                Ok(())
            };
            let selection = Selection {
                items: item..item + 1,
                ahead: Ahead::Left,
                most: None,
            };
            self.stream(selection, |made| made.findings.collect(), &mut rows)?;
            return Ok(bytes);
        }
        let mut left = self.request.max_findings.unwrap_or(u64::MAX);
        for (block, planned) in self.lowered.plan.items[item].blocks.iter().enumerate() {
            let FrameRows::Dataset(dataset) = self.lowered.plan.frames[planned.frame.0].rows else {
                continue;
            };
            let name = self.model().datasets[dataset].names.id();
            let hits = self.findings_of(item, block);
            let not_met = |hit: &&Hit| hit.outcome == HitOutcome::NotMet;
            for hit in hits.iter().filter(not_met) {
                if left > 0 {
                    left -= 1;
                    write(item, name, hit.row + 1, &mut bytes);
                }
            }
        }
        Ok(bytes)
    }
}
