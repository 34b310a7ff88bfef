//! Vectors: the values of a node for the rows of a batch, in columns.
//!
//! `known` is there only where something may be unknown. In truths the true rows are always among the known ones.
//! A constant is never blown up to a column.

use std::borrow::Cow;

use super::bits::Bits;
use crate::plan::{Constant, ValueKind};
use crate::types::Number;

/// Id of a key that is unknown, or that nobody put anything under.
pub(crate) const NO_KEY: u32 = 0;

/// One known value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scalar {
    Truth(bool),
    Key(u32),
    Days(i32),
    Number(Number),
    Interval(Number, Number),
    Code(u32),
    Digest(u128),
    Text(String),
}

/// Texts of a batch, one after another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Texts {
    /// Makes room for so many texts of a usual length.
    pub(crate) fn reserve(&mut self, texts: usize) {
        self.bytes.reserve(texts * 20);
        self.ends.reserve(texts);
    }

    #[inline]
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends
            .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// All of them, without anything between.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the text of a row ends among all of them.
    #[inline]
    pub(crate) fn end(&self, row: usize) -> usize {
        self.ends[row] as usize
    }

    #[inline]
    pub(crate) fn get(&self, row: usize) -> &[u8] {
        let start = if row == 0 {
            0
        } else {
            self.ends[row - 1] as usize
        };
        self.bytes
            .get(start..self.ends[row] as usize)
            .unwrap_or_default()
    }
}

/// Values of the rows of a batch.
#[derive(Debug, Clone)]
pub(crate) enum Values {
    /// True rows.
    Truth(Bits),
    /// Dense numbers of keys.
    Key(Vec<u32>),
    /// Days since 1970.
    Days(Vec<i32>),
    /// Decimals of one scale.
    Decimal { mantissas: Vec<i64>, scale: u8 },
    /// Fractions.
    Exact(Vec<Number>),
    /// Least and largest possible value.
    Interval(Vec<(Number, Number)>),
    /// Numbers of words.
    Code(Vec<u32>),
    /// Digests of texts.
    Digest(Vec<u128>),
    /// Texts.
    Text(Texts),
    /// One value in all rows; `None`: unknown in all rows.
    Constant(Option<Scalar>),
}

/// Values, and which are known (`None`: all, but for an unknown constant).
#[derive(Debug, Clone)]
pub(crate) struct Vector {
    pub(crate) values: Values,
    pub(crate) known: Option<Bits>,
}

impl Vector {
    pub(crate) fn new(values: Values, known: Option<Bits>) -> Self {
        let known = known.filter(|known| !known.is_full());
        Self { values, known }
    }

    /// Truths; rows that are not known are taken out of the true ones.
    pub(crate) fn truth(yes: Bits, known: Option<Bits>) -> Self {
        match known {
            Some(known) if !known.is_full() => Self {
                values: Values::Truth(yes.and(&known)),
                known: Some(known),
            },
            _ => Self {
                values: Values::Truth(yes),
                known: None,
            },
        }
    }

    /// Unknown in every row.
    pub(crate) fn unknown() -> Self {
        Self {
            values: Values::Constant(None),
            known: None,
        }
    }

    pub(crate) fn constant(value: Scalar) -> Self {
        Self {
            values: Values::Constant(Some(value)),
            known: None,
        }
    }

    pub(crate) fn of_constant(constant: &Constant) -> Self {
        match scalar(constant) {
            Some(value) => Self::constant(value),
            None => Self::unknown(),
        }
    }

    /// Whether the value of a row is known.
    #[inline]
    pub(crate) fn is_known(&self, row: usize) -> bool {
        match (&self.values, &self.known) {
            (Values::Constant(None), _) => false,
            (_, Some(known)) => known.get(row),
            (_, None) => true,
        }
    }

    /// The known rows; `None`: all of them.
    pub(crate) fn known_rows(&self, rows: usize) -> Option<Cow<'_, Bits>> {
        match (&self.values, &self.known) {
            (Values::Constant(None), _) => Some(Cow::Owned(Bits::none(rows))),
            (_, Some(known)) => Some(Cow::Borrowed(known)),
            (_, None) => None,
        }
    }

    /// The rows where it is true.
    pub(crate) fn yes(&self, rows: usize) -> Cow<'_, Bits> {
        match &self.values {
            Values::Truth(bits) => Cow::Borrowed(bits),
            Values::Constant(Some(Scalar::Truth(true))) => Cow::Owned(Bits::all(rows)),
            _ => Cow::Owned(Bits::none(rows)),
        }
    }

    /// The rows where it is false.
    pub(crate) fn no(&self, rows: usize) -> Bits {
        let yes = self.yes(rows);
        match self.known_rows(rows) {
            None => yes.not(),
            Some(known) => known.and_not(&yes),
        }
    }

    /// The dense keys; `None` for a vector that holds none.
    pub(crate) fn keys(&self) -> Option<&[u32]> {
        match &self.values {
            Values::Key(ids) => Some(ids),
            _ => None,
        }
    }

    /// The value of a row.
    pub(crate) fn get(&self, row: usize) -> Option<Scalar> {
        if !self.is_known(row) {
            return None;
        }
        Some(match &self.values {
            Values::Truth(bits) => Scalar::Truth(bits.get(row)),
            Values::Key(ids) => Scalar::Key(ids[row]),
            Values::Days(days) => Scalar::Days(days[row]),
            Values::Decimal { mantissas, scale } => {
                Scalar::Number(Number::decimal(i128::from(mantissas[row]), *scale)?)
            }
            Values::Exact(numbers) => Scalar::Number(numbers[row]),
            Values::Interval(bounds) => {
                let (low, high) = bounds[row];
                if low == high {
                    Scalar::Number(low)
                } else {
                    Scalar::Interval(low, high)
                }
            }
            Values::Code(codes) => Scalar::Code(codes[row]),
            Values::Digest(digests) => Scalar::Digest(digests[row]),
            Values::Text(texts) => {
                Scalar::Text(String::from_utf8_lossy(texts.get(row)).into_owned())
            }
            Values::Constant(value) => return value.clone(),
        })
    }

    /// The number of a row as an interval.
    pub(crate) fn bounds(&self, row: usize) -> Option<(Number, Number)> {
        match self.get(row)? {
            Scalar::Number(number) => Some((number, number)),
            Scalar::Interval(low, high) => Some((low, high)),
            _ => None,
        }
    }

    /// The text of a row.
    pub(crate) fn text(&self, row: usize) -> Option<&str> {
        self.bytes(row)
            .map(|text| std::str::from_utf8(text).unwrap_or_default())
    }

    /// The bytes of the text of a row.
    #[inline]
    pub(crate) fn bytes(&self, row: usize) -> Option<&[u8]> {
        if !self.is_known(row) {
            return None;
        }
        match &self.values {
            Values::Text(texts) => Some(texts.get(row)),
            Values::Constant(Some(Scalar::Text(text))) => Some(text.as_bytes()),
            _ => None,
        }
    }

    /// The day of a row.
    pub(crate) fn day(&self, row: usize) -> Option<i32> {
        if !self.is_known(row) {
            return None;
        }
        match &self.values {
            Values::Days(days) => Some(days[row]),
            Values::Constant(Some(Scalar::Days(day))) => Some(*day),
            _ => None,
        }
    }

    /// A vector of single values of one kind.
    pub(crate) fn collect(
        kind: ValueKind,
        rows: usize,
        mut each: impl FnMut(usize) -> Option<Scalar>,
    ) -> Self {
        let mut known = Bits::all(rows);
        let mut values = Empty::of(kind, rows);
        for row in 0..rows {
            if !values.push(each(row)) {
                known.clear(row);
            }
        }
        Self::new(values.finish(rows, &known), Some(known))
    }

    /// The values of some rows, in that order.
    pub(crate) fn take(&self, rows: &[u32]) -> Self {
        fn pick<T: Copy>(values: &[T], rows: &[u32]) -> Vec<T> {
            rows.iter().map(|&row| values[row as usize]).collect()
        }
        let bits = |bits: &Bits| Bits::of(rows, |row| bits.get(row as usize));
        let values = match &self.values {
            Values::Truth(yes) => Values::Truth(bits(yes)),
            Values::Key(v) => Values::Key(pick(v, rows)),
            Values::Days(v) => Values::Days(pick(v, rows)),
            Values::Decimal { mantissas, scale } => Values::Decimal {
                mantissas: pick(mantissas, rows),
                scale: *scale,
            },
            Values::Exact(v) => Values::Exact(pick(v, rows)),
            Values::Interval(v) => Values::Interval(pick(v, rows)),
            Values::Code(v) => Values::Code(pick(v, rows)),
            Values::Digest(v) => Values::Digest(pick(v, rows)),
            Values::Text(texts) => {
                let mut taken = Texts::default();
                for &row in rows {
                    taken.push(texts.get(row as usize));
                }
                Values::Text(taken)
            }
            Values::Constant(value) => Values::Constant(value.clone()),
        };
        Self::new(values, self.known.as_ref().map(bits))
    }

    /// Gives back memory that is not used, before the vector is kept for a later phase.
    pub(crate) fn shrink(&mut self) {
        match &mut self.values {
            Values::Key(v) | Values::Code(v) => v.shrink_to_fit(),
            Values::Days(v) => v.shrink_to_fit(),
            Values::Decimal { mantissas, .. } => mantissas.shrink_to_fit(),
            Values::Digest(v) => v.shrink_to_fit(),
            Values::Truth(_)
            | Values::Exact(_)
            | Values::Interval(_)
            | Values::Text(_)
            | Values::Constant(_) => {}
        }
    }
}

/// A constant of the plan as a value; `None`: unknown.
pub(crate) fn scalar(constant: &Constant) -> Option<Scalar> {
    Some(match constant {
        Constant::Truth(truth) => Scalar::Truth(*truth),
        Constant::Days(days) => Scalar::Days(*days),
        Constant::Number(number) => Scalar::Number(*number),
        Constant::Code(code) => Scalar::Code(*code),
        Constant::Text(text) => Scalar::Text(text.clone()),
        Constant::Unknown(..) => return None,
    })
}

/// A vector while it is filled value by value.
enum Empty {
    Truth(Bits, usize),
    Key(Vec<u32>),
    Days(Vec<i32>),
    Number(Vec<(Number, Number)>, bool),
    Code(Vec<u32>),
    Digest(Vec<u128>),
    Text(Texts),
}

impl Empty {
    fn of(kind: ValueKind, rows: usize) -> Self {
        match kind {
            ValueKind::Truth => Self::Truth(Bits::none(rows), 0),
            ValueKind::Key(_) => Self::Key(Vec::with_capacity(rows)),
            ValueKind::Days => Self::Days(Vec::with_capacity(rows)),
            ValueKind::Number => Self::Number(Vec::with_capacity(rows), false),
            ValueKind::Code => Self::Code(Vec::with_capacity(rows)),
            ValueKind::Digest => Self::Digest(Vec::with_capacity(rows)),
            ValueKind::Text => Self::Text(Texts::default()),
        }
    }

    /// Adds a value of the right kind; anything else is unknown, and false is returned.
    fn push(&mut self, value: Option<Scalar>) -> bool {
        match (self, value) {
            (Self::Truth(bits, at), Some(Scalar::Truth(truth))) => {
                if truth {
                    bits.set(*at);
                }
                *at += 1;
            }
            (Self::Truth(_, at), _) => {
                *at += 1;
                return false;
            }
            (Self::Key(v), Some(Scalar::Key(id))) => v.push(id),
            (Self::Key(v), _) => {
                v.push(NO_KEY);
                return false;
            }
            (Self::Days(v), Some(Scalar::Days(day))) => v.push(day),
            (Self::Days(v), _) => {
                v.push(0);
                return false;
            }
            (Self::Number(v, _), Some(Scalar::Number(number))) => v.push((number, number)),
            (Self::Number(v, wide), Some(Scalar::Interval(low, high))) => {
                *wide |= low != high;
                v.push((low, high));
            }
            (Self::Number(v, _), _) => {
                v.push((Number::ZERO, Number::ZERO));
                return false;
            }
            (Self::Code(v), Some(Scalar::Code(code))) => v.push(code),
            (Self::Code(v), _) => {
                v.push(u32::MAX);
                return false;
            }
            (Self::Digest(v), Some(Scalar::Digest(digest))) => v.push(digest),
            (Self::Digest(v), _) => {
                v.push(0);
                return false;
            }
            (Self::Text(v), Some(Scalar::Text(text))) => v.push(text.as_bytes()),
            (Self::Text(v), _) => {
                v.push(b"");
                return false;
            }
        }
        true
    }

    fn finish(self, rows: usize, known: &Bits) -> Values {
        match self {
            Self::Truth(bits, _) => Values::Truth(bits.and(known)),
            Self::Key(v) => Values::Key(v),
            Self::Days(v) => Values::Days(v),
            Self::Number(v, true) => Values::Interval(v),
            Self::Number(v, false) => decimals(&v, rows),
            Self::Code(v) => Values::Code(v),
            Self::Digest(v) => Values::Digest(v),
            Self::Text(v) => Values::Text(v),
        }
    }
}

/// Numbers as decimals of the smallest of some usual scales that suits all of them, else as fractions.
fn decimals(numbers: &[(Number, Number)], rows: usize) -> Values {
    for scale in [0, 2, 4] {
        let mut mantissas = Vec::with_capacity(rows);
        for (number, _) in numbers {
            match number.mantissa(scale) {
                Some(mantissa) => mantissas.push(mantissa),
                None => break,
            }
        }
        if mantissas.len() == numbers.len() {
            return Values::Decimal { mantissas, scale };
        }
    }
    Values::Exact(numbers.iter().map(|(number, _)| *number).collect())
}

/// The mantissas at another scale, where they all fit.
pub(crate) fn at_scale(mantissas: &[i64], from: u8, to: u8) -> Option<Cow<'_, [i64]>> {
    if from == to {
        return Some(Cow::Borrowed(mantissas));
    }
    let power = 10i64.checked_pow(u32::from(to.checked_sub(from)?))?;
    let scaled: Option<Vec<i64>> = mantissas.iter().map(|m| m.checked_mul(power)).collect();
    scaled.map(Cow::Owned)
}
