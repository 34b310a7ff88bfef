//! The first line of a table in, whether it is a row of values and no header out.
//!
//! Only what hardly any header is counts as a value: a number, a day, a citizen number, a word of a value set.

use crate::data::binding::CellKind;
use crate::data::cell::{self, DateFormat};

/// Digits in a text from which on no header has as many.
const MANY_DIGITS: usize = 5;

/// Whether a line is one of values: some cell of it is what no header is.
pub(super) fn is_of_values(line: &[String]) -> bool {
    line.iter().any(|text| is_value(text))
}

/// Whether a line goes on with the rows of a table whose columns, in their order, are these: it fills them as far as they go, no further than
/// they go, and some cell can only be a value there.
pub(super) fn goes_on(line: &[String], columns: &[Option<CellKind>]) -> bool {
    let filled = line.iter().filter(|text| !text.is_empty()).count();
    let as_wide = line.len() <= columns.len() && filled * 2 > columns.len();
    let mut cells = line.iter().zip(columns);
    filled > 1
        && as_wide
        && cells.any(|(text, kind)| {
            is_value(text) || kind.as_ref().is_some_and(|kind| fits(text, kind))
        })
}

/// The first header of a second table that stands beside the first: where the first headers, two at least, stand once more in the same order,
/// as they are or numbered (`学号.1`, `学号2`).
pub(super) fn beside(header: &[String]) -> Option<&String> {
    let first = header.first().filter(|text| !text.is_empty())?;
    let is_again = |text: &String, first: &String| text == first || is_numbered(text, first);
    let again = header
        .iter()
        .skip(1)
        .position(|text| is_again(text, first))?
        + 1;
    let (left, right) = header.split_at(again);
    let end = left.iter().rposition(|text| !text.is_empty())? + 1;
    let left = left.get(..end)?;
    let mut pairs = left.iter().zip(right);
    let are_again = right.len() >= left.len() && pairs.all(|(left, right)| is_again(right, left));
    (left.len() > 1 && are_again).then_some(first)
}

/// Whether a header is another one with a number behind it, as programs and people tell those apart that stand twice.
fn is_numbered(text: &str, first: &str) -> bool {
    let Some(rest) = text.strip_prefix(first).filter(|_| !first.is_empty()) else {
        return false;
    };
    let rest = rest.trim_matches(['.', '_', '-', ' ', '(', ')', '（', '）']);
    matches!(rest.as_bytes(), [b'1'..=b'9'])
}

/// Whether a text is a number that is no year, a day, or a long row of digits.
fn is_value(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_year = digits == 4 && (text.starts_with("19") || text.starts_with("20"));
    let is_number = cell::number(text.as_bytes()).is_some() && !is_year;
    let is_day = cell::date(text.as_bytes(), &DateFormat::YearFirst).is_some();
    let is_long = digits >= MANY_DIGITS && text.len() < 3 * digits;
    is_number || is_day || is_long
}

/// Whether a text is a value of a column, and no word that could stand above it.
fn fits(text: &str, kind: &CellKind) -> bool {
    let text = text.trim();
    match kind {
        CellKind::OneOf(values) => values.iter().flatten().any(|word| word == text),
        CellKind::Truth(yes, no) => {
            cell::truth(text.as_bytes()).is_some() || yes.iter().chain(no).any(|word| word == text)
        }
        // `S3` under a column of numbers of pupils.
        CellKind::Id => text.is_ascii() && text.chars().any(|c| c.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{beside, goes_on, is_of_values};
    use crate::data::binding::CellKind;

    fn line(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn only_values_are_taken_for_values() {
        for values in ["王小明,12", "甲,2020-09-01", "乙,138000012"] {
            assert!(is_of_values(&line(values)), "{values}");
        }
        for header in [
            "姓名,年龄",
            "校名,2019,2020",
            "name,col1",
            "项目,2020年金额",
        ] {
            assert!(!is_of_values(&line(header)), "{header}");
        }
    }

    #[test]
    fn a_table_beside_another_has_all_of_its_headers() {
        for header in [
            "学号,姓名,学号,姓名",
            "学号,姓名,,学号,姓名",
            "a,b,c,,a,b,c,备注",
            "序,学号,姓名,序.1,学号,姓名",
            "学号,姓名,学号2,姓名2",
        ] {
            assert!(beside(&line(header)).is_some(), "{header}");
        }
        for header in [
            "学号,姓名,学号",
            "学号,学号",
            "a,b,c,a,b",
            ",a,,a",
            "金额1,金额2",
            "人数2019,金额2019,人数2020,金额2020",
        ] {
            assert!(beside(&line(header)).is_none(), "{header}");
        }
    }

    #[test]
    fn a_line_goes_on_where_it_is_as_wide() {
        let kinds = [Some(CellKind::Id), Some(CellKind::Text), None];
        assert!(goes_on(&line("S3,王小明,x"), &kinds));
        assert!(goes_on(&line("S3,王小明"), &kinds));
        assert!(!goes_on(&line("学号,姓名,备注"), &kinds));
        assert!(!goes_on(&line("S3,王小明,x,y"), &kinds));
        assert!(!goes_on(&line("S3"), &kinds));
    }
}
