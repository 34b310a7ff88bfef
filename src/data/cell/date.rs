//! Calendar days from text.

use super::{fold_width, trimmed};
use crate::types::Date;
use std::borrow::Cow;

/// How the days of a column are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DateFormat {
    /// Year first, in any of the usual ways: `2020-02-26`, `2020/2/26`, `2020.2.26`, `20200226`, `2020年2月26日`.
    #[default]
    YearFirst,
    /// Just as a pattern of the audit file says.
    Pattern(Vec<DatePart>),
}

/// A part of a date pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    /// The year in four digits.
    Year,
    /// The month: in two digits, or as short as it can be.
    Month {
        /// Whether a leading zero is written.
        padded: bool,
    },
    /// The day: in two digits, or as short as it can be.
    Day {
        /// Whether a leading zero is written.
        padded: bool,
    },
    /// A character that has to stand there.
    Sign(char),
}

impl DateFormat {
    /// The format of a pattern such as `dd/mm/yyyy`, `yyyymmdd`, `yyyy/m/d`, `yyyy年m月d日`; `None` when year, month or day is missing or stands twice,
    /// or a part without leading zeros has no sign after it.
    #[must_use]
    pub fn parse(pattern: &str) -> Option<Self> {
        let pattern = pattern.trim().to_lowercase();
        let mut parts = Vec::new();
        let mut rest = pattern.as_str();
        while let Some(first) = rest.chars().next() {
            let run = rest.chars().take_while(|&c| c == first).count();
            let part = match (first, run) {
                ('y', 4) => DatePart::Year,
                ('m', 1 | 2) => DatePart::Month { padded: run == 2 },
                ('d', 1 | 2) => DatePart::Day { padded: run == 2 },
                ('y' | 'm' | 'd', _) => return None,
                (sign, _) if sign.is_alphanumeric() && sign.is_ascii() => return None,
                (sign, _) => DatePart::Sign(sign),
            };
            let length = match part {
                DatePart::Sign(sign) => sign.len_utf8(),
                _ => run,
            };
            rest = rest.get(length..).unwrap_or_default();
            parts.push(part);
        }
        let count = |wanted: fn(&DatePart) -> bool| parts.iter().filter(|p| wanted(p)).count();
        let whole = count(|p| matches!(p, DatePart::Year)) == 1
            && count(|p| matches!(p, DatePart::Month { .. })) == 1
            && count(|p| matches!(p, DatePart::Day { .. })) == 1;
        let open = parts.windows(2).any(|pair| {
            matches!(
                pair,
                [
                    DatePart::Month { padded: false } | DatePart::Day { padded: false },
                    DatePart::Year | DatePart::Month { .. } | DatePart::Day { .. }
                ]
            )
        });
        (whole && !open).then_some(Self::Pattern(parts))
    }
}

/// The day in a cell. A time of day may stand after it (`2020-02-26 08:30:00`); it is not looked at.
#[must_use]
#[inline]
pub fn date(cell: &[u8], format: &DateFormat) -> Option<Date> {
    match format {
        DateFormat::YearFirst => match cell {
            [a, b, c, d, b'-', e, f, b'-', g, h] => {
                let digits = super::eight_digits([*a, *b, *c, *d, *e, *f, *g, *h])?;
                let year = i32::try_from(digits / 10_000).ok()?;
                Date::new(year, digits / 100 % 100, digits % 100)
            }
            _ => year_first(cell),
        },
        DateFormat::Pattern(parts) => {
            let cell = trimmed(cell);
            patterned(cell, parts).or_else(|| match fold_width(cell) {
                Cow::Owned(folded) => patterned(&folded, parts),
                Cow::Borrowed(_) => None,
            })
        }
    }
}

#[inline]
fn number_of(digits: &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(u32::from(digit))?;
    }
    Some(value)
}

fn year_first(cell: &[u8]) -> Option<Date> {
    let folded = fold_width(trimmed(cell));
    let text = std::str::from_utf8(&folded).ok()?.trim();
    let day = match text.split_once([' ', 'T']) {
        Some((day, time)) if is_time(time) => day,
        Some(_) => return None,
        // `2020年9月1日8:30`.
        None => match text.split_once('日') {
            Some((day, time)) if is_time(time) => text.get(..day.len() + '日'.len_utf8())?,
            _ => text,
        },
    };
    // Either the Chinese signs or one and the same other sign twice.
    let signs: Vec<char> = day.chars().filter(|c| !c.is_ascii_digit()).collect();
    match signs.as_slice() {
        [] | ['年', '月', '日'] | ['年', '月'] => {}
        [a, b] if a == b => {}
        _ => return None,
    }
    Date::parse(day)
}

/// Whether a text is a time of day: `8:30`, `08:30:00.000Z`, `20:00+08:00`, `上午8:30`, `8时30分`, `8:30 PM`.
fn is_time(text: &str) -> bool {
    let text = text.trim();
    let text = ["上午", "下午"]
        .iter()
        .find_map(|half| text.strip_prefix(half))
        .unwrap_or(text);
    let upper = text.to_ascii_uppercase();
    let bare = ["AM", "PM", "Z"]
        .iter()
        .find_map(|end| upper.strip_suffix(end))
        .unwrap_or(&upper);
    // The zone, as `+08:00` or `+0800`, is a time of its own.
    let clock = match bare.rsplit_once(['+', '-']) {
        Some((clock, zone)) if zone.bytes().all(|b| b.is_ascii_digit() || b == b':') => clock,
        Some(_) => return false,
        None => bare,
    };
    let clock = clock.trim().replace(['时', '分'], ":").replace('秒', "");
    let mut parts = clock.trim_end_matches(':').split(':');
    let mut part = |most: u32| {
        let text = parts.next()?;
        let digits = text.split('.').next().unwrap_or_default();
        let is_short = (1..=2).contains(&digits.len());
        number_of(digits.as_bytes()).filter(|value| is_short && *value < most)
    };
    let is_clock = part(24).is_some() && (part(60).is_some() || text.ends_with('时'));
    let count = clock.trim_end_matches(':').split(':').count();
    is_clock && (count < 3 || count == 3 && part(61).is_some())
}

fn patterned(cell: &[u8], parts: &[DatePart]) -> Option<Date> {
    let (mut year, mut month, mut day) = (0, 0, 0);
    let mut rest = cell;
    for part in parts {
        let length = match part {
            DatePart::Sign(sign) => {
                let mut bytes = [0; 4];
                rest = rest.strip_prefix(sign.encode_utf8(&mut bytes).as_bytes())?;
                continue;
            }
            DatePart::Year => 4,
            DatePart::Month { padded: true } | DatePart::Day { padded: true } => 2,
            DatePart::Month { padded: false } | DatePart::Day { padded: false } => rest
                .iter()
                .take(2)
                .take_while(|b| b.is_ascii_digit())
                .count(),
        };
        let (digits, after) = rest.split_at_checked(length)?;
        let value = number_of(digits).filter(|_| length > 0)?;
        match part {
            DatePart::Year => year = value,
            DatePart::Month { .. } => month = value,
            DatePart::Day { .. } | DatePart::Sign(_) => day = value,
        }
        rest = after;
    }
    if !rest.is_empty() {
        // A time of day, as spreadsheets and systems add it to a day of any spelling.
        let time = rest
            .strip_prefix(b" ")
            .or_else(|| rest.strip_prefix(b"T"))?;
        if !is_time(std::str::from_utf8(time).ok()?) {
            return None;
        }
    }
    Date::new(year.cast_signed(), month, day)
}
