//! A row of a test's table → its cells as they would stand in a file: no keywords, no numbers, only text between bars.

use super::spelling::{Speller, Token, TokenKind, fold, is_blank};
use crate::source::Span;

/// Whether what follows is a bar, so that the word before it is a cell.
pub(super) fn are_cells(speller: &Speller<'_>, at: usize, end: usize) -> bool {
    let next = speller.skip_blanks(at, end);
    speller.slice(next, end).chars().next().map(fold) == Some('|')
}

/// Quotes that do not close: their place, and the sign that opened them.
type Unclosed = Option<(Span, char)>;

/// The cells between two offsets of one line, with bars between them; a blank cell is an empty text.
/// A cell may stand in quotes, which then may hold bars and `#`.
pub(super) fn cells(speller: &Speller<'_>, start: usize, end: usize) -> (Vec<Token>, Unclosed) {
    let mut tokens = Vec::new();
    let mut at = start;
    loop {
        at = speller.skip_blanks(at, end);
        let (text, from, behind) = match quoted(speller, at, end) {
            Ok(Some((text, behind))) => (text.to_owned(), at, behind),
            Ok(None) => plain(speller, at, end),
            Err(open) => return (tokens, Some((speller.span(at, end), open))),
        };
        tokens.push(Token {
            kind: TokenKind::Text(text),
            span: speller.span(from, behind),
        });
        at = speller.skip_blanks(behind, end);
        match speller.slice(at, end).chars().next() {
            Some(bar) if fold(bar) == '|' => {
                let next = at + bar.len_utf8();
                tokens.push(Token {
                    kind: TokenKind::Symbol("|"),
                    span: speller.span(at, next),
                });
                at = next;
            }
            _ => return (tokens, None),
        }
    }
}

/// A cell that is one quoted text: the text, and where the quotes end. Quotes inside a cell are part of its text.
fn quoted<'t>(
    speller: &Speller<'t>,
    at: usize,
    end: usize,
) -> Result<Option<(&'t str, usize)>, char> {
    let rest = speller.slice(at, end);
    let mut characters = rest.char_indices();
    let Some((_, open)) = characters.next() else {
        return Ok(None);
    };
    let close = match open {
        '"' | '＂' => ['"', '＂'],
        '“' => ['”', '"'],
        '「' => ['」', '」'],
        '『' => ['』', '』'],
        _ => return Ok(None),
    };
    let (from, sign) = characters
        .find(|(_, sign)| close.contains(sign))
        .ok_or(open)?;
    let behind = at + from + sign.len_utf8();
    let next = speller.skip_blanks(behind, end);
    let ends = speller.slice(next, end).chars().next().map(fold);
    if !matches!(ends, None | Some('|' | '#')) {
        return Ok(None);
    }
    let text = rest.get(open.len_utf8()..from).unwrap_or_default();
    Ok(Some((text, behind)))
}

/// A cell up to the next bar or comment, without the blanks behind it: the text, and its place.
fn plain(speller: &Speller<'_>, at: usize, end: usize) -> (String, usize, usize) {
    let rest = speller.slice(at, end);
    let length = rest
        .find(|sign| matches!(fold(sign), '|' | '#'))
        .unwrap_or(rest.len());
    let text = rest.get(..length).unwrap_or_default();
    let text = text.trim_end_matches(|sign| is_blank(fold(sign)));
    (text.to_owned(), at, at + text.len())
}
