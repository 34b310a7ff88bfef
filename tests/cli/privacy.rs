//! No name of a person in any output of any command: not in proof, keys, answers or notes, and not with other blanks inside.

use super::{folder_with, run_in};
use std::io::Read;
use std::path::{Path, PathBuf};

const CHECKLIST: &str = r#"checklist a "A" / 「甲」
source law "L" / 「法」

dataset pupils pupil 学生
  id 学号 : id key
  national 身份证号 : citizen id
  name 姓名 : person name
  grade 年级 : integer
  note 备注 : text

dataset exemptions 免学登记
  id 学号 : id
  certificate 证书 : text

dataset towns town 乡镇表
  code 代码 : text key
  head 负责人 : person name
  score 得分 : integer

dataset reports report 报告
  town 乡镇 : reference to towns
  to 接收人 : text
  at 报送日期 : date
  sender town
  recipient to
  submitted on at

exception ill 患病 "Severe illness" / 「患重病」
  cites law 5
  exemptions
  by id, proof certificate

item graded "Grade" / 「年级」
  cites law 1
  except ill
  every pupil must have grade at most 9

item noted "Noted" / 「备注」
  cites law 2
  every pupil must have note = "x"

item known "Known" / 「证号」
  cites law 2
  every pupil must have national given

item asked "Asked" / 「问」
  cites law 3
  sample 2 of towns per head seed "x"
  ask "Is it so?" / 「是否如此？」

item ranked "Ranked" / 「排名」
  cites law 4
  towns ranked by score, higher is better, ties share a place must not be among the last 1

item monthly "Monthly" / 「月报」
  cites law 5
  every town must submit reports to head each month from 2026-01 to 2026-02
"#;

/// A list of schools in which the number of a person stands for that of a school.
#[test]
fn no_number_of_a_person_is_the_name_of_a_place() {
    let checklist = r#"checklist a "A" / 「甲」

source law "L" / 「法」

dataset schools school 学校
  code 学校代码 : id key
  name 校名 : text

dataset pupils pupil 学生
  id 学号 : id key
  school 学校 : reference to schools
  grade 年级 : integer

item graded "Grade" / 「年级」
  cites law 1
  every pupil must have grade at most 9

item highest "Highest grade" / 「最高年级」
  cites law 1
  every school must have (largest of pupils.grade by school) at most 9
"#;
    let folder = folder_with(
        "privacy-places",
        &[
            ("a.duban", checklist),
            (
                "audit.yaml",
                "checklists: [a.duban]\ndata: {schools: schools.csv, pupils: pupils.csv}\n",
            ),
            (
                "schools.csv",
                "学校代码,校名\n999901201102293417,\nS2,电话13800001234\n",
            ),
            (
                "pupils.csv",
                "学号,学校,年级\n1,999901201102293417,12\n2,S2,13977778888\n",
            ),
        ],
    );
    let done = run_in(&folder, &["run", "audit.yaml", "--out", "all"]);
    assert_eq!(done.code, 1, "{}{}", done.out, done.err);
    for name in std::fs::read_dir(folder.join("all")).unwrap() {
        let path = name.unwrap().path();
        let text = match path.extension().is_some_and(|ending| ending == "xlsx") {
            true => workbook(&path),
            false => std::fs::read_to_string(&path).unwrap(),
        };
        for secret in ["99990120110229", "1380000", "1397777"] {
            assert!(!text.contains(secret), "{}: {text}", path.display());
        }
    }
    let why = run_in(&folder, &["why", "audit.yaml", "highest", "S2"]);
    assert!(why.out.contains("*********88"), "{}{}", why.out, why.err);
    assert!(!why.out.contains("1397777"), "{}", why.out);
}

/// Names that stand in no output, and what tells them however they are written.
const SECRETS: [&str; 6] = ["瑾", "飞", "燕", "买买提", "司徒明", "四光"];

fn files(name: &str) -> PathBuf {
    let pupils = "学号,身份证号,姓名,年级,备注
1,999901201102293417,诸葛瑾瑜,12,诸葛 瑾瑜在家；诸 葛\u{a0}瑾　瑜
2,不详诸葛瑾,上官　飞燕,12,上官飞燕；上官  飞 燕；上官 飞燕
3,诸葛瑾,阿依古丽·买买提,3,阿依古丽•买买提 来；阿依古丽买买提
";
    folder_with(
        name,
        &[
            ("a.duban", CHECKLIST),
            (
                "audit.yaml",
                "checklists: [a.duban]\nas_of: 2026-03-01\nanswers: answers.csv\ndata:\n  pupils: p.csv\n  exemptions: e.csv\n  towns: t.csv\n  reports: r.csv\n",
            ),
            ("p.csv", pupils),
            ("e.csv", "学号,证书\n1,诸葛 瑾瑜的诊断书\n"),
            (
                "t.csv",
                "代码,负责人,得分\n司徒明镇,司徒明,3\n李四光乡,李四光,\n",
            ),
            (
                "r.csv",
                "乡镇,接收人,报送日期\n司徒明镇,司徒明,2026-02-20\n",
            ),
            (
                "answers.csv",
                "item,subject,answer,who,when,note\nasked,司徒明镇,no,李四光,2026-02-01,司徒　明不在\n",
            ),
        ],
    )
}

fn without_secrets(told: &str, said: &str) {
    for secret in SECRETS {
        assert!(!told.contains(secret), "{said}: {secret}\n{told}");
    }
}

/// Every text of a workbook.
fn workbook(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).unwrap();
        part.read_to_string(&mut text).unwrap();
    }
    text
}

#[test]
fn no_report_names_anybody() {
    let folder = files("privacy-reports");
    for format in [
        "text", "json", "jsonl", "csv", "html", "markdown", "sarif", "junit", "github",
    ] {
        for language in ["en", "zh"] {
            let done = run_in(
                &folder,
                &["run", "audit.yaml", "--format", format, "--lang", language],
            );
            assert!(done.out.len() > 50, "{format}: {}", done.err);
            without_secrets(&done.out, format);
            without_secrets(&done.err, format);
        }
    }
    run_in(&folder, &["run", "audit.yaml", "--out", "out"]);
    let text = workbook(&folder.join("out/findings.xlsx"));
    assert!(text.contains("诸***的诊断书") || text.contains("诸****的诊断书"));
    without_secrets(&text, "xlsx");
    let revealed = run_in(&folder, &["run", "audit.yaml", "--reveal"]);
    assert!(revealed.out.contains("诸葛 瑾瑜的诊断书"));
}

#[test]
fn no_other_answer_names_anybody() {
    let folder = files("privacy-answers");
    let asked: &[&[&str]] = &[
        &["sample", "audit.yaml"],
        &["sample", "audit.yaml", "--format", "csv"],
        &["rank", "audit.yaml", "ranked"],
        &["rank", "audit.yaml", "ranked", "--format", "csv"],
        &["explain", "monthly", "--expected", "audit.yaml"],
        &["why", "audit.yaml", "graded", "pupils:1"],
        &["why", "audit.yaml", "noted", "pupils:1"],
        &["why", "audit.yaml", "noted", "pupils:2"],
        &["why", "audit.yaml", "noted", "pupils:3"],
        &["why", "audit.yaml", "known", "pupils:2"],
        &["why", "audit.yaml", "known", "pupils:3"],
        &["why", "audit.yaml", "asked", "towns:1"],
        &["why", "audit.yaml", "ranked", "towns:2"],
        &["why", "audit.yaml", "monthly", "towns:1"],
    ];
    for arguments in asked {
        for language in ["en", "zh"] {
            let done = run_in(&folder, &[arguments, &["--lang", language][..]].concat());
            assert_eq!(done.code, 0, "{arguments:?}: {}", done.err);
            without_secrets(&done.out, &arguments.join(" "));
        }
    }
    for item in ["known", "graded", "asked"] {
        let arguments = ["why", "audit.yaml", item, "pupils:2", "--format", "json"];
        let done = run_in(&folder, &arguments);
        without_secrets(&done.out, item);
    }
    // A subject that is nearly one: what is similar is no more told than the rest.
    let near = run_in(&folder, &["why", "audit.yaml", "ranked", "李四x乡"]);
    assert_eq!(near.code, 2, "{}", near.out);
    assert!(near.err.contains("李**乡"), "{}", near.err);
    let revealed = run_in(
        &folder,
        &["why", "audit.yaml", "noted", "pupils:2", "--reveal"],
    );
    assert!(revealed.out.contains("上官  飞 燕"));
}

const SCHOOLS: &str = r#"checklist a "A" / 「甲」
source law "L" / 「法」

dataset pupils pupil 学生
  id 学号 : id key
  name 姓名 : person name
  status 状态 : one of here, gone

dataset visits visit 家访
  pupil 学生号 : reference to pupils
  number 编号 : id key
  note 说明 : text
  rate 比例 : percent
  floor 底线 : integer
  count 次数 : integer

item noted "Noted" / 「说明」
  cites law 1
  every visit must have note = "x"

item status "Status" / 「状态」
  cites law 1
  every pupil must have status = here

item known "Known" / 「学生」
  cites law 1
  every visit must have a pupil by pupil

item rated "Rated" / 「比例」
  cites law 1
  every visit must have rate at least 90%

item counted "Counted" / 「次数」
  cites law 1
  every visit must have count at least floor

item asked "Asked" / 「问」
  cites law 2
  ask "Is it so?" / 「是否如此？」 of pupils
"#;

fn schools(name: &str, as_of: &str) -> PathBuf {
    let audit = format!(
        "checklists: [a.duban]\nas_of: {as_of}\nanswers: answers.csv\ndata:\n  pupils: p.csv\n  visits: v.csv\n"
    );
    folder_with(
        name,
        &[
            ("a.duban", SCHOOLS),
            ("audit.yaml", &audit),
            ("p.csv", "学号,姓名,状态\nP1,方某某,13812345678\n"),
            (
                "v.csv",
                "学生号,编号,说明,比例,底线,次数\n李大力,V1,y,89.9999%,39977天,3\n13812345678,V2,x,95%,2,3\n",
            ),
            (
                "answers.csv",
                "item,subject,verdict,who,when\nasked,****************23,yes,某人,2026-02-01\n",
            ),
        ],
    )
}

#[test]
fn what_refers_to_nobody_known_may_be_a_name_or_a_number() {
    let folder = schools("privacy-references", "2026-03-01");
    for format in ["text", "json", "csv", "html"] {
        let done = run_in(&folder, &["run", "audit.yaml", "--format", format]);
        assert!(done.out.len() > 50, "{format}: {}", done.err);
        assert!(!done.out.contains("13812345678"), "{format}: {}", done.out);
    }
    let done = run_in(&folder, &["run", "audit.yaml", "--format", "csv"]);
    assert!(
        done.out.contains("李**") && !done.out.contains("李大力"),
        "{}",
        done.out
    );
    let why = run_in(&folder, &["why", "audit.yaml", "known", "visits:1"]);
    assert!(
        why.out.contains("李**") && !why.out.contains("李大力"),
        "{}{}",
        why.out,
        why.err
    );
}

#[test]
fn a_name_that_has_got_into_another_column_is_masked_there() {
    let folder = schools("privacy-moved", "2026-03-01");
    let put = |file: &str, text: &str| std::fs::write(folder.join(file), text).unwrap();
    put(
        "p.csv",
        "学号,姓名,状态\nP1,方某某,李大力\nP2,方某某,gone\n",
    );
    put(
        "v.csv",
        "学生号,编号,说明,比例,底线,次数\nP1,V1,y,95%,2,3次由李大力\n",
    );
    for format in ["text", "json", "csv", "html"] {
        for language in ["en", "zh"] {
            let arguments = ["run", "audit.yaml", "--format", format, "--lang", language];
            let done = run_in(&folder, &arguments);
            assert!(
                done.out.contains("李*"),
                "{format}: {}{}",
                done.out,
                done.err
            );
            assert!(!done.out.contains("大力"), "{format}: {}", done.out);
            // Words of the set are no names.
            assert!(done.out.contains("gone"), "{format}: {}", done.out);
        }
    }
    for (item, subject) in [("status", "P1"), ("counted", "visits:1")] {
        let why = run_in(&folder, &["why", "audit.yaml", item, subject]);
        assert_eq!(
            (why.code, why.out.contains("大力")),
            (0, false),
            "{}",
            why.out
        );
        assert!(why.out.contains("**"), "{}", why.out);
    }
}

#[test]
fn a_row_of_a_finding_names_the_cell_that_is_against_the_requirement() {
    let folder = schools("breach", "2026-03-01");
    let done = run_in(
        &folder,
        &["run", "audit.yaml", "--format", "csv", "--lang", "zh"],
    );
    let line = |item: &str, outcome: &str| {
        let mut lines = done.out.lines();
        let found =
            lines.find(|line| line.contains(&format!("/{item},")) && line.contains(outcome));
        found
            .unwrap_or_else(|| panic!("{item}: {}", done.out))
            .to_owned()
    };
    assert!(line("noted", "不符合").contains(",说明,y,"), "{}", done.out);
    let rated = line("rated", "不符合");
    assert!(
        rated.contains("89.9999%") && rated.contains(",比例,"),
        "{rated}"
    );
    // What cannot be read is shown as the reason, and required of nobody.
    let counted = line("counted", "无法判断");
    assert!(counted.contains(",底线,39977天,"), "{counted}");
    assert!(!counted.contains(",39977天,3,"), "{counted}");
}

#[test]
fn an_answer_that_names_a_masked_key_is_told_where_the_number_stands() {
    let folder = schools("masked-answer", "2026-03-01");
    let done = run_in(&folder, &["run", "audit.yaml", "--lang", "zh"]);
    let told = done.out.replace(['\n', ' '], "");
    assert!(told.contains("请写完整号码"), "{}", done.out);
    let done = run_in(&folder, &["run", "audit.yaml", "--lang", "en"]);
    let told: Vec<&str> = done.out.split_whitespace().collect();
    let told = told.join(" ");
    assert!(told.contains("`duban sample --reveal`"), "{told}");
}

#[test]
fn a_blank_day_is_said_to_be_missing() {
    let folder = schools("blank-day", "");
    let done = run_in(&folder, &["run", "audit.yaml", "--lang", "zh"]);
    assert_eq!(done.code, 2, "{}", done.out);
    let told = format!("{}{}", done.out, done.err);
    assert!(told.contains("写明评估日：`as_of: 2020-09-30`"), "{told}");
    assert!(!told.contains("一段文字"), "{told}");
}
