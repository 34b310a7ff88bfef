//! Every kind of mistake in an audit file: one file in each language, its rendering beside it.

use super::run_in;
use duban::diagnostic::Code;
use std::fs;
use std::path::{Path, PathBuf};

fn examples() -> Vec<String> {
    let entries = fs::read_dir(examples_folder()).unwrap();
    let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".yaml")).collect();
    names.sort();
    names
}

fn examples_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/audits")
}

#[test]
fn a_mistake_in_an_audit_file_is_told_at_its_word() {
    for name in examples() {
        let done = run_in(&examples_folder(), &["check", "--strict", "--quiet", &name]);
        assert_eq!((done.code, done.err.as_str()), (1, ""), "{name}");
        insta::with_settings!({
            snapshot_path => "audits",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name.trim_end_matches(".yaml"), done.out);
        });
    }
}

#[test]
fn an_example_shows_its_own_code_and_no_other() {
    for name in examples() {
        let arguments = ["check", "--quiet", "--format", "json", &name];
        let done = run_in(&examples_folder(), &arguments);
        let found: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        let found = found.as_array().unwrap();
        assert!(!found.is_empty(), "{name}");
        for diagnostic in found {
            let code = name.split('.').next().unwrap();
            assert_eq!(diagnostic["code"], code, "{name}");
            assert_eq!(diagnostic["file"], name.as_str());
        }
    }
}

#[test]
fn every_code_of_audit_files_has_an_example_in_both_languages() {
    let examples = examples();
    let codes = Code::ALL.iter().map(|code| code.name());
    for code in codes.filter(|code| code.starts_with("audit-")) {
        for ending in ["yaml", "zh.yaml"] {
            let name = format!("{code}.{ending}");
            assert!(
                examples.contains(&name),
                "tests/cli/audits/{name} is missing"
            );
        }
    }
}

#[test]
fn a_place_is_counted_in_characters() {
    let arguments = ["check", "--format", "json", "audit-unknown-column.zh.yaml"];
    let done = run_in(&examples_folder(), &arguments);
    let found: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let place = ["line", "column", "end_line", "end_column"].map(|key| found[0][key].as_u64());
    assert_eq!(place, [Some(4), Some(40), Some(4), Some(43)]);
}

#[test]
fn a_run_tells_the_same_and_judges_nothing() {
    for name in [
        "audit-date.yaml",
        "audit-unknown-setting.zh.yaml",
        "audit-syntax.yaml",
    ] {
        let checked = run_in(&examples_folder(), &["check", "--quiet", name]);
        let run = run_in(&examples_folder(), &["run", name]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{name}");
        assert_eq!(run.err.trim_end(), checked.out.trim_end(), "{name}");
    }
}

#[test]
fn the_language_asked_for_goes_before_that_of_the_checklist() {
    let name = "audit-date.zh.yaml";
    let done = run_in(&examples_folder(), &["check", "--lang", "en", name]);
    assert!(
        done.out.contains("is not a day of the calendar"),
        "{}",
        done.out
    );
}

#[test]
fn every_code_of_audit_files_is_explained_with_an_example() {
    for code in Code::ALL.iter().filter(|c| c.name().starts_with("audit-")) {
        assert!(
            duban::explain::example(*code, duban::types::Language::En).is_some(),
            "{}",
            code.name()
        );
    }
}
