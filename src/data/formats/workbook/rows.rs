//! Rows of a sheet in, the records among them as text out, so many a part; what is none is noted with its line.

use super::grid::{Filled, GridRow, Header};
use super::text::text_of;
use crate::data::formats::beside::{self, Below, Ending};
use crate::data::formats::between;
use crate::data::formats::notes::{Note, Notes};
use crate::data::formats::sums::{self, Sum};
use crate::data::{ProblemKind, cell};
use calamine::Data;
use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Some rows of a sheet as text.
#[derive(Default)]
pub(super) struct Part {
    /// How many rows the parts before it have.
    pub(super) before: usize,
    pub(super) text: Vec<u8>,
    pub(super) bounds: Vec<(u32, u32)>,
    /// The number of each row in the sheet, from 1.
    pub(super) lines: Vec<u64>,
    pub(super) notes: Notes,
    /// The texts of the notes below the table, in the last part.
    pub(super) below: String,
}

/// What the rows of a sheet stand under.
#[derive(Clone, Copy)]
pub(super) struct Shape<'s> {
    pub(super) header: &'s Header,
    /// The columns that are declared: a line that fills none of them is no row. None where all are.
    pub(super) declared: &'s [usize],
    /// Cells that have their value from those that they are merged with.
    pub(super) filled: &'s [Filled],
    /// Lines that begin with a cell merged over all columns.
    pub(super) across: &'s [u64],
}

impl Shape<'_> {
    /// What a row is that has one filled cell.
    fn alone(&self, row: &GridRow) -> Option<ProblemKind> {
        let [(column, cell)] = row.cells.as_slice() else {
            return None;
        };
        if self.across.contains(&row.line) {
            return Some(ProblemKind::Heading);
        }
        let is_first = *column == self.header.first_column;
        between::alone(text_of(cell).as_bytes(), is_first, self.header.texts.len())
    }

    /// Whether a row has anything of its own in a column that is declared, or more than a running number in another one.
    fn is_record(&self, row: &GridRow) -> bool {
        let is_merged = |column: u32| {
            let place = (row.line, column);
            let found = (self.filled).binary_search_by_key(&place, |cell| (cell.line, cell.column));
            found.is_ok()
        };
        self.declared.is_empty()
            || self.declared.iter().any(|&at| {
                let column = (self.header.first_column..).nth(at);
                column.is_some_and(|column| row.cell(column).is_some() && !is_merged(column))
            })
            || !row.cells.iter().all(|(column, cell)| {
                is_merged(*column) || sums::is_running_number(text_of(cell).as_bytes())
            })
    }
}

/// Rows as text, at most so many a part, by several threads. Lines below the table are noted with the last one. Takes the cells of the rows.
pub(super) fn parts(rows: &mut [GridRow], shape: &Shape<'_>, chunk_rows: usize) -> Vec<Part> {
    let endings = rows.iter().rev().map(|row| row.ending(shape));
    let endings: Vec<Ending> = endings
        .take_while(|ending| *ending != Ending::Row)
        .collect();
    // A total row keeps its place among the rows; the lines below the table begin with the first that is none.
    let last = rows.len().checked_sub(endings.len() + 1);
    let last = last
        .and_then(|at| rows.get(at))
        .map(|row| row.texts_under(shape.header));
    let last = (last.as_ref()).map(|texts| texts.iter().map(String::as_str).collect::<Vec<_>>());
    let Below {
        count,
        doubtful,
        sum,
    } = beside::below(&endings, last.as_deref());
    let lines = doubtful
        .iter()
        .rev()
        .filter_map(|at| rows.iter().nth_back(*at));
    let doubtful: Vec<Note> = lines.map(note_of).collect();
    let sum = sum.and_then(|at| rows.iter().nth_back(at)).map(note_of);
    let (rows, below) = rows.split_at_mut(rows.len() - count);
    let (beneath, rows) = rows.split_at_mut(under_header(rows, shape.header));
    let mut parts: Vec<Part> = Vec::new();
    parts.resize_with(rows.len().div_ceil(chunk_rows).max(1), Part::default);
    for row in beneath {
        if let Some(part) = parts.first_mut() {
            part.notes.add(ProblemKind::NoRecord, note_of(row));
        }
    }
    let others = other_headers(rows, shape);
    write(&mut parts, rows.chunks_mut(chunk_rows), shape);
    let mut before = 0;
    for part in &mut parts {
        part.before = before;
        before += part.lines.len();
    }
    for (row, ending) in below.iter().zip(endings.iter().take(count).rev()) {
        let kind = match ending {
            Ending::Total | Ending::Numbers => ProblemKind::TotalRow,
            _ => ProblemKind::FooterRow,
        };
        if let Some(part) = parts.last_mut() {
            part.notes.add(kind, note_of(row));
            for (_, cell) in &row.cells {
                part.below.push_str(&text_of(cell));
                part.below.push('\n');
            }
        }
    }
    if let Some(part) = parts.last_mut() {
        for note in doubtful {
            part.notes.add(ProblemKind::MayBeNote, note);
        }
        if let Some(note) = sum {
            part.notes.add(ProblemKind::MayBeTotal, note);
        }
        for note in others {
            part.notes.add(ProblemKind::OtherTable, note);
        }
    }
    parts
}

/// The rows that look like the header of another table: below a blank line or a title.
fn other_headers(rows: &[GridRow], shape: &Shape<'_>) -> Vec<Note> {
    let mut found = Vec::new();
    // The last row that may be a record.
    let mut record: Option<&GridRow> = None;
    for pair in rows.windows(2) {
        let [before, row] = pair else { continue };
        if before.cells.len() > 1 {
            record = Some(before);
        }
        let is_below_gap = before.cells.len() == 1 || before.line + 1 < row.line;
        let texts = row.cells.iter();
        let all_texts = |(_, cell): &(u32, Data)| matches!(cell, Data::String(_));
        if !is_below_gap || !texts.clone().all(all_texts) || row.repeats(shape.header) {
            continue;
        }
        let record = record.map(|record| record.texts_under(shape.header));
        let record = (record.as_ref()).map(|r| r.iter().map(String::as_bytes).collect::<Vec<_>>());
        let texts = row.texts_under(shape.header);
        let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
        if between::is_other_header(&texts, record.as_deref(), &shape.header.texts) {
            found.push(note_of(row));
        }
    }
    found
}

/// Writes the rows of each part, whose cells are not needed any more then.
fn write<'r>(
    parts: &mut [Part],
    rows: impl Iterator<Item = &'r mut [GridRow]> + Send,
    shape: &Shape<'_>,
) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let others = threads.min(parts.len()) - 1;
    let parts = Mutex::new(parts.iter_mut().zip(rows));
    let work = || {
        let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
        while let Some((part, rows)) = next() {
            for row in rows {
                part.add(row, shape);
                row.cells = Vec::new();
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..others {
            scope.spawn(work);
        }
        work();
    });
}

/// A note on a row of a sheet that is none of the table.
fn note_of(row: &GridRow) -> Note {
    Note {
        line: u32::try_from(row.line - 1).unwrap_or(u32::MAX),
        ..Note::default()
    }
}

/// How many of the first rows are no records.
fn under_header(rows: &[GridRow], header: &Header) -> usize {
    let rows = rows
        .get(..rows.len().min(beside::LOOKED_AT))
        .unwrap_or_default();
    let texts: Vec<Vec<String>> = rows.iter().map(|row| row.texts_under(header)).collect();
    let texts: Vec<Vec<&str>> = texts
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    beside::under_header(&texts, header.texts.len())
}

impl GridRow {
    /// The texts of its cells, one for each column of a header.
    fn texts_under(&self, header: &Header) -> Vec<String> {
        let columns = (0..header.texts.len()).zip(header.first_column..);
        columns
            .map(|(_, column)| self.cell(column).map(text_of).unwrap_or_default())
            .collect()
    }

    /// Whether it is the header once more.
    fn repeats(&self, header: &Header) -> bool {
        let own = match header.own.is_empty() {
            true => &header.texts,
            false => &header.own,
        };
        let first = self.cells.first().is_some_and(|cell| {
            let at = cell.0.checked_sub(header.first_column);
            let text = at.and_then(|at| own.get(at as usize));
            let begins = beside::first_of_header(text.map_or(&[], std::slice::from_ref));
            matches!(&cell.1, Data::String(cell) if begins.is_some_and(|text| cell.trim().as_bytes().starts_with(text)))
        });
        first && {
            let texts = self.texts_under(header);
            beside::is_header(own, texts.iter().map(String::as_bytes))
        }
    }

    /// What the row is if no row stands below it.
    fn ending(&self, shape: &Shape<'_>) -> Ending {
        if self.cells.len() == 1 && shape.across.contains(&self.line) {
            return Ending::Footer;
        }
        let header = shape.header;
        let last = self.cells.last().map_or(0, |cell| cell.0);
        let texts = (header.first_column..=last)
            .map(|column| self.cell(column).map(text_of).unwrap_or_default());
        let texts: Vec<String> = texts.collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        beside::ending(&texts, header.texts.len())
    }
}

impl Part {
    fn add(&mut self, row: &GridRow, shape: &Shape<'_>) {
        let header = shape.header;
        let number = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let note = Note {
            row: Some(number),
            line: u32::try_from(row.line - 1).unwrap_or(u32::MAX),
            ..Note::default()
        };
        let mut texts = row.cells.iter().map(|cell| text_of(&cell.1));
        let first = texts.next().unwrap_or_default();
        let columns = header.texts.len();
        let none = match sums::sums_up(first.as_bytes(), texts, columns) {
            _ if row.repeats(header) => Some(ProblemKind::NoRecord),
            Sum::Yes => Some(ProblemKind::TotalRow),
            _ if !shape.is_record(row) => Some(ProblemKind::UnfilledRow),
            Sum::Perhaps => {
                self.notes.add(ProblemKind::MayBeTotal, note.clone());
                None
            }
            Sum::No => match shape.alone(row) {
                Some(ProblemKind::Heading) => Some(ProblemKind::Heading),
                Some(kind) => {
                    self.notes.add(kind, note.clone());
                    None
                }
                None => {
                    if between::is_signed(first.as_bytes()) {
                        self.notes.add(ProblemKind::MayBeSigned, note.clone());
                    }
                    None
                }
            },
        };
        if let Some(kind) = none {
            self.notes.add(kind, Note { row: None, ..note });
            return;
        }
        let mut offset = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let mut cells = row.cells.iter().peekable();
        for (at, column) in (0..columns).zip(header.first_column..) {
            while cells.next_if(|cell| cell.0 < column).is_some() {}
            let data = cells.next_if(|cell| cell.0 == column);
            let data = data.map_or(&Data::Empty, |cell| &cell.1);
            let text = match data {
                Data::String(text) => Cow::Borrowed(text.as_str()),
                other => Cow::Owned(text_of(other)),
            };
            if matches!(data, Data::Float(_)) && cell::lost_digits(text.as_bytes()) {
                let note = Note {
                    column: Some(at),
                    value: Some(text.to_string()),
                    ..note.clone()
                };
                self.notes.add(ProblemKind::LostDigits, note);
            }
            self.text.extend_from_slice(text.as_bytes());
            let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.bounds.push((offset, end));
            offset = end;
        }
        let end = (header.first_column..).nth(columns);
        if row.cells.last().is_some_and(|cell| Some(cell.0) >= end) {
            self.notes.add(ProblemKind::RowTooLong, note);
        }
        self.lines.push(row.line);
    }
}
