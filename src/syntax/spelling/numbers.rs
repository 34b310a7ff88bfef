//! Numbers with their units, and days: everything that begins with a digit.

use super::{Line, TokenKind, fold};
use crate::syntax::keywords::Place;
use crate::syntax::problems;
use crate::types::{Date, Number, Unit};

/// A date as written: its numbers and where it ends.
struct Written {
    year: Option<u32>,
    month: u32,
    day: u32,
    end: usize,
}

impl Line<'_, '_> {
    /// Reads a number or a day; answers where it ends.
    pub(super) fn number(&mut self, at: usize) -> usize {
        if let Some(written) = self.written_date(at) {
            return self.date(at, &written);
        }
        if let Some(end) = self.date_of_elsewhere(at) {
            let span = self.speller.span(at, end);
            let text = self.speller.slice(at, end);
            self.broken(problems::bad_number(self.speller.language, span, text));
            return end;
        }
        if let Some((year, month, end)) = self.written_month(at) {
            self.push(TokenKind::Month(year, month), at, end);
            return end;
        }
        if let Some(end) = self.term_name(at) {
            let name = super::folded(self.speller.slice(at, end));
            self.push(TokenKind::Name(name), at, end);
            return end;
        }
        let mut after = self.digits(at).1;
        if let Some(('.', next)) = self.speller.at(after, self.end) {
            let decimals_end = self.digits(next).1;
            if decimals_end > next {
                after = decimals_end;
            }
        }
        let digits: String = self.speller.slice(at, after).chars().map(fold).collect();
        let number = Number::parse(&digits);
        let (factor, unit, unit_end) = self.unit(after);
        let stray = self.speller.word_end(unit_end, self.end);
        let stray = match self.speller.at(stray, self.end) {
            // `2020-02` or `1-2`: a minus needs blanks around it.
            Some(('-', next)) if stray == after => self.speller.word_end(next, self.end),
            _ => stray,
        };
        let cut = self
            .place
            .and_then(|place| self.speller.keyword(place, unit_end, self.end));
        let value = number.and_then(|n| n.times(factor));
        match value {
            Some(value) if stray == unit_end || cut.is_some() => {
                self.push(TokenKind::Number(value, unit), at, unit_end);
                unit_end
            }
            _ => {
                let stray = stray.max(unit_end);
                let span = self.speller.span(at, stray);
                let text = self.speller.slice(at, stray);
                self.broken(problems::bad_number(self.speller.language, span, text));
                stray
            }
        }
    }

    /// The value of the digits that begin here, and where they end.
    fn digits(&self, start: usize) -> (u32, usize) {
        let (mut value, mut at) = (0u32, start);
        while let Some((c, next)) = self.speller.at(at, self.end) {
            let Some(digit) = c.to_digit(10) else { break };
            value = value.saturating_mul(10).saturating_add(digit);
            at = next;
        }
        (value, at)
    }

    /// The digits that begin here when `mark` follows them.
    fn digits_before(&self, start: usize, mark: char) -> Option<(u32, usize)> {
        let (value, end) = self.digits(start);
        match self.speller.at(end, self.end) {
            Some((c, next)) if c == mark && end > start => Some((value, next)),
            _ => None,
        }
    }

    /// `2020.9.30` or `9/30/2020`: where it ends.
    fn date_of_elsewhere(&self, at: usize) -> Option<usize> {
        ['.', '/'].into_iter().find_map(|mark| {
            let (first, second_at) = self.digits_before(at, mark)?;
            let (_, third_at) = self.digits_before(second_at, mark)?;
            let (third, end) = self.digits(third_at);
            let year = |number: u32| (1900..2100).contains(&number);
            let whole = end > third_at && end == self.speller.word_end(third_at, self.end);
            (whole && (year(first) || year(third))).then_some(end)
        })
    }

    /// `2020-03` or 2020年3月: a year of four digits and a month.
    fn written_month(&self, at: usize) -> Option<(i32, u32, usize)> {
        let (year, month, end) = match self.digits_before(at, '-') {
            Some((year, month_at)) => {
                let (month, end) = self.digits(month_at);
                let whole = end == month_at + 2 && end == self.speller.word_end(at, self.end);
                (year, month, whole.then_some(end)?)
            }
            None => {
                let (year, month_at) = self.digits_before(at, '年')?;
                let (month, end) = self.digits_before(month_at, '月')?;
                (year, month, end)
            }
        };
        let fits = (1000..=9999).contains(&year) && (1..=12).contains(&month);
        Some((i32::try_from(year).ok()?, fits.then_some(month)?, end))
    }

    /// The name of a term that begins with its year: 2020春, 2020年春季学期.
    fn term_name(&self, at: usize) -> Option<usize> {
        let (year, mut end) = self.digits(at);
        let mut next = self.speller.at(end, self.end)?;
        if next.0 == '年' {
            end = next.1;
            next = self.speller.at(end, self.end)?;
        }
        let season = matches!(next.0, '春' | '夏' | '秋' | '冬');
        (season && (1000..=9999).contains(&year)).then(|| self.speller.word_end(end, self.end))
    }

    fn written_date(&self, at: usize) -> Option<Written> {
        if let Some((year, month_at)) = self.digits_before(at, '-') {
            let (month, day_at) = self.digits_before(month_at, '-')?;
            let (day, end) = self.digits(day_at);
            let whole = end > day_at && end == self.speller.word_end(day_at, self.end);
            return whole.then_some(Written {
                year: Some(year),
                month,
                day,
                end,
            });
        }
        let (year, month_at) = match self.digits_before(at, '年') {
            Some((year, month_at)) => (Some(year), month_at),
            None => (None, at),
        };
        let (month, day_at) = self.digits_before(month_at, '月')?;
        let (day, end) = self.digits_before(day_at, '日')?;
        Some(Written {
            year,
            month,
            day,
            end,
        })
    }

    /// Pushes a day. One that the calendar lacks is reported, and its nearest day goes on in its place.
    fn date(&mut self, at: usize, written: &Written) -> usize {
        let language = self.speller.language;
        let span = self.speller.span(at, written.end);
        let text = self.speller.slice(at, written.end);
        // 2020 had a 29 February, so that a day without year is judged by the longest February.
        let year = i32::try_from(written.year.unwrap_or(2020)).unwrap_or(i32::MAX);
        let date = Date::new(year, written.month, written.day);
        if date.is_none() {
            let diagnostic =
                problems::impossible_date(language, span, text, (written.year, written.month));
            self.diagnostics.add(diagnostic);
        } else if written.year.is_none() {
            self.diagnostics
                .add(problems::date_without_year(language, span, text));
        }
        let nearest = date.unwrap_or_else(|| {
            Date::new(
                year,
                written.month,
                crate::types::days_in_month(year, written.month),
            )
            .unwrap_or(Date(0))
        });
        self.push(TokenKind::Date(nearest), at, written.end);
        written.end
    }

    /// The unit behind a number: what to multiply by, the unit, and where it ends.
    fn unit(&self, after: usize) -> (Number, Option<Unit>, usize) {
        let one = Number::integer(1);
        let at = self.speller.skip_blanks(after, self.end);
        if let Some(('%', end)) = self.speller.at(at, self.end) {
            let hundredth = Number::fraction(1, 100).unwrap_or(one);
            return (hundredth, Some(Unit::Percent), end);
        }
        let Some((id, end)) = self.unit_word(at) else {
            return (one, None, after);
        };
        match id {
            "yuan" => (one, Some(Unit::Yuan), end),
            "ten thousand yuan" => (Number::integer(10_000), Some(Unit::Yuan), end),
            "days" => (one, Some(Unit::Days), end),
            "working days" => (one, Some(Unit::WorkingDays), end),
            "months" => (one, Some(Unit::Months), end),
            "years" => (one, Some(Unit::Years), end),
            _ => (one, None, end),
        }
    }

    /// The unit that is the whole word here, or the beginning of a word whose rest is a keyword (30天内).
    fn unit_word(&self, at: usize) -> Option<(&'static str, usize)> {
        if let Some((ids, end)) = self.speller.keyword(Place::Unit, at, self.end) {
            return Some((ids.first().copied()?, end));
        }
        let (_, mut end) = self.speller.at(at, self.end)?;
        let word_end = self.speller.word_end(at, self.end);
        while end < word_end {
            let rest = self.speller.word_end(end, self.end);
            let unit = self.speller.phrase(Place::Unit, at, end, self.end);
            let place = self.place.unwrap_or(Place::Sentence);
            if let Some((ids, end)) = unit
                && rest > end
                && self.speller.keyword(place, end, self.end).is_some()
            {
                return Some((ids.first().copied()?, end));
            }
            end = self.speller.at(end, self.end)?.1;
        }
        None
    }
}
