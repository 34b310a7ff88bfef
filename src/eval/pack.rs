//! Texts of keys packed into 64 bits, exactly and reversibly.
//!
//! Digits (with their number, so that `007` and `7` differ), 17 digits and X, and a capital letter with digits have ranges of their own;
//! any other text has a number in a side table of its space. 0 is never a key.

use crate::data::cell;

/// Packed keys from here are numbers in the side table.
pub(crate) const SIDE: u64 = 1 << 63;
const WITH_X: u64 = 1 << 60;
const WITH_LETTER: u64 = 1 << 61;

/// `OFFSET[n]` is how many texts of 1 to n-1 digits there are.
const OFFSET: [u64; 19] = {
    let mut offsets = [0u64; 19];
    let (mut length, mut power) = (1, 1u64);
    while length < 18 {
        power *= 10;
        offsets[length + 1] = offsets[length] + power;
        length += 1;
    }
    offsets
};

/// The value of up to 18 ASCII digits.
#[inline]
pub(crate) fn digits(mut text: &[u8]) -> Option<u64> {
    let mut value = 0u64;
    while let Some((head, rest)) = text.split_first_chunk::<8>() {
        value = value * 100_000_000 + u64::from(cell::eight_digits(*head)?);
        text = rest;
    }
    for &byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u64::from(digit);
    }
    Some(value)
}

/// The packed form of a text that needs no side table.
#[inline]
pub(crate) fn pack(text: &[u8]) -> Option<u64> {
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    if let Some(value) = digits(text) {
        return Some(OFFSET[text.len()] + value + 1);
    }
    match text {
        [head @ .., b'X'] if text.len() == 18 => Some(WITH_X + digits(head)?),
        [letter @ b'A'..=b'Z', rest @ ..] if (1..=16).contains(&rest.len()) => Some(
            WITH_LETTER
                + u64::from(letter - b'A') * OFFSET[17]
                + OFFSET[rest.len()]
                + digits(rest)?,
        ),
        _ => None,
    }
}

/// The text that was packed; `None` for a number of the side table, or 0.
pub(crate) fn unpack(packed: u64) -> Option<String> {
    let of_digits = |value: u64| {
        let length = (1..=18).rev().find(|&n| value >= OFFSET[n])?;
        Some(format!("{:0length$}", value - OFFSET[length]))
    };
    match packed {
        0 | SIDE.. => None,
        WITH_LETTER.. => {
            let value = packed - WITH_LETTER;
            let letter = char::from(b'A' + u8::try_from(value / OFFSET[17]).ok()?);
            Some(format!("{letter}{}", of_digits(value % OFFSET[17])?))
        }
        WITH_X.. => Some(format!("{:017}X", packed - WITH_X)),
        _ => of_digits(packed - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};

    #[test]
    fn packing_is_exact_and_comes_back() {
        for text in [
            "0",
            "9",
            "00",
            "99",
            "100",
            "007",
            "12345678",
            "123456789",
            "000000000000000000",
            "999999999999999999",
            "11010119900307123X",
            "A1",
            "Z9999999999999999",
            "B0000000000000000",
            "B00",
        ] {
            let packed = pack(text.as_bytes()).unwrap();
            assert_eq!(unpack(packed).as_deref(), Some(text));
        }
        for text in [
            "",
            "A",
            "x1",
            "1 2",
            "12345678a",
            "1234567890123456789",
            "学",
        ] {
            assert_eq!(pack(text.as_bytes()), None, "{text}");
        }
        assert_eq!(unpack(0), None);
    }
}
