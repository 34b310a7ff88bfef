//! Bindings → opened data files.
//!
//! Only datasets that the items need are opened. A file that is missing or cannot be read and a column that the file lacks are problems of
//! the dataset: its items cannot tell, everything else runs.

use super::resolve::{Binding, Bindings, ColumnBinding};
use super::{Audit, folding, units};
use crate::data::binding::{BoundColumn, BoundDataset, CellKind, Unit};
use crate::data::{Place, Problem, ProblemKind, Problems, Source, cell, formats};
use crate::model::{Column, Dataset, Model};
use crate::types::{Language, Type};
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
    /// Opens the data files, one dataset of the model after the other. With `data_folder` the files are looked for there
    /// by their path below the folder that all data files of the audit file share. What is wrong is said in `language`.
    #[must_use]
    pub fn open(
        &self,
        audit: &Audit,
        model: &Model,
        data_folder: Option<&Path>,
        language: Language,
    ) -> (Vec<BoundDataset>, Vec<DatasetStatus>) {
        let files = audit.data.iter().map(|entry| entry.file.value.as_path());
        let shared = shared_folder(files);
        let place = |file: &Path| match data_folder {
            Some(folder) => folder.join(file.strip_prefix(&shared).unwrap_or(file)),
            None => audit.folder.join(file),
        };
        let is_bound = |list: &usize| self.datasets.get(*list).is_some_and(Option::is_some);
        let place_lists: Vec<usize> = model
            .place_lists()
            .into_iter()
            .flatten()
            .filter(is_bound)
            .collect();
        let numbered = model.datasets.iter().zip(&self.datasets).enumerate();
        numbered
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
                    opening.open(binding.as_ref(), place)
                } else {
                    opening.unopened()
                }
            })
            .unzip()
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
    in_file
        .enumerate()
        .map(|(number, column)| BoundColumn {
            index: Some(number),
            kind: cell_kind(model, &column.kind, &ColumnBinding::default(), 0),
            unit: Unit::Unsaid,
            placeholders: placeholders(
                column,
                named.iter().any(|&(of, at)| at == number && is_it(of)),
            ),
            range: column.range,
        })
        .collect()
}

struct Opening<'a> {
    audit: &'a Audit,
    model: &'a Model,
    number: usize,
    dataset: &'a Dataset,
    needs: &'a super::needs::Needs,
    /// The lists of schools and townships that have a file.
    place_lists: &'a [usize],
    language: Language,
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
        let path = place(&binding.file);
        status.file = self.audit.shown(&path);
        match formats::open(&path, &binding.options) {
            // Without a header there is no table: said once, and not for every column.
            Ok(source) if source.header().is_empty() => {
                status.problems.push(whole_file(ProblemKind::Empty, None));
            }
            Ok(source) => {
                bound.columns = self.columns(source.header(), Some(binding));
                self.note_sheets(source.as_ref(), binding, &mut status);
                self.settle_units(source.as_ref(), &mut bound.columns, &mut status);
                self.note_columns(source.as_ref(), binding, &bound.columns, &mut status);
                bound.source = Some(source);
            }
            Err(error) => {
                let kind = error.kind();
                // That it is missing says all there is to say.
                let words = (kind != ProblemKind::FileMissing).then(|| error.words(self.language));
                status.problems.push(whole_file(kind, words));
            }
        }
        (bound, status)
    }

    fn columns(&self, header: &[String], binding: Option<&Binding>) -> Vec<BoundColumn> {
        let in_file = self.dataset.columns.iter().filter(|c| c.derived.is_none());
        let unbound = ColumnBinding::default();
        let named = self.model.named_columns();
        in_file
            .enumerate()
            .map(|(number, column)| {
                let binding = binding
                    .and_then(|b| b.columns.get(number))
                    .unwrap_or(&unbound);
                let names: Vec<&str> = match &binding.header {
                    Some(header) => vec![header],
                    None => column.names.all.iter().map(String::as_str).collect(),
                };
                BoundColumn {
                    index: folding::find(header, &names),
                    kind: cell_kind(self.model, &column.kind, binding, 0),
                    unit: binding.unit.clone(),
                    placeholders: placeholders(column, named.contains(&(self.number, number))),
                    range: column.range,
                }
            })
            .collect()
    }

    /// Lists the other sheets of a workbook that have all columns needed, where the audit file names none.
    fn note_sheets(&self, source: &dyn Source, binding: &Binding, status: &mut DatasetStatus) {
        let is_needed = |number: usize| self.needs.columns.contains(&(self.number, number));
        let fits = |header: &[String]| {
            let columns = self.columns(header, Some(binding));
            let mut needed = (columns.iter().enumerate())
                .filter(|(number, _)| is_needed(*number))
                .peekable();
            needed.peek().is_some() && needed.all(|(_, column)| column.index.is_some())
        };
        if !fits(source.header()) {
            return;
        }
        let alike = source.other_sheets().iter();
        let alike = alike.filter(|(_, header)| fits(header));
        let places = alike.map(|(name, _)| Place {
            value: Some(name.clone()),
            ..Place::default()
        });
        list(status, ProblemKind::SheetsAlike, places.collect());
    }

    /// Takes units from the header where the audit file says none, and lists them; columns whose unit is not sure become unreadable.
    fn settle_units(
        &self,
        source: &dyn Source,
        columns: &mut [BoundColumn],
        status: &mut DatasetStatus,
    ) {
        let title = units::above_header(source.title());
        let (mut taken, mut unclear, mut unsaid) = (Vec::new(), Vec::new(), Vec::new());
        let place = |index: usize, value: String| Place {
            line: source.header_line(),
            column: source.header().get(index).cloned(),
            value: Some(value).filter(|text| !text.is_empty()),
            ..Place::default()
        };
        for (number, column) in columns.iter_mut().enumerate() {
            let is_needed = self.needs.columns.contains(&(self.number, number));
            let Some(index) = column
                .index
                .filter(|_| is_needed && column.unit == Unit::Unsaid)
            else {
                continue;
            };
            let header = source.header().get(index).map_or("", String::as_str);
            let (unit, text) = units::in_header(&column.kind, header);
            column.unit = unit;
            match (&column.unit, &column.kind, &title) {
                (Unit::Unsaid, CellKind::Money, Some(title)) if !header.contains('元') => {
                    column.unit = Unit::Unclear;
                    unclear.push(place(index, title.clone()));
                }
                (Unit::Unsaid, CellKind::Percent, _) => unsaid.push(number),
                (Unit::Unclear, ..) => unclear.push(place(index, text)),
                (Unit::Power(_), ..) => taken.push(place(index, text)),
                _ => {}
            }
        }
        let mixed = units::mixed(source, columns, &unsaid);
        let mut mixed_places = Vec::new();
        for number in mixed {
            if let Some(column) = columns.get_mut(number) {
                column.unit = Unit::Unclear;
                mixed_places.extend(column.index.map(|index| place(index, String::new())));
            }
        }
        for (kind, places) in [
            (ProblemKind::UnitFromHeader, taken),
            (ProblemKind::UnitUnclear, unclear),
            (ProblemKind::PercentMixed, mixed_places),
        ] {
            list(status, kind, places);
        }
    }

    /// Keeps the headers found, and lists the columns that the file lacks and that items need, or that tell the place of a finding.
    fn note_columns(
        &self,
        source: &dyn Source,
        binding: &Binding,
        columns: &[BoundColumn],
        status: &mut DatasetStatus,
    ) {
        let (mut missing, mut missing_places) = (Vec::new(), Vec::new());
        for (number, bound) in columns.iter().enumerate() {
            let header = bound.index.and_then(|index| source.header().get(index));
            if let Some(place) = status.headers.get_mut(number) {
                *place = header.cloned();
            }
            if header.is_some() {
                continue;
            }
            let list = if self.needs.columns.contains(&(self.number, number)) {
                &mut missing
            } else if self.tells_place(number) {
                &mut missing_places
            } else {
                continue;
            };
            let wanted = binding.columns.get(number).and_then(|c| c.header.clone());
            let column = self.dataset.columns.get(number);
            let name = column.map(|c| c.names.show(self.language).to_owned());
            list.push(Place {
                line: source.header_line(),
                column: wanted.or(name),
                ..Place::default()
            });
        }
        for (kind, missing) in [
            (ProblemKind::ColumnMissing, missing),
            (ProblemKind::PlaceColumnMissing, missing_places),
        ] {
            list(status, kind, missing);
        }
    }

    /// Whether findings get their school or township from a column: it refers to one of the lists of these that the audit file binds,
    /// or is the key or the name in such a list.
    fn tells_place(&self, number: usize) -> bool {
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

/// Lists a kind of problem where there are places of it.
fn list(status: &mut DatasetStatus, kind: ProblemKind, places: Vec<Place>) {
    if !places.is_empty() {
        status.problems.push(Problem {
            kind,
            count: places.len() as u64,
            places: places.into_iter().take(Problem::MOST_PLACES).collect(),
        });
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
fn placeholders(column: &Column, is_named: bool) -> Vec<String> {
    let usual = USUAL_PLACEHOLDERS.iter().map(|text| (*text).to_owned());
    let nobody = match is_named || column.kind == Type::PersonName {
        true => &cell::NOBODY[..],
        false => &[],
    };
    let usual = usual.chain(nobody.iter().map(|text| (*text).to_owned()));
    usual.chain(column.placeholders.iter().cloned()).collect()
}

/// How the cells of a column are read. A reference is read like the key that it refers to.
fn cell_kind(model: &Model, kind: &Type, binding: &ColumnBinding, followed: usize) -> CellKind {
    match kind {
        Type::Text | Type::PersonName | Type::Phone | Type::Unknown => CellKind::Text,
        Type::Id => CellKind::Id,
        Type::CitizenId => CellKind::CitizenId,
        Type::Number => CellKind::Number,
        Type::Integer | Type::Days => CellKind::Integer,
        Type::Money => CellKind::Money,
        Type::Percent => CellKind::Percent,
        Type::Date => CellKind::Date(binding.dates.clone()),
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
    let common = |at: &usize| others.iter().all(|o| o.get(*at) == first.get(*at));
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
