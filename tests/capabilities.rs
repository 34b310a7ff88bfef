//! What the language can say: each capability has a sample with a finding and a near miss that is none, and the hardest
//! sentences give the same verdicts in both languages.

use duban::diagnostic::Diagnostics;
use duban::findings::{ItemOutcome, Verdict};
use duban::inspect;
use duban::model::{Expectation, Expected, ExpectedVerdict, Model, SubjectName, Test, load};
use duban::source::Files;
use duban::testing::{self, Options, TestRun};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/capabilities")
}

/// A file of samples, and what its tests gave.
struct Sample {
    model: Model,
    runs: Vec<TestRun>,
    /// Tests that fail, in words.
    failures: Vec<String>,
    /// Verdicts and rows of tables that no test reaches, by item.
    not_reached: Vec<String>,
}

fn sample(name: &str) -> Sample {
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let model = load(&folder().join(name), &mut files, &mut diagnostics);
    inspect::check(&model, &mut diagnostics);
    let said = diagnostics.into_sorted();
    let said: Vec<&str> = said.iter().map(|d| d.message.as_str()).collect();
    assert!(said.is_empty(), "{name}: {said:?}");
    let tests: Vec<usize> = (0..model.tests.len()).collect();
    let runs = testing::run(&model, &files, &tests, Options::default()).unwrap();
    let failures = runs.iter().flat_map(|run| &run.failures);
    let failures = failures.map(|f| format!("{name}, {}: {}", f.expected, f.came_out.join("; ")));
    let failures = failures.collect();
    let coverage = testing::coverage(&model, &runs);
    let items = coverage
        .items
        .iter()
        .filter(|item| item.reached != item.can);
    let items = items.map(|item| {
        let left: Vec<_> = item.can.difference(&item.reached).collect();
        format!("{name}, {}: {left:?}", model.items[item.item].id)
    });
    let tables = coverage.tables.iter();
    let tables = tables.filter(|table| table.reached.len() < table.rows);
    let tables = tables.map(|table| format!("{name}, a row of table {}", table.table));
    let not_reached = items.chain(tables).collect();
    Sample {
        model,
        runs,
        failures,
        not_reached,
    }
}

/// Every file of samples, by name.
fn samples() -> BTreeMap<String, Sample> {
    let entries = fs::read_dir(folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names = names.filter(|name| name.ends_with(".duban"));
    names.map(|name| (name.clone(), sample(&name))).collect()
}

/// The lines of the table, without its header.
fn table() -> Vec<[String; 6]> {
    let text = fs::read_to_string(folder().join("capabilities.tsv")).unwrap();
    let lines = text.lines().skip(1);
    lines
        .map(|line| {
            let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
            cells.try_into().unwrap_or_else(|_| panic!("{line}"))
        })
        .collect()
}

fn subject(name: &SubjectName) -> String {
    match name {
        SubjectName::Row(row) => format!("row {row}"),
        SubjectName::Key(parts) => parts.join(" / "),
    }
}

/// The expectations about an item in the test of an English title.
fn expected<'m>(model: &'m Model, title: &str, item: &str) -> Vec<&'m Expectation> {
    let mut tests = model.tests.iter();
    let test: Option<&Test> = tests.find(|test| test.title.en.as_deref() == Some(title));
    let test = test.unwrap_or_else(|| panic!("no test “{title}”"));
    let own = test.expect.iter();
    own.filter(|e| model.items[e.item].id == item).collect()
}

fn is_found(what: &Expected) -> bool {
    match what {
        Expected::Subjects(verdict, _) => *verdict == ExpectedVerdict::Finds,
        Expected::Outcome(outcome) => *outcome == ItemOutcome::NotMet,
        Expected::Nothing => false,
    }
}

/// Whether it says that a subject (`None`: the whole) is fine, excused or none of the item's business.
fn is_near_miss(what: &Expected, wanted: Option<&str>) -> bool {
    match (what, wanted) {
        (Expected::Subjects(verdict, names), Some(wanted)) => {
            let fine = matches!(
                verdict,
                ExpectedVerdict::Passes
                    | ExpectedVerdict::Excuses
                    | ExpectedVerdict::DoesNotApplyTo
                    | ExpectedVerdict::Awaits
            );
            fine && names.iter().any(|name| subject(&name.which) == wanted)
        }
        (Expected::Outcome(outcome), None) => *outcome == ItemOutcome::Met,
        (Expected::Nothing, None) => true,
        _ => false,
    }
}

#[test]
fn every_sample_holds_and_its_tests_reach_every_verdict() {
    // What is adopted is tested where it is adopted.
    let samples = samples();
    for sample in samples.values().filter(|s| !s.runs.is_empty()) {
        assert!(sample.failures.is_empty(), "{:#?}", sample.failures);
        assert!(sample.not_reached.is_empty(), "{:#?}", sample.not_reached);
    }
}

#[test]
fn each_capability_has_a_finding_and_a_near_miss() {
    let samples = samples();
    let rows = table();
    // Closing of issues over runs, outside lists, consequences and two levels of publication need more than one run.
    let later = ["C30", "C31", "C34", "C47"];
    let all = (1..=48).map(|number| format!("C{number:02}"));
    let all: BTreeSet<String> = all.filter(|c| !later.contains(&c.as_str())).collect();
    let listed: Vec<String> = rows.iter().map(|row| row[0].clone()).collect();
    assert_eq!(listed, all.into_iter().collect::<Vec<_>>());
    for [capability, _, file, item, finding, near] in &rows {
        let model = &samples[file].model;
        let declared = model.items.iter().find(|other| other.id == *item);
        let declared = declared.unwrap_or_else(|| panic!("{capability}: no item {item} in {file}"));
        let found = expected(model, finding, item);
        assert!(
            found.iter().any(|e| is_found(&e.what)),
            "{capability}: “{finding}” expects no finding of {item}"
        );
        let titled = |title: &str| {
            let mut tests = model.tests.iter();
            tests.any(|test| test.title.en.as_deref() == Some(title))
        };
        let (title, wanted) = match near.rsplit_once(": ") {
            Some((title, wanted)) if !titled(near) => (title, Some(wanted)),
            _ => (near.as_str(), None),
        };
        let missed = expected(model, title, item);
        assert!(
            missed.iter().any(|e| is_near_miss(&e.what, wanted)),
            "{capability}: “{near}” shows no near miss of {item}"
        );
        match capability.as_str() {
            "C40" => assert!(declared.cites.iter().any(|cited| cited.phrase.is_some())),
            "C24" => assert!(!declared.lines.owner_paths.is_empty()),
            "C41" => assert!(!declared.lines.tags.is_empty()),
            _ => {}
        }
    }
}

/// A test as both languages should say it: item, verdict and subjects with their parts.
fn meaning(model: &Model, test: &Test) -> BTreeSet<String> {
    let lines = test.expect.iter().map(|expected| {
        let what = match &expected.what {
            Expected::Subjects(verdict, names) => {
                let names = names.iter().map(|name| (subject(&name.which), &name.part));
                format!("{verdict:?} {:?}", names.collect::<BTreeSet<_>>())
            }
            other => format!("{other:?}"),
        };
        format!("{} {what}", model.items[expected.item].id)
    });
    lines.collect()
}

fn reached(sample: &Sample, test: usize) -> BTreeMap<&str, &BTreeSet<Verdict>> {
    let reached = sample.runs[test].reached.iter();
    reached
        .map(|(item, verdicts)| (sample.model.items[*item].id.as_str(), verdicts))
        .collect()
}

#[test]
fn the_hardest_sentences_give_the_same_verdicts_in_both_languages() {
    let samples = samples();
    for number in 1..=12 {
        let english = &samples[&format!("k{number:02}.duban")];
        let chinese = &samples[&format!("k{number:02}.zh.duban")];
        let tests = english.model.tests.len();
        assert!(tests > 0, "k{number:02} has no tests");
        assert_eq!(tests, chinese.model.tests.len(), "k{number:02}");
        for at in 0..tests {
            let [en, zh] = [english, chinese].map(|s| meaning(&s.model, &s.model.tests[at]));
            assert_eq!(en, zh, "k{number:02}");
            assert_eq!(reached(english, at), reached(chinese, at), "k{number:02}");
        }
    }
}

/// Each capability with every verdict that its item can give: each has a case among the tests of its sample.
#[test]
fn each_capability_shows_every_verdict_of_its_item() {
    let samples = samples();
    let mut wrong = Vec::new();
    for [capability, _, file, item, ..] in &table() {
        let sample = &samples[file];
        let coverage = testing::coverage(&sample.model, &sample.runs);
        let is_it = |number: usize| sample.model.items[number].id == *item;
        let reached = sample.runs.iter().flat_map(|run| &run.reached);
        let reached: BTreeSet<Verdict> = (reached.filter(|(number, _)| is_it(*number)))
            .flat_map(|(_, verdicts)| verdicts.clone())
            .collect();
        let own = coverage.items.iter().find(|own| is_it(own.item));
        let mut can = own.map(|own| own.can.clone()).unwrap_or_default();
        // Whatever else it can give; of an item that is adopted that is not worked out.
        can.extend([Verdict::Met, Verdict::NotMet]);
        for verdict in can.difference(&reached) {
            wrong.push(format!("{capability}: {verdict:?} of {item} has no case"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
