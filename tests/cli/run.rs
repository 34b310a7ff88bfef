//! `run`: exit codes, outputs, and files that are wrong.

use super::{CHECKLIST, Done, folder_with, run_in, snapshot};
use std::fs;
use std::path::{Path, PathBuf};

const AUDIT: &str = "checklists: [names.duban]\ndata: {pupil: data/pupils.csv}\n";
const ALL_NAMED: &str = "编号,姓名\nS01,Ann\nS02,Bob\n";
const ONE_UNNAMED: &str = "编号,姓名\nS01,Ann\nS02,none\n";
const ONE_BLANK: &str = "编号,姓名\nS01,Ann\nS02,\n";

fn prepared(name: &str, audit: &str, pupils: &str) -> PathBuf {
    folder_with(
        name,
        &[
            ("names.duban", CHECKLIST),
            ("audit.yaml", audit),
            ("data/pupils.csv", pupils),
        ],
    )
}

fn json(folder: &Path, more: &[&str]) -> (i32, serde_json::Value) {
    let mut arguments = vec!["run", "audit.yaml", "--format", "json"];
    arguments.extend(more);
    let done = run_in(folder, &arguments);
    let value = serde_json::from_str(&done.out);
    (
        done.code,
        value.unwrap_or_else(|e| panic!("{e}: {}", done.err)),
    )
}

#[test]
fn the_exit_code_tells_what_was_found() {
    let cases = [
        ("met", ALL_NAMED, 0),
        ("not-met", ONE_UNNAMED, 1),
        ("cannot-tell", ONE_BLANK, 3),
        ("no-rows", "编号,姓名\n", 3),
        ("no-column", "编号\nS01\n", 3),
    ];
    for (name, pupils, code) in cases {
        let folder = prepared(&format!("run-{name}"), AUDIT, pupils);
        let done = run_in(&folder, &["run", "audit.yaml"]);
        assert_eq!(done.code, code, "{name}\n{}\n{}", done.out, done.err);
    }
}

#[test]
fn only_grave_items_fail_where_so_asked() {
    let folder = prepared("run-fail-on", AUDIT, ONE_UNNAMED);
    let run = |severity| run_in(&folder, &["run", "audit.yaml", "--fail-on", severity]).code;
    assert_eq!(run("minor"), 1);
    assert_eq!(run("major"), 0);
}

#[test]
fn a_missing_file_stops_its_items_alone() {
    let folder = prepared("run-missing", AUDIT, ALL_NAMED);
    fs::remove_file(folder.join("data/pupils.csv")).unwrap();
    let (code, run) = json(&folder, &[]);
    assert_eq!(code, 3);
    assert_eq!(run["datasets"][0]["problems"][0]["kind"], "file-missing");
    assert_eq!(run["items"][0]["outcome"], "cannot_tell");
    assert_eq!(run["findings"].as_array().unwrap().len(), 1);
}

/// Registers that items compare with the pupils, each with something wrong.
const OTHERS: &str = r#"
dataset visit 家访
  id 编号 : id key

dataset payment 发放
  pupil 学生 : id
  amount 金额 : money

dataset note 备注
  id 编号 : id key

item visited "Every pupil is visited" / 「学生有家访」
  cites rules §2
  every pupil must have a visit by id

item paid "Every payment is above zero" / 「发放金额大于零」
  cites rules §3
  every payment must have amount more than 0

item noted "Every pupil is noted" / 「学生有备注」
  cites rules §4
  every pupil must have a note by id
"#;

#[test]
fn files_that_are_wrong_stop_nothing_else() {
    let audit = "checklists: [names.duban]\nkey: k\ndata:\n  pupil: data/pupils.csv\n  visit: data/visits.csv\n  \
        payment: data/payments.csv\n";
    let pupils = "编号,姓名,姓名\nS01,Ann,x\nS02,none,x\nS03\n";
    let folder = prepared("run-wrong-files", audit, pupils);
    fs::write(folder.join("k"), "ab".repeat(32)).unwrap();
    fs::write(folder.join("names.duban"), format!("{CHECKLIST}{OTHERS}")).unwrap();
    fs::write(folder.join("data/payments.csv"), "").unwrap();
    let mut told = String::new();
    for language in ["en", "zh"] {
        let done = run_in(&folder, &["run", "audit.yaml", "--lang", language]);
        assert_eq!(done.code, 1, "{}", done.err);
        told.push_str(&done.out);
    }
    snapshot("wrong-files", &told);
}

#[test]
fn a_missing_column_is_listed_once_and_only_when_needed() {
    let folder = prepared("run-column", AUDIT, "学号,姓名\nS01,Ann\n");
    let (code, run) = json(&folder, &[]);
    assert_eq!(code, 3);
    let problem = &run["datasets"][0]["problems"][0];
    assert_eq!(problem["kind"], "column-missing");
    assert_eq!(problem["count"], 1);
    let audit =
        "checklists: [names.duban]\ndata:\n  pupil: {file: data/pupils.csv, columns: {id: 学号}}\n";
    fs::write(folder.join("audit.yaml"), audit).unwrap();
    assert_eq!(json(&folder, &[]).0, 0);
}

#[test]
fn headers_are_found_whatever_their_width_blanks_and_capitals() {
    let folder = prepared("run-headers", AUDIT, "ＩＤ, 姓　名 \nS01,Ann\n");
    let (code, run) = json(&folder, &[]);
    assert_eq!(code, 0, "{run}");
}

#[test]
fn the_data_may_lie_in_another_folder() {
    let folder = prepared("run-data", AUDIT, ONE_UNNAMED);
    fs::create_dir(folder.join("other")).unwrap();
    fs::write(folder.join("other/pupils.csv"), ALL_NAMED).unwrap();
    assert_eq!(json(&folder, &[]).0, 1);
    let (code, run) = json(&folder, &["--data", "other"]);
    assert_eq!(code, 0);
    assert_eq!(run["datasets"][0]["file"], "other/pupils.csv");
}

#[test]
fn an_item_is_chosen_by_name() {
    let folder = prepared("run-item", AUDIT, ALL_NAMED);
    for name in ["named", "names/named"] {
        assert_eq!(
            run_in(&folder, &["run", "audit.yaml", "--item", name]).code,
            0
        );
    }
    let Done { code, err, .. } = run_in(&folder, &["run", "audit.yaml", "--item", "nmaed"]);
    assert_eq!(code, 2);
    snapshot("unknown-item", &err);
}

#[test]
fn a_folder_of_reports_is_written_whole() {
    let folder = prepared("run-out", AUDIT, ONE_UNNAMED);
    let done = run_in(&folder, &["run", "audit.yaml", "--out", "new/report"]);
    assert_eq!(done.code, 1, "{}", done.err);
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let written = names(&folder.join("new/report"));
    assert!(written.contains(&"findings.json".to_owned()), "{written:?}");
    assert!(
        written.iter().all(|name| !name.starts_with('.')),
        "{written:?}"
    );
    // Again over the older files.
    assert_eq!(
        run_in(&folder, &["run", "audit.yaml", "--out", "new/report"]).code,
        1
    );
    assert_eq!(names(&folder.join("new/report")), written);
}

#[test]
fn a_folder_that_cannot_be_written_ends_with_4_and_leaves_nothing() {
    let folder = prepared("run-not-out", AUDIT, ONE_UNNAMED);
    fs::write(folder.join("taken"), "a file").unwrap();
    assert_eq!(
        run_in(&folder, &["run", "audit.yaml", "--out", "taken"]).code,
        4
    );
    assert_eq!(fs::read_to_string(folder.join("taken")).unwrap(), "a file");
    // A folder stands where one of the files is to be.
    fs::create_dir_all(folder.join("report/findings.json")).unwrap();
    let done = run_in(&folder, &["run", "audit.yaml", "--out", "report"]);
    assert_eq!(done.code, 4);
    assert_eq!(
        fs::read_dir(folder.join("report")).unwrap().count(),
        1,
        "{}",
        done.err
    );
}

#[test]
fn what_is_read_is_not_written_over() {
    let key = "ab".repeat(32);
    let answers = "item,subject,answer,by,on\n";
    let files = [
        ("names.duban", CHECKLIST),
        (
            "audit.yaml",
            "checklists: [names.duban]\nkey: k.json\nanswers: [a*.csv]\ndata: {pupil: data/findings.csv}\n",
        ),
        ("data/findings.csv", ONE_UNNAMED),
        ("k.json", &key),
        ("a1.csv", answers),
    ];
    let folder = folder_with("run-over", &files);
    let outputs = [
        ["-o", "data/findings.csv"],
        ["-o", "names.duban"],
        ["-o", "../run-over/audit.yaml"],
        ["-o", "k.json"],
        ["-o", "a1.csv"],
        ["--out", "data"],
    ];
    for output in outputs {
        let done = run_in(&folder, &[&["run", "audit.yaml"][..], &output].concat());
        assert_eq!(done.code, 4, "{output:?} {}", done.err);
        assert!(done.err.contains("name another file"), "{}", done.err);
        for (name, text) in files {
            assert_eq!(
                fs::read_to_string(folder.join(name)).unwrap(),
                text,
                "{output:?}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_pipe_a_pipe() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let folder = prepared("run-link", AUDIT, ONE_UNNAMED);
    fs::write(folder.join("report.json"), "older").unwrap();
    symlink("report.json", folder.join("link.json")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.join("pipe"))
        .status();
    assert!(made.unwrap().success());
    let run = |output: &str| run_in(&folder, &["run", "audit.yaml", "-o", output]);
    assert_eq!(run("link.json").code, 1);
    let link = folder.join("link.json").symlink_metadata().unwrap();
    assert!(link.is_symlink());
    let written = fs::read_to_string(folder.join("report.json")).unwrap();
    assert!(written.starts_with('{'), "{written}");
    let done = run("pipe");
    assert_eq!(done.code, 4, "{}", done.err);
    let pipe = folder.join("pipe").metadata().unwrap().file_type();
    assert!(pipe.is_fifo());
    // Nobody writes into it: who reads from it waits for ever.
    let audit = "checklists: [names.duban]\ndata: {pupil: pipe}\n";
    fs::write(folder.join("audit.yaml"), audit).unwrap();
    let done = run_in(&folder, &["run", "audit.yaml"]);
    assert_eq!(done.code, 3, "{}{}", done.out, done.err);
    assert!(done.out.contains("pipe"), "{}", done.out);
}

#[test]
fn a_report_in_a_file_has_the_form_that_its_name_tells() {
    let folder = prepared("run-file", AUDIT, ONE_UNNAMED);
    for (name, start) in [
        ("a.json", "{"),
        ("a.jsonl", "{\"type\":\"run\""),
        ("a.html", "<!"),
    ] {
        let done = run_in(&folder, &["run", "audit.yaml", "-o", name]);
        assert_eq!((done.code, done.out.as_str()), (1, ""), "{}", done.err);
        let text = fs::read_to_string(folder.join(name)).unwrap();
        assert!(text.starts_with(start), "{name}: {text}");
    }
    let done = run_in(&folder, &["run", "audit.yaml", "-o", "audit.yaml/a.json"]);
    assert_eq!(done.code, 4);
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let folder = prepared("run-threads", AUDIT, ONE_UNNAMED);
    fs::write(folder.join("k"), "ab".repeat(32)).unwrap();
    fs::write(folder.join("audit.yaml"), format!("key: k\n{AUDIT}")).unwrap();
    let run = |n| {
        run_in(
            &folder,
            &["run", "audit.yaml", "--format", "json", "--threads", n],
        )
        .out
    };
    assert_eq!(run("1"), run("2"));
    assert_eq!(run("1"), run("8"));
}

#[test]
fn a_sample_per_person_masks_whom_it_is_per_and_keeps_people_apart() {
    let folder = std::env::temp_dir().join(format!("duban-sample-masked-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let checklist = "checklist a \"A\" / 「甲」\nsource law \"L\" / 「法」\n
dataset pupils 学生\n  id 学号 : text key\n  guardian 监护人 : person name\n
item i \"I\" / 「问」\n  cites law 1\n  sample 1 of pupils per guardian seed \"x\"\n  ask \"Is it so?\" / 「是否如此？」\n";
    let audit = "checklists: [a.duban]\nas_of: 2026-01-01\ndata:\n  pupils: {file: p.csv}\n";
    std::fs::write(folder.join("a.duban"), checklist).unwrap();
    std::fs::write(folder.join("audit.yaml"), audit).unwrap();
    let rows = "id,guardian\np1,上官飞燕\np2,上官飞云\np3,上官飞云\n";
    std::fs::write(folder.join("p.csv"), rows).unwrap();
    let said = |more: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
            .args(["sample", "audit.yaml"])
            .args(more)
            .current_dir(&folder)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for format in [&[][..], &["--format", "csv"]] {
        let text = said(format);
        assert!(!text.contains("上官飞"), "{text}");
        // Two people whose names look alike when masked are two strata, with a drawn pupil each.
        assert!(text.contains("p1") && (text.contains("p2") || text.contains("p3")));
    }
    assert!(said(&["--reveal"]).contains("上官飞燕"));
    std::fs::remove_dir_all(folder).unwrap();
}
