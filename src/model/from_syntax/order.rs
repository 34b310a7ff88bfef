//! The order of a population's rows, and the words that speak of neighbours and runs.

use super::Builder;
use super::declarations::State;
use super::names::{Noun, Thing};
use super::problems_of_order as problems;
use super::scope::Scope;
use super::uses::Part;
use crate::model::{ExprId, ExprKind, RowOrder, RowsOf};
use crate::source::Span;
use crate::syntax::ast::{self, Beside};
use crate::types::Type;
use std::rc::Rc;

impl Builder<'_> {
    /// The order that a population declares, as written.
    fn written_order(&self, population: usize) -> Option<(usize, ast::Population, ast::Order)> {
        let at = self.populations.get(population)?.at;
        let declared = self.trees.get(at.0)?.ast.declarations.get(at.1)?;
        match declared {
            ast::Declaration::Population(declared) => {
                let order = declared.order.clone()?;
                Some((at.0, declared.clone(), order))
            }
            _ => None,
        }
    }

    /// The population whose order the rows of a noun have: its own, else that of what it is part of.
    pub(super) fn ordered(&self, noun: Noun) -> Option<usize> {
        let mut at = noun.population?;
        // A population that is part of itself was reported.
        for _ in 0..=self.populations.len() {
            if self.written_order(at).is_some() {
                return Some(at);
            }
            let entry = self.populations.get(at)?.at;
            let trees = Rc::clone(&self.trees);
            let Some(ast::Declaration::Population(declared)) =
                trees.get(entry.0)?.ast.declarations.get(entry.1)
            else {
                return None;
            };
            let base = self.spaces.get(entry.0)?.things.get(&declared.base.text)?.0;
            let Thing::Population(base) = base else {
                return None;
            };
            at = base;
        }
        None
    }

    /// Looks into the order of a population.
    pub(super) fn complete_order(&mut self, population: usize) {
        let Some((tree, declared, order)) = self.written_order(population) else {
            return;
        };
        let Some(dataset) = self.population_dataset(population) else {
            return;
        };
        self.set_order(population, State::Busy);
        let noun = Noun {
            dataset,
            population: Some(population),
        };
        let scopes = [Scope::row(noun, None)];
        let part = Part::Thing(Thing::Population(population));
        let found = self.using(part, tree, |b| {
            let mut by = Vec::new();
            for part in &order.by {
                by.push(b.order_value(&scopes, part)?);
            }
            let per = if order.per.is_empty() {
                Vec::new()
            } else {
                b.group_key(noun, &order.per)?
            };
            if per.iter().any(|id| b.type_of(*id) == Type::Unknown) {
                return None;
            }
            b.set_run_busy(population, true);
            let new_run = order.new_run.as_ref().map(|run| b.condition(&scopes, run));
            b.set_run_busy(population, false);
            Some(RowOrder {
                by,
                per,
                blanks: order.blanks,
                new_run,
            })
        });
        self.set_order(population, State::Done(()));
        let span = declared.names.all.first().map(|name| name.span);
        if let (Some(found), Some(_), Some(entry)) =
            (found, span, self.model.populations.get_mut(population))
        {
            entry.order = Some(found);
        }
    }

    fn order_value(&mut self, scopes: &[Scope], written: &ast::Expr) -> Option<ExprId> {
        let id = self.value(scopes, written, None);
        let ty = self.type_of(id);
        match ty {
            Type::Unknown => None,
            Type::Date | Type::OneOf(_) => Some(id),
            ty if ty.is_numeric() => Some(id),
            ty => {
                let language = self.language();
                let what = super::types::describe(&self.model, &ty, language);
                self.diagnostics
                    .add(problems::cannot_order(language, written.span, &what));
                None
            }
        }
    }

    fn set_order(&mut self, population: usize, state: State<()>) {
        if let Some(entry) = self.populations.get_mut(population) {
            entry.order = state;
        }
    }

    fn set_run_busy(&mut self, population: usize, busy: bool) {
        if let Some(entry) = self.populations.get_mut(population) {
            entry.run_busy = busy;
        }
    }

    /// The population whose order is meant by a word for a neighbour; `None` where there is none (reported).
    fn order_meant(&mut self, scopes: &[Scope], of_run: bool, span: Span) -> Option<usize> {
        let language = self.language();
        let noun = scopes.last().and_then(|scope| match scope.kind {
            super::scope::ScopeKind::Row(noun) => Some(noun),
            _ => None,
        });
        let Some(population) = noun.and_then(|noun| self.ordered(noun)) else {
            let name = noun.map(|noun| self.noun_name(noun));
            self.diagnostics
                .add(problems::no_order_declared(language, span, name.as_deref()));
            return None;
        };
        let (_, declared, order) = self.written_order(population)?;
        if of_run && order.new_run.is_none() {
            let name = declared.names.all.first().map(|name| name.text.clone());
            self.diagnostics.add(problems::no_runs_declared(
                language,
                span,
                name.as_deref().unwrap_or_default(),
            ));
            return None;
        }
        // Its own order cannot rest on itself: nor the members, the values, or the runs on what comes of these.
        let entry = self.populations.get(population)?;
        let circular = matches!(entry.filter, State::Busy)
            || matches!(entry.order, State::Busy) && (of_run || !entry.run_busy);
        if circular {
            self.leads_back(&declared.names);
            return None;
        }
        Some(population)
    }

    /// `its previous.X` with a field, `is the first` without one.
    pub(super) fn beside(
        &mut self,
        scopes: &[Scope],
        beside: Beside,
        field: Option<&ast::Name>,
        span: Span,
    ) -> ExprId {
        let of_run = matches!(beside, Beside::RunFirst | Beside::RunLast);
        let Some(population) = self.order_meant(scopes, of_run, span) else {
            return self.unknown(span);
        };
        let Some(dataset) = self.population_dataset(population) else {
            return self.unknown(span);
        };
        let Some(field) = field else {
            if matches!(beside, Beside::Previous | Beside::Next) {
                let problem = problems::neighbour_without_column(self.language(), span);
                self.diagnostics.add(problem);
                return self.unknown(span);
            }
            let kind = ExprKind::Beside {
                population,
                beside,
                value: None,
            };
            return self.add(kind, Type::Truth, span);
        };
        let Some(column) = self.column_called(dataset, field) else {
            self.no_column(dataset, field);
            return self.unknown(span);
        };
        let value = self.column_at(0, dataset, column, field.span);
        let ty = self.type_of(value);
        let kind = ExprKind::Beside {
            population,
            beside,
            value: Some(value),
        };
        self.add(kind, ty, span)
    }

    /// The run of the row at hand.
    pub(super) fn run(&mut self, scopes: &[Scope], span: Span) -> ExprId {
        match self.order_meant(scopes, true, span) {
            Some(population) => self.add(ExprKind::Run(population), Type::Integer, span),
            None => self.unknown(span),
        }
    }

    /// The rows of the order that a run belongs to.
    pub(super) fn run_rows(&mut self, scopes: &[Scope], span: Span) -> Option<RowsOf> {
        let population = self.order_meant(scopes, true, span)?;
        Some(RowsOf {
            dataset: self.population_dataset(population)?,
            population: Some(population),
            filter: self.population_filter(population),
        })
    }
}
