//! What `explain` says of sentences that are easily read two ways, and what findings say of numbers and kinds that are missing.

use crate::support::{Inspect, duban};

const PUPILS: &str = "dataset pupils pupil 学生
  id 编号 : id key
  grade 年级 : integer
  away 外出 : yes or no
  ill 患病 : yes or no
  paid_on 支付日 : date
dataset visits visit 走访 \"Home visits\" / 「家访记录」
  no 序号 : id key
  pupil_id 学生编号 : reference to pupils
  held_on 走访日 : date
  teacher 教师 : text
  heading 类别 : text
  kind heading
  in force from held_on to until
  until 至 : date
  sender pupil_id
  submitted on held_on
setting often 次数 : number
";

fn says(sentence: &str, en: &str, zh: &str) {
    let inspect = Inspect::item(PUPILS, sentence);
    for (language, expected) in [("en", en), ("zh", zh)] {
        let arguments = ["explain", "t.duban", "--lang", language];
        let (code, said, problems) = duban(inspect.folder(), &arguments);
        assert_eq!(code, 0, "{said}{problems}");
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn brackets_show_what_belongs_together() {
    says(
        "every pupil where grade is 1 and (away or ill) must have id given",
        "the grade is 1 and (the away is yes or the ill is yes)",
        "年级等于1且（外出为「是」或患病为「是」）",
    );
    says(
        "every pupil where grade is 1 and away or ill must have id given",
        "(the grade is 1 and the away is yes) or the ill is yes",
        "（年级等于1且外出为「是」）或患病为「是」",
    );
    says(
        "every pupil must have (paid_on or else as_of) at most 2020-05-31",
        "“paid on” (or else the day of the inspection) must be on or before 2020-05-31",
        "支付日（没有时取评估日）不晚于2020年5月31日",
    );
}

#[test]
fn days_and_different_values_are_called_what_they_are() {
    says(
        "every pupil must have (largest of visits.held_on by pupil_id) at most 2020-05-31",
        "The latest “held on” among rows of “Home visits”",
        "家访记录中最晚的走访日",
    );
    says(
        "count of different visits.teacher must be at least 2",
        "The number of different teachers in rows of “Home visits”",
        "家访记录中不同教师的数量",
    );
    says(
        "every pupil must have a visit by pupil_id where valid on as_of",
        "where it is in force on the day of the inspection",
        "评估日在有效期内的家访记录",
    );
}

#[test]
fn the_last_sentence_says_what_a_finding_weighs_and_by_which_clause() {
    let declared = format!("{PUPILS}source plan \"Plan\" / 「方案」\n");
    let item = "item j \"J\" / 「项」\n  cites plan 1\n  cites plan 2\n  due 2020-12-31\n  severity major\n  every pupil must have grade given\n";
    let inspect = Inspect::item(
        &format!("{declared}\n{item}"),
        "every pupil must have id given",
    );
    let say = |language| {
        duban(
            inspect.folder(),
            &["explain", "t.duban", "--lang", language],
        )
        .1
    };
    let (en, zh) = (say("en"), say("zh"));
    let expected = "is a finding (major) under 1 and 2 of “Plan”, due by 2020-12-31.";
    assert!(en.contains(expected), "{en}");
    let expected = "不符的列为发现（重要），依据《方案》1、2，期限2020年12月31日。";
    assert!(zh.contains(expected), "{zh}");
}

const OFTEN: &str = "every pupil must have at least 2 visits each month from 2020-03 to 2020-03";

#[test]
fn so_many_in_a_period_are_told_with_how_many_there_are() {
    says(
        OFTEN,
        "In each month that begins from 2020-03-01 to 2020-03-31, it must have at least 2 visits. A row counts for the period that its day lies in; a period that is not over",
        "每月应有至少2次走访",
    );
    let inspect = || {
        Inspect::item(PUPILS, OFTEN)
            .table("pupils", "id|grade|away|ill|paid_on\nA||||\nB||||\nC||||")
            .table(
                "visits",
                "no|pupil_id|held_on|teacher|heading|until\n1|A|2020-03-02|||\n2|A|2020-03-09|||\n3|B|2020-03-02|||\n4|C|2020-04-02|||",
            )
    };
    let out = inspect().run();
    assert_eq!(out.counts(), [3, 1, 2, 0, 0, 0]);
    let told = |at: usize| {
        let finding = &out.findings()[at];
        (
            finding["message"].as_str().unwrap(),
            finding["expected"]["text"].as_str().unwrap(),
            finding["actual"]["text"].as_str().unwrap(),
        )
    };
    assert_eq!(
        told(0),
        ("at least 2 visits for 2020-03; found 1", "at least 2", "1")
    );
    assert_eq!(told(1).2, "0");
    let zh = inspect().translated().run();
    let message = zh.findings()[0]["message"].as_str().unwrap();
    assert!(message.ends_with("应有走访至少2次，实有1次"), "{message}");
}

const KINDS: &str = "every pupil must have each of \"校长\", \"教师\" in visits by pupil_id";

#[test]
fn the_kinds_that_are_missing_are_named() {
    says(
        KINDS,
        "For each of “校长”, “教师” there must be",
        "「校长」、「教师」均应有",
    );
    let run = |sentence: &str| {
        Inspect::item(PUPILS, sentence)
            .table("pupils", "id|grade|away|ill|paid_on\nA||||\nB||||")
            .table(
                "visits",
                "no|pupil_id|held_on|teacher|heading|until\n1|A|2020-03-02||校长|\n2|A|2020-03-02||教师|\n3|B|2020-03-02||家长|",
            )
            .run()
    };
    let out = run(KINDS);
    assert_eq!(out.short(), ["not_met 2"]);
    let finding = &out.findings()[0];
    assert_eq!(finding["message"], "missing: 校长, 教师");
    let own = run(&format!(
        "message \"Not all spoke.\" / 「未都参加。」\n{KINDS}"
    ));
    let message = own.findings()[0]["message"].as_str().unwrap();
    assert_eq!(message, "Not all spoke. (missing: 校长, 教师)");
}

#[test]
fn what_was_done_has_its_noun_and_numbers_lead_to_their_rows() {
    let head = "dataset staff member 教职工
  staff_no 工号 : id key
  is_head 负责人 : yes or no
  town 乡镇 : text
dataset grants grant 拨款
  no 序号 : id key
  paid 已付 : money
  due 应付 : money
  found 发现日 : date
  staff_no 经办人 : reference to staff
";
    for (sentence, en, zh) in [
        (
            "every grant must have paid at least due",
            "The amount paid must be at least the amount due.",
            "已付不低于应付",
        ),
        (
            "every grant must have found on or after 2020-01-01",
            "The day found must be on or after 2020-01-01.",
            "发现日",
        ),
        (
            "every grant must have staff_no.town = \"a\"",
            "The town of the member must be “a”.",
            "经办人的乡镇",
        ),
        (
            "every grant must be staff_no.is_head = yes",
            "The member must be head.",
            "经办人",
        ),
        (
            "every grant must have staff_no.town = 「x “y” z」",
            "“x ‘y’ z”",
            "「x “y” z」",
        ),
    ] {
        let inspect = Inspect::item(head, sentence);
        for (language, expected) in [("en", en), ("zh", zh)] {
            let arguments = ["explain", "t.duban", "--lang", language];
            let (code, said, problems) = duban(inspect.folder(), &arguments);
            assert_eq!(code, 0, "{said}{problems}");
            assert!(said.contains(expected), "{expected}\n{said}");
        }
    }
}
