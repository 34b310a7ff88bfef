//! Calendars, schedules, duties that an event sets off, and trends.

use super::{Expr, Key, Name, Names, Rows, Title};
use crate::source::Span;
use crate::types::{Date, Unit};

/// A calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Its names.
    pub names: Names,
    /// Its title.
    pub title: Option<Title>,
    /// Terms, in the order written.
    pub terms: Vec<Period>,
    /// The rows that the days of terms come from.
    pub rows: Option<TermRows>,
    /// Stages, in the order written.
    pub stages: Vec<Period>,
    /// Holidays.
    pub holidays: Vec<Holiday>,
    /// Days worked although they are a Saturday, a Sunday or lie in a holiday.
    pub working: Vec<Date>,
    /// First and last day that the calendar speaks of.
    pub covers: Option<(Date, Date)>,
}

/// `terms from DATASET per COLUMN: TERM, OPENS, CLOSES`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRows {
    /// The dataset whose rows are terms.
    pub dataset: Name,
    /// Its column that says whose term a row is; `None`: everybody has the same.
    pub per: Option<Name>,
    /// Its column with the name of the term.
    pub term: Name,
    /// Its column with the first day.
    pub opens: Name,
    /// Its column with the last day.
    pub closes: Name,
    /// Where.
    pub span: Span,
}

/// A term or stage: first and last day, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its names.
    pub names: Names,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where.
    pub span: Span,
}

/// A holiday: first and last day, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// What it is called.
    pub title: Option<Title>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where.
    pub span: Span,
}

/// Which columns of a dataset say who delivered what to whom, for which period and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles {
    /// `sender COL`
    pub sender: Option<Name>,
    /// `recipient COL`
    pub recipient: Option<Name>,
    /// `period COL`
    pub period: Option<Name>,
    /// `submitted on COL`
    pub submitted: Option<Name>,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months from January on.
    Quarter,
    /// A term of the calendar.
    Term,
    /// A calendar year.
    Year,
}

/// An end of a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// A day.
    Day(Date),
    /// A month: year and month.
    Month(i32, u32),
    /// A term.
    Term(Name),
}

/// `from M to M`, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct During {
    /// Its begin.
    pub from: Moment,
    /// Its end.
    pub to: Moment,
    /// Where.
    pub span: Span,
}

/// `each month of COL`: the period of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Each {
    /// How often.
    pub cadence: Cadence,
    /// The column that says to which period a row belongs.
    pub of: Option<Name>,
    /// Where.
    pub span: Span,
}

/// The day of a period until which something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueDay {
    /// A day of the week: 1 is Monday.
    Weekday(u32),
    /// A day of the period, from 1; its last day where it is shorter.
    Day(u32),
    /// Its last day.
    Last,
}

/// `no later than day 10 of the next month`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatestDay {
    /// The day.
    pub day: DueDay,
    /// Of the period that follows.
    pub next: bool,
    /// Where.
    pub span: Span,
}

/// `every S must submit D to R each month …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The senders.
    pub of: Rows,
    /// How many in a period, when written.
    pub at_least: Option<Expr>,
    /// What is delivered.
    pub deliveries: Rows,
    /// The key that ties deliveries to senders, when written.
    pub by: Option<Key>,
    /// The recipients; empty where none are named.
    pub to: Vec<Expr>,
    /// `submit`, whose day matters even where none is named; `have` only counts.
    pub submits: bool,
    /// How often.
    pub cadence: Cadence,
    /// From when to when.
    pub during: Option<During>,
    /// Until which day of each period.
    pub deadline: Option<LatestDay>,
    /// Whether a delivery on that day is in time, where it is said.
    pub itself_counts: Option<bool>,
    /// `in term only`
    pub in_term: bool,
}

/// `every E must be reported in D to A, B within 3 days after DAY`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The events.
    pub of: Rows,
    /// `when`: events for which it is false are not applicable.
    pub when: Option<Expr>,
    /// The reports.
    pub reports: Rows,
    /// The key that ties reports to events, when written.
    pub by: Option<Key>,
    /// The recipients.
    pub to: Vec<Expr>,
    /// How many days, months or years.
    pub amount: Expr,
    /// Days, months or years; `None` where the amount says it, or nothing.
    pub unit: Option<Unit>,
    /// The day counted from.
    pub anchor: Expr,
}

/// `M per G must not rise K terms in a row`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The groups; empty for the whole.
    pub per: Vec<Expr>,
    /// What is followed: a measure.
    pub value: Expr,
    /// Whether rising is what must not be.
    pub rising: bool,
    /// How many times in a row.
    pub times: Expr,
    /// From when to when.
    pub during: Option<During>,
}
