//! Sentences about groups, rates and the whole.

use super::Builder;
use super::bounds::Bounds;
use super::names::Noun;
use super::problems;
use super::scope::{Scope, ScopeKind, inside};
use super::values::{last_name, last_named};
use crate::model::{
    Aggregate, Check, Clause, Excuse, ExprId, ExprKind, GroupsCheck, RowsCheck, RowsOf,
    SubjectKind, WholeCheck,
};
use crate::source::Span;
use crate::syntax::ast::{self, AggregateFunction};
use crate::types::{Bilingual, Type};

/// What the groups of a sentence are.
pub(super) struct Grouping {
    /// The scope of one group.
    pub(super) scope: Scope,
    keys: Vec<Vec<ExprId>>,
    names: Vec<Bilingual>,
}

impl Builder<'_> {
    /// `per G of P: EXPR must COMPARISON`.
    pub(super) fn group(
        &mut self,
        group: &ast::Group,
        smallest: Option<&ast::Expr>,
        span: Span,
    ) -> Option<Check> {
        let of = if group.of.is_empty() {
            self.mentioned(&group.must.condition)
        } else {
            let mut of = Vec::new();
            for rows in &group.of {
                of.push(self.rows_of(rows)?);
            }
            of
        };
        let grouping = self.grouping(&group.per, of, span)?;
        let scopes = [grouping.scope.clone()];
        let must = self.requirement(&scopes, &group.must);
        let clause = self.clause(must);
        let applies = self.large_enough(&grouping, smallest, span)?;
        self.group_check(grouping, applies, clause)
    }

    /// `at least 95% of P per G must REQ`.
    pub(super) fn rate(
        &mut self,
        rate: &ast::Rate,
        smallest: Option<&ast::Expr>,
        except: &[ast::Name],
        span: Span,
    ) -> Option<(Check, Vec<Excuse>)> {
        let mut rows = self.rows_of(&rate.of)?;
        let excuses = self.without_excused(except, &mut rows, span);
        let noun = Noun {
            dataset: rows.dataset,
            population: rows.population,
        };
        let grouping = self.grouping(&rate.per, vec![rows.clone()], span)?;
        let scopes = [grouping.scope.clone()];
        let inner = inside(&scopes, Scope::row(noun, rows.filter));
        let mut parts = Vec::new();
        for requirement in &rate.must {
            parts.push(self.requirement(&inner, requirement));
        }
        let that = self.all_of(parts, span)?;
        let share = self.value(&scopes, &rate.share, Some(&Type::Percent));
        let wanted = self.language().pick("at least", "至少");
        if !self.operand_must_be(share, &Type::Percent, wanted)
            || !self.within_bounds(share, Bounds::Share)
        {
            return None;
        }
        let link = self.link(&scopes, noun, None, &[], span)?;
        let aggregate = Aggregate {
            function: AggregateFunction::Share,
            given_only: false,
            open: false,
            dataset: noun.dataset,
            filter: rows.filter,
            value: None,
            that: Some(that),
            link,
            or_by: None,
        };
        let actual = self.add(ExprKind::Aggregate(aggregate), Type::Percent, span);
        let compare = ExprKind::Compare(actual, rate.bound, share);
        let must = self.truth_of(compare, &[that, share], span);
        let clause = self.clause(must);
        let applies = self.large_enough(&grouping, smallest, span)?;
        Some((self.group_check(grouping, applies, clause)?, excuses))
    }

    pub(super) fn group_check(
        &mut self,
        grouping: Grouping,
        applies: Option<ExprId>,
        must: Clause,
    ) -> Option<Check> {
        Some(match grouping.scope.kind {
            ScopeKind::Group { noun, .. } | ScopeKind::Row(noun) => Check::Rows(RowsCheck {
                dataset: noun.dataset,
                population: noun.population,
                member: noun.population.and_then(|p| self.population_filter(p)),
                applies,
                must: vec![must],
                subject: SubjectKind::Group,
                deadlines: Vec::new(),
                ranking: None,
            }),
            ScopeKind::Columns { .. } => Check::Groups(GroupsCheck {
                of: grouping.scope.of,
                keys: grouping.keys,
                names: grouping.names,
                applies,
                must,
            }),
            ScopeKind::Whole => Check::Whole(WholeCheck { applies, must }),
        })
    }

    /// What the groups are: rows of a dataset (named, or reached by a reference), or values of columns.
    pub(super) fn grouping(
        &mut self,
        per: &[ast::Expr],
        of: Vec<RowsOf>,
        span: Span,
    ) -> Option<Grouping> {
        let bare = |kind: ScopeKind, of: Vec<RowsOf>| Grouping {
            scope: Scope { kind, of },
            keys: Vec::new(),
            names: Vec::new(),
        };
        if per.is_empty() {
            return Some(bare(ScopeKind::Whole, of));
        }
        if let [one] = per
            && let Some((noun, path)) = self.group_of_rows(one, &of)
        {
            if let Some(name) = last_named(one) {
                // A path ends in a column, whatever else has its name.
                match one.kind {
                    ast::ExprKind::Name(_) if self.peek_noun(&name.text).is_some() => {
                        self.thing_called(name);
                    }
                    _ => {
                        self.thing(&name.text);
                    }
                }
            }
            return Some(bare(ScopeKind::Group { noun, path }, of));
        }
        if of.is_empty() {
            let name = per.first().and_then(last_name).map(str::to_owned);
            let problem = problems::which_rows(self.language(), span, name.as_deref(), &[]);
            self.diagnostics.add(problem);
            return None;
        }
        let mut keys = Vec::new();
        for rows in &of {
            let noun = Noun {
                dataset: rows.dataset,
                population: rows.population,
            };
            keys.push(self.group_key(noun, per)?);
        }
        let first = of.first().map(|rows| Noun {
            dataset: rows.dataset,
            population: rows.population,
        })?;
        let types = keys
            .first()
            .map(|key| key.iter().map(|id| self.type_of(*id)).collect())
            .unwrap_or_default();
        let names = per.iter().map(|p| self.group_name(first, p)).collect();
        let per = per.to_vec();
        Some(Grouping {
            scope: Scope {
                kind: ScopeKind::Columns { per, types },
                of,
            },
            keys,
            names,
        })
    }

    /// The dataset whose rows are the groups, with the path by which the rows reach it if it was written.
    fn group_of_rows(
        &mut self,
        per: &ast::Expr,
        of: &[RowsOf],
    ) -> Option<(Noun, Option<ast::Expr>)> {
        if let ast::ExprKind::Name(name) = &per.kind
            && let Some(noun) = self.peek_noun(&name.text)
        {
            return Some((noun, None));
        }
        let first = of.first()?;
        let scope = Scope::row(
            Noun {
                dataset: first.dataset,
                population: first.population,
            },
            None,
        );
        match self.leads_to(&[scope], per)? {
            Type::Reference(dataset) => Some((
                Noun {
                    dataset,
                    population: None,
                },
                Some(per.clone()),
            )),
            _ => None,
        }
    }

    /// The same for a measure, whose rows are those that its value names.
    pub(super) fn group_noun(
        &mut self,
        per: &ast::Expr,
        value: &ast::Expr,
    ) -> Option<(Noun, Option<ast::Expr>)> {
        let of = self.mentioned(value);
        self.group_of_rows(per, &of)
    }
}
