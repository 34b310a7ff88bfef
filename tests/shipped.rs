//! The example and the checklists that are shipped hold what they promise.

use crate::support::truth::{Named, named, report, truth};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn told(file: &str) -> BTreeSet<Named> {
    truth(&root().join("examples/qinghe").join(file))
}

fn found(audit: &Path) -> BTreeSet<Named> {
    let json = report(audit, &[]);
    let findings = json["findings"].as_array().unwrap();
    let all: Vec<Named> = findings.iter().map(named).collect();
    let set: BTreeSet<Named> = all.iter().cloned().collect();
    assert_eq!(all.len(), set.len(), "two findings of one name");
    let ids: BTreeSet<&str> = findings.iter().map(|f| f["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), findings.len(), "two findings of one id");
    for finding in findings {
        let nothing = |name: &str| finding[name].as_array().unwrap().is_empty();
        assert!(
            !(nothing("cells") && nothing("searched")),
            "no proof: {finding}"
        );
        assert!(!nothing("cites"), "no clause: {finding}");
    }
    set
}

fn compare(found: &BTreeSet<Named>, truth: &BTreeSet<Named>) {
    let show = |set: Vec<&Named>| {
        set.iter()
            .map(|named| named.join(","))
            .collect::<Vec<_>>()
            .join("\n  ")
    };
    let missing = show(truth.difference(found).collect());
    let extra = show(found.difference(truth).collect());
    assert!(
        missing.is_empty() && extra.is_empty(),
        "not found:\n  {missing}\nfound beyond the truth:\n  {extra}"
    );
}

#[test]
fn qinghe_with_settings_gives_the_truth_and_no_more() {
    compare(
        &found(&root().join("examples/qinghe/audit-set.yaml")),
        &told("truth.csv"),
    );
}

#[test]
fn qinghe_as_the_text_leaves_it_gives_the_truth_and_no_more() {
    compare(
        &found(&root().join("examples/qinghe/audit.yaml")),
        &told("truth-unset.csv"),
    );
}

/// A copy of the example that may be spoilt.
fn copy_of_qinghe(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("duban-{name}-{}", std::process::id()));
    let example = folder.join("examples/qinghe");
    fs::create_dir_all(example.join("data")).unwrap();
    fs::create_dir_all(folder.join("checklists/education")).unwrap();
    let copy = |from: &str| {
        for entry in fs::read_dir(root().join(from)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.join(from).join(path.file_name().unwrap())).unwrap();
            }
        }
    };
    copy("checklists");
    copy("checklists/education");
    copy("examples/qinghe");
    copy("examples/qinghe/data");
    folder
}

#[test]
fn cells_spoilt_beyond_the_truth_give_exactly_the_findings_that_follow() {
    let folder = copy_of_qinghe("spoilt");
    let file = folder.join("examples/qinghe/data/在校名单.csv");
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let header: Vec<&str> = lines[0].trim_start_matches('\u{feff}').split(',').collect();
    let column = |names: &[&str]| {
        header
            .iter()
            .position(|text| names.contains(text))
            .unwrap_or_else(|| panic!("{header:?} has none of {names:?}"))
    };
    let id = column(&["身份证号", "national_id"]);
    let grade = column(&["年级", "grade"]);
    let known = told("truth.csv");
    let touched: BTreeSet<&str> = known.iter().flat_map(|named| named[3].split('|')).collect();
    let registry = "bayannur-2020/registry-agrees";
    let mut expected = known.clone();
    let mut spoilt = BTreeMap::new();
    // Three pupils on whom the truth says nothing: another grade each.
    for (number, line) in lines.iter().enumerate().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let plain = cells[id].len() == 18 && !touched.contains(cells[id]);
        if number % 700 != 350 || !plain {
            continue;
        }
        let other = if cells[grade] == "9" { "1" } else { "9" };
        let mut changed = cells.clone();
        changed[grade] = other;
        spoilt.insert(number, changed.join(","));
        expected
            .insert([registry, "", "", cells[id], "differs:grade", "not_met"].map(str::to_owned));
    }
    assert!(spoilt.len() >= 3, "{}", spoilt.len());
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        text.push_str(spoilt.get(&number).map_or(line, String::as_str));
        text.push('\n');
    }
    fs::write(&file, text).unwrap();
    compare(
        &found(&folder.join("examples/qinghe/audit-set.yaml")),
        &expected,
    );
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_shipped_checklist_is_without_mistakes() {
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(["check", "--strict"])
        .arg(root().join("checklists"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn every_shipped_checklist_is_in_its_standard_form() {
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(["fmt", "--check", "checklists"])
        .current_dir(root())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}");
}

/// What is found, without the places and digests of the checklists.
fn findings(folder: &Path) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(["run", "--format", "json", "--lang", "en"])
        .arg(folder.join("examples/qinghe/audit-set.yaml"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let mut json = serde_json::from_slice(&output.stdout).unwrap();
    without_places(&mut json);
    json
}

fn without_places(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Object(object) => {
            object.remove("rule");
            object.remove("checklists");
            object.remove("run");
            object.values_mut().for_each(without_places);
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(without_places),
        _ => {}
    }
}

#[test]
fn checklists_translated_and_back_find_the_same() {
    let folder = copy_of_qinghe("translated");
    let checklists = folder.join("checklists");
    let translate = |language: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_duban"))
            .args(["fmt", "--lang", language])
            .arg(&checklists)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let mut texts = Vec::new();
        for name in ["bayannur-2020.duban", "education/pupils.duban"] {
            texts.push(fs::read_to_string(checklists.join(name)).unwrap());
        }
        texts
    };
    let english = translate("en");
    let before = findings(&folder);
    let chinese = translate("zh");
    assert!(
        chinese
            .iter()
            .all(|text| text.contains("数据集") || text.contains("检查项"))
    );
    assert_eq!(findings(&folder), before);
    assert_eq!(translate("en"), english);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_clause_that_the_shipped_checklist_cites_is_in_its_lock() {
    let folder = root().join("checklists");
    // Paths, digests and the names of its own fields: no words of the plan.
    let files = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for file in files.filter(|file| file.extension().is_some_and(|e| e == "lock")) {
        let lock = fs::read_to_string(file).unwrap();
        for line in lock.lines().filter(|line| !line.starts_with('#')) {
            let (key, value) = line
                .trim_start_matches("- ")
                .trim()
                .split_once(':')
                .unwrap();
            let value = value.trim().trim_matches('\'');
            let is_path = matches!(key, "path" | "parent") && value.chars().count() <= 16;
            let is_known = value.starts_with("blake3:") || value.starts_with("duban/lock/1");
            let is_file = key == "file" && !value.contains('/') && value.ends_with(".txt");
            let is_plain = value.chars().all(|c| c.is_ascii_digit() || c == '-');
            let is_flag = value == "true";
            assert!(
                is_path || is_known || is_file || is_plain || is_flag,
                "{line}"
            );
        }
    }
    let duban = |folder: &Path, arguments: &[&str]| {
        let command = Command::new(env!("CARGO_BIN_EXE_duban"))
            .args(arguments)
            .current_dir(folder)
            .output();
        let output = command.unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, told) = duban(&folder, &["check", "--strict", "."]);
    assert_eq!(code, Some(0), "{told}");
    let (_, json) = duban(&folder, &["coverage", ".", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(
        json["sources"]
            .as_array()
            .unwrap()
            .iter()
            .all(|source| source["pinned"] == true)
    );
    let clauses = json["clauses"].as_array().unwrap().iter();
    let covered = clauses.filter(|clause| !clause["items"].as_array().unwrap().is_empty());
    assert!(covered.count() >= 13);
    // A path that is not there does not pass.
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shipped-lock");
    let _ = fs::remove_dir_all(&copy);
    for part in ["", "education"] {
        fs::create_dir_all(copy.join(part)).unwrap();
        for entry in fs::read_dir(folder.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let text = text.replace("cites plan 三(二)5", "cites plan 三(二)9");
            fs::write(copy.join(part).join(path.file_name().unwrap()), text).unwrap();
        }
    }
    let (code, told) = duban(&copy, &["check", "."]);
    assert_eq!(code, Some(1));
    assert!(told.contains("`plan` has no clause 三(二)9"), "{told}");
}
