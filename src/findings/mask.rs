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
            Type::Text | Type::Id | Type::Reference(_) | Type::Unknown => mask_inside(text),
            _ => Cow::Borrowed(text),
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

/// Masks every citizen number of 18 digits in a text.
fn mask_inside(text: &str) -> Cow<'_, str> {
    if text.len() < 18 {
        return Cow::Borrowed(text);
    }
    let mut masked: Option<Vec<u8>> = None;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + 18 <= bytes.len() {
        let run = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let mut length = run;
        if run == 17
            && bytes
                .get(at + run)
                .is_some_and(|b| matches!(b, b'X' | b'x'))
        {
            length = 18;
        }
        if length == 18 && has_birth_date(&bytes[at..at + 18]) {
            let masked = masked.get_or_insert_with(|| bytes.to_vec());
            masked[at..at + 16].fill(b'*');
        }
        at += length.max(1);
    }
    masked
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .map_or(Cow::Borrowed(text), Cow::Owned)
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
