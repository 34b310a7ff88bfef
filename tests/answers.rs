//! What people answer: questions, evidence, validity, samples; and documents that need rows of each kind.

use super::support::{HEAD, Inspect, Outcome};
use std::fs;

const HOMES: &str = "dataset homes home 家庭
  id 编号 : id key
  county 旗县 : text
  taught 送教 : yes or no
";

const ROWS: &str = "id | county | taught
    1 | A | yes
    2 | A | no
    3 | B |
    4 | B | yes";

const ASK: &str = "ask \"Did it take place?\" / 「是否进行？」 of homes where taught is yes";

pub(crate) fn asked(lines: &str, answers: &str) -> Outcome {
    let ask = format!("{ASK}\n{lines}");
    let inspect = Inspect::item(HOMES, &ask).table("homes", ROWS);
    fs::write(inspect.folder().join("a.jpg"), "x").unwrap();
    inspect.answers(answers).run()
}

fn awaiting(outcome: &Outcome) -> u64 {
    outcome.json["items"][0]["counts"]["awaiting"]
        .as_u64()
        .unwrap()
}

#[test]
fn an_answer_decides_and_who_is_not_answered_for_is_awaited() {
    let outcome = asked(
        "",
        "item | subject | verdict | who | when
        i | 1 | no | Li Ming | 2020-05-01",
    );
    assert_eq!(outcome.outcome(), "not_met");
    assert_eq!(outcome.json["items"][0]["kind"], "person");
    assert_eq!(outcome.counts(), [4, 0, 1, 1, 1, 0]);
    assert_eq!(awaiting(&outcome), 1);
    assert_eq!(
        outcome.short(),
        [
            "not_met 1 person",
            "cannot_tell 3 person",
            "awaiting 4 person"
        ]
    );
    assert_eq!(outcome.reasons(), ["blank", "unanswered"]);
    let findings = outcome.findings();
    let who = findings[0]["cells"].as_array().unwrap();
    let who = who.iter().find(|cell| cell["column"] == "who").unwrap();
    assert_eq!(
        (who["dataset"].as_str(), who["value"].as_str()),
        (Some("answers"), Some("L******"))
    );
    assert_eq!(findings[2]["searched"][0]["file"], "answers.csv");
    assert_eq!(
        findings[0]["message"],
        "“Did it take place?” answered “no” by L****** on 2020-05-01"
    );
}

#[test]
fn a_condition_that_is_undecided_does_not_matter_where_the_answer_is_good() {
    let outcome = asked(
        "",
        "item | subject | verdict | who | when
        i | 1 | yes | Li | 2020-05-01
        i | 3 | YES | Li | 2020-05-01
        i | 4 | 是 | Li | 2020年5月1日",
    );
    assert_eq!((outcome.outcome(), outcome.code), ("met", 0));
    assert_eq!(outcome.counts(), [4, 3, 0, 0, 1, 0]);
}

#[test]
fn only_what_is_signed_valid_and_proved_counts() {
    let lines = "answers yes 是 means met, no 否 means not met, \"could not visit\" / 「未能走访」 means cannot tell
  evidence photo 照片, certificate 证明
  valid for 365 days";
    let head = "item | subject | verdict | who | when | evidence | kind | valid until";
    let one = |row: &str| asked(lines, &format!("{head}\n{row}"));
    for (row, code, problem) in [
        (
            "i | 1 | | Li | 2020-05-01 | a.jpg | photo;certificate |",
            "unanswered",
            None,
        ),
        (
            "i | 1 | maybe | Li | 2020-05-01 | a.jpg | photo;certificate |",
            "unreadable",
            Some("answer-word"),
        ),
        (
            "i | 1 | yes | | 2020-05-01 | a.jpg | photo;certificate |",
            "unanswered",
            Some("answer-unsigned"),
        ),
        (
            "i | 1 | yes | Li | May | a.jpg | photo;certificate |",
            "unanswered",
            Some("answer-unsigned"),
        ),
        (
            "i | 1 | yes | Li | 2019-09-30 | a.jpg | photo;certificate |",
            "answer_expired",
            None,
        ),
        (
            "i | 1 | yes | Li | 2020-05-01 | a.jpg | photo;certificate | 2020-09-29",
            "answer_expired",
            None,
        ),
        (
            "i | 1 | yes | Li | 2020-05-01 | b.jpg | photo;certificate |",
            "unanswered",
            Some("evidence-missing"),
        ),
        (
            "i | 1 | yes | Li | 2020-05-01 | a.jpg | photo |",
            "unanswered",
            None,
        ),
        ("i | 1 | yes | Li | 2020-05-01 | | |", "unanswered", None),
        (
            "i | 1 | yes | Li | 2020-05-01 | a.jpg | photo;certificate |
            i | 1 | no | Wu | 2020-05-02 | a.jpg | photo;certificate |",
            "ambiguous",
            Some("answer-conflict"),
        ),
    ] {
        let outcome = one(row);
        assert_eq!(outcome.outcome(), "cannot_tell", "{row}");
        assert_eq!(outcome.short()[0], "awaiting 1 person", "{row}");
        assert_eq!(outcome.reasons()[0], code, "{row}");
        // The reason is at a cell of the answer.
        let finding = &outcome.findings()[0];
        let cell = finding["reasons"][0]["cell"].as_u64().unwrap();
        assert_eq!(
            finding["cells"][usize::try_from(cell).unwrap()]["dataset"],
            "answers",
            "{row}"
        );
        let found = outcome.json["datasets"].as_array().unwrap();
        let answers = found.iter().find(|d| d["name"] == "answers").unwrap();
        assert_eq!(answers["problems"][0]["kind"].as_str(), problem, "{row}");
    }
    // On the last day it is still valid; kinds may come with several answers of one mind.
    for row in [
        "i | 1 | yes | Li | 2019-10-01 | a.jpg | photo、证明 |",
        "i | 1 | yes | Li | 2020-05-01 | a.jpg | 照片 | 2020-09-30
        i | 1 | yes | Wu | 2020-05-01 | a.jpg | certificate |",
    ] {
        let outcome = one(row);
        assert_eq!(
            outcome.short(),
            ["cannot_tell 3 person", "awaiting 4 person"],
            "{row}"
        );
    }
    let outcome = one("i | 1 | could not visit | Li | 2020-05-01 | | |");
    assert_eq!(outcome.short()[0], "cannot_tell 1 person");
    assert_eq!(outcome.reasons()[0], "not_found_out");
}

#[test]
fn an_answer_about_nobody_who_is_asked_is_a_problem_of_its_file() {
    let outcome = asked(
        "",
        "item | subject | verdict | who | when
        i | 1 | yes | Li | 2020-05-01
        i | 3 | yes | Li | 2020-05-01
        i | 4 | yes | Li | 2020-05-01
        i | 2 | no | Li | 2020-05-01
        i | 9 | no | Li | 2020-05-01",
    );
    assert_eq!((outcome.outcome(), outcome.code), ("met", 3));
    let problem = &outcome.json["datasets"][1]["problems"][0];
    assert_eq!(problem["kind"], "answer-subject");
    assert_eq!(
        (problem["count"].as_u64(), &problem["places"][1]["line"]),
        (Some(2), &6.into())
    );
}

#[test]
fn without_a_file_of_answers_all_are_awaited() {
    let ask = "ask \"Did it take place?\" / 「是否进行？」 of homes";
    let outcome = Inspect::item(HOMES, ask).table("homes", ROWS).run();
    assert_eq!((outcome.outcome(), outcome.code), ("awaiting", 3));
    assert_eq!(outcome.findings()[0]["searched"][0]["file"], "audit.yaml");
    let outcome = Inspect::item(HOMES, ask)
        .table("homes", ROWS)
        .audit("answers: none.csv")
        .run();
    assert_eq!((outcome.outcome(), outcome.code), ("awaiting", 3));
    assert_eq!(
        outcome.json["datasets"][1]["problems"][0]["kind"],
        "file-missing"
    );
}

#[test]
fn a_question_about_everything_has_one_subject() {
    let ask = "ask \"Is the hall fit?\" / 「是否适用？」";
    let outcome = Inspect::item(HOMES, ask)
        .answers(
            "item | verdict | who | when
            i | no | Li | 2020-05-01",
        )
        .run();
    assert_eq!(outcome.counts(), [1, 0, 1, 0, 0, 0]);
    assert_eq!(outcome.findings()[0]["subject"]["kind"], "whole");
}

#[test]
fn in_a_hybrid_what_fails_by_the_data_does_not_wait_for_a_person() {
    let sentence = "every home must be taught is yes\nask \"Is it so?\" / 「是否如此？」";
    let outcome = Inspect::item(HOMES, sentence)
        .table("homes", ROWS)
        .answers(
            "item | subject | verdict | who | when
            i | 1 | no | Li | 2020-05-01
            i | 3 | yes | Li | 2020-05-01",
        )
        .run();
    assert_eq!(outcome.json["items"][0]["kind"], "hybrid");
    assert_eq!(
        outcome.short(),
        [
            "not_met 1 person",
            "not_met 2 machine",
            "cannot_tell 3 machine",
            "awaiting 4 person"
        ]
    );
    assert_eq!(outcome.counts(), [4, 0, 2, 1, 0, 0]);
    assert_eq!(awaiting(&outcome), 1);
}

#[test]
fn groups_and_compound_keys_are_answered_by_their_parts() {
    let sentence =
        "per county of homes: count of homes must be at most 2\nask \"Is it so?\" / 「是否如此？」";
    let outcome = Inspect::item(HOMES, sentence)
        .table("homes", ROWS)
        .answers(
            "检查项 | 对象 | 答复 | 答复人 | 日期
            i | A | 否 | Li | 2020-05-01
            i | 旗县 B | 是 | Li | 2020-05-01",
        )
        .run();
    assert_eq!(outcome.short(), ["not_met A person"]);
    let rooms = "dataset rooms room 房间
  school 学校 : text
  number 房号 : id
  key school, number
";
    let outcome = Inspect::item(rooms, "ask \"Is it fit?\" / 「是否适用？」 of rooms")
        .table("rooms", "school | number\n S1 | 1\n S1 | 2\n S2 |")
        .answers(
            "item | subject | verdict | who | when
            i | S1; 1 | yes | Li | 2020-05-01
            i | school S1; number 2 | no | Li | 2020-05-01",
        )
        .run();
    assert_eq!(
        outcome.short(),
        ["not_met 2 person", "cannot_tell 3 person"]
    );
    assert_eq!(outcome.reasons(), ["no_key"]);
}

#[test]
fn answers_in_yaml_say_the_same() {
    let inspect = Inspect::item(HOMES, ASK).table("homes", ROWS);
    let text = "- {item: i, subject: 1, verdict: \"no\", who: Li, when: 2020-05-01}\n\
                - {item: i, subject: 3, verdict: yes, who: Li, when: 2020-05-01}\n";
    fs::write(inspect.folder().join("answers.yaml"), text).unwrap();
    let outcome = inspect.audit("answers: [answers.yaml]").run();
    assert_eq!(outcome.short(), ["not_met 1 person", "awaiting 4 person"]);
    let cells = outcome.findings()[0]["cells"].as_array().unwrap();
    let answer = cells
        .iter()
        .find(|cell| cell["column"] == "verdict")
        .unwrap();
    assert_eq!(
        (answer["line"].as_u64(), answer["value"].as_str()),
        (Some(1), Some("no"))
    );
}

#[test]
fn an_answer_to_an_item_that_does_not_exist_stops_the_run() {
    let inspect = Inspect::item(HOMES, ASK).table("homes", ROWS).answers(
        "item | subject | verdict | who | when
        j | 1 | yes | Li | 2020-05-01",
    );
    let output = inspect.output("json");
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text.contains("answers.csv, line 2: the checklists have no item `j`"),
        "{text}"
    );
}

const SAMPLE: &str = "sample 1 of homes where taught is yes per county seed \"2020-2\"
ask \"Is it so?\" / 「是否如此？」";

const FRAME: &str = "id | county | taught
    1 | A | yes
    2 | A | yes
    3 | B | yes
    4 | B |
    5 | A | no
    6 | A | yes
    7 |  | yes";

#[test]
fn a_sample_is_the_same_whatever_the_order_of_the_rows() {
    let backwards: Vec<&str> = FRAME.lines().collect();
    let (head, rows) = backwards.split_first().unwrap();
    let reversed: Vec<&str> = std::iter::once(*head)
        .chain(rows.iter().rev().copied())
        .collect();
    let run = |rows: &str| Inspect::item(HOMES, SAMPLE).table("homes", rows).run();
    let (one, other) = (run(FRAME), run(&reversed.join("\n")));
    let keys = |outcome: &Outcome| {
        let mut keys: Vec<String> = (outcome.findings().iter())
            .map(|f| f["subject"]["key"]["id"].as_str().unwrap().to_owned())
            .collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&one), keys(&other));
    // One of A, one of B, and one whose county is not known.
    assert_eq!(one.counts(), [3, 0, 0, 0, 0, 0]);
    let scope = &one.json["items"][0]["scope"];
    assert_eq!(scope, &other.json["items"][0]["scope"]);
    assert_eq!(
        (scope["drawn"].as_u64(), scope["seed"].as_str()),
        (Some(3), Some("2020-2"))
    );
    assert!(scope["frame"].as_str().unwrap().starts_with("blake3:"));
    assert_eq!(one.json["items"][0]["kind"], "sample");
}

#[test]
fn who_cannot_be_asked_is_replaced_with_a_reason() {
    let first = Inspect::item(HOMES, SAMPLE).table("homes", FRAME).run();
    let drawn: Vec<&str> = (first.findings().iter())
        .map(|f| f["subject"]["key"]["id"].as_str().unwrap())
        .collect();
    let gone = *drawn
        .iter()
        .find(|id| ["1", "2", "6"].contains(*id))
        .unwrap();
    let other = *["1", "2", "6"].iter().find(|id| **id != gone).unwrap();
    let run = |reason: &str, by: &str| {
        Inspect::item(HOMES, SAMPLE)
            .table("homes", FRAME)
            .answers(&format!(
                "item | subject | verdict | who | when | replaced by | reason
                i | {gone} | | Li | 2020-05-01 | {by} | {reason}
                i | {other} | no | Li | 2020-05-01 | |"
            ))
            .run()
    };
    let outcome = run("moved away", other);
    assert_eq!(outcome.counts()[..3], [3, 0, 1]);
    assert_eq!(
        outcome.json["datasets"][1]["problems"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    // Without a reason, or by somebody of another stratum, the one who was drawn stays.
    for (reason, by) in [("", other), ("moved away", "3"), ("moved away", "5")] {
        let outcome = run(reason, by);
        assert_eq!(
            (awaiting(&outcome), outcome.counts()[2]),
            (3, 0),
            "{reason} {by}"
        );
        assert_eq!(
            outcome.json["datasets"][1]["problems"][0]["kind"],
            "answer-subject"
        );
    }
}

#[test]
fn a_size_that_nobody_has_set_cannot_be_drawn() {
    let declarations = format!("setting size 数量 : number\n{HOMES}");
    let sentence = "sample size of homes seed \"x\"\nask \"Is it so?\" / 「是否如此？」";
    let outcome = Inspect::item(&declarations, sentence)
        .table("homes", ROWS)
        .run();
    assert_eq!(
        (outcome.outcome(), outcome.findings().len()),
        ("cannot_tell", 1)
    );
    assert_eq!(outcome.reasons(), ["setting_unset"]);
    let outcome = Inspect::item(&declarations, sentence)
        .table("homes", ROWS)
        .audit("settings: {size: 2}")
        .run();
    assert_eq!(awaiting(&outcome), 2);
}

#[test]
fn both_vocabularies_say_the_same() {
    let chinese = "检查清单 t 「测试」 / \"Test\"
文件 law 「法」 / \"Law\"
数据集 homes 家庭
  id 编号 : 编号 主键
  county 旗县 : 文本
  taught 送教 : 是否
检查项 i 「项」 / \"Item\"
  依据 law 1
  抽查 家庭 其中 送教 为 是 各 旗县 1 名 种子 「2020-2」
  询问 「是否如此？」 / \"Is it so?\"
  答复 是 yes 表示 符合，否 no 表示 不符
  佐证 照片 photo、证明
  有效期 365 天
";
    let english = format!(
        "{HEAD}{HOMES}
item i \"Item\" / 「项」
  cites law 1
  sample 1 of homes where taught is yes per county seed \"2020-2\"
  ask \"Is it so?\" / 「是否如此？」
  answers yes 是 means met, no 否 means not met
  evidence photo 照片, 证明
  valid for 365 days
"
    );
    let run = |text: &str| {
        let inspect = Inspect::checklist(text)
            .table("homes", FRAME)
            .argument("--lang")
            .argument("en");
        fs::write(inspect.folder().join("a.jpg"), "x").unwrap();
        let outcome = inspect
            .answers(
                "item | subject | verdict | who | when | evidence | kind
                i | 3 | 否 | Li | 2020-05-01 | a.jpg | photo、证明
                i | 7 | yes | Li | 2020-05-01 | a.jpg | photo",
            )
            .run();
        let messages: Vec<String> = (outcome.findings().iter())
            .map(|f| f["message"].as_str().unwrap().to_owned())
            .collect();
        (
            outcome.short(),
            messages,
            outcome.json["items"][0]["scope"].clone(),
        )
    };
    let (one, other) = (run(chinese), run(&english));
    assert_eq!((&one.0, &one.2), (&other.0, &other.2));
    assert_eq!(one.0.len(), 3);
    assert_eq!(one.1[0], other.1[0]);
}

const PLANS: &str = "dataset plans plan 方案
  doc 文号 : id key
dataset parts part_of 章
  doc 文号 : id
  heading 标题 : text
  key doc, heading
  kind heading
";

#[test]
fn a_document_has_a_row_of_each_kind() {
    let outcome = Inspect::item(
        PLANS,
        "every plan must have each of \"目标\", \"范围\", \"时限\" in parts by doc",
    )
    .table("plans", "doc\n 1\n 2\n 3")
    .table(
        "parts",
        "doc | heading
        1 | 目标
        1 | 范围
        1 | 时限
        2 | 范围
        3 | 目标
        3 |
        3 | 时限",
    )
    .run();
    assert_eq!(outcome.counts(), [3, 1, 1, 1, 0, 0]);
    assert_eq!(outcome.short(), ["not_met 2", "cannot_tell 3"]);
    let message = outcome.findings()[0]["message"].as_str().unwrap();
    assert!(
        message.contains("目标") && message.contains("时限"),
        "{message}"
    );
    assert!(!message.contains("范围"), "{message}");
}

#[test]
fn every_report_says_who_answered_and_what_is_awaited() {
    let lines = "item | subject | verdict | who | when
        i | 1 | no | 王小明 | 2020-05-01";
    for format in ["text", "html", "jsonl", "markdown", "csv"] {
        let inspect = Inspect::item(HOMES, ASK)
            .table("homes", ROWS)
            .answers(lines);
        let output = inspect.output(format);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            text.replace('\\', "").contains("王**") && !text.contains("王小明"),
            "{format}: {text}"
        );
        assert!(text.contains("await"), "{format}: {text}");
        if format != "csv" && format != "jsonl" {
            assert!(text.contains("answered by a person"), "{format}: {text}");
        }
    }
}

#[test]
fn a_question_beside_deadlines_hides_none_of_them() {
    let lines = "every home\ndue 2020-03-01: must have taught is yes\ndue 2020-04-01: must have county is \"A\"\nask \"Safe?\" / 「安全？」";
    let outcome = Inspect::item(HOMES, lines)
        .table("homes", ROWS)
        .answers(
            "item | subject | verdict | who | when
            i | 1 | yes | Li Ming | 2020-05-01
            i | 4 | yes | Li Ming | 2020-05-01",
        )
        .run();
    assert_eq!(
        outcome.short(),
        [
            "not_met 2 due:2020-03-01",
            "cannot_tell 3 due:2020-03-01",
            "not_met 3 due:2020-04-01",
            "not_met 4 due:2020-04-01"
        ]
    );
    assert_eq!(outcome.counts(), [4, 1, 3, 0, 0, 0]);
    assert_eq!(awaiting(&outcome), 0);
}

#[test]
fn a_question_is_asked_while_its_deadlines_are_still_to_come() {
    let lines = "every home\ndue 2021-03-01: must have taught is yes\nask \"Safe?\" / 「安全？」";
    let outcome = Inspect::item(HOMES, lines)
        .table("homes", ROWS)
        .answers(
            "item | subject | verdict | who | when
            i | 1 | yes | Li Ming | 2020-05-01
            i | 4 | no | Li Ming | 2020-05-01",
        )
        .run();
    assert_eq!(outcome.counts(), [4, 1, 1, 0, 0, 0]);
    assert_eq!(awaiting(&outcome), 2);
    // Without a question nothing is due.
    let lines = "every home\ndue 2021-03-01: must have taught is yes";
    let outcome = Inspect::item(HOMES, lines).table("homes", ROWS).run();
    assert_eq!(outcome.counts(), [4, 0, 0, 0, 4, 0]);
}

#[test]
fn an_answer_of_a_later_day_does_not_count_yet() {
    let rows = "item | subject | verdict | who | when
        i | 1 | yes | Li | 2020-10-01
        i | 4 | no | Li | 2020-05-01
        i | 4 | yes | Li | 2020-10-01";
    let outcome = asked("", rows);
    // Who has answered before is held to that answer.
    assert_eq!(outcome.short()[..1], ["awaiting 1 person"]);
    assert!(outcome.short().contains(&"not_met 4 person".to_owned()));
    assert_eq!(awaiting(&outcome), 1);
    let reason = &outcome.findings()[0]["reasons"][0];
    assert_eq!(reason["code"], "unanswered");
    assert_eq!(
        reason["text"],
        "the answer is of 2020-10-01, after the inspection of 2020-09-30"
    );
    let on_the_day = "item | subject | verdict | who | when
        i | 1 | yes | Li | 2020-09-30";
    assert_eq!(asked("", on_the_day).counts()[1], 1);
}
