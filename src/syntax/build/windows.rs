//! A day in relation to another so far away from a third: `within 30 days after D`, `no earlier than 6 months before D`.

use super::expressions::{boxed, compare_op, expr, unit_of};
use super::{Builder, Node, keyword};
use crate::source::Span;
use crate::syntax::ast::{CompareOp, DateWindow, Expr, ExprKind, WindowSide};
use crate::syntax::parser::Rule;
use crate::syntax::{days, problems, problems_of_clauses};
use crate::types::Unit;

impl Builder<'_, '_> {
    /// `no earlier than 30 days after D`, 早于 D 前 6 个月; `right` is what stands behind the word that compares.
    pub(super) fn days_off_a_day(
        &mut self,
        (day, right): (Expr, Expr),
        node: &Node<'_>,
        span: Span,
    ) -> Option<Expr> {
        let mut inner = node.clone().into_inner().skip(1);
        let off = inner.next()?;
        let before = ["‹before›", "'s before"]
            .iter()
            .any(|word| off.as_str().contains(word));
        let unit = |part: Option<Node<'_>>| part.map(|n| unit_of(keyword(&n)));
        let (amount, anchor, unit) = if off.as_rule() == Rule::later_amount {
            let mut parts = off.into_inner();
            let amount = self.expression(&parts.next()?)?;
            (amount, right, unit(parts.next()))
        } else {
            let anchor = self.expression(&inner.next()?)?;
            (right, anchor, unit(off.into_inner().next()))
        };
        let op = compare_op(keyword(node))?;
        let sign = self.canonical.tokens_of(node).first()?.span;
        let sign = self.text_of(sign).to_owned();
        let counts = match amount.kind {
            ExprKind::Number(_, Some(unit)) => !matches!(unit, Unit::Yuan | Unit::Percent),
            // `left_on after found_on before back_on` compares three days.
            _ => unit.is_some() || !matches!(sign.as_str(), "before" | "after"),
        };
        if !counts {
            self.report(problems::chained(self.shop.language, self.span(node)));
            return None;
        }
        if let Some(side) = days::side_of(op, &sign) {
            let window = self.date_window((day, amount, anchor), unit, before, side)?;
            return Some(expr(ExprKind::DateWindow(Box::new(window)), span));
        }
        let (from, to) = match amount.span.start < anchor.span.start {
            true => (amount.span.start, anchor.span.start),
            false => (anchor.span.end, amount.span.end),
        };
        let amount = match self.text_of(Span {
            start: from,
            end: to,
            ..span
        }) {
            text if amount.span.start < anchor.span.start => {
                let text = text.trim_end();
                text.strip_suffix("before")
                    .or(text.strip_suffix("after"))
                    .unwrap_or(text)
            }
            _ => self.text_of(amount.span),
        };
        let written = days::Written {
            of: self.text_of(day.span),
            amount: amount.trim(),
            before,
            day: self.text_of(anchor.span),
        };
        let help = written.help(self.shop.language, op, &sign);
        let place = self.span(node);
        self.report(problems_of_clauses::days_from_a_day(
            self.shop.language,
            place,
            help,
        ));
        None
    }

    /// `within 30 days after D`, `no later than 30 days after D`, `within 0.01 of E`, 在 D 后 30 天 内.
    pub(super) fn window(&mut self, day: Expr, node: &Node<'_>, span: Span) -> Option<Expr> {
        let word = keyword(node);
        let mut inner = node.clone().into_inner().peekable();
        let first = self.expression(&inner.next()?)?;
        let open = word == "no later than";
        let side = match open {
            true => WindowSide::NoLater,
            false => WindowSide::Within,
        };
        if let Some(later) = inner.next_if(|n| n.as_rule() == Rule::later_amount) {
            let before = keyword(&later) == "'s before";
            let mut parts = later.into_inner();
            let amount = self.expression(&parts.next()?)?;
            let unit = parts.next().map(|n| unit_of(keyword(&n)));
            let window = self.date_window((day, amount, first), unit, before, side)?;
            return Some(expr(ExprKind::DateWindow(Box::new(window)), span));
        }
        let unit = inner
            .next_if(|n| n.as_rule() == Rule::span_unit)
            .map(|n| unit_of(keyword(&n)));
        let Some(second) = inner.next() else {
            if !open {
                // `within 30 days` alone: after which day?
                let text = self.shop.files.text(self.shop.file);
                let written = (self.text_of(day.span), self.text_of(first.span));
                if matches!(first.kind, ExprKind::Number(_, Some(unit)) if unit != Unit::Yuan && unit != Unit::Percent)
                {
                    let help = days::within_of_what(self.shop.language, text, written);
                    let place = self.span(node);
                    let problem =
                        problems_of_clauses::within_of_what(self.shop.language, place, help);
                    self.report(problem);
                }
                return None;
            }
            let kind = ExprKind::Compare(boxed(day), CompareOp::AtMost, boxed(first));
            return Some(expr(kind, span));
        };
        let between = &node.as_str()[..second.as_span().start() - node.as_span().start()];
        let anchor = self.expression(&second)?;
        if between.trim_end().ends_with("‹of›") {
            let kind = ExprKind::Near(boxed(day), boxed(first), boxed(anchor));
            return Some(expr(kind, span));
        }
        let before = between.trim_end().ends_with("‹before›");
        let window = self.date_window((day, first, anchor), unit, before, side)?;
        Some(expr(ExprKind::DateWindow(Box::new(window)), span))
    }

    fn date_window(
        &mut self,
        (day, amount, anchor): (Expr, Expr, Expr),
        unit: Option<Unit>,
        before: bool,
        side: WindowSide,
    ) -> Option<DateWindow> {
        let written = match amount.kind {
            ExprKind::Number(_, unit) => unit,
            _ => None,
        };
        Some(DateWindow {
            unit: unit.or(written),
            day,
            amount,
            anchor,
            before,
            side,
        })
    }
}
