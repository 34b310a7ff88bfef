//! Exceptions and owners of groups, combinations, deliveries, duties after an event, and parts of a comparison.

use super::{DECLARATIONS, messages, tables};
use crate::support::{HEAD, Inspect, Outcome, in_chinese};

const GROUPS: &str = "dataset pupils pupil 学生
  code 学号 : id key
  grade 年级 : integer
  township 乡镇 : text
dataset spared 免检乡镇
  township 乡镇 : text
  granted 批准日期 : date
  expires 到期日期 : date
  paper 批文 : text
  in force from granted to expires
exception spared_town 免检 \"Spared township\" / 「免检乡镇」
  cites law 5
  spared by township, proof paper
";

const SPARED: &str = "township|granted|expires|paper
T1|2020-01-01||P1
T2|2020-01-01|2020-06-30|P2
T3|2020-01-01||
T4|||P4
T6|2020-01-01||P6";

#[test]
fn groups_of_column_values_are_excused_by_their_values() {
    let out = Inspect::item(
        GROUPS,
        "except spared_town\nper township of pupils: count of pupils must be at most 1",
    )
    .table(
        "pupils",
        "code|grade|township
a|1|T1
b|1|T1
c|1|T2
d|1|T2
e|1|T3
f|1|T3
g|1|T4
h|1|T4
i|1|T5
j|1|T5
k|1|T6",
    )
    .table("spared", SPARED)
    .run();
    // T6 is met and needs no exception; T9, which no pupil has, would be no group.
    assert_eq!(
        out.short(),
        ["not_met T2", "not_met T3", "cannot_tell T4", "not_met T5"]
    );
    assert_eq!(out.counts(), [6, 1, 3, 1, 0, 1]);
    let messages = messages(&out);
    assert!(messages[0].contains("not valid on the day"), "{messages:?}");
    assert!(messages[1].contains("without proof"), "{messages:?}");
    let excused = &out.json["items"][0]["more"]["excused"];
    assert_eq!(excused[0]["subject"]["key"]["township"], "T1");
    assert_eq!(excused[0]["by"], "Spared township");
}

const COMBINED: &str = "dataset schools school 学校
  code 学校代码 : id key
  township 乡镇 : text
dataset plans plan 方案
  school 学校代码 : reference to schools
  term 学期 : one of spring 春, autumn 秋
dataset spared 免报登记
  school 学校代码 : reference to schools
  term 学期 : one of spring 春, autumn 秋
  granted 批准日期 : date
  expires 到期日期 : date
  paper 批文 : text
  in force from granted to expires
exception spared_plan 免报 \"Spared plan\" / 「免报方案」
  cites law 5
  spared by school, term, proof paper
exception spared_school 免报学校 \"Spared school\" / 「免报学校」
  cites law 5
  spared where term is blank by school, proof paper
";

fn combined(item: &str) -> Inspect {
    Inspect::item(
        COMBINED,
        &format!("{item}\nevery combination of schools, term must be in plans exactly once"),
    )
    .table("schools", "code|township\n1|T1\n2|T2\n3|")
    .table("plans", "school|term\n1|spring\n3|spring\n3|spring")
    .table(
        "spared",
        "school|term|granted|expires|paper
1|autumn|2020-01-01||P1
2|spring|2020-01-01||
2|autumn|2020-01-01|2020-02-01|P3
3||2020-01-01||P4",
    )
}

#[test]
fn combinations_are_excused_by_all_or_some_of_their_values() {
    let out = combined("except spared_plan").run();
    assert_eq!(
        out.short(),
        [
            "not_met 2|spring missing",
            "not_met 2|autumn missing",
            "not_met 3|spring repeated",
            "not_met 3|autumn missing",
        ]
    );
    // A row of the exception without its whole key is nobody's.
    assert_eq!(out.counts(), [6, 1, 4, 0, 0, 1]);
    let excused = &out.json["items"][0]["more"]["excused"];
    assert_eq!(
        excused[0]["subject"]["key"],
        serde_json::json!({"school": "1", "term": "autumn"})
    );
    let messages = messages(&out);
    assert!(messages[0].contains("without proof"), "{messages:?}");
    assert!(messages[1].contains("not valid on the day"), "{messages:?}");
    // By the school alone: both of its combinations.
    let out = combined("except spared_school").run();
    assert_eq!(out.counts(), [6, 1, 3, 0, 0, 2]);
}

#[test]
fn who_acts_on_a_combination_is_read_from_the_row_of_its_part() {
    let out = combined("owner school.township, or else \"Office\" / 「办公室」").run();
    let owners: Vec<&str> = (out.findings().iter())
        .map(|finding| finding["owner"][0].as_str().unwrap())
        .collect();
    assert_eq!(owners, ["T1", "T2", "T2", "Office", "Office"]);
    let last = messages(&out).pop().unwrap().to_owned();
    assert!(last.contains("who has to act is not known"), "{last}");
}

#[test]
fn who_acts_on_a_group_of_column_values_is_what_its_rows_agree_on() {
    let declarations = "dataset pupils pupil 学生
  code 学号 : id key
  school 学校 : text
  township 乡镇 : text
";
    let out = Inspect::item(
        declarations,
        "owner township, or else \"Office\" / 「办公室」\nper school of pupils: count of pupils must be at most 1",
    )
    .table("pupils", "code|school|township\na|1|T1\nb|1|T1\nc|2|T1\nd|2|T2\ne|3|\nf|3|T3")
    .run();
    let owners: Vec<&str> = (out.findings().iter())
        .map(|finding| finding["owner"][0].as_str().unwrap())
        .collect();
    assert_eq!(owners, ["T1", "Office", "Office"]);
}

const DELIVERIES: &str = "dataset schools school 学校
  code 学校代码 : id key
  township 乡镇 : text
dataset reports report 月报
  from_school 报送学校 : reference to schools
  office 接收单位 : text
  month 月份 : text
  sent 报送日期 : date
  sender from_school
  recipient office
  period month
  submitted on sent
dataset closed 停办
  from_school 报送学校 : reference to schools
  since 起 : date
  until 止 : date
  paper 批文 : text
  in force from since to until
dataset spared 免报登记
  from_school 报送学校 : reference to schools
  office 接收单位 : text
  month 月份 : text
  paper 批文 : text
  recipient office
  period month
exception closed_school 停办学校 \"School closed\" / 「学校停办」
  cites law 5
  closed by from_school, proof paper
exception spared_report 免报 \"Report spared\" / 「免报」
  cites law 5
  spared by from_school, proof paper
";

const MONTHLY: &str = "every school must submit reports to \"bureau\", \"town\" each month from 2020-03 to 2020-04 no later than day 18";

fn deliveries(lines: &str) -> Inspect {
    Inspect::item(DELIVERIES, &format!("{lines}\n{MONTHLY}"))
        .table("schools", "code|township\n1|T1\n2|")
        .table(
            "reports",
            "from_school|office|month|sent\n1|bureau|2020-03|2020-03-01\n1|town|2020-03|2020-03-19",
        )
        .table(
            "closed",
            "from_school|since|until|paper\n1|2020-04-01|2020-04-30|P1\n2|2020-01-01|2020-03-17|P2",
        )
        .table(
            "spared",
            "from_school|office|month|paper\n1|town|2020-03|P1\n2|bureau|2020-04|\n2|town||P3",
        )
}

#[test]
fn deliveries_are_excused_while_the_exception_was_in_force_when_they_were_due() {
    let out = deliveries("except closed_school").run();
    // What ran out the day before it was due excuses nothing.
    assert_eq!(
        out.short(),
        [
            "not_met 1|town|2020-03 late",
            "not_met 2|bureau|2020-03 missing",
            "not_met 2|town|2020-03 missing",
            "not_met 2|bureau|2020-04 missing",
            "not_met 2|town|2020-04 missing",
        ]
    );
    assert_eq!(out.counts(), [8, 1, 5, 0, 0, 2]);
    let messages = messages(&out);
    assert!(
        messages[1].contains("“School closed” is recorded, but not valid on the day"),
        "{messages:?}"
    );
    let excused = out.json["items"][0]["more"]["excused"].as_array().unwrap();
    assert_eq!(excused.len(), 2);
    assert_eq!(excused[0]["by"], "School closed");
    let key = excused[0]["subject"]["key"].as_object().unwrap();
    let key: Vec<&str> = key.values().map(|value| value.as_str().unwrap()).collect();
    assert_eq!(key, ["1", "bureau", "2020-04"]);
}

#[test]
fn an_exception_that_names_period_and_recipient_excuses_that_delivery_alone() {
    let out = deliveries("except spared_report").run();
    assert_eq!(
        out.short(),
        [
            "not_met 2|bureau|2020-03 missing",
            "cannot_tell 2|town|2020-03 missing",
            "not_met 1|bureau|2020-04 missing",
            "not_met 1|town|2020-04 missing",
            "not_met 2|bureau|2020-04 missing",
            "cannot_tell 2|town|2020-04 missing",
        ]
    );
    assert_eq!(out.counts(), [8, 1, 4, 2, 0, 1]);
    assert!(
        messages(&out)[4].contains("“Report spared” is recorded, but without proof"),
        "{:?}",
        messages(&out)
    );
}

#[test]
fn who_acts_on_a_delivery_is_read_from_its_sender() {
    let out = deliveries("owner township, or else \"Office\" / 「办公室」").run();
    let owners: Vec<&str> = (out.findings().iter())
        .map(|finding| finding["owner"][0].as_str().unwrap())
        .collect();
    assert_eq!(
        owners,
        ["T1", "Office", "Office", "T1", "T1", "Office", "Office"]
    );
}

#[test]
fn a_duty_after_an_event_is_excused_for_the_recipient_that_the_exception_names() {
    let declarations = "dataset absences absence 缺课
  absence_id 缺课编号 : id key
  township 乡镇 : text
  absent_on 缺课日 : date
dataset alerts alert 报告
  absence_id 缺课编号 : id
  office 接收单位 : text
  told_on 报告日 : date
  recipient office
  submitted on told_on
dataset known 已知
  absence_id 缺课编号 : id
  office 接收单位 : text
  note_no 文号 : text
  recipient office
exception known_to 已知情 \"Known\" / 「已知情」
  cites law 5
  known by absence_id, proof note_no
";
    let item = "owner township, or else \"Office\" / 「办公室」
except known_to
every absence must be reported in alerts to \"town\", \"bureau\" within 3 days after absent_on by absence_id";
    let out = Inspect::item(declarations, item)
        .table(
            "absences",
            "absence_id|township|absent_on\n1|T1|2020-09-01\n2|T2|2020-09-01\n3|T3|2020-09-01\n4||2020-09-01",
        )
        .table("alerts", "absence_id|office|told_on\n1|town|2020-09-02\n4|town|2020-09-02")
        .table(
            "known",
            "absence_id|office|note_no\n1|bureau|N1\n2|bureau|N2\n3|town|N3\n3|bureau|",
        )
        .run();
    let owner = |finding: &serde_json::Value| finding["owner"][0].as_str().unwrap().to_owned();
    let owners: Vec<String> = out.findings().iter().map(owner).collect();
    // 1 told the town, and the bureau knew; of 2 and 3 one part stays open each; of 4 nobody knew.
    assert_eq!(out.counts(), [4, 0, 3, 0, 0, 1]);
    assert_eq!(owners, ["T2", "T3", "Office"]);
    let messages = messages(&out);
    assert!(messages[1].contains("without proof"), "{messages:?}");
    assert!(!messages[0].contains("Known"), "{messages:?}");
    let excused = &out.json["items"][0]["more"]["excused"];
    assert_eq!(excused.as_array().unwrap().len(), 1);
    assert_eq!(excused[0]["by"], "Known");
}

/// What puts the tables of a form into an inspection.
type Tables<'a> = &'a dyn Fn(Inspect) -> Inspect;

/// A checklist in English as `fmt` translates it gives the same verdicts, reasons and excused subjects.
#[test]
fn exceptions_of_every_form_are_the_same_in_both_vocabularies() {
    let forms: [(&str, &str, Tables<'_>); 3] = [
        (
            GROUPS,
            "except spared_town\n  owner township, or else \"Office\" / 「办公室」\n  per township of pupils: count of pupils must be at most 1",
            &|inspect| {
                inspect
                    .table(
                        "pupils",
                        "code|grade|township\na|1|T1\nb|1|T1\nc|1|T2\nd|1|T2\ng|1|T4\nh|1|T4",
                    )
                    .table("spared", SPARED)
            },
        ),
        (
            COMBINED,
            "except spared_plan\n  owner school.township, or else \"Office\" / 「办公室」\n  every combination of schools, term must be in plans exactly once",
            &|inspect| {
                inspect
                    .table("schools", "code|township\n1|T1\n2|T2\n3|")
                    .table("plans", "school|term\n1|spring")
                    .table("spared", "school|term|granted|expires|paper\n1|autumn|2020-01-01||P1\n2|spring|2020-01-01||")
            },
        ),
        (
            DELIVERIES,
            &format!(
                "except closed_school, spared_report\n  owner township, or else \"Office\" / 「办公室」\n  {MONTHLY}"
            ),
            &|inspect| {
                inspect
                    .table("schools", "code|township\n1|T1\n2|")
                    .table(
                        "reports",
                        "from_school|office|month|sent\n1|town|2020-03|2020-03-19",
                    )
                    .table(
                        "closed",
                        "from_school|since|until|paper\n1|2020-04-01|2020-04-30|P1",
                    )
                    .table(
                        "spared",
                        "from_school|office|month|paper\n1|bureau|2020-03|P1",
                    )
            },
        ),
    ];
    for (declarations, item, tables) in forms {
        let en = format!("{HEAD}{declarations}item i \"I\" / 「项」\n  cites law 1\n  {item}\n");
        let zh = in_chinese(&en);
        assert!(zh.contains("除外") && !zh.contains("except"), "{zh}");
        let en = tables(Inspect::checklist(&en)).run();
        let zh = tables(Inspect::checklist(&zh)).run();
        assert_eq!(en.counts(), zh.counts());
        assert_eq!(en.short(), zh.short());
        let of = |out: &Outcome| {
            let excused = out.json["items"][0]["more"]["excused"]
                .as_array()
                .unwrap()
                .clone();
            excused
                .into_iter()
                .map(|one| one["subject"]["key"].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&en), of(&zh));
        assert!(!of(&en).is_empty());
    }
}

#[test]
fn a_part_of_a_comparison_may_have_an_exception_of_its_own() {
    let run = |lines: &str| {
        tables(Inspect::item(
            DECLARATIONS,
            &format!("pupils matches roll by code comparing grade\n{lines}"),
        ))
        .table("roll", "code|grade\na|11\nd|12\ne|12\nf|11\nx|4")
        .run()
    };
    let out =
        run("not in roll : severity critical, except ill\ndiffers in grade : owner \"Office\"");
    // a differs and x too: their exception is none from that.
    assert_eq!(
        out.short(),
        [
            "not_met a differs:grade",
            "not_met b not_in:roll",
            "not_met c not_in:roll",
            "not_met f differs:grade",
            "not_met x differs:grade"
        ]
    );
    let messages = messages(&out);
    assert!(!messages[0].contains("Severe illness"), "{messages:?}");
    assert!(
        messages[1].contains("“Severe illness” is recorded"),
        "{messages:?}"
    );
    let out = run("differs in grade : except ill");
    assert_eq!(
        out.short(),
        [
            "not_met b not_in:roll",
            "not_met c not_in:roll",
            "not_met f differs:grade"
        ]
    );
    assert_eq!(out.counts(), [7, 2, 3, 0, 0, 2]);
    let text = format!(
        "{HEAD}{DECLARATIONS}item i \"I\" / 「项」\n  cites law 1\n  pupils matches roll by code comparing grade\n  differs in grade : severity minor, except ill\n"
    );
    let zh = in_chinese(&text);
    assert!(zh.contains("除外"), "{zh}");
    for text in [&zh, &zh.replace("除外 ill", "除 ill 外")] {
        let out = tables(Inspect::checklist(text))
            .table("roll", "code|grade\na|11\nd|12\ne|12\nf|11\nx|4")
            .run();
        assert_eq!(out.counts(), [7, 2, 3, 0, 0, 2]);
    }
}
