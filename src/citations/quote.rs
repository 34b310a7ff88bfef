//! Phrases quoted from a clause, held against its words.
//!
//! Compared are characters alone: width is folded, blanks and line ends are left out, quotes and dashes of any kind are alike; a different character
//! never passes. `…` stands for words left out; what it parts must follow each other in the clause.

use super::text::folded;

/// The fewest characters of each part of a quoted phrase: shorter ones stand almost anywhere.
pub const SHORTEST: usize = 4;

/// How a phrase and the words of a clause go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoted {
    /// The phrase stands there.
    Stands,
    /// A part of the phrase has fewer than [`SHORTEST`] characters.
    TooShort,
    /// It does not stand there.
    Missing,
}

/// Looks for a phrase in the words of a clause.
#[must_use]
pub fn quoted(phrase: &str, words: &str) -> Quoted {
    match places(phrase, &folded(words)) {
        Err(TooShort) => Quoted::TooShort,
        Ok(None) => Quoted::Missing,
        Ok(Some(_)) => Quoted::Stands,
    }
}

/// A part of the phrase is too short.
#[derive(Debug)]
pub(super) struct TooShort;

/// The places (bytes of the folded words) of the parts of a phrase; `None` where one does not stand there.
pub(super) fn places(phrase: &str, words: &str) -> Result<Option<Vec<(usize, usize)>>, TooShort> {
    let phrase = phrase.replace("……", "…").replace("...", "…");
    let parts: Vec<String> = phrase.split('…').map(folded).collect();
    if parts.iter().any(|part| part.chars().count() < SHORTEST) {
        return Err(TooShort);
    }
    let mut found = Vec::new();
    let mut from = 0;
    for part in &parts {
        let Some(at) = words[from..].find(part.as_str()) else {
            return Ok(None);
        };
        found.push((from + at, from + at + part.len()));
        from += at + part.len();
    }
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::{Quoted, quoted};

    #[test]
    fn width_blanks_and_quotes_are_folded_and_characters_are_not() {
        let words = "每月１８日前，\n向“规划科”报送进展";
        assert_eq!(quoted("每月18日前,向", words), Quoted::Stands);
        assert_eq!(quoted("向「规划科」报送", words), Quoted::Stands);
        assert_eq!(quoted("每月18日前…报送进展", words), Quoted::Stands);
        assert_eq!(quoted("报送进展…每月18日前", words), Quoted::Missing);
        assert_eq!(quoted("每月19日前", words), Quoted::Missing);
        assert_eq!(quoted("18日", words), Quoted::TooShort);
        assert_eq!(quoted("每月18日前…进展", words), Quoted::TooShort);
    }
}
