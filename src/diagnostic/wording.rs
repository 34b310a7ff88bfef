//! Plurals, lists of alternatives and near candidates, in both languages.

use crate::types::Language;

/// `1 row`, `3 rows`, `3 条`.
#[must_use]
pub fn count(language: Language, n: usize, one: &str, many: &str, zh: &str) -> String {
    match language {
        Language::En if n == 1 => format!("{n} {one}"),
        Language::En => format!("{n} {many}"),
        Language::Zh => format!("{n} {zh}"),
    }
}

/// `a, b or c`; `a、b 或 c`.
#[must_use]
pub fn alternatives(language: Language, words: &[String]) -> String {
    let (comma, or) = match language {
        Language::En => (", ", " or "),
        Language::Zh => ("、", "或"),
    };
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{}{or}{last}", init.join(comma)),
    }
}

/// A text of the author in backticks, shortened to 40 characters.
#[must_use]
pub fn quoted(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() > 40 {
        let start: String = text.chars().take(39).collect();
        format!("`{start}…`")
    } else {
        format!("`{text}`")
    }
}

/// The candidate that `word` was probably meant to be.
///
/// Near is: at most a third of the characters differ (one, in a word of two to five); a Chinese word of two characters
/// may differ in one. The first of equally near ones is taken.
#[must_use]
pub fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    // A word of thousands of characters is near to nothing, and comparing it takes long.
    if !(2..=60).contains(&length) {
        return None;
    }
    let allowed = (length / 3).max(1);
    candidates
        .into_iter()
        // What is written already is no help.
        .filter(|candidate| *candidate != word)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| {
            let distance = strsim::osa_distance(&lower, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, candidate)| {
            *distance <= allowed && !contrary(&lower, &candidate.to_lowercase())
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How a name of several words is written as one: in brackets, and in one word.
#[must_use]
pub fn one_name(language: Language, name: &str) -> (String, String) {
    let words: Vec<&str> = name.split_whitespace().collect();
    let bracketed = match language {
        Language::En => format!("[{}]", words.join(" ")),
        Language::Zh => format!("【{}】", words.join(" ")),
    };
    let latin = name.contains(|c: char| c.is_ascii_alphabetic());
    (bracketed, words.join(if latin { "_" } else { "" }))
}

/// Whether one of two words says the contrary of the other, so that neither may be offered for the other.
fn contrary(a: &str, b: &str) -> bool {
    let negations = |word: &str| word.chars().filter(|c| "不非未无没勿".contains(*c)).count() % 2;
    let denies = |long: &str, short: &str| {
        [
            "un", "in", "im", "ir", "non", "non-", "dis", "not_", "not-", "no_", "no-",
        ]
        .iter()
        .any(|prefix| {
            let rest = long.strip_prefix(prefix);
            !short.starts_with(prefix)
                && rest.is_some_and(|rest| strsim::osa_distance(rest, short) <= 1)
        })
    };
    negations(a) != negations(b) || denies(a, b) || denies(b, a)
}
