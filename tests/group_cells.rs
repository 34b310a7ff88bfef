//! Which cells a finding over a group shows: the rows that decide it, and no more than a reader looks through.

use crate::support::{Inspect, Outcome};
use serde_json::Value;
use std::fmt::Write;

const DECLARATIONS: &str = "dataset pupils pupil 学生
  id 编号 : id key
  kind 类 : one of x, y
  g 组 : text
  n 数 : number
";

/// Rows of one group, each `kind,n`.
fn run(sentence: &str, rows: impl Iterator<Item = (&'static str, String)>) -> Outcome {
    let mut text = String::from("id,kind,g,n\n");
    for (at, (kind, n)) in rows.enumerate() {
        writeln!(text, "{},{kind},G,{n}", at + 1).unwrap();
    }
    Inspect::item(DECLARATIONS, sentence)
        .file("pupils", "csv", text.as_bytes())
        .run()
}

fn cells(out: &Outcome) -> &[Value] {
    let of = out
        .findings()
        .iter()
        .find(|finding| finding["cells"] != Value::Array(Vec::new()));
    of.map_or(&[], |finding| finding["cells"].as_array().unwrap())
}

fn rows_shown(out: &Outcome) -> Vec<u64> {
    let mut rows: Vec<u64> = cells(out)
        .iter()
        .map(|cell| cell["row"].as_u64().unwrap())
        .collect();
    rows.dedup();
    rows
}

#[test]
fn what_is_against_is_shown_however_far_down_it_stands() {
    let rows = || (0..6000).map(|at| (if at < 5500 { "x" } else { "y" }, "1".to_owned()));
    for sentence in [
        "at least 95% of pupils per g must have kind = x",
        "per g of pupils: count of pupils where kind = y must be at most 3",
    ] {
        let out = run(sentence, rows());
        assert_eq!(out.short(), ["not_met G"], "{sentence}");
        assert!(cells(&out).len() <= 20, "{sentence}");
        let shown = rows_shown(&out);
        assert!(shown.iter().all(|&row| row > 5500), "{sentence} {shown:?}");
    }
}

#[test]
fn what_leaves_a_group_open_is_shown_and_named() {
    let rows = || {
        (0..6000).map(|at| match at {
            5500.. => ("", String::new()),
            _ => ("x", "1".to_owned()),
        })
    };
    for sentence in [
        "at least 95% of pupils per g must have kind = x",
        "per g of pupils: total of n must be at most 6100",
        "per g of pupils: mean of n must be at most 2",
        "per g of pupils: largest of n must be at most 2",
    ] {
        let out = run(sentence, rows());
        assert_eq!(out.short()[0], "cannot_tell G", "{sentence}");
        let finding = &out.findings()[0];
        let reason = &finding["reasons"][0];
        assert_eq!(reason["code"], "blank", "{sentence} {reason}");
        let at = usize::try_from(reason["cell"].as_u64().unwrap()).unwrap();
        assert_eq!(cells(&out)[at]["row"], 5501, "{sentence}");
        assert!(cells(&out).len() <= 20, "{sentence}");
    }
}

#[test]
fn the_values_that_go_furthest_come_first() {
    let rows = || (0..100).map(|at| ("x", at.to_string()));
    for (sentence, first) in [
        ("per g of pupils: largest of n must be at most 55", 100),
        ("per g of pupils: least of n must be at least 5", 1),
        ("per g of pupils: total of n must be at most 90", 100),
    ] {
        let out = run(sentence, rows());
        assert_eq!(out.short(), ["not_met G"], "{sentence}");
        assert_eq!(rows_shown(&out)[0], first, "{sentence}");
        assert!(cells(&out).len() <= 20, "{sentence}");
    }
}

#[test]
fn a_row_held_against_many_rows_shows_few_of_them_and_itself() {
    let rows = || (0..60).map(|at| ("x", if at == 0 { "1" } else { "2" }.to_owned()));
    let out = run(
        "every pupil must have (count of pupils of the same g where kind = x and n > 1) at most 10",
        rows(),
    );
    assert_eq!(out.findings().len(), 60);
    for finding in out.findings() {
        let cells = finding["cells"].as_array().unwrap();
        let own = |cell: &&Value| cell["row"] == finding["subject"]["row"];
        let own = cells.iter().filter(own).count();
        assert!(
            own > 0 && (1..=20).contains(&(cells.len() - own)),
            "{finding}"
        );
    }
}

#[test]
fn the_cell_that_leaves_a_row_open_is_shown_however_many_rows_it_is_held_against() {
    let rows = || (0..60).map(|at| ("x", if at == 59 { "" } else { "2" }.to_owned()));
    let out = run(
        "every pupil must have (count of pupils of the same g where n > 1) at most 59",
        rows(),
    );
    assert_eq!(out.findings().len(), 60);
    for finding in out.findings() {
        assert_eq!(finding["outcome"], "cannot_tell", "{finding}");
        let cell = usize::try_from(finding["reasons"][0]["cell"].as_u64().unwrap()).unwrap();
        assert_eq!(finding["cells"][cell]["row"], 60, "{finding}");
    }
}

#[test]
fn who_is_not_found_is_not_shown_with_rows_that_belong_to_nobody() {
    for kind in ["text", "id"] {
        let declarations = format!(
            "dataset homes home 户\n  pid 证号 : {kind}\n\
             dataset pupils pupil 学生\n  nr 学号 : id key\n  pid 证号 : {kind}\n"
        );
        let sentence = "every home must have pid given and must have a pupil by pid";
        let out = Inspect::item(&declarations, sentence)
            .file("homes", "csv", "pid\nA1\nB2\n".as_bytes())
            .file("pupils", "csv", "nr,pid\n1,\n2,B2\n3,\n4,C3\n".as_bytes())
            .run();
        assert_eq!(out.short(), ["not_met 1"]);
        let finding = &out.findings()[0];
        let datasets: Vec<&Value> = cells(&out).iter().map(|cell| &cell["dataset"]).collect();
        assert_eq!(datasets, ["homes"], "{kind}");
        assert_eq!(finding["searched"][0]["key"]["pid"], "A1", "{kind}");
        assert_eq!(finding["searched"][0]["rows"], 4, "{kind}");
    }
}
