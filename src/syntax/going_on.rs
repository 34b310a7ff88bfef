//! Which lines go on with the line above them, by the word or sign that they begin with.

use super::keywords::Place;
use super::layout::{RawDeclaration, clause_words};
use super::spelling::{Mode, Speller, Token, TokenKind, fold};
use crate::diagnostic::Diagnostics;

/// Words that continue the sentence of the line before.
const JOINING: [&str; 14] = [
    "must",
    "should",
    "where",
    "when",
    "and",
    "or",
    "or by",
    "comparing",
    "within",
    "explained",
    "tolerating",
    "that",
    "by",
    "per",
];
/// Words and signs with which no sentence begins, or only one that says what must be: a line that begins with one of them and says
/// no such thing goes on with the sentence above it.
const GOING_ON: [&str; 36] = [
    "named",
    "at least",
    "at most",
    "more than",
    "less than",
    "before",
    "after",
    "equal to",
    "the same as",
    "one of",
    "in",
    "of",
    "is",
    "be",
    "have",
    "given",
    "blank",
    "unreadable",
    "contains",
    "matches",
    "starts with",
    "from",
    "to",
    "on",
    "no later than",
    "among",
    "exactly once",
    "each week",
    "each month",
    "each quarter",
    "each term",
    "each year",
    "the day itself counts",
    "the day itself does not count",
    "in term only",
    "seed",
];
const GOING_ON_SIGNS: [&str; 11] = ["/", "+", "=", "<", ">", "≤", "≥", "≠", "×", "÷", ")"];
const JOINING_ZH: [&str; 3] = ["agreeing", "or else", "of the same"];

/// Whether a line that begins with a keyword goes on with the sentence of the line before.
pub(super) fn joins(id: &str) -> bool {
    JOINING.contains(&id) || JOINING_ZH.contains(&id)
}

/// Whether a sentence cannot end with a keyword, so that the line below it goes on with it.
pub(super) fn leaves_open(id: &str) -> bool {
    JOINING.contains(&id) || matches!(id, "or else" | "not" | "of" | "have" | "be" | "is")
}

/// Whether a line can only be more of the sentence above it, the last one of a declaration so far; `word`: the keyword that it begins with.
pub(super) fn goes_on(
    speller: &Speller<'_>,
    declaration: &RawDeclaration,
    word: Option<&str>,
    (begin, end): (usize, usize),
) -> bool {
    let Some(header @ ("item" | "population" | "define" | "measure")) = declaration.header else {
        return false;
    };
    let line = speller.slice(begin, end);
    let sign: String = line.chars().take(1).map(fold).collect();
    // `in pupils : not judged` is a line about a part.
    if GOING_ON_SIGNS.contains(&sign.as_str()) {
        return true;
    }
    if !word.is_some_and(|word| GOING_ON.contains(&word) || word == "not")
        || line.contains([':', '：'])
    {
        return false;
    }
    let clause = speller.keyword(Place::Clause, begin, end);
    let is_clause = clause.is_some_and(|(ids, _)| {
        let words = clause_words(header);
        ids.first().is_some_and(|id| words.contains(id))
    });
    let mode = Mode::all(Some(Place::Sentence));
    let spelled = speller.spell(begin, end, mode, &mut Diagnostics::default());
    let says_must = |tokens: &[Token]| {
        let mut tokens = tokens.iter();
        tokens.any(|token| matches!(token.kind, TokenKind::Keyword("must" | "should")))
    };
    // `every pupil where grade` / `at least 3 must have …`: the sentence above asks for what must be.
    let above = declaration.clauses.last();
    let above = above.map_or(&[][..], |clause| &clause.tokens);
    let begun = above.first().map(|token| &token.kind);
    let begun = matches!(begun, Some(TokenKind::Keyword("every" | "any" | "per")));
    !is_clause && (!says_must(&spelled.tokens) || begun && !says_must(above))
}
