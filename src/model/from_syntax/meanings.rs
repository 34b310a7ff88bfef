//! What the names of one file mean, noted where they are resolved, for whoever writes the file with other names.

use super::Builder;
use super::names::Thing;
use crate::source::{FileId, Span};
use crate::syntax::ast;
use crate::types::{Meanings, Spellings, Type};
use std::cell::RefCell;

/// The file whose names are asked for, and what was found so far.
pub(super) type Noted = Option<(FileId, RefCell<Meanings>)>;

impl Builder<'_> {
    /// Notes what a name means; `spellings` is asked only where someone wants to know.
    fn note(&self, span: Span, spellings: impl FnOnce() -> Option<Spellings>) {
        if let Some((file, meanings)) = &self.meanings
            && *file == span.file
            && let Some(spellings) = spellings()
        {
            let mut meanings = meanings.borrow_mut();
            meanings.note((span.start, span.end), spellings);
        }
    }

    /// Notes that a name means a declared thing.
    pub(super) fn note_thing(&self, span: Span, thing: Thing) {
        self.note(span, || {
            let model = &self.model;
            let (names, rows) = match thing {
                Thing::Source(at) => (&model.sources.get(at)?.names, false),
                Thing::Setting(at) => (&model.settings.get(at)?.names, false),
                Thing::Dataset(at) => (&model.datasets.get(at)?.names, true),
                Thing::Table(at) => (&model.tables.get(at)?.names, false),
                Thing::Calendar(at) => (&model.calendars.get(at)?.names, false),
                Thing::Exception(at) => (&model.exceptions.get(at)?.names, false),
                Thing::Population(at) => (&model.populations.get(at)?.names, true),
                Thing::Measure(at) => {
                    let declared = &self.measures.get(at)?.declared;
                    let names = declared.names.all.iter().map(|name| &name.text);
                    return Some(Spellings::new(names, false));
                }
            };
            Some(Spellings::new(&names.all, rows))
        });
    }

    /// Notes that a name means a column.
    pub(super) fn note_column(&self, span: Span, dataset: usize, column: usize) {
        self.note(span, || {
            let names = &self.model.column(dataset, column)?.names;
            Some(Spellings::new(&names.all, false))
        });
    }

    /// Notes that a name is one of these.
    pub(super) fn note_names(&self, span: Span, names: &[String]) {
        self.note(span, || Some(Spellings::new(names, false)));
    }

    /// Notes what a cell says by the spellings of the same.
    pub(super) fn note_spelled(&self, row: Span, at: usize, spellings: &[String]) {
        if let Some((file, meanings)) = &self.meanings
            && *file == row.file
        {
            let spellings = Spellings::new(spellings, false);
            meanings.borrow_mut().note_cell(row.start, at, spellings);
        }
    }

    /// Notes that a word is a value of a set.
    pub(super) fn note_value(&self, span: Span, set: usize, text: &str) {
        self.note(span, || self.spellings_of(set, text));
    }

    /// Notes that a word is yes or no.
    pub(super) fn note_answer(&self, span: Span, truth: bool) {
        self.note(span, || Some(yes_or_no(truth)));
    }

    /// Notes that a name means what the last name of an expression does.
    pub(super) fn note_same(&self, span: Span, other: &ast::Expr) {
        let Some(other) = super::values::last_named(other) else {
            return;
        };
        if let Some((file, meanings)) = &self.meanings
            && *file == span.file
            && *file == other.span.file
        {
            let (place, other) = ((span.start, span.end), (other.span.start, other.span.end));
            meanings.borrow_mut().note_same(place, other);
        }
    }

    /// Notes the cells of a table of rows: words of value sets, yes and no.
    pub(super) fn note_cells(&mut self, dataset: usize, columns: &[usize], table: &ast::TestTable) {
        for (at, column) in columns.iter().enumerate() {
            let ty = self.column_type(dataset, *column);
            for (row, span) in table.rows.iter().zip(&table.row_spans) {
                if let Some(cell) = row.get(at) {
                    self.note_cell(*span, at, &ty, cell.trim());
                }
            }
        }
    }

    /// Notes what a cell or a part of a key says.
    pub(super) fn note_cell(&self, row: Span, at: usize, ty: &Type, text: &str) {
        let Some((file, meanings)) = &self.meanings else {
            return;
        };
        let found = match ty {
            Type::OneOf(set) => self.spellings_of(*set, text),
            Type::Truth => super::values::yes_or_no(text).map(yes_or_no),
            _ => None,
        };
        if let Some(found) = found.filter(|_| *file == row.file) {
            meanings.borrow_mut().note_cell(row.start, at, found);
        }
    }

    fn spellings_of(&self, set: usize, text: &str) -> Option<Spellings> {
        let values = &self.model.value_sets.get(set)?.values;
        let has_it = |value: &&Vec<String>| value.iter().any(|spelling| spelling == text);
        Some(Spellings::new(values.iter().find(has_it)?, false))
    }
}

fn yes_or_no(truth: bool) -> Spellings {
    let (en, zh) = if truth { ("yes", "是") } else { ("no", "否") };
    Spellings {
        en: vec![en.to_owned()],
        zh: vec![zh.to_owned()],
        rows: false,
    }
}
