//! Pages of a flat column in, the texts of its rows out: those of a dictionary by their numbers, texts of a page where they lie in it.
//!
//! Only the encodings that nearly every writer uses are read here ([`Pages::reads`]); columns with others go through the readers of the crate.

use super::cursor::offset_within;
use super::disk::Disk;
use super::runs::Runs;
use super::text::{self, Spelling};
use crate::data::column::offset;
use crate::data::{ColumnCells, Words};
use bytes::Bytes;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;
use std::io;
use std::sync::Arc;

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
    dictionary: Arc<Words>,
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
            dictionary: Arc::default(),
            open: None,
            given: Vec::new(),
            numbers: Vec::new(),
        })
    }

    /// Skips rows and reads the next ones into an empty column; whether there were as many.
    pub(super) fn read(
        &mut self,
        skipped: usize,
        rows: usize,
        cells: &mut ColumnCells,
    ) -> Result<io::Result<bool>> {
        if !self.skip(skipped)? {
            return Ok(Ok(false));
        }
        let mut done = 0;
        while done < rows {
            let Some((here, given)) = self.piece(rows - done)? else {
                return Ok(Ok(false));
            };
            match self.write((here, given), here == rows, cells) {
                Ok(true) => done += here,
                other => return Ok(other),
            }
        }
        Ok(Ok(true))
    }

    /// Writes the texts of some rows (ascending, from the start of the row group on) into an empty column; whether there were as many.
    pub(super) fn pick(
        &mut self,
        rows: &[usize],
        cells: &mut ColumnCells,
    ) -> Result<io::Result<bool>> {
        let mut next = 0;
        for run in rows.chunk_by(|row, after| row + 1 == *after) {
            let first = run.first().copied().unwrap_or(next);
            if !self.pass(first - next)? {
                return Ok(Ok(false));
            }
            next = first + run.len();
            let mut left = run.len();
            while left > 0 {
                let Some(piece) = self.piece(left)? else {
                    return Ok(Ok(false));
                };
                let written = self.write(piece, false, cells);
                match written.and_then(|whole| cells.spell_out().map(|()| whole)) {
                    Ok(true) => left -= piece.0,
                    other => return Ok(other),
                }
            }
        }
        Ok(Ok(true))
    }

    /// Skips rows as [`Pages::skip`] does, without a look into pages that hold no others.
    fn pass(&mut self, rows: usize) -> Result<bool> {
        let here = self.open.as_ref().map_or(0, |open| open.rows);
        let mut left = match rows.checked_sub(here) {
            None | Some(0) => return self.skip(rows),
            Some(left) => left,
        };
        self.open = None;
        while left > 0 {
            let Some(page) = self.pages.peek_next_page()? else {
                return Ok(false);
            };
            match page.num_levels.filter(|_| !page.is_dict) {
                Some(rows) if rows <= left => {
                    self.pages.skip_next_page()?;
                    left -= rows;
                }
                Some(_) => return self.skip(left),
                None => match self.pages.get_next_page()? {
                    Some(page) => self.take(page)?,
                    None => return Ok(false),
                },
            }
        }
        Ok(true)
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
                Values::Numbers(numbers) => numbers.skip(given),
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
            } => return self.take_dictionary(buf, num_values),
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

    fn take_dictionary(&mut self, bytes: Bytes, count: u32) -> Result<()> {
        let count = count as usize;
        let mut bounds = Vec::new();
        if self.is_text()
            && texts(&bytes, 0, std::iter::repeat_n(true, count), &mut bounds).is_some()
        {
            self.dictionary = Arc::new(Words::new(bytes, bounds));
            return Ok(());
        }
        bounds.clear();
        let (mut text, mut at) = (Vec::new(), 0);
        for _ in 0..count {
            let start = offset_within(text.len());
            let Some(end) = self.form.write(self.spelling, &bytes, at, &mut text) else {
                return damaged();
            };
            at = end;
            bounds.push((start, offset_within(text.len())));
        }
        if offset(text.len()).is_err() {
            return damaged();
        }
        self.dictionary = Arc::new(Words::new(text.into(), bounds));
        Ok(())
    }

    /// Whether the values are texts as they lie.
    fn is_text(&self) -> bool {
        self.form == Form::Bytes && self.spelling == Spelling::Plain
    }

    /// Writes the rows of a piece, so many of which have a value, behind those of the column that are there.
    fn write(
        &mut self,
        (rows, given): (usize, usize),
        is_alone: bool,
        cells: &mut ColumnCells,
    ) -> io::Result<bool> {
        let is_text = self.is_text();
        let Some(open) = &mut self.open else {
            return Ok(false);
        };
        let all = given == rows;
        match &mut open.values {
            Values::Numbers(numbers) => {
                self.numbers.resize(given, 0);
                let blank = self.dictionary.blank();
                if numbers.fill(&mut self.numbers).is_none()
                    || self.numbers.iter().any(|&number| number >= blank)
                {
                    return Ok(false);
                }
                cells.words = Some(Arc::clone(&self.dictionary));
                if all {
                    cells.numbers.extend_from_slice(&self.numbers);
                } else {
                    let mut next = self.numbers.iter().copied();
                    let number = |&level: &u32| match level {
                        1 => next.next().unwrap_or(blank),
                        _ => blank,
                    };
                    cells.numbers.extend(self.given.iter().map(number));
                }
                if !cells.bounds.is_empty() {
                    cells.spell_out()?;
                }
            }
            Values::Plain(bytes, at) => {
                cells.spell_out()?;
                let is_given = |row: usize| all || self.given.get(row) == Some(&1);
                if is_text && is_alone {
                    if let Some(end) = texts(bytes, *at, (0..rows).map(is_given), &mut cells.bounds)
                    {
                        *at = end;
                        cells.page = Some(bytes.clone());
                        return Ok(true);
                    }
                    cells.bounds.clear();
                }
                let text = &mut cells.own;
                for row in 0..rows {
                    let start = offset_within(text.len());
                    if is_given(row) {
                        match self.form.write(self.spelling, bytes, *at, text) {
                            Some(end) => *at = end,
                            None => return Ok(false),
                        }
                    }
                    cells.bounds.push((start, offset_within(text.len())));
                }
                offset(text.len())?;
            }
        }
        Ok(true)
    }
}

/// Texts longer than this have a length that is no sign of ASCII.
const LONGEST: u32 = 127;

/// The bounds of the texts of rows that have one, which lie behind their lengths from a place of a page on, and the place behind the last.
/// `None` where the page ends before, some is no text, or longer than [`LONGEST`].
fn texts(
    page: &[u8],
    start: usize,
    given: impl Iterator<Item = bool>,
    bounds: &mut Vec<(u32, u32)>,
) -> Option<usize> {
    let (mut at, mut longest) = (start, 0);
    for is_given in given {
        if !is_given {
            bounds.push((0, 0));
            continue;
        }
        let length = u32::from_le_bytes(*page.get(at..)?.first_chunk()?);
        longest |= length;
        at += 4;
        let end = at.checked_add(length as usize)?;
        bounds.push((offset_within(at), offset_within(end)));
        at = end;
    }
    // Lengths are ASCII among the texts, so that no character can go on behind one: all is text together where each is.
    let all = page.get(start..at)?;
    (longest <= LONGEST && simdutf8::basic::from_utf8(all).is_ok()).then_some(at)
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
