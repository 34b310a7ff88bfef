//! Text of either vocabulary → tokens: keywords become ids, full-width forms half-width, comments go.
//!
//! Every token keeps its place in the file. What cannot be a token is reported here, once, at its place.

mod numbers;

use super::keywords::{Keywords, Place};
use super::layout::LONGEST;
use super::problems;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
pub(super) use crate::types::width::{folded as fold, is_chinese};
use crate::types::{Date, Language, Number, Unit};

/// A piece of a clause.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Where it stands in the file.
    pub(super) span: Span,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    /// A keyword of the vocabulary, by its id.
    Keyword(&'static str),
    /// An operator, bracket or separator.
    Symbol(&'static str),
    /// A word or bracketed text.
    Name(String),
    /// A quoted text.
    Text(String),
    /// A number with its unit; a percentage is already divided by 100.
    Number(Number, Option<Unit>),
    /// A day.
    Date(Date),
    /// A month: year and month.
    Month(i32, u32),
    /// A clause path of a citation.
    Path(String),
}

/// Which words are keywords on a line; the place may change once, behind a symbol.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mode {
    /// Where keywords are looked up at first; `None`: every word is a name.
    pub(super) first: Option<Place>,
    /// Behind which symbol the second place holds.
    pub(super) switch: &'static str,
    /// Where keywords are looked up then.
    pub(super) then: Option<Place>,
    /// Whether what follows a name is a clause path.
    pub(super) paths: bool,
    /// Whether the line begins with clause paths, up to its first keyword.
    pub(super) begins_with_path: bool,
}

impl Mode {
    /// One place for the whole line.
    pub(super) const fn all(place: Option<Place>) -> Self {
        Self {
            first: place,
            switch: "",
            then: place,
            paths: false,
            begins_with_path: false,
        }
    }

    /// Names up to a symbol, then a place.
    pub(super) const fn behind(switch: &'static str, then: Place) -> Self {
        Self {
            first: None,
            switch,
            then: Some(then),
            paths: false,
            begins_with_path: false,
        }
    }
}

/// What a line holds.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    /// Its tokens.
    pub(super) tokens: Vec<Token>,
    /// Whether something on it was reported, so that it must not be parsed.
    pub(super) broken: bool,
}

/// Turns stretches of one file into tokens.
pub(super) struct Speller<'a> {
    file: FileId,
    text: &'a str,
    pub(super) language: Language,
    keywords: &'static Keywords,
}

const SYMBOLS: [(&str, &str); 27] = [
    ("<=", "<="),
    (">=", ">="),
    ("<>", "<>"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "<>"),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    (",", ","),
    (":", ":"),
    (".", "."),
    ("(", "("),
    (")", ")"),
    ("+", "+"),
    ("-", "-"),
    ("*", "*"),
    ("/", "/"),
    ("×", "*"),
    ("÷", "/"),
    ("|", "|"),
    ("，", ","),
    ("、", ","),
    ("：", ":"),
    ("（", "("),
    ("）", ")"),
    ("。", "."),
];

/// A text with every full-width character folded.
pub(super) fn folded(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_owned(),
        false => text.chars().map(fold).collect(),
    }
}

/// Whether a (folded) character stands between words.
pub(super) fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t' || c == '\r'
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

impl<'a> Speller<'a> {
    /// A speller of one file in one vocabulary.
    pub(super) fn new(file: FileId, text: &'a str, language: Language) -> Self {
        Self {
            file,
            text,
            language,
            keywords: Keywords::of(language),
        }
    }

    /// The span of two byte offsets.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span {
            file: self.file,
            start: offset(start),
            end: offset(end),
        }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The (folded) character at an offset and the offset behind it.
    fn at(&self, at: usize, end: usize) -> Option<(char, usize)> {
        match self.text.as_bytes().get(at) {
            // Such a character is whole, and nothing is folded to another one.
            Some(&b) if b.is_ascii() && at < end => Some((char::from(b), at + 1)),
            _ => {
                let c = self.slice(at, end).chars().next()?;
                Some((fold(c), at + c.len_utf8()))
            }
        }
    }

    /// The offset of the next character that is not blank.
    pub(super) fn skip_blanks(&self, mut at: usize, end: usize) -> usize {
        while let Some((c, next)) = self.at(at, end) {
            if !is_blank(c) {
                break;
            }
            at = next;
        }
        at
    }

    /// The end of the word that begins here (`at` itself when none does).
    pub(super) fn word_end(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        while let Some((c, next)) = self.at(at, end) {
            let joins = matches!(c, '-' | '·')
                && at > start
                && self.at(next, end).is_some_and(|(c, _)| is_word(c));
            if !is_word(c) && !joins {
                break;
            }
            at = next;
        }
        at
    }

    /// The end of the Chinese characters before the first digit of a word; the word's end for other words.
    fn run_end(&self, start: usize, end: usize) -> usize {
        let word = self.slice(start, end);
        if !word.starts_with(is_chinese) {
            return end;
        }
        word.find(|c: char| fold(c).is_ascii_digit())
            .map_or(end, |digit| start + digit)
    }

    /// The keywords that begin here, and where the phrase ends.
    pub(super) fn keyword(
        &self,
        place: Place,
        start: usize,
        end: usize,
    ) -> Option<(&'static [&'static str], usize)> {
        let word_end = self.word_end(start, end);
        let run_end = self.run_end(start, word_end);
        // A cell of a table may hold a comparison, so the words of sentences count there too.
        let also = matches!(place, Place::Cell | Place::Proof).then_some(Place::Sentence);
        [Some(place), also].into_iter().flatten().find_map(|place| {
            let shorter = (run_end != word_end).then_some(run_end);
            [Some(word_end), shorter]
                .into_iter()
                .flatten()
                .find_map(|first_end| self.phrase(place, start, first_end, end))
        })
    }

    fn phrase(
        &self,
        place: Place,
        start: usize,
        first_end: usize,
        end: usize,
    ) -> Option<(&'static [&'static str], usize)> {
        let first = self.slice(start, first_end);
        let phrases = if first.is_ascii() || first.chars().all(|c| fold(c) == c) {
            self.keywords.beginning_with(place, first)
        } else {
            self.keywords.beginning_with(place, &folded(first))
        };
        phrases.iter().find_map(|phrase| {
            let mut at = first_end;
            for word in &phrase.rest {
                let begin = self.skip_blanks(at, end);
                let word_end = self.word_end(begin, end);
                let fits = |e: &usize| (self.slice(begin, *e).chars().map(fold)).eq(word.chars());
                at = [word_end, self.run_end(begin, word_end)]
                    .into_iter()
                    .find(fits)?;
            }
            Some((phrase.ids.as_slice(), at))
        })
    }

    /// Turns the text between two offsets of one line into tokens.
    pub(super) fn spell(
        &self,
        start: usize,
        end: usize,
        mode: Mode,
        diagnostics: &mut Diagnostics,
    ) -> Spelled {
        let mut line = Line {
            speller: self,
            end,
            place: mode.first,
            mode,
            spelled: Spelled::default(),
            diagnostics,
        };
        let mut at = start;
        loop {
            at = self.skip_blanks(at, end);
            let Some((c, next)) = self.at(at, end) else {
                break;
            };
            if c == '#' {
                break;
            }
            at = line.token(c, at, next);
            if line.spelled.tokens.len() > LONGEST {
                // The clause is refused for its length, so the rest of it need not be read.
                break;
            }
        }
        line.spelled
    }
}

/// A line while it is turned into tokens.
struct Line<'a, 'd> {
    speller: &'a Speller<'a>,
    end: usize,
    place: Option<Place>,
    mode: Mode,
    spelled: Spelled,
    diagnostics: &'d mut Diagnostics,
}

impl Line<'_, '_> {
    fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        let span = self.speller.span(start, end);
        self.spelled.tokens.push(Token { kind, span });
    }

    /// Reports something that leaves the line without meaning; one such thing a line is enough.
    fn broken(&mut self, diagnostic: Diagnostic) {
        if !self.spelled.broken {
            self.diagnostics.add(diagnostic);
        }
        self.spelled.broken = true;
    }

    /// Reads the token that begins with the (folded) character `c`; answers where it ends.
    fn token(&mut self, c: char, at: usize, next: usize) -> usize {
        if self.mode.begins_with_path && c != ',' && c != '、' {
            let after = self.path_at(at);
            self.mode.begins_with_path = after > at;
            if after > at {
                return after;
            }
        }
        match c {
            '"' | '“' | '”' | '「' | '『' => self.quoted(c, at, next),
            '[' | '【' => self.bracketed(at, next),
            // Keys of subjects are words as they lie in a file, whatever they begin with.
            c if c.is_ascii_digit() && self.place != Some(Place::Expect) => self.number(at),
            c if is_word(c) => self.word(at),
            _ => self.symbol(at, next),
        }
    }

    fn quoted(&mut self, open: char, at: usize, start: usize) -> usize {
        let closes = |c: char| match open {
            '「' => c == '」',
            '『' => c == '』',
            '"' => fold(c) == '"',
            _ => matches!(fold(c), '“' | '”' | '"'),
        };
        let rest = self.speller.slice(start, self.end);
        let Some((length, close)) = rest.char_indices().find(|(_, c)| closes(*c)) else {
            let span = self
                .speller
                .span(at, at + rest.trim_end().len() + start - at);
            self.broken(problems::unclosed_quote(self.speller.language, span, open));
            return self.end;
        };
        let after = start + length + close.len_utf8();
        let text = rest.get(..length).unwrap_or_default().to_owned();
        self.push(TokenKind::Text(text), at, after);
        after
    }

    fn bracketed(&mut self, at: usize, start: usize) -> usize {
        let rest = self.speller.slice(start, self.end);
        let close = rest
            .char_indices()
            .find(|(_, c)| matches!(fold(*c), ']' | '】'));
        let Some((length, close)) = close else {
            let span = self.speller.span(at, start);
            self.broken(problems::unclosed_bracket(self.speller.language, span, "["));
            return self.end;
        };
        let after = start + length + close.len_utf8();
        let name = folded(rest.get(..length).unwrap_or_default().trim());
        if name.is_empty() {
            let span = self.speller.span(at, after);
            self.broken(problems::empty_brackets(self.speller.language, span));
        }
        self.push(TokenKind::Name(name), at, after);
        self.path(after)
    }

    fn word(&mut self, at: usize) -> usize {
        let found = self
            .place
            .and_then(|place| self.speller.keyword(place, at, self.end));
        if let Some((ids, after)) = found {
            // Behind the clause of a routing line come those to whom it goes.
            self.mode.paths &= !ids.contains(&"goes to");
            for id in ids {
                self.push(TokenKind::Keyword(id), at, after);
            }
            return after;
        }
        let after = self.speller.word_end(at, self.end);
        let name = folded(self.speller.slice(at, after));
        self.push(TokenKind::Name(name), at, after);
        self.path(after)
    }

    /// In a citation: the clause path behind the name of the source, up to a comma, quote, comment or the end.
    fn path(&mut self, after: usize) -> usize {
        if !self.mode.paths {
            return after;
        }
        self.path_at(self.speller.skip_blanks(after, self.end))
    }

    /// The clause path that begins here; answers where it ends.
    fn path_at(&mut self, start: usize) -> usize {
        let rest = self.speller.slice(start, self.end);
        let length = rest
            .find(|c| matches!(fold(c), ',' | '、' | '"' | '“' | '”' | '「' | '『' | '#'))
            .unwrap_or(rest.len());
        let length = self.keyword_in(start, start + length).unwrap_or(length);
        let path = rest.get(..length).unwrap_or_default().trim_end();
        if !path.is_empty() {
            self.push(TokenKind::Path(folded(path)), start, start + path.len());
        }
        start + length
    }

    /// How far from `start` the first keyword of the line begins that stands as a word of its own before `end`.
    fn keyword_in(&self, start: usize, end: usize) -> Option<usize> {
        let place = self.place?;
        let mut at = start;
        while at < end {
            if self.speller.keyword(place, at, end).is_some() {
                return Some(at - start);
            }
            let mut behind = at;
            while let Some((c, next)) = self.speller.at(behind, end) {
                if is_blank(c) {
                    break;
                }
                behind = next;
            }
            at = self.speller.skip_blanks(behind, end);
        }
        None
    }

    fn symbol(&mut self, at: usize, next: usize) -> usize {
        let rest = self.speller.slice(at, self.end);
        let stands = |spelling: &str| {
            let mut half = rest.chars().map(fold);
            spelling.chars().all(|c| half.next() == Some(c))
        };
        let found = SYMBOLS.iter().find(|(spelling, _)| stands(spelling));
        let Some((spelling, symbol)) = found else {
            let span = self.speller.span(at, next);
            self.broken(problems::stray_character(self.speller.language, span, rest));
            return next;
        };
        let length: usize = rest
            .chars()
            .take(spelling.chars().count())
            .map(char::len_utf8)
            .sum();
        let after = at + length;
        let ends_line = self.speller.skip_blanks(after, self.end) == self.end;
        if *symbol == "." && ends_line {
            // A full stop behind a sentence says nothing.
            return after;
        }
        if *symbol == self.mode.switch {
            self.place = self.mode.then;
        }
        self.push(TokenKind::Symbol(symbol), at, after);
        after
    }
}
