//! A Chinese clause without blanks → the same clause with blanks, where blanks alone make it a sentence.

use super::keywords::{Keywords, Place};
use super::parser::{Canonical, Rule};
use super::spelling::{Mode, Speller, is_chinese};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Span};
use crate::types::Language;
use std::collections::HashSet;

/// A clause with the blanks that it lacks.
pub(super) struct Apart {
    /// The first word that is several.
    pub(super) word: Span,
    /// The whole clause as it should be.
    pub(super) clause: String,
}

/// A keyword or a name of the file inside a word.
#[derive(Debug, Clone, Copy)]
struct Part {
    start: usize,
    end: usize,
}

/// The longest clause that is looked at, in bytes.
const LONGEST: usize = 400;

/// The most parts of a clause that are looked at: what is longer is no slip of the hand.
const MOST_PARTS: usize = 24;

/// The clause at `span` with blanks before and behind its keywords, and between names that stand elsewhere in the
/// file; `None` when it makes no sense as `rule` even so.
pub(super) fn apart(text: &str, span: Span, rule: Rule) -> Option<Apart> {
    let clause = text.get(span.start as usize..span.end as usize)?;
    if clause.len() > LONGEST || clause.contains('\n') || !clause.contains(is_chinese) {
        return None;
    }
    let names = names_elsewhere(text, span);
    let parts = parts(clause, &names);
    if parts.is_empty() || parts.len() > MOST_PARTS {
        return None;
    }
    // All parts, then all but one, then all but two: a name may hold a keyword.
    let count = parts.len();
    let none = std::iter::once((count, count));
    let one = (0..count).map(|a| (a, count));
    let two = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    none.chain(one).chain(two).find_map(|(a, b)| {
        let kept = parts.iter().enumerate();
        let kept = kept.filter(|(at, _)| *at != a && *at != b);
        let (spaced, first) = with_blanks(clause, kept.map(|(_, part)| *part));
        let first = first?;
        makes_sense(&spaced, rule).then(|| Apart {
            word: word_around(clause, first, span),
            clause: spaced,
        })
    })
}

/// The words of the lines that declare something: heads, columns, tables. Sentences may be without blanks themselves.
fn names_elsewhere(text: &str, span: Span) -> HashSet<&str> {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let lines = [before, behind].into_iter().flat_map(str::lines);
    let declaring = lines.filter(|line| {
        !line.starts_with([' ', '\t', '\u{3000}']) || line.contains([':', '：', '|', '｜'])
    });
    let words = declaring.flat_map(words);
    words.filter(|word| word.chars().nth(1).is_some()).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| word.starts_with(is_chinese))
}

/// The keywords and known names inside the words of a clause: from left to right, the longest at each place.
fn parts(clause: &str, names: &HashSet<&str>) -> Vec<Part> {
    let spellings = Keywords::of(Language::Zh).spellings(Place::Sentence);
    let keywords: Vec<&str> = spellings
        .iter()
        .map(|(spelling, _)| *spelling)
        .filter(|spelling| !spelling.contains(' '))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = clause.get(at..).filter(|rest| !rest.is_empty()) {
        let starting = keywords
            .iter()
            .chain(names)
            .filter(|word| rest.starts_with(**word));
        match starting.map(|word| word.len()).max() {
            Some(length) => {
                found.push(Part {
                    start: at,
                    end: at + length,
                });
                at += length;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The clause with blanks around parts, and where the first new one goes.
fn with_blanks(clause: &str, parts: impl Iterator<Item = Part>) -> (String, Option<usize>) {
    let mut cuts: Vec<usize> = parts.flat_map(|part| [part.start, part.end]).collect();
    cuts.dedup();
    let mut spaced = String::new();
    let mut done = 0;
    let mut first = None;
    for cut in cuts {
        let (Some(piece), Some(rest)) = (clause.get(done..cut), clause.get(cut..)) else {
            continue;
        };
        spaced.push_str(piece);
        done = cut;
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let before = spaced.chars().next_back();
        if (joins(before) || before == Some('%')) && (joins(rest.chars().next()) || digit) {
            spaced.push(' ');
            first.get_or_insert(cut);
        }
    }
    spaced.push_str(clause.get(done..).unwrap_or_default());
    (spaced, first)
}

fn makes_sense(clause: &str, rule: Rule) -> bool {
    let file = FileId(0);
    let speller = Speller::new(file, clause, Language::Zh);
    let mode = match rule {
        Rule::population_head => Mode::behind("=", Place::Sentence),
        _ => Mode::all(Some(Place::Sentence)),
    };
    let mut unheard = Diagnostics::default();
    let spelled = speller.spell(0, clause.len(), mode, &mut unheard);
    let whole = speller.span(0, clause.len());
    !spelled.broken && Canonical::new(&spelled.tokens, whole).parse(rule).is_ok()
}

/// The word of the clause around an offset, as a place in the file.
fn word_around(clause: &str, at: usize, span: Span) -> Span {
    let word = |c: char| c.is_alphanumeric();
    let before = clause.get(..at).unwrap_or_default();
    let start = before.trim_end_matches(word).len();
    let behind = clause.get(at..).unwrap_or_default();
    let end = clause.len() - behind.trim_start_matches(word).len();
    let offset = |at: usize| span.start + u32::try_from(at).unwrap_or(u32::MAX - span.start);
    Span {
        start: offset(start),
        end: offset(end),
        ..span
    }
}
