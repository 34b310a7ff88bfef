//! The figures of a text by plain scanning, to hold drafts against; shares no code with the program.

use std::collections::BTreeSet;

/// Percentages, amounts, ages and full days, each as `percent 95`, `yuan 1350`, `age 6-15`, `day 2021-02-26`.
pub(super) fn figures(text: &str) -> BTreeSet<String> {
    let plain: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ',')
        .map(half_width)
        .collect();
    let mut found = BTreeSet::new();
    let mut year_and_month = None;
    let mut at = 0;
    while at < plain.len() {
        if !plain[at].is_ascii_digit() || at > 0 && plain[at - 1] == '.' {
            at += 1;
            continue;
        }
        let (number, after) = number(&plain, at);
        let next = plain.get(after).copied().unwrap_or(' ');
        if next == '%' {
            found.insert(format!("percent {number}"));
        }
        if let Some(yuan) = yuan(&number, &plain[after..]) {
            found.insert(format!("yuan {yuan}"));
        }
        if plain[after..].starts_with(&['周', '岁']) || next == '岁' {
            found.insert(format!("age {number}"));
        }
        if is_dash(next) {
            let (second, end) = self::number(&plain, after + 1);
            if plain[end..].starts_with(&['周', '岁']) || plain.get(end) == Some(&'岁') {
                found.insert(format!("age {number}-{second}"));
                at = end;
                continue;
            }
        }
        if let Some((day, end)) = day(&plain, at, year_and_month) {
            found.insert(format!("day {day}"));
            year_and_month = day
                .rsplit_once('-')
                .map(|(month, _)| month.to_owned())
                .and_then(|month| {
                    let (year, month) = month.split_once('-')?;
                    Some((year.parse().ok()?, month.parse().ok()?))
                });
            // Only a day that follows as the end of a range takes over its year and month.
            if !plain
                .get(end)
                .is_some_and(|c| is_dash(*c) || "至到".contains(*c))
            {
                year_and_month = None;
            }
            at = end;
            continue;
        }
        at = after;
    }
    found
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '％' | '．' => char::from_u32(u32::from(c) - 0xFEE0).unwrap(),
        _ => c,
    }
}

fn is_dash(c: char) -> bool {
    "-—–~～".contains(c)
}

/// The number at a place, and where it ends; a point at the end is none of it.
fn number(plain: &[char], from: usize) -> (String, usize) {
    let mut end = from;
    while end < plain.len()
        && (plain[end].is_ascii_digit()
            || plain[end] == '.' && plain.get(end + 1).is_some_and(char::is_ascii_digit))
    {
        end += 1;
    }
    (plain[from..end].iter().collect(), end)
}

fn yuan(number: &str, rest: &[char]) -> Option<String> {
    let unit: String = rest.iter().take(2).collect();
    let factor = match unit.as_str() {
        "万元" => 10_000.0,
        "亿元" => 100_000_000.0,
        _ if unit.starts_with('元') => 1.0,
        _ => return None,
    };
    let value: f64 = number.parse().ok()?;
    Some(format!("{}", value * factor))
}

/// A full day at a place: 2021年2月26日, 2021-02-26, or the end of a range without its year.
fn day(plain: &[char], at: usize, before: Option<(u32, u32)>) -> Option<(String, usize)> {
    let (first, end) = digits(plain, at);
    let shown = |year: u32, month: u32, day: u32| format!("{year:04}-{month:02}-{day:02}");
    match plain.get(end)? {
        '年' if end - at == 4 => {
            let (month, end) = digits(plain, end + 1);
            let (day, last) = digits(plain, (plain.get(end) == Some(&'月')).then_some(end + 1)?);
            (plain.get(last) == Some(&'日')).then(|| (shown(first, month, day), last + 1))
        }
        '-' if end - at == 4 => {
            let (month, middle) = digits(plain, end + 1);
            let is_iso = middle == end + 3 && plain.get(middle) == Some(&'-');
            let (day, last) = digits(plain, is_iso.then_some(middle + 1)?);
            (last == middle + 3).then(|| (shown(first, month, day), last))
        }
        '月' => {
            let (year, _) = before?;
            let (day, last) = digits(plain, end + 1);
            (plain.get(last) == Some(&'日')).then(|| (shown(year, first, day), last + 1))
        }
        '日' => {
            let (year, month) = before?;
            Some((shown(year, month, first), end + 1))
        }
        _ => None,
    }
}

fn digits(plain: &[char], from: usize) -> (u32, usize) {
    let mut end = from;
    while plain.get(end).is_some_and(char::is_ascii_digit) {
        end += 1;
    }
    let text: String = plain[from.min(end)..end].iter().collect();
    (text.parse().unwrap_or(0), end)
}

#[test]
fn the_scanner_finds_what_is_there() {
    let found = figures(
        "2021年3月1日至4月30日，达到９５%，每人1350元，共1.5万元，6—14周岁，9月底前，2021-05-06",
    );
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "age 6-14",
            "day 2021-03-01",
            "day 2021-04-30",
            "day 2021-05-06",
            "percent 95",
            "yuan 1350",
            "yuan 15000"
        ]
    );
}
