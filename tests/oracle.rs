//! Random small tables, judged twice: by the engine, and by a plain reading of what sentences mean, one row at a time.

mod completed;
mod completions;
mod groups;
mod rows;
mod sentences;
mod world;

pub(crate) use completions::generated;

use duban::audit::Audit;
use duban::data::DigestAlgorithm;
use duban::diagnostic::Diagnostics;
use duban::findings::mask::Masking;
use duban::findings::{Finding, Findings, Subject, Verdict};
use duban::inspect::{self, DatasetFile, Request};
use duban::model;
use duban::source::Files;
use duban::types::Language;
use sentences::{Expected, SENTENCES};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use world::World;

/// How many random worlds are judged.
const WORLDS: u64 = 150;

/// What the engine says of an item.
struct Judged {
    counts: [u64; 6],
    outcome: &'static str,
    findings: Vec<(String, Vec<String>)>,
    /// Subjects that are met, excused or not applicable.
    passes: BTreeSet<String>,
}

fn named(subject: &Subject) -> String {
    let values: Vec<&str> = (subject.key.iter())
        .map(|part| part.value.as_str())
        .collect();
    match subject.row {
        Some(row) => format!("{}:{row}", subject.dataset.as_deref().unwrap_or_default()),
        None => format!("{} {}", subject.kind, values.join("|"))
            .trim()
            .to_owned(),
    }
}

/// One finding as `outcome subject [part]`.
fn short(finding: &Finding) -> String {
    let subject = named(&finding.subject);
    let part = finding.part.as_deref().unwrap_or_default();
    format!("{} {subject} {part}", finding.outcome.code())
        .trim()
        .to_owned()
}

fn judge(folder: &Path, threads: usize) -> BTreeMap<String, Judged> {
    let mut files = Files::new();
    let mut sink = Diagnostics::default();
    let audit = Audit::load(&folder.join("audit.yaml"), None, &mut files, &mut sink).unwrap();
    let paths: Vec<_> = audit.checklists.iter().map(|c| c.value.clone()).collect();
    let mut model = model::load_all(&paths, None, &mut files, &mut sink);
    assert!(!sink.has_errors(), "{:#?}", sink.into_sorted());
    let bindings = audit.resolve(&mut model, &[], &mut sink);
    assert!(!sink.has_errors(), "{:#?}", sink.into_sorted());
    let (datasets, statuses) = bindings.open(&audit, &model, None, Language::En);
    let file = |status: duban::audit::DatasetStatus| DatasetFile {
        file: status.file,
        problems: status.problems,
    };
    let prepared = inspect::prepare(Request {
        model: &model,
        files: &files,
        audit: "audit.yaml".to_owned(),
        folder: audit.folder.clone(),
        as_of: audit.as_of,
        settings: model.settings.iter().map(|s| s.value.clone()).collect(),
        datasets,
        dataset_files: statuses.into_iter().map(file).collect(),
        answers: Vec::new(),
        items: bindings.items.clone(),
        language: Language::En,
        masking: Masking { reveal: true },
        hash_key: None,
        max_findings: None,
        threads,
        digest: DigestAlgorithm::Blake3,
        proofs: true,
    })
    .unwrap_or_else(|sink| panic!("{:#?}", sink.into_sorted()));
    let inspection = prepared.run().unwrap();
    let mut judged: Vec<Judged> = Vec::new();
    for item in &inspection.run().items {
        let c = item.counts;
        assert!(c.add_up(), "{}: {c:?}", item.id);
        judged.push(Judged {
            counts: [
                c.subjects,
                c.met,
                c.not_met,
                c.cannot_tell,
                c.not_applicable,
                c.excused,
            ],
            outcome: item.outcome.code(),
            findings: Vec::new(),
            passes: (inspection.verdicts(judged.len()).unwrap().iter())
                .filter(|(_, verdict)| !matches!(verdict, Verdict::NotMet | Verdict::CannotTell))
                .map(|(subject, _)| named(subject))
                .collect(),
        });
    }
    let mut ids = BTreeSet::new();
    inspection
        .visit(&mut |finding| {
            assert!(ids.insert(finding.id.clone()), "an id twice: {finding:#?}");
            let shown = !finding.cells.is_empty() || !finding.searched.is_empty();
            assert!(shown, "without evidence: {finding:#?}");
            let reasons = finding.reasons.iter().map(|r| r.code.to_owned()).collect();
            judged[finding.item]
                .findings
                .push((short(finding), reasons));
            Ok(())
        })
        .unwrap();
    let ids = inspection.run().items.iter().map(|item| item.id.clone());
    ids.zip(judged).collect()
}

/// What differs between what is expected and what is judged, in words.
fn difference(expected: &Expected, judged: &Judged) -> Option<String> {
    let found: Vec<&str> = judged.findings.iter().map(|f| f.0.as_str()).collect();
    let wanted: Vec<&str> = expected.findings.iter().map(|f| f.0.as_str()).collect();
    let mut words = String::new();
    if expected.counts != judged.counts {
        let _ = writeln!(
            words,
            "counts {:?}, engine {:?}",
            expected.counts, judged.counts
        );
    }
    if expected.outcome() != judged.outcome {
        let _ = writeln!(
            words,
            "outcome {}, engine {}",
            expected.outcome(),
            judged.outcome
        );
    }
    if wanted != found {
        let _ = writeln!(words, "findings {wanted:?}\n  engine {found:?}");
    } else {
        for ((what, possible), (_, reasons)) in expected.findings.iter().zip(&judged.findings) {
            let wrong = reasons.iter().any(|r| !possible.contains(&r.as_str()));
            if wrong || reasons.is_empty() != possible.is_empty() {
                let _ = writeln!(words, "reasons of {what}: {possible:?}, engine {reasons:?}");
            }
        }
    }
    (!words.is_empty()).then_some(words)
}

fn compare(seed: u64, wrong: &mut BTreeMap<String, (u64, String)>) {
    let world = World::new(seed);
    let folder = std::env::temp_dir().join(format!("duban-oracle-{}-{seed}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in world.files() {
        fs::write(folder.join(name), text).unwrap();
    }
    let threads = [1, 2, 8][(seed % 3) as usize];
    let judged = std::panic::catch_unwind(|| judge(&folder, threads));
    let _ = fs::remove_dir_all(&folder);
    let Ok(judged) = judged else {
        wrong.insert(format!("panic {seed}"), (0, world.shown()));
        return;
    };
    for (id, _, oracle) in SENTENCES {
        let expected = oracle(&world);
        let item = &judged[&format!("t/{id}")];
        if let Some(words) = difference(&expected, item) {
            let size = world.size();
            let at = wrong
                .entry((*id).to_owned())
                .or_insert((u64::MAX, String::new()));
            if size < at.0 {
                *at = (size, format!("world {seed}\n{words}\n{}", world.shown()));
            }
        }
    }
}

#[test]
fn the_engine_and_a_plain_reading_of_the_meaning_agree() {
    let mut wrong = BTreeMap::new();
    let worlds = std::env::var("DUBAN_WORLDS")
        .ok()
        .and_then(|w| w.parse().ok());
    for seed in 0..worlds.unwrap_or(WORLDS) {
        compare(seed, &mut wrong);
    }
    let shown: Vec<String> = wrong
        .iter()
        .map(|(id, (_, w))| format!("== {id}: {w}"))
        .collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}
