//! Typed expressions.
//!
//! An expression is evaluated in a scope: a row of a dataset, a group, a key, or the whole. Inside an aggregate the scope is a row
//! of the aggregate's dataset (depth 0) with the asking scope around it (depth 1, 2, …).

use super::CalendarFunction;
use crate::source::Span;
use crate::syntax::ast::{
    AggregateFunction, ArithmeticOp, Beside, CellState, CompareOp, Function, MatchKind,
};
use crate::types::{Type, Unit, Value};

/// The number of an expression in [`super::Model::exprs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub usize);

/// A typed expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// Where it was written; for a desugared part the sentence it came from.
    pub span: Span,
}

/// Functions of single values that are not in the tree's [`Function`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// A function of the tree.
    Of(Function),
    /// Day and amount: the day so many days, months or years later (earlier with `back`).
    Shift {
        /// Days, months or years.
        unit: Unit,
        /// Towards the past.
        back: bool,
    },
    /// The absolute value of a number.
    Absolute,
    /// Whether a cell can be read, and the number that it then says; else that is unknown.
    Read,
    /// What a calendar answers, by its number in the model.
    Calendar(CalendarFunction, usize),
}

/// What an expression is. Everything else of the tree is lowered to these: ranges and windows to comparisons,
/// `has` and `is in` to counts, `all of … given` to logic over states.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A literal.
    Value(Value),
    /// A setting by number.
    Setting(usize),
    /// The day of the inspection.
    AsOf,
    /// The header texts of a dataset's file, as one text with `, ` between them.
    Headers(usize),
    /// A column of the row at a depth: 0 is the innermost scope.
    Column {
        /// How many scopes out.
        depth: usize,
        /// The dataset of that scope.
        dataset: usize,
        /// The column's number in the dataset; may be a derived one.
        column: usize,
    },
    /// A value of the group's key (scope: a group of columns), by part.
    GroupKey(usize),
    /// A value of the one row of `dataset` whose key is `key`: `value` is in the scope of that row (depth 0 only).
    Follow {
        /// The key, in this scope; one expression for each column of the dataset's key.
        key: Vec<ExprId>,
        /// The dataset followed into.
        dataset: usize,
        /// The value there.
        value: ExprId,
    },
    /// What a cell looks like; the operand is a [`ExprKind::Column`] that is not derived, or a derived or followed value
    /// (then *given* means known, *blank* its unknown for being blank).
    State(ExprId, CellState),
    /// Whether a value is a placeholder or the row's own name: the negation of "named" besides blank. Operand: a column; the other columns
    /// are the person-name columns of the same row.
    Placeholder(ExprId, Vec<ExprId>),
    /// Not.
    Not(ExprId),
    /// All of them.
    And(Vec<ExprId>),
    /// One of them.
    Or(Vec<ExprId>),
    /// So many of them, or more; at least one and no more than there are.
    AtLeast(usize, Vec<ExprId>),
    /// A comparison; the operands' types agree. `Same` compares as written, blank equal to blank.
    Compare(ExprId, CompareOp, ExprId),
    /// Membership in a list of literals.
    OneOf(ExprId, Vec<Value>),
    /// A text pattern: the regular expression (or the prefix), already checked.
    Matches(ExprId, MatchKind, String),
    /// Arithmetic on numbers; days added to a day; days between two days by `Minus`.
    Arithmetic(ExprId, ArithmeticOp, ExprId),
    /// The first value, or the second where the first is a blank cell; where it is no cell, wherever it is unknown.
    OrElse(ExprId, ExprId),
    /// A function.
    Function(Scalar, Vec<ExprId>),
    /// A decision table by number, with its arguments.
    Lookup(usize, Vec<ExprId>),
    /// An aggregate.
    Aggregate(Aggregate),
    /// Another row of the same order.
    Beside {
        /// The population that declares the order.
        population: usize,
        /// Which row.
        beside: Beside,
        /// Its value there, in the scope of that row; `None`: whether this row is that row itself.
        value: Option<ExprId>,
    },
    /// The run that the row belongs to, in the order that a population declares.
    Run(usize),
}

/// A condition cell of a decision table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableCondition {
    /// Any value.
    Any,
    /// Any value that no other row's cell of this column names, among the rows that apply otherwise.
    Other,
    /// One of these values.
    OneOf(Vec<Value>),
    /// A comparison.
    Compare(CompareOp, Value),
    /// A range, both ends included.
    Range(Value, Value),
}

/// An aggregate over rows of a dataset.
#[derive(Debug, Clone)]
pub struct Aggregate {
    /// What is computed. `Count` with a comparison is existence.
    pub function: AggregateFunction,
    /// Unknown values are left out (and counted) instead of making the result unknown.
    pub given_only: bool,
    /// Rows whose key is unknown may belong to any key: a row is held against its group.
    pub open: bool,
    /// The dataset whose rows are aggregated.
    pub dataset: usize,
    /// Which rows: population filter and `where`, in the inner scope.
    pub filter: Option<ExprId>,
    /// The value aggregated, in the inner scope; `None` for counts and shares of rows.
    pub value: Option<ExprId>,
    /// The condition of a share, in the inner scope.
    pub that: Option<ExprId>,
    /// Which rows belong to the asking row, group or whole.
    pub link: Link,
    /// By what rows belong where the keys of `link` are not known.
    pub or_by: Option<Box<SecondKey>>,
}

/// A second key of an aggregate: used only where the first one is unknown, on either side. A row with both keys known belongs by its first one
/// alone, and an asker that has no first key finds all rows by the second one.
#[derive(Debug, Clone)]
pub struct SecondKey {
    /// Key values of the aggregated row.
    pub inner: Vec<ExprId>,
    /// Key values of the asker, in the asking scope.
    pub outer: Vec<ExprId>,
    /// Whether the asker has the first key, in the asking scope.
    pub here_known: ExprId,
    /// Which rows count that lack the first key: the aggregate's filter with that condition.
    pub rest: ExprId,
}

impl SecondKey {
    /// Everything that it is made of.
    pub fn parts(&self) -> impl Iterator<Item = ExprId> {
        let keys = self.inner.iter().chain(&self.outer).copied();
        keys.chain([self.here_known, self.rest])
    }
}

/// How rows of an aggregate belong to the scope that asks.
#[derive(Debug, Clone)]
pub enum Link {
    /// All rows.
    Whole,
    /// Rows whose key values (inner scope) equal those of the asking scope, pair by pair. A row with an unknown key belongs to nobody.
    Keys {
        /// Key values of the aggregated row.
        inner: Vec<ExprId>,
        /// Key values of the asker, in the asking scope.
        outer: Vec<ExprId>,
    },
    /// Rows whose key values (inner scope) are those of the asking group ([`super::GroupsCheck`]); a row with an unknown key is an undecided
    /// member of every group.
    Group {
        /// Key values of the aggregated row, one for each part of the group's key.
        inner: Vec<ExprId>,
    },
}
