//! A sheet that is being unpacked in, its cells out: whole rows are read by other threads while the next ones are unpacked.

use super::cells::{Reading, merged};
use super::grid::Grid;
use super::scan::{Scan, declares_utf8};
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// About so many bytes are read by a thread at once.
const BLOCK: usize = 1 << 19;

/// Where blocks end.
const END: &[u8] = b"</row>";

/// Some rows of a sheet, as they are written.
struct Block {
    number: usize,
    text: Vec<u8>,
    /// Whether nothing follows.
    is_last: bool,
}

/// The cells of a sheet; `None` where it is not written as usual.
pub(super) fn grid(sheet: impl Read, reading: &Reading<'_>) -> Option<Grid> {
    let others = thread::available_parallelism()
        .map_or(1, usize::from)
        .saturating_sub(1);
    let (sender, receiver) = mpsc::channel();
    let queue = Mutex::new(receiver);
    let failed = AtomicBool::new(false);
    let mut parts = thread::scope(|scope| {
        let work = || read(&queue, reading, &failed);
        let workers: Vec<_> = (0..others).map(|_| scope.spawn(work)).collect();
        let unpacked = unpack(sheet, |block| {
            !failed.load(Ordering::Relaxed) && sender.send(block).is_ok()
        });
        drop(sender);
        if unpacked.is_none() {
            failed.store(true, Ordering::Relaxed);
        }
        let mut parts = work();
        for worker in workers {
            match worker.join() {
                Ok(more) => parts.extend(more),
                Err(_) => failed.store(true, Ordering::Relaxed),
            }
        }
        parts
    });
    if failed.into_inner() {
        return None;
    }
    parts.sort_by_key(|(number, _)| *number);
    let mut whole = Grid::default();
    for (_, part) in parts {
        whole.append(part);
    }
    Some(whole.in_order())
}

/// Unpacks a sheet block by block, until `send` says no; `None` where it cannot be unpacked.
fn unpack(mut sheet: impl Read, mut send: impl FnMut(Block) -> bool) -> Option<()> {
    let mut text = Vec::with_capacity(BLOCK + BLOCK / 4);
    for number in 0.. {
        let mut rest = Vec::new();
        let is_last = loop {
            let start = text.len();
            let more = (&mut sheet)
                .take(BLOCK as u64)
                .read_to_end(&mut text)
                .ok()?;
            if more == 0 {
                break true;
            }
            // The end of a row may have begun before.
            let from = start.saturating_sub(END.len());
            let found = text
                .get(from..)?
                .windows(END.len())
                .rposition(|end| end == END);
            if let Some(found) = found {
                let end = from + found + END.len();
                rest.reserve(BLOCK + BLOCK / 4);
                rest.extend_from_slice(text.get(end..)?);
                text.truncate(end);
                break false;
            }
        };
        let block = Block {
            number,
            text: std::mem::replace(&mut text, rest),
            is_last,
        };
        if !send(block) || is_last {
            break;
        }
    }
    Some(())
}

/// Reads blocks until there are no more; says where one is not written as usual.
fn read(
    queue: &Mutex<Receiver<Block>>,
    reading: &Reading<'_>,
    failed: &AtomicBool,
) -> Vec<(usize, Grid)> {
    let next = || {
        let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.recv().ok()
    };
    let mut parts = Vec::new();
    while let Some(block) = next() {
        if failed.load(Ordering::Relaxed) {
            continue;
        }
        match block.grid(reading) {
            Some(grid) => parts.push((block.number, grid)),
            None => failed.store(true, Ordering::Relaxed),
        }
    }
    parts
}

impl Block {
    fn grid(&self, reading: &Reading<'_>) -> Option<Grid> {
        let text = simdutf8::basic::from_utf8(&self.text).ok()?;
        let mut scan = Scan::of(text);
        let mut grid = Grid::default();
        if self.number == 0 {
            scan.past("<sheetData")?;
            let tag = scan.until(b'>')?;
            if !declares_utf8(text) || !matches!(tag, "" | "/") {
                return None;
            }
            if tag == "/" {
                grid.merged = merged(&mut scan)?;
                return self.is_last.then_some(grid);
            }
        }
        let ends = reading.cells(&mut scan, &mut grid)?;
        if ends {
            grid.merged = merged(&mut scan)?;
        }
        (ends == self.is_last).then_some(grid)
    }
}
