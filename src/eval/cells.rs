//! How the cells of one column are read in one way, as the column's declared type allows.
//!
//! Every way of reading agrees on what is blank, unreadable and out of the value set.

use std::borrow::Cow;

use crate::data::binding::{BoundColumn, CellKind, Unit};
use crate::data::cell::{self, DateFormat, Decimal, NoValue};
use crate::plan::KeyText;
use crate::types::{Number, Reason};

/// Code of a word that is not in the list known to the plan.
pub(crate) const OTHER_WORD: u32 = u32::MAX - 1;

/// Why a cell has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bad {
    Blank,
    Unreadable,
    OutOfSet,
    LostDigits,
    PercentWithoutSign,
    UnitUnclear,
    NumberWithUnit,
    Formula,
    SheetError,
    Merged,
    OutOfRange,
    Absent,
    Swallowed,
}

impl Bad {
    pub(crate) fn reason(self) -> Reason {
        match self {
            Self::Blank => Reason::Blank,
            Self::Unreadable
            | Self::LostDigits
            | Self::PercentWithoutSign
            | Self::UnitUnclear
            | Self::NumberWithUnit
            | Self::Formula
            | Self::SheetError
            | Self::Merged
            | Self::Swallowed => Reason::Unreadable,
            Self::OutOfSet | Self::OutOfRange => Reason::OutOfSet,
            Self::Absent => Reason::ColumnMissing,
        }
    }
}

/// Why a cleaned cell has no value, whatever its column declares.
#[inline]
pub(crate) fn no_value(text: &[u8]) -> Option<Bad> {
    cell::no_value(text).map(|why| match why {
        NoValue::Unreadable => Bad::Unreadable,
        NoValue::Formula => Bad::Formula,
        NoValue::SheetError => Bad::SheetError,
        NoValue::Merged => Bad::Merged,
        NoValue::Absent => Bad::Absent,
        NoValue::Swallowed => Bad::Swallowed,
    })
}

/// A cell as it is written, its quotation marks single.
pub(crate) fn unescaped(raw: &[u8], doubled_quotes: bool) -> Cow<'_, [u8]> {
    if doubled_quotes && raw.contains(&b'"') {
        Cow::Owned(cell::unescape(raw).to_vec())
    } else {
        Cow::Borrowed(raw)
    }
}

/// A cell without blanks around it and in half width.
#[inline]
pub(crate) fn clean(raw: &[u8], doubled_quotes: bool) -> Cow<'_, [u8]> {
    if cell::is_plain(raw) {
        return Cow::Borrowed(raw);
    }
    clean_slowly(raw, doubled_quotes)
}

fn clean_slowly(raw: &[u8], doubled_quotes: bool) -> Cow<'_, [u8]> {
    let trimmed = cell::trimmed(raw);
    if doubled_quotes && trimmed.contains(&b'"') {
        let single = cell::unescape(trimmed);
        return Cow::Owned(cell::trimmed(&cell::fold_width(&single)).to_vec());
    }
    match cell::fold_width(trimmed) {
        Cow::Borrowed(text) => Cow::Borrowed(text),
        Cow::Owned(text) => Cow::Owned(cell::trimmed(&text).to_vec()),
    }
}

/// The first spelling of the word of a value set that a cleaned cell holds.
fn canonical<'t>(values: &'t [Vec<String>], text: &[u8]) -> Option<&'t [u8]> {
    let is_here = |word: &String| clean(word.as_bytes(), false) == text;
    let spellings = values
        .iter()
        .find(|spellings| spellings.iter().any(is_here))?;
    spellings.first().map(String::as_bytes)
}

/// What the cells of a column may hold.
#[derive(Debug)]
pub(crate) struct Cells {
    kind: CellKind,
    unit: Unit,
    formats: Vec<DateFormat>,
    /// The numbers that it may hold, both ends included.
    range: Option<(Number, Number)>,
    placeholders: Vec<String>,
    /// Whether a placeholder consists of digits or of a capital letter and digits, so that keys have to be compared with them.
    pub(crate) key_like_placeholder: bool,
    /// Whether days are written in the usual ways.
    pub(crate) usual_days: bool,
    /// First bytes of texts that are surely given: no blank, no placeholder and no sign of a spreadsheet begins with them.
    obvious: [bool; 256],
    /// For each first byte of usual Chinese characters the low bits of the second, and of the third, bytes of placeholders that begin with it.
    placeholder_heads: [[u64; 2]; 6],
}

impl Cells {
    pub(crate) fn of(column: &BoundColumn) -> Self {
        let formats: Vec<DateFormat> = match &column.kind {
            CellKind::Date(patterns) => patterns
                .iter()
                .filter_map(|pattern| DateFormat::parse(pattern))
                .collect(),
            _ => Vec::new(),
        };
        let key_like = |text: &String| text.bytes().any(|b| b.is_ascii_digit());
        let mut obvious = [false; 256];
        let mut placeholder_heads = [[0; 2]; 6];
        for placeholder in &column.placeholders {
            if let Some(&[first @ 0xE4..=0xE9, second, third]) =
                placeholder.as_bytes().first_chunk()
            {
                let heads = &mut placeholder_heads[usize::from(first - 0xE4)];
                heads[0] |= 1 << (second & 63);
                heads[1] |= 1 << (third & 63);
            }
        }
        if matches!(column.kind, CellKind::Text | CellKind::Id) {
            for byte in (b'0'..=b'9')
                .chain(b'A'..=b'Z')
                .chain(b'a'..=b'z')
                .chain(0xE4..=0xE9)
            {
                let starts = |text: &String| text.as_bytes().first() == Some(&byte);
                obvious[usize::from(byte)] = !column.placeholders.iter().any(starts);
            }
        }
        Self {
            obvious,
            placeholder_heads,
            kind: column.kind.clone(),
            unit: column.unit.clone(),
            usual_days: formats.is_empty(),
            formats,
            range: column.range,
            key_like_placeholder: column.placeholders.iter().any(key_like),
            placeholders: column.placeholders.clone(),
        }
    }

    /// What the column declares.
    pub(crate) fn kind(&self) -> &CellKind {
        &self.kind
    }

    /// Whether a cleaned cell says that nothing is given.
    pub(crate) fn is_blank(&self, text: &[u8]) -> bool {
        text.is_empty()
            || (self.placeholders.iter()).any(|placeholder| placeholder.as_bytes() == text)
    }

    /// Whether a cell as it is written is given, as its first byte tells already; a closer look may say the same of others.
    #[inline]
    pub(crate) fn is_obvious(&self, raw: &[u8]) -> bool {
        match raw {
            [first, ..] if self.obvious[usize::from(*first)] => {
                !first.is_ascii_digit() || cell::has_all_digits(raw)
            }
            [first @ 0xE4..=0xE9, second, third, ..] if self.tells_texts() => {
                let [seconds, thirds] = self.placeholder_heads[usize::from(first - 0xE4)];
                seconds >> (second & 63) & thirds >> (third & 63) & 1 == 0
            }
            _ => false,
        }
    }

    /// Whether any text will do, so that the beginning of one can tell that it is given.
    #[inline]
    fn tells_texts(&self) -> bool {
        matches!(self.kind, CellKind::Text | CellKind::Id)
    }

    /// Whether a cell as it is written is given and is its own text.
    #[inline]
    pub(crate) fn is_usual(&self, raw: &[u8]) -> bool {
        self.is_obvious(raw) && cell::is_plain(raw)
    }

    /// Whether a cleaned cell, not blank, is what the column declares.
    #[inline]
    pub(crate) fn check(&self, text: &[u8]) -> Result<(), Bad> {
        if let Some(bad) = no_value(text) {
            return Err(bad);
        }
        match &self.kind {
            CellKind::Id if cell::lost_digits_of_text(text) => Err(Bad::LostDigits),
            CellKind::Text | CellKind::Id => Ok(()),
            CellKind::CitizenId => citizen_id(text),
            CellKind::Number | CellKind::Money | CellKind::Integer | CellKind::Percent => {
                self.number_in_range(text, false)
            }
            CellKind::Date(_) => self.day(text).map(|_| ()),
            CellKind::Truth(..) => self.truth(text).map(|_| ()),
            CellKind::OneOf(values) => canonical(values, text).map(|_| ()).ok_or(Bad::OutOfSet),
        }
    }

    /// The text of a cleaned cell, not blank, as it is compared: a word of a value set in its first spelling, an identifier without
    /// the mark of a spreadsheet for text.
    pub(crate) fn compared<'t>(&'t self, text: &'t [u8]) -> Result<&'t [u8], Bad> {
        match &self.kind {
            CellKind::OneOf(values) => canonical(values, text).ok_or(Bad::OutOfSet),
            CellKind::Id | CellKind::CitizenId => {
                self.check(text).map(|()| cell::without_text_mark(text))
            }
            _ => self.check(text).map(|()| text),
        }
    }

    /// The text of a cleaned cell, not blank, as a key.
    pub(crate) fn key<'t>(
        &'t self,
        text: &'t [u8],
        read_as: KeyText,
    ) -> Result<Cow<'t, [u8]>, Bad> {
        let text = self.compared(text)?;
        match read_as {
            // Names in letters are written with blanks; those in characters are padded with them.
            KeyText::Name if !text.is_ascii() => Ok(cell::fold_name(text)),
            KeyText::Name | KeyText::Plain => Ok(Cow::Borrowed(text)),
            // A column of plain text may hold citizen numbers too.
            KeyText::CitizenId => {
                citizen_id(text)?;
                Ok(cell::normalise_citizen_id(text).0)
            }
        }
    }

    /// The day in a cleaned cell that is not blank.
    pub(crate) fn day(&self, text: &[u8]) -> Result<i32, Bad> {
        let day = if self.usual_days {
            cell::date(text, &DateFormat::YearFirst)
        } else {
            (self.formats.iter()).find_map(|format| cell::date(text, format))
        };
        day.map(|day| day.0).ok_or(Bad::Unreadable)
    }

    /// Whether a cleaned cell, not blank, holds a number that the column may have.
    pub(crate) fn number_in_range(&self, text: &[u8], percent: bool) -> Result<(), Bad> {
        let number = self.number(text, percent)?;
        match self.range {
            Some((low, high)) if !(low..=high).contains(&number.value()) => Err(Bad::OutOfRange),
            _ => Ok(()),
        }
    }

    /// The number in a cleaned cell that is not blank, whatever the range of its column.
    pub(crate) fn number(&self, text: &[u8], percent: bool) -> Result<Decimal, Bad> {
        let percent = percent || self.kind == CellKind::Percent;
        let number = match (cell::number(text), &self.unit) {
            (Some(number), Unit::Power(power)) => number.shifted(*power).ok_or(Bad::Unreadable)?,
            (Some(_), Unit::Unclear) => return Err(Bad::UnitUnclear),
            (Some(number), _) if percent && number.exceeds_one() => {
                return Err(Bad::PercentWithoutSign);
            }
            (Some(number), _) => number,
            (None, _) => self.number_with_unit(text, percent)?,
        };
        let whole = match number {
            Decimal::Short { scale: 0, .. } => true,
            other => !matches!(self.kind, CellKind::Integer) || other.value().parts().1 == 1,
        };
        if whole {
            Ok(number)
        } else {
            Err(Bad::Unreadable)
        }
    }

    /// A number with its unit behind it.
    #[cold]
    fn number_with_unit(&self, text: &[u8], percent: bool) -> Result<Decimal, Bad> {
        let (number, unit) = cell::number_with_unit(text).ok_or(Bad::Unreadable)?;
        let power = match (&self.kind, &self.unit) {
            _ if percent => (unit == "%").then_some(-2),
            (CellKind::Money, _) => cell::money_power(&unit),
            (_, Unit::Word(word)) => (unit == *word).then_some(0),
            _ => None,
        };
        let shifted = power.map(|power| number.shifted(power).ok_or(Bad::Unreadable));
        shifted.unwrap_or(Err(Bad::NumberWithUnit))
    }

    /// Yes or no in a cleaned cell that is not blank.
    pub(crate) fn truth(&self, text: &[u8]) -> Result<bool, Bad> {
        let is = |words: &[String]| words.iter().any(|word| word.as_bytes() == text);
        match &self.kind {
            CellKind::Truth(yes, no) if !yes.is_empty() || !no.is_empty() => {
                if is(yes) {
                    Ok(true)
                } else if is(no) {
                    Ok(false)
                } else {
                    // The usual words still count; of signs such as `1` and `0` only where none is declared for their side.
                    let usual = cell::truth(text).ok_or(Bad::Unreadable)?;
                    let declared = if usual { yes } else { no };
                    let is_word = !matches!(text, [sign] if sign.is_ascii_digit());
                    (is_word || declared.is_empty())
                        .then_some(usual)
                        .ok_or(Bad::Unreadable)
                }
            }
            _ => cell::truth(text).ok_or(Bad::Unreadable),
        }
    }
}

/// Whether a cleaned cell, not blank, can be a citizen number.
fn citizen_id(text: &[u8]) -> Result<(), Bad> {
    if cell::lost_digits(text) {
        Err(Bad::LostDigits)
    } else if cell::names_a_person(text) {
        Ok(())
    } else {
        Err(Bad::Unreadable)
    }
}

/// A 128-bit digest: texts of up to 15 bytes stand for themselves, longer ones for their BLAKE3 digest.
#[inline]
pub(crate) fn digest(text: &[u8]) -> u128 {
    match cell::word(text) {
        Some(word) if text.len() <= SHORT => short_digest(word, text.len()),
        _ => long_digest(text),
    }
}

/// A place for a digest among so many that their numbers have so many bits.
#[inline]
pub(crate) fn place(digest: u128, bits: u32) -> usize {
    let (low, high) = (digest as u64, (digest >> 64) as u64);
    let mix = (low ^ high.rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mix >> (u64::BITS - bits)) as usize
}

/// Texts of up to so many bytes stand for themselves.
const SHORT: usize = 15;

#[inline]
fn short_digest(word: u128, length: usize) -> u128 {
    word | (1 + length as u128) << 120
}

/// The digest of a short text that needs no cleaning, as can be seen at once.
#[inline]
pub(crate) fn plain_digest(text: &[u8]) -> Option<u128> {
    let word = cell::word(text).filter(|_| text.len() <= SHORT)?;
    cell::is_plain_word(word, text.len()).then(|| short_digest(word, text.len()))
}

fn long_digest(text: &[u8]) -> u128 {
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&blake3::hash(text).as_bytes()[..16]);
    bytes[15] = u8::MAX;
    u128::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn a_short_text_is_its_own_digest() {
        let text = b"abcdefghijklmno";
        let mut seen = Vec::new();
        for length in 0..=text.len() {
            let digest = digest(&text[..length]);
            let bytes = digest.to_le_bytes();
            assert_eq!(&bytes[..length], &text[..length]);
            assert!(bytes[length..15].iter().all(|&byte| byte == 0));
            assert_eq!(usize::from(bytes[15]), length + 1);
            assert!(!seen.contains(&digest));
            seen.push(digest);
        }
        assert_eq!(digest(&[b'x'; 16]).to_le_bytes()[15], u8::MAX);
    }
}
