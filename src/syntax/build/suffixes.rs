//! Operands: atoms, navigation, functions and aggregates, written before their operand or (in Chinese) behind it.

use super::expressions::expr;
use super::{Builder, Node, keyword};
use crate::source::Span;
use crate::syntax::ast::{Aggregate, AggregateFunction, Expr, ExprKind, Function};
use crate::syntax::parser::Rule;

fn function_of(word: &str) -> Option<Function> {
    Some(match word {
        "month of" | "'s month" => Function::Month,
        "year of" | "'s year" => Function::Year,
        "length of" | "'s length" => Function::Length,
        "birth date of" | "'s birth date" => Function::BirthDate,
        "sex of" | "'s sex" => Function::Sex,
        "age of" => Function::Age,
        "days from" => Function::DaysBetween,
        "part" => Function::Part,
        "rounded" => Function::Rounded,
        "earlier of" => Function::Earlier,
        "later of" => Function::Later,
        _ => return super::time::function_of(word),
    })
}

fn aggregate_of(word: &str) -> Option<AggregateFunction> {
    Some(match word {
        "total of" | "'s total" => AggregateFunction::Total,
        "mean of" | "'s mean" => AggregateFunction::Mean,
        "median of" | "'s median" => AggregateFunction::Median,
        "least of" | "'s least" => AggregateFunction::Least,
        "largest of" | "'s largest" => AggregateFunction::Largest,
        "standard deviation of" | "'s standard deviation" => AggregateFunction::StandardDeviation,
        "most common of" | "'s most common" => AggregateFunction::MostCommon,
        "count of" | "'s count" => AggregateFunction::Count,
        "count of different" | "different" => AggregateFunction::CountDifferent,
        _ => return None,
    })
}

fn aggregate(function: AggregateFunction, of: Expr) -> Aggregate {
    Aggregate {
        function,
        given_only: false,
        of,
        same: Vec::new(),
        by: None,
        filter: None,
        that: None,
    }
}

impl Builder<'_, '_> {
    /// An operand.
    pub(super) fn primary(&mut self, node: &Node<'_>) -> Option<Expr> {
        let mut inner = node.clone().into_inner();
        let atom = inner.next()?;
        let mut built = self.atom(&atom)?;
        if atom.as_rule() == Rule::expression {
            let start = self.canonical.tokens_of(node).first()?.span;
            let behind = self.bracket_behind(node, &atom)?;
            built.span = start.to(behind);
            self.bracketed.insert(built.span);
            // What is compared in brackets is not compared outside of them.
            self.last_left = None;
        }
        for suffix in inner {
            built = self.suffix(built, &suffix)?;
        }
        Some(built)
    }

    /// The place of the bracket that closes behind `inside`.
    fn bracket_behind(&self, node: &Node<'_>, inside: &Node<'_>) -> Option<Span> {
        let inside = self.canonical.tokens_of(inside).len();
        Some(self.canonical.tokens_of(node).get(inside + 1)?.span)
    }

    fn atom(&mut self, node: &Node<'_>) -> Option<Expr> {
        let span = self.span(node);
        let kind = match node.as_rule() {
            Rule::expression => return self.expression(node),
            Rule::lookup => {
                let mut inner = node.clone().into_inner();
                let name = self.name(&inner.next()?)?;
                ExprKind::Lookup(name, self.values(&inner.next()?)?)
            }
            Rule::name => ExprKind::Name(self.name(node)?),
            Rule::number => {
                let (number, unit) = self.number(node)?;
                ExprKind::Number(number, unit)
            }
            Rule::text => ExprKind::Text(self.quoted(node)?.text),
            Rule::date => ExprKind::Date(self.date(node)?),
            Rule::month => {
                let (year, month) = self.month(node)?;
                ExprKind::Month(year, month)
            }
            Rule::as_of => ExprKind::AsOf,
            Rule::headers => ExprKind::Headers(self.name(&node.clone().into_inner().next()?)?),
            Rule::beside => return self.beside(node),
            Rule::aggregate => return self.aggregate(node),
            Rule::function => return self.function(node),
            Rule::quantified => return self.quantified(node),
            Rule::valid => {
                let day = self.primary(&node.clone().into_inner().next()?)?;
                ExprKind::ValidOn(Box::new(day))
            }
            Rule::has_each => self.has_each(node)?,
            Rule::has => {
                let relation = node.clone().into_inner().next()?;
                ExprKind::Has(Box::new(self.relation(&relation)?))
            }
            _ => return None,
        };
        Some(expr(kind, span))
    }

    fn function(&mut self, node: &Node<'_>) -> Option<Expr> {
        let word = keyword(node);
        let mut operands = Vec::new();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::values => operands.extend(self.values(&part)?),
                Rule::value => operands.push(self.expression(&part)?),
                Rule::number => {
                    let (number, _) = self.number(&part)?;
                    operands.push(expr(ExprKind::Number(number, None), self.span(&part)));
                }
                _ => operands.push(self.primary(&part)?),
            }
        }
        let function = match word {
            "from" if node.as_str().trim_end().ends_with("‹'s age›") => Function::Age,
            "from" if node.as_str().trim_end().ends_with("‹'s working days›") => {
                Function::WorkingDays
            }
            "from" if node.as_str().trim_end().ends_with("‹'s last birthday›") => {
                Function::LastBirthday
            }
            "from" => Function::DaysBetween,
            _ => function_of(word)?,
        };
        if function == Function::Part {
            // `part A to B of T`: the text goes first in the tree.
            operands.rotate_right(1);
        }
        Some(expr(
            ExprKind::Function(function, operands),
            self.span(node),
        ))
    }

    fn aggregate(&mut self, node: &Node<'_>) -> Option<Expr> {
        let span = self.span(node);
        let mut inner = node.clone().into_inner();
        let built = match keyword(node) {
            "share of" => {
                let name = self.name(&inner.next()?)?;
                let of = expr(ExprKind::Name(name.clone()), name.span);
                let mut built = aggregate(AggregateFunction::Share, of);
                for part in inner {
                    match part.as_rule() {
                        Rule::same => built.same = self.same(&part)?,
                        Rule::key => built.by = Some(self.key(&part)?),
                        Rule::r#where => built.filter = Some(self.condition(&part)?),
                        _ => built.that = Some(self.expression(&part)?),
                    }
                }
                built
            }
            "quantile" => {
                let (number, _) = self.number(&inner.next()?)?;
                self.aggregate_rest(AggregateFunction::Quantile(number), inner)?
            }
            "different" => {
                let of = self.path_name(&inner.next()?)?;
                let built = aggregate(AggregateFunction::CountDifferent, of);
                self.scoped(built, &inner.next()?)?
            }
            "count of the same run" => {
                let run = expr(ExprKind::Run, span);
                let mut built = aggregate(AggregateFunction::Count, run.clone());
                built.same = vec![run];
                if let Some(part) = inner.next() {
                    built.filter = Some(self.condition(&part)?);
                }
                built
            }
            "of the same" | "of the same run" => {
                let same = self.same(&inner.next()?)?;
                let mut whole = self.primary(&inner.next()?)?;
                let ExprKind::Aggregate(aggregate) = &mut whole.kind else {
                    return None;
                };
                aggregate.same = same;
                whole.span = span;
                return Some(whole);
            }
            word => {
                inner.next()?;
                self.aggregate_rest(aggregate_of(word)?, inner)?
            }
        };
        Some(expr(ExprKind::Aggregate(Box::new(built)), span))
    }

    /// `[given] X [scope]`
    fn aggregate_rest<'p>(
        &mut self,
        function: AggregateFunction,
        parts: impl Iterator<Item = Node<'p>>,
    ) -> Option<Aggregate> {
        let (mut given_only, mut of, mut scope) = (false, None, None);
        for part in parts {
            match part.as_rule() {
                Rule::given_only => given_only = true,
                Rule::scope => scope = Some(part),
                _ => of = Some(self.primary(&part)?),
            }
        }
        let mut built = aggregate(function, of?);
        built.given_only = given_only;
        self.scoped(built, &scope?)
    }

    /// `of the same K by K where C`
    fn scoped(&mut self, mut built: Aggregate, scope: &Node<'_>) -> Option<Aggregate> {
        for part in scope.clone().into_inner() {
            match part.as_rule() {
                Rule::only_given => built.given_only = true,
                Rule::same => built.same = self.same(&part)?,
                Rule::key => built.by = Some(self.key(&part)?),
                Rule::r#where => built.filter = Some(self.condition(&part)?),
                _ => return None,
            }
        }
        Some(built)
    }

    /// `of the same K, K2`, `of the same run`
    fn same(&mut self, node: &Node<'_>) -> Option<Vec<Expr>> {
        let inner = node.clone().into_inner().next()?;
        match inner.as_rule() {
            Rule::same_run => Some(vec![expr(ExprKind::Run, self.span(node))]),
            _ => self.paths(&inner),
        }
    }

    fn suffix(&mut self, base: Expr, node: &Node<'_>) -> Option<Expr> {
        let span = base.span.to(self.span(node));
        let word = keyword(node);
        let mut inner = node.clone().into_inner();
        let kind = match node.as_rule() {
            Rule::field => return self.field(base, node),
            // Only a name can be that of a dataset.
            Rule::suffix_headers => match base.kind {
                ExprKind::Name(name) => ExprKind::Headers(name),
                _ => return None,
            },
            Rule::suffix_function => ExprKind::Function(function_of(word)?, vec![base]),
            Rule::suffix_rounded => {
                let places = inner.next()?;
                let (number, _) = self.number(&places)?;
                let places = expr(ExprKind::Number(number, None), self.span(&places));
                ExprKind::Function(Function::Rounded, vec![base, places])
            }
            Rule::suffix_part => {
                let first = self.expression(&inner.next()?)?;
                let last = self.primary(&inner.next()?)?;
                ExprKind::Function(Function::Part, vec![base, first, last])
            }
            Rule::suffix_aggregate => {
                inner.next()?;
                let built = aggregate(aggregate_of(word)?, base);
                ExprKind::Aggregate(Box::new(self.scoped(built, &inner.next()?)?))
            }
            Rule::suffix_quantile => {
                let (number, _) = self.number(&inner.next()?)?;
                let built = aggregate(AggregateFunction::Quantile(number), base);
                ExprKind::Aggregate(Box::new(self.scoped(built, &inner.next()?)?))
            }
            Rule::suffix_share => {
                let mut built = aggregate(AggregateFunction::Share, base);
                built.that = Some(self.expression(&inner.next()?)?);
                ExprKind::Aggregate(Box::new(self.scoped(built, &inner.next()?)?))
            }
            _ => return None,
        };
        Some(expr(kind, span))
    }
}
