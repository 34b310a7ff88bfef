//! A column of a row group, read on from where it stands.

use super::disk::{self, Disk};
use super::pages::Pages;
use super::text::Spelling;
use super::{CHUNK_ROWS, Column};
use crate::data::ColumnCells;
use crate::data::column::offset;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, ByteArrayType, DataType};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::serialized_reader::SerializedPageReader;
use std::io;
use std::sync::Arc;

/// An open column of a row group.
pub(super) struct Cursor {
    group: usize,
    /// The number of the column.
    column: usize,
    /// The row that comes next, from the start of the row group.
    next: usize,
    /// `None` where the column is damaged from its start.
    reader: Option<Reader>,
    nullable: bool,
    spelling: Spelling,
}

/// How a column is read.
enum Reader {
    Pages(Box<Pages>),
    /// With the reader of the crate, which knows all encodings.
    Any(Box<ColumnReader>),
}

/// Where the cells of a column go that the crate decodes: their text one after the other, and its bounds.
struct Sink<'b> {
    text: &'b mut Vec<u8>,
    cells: &'b mut [(u32, u32)],
    filled: usize,
}

impl Sink<'_> {
    fn blank(&mut self) {
        if let Some(cell) = self.cells.get_mut(self.filled) {
            *cell = (0, 0);
        }
        self.filled += 1;
    }

    fn write(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let start = offset(self.text.len())?;
        write(self.text);
        let end = offset(self.text.len())?;
        if let Some(cell) = self.cells.get_mut(self.filled) {
            *cell = (start, end);
        }
        self.filled += 1;
        Ok(())
    }
}

impl Cursor {
    /// A cursor before the first row of a row group, over the column of a number.
    pub(super) fn new(
        disk: &Arc<Disk>,
        footer: &ParquetMetaData,
        group: usize,
        (column, described): (usize, &Column),
    ) -> io::Result<Self> {
        let (nullable, spelling) = (described.nullable, described.spelling);
        let chunk = footer.row_groups().get(group);
        let chunk = chunk.and_then(|group| group.columns().get(described.leaf));
        let reader = chunk.map(|chunk| {
            let rows = usize::try_from(chunk.num_values()).unwrap_or(0);
            disk::guarded(|| {
                let pages = SerializedPageReader::new(Arc::clone(disk), chunk, rows, None)?;
                if !Pages::reads(chunk) {
                    let reader = get_column_reader(chunk.column_descr_ptr(), Box::new(pages));
                    return Ok(Reader::Any(Box::new(reader)));
                }
                let pages = Pages::new(pages, chunk.column_type(), nullable, spelling);
                let pages = pages.ok_or_else(|| ParquetError::General("damaged".to_owned()))?;
                Ok(Reader::Pages(Box::new(pages)))
            })
        });
        Ok(Self {
            group,
            column,
            next: 0,
            reader: match reader {
                Some(Ok(reader)) => Some(reader),
                Some(Err(error)) => damaged(error).map(|()| None)?,
                None => None,
            },
            nullable,
            spelling,
        })
    }

    /// The row that comes next.
    pub(super) fn next(&self) -> usize {
        self.next
    }

    /// Says that it stands before a row.
    pub(super) fn went_to(&mut self, row: usize) {
        self.next = row;
    }

    /// Whether it is one over this column that stands at a row or before it.
    pub(super) fn can_go_to(&self, group: usize, column: usize, row: usize) -> bool {
        self.group == group && self.column == column && self.next <= row
    }

    /// Reads the cells of some rows from one on, into an empty column; false where they are damaged.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub(super) fn read(
        &mut self,
        row: usize,
        rows: usize,
        cells: &mut ColumnCells,
    ) -> io::Result<bool> {
        let skipped = row - self.next;
        let (nullable, spelling) = (self.nullable, self.spelling);
        let Some(reader) = &mut self.reader else {
            return Ok(false);
        };
        let reader = match reader {
            Reader::Pages(pages) => {
                return match disk::guarded(|| pages.read(skipped, rows, cells)) {
                    Ok(whole) => whole,
                    Err(error) => damaged(error).map(|()| false),
                };
            }
            Reader::Any(reader) => reader,
        };
        cells.bounds.resize(rows, (0, 0));
        let sink = &mut Sink {
            text: &mut cells.own,
            cells: &mut cells.bounds,
            filled: 0,
        };
        let whole = disk::guarded(|| match reader.as_mut() {
            ColumnReader::BoolColumnReader(reader) => {
                read(reader, nullable, skipped, sink, |v, text| {
                    text.extend_from_slice(if *v { b"true" } else { b"false" });
                })
            }
            ColumnReader::Int32ColumnReader(reader) => {
                read(reader, nullable, skipped, sink, |v, text| {
                    spelling.narrow(*v, text);
                })
            }
            ColumnReader::Int64ColumnReader(reader) => {
                read(reader, nullable, skipped, sink, |v, text| {
                    spelling.integer(*v, text);
                })
            }
            ColumnReader::Int96ColumnReader(reader) => {
                read(reader, nullable, skipped, sink, |v, text| {
                    spelling.old_moment(v, text);
                })
            }
            ColumnReader::FloatColumnReader(reader) => {
                read(reader, nullable, skipped, sink, |v, text| {
                    super::text::short_float(*v, text);
                })
            }
            ColumnReader::DoubleColumnReader(reader) => {
                read(reader, nullable, skipped, sink, |v, text| {
                    super::text::float(*v, text);
                })
            }
            ColumnReader::ByteArrayColumnReader(reader) if spelling == Spelling::Plain => {
                read_texts(reader, nullable, skipped, sink)
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                read(reader, nullable, skipped, sink, |v, text| {
                    spelling.bytes(v.data(), text);
                })
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                read(reader, nullable, skipped, sink, |v, text| {
                    spelling.bytes(v.data(), text);
                })
            }
        });
        match whole {
            Ok(whole) => whole,
            Err(error) => damaged(error).map(|()| false),
        }
    }

    /// Writes the texts of some rows (ascending, from the start of the row group on) into an empty column, and leaves pages that hold none of
    /// them as they are; false where any is damaged.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub(super) fn pick(mut self, rows: &[usize], cells: &mut ColumnCells) -> io::Result<bool> {
        if let Some(Reader::Pages(pages)) = &mut self.reader {
            return match disk::guarded(|| pages.pick(rows, cells)) {
                Ok(whole) => whole,
                Err(error) => damaged(error).map(|()| false),
            };
        }
        let mut read = ColumnCells::default();
        let runs = rows.chunk_by(|row, after| row + 1 == *after);
        for run in runs.flat_map(|run| run.chunks(CHUNK_ROWS)) {
            let first = run.first().copied().unwrap_or(self.next);
            read.clear();
            if !self.read(first, run.len(), &mut read)? {
                return Ok(false);
            }
            self.went_to(first + run.len());
            for at in 0..run.len() {
                cells.push(read.text(at))?;
            }
        }
        Ok(true)
    }
}

/// Fine where the file lies there damaged; an error where the disk cannot be read.
fn damaged(error: ParquetError) -> io::Result<()> {
    disk::io_error(error).map_or(Ok(()), Err)
}

/// Values of some rows, and for each row above 0 where it has one (empty: every row has).
type Decoded<T> = (Vec<T>, Vec<i16>);

/// Skips rows and decodes the next ones; `None` where there are fewer.
fn decode<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    nullable: bool,
    skipped: usize,
    rows: usize,
) -> Result<Option<Decoded<T::T>>> {
    if reader.skip_records(skipped)? < skipped {
        return Ok(None);
    }
    let mut values = Vec::with_capacity(rows);
    let mut levels: Vec<i16> = Vec::new();
    let (mut read, mut given) = (0, 0);
    while read < rows {
        let wanted = nullable.then_some(&mut levels);
        let (records, more, _) = reader.read_records(rows - read, wanted, None, &mut values)?;
        if records == 0 {
            return Ok(None);
        }
        read += records;
        given += more;
    }
    let is_whole = given == values.len() && (!nullable || levels.len() == rows);
    Ok(is_whole.then_some((values, levels)))
}

/// Skips rows and writes the next ones; whether there were as many as the sink has room for.
fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    nullable: bool,
    skipped: usize,
    sink: &mut Sink<'_>,
    mut write: impl FnMut(&T::T, &mut Vec<u8>),
) -> Result<io::Result<bool>> {
    let rows = sink.cells.len();
    let Some((values, levels)) = decode(reader, nullable, skipped, rows)? else {
        return Ok(Ok(false));
    };
    let mut values = values.iter();
    for row in 0..rows {
        let is_given = !nullable || levels.get(row).is_some_and(|&level| level > 0);
        match values.as_slice().first().filter(|_| is_given) {
            Some(value) => {
                values.next();
                if let Err(error) = sink.write(|text| write(value, text)) {
                    return Ok(Err(error));
                }
            }
            None => sink.blank(),
        }
    }
    Ok(Ok(true))
}

/// As [`read`], for texts: one that lies in memory where another lay (as those of a dictionary do) is written once, and whether all is text is
/// asked of the whole column at once.
fn read_texts(
    reader: &mut ColumnReaderImpl<ByteArrayType>,
    nullable: bool,
    skipped: usize,
    sink: &mut Sink<'_>,
) -> Result<io::Result<bool>> {
    let rows = sink.cells.len();
    let Some((values, levels)) = decode(reader, nullable, skipped, rows)? else {
        return Ok(Ok(false));
    };
    let begins = sink.text.len();
    let longest: usize = values.iter().map(ByteArray::len).sum();
    if let Err(error) = offset(begins + longest) {
        return Ok(Err(error));
    }
    let mut written = [(0usize, 0usize, (0, 0)); SEEN];
    let mut whole_characters = true;
    let mut left = values.iter();
    for (row, cell) in sink.cells.iter_mut().enumerate() {
        if nullable && levels.get(row).is_none_or(|&level| level == 0) {
            *cell = (0, 0);
            continue;
        }
        let Some(value) = left.next() else {
            break;
        };
        let value = value.data();
        let address = value.as_ptr().addr();
        let seen = &mut written[address / 4 % SEEN];
        if (seen.0, seen.1) != (address, value.len()) || value.is_empty() {
            whole_characters &= value.first().is_none_or(|first| first & 0xC0 != 0x80);
            let start = sink.text.len();
            sink.text.extend_from_slice(value);
            *seen = (
                address,
                value.len(),
                (offset_within(start), offset_within(sink.text.len())),
            );
        }
        *cell = seen.2;
    }
    let texts = sink.text.get(begins..).unwrap_or_default();
    if whole_characters && simdutf8::basic::from_utf8(texts).is_ok() {
        return Ok(Ok(true));
    }
    // Some value is no text: one by one.
    sink.text.truncate(begins);
    let mut left = values.iter();
    for row in 0..rows {
        let is_given = !nullable || levels.get(row).is_some_and(|&level| level > 0);
        match left.as_slice().first().filter(|_| is_given) {
            Some(value) => {
                left.next();
                let write = |text: &mut Vec<u8>| Spelling::Plain.bytes(value.data(), text);
                if let Err(error) = sink.write(write) {
                    return Ok(Err(error));
                }
            }
            None => sink.blank(),
        }
    }
    Ok(Ok(true))
}

/// How many texts are remembered by their place in memory.
const SEEN: usize = 256;

/// An offset that was found to fit.
pub(super) fn offset_within(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
