//! Tests of items on tiny tables.

use super::{Expr, Name, PartName, Title};
use crate::source::Span;
use crate::types::Date;

/// A test: settings and tables, and what items are expected to say of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// What it shows.
    pub title: Title,
    /// The day of the inspection.
    pub as_of: Option<Date>,
    /// Settings with the values that they have in it.
    pub settings: Vec<(Name, Expr)>,
    /// Rows of datasets, and answers.
    pub given: Vec<TestTable>,
    /// What is expected.
    pub expect: Vec<Expectation>,
    /// The whole declaration.
    pub span: Span,
}

/// Rows of a dataset in a test, or the answers of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestTable {
    /// What the rows are of.
    pub of: TestTableOf,
    /// The columns given.
    pub header: Vec<Name>,
    /// The rows, each as wide as the header; cells are texts as in a file.
    pub rows: Vec<Vec<String>>,
    /// Where each row stands.
    pub row_spans: Vec<Span>,
    /// Where each cell stands.
    pub cell_spans: Vec<Vec<Span>>,
}

/// What the rows of a test are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestTableOf {
    /// `given D`: a dataset.
    Dataset(Name),
    /// `given answers`: what people answer; the place of these words.
    Answers(Span),
}

/// One thing that is expected of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The item's checklist, where it is said.
    pub checklist: Option<Name>,
    /// The item.
    pub item: Name,
    /// What is expected.
    pub what: Expected,
    /// Where.
    pub span: Span,
}

/// What is expected of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// `finds A, B` and the like: the verdict and its subjects.
    Subjects(ExpectedVerdict, Vec<ExpectedSubject>),
    /// `is met` and the like.
    Outcome(ExpectedOutcome),
    /// `finds nothing`: every subject judged is met, and at least one was judged.
    Nothing,
}

/// The verdict of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExpectedVerdict {
    /// `finds`: these and no others are not met.
    Finds,
    /// `cannot tell`: these and no others.
    CannotTell,
    /// `excuses`: these and no others.
    Excuses,
    /// `awaits`: these and no others.
    Awaits,
    /// `passes`: these are met.
    Passes,
    /// `does not apply to`: these are not applicable.
    DoesNotApplyTo,
}

/// The outcome of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedOutcome {
    /// `is met`
    Met,
    /// `is not met`
    NotMet,
    /// `is cannot tell`
    CannotTell,
    /// `is awaiting`
    Awaiting,
    /// `is nothing to judge`
    NothingToJudge,
}

/// A subject as a test names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedSubject {
    /// Which.
    pub which: SubjectName,
    /// The part, where one is named.
    pub part: Option<ExpectedPart>,
    /// Where.
    pub span: Span,
}

/// How a subject is named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectName {
    /// By the values of its key or group.
    Key(Vec<String>),
    /// By the number of its row, from 1.
    Row(u64),
}

/// Parts with a fixed name: in English, which is that in machine formats, and in Chinese.
pub const FIXED_PARTS: [(&str, &str); 5] = [
    ("missing", "缺少"),
    ("repeated", "重复"),
    ("late", "迟交"),
    ("machine", "机器部分"),
    ("person", "人工部分"),
];

/// A part of a subject's verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedPart {
    /// A part of a reconciliation.
    Of(PartName),
    /// One of [`FIXED_PARTS`], as machine formats call it.
    Fixed(&'static str),
    /// `late:bureau`: what one recipient misses after an event.
    Toward(&'static str, Name),
    /// The column at fault.
    Column(Name),
}
