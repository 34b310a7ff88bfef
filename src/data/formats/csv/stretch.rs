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

/// Bytes that are rather read than left out between two stretches: about as many as could be copied while another reading is asked for.
const NEAR: u64 = 8 << 10;
/// The most bytes that are read together for several stretches.
const MOST: u64 = 256 << 10;

/// The stretches of a chunk that hold the rows wanted (ascending) of it, one behind the other.
pub(super) fn all(read: &Read, wanted: &[u64], rows_before: u64) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut rest = wanted;
    while !rest.is_empty() {
        let stretch = first(read, rest, rows_before);
        rest = rest.get(stretch.wanted.max(1)..).unwrap_or_default();
        stretches.push(stretch);
    }
    stretches
}

/// How far the bytes reach that are read together with the first of some stretches.
pub(super) fn together(stretches: &[Stretch]) -> u64 {
    let start = stretches.first().map_or(0, |first| first.range.start);
    let end = stretches.first().map_or(0, |first| first.range.end);
    let others = stretches.iter().skip(1).map(|stretch| &stretch.range);
    let joined = others.scan(end, |end, range| {
        let is_near = range.start <= *end + NEAR && range.end <= start + MOST;
        *end = range.end;
        is_near.then_some(range.end)
    });
    joined.last().unwrap_or(end)
}

/// The stretch of the first rows wanted: as far as they lie close together, or the whole chunk where its rows have no marks.
fn first(read: &Read, wanted: &[u64], rows_before: u64) -> Stretch {
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
