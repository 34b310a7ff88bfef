//! Phrases quoted from a clause, held against its words.
//!
//! Compared are characters alone: width is folded, blanks and line ends are left out, quotes and dashes of any kind are alike; a different character
//! never passes. `…` stands for words left out; what it parts must follow each other in the clause. A phrase may begin with the number of its own
//! clause; what follows then has to be the beginning of the clause's words.

use super::markers::leading;
use super::numerals::is_chinese;
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

/// Looks for a phrase in the words of the clause of this path.
#[must_use]
pub fn quoted(phrase: &str, path: &str, words: &str) -> Quoted {
    match found(phrase, path, &folded(words)) {
        Err(TooShort) => Quoted::TooShort,
        Ok(None) => Quoted::Missing,
        Ok(Some(_)) => Quoted::Stands,
    }
}

/// The places of a phrase, which may begin with the number of its clause.
fn found(phrase: &str, path: &str, words: &str) -> Result<Option<Vec<(usize, usize)>>, TooShort> {
    let as_written = places(phrase, words);
    if matches!(as_written, Ok(Some(_))) {
        return as_written;
    }
    let Some(rest) = behind_number(phrase, path) else {
        return as_written;
    };
    let places = places(rest, words)?;
    Ok(places.filter(|places| places.first().is_some_and(|(from, _)| *from == 0)))
}

/// What follows the number of a clause at the beginning of a phrase; `None` where it begins with no number, or with that of another clause.
fn behind_number<'p>(phrase: &'p str, path: &str) -> Option<&'p str> {
    let (markers, rest) = leading(phrase.trim_start(), None)?;
    let number: String = markers.iter().map(super::markers::Marker::part).collect();
    let before = path.trim_end_matches('′').strip_suffix(number.as_str())?;
    // 1 is not the number of ¶1, 11 or 3.1, nor 一 that of 十一.
    let is_part = before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_digit() || "¶.件第".contains(c) || is_chinese(c));
    let stands_apart = number.starts_with(['(', '·', '第', '附']);
    (stands_apart || !is_part).then_some(rest)
}

/// The sentences of a clause, each with whether a part of one of the phrases stands in it.
#[must_use]
pub fn touched(words: &str, path: &str, phrases: &[&str]) -> Vec<(String, bool)> {
    let whole = folded(words);
    let found: Vec<(usize, usize)> = phrases
        .iter()
        .filter_map(|phrase| found(phrase, path, &whole).ok().flatten())
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
        let told = touched(words, "一", &["每月核对", "台账"]);
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
        assert_eq!(quoted("每月18日前,向", "一(二)", words), Quoted::Stands);
        assert_eq!(quoted("向「规划科」报送", "一(二)", words), Quoted::Stands);
        assert_eq!(
            quoted("每月18日前…报送进展", "一(二)", words),
            Quoted::Stands
        );
        assert_eq!(
            quoted("报送进展…每月18日前", "一(二)", words),
            Quoted::Missing
        );
        assert_eq!(quoted("每月19日前", "一(二)", words), Quoted::Missing);
        assert_eq!(quoted("18日", "一(二)", words), Quoted::TooShort);
        assert_eq!(quoted("每月18日前…进展", "一(二)", words), Quoted::TooShort);
    }

    #[test]
    fn a_phrase_may_begin_with_the_number_of_its_own_clause() {
        let words = "每月18日前报送进展。逾期不再受理";
        for (phrase, path, stands) in [
            ("1.每月18日前", "三(二)1", true),
            ("１．每月18日前", "三(二)1", true),
            ("1、每月18日前…不再受理", "三(二)1", true),
            ("（二）每月18日前", "三(二)", true),
            ("三、每月18日前", "三", true),
            ("三、每月18日前", "三′", true),
            ("一是每月18日前", "三(二)·一是", true),
            ("3.1 每月18日前", "3.1", true),
            ("第三条 每月18日前", "第一章·第三条", true),
            ("2.每月18日前", "三(二)1", false),
            ("1.每月18日前", "三(二)11", false),
            ("1.每月18日前", "三(二)¶1", false),
            ("一、每月18日前", "十一", false),
            ("3.1 每月18日前", "4.1", false),
            ("1.报送进展", "三(二)1", false),
            ("每月18日前报送进展。2.逾期", "三(二)1", false),
        ] {
            let told = quoted(phrase, path, words) == Quoted::Stands;
            assert_eq!(told, stands, "{phrase} in {path}");
        }
        assert_eq!(quoted("1.每月", "三(二)1", words), Quoted::TooShort);
    }
}
