//! Weeks, months, quarters, terms and years: which there are in a time, and their days.

use super::Builder;
use super::names::named_texts;
use super::period_cells;
use super::problems;
use crate::model::{Calendar, SlotPeriod};
use crate::source::Span;
use crate::syntax::ast::{Cadence, DueDay, During, LatestDay, Moment};
use crate::types::{Bilingual, Date, days_in_month};
use std::rc::Rc;

/// A period with its days.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) period: SlotPeriod,
    /// Its days; those of a term in rows stand there.
    pub(super) days: Days,
    /// The pattern of texts that stand for some period of its kind.
    pub(super) shape: Rc<str>,
}

/// Where the days of a period are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Days {
    /// Known: first and last day, and the last day in time.
    Known { from: Date, to: Date, due: Date },
    /// In the rows of a calendar: the term, by its place in the value set.
    InRows { term: usize },
}

impl Stretch {
    /// A period of one day, for looks at what is followed over periods.
    pub(super) fn any() -> Self {
        let day = Date(0);
        Self {
            period: SlotPeriod {
                id: String::new(),
                shown: Bilingual::default(),
                spellings: Vec::new(),
            },
            days: Days::Known {
                from: day,
                to: day,
                due: day,
            },
            shape: Rc::from(""),
        }
    }
}

impl Builder<'_> {
    /// First and last day of `from M to M`; without it those of all terms and stages of the calendar, or `None` inside where the
    /// terms of rows are meant.
    #[expect(
        clippy::option_option,
        reason = "the outer one says that something was reported"
    )]
    pub(super) fn during(
        &mut self,
        during: Option<&During>,
        cadence: Cadence,
        span: Span,
    ) -> Option<Option<(Date, Date)>> {
        let Some(during) = during else {
            if cadence == Cadence::Term {
                let (calendar, _) = self.calendar_with_terms(span)?;
                if self.rows_of_terms(calendar).is_some() {
                    return Some(None);
                }
            }
            let stretch = if self.sees_calendar() {
                let calendar = self.calendar(span)?;
                self.model
                    .calendars
                    .get(calendar)
                    .and_then(Calendar::stretch)
            } else {
                None
            };
            if stretch.is_none() {
                let problem = problems::from_when(self.language(), span);
                self.diagnostics.add(problem);
            }
            return stretch.map(Some);
        };
        let from = self.moment(&during.from, during.span)?.0;
        let to = self.moment(&during.to, during.span)?.1;
        if to < from {
            let problem = problems::period_order(self.language(), during.span, from, to);
            self.diagnostics.add(problem);
            return None;
        }
        Some(Some((from, to)))
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
        during: Option<(Date, Date)>,
        (deadline, itself_counts): (Option<&LatestDay>, bool),
        span: Span,
    ) -> Option<Vec<Stretch>> {
        if let Some(deadline) = deadline
            && matches!(deadline.day, DueDay::Weekday(_))
            && cadence != Cadence::Week
        {
            let problem = problems::weekday_of_week(self.language(), deadline.span);
            self.diagnostics.add(problem);
            return None;
        }
        let all = match (cadence, during) {
            (Cadence::Term, _) => {
                let (calendar, _) = self.calendar_with_terms(span)?;
                self.terms(calendar)
            }
            // More than asked for, so that each has the one that follows it.
            (_, Some((from, to))) => {
                regular(cadence, from, to.plus_days(800).unwrap_or(Date::LAST))
            }
            (_, None) => Vec::new(),
        };
        let mut found = Vec::new();
        for (at, stretch) in all.iter().enumerate() {
            let next = all.get(at + 1);
            let mut stretch = stretch.clone();
            if let (Days::Known { from, .. }, Some((first, last))) = (stretch.days, during)
                && (from < first || from > last)
            {
                continue;
            }
            if let Some(deadline) = deadline.filter(|deadline| deadline.next)
                && next.is_none()
            {
                let id = &stretch.period.id;
                let problem = problems::no_next_term(self.language(), deadline.span, id);
                self.diagnostics.add(problem);
                return None;
            }
            if let (Days::Known { from, to, .. }, Some(deadline)) = (stretch.days, deadline) {
                let of = match (deadline.next, next.map(|next| next.days)) {
                    (true, Some(Days::Known { from, to, .. })) => (from, to),
                    _ => (from, to),
                };
                let due = match deadline.day {
                    DueDay::Weekday(day) | DueDay::Day(day) => {
                        let day = i32::try_from(day).unwrap_or(i32::MAX);
                        Date(of.0.0.saturating_add(day - 1)).min(of.1)
                    }
                    DueDay::Last => of.1,
                };
                let due = Date(due.0 - i32::from(!itself_counts));
                stretch.days = Days::Known { from, to, due };
            }
            found.push(stretch);
        }
        if let (true, Some((from, to))) = (found.is_empty(), during) {
            let problem = problems::no_period(self.language(), span, from, to);
            self.diagnostics.add(problem);
            return None;
        }
        period_cells::add_bare(cadence, &mut found);
        Some(found)
    }

    fn terms(&self, calendar: usize) -> Vec<Stretch> {
        let Some(declared) = self.model.calendars.get(calendar) else {
            return Vec::new();
        };
        let stretch = |names: &[String], by_language: Bilingual, id: &str, days: Days| Stretch {
            period: SlotPeriod {
                id: id.to_owned(),
                shown: by_language,
                spellings: names.to_vec(),
            },
            days,
            shape: Rc::from(""),
        };
        let mut found: Vec<Stretch> = Vec::new();
        for term in &declared.terms {
            let days = Days::Known {
                from: term.from,
                to: term.to,
                due: term.to,
            };
            let names = &term.names;
            let shown = names.by_language.clone();
            found.push(stretch(&names.all, shown, names.id(), days));
        }
        if declared.rows.is_some() {
            for (term, names) in self.names_of_terms(calendar).iter().enumerate() {
                let named = named_texts(names);
                let days = Days::InRows { term };
                let shown = named.by_language.clone();
                found.push(stretch(names, shown, named.id(), days));
            }
        }
        let shape = period_cells::shape_of_names(&found);
        for stretch in &mut found {
            stretch.shape = Rc::clone(&shape);
        }
        found
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
    let shape = period_cells::shape(cadence);
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
        let written = period_cells::written(cadence, start);
        found.push(Stretch {
            period: SlotPeriod {
                id: written.id,
                shown: written.shown,
                spellings: written.spellings,
            },
            days: Days::Known {
                from: start,
                to: last,
                due: last,
            },
            shape: Rc::clone(&shape),
        });
        if next <= start {
            break;
        }
        start = next;
    }
    found
}
