//! Keys that tie rows together: written ones, declared ones, and the way from rows to their group.

use super::Builder;
use super::names::{Noun, column_names};
use super::problems;
use super::scope::{Scope, ScopeKind};
use super::types::{Agreement, agreement, describe};
use super::values::{last_name, last_named};
use crate::model::{ExprId, Link};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::Type;

/// A way in which two datasets can be matched without being told: columns of the one and of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SharedKey {
    pub(super) left: Vec<usize>,
    pub(super) right: Vec<usize>,
}

impl Builder<'_> {
    /// Reports keys whose values can never be equal.
    pub(super) fn key_types_agree(&mut self, inner: ExprId, outer: ExprId, place: Span) -> bool {
        let (a, b) = (self.type_of(inner), self.type_of(outer));
        let found = agreement(&self.model, &a, &b);
        // The key of a dataset and a reference to it hold the same values.
        if matches!(found, Agreement::Fine) {
            return true;
        }
        let language = self.language();
        let words = (
            describe(&self.model, &b, language),
            describe(&self.model, &a, language),
        );
        let problem = problems::types_differ(language, (place, place), words, None, None);
        self.diagnostics.add(problem);
        false
    }

    /// How rows of `noun` belong to the row, group or whole at hand; `None` where that cannot be told (reported).
    pub(super) fn link(
        &mut self,
        scopes: &[Scope],
        noun: Noun,
        by: Option<&ast::Key>,
        same: &[ast::Expr],
        span: Span,
    ) -> Option<Link> {
        if let Some(by) = by {
            self.no_second_key(by);
        }
        let keys = by.map_or(same, |key| key.first.as_slice());
        let Some(scope) = scopes.last() else {
            return Some(Link::Whole);
        };
        match &scope.kind {
            ScopeKind::Whole => Some(Link::Whole),
            ScopeKind::Columns { per, .. } => {
                let keys = if keys.len() == per.len() { keys } else { per };
                let inner = self.group_key(noun, keys)?;
                Some(Link::Group { inner })
            }
            ScopeKind::Row(_) | ScopeKind::Group { .. } if !keys.is_empty() => {
                self.pairs(scopes, noun, keys)
            }
            ScopeKind::Group { noun: group, path } => {
                let group = *group;
                let path = path.clone();
                self.group_link(noun, group, path.as_ref(), span)
            }
            ScopeKind::Row(asker) => {
                let asker = *asker;
                let shared = self.default_key(asker.dataset, noun.dataset, span)?;
                let inner = shared
                    .right
                    .iter()
                    .map(|c| self.column_at(0, noun.dataset, *c, span))
                    .collect();
                let outer = shared
                    .left
                    .iter()
                    .map(|c| self.column_at(0, asker.dataset, *c, span))
                    .collect();
                Some(Link::Keys { inner, outer })
            }
        }
    }

    /// The type of a column or path, if it leads anywhere from the innermost scope.
    pub(super) fn leads_to(&mut self, scopes: &[Scope], expr: &ast::Expr) -> Option<Type> {
        match &expr.kind {
            ast::ExprKind::Name(name) => {
                let noun = scopes.last()?.noun()?;
                let column = self.column_called(noun.dataset, name)?;
                Some(self.column_type(noun.dataset, column))
            }
            ast::ExprKind::Run => {
                let noun = scopes.last()?.noun()?;
                self.ordered(noun).map(|_| Type::Integer)
            }
            ast::ExprKind::Path(base, field) => {
                let Type::Reference(dataset) = self.leads_to(scopes, base)? else {
                    return None;
                };
                let column = self.column_called(dataset, field)?;
                Some(self.column_type(dataset, column))
            }
            _ => None,
        }
    }

    /// Keys written out: each is looked up on both sides; where one side lacks it, a reference or the other's key stands in.
    fn pairs(&mut self, scopes: &[Scope], noun: Noun, keys: &[ast::Expr]) -> Option<Link> {
        let there = [Scope::row(noun, None)];
        let asker = scopes.last().and_then(Scope::noun)?;
        let (mut inner, mut outer) = (Vec::new(), Vec::new());
        for key in keys {
            let here_type = self.leads_to(scopes, key);
            let there_type = self.leads_to(&there, key);
            let grouped = matches!(
                scopes.last().map(|s| &s.kind),
                Some(ScopeKind::Group { .. })
            );
            let pair = match (&here_type, &there_type) {
                (Some(_), Some(_)) => {
                    let inside = self.value(&there, key, None);
                    let outside = self.value(scopes, key, None);
                    Some((inside, outside))
                }
                (None, Some(ty)) if *ty == Type::Reference(asker.dataset) || grouped => {
                    let inside = self.value(&there, key, None);
                    self.single_key(asker.dataset, key.span)
                        .map(|outside| (inside, outside))
                }
                (Some(ty), None) if *ty == Type::Reference(noun.dataset) => {
                    let outside = self.value(scopes, key, None);
                    self.single_key(noun.dataset, key.span)
                        .map(|inside| (inside, outside))
                }
                _ => None,
            };
            let Some((inside, outside)) = pair else {
                self.key_not_on_both_sides(key, asker, noun, here_type.is_some());
                return None;
            };
            if !self.key_types_agree(inside, outside, key.span) {
                return None;
            }
            inner.push(inside);
            outer.push(outside);
        }
        Some(Link::Keys { inner, outer })
    }

    fn key_not_on_both_sides(&mut self, key: &ast::Expr, asker: Noun, noun: Noun, here: bool) {
        let language = self.language();
        let lacking = if here { noun } else { asker };
        let of = self.noun_name(Noun {
            population: None,
            ..lacking
        });
        let text = last_name(key).unwrap_or_default().to_owned();
        let candidate = self
            .model
            .datasets
            .get(lacking.dataset)
            .and_then(|d| problems::nearest(&text, column_names(d)));
        let problem = problems::unknown_column(language, key.span, &of, &text, candidate);
        self.missing(&text, problem);
    }

    /// How rows reach the rows that stand for groups: the path written, their only reference, or a column of the group's name.
    fn group_link(
        &mut self,
        noun: Noun,
        group: Noun,
        path: Option<&ast::Expr>,
        span: Span,
    ) -> Option<Link> {
        let outer = self.key_columns(group.dataset, span);
        if outer.is_empty() {
            let language = self.language();
            let name = self.noun_name(group);
            let declared = self.model.datasets.get(group.dataset).map(|d| d.span);
            let problem = problems::no_single_key(language, span, &name, 0, declared);
            self.diagnostics.add(problem);
            return None;
        }
        if noun.dataset == group.dataset {
            let inner = outer.clone();
            return Some(Link::Keys { inner, outer });
        }
        let there = [Scope::row(noun, None)];
        if let Some(path) = path
            && self.leads_to(&there, path) == Some(Type::Reference(group.dataset))
        {
            let inner = vec![self.value(&there, path, None)];
            return Some(Link::Keys { inner, outer });
        }
        let references = self.references(noun.dataset, group.dataset);
        let column = match references.as_slice() {
            [one] => Some(*one),
            [] => {
                let names: Vec<String> = self
                    .model
                    .datasets
                    .get(group.dataset)
                    .map(|d| d.names.all.clone())
                    .unwrap_or_default();
                names.iter().find_map(|n| self.column(noun.dataset, n))
            }
            _ => None,
        };
        if let Some(column) = column
            && outer.len() == 1
        {
            let inner = vec![self.column_at(0, noun.dataset, column, span)];
            return Some(Link::Keys { inner, outer });
        }
        let candidates = self.paths_to(noun.dataset, group.dataset, &references);
        let language = self.language();
        let (rows, groups) = (self.noun_name(noun), self.noun_name(group));
        let problem = problems::no_way_to_group(language, span, &rows, &groups, &candidates);
        self.diagnostics.add(problem);
        None
    }

    /// The key of a dataset in the scope of its row.
    pub(super) fn key_columns(&mut self, dataset: usize, span: Span) -> Vec<ExprId> {
        let key = self
            .model
            .datasets
            .get(dataset)
            .map(|d| d.key.clone())
            .unwrap_or_default();
        key.into_iter()
            .map(|c| self.column_at(0, dataset, c, span))
            .collect()
    }

    /// The columns of `from` that refer to `to`.
    pub(super) fn references(&self, from: usize, to: usize) -> Vec<usize> {
        let columns = self
            .model
            .datasets
            .get(from)
            .map(|d| d.columns.as_slice())
            .unwrap_or_default();
        columns
            .iter()
            .enumerate()
            .filter(|(_, c)| c.kind == Type::Reference(to))
            .map(|(number, _)| number)
            .collect()
    }

    /// What could be written instead: references, or paths over one other dataset.
    fn paths_to(&self, from: usize, to: usize, references: &[usize]) -> Vec<String> {
        let language = self.language();
        let name = |dataset: usize, column: usize| {
            self.model
                .column(dataset, column)
                .map(|c| c.names.show(language).to_owned())
                .unwrap_or_default()
        };
        if !references.is_empty() {
            return references.iter().map(|c| name(from, *c)).collect();
        }
        let mut found = Vec::new();
        let columns = self
            .model
            .datasets
            .get(from)
            .map(|d| d.columns.as_slice())
            .unwrap_or_default();
        for (number, column) in columns.iter().enumerate() {
            if let Type::Reference(middle) = column.kind {
                for last in self.references(middle, to) {
                    found.push(format!("{}.{}", name(from, number), name(middle, last)));
                }
            }
        }
        found
    }

    /// The key of a group of columns in the scope of a row of `noun`.
    pub(super) fn group_key(&mut self, noun: Noun, per: &[ast::Expr]) -> Option<Vec<ExprId>> {
        let there = [Scope::row(noun, None)];
        let mut key = Vec::new();
        for part in per {
            if self.leads_to(&there, part).is_some() {
                key.push(self.value(&there, part, None));
                continue;
            }
            // The name of a dataset among several groups: the only reference to it.
            let named = last_named(part).and_then(|name| self.peek_noun(&name.text));
            let references =
                named.map_or_else(Vec::new, |n| self.references(noun.dataset, n.dataset));
            match references.as_slice() {
                [one] => key.push(self.column_at(0, noun.dataset, *one, part.span)),
                _ => {
                    self.key_not_on_both_sides(part, noun, noun, false);
                    return None;
                }
            }
        }
        Some(key)
    }

    /// The one key by which two datasets are matched when none is written; none or several are reported.
    pub(super) fn default_key(
        &mut self,
        left: usize,
        right: usize,
        span: Span,
    ) -> Option<SharedKey> {
        let candidates = self.shared_keys(left, right);
        if let [one] = candidates.as_slice() {
            for (l, r) in one.left.iter().zip(&one.right) {
                let mine = self.column_at(0, left, *l, span);
                let theirs = self.column_at(0, right, *r, span);
                if !self.key_types_agree(theirs, mine, span) {
                    return None;
                }
            }
            return Some(one.clone());
        }
        let language = self.language();
        let name = |b: &Self, dataset: usize, columns: &[usize]| -> String {
            columns
                .iter()
                .filter_map(|c| b.model.column(dataset, *c))
                .map(|c| c.names.show(language))
                .collect::<Vec<_>>()
                .join(language.pick(", ", "、"))
        };
        let words: Vec<String> = if candidates.is_empty() {
            let columns = self.model.datasets.get(left)?.columns.len();
            let held = |c: &usize| self.same_column(left, *c, right).is_some();
            // Half of a declared key finds rows of others.
            let whole = [left, right].into_iter().find_map(|side| {
                let other = if side == left { right } else { left };
                let key = &self.model.datasets.get(side)?.key;
                let shared = |c: &usize| self.same_column(side, *c, other).is_some();
                (key.len() > 1 && key.iter().all(shared)).then(|| name(self, side, key))
            });
            let single = (0..columns).filter(held).map(|c| name(self, left, &[c]));
            whole.map_or_else(|| single.collect(), |whole| vec![whole])
        } else {
            candidates
                .iter()
                .map(|shared| {
                    let (l, r) = (
                        name(self, left, &shared.left),
                        name(self, right, &shared.right),
                    );
                    // The word to write is the one that only that way has: the reference.
                    let left_is_key = self
                        .model
                        .datasets
                        .get(left)
                        .is_some_and(|d| d.key == shared.left);
                    if left_is_key && l != r { r } else { l }
                })
                .collect()
        };
        let nouns = [left, right].map(|dataset| {
            self.noun_name(Noun {
                dataset,
                population: None,
            })
        });
        let several = !candidates.is_empty();
        let problem = problems::which_key(language, span, &nouns, several, &words);
        self.diagnostics.add(problem);
        None
    }

    /// Every way in which two datasets are matched by what they declare.
    pub(super) fn shared_keys(&self, left: usize, right: usize) -> Vec<SharedKey> {
        let (Some(l), Some(r)) = (
            self.model.datasets.get(left),
            self.model.datasets.get(right),
        ) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut same = SharedKey {
            left: Vec::new(),
            right: Vec::new(),
        };
        for column in &l.key {
            if let Some(other) = self.same_column(left, *column, right)
                && r.key.contains(&other)
            {
                same.left.push(*column);
                same.right.push(other);
            }
        }
        if !same.left.is_empty() {
            found.push(same);
        }
        if left == right {
            return found;
        }
        for column in self.references(left, right) {
            found.push(SharedKey {
                left: vec![column],
                right: r.key.clone(),
            });
        }
        for column in self.references(right, left) {
            found.push(SharedKey {
                left: l.key.clone(),
                right: vec![column],
            });
        }
        found
    }

    /// The column of `other` that has a name in common with a column of `dataset`.
    pub(super) fn same_column(&self, dataset: usize, column: usize, other: usize) -> Option<usize> {
        let names = &self.model.column(dataset, column)?.names.all;
        names.iter().find_map(|name| self.column(other, name))
    }
}
