//! Calendar days of the proleptic Gregorian calendar, counted from 1970-01-01.

use std::fmt;

/// A calendar day: days since 1970-01-01, negative before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(pub i32);

/// The days of a week in English and Chinese, Monday first.
pub const WEEKDAYS: [(&str, &str); 7] = [
    ("Monday", "星期一"),
    ("Tuesday", "星期二"),
    ("Wednesday", "星期三"),
    ("Thursday", "星期四"),
    ("Friday", "星期五"),
    ("Saturday", "星期六"),
    ("Sunday", "星期日"),
];

/// Days in a month; month 1 to 12.
#[must_use]
pub fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Date {
    /// 0001-01-01.
    pub const FIRST: Self = Self(-719_162);
    /// 9999-12-31.
    pub const LAST: Self = Self(2_932_896);

    /// The day of that name, or `None` where the calendar has none (2021-02-29). Years 1 to 9999.
    #[must_use]
    #[inline]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year)
            || !(1..=12).contains(&month)
            || day < 1
            || day > 28 && day > days_in_month(year, month)
        {
            return None;
        }
        // Years start in March, so that the leap day comes last (Hinnant's days_from_civil). None is negative here.
        let year = year.cast_unsigned();
        let (y, m) = if month > 2 {
            (year, month - 3)
        } else {
            (year - 1, month + 9)
        };
        let centuries = y / 100;
        let leap_days = y / 4 - centuries + centuries / 4;
        let in_year = (153 * m + 2) / 5 + day - 1;
        Some(Self(
            (365 * y + leap_days + in_year).cast_signed() - 719_468,
        ))
    }

    /// Year, month and day.
    #[must_use]
    pub fn parts(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let m = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * m + 2) / 5 + 1).cast_unsigned();
        let month = if m < 10 { m + 3 } else { m - 9 }.cast_unsigned();
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month, day)
    }

    /// The day `days` later (earlier when negative); `None` where that is before year 1 or after year 9999.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Self> {
        let moved = Self(self.0.checked_add(days)?);
        (Self::FIRST..=Self::LAST).contains(&moved).then_some(moved)
    }

    /// The day `months` later (earlier when negative), on the month's last day where it is shorter; `None` where that is
    /// before year 1 or after year 9999.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Option<Self> {
        let (year, month, day) = self.parts();
        let index = (year * 12 + month.cast_signed() - 1).checked_add(months)?;
        let (year, month) = (
            index.div_euclid(12),
            index.rem_euclid(12).cast_unsigned() + 1,
        );
        Self::new(year, month, day.min(days_in_month(year, month)))
    }

    /// Whole years from this day of birth to `on`: a year is complete on the birthday;
    /// someone born on 29 February has it on 1 March in a common year. Negative before birth.
    #[must_use]
    pub fn age_on(self, on: Self) -> i32 {
        let (by, bm, bd) = self.parts();
        let (y, m, d) = on.parts();
        y - by - i32::from((m, d) < (bm, bd))
    }

    /// The day of the week: 1 is Monday, 7 is Sunday.
    #[must_use]
    pub fn weekday(self) -> u32 {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7).cast_unsigned() + 1
    }

    /// The week of the year by ISO 8601: weeks begin on Monday, and week 1 holds the year's first Thursday.
    #[must_use]
    pub fn week(self) -> (i32, u32) {
        let thursday = Self(self.0 + 4 - self.weekday().cast_signed());
        let year = thursday.parts().0;
        let first = Self::new(year, 1, 1).unwrap_or(thursday);
        (year, (thursday.0 - first.0).cast_unsigned() / 7 + 1)
    }

    /// The birthday of someone born on this day that was the last one on `on`, itself included; in a common year
    /// 1 March for someone born on 29 February. `None` before birth.
    #[must_use]
    pub fn last_birthday(self, on: Self) -> Option<Self> {
        let (year, month, day) = self.parts();
        let age = self.age_on(on);
        if age < 0 {
            return None;
        }
        Self::new(year + age, month, day).or_else(|| Self::new(year + age, 3, 1))
    }

    /// Reads `2020-02-26`, `2020/2/26`, `2020.2.26`, `20200226` or `2020年2月26日`; `None` when it is none of these
    /// or the calendar has no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            let n: u32 = text.parse().ok()?;
            return Self::new((n / 10_000).cast_signed(), n / 100 % 100, n % 100);
        }
        let text = text.strip_suffix('日').unwrap_or(text);
        let mut parts = text.split(['-', '/', '.', '年', '月']);
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || y.len() != 4 || m.len() > 2 || d.len() > 2 {
            return None;
        }
        let digits = |s: &str| {
            s.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| s.parse().ok())
        };
        let year: u32 = digits(y)??;
        Self::new(year.cast_signed(), digits(m)??, digits(d)??)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.parts();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_count_from_1970_and_come_back() {
        assert_eq!(Date::new(1970, 1, 1), Some(Date(0)));
        assert_eq!(Date::new(2000, 3, 1), Some(Date(11_017)));
        for day in -200_000..200_000 {
            let (y, m, d) = Date(day).parts();
            assert_eq!(Date::new(y, m, d), Some(Date(day)));
        }
    }

    #[test]
    fn days_end_with_the_years_that_have_a_name() {
        let day = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!((Date::FIRST, Date::LAST), (day(1, 1, 1), day(9999, 12, 31)));
        assert_eq!(Date::LAST.plus_days(0), Some(Date::LAST));
        assert_eq!(Date::LAST.plus_days(1), None);
        assert_eq!(Date::LAST.plus_days(i32::MAX), None);
        assert_eq!(Date::FIRST.plus_days(-1), None);
        assert_eq!(Date::LAST.plus_months(1), None);
        assert_eq!(day(9999, 11, 30).plus_months(1), Some(day(9999, 12, 30)));
        assert_eq!(day(2020, 1, 31).plus_months(i32::MAX), None);
        assert_eq!(day(2020, 1, 31).plus_months(1), Some(day(2020, 2, 29)));
        assert_eq!(day(1, 1, 31).plus_months(-1), None);
    }

    #[test]
    fn weeks_begin_on_monday_and_birthdays_of_29_february_move_to_march() {
        let day = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!(day(2020, 2, 26).weekday(), 3);
        assert_eq!(day(2021, 1, 3).week(), (2020, 53));
        assert_eq!(day(2021, 1, 4).week(), (2021, 1));
        let born = day(2012, 2, 29);
        assert_eq!(born.last_birthday(day(2019, 2, 28)), Some(day(2018, 3, 1)));
        assert_eq!(born.last_birthday(day(2019, 3, 1)), Some(day(2019, 3, 1)));
        assert_eq!(born.last_birthday(day(2020, 2, 29)), Some(day(2020, 2, 29)));
        assert_eq!(born.last_birthday(day(2012, 2, 28)), None);
    }

    #[test]
    fn a_day_that_the_calendar_lacks_is_none() {
        assert_eq!(Date::parse("2021-02-29"), None);
        assert_eq!(Date::parse("2020年6月31日"), None);
        assert_eq!(Date::parse("2020年2月29日"), Date::new(2020, 2, 29));
    }

    #[test]
    fn a_year_of_age_is_complete_on_the_birthday() {
        let born = Date::new(2012, 2, 29).unwrap();
        assert_eq!(born.age_on(Date::new(2018, 2, 28).unwrap()), 5);
        assert_eq!(born.age_on(Date::new(2018, 3, 1).unwrap()), 6);
        assert_eq!(born.age_on(Date::new(2020, 2, 29).unwrap()), 8);
    }
}
