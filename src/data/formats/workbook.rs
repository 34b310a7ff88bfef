//! Workbooks (xlsx, xls, ods): one sheet in, chunks of text rows out; the sheet is parsed once, when it is opened.
//!
//! A row is a row of the sheet with anything in it, below the header; `line` is its number in the sheet. Merged cells carry their text in the
//! header only: below it a merge says how a table looks, not what the covered cells hold.

use super::notes::{self, Collection, Note, Notes};
use super::{OpenError, digest};
use crate::data::{
    Buffer, Chunk, DigestAlgorithm, Layout, OpenOptions, Place, ProblemKind, Problems, RowCells,
    Source, cell,
};
use crate::source::Files;
use calamine::{Data, Dimensions, ExcelDateTime, Range, Reader, Sheets};
use std::fs::File;
use std::io::{self, Cursor};
use std::path::Path;
use std::sync::Arc;

/// Rows of a chunk.
const CHUNK_ROWS: usize = 4096;

/// Rows looked at to find the header.
const HEADER_ROWS: usize = 40;

type Book = Sheets<Cursor<Arc<[u8]>>>;

/// Some rows of a sheet as text.
#[derive(Default)]
struct Part {
    text: Vec<u8>,
    bounds: Vec<(u32, u32)>,
    /// The number of each row in the sheet, from 1.
    lines: Vec<u64>,
    notes: Notes,
}

/// A table in a sheet.
struct Table {
    file: File,
    format: String,
    sheet: String,
    header: Vec<String>,
    header_line: u64,
    chunk_rows: usize,
    /// At least one, all but the last with `chunk_rows` rows.
    parts: Vec<Part>,
}

/// Whether a file that begins like this is a workbook: a zip archive or an old compound file.
pub(super) fn begins_like_one(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"\xD0\xCF\x11\xE0")
}

/// Opens a sheet of a workbook.
///
/// # Errors
/// When the file is missing or no readable workbook, or has no sheet of the name asked for.
pub(super) fn open(path: &Path, options: &OpenOptions) -> super::Opened {
    let file = Files::open(path)?;
    let bytes: Arc<[u8]> = Files::read(path)?.into();
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| {
        let why = "it is damaged, protected by a password, or no workbook";
        OpenError::Unreadable(io::Error::new(io::ErrorKind::InvalidData, why))
    })?;
    let (sheet, range) = choose_sheet(&mut book, options.sheet.as_deref())?;
    let format = match book {
        Sheets::Xls(_) => "xls",
        Sheets::Xlsx(_) => "xlsx",
        Sheets::Xlsb(_) => "xlsb",
        Sheets::Ods(_) => "ods",
    };
    let merged = merged_cells(&mut book, &sheet);
    let grid = Grid {
        first_line: u64::from(range.start().map_or(0, |start| start.0)) + 1,
        first_column: range.start().map_or(0, |start| start.1),
        range: &range,
        merged: &merged,
    };
    let header_row = grid.header_row(options.header);
    let header = header_row.map_or_else(Vec::new, |row| grid.header(row));
    let chunk_rows = options.chunk_size.map_or(CHUNK_ROWS, |size| size.max(1));
    let below = header_row.map_or(0, |row| row + 1);
    Ok(Box::new(Table {
        file,
        format: format.to_owned(),
        sheet,
        header_line: grid.first_line + header_row.unwrap_or(0) as u64,
        parts: grid.parts(below, header.len(), chunk_rows),
        header,
        chunk_rows,
    }))
}

fn unreadable(error: &calamine::Error) -> OpenError {
    let error = io::Error::new(io::ErrorKind::InvalidData, error.to_string());
    OpenError::Unreadable(error)
}

/// The sheet asked for, or the first one with anything in it.
fn choose_sheet(book: &mut Book, wanted: Option<&str>) -> Result<(String, Range<Data>), OpenError> {
    let sheets = book.sheet_names();
    if let Some(wanted) = wanted {
        let Some(sheet) = sheets.iter().find(|sheet| sheet.trim() == wanted.trim()) else {
            return Err(OpenError::SheetMissing {
                sheet: wanted.to_owned(),
                sheets,
            });
        };
        let range = book.worksheet_range(sheet).map_err(|e| unreadable(&e))?;
        return Ok((sheet.clone(), range));
    }
    for sheet in &sheets {
        let range = book.worksheet_range(sheet).map_err(|e| unreadable(&e))?;
        if range.used_cells().any(|(_, _, data)| !is_blank(data)) {
            return Ok((sheet.clone(), range));
        }
    }
    let sheet = sheets.into_iter().next().unwrap_or_default();
    Ok((sheet, Range::empty()))
}

/// Merged cells; a workbook that does not tell them has none.
fn merged_cells(book: &mut Book, sheet: &str) -> Vec<Dimensions> {
    match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xlsb(_) | Sheets::Ods(_) => Vec::new(),
    }
}

/// The used part of a sheet; rows and columns count from its first.
struct Grid<'g> {
    range: &'g Range<Data>,
    merged: &'g [Dimensions],
    /// The number of the first row in the sheet, from 1.
    first_line: u64,
    /// The number of the first column in the sheet, from 0.
    first_column: u32,
}

impl Grid<'_> {
    fn row(&self, row: usize) -> &[Data] {
        self.range.rows().nth(row).unwrap_or_default()
    }

    /// The row of the header: the one asked for, else the first with at least two texts that fills half of the table's width and has a row below.
    fn header_row(&self, wanted: Option<u32>) -> Option<usize> {
        if let Some(wanted) = wanted {
            let row = u64::from(wanted).checked_sub(self.first_line)?;
            return usize::try_from(row)
                .ok()
                .filter(|&row| row < self.range.height());
        }
        let filled = |row: &[Data]| row.iter().filter(|data| !is_blank(data)).count();
        let texts = |row: &[Data]| {
            let is_text = |data: &&Data| matches!(data, Data::String(_)) && !is_blank(data);
            row.iter().filter(is_text).count()
        };
        let rows: Vec<&[Data]> = self.range.rows().take(HEADER_ROWS).collect();
        let widest = rows.iter().map(|row| filled(row)).max()?;
        let like_header = |row: &[Data]| texts(row) >= 2 && texts(row) * 2 >= widest;
        let last = rows.len().saturating_sub(1);
        let found = rows
            .iter()
            .take(last)
            .position(|row| like_header(row))
            .or_else(|| rows.iter().position(|row| filled(row) > 0))?;
        // A header of several rows ends where its cells that are merged downwards end.
        let bottom = self.merged.iter().filter_map(|merge| {
            let top = u64::from(merge.start.0) + 1;
            let bottom = u64::from(merge.end.0) + 1;
            (top == self.first_line + found as u64)
                .then(|| usize::try_from(bottom - self.first_line).ok())?
        });
        Some(bottom.fold(found, usize::max))
    }

    /// The texts of the header, with those of merged cells in all places that they cover, up to the last that is not blank.
    fn header(&self, row: usize) -> Vec<String> {
        let mut texts: Vec<String> = (0..self.range.width())
            .map(|column| {
                let text = text_of(self.row(row).get(column).unwrap_or(&Data::Empty));
                if cell::trimmed(text.as_bytes()).is_empty() {
                    self.covering(row, column).unwrap_or_default()
                } else {
                    text
                }
            })
            .map(|text| {
                // Line breaks inside a header are only layout.
                let joined: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
                String::from_utf8_lossy(cell::trimmed(joined.as_bytes())).into_owned()
            })
            .collect();
        while texts.last().is_some_and(String::is_empty) {
            texts.pop();
        }
        texts
    }

    /// The text of the merged cell that covers a place.
    fn covering(&self, row: usize, column: usize) -> Option<String> {
        let line = u32::try_from(self.first_line - 1 + row as u64).ok()?;
        let column = self.first_column + u32::try_from(column).ok()?;
        let merge = self.merged.iter().find(|m| m.contains(line, column))?;
        self.range.get_value(merge.start).map(text_of)
    }

    /// The rows from a row on.
    fn parts(&self, from: usize, columns: usize, chunk_rows: usize) -> Vec<Part> {
        let mut parts = vec![Part::default()];
        for (at, row) in self.range.rows().enumerate().skip(from) {
            let Some(first) = row.iter().find(|data| !is_blank(data)) else {
                continue;
            };
            if parts
                .last()
                .is_some_and(|part| part.lines.len() >= chunk_rows)
            {
                parts.push(Part::default());
            }
            let line = self.first_line + at as u64;
            if let Some(part) = parts.last_mut() {
                let is_total = notes::is_total(text_of(first).as_bytes());
                part.add(row, line, columns, is_total);
            }
        }
        parts
    }
}

impl Part {
    fn add(&mut self, row: &[Data], line: u64, columns: usize, is_total: bool) {
        let number = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let note = Note {
            row: Some(number),
            line: u32::try_from(line - 1).unwrap_or(u32::MAX),
            ..Note::default()
        };
        if is_total {
            let note = Note { row: None, ..note };
            self.notes.add(ProblemKind::TotalRow, note);
            return;
        }
        let mut offset = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        for column in 0..columns {
            let data = row.get(column).unwrap_or(&Data::Empty);
            let text = text_of(data);
            if matches!(data, Data::Float(_) | Data::Int(_)) && cell::lost_digits(text.as_bytes()) {
                let note = Note {
                    column: Some(column),
                    value: Some(text.clone()),
                    ..note.clone()
                };
                self.notes.add(ProblemKind::LostDigits, note);
            }
            self.text.extend_from_slice(text.as_bytes());
            let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.bounds.push((offset, end));
            offset = end;
        }
        let beyond = row.get(columns..).unwrap_or_default();
        if beyond.iter().any(|data| !is_blank(data)) {
            self.notes.add(ProblemKind::RowTooLong, note);
        }
        self.lines.push(line);
    }
}

fn is_blank(data: &Data) -> bool {
    match data {
        Data::Empty => true,
        Data::String(text) => cell::trimmed(text.as_bytes()).is_empty(),
        _ => false,
    }
}

/// The text of a cell: days as `2020-02-26`, whole numbers without decimals, numbers as a spreadsheet shows them at most (15 digits),
/// longer whole numbers with an exponent, so that their lost digits can be seen.
fn text_of(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(number) if number.unsigned_abs() < MOST_EXACT => number.to_string(),
        #[expect(
            clippy::cast_precision_loss,
            reason = "its last digits are lost already"
        )]
        Data::Int(number) => number_text(*number as f64),
        Data::Float(number) => number_text(*number),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(time) => time_text(time),
        Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()
        }
        Data::Error(error) => error.to_string(),
    }
}

/// From here on a spreadsheet cannot keep all digits of a whole number.
const MOST_EXACT: u64 = 1_000_000_000_000_000;

#[expect(clippy::cast_precision_loss, reason = "the bound is exact")]
fn number_text(number: f64) -> String {
    if number.abs() >= MOST_EXACT as f64 {
        return format!("{number:E}").replacen('E', "E+", 1);
    }
    // What is computed in a sheet (0.1 + 0.2) is off behind the 15th digit, where nobody sees it.
    let seen = format!("{number:.14e}").parse().unwrap_or(number);
    if seen == 0.0 {
        return "0".to_owned();
    }
    format!("{seen}")
}

fn time_text(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    if time.is_duration() {
        return number_text(time.as_f64());
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        _ if (0.0..1.0).contains(&time.as_f64()) => format!("{hour:02}:{minute:02}:{second:02}"),
        (0, 0, 0) => day,
        _ => format!("{day} {hour:02}:{minute:02}:{second:02}"),
    }
}

impl Source for Table {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn encoding(&self) -> &str {
        &self.format
    }

    fn sheet(&self) -> Option<&str> {
        Some(&self.sheet)
    }

    fn chunk_count(&self) -> usize {
        self.parts.len()
    }

    fn read<'b>(&self, chunk: usize, buffer: &'b mut Buffer) -> io::Result<Chunk<'b>> {
        let unknown = || io::Error::new(io::ErrorKind::InvalidInput, "no such chunk");
        let part = self.parts.get(chunk).ok_or_else(unknown)?;
        buffer.text.clear();
        buffer.text.extend_from_slice(&part.text);
        buffer.bounds.clear();
        buffer.bounds.extend_from_slice(&part.bounds);
        Ok(Chunk {
            rows: part.lines.len(),
            columns: self.header.len(),
            doubled_quotes: false,
            bytes: &buffer.text,
            layout: Layout::Bounds(&buffer.bounds),
        })
    }

    fn rows_before(&self, chunk: usize) -> u64 {
        let before = self.parts.iter().take(chunk);
        before.map(|part| part.lines.len() as u64).sum()
    }

    fn cells(&self, rows: &[u64], columns: &[usize]) -> io::Result<Vec<RowCells>> {
        let unknown = || io::Error::new(io::ErrorKind::InvalidInput, "no such row");
        let cells_of = |&row: &u64| {
            let at = usize::try_from(row).ok()?;
            let part = self.parts.get(at / self.chunk_rows)?;
            let local = at % self.chunk_rows;
            let line = *part.lines.get(local)?;
            let value = |&column: &usize| {
                let inside = column < self.header.len();
                let at = local * self.header.len() + column;
                let bounds = part.bounds.get(at).filter(|_| inside);
                let text = bounds.and_then(|&(from, to)| part.text.get(from as usize..to as usize));
                String::from_utf8_lossy(text.unwrap_or_default()).into_owned()
            };
            Some(RowCells {
                row,
                line,
                values: columns.iter().map(value).collect(),
            })
        };
        rows.iter()
            .map(|row| cells_of(row).ok_or_else(unknown))
            .collect()
    }

    fn problems(&self) -> Problems {
        let mut problems = Collection::default();
        notes::header_twice(&self.header, self.header_line, &mut problems);
        let mut rows = 0;
        for part in &self.parts {
            problems.add_chunk(&part.notes, rows, 0, &self.header);
            rows += part.lines.len() as u64;
        }
        if rows == 0 {
            problems.add(ProblemKind::Empty, Place::default());
        }
        problems.finish()
    }

    fn digest(&self, algorithm: DigestAlgorithm) -> io::Result<String> {
        digest::digest(&self.file, algorithm)
    }
}
