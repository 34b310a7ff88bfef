//! Expressions: operators by their precedence, comparisons, operands.

use super::{Builder, Node, keyword};
use crate::source::Span;
use crate::syntax::ast::{
    ArithmeticOp, CellState, ColumnTest, CompareOp, Expr, ExprKind, Key, MatchKind, Name,
    Quantifier, Quantity, Relation, Rows,
};
use crate::syntax::parser::Rule;
use crate::syntax::{precedence, problems, problems_of_clauses};
use crate::types::{Number, Unit};
use std::cell::RefCell;

pub(super) fn expr(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, span }
}

pub(super) fn boxed(expression: Expr) -> Box<Expr> {
    Box::new(expression)
}

pub(super) fn compare_op(word: &str) -> Option<CompareOp> {
    Some(match word {
        "=" | "equal to" => CompareOp::Equal,
        "<>" => CompareOp::NotEqual,
        "<" | "less than" | "before" => CompareOp::Less,
        "<=" | "at most" => CompareOp::AtMost,
        ">" | "more than" | "after" => CompareOp::More,
        ">=" | "at least" => CompareOp::AtLeast,
        "the same as" => CompareOp::Same,
        _ => return None,
    })
}

pub(super) fn cell_state(word: &str) -> Option<CellState> {
    Some(match word {
        "given" => CellState::Given,
        "blank" => CellState::Blank,
        "unreadable" => CellState::Unreadable,
        _ => return None,
    })
}

pub(super) fn unit_of(id: &str) -> Unit {
    match id {
        "working days" => Unit::WorkingDays,
        "months" => Unit::Months,
        "years" => Unit::Years,
        _ => Unit::Days,
    }
}

/// `not C`; "is not equal to" is an operator of its own.
pub(super) fn negated(condition: Expr) -> Expr {
    let span = condition.span;
    match condition.kind {
        ExprKind::Compare(left, CompareOp::Equal, right) => {
            expr(ExprKind::Compare(left, CompareOp::NotEqual, right), span)
        }
        _ => expr(ExprKind::Not(boxed(condition)), span),
    }
}

fn is_comparison(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Not(inner) => is_comparison(&inner.kind),
        ExprKind::Compare(..)
        | ExprKind::Between(..)
        | ExprKind::OneOf(..)
        | ExprKind::State(..)
        | ExprKind::Found(..)
        | ExprKind::Matches(..)
        | ExprKind::DateWindow(..)
        | ExprKind::InTerm(..)
        | ExprKind::InStage(..)
        | ExprKind::Near(..) => true,
        _ => false,
    }
}

/// The values that follow in `is A or B or C`, behind B.
fn further_values(behind: &str) -> Vec<&str> {
    let words: Vec<&str> = behind.split_whitespace().collect();
    let is_or = |word: &str| matches!(word, "or" | "或" | "或者");
    let mut values = Vec::new();
    let mut rest = words.as_slice();
    while let [or, value, more @ ..] = rest
        && is_or(or)
        && more.first().is_none_or(|word| is_or(word))
    {
        values.push(*value);
        rest = more;
    }
    values
}

impl Builder<'_, '_> {
    /// An `expression` or `value`.
    pub(super) fn expression(&mut self, node: &Node<'_>) -> Option<Expr> {
        if node.as_rule() == Rule::no_word {
            let (text, span) = ("no".to_owned(), self.span(node));
            return Some(expr(ExprKind::Name(Name { text, span }), span));
        }
        // The table wants three closures that all build, so they share the builder.
        let shared = RefCell::new(self);
        precedence::table()
            .map_primary(|node| match node.as_rule() {
                Rule::same_left => shared.borrow_mut().same_left(&node),
                _ => shared.borrow_mut().primary(&node),
            })
            .map_prefix(|operator, operand: Option<Expr>| {
                shared.borrow_mut().prefix(&operator, operand?)
            })
            .map_postfix(|left: Option<Expr>, tail| shared.borrow_mut().tail(left?, &tail))
            .map_infix(|left: Option<Expr>, operator, right: Option<Expr>| {
                shared.borrow_mut().infix(left?, &operator, right?)
            })
            .parse(node.clone().into_inner())
    }

    fn prefix(&mut self, operator: &Node<'_>, operand: Expr) -> Option<Expr> {
        let span = self.span(operator).to(operand.span);
        Some(match operator.as_rule() {
            Rule::not => expr(ExprKind::Not(boxed(operand)), span),
            _ => expr(ExprKind::Negative(boxed(operand)), span),
        })
    }

    fn infix(&mut self, left: Expr, operator: &Node<'_>, right: Expr) -> Option<Expr> {
        let span = left.span.to(right.span);
        let arithmetic = |op| ExprKind::Arithmetic(boxed(left.clone()), op, boxed(right.clone()));
        let kind = match (operator.as_rule(), keyword(operator)) {
            (Rule::or, _) => {
                self.refuse_value_alternatives(&left, &right);
                match left.kind {
                    ExprKind::Or(mut all) if !self.in_brackets(left.span) => {
                        all.push(right);
                        ExprKind::Or(all)
                    }
                    _ => ExprKind::Or(vec![left, right]),
                }
            }
            (Rule::and, _) => {
                self.refuse_list_and(&left, &right);
                match left.kind {
                    ExprKind::And(mut all) if !self.in_brackets(left.span) => {
                        all.push(right);
                        ExprKind::And(all)
                    }
                    _ => ExprKind::And(vec![left, right]),
                }
            }
            (Rule::or_else, _) => ExprKind::OrElse(boxed(left), boxed(right)),
            (_, "+") => arithmetic(ArithmeticOp::Plus),
            (_, "-") => arithmetic(ArithmeticOp::Minus),
            (_, "*") => arithmetic(ArithmeticOp::Times),
            (_, "/") => arithmetic(ArithmeticOp::Over),
            _ => return None,
        };
        Some(expr(kind, span))
    }

    /// Whether an expression was written in brackets.
    fn in_brackets(&self, span: Span) -> bool {
        self.bracketed.contains(&span)
    }

    /// `status is A or B`: B alone is no condition.
    fn refuse_value_alternatives(&mut self, left: &Expr, right: &Expr) {
        let alone = matches!(right.kind, ExprKind::Name(_) | ExprKind::Text(_))
            && !self.in_brackets(right.span);
        if !alone || self.in_brackets(left.span) {
            return;
        }
        let last = match &left.kind {
            ExprKind::Or(all) => all.last(),
            _ => Some(left),
        };
        let Some(ExprKind::Compare(side, CompareOp::Equal, value)) = last.map(|e| &e.kind) else {
            return;
        };
        let side = self.text_of(side.span).to_owned();
        let mut values = vec![self.text_of(value.span), self.text_of(right.span)];
        let behind = Span {
            start: right.span.end,
            end: self.canonical.last().max(right.span.end),
            ..right.span
        };
        values.extend(further_values(self.text_of(behind)));
        let diagnostic =
            problems::value_alternatives(self.shop.language, right.span, &side, &values);
        self.report(diagnostic);
    }

    /// `is one of A, B and C`: C alone is no condition.
    fn refuse_list_and(&mut self, left: &Expr, right: &Expr) {
        let alone = matches!(right.kind, ExprKind::Name(_) | ExprKind::Text(_))
            && !self.in_brackets(right.span);
        let last = match &left.kind {
            ExprKind::And(all) => all.last().map(|e| &e.kind),
            kind => Some(kind),
        };
        if alone && matches!(last, Some(ExprKind::OneOf(..))) && !self.in_brackets(left.span) {
            self.report(problems::list_and(self.shop.language, right.span));
        }
    }

    /// `and < 9`: a test of the left side of the comparison before it.
    pub(super) fn same_left(&mut self, node: &Node<'_>) -> Option<Expr> {
        let Some(left) = self.last_left.clone() else {
            let span = self.span(node);
            self.report(problems_of_clauses::nothing_compared(
                self.shop.language,
                span,
            ));
            return None;
        };
        self.tail(left, node)
    }

    /// A comparison: what follows the left side.
    pub(super) fn tail(&mut self, left: Expr, tail: &Node<'_>) -> Option<Expr> {
        if is_comparison(&left.kind) && !self.in_brackets(left.span) {
            let diagnostic = problems::chained(self.shop.language, self.span(tail));
            self.report(diagnostic);
            return None;
        }
        let mut not = false;
        let mut built = None;
        let compared = left.clone();
        for part in tail.clone().into_inner() {
            match part.as_rule() {
                Rule::linking => not = part.into_inner().next().is_some(),
                Rule::value | Rule::no_word => {
                    let right = self.expression(&part)?;
                    let span = left.span.to(right.span);
                    let kind =
                        ExprKind::Compare(boxed(left.clone()), CompareOp::Equal, boxed(right));
                    built = Some(expr(kind, span));
                }
                _ => built = Some(self.test(left.clone(), &part)?),
            }
        }
        self.last_left = Some(compared);
        built.map(|condition| if not { negated(condition) } else { condition })
    }

    /// One test of a left side: any of the alternatives of `test`.
    pub(super) fn test(&mut self, left: Expr, test: &Node<'_>) -> Option<Expr> {
        let span = left.span.to(self.span(test));
        let word = keyword(test);
        let mut inner = test.clone().into_inner();
        let kind = match test.as_rule() {
            Rule::compare => {
                let right = self.expression(&inner.next()?)?;
                if inner.peek().is_some() {
                    return self.days_off_a_day((left, right), test, span);
                }
                ExprKind::Compare(boxed(left), compare_op(word)?, boxed(right))
            }
            Rule::between => {
                let low = self.expression(&inner.next()?)?;
                let high = self.expression(&inner.next()?)?;
                ExprKind::Between(boxed(left), boxed(low), boxed(high))
            }
            Rule::in_list => {
                let values = inner.map(|value| self.primary(&value));
                ExprKind::OneOf(boxed(left), values.collect::<Option<_>>()?)
            }
            Rule::one_of => ExprKind::OneOf(boxed(left), self.values(&inner.next()?)?),
            Rule::in_value => {
                let (value, rest) = (inner.next()?, inner.next()?);
                if rest.as_rule() == Rule::later_amount {
                    return self.window(left, test, span);
                }
                let value = boxed(self.expression(&value)?);
                match (rest.as_rule(), keyword(&rest)) {
                    (Rule::amid, _) => {
                        let high = self.expression(&rest.into_inner().next()?)?;
                        ExprKind::Between(boxed(left), value, boxed(high))
                    }
                    (_, "'s before") => ExprKind::Compare(boxed(left), CompareOp::Less, value),
                    _ => ExprKind::Compare(boxed(left), CompareOp::More, value),
                }
            }
            Rule::state => ExprKind::State(boxed(left), cell_state(word)?),
            Rule::window => return self.window(left, test, span),
            Rule::near => {
                let of = self.expression(&inner.next()?)?;
                let within = self.expression(&inner.next()?)?;
                ExprKind::Near(boxed(left), boxed(within), boxed(of))
            }
            Rule::text_match => {
                let kind = match word {
                    "matches" => MatchKind::Whole,
                    "contains" => MatchKind::Contains,
                    _ => MatchKind::StartsWith,
                };
                ExprKind::Matches(boxed(left), kind, self.quoted(&inner.next()?)?)
            }
            Rule::valid_citizen_id => {
                ExprKind::Function(crate::syntax::ast::Function::ValidCitizenId, vec![left])
            }
            Rule::in_period => return self.in_period(left, test),
            Rule::working_day => {
                ExprKind::Function(crate::syntax::ast::Function::IsWorkingDay, vec![left])
            }
            Rule::full_age => return self.full_age(left, test, span),
            Rule::found => {
                let name = self.name(&inner.next()?)?;
                let filter = self.filter(inner)?;
                ExprKind::Found(boxed(left), Rows { name, filter })
            }
            _ => return None,
        };
        Some(expr(kind, span))
    }

    /// 出生日期 满 6 周岁: the age on the day of the inspection, or on the day written before it.
    fn full_age(&mut self, birth: Expr, node: &Node<'_>, span: Span) -> Option<Expr> {
        let mut inner = node.clone().into_inner().peekable();
        let day = match inner.next_if(|n| n.as_rule() == Rule::value) {
            Some(day) => self.expression(&day)?,
            None => expr(ExprKind::AsOf, span),
        };
        let years = inner.next()?;
        let op = if node.as_str().contains("‹has completed›") {
            CompareOp::AtLeast
        } else {
            CompareOp::Less
        };
        let limit = expr(
            ExprKind::Number(self.number(&years)?.0, None),
            self.span(&years),
        );
        let age = ExprKind::Function(crate::syntax::ast::Function::Age, vec![birth, day]);
        Some(expr(
            ExprKind::Compare(boxed(expr(age, span)), op, boxed(limit)),
            span,
        ))
    }

    /// A list of values.
    pub(super) fn values(&mut self, node: &Node<'_>) -> Option<Vec<Expr>> {
        node.clone()
            .into_inner()
            .map(|value| self.expression(&value))
            .collect()
    }

    /// A list of columns, each `a` or `a.b`.
    pub(super) fn paths(&mut self, node: &Node<'_>) -> Option<Vec<Expr>> {
        node.clone()
            .into_inner()
            .map(|path| self.path_name(&path))
            .collect()
    }

    pub(super) fn path_name(&mut self, node: &Node<'_>) -> Option<Expr> {
        let mut inner = node.clone().into_inner();
        let first = self.name(&inner.next()?)?;
        let mut built = expr(ExprKind::Name(first.clone()), first.span);
        for field in inner {
            built = self.field(built, &field)?;
        }
        Some(built)
    }

    pub(super) fn field(&mut self, base: Expr, field: &Node<'_>) -> Option<Expr> {
        let name = self.name(&field.clone().into_inner().next()?)?;
        let span = base.span.to(name.span);
        Some(expr(ExprKind::Path(boxed(base), name), span))
    }

    /// The condition of the first `where` among the rest of a node; `Some(None)` without one.
    #[expect(
        clippy::option_option,
        reason = "the outer one says that building failed"
    )]
    pub(super) fn filter<'p>(
        &mut self,
        mut rest: impl Iterator<Item = Node<'p>>,
    ) -> Option<Option<Box<Expr>>> {
        match rest.find(|n| n.as_rule() == Rule::r#where) {
            Some(node) => Some(Some(boxed(self.condition(&node)?))),
            None => Some(None),
        }
    }

    /// The only expression inside a node.
    pub(super) fn condition(&mut self, node: &Node<'_>) -> Option<Expr> {
        let inner = node
            .clone()
            .into_inner()
            .find(|n| n.as_rule() == Rule::expression)?;
        self.expression(&inner)
    }

    pub(super) fn rows(&mut self, node: &Node<'_>) -> Option<Rows> {
        let mut inner = node.clone().into_inner();
        let name = self.name(&inner.next()?)?;
        let filter = self.filter(inner)?;
        Some(Rows { name, filter })
    }

    pub(super) fn key(&mut self, node: &Node<'_>) -> Option<Key> {
        let mut inner = node.clone().into_inner();
        let first = self.paths(&inner.next()?)?;
        let second = match inner.next() {
            Some(node) => self.paths(&node)?,
            None => Vec::new(),
        };
        Some(Key { first, second })
    }

    /// `a named R by K where C`
    pub(super) fn relation(&mut self, node: &Node<'_>) -> Option<Relation> {
        let mut relation = Relation {
            quantity: Quantity::Some,
            named: false,
            of: Rows {
                name: self.name(
                    &node
                        .clone()
                        .into_inner()
                        .find(|n| n.as_rule() == Rule::name)?,
                )?,
                filter: None,
            },
            by: None,
        };
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::quantity => relation.quantity = self.quantity(&part)?,
                Rule::named => relation.named = true,
                Rule::key => relation.by = Some(self.key(&part)?),
                Rule::r#where => relation.of.filter = Some(boxed(self.condition(&part)?)),
                _ => {}
            }
        }
        Some(relation)
    }

    fn quantity(&mut self, node: &Node<'_>) -> Option<Quantity> {
        let amount = match node.clone().into_inner().next() {
            Some(amount) => self.primary(&amount)?,
            None => expr(ExprKind::Number(Number::integer(1), None), self.span(node)),
        };
        Some(match keyword(node) {
            "no" => Quantity::None,
            "at least" => Quantity::AtLeast(amount),
            "at most" => Quantity::AtMost(amount),
            _ => Quantity::Exactly(amount),
        })
    }

    /// `all of A, B given`
    pub(super) fn quantified(&mut self, node: &Node<'_>) -> Option<Expr> {
        let mut inner = node.clone().into_inner();
        let quantifier = inner.next()?;
        let columns = self.values(&inner.next()?)?;
        let test = inner.next()?.into_inner().next()?;
        let how_many = match keyword(&quantifier) {
            "all of" => Quantifier::All,
            "any of" => Quantifier::Any,
            "none of" => Quantifier::None,
            "all or none of" => Quantifier::AllOrNone,
            _ => {
                let (number, _) = self.number(&quantifier.into_inner().next()?)?;
                let (whole, 1) = number.parts() else {
                    return None;
                };
                Quantifier::AtLeast(u32::try_from(whole).ok()?)
            }
        };
        let test = match test.as_rule() {
            Rule::state => ColumnTest::State(cell_state(keyword(&test))?),
            _ => ColumnTest::Equal(boxed(self.expression(&test)?)),
        };
        Some(expr(
            ExprKind::Quantified(how_many, columns, test),
            self.span(node),
        ))
    }
}
