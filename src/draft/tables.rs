//! A table of a document as tables of the checklist: its text columns say which case, each column of figures what is right for it.
//!
//! Where the shape does not allow that, and for the columns and rows that are left over, the table is kept whole in remarks.

use super::figures::{Kind, figures, scaled};
use super::make::{Bound, Maker, Sentence};
use super::patterns::{Pattern, pattern};
use super::stubs::name;
use super::text::plain;
use super::words::Note;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The most columns that say which case is meant.
const KEYS: usize = 3;

static UNIT: Pattern = LazyLock::new(|| {
    pattern(
        r"[（(](?:单位[：:])?(?P<unit>[^（）()]{1,8})[）)]|单位[：:]\s*(?P<line>[^\s）)。，]{1,6})",
    )
});
static NUMBER: Pattern = LazyLock::new(|| pattern(r"^\d+(?:,\d{3})*(?:\.\d+)?$"));
static COUNTER: Pattern = LazyLock::new(|| pattern(r"(?i)^(?:序号|编号|no\.?|nr\.?|#)$"));
static TOTAL: Pattern =
    LazyLock::new(|| pattern(r"(?i)^(?:合计|小计|总计|共计|totals?|sum|subtotal)$"));
static LEAST: Pattern = LazyLock::new(|| {
    pattern(r"(?i)不少于|不低于|至少|下限|最低|以上|目标|计划|任务数|at least|min|target")
});
static MOST: Pattern =
    LazyLock::new(|| pattern(r"(?i)不超过|不高于|上限|最高|以内|以下|at most|max|limit"));
static PERSONS: Pattern =
    LazyLock::new(|| pattern(r"(?i)姓名|联系人|电话|手机|身份证|负责人|\bnames?\b|phone|contact"));

/// A table, cell by cell.
struct Grid {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// What was made of a table.
pub(super) struct Made {
    pub(super) sentences: Vec<Sentence>,
    /// The rows for a remark, where not all of the table stands in the sentences.
    pub(super) remarks: Vec<String>,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Money,
    Percent,
    Number,
}

/// The rows of a table, as text with a mark between the cells.
fn shown(words: &str, is_chinese: bool) -> Vec<String> {
    words
        .lines()
        .map(|row| {
            let cells: Vec<String> = row
                .split('\t')
                .map(|cell| plain(cell.trim(), is_chinese))
                .collect();
            cells.join(" | ")
        })
        .collect()
}

/// Makes what can be made of a table; `caption` is what stands before it.
pub(super) fn made(words: &str, caption: &str, is_chinese: bool, maker: &mut Maker<'_>) -> Made {
    let nothing = Made {
        sentences: Vec::new(),
        remarks: Vec::new(),
    };
    if PERSONS.is_match(words.lines().next().unwrap_or_default()) {
        // Names and numbers of persons do not travel with a checklist.
        return nothing;
    }
    let found =
        grid(words, is_chinese).and_then(|(grid, all)| looked_up(&grid, caption, all, maker));
    let (sentences, holds_all) = found.unwrap_or_default();
    Made {
        sentences,
        remarks: if holds_all {
            Vec::new()
        } else {
            shown(words, is_chinese)
        },
    }
}

/// The table with its cells filled down and without counters and totals, and whether all its figures are there.
fn grid(words: &str, is_chinese: bool) -> Option<(Grid, bool)> {
    let mut rows = words.lines().map(|row| -> Vec<String> {
        row.split('\t')
            .map(|cell| plain(cell.trim(), is_chinese).trim().to_owned())
            .collect()
    });
    let mut header = rows.next()?;
    let mut all: Vec<Vec<String>> = rows.collect();
    if all.is_empty() || all.iter().any(|row| row.len() != header.len()) {
        return None;
    }
    if header.first().is_some_and(|first| COUNTER.is_match(first)) {
        header.remove(0);
        all.iter_mut().for_each(|row| drop(row.remove(0)));
    }
    let count = all.len();
    all.retain(|row| !row.iter().any(|cell| TOTAL.is_match(cell)));
    let is_whole = all.len() == count;
    Some((Grid { header, rows: all }, is_whole))
}

/// What the cells of a column hold, and their values as a checklist writes them.
fn column(grid: &Grid, at: usize, caption: &str) -> Option<(Column, Vec<String>)> {
    let unit_of = |text: &str| {
        let found = UNIT.captures(text)?;
        let unit = found.name("unit").or(found.name("line"))?;
        Some(unit.as_str().to_owned())
    };
    let unit = unit_of(&grid.header[at]).or_else(|| {
        let said = caption.contains("单位：").then(|| unit_of(caption));
        said.flatten()
    });
    let unit = unit.unwrap_or_default();
    let of_header = match unit.as_str() {
        "%" | "百分比" | "per cent" | "percent" => Column::Percent,
        unit if unit
            .split('/')
            .next()
            .is_some_and(|unit| unit.ends_with('元')) =>
        {
            Column::Money
        }
        "yuan" | "RMB" | "CNY" | "EUR" | "USD" | "euros" | "dollars" => Column::Money,
        _ => Column::Number,
    };
    let scale: String = unit
        .chars()
        .take_while(|c| "百千万亿".contains(*c))
        .collect();
    let mut kind = None;
    let mut values = Vec::new();
    for row in &grid.rows {
        let cell = row.get(at)?;
        let (own, value) = if NUMBER.is_match(cell) {
            let number = cell.replace(',', "");
            let scale = if of_header == Column::Percent {
                ""
            } else {
                &scale
            };
            (of_header, scaled(&number, scale)?)
        } else {
            let found = figures(cell, true);
            let [figure] = found.as_slice() else {
                return None;
            };
            if figure.at != (0..cell.len()) || cell.contains(['-', '—', '~', '～', '至']) {
                return None;
            }
            match &figure.kind {
                Kind::Money(value) => (Column::Money, value.clone()),
                Kind::Percent(value) => (Column::Percent, value.clone()),
                Kind::Count(value, _) => (Column::Number, value.clone()),
                _ => return None,
            }
        };
        if kind.is_some_and(|known| known != own) {
            return None;
        }
        kind = Some(own);
        values.push(match own {
            Column::Money => format!("{value} yuan"),
            Column::Percent => format!("{value}%"),
            _ => value,
        });
    }
    Some((kind?, values))
}

/// A cell or the head of a column, as it stands in brackets.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !"[]【】|\"\\".contains(*c))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A table and a sentence for each column of figures, and whether they hold everything.
fn looked_up(
    grid: &Grid,
    caption: &str,
    is_whole: bool,
    maker: &mut Maker<'_>,
) -> Option<(Vec<Sentence>, bool)> {
    let columns: Vec<Option<(Column, Vec<String>)>> = (0..grid.header.len())
        .map(|at| column(grid, at, caption))
        .collect();
    let first = columns.iter().position(Option::is_some)?;
    let names: Vec<String> = grid
        .header
        .iter()
        .map(|cell| name(&UNIT.replace_all(cell, "")))
        .collect();
    let is_named = |at: usize| {
        !names[at].is_empty() && names.iter().filter(|name| **name == names[at]).count() == 1
    };
    if first == 0 || first > KEYS || !(0..first).all(is_named) {
        return None;
    }
    let cells = filled(grid, first)?;
    let keys = keys(&cells, first)?;
    let mut sentences = Vec::new();
    let mut holds_all = is_whole && keys == (0..first);
    let cells: Vec<&[String]> = cells.iter().map(|row| &row[keys.clone()]).collect();
    for at in first..grid.header.len() {
        let Some((kind, values)) = columns[at].as_ref().filter(|_| is_named(at)) else {
            holds_all = false;
            continue;
        };
        let head = &grid.header[at];
        let bound = match (LEAST.is_match(head), MOST.is_match(head)) {
            (true, false) => Bound::AtLeast,
            (false, true) => Bound::AtMost,
            _ => Bound::Equal,
        };
        let rows: Vec<Vec<String>> = cells
            .iter()
            .zip(values)
            .map(|(cells, value)| cells.iter().cloned().chain([value.clone()]).collect())
            .collect();
        let kind = match kind {
            Column::Money => "money",
            Column::Percent => "percent",
            _ => "number",
        };
        let mut sentence =
            maker.table_of(&names[keys.clone()], (&names[at], kind), &rows, bound)?;
        if bound == Bound::Equal && kind != "money" {
            sentence.notes.push(Note::Exact);
        }
        sentences.push(sentence);
    }
    (!sentences.is_empty()).then_some((sentences, holds_all))
}

/// The cells that say which case each row is; a cell that is left empty takes over the one above.
fn filled(grid: &Grid, count: usize) -> Option<Vec<Vec<String>>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    for row in &grid.rows {
        let mut cells = Vec::new();
        for (at, cell) in row.iter().take(count).enumerate() {
            let own = bare(cell);
            let above = all.last().and_then(|above| above.get(at));
            cells.push(if own.is_empty() { above?.clone() } else { own });
        }
        all.push(cells);
    }
    Some(all)
}

/// The columns that tell the rows apart: all of them where every combination has its row, else the one with another word in each row.
fn keys(cells: &[Vec<String>], count: usize) -> Option<Range<usize>> {
    let different = |columns: Range<usize>| {
        let all: BTreeSet<&[String]> = cells.iter().map(|row| &row[columns.clone()]).collect();
        all.len()
    };
    let combinations: usize = (0..count).map(|at| different(at..at + 1)).product();
    if different(0..count) == cells.len() && combinations == cells.len() {
        return Some(0..count);
    }
    (0..count)
        .rev()
        .find(|at| different(*at..at + 1) == cells.len())
        .map(|at| at..at + 1)
}
