//! Full-width and half-width forms of a character, and which characters are Chinese ones.

/// A full-width letter, digit, mark or blank as its half-width form.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Like [`half_width`], and every blank of another width is a plain one.
#[must_use]
pub fn folded(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2002}' | '\u{2003}' => ' ',
        _ => half_width(c),
    }
}

/// Whether a character is a Chinese one.
#[must_use]
pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}
