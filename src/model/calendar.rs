//! Calendars: terms, stages, holidays and days worked, all of them days that the checklist states.
//!
//! Outside the days that a calendar covers it says nothing, and what rests on it is unknown.

use super::Named;
use crate::source::Span;
use crate::types::{Bilingual, Date};

/// A calendar.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Its names.
    pub names: Named,
    /// Its title.
    pub title: Bilingual,
    /// Terms, by their first day.
    pub terms: Vec<Period>,
    /// The rows that the days of its terms come from; then `terms` is empty.
    pub rows: Option<TermRows>,
    /// Whether it takes its terms from rows; without `rows` something is wrong there and was reported.
    pub takes_rows: bool,
    /// Stages, by their first day.
    pub stages: Vec<Period>,
    /// The value set of the terms' names.
    pub term_set: Option<usize>,
    /// The value set of the stages' names.
    pub stage_set: Option<usize>,
    /// Holidays: first and last day.
    pub holidays: Vec<(Date, Date)>,
    /// Days worked in spite of weekend or holiday.
    pub working: Vec<Date>,
    /// First and last day that it speaks of; `None` when it names no day.
    pub covers: Option<(Date, Date)>,
    /// Whether it says by more than holidays and days worked which days it knows.
    pub knows_days: bool,
    /// Where it is declared.
    pub span: Span,
}

/// Where the days of terms stand: a row for each term, or for each term of each county or the like. These columns are the
/// dataset's key; the names of the terms are the value set of their column, in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermRows {
    /// The dataset.
    pub dataset: usize,
    /// The column that says whose term it is; `None`: everybody has the same terms.
    pub per: Option<usize>,
    /// The column with the term's name.
    pub term: usize,
    /// The column with its first day.
    pub opens: usize,
    /// The column with its last day.
    pub closes: usize,
}

/// A term or stage: first and last day, both included.
#[derive(Debug, Clone)]
pub struct Period {
    /// Its names.
    pub names: Named,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// What is asked of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CalendarFunction {
    /// The term that a day lies in; a day between terms is unknown.
    Term,
    /// The stage that a day lies in.
    Stage,
    /// Whether a day lies in a term.
    InTerm,
    /// The number of the term that a day lies in, from 1; 0 for a day in none.
    TermNumber,
    /// The first day of a term.
    Opening,
    /// The last day of a term.
    Closing,
    /// The term that follows.
    NextTerm,
    /// The term before.
    PreviousTerm,
    /// Whether a day is a working day.
    IsWorkingDay,
    /// How many working days there are after one day, up to another one.
    WorkingDays,
    /// The day so many working days later; with `back` earlier.
    Shift {
        /// Towards the past.
        back: bool,
    },
}

impl Calendar {
    /// Whether a day is worked: Monday to Friday but for holidays, and the days named.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        if self.working.contains(&day) {
            return true;
        }
        let holiday = |(from, to): &(Date, Date)| (*from..=*to).contains(&day);
        day.weekday() < 6 && !self.holidays.iter().any(holiday)
    }

    /// The term of a name.
    #[must_use]
    pub fn term(&self, name: &str) -> Option<usize> {
        position(&self.terms, name)
    }

    /// The stage of a name.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<usize> {
        position(&self.stages, name)
    }

    /// First and last day of all its terms and stages; `None` without any.
    #[must_use]
    pub fn stretch(&self) -> Option<(Date, Date)> {
        let periods = || self.terms.iter().chain(&self.stages);
        let first = periods().map(|period| period.from).min()?;
        Some((first, periods().map(|period| period.to).max()?))
    }

    /// Every day that it covers.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        let covers = self.covers.map(|(from, to)| from.0..=to.0);
        covers.into_iter().flatten().map(Date)
    }
}

fn position(periods: &[Period], name: &str) -> Option<usize> {
    let named = |period: &Period| period.names.all.iter().any(|own| own == name);
    periods.iter().position(named)
}
