//! Bindings → opened data files.
//!
//! Only datasets that the items need are opened. A file that is missing or cannot be read and a column that the file lacks are problems of
//! the dataset: its items cannot tell, everything else runs.

use super::noted::{Asked, in_part};
use super::parts::{self, Table};
use super::resolve::FileBinding;
use super::resolve::{Binding, Bindings, ColumnBinding};
use super::{Audit, ColumnEntry, folding, units};
use crate::data::binding::{BoundColumn, BoundDataset, CellKind, Unit};
use crate::data::formats::Opened;
use crate::data::several::{Part, PartColumn, Several};
use crate::data::{Place, Problem, ProblemKind, Problems, Source, cell};
use crate::model::{Column, Dataset, Model};
use crate::source::Files;
use crate::types::{Language, Type};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Texts that stand for "not given" in every column.
const USUAL_PLACEHOLDERS: &[&str] = &["无", "待定", "/", "-"];

/// How the file of a dataset was found, for the head of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DatasetStatus {
    /// Whether an item needs it; what is not needed is not opened and not shown.
    pub needed: bool,
    /// The file relative to the audit file, with `/`; empty where the audit file gives none.
    pub file: String,
    /// The header text of each column in the file; `None` where the file has no such column, or for a derived column.
    pub headers: Vec<Option<String>>,
    /// What was wrong when it was opened: file missing or unreadable, columns missing.
    pub problems: Problems,
}

impl Bindings {
    /// Opens the data files of the datasets of the model, several at once. With `data_folder` the files are looked for there
    /// by their path below the folder that all data files of the audit file share. What is wrong is said in `language`.
    #[must_use]
    pub fn open(
        &self,
        audit: &Audit,
        model: &Model,
        data_folder: Option<&Path>,
        language: Language,
    ) -> (Vec<BoundDataset>, Vec<DatasetStatus>) {
        let place = audit.data_places(data_folder);
        let is_bound = |list: &usize| self.datasets.get(*list).is_some_and(Option::is_some);
        let place_lists: Vec<usize> = model
            .place_lists()
            .into_iter()
            .flatten()
            .filter(is_bound)
            .collect();
        let numbered = model.datasets.par_iter().zip(&self.datasets).enumerate();
        numbered
            .with_max_len(1)
            .map(|(number, (dataset, binding))| {
                let opening = Opening {
                    audit,
                    model,
                    number,
                    dataset,
                    needs: &self.needs,
                    place_lists: &place_lists,
                    language,
                };
                // Lists of schools and townships give findings their place, where the audit file names them.
                if place_lists.contains(&number) || self.needs.datasets.contains(&number) {
                    opening.open(binding.as_ref(), &place)
                } else {
                    opening.unopened()
                }
            })
            .unzip()
    }
}

impl Audit {
    /// Where a data file lies, by its path in the audit file; see [`Bindings::open`].
    fn data_places<'p>(&'p self, data_folder: Option<&'p Path>) -> impl Fn(&Path) -> PathBuf + 'p {
        let files = self.data.iter().flat_map(|entry| &entry.files);
        let shared = shared_folder(files.map(|entry| entry.file.value.as_path()));
        move |file| match data_folder {
            Some(folder) => folder.join(file.strip_prefix(&shared).unwrap_or(file)),
            None => self.folder.join(file),
        }
    }

    /// The files beside itself and the checklists that it reads: data, answers and key, as paths that can be opened; `data_folder` as in
    /// [`Bindings::open`].
    #[must_use]
    pub fn inputs(&self, data_folder: Option<&Path>) -> Vec<PathBuf> {
        let place = self.data_places(data_folder);
        let data = self.data.iter().flat_map(|entry| &entry.files);
        let data = data.map(|entry| place(&entry.file.value));
        let answers = self
            .answers
            .iter()
            .map(|entry| self.folder.join(&entry.value));
        let mut inputs: Vec<PathBuf> = data
            .chain(answers)
            .flat_map(|path| parts::paths(&path))
            .collect();
        inputs.extend(self.key_file.clone());
        inputs
    }
}

/// The columns of a dataset as they are bound where every one of them is there, in the order declared and read as declared.
#[must_use]
pub fn columns_as_declared(model: &Model, dataset: &Dataset) -> Vec<BoundColumn> {
    let in_file = dataset.columns.iter().filter(|c| c.derived.is_none());
    let named = model.named_columns();
    let is_it = |of: usize| {
        model
            .datasets
            .get(of)
            .is_some_and(|of| std::ptr::eq(of, dataset))
    };
    let binding = ColumnBinding::default();
    in_file
        .enumerate()
        .map(|(number, column)| {
            let is_named = named.iter().any(|&(of, at)| at == number && is_it(of));
            let kind = cell_kind(model, &column.kind, &binding, 0);
            BoundColumn {
                index: Some(number),
                unit: Unit::Unsaid,
                placeholders: placeholders(column, is_named, (&kind, &binding)),
                kind,
                range: column.range,
            }
        })
        .collect()
}

/// A dataset that is opened.
pub(super) struct Opening<'a> {
    pub(super) audit: &'a Audit,
    pub(super) model: &'a Model,
    pub(super) number: usize,
    pub(super) dataset: &'a Dataset,
    pub(super) needs: &'a super::needs::Needs,
    /// The lists of schools and townships that have a file.
    place_lists: &'a [usize],
    pub(super) language: Language,
}

impl Opening<'_> {
    fn unopened(&self) -> (BoundDataset, DatasetStatus) {
        let columns = self.columns(&[], None);
        let status = DatasetStatus {
            headers: vec![None; self.dataset.columns.len()],
            ..DatasetStatus::default()
        };
        (
            BoundDataset {
                source: None,
                is_partial: false,
                columns,
            },
            status,
        )
    }

    fn open(
        &self,
        binding: Option<&Binding>,
        place: impl Fn(&Path) -> PathBuf,
    ) -> (BoundDataset, DatasetStatus) {
        let (mut bound, mut status) = self.unopened();
        status.needed = true;
        let Some(binding) = binding else {
            let words = self.language.pick(
                "the audit file gives no file for it",
                "审计文件没有为它指定文件",
            );
            status
                .problems
                .push(whole_file(ProblemKind::FileMissing, Some(words.to_owned())));
            return (bound, status);
        };
        let tables = parts::tables(binding, place);
        let open = |table: &Table<'_>, before: Option<&[String]>| {
            let declared = |header: &[String]| self.declared(header, binding, table.file);
            table.open(before, &declared)
        };
        // Those that go on under the header of another one have to wait for it.
        let with_header = |table: &Table<'_>| (!table.goes_on).then(|| open(table, None));
        let first: Vec<Option<Opened>> = (tables.par_iter().with_max_len(1))
            .map(with_header)
            .collect();
        let mut header: Option<Vec<String>> = None;
        let opened = tables.into_iter().zip(first).map(|(table, opened)| {
            let opened = opened.unwrap_or_else(|| open(&table, header.as_deref()));
            if let (Ok(source), false) = (&opened, table.goes_on) {
                header = Some(source.header().to_vec());
            }
            (table, opened)
        });
        let (tables, opened): (Vec<Table<'_>>, Vec<Opened>) =
            parts::once(opened.collect()).into_iter().unzip();
        status.file = self.shown(binding, &tables);
        let mut hidden = DatasetStatus::default();
        self.note_hidden(&tables, &mut hidden);
        let is_only = tables.len() == 1;
        let mut tables: Vec<(&Table<'_>, Box<dyn Source>)> = tables
            .iter()
            .zip(opened)
            .filter_map(|(table, opened)| {
                Some((table, self.settle((table, is_only), opened, &mut status)?))
            })
            .collect();
        let missing = !status.problems.is_empty();
        let is_one = binding.files.len() == 1 && tables.len() == 1 && !missing;
        // Only cells of workbooks are merged.
        let books = tables
            .iter_mut()
            .filter(|(_, source)| source.sheet().is_some());
        for (table, source) in books {
            let columns = self.columns(source.header(), Some((binding, table.file)));
            let amounts = columns.iter().filter(|column| is_amount(&column.kind));
            let amounts: Vec<usize> = amounts.filter_map(|column| column.index).collect();
            source.count_once(&amounts);
        }
        if let Some((table, source)) = tables.pop_if(|(table, _)| is_one && table.is_plain()) {
            bound.columns = self.columns(source.header(), Some((binding, table.file)));
            let asked = [(source.as_ref(), None, table.file)];
            self.note_sheets(&asked, binding, &mut status);
            self.settle_units(&asked, source.as_ref(), &mut bound.columns, &mut status);
            self.note_columns(&asked, &bound.columns, &mut status);
            bound.source = Some(source);
        } else if !tables.is_empty() {
            self.put_together(tables, binding, &mut bound, &mut status);
        }
        status.problems.extend(hidden.problems);
        let leaves_rows = |problem: &Problem| {
            matches!(
                problem.kind,
                ProblemKind::SheetsAlike
                    | ProblemKind::SheetGoesOn
                    | ProblemKind::SheetHidden
                    | ProblemKind::HeaderIsData
                    | ProblemKind::HeaderNamedIsData
                    | ProblemKind::SideBySide
            )
        };
        bound.is_partial =
            missing || status.problems.iter().any(leaves_rows) || self.lacks_keys(&bound);
        (bound, status)
    }

    /// The files of a dataset as readers are told them.
    fn shown(&self, binding: &Binding, tables: &[Table<'_>]) -> String {
        let written = binding.files.iter().map(|file| {
            let mut own = (tables.iter()).filter(|table| std::ptr::eq(table.file, file));
            match own.next() {
                Some(table) if !parts::is_pattern(&file.file) => self.audit.shown(&table.path),
                Some(table) if own.all(|other| other.path == table.path) => {
                    self.audit.shown(&table.path)
                }
                _ => Files::relative(&file.file, Path::new("")),
            }
        });
        let mut written: Vec<String> = written.collect();
        written.dedup();
        written.join(", ")
    }

    /// The table of a file, where there is one; else what is wrong is noted.
    fn settle(
        &self,
        (table, is_only): (&Table<'_>, bool),
        opened: Opened,
        status: &mut DatasetStatus,
    ) -> Option<Box<dyn Source>> {
        let problem = match opened {
            // Without a header there is no table: said once, and not for every column.
            Ok(source) if source.header().is_empty() => {
                let kind = match table.file.options.header {
                    Some(_) => ProblemKind::HeaderNotThere,
                    None => ProblemKind::Empty,
                };
                whole_file(kind, None)
            }
            Ok(source) => return Some(source),
            Err(error) => {
                let kind = error.kind();
                // That it is missing says all there is to say.
                let words = (kind != ProblemKind::FileMissing).then(|| error.words(self.language));
                whole_file(kind, words)
            }
        };
        let shown = self.audit.shown(&table.path);
        // Where it is the only file it is named with the dataset.
        let place = (!is_only || status.file != shown).then_some(shown);
        for mut at in problem.places {
            at.file.clone_from(&place);
            at.sheet = table.sheet.clone().filter(|_| place.is_some());
            add(&mut status.problems, problem.kind, at);
        }
        None
    }

    /// Several tables as one.
    fn put_together(
        &self,
        tables: Vec<(&Table<'_>, Box<dyn Source>)>,
        binding: &Binding,
        bound: &mut BoundDataset,
        status: &mut DatasetStatus,
    ) {
        let columns: Vec<Vec<Option<usize>>> = tables
            .iter()
            .map(|(table, source)| {
                let columns = self.columns(source.header(), Some((binding, table.file)));
                columns.into_iter().map(|column| column.index).collect()
            })
            .collect();
        let in_file = self.dataset.columns.iter().filter(|c| c.derived.is_none());
        let names: Vec<&str> = in_file.map(|c| c.names.show(self.language)).collect();
        let joined = parts::join(&tables, &columns, &names);
        bound.columns = self.columns(&[], Some((binding, tables[0].0.file)));
        for (column, index) in bound.columns.iter_mut().zip(&joined.declared) {
            column.index = *index;
        }
        let files: Vec<&FileBinding> = tables.iter().map(|(table, _)| table.file).collect();
        let parts = tables.into_iter().zip(joined.parts);
        let mut parts: Vec<Part> = parts
            .map(|((table, source), (columns, header))| Part {
                file: self.audit.shown(&table.path),
                source,
                columns,
                header,
                units: BTreeMap::new(),
            })
            .collect();
        self.count_each(&mut parts, &files, &mut bound.columns, status);
        let numbered = parts.iter().zip(&files);
        // Values that stand where headers were looked for are no headers.
        let with_header = numbered
            .filter(|(part, file)| !self.begins_with_values(part.source.as_ref(), binding, file));
        for (part, _) in with_header {
            for (column, at) in part.columns.iter().zip(&joined.further) {
                let PartColumn::Own(own) = column else {
                    continue;
                };
                if *at {
                    let place = Place {
                        line: part.source.header_line(),
                        column: part.source.header().get(*own).cloned(),
                        ..in_part(Some(part))
                    };
                    add(&mut status.problems, ProblemKind::HeaderElsewhere, place);
                }
            }
        }
        let source = Several::new(joined.header, parts);
        let asked: Vec<Asked<'_>> = (source.parts().iter().zip(files))
            .map(|(part, file)| (part.source.as_ref(), Some(part), file))
            .collect();
        self.note_sheets(&asked, binding, status);
        self.settle_units(&asked, &source, &mut bound.columns, status);
        self.note_columns(&asked, &bound.columns, status);
        bound.source = Some(Box::new(source));
    }

    pub(super) fn columns(
        &self,
        header: &[String],
        binding: Option<(&Binding, &FileBinding)>,
    ) -> Vec<BoundColumn> {
        let in_file = self.dataset.columns.iter().filter(|c| c.derived.is_none());
        let unbound = ColumnBinding::default();
        let named = self.model.named_columns();
        in_file
            .enumerate()
            .map(|(number, column)| {
                let (given, binding) = binding.map_or((None, None), |(b, f)| {
                    (f.columns.get(number), b.columns.get(number))
                });
                let binding = binding.unwrap_or(&unbound);
                let names: Vec<&str> = match given {
                    Some(Some(ColumnEntry::Header(header))) => vec![header],
                    // What every row of the file has stands nowhere in it.
                    Some(Some(_)) => Vec::new(),
                    Some(None) | None => column.names.all.iter().map(String::as_str).collect(),
                };
                let kind = cell_kind(self.model, &column.kind, binding, 0);
                let is_named = named.contains(&(self.number, number));
                BoundColumn {
                    index: folding::find(header, &names)
                        .or_else(|| units::find(header, &names, &column.kind, &kind)),
                    unit: binding.unit.clone(),
                    placeholders: placeholders(column, is_named, (&kind, binding)),
                    kind,
                    range: column.range,
                }
            })
            .collect()
    }

    /// The numbers of the columns of a header that are declared; all, where none is.
    fn declared(&self, header: &[String], binding: &Binding, file: &FileBinding) -> Vec<usize> {
        let columns = self.columns(header, Some((binding, file)));
        let mut declared: Vec<usize> = columns.iter().filter_map(|column| column.index).collect();
        declared.sort_unstable();
        declared.dedup();
        match declared.is_empty() {
            true => (0..header.len()).collect(),
            false => declared,
        }
    }

    /// Whether findings get their school or township from a column: it refers to one of the lists of these that the audit file binds,
    /// or is the key or the name in such a list.
    pub(super) fn tells_place(&self, number: usize) -> bool {
        let columns = &self.dataset.columns;
        let first = |is_wanted: &dyn Fn(&Column) -> bool| {
            columns
                .iter()
                .position(|c| c.derived.is_none() && is_wanted(c))
                == Some(number)
        };
        self.place_lists.iter().any(|list| {
            let refers = first(&|column| column.kind == Type::Reference(*list));
            let is_own = *list == self.number
                && (self.dataset.key == [number] || first(&|column| column.kind == Type::Text));
            refers || is_own
        })
    }
}

/// Whether numbers of a kind are added up.
fn is_amount(kind: &CellKind) -> bool {
    use CellKind::{Integer, Money, Number, Percent};
    matches!(kind, Integer | Money | Number | Percent)
}

/// Adds a place to the problems of its kind.
pub(super) fn add(problems: &mut Problems, kind: ProblemKind, place: Place) {
    let at = match problems.iter().position(|known| known.kind == kind) {
        Some(at) => at,
        None => {
            problems.push(Problem {
                kind,
                count: 0,
                places: Vec::new(),
            });
            problems.len() - 1
        }
    };
    if let Some(problem) = problems.get_mut(at) {
        problem.count += 1;
        if problem.places.len() < Problem::MOST_PLACES {
            problem.places.push(place);
        }
    }
}

/// A problem of a whole file, with what there is to say about it.
pub(super) fn whole_file(kind: ProblemKind, words: Option<String>) -> Problem {
    Problem {
        kind,
        count: 1,
        places: vec![Place {
            value: words,
            ..Place::default()
        }],
    }
}

/// Texts that stand for "not given" in a column; more of them where it is to name somebody.
fn placeholders(
    column: &Column,
    is_named: bool,
    (kind, binding): (&CellKind, &ColumnBinding),
) -> Vec<String> {
    // 无 may be a word of a value set, or the word for no.
    let is_value = |text: &String| match kind {
        CellKind::OneOf(values) => values.iter().flatten().any(|word| word == text),
        CellKind::Truth(yes, no) => yes.iter().chain(no).any(|word| word == text),
        _ => false,
    };
    let usual = USUAL_PLACEHOLDERS.iter().map(|text| (*text).to_owned());
    let nobody = match is_named || column.kind == Type::PersonName {
        true => &cell::NOBODY[..],
        false => &[],
    };
    let usual = usual.chain(nobody.iter().map(|text| (*text).to_owned()));
    let usual = usual.filter(|text| !is_value(text));
    let said = column.placeholders.iter().chain(&binding.blank);
    usual.chain(said.cloned()).collect()
}

/// How days are written, none for the usual ways. Cells of a workbook or a Parquet file that are days, not text, come as `2020-02-26` whatever
/// is said of the texts beside them; written so, a day can be no other.
fn dates(told: &[String]) -> Vec<String> {
    let mut all = told.to_vec();
    if !all.is_empty() {
        all.push("yyyy-mm-dd".to_owned());
    }
    all
}

/// How the cells of a column are read. A reference is read like the key that it refers to.
fn cell_kind(model: &Model, kind: &Type, binding: &ColumnBinding, followed: usize) -> CellKind {
    match kind {
        Type::Text | Type::PersonName | Type::Phone | Type::Unknown => CellKind::Text,
        Type::Id => CellKind::Id,
        Type::CitizenId => CellKind::CitizenId,
        Type::Number => CellKind::Number,
        Type::Integer | Type::Days | Type::Months => CellKind::Integer,
        Type::Money => CellKind::Money,
        Type::Percent => CellKind::Percent,
        Type::Date => CellKind::Date(dates(&binding.dates)),
        Type::Truth => {
            let words = |n: usize| binding.words.get(n).cloned().unwrap_or_default();
            CellKind::Truth(words(0), words(1))
        }
        Type::OneOf(set) => {
            let values = model.value_sets.get(*set).map(|set| set.values.clone());
            let mut values = values.unwrap_or_default();
            for (value, further) in values.iter_mut().zip(&binding.words) {
                value.extend(further.iter().cloned());
            }
            CellKind::OneOf(values)
        }
        Type::Reference(dataset) => {
            let dataset = model.datasets.get(*dataset);
            let key = dataset.and_then(|d| d.columns.get(*d.key.first()?));
            match key {
                // A key that is itself a reference is followed, but not in a circle.
                Some(key) if followed < model.datasets.len() => {
                    cell_kind(model, &key.kind, &ColumnBinding::default(), followed + 1)
                }
                Some(_) | None => CellKind::Id,
            }
        }
    }
}

/// The longest folder that all files lie in, as written.
fn shared_folder<'p>(files: impl Iterator<Item = &'p Path>) -> PathBuf {
    let folders: Vec<Vec<Component<'p>>> = files
        .map(|file| {
            let folder = file.parent().unwrap_or(Path::new(""));
            folder.components().collect()
        })
        .collect();
    let Some((first, others)) = folders.split_first() else {
        return PathBuf::new();
    };
    let common = |at: &usize| {
        let name = first.get(*at).map(|part| part.as_os_str());
        let is_open = name.is_some_and(|name| parts::is_pattern(Path::new(name)));
        !is_open && others.iter().all(|o| o.get(*at) == first.get(*at))
    };
    let length = (0..first.len()).take_while(common).count();
    first.iter().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::shared_folder;
    use std::path::Path;

    #[test]
    fn the_shared_folder_is_the_longest_that_all_files_lie_in() {
        let of = |files: &[&str]| shared_folder(files.iter().map(Path::new));
        assert_eq!(of(&["data/a.csv", "data/b.csv"]), Path::new("data"));
        assert_eq!(of(&["data/a.csv", "data/x/b.csv"]), Path::new("data"));
        assert_eq!(of(&["one/a.csv", "two/b.csv"]), Path::new(""));
        assert_eq!(of(&["data/x/b.csv"]), Path::new("data/x"));
    }
}
