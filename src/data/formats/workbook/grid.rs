//! The cells of a sheet in, its header and the rows below it out. Only cells with anything in them are kept:
//! one lost cell in the last row of a sheet must not cost the memory of a full one.

use super::text::text_of;
use crate::data::OpenOptions;
use crate::data::cell;
use crate::data::formats::beside;
use calamine::{Data, Dimensions};

/// Rows looked at to find the header.
pub(super) const HEADER_ROWS: usize = 40;

/// Rows and columns of a sheet, as many as any program writes.
const MOST_ROWS: u64 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// A row of a sheet with anything in it.
pub(super) struct GridRow {
    /// Its number in the sheet, from 1.
    pub(super) line: u64,
    /// Its cells that are not blank, by column from 0.
    pub(super) cells: Vec<(u32, Data)>,
}

impl GridRow {
    /// The cell in a column.
    pub(super) fn cell(&self, column: u32) -> Option<&Data> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.0);
        at.ok()
            .and_then(|at| self.cells.get(at))
            .map(|cell| &cell.1)
    }

    /// Whether it says who made the table and when.
    fn is_above(&self) -> bool {
        let texts: Vec<String> = self.cells.iter().map(|cell| text_of(&cell.1)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        beside::is_above(&texts)
    }

    fn texts(&self) -> usize {
        let is_text = |cell: &&(u32, Data)| matches!(cell.1, Data::String(_));
        self.cells.iter().filter(is_text).count()
    }
}

/// A cell that has the value of the first one that it is merged with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filled {
    /// Its line, from 1.
    pub(super) line: u64,
    /// Its column in the sheet, from 0.
    pub(super) column: u32,
    /// The line of the first cell.
    pub(super) from: u64,
    /// Whether the value is a number.
    pub(super) is_number: bool,
}

/// A header and where it stands.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) texts: Vec<String>,
    /// The texts as they stand in its row, where those above had to be put before some to tell them apart; else none.
    pub(super) own: Vec<String>,
    /// The column of the first text.
    pub(super) first_column: u32,
    /// The row in the sheet, from 1.
    pub(super) line: u64,
}

/// The cells of a sheet.
#[derive(Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<GridRow>,
    pub(super) merged: Vec<Dimensions>,
}

impl Grid {
    /// Puts cells (row and column from 0) in their rows; blank ones are left out.
    pub(super) fn new(cells: impl Iterator<Item = (u32, u32, Data)>) -> Self {
        let mut grid = Self::default();
        cells.for_each(|(row, column, data)| grid.add(row, column, data));
        grid.in_order()
    }

    /// Adds a cell, which files list in order, unless it is blank.
    pub(super) fn add(&mut self, row: u32, column: u32, data: Data) {
        if is_blank(&data) {
            return;
        }
        let line = u64::from(row) + 1;
        let width = match self.rows.last_mut() {
            Some(last) if last.line == line => return last.cells.push((column, data)),
            last => last.map_or(1, |row| row.cells.len()),
        };
        let mut cells = Vec::with_capacity(width);
        cells.push((column, data));
        self.rows.push(GridRow { line, cells });
    }

    /// Whether every cell stands where a sheet has one: a place far outside would cost the memory of all columns before it.
    pub(super) fn fits_a_sheet(&self) -> bool {
        let fits = |row: &GridRow| {
            let last = row.cells.iter().map(|(column, _)| *column).max();
            row.line <= MOST_ROWS && last.is_none_or(|column| column < MOST_COLUMNS)
        };
        self.rows.iter().all(fits)
    }

    /// Adds the cells that follow.
    pub(super) fn append(&mut self, mut more: Self) {
        self.rows.append(&mut more.rows);
        self.merged.append(&mut more.merged);
    }

    /// Puts the cells of a file in order that does not list them so, for any part of a row.
    pub(super) fn in_order(mut self) -> Self {
        let lines_rise = self.rows.is_sorted_by(|row, next| row.line < next.line);
        if !lines_rise {
            self.rows.sort_by_key(|row| row.line);
            self.rows.dedup_by(|next, row| {
                let same = next.line == row.line;
                if same {
                    row.cells.append(&mut next.cells);
                }
                same
            });
        }
        for row in &mut self.rows {
            if !row.cells.is_sorted_by_key(|cell| cell.0) {
                row.cells.sort_by_key(|cell| cell.0);
            }
        }
        self
    }

    /// The header in the row asked for (from 1), else in the first with at least two texts that fills half of the table's width and has a row below.
    pub(super) fn header(&self, wanted: Option<u32>) -> Header {
        let Some(line) = wanted.map(u64::from).or_else(|| self.header_line()) else {
            return Header::default();
        };
        let covering = |merge: &&Dimensions| {
            (u64::from(merge.start.0) + 1..=u64::from(merge.end.0) + 1).contains(&line)
        };
        let merged: Vec<&Dimensions> = self.merged.iter().filter(covering).collect();
        let row = self.row(line);
        let ends = merged.iter().map(|merge| merge.end.1);
        let cells = row.iter().flat_map(|row| &row.cells).map(|cell| cell.0);
        let first_column = self.first_column();
        let last = ends.chain(cells).max().unwrap_or(first_column);
        let mut texts: Vec<String> = (first_column..=last)
            .map(|column| {
                let own = row.and_then(|row| row.cell(column));
                let merge = || {
                    merged
                        .iter()
                        .find(|m| (m.start.1..=m.end.1).contains(&column))
                };
                let data = own.or_else(|| {
                    let (row, column) = merge()?.start;
                    self.row(u64::from(row) + 1)?.cell(column)
                });
                data.map(header_text).unwrap_or_default()
            })
            .collect();
        while texts.last().is_some_and(String::is_empty) {
            texts.pop();
        }
        let told_apart = self.told_apart(&texts, first_column, line);
        let own = match told_apart == texts {
            true => Vec::new(),
            false => texts,
        };
        Header {
            texts: told_apart,
            own,
            first_column,
            line,
        }
    }

    /// Texts of a header in a line with those of the merged cells above them put before those that stand twice, where that tells them apart:
    /// 金额 under 春季 and under 秋季 is 春季金额 and 秋季金额.
    fn told_apart(&self, texts: &[String], first_column: u32, line: u64) -> Vec<String> {
        let above = |at: usize| {
            let column = first_column + u32::try_from(at).ok()?;
            let covers = |merge: &&Dimensions| {
                (u64::from(merge.start.0) + 1..=u64::from(merge.end.0) + 1).contains(&(line - 1))
                    && (merge.start.1..=merge.end.1).contains(&column)
            };
            let (row, column) = match self.merged.iter().find(covers) {
                Some(merge) => (u64::from(merge.start.0) + 1, merge.start.1),
                None => (line - 1, column),
            };
            let text = self.row(row)?.cell(column).map(header_text)?;
            (!text.is_empty()).then_some(text)
        };
        let named = texts.iter().enumerate().map(|(at, text)| {
            let same = (texts.iter().enumerate()).filter(|(_, other)| *other == text);
            let same: Vec<usize> = same.map(|(at, _)| at).collect();
            if text.is_empty() || same.len() < 2 || line < 2 {
                return text.clone();
            }
            let over: Vec<Option<String>> = same.iter().map(|&at| above(at)).collect();
            let differ = (over.iter().enumerate()).all(|(at, name)| {
                name.is_some() && over.iter().skip(at + 1).all(|other| other != name)
            });
            match above(at).filter(|_| differ) {
                Some(name) => format!("{name}{text}"),
                None => text.clone(),
            }
        });
        named.collect()
    }

    /// Takes out the rows that are to be left out, and gives their numbers.
    pub(super) fn leave_out(&mut self, options: &OpenOptions) -> Vec<u64> {
        let mut lines = Vec::new();
        self.rows.retain(|row| {
            let stays = !options.leaves_out(row.line);
            if !stays {
                lines.push(row.line);
            }
            stays
        });
        lines
    }

    /// Puts the value of the first cell of each merge below a line into the rows that the merge covers and that hold anything else. Gives the
    /// cells filled (line and column) with the line that the value stands in, in order of lines.
    pub(super) fn fill_merged(&mut self, header: u64) -> Vec<Filled> {
        let mut filled = Vec::new();
        for merge in &self.merged {
            let (column, from) = (merge.start.1, u64::from(merge.start.0) + 1);
            if from <= header || merge.end.0 <= merge.start.0 {
                continue;
            }
            let Some(data) = self.row(from).and_then(|row| row.cell(column)).cloned() else {
                continue;
            };
            let first = self.rows.partition_point(|row| row.line <= from);
            let below = self.rows.get_mut(first..).unwrap_or_default().iter_mut();
            for row in below.take_while(|row| row.line <= u64::from(merge.end.0) + 1) {
                if let Err(at) = row.cells.binary_search_by_key(&column, |cell| cell.0) {
                    row.cells.insert(at, (column, data.clone()));
                    filled.push(Filled {
                        line: row.line,
                        column,
                        from,
                        is_number: matches!(data, Data::Float(_) | Data::Int(_)),
                    });
                }
            }
        }
        filled.sort_unstable_by_key(|cell| (cell.line, cell.column));
        filled
    }

    /// The lines below a header, from 1, that begin with a cell merged over all of its columns.
    pub(super) fn across(&self, header: &Header) -> Vec<u64> {
        let columns = u32::try_from(header.texts.len()).unwrap_or(u32::MAX);
        let last = (header.first_column.saturating_add(columns)).saturating_sub(1);
        let is_across = |merge: &&Dimensions| {
            let is_wide = merge.start.1 <= header.first_column && merge.end.1 >= last;
            columns > 1 && is_wide && merge.start.0 == merge.end.0
        };
        let merges = self.merged.iter().filter(is_across);
        let lines = merges.map(|merge| u64::from(merge.start.0) + 1);
        lines.filter(|line| *line > header.line).collect()
    }

    /// A header that stands in another table: every row of this one is below it.
    pub(super) fn going_on(&self, texts: &[String]) -> Header {
        Header {
            texts: texts.to_vec(),
            own: Vec::new(),
            first_column: self.first_column(),
            line: 0,
        }
    }

    /// The rows below a line.
    pub(super) fn below(&mut self, line: u64) -> &mut [GridRow] {
        let first = self.rows.partition_point(|row| row.line <= line);
        self.rows.get_mut(first..).unwrap_or_default()
    }

    /// The texts above a line, one below the other.
    pub(super) fn above(&self, line: u64) -> String {
        let rows = self.rows.iter().take_while(|row| row.line < line);
        let texts = rows.flat_map(|row| row.cells.iter().map(|cell| text_of(&cell.1)));
        texts.collect::<Vec<_>>().join("\n")
    }

    fn row(&self, line: u64) -> Option<&GridRow> {
        let at = self.rows.binary_search_by_key(&line, |row| row.line);
        at.ok().and_then(|at| self.rows.get(at))
    }

    fn first_column(&self) -> u32 {
        let firsts = self.rows.iter().filter_map(|row| row.cells.first());
        firsts.map(|cell| cell.0).min().unwrap_or(0)
    }

    fn header_line(&self) -> Option<u64> {
        let rows = self.rows.get(..self.rows.len().min(HEADER_ROWS))?;
        let widest = rows.iter().map(|row| row.cells.len()).max()?;
        let with_rows_below = rows.get(..rows.len().saturating_sub(1))?;
        let found = with_rows_below
            .iter()
            .find(|row| row.texts() >= 2 && row.texts() * 2 >= widest && !row.is_above())
            .or_else(|| rows.first())?;
        // A header of several rows ends where its cells that are merged downwards end.
        let starts_here = |merge: &&Dimensions| u64::from(merge.start.0) + 1 == found.line;
        let merged = self.merged.iter().filter(starts_here);
        let bottoms = merged.map(|merge| u64::from(merge.end.0) + 1);
        bottoms.chain([found.line]).max()
    }
}

/// A header text on one line, without blanks around it.
fn header_text(data: &Data) -> String {
    // Line breaks inside a header are only layout.
    let text = text_of(data).replace(['\n', '\r'], "");
    String::from_utf8_lossy(cell::trimmed(text.as_bytes())).into_owned()
}

fn is_blank(data: &Data) -> bool {
    match data {
        Data::Empty => true,
        Data::String(text) => cell::trimmed(text.as_bytes()).is_empty(),
        _ => false,
    }
}
