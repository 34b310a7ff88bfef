//! Pages of a flat column in, the texts of its rows out: a value of a dictionary is written once for all rows of a chunk that hold it.
//!
//! Only the encodings that nearly every writer uses are read here ([`Pages::reads`]); columns with others go through the readers of the crate.

use super::cursor::{Sink, offset, offset_within};
use super::disk::Disk;
use super::runs::Runs;
use super::text::{self, Spelling};
use bytes::Bytes;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;
use std::io;

/// A dictionary is written whole into a chunk where it has no more bytes than this for each row.
const BYTES_A_ROW: usize = 16;

/// How values lie in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Bytes behind their number.
    Bytes,
    Narrow,
    Wide,
    Float,
    Double,
}

/// The texts of a dictionary, one after the other.
#[derive(Default)]
struct Dictionary {
    text: Vec<u8>,
    bounds: Vec<(u32, u32)>,
    /// Where the text lies among that of the chunk that is being read, once it does.
    placed: Option<u32>,
}

/// What is left of a page.
struct Open {
    rows: usize,
    /// 1 for every row that has a value; `None` where all have.
    levels: Option<Runs>,
    values: Values,
}

enum Values {
    /// Numbers of values of the dictionary.
    Numbers(Runs),
    /// The values themselves, and where the next one begins.
    Plain(Bytes, usize),
}

/// The pages of a column of a row group, read one after the other.
pub(super) struct Pages {
    pages: SerializedPageReader<Disk>,
    form: Form,
    spelling: Spelling,
    nullable: bool,
    dictionary: Dictionary,
    open: Option<Open>,
    /// For each row of a piece 1 where it has a value.
    given: Vec<u32>,
    /// Numbers of the values of a piece.
    numbers: Vec<u32>,
}

fn damaged<T>() -> Result<T> {
    Err(ParquetError::General("damaged".to_owned()))
}

impl Pages {
    /// Whether the pages of a column are read here.
    pub(super) fn reads(column: &ColumnChunkMetaData) -> bool {
        let known = |encoding| {
            matches!(
                encoding,
                Encoding::PLAIN
                    | Encoding::RLE
                    | Encoding::RLE_DICTIONARY
                    | Encoding::PLAIN_DICTIONARY
            )
        };
        form_of(column.column_type()).is_some() && column.encodings().all(known)
    }

    /// Pages before the first row; `None` where [`Pages::reads`] says no.
    pub(super) fn new(
        pages: SerializedPageReader<Disk>,
        physical: Type,
        nullable: bool,
        spelling: Spelling,
    ) -> Option<Self> {
        Some(Self {
            pages,
            form: form_of(physical)?,
            spelling,
            nullable,
            dictionary: Dictionary::default(),
            open: None,
            given: Vec::new(),
            numbers: Vec::new(),
        })
    }

    /// Skips rows and writes the next ones; whether there were as many as the sink has room for.
    pub(super) fn read(&mut self, skipped: usize, sink: &mut Sink<'_>) -> Result<io::Result<bool>> {
        if !self.skip(skipped)? {
            return Ok(Ok(false));
        }
        self.dictionary.placed = None;
        let rows = sink.rows();
        let mut done = 0;
        while done < rows {
            let (left, given) = match self.piece(rows - done)? {
                Some(piece) => piece,
                None => return Ok(Ok(false)),
            };
            match self.write(done, left, given, sink) {
                Ok(true) => done += left,
                other => return Ok(other),
            }
        }
        Ok(Ok(true))
    }

    fn skip(&mut self, rows: usize) -> Result<bool> {
        let mut left = rows;
        while left > 0 {
            let Some((rows, given)) = self.piece(left)? else {
                return Ok(false);
            };
            let Some(open) = &mut self.open else {
                return Ok(false);
            };
            let passed = match &mut open.values {
                Values::Numbers(numbers) => {
                    self.numbers.resize(given, 0);
                    numbers.fill(&mut self.numbers)
                }
                Values::Plain(bytes, at) => (0..given).try_for_each(|_| {
                    *at = self.form.end(bytes, *at)?;
                    Some(())
                }),
            };
            if passed.is_none() {
                return Ok(false);
            }
            left -= rows;
        }
        Ok(true)
    }

    /// The next rows of a page, at most so many, and how many of them have a value; `None` where there are no more.
    fn piece(&mut self, most: usize) -> Result<Option<(usize, usize)>> {
        while self.open.as_ref().is_none_or(|open| open.rows == 0) {
            match self.pages.get_next_page()? {
                Some(page) => self.take(page)?,
                None => return Ok(None),
            }
        }
        let Some(open) = &mut self.open else {
            return Ok(None);
        };
        let rows = open.rows.min(most);
        open.rows -= rows;
        let Some(levels) = &mut open.levels else {
            return Ok(Some((rows, rows)));
        };
        self.given.resize(rows, 0);
        if levels.fill(&mut self.given).is_none() {
            return Ok(None);
        }
        let given = self.given.iter().filter(|&&level| level == 1).count();
        Ok(Some((rows, given)))
    }

    /// Goes on to another page.
    fn take(&mut self, page: Page) -> Result<()> {
        let (bytes, rows, encoding, levels) = match page {
            Page::DictionaryPage {
                buf, num_values, ..
            } => return self.take_dictionary(&buf, num_values),
            Page::DataPage {
                buf,
                num_values,
                encoding,
                def_level_encoding,
                ..
            } => {
                let (levels, values) = match (self.nullable, def_level_encoding) {
                    (false, _) => (None, buf),
                    (true, Encoding::RLE) => {
                        let Some(length) = buf.first_chunk::<4>() else {
                            return damaged();
                        };
                        let end = (u32::from_le_bytes(*length) as usize).saturating_add(4);
                        if end > buf.len() {
                            return damaged();
                        }
                        (Some(buf.slice(4..end)), buf.slice(end..))
                    }
                    (true, _) => return damaged(),
                };
                (values, num_values, encoding, levels)
            }
            Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                def_levels_byte_len,
                rep_levels_byte_len,
                ..
            } => {
                let start = rep_levels_byte_len as usize;
                let end = start.saturating_add(def_levels_byte_len as usize);
                if end > buf.len() {
                    return damaged();
                }
                let levels = self.nullable.then(|| buf.slice(start..end));
                (buf.slice(end..), num_values, encoding, levels)
            }
        };
        let values = match encoding {
            Encoding::PLAIN => Values::Plain(bytes, 0),
            Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => {
                let width = bytes.first().copied().unwrap_or(0);
                let rest = bytes.slice(bytes.len().min(1)..);
                let Some(numbers) = Runs::new(rest, u32::from(width)) else {
                    return damaged();
                };
                Values::Numbers(numbers)
            }
            _ => return damaged(),
        };
        self.open = Some(Open {
            rows: rows as usize,
            levels: levels.and_then(|levels| Runs::new(levels, 1)),
            values,
        });
        Ok(())
    }

    fn take_dictionary(&mut self, bytes: &[u8], count: u32) -> Result<()> {
        let mut dictionary = Dictionary::default();
        let mut at = 0;
        for _ in 0..count {
            let start = offset_within(dictionary.text.len());
            let end = self
                .form
                .write(self.spelling, bytes, at, &mut dictionary.text);
            let Some(end) = end else {
                return damaged();
            };
            at = end;
            let end = offset_within(dictionary.text.len());
            dictionary.bounds.push((start, end));
        }
        if offset(dictionary.text.len()).is_err() {
            return damaged();
        }
        self.dictionary = dictionary;
        Ok(())
    }

    /// Writes a piece that begins at a row of the sink.
    fn write(
        &mut self,
        first: usize,
        rows: usize,
        given: usize,
        sink: &mut Sink<'_>,
    ) -> io::Result<bool> {
        let Some(open) = &mut self.open else {
            return Ok(false);
        };
        let all = given == rows;
        let given_rows = self.given.iter().enumerate();
        let given_rows = given_rows.filter_map(|(row, &level)| (level == 1).then_some(row));
        let (cells, text) = sink.parts(first, rows);
        if !all {
            cells.fill((0, 0));
        }
        match &mut open.values {
            Values::Numbers(numbers) => {
                self.numbers.resize(given, 0);
                if numbers.fill(&mut self.numbers).is_none() {
                    return Ok(false);
                }
                let place = self.dictionary.place(rows, text)?;
                let mut cell_of = |number: u32| {
                    let &(start, end) = self.dictionary.bounds.get(number as usize)?;
                    match place {
                        Some(base) => Some((base + start, base + end)),
                        None => {
                            let from = offset_within(text.len());
                            let value = self.dictionary.text.get(start as usize..end as usize)?;
                            text.extend_from_slice(value);
                            Some((from, offset_within(text.len())))
                        }
                    }
                };
                if all {
                    for (cell, &number) in cells.iter_mut().zip(&self.numbers) {
                        let Some(found) = cell_of(number) else {
                            return Ok(false);
                        };
                        *cell = found;
                    }
                } else {
                    for (row, &number) in given_rows.zip(&self.numbers) {
                        let (Some(cell), Some(found)) = (cells.get_mut(row), cell_of(number))
                        else {
                            return Ok(false);
                        };
                        *cell = found;
                    }
                }
            }
            Values::Plain(bytes, at) => {
                let begins = (text.len(), *at);
                let is_text = self.form == Form::Bytes && self.spelling == Spelling::Plain;
                // Whether all is text is asked of all values at once, and only where some are none of each.
                for at_once in [true, false] {
                    let mut whole_characters = true;
                    let mut next = |text: &mut Vec<u8>| {
                        let from = text.len();
                        if is_text && at_once {
                            let end = self.form.end(bytes, *at)?;
                            let value = bytes.get(*at + 4..end)?;
                            whole_characters &= value.first().is_none_or(|b| b & 0xC0 != 0x80);
                            text.extend_from_slice(value);
                            *at = end;
                        } else {
                            *at = self.form.write(self.spelling, bytes, *at, text)?;
                        }
                        Some((offset_within(from), offset_within(text.len())))
                    };
                    if all {
                        for cell in cells.iter_mut() {
                            let Some(found) = next(text) else {
                                return Ok(false);
                            };
                            *cell = found;
                        }
                    } else {
                        for row in given_rows.clone() {
                            let (Some(cell), Some(found)) = (cells.get_mut(row), next(text)) else {
                                return Ok(false);
                            };
                            *cell = found;
                        }
                    }
                    let written = text.get(begins.0..).unwrap_or_default();
                    if !(is_text && at_once)
                        || whole_characters && simdutf8::basic::from_utf8(written).is_ok()
                    {
                        break;
                    }
                    text.truncate(begins.0);
                    *at = begins.1;
                }
            }
        }
        offset(text.len()).map(|_| true)
    }
}

impl Dictionary {
    /// Where the dictionary lies in a text, which it is written to where that is not too much for so many rows.
    fn place(&mut self, rows: usize, text: &mut Vec<u8>) -> io::Result<Option<u32>> {
        if self.placed.is_none() && self.text.len() <= rows * BYTES_A_ROW {
            let base = offset(text.len())?;
            text.extend_from_slice(&self.text);
            offset(text.len())?;
            self.placed = Some(base);
        }
        Ok(self.placed)
    }
}

fn form_of(physical: Type) -> Option<Form> {
    match physical {
        Type::BYTE_ARRAY => Some(Form::Bytes),
        Type::INT32 => Some(Form::Narrow),
        Type::INT64 => Some(Form::Wide),
        Type::FLOAT => Some(Form::Float),
        Type::DOUBLE => Some(Form::Double),
        Type::BOOLEAN | Type::INT96 | Type::FIXED_LEN_BYTE_ARRAY => None,
    }
}

impl Form {
    /// Where the value ends that begins at a place; `None` where the bytes end before.
    #[inline]
    fn end(self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = bytes.get(at..)?;
        let length = match self {
            Self::Bytes => (u32::from_le_bytes(*rest.first_chunk()?) as usize).checked_add(4)?,
            Self::Narrow | Self::Float => 4,
            Self::Wide | Self::Double => 8,
        };
        (length <= rest.len()).then_some(at + length)
    }

    /// Writes the value at a place as text and gives the place after it; `None` where the bytes end before.
    fn write(
        self,
        spelling: Spelling,
        bytes: &[u8],
        at: usize,
        text: &mut Vec<u8>,
    ) -> Option<usize> {
        let end = self.end(bytes, at)?;
        let value = bytes.get(at..end)?;
        match self {
            Self::Bytes => spelling.bytes(value.get(4..)?, text),
            Self::Narrow => spelling.narrow(i32::from_le_bytes(*value.first_chunk()?), text),
            Self::Wide => spelling.integer(i64::from_le_bytes(*value.first_chunk()?), text),
            Self::Float => text::short_float(f32::from_le_bytes(*value.first_chunk()?), text),
            Self::Double => text::float(f64::from_le_bytes(*value.first_chunk()?), text),
        }
        Some(end)
    }
}
