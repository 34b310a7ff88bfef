//! The tables that a dataset is read from: names of files and sheets with `*` in them → the tables meant, and their columns → those of one table.

use super::resolve::{Binding, FileBinding, GoesOn};
use super::{ColumnEntry, NameOf, folding};
use crate::data::binding::Unit;
use crate::data::formats::{self, Opened};
use crate::data::several::PartColumn;
use crate::data::{OpenOptions, Source};
use crate::source::Files;
use std::path::{Component, Path, PathBuf};

/// A table that is asked for.
pub(super) struct Table<'b> {
    /// Its file.
    pub(super) path: PathBuf,
    /// Its sheet; `None`: the first with rows.
    pub(super) sheet: Option<String>,
    /// What the audit file says of the file.
    pub(super) file: &'b FileBinding,
    /// Whether it has no header and goes on under that of the table before it.
    pub(super) goes_on: bool,
}

impl Table<'_> {
    /// Opens it; `before` is the header of the table before it that has one, `declared` tells which columns of a header are declared.
    pub(super) fn open(
        &self,
        before: Option<&[String]>,
        declared: formats::Declared<'_>,
    ) -> Opened {
        let goes_on = match (self.goes_on, before) {
            (false, _) => None,
            (true, Some(header)) => Some(header.to_vec()),
            // Nobody knows what its columns are.
            (true, None) => return Err(formats::OpenError::NoHeader),
        };
        let options = OpenOptions {
            sheet: self.sheet.clone(),
            goes_on,
            ..self.file.options.clone()
        };
        formats::open_declared(&self.path, &options, declared)
    }

    /// Whether all its columns stand in its file.
    pub(super) fn is_plain(&self) -> bool {
        let stands =
            |place: &Option<ColumnEntry>| matches!(place, None | Some(ColumnEntry::Header(_)));
        let counts_alike = self.file.units.iter().all(|unit| *unit == Unit::Unsaid);
        counts_alike && self.file.columns.iter().all(stands)
    }

    /// Whether the same cells are taken from a table as another entry takes.
    fn reads_as(&self, other: &Self) -> bool {
        let (own, other) = (self.file, other.file);
        own.options == other.options && own.columns == other.columns && own.units == other.units
    }

    /// What every row has in a column that does not stand in the file.
    fn constant(&self, column: usize, source: &dyn Source) -> Option<String> {
        let name = |path: Option<&std::ffi::OsStr>| {
            path.map(|name| name.to_string_lossy().trim().to_owned())
        };
        match self.file.columns.get(column)?.as_ref()? {
            ColumnEntry::Header(_) => None,
            ColumnEntry::Value(text) => Some(text.clone()),
            ColumnEntry::Name(NameOf::Sheet) if source.sheet().is_some() => {
                source.sheet().map(|sheet| sheet.trim().to_owned())
            }
            ColumnEntry::Name(NameOf::File | NameOf::Sheet) => name(self.path.file_stem()),
            ColumnEntry::Name(NameOf::Folder) => name(self.path.parent().and_then(Path::file_name)),
        }
    }
}

/// Whether a name stands for all that are like it.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?'])
}

/// The tables that an entry asks for, in order; where a file or a sheet is not there the table cannot be opened.
pub(super) fn tables<'b>(binding: &'b Binding, place: impl Fn(&Path) -> PathBuf) -> Vec<Table<'b>> {
    let mut tables = Vec::new();
    for file in &binding.files {
        let first = tables.len();
        for path in paths(&place(&file.file)) {
            let sheets: Vec<Option<String>> = match sheets_of(&path, &file.sheets) {
                sheets if sheets.is_empty() => vec![None],
                sheets => sheets.into_iter().map(Some).collect(),
            };
            for sheet in sheets {
                tables.push(Table {
                    goes_on: match file.goes_on {
                        GoesOn::No => false,
                        GoesOn::AfterFirst => tables.len() > first,
                        GoesOn::All => true,
                    },
                    path: path.clone(),
                    sheet,
                    file,
                });
            }
        }
    }
    tables
}

/// Each table once, however many entries name it: as the entry says that names its file, else as the first of the patterns that it is like
/// says. Entries of one kind that read it in different ways (months side by side) are all meant.
pub(super) fn once<'b>(tables: Vec<(Table<'b>, Opened)>) -> Vec<(Table<'b>, Opened)> {
    let mut once: Vec<(Table<'b>, Opened)> = Vec::new();
    let mut places: Vec<(PathBuf, Option<String>)> = Vec::new();
    for (table, opened) in tables {
        let sheet = match &opened {
            Ok(source) => source.sheet().map(str::to_owned),
            Err(_) => table.sheet.clone(),
        };
        let place = (Files::canonical(&table.path), sheet);
        let known = (places.iter().zip(&once)).position(|(known, (other, _))| {
            let by_name = is_pattern(&table.file.file) != is_pattern(&other.file.file);
            *known == place && (by_name || table.reads_as(other))
        });
        match known {
            Some(at) if is_pattern(&once[at].0.file.file) => once[at] = (table, opened),
            Some(_) => {}
            None => {
                places.push(place);
                once.push((table, opened));
            }
        }
    }
    once
}

/// The files that a path stands for: the data files of such names, or itself where there are none.
pub(super) fn paths(path: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    if is_pattern(path) && !Files::exists(path) {
        paths = files_like(path);
    }
    if paths.is_empty() {
        paths.push(path.to_path_buf());
    }
    paths
}

/// The sheets asked for. One that is not there stays in the list, so that it is missed.
fn sheets_of(path: &Path, wanted: &[String]) -> Vec<String> {
    let has_pattern = wanted.iter().any(|name| is_pattern(Path::new(name)));
    if wanted.len() < 2 && !has_pattern {
        return wanted.to_vec();
    }
    // Why it cannot be read is told when it is opened. A file without sheets is read once.
    let seen = formats::sheets(path).unwrap_or_default().into_iter();
    let seen = seen.filter(|sheet| sheet.is_seen).map(|sheet| sheet.name);
    let seen: Vec<String> = seen.collect();
    let mut sheets: Vec<String> = Vec::new();
    if seen.is_empty() {
        return sheets;
    }
    for name in wanted {
        let mut like: Vec<String> = seen.clone();
        like.retain(|sheet| is_like(sheet.trim(), name.trim()));
        if like.is_empty() {
            like.push(name.clone());
        }
        for sheet in like {
            if !sheets.contains(&sheet) {
                sheets.push(sheet);
            }
        }
    }
    sheets
}

/// The hidden sheets of names like those asked for with `*`, with their files, where no table is read from them.
pub(super) fn hidden(tables: &[Table<'_>]) -> Vec<(PathBuf, String)> {
    let mut hidden: Vec<(PathBuf, String)> = Vec::new();
    let mut looked_at: Vec<&Path> = Vec::new();
    for table in tables {
        let same = tables.iter().filter(|other| other.path == table.path);
        let names = same.flat_map(|other| &other.file.sheets);
        let patterns: Vec<&str> = (names.map(|name| name.trim()))
            .filter(|name| is_pattern(Path::new(name)))
            .collect();
        if patterns.is_empty() || looked_at.contains(&table.path.as_path()) {
            continue;
        }
        looked_at.push(&table.path);
        let sheets = formats::sheets(&table.path).unwrap_or_default().into_iter();
        let is_read = |sheet: &String| {
            let own = |other: &Table<'_>| {
                let name = other.sheet.as_deref().unwrap_or_default();
                other.path == table.path && name.trim() == sheet.trim()
            };
            tables.iter().any(own)
        };
        let unseen = sheets
            .filter(|sheet| !sheet.is_seen)
            .map(|sheet| sheet.name);
        let like = unseen.filter(|sheet| {
            let mut patterns = patterns.iter();
            patterns.any(|pattern| is_like(sheet.trim(), pattern)) && !is_read(sheet)
        });
        hidden.extend(like.map(|sheet| (table.path.clone(), sheet)));
    }
    hidden
}

/// The data files of names like this path, in order; hidden ones and those of an open spreadsheet left out.
fn files_like(path: &Path) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        let name = part.as_os_str().to_string_lossy();
        if !matches!(part, Component::Normal(_)) || !is_pattern(Path::new(name.as_ref())) {
            for path in &mut found {
                path.push(part);
            }
            continue;
        }
        let is_last = parts.peek().is_none();
        let entries = found.iter().flat_map(|folder| {
            let folder = match folder.as_os_str().is_empty() {
                true => Path::new("."),
                false => folder.as_path(),
            };
            Files::list(folder).unwrap_or_default()
        });
        let like = entries.filter(|entry| {
            let own = entry.path.file_name().unwrap_or_default().to_string_lossy();
            let is_seen = !own.starts_with('.') && !own.starts_with("~$");
            is_seen && is_like(&own, &name) && entry.is_folder != is_last
        });
        found = like
            .map(|entry| match entry.path.strip_prefix(".") {
                Ok(path) => path.to_path_buf(),
                Err(_) => entry.path,
            })
            .collect();
    }
    let is_yaml = |path: &Path| {
        let ending = path.extension().unwrap_or_default();
        ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
    };
    // Answers may be YAML; a dataset of YAML is refused where it is opened.
    found.retain(|path| Files::exists(path) && (formats::has_reader(path) || is_yaml(path)));
    found
}

/// Whether a name is like one with `*` (any text) and `?` (any character) in it.
fn is_like(name: &str, pattern: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let pattern: Vec<char> = pattern.chars().collect();
    let (mut at, mut by) = (0, 0);
    // Where the last `*` stands, and how far what it stands for reaches.
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        match pattern.get(by) {
            Some('*') => {
                star = Some((by, at));
                by += 1;
            }
            Some(&c) if c == '?' || Some(&c) == name.get(at) => {
                at += 1;
                by += 1;
            }
            _ => {
                let Some((back, reached)) = star else {
                    return false;
                };
                star = Some((back, reached + 1));
                at = reached + 1;
                by = back + 1;
            }
        }
    }
    pattern.iter().skip(by).all(|&c| c == '*')
}

/// Several tables under one header.
pub(super) struct Joined {
    pub(super) header: Vec<String>,
    /// By declared column its number under that header.
    pub(super) declared: Vec<Option<usize>>,
    /// By column under that header: whether nothing declared is read from it and not every table has it.
    pub(super) further: Vec<bool>,
    /// For each table where the columns are in it, and their headers there.
    pub(super) parts: Vec<(Vec<PartColumn>, Vec<String>)>,
}

/// What columns of different tables are the same by.
#[derive(PartialEq, Eq)]
enum Identity {
    Declared(usize),
    /// Not declared: its header, folded, and how many before it have the same.
    Further(String, usize),
}

/// Puts the columns of tables together: `columns` says for each table where the declared columns stand in it.
pub(super) fn join(
    tables: &[(&Table<'_>, Box<dyn Source>)],
    columns: &[Vec<Option<usize>>],
    names: &[&str],
) -> Joined {
    let mut joined: Vec<(Identity, String, Vec<PartColumn>)> = Vec::new();
    for (number, ((table, source), declared)) in tables.iter().zip(columns).enumerate() {
        let mut put = |identity: Identity, header: &str, column: PartColumn| {
            let at = match joined.iter().position(|(known, ..)| *known == identity) {
                Some(at) => at,
                None => {
                    let absent = vec![PartColumn::Absent; tables.len()];
                    joined.push((identity, header.to_owned(), absent));
                    joined.len() - 1
                }
            };
            joined[at].2[number] = column;
        };
        let mut seen: Vec<String> = Vec::new();
        for (own, header) in source.header().iter().enumerate() {
            let of = declared.iter().position(|index| *index == Some(own));
            let identity = match of {
                Some(column) => Identity::Declared(column),
                None => {
                    let text = folding::folded(header);
                    let before = seen.iter().filter(|other| **other == text).count();
                    seen.push(text.clone());
                    Identity::Further(text, before)
                }
            };
            put(identity, header, PartColumn::Own(own));
        }
        for (column, (index, name)) in declared.iter().zip(names).enumerate() {
            if let Some(value) = table.constant(column, source.as_ref()) {
                put(Identity::Declared(column), name, PartColumn::Value(value));
            } else if let Some(own) = *index {
                // Another declared column may stand under the same header.
                let header = source.header().get(own).map_or("", String::as_str);
                put(Identity::Declared(column), header, PartColumn::Own(own));
            }
        }
    }
    let declared = (0..names.len())
        .map(|column| (joined.iter()).position(|(of, ..)| *of == Identity::Declared(column)))
        .collect();
    let further = joined.iter().map(|(identity, header, columns)| {
        let is_further = matches!(identity, Identity::Further(..));
        is_further && !header.is_empty() && columns.contains(&PartColumn::Absent)
    });
    let parts = tables.iter().enumerate().map(|(number, (_, source))| {
        let columns: Vec<PartColumn> = (joined.iter())
            .map(|(_, _, columns)| columns[number].clone())
            .collect();
        let header = columns.iter().zip(&joined).map(|(column, (_, header, _))| {
            let own = match column {
                PartColumn::Own(own) => source.header().get(*own),
                PartColumn::Value(_) | PartColumn::Absent => None,
            };
            own.unwrap_or(header).clone()
        });
        let header = header.collect();
        (columns, header)
    });
    Joined {
        parts: parts.collect(),
        further: further.collect(),
        declared,
        header: joined.iter().map(|(_, header, _)| header.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_any_text() {
        for (name, pattern, expected) in [
            ("甲县.xlsx", "*.xlsx", true),
            ("甲县.xlsx", "甲*", true),
            ("甲县.xlsx", "?县.xlsx", true),
            ("甲县.xls", "*.xlsx", false),
            ("aab", "*ab", true),
            ("abab", "*ab", true),
            ("ab", "ab*", true),
            ("ab", "a?b", false),
            ("", "*", true),
        ] {
            assert_eq!(is_like(name, pattern), expected, "{name} {pattern}");
        }
    }
}
