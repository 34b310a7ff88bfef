//! Rows fetched one by one, laid out as a chunk: what judged them in the scan judges them again.

use crate::data::{Chunk, FetchedRows, Layout};

/// Cells fetched by row, laid out as a chunk.
#[derive(Default)]
pub(super) struct Fetched<'c> {
    bytes: &'c [u8],
    bounds: Vec<(u32, u32)>,
    columns: usize,
    rows: usize,
}

impl<'c> Fetched<'c> {
    /// Rows of a file of so many columns; `indexes`: the columns that the cells are of.
    pub(super) fn of(columns: usize, indexes: &[usize], cells: &'c FetchedRows) -> Self {
        let to_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut bounds = vec![(0, 0); cells.len() * columns];
        for (at, row) in bounds.chunks_exact_mut(columns.max(1)).enumerate() {
            for (&index, place) in indexes.iter().zip(cells.bounds(at)) {
                if let Some(bounds) = row.get_mut(index) {
                    *bounds = (to_u32(place.start), to_u32(place.end));
                }
            }
        }
        Self {
            bytes: cells.bytes(),
            bounds,
            columns,
            rows: cells.len(),
        }
    }

    /// The rows, with the columns of the file that were not read left blank.
    pub(super) fn chunk(&self) -> Chunk<'_> {
        Chunk {
            rows: self.rows,
            columns: self.columns,
            doubled_quotes: false,
            bytes: self.bytes,
            layout: Layout::Bounds(&self.bounds),
        }
    }
}
