//! Workbooks (xlsx, xls, ods): one sheet in, chunks of text rows out; the sheet is parsed once, when it is opened.
//!
//! A row is a row of the sheet with anything in it, below the header; `line` is its number in the sheet. Merged cells carry their text in the
//! header, and below it in all rows that they cover; a number there may count once for all of them, and is read in the first alone.

mod grid;
mod merged;
mod percent;

use super::beside::{self, Ending};
use super::notes::{self, Collection, Note, Notes};
use super::{OpenError, Sheet, digest, guard};
use crate::data::{
    Buffer, Chunk, DigestAlgorithm, Layout, OpenOptions, Place, ProblemKind, Problems, RowCells,
    Source, cell,
};
use crate::source::Files;
use calamine::{Data, Error, ExcelDateTime, Reader, SheetVisible, Sheets, XlsxFormulaMetadata};
use grid::{Filled, Grid, GridRow, Header};
use std::fs::File;
use std::io::{self, Cursor};
use std::path::Path;
use std::sync::Arc;

/// Rows that may be blank among the first ones that are read of a sheet.
const MOST_BLANK: usize = 200;

/// Rows of a chunk.
const CHUNK_ROWS: usize = 4096;

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
    title: String,
    /// The other sheets that can be seen, with their headers; none where the sheet was asked for.
    other_sheets: Vec<(String, Vec<String>)>,
    /// The hidden ones, in the same way.
    hidden_sheets: Vec<(String, Vec<String>)>,
    chunk_rows: usize,
    /// Cells that have their value from those that they are merged with.
    filled: Vec<Filled>,
    /// The column in the sheet, from 0, of the first header.
    first_column: u32,
    /// Its rows that the audit file leaves out, by their numbers.
    left_out: Vec<u64>,
    /// At least one, all but the last with `chunk_rows` rows.
    parts: Vec<Part>,
}

/// How names of workbooks end.
pub(super) const EXTENSIONS: [&str; 4] = ["xlsx", "xls", "xlsb", "ods"];

/// Whether a file that begins like this is a workbook: a zip archive or an old compound file.
pub(super) fn begins_like_one(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"\xD0\xCF\x11\xE0")
}

/// Opens a sheet of a workbook.
///
/// # Errors
/// When the file is missing or no readable workbook, or has no sheet of the name asked for.
pub(super) fn open(path: &Path, options: &OpenOptions) -> super::Opened {
    let opened = guard::guarded(|| read(path, options)).unwrap_or(Err(OpenError::NoWorkbook));
    opened.map_err(|error| match error {
        OpenError::NoWorkbook => why_not(path),
        other => other,
    })
}

/// Why no workbook can be read from a file that begins like one.
fn why_not(path: &Path) -> OpenError {
    const ENCRYPTED: &str = "EncryptedPackage";
    let Ok(bytes) = Files::read(path) else {
        return OpenError::NoWorkbook;
    };
    if bytes.starts_with(b"PK") {
        return OpenError::DamagedWorkbook;
    }
    let name: Vec<u8> = ENCRYPTED.bytes().flat_map(|byte| [byte, 0]).collect();
    match bytes.windows(name.len()).any(|part| part == name) {
        true => OpenError::Password,
        false => OpenError::NoWorkbook,
    }
}

fn read(path: &Path, options: &OpenOptions) -> super::Opened {
    let file = Files::open(path)?;
    let bytes: Arc<[u8]> = Files::read(path)?.into();
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|_| OpenError::NoWorkbook)?;
    let format = match book {
        Sheets::Xls(_) => "xls",
        Sheets::Xlsx(_) => "xlsx",
        Sheets::Xlsb(_) => "xlsb",
        Sheets::Ods(_) => "ods",
    };
    let (sheet, mut grid) = choose_sheet(&mut book, options.sheet.as_deref())?;
    let left_out = grid.leave_out(options);
    let header = match &options.goes_on {
        Some(texts) => grid.going_on(texts),
        None => grid.header(options.header),
    };
    let filled = grid.fill_merged(header.line);
    let others = match options.sheet {
        Some(_) => Vec::new(),
        None => book.sheet_names(),
    };
    let seen = sheets_seen(&book);
    let others = others.into_iter().filter(|name| *name != sheet);
    let others = others.filter_map(|name| {
        // Its header is all that is asked for.
        let grid = read_sheet(&mut book, &name, Some(grid::HEADER_ROWS + 1)).ok()?;
        Some((name, grid.header(options.header).texts))
    });
    let (other_sheets, hidden_sheets) = others.partition(|(name, _)| seen.contains(name));
    let chunk_rows = options.chunk_size.map_or(CHUNK_ROWS, |size| size.max(1));
    Ok(Box::new(Table {
        file,
        format: format.to_owned(),
        sheet,
        parts: parts(grid.below(header.line), &header, chunk_rows),
        title: grid.above(header.line),
        other_sheets,
        hidden_sheets,
        left_out,
        filled,
        first_column: header.first_column,
        header: header.texts,
        header_line: header.line,
        chunk_rows,
    }))
}

/// Its sheets.
///
/// # Errors
/// When the file is missing or no readable workbook.
pub(super) fn sheets(path: &Path) -> Result<Vec<Sheet>, OpenError> {
    let bytes: Arc<[u8]> = Files::read(path)?.into();
    let sheets = guard::guarded(|| {
        let book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
        let sheets = book.sheets_metadata().iter().map(|sheet| Sheet {
            name: sheet.name.clone(),
            is_seen: sheet.visible == SheetVisible::Visible,
        });
        Some(sheets.collect())
    });
    sheets.flatten().ok_or_else(|| why_not(path))
}

/// The names of the sheets that are not hidden.
fn sheets_seen(book: &Book) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    let seen = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible);
    seen.map(|sheet| sheet.name.clone()).collect()
}

/// The sheet asked for, or the first one with anything in it; a hidden one only where nothing else is there.
fn choose_sheet(book: &mut Book, wanted: Option<&str>) -> Result<(String, Grid), OpenError> {
    let sheets = book.sheet_names();
    let read = |book: &mut Book, sheet: &str| {
        read_sheet(book, sheet, None).map_err(|error| {
            let error = io::Error::new(io::ErrorKind::InvalidData, error.to_string());
            OpenError::Unreadable(error)
        })
    };
    if let Some(wanted) = wanted {
        let Some(sheet) = sheets.iter().find(|sheet| sheet.trim() == wanted.trim()) else {
            return Err(OpenError::SheetMissing {
                sheet: wanted.to_owned(),
                sheets,
            });
        };
        return Ok((sheet.clone(), read(book, sheet)?));
    }
    let mut in_order = sheets_seen(book);
    let hidden: Vec<String> = (sheets.iter())
        .filter(|sheet| !in_order.contains(sheet))
        .cloned()
        .collect();
    in_order.extend(hidden);
    for sheet in &in_order {
        let grid = read(book, sheet)?;
        if !grid.rows.is_empty() {
            return Ok((sheet.clone(), grid));
        }
    }
    let sheet = sheets.into_iter().next().unwrap_or_default();
    Ok((sheet, Grid::default()))
}

/// The cells of a sheet, or of about so many of its first rows with anything in them; and which are merged where the format tells.
fn read_sheet(book: &mut Book, sheet: &str, most: Option<usize>) -> Result<Grid, Error> {
    if let Sheets::Xlsx(book) = book {
        let mut cells = Vec::new();
        let (mut last_row, mut rows) = (None, 0);
        let mut reader = book.worksheet_cells_reader(sheet).map_err(Error::Xlsx)?;
        while let Some(cell) = reader
            .next_cell_with_formula_metadata()
            .map_err(Error::Xlsx)?
        {
            let (row, column) = cell.pos;
            if last_row != Some(row) {
                (last_row, rows) = (Some(row), rows + 1);
                if most.is_some_and(|most| rows > MOST_BLANK + most) {
                    break;
                }
            }
            let data = match (Data::from(cell.value), cell.formula) {
                (Data::Empty, Some(formula)) => without_value(formula_text(&formula)),
                (data, _) => data,
            };
            cells.push((row, column, data));
        }
        drop(reader);
        if most.is_none() {
            percent::show(book, sheet, &mut cells).map_err(Error::Xlsx)?;
        }
        let mut grid = Grid::new(cells.into_iter());
        grid.merged = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
        return Ok(grid);
    }
    let range = book.worksheet_range(sheet)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let values = range.used_cells().map(|(row, column, data)| {
        let place = (first_row + offset(row), first_column + offset(column));
        (place.0, place.1, data.clone())
    });
    let formulas = book.worksheet_formula(sheet).unwrap_or_default();
    let (first_row, first_column) = formulas.start().unwrap_or_default();
    let without_values = formulas.used_cells().filter_map(|(row, column, formula)| {
        let place = (first_row + offset(row), first_column + offset(column));
        let is_stored = range
            .get_value(place)
            .is_some_and(|data| *data != Data::Empty);
        let formula = Some(formula.as_str()).filter(|text| !is_stored && !text.is_empty())?;
        Some((place.0, place.1, without_value(formula)))
    });
    let mut grid = Grid::new(values.chain(without_values));
    if let Sheets::Xls(book) = book {
        grid.merged = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    }
    Ok(grid)
}

/// What stands for the value of a formula that was not stored: saving a file from some other program than a spreadsheet leaves it out.
fn without_value(formula: &str) -> Data {
    let formula = formula.strip_prefix("of:").unwrap_or(formula);
    let formula = formula.strip_prefix('=').unwrap_or(formula);
    Data::String(format!("{}{formula}", cell::FORMULA))
}

/// The text of a formula; one that is shared with other cells has it in the first of them alone.
fn formula_text(formula: &XlsxFormulaMetadata) -> &str {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            formula
        }
        _ => "",
    }
}

/// Rows as text, so many a part. Lines below the table are noted with the last one.
fn parts(rows: &[GridRow], header: &Header, chunk_rows: usize) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let endings = rows.iter().rev().map(|row| row.ending(header.texts.len()));
    let endings: Vec<Ending> = endings
        .take_while(|ending| *ending != Ending::Row)
        .collect();
    // A total row keeps its place among the rows; the lines below the table begin with the first that is none.
    let last = rows.len().checked_sub(endings.len() + 1);
    let last = last.and_then(|at| rows.get(at)).map(|row| {
        let texts = row.cells.iter().map(|cell| text_of(&cell.1));
        texts.collect::<Vec<_>>()
    });
    let last = (last.as_ref()).map(|texts| texts.iter().map(String::as_str).collect::<Vec<_>>());
    let footers = beside::below(&endings, last.as_deref());
    let (rows, below) = rows.split_at(rows.len() - footers);
    let (beneath, rows) = rows.split_at(under_header(rows, header));
    for row in beneath {
        if let Some(part) = parts.last_mut() {
            part.notes.add(ProblemKind::NoRecord, note_of(row));
        }
    }
    for row in rows {
        let is_full = |part: &Part| part.lines.len() >= chunk_rows;
        if parts.last().is_some_and(is_full) {
            parts.push(Part::default());
        }
        if let Some(part) = parts.last_mut() {
            part.add(row, header);
        }
    }
    for (row, ending) in below.iter().zip(endings.iter().take(footers).rev()) {
        let kind = match ending {
            Ending::Total => ProblemKind::TotalRow,
            _ => ProblemKind::FooterRow,
        };
        if let Some(part) = parts.last_mut() {
            part.notes.add(kind, note_of(row));
        }
    }
    parts
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
        let first = self.cells.first().is_some_and(|cell| {
            let at = cell.0.checked_sub(header.first_column);
            let text = at.and_then(|at| header.texts.get(at as usize));
            let begins = beside::first_of_header(text.map_or(&[], std::slice::from_ref));
            matches!(&cell.1, Data::String(own) if begins.is_some_and(|text| own.trim().as_bytes().starts_with(text)))
        });
        first && {
            let texts = self.texts_under(header);
            beside::is_header(&header.texts, texts.iter().map(String::as_bytes))
        }
    }

    /// What the row is if no row stands below it.
    fn ending(&self, columns: usize) -> Ending {
        let texts: Vec<String> = self.cells.iter().map(|cell| text_of(&cell.1)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        beside::ending(&texts, columns)
    }
}

impl Part {
    fn add(&mut self, row: &GridRow, header: &Header) {
        let number = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let note = Note {
            row: Some(number),
            line: u32::try_from(row.line - 1).unwrap_or(u32::MAX),
            ..Note::default()
        };
        if row.repeats(header) {
            self.notes
                .add(ProblemKind::NoRecord, Note { row: None, ..note });
            return;
        }
        let mut texts = row.cells.iter().map(|cell| text_of(&cell.1));
        let first = texts.next().unwrap_or_default();
        if beside::is_total(first.as_bytes(), texts) {
            let note = Note { row: None, ..note };
            self.notes.add(ProblemKind::TotalRow, note);
            return;
        }
        let mut offset = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let columns = header.texts.len();
        for (at, column) in (0..columns).zip(header.first_column..) {
            let data = row.cell(column).unwrap_or(&Data::Empty);
            let text = text_of(data);
            if matches!(data, Data::Float(_)) && cell::lost_digits(text.as_bytes()) {
                let note = Note {
                    column: Some(at),
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
        let end = (header.first_column..).nth(columns);
        if row.cells.last().is_some_and(|cell| Some(cell.0) >= end) {
            self.notes.add(ProblemKind::RowTooLong, note);
        }
        self.lines.push(row.line);
    }
}

/// The text of a cell: days as `2020-02-26`, whole numbers without decimals, numbers as a spreadsheet shows them at most (15 digits),
/// longer whole numbers with an exponent, so that their lost digits can be seen.
fn text_of(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        // Written as a whole number: no digit was lost.
        Data::Int(number) => number.to_string(),
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

/// Up to here a sheet keeps 15 digits of any number.
const SEEN: f64 = 1e15;

/// From here on a cell cannot keep all digits of a whole number.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

fn number_text(number: f64) -> String {
    if number.abs() >= MOST_EXACT {
        return format!("{number:E}").replacen('E', "E+", 1);
    }
    if number.abs() >= SEEN {
        return format!("{number}");
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

    fn header_line(&self) -> Option<u64> {
        (!self.header.is_empty() && self.header_line > 0).then_some(self.header_line)
    }

    fn other_sheets(&self) -> &[(String, Vec<String>)] {
        &self.other_sheets
    }

    fn hidden_sheets(&self) -> &[(String, Vec<String>)] {
        &self.hidden_sheets
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn encoding(&self) -> &str {
        &self.format
    }

    fn sheet(&self) -> Option<&str> {
        Some(&self.sheet)
    }

    fn count_once(&mut self, columns: &[usize]) {
        self.mark_numbers(columns);
    }

    fn line_of(&self, row: u64, column: usize) -> Option<u64> {
        self.first_of_merge(row, column)
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
        // The header of another table is told of there.
        if let Some(line) = self.header_line() {
            notes::header_twice(&self.header, Some(line), &mut problems);
        }
        problems.add_lines(ProblemKind::LeftOut, &self.left_out);
        self.note_merged(&mut problems);
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
