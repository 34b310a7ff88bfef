//! Sentences about single rows: every, no, have, unique, of the same.

use super::Builder;
use super::names::Noun;
use super::problems_of_clauses;
use super::scope::Scope;
use crate::model::{
    Aggregate, Check, Clause, Deadline, ExprId, ExprKind, Link, RowsCheck, RowsOf, SubjectKind,
};
use crate::source::Span;
use crate::syntax::ast::{self, AggregateFunction, CompareOp};
use crate::types::Type;

impl Builder<'_> {
    /// A dataset or population with all that narrows it; `None` where there is none (reported).
    pub(super) fn rows_of(&mut self, rows: &ast::Rows) -> Option<RowsOf> {
        let noun = self.noun(&rows.name)?;
        let members = noun.population.and_then(|p| self.population_filter(p));
        let scope = [Scope::row(noun, members)];
        let own = rows.filter.as_deref().map(|f| self.condition(&scope, f));
        let parts = members.into_iter().chain(own).collect();
        let filter = self.all_of(parts, rows.name.span);
        Some(RowsOf {
            dataset: noun.dataset,
            population: noun.population,
            filter,
        })
    }

    /// Noun, members and scope of the rows that a sentence is about, with its own condition.
    fn subject(&mut self, rows: &ast::Rows) -> Option<Subject> {
        let noun = self.noun(&rows.name)?;
        let member = noun.population.and_then(|p| self.population_filter(p));
        let scope = Scope::row(noun, member);
        let applies = rows
            .filter
            .as_deref()
            .map(|f| self.condition(std::slice::from_ref(&scope), f));
        Some(Subject {
            noun,
            member,
            applies,
            scope,
        })
    }

    /// `every P where C when W must REQ`.
    pub(super) fn record(&mut self, record: &ast::Record, span: Span) -> Option<Check> {
        let subject = self.subject(&record.of)?;
        let scopes = [subject.scope.clone()];
        let when = record.when.as_ref().map(|w| self.condition(&scopes, w));
        let parts = subject.applies.into_iter().chain(when).collect();
        let applies = self.all_of(parts, span);
        let mut must = Vec::new();
        for requirement in &record.must {
            for id in self.requirements(&scopes, requirement) {
                must.push(self.clause(id));
            }
        }
        Some(subject.check(applies, must))
    }

    /// Adds the deadlines of an item to its check.
    pub(super) fn deadlines(&mut self, written: &[ast::Deadline], check: &mut Check) {
        let Some(first) = written.first() else {
            return;
        };
        let Check::Rows(rows) = check else {
            let problem = problems_of_clauses::due_without_rows(self.language(), first.span);
            self.diagnostics.add(problem);
            return;
        };
        if rows.subject == SubjectKind::Group {
            let problem = problems_of_clauses::due_without_rows(self.language(), first.span);
            self.diagnostics.add(problem);
            return;
        }
        let noun = Noun {
            dataset: rows.dataset,
            population: rows.population,
        };
        let scopes = [Scope::row(noun, rows.member)];
        for deadline in written {
            let mut must = Vec::new();
            for requirement in &deadline.must {
                for id in self.requirements(&scopes, requirement) {
                    must.push(self.clause(id));
                }
            }
            rows.deadlines.push(Deadline {
                due: deadline.due,
                must,
            });
        }
        rows.deadlines.sort_by_key(|deadline| deadline.due);
    }

    /// One requirement as one condition.
    pub(super) fn requirement(&mut self, scopes: &[Scope], written: &ast::Requirement) -> ExprId {
        let condition = self.condition(scopes, &written.condition);
        if written.negated {
            self.truth_of(ExprKind::Not(condition), &[condition], written.span)
        } else {
            condition
        }
    }

    /// One requirement as its parts that must each hold, so that a finding names the one that does not.
    fn requirements(&mut self, scopes: &[Scope], written: &ast::Requirement) -> Vec<ExprId> {
        if written.negated {
            return vec![self.requirement(scopes, written)];
        }
        let id = self.condition(scopes, &written.condition);
        self.conjuncts(&written.condition, id)
    }

    /// The parts of what was written with `and` or as a range; other conditions stay whole.
    fn conjuncts(&self, written: &ast::Expr, id: ExprId) -> Vec<ExprId> {
        let ExprKind::And(ids) = &self.model.expr(id).kind else {
            return vec![id];
        };
        match &written.kind {
            ast::ExprKind::And(parts) if parts.len() == ids.len() => parts
                .iter()
                .zip(ids)
                .flat_map(|(part, id)| self.conjuncts(part, *id))
                .collect(),
            ast::ExprKind::Between(_, _, _)
            | ast::ExprKind::DateWindow(_)
            | ast::ExprKind::HasEach(_) => ids.clone(),
            _ => vec![id],
        }
    }

    /// A requirement with the value that it looks at and what that is held against.
    pub(super) fn clause(&self, must: ExprId) -> Clause {
        let mut at = must;
        loop {
            let (actual, expected) = match &self.model.expr(at).kind {
                ExprKind::Not(inner) => {
                    at = *inner;
                    continue;
                }
                ExprKind::Compare(a, _, b) => (Some(*a), Some(*b)),
                ExprKind::State(of, _)
                | ExprKind::OneOf(of, _)
                | ExprKind::Matches(of, _, _)
                | ExprKind::Placeholder(of, _) => (Some(*of), None),
                // `named`: the cell itself is shown.
                ExprKind::And(parts) => {
                    let given = parts.first().map(|id| &self.model.expr(*id).kind);
                    let named = parts.get(1).is_some_and(|id| self.is_not_placeholder(*id));
                    match given {
                        Some(ExprKind::State(of, _)) if named => (Some(*of), None),
                        // A range: the value that both its ends look at.
                        Some(ExprKind::Compare(of, _, _)) if self.all_compare(parts, *of) => {
                            (Some(*of), None)
                        }
                        _ => (None, None),
                    }
                }
                _ => (None, None),
            };
            return Clause {
                must,
                actual,
                expected,
            };
        }
    }

    fn all_compare(&self, parts: &[ExprId], of: ExprId) -> bool {
        let compares = |id: &ExprId| matches!(self.model.expr(*id).kind, ExprKind::Compare(left, _, _) if left == of);
        parts.iter().all(compares)
    }

    fn is_not_placeholder(&self, id: ExprId) -> bool {
        match self.model.expr(id).kind {
            ExprKind::Not(inner) => {
                matches!(self.model.expr(inner).kind, ExprKind::Placeholder(_, _))
            }
            _ => false,
        }
    }

    /// `P is unique by K`: at most one row of P has these values.
    pub(super) fn unique(&mut self, of: &ast::Rows, by: &[ast::Expr], span: Span) -> Option<Check> {
        let subject = self.subject(of)?;
        let scopes = [subject.scope.clone()];
        let keys: Vec<ExprId> = by.iter().map(|k| self.value(&scopes, k, None)).collect();
        let parts = subject.member.into_iter().chain(subject.applies).collect();
        let filter = self.all_of(parts, span);
        let link = Link::Keys {
            inner: keys.clone(),
            outer: keys.clone(),
        };
        let count = self.counting(subject.noun.dataset, filter, link, span);
        let one = self.whole_number(1, span);
        let compare = ExprKind::Compare(count, CompareOp::AtMost, one);
        let must = self.truth_of(compare, &keys, span);
        let clause = self.clause(must);
        let applies = subject.applies;
        Some(subject.check(applies, vec![clause]))
    }

    /// `P of the same X have the same Y`: rows of equal X hold at most one Y. Where a blank among them may be
    /// another one, all of them are undecided, and a row with a blank in any case; a row with a blank X may be in any group.
    pub(super) fn dependency(
        &mut self,
        of: &ast::Rows,
        same: &[ast::Expr],
        dependent: &[ast::Expr],
        span: Span,
    ) -> Option<Check> {
        let subject = self.subject(of)?;
        let scopes = [subject.scope.clone()];
        let keys: Vec<ExprId> = same.iter().map(|k| self.value(&scopes, k, None)).collect();
        let values: Vec<ExprId> = dependent
            .iter()
            .map(|v| self.value(&scopes, v, None))
            .collect();
        let parts = subject.member.into_iter().chain(subject.applies).collect();
        let filter = self.all_of(parts, span);
        let mut applies: Vec<ExprId> = subject.applies.into_iter().collect();
        let mut must = Vec::new();
        for value in values {
            // Equal to itself exactly where it is known: otherwise the row can neither agree nor disagree.
            let known = ExprKind::Compare(value, CompareOp::Equal, value);
            let known = self.truth_of(known, &[value], span);
            let aggregate = Aggregate {
                function: AggregateFunction::CountDifferent,
                given_only: false,
                open: true,
                dataset: subject.noun.dataset,
                filter,
                value: Some(value),
                that: None,
                link: Link::Keys {
                    inner: keys.clone(),
                    outer: keys.clone(),
                },
                or_by: None,
            };
            let count = self.add(ExprKind::Aggregate(aggregate), Type::Integer, span);
            let one = self.whole_number(1, span);
            let agree = ExprKind::Compare(count, CompareOp::AtMost, one);
            let agree = self.truth_of(agree, &keys, span);
            let both = self.truth_of(ExprKind::And(vec![agree, known]), &[agree, known], span);
            applies.push(known);
            must.push(Clause {
                must: both,
                actual: Some(value),
                expected: None,
            });
        }
        let applies = self.all_of(applies, span);
        Some(subject.check(applies, must))
    }
}

/// The rows that a sentence is about.
struct Subject {
    noun: Noun,
    member: Option<ExprId>,
    applies: Option<ExprId>,
    scope: Scope,
}

impl Subject {
    fn check(self, applies: Option<ExprId>, must: Vec<Clause>) -> Check {
        Check::Rows(RowsCheck {
            dataset: self.noun.dataset,
            population: self.noun.population,
            member: self.member,
            applies,
            must,
            subject: SubjectKind::Row,
            deadlines: Vec::new(),
            ranking: None,
        })
    }
}
