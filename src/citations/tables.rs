//! Tables among the lines of a document: rows of figures and short words are one block, rows that each set a duty are clauses by themselves.

use super::inline::split;
use super::paragraphs::{Paragraph, has_stop};
use super::text::{Line, cells};

/// The most characters of a cell of figures and short words.
const LONGEST_CELL: usize = 40;

/// A table.
pub(super) struct Table {
    /// How many lines it takes.
    pub(super) rows: usize,
    /// The table as one paragraph; `None` where its rows set duties.
    pub(super) block: Option<Paragraph>,
}

/// The lines with those between bars made rows: two or more in a row that are cut into the same number of cells.
pub(super) fn barred(lines: &[Line]) -> Vec<Line> {
    let mut all: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let count = bars(&lines[at]);
        let run = lines[at..]
            .iter()
            .take_while(|line| count > 0 && bars(line) == count)
            .count();
        if run < 2 {
            all.push(lines[at].clone());
            at += 1;
            continue;
        }
        for line in &lines[at..at + run] {
            let row = line.text.trim_matches(['|', '｜']);
            match cells(row) {
                Some(text) => all.push(Line {
                    text,
                    table: true,
                    ..line.clone()
                }),
                None => {
                    if let Some(above) = all.last_mut() {
                        above.last = line.last;
                    }
                }
            }
        }
        at += run;
    }
    all
}

/// How many bars part the cells of a line that is no row yet.
fn bars(line: &Line) -> usize {
    if line.table || line.heading {
        return 0;
    }
    let row = line.text.trim_matches(['|', '｜']);
    row.matches(['|', '｜']).count()
}

/// The table that begins with this line.
pub(super) fn table(lines: &[Line], at: usize) -> Option<Table> {
    let first = lines.get(at)?;
    let width = width(first);
    if width < 2 {
        return None;
    }
    let mut rows = 1;
    while let Some(next) = lines.get(at + rows) {
        let last = &lines[at + rows - 1];
        let goes_on = next.table == first.table && next.number <= last.last + 1;
        // Rows that are set with tabs alone have to be alike; cells of a marked table may be merged.
        let is_alike = if first.table {
            next.text.contains('\t')
        } else {
            self::width(next) == width
        };
        if !goes_on || !is_alike {
            break;
        }
        rows += 1;
    }
    let rows_of = &lines[at..at + rows];
    let least = if first.table { 2 } else { 3 };
    if rows < least {
        return None;
    }
    let of_duties = names_offices(&first.text) && !has_figures(&rows_of[1..]);
    if of_duties || rows_of.iter().any(sets_a_duty) {
        return Some(Table { rows, block: None });
    }
    let texts: Vec<&str> = rows_of.iter().map(|row| row.text.as_str()).collect();
    let paragraph = Paragraph {
        from: first.number,
        to: rows_of.last().map_or(first.number, |row| row.last),
        text: texts.join("\n"),
        heading: false,
        numbered: false,
        doubtful: false,
        table: true,
    };
    Some(Table {
        rows,
        block: Some(paragraph),
    })
}

/// How many cells a row has; 0 for a line that is none.
fn width(line: &Line) -> usize {
    let cells: Vec<&str> = line.text.split('\t').collect();
    let is_whole = line.table || cells.iter().all(|cell| !cell.trim().is_empty());
    if cells.len() < 2 || line.heading || !is_whole {
        0
    } else {
        cells.len()
    }
}

/// Whether the head of a table has a column for who is responsible: its rows are duties.
fn names_offices(header: &str) -> bool {
    let words = ["责任", "牵头", "承办", "工作任务", "任务分工"];
    let lower = header.to_lowercase();
    let english = ["responsible", "owner", "in charge", "lead office", "duty"];
    words.iter().any(|word| header.contains(word))
        || english.iter().any(|word| lower.contains(word))
}

/// Whether a column behind the first, which may count the rows, holds nothing but numbers.
fn has_figures(rows: &[Line]) -> bool {
    let is_number = |cell: &str| {
        let cell = cell.trim();
        cell.chars().any(|c| c.is_ascii_digit())
            && cell
                .chars()
                .all(|c| c.is_ascii_digit() || ".,，%％".contains(c))
    };
    let columns = rows.iter().map(|row| row.text.split('\t').count());
    (1..columns.max().unwrap_or(0)).any(|column| {
        let mut cells = rows.iter().map(|row| row.text.split('\t').nth(column));
        cells.all(|cell| cell.is_some_and(is_number))
    })
}

/// Whether a row says more than figures and names.
fn sets_a_duty(row: &Line) -> bool {
    row.text.split('\t').any(|cell| {
        let is_long = cell.chars().count() > LONGEST_CELL;
        is_long || cell.contains(['。', '；']) || has_stop(cell) || !split(cell).1.is_empty()
    })
}
