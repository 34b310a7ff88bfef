//! What is inspected: tables in files, offered in chunks of rows; knows nothing of the language.
//!
//! A [`Source`] is read chunk by chunk on demand and never loaded whole. Cells are UTF-8 text however the file stores them
//! (dates of a workbook as `2020-02-26`, numbers in their shortest form); typed values are made from them by `cell`.

pub mod answers;
pub mod binding;
pub mod cell;
pub mod column;
mod fetched_rows;
pub mod formats;
pub mod problem;
pub mod several;
pub mod table;

pub use column::{ColumnCells, Words};
pub use fetched_rows::FetchedRows;
pub use problem::{Place, Problem, ProblemKind, Problems};

use std::io;

/// Rows of a source as text cells; lives as long as the [`Buffer`] that it was read into.
#[derive(Debug, Clone, Copy)]
pub struct Chunk<'b> {
    /// Number of data rows.
    pub rows: usize,
    /// Number of columns of the file.
    pub columns: usize,
    /// Whether cells may hold doubled quotes that stand for one (CSV); see [`cell::unescape`].
    pub doubled_quotes: bool,
    /// The text of the rows.
    pub bytes: &'b [u8],
    /// Where cells lie in `bytes`.
    pub layout: Layout<'b>,
}

/// Where the cells of a chunk lie.
#[derive(Debug, Clone, Copy)]
pub enum Layout<'b> {
    /// `ends[row * columns + column]` is the offset of the separator after the cell; the cell begins after the separator before it.
    /// A cell in quotes still has them.
    Separators(&'b [u32]),
    /// `bounds[row * columns + column]` is start and end of the cell, without quotes; [`SWALLOWED`] where an open quote leaves that open. Ragged
    /// rows are padded with empty cells.
    Bounds(&'b [(u32, u32)]),
    /// `columns[places[column]]` are the cells of a column. Columns that were not asked for have [`NO_PLACE`] and are blank.
    Columns {
        /// The columns that were asked for.
        columns: &'b [ColumnCells],
        /// Which of them each column is.
        places: &'b [usize],
    },
}

/// The place of a column that was not asked for.
pub const NO_PLACE: usize = usize::MAX;

/// The bounds of a cell of which nobody knows what it holds: its text is [`cell::SWALLOWED`].
pub const SWALLOWED: (u32, u32) = (1, 0);

impl<'b> Chunk<'b> {
    /// Calls `each` with row and text of every cell of one column, from the first row to the last. Quotes around a cell are taken off,
    /// doubled quotes inside are not (rare, and only text needs it).
    #[inline]
    pub fn each(&self, column: usize, mut each: impl FnMut(usize, &'b [u8])) {
        // One loop for all layouts: what is done with a cell is compiled into it, instead of being called for every cell.
        let apart = self.column(column);
        let mut at = column;
        for row in 0..self.rows {
            let cell = match self.layout {
                Layout::Separators(ends) => self.between(ends, at),
                Layout::Bounds(bounds) => self.within(bounds[at]),
                Layout::Columns { .. } => apart.map_or(&b""[..], |cells| cells.text(row)),
            };
            at += self.columns;
            each(row, cell);
        }
    }

    /// The text between two separators, without quotes around it.
    #[inline]
    fn between(&self, ends: &[u32], at: usize) -> &'b [u8] {
        let start = match at {
            0 => 0,
            _ => ends[at - 1] as usize + 1,
        };
        let cell = self.bytes.get(start..ends[at] as usize).unwrap_or_default();
        match cell {
            [b'"', inside @ .., b'"'] => inside,
            _ => cell,
        }
    }

    /// The cells of a column that lies apart from the others.
    fn column(&self, column: usize) -> Option<&'b ColumnCells> {
        let Layout::Columns { columns, places } = self.layout else {
            return None;
        };
        columns.get(*places.get(column)?)
    }

    /// The words that the rows of a column share, and the number of each row's word, where the file says so.
    #[must_use]
    pub fn words(&self, column: usize) -> Option<(&'b Words, &'b [u32])> {
        let cells = self.column(column)?;
        Some((cells.words.as_deref()?, &cells.numbers))
    }

    /// The text of one cell, as [`Chunk::each`] gives it.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &'b [u8] {
        match self.layout {
            Layout::Separators(ends) => self.between(ends, row * self.columns + column),
            Layout::Bounds(bounds) => self.within(bounds[row * self.columns + column]),
            Layout::Columns { .. } => self.column(column).map_or(&[], |cells| cells.text(row)),
        }
    }

    /// The text within bounds.
    #[inline]
    fn within(&self, (start, end): (u32, u32)) -> &'b [u8] {
        let text = self.bytes.get(start as usize..end as usize);
        text.unwrap_or(cell::SWALLOWED.as_bytes())
    }
}

/// Memory that chunks are read into, one for each thread, used again for every chunk.
#[derive(Debug, Default)]
pub struct Buffer {
    /// Bytes as they lie in the file.
    pub raw: Vec<u8>,
    /// The same decoded, where the file is not UTF-8.
    pub text: Vec<u8>,
    /// Separators.
    pub ends: Vec<u32>,
    /// Bounds, for chunks that need them.
    pub bounds: Vec<(u32, u32)>,
    /// Columns, for chunks in which they lie apart.
    pub columns: Vec<ColumnCells>,
    /// Which of them each column is.
    pub places: Vec<usize>,
    /// Columns that are put together anew, where several files are one table.
    pub joined: Vec<ColumnCells>,
    /// Which of them each column is.
    pub joined_places: Vec<usize>,
}

/// A table in a file.
pub trait Source: Send + Sync {
    /// The header texts in the order of the file.
    fn header(&self) -> &[String];

    /// The line of the header in its file or sheet, from 1, where there is one.
    fn header_line(&self) -> Option<u64> {
        None
    }

    /// The text above the header, one line for each of the file or each cell; empty where there is none.
    fn title(&self) -> &str {
        ""
    }

    /// The notes below the rows, one line for each of the file or each cell; empty where there are none.
    fn notes_below(&self) -> &str {
        ""
    }

    /// The other sheets of a workbook that can be seen, with their headers, where none was asked for by its name.
    fn other_sheets(&self) -> &[(String, Vec<String>)] {
        &[]
    }

    /// Its hidden sheets, in the same way.
    fn hidden_sheets(&self) -> &[(String, Vec<String>)] {
        &[]
    }

    /// The name of the encoding the file was read with (`UTF-8`, `GB18030`), or of the format (`xlsx`).
    fn encoding(&self) -> &str;

    /// The sheet of a workbook.
    fn sheet(&self) -> Option<&str>;

    /// The tables that this one is put together from; none where it is one file or sheet.
    fn parts(&self) -> &[several::Part] {
        &[]
    }

    /// The one of these that a row (from 0) lies in, and the row's number there. Known once every chunk was read.
    fn part_of(&self, _row: u64) -> Option<(&several::Part, u64)> {
        None
    }

    /// Takes numbers in these columns, which hold amounts, for values of the first row alone where their cells are merged over several rows.
    fn count_once(&mut self, _columns: &[usize]) {}

    /// The line of the cell that holds the value of a column in a row, where it is not the row's own: the first of merged ones.
    fn line_of(&self, _row: u64, _column: usize) -> Option<u64> {
        None
    }

    /// How many chunks there are; at least 1 (a chunk may have no rows).
    fn chunk_count(&self) -> usize;

    /// The first chunks of stretches that different threads had better read, side by side: what a chunk leaves open, the next one of its stretch
    /// goes on from. Where there are any, chunks may be read in any order, and the rows before each are known from the start.
    fn stretches(&self) -> Vec<usize> {
        Vec::new()
    }

    /// Reads one chunk. The first time over, chunk numbers have to be claimed in ascending order, each by a thread that then calls this at once:
    /// a chunk waits until the one before it has settled where its rows begin (a quoted line break may cross the border).
    /// Remembers the number of rows of the chunk, and what is wrong with its lines. See [`Source::stretches`] for another order.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    fn read<'b>(&self, chunk: usize, buffer: &'b mut Buffer) -> io::Result<Chunk<'b>>;

    /// As [`Source::read`], where only some columns (ascending) are looked at: a format that can leaves the others blank.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    fn read_columns<'b>(
        &self,
        chunk: usize,
        _columns: &[usize],
        buffer: &'b mut Buffer,
    ) -> io::Result<Chunk<'b>> {
        self.read(chunk, buffer)
    }

    /// The number of data rows before a chunk. Known once every chunk was read; chunk_count() gives the number of all rows.
    fn rows_before(&self, chunk: usize) -> u64;

    /// The cells of some rows (ascending, from 0), each with the columns asked for. Known once every chunk was read.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    fn cells(&self, rows: &[u64], columns: &[usize]) -> io::Result<FetchedRows>;

    /// What is wrong with the file itself (header, ragged rows, bytes that are no text), with places. Complete once every chunk was read.
    fn problems(&self) -> Problems;

    /// Says before the first chunk is read that a digest will be asked for: a format may make it of the bytes as it reads them.
    fn expect_digest(&self, _algorithm: DigestAlgorithm) {}

    /// The digest of the bytes as they lie: `blake3:…` or `sha256:…`.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    fn digest(&self, algorithm: DigestAlgorithm) -> io::Result<String>;
}

/// How input files are digested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DigestAlgorithm {
    /// BLAKE3.
    #[default]
    Blake3,
    /// SHA-256.
    Sha256,
    /// No digest: the field is empty.
    None,
}

impl OpenOptions {
    /// Whether a line (from 1) is to be left out.
    #[must_use]
    pub fn leaves_out(&self, line: u64) -> bool {
        let mut stretches = self.leave_out.iter();
        stretches.any(|&(first, last)| (u64::from(first)..=u64::from(last)).contains(&line))
    }
}

impl OpenOptions {
    /// The first lines of stretches to be left out that lie behind the last line of a file.
    #[must_use]
    pub fn left_out_behind(&self, last: u64) -> Vec<u64> {
        let firsts = self.leave_out.iter().map(|&(first, _)| u64::from(first));
        firsts.filter(|first| *first > last).collect()
    }
}

/// How a file is to be opened, from the audit file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// The encoding, where it is not to be found out.
    pub encoding: Option<String>,
    /// The sheet, where it is not the first one with rows.
    pub sheet: Option<String>,
    /// The line of the header from 1; the first line that is no title when not given.
    pub header: Option<u32>,
    /// The headers of a table that has no header line, and rows from its first line on; those of the table that it goes on from.
    pub goes_on: Option<Vec<String>>,
    /// Lines that are no records, from 1: the first and the last of each stretch.
    pub leave_out: Vec<(u32, u32)>,
    /// Bytes of a chunk, for tests; about 512 KiB when not given.
    pub chunk_size: Option<usize>,
}
