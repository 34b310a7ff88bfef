//! Decision tables: types of parameters, cells as conditions, rows that overlap.

use super::Builder;
use super::names::Thing;
use super::problems;
use super::types::{Agreement, agreement, describe};
use super::values::yes_or_no;
use crate::model::TableCondition;
use crate::source::Span;
use crate::syntax::ast::{self, CompareOp, TableCell};
use crate::types::{Number, Type, Value};

/// The rows of a decision table as the model keeps them.
type Rows = Vec<(Vec<TableCondition>, Value)>;

impl Builder<'_> {
    pub(super) fn complete_table(&mut self, declared: &ast::Table) {
        let number = declared
            .names
            .all
            .first()
            .and_then(|name| self.peek(&name.text));
        let Some(Thing::Table(number)) = number else {
            return;
        };
        let language = self.language();
        for (position, name) in declared.header.iter().enumerate() {
            let first = declared.header.iter().take(position);
            if let Some(first) = first.clone().find(|other| other.text == name.text) {
                let problem =
                    problems::declared_twice(language, name.span, &name.text, Some(first.span));
                self.diagnostics.add(problem);
            }
        }
        let Some((_, parameters)) = declared.header.split_last() else {
            return;
        };
        let types: Vec<Type> = parameters
            .iter()
            .enumerate()
            .map(|(position, name)| {
                let cells = declared
                    .rows
                    .iter()
                    .filter_map(|r| r.conditions.get(position));
                self.parameter_type(name, &cells.collect::<Vec<_>>())
            })
            .collect();
        let mut kind: Option<Type> = None;
        let mut rows: Rows = Vec::new();
        let mut spans = Vec::new();
        for row in &declared.rows {
            let conditions: Vec<Option<TableCondition>> = row
                .conditions
                .iter()
                .zip(&types)
                .map(|(cell, ty)| self.cell(cell, ty))
                .collect();
            let result = self.result(&row.result, kind.as_ref());
            if let Some((_, ty)) = &result {
                kind.get_or_insert(ty.clone());
            }
            let conditions: Option<Vec<TableCondition>> = conditions.into_iter().collect();
            if let (Some(conditions), Some((value, _))) = (conditions, result) {
                self.overlaps(&conditions, row.span, &rows, &spans);
                rows.push((conditions, value));
                spans.push(row.span);
            }
        }
        if let Some(table) = self.model.tables.get_mut(number) {
            table.parameters = parameters.iter().map(|name| name.text.clone()).collect();
            table.parameter_types = types;
            table.kind = kind.unwrap_or(Type::Unknown);
            table.rows = rows;
        }
    }

    /// The type of a parameter: the value set of a column of its name that holds its words, else what its cells look like.
    fn parameter_type(&mut self, name: &ast::Name, cells: &[&TableCell]) -> Type {
        let mut words = Vec::new();
        let mut number: Option<Type> = None;
        for value in cells.iter().flat_map(|cell| cell_values(cell)) {
            match &value.kind {
                ast::ExprKind::Name(word) => words.push(word.text.as_str()),
                ast::ExprKind::Text(word) => words.push(word.as_str()),
                ast::ExprKind::Date(_) => return Type::Date,
                _ => {
                    let id = self.value(&[], value, Some(&Type::Number));
                    number.get_or_insert(self.type_of(id));
                }
            }
        }
        if words.is_empty() {
            // `5` and `5.5` in one column are numbers.
            return match number {
                Some(Type::Integer) => Type::Number,
                Some(ty) => ty,
                None => Type::Unknown,
            };
        }
        let columns: Vec<Type> = self.types_called(name);
        let sets: Vec<usize> = columns
            .iter()
            .filter_map(|ty| match ty {
                Type::OneOf(set) => Some(*set),
                _ => None,
            })
            .collect();
        let known = |set: &usize| {
            words
                .iter()
                .filter(|w| self.word(*set, w).is_some())
                .count()
        };
        // The first of equally fitting ones; a word that even the best lacks is reported against it.
        let best = sets
            .iter()
            .enumerate()
            .max_by_key(|(position, set)| (known(set), std::cmp::Reverse(*position)));
        let best = best.map(|(_, set)| *set);
        // 是 and 否 are answers, unless the column of that name holds them as words or as text.
        let answers = words.iter().all(|word| yes_or_no(word).is_some());
        let as_words = best.is_some_and(|set| known(&set) == words.len());
        let as_text = columns.contains(&Type::Text) && !columns.contains(&Type::Truth);
        if answers && !as_words && !as_text {
            return Type::Truth;
        }
        best.map_or(Type::Text, Type::OneOf)
    }

    /// The types of the columns of a name, each once, in the order of their datasets.
    fn types_called(&mut self, name: &ast::Name) -> Vec<Type> {
        if let Some(types) = self.types_called.get(&name.text) {
            return types.clone();
        }
        let called = self.columns_called.get(&name.text);
        let called = called.cloned().unwrap_or_default();
        let mut types = Vec::new();
        let mut before = None;
        for &(dataset, column) in &called {
            // Of several columns of a dataset that are called so, the first in sight is meant.
            if before == Some(dataset) || !self.sees_column(dataset, column) {
                continue;
            }
            before = Some(dataset);
            self.note_column(name.span, dataset, column);
            let ty = self.column_type(dataset, column);
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        // Columns of files are seen everywhere.
        let are_in_files = called.iter().all(|place| !self.defines.contains_key(place));
        if are_in_files && self.meanings.is_none() {
            self.types_called.insert(name.text.clone(), types.clone());
        }
        types
    }

    fn cell(&mut self, cell: &TableCell, ty: &Type) -> Option<TableCondition> {
        Some(match cell {
            TableCell::Any => TableCondition::Any,
            TableCell::Other => TableCondition::Other,
            TableCell::OneOf(values) => {
                let values: Vec<Option<Value>> =
                    values.iter().map(|v| self.cell_value(v, ty)).collect();
                TableCondition::OneOf(values.into_iter().collect::<Option<_>>()?)
            }
            TableCell::Compare(op, value) => {
                TableCondition::Compare(*op, self.cell_value(value, ty)?)
            }
            TableCell::Range(from, to) => {
                let (from, to) = (self.cell_value(from, ty), self.cell_value(to, ty));
                TableCondition::Range(from?, to?)
            }
        })
    }

    fn cell_value(&mut self, written: &ast::Expr, ty: &Type) -> Option<Value> {
        self.literal_of(written, Some(ty)).map(|(value, _)| value)
    }

    /// A literal of a cell; bare words are texts.
    fn literal_of(&mut self, written: &ast::Expr, wanted: Option<&Type>) -> Option<(Value, Type)> {
        let word = match &written.kind {
            ast::ExprKind::Name(name) => Some(ast::Expr {
                kind: ast::ExprKind::Text(name.text.clone()),
                span: written.span,
            }),
            _ => None,
        };
        let id = self.value(&[], word.as_ref().unwrap_or(written), wanted);
        let found = self.type_of(id);
        if found == Type::Unknown {
            return None;
        }
        let language = self.language();
        let Some(value) = self.literal(id).cloned() else {
            self.diagnostics
                .add(problems::not_a_literal(language, written.span));
            return None;
        };
        if let Some(wanted) = wanted
            && agreement(&self.model, wanted, &found) != Agreement::Fine
        {
            let problem = problems::wrong_type(
                language,
                written.span,
                &describe(&self.model, &found, language),
                &describe(&self.model, wanted, language),
            );
            self.diagnostics.add(problem);
            return None;
        }
        match (&word, &found, &value) {
            (Some(_), Type::OneOf(set), Value::Text(text)) => {
                self.note_value(written.span, *set, text);
            }
            (Some(_), _, Value::Truth(truth)) => self.note_answer(written.span, *truth),
            _ => {}
        }
        Some((value, found))
    }

    fn result(&mut self, written: &ast::Expr, kind: Option<&Type>) -> Option<(Value, Type)> {
        // Whole and broken numbers may stand in one column.
        let wanted = match kind {
            Some(Type::Integer) => Some(&Type::Number),
            other => other,
        };
        self.literal_of(written, wanted)
    }

    /// Reports a row that applies to something to which an earlier one applies too.
    fn overlaps(&mut self, row: &[TableCondition], span: Span, earlier: &Rows, spans: &[Span]) {
        for ((other, _), first) in earlier.iter().zip(spans) {
            if row.iter().zip(other).all(|(a, b)| meet(a, b)) {
                let problem = problems::rows_overlap(self.language(), span, *first);
                self.diagnostics.add(problem);
                return;
            }
        }
    }
}

fn cell_values(cell: &TableCell) -> Vec<&ast::Expr> {
    match cell {
        TableCell::Any | TableCell::Other => Vec::new(),
        TableCell::OneOf(values) => values.iter().collect(),
        TableCell::Compare(_, value) => vec![value],
        TableCell::Range(from, to) => vec![from, to],
    }
}

/// Whether some value meets both conditions. `other` gives way to every condition that is written out.
fn meet(a: &TableCondition, b: &TableCondition) -> bool {
    use TableCondition as C;
    match (a, b) {
        (C::Any, _) | (_, C::Any) | (C::Other, C::Other) => true,
        (C::Other, _) | (_, C::Other) => false,
        (C::OneOf(values), other) | (other, C::OneOf(values)) => {
            values.iter().any(|value| holds(other, value))
        }
        (C::Compare(_, _) | C::Range(_, _), C::Compare(_, _) | C::Range(_, _)) => {
            match (bounds(a), bounds(b)) {
                (Some(a), Some(b)) => a.meets(&b),
                _ => false,
            }
        }
    }
}

fn holds(condition: &TableCondition, value: &Value) -> bool {
    match condition {
        TableCondition::Any => true,
        TableCondition::Other => false,
        TableCondition::OneOf(values) => values.contains(value),
        TableCondition::Compare(CompareOp::NotEqual, limit) => limit != value,
        TableCondition::Compare(_, _) | TableCondition::Range(_, _) => {
            match (bounds(condition), position(value)) {
                (Some(bounds), Some(at)) => bounds.meets(&Bounds {
                    low: Some((at, true)),
                    high: Some((at, true)),
                }),
                _ => false,
            }
        }
    }
}

/// Where a value lies in the order of its type.
fn position(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Date(date) => Some(Number::integer(i64::from(date.0))),
        Value::Truth(_) | Value::Text(_) => None,
    }
}

/// The values between two ends; each end with whether it belongs to them.
struct Bounds {
    low: Option<(Number, bool)>,
    high: Option<(Number, bool)>,
}

impl Bounds {
    fn meets(&self, other: &Self) -> bool {
        let below = |high: Option<(Number, bool)>, low: Option<(Number, bool)>| match (high, low) {
            (Some((high, with_high)), Some((low, with_low))) => {
                low < high || low == high && with_high && with_low
            }
            _ => true,
        };
        below(self.high, other.low) && below(other.high, self.low)
    }
}

fn bounds(condition: &TableCondition) -> Option<Bounds> {
    let (low, high) = match condition {
        TableCondition::Range(from, to) => {
            (Some((position(from)?, true)), Some((position(to)?, true)))
        }
        TableCondition::Compare(op, value) => {
            let at = position(value)?;
            match op {
                CompareOp::Equal | CompareOp::Same => (Some((at, true)), Some((at, true))),
                CompareOp::Less => (None, Some((at, false))),
                CompareOp::AtMost => (None, Some((at, true))),
                CompareOp::More => (Some((at, false)), None),
                CompareOp::AtLeast => (Some((at, true)), None),
                CompareOp::NotEqual => (None, None),
            }
        }
        TableCondition::Any | TableCondition::Other | TableCondition::OneOf(_) => return None,
    };
    Some(Bounds { low, high })
}
