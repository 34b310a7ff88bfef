//! Several tables in, one table out: their rows follow each other in the order given, under one header.
//!
//! Each part says which of its columns is which of the whole. A column may be the same for a whole part and stand nowhere in it; one that a part
//! lacks is neither blank nor unreadable there, but missing ([`cell::ABSENT`]). Rows keep the file, sheet and line that they lie in.

use super::{
    Buffer, Chunk, ColumnCells, DigestAlgorithm, FetchedRows, Layout, Problem, Problems, Source,
    cell, column, formats,
};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

/// Where the cells of a column of the whole are in a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartColumn {
    /// In a column of the part, by its number.
    Own(usize),
    /// Nowhere: it is this text in every row.
    Value(String),
    /// Nowhere, and nothing is known of it.
    Absent,
}

/// One of the tables.
pub struct Part {
    /// Its rows.
    pub source: Box<dyn Source>,
    /// Its file, as it is shown.
    pub file: String,
    /// For every column of the whole where its cells are.
    pub columns: Vec<PartColumn>,
    /// For every column of the whole its header here.
    pub header: Vec<String>,
    /// For columns of the whole, by their numbers, the unit of the numbers in this part: it is put behind those that have none.
    pub units: BTreeMap<usize, String>,
}

impl Part {
    /// Whether its columns are those of the whole, in the same order.
    fn is_plain(&self) -> bool {
        let mut numbered = self.columns.iter().enumerate();
        self.units.is_empty()
            && self.columns.len() == self.source.header().len()
            && numbered.all(|(at, column)| *column == PartColumn::Own(at))
    }

    /// Its own columns among these of the whole, in their order.
    fn own(&self, columns: &[usize]) -> Vec<usize> {
        let own = columns.iter().map(|&column| self.columns.get(column));
        own.filter_map(|column| match column {
            Some(&PartColumn::Own(own)) => Some(own),
            _ => None,
        })
        .collect()
    }
}

/// Tables read as one.
pub struct Several {
    header: Vec<String>,
    parts: Vec<Part>,
    /// What tells of its parts, for [`Source::encoding`].
    encoding: String,
}

impl Several {
    /// Puts tables together under a header.
    #[must_use]
    pub fn new(header: Vec<String>, parts: Vec<Part>) -> Self {
        let mut encodings: Vec<&str> = Vec::new();
        for part in &parts {
            if !encodings.contains(&part.source.encoding()) {
                encodings.push(part.source.encoding());
            }
        }
        let encoding = encodings.join(", ");
        Self {
            header,
            parts,
            encoding,
        }
    }

    /// The part that a chunk lies in, and the chunk's number there.
    fn part_of_chunk(&self, mut chunk: usize) -> Option<(&Part, usize)> {
        for part in &self.parts {
            let count = part.source.chunk_count();
            if chunk < count {
                return Some((part, chunk));
            }
            chunk -= count;
        }
        None
    }

    /// The rows of a part. Known once it was read.
    fn rows_of(part: &Part) -> u64 {
        part.source.rows_before(part.source.chunk_count())
    }
}

/// Whether a cell is a number without a unit behind it.
fn is_bare(cell: &[u8]) -> bool {
    let cell = cell::fold_width(cell::trimmed(cell));
    let ends_in_digit = cell
        .last()
        .is_some_and(|b| b.is_ascii_digit() || *b == b'.');
    ends_in_digit && cell::number(&cell).is_some()
}

/// Chunk of a part → the columns asked for of a chunk of the whole: their texts are put together anew.
fn laid_out(
    inner: &Chunk<'_>,
    part: &Part,
    asked: &[usize],
    joined: &mut Vec<ColumnCells>,
) -> io::Result<()> {
    joined.resize_with(asked.len(), ColumnCells::default);
    for (&column, cells) in asked.iter().zip(joined) {
        let same = match part.columns.get(column) {
            Some(&PartColumn::Own(own)) if own < inner.columns => {
                let unit = part.units.get(&column);
                cells.clear();
                inner.each(own, |_, cell| {
                    let start = cells.own.len();
                    cells.own.extend_from_slice(cell);
                    if let Some(unit) = unit.filter(|_| is_bare(cell)) {
                        cells.own.extend_from_slice(unit.as_bytes());
                    }
                    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                    cells.bounds.push((offset(start), offset(cells.own.len())));
                });
                continue;
            }
            Some(PartColumn::Value(value)) if inner.doubled_quotes => {
                Cow::Owned(value.replace('"', "\"\""))
            }
            Some(PartColumn::Value(value)) => Cow::Borrowed(value.as_str()),
            Some(PartColumn::Own(_) | PartColumn::Absent) | None => Cow::Borrowed(cell::ABSENT),
        };
        cells.fill(same.as_bytes(), inner.rows)?;
    }
    Ok(())
}

impl Source for Several {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn encoding(&self) -> &str {
        &self.encoding
    }

    fn sheet(&self) -> Option<&str> {
        None
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn part_of(&self, mut row: u64) -> Option<(&Part, u64)> {
        for part in &self.parts {
            let rows = Self::rows_of(part);
            if row < rows {
                return Some((part, row));
            }
            row -= rows;
        }
        None
    }

    fn line_of(&self, row: u64, column: usize) -> Option<u64> {
        let (part, row) = self.part_of(row)?;
        match part.columns.get(column) {
            Some(&PartColumn::Own(own)) => part.source.line_of(row, own),
            _ => None,
        }
    }

    fn chunk_count(&self) -> usize {
        let counts = self.parts.iter().map(|part| part.source.chunk_count());
        counts.sum::<usize>().max(1)
    }

    fn read<'b>(&self, chunk: usize, buffer: &'b mut Buffer) -> io::Result<Chunk<'b>> {
        let all: Vec<usize> = (0..self.header.len()).collect();
        self.read_columns(chunk, &all, buffer)
    }

    fn read_columns<'b>(
        &self,
        chunk: usize,
        columns: &[usize],
        buffer: &'b mut Buffer,
    ) -> io::Result<Chunk<'b>> {
        let unknown = || io::Error::new(io::ErrorKind::InvalidInput, "no such chunk");
        let (part, chunk) = self.part_of_chunk(chunk).ok_or_else(unknown)?;
        if part.is_plain() {
            return part.source.read_columns(chunk, columns, buffer);
        }
        let mut own = part.own(columns);
        own.sort_unstable();
        own.dedup();
        let mut joined = std::mem::take(&mut buffer.joined);
        let inner = part.source.read_columns(chunk, &own, &mut *buffer)?;
        laid_out(&inner, part, columns, &mut joined)?;
        let (rows, doubled_quotes) = (inner.rows, inner.doubled_quotes);
        buffer.joined = joined;
        column::place(columns, self.header.len(), &mut buffer.joined_places);
        Ok(Chunk {
            rows,
            columns: self.header.len(),
            doubled_quotes,
            bytes: &[],
            layout: Layout::Columns {
                columns: &buffer.joined,
                places: &buffer.joined_places,
            },
        })
    }

    fn rows_before(&self, mut chunk: usize) -> u64 {
        let mut rows = 0;
        for part in &self.parts {
            let count = part.source.chunk_count();
            rows += part.source.rows_before(chunk.min(count));
            chunk = chunk.saturating_sub(count);
        }
        rows
    }

    fn cells(&self, rows: &[u64], columns: &[usize]) -> io::Result<FetchedRows> {
        let mut found = FetchedRows::new(columns.len(), rows.len());
        let (mut before, mut rest) = (0, rows);
        for part in &self.parts {
            if rest.is_empty() {
                break;
            }
            let end = before + Self::rows_of(part);
            let (here, later) = rest.split_at(rest.partition_point(|&row| row < end));
            rest = later;
            if !here.is_empty() {
                let local: Vec<u64> = here.iter().map(|row| row - before).collect();
                add_cells((part, before), &local, columns, &mut found)?;
            }
            before = end;
        }
        if rest.is_empty() {
            Ok(found)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "no such row"))
        }
    }

    fn problems(&self) -> Problems {
        let mut all: BTreeMap<super::ProblemKind, Problem> = BTreeMap::new();
        let mut before = 0;
        for part in &self.parts {
            for problem in part.source.problems() {
                let sum = all.entry(problem.kind).or_insert_with(|| Problem {
                    kind: problem.kind,
                    count: 0,
                    places: Vec::new(),
                });
                sum.count += problem.count;
                let room = Problem::MOST_PLACES.saturating_sub(sum.places.len());
                for mut place in problem.places.into_iter().take(room) {
                    place.row = place.row.map(|row| row + before);
                    place.file = Some(part.file.clone());
                    place.sheet = part.source.sheet().map(str::to_owned);
                    sum.places.push(place);
                }
            }
            before += Self::rows_of(part);
        }
        all.into_values().collect()
    }

    fn expect_digest(&self, algorithm: DigestAlgorithm) {
        for part in &self.parts {
            part.source.expect_digest(algorithm);
        }
    }

    fn digest(&self, algorithm: DigestAlgorithm) -> io::Result<String> {
        let mut texts = String::new();
        for part in &self.parts {
            texts.push_str(&part.source.digest(algorithm)?);
            texts.push('\n');
        }
        Ok(formats::digest_of_bytes(texts.as_bytes(), algorithm))
    }
}

/// Adds cells of some rows of a part, as rows of the whole; so many rows come before the part.
fn add_cells(
    (part, before): (&Part, u64),
    rows: &[u64],
    columns: &[usize],
    found: &mut FetchedRows,
) -> io::Result<()> {
    let fetched = part.source.cells(rows, &part.own(columns))?;
    for at in 0..fetched.len() {
        let mut texts = fetched.texts(at);
        let value = |&column: &usize| match part.columns.get(column) {
            Some(PartColumn::Own(_)) => {
                let text = texts.next().unwrap_or_default();
                match part.units.get(&column) {
                    Some(unit) if is_bare(text.as_bytes()) => Cow::Owned(format!("{text}{unit}")),
                    _ => Cow::Borrowed(text),
                }
            }
            Some(PartColumn::Value(value)) => Cow::Borrowed(value.as_str()),
            Some(PartColumn::Absent) | None => Cow::Borrowed(cell::ABSENT),
        };
        let row = fetched.row(at) + before;
        found.push(row, fetched.line(at), columns.iter().map(value));
    }
    Ok(())
}
