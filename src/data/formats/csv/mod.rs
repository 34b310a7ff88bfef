//! Text tables (CSV, TSV): a file in, chunks of whole rows out, read with positioned reads and never mapped or loaded whole.
//!
//! Chunk `k` holds the records that begin on a line that begins in its stretch of bytes. Whether that line begins inside quotes is told
//! by the chunk before (a quoted line break may cross the border); until then a chunk is taken to begin outside, which nearly always holds.

mod header;
mod rows;
mod tokeniser;

use super::notes::{self, Collection, Note, Notes};
use super::{OpenError, digest, encoding};
use crate::data::{
    Buffer, Chunk, DigestAlgorithm, OpenOptions, Place, ProblemKind, Problems, RowCells, Source,
    cell,
};
use crate::source::Files;
use encoding_rs::{Encoding, UTF_8};
use rows::{Mark, Rows, Shape};
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};
use tokeniser::Tokens;

/// Bytes of a chunk of a large file.
const CHUNK: u64 = 512 << 10;
/// Bytes of a chunk of a small file, so that several threads have work.
const SMALL_CHUNK: u64 = 64 << 10;
/// Bytes looked at to find out the encoding, at the start, in the middle and at the end of a file.
const SAMPLE: u64 = 256 << 10;
/// Bytes read beyond a chunk, in which its last line usually ends.
const BEYOND: usize = 4096;

/// Where a chunk's first line begins, as its predecessor found.
const UNKNOWN: u8 = 0;
const OUTSIDE: u8 = 1;
const INSIDE: u8 = 2;
const FAILED: u8 = 3;

/// The bytes to read from.
enum Bytes {
    /// A file, read in pieces.
    File(File),
    /// A text that had to be decoded whole (UTF-16), as UTF-8.
    Memory(Vec<u8>),
}

impl Bytes {
    fn read_at(&self, buffer: &mut [u8], place: u64) -> io::Result<usize> {
        match self {
            Self::File(file) => Files::read_at(file, buffer, place),
            Self::Memory(bytes) => {
                let from = usize::try_from(place).unwrap_or(usize::MAX);
                let rest = bytes.get(from..).unwrap_or_default();
                let length = rest.len().min(buffer.len());
                buffer[..length].copy_from_slice(&rest[..length]);
                Ok(length)
            }
        }
    }
}

/// What is remembered of a chunk once it was read.
struct Read {
    /// Where its records lie in the file.
    start: u64,
    end: u64,
    rows: u32,
    lines: u32,
    /// Row starts, where the file's bytes are the text of the rows.
    marks: Option<Vec<Mark>>,
    notes: Notes,
}

/// A text table in a file.
struct Table {
    bytes: Bytes,
    /// The file as it lies, for its digest.
    file: File,
    length: u64,
    encoding: &'static Encoding,
    encoding_name: String,
    header: Vec<String>,
    header_line: u64,
    separator: u8,
    /// Where the first record after the header begins, and the lines before it.
    body: u64,
    lines: u64,
    chunk_size: u64,
    /// Of each chunk, where its first line begins.
    borders: Vec<AtomicU8>,
    chunks: Vec<OnceLock<Read>>,
}

/// Opens a text table.
///
/// # Errors
/// When the file is missing or unreadable, or its encoding has no known name.
pub(super) fn open(path: &Path, options: &OpenOptions) -> Result<Box<dyn Source>, OpenError> {
    let file = Files::open(path)?;
    let mut length = file.metadata()?.len();
    let named = match &options.encoding {
        None => None,
        Some(name) => {
            Some(encoding::named(name).ok_or_else(|| OpenError::UnknownEncoding(name.clone()))?)
        }
    };
    let mut start = [0; 4];
    let read = Files::read_at(&file, &mut start, 0)?;
    let marked = encoding::marked(&start[..read]);
    let encoding = match (named, marked) {
        (_, Some(found)) => found.encoding,
        (Some(encoding), None) => encoding,
        (None, None) => encoding::likely(&sample(&file, length)?),
    };
    let encoding_name = encoding.name().to_ascii_uppercase();
    let mut mark = marked.map_or(0, |found| found.mark) as u64;
    let (bytes, encoding) = if encoding.is_ascii_compatible() {
        (Bytes::File(Files::open(path)?), encoding)
    } else {
        let raw = Files::read(path)?;
        let (mut text, mut bad) = (Vec::new(), Vec::new());
        let from = usize::try_from(mark).unwrap_or(0);
        encoding::decode(
            encoding,
            raw.get(from..).unwrap_or_default(),
            &mut text,
            &mut bad,
        );
        length = text.len() as u64;
        mark = 0;
        (Bytes::Memory(text), UTF_8)
    };
    let is_tsv = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("tsv"));
    let header = read_header(
        &bytes,
        mark..length,
        options.header,
        is_tsv.then_some(b'\t'),
        encoding,
    )?;
    let body = mark + header.body as u64;
    let rest = length.saturating_sub(body);
    let chunk_size = match options.chunk_size {
        Some(size) => (size as u64).max(1),
        None => (rest / 8).clamp(SMALL_CHUNK, CHUNK),
    };
    let count = usize::try_from(rest.div_ceil(chunk_size).max(1)).unwrap_or(usize::MAX);
    let borders: Vec<AtomicU8> = (0..=count).map(|_| AtomicU8::new(UNKNOWN)).collect();
    if let Some(first) = borders.first() {
        first.store(OUTSIDE, Ordering::Release);
    }
    Ok(Box::new(Table {
        bytes,
        file,
        length,
        encoding,
        encoding_name,
        header: header.texts,
        header_line: header.line,
        separator: header.separator,
        body,
        lines: header.lines,
        chunk_size,
        borders,
        chunks: (0..count).map(|_| OnceLock::new()).collect(),
    }))
}

/// Whole lines from the start, the middle and the end.
fn sample(file: &File, length: u64) -> io::Result<Vec<u8>> {
    let mut sample = Vec::new();
    let last = length.saturating_sub(SAMPLE);
    let mut places = vec![0, last / 2, last];
    places.dedup();
    for place in places {
        let mut piece = vec![0; usize::try_from(SAMPLE.min(length)).unwrap_or(0)];
        let read = Files::read_at(file, &mut piece, place)?;
        piece.truncate(read);
        let is_break = |&b: &u8| b == b'\n';
        let from = match place {
            0 => 0,
            _ => piece.iter().position(is_break).map_or(0, |at| at + 1),
        };
        let to = if place + (read as u64) < length {
            piece.iter().rposition(is_break).map_or(read, |at| at + 1)
        } else {
            read
        };
        sample.extend_from_slice(piece.get(from..to).unwrap_or_default());
    }
    Ok(sample)
}

fn read_header(
    bytes: &Bytes,
    range: std::ops::Range<u64>,
    wanted: Option<u32>,
    separator: Option<u8>,
    encoding: &'static Encoding,
) -> io::Result<header::Header> {
    let length = usize::try_from(range.end - range.start).map_err(|_| too_long())?;
    let mut size = length.min(64 << 10);
    loop {
        let mut start = vec![0; size];
        let read = bytes.read_at(&mut start, range.start)?;
        start.truncate(read);
        let whole = read < size || size == length;
        if let Some(found) = header::find(&start, whole, wanted, separator, encoding) {
            return Ok(found);
        }
        size = size.saturating_mul(4).min(length);
    }
}

fn too_long() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "a row is longer than 4 GB (a quote may be missing)",
    )
}

/// Says that a chunk failed, should nothing else be said of the border after it, so that no thread waits for ever.
struct Border<'t> {
    table: &'t Table,
    after: usize,
}

impl Border<'_> {
    fn settle(&self, inside: bool) {
        self.set(if inside { INSIDE } else { OUTSIDE });
    }

    fn set(&self, state: u8) {
        if let Some(border) = self.table.borders.get(self.after) {
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
struct Records {
    start: usize,
    end: usize,
    place: u64,
    tokens: Tokens,
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

impl Table {
    /// Makes sure of so many bytes in the window, if the file has them.
    fn fill(&self, window: &mut Window, wanted: usize) -> io::Result<()> {
        let left = self.length.saturating_sub(window.place);
        let wanted = wanted.min(usize::try_from(left).unwrap_or(usize::MAX));
        if wanted > tokeniser::LONGEST {
            return Err(too_long());
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
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter while it was read",
            ));
        }
        window.filled = wanted;
        Ok(())
    }

    /// The first place at or after `from` where a line begins, or the end of the file.
    fn line_start(&self, window: &mut Window, from: usize) -> io::Result<usize> {
        // A line begins after a line break, so the byte before may be one.
        let mut at = from.saturating_sub(1);
        if from == 0 && window.place == self.body {
            return Ok(0);
        }
        loop {
            let rest = window.text().get(at..).unwrap_or_default();
            if let Some(found) = rest.iter().position(|&b| b == b'\n') {
                return Ok(at + found + 1);
            }
            at = window.filled.max(at);
            if window.place + window.filled as u64 >= self.length {
                return Ok(window.filled);
            }
            self.fill(window, (window.filled * 2).max(from + BEYOND))?;
        }
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
    fn read_first(
        &self,
        chunk: usize,
        raw: &mut Vec<u8>,
        ends: &mut Vec<u32>,
    ) -> io::Result<Records> {
        let border = Border {
            table: self,
            after: chunk + 1,
        };
        let from = self.body + chunk as u64 * self.chunk_size;
        let place = from.saturating_sub(1).max(self.body);
        let ahead = usize::try_from(from - place).unwrap_or(0);
        let size = usize::try_from(self.chunk_size).unwrap_or(usize::MAX);
        let mut window = Window {
            raw,
            filled: 0,
            place,
        };
        self.fill(
            &mut window,
            ahead.saturating_add(size).saturating_add(BEYOND),
        )?;
        let mut start = self.line_start(&mut window, ahead)?;
        let limit = ahead.saturating_add(size);
        let stretch_end = if place + limit as u64 >= self.length {
            self.fill(&mut window, limit)?;
            window.filled
        } else {
            self.line_start(&mut window, limit)?
        };
        let text = |window: &Window, from: usize, to: usize| -> io::Result<Tokens> {
            let bytes = window.raw.get(from..to).unwrap_or_default();
            Ok(tokeniser::tokenise(bytes, self.separator, ends))
        };
        let mut text = text;
        let mut tokens = text(&window, start, stretch_end)?;
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
            tokens = text(&window, start, stretch_end)?;
        }
        border.settle(tokens.inside);
        let mut end = stretch_end;
        if tokens.inside {
            end = self.record_end(&mut window, stretch_end)?;
            tokens = text(&window, start, end)?;
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
            let at_end = window.place + limit as u64 >= self.length;
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

    /// Reads records whose place is known.
    fn read_again(
        &self,
        range: std::ops::Range<u64>,
        raw: &mut Vec<u8>,
        ends: &mut Vec<u32>,
    ) -> io::Result<Records> {
        let mut window = Window {
            raw,
            filled: 0,
            place: range.start,
        };
        let length = usize::try_from(range.end - range.start).map_err(|_| too_long())?;
        self.fill(&mut window, length)?;
        let tokens = tokeniser::tokenise(window.text(), self.separator, ends);
        Ok(Records {
            start: 0,
            end: length,
            place: range.start,
            tokens,
        })
    }

    /// Records as rows of text, and whether the file's bytes are that text.
    fn lay_out<'b>(
        &self,
        records: &Records,
        buffer: (&'b mut Vec<u8>, &'b mut Vec<u8>, &'b mut Vec<u32>),
        bounds: &'b mut Vec<(u32, u32)>,
        every_row: bool,
    ) -> (Rows<'b>, bool) {
        let shape = Shape {
            separator: self.separator,
            columns: self.header.len(),
            every_row,
        };
        let (raw, text, ends) = buffer;
        let bytes = raw.get_mut(records.start..records.end).unwrap_or_default();
        if self.encoding == UTF_8 && simdutf8::basic::from_utf8(bytes).is_ok() {
            let rows = rows::arrange(bytes, records.tokens, ends, bounds, shape);
            return (rows, true);
        }
        let mut bad = Vec::new();
        text.clear();
        encoding::decode(self.encoding, bytes, text, &mut bad);
        let tokens = tokeniser::tokenise(text, self.separator, ends);
        let shape = Shape {
            every_row: every_row || !bad.is_empty(),
            ..shape
        };
        let mut rows = rows::arrange(text, tokens, ends, bounds, shape);
        if !bad.is_empty() {
            note_replaced(&mut rows, shape.columns);
        }
        (rows, false)
    }

    fn rows_and_lines_before(&self, chunk: usize) -> (u64, u64) {
        let before = self.chunks.iter().take(chunk).filter_map(OnceLock::get);
        before.fold((0, self.lines), |(rows, lines), read| {
            (rows + u64::from(read.rows), lines + u64::from(read.lines))
        })
    }
}

/// Notes every cell with text that could not be read; the rows have a mark each.
fn note_replaced(rows: &mut Rows, columns: usize) {
    let chunk = chunk_of(rows, columns);
    for (row, mark) in rows.marks.iter().enumerate() {
        for column in 0..columns {
            let text = chunk.cell(row, column);
            if !text.windows(3).any(|w| w == encoding::REPLACEMENT) {
                continue;
            }
            let note = Note {
                row: u32::try_from(row).ok(),
                line: mark.line,
                column: Some(column),
                value: Some(String::from_utf8_lossy(text).into_owned()),
            };
            rows.notes.add(ProblemKind::NotText, note);
        }
    }
}

fn chunk_of<'b>(rows: &Rows<'b>, columns: usize) -> Chunk<'b> {
    Chunk {
        rows: rows.count,
        columns,
        doubled_quotes: rows.doubled_quotes,
        bytes: rows.bytes,
        layout: rows.layout,
    }
}

impl Source for Table {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn encoding(&self) -> &str {
        &self.encoding_name
    }

    fn sheet(&self) -> Option<&str> {
        None
    }

    fn chunk_count(&self) -> usize {
        self.chunks.len()
    }

    fn read<'b>(&self, chunk: usize, buffer: &'b mut Buffer) -> io::Result<Chunk<'b>> {
        let Some(place) = self.chunks.get(chunk) else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "no such chunk"));
        };
        let Buffer {
            raw,
            text,
            ends,
            bounds,
        } = buffer;
        let known = place.get();
        let records = match known {
            Some(read) => self.read_again(read.start..read.end, raw, ends)?,
            None => self.read_first(chunk, raw, ends)?,
        };
        let (mut rows, as_in_file) = self.lay_out(&records, (raw, text, ends), bounds, false);
        let laid_out = chunk_of(&rows, self.header.len());
        if known.is_none() {
            let unterminated = u32::from(
                records.place + records.end as u64 >= self.length && records.tokens.count > 0,
            );
            // A thread that read the same chunk at the same time has noted the same.
            let _ = place.set(Read {
                start: records.place + records.start as u64,
                end: records.place + records.end as u64,
                rows: u32::try_from(rows.count).unwrap_or(u32::MAX),
                lines: records.tokens.newlines + unterminated,
                marks: as_in_file.then(|| std::mem::take(&mut rows.marks)),
                notes: std::mem::take(&mut rows.notes),
            });
        }
        Ok(laid_out)
    }

    fn rows_before(&self, chunk: usize) -> u64 {
        self.rows_and_lines_before(chunk).0
    }

    fn cells(&self, rows: &[u64], columns: &[usize]) -> io::Result<Vec<RowCells>> {
        let unknown = || io::Error::new(io::ErrorKind::InvalidInput, "a row that was not read");
        let mut found = Vec::with_capacity(rows.len());
        let mut buffer = Buffer::default();
        let (mut rows_before, mut lines_before) = (0, self.lines);
        let mut wanted = rows;
        for read in &self.chunks {
            if wanted.is_empty() {
                break;
            }
            let read = read.get().ok_or_else(unknown)?;
            let here = wanted.partition_point(|&row| row < rows_before + u64::from(read.rows));
            let (in_chunk, later) = wanted.split_at(here);
            let mut rest = in_chunk;
            while let Some(&first) = rest.first() {
                let stretch = stretch_of(read, rest, rows_before);
                let (now, after) = rest.split_at(stretch.wanted.max(1));
                let Buffer {
                    raw,
                    text,
                    ends,
                    bounds,
                } = &mut buffer;
                let records = self.read_again(stretch.range, raw, ends)?;
                let (laid_out, _) = self.lay_out(&records, (raw, text, ends), bounds, true);
                let chunk = chunk_of(&laid_out, self.header.len());
                let base = rows_before + stretch.row;
                debug_assert!(first >= base);
                for &row in now {
                    let local = usize::try_from(row - base).map_err(|_| unknown())?;
                    let mark = laid_out.marks.get(local).ok_or_else(unknown)?;
                    found.push(RowCells {
                        row,
                        line: lines_before + stretch.line + u64::from(mark.line) + 1,
                        values: columns.iter().map(|&c| value(&chunk, local, c)).collect(),
                    });
                }
                rest = after;
            }
            wanted = later;
            rows_before += u64::from(read.rows);
            lines_before += u64::from(read.lines);
        }
        if wanted.is_empty() {
            Ok(found)
        } else {
            Err(unknown())
        }
    }

    fn problems(&self) -> Problems {
        let mut problems = Collection::default();
        notes::header_twice(&self.header, self.header_line, &mut problems);
        let (mut rows, mut lines) = (0, self.lines);
        let mut complete = true;
        for read in &self.chunks {
            let Some(read) = read.get() else {
                complete = false;
                continue;
            };
            problems.add_chunk(&read.notes, rows, lines, &self.header);
            rows += u64::from(read.rows);
            lines += u64::from(read.lines);
        }
        if complete && rows == 0 {
            problems.add(ProblemKind::Empty, Place::default());
        }
        problems.finish()
    }

    fn digest(&self, algorithm: DigestAlgorithm) -> io::Result<String> {
        digest::digest(&self.file, algorithm)
    }
}

/// A part of a chunk that holds some rows wanted.
struct Stretch {
    range: std::ops::Range<u64>,
    /// How many of the rows wanted lie in it.
    wanted: usize,
    /// Rows and lines of the chunk before it.
    row: u64,
    line: u64,
}

/// The stretch of the first rows wanted: as far as they lie close together, or the whole chunk where its rows have no marks.
fn stretch_of(read: &Read, wanted: &[u64], rows_before: u64) -> Stretch {
    let Some(marks) = &read.marks else {
        return Stretch {
            range: read.start..read.end,
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
        mark.map_or(otherwise, |m| read.start + u64::from(m.offset))
    };
    Stretch {
        range: place(marks.get(first), read.start)..place(marks.get(last + 1), read.end),
        wanted: count,
        row: (first * rows::MARK_EVERY) as u64,
        line: marks.get(first).map_or(0, |m| u64::from(m.line)),
    }
}

fn value(chunk: &Chunk, row: usize, column: usize) -> String {
    if column >= chunk.columns {
        return String::new();
    }
    let text = chunk.cell(row, column);
    let text = if chunk.doubled_quotes {
        cell::unescape(text)
    } else {
        text.into()
    };
    String::from_utf8_lossy(&text).into_owned()
}
