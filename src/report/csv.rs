//! One row a finding, as CSV for spreadsheets: the columns of the workbook's list. And the fields of every other CSV.
//!
//! It begins with a byte order mark, without which spreadsheets take Chinese for another encoding. What they would take for a formula
//! begins with `'`.

use super::Report;
use super::finding_table::{self, Cell};
use super::plain::visible;
use super::words::{severity, words};
use crate::findings::{Finding, Findings};
use std::borrow::Cow;
use std::io::{self, Write};

/// CSV, a row a finding.
#[derive(Debug, Clone, Copy)]
pub struct Csv;

impl Report for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn file_name(&self) -> Option<&'static str> {
        Some("findings.csv")
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        let words = words(run.language);
        let between = run.language.pick("; ", "；");
        let mut text = "\u{feff}".as_bytes().to_vec();
        line(
            finding_table::headers(words).into_iter().map(str::to_owned),
            &mut text,
        );
        out.write_all(&text)?;
        let write = |finding: &Finding, text: &mut Vec<u8>| {
            let row = finding_table::row(run, words, finding).into_iter();
            line(
                row.map(|cell| match cell {
                    Cell::Text(text) => {
                        let lines: Vec<Cow<str>> = text.split('\n').map(visible).collect();
                        lines.join(between)
                    }
                    Cell::Number(number) => number.map_or_else(String::new, |n| n.to_string()),
                    Cell::Severity(grave) => severity(run.language, grave).to_owned(),
                }),
                text,
            );
        };
        findings.visit_written(&write, &mut |text| out.write_all(text))
    }
}

/// Adds the fields of one line.
fn line(fields: impl Iterator<Item = String>, text: &mut Vec<u8>) {
    for (number, field) in fields.enumerate() {
        if number > 0 {
            text.push(b',');
        }
        text.extend_from_slice(csv_field(&field).as_bytes());
    }
    text.extend_from_slice(b"\r\n");
}

/// What a text begins with that a spreadsheet takes for a formula.
pub(super) const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A text as a field of CSV: in quotes where it needs them, and never a formula for a spreadsheet. Numbers stay numbers.
#[must_use]
pub fn csv_field(text: &str) -> Cow<'_, str> {
    let number = || {
        text.strip_suffix('%')
            .unwrap_or(text)
            .parse::<f64>()
            .is_ok()
    };
    let guard = if text.starts_with(FORMULA) && !number() {
        "'"
    } else {
        ""
    };
    if text.contains(['"', ',', '\n', '\r']) {
        Cow::Owned(format!("\"{guard}{}\"", text.replace('"', "\"\"")))
    } else if guard.is_empty() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{guard}{text}"))
    }
}
