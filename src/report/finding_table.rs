//! A finding as one row of a table: what the workbook and the CSV file show.

use super::plain::{column, key, main_cell, place, rows_searched, searched, shown};
use super::words::{Words, cites, finding_outcome};
use crate::findings::{Finding, Run, Severity};

/// A cell of that table.
pub(super) enum Cell {
    /// Words; several things stand on lines of their own.
    Text(String),
    /// A number, where there is one.
    Number(Option<u64>),
    /// How grave the finding is.
    Severity(Severity),
}

/// The columns that [`row`] fills.
pub(super) fn headers(words: &'static Words) -> Vec<&'static str> {
    vec![
        words.severity,
        words.outcome,
        words.item,
        words.title_of_item,
        words.clause,
        words.township,
        words.school,
        words.subject,
        words.message,
        words.requires,
        words.found,
        words.reason,
        words.file,
        words.sheet,
        words.row,
        words.line,
        words.column,
        words.value,
        words.cells,
        words.looked_in,
        words.owner,
        words.due,
        words.rule,
        words.id,
    ]
}

/// The row of a finding.
pub(super) fn row(run: &Run, words: &Words, finding: &Finding) -> Vec<Cell> {
    let language = run.language;
    let item = run.items.get(finding.item);
    let cell = main_cell(finding);
    let text = |text: &str| Cell::Text(text.to_owned());
    let lines = |texts: Vec<String>| Cell::Text(texts.join("\n"));
    let mut outcome = finding_outcome(language, finding.outcome).to_owned();
    if finding.tolerated {
        outcome.push_str(&format!(" ({})", words.tolerated));
    }
    let required = match (&finding.expected, item) {
        (Some(value), _) => &value.text,
        (None, Some(item)) => &item.explained,
        (None, None) => "",
    };
    // What is absent has no cell; the file in which it was looked for takes its place.
    let file = match (cell, finding.searched.first()) {
        (Some(cell), _) => &*cell.file,
        (None, Some(searched)) => &searched.file,
        (None, None) => "",
    };
    let reasons = finding.reasons.iter().map(|reason| reason.text.clone());
    let cells = finding.cells.iter().map(|cell| {
        let value = shown(words, &cell.value);
        format!("{} {}{}{value}", place(cell), column(cell), words.colon)
    });
    let looked_in = finding
        .searched
        .iter()
        .map(|one| searched(words, one, &rows_searched(language, finding, one)));
    let due = finding.due.as_deref();
    let (rule, rule_line, rule_column) = &finding.rule;
    vec![
        Cell::Severity(finding.severity),
        Cell::Text(outcome),
        text(item.map_or("", |item| &item.id)),
        text(item.map_or("", |item| &item.title)),
        Cell::Text(item.map_or_else(String::new, |item| cites(language, &item.cites))),
        text(&finding.township),
        text(&finding.school),
        Cell::Text(key(words, &finding.subject.key)),
        text(&finding.message),
        text(required),
        text(finding.actual.as_ref().map_or("", |value| &value.text)),
        lines(reasons.collect()),
        text(file),
        text(
            cell.and_then(|cell| cell.sheet.as_deref())
                .unwrap_or_default(),
        ),
        Cell::Number(cell.map(|cell| cell.row)),
        Cell::Number(cell.map(|cell| cell.line)),
        text(&cell.map(column).unwrap_or_default()),
        text(
            &cell
                .map(|cell| shown(words, &cell.value))
                .unwrap_or_default(),
        ),
        lines(cells.collect()),
        lines(looked_in.collect()),
        Cell::Text(finding.owner.join(words.comma)),
        text(due.unwrap_or_default()),
        Cell::Text(format!("{rule}:{rule_line}:{rule_column}")),
        text(&finding.id),
    ]
}
