//! Messages on standard error, and diagnostics in the form asked for.

use super::arguments::General;
use super::{Exit, terminal};
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::source::Files;
use crate::types::Language;
use std::io;
use std::sync::OnceLock;

/// Says what went wrong, in the program's name.
pub(super) fn error(message: &str) {
    terminal::say(&format!("duban: {message}"));
}

/// Says that something cannot be done.
pub(super) fn not_done(message: &str) -> Exit {
    error(message);
    Exit::NotDone
}

/// The language of the reader, which holds for the whole process.
static READER: OnceLock<Language> = OnceLock::new();

/// Notes in which language the reader is told what could not be done.
pub(super) fn speak(general: &General) {
    READER.get_or_init(|| language(general));
}

/// The language of the reader.
pub(super) fn reader() -> Language {
    READER.get().copied().unwrap_or(Language::En)
}

/// Says that the data cannot be read any more.
pub(super) fn not_read(cause: io::Error) -> Exit {
    not_done(&match reader() {
        Language::En => format!("the data cannot be read: {cause}"),
        Language::Zh => format!("数据无法读取：{cause}"),
    })
}

/// Says that an output could not be written.
pub(super) fn not_written(what: &str, cause: &io::Error) -> Exit {
    error(&match reader() {
        Language::En => format!("{what} could not be written: {cause}"),
        Language::Zh => format!("{what}无法写入：{cause}"),
    });
    Exit::NotWritten
}

/// Says that standard output could not be written.
pub(super) fn no_output(cause: &io::Error) -> Exit {
    not_written(reader().pick("standard output", "标准输出"), cause)
}

/// Diagnostics as text for a terminal.
pub(super) fn text(diagnostics: &[Diagnostic], files: &Files, colour: bool) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&render::text(diagnostic, files, colour));
        text.push('\n');
    }
    text
}

/// How many errors and warnings there are.
pub(super) fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let is_error = |d: &&Diagnostic| d.severity() == Severity::Error;
    let errors = diagnostics.iter().filter(is_error).count();
    (errors, diagnostics.len() - errors)
}

/// The language of what is said besides results: the one asked for, else the reader's.
pub(super) fn language(general: &General) -> Language {
    let reader = general.language().or_else(terminal::locale_language);
    reader.unwrap_or(Language::En)
}

/// The language of what is said of checklists all together: the one asked for, else theirs; English where they differ.
pub(super) fn of_checklists(
    general: &General,
    languages: impl IntoIterator<Item = Language>,
) -> Language {
    let mut languages = languages.into_iter();
    match (general.language(), languages.next()) {
        (Some(asked), _) => asked,
        (None, None) => language(general),
        (None, Some(first)) if languages.all(|other| other == first) => first,
        (None, Some(_)) => Language::En,
    }
}

/// `1 error`, `2 errors`.
pub(super) fn plural(count: usize, one: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {one}{ending}")
}
