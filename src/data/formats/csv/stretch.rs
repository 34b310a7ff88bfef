//! Where in a chunk rows lie that are fetched later: rows wanted in, the bytes to read for them out.

use super::Read;
use super::rows::{self, Mark};
use std::ops::Range;

/// A part of a chunk that holds some rows wanted.
pub(super) struct Stretch {
    pub(super) range: Range<u64>,
    /// How many of the rows wanted lie in it.
    pub(super) wanted: usize,
    /// Rows and lines of the chunk before it.
    pub(super) row: u64,
    pub(super) line: u64,
}

/// The stretch of the first rows wanted: as far as they lie close together, or the whole chunk where its rows have no marks.
pub(super) fn of(read: &Read, wanted: &[u64], rows_before: u64) -> Stretch {
    let Some(marks) = &read.marks else {
        return Stretch {
            range: read.place.clone(),
            wanted: wanted.len(),
            row: 0,
            line: 0,
        };
    };
    let mark_of = |row: u64| {
        usize::try_from((row - rows_before) / rows::MARK_EVERY as u64).unwrap_or(usize::MAX)
    };
    let first = wanted.first().map_or(0, |&row| mark_of(row));
    let (mut last, mut count) = (first, 0);
    for mark in wanted.iter().map(|&row| mark_of(row)) {
        if mark > last + 1 {
            break;
        }
        last = mark;
        count += 1;
    }
    let place = |mark: Option<&Mark>, otherwise: u64| {
        mark.map_or(otherwise, |m| read.place.start + u64::from(m.offset))
    };
    Stretch {
        range: place(marks.get(first), read.place.start)
            ..place(marks.get(last + 1), read.place.end),
        wanted: count,
        row: (first * rows::MARK_EVERY) as u64,
        line: marks.get(first).map_or(0, |m| u64::from(m.line)),
    }
}
