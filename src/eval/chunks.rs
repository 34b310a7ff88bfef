//! Chunks of a dataset: in which order threads take them, and where the rows of each begin.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::yield_now;

use crate::data::Source;

/// The first row of each chunk of a dataset, told by each chunk to the next one.
pub(super) struct Bases {
    first: Vec<AtomicU64>,
    failed: AtomicBool,
}

const NOT_YET: u64 = u64::MAX;

impl Bases {
    pub(super) fn new(chunks: usize, source: Option<&dyn Source>) -> Self {
        let known = source.filter(|source| !source.stretches().is_empty());
        let first = |chunk: usize| match known {
            Some(source) => source.rows_before(chunk),
            None if chunk == 0 => 0,
            None => NOT_YET,
        };
        let first: Vec<AtomicU64> = (0..=chunks)
            .map(|chunk| AtomicU64::new(first(chunk)))
            .collect();
        Self {
            first,
            failed: AtomicBool::new(false),
        }
    }

    /// Says that no further chunk is told where it begins.
    pub(super) fn fail(&self) {
        self.failed.store(true, Ordering::Relaxed);
    }

    /// The first row of a chunk, once the chunk before has said how many rows it has.
    pub(super) fn claim(&self, chunk: usize, rows: usize) -> io::Result<u64> {
        loop {
            match self.first[chunk].load(Ordering::Acquire) {
                NOT_YET if self.failed.load(Ordering::Relaxed) => {
                    return Err(io::Error::other(
                        "another part of the file could not be read",
                    ));
                }
                NOT_YET => yield_now(),
                base => {
                    self.first[chunk + 1].store(base + rows as u64, Ordering::Release);
                    return Ok(base);
                }
            }
        }
    }
}

/// The order in which so many threads take the chunks of a dataset, given the first chunks of its stretches.
pub(super) fn side_by_side(stretches: &[usize], chunks: usize, threads: usize) -> Vec<usize> {
    if stretches.is_empty() {
        return (0..chunks).collect();
    }
    let ends = stretches.iter().skip(1).copied().chain([chunks]);
    let mut stretches: Vec<_> = (stretches.iter().zip(ends))
        .map(|(&first, end)| first..end)
        .collect();
    let mut order = Vec::with_capacity(chunks);
    for together in stretches.chunks_mut(threads.max(1)) {
        let longest = together.iter().map(ExactSizeIterator::len).max();
        for _ in 0..longest.unwrap_or(0) {
            order.extend(together.iter_mut().filter_map(Iterator::next));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::side_by_side;

    #[test]
    fn every_thread_has_a_stretch_of_its_own() {
        assert_eq!(side_by_side(&[], 3, 2), [0, 1, 2]);
        assert_eq!(side_by_side(&[0, 3, 5], 9, 2), [0, 3, 1, 4, 2, 5, 6, 7, 8]);
        assert_eq!(side_by_side(&[0, 3, 5], 9, 1), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(side_by_side(&[0], 1, 0), [0]);
    }
}
