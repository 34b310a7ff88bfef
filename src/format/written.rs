//! What the tree forgets and a reader would miss: which of several words for one thing was written.
//!
//! Everything here looks at the text that the tree was made of, and finds the same in either vocabulary.

use crate::source::Span;
use crate::syntax::ast::CompareOp;
use crate::types::{Language, width};

/// A text with its vocabulary.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    /// The text of the file.
    pub(super) text: &'a str,
    /// Its vocabulary.
    pub(super) language: Language,
}

/// The words for one comparison: in English (without `is`), in Chinese. The first pair stands where nothing is known;
/// a word that only one language has comes last, beside the nearest word of the other.
pub(super) type Wording = (&'static str, &'static str);

const EQUAL: &[Wording] = &[("is", "为"), ("=", "="), ("equal to", "等于")];
const NOT_EQUAL: &[Wording] = &[
    ("is not", "不为"),
    ("<>", "<>"),
    ("not equal to", "不等于"),
    ("is not", "不是"),
];
const LESS: &[Wording] = &[
    ("less than", "小于"),
    ("fewer than", "少于"),
    ("before", "早于"),
    ("<", "<"),
    ("less than", "低于"),
];
const AT_MOST: &[Wording] = &[
    ("at most", "不超过"),
    ("no more than", "不大于"),
    ("no later than", "不晚于"),
    ("<=", "<="),
    ("at most", "至多"),
    ("at most", "不高于"),
    ("at most", "不多于"),
    ("at most", "小于等于"),
    ("at most", "小于或等于"),
];
const MORE: &[Wording] = &[
    ("more than", "大于"),
    ("after", "晚于"),
    (">", ">"),
    ("more than", "多于"),
    ("more than", "高于"),
    ("more than", "超过"),
];
const AT_LEAST: &[Wording] = &[
    ("at least", "不低于"),
    ("no less than", "不小于"),
    ("no fewer than", "不少于"),
    ("on or after", "不早于"),
    (">=", ">="),
    ("at least", "至少"),
    ("at least", "大于等于"),
    ("at least", "大于或等于"),
];
const SAME: &[Wording] = &[("the same as", "同于")];

/// Spellings that have a twin of the same meaning in the same vocabulary, and that twin.
const SAID_OTHERWISE: [(&str, &str); 4] = [
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "<>"),
    ("on or before", "no later than"),
];

/// All words for a comparison.
fn wordings(op: CompareOp) -> &'static [Wording] {
    match op {
        CompareOp::Equal => EQUAL,
        CompareOp::NotEqual => NOT_EQUAL,
        CompareOp::Less => LESS,
        CompareOp::AtMost => AT_MOST,
        CompareOp::More => MORE,
        CompareOp::AtLeast => AT_LEAST,
        CompareOp::Same => SAME,
    }
}

impl<'a> Written<'a> {
    /// The text under a span.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.between(span.start, span.end)
    }

    /// The text between two offsets; empty where they are the wrong way round.
    pub(super) fn between(&self, start: u32, end: u32) -> &'a str {
        self.text
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// The words between two offsets, comments left out.
    pub(super) fn words(&self, start: u32, end: u32) -> String {
        let lines = self.between(start, end).lines();
        let words = lines.flat_map(|line| {
            let line = line.split(['#', '＃']).next().unwrap_or_default();
            line.split_whitespace()
        });
        let words = words.map(folded).collect::<Vec<_>>().join(" ");
        let mut said = words;
        for (other, usual) in SAID_OTHERWISE {
            said = said.replace(other, usual);
        }
        said
    }

    /// How a comparison was worded between its sides: its symbol or words in `to`, and whether it is a sign.
    pub(super) fn wording(&self, op: CompareOp, gap: &str, to: Language) -> &'static str {
        let here = |wording: &Wording| self.language.pick(wording.0, wording.1);
        let all = wordings(op);
        let mut best: Option<&Wording> = None;
        for wording in all {
            let longer = best.is_none_or(|b| here(b).len() < here(wording).len());
            if longer && gap.contains(here(wording)) {
                best = Some(wording);
            }
        }
        let Some(found) = best.or(all.first()) else {
            return "";
        };
        // Where two words of the other language mean this one, the first pair says which is printed.
        to.pick(found.0, found.1)
    }

    /// Whether an expression stands in brackets of its own.
    pub(super) fn in_brackets(&self, span: Span) -> bool {
        let text = self.slice(span);
        if !text.starts_with(['(', '（']) {
            return false;
        }
        let mut depth = 0;
        let mut quote = None;
        let mut comment = false;
        for (at, c) in text.char_indices() {
            if comment {
                comment = c != '\n';
                continue;
            }
            match (quote, c) {
                (Some(open), _) if closes(open, c) => quote = None,
                (Some(_), _) => {}
                (None, '"' | '＂' | '“' | '”' | '「' | '『' | '[' | '【' | '［') => {
                    quote = Some(c)
                }
                (None, '#' | '＃') => comment = true,
                (None, '(' | '（') => depth += 1,
                (None, ')' | '）') => {
                    depth -= 1;
                    if depth == 0 {
                        return at + c.len_utf8() == text.len();
                    }
                }
                _ => {}
            }
        }
        false
    }
}

/// Whether `c` closes what `open` opened, as the language reads it.
fn closes(open: char, c: char) -> bool {
    match open {
        '「' => c == '」',
        '『' => c == '』',
        '"' | '＂' => matches!(c, '"' | '＂'),
        '[' | '【' | '［' => matches!(c, ']' | '】' | '］'),
        _ => matches!(c, '“' | '”' | '"' | '＂'),
    }
}

/// A text with every full-width character folded.
pub(super) fn folded(text: &str) -> String {
    text.chars().map(width::folded).collect()
}
