//! What `check`, `fmt --check` and `test` say to programs: JSON, SARIF, JUnit and annotations, one file each.
//!
//! A command fills an [`Answer`]: one [`Case`] for everything that it looked at, with the mistakes found there, also where there are none.
//! [`Format::write`] does the rest. Nothing is counted, sorted or left out here: what is in the answer is in the output, in its order.

mod github;
mod json;
mod junit;
mod sarif;

use super::render::{DiagnosticRecord, record};
use super::{Diagnostic, Severity};
use crate::source::Files;
use crate::types::Language;
use std::io::{self, Write};

/// What a command found, case by case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The command: `check`, `fmt` or `test`.
    pub command: &'static str,
    /// Everything looked at, in the order in which it is shown; cases of one file stand together.
    pub cases: Vec<Case>,
    /// Whether warnings count as failures.
    pub strict: bool,
    /// Whether the command did what it was asked: tests of a broken checklist are not run.
    pub done: bool,
    /// The language of what is added to the mistakes: summaries of codes.
    pub language: Language,
}

/// One thing that was looked at: a file (`check`, `fmt`) or a test block (`test`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its file as it was given, with `/`.
    pub file: String,
    /// What it is called within its file: `check`, `fmt`, or the test's title.
    pub name: String,
    /// Where it begins, from 1, where it is not the whole file.
    pub line: Option<u32>,
    /// What is wrong with it; empty when nothing is.
    pub mistakes: Vec<DiagnosticRecord>,
}

/// A format for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An array of the mistakes.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML: a suite a file.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
}

impl Format {
    /// Writes an answer.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(self, answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json => json::write(answer, out),
            Self::Sarif => sarif::write(answer, out),
            Self::Junit => junit::write(answer, out),
            Self::Github => github::write(answer, out),
        }
    }
}

impl Answer {
    /// The answer of a command that looks at whole files: a case for every file of `looked_at`, with the diagnostics that lie in it.
    ///
    /// A diagnostic in a file that was only used by these gets a case of its own, at the end.
    #[must_use]
    pub fn by_file(
        command: &'static str,
        looked_at: &[String],
        found: &[Diagnostic],
        files: &Files,
    ) -> Self {
        let case = |file: &str| Case {
            file: file.to_owned(),
            name: command.to_owned(),
            line: None,
            mistakes: Vec::new(),
        };
        let mut cases: Vec<Case> = looked_at.iter().map(|file| case(file)).collect();
        let mut places: std::collections::BTreeMap<String, usize> = cases
            .iter()
            .enumerate()
            .map(|(at, case)| (case.file.clone(), at))
            .collect();
        for diagnostic in found {
            let mistake = record(diagnostic, files);
            let at = *places.entry(mistake.file.clone()).or_insert_with(|| {
                cases.push(case(&mistake.file));
                cases.len() - 1
            });
            if let Some(case) = cases.get_mut(at) {
                case.mistakes.push(mistake);
            }
        }
        Self {
            command,
            cases,
            strict: false,
            done: true,
            language: found.first().map_or(Language::En, |first| first.language),
        }
    }

    /// All mistakes, in the order of the cases.
    pub fn mistakes(&self) -> impl Iterator<Item = &DiagnosticRecord> {
        self.cases.iter().flat_map(|case| &case.mistakes)
    }

    /// The mistakes of a case that make it fail.
    fn failures<'c>(&self, case: &'c Case) -> impl Iterator<Item = &'c DiagnosticRecord> {
        let strict = self.strict;
        let mistakes = case.mistakes.iter();
        mistakes.filter(move |m| strict || m.severity == Severity::Error.word())
    }
}

/// A mistake with what to do about it, in one text.
fn message(mistake: &DiagnosticRecord, between: &str) -> String {
    match &mistake.help {
        Some(help) => format!("{}{between}{help}", mistake.message),
        None => mistake.message.clone(),
    }
}
