//! Parquet: columns of typed values in, chunks of rows as text out, the same text that a CSV file of the table would hold.
//!
//! A chunk is some thousand rows of a row group; only the columns asked for are decoded, one after the other. A damaged page makes its cells
//! unreadable and is a problem of the file; a file without a readable footer, and an encrypted one, cannot be opened.

mod cursor;
mod cursors;
mod disk;
mod pages;
mod picked;
mod runs;
mod text;

use super::notes::{self, Collection, Note, Notes};
use super::{OpenError, digest, unpacked};
use crate::data::{
    Buffer, Chunk, ColumnCells, DigestAlgorithm, FetchedRows, Layout, OpenOptions, Place,
    ProblemKind, Problems, Source, cell, column,
};
use cursor::Cursor;
use cursors::{Cursors, Wanted};
use disk::Disk;
use parquet::basic::Type;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use text::Spelling;

/// Rows of a chunk, at most.
const CHUNK_ROWS: usize = 4096;

/// A column of the file that can be read.
struct Column {
    /// Its number among the leaves of the file's schema.
    leaf: usize,
    /// Whether it may hold nothing.
    nullable: bool,
    /// How its values are written.
    spelling: Spelling,
    /// Whether it holds floating-point numbers, in which long numbers lose their last digits.
    floats: bool,
}

/// Where the rows of a chunk lie.
#[derive(Debug, Clone, Copy)]
struct Slice {
    group: usize,
    /// The first row, counted from the start of its row group.
    first: usize,
    rows: usize,
    /// The number of rows of the file before it.
    before: u64,
}

impl Slice {
    /// The row after the last, from the start of its row group.
    fn end(&self) -> usize {
        self.first + self.rows
    }
}

/// A table in a Parquet file.
struct Table {
    disk: Arc<Disk>,
    footer: ParquetMetaData,
    header: Vec<String>,
    columns: Vec<Column>,
    /// Names of columns that hold lists or records.
    nested: Vec<String>,
    /// At least one.
    chunks: Vec<Slice>,
    cursors: Cursors,
    /// What was noticed, by chunk and column.
    notes: Mutex<BTreeMap<(usize, usize), Notes>>,
}

/// Opens a Parquet file.
///
/// # Errors
/// When the file is missing, encrypted, or its footer cannot be read.
pub(super) fn open(
    path: &Path,
    options: &OpenOptions,
    _declared: super::Declared<'_>,
) -> super::Opened {
    let disk = Arc::new(Disk::open(path)?);
    if !options.leave_out.is_empty() {
        return Err(OpenError::NoLines);
    }
    let footer = disk::guarded(|| ParquetMetaDataReader::new().parse_and_finish(disk.as_ref()))
        .map_err(|error| match disk::io_error(error) {
            Some(error) => OpenError::Unreadable(error),
            None => OpenError::NoParquet,
        })?;
    let groups = footer.row_groups().iter();
    for column in groups.flat_map(|group| group.columns()) {
        unpacked::check_column(column.uncompressed_size(), column.compressed_size())?;
    }
    let most_rows = options.chunk_size.map_or(CHUNK_ROWS, |size| size.max(1));
    let chunks = chunks(&footer, most_rows).ok_or(OpenError::NoParquet)?;
    let (mut header, mut columns, mut nested) = (Vec::new(), Vec::new(), Vec::new());
    for (leaf, described) in footer
        .file_metadata()
        .schema_descr()
        .columns()
        .iter()
        .enumerate()
    {
        let parts = described.path().parts();
        let name = parts.first().map(String::as_str).unwrap_or_default();
        let name = String::from_utf8_lossy(cell::trimmed(name.as_bytes())).into_owned();
        if parts.len() == 1 && described.max_rep_level() == 0 {
            header.push(name);
            columns.push(Column {
                leaf,
                nullable: described.max_def_level() > 0,
                spelling: Spelling::of(described),
                floats: matches!(described.physical_type(), Type::FLOAT | Type::DOUBLE),
            });
        } else if nested.last() != Some(&name) {
            nested.push(name);
        }
    }
    Ok(Box::new(Table {
        disk,
        footer,
        cursors: Cursors::new(columns.len()),
        header,
        columns,
        nested,
        chunks,
        notes: Mutex::default(),
    }))
}

/// The chunks of a file; `None` where the footer contradicts itself.
fn chunks(footer: &ParquetMetaData, most_rows: usize) -> Option<Vec<Slice>> {
    let mut chunks = Vec::new();
    let mut before = 0u64;
    for (group, described) in footer.row_groups().iter().enumerate() {
        let rows = u32::try_from(described.num_rows()).ok()? as usize;
        for column in described.columns() {
            let start = column.dictionary_page_offset();
            let start = start.unwrap_or(column.data_page_offset());
            let is_flat = column.column_descr().max_rep_level() == 0;
            if start.min(column.data_page_offset()) < 0
                || column.compressed_size() < 0
                || is_flat && column.num_values() != described.num_rows()
            {
                return None;
            }
        }
        for first in (0..rows).step_by(most_rows) {
            let rows = most_rows.min(rows - first);
            chunks.push(Slice {
                group,
                first,
                rows,
                before,
            });
            before += rows as u64;
        }
    }
    if chunks.is_empty() {
        chunks.push(Slice {
            group: 0,
            first: 0,
            rows: 0,
            before: 0,
        });
    }
    u32::try_from(before).ok()?;
    Some(chunks)
}

/// What is asked for is not in the file.
fn unknown() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "no such chunk, row or column")
}

impl Table {
    /// A cursor before the first row of a row group.
    fn cursor(&self, group: usize, column: usize) -> io::Result<Cursor> {
        let described = self.columns.get(column).ok_or_else(unknown)?;
        Cursor::new(&self.disk, &self.footer, group, (column, described))
    }

    /// Reads a column of a chunk into an empty one, with a cursor that stands at its first row or before it where there is one, and gives back
    /// one that stands behind it; `None` where a page is damaged, which makes all of its cells unreadable.
    fn read_column(
        &self,
        place: &Slice,
        column: usize,
        cursor: Option<Cursor>,
        cells: &mut ColumnCells,
    ) -> io::Result<Option<Cursor>> {
        let mut cursor = match cursor {
            Some(cursor) => cursor,
            None => self.cursor(place.group, column)?,
        };
        if cursor.read(place.first, place.rows, cells)? {
            cursor.went_to(place.end());
            return Ok(Some(cursor));
        }
        cells.fill(cell::UNREADABLE.as_bytes(), place.rows)?;
        Ok(None)
    }

    /// Notes what is wrong with the cells of a column of a chunk, the first time that it is read.
    fn note(&self, chunk: usize, column: usize, cells: &ColumnCells, damaged: bool) {
        let mut notes = Notes::default();
        let note = |row: usize| Note {
            row: u32::try_from(row).ok(),
            line: u32::try_from(row).unwrap_or(u32::MAX),
            column: Some(column),
            value: None,
        };
        if damaged {
            notes.add(ProblemKind::Damaged, note(0));
        }
        if self.columns.get(column).is_some_and(|column| column.floats) {
            cells.each(|row, text| {
                if cell::lost_digits(text) {
                    let value = String::from_utf8_lossy(text).into_owned();
                    let note = Note {
                        value: Some(value),
                        ..note(row)
                    };
                    notes.add(ProblemKind::LostDigits, note);
                }
            });
        }
        if notes.is_empty() {
            return;
        }
        let mut all = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry((chunk, column)).or_insert(notes);
    }
}

impl Source for Table {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn encoding(&self) -> &str {
        "parquet"
    }

    fn sheet(&self) -> Option<&str> {
        None
    }

    fn chunk_count(&self) -> usize {
        self.chunks.len()
    }

    /// Row groups, so that their pages are unpacked at the same time.
    fn stretches(&self) -> Vec<usize> {
        let chunks = self.chunks.iter().enumerate();
        let first = chunks.filter(|(_, place)| place.first == 0);
        first.map(|(chunk, _)| chunk).collect()
    }

    fn read<'b>(&self, chunk: usize, buffer: &'b mut Buffer) -> io::Result<Chunk<'b>> {
        let all: Vec<usize> = (0..self.columns.len()).collect();
        self.read_columns(chunk, &all, buffer)
    }

    fn read_columns<'b>(
        &self,
        chunk: usize,
        columns: &[usize],
        buffer: &'b mut Buffer,
    ) -> io::Result<Chunk<'b>> {
        let place = *self.chunks.get(chunk).ok_or_else(unknown)?;
        buffer.columns.iter_mut().for_each(ColumnCells::clear);
        buffer
            .columns
            .resize_with(columns.len(), ColumnCells::default);
        column::place(columns, self.columns.len(), &mut buffer.places);
        let wanted = |&column: &usize| Wanted {
            group: place.group,
            column,
            first: place.first,
            end: place.end(),
        };
        let read = columns.iter().filter(|_| place.rows > 0).map(wanted);
        let mut visit = self.cursors.visit(read.collect());
        // In whatever order other threads are through with them.
        while let Some((column, turn, cursor)) = visit.turn() {
            let cells = buffer.places.get(column);
            let cells = cells.and_then(|&at| buffer.columns.get_mut(at));
            let cells = cells.ok_or_else(unknown)?;
            let cursor = self.read_column(&place, column, cursor, cells)?;
            let good = cursor.is_some();
            // At the end of a row group there is nothing to go on to.
            let next = self.chunks.get(chunk + 1);
            match cursor {
                Some(cursor) if next.is_some_and(|next| next.group == place.group) => {
                    turn.leave(cursor);
                }
                _ => drop(turn),
            }
            self.note(chunk, column, cells, !good);
        }
        Ok(Chunk {
            rows: place.rows,
            columns: self.columns.len(),
            doubled_quotes: false,
            bytes: &[],
            layout: Layout::Columns {
                columns: &buffer.columns,
                places: &buffer.places,
            },
        })
    }

    fn rows_before(&self, chunk: usize) -> u64 {
        let last = || self.chunks.last().map_or(0, |c| c.before + c.rows as u64);
        self.chunks.get(chunk).map_or_else(last, |c| c.before)
    }

    fn cells(&self, rows: &[u64], columns: &[usize]) -> io::Result<FetchedRows> {
        self.pick(rows, columns)
    }

    fn problems(&self) -> Problems {
        let mut problems = Collection::default();
        notes::header_twice(&self.header, None, &mut problems);
        for name in &self.nested {
            let place = Place {
                column: Some(name.clone()),
                ..Place::default()
            };
            problems.add(ProblemKind::NestedColumn, place);
        }
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        for ((chunk, _), notes) in notes.iter() {
            let before = self.rows_before(*chunk);
            problems.add_chunk(notes, before, before, &self.header);
        }
        if self.rows_before(self.chunks.len()) == 0 {
            problems.add(ProblemKind::Empty, Place::default());
        }
        problems.finish()
    }

    fn digest(&self, algorithm: DigestAlgorithm) -> io::Result<String> {
        digest::digest(self.disk.file(), algorithm, &digest::Pieces::default())
    }
}
