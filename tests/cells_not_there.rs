//! What is known of cells behind a reference, of cells that are not there, and of cells that were swallowed: only a blank cell is blank.

use crate::support::{Inspect, Outcome};
use std::fs;

const SCHOOLS: &str = "dataset schools school 学校
  sid 学校编号 : id key
  town 镇 : text
  size 规模 : number
dataset pupils pupil 学生
  pid 编号 : id key
  school 学校 : reference to schools
  other 另校 : reference to schools
  t 文 : text
";

/// A is whole, B stands twice, C is blank; pupil 2 names no school, 3 one that is not there.
fn pupils(sentence: &str) -> Vec<String> {
    let run = |zh: bool| {
        let inspect = Inspect::item(SCHOOLS, sentence)
            .table("schools", "sid|town|size\nA|x|1\nB|y|2\nB|x|3\nC||")
            .table(
                "pupils",
                "pid|school|other|t\n1|A|A|x\n2|||x\n3|Z||x\n4|B|B|x\n5|C|C|x",
            );
        let inspect = if zh { inspect.translated() } else { inspect };
        inspect.run().short()
    };
    let (en, zh) = (run(false), run(true));
    assert_eq!(en, zh, "{sentence}");
    en
}

const OPEN: [&str; 3] = ["cannot_tell 2", "cannot_tell 3", "cannot_tell 4"];

#[test]
fn only_a_blank_cell_is_the_same_as_a_blank_cell() {
    let and_five = [&OPEN[..], &["not_met 5"]].concat();
    for sentence in [
        "every pupil must be school.town the same as \"x\"",
        "no pupil where school.town is not the same as t",
        "every pupil must be t the same as school.town",
    ] {
        assert_eq!(pupils(sentence), and_five, "{sentence}");
    }
    let sentence = "every pupil must be school.town the same as other.town";
    assert_eq!(pupils(sentence), OPEN);
    let sentence = "every pupil must be t the same as \"x\"";
    assert!(pupils(sentence).is_empty());
}

#[test]
fn without_one_row_there_is_no_cell_that_could_be_blank() {
    // Both rows of B are given: which one is meant does not matter.
    let blank = ["not_met 1", "cannot_tell 2", "cannot_tell 3", "not_met 4"];
    assert_eq!(pupils("every pupil must be school.town is blank"), blank);
    let given = ["cannot_tell 2", "cannot_tell 3", "not_met 5"];
    assert_eq!(pupils("every pupil must be school.town is given"), given);
    assert_eq!(pupils("every pupil must have school.size given"), given);
    let all = "every pupil must have all of school.town, t given";
    assert_eq!(pupils(all), given);
}

#[test]
fn only_the_blank_cell_of_another_row_is_replaced() {
    for sentence in [
        "every pupil must be (school.size or else 1) = 1",
        "every pupil must be (school.town or else t) = \"x\"",
    ] {
        assert_eq!(pupils(sentence), OPEN, "{sentence}");
    }
    // What has no row is not judged as if it were blank.
    let sentence = "every pupil when school.town is blank, must be t = \"q\"";
    assert_eq!(
        pupils(sentence),
        ["cannot_tell 2", "cannot_tell 3", "not_met 5"]
    );
}

const TEXTS: &str = "dataset pupils pupil 学生
  id 编号 : id key
  t 文 : text
  s 词 : one of x, y
";

fn files(sentence: &str, files: &[(&str, &[u8])], bound: &str) -> Outcome {
    let inspect = Inspect::item(TEXTS, sentence).audit(&format!("data:\n  pupils: {bound}"));
    for (name, bytes) in files {
        fs::write(inspect.folder().join(name), bytes).unwrap();
    }
    inspect.bare()
}

#[test]
fn a_column_that_one_file_lacks_is_not_blank_there() {
    let parts: [(&str, &[u8]); 2] = [("a.csv", b"id,t,s\n1,x,x\n2,,\n"), ("b.csv", b"id\n3\n")];
    for (sentence, expected) in [
        (
            "every pupil must be t the same as \"x\"",
            &["not_met 2", "cannot_tell 3"][..],
        ),
        (
            "no pupil where t is not the same as \"x\"",
            &["not_met 2", "cannot_tell 3"],
        ),
        ("every pupil must be s the same as t", &["cannot_tell 3"]),
    ] {
        let out = files(sentence, &parts, "{files: [a.csv, b.csv]}");
        assert_eq!(out.short(), expected, "{sentence}");
        assert_eq!(out.reasons(), ["column_missing"], "{sentence}");
    }
}

#[test]
fn a_sign_that_is_no_text_is_not_a_column_that_is_missing() {
    let torn: [(&str, &[u8]); 1] = [("a.csv", b"id,t,s\n1,\xFF-,x\n2,x,x\n")];
    let out = files("every pupil must be t = \"x\"", &torn, "a.csv");
    assert!(!out.reasons().contains(&"column_missing"));
    assert!(!out.short().is_empty());
    let problems = out.json["datasets"][0]["problems"].as_array().unwrap();
    assert_eq!(problems[0]["kind"], "not-text");
}

#[test]
fn what_an_open_quote_has_swallowed_is_not_blank() {
    let torn: [(&str, &[u8]); 1] = [("a.csv", b"id,t,s\n1,x,x\n2,\"never closed,x\n3,x,y\n")];
    for sentence in [
        "every pupil must have s given",
        "no pupil where s is blank",
        "no pupil where t is blank",
        "every pupil must have all of t, s given",
        "every pupil must have t given",
    ] {
        let out = files(sentence, &torn, "a.csv");
        assert_eq!(out.counts()[2], 0, "{sentence} {:?}", out.short());
        assert_eq!(out.outcome(), "cannot_tell", "{sentence}");
    }
    // What stands before the quote is as it is written.
    let out = files("every pupil must be id <> \"2\"", &torn, "a.csv");
    assert!(out.short().contains(&"not_met 2".to_owned()));
}

#[test]
fn a_file_that_two_entries_name_is_read_once() {
    let parts: [(&str, &[u8]); 2] = [
        ("a.csv", b"id,t,s\n1,x,x\n2,x,y\n"),
        ("b.csv", b"id,t,s\n3,x,x\n"),
    ];
    let sentence = "count of pupils must be at most 3";
    for bound in [
        "{files: [a.csv, \"*.csv\"]}",
        "{files: [\"*.csv\", a.csv]}",
        "{files: [a.csv, b.csv, ./a.csv]}",
        "{files: [\"?.csv\", \"*.csv\"]}",
    ] {
        let out = files(sentence, &parts, bound);
        assert_eq!(out.outcome(), "met", "{bound}");
        assert_eq!(out.json["datasets"][0]["rows"], 3, "{bound}");
    }
    let out = files(sentence, &parts, "{files: [a.csv, ./a.csv]}");
    assert_eq!(out.json["datasets"][0]["rows"], 2);
    let out = files(
        "pupils must be unique by id",
        &parts,
        "{files: [a.csv, a.csv]}",
    );
    assert_eq!(out.outcome(), "met");
}

#[test]
fn rows_of_an_exception_without_its_key_are_said_wherever_it_stands() {
    let declarations = "dataset pupils pupil 学生
  id 编号 : id key
dataset roster other 名册
  id 编号 : id key
dataset ex 免
  id 编号 : id
  cert 证 : text
exception ill \"Ill\" / 「病」
  cites law 2
  ex by id, proof cert
";
    let remarks = |lines: &str| {
        let out = Inspect::item(
            declarations,
            &format!("pupils matches roster by id\n  {lines}"),
        )
        .table("pupils", "id\n1\n2")
        .table("roster", "id\n1")
        .table("ex", "id|cert\n2|c\n|c")
        .run();
        out.json["items"][0]["more"]["remarks"].to_string()
    };
    let on_the_item = remarks("except ill");
    assert!(on_the_item.contains('1'), "{on_the_item}");
    assert_eq!(remarks("not in roster : except ill"), on_the_item);
}
