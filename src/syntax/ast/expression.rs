//! Expressions of the tree.

use super::{Key, Name, Quoted, Rows};
use crate::source::Span;
use crate::types::{Date, Number, Unit};

/// An expression with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    /// A bare or bracketed name: column, setting, define, measure, dataset, word of a value set.
    Name(Name),
    /// `base.field`
    Path(Box<Expr>, Name),
    /// A quoted text: always a value.
    Text(String),
    /// A number, with its unit.
    Number(Number, Option<Unit>),
    /// A day.
    Date(Date),
    /// A month as a value: year and month.
    Month(i32, u32),
    /// `as_of`: the day of the inspection.
    AsOf,
    /// `headers of DATASET`: the header texts of its file in their order, as one text with `, ` between them.
    Headers(Name),
    /// `not C`
    Not(Box<Expr>),
    /// `C and C …`
    And(Vec<Expr>),
    /// `C or C …`
    Or(Vec<Expr>),
    /// `A op B`
    Compare(Box<Expr>, CompareOp, Box<Expr>),
    /// `A is from B to C`
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `A is one of B, C`
    OneOf(Box<Expr>, Vec<Expr>),
    /// `A is given`, `blank`, `unreadable`
    State(Box<Expr>, CellState),
    /// `A is in P`
    Found(Box<Expr>, Rows),
    /// `A matches "regex"`, `contains`, `starts with`
    Matches(Box<Expr>, MatchKind, Quoted),
    /// A day against another: `x is within 30 days after D`, `x is no later than 30 days after D`
    DateWindow(Box<DateWindow>),
    /// `D is in term`, `D is in term T`
    InTerm(Box<Expr>, Option<Name>),
    /// `D is in stage S`
    InStage(Box<Expr>, Name),
    /// `A is within N of B`
    Near(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `valid on D`: the row at hand is in force then
    ValidOn(Box<Expr>),
    /// `has a R by K where C`
    Has(Box<Relation>),
    /// `has each of "A", "B" in R by K`
    HasEach(Box<EachOf>),
    /// `all of A, B given`
    Quantified(Quantifier, Vec<Expr>, ColumnTest),
    /// `A + B` and the like
    Arithmetic(Box<Expr>, ArithmeticOp, Box<Expr>),
    /// `-A`
    Negative(Box<Expr>),
    /// `A or else B`
    OrElse(Box<Expr>, Box<Expr>),
    /// A built-in function with its operands in the English order.
    Function(Function, Vec<Expr>),
    /// `t(a, b)`: a decision table.
    Lookup(Name, Vec<Expr>),
    /// `total of X where C` and the like
    Aggregate(Box<Aggregate>),
    /// Another row of the same order: before `.X` its value, alone whether the row is that row itself
    /// (`is the first`).
    Beside(Beside),
    /// The run that the row belongs to (`of the same run`).
    Run,
}

/// Which row of the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Beside {
    /// `its previous`
    Previous,
    /// `its next`
    Next,
    /// `the first of its group`
    First,
    /// `the last of its group`
    Last,
    /// `the first of its run`
    RunFirst,
    /// `the last of its run`
    RunLast,
}

/// `=`, `<` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `is equal to`, `=`
    Equal,
    /// `is not equal to`, `<>`
    NotEqual,
    /// `is less than`, `is before`
    Less,
    /// `is at most`, `is on or before`
    AtMost,
    /// `is more than`, `is after`
    More,
    /// `is at least`, `is on or after`
    AtLeast,
    /// `is the same as`: blank equals blank, exact text.
    Same,
}

impl CompareOp {
    /// The comparison with its sides exchanged.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
            Self::Equal | Self::NotEqual | Self::Same => self,
        }
    }

    /// The comparison that holds where this one does not, of values that are known.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Equal | Self::Same => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::More,
            Self::More => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }
}

/// `+`, `-`, `*`, `/`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CellState {
    /// Holds a readable value that is no placeholder.
    Given,
    /// Is empty or a placeholder.
    Blank,
    /// Holds something that cannot be read as declared.
    Unreadable,
}

/// How a text is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchKind {
    /// The regular expression matches the whole text.
    Whole,
    /// The regular expression matches somewhere.
    Contains,
    /// The text begins with the quoted text.
    StartsWith,
}

/// A day in relation to another day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateWindow {
    /// The day looked at.
    pub day: Expr,
    /// How many days, months or years.
    pub amount: Expr,
    /// Days, months or years; `None` where the amount says it, or nothing.
    pub unit: Option<Unit>,
    /// The day counted from.
    pub anchor: Expr,
    /// `before` instead of `after`.
    pub before: bool,
    /// On which side of the day that is so far away.
    pub side: WindowSide,
}

/// Where a day lies that is compared with another so far away from a third.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowSide {
    /// `within 30 days after D`: between `D` and the day so far away, both included.
    Within,
    /// `no later than 30 days after D`: on that day or before it.
    NoLater,
    /// `no earlier than 30 days after D`: on that day or after it.
    NoEarlier,
    /// `earlier than 30 days after D`.
    Earlier,
    /// `later than 30 days after D`.
    Later,
}

/// `a`, `no`, `at least 2` … partner rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// How many.
    pub quantity: Quantity,
    /// `named`.
    pub named: bool,
    /// The partner rows: a dataset, a population, or a column of the row itself.
    pub of: Rows,
    /// The key, when written.
    pub by: Option<Key>,
}

/// Partner rows of each of several kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EachOf {
    /// The kinds: values of the partner rows' column of kinds.
    pub values: Vec<Expr>,
    /// The partner rows.
    pub of: Rows,
    /// The key, when written.
    pub by: Option<Key>,
}

/// How many partner rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantity {
    /// One or more.
    Some,
    /// None.
    None,
    /// At least so many.
    AtLeast(Expr),
    /// At most so many.
    AtMost(Expr),
    /// Exactly so many.
    Exactly(Expr),
}

/// How many of the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantifier {
    /// All.
    All,
    /// At least one.
    Any,
    /// None.
    None,
    /// All, or none.
    AllOrNone,
    /// At least so many.
    AtLeast(u32),
}

/// What is asked of each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnTest {
    /// Its state.
    State(CellState),
    /// Its value.
    Equal(Box<Expr>),
}

/// Built-in functions of a row; operands in the order given here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Function {
    /// `age of BIRTH on DAY`: whole years.
    Age,
    /// `days from A to B`
    DaysBetween,
    /// `month of D`
    Month,
    /// `year of D`
    Year,
    /// `length of T`, in characters
    Length,
    /// `part A to B of T`: operands T, A, B; characters from 1, both ends included
    Part,
    /// `birth date of ID`
    BirthDate,
    /// `sex of ID`: 男 or 女
    Sex,
    /// `ID is a valid citizen id`
    ValidCitizenId,
    /// `earlier of A, B`
    Earlier,
    /// `later of A, B`
    Later,
    /// `rounded E to N places`
    Rounded,
    /// `week of D`: 1 to 53, by ISO 8601
    Week,
    /// `quarter of D`: 1 to 4
    Quarter,
    /// `last birthday of BIRTH on DAY`
    LastBirthday,
    /// `working days from A to B`: those after A, up to B
    WorkingDays,
    /// `D is a working day`
    IsWorkingDay,
    /// `term of D`
    Term,
    /// `stage of D`
    Stage,
    /// `opening of T`: the first day of a term
    Opening,
    /// `closing of T`: the last day of a term
    Closing,
    /// `next term of T`
    NextTerm,
    /// `previous term of T`
    PreviousTerm,
}

/// An aggregate over related rows, the rows of a group, or the rows of the same group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregate {
    /// What is computed.
    pub function: AggregateFunction,
    /// `of given X`: blanks are left out and counted.
    pub given_only: bool,
    /// What it is computed of: rows (for counts and shares) or a value of the rows.
    pub of: Expr,
    /// `of the same K`
    pub same: Vec<Expr>,
    /// `by K`
    pub by: Option<Key>,
    /// `where C`
    pub filter: Option<Expr>,
    /// `that C`, for shares.
    pub that: Option<Expr>,
}

/// What an aggregate computes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AggregateFunction {
    /// The number of rows.
    Count,
    /// The number of different values.
    CountDifferent,
    /// The sum.
    Total,
    /// The mean.
    Mean,
    /// The middle value (mean of the two middle ones).
    Median,
    /// The smallest value.
    Least,
    /// The largest value.
    Largest,
    /// The sample standard deviation.
    StandardDeviation,
    /// The most common value.
    MostCommon,
    /// The value below which that share of the values lies, interpolated.
    Quantile(Number),
    /// The share of rows for which a condition holds.
    Share,
}
