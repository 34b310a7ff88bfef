//! A table or a checklist in the place of another file: it is said what it is, and nothing that stands in it is shown.

use crate::support::{Inspect, duban};
use std::fs;

const ROWS: &str = "staff no,name,school\nT1,Ida Moss,S1\nT2,Jon Reed,S3\n";

#[test]
fn a_table_is_no_audit_and_no_checklist_and_stays_unseen() {
    let inspect = Inspect::item(
        "dataset schools school\n  code : id key\n",
        "every school must have code given",
    );
    let folder = inspect.folder();
    for name in ["staff.csv", "staff.txt", "staff"] {
        fs::write(folder.join(name), ROWS).unwrap();
        for command in [
            &["run", name][..],
            &["why", name, "i", "S1"],
            &["rank", name, "--per", "school"],
            &["check", name],
            &["fmt", "--check", name],
            &["test", name],
            &["explain", name],
        ] {
            let (code, out, err) = duban(folder, command);
            let all = format!("{out}{err}");
            assert!(
                !all.contains("Moss") && !all.contains("Reed"),
                "{command:?}: {all}"
            );
            assert!(code != 0, "{command:?}: {all}");
            if command[0] != "rank" {
                assert!(all.contains("is a table, not"), "{command:?}: {all}");
            }
        }
    }
    let audit = "checklists: [staff.csv]\nas_of: 2020-09-30\n";
    fs::write(folder.join("wrong.yaml"), audit).unwrap();
    let (code, out, err) = duban(folder, &["run", "wrong.yaml"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("staff.csv is a table, not a checklist"),
        "{err}"
    );
    assert!(!err.contains("Moss"), "{err}");
    let (_, _, err) = duban(folder, &["run", "staff.csv", "--lang", "zh"]);
    assert!(err.contains("是数据表，不是审计文件"), "{err}");
}

#[test]
fn a_checklist_is_run_through_an_audit_file() {
    let inspect = Inspect::item(
        "dataset schools school\n  code : id key\n",
        "every school must have code given",
    );
    let (code, _, err) = duban(inspect.folder(), &["run", "t.duban"]);
    assert_eq!(code, 2);
    assert!(
        err.contains("t.duban is a checklist; run it through an audit file"),
        "{err}"
    );
    let (_, _, err) = duban(inspect.folder(), &["run", "t.duban", "--lang", "zh"]);
    assert!(
        err.contains("t.duban 是检查清单；请通过审计文件运行"),
        "{err}"
    );
}

#[test]
fn no_items_are_not_all_items() {
    let out = Inspect::item(
        "dataset schools school\n  code : id key\n",
        "every school must have code given",
    )
    .audit("items: []")
    .table("schools", "code\nA")
    .output("json");
    let err = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(2), "{err}");
    assert!(err.contains("`items`"), "{err}");
}

#[test]
fn words_for_nobody_name_nobody() {
    let words = [
        "TBD",
        "to be decided",
        "none",
        "unknown",
        "vacant",
        "空缺",
        "暂缺",
        "未定",
        "待明确",
        "***",
    ];
    let rows: String = words
        .iter()
        .enumerate()
        .map(|(n, word)| format!("{n}|{word}\n"))
        .collect();
    let out = Inspect::item(
        "dataset schools school\n  code : id key\n  head : person name\n",
        "every school must have a named head",
    )
    .table("schools", &format!("code|head\n{rows}x|Ida Moss"))
    .run();
    assert_eq!(out.counts()[1..3], [1, 10]);
}
