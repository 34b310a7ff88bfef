//! Files as offices keep them, with what the program makes of their cells and rows: nothing in them passes silently.

use crate::support::{Inspect, Outcome};
use rust_xlsxwriter::{Formula, Workbook};
use serde_json::Value;
use std::io::{Cursor, Read, Write};

const PUPILS: &str = "dataset pupil 学生 「学生」 / \"Pupil\"
  id 学号 : id key
  name 姓名 : person name
  amount 金额 : money
  note 备注 : text
";

const PAID: &str = "every pupil must have amount at least 100";

pub(crate) fn paid() -> Inspect {
    Inspect::item(PUPILS, PAID)
}

/// The problems of the first dataset: kind and the lines listed.
pub(crate) fn problems(outcome: &Outcome) -> Vec<(&str, Vec<u64>)> {
    let problems = outcome.json["datasets"][0]["problems"].as_array().unwrap();
    let line = |place: &Value| place["line"].as_u64().unwrap();
    problems
        .iter()
        .map(|problem| {
            let places = problem["places"].as_array().unwrap();
            let kind = problem["kind"].as_str().unwrap();
            (kind, places.iter().map(line).collect())
        })
        .collect()
}

/// The values listed with the problems of the first dataset.
pub(crate) fn values(outcome: &Outcome) -> Vec<&str> {
    let problems = outcome.json["datasets"][0]["problems"].as_array().unwrap();
    let places = problems
        .iter()
        .flat_map(|problem| problem["places"].as_array().unwrap());
    places.filter_map(|place| place["value"].as_str()).collect()
}

/// A workbook as programs write that do not compute: formulas without their values.
pub(crate) fn uncomputed(book: &mut Workbook) -> Vec<u8> {
    rewritten(book, "</f><v>0</v>", "</f>")
}

/// A workbook with some of its text written in another way.
fn rewritten(book: &mut Workbook, text: &str, by: &str) -> Vec<u8> {
    let bytes = book.save_to_buffer().unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut copy = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut part = String::new();
        entry.read_to_string(&mut part).unwrap();
        copy.start_file(
            entry.name().unwrap(),
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
        copy.write_all(part.replace(text, by).as_bytes()).unwrap();
    }
    copy.finish().unwrap().into_inner()
}

#[test]
fn a_cell_outside_of_any_sheet_is_damage_and_costs_no_memory() {
    for place in ["ZZZZZ2", "B99999999", "ZZZZZZZ999999999999999999"] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, text) in (0..).zip(["学号", "姓名", "金额", "备注"]) {
            sheet.write(0, column, text).unwrap();
            sheet.write(1, column, "1").unwrap();
        }
        let bytes = rewritten(&mut book, "r=\"B2\"", &format!("r=\"{place}\""));
        let outcome = paid().file("pupil", "xlsx", &bytes).run();
        let problems = &outcome.json["datasets"][0]["problems"];
        assert_eq!(problems[0]["kind"], "file-unreadable", "{place}");
    }
}

#[test]
fn a_formula_whose_value_is_not_stored_is_unreadable_and_not_blank() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["学号", "姓名", "金额", "备注"]) {
        sheet.write(0, column, text).unwrap();
    }
    for row in 1..=4 {
        sheet.write(row, 0, format!("S{row}")).unwrap();
        sheet.write(row, 1, "某人").unwrap();
    }
    sheet.write(1, 2, 100).unwrap();
    sheet.write(2, 2, Formula::new("50*2")).unwrap();
    sheet
        .write(3, 2, Formula::new("50*3").set_result("150"))
        .unwrap();
    // The fourth is blank.
    let outcome = paid().file("pupil", "xlsx", &uncomputed(&mut book)).run();
    assert_eq!(outcome.counts(), [4, 2, 0, 2, 0, 0]);
    assert_eq!(outcome.reasons(), ["unreadable", "blank"]);
    assert_eq!(problems(&outcome), [("formula-without-value", vec![3])]);
    assert_eq!(values(&outcome), ["formula without a value: =50*2"]);
    let text = paid().file("pupil", "xlsx", &uncomputed(&mut book));
    let text = String::from_utf8(text.output("text").stdout).unwrap();
    assert!(text.contains("open the file in Excel or WPS"), "{text}");
    assert!(!text.contains('\u{FFFD}'), "{text}");
}

#[test]
fn an_error_of_a_spreadsheet_is_no_value_of_any_type() {
    let rows = "学号 | 姓名 | 金额 | 备注
        S1 | 甲某 | 100 | a
        #REF! | 乙某 | 100 | b
        S3 | #N/A | #DIV/0! | c";
    let outcome = Inspect::item(
        PUPILS,
        "every pupil must have amount at least 100 and must name is given",
    )
    .table("pupil", rows)
    .run();
    assert_eq!(outcome.counts(), [3, 2, 1, 0, 0, 0]);
    assert_eq!(problems(&outcome), [("sheet-error", vec![3, 4, 4])]);
}

#[test]
fn lines_that_end_in_carriage_returns_alone_are_lines() {
    let text = "学号,姓名,金额,备注\rS1,甲某,100,\"一行\n两行\"\rS2,乙某,50,\rS3,丙某,120,";
    let outcome = paid().file("pupil", "csv", text.as_bytes()).run();
    assert_eq!(outcome.counts(), [3, 2, 1, 0, 0, 0]);
    assert_eq!(problems(&outcome), []);
    assert_eq!(outcome.findings()[0]["cells"][0]["line"], 4);
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let outcome = paid().file("pupil", "csv", &gbk).run();
    assert_eq!(outcome.counts(), [3, 2, 1, 0, 0, 0]);
    assert_eq!(outcome.json["datasets"][0]["encoding"], "GB18030");
}

const FOOTED: &str = "学号,姓名,金额,备注
S1,总彬,100,
S2,平均,150,由说明书补发
 总　数 ,,250,
平 均 值,,125元,
,共  计,250,
S3,注某,120,

合　　计,,370,
制表人：甲某某,,审核人：乙某某,
,,,
备注：以上含补发,,,
共计 3 人
";

#[test]
fn rows_that_sum_up_and_lines_below_the_table_are_listed_and_left_out() {
    let outcome = paid().file("pupil", "csv", FOOTED.as_bytes()).run();
    // Somebody called 总 or 注, and a word of summing up that is not the first of its row, stay.
    assert_eq!(outcome.counts(), [3, 3, 0, 0, 0, 0]);
    assert_eq!(
        problems(&outcome),
        [
            ("total-row", vec![4, 5, 6, 9]),
            ("footer-row", vec![10, 12, 13])
        ]
    );
    let text = outcome.json.to_string();
    assert!(!text.contains("甲某某") && !text.contains("乙某某"));
}

#[test]
fn workbooks_and_other_encodings_end_alike() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(FOOTED.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            if !cell.is_empty() {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let by_book = paid().file("pupil", "xlsx", &bytes).run();
    let windows = FOOTED.replace('\n', "\r\n");
    let (gbk, _, _) = encoding_rs::GBK.encode(&windows);
    let by_gbk = paid().file("pupil", "csv", &gbk).run();
    let plain = paid().file("pupil", "csv", FOOTED.as_bytes()).run();
    for other in [by_book, by_gbk] {
        assert_eq!(other.counts(), plain.counts());
        assert_eq!(problems(&other), problems(&plain));
    }
}

#[test]
fn a_row_that_only_might_be_a_footer_is_a_row() {
    let rows = "学号 | 姓名 | 金额 | 备注
        备注：一 | 甲某 | 100 | x
        average | 乙某 | 90 |
        说明 | | 80 |
        S4 | 丁某 | 120 | 说明：补发";
    let outcome = paid().table("pupil", rows).run();
    assert_eq!(outcome.counts(), [4, 2, 2, 0, 0, 0]);
    assert_eq!(problems(&outcome), []);
}

#[test]
fn a_note_that_runs_over_lines_is_no_footer() {
    let text = "学号,姓名,金额,备注\nS1,甲某,100,\nS2,乙某,90,\"一\n备注：二\"\n";
    let outcome = paid().file("pupil", "csv", text.as_bytes()).run();
    assert_eq!(outcome.counts(), [2, 1, 1, 0, 0, 0]);
    assert_eq!(problems(&outcome), []);
}

const SCHOOLS: &str = "dataset school 学校
  id 编号 : id key
  cost 费用 : money
  rate 巩固率 : percent
  pupils 人数 : integer
";

pub(crate) fn schools(sentence: &str) -> Inspect {
    Inspect::item(SCHOOLS, sentence)
}

#[test]
fn amounts_with_their_unit_in_the_cell_are_exact() {
    let rows = "编号 | 费用
        A | 312.50元
        B | \"1,200 元整\"
        C | ￥312
        D | 1.2万元
        E | 0.03万
        F | 人民币300元
        G | ３００元
        H | 300元/人
        I | 三百元";
    let outcome = schools("every school must have cost at most 312")
        .table("school", rows)
        .run();
    assert_eq!(
        outcome.short(),
        [
            "not_met 1",
            "not_met 2",
            "not_met 4",
            "cannot_tell 8",
            "cannot_tell 9"
        ]
    );
    assert_eq!(
        problems(&outcome),
        [("unreadable", vec![10]), ("number-with-unit", vec![9])]
    );
}

const RATES: &str = "编号 | 巩固率
    A | 95 %
    B | 95％
    C | 0.95
    D | 95
    E | 1
    F | 120%
    G | 0.8
    H | 95%左右";

#[test]
fn a_percentage_above_one_without_its_sign_is_not_guessed() {
    let run = |line: &str| {
        let school = schools("every school must have rate at least 95%");
        let bytes: Vec<String> = RATES.lines().map(|l| l.replace(" | ", ",")).collect();
        std::fs::write(school.folder().join("s.csv"), bytes.join("\n")).unwrap();
        school
            .audit(&format!("data:\n  school:\n    file: s.csv\n{line}"))
            .bare()
    };
    let unsaid = run("");
    // Some up to one, some above it: neither can be read.
    assert_eq!(
        unsaid.short(),
        [
            "cannot_tell 3",
            "cannot_tell 4",
            "cannot_tell 5",
            "cannot_tell 7",
            "cannot_tell 8"
        ]
    );
    assert_eq!(
        problems(&unsaid),
        [("percent-mixed", vec![1]), ("number-with-unit", vec![9])]
    );
    assert_eq!(unsaid.code, 3);
    let percent = run("    units: {rate: percent}");
    assert_eq!(
        percent.short(),
        ["not_met 3", "not_met 5", "not_met 7", "cannot_tell 8"]
    );
    let fraction = run("    units: {巩固率: 小数}");
    assert_eq!(fraction.short(), ["not_met 7", "cannot_tell 8"]);
}

#[test]
fn the_audit_file_says_what_a_column_counts() {
    let rows = "编号 | 费用 | 人数
        A | 1.5 | 35人
        B | 0.02 | 12 人
        C | 300元 | 8
        D | 3 | 9名";
    let school =
        schools("every school must have cost at least 300 and must have pupils at least 9");
    let lines: Vec<String> = rows
        .lines()
        .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>().join(","))
        .collect();
    std::fs::write(school.folder().join("s.csv"), lines.join("\n")).unwrap();
    let outcome = school
        .audit("data:\n  school:\n    file: s.csv\n    units: {费用: 万元, 人数: 人}")
        .bare();
    assert_eq!(outcome.short(), ["not_met 2", "not_met 3", "cannot_tell 4"]);
    assert_eq!(problems(&outcome), [("number-with-unit", vec![5])]);
}

#[test]
fn a_renamed_column_that_tells_the_place_is_said() {
    let declarations = "dataset township 乡镇
  id 乡镇编号 : id key
  name 乡镇名称 : text
dataset school 学校
  id 学校编号 : id key
  name 学校名称 : text
  township 所属乡镇 : reference to township
dataset pupil 学生
  id 学号 : id key
  school 学校 : reference to school
  amount 金额 : money
";
    let run = |pupils: &str, schools: &str| {
        Inspect::item(declarations, "every pupil must have amount at least 100")
            .table("pupil", &format!("{pupils}\nA | S1 | 50"))
            .table("school", &format!("{schools}\nS1 | 一小 | T1"))
            .table("township", "乡镇编号 | 乡镇名称\nT1 | 城关镇")
            .run()
    };
    let kinds = |outcome: &Outcome| -> Vec<String> {
        let datasets = outcome.json["datasets"].as_array().unwrap();
        let problems = datasets.iter().flat_map(|dataset| {
            let problems = dataset["problems"].as_array().unwrap().iter();
            problems.map(|problem| {
                let column = problem["places"][0]["column"].as_str().unwrap();
                format!("{} {column}", problem["kind"].as_str().unwrap())
            })
        });
        problems.collect()
    };
    let sound = run("学号 | 学校 | 金额", "学校编号 | 学校名称 | 所属乡镇");
    assert!(kinds(&sound).is_empty());
    let renamed = run("学号 | 就读 | 金额", "学校编号 | 校名 | 镇");
    assert_eq!(
        kinds(&renamed),
        ["place-column-missing name", "place-column-missing school",]
    );
    assert_eq!(renamed.counts(), sound.counts());
}

#[test]
fn columns_of_answers_that_are_not_read_are_said() {
    let run = |answers: &str| {
        let inspect = Inspect::item(
            "dataset visit 家访\n  id 编号 : id key",
            "ask \"True?\" / 「属实？」 of visit",
        );
        let outcome = inspect.table("visit", "编号\nA").answers(answers).run();
        let problems = outcome.json["datasets"][1]["problems"].as_array().unwrap();
        let told: Vec<String> = problems
            .iter()
            .flat_map(|problem| {
                let kind = problem["kind"].as_str().unwrap();
                let places = problem["places"].as_array().unwrap().iter();
                places.map(move |place| format!("{kind} {}", place["column"].as_str().unwrap()))
            })
            .collect();
        (told, outcome.code)
    };
    let (told, code) = run(
        "检查项 | 对象 | 答复 | 答复人 | 日期 | 有效期 | stratum | 意见
        i | A | 是 | 甲某某 | 2020-09-01 | 2020-09-02 | x | y",
    );
    assert_eq!(told, ["answer-column 有效期", "answer-further-column 意见"]);
    assert_eq!(code, 3);
    // A column that is like none of those known is said, and the run is whole.
    let (told, code) = run("检查项 | 对象 | 答复 | 答复人 | 日期 | 意见
        i | A | 是 | 甲某某 | 2020-09-01 | y");
    assert_eq!(told, ["answer-further-column 意见"]);
    assert_eq!(code, 0);
}

#[test]
fn a_name_is_masked_in_the_other_texts_of_its_row() {
    let declarations = "dataset pupil 学生
  id 学号 : id key
  name 姓名 : person name
  status 状态 : one of 在读、休学
  note 备注 : text
  seen 走访 : reference to visit
dataset visit 家访
  id 编号 : id key
  visitor 家访人 : person name
  remark 情况 : text
";
    let run = |reveal: bool| {
        let inspect = Inspect::item(
            declarations,
            "every pupil must have note equal to seen.remark and must have status = 在读",
        );
        let inspect = inspect
            .table(
                "pupil",
                "学号 | 姓名 | 状态 | 备注 | 走访
                1 | 欧阳甲某 | 在读 | 欧阳甲某已返校，欧阳老师送 | 1
                2 | 乙某 | 乙某休学 | Ann in class | 2
                3 | Ann | 休学 | Ann and Annual; 见乙某 | 3",
            )
            .table(
                "visit",
                "编号 | 家访人 | 情况\n1 | 丁某某 | 丁某某与欧阳甲某谈\n2 | 待定 | x\n3 | 戊某 | 待定，戊某未到",
            );
        match reveal {
            true => inspect.argument("--reveal").run(),
            false => inspect.run(),
        }
    };
    let shown = run(false);
    let text = shown.json.to_string();
    for name in ["欧阳甲某", "丁某某", "戊某", "乙某休学", "Ann and"] {
        assert!(!text.contains(name), "{name}: {text}");
        assert!(name == "乙某休学" || run(true).json.to_string().contains(name));
    }
    // Names of other rows, and what only begins like a name, stay.
    for kept in [
        "Ann in class",
        "A** and Annual; 见乙某",
        "欧***已返校，欧阳老师送",
        "待定，戊*未到",
    ] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    assert_eq!(values(&shown), ["乙*休学"]);
}

#[test]
fn rows_in_no_group_are_counted_once_and_it_is_said_why() {
    let declarations = "dataset township 乡镇
  id 编号 : id key
dataset school 学校
  id 编号 : id key
  township 乡镇 : reference to township
dataset pupil 学生
  id 学号 : id key
  school 学校 : reference to school
  status 状态 : one of a, b
";
    for sentence in [
        "at least 50% of pupil per school.township must have status = a",
        "per school.township of pupil where status = a: count of pupil must be at least 1",
    ] {
        let inspect = Inspect::item(declarations, sentence)
            .table("township", "编号\nT1")
            .table("school", "编号 | 乡镇\nS1 | T1\nS2 | T9")
            .table(
                "pupil",
                "学号 | 学校 | 状态\n1 | S1 | a\n2 | S2 | a\n3 | S8 | a\n4 | | a",
            );
        let text = String::from_utf8(inspect.output("markdown").stdout).unwrap();
        for said in [
            "2 rows of pupil could not be matched: what they are matched by is blank, unreadable or not on its list",
            "1 row of pupil counts in no group: its group is not in township",
        ] {
            assert!(text.contains(said), "{text}");
        }
    }
}
