//! What sentences mean: a checklist, a small table, what comes out.

use crate::support::Inspect;

const PUPILS: &str = "dataset pupils pupil 学生
  no : id key
  name : person name
  birth : date
  grade : integer
  fee : money
  status : one of 在读, 休学, 辍学
  boarder : yes or no
  school : reference to schools
dataset schools school 学校
  code : id key
  title : text
  open : yes or no
dataset visits visit 家访
  pupil : reference to pupils
  day : date
  amount : money
  visitor : text
";

fn pupils(sentence: &str, rows: &str) -> Inspect {
    let header = "no|name|birth|grade|fee|status|boarder|school";
    Inspect::item(PUPILS, sentence).table("pupils", &format!("{header}\n{}", rows.trim()))
}

#[test]
fn a_blank_value_is_neither_over_nor_under_a_limit() {
    let out = pupils(
        "every pupil must have grade at most 9",
        "a|||9||||\nb|||10||||\nc|||||||",
    )
    .run();
    assert_eq!(out.counts(), [3, 1, 1, 1, 0, 0]);
    assert_eq!(out.short(), ["not_met 2", "cannot_tell 3"]);
    assert_eq!(out.reasons(), ["blank"]);
    assert_eq!(out.outcome(), "not_met");
    assert_eq!(out.code, 1);
}

#[test]
fn an_item_with_only_undecided_subjects_cannot_tell_and_ends_3() {
    let out = pupils("every pupil must have grade at most 9", "a|||x||||").run();
    assert_eq!(out.outcome(), "cannot_tell");
    assert_eq!(out.reasons(), ["unreadable"]);
    assert_eq!(out.code, 3);
    assert_eq!(out.json["datasets"][0]["problems"][0]["kind"], "unreadable");
}

#[test]
fn an_undecided_condition_with_a_true_requirement_is_met() {
    let out = pupils(
        "every pupil where status = 在读 must have grade given",
        "a|||1||在读||\nb|||1||||\nc|||||||\nd|||||休学||",
    )
    .run();
    assert_eq!(out.counts(), [4, 2, 0, 1, 1, 0]);
    assert_eq!(out.short(), ["cannot_tell 3"]);
}

#[test]
fn a_word_outside_the_value_set_is_unknown_for_that_reason() {
    let out = pupils(
        "every pupil must have status one of 在读, 休学",
        "a|||||在读||\nb|||||退学||\nc|||||辍学||",
    )
    .run();
    assert_eq!(out.short(), ["cannot_tell 2", "not_met 3"]);
    assert_eq!(out.reasons(), ["out_of_set"]);
}

#[test]
fn a_population_limits_the_subjects_and_an_item_that_looks_at_nothing_says_so() {
    let declarations =
        format!("{PUPILS}population dropouts dropout 辍学生 = pupils where status = 辍学\n");
    let out = Inspect::item(&declarations, "every dropout must have grade given")
        .table("pupils", "no|grade|status\na||在读")
        .run();
    assert_eq!(out.counts(), [0, 0, 0, 0, 0, 0]);
    assert_eq!(out.outcome(), "nothing_to_judge");
    assert_eq!(out.code, 3);
}

#[test]
fn given_blank_and_unreadable_look_at_the_cell_and_exactly_one_holds() {
    for (state, row) in [("given", "1"), ("blank", "2"), ("unreadable", "3")] {
        let out = pupils(
            &format!("no pupil where grade is {state}"),
            "a|||1||||\nb|||||||\nc|||one||||",
        )
        .run();
        assert_eq!(out.short(), [format!("not_met {row}")], "{state}");
        assert_eq!(out.counts(), [3, 2, 1, 0, 0, 0], "{state}");
    }
}

#[test]
fn a_placeholder_is_not_given() {
    let out = pupils(
        "every pupil must have name given",
        "a|无||||||\nb|张三||||||",
    )
    .run();
    assert_eq!(out.short(), ["not_met 1"]);
}

#[test]
fn bounds_are_inclusive_and_decimals_exact() {
    let out = pupils(
        "every pupil must have fee from 0.10 yuan to 0.30 yuan",
        "a||||0.1|||\nb||||0.30|||\nc||||0.301|||\nd||||0.0999|||",
    )
    .run();
    assert_eq!(out.short(), ["not_met 3", "not_met 4"]);
}

#[test]
fn a_pupil_is_six_on_the_sixth_birthday() {
    let out = pupils(
        "every pupil must have (age of birth on as_of) at least 6",
        "a||2014-09-30|||||\nb||2014-10-01|||||",
    )
    .run();
    assert_eq!(out.short(), ["not_met 2"]);
}

#[test]
fn a_date_that_the_calendar_lacks_is_unreadable() {
    let out = pupils(
        "every pupil must have birth before 2020-01-01",
        "a||2021-02-29|||||\nb||2019年6月31日|||||\nc||2012-02-29|||||",
    )
    .run();
    assert_eq!(out.counts(), [3, 1, 0, 2, 0, 0]);
    assert_eq!(out.reasons(), ["unreadable", "unreadable"]);
}

#[test]
fn existence_counts_and_none_look_for_rows_by_key() {
    let visits = "pupil|day|amount\na|2020-01-01|1\na|2020-01-02|2\nb|2020-01-01|3\nx|2020-01-01|4";
    let rows = "a|||||||\nb|||||||\nc|||||||";
    for (quantity, expected) in [
        ("a visit", vec!["not_met 3"]),
        ("at least 2 visits", vec!["not_met 2", "not_met 3"]),
        ("exactly one visit", vec!["not_met 1", "not_met 3"]),
        ("no visit", vec!["not_met 1", "not_met 2"]),
        (
            "a visit where day = 2020-01-02",
            vec!["not_met 2", "not_met 3"],
        ),
    ] {
        let out = pupils(&format!("every pupil must have {quantity}"), rows)
            .table("visits", visits)
            .run();
        assert_eq!(out.short(), expected, "{quantity}");
    }
}

#[test]
fn something_absent_shows_where_it_was_looked_for() {
    let out = pupils("every pupil must have a visit", "a|||||||")
        .table("visits", "pupil|day\nb|2020-01-01")
        .run();
    let searched = &out.findings()[0]["searched"][0];
    assert_eq!(searched["dataset"], "visits");
    assert_eq!(searched["rows"], 1);
    assert_eq!(searched["key"]["pupil"], "a");
}

#[test]
fn a_blank_key_leaves_its_own_row_undecided_and_no_other() {
    let out = pupils("every pupil must have a visit", "a|||||||\n|李||||||")
        .table("visits", "pupil|day\na|2020-01-01\n|2020-01-01")
        .run();
    assert_eq!(out.short(), ["cannot_tell 2"]);
    let remarks = out.json.to_string();
    assert!(!remarks.contains("not_met\",\"tol"), "{remarks}");
}

#[test]
fn a_partner_that_may_count_makes_existence_undecided() {
    let out = pupils(
        "every pupil must have a visit where amount is at least 2 yuan",
        "a|||||||\nb|||||||\nc|||||||",
    )
    .table(
        "visits",
        "pupil|day|amount\na|2020-01-01|\nb|2020-01-01|\nb|2020-01-01|2\nc||1",
    )
    .run();
    assert_eq!(out.short(), ["cannot_tell 1", "not_met 3"]);
}

#[test]
fn named_wants_a_person_on_the_list_in_force_and_no_placeholder() {
    let declarations = "dataset cases case 案 
  no : id key
  name : person name
  helper : reference to staff
dataset staff 人员
  id : id key
  name : person name
  since : date
  until : date
  in force from since to until
";
    let declarations = declarations.replace("案 \n", "案\n");
    let out = Inspect::item(&declarations, "cases have a named helper")
        .table(
            "cases",
            "no|name|helper\n1|甲|P1\n2|乙|\n3|丙|无\n4|丁|P2\n5|戊|P9\n6|己|P3",
        )
        .table(
            "staff",
            "id|name|since|until\nP1|张三|2019-01-01|\nP2|李四|2019-01-01|2020-09-29\nP3|王五|2019-01-01|2020-09-30",
        )
        .run();
    assert_eq!(
        out.short(),
        ["not_met 2", "not_met 3", "not_met 4", "not_met 5"]
    );
}

#[test]
fn navigation_follows_references() {
    let out = pupils(
        "every pupil must be school.open = yes",
        "a|||||||S1\nb|||||||S2\nc|||||||S9\nd|||||||",
    )
    .table("schools", "code|title|open\nS1|一小|是\nS2|二小|否")
    .run();
    assert_eq!(out.short(), ["not_met 2", "cannot_tell 3", "cannot_tell 4"]);
    assert_eq!(out.reasons(), ["no_partner", "no_key"]);
}

#[test]
fn totals_of_related_rows_are_exact_and_nothing_sums_to_0() {
    let out = pupils(
        "every pupil must have (total of visits.amount) equal to fee",
        "a||||0.30|||\nb||||0|||\nc||||1|||\nd||||1|||",
    )
    .table("visits", "pupil|amount\na|0.10\na|0.20\nc|0.99\nd|0.5\nd|")
    .run();
    assert_eq!(out.short(), ["not_met 3", "cannot_tell 4"]);
}

#[test]
fn a_table_gives_exactly_one_value_or_none() {
    let declarations = format!(
        "{PUPILS}table due 标准\n  status | grade | amount\n  在读 | < 7 | 500 yuan\n  在读 | other | 625 yuan\n"
    );
    let out = Inspect::item(
        &declarations,
        "every pupil must have fee equal to due(status, grade)",
    )
    .table(
        "pupils",
        "no|grade|fee|status\na|6|500|在读\nb|7|625|在读\nc|6|625|在读\nd|6|500|休学",
    )
    .run();
    assert_eq!(out.short(), ["not_met 3", "cannot_tell 4"]);
    assert_eq!(out.reasons(), ["no_table_row"]);
}

#[test]
fn a_repeated_key_is_a_finding_for_every_row_of_it() {
    let out = pupils(
        "pupils are unique by name, grade",
        "a|张|2012-01-01|1||||\nb|张||1||||\nc|张||2||||\nd|||1||||",
    )
    .run();
    assert_eq!(out.short(), ["not_met 1", "not_met 2", "cannot_tell 4"]);
}

#[test]
fn rows_of_the_same_name_must_agree() {
    let out = pupils(
        "pupils of the same name have the same grade",
        "a|张||1||||\nb|张||2||||\nc|李||1||||\nd|李||1||||",
    )
    .run();
    assert_eq!(out.short(), ["not_met 1", "not_met 2"]);
}

const TWO_LISTS: &str = "dataset registry 学籍
  id : id key
  name : person name
  grade : integer
  status : one of 在读, 休学
dataset roster 在校
  id : id key
  name : person name
  grade : integer
";

#[test]
fn a_reconciliation_tells_absent_repeated_and_different_apart() {
    let out = Inspect::item(
        TWO_LISTS,
        "registry matches roster\n  explained where registry.status = 休学",
    )
    .table(
        "registry",
        "id|name|grade|status\n1|张|1|在读\n2|李|1|休学\n3|王|2|在读\n4|赵|3|在读\n|钱|1|在读",
    )
    .table(
        "roster",
        "id|name|grade\n1|张|1\n3|王|4\n4|赵|3\n4|赵|3\n9|孙|1",
    )
    .run();
    assert_eq!(out.counts(), [6, 1, 3, 1, 0, 1]);
    assert_eq!(
        out.short(),
        [
            "not_met 3 differs:grade",
            "not_met 4 repeated_in:roster",
            "not_met 9 not_in:registry",
            "cannot_tell 5",
        ]
    );
}

#[test]
fn a_part_can_have_its_own_severity_or_not_be_judged() {
    let out = Inspect::item(
        TWO_LISTS,
        "registry matches roster by id comparing grade\nnot in registry : not judged\ndiffers in grade : severity minor",
    )
    .table("registry", "id|name|grade|status\n1|张|1|在读")
    .table("roster", "id|name|grade\n1|张|2\n9|孙|1")
    .run();
    assert_eq!(out.short(), ["not_met 1 differs:grade"]);
    assert_eq!(out.findings()[0]["severity"], "minor");
    assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0]);
}

#[test]
fn nineteen_of_twenty_is_at_least_95_percent() {
    let mut rows = String::from("no|school|status\n");
    for n in 0..20 {
        rows.push_str(&format!(
            "a{n}|S1|{}\n",
            if n == 0 { "休学" } else { "在读" }
        ));
    }
    for n in 0..19 {
        rows.push_str(&format!(
            "b{n}|S2|{}\n",
            if n == 0 { "休学" } else { "在读" }
        ));
    }
    let out = Inspect::item(
        PUPILS,
        "at least 95% of pupils per school must be status = 在读",
    )
    .table("pupils", &rows)
    .table("schools", "code|title\nS1|一\nS2|二\nS3|三")
    .run();
    assert_eq!(out.short(), ["not_met S2"]);
    // Nobody goes to S3: shown among the subjects, with nothing to judge.
    assert_eq!(out.counts(), [3, 1, 1, 0, 1, 0]);
}

#[test]
fn a_rate_over_unknowns_is_an_interval() {
    let mut rows = String::from("no|school|status\n");
    for n in 0..20 {
        let status = if n < 2 { "" } else { "在读" };
        rows.push_str(&format!("a{n}|S1|{status}\n"));
    }
    let out = Inspect::item(
        PUPILS,
        "at least 95% of pupils per school must be status = 在读",
    )
    .table("pupils", &rows)
    .table("schools", "code|title\nS1|一")
    .run();
    assert_eq!(out.short(), ["cannot_tell S1"]);
    let actual = &out.findings()[0]["actual"];
    assert_eq!(
        (actual["low"].as_f64(), actual["high"].as_f64()),
        (Some(0.9), Some(1.0))
    );
}

#[test]
fn groups_of_columns_come_in_the_order_of_their_texts() {
    let out = pupils(
        "per grade of pupils: count of pupils must be at most 1",
        "a|||3||||\nb|||3||||\nc|||1||||\nd|||1||||\ne|||2||||",
    )
    .run();
    assert_eq!(out.short(), ["not_met 1", "not_met 3"]);
    assert_eq!(out.findings()[0]["actual"]["number"], 2.0);
}

#[test]
fn a_whole_has_one_subject() {
    let out = pupils("count of pupils must be at least 3", "a|||||||\nb|||||||").run();
    assert_eq!(out.counts(), [1, 0, 1, 0, 0, 0]);
    assert_eq!(out.findings()[0]["subject"]["kind"], "whole");
    assert_eq!(out.findings()[0]["actual"]["number"], 2.0);
}

#[test]
fn an_unset_setting_stops_the_item_with_one_finding() {
    let declarations = format!("{PUPILS}setting limit 上限 : number\n");
    let item = |audit: &str| {
        Inspect::item(&declarations, "every pupil must have grade at most limit")
            .table("pupils", "no|grade\na|1\nb|2\nc|")
            .audit(audit)
            .run()
    };
    let out = item("");
    assert_eq!(out.findings().len(), 1);
    assert_eq!(out.findings()[0]["subject"]["kind"], "item");
    assert_eq!(out.reasons(), ["setting_unset"]);
    assert_eq!(out.counts(), [3, 0, 0, 3, 0, 0]);
    let out = item("settings: {limit: 1}");
    assert_eq!(out.short(), ["not_met 2", "cannot_tell 3"]);
}

#[test]
fn a_missing_column_or_file_stops_its_item_once_and_no_other() {
    let text = format!(
        "{}{PUPILS}
item one \"One\" / 「一」
  cites law 1
  every pupil must have grade given
item two \"Two\" / 「二」
  cites law 1
  every pupil must have a visit
item three \"Three\" / 「三」
  cites law 1
  every pupil must have name given
",
        crate::support::HEAD
    );
    let out = Inspect::checklist(&text)
        .table("pupils", "no|name\na|张\nb|")
        .run();
    let of = |finding: &serde_json::Value| {
        let code = finding["reasons"][0]["code"].as_str().map(str::to_owned);
        (finding["item"].as_str().unwrap().to_owned(), code)
    };
    let found: Vec<_> = out.findings().iter().map(of).collect();
    assert_eq!(
        found,
        [
            ("t/one".to_owned(), Some("column_missing".to_owned())),
            ("t/two".to_owned(), Some("dataset_missing".to_owned())),
            ("t/three".to_owned(), None),
        ]
    );
}

#[test]
fn a_tolerated_share_decides_the_outcome_and_keeps_its_findings() {
    let out = pupils(
        "every pupil must have grade at most 9, tolerating 50% not met",
        "a|||9||||\nb|||10||||",
    )
    .run();
    assert_eq!(out.outcome(), "met");
    assert_eq!(out.findings()[0]["tolerated"], true);
    assert_eq!(out.code, 0);
}

#[test]
fn a_condition_on_both_rows_is_judged_pair_by_pair() {
    let out = pupils(
        "no pupil where has a visit where visits.day is before pupils.birth",
        "a||2012-01-01|||||\nb||2012-01-01|||||\nc|||||||",
    )
    .table(
        "visits",
        "pupil|day\na|2011-12-31\na|2013-01-01\nb|2012-01-01\nc|2012-01-01",
    )
    .run();
    assert_eq!(out.short(), ["not_met 1", "cannot_tell 3"]);
}

#[test]
fn chinese_sentences_mean_the_same() {
    let text = "检查清单 t 「测试」 / \"Test\"
文件 法 「法」 / \"Law\"
数据集 学生
  编号 : 编号 主键
  年级 : 整数
检查项 i 「年级」 / \"Grade\"
  依据 法 1
  每名 学生 的 年级 应 不超过 9
";
    let text = text.replace("  编号 : 编号 主键", "  学号 : 编号 主键");
    let out = Inspect::checklist(&text)
        .table("学生", "学号|年级\na|9\nb|10\nc|")
        .run();
    assert_eq!(out.short(), ["not_met 2", "cannot_tell 3"]);
}

#[test]
fn words_of_two_value_sets_are_compared_whatever_their_order_and_spelling() {
    let declarations = "dataset former
  id : id key
  gender : one of 男 M, 女 F
dataset latter
  id : id key
  gender : one of 女 F, 男 M
";
    let out = Inspect::item(declarations, "former matches latter by id comparing gender")
        .table("former", "id|gender\n1|男\n2|M\n3|女\n4|F")
        .table("latter", "id|gender\n1|M\n2|男\n3|M\n4|F")
        .run();
    assert_eq!(out.short(), ["not_met 3 differs:gender"]);
    let out = Inspect::item(
        declarations,
        "per gender of former: count of former must be at most 2",
    )
    .table("former", "id|gender\n1|男\n2|M\n3|女\n4|F\n5|男")
    .table("latter", "id|gender")
    .run();
    assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0]);
}

#[test]
fn a_cell_that_cannot_be_read_is_not_given_and_the_finding_says_why() {
    let out = pupils("every pupil must have birth given", "a||2021-02-29|||||").run();
    assert_eq!(out.short(), ["not_met 1"]);
    let message = out.findings()[0]["message"].as_str().unwrap();
    assert!(
        message.contains("2021-02-29, which cannot be read"),
        "{message}"
    );
}

#[test]
fn a_yes_or_no_column_is_a_condition_of_a_table() {
    let run = |declarations: &str, sentence: &str| {
        Inspect::item(declarations, sentence)
            .table(
                "pupils",
                "no|boards|fee\na|是|6\nb|否|6\nc|否|3\nd||3\ne|是|3",
            )
            .run()
    };
    let english = |cells: [&str; 2]| {
        format!(
            "dataset pupils 学生\n  no 学号 : id key\n  boards 住校 : yes or no\n  fee 补助 : money\ntable rate \"日标准\"\n  boards | amount\n  {} | 6 yuan\n  {} | 3 yuan\n",
            cells[0], cells[1]
        )
    };
    for cells in [
        ["yes", "no"],
        ["yes", "other"],
        ["是", "否"],
        ["no, yes", "other"],
    ] {
        let out = run(
            &english(cells),
            "every pupils must have fee equal to rate(boards)",
        );
        let expected: &[&str] = match cells[0] {
            "no, yes" => &["not_met 3", "cannot_tell 4", "not_met 5"],
            _ => &["not_met 2", "cannot_tell 4", "not_met 5"],
        };
        assert_eq!(out.short(), expected, "{cells:?}");
    }
    let chinese = "检查清单 t 「测试」
文件 法 「法」
数据集 pupils 学生
  学号 : 编号 主键
  boards 住校 : 是否
  fee 补助 : 金额
表 日标准
  住校 | 金额
  是 | 6 元
  否 | 3 元
检查项 i 「项」
  依据 法 一
  每名 学生 的 补助 应 等于 日标准（住校）
";
    let out = Inspect::checklist(chinese)
        .table("pupils", "学号|住校|补助\na|是|6\nb|否|6\nc|否|3\nd||3")
        .run();
    assert_eq!(out.short(), ["not_met 2", "cannot_tell 4"]);
}
