//! Exceptions: which rows prove them, and whom they excuse in an item.

use super::Builder;
use super::declarations::text;
use super::names::{Noun, Thing, named, place};
use super::problems::{self, nearest};
use super::problems_of_clauses;
use super::scope::Scope;
use crate::model::{
    Check, Exception, Excuse, ExcuseTest, ExprId, ExprKind, Link, MatchCheck, RowsOf,
};
use crate::source::Span;
use crate::syntax::ast::{self, CellState, CompareOp};
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
            let rows = self.rows_of(&proof.rows)?;
            let scope = [Scope::row(noun(&rows), None)];
            let column = proof.column.as_ref().map(|c| self.value(&scope, c, None));
            Some((rows.dataset, column))
        });
        if let Some(entry) = self.model.exceptions.get_mut(number) {
            entry.dataset = rows.map(|rows| rows.0);
            entry.proof = rows.and_then(|rows| rows.1);
        }
    }

    /// What exceptions cite; the locks are known.
    pub(super) fn citations_of_exceptions(&mut self) {
        let trees = Rc::clone(&self.trees);
        for number in 0..self.exceptions.len() {
            let Some((tree, exception)) = self.declared_exception(&trees, number) else {
                continue;
            };
            let cites = self.within(tree, |b| b.citations(&exception.cites));
            if let Some(entry) = self.model.exceptions.get_mut(number) {
                entry.cites = cites;
            }
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
            if let Some(Thing::Exception(number)) = self.thing(&name.text) {
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
                Check::Match(matched) => self.excused_keys(exception, matched, span),
                Check::Nothing => None,
                Check::Groups(_) | Check::Whole(_) | Check::Combinations(_) | Check::Duty(_) => {
                    let problem = problems_of_clauses::except_without_rows(self.language(), span);
                    self.diagnostics.add(problem);
                    None
                }
            };
            excuses.extend(test.map(|test| Excuse { exception, test }));
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
                test: ExcuseTest::LeftOut { count },
            });
            let others = self.truth_of(ExprKind::Not(proved), &[proved], span);
            let kept = rows.filter.into_iter().chain([others]).collect();
            rows.filter = self.all_of(kept, span);
        }
        excuses
    }

    /// What the rows of a dataset have to say to prove an exception. Rows that declare how long they are in force have to be so on the day of the
    /// inspection, where the exception names no other day: nobody is excused by what has run out.
    fn claim<'p>(&self, proof: &'p ast::Proof, dataset: usize) -> Claim<'p> {
        let mut claim = Claim::of(proof);
        let declared = self.model.datasets.get(dataset);
        if claim.valid.is_empty() && declared.is_some_and(|d| d.in_force.is_some()) {
            let span = proof.rows.name.span;
            let kind = ast::ExprKind::AsOf;
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
        let trees = Rc::clone(&self.trees);
        let (tree, declared) = self.declared_exception(&trees, exception)?;
        // What is wrong with the exception itself was reported where it is declared.
        let dataset = self.model.exceptions.get(exception)?.dataset?;
        let claim = self.claim(declared.proof.as_ref()?, dataset);
        let mut found = Vec::new();
        self.within(tree, |b| {
            let noun = b.noun(&claim.proof.rows.name)?;
            for filter in claim.filters() {
                let by = claim.proof.by.as_ref();
                let count = b.count(scopes, noun, filter.as_ref(), by, span)?;
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

    /// The same for the keys of a match.
    fn excused_keys(
        &mut self,
        exception: usize,
        matched: &MatchCheck,
        span: Span,
    ) -> Option<ExcuseTest> {
        let trees = Rc::clone(&self.trees);
        let (tree, declared) = self.declared_exception(&trees, exception)?;
        let dataset = self.model.exceptions.get(exception)?.dataset?;
        let claim = self.claim(declared.proof.as_ref()?, dataset);
        let wanted = matched.sources.first()?.key.clone();
        self.within(tree, |b| {
            let rows = b.rows_of(&ast::Rows {
                name: claim.proof.rows.name.clone(),
                filter: None,
            })?;
            let scope = [Scope::row(noun(&rows), None)];
            let mut key = Vec::new();
            match &claim.proof.by {
                Some(by) => {
                    for part in &by.first {
                        key.push(b.value(&scope, part, None));
                    }
                }
                None => {
                    let first = matched.sources.first()?.rows.dataset;
                    let shared = b.default_key(first, dataset, span)?;
                    for column in shared.right {
                        key.push(b.column_at(0, dataset, column, span));
                    }
                }
            }
            if key.len() != wanted.len() {
                let language = b.language();
                let problem = problems_of_clauses::except_by_other_key(language, span);
                b.diagnostics.add(problem);
                return None;
            }
            for (inner, outer) in key.iter().zip(&wanted) {
                if !b.key_types_agree(*inner, *outer, span) {
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

fn noun(rows: &RowsOf) -> Noun {
    Noun {
        dataset: rows.dataset,
        population: rows.population,
    }
}
