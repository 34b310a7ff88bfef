//! Vectors that outlive their phase, in as few bytes as their values take, and back.
//!
//! What comes back is what was stored, value by value.

use std::borrow::Cow;

use super::bits::Bits;
use super::cells::OTHER_WORD;
use super::halved::Digests;
use super::vector::{NO_KEY, Scalar, Values, Vector};
use crate::plan::NodeId;
use crate::types::Number;

/// The stored vectors of a chunk.
#[derive(Default)]
pub(crate) struct KeptNodes(Vec<(NodeId, Stored)>);

impl KeptNodes {
    /// The vector of a node, where it is kept.
    #[inline]
    pub(crate) fn get(&self, node: NodeId) -> Option<&Stored> {
        let at = self.0.binary_search_by_key(&node.0, |(id, _)| id.0).ok()?;
        self.0.get(at).map(|(_, stored)| stored)
    }

    /// Stores the vectors of more nodes.
    pub(crate) fn extend(&mut self, more: impl Iterator<Item = (NodeId, Vector)>) {
        self.0
            .extend(more.map(|(id, vector)| (id, Stored::of(vector))));
        self.0.sort_by_key(|(id, _)| id.0);
        self.0.shrink_to_fit();
    }

    /// Adds the stored vectors of the same chunk.
    pub(crate) fn add(&mut self, mut more: Self) {
        if !more.0.is_empty() {
            self.0.append(&mut more.0);
            self.0.sort_by_key(|(id, _)| id.0);
        }
    }
}

/// Whole numbers in as few bytes as the largest needs.
pub(crate) enum Narrow {
    One(Box<[i8]>),
    Two(Box<[i16]>),
    Four(Box<[i32]>),
}

impl Narrow {
    fn of(numbers: &[i64]) -> Option<Self> {
        fn all<T>(numbers: &[i64], narrow: impl Fn(i64) -> T) -> Box<[T]> {
            numbers.iter().map(|&number| narrow(number)).collect()
        }
        // A number and what it is turned round where it is below zero take as many bits; so do all of them together as the largest.
        let bits = numbers.iter().fold(0, |bits, n| bits | (n ^ n >> 63));
        match bits {
            0..=0x7F => Some(Self::One(all(numbers, |number| number as i8))),
            0x80..=0x7FFF => Some(Self::Two(all(numbers, |number| number as i16))),
            0x8000..=0x7FFF_FFFF => Some(Self::Four(all(numbers, |number| number as i32))),
            _ => None,
        }
    }

    #[inline]
    fn get(&self, row: usize) -> i64 {
        match self {
            Self::One(numbers) => i64::from(numbers[row]),
            Self::Two(numbers) => i64::from(numbers[row]),
            Self::Four(numbers) => i64::from(numbers[row]),
        }
    }

    fn all(&self) -> Vec<i64> {
        fn wide<T: Copy + Into<i64>>(numbers: &[T]) -> Vec<i64> {
            numbers.iter().map(|&n| n.into()).collect()
        }
        match self {
            Self::One(numbers) => wide(numbers),
            Self::Two(numbers) => wide(numbers),
            Self::Four(numbers) => wide(numbers),
        }
    }
}

/// Codes up to here, and the two that are no word, take one byte: their lowest.
const LARGEST_CODE: u32 = 253;

fn narrow_codes(codes: &[u32]) -> Option<Box<[u8]>> {
    let is_narrow = |code: u32| code <= LARGEST_CODE || code >= OTHER_WORD;
    // All are looked at, which is faster than to stop at the first that does not fit.
    let fits = codes
        .iter()
        .fold(true, |fits, &code| fits & is_narrow(code));
    fits.then(|| codes.iter().map(|&code| code as u8).collect())
}

#[inline]
fn wide_code(code: u8) -> u32 {
    match code {
        254 => OTHER_WORD,
        255 => u32::MAX,
        _ => u32::from(code),
    }
}

/// Numbers of keys that lie close together, as those of keys that are new with their rows do: how far each is above the least, counted from
/// 1; no key is 0.
pub(crate) struct Keys {
    before_least: u32,
    above: Box<[u16]>,
}

impl Keys {
    fn of(ids: &[u32]) -> Option<Self> {
        // No key is 0, and is larger than all others here. Both are told without a branch, several at once.
        let least = |least: u32, id: &u32| least.min(id.wrapping_sub(1));
        let before_least = ids.iter().fold(u32::MAX, least);
        let largest = ids.iter().fold(NO_KEY, |largest, &id| largest.max(id));
        u16::try_from(largest.checked_sub(before_least)?).ok()?;
        let above = |&id: &u32| match id {
            NO_KEY => 0,
            _ => id.wrapping_sub(before_least) as u16,
        };
        let above = ids.iter().map(above).collect();
        Some(Self {
            before_least,
            above,
        })
    }

    #[inline]
    fn get(&self, row: usize) -> u32 {
        self.key(self.above[row])
    }

    #[inline]
    fn key(&self, above: u16) -> u32 {
        match above {
            0 => NO_KEY,
            _ => self.before_least.wrapping_add(u32::from(above)),
        }
    }

    fn all(&self) -> Vec<u32> {
        self.above.iter().map(|&above| self.key(above)).collect()
    }
}

/// A stored vector.
pub(crate) enum Stored {
    /// As it was.
    Whole(Vector),
    /// Numbers of words.
    Codes(Box<[u8]>, Option<Bits>),
    /// Decimals of one scale.
    Decimals(Narrow, u8, Option<Bits>),
    /// Digests of texts.
    Digests(Digests, Option<Bits>),
    /// Numbers of keys.
    Keys(Keys, Option<Bits>),
}

impl Stored {
    fn of(mut vector: Vector) -> Self {
        match &vector.values {
            Values::Code(codes) => {
                if let Some(codes) = narrow_codes(codes) {
                    return Self::Codes(codes, vector.known);
                }
            }
            Values::Decimal { mantissas, scale } => {
                if let Some(narrow) = Narrow::of(mantissas) {
                    return Self::Decimals(narrow, *scale, vector.known);
                }
            }
            Values::Key(ids) => {
                if let Some(keys) = Keys::of(ids) {
                    return Self::Keys(keys, vector.known);
                }
            }
            Values::Digest(digests) => {
                if let Some(digests) = Digests::of(digests) {
                    return Self::Digests(digests, vector.known);
                }
            }
            _ => {}
        }
        vector.shrink();
        Self::Whole(vector)
    }

    /// The vector as it was.
    pub(crate) fn vector(&self) -> Cow<'_, Vector> {
        let (values, known) = match self {
            Self::Whole(vector) => return Cow::Borrowed(vector),
            Self::Codes(codes, known) => {
                let codes = codes.iter().map(|&code| wide_code(code));
                (Values::Code(codes.collect()), known)
            }
            Self::Decimals(narrow, scale, known) => {
                let (mantissas, scale) = (narrow.all(), *scale);
                (Values::Decimal { mantissas, scale }, known)
            }
            Self::Digests(digests, known) => (Values::Digest(digests.all()), known),
            Self::Keys(keys, known) => (Values::Key(keys.all()), known),
        };
        Cow::Owned(Vector {
            values,
            known: known.clone(),
        })
    }

    /// Whether the value of a row is known.
    #[inline]
    pub(crate) fn is_known(&self, row: usize) -> bool {
        match self {
            Self::Whole(vector) => vector.is_known(row),
            Self::Codes(_, known)
            | Self::Decimals(_, _, known)
            | Self::Digests(_, known)
            | Self::Keys(_, known) => known.as_ref().is_none_or(|known| known.get(row)),
        }
    }

    /// The value of a row.
    pub(crate) fn get(&self, row: usize) -> Option<Scalar> {
        match self {
            Self::Whole(vector) => vector.get(row),
            Self::Codes(..) => self.code(row).map(Scalar::Code),
            Self::Decimals(narrow, scale, _) => {
                let number = Number::decimal(i128::from(narrow.get(row)), *scale)?;
                self.is_known(row).then_some(Scalar::Number(number))
            }
            Self::Digests(..) => self.digest(row).map(Scalar::Digest),
            Self::Keys(..) => self.key(row).map(Scalar::Key),
        }
    }

    /// The word of a row, where it is known.
    #[inline]
    pub(crate) fn code(&self, row: usize) -> Option<u32> {
        match self {
            Self::Codes(codes, _) => self.is_known(row).then(|| wide_code(codes[row])),
            Self::Whole(vector) => match (&vector.values, vector.get(row)?) {
                (Values::Code(codes), _) => Some(codes[row]),
                (_, Scalar::Code(code)) => Some(code),
                _ => None,
            },
            _ => None,
        }
    }

    /// The digest of a row, where it is known.
    #[inline]
    pub(crate) fn digest(&self, row: usize) -> Option<u128> {
        match self {
            Self::Digests(digests, _) => self.is_known(row).then(|| digests.get(row)),
            Self::Whole(vector) => match &vector.values {
                Values::Digest(digests) if vector.is_known(row) => Some(digests[row]),
                _ => match vector.get(row)? {
                    Scalar::Digest(digest) => Some(digest),
                    _ => None,
                },
            },
            _ => None,
        }
    }

    /// The key of a row, where it is known.
    #[inline]
    pub(crate) fn key(&self, row: usize) -> Option<u32> {
        match self {
            Self::Keys(keys, _) => self.is_known(row).then(|| keys.get(row)),
            Self::Whole(vector) => match &vector.values {
                Values::Key(ids) if vector.is_known(row) => Some(ids[row]),
                _ => match vector.get(row)? {
                    Scalar::Key(id) => Some(id),
                    _ => None,
                },
            },
            _ => None,
        }
    }

    /// The day of a row, where it is known.
    #[inline]
    pub(crate) fn day(&self, row: usize) -> Option<i32> {
        match self {
            Self::Whole(vector) => vector.day(row),
            _ => None,
        }
    }

    /// The scale of decimals; `None` where these are none.
    pub(crate) fn scale(&self) -> Option<u8> {
        match self {
            Self::Decimals(_, scale, _) => Some(*scale),
            Self::Whole(vector) => match vector.values {
                Values::Decimal { scale, .. } => Some(scale),
                _ => None,
            },
            _ => None,
        }
    }

    /// The mantissa of a row of decimals, known or not.
    #[inline]
    pub(crate) fn mantissa(&self, row: usize) -> Option<i64> {
        match self {
            Self::Decimals(narrow, ..) => Some(narrow.get(row)),
            Self::Whole(vector) => match &vector.values {
                Values::Decimal { mantissas, .. } => Some(mantissas[row]),
                _ => None,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Stored;
    use crate::eval::bits::Bits;
    use crate::eval::cells::{OTHER_WORD, digest};
    use crate::eval::halved::Digests;
    use crate::eval::vector::{NO_KEY, Values, Vector};

    fn comes_back(values: Values, known: Option<Bits>, rows: usize) -> Stored {
        let vector = Vector::new(values, known);
        let stored = Stored::of(vector.clone());
        let back = stored.vector();
        assert_eq!(format!("{vector:?}"), format!("{:?}", *back));
        for row in 0..rows {
            assert_eq!(stored.get(row), vector.get(row));
            assert_eq!(stored.is_known(row), vector.is_known(row));
        }
        stored
    }

    #[test]
    fn what_is_stored_comes_back() {
        let known = Bits::from_fn(40, |row| row != 9);
        comes_back(Values::Digest(vec![digest(b"A1"); 40]), None, 40);
        let names = [
            "王小明",
            "欧阳小明",
            "李明",
            "",
            "Anna",
            "Wilhelmina",
            "买买提·艾力",
            "㐀明明",
        ];
        for (rows, is_halved) in [(300, true), (40, false)] {
            let text = |row: usize| match row % 20 {
                0 => names[row / 20 % names.len()].to_owned(),
                1..=9 => format!("{row:05}"),
                _ => {
                    let character = |n: usize| char::from_u32(0x4E00 + (row * n) as u32);
                    [character(7), character(31), character(53)]
                        .into_iter()
                        .flatten()
                        .collect()
                }
            };
            let mut digests: Vec<u128> =
                (0..rows).map(|row| digest(text(row).as_bytes())).collect();
            digests[3] = 0;
            let known = Bits::from_fn(rows, |row| row != 3);
            let stored = comes_back(Values::Digest(digests), Some(known), rows);
            assert_eq!(
                matches!(stored, Stored::Digests(Digests::Halved(..), _)),
                is_halved
            );
        }
        let long =
            |row: usize| digest(format!("No number of this length is halved: {row}").as_bytes());
        comes_back(Values::Digest((0..300).map(long).collect()), None, 300);
        let codes = vec![0, 3, 253, OTHER_WORD, u32::MAX];
        assert!(matches!(
            comes_back(Values::Code(codes), None, 5),
            Stored::Codes(..)
        ));
        comes_back(Values::Code(vec![254, 1]), None, 2);
        for largest in [100, 127, 128, -129, 40_000, 3_000_000_000, i64::MAX] {
            let mut mantissas = vec![1; 40];
            mantissas[3] = largest;
            let values = Values::Decimal {
                mantissas,
                scale: 2,
            };
            comes_back(values, Some(known.clone()), 40);
        }
        comes_back(Values::Key(vec![1, 2, 70_000]), None, 3);
        comes_back(Values::Key(vec![NO_KEY; 3]), None, 3);
        for largest in [
            70_001,
            70_000 + u32::from(u16::MAX) - 1,
            70_000 + u32::from(u16::MAX),
        ] {
            let ids = vec![70_000, NO_KEY, largest];
            let known = Bits::from_fn(3, |row| row != 1);
            comes_back(Values::Key(ids.clone()), None, 3);
            comes_back(Values::Key(ids), Some(known), 3);
        }
        comes_back(Values::Days(vec![1, 2, 70_000]), None, 3);
    }
}
