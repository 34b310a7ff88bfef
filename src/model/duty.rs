//! Duties: what each sender owes each recipient, for every period or after an event.

use super::{ExprId, RowsOf};
use crate::syntax::ast::{Cadence, LatestDay};
use crate::types::{Bilingual, Date};

/// Deliveries owed by the rows of a dataset.
#[derive(Debug, Clone)]
pub struct DutyCheck {
    /// The dataset of the senders, or of the events.
    pub dataset: usize,
    /// The population the sentence names, for readers.
    pub population: Option<usize>,
    /// Which rows owe anything; where it is unknown the duty is undecided.
    pub member: Option<ExprId>,
    /// Where it is false nothing is owed.
    pub applies: Option<ExprId>,
    /// What is delivered.
    pub deliveries: RowsOf,
    /// The column that says when it was.
    pub submitted: Option<usize>,
    /// How many are owed at least.
    pub at_least: ExprId,
    /// What is owed, by period, then recipient.
    pub slots: Vec<Slot>,
    /// When it is owed.
    pub when: DutyTime,
}

/// When deliveries are owed.
#[derive(Debug, Clone)]
pub enum DutyTime {
    /// For every period.
    Periods {
        /// How often.
        cadence: Cadence,
        /// Until which day.
        deadline: Option<LatestDay>,
        /// Whether that day itself counts, and whether the sentence says so.
        itself_counts: (bool, bool),
        /// In term only.
        in_term: bool,
        /// First and last day of all periods; `None`: all terms that there are.
        during: Option<(Date, Date)>,
        /// The calendar whose terms, stated in rows, say what is owed.
        rows: Option<usize>,
        /// The column that says for which period a delivery is: one that names it, or that of its day.
        column: usize,
        /// Whether the deliveries name their period; otherwise it is the one that their day lies in.
        named: bool,
    },
    /// After an event.
    Event {
        /// The last day in time, in the scope of the event.
        due: ExprId,
    },
}

/// One delivery owed by every sender. Expressions are in the scope of the sender's row.
#[derive(Debug, Clone)]
pub struct Slot {
    /// To whom.
    pub recipient: Option<Recipient>,
    /// For which period.
    pub period: Option<SlotPeriod>,
    /// The last day in time.
    pub last_day: ExprId,
    /// Where it is false it is not due yet.
    pub due: Option<ExprId>,
    /// Enough deliveries are there.
    pub present: ExprId,
    /// Enough of them came in time.
    pub on_time: Option<ExprId>,
}

/// A recipient.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// Its value.
    pub value: ExprId,
    /// Its name, where the sentence names it.
    pub name: Option<String>,
}

/// A period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotPeriod {
    /// Its stable id: `2020-03`, `2020-W10`, `2020-Q1`, `2020`, or the name of a term.
    pub id: String,
    /// What readers call it.
    pub shown: Bilingual,
    /// What may stand for it in a cell.
    pub spellings: Vec<String>,
}
