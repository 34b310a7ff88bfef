//! A cell of a sheet in, its text out.

use calamine::{Data, ExcelDateTime};

/// The text of a cell: days as `2020-02-26`, whole numbers without decimals, numbers as a spreadsheet shows them at most (15 digits),
/// longer whole numbers with an exponent, so that their lost digits can be seen.
pub(super) fn text_of(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        // Written as a whole number: no digit was lost.
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_text(*number),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(time) => time_text(time),
        Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()
        }
        Data::Error(error) => error.to_string(),
    }
}

/// Up to here a sheet keeps 15 digits of any number.
const SEEN: f64 = 1e15;

/// From here on a cell cannot keep all digits of a whole number.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn number_text(number: f64) -> String {
    // Nearly all numbers of tables are short: whole, or with a few decimals.
    if number.fract() == 0.0 && number.abs() < SEEN {
        return (number as i64).to_string();
    }
    if let Some(text) = with_decimals(number, 100.0).or_else(|| with_decimals(number, 10_000.0)) {
        return text;
    }
    if number.abs() >= MOST_EXACT {
        return format!("{number:E}").replacen('E', "E+", 1);
    }
    if number.abs() >= SEEN {
        return format!("{number}");
    }
    // What is computed in a sheet (0.1 + 0.2) is off behind the 15th digit, where nobody sees it.
    let seen = format!("{number:.14e}").parse().unwrap_or(number);
    if seen == 0.0 {
        return "0".to_owned();
    }
    format!("{seen}")
}

/// The text of a number that is a whole one of up to 15 digits divided by a power of ten: no shorter text and no other one of so few digits
/// is the same number.
fn with_decimals(number: f64, power: f64) -> Option<String> {
    let shifted = (number.abs() * power).round();
    if shifted >= SEEN || shifted / power != number.abs() {
        return None;
    }
    // The digits from behind, up to 15 and a point.
    let mut digits = shifted as u64;
    let mut left = power as u64;
    let mut text = [0u8; 20];
    let mut first = text.len();
    let mut push = |sign: u8| {
        first = first.checked_sub(1)?;
        *text.get_mut(first)? = sign;
        Some(())
    };
    let mut is_given = false;
    while left > 0 || digits > 0 {
        if left == 1 {
            if is_given {
                push(b'.')?;
            }
            is_given = true;
        }
        let digit = u8::try_from(digits % 10).ok()?;
        is_given |= digit != 0;
        if is_given {
            push(b'0' + digit)?;
        }
        digits /= 10;
        left /= 10;
    }
    if number < 0.0 {
        push(b'-')?;
    }
    let text = text.get(first..)?;
    Some(String::from_utf8_lossy(text).into_owned())
}

fn time_text(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    if time.is_duration() {
        return number_text(time.as_f64());
    }
    let clock = || format!("{hour:02}:{minute:02}:{second:02}");
    let day = || day_text(year, month, day);
    match (hour, minute, second) {
        _ if (0.0..1.0).contains(&time.as_f64()) => clock(),
        (0, 0, 0) => day(),
        _ => format!("{} {}", day(), clock()),
    }
}

/// A day as `2020-02-26`.
fn day_text(year: u16, month: u8, day: u8) -> String {
    let sign = |number: u16| char::from(b'0' + u8::try_from(number % 10).unwrap_or(0));
    let (month, day) = (u16::from(month), u16::from(day));
    let mut text = String::with_capacity(10);
    text.extend([year / 1000, year / 100, year / 10, year].map(sign));
    for part in [month, day] {
        text.push('-');
        text.extend([part / 10, part].map(sign));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{day_text, number_text};

    #[test]
    fn short_numbers_have_the_text_that_all_numbers_would_have() {
        let slowly = |number: f64| {
            let seen: f64 = format!("{number:.14e}").parse().unwrap();
            format!("{seen}")
        };
        for whole in (0..200_000u32).chain([999_999_999, 4_000_000_001 - 2_000_000_000]) {
            for power in [10.0, 100.0, 1000.0, 10_000.0] {
                let number = f64::from(whole) * 7.0 / power;
                if number.fract() != 0.0 {
                    assert_eq!(number_text(number), slowly(number));
                    assert_eq!(number_text(-number), slowly(-number));
                }
            }
        }
        assert_eq!(number_text(0.1 + 0.2), "0.3");
        assert_eq!(number_text(9_999_999_999_999.25), "9999999999999.25");
        assert_eq!(number_text(1.0 / 3.0), "0.333333333333333");
        assert_eq!(number_text(0.00001), "0.00001");
    }

    #[test]
    fn days_have_leading_zeros() {
        assert_eq!(day_text(2020, 2, 6), "2020-02-06");
        assert_eq!(day_text(1900, 11, 30), "1900-11-30");
    }
}
