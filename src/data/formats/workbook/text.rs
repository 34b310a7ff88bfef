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
    // Nearly all numbers of tables are whole and short.
    if number.fract() == 0.0 && number.abs() < SEEN {
        return (number as i64).to_string();
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

fn time_text(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    if time.is_duration() {
        return number_text(time.as_f64());
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        _ if (0.0..1.0).contains(&time.as_f64()) => format!("{hour:02}:{minute:02}:{second:02}"),
        (0, 0, 0) => day,
        _ => format!("{day} {hour:02}:{minute:02}:{second:02}"),
    }
}
