//! Text for people: characters that cannot be seen made visible, and lines measured as a terminal shows them.

use super::words::{Words, grouped, words};
use crate::findings::{
    CellRun, Counts, DatasetRun, Finding, FindingOutcome, KeyPart, PartRun, ProblemPlace, Searched,
};
use crate::types::Language;
use std::borrow::Cow;
use std::collections::BTreeSet;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text without characters that would break a line, steer a terminal or turn the writing direction:
/// control characters become their pictures (`␤`), the others `�`.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
    };
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let picture = |c: char| match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        c if hidden(c) => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.chars().map(picture).collect())
}

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A text filled up with blanks on the right.
pub(super) fn pad_right(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A text filled up with blanks on the left.
pub(super) fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The lines of a text that are at most so many columns wide: broken at blanks and between wide characters, but not before
/// closing punctuation; a longer word is cut.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    // Where the line may be broken: the length of what stays.
    let mut good = 0;
    let mut taken = 0;
    let mut previous = ' ';
    for character in text.chars() {
        let wide = |c: char| c.width() == Some(2);
        let closing = "，。、；：！？）》」』”’)],;:.!?%…".contains(character);
        let opening = "（《「『“‘([".contains(previous);
        if character == ' ' || ((wide(character) || wide(previous)) && !closing && !opening) {
            good = line.len();
        }
        let more = character.width().unwrap_or(0);
        if taken + more > columns && !line.is_empty() {
            let cut = if good == 0 { line.len() } else { good };
            let rest = line.split_off(cut).trim_start().to_owned();
            lines.push(std::mem::replace(&mut line, rest).trim_end().to_owned());
            good = 0;
            taken = width(&line);
        }
        if !(line.is_empty() && character == ' ') {
            line.push(character);
            taken += more;
        }
        previous = character;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// A key as `column value, column value`.
pub(super) fn key(words: &Words, key: &[KeyPart]) -> String {
    let pairs: Vec<String> = key
        .iter()
        .map(|part| format!("{} {}", visible(&part.shown), shown(words, &part.value)))
        .collect();
    pairs.join(words.comma)
}

/// The text of a cell, or the word for a blank one.
pub(super) fn shown<'t>(words: &Words, value: &'t str) -> Cow<'t, str> {
    if value.trim().is_empty() {
        Cow::Borrowed(words.blank)
    } else {
        visible(value)
    }
}

/// `aid.xlsx [资助]:13`, as editors and inspectors look it up.
pub(super) fn place(cell: &CellRun) -> String {
    format!(
        "{}:{}",
        in_file(&cell.file, cell.sheet.as_deref()),
        cell.line
    )
}

/// `aid.xlsx [资助]`.
pub(super) fn in_file(file: &str, sheet: Option<&str>) -> String {
    match sheet {
        Some(sheet) => format!("{} [{}]", visible(file), visible(sheet)),
        None => visible(file).into_owned(),
    }
}

/// What a dataset was read from, in a few words: its file and sheet, or how many there are where [`parts`] names each.
pub(super) fn read_from(language: Language, dataset: &DatasetRun) -> String {
    let parts = || dataset.parts.iter();
    let files: BTreeSet<&str> = parts().map(|part| part.file.as_str()).collect();
    let tables = parts().map(|part| (part.file.as_str(), part.sheet.as_deref()));
    let tables: BTreeSet<(&str, Option<&str>)> = tables.collect();
    match (tables.len(), files.len()) {
        (0 | 1, _) if dataset.parts.len() < 2 => in_file(&dataset.file, dataset.sheet.as_deref()),
        // Months side by side in one table.
        (1, _) => {
            let file = in_file(&dataset.file, dataset.sheet.as_deref());
            match language {
                Language::En => format!("{file}, read {} times", dataset.parts.len()),
                Language::Zh => format!("{file}，读取{}次", dataset.parts.len()),
            }
        }
        (sheets, 1) => match language {
            Language::En => format!("{}, {sheets} sheets", in_file(&dataset.file, None)),
            Language::Zh => format!("{}，{sheets}个工作表", in_file(&dataset.file, None)),
        },
        (_, files) => match language {
            Language::En => format!("{files} files"),
            Language::Zh => format!("{files}个文件"),
        },
    }
}

/// The files and sheets of a dataset with their rows, where it has several: `甲县.csv [一班] (200)`.
pub(super) fn parts(language: Language, dataset: &DatasetRun) -> Vec<String> {
    let parts = dataset.parts.iter().filter(|_| dataset.parts.len() > 1);
    let text = |part: &PartRun| {
        let file = in_file(&part.file, part.sheet.as_deref());
        let rows = super::words::rows(language, part.rows);
        match language {
            Language::En => format!("{file} ({rows})"),
            Language::Zh => format!("{file}（{rows}）"),
        }
    };
    parts.map(text).collect()
}

/// Where something was looked for: `staff.csv (240), 编号 17`.
pub(super) fn searched(words: &Words, searched: &Searched, rows: &str) -> String {
    let mut text = visible(&searched.file).into_owned();
    if !rows.is_empty() {
        text.push_str(&match words.colon {
            "：" => format!("（{rows}）"),
            _ => format!(" ({rows})"),
        });
    }
    if searched.key.iter().any(|part| !part.value.is_empty()) || !rows.is_empty() {
        if !searched.key.is_empty() {
            text.push_str(words.colon);
            text.push_str(&key(words, &searched.key));
        }
    } else if !searched.key.is_empty() {
        // A setting or a column: there is a name, and no value that was looked for.
        let names: Vec<_> = searched.key.iter().map(|p| visible(&p.shown)).collect();
        text.push_str(words.colon);
        text.push_str(&names.join(words.comma));
    }
    if let Some(otherwise) = &searched.otherwise {
        let otherwise = visible(otherwise);
        text.push_str(&match words.colon {
            "：" => format!("（别处写作 {otherwise}；编码按原样比较）"),
            _ => format!(" (elsewhere written {otherwise}: codes are compared as written)"),
        });
    }
    text
}

/// How many rows were searched; nothing where none could be, since the whole item is stopped.
pub(super) fn rows_searched(language: Language, finding: &Finding, searched: &Searched) -> String {
    if finding.subject.kind == "item" || searched.dataset.is_empty() {
        return String::new();
    }
    super::words::rows(language, searched.rows)
}

/// The column of a cell: its header in the file, and the declared name where that is another.
pub(super) fn column(cell: &CellRun) -> Cow<'_, str> {
    if cell.header.is_empty() {
        visible(&cell.column)
    } else {
        visible(&cell.header)
    }
}

/// The cell that a reader should look at first: the one that is the reason, else that of the part at fault, else the
/// one that shows the breach, else the first.
pub(super) fn main_cell(finding: &Finding) -> Option<&CellRun> {
    let reason = finding.reasons.iter().find_map(|reason| reason.cell);
    let at_fault = |cell: &&CellRun| finding.part.as_deref() == Some(&*cell.column);
    reason
        .and_then(|index| finding.cells.get(index))
        .or_else(|| finding.cells.iter().find(at_fault))
        .or_else(|| finding.breach.and_then(|index| finding.cells.get(index)))
        .or_else(|| finding.cells.first())
}

/// A dataset's problems, one text a problem: `3 × cell not readable: line 13 (row 12), birth_date “2021-02-29”; …`.
pub(super) fn problems(
    language: Language,
    dataset: &DatasetRun,
    most_places: usize,
) -> Vec<String> {
    let mut texts = Vec::new();
    for problem in &dataset.problems {
        let mut text = format!("{} × {}", grouped(problem.count), problem.words);
        // Columns are few, and each has to be mended by hand; they share one header.
        let of_columns = problem.kind == "column-missing";
        let places: Vec<String> = problem
            .places
            .iter()
            .take(if of_columns {
                problem.places.len()
            } else {
                most_places
            })
            .map(|place| match &place.column {
                Some(column) if of_columns => {
                    let file = place.file.as_deref();
                    let file = file.map(|file| in_file(file, place.sheet.as_deref()));
                    let column = visible(column).into_owned();
                    let words = place.value.as_deref().map(|words| match language {
                        Language::En => format!(" ({})", visible(words)),
                        Language::Zh => format!("（{}）", visible(words)),
                    });
                    let column = column + &words.unwrap_or_default();
                    let parts: Vec<String> = file.into_iter().chain([column]).collect();
                    parts.join(super::words::words(language).comma)
                }
                _ => problem_place(language, place),
            })
            .filter(|text| !text.is_empty())
            .collect();
        if !places.is_empty() {
            text.push_str(words(language).colon);
            text.push_str(&places.join(language.pick("; ", "；")));
            if problem.count > places.len() as u64 {
                text.push_str(language.pick("; …", "；……"));
            }
            let in_one_file = |place: &&ProblemPlace| place.file.is_none();
            let first = problem.places.first().filter(in_one_file);
            let header = first.and_then(|place| place.line);
            if let Some(line) = header.filter(|_| of_columns) {
                text.push_str(&match language {
                    Language::En => format!(" (the header was taken from line {line})"),
                    Language::Zh => format!("（表头取自第 {line} 行）"),
                });
            }
        }
        texts.push(text);
    }
    texts
}

fn problem_place(language: Language, place: &ProblemPlace) -> String {
    let line = place.line.map(|line| match language {
        Language::En => format!("line {line}"),
        Language::Zh => format!("第 {line} 行"),
    });
    let row = place.row.map(|row| match language {
        Language::En => format!("row {row}"),
        Language::Zh => format!("第 {row} 条记录"),
    });
    let at = match (line, row) {
        (Some(line), Some(row)) => match language {
            Language::En => Some(format!("{line} ({row})")),
            Language::Zh => Some(format!("{line}（{row}）")),
        },
        (line, row) => line.or(row),
    };
    let column = place.column.as_deref().map(visible);
    let value = place.value.as_deref().map(|v| format!("“{}”", visible(v)));
    let what = match (column, value) {
        (Some(column), Some(value)) => Some(format!("{column} {value}")),
        (column, value) => column.map(Cow::into_owned).or(value),
    };
    let file = place.file.as_deref();
    let file = file.map(|file| in_file(file, place.sheet.as_deref()));
    let parts: Vec<String> = file.into_iter().chain(at).chain(what).collect();
    parts.join(words(language).comma)
}

/// Whether a finding belongs to what is not met; the others are undecided.
pub(super) fn is_not_met(finding: &Finding) -> bool {
    finding.outcome == FindingOutcome::NotMet
}

/// The subjects and the seven verdicts, in the order of the labels.
pub(super) fn verdicts(counts: &Counts) -> [u64; 8] {
    [
        counts.subjects,
        counts.met,
        counts.not_met,
        counts.cannot_tell,
        counts.not_applicable,
        counts.excused,
        counts.waived,
        counts.awaiting,
    ]
}
