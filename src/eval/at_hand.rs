//! Rows fetched ahead for many findings at once, so that no file is read again for each few of them.
//!
//! Which rows are at hand changes nothing but time: what is not among them is read from its file.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, PoisonError, RwLock};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::engine::Engine;
use crate::data::{FetchedRows, Source};

/// Rows read at once by a thread, at least.
const FEWEST: usize = 4096;

/// Rows of some datasets.
#[derive(Default)]
pub(crate) struct AtHand {
    tables: RwLock<BTreeMap<usize, Arc<Table>>>,
}

/// Rows of a dataset with some of its columns.
struct Table {
    /// Columns by their number in the file, in the order of the texts.
    columns: Vec<usize>,
    /// The rows as they were read; each stands in one of these.
    pieces: Vec<Arc<FetchedRows>>,
}

/// The pieces of a table with the place in each up to which rows were looked for.
struct Upwards<'t>(Vec<(&'t FetchedRows, usize)>);

impl<'t> Upwards<'t> {
    /// The piece and the place of a row; no row may be looked for after a later one, so that each piece is gone through once.
    fn find(&mut self, row: u64) -> Option<(&'t FetchedRows, usize)> {
        self.0.iter_mut().find_map(|(piece, from)| {
            *from = piece.seek(*from, row);
            let is_there = *from < piece.len() && piece.row(*from) == row;
            is_there.then_some((*piece, *from))
        })
    }
}

impl Table {
    fn upwards(&self) -> Upwards<'_> {
        Upwards(self.pieces.iter().map(|piece| (&**piece, 0)).collect())
    }

    /// Columns of rows; rows that are not at hand are read.
    fn take(
        &self,
        source: &dyn Source,
        rows: &[u64],
        columns: &[usize],
    ) -> Option<io::Result<FetchedRows>> {
        let place = |column: &usize| self.columns.iter().position(|own| own == column);
        let places: Vec<usize> = columns.iter().map(place).collect::<Option<_>>()?;
        let mut taken = FetchedRows::new(columns.len(), rows.len());
        let mut missing = Vec::new();
        let mut upwards = self.upwards();
        for &row in rows {
            let Some((piece, at)) = upwards.find(row) else {
                missing.push(row);
                continue;
            };
            let text = |&place: &usize| piece.text(at, place).unwrap_or_default();
            taken.push(row, piece.line(at), places.iter().map(text));
        }
        if missing.is_empty() {
            return Some(Ok(taken));
        }
        let read = source.cells(&missing, columns);
        Some(read.map(|read| taken.merged(&read)))
    }
}

impl Engine<'_> {
    fn at_hand_of(&self, dataset: usize) -> Option<Arc<Table>> {
        let tables = self.at_hand.tables.read();
        let tables = tables.unwrap_or_else(PoisonError::into_inner);
        tables.get(&dataset).cloned()
    }

    /// Columns (of the file) of some rows (ascending) of a dataset.
    pub(crate) fn cells(
        &self,
        dataset: usize,
        rows: &[u64],
        columns: &[usize],
    ) -> io::Result<FetchedRows> {
        let bound = self.datasets.get(dataset);
        let Some(source) = bound.and_then(|bound| bound.source.as_deref()) else {
            return Ok(FetchedRows::default());
        };
        let table = self.at_hand_of(dataset);
        let taken = table.and_then(|table| table.take(source, rows, columns));
        taken.unwrap_or_else(|| source.cells(rows, columns))
    }

    /// Has these columns (of the file) of these rows (ascending) of some datasets at hand, beside the rows that are at hand with the
    /// same columns.
    pub(crate) fn fetch_ahead(&self, wanted: Vec<(usize, Vec<u64>, Vec<usize>)>) -> io::Result<()> {
        let mut pieces = Vec::new();
        for (at, (dataset, rows, _)) in wanted.iter().enumerate() {
            let bound = self.datasets.get(*dataset);
            if let Some(source) = bound.and_then(|bound| bound.source.as_deref()) {
                let size = rows.len().div_ceil(2 * self.pool.current_num_threads());
                let ranges = rows.chunks(size.max(FEWEST));
                pieces.extend(ranges.map(|range| (at, source, range)));
            }
        }
        let read: Vec<io::Result<FetchedRows>> = self.pool.install(|| {
            let read = |&(at, source, rows): &(usize, &dyn Source, &[u64])| {
                let (_, _, columns) = &wanted[at];
                source.cells(rows, columns)
            };
            // Pieces take very different times: each is for the thread that is free.
            pieces.par_iter().with_max_len(1).map(read).collect()
        });
        let mut found: Vec<Vec<Arc<FetchedRows>>> = vec![Vec::new(); wanted.len()];
        for ((at, ..), read) in pieces.iter().zip(read) {
            found[*at].push(Arc::new(read?));
        }
        for ((dataset, _, columns), found) in wanted.iter().zip(found) {
            let before = self.at_hand_of(*dataset);
            let before = before.filter(|before| before.columns == *columns);
            let mut pieces = before.map_or_else(Vec::new, |before| before.pieces.clone());
            pieces.extend(found);
            let columns = columns.clone();
            let table = Arc::new(Table { columns, pieces });
            let tables = self.at_hand.tables.write();
            let mut tables = tables.unwrap_or_else(PoisonError::into_inner);
            tables.insert(*dataset, table);
        }
        Ok(())
    }

    /// Of these rows (ascending) of a dataset, those that are not at hand.
    pub(crate) fn not_at_hand(&self, dataset: usize, rows: &mut Vec<u64>) {
        if let Some(table) = self.at_hand_of(dataset) {
            let mut upwards = table.upwards();
            rows.retain(|&row| upwards.find(row).is_none());
        }
    }

    /// Has nothing at hand any more.
    pub(crate) fn let_go(&self) {
        let tables = self.at_hand.tables.write();
        tables.unwrap_or_else(PoisonError::into_inner).clear();
    }
}
