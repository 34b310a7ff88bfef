//! `visited_on within 7 days of left_on`: days before it count as well, which few mean.

use super::LanguageOf;
use super::problems;
use crate::diagnostic::Diagnostics;
use crate::model::{ExprId, ExprKind, Model, Scalar};
use crate::source::Files;
use crate::syntax::ast::{ArithmeticOp, CompareOp};
use crate::types::Type;
use std::collections::BTreeSet;

/// Warns wherever two days must be near each other, whichever comes first.
pub(super) fn review(
    model: &Model,
    files: &Files,
    language: &LanguageOf<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut open: Vec<ExprId> = model.populations.iter().filter_map(|p| p.filter).collect();
    for item in &model.items {
        open.extend(item.check.parts());
    }
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let expr = model.expr(id);
        if let ExprKind::Compare(gap, CompareOp::AtMost, most) = expr.kind
            && let Some((day, from)) = days_apart(model, gap)
        {
            let written = |id: ExprId| files.slice(model.expr(id).span).trim();
            let said = [day, most, from].map(written);
            let problem = problems::both_ways(language(expr.span.file), expr.span, said);
            diagnostics.add(problem);
        }
        open.extend(expr.kind.parts());
    }
}

/// The two days whose distance a value is.
fn days_apart(model: &Model, gap: ExprId) -> Option<(ExprId, ExprId)> {
    let ExprKind::Function(Scalar::Absolute, operands) = &model.expr(gap).kind else {
        return None;
    };
    match model.expr(*operands.first()?).kind {
        ExprKind::Arithmetic(a, ArithmeticOp::Minus, b) => {
            let is_day = |id: ExprId| model.expr(id).ty == Type::Date;
            (is_day(a) && is_day(b)).then_some((a, b))
        }
        _ => None,
    }
}
