//! Every form of sentence with small tables for each verdict that it can give, in both vocabularies: the tests stand in
//! `tests/verdicts/*.duban`, and are run as written and translated.

use duban::diagnostic::Diagnostics;
use duban::source::Files;
use duban::syntax::ast::{Declaration, SentenceKind};
use duban::syntax::parse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each form with the verdicts that it can give: met, not met, cannot tell, not applicable, excused, awaiting, nothing to judge.
const FORMS: &[(&str, &str)] = &[
    (
        "record",
        "met, not met, cannot tell, not applicable, excused, nothing",
    ),
    ("none", "met, not met, cannot tell"),
    ("relation", "met, not met, cannot tell, not applicable"),
    ("named", "met, not met, cannot tell"),
    ("unique", "met, not met, cannot tell"),
    ("dependency", "met, not met, cannot tell"),
    ("columns", "met, not met"),
    ("same", "met, not met"),
    ("total", "met, not met, cannot tell"),
    ("reconcile", "met, not met, cannot tell, excused"),
    ("combinations", "met, not met, cannot tell"),
    ("values", "met, not met, cannot tell"),
    ("should", "met, not met"),
    ("deadlines", "met, not met, cannot tell"),
    ("tolerated", "met, not met, cannot tell"),
    ("group", "met, not met, cannot tell, nothing"),
    ("rate", "met, not met, cannot tell, not applicable"),
    ("small", "not met, not applicable"),
    ("whole", "met, not met, cannot tell"),
    ("measured", "met, not met, cannot tell"),
    ("place", "met, not met, cannot tell"),
    ("previous", "met, not met, cannot tell, not applicable"),
    ("run", "met, not met, cannot tell, not applicable"),
    ("schedule", "met, not met, cannot tell, not applicable"),
    ("event", "met, not met, cannot tell, not applicable"),
    ("trend", "met, not met, cannot tell"),
    ("in-term", "met, not met, cannot tell"),
    ("documents", "met, not met"),
    ("ask", "met, not met, cannot tell, awaiting"),
    ("both", "met, not met, cannot tell, awaiting"),
    ("drawn", "cannot tell, awaiting, nothing"),
    ("headers", "met"),
    ("headers-order", "not met"),
    // Every place that takes a setting: not set, it cannot be told.
    ("record-set", "cannot tell, met"),
    ("none-set", "cannot tell, met"),
    ("relation-set", "cannot tell, met"),
    ("unique-set", "cannot tell, nothing"),
    ("same-set", "cannot tell, met"),
    ("pattern-set", "cannot tell, met"),
    ("total-set", "cannot tell, met"),
    ("within-set", "cannot tell, met"),
    ("before-set", "cannot tell, met"),
    ("combinations-set", "cannot tell, met"),
    ("should-set", "cannot tell, met"),
    ("deadlines-set", "cannot tell, met"),
    ("group-set", "cannot tell, met"),
    ("rate-set", "cannot tell, met"),
    ("whole-set", "cannot tell, met"),
    ("measured-set", "cannot tell, met"),
    ("place-set", "cannot tell, not met"),
    ("previous-set", "cannot tell, met"),
    ("schedule-set", "cannot tell, met"),
    ("event-set", "cannot tell, met"),
    ("trend-set", "cannot tell, not met"),
    ("ask-set", "cannot tell, nothing"),
    ("both-set", "cannot tell, awaiting"),
    ("drawn-set", "cannot tell, awaiting"),
    ("dependency-set", "cannot tell, nothing"),
    ("reconcile-set", "cannot tell, met"),
    ("values-set", "cannot tell, met"),
    ("small-set", "cannot tell, met"),
];

fn cases() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verdicts");
    let files = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let text = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path, text)
    };
    paths.into_iter().map(text).collect()
}

fn duban(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(arguments)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(output.status.success(), "{arguments:?}\n{said}");
    said
}

#[test]
fn every_form_gives_each_verdict_in_both_vocabularies() {
    let folder = std::env::temp_dir().join(format!("duban-verdicts-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (path, text) in cases() {
        let tests = text
            .lines()
            .filter(|line| line.starts_with("test "))
            .count();
        let all = format!("{tests} tests: {tests} passed, 0 failed");
        let said = duban(&["test", path.to_str().unwrap(), "--lang", "en"]);
        assert!(said.contains(&all), "{said}");
        let copy = folder.join(path.file_name().unwrap());
        fs::write(&copy, &text).unwrap();
        let copy = copy.to_str().unwrap();
        duban(&["fmt", copy, "--lang", "zh"]);
        let translated = fs::read_to_string(copy).unwrap();
        assert!(translated.contains("检查项"), "{translated}");
        let said = duban(&["test", copy, "--lang", "en"]);
        assert!(said.contains(&all), "{said}\n{translated}");
    }
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn no_verdict_of_a_form_goes_without_a_case() {
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let named = ["groups", "rows", "settings", "time"];
    let is_named = |path: &Path| named.iter().any(|name| path.file_stem().unwrap() == *name);
    for (_, text) in cases().iter().filter(|(path, _)| is_named(path)) {
        for line in text.lines() {
            let Some(rest) = line.trim().strip_prefix("expect ") else {
                continue;
            };
            let (item, said) = rest.split_once(' ').unwrap();
            let verdict = [
                ("is nothing to judge", "nothing"),
                ("is not met", "not met"),
                ("is met", "met"),
                ("is cannot tell", "cannot tell"),
                ("is awaiting", "awaiting"),
                ("passes", "met"),
                ("finds", "not met"),
                ("cannot tell", "cannot tell"),
                ("does not apply", "not applicable"),
                ("excuses", "excused"),
                ("awaits", "awaiting"),
            ]
            .into_iter()
            .find(|(word, _)| said.starts_with(word));
            found
                .entry(item.to_owned())
                .or_default()
                .insert(verdict.unwrap().1);
        }
    }
    for (form, verdicts) in FORMS {
        for verdict in verdicts.split(", ") {
            let has = found
                .get(*form)
                .is_some_and(|found| found.contains(verdict));
            assert!(has, "{form}: {verdict}");
        }
    }
    assert_eq!(found.len(), FORMS.len());
}

/// What a form can give by itself, whatever a list above says: every verdict has a case. (In `settings.duban` it is the settings that count.)
#[test]
fn every_verdict_that_a_form_can_give_is_reached() {
    for (path, _) in cases() {
        if path.ends_with("settings.duban") {
            continue;
        }
        let path = path.to_str().unwrap();
        let said = duban(&["test", path, "--coverage", "--lang", "en"]);
        assert!(said.contains("tests reach"), "{said}");
        // In a test the headers of a table are those declared: two items show one verdict each.
        let left = said.lines().filter(|line| line.contains("not reached"));
        let left: Vec<&str> = left.filter(|line| !line.starts_with("  headers")).collect();
        assert!(left.is_empty(), "{path}: {left:?}");
    }
}

/// The name of a kind of sentence. A new one does not compile until it has a name here, and is not tested until it has a case.
fn kind(sentence: &SentenceKind) -> &'static str {
    match sentence {
        SentenceKind::Record(_) => "record",
        SentenceKind::Reconcile(_) => "reconcile",
        SentenceKind::Unique { .. } => "unique",
        SentenceKind::Dependency { .. } => "dependency",
        SentenceKind::Group(_) => "group",
        SentenceKind::Rate(_) => "rate",
        SentenceKind::Combinations(_) => "combinations",
        SentenceKind::Sets(_) => "sets",
        SentenceKind::Ranking(_) => "ranking",
        SentenceKind::Schedule(_) => "schedule",
        SentenceKind::Report(_) => "report",
        SentenceKind::Trend(_) => "trend",
    }
}

#[test]
fn every_kind_of_sentence_has_cases() {
    let mut kinds = BTreeSet::new();
    for (_, text) in cases() {
        let mut files = Files::new();
        let file = files.add("cases.duban", &text);
        let tree = parse(file, &files, &mut Diagnostics::default());
        for declaration in &tree.declarations {
            if let Declaration::Item(item) = declaration {
                kinds.extend(item.sentence.iter().map(|sentence| kind(&sentence.kind)));
            }
        }
    }
    assert_eq!(kinds.len(), 12, "{kinds:?}");
}
