//! Workbooks (xlsx, xls, ods): one sheet in, chunks of text rows out; the sheet is parsed once, when it is opened.
//!
//! A row is a row of the sheet with anything in it, below the header; `line` is its number in the sheet. Merged cells carry their text in the
//! header, and below it in all rows that they cover; a number there may count once for all of them, and is read in the first alone.

mod blocks;
mod cells;
mod grid;
mod merged;
mod percent;
mod rows;
mod scan;
mod text;

use super::notes::{self, Collection};
use super::{Declared, OpenError, Sheet, digest, guard, unpacked};
use crate::data::{
    Buffer, Chunk, DigestAlgorithm, FetchedRows, Layout, OpenOptions, Place, ProblemKind, Problems,
    Source, cell,
};
use crate::source::Files;
use calamine::{Data, Error, Reader, SheetVisible, Sheets, Xlsx, XlsxFormulaMetadata};
use grid::{Filled, Grid};
use rows::{Part, Shape};
use std::fs::File;
use std::io::{self, Cursor};
use std::path::Path;
use std::sync::Arc;
use zip::ZipArchive;

/// Rows that may be blank among the first ones that are read of a sheet.
const MOST_BLANK: usize = 200;

/// Rows of a chunk.
const CHUNK_ROWS: usize = 4096;

type Book = Sheets<Cursor<Arc<[u8]>>>;

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
    /// Cells that have their value from those that they are merged with.
    filled: Vec<Filled>,
    /// The column in the sheet, from 0, of the first header.
    first_column: u32,
    /// Its rows that the audit file leaves out, by their numbers.
    left_out: Vec<u64>,
    /// Those of them that lie behind its last line.
    not_there: Vec<u64>,
    /// At least one.
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
pub(super) fn open(path: &Path, options: &OpenOptions, declared: Declared<'_>) -> super::Opened {
    let opened =
        guard::guarded(|| read(path, options, declared)).unwrap_or(Err(OpenError::NoWorkbook));
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

fn read(path: &Path, options: &OpenOptions, declared: Declared<'_>) -> super::Opened {
    let file = Files::open(path)?;
    let bytes: Arc<[u8]> = Files::read(path)?.into();
    check_sizes(&bytes)?;
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(Arc::clone(&bytes)))
        .map_err(|_| OpenError::NoWorkbook)?;
    let format = match book {
        Sheets::Xls(_) => "xls",
        Sheets::Xlsx(_) => "xlsx",
        Sheets::Xlsb(_) => "xlsb",
        Sheets::Ods(_) => "ods",
    };
    let (sheet, mut grid) = choose_sheet(&mut book, &bytes, options.sheet.as_deref())?;
    if !grid.fits_a_sheet() {
        return Err(OpenError::DamagedWorkbook);
    }
    let last = grid.rows.last().map_or(0, |row| row.line);
    let not_there = options.left_out_behind(last);
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
    if others.len() > 1 {
        check_sheets(&bytes)?;
    }
    let seen = sheets_seen(&book);
    let others = others.into_iter().filter(|name| *name != sheet);
    let others = others.filter_map(|name| {
        // Its header is all that is asked for.
        let grid = by_library(&mut book, &name, Some(grid::HEADER_ROWS + 1)).ok()?;
        Some((name, grid.header(options.header).texts))
    });
    let (other_sheets, hidden_sheets) = others.partition(|(name, _)| seen.contains(name));
    let chunk_rows = options.chunk_size.map_or(CHUNK_ROWS, |size| size.max(1));
    let mut declared = declared(&header.texts);
    if declared.len() == header.texts.len() {
        declared.clear();
    }
    let shape = Shape {
        header: &header,
        declared: &declared,
        filled: &filled,
        across: &grid.across(&header),
    };
    Ok(Box::new(Table {
        file,
        format: format.to_owned(),
        sheet,
        title: grid.above(header.line),
        parts: rows::parts(grid.below(header.line), &shape, chunk_rows),
        other_sheets,
        hidden_sheets,
        left_out,
        not_there,
        filled,
        first_column: header.first_column,
        header: header.texts,
        header_line: header.line,
    }))
}

/// Refuses a workbook that unpacks to far more than tables do.
fn check_sizes(bytes: &Arc<[u8]>) -> Result<(), OpenError> {
    // An old workbook, or a damaged one, is no archive.
    let archive = ZipArchive::new(Cursor::new(Arc::clone(bytes)));
    archive.map_or(Ok(()), |mut archive| unpacked::check_archive(&mut archive))
}

/// Refuses a workbook with a sheet that unpacks to more than it declares.
fn check_sheets(bytes: &Arc<[u8]>) -> Result<(), OpenError> {
    let archive = ZipArchive::new(Cursor::new(Arc::clone(bytes)));
    archive.map_or(Ok(()), |mut archive| unpacked::check_sheets(&mut archive))
}

/// Its sheets.
///
/// # Errors
/// When the file is missing or no readable workbook.
pub(super) fn sheets(path: &Path) -> Result<Vec<Sheet>, OpenError> {
    let bytes: Arc<[u8]> = Files::read(path)?.into();
    check_sizes(&bytes)?;
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
fn choose_sheet(
    book: &mut Book,
    bytes: &Arc<[u8]>,
    wanted: Option<&str>,
) -> Result<(String, Grid), OpenError> {
    let sheets = book.sheet_names();
    let read = |book: &mut Book, sheet: &str| {
        // What the library says of it helps nobody who has a spreadsheet before them.
        read_sheet(book, bytes, sheet).map_err(|_| OpenError::DamagedWorkbook)
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

/// The cells of a sheet, and which are merged where the format tells.
fn read_sheet(book: &mut Book, bytes: &Arc<[u8]>, sheet: &str) -> Result<Grid, Error> {
    if let Sheets::Xlsx(book) = book
        && let Some(grid) = scanned(book, bytes, sheet)
    {
        return Ok(grid);
    }
    check_sheets(bytes).map_err(|_| Error::Msg("a sheet unpacks to more than it says"))?;
    by_library(book, sheet, None)
}

/// The cells of a sheet that is written as usual.
fn scanned(book: &mut Xlsx<Cursor<Arc<[u8]>>>, bytes: &Arc<[u8]>, sheet: &str) -> Option<Grid> {
    let names = book.sheet_names();
    let number = names.iter().position(|name| name == sheet)?;
    let counts_from_1904 = book.has_1904_epoch();
    let reader = book.worksheet_cells_reader(sheet).ok()?;
    let known = scan::Known {
        sheet: (number, names.len()),
        styles: reader.styles(),
        counts_from_1904,
    };
    scan::sheet(bytes, &known)
}

/// The cells of a sheet, or of about so many of its first rows with anything in them; and which are merged where the format tells.
fn by_library(book: &mut Book, sheet: &str, most: Option<usize>) -> Result<Grid, Error> {
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

impl Table {
    /// The part that a row lies in, and the row's number there.
    fn part_of(&self, row: usize) -> Option<(&Part, usize)> {
        let after = self.parts.partition_point(|part| part.before <= row);
        let part = self.parts.get(after.checked_sub(1)?)?;
        Some((part, row - part.before))
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

    fn notes_below(&self) -> &str {
        self.parts.last().map_or("", |part| &part.below)
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

    fn cells(&self, rows: &[u64], columns: &[usize]) -> io::Result<FetchedRows> {
        let unknown = || io::Error::new(io::ErrorKind::InvalidInput, "no such row");
        let mut found = FetchedRows::new(columns.len(), rows.len());
        for &row in rows {
            let at = usize::try_from(row).map_err(|_| unknown())?;
            let (part, local) = self.part_of(at).ok_or_else(unknown)?;
            let line = *part.lines.get(local).ok_or_else(unknown)?;
            let value = |&column: &usize| {
                let inside = column < self.header.len();
                let at = local * self.header.len() + column;
                let bounds = part.bounds.get(at).filter(|_| inside);
                let text = bounds.and_then(|&(from, to)| part.text.get(from as usize..to as usize));
                String::from_utf8_lossy(text.unwrap_or_default())
            };
            found.push(row, line, columns.iter().map(value));
        }
        Ok(found)
    }

    fn problems(&self) -> Problems {
        let mut problems = Collection::default();
        // The header of another table is told of there.
        if let Some(line) = self.header_line() {
            notes::header_twice(&self.header, Some(line), &mut problems);
        }
        problems.add_lines(ProblemKind::LeftOut, &self.left_out);
        problems.add_lines(ProblemKind::LeftOutNotThere, &self.not_there);
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
        digest::digest(&self.file, algorithm, &digest::Pieces::default())
    }
}
