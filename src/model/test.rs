//! Tests of items on tiny tables.

use crate::findings::ItemOutcome;
use crate::source::Span;
use crate::types::{AnswerField, Bilingual, Date, Language, Value};
use std::collections::BTreeMap;

pub use crate::syntax::ast::{ExpectedVerdict, SubjectName};

/// A test.
#[derive(Debug, Clone)]
pub struct Test {
    /// What it shows.
    pub title: Bilingual,
    /// The language of its file.
    pub language: Language,
    /// The day of the inspection.
    pub as_of: Option<Date>,
    /// Settings by number, with the values that they have in it; the others are as the checklist says.
    pub settings: Vec<(usize, Value)>,
    /// Settings that only checklists change which its file does not see, with the values before.
    pub unchanged: Vec<(usize, Option<Value>)>,
    /// Rows of datasets; a dataset that is not among them is empty.
    pub given: Vec<TestTable>,
    /// What people answer; `None`: nobody has answered.
    pub answers: Option<TestAnswers>,
    /// What is expected, in the order written.
    pub expect: Vec<Expectation>,
    /// The whole declaration.
    pub span: Span,
}

/// Rows of a dataset.
#[derive(Debug, Clone)]
pub struct TestTable {
    /// The dataset.
    pub dataset: usize,
    /// The columns given, by number; the others are blank in every row.
    pub columns: Vec<usize>,
    /// The rows, each as wide as `columns`.
    pub rows: Vec<Vec<String>>,
    /// Where each row stands.
    pub row_spans: Vec<Span>,
}

/// Answers of people.
#[derive(Debug, Clone)]
pub struct TestAnswers {
    /// The columns given, with their headers as written; `Subject` also where the key's own columns are given.
    pub headers: BTreeMap<AnswerField, String>,
    /// The answers.
    pub rows: Vec<TestAnswer>,
}

/// An answer of a test.
#[derive(Debug, Clone)]
pub struct TestAnswer {
    /// The item.
    pub item: usize,
    /// The texts of its cells; blank ones are left out.
    pub cells: BTreeMap<AnswerField, String>,
    /// Where it says whom it is about.
    pub subject: Span,
    /// The whole row.
    pub span: Span,
}

/// Something expected of an item.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The item.
    pub item: usize,
    /// What is expected.
    pub what: Expected,
    /// Where.
    pub span: Span,
}

/// What is expected of an item.
#[derive(Debug, Clone)]
pub enum Expected {
    /// Subjects with a verdict.
    Subjects(ExpectedVerdict, Vec<ExpectedSubject>),
    /// The outcome of the item.
    Outcome(ItemOutcome),
    /// Every subject judged is met, and at least one was judged.
    Nothing,
}

/// A subject that is expected to have a verdict.
#[derive(Debug, Clone)]
pub struct ExpectedSubject {
    /// Which.
    pub which: SubjectName,
    /// The part, as in machine formats; `None`: whatever part.
    pub part: Option<String>,
    /// Where.
    pub span: Span,
}
