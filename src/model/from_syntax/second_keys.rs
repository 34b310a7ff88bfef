//! `by K or by K2`: the second key is used only where the first one is unknown, on either side.

use super::Builder;
use super::names::Noun;
use super::problems;
use super::scope::{Scope, ScopeKind};
use crate::model::{ExprId, ExprKind, Link, SecondKey};
use crate::source::Span;
use crate::syntax::ast::{self, CellState};
use crate::types::Type;

impl Builder<'_> {
    /// How rows of `noun` that `parts` take belong to what is at hand: by a key, and where that is unknown by a second one.
    pub(super) fn tie(
        &mut self,
        scopes: &[Scope],
        noun: Noun,
        (by, same): (Option<&ast::Key>, &[ast::Expr]),
        parts: &[ExprId],
        span: Span,
    ) -> Option<(Link, Option<Box<SecondKey>>)> {
        let Some(by) = by.filter(|by| !by.second.is_empty()) else {
            return Some((self.link(scopes, noun, by, same, span)?, None));
        };
        let of_row = matches!(
            scopes.last().map(|scope| &scope.kind),
            Some(ScopeKind::Row(_) | ScopeKind::Group { .. })
        );
        if !of_row {
            self.no_second_key(by);
            return None;
        }
        let links = [&by.first, &by.second].map(|key| {
            let key = ast::Key {
                first: key.clone(),
                second: Vec::new(),
            };
            self.link(scopes, noun, Some(&key), &[], span)
        });
        let [Some(first), Some(second)] = links else {
            return None;
        };
        let (
            Link::Keys { inner, outer },
            Link::Keys {
                inner: second_inner,
                outer: second_outer,
            },
        ) = (&first, second)
        else {
            self.no_second_key(by);
            return None;
        };
        let there_known = self.given(inner, span);
        let there_unknown = self.truth_of(ExprKind::Not(there_known), &[there_known], span);
        let here_known = self.given(outer, span);
        let rest = parts.iter().copied().chain([there_unknown]).collect();
        let rest = self.all_of(rest, span)?;
        let second = SecondKey {
            inner: second_inner,
            outer: second_outer,
            here_known,
            rest,
        };
        Some((first, Some(Box::new(second))))
    }

    /// Reports a second key where none can be used.
    pub(super) fn no_second_key(&mut self, by: &ast::Key) {
        if let Some(second) = by.second.first() {
            let problem = problems::second_key(self.language(), second.span);
            self.diagnostics.add(problem);
        }
    }

    /// Whether all parts of a key are given.
    fn given(&mut self, key: &[ExprId], span: Span) -> ExprId {
        let parts: Vec<ExprId> = key
            .iter()
            .map(|&part| self.truth_of(ExprKind::State(part, CellState::Given), &[part], span))
            .collect();
        match parts.as_slice() {
            [only] => *only,
            _ => self.add(ExprKind::And(parts), Type::Truth, span),
        }
    }
}
