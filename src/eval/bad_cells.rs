//! Cells of a column without a value, while it is read: which rows hold them, and what is told of them.

use super::bits::Bits;
use super::cells::Bad;
use super::columns::{CellNote, Reader};
use super::vector::{Values, Vector};
use crate::data::ProblemKind;
use crate::types::Number;

/// Cells without a value, while a column is read.
pub(super) struct BadCells<'a> {
    pub(super) reader: &'a Reader,
    pub(super) rows: usize,
    pub(super) unknown: Option<Bits>,
    pub(super) notes: &'a mut Vec<CellNote>,
}

impl BadCells<'_> {
    #[inline]
    pub(super) fn or<T>(&mut self, row: usize, value: Result<T, Bad>, otherwise: T) -> T {
        match value {
            Ok(value) => value,
            Err(bad) => {
                self.add(row, bad);
                otherwise
            }
        }
    }

    pub(super) fn add(&mut self, row: usize, bad: Bad) {
        self.unknown
            .get_or_insert_with(|| Bits::none(self.rows))
            .set(row);
        let kind = match bad {
            // The column was listed when the file was opened.
            Bad::Blank | Bad::UnitUnclear | Bad::Absent | Bad::Swallowed => return,
            Bad::Unreadable => ProblemKind::Unreadable,
            Bad::OutOfSet => ProblemKind::OutOfSet,
            Bad::LostDigits => ProblemKind::LostDigits,
            Bad::PercentWithoutSign => ProblemKind::PercentWithoutSign,
            Bad::NumberWithUnit => ProblemKind::NumberWithUnit,
            Bad::Formula => ProblemKind::FormulaWithoutValue,
            Bad::SheetError => ProblemKind::SheetError,
            Bad::Merged => ProblemKind::MergedNumber,
            Bad::OutOfRange => ProblemKind::OutOfRange,
        };
        self.note(kind, row);
    }

    fn note(&mut self, kind: ProblemKind, row: usize) {
        if self.reader.reports {
            self.notes.push(CellNote {
                kind,
                row,
                column: self.reader.column,
            });
        }
    }

    /// The values without those outside a range.
    pub(super) fn within(mut self, vector: Vector, (low, high): (Number, Number)) -> Vector {
        let outside = match (&vector.values, low, high) {
            (Values::Decimal { mantissas, scale }, low, high) => {
                match (low.mantissa(*scale), high.mantissa(*scale)) {
                    (Some(low), Some(high)) => Bits::of(mantissas, |m| m < low || m > high),
                    _ => Bits::from_fn(self.rows, |row| outside(&vector, row, low, high)),
                }
            }
            _ => Bits::from_fn(self.rows, |row| outside(&vector, row, low, high)),
        };
        for row in outside.rows().filter(|&row| vector.is_known(row)) {
            self.add(row, Bad::OutOfRange);
        }
        Vector::new(vector.values, self.known())
    }

    pub(super) fn known(&self) -> Option<Bits> {
        self.unknown.as_ref().map(Bits::not)
    }
}

fn outside(vector: &Vector, row: usize, low: Number, high: Number) -> bool {
    vector
        .bounds(row)
        .is_some_and(|(value, _)| value < low || value > high)
}
