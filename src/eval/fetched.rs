//! Rows fetched one by one, laid out as a chunk: what judged them in the scan judges them again.

use crate::data::{Chunk, FetchedRows, Layout};

/// Cells fetched by row, laid out as a chunk.
#[derive(Default)]
pub(super) struct Fetched {
    bytes: Vec<u8>,
    bounds: Vec<(u32, u32)>,
    columns: usize,
    rows: usize,
}

impl Fetched {
    /// Rows of a file of so many columns; `indexes`: the columns that the cells are of.
    pub(super) fn of(columns: usize, indexes: &[usize], cells: &FetchedRows) -> Self {
        let mut fetched = Self {
            columns,
            rows: cells.len(),
            ..Self::default()
        };
        let to_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for row in 0..cells.len() {
            let start = fetched.bounds.len();
            fetched.bounds.resize(start + columns, (0, 0));
            for (&index, value) in indexes.iter().zip(cells.texts(row)) {
                let from = to_u32(fetched.bytes.len());
                fetched.bytes.extend_from_slice(value.as_bytes());
                if let Some(bounds) = fetched.bounds.get_mut(start + index) {
                    *bounds = (from, to_u32(fetched.bytes.len()));
                }
            }
        }
        fetched
    }

    /// The rows, with the columns of the file that were not read left blank.
    pub(super) fn chunk(&self) -> Chunk<'_> {
        Chunk {
            rows: self.rows,
            columns: self.columns,
            doubled_quotes: false,
            bytes: &self.bytes,
            layout: Layout::Bounds(&self.bounds),
        }
    }
}
