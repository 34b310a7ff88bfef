//! Answers of people: a table of its own form, read from any format that data come in.
//!
//! Cells are kept as they lie in the file; what they mean is settled where the items are judged.

use super::Problems;
use std::collections::BTreeMap;

/// A column of an answers table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerField {
    /// The item that is answered.
    Item,
    /// The key of the subject.
    Subject,
    /// What is answered.
    Verdict,
    /// Who answers.
    Who,
    /// On which day.
    When,
    /// Files that show it.
    Evidence,
    /// Of what kinds the evidence is.
    Kind,
    /// A remark.
    Note,
    /// The last day on which the answer holds.
    ValidUntil,
    /// The key of the subject that takes this one's place in a sample.
    ReplacedBy,
    /// Why it is replaced.
    Reason,
}

impl AnswerField {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Item,
        Self::Subject,
        Self::Verdict,
        Self::Who,
        Self::When,
        Self::Evidence,
        Self::Kind,
        Self::Note,
        Self::ValidUntil,
        Self::ReplacedBy,
        Self::Reason,
    ];

    /// The header texts that stand for it; the first is its id.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Item => &["item", "检查项", "检查项编号", "项目"],
            Self::Subject => &["subject", "对象", "被查对象"],
            Self::Verdict => &["verdict", "answer", "答复", "结论"],
            Self::Who => &["who", "答复人", "检查人", "填报人"],
            Self::When => &["when", "日期", "答复日期", "检查日期"],
            Self::Evidence => &[
                "evidence",
                "evidence file",
                "evidence files",
                "佐证",
                "佐证文件",
            ],
            Self::Kind => &["kind", "kinds", "佐证类别", "类别"],
            Self::Note => &["note", "备注", "说明"],
            Self::ValidUntil => &["valid until", "有效期至"],
            Self::ReplacedBy => &["replaced by", "替换为"],
            Self::Reason => &["reason", "替换原因", "原因"],
        }
    }

    /// Its name in machine formats.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }
}

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
