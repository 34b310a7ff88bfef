//! Lines of items beside the sentence: deadlines, owners and routing, and what says nothing about the verdict.

use crate::support::{HEAD, Inspect, Outcome};

const DECLARATIONS: &str = "dataset towns 乡镇表
  town 镇 : id key
  title 名称 : text
dataset schools school 学校
  code 代码 : id key
  town 乡镇 : reference to towns
  office 主管 : text
  plan_on 计划日期 : date
  report_on 报告日期 : date
dataset roster 名册
  code 代码 : id key
  office 主管 : text
  plan_on 计划日期 : date
";

const ZH: &str = "检查清单 t \"Test\" / 「测试」
文件 law \"Law\" / 「法」
数据集 towns 乡镇表
  town 镇 : 编号 主键
  title 名称 : 文本
数据集 schools school 学校
  code 代码 : 编号 主键
  town 乡镇 : 引用 乡镇表
  office 主管 : 文本
  plan_on 计划日期 : 日期
  report_on 报告日期 : 日期
数据集 roster 名册
  code 代码 : 编号 主键
  office 主管 : 文本
  plan_on 计划日期 : 日期
";

fn tables(inspect: Inspect) -> Inspect {
    inspect
        .table("towns", "town|title\nT1|North\nT2|")
        .table(
            "schools",
            "code|town|office|plan_on|report_on
a|T1|Office A|2020-05-01|
b|T2||2020-05-01|2020-06-01
c|||| 
d|T1|Office D|x|",
        )
        .table(
            "roster",
            "code|office|plan_on\na|Office R|2020-05-02\ne|Office E|",
        )
}

fn run(item: &str) -> Outcome {
    tables(Inspect::item(DECLARATIONS, item)).run()
}

fn run_zh(item: &str) -> Outcome {
    let item = item.trim().replace('\n', "\n  ");
    let text = format!("{ZH}\n检查项 i \"Item\" / 「项」\n  依据 law 1\n  {item}\n");
    tables(Inspect::checklist(&text)).run()
}

fn owners(out: &Outcome) -> Vec<String> {
    let owner = |finding: &serde_json::Value| {
        let owners = finding["owner"].as_array().unwrap().iter();
        owners
            .map(|o| o.as_str().unwrap())
            .collect::<Vec<_>>()
            .join("+")
    };
    out.findings().iter().map(owner).collect()
}

fn message(out: &Outcome, at: usize) -> &str {
    out.findings()[at]["message"].as_str().unwrap()
}

const DEADLINES: &str = "every school where town is given
due 2020-05-31: must have plan_on given
due 2020-09-30: must have report_on given and must have plan_on before report_on
due 2020-12-31: must have office given";

#[test]
fn each_deadline_is_a_part_with_its_own_day() {
    let out = run(DEADLINES);
    assert_eq!(out.counts(), [4, 1, 2, 0, 1, 0]);
    assert_eq!(
        out.short(),
        [
            "not_met 1 due:2020-09-30",
            "not_met 4 due:2020-05-31",
            "not_met 4 due:2020-09-30",
        ]
    );
    assert_eq!(out.findings()[1]["due"], "2020-05-31");
    assert!(
        message(&out, 0).starts_with("by 2020-09-30: "),
        "{}",
        message(&out, 0)
    );
    let zh = run_zh(
        "每所 学校 其中 乡镇 已填
期限 2020年5月31日：应 计划日期 已填
期限 2020年9月30日：应 报告日期 已填 且 应 计划日期 早于 报告日期
期限 2020年12月31日：应 主管 已填",
    );
    assert_eq!(zh.counts(), out.counts());
    assert_eq!(zh.short(), out.short());
}

#[test]
fn what_is_not_due_yet_is_not_applicable() {
    let out = tables(Inspect::item(DECLARATIONS, DEADLINES))
        .argument("--as-of")
        .argument("2020-05-30")
        .run();
    assert_eq!(out.counts(), [4, 0, 0, 0, 4, 0]);
    assert_eq!(out.outcome(), "nothing_to_judge");
}

#[test]
fn a_sentence_with_a_day_may_stand_beside_deadlines_of_their_own() {
    let out = run(
        "due 2020-12-31\nevery school must have office given\ndue 2020-05-31: must have plan_on given",
    );
    assert_eq!(
        out.short(),
        ["not_met 3 due:2020-05-31", "not_met 4 due:2020-05-31"]
    );
    let out = run(
        "due 2020-06-30\nevery school must have office given\ndue 2020-05-31: must have plan_on given",
    );
    assert_eq!(
        out.short(),
        [
            "not_met 2",
            "not_met 3",
            "not_met 3 due:2020-05-31",
            "not_met 4 due:2020-05-31"
        ]
    );
    assert_eq!(out.findings()[0]["due"], "2020-06-30");
    assert_eq!(out.findings()[2]["due"], "2020-05-31");
}

#[test]
fn an_undecided_deadline_cannot_be_told() {
    let out = run("every school\ndue 2020-05-31: must have plan_on before 2020-05-15");
    assert_eq!(
        out.short(),
        [
            "cannot_tell 3 due:2020-05-31",
            "cannot_tell 4 due:2020-05-31"
        ]
    );
    assert_eq!(out.reasons(), ["blank", "unreadable"]);
}

#[test]
fn the_owner_is_read_from_the_subject_and_a_blank_goes_elsewhere() {
    let out = run("owner office, or else \"Bureau\"\nevery school must have report_on given");
    assert_eq!(owners(&out), ["Office A", "Bureau", "Office D"]);
    assert!(
        message(&out, 1).ends_with("who has to act is not known: office is blank"),
        "{}",
        message(&out, 1)
    );
    let zh = run_zh("责任单位 主管，否则 「教育局」\n每所 学校 应 报告日期 已填");
    assert_eq!(owners(&zh), ["Office A", "教育局", "Office D"]);
    assert!(
        message(&zh, 1).contains("责任单位不明：主管"),
        "{}",
        message(&zh, 1)
    );
}

#[test]
fn a_path_over_a_reference_leads_to_the_owner() {
    let out = run("owner \"Bureau\", town.title\nevery school must have report_on given");
    assert_eq!(owners(&out), ["Bureau+North", "Bureau", "Bureau+North"]);
    let out = run("owner town\nevery school must have report_on given");
    assert_eq!(owners(&out), ["T1", "", "T1"]);
}

#[test]
fn a_key_of_a_comparison_is_owned_by_the_first_source_that_knows() {
    let out = run("owner office\nschools match roster by code comparing plan_on");
    assert_eq!(
        out.short(),
        [
            "not_met a differs:plan_on",
            "not_met b not_in:roster",
            "not_met c not_in:roster",
            "not_met d not_in:roster",
            "not_met e not_in:schools"
        ]
    );
    assert_eq!(owners(&out), ["Office A", "", "", "Office D", "Office E"]);
}

const ROUTED: &str = "section \"Boarding\" / 「寄宿」
  owner \"Section owner\" / 「科室」
item one \"One\" / 「一」
  cites law 三(一)2
  every school must have report_on given
item two \"Two\" / 「二」
  cites law 三(一)21
  every school must have report_on given
item three \"Three\" / 「三」
  cites law 四
  every school must have report_on given
item four \"Four\" / 「四」
  cites law 四
  owner \"Own\" / 「自有」
  every school must have report_on given
item five \"Five\" / 「五」
  cites law 四
  every school must have report_on given
";

#[test]
fn findings_are_routed_by_item_by_clause_and_by_section() {
    let text = format!(
        "{HEAD}{DECLARATIONS}
routing
  clause law 三(一) goes to \"Basic\" / 「基教科」
  clause law 三(一)2 goes to \"Boarding office\" / 「寄宿科」
  section \"Boarding\" goes to office, or else \"Nobody\" / 「无人」
  item five goes to \"Five's\" / 「五科」
{ROUTED}"
    );
    let out = tables(Inspect::checklist(&text)).run();
    let first = |item: &str| {
        let mut found = out.findings().iter().zip(owners(&out));
        found
            .find(|(f, _)| f["item"] == format!("t/{item}"))
            .unwrap()
            .1
    };
    assert_eq!(first("one"), "Boarding office");
    // 三(一)21 is not below 三(一)2.
    assert_eq!(first("two"), "Basic");
    assert_eq!(first("three"), "Office A");
    assert_eq!(first("four"), "Own");
    assert_eq!(first("five"), "Five's");
    assert_eq!(out.json["items"][0]["owner"][0], "Boarding office");
}

#[test]
fn lines_that_say_nothing_about_the_verdict_stand_in_every_report() {
    let item = "copy to \"Mayor\" / 「镇长」
tags \"boarding\", \"winter\"
action \"Visit the family\" / 「家访」
every school must have office given";
    let out = run(item);
    let more = &out.json["items"][0]["more"];
    assert_eq!(more["tags"], serde_json::json!(["boarding", "winter"]));
    assert_eq!(more["action"], "Visit the family");
    assert_eq!(more["copy_to"][0], "Mayor");
    for format in ["text", "html"] {
        let out = tables(Inspect::item(DECLARATIONS, item)).output(format);
        let text = String::from_utf8(out.stdout).unwrap();
        for said in ["Visit the family", "Mayor", "winter"] {
            assert!(text.contains(said), "{format}: {said}");
        }
    }
    let zh =
        run_zh("抄送 「镇长」\n标签 「寄宿」、「冬季」\n措施 「家访」\n每所 学校 应 主管 已填");
    assert_eq!(zh.json["items"][0]["more"]["action"], "家访");
    assert_eq!(zh.short(), out.short());
}

#[test]
fn a_clause_that_nobody_can_inspect_is_shown_as_such() {
    let out = run("not inspectable because \"No register\" / 「没有台账」");
    assert_eq!(out.outcome(), "not_inspectable");
    assert_eq!(out.json["items"][0]["kind"], "not_inspectable");
    assert_eq!(
        out.json["items"][0]["more"]["not_inspectable"],
        "No register"
    );
    assert_eq!(out.counts(), [0; 6]);
    assert_eq!(out.code, 3);
    let zh = run_zh("不可检查 因为 「没有台账」");
    assert_eq!(zh.outcome(), "not_inspectable");
    let text = Inspect::item(
        DECLARATIONS,
        "not inspectable because \"No register\" / 「没有台账」",
    )
    .output("text");
    assert!(
        String::from_utf8(text.stdout)
            .unwrap()
            .contains("No register")
    );
}

#[test]
fn fewer_subjects_than_expected_cannot_be_trusted() {
    let out = run("expects at least 5 subjects\nevery school must have code given");
    assert_eq!(out.outcome(), "cannot_tell");
    assert_eq!(out.code, 3);
    assert_eq!(out.reasons(), ["too_few_subjects"]);
    assert_eq!(out.findings()[0]["searched"][0]["rows"], 4);
    assert!(
        message(&out, 0).contains("only 4 subjects are judged"),
        "{}",
        message(&out, 0)
    );
    let enough = run("expects at least 4 subjects\nevery school must have code given");
    assert_eq!(enough.outcome(), "met");
    let zh = run_zh("应有至少 5 个对象\n每所 学校 应 代码 已填");
    assert_eq!(zh.outcome(), "cannot_tell");
    // A finding stays a finding.
    let failed = run("expects at least 5 subjects\nevery school must have office given");
    assert_eq!(failed.outcome(), "not_met");
    assert_eq!(failed.short(), ["cannot_tell", "not_met 2", "not_met 3"]);
}

#[test]
fn only_subjects_that_are_judged_are_expected() {
    let declared =
        format!("{DECLARATIONS}population northern 北校 = schools where town = \"T1\"\n");
    let said = |sentence: &str, zh: bool| {
        let inspect = tables(Inspect::item(&declared, sentence));
        let inspect = if zh { inspect.translated() } else { inspect };
        let out = inspect.run();
        (out.outcome().to_owned(), out.short())
    };
    // Two of the four schools are of the town, however the others are left out.
    for sentence in [
        "every northern must have code given",
        "every school where town = \"T1\" must have code given",
        "every school when town = \"T1\" or (code = \"c\" and town = \"T1\"), must have code given",
    ] {
        for zh in [false, true] {
            let of = |number: u32| {
                said(
                    &format!("expects at least {number} subjects\n{sentence}"),
                    zh,
                )
                .0
            };
            assert_eq!(of(2), "met", "{sentence}");
            assert_eq!(of(4), "cannot_tell", "{sentence}");
        }
    }
    // Nothing to judge is not enough either.
    let nothing =
        "expects at least 1 subject\nevery school when code = \"x\", must have office given";
    assert_eq!(
        said(nothing, false),
        ("cannot_tell".to_owned(), vec!["cannot_tell".to_owned()])
    );
}

#[test]
fn excused_subjects_are_not_judged() {
    let declared = format!(
        "{DECLARATIONS}dataset leave\n  code : id\n  paper : text\nexception away \"Away\" / 「停办」\n  cites law 1\n  leave by code, proof paper\n"
    );
    let of = |number: u32| {
        let sentence = format!(
            "expects at least {number} subjects\nexcept away\nevery school must have office given"
        );
        let out = tables(Inspect::item(&declared, &sentence))
            .table("leave", "code|paper\nb|1\nc|2")
            .run();
        (out.outcome().to_owned(), out.reasons().join(","))
    };
    assert_eq!(of(2), ("met".to_owned(), String::new()));
    assert_eq!(
        of(3),
        ("cannot_tell".to_owned(), "too_few_subjects".to_owned())
    );
}

#[test]
fn a_renamed_item_keeps_the_identity_of_its_findings() {
    let ids = |item: &str, line: &str| {
        let text = format!(
            "{HEAD}{DECLARATIONS}item {item} \"Item\" / 「项」\n  cites law 1\n  {line}every school must have office given\n"
        );
        let inspect = tables(Inspect::checklist(&text)).audit("key: audit.key");
        std::fs::write(inspect.folder().join("audit.key"), "ab".repeat(32)).unwrap();
        let out = inspect.run();
        let id = |finding: &serde_json::Value| finding["id"].as_str().unwrap().to_owned();
        out.findings().iter().map(id).collect::<Vec<_>>()
    };
    let before = ids("old", "");
    assert_eq!(before, ids("new", "formerly old\n  "));
    assert_ne!(before, ids("new", ""));
}

#[test]
fn a_reference_has_the_name_of_its_role_in_paths() {
    let declarations = "dataset staff
  id : id key
  phone : text
dataset schools school
  code : id key
  principal 校长 : reference to staff
  deputy 副校长 : reference to staff
dataset pupils pupil
  number : id key
  school : reference to schools
";
    let out = Inspect::item(
        declarations,
        "every pupil must have school.principal.phone given",
    )
    .table("staff", "id|phone\ns1|12345\ns2|")
    .table("schools", "code|principal|deputy\na|s1|s2\nb|s2|s1")
    .table("pupils", "number|school\n1|a\n2|b")
    .run();
    assert_eq!(out.short(), ["not_met 2"]);
}

#[test]
fn the_formatter_turns_every_line_there_and_back() {
    let text = format!(
        "{HEAD}{DECLARATIONS}
exception small \"Small\" / 「小」
  cites law 2
  roster where plan_on is given by code, proof office

routing
  clause law 三(一) goes to \"Basic\" / 「基教科」
  section \"S\" / 「章」 goes to office, or else \"Nobody\" / 「无人」
  item one, two goes to \"X\" / 「某」

section \"S\" / 「章」
  owner office, or else \"N\" / 「无」
  copy to \"M\" / 「镇」

item one \"One\" / 「一」
  cites law 三(一)
  except small
  owner \"A\" / 「甲」, town.title
  tags \"a\", \"b\"
  action \"Visit\" / 「走访」
  formerly zero
  expects at least 3 subjects
  every school
  due 2020-05-31: must have plan_on given and must have office given

item two \"Two\" / 「二」
  cites law 三(一)
  schools should match roster by code comparing plan_on

item three \"Three\" / 「三」
  cites law 三(一)
  schools ranked by (count of roster by code), lower is better, smallest group 2
    must be among the first 3

item four \"Four\" / 「四」
  cites law 三(一)
  not inspectable because \"No register\" / 「没有台账」
"
    );
    let inspect = Inspect::checklist(&text);
    let format = |language: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
            .current_dir(inspect.folder())
            .args(["fmt", "--lang", language, "t.duban"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{told}");
        std::fs::read_to_string(inspect.folder().join("t.duban")).unwrap()
    };
    let en = format("en");
    let zh = format("zh");
    for word in [
        "例外",
        "归口",
        "条款",
        "除外",
        "否则",
        "宜",
        "依",
        "不可检查",
        "曾用",
    ] {
        assert!(zh.contains(word), "{word}: {zh}");
    }
    assert_eq!(format("en"), en);
    assert!(en.contains("  due 2020-05-31: must have plan_on given and must have office given"));
}

#[test]
fn before_its_day_an_item_judges_nobody() {
    for sentence in [
        "every school must have town given",
        "at least 95% of schools per town must have office given",
        "count of schools must be at most 1",
        "per town of schools: count of schools must be at most 1",
        "schools matches schools where town is given by code comparing office",
        "every combination of town, office must be in schools",
        "schools of the same town have the same office",
    ] {
        let later = run(&format!("due 2099-12-31\n  {sentence}"));
        let [subjects, met, not_met, cannot_tell, not_applicable, excused] = later.counts();
        assert!(subjects > 0, "{sentence}");
        assert_eq!(
            [met, not_met, cannot_tell, not_applicable, excused],
            [0, 0, 0, subjects, 0],
            "{sentence}"
        );
        assert!(later.findings().is_empty(), "{sentence}");
        let come = run(&format!("due 2020-01-01\n  {sentence}"));
        assert!(come.counts()[4] < subjects, "{sentence}");
    }
}
