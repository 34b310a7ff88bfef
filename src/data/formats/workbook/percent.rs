//! Numbers of a sheet and their formats in; those that a spreadsheet shows as percentages out as such: 0.12 with the format `0%` is `12%`.

use super::text::number_text;
use calamine::{Data, Xlsx, XlsxError};
use std::collections::HashMap;
use std::io::{Read, Seek};

/// Writes the numbers of cells (row, column, value, in the order of the file) as percentages where their format is one.
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
        format.is_some_and(|format| is_percent(&format.format_code))
    });
    let formats: Vec<bool> = formats.collect();
    if !formats.contains(&true) {
        return Ok(());
    }
    let numbers = cells.iter().enumerate().filter_map(|(at, cell)| {
        let is_number = matches!(cell.2, Data::Float(_) | Data::Int(_));
        is_number.then_some(((cell.0, cell.1), at))
    });
    let numbers: HashMap<(u32, u32), usize> = numbers.collect();
    while let Some((row, column, style)) = reader.next_style_id()? {
        if formats.get(style) != Some(&true) {
            continue;
        }
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
        cell.2 = Data::String(format!("{}%", number_text(number * 100.0)));
    }
    Ok(())
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
    use super::is_percent;

    #[test]
    fn a_percent_sign_that_is_plain_text_is_no_format() {
        assert!(is_percent("0%") && is_percent("0.00%") && is_percent("[Red]-0.0 %"));
        assert!(!is_percent("General") && !is_percent("0\"%\"") && !is_percent("0\\%"));
    }
}
