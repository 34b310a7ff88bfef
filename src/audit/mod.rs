//! The audit file: which checklists are run on which files, with which settings, for which day.
//!
//! [`Audit::load`] reads it, [`Audit::resolve`] finds what its names mean in the checklists, [`Bindings::open`] opens the data files that
//! the items need. Every mistake in it is reported at line and column of the very word; afterwards every name is a number, and
//! what is wrong with a data file is a problem of its dataset and stops nothing else.

mod answers;
mod bind;
mod folding;
mod headless;
mod needs;
mod noted;
mod parts;
mod problems;
mod problems_of_answers;
mod problems_of_tables;
pub mod propose;
mod read;
mod resolve;
mod review;
mod settings;
mod units;
mod written;
mod yaml;

pub use bind::{DatasetStatus, columns_as_declared};
pub use resolve::{Bindings, items_named};
pub use yaml::Spot;

use crate::diagnostic::Diagnostics;
use crate::findings::identity::HashKey;
use crate::source::{FileId, Files, Span};
use crate::types::{Date, Language};
use std::io;
use std::path::{Path, PathBuf};

/// An audit file as written; names are not resolved yet.
#[derive(Debug, Clone)]
pub struct Audit {
    /// Its path as given.
    pub path: PathBuf,
    /// Its text.
    pub file: FileId,
    /// Where its lines begin, in bytes.
    lines: Vec<usize>,
    /// The folder that its paths are relative to.
    pub folder: PathBuf,
    /// The language that it asks for.
    pub language: Option<Language>,
    /// The language of messages about it: the one asked for, else that of the first checklist.
    pub speaks: Language,
    /// The checklists, as paths that can be opened.
    pub checklists: Vec<Spot<PathBuf>>,
    /// The day of the inspection.
    pub as_of: Option<Date>,
    /// Where that day stands.
    pub as_of_at: Option<Span>,
    /// The key of finding ids.
    pub hash_key: Option<HashKey>,
    /// The file that holds it, as a path that can be opened.
    pub key_file: Option<PathBuf>,
    /// The items to run; empty: all.
    pub items: Vec<Spot<String>>,
    /// Settings.
    pub settings: Vec<SettingEntry>,
    /// Datasets with their files.
    pub data: Vec<DatasetEntry>,
    /// Files of answers.
    pub answers: Vec<Spot<String>>,
}

/// A setting as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingEntry {
    /// Its name.
    pub name: Spot<String>,
    /// Its value; `None` leaves it unset, even where the checklist has a value.
    pub value: Option<Spot<String>>,
}

/// A dataset as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetEntry {
    /// Its name.
    pub name: Spot<String>,
    /// Its files, in the order in which their rows are read.
    pub files: Vec<FileEntry>,
    /// How the tables lie in these files, where a file does not say otherwise.
    pub table: TableEntry,
    /// Date formats of all date columns.
    pub dates: Vec<String>,
    /// Date formats of single columns.
    pub column_dates: Vec<(Spot<String>, Vec<String>)>,
    /// Texts of columns that stand for nothing given.
    pub blank: Vec<(Spot<String>, Vec<String>)>,
    /// For columns with a value set: declared words, and the words for them in the file.
    pub words: Vec<(Spot<String>, WordsEntry)>,
}

/// A file of a dataset as written; what it does not say is as the dataset says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Its path; with `*` in it all files of such names.
    pub file: Spot<PathBuf>,
    /// How its tables lie in it.
    pub table: TableEntry,
}

/// How a table lies in its file, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableEntry {
    /// The encoding, where it is not to be found out.
    pub encoding: Option<String>,
    /// The sheets of a workbook, in the order in which their rows are read; none: the first one with rows.
    pub sheets: Vec<String>,
    /// Where the header is.
    pub header: Option<Spot<HeaderEntry>>,
    /// Lines that are no records, from 1: the first and the last of each stretch.
    pub leave_out: Vec<(u32, u32)>,
    /// Declared columns and where their cells are.
    pub columns: Vec<(Spot<String>, ColumnEntry)>,
    /// What the numbers of columns count.
    pub units: Vec<(Spot<String>, Spot<String>)>,
}

/// Where the header of a table is, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderEntry {
    /// In this line, from 1.
    Line(u32),
    /// In the first of the tables; those after it go on under it from their first line.
    First,
    /// In the table before: this one goes on under it.
    None,
}

impl FileEntry {
    fn new(file: Spot<PathBuf>) -> Self {
        Self {
            file,
            table: TableEntry::default(),
        }
    }
}

/// Where the cells of a declared column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnEntry {
    /// Under this header.
    Header(String),
    /// Nowhere: each row has this text.
    Value(String),
    /// Nowhere: each row has a name of what it lies in.
    Name(NameOf),
}

/// What rows lie in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOf {
    /// The file; its name without the ending.
    File,
    /// The folder of the file.
    Folder,
    /// The sheet; the name of a file without sheets.
    Sheet,
}

/// Declared words, each with the words that stand for it in a file.
pub type WordsEntry = Vec<(Spot<String>, Vec<Spot<String>>)>;

impl DatasetEntry {
    fn new(name: Spot<String>) -> Self {
        Self {
            name,
            files: Vec::new(),
            table: TableEntry::default(),
            dates: Vec::new(),
            column_dates: Vec::new(),
            blank: Vec::new(),
            words: Vec::new(),
        }
    }
}

impl Audit {
    /// Reads an audit file. What is wrong in it goes to `sink`; the audit is to be used only if that has no errors.
    /// Messages are in `language` where it is given.
    ///
    /// # Errors
    /// When the file itself cannot be read.
    pub fn load(
        path: &Path,
        language: Option<Language>,
        files: &mut Files,
        sink: &mut Diagnostics,
    ) -> io::Result<Self> {
        let bytes = Files::read(path)?;
        let folder = read::folder_of(path);
        let text = String::from_utf8(bytes);
        let readable = text.is_ok();
        let text = text.unwrap_or_default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        let speaks = language.unwrap_or_else(|| first_checklist_language(&text, &folder));
        let lines = yaml::line_starts(&text);
        let file = files.add(path, text);
        let mut audit = Self {
            path: path.to_path_buf(),
            file,
            lines,
            folder,
            language: None,
            speaks,
            checklists: Vec::new(),
            as_of: None,
            as_of_at: None,
            hash_key: None,
            key_file: None,
            items: Vec::new(),
            settings: Vec::new(),
            data: Vec::new(),
            answers: Vec::new(),
        };
        if !readable {
            sink.add(problems::not_text(speaks, audit.start()));
            return Ok(audit);
        }
        match yaml::parse(file, files.text(file), speaks) {
            Ok(tree) => read::fill(&mut audit, tree, speaks, sink),
            Err(diagnostic) => sink.add(diagnostic),
        }
        audit.speaks = language.or(audit.language).unwrap_or(speaks);
        Ok(audit)
    }

    /// The first place of the file, for what has no place of its own.
    #[must_use]
    pub fn start(&self) -> Span {
        Span {
            file: self.file,
            start: 0,
            end: 0,
        }
    }

    /// The line of a place in it, from 1.
    fn line_of(&self, at: Span) -> u64 {
        let start = usize::try_from(at.start).unwrap_or(usize::MAX);
        self.lines.partition_point(|line| *line <= start) as u64
    }

    /// A path as it is shown: relative to the audit file where it lies below it, with `/`.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        Files::relative(path, &self.folder)
    }
}

/// The language of the first checklist that the text of an audit file names, found without understanding the text,
/// so that a message about its form can be in it as well.
fn first_checklist_language(text: &str, folder: &Path) -> Language {
    let name = text
        .split(|c: char| c.is_whitespace() || "[]{},\"'".contains(c))
        .find(|word| word.ends_with(".duban"));
    let bytes = name.and_then(|name| Files::read(&folder.join(name)).ok());
    match bytes.map(String::from_utf8) {
        Some(Ok(checklist)) => language_of_checklist(&checklist),
        Some(Err(_)) | None => Language::En,
    }
}

/// The language of a checklist: that of its first word.
fn language_of_checklist(text: &str) -> Language {
    let first = text
        .lines()
        .map(|line| line.trim_start_matches('\u{feff}').trim_start())
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    match first.and_then(|line| line.chars().next()) {
        Some(c) if !c.is_ascii() => Language::Zh,
        Some(_) | None => Language::En,
    }
}
