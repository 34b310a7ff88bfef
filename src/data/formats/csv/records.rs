//! Places of a file in, whole records out: chunk by chunk the first time over, any known stretch later.

use super::tokeniser::{self, Tokens};
use crate::data::formats::digest::Pieces;
use crate::source::Files;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};

/// Bytes read beyond a chunk, in which its last line usually ends.
const BEYOND: usize = 4096;
/// Where a chunk's first line begins, as its predecessor found.
const UNKNOWN: u8 = 0;
const OUTSIDE: u8 = 1;
const INSIDE: u8 = 2;
const FAILED: u8 = 3;

/// The bytes of a table: its file, or its text where that had to be decoded whole (UTF-16).
pub(super) struct Bytes {
    pub(super) file: File,
    /// The file's name.
    pub(super) name: String,
    pub(super) decoded: Option<Vec<u8>>,
}

impl Bytes {
    pub(super) fn read_at(&self, buffer: &mut [u8], place: u64) -> io::Result<usize> {
        let Some(bytes) = &self.decoded else {
            return Files::read_at(&self.file, buffer, place);
        };
        let from = usize::try_from(place).unwrap_or(usize::MAX);
        let rest = bytes.get(from..).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }
}

/// A table cut into chunks.
pub(super) struct Cut {
    bytes: Bytes,
    separator: u8,
    /// Where the first record after the header begins, and where the last ends.
    body: Range<u64>,
    chunk_size: u64,
    /// Pieces of the file that were digested when they were read for their records.
    digested: Pieces,
    /// Of each chunk, where its first line begins.
    borders: Vec<AtomicU8>,
    /// The last line seen that is longer than a chunk: from some byte of it to the start of the next.
    long_line: Mutex<Range<u64>>,
}

/// Bytes of the longest record that is read: what is longer is no row of a table, and would cost the memory of the whole file.
pub(super) const LONGEST: usize = 256 << 20;

/// Says that a record is too long that begins in or below the line of a place.
pub(super) fn too_long(bytes: &Bytes, place: u64) -> io::Error {
    let most = LONGEST >> 20;
    let (mut lines, mut at) = (1, 0);
    let mut piece = vec![0; BEYOND << 4];
    while at < place {
        let wanted = piece
            .len()
            .min(usize::try_from(place - at).unwrap_or(usize::MAX));
        let read = match bytes.read_at(piece.get_mut(..wanted).unwrap_or_default(), at) {
            Ok(0) | Err(_) => break,
            Ok(read) => read,
        };
        let read_bytes = piece.get(..read).unwrap_or_default().iter();
        lines += read_bytes.filter(|&&b| b == b'\n').count();
        at += read as u64;
    }
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!(
            "{}: the row that begins at or below line {lines} is longer than {most} MB: a quote may be missing, or the file is no text \
             （第 {lines} 行或其后的一行超过 {most} MB：可能缺少引号，或文件不是文本）",
            bytes.name,
        ),
    )
}

/// Says that a chunk failed, should nothing else be said of the border after it, so that no thread waits for ever.
struct Border<'t> {
    cut: &'t Cut,
    after: usize,
}

impl Border<'_> {
    fn settle(&self, inside: bool) {
        self.set(if inside { INSIDE } else { OUTSIDE });
    }

    fn set(&self, state: u8) {
        if let Some(border) = self.cut.borders.get(self.after) {
            // Only the first word counts: the end of this guard says that the chunk failed.
            let _ = border.compare_exchange(UNKNOWN, state, Ordering::AcqRel, Ordering::Acquire);
        }
    }
}

impl Drop for Border<'_> {
    fn drop(&mut self) {
        self.set(FAILED);
    }
}

/// Records read into memory: `raw[start..end]`, tokenised; `place` is where `raw[0]` lies in the file.
pub(super) struct Records {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) place: u64,
    pub(super) tokens: Tokens,
}

/// Bytes of a file in memory: `raw[..filled]` lies at `place`.
struct Window<'r> {
    raw: &'r mut Vec<u8>,
    filled: usize,
    place: u64,
}

impl Window<'_> {
    fn text(&self) -> &[u8] {
        self.raw.get(..self.filled).unwrap_or_default()
    }
}

impl Records {
    /// Where the records lie in the file.
    pub(super) fn range(&self) -> Range<u64> {
        self.place + self.start as u64..self.place + self.end as u64
    }
}

impl Cut {
    /// Cuts the part of a table below its header into chunks of about so many bytes (the first and the last are shorter).
    pub(super) fn new(bytes: Bytes, separator: u8, body: Range<u64>, chunk_size: u64) -> Self {
        let count = (body.end.div_ceil(chunk_size)).saturating_sub(body.start / chunk_size);
        let count = usize::try_from(count.max(1)).unwrap_or(usize::MAX);
        let digested = match bytes.decoded {
            None => Pieces::new(body.end),
            Some(_) => Pieces::default(),
        };
        let borders: Vec<AtomicU8> = (0..=count).map(|_| AtomicU8::new(UNKNOWN)).collect();
        if let Some(first) = borders.first() {
            first.store(OUTSIDE, Ordering::Release);
        }
        Self {
            bytes,
            separator,
            body,
            chunk_size,
            digested,
            borders,
            long_line: Mutex::new(0..0),
        }
    }

    pub(super) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    pub(super) fn separator(&self) -> u8 {
        self.separator
    }

    pub(super) fn digested(&self) -> &Pieces {
        &self.digested
    }

    /// Where a chunk begins: at a multiple of its size in the file, so that chunks of the size of a digest's pieces are such pieces.
    fn chunk_start(&self, chunk: usize) -> u64 {
        let before = self.body.start / self.chunk_size;
        ((before + chunk as u64) * self.chunk_size).max(self.body.start)
    }

    /// How many chunks there are; at least one.
    pub(super) fn count(&self) -> usize {
        self.borders.len() - 1
    }

    /// Makes sure of so many bytes in the window, if the file has them.
    fn fill(&self, window: &mut Window, wanted: usize) -> io::Result<()> {
        let left = self.body.end.saturating_sub(window.place);
        let wanted = wanted.min(usize::try_from(left).unwrap_or(usize::MAX));
        // What is read ahead may reach into the next record.
        if wanted > 2 * LONGEST {
            return Err(too_long(&self.bytes, window.place));
        }
        if wanted <= window.filled {
            return Ok(());
        }
        if window.raw.len() < wanted {
            window.raw.resize(wanted, 0);
        }
        let place = window.place + window.filled as u64;
        let free = window
            .raw
            .get_mut(window.filled..wanted)
            .unwrap_or_default();
        let read = self.bytes.read_at(free, place)?;
        if read < free.len() {
            return Err(Files::became_shorter());
        }
        window.filled = wanted;
        Ok(())
    }

    /// The first place at or after `from` where a line begins, or the end of the file.
    fn line_start(&self, window: &mut Window, from: usize) -> io::Result<usize> {
        // A line begins after a line break, so the byte before may be one.
        let mut at = from.saturating_sub(1);
        if from == 0 && window.place == self.body.start {
            return Ok(0);
        }
        loop {
            let rest = window.text().get(at..).unwrap_or_default();
            if let Some(found) = rest.iter().position(|&b| b == b'\n') {
                let next = at + found + 1;
                self.remember_line(window, from, next);
                return Ok(next);
            }
            at = window.filled.max(at);
            if window.place + window.filled as u64 >= self.body.end {
                self.remember_line(window, from, window.filled);
                return Ok(window.filled);
            }
            self.fill(window, (window.filled * 2).max(from + BEYOND))?;
        }
    }

    /// Remembers a line that is longer than a chunk, so that the chunks inside it need not look for its end.
    fn remember_line(&self, window: &Window, from: usize, next: usize) {
        let from = from.saturating_sub(1);
        if (next - from) as u64 > self.chunk_size
            && let Ok(mut line) = self.long_line.lock()
        {
            *line = window.place + from as u64..window.place + next as u64;
        }
    }

    /// Where the next line begins, when no line begins in this stretch.
    fn inside_long_line(&self, stretch: Range<u64>) -> Option<u64> {
        let line = self.long_line.lock().ok()?;
        (line.start <= stretch.start && stretch.end < line.end).then_some(line.end)
    }

    fn wait(&self, chunk: usize) -> io::Result<bool> {
        let failed = || io::Error::other("the part of the file before this could not be read");
        let border = self.borders.get(chunk).ok_or_else(failed)?;
        let mut turns = 0u32;
        loop {
            match border.load(Ordering::Acquire) {
                OUTSIDE => return Ok(false),
                INSIDE => return Ok(true),
                FAILED => return Err(failed()),
                _ if turns < 64 => std::hint::spin_loop(),
                _ => std::thread::yield_now(),
            }
            turns = turns.saturating_add(1);
        }
    }

    /// Reads the records of a chunk for the first time.
    ///
    /// # Errors
    /// When the file, or the part of it before the chunk, cannot be read.
    pub(super) fn read_first(
        &self,
        chunk: usize,
        raw: &mut Vec<u8>,
        ends: &mut Vec<u32>,
    ) -> io::Result<Records> {
        let border = Border {
            cut: self,
            after: chunk + 1,
        };
        let from = self.chunk_start(chunk);
        let next_chunk = self.chunk_start(chunk + 1);
        let place = from.saturating_sub(1).max(self.body.start);
        let ahead = usize::try_from(from - place).unwrap_or(0);
        let size = usize::try_from(next_chunk - from).unwrap_or(usize::MAX);
        // The first chunk begins with a record, however short it is itself.
        if chunk > 0
            && let Some(next) = self.inside_long_line(place..next_chunk)
        {
            border.settle(self.wait(chunk)?);
            return Ok(Records {
                start: 0,
                end: 0,
                place: next,
                tokens: Tokens::default(),
            });
        }
        let mut window = Window {
            raw,
            filled: 0,
            place,
        };
        self.fill(
            &mut window,
            ahead.saturating_add(size).saturating_add(BEYOND),
        )?;
        let limit = ahead.saturating_add(size);
        let chunk_bytes = window.text().get(ahead..limit).unwrap_or_default();
        self.digested.add(from, chunk_bytes);
        let mut start = self.line_start(&mut window, ahead)?;
        let stretch_end = if place + limit as u64 >= self.body.end {
            self.fill(&mut window, limit)?;
            window.filled
        } else {
            self.line_start(&mut window, limit)?
        };
        let mut text = |window: &Window, from: usize, to: usize| {
            let bytes = window.raw.get(from..to).unwrap_or_default();
            tokeniser::tokenise(bytes, self.separator, ends)
        };
        let mut tokens = text(&window, start, stretch_end);
        if self.wait(chunk)? {
            let bytes = window.raw.get(start..stretch_end).unwrap_or_default();
            let Some(tail) = tokeniser::quoted_tail(bytes, self.separator) else {
                border.settle(true);
                return Ok(Records {
                    start: stretch_end,
                    end: stretch_end,
                    place,
                    tokens: Tokens::default(),
                });
            };
            start += tail;
            tokens = text(&window, start, stretch_end);
        }
        border.settle(tokens.inside);
        let mut end = stretch_end;
        if tokens.inside {
            end = self.record_end(&mut window, stretch_end)?;
            tokens = text(&window, start, end);
        }
        Ok(Records {
            start,
            end,
            place,
            tokens,
        })
    }

    /// Where the record ends in whose quotes the line at `from` begins, or the end of the file.
    fn record_end(&self, window: &mut Window, from: usize) -> io::Result<usize> {
        let mut from = from;
        loop {
            // Whole lines: after each that does not end the record the quotes are still open.
            let limit = window.filled;
            let to = match window.text().get(from..).unwrap_or_default() {
                [] => from,
                rest => rest
                    .iter()
                    .rposition(|&b| b == b'\n')
                    .map_or(from, |at| from + at + 1),
            };
            let at_end = window.place + limit as u64 >= self.body.end;
            let to = if at_end { limit } else { to };
            let bytes = window.raw.get(from..to).unwrap_or_default();
            if let Some(tail) = tokeniser::quoted_tail(bytes, self.separator) {
                return Ok(from + tail);
            }
            if at_end {
                return Ok(limit);
            }
            from = to;
            self.fill(window, limit.saturating_mul(2).max(BEYOND))?;
        }
    }

    /// Records whose place is known; what of them is not among the bytes held is read, with all up to a place.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub(super) fn read_again(
        &self,
        range: Range<u64>,
        (held, until): (&mut Range<u64>, u64),
        raw: &mut Vec<u8>,
        ends: &mut Vec<u32>,
    ) -> io::Result<Records> {
        let length = |range: Range<u64>| {
            usize::try_from(range.end - range.start).map_err(|_| too_long(&self.bytes, range.start))
        };
        if range.start < held.start || held.end < range.end {
            let wanted = range.start..until.max(range.end);
            let mut window = Window {
                raw,
                filled: 0,
                place: wanted.start,
            };
            *held = 0..0;
            self.fill(&mut window, length(wanted.clone())?)?;
            *held = wanted;
        }
        let start = length(held.start..range.start)?;
        let end = start + length(range)?;
        let text = raw.get(start..end).unwrap_or_default();
        let tokens = tokeniser::tokenise(text, self.separator, ends);
        Ok(Records {
            start,
            end,
            place: held.start,
            tokens,
        })
    }
}
