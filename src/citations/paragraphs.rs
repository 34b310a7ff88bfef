//! Paragraphs of a document: lines that were broken in mid-sentence are joined, lists of short lines are one paragraph.

use super::markers::{Style, leading, set_apart};
use super::tables::{barred, table};
use super::text::Line;

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// First line in the file, from 1.
    pub(super) from: u32,
    /// Last line in the file.
    pub(super) to: u32,
    /// Its words.
    pub(super) text: String,
    /// Whether it looks like a heading: short, without a stop and without marks inside.
    pub(super) heading: bool,
    /// Whether it begins with a number of its own.
    pub(super) numbered: bool,
    /// Whether that number was told from a decimal by its place in the list alone.
    pub(super) doubtful: bool,
    /// Whether it is a whole table: a line a row, cells parted by tabs.
    pub(super) table: bool,
}

/// The most characters of a heading without a number.
const HEADING: usize = 30;
/// The most characters of a line of a list.
const SHORT: usize = 40;
/// So many short lines in a row are a list (of names, of addressees), not headings.
const LIST: usize = 3;

/// The paragraphs of these lines.
pub(super) fn paragraphs(lines: &[Line]) -> Vec<Paragraph> {
    let lines = &apart(&barred(lines));
    let mut all = Vec::new();
    let mut at = 0;
    // Up to here rows are paragraphs by themselves.
    let mut rows_to = 0;
    while at < lines.len() {
        if at >= rows_to
            && let Some(table) = table(lines, at)
        {
            rows_to = at + table.rows;
            if let Some(block) = table.block {
                at = rows_to;
                all.push(block);
                continue;
            }
        }
        let end = end_of_paragraph(lines, at);
        let mut text = lines[at].text.clone();
        for pair in lines[at..end].windows(2) {
            let is_list = end - at >= LIST || !joins(&pair[0].text);
            if is_list || pair[0].text.is_ascii() {
                text.push(' ');
            }
            text.push_str(&pair[1].text);
        }
        all.push(Paragraph {
            from: lines[at].number,
            to: lines[end - 1].number,
            heading: end == at + 1 && (lines[at].heading || looks_like_a_heading(&text)),
            numbered: numbered(lines, at),
            doubtful: lines[at].doubtful,
            table: false,
            text,
        });
        at = end;
    }
    all
}

/// The lines with the numbers of lists set apart from figures behind them: 3.100人 after 2. is point 3.
fn apart(lines: &[Line]) -> Vec<Line> {
    let mut all: Vec<Line> = lines.to_vec();
    let mut last = 0;
    for line in &mut all {
        if last > 0
            && let Some(text) = set_apart(&line.text, last + 1)
        {
            line.text = text;
            line.doubtful = true;
        }
        if let Some((markers, _)) = leading(&line.text, None) {
            match markers[0].style {
                Style::Number => last = markers[0].ordinal,
                style if style < Style::Number => last = 0,
                _ => {}
            }
        }
    }
    all
}

/// The line after the last one of the paragraph that begins here.
fn end_of_paragraph(lines: &[Line], at: usize) -> usize {
    let line = &lines[at];
    if line.heading || line.table {
        return at + 1;
    }
    if numbered(lines, at) {
        // What follows a heading with a number is told apart from it by the tree.
        let is_heading = line.text.chars().count() <= SHORT && !has_stop(&line.text);
        return if is_heading || !joins(&line.text) {
            at + 1
        } else {
            joined(lines, at)
        };
    }
    let run = (at..lines.len())
        .take_while(|next| {
            !lines[*next].heading
                && !lines[*next].table
                && !numbered(lines, *next)
                && short(&lines[*next].text)
        })
        .count();
    if run >= LIST {
        return at + run;
    }
    if looks_like_a_heading(&line.text) {
        return at + 1;
    }
    joined(lines, at)
}

/// The line after the last one that goes on with the sentence of this one.
fn joined(lines: &[Line], at: usize) -> usize {
    let mut end = at + 1;
    while end < lines.len()
        && joins(&lines[end - 1].text)
        && !lines[end].heading
        && !is_row(&lines[end])
        && !numbered(lines, end)
    {
        end += 1;
    }
    end
}

/// Whether the line is a row of a table.
fn is_row(line: &Line) -> bool {
    line.table || line.text.contains('\t')
}

/// Whether the line begins with a number of its own. 附件： before a list of attachments is an announcement, not one.
fn numbered(lines: &[Line], at: usize) -> bool {
    match leading(&lines[at].text, None) {
        Some((markers, _)) if markers[0].style == Style::Attachment && markers[0].ordinal == 0 => {
            !lines.get(at + 1).is_some_and(|next| {
                leading(&next.text, None)
                    .is_some_and(|(markers, _)| markers[0].style == Style::Number)
            })
        }
        Some(_) => true,
        None => false,
    }
}

/// Whether the sentence goes on after the line.
fn joins(text: &str) -> bool {
    !text.ends_with([
        '。', '；', '！', '？', '：', '.', ';', '!', '?', ':', '”', '」',
    ])
}

/// Whether the text has the stop of a sentence at its end.
pub(super) fn has_stop(text: &str) -> bool {
    text.trim_end_matches(['”', '」', '）', ')', '"'])
        .ends_with(['。', '；', '！', '？', '.', ';', '!', '?'])
}

fn short(text: &str) -> bool {
    text.chars().count() <= SHORT && !has_stop(text)
}

fn looks_like_a_heading(text: &str) -> bool {
    text.chars().count() <= HEADING
        && !text.contains([
            '，', '。', '；', '：', '、', ',', ';', ':', '\t', '《', '》',
        ])
        && !has_stop(text)
}
