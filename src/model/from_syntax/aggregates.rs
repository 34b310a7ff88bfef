//! Counts, totals, means and shares over the rows that belong to the row, group or whole at hand; measures, which are taken over by name.

use super::Builder;
use super::names::{Noun, Thing, named};
use super::problems;
use super::scope::{Scope, ScopeKind, inside};
use super::tree::parts;
use super::types::describe;
use super::values::last_name;
use crate::model::{Aggregate, ExprId, ExprKind, RowsOf};
use crate::source::Span;
use crate::syntax::ast::{self, AggregateFunction, CellState};
use crate::types::{Language, Type};

/// What an aggregate is over.
struct Over {
    rows: RowsOf,
    /// The name alone stood there, so rows are meant and not a value of theirs.
    whole_rows: bool,
}

impl Builder<'_> {
    pub(super) fn aggregate(
        &mut self,
        scopes: &[Scope],
        written: &ast::Aggregate,
        span: Span,
    ) -> ExprId {
        let Some(over) = self.over(scopes, written) else {
            return self.unknown(span);
        };
        let noun = Noun {
            dataset: over.rows.dataset,
            population: over.rows.population,
        };
        let inner = inside(scopes, Scope::row(noun, over.rows.filter));
        let own = written.filter.as_ref().map(|f| self.condition(&inner, f));
        let that = written.that.as_ref().map(|c| self.condition(&inner, c));
        let value = (!over.whole_rows).then(|| self.value(&inner, &written.of, None));
        let ty = self.aggregate_type(written, value, span);
        let wrong = [own, that, value]
            .into_iter()
            .flatten()
            .any(|id| self.type_of(id) == Type::Unknown);
        let by = (written.by.as_ref(), &written.same[..]);
        let (Some(ty), false) = (ty, wrong) else {
            // What is wrong with the key is said all the same.
            self.tie(scopes, noun, by, &[], span);
            return self.unknown(span);
        };
        let period = self.within_period(scopes, noun, span);
        if period.is_some_and(|period| self.type_of(period) == Type::Unknown) {
            return self.unknown(span);
        }
        let parts = over.rows.filter.into_iter().chain(own).chain(period);
        let mut parts: Vec<ExprId> = parts.collect();
        let mut value = value;
        if written.function == AggregateFunction::Count
            && let Some(counted) = value.take()
        {
            // A count of values is a count of the rows that have one.
            parts.push(self.add(
                ExprKind::State(counted, CellState::Given),
                Type::Truth,
                span,
            ));
        }
        let Some((link, or_by)) = self.tie(scopes, noun, by, &parts, span) else {
            return self.unknown(span);
        };
        let filter = self.all_of(parts, span);
        let aggregate = Aggregate {
            function: written.function.clone(),
            given_only: written.given_only,
            // A row whose run is open is none of the runs of others.
            open: !matches!(
                written.same.as_slice(),
                [] | [ast::Expr {
                    kind: ast::ExprKind::Run,
                    ..
                }]
            ),
            dataset: noun.dataset,
            filter,
            value,
            that,
            link,
            or_by,
        };
        self.add(ExprKind::Aggregate(aggregate), ty, span)
    }

    /// The rows that an aggregate is over: those it names, else those of the group or of the same key.
    fn over(&mut self, scopes: &[Scope], written: &ast::Aggregate) -> Option<Over> {
        if let [
            ast::Expr {
                kind: ast::ExprKind::Run,
                span,
            },
        ] = written.same.as_slice()
        {
            return Some(Over {
                rows: self.run_rows(scopes, *span)?,
                whole_rows: matches!(written.of.kind, ast::ExprKind::Run),
            });
        }
        let counts_rows = matches!(
            written.function,
            AggregateFunction::Count | AggregateFunction::Share
        );
        if counts_rows
            && let ast::ExprKind::Name(name) = &written.of.kind
            && self.peek_noun(&name.text).is_some()
        {
            let noun = self.noun(name)?;
            return Some(Over {
                rows: self.rows_in_scope(scopes, noun),
                whole_rows: true,
            });
        }
        let bare = bare_rows(scopes, &written.same);
        let head = first_name(&written.of);
        let Some(head) = head else {
            let problem = problems::which_rows(self.language(), written.of.span, None, &[]);
            self.diagnostics.add(problem);
            return None;
        };
        let holding: Vec<&RowsOf> = bare
            .iter()
            .filter(|rows| self.column_called(rows.dataset, head).is_some())
            .collect();
        if let [one] = holding.as_slice() {
            return Some(Over {
                rows: (*one).clone(),
                whole_rows: false,
            });
        }
        if holding.is_empty() && self.peek_noun(&head.text).is_some() {
            let noun = self.noun(head)?;
            return Some(Over {
                rows: self.rows_in_scope(scopes, noun),
                whole_rows: matches!(written.of.kind, ast::ExprKind::Name(_)),
            });
        }
        let language = self.language();
        if let ([only], true) = (bare, holding.is_empty()) {
            let name = head.clone();
            let dataset = only.dataset;
            self.no_column(dataset, &name);
            return None;
        }
        let having = self.datasets_with(&head.text);
        let glued = self.dataset_and_column(&head.text);
        let problem = match glued.filter(|_| having.is_empty()) {
            Some((dataset, column)) => {
                problems::which_rows(language, head.span, Some(&column), &[dataset])
            }
            None => {
                let problem = problems::which_rows(language, head.span, Some(&head.text), &having);
                match self.similar_rows(&head.text) {
                    Some(name) if counts_rows && having.is_empty() => {
                        problem.help(match language {
                            Language::En => format!("a similar name is `{name}`"),
                            Language::Zh => format!("相近的名称是 `{name}`"),
                        })
                    }
                    _ => problem,
                }
            }
        };
        self.diagnostics.add(problem);
        None
    }

    /// The rows of a noun; where the sentence narrowed the same noun (`of pupils where …`), narrowed alike.
    fn rows_in_scope(&mut self, scopes: &[Scope], noun: Noun) -> RowsOf {
        let narrowed = scopes.last().and_then(|scope| {
            if matches!(scope.kind, ScopeKind::Row(_)) {
                return None;
            }
            scope
                .of
                .iter()
                .find(|rows| rows.dataset == noun.dataset && rows.population == noun.population)
        });
        match narrowed {
            Some(rows) => rows.clone(),
            None => RowsOf {
                dataset: noun.dataset,
                population: noun.population,
                filter: noun.population.and_then(|p| self.population_filter(p)),
            },
        }
    }

    /// The type of the result; `None` where the value does not fit the function (reported).
    fn aggregate_type(
        &mut self,
        written: &ast::Aggregate,
        value: Option<ExprId>,
        span: Span,
    ) -> Option<Type> {
        use AggregateFunction as F;
        let ty = value.map(|id| self.type_of(id));
        let function = &written.function;
        let language = self.language();
        match function {
            F::Count | F::CountDifferent => return Some(Type::Integer),
            F::Share => return Some(Type::Percent),
            F::MostCommon => return ty,
            F::Total
            | F::Mean
            | F::Median
            | F::Least
            | F::Largest
            | F::StandardDeviation
            | F::Quantile(_) => {}
        }
        let Some(ty) = ty else {
            let problem = problems::value_of_rows(language, span);
            self.diagnostics.add(problem);
            return None;
        };
        let ordered_day = ty == Type::Date && matches!(function, F::Least | F::Largest);
        if !ty.is_numeric() && !ordered_day && ty != Type::Unknown {
            let what = describe(&self.model, &ty, language);
            let problem = problems::aggregate_of(language, written.of.span, &what);
            self.diagnostics.add(problem);
            return None;
        }
        Some(match (function, ty) {
            (F::Mean | F::Median | F::StandardDeviation | F::Quantile(_), Type::Integer) => {
                Type::Number
            }
            (_, ty) => ty,
        })
    }

    /// The value of a measure, in the scope at hand.
    pub(super) fn measure(&mut self, scopes: &[Scope], measure: usize, name: &ast::Name) -> ExprId {
        let Some(entry) = self.measures.get_mut(measure) else {
            return self.unknown(name.span);
        };
        if entry.circular {
            return self.unknown(name.span);
        }
        if entry.busy {
            let names = entry.declared.names.clone();
            self.leads_back(&names);
            for entry in self.measures.iter_mut().filter(|entry| entry.busy) {
                entry.circular = true;
            }
            return self.unknown(name.span);
        }
        entry.busy = true;
        let (tree, declared) = (entry.tree, entry.declared.clone());
        if self.needs_period(&declared, name) {
            self.set_busy(measure, false);
            return self.unknown(name.span);
        }
        let result = self.measure_value(scopes, tree, &declared, name);
        if let Some(entry) = self.measures.get_mut(measure) {
            entry.busy = false;
        }
        result
    }

    fn measure_value(
        &mut self,
        scopes: &[Scope],
        tree: usize,
        declared: &ast::Measure,
        name: &ast::Name,
    ) -> ExprId {
        let of = self.within(tree, |b| b.mentioned(&declared.value));
        if declared.per.is_empty() {
            let whole = Scope {
                kind: ScopeKind::Whole,
                of,
            };
            return self.within(tree, |b| b.value(&[whole], &declared.value, None));
        }
        let Some(scope) = scopes.last() else {
            return self.unknown(name.span);
        };
        let kind = self.measure_scope(scope, tree, declared);
        let Some(kind) = kind else {
            let language = self.language();
            let per: Vec<String> = declared
                .per
                .iter()
                .filter_map(|p| last_name(p).map(str::to_owned))
                .collect();
            let problem = problems::measure_groups(language, name.span, &name.text, &per);
            self.diagnostics.add(problem);
            return self.unknown(name.span);
        };
        let mut scopes = scopes.to_vec();
        if let Some(last) = scopes.last_mut() {
            *last = Scope { kind, of };
        }
        self.within(tree, |b| b.value(&scopes, &declared.value, None))
    }

    /// The scope at hand as the measure needs it, if its groups are those at hand.
    fn measure_scope(
        &mut self,
        scope: &Scope,
        tree: usize,
        declared: &ast::Measure,
    ) -> Option<ScopeKind> {
        match &scope.kind {
            ScopeKind::Whole => None,
            ScopeKind::Columns { per, .. } => {
                let names: Vec<_> = declared.per.iter().map(last_name).collect();
                let at_hand: Vec<_> = per.iter().map(last_name).collect();
                (names == at_hand).then(|| scope.kind.clone())
            }
            ScopeKind::Row(noun) | ScopeKind::Group { noun, .. } => {
                let [group] = declared.per.as_slice() else {
                    return None;
                };
                let own = self.within(tree, |b| b.group_noun(group, &declared.value));
                let (own, path) = own?;
                (own.dataset == noun.dataset).then_some(ScopeKind::Group { noun: *noun, path })
            }
        }
    }

    /// Looks into a measure by itself, so that one that nobody uses is checked too.
    pub(super) fn check_measure(&mut self, measure: usize) {
        let Some(entry) = self.measures.get(measure) else {
            return;
        };
        let (tree, declared) = (entry.tree, entry.declared.clone());
        let Some(name) = declared.names.all.first().cloned() else {
            return;
        };
        let scope = self.within(tree, |b| {
            let of = b.mentioned(&declared.value);
            b.grouping(&declared.per, of, name.span)
                .map(|grouping| grouping.scope)
        });
        let Some(scope) = scope else { return };
        let look = |b: &mut Self| b.within(tree, |b| b.measure(&[scope], measure, &name));
        if let Some(each) = &declared.each {
            // Any period will do to see whether it can be followed.
            let stretch = super::periods::Stretch::any();
            self.narrowed(&stretch, each.of.as_ref(), look);
        } else {
            look(self);
        }
    }

    /// The rows that the aggregates of an expression name, each once.
    pub(super) fn mentioned(&mut self, expr: &ast::Expr) -> Vec<RowsOf> {
        let mut names = Vec::new();
        aggregate_heads(expr, &mut names);
        let mut found: Vec<RowsOf> = Vec::new();
        for name in names {
            let more = match self.peek(&name.text) {
                Some(Thing::Measure(measure)) => {
                    let entry = self.measures.get(measure);
                    let entry = entry.filter(|e| !e.busy);
                    entry.map(|e| (e.tree, e.declared.value.clone()))
                }
                _ => None,
            };
            if let Some((tree, value)) = more {
                let Some(Thing::Measure(measure)) = self.peek(&name.text) else {
                    continue;
                };
                self.set_busy(measure, true);
                let inner = self.within(tree, |b| b.mentioned(&value));
                self.set_busy(measure, false);
                for rows in inner {
                    push_once(&mut found, rows);
                }
            } else if let Some(noun) = self.peek_noun(&name.text) {
                let rows = RowsOf {
                    dataset: noun.dataset,
                    population: noun.population,
                    filter: noun.population.and_then(|p| self.population_filter(p)),
                };
                push_once(&mut found, rows);
            }
        }
        found
    }

    fn set_busy(&mut self, measure: usize, busy: bool) {
        if let Some(entry) = self.measures.get_mut(measure) {
            entry.busy = busy;
        }
    }

    /// What one stratum is called: "county", where its dataset is called "counties".
    pub(super) fn stratum_name(&mut self, noun: Noun, part: &ast::Expr) -> crate::types::Bilingual {
        let mut name = self.group_name(noun, part);
        let of = last_name(part).and_then(|name| self.peek_noun(name));
        let of = of.and_then(|of| self.model.datasets.get(of.dataset));
        if let Some(names) = of.map(|dataset| &dataset.names)
            && names.by_language == name
            && let Some(one) = names.all.iter().filter(|name| name.is_ascii()).nth(1)
        {
            name.en = Some(one.clone());
        }
        name
    }

    /// The names of a group's key for readers.
    pub(super) fn group_name(&mut self, noun: Noun, part: &ast::Expr) -> crate::types::Bilingual {
        let scope = [Scope::row(noun, None)];
        if self.leads_to(&scope, part).is_some()
            && let ast::ExprKind::Name(name) = &part.kind
            && let Some(column) = self.column_called(noun.dataset, name)
            && let Some(column) = self.model.column(noun.dataset, column)
        {
            return column.names.by_language.clone();
        }
        if let Some(name) = last_name(part) {
            if let Some(noun) = self.peek_noun(name)
                && let Some(dataset) = self.model.datasets.get(noun.dataset)
            {
                return dataset.names.by_language.clone();
            }
            let name = ast::Name {
                text: name.to_owned(),
                span: part.span,
            };
            return named(&ast::Names { all: vec![name] }).by_language;
        }
        crate::types::Bilingual::default()
    }
}

fn push_once(found: &mut Vec<RowsOf>, rows: RowsOf) {
    let known = found
        .iter()
        .any(|other| other.dataset == rows.dataset && other.population == rows.population);
    if !known {
        found.push(rows);
    }
}

/// The rows meant by an aggregate that names none.
fn bare_rows<'s>(scopes: &'s [Scope], same: &[ast::Expr]) -> &'s [RowsOf] {
    match scopes.last() {
        Some(scope) if !matches!(scope.kind, ScopeKind::Row(_)) || !same.is_empty() => &scope.of,
        _ => &[],
    }
}

/// The leftmost name of an expression.
fn first_name(expr: &ast::Expr) -> Option<&ast::Name> {
    let mut names = Vec::new();
    all_names(expr, &mut names);
    names.into_iter().next()
}

/// The names that an expression begins its columns with, from left to right.
pub(super) fn all_names<'e>(expr: &'e ast::Expr, names: &mut Vec<&'e ast::Name>) {
    match &expr.kind {
        ast::ExprKind::Name(name) => names.push(name),
        ast::ExprKind::Path(base, _) => all_names(base, names),
        _ => {
            for part in parts(expr) {
                all_names(part, names);
            }
        }
    }
}

/// The names that stand first in aggregates, and bare names outside of them (they may be measures).
fn aggregate_heads<'e>(expr: &'e ast::Expr, names: &mut Vec<&'e ast::Name>) {
    match &expr.kind {
        ast::ExprKind::Aggregate(aggregate) => names.extend(first_name(&aggregate.of)),
        ast::ExprKind::Name(name) => names.push(name),
        _ => {
            for part in parts(expr) {
                aggregate_heads(part, names);
            }
        }
    }
}
