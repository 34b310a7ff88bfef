//! Cells of single rows after the scan: of each row group and column the pages that hold rows asked for, read once from front to back; nothing of
//! them stays open.

use super::{Slice, Table, unknown};
use crate::data::{ColumnCells, FetchedRows, ProblemKind};
use std::io;
use std::ops::Range;
use std::sync::PoisonError;

/// Chunks of a row group.
struct Group<'t> {
    /// The number of the first one.
    first: usize,
    chunks: &'t [Slice],
}

impl Group<'_> {
    /// Its rows.
    fn rows(&self) -> Range<u64> {
        let start = self.chunks.first().map_or(0, |chunk| chunk.before);
        let end = self.chunks.last();
        start..end.map_or(start, |chunk| chunk.before + chunk.rows as u64)
    }
}

impl Table {
    /// The cells of some rows, each with the columns asked for.
    pub(super) fn pick(&self, rows: &[u64], columns: &[usize]) -> io::Result<FetchedRows> {
        let mut wanted: Vec<usize> = columns.to_vec();
        wanted.retain(|&column| column < self.columns.len());
        wanted.sort_unstable();
        wanted.dedup();
        let places: Vec<Option<usize>> = (columns.iter())
            .map(|column| wanted.binary_search(column).ok())
            .collect();
        let mut found = FetchedRows::new(columns.len(), rows.len());
        let mut left = rows;
        while let Some(&first) = left.first() {
            let group = self.group_of(first).ok_or_else(unknown)?;
            let all = group.rows();
            // Rows that go back are read from the start again.
            let mut stretches = left.chunk_by(|row, after| row < after && all.contains(after));
            let here = stretches.next().unwrap_or_default();
            left = left.get(here.len()..).unwrap_or_default();
            let local = |row: &u64| usize::try_from(row - all.start).map_err(io::Error::other);
            let local: Vec<usize> = here.iter().map(local).collect::<io::Result<_>>()?;
            let read = |&column: &usize| self.pick_column(&group, column, &local);
            let cells: Vec<ColumnCells> = wanted.iter().map(read).collect::<io::Result<_>>()?;
            for (at, &row) in here.iter().enumerate() {
                let value = |place: &Option<usize>| {
                    let cells = place.and_then(|place| cells.get(place));
                    String::from_utf8_lossy(cells.map_or(&[], |cells| cells.text(at)))
                };
                found.push(row, row + 1, places.iter().map(value));
            }
        }
        Ok(found)
    }

    /// The row group of a row.
    fn group_of(&self, row: u64) -> Option<Group<'_>> {
        let after = self.chunks.partition_point(|chunk| chunk.before <= row);
        let number = self.chunks.get(after.checked_sub(1)?)?.group;
        let first = self.chunks.partition_point(|chunk| chunk.group < number);
        let end = self.chunks.partition_point(|chunk| chunk.group <= number);
        let chunks = self.chunks.get(first..end)?;
        let group = Group { first, chunks };
        group.rows().contains(&row).then_some(group)
    }

    /// The texts of some rows (ascending, from the start of the row group) of a column.
    fn pick_column(
        &self,
        group: &Group<'_>,
        column: usize,
        rows: &[usize],
    ) -> io::Result<ColumnCells> {
        let mut cells = ColumnCells::default();
        if !self.was_damaged(group, column) {
            let number = group.chunks.first().ok_or_else(unknown)?.group;
            if self.cursor(number, column)?.pick(rows, &mut cells)? {
                return Ok(cells);
            }
            cells.clear();
        }
        self.pick_from_chunks(group, column, rows, &mut cells)?;
        Ok(cells)
    }

    /// Whether the scan came to a damaged page of a column of a row group.
    fn was_damaged(&self, group: &Group<'_>, column: usize) -> bool {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut chunks = group.first..group.first + group.chunks.len();
        chunks.any(|chunk| {
            let notes = notes.get(&(chunk, column));
            notes.is_some_and(|notes| notes.tell_of(ProblemKind::Damaged))
        })
    }

    /// As [`Table::pick_column`], from whole chunks as the scan reads them: all cells of one with a damaged page are unreadable.
    fn pick_from_chunks(
        &self,
        group: &Group<'_>,
        column: usize,
        rows: &[usize],
        cells: &mut ColumnCells,
    ) -> io::Result<()> {
        let (mut left, mut cursor) = (rows, None);
        let mut read = ColumnCells::default();
        for (number, place) in (group.first..).zip(group.chunks) {
            let (here, rest) = left.split_at(left.partition_point(|&row| row < place.end()));
            left = rest;
            if here.is_empty() {
                continue;
            }
            read.clear();
            cursor = self.read_column(place, column, cursor, &mut read)?;
            self.note(number, column, &read, cursor.is_none());
            for row in here {
                cells.push(read.text(row - place.first))?;
            }
        }
        Ok(())
    }
}
