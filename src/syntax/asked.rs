//! A question that is not asked of rows as the language has it → the line that asks it.

use super::declared::Declared;
use super::spelling::{Token, TokenKind};
use super::words_of::Dictionary;
use crate::source::Span;
use crate::types::Language;

/// `ask for every bus "…"`, 对每辆校车询问「…」: the line to write, with the rows that are named, or with those that there are.
pub(super) fn line(
    language: Language,
    text: &str,
    tokens: &[Token],
    clause: Span,
) -> Option<String> {
    let is_text = |token: &&Token| matches!(token.kind, TokenKind::Text(_));
    let (first, last) = (
        tokens.iter().find(is_text)?,
        tokens.iter().rev().find(is_text)?,
    );
    let written = |start: u32, end: u32| text.get(start as usize..end as usize);
    let title = written(first.span.start, last.span.end)?;
    let declared = Declared::read(language, text);
    let line = written(clause.start, clause.end)?.replacen(title, " ", 1);
    let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
    let words = match language {
        Language::En => words,
        Language::Zh => Dictionary::new(&declared).apart(&words),
    };
    let named = words.iter().find_map(|word| declared.dataset(word));
    let all: Vec<String> = match named {
        Some(rows) => vec![rows],
        None => declared.datasets().map(str::to_owned).collect(),
    };
    const MOST: usize = 3;
    let lines = all.iter().take(MOST).map(|rows| match language {
        Language::En => format!("`ask {title} of {rows}`"),
        Language::Zh => format!("`询问 {title} 于 {rows}`"),
    });
    let lines: Vec<String> = lines.collect();
    let written = lines.join(language.pick(" or ", " 或 "));
    (!lines.is_empty()).then(|| match language {
        Language::En => format!("write {written}"),
        Language::Zh => format!("应写 {written}"),
    })
}
