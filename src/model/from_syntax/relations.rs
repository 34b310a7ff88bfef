//! `has a roster`, `have a named persuader`, `is in poverty`, and the keys that tie rows together.

use super::Builder;
use super::names::Noun;
use super::problems;
use super::problems_of_clauses;
use super::scope::{Scope, inside};
use super::values::last_named;
use crate::model::{Aggregate, ExprId, ExprKind, Link};
use crate::source::Span;
use crate::syntax::ast::{self, AggregateFunction, CellState, CompareOp, Quantity};
use crate::types::{Number, Type, Value};

impl Builder<'_> {
    /// `has a R by K where C`: a count held against a number, or for a column of the row itself whether it is given.
    pub(super) fn has(&mut self, scopes: &[Scope], relation: &ast::Relation, span: Span) -> ExprId {
        let name = &relation.of.name;
        let narrowed = relation.by.is_some() || relation.of.filter.is_some();
        let counted = !matches!(relation.quantity, Quantity::Some | Quantity::None);
        let noun_known = self.peek_noun(&name.text).is_some();
        if (!narrowed && !counted || !noun_known)
            && let Some(column) = self.own_column(scopes, &name.text, name.span)
        {
            return self.has_column(scopes, relation, column, span);
        }
        if relation.named {
            let language = self.language();
            if noun_known {
                self.thing_called(name);
                let problem = problems::named_needs_a_column(language, name.span, &name.text);
                self.diagnostics.add(problem);
                return self.unknown(span);
            }
        }
        if !noun_known && let Some(noun) = scopes.last().and_then(Scope::noun) {
            self.neither_column_nor_rows(noun, name);
            return self.unknown(span);
        }
        let Some(noun) = self.noun(name) else {
            return self.unknown(span);
        };
        let filter = relation.of.filter.as_deref();
        let Some(count) = self.count(scopes, noun, filter, relation.by.as_ref(), span) else {
            return self.unknown(span);
        };
        self.count_against(scopes, count, &relation.quantity, span)
    }

    fn neither_column_nor_rows(&mut self, noun: Noun, name: &ast::Name) {
        let language = self.language();
        let mut candidates: Vec<String> = self
            .model
            .datasets
            .get(noun.dataset)
            .into_iter()
            .flat_map(|d| super::names::column_names(d).map(str::to_owned))
            .collect();
        if let Some(space) = self.spaces.get(self.current) {
            candidates.extend(space.things.keys().cloned());
        }
        let candidate = problems::nearest(&name.text, candidates.iter().map(String::as_str));
        let of = self.noun_name(noun);
        let problem = problems::no_relation(language, name.span, &of, &name.text, candidate);
        self.missing(&name.text, problem);
    }

    /// How many rows belong to the row or group at hand.
    pub(super) fn count(
        &mut self,
        scopes: &[Scope],
        noun: Noun,
        filter: Option<&ast::Expr>,
        by: Option<&ast::Key>,
        span: Span,
    ) -> Option<ExprId> {
        let members = noun.population.and_then(|p| self.population_filter(p));
        let inner = inside(scopes, Scope::row(noun, members));
        let own = filter.map(|filter| self.condition(&inner, filter));
        let parts: Vec<ExprId> = members.into_iter().chain(own).collect();
        let (link, or_by) = self.tie(scopes, noun, (by, &[]), &parts, span)?;
        let filter = self.all_of(parts, span);
        let aggregate = Aggregate {
            function: AggregateFunction::Count,
            given_only: false,
            open: false,
            dataset: noun.dataset,
            filter,
            value: None,
            that: None,
            link,
            or_by,
        };
        Some(self.add(ExprKind::Aggregate(aggregate), Type::Integer, span))
    }

    /// A count of rows as an expression.
    pub(super) fn counting(
        &mut self,
        dataset: usize,
        filter: Option<ExprId>,
        link: Link,
        span: Span,
    ) -> ExprId {
        let aggregate = Aggregate {
            function: AggregateFunction::Count,
            given_only: false,
            open: false,
            dataset,
            filter,
            value: None,
            that: None,
            link,
            or_by: None,
        };
        self.add(ExprKind::Aggregate(aggregate), Type::Integer, span)
    }

    fn count_against(
        &mut self,
        scopes: &[Scope],
        count: ExprId,
        quantity: &Quantity,
        span: Span,
    ) -> ExprId {
        let (op, limit) = match quantity {
            Quantity::Some => (CompareOp::AtLeast, self.whole_number(1, span)),
            Quantity::None => (CompareOp::AtMost, self.whole_number(0, span)),
            Quantity::AtLeast(n) => (CompareOp::AtLeast, self.quantity(scopes, n)),
            Quantity::AtMost(n) => (CompareOp::AtMost, self.quantity(scopes, n)),
            Quantity::Exactly(n) => (CompareOp::Equal, self.quantity(scopes, n)),
        };
        self.truth_of(ExprKind::Compare(count, op, limit), &[limit], span)
    }

    fn quantity(&mut self, scopes: &[Scope], n: &ast::Expr) -> ExprId {
        let id = self.value(scopes, n, Some(&Type::Integer));
        let what = self.language().pick("at least", "条");
        if self.operand_must_be(id, &Type::Number, what) {
            id
        } else {
            self.unknown(n.span)
        }
    }

    /// A literal whole number.
    pub(super) fn whole_number(&mut self, n: i64, span: Span) -> ExprId {
        let value = ExprKind::Value(Value::Number(Number::integer(n)));
        self.add(value, Type::Integer, span)
    }

    /// `have a C`, `have no C`, `have a named C` for a column of the row.
    fn has_column(
        &mut self,
        scopes: &[Scope],
        relation: &ast::Relation,
        column: ExprId,
        span: Span,
    ) -> ExprId {
        match relation.quantity {
            Quantity::None => {
                let blank = ExprKind::State(column, CellState::Blank);
                return self.truth_of(blank, &[column], span);
            }
            Quantity::Some => {}
            Quantity::AtLeast(_) | Quantity::AtMost(_) | Quantity::Exactly(_) => {
                let name = &relation.of.name;
                let problem = problems::counted_column(self.language(), name.span, &name.text);
                self.diagnostics.add(problem);
                return self.unknown(span);
            }
        }
        let given = self.truth_of(ExprKind::State(column, CellState::Given), &[column], span);
        if !relation.named {
            return given;
        }
        let own_names = self.person_names(scopes, column, span);
        let placeholder = ExprKind::Placeholder(column, own_names);
        let placeholder = self.truth_of(placeholder, &[column], span);
        let real = self.truth_of(ExprKind::Not(placeholder), &[placeholder], span);
        let mut parts = vec![given, real];
        if let Type::Reference(dataset) = self.type_of(column) {
            let today = self.add(ExprKind::AsOf, Type::Date, span);
            let in_force = self.in_force(dataset, today, span);
            if let Some(key) = self.single_key(dataset, span) {
                let link = Link::Keys {
                    inner: vec![key],
                    outer: vec![column],
                };
                let count = self.counting(dataset, in_force, link, span);
                let one = self.whole_number(1, span);
                let found = ExprKind::Compare(count, CompareOp::Equal, one);
                parts.push(self.add(found, Type::Truth, span));
            }
        }
        self.truth_of(ExprKind::And(parts.clone()), &parts, span)
    }

    /// The columns of the row that hold people's own names.
    fn person_names(&mut self, scopes: &[Scope], column: ExprId, span: Span) -> Vec<ExprId> {
        let Some(noun) = scopes.last().and_then(Scope::noun) else {
            return Vec::new();
        };
        // A number is nobody's name.
        if let Type::Id | Type::CitizenId | Type::Phone = self.model.referred(&self.type_of(column))
        {
            return Vec::new();
        }
        let own = match self.model.expr(column).kind {
            ExprKind::Column { column, .. } => Some(column),
            _ => None,
        };
        let names: Vec<usize> = self
            .model
            .datasets
            .get(noun.dataset)
            .into_iter()
            .flat_map(|d| d.columns.iter().enumerate())
            .filter(|(number, c)| c.kind == Type::PersonName && Some(*number) != own)
            .map(|(number, _)| number)
            .collect();
        names
            .into_iter()
            .map(|c| self.column_at(0, noun.dataset, c, span))
            .collect()
    }

    /// `valid on D`: the row at hand is in force then.
    pub(super) fn valid_on(&mut self, scopes: &[Scope], day: &ast::Expr, span: Span) -> ExprId {
        let on = self.value(scopes, day, Some(&Type::Date));
        let wanted = self.language().pick("valid on", "有效");
        if !self.operand_must_be(on, &Type::Date, wanted) {
            return self.unknown(span);
        }
        let noun = scopes.last().and_then(Scope::noun);
        if let Some(noun) = noun
            && let Some(in_force) = self.in_force(noun.dataset, on, span)
        {
            return in_force;
        }
        let of = noun.map(|noun| self.noun_name(noun));
        let problem = problems_of_clauses::no_validity(self.language(), span, of.as_deref());
        self.diagnostics.add(problem);
        self.unknown(span)
    }

    /// Whether a row is in force on a day; `None` where the dataset declares no validity.
    fn in_force(&mut self, dataset: usize, today: ExprId, span: Span) -> Option<ExprId> {
        let (from, to) = self.model.datasets.get(dataset)?.in_force?;
        let from = self.column_at(0, dataset, from, span);
        let begun = ExprKind::Compare(from, CompareOp::AtMost, today);
        let begun = self.add(begun, Type::Truth, span);
        let Some(to) = to else { return Some(begun) };
        let to = self.column_at(0, dataset, to, span);
        let open = self.add(ExprKind::State(to, CellState::Blank), Type::Truth, span);
        let lasts = ExprKind::Compare(to, CompareOp::AtLeast, today);
        let lasts = self.add(lasts, Type::Truth, span);
        let not_over = self.add(ExprKind::Or(vec![open, lasts]), Type::Truth, span);
        Some(self.add(ExprKind::And(vec![begun, not_over]), Type::Truth, span))
    }

    /// The key of a dataset as an expression in the scope of its row, where it is one column.
    pub(super) fn single_key(&mut self, dataset: usize, span: Span) -> Option<ExprId> {
        match self.model.datasets.get(dataset)?.key.as_slice() {
            [key] => {
                let key = *key;
                Some(self.column_at(0, dataset, key, span))
            }
            _ => None,
        }
    }

    /// `x is in P`.
    pub(super) fn found(
        &mut self,
        scopes: &[Scope],
        of: &ast::Expr,
        rows: &ast::Rows,
        span: Span,
    ) -> ExprId {
        let value = self.value(scopes, of, None);
        let Some(noun) = self.noun(&rows.name) else {
            return self.unknown(span);
        };
        let members = noun.population.and_then(|p| self.population_filter(p));
        let inner = inside(scopes, Scope::row(noun, members));
        let own = rows.filter.as_deref().map(|f| self.condition(&inner, f));
        // A column of the same name says more than the key: `national_id is in payments`.
        let same = last_named(of).and_then(|name| self.column_called(noun.dataset, name));
        let key = match same {
            Some(column) => Some(self.column_at(0, noun.dataset, column, span)),
            None => self.single_key(noun.dataset, span),
        };
        let Some(key) = key else {
            let language = self.language();
            let width = self
                .model
                .datasets
                .get(noun.dataset)
                .map_or(0, |d| d.key.len());
            let declared = self.model.datasets.get(noun.dataset).map(|d| d.span);
            let problem =
                problems::no_single_key(language, rows.name.span, &rows.name.text, width, declared);
            self.diagnostics.add(problem);
            return self.unknown(span);
        };
        if !self.key_types_agree(key, value, of.span) || self.type_of(value) == Type::Unknown {
            return self.unknown(span);
        }
        let parts = members.into_iter().chain(own).collect();
        let filter = self.all_of(parts, span);
        let link = Link::Keys {
            inner: vec![key],
            outer: vec![value],
        };
        let count = self.counting(noun.dataset, filter, link, span);
        self.count_against(scopes, count, &Quantity::Some, span)
    }
}
