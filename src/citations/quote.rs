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

/// The sentences of a clause, each with whether a part of one of the phrases stands in it.
#[must_use]
pub fn touched(words: &str, phrases: &[&str]) -> Vec<(String, bool)> {
    let whole = folded(words);
    let found: Vec<(usize, usize)> = phrases
        .iter()
        .filter_map(|phrase| places(phrase, &whole).ok().flatten())
        .flatten()
        .collect();
    let mut from = 0;
    let sentences = sentences(words).into_iter().map(|sentence| {
        let to = from + folded(sentence).len();
        let is_quoted = found.iter().any(|place| place.0 < to && from < place.1);
        from = to;
        (sentence.trim().to_owned(), is_quoted)
    });
    sentences.filter(|(text, _)| !text.is_empty()).collect()
}

/// A text cut after each stop and at the end of each line; nothing is lost.
fn sentences(words: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut from = 0;
    let mut rest = words.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        let closes = |c: char| "”」』）)\"".contains(c);
        let ends = match character {
            '\n' | '。' | '；' | '！' | '？' | ';' | '!' | '?' => {
                next.is_none_or(|c| !closes(c))
            }
            '.' => next.is_none_or(char::is_whitespace),
            c if closes(c) => words[..at].ends_with(['。', '；', '！', '？']),
            _ => false,
        };
        if ends {
            let end = at + character.len_utf8();
            all.push(&words[from..end]);
            from = end;
        }
    }
    all.push(&words[from..]);
    all
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
    use super::{Quoted, quoted, touched};

    #[test]
    fn sentences_know_whether_they_are_quoted() {
        let words = "建立台账。每月核对（含复查。）；\n年底报送";
        let told = touched(words, &["每月核对", "台账"]);
        let quoted: Vec<(&str, bool)> = told.iter().map(|(t, q)| (t.as_str(), *q)).collect();
        let sentences = [
            ("建立台账。", false),
            ("每月核对（含复查。）", true),
            ("；", false),
            ("年底报送", false),
        ];
        assert_eq!(quoted, sentences);
    }

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
