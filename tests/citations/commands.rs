//! `duban pin`, `check`, `coverage`, `impact` and `run` on a made-up plan.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) const PLAN: &str = "水塔检修方案

为做好检修，制定本方案。

一、检修内容
（一）每座水塔每月检修一次。检修后3日内登记。
（二）2021年6月30日前更换阀门。每座补助1350元。
二、工作要求
各站要高度重视。
三、附则
本方案由青石水务所解释。
";

const CHECKLIST: &str = "checklist towers \"Towers\" / 「水塔」

source plan \"Plan for the towers\" / 「水塔检修方案」
  number \"青水发〔2021〕3号\"
  in force from 2021-01-01 to 2021-12-31

dataset visit 检修记录
  key id
  id 编号 : id
  tower 水塔 : text
  cost 金额 : number

item visited \"Visits are recorded\" / 「检修有登记」
  cites plan 一(一) \"检修后3日内登记\"
  every visit must have tower given

item paid \"The sum is right\" / 「补助正确」
  cites plan 一(二) \"每座补助1350元\"
  every visit must have cost at most 1350

item attention \"Attention\" / 「重视」
  cites plan 二
  not inspectable because \"it sets no duty that leaves a trace\" / 「未提出可查的要求」
";

pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("citations-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let folder = Self(path);
        folder.write("plan.txt", PLAN);
        folder.write("towers.duban", CHECKLIST);
        folder
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    pub(crate) fn duban(&self, arguments: &[&str]) -> (i32, String, String) {
        crate::support::duban(&self.0, arguments)
    }

    /// The same with the plan pinned.
    pub(crate) fn pinned(name: &str) -> Self {
        let folder = Self::new(name);
        let (code, _, told) = folder.duban(&["pin", "plan", "plan.txt"]);
        assert_eq!(code, 0, "{told}");
        folder
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> (i32, Value) {
        let (code, out, told) = self.duban(arguments);
        let json = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}\n{told}"));
        (code, json)
    }
}

#[test]
fn the_lock_holds_no_words_of_the_document() {
    let folder = Folder::pinned("lock");
    let lock = fs::read_to_string(folder.0.join("plan.lock")).unwrap();
    assert!(lock.contains("file: plan.txt"), "{lock}");
    for word in ["检修", "水塔", "1350", "青石"] {
        assert!(!lock.contains(word), "{word}");
    }
    assert_eq!(folder.duban(&["check", "--strict", "."]).0, 0);
}

#[test]
fn every_clause_is_accounted_for() {
    let folder = Folder::pinned("coverage");
    let (code, json) = folder.json(&["coverage", ".", "--format", "json"]);
    assert_eq!(code, 0);
    let how: Vec<String> = json["clauses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|clause| {
            let word = |key: &str| clause[key].as_str().unwrap_or_default().to_owned();
            format!("{} {}", word("path"), word("how"))
        })
        .collect();
    assert_eq!(
        how,
        [
            "¶1 uncovered",
            "一 heading",
            "一(一) machine",
            "一(二) machine",
            "二 not_inspectable",
            "三 uncovered"
        ]
    );
    let total = &json["total"];
    assert_eq!(
        (&total["clauses"], &total["uncovered"]),
        (&5.into(), &2.into())
    );
    assert_eq!(
        json["clauses"][4]["reason"],
        "it sets no duty that leaves a trace"
    );
    let sentences = json["clauses"][2]["sentences"].as_array().unwrap();
    assert_eq!(sentences[0]["quoted"], false);
    assert_eq!(sentences[1]["quoted"], true);
}

#[test]
fn coverage_gates_and_reads_as_text_and_as_a_page() {
    let folder = Folder::pinned("gate");
    assert_eq!(folder.duban(&["coverage", ".", "--min", "60%"]).0, 0);
    let (code, _, told) = folder.duban(&["coverage", ".", "--min", "100%"]);
    assert_eq!(code, 1);
    assert!(told.contains("3 of 5"), "{told}");
    for (language, name) in [("en", "coverage.en"), ("zh", "coverage.zh")] {
        let (_, text, _) = folder.duban(&["coverage", ".", "--sentences", "--lang", language]);
        insta::with_settings!({
            snapshot_path => ".",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, text);
        });
    }
    let (_, page, _) = folder.duban(&["coverage", ".", "--format", "html"]);
    assert!(page.contains("<mark>每座补助1350元。</mark>"), "{page}");
    assert!(!page.contains("http"), "{page}");
}

#[test]
fn coverage_without_any_lock_cannot_be_told() {
    let (code, _, told) = Folder::new("no-lock").duban(&["coverage", "."]);
    assert_eq!(code, 2);
    assert!(told.contains("duban pin"), "{told}");
}

#[test]
fn one_figure_touches_its_clause_and_the_items_that_cite_it() {
    let folder = Folder::pinned("figure");
    folder.write("new.txt", &PLAN.replace("1350", "1351"));
    let (code, json) = folder.json(&["impact", "plan.txt", "new.txt", ".", "--format", "json"]);
    assert_eq!(code, 1);
    let clauses = json["clauses"].as_array().unwrap();
    assert_eq!(clauses.len(), 1);
    assert_eq!(clauses[0]["path"], "一(二)");
    assert_eq!(clauses[0]["change"], serde_json::json!(["numbers"]));
    assert_eq!(clauses[0]["items"][0]["id"], "towers/paid");
    assert_eq!(clauses[0]["items"][0]["phrase_lost"], "每座补助1350元");
    assert_eq!(json["items_untouched"], 2);
    assert_eq!(folder.duban(&["impact", "plan.lock", "plan.txt", "."]).0, 0);
    // In place of the old text the new one makes the citation stale.
    folder.write("plan.txt", &PLAN.replace("1350", "1351"));
    let (code, told, _) = folder.duban(&["check", "."]);
    assert_eq!(code, 1);
    assert_eq!(told.matches("changed-clause").count(), 1, "{told}");
}

#[test]
fn clauses_added_removed_and_moved_are_told_apart() {
    let folder = Folder::pinned("moved");
    let new = PLAN
        .replace("（二）2021年6月30日", "（三）2021年7月31日")
        .replace("\n（三）", "\n（二）夜间不得检修。\n（三）")
        .replace("三、附则\n本方案由青石水务所解释。\n", "");
    folder.write("new.txt", &new);
    let (code, text, _) = folder.duban(&["impact", "plan.txt", "new.txt", "."]);
    assert_eq!(code, 1);
    insta::with_settings!({
        snapshot_path => ".",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("impact", text);
    });
}

#[test]
fn findings_carry_the_clause() {
    let folder = Folder::pinned("findings");
    folder.write("visits.csv", "编号,水塔,金额\n1,南塔,1400\n");
    folder.write(
        "audit.yaml",
        "checklists: [towers.duban]\nas_of: 2022-03-01\ndata:\n  visit: visits.csv\n",
    );
    let (code, json) = folder.json(&["run", "audit.yaml", "--format", "json"]);
    assert_eq!(code, 1);
    let cite = &json["findings"][0]["cites"][0];
    assert_eq!(cite["path"], "一(二)");
    assert_eq!(cite["number"], "青水发〔2021〕3号");
    assert!(cite["digest"].as_str().unwrap().starts_with("blake3:"));
    assert!(cite["heading"].as_str().unwrap().starts_with("检修内容 › "));
    assert_eq!(cite["words"], "2021年6月30日前更换阀门。每座补助1350元。");
    let (_, text, _) = folder.duban(&["run", "audit.yaml"]);
    assert!(text.contains("in force until 2021-12-31"), "{text}");
    // Without the document path and digest stay; the words are gone.
    fs::remove_file(folder.0.join("plan.txt")).unwrap();
    let (_, json) = folder.json(&["run", "audit.yaml", "--format", "json"]);
    let cite = &json["findings"][0]["cites"][0];
    assert_eq!(cite["path"], "一(二)");
    assert!(
        cite["heading"].is_null() && cite["words"].is_null(),
        "{cite}"
    );
}

#[test]
fn what_cannot_be_pinned_is_told_with_what_helps() {
    let folder = Folder::new("wrong");
    folder.write("scan.txt", "%PDF-1.4 …");
    folder.write("empty.txt", "\n\n");
    for (file, words) in [
        ("scan.txt", "text recognition"),
        ("empty.txt", "no words"),
        ("none.txt", "cannot be read"),
    ] {
        let (code, _, told) = folder.duban(&["pin", "plan", file]);
        assert_eq!(code, 2);
        assert!(told.contains(words), "{told}");
    }
    let (code, _, told) = folder.duban(&["pin", "plans", "plan.txt"]);
    assert_eq!(code, 2);
    assert!(told.contains("declared are: plan"), "{told}");
    folder.write(
        "jump.txt",
        "一、甲项工作\n做好甲项。\n四、丁项工作\n做好丁项。\n",
    );
    let (code, _, told) = folder.duban(&["pin", "plan", "jump.txt"]);
    assert_eq!(code, 0);
    assert!(
        told.contains("jump.txt:3: numbers are missing before 四"),
        "{told}"
    );
}
