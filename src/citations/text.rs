//! The lines of a document without its markup: HTML tags, entities and Markdown marks are gone, rows of tables are lines.

use crate::types::width::half_width;
use std::borrow::Cow;

/// A line with words on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: u32,
    /// The last line of it, and of marks without words behind it: the rule below the head of a table, tags.
    pub(super) last: u32,
    /// Its words, without markup and without blanks around them; cells of a table row are separated by tabs.
    pub(super) text: String,
    /// Whether markup makes it a heading.
    pub(super) heading: bool,
    /// Whether markup makes it a row of a table.
    pub(super) table: bool,
    /// Whether its number was told from a decimal by its place in the list alone.
    pub(super) doubtful: bool,
}

/// The lines that hold words.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut all: Vec<Line> = Vec::new();
    for (number, last, line) in rows_joined(text) {
        let (line, hashes) = markdown(&line);
        let is_row =
            line.contains("<td") || line.contains("<th") || line.trim_start().starts_with('|');
        for part in without_tags(line).split('\n') {
            // The last cell of a row ends in a tab as the others do.
            let part = if is_row {
                let part = part.trim_end_matches(' ');
                part.strip_suffix('\t').unwrap_or(part)
            } else {
                part
            };
            let text = words(part, is_row);
            if !text.trim().is_empty() {
                all.push(Line {
                    number,
                    last,
                    text,
                    heading: hashes,
                    table: is_row,
                    doubtful: false,
                });
            } else if let Some(row) = all.last_mut().filter(|row| row.table)
                && !part.trim().is_empty() | line.contains('<')
            {
                row.last = last;
            }
        }
    }
    all
}

/// The lines with their numbers; a row of an HTML table that is written over several lines is one.
fn rows_joined(text: &str) -> Vec<(u32, u32, Cow<'_, str>)> {
    let mut all: Vec<(u32, u32, Cow<'_, str>)> = Vec::new();
    let mut open = false;
    for (number, line) in (1..).zip(text.lines()) {
        match all.last_mut().filter(|_| open) {
            Some((_, last, row)) => {
                *last = number;
                let row = row.to_mut();
                row.push(' ');
                row.push_str(line.trim());
            }
            None => all.push((number, number, Cow::Borrowed(line))),
        }
        // A row that is never closed ends with the next one, or with its table.
        let begun = line.rfind("<tr");
        let ended = line.rfind("</tr").max(line.rfind("</table"));
        open = match (begun, ended) {
            (Some(begun), ended) => ended.is_none_or(|ended| ended < begun),
            (None, Some(_)) => false,
            (None, None) => open,
        };
    }
    all
}

/// The line without the marks of a Markdown heading, and whether it had any.
fn markdown(line: &str) -> (&str, bool) {
    let trimmed = line.trim_start();
    let rest = trimmed.trim_start_matches('#');
    let marks = trimmed.len() - rest.len();
    let is_heading = (1..=6).contains(&marks) && rest.starts_with([' ', '\t', '\u{3000}']);
    if is_heading {
        (rest, true)
    } else {
        (line, false)
    }
}

/// The words of a line: no emphasis marks, no rules of tables, no blanks around; those of a row cell by cell, and no cell is lost.
fn words(line: &str, is_row: bool) -> String {
    let line = line.replace("**", "").replace("__", "");
    if let Some(row) = line.trim().strip_prefix('|') {
        let row = row.strip_suffix('|').unwrap_or(row);
        return cells(row).unwrap_or_default();
    }
    if is_row {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        return cells.join("\t");
    }
    line.trim().to_owned()
}

/// The cells between bars, parted by tabs; `None` for the rule below a header.
pub(super) fn cells(row: &str) -> Option<String> {
    if row.chars().all(|c| "-:| \t".contains(c)) {
        return None;
    }
    let cells: Vec<&str> = row.split(['|', '｜']).map(str::trim).collect();
    Some(cells.join("\t"))
}

/// The text without HTML tags and entities; the ends of table rows and list items become line ends, those of cells tabs, and the items of a
/// numbered list get their numbers where the text does not give them.
fn without_tags(line: &str) -> String {
    if !line.contains(['<', '&']) {
        return line.to_owned();
    }
    let mut clean = String::with_capacity(line.len());
    let mut rest = line;
    let mut counter: Option<u32> = None;
    let mut columns = 1;
    while let Some(at) = rest.find('<') {
        clean.push_str(&rest[..at]);
        let tag = &rest[at..];
        let looks_like_a_tag =
            tag[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic() || c == '!');
        let Some(end) = tag.find('>').filter(|_| looks_like_a_tag) else {
            clean.push('<');
            rest = &tag[1..];
            continue;
        };
        rest = &tag[end + 1..];
        let inside = tag[1..end].to_ascii_lowercase();
        let name: String = inside
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .collect();
        match name.as_str() {
            "ol" => counter = Some(0),
            "/ol" => counter = None,
            "li" => {
                clean.push(' ');
                if let Some(number) = &mut counter {
                    *number += 1;
                    if !rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
                        clean.push_str(&format!("{number}. "));
                    }
                }
            }
            "br" | "br/" | "/p" | "/tr" | "/div" => clean.push('\n'),
            "td" | "th" => columns = spanned(&inside),
            "/td" | "/th" => clean.push_str(&"\t".repeat(columns)),
            _ => {}
        }
    }
    clean.push_str(rest);
    let entities = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&middot;", "·"),
        ("&amp;", "&"),
    ];
    for (entity, character) in entities {
        if clean.contains(entity) {
            clean = clean.replace(entity, character);
        }
    }
    clean
}

/// How many columns a cell takes; 64 at most.
fn spanned(tag: &str) -> usize {
    let Some((_, behind)) = tag.split_once("colspan=") else {
        return 1;
    };
    let digits: String = behind
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(1).clamp(1, 64)
}

/// The text as digests and quotes see it: width folded, no blanks, no line ends.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(fold)
        .collect()
}

/// A full-width letter, digit or mark as its half-width form.
pub(super) fn fold(character: char) -> char {
    match character {
        '〔' => '[',
        '〕' => ']',
        '“' | '”' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' => '\'',
        '—' | '–' => '-',
        _ => half_width(character),
    }
}
