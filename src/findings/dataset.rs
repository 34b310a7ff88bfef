//! What was read: datasets with their files, and what is wrong with them, ready to be shown.

/// A dataset that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetRun {
    /// Its id (the English name where there is one).
    pub name: String,
    /// Its name in the report's language.
    pub shown: String,
    /// Its file relative to the audit file, with `/`.
    pub file: String,
    /// Its sheet.
    pub sheet: Option<String>,
    /// Digest of the file's bytes; `None` when the file could not be read or no digest was asked for.
    pub digest: Option<String>,
    /// The files and sheets that it is put together from, in the order of their rows; none where it is one file.
    pub parts: Vec<PartRun>,
    /// Data rows read.
    pub rows: u64,
    /// The encoding it was read with.
    pub encoding: Option<String>,
    /// What is wrong with it.
    pub problems: Vec<ProblemRun>,
}

/// A file or sheet among those of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRun {
    /// Its file relative to the audit file, with `/`.
    pub file: String,
    /// Its sheet.
    pub sheet: Option<String>,
    /// Digest of the file's bytes, where one was asked for.
    pub digest: Option<String>,
    /// Data rows read from it.
    pub rows: u64,
    /// The encoding it was read with.
    pub encoding: String,
}

/// A problem of a dataset, as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemRun {
    /// The stable code.
    pub kind: &'static str,
    /// The kind in words.
    pub words: String,
    /// How many.
    pub count: u64,
    /// The first places.
    pub places: Vec<ProblemPlace>,
    /// How many places are listed.
    pub shown: u64,
}

/// A place of a problem, as shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProblemPlace {
    /// The file, where the dataset has several.
    pub file: Option<String>,
    /// The sheet of that file.
    pub sheet: Option<String>,
    /// The data row from 1.
    pub row: Option<u64>,
    /// The line from 1.
    pub line: Option<u64>,
    /// The column's header.
    pub column: Option<String>,
    /// The text found, masked.
    pub value: Option<String>,
}
