//! The start of a file in, its header out: texts, separator, and where the rows begin.

use super::footer;
use super::tokeniser;
use crate::data::cell;
use crate::data::formats::{beside, encoding};
use encoding_rs::Encoding;

/// The header of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// The texts, trimmed.
    pub(super) texts: Vec<String>,
    /// The separator of the file.
    pub(super) separator: u8,
    /// Where the first record after the header begins.
    pub(super) body: usize,
    /// The physical line of the header, from 1.
    pub(super) line: u64,
    /// Physical lines up to the first record.
    pub(super) lines: u64,
}

/// Non-blank lines looked at to tell titles from the header.
const LOOKED_AT: usize = 20;

/// Finds the header in the first bytes of a file: the record on a given line (from 1), or the first with text that is no title.
/// `None` where the record is not complete in these bytes and they are not the whole file.
pub(super) fn find(
    bytes: &[u8],
    whole: bool,
    wanted: Option<u32>,
    separator: Option<u8>,
    encoding: &'static Encoding,
) -> Option<Header> {
    let wanted = wanted
        .map(u64::from)
        .or_else(|| below_titles(bytes, whole, encoding));
    let mut start = 0;
    let mut line = 1;
    loop {
        let rest = bytes.get(start..).unwrap_or_default();
        if rest.is_empty() && whole {
            return Some(Header {
                separator: separator.unwrap_or(b','),
                body: bytes.len(),
                line,
                lines: line - 1,
                ..Header::default()
            });
        }
        let line_end = rest.iter().position(|&b| b == b'\n').map(|at| at + 1);
        let line_end = match line_end {
            None if whole => rest.len(),
            None => return None,
            Some(end) => end,
        };
        let here = match wanted {
            Some(wanted) => line == wanted.max(1),
            None => has_text(&rest[..line_end]),
        };
        if here {
            let separator = separator.unwrap_or_else(|| likely_separator(&rest[..line_end]));
            let end = match tokeniser::first_record(rest, separator) {
                Some(end) => end,
                None if whole => rest.len(),
                None => return None,
            };
            let record = &rest[..end];
            let breaks = record.iter().filter(|&&b| b == b'\n').count() as u64;
            return Some(Header {
                texts: texts(record, separator, encoding),
                separator,
                body: start + end,
                line,
                lines: line - 1 + breaks,
            });
        }
        start += line_end;
        line += 1;
    }
}

/// The line (from 1) of the first record that is no title: titles fill one cell, or less than half of what the other records fill.
/// `None` where no line is complete in these bytes, or none has text.
fn below_titles(bytes: &[u8], whole: bool, encoding: &'static Encoding) -> Option<u64> {
    let mut lines: Vec<(u64, usize)> = Vec::new();
    // Where the record began that a quoted line break goes on from: offset and line.
    let (mut begun, mut quoted, mut end) = ((0, 1), false, 0);
    for (line, text) in (1..).zip(bytes.split_inclusive(|&b| b == b'\n')) {
        if !quoted {
            begun = (end, line);
        }
        end += text.len();
        quoted ^= text.iter().filter(|&&b| b == b'"').count() % 2 == 1;
        let complete = !quoted && (whole || text.ends_with(b"\n"));
        let record = bytes.get(begun.0..end).unwrap_or_default();
        if complete && has_text(record) {
            // Labels alone, as `填表人：…`, are a title however many there are.
            let size = match is_above(record, encoding) {
                true => 0,
                false => filled(record),
            };
            lines.push((begun.1, size));
        }
        if lines.len() == LOOKED_AT {
            break;
        }
    }
    let mut sizes: Vec<usize> = lines.iter().map(|line| line.1).collect();
    sizes.sort_unstable();
    let usual = *sizes.get(sizes.len() / 2)?;
    let is_title = |size: usize| size * 2 < usual || size < 2 && usual >= 2 || size == 0;
    let header = lines.iter().find(|line| !is_title(line.1));
    header.or(lines.first()).map(|line| line.0)
}

/// Whether a line says who made the table and when.
fn is_above(line: &[u8], encoding: &'static Encoding) -> bool {
    let cells = texts(line, likely_separator(line), encoding);
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    beside::is_above(&cells)
}

/// How many cells of a line hold something.
fn filled(line: &[u8]) -> usize {
    let separator = likely_separator(line);
    let mut quoted = false;
    line.split(|&b| {
        quoted ^= b == b'"';
        b == separator && !quoted
    })
    .filter(|cell| has_text(cell))
    .count()
}

/// Whether a line holds more than blanks, separators and quotes.
fn has_text(line: &[u8]) -> bool {
    let filler =
        |b: &u8| b.is_ascii_whitespace() || matches!(b, b',' | b';' | b'"' | &footer::LEFT_OUT);
    !line.iter().all(filler)
}

/// Comma, tab or semicolon, whichever stands most often outside quotes; the comma where it does not matter.
fn likely_separator(line: &[u8]) -> u8 {
    let count = |wanted: u8| {
        let mut quoted = false;
        let outside = |b: u8| {
            quoted ^= b == b'"';
            !quoted && b == wanted
        };
        line.iter()
            .copied()
            .filter({
                let mut outside = outside;
                move |&b| outside(b)
            })
            .count()
    };
    let (mut best, mut most) = (b',', count(b','));
    for candidate in [b'\t', b';'] {
        let found = count(candidate);
        if found > most {
            (best, most) = (candidate, found);
        }
    }
    best
}

fn texts(record: &[u8], separator: u8, encoding: &'static Encoding) -> Vec<String> {
    let (mut text, mut bad) = (Vec::new(), Vec::new());
    encoding::decode(encoding, record, &mut text, &mut bad);
    let mut ends = Vec::new();
    let tokens = tokeniser::tokenise(&text, separator, &mut ends);
    let mut start = 0;
    let mut texts = Vec::with_capacity(tokens.count);
    for &end in ends.iter().take(tokens.count) {
        let end = end as usize;
        if let Some(cell) = text.get_mut(start..end) {
            let last = cell.len() - usize::from(cell.last() == Some(&b'\r'));
            let length = tokeniser::unquote(&mut cell[..last]);
            let inner = cell::trimmed(&cell[..length]);
            texts.push(String::from_utf8_lossy(inner).into_owned());
        }
        start = end + 1;
    }
    texts
}
