//! Answers of people: a table of its own form, read from any format that data come in.
//!
//! Cells are kept as they lie in the file; what they mean is settled where the items are judged.

pub use crate::types::AnswerField;

use super::Problems;
use std::collections::BTreeMap;

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerRow {
    /// The item, by its number in the model.
    pub item: usize,
    /// The data row, from 0.
    pub row: u64,
    /// The line in the file, from 1.
    pub line: u64,
    /// The texts of its cells, trimmed; blank ones are left out.
    pub cells: BTreeMap<AnswerField, String>,
    /// The files of its evidence that are not there.
    pub missing: Vec<String>,
}

impl AnswerRow {
    /// The text of a cell; empty when blank.
    #[must_use]
    pub fn text(&self, field: AnswerField) -> &str {
        self.cells.get(&field).map_or("", String::as_str)
    }
}

/// The answers of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerFile {
    /// Its path relative to the audit file, with `/`.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What it was read as.
    pub encoding: Option<String>,
    /// The digest of its bytes, where one was asked for.
    pub digest: Option<String>,
    /// Its headers as they lie in the file.
    pub headers: BTreeMap<AnswerField, String>,
    /// Its rows.
    pub rows: Vec<AnswerRow>,
    /// What is wrong with the file.
    pub problems: Problems,
}

/// The entries of a cell that may hold several: separated by commas, semicolons or line breaks of either width.
pub fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', ';', '；', '、', '\n', '|'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}
