//! Where an expression is evaluated: the row, group or whole at hand, inside others.

use super::names::Noun;
use crate::model::RowsOf;
use crate::syntax::ast;
use crate::types::Type;

/// A scope; the last of a list is the innermost.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// What is at hand.
    pub(super) kind: ScopeKind,
    /// The rows meant by an aggregate that names none (`mean of score`).
    pub(super) of: Vec<RowsOf>,
}

/// What is at hand.
#[derive(Debug, Clone)]
pub(super) enum ScopeKind {
    /// A row.
    Row(Noun),
    /// A row that stands for a group (`per township`).
    Group {
        /// The rows that stand for groups.
        noun: Noun,
        /// How the grouped rows reach it, where that was written (`per school.township`).
        path: Option<ast::Expr>,
    },
    /// A group of column values (`per grade`).
    Columns {
        /// The columns as written.
        per: Vec<ast::Expr>,
        /// Their types.
        types: Vec<Type>,
    },
    /// Everything together.
    Whole,
}

impl Scope {
    /// A row of a dataset or population with the filter of the latter.
    pub(super) fn row(noun: Noun, filter: Option<crate::model::ExprId>) -> Self {
        Self {
            kind: ScopeKind::Row(noun),
            of: vec![RowsOf {
                dataset: noun.dataset,
                population: noun.population,
                filter,
            }],
        }
    }

    /// The rows whose columns can be named here.
    pub(super) fn noun(&self) -> Option<Noun> {
        match self.kind {
            ScopeKind::Row(noun) | ScopeKind::Group { noun, .. } => Some(noun),
            ScopeKind::Columns { .. } | ScopeKind::Whole => None,
        }
    }
}

/// The scopes with one more inside.
pub(super) fn inside(scopes: &[Scope], scope: Scope) -> Vec<Scope> {
    let mut inner = scopes.to_vec();
    inner.push(scope);
    inner
}
