//! Promises to programs and readers that small inspections can break.

use crate::support::{HEAD, Inspect};
use std::collections::BTreeSet;

const PUPILS: &str = "dataset pupils pupil 学生
  id : id key
  name : person name
  grade : integer
  fee : money
  day : date
dataset visits visit 家访
  pupil : reference to pupils
  amount : money
";

#[test]
fn a_cap_says_of_how_many_findings_whatever_it_is() {
    let two = format!(
        "{HEAD}{PUPILS}item one \"One\" / 「一」\n  cites law 1\n  every pupil must have grade at most 1
item two \"Two\" / 「二」\n  cites law 1\n  every pupil must have fee at most 1 yuan\n"
    );
    for (most, shown) in [("0", 0), ("1", 2), ("2", 3), ("3", 4)] {
        let out = Inspect::checklist(&two)
            .table("pupils", "id|grade|fee\na|2|2\nb|2|0\nc|2|0")
            .argument("--max-findings")
            .argument(most)
            .run();
        assert_eq!(out.findings().len(), shown);
        let truncated = &out.json["truncated"];
        if shown == 4 {
            assert!(truncated.is_null());
        } else {
            assert_eq!(truncated["shown"], shown);
            assert_eq!(truncated["total"], 4);
        }
        assert_eq!(out.counts(), [3, 0, 3, 0, 0, 0]);
        assert_eq!(out.code, 1);
    }
}

#[test]
fn a_group_that_its_list_repeats_has_two_ids() {
    let out = Inspect::item(PUPILS, "per pupil: count of visits must be at least 2")
        .table("pupils", "id|grade\na|1\na|2\nb|1")
        .table("visits", "pupil|amount\na|1")
        .run();
    let ids: BTreeSet<_> = out.findings().iter().map(|f| f["id"].to_string()).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn a_finding_on_the_whole_shows_cells() {
    let out = Inspect::item(PUPILS, "(total of pupils.fee) must be at most 1 yuan")
        .table("pupils", "id|fee\na|2\nb|0")
        .run();
    assert_eq!(out.findings()[0]["cells"][0]["value"], "2");
}

#[test]
fn the_reason_of_an_undecided_sum_is_that_of_the_cell() {
    let sentence = "every pupil must have (total of visits.amount) at most fee";
    for (cell, reason) in [("", "blank"), ("x", "unreadable")] {
        let out = Inspect::item(PUPILS, sentence)
            .table("pupils", "id|fee\na|1")
            .table("visits", &format!("pupil|amount\na|1\na|{cell}"))
            .run();
        assert_eq!(out.reasons(), [reason]);
        let finding = &out.findings()[0];
        let at = usize::try_from(finding["reasons"][0]["cell"].as_u64().unwrap()).unwrap();
        assert_eq!(finding["cells"][at]["column"], "amount");
        assert_eq!(finding["cells"][at]["row"], 2);
    }
}

#[test]
fn a_missing_column_is_not_left_out_as_blank() {
    let sentence = "every pupil must have (total of given visits.amount) at least 1 yuan";
    let out = Inspect::item(PUPILS, sentence)
        .table("pupils", "id|fee\na|1")
        .table("visits", "pupil\na")
        .run();
    assert_eq!(out.outcome(), "cannot_tell");
    assert_eq!(out.reasons(), ["column_missing"]);
}

#[test]
fn an_empty_file_under_a_search_is_no_stumbling_block() {
    let sentence = "every pupil must have (total of visits.amount) at least 1 yuan";
    let out = Inspect::item(PUPILS, sentence)
        .table("pupils", "id|fee\na|1")
        .table("visits", "pupil|amount")
        .run();
    assert_eq!(out.short(), ["not_met 1"]);
}

#[test]
fn no_citizen_number_gets_out_of_rows_that_moved_or_a_wrong_header_row() {
    let number = "150821201001012345";
    let cells = format!("{number}|{number}|{number}|{number}");
    let rows = format!("id|name|grade|fee\n{cells}\n{cells}\na|王小明|王小明|王小明");
    for header in ["1", "2"] {
        for format in ["json", "text", "jsonl", "html"] {
            let inspect = Inspect::item(
                PUPILS,
                "every pupil must have grade at most 1 and must have fee at most 1 yuan",
            )
            .table("other", &rows)
            .audit(&format!(
                "data: {{pupils: {{file: other.csv, header: {header}}}}}"
            ));
            let output = inspect.bare_output(format);
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(text.contains("45"), "{text}");
            assert!(!text.contains("1508212010"), "{text}");
            assert!(!text.contains("王小明"), "{text}");
        }
    }
}
