//! What was found wrong with cells: notes on single cells of a chunk become counts by kind, with the first places.

use super::columns::CellNote;
use crate::data::ProblemKind;

/// Places of a kind of cell problem that are kept for each chunk.
const MOST_PLACES: usize = 20;

/// Cell problems of one kind.
#[derive(Debug, Clone)]
pub(crate) struct Notes {
    pub(crate) kind: ProblemKind,
    pub(crate) count: u64,
    /// Rows in the chunk and columns of the model, the first ones in order.
    pub(crate) places: Vec<(usize, usize)>,
}

/// Counts by kind, with the first places.
pub(crate) fn summarise(mut notes: Vec<CellNote>) -> Vec<Notes> {
    let place = |note: &CellNote| (note.kind, note.row, note.column);
    notes.sort_unstable_by_key(place);
    // A cell that several items cannot read is one.
    notes.dedup_by_key(|note| place(note));
    notes
        .chunk_by(|a, b| a.kind == b.kind)
        .filter_map(|run| {
            Some(Notes {
                kind: run.first()?.kind,
                count: run.len() as u64,
                places: run
                    .iter()
                    .take(MOST_PLACES)
                    .map(|note| (note.row, note.column))
                    .collect(),
            })
        })
        .collect()
}
