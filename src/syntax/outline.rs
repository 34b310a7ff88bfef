//! How a file is laid out: its declarations and clauses in order, its comments, the places of its names.
//!
//! The tree has neither comments nor the order of clauses; whoever prints a tree again takes them from here.

use super::layout::{self, ClauseKind, RawDeclaration};
use super::spelling::{Speller, TokenKind, fold, is_blank};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Files, Span};
use crate::types::Language;

/// The layout of a file.
#[derive(Debug)]
pub struct Outline {
    /// The vocabulary it is written in.
    pub language: Language,
    /// Its declarations, in order.
    pub declarations: Vec<Block>,
    /// Its comments, in order, from `#` to the end of their line.
    pub comments: Vec<Comment>,
    /// The places of all words and bracketed texts used as names.
    pub names: Vec<Span>,
}

/// A declaration.
#[derive(Debug)]
pub struct Block {
    /// Its header word; `None` where it has none.
    pub header: Option<&'static str>,
    /// From the header word to the end of the head.
    pub head: Span,
    /// The clauses below the head.
    pub clauses: Vec<Line>,
}

/// A clause: a line with the lines that continue it.
#[derive(Debug)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// From its first word to its last, comments not included.
    pub span: Span,
}

/// What a clause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Begins with this clause word.
    Word(&'static str),
    /// A column of a dataset.
    Column,
    /// A row of a table.
    Row,
    /// A line for one part of a reconciliation.
    Part,
    /// A sentence.
    Sentence,
}

/// A comment.
#[derive(Debug)]
pub struct Comment {
    /// From `#` to the end of the line, without blanks there.
    pub span: Span,
    /// Whether nothing stands before it on its line.
    pub own_line: bool,
}

/// The layout of a file; its mistakes are those that `parse` reports.
#[must_use]
pub fn outline(file: FileId, files: &Files) -> Outline {
    let text = files.text(file);
    let language = layout::language_of(text);
    let mut unheard = Diagnostics::default();
    let speller = Speller::new(file, text, language);
    let raw = layout::cut(speller, text, 0..text.len(), &mut unheard);
    Outline {
        language,
        declarations: raw.iter().map(block).collect(),
        comments: comments(file, text, &raw),
        names: names(&raw),
    }
}

fn block(raw: &RawDeclaration) -> Block {
    let lines = raw.clauses.iter().map(|clause| Line {
        kind: match clause.kind {
            ClauseKind::Word(word) => LineKind::Word(word),
            ClauseKind::Column => LineKind::Column,
            ClauseKind::Row => LineKind::Row,
            ClauseKind::Part => LineKind::Part,
            ClauseKind::Head | ClauseKind::Other => LineKind::Sentence,
        },
        span: clause.span,
    });
    Block {
        header: raw.header,
        head: raw.header_span.to(raw.head.span),
        clauses: lines.collect(),
    }
}

fn names(raw: &[RawDeclaration]) -> Vec<Span> {
    let clauses = raw
        .iter()
        .flat_map(|raw| std::iter::once(&raw.head).chain(&raw.clauses));
    let tokens = clauses.flat_map(|clause| &clause.tokens);
    tokens
        .filter(|token| matches!(token.kind, TokenKind::Name(_)))
        .map(|token| token.span)
        .collect()
}

/// What stands behind the last word of a line, and the lines without words, when it begins with `#`.
fn comments(file: FileId, text: &str, raw: &[RawDeclaration]) -> Vec<Comment> {
    let mut ends = Vec::new();
    for declaration in raw {
        ends.push(declaration.header_span.end);
        for clause in std::iter::once(&declaration.head).chain(&declaration.clauses) {
            ends.extend(clause.tokens.iter().map(|token| token.span.end));
        }
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let last = ends.partition_point(|&e| e <= offset(end));
        let words_end = last
            .checked_sub(1)
            .and_then(|at| ends.get(at))
            .filter(|&&e| e > offset(start));
        let rest_at = words_end.map_or(start, |&e| e as usize);
        let rest = text.get(rest_at..end).unwrap_or_default();
        let skipped = |c: char| {
            is_blank(fold(c))
                || c == '\u{feff}'
                || words_end.is_some() && matches!(fold(c), '.' | '。')
        };
        let comment = rest.trim_start_matches(skipped).trim_end();
        if comment.starts_with(['#', '＃']) {
            let at = rest_at + rest.len() - rest.trim_start_matches(skipped).len();
            found.push(Comment {
                span: Span {
                    file,
                    start: offset(at),
                    end: offset(at + comment.len()),
                },
                own_line: words_end.is_none(),
            });
        }
        start = end;
    }
    found
}
