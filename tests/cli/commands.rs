//! Usage, `check`, `explain` and `schema`.

use super::{CHECKLIST, duban, folder, folder_with, run_in, snapshot};
use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

#[test]
fn what_cannot_be_done_ends_with_2() {
    let folder = folder_with(
        "usage",
        &[("names.duban", CHECKLIST), ("empty/notes.txt", "")],
    );
    let cases: &[&[&str]] = &[
        &[],
        &["rum"],
        &["run"],
        &["run", "lost.yaml"],
        &["run", "a.yaml", "--as-of", "2021-02-29"],
        &["run", "a.yaml", "--format", "word"],
        &["run", "a.yaml", "--threads", "0"],
        &["check"],
        &["check", "lost.duban"],
        &["check", "empty"],
        &["explain", "nmaed", "names.duban"],
        &["explain", "named", "lost.duban"],
        &["schema", "audit"],
    ];
    let mut told = String::new();
    for arguments in cases {
        let done = run_in(&folder, arguments);
        assert_eq!(done.code, 2, "{arguments:?}");
        assert_eq!(done.out, "", "{arguments:?}");
        let first = done.err.lines().find(|line| !line.is_empty()).unwrap();
        told.push_str(&format!("duban {}\n  {first}\n", arguments.join(" ")));
    }
    snapshot("not-done", &told);
}

#[test]
fn help_is_an_answer() {
    for arguments in [
        &["--help"][..],
        &["run", "--help"],
        &["check", "-h"],
        &["--version"],
    ] {
        let done = run_in(&folder("help"), arguments);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!done.out.is_empty());
    }
    snapshot("help-run", &run_in(&folder("help"), &["run", "-h"]).out);
}

#[test]
fn a_checklist_without_mistakes_ends_with_0() {
    let folder = folder_with("fine", &[("lists/names.duban", CHECKLIST)]);
    for path in ["lists/names.duban", "lists", "."] {
        let done = run_in(&folder, &["check", path]);
        assert_eq!((done.code, done.out.as_str()), (0, ""), "{path}");
        assert_eq!(done.err, "1 file: 0 errors, 0 warnings\n");
    }
    assert_eq!(
        run_in(&folder, &["check", "--format", "json", "lists"]).out,
        "[]\n"
    );
}

#[test]
fn mistakes_end_with_1_and_warnings_only_when_strict() {
    let wrong = CHECKLIST.replace("have name", "have nmae");
    let warned = CHECKLIST.replace(" / 「学生有姓名」", "");
    let folder = folder_with(
        "wrong",
        &[("wrong.duban", &wrong), ("warned.duban", &warned)],
    );
    assert_eq!(run_in(&folder, &["check", "wrong.duban"]).code, 1);
    assert_eq!(run_in(&folder, &["check", "warned.duban"]).code, 0);
    let strict = run_in(&folder, &["check", "--strict", "warned.duban"]);
    assert_eq!(strict.code, 1);
    assert_eq!(strict.err, "1 file: 0 errors, 1 warning\n");
}

#[test]
fn bytes_that_are_no_text_are_a_mistake_of_the_file() {
    let folder = folder("bytes");
    fs::write(folder.join("names.duban"), [0xff, 0xfe, 0x00, 0x80, 0x0a]).unwrap();
    fs::write(folder.join("audit.yaml"), [0xc3, 0x28, 0x0a]).unwrap();
    for name in ["names.duban", "audit.yaml"] {
        let done = run_in(&folder, &["check", "--format", "json", name]);
        assert_eq!(done.code, 1, "{name}: {}", done.err);
        assert!(done.out.contains(r#""line": 1"#), "{}", done.out);
    }
    assert_eq!(run_in(&folder, &["run", "audit.yaml"]).code, 2);
}

#[test]
fn hostile_audit_files_get_an_answer() {
    let brackets = format!("checklists: {}", "[".repeat(400));
    let line = format!("checklists: [{}]", "x".repeat(1_000_000));
    let maps = (0..60).fold(String::new(), |text, n| text + &" ".repeat(n) + "a:\n");
    let aliases = "a: &a [x]\nb: [*a, *a, *a]\n";
    for (name, text) in [
        ("b", &*brackets),
        ("l", &line),
        ("m", &maps),
        ("a", aliases),
    ] {
        let folder = folder_with(&format!("hostile-{name}"), &[("audit.yaml", text)]);
        assert_eq!(run_in(&folder, &["run", "audit.yaml"]).code, 2, "{name}");
    }
}

#[test]
fn an_item_is_explained_in_the_language_asked_for() {
    let folder = folder_with("explain", &[("names.duban", CHECKLIST)]);
    let mut told = String::new();
    for arguments in [
        &["explain", "names.duban"][..],
        &["explain", "named"],
        &["explain", "named", "names.duban", "--lang", "zh"],
        &["explain", "audit-date"],
        &["explain", "audit-date", "--lang", "zh"],
    ] {
        let done = run_in(&folder, arguments);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{arguments:?}");
        told.push_str(&format!("$ duban {}\n{}\n", arguments.join(" "), done.out));
    }
    snapshot("explain", &told);
}

#[test]
fn a_reader_in_a_chinese_locale_reads_chinese() {
    let folder = folder_with("locale", &[("names.duban", CHECKLIST)]);
    let mut command = duban(&folder, &["explain", "named"]);
    let output = command.env("LANG", "zh_CN.UTF-8").output().unwrap();
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("学生有姓名")
    );
}

#[test]
fn the_schema_is_one_of_json() {
    let done = run_in(&folder("schema"), &["schema", "findings"]);
    assert_eq!(done.code, 0);
    let schema: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(schema["type"], "object");
}

#[test]
fn a_closed_pipe_is_no_mistake() {
    let mut command = duban(&folder("pipe"), &["schema", "findings"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut told = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut told)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), told.as_str()), (Some(0), ""));
}

/// A limit on the size of files stands for the full disk: a device for it
/// does not exist everywhere, and is a plain file where something wrote over it.
#[cfg(unix)]
#[test]
fn a_full_disk_ends_with_4() {
    let folder = folder("full");
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" schema findings > full.json";
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(env!("CARGO_BIN_EXE_duban"))
        .env("LC_ALL", "C")
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("standard output could not be written"),
        "{told}"
    );
}

#[test]
fn check_speaks_to_ci() {
    let wrong = CHECKLIST.replace("have name", "have nmae");
    let warned = CHECKLIST
        .replace(" / 「学生有姓名」", "")
        .replace("checklist names", "checklist others");
    let folder = folder_with(
        "ci",
        &[
            ("lists/a.duban", CHECKLIST),
            ("others/清单 1.duban", &wrong),
            ("warned/c.duban", &warned),
        ],
    );
    let check = |format: &str, more: &[&str]| {
        let mut arguments = vec!["check", "--format", format, "others/清单 1.duban"];
        arguments.extend(more);
        run_in(&folder, &arguments)
    };
    let done = check("sarif", &["warned"]);
    assert_eq!((done.code, done.err.as_str()), (1, ""));
    let log: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let wrong = crate::reports::for_ci::against_the_schema(&log);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "unknown-column");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "others/%E6%B8%85%E5%8D%95%201.duban"
    );
    assert_eq!(place["region"]["startLine"], place["region"]["endLine"]);

    let junit = |more: &[&str]| check("junit", more).out;
    let counts = crate::reports::for_ci::junit_counts;
    assert_eq!(counts(&junit(&["warned"])), [2, 1, 0, 0]);
    assert_eq!(counts(&junit(&["warned", "--strict"])), [2, 2, 0, 0]);
    let fine = run_in(&folder, &["check", "--format", "junit", "lists"]);
    assert_eq!(counts(&fine.out), [1, 0, 0, 0]);
    assert_eq!(fine.code, 0);

    let annotations = check("github", &["warned"]).out;
    assert!(
        annotations.starts_with("::error file=others/清单 1.duban,line="),
        "{annotations}"
    );
    assert_eq!(annotations.lines().count(), 2, "{annotations}");
    assert!(annotations.contains("\n::warning file=warned/c.duban,"));
}
