//! Columns of numbers: decimals of one scale where all fit, fractions where not.

use super::{Reader, Wordbook};
use crate::data::Chunk;
use crate::data::cell::Decimal;
use crate::eval::bad_cells::BadCells;
use crate::eval::vector::{Values, Vector};
use crate::types::Number;

impl Reader {
    /// The numbers in a column's cells.
    pub(super) fn numbers(
        &self,
        chunk: &Chunk<'_>,
        index: usize,
        percent: bool,
        mut book: Option<&mut Wordbook>,
        mut bad: BadCells<'_>,
    ) -> Vector {
        let read = |raw: &[u8]| {
            self.given(raw, chunk.doubled_quotes, |cells, text| {
                cells.number(text, percent)
            })
        };
        let none = Decimal::Short {
            mantissa: 0,
            scale: 0,
        };
        if let Some(words) = self.of_words((chunk, index), &mut book, none, read)
            && let Some((of_words, scale)) = of_one_scale(words.values())
        {
            words.tell_bad(|row, why| bad.add(row, why));
            let mantissas = words.spread(&of_words);
            return self.in_range(Values::Decimal { mantissas, scale }, bad);
        }
        let mut mantissas: Vec<i64> = Vec::with_capacity(chunk.rows);
        let mut chunk_scale = 0u8;
        let mut fits = true;
        self.shared(chunk, index).each_seen(read, |row, number| {
            let number = bad.or(row, number, none);
            let Decimal::Short { mantissa, scale } = number else {
                fits = false;
                mantissas.push(0);
                return;
            };
            if scale > chunk_scale {
                fits &= rescale(&mut mantissas, scale - chunk_scale);
                chunk_scale = scale;
            }
            let power = 10i64.checked_pow(u32::from(chunk_scale - scale));
            match power.and_then(|power| mantissa.checked_mul(power)) {
                Some(mantissa) => mantissas.push(mantissa),
                None => {
                    fits = false;
                    mantissas.push(0);
                }
            }
        });
        let values = if fits {
            Values::Decimal {
                mantissas,
                scale: chunk_scale,
            }
        } else {
            let mut numbers = Vec::with_capacity(chunk.rows);
            chunk.each(index, |_, raw| {
                numbers.push(read(raw).map_or(Number::ZERO, Decimal::value));
            });
            Values::Exact(numbers)
        };
        self.in_range(values, bad)
    }

    /// Numbers, of which those outside the column's range are none.
    fn in_range(&self, values: Values, bad: BadCells<'_>) -> Vector {
        let vector = Vector::new(values, bad.known());
        match self.range {
            None => vector,
            Some(range) => bad.within(vector, range),
        }
    }
}

/// The mantissas of numbers in one scale, where all fit.
fn of_one_scale(numbers: &[Decimal]) -> Option<(Vec<i64>, u8)> {
    let scale_of = |number: &Decimal| match number {
        Decimal::Short { scale, .. } => *scale,
        Decimal::Long(_) => 0,
    };
    let most = numbers.iter().map(scale_of).max().unwrap_or(0);
    let mantissa = |number: &Decimal| match number {
        Decimal::Short { mantissa, scale } => {
            mantissa.checked_mul(10i64.checked_pow(u32::from(most - scale))?)
        }
        Decimal::Long(_) => None,
    };
    let mantissas: Option<Vec<i64>> = numbers.iter().map(mantissa).collect();
    Some((mantissas?, most))
}

/// Multiplies all by a power of ten; false when one does not fit any more.
fn rescale(mantissas: &mut [i64], places: u8) -> bool {
    let Some(power) = 10i64.checked_pow(u32::from(places)) else {
        return mantissas.iter().all(|&mantissa| mantissa == 0);
    };
    let mut fits = true;
    for mantissa in mantissas {
        match mantissa.checked_mul(power) {
            Some(scaled) => *mantissa = scaled,
            None => fits = false,
        }
    }
    fits
}
