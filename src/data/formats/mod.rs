//! Readers, one file or folder a format, and the list of them.
//!
//! A path goes in, a [`Source`] comes out. A file that is missing and one that cannot be read are told apart.

mod beside;
mod between;
mod csv;
mod digest;

pub use digest::digest_of_bytes;
mod encoding;
mod guard;
pub use guard::is_guarded;
mod notes;
mod parquet;
mod sums;
mod unpacked;
mod workbook;

use super::{OpenOptions, ProblemKind, Source};
use crate::source::Files;
use crate::types::Language;
use std::io;
use std::path::Path;

/// A table in a file, or why there is none.
pub type Opened = Result<Box<dyn Source>, OpenError>;

/// Which columns of a header, by their numbers, are declared. A line that fills none of them is no record.
pub type Declared<'d> = &'d dyn Fn(&[String]) -> Vec<usize>;

/// A format of data files.
struct Format {
    /// How names of such files end, in lower case.
    extensions: &'static [&'static str],
    /// Opens such a file.
    open: fn(&Path, &OpenOptions, Declared<'_>) -> Opened,
}

/// All formats.
const FORMATS: &[Format] = &[
    Format {
        extensions: &["csv", "tsv", "txt"],
        open: csv::open,
    },
    Format {
        extensions: &["parquet"],
        open: parquet::open,
    },
];

/// The text of a file in whatever encoding it is likely to be.
///
/// # Errors
/// The number of the first line, from 1, that holds bytes that are no text.
pub fn text_of_bytes(bytes: &[u8]) -> Result<String, usize> {
    let found = encoding::marked(bytes).unwrap_or_else(|| encoding::Found {
        encoding: encoding::likely(bytes),
        mark: 0,
    });
    let (mut text, mut bad) = (Vec::new(), Vec::new());
    encoding::decode(found.encoding, &bytes[found.mark..], &mut text, &mut bad);
    bad.extend(text.iter().position(|byte| *byte == 0));
    if let Some(first) = bad.iter().min() {
        return Err(text[..*first].iter().filter(|byte| **byte == b'\n').count() + 1);
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Why a data file could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// There is no such file.
    Missing,
    /// The file is there but cannot be read.
    Unreadable(io::Error),
    /// The file has the first bytes of a workbook, but none can be read from it.
    NoWorkbook,
    /// A workbook that a password protects.
    Password,
    /// The first bytes are those of a workbook, the rest is damaged or missing.
    DamagedWorkbook,
    /// A text under the name of a workbook.
    TextAsWorkbook,
    /// It says of itself that it unpacks to far more than tables do.
    UnpacksTooFar {
        /// Its bytes, or those of a part.
        packed: u64,
        /// What these unpack to.
        unpacked: u64,
    },
    /// No readable Parquet file.
    NoParquet,
    /// A web page under the name of a table, as some systems export.
    WebPage,
    /// There is a folder of this name.
    Folder,
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
    /// Lines of it are to be left out, and the format has none.
    NoLines,
    /// It goes on under the header of a table before it, and none of these could be read.
    NoHeader,
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
            Self::Unreadable(error) if error.kind() == io::ErrorKind::PermissionDenied => (
                "there is no permission to read it, or another program holds it open".to_owned(),
                "没有读取权限，或文件正被其他程序占用".to_owned(),
            ),
            Self::Unreadable(error) => (error.to_string(), error.to_string()),
            Self::NoWorkbook => (
                "it is damaged, protected by a password, or no workbook".to_owned(),
                "文件已损坏、设有密码，或不是工作簿".to_owned(),
            ),
            Self::Password => (
                "it is protected by a password; open it, take the password off and save it".to_owned(),
                "文件设有密码；请打开后取消密码再保存".to_owned(),
            ),
            Self::DamagedWorkbook => (
                "the workbook is damaged or was not copied as a whole; get the file anew".to_owned(),
                "工作簿已损坏或没有复制完整；请重新取得文件".to_owned(),
            ),
            Self::TextAsWorkbook => (
                "it is a text file under the name of a workbook; name it .csv".to_owned(),
                "它是文本文件，只是用了工作簿的文件名；请把文件名改为以 .csv 结尾".to_owned(),
            ),
            Self::UnpacksTooFar { packed, unpacked } => {
                let (packed, unpacked) = (in_units(*packed), in_units(*unpacked));
                (
                    format!("{packed} of it unpack to {unpacked}, which no table does; it is damaged or made to fill the memory, and is not read"),
                    format!("其中 {packed} 解压后为 {unpacked}，正常的表格不会如此：文件已损坏或有意占满内存，不予读取"),
                )
            }
            Self::NoParquet => (
                "it is damaged, encrypted, or no Parquet file".to_owned(),
                "文件已损坏、已加密，或不是 Parquet 文件".to_owned(),
            ),
            Self::WebPage => (
                "it is a web page under the name of a table; open it in a spreadsheet and save it as .xlsx"
                    .to_owned(),
                "它其实是网页，只是用了表格的文件名；请用表格软件打开后另存为 .xlsx".to_owned(),
            ),
            Self::Folder => ("it is a folder".to_owned(), "它是一个文件夹".to_owned()),
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
            Self::NoLines => (
                "a Parquet file has no lines that could be left out (`leave_out`)".to_owned(),
                "Parquet 文件没有行号，不能用 `leave_out` 略去其中的行".to_owned(),
            ),
            Self::NoHeader => (
                "it has no header of its own, and the table before it could not be read".to_owned(),
                "它沿用前一张表的表头，而前一张表无法读取".to_owned(),
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

/// A number of bytes for people.
fn in_units(bytes: u64) -> String {
    match bytes {
        0..0x10_0000 => format!("{} kB", bytes.div_ceil(1 << 10)),
        0x10_0000..0x4000_0000 => format!("{} MB", bytes >> 20),
        _ => format!("{} GB", bytes >> 30),
    }
}

/// The endings of files that can be read: `.csv, .tsv, …`.
#[must_use]
pub fn known_extensions() -> String {
    let texts = FORMATS.iter().flat_map(|format| format.extensions);
    let all = workbook::EXTENSIONS.iter().chain(texts);
    let dotted: Vec<String> = all.map(|extension| format!(".{extension}")).collect();
    dotted.join(", ")
}

/// Opens a data file of which every column counts.
///
/// # Errors
/// As [`open_declared`].
pub fn open(path: &Path, options: &OpenOptions) -> Opened {
    open_declared(path, options, &|header| (0..header.len()).collect())
}

/// Opens a data file with the reader of its ending; a workbook is known by its first bytes whatever its name.
///
/// # Errors
/// When the file is missing or cannot be read, or the options name an encoding or sheet that does not exist.
pub fn open_declared(path: &Path, options: &OpenOptions, declared: Declared<'_>) -> Opened {
    if Files::is_folder(path) {
        return Err(OpenError::Folder);
    }
    let file = Files::open(path)?;
    let mut start = [0; 64];
    let read = Files::read_at(&file, &mut start, 0)?;
    let start = start.get(..read).unwrap_or_default();
    if workbook::begins_like_one(start) {
        return workbook::open(path, options, declared);
    }
    if is_web_page(start) {
        return Err(OpenError::WebPage);
    }
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if workbook::EXTENSIONS.contains(&extension.as_str()) {
        return Err(match is_text(start) {
            true => OpenError::TextAsWorkbook,
            false => OpenError::NoWorkbook,
        });
    }
    let format = FORMATS
        .iter()
        .find(|format| format.extensions.contains(&extension.as_str()))
        .ok_or(OpenError::UnknownFormat(extension))?;
    (format.open)(path, options, declared)
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether a spreadsheet shows it.
    pub is_seen: bool,
}

/// The sheets of a workbook, in its order; none for a file of another format.
///
/// # Errors
/// When the file is missing, or begins like a workbook and is none that can be read.
pub fn sheets(path: &Path) -> Result<Vec<Sheet>, OpenError> {
    match is_workbook(path)? {
        true => workbook::sheets(path),
        false => Ok(Vec::new()),
    }
}

fn is_workbook(path: &Path) -> Result<bool, OpenError> {
    if Files::is_folder(path) {
        return Err(OpenError::Folder);
    }
    let file = Files::open(path)?;
    let mut start = [0; 8];
    let read = Files::read_at(&file, &mut start, 0)?;
    Ok(workbook::begins_like_one(
        start.get(..read).unwrap_or_default(),
    ))
}

/// Whether some reader takes files that end so.
#[must_use]
pub fn has_reader(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let texts = FORMATS.iter().flat_map(|format| format.extensions);
    let mut all = workbook::EXTENSIONS.iter().chain(texts);
    extension.is_some_and(|extension| all.any(|known| *known == extension))
}

/// Whether a file begins like a web page.
fn is_web_page(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let start = start.trim_ascii_start().to_ascii_lowercase();
    [&b"<html"[..], b"<!doctype html", b"<table", b"<meta"]
        .iter()
        .any(|tag| start.starts_with(tag))
}

/// Whether a file begins like a text in some encoding: there are bytes, and none of them is one that no text has.
fn is_text(start: &[u8]) -> bool {
    let marked = encoding::marked(start).is_some();
    let has_signs = start.iter().all(|&b| b >= b' ' || b.is_ascii_whitespace());
    !start.is_empty() && (marked || has_signs)
}
