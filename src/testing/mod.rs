//! Tests of items: tiny tables go through an inspection like any other, and what comes out is held against what is expected.
//!
//! Takes a checked model, gives for each test what differs from its expectations, with the reasons, and which verdicts and
//! rows of decision tables it reached. Nothing depends on the number of threads.

mod answers;
mod coverage;
mod judge;
mod tables;
mod unknown;
mod words;

pub use coverage::{Coverage, ItemCoverage, TableCoverage, coverage};

use crate::data::DigestAlgorithm;
use crate::findings::mask::Masking;
use crate::findings::{Finding, Findings, ItemRun, Subject, Verdict};
use crate::inspect::{self, Request};
use crate::model::{Expectation, Expected, ExpectedVerdict, Model, Test};
use crate::source::{Files, Location, Span};
use crate::types::Language;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How tests are run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The language of what is said; `None`: that of each test's file.
    pub language: Option<Language>,
    /// Number of threads; 0: one for each core.
    pub threads: usize,
}

/// What came of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRun {
    /// The number of the test in the model.
    pub test: usize,
    /// The expectations that do not hold; none: the test passes.
    pub failures: Vec<Failure>,
    /// The items that it looks at, with the verdicts that came out.
    pub reached: Vec<(usize, BTreeSet<Verdict>)>,
    /// Rows of decision tables that were taken: table and row.
    pub table_rows: BTreeSet<(usize, usize)>,
}

/// An expectation that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The expectation's place.
    pub span: Span,
    /// The item's id.
    pub item: String,
    /// What was expected, as written.
    pub expected: String,
    /// What came out instead, one line a subject, with the reasons.
    pub came_out: Vec<String>,
}

/// Runs tests, several at once; they come back in the order given.
///
/// # Errors
/// When a test cannot be run at all.
pub fn run(
    model: &Model,
    files: &Files,
    tests: &[usize],
    options: Options,
) -> io::Result<Vec<TestRun>> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = match options.threads {
        0 => cores,
        asked => asked,
    };
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, io::Result<TestRun>)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads.min(tests.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&test) = tests.get(at) else { return };
                    let came = run_one(model, files, test, options.language);
                    if let Ok(mut done) = done.lock() {
                        done.push((at, came));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, came)| came).collect()
}

/// What came out of the items of a test.
struct CameOut {
    /// The items, by their numbers in the model.
    items: Vec<usize>,
    /// The head of each.
    runs: Vec<ItemRun>,
    /// The subjects of each, with their verdicts.
    verdicts: Vec<Vec<(Subject, Verdict)>>,
    /// All findings; their `item` is the place in `items`.
    findings: Vec<Finding>,
}

fn run_one(
    model: &Model,
    files: &Files,
    number: usize,
    language: Option<Language>,
) -> io::Result<TestRun> {
    let Some(test) = model.tests.get(number) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no such test"));
    };
    let language = language.unwrap_or(test.language);
    let items: BTreeSet<usize> = test.expect.iter().map(|expected| expected.item).collect();
    let items: Vec<usize> = items.into_iter().collect();
    let request = request(model, files, test, &items, language);
    let prepared = inspect::prepare(request)
        .map_err(|_| io::Error::other("an item of the test cannot be evaluated"))?;
    let inspection = prepared.run()?;
    let mut came = CameOut {
        runs: inspection.run().items.clone(),
        verdicts: Vec::new(),
        findings: Vec::new(),
        items,
    };
    for at in 0..came.items.len() {
        came.verdicts.push(inspection.verdicts(at)?);
    }
    inspection.visit(&mut |finding| {
        came.findings.push(finding.clone());
        Ok(())
    })?;
    let nobody = answers::about_nobody((model, files), test, &inspection, &came, language);
    let failures = test
        .expect
        .iter()
        .filter_map(|expected| {
            let at = came.items.iter().position(|&item| item == expected.item)?;
            let mut came_out = judge::differences(expected, &came, at, language);
            if !came_out.is_empty() && test.expect.iter().any(|other| goes_on(expected, other)) {
                came_out.push(words::in_one_line(language).to_owned());
            }
            (!came_out.is_empty()).then(|| Failure {
                span: expected.span,
                item: came.runs[at].id.clone(),
                expected: one_line(files.slice(expected.span)),
                came_out,
            })
        })
        .chain(nobody)
        .collect();
    let verdicts_of = |at: usize| came.verdicts[at].iter().map(|(_, verdict)| *verdict);
    Ok(TestRun {
        test: number,
        failures,
        reached: came
            .items
            .iter()
            .enumerate()
            .map(|(at, &item)| (item, verdicts_of(at).collect()))
            .collect(),
        table_rows: inspection.table_rows()?,
    })
}

/// Whether another expectation says more of what one names in full: two lines that each name a part of what an item finds.
fn goes_on(one: &Expectation, other: &Expectation) -> bool {
    let verdict = |expectation: &Expectation| match expectation.what {
        // These leave others alone.
        Expected::Subjects(ExpectedVerdict::Passes | ExpectedVerdict::DoesNotApplyTo, _)
        | Expected::Outcome(_)
        | Expected::Nothing => None,
        Expected::Subjects(verdict, _) => Some(verdict),
    };
    one.span != other.span
        && one.item == other.item
        && verdict(one).is_some()
        && verdict(one) == verdict(other)
}

fn request<'a>(
    model: &'a Model,
    files: &'a Files,
    test: &Test,
    items: &[usize],
    language: Language,
) -> Request<'a> {
    let path = files.path(test.span.file);
    let shown = Files::relative(path, &PathBuf::new());
    let (datasets, dataset_files) = tables::bind(model, files, test, (&shown, language));
    let mut settings: Vec<_> = model.settings.iter().map(|s| s.value.clone()).collect();
    for (setting, value) in &test.unchanged {
        settings[*setting].clone_from(value);
    }
    for (setting, value) in &test.settings {
        settings[*setting] = Some(value.clone());
    }
    let shown_file = shown.clone();
    Request {
        model,
        files,
        audit: shown,
        folder: PathBuf::new(),
        as_of: test.as_of,
        settings,
        datasets,
        dataset_files,
        answers: answers::bind(model, files, test, (&shown_file, language)),
        items: items.to_vec(),
        language,
        // The rows of a test are made up.
        masking: Masking { reveal: true },
        // Nobody compares the ids of findings of tests.
        hash_key: None,
        max_findings: None,
        threads: 1,
        digest: DigestAlgorithm::None,
        proofs: false,
    }
}

/// A text over several lines as one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The line of a place, from 1.
#[must_use]
pub fn line(files: &Files, span: Span) -> Location {
    files.location(span.file, span.start as usize)
}
