//! Weeks, months, quarters, terms and years: their days, their ids, and how people write them.

use super::Builder;
use super::problems;
use crate::model::SlotPeriod;
use crate::source::Span;
use crate::syntax::ast::{Cadence, DueDay, During, LatestDay, Moment};
use crate::types::{Bilingual, Date, days_in_month};

/// A period with the texts that may stand for it in a table.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) period: SlotPeriod,
    pub(super) spellings: Vec<String>,
}

impl Stretch {
    /// A period of one day, for looks at what is followed over periods.
    pub(super) fn any() -> Self {
        let day = Date(0);
        Self {
            period: SlotPeriod {
                id: String::new(),
                shown: Bilingual::default(),
                from: day,
                to: day,
                due: day,
            },
            spellings: Vec::new(),
        }
    }
}

impl Builder<'_> {
    /// First and last day of `from M to M`; without it all days that the calendar covers.
    pub(super) fn during(
        &mut self,
        during: Option<&During>,
        cadence: Cadence,
        span: Span,
    ) -> Option<(Date, Date)> {
        let Some(during) = during else {
            if cadence != Cadence::Term && !self.sees_calendar() {
                let problem = problems::from_when(self.language(), span);
                self.diagnostics.add(problem);
                return None;
            }
            let calendar = self.calendar(span)?;
            return self.model.calendars.get(calendar)?.covers;
        };
        let from = self.moment(&during.from, during.span)?.0;
        let to = self.moment(&during.to, during.span)?.1;
        if to < from {
            let problem = problems::period_order(self.language(), during.span, from, to);
            self.diagnostics.add(problem);
            return None;
        }
        Some((from, to))
    }

    fn moment(&mut self, moment: &Moment, span: Span) -> Option<(Date, Date)> {
        match moment {
            Moment::Day(day) => Some((*day, *day)),
            Moment::Month(year, month) => {
                let last = days_in_month(*year, *month);
                Some((
                    Date::new(*year, *month, 1)?,
                    Date::new(*year, *month, last)?,
                ))
            }
            Moment::Term(name) => {
                let (calendar, _) = self.calendar_with_terms(span)?;
                self.named_period(calendar, name, false)
            }
        }
    }

    /// The periods that begin within some days, each with the last day on which a delivery is in time.
    pub(super) fn stretches(
        &mut self,
        cadence: Cadence,
        (from, to): (Date, Date),
        (deadline, itself_counts): (Option<&LatestDay>, bool),
        span: Span,
    ) -> Option<Vec<Stretch>> {
        let all = match cadence {
            Cadence::Term => {
                let (calendar, _) = self.calendar_with_terms(span)?;
                self.terms(calendar)
            }
            // One more than asked for, so that each has the one that follows it.
            _ => regular(cadence, from, to.plus_days(800).unwrap_or(Date::LAST)),
        };
        let mut found = Vec::new();
        for (at, stretch) in all.iter().enumerate() {
            if stretch.period.from < from || stretch.period.from > to {
                continue;
            }
            let mut stretch = stretch.clone();
            if let Some(deadline) = deadline {
                if matches!(deadline.day, DueDay::Weekday(_)) && cadence != Cadence::Week {
                    let problem = problems::weekday_of_week(self.language(), deadline.span);
                    self.diagnostics.add(problem);
                    return None;
                }
                let of = if deadline.next {
                    let Some(next) = all.get(at + 1) else {
                        let problem = problems::no_next_term(
                            self.language(),
                            deadline.span,
                            &stretch.period.id,
                        );
                        self.diagnostics.add(problem);
                        return None;
                    };
                    (next.period.from, next.period.to)
                } else {
                    (stretch.period.from, stretch.period.to)
                };
                let due = match deadline.day {
                    DueDay::Weekday(day) | DueDay::Day(day) => {
                        let day = i32::try_from(day).unwrap_or(i32::MAX);
                        Date(of.0.0.saturating_add(day - 1)).min(of.1)
                    }
                    DueDay::Last => of.1,
                };
                stretch.period.due = Date(due.0 - i32::from(!itself_counts));
            }
            found.push(stretch);
        }
        if found.is_empty() {
            let problem = problems::no_period(self.language(), span, from, to);
            self.diagnostics.add(problem);
            return None;
        }
        Some(found)
    }

    fn terms(&self, calendar: usize) -> Vec<Stretch> {
        let Some(calendar) = self.model.calendars.get(calendar) else {
            return Vec::new();
        };
        let stretch = |term: &crate::model::Period| Stretch {
            period: SlotPeriod {
                id: term.names.id().to_owned(),
                shown: term.names.by_language.clone(),
                from: term.from,
                to: term.to,
                due: term.to,
            },
            spellings: term.names.all.clone(),
        };
        calendar.terms.iter().map(stretch).collect()
    }
}

/// The weeks, months, quarters or years that begin from one day to another.
fn regular(cadence: Cadence, from: Date, to: Date) -> Vec<Stretch> {
    let (year, month, _) = from.parts();
    let month = match cadence {
        Cadence::Month => month,
        Cadence::Quarter => (month - 1) / 3 * 3 + 1,
        _ => 1,
    };
    let mut start = match cadence {
        Cadence::Week => Date(from.0 + 1 - from.weekday().cast_signed()),
        _ => Date::new(year, month, 1).unwrap_or(from),
    };
    let mut found = Vec::new();
    while start <= to {
        let next = match cadence {
            Cadence::Week => start.plus_days(7),
            Cadence::Month | Cadence::Term => start.plus_months(1),
            Cadence::Quarter => start.plus_months(3),
            Cadence::Year => start.plus_months(12),
        };
        // The last one of the year 9999 ends with it.
        let next = next.unwrap_or(Date(Date::LAST.0 + 1));
        let last = Date(next.0 - 1);
        let (id, shown, spellings) = written(cadence, start);
        found.push(Stretch {
            period: SlotPeriod {
                id,
                shown,
                from: start,
                to: last,
                due: last,
            },
            spellings,
        });
        if next <= start {
            break;
        }
        start = next;
    }
    found
}

/// The id of the period that begins on a day, what readers call it, and how it is written in tables.
fn written(cadence: Cadence, start: Date) -> (String, Bilingual, Vec<String>) {
    let (year, month, _) = start.parts();
    let (id, zh, others) = match cadence {
        Cadence::Week => {
            let (year, week) = start.week();
            let id = format!("{year}-W{week:02}");
            let zh = format!("{year}年第{week}周");
            let others = [
                format!("{year}-W{week}"),
                format!("{year}W{week:02}"),
                format!("{year}年{week}周"),
                format!("{year}年第{week:02}周"),
            ];
            (id, zh, others.to_vec())
        }
        Cadence::Quarter => {
            let quarter = (month - 1) / 3 + 1;
            let id = format!("{year}-Q{quarter}");
            let zh = format!("{year}年第{quarter}季度");
            let number = ["一", "二", "三", "四"];
            let number = number.get(quarter as usize - 1).unwrap_or(&"");
            let others = [
                format!("{year}Q{quarter}"),
                format!("{year}年{quarter}季度"),
                format!("{year}年第{number}季度"),
                format!("{year}年{number}季度"),
            ];
            (id, zh, others.to_vec())
        }
        Cadence::Year => (format!("{year}"), format!("{year}年"), Vec::new()),
        Cadence::Month | Cadence::Term => {
            let id = format!("{year}-{month:02}");
            let zh = format!("{year}年{month}月");
            let others = [
                format!("{year}-{month}"),
                format!("{year}/{month:02}"),
                format!("{year}/{month}"),
                format!("{year}.{month:02}"),
                format!("{year}.{month}"),
                format!("{year}{month:02}"),
                format!("{year}年{month:02}月"),
                format!("{year}年{month}月份"),
                format!("{year}年{month:02}月份"),
            ];
            (id, zh, others.to_vec())
        }
    };
    let mut spellings = vec![id.clone(), zh.clone()];
    for other in others {
        if !spellings.contains(&other) {
            spellings.push(other);
        }
    }
    (id.clone(), Bilingual::both(&id, &zh), spellings)
}
