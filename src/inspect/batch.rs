//! Rows and cells that findings need, fetched for many findings at once.

use super::Inspection;
use super::alike::Alike;
use super::evidence::{self, Columns, Evidence, Judged};
use super::excused;
use super::in_order::{Bounds, Steps, in_order};
use crate::data::{FetchedRows, cell};
use crate::eval::{Explained, Partner, WHOLE};
use crate::plan::{FrameId, FrameRows, NodeId, PutId};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::sync::Arc;

/// How many findings are cooked at once.
pub(super) const BATCH: usize = 2048;

/// Keys by put.
pub(super) type Keys = BTreeMap<PutId, KeySet>;

/// Keys to which very many are added, often the same ones, before they are looked at.
#[derive(Debug, Default)]
pub(super) struct KeySet {
    keys: Vec<u32>,
    /// So many of them are in order, each once.
    settled: usize,
}

impl KeySet {
    /// Keys are put in order when so many have come, and as many as there were.
    const MANY: usize = 1 << 16;

    pub(super) fn extend(&mut self, keys: impl IntoIterator<Item = u32>) {
        self.keys.extend(keys);
        if self.keys.len() > 2 * self.settled + Self::MANY {
            self.settle();
        }
    }

    fn settle(&mut self) {
        self.keys.sort_unstable();
        self.keys.dedup();
        self.settled = self.keys.len();
    }

    /// The keys, ascending, each once.
    pub(super) fn into_keys(mut self) -> Vec<u32> {
        self.settle();
        self.keys
    }
}

/// Rows by put and key: which rows of another table belong to which key.
#[derive(Debug, Default)]
pub(super) struct Partners {
    by_put: BTreeMap<PutId, OfPut>,
}

/// The rows of a put, ascending by key and row.
#[derive(Debug, Default)]
struct OfPut {
    rows: Vec<Partner>,
    /// The keys, each once; among them is looked for one very often.
    keys: Vec<u32>,
    /// Where the rows of each key begin.
    starts: Vec<usize>,
}

impl OfPut {
    /// Adds rows.
    fn extend(&mut self, rows: Vec<Partner>) {
        self.rows.extend(rows);
        self.rows.sort_unstable();
        self.keys.clear();
        self.starts.clear();
        for (at, row) in self.rows.iter().enumerate() {
            if self.keys.last() != Some(&row.key) {
                self.keys.push(row.key);
                self.starts.push(at);
            }
        }
    }

    fn under(&self, key: u32) -> &[Partner] {
        let Ok(at) = self.keys.binary_search(&key) else {
            return &[];
        };
        let start = self.starts.get(at).copied().unwrap_or_default();
        let end = self.starts.get(at + 1).copied();
        let rows = self.rows.get(start..end.unwrap_or(self.rows.len()));
        rows.unwrap_or_default()
    }
}

impl Partners {
    /// All keys that were looked for and have rows, by put.
    pub(super) fn all_keys(&self) -> Keys {
        let puts = self.by_put.iter();
        let keys = |of: &OfPut| KeySet {
            keys: of.keys.clone(),
            settled: of.keys.len(),
        };
        puts.map(|(put, of)| (*put, keys(of))).collect()
    }

    /// The rows of a put under a key, ascending.
    pub(super) fn rows(&self, put: PutId, key: u32) -> &[Partner] {
        self.by_put.get(&put).map_or(&[], |all| all.under(key))
    }
}

/// Rows of a block whose findings rest on rows of other tables: item, block, rows.
pub(super) type Asking = (usize, usize, Vec<u64>);

/// Looks the rows of other tables up that the findings of all items rest on: one pass over each of these tables.
pub(super) fn partners(inspection: &Inspection<'_>) -> io::Result<Partners> {
    let plan = &inspection.lowered.plan;
    let mut wanted = Keys::new();
    let mut asking: VecDeque<Asking> = VecDeque::new();
    let mut blocks = VecDeque::new();
    for (item, planned) in plan.items.iter().enumerate() {
        excused::wanted(inspection, item, &mut wanted)?;
        blocks.extend((0..planned.blocks.len()).map(|number| (item, number)));
    }
    let rows_of = |(item, number): (usize, usize)| {
        let mut hits = inspection.findings_of(item, number);
        // Rows are shown in their own order, so what the cap leaves out is known; keys are put in order by what is found here.
        if let (FrameRows::Dataset(_), Some(most)) = (
            plan.frames[plan.items[item].blocks[number].frame.0].rows,
            inspection.request.max_findings,
        ) {
            hits.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        }
        let mut rows: Vec<u64> = hits.iter().map(|hit| hit.row).collect();
        rows.dedup();
        Ok((item, number, rows))
    };
    in_order_on(inspection, blocks, rows_of, &mut |(item, number, rows)| {
        ask(inspection, (item, number), &rows, &mut wanted, &mut asking);
        Ok(())
    })?;
    add_keys_asked(inspection, asking, &mut wanted)?;
    let mut partners = Partners::default();
    let mut fetched: BTreeMap<PutId, Vec<u32>> = BTreeMap::new();
    // What these rows amount to may depend on rows of further tables, and so on.
    while !wanted.is_empty() {
        let mut further = Keys::new();
        let asked = wanted.into_iter().filter_map(|(put, keys)| {
            let mut keys = keys.into_keys();
            let known = fetched.entry(put).or_default();
            // Nobody put anything under 0.
            keys.retain(|key| *key != 0 && known.binary_search(key).is_err());
            known.extend(&keys);
            known.sort_unstable();
            (!keys.is_empty()).then_some((put, keys))
        });
        let asked: Vec<(PutId, Vec<u32>)> = asked.collect();
        let found = inspection.evaluation.partners_of(&asked)?;
        for ((put, _), rows) in asked.into_iter().zip(found) {
            inspection.asked_further(put, &rows, &mut further)?;
            partners.by_put.entry(put).or_default().extend(rows);
        }
        wanted = further;
    }
    Ok(partners)
}

/// Whether rows of a block have to be read for the keys by which they look for rows of other tables.
pub(super) fn asks_rows(inspection: &Inspection<'_>, (item, number): (usize, usize)) -> bool {
    let plan = &inspection.lowered.plan;
    let block = &plan.items[item].blocks[number];
    !evidence::puts_read(plan, block).is_empty()
        && keys_kept(inspection, (item, number), &[]).is_none()
}

/// Adds the rows of a block that look for rows of other tables: those that are keys themselves to the keys, others to those that ask.
pub(super) fn ask(
    inspection: &Inspection<'_>,
    (item, number): (usize, usize),
    rows: &[u64],
    wanted: &mut Keys,
    asking: &mut VecDeque<Asking>,
) {
    let plan = &inspection.lowered.plan;
    let block = &plan.items[item].blocks[number];
    if let FrameRows::Space(_) = plan.frames[block.frame.0].rows {
        for source in inspection.sources_of(item, number) {
            let keys = rows.iter().filter_map(|&row| u32::try_from(row).ok());
            wanted.entry(source.link).or_default().extend(keys);
        }
    }
    if !evidence::puts_read(plan, block).is_empty() {
        let batches = rows.chunks(BATCH);
        asking.extend(batches.map(|rows| (item, number, rows.to_vec())));
    }
}

/// Adds the keys under which rows look for rows of other tables.
pub(super) fn add_keys_asked(
    inspection: &Inspection<'_>,
    asking: VecDeque<Asking>,
    wanted: &mut Keys,
) -> io::Result<()> {
    let work = |asking: Asking| keys_asked(inspection, asking);
    in_order_on(inspection, asking, work, &mut |keys| {
        for (put, key) in keys {
            wanted.entry(put).or_default().extend([key]);
        }
        Ok(())
    })
}

/// Works on some pieces side by side, on as many threads as the run may take, and takes what came of them in order.
fn in_order_on<P: Send, T: Send>(
    inspection: &Inspection<'_>,
    mut pieces: VecDeque<P>,
    work: impl Fn(P) -> io::Result<T> + Sync,
    take: &mut dyn FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let threads = match pieces.len() {
        0 | 1 => 1,
        _ => inspection.threads(),
    };
    let bounds = Bounds {
        threads,
        ahead: threads * 2,
    };
    let steps = Steps {
        next: || Ok(pieces.pop_front()),
        work,
        settle: |_: &mut T| (),
        finish: |found| found,
    };
    in_order(bounds, steps, take)
}

/// The keys under which rows look for rows of other tables, each once.
fn keys_asked(
    inspection: &Inspection<'_>,
    (item, number, rows): Asking,
) -> io::Result<Vec<(PutId, u32)>> {
    if let Some(kept) = keys_kept(inspection, (item, number), &rows) {
        return Ok(kept);
    }
    let frame = inspection.lowered.plan.items[item].blocks[number].frame;
    let nodes = nodes_shown(inspection, item, number);
    let explained = inspection.evaluation.explain_some(frame, &rows, &nodes)?;
    let (mut keys, mut alike) = (Vec::new(), Alike::default());
    for row in 0..rows.len() {
        let found = alike.evidence_of(inspection, (item, number, None), &explained, row);
        for &(_, key, put) in &found.reads {
            let key = key_of(inspection, frame, &explained, (key, row));
            keys.extend(key.map(|key| (put, key)));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

/// As [`keys_asked`], without a look at the rows, where the engine kept all of their keys; some may be keys that no verdict rests on.
fn keys_kept(
    inspection: &Inspection<'_>,
    (item, number): (usize, usize),
    rows: &[u64],
) -> Option<Vec<(PutId, u32)>> {
    let plan = &inspection.lowered.plan;
    let block = &plan.items[item].blocks[number];
    // Keys of other frames are numbers of their own; claims of exceptions are read beside the verdict.
    dataset_of(inspection, block.frame)?;
    let any_claims = !inspection.lowered.nodes[item].excuses.is_empty();
    if any_claims && excused::has_nodes(inspection, item, number) {
        return None;
    }
    let mut keys = Vec::new();
    for (key, put) in evidence::reads(plan, block) {
        let kept = inspection.evaluation.keys_kept(block.frame, key?, rows)?;
        keys.extend(kept.into_iter().flatten().map(|key| (put, key)));
    }
    keys.sort_unstable();
    keys.dedup();
    Some(keys)
}

/// The nodes that findings of a block are told from.
pub(super) fn nodes_shown(inspection: &Inspection<'_>, item: usize, block: usize) -> Vec<NodeId> {
    let block = &inspection.lowered.plan.items[item].blocks[block];
    let shown = &inspection.lowered.nodes[item];
    let mut nodes: Vec<NodeId> = block.parts.iter().map(|part| part.must).collect();
    nodes.extend([block.member, block.applies].into_iter().flatten());
    nodes.extend(block.excuses());
    // Blocks for rows without a key lie in other frames than the requirements and have none of these.
    let is_first = inspection.lowered.plan.items[item]
        .blocks
        .first()
        .is_some_and(|first| first.frame == block.frame);
    if is_first {
        let duty = |part: &crate::plan::BlockPart| shown.duty.get(part.part / 2);
        for slot in block.parts.iter().filter_map(duty) {
            nodes.extend(slot.recipient.into_iter().chain(slot.due));
        }
        nodes.extend(&shown.series);
        for clause in &shown.clauses {
            nodes.push(clause.must);
            nodes.extend(clause.actual.into_iter().chain(clause.expected));
        }
        nodes.extend(shown.axes.iter().map(|axis| axis.node));
        nodes.extend(shown.owners.iter().flatten());
        for excuse in &shown.excuses {
            nodes.extend([excuse.claimed, excuse.in_force, excuse.proved]);
        }
        nodes.extend(
            shown
                .own_key
                .into_iter()
                .flat_map(|(key, repeated)| [key, repeated]),
        );
    }
    nodes
}

/// What the verdict of a row rests on: condition, requirement (of one part, or of all) and exception; with the key of its dataset.
pub(super) fn evidence_of(
    inspection: &Inspection<'_>,
    (item, block, part): (usize, usize, Option<u16>),
    judged: &Judged<'_>,
) -> Evidence {
    let plan = &inspection.lowered.plan;
    let block_number = block;
    let block = &plan.items[item].blocks[block];
    let mut evidence = Evidence::default();
    let is_asked = |number: usize| part.is_none_or(|part| number == usize::from(part));
    let parts: Vec<_> = (block.parts.iter())
        .filter(|own| is_asked(own.part))
        .collect();
    let mut nodes: Vec<_> = (parts.iter().map(|part| part.must))
        .filter(|&must| judged.truth(must) != Some(true))
        .collect();
    nodes.extend(block.member);
    nodes.extend(block.applies);
    let mut excuses: Vec<_> = (parts.iter())
        .filter_map(|part| block.excuse(part))
        .filter(|&excused| judged.truth(excused).is_none())
        .collect();
    excuses.sort_unstable();
    excuses.dedup();
    nodes.extend(excuses);
    // What claims an exception and does not prove it is shown with the finding.
    if excused::has_nodes(inspection, item, block_number) {
        let excuses = inspection.lowered.nodes[item].excuses.iter();
        nodes.extend(
            (excuses.filter(|excuse| parts.iter().any(|part| excuse.concerns(part.part))))
                .map(|excuse| excuse.claimed)
                .filter(|&claimed| judged.truth(claimed) == Some(true)),
        );
    }
    for node in nodes {
        evidence::collect(plan, block.frame, judged, node, &mut evidence);
    }
    if let Some(dataset) = dataset_of(inspection, block.frame) {
        Arc::make_mut(&mut evidence.columns).extend(&inspection.model().datasets[dataset].key);
    }
    evidence
}

/// The number of the key that a read of other rows asks for: `None` when the row has no usable one. All rows together are asked for by
/// what stands for the whole; a single row that is held against the whole does not show its rows.
pub(super) fn key_of(
    inspection: &Inspection<'_>,
    frame: FrameId,
    explained: &Explained,
    (key, row): (Option<NodeId>, usize),
) -> Option<u32> {
    match (key, dataset_of(inspection, frame)) {
        (Some(key), _) => evidence::key(explained, key, row),
        (None, Some(_)) => Some(0),
        (None, None) => Some(WHOLE),
    }
}

/// Columns by their number in the model, each with its place among those that were read.
type Places = Arc<[(usize, usize)]>;

/// The texts of some columns of some rows of a dataset.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// Columns by their number in the model, in the order of the values.
    columns: Vec<usize>,
    /// Rows that were read before, ascending.
    own: Arc<FetchedRows>,
    /// The other rows, ascending.
    others: FetchedRows,
    /// The place of the row that was asked for last.
    last: Cell<usize>,
    /// What [`Cells::places_of`] said last.
    shown: RefCell<(Columns, Places)>,
    /// The places of the columns that hold names of people; told once they are asked for.
    pub(super) names: OnceCell<Vec<usize>>,
    /// The lines of cells, by row and column, that have their value from a cell merged with them.
    lines: BTreeMap<(u64, usize), u64>,
    /// What places of these cells say.
    pub(super) place: Option<CellsPlace>,
}

/// The words by which cells are found, shared by all findings that are made at once.
#[derive(Debug)]
pub(super) struct CellsPlace {
    pub(super) dataset: Arc<str>,
    pub(super) file: Arc<str>,
    pub(super) sheet: Option<Arc<str>>,
    /// The name and the header of each column.
    columns: Vec<(Arc<str>, Arc<str>)>,
}

impl Cells {
    /// Which of the rows has this number.
    pub(super) fn at(&self, row: u64) -> Option<usize> {
        // Much is asked of a row before another one is asked for.
        let last = self.last.get();
        let (rows, at) = self.place(last);
        if at < rows.len() && rows.row(at) == row {
            return Some(last);
        }
        let other = || Some(self.own.len() + self.others.find(row)?);
        let found = self.own.find(row).or_else(other)?;
        self.last.set(found);
        Some(found)
    }

    /// The rows among which a row by its place stands, and its place there.
    fn place(&self, at: usize) -> (&FetchedRows, usize) {
        match at.checked_sub(self.own.len()) {
            None => (&self.own, at),
            Some(at) => (&self.others, at),
        }
    }

    /// The first line of a row, from 1, by its place; 0 where it is not there.
    pub(super) fn line_at(&self, at: Option<usize>) -> u64 {
        at.map_or(0, |at| {
            let (rows, at) = self.place(at);
            rows.line(at)
        })
    }

    /// The line of the cell that holds a value, where it is not the row's own.
    pub(super) fn line_of(&self, row: u64, column: usize) -> Option<u64> {
        self.lines.get(&(row, column)).copied()
    }

    /// The text of a cell.
    pub(super) fn text(&self, row: u64, column: usize) -> Option<&str> {
        self.text_at(self.at(row)?, self.place_of(column)?)
    }

    /// Where a column stands among those that were read.
    pub(super) fn place_of(&self, column: usize) -> Option<usize> {
        self.columns.iter().position(|&known| known == column)
    }

    /// Those of some columns that were read, with their places.
    pub(super) fn places_of(&self, columns: &Columns) -> Places {
        let mut shown = self.shown.borrow_mut();
        // Findings that are made one after the other mostly show the same columns.
        if !Arc::ptr_eq(&shown.0, columns) {
            let place = |&column: &usize| Some((column, self.place_of(column)?));
            let places = columns.iter().filter_map(place).collect();
            *shown = (Arc::clone(columns), places);
        }
        Arc::clone(&shown.1)
    }

    /// As [`Cells::text`], by the places of row and column.
    pub(super) fn text_at(&self, row: usize, column: usize) -> Option<&str> {
        let (rows, at) = self.place(row);
        match rows.text(at, column)? {
            // A column that the row's file lacks has no cell there.
            cell::ABSENT => None,
            cell::SWALLOWED => Some(cell::UNREADABLE),
            text => Some(text),
        }
    }

    /// The name and the header of a column, by its place.
    pub(super) fn named_at(&self, column: usize) -> Option<&(Arc<str>, Arc<str>)> {
        self.place.as_ref()?.columns.get(column)
    }
}

/// Fetches columns (numbers of the model) of rows of a dataset; what the file lacks is left out.
pub(super) fn cells(
    inspection: &Inspection<'_>,
    dataset: usize,
    rows: &BTreeSet<u64>,
    columns: &BTreeSet<usize>,
) -> io::Result<Cells> {
    let rows: Vec<u64> = rows.iter().copied().collect();
    cells_beside(inspection, dataset, (&rows, columns), None)
}

/// As [`cells`], for rows in ascending order, each once; rows that were read already, with all these columns, are not read again.
pub(super) fn cells_beside(
    inspection: &Inspection<'_>,
    dataset: usize,
    (rows, columns): (&[u64], &BTreeSet<usize>),
    read: Option<&Explained>,
) -> io::Result<Cells> {
    let bound = &inspection.request.datasets[dataset];
    let Some(source) = &bound.source else {
        return Ok(Cells::default());
    };
    let declared = &inspection.model().datasets[dataset];
    let there = |columns: &mut dyn Iterator<Item = usize>| -> Vec<(usize, usize)> {
        let index = |column: usize| Some((column, bound.columns.get(column)?.index?));
        columns.filter_map(index).collect()
    };
    let wanted = there(&mut columns.iter().copied());
    let read = (read.map(Explained::fetched))
        .filter(|(read, _)| wanted.iter().all(|(column, _)| read.contains(column)));
    let (there, own) = match read {
        Some((columns, own)) => (there(&mut columns.iter().copied()), Arc::clone(own)),
        None => (wanted, Arc::default()),
    };
    let indices: Vec<usize> = there.iter().map(|&(_, index)| index).collect();
    let named = |&(column, index): &(usize, usize)| {
        let header = source.header().get(index).map_or("", String::as_str);
        let name = declared.columns[column].names.id();
        (Arc::from(name), Arc::from(header))
    };
    let lines = rows.iter().flat_map(|&row| {
        let of = move |&(column, index): &(usize, usize)| {
            Some(((row, column), source.line_of(row, index)?))
        };
        there.iter().filter_map(of)
    });
    let mut others = rows.to_vec();
    if !own.is_empty() {
        others.retain(|&row| own.find(row).is_none());
    }
    Ok(Cells {
        lines: lines.collect(),
        others: (inspection.evaluation).cells(dataset, &others, &indices)?,
        own,
        last: Cell::new(0),
        shown: RefCell::default(),
        names: OnceCell::new(),
        place: Some(CellsPlace {
            dataset: Arc::from(declared.names.id()),
            file: Arc::from(inspection.request.dataset_files[dataset].file.as_str()),
            sheet: source.sheet().map(Arc::from),
            columns: there.iter().map(named).collect(),
        }),
        columns: there.into_iter().map(|(column, _)| column).collect(),
    })
}

/// The dataset whose rows a frame has.
pub(super) fn dataset_of(inspection: &Inspection<'_>, frame: FrameId) -> Option<usize> {
    match inspection.lowered.plan.frames[frame.0].rows {
        FrameRows::Dataset(dataset) => Some(dataset),
        FrameRows::Space(_) | FrameRows::Whole | FrameRows::Derived(_) => None,
    }
}
