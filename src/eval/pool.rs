//! The threads that an inspection works on.
//!
//! Those that the process has already, unless a number of threads is asked for: threads that start have a stack and memory of their own to
//! begin with, which is time where a run takes milliseconds.

use rayon::{BroadcastContext, ThreadPool, ThreadPoolBuilder};
use std::io;

/// Threads.
pub(crate) enum Pool {
    /// Those of the process.
    Shared,
    /// As many as were asked for.
    Own(ThreadPool),
}

impl Pool {
    /// So many threads; 0 for one a core.
    pub(super) fn new(threads: usize) -> io::Result<Self> {
        if threads == 0 {
            return Ok(Self::Shared);
        }
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        Ok(Self::Own(pool.map_err(io::Error::other)?))
    }

    /// How many there are.
    pub(crate) fn current_num_threads(&self) -> usize {
        match self {
            Self::Shared => rayon::current_num_threads(),
            Self::Own(pool) => pool.current_num_threads(),
        }
    }

    /// Does something with these threads at hand.
    pub(crate) fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match self {
            Self::Shared => work(),
            Self::Own(pool) => pool.install(work),
        }
    }

    /// Does something on every thread.
    pub(crate) fn broadcast<T: Send>(
        &self,
        work: impl Fn(BroadcastContext<'_>) -> T + Sync,
    ) -> Vec<T> {
        match self {
            Self::Shared => rayon::broadcast(work),
            Self::Own(pool) => pool.broadcast(work),
        }
    }
}
