//! Sentences of the tree.

use super::{CompareOp, Expr, ItemSeverity, Name, Ranking, Report, Rows, Schedule, Title, Trend};
use crate::source::Span;

/// A sentence with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What it says.
    pub kind: SentenceKind,
    /// `tolerating N% not met`: a percentage, or the name of a setting.
    pub tolerating: Option<Expr>,
    /// `should` instead of `must`: an aim.
    pub aim: bool,
    /// `groups under N are not judged`.
    pub smallest: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// What a sentence says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SentenceKind {
    /// `every P where C when C must REQ and must REQ`; `no P where C`; `P have R`.
    Record(Record),
    /// `A matches B by K comparing …`
    Reconcile(Reconcile),
    /// `P is unique by K`
    Unique {
        /// The rows.
        of: Rows,
        /// The columns.
        by: Vec<Expr>,
    },
    /// `P of the same X have the same Y`
    Dependency {
        /// The rows.
        of: Rows,
        /// The determining columns.
        same: Vec<Expr>,
        /// The determined columns.
        dependent: Vec<Expr>,
    },
    /// `per G of P: EXPR must COMPARISON`, `M per G must COMPARISON`, `M must COMPARISON`
    Group(Group),
    /// `at least 95% of P per G must REQ`
    Rate(Rate),
    /// `every combination of A, B must be in P exactly once`
    Combinations(Combinations),
    /// `values of R.x include values of S.y`
    Sets(Sets),
    /// `P ranked by M, higher is better must not be among the last 3`
    Ranking(Ranking),
    /// `every S must submit D to R each month`
    Schedule(Schedule),
    /// `every E must be reported in D to A, B within 3 days after DAY`
    Report(Report),
    /// `M per G must not rise K terms in a row`
    Trend(Trend),
}

/// A sentence about combinations that must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combinations {
    /// What is combined; never empty.
    pub of: Vec<Combined>,
    /// The rows in which each combination must be found.
    pub rows: Rows,
    /// `exactly once`
    pub once: bool,
}

/// One part of a combination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combined {
    /// A dataset or population (its keys), or a column of the rows.
    pub what: Expr,
    /// `from A to B`: every value between the two, both included.
    pub range: Option<(Expr, Expr)>,
}

/// A sentence that compares two sets of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sets {
    /// The values on the left.
    pub left: ValuesOf,
    /// The values on the right, which the left ones include.
    pub right: ValuesOf,
    /// The right ones include the left ones too.
    pub same: bool,
}

/// `values of R.x by K where C`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValuesOf {
    /// The rows.
    pub rows: Rows,
    /// The column or path, in the scope of a row.
    pub value: Expr,
    /// Values are compared where these agree.
    pub by: Option<Key>,
}

/// A sentence about single rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The rows looked at.
    pub of: Rows,
    /// `when`: rows for which it is false are not applicable (so is the filter of `of`).
    pub when: Option<Expr>,
    /// The requirements; every one must hold.
    pub must: Vec<Requirement>,
}

/// One requirement of a record sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// `must not`.
    pub negated: bool,
    /// The condition, with the row as subject.
    pub condition: Expr,
    /// Where.
    pub span: Span,
}

/// A reconciliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconcile {
    /// The sources as written; at least two.
    pub sources: Vec<Rows>,
    /// The key, when written.
    pub by: Option<Key>,
    /// The fields compared, when written.
    pub comparing: Vec<Comparing>,
    /// Rows of either side for which this holds excuse their key.
    pub explained: Option<Expr>,
    /// Lines for single parts.
    pub parts: Vec<PartLine>,
}

/// A key, with the second one used where the first is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Columns of the key.
    pub first: Vec<Expr>,
    /// Columns of the second key; empty without one.
    pub second: Vec<Expr>,
}

/// A field compared by a reconciliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparing {
    /// The column's name in all sources.
    pub column: Name,
    /// `as written`: exact text instead of the value.
    pub as_written: bool,
    /// `within N`: the largest difference allowed.
    pub within: Option<Expr>,
}

/// A line for one part of a reconciliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartLine {
    /// The part.
    pub part: PartName,
    /// `not judged`.
    pub not_judged: bool,
    /// Its own severity.
    pub severity: Option<ItemSeverity>,
    /// Its own owners.
    pub owners: Vec<Title>,
    /// Its own message.
    pub message: Option<Title>,
    /// `except E`: who is excused from this part.
    pub except: Vec<Name>,
}

/// A part of a reconciliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartName {
    /// `not in A`
    NotIn(Name),
    /// `repeated in A`
    RepeatedIn(Name),
    /// `differs in X`
    Differs(Name),
}

/// A sentence about groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What the groups are: datasets or columns; empty for the whole.
    pub per: Vec<Expr>,
    /// `of P, P2`: whose rows give the groups.
    pub of: Vec<Rows>,
    /// The condition that each group must meet (its left side is the value shown).
    pub must: Requirement,
}

/// A sentence about a share of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// `at least`, `at most`, `more than`, `less than`.
    pub bound: CompareOp,
    /// The share: a percent literal or a setting.
    pub share: Expr,
    /// The rows.
    pub of: Rows,
    /// The groups; empty for the whole.
    pub per: Vec<Expr>,
    /// What that share of rows must meet.
    pub must: Vec<Requirement>,
}
