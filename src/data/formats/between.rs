//! Rows that stand between others and may be no records of the table: headings of groups, titles, signatures, the headers of another table.
//!
//! Takes cells as they lie. A heading that nothing else can be is left out and listed; everything doubtful stays a record and is said.

use super::beside::{is_label, without_blanks};
use crate::data::{ProblemKind, cell};

/// No table of fewer columns has rows of which one filled cell is too few.
const FEWEST_COLUMNS: usize = 3;

/// What a row with one filled cell is in a table of so many columns; `None` for a record of which nothing is said. `is_first`: the cell
/// stands in the first column.
pub(super) fn alone(text: &[u8], is_first: bool, columns: usize) -> Option<ProblemKind> {
    if columns < FEWEST_COLUMNS || is_code(text) {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    Some(match is_first && is_numbered_heading(text) {
        true => ProblemKind::Heading,
        false => ProblemKind::LoneCell,
    })
}

/// Whether a row whose cells behind the first hold so many bytes, separators included, may have one filled cell and no more.
#[inline]
pub(super) fn may_be_alone(first: &[u8], behind: usize, columns: usize) -> bool {
    let is_bare =
        behind + 1 == columns || first.first() == Some(&b'"') && behind + 3 == 3 * columns;
    is_bare && columns >= FEWEST_COLUMNS && !is_code(first)
}

/// Whether a text is a key or a number: signs and letters without blanks. A record that is not filled in yet may begin with one.
fn is_code(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\"").unwrap_or(text);
    let text = cell::trimmed(text.strip_suffix(b"\"").unwrap_or(text));
    text.is_ascii() && !text.contains(&b' ')
}

/// Whether a text is numbered as headings are: `一、东河小学`, `（二）西岭中学`, `第三组`.
pub(super) fn is_numbered_heading(text: &str) -> bool {
    let text = without_blanks(text);
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let (start, ends): (_, &[char]) = match text.strip_prefix(['(', '（']) {
        Some(start) => (start, &[')', '）']),
        None => (text.as_str(), &['、', '．', '.']),
    };
    let rest = start.trim_start_matches(numeral);
    rest.len() < start.len()
        && rest
            .strip_prefix(ends)
            .is_some_and(|behind| behind.starts_with(char::is_alphabetic))
}

/// The first bytes of headers, by which nearly every row is told at a glance to begin with none of them.
pub(super) struct Firsts([bool; 256]);

impl Firsts {
    /// Those of a header.
    pub(super) fn of(header: &[String]) -> Self {
        let mut firsts = [false; 256];
        for text in header.iter().filter(|text| !text.is_empty()) {
            // Up to a blank: one inside does not matter.
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            let text = text.as_bytes().get(..end).unwrap_or_default();
            match *text {
                // What stands behind it in a row.
                [only] => {
                    for behind in *b",;\t| " {
                        firsts[usize::from(Self::sign_of(&[only, behind], 0))] = true;
                    }
                }
                _ => firsts[usize::from(Self::sign_of(text, 0))] = true,
            }
        }
        Self(firsts)
    }

    /// Whether a row may begin with one of the headers.
    #[inline]
    pub(super) fn begin(&self, bytes: &[u8], start: usize) -> bool {
        self.0[usize::from(Self::sign_of(bytes, start))]
    }

    /// A sign of the first bytes of a text: of two where it begins in ASCII, of a whole character else.
    #[inline]
    fn sign_of(bytes: &[u8], start: usize) -> u8 {
        match bytes.get(start..) {
            Some([first, second, third, ..]) if *first >= 0x80 => {
                first.wrapping_mul(31) ^ second.wrapping_mul(7) ^ third
            }
            Some([first, second, ..]) => first.wrapping_mul(31) ^ second,
            _ => 0,
        }
    }
}

/// Whether a row begins with one of the headers and has another of them, so that it is the header of a table with other columns.
pub(super) fn shares_headers<'c>(header: &[String], cells: impl Iterator<Item = &'c [u8]>) -> bool {
    let mut filled = cells.map(cell::trimmed).filter(|text| !text.is_empty());
    let is_known = |text: &[u8]| header.iter().any(|header| header.as_bytes() == text);
    filled.next().is_some_and(is_known) && filled.any(is_known)
}

/// Whether a row begins as lines that are signed do: `审核：韩乙`.
pub(super) fn is_signed(first: &[u8]) -> bool {
    let has_colon = first.contains(&b':') || first.windows(3).any(|sign| sign == "：".as_bytes());
    has_colon && std::str::from_utf8(first).is_ok_and(is_label)
}

/// Whether a row below a gap or a title is the header of another table: words alone in at least half of the columns, some of them in this
/// table's header or where the record above the gap (`record`) has digits.
pub(super) fn is_other_header(row: &[&[u8]], record: Option<&[&[u8]]>, header: &[String]) -> bool {
    let given = |text: &&&[u8]| !cell::trimmed(text).is_empty();
    let has_digit = |text: &[u8]| text.iter().any(u8::is_ascii_digit);
    let filled: Vec<&[u8]> = row.iter().filter(given).copied().collect();
    if filled.len() < 2 || filled.len() * 2 < header.len() || filled.iter().any(|t| has_digit(t)) {
        return false;
    }
    let is_known = |text: &&&[u8]| {
        let text = cell::trimmed(text);
        header.iter().any(|header| header.as_bytes() == text)
    };
    let over_digits = record.is_some_and(|record| {
        let mut pairs = row.iter().zip(record);
        pairs.any(|(text, value)| given(&text) && has_digit(value))
    });
    over_digits || filled.iter().filter(is_known).count() > 1
}

#[cfg(test)]
mod tests {
    use super::{is_numbered_heading, is_other_header};

    #[test]
    fn headings_are_numbered_in_words() {
        for text in ["一、东河小学", "（二）西岭中学", "十一、 某乡"] {
            assert!(is_numbered_heading(text), "{text}");
        }
        for text in ["一年级", "二", "1、某", "三、", "一中", "(1) 某"] {
            assert!(!is_numbered_heading(text), "{text}");
        }
    }

    #[test]
    fn another_header_is_words_over_values() {
        let header = ["学号", "姓名", "金额"].map(str::to_owned);
        let cells = |line: &'static str| line.split(',').map(str::as_bytes).collect::<Vec<_>>();
        let record = cells("S1,甲某,100");
        let is = |line| is_other_header(&cells(line), Some(&record), &header);
        assert!(is("档次,名称,标准"));
        assert!(is("学号,班级,校长"));
        assert!(!is("S2,乙某,"));
        assert!(!is("甲班,,"));
        assert!(!is_other_header(&cells("甲,乙,丙"), None, &header));
    }
}
