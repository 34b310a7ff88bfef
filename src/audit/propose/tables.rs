//! A folder in, the tables of its files out: every sheet with its header and the line that it stands in.

use crate::data::{OpenOptions, Source, formats};
use crate::source::Files;
use crate::types::Language;
use std::io;
use std::path::{Path, PathBuf};

/// Lines tried for the header where the one found fits no dataset.
const LINES_TRIED: u32 = 12;

/// The share of a dataset's columns from which on a header is no more doubted.
const FITS: f64 = 0.6;

/// A table in a file.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) path: PathBuf,
    pub(super) sheet: Option<String>,
    /// How many sheets of its file have rows.
    pub(super) sheets: usize,
    pub(super) header: Vec<String>,
    /// The line of the header, where the format has lines.
    pub(super) line: Option<u64>,
    /// The encoding or format that it was read with.
    pub(super) encoding: String,
}

impl Table {
    /// Opens it again.
    pub(super) fn open(&self) -> Option<Box<dyn Source>> {
        let options = OpenOptions {
            sheet: self.sheet.clone(),
            header: self.line.and_then(|line| u32::try_from(line).ok()),
            ..OpenOptions::default()
        };
        formats::open(&self.path, &options).ok()
    }
}

/// The tables of a folder.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) tables: Vec<Table>,
    /// Files that look like tables and cannot be read, and why.
    pub(super) unread: Vec<(PathBuf, String)>,
}

/// The tables of the files in a folder and in its subfolders, in order of names. `fits` says how well a header fits the best dataset.
pub(super) fn in_folder(
    folder: &Path,
    language: Language,
    fits: impl Fn(&[String]) -> f64,
) -> io::Result<Tables> {
    let mut found = Tables::default();
    for path in data_files(folder)? {
        let sheets = match formats::sheets(&path) {
            Ok(sheets) => sheets,
            Err(error) => {
                found.unread.push((path, error.words(language)));
                continue;
            }
        };
        let first = found.tables.len();
        // A file without sheets is one table.
        let sheets: Vec<Option<String>> = match sheets.is_empty() {
            true => vec![None],
            false => sheets.into_iter().map(|sheet| Some(sheet.name)).collect(),
        };
        for sheet in sheets {
            match table(&path, sheet, &fits) {
                Ok(Some(table)) => found.tables.push(table),
                Ok(None) => {}
                Err(error) => found.unread.push((path.clone(), error.words(language))),
            }
        }
        let count = found.tables.len() - first;
        for table in found.tables.iter_mut().skip(first) {
            table.sheets = count;
        }
    }
    Ok(found)
}

/// The files of a folder and of the folders in it that some reader takes, hidden ones and those of an open spreadsheet left out.
fn data_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_seen = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.') && !name.starts_with("~$")
    };
    let mut files = Vec::new();
    for entry in Files::list(folder)? {
        if !is_seen(&entry.path) {
            continue;
        }
        if entry.is_folder {
            // A folder that cannot be read holds nothing to propose.
            let inner = Files::list(&entry.path).unwrap_or_default();
            let inner = inner.into_iter().filter(|e| !e.is_folder);
            files.extend(inner.map(|e| e.path).filter(|path| is_seen(path)));
        } else {
            files.push(entry.path);
        }
    }
    files.retain(|path| formats::has_reader(path));
    Ok(files)
}

/// The table of a sheet, with the header line that fits best; `None` where it has no header.
fn table(
    path: &Path,
    sheet: Option<String>,
    fits: &impl Fn(&[String]) -> f64,
) -> Result<Option<Table>, formats::OpenError> {
    let open = |header: Option<u32>| {
        let options = OpenOptions {
            sheet: sheet.clone(),
            header,
            ..OpenOptions::default()
        };
        formats::open(path, &options)
    };
    let mut best = open(None)?;
    let mut share = fits(best.header());
    if share < FITS && best.header_line().is_some() {
        for line in 1..=LINES_TRIED {
            let other = open(Some(line))?;
            let other_share = fits(other.header());
            if other_share > share {
                (best, share) = (other, other_share);
            }
        }
    }
    if best.header().iter().all(String::is_empty) {
        return Ok(None);
    }
    Ok(Some(Table {
        path: path.to_path_buf(),
        sheet,
        sheets: 1,
        header: best.header().to_vec(),
        line: best.header_line(),
        encoding: best.encoding().to_owned(),
    }))
}
