//! Vectors that outlive their phase, in as few bytes as their values take, and back.
//!
//! What comes back is what was stored, value by value.

use std::borrow::Cow;

use super::bits::Bits;
use super::cells::OTHER_WORD;
use super::vector::{Scalar, Values, Vector};
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
        fn all<T: TryFrom<i64>>(numbers: &[i64]) -> Option<Box<[T]>> {
            numbers.iter().map(|&n| T::try_from(n).ok()).collect()
        }
        let (least, largest) = (numbers.iter().min()?, numbers.iter().max()?);
        let fits = |low: i64, high: i64| low <= *least && *largest <= high;
        if fits(i64::from(i8::MIN), i64::from(i8::MAX)) {
            all(numbers).map(Self::One)
        } else if fits(i64::from(i16::MIN), i64::from(i16::MAX)) {
            all(numbers).map(Self::Two)
        } else {
            all(numbers).map(Self::Four)
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

/// Codes up to here, and the two that are no word, take one byte.
const LARGEST_CODE: u32 = 253;

fn narrow_code(code: u32) -> Option<u8> {
    match code {
        OTHER_WORD => Some(254),
        u32::MAX => Some(255),
        _ if code <= LARGEST_CODE => u8::try_from(code).ok(),
        _ => None,
    }
}

#[inline]
fn wide_code(code: u8) -> u32 {
    match code {
        254 => OTHER_WORD,
        255 => u32::MAX,
        _ => u32::from(code),
    }
}

/// Digests of texts, by which of a few they are or in half of their bytes.
pub(crate) enum Digests {
    /// The number of each among those that there are.
    Few(Box<[u8]>, Box<[u128]>),
    /// What the text is made of; the digest of another text, by its number among those aside.
    Halved(Box<[u64]>, Box<[u128]>),
}

/// A halved digest with this mark above it is that of another text.
const ASIDE: u64 = 0xF;
/// Halved digests with the same marks above them are those of three and of four Chinese characters.
const THREE: u64 = 0xD;
const FOUR: u64 = 0xE;
/// Where the mark stands.
const MARK: u32 = 60;
/// A usual Chinese character has so many bits, and begins with one of the bytes from here on.
const CHARACTER: u32 = 15;
const FIRST_LEAD: u64 = 0xE4;

impl Digests {
    fn of(digests: &[u128]) -> Option<Self> {
        Self::few(digests).or_else(|| Self::halved(digests))
    }

    /// Where there are no more than a byte can number.
    fn few(digests: &[u128]) -> Option<Self> {
        const PLACES: usize = 1024;
        let mut places = [0u16; PLACES];
        let mut values: Vec<u128> = Vec::new();
        let mut numbers = Vec::with_capacity(digests.len());
        for &digest in digests {
            let mix =
                (digest ^ digest >> 61).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
            let mut place = usize::try_from(mix >> 118).unwrap_or(0);
            let number = loop {
                match usize::from(places[place]).checked_sub(1) {
                    Some(number) if values[number] == digest => break number,
                    Some(_) => place = (place + 1) % PLACES,
                    None => {
                        values.push(digest);
                        places[place] = u16::try_from(values.len()).ok()?;
                        break values.len() - 1;
                    }
                }
            };
            numbers.push(u8::try_from(number).ok()?);
        }
        Some(Self::Few(numbers.into(), values.into()))
    }

    /// Where most are those of texts of up to seven bytes, or of three or four usual Chinese characters.
    fn halved(digests: &[u128]) -> Option<Self> {
        let mut halves = Vec::with_capacity(digests.len());
        let mut aside = Vec::new();
        for &digest in digests {
            halves.push(match half(digest) {
                Some(half) => half,
                None if aside.len() < digests.len() / 8 => {
                    aside.push(digest);
                    ASIDE << MARK | (aside.len() as u64 - 1)
                }
                None => return None,
            });
        }
        Some(Self::Halved(halves.into(), aside.into()))
    }

    #[inline]
    fn get(&self, row: usize) -> u128 {
        match self {
            Self::Few(numbers, values) => values[usize::from(numbers[row])],
            Self::Halved(halves, aside) => whole(halves[row], aside),
        }
    }

    fn all(&self) -> Vec<u128> {
        match self {
            Self::Few(numbers, values) => {
                let value = |&number: &u8| values[usize::from(number)];
                numbers.iter().map(value).collect()
            }
            Self::Halved(halves, aside) => halves.iter().map(|&half| whole(half, aside)).collect(),
        }
    }
}

/// The half of the digest of a text of up to seven bytes, or of three or four usual Chinese characters.
#[inline]
fn half(digest: u128) -> Option<u64> {
    let length = (digest >> 120) as u64;
    if length <= 8 {
        return Some(digest as u64 | length << 56);
    }
    let (mark, characters) = match length {
        10 => (THREE, 3),
        13 => (FOUR, 4),
        _ => return None,
    };
    let mut half = mark;
    half <<= MARK - CHARACTER * characters;
    for at in 0..characters {
        let bytes = (digest >> (24 * at)) as u64;
        let (lead, second, third) = (bytes & 0xFF, bytes >> 8 & 0xFF, bytes >> 16 & 0xFF);
        let lead = lead.wrapping_sub(FIRST_LEAD);
        if lead > 7 || second & 0xC0 != 0x80 || third & 0xC0 != 0x80 {
            return None;
        }
        half = half << CHARACTER | lead << 12 | (second & 63) << 6 | third & 63;
    }
    Some(half)
}

/// The digest that was halved.
#[inline]
fn whole(half: u64, aside: &[u128]) -> u128 {
    let characters: u32 = match half >> MARK {
        ASIDE => {
            let at = usize::try_from(half & ((1 << MARK) - 1)).unwrap_or(usize::MAX);
            return aside.get(at).copied().unwrap_or(0);
        }
        THREE => 3,
        FOUR => 4,
        _ => return u128::from(half & ((1 << 56) - 1)) | u128::from(half >> 56) << 120,
    };
    let mut digest = u128::from(1 + 3 * characters) << 120;
    for at in 0..characters {
        let character = half >> (CHARACTER * (characters - 1 - at));
        let lead = FIRST_LEAD + (character >> 12 & 7);
        let (second, third) = (0x80 | character >> 6 & 63, 0x80 | character & 63);
        digest |= u128::from(lead | second << 8 | third << 16) << (24 * at);
    }
    digest
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
}

impl Stored {
    fn of(mut vector: Vector) -> Self {
        match &vector.values {
            Values::Code(codes) => {
                if let Some(codes) = codes.iter().map(|&code| narrow_code(code)).collect() {
                    return Self::Codes(codes, vector.known);
                }
            }
            Values::Decimal { mantissas, scale } => {
                if let Some(narrow) = Narrow::of(mantissas) {
                    return Self::Decimals(narrow, *scale, vector.known);
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
            Self::Codes(_, known) | Self::Decimals(_, _, known) | Self::Digests(_, known) => {
                known.as_ref().is_none_or(|known| known.get(row))
            }
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
    use super::{Digests, Stored};
    use crate::eval::bits::Bits;
    use crate::eval::cells::{OTHER_WORD, digest};
    use crate::eval::vector::{Values, Vector};

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
        comes_back(Values::Days(vec![1, 2, 70_000]), None, 3);
    }
}
