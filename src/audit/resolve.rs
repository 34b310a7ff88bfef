//! The names of an audit file → numbers in the checklists.
//!
//! Afterwards the model's settings have their values, and every dataset knows its entry in the audit file.
//! What does not exist or does not fit has been reported at the word.

use super::problems::{self, Kind, Known};
use super::problems_of_tables;
use super::{Audit, ColumnEntry, DatasetEntry, HeaderEntry, Spot, folding, needs, settings};
use crate::data::OpenOptions;
use crate::data::binding::Unit;
use crate::data::cell::money_power;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Column, Dataset, Model, Named};
use crate::source::Span;
use crate::types::{Language, Type};
use std::path::PathBuf;

/// What an audit file says, in the numbers of a model.
#[derive(Debug)]
pub struct Bindings {
    /// The items to run, by number, ascending.
    pub items: Vec<usize>,
    /// For each dataset of the model what the audit file says of it; `None`: nothing.
    pub(super) datasets: Vec<Option<Binding>>,
    pub(super) needs: needs::Needs,
}

/// A dataset's entry, resolved.
#[derive(Debug, Clone, Default)]
pub(super) struct Binding {
    /// Its files, in the order in which their rows are read; at least one.
    pub(super) files: Vec<FileBinding>,
    /// By column of the dataset.
    pub(super) columns: Vec<ColumnBinding>,
}

/// A file of a dataset's entry, resolved.
#[derive(Debug, Clone, Default)]
pub(super) struct FileBinding {
    /// The path as written.
    pub(super) file: PathBuf,
    /// The sheets as written.
    pub(super) sheets: Vec<String>,
    /// Encoding and header; the sheet is that of the table opened.
    pub(super) options: OpenOptions,
    /// Which of its tables have no header and go on under the one before them.
    pub(super) goes_on: GoesOn,
    /// By column of the dataset where its cells are, where the audit file says so.
    pub(super) columns: Vec<Option<ColumnEntry>>,
    /// By column of the dataset what its numbers count in this file alone.
    pub(super) units: Vec<Unit>,
}

/// Which tables of a file go on under the header of the table before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum GoesOn {
    /// None: each has its own.
    #[default]
    No,
    /// All but the first.
    AfterFirst,
    /// All.
    All,
}

/// A column of a dataset's entry, resolved.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnBinding {
    /// Date formats.
    pub(super) dates: Vec<String>,
    /// What its numbers count.
    pub(super) unit: Unit,
    /// Further texts that stand for nothing.
    pub(super) blank: Vec<String>,
    /// Further spellings for each value of the value set; for yes and no: two lists.
    pub(super) words: Vec<Vec<String>>,
}

impl Audit {
    /// Finds what the names in the audit file mean, and sets the model's settings. `only` are the items asked for on the command line;
    /// empty: those of the audit file, else all.
    #[must_use]
    pub fn resolve(&self, model: &mut Model, only: &[usize], sink: &mut Diagnostics) -> Bindings {
        let mut resolver = Resolver { audit: self, sink };
        let listed = resolver.items(model);
        resolver.settings(model);
        let datasets = resolver.datasets(model);
        let items = match (only, listed.as_slice()) {
            ([], []) => (0..model.items.len()).collect(),
            ([], listed) => listed.to_vec(),
            (only, _) => only.to_vec(),
        };
        let needs = needs::of_items(model, &items);
        if let (None, Some(item)) = (self.as_of, needs.as_of)
            && let Some(item) = model.items.get(item)
        {
            sink.add(problems::as_of_missing(self.speaks, self.start(), &item.id));
        }
        Bindings {
            items,
            datasets,
            needs,
        }
    }
}

/// The items of a name: `item`, or `checklist/item` where several checklists have one of that name.
#[must_use]
pub fn items_named(model: &Model, name: &str) -> Vec<usize> {
    let fits = |item: &crate::model::Item| {
        let checklist = model.checklists.get(item.checklist).map(|c| c.id.as_str());
        item.id == name
            || name
                .split_once('/')
                .is_some_and(|(c, id)| Some(c) == checklist && item.id == id)
    };
    let numbered = model.items.iter().enumerate();
    numbered
        .filter(|(_, item)| fits(item))
        .map(|(number, _)| number)
        .collect()
}

struct Resolver<'a> {
    audit: &'a Audit,
    sink: &'a mut Diagnostics,
}

impl Resolver<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.add(diagnostic);
    }

    fn unknown(&mut self, word: &Spot<String>, kind: Kind<'_>, known: &Known<'_>) {
        let language = self.audit.speaks;
        self.report(problems::unknown_name(
            language,
            word.span,
            &word.value,
            kind,
            known,
        ));
    }

    fn twice(&mut self, word: &Spot<String>, first: Span) {
        let language = self.audit.speaks;
        self.report(problems::named_twice(
            language,
            word.span,
            first,
            &word.value,
        ));
    }

    fn items(&mut self, model: &Model) -> Vec<usize> {
        let mut listed = Vec::new();
        for name in &self.audit.items {
            let found = items_named(model, &name.value);
            if found.is_empty() {
                let known: Vec<&str> = model.items.iter().map(|i| i.id.as_str()).collect();
                self.unknown(name, Kind::Item, &known.as_slice().into());
            }
            listed.extend(found);
        }
        listed.sort_unstable();
        listed.dedup();
        listed
    }

    fn settings(&mut self, model: &mut Model) {
        let mut given: Vec<Option<Span>> = vec![None; model.settings.len()];
        for entry in &self.audit.settings {
            let names = model.settings.iter().map(|s| &s.names);
            let Some(number) = position(names.clone(), &entry.name.value) else {
                let known = known(names, self.audit.speaks);
                self.unknown(&entry.name, Kind::Setting, &known);
                continue;
            };
            if let Some(first) = given.get(number).copied().flatten() {
                self.twice(&entry.name, first);
                continue;
            }
            given[number] = Some(entry.name.span);
            let Some(setting) = model.settings.get_mut(number) else {
                continue;
            };
            let Some(value) = &entry.value else {
                setting.value = None;
                continue;
            };
            match settings::read(&setting.kind, &value.value) {
                Ok(read) => {
                    setting.value = Some(read.clone());
                    if let Some(of) = model.amount_missed(number, &read) {
                        let (name, language) = (&entry.name.value, self.audit.speaks);
                        let wanted = settings::wanted_amount(of);
                        let problem =
                            problems::setting_value(language, value.span, name, wanted, None);
                        self.report(problem);
                    }
                }
                Err(_) if looks_like_a_day(&setting.kind, &value.value) => {
                    self.report(problems::no_such_day(
                        self.audit.speaks,
                        value.span,
                        &value.value,
                    ));
                }
                Err(example) => {
                    let (wanted, _) = settings::wanted(&setting.kind);
                    self.report(problems::setting_value(
                        self.audit.speaks,
                        value.span,
                        &entry.name.value,
                        wanted,
                        Some(example),
                    ));
                }
            }
        }
    }

    fn datasets(&mut self, model: &Model) -> Vec<Option<Binding>> {
        let mut bindings: Vec<Option<Binding>> = vec![None; model.datasets.len()];
        let mut given: Vec<Option<Span>> = vec![None; model.datasets.len()];
        for entry in &self.audit.data {
            let names = model.datasets.iter().map(|d| &d.names);
            let Some(number) = position(names.clone(), &entry.name.value) else {
                let known = known(names, self.audit.speaks);
                self.unknown(&entry.name, Kind::Dataset, &known);
                continue;
            };
            if let Some(first) = given.get(number).copied().flatten() {
                self.twice(&entry.name, first);
                continue;
            }
            given[number] = Some(entry.name.span);
            if let Some(dataset) = model.datasets.get(number) {
                bindings[number] = Some(self.dataset(model, dataset, entry));
            }
        }
        bindings
    }

    fn dataset(&mut self, model: &Model, dataset: &Dataset, entry: &DatasetEntry) -> Binding {
        let mut columns = vec![ColumnBinding::default(); dataset.columns.len()];
        for (column, binding) in dataset.columns.iter().zip(&mut columns) {
            if column.kind == Type::Date {
                binding.dates.clone_from(&entry.dates);
            }
        }
        let mut places: Vec<Option<ColumnEntry>> = vec![None; dataset.columns.len()];
        for (name, place) in &entry.table.columns {
            if let Some((number, _)) = self.column(dataset, name) {
                places[number] = Some(place.clone());
            }
        }
        let files = entry.files.iter().enumerate().map(|(number, file)| {
            let mut places = places.clone();
            for (name, place) in &file.table.columns {
                if let Some((number, _)) = self.column(dataset, name) {
                    places[number] = Some(place.clone());
                }
            }
            let sheets = match file.table.sheets.is_empty() {
                true => &entry.table.sheets,
                false => &file.table.sheets,
            };
            let of_file = file.table.header.as_ref();
            let header = of_file.or(entry.table.header.as_ref());
            let goes_on = match header.map(|header| header.value) {
                Some(HeaderEntry::None) => GoesOn::All,
                Some(HeaderEntry::First) if number > 0 && of_file.is_none() => GoesOn::All,
                Some(HeaderEntry::First) => GoesOn::AfterFirst,
                Some(HeaderEntry::Line(_)) | None => GoesOn::No,
            };
            if let (0, GoesOn::All, Some(header)) = (number, goes_on, header) {
                self.report(problems_of_tables::no_header_before(
                    self.audit.speaks,
                    header.span,
                ));
            }
            FileBinding {
                file: file.file.value.clone(),
                sheets: sheets.clone(),
                options: OpenOptions {
                    encoding: file
                        .table
                        .encoding
                        .clone()
                        .or_else(|| entry.table.encoding.clone()),
                    header: header.and_then(|header| match header.value {
                        HeaderEntry::Line(line) => Some(line),
                        HeaderEntry::First | HeaderEntry::None => None,
                    }),
                    leave_out: match file.table.leave_out.is_empty() {
                        true => entry.table.leave_out.clone(),
                        false => file.table.leave_out.clone(),
                    },
                    ..OpenOptions::default()
                },
                goes_on,
                columns: places,
                units: self.units(dataset, &file.table.units),
            }
        });
        let files: Vec<FileBinding> = files.collect();
        // A word behind numbers is no factor: what one file has may stand in all.
        for (number, unit) in files.iter().flat_map(|file| file.units.iter().enumerate()) {
            if let (Unit::Word(_), Some(column)) = (unit, columns.get_mut(number)) {
                column.unit = unit.clone();
            }
        }
        for (name, formats) in &entry.column_dates {
            match self.column(dataset, name) {
                Some((number, column)) if column.kind == Type::Date => {
                    columns[number].dates.clone_from(formats);
                }
                Some(_) => {
                    let diagnostic = problems::no_date(self.audit.speaks, name.span, &name.value);
                    self.report(diagnostic);
                }
                None => {}
            }
        }
        let units = self.units(dataset, &entry.table.units);
        for (column, unit) in columns.iter_mut().zip(units) {
            if unit != Unit::Unsaid {
                column.unit = unit;
            }
        }
        for (name, texts) in &entry.blank {
            if let Some((number, _)) = self.column(dataset, name) {
                columns[number].blank.clone_from(texts);
            }
        }
        for (name, words) in &entry.words {
            if let Some((number, column)) = self.column(dataset, name) {
                columns[number].words = self.words(model, column, name, words);
            }
        }
        Binding { files, columns }
    }

    /// What numbers count, by column of a dataset.
    fn units(&mut self, dataset: &Dataset, said: &[(Spot<String>, Spot<String>)]) -> Vec<Unit> {
        let mut units = vec![Unit::Unsaid; dataset.columns.len()];
        for (name, unit) in said {
            let Some((number, column)) = self.column(dataset, name) else {
                continue;
            };
            match unit_of(&column.kind, &unit.value) {
                Some(unit) => units[number] = unit,
                None => {
                    let (language, kind) = (self.audit.speaks, &column.kind);
                    self.report(problems::no_unit(language, unit.span, &name.value, kind));
                }
            }
        }
        units
    }

    /// A column of the file; derived columns have no header and no words.
    fn column<'m>(
        &mut self,
        dataset: &'m Dataset,
        name: &Spot<String>,
    ) -> Option<(usize, &'m Column)> {
        let in_file = || dataset.columns.iter().filter(|c| c.derived.is_none());
        let found = position(dataset.columns.iter().map(|c| &c.names), &name.value)
            .and_then(|number| dataset.columns.get(number).map(|column| (number, column)))
            .filter(|(_, column)| column.derived.is_none());
        if found.is_none() {
            let names = in_file().map(|c| &c.names);
            let known = known(names, self.audit.speaks);
            let shown = dataset.names.show(self.audit.speaks);
            self.unknown(name, Kind::Column(shown), &known);
        }
        found
    }

    fn words(
        &mut self,
        model: &Model,
        column: &Column,
        name: &Spot<String>,
        words: &super::WordsEntry,
    ) -> Vec<Vec<String>> {
        let truth = [vec!["yes", "是", "true"], vec!["no", "否", "false"]];
        let values: Vec<Vec<&str>> = match &column.kind {
            Type::OneOf(set) => model.value_sets.get(*set).map_or_else(Vec::new, |set| {
                let spellings = |v: &Vec<String>| v.len();
                set.values
                    .iter()
                    .filter(|v| spellings(v) > 0)
                    .map(|v| v.iter().map(String::as_str).collect())
                    .collect()
            }),
            Type::Truth => truth.to_vec(),
            _ => {
                self.report(problems::no_words(
                    self.audit.speaks,
                    name.span,
                    &name.value,
                ));
                return Vec::new();
            }
        };
        let mut further = vec![Vec::new(); values.len()];
        let mut seen: Vec<(&str, usize, Span)> = Vec::new();
        for (word, found) in words {
            let Some(value) = values.iter().position(|v| v.contains(&word.value.as_str())) else {
                // Words of a value set are short and alike: all of them say more than the most similar one.
                let known = Known {
                    all: Vec::new(),
                    listed: values.iter().filter_map(|v| v.first().copied()).collect(),
                };
                self.unknown(word, Kind::Word(&name.value), &known);
                continue;
            };
            for text in found {
                let first = seen
                    .iter()
                    .find(|(seen, of, _)| *seen == text.value && *of != value);
                if let Some(&(_, _, first)) = first {
                    self.twice(text, first);
                    continue;
                }
                seen.push((&text.value, value, text.span));
                further[value].push(text.value.trim().to_owned());
            }
        }
        further
    }
}

/// What the numbers of a column of a type count, in words: `percent` or `fraction`, a unit of money, or any word behind other numbers.
fn unit_of(kind: &Type, text: &str) -> Option<Unit> {
    let text = text.trim();
    match kind {
        Type::Percent => match text {
            "percent" | "%" | "％" | "百分数" => Some(Unit::Power(-2)),
            "fraction" | "小数" => Some(Unit::Power(0)),
            _ => None,
        },
        Type::Money => money_power(text)
            .filter(|_| !text.is_empty())
            .map(Unit::Power),
        Type::Number | Type::Integer | Type::Days | Type::Months => {
            (!text.is_empty()).then(|| Unit::Word(text.to_owned()))
        }
        _ => None,
    }
}

/// A date setting that has the form of a day, so that the calendar is what it does not fit.
fn looks_like_a_day(kind: &Type, text: &str) -> bool {
    *kind == Type::Date && text.chars().filter(char::is_ascii_digit).count() >= 6
}

/// The number of the thing that has a name: as written, else folded.
fn position<'n>(mut things: impl Iterator<Item = &'n Named> + Clone, name: &str) -> Option<usize> {
    let exact = things
        .clone()
        .position(|named| named.all.iter().any(|n| n == name));
    exact.or_else(|| {
        let name = folding::folded(name);
        things.position(|named| named.all.iter().any(|n| folding::folded(n) == name))
    })
}

fn known<'n>(things: impl Iterator<Item = &'n Named> + Clone, language: Language) -> Known<'n> {
    Known {
        all: things
            .clone()
            .flat_map(|named| named.all.iter().map(String::as_str))
            .collect(),
        listed: things.map(|named| named.show(language)).collect(),
    }
}
