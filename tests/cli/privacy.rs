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
