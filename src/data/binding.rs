//! Datasets bound to files: which column of the file holds which declared column, and how its cells are read.

use super::Source;

/// What the cells of a column are, as declared; decides what is readable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellKind {
    /// Any text.
    Text,
    /// An identifier.
    Id,
    /// A citizen number.
    CitizenId,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// An amount in yuan.
    Money,
    /// A fraction.
    Percent,
    /// A day, in one of these formats (`yyyy-mm-dd`, `dd/mm/yyyy`, …); empty: the usual ones.
    Date(Vec<String>),
    /// Yes or no: the words for yes and for no; empty: the usual ones.
    Truth(Vec<String>, Vec<String>),
    /// A closed value set: for each value all spellings, those of the audit file included.
    OneOf(Vec<Vec<String>>),
}

/// What the numbers of a column count, as the audit file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Unit {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// A number without a unit is taken times ten to this power: 4 for ten thousands, -2 for percent, 0 for fractions and yuan.
    Power(i8),
    /// This word may stand behind a number.
    Word(String),
    /// The file contradicts itself, or names a unit that is not known: no number without its unit can be read.
    Unclear,
}

/// A declared column in a file.
#[derive(Debug, Clone)]
pub struct BoundColumn {
    /// Its number in the file; `None`: the file has no such column.
    pub index: Option<usize>,
    /// What its cells are.
    pub kind: CellKind,
    /// What its numbers count.
    pub unit: Unit,
    /// Texts that stand for "not given" (trimmed, compared exactly), the usual ones included.
    pub placeholders: Vec<String>,
    /// The declared range, as numbers, both ends included: a number outside is a problem of the dataset, and no value.
    pub range: Option<(crate::types::Number, crate::types::Number)>,
}

/// A dataset bound to a file.
pub struct BoundDataset {
    /// Its rows; `None`: no file is bound, or it could not be read.
    pub source: Option<Box<dyn Source>>,
    /// Whether a file or sheet of several is missing, or there are further sheets that may be part of it: rows may lie where nobody looks.
    pub is_partial: bool,
    /// Its columns, in the order of the model's file columns (derived columns have none).
    pub columns: Vec<BoundColumn>,
}

impl BoundDataset {
    /// Whether all of its rows are there. Where they are not, any number of further ones may be, with any values. Known once every chunk was
    /// read.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let problems = self.source.as_ref().map(|source| source.problems());
        let loses_rows =
            problems.is_some_and(|found| found.iter().any(|problem| problem.kind.loses_rows()));
        !self.is_partial && !loses_rows
    }
}
