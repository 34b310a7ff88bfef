//! The XML of cells in, what they hold out; `None` wherever it is written in another way than usual.

use super::grid::Grid;
use super::percent::Shown;
use super::scan::{Scan, attribute, content, string};
use calamine::{Data, Dimensions, ExcelDateTime, ExcelDateTimeType};

/// What numbers of a style are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    /// A number that is shown in another way.
    Shown(Shown),
    Moment,
    /// The library knows.
    Unclear,
}

/// What cells of a workbook are read with.
pub(super) struct Reading<'b> {
    /// The strings that cells name by their numbers.
    pub(super) strings: &'b [String],
    /// By number of the style.
    pub(super) kinds: Vec<Kind>,
    pub(super) counts_from_1904: bool,
}

/// Row and column, from 0, of a cell like `AB12`.
fn place(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, digits) = text.split_at(letters);
    if !(1..=3).contains(&letters.len()) || !(1..=7).contains(&digits.len()) {
        return None;
    }
    let column = letters
        .bytes()
        .fold(0, |column, b| column * 26 + u32::from(b - b'A') + 1);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let row: u32 = digits.parse().ok()?;
    let is_inside = (1..=1 << 20).contains(&row) && column <= 1 << 14;
    is_inside.then(|| (row - 1, column - 1))
}

/// The attributes of a cell that matter.
#[derive(Default)]
struct Tag<'x> {
    place: Option<&'x str>,
    style: Option<&'x str>,
    kind: Option<&'x str>,
    is_empty: bool,
}

/// The rest of the tag of a cell; goes behind it.
fn tag<'x>(scan: &mut Scan<'x>) -> Option<Tag<'x>> {
    let mut tag = Tag::default();
    loop {
        scan.blanks();
        if scan.takes(b">") {
            return Some(tag);
        }
        if scan.takes(b"/>") {
            tag.is_empty = true;
            return Some(tag);
        }
        let name = scan.until(b'=')?;
        if !scan.takes(b"\"") || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b':') {
            return None;
        }
        let value = scan.until(b'"')?;
        let wanted = match name {
            "r" => &mut tag.place,
            "s" => &mut tag.style,
            "t" => &mut tag.kind,
            _ => continue,
        };
        if wanted.is_some() || value.contains('&') {
            return None;
        }
        *wanted = Some(value);
    }
}

/// A whole number of up to nine digits.
fn whole(text: &str) -> Option<usize> {
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| {
        text.bytes()
            .fold(0, |number, b| number * 10 + usize::from(b - b'0'))
    })
}

impl Reading<'_> {
    /// Puts the cells from a place on into a grid, up to the end of the cells or of the text; whether all cells end there.
    pub(super) fn cells(&self, scan: &mut Scan<'_>, grid: &mut Grid) -> Option<bool> {
        loop {
            scan.blanks();
            if scan.takes(b"<c ") {
                let tag = tag(scan)?;
                let (row, column) = place(tag.place?)?;
                if !tag.is_empty
                    && let Some(data) = self.data(scan, &tag)?
                {
                    grid.add(row, column, data);
                }
            } else if scan.takes(b"<row ") {
                scan.until(b'>')?;
            } else if !scan.takes(b"</row>") {
                let is_end = scan.takes(b"</sheetData>");
                return (is_end || scan.rest().is_empty()).then_some(is_end);
            }
        }
    }

    /// What is in a cell (`Some(None)`: nothing); goes behind its end.
    fn data(&self, scan: &mut Scan<'_>, tag: &Tag<'_>) -> Option<Option<Data>> {
        let style = match tag.style {
            Some(style) => Some(whole(style)?),
            None => None,
        };
        Some(Some(match (tag.kind, value(scan)?) {
            (_, Value::None) => return Some(None),
            (Some("inlineStr"), Value::Inline(text)) => Data::String(text),
            (Some("s"), Value::Of(text)) => Data::String(self.strings.get(whole(text)?)?.clone()),
            (Some("str"), Value::Of(text)) => Data::String(content(text)?),
            (Some("b"), Value::Of("0")) => Data::Bool(false),
            (Some("b"), Value::Of("1")) => Data::Bool(true),
            (None | Some("n"), Value::Of(text)) => self.number(text, style)?,
            _ => return None,
        }))
    }

    /// A number as its style says.
    fn number(&self, text: &str, style: Option<usize>) -> Option<Data> {
        let number = match short_decimal(text) {
            Some(number) => number,
            None => long_decimal(text)?,
        };
        let kind = match style {
            Some(style) => *self.kinds.get(style)?,
            // Without a style it is no day, and has the format of the first one.
            None => match self.kinds.first() {
                Some(kind @ (Kind::Shown(_) | Kind::Unclear)) => *kind,
                Some(Kind::Number | Kind::Moment) | None => Kind::Number,
            },
        };
        Some(match kind {
            Kind::Number => Data::Float(number),
            Kind::Shown(shown) => shown.text(number).map_or(Data::Float(number), Data::String),
            Kind::Moment => Data::DateTime(ExcelDateTime::new(
                number,
                ExcelDateTimeType::DateTime,
                self.counts_from_1904,
            )),
            Kind::Unclear => return None,
        })
    }
}

/// Powers of ten by which a whole number of 15 digits is divided exactly to the nearest double.
const POWERS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// A number of up to 15 digits without a sign.
fn short_decimal(text: &str) -> Option<f64> {
    if text.len() > 16 || !text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mut digits, mut decimals, mut point) = (0u64, 0, false);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(byte - b'0');
                decimals += usize::from(point);
            }
            b'.' if !point && digits < 1_000_000_000_000_000 => point = true,
            _ => return None,
        }
    }
    let is_short = digits < 1_000_000_000_000_000 && text.as_bytes().first() != Some(&b'.');
    // Below 10 to the power of 15 all whole numbers are exact.
    is_short.then_some(digits as f64 / POWERS.get(decimals)?)
}

/// Any other number.
fn long_decimal(text: &str) -> Option<f64> {
    let is_digit_or = |more: &'static [u8]| move |b: u8| b.is_ascii_digit() || more.contains(&b);
    let first = text.bytes().next().is_some_and(is_digit_or(b"-"));
    if !first
        || !text.bytes().all(is_digit_or(b"-+.eE"))
        || !text.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    text.parse().ok()
}

/// What a cell holds.
enum Value<'x> {
    None,
    Of(&'x str),
    Inline(String),
}

/// Goes behind the end of a cell.
fn value<'x>(scan: &mut Scan<'x>) -> Option<Value<'x>> {
    let mut found = Value::None;
    let mut is_computed = false;
    loop {
        scan.blanks();
        if scan.takes(b"<v>") {
            found = Value::Of(scan.text_here()?);
            if !scan.takes(b"</v></c>") {
                return None;
            }
            let is_blank = matches!(found, Value::Of(""));
            return (!is_blank).then_some(found);
        }
        if scan.takes(b"<f") {
            is_computed = true;
            let tag = scan.until(b'>')?;
            if !tag.is_empty() && !tag.starts_with([' ', '/']) {
                return None;
            }
            if !tag.ends_with('/') {
                scan.text_here()?;
                if !scan.takes(b"</f>") {
                    return None;
                }
            }
        } else if scan.takes(b"<is>") {
            found = Value::Inline(string(scan, "/is")?);
        } else if scan.takes(b"</c>") {
            // The text of a formula without a value stands for it.
            return (!is_computed).then_some(found);
        } else {
            return None;
        }
    }
}

/// The cells that are merged, from what stands behind the cells.
pub(super) fn merged(scan: &mut Scan<'_>) -> Option<Vec<Dimensions>> {
    let mut merged = Vec::new();
    let behind = scan.text.get(scan.at..)?;
    if !behind.contains("mergeCell") {
        return Some(merged);
    }
    scan.past("<mergeCells")?;
    if scan.until(b'>')?.ends_with('/') {
        return Some(merged);
    }
    loop {
        scan.blanks();
        if scan.takes(b"</mergeCells>") {
            return Some(merged);
        }
        if !scan.takes(b"<mergeCell ") {
            return None;
        }
        let tag = scan.until(b'>')?;
        let both = attribute(tag.strip_suffix('/')?, "ref")??;
        let (start, end) = both.split_once(':')?;
        merged.push(Dimensions::new(place(start)?, place(end)?));
    }
}

#[cfg(test)]
mod tests {
    use super::{long_decimal, short_decimal};

    #[test]
    fn short_numbers_are_the_nearest_doubles() {
        for text in [
            "0",
            "7",
            "43887",
            "0.1",
            "0.3",
            "1234.56",
            "999999999999.999",
            "0.00000000000001",
            "99999999999999.9",
            "000123",
            "123456789012345",
        ] {
            assert_eq!(short_decimal(text), text.parse().ok(), "{text}");
            assert_eq!(short_decimal(text), long_decimal(text), "{text}");
        }
        for text in [
            "",
            ".",
            ".5",
            "5.",
            "1.2.3",
            "-1",
            "1e3",
            "1234567890123456",
            "1 2",
        ] {
            assert_eq!(short_decimal(text), None, "{text}");
        }
    }
}
