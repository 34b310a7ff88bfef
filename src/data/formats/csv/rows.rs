//! Offsets of separators in, rows of equal length out.
//!
//! Most chunks are taken as they are ([`Layout::Separators`]). The others (ragged rows, CRLF, quotes in odd places, blank lines, total rows) get
//! bounds for every cell. What a chunk holds never depends on the way it went.

use super::footer;
use super::tokeniser::{self, Tokens};
use crate::data::formats::beside;
use crate::data::formats::between::{self, Firsts};
use crate::data::formats::notes::{Note, Notes};
use crate::data::formats::sums::{self, Sum};
use crate::data::{Layout, ProblemKind, SWALLOWED, cell};

/// Every so many rows of a chunk one place is remembered, so that single rows can be fetched later.
pub(super) const MARK_EVERY: usize = 8;

/// Where a row begins: offset and line from the start of its chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) offset: u32,
    pub(super) line: u32,
}

/// The rows of some text.
#[derive(Debug)]
pub(super) struct Rows<'b> {
    pub(super) count: usize,
    pub(super) bytes: &'b [u8],
    pub(super) layout: Layout<'b>,
    pub(super) doubled_quotes: bool,
    /// Row starts: of every [`MARK_EVERY`]th row, or of every row.
    pub(super) marks: Vec<Mark>,
    pub(super) notes: Notes,
}

/// How a table is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'h> {
    pub(super) separator: u8,
    pub(super) columns: usize,
    /// The texts of the header, which may stand once more among the rows.
    pub(super) header: &'h [String],
    /// The columns that are declared: a line that fills none of them is no row. None where all are.
    pub(super) declared: &'h [usize],
    /// Remember the start of every row.
    pub(super) every_row: bool,
    /// These records were found to be plain rows of valid text when they were read before; the file is taken to be the same still.
    pub(super) known_plain: bool,
}

/// Lays out the rows of whole records.
pub(super) fn arrange<'b>(
    bytes: &'b mut [u8],
    tokens: Tokens,
    ends: &'b [u32],
    bounds: &'b mut Vec<(u32, u32)>,
    shape: Shape<'_>,
) -> Rows<'b> {
    let ends = ends.get(..tokens.count).unwrap_or_default();
    let is_regular = is_regular(tokens, ends, shape);
    if is_regular && (shape.known_plain || is_plain(bytes, tokens, ends, shape)) {
        let marks = plain_marks(bytes, tokens, ends, shape);
        return Rows {
            count: ends.len() / shape.columns,
            bytes,
            layout: Layout::Separators(ends),
            doubled_quotes: tokens.doubled,
            marks,
            notes: Notes::default(),
        };
    }
    let mut careful = Careful {
        bytes,
        bounds,
        shape,
        firsts: Firsts::of(shape.header),
        tokens,
        marks: Vec::new(),
        notes: Notes::default(),
        rows: 0,
    };
    careful.bounds.clear();
    careful.all(ends);
    let Careful {
        bytes,
        bounds,
        marks,
        notes,
        rows,
        ..
    } = careful;
    Rows {
        count: rows,
        bytes,
        layout: Layout::Bounds(bounds),
        doubled_quotes: false,
        marks,
        notes,
    }
}

/// Whether there are as many cells as whole rows of the header's columns have, and no quotes in odd places.
fn is_regular(tokens: Tokens, ends: &[u32], shape: Shape<'_>) -> bool {
    let columns = shape.columns;
    columns > 0 && !tokens.irregular && !tokens.inside && ends.len().is_multiple_of(columns)
}

/// Whether every record is a row of just the header's columns, and nothing has to be taken off but quotes.
fn is_plain(bytes: &[u8], tokens: Tokens, ends: &[u32], shape: Shape<'_>) -> bool {
    let columns = shape.columns;
    // Hardly a table has such texts, and many have no such sign at all.
    if tokens.doubled && bytes.contains(&b'=') && bytes.windows(4).any(|w| w == b"\"=\"\"") {
        return false;
    }
    let firsts = Firsts::of(shape.header);
    let rows = ends.len() / columns;
    let unterminated = ends.last().is_some_and(|&end| end as usize == bytes.len());
    let breaks = (tokens.newlines - tokens.quoted_newlines) as usize + usize::from(unterminated);
    if breaks != rows {
        return false;
    }
    let mut start = 0;
    ends.chunks_exact(columns).all(|row| {
        let end = row[columns - 1] as usize;
        let ends_here = bytes.get(end).is_none_or(|&b| b == b'\n');
        let returns = end > start && bytes.get(end - 1) == Some(&b'\r');
        let is_no_record =
            !begins_plainly(bytes, start, row) && may_be_total(bytes, start, row, shape.separator);
        let left_out = (is_no_record || firsts.begin(bytes, start))
            && left_out(bytes, start, row, shape) != LeftOut::No;
        let is_filled = shape.declared.is_empty() || is_record(bytes, start, row, shape);
        let first_end = row[0] as usize;
        let is_alone = end - first_end < 3 * columns
            && between::may_be_alone(
                bytes.get(start..first_end).unwrap_or_default(),
                end - first_end,
                columns,
            );
        start = end + 1;
        ends_here && !returns && !left_out && is_filled && !is_alone
    })
}

/// Whether a record is no row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeftOut {
    /// It is a row.
    No,
    /// It is a row, and may sum up others.
    PerhapsTotal,
    /// It sums up others.
    Total,
    /// Nothing but blanks between separators.
    Blank,
    /// The header once more.
    Header,
    /// The audit file says so.
    Said,
    /// The header of another table.
    OtherHeader,
    /// It is a row, and has one filled cell.
    Alone,
}

/// Whether a record begins as most do, and is a row without any doubt.
#[inline]
fn begins_plainly(bytes: &[u8], start: usize, row: &[u32]) -> bool {
    let end = row.first().map_or(start, |&end| end as usize);
    let first = bytes.get(start..end).unwrap_or_default();
    let behind = (row.len() > 1).then(|| bytes.get(end + 1)).flatten();
    sums::is_plainly_a_record(first, behind)
}

/// Whether the first cell of a record allows it to be a total row or a blank one.
fn may_be_total(bytes: &[u8], start: usize, row: &[u32], separator: u8) -> bool {
    match bytes.get(start) {
        // The blanks, a quote, and the first byte of a full-width blank.
        Some(b' ' | b'\t' | b'"' | 0xE3 | &footer::LEFT_OUT) => true,
        Some(&b) if b == separator => true,
        Some(_) => {
            if begins_plainly(bytes, start, row) {
                return false;
            }
            let end = row.first().map_or(start, |&end| end as usize);
            let first = bytes.get(start..end).unwrap_or_default();
            let second = || {
                let second = row.get(1).map_or(end, |&end| end as usize);
                bytes.get(end + 1..second).unwrap_or_default()
            };
            sums::may_sum_up(first) || sums::may_be_numbered(first, second)
        }
        None => false,
    }
}

/// Whether a record has anything in a column that is declared, or more than a running number in another one.
fn is_record(bytes: &[u8], start: usize, row: &[u32], shape: Shape<'_>) -> bool {
    let text = |column: usize| {
        let end = row.get(column).map_or(0, |&end| end as usize);
        let start = match column.checked_sub(1).and_then(|before| row.get(before)) {
            Some(&before) => before as usize + 1,
            None => start,
        };
        bytes.get(start..end).unwrap_or_default()
    };
    let is_filled = |&column: &usize| match text(column) {
        [] => false,
        [first, ..] if first.is_ascii_alphanumeric() => true,
        text => !cell::trimmed(unquoted(text)).is_empty(),
    };
    shape.declared.iter().any(is_filled)
        || !(0..row.len()).all(|column| sums::is_running_number(unquoted(text(column))))
}

/// A cell without the quotes around it.
fn unquoted(text: &[u8]) -> &[u8] {
    let text = text.strip_prefix(b"\"").unwrap_or(text);
    text.strip_suffix(b"\"").unwrap_or(text)
}

fn left_out(bytes: &[u8], start: usize, row: &[u32], shape: Shape<'_>) -> LeftOut {
    let starts = std::iter::once(start).chain(row.iter().map(|&end| end as usize + 1));
    let cells = starts.zip(row).map(|(start, &end)| {
        let text = bytes.get(start..end as usize).unwrap_or_default();
        unquoted(text.strip_suffix(b"\r").unwrap_or(text))
    });
    if bytes.get(start) == Some(&footer::LEFT_OUT)
        && matches!(row, [end] if *end as usize == start + 1)
    {
        return LeftOut::Said;
    }
    if beside::is_header(shape.header, cells.clone()) {
        return LeftOut::Header;
    }
    if between::shares_headers(shape.header, cells.clone()) {
        return LeftOut::OtherHeader;
    }
    let mut cells = cells;
    let is_blank = |text: &[u8]| cell::trimmed(text).is_empty();
    let first = cells.find(|text| !is_blank(text));
    if let Some(first) = first {
        return match sums::sums_up(first, cells.clone(), shape.columns) {
            Sum::Yes => LeftOut::Total,
            Sum::Perhaps => LeftOut::PerhapsTotal,
            Sum::No if cells.all(is_blank) => LeftOut::Alone,
            Sum::No => LeftOut::No,
        };
    }
    // A blank cell in a table of one column is a row like any other.
    if row.len() > 1 {
        LeftOut::Blank
    } else {
        LeftOut::No
    }
}

fn plain_marks(bytes: &[u8], tokens: Tokens, ends: &[u32], shape: Shape<'_>) -> Vec<Mark> {
    let step = if shape.every_row { 1 } else { MARK_EVERY };
    let rows = ends.len() / shape.columns;
    let mut marks = Vec::with_capacity(rows.div_ceil(step));
    let (mut line, mut before) = (0, 0);
    for row in (0..rows).step_by(step) {
        let offset = match row {
            0 => 0,
            _ => ends[row * shape.columns - 1] + 1,
        };
        if tokens.quoted_newlines == 0 {
            line = u32::try_from(row).unwrap_or(u32::MAX);
        } else {
            line += count_lines(bytes, before, offset as usize);
            before = offset as usize;
        }
        marks.push(Mark { offset, line });
    }
    marks
}

/// Bytes whose line breaks are counted at once.
const COUNTED: usize = 256;

/// Marks of a text as those of the bytes that it was decoded from, each in the same line; `None` where there are fewer lines.
pub(super) fn marks_before(bytes: &[u8], marks: &[Mark]) -> Option<Vec<Mark>> {
    let (mut line, mut start) = (0, 0);
    let in_bytes = marks.iter().map(|mark| {
        // Many bytes at a time, as long as the line does not begin among them.
        while let Some(next) = bytes.get(start..start + COUNTED)
            && let lines = count_lines(next, 0, COUNTED)
            && line + lines < mark.line
        {
            (line, start) = (line + lines, start + COUNTED);
        }
        while line < mark.line {
            let mut rest = bytes.get(start..)?.iter();
            (line, start) = (line + 1, start + rest.position(|&b| b == b'\n')? + 1);
        }
        let offset = u32::try_from(start).ok()?;
        Some(Mark { offset, ..*mark })
    });
    in_bytes.collect()
}

fn count_lines(bytes: &[u8], from: usize, to: usize) -> u32 {
    let lines = bytes.get(from..to).unwrap_or_default().iter();
    lines.map(|&b| u32::from(b == b'\n')).sum()
}

/// The way record by record.
struct Careful<'b, 'h> {
    bytes: &'b mut [u8],
    bounds: &'b mut Vec<(u32, u32)>,
    shape: Shape<'h>,
    firsts: Firsts,
    tokens: Tokens,
    marks: Vec<Mark>,
    notes: Notes,
    rows: usize,
}

impl Careful<'_, '_> {
    fn all(&mut self, ends: &[u32]) {
        let (mut start, mut line, mut rest) = (0, 0, ends);
        while !rest.is_empty() {
            let is_last = |&end: &u32| self.bytes.get(end as usize).is_none_or(|&b| b == b'\n');
            let length = rest
                .iter()
                .position(is_last)
                .map_or(rest.len(), |at| at + 1);
            let (record, after) = rest.split_at(length);
            let end = record.last().map_or(start, |&end| end as usize);
            let lines = if self.tokens.quoted_newlines == 0 {
                1
            } else {
                // Counted before quotes are taken off in place.
                count_lines(self.bytes, start, end) + 1
            };
            self.record(start, line, record);
            line += lines;
            start = end + 1;
            rest = after;
        }
    }

    fn record(&mut self, start: usize, line: u32, record: &[u32]) {
        let columns = self.shape.columns;
        let end = record.last().map_or(start, |&end| end as usize);
        let unclosed = self.tokens.inside && end == self.bytes.len();
        let returns = !unclosed && end > start && self.bytes.get(end - 1) == Some(&b'\r');
        let text_end = end - usize::from(returns);
        // A line of no characters is no row, but in a table of one column it is a blank cell.
        if text_end == start && record.len() == 1 && columns != 1 {
            return;
        }
        let may_be_left_out = may_be_total(self.bytes, start, record, self.shape.separator);
        let (mut may_be_total, mut is_other) = (false, false);
        let kind = match may_be_left_out || self.firsts.begin(self.bytes, start) {
            true => match left_out_record(self.bytes, start, record, text_end, self.shape) {
                LeftOut::Total => Some(ProblemKind::TotalRow),
                LeftOut::Header => Some(ProblemKind::NoRecord),
                LeftOut::Said => return,
                LeftOut::PerhapsTotal => {
                    may_be_total = true;
                    None
                }
                LeftOut::OtherHeader => {
                    is_other = true;
                    None
                }
                LeftOut::No | LeftOut::Blank | LeftOut::Alone => None,
            },
            false => None,
        };
        if let Some(kind) = kind {
            let note = Note {
                line,
                ..Note::default()
            };
            self.notes.add(kind, note);
            return;
        }
        let row = u32::try_from(self.rows).unwrap_or(u32::MAX);
        let (first_bound, mut cell_start) = (self.bounds.len(), start);
        let (mut filled, mut too_long, mut only) = (0, false, None);
        for (column, &end) in record.iter().enumerate() {
            let last = column + 1 == record.len();
            let cell_end = if last { text_end } else { end as usize };
            let mut bounds = self.cell(cell_start, cell_end);
            let text = self.bytes.get(bounds.0 as usize..bounds.1 as usize);
            let holds_nothing = cell::trimmed(text.unwrap_or_default()).is_empty();
            if !holds_nothing {
                filled += 1;
                only = (filled == 1).then_some((column, bounds));
            }
            if unclosed && last {
                bounds = SWALLOWED;
            }
            if column < columns {
                self.bounds.push(bounds);
            } else {
                // Separators behind the last cell, as spreadsheets write them, hold nothing.
                too_long |= !holds_nothing;
            }
            cell_start = end as usize + 1;
        }
        if filled == 0 && may_be_left_out && record.len() > 1 {
            self.bounds.truncate(first_bound);
            return;
        }
        if !self.shape.declared.is_empty() && !unclosed && !too_long && !self.is_record(first_bound)
        {
            self.bounds.truncate(first_bound);
            let note = Note {
                line,
                ..Note::default()
            };
            self.notes.add(ProblemKind::UnfilledRow, note);
            return;
        }
        let alone = only.filter(|_| !unclosed).and_then(|(column, bounds)| {
            let text = self.bytes.get(bounds.0 as usize..bounds.1 as usize);
            between::alone(text.unwrap_or_default(), column == 0, columns)
        });
        if alone == Some(ProblemKind::Heading) {
            self.bounds.truncate(first_bound);
            let note = Note {
                line,
                ..Note::default()
            };
            self.notes.add(ProblemKind::Heading, note);
            return;
        }
        let missing = columns.saturating_sub(record.len());
        // What an open quote has swallowed is not blank.
        let cell = if unclosed { SWALLOWED } else { (0, 0) };
        self.bounds.extend(std::iter::repeat_n(cell, missing));
        let mut note = |kind, column| {
            let note = Note {
                row: Some(row),
                line,
                column,
                value: None,
            };
            self.notes.add(kind, note);
        };
        if missing > 0 {
            note(ProblemKind::RowTooShort, Some(record.len()));
        } else if too_long {
            // A comma without quotes may have moved any of its cells.
            note(ProblemKind::CellsMoved, None);
            let row = self.bounds.get_mut(first_bound..).unwrap_or_default();
            row.fill(SWALLOWED);
        }
        if may_be_total {
            note(ProblemKind::MayBeTotal, None);
        }
        if is_other {
            note(ProblemKind::OtherTable, None);
        }
        if let Some(kind) = alone.filter(|_| missing == 0 && !may_be_total) {
            note(kind, None);
        }
        if unclosed {
            note(ProblemKind::QuoteUnclosed, None);
        }
        if self.shape.every_row || self.rows.is_multiple_of(MARK_EVERY) {
            let offset = u32::try_from(start).unwrap_or(u32::MAX);
            self.marks.push(Mark { offset, line });
        }
        self.rows += 1;
    }

    /// Whether a row whose bounds begin there has anything in a column that is declared, or more than a running number in another one.
    fn is_record(&self, first_bound: usize) -> bool {
        let bounds = self.bounds.get(first_bound..).unwrap_or_default();
        let text = |&(start, end): &(u32, u32)| {
            let text = self.bytes.get(start as usize..end as usize);
            text.unwrap_or_default()
        };
        let declared = self.shape.declared.iter();
        let is_filled = |at: &usize| {
            bounds
                .get(*at)
                .is_some_and(|cell| !cell::trimmed(text(cell)).is_empty())
        };
        declared.clone().any(is_filled)
            || !bounds
                .iter()
                .all(|cell| sums::is_running_number(text(cell)))
    }

    /// The bounds of a cell without its quotes.
    fn cell(&mut self, start: usize, end: usize) -> (u32, u32) {
        let length = match self.bytes.get_mut(start..end) {
            Some(cell) if cell.first() == Some(&b'"') => tokeniser::unquote(cell),
            _ => end - start,
        };
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        // `="0123"`: how spreadsheets are told to leave the digits of a text as they are.
        match self.bytes.get(start..start + length) {
            Some([b'=', b'"', text @ .., b'"']) => {
                (offset(start + 2), offset(start + 2 + text.len()))
            }
            _ => (offset(start), offset(start + length)),
        }
    }
}

fn left_out_record(
    bytes: &[u8],
    start: usize,
    record: &[u32],
    text_end: usize,
    shape: Shape<'_>,
) -> LeftOut {
    match record.split_last() {
        Some((_, [])) => {
            let end = u32::try_from(text_end).unwrap_or(u32::MAX);
            left_out(bytes, start, &[end], shape)
        }
        _ => left_out(bytes, start, record, shape),
    }
}
