//! Findings → bytes.
//!
//! A report takes a finished run and lays it out; it judges nothing, masks nothing and translates nothing but its own labels.
//! The same run always gives the same bytes. One file is one format; [`REPORTS`] is the list of them.

pub mod csv;
pub mod github;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod rows;
pub mod sarif;
pub mod schema;
pub mod text;
pub mod xlsx;

mod finding_table;
mod html_chart;
mod html_finding;
mod json_writer;
mod more;
mod of_item;
mod plain;
mod words;

pub use csv::csv_field;

use crate::findings::Findings;
use std::io::{self, Write};

/// A format of reports.
pub trait Report: Sync {
    /// Its name after `--format`.
    fn name(&self) -> &'static str;

    /// The file that `--out DIR` writes it to; `None` when it is only written where asked for by name.
    fn file_name(&self) -> Option<&'static str> {
        None
    }

    /// Whether programs read it: it then takes the checklist's language, not the reader's.
    fn for_programs(&self) -> bool {
        false
    }

    /// Whether it shows what findings rest on.
    fn shows_proofs(&self) -> bool {
        true
    }

    /// Writes a run.
    ///
    /// # Errors
    /// When `out` cannot be written, or a data file cannot be read any more.
    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()>;
}

/// All formats, in the order in which they are listed for readers.
pub static REPORTS: &[&dyn Report] = &[
    &text::Text { colour: false },
    &json::Json,
    &jsonl::JsonLines,
    &rows::Rows,
    &html::Html,
    &xlsx::Xlsx,
    &csv::Csv,
    &markdown::Markdown,
    &sarif::Sarif,
    &junit::Junit,
    &github::Github,
];

/// The format of that name.
#[must_use]
pub fn report(name: &str) -> Option<&'static dyn Report> {
    REPORTS.iter().copied().find(|report| report.name() == name)
}
