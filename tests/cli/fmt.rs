//! `fmt`: in place, all or none; `--check`, `--lang`, standard input.

use super::{CHECKLIST, duban, folder_with, run_in};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

/// A checklist that is not in its standard form.
const LOOSE: &str =
    "checklist loose \"Loose\"/「松」\n# a remark\ndataset pupil 学生   # who\n    id : id key\n";
const NEAT: &str =
    "checklist loose \"Loose\" / 「松」\n\n# a remark\ndataset pupil 学生  # who\n  id : id key\n";
const NEAT_ZH: &str =
    "检查清单 loose 「松」 / \"Loose\"\n\n# a remark\n数据集 学生 pupil  # who\n  id：编号 主键\n";

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn checklists_are_rewritten_in_place() {
    let folder = folder_with(
        "fmt",
        &[("a/loose.duban", LOOSE), ("names.duban", CHECKLIST)],
    );
    let done = run_in(&folder, &["fmt", "."]);
    assert_eq!((done.code, done.out.as_str()), (0, ""), "{}", done.err);
    assert_eq!(done.err.trim(), "2 files, 1 changed");
    assert_eq!(read(&folder, "a/loose.duban"), NEAT);
    assert_eq!(read(&folder, "names.duban"), CHECKLIST);
    let again = run_in(&folder, &["fmt", ".", "--check"]);
    assert_eq!(
        (again.code, again.out.as_str(), again.err.as_str()),
        (0, "", "")
    );
}

#[test]
fn check_names_what_differs_and_changes_nothing() {
    let folder = folder_with(
        "fmt-check",
        &[("loose.duban", LOOSE), ("names.duban", CHECKLIST)],
    );
    let done = run_in(&folder, &["fmt", "--check", "loose.duban", "names.duban"]);
    assert_eq!(done.code, 1);
    assert_eq!(
        done.out,
        "loose.duban\n     1 -checklist loose \"Loose\"/「松」\n     1 +checklist loose \"Loose\" / 「松」\n     2 +\n     3 -dataset pupil 学生   # who\n     4 +dataset pupil 学生  # who\n     4 -    id : id key\n     5 +  id : id key\n"
    );
    assert_eq!(read(&folder, "loose.duban"), LOOSE);
    let done = run_in(
        &folder,
        &["fmt", "--check", "loose.duban", "--format", "json"],
    );
    assert_eq!(done.code, 1);
    let found: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(found[0]["code"], "not-formatted");
    assert_eq!(found[0]["line"], 1);
    assert_eq!(found[0]["help"], "run `duban fmt loose.duban`");
}

#[test]
fn a_language_translates_the_words_and_back() {
    let folder = folder_with("fmt-lang", &[("loose.duban", LOOSE)]);
    for (language, text) in [("zh", NEAT_ZH), ("en", NEAT)] {
        let done = run_in(&folder, &["fmt", "--lang", language, "-q", "loose.duban"]);
        assert_eq!((done.code, done.err.as_str()), (0, ""));
        assert_eq!(read(&folder, "loose.duban"), text);
    }
    // The reader's own language is no wish for a translation.
    let mut command = duban(&folder, &["fmt", "loose.duban"]);
    assert!(
        command
            .env("LANG", "zh_CN.UTF-8")
            .output()
            .unwrap()
            .status
            .success()
    );
    assert_eq!(read(&folder, "loose.duban"), NEAT);
}

#[test]
fn a_file_with_mistakes_leaves_all_as_they_are() {
    let wrong =
        "checklist wrong \"Wrong\" / 「错」\nitem x \"X\"\n  evry pupil must have id given\n";
    let folder = folder_with(
        "fmt-wrong",
        &[("loose.duban", LOOSE), ("wrong.duban", wrong)],
    );
    for arguments in [&["fmt", "."][..], &["fmt", "--check", "."]] {
        let done = run_in(&folder, arguments);
        assert_eq!(done.code, 2, "{}", done.err);
        assert!(done.err.contains("wrong.duban:3:3"), "{}", done.err);
        assert_eq!(read(&folder, "loose.duban"), LOOSE);
        assert_eq!(read(&folder, "wrong.duban"), wrong);
    }
    for arguments in [
        &["fmt"][..],
        &["fmt", "lost.duban"],
        &["fmt", "--check", "--stdout", "."],
    ] {
        assert_eq!(run_in(&folder, arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = folder_with("fmt-input", &[("loose.duban", LOOSE)]);
    for (arguments, code, expected) in [
        (&["fmt", "-"][..], 0, NEAT),
        (&["fmt", "--stdout", "--lang", "zh"], 0, NEAT_ZH),
    ] {
        let mut command = duban(&folder, arguments);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(LOOSE.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    }
    let done = run_in(&folder, &["fmt", "--stdout", "loose.duban"]);
    assert_eq!((done.code, done.out.as_str()), (0, NEAT));
    assert_eq!(read(&folder, "loose.duban"), LOOSE);
}
