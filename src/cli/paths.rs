//! The files that are meant by the files and folders of a command line.

use crate::source::Files;
use crate::types::Language;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// Checklists and audit files, each once, in the order given; those of a folder by name.
#[derive(Default)]
pub(super) struct Paths {
    pub(super) checklists: Vec<PathBuf>,
    pub(super) audits: Vec<PathBuf>,
    /// Folders all of whose checklists are among these.
    pub(super) whole: BTreeSet<PathBuf>,
}

impl Paths {
    /// The files as diagnostics name them.
    pub(super) fn names(&self) -> Vec<String> {
        let paths = self.checklists.iter().chain(&self.audits);
        paths
            .map(|path| path.to_string_lossy().replace('\\', "/"))
            .collect()
    }
}

/// What a file is, told by its name and by how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Rows: never shown, since they may be of people.
    Table,
    Checklist,
    Other,
}

/// What a file is; nothing of it is kept.
pub(super) fn kind_of(path: &Path) -> Kind {
    if has_ending(path, &TABLES) {
        return Kind::Table;
    }
    let mut bytes = vec![0; 4096];
    let read = Files::open(path).and_then(|file| Files::read_at(&file, &mut bytes, 0));
    bytes.truncate(read.unwrap_or_default());
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines
        .into_iter()
        .find(|line| !line.trim_start().starts_with('#'));
    let Some(first) = first else {
        return Kind::Other;
    };
    let word = first.split_whitespace().next().unwrap_or_default();
    let heads = ["checklist", "检查清单"];
    if has_ending(path, &["duban"]) || heads.contains(&word) {
        return Kind::Checklist;
    }
    // A row: cells apart, and neither a key of YAML nor a list of it.
    let cells = first.contains([',', '\t', ';', '|', '，']);
    let key = first.contains(':') || first.trim_start().starts_with(['-', '[', '{', '"']);
    match cells && !key && !has_ending(path, &["yaml", "yml"]) {
        true => Kind::Table,
        false => Kind::Other,
    }
}

/// How files of tables end.
const TABLES: [&str; 9] = [
    "csv", "tsv", "xlsx", "xls", "xlsm", "xlsb", "ods", "et", "parquet",
];

/// A table where a checklist or an audit file is wanted: what to say, without a word of what stands in it.
pub(super) fn is_table(path: &Path, wanted: [&str; 2], language: Language) -> String {
    let shown = path.display();
    match language {
        Language::En => format!(
            "{shown} is a table, not {}; tables are named under `data:` of an audit file",
            wanted[0]
        ),
        Language::Zh => format!(
            "{shown} 是数据表，不是{}；数据表写在审计文件的 `data:` 下",
            wanted[1]
        ),
    }
}

/// Every file named, and every checklist in the folders named; or what is wrong with one of them.
pub(super) fn gather(given: &[PathBuf], language: Language) -> Result<Paths, String> {
    let mut paths = Paths::default();
    for path in given {
        let shown = path.display();
        if !Files::exists(path) {
            return Err(match language {
                Language::En => format!("there is no file or folder {shown}"),
                Language::Zh => format!("没有文件或文件夹 {shown}"),
            });
        }
        if Files::is_folder(path) {
            let found = checklists_in(path, language)?;
            if found.is_empty() {
                return Err(match language {
                    Language::En => {
                        format!("the folder {shown} holds no checklists (files ending in .duban)")
                    }
                    Language::Zh => {
                        format!("文件夹 {shown} 中没有检查清单（扩展名为 .duban 的文件）")
                    }
                });
            }
            let folders = found.iter().filter_map(|path| path.parent());
            paths.whole.extend(folders.map(Path::to_path_buf));
            paths.checklists.extend(found);
        } else if has_ending(path, &["yaml", "yml"]) {
            paths.audits.push(path.clone());
        } else if kind_of(path) == Kind::Table {
            return Err(is_table(path, ["a checklist", "检查清单"], language));
        } else {
            paths.checklists.push(path.clone());
        }
    }
    let mut seen = BTreeSet::new();
    paths.checklists.retain(|path| seen.insert(path.clone()));
    Ok(paths)
}

/// The checklists named, and those in the folders named; an audit file is none.
pub(super) fn checklists(given: &[PathBuf], language: Language) -> Result<Vec<PathBuf>, String> {
    let paths = gather(given, language)?;
    if let Some(audit) = paths.audits.first() {
        let shown = audit.display();
        return Err(match language {
            Language::En => {
                format!("{shown} is an audit file; name a checklist (a file ending in .duban)")
            }
            Language::Zh => {
                format!("{shown} 是审计文件；请给出检查清单（扩展名为 .duban 的文件）")
            }
        });
    }
    Ok(paths.checklists)
}

/// The checklists in a folder and its subfolders, by name; hidden folders are left out.
fn checklists_in(folder: &Path, language: Language) -> Result<Vec<PathBuf>, String> {
    let entries = Files::list(folder).map_err(|error| not_read(folder, &error, language))?;
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.path.file_name().unwrap_or_default();
        let hidden = name.to_string_lossy().starts_with('.');
        if entry.is_folder && !hidden {
            found.extend(checklists_in(&entry.path, language)?);
        } else if !entry.is_folder && has_ending(&entry.path, &["duban"]) {
            found.push(entry.path);
        }
    }
    Ok(found)
}

/// Says that a file or folder cannot be read.
pub(super) fn not_read(path: &Path, cause: &io::Error, language: Language) -> String {
    let shown = path.display();
    match (language, cause.kind()) {
        (Language::En, _) => format!("{shown} cannot be read: {cause}"),
        (Language::Zh, io::ErrorKind::NotFound) => format!("找不到文件 {shown}"),
        (Language::Zh, _) => format!("{shown} 无法读取：{cause}"),
    }
}

/// Whether a file's name ends in one of these, without the dot.
pub(super) fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    ending.is_some_and(|e| endings.contains(&e.as_str()))
}
