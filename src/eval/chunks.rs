//! Chunks of a dataset: which thread takes which, and where the rows of each begin.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
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

/// The chunks that are read in a phase. A thread stays on its stretch, which is read on from where it stands without a word to others;
/// only where none is left that nobody has begun do threads share one.
#[derive(Default)]
pub(super) struct Tasks {
    stretches: Vec<Stretch>,
}

/// Chunks of a frame that follow one another.
struct Stretch {
    frame: usize,
    next: AtomicUsize,
    /// The chunk after the last.
    end: usize,
    /// Threads that take chunks of it.
    threads: AtomicUsize,
    begun: AtomicBool,
    /// All threads read it together.
    shared: bool,
}

/// A thread's place among the tasks.
#[derive(Default)]
pub(super) struct Worker {
    stretch: Option<usize>,
}

impl Stretch {
    fn left(&self) -> usize {
        self.end.saturating_sub(self.next.load(Ordering::Relaxed))
    }

    /// Whether a thread may begin it, which no other one may from then on.
    fn begin(&self) -> bool {
        self.left() > 0 && (self.shared || !self.begun.swap(true, Ordering::Relaxed))
    }
}

impl Tasks {
    /// Adds the chunks of a frame, given the first ones of its stretches; a table without stretches is shared.
    pub(super) fn add(&mut self, frame: usize, firsts: &[usize], chunks: usize) {
        let shared = firsts.is_empty();
        let firsts = if shared { &[0] } else { firsts };
        let ends = firsts.iter().skip(1).copied().chain([chunks]);
        let stretches = firsts.iter().zip(ends).map(|(&first, end)| Stretch {
            frame,
            next: AtomicUsize::new(first),
            end,
            threads: AtomicUsize::new(0),
            begun: AtomicBool::new(false),
            shared,
        });
        self.stretches.extend(stretches);
    }

    /// The next frame and chunk for a thread. Of a stretch each chunk is taken before those behind it, so that whoever waits for one waits
    /// for a thread that has it.
    pub(super) fn take(&self, worker: &mut Worker) -> Option<(usize, usize)> {
        loop {
            if let Some(stretch) = worker.stretch.and_then(|at| self.stretches.get(at)) {
                let chunk = stretch.next.fetch_add(1, Ordering::Relaxed);
                if chunk < stretch.end {
                    return Some((stretch.frame, chunk));
                }
                stretch.threads.fetch_sub(1, Ordering::Relaxed);
                worker.stretch = None;
            }
            let begun = self.stretches.iter().position(Stretch::begin);
            let at = begun.or_else(|| self.most_left())?;
            let stretch = self.stretches.get(at)?;
            stretch.threads.fetch_add(1, Ordering::Relaxed);
            worker.stretch = Some(at);
        }
    }

    /// The stretch with the most left for one more thread.
    fn most_left(&self) -> Option<usize> {
        let left = |stretch: &Stretch| {
            let threads = stretch.threads.load(Ordering::Relaxed);
            (stretch.left() / (threads + 1), stretch.left())
        };
        let all = self.stretches.iter().map(left).enumerate();
        let (at, (_, left)) = all.max_by_key(|&(_, left)| left)?;
        (left > 0).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::{Tasks, Worker};

    fn workers(number: usize) -> Vec<Worker> {
        (0..number).map(|_| Worker::default()).collect()
    }

    #[test]
    fn every_thread_has_a_stretch_of_its_own_while_there_is_one() {
        let mut tasks = Tasks::default();
        tasks.add(7, &[0, 3, 5], 9);
        let mut workers = workers(2);
        let mut taken = Vec::new();
        for _ in 0..4 {
            taken.extend(workers.iter_mut().map(|worker| tasks.take(worker)));
        }
        let expected = [0, 3, 1, 4, 2, 5, 6, 7].map(|chunk| Some((7, chunk)));
        assert_eq!(taken, expected);
        let mut taken: Vec<_> = workers.iter_mut().map(|w| tasks.take(w)).collect();
        taken.push(tasks.take(&mut Worker::default()));
        assert_eq!(taken, [Some((7, 8)), None, None]);
    }

    #[test]
    fn threads_spread_over_the_stretches_that_are_left() {
        let mut tasks = Tasks::default();
        tasks.add(0, &[0, 100], 200);
        let mut workers = workers(6);
        let taken: Vec<_> = workers.iter_mut().filter_map(|w| tasks.take(w)).collect();
        let of_first = taken.iter().filter(|(_, chunk)| *chunk < 100).count();
        assert_eq!((taken.len(), of_first), (6, 3));
    }

    #[test]
    fn a_table_without_stretches_is_read_by_all_threads_before_the_next() {
        let mut tasks = Tasks::default();
        tasks.add(0, &[], 0);
        tasks.add(1, &[], 3);
        tasks.add(2, &[0], 2);
        let mut workers = workers(2);
        let mut taken = Vec::new();
        for _ in 0..3 {
            taken.extend(workers.iter_mut().map(|worker| tasks.take(worker)));
        }
        let expected = [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1)].map(Some);
        assert_eq!(taken[..5], expected);
        assert_eq!(taken[5], None);
    }
}
