//! The made-up city Weichuan: its generator makes the files that lie in `examples/weichuan`, every plan finds there what the truth tells and
//! nothing else, and in the city without a fault every item of every plan is met.

use crate::support::truth::{Named, named, report, truth};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

#[expect(clippy::expect_used, reason = "a generator may stop where it stands")]
#[path = "../examples/weichuan/generate/mod.rs"]
mod generate;

/// What cannot be broken while its neighbour is: without a scheme of the department there are no parts to miss, without a line of the annex
/// none that names nobody, without members of the headquarters no places in it, without inspections nothing that they found, without anybody
/// in the working group no heads and members of it.
const UNBROKEN: [&str; 6] = [
    "bayannur-2020/group-set-up",
    "neimenggu-2020/scheme-made",
    "xiji-2021/division-on-file",
    "duan-2020/step-one-team",
    "duan-2020/action-on-venues",
    "duan-2020/action-on-labour",
];

/// What is not met in the city without a fault, or not judged there. The city of the Bayannur plan has seven counties, so that those of the
/// rest of the region are not on its list; and that plan is in force until 30 September 2020, the day of the inspection, while the others
/// here, most of them of the region's plan, which it adopts, are due on 31 December.
const NOT_MET_WITHOUT_A_FAULT: [(&str, &str, &str); 6] = [
    (
        "bayannur-2020",
        "neimenggu-2020/thirty-one-counties",
        "not_met",
    ),
    (
        "bayannur-2020",
        "neimenggu-2020/ten-special-schools",
        "nothing_to_judge",
    ),
    (
        "bayannur-2020",
        "neimenggu-2020/purchases-rise",
        "nothing_to_judge",
    ),
    (
        "bayannur-2020",
        "neimenggu-2020/trained-in-beijing",
        "nothing_to_judge",
    ),
    (
        "bayannur-2020",
        "bayannur-2020/poverty-ended",
        "nothing_to_judge",
    ),
    (
        "bayannur-2020",
        "bayannur-2020/campaign-finished",
        "nothing_to_judge",
    ),
];

/// The plans whose records stand whole; of the others only the files are held.
const WHOLE: [&str; 5] = [
    "bayannur-2020",
    "neimenggu-2020",
    "xiji-2021",
    "duan-2020",
    "jianshi-2019",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn example() -> PathBuf {
    root().join("examples/weichuan")
}

/// All files below a folder, by their path in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(folder).unwrap().to_path_buf();
                    found.insert(name, fs::read(path).unwrap());
                }
            }
        }
    }
    found
}

/// A folder beside `target/tmp`, so that audits in it find the checklists two folders up.
fn written(name: &str, spoilt: bool) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let folder = place.join("examples/weichuan");
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&folder).unwrap();
    for plan in generate::PLANS {
        generate::write(plan, &folder, spoilt);
    }
    for part in ["checklists", "checklists/education"] {
        fs::create_dir_all(place.join(part)).unwrap();
        for entry in fs::read_dir(root().join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, place.join(part).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    folder
}

#[test]
fn the_generator_makes_the_files_of_the_example() {
    let made = files(&written("city-spoilt", true));
    let mut kept = files(&example());
    let by_hand = |name: &Path| {
        name.starts_with("generate")
            || matches!(
                name.to_str(),
                Some("generate.rs" | "README.md" | "README.zh-CN.md")
            )
    };
    kept.retain(|name, _| !by_hand(name));
    let other: Vec<&PathBuf> = (made.keys().filter(|name| !kept.contains_key(*name)))
        .chain(kept.keys().filter(|name| !made.contains_key(*name)))
        .collect();
    assert!(other.is_empty(), "made or kept alone: {other:?}");
    let differ: Vec<&PathBuf> = made
        .keys()
        .filter(|name| made[*name] != kept[*name])
        .collect();
    assert!(
        differ.is_empty(),
        "`cargo run --example weichuan` writes otherwise: {differ:?}"
    );
}

#[test]
fn the_example_stays_small() {
    let bytes: usize = files(&example().join("data")).values().map(Vec::len).sum();
    assert!(bytes < 3_000_000, "{bytes} bytes of data");
}

/// What the truth of an audit tells.
fn told(name: &str) -> BTreeSet<Named> {
    truth(&example().join(format!("truth/{name}.csv")))
}

/// The findings of both audits of a plan are those of the truth, on one thread and on two.
fn holds(plan: &str) {
    if !WHOLE.contains(&plan) {
        return;
    }
    for name in [plan.to_owned(), format!("{plan}-set")] {
        for threads in ["1", "2"] {
            let json = report(
                &example().join(format!("{name}.yaml")),
                &["--threads", threads],
            );
            let all: Vec<Named> = json["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(named)
                .collect();
            let found: BTreeSet<Named> = all.iter().cloned().collect();
            assert_eq!(all.len(), found.len(), "two findings of one name");
            let truth = told(&name);
            let show = |set: Vec<&Named>| {
                set.iter()
                    .map(|named| named.join(","))
                    .collect::<Vec<_>>()
                    .join("\n  ")
            };
            let missing = show(truth.difference(&found).collect());
            let beyond = show(found.difference(&truth).collect());
            assert!(
                missing.is_empty() && beyond.is_empty(),
                "{name} on {threads} threads\nnot found:\n  {missing}\nfound beyond the truth:\n  {beyond}"
            );
        }
    }
}

#[test]
fn bayannur_finds_the_truth() {
    holds("bayannur-2020");
}

#[test]
fn neimenggu_finds_the_truth() {
    holds("neimenggu-2020");
}

#[test]
fn xiji_finds_the_truth() {
    holds("xiji-2021");
}

#[test]
fn duan_finds_the_truth() {
    holds("duan-2020");
}

#[test]
fn jianshi_finds_the_truth() {
    holds("jianshi-2019");
}

#[test]
fn without_a_fault_every_item_is_met() {
    let folder = written("city-clean", false);
    let mut wrong = Vec::new();
    for plan in WHOLE {
        let json = report(
            &folder.join(format!("{plan}-set.yaml")),
            &["--threads", "2"],
        );
        for item in json["items"].as_array().unwrap() {
            let (id, outcome) = (
                item["id"].as_str().unwrap(),
                item["outcome"].as_str().unwrap(),
            );
            let looked_at = item["counts"]["met"].as_u64() > Some(0);
            let is_met = outcome == "met" && looked_at;
            let is_known = NOT_MET_WITHOUT_A_FAULT.contains(&(plan, id, outcome));
            if !is_met && !is_known && outcome != "not_inspectable" {
                wrong.push(format!("{id}: {outcome}, {}", item["counts"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The items that data decide, wholly or in part, by the rows of the plans' tables.
fn rows_decided_by_data(plan: &str) -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(root().join("tests/plans/rows.tsv")).unwrap();
    let lines = text
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let lines = lines.filter(|cells| cells[0] == plan && matches!(cells[2], "M" | "H"));
    lines
        .map(|cells| {
            (
                cells[1].to_owned(),
                cells[3].split(", ").map(str::to_owned).collect(),
            )
        })
        .collect()
}

#[test]
fn every_item_that_data_decide_is_broken_three_times_or_as_often_as_it_can_be() {
    let mut wrong = Vec::new();
    for plan in WHOLE {
        let told = told(&format!("{plan}-set"));
        let json = report(
            &example().join(format!("{plan}-set.yaml")),
            &["--threads", "2"],
        );
        let items: BTreeMap<&str, &serde_json::Value> = (json["items"].as_array().unwrap().iter())
            .map(|item| (item["id"].as_str().unwrap(), item))
            .collect();
        for (path, ids) in rows_decided_by_data(plan) {
            for id in ids {
                let id = format!("{plan}/{id}");
                // A question alone, and a visit to whom a sample draws, cannot be broken by data.
                let is_asked = matches!(
                    items[id.as_str()]["kind"].as_str(),
                    Some("person" | "sample")
                );
                if UNBROKEN.contains(&id.as_str()) || is_asked {
                    continue;
                }
                let breaks = told
                    .iter()
                    .filter(|named| named[0] == id && named[5] == "not_met");
                let breaks = breaks.filter(|named| named[4] != "person").count() as u64;
                let counts = &items[id.as_str()]["counts"];
                let [subjects, not_judged] =
                    ["subjects", "not_applicable"].map(|name| counts[name].as_u64().unwrap());
                let subjects = subjects - not_judged;
                if breaks < subjects.min(3) {
                    wrong.push(format!(
                        "{path} {id}: {breaks} breaks of {subjects} subjects"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
