//! The end of a file in, where the lines below its table begin out: they are cut off before the file is cut into chunks, so that reading
//! the rows costs nothing more.

use crate::data::cell;
use crate::data::formats::beside::{self, Ending};
use crate::data::formats::encoding;
use crate::data::{OpenOptions, ProblemKind};
use encoding_rs::Encoding;

/// Bytes looked at at the end of a file.
pub(super) const LOOKED_AT: u64 = 8 << 10;

/// The lines below a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Footer {
    /// How many bytes they have.
    pub(super) length: usize,
    /// What each is that is not blank, with its line, from 0 for the first of them.
    pub(super) lines: Vec<(u64, ProblemKind)>,
    /// The lines above them that may be notes, each by the line breaks from it to the end of the rows.
    pub(super) doubtful: Vec<u64>,
    /// The line above them that may sum up others, in the same way.
    pub(super) sum: Option<u64>,
}

/// Finds the lines below a table of so many columns in bytes that begin with a line and end with the file.
pub(super) fn find(
    bytes: &[u8],
    separator: u8,
    columns: usize,
    encoding: &'static Encoding,
) -> Footer {
    let mut endings = Vec::new();
    let mut lengths = Vec::new();
    let mut breaks = Vec::new();
    let mut row = None;
    for line in bytes.split_inclusive(|&b| b == b'\n').rev() {
        let ending = ending(line, separator, columns, encoding);
        if ending == Ending::Row {
            row = decoded(line, encoding);
            break;
        }
        lengths.push(line.len());
        breaks.push(u64::from(line.ends_with(b"\n")));
        endings.push(ending);
    }
    let cells = row.as_deref().map(|row| cells_of(row, separator));
    let below = beside::below(&endings, cells.as_deref());
    let length = lengths.iter().take(below.count).sum();
    let lines = (0..).zip(endings.iter().take(below.count).rev());
    let lines = lines.filter_map(|(line, ending)| match ending {
        Ending::Blank | Ending::Row => None,
        Ending::Total | Ending::Numbers => Some((line, ProblemKind::TotalRow)),
        _ => Some((line, ProblemKind::FooterRow)),
    });
    let breaks_from = |&at: &usize| {
        let to_end = breaks.iter().take(at + 1).skip(below.count);
        to_end.sum()
    };
    Footer {
        length,
        lines: lines.collect(),
        doubtful: below.doubtful.iter().rev().map(breaks_from).collect(),
        sum: below.sum.as_ref().map(breaks_from),
    }
}

/// What stands in the place of a line that is left out, alone in it.
pub(super) const LEFT_OUT: u8 = 0x1A;

/// A text with a sign in the place of each record that begins in a line to be left out, and these lines, from 1. No line is lost.
pub(super) fn leave_out(text: &[u8], options: &OpenOptions) -> (Vec<u8>, Vec<u64>) {
    let mut left = Vec::with_capacity(text.len());
    let mut lines = Vec::new();
    let (mut is_quoted, mut is_out) = (false, false);
    for (number, line) in (1..).zip(text.split_inclusive(|&b| b == b'\n')) {
        if !is_quoted {
            let has_text = !cell::trimmed(line).is_empty();
            is_out = has_text && options.leaves_out(number);
            lines.extend(is_out.then_some(number));
        }
        is_quoted ^= line.iter().filter(|&&b| b == b'"').count() % 2 == 1;
        if is_out {
            left.push(LEFT_OUT);
            left.extend(line.ends_with(b"\n").then_some(b'\n'));
        } else {
            left.extend_from_slice(line);
        }
    }
    (left, lines)
}

/// The lines under a header that are no records.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Beneath {
    /// How many bytes they have.
    pub(super) length: usize,
    /// How many lines they are.
    pub(super) lines: u64,
    /// Their numbers, from 0.
    pub(super) left_out: Vec<u64>,
}

/// Finds the lines under a header of so many columns that are no records, in bytes that begin below it.
pub(super) fn beneath(
    bytes: &[u8],
    separator: u8,
    columns: usize,
    encoding: &'static Encoding,
) -> Beneath {
    let mut found = Beneath::default();
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut end = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        // A line with an open quote, or one that is cut off, is told nothing from.
        let quotes = line.iter().filter(|&&b| b == b'"').count();
        if quotes % 2 == 1 || lines.len() == beside::LOOKED_AT {
            break;
        }
        end += line.len();
        match decoded(line, encoding) {
            Some(text) => lines.push((end, text)),
            None => break,
        }
    }
    let rows: Vec<Vec<&str>> = lines
        .iter()
        .map(|(_, text)| cells_of(text, separator))
        .collect();
    let count = beside::under_header(&rows, columns);
    if let Some((end, _)) = count.checked_sub(1).and_then(|last| lines.get(last)) {
        found.length = *end;
        found.lines = count as u64;
        found.left_out = (0..count as u64).collect();
    }
    found
}

fn decoded(line: &[u8], encoding: &'static Encoding) -> Option<String> {
    let (mut text, mut bad) = (Vec::new(), Vec::new());
    encoding::decode(encoding, line, &mut text, &mut bad);
    String::from_utf8(text).ok()
}

/// The cells of a line, without blanks and quotes around them.
fn cells_of(text: &str, separator: u8) -> Vec<&str> {
    let mut quoted = false;
    let cells = text.trim_end_matches(['\r', '\n']).split(|c| {
        quoted ^= c == '"';
        c == char::from(separator) && !quoted
    });
    cells
        .map(|text| {
            let text = cell::trimmed(text.as_bytes());
            let text = std::str::from_utf8(text).unwrap_or_default();
            let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
            inner.unwrap_or(text)
        })
        .collect()
}

fn ending(line: &[u8], separator: u8, columns: usize, encoding: &'static Encoding) -> Ending {
    if line.first() == Some(&LEFT_OUT) {
        return Ending::Blank;
    }
    // A line with an open quote is a part of a record.
    if line.iter().filter(|&&b| b == b'"').count() % 2 == 1 {
        return Ending::Row;
    }
    let Some(text) = decoded(line, encoding) else {
        return Ending::Row;
    };
    let cells = cells_of(&text, separator);
    // A blank line is a blank cell in a table of one column.
    match beside::ending(&cells, columns) {
        Ending::Blank if columns == 1 => Ending::Row,
        ending => ending,
    }
}
