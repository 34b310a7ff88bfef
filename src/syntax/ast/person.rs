//! What an item asks of people: a question, whom it is about, which answers there are and what has to come with them.

use super::{Expr, Name, Quoted, Rows, Title};
use crate::source::Span;

/// The lines of an item that a person answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The question.
    pub ask: Option<Ask>,
    /// The sample that it is asked about.
    pub sample: Option<Sample>,
    /// The words of answers; empty: yes and no.
    pub answers: Vec<AnswerWord>,
    /// The kinds of evidence that an answer needs, each with its spellings.
    pub evidence: Vec<Vec<Name>>,
    /// How long an answer is valid: a number with its unit, or a setting.
    pub valid_for: Option<Expr>,
    /// Whether a question is written, even one that could not be read.
    pub asks: bool,
    /// The first of the lines, for mistakes.
    pub span: Option<Span>,
}

/// `ask "…" of P where C`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The question.
    pub question: Title,
    /// The rows that it is asked about, when written.
    pub of: Option<Rows>,
    /// The whole line.
    pub span: Span,
}

/// `sample N of P where C per G seed "…"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// How many of each stratum: a number, a share in percent, or a setting.
    pub size: Expr,
    /// The frame.
    pub of: Rows,
    /// The strata; empty: one.
    pub per: Vec<Expr>,
    /// What the draw is made from.
    pub seed: Quoted,
    /// The whole line.
    pub span: Span,
}

/// `yes means met`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerWord {
    /// The word with its other spellings.
    pub spellings: Vec<Name>,
    /// What it means.
    pub verdict: AnswerVerdict,
}

/// What an answer says of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerVerdict {
    /// The requirement is met.
    Met,
    /// It is not.
    NotMet,
    /// It could not be found out.
    CannotTell,
}
