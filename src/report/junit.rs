//! JUnit XML: a suite a checklist, a test case an item, and a suite for the data.
//!
//! Not met is a failure, cannot tell an error, nothing to judge and waiting for a person skipped; the counts add up.

use super::Report;
use super::of_item::{OfItem, account, more, of_items};
use super::plain::{problems, visible};
use super::words::words;
use crate::findings::{DatasetRun, Findings, ItemOutcome, ItemRun, Run};
use crate::types::markup::xml;
use std::io::{self, Write};

/// JUnit XML.
#[derive(Debug, Clone, Copy)]
pub struct Junit;

/// How many findings of an item are listed.
const MOST_MESSAGES: usize = 20;

/// How many places of a problem are listed.
const MOST_PLACES: usize = 3;

impl Report for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn file_name(&self) -> Option<&'static str> {
        Some("junit.xml")
    }

    fn for_programs(&self) -> bool {
        true
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        let of_items = of_items(findings, MOST_MESSAGES)?;
        let mut suites = Vec::new();
        if !run.datasets.is_empty() {
            let cases = run.datasets.iter().map(|dataset| of_dataset(run, dataset));
            suites.push(("data".to_owned(), cases.collect()));
        }
        let checklist = |id: &str| id.split('/').next().unwrap_or_default().to_owned();
        let mut named: Vec<(String, Vec<Case>)> = Vec::new();
        for (item, of_item) in run.items.iter().zip(&of_items) {
            let name = checklist(&item.id);
            let case = of_one(run, item, of_item);
            match named.iter_mut().find(|(suite, _)| *suite == name) {
                Some((_, cases)) => cases.push(case),
                None => named.push((name, vec![case])),
            }
        }
        suites.extend(named);
        let all = suites.iter().flat_map(|(_, cases)| cases);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"duban run\" {}>", totals(all))?;
        for (name, cases) in &suites {
            let name = xml(name);
            writeln!(out, "  <testsuite name=\"{name}\" {}>", totals(cases))?;
            for case in cases {
                case.write(&name, out)?;
            }
            writeln!(out, "  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }
}

/// What became of a test case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Passed,
    Failure,
    Error,
    Skipped,
}

/// A test case.
struct Case {
    name: String,
    /// Where the item's sentence stands.
    rule: Option<(String, u32, u32)>,
    result: Ended,
    /// The code of what became of it.
    kind: &'static str,
    message: String,
    /// Details, a line each.
    lines: Vec<String>,
}

fn of_one(run: &Run, item: &ItemRun, findings: &OfItem) -> Case {
    let outcome = item.outcome.words(run.language);
    let counts = account(run.language, &item.counts);
    let mut lines = findings.messages.clone();
    lines.extend(more(run.language, findings, item));
    lines.extend(item.more.out_of_force.iter().cloned());
    Case {
        name: format!("{}: {}", item.id, visible(&item.title)),
        rule: findings.rule.clone(),
        result: match item.outcome {
            ItemOutcome::Met => Ended::Passed,
            ItemOutcome::NotMet => Ended::Failure,
            ItemOutcome::CannotTell => Ended::Error,
            ItemOutcome::Awaiting | ItemOutcome::NothingToJudge | ItemOutcome::NotInspectable => {
                Ended::Skipped
            }
        },
        kind: item.outcome.code(),
        message: format!("{outcome}{}{counts}", words(run.language).colon),
        lines,
    }
}

fn of_dataset(run: &Run, dataset: &DatasetRun) -> Case {
    let lines = problems(run.language, dataset, MOST_PLACES);
    let count: u64 = dataset.problems.iter().map(|problem| problem.count).sum();
    let words = words(run.language);
    Case {
        name: format!("{}: {}", dataset.name, dataset.file),
        rule: None,
        result: match lines.is_empty() {
            true => Ended::Passed,
            false => Ended::Error,
        },
        kind: "data",
        message: format!("{}{}{count}", words.problems, words.colon),
        lines,
    }
}

/// The counts of a suite, as attributes.
fn totals<'c>(cases: impl IntoIterator<Item = &'c Case>) -> String {
    let mut totals = [0_u64; 4];
    for case in cases {
        totals[case.result as usize] += 1;
    }
    let [_, failures, errors, skipped] = totals;
    let tests: u64 = totals.iter().sum();
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")
}

impl Case {
    fn write(&self, suite: &str, out: &mut dyn Write) -> io::Result<()> {
        let place = self
            .rule
            .as_ref()
            .map(|(file, line, _)| format!(" file=\"{}\" line=\"{line}\"", xml(file)));
        write!(
            out,
            "    <testcase classname=\"{suite}\" name=\"{}\"{}>",
            xml(&self.name),
            place.unwrap_or_default(),
        )?;
        let (kind, message) = (self.kind, xml(&self.message));
        let lines = xml(&self.lines.join("\n"));
        match self.result {
            Ended::Passed if self.lines.is_empty() => {}
            // Findings within what the item tolerates.
            Ended::Passed => write!(out, "<system-out>{lines}</system-out>")?,
            Ended::Failure => write!(
                out,
                "<failure type=\"{kind}\" message=\"{message}\">{lines}</failure>"
            )?,
            Ended::Error => write!(
                out,
                "<error type=\"{kind}\" message=\"{message}\">{lines}</error>"
            )?,
            Ended::Skipped => {
                write!(out, "<skipped message=\"{message}\"/>")?;
                if !self.lines.is_empty() {
                    write!(out, "<system-out>{lines}</system-out>")?;
                }
            }
        }
        writeln!(out, "</testcase>")
    }
}
