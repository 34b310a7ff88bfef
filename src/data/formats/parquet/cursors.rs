//! Cursors that threads hand on to each other, each over a column: who comes to the rows that another thread is just about to reach takes
//! another column first, or waits for its cursor, as a new one would have to unpack all pages before them once more.

use super::cursor::Cursor;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Cursors kept of each column to go on from; more are only open while threads use them.
const MOST: usize = 64;

/// Rows of a column of a row group that a thread reads, or waits to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) group: usize,
    pub(super) column: usize,
    pub(super) first: usize,
    /// The row after the last.
    pub(super) end: usize,
}

#[derive(Default)]
struct Shared {
    free: Vec<Cursor>,
    wanted: Vec<Wanted>,
    /// How many threads wait for a cursor.
    waiting: usize,
}

/// The cursors of a file.
pub(super) struct Cursors {
    shared: Mutex<Shared>,
    given_back: Condvar,
    /// How many are kept.
    most: usize,
}

/// Columns of some rows that a thread is about to read; the others are told when it gives them up, however it does.
pub(super) struct Visit<'c> {
    cursors: &'c Cursors,
    left: Vec<Wanted>,
}

/// A column that is being read; told to the others when it ends, however it does.
pub(super) struct Turn<'c> {
    cursors: &'c Cursors,
    wanted: Wanted,
    /// What is left for later calls.
    cursor: Option<Cursor>,
}

impl Cursors {
    /// The cursors of a file of so many columns.
    pub(super) fn new(columns: usize) -> Self {
        Self {
            shared: Mutex::default(),
            given_back: Condvar::new(),
            most: MOST * columns,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the others go on, who may find what they wait for.
    fn tell(&self, shared: MutexGuard<'_, Shared>) {
        let someone_waits = shared.waiting > 0;
        drop(shared);
        if someone_waits {
            self.given_back.notify_all();
        }
    }

    /// Says that a thread is about to read these.
    pub(super) fn visit(&self, wanted: Vec<Wanted>) -> Visit<'_> {
        self.lock().wanted.extend_from_slice(&wanted);
        Visit {
            cursors: self,
            left: wanted,
        }
    }
}

impl<'c> Visit<'c> {
    /// A turn for the first column that no other thread is about to come from, with its number and a cursor that stands at the first row
    /// or before it, where there is one; waits until there is such a column. `None` where all have had their turn.
    pub(super) fn turn(&mut self) -> Option<(usize, Turn<'c>, Option<Cursor>)> {
        let cursors = self.cursors;
        let mut shared = cursors.lock();
        while !self.left.is_empty() {
            let mut left = self.left.iter().enumerate();
            let ready = left.find_map(|(at, wanted)| Some((at, shared.ready(*wanted)?)));
            let Some((at, cursor)) = ready else {
                shared.waiting += 1;
                let waited = cursors.given_back.wait(shared);
                shared = waited.unwrap_or_else(PoisonError::into_inner);
                shared.waiting -= 1;
                continue;
            };
            let wanted = self.left.remove(at);
            let turn = Turn {
                cursors,
                wanted,
                cursor: None,
            };
            let cursor = cursor.map(|at| shared.free.swap_remove(at));
            return Some((wanted.column, turn, cursor));
        }
        None
    }
}

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        if self.left.is_empty() {
            return;
        }
        let mut shared = self.cursors.lock();
        for wanted in self.left.drain(..) {
            shared.gave_up(wanted);
        }
        self.cursors.tell(shared);
    }
}

impl Shared {
    fn gave_up(&mut self, wanted: Wanted) {
        if let Some(at) = self.wanted.iter().position(|other| *other == wanted) {
            self.wanted.swap_remove(at);
        }
    }

    /// Whether rows can be read now, and the place of the cursor to go on from; `None` where one is soon to be given back.
    fn ready(&self, wanted: Wanted) -> Option<Option<usize>> {
        let cursors = self.free.iter().enumerate();
        let nearest = cursors
            .filter(|(_, cursor)| cursor.can_go_to(wanted.group, wanted.column, wanted.first))
            .max_by_key(|(_, cursor)| cursor.next())
            .map(|(at, cursor)| (at, cursor.next()));
        let comes_here = |other: &Wanted| {
            other.end == wanted.first
                && other.group == wanted.group
                && other.column == wanted.column
        };
        match nearest {
            Some((at, next)) if next == wanted.first => Some(Some(at)),
            _ if self.wanted.iter().any(comes_here) => None,
            _ => Some(nearest.map(|(at, _)| at)),
        }
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
        shared.gave_up(self.wanted);
        if let Some(cursor) = self.cursor.take() {
            if shared.free.len() >= self.cursors.most {
                shared.free.remove(0);
            }
            shared.free.push(cursor);
        }
        self.cursors.tell(shared);
    }
}
