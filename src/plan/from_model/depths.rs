//! Whose columns an expression is made of: those of the row that is looked at, or of the one around it.

use super::Lowering;
use crate::model::{ExprId, ExprKind, Link};

impl Lowering<'_> {
    /// Whether all columns of an expression belong to the scope `depth` scopes out of the expression's own.
    pub(super) fn depths(&self, expr: ExprId) -> (bool, bool) {
        let (mut inner, mut outer) = (false, false);
        self.walk_depths(expr, 0, &mut |depth| {
            if depth == 0 {
                inner = true;
            } else {
                outer = true;
            }
        });
        (inner, outer)
    }

    fn walk_depths(&self, expr: ExprId, nesting: usize, each: &mut impl FnMut(usize)) {
        let mut children: Vec<(ExprId, usize)> = Vec::new();
        match &self.model.expr(expr).kind {
            ExprKind::Column { depth, .. } => {
                if *depth >= nesting {
                    each(depth - nesting);
                }
            }
            // A value followed into is in the scope of the partner's row alone.
            ExprKind::Follow { key, .. } => children.extend(key.iter().map(|&k| (k, nesting))),
            ExprKind::GroupKey(_) => each(1),
            // Neighbours are rows of the innermost scope.
            ExprKind::Beside { .. } | ExprKind::Run(_) => {
                if nesting == 0 {
                    each(0);
                }
            }
            ExprKind::Value(_) | ExprKind::Setting(_) | ExprKind::AsOf | ExprKind::Headers(_) => {}
            ExprKind::State(a, _) | ExprKind::Not(a) | ExprKind::OneOf(a, _) => {
                children.push((*a, nesting));
            }
            ExprKind::Matches(a, _, _) => children.push((*a, nesting)),
            ExprKind::Placeholder(a, all) => {
                children.push((*a, nesting));
                children.extend(all.iter().map(|&k| (k, nesting)));
            }
            ExprKind::And(all)
            | ExprKind::Or(all)
            | ExprKind::AtLeast(_, all)
            | ExprKind::Function(_, all) => {
                children.extend(all.iter().map(|&k| (k, nesting)));
            }
            ExprKind::Lookup(_, all) => children.extend(all.iter().map(|&k| (k, nesting))),
            ExprKind::Compare(a, _, b) | ExprKind::Arithmetic(a, _, b) | ExprKind::OrElse(a, b) => {
                children.extend([(*a, nesting), (*b, nesting)]);
            }
            ExprKind::Aggregate(aggregate) => {
                for part in [aggregate.filter, aggregate.value, aggregate.that] {
                    children.extend(part.map(|id| (id, nesting + 1)));
                }
                match &aggregate.link {
                    Link::Whole => {}
                    Link::Keys { inner, outer } => {
                        children.extend(inner.iter().map(|&id| (id, nesting + 1)));
                        children.extend(outer.iter().map(|&id| (id, nesting)));
                    }
                    Link::Group { inner } => {
                        children.extend(inner.iter().map(|&id| (id, nesting + 1)));
                    }
                }
                if let Some(second) = &aggregate.or_by {
                    let there = second.inner.iter().chain([&second.rest]);
                    children.extend(there.map(|&id| (id, nesting + 1)));
                    let here = second.outer.iter().chain([&second.here_known]);
                    children.extend(here.map(|&id| (id, nesting)));
                }
            }
        }
        for (child, nesting) in children {
            self.walk_depths(child, nesting, each);
        }
    }
}
