//! Sentences of items.

use super::expressions::{compare_op, expr};
use super::{Builder, Node, keyword};
use crate::syntax::ast::{
    Combinations, Combined, Comparing, Expr, ExprKind, Group, Rate, Reconcile, Record, Requirement,
    Rows, Sentence, SentenceKind, Sets, ValuesOf,
};
use crate::syntax::parser::Rule;
use crate::types::Unit;

impl Builder<'_, '_> {
    pub(super) fn sentence(&mut self, node: &Node<'_>) -> Option<Sentence> {
        let mut inner = node.clone().into_inner();
        let said = inner.next()?;
        let (mut tolerating, mut smallest) = (None, None);
        for part in inner {
            match part.as_rule() {
                Rule::tolerating => {
                    let share = part.into_inner().next()?;
                    let kind = match share.as_rule() {
                        Rule::number => {
                            ExprKind::Number(self.number(&share)?.0, Some(Unit::Percent))
                        }
                        _ => ExprKind::Name(self.name(&share)?),
                    };
                    tolerating = Some(expr(kind, self.span(&share)));
                }
                Rule::smallest => smallest = Some(self.primary(&part.into_inner().next()?)?),
                _ => {}
            }
        }
        let kind = match said.as_rule() {
            Rule::record => SentenceKind::Record(self.record(&said)?),
            Rule::value_record => SentenceKind::Record(self.value_record(&said)?),
            Rule::none => SentenceKind::Record(self.none(&said)?),
            Rule::plain_record => SentenceKind::Record(self.plain_record(&said)?),
            Rule::reconcile => SentenceKind::Reconcile(self.reconcile(&said)?),
            Rule::unique => self.unique(&said)?,
            Rule::dependency => self.dependency(&said)?,
            Rule::rate => SentenceKind::Rate(self.rate(&said)?),
            Rule::group => SentenceKind::Group(self.group(&said)?),
            Rule::combinations => SentenceKind::Combinations(self.combinations(&said)?),
            Rule::sets => SentenceKind::Sets(self.sets(&said)?),
            Rule::ranking => SentenceKind::Ranking(self.ranking(&said)?),
            Rule::schedule => SentenceKind::Schedule(self.schedule(&said)?),
            Rule::report => SentenceKind::Report(self.duty(&said)?),
            Rule::trend => SentenceKind::Trend(self.trend(&said)?),
            _ => return None,
        };
        Some(Sentence {
            kind,
            tolerating,
            aim: self.is_aim(node),
            smallest,
            span: self.span(node),
        })
    }

    fn record(&mut self, node: &Node<'_>) -> Option<Record> {
        let (mut of, mut when, mut must) = (None, Vec::new(), Vec::new());
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::rows => of = Some(self.rows(&part)?),
                Rule::when => when.push(self.condition(&part)?),
                _ => must.push(self.requirement(&part)?),
            }
        }
        Some(Record {
            of: of?,
            when: conjunction(when),
            must,
        })
    }

    /// 每名 P 的 EXPR 应 COMPARISON
    fn value_record(&mut self, node: &Node<'_>) -> Option<Record> {
        let (mut of, mut when, mut must) = (None, Vec::new(), Vec::new());
        let mut left: Option<Expr> = None;
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::rows => of = Some(self.rows(&part)?),
                Rule::when => when.push(self.condition(&part)?),
                Rule::value => left = Some(self.expression(&part)?),
                _ => must.push(self.value_requirement(left.clone()?, &part)?),
            }
        }
        Some(Record {
            of: of?,
            when: conjunction(when),
            must,
        })
    }

    /// `no P where C`: every P must not be C.
    fn none(&mut self, node: &Node<'_>) -> Option<Record> {
        let mut inner = node.clone().into_inner();
        let name = self.name(&inner.next()?)?;
        let condition = self.condition(&inner.next()?)?;
        let span = condition.span;
        Some(Record {
            of: Rows { name, filter: None },
            when: None,
            must: vec![Requirement {
                negated: true,
                condition,
                span,
            }],
        })
    }

    /// `P have a named R`
    fn plain_record(&mut self, node: &Node<'_>) -> Option<Record> {
        let (mut of, mut negated, mut must) = (None, false, Vec::new());
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::rows => of = Some(self.rows(&part)?),
                Rule::must => negated = part.into_inner().next().is_some(),
                _ => {
                    let span = self.span(&part);
                    let relation = self.relation(&part.into_inner().next()?)?;
                    must.push(Requirement {
                        negated,
                        condition: expr(ExprKind::Has(Box::new(relation)), span),
                        span,
                    });
                }
            }
        }
        Some(Record {
            of: of?,
            when: None,
            must,
        })
    }

    /// `must [not] …` where a whole condition follows.
    pub(super) fn requirement(&mut self, node: &Node<'_>) -> Option<Requirement> {
        let mut inner = node.clone().into_inner();
        let negated = inner.next()?.into_inner().next().is_some();
        Some(Requirement {
            negated,
            condition: self.expression(&inner.next()?)?,
            span: self.span(node),
        })
    }

    /// `must [not] COMPARISON` for a value written before it.
    fn value_requirement(&mut self, left: Expr, node: &Node<'_>) -> Option<Requirement> {
        let mut inner = node.clone().into_inner();
        let negated = inner.next()?.into_inner().next().is_some();
        let test = inner.next()?;
        let condition = match test.as_rule() {
            Rule::value => {
                let right = self.expression(&test)?;
                let span = left.span.to(right.span);
                let equal = crate::syntax::ast::CompareOp::Equal;
                expr(
                    ExprKind::Compare(Box::new(left), equal, Box::new(right)),
                    span,
                )
            }
            _ => self.tests(left, &test, inner)?,
        };
        Some(Requirement {
            negated,
            condition,
            span: self.span(node),
        })
    }

    /// A test of a value and what is joined to it: 为空 或 晚于 D; 且 binds tighter than 或.
    fn tests<'n>(
        &mut self,
        left: Expr,
        first: &Node<'_>,
        joined: impl Iterator<Item = Node<'n>>,
    ) -> Option<Expr> {
        let mut any = vec![vec![self.test(left.clone(), first)?]];
        let mut or = false;
        for part in joined {
            match part.as_rule() {
                Rule::or => or = true,
                Rule::and => or = false,
                _ => {
                    let test = self.tail(left.clone(), &part)?;
                    match any.last_mut() {
                        Some(all) if !or => all.push(test),
                        _ => any.push(vec![test]),
                    }
                }
            }
        }
        let all = any
            .into_iter()
            .map(conjunction)
            .collect::<Option<Vec<Expr>>>()?;
        if all.len() < 2 {
            return all.into_iter().next();
        }
        let span = all.first()?.span.to(all.last()?.span);
        Some(expr(ExprKind::Or(all), span))
    }

    fn reconcile(&mut self, node: &Node<'_>) -> Option<Reconcile> {
        let mut built = Reconcile {
            sources: Vec::new(),
            by: None,
            comparing: Vec::new(),
            explained: None,
            parts: Vec::new(),
        };
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::aim => {}
                Rule::rows => built.sources.push(self.rows(&part)?),
                Rule::key => built.by = Some(self.key(&part)?),
                Rule::explained => {
                    built.explained = Some(self.condition(&part.into_inner().next()?)?)
                }
                _ => {
                    for field in part.into_inner() {
                        built.comparing.push(self.compared_field(&field)?);
                    }
                }
            }
        }
        Some(built)
    }

    fn compared_field(&mut self, node: &Node<'_>) -> Option<Comparing> {
        let mut inner = node.clone().into_inner();
        let mut built = Comparing {
            column: self.name(&inner.next()?)?,
            as_written: false,
            within: None,
        };
        if let Some(how) = inner.next() {
            if how.as_rule() == Rule::as_written {
                built.as_written = true;
            } else {
                built.within = Some(self.expression(&how.into_inner().next()?)?);
            }
        }
        Some(built)
    }

    fn unique(&mut self, node: &Node<'_>) -> Option<SentenceKind> {
        let mut inner = node
            .clone()
            .into_inner()
            .filter(|n| n.as_rule() != Rule::aim);
        Some(SentenceKind::Unique {
            of: self.rows(&inner.next()?)?,
            by: self.paths(&inner.next()?)?,
        })
    }

    fn dependency(&mut self, node: &Node<'_>) -> Option<SentenceKind> {
        let mut of = None;
        let mut lists = Vec::new();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::aim => {}
                Rule::rows => of = Some(self.rows(&part)?),
                _ => lists.push(self.paths(&part)?),
            }
        }
        let mut lists = lists.into_iter();
        Some(SentenceKind::Dependency {
            of: of?,
            same: lists.next()?,
            dependent: lists.next()?,
        })
    }

    /// The groups of `per G, G2`.
    pub(super) fn per(&mut self, node: &Node<'_>) -> Option<Vec<Expr>> {
        let groups = node.clone().into_inner().next()?;
        groups
            .into_inner()
            .map(|group| self.primary(&group))
            .collect()
    }

    fn rate(&mut self, node: &Node<'_>) -> Option<Rate> {
        let (mut bound, mut share, mut of) = (None, None, None);
        let (mut per, mut must) = (Vec::new(), Vec::new());
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::rate_bound => bound = compare_op(keyword(&part)),
                Rule::primary => share = Some(self.primary(&part)?),
                Rule::rows => of = Some(self.rows(&part)?),
                Rule::per => per = self.per(&part)?,
                _ => must.push(self.requirement(&part)?),
            }
        }
        Some(Rate {
            bound: bound?,
            share: share?,
            of: of?,
            per,
            must,
        })
    }

    /// `every combination of A, B must be in P exactly once`
    fn combinations(&mut self, node: &Node<'_>) -> Option<Combinations> {
        let (mut of, mut rows, mut once) = (Vec::new(), None, false);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::combined => {
                    let mut inner = part.into_inner();
                    let what = self.path_name(&inner.next()?)?;
                    let range = match (inner.next(), inner.next()) {
                        (Some(low), Some(high)) => {
                            Some((self.expression(&low)?, self.expression(&high)?))
                        }
                        _ => None,
                    };
                    of.push(Combined { what, range });
                }
                Rule::rows => rows = Some(self.rows(&part)?),
                _ => once = true,
            }
        }
        Some(Combinations {
            of,
            rows: rows?,
            once,
        })
    }

    /// `values of R.x include values of S.y`
    fn sets(&mut self, node: &Node<'_>) -> Option<Sets> {
        let mut inner = node.clone().into_inner();
        let left = self.values_of(&inner.next()?)?;
        let same = !inner.next()?.as_str().contains("‹contains›");
        let right = self.values_of(&inner.next()?)?;
        Some(Sets { left, right, same })
    }

    fn values_of(&mut self, node: &Node<'_>) -> Option<ValuesOf> {
        let (mut built, mut by, mut filter) = (None, None, None);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::column_path => {
                    let mut inner = part.into_inner();
                    let name = self.name(&inner.next()?)?;
                    let column = self.name(&inner.next()?.into_inner().next()?)?;
                    let span = column.span;
                    let mut value = expr(ExprKind::Name(column), span);
                    for field in inner {
                        value = self.field(value, &field)?;
                    }
                    built = Some((name, value));
                }
                Rule::key => by = Some(self.key(&part)?),
                _ => filter = Some(Box::new(self.condition(&part)?)),
            }
        }
        let (name, value) = built?;
        let rows = Rows { name, filter };
        Some(ValuesOf { rows, value, by })
    }

    fn group(&mut self, node: &Node<'_>) -> Option<Group> {
        let (mut per, mut of) = (Vec::new(), Vec::new());
        let (mut left, mut must) = (None, None);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::per => per = self.per(&part)?,
                Rule::path_name => per.push(self.path_name(&part)?),
                Rule::column_of => per.push(self.column_of(&part)?),
                Rule::rows => of.push(self.rows(&part)?),
                Rule::value => left = Some(self.expression(&part)?),
                _ => must = Some(self.value_requirement(left.take()?, &part)?),
            }
        }
        Some(Group {
            per,
            of,
            must: must?,
        })
    }
}

/// Several `when` conditions together.
pub(super) fn conjunction(mut all: Vec<Expr>) -> Option<Expr> {
    if all.len() < 2 {
        return all.pop();
    }
    let span = all.first()?.span.to(all.last()?.span);
    Some(expr(ExprKind::And(all), span))
}
