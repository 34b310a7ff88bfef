//! One clause → pest pairs. The clause goes in as canonical text made from its tokens; a pair's place in it
//! leads back to the tokens, and these to the file.

use super::spelling::{Token, TokenKind};
use crate::source::Span;
use pest::Parser;
use pest::iterators::Pair;

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/tokens.pest"]
    #[grammar = "../grammar/expressions.pest"]
    #[grammar = "../grammar/time.pest"]
    #[grammar = "../grammar/language.pest"]
    #[grammar = "../grammar/clauses.pest"]
    pub(crate) struct DubanParser;
}
use grammar::DubanParser;
pub(super) use grammar::Rule;

/// The canonical text of a clause.
pub(super) struct Canonical<'t> {
    tokens: &'t [Token],
    text: String,
    /// Where each token begins in `text`.
    starts: Vec<usize>,
    /// The place behind the last token, for what is missing there.
    end: Span,
}

/// A sentence without any of these keywords is no schedule, report, trend, ranking, comparison of values or of combinations.
const UNUSUAL: [&str; 14] = [
    "each week",
    "each month",
    "each quarter",
    "each term",
    "each year",
    "be reported in",
    "submit",
    "in a row",
    "in succession",
    "every combination of",
    "values of",
    "'s values",
    "ranked by",
    "being ranked",
];

/// Where a clause stops making sense.
#[derive(Debug)]
pub(super) struct Failure {
    /// The token that does not fit; the number of tokens when something is missing at the end.
    pub(super) token: usize,
    /// What the grammar would take there: literal pieces of canonical text, sorted.
    pub(super) expected: Vec<String>,
}

impl<'t> Canonical<'t> {
    /// The canonical text of tokens; `clause` is the whole clause's place.
    pub(super) fn new(tokens: &'t [Token], clause: Span) -> Self {
        let mut text = String::with_capacity(tokens.len() * 12);
        let mut starts = Vec::with_capacity(tokens.len());
        for token in tokens {
            starts.push(text.len());
            // What a name or text says stays in its token; only its shape goes in, so no text can be taken for a keyword.
            match &token.kind {
                TokenKind::Keyword(id) => text.extend(["‹", id, "› "]),
                TokenKind::Symbol(symbol) => text.extend([symbol, " "]),
                TokenKind::Name(_) => text.push_str("[n] "),
                TokenKind::Text(_) => text.push_str("\"t\" "),
                TokenKind::Number(..) => text.push_str("0 "),
                TokenKind::Date(_) => text.push_str("@0 "),
                TokenKind::Month(..) => text.push_str("%0 "),
                TokenKind::Path(_) => text.push_str("§ "),
            }
        }
        let at = tokens.last().map_or(clause.end, |token| token.span.end);
        Self {
            tokens,
            text,
            starts,
            end: Span {
                start: at,
                end: at,
                ..clause
            },
        }
    }

    /// Where the last token of the clause ends.
    pub(super) fn last(&self) -> u32 {
        self.tokens
            .last()
            .map_or(self.end.end, |token| token.span.end)
    }

    /// Whether it can only be a sentence of the usual forms.
    fn is_usual(&self) -> bool {
        self.tokens.iter().all(|token| match token.kind {
            TokenKind::Keyword(id) => !UNUSUAL.contains(&id),
            _ => true,
        })
    }

    /// Parses the whole text as one rule. `hasty`: only whether and about where it fails is asked.
    pub(super) fn parse(&self, rule: Rule, hasty: bool) -> Result<Pair<'_, Rule>, Failure> {
        if rule == Rule::sentence
            && self.is_usual()
            && let Ok(mut pairs) = DubanParser::parse(Rule::usual_sentence, &self.text)
            && let Some(pair) = pairs.next()
        {
            return Ok(pair);
        }
        let error = match DubanParser::parse(rule, &self.text) {
            Ok(mut pairs) => return pairs.next().ok_or_else(|| self.failure(0, Vec::new())),
            Err(error) => error,
        };
        if hasty {
            let (pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _))) =
                error.location;
            return Err(self.failure(at, Vec::new()));
        }
        // What was tried at the place is costly to keep, so it is asked for in a second round only.
        pest::set_error_detail(true);
        let detailed = DubanParser::parse(rule, &self.text).err().unwrap_or(error);
        pest::set_error_detail(false);
        let location = match detailed.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
        };
        Err(match detailed.parse_attempts() {
            Some(attempts) => {
                let expected = attempts.expected_tokens();
                let literal = expected.iter().map(ToString::to_string);
                let literal = literal.filter(|token| token != " ").collect();
                self.failure(attempts.max_position.max(location), literal)
            }
            None => self.failure(location, Vec::new()),
        })
    }

    fn failure(&self, at: usize, expected: Vec<String>) -> Failure {
        Failure {
            token: self.starts.partition_point(|&start| start < at),
            expected,
        }
    }

    /// The tokens that a pair covers.
    pub(super) fn tokens_of(&self, pair: &Pair<'_, Rule>) -> &'t [Token] {
        let span = pair.as_span();
        let first = self.starts.partition_point(|&start| start < span.start());
        let behind = self.starts.partition_point(|&start| start < span.end());
        self.tokens.get(first..behind).unwrap_or_default()
    }

    /// The place of a pair in the file.
    pub(super) fn span_of(&self, pair: &Pair<'_, Rule>) -> Span {
        match self.tokens_of(pair) {
            [first, .., last] => first.span.to(last.span),
            [only] => only.span,
            [] => self.end,
        }
    }
}
