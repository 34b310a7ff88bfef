//! A file → declarations → clauses, by columns and line ends alone.
//!
//! A declaration begins in column one; a clause is a line with the lines that continue it. What is wrong with
//! one of them is reported here and leaves the others as they are.

use super::cells;
use super::going_on::{goes_on, joins, leaves_open};
use super::keywords::{Keywords, Place};
use super::problems;
use super::spelling::{Mode, Spelled, Speller, Token, TokenKind, fold, is_blank, is_chinese};
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::types::Language;
use std::ops::Range;

/// A declaration, cut into clauses.
pub(super) struct RawDeclaration {
    /// Its header word; `None` when it has none (reported), so that nothing of it is parsed.
    pub(super) header: Option<&'static str>,
    /// Where the header word stands.
    pub(super) header_span: Span,
    /// What follows the header word.
    pub(super) head: Clause,
    /// The clauses below it.
    pub(super) clauses: Vec<Clause>,
    /// From the header word to the last clause.
    pub(super) span: Span,
}

/// A line of a declaration, with the lines that continue it.
pub(super) struct Clause {
    /// What kind of line it is.
    pub(super) kind: ClauseKind,
    /// Its tokens, without the first word where that is a clause word.
    pub(super) tokens: Vec<Token>,
    /// The whole clause.
    pub(super) span: Span,
    /// Something on it was reported already.
    pub(super) broken: bool,
    mode: Mode,
}

/// The kind of a clause.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ClauseKind {
    /// What follows a header word.
    Head,
    /// A line that begins with a clause word.
    Word(&'static str),
    /// A column of a dataset.
    Column,
    /// A row of a table.
    Row,
    /// A line for one part of a reconciliation.
    Part,
    /// Any other line: in an item its sentence.
    Other,
}

/// The clause words of each declaration.
pub(super) fn clause_words(header: &str) -> &'static [&'static str] {
    match header {
        "source" => &[
            "issuer",
            "number",
            "date",
            "in force from",
            "clause",
            "replaces",
            "replaced by",
        ],
        "section" => &["cites", "owner", "copy to"],
        "table" | "exception" | "measure" => &["cites"],
        "setting" => &["cites", "loosen because"],
        "routing" => &["clause", "section", "item"],
        "population" => &["cites", "in order of", "new run"],
        "dataset" => &[
            "key",
            "in force from",
            "kind",
            "sender",
            "recipient",
            "period",
            "submitted on",
        ],
        "calendar" => &[
            "term",
            "terms from",
            "stage",
            "holiday",
            "working day",
            "covers",
        ],
        "test" => &["on day", "set", "given rows", "given answers", "expect"],
        "item" => &[
            "cites",
            "severity",
            "owner",
            "due",
            "message",
            "note",
            "tags",
            "action",
            "formerly",
            "expects at least",
            "not inspectable because",
            "except",
            "copy to",
            "ask",
            "sample",
            "answers",
            "evidence",
            "valid for",
        ],
        _ => &[],
    }
}

/// The most brackets inside each other, and words that take an operand inside each other, in one clause.
pub(super) const DEEPEST: usize = 256;

/// Some editors put it at the head of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The most words and signs in one clause; a sentence of a person has fewer than a thousand.
pub(super) const LONGEST: usize = 20_000;

/// How the words behind a header word are read.
pub(super) fn mode_of_head(header: &str) -> Mode {
    match header {
        "setting" => Mode::behind(":", Place::Type),
        "population" => Mode::behind("=", Place::Sentence),
        "define" | "measure" => Mode::all(Some(Place::Sentence)),
        _ => Mode::all(None),
    }
}

/// How the words of a line are read.
pub(super) fn mode_of_clause(kind: ClauseKind) -> Mode {
    match kind {
        ClauseKind::Word("cites") => Mode {
            paths: true,
            ..Mode::all(None)
        },
        ClauseKind::Word("clause") => Mode {
            paths: true,
            ..Mode::all(Some(Place::Part))
        },
        ClauseKind::Word("section" | "item" | "except") => Mode::all(Some(Place::Part)),
        ClauseKind::Word("owner") => Mode::all(Some(Place::Sentence)),
        ClauseKind::Word("due") => Mode::behind(":", Place::Sentence),
        ClauseKind::Word("severity") => Mode::all(Some(Place::Severity)),
        ClauseKind::Word("set") => Mode::behind("=", Place::Sentence),
        ClauseKind::Word("expect") => Mode::all(Some(Place::Expect)),
        ClauseKind::Column => Mode::behind(":", Place::Type),
        ClauseKind::Row => Mode::all(Some(Place::Cell)),
        ClauseKind::Part => Mode {
            first: Some(Place::Sentence),
            ..Mode::behind(":", Place::Part)
        },
        ClauseKind::Word("answers") => Mode::all(Some(Place::Answer)),
        ClauseKind::Word(
            "in force from" | "ask" | "sample" | "in order of" | "new run" | "term" | "stage"
            | "terms from" | "holiday" | "working day" | "covers",
        )
        | ClauseKind::Other => Mode::all(Some(Place::Sentence)),
        ClauseKind::Head | ClauseKind::Word(_) => Mode::all(None),
    }
}

/// Cuts a file into declarations.
pub(super) struct Cutter<'a, 'd> {
    speller: Speller<'a>,
    diagnostics: &'d mut Diagnostics,
    found: Vec<RawDeclaration>,
    seen_first: bool,
}

/// The vocabulary of a text: that of its first header word, else the one its first word is written in.
pub(super) fn language_of(text: &str) -> Language {
    let lines = text
        .trim_start_matches(BYTE_ORDER_MARK)
        .lines()
        .map(str::trim_end);
    let headers = lines.filter(|line| line.starts_with(|c| !is_blank(fold(c)) && fold(c) != '#'));
    let mut guess = None;
    for line in headers {
        let word = line.split(|c| is_blank(fold(c))).next().unwrap_or_default();
        for language in [Language::En, Language::Zh] {
            if !Keywords::of(language)
                .beginning_with(Place::Header, word)
                .is_empty()
            {
                return language;
            }
        }
        let chinese = word.starts_with(is_chinese);
        guess.get_or_insert(if chinese { Language::Zh } else { Language::En });
    }
    guess.unwrap_or(Language::En)
}

/// Cuts a piece of a text into declarations and reports what is wrong with its layout.
pub(super) fn cut(
    speller: Speller<'_>,
    text: &str,
    piece: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> Vec<RawDeclaration> {
    let mut cutter = Cutter {
        speller,
        diagnostics,
        found: Vec::new(),
        seen_first: false,
    };
    let mut start = piece.start;
    let is_whole = piece == (0..text.len());
    if start == 0 {
        start = text.len() - text.trim_start_matches(BYTE_ORDER_MARK).len();
    }
    let text = text.get(start..piece.end).unwrap_or_default();
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        cutter.line(start, end);
        start += line.len();
    }
    if is_whole && !cutter.seen_first {
        let span = cutter.speller.span(0, 0);
        let diagnostic = problems::empty_checklist(cutter.speller.language, span);
        cutter.diagnostics.add(diagnostic);
    }
    for declaration in &mut cutter.found {
        check_brackets(
            cutter.speller.language,
            &mut declaration.head,
            cutter.diagnostics,
        );
        for clause in &mut declaration.clauses {
            check_paths(&cutter.speller, clause, cutter.diagnostics);
            check_brackets(cutter.speller.language, clause, cutter.diagnostics);
        }
    }
    cutter.found
}

impl Cutter<'_, '_> {
    fn line(&mut self, start: usize, end: usize) {
        let begin = self.speller.skip_blanks(start, end);
        let comment = self.speller.slice(begin, end).starts_with(['#', '＃']);
        if begin == end || comment {
            return;
        }
        if begin == start {
            self.declaration(start, end);
        } else if self.found.is_empty() {
            if !self.seen_first {
                let word_end = self.speller.word_end(begin, end).max(begin + 1);
                let span = self.speller.span(begin, word_end);
                self.diagnostics
                    .add(problems::indented_start(self.speller.language, span));
            }
        } else {
            self.clause(begin, end);
        }
        self.seen_first = true;
    }

    fn declaration(&mut self, start: usize, end: usize) {
        let language = self.speller.language;
        let found = self.speller.keyword(Place::Header, start, end);
        let (header, after) = match found {
            Some((ids, after)) => (ids.first().copied(), after),
            None => {
                let word_end = self.speller.word_end(start, end);
                let rest = self.speller.slice(start, end);
                let first = rest.chars().next().map_or(0, char::len_utf8);
                let span = self.speller.span(start, word_end.max(start + first));
                self.diagnostics.add(problems::unknown_header(
                    language,
                    span,
                    self.speller.slice(start, word_end),
                    rest,
                ));
                (None, word_end)
            }
        };
        let typed = self.speller.slice(after, end).contains([':', '：']);
        let mode = match header {
            // The direction may stand behind a value that says the type.
            Some("setting") if !typed => Mode::behind("=", Place::Type),
            _ => mode_of_head(header.unwrap_or_default()),
        };
        let head = match header {
            Some(_) => self.spelled_clause(ClauseKind::Head, (after, end), mode),
            None => Clause {
                kind: ClauseKind::Head,
                // What it may declare is not to be reported as unknown.
                tokens: self
                    .speller
                    .spell(after, end, Mode::all(None), &mut Diagnostics::default())
                    .tokens,
                span: self.speller.span(start, end),
                broken: true,
                mode,
            },
        };
        let header_span = self.speller.span(start, after);
        self.found.push(RawDeclaration {
            header,
            header_span,
            span: header_span.to(head.span),
            head,
            clauses: Vec::new(),
        });
    }

    fn spelled_clause(
        &mut self,
        kind: ClauseKind,
        (start, end): (usize, usize),
        mode: Mode,
    ) -> Clause {
        let Spelled { tokens, broken } = self.speller.spell(start, end, mode, self.diagnostics);
        let span = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => self.speller.span(start, start),
        };
        Clause {
            kind,
            tokens,
            span,
            broken,
            mode,
        }
    }

    fn clause(&mut self, begin: usize, end: usize) {
        let sentence_word = self.speller.keyword(Place::Sentence, begin, end);
        let word = sentence_word.and_then(|(ids, _)| ids.first().copied());
        let joins = word.is_some_and(joins)
            || (self.found.last())
                .is_some_and(|above| goes_on(&self.speller, above, word, (begin, end)));
        let Some(declaration) = self.found.last_mut() else {
            return;
        };
        let Some(header) = declaration.header else {
            return;
        };
        let open = declaration
            .clauses
            .last_mut()
            .unwrap_or(&mut declaration.head);
        let takes_joining = match open.kind {
            ClauseKind::Head => matches!(header, "population" | "define" | "measure"),
            // A day alone is whole; a deadline with its requirement may go on.
            ClauseKind::Word("due") => open.tokens.len() > 1,
            ClauseKind::Other | ClauseKind::Word("ask" | "sample" | "in order of" | "new run") => {
                true
            }
            _ => false,
        };
        if ends_open(&open.tokens) || (joins && takes_joining && !open.tokens.is_empty()) {
            let mode = Mode {
                paths: open.mode.paths,
                ..Mode::all(open.mode.then)
            };
            let Spelled { tokens, broken } = self.speller.spell(begin, end, mode, self.diagnostics);
            if let Some(last) = tokens.last() {
                open.span = open.span.to(last.span);
                declaration.span = declaration.span.to(last.span);
            }
            open.tokens.extend(tokens);
            open.broken |= broken;
            return;
        }
        self.new_clause(header, begin, end);
    }

    fn new_clause(&mut self, header: &'static str, begin: usize, end: usize) {
        let word = self.speller.keyword(Place::Clause, begin, end);
        let word = word.and_then(|(ids, after)| Some((ids.first().copied()?, after)));
        // A column may be called like a clause: a colon stands behind its names.
        let is_column = |after: usize| self.speller.slice(after, end).contains([':', '：']);
        let known = word.filter(|(id, _)| clause_words(header).contains(id));
        let (kind, start) = match (header, known) {
            ("dataset", Some((_, after))) if is_column(after) => (ClauseKind::Column, begin),
            ("test", Some((_, after))) if cells::are_cells(&self.speller, after, end) => {
                (ClauseKind::Row, begin)
            }
            (_, Some((id, after))) => (ClauseKind::Word(id), after),
            ("dataset", None) => (ClauseKind::Column, begin),
            ("table", None) => (ClauseKind::Row, begin),
            ("item" | "exception", None) => (ClauseKind::Other, begin),
            ("test", None) if self.takes_cells() => (ClauseKind::Row, begin),
            (_, None) => {
                let word_end = self.speller.word_end(begin, end).max(begin);
                let span = self.speller.span(begin, word_end);
                let text = self.speller.slice(begin, word_end);
                if let Some(declaration) = self.found.last_mut() {
                    declaration.span = declaration.span.to(span);
                }
                self.diagnostics.add(problems::unknown_clause(
                    self.speller.language,
                    span,
                    text,
                    header,
                ));
                return;
            }
        };
        let mode = match header {
            "exception" if kind == ClauseKind::Other => Mode::all(Some(Place::Proof)),
            "source" if kind == ClauseKind::Word("clause") => Mode {
                begins_with_path: true,
                ..Mode::all(Some(Place::Dates))
            },
            _ => mode_of_clause(kind),
        };
        let mut clause = match (header, kind) {
            ("test", ClauseKind::Row) => self.cells_clause((start, end)),
            _ => self.spelled_clause(kind, (start, end), mode),
        };
        if kind == ClauseKind::Other && is_part(&clause.tokens) && !clause.broken {
            clause = self.spelled_clause(
                ClauseKind::Part,
                (start, end),
                mode_of_clause(ClauseKind::Part),
            );
        }
        clause.span = self.speller.span(begin, begin).to(clause.span);
        if let Some(declaration) = self.found.last_mut() {
            declaration.span = declaration.span.to(clause.span);
            declaration.clauses.push(clause);
        }
    }
}

impl Cutter<'_, '_> {
    /// Whether the declaration at hand is a test in which rows of a table may follow.
    fn takes_cells(&self) -> bool {
        let last = self
            .found
            .last()
            .and_then(|declaration| declaration.clauses.last());
        last.is_some_and(|clause| {
            matches!(
                clause.kind,
                ClauseKind::Word("given rows" | "given answers") | ClauseKind::Row
            )
        })
    }

    /// A row of a test's table: its cells are texts as in a file.
    fn cells_clause(&mut self, (start, end): (usize, usize)) -> Clause {
        let (tokens, unclosed) = cells::cells(&self.speller, start, end);
        if let Some((span, open)) = unclosed {
            let diagnostic = problems::unclosed_quote(self.speller.language, span, open);
            self.diagnostics.add(diagnostic);
        }
        let span = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => self.speller.span(start, start),
        };
        Clause {
            kind: ClauseKind::Row,
            tokens,
            span,
            broken: unclosed.is_some(),
            mode: Mode::all(None),
        }
    }
}

/// Whether a clause cannot end with its last token.
fn ends_open(tokens: &[Token]) -> bool {
    tokens.last().is_some_and(|last| match last.kind {
        TokenKind::Symbol(symbol) => !matches!(symbol, ")" | "|"),
        TokenKind::Keyword(id) => leaves_open(id),
        _ => false,
    })
}

/// Whether a line of an item speaks of one part of a reconciliation.
fn is_part(tokens: &[Token]) -> bool {
    let keyword = |at: usize| match tokens.get(at).map(|t| &t.kind) {
        Some(TokenKind::Keyword(id)) => *id,
        _ => "",
    };
    matches!(
        (keyword(0), keyword(1), keyword(2)),
        ("not", "in", _)
            | ("repeated in" | "differs in", _, _)
            | ("in", _, "'s repeated")
            | (_, "'s differing", _)
    )
}

/// Reports a clause path that begins behind a comma, without the name of its source: `方案 一、（一）`.
fn check_paths(speller: &Speller<'_>, clause: &mut Clause, diagnostics: &mut Diagnostics) {
    if clause.broken || !clause.mode.paths {
        return;
    }
    let found = clause.tokens.windows(4).find_map(|four| match four {
        [
            Token {
                kind: TokenKind::Name(source),
                ..
            },
            Token {
                kind: TokenKind::Path(path),
                ..
            },
            Token {
                kind: TokenKind::Symbol(","),
                ..
            },
            Token {
                kind: TokenKind::Symbol("(") | TokenKind::Number(..),
                span,
            },
        ] => Some((source, path, *span)),
        _ => None,
    });
    let Some((source, path, span)) = found else {
        return;
    };
    let rest = speller.slice(span.start as usize, clause.span.end as usize);
    let end = rest
        .find(['、', ',', '，', '"', '「', '“', '#'])
        .unwrap_or(rest.len());
    let own: String = rest.get(..end).unwrap_or_default().trim().to_owned();
    let diagnostic = problems::path_behind_comma(speller.language, span, source, path, &own);
    diagnostics.add(diagnostic);
    clause.broken = true;
}

/// Reports brackets that do not close, too many inside each other, and a clause without end.
fn check_brackets(language: Language, clause: &mut Clause, diagnostics: &mut Diagnostics) {
    if clause.broken {
        return;
    }
    if let Some(token) = clause.tokens.get(LONGEST) {
        diagnostics.add(problems::too_long(language, token.span));
        clause.broken = true;
        return;
    }
    let (mut open, mut deepest) = (Vec::new(), 0);
    let mut nesting = 0;
    for token in &clause.tokens {
        if token.kind == TokenKind::Symbol(")") && open.pop().is_none() {
            diagnostics.add(problems::stray_closing(language, token.span));
            clause.broken = true;
            return;
        }
        match token.kind {
            TokenKind::Symbol("(") => {
                open.push(token.span);
                deepest = deepest.max(open.len());
            }
            TokenKind::Symbol("+" | "-" | "*" | "/" | ".") => nesting += 1,
            // Joined conditions and lists lie side by side; every other keyword may hold an operand.
            TokenKind::Keyword(
                "and" | "or" | "is" | "of" | "to" | "by" | "given" | "blank" | "unreadable"
                | "one of" | "equal to",
            ) => {}
            TokenKind::Keyword(_) => nesting += 1,
            _ => {}
        }
        if deepest + nesting > DEEPEST {
            diagnostics.add(problems::nesting(language, token.span));
            clause.broken = true;
            return;
        }
    }
    if let Some(span) = open.last() {
        diagnostics.add(problems::unclosed_bracket(language, *span, "("));
        clause.broken = true;
    }
}
