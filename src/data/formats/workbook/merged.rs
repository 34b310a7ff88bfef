//! Cells that have their value from those that they are merged with: which they are, where the value stands, which numbers count once.

use super::Table;
use super::grid::Filled;
use crate::data::formats::notes::Collection;
use crate::data::{Place, ProblemKind, cell};

impl Table {
    /// The column of the table that a cell lies in.
    fn column_of(&self, cell: &Filled) -> Option<usize> {
        let at = usize::try_from(cell.column.checked_sub(self.first_column)?).ok()?;
        (at < self.header.len()).then_some(at)
    }

    /// Lists the cells merged over several rows, each at its first.
    pub(super) fn note_merged(&self, problems: &mut Collection) {
        let mut merged: Vec<(u64, usize)> = self
            .filled
            .iter()
            .filter_map(|cell| Some((cell.from, self.column_of(cell)?)))
            .collect();
        merged.sort_unstable();
        merged.dedup();
        for (line, column) in merged {
            let place = Place {
                line: Some(line),
                column: self.header.get(column).cloned(),
                ..Place::default()
            };
            problems.add(ProblemKind::MergedCell, place);
        }
    }

    /// Puts a sign before the numbers of merged cells in these columns, except in the first row of each.
    pub(super) fn mark_numbers(&mut self, columns: &[usize]) {
        for cell in self.filled.iter().filter(|cell| cell.is_number) {
            let Some(column) = self.column_of(cell).filter(|at| columns.contains(at)) else {
                continue;
            };
            let width = self.header.len();
            for part in &mut self.parts {
                let Ok(row) = part.lines.binary_search(&cell.line) else {
                    continue;
                };
                let start = part.text.len();
                let Some(bounds) = part.bounds.get_mut(row * width + column) else {
                    continue;
                };
                let (from, to) = (bounds.0 as usize, bounds.1 as usize);
                part.text.extend_from_slice(cell::MERGED.as_bytes());
                part.text.extend_from_within(from..to);
                let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                *bounds = (offset(start), offset(part.text.len()));
            }
        }
    }

    /// The line of the first of the cells that a cell is merged with.
    pub(super) fn first_of_merge(&self, row: u64, column: usize) -> Option<u64> {
        let at = usize::try_from(row).ok()?;
        let (part, local) = self.part_of(at)?;
        let line = *part.lines.get(local)?;
        let column = u32::try_from(column).ok()? + self.first_column;
        let place = (line, column);
        let at = (self.filled).binary_search_by_key(&place, |cell| (cell.line, cell.column));
        at.ok()
            .and_then(|at| self.filled.get(at))
            .map(|cell| cell.from)
    }
}
