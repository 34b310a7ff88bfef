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
pub use number::{Decimal, lost_digits, money_power, number, number_with_unit};

use std::borrow::Cow;

/// Words that stand for "not known yet" where a name is asked for.
pub const PLACEHOLDERS: [&str; 4] = ["无", "待定", "/", "-"];

/// Words and signs that name nobody where a person is asked for, besides [`PLACEHOLDERS`]; half-width.
pub const NOBODY: [&str; 15] = [
    "\u{2014}",
    "\u{2014}\u{2014}",
    "--",
    "\u{2026}",
    "\u{2026}\u{2026}",
    "...",
    "?",
    "N/A",
    "n/a",
    "暂无",
    "不详",
    "同上",
    "待补",
    "未知",
    "空",
];

/// The whole text of a cell that a format could not read: unreadable in a column of any type.
pub const UNREADABLE: &str = "\u{FFFD}";

/// How a cell begins whose value a workbook does not store; its formula follows.
pub const FORMULA: &str = "\u{FFFD}=";

/// The whole text of a cell of a column that its file lacks, where other files of the same table have it.
pub const ABSENT: &str = "\u{FFFD}-";

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
    /// The file has no such column.
    Absent,
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
    if cell.starts_with(FORMULA.as_bytes()) {
        return Some(NoValue::Formula);
    }
    let is_error = SHEET_ERRORS.iter().any(|text| text.as_bytes() == cell);
    is_error.then_some(NoValue::SheetError)
}

/// A full-width blank.
const WIDE_BLANK: &[u8] = "\u{3000}".as_bytes();
/// A blank that does not break, common in text copied from web pages.
const HARD_BLANK: &[u8] = "\u{A0}".as_bytes();
/// Characters that take no room and come along with copied text: they are no part of what a cell says.
const UNSEEN: [&str; 5] = ["\u{200B}", "\u{200C}", "\u{200D}", "\u{FEFF}", "\u{AD}"];

/// How many bytes a character has that is not seen, where the text begins with one.
fn unseen(text: &[u8]) -> Option<usize> {
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
    if let (Some(head), Some(tail)) = (cell.first_chunk::<8>(), cell.last_chunk::<8>())
        && cell.len() <= 24
    {
        let middle = match cell.len() {
            17.. => cell.get(8..).and_then(<[u8]>::first_chunk::<8>),
            _ => None,
        };
        if is_plain_ascii(*head) & is_plain_ascii(*tail) & is_plain_ascii(*middle.unwrap_or(tail)) {
            return true;
        }
    }
    !cell
        .iter()
        .fold(false, |found, &byte| found | NOT_PLAIN[usize::from(byte)])
}

/// Whether eight bytes are digits, letters or other signs from `0` to `~`, by arithmetic on all of them at once.
#[inline]
fn is_plain_ascii(bytes: [u8; 8]) -> bool {
    const TOP: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(bytes);
    let from_zero = word.wrapping_add(0x5050_5050_5050_5050);
    let after_tilde = word.wrapping_add(0x0101_0101_0101_0101);
    word & TOP == 0 && from_zero & !after_tilde & TOP == TOP
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
            [0xEF, 0xBB..=0xBD] | [0xE3, 0x80] | [0xE2, 0x80] | [0xC2, 0xAD]
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
