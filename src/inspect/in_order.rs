//! Work on several threads whose results come in order: pieces are taken one after the other, worked on side by side and handed over
//! as they were taken.
//!
//! No more than [`Bounds::ahead`] pieces are under way, however slowly the results are taken away. What depends on all pieces before is
//! settled in turn.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How much is done at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Threads that work; with one everything happens on the thread that asks.
    pub(super) threads: usize,
    /// The most pieces that are taken and not handed over yet.
    pub(super) ahead: usize,
}

/// What is done with a piece `P`: worked on, settled in turn, finished.
pub(super) struct Steps<N, W, S, F> {
    /// The next piece, or `None` after the last.
    pub(super) next: N,
    /// Works on a piece, on any thread.
    pub(super) work: W,
    /// Settles what was worked on, one after the other in the order of the pieces.
    pub(super) settle: S,
    /// Finishes it, on any thread.
    pub(super) finish: F,
}

/// Where the work stands.
struct State<T> {
    done: BTreeMap<usize, io::Result<T>>,
    /// Pieces settled, handed over, and in all, once that is known.
    settled: usize,
    handed: usize,
    all: Option<usize>,
    /// Nobody waits for anything any more.
    stopped: bool,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something holds; `None` when everything stops before.
    fn wait(&self, holds: impl Fn(&State<T>) -> bool) -> Option<MutexGuard<'_, State<T>>> {
        let mut state = self.lock();
        while !state.stopped {
            if holds(&state) {
                return Some(state);
            }
            state = (self.changed.wait(state)).unwrap_or_else(PoisonError::into_inner);
        }
        None
    }

    fn change(&self, change: impl FnOnce(&mut State<T>)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

/// Lets nobody wait for a thread that is gone.
struct StopsOthers<'s, T>(&'s Shared<T>);

impl<T> Drop for StopsOthers<'_, T> {
    fn drop(&mut self) {
        self.0.change(|state| state.stopped = true);
    }
}

/// Works on all pieces and calls `take` with every result, in order, on the thread that asks.
///
/// # Errors
/// The first that a step gives, in the order of the pieces; what comes after it is not handed over.
pub(super) fn in_order<P: Send, C, T: Send>(
    bounds: Bounds,
    steps: Steps<
        impl FnMut() -> io::Result<Option<P>> + Send,
        impl Fn(P) -> io::Result<C> + Sync,
        impl FnMut(&mut C) + Send,
        impl Fn(C) -> T + Sync,
    >,
    take: &mut dyn FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let Steps {
        mut next,
        work,
        mut settle,
        finish,
    } = steps;
    if bounds.threads < 2 {
        while let Some(piece) = next()? {
            let mut worked = work(piece)?;
            settle(&mut worked);
            take(finish(worked))?;
        }
        return Ok(());
    }
    let shared = Shared {
        state: Mutex::new(State {
            done: BTreeMap::new(),
            settled: 0,
            handed: 0,
            all: None,
            stopped: false,
        }),
        changed: Condvar::new(),
    };
    let ahead = bounds.ahead.max(1);
    // Pieces taken so far, with what gives the next one; `None`: there is none.
    let source = Mutex::new((0, Some(next)));
    let settle = Mutex::new(settle);
    let claim = || -> Option<(usize, io::Result<P>)> {
        let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
        let number = source.0;
        drop(shared.wait(|state| number < state.handed + ahead)?);
        let piece = match source.1.as_mut()?() {
            Ok(Some(piece)) => Ok(piece),
            Ok(None) => {
                source.1 = None;
                shared.change(|state| state.all = Some(number));
                return None;
            }
            Err(error) => {
                source.1 = None;
                Err(error)
            }
        };
        source.0 += 1;
        Some((number, piece))
    };
    let labour = || {
        let gone = StopsOthers(&shared);
        while let Some((number, piece)) = claim() {
            let worked = piece.and_then(&work);
            let Some(state) = shared.wait(|state| state.settled == number) else {
                break;
            };
            drop(state);
            let worked = worked.map(|mut worked| {
                let mut settle = settle.lock().unwrap_or_else(PoisonError::into_inner);
                settle(&mut worked);
                worked
            });
            shared.change(|state| state.settled += 1);
            let finished = worked.map(&finish);
            shared.change(|state| {
                state.done.insert(number, finished);
            });
        }
        if !thread::panicking() {
            std::mem::forget(gone);
        }
    };
    thread::scope(|scope| {
        let _gone = StopsOthers(&shared);
        for _ in 0..bounds.threads {
            scope.spawn(labour);
        }
        loop {
            let is_next = |state: &State<T>| {
                state.done.contains_key(&state.handed) || state.all == Some(state.handed)
            };
            let Some(mut state) = shared.wait(is_next) else {
                // A thread broke down; its panic goes on from here.
                return Ok(());
            };
            let handed = state.handed;
            let Some(finished) = state.done.remove(&handed) else {
                return Ok(());
            };
            drop(state);
            take(finished?)?;
            shared.change(|state| state.handed += 1);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Steps, in_order};
    use std::io;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn run(bounds: Bounds, pieces: usize, fails_at: usize) -> (io::Result<()>, Vec<usize>, usize) {
        let (under_way, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let (mut taken, mut sum, mut seen) = (0, 0, Vec::new());
        let steps = Steps {
            next: || {
                let now = under_way.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
                taken += 1;
                Ok((taken <= pieces).then_some(taken))
            },
            work: |piece: usize| match piece {
                piece if piece == fails_at => Err(io::Error::other("gone")),
                piece => Ok((piece, 0)),
            },
            settle: |worked: &mut (usize, usize)| {
                sum += worked.0;
                worked.1 = sum;
            },
            finish: |worked: (usize, usize)| worked.1,
        };
        let result = in_order(bounds, steps, &mut |result| {
            under_way.fetch_sub(1, Ordering::SeqCst);
            seen.push(result);
            Ok(())
        });
        (result, seen, most.into_inner())
    }

    #[test]
    fn results_come_in_order_and_few_are_under_way() {
        let sums: Vec<usize> = (1..=1000).map(|n| n * (n + 1) / 2).collect();
        for threads in [1, 2, 5] {
            let bounds = Bounds { threads, ahead: 3 };
            let (result, seen, most) = run(bounds, 1000, 0);
            assert!(result.is_ok());
            assert_eq!(seen, sums);
            assert!(most <= 4, "{most} pieces at once with {threads} threads");
        }
    }

    #[test]
    fn the_first_failure_ends_it_after_what_came_before() {
        for threads in [1, 2, 5] {
            let bounds = Bounds { threads, ahead: 8 };
            let (result, seen, _) = run(bounds, 100, 40);
            assert!(result.is_err());
            assert_eq!(seen.len(), 39);
        }
    }
}
