//! What is asked of a calendar, in words.

use super::names::Words;
use crate::model::CalendarFunction;

impl Words<'_> {
    /// A value that a calendar gives for the words of one or two operands.
    pub(super) fn of_calendar(&self, function: CalendarFunction, a: &str, b: &str) -> String {
        let (en, zh) = match function {
            CalendarFunction::Term => (format!("the term of {a}"), format!("{a}所在的学期")),
            CalendarFunction::Stage => (format!("the stage of {a}"), format!("{a}所在的阶段")),
            CalendarFunction::InTerm => (format!("{a} lies in a term"), format!("{a}在学期内")),
            CalendarFunction::Opening => (
                format!("the opening of term {a}"),
                format!("{a}学期的开学日"),
            ),
            CalendarFunction::Closing => (
                format!("the closing of term {a}"),
                format!("{a}学期的放假日"),
            ),
            CalendarFunction::NextTerm => (format!("the term after {a}"), format!("{a}的下一学期")),
            CalendarFunction::PreviousTerm => {
                (format!("the term before {a}"), format!("{a}的上一学期"))
            }
            CalendarFunction::IsWorkingDay => {
                (format!("{a} is a working day"), format!("{a}是工作日"))
            }
            CalendarFunction::WorkingDays => (
                format!("the number of working days after {a} up to {b}"),
                format!("{a}之后至{b}的工作日数"),
            ),
            CalendarFunction::Shift { back } => {
                let unit = self.language.pick(" days", "天");
                let b = b.strip_suffix(unit).unwrap_or(b);
                if back {
                    (
                        format!("{b} working days before {a}"),
                        format!("{a}前{b}个工作日"),
                    )
                } else {
                    (
                        format!("{b} working days after {a}"),
                        format!("{a}后{b}个工作日"),
                    )
                }
            }
        };
        self.say(&en, &zh)
    }
}
