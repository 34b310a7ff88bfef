//! Citizen numbers (GB 11643): 18 digits, the last of which may be X.

use super::{fold_width, trimmed};
use crate::types::Date;
use std::borrow::Cow;

/// What was done to a citizen number to make it comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CitizenIdTrace {
    /// Blanks were taken out.
    pub blanks: bool,
    /// Full-width characters were made half-width.
    pub full_width: bool,
    /// An old number of 15 digits was made one of 18.
    pub from_15_digits: bool,
    /// A lower-case x was made a capital.
    pub lower_x: bool,
    /// The mark of a spreadsheet for "this is text" was taken off.
    pub text_mark: bool,
}

impl CitizenIdTrace {
    /// Whether the number stood there as it is compared.
    #[must_use]
    pub fn exact(self) -> bool {
        self == Self::default()
    }
}

/// A citizen number as it is compared: without blanks and a leading apostrophe, half-width, 18 digits, capital X, and what was changed for
/// that.
/// Other text comes back without its blanks.
#[must_use]
#[inline]
pub fn normalise_citizen_id(cell: &[u8]) -> (Cow<'_, [u8]>, CitizenIdTrace) {
    if is_canonical(cell) {
        return (Cow::Borrowed(cell), CitizenIdTrace::default());
    }
    normalise_slowly(cell)
}

fn normalise_slowly(cell: &[u8]) -> (Cow<'_, [u8]>, CitizenIdTrace) {
    let mut trace = CitizenIdTrace::default();
    let folded = fold_width(cell);
    let mut id: Vec<u8> = folded
        .split(|b| b.is_ascii_whitespace())
        .flat_map(|part| {
            // Blanks that do not break are two bytes, and come at either end.
            trimmed(part).iter().copied()
        })
        .collect();
    trace.blanks = id.len() != folded.len();
    // Characters that take no room are gone with the full-width ones, and are none of them.
    let unseen: usize = (0..cell.len())
        .filter_map(|at| super::unseen(cell.get(at..)?))
        .sum();
    trace.blanks |= unseen > 0;
    let wide_blanks = cell.windows(3).filter(|w| *w == super::WIDE_BLANK).count();
    // A full-width blank is a blank and no full-width sign.
    trace.full_width =
        matches!(&folded, Cow::Owned(text) if cell.len() - text.len() > wide_blanks * 2 + unseen);
    let unmarked = without_text_mark(&id);
    if unmarked.len() < id.len() {
        id = unmarked.to_vec();
        trace.text_mark = true;
    }
    if id.len() == 15 && id.iter().all(u8::is_ascii_digit) && born_in(&id, 6, 2).is_some() {
        let (region, rest) = id.split_at(6);
        let mut long = [region, b"19", rest].concat();
        let last = long.first_chunk::<17>().map(check_character);
        long.extend(last);
        id = long;
        trace.from_15_digits = true;
    }
    if let Some(last) = id.last_mut()
        && *last == b'x'
    {
        *last = b'X';
        trace.lower_x = true;
    }
    if id == cell {
        return (Cow::Borrowed(cell), CitizenIdTrace::default());
    }
    (Cow::Owned(id), trace)
}

/// The cell without the apostrophe that a spreadsheet is told with to keep a number as text; half or full width, straight or curly.
#[must_use]
pub fn without_text_mark(cell: &[u8]) -> &[u8] {
    const MARKS: [&str; 4] = ["'", "\u{2019}", "\u{2018}", "\u{FF07}"];
    let marked = |mark: &&str| cell.strip_prefix(mark.as_bytes());
    match MARKS.iter().find_map(marked) {
        Some(rest) if !rest.is_empty() => rest,
        _ => cell,
    }
}

/// Whether a cell can be a citizen number, or another document's number in its place, which is made of letters and digits. A text without any
/// digit (不详, unknown) says that there is none; one that is masked, has words beside it or a letter among its 18 characters does not tell
/// whose it is. A single letter stands for a person, as in small tables made for tests.
#[must_use]
pub fn names_a_person(cell: &[u8]) -> bool {
    if is_canonical(cell) {
        return true;
    }
    let (id, _) = normalise_citizen_id(cell);
    let may_stand = |byte: &u8| byte.is_ascii_alphanumeric() || b"-()/._#".contains(byte);
    match id.as_ref() {
        [letter] if letter.is_ascii_alphabetic() => true,
        id if id.len() == 18 && id.iter().filter(|b| b.is_ascii_digit()).count() > 8 => {
            is_canonical(id)
        }
        id => id.iter().any(u8::is_ascii_digit) && id.iter().all(may_stand),
    }
}

/// Whether a text is 17 digits and one more or a capital X.
#[inline]
fn is_canonical(id: &[u8]) -> bool {
    match id.split_first_chunk::<17>() {
        Some((body, [last])) => (last.is_ascii_digit() || *last == b'X') && are_digits(body),
        _ => false,
    }
}

/// Whether all are digits, looked at together and not up to the first that is none.
#[inline]
fn are_digits(body: &[u8; 17]) -> bool {
    eights(body).is_some_and(|[head, middle, tail]| {
        let no_digits = |bytes: [u8; 8]| {
            let x = u64::from_le_bytes(bytes) ^ ZEROS;
            (x.wrapping_add(0x7676_7676_7676_7676) | x) & 0x8080_8080_8080_8080
        };
        no_digits(head) | no_digits(middle) | no_digits(tail) == 0
    })
}

/// Eight digits 0.
const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);

/// The first eight bytes, the next eight, and the last eight, which overlap them.
#[inline]
fn eights(body: &[u8; 17]) -> Option<[[u8; 8]; 3]> {
    let (head, rest) = body.split_first_chunk::<8>()?;
    Some([*head, *rest.first_chunk::<8>()?, *body.last_chunk::<8>()?])
}

/// The last character that belongs to 17 digits; anything for other bytes.
#[inline]
fn check_character(body: &[u8; 17]) -> u8 {
    const WEIGHTS: [u16; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    // Four digits times four weights, each in 16 bits: the top ones of the product hold the sum, which is far from full.
    const EVEN: u64 = 0x00FF_00FF_00FF_00FF;
    const fn weights(from: usize) -> u64 {
        (WEIGHTS[from] as u64) << 48
            | (WEIGHTS[from + 2] as u64) << 32
            | (WEIGHTS[from + 4] as u64) << 16
            | WEIGHTS[from + 6] as u64
    }
    let four = |digits: u64, weights: u64| (digits & EVEN).wrapping_mul(weights) >> 48;
    let eight = |bytes: [u8; 8], even: u64, odd: u64| {
        let digits = u64::from_le_bytes(bytes) ^ ZEROS;
        four(digits, even) + four(digits >> 8, odd)
    };
    let last = u64::from(body[16].wrapping_sub(b'0')) * u64::from(WEIGHTS[16]);
    let sum = eights(body).map_or(0, |[head, middle, _]| {
        eight(head, const { weights(0) }, const { weights(1) })
            + eight(middle, const { weights(8) }, const { weights(9) })
            + last
    });
    b"10X98765432"[usize::try_from(sum % 11).unwrap_or(0)]
}

/// Whether a normalised number has 18 digits, a day of birth that the calendar knows, and the right last character.
#[must_use]
#[inline]
pub fn citizen_id_valid(id: &[u8]) -> bool {
    match id.split_first_chunk::<17>() {
        Some((body, [last])) => {
            are_digits(body) && check_character(body) == *last && citizen_id_birth(id).is_some()
        }
        _ => false,
    }
}

/// The day of birth in a normalised number; `None` where the calendar has no such day or it is no number of 18 digits.
#[must_use]
#[inline]
pub fn citizen_id_birth(id: &[u8]) -> Option<Date> {
    if id.len() == 18 {
        born_in(id, 6, 4)
    } else {
        None
    }
}

#[inline]
fn born_in(id: &[u8], from: usize, year_digits: usize) -> Option<Date> {
    let number = |from: usize, length: usize| {
        let mut value = 0;
        for digit in id.get(from..from + length)? {
            let digit = digit.is_ascii_digit().then(|| digit - b'0')?;
            value = value * 10 + u32::from(digit);
        }
        Some(value)
    };
    if let (4, Some(digits)) = (year_digits, id.get(from..).and_then(<[u8]>::first_chunk)) {
        let number = super::eight_digits(*digits)?;
        let year = i32::try_from(number / 10_000).ok()?;
        return Date::new(year, number / 100 % 100, number % 100);
    }
    let century = if year_digits == 2 { 1900 } else { 0 };
    let year = number(from, year_digits)? + century;
    let month = number(from + year_digits, 2)?;
    let day = number(from + year_digits + 2, 2)?;
    Date::new(year.cast_signed(), month, day)
}

/// Whether a normalised number belongs to a man (its 17th digit is odd); `None` when it is no number of 18 digits.
#[must_use]
pub fn citizen_id_is_male(id: &[u8]) -> Option<bool> {
    let digit = id
        .get(16)
        .filter(|b| b.is_ascii_digit() && id.len() == 18)?;
    Some(digit % 2 == 1)
}
