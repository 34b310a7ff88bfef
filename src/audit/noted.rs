//! What is noticed of a file when it is opened: other sheets of the same form, units in headers, columns that are not there.
//!
//! Everything is told with its place; a unit that is not sure leaves its column unreadable.

use super::bind::{DatasetStatus, Opening, add};
use super::parts::{self, Table};
use super::propose::{quoted, similar};
use super::resolve::{Binding, FileBinding};
use super::{ColumnEntry, folding, headless, units};
use crate::data::binding::{BoundColumn, BoundDataset, CellKind, Unit};
use crate::data::several::{Part, PartColumn};
use crate::data::{Place, ProblemKind, Source};
use crate::findings::mask::looks_private;
use crate::source::Span;
use crate::types::{Language, Type};

/// A table that is looked at: its rows, which part of a larger one it is, and what the audit file says of its file.
pub(super) type Asked<'a> = (&'a dyn Source, Option<&'a Part>, &'a FileBinding);

/// The start of a place in a part.
pub(super) fn in_part(part: Option<&Part>) -> Place {
    Place {
        file: part.map(|part| part.file.clone()),
        sheet: part.and_then(|part| part.source.sheet()).map(str::to_owned),
        ..Place::default()
    }
}

impl Opening<'_> {
    /// Lists the other sheets of a workbook that have all columns needed, where the audit file names none.
    pub(super) fn note_sheets(
        &self,
        asked: &[Asked<'_>],
        binding: &Binding,
        status: &mut DatasetStatus,
    ) {
        let is_needed = |number: usize| self.needs.columns.contains(&(self.number, number));
        for &(source, part, file) in asked {
            let fits = |header: &[String]| {
                let columns = self.columns(header, Some((binding, file)));
                let is_constant = |number: usize| {
                    let given = file.columns.get(number);
                    given.is_some_and(|given| {
                        matches!(given, Some(ColumnEntry::Value(_) | ColumnEntry::Name(_)))
                    })
                };
                let mut needed = (columns.iter().enumerate())
                    .filter(|(number, _)| is_needed(*number) && !is_constant(*number))
                    .peekable();
                needed.peek().is_some() && needed.all(|(_, column)| column.index.is_some())
            };
            self.note_overridden((source, part, file), status);
            if self.begins_with_values(source, binding, file) {
                let place = Place {
                    line: source.header_line(),
                    ..in_part(part)
                };
                let kind = match file.options.header {
                    Some(_) => ProblemKind::HeaderNamedIsData,
                    None => ProblemKind::HeaderIsData,
                };
                add(&mut status.problems, kind, place);
                continue;
            }
            if let Some(first) = headless::beside(source.header()) {
                let place = Place {
                    line: source.header_line(),
                    column: Some(first.clone()),
                    ..in_part(part)
                };
                add(&mut status.problems, ProblemKind::SideBySide, place);
            }
            if !fits(source.header()) {
                continue;
            }
            let unlike = source.other_sheets().iter().filter(|(_, line)| !fits(line));
            let mut unlike = unlike.peekable();
            let kinds = match unlike.peek() {
                Some(_) => self.kinds_of(source.header(), binding, file),
                None => Vec::new(),
            };
            for (name, _) in unlike.filter(|(_, line)| {
                !self.has_any(line, binding, file) && headless::goes_on(line, &kinds)
            }) {
                let place = Place {
                    value: Some(name.clone()),
                    ..in_part(part)
                };
                add(&mut status.problems, ProblemKind::SheetGoesOn, place);
            }
            let seen = source.other_sheets().iter();
            let hidden = source.hidden_sheets().iter();
            let alike = seen
                .map(|sheet| (sheet, ProblemKind::SheetsAlike))
                .chain(hidden.map(|sheet| (sheet, ProblemKind::SheetHidden)));
            for ((name, _), kind) in alike.filter(|((_, header), _)| fits(header)) {
                let place = Place {
                    value: Some(name.clone()),
                    ..in_part(part)
                };
                add(&mut status.problems, kind, place);
            }
        }
    }

    /// Lists the headers of columns that have a value of their own in the audit file.
    fn note_overridden(&self, (source, part, file): Asked<'_>, status: &mut DatasetStatus) {
        let in_file = self.dataset.columns.iter().filter(|c| c.derived.is_none());
        for (column, given) in in_file.zip(&file.columns) {
            let Some(ColumnEntry::Value(_) | ColumnEntry::Name(_)) = given else {
                continue;
            };
            let names: Vec<&str> = column.names.all.iter().map(String::as_str).collect();
            if let Some(header) =
                folding::find(source.header(), &names).and_then(|index| source.header().get(index))
            {
                let place = Place {
                    line: source.header_line(),
                    column: Some(header.clone()),
                    ..in_part(part)
                };
                add(&mut status.problems, ProblemKind::ValueOverHeader, place);
            }
        }
    }

    /// Lists hidden sheets of names like those asked for: none of them is read that is not named itself.
    pub(super) fn note_hidden(&self, tables: &[Table<'_>], status: &mut DatasetStatus) {
        for (path, sheet) in parts::hidden(tables) {
            let place = Place {
                file: (tables.iter().any(|table| table.path != path))
                    .then(|| self.audit.shown(&path)),
                value: Some(sheet),
                ..Place::default()
            };
            add(&mut status.problems, ProblemKind::SheetHidden, place);
        }
    }

    /// Whether a file of several lacks a column that rows are found by, or all columns needed: nobody knows whose its rows are.
    pub(super) fn lacks_keys(&self, bound: &BoundDataset) -> bool {
        let parts = bound
            .source
            .as_ref()
            .map_or(&[][..], |source| source.parts());
        let needed: Vec<(usize, usize)> = (bound.columns.iter().enumerate())
            .filter(|(number, _)| self.needs.columns.contains(&(self.number, *number)))
            .filter_map(|(number, column)| Some((number, column.index?)))
            .collect();
        parts.iter().any(|part| {
            let is_absent = |index: usize| part.columns.get(index) == Some(&PartColumn::Absent);
            let lacks_all = needed.iter().all(|&(_, index)| is_absent(index));
            let lacks_one = (needed.iter())
                .any(|&(number, index)| self.is_looked_by(number) && is_absent(index));
            !needed.is_empty() && lacks_all || lacks_one
        })
    }

    /// Whether rows may be found by a column.
    fn is_looked_by(&self, number: usize) -> bool {
        let kind = self.dataset.columns.get(number).map(|column| &column.kind);
        let names_one = matches!(kind, Some(Type::Reference(_) | Type::Id | Type::CitizenId));
        names_one || self.dataset.key.contains(&number)
    }

    /// Whether a header has any column of the dataset.
    fn has_any(&self, header: &[String], binding: &Binding, file: &FileBinding) -> bool {
        let columns = self.columns(header, Some((binding, file)));
        columns.iter().any(|column| column.index.is_some())
    }

    /// What is declared of the columns of a header, in its order.
    fn kinds_of(
        &self,
        header: &[String],
        binding: &Binding,
        file: &FileBinding,
    ) -> Vec<Option<CellKind>> {
        let columns = self.columns(header, Some((binding, file)));
        let of = |at: usize| columns.iter().find(|column| column.index == Some(at));
        (0..header.len())
            .map(|at| of(at).map(|column| column.kind.clone()))
            .collect()
    }

    /// Whether the line taken for a header has no name of a column and holds values.
    pub(super) fn begins_with_values(
        &self,
        source: &dyn Source,
        binding: &Binding,
        file: &FileBinding,
    ) -> bool {
        source.header_line().is_some()
            && headless::is_of_values(source.header())
            && !self.has_any(source.header(), binding, file)
    }

    /// Takes units from the header where the audit file says none, and lists them; columns whose unit is not sure become unreadable.
    pub(super) fn settle_units(
        &self,
        asked: &[Asked<'_>],
        whole: &dyn Source,
        columns: &mut [BoundColumn],
        status: &mut DatasetStatus,
    ) {
        // Columns of percentages without a unit, or with one that only their header names: with where it does.
        let mut open: Vec<(usize, Vec<Place>)> = Vec::new();
        for (number, column) in columns.iter_mut().enumerate() {
            let is_needed = self.needs.columns.contains(&(self.number, number));
            // What files count is said with each.
            let is_of_files = asked.iter().any(|(_, _, file)| says_power(file, number));
            let Some(index) = column.index.filter(|_| {
                let is_open = matches!(column.unit, Unit::Unsaid | Unit::Power(_));
                is_needed && is_open && !is_of_files
            }) else {
                continue;
            };
            let mut found: Vec<(Unit, Place)> = Vec::new();
            let given = column.unit.clone();
            for &(source, part, _) in asked {
                let own = match part.map(|part| part.columns.get(index)) {
                    None => index,
                    Some(Some(&PartColumn::Own(own))) => own,
                    Some(_) => continue,
                };
                let (unit, place) = unit_in(source, part, own, &column.kind);
                let header = source.header().get(own).map_or("", String::as_str);
                if units::contradicts(&column.kind, header, &given) {
                    column.unit = Unit::Unclear;
                    let (said, at) = self.unit_said(number).unzip();
                    let place = Place {
                        value: said.clone(),
                        ..place.clone()
                    };
                    let kind = ProblemKind::UnitContradicted;
                    add(&mut status.problems, kind, place);
                    let in_audit = Place {
                        file: Some(self.audit.shown(&self.audit.path)),
                        line: at.map(|at| self.audit.line_of(at)),
                        value: said,
                        ..Place::default()
                    };
                    let is_told = status
                        .problems
                        .iter()
                        .any(|known| known.kind == kind && known.places.contains(&in_audit));
                    if !is_told {
                        add(&mut status.problems, kind, in_audit);
                    }
                }
                found.push((unit, place));
            }
            if given != Unit::Unsaid {
                continue;
            }
            let word = found.iter().find(|(unit, _)| matches!(unit, Unit::Word(_)));
            let first = word
                .or(found.first())
                .map_or(Unit::Unsaid, |(unit, _)| unit.clone());
            // A word behind numbers is no factor: it may stand there where the headers do not agree.
            if let Unit::Word(_) = first {
                column.unit = first;
                continue;
            }
            // Files that do not agree leave it open.
            let is_one = found.iter().all(|(unit, _)| *unit == first);
            let unit = match is_one {
                true => first,
                false => Unit::Unclear,
            };
            let places = found.into_iter().map(|(_, place)| place);
            let kind = match unit {
                Unit::Unclear if !is_one => ProblemKind::UnitsDiffer,
                Unit::Unclear => ProblemKind::UnitUnclear,
                Unit::Power(-2) if column.kind == CellKind::Percent => {
                    open.push((number, places.collect()));
                    continue;
                }
                Unit::Power(_) => ProblemKind::UnitFromHeader,
                Unit::Unsaid | Unit::Word(_) => {
                    if column.kind == CellKind::Percent {
                        open.push((number, Vec::new()));
                    }
                    continue;
                }
            };
            column.unit = unit;
            for place in places {
                add(&mut status.problems, kind, place);
            }
        }
        let numbers: Vec<usize> = open.iter().map(|(number, _)| *number).collect();
        let mixed = units::mixed(whole, columns, &numbers);
        for (number, places) in open {
            let Some(column) = columns.get_mut(number) else {
                continue;
            };
            // Numbers of which only some can be percent are not taken for it because the header says so.
            if mixed.contains(&number) {
                column.unit = Unit::Unclear;
                let header = column.index.and_then(|index| whole.header().get(index));
                let place = Place {
                    line: whole.header_line(),
                    column: header.cloned(),
                    ..Place::default()
                };
                add(&mut status.problems, ProblemKind::PercentMixed, place);
            } else if !places.is_empty() {
                column.unit = Unit::Power(-2);
                for place in places {
                    add(&mut status.problems, ProblemKind::UnitFromHeader, place);
                }
            }
        }
    }

    /// Where the audit file says with single files what a column counts, every file counts in its own: as it says there, else as it says of
    /// the dataset, else as the header names it.
    pub(super) fn count_each(
        &self,
        parts: &mut [Part],
        files: &[&FileBinding],
        columns: &mut [BoundColumn],
        status: &mut DatasetStatus,
    ) {
        for (number, column) in columns.iter_mut().enumerate() {
            let Some(index) = column
                .index
                .filter(|_| files.iter().any(|file| says_power(file, number)))
            else {
                continue;
            };
            let of_dataset = std::mem::replace(&mut column.unit, Unit::Power(0));
            for (part, file) in parts.iter_mut().zip(files) {
                let Some(&PartColumn::Own(own)) = part.columns.get(index) else {
                    continue;
                };
                let source = part.source.as_ref();
                let (named, mut place) = unit_in(source, Some(part), own, &column.kind);
                let said = match file.units.get(number) {
                    None | Some(Unit::Unsaid) => &of_dataset,
                    Some(unit) => unit,
                };
                let header = source.header().get(own).map_or("", String::as_str);
                let unit = match said {
                    Unit::Unsaid => named,
                    said if units::contradicts(&column.kind, header, said) => {
                        place.value = units::behind(&column.kind, said);
                        add(&mut status.problems, ProblemKind::UnitContradicted, place);
                        column.unit = Unit::Unclear;
                        continue;
                    }
                    said => said.clone(),
                };
                match (&unit, said) {
                    (Unit::Unclear, _) => {
                        add(&mut status.problems, ProblemKind::UnitUnclear, place);
                        column.unit = Unit::Unclear;
                    }
                    (Unit::Power(_), Unit::Unsaid) => {
                        add(&mut status.problems, ProblemKind::UnitFromHeader, place);
                    }
                    _ => {}
                }
                part.units
                    .extend(units::behind(&column.kind, &unit).map(|unit| (index, unit)));
            }
        }
    }

    /// What the audit file says under `units` of a column, as it is written there, and where.
    fn unit_said(&self, number: usize) -> Option<(String, Span)> {
        let names = &self.dataset.columns.get(number)?.names.all;
        let is_meant = |name: &str| {
            let name = folding::folded(name);
            names.iter().any(|own| folding::folded(own) == name)
        };
        let units = self.audit.data.iter().filter(|entry| {
            let name = folding::folded(&entry.name.value);
            let all = &self.dataset.names.all;
            all.iter().any(|own| folding::folded(own) == name)
        });
        let mut units = units.flat_map(|entry| {
            let of_files = entry.files.iter().flat_map(|file| &file.table.units);
            of_files.chain(&entry.table.units)
        });
        let (column, unit) = units.find(|(column, _)| is_meant(&column.value))?;
        let said = format!("units: {{{}: {}}}", column.value, unit.value);
        Some((said, unit.span))
    }

    /// Keeps the headers found, and lists the columns that a file lacks and that items need, or that tell the place of a finding.
    pub(super) fn note_columns(
        &self,
        asked: &[Asked<'_>],
        columns: &[BoundColumn],
        status: &mut DatasetStatus,
    ) {
        let own = |part: Option<&Part>| -> Vec<usize> {
            let indices = columns.iter().filter_map(|column| column.index);
            match part {
                None => indices.collect(),
                Some(part) => {
                    let own = indices.filter_map(|index| match part.columns.get(index) {
                        Some(&PartColumn::Own(own)) => Some(own),
                        _ => None,
                    });
                    own.collect()
                }
            }
        };
        for (number, bound) in columns.iter().enumerate() {
            let kind = if self.needs.columns.contains(&(self.number, number)) {
                Some(ProblemKind::ColumnMissing)
            } else {
                self.tells_place(number)
                    .then_some(ProblemKind::PlaceColumnMissing)
            };
            for &(source, part, file) in asked {
                let header = match part {
                    None => bound.index.and_then(|index| source.header().get(index)),
                    Some(part) => bound
                        .index
                        .filter(|&index| part.columns.get(index) != Some(&PartColumn::Absent))
                        .and_then(|index| part.header.get(index)),
                };
                if let (Some(place), Some(header)) = (status.headers.get_mut(number), header) {
                    place.get_or_insert_with(|| header.clone());
                }
                let (None, Some(kind)) = (header, kind) else {
                    continue;
                };
                let wanted = match file.columns.get(number) {
                    Some(Some(ColumnEntry::Header(header))) => Some(header.clone()),
                    _ => None,
                };
                let column = self.dataset.columns.get(number);
                let name = column.map(|c| c.names.show(self.language).to_owned());
                let value = match kind {
                    ProblemKind::ColumnMissing => self.candidates(number, source, &own(part)),
                    _ => None,
                };
                let place = Place {
                    line: source.header_line(),
                    column: wanted.or(name),
                    value,
                    ..in_part(part)
                };
                add(&mut status.problems, kind, place);
            }
        }
    }

    /// The headers that a missing column may be meant by, with the line that says so: those that no other column has.
    fn candidates(&self, number: usize, source: &dyn Source, taken: &[usize]) -> Option<String> {
        if headless::is_of_values(source.header()) {
            return None;
        }
        let column = self.dataset.columns.get(number)?;
        let is_amount = matches!(
            self.model.referred(&column.kind),
            Type::Number | Type::Integer | Type::Money
        );
        let free = source.header().iter().enumerate().filter(|(at, text)| {
            // Thousands are no ones.
            let is_factor = is_amount && folding::names_factor(text);
            !text.is_empty() && !taken.contains(at) && !is_factor && !looks_private(text)
        });
        let free: Vec<&str> = free.map(|(_, text)| text.as_str()).collect();
        let name = column.names.show(self.language);
        let near = similar(&column.names.all, &free).or(match free[..] {
            [only] if !taken.is_empty() => Some(only),
            _ => None,
        });
        let line = |header: &str| format!("`columns: {{{}: {}}}`", quoted(name), quoted(header));
        if let Some(header) = near {
            let line = line(header);
            return Some(match self.language {
                Language::En => format!("if {header} is meant write {line}"),
                Language::Zh => format!("如指“{header}”，请写 {line}"),
            });
        }
        if free.len() < 2 {
            return None;
        }
        let listed: Vec<&str> = free.iter().copied().take(MOST_LISTED).collect();
        let more = if free.len() > MOST_LISTED { " …" } else { "" };
        let line = line(self.language.pick("HEADER", "表头"));
        Some(match self.language {
            Language::En => format!(
                "headers left: {}{more}; if one of them is meant write {line}",
                listed.join(", ")
            ),
            Language::Zh => format!(
                "尚未对应的表头：{}{more}；如指其中之一，请写 {line}",
                listed.join("、")
            ),
        })
    }
}

/// Headers listed as candidates, at most.
const MOST_LISTED: usize = 8;

/// Whether the audit file says of a file alone how its numbers in a column are to be taken.
fn says_power(file: &FileBinding, number: usize) -> bool {
    matches!(file.units.get(number), Some(Unit::Power(_)))
}

/// What a column of a table counts, as its header and the lines above it say, and where they say it.
fn unit_in(
    source: &dyn Source,
    part: Option<&Part>,
    index: usize,
    kind: &CellKind,
) -> (Unit, Place) {
    let header = source.header().get(index).map_or("", String::as_str);
    let title = units::above_header(source.title()).or_else(|| {
        let mut notes = source.notes_below().lines();
        notes.find_map(units::in_note)
    });
    let (mut unit, mut text) = units::in_header(kind, header);
    if let (Unit::Unsaid, CellKind::Money, Some(title), false) =
        (&unit, kind, title, header.contains('元'))
    {
        (unit, text) = (Unit::Unclear, title);
    }
    let place = Place {
        line: source.header_line(),
        column: source.header().get(index).cloned(),
        value: Some(text).filter(|text| !text.is_empty()),
        ..in_part(part)
    };
    (unit, place)
}
