//! Masking of names and numbers of people.
//!
//! Takes a text and its type; what comes out has as many characters and tells an inspector who has the file which row is meant,
//! and nobody else whose it is.

use crate::types::Type;
use std::borrow::Cow;

/// Whether values of people are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Masking {
    /// Show them as they are.
    pub reveal: bool,
}

impl Masking {
    /// A text as it may be shown: names of people to the first character, citizen numbers and telephone numbers to the last two;
    /// a citizen number inside another text (many pupil numbers are one with a letter before it) likewise.
    #[must_use]
    pub fn mask<'t>(self, kind: &Type, text: &'t str) -> Cow<'t, str> {
        if self.reveal {
            return Cow::Borrowed(text);
        }
        match kind {
            Type::PersonName => keep_first(text),
            Type::CitizenId | Type::Phone => keep_last_two(text),
            // A cell may hold a citizen number whatever its column declares: columns get shifted.
            _ => mask_inside(text),
        }
    }
}

/// `王小明` becomes `王**`; blanks before it stay.
fn keep_first(text: &str) -> Cow<'_, str> {
    let shown = text
        .char_indices()
        .find(|(_, c)| !c.is_whitespace())
        .map_or(text.len(), |(at, c)| at + c.len_utf8());
    if shown == text.len() {
        return Cow::Borrowed(text);
    }
    let (shown, hidden) = text.split_at(shown);
    Cow::Owned(shown.chars().chain(hidden.chars().map(|_| '*')).collect())
}

/// `13800001234` becomes `*********34`.
fn keep_last_two(text: &str) -> Cow<'_, str> {
    let hidden = text.chars().count().saturating_sub(2);
    if hidden == 0 {
        return Cow::Borrowed(text);
    }
    let masked = |(at, c)| if at < hidden { '*' } else { c };
    Cow::Owned(text.chars().enumerate().map(masked).collect())
}

/// Masks every citizen number of 18 digits in a text, in half or full width.
fn mask_inside(text: &str) -> Cow<'_, str> {
    if text.len() < 18 {
        return Cow::Borrowed(text);
    }
    let narrow: Vec<u8> = text.chars().map(in_half_width).collect();
    let mut hidden = vec![false; narrow.len()];
    let mut at = 0;
    while at + 18 <= narrow.len() {
        let run = narrow[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let ends_in_x = matches!(narrow.get(at + run), Some(b'X' | b'x'));
        let length = if run == 17 && ends_in_x { 18 } else { run };
        if length == 18 && has_birth_date(&narrow[at..at + 18]) {
            hidden[at..at + 16].fill(true);
        }
        at += length.max(1);
    }
    if !hidden.contains(&true) {
        return Cow::Borrowed(text);
    }
    let masked = |(c, &hidden)| if hidden { '*' } else { c };
    Cow::Owned(text.chars().zip(&hidden).map(masked).collect())
}

/// A digit or letter of a citizen number as its ASCII character; anything else as a blank.
fn in_half_width(c: char) -> u8 {
    match c {
        '０'..='９' => {
            u8::try_from(u32::from(c) - u32::from('０')).map_or(b' ', |digit| b'0' + digit)
        }
        'Ｘ' | 'ｘ' => b'X',
        _ => u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b' '),
    }
}

/// Whether digits 7 to 14 may be a day of birth.
fn has_birth_date(digits: &[u8]) -> bool {
    let number = |from: usize, to: usize| {
        digits[from..to]
            .iter()
            .fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'))
    };
    (1850..2200).contains(&number(6, 10))
        && (1..=12).contains(&number(10, 12))
        && (1..=31).contains(&number(12, 14))
}
