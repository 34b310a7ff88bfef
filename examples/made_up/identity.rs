//! Days, made-up names and citizen id numbers with a right check digit (GB 11643) under a region code that does not exist.

use std::collections::BTreeMap;
use std::fmt;

use super::random::Random;

/// A calendar day, as days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Day(pub(crate) i64);

impl Day {
    pub(crate) const fn new(year: i64, month: i64, day: i64) -> Day {
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let year_of_era = shifted - era * 400;
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Day(era * 146_097 + day_of_era - 719_468)
    }

    pub(crate) fn plus(self, days: i64) -> Day {
        Day(self.0 + days)
    }

    pub(crate) fn parts(self) -> (i64, i64, i64) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted - era * 146_097;
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, day)
    }

    /// Reads back what `Display` wrote; `None` for any other text, such as a spoilt cell.
    pub(crate) fn read(text: &str) -> Option<Day> {
        let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
        let day = Day::new(parts.next()??, parts.next()??, parts.next()??);
        (day.to_string() == text).then_some(day)
    }

    /// Whole years on another day; the birthday itself counts.
    pub(crate) fn age_on(self, day: Day) -> i64 {
        let (birth_year, birth_month, birth_day) = self.parts();
        let (year, month, day) = day.parts();
        year - birth_year - i64::from((month, day) < (birth_month, birth_day))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

const SURNAMES: &[&str] = &[
    "禾", "苇", "岚", "砚", "汀", "榆", "柘", "芷", "渚", "桦", "杼", "笙",
];
const GIVEN: &[&str] = &[
    "青", "远", "舟", "星", "朗", "溪", "川", "晴", "松", "岳", "宁", "澄", "霖", "语", "帆", "穗",
    "麦", "朔", "棠", "野",
];

/// A name put together from two small lists.
pub(crate) fn made_up_name(random: &mut Random) -> String {
    let mut name = String::from(random.pick(SURNAMES));
    name.push_str(random.pick(GIVEN));
    if random.chance(80) {
        name.push_str(random.pick(GIVEN));
    }
    name
}

/// Gives out citizen id numbers, each once.
#[derive(Default)]
pub(crate) struct IdNumbers {
    given_out: BTreeMap<(String, Day), usize>,
}

impl IdNumbers {
    /// The next number of somebody born on `birth` under a region code; an odd sequence number is a boy's.
    pub(crate) fn next(&mut self, region: &str, birth: Day, boy: bool) -> String {
        let used = self
            .given_out
            .entry((region.to_owned(), birth))
            .or_default();
        *used += 1;
        let sequence = *used * 2 + usize::from(boy);
        let (year, month, day) = birth.parts();
        let body = format!("{region}{year:04}{month:02}{day:02}{sequence:03}");
        let check = check_digit(&body);
        body + &check.to_string()
    }
}

fn check_digit(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const DIGITS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = body
        .chars()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight)
        .sum();
    DIGITS[(sum % 11) as usize]
}
