//! Text tables (CSV, TSV): a file in, chunks of whole rows out, read with positioned reads and never mapped or loaded whole.
//!
//! Chunk `k` holds the records that begin on a line that begins in its stretch of bytes. Whether that line begins inside quotes is told
//! by the chunk before (a quoted line break may cross the border); until then a chunk is taken to begin outside, which nearly always holds.

mod footer;
mod header;
mod records;
mod returns;
mod rows;
mod small;
mod stretch;
mod tokeniser;

use super::notes::{self, Collection, Note, Notes};
use super::{Declared, OpenError, Opened, digest, encoding};
use crate::data::{
    Buffer, Chunk, DigestAlgorithm, FetchedRows, Layout, OpenOptions, Place, ProblemKind, Problems,
    Source, cell,
};
use crate::source::Files;
use encoding_rs::{Encoding, UTF_8};
use footer::Footer;
use records::{Bytes, Cut, Records};
use rows::{Mark, Rows, Shape};
use small::Kept;
use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

/// Bytes of a chunk of a large file, which is digested as it is read.
const CHUNK: u64 = digest::PIECE as u64;
/// Bytes of a chunk of a small file, so that several threads have work.
const SMALL_CHUNK: u64 = 64 << 10;
/// Bytes looked at to find out the encoding, at the start, in the middle and at the end of a file.
const SAMPLE: u64 = 256 << 10;

/// Bytes of a file with zeros that is read as a whole, so that every one can be told.
const MOST_DECODED: u64 = 1 << 30;

/// What is remembered of a chunk once it was read.
struct Read {
    /// Where its records lie in the file.
    place: Range<u64>,
    rows: u32,
    lines: u32,
    /// Whether they are plain rows of valid text, which need no second look.
    plain: bool,
    /// Row starts in the file, where they are known.
    marks: Option<Vec<Mark>>,
    notes: Notes,
}

/// A text table in a file.
struct Table {
    cut: Cut,
    encoding: &'static Encoding,
    encoding_name: String,
    header: Vec<String>,
    /// The columns that are declared; none where all are.
    declared: Vec<usize>,
    header_line: u64,
    title: String,
    /// Lines before the first record after the header.
    lines: u64,
    /// Whether bytes that are no text were replaced before the file was cut into chunks.
    replaced: bool,
    /// Lines between the header and the first record that are none, from 0 for the first below the header.
    beneath: Vec<u64>,
    footer: Footer,
    /// The lines that the audit file leaves out, from 1.
    left_out: Vec<u64>,
    /// Those of them that lie behind its last line.
    not_there: Vec<u64>,
    chunks: Vec<OnceLock<Read>>,
    /// The chunks themselves, where the table is small; none otherwise.
    kept: Vec<OnceLock<Kept>>,
}

/// Opens a text table.
///
/// # Errors
/// When the file is missing or unreadable, or its encoding has no known name.
pub(super) fn open(path: &Path, options: &OpenOptions, declared: Declared<'_>) -> Opened {
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
    let sample = sample(&file, length)?;
    let encoding = match (named, marked) {
        (_, Some(found)) => found.encoding,
        (Some(encoding), None) => encoding,
        (None, None) => encoding::likely(&sample),
    };
    // A longer one with zeros is no table, and is refused where its line does not end.
    let has_zeros = encoding.is_ascii_compatible() && sample.contains(&0) && length <= MOST_DECODED;
    let encoding_name = encoding.name().to_ascii_uppercase();
    let mut mark = marked.map_or(0, |found| found.mark) as u64;
    let name = path.file_name().map(|name| name.to_string_lossy());
    let mut bytes = Bytes {
        file,
        name: name.unwrap_or_default().into_owned(),
        decoded: None,
    };
    let mut replaced = false;
    let mut chunk_encoding = encoding;
    let by_returns = encoding.is_ascii_compatible() && returns::begins_with(&bytes.file, length)?;
    let (mut left_out, mut not_there) = (Vec::new(), Vec::new());
    if by_returns || has_zeros || !encoding.is_ascii_compatible() || !options.leave_out.is_empty() {
        let raw = Files::read(path)?;
        let text_only = raw.get(usize::try_from(mark).unwrap_or(0)..);
        let (mut text, mut bad) = (Vec::new(), Vec::new());
        encoding::decode(encoding, text_only.unwrap_or_default(), &mut text, &mut bad);
        if by_returns || returns::ends_in(&text) == Some(true) {
            returns::to_breaks(&mut text);
        }
        if !options.leave_out.is_empty() {
            let lines = text.split_inclusive(|&b| b == b'\n').count() as u64;
            not_there = options.left_out_behind(lines);
            (text, left_out) = footer::leave_out(&text, options);
        }
        let has_zeros;
        (text, has_zeros) = encoding::without_zeros(text);
        length = text.len() as u64;
        mark = 0;
        replaced = has_zeros || !bad.is_empty();
        bytes.decoded = Some(text);
        chunk_encoding = UTF_8;
    }
    let is_tsv = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("tsv"));
    let mut header = read_header(
        &bytes,
        mark..length,
        options.header,
        is_tsv.then_some(b'\t'),
        chunk_encoding,
    )?;
    if let Some(texts) = &options.goes_on {
        header = header::Header {
            texts: texts.clone(),
            separator: header.separator,
            ..header::Header::default()
        };
    }
    let below_header = mark + header.body as u64;
    let beneath = read_beneath(&bytes, below_header..length, &header, chunk_encoding)?;
    let body = below_header + beneath.length as u64;
    let footer = read_footer(&bytes, body..length, &header, chunk_encoding)?;
    let length = length - footer.length as u64;
    let title = title(&bytes, mark..below_header, header.line, chunk_encoding)?;
    let rest = length.saturating_sub(body);
    let chunk_size = match options.chunk_size {
        Some(size) => (size as u64).max(1),
        None => (rest / 8).clamp(SMALL_CHUNK, CHUNK),
    };
    let cut = Cut::new(bytes, header.separator, body..length, chunk_size);
    let mut declared = declared(&header.texts);
    if declared.len() == header.texts.len() {
        declared.clear();
    }
    Ok(Box::new(Table {
        declared,
        chunks: (0..cut.count()).map(|_| OnceLock::new()).collect(),
        kept: match rest {
            ..=small::SMALL => (0..cut.count()).map(|_| OnceLock::new()).collect(),
            _ => Vec::new(),
        },
        cut,
        encoding: chunk_encoding,
        encoding_name,
        header: header.texts,
        header_line: header.line,
        title,
        lines: header.lines + beneath.lines,
        beneath: beneath
            .left_out
            .iter()
            .map(|line| header.lines + line)
            .collect(),
        replaced,
        footer,
        left_out,
        not_there,
    }))
}

/// The lines above the header; `range` goes to the first record below it.
fn title(
    bytes: &Bytes,
    range: Range<u64>,
    header_line: u64,
    encoding: &'static Encoding,
) -> io::Result<String> {
    if header_line < 2 {
        return Ok(String::new());
    }
    let mut raw = vec![0; usize::try_from(range.end - range.start).unwrap_or(0)];
    let read = bytes.read_at(&mut raw, range.start)?;
    raw.truncate(read);
    let (mut text, mut bad) = (Vec::new(), Vec::new());
    encoding::decode(encoding, &raw, &mut text, &mut bad);
    let text = String::from_utf8_lossy(&text);
    let lines = (1..header_line).zip(text.lines());
    Ok(lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n"))
}

/// Whole lines from the start, the middle and the end.
fn sample(file: &File, length: u64) -> io::Result<Vec<u8>> {
    let piece = usize::try_from(SAMPLE.min(length)).unwrap_or(0);
    let last = length.saturating_sub(SAMPLE);
    let mut places = vec![0, last / 2, last];
    places.dedup();
    let mut sample = Vec::with_capacity(piece * places.len());
    for place in places {
        let start = sample.len();
        sample.resize(start + piece, 0);
        let read = Files::read_at(file, &mut sample[start..], place)?;
        sample.truncate(start + read);
        let is_break = |&b: &u8| b == b'\n';
        if place + (read as u64) < length {
            let to = sample[start..].iter().rposition(is_break);
            sample.truncate(to.map_or(start + read, |at| start + at + 1));
        }
        if place != 0 {
            let from = sample[start..].iter().position(is_break);
            sample.drain(start..from.map_or(start, |at| start + at + 1));
        }
    }
    Ok(sample)
}

fn read_header(
    bytes: &Bytes,
    range: Range<u64>,
    wanted: Option<u32>,
    separator: Option<u8>,
    encoding: &'static Encoding,
) -> io::Result<header::Header> {
    let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
    let length = length.min(records::LONGEST + 1);
    let mut size = length.min(64 << 10);
    loop {
        let mut start = vec![0; size];
        let read = bytes.read_at(&mut start, range.start)?;
        start.truncate(read);
        let whole = read < size || range.start + read as u64 == range.end;
        if let Some(found) = header::find(&start, whole, wanted, separator, encoding) {
            return Ok(found);
        }
        if size >= records::LONGEST {
            return Err(records::too_long(bytes, range.start));
        }
        size = size.saturating_mul(4).min(length);
    }
}

fn read_footer(
    bytes: &Bytes,
    body: Range<u64>,
    header: &header::Header,
    encoding: &'static Encoding,
) -> io::Result<Footer> {
    let begins = body.end.saturating_sub(footer::LOOKED_AT).max(body.start);
    let mut end = vec![0; usize::try_from(body.end - begins).unwrap_or(0)];
    let read = bytes.read_at(&mut end, begins)?;
    end.truncate(read);
    let first = match begins == body.start {
        true => 0,
        // The line that is cut through is none.
        false => end
            .iter()
            .position(|&b| b == b'\n')
            .map_or(read, |at| at + 1),
    };
    let lines = end.get(first..).unwrap_or_default();
    Ok(footer::find(
        lines,
        header.separator,
        header.texts.len(),
        encoding,
    ))
}

fn read_beneath(
    bytes: &Bytes,
    body: Range<u64>,
    header: &header::Header,
    encoding: &'static Encoding,
) -> io::Result<footer::Beneath> {
    let length = footer::LOOKED_AT.min(body.end.saturating_sub(body.start));
    let mut start = vec![0; usize::try_from(length).unwrap_or(0)];
    let read = bytes.read_at(&mut start, body.start)?;
    start.truncate(read);
    Ok(footer::beneath(
        &start,
        header.separator,
        header.texts.len(),
        encoding,
    ))
}

impl Table {
    /// Records as rows of text, and whether the rows' marks are places of the file; `known`: what is remembered of their chunk.
    fn lay_out<'b>(
        &self,
        records: &Records,
        buffer: (&'b mut Vec<u8>, &'b mut Vec<u8>, &'b mut Vec<u32>),
        bounds: &'b mut Vec<(u32, u32)>,
        every_row: bool,
        known: Option<&Read>,
    ) -> (Rows<'b>, bool) {
        let known_plain = known.is_some_and(|read| read.plain);
        let shape = Shape {
            separator: self.cut.separator(),
            columns: self.header.len(),
            header: &self.header,
            declared: &self.declared,
            every_row,
            known_plain,
        };
        let (raw, text, ends) = buffer;
        let bytes = raw.get_mut(records.start..records.end).unwrap_or_default();
        if known_plain || self.encoding == UTF_8 && simdutf8::basic::from_utf8(bytes).is_ok() {
            let every_row = every_row || self.replaced;
            let shape = Shape { every_row, ..shape };
            let mut rows = rows::arrange(bytes, records.tokens, ends, bounds, shape);
            if self.replaced {
                note_replaced(&mut rows, shape.columns);
            }
            return (rows, !self.replaced);
        }
        let mut bad = Vec::new();
        text.clear();
        encoding::decode(self.encoding, bytes, text, &mut bad);
        let tokens = tokeniser::tokenise(text, self.cut.separator(), ends);
        let shape = Shape {
            every_row: every_row || !bad.is_empty(),
            ..shape
        };
        let mut rows = rows::arrange(text, tokens, ends, bounds, shape);
        if !bad.is_empty() {
            note_replaced(&mut rows, shape.columns);
            return (rows, false);
        }
        // No character of such an encoding has a line break for one of its bytes.
        let Some(marks) = rows::marks_before(bytes, &rows.marks) else {
            return (rows, false);
        };
        rows.marks = marks;
        (rows, true)
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

    fn header_line(&self) -> Option<u64> {
        (!self.header.is_empty() && self.header_line > 0).then_some(self.header_line)
    }

    fn title(&self) -> &str {
        &self.title
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
        let kept = self.kept.get(chunk);
        if let Some(kept) = kept.and_then(OnceLock::get) {
            return Ok(kept.again(buffer));
        }
        let Buffer {
            raw,
            text,
            ends,
            bounds,
            ..
        } = buffer;
        let known = place.get();
        let records = match known {
            Some(read) => (self.cut).read_again(
                read.place.clone(),
                (&mut (0..0), read.place.end),
                raw,
                ends,
            )?,
            None => self.cut.read_first(chunk, raw, ends)?,
        };
        let buffer = (raw, text, ends);
        let (mut rows, as_in_file) = self.lay_out(&records, buffer, bounds, false, known);
        let laid_out = chunk_of(&rows, self.header.len());
        if known.is_none() {
            // A thread that read the same chunk at the same time has noted the same.
            let _ = place.set(Read {
                place: records.range(),
                rows: u32::try_from(rows.count).unwrap_or(u32::MAX),
                lines: records.tokens.newlines,
                plain: as_in_file
                    && self.encoding == UTF_8
                    && matches!(rows.layout, Layout::Separators(_)),
                marks: as_in_file.then(|| std::mem::take(&mut rows.marks)),
                notes: std::mem::take(&mut rows.notes),
            });
        }
        if let (Some(place), Some(kept)) = (kept, kept.and_then(|_| Kept::of(&laid_out))) {
            let _ = place.set(kept);
        }
        Ok(laid_out)
    }

    fn rows_before(&self, chunk: usize) -> u64 {
        self.rows_and_lines_before(chunk).0
    }

    fn cells(&self, rows: &[u64], columns: &[usize]) -> io::Result<FetchedRows> {
        let unknown = || io::Error::new(io::ErrorKind::InvalidInput, "a row that was not read");
        let mut found = FetchedRows::new(columns.len(), rows.len());
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
            let stretches = stretch::all(read, in_chunk, rows_before);
            let (mut rest, mut held) = (in_chunk, 0..0);
            for (at, stretch) in stretches.iter().enumerate() {
                let (now, after) = rest.split_at(stretch.wanted.max(1));
                let Buffer {
                    raw,
                    text,
                    ends,
                    bounds,
                    ..
                } = &mut buffer;
                let range = stretch.range.clone();
                let until = match held.end < range.end {
                    true => stretch::together(stretches.get(at..).unwrap_or_default()),
                    false => held.end,
                };
                let records = (self.cut).read_again(range, (&mut held, until), raw, ends)?;
                let texts = (raw, text, ends);
                let (laid_out, _) = self.lay_out(&records, texts, bounds, true, Some(read));
                let chunk = chunk_of(&laid_out, self.header.len());
                let base = rows_before + stretch.row;
                for &row in now {
                    let local = usize::try_from(row - base).map_err(|_| unknown())?;
                    let mark = laid_out.marks.get(local).ok_or_else(unknown)?;
                    let line = lines_before + stretch.line + u64::from(mark.line) + 1;
                    found.push(row, line, columns.iter().map(|&c| value(&chunk, local, c)));
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
        // The header of another table is told of there.
        if let Some(line) = self.header_line() {
            notes::header_twice(&self.header, Some(line), &mut problems);
        }
        problems.add_lines(ProblemKind::LeftOut, &self.left_out);
        problems.add_lines(ProblemKind::LeftOutNotThere, &self.not_there);
        let beneath: Vec<u64> = self.beneath.iter().map(|line| line + 1).collect();
        problems.add_lines(ProblemKind::NoRecord, &beneath);
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
        if complete {
            for (line, kind) in &self.footer.lines {
                problems.add_lines(*kind, &[lines + line + 1]);
            }
        }
        if complete {
            let doubtful = self.footer.doubtful.iter();
            let doubtful: Vec<u64> = doubtful.map(|breaks| lines + 1 - breaks).collect();
            problems.add_lines(ProblemKind::MayBeNote, &doubtful);
            let sum = self.footer.sum.map(|breaks| lines + 1 - breaks);
            problems.add_lines(ProblemKind::MayBeTotal, sum.as_slice());
        }
        if complete && rows == 0 {
            problems.add(ProblemKind::Empty, Place::default());
        }
        problems.finish()
    }

    fn expect_digest(&self, algorithm: DigestAlgorithm) {
        self.cut.digested().expect(algorithm);
    }

    fn digest(&self, algorithm: DigestAlgorithm) -> io::Result<String> {
        digest::digest(&self.cut.bytes().file, algorithm, self.cut.digested())
    }
}

fn value<'b>(chunk: &Chunk<'b>, row: usize, column: usize) -> Cow<'b, str> {
    if column >= chunk.columns {
        return Cow::Borrowed("");
    }
    let text = chunk.cell(row, column);
    let text = if chunk.doubled_quotes {
        cell::unescape(text)
    } else {
        text.into()
    };
    match text {
        Cow::Borrowed(text) => {
            let plain = std::str::from_utf8(text);
            plain.map_or_else(|_| String::from_utf8_lossy(text), Cow::Borrowed)
        }
        Cow::Owned(text) => Cow::Owned(String::from_utf8_lossy(&text).into_owned()),
    }
}
