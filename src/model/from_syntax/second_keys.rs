//! `by K or by K2`: the second key is used only where the first one is unknown, on either side.

use super::Builder;
use super::names::Noun;
use super::problems;
use super::scope::{Scope, ScopeKind};
use crate::model::{ExprId, ExprKind, Link};
use crate::source::Span;
use crate::syntax::ast::{self, ArithmeticOp, CellState};
use crate::types::{Number, Type, Value};

impl Builder<'_> {
    /// What rows of `noun` add up to for the row at hand, matched by a key or else by a second one. `make` gives the count or total over
    /// the rows of a link that a further condition narrows.
    pub(super) fn by_either(
        &mut self,
        scopes: &[Scope],
        noun: Noun,
        by: &ast::Key,
        make: &mut dyn FnMut(&mut Self, Option<ExprId>, Link) -> ExprId,
        span: Span,
    ) -> Option<ExprId> {
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
        let (Link::Keys { inner, outer }, Link::Keys { outer: outer2, .. }) = (&first, &second)
        else {
            self.no_second_key(by);
            return None;
        };
        let there_known = self.given(inner, span);
        let there_unknown = self.truth_of(ExprKind::Not(there_known), &[there_known], span);
        let here_known = self.given(outer, span);
        let second_known = self.given(outer2, span);
        // By the first key; and rows without it by the second one.
        let by_first = make(self, None, first.clone());
        let rest = make(self, Some(there_unknown), second.clone());
        let ty = self.type_of(by_first);
        let zero = ExprKind::Value(Value::Number(Number::ZERO));
        let zero = self.add(zero, ty.clone(), span);
        let rest = self.add(ExprKind::Choose(second_known, rest, zero), ty.clone(), span);
        let both = ExprKind::Arithmetic(by_first, ArithmeticOp::Plus, rest);
        let both = self.add(both, ty.clone(), span);
        // A row without the first key finds all its partners by the second one.
        let by_second = make(self, None, second);
        let choose = ExprKind::Choose(here_known, both, by_second);
        Some(self.add(choose, ty, span))
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
