//! One expectation against what came out.

use super::{CameOut, words};
use crate::data::cell;
use crate::findings::{Finding, FindingOutcome, ItemOutcome, Subject, Verdict};
use crate::model::{Expectation, Expected, ExpectedSubject, ExpectedVerdict, SubjectName};
use crate::types::Language;
use std::collections::BTreeSet;

/// The most findings told where an outcome is another one.
const MOST_TOLD: usize = 3;

/// What differs from an expectation about the item at a place; empty where it holds.
pub(super) fn differences(
    expectation: &Expectation,
    came: &CameOut,
    at: usize,
    language: Language,
) -> Vec<String> {
    let judged = Judged { came, at, language };
    let run = &came.runs[at];
    match &expectation.what {
        Expected::Subjects(verdict, names) => judged.subjects(*verdict, names),
        Expected::Outcome(outcome) if *outcome == run.outcome => Vec::new(),
        Expected::Outcome(outcome) => judged.other_outcome(outcome.words(language)),
        Expected::Nothing => {
            if run.outcome == ItemOutcome::Met && run.counts.met > 0 && run.counts.not_met == 0 {
                return Vec::new();
            }
            judged.other_outcome(language.pick("finds nothing", "无发现"))
        }
    }
}

struct Judged<'a> {
    came: &'a CameOut,
    at: usize,
    language: Language,
}

impl Judged<'_> {
    fn verdicts(&self) -> &[(Subject, Verdict)] {
        &self.came.verdicts[self.at]
    }

    fn subjects(&self, expected: ExpectedVerdict, names: &[ExpectedSubject]) -> Vec<String> {
        let language = self.language;
        let (verdict, others_may) = match expected {
            ExpectedVerdict::Finds => (Verdict::NotMet, false),
            ExpectedVerdict::CannotTell => (Verdict::CannotTell, false),
            ExpectedVerdict::Excuses => (Verdict::Excused, false),
            ExpectedVerdict::Awaits => (Verdict::Awaiting, false),
            ExpectedVerdict::Passes => (Verdict::Met, true),
            ExpectedVerdict::DoesNotApplyTo => (Verdict::NotApplicable, true),
        };
        let mut lines = Vec::new();
        let mut told: BTreeSet<&SubjectName> = BTreeSet::new();
        for name in names {
            let fitting: Vec<&(Subject, Verdict)> = self
                .verdicts()
                .iter()
                .filter(|(subject, _)| fits(&name.which, subject))
                .collect();
            let shown = shown(&name.which, language);
            if fitting.is_empty() {
                let known: Vec<String> = self
                    .verdicts()
                    .iter()
                    .map(|(subject, _)| words::subject(subject, language))
                    .collect();
                lines.push(words::no_subject(&shown, &known, language));
                continue;
            }
            // Rows that share a key: one of them is enough to be found, all have to be met.
            let wrong = if others_may {
                fitting.iter().find(|(_, found)| *found != verdict)
            } else if fitting.iter().any(|(_, found)| *found == verdict) {
                None
            } else {
                fitting.first()
            };
            if let Some((subject, found)) = wrong {
                let why = self.why(subject, *found);
                lines.push(words::other_verdict(
                    &shown, *found, verdict, &why, language,
                ));
            } else if told.insert(&name.which) {
                lines.extend(self.other_parts(name, names, (&fitting, verdict)));
            }
        }
        if !others_may {
            for (subject, found) in self.verdicts().iter().filter(|(_, v)| *v == verdict) {
                if !names.iter().any(|name| fits(&name.which, subject)) {
                    let name = words::subject(subject, language);
                    let why = self.why(subject, *found);
                    lines.push(words::not_expected(&name, *found, &why, language));
                }
            }
        }
        lines
    }

    /// Where parts are named for a subject: whether it has the verdict as these and no others. A subject that is not met may have parts
    /// that cannot be told beside.
    fn other_parts(
        &self,
        name: &ExpectedSubject,
        names: &[ExpectedSubject],
        (fitting, verdict): (&[&(Subject, Verdict)], Verdict),
    ) -> Option<String> {
        let same = names.iter().filter(|other| other.which == name.which);
        let expected: BTreeSet<String> = same.filter_map(|name| name.part.clone()).collect();
        if expected.is_empty() {
            return None;
        }
        let own = self.findings().filter(|finding| {
            fitting
                .iter()
                .any(|(subject, _)| *subject == finding.subject)
        });
        let findings: Vec<&Finding> = own.collect();
        // `late` is said of every recipient; `late:bureau` of one.
        let as_expected = |part: String| match part.split_once(':') {
            Some((kind @ ("late" | "missing"), _)) if expected.contains(kind) => kind.to_owned(),
            _ => part,
        };
        let found: BTreeSet<String> = findings
            .iter()
            .filter(|finding| of_verdict(finding) == verdict)
            .filter_map(|finding| finding.part.clone())
            .map(as_expected)
            .collect();
        if found == expected {
            return None;
        }
        let why = self.told(&findings);
        let list = |parts: BTreeSet<String>| parts.into_iter().collect::<Vec<_>>();
        Some(words::other_parts(
            &shown(&name.which, self.language),
            &list(found),
            &list(expected),
            &why,
            self.language,
        ))
    }

    fn other_outcome(&self, expected: &str) -> Vec<String> {
        let run = &self.came.runs[self.at];
        let mut lines = vec![words::other_outcome(
            run.outcome,
            expected,
            &run.counts,
            self.language,
        )];
        let order = [Verdict::NotMet, Verdict::CannotTell, Verdict::Awaiting];
        let open = order.into_iter().flat_map(|verdict| {
            let all = self.verdicts().iter();
            all.filter(move |(_, found)| *found == verdict)
        });
        for (subject, found) in open.take(MOST_TOLD) {
            let name = words::subject(subject, self.language);
            let why = self.why(subject, *found);
            lines.push(words::verdict(&name, *found, &why, self.language));
        }
        lines
    }

    fn findings(&self) -> impl Iterator<Item = &Finding> {
        let at = self.at;
        self.came
            .findings
            .iter()
            .filter(move |finding| finding.item == at)
    }

    /// Why a subject has its verdict, from its findings, else from the one finding of the item.
    fn why(&self, subject: &Subject, verdict: Verdict) -> String {
        let open = matches!(
            verdict,
            Verdict::NotMet | Verdict::CannotTell | Verdict::Awaiting
        );
        if !open {
            return String::new();
        }
        let own: Vec<&Finding> = self.findings().filter(|f| f.subject == *subject).collect();
        if !own.is_empty() {
            return self.told(&own);
        }
        let whole: Vec<&Finding> = self
            .findings()
            .filter(|f| f.subject.kind == "item")
            .collect();
        self.told(&whole)
    }

    fn told(&self, findings: &[&Finding]) -> String {
        let each: Vec<String> = findings
            .iter()
            .map(|finding| words::finding(finding, self.language))
            .collect();
        each.join(self.language.pick("; ", "；"))
    }
}

/// The verdict that a finding stands for.
fn of_verdict(finding: &Finding) -> Verdict {
    match finding.outcome {
        FindingOutcome::NotMet => Verdict::NotMet,
        FindingOutcome::CannotTell => Verdict::CannotTell,
        FindingOutcome::Awaiting => Verdict::Awaiting,
    }
}

/// Whether a name is that of a subject.
fn fits(name: &SubjectName, subject: &Subject) -> bool {
    match name {
        SubjectName::Row(row) => subject.row == Some(*row),
        // Rows without a group, however many parts their key has.
        SubjectName::Key(values) if values.iter().all(|value| value.trim().is_empty()) => {
            subject.kind == "group" && subject.key.iter().all(|part| part.value.trim().is_empty())
        }
        SubjectName::Key(values) => {
            values.len() == subject.key.len()
                && values
                    .iter()
                    .zip(&subject.key)
                    .all(|(value, part)| same(value, &part.value))
        }
    }
}

/// Keys are compared as the engine compares them: without blanks around them and in half width.
fn same(written: &str, found: &str) -> bool {
    let folded = |text: &str| {
        let folded = cell::fold_width(text.trim().as_bytes()).into_owned();
        String::from_utf8_lossy(&folded).trim().to_owned()
    };
    folded(written) == folded(found)
}

fn shown(name: &SubjectName, language: Language) -> String {
    match (name, language) {
        (SubjectName::Key(values), _) => values.join(" / "),
        (SubjectName::Row(row), Language::En) => format!("row {row}"),
        (SubjectName::Row(row), Language::Zh) => format!("记录 {row}"),
    }
}
