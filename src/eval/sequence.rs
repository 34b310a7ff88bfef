//! Orders of rows: which row stands before, behind, first and last, and which run a row belongs to.
//!
//! Made between two phases from what was kept of keys, filters and values. Ties go by the dataset's key, which is read again for
//! the rows that are tied alone, then by the place in the file. Rows that only may belong are undecided neighbours.

use std::collections::HashSet;
use std::io;

use super::batch::{Batch, Environment};
use super::bits::Bits;
use super::engine::Engine;
use super::gather::NO_ROW;
use super::store::{Sortable, WHOLE};
use super::stored::Stored;
use super::vector::{NO_KEY, Scalar, Values, Vector};
use crate::plan::{FrameId, Node, NodeId, RunsId, SequenceId, ValueKind};
use crate::syntax::ast::{Beside, Blanks};
use crate::types::natural::Natural;

/// Rows whose ties are read at once.
const TIES_AT_ONCE: usize = 4096;

/// A row of the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// This one.
    Row(u32),
    /// There is none.
    Nobody,
    /// It cannot be told which one.
    Undecided,
}

/// A group of an order.
#[derive(Debug)]
struct Group {
    start: usize,
    end: usize,
    /// A row of it that has no place: so nobody has.
    open: Option<u32>,
    /// Places of the first and last row that surely belong.
    first_sure: Option<usize>,
    last_sure: Option<usize>,
}

/// The rows of a frame in order.
#[derive(Debug)]
pub(crate) struct Line {
    /// For each row its place; [`NO_ROW`] where it has none.
    place: Vec<u32>,
    /// For each place its row.
    rows: Vec<u32>,
    /// For each place, whether the row surely belongs.
    sure: Bits,
    /// For each place, the number of its group.
    group: Vec<u32>,
    groups: Vec<Group>,
}

/// The runs of an order: for each place the places of the first and the last row of its run; [`NO_ROW`] where that is undecided.
#[derive(Debug)]
pub(crate) struct RunLine {
    first: Vec<u32>,
    last: Vec<u32>,
    /// For each place, and behind the last one, how many places before it have no certain run.
    open: Vec<usize>,
}

/// The rows of a batch, by their number in the frame.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Here<'a> {
    /// One after another from this one.
    From(u64),
    /// These.
    Rows(&'a [u64]),
}

impl Here<'_> {
    /// The row of the frame that a row of the batch is.
    pub(crate) fn row(self, at: usize) -> Option<u64> {
        match self {
            Self::From(first) => Some(first + at as u64),
            Self::Rows(rows) => rows.get(at).copied(),
        }
    }
}

/// A row while it is put in order.
struct Entry {
    id: u32,
    row: u32,
    sure: bool,
}

impl Line {
    fn at(&self, row: u64) -> Option<usize> {
        let row = usize::try_from(row).ok()?;
        let place = *self.place.get(row)?;
        (place != NO_ROW).then_some(place as usize)
    }

    /// The row that stands so to a row.
    pub(crate) fn find(&self, row: u64, beside: Beside, runs: Option<&RunLine>) -> Found {
        let Some(at) = self.at(row) else {
            return Found::Undecided;
        };
        let group = &self.groups[self.group[at] as usize];
        if group.open.is_some() {
            return Found::Undecided;
        }
        let surely = |place: usize| {
            if place == at || self.sure.get(place) {
                Found::Row(self.rows[place])
            } else {
                Found::Undecided
            }
        };
        let of_run = |places: &Vec<u32>| match places.get(at) {
            Some(&place) if place != NO_ROW => surely(place as usize),
            _ => Found::Undecided,
        };
        match (beside, runs) {
            (Beside::Previous, _) if at == group.start => Found::Nobody,
            (Beside::Previous, _) => surely(at - 1),
            (Beside::Next, _) if at + 1 == group.end => Found::Nobody,
            (Beside::Next, _) => surely(at + 1),
            (Beside::First, _) => surely(group.start),
            (Beside::Last, _) => surely(group.end - 1),
            (Beside::RunFirst, Some(runs)) => of_run(&runs.first),
            (Beside::RunLast, Some(runs)) => of_run(&runs.last),
            (Beside::RunFirst | Beside::RunLast, None) => Found::Undecided,
        }
    }

    /// Whether a row is the one that stands so to it; `None`: undecided.
    pub(crate) fn is(&self, row: u64, beside: Beside, runs: Option<&RunLine>) -> Option<bool> {
        let at = self.at(row)?;
        let group = &self.groups[self.group[at] as usize];
        if group.open.is_some() {
            return None;
        }
        // Others that surely belong are before or behind, whatever becomes of those that may.
        let decided = match beside {
            Beside::First => group.first_sure.is_some_and(|first| first < at),
            Beside::Last => group.last_sure.is_some_and(|last| last > at),
            _ => false,
        };
        if decided {
            return Some(false);
        }
        match self.find(row, beside, runs) {
            Found::Row(other) => Some(u64::from(other) == row),
            Found::Nobody | Found::Undecided => None,
        }
    }

    /// The row without a place for which nobody in the group of a row has one.
    pub(crate) fn opened_by(&self, row: u64) -> Option<u32> {
        self.groups
            .get(*self.group.get(self.at(row)?)? as usize)?
            .open
    }

    /// The run of a row: the number of its first row, where it is certain which rows it has.
    fn run_of(&self, row: u64, runs: &RunLine) -> Option<u32> {
        let at = self.at(row)?;
        if self.groups[self.group[at] as usize].open.is_some() {
            return None;
        }
        let (first, last) = (runs.first[at], runs.last[at]);
        if first == NO_ROW || last == NO_ROW {
            return None;
        }
        // A row that may belong can end a run of which the rows before it do not know whether it goes on: then nobody counts it.
        let all_certain = runs.open[first as usize] == runs.open[last as usize + 1];
        all_certain.then(|| self.rows[first as usize])
    }

    /// Cuts the order into runs.
    fn runs(&self, starts: &dyn Fn(u32) -> Option<bool>) -> RunLine {
        let mut first = vec![NO_ROW; self.rows.len()];
        let mut last = first.clone();
        for group in self.groups.iter().filter(|group| group.open.is_none()) {
            let flag = |at: usize| {
                if at == group.start {
                    Some(true)
                } else {
                    starts(self.rows[at])
                }
            };
            // The first row of the run that goes on here, as far as it is certain.
            let mut current = NO_ROW;
            let of_group = first.iter_mut().enumerate().take(group.end);
            for (at, first) in of_group.skip(group.start) {
                let sure = self.sure.get(at);
                match flag(at) {
                    Some(true) => {
                        *first = place(at);
                        current = if sure { place(at) } else { NO_ROW };
                    }
                    Some(false) => *first = current,
                    None => current = NO_ROW,
                }
            }
            // What comes behind a row in its run: nothing, up to a certain last row, or not certain.
            let mut behind = Behind::Nothing;
            for at in (group.start..group.end).rev() {
                let own = match behind {
                    Behind::Nothing => place(at),
                    Behind::Until(last) => last,
                    Behind::Uncertain => NO_ROW,
                };
                last[at] = own;
                behind = match (flag(at), self.sure.get(at)) {
                    (Some(true), true) => Behind::Nothing,
                    (Some(false), true) if own != NO_ROW => Behind::Until(own),
                    (Some(false), false) if matches!(behind, Behind::Until(_)) => behind,
                    _ => Behind::Uncertain,
                };
            }
        }
        let mut open = Vec::with_capacity(first.len() + 1);
        let mut before = 0;
        for (&first, &last) in first.iter().zip(&last) {
            open.push(before);
            before += usize::from(first == NO_ROW || last == NO_ROW);
        }
        open.push(before);
        RunLine { first, last, open }
    }
}

enum Behind {
    Nothing,
    Until(u32),
    Uncertain,
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NO_ROW)
}

impl Engine<'_> {
    /// Makes the orders, and then the runs, of a phase that is over.
    pub(crate) fn put_in_order(&mut self, phase: usize) -> io::Result<()> {
        for at in 0..self.plan.sequences.len() {
            if self.phases.sequence[at] == phase {
                self.lines[at] = Some(self.line(at)?);
            }
        }
        for at in 0..self.plan.runs.len() {
            if self.phases.runs[at] != phase {
                continue;
            }
            let declared = &self.plan.runs[at];
            let Some(line) = &self.lines[declared.sequence.0] else {
                continue;
            };
            let frame = self.plan.sequences[declared.sequence.0].frame;
            let flags = self.kept(frame, declared.starts, &line.rows);
            let flag = |row: u32| match flags.get(*line.place.get(row as usize)? as usize) {
                Some(Scalar::Truth(truth)) => Some(truth),
                _ => None,
            };
            self.run_lines[at] = Some(line.runs(&flag));
        }
        Ok(())
    }

    fn line(&self, at: usize) -> io::Result<Line> {
        let declared = &self.plan.sequences[at];
        let state = &self.frames[declared.frame.0];
        let all = usize::try_from(state.rows()).unwrap_or(usize::MAX);
        let mut entries: Vec<Entry> = Vec::new();
        // The values of all rows one after another, so many a row.
        let width = declared.by.len();
        let mut values: Vec<Option<Sortable>> = Vec::with_capacity(all.saturating_mul(width));
        // Rows that no rule for blanks gives a place.
        let mut misplaced: HashSet<u32> = HashSet::new();
        for (part, &base) in state.parts.iter().zip(&state.bases) {
            let get = |id: NodeId| part.kept.get(id);
            let key = declared.group.map(|(_, key)| get(key));
            let filter = declared.filter.map(get);
            let by: Vec<Option<&Stored>> = declared.by.iter().map(|&id| get(id)).collect();
            let blank: Vec<Option<&Stored>> = declared.blank.iter().map(|&id| get(id)).collect();
            for row in 0..part.rows {
                values.extend(by.iter().map(|vector| {
                    let value = (*vector)?.get(row)?;
                    Sortable::of(&value)
                }));
                let is_blank = |at: usize| {
                    let blank = blank.get(at).copied().flatten();
                    blank.and_then(|blank| blank.get(row)) == Some(Scalar::Truth(true))
                };
                let own = &values[values.len() - width..];
                if (own.iter().enumerate()).any(|(at, value)| value.is_none() && !is_blank(at)) {
                    misplaced.insert(u32::try_from(base + row as u64).unwrap_or(NO_ROW));
                }
                let id = match key {
                    None => WHOLE,
                    Some(key) => match key.and_then(|key| key.get(row)) {
                        Some(Scalar::Key(id)) if id != NO_KEY => id,
                        _ => continue,
                    },
                };
                let sure = match filter {
                    None => Some(true),
                    Some(filter) => match filter.and_then(|filter| filter.get(row)) {
                        Some(Scalar::Truth(truth)) => Some(truth),
                        _ => None,
                    },
                };
                if sure != Some(false) {
                    let row = u32::try_from(base + row as u64).unwrap_or(NO_ROW);
                    let sure = sure.is_some();
                    entries.push(Entry { id, row, sure });
                }
            }
        }
        let values_of = |row: u32| &values[row as usize * width..(row as usize + 1) * width];
        // What is unknown and not blank by a rule makes its group's places unknown, wherever it stands.
        let blanks_last = declared.blanks != Some(Blanks::First);
        let rank = |value: &Option<Sortable>| (value.is_none() == blanks_last, *value);
        let compare = |a: &Entry, b: &Entry| {
            let ranks = values_of(a.row).iter().map(rank);
            a.id.cmp(&b.id)
                .then_with(|| ranks.cmp(values_of(b.row).iter().map(rank)))
        };
        let sort = |entries: &mut Vec<Entry>| {
            use rayon::slice::ParallelSliceMut;
            // Stable, so that what is equal stays in the order of the file.
            entries.par_sort_by(|a, b| compare(a, b));
        };
        self.pool.install(|| sort(&mut entries));
        self.settle_ties(at, &mut entries, &|a, b| compare(a, b).is_eq())?;
        let mut line = Line {
            place: vec![NO_ROW; all],
            rows: entries.iter().map(|entry| entry.row).collect(),
            sure: Bits::from_fn(entries.len(), |at| entries[at].sure),
            group: Vec::with_capacity(entries.len()),
            groups: Vec::new(),
        };
        for run in entries.chunk_by(|a, b| a.id == b.id) {
            let start = line.group.len();
            let number = u32::try_from(line.groups.len()).unwrap_or(NO_ROW);
            for (at, entry) in run.iter().enumerate() {
                line.place[entry.row as usize] = place(start + at);
                line.group.push(number);
            }
            let open = |entry: &&Entry| misplaced.contains(&entry.row);
            line.groups.push(Group {
                start,
                end: start + run.len(),
                // A row by itself is the first and the last whatever its day.
                open: (run.iter().find(open))
                    .filter(|_| run.len() > 1)
                    .map(|entry| entry.row),
                first_sure: run.iter().position(|e| e.sure).map(|at| start + at),
                last_sure: run.iter().rposition(|e| e.sure).map(|at| start + at),
            });
        }
        Ok(line)
    }

    /// Puts rows that are equal so far in the order of the dataset's key.
    fn settle_ties(
        &self,
        at: usize,
        entries: &mut [Entry],
        equal: &dyn Fn(&Entry, &Entry) -> bool,
    ) -> io::Result<()> {
        let declared = &self.plan.sequences[at];
        // Where the file's order is asked for there are no ties.
        if declared.ties.is_empty() || declared.by.is_empty() {
            return Ok(());
        }
        let mut tied: Vec<u64> = entries
            .chunk_by(equal)
            .filter(|run| run.len() > 1)
            .flatten()
            .map(|entry| u64::from(entry.row))
            .collect();
        if tied.is_empty() {
            return Ok(());
        }
        tied.sort_unstable();
        let mut keys: Vec<Vec<Option<Tie>>> = Vec::with_capacity(tied.len());
        for rows in tied.chunks(TIES_AT_ONCE) {
            let explained = self.explain_some(declared.frame, rows, &declared.ties, &[])?;
            keys.extend((0..rows.len()).map(|row| {
                let tie = |&id: &NodeId| explained.scalar(id, row).and_then(Tie::of);
                declared.ties.iter().map(tie).collect()
            }));
        }
        let key = |entry: &Entry| {
            let at = tied.binary_search(&u64::from(entry.row)).ok();
            at.and_then(|at| keys.get(at))
        };
        for run in entries.chunk_by_mut(equal) {
            if run.len() > 1 {
                run.sort_by(|a, b| key(a).cmp(&key(b)));
            }
        }
        Ok(())
    }
}

/// A value that ties are told apart by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Value(Sortable),
    Text(Natural),
}

impl Tie {
    fn of(value: Scalar) -> Option<Self> {
        match value {
            Scalar::Text(text) => Some(Self::Text(Natural(text))),
            other => Sortable::of(&other).map(Self::Value),
        }
    }
}

impl Batch<'_> {
    /// The value of a node in another row of an order, or whether the row is that row itself.
    pub(crate) fn beside(
        &self,
        environment: &Environment<'_>,
        (sequence, runs): (SequenceId, Option<RunsId>),
        beside: Beside,
        value: Option<NodeId>,
    ) -> io::Result<Vector> {
        let Some(line) = &self.engine.lines[sequence.0] else {
            return Ok(Vector::unknown());
        };
        let runs = runs.and_then(|runs| self.engine.run_lines[runs.0].as_ref());
        let here = environment.here;
        let Some(value) = value else {
            return Ok(Vector::collect(ValueKind::Truth, self.rows, |row| {
                line.is(here.row(row)?, beside, runs).map(Scalar::Truth)
            }));
        };
        let found: Vec<u32> = (0..self.rows)
            .map(
                |row| match here.row(row).map(|row| line.find(row, beside, runs)) {
                    Some(Found::Row(row)) => row,
                    _ => NO_ROW,
                },
            )
            .collect();
        (environment.partners)(self.frame, value, &found)
    }

    /// The run of each row.
    pub(crate) fn run_of(&self, environment: &Environment<'_>, runs: RunsId) -> Vector {
        let sequence = self.engine.plan.runs[runs.0].sequence;
        let (Some(line), Some(runs)) = (
            &self.engine.lines[sequence.0],
            &self.engine.run_lines[runs.0],
        ) else {
            return Vector::unknown();
        };
        let mut known = Bits::all(self.rows);
        let mantissas = (0..self.rows)
            .map(|row| {
                let run = environment
                    .here
                    .row(row)
                    .and_then(|row| line.run_of(row, runs));
                if run.is_none() {
                    known.clear(row);
                }
                i64::from(run.unwrap_or(0))
            })
            .collect();
        let numbers = Values::Decimal {
            mantissas,
            scale: 0,
        };
        Vector::new(numbers, Some(known))
    }
}

impl Engine<'_> {
    /// The row that a node looks at from a row, where that is certain.
    pub(crate) fn beside_row(&self, frame: FrameId, node: NodeId, row: u64) -> Option<u64> {
        let Node::Beside {
            sequence,
            runs,
            beside,
            ..
        } = &self.plan.frames[frame.0].nodes[node.0]
        else {
            return None;
        };
        let runs = runs.and_then(|runs| self.run_lines[runs.0].as_ref());
        match self.lines[sequence.0].as_ref()?.find(row, *beside, runs) {
            Found::Row(row) => Some(u64::from(row)),
            Found::Nobody | Found::Undecided => None,
        }
    }
}
