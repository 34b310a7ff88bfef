//! Typed values from the text of a cell, exact and without allocation for the usual spellings.
//!
//! Text that only looks like a value is `None`: the caller says that the cell is unreadable. A blank cell is for the caller to notice first
//! ([`trimmed`] leaves nothing).

mod citizen_id;
mod date;
mod number;

pub use citizen_id::{
    CitizenIdTrace, citizen_id_birth, citizen_id_is_male, citizen_id_valid, names_a_person,
    normalise_citizen_id, without_text_mark,
};
pub use date::{DateFormat, date};
pub(crate) use number::has_all_digits;
pub use number::{
    Decimal, lost_digits, lost_digits_of_text, money_power, number, number_with_unit,
};

pub use crate::types::nobody::{NOBODY, PLACEHOLDERS};

use std::borrow::Cow;

use wide::u8x16;

/// The whole text of a cell that a format could not read: unreadable in a column of any type.
pub const UNREADABLE: &str = "\u{FFFD}";

/// How a cell begins whose value a workbook does not store; its formula follows.
pub const FORMULA: &str = "\u{FDD0}=";

/// How a number begins in the rows below the first of a cell merged over several: it may count once for all of them.
pub const MERGED: &str = "\u{FDD0}^";

/// The whole text of a cell of a column that its file lacks, where other files of the same table have it: a sign that no text has, since
/// bytes that are no text become U+FFFD.
pub const ABSENT: &str = "\u{FDD0}-";

/// The whole text of a cell that an open quote has swallowed, or the rest of its row: nobody knows what it holds, or whether it is blank.
pub const SWALLOWED: &str = "\u{FDD0}\"";

/// What spreadsheets write in place of a value.
const SHEET_ERRORS: [&str; 11] = [
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#DATA!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
];

/// Why a cell of a column of any type holds no value, although it is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoValue {
    /// The format could not read it.
    Unreadable,
    /// A formula whose value was not stored.
    Formula,
    /// An error of a spreadsheet.
    SheetError,
    /// A number of a cell merged over several rows, in another than the first of them.
    Merged,
    /// The file has no such column.
    Absent,
    /// An open quote has swallowed it.
    Swallowed,
}

/// Why a cell holds no value whatever its column declares; `None` for every usual one.
#[must_use]
#[inline]
pub fn no_value(cell: &[u8]) -> Option<NoValue> {
    match cell.first() {
        Some(b'#' | 0xEF) => no_value_slowly(cell),
        Some(_) | None => None,
    }
}

fn no_value_slowly(cell: &[u8]) -> Option<NoValue> {
    if cell == UNREADABLE.as_bytes() {
        return Some(NoValue::Unreadable);
    }
    if cell == ABSENT.as_bytes() {
        return Some(NoValue::Absent);
    }
    if cell == SWALLOWED.as_bytes() {
        return Some(NoValue::Swallowed);
    }
    if cell.starts_with(FORMULA.as_bytes()) {
        return Some(NoValue::Formula);
    }
    if cell.starts_with(MERGED.as_bytes()) {
        return Some(NoValue::Merged);
    }
    let is_error = SHEET_ERRORS.iter().any(|text| text.as_bytes() == cell);
    is_error.then_some(NoValue::SheetError)
}

/// A full-width blank.
const WIDE_BLANK: &[u8] = "\u{3000}".as_bytes();
/// A blank that does not break, common in text copied from web pages.
const HARD_BLANK: &[u8] = "\u{A0}".as_bytes();
/// Characters that take no room and come along with copied text: they are no part of what a cell says.
const UNSEEN: [&str; 17] = [
    "\u{200B}", "\u{200C}", "\u{200D}", "\u{FEFF}", "\u{AD}", "\u{200E}", "\u{200F}", "\u{202A}",
    "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2060}", "\u{2066}", "\u{2067}", "\u{2068}",
    "\u{2069}",
];

/// How many bytes a character has that is not seen, where the text begins with one.
fn unseen(text: &[u8]) -> Option<usize> {
    text.first().filter(|first| !first.is_ascii())?;
    let starts = |unseen: &&str| text.starts_with(unseen.as_bytes());
    UNSEEN.into_iter().find(starts).map(str::len)
}

/// Bytes that a plain cell does not have: blanks and what else is not seen, quotes, dots, and the first bytes of all blanks, full-width signs
/// and dots that are not ASCII.
const NOT_PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = matches!(
            byte,
            0..=0x20 | 0x22 | 0x23 | 0x27 | 0x2E | 0x7F | 0xC2 | 0xE1..=0xE3 | 0xEF
        );
        byte += 1;
    }
    table
};

/// Whether nothing has to be done about a cell before it is looked at: no blanks around it, half width, no quotes, no mark, no dots.
#[must_use]
#[inline]
pub fn is_plain(cell: &[u8]) -> bool {
    let sure = match (cell.first_chunk::<16>(), cell.last_chunk::<16>()) {
        (Some(head), Some(tail)) if cell.len() <= 32 => are_plain(*head) & are_plain(*tail),
        (_, Some(tail)) => {
            let (pieces, _) = cell.as_chunks::<16>();
            pieces.iter().all(|piece| are_plain(*piece)) && are_plain(*tail)
        }
        _ => word(cell).is_some_and(|word| is_plain_word(word, cell.len())),
    };
    sure || !(cell.iter()).fold(false, |found, &byte| found | NOT_PLAIN[usize::from(byte)])
}

/// [`is_plain`] for the bytes of a text of that length, less than 16, from [`word`]; it may say no where a closer look says yes.
#[inline]
pub(crate) fn is_plain_word(word: u128, length: usize) -> bool {
    const DIGITS: u128 = u128::from_le_bytes([b'0'; 16]);
    are_plain((word | DIGITS << (8 * length)).to_le_bytes())
}

/// Whether all bytes are signs from `0` to `~` or belong to a character that begins with one of the bytes of nearly all Chinese ones.
#[inline]
fn are_plain(bytes: [u8; 16]) -> bool {
    let bytes = u8x16::new(bytes);
    let between = |low: u8, high: u8| {
        bytes.max(u8x16::splat(low)).simd_eq(bytes) & bytes.min(u8x16::splat(high)).simd_eq(bytes)
    };
    let plain = between(b'0', b'~') | between(0x80, 0xBF) | between(0xE4, 0xE9);
    plain.to_bitmask() == 0xFFFF
}

/// The bytes of a text of up to 16, the first one lowest, zeros after the last.
#[inline]
pub(crate) fn word(text: &[u8]) -> Option<u128> {
    let length = text.len();
    if length > 16 {
        return None;
    }
    // Two pieces agree where they overlap.
    if let (Some(head), Some(tail)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        let (head, tail) = (u64::from_le_bytes(*head), u64::from_le_bytes(*tail));
        return Some(u128::from(head) | u128::from(tail) << (8 * (length - 8)));
    }
    if let (Some(head), Some(tail)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let (head, tail) = (u32::from_le_bytes(*head), u32::from_le_bytes(*tail));
        return Some(u128::from(head) | u128::from(tail) << (8 * (length - 4)));
    }
    match (text.first(), text.get(length / 2), text.last()) {
        (Some(&first), Some(&middle), Some(&last)) => {
            let (first, middle, last) = (u128::from(first), u128::from(middle), u128::from(last));
            Some(first | middle << (8 * (length / 2)) | last << (8 * (length - 1)))
        }
        _ => Some(0),
    }
}

/// The value of eight ASCII digits, by arithmetic on all of them at once.
#[inline]
pub(crate) fn eight_digits(text: [u8; 8]) -> Option<u32> {
    let x = u64::from_le_bytes(text) ^ 0x3030_3030_3030_3030;
    if (x.wrapping_add(0x7676_7676_7676_7676) | x) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let x = x.wrapping_mul(10).wrapping_add(x >> 8);
    let upper = (x & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let lower = (x >> 16 & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    u32::try_from(upper.wrapping_add(lower) >> 32).ok()
}

/// Makes doubled quotes single.
#[must_use]
pub fn unescape(cell: &[u8]) -> Cow<'_, [u8]> {
    if !cell.windows(2).any(|pair| pair == b"\"\"") {
        return Cow::Borrowed(cell);
    }
    let mut text = Vec::with_capacity(cell.len());
    let mut bytes = cell.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'"' {
            bytes.next_if_eq(&b'"');
        }
        text.push(byte);
    }
    Cow::Owned(text)
}

/// The cell without blanks around it, full-width ones included.
#[must_use]
#[inline]
pub fn trimmed(cell: &[u8]) -> &[u8] {
    match (cell.first(), cell.last()) {
        // The usual cell begins and ends with a visible character.
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => cell,
        _ => trim_slowly(cell),
    }
}

fn trim_slowly(mut cell: &[u8]) -> &[u8] {
    // The first bytes of everything that is taken off below.
    let head = |byte: u8| matches!(byte, 0..=0x20 | 0xC2 | 0xE2 | 0xE3 | 0xEF);
    let begins = cell.first().is_some_and(|&first| head(first));
    let ends = matches!(
        *cell,
        [.., 0..=0x20] | [.., 0xC2, _] | [.., 0xE2 | 0xE3 | 0xEF, _, _]
    );
    if !begins && !ends {
        return cell;
    }
    loop {
        let before = cell.len();
        cell = cell.trim_ascii();
        for blank in [WIDE_BLANK, HARD_BLANK]
            .into_iter()
            .chain(UNSEEN.map(str::as_bytes))
        {
            cell = cell.strip_prefix(blank).unwrap_or(cell);
            cell = cell.strip_suffix(blank).unwrap_or(cell);
        }
        if cell.len() == before {
            return cell;
        }
    }
}

/// Full-width letters, digits, signs and blanks as half-width ones, without characters that take no room.
#[must_use]
pub fn fold_width(cell: &[u8]) -> Cow<'_, [u8]> {
    let wide = |pair: &[u8]| {
        matches!(
            pair,
            [0xEF, 0xBB..=0xBD] | [0xE3, 0x80] | [0xE2, 0x80 | 0x81] | [0xC2, 0xAD]
        )
    };
    if cell.is_ascii() || !cell.windows(2).any(wide) {
        return Cow::Borrowed(cell);
    }
    let mut text = Vec::with_capacity(cell.len());
    let mut rest = cell;
    while let Some((&byte, after)) = rest.split_first() {
        if let Some(length) = unseen(rest) {
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        let (folded, length) = match rest {
            [0xEF, 0xBC, low @ 0x81..=0xBF, ..] => (low - 0x60, 3),
            [0xEF, 0xBD, low @ 0x80..=0x9E, ..] => (low - 0x20, 3),
            [0xE3, 0x80, 0x80, ..] => (b' ', 3),
            _ => (byte, 1),
        };
        text.push(folded);
        rest = if length == 1 {
            after
        } else {
            rest.get(length..).unwrap_or_default()
        };
    }
    Cow::Owned(text)
}

/// Yes or no: 是 否, yes no, true false, y n, 1 0, √ ×, in any case and width.
#[must_use]
pub fn truth(cell: &[u8]) -> Option<bool> {
    let cell = trimmed(cell);
    let known = |cell: &[u8]| -> Option<bool> {
        const YES: [&str; 8] = ["是", "1", "y", "yes", "true", "√", "✓", "✔"];
        const NO: [&str; 8] = ["否", "0", "n", "no", "false", "×", "✗", "✘"];
        let is = |word: &&str| word.as_bytes().eq_ignore_ascii_case(cell);
        if YES.iter().any(is) {
            Some(true)
        } else {
            NO.iter().any(is).then_some(false)
        }
    };
    known(cell).or_else(|| match fold_width(cell) {
        Cow::Owned(folded) => known(&folded),
        Cow::Borrowed(_) => None,
    })
}

/// A person's name as it is compared: without blanks, half-width, and with one kind of dot between its parts.
#[must_use]
pub fn fold_name(cell: &[u8]) -> Cow<'_, [u8]> {
    if is_plain(cell) {
        return Cow::Borrowed(cell);
    }
    let text = String::from_utf8_lossy(cell);
    let is_blank = |c: char| c.is_whitespace();
    let is_dot = |c: char| matches!(c, '•' | '‧' | '∙' | '・' | '･' | '．' | '.' | '●');
    if !text.chars().any(|c| is_blank(c) || is_dot(c)) {
        return Cow::Borrowed(cell);
    }
    let folded: String = text
        .chars()
        .filter(|&c| !is_blank(c))
        .map(|c| if is_dot(c) { '·' } else { c })
        .collect();
    Cow::Owned(folded.into_bytes())
}

/// Whether the cell holds one of the words for "not known yet".
#[must_use]
pub fn is_placeholder(cell: &[u8], words: &[&str]) -> bool {
    let cell = trimmed(cell);
    let is_word = |cell: &[u8]| words.iter().any(|word| word.as_bytes() == cell);
    is_word(cell) || is_word(&fold_width(cell))
}

#[cfg(test)]
mod tests {
    use super::{NOT_PLAIN, is_plain};

    #[test]
    fn a_cell_is_plain_when_each_byte_is() {
        for length in 0..=26usize {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    for other in [b'0', b'z', 0xE5] {
                        let mut cell = vec![other; length];
                        cell[at] = byte;
                        assert_eq!(is_plain(&cell), !NOT_PLAIN[usize::from(byte)], "{cell:?}");
                    }
                }
            }
        }
    }
}
