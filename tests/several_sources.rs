//! Reconciliations of three and four sources.

use crate::support::Inspect;

const LISTS: &str = "dataset registry 学籍
  id : id key
  grade : integer
  school : text
dataset roster 名册
  id : id key
  grade : integer
dataset aid 资助
  id : id key
  grade : integer
  school : text
  reason : text
dataset housing 住宿
  id : id key
";

fn lists(sentence: &str) -> Inspect {
    Inspect::item(LISTS, sentence)
        .table(
            "registry",
            "id|grade|school\n1|1|A\n2|2|A\n3|3|A\n4|4|A\n|5|A",
        )
        .table("roster", "id|grade\n1|1\n2|2\n3|9\n5|5")
        .table(
            "aid",
            "id|grade|school|reason\n1|1|A|\n3|3|A|\n4|4|A|转出\n1|1|A|",
        )
        .table("housing", "id\n1\n6")
}

#[test]
fn each_of_three_sources_has_its_parts_and_says_which_hold_the_key() {
    let out = lists("registry matches roster, aid by id comparing grade").run();
    assert_eq!(
        out.short(),
        [
            "not_met 1 repeated_in:aid",
            "not_met 2 not_in:aid",
            "not_met 3 differs:grade",
            "not_met 4 not_in:roster",
            "not_met 5 not_in:registry",
            "not_met 5 not_in:aid",
            "cannot_tell 5",
        ]
    );
    assert_eq!(out.counts(), [6, 0, 5, 1, 0, 0]);
    let message = |at: usize| out.findings()[at]["message"].as_str().unwrap().to_owned();
    assert!(
        message(1).contains("in registry and roster, but not in aid"),
        "{}",
        message(1)
    );
    assert!(
        message(2).contains("registry 3, roster 9, aid 3"),
        "{}",
        message(2)
    );
    // A key in one source alone is one subject with a finding for each list that lacks it; each says the whole of it.
    assert_eq!(
        [message(4), message(5)],
        [
            "in roster, but not in registry, nor in aid",
            "in roster, but not in aid, nor in registry"
        ]
    );
    assert!(out.findings()[4]["id"] != out.findings()[5]["id"]);
    // The source that has it, and where it was looked for.
    let searched: Vec<&str> = out.findings()[4]["searched"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| place["dataset"].as_str().unwrap())
        .collect();
    assert_eq!(searched, ["registry", "aid"]);
}

#[test]
fn parts_of_three_sources_can_be_left_out_and_explained() {
    let out = lists(
        "registry matches roster, aid by id comparing grade\n  explained where aid.reason is given\nnot in aid : not judged\nnot in registry : severity minor",
    )
    .run();
    // What nobody judges is said all the same.
    assert_eq!(
        out.findings()[2]["message"],
        "in roster, but not in registry, nor in aid"
    );
    // 4 is explained by the aid list; 2 is fine without it.
    assert_eq!(
        out.short(),
        [
            "not_met 1 repeated_in:aid",
            "not_met 3 differs:grade",
            "not_met 5 not_in:registry",
            "cannot_tell 5",
        ]
    );
    assert_eq!(out.counts(), [6, 1, 3, 1, 0, 1]);
    assert_eq!(out.findings()[2]["severity"], "minor");
}

#[test]
fn four_sources_compare_what_they_have_in_common() {
    let out = lists("registry matches roster, aid, housing by id").run();
    let parts: Vec<String> = out
        .short()
        .into_iter()
        .filter(|line| line.contains("housing"))
        .collect();
    assert_eq!(
        parts,
        [
            "not_met 2 not_in:housing",
            "not_met 3 not_in:housing",
            "not_met 4 not_in:housing",
            "not_met 5 not_in:housing",
        ]
    );
    assert!(
        out.short()
            .contains(&"not_met 6 not_in:registry".to_owned())
    );
}

#[test]
fn a_field_that_some_sources_hold_is_compared_among_these() {
    let out = Inspect::item(
        LISTS,
        "registry matches roster, aid by id comparing grade, school",
    )
    .table("registry", "id|grade|school\n1|1|A\n2|1|A\n3|1|\n4|1|A")
    .table("roster", "id|grade\n1|1\n2|1\n3|1\n4|1")
    .table(
        "aid",
        "id|grade|school|reason\n1|1|A|\n2|1|B|\n3|1|A|\n4|2|B|",
    )
    .run();
    assert_eq!(
        out.short(),
        [
            "not_met 2 differs:school",
            "cannot_tell 3 differs:school",
            "not_met 4 differs:grade",
            "not_met 4 differs:school",
        ]
    );
    assert_eq!(out.counts(), [4, 1, 2, 1, 0, 0]);
    assert_eq!(
        out.findings()[0]["message"],
        "school differs: registry A, aid B"
    );
    assert_eq!(out.findings()[0]["expected"]["text"], "A");
    assert_eq!(out.findings()[0]["actual"]["text"], "B");
    assert_eq!(out.findings()[1]["reasons"][0]["code"], "blank");
    // The roster has no school: nothing of it is shown, and nothing of it was searched.
    let datasets = |at: usize| -> std::collections::BTreeSet<String> {
        let cells = out.findings()[at]["cells"].as_array().unwrap();
        cells
            .iter()
            .map(|cell| cell["dataset"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        datasets(0).into_iter().collect::<Vec<_>>(),
        ["aid", "registry"]
    );
    assert_eq!(
        datasets(2).into_iter().collect::<Vec<_>>(),
        ["aid", "registry", "roster"]
    );
}

#[test]
fn a_key_that_one_holder_of_a_field_lacks_is_not_compared_in_it() {
    let out = Inspect::item(
        LISTS,
        "registry matches roster, aid by id comparing school\n  not in aid : not judged",
    )
    .table("registry", "id|grade|school\n1|1|A")
    .table("roster", "id|grade\n1|1")
    .table("aid", "id|grade|school|reason\n")
    .run();
    assert_eq!(out.counts(), [1, 1, 0, 0, 0, 0]);
}

const ZH: &str = "检查清单 t 「测试」
文件 法 「法」
数据集 学籍
  编号 : 编号 主键
  学校 : 文本
数据集 名册
  编号 : 编号 主键
数据集 资助
  编号 : 编号 主键
  学校 : 文本
检查项 i 「项」
  依据 法 1
  学籍 与 名册、资助 按 编号 比对 学校
  学校 不同 : 等级 一般
";

#[test]
fn chinese_says_which_sources_hold_a_field() {
    let inspect = Inspect::checklist(ZH)
        .table("学籍", "编号|学校\n1|甲\n2|甲")
        .table("名册", "编号\n1\n2")
        .table("资助", "编号|学校\n1|乙\n2|甲");
    let text = String::from_utf8(inspect.output("text").stdout).unwrap();
    assert!(text.contains("学校（学籍、资助有此列）一致"), "{text}");
    let out = inspect.run();
    assert_eq!(out.short(), ["not_met 1 differs:学校"]);
    assert_eq!(
        out.findings()[0]["message"],
        "学校不一致：学籍为 甲，资助为 乙"
    );
    assert_eq!(out.findings()[0]["severity"], "minor");
}

#[test]
fn a_key_missing_from_two_lists_is_told_with_all_of_them_in_chinese() {
    let out = Inspect::checklist(ZH)
        .table("学籍", "编号|学校\n1|甲")
        .table("名册", "编号\n2")
        .table("资助", "编号|学校\n1|甲")
        .run();
    assert_eq!(
        out.short(),
        [
            "not_met 1 not_in:名册",
            "not_met 2 not_in:学籍",
            "not_met 2 not_in:资助"
        ]
    );
    assert_eq!(out.counts(), [2, 0, 2, 0, 0, 0]);
    assert_eq!(out.findings()[0]["message"], "学籍、资助中有，名册中没有");
    assert_eq!(
        out.findings()[1]["message"],
        "名册中有，学籍中没有，资助中也没有"
    );
}

#[test]
fn what_may_be_in_a_list_is_not_said_to_be_there() {
    let sentence = "registry matches roster, aid by id";
    let narrowed = "registry matches roster, aid where grade = 1 by id";
    let run = |sentence: &str| {
        Inspect::item(LISTS, sentence)
            .table("registry", "id|grade|school\n1|1|A")
            .table("roster", "id|grade\n")
            .table("aid", "id|grade|school|reason\n1|||")
            .run()
    };
    assert_eq!(
        run(sentence).findings()[0]["message"],
        "in registry and aid, but not in roster"
    );
    let out = run(narrowed);
    assert_eq!(
        out.short(),
        [
            "not_met 1 not_in:roster",
            "cannot_tell 1 not_in:aid",
            "cannot_tell 1 differs:grade"
        ]
    );
    assert_eq!(
        out.findings()[0]["message"],
        "in registry, but not in roster; whether it is in aid cannot be told"
    );
}
