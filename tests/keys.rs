//! Keys and what is behind them: rows meet by the same kind of key, and findings show and identify it alike.

use crate::support::{Inspect, Outcome};

const LESSONS: &str = "dataset lesson
  school : id
  code : id
  grade : one of 1, 2, 3
  key school, code
dataset report
  school : id
  code : id
  grade : one of 1, 2, 3
  key school, code
";

#[test]
fn identifiers_may_be_parts_of_a_key() {
    let out = Inspect::item(LESSONS, "lesson matches report by school, code")
        .table("lesson", "school|code|grade\ns1|1|1\ns1|2|1")
        .table("report", "school|code|grade\ns1|1|1\ns2|2|1")
        .run();
    assert_eq!(out.counts(), [3, 1, 2, 0, 0, 0]);
    assert_eq!(
        out.short(),
        ["not_met s1|2 not_in:report", "not_met s2|2 not_in:lesson"]
    );
}

#[test]
fn words_that_are_numbers_are_shown_as_themselves() {
    let out = Inspect::item(
        LESSONS,
        "per grade of lesson: count of lesson must be at most 1",
    )
    .table("lesson", "school|code|grade\ns1|1|1\ns1|2|1\ns1|3|2")
    .run();
    assert_eq!(out.short(), ["not_met 1"]);
}

const POSTS: &str = "dataset office
  code : id key
  head : person name
  opened : date
dataset clerk
  no : id key
  office : reference to office
define superior of clerk = office.head
";

fn posts(sentence: &str) -> Inspect {
    Inspect::item(POSTS, sentence)
        .table(
            "office",
            "code|head|opened\n1|Ann Lee|2020-01-01\n2|Bo Ray|\n3|Cy Orr|soon",
        )
        .table("clerk", "no|office\na|1\nb|2\nc|3\nd|4")
}

#[test]
fn a_computed_key_is_masked_like_the_column_it_comes_from_and_has_its_own_name() {
    let sentence = "per superior of clerk: count of clerk must be at least 2";
    let out = posts(sentence).run();
    // The clerk of no known office may belong to any group, also to one of nobody else.
    assert_eq!(
        out.short(),
        [
            "cannot_tell A******",
            "cannot_tell B*****",
            "cannot_tell C*****",
            "cannot_tell"
        ]
    );
    assert!(out.findings()[0]["subject"]["key"]["superior"].is_string());
    let out = posts(sentence).argument("--reveal").run();
    assert_eq!(out.short()[0], "cannot_tell Ann Lee");
}

#[test]
fn a_cell_that_is_followed_is_given_blank_or_unreadable() {
    let short = |sentence: &str| posts(sentence).run().short();
    assert_eq!(
        short("no clerk where office.opened is unreadable"),
        ["not_met 3"]
    );
    assert_eq!(
        short("no clerk where office.opened is blank"),
        ["not_met 2", "cannot_tell 4"]
    );
    assert_eq!(
        short("no clerk where office.opened is given"),
        ["not_met 1", "cannot_tell 4"]
    );
}

#[test]
fn only_a_blank_cell_is_replaced_by_or_else() {
    let out =
        posts("every clerk must have (office.opened or else 2021-01-01) at least 2021-01-01").run();
    // 4 is of no office: there is no cell that could be blank.
    let open = ["cannot_tell 3", "cannot_tell 4"];
    assert_eq!(out.short(), [&["not_met 1"], &open[..]].concat());
}

const FILES: &str = "dataset ledger
  nr : id key
  status 状态 : text
dataset roster
  nr : id key
  state 状态 : text
";

#[test]
fn both_sides_are_shown_where_a_column_has_two_names() {
    let out = Inspect::item(FILES, "ledger matches roster by nr comparing 状态")
        .table("ledger", "nr|status\n1|open")
        .table("roster", "nr|state\n1|shut")
        .run();
    assert_eq!(out.short(), ["not_met 1 differs:status"]);
    assert_eq!(out.findings()[0]["expected"]["text"], "open");
    assert_eq!(out.findings()[0]["actual"]["text"], "shut");
}

const WORDS: &str = "dataset post
  no : id key
  level : one of high, low
  title : text
table title
  level | r
  high | chief
  low | clerk
";

#[test]
fn texts_of_a_decision_table_are_compared() {
    let rows = "no|level|title\n1|high|chief\n2|low|chief\n3||chief";
    let sentences = [
        "every post must have title equal to title(level)",
        "every post must have title(level) equal to \"chief\"",
    ];
    for sentence in sentences {
        let out = Inspect::item(WORDS, sentence).table("post", rows).run();
        assert_eq!(out.counts(), [3, 1, 1, 1, 0, 0], "{sentence}");
    }
}

fn ids(declarations: &str, sentence: &str, rows: &str, argument: &str) -> Vec<String> {
    let key = "5".repeat(64);
    let inspect = Inspect::item(declarations, sentence)
        .audit("key: audit.key")
        .argument(argument)
        .table("guest", rows);
    std::fs::write(inspect.folder().join("audit.key"), key).unwrap();
    let out = inspect.run();
    let id = |finding: &serde_json::Value| finding["id"].as_str().unwrap().to_owned();
    out.findings().iter().map(id).collect()
}

#[test]
fn ids_of_rows_without_a_key_depend_neither_on_masking_nor_on_their_order() {
    let declarations = "dataset guest\n  name : person name\n  room : text\n";
    let sentence = "every guest must be (room given or name = \"Zoe\")";
    let shown = ids(declarations, sentence, "name|room\nAnn|\nAmy|", "--reveal");
    let masked = ids(declarations, sentence, "name|room\nAnn|\nAmy|", "--quiet");
    assert_eq!(shown, masked);
    let mut turned = ids(declarations, sentence, "name|room\nAmy|\nAnn|", "--quiet");
    turned.reverse();
    assert_eq!(shown, turned);
}

#[test]
fn a_key_in_full_width_gives_the_same_id() {
    let declarations = "dataset guest\n  no : id key\n  room : text\n";
    let of = |no: &str| {
        let rows = format!("no|room\n{no}|");
        ids(
            declarations,
            "every guest must have room given",
            &rows,
            "--quiet",
        )
    };
    assert_eq!(of("A1"), of("Ａ１"));
}

#[test]
fn groups_of_words_are_the_same_whatever_order_another_dataset_lists_them_in() {
    let declarations = "dataset plan\n  nr : id key\n  kind : one of bus, rail
dataset trip\n  nr : id key\n  kind : one of rail, bus\n";
    let out = Inspect::item(
        declarations,
        "per kind of plan: count of trip must be at least 2",
    )
    .table("plan", "nr|kind\n1|bus\n2|rail")
    .table("trip", "nr|kind\n1|bus\n2|rail\n3|rail")
    .run();
    assert_eq!(out.short(), ["not_met bus"]);
}

#[test]
fn the_value_of_a_group_can_be_compared() {
    let declarations =
        "dataset plan\n  nr : id key\n  since : integer\n  kind : one of bus, rail\n";
    let plan = |sentence: &str| {
        Inspect::item(declarations, sentence)
            .table("plan", "nr|since|kind\n1|2019|bus\n2|2019|bus\n3|2021|rail")
            .run()
            .short()
    };
    assert_eq!(
        plan("per since of plan: since must be at most 2020"),
        ["not_met 2021"]
    );
    assert_eq!(
        plan("per kind, since of plan: kind must be one of bus"),
        ["not_met rail|2021"]
    );
}

#[test]
fn words_of_equal_lists_are_equal_however_they_are_spelled() {
    let declarations = "dataset pair\n  nr : id key\n  own : one of male M, female F
  other : one of male M, female F\n";
    let out = Inspect::item(declarations, "every pair must have own equal to other")
        .table("pair", "nr|own|other\n1|M|male\n2|male|F\n3|F|F")
        .run();
    assert_eq!(out.short(), ["not_met 2"]);
}

#[test]
fn rows_that_may_count_or_not_are_shown_as_a_range() {
    let declarations = "dataset stop\n  nr : id key\ndataset bus\n  stop : reference to stop\n  state : one of late, early\n";
    let out = Inspect::item(
        declarations,
        "every stop must have at most 1 bus where state = late",
    )
    .table("stop", "nr\n1")
    .table("bus", "stop|state\n1|late\n1|late\n1|")
    .run();
    assert_eq!(out.short(), ["not_met 1"]);
    assert_eq!(out.findings()[0]["actual"]["low"], 2.0);
    assert_eq!(out.findings()[0]["actual"]["high"], 3.0);
}

#[test]
fn a_citizen_number_in_the_wrong_column_is_masked() {
    let declarations =
        "dataset log\n  nr : id key\n  day : date\n  kind : one of bus, rail\n  words : text\n";
    let out = Inspect::item(declarations, "every log must have (day given and kind given and words blank)")
        .table(
            "log",
            "nr|day|kind|words\n1|110105194912310021|110105194912310021|又１１０１０５１９４９１２３１００２１",
        )
        .run();
    let text = out.json.to_string();
    assert!(!text.contains("1101051949"), "{text}");
    assert!(!text.contains("１１０１０５１９４９"), "{text}");
}

const PEOPLE: &str = "dataset pupils pupil 学生
  national_id 身份证号 : citizen id key
  grade 年级 : integer
dataset payments payment 资助
  national_id 身份证号 : citizen id
  amount 金额 : number
";

fn people(sentence: &str, pupils: &str, payments: &str) -> crate::support::Outcome {
    people_of(sentence, pupils, payments).run()
}

fn people_of(sentence: &str, pupils: &str, payments: &str) -> Inspect {
    Inspect::item(PEOPLE, sentence)
        .table("pupils", &format!("national_id|grade\n{pupils}"))
        .table("payments", &format!("national_id|amount\n{payments}"))
        .argument("--reveal")
}

#[test]
fn a_citizen_number_without_any_digit_is_no_key() {
    for word in ["不详", "待补", "unknown", "———", "N/A"] {
        let asked = || {
            people_of(
                "every pupil must have a payment by national_id",
                &format!("{word}|1\nG12345678|2"),
                &format!("{word}|5\nG12345678|5"),
            )
        };
        let out = asked().run();
        assert_eq!(out.short(), ["cannot_tell 1"], "{word}");
        assert_eq!(out.reasons(), ["unreadable"], "{word}");
        let text = asked().text();
        let remark = "1 row of payments could not be matched";
        assert!(text.contains(remark), "{text}");
        // Both files are told of it, at their cells.
        for dataset in [0, 1] {
            let problem = &out.json["datasets"][dataset]["problems"][0];
            assert_eq!(problem["kind"], "unreadable", "{word}");
            assert_eq!(problem["count"], 1);
            assert_eq!(problem["places"][0]["column"], "national_id");
            assert_eq!(problem["places"][0]["value"], word);
        }
    }
}

#[test]
fn two_lists_do_not_meet_in_the_word_for_unknown() {
    let out = Inspect::item(
        "dataset a 甲\n  身份证号 : citizen id key\ndataset b 乙\n  身份证号 : citizen id key\n",
        "a matches b by 身份证号",
    )
    .table("a", "身份证号\n不详\n不详\n110105194912310021")
    .table("b", "身份证号\n不详\n110105194912310021")
    .run();
    assert_eq!(out.counts(), [4, 1, 0, 3, 0, 0]);
    assert_eq!(
        out.short(),
        ["cannot_tell 1", "cannot_tell 2", "cannot_tell 1"]
    );
    let ids: std::collections::BTreeSet<&str> = out
        .findings()
        .iter()
        .map(|finding| finding["id"].as_str().unwrap())
        .collect();
    // Rows that say the same are told apart by their order alone.
    assert_eq!(ids.len(), 3);
}

#[test]
fn a_cell_that_is_no_citizen_number_is_unreadable_and_not_given() {
    let short =
        |sentence: &str| people(sentence, "不详|1\n110105194912310021|2\n|3\nA|4", "").short();
    let all = ["not_met 1", "not_met 2", "not_met 3", "not_met 4"];
    assert_eq!(short("no pupil where national_id is unreadable"), all[..1]);
    assert_eq!(short("no pupil where national_id is blank"), all[2..3]);
    assert_eq!(
        short("no pupil where national_id is given"),
        [all[1], all[3]]
    );
}

#[test]
fn an_apostrophe_before_a_number_is_the_mark_of_a_spreadsheet() {
    for mark in ["'", "＇", "’", "‘"] {
        let out = people(
            "every pupil must have a payment by national_id",
            "110105194912310021|1",
            &format!("{mark}110105194912310021|5"),
        );
        assert_eq!(out.counts(), [1, 1, 0, 0, 0, 0], "{mark}");
        let out = people(
            "every pupil must be (national_id is a valid citizen id and grade at least 2)",
            &format!("{mark}110105194912310021|1"),
            "",
        );
        assert_eq!(out.findings()[0]["actual"]["text"], "1", "{mark}");
    }
    // Codes of schools too; and what differs by the mark alone is one finding's subject.
    let of = |no: &str| {
        let rows = format!("no|room\n{no}|");
        let declarations = "dataset guest\n  no : id key\n  room : text\n";
        let sentence = "every guest must have room given";
        ids(declarations, sentence, &rows, "--quiet")
    };
    assert_eq!(of("0012"), of("'0012"));
}

#[test]
fn chinese_checklists_say_the_same_of_ids() {
    let text = "检查清单 t 「测试」
文件 法 「法」
数据集 学生
  身份证号 : 身份证号 主键
  年级 : 整数
检查项 i 「项」
  依据 法 1
  每名 学生 应 有 年级 不低于 3
";
    let out = Inspect::checklist(text)
        .table("学生", "身份证号|年级\n不详|1\n'110105194912310021|2")
        .argument("--reveal")
        .run();
    assert_eq!(out.counts()[0], 2);
    let problem = &out.json["datasets"][0]["problems"][0];
    assert_eq!(problem["places"][0]["value"], "不详");
    assert_eq!(problem["count"], 1);
}

#[test]
fn the_sex_in_a_citizen_number_is_compared_with_a_column() {
    let people = "dataset people
  national_id : citizen id key
  sex : one of 男 male, 女 female
";
    let out = Inspect::item(people, "every people must have (sex of national_id) = sex")
        .table(
            "people",
            "national_id|sex\n999999201005010013|男\n999999201005010021|male\n999999201105010010|",
        )
        .run();
    assert_eq!(out.counts(), [3, 1, 1, 1, 0, 0]);
}

#[test]
fn a_code_that_is_there_with_other_zeros_is_hinted_at() {
    let declared =
        "dataset teacher\n  teacher 编号 : id key\ndataset pupil\n  id : id key\n  teacher : id";
    let run = || {
        Inspect::item(declared, "every pupil must have a teacher by teacher")
            .table("teacher", "teacher\n0001\n12")
            .table("pupil", "id | teacher\nA | 1\nB | 7\nC | 12")
    };
    let out = run().run();
    assert_eq!(out.counts(), [3, 1, 2, 0, 0, 0]);
    let searched = |at: usize| &out.findings()[at]["searched"][0];
    assert_eq!(searched(0)["otherwise"], "0001");
    assert!(searched(1)["otherwise"].is_null());
    let text = run().text();
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("(elsewhere written 0001: codes are compared as written)"),
        "{text}"
    );
}

/// Terms and sexes are worked out, and words of columns elsewhere.
const WORKED_OUT: &str = "calendar cal 校历
  term s1 春 from 2020-03-02 to 2020-07-10
  term s2 秋 from 2020-09-01 to 2021-01-15
  covers from 2020-01-01 to 2021-02-28
dataset pupils pupil 学生
  id 编号 : id key
  card 证件 : citizen id
  day 日 : date
  st 类 : one of x 甲, y 乙
dataset quotas quota 定额
  te 期 : one of s1 春, s2 秋
  q 数 : integer
  key te
dataset roll 在册
  id 编号 : id key
  te 期 : one of s2 秋, s1 春
define te 期 of pupils = term of day
define gx 别 of pupils = sex of card
define or_y 类或乙 of pupils = st or else y
";

fn worked_out(sentence: &str) -> Outcome {
    Inspect::item(WORKED_OUT, sentence)
        .argument("--reveal")
        .table(
            "pupils",
            "id|card|day|st
             a|110101201101010012|2020-09-02|x
             b|110101201101010020|2020-03-09|y
             c|110101201101010039|2020-03-02|",
        )
        .table("quotas", "te|q\ns1|1\ns2|2")
        .table("roll", "id|te\na|s2\nb|秋\nc|春")
        .run()
}

#[test]
fn a_word_that_is_worked_out_is_the_word_of_a_column() {
    for (sentence, expected) in [
        (
            "every pupil must have (largest of quotas.q by te) at least 2",
            &["not_met 2", "not_met 3"][..],
        ),
        (
            "every quota must have (count of pupils by te) at most 1",
            &["not_met 1"],
        ),
        ("pupils matches quotas by te", &[]),
        (
            "pupils matches roll by id comparing te",
            &["not_met b differs:te"],
        ),
        (
            "per te of pupils: count of pupils must be at most 0",
            &["not_met s1", "not_met s2"],
        ),
        (
            "per te of pupils: count of pupils must be at most largest of quotas.q",
            &["not_met s1"],
        ),
        (
            "per gx of pupils: count of pupils must be at most 0",
            &["not_met 女", "not_met 男"],
        ),
        (
            "per or_y, te of pupils: count of pupils must be at most 1",
            &["not_met y|s1"],
        ),
    ] {
        let mut said = worked_out(sentence).short();
        said.sort();
        assert_eq!(said, expected, "{sentence}");
    }
}

#[test]
fn blanks_inside_a_name_do_not_count_where_rows_are_found_by_it() {
    let declarations = "dataset pupils pupil 学生
  id 编号 : id key
  name 姓名 : person name
dataset roll 在册
  id 编号 : id
  name 姓名 : person name
  n 数 : integer
";
    let said = |sentence: &str| {
        let out = Inspect::item(declarations, sentence)
            .argument("--reveal")
            .table("pupils", "id|name\na|宋 铁\n|李　雷\nc|韩·梅\nd|王五")
            .table(
                "roll",
                "id|name|n\na|宋铁|1\nb|李雷|2\nc|韩．梅|3\nd|王 五|4\nd|王五|4",
            )
            .run();
        out.short()
    };
    let none: [&str; 0] = [];
    assert_eq!(said("every pupil must have a roll by name"), none);
    assert_eq!(
        said("every pupil must have (total of roll.n by id or by name) at least 1"),
        none
    );
    assert_eq!(
        said("pupils matches roll by name"),
        ["cannot_tell 李雷 differs:id"]
    );
    assert_eq!(
        said("roll are unique by name"),
        ["not_met 4", "not_met 5"],
        "two ways of writing a name are one name"
    );
    assert_eq!(
        said("every pupil must have exactly one roll by name"),
        ["not_met 4"]
    );
}
