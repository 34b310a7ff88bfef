//! Combinations that must be there, and sets of values that include one another.

use crate::support::Inspect;

const REPORTS: &str = "dataset schools school 学校
  code : id key
  title : text
  kind : one of 小学, 初中
dataset reports report 报表
  no : id key
  school 学校 : reference to schools
  month : text
  term : one of 春, 秋
  grade : integer
  day : date
";

fn reports(sentence: &str, schools: &str, rows: &str) -> Inspect {
    Inspect::item(REPORTS, sentence)
        .table("schools", &format!("code|title|kind\n{}", schools.trim()))
        .table(
            "reports",
            &format!("no|school|month|term|grade|day\n{}", rows.trim()),
        )
}

#[test]
fn every_row_of_a_list_with_every_word_of_a_value_set() {
    let out = reports(
        "every combination of school, term must be in reports",
        "A|甲|小学\nB|乙|小学",
        "1|B|2020-03|春||\n2|B|2020-03|秋||\n3|A|2020-03|秋||\n4|B||秋||",
    )
    .run();
    assert_eq!(out.counts(), [4, 3, 1, 0, 0, 0]);
    assert_eq!(out.short(), ["not_met A|春 missing"]);
    let finding = &out.findings()[0];
    assert_eq!(finding["subject"]["kind"], "key");
    assert_eq!(finding["searched"][0]["dataset"], "reports");
    assert_eq!(finding["searched"][0]["rows"], 4);
    assert_eq!(finding["cells"][0]["dataset"], "schools");
    assert_eq!(finding["cells"][0]["value"], "A");
    let message = finding["message"].as_str().unwrap();
    assert!(
        message.contains("reports has no row for school A, term 春"),
        "{message}"
    );
}

#[test]
fn exactly_once_tells_repeated_ones_apart() {
    let sentence = "every combination of school, term must be in reports exactly once";
    let out = reports(sentence, "A|甲|小学", "1|A||春||\n2|A||春||").run();
    assert_eq!(
        out.short(),
        ["not_met A|春 repeated", "not_met A|秋 missing"]
    );
    assert_eq!(out.counts(), [2, 0, 2, 0, 0, 0]);
}

#[test]
fn columns_stand_for_the_values_that_occur_and_ranges_for_all_between() {
    let out = reports(
        "every combination of month, grade from 7 to 8 must be in reports",
        "A|甲|小学",
        "1|A|2020-03||7|\n2|A|2020-04||8|\n3|A|2020-03||8|\n4|A|||8|",
    )
    .run();
    assert_eq!(out.counts(), [4, 3, 1, 0, 0, 0]);
    assert_eq!(out.short(), ["not_met 2020-04|7 missing"]);
    let out = reports(
        "every combination of school, month from \"2020-03\" to \"2020-05\" must be in reports where term = 春",
        "A|甲|小学",
        "1|A|2020-03|春||\n2|A|2020-04||8|\n3|A|2020-05|秋|8|",
    )
    .run();
    assert_eq!(out.counts(), [3, 1, 1, 1, 0, 0]);
    assert_eq!(
        out.short(),
        ["cannot_tell A|2020-04 missing", "not_met A|2020-05 missing"]
    );
    assert_eq!(out.reasons(), ["blank"]);
    let out = reports(
        "every combination of day from 2020-03-01 to 2020-03-03 must be in reports",
        "A|甲|小学",
        "1|A||||2020-03-02",
    )
    .run();
    assert_eq!(
        out.short(),
        ["not_met 2020-03-01 missing", "not_met 2020-03-03 missing"]
    );
}

#[test]
fn a_population_gives_only_its_members_and_undecided_ones_stay_open() {
    let declarations =
        format!("{REPORTS}population primaries primary = schools where kind = 小学\n");
    let out = Inspect::item(
        &declarations,
        "every combination of primary, term must be in reports",
    )
    .table(
        "schools",
        "code|title|kind\nA|甲|小学\nB|乙|初中\nC|丙|\nC|丙|",
    )
    .table(
        "reports",
        "no|school|month|term|grade|day\n1|C||春||\n2|A||春||\n3|A||秋||",
    )
    .run();
    // B is none; C may be one: met where there is a report, else it cannot be told.
    assert_eq!(out.counts(), [4, 3, 0, 1, 0, 0]);
    assert_eq!(out.short(), ["cannot_tell C|秋 missing"]);
}

#[test]
fn nothing_to_combine_is_nothing_to_judge_and_a_missing_file_says_so() {
    let sentence = "every combination of school, term must be in reports";
    let out = reports(sentence, "", "1|A||春||").run();
    assert_eq!(out.outcome(), "nothing_to_judge");
    assert_eq!(out.code, 3);
    let out = Inspect::item(REPORTS, sentence)
        .table("schools", "code|title|kind\nA|甲|小学")
        .run();
    assert_eq!(out.outcome(), "cannot_tell");
    assert_eq!(out.counts(), [2, 0, 0, 2, 0, 0]);
    assert_eq!(out.findings().len(), 1);
    assert_eq!(out.reasons(), ["dataset_missing"]);
}

#[test]
fn a_row_without_a_key_is_counted_on_the_item() {
    let out = reports(
        "every combination of school, term must be in reports",
        "A|甲|小学\n|无名|小学",
        "1|A||春||\n2|A||秋||\n3|A||||",
    )
    .run();
    assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0]);
    let text = Inspect::item(
        REPORTS,
        "every combination of school, term must be in reports",
    )
    .table("schools", "code|title|kind\nA|甲|小学\n|无名|小学")
    .table(
        "reports",
        "no|school|month|term|grade|day\n1|A||春||\n2|A||秋||\n3|A||||",
    )
    .output("text");
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("1 row of schools could not be matched"),
        "{text}"
    );
    assert!(
        text.contains("1 row of reports could not be matched"),
        "{text}"
    );
}

#[test]
fn chinese_says_the_same() {
    let declarations = "数据集 学校
  代码 : 编号 主键
数据集 报表
  学校 : 引用 学校
  学期 : 取值 春、秋
";
    let run = |sentence: &str| {
        let text = format!(
            "检查清单 t 「测试」\n文件 法 「法」\n{declarations}检查项 i 「项」\n  依据 法 一\n  {sentence}\n"
        );
        Inspect::checklist(&text)
            .table("学校", "代码\nA\nB")
            .table("报表", "学校|学期\nA|春\nA|秋\nB|秋\nB|秋")
            .run()
    };
    let out = run("每种 学校、学期 的组合 应 在 报表 中 恰好一次");
    assert_eq!(
        out.short(),
        ["not_met B|春 missing", "not_met B|秋 repeated"]
    );
    let message = out.findings()[0]["message"].as_str().unwrap();
    assert_eq!(message, "报表中没有 学校 B、学期 春 的记录");
    let out = run("报表.学校 的取值 其中 学期 为 春 包含 学校.代码 的取值");
    assert_eq!(out.short(), ["not_met B not_in:报表"]);
    let out = run("报表.学校 的取值 应 同于 学校.代码 的取值");
    assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0]);
}

const SETS: &str = "dataset plan plans
  school : id
  subject : text
dataset lessons lesson
  school : id
  subject : text
  held : yes or no
";

fn sets(sentence: &str, plan: &str, lessons: &str) -> Inspect {
    Inspect::item(SETS, sentence)
        .table("plan", &format!("school|subject\n{}", plan.trim()))
        .table(
            "lessons",
            &format!("school|subject|held\n{}", lessons.trim()),
        )
}

#[test]
fn one_set_of_values_includes_another() {
    let plan = "A|math\nA|sport\nB|math";
    let lessons = "A|math|yes\nA|art|yes\nB|math|no";
    let out = sets(
        "values of lessons.subject include values of plan.subject",
        plan,
        lessons,
    )
    .run();
    // Subjects are the values asked for: art is none of them.
    assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0]);
    assert_eq!(out.short(), ["not_met sport not_in:lessons"]);
    let out = sets(
        "values of lessons.subject are the same as values of plan.subject",
        plan,
        lessons,
    )
    .run();
    assert_eq!(
        out.short(),
        ["not_met art not_in:plan", "not_met sport not_in:lessons"]
    );
}

#[test]
fn sets_are_compared_by_key_and_narrowed() {
    let plan = "A|math\nA|sport\nB|math\nB|";
    let lessons = "A|math|yes\nA|sport|\nB|math|no";
    let out = sets(
        "values of lessons.subject by school where held = yes include values of plan.subject by school",
        plan,
        lessons,
    )
    .run();
    assert_eq!(
        out.short(),
        [
            "cannot_tell A|sport not_in:lessons",
            "not_met B|math not_in:lessons",
            "cannot_tell 4"
        ]
    );
    // The last one is the row of the plan without a subject.
    assert_eq!(out.counts(), [4, 1, 1, 2, 0, 0]);
}

#[test]
fn a_row_that_may_be_the_combination_leaves_it_open() {
    let declared = "dataset towns town 镇
  code 代码 : id key
dataset classes class 班级
  id 编号 : id key
  town 镇 : reference to towns
  stage 学段 : one of low 小学, high 初中
  grade 年级 : integer from 1 to 9
";
    let said = |sentence: &str, classes: &str| {
        let run = |zh: bool| {
            let inspect = Inspect::item(declared, sentence)
                .table("towns", "code\n1\n2")
                .table("classes", &format!("id|town|stage|grade\n{classes}"));
            let inspect = if zh { inspect.translated() } else { inspect };
            inspect.run()
        };
        let (en, zh) = (run(false), run(true));
        assert_eq!(en.short(), zh.short(), "{sentence}");
        en
    };
    let two = "every combination of towns, stage must be in classes";
    // The row without a town may be that of town 2 where its stage is the one asked for.
    let out = said(two, "a|1|low|1\nb||low|1\nc|1|high|1");
    assert_eq!(
        out.short(),
        ["cannot_tell 2|low missing", "not_met 2|high missing"]
    );
    let found = out.findings();
    let open = found
        .iter()
        .find(|f| f["outcome"] == "cannot_tell")
        .unwrap();
    assert_eq!(open["reasons"][0]["cell"], 1, "{open}");
    // A row that says nothing may be any; an unreadable word is not known either.
    let out = said(two, "a|1|low|1\nb|||1\nc|1|high|1");
    assert_eq!(
        out.short(),
        ["cannot_tell 2|low missing", "cannot_tell 2|high missing"]
    );
    let out = said(two, "a|1|low|1\nb|2|x|1\nc|1|high|1");
    assert_eq!(
        out.short(),
        ["cannot_tell 2|low missing", "cannot_tell 2|high missing"]
    );
    // Once: there may be a second one.
    let once = "every combination of towns must be in classes exactly once";
    let out = said(once, "a|1|low|1\nb||low|1\nc|2|high|1\nd|2|high|1");
    assert_eq!(
        out.short(),
        ["cannot_tell 1 repeated", "not_met 2 repeated"]
    );
    // Numbers, alone and beside others.
    let grades = "every combination of grade from 1 to 2 must be in classes";
    let out = said(grades, "a|1|low|1\nb|1|low|17");
    assert_eq!(out.short(), ["cannot_tell 2 missing"]);
    let grades = "every combination of towns, stage, grade from 1 to 2 must be in classes";
    let out = said(grades, "a|1|low|1\nb||low|2\nc|1||2\nd|2|low|");
    let open = [
        "cannot_tell 1|low|2 missing",
        "not_met 1|high|1 missing",
        "cannot_tell 1|high|2 missing",
        "cannot_tell 2|low|1 missing",
        "cannot_tell 2|low|2 missing",
        "not_met 2|high|1 missing",
        "not_met 2|high|2 missing",
    ];
    assert_eq!(out.short(), open);
    // Only rows that are meant count.
    let some = "every combination of towns must be in classes where grade = 1";
    let out = said(some, "a|1|low|1\nb||low|2\nc||low|");
    assert_eq!(out.short(), ["cannot_tell 2 missing"]);
    let out = said(some, "a|1|low|1\nb||low|2");
    assert_eq!(out.short(), ["not_met 2 missing"]);
}

#[test]
fn a_row_without_a_value_may_have_the_one_that_is_missing() {
    let declared = "dataset towns town 镇
  code 代码 : id key
  stage 学段 : text
dataset classes class 班级
  id 编号 : id key
  stage 学段 : text
";
    let said = |classes: &str| {
        let sentence = "values of classes.stage include values of towns.stage";
        let run = |zh: bool| {
            let inspect = Inspect::item(declared, sentence)
                .table("towns", "code|stage\n1|low\n2|high")
                .table("classes", &format!("id|stage\n{classes}"));
            let inspect = if zh { inspect.translated() } else { inspect };
            inspect.run()
        };
        let (en, zh) = (run(false), run(true));
        assert_eq!(en.short(), zh.short(), "{classes}");
        en
    };
    let out = said("a|low\nb|");
    assert_eq!(out.short(), ["cannot_tell high not_in:classes"]);
    let finding = &out.findings()[0];
    assert_eq!(finding["reasons"][0]["code"], "blank", "{finding}");
    let cell = finding["reasons"][0]["cell"].as_u64().unwrap();
    let cell = &finding["cells"][cell as usize];
    assert_eq!(
        (cell["dataset"].as_str(), cell["row"].as_u64()),
        (Some("classes"), Some(2))
    );
    assert_eq!(
        said("a|low\nb|mid").short(),
        ["not_met high not_in:classes"]
    );
    assert_eq!(said("a|low\nb|\nc|high").short(), [""; 0]);
}

#[test]
fn values_of_a_file_that_is_not_there_are_found_nowhere() {
    let declared = "dataset towns town 镇
  stage 学段 : text
dataset classes class 班级
  stage 学段 : text
";
    for sentence in [
        "values of classes.stage include values of towns.stage",
        "values of towns.stage include values of classes.stage",
    ] {
        let out = Inspect::item(declared, sentence)
            .table("classes", "stage\nlow\nhigh")
            .run();
        assert_eq!(out.counts()[1], 0, "{sentence}");
        assert_eq!(out.outcome(), "cannot_tell", "{sentence}");
    }
}
