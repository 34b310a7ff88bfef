//! Exceptions in prose, and rows of exceptions that overlap, contradict each other or leave their validity open.

use super::{DECLARATIONS, PUPILS, ZH, messages};
use crate::support::{HEAD, Inspect, in_chinese};
use std::fs;
use std::process::Command;

/// What `explain` says of the only item of a checklist.
fn explained(text: &str, language: &str) -> String {
    let inspect = Inspect::checklist(text);
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(["explain", "--lang", language])
        .arg(inspect.folder().join("t.duban"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn item(sentence: &str) -> String {
    format!("{HEAD}{DECLARATIONS}item i \"I\" / 「项」\n  cites law 1\n  {sentence}\n")
}

#[test]
fn prose_says_what_excuses_when_it_holds_and_what_proves_it() {
    let text = item("except ill\n  every pupil must have grade at most 9");
    let wanted = [
        (
            "en",
            "Excused are those with a proved exception: “Severe illness” (a row of exemptions where the reason is illness, in force on the day of the inspection (from granted to expires), with the certificate given as proof).",
        ),
        (
            "zh",
            "有下列例外并经证明的，不视为不符：“患重病”（免学登记中有记录：原因为疾病，评估日在有效期内（批准日期至到期日期），证书已填作为证明）。",
        ),
    ];
    for text in [&text, &in_chinese(&text)] {
        for (language, sentence) in wanted {
            let said = explained(text, language);
            assert!(said.contains(sentence), "{said}");
        }
    }
}

#[test]
fn prose_says_from_which_part_alone_an_exception_excuses() {
    let text = item(
        "pupils matches roll by code comparing grade\n  not in roll : except ill\n  differs in grade : except ill",
    );
    let said = explained(&text, "en");
    assert!(
        said.contains("Excused from “not in roll” alone: “Severe illness” ("),
        "{said}"
    );
    assert!(
        said.contains("Excused from “differs in grade” alone: "),
        "{said}"
    );
    let said = explained(&text, "zh");
    assert!(
        said.contains("仅就“不在名册中”不视为不符：“患重病”（"),
        "{said}"
    );
    assert!(said.contains("仅就“年级不同”不视为不符："), "{said}");
}

#[test]
fn prose_of_deliveries_names_an_exception_once_and_its_day() {
    let text = format!(
        "{HEAD}dataset schools school 学校
  code 学校代码 : id key
dataset reports report 月报
  from_school 报送学校 : reference to schools
  month 月份 : text
  sender from_school
  period month
dataset closed 停办
  from_school 报送学校 : reference to schools
  since 起 : date
  in force from since
exception closed_school 停办学校 \"School closed\" / 「学校停办」
  cites law 5
  closed by from_school
item i \"I\" / 「项」
  cites law 1
  except closed_school
  every school must submit reports each month from 2020-03 to 2020-05
"
    );
    let said = explained(&text, "en");
    assert_eq!(said.matches("School closed").count(), 1, "{said}");
    assert!(
        said.contains("(a row of closed in force on the last day in time (from since))"),
        "{said}"
    );
    let said = explained(&text, "zh");
    assert!(
        said.contains("停办中有记录：报送期限当日已生效（自起起）"),
        "{said}"
    );
}

fn run(rows: &str) -> Inspect {
    Inspect::item(
        DECLARATIONS,
        "except ill\nevery pupil must have grade at most 9",
    )
    .table("pupils", PUPILS)
    .table(
        "exemptions",
        &format!("code|reason|granted|expires|certificate\n{rows}"),
    )
}

#[test]
fn one_valid_row_with_its_proof_is_enough_whatever_else_is_recorded() {
    // Overlapping rows, an expired one beside a valid one, one with proof beside one without.
    for rows in [
        "a|illness|2020-01-01|2020-12-31|C1\na|illness|2020-06-01||C2",
        "a|illness|2019-01-01|2019-12-31|C1\na|illness|2020-01-01||C2",
        "a|illness|2020-01-01||\na|illness|2020-02-01||C2",
        "a|illness|2020-01-01||C1\na|other_reason|2020-01-01||C2",
        "a|illness|2020-01-01||C1\na||||",
    ] {
        let out = run(rows).run();
        // x meets the requirement; of the other six a alone is excused.
        assert_eq!(out.counts(), [7, 1, 5, 0, 0, 1], "{rows}");
    }
    // The proof of a row that has run out proves no other row.
    let out = run("a|illness|2019-01-01|2019-12-31|C1\na|illness|2020-01-01||").run();
    assert_eq!(out.counts(), [7, 1, 6, 0, 0, 0]);
    assert!(
        messages(&out)[0].contains("without proof"),
        "{:?}",
        messages(&out)
    );
}

#[test]
fn a_validity_that_cannot_be_read_cannot_be_told_and_says_why() {
    for (rows, reason) in [
        // No first day.
        ("a|illness|||C1", "blank"),
        ("a|illness|soon||C1", "unreadable"),
        // No last day: for ever. One that cannot be read: not known.
        ("a|illness|2020-01-01|later|C1", "unreadable"),
        // One row has run out, of the other it is not known.
        (
            "a|illness|2019-01-01|2019-12-31|C1\na|illness|||C2",
            "blank",
        ),
    ] {
        let out = run(rows).run();
        assert_eq!(out.counts(), [7, 1, 5, 1, 0, 0], "{rows}");
        assert_eq!(out.short()[0], "cannot_tell 1", "{rows}");
        assert_eq!(out.reasons(), [reason], "{rows}");
    }
    // What ends before it begins is never in force.
    let out = run("a|illness|2020-12-31|2020-01-01|C1").run();
    assert_eq!(out.counts(), [7, 1, 6, 0, 0, 0]);
    // Whatever was expired cannot become valid by a day that is blank.
    let out = run("a|illness||2019-12-31|C1").run();
    assert_eq!(out.counts(), [7, 1, 6, 0, 0, 0]);
    assert!(
        messages(&out)[0].contains("not valid on the day"),
        "{:?}",
        messages(&out)
    );
    // The same in Chinese.
    let zh = format!(
        "{ZH}检查项 i \"I\" / 「项」\n  依据 law 1\n  除外 患病\n  每名 学生 的 年级 应 不超过 9\n"
    );
    let out = Inspect::checklist(&zh)
        .table("pupils", PUPILS)
        .table(
            "exemptions",
            "学号|原因|批准日期|到期日期|证书\na|疾病|||C1",
        )
        .run();
    assert_eq!(out.counts(), [7, 1, 5, 1, 0, 0]);
    assert_eq!(
        out.findings()[0]["reasons"][0]["text"],
        "免学登记的批准日期为空"
    );
}

#[test]
fn an_exception_of_a_shared_file_excuses_rows_of_which_that_file_knows_nothing() {
    let shared = "dataset waivers\n  code : id\n  paper : text\n\nexception waived \"Waived\" / 「免」\n  waivers by code, proof paper\n";
    let text = format!(
        "{HEAD}use \"shared\"\ndataset visits visit\n  code : id key\n  grade : integer\nitem i \"I\" / 「项」\n  cites law 1\n  except waived\n  every visit must have grade at most 9\n"
    );
    let inspect = Inspect::checklist(&text)
        .table("visits", "code|grade\nA|10\nB|10")
        .table("waivers", "code|paper\nA|P1");
    fs::write(inspect.folder().join("shared.duban"), shared).unwrap();
    let out = inspect.run();
    assert_eq!(out.counts(), [2, 0, 1, 0, 0, 1]);
}
