//! Texts of keys packed into 64 bits, exactly and reversibly.
//!
//! Digits (with their number, so that `007` and `7` differ), 17 digits and X, a capital letter with digits, and up to four usual Chinese
//! characters have ranges of their own; any other text has a number in a side table of its space. 0 is never a key.

use crate::data::cell;

/// Packed keys from here are numbers in the side table.
pub(crate) const SIDE: u64 = 1 << 63;
const WITH_X: u64 = 1 << 60;
const WITH_LETTER: u64 = 1 << 61;
const OF_WORD: u64 = 3 << 61;

/// The usual Chinese characters: the first, and how many.
const FIRST_CHARACTER: u32 = 0x4E00;
const CHARACTERS: u64 = 0xA000 - FIRST_CHARACTER as u64;
/// `WORDS[n]` is how many texts of 1 to n-1 such characters there are.
const WORDS: [u64; 5] = {
    let mut offsets = [0u64; 5];
    let (mut length, mut power) = (1, 1u64);
    while length < 4 {
        power *= CHARACTERS;
        offsets[length + 1] = offsets[length] + power;
        length += 1;
    }
    offsets
};

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

/// The value of up to 17 ASCII digits.
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
    signs(text).or_else(|| word(text))
}

/// The packed form of up to four usual Chinese characters.
#[inline]
pub(crate) fn word(text: &[u8]) -> Option<u64> {
    let (characters, rest) = text.as_chunks::<3>();
    if !rest.is_empty() || !(1..=4).contains(&characters.len()) {
        return None;
    }
    let mut value = 0;
    for &[first, second, third] in characters {
        if !matches!(first, 0xE4..=0xE9) || second & 0xC0 != 0x80 || third & 0xC0 != 0x80 {
            return None;
        }
        let bits = |byte: u8, mask: u8, shift: u32| u32::from(byte & mask) << shift;
        let character = bits(first, 0x0F, 12) | bits(second, 0x3F, 6) | bits(third, 0x3F, 0);
        value = value * CHARACTERS + u64::from(character.checked_sub(FIRST_CHARACTER)?);
    }
    Some(OF_WORD + WORDS[characters.len()] + value)
}

/// The packed form of digits and letters.
#[inline]
pub(crate) fn signs(text: &[u8]) -> Option<u64> {
    if let Ok(text) = text.try_into() {
        return eighteen(text);
    }
    if text.is_empty() || text.len() > 17 {
        return None;
    }
    if let Some(value) = digits(text) {
        return Some(OFFSET[text.len()] + value + 1);
    }
    match text {
        [letter @ b'A'..=b'Z', rest @ ..] if !rest.is_empty() => Some(
            WITH_LETTER
                + u64::from(letter - b'A') * OFFSET[17]
                + OFFSET[rest.len()]
                + digits(rest)?,
        ),
        _ => None,
    }
}

/// The packed form of 18 digits, or 17 and X, as most citizen numbers are.
#[inline]
fn eighteen(text: &[u8; 18]) -> Option<u64> {
    let (head, rest) = text.split_first_chunk()?;
    let (middle, &[tens, ones]) = rest.split_first_chunk()? else {
        return None;
    };
    let digit = |byte: u8| Some(u64::from(byte.wrapping_sub(b'0'))).filter(|&digit| digit <= 9);
    let eight = |text| cell::eight_digits(text).map(u64::from);
    let value = (eight(*head)? * 100_000_000 + eight(*middle)?) * 10 + digit(tens)?;
    match ones {
        b'X' => Some(WITH_X + value),
        _ => Some(OFFSET[18] + value * 10 + digit(ones)? + 1),
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
        OF_WORD.. => {
            let value = packed - OF_WORD;
            let length = (1..=4).rev().find(|&n| value >= WORDS[n])?;
            let mut rest = value - WORDS[length];
            let mut characters = Vec::with_capacity(length);
            for _ in 0..length {
                let character = FIRST_CHARACTER + u32::try_from(rest % CHARACTERS).ok()?;
                characters.push(char::from_u32(character)?);
                rest /= CHARACTERS;
            }
            Some(characters.iter().rev().collect())
        }
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
            "一",
            "鿿",
            "小东村",
            "一一一一",
            "鿿鿿鿿鿿",
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
            "学籍-1",
            "小东村民小组",
            "㐀",
            "ꀀ",
            "学a",
        ] {
            assert_eq!(pack(text.as_bytes()), None, "{text}");
        }
        assert_eq!(unpack(0), None);
    }
}
