//! Readers, one file or folder a format, and the list of them.
//!
//! A path goes in, a [`Source`] comes out. A file that is missing and one that cannot be read are told apart.

mod csv;
mod digest;

pub use digest::digest_of_bytes;
mod encoding;
mod notes;
mod workbook;

use super::{OpenOptions, ProblemKind, Source};
use crate::source::Files;
use crate::types::Language;
use std::io;
use std::path::Path;

/// A table in a file, or why there is none.
type Opened = Result<Box<dyn Source>, OpenError>;

/// A format of data files.
struct Format {
    /// How names of such files end, in lower case.
    extensions: &'static [&'static str],
    /// Opens such a file.
    open: fn(&Path, &OpenOptions) -> Opened,
}

/// All formats.
const FORMATS: &[Format] = &[Format {
    extensions: &["csv", "tsv", "txt"],
    open: csv::open,
}];

/// Why a data file could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// There is no such file.
    Missing,
    /// The file is there but cannot be read.
    Unreadable(io::Error),
    /// No reader takes files with this ending (without the dot).
    UnknownFormat(String),
    /// No encoding has this name.
    UnknownEncoding(String),
    /// The workbook has no such sheet.
    SheetMissing {
        /// The sheet asked for.
        sheet: String,
        /// The sheets that are there.
        sheets: Vec<String>,
    },
}

impl OpenError {
    /// The kind of problem that it is of a dataset.
    #[must_use]
    pub fn kind(&self) -> ProblemKind {
        match self {
            Self::Missing => ProblemKind::FileMissing,
            _ => ProblemKind::FileUnreadable,
        }
    }

    /// What is wrong and what would help, in words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let (en, zh) = match self {
            Self::Missing => (
                "there is no such file".to_owned(),
                "没有这个文件".to_owned(),
            ),
            Self::Unreadable(error) => (
                format!("the file cannot be read: {error}"),
                format!("文件无法读取：{error}"),
            ),
            Self::UnknownFormat(extension) => (
                format!(
                    "files ending in `{extension}` are not read; write {}",
                    known_extensions()
                ),
                format!(
                    "不支持以“{extension}”结尾的文件；可用：{}",
                    known_extensions()
                ),
            ),
            Self::UnknownEncoding(name) => (
                format!("`{name}` is no known encoding; write UTF-8 or GB18030"),
                format!("没有名为“{name}”的编码；可写 UTF-8 或 GB18030"),
            ),
            Self::SheetMissing { sheet, sheets } => (
                format!(
                    "the workbook has no sheet `{sheet}`; it has {}",
                    sheets.join(", ")
                ),
                format!("工作簿中没有工作表“{sheet}”；现有：{}", sheets.join("、")),
            ),
        };
        language.pick(&en, &zh).to_owned()
    }
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound {
            Self::Missing
        } else {
            Self::Unreadable(error)
        }
    }
}

/// The endings of files that can be read: `.csv, .tsv, …`.
#[must_use]
pub fn known_extensions() -> String {
    let all = FORMATS.iter().flat_map(|format| format.extensions);
    let dotted: Vec<String> = all.map(|extension| format!(".{extension}")).collect();
    dotted.join(", ")
}

/// Opens a data file with the reader of its ending; a workbook is known by its first bytes whatever its name.
///
/// # Errors
/// When the file is missing or cannot be read, or the options name an encoding or sheet that does not exist.
pub fn open(path: &Path, options: &OpenOptions) -> Result<Box<dyn Source>, OpenError> {
    if Files::is_folder(path) {
        let error = io::Error::new(io::ErrorKind::IsADirectory, "it is a folder");
        return Err(OpenError::Unreadable(error));
    }
    let file = Files::open(path)?;
    let mut start = [0; 8];
    let read = Files::read_at(&file, &mut start, 0)?;
    if workbook::begins_like_one(start.get(..read).unwrap_or_default()) {
        return workbook::open(path, options);
    }
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let format = FORMATS
        .iter()
        .find(|format| format.extensions.contains(&extension.as_str()))
        .ok_or(OpenError::UnknownFormat(extension))?;
    (format.open)(path, options)
}
