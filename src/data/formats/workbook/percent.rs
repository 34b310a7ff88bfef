//! Numbers of a sheet and their formats in; those that a spreadsheet shows as percentages or with zeros in front out as such: 0.12 with the
//! format `0%` is `12%`, 7 with the format `000` is `007`.

use super::text::number_text;
use calamine::{Data, Xlsx, XlsxError};
use std::collections::HashMap;
use std::io::{Read, Seek};

/// Numbers below it have all their digits.
const EXACT: f64 = 1e15;

/// How a format shows numbers, where it is not as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Times a hundred, with a sign.
    Percent,
    /// As whole numbers of at least so many digits.
    Digits(usize),
}

impl Shown {
    /// The text that is shown for a number, where it is another than its own.
    pub(super) fn text(self, number: f64) -> Option<String> {
        match self {
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
        false => is_percent(format).then_some(Shown::Percent),
    }
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
    use super::{Shown, is_percent, shown};

    #[test]
    fn a_percent_sign_that_is_plain_text_is_no_format() {
        assert!(is_percent("0%") && is_percent("0.00%") && is_percent("[Red]-0.0 %"));
        assert!(!is_percent("General") && !is_percent("0\"%\"") && !is_percent("0\\%"));
    }

    #[test]
    fn zeros_alone_are_the_digits_of_a_code() {
        assert_eq!(shown("000"), Some(Shown::Digits(3)));
        assert_eq!(shown("0"), None);
        assert_eq!(shown("0.00"), None);
        assert_eq!(shown("00%"), Some(Shown::Percent));
    }
}
