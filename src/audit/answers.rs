//! The files of answers that an audit file names → answers of items.
//!
//! A file is CSV or a workbook like any data file, or YAML: a list of maps with the columns as keys. Every answer has to name an item that
//! asks something: a wrong name is a mistake of the audit, told with its file, line and column. A file that is missing is a problem of the
//! answers: then all who are asked are awaited.

use super::yaml::{self, Value};
use super::{Audit, Spot, bind, folding, parts, problems, resolve};
use crate::data::answers::{AnswerField, AnswerFile, AnswerRow, entries};
use crate::data::{
    Buffer, DigestAlgorithm, OpenOptions, Place, Problem, ProblemKind, Source, cell, formats,
};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::wording::near;
use crate::model::Model;
use crate::source::Files;
use crate::types::Language;
use std::collections::BTreeMap;
use std::path::Path;

/// The columns without which a table says nothing.
const NEEDED: [AnswerField; 4] = [
    AnswerField::Item,
    AnswerField::Verdict,
    AnswerField::Who,
    AnswerField::When,
];

/// Headers that `duban sample` writes beside those of answers; they are for readers.
const OF_SAMPLES: [&str; 6] = ["stratum", "dataset", "row", "drawn", "frame", "seed"];

/// A table as it lies: its columns, and its rows with their lines.
#[derive(Debug, Default)]
struct Table {
    header: Vec<String>,
    header_line: Option<u64>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Audit {
    /// Reads the files of answers. Answers to items that do not exist, or ask nothing, are reported to `sink`.
    #[must_use]
    pub fn answers(
        &self,
        model: &Model,
        digest: DigestAlgorithm,
        language: Language,
        sink: &mut Diagnostics,
    ) -> Vec<AnswerFile> {
        let mut files = Vec::new();
        for written in &self.answers {
            for path in parts::paths(&self.folder.join(&written.value)) {
                let place = (written, path.as_path());
                let others = self.answer_table(place, None, model, (digest, language), sink);
                let (file, others) = others;
                files.push(file);
                // Answers on further sheets of the same form are answers too.
                for sheet in others {
                    let sheet = Some(sheet);
                    let (file, _) =
                        self.answer_table(place, sheet, model, (digest, language), sink);
                    files.push(file);
                }
            }
        }
        files
    }

    /// One table of answers, and the other sheets of its workbook that hold answers.
    fn answer_table(
        &self,
        (written, path): (&Spot<String>, &Path),
        sheet: Option<String>,
        model: &Model,
        (digest, language): (DigestAlgorithm, Language),
        sink: &mut Diagnostics,
    ) -> (AnswerFile, Vec<String>) {
        let mut file = AnswerFile {
            file: self.shown(path),
            ..AnswerFile::default()
        };
        let mut others = Vec::new();
        let table = match is_yaml(path) {
            true => self.yaml_table(path, digest, &mut file, sink),
            false => rows_table(path, sheet, (digest, language), &mut file, &mut others),
        };
        if let Some(table) = table {
            self.fill((written, path), model, &table, &mut file, sink);
        }
        (file, others)
    }

    fn yaml_table(
        &self,
        path: &Path,
        digest: DigestAlgorithm,
        file: &mut AnswerFile,
        sink: &mut Diagnostics,
    ) -> Option<Table> {
        let Ok(bytes) = Files::read(path) else {
            file.problems
                .push(bind::whole_file(ProblemKind::FileMissing, None));
            return None;
        };
        file.encoding = Some("YAML".to_owned());
        if digest != DigestAlgorithm::None {
            file.digest = Some(formats::digest_of_bytes(&bytes, digest));
        }
        let Ok(text) = String::from_utf8(bytes) else {
            file.problems
                .push(bind::whole_file(ProblemKind::NotText, None));
            return None;
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        // Places in it are told by line, as for tables; the text itself is not kept.
        let Ok(tree) = yaml::parse(self.file, text, self.speaks) else {
            file.problems
                .push(bind::whole_file(ProblemKind::FileUnreadable, None));
            return None;
        };
        let line_of = |at: u32| {
            let before = text.get(..at as usize).unwrap_or_default();
            before.matches('\n').count() as u64 + 1
        };
        let nodes = match tree.value {
            Value::List(nodes) => nodes,
            Value::Blank => Vec::new(),
            Value::Map(_) | Value::Scalar(..) => {
                let at = self.answers.first().map_or(self.start(), |a| a.span);
                sink.add(problems::answers_no_list(self.speaks, at, &file.file));
                return None;
            }
        };
        let mut table = Table::default();
        for node in nodes {
            let line = line_of(node.span.start);
            let Value::Map(pairs) = node.value else {
                let at = self.answers.first().map_or(self.start(), |a| a.span);
                sink.add(problems::answers_no_list(self.speaks, at, &file.file));
                return None;
            };
            let mut cells = vec![String::new(); table.header.len()];
            for (key, value) in pairs {
                let text = flat(value.value);
                match table.header.iter().position(|header| *header == key.value) {
                    Some(at) => cells[at] = text,
                    None => {
                        table.header.push(key.value);
                        cells.push(text);
                    }
                }
            }
            table.rows.push((line, cells));
        }
        Some(table)
    }

    fn fill(
        &self,
        (written, path): (&Spot<String>, &Path),
        model: &Model,
        table: &Table,
        file: &mut AnswerFile,
        sink: &mut Diagnostics,
    ) {
        let columns: BTreeMap<AnswerField, usize> = (AnswerField::ALL.into_iter())
            .filter_map(|field| Some((field, folding::find(&table.header, field.names())?)))
            .collect();
        let lacking = NEEDED.into_iter().filter(|f| !columns.contains_key(f));
        let lacking: Vec<&str> = lacking
            .map(|field| match self.speaks {
                Language::En => field.id(),
                Language::Zh => field.names().get(1).copied().unwrap_or_default(),
            })
            .collect();
        if !lacking.is_empty() && !table.header.is_empty() {
            let shown = &file.file;
            sink.add(problems::answers_column(
                self.speaks,
                written.span,
                shown,
                &lacking,
            ));
            return;
        }
        for (field, column) in &columns {
            let header = table.header.get(*column).cloned().unwrap_or_default();
            file.headers.insert(*field, header);
        }
        file.problems.extend(unread(table, &columns));
        let folder = path.parent().unwrap_or(Path::new(""));
        for (number, (line, cells)) in table.rows.iter().enumerate() {
            let texts: BTreeMap<AnswerField, String> = (columns.iter())
                .filter_map(|(field, column)| Some((*field, cells.get(*column)?.trim().to_owned())))
                .filter(|(_, text)| !text.is_empty())
                .collect();
            // A row that only a ruler has drawn through.
            if texts.is_empty() {
                continue;
            }
            // One whose cells have moved answers nothing, and is listed with the problems of the file.
            if texts.values().all(|text| text == cell::SWALLOWED) {
                continue;
            }
            let mut row = AnswerRow {
                item: 0,
                row: number as u64,
                line: *line,
                cells: texts,
                missing: Vec::new(),
            };
            let name = row.text(AnswerField::Item).to_owned();
            let place = (file.file.as_str(), *line);
            match resolve::items_named(model, &name).as_slice() {
                [item] if model.items.get(*item).is_some_and(|i| i.person.is_some()) => {
                    row.item = *item;
                }
                [] => {
                    let known: Vec<&str> = (model.items.iter())
                        .filter(|item| item.person.is_some())
                        .map(|item| item.id.as_str())
                        .collect();
                    let known = known.as_slice().into();
                    sink.add(problems::answer_to_nothing(
                        self.speaks,
                        written.span,
                        place,
                        &name,
                        &known,
                    ));
                    continue;
                }
                [_] => {
                    sink.add(problems::answer_unasked(
                        self.speaks,
                        written.span,
                        place,
                        &name,
                    ));
                    continue;
                }
                [..] => {
                    sink.add(problems::answer_unclear(
                        self.speaks,
                        written.span,
                        place,
                        &name,
                    ));
                    continue;
                }
            }
            row.missing = entries(row.text(AnswerField::Evidence))
                .filter(|evidence| !Files::exists(&folder.join(evidence)))
                .map(str::to_owned)
                .collect();
            file.rows.push(row);
        }
    }
}

/// The columns that nothing is read from: whoever wrote `有效期` meant `有效期至`; whoever wrote `意见` made a note for himself.
fn unread(table: &Table, columns: &BTreeMap<AnswerField, usize>) -> Vec<Problem> {
    let lacking = AnswerField::ALL
        .into_iter()
        .filter(|field| !columns.contains_key(field));
    let names: Vec<&str> = lacking.flat_map(|field| field.names()).copied().collect();
    let (mut likely, mut further) = (Vec::new(), Vec::new());
    for (at, header) in table.header.iter().enumerate() {
        let header = header.trim();
        let is_read = columns.values().any(|column| *column == at);
        if is_read || header.is_empty() || OF_SAMPLES.contains(&header) {
            continue;
        }
        let place = Place {
            line: table.header_line,
            column: Some(header.to_owned()),
            ..Place::default()
        };
        match near(header, names.iter().copied()) {
            Some(_) => likely.push(place),
            None => further.push(place),
        }
    }
    let kinds = [
        (ProblemKind::AnswerColumn, likely),
        (ProblemKind::AnswerFurtherColumn, further),
    ];
    let told = kinds.into_iter().filter(|(_, places)| !places.is_empty());
    told.map(|(kind, places)| Problem {
        kind,
        count: places.len() as u64,
        places: places.into_iter().take(Problem::MOST_PLACES).collect(),
    })
    .collect()
}

fn is_yaml(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    matches!(extension.as_deref(), Some("yaml" | "yml"))
}

/// A value as one text; entries of a list are separated by commas.
fn flat(value: Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Scalar(_, text) => text,
        Value::List(nodes) => {
            let texts: Vec<String> = nodes.into_iter().map(|node| flat(node.value)).collect();
            texts.join(", ")
        }
        Value::Map(pairs) => {
            let texts: Vec<String> = pairs
                .into_iter()
                .map(|(_, node)| flat(node.value))
                .collect();
            texts.join(", ")
        }
    }
}

fn rows_table(
    path: &Path,
    sheet: Option<String>,
    (digest, language): (DigestAlgorithm, Language),
    file: &mut AnswerFile,
    others: &mut Vec<String>,
) -> Option<Table> {
    let options = OpenOptions {
        sheet,
        ..OpenOptions::default()
    };
    let source = match formats::open(path, &options) {
        Ok(source) => source,
        Err(error) => {
            let kind = error.kind();
            let words = (kind != ProblemKind::FileMissing).then(|| error.words(language));
            file.problems.push(bind::whole_file(kind, words));
            return None;
        }
    };
    file.sheet = source.sheet().map(str::to_owned);
    let holds =
        |header: &[String], field: AnswerField| folding::find(header, field.names()).is_some();
    let is_alike =
        |(_, header): &&(String, Vec<String>)| NEEDED.into_iter().all(|field| holds(header, field));
    let alike = source.other_sheets().iter().filter(is_alike);
    others.extend(alike.map(|(name, _)| name.clone()));
    file.encoding = Some(source.encoding().to_owned());
    let table = read(source.as_ref());
    let digested = match digest {
        DigestAlgorithm::None => Ok(None),
        algorithm => source.digest(algorithm).map(Some),
    };
    match (table, digested) {
        (Ok(table), Ok(digest)) => {
            file.digest = digest;
            file.problems = source.problems();
            Some(table)
        }
        (Err(_), _) | (_, Err(_)) => {
            file.problems
                .push(bind::whole_file(ProblemKind::FileUnreadable, None));
            None
        }
    }
}

fn read(source: &dyn Source) -> std::io::Result<Table> {
    let mut buffer = Buffer::default();
    let mut count = 0;
    for chunk in 0..source.chunk_count() {
        count += source.read(chunk, &mut buffer)?.rows as u64;
    }
    let rows: Vec<u64> = (0..count).collect();
    let columns: Vec<usize> = (0..source.header().len()).collect();
    let cells = source.cells(&rows, &columns)?;
    Ok(Table {
        header: source.header().to_vec(),
        header_line: source.header_line(),
        rows: (0..cells.len())
            .map(|at| (cells.line(at), cells.texts(at).map(str::to_owned).collect()))
            .collect(),
    })
}
