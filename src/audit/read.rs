//! The tree of an audit file → [`Audit`]: every key known, every value of the right kind, or a diagnostic at its place.
//!
//! What names mean is not asked here; that takes the checklists and is done in `resolve`.

use super::problems::{self, Wanted};
use super::problems_of_tables;
use super::written::{data_path, is_date_format, stretch};
use super::yaml::{Node, Scalar, Spot, Value};
use super::{
    Audit, ColumnEntry, DatasetEntry, FileEntry, HeaderEntry, NameOf, SettingEntry, TableEntry,
};
use crate::diagnostic::wording::near;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::findings::identity::HashKey;
use crate::source::{Files, Span};
use crate::types::{Date, Language};
use std::path::{Path, PathBuf};

const KEYS: &[&str] = &[
    "checklists",
    "as_of",
    "key",
    "items",
    "settings",
    "data",
    "answers",
    "language",
];

const DATASET_KEYS: &[&str] = &[
    "file",
    "files",
    "encoding",
    "sheet",
    "header",
    "leave_out",
    "columns",
    "dates",
    "units",
    "blank",
    "words",
];

/// Keys of a file among several.
const FILE_KEYS: &[&str] = &[
    "file",
    "encoding",
    "sheet",
    "header",
    "leave_out",
    "columns",
    "units",
];

/// Keys of a column that stands in no file.
const COLUMN_KEYS: &[&str] = &["value", "from"];

/// What rows lie in and columns may be named after.
const NAMES: &[(&str, NameOf)] = &[
    ("file", NameOf::File),
    ("folder", NameOf::Folder),
    ("sheet", NameOf::Sheet),
];

const ENCODINGS: &[&str] = &["utf-8", "gb18030", "gbk", "gb2312", "utf-16"];

/// Fills an audit from the tree of its file.
pub(super) fn fill(audit: &mut Audit, tree: Node, language: Language, sink: &mut Diagnostics) {
    let mut reader = Reader {
        folder: audit.folder.clone(),
        language,
        sink,
    };
    reader.file(audit, tree);
}

struct Reader<'d> {
    folder: PathBuf,
    language: Language,
    sink: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.add(diagnostic);
    }

    fn file(&mut self, audit: &mut Audit, tree: Node) {
        let whole = tree.span;
        let pairs = match tree.value {
            Value::Map(pairs) => pairs,
            Value::Blank => Vec::new(),
            Value::Scalar(_, text) => {
                let is_wide = text.contains('：');
                return self.report(problems_of_tables::no_keys(self.language, whole, is_wide));
            }
            Value::List(_) => {
                return self.report(problems_of_tables::no_keys(self.language, whole, false));
            }
        };
        // The language of the messages comes first, wherever it stands.
        if let Some((_, node)) = pairs.iter().find(|(key, _)| key.value == "language") {
            audit.language = self.language_of(node);
            self.language = audit.language.unwrap_or(self.language);
        }
        let checklists_given = stands_or_meant("checklists", &pairs, KEYS);
        for (key, node) in pairs {
            match key.value.as_str() {
                "checklists" => audit.checklists = self.paths(&key, node),
                "as_of" => {
                    if matches!(node.value, Value::Blank) {
                        self.report(problems::day_missing(self.language, key.span));
                    } else if let Some(text) = self.text(&key, node) {
                        audit.as_of = self.day(&text);
                        audit.as_of_at = Some(text.span);
                    }
                }
                "key" => {
                    if let Some(path) = self.text(&key, node) {
                        audit.hash_key = self.hash_key(&path);
                        audit.key_file = Some(self.folder.join(&path.value));
                    }
                }
                "items" => audit.items = self.texts(&key, node),
                "settings" => {
                    for (name, value) in self.map(&key, node) {
                        let value = self.text_or_blank(&name, value);
                        audit.settings.push(SettingEntry { name, value });
                    }
                }
                "data" => {
                    for (name, node) in self.map(&key, node) {
                        if let Some(entry) = self.dataset(name, node) {
                            audit.data.push(entry);
                        }
                    }
                }
                "answers" => audit.answers = self.texts(&key, node),
                "language" => {}
                _ => self.unknown_key(&key, KEYS),
            }
        }
        if !checklists_given {
            self.report(problems::missing_key(
                self.language,
                whole,
                "checklists",
                "checklists: [education.duban]",
            ));
        }
    }

    fn unknown_key(&mut self, key: &Spot<String>, known: &[&str]) {
        self.report(problems::unknown_key(
            self.language,
            key.span,
            &key.value,
            known,
        ));
    }

    fn wrong(&mut self, key: &Spot<String>, node: &Node, wanted: Wanted) {
        // A blank value has no text of its own: its key is the place.
        let at = match node.value {
            Value::Blank => key.span,
            Value::Scalar(..) | Value::List(_) | Value::Map(_) => node.span,
        };
        self.report(problems::wrong_value(self.language, at, &key.value, wanted));
    }

    fn map(&mut self, key: &Spot<String>, node: Node) -> Vec<(Spot<String>, Node)> {
        match node.value {
            Value::Map(pairs) => pairs,
            Value::Blank => Vec::new(),
            Value::Scalar(..) | Value::List(_) => {
                self.wrong(key, &node, Wanted::Map);
                Vec::new()
            }
        }
    }

    fn text(&mut self, key: &Spot<String>, node: Node) -> Option<Spot<String>> {
        match node.value {
            Value::Scalar(_, text) => Some(Spot {
                value: text,
                span: node.span,
            }),
            Value::Blank | Value::List(_) | Value::Map(_) => {
                self.wrong(key, &node, Wanted::Text);
                None
            }
        }
    }

    fn text_or_blank(&mut self, key: &Spot<String>, node: Node) -> Option<Spot<String>> {
        match node.value {
            Value::Blank => None,
            Value::Scalar(..) | Value::List(_) | Value::Map(_) => self.text(key, node),
        }
    }

    /// A text, or a list of texts.
    fn texts(&mut self, key: &Spot<String>, node: Node) -> Vec<Spot<String>> {
        match node.value {
            // `items: []` would run all of them.
            Value::List(nodes) if !nodes.is_empty() || key.value != "items" => nodes
                .into_iter()
                .filter_map(|node| self.text(key, node))
                .collect(),
            Value::Scalar(_, text) => vec![Spot {
                value: text,
                span: node.span,
            }],
            Value::Blank | Value::List(_) | Value::Map(_) => {
                self.wrong(key, &node, Wanted::Texts);
                Vec::new()
            }
        }
    }

    fn language_of(&mut self, node: &Node) -> Option<Language> {
        match &node.value {
            Value::Scalar(_, text) if text == "zh" => Some(Language::Zh),
            Value::Scalar(_, text) if text == "en" => Some(Language::En),
            Value::Blank | Value::Scalar(..) | Value::List(_) | Value::Map(_) => {
                self.report(problems::wrong_value(
                    self.language,
                    node.span,
                    "language",
                    Wanted::Language,
                ));
                None
            }
        }
    }

    fn paths(&mut self, key: &Spot<String>, node: Node) -> Vec<Spot<PathBuf>> {
        let place = node.span;
        let texts = match node.value {
            Value::Blank => Vec::new(),
            Value::Scalar(..) | Value::List(_) | Value::Map(_) => self.texts(key, node),
        };
        if texts.is_empty() && !self.sink.has_errors() {
            self.report(problems::missing_key(
                self.language,
                if place.start == place.end {
                    key.span
                } else {
                    place
                },
                "checklists",
                "checklists: [education.duban]",
            ));
        }
        let mut paths = Vec::new();
        for text in texts {
            let path = self.folder.join(&text.value);
            if Files::exists(&path) && !Files::is_folder(&path) {
                paths.push(text.with(path));
            } else {
                self.missing_file(&text);
            }
        }
        paths
    }

    fn missing_file(&mut self, path: &Spot<String>) {
        self.report(problems::no_such_file(
            self.language,
            path.span,
            &path.value,
        ));
    }

    fn day(&mut self, text: &Spot<String>) -> Option<Date> {
        let day = Date::parse(&text.value);
        if day.is_none() {
            self.report(problems::no_such_day(self.language, text.span, &text.value));
        }
        day
    }

    fn hash_key(&mut self, path: &Spot<String>) -> Option<HashKey> {
        let Ok(bytes) = Files::read(&self.folder.join(&path.value)) else {
            self.missing_file(path);
            return None;
        };
        let key = match std::str::from_utf8(&bytes) {
            Ok(text) => HashKey::from_text(text).map_err(Some),
            Err(_) => Err(None),
        };
        match key {
            Ok(key) => Some(key),
            Err(error) => {
                self.report(problems::hash_key(
                    self.language,
                    path.span,
                    &path.value,
                    error,
                ));
                None
            }
        }
    }

    fn dataset(&mut self, name: Spot<String>, node: Node) -> Option<DatasetEntry> {
        let mut entry = DatasetEntry::new(name.clone());
        let pairs = match node.value {
            Value::Map(pairs) => pairs,
            Value::Scalar(..) | Value::List(_) => {
                entry.files = self.files(&name, node);
                return (!entry.files.is_empty()).then_some(entry);
            }
            Value::Blank => {
                self.wrong(&name, &node, Wanted::Dataset);
                return None;
            }
        };
        let file_given = ["file", "files"]
            .iter()
            .any(|key| stands_or_meant(key, &pairs, DATASET_KEYS));
        for (key, node) in pairs {
            match key.value.as_str() {
                "file" | "files" => {
                    let files = self.files(&key, node);
                    entry.files.extend(files);
                }
                "encoding" | "sheet" | "header" | "leave_out" | "columns" | "units" => {
                    self.table_key(&mut entry.table, &key, node);
                }
                "dates" => self.dates(&mut entry, &key, node),
                "blank" => {
                    for (column, node) in self.map(&key, node) {
                        let texts = self.names(&column, node);
                        entry.blank.push((column, texts));
                    }
                }
                "words" => {
                    for (column, node) in self.map(&key, node) {
                        let mut words = Vec::new();
                        for (word, node) in self.map(&column, node) {
                            let found = self.texts(&word, node);
                            words.push((word, found));
                        }
                        entry.words.push((column, words));
                    }
                }
                _ => self.unknown_key(&key, DATASET_KEYS),
            }
        }
        if !file_given {
            self.no_file(name.span);
        }
        Some(entry)
    }

    /// A file, or a list of files of which each may say more.
    fn files(&mut self, key: &Spot<String>, node: Node) -> Vec<FileEntry> {
        match node.value {
            Value::Scalar(_, text) => vec![FileEntry::new(Spot {
                value: data_path(&text),
                span: node.span,
            })],
            Value::List(nodes) => {
                if nodes.is_empty() {
                    let at = node.span;
                    self.report(problems::wrong_value(
                        self.language,
                        at,
                        &key.value,
                        Wanted::Files,
                    ));
                }
                let files = nodes.into_iter().map(|node| match node.value {
                    Value::Map(pairs) => self.one_file(key.with(node.span), pairs),
                    Value::Scalar(_, text) => Some(FileEntry::new(Spot {
                        value: data_path(&text),
                        span: node.span,
                    })),
                    Value::Blank | Value::List(_) => {
                        self.wrong(key, &node, Wanted::Files);
                        None
                    }
                });
                files.flatten().collect()
            }
            Value::Map(_) | Value::Blank => {
                self.wrong(key, &node, Wanted::Files);
                Vec::new()
            }
        }
    }

    fn one_file(&mut self, at: Spot<Span>, pairs: Vec<(Spot<String>, Node)>) -> Option<FileEntry> {
        let file_given = stands_or_meant("file", &pairs, FILE_KEYS);
        let mut entry = FileEntry::new(at.with(PathBuf::new()));
        for (key, node) in pairs {
            match key.value.as_str() {
                "file" => {
                    if let Some(text) = self.text(&key, node) {
                        entry.file = text.with(data_path(&text.value));
                    }
                }
                "encoding" | "sheet" | "header" | "leave_out" | "columns" | "units" => {
                    self.table_key(&mut entry.table, &key, node);
                }
                whole if DATASET_KEYS.contains(&whole) => {
                    let at = key.span;
                    self.report(problems_of_tables::of_all_files(self.language, at, whole));
                }
                _ => self.unknown_key(&key, FILE_KEYS),
            }
        }
        if !file_given {
            self.no_file(at.value);
        }
        (!entry.file.value.as_os_str().is_empty()).then_some(entry)
    }

    /// One key of how a table lies in its file.
    fn table_key(&mut self, table: &mut TableEntry, key: &Spot<String>, node: Node) {
        match key.value.as_str() {
            "encoding" => {
                if let Some(text) = self.text(key, node) {
                    table.encoding = self.encoding(&text);
                }
            }
            "sheet" => table.sheets = self.names(key, node),
            "header" => table.header = self.header(key, &node),
            "leave_out" => table.leave_out = self.lines(key, node),
            "units" => {
                for (column, node) in self.map(key, node) {
                    let unit = self.text(&column, node);
                    table.units.extend(unit.map(|unit| (column, unit)));
                }
            }
            _ => table.columns = self.columns(key, node),
        }
    }

    /// An entry names no file.
    fn no_file(&mut self, at: Span) {
        let written = "file: data/pupils.csv";
        self.report(problems::missing_key(self.language, at, "file", written));
    }

    fn names(&mut self, key: &Spot<String>, node: Node) -> Vec<String> {
        let texts = self.texts(key, node);
        texts.into_iter().map(|text| text.value).collect()
    }

    /// Columns with their headers, or with what they are in every row.
    fn columns(&mut self, key: &Spot<String>, node: Node) -> Vec<(Spot<String>, ColumnEntry)> {
        let mut columns = Vec::new();
        for (column, node) in self.map(key, node) {
            let entry = match node.value {
                Value::Map(pairs) => self.constant(&column, pairs),
                _ => self
                    .text(&column, node)
                    .map(|text| ColumnEntry::Header(text.value)),
            };
            columns.extend(entry.map(|entry| (column, entry)));
        }
        columns
    }

    /// `{value: 150800}`, `{from: sheet}`.
    fn constant(
        &mut self,
        column: &Spot<String>,
        pairs: Vec<(Spot<String>, Node)>,
    ) -> Option<ColumnEntry> {
        let mut entry = None;
        let mut stands = false;
        for (key, node) in pairs {
            match key.value.as_str() {
                "value" => {
                    stands = true;
                    entry = self
                        .text(&key, node)
                        .map(|text| ColumnEntry::Value(text.value));
                }
                "from" => {
                    stands = true;
                    if let Some(text) = self.text(&key, node) {
                        let name = NAMES.iter().find(|(word, _)| *word == text.value);
                        if name.is_none() {
                            let diagnostic =
                                problems::no_name_of(self.language, text.span, &text.value, NAMES);
                            self.report(diagnostic);
                        }
                        entry = name.map(|(_, of)| ColumnEntry::Name(*of));
                    }
                }
                _ => {
                    stands = true;
                    self.unknown_key(&key, COLUMN_KEYS);
                }
            }
        }
        if !stands {
            self.report(problems::missing_key(
                self.language,
                column.span,
                "value",
                "value: 150800",
            ));
        }
        entry
    }

    fn encoding(&mut self, text: &Spot<String>) -> Option<String> {
        let folded = text.value.to_lowercase().replace('_', "-");
        let known = |name: &&&str| folded == **name || folded == name.replace('-', "");
        let found = ENCODINGS.iter().find(known);
        if found.is_none() {
            self.report(problems::encoding(
                self.language,
                text.span,
                &text.value,
                ENCODINGS,
            ));
        }
        found.map(|name| (*name).to_owned())
    }

    fn header(&mut self, key: &Spot<String>, node: &Node) -> Option<Spot<HeaderEntry>> {
        let entry = match &node.value {
            Value::Scalar(Scalar::Number, text) => (text.parse::<u32>().ok())
                .filter(|line| *line > 0)
                .map(HeaderEntry::Line),
            Value::Scalar(_, text) if text == "first" => Some(HeaderEntry::First),
            Value::Scalar(_, text) if text == "none" => Some(HeaderEntry::None),
            Value::Scalar(..) | Value::Blank | Value::List(_) | Value::Map(_) => None,
        };
        if entry.is_none() {
            self.wrong(key, node, Wanted::Header);
        }
        Some(Spot {
            value: entry?,
            span: node.span,
        })
    }

    /// Lines and stretches of lines: `[3, 40-42]`.
    fn lines(&mut self, key: &Spot<String>, node: Node) -> Vec<(u32, u32)> {
        let mut lines = Vec::new();
        for text in self.texts(key, node) {
            match stretch(&text.value) {
                Some(stretch) => lines.push(stretch),
                None => self.report(problems_of_tables::no_lines(self.language, text.span)),
            }
        }
        lines
    }

    /// Formats for the whole file (a text or a list), or for each column.
    fn dates(&mut self, entry: &mut DatasetEntry, key: &Spot<String>, node: Node) {
        match node.value {
            Value::Map(pairs) => {
                for (column, node) in pairs {
                    let formats = self.formats(&column, node);
                    entry.column_dates.push((column, formats));
                }
            }
            Value::Blank | Value::Scalar(..) | Value::List(_) => {
                entry.dates = self.formats(key, node);
            }
        }
    }

    fn formats(&mut self, key: &Spot<String>, node: Node) -> Vec<String> {
        let mut formats = Vec::new();
        for text in self.texts(key, node) {
            let format = text.value.to_lowercase();
            if is_date_format(&format) {
                formats.push(format);
            } else {
                self.report(problems::date_format(self.language, text.span, &text.value));
            }
        }
        formats
    }
}

/// Whether a key stands in a map, or a misspelt one was probably meant to be it: then only the misspelling is a mistake.
fn stands_or_meant(key: &str, pairs: &[(Spot<String>, Node)], known: &[&str]) -> bool {
    pairs.iter().any(|(written, _)| {
        let misspelt = !known.contains(&written.value.as_str());
        written.value == key || misspelt && near(&written.value, known.iter().copied()) == Some(key)
    })
}

/// The folder that relative paths of an audit file begin in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}
