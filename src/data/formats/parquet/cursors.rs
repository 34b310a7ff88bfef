//! Cursors that threads hand on to each other: who comes to the rows that another thread is just about to reach waits for its cursor, as a
//! new one would have to unpack all pages before them once more.

use super::cursor::Cursor;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Cursors kept to go on from; more are only open while threads use them.
const MOST: usize = 64;

/// Rows of a row group that a thread reads, or waits to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) group: usize,
    pub(super) columns: Vec<usize>,
    pub(super) first: usize,
    /// The row after the last.
    pub(super) end: usize,
}

#[derive(Default)]
struct Shared {
    free: Vec<Cursor>,
    wanted: Vec<Wanted>,
}

/// The cursors of a file.
#[derive(Default)]
pub(super) struct Cursors {
    shared: Mutex<Shared>,
    given_back: Condvar,
}

/// Rows that are being read; told to the others when it ends, however it does.
pub(super) struct Turn<'c> {
    cursors: &'c Cursors,
    wanted: Wanted,
    /// What is left for later calls.
    cursor: Option<Cursor>,
}

impl Cursors {
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A turn for these rows, and a cursor that stands at the first of them or before it, where there is one.
    pub(super) fn turn(&self, wanted: Wanted) -> (Turn<'_>, Option<Cursor>) {
        let mut shared = self.lock();
        shared.wanted.push(wanted.clone());
        let can_go =
            |cursor: &Cursor| cursor.can_go_to(wanted.group, &wanted.columns, wanted.first);
        let comes_here = |other: &Wanted| {
            other.end == wanted.first
                && other.group == wanted.group
                && other.columns == wanted.columns
        };
        let nearest = loop {
            let cursors = shared.free.iter().enumerate();
            let nearest = cursors
                .filter(|(_, cursor)| can_go(cursor))
                .max_by_key(|(_, cursor)| cursor.next())
                .map(|(at, cursor)| (at, cursor.next()));
            match nearest {
                Some((at, next)) if next == wanted.first => break Some(at),
                _ if shared.wanted.iter().any(comes_here) => {
                    let waited = self.given_back.wait(shared);
                    shared = waited.unwrap_or_else(PoisonError::into_inner);
                }
                _ => break nearest.map(|(at, _)| at),
            }
        };
        let cursor = nearest.map(|at| shared.free.swap_remove(at));
        let turn = Turn {
            cursors: self,
            wanted,
            cursor: None,
        };
        (turn, cursor)
    }
}

impl Turn<'_> {
    /// Ends the turn and leaves a cursor for later ones.
    pub(super) fn leave(mut self, cursor: Cursor) {
        self.cursor = Some(cursor);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut shared = self.cursors.lock();
        if let Some(at) = shared.wanted.iter().position(|other| *other == self.wanted) {
            shared.wanted.swap_remove(at);
        }
        if let Some(cursor) = self.cursor.take() {
            if shared.free.len() >= MOST {
                shared.free.remove(0);
            }
            shared.free.push(cursor);
        }
        drop(shared);
        self.cursors.given_back.notify_all();
    }
}
