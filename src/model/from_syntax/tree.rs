//! Walks over the tree as written.

use crate::syntax::ast::{ColumnTest, Expr, ExprKind, Quantity};

/// The expressions that one is made of, from left to right.
pub(super) fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Name(_)
        | ExprKind::Text(_)
        | ExprKind::Number(_, _)
        | ExprKind::Date(_)
        | ExprKind::Month(_, _)
        | ExprKind::AsOf
        | ExprKind::Beside(_)
        | ExprKind::Run
        | ExprKind::Headers(_) => Vec::new(),
        ExprKind::Path(of, _)
        | ExprKind::InTerm(of, _)
        | ExprKind::InStage(of, _)
        | ExprKind::Not(of)
        | ExprKind::State(of, _)
        | ExprKind::Matches(of, _, _)
        | ExprKind::Negative(of)
        | ExprKind::ValidOn(of) => vec![of],
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().collect(),
        ExprKind::Compare(a, _, b) | ExprKind::Arithmetic(a, _, b) | ExprKind::OrElse(a, b) => {
            vec![a, b]
        }
        ExprKind::Between(of, a, b) | ExprKind::Near(of, a, b) => vec![of, a, b],
        ExprKind::OneOf(of, list) => std::iter::once(of.as_ref()).chain(list).collect(),
        ExprKind::Found(of, rows) => {
            let filter = rows.filter.as_deref();
            std::iter::once(of.as_ref()).chain(filter).collect()
        }
        ExprKind::DateWindow(window) => vec![&window.day, &window.amount, &window.anchor],
        ExprKind::Has(relation) => {
            let n = match &relation.quantity {
                Quantity::Some | Quantity::None => None,
                Quantity::AtLeast(n) | Quantity::AtMost(n) | Quantity::Exactly(n) => Some(n),
            };
            n.into_iter().chain(relation.of.filter.as_deref()).collect()
        }
        ExprKind::HasEach(each) => (each.values.iter())
            .chain(each.of.filter.as_deref())
            .collect(),
        ExprKind::Quantified(_, of, test) => {
            let other = match test {
                ColumnTest::State(_) => None,
                ColumnTest::Equal(other) => Some(other.as_ref()),
            };
            of.iter().chain(other).collect()
        }
        ExprKind::Function(_, operands) | ExprKind::Lookup(_, operands) => {
            operands.iter().collect()
        }
        ExprKind::Aggregate(aggregate) => std::iter::once(&aggregate.of)
            .chain(&aggregate.filter)
            .chain(&aggregate.that)
            .collect(),
    }
}
