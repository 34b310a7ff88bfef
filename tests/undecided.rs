//! What lies between two bounds, and days that have no name: neither left out nor taken for something else.

use crate::support::Inspect;

const FAMILIES: &str = "dataset families family 家庭
  id : id key
  town : text
dataset visits visit 家访
  family : reference to families
  status : one of done, open
define done_visits 完成 of families = count of visits where status = done
";

fn families(sentence: &str, rows: &str, visits: &str) -> Inspect {
    Inspect::item(FAMILIES, sentence)
        .table("families", &format!("id|town\n{rows}"))
        .table("visits", &format!("family|status\n{visits}"))
}

#[test]
fn of_given_leaves_out_what_is_unknown_and_nothing_that_lies_between_bounds() {
    // B has at most one visit that is done, and may have none.
    let rows = "A|t\nB|t\nC|u";
    let visits = "A|done\nA|done\nA|done\nB|\nC|done\nC|done\nC|done";
    let says = |must: &str| {
        let sentence = format!("per town of families: {must}");
        families(&sentence, rows, visits).run().short()
    };
    let least = |number: u32| {
        says(&format!(
            "least of given done_visits must be at least {number}"
        ))
    };
    assert_eq!(least(2), ["cannot_tell t"]);
    let undecided = ["cannot_tell t"];
    for must in [
        "total of given done_visits must be at most 3",
        "largest of given done_visits must be at least 2",
        "mean of given done_visits must be at least 3",
    ] {
        assert_eq!(says(must), undecided, "{must}");
    }
}

#[test]
fn of_given_over_rows_that_may_belong_keeps_what_lies_between_bounds() {
    let out = families(
        "(total of given families.done_visits where town = \"t\") must be at most 1",
        "A|t\nB|",
        "A|done\nB|",
    )
    .run();
    assert_eq!(out.short(), ["cannot_tell"]);
    let out = families(
        "(least of given families.done_visits where town = \"t\") must be at least 1",
        "A|t\nB|",
        "A|done\nB|",
    )
    .run();
    assert_eq!(out.short(), ["cannot_tell"]);
}

#[test]
fn a_row_without_a_group_adds_all_that_it_may_have() {
    // The row of no town has none or one visit that is done; so t has 3 or 4.
    let visits = "A|done\nA|done\nA|done\nB|";
    for of in ["done_visits", "given done_visits"] {
        let says = |number: u32| {
            let sentence = format!("per town of families: total of {of} must be at most {number}");
            families(&sentence, "A|t\nB|", visits).run().short()
        };
        assert_eq!(says(3), ["cannot_tell t", "cannot_tell"], "{of}");
        assert!(says(4).iter().all(|said| said != "not_met t"), "{of}");
    }
}

const STAYS: &str = "dataset stays stay 居住
  no : id key
  child : text
  until : date
  months : integer
";

fn stays(sentence: &str, rows: &str) -> Inspect {
    Inspect::item(STAYS, sentence).table("stays", &format!("no|child|until|months\n{rows}"))
}

#[test]
fn a_day_after_the_year_9999_is_unknown() {
    for later in [
        "1 months",
        "1 years",
        "1 days",
        "12000000 months",
        "2147000000 days",
        "2147483648 days",
    ] {
        let sentence = format!("every stay must have (until + {later}) more than until");
        let out = stays(&sentence, "1|a|9999-12-31|1").run();
        assert_eq!(out.short(), ["cannot_tell 1"], "{later}");
        assert_eq!(out.reasons(), ["not_computable"], "{later}");
    }
    for earlier in ["2 months", "2 years", "40 days", "2147483648 days"] {
        let sentence = format!("every stay must have (until - {earlier}) less than until");
        let out = stays(&sentence, "1|a|0001-01-31|1").run();
        assert_eq!(out.short(), ["cannot_tell 1"], "{earlier}");
    }
    let out = stays(
        "every stay must have until is no later than 1 months after until",
        "1|a|9999-12-31|1\n2|a|9999-11-30|1",
    )
    .run();
    assert_eq!(out.short(), ["cannot_tell 1"]);
    let out = stays(
        "every stay must have (until + 30 days) equal to 9999-12-31",
        "1|a|9999-12-01|1\n2|a|9999-12-31|1",
    )
    .run();
    assert_eq!(out.short(), ["cannot_tell 2"]);
}

#[test]
fn only_what_is_blank_goes_where_blanks_go() {
    let run = |blanks: &str, by: &str, rows: &str| {
        let lines = format!(
            "{STAYS}define twice 两倍 of stays = months * 2\npopulation ordered row = stays\n  in order of {by} per child, blanks {blanks}\n"
        );
        let sentence = "every row when is not the last, must have months at most its next.months";
        Inspect::item(&lines, sentence)
            .table("stays", &format!("no|child|until|months\n{rows}"))
            .run()
    };
    for blanks in ["first", "last"] {
        let out = run(
            blanks,
            "until",
            "1|a|2020-01-01|1\n2|a|2020-31-31|2\n3|b||1",
        );
        assert_eq!(out.short(), ["cannot_tell 1", "cannot_tell 2"], "{blanks}");
        assert_eq!(out.reasons(), ["unreadable", "unreadable"], "{blanks}");
        // What is made from a cell that cannot be read is not blank either.
        let out = run(
            blanks,
            "twice",
            "1|a|2020-01-01|1\n2|a|2020-01-01|x\n3|b||1",
        );
        assert_eq!(out.short(), ["cannot_tell 1", "cannot_tell 2"], "{blanks}");
    }
    let out = run("last", "until", "1|a|2020-01-01|1\n2|a||2\n3|b||1");
    assert_eq!(out.counts(), [3, 1, 0, 0, 2, 0]);
}

#[test]
fn a_cause_two_tables_down_is_told_at_its_cell() {
    // town ← families of it ← visits of the family.
    let declarations = format!(
        "{FAMILIES}dataset towns town 镇\n  code : id key\ndefine done_families 家庭数 of towns = count of families where town = towns.code and done_visits >= 1\n"
    );
    let declarations = declarations.replace("town : text", "town : reference to towns");
    let out = Inspect::item(
        &declarations,
        "every town must have (total of families.done_visits by town) at least 2",
    )
    .table("towns", "code\nT")
    .table("families", "id|town\nA|T\nB|T")
    .table("visits", "family|status\nA|done\nB|")
    .run();
    assert_eq!(out.short(), ["cannot_tell 1"]);
    assert_eq!(out.reasons(), ["blank"]);
    let text = out.findings()[0]["reasons"][0]["text"].as_str().unwrap();
    assert!(text.contains("status of visit"), "{text}");
    assert!(!text.contains("counts as blank"), "{text}");
}

#[test]
fn subjects_of_a_question_are_counted_as_the_run_counts_them() {
    let inspect = Inspect::item(
        "dataset homes home 家\n  id : id key\n",
        "ask \"Visited?\" / 「是否走访？」 of homes",
    )
    .table("homes", "id\nA\nB");
    let counted = inspect.output("json");
    let json: serde_json::Value = serde_json::from_slice(&counted.stdout).unwrap();
    assert_eq!(json["items"][0]["counts"]["awaiting"], 2);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
        .current_dir(inspect.folder())
        .args(["explain", "t.duban", "i", "--subjects", "audit.yaml"])
        .args(["--lang", "en"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("2 awaiting"), "{said}");
    assert!(!said.contains("2 not met"), "{said}");
}

#[test]
fn a_setting_is_missed_wherever_an_item_needs_it() {
    let item = |lines: &str| {
        Inspect::item(
            "setting few 少量 : number\nsetting long 期限 : days\ndataset homes home 家\n  id : id key\n  size : number\n",
            lines,
        )
        .table("homes", "id|size\nA|1")
    };
    for (lines, missed) in [
        (
            "sample few of homes seed \"1\"\nask \"Visited?\" / 「是否走访？」",
            "few",
        ),
        (
            "ask \"Visited?\" / 「是否走访？」 of homes\nvalid for long",
            "long",
        ),
        ("every home must have size at most few", "few"),
    ] {
        let inspect = item(lines);
        inspect.output("json");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
            .current_dir(inspect.folder())
            .args(["check", "audit.yaml", "--lang", "en"])
            .output()
            .unwrap();
        let said =
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("audit-setting-unset"), "{lines}: {said}");
        assert!(said.contains(missed), "{lines}: {said}");
    }
}

#[test]
fn only_blank_equals_blank() {
    let declarations = "dataset pupils pupil 学生
  id : id key
  score : integer
  again : integer
dataset visits visit 家访
  pupil : reference to pupils
  amount : integer
";
    let out = Inspect::item(
        declarations,
        "every pupil must be score is the same as again",
    )
    .table(
        "pupils",
        "id|score|again\n1|1|1\n2|1|2\n3||\n4|1|\n5|x|y\n6|x|\n7|x|1",
    )
    .run();
    assert_eq!(
        out.short(),
        [
            "not_met 2",
            "not_met 4",
            "cannot_tell 5",
            "cannot_tell 6",
            "cannot_tell 7"
        ]
    );
    // A count of none or one, and a total that a blank leaves open, are the same as nothing.
    let run = |must: &str| {
        Inspect::item(declarations, &format!("every pupil must be {must}"))
            .table("pupils", "id|score|again\n1|1|\n2||")
            .table("visits", "pupil|amount\n1|\n2|")
            .run()
            .short()
    };
    let both = ["cannot_tell 1", "cannot_tell 2"];
    assert_eq!(run("(total of visits.amount) is the same as again"), both);
    assert_eq!(
        run("(count of visits where amount = 1) is the same as score"),
        ["cannot_tell 1", "not_met 2"]
    );
}

#[test]
fn only_what_is_blank_is_replaced() {
    let declarations = "dataset pupils pupil 学生
  id : id key
  score : integer
dataset visits visit 家访
  pupil : reference to pupils
  amount : integer
define twice 两倍 of pupils = score * 2
";
    let run = |must: &str| {
        Inspect::item(
            declarations,
            &format!("every pupil must have {must} at most 5"),
        )
        .table("pupils", "id|score\n1|x\n2|\n3|2")
        .table("visits", "pupil|amount\n1|\n1|1\n2|2")
        .run()
        .short()
    };
    // 1 cannot be read, and one of its visits has no amount; 3 has no visit.
    assert_eq!(run("(twice or else 3)"), ["cannot_tell 1"]);
    assert_eq!(run("((score + 1) or else 3)"), ["cannot_tell 1"]);
    let out = run("((least of visits.amount) or else 3)");
    assert_eq!(out, ["cannot_tell 1"]);
}

const RANGES: &str = "dataset pupils pupil 学生
  id 编号 : id key
  town 镇 : text
  grade 年级 : integer from 1 to 9
  fee 费用 : money from 0 yuan to 100 yuan
  rate 比例 : percent from 0% to 50%
dataset grades 年级表
  grade 年级 : integer key
";

#[test]
fn a_number_outside_its_range_is_no_value() {
    let rows = "id|town|grade|fee|rate\na|x|7|10|20%\nb|x|17|10|20%\nc|y|0|101|0.6\nd|y|9|100|50%";
    let said = |sentence: &str| {
        let run = |zh: bool| {
            let inspect = Inspect::item(RANGES, sentence)
                .table("pupils", rows)
                .table("grades", "grade\n7\n9\n17");
            let inspect = if zh { inspect.translated() } else { inspect };
            inspect.run()
        };
        let (en, zh) = (run(false), run(true));
        assert_eq!(en.short(), zh.short(), "{sentence}");
        en
    };
    let out = said("every pupil must have grade at most 9");
    assert_eq!(out.short(), ["cannot_tell 2", "cannot_tell 3"]);
    assert_eq!(out.reasons(), ["out_of_set", "out_of_set"]);
    assert_eq!(out.findings()[0]["cells"][1]["value"], "17");
    let problems = &out.json["datasets"][0]["problems"];
    assert_eq!(problems[0]["kind"], "out-of-range", "{problems}");
    assert_eq!(problems[0]["count"], 2, "{problems}");
    for (sentence, expected) in [
        (
            "every pupil must have fee at most 100",
            vec!["cannot_tell 3"],
        ),
        (
            "every pupil must have rate at most 60%",
            vec!["cannot_tell 3"],
        ),
        // The cell itself.
        (
            "every pupil must have grade given",
            vec!["not_met 2", "not_met 3"],
        ),
        (
            "no pupil where grade is unreadable",
            vec!["not_met 2", "not_met 3"],
        ),
        // Keys.
        (
            "pupils have a grades by grade",
            vec!["cannot_tell 2", "cannot_tell 3"],
        ),
        (
            "pupils are unique by grade",
            vec!["cannot_tell 2", "cannot_tell 3"],
        ),
        (
            "per grade of pupils: count of pupils must be at most 1",
            vec!["cannot_tell 7", "cannot_tell 9", "cannot_tell"],
        ),
        // A total lies between what the range allows.
        (
            "per town of pupils: total of grade must be at most 15",
            vec!["cannot_tell x", "cannot_tell y"],
        ),
        (
            "per town of pupils: total of grade must be at most 18",
            vec![],
        ),
        (
            "per town of pupils: mean of given grade must be at least 9",
            vec!["not_met x"],
        ),
    ] {
        assert_eq!(said(sentence).short(), expected, "{sentence}");
    }
}

#[test]
fn a_blank_that_may_be_another_value_leaves_its_group_open() {
    let said = |rows: &str| {
        let run = |zh: bool| {
            let inspect = Inspect::item(FAMILIES, "families of the same town have the same id");
            let inspect = inspect.table("families", &format!("id|town\n{rows}"));
            let inspect = if zh { inspect.translated() } else { inspect };
            inspect.run()
        };
        let (en, zh) = (run(false), run(true));
        assert_eq!(en.short(), zh.short(), "{rows}");
        en
    };
    // The blank may be `A` and may not be.
    let out = said("A|t\n|t\nB|u\nB|u");
    assert_eq!(out.short(), ["cannot_tell 1", "cannot_tell 2"]);
    assert_eq!(out.reasons(), ["blank", "blank"]);
    // Two that differ are not met whatever it is; it is none of them for sure.
    let out = said("A|t\n|t\nB|t");
    assert_eq!(out.short(), ["not_met 1", "cannot_tell 2", "not_met 3"]);
    // A row without its group may be of any, and leaves those open that it could break.
    let out = said("A|t\nB|");
    assert_eq!(out.short(), ["cannot_tell 1", "cannot_tell 2"]);
    assert_eq!(out.reasons(), ["no_key", "no_key"]);
    assert_eq!(said("A|t\nA|").short(), ["cannot_tell 2"]);
    let out = said("A|t\nB|t\nC|");
    assert_eq!(out.short(), ["not_met 1", "not_met 2", "cannot_tell 3"]);
}

const LISTS: &str = "dataset pupils pupil 学生
  id 编号 : id key
  stage 学段 : one of primary 小学, junior 初中
  grade 年级 : integer
  name 姓名 : person name
dataset roster 名单
  id 编号 : id key
  grade 年级 : integer
  name 姓名 : person name
";

fn lists(sentence: &str, pupils: &str, roster: &str) -> crate::support::Outcome {
    let run = |zh: bool| {
        let inspect = Inspect::item(LISTS, sentence)
            .table("pupils", pupils)
            .table("roster", roster);
        let inspect = if zh { inspect.translated() } else { inspect };
        inspect.run()
    };
    let (en, zh) = (run(false), run(true));
    assert_eq!(en.short(), zh.short(), "{sentence}");
    en
}

#[test]
fn a_missing_column_is_said_where_another_part_is_not_met() {
    // Nobody is only undecided: a differs in the grade, and b is not on the roster.
    let out = lists(
        "pupils matches roster by id comparing grade, name",
        "id|stage|grade|name\na|junior|1|张一\nb|junior|1|张二",
        "id|grade\na|2",
    );
    assert_eq!(out.outcome(), "not_met");
    assert_eq!(
        out.short(),
        [
            "cannot_tell",
            "not_met a differs:grade",
            "not_met b not_in:roster"
        ]
    );
    assert_eq!(out.reasons(), ["column_missing"]);
    let said = out.findings()[0]["message"].as_str().unwrap();
    assert!(said.contains("for 1 subject"), "{said}");
    // Where nothing rests on it, it is not said.
    let out = lists(
        "pupils matches roster by id comparing grade, name",
        "id|stage|grade|name\nb|junior|1|张二",
        "id|grade\nc|2",
    );
    assert_eq!(
        out.short(),
        ["not_met b not_in:roster", "not_met c not_in:pupils"]
    );
}

#[test]
fn a_row_that_may_be_compared_and_agrees_does_no_harm() {
    let parts = "\nnot in pupils : not judged\nnot in roster : not judged";
    let says = |pupils: &str, roster: &str| {
        let sentence =
            format!("pupils where stage = junior matches roster by id comparing grade{parts}");
        let pupils = format!("id|stage|grade|name\n{pupils}");
        lists(&sentence, &pupils, &format!("id|grade|name\n{roster}")).short()
    };
    assert!(says("a||1|", "a|1|").is_empty());
    assert_eq!(says("a||1|", "a|2|"), ["cannot_tell a differs:grade"]);
    assert!(says("a|primary|1|", "a|2|").is_empty());
    assert_eq!(says("a|junior|1|", "a|2|"), ["not_met a differs:grade"]);
    // Of two rows one may not be meant: that matters only where they do not say the same.
    let twice = |other: &str| {
        let found = says(&format!("a|junior|1|\na||{other}|"), "a|1|");
        found
            .into_iter()
            .filter(|said| said.contains("differs"))
            .collect::<Vec<_>>()
    };
    assert!(twice("1").is_empty());
    assert_eq!(twice("2"), ["cannot_tell a differs:grade"]);
}

#[test]
fn a_text_in_the_place_of_a_blank_is_compared_like_one() {
    let says = |sentence: &str| {
        let pupils = "id|stage|grade|name\na|初中||张一\nb|||\nc|primary||李二";
        lists(sentence, pupils, "id|grade|name").short()
    };
    assert_eq!(
        says("every pupil must be (name or else \"王三\") = \"张一\""),
        ["not_met 2", "not_met 3"]
    );
    assert_eq!(
        says("every pupil must have (name or else \"王三\") the same as name"),
        ["not_met 2"]
    );
    assert_eq!(
        says("every pupil must be (stage or else junior) = junior"),
        ["not_met 3"]
    );
    assert_eq!(
        says("every pupil must be (stage or else junior) = stage"),
        ["cannot_tell 2"]
    );
}

#[test]
fn a_number_is_nobodys_name() {
    let lines = "dataset staff 职工
  staff_no 工号 : id key
  begun 起 : date
  in force from begun
dataset members member 成员
  no 序号 : id key
  name 姓名 : person name
  staff_no 工号 : reference to staff
  helper 帮扶人 : text
";
    let says = |column: &str| {
        Inspect::item(lines, &format!("members have a named {column}"))
            .table("staff", "staff_no|begun\nP1|2018-03-01\nP2|")
            .table(
                "members",
                "no|name|staff_no|helper\n1||P1|甲\n2|甲|P1|甲\n3||P2|\n4||P9|乙\n5|||无",
            )
            .run()
            .short()
    };
    // The number leads to a person whatever this one is called; a name may be the person's own.
    assert_eq!(
        says("staff_no"),
        ["cannot_tell 3", "not_met 4", "not_met 5"]
    );
    assert_eq!(
        says("helper"),
        [
            "cannot_tell 1",
            "not_met 2",
            "not_met 3",
            "cannot_tell 4",
            "not_met 5"
        ]
    );
}
