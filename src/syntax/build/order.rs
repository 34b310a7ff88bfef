//! The order of a population: its lines, and the words that speak of neighbours.

use super::declarations::Once;
use super::expressions::expr;
use super::{Builder, Node, Workshop, keyword};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{Beside, Blanks, Expr, ExprKind, Order, Population};
use crate::syntax::layout::{Clause, ClauseKind, RawDeclaration};
use crate::syntax::parser::Rule;
use crate::types::Language;

impl Workshop<'_> {
    pub(super) fn population(&mut self, raw: &RawDeclaration) -> Option<Population> {
        let built = self.clause(&raw.head, Rule::population_head, |b, n| b.population(&n));
        let mut once = Once { seen: Vec::new() };
        let mut order: Option<Order> = None;
        let mut run: Option<(Expr, Span)> = None;
        for clause in &raw.clauses {
            let ClauseKind::Word(word) = clause.kind else {
                continue;
            };
            if word == "cites" || !once.first(self, clause, word) {
                continue;
            }
            if word == "new run" {
                run = self
                    .clause(clause, Rule::condition_line, |b, n| b.condition(&n))
                    .map(|condition| (condition, clause.span));
            } else {
                order = self.order(clause);
            }
        }
        match (&mut order, run) {
            (Some(order), Some((condition, _))) => order.new_run = Some(condition),
            // An order line that could not be read was reported.
            (None, Some((_, span))) if !once.seen.contains(&"in order of") => {
                self.diagnostics.add(run_without_order(self.language, span));
            }
            _ => {}
        }
        let mut built = built?;
        built.order = order;
        built.cites = self.all_cites(raw);
        Some(built)
    }

    fn order(&mut self, clause: &Clause) -> Option<Order> {
        let span = clause.span;
        self.clause(clause, Rule::order_line, |b, n| {
            let mut order = Order {
                by: Vec::new(),
                per: Vec::new(),
                blanks: None,
                new_run: None,
                span,
            };
            for part in n.into_inner() {
                match part.as_rule() {
                    Rule::value => order.by.push(b.expression(&part)?),
                    Rule::per => order.per = b.per(&part)?,
                    Rule::blanks if keyword(&part) == "blanks first" => {
                        order.blanks = Some(Blanks::First);
                    }
                    Rule::blanks => order.blanks = Some(Blanks::Last),
                    _ => {}
                }
            }
            Some(order)
        })
    }
}

impl Builder<'_, '_> {
    /// `its previous`, `is not the first`.
    pub(super) fn beside(&mut self, node: &Node<'_>) -> Option<Expr> {
        let span = self.span(node);
        let (mut negated, mut beside) = (false, None);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::negation => negated = true,
                _ => beside = beside_of(keyword(&part)),
            }
        }
        let found = expr(ExprKind::Beside(beside?), span);
        Some(if negated {
            expr(ExprKind::Not(Box::new(found)), span)
        } else {
            found
        })
    }
}

fn beside_of(word: &str) -> Option<Beside> {
    Some(match word {
        "its previous" => Beside::Previous,
        "its next" => Beside::Next,
        "first row" => Beside::First,
        "last row" => Beside::Last,
        "first of its run" => Beside::RunFirst,
        "last of its run" => Beside::RunLast,
        _ => return None,
    })
}

fn run_without_order(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "where a new run starts is said of rows without an order",
        "记录没有排列次序，谈不上新段始于何处",
    );
    Diagnostic::new(Code::MissingOrder, language, span, message).help(language.pick(
        "add a line such as `in order of start per child` above it",
        "请在其上加一行，例如“依次 按 开始日 各 学生”",
    ))
}
