//! Numbers of a sheet and their formats in; those that a spreadsheet shows as percentages or with zeros in front out as such: 0.12 with the
//! format `0%` is `12%`, 7 with the format `000` is `007`, 1.5 with the format `0.00"万元"` is `1.5万元`.

use super::text::number_text;
use calamine::{Data, Xlsx, XlsxError};
use std::collections::HashMap;
use std::io::{Read, Seek};

/// Numbers below it have all their digits.
const EXACT: f64 = 1e15;

/// Units of money that are not yuan.
const UNITS: [&str; 7] = ["百元", "千元", "万元", "万", "百万元", "亿元", "亿"];

/// How a format shows numbers, where it is not as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Times a hundred, with a sign.
    Percent,
    /// As whole numbers of at least so many digits.
    Digits(usize),
    /// With a unit of money behind them that is not yuan.
    Unit(&'static str),
}

impl Shown {
    /// The text that is shown for a number, where it is another than its own.
    pub(super) fn text(self, number: f64) -> Option<String> {
        match self {
            Self::Unit(unit) => Some(format!("{}{unit}", number_text(number))),
            Self::Percent => Some(format!("{}%", number_text(number * 100.0))),
            Self::Digits(digits) if (0.0..EXACT).contains(&number) && number.fract() == 0.0 => {
                Some(format!("{:0>digits$}", number_text(number)))
            }
            Self::Digits(_) => None,
        }
    }
}

/// Writes the numbers of cells (row, column, value, in the order of the file) as their format shows them.
///
/// # Errors
/// When the sheet cannot be read a second time.
pub(super) fn show<R: Read + Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
    cells: &mut [(u32, u32, Data)],
) -> Result<(), XlsxError> {
    let mut reader = book.worksheet_cells_reader(sheet)?;
    let formats = reader.styles().iter().map(|style| {
        let format = style.number_format.as_ref();
        format.and_then(|format| shown(&format.format_code))
    });
    let formats: Vec<Option<Shown>> = formats.collect();
    if formats.iter().all(Option::is_none) {
        return Ok(());
    }
    let numbers = cells.iter().enumerate().filter_map(|(at, cell)| {
        let is_number = matches!(cell.2, Data::Float(_) | Data::Int(_));
        is_number.then_some(((cell.0, cell.1), at))
    });
    let numbers: HashMap<(u32, u32), usize> = numbers.collect();
    while let Some((row, column, style)) = reader.next_style_id()? {
        let Some(shown) = formats.get(style).copied().flatten() else {
            continue;
        };
        let Some(cell) = numbers
            .get(&(row, column))
            .and_then(|&at| cells.get_mut(at))
        else {
            continue;
        };
        let number = match cell.2 {
            Data::Float(number) => number,
            Data::Int(number) => number as f64,
            _ => continue,
        };
        if let Some(text) = shown.text(number) {
            cell.2 = Data::String(text);
        }
    }
    Ok(())
}

/// How a format shows numbers.
pub(super) fn shown(format: &str) -> Option<Shown> {
    let digits = format;
    let is_code = digits.len() > 1 && digits.bytes().all(|b| b == b'0');
    match is_code {
        true => Some(Shown::Digits(digits.len())),
        false if is_percent(format) => Some(Shown::Percent),
        false => unit(format).map(Shown::Unit),
    }
}

/// The unit of money other than yuan that a format puts behind the numbers as they are: `0.00"万元"`. None where it divides them, as
/// `0!.0,"万元"` does, or shows some in another way.
fn unit(format: &str) -> Option<&'static str> {
    let format = format.replace("General", "0").replace("G/通用格式", "0");
    let mut units: Vec<String> = Vec::new();
    for section in format.split(';') {
        let (mut behind, mut has_digits, mut is_quoted) = (String::new(), false, false);
        let (mut is_divided, mut is_in_brackets) = (false, false);
        let mut signs = section.chars();
        while let Some(sign) = signs.next() {
            match sign {
                '"' => is_quoted = !is_quoted,
                _ if is_quoted => behind.push(sign),
                '[' => is_in_brackets = true,
                ']' => is_in_brackets = false,
                // A condition, or a sign of the currency.
                '<' | '>' | '=' | '$' if is_in_brackets => return None,
                _ if is_in_brackets => {}
                '!' => return None,
                '\\' => match signs.next()? {
                    '.' => return None,
                    sign => behind.push(sign),
                },
                '_' | '*' => drop(signs.next()),
                '0' | '#' | '?' => {
                    has_digits = true;
                    is_divided = false;
                    behind.clear();
                }
                // A comma between digits groups them; behind the last one it divides.
                ',' => is_divided = has_digits,
                '.' => {
                    if is_divided {
                        return None;
                    }
                }
                _ => behind.push(sign),
            }
        }
        if is_divided {
            return None;
        }
        if has_digits {
            units.push(behind.trim().trim_end_matches(')').trim().to_owned());
        }
    }
    let unit = units.pop()?;
    let is_one = units.iter().all(|other| *other == unit);
    UNITS.into_iter().find(|known| is_one && *known == unit)
}

/// Whether numbers of this format are shown times a hundred: a `%` that is no plain text in it.
fn is_percent(format: &str) -> bool {
    let mut signs = format.chars();
    let mut is_quoted = false;
    while let Some(sign) = signs.next() {
        match sign {
            '"' => is_quoted = !is_quoted,
            // What follows is a character as it is, a blank as wide as it, or one that fills the cell.
            '\\' | '_' | '*' if !is_quoted => {
                signs.next();
            }
            '%' if !is_quoted => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Shown, is_percent, shown, unit};

    #[test]
    fn a_percent_sign_that_is_plain_text_is_no_format() {
        assert!(is_percent("0%") && is_percent("0.00%") && is_percent("[Red]-0.0 %"));
        assert!(!is_percent("General") && !is_percent("0\"%\"") && !is_percent("0\\%"));
    }

    #[test]
    fn a_unit_behind_numbers_is_theirs_unless_they_are_divided() {
        for format in [
            "0.00\"万元\"",
            "#,##0.00\\万\\元",
            "General\"万元\"",
            "0.0万元;[Red]-0.0万元",
        ] {
            assert_eq!(unit(format), Some("万元"), "{format}");
        }
        for format in [
            "0!.0,\"万元\"",
            "0\\.0,\"万元\"",
            "0,\"千元\"",
            "0.00,\"千元\"",
            "[>9999]0.0\"万元\";0\"元\"",
            "0\"元\"",
            "0\"人\"",
            "General",
            "0.00",
        ] {
            assert_eq!(unit(format), None, "{format}");
        }
    }

    #[test]
    fn zeros_alone_are_the_digits_of_a_code() {
        assert_eq!(shown("000"), Some(Shown::Digits(3)));
        assert_eq!(shown("0"), None);
        assert_eq!(shown("0.00"), None);
        assert_eq!(shown("00%"), Some(Shown::Percent));
    }
}
