//! Datasets: columns, types, keys and validity.

use super::Builder;
use super::names::{Thing, named, place};
use super::problems;
use crate::model::{Column, ValueSet};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::{Number, Type, Value};

impl Builder<'_> {
    /// The columns of a dataset with their names; types follow when all datasets are known.
    pub(super) fn enter_columns(&mut self, dataset: usize, declared: &ast::Dataset, start: Span) {
        let language = self.language();
        let parts = declared.columns.iter().filter(|column| column.key);
        self.key_widths.push(declared.key.len() + parts.count());
        let mut seen: Vec<&ast::Name> = Vec::new();
        for column in &declared.columns {
            for name in &column.names.all {
                let first = seen.iter().find(|other| other.text == name.text);
                if let Some(first) = first
                    && !column.names.all.iter().any(|own| own.span == first.span)
                {
                    let problem =
                        problems::declared_twice(language, name.span, &name.text, Some(first.span));
                    let problem =
                        problems::perhaps_one_name(problem, language, &column.names, &name.text);
                    self.diagnostics.add(problem);
                }
                seen.push(name);
            }
            let entry = Column {
                names: named(&column.names),
                kind: Type::Unknown,
                range: None,
                placeholders: column.placeholders.iter().map(|p| p.text.clone()).collect(),
                derived: None,
                span: place(&column.names, start),
            };
            if let Some(dataset) = self.model.datasets.get_mut(dataset) {
                dataset.columns.push(entry);
            }
        }
    }

    /// Types, ranges, key and validity of a dataset.
    pub(super) fn complete_dataset(&mut self, declared: &ast::Dataset) {
        let Some(first) = declared.names.all.first() else {
            return;
        };
        let Some(Thing::Dataset(dataset)) = self.peek(&first.text) else {
            return;
        };
        let mut key = Vec::new();
        for (number, column) in declared.columns.iter().enumerate() {
            let kind = self.declared_type(&column.kind);
            let range = column.range.as_ref().and_then(|(from, to)| {
                let low = self.range_bound(from, &kind)?;
                let high = self.range_bound(to, &kind)?;
                Some((low, high))
            });
            if column.key {
                key.push(number);
            }
            if let Some(entry) = self.model.column_mut(dataset, number) {
                entry.kind = kind;
                entry.range = range;
            }
        }
        for name in &declared.key {
            match self.column_called(dataset, name) {
                Some(column) => key.push(column),
                None => self.no_column(dataset, name),
            }
        }
        let bound = |b: &mut Self, name: &ast::Name| {
            let column = b.column_called(dataset, name);
            match column {
                None => b.no_column(dataset, name),
                Some(column) => {
                    let ty = b.column_type(dataset, column);
                    b.must_be(&ty, &Type::Date, name.span, &name.text);
                }
            }
            column
        };
        let in_force = declared.in_force.as_ref().and_then(|(from, to)| {
            let from = bound(self, from);
            let to = to.as_ref().map(|to| bound(self, to));
            Some((from?, to.flatten()))
        });
        self.complete_roles(dataset, &declared.roles);
        let kind = declared.kind.as_ref().and_then(|name| {
            let column = self.column_called(dataset, name);
            if column.is_none() {
                self.no_column(dataset, name);
            }
            column
        });
        if let Some(entry) = self.model.datasets.get_mut(dataset) {
            entry.kind = kind;
            entry.key = key;
            entry.in_force = in_force;
        }
    }

    fn range_bound(&mut self, bound: &ast::Expr, kind: &Type) -> Option<Number> {
        let id = self.value(&[], bound, Some(kind));
        match self.literal(id) {
            Some(Value::Number(number)) if self.type_of(id).is_numeric() => Some(*number),
            _ => {
                if self.type_of(id) != Type::Unknown {
                    let problem = problems::not_a_literal(self.language(), bound.span);
                    self.diagnostics.add(problem);
                }
                None
            }
        }
    }

    fn declared_type(&mut self, kind: &ast::ColumnType) -> Type {
        match kind {
            ast::ColumnType::Text => Type::Text,
            ast::ColumnType::PersonName => Type::PersonName,
            ast::ColumnType::Id => Type::Id,
            ast::ColumnType::CitizenId => Type::CitizenId,
            ast::ColumnType::Phone => Type::Phone,
            ast::ColumnType::Number => Type::Number,
            ast::ColumnType::Integer => Type::Integer,
            ast::ColumnType::Money => Type::Money,
            ast::ColumnType::Percent => Type::Percent,
            ast::ColumnType::Date => Type::Date,
            ast::ColumnType::YesNo => Type::Truth,
            ast::ColumnType::OneOf(values) => {
                let language = self.language();
                let mut seen: Vec<&ast::Name> = Vec::new();
                for name in values.iter().flatten() {
                    if let Some(first) = seen.iter().find(|other| other.text == name.text) {
                        let problem = problems::declared_twice(
                            language,
                            name.span,
                            &name.text,
                            Some(first.span),
                        );
                        self.diagnostics.add(problem);
                    }
                    seen.push(name);
                }
                let spellings = |value: &Vec<ast::Name>| {
                    value
                        .iter()
                        .map(|name| name.text.clone())
                        .collect::<Vec<_>>()
                };
                self.value_set(values.iter().map(spellings).collect())
            }
            ast::ColumnType::Reference(name) => match self.noun(name) {
                Some(noun) => {
                    let keys = self.declared_key_width(noun.dataset);
                    if keys != 1 {
                        let language = self.language();
                        let problem = problems::no_single_key(
                            language,
                            name.span,
                            &name.text,
                            keys,
                            self.model.datasets.get(noun.dataset).map(|d| d.span),
                        );
                        self.diagnostics.add(problem);
                        return Type::Unknown;
                    }
                    Type::Reference(noun.dataset)
                }
                None => Type::Unknown,
            },
        }
    }

    /// How many columns the key of a dataset has, as declared (the model may not know it yet).
    fn declared_key_width(&self, dataset: usize) -> usize {
        self.key_widths.get(dataset).copied().unwrap_or(0)
    }

    /// A value set as a type; lists of the same words are the same set, so that columns of them compare word by word, however spelled.
    pub(super) fn value_set(&mut self, values: Vec<Vec<String>>) -> Type {
        let set = ValueSet { values };
        let known = self.model.value_sets.iter().position(|other| *other == set);
        Type::OneOf(known.unwrap_or_else(|| {
            self.model.value_sets.push(set);
            self.model.value_sets.len() - 1
        }))
    }
}
