//! Numbers that have a natural range: shares from 0% to 100%, counts from 1, days of a period.
//!
//! Only numbers written out are looked at here; what a setting holds is known when it is set.

use super::Builder;
use super::problems;
use crate::model::AmountOf;
use crate::model::ExprId;
use crate::source::Span;
use crate::syntax::ast::{Cadence, DueDay, LatestDay};
use crate::types::{Number, Value};

/// The range of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bounds {
    /// A share of rows.
    Share,
    /// A share of rows that may fail.
    Tolerated,
    /// A whole number of things, at least one.
    AtLeastOne,
    /// An amount of time or places, not negative.
    NotNegative,
    /// What something is divided by: not 0.
    NotZero,
    /// The last place of a part of a text that begins at this one.
    NotBefore(i64),
    /// How many of so many columns.
    OfColumns(i64),
    /// The number of a day in a week, month, quarter or year.
    Day(i64),
}

impl Bounds {
    fn holds(self, number: Number) -> bool {
        let whole = |number: Number| number.parts().1 == 1;
        let one = Number::integer(1);
        match self {
            Self::Share => number >= Number::ZERO && number <= one,
            Self::Tolerated => AmountOf::Tolerated.holds(number, true),
            Self::AtLeastOne => whole(number) && number >= one,
            Self::NotNegative => number >= Number::ZERO,
            Self::NotZero => number != Number::ZERO,
            Self::NotBefore(first) => whole(number) && number >= Number::integer(first),
            Self::OfColumns(last) | Self::Day(last) => {
                number >= one && number <= Number::integer(last)
            }
        }
    }
}

impl Builder<'_> {
    /// Whether an expression that is a number written out lies in a range; one that does not is reported.
    pub(super) fn within_bounds(&mut self, id: ExprId, bounds: Bounds) -> bool {
        match self.literal(id) {
            Some(Value::Number(number)) => {
                let (number, span) = (*number, self.model.expr(id).span);
                self.number_within(number, span, bounds)
            }
            _ => true,
        }
    }

    /// The same for a number at hand.
    pub(super) fn number_within(&mut self, number: Number, span: Span, bounds: Bounds) -> bool {
        let fine = bounds.holds(number);
        if !fine {
            let problem = problems::out_of_bounds(self.language(), span, bounds);
            self.diagnostics.add(problem);
        }
        fine
    }

    /// Whether there is such a day in each period.
    pub(super) fn day_within(&mut self, cadence: Cadence, latest: &LatestDay) -> bool {
        let last = match cadence {
            Cadence::Week => 7,
            Cadence::Month => 31,
            Cadence::Quarter => 92,
            Cadence::Term | Cadence::Year => 366,
        };
        match latest.day {
            DueDay::Day(day) => {
                let day = Number::integer(i64::from(day));
                self.number_within(day, latest.span, Bounds::Day(last))
            }
            DueDay::Weekday(_) | DueDay::Last => true,
        }
    }
}
