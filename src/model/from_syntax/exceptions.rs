//! Exceptions: which rows prove them, and whom they excuse in an item.

use super::Builder;
use super::declarations::text;
use super::names::{Noun, Thing, named, place};
use super::periods::Stretch;
use super::problems::{self, nearest};
use super::problems_of_clauses;
use super::scope::Scope;
use super::values::last_name;
use crate::model::{
    Check, Exception, Excuse, ExcuseTest, ExprId, ExprKind, Link, RowsOf, Slot, Validity,
};
use crate::source::Span;
use crate::syntax::ast::{self, CellState, CompareOp};
use crate::types::{Bilingual, Date, Type, Value};
use std::rc::Rc;

/// Where an exception is declared: tree, and number in the tree.
pub(super) type ExceptionEntry = (usize, usize);

/// The condition of the rows that prove an exception, cut in three: what it claims, that it is still valid, that the proof is given.
struct Claim<'a> {
    proof: &'a ast::Proof,
    claimed: Vec<ast::Expr>,
    valid: Vec<ast::Expr>,
}

impl<'a> Claim<'a> {
    fn of(proof: &'a ast::Proof) -> Self {
        let (mut claimed, mut valid) = (Vec::new(), Vec::new());
        for part in conjuncts(proof.rows.filter.as_deref()) {
            let list = match part.kind {
                ast::ExprKind::ValidOn(_) => &mut valid,
                _ => &mut claimed,
            };
            list.push(part.clone());
        }
        Self {
            proof,
            claimed,
            valid,
        }
    }

    /// The conditions of rows that claim the exception, of those in force, and of those that prove it.
    fn filters(&self) -> [Option<ast::Expr>; 3] {
        let given = self.proof.column.as_ref().map(|column| ast::Expr {
            kind: ast::ExprKind::State(Box::new(column.clone()), CellState::Given),
            span: column.span,
        });
        let in_force: Vec<ast::Expr> = self.claimed.iter().chain(&self.valid).cloned().collect();
        let proved = in_force.iter().cloned().chain(given).collect();
        [self.claimed.clone(), in_force, proved].map(together)
    }
}

/// Subjects that are excused by their key: of which dataset, the key, and the names of its parts where they may be told apart.
struct Keyed<'a> {
    dataset: usize,
    key: &'a [ExprId],
    names: &'a [Bilingual],
}

/// What rows have to be besides what the exception says: in force on a day, where it names none, and more.
#[derive(Default)]
struct Proving {
    day: Option<Date>,
    conditions: Vec<ExprId>,
}

fn conjuncts(filter: Option<&ast::Expr>) -> Vec<&ast::Expr> {
    match filter {
        None => Vec::new(),
        Some(filter) => match &filter.kind {
            ast::ExprKind::And(parts) => parts.iter().collect(),
            _ => vec![filter],
        },
    }
}

fn together(mut parts: Vec<ast::Expr>) -> Option<ast::Expr> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let span = parts.first()?.span.to(parts.last()?.span);
    Some(ast::Expr {
        kind: ast::ExprKind::And(parts),
        span,
    })
}

impl Builder<'_> {
    /// Enters an exception by its names.
    pub(super) fn enter_exception(
        &mut self,
        exception: &ast::Exception,
        at: ExceptionEntry,
        start: Span,
    ) {
        let number = self.model.exceptions.len();
        self.declare(&exception.names, Thing::Exception(number));
        self.model.exceptions.push(Exception {
            names: named(&exception.names),
            title: text(exception.title.as_ref()),
            cites: Vec::new(),
            dataset: None,
            claimed: None,
            valid: Validity::Any,
            proof: None,
            span: place(&exception.names, start),
        });
        self.exceptions.push(at);
    }

    /// Looks into all exceptions, so that mistakes in one that no item names are told too.
    pub(super) fn complete_exceptions(&mut self) {
        let trees = Rc::clone(&self.trees);
        for number in 0..self.exceptions.len() {
            let Some((tree, exception)) = self.declared_exception(&trees, number) else {
                continue;
            };
            self.within(tree, |b| b.complete_exception(number, exception));
        }
    }

    fn complete_exception(&mut self, number: usize, exception: &ast::Exception) {
        let rows = exception.proof.as_ref().and_then(|proof| {
            let rows = self.rows_of(&ast::Rows {
                name: proof.rows.name.clone(),
                filter: None,
            })?;
            let scope = [Scope::row(noun(&rows), None)];
            let claim = Claim::of(proof);
            let own = claim.claimed.iter().map(|c| self.condition(&scope, c));
            let parts: Vec<ExprId> = own.collect();
            let parts = rows.filter.into_iter().chain(parts).collect();
            let claimed = self.all_of(parts, proof.rows.name.span);
            let declared = self.model.datasets.get(rows.dataset);
            let is_limited = declared.is_some_and(|d| d.in_force.is_some());
            // Looked at here too, so that a mistake in an exception that no item names is told.
            for valid in &claim.valid {
                self.condition(&scope, valid);
            }
            let valid = match claim.valid.first().map(|valid| &valid.kind) {
                Some(ast::ExprKind::ValidOn(day)) => {
                    Validity::On(self.value(&scope, day, Some(&Type::Date)))
                }
                _ if is_limited => Validity::Declared,
                _ => Validity::Any,
            };
            let column = proof.column.as_ref().map(|c| self.value(&scope, c, None));
            Some((rows.dataset, claimed, valid, column))
        });
        if let Some(entry) = self.model.exceptions.get_mut(number)
            && let Some((dataset, claimed, valid, proof)) = rows
        {
            entry.dataset = Some(dataset);
            entry.claimed = claimed;
            entry.valid = valid;
            entry.proof = proof;
        }
    }

    fn declared_exception<'t>(
        &self,
        trees: &'t [super::Tree],
        number: usize,
    ) -> Option<(usize, &'t ast::Exception)> {
        let &(tree, index) = self.exceptions.get(number)?;
        match trees.get(tree)?.ast.declarations.get(index)? {
            ast::Declaration::Exception(exception) => Some((tree, exception)),
            _ => None,
        }
    }

    /// The exceptions that a line names, by number; unknown ones are reported.
    fn exceptions_named(&mut self, names: &[ast::Name]) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        for name in names {
            if let Some(Thing::Exception(number)) = self.thing_called(name) {
                found.push((number, name.span));
                continue;
            }
            let candidate = self.spaces.get(self.current).and_then(|space| {
                let exceptions = space.things.iter();
                let exceptions = exceptions.filter(|(_, (t, _))| matches!(t, Thing::Exception(_)));
                nearest(&name.text, exceptions.map(|(name, _)| name.as_str()))
            });
            let kind = problems::Kind::Exception;
            let language = self.language();
            let problem = problems::unknown_name(language, name.span, kind, &name.text, candidate);
            self.missing(&name.text, problem);
        }
        found
    }

    /// Whom the exceptions of an item excuse. Rows of a rate were left out of it already.
    pub(super) fn excuses(&mut self, names: &[ast::Name], check: &Check) -> Vec<Excuse> {
        let mut excuses = Vec::new();
        for (exception, span) in self.exceptions_named(names) {
            let test = match check {
                Check::Rows(rows) => {
                    let scope = Scope::row(
                        Noun {
                            dataset: rows.dataset,
                            population: rows.population,
                        },
                        None,
                    );
                    self.excused_rows(exception, &[scope], span)
                }
                Check::Match(matched) => {
                    let first = matched.sources.first();
                    first.and_then(|first| {
                        let of = Keyed {
                            dataset: first.rows.dataset,
                            key: &first.key,
                            names: &[],
                        };
                        self.excused_keys(exception, &of, span)
                    })
                }
                Check::Groups(groups) => {
                    let first = groups.of.first().zip(groups.keys.first());
                    first.and_then(|(rows, key)| {
                        let of = Keyed {
                            dataset: rows.dataset,
                            key,
                            names: &groups.names,
                        };
                        let test = self.excused_keys(exception, &of, span)?;
                        self.whole_key(test, key.len(), span)
                    })
                }
                Check::Combinations(combined) => {
                    let of = Keyed {
                        dataset: combined.rows.dataset,
                        key: &combined.keys,
                        names: &combined.names,
                    };
                    self.excused_keys(exception, &of, span)
                }
                // Deliveries were excused one by one.
                Check::Nothing | Check::Duty(_) => None,
                Check::Whole(_) => {
                    let problem = problems_of_clauses::except_without_rows(self.language(), span);
                    self.diagnostics.add(problem);
                    None
                }
            };
            excuses.extend(test.map(|test| Excuse {
                exception,
                test,
                parts: None,
            }));
        }
        excuses
    }

    /// The keys of groups are known as a whole alone.
    fn whole_key(&mut self, test: ExcuseTest, width: usize, span: Span) -> Option<ExcuseTest> {
        if let ExcuseTest::Key { of, .. } = &test
            && !of.iter().copied().eq(0..width)
        {
            let problem = problems_of_clauses::except_by_other_key(self.language(), span);
            self.diagnostics.add(problem);
            return None;
        }
        Some(test)
    }

    /// Which deliveries exceptions excuse: all of a sender's, or where the rows of the exception name a period or a recipient those
    /// alone. Rows that declare how long they are in force have to be so on the last day of the delivery.
    pub(super) fn excused_deliveries(
        &mut self,
        names: &[ast::Name],
        scope: &Scope,
        (slots, stretches): (&[Slot], &[Stretch]),
        span: Span,
    ) -> Vec<Excuse> {
        let mut excuses = Vec::new();
        let scopes = [scope.clone()];
        for (exception, place) in self.exceptions_named(names) {
            let Some(dataset) = self.model.exceptions.get(exception).and_then(|e| e.dataset) else {
                continue;
            };
            let roles = self.roles.get(&dataset).copied().unwrap_or_default();
            let number = match (roles.period, stretches) {
                (Some(column), [_, ..]) => {
                    let number = self.period_in(dataset, column, stretches, span);
                    if number.is_none() {
                        continue;
                    }
                    number
                }
                _ => None,
            };
            for (at, slot) in slots.iter().enumerate() {
                let mut conditions = Vec::new();
                let period = slot.period.as_ref();
                let stretch = period.and_then(|period| {
                    stretches
                        .iter()
                        .position(|stretch| stretch.period == *period)
                });
                if let (Some(number), Some(stretch)) = (number, stretch) {
                    let this = self.whole_number(i64::try_from(stretch + 1).unwrap_or(0), span);
                    let same = ExprKind::Compare(number, CompareOp::Equal, this);
                    conditions.push(self.truth_of(same, &[number], span));
                }
                if let (Some(recipient), Some(column)) = (&slot.recipient, roles.recipient) {
                    let inner = self.column_at(0, dataset, column, place);
                    let value = self.seen_from_inside(recipient.value);
                    if !self.key_types_agree(inner, recipient.value, place) {
                        return excuses;
                    }
                    let same = ExprKind::Compare(inner, CompareOp::Equal, value);
                    conditions.push(self.truth_of(same, &[inner], span));
                }
                // Days of terms that stand in rows are not known here: then it is the day of the inspection.
                let day = match self.literal(slot.last_day) {
                    Some(Value::Date(day)) => period.map(|_| *day),
                    _ => None,
                };
                let of = Proving { day, conditions };
                let Some(test) = self.proved_rows(exception, &scopes, &of, place) else {
                    break;
                };
                excuses.push(Excuse {
                    exception,
                    test,
                    parts: Some(vec![at * 2, at * 2 + 1]),
                });
            }
        }
        excuses
    }

    /// The rows of a rate without those that exceptions excuse; the exceptions with the rows left out for them.
    pub(super) fn without_excused(
        &mut self,
        names: &[ast::Name],
        rows: &mut RowsOf,
        span: Span,
    ) -> Vec<Excuse> {
        let mut excuses = Vec::new();
        let scope = [Scope::row(noun(rows), rows.filter)];
        let all = rows.filter;
        for (exception, place) in self.exceptions_named(names) {
            let Some(ExcuseTest::Subject { proved, .. }) =
                self.excused_rows(exception, &scope, place)
            else {
                continue;
            };
            let left_out: Vec<ExprId> = all.into_iter().chain([proved]).collect();
            let left_out = self.all_of(left_out, span);
            let count = self.counting(rows.dataset, left_out, Link::Whole, span);
            excuses.push(Excuse {
                exception,
                test: ExcuseTest::LeftOut { count, proved },
                parts: None,
            });
            let others = self.truth_of(ExprKind::Not(proved), &[proved], span);
            let kept = rows.filter.into_iter().chain([others]).collect();
            rows.filter = self.all_of(kept, span);
        }
        excuses
    }

    /// What the rows of a dataset have to say to prove an exception. Rows that declare how long they are in force have to be so on the day of the
    /// inspection, where the exception names no other day: nobody is excused by what has run out.
    fn claim<'p>(&self, proof: &'p ast::Proof, dataset: usize, day: Option<Date>) -> Claim<'p> {
        let mut claim = Claim::of(proof);
        let declared = self.model.datasets.get(dataset);
        if claim.valid.is_empty() && declared.is_some_and(|d| d.in_force.is_some()) {
            let span = proof.rows.name.span;
            let kind = day.map_or(ast::ExprKind::AsOf, ast::ExprKind::Date);
            let day = Box::new(ast::Expr { kind, span });
            let kind = ast::ExprKind::ValidOn(day);
            claim.valid.push(ast::Expr { kind, span });
        }
        claim
    }

    /// For the row at hand: whether a row claims the exception for it, is in force, and proves it.
    fn excused_rows(
        &mut self,
        exception: usize,
        scopes: &[Scope],
        span: Span,
    ) -> Option<ExcuseTest> {
        self.proved_rows(exception, scopes, &Proving::default(), span)
    }

    fn proved_rows(
        &mut self,
        exception: usize,
        scopes: &[Scope],
        of: &Proving,
        span: Span,
    ) -> Option<ExcuseTest> {
        let trees = Rc::clone(&self.trees);
        let (tree, declared) = self.declared_exception(&trees, exception)?;
        // What is wrong with the exception itself was reported where it is declared.
        let dataset = self.model.exceptions.get(exception)?.dataset?;
        let claim = self.claim(declared.proof.as_ref()?, dataset, of.day);
        let mut found = Vec::new();
        self.within(tree, |b| {
            let noun = b.noun(&claim.proof.rows.name)?;
            for filter in claim.filters() {
                let by = claim.proof.by.as_ref();
                let count = b.count(scopes, noun, filter.as_ref(), by, span)?;
                let count = b.counting_where(count, &of.conditions, span)?;
                let one = b.whole_number(1, span);
                let some = ExprKind::Compare(count, CompareOp::AtLeast, one);
                found.push(b.truth_of(some, &[count], span));
            }
            Some(())
        })?;
        match found.as_slice() {
            &[claimed, in_force, proved] => Some(ExcuseTest::Subject {
                claimed,
                in_force,
                proved,
            }),
            _ => None,
        }
    }

    /// A count of fewer rows: of those for which further conditions hold.
    fn counting_where(
        &mut self,
        count: ExprId,
        conditions: &[ExprId],
        span: Span,
    ) -> Option<ExprId> {
        if conditions.is_empty() {
            return Some(count);
        }
        let ExprKind::Aggregate(aggregate) = &self.model.expr(count).kind else {
            let problem = problems_of_clauses::except_by_other_key(self.language(), span);
            self.diagnostics.add(problem);
            return None;
        };
        let aggregate = aggregate.clone();
        let parts = aggregate.filter.into_iter();
        let filter = self.all_of(parts.chain(conditions.iter().copied()).collect(), span);
        Some(self.counting(aggregate.dataset, filter, aggregate.link, span))
    }

    /// The same for the keys of a match, for groups of column values and for combinations.
    fn excused_keys(
        &mut self,
        exception: usize,
        subjects: &Keyed<'_>,
        span: Span,
    ) -> Option<ExcuseTest> {
        let trees = Rc::clone(&self.trees);
        let (tree, declared) = self.declared_exception(&trees, exception)?;
        let dataset = self.model.exceptions.get(exception)?.dataset?;
        let claim = self.claim(declared.proof.as_ref()?, dataset, None);
        self.within(tree, |b| {
            let rows = b.rows_of(&ast::Rows {
                name: claim.proof.rows.name.clone(),
                filter: None,
            })?;
            let scope = [Scope::row(noun(&rows), None)];
            let (mut key, mut names) = (Vec::new(), Vec::new());
            match &claim.proof.by {
                Some(by) => {
                    for part in &by.first {
                        key.push(b.value(&scope, part, None));
                        names.push(last_name(part).unwrap_or_default().to_owned());
                    }
                }
                None if subjects.names.is_empty() => {
                    let shared = b.default_key(subjects.dataset, dataset, span)?;
                    for column in shared.right {
                        key.push(b.column_at(0, dataset, column, span));
                    }
                }
                // The columns that are called like parts of the subjects' key.
                None => {
                    for name in subjects.names {
                        let mut own = [&name.en, &name.zh].into_iter().flatten();
                        let found = own.find_map(|name| Some((b.column(dataset, name)?, name)));
                        if let Some((column, name)) = found {
                            key.push(b.column_at(0, dataset, column, span));
                            names.push(name.clone());
                        }
                    }
                }
            }
            let of = stands_for(&key, &names, subjects);
            if key.is_empty() || of.len() != key.len() {
                let language = b.language();
                let problem = problems_of_clauses::except_by_other_key(language, span);
                b.diagnostics.add(problem);
                return None;
            }
            for (inner, &part) in key.iter().zip(&of) {
                let outer = *subjects.key.get(part)?;
                if !b.key_types_agree(*inner, outer, span) {
                    return None;
                }
            }
            let mut filters = Vec::new();
            for filter in claim.filters() {
                let own = filter.map(|filter| b.condition(&scope, &filter));
                let parts = rows.filter.into_iter().chain(own).collect();
                filters.push(b.all_of(parts, span));
            }
            match filters.as_slice() {
                &[claimed, in_force, proved] => Some(ExcuseTest::Key {
                    of,
                    dataset,
                    key,
                    claimed,
                    in_force,
                    proved,
                }),
                _ => None,
            }
        })
    }
}

/// For each part of an exception's key the part of the subjects' key that it stands for: by its name, else by its place; fewer where a
/// part stands for none.
fn stands_for(key: &[ExprId], names: &[String], subjects: &Keyed<'_>) -> Vec<usize> {
    let named = |name: &String| {
        let is =
            |other: &Bilingual| other.en.as_ref() == Some(name) || other.zh.as_ref() == Some(name);
        subjects.names.iter().position(is)
    };
    let by_name: Vec<usize> = names.iter().filter_map(named).collect();
    if !by_name.is_empty() && by_name.len() == key.len() {
        return by_name;
    }
    let fits = key.len() == subjects.key.len();
    (0..key.len()).filter(|_| fits).collect()
}

fn noun(rows: &RowsOf) -> Noun {
    Noun {
        dataset: rows.dataset,
        population: rows.population,
    }
}
