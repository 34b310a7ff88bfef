//! Exceptions: proved, unproved, expired, undecided, and what is left out of a rate.

mod forms;
mod told;

use crate::support::{HEAD, Inspect};

const DECLARATIONS: &str = "dataset pupils pupil 学生
  code 学号 : id key
  grade 年级 : integer
  township 乡镇 : text
dataset roll 名册
  code 学号 : id key
  grade 年级 : integer
dataset exemptions 免学登记
  code 学号 : id
  reason 原因 : one of illness 疾病, other_reason 其他
  granted 批准日期 : date
  expires 到期日期 : date
  certificate 证书 : text
  in force from granted to expires
exception ill 患病 \"Severe illness\" / 「患重病」
  cites law 5
  exemptions where reason = illness and valid on as_of
  by code, proof certificate
";

const ZH: &str = "检查清单 t \"Test\" / 「测试」
文件 law \"Law\" / 「法」
数据集 pupils pupil 学生
  code 学号 : 编号 主键
  grade 年级 : 整数
  township 乡镇 : 文本
数据集 roll 名册
  code 学号 : 编号 主键
  grade 年级 : 整数
数据集 exemptions 免学登记
  code 学号 : 编号
  reason 原因 : 取值 illness 疾病、other_reason 其他
  granted 批准日期 : 日期
  expires 到期日期 : 日期
  certificate 证书 : 文本
  有效 自 批准日期 至 到期日期
例外 ill 患病 \"Severe illness\" / 「患重病」
  依据 law 5
  免学登记 其中 原因 = 疾病 且 在 评估日 有效
  按 学号，证明 证书
";

const EXEMPTIONS: &str = "code|reason|granted|expires|certificate
a|illness|2020-01-01||C1
b|illness|2019-01-01|2019-12-31|C2
c|illness|2020-01-01||
d|other_reason|2020-01-01||C4
e||2020-01-01||C5
x|illness|2020-01-01||C6";

const PUPILS: &str = "code|grade|township
a|12|T1
b|12|T1
c|12|T1
d|12|T2
e|12|T2
f|12|T2
x|3|T2";

fn tables(inspect: Inspect) -> Inspect {
    inspect
        .table("pupils", PUPILS)
        .table("exemptions", EXEMPTIONS)
}

fn messages(out: &crate::support::Outcome) -> Vec<&str> {
    (out.findings().iter())
        .map(|finding| finding["message"].as_str().unwrap())
        .collect()
}

#[test]
fn only_a_proved_and_valid_exception_excuses() {
    let out = tables(Inspect::item(
        DECLARATIONS,
        "except ill\nevery pupil must have grade at most 9",
    ))
    .run();
    // Met comes before excused: x has an exception and needs none.
    assert_eq!(out.counts(), [7, 1, 4, 1, 0, 1]);
    assert_eq!(
        out.short(),
        [
            "not_met 2",
            "not_met 3",
            "not_met 4",
            "cannot_tell 5",
            "not_met 6"
        ]
    );
    let messages = messages(&out);
    assert!(messages[0].contains("not valid on the day"), "{messages:?}");
    assert!(messages[1].contains("without proof"), "{messages:?}");
    assert!(!messages[2].contains("exception"), "{messages:?}");
    assert!(!messages[4].contains("exception"), "{messages:?}");
    assert_eq!(out.reasons(), ["blank"]);
    let excused = &out.json["items"][0]["more"]["excused"];
    assert_eq!(excused.as_array().unwrap().len(), 1);
    assert_eq!(excused[0]["subject"]["row"], 1);
    assert_eq!(excused[0]["by"], "Severe illness");
    let cells = excused[0]["cells"].as_array().unwrap();
    assert!(cells.iter().any(|cell| cell["value"] == "C1"), "{cells:?}");
}

#[test]
fn what_has_run_out_excuses_nobody_even_where_the_exception_does_not_say_so() {
    let item = "except ill\nevery pupil must have grade at most 9";
    let said = tables(Inspect::item(DECLARATIONS, item)).run();
    let unsaid = DECLARATIONS.replace(" and valid on as_of", "");
    assert_ne!(unsaid, DECLARATIONS);
    let unsaid = tables(Inspect::item(&unsaid, item)).run();
    assert_eq!(unsaid.counts(), said.counts());
    assert_eq!(unsaid.short(), said.short());
    assert_eq!(messages(&unsaid), messages(&said));
}

#[test]
fn both_vocabularies_excuse_alike() {
    let item = |text: &str| tables(Inspect::checklist(text)).run();
    let en = item(&format!(
        "{HEAD}{DECLARATIONS}item i \"I\" / 「项」\n  cites law 1\n  except ill\n  every pupil must have grade at most 9\n"
    ));
    for line in ["除外 患病", "除 患病 外"] {
        let zh = item(&format!(
            "{ZH}检查项 i \"I\" / 「项」\n  依据 law 1\n  {line}\n  每名 学生 的 年级 应 不超过 9\n"
        ));
        assert_eq!(en.counts(), zh.counts());
        assert_eq!(en.short(), zh.short());
    }
}

#[test]
fn keys_of_a_comparison_are_excused_by_their_key() {
    let out = tables(Inspect::item(
        DECLARATIONS,
        "except ill\npupils matches roll by code comparing grade",
    ))
    .table("roll", "code|grade\nd|12\ne|12\nf|11\nx|3")
    .run();
    assert_eq!(out.counts(), [7, 3, 3, 0, 0, 1]);
    assert_eq!(
        out.short(),
        [
            "not_met b not_in:roll",
            "not_met c not_in:roll",
            "not_met f differs:grade"
        ]
    );
    let excused = &out.json["items"][0]["more"]["excused"];
    assert_eq!(excused[0]["subject"]["key"]["code"], "a");
}

#[test]
fn a_rate_leaves_excused_rows_out_and_says_how_many() {
    let sentence = "except ill\nat least 90% of pupils per township must have grade at most 9";
    let out = tables(Inspect::item(DECLARATIONS, sentence)).run();
    // T1: b and c of two; T2: e may be left out or not, so x is one of three or four.
    assert_eq!(out.counts(), [2, 0, 2, 0, 0, 0]);
    let text = tables(Inspect::item(DECLARATIONS, sentence)).output("text");
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("left out for the exception “Severe illness”: 2–3 rows"),
        "{text}"
    );
}

#[test]
fn reports_for_people_list_who_is_excused() {
    for format in ["text", "html"] {
        let out = tables(Inspect::item(
            DECLARATIONS,
            "except ill\nevery pupil must have grade at most 9",
        ))
        .output(format);
        let text = String::from_utf8(out.stdout).unwrap();
        assert!(text.contains("Severe illness"), "{text}");
        assert!(text.contains("C1"), "{text}");
    }
}

#[test]
fn without_its_file_an_exception_leaves_every_failure_open() {
    let out = Inspect::item(
        DECLARATIONS,
        "except ill\nevery pupil must have grade at most 9",
    )
    .table("pupils", PUPILS)
    .run();
    assert_eq!(out.counts(), [7, 1, 0, 6, 0, 0]);
    assert_eq!(out.outcome(), "cannot_tell");
}

#[test]
fn an_aim_never_ends_1_and_is_at_most_a_note() {
    for sentence in [
        "severity critical\nevery pupil should have grade at most 9",
        "at least 90% of pupils should have grade at most 9",
        "pupils should match roll by code comparing grade",
    ] {
        let out = tables(Inspect::item(DECLARATIONS, sentence))
            .table("roll", "code|grade\nd|12\ne|12\nf|11\nx|3")
            .run();
        assert_eq!(out.outcome(), "not_met", "{sentence}");
        assert_eq!(out.code, 0, "{sentence}");
        assert_eq!(out.json["items"][0]["severity"], "note");
        assert_eq!(out.findings()[0]["severity"], "note");
        assert_eq!(out.json["items"][0]["more"]["aim"], true);
    }
    let zh =
        format!("{ZH}检查项 i \"I\" / 「项」\n  依据 law 1\n  每名 学生 的 年级 宜 不超过 9\n");
    let out = tables(Inspect::checklist(&zh)).run();
    assert_eq!(out.counts(), [7, 1, 6, 0, 0, 0]);
    assert_eq!(out.code, 0);
}
