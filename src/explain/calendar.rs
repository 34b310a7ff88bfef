//! What is asked of a calendar, in words.

use super::names::{Words, plain};
use crate::model::{CalendarFunction, ExprId};

impl Words<'_> {
    /// A value that a calendar gives for the words of one or two operands.
    pub(super) fn of_calendar(&self, function: CalendarFunction, a: &str, b: &str) -> String {
        let (en, zh) = match function {
            CalendarFunction::Term => (format!("the term of {a}"), format!("{a}所在的学期")),
            CalendarFunction::Stage => (format!("the stage of {a}"), format!("{a}所在的阶段")),
            CalendarFunction::InTerm => (format!("{a} lies in a term"), format!("{a}在学期内")),
            CalendarFunction::TermNumber => (
                format!("the number of the term of {a}"),
                format!("{a}所在学期的序号"),
            ),
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
                let b = self.amount_of(b, self.language.pick("working days", "个工作日"));
                if back {
                    (format!("{b} before {a}"), format!("{a}前{b}"))
                } else {
                    (format!("{b} after {a}"), format!("{a}后{b}"))
                }
            }
        };
        self.say(&en, &zh)
    }

    /// Where the days of terms stand in rows: whose they are.
    pub(super) fn whose_terms(&self, calendar: usize) -> Option<String> {
        let rows = self.model.calendars.get(calendar)?.rows?;
        let dataset = self.model.datasets.get(rows.dataset)?;
        let from = plain(dataset.names.show(self.language));
        let per = rows.per.and_then(|per| dataset.columns.get(per));
        Some(match per.map(|per| plain(per.names.show(self.language))) {
            Some(per) => self.say(
                &format!("The days of terms are those that {from} gives for its {per}."),
                &format!("学期的起止日取自{from}，按所属的{per}。"),
            ),
            None => self.say(
                &format!("The days of terms are those that {from} gives."),
                &format!("学期的起止日取自{from}。"),
            ),
        })
    }

    /// What a trend must not do; `None` for every other condition.
    pub(super) fn trend(&self, must: ExprId) -> Option<String> {
        let trend = self.model.trends.get(&must)?;
        let measure = plain(trend.measure.get(self.language));
        let times = self.expression(trend.times);
        let not = self.must_not();
        let (en, zh) = if trend.rising {
            ("rise", "上升")
        } else {
            ("fall", "下降")
        };
        Some(self.say(
            &format!("{measure} {not} {en} {times} times in a row"),
            &format!("{measure}{not}连续{times}期{zh}"),
        ))
    }

    /// The same with its periods and what is not judged.
    pub(super) fn trend_in_full(&self, must: ExprId, says: &str) -> String {
        let Some(trend) = self.model.trends.get(&must) else {
            return String::new();
        };
        let period = |at: Option<&(crate::types::Bilingual, ExprId)>| {
            at.map_or("", |(name, _)| name.get(self.language))
                .to_owned()
        };
        let (first, last) = (period(trend.values.first()), period(trend.values.last()));
        let small = trend.smallest.map(|n| self.expression(n));
        let (small_en, small_zh) = match small {
            Some(n) => (
                format!(" A group with fewer than {n} rows in a period is not judged for it."),
                format!("某期少于{n}条记录的组，该期不判。"),
            ),
            None => (String::new(), String::new()),
        };
        self.say(
            &format!(
                "Over the periods from {first} to {last}, {says}. Periods that are not over on the day of the inspection are left out.{small_en}"
            ),
            &format!("自{first}至{last}，{says}。评估日尚未结束的期次不计。{small_zh}"),
        )
    }
}
