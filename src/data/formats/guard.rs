//! Readers of other people's making give up in a panic over some damaged files; here that becomes an answer.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is reading a file so that a panic is no mistake of the program's own.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What a reader gives; `None` where it panics over a damaged file.
pub(super) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    result.ok()
}
