//! Translating names: what a reader of the language would write, back again to the letter, and the same meaning.

use crate::support::checklists::Author;
use duban::diagnostic::Diagnostics;
use duban::format::translate;
use duban::model;
use duban::source::Files;
use duban::types::Language;
use std::fs;
use std::path::{Path, PathBuf};

/// A text in a language, with the names of that language.
fn translated_at(path: &Path, text: &str, language: Language) -> Option<String> {
    let mut files = Files::new();
    let file = files.add(path, text);
    translate(
        file,
        &files,
        language,
        &model::meanings,
        &mut Diagnostics::default(),
    )
    .ok()
}

fn translated(text: &str, language: Language) -> String {
    translated_at(Path::new("names.duban"), text, language).unwrap()
}

/// English, Chinese, and the law on the way.
fn both(text: &str) -> [String; 2] {
    let en = translated(text, Language::En);
    let zh = translated(&en, Language::Zh);
    assert_eq!(translated(&zh, Language::En), en);
    assert_eq!(translated(&zh, Language::Zh), zh);
    [en, zh]
}

const TERMS: &str = r#"checklist names "Names" / 「名称」

source plan 方案 "Plan" / 「方案」

section "All" / 「全部」
  cites plan 1

dataset schools school 学校
  school_id 学校代码 : id key
  kind 学校类别 : one of primary 小学, junior 初中
  boarding 寄宿制 : yes or no

dataset pupils pupil 学生
  pupil_no 学籍号 : id key
  name 姓名 : person name
  school 就读学校 : reference to schools
  grade 年级 : integer
  fee 收费 : money

setting fee_limit 收费上限 : money = 100 yuan

table fee_of 收费标准
  kind    | amount
  primary | 50 yuan
  junior  | 80 yuan

population juniors junior_pupil 初中生 = pupils where school.kind = junior

measure mean_fee 平均收费 per school = mean of pupils.fee

define limit 上限 of schools = fee_of(kind)
"#;

#[test]
fn a_file_gets_the_names_of_the_language() {
    let text = format!(
        "{TERMS}\n{}",
        r#"item fees "Fees" / 「收费」
  every pupil where school.boarding = yes must have fee at most fee_limit

item places "Places" / 「在册」
  every junior_pupil must have a school by school

item fee-of-school "Fee of the school" / 「学校收费」
  every school must have (total of pupils.fee by school) at most limit

test "one" / 「一」
  set fee_limit = 10 yuan
  given schools
    school_id | kind   | boarding
    S1        | junior | yes
  given pupils
    pupil_no | school | fee
    P1       | S1     | 20
  expect fees finds P1
"#
    );
    let [en, zh] = both(&text);
    for line in [
        "  依据 方案 1",
        "数据集 学校 schools school",
        "  学校类别 kind：取值 primary 小学、junior 初中",
        "  就读学校 school：引用 学校",
        "  学校类别 | amount",
        "  小学     | 50 元",
        "人群 初中生 juniors junior_pupil = 学生 其中 就读学校.学校类别 = 初中",
        "指标 平均收费 mean_fee 各 学校 = 学生.收费 平均值",
        "定义 上限 limit 于 学校 = 收费标准（学校类别）",
        "  每名 学生 其中 就读学校.寄宿制 = 是 的 收费 应 不超过 收费上限",
        "  每名 初中生 应有 学校 按 就读学校",
        "  每所 学校 的（学生.收费 合计 按 就读学校）应 不超过 上限",
        "  设 收费上限 = 10 元",
        "  给定 学校",
        "    学校代码 | 学校类别 | 寄宿制",
        "    S1       | 初中     | 是",
    ] {
        assert!(zh.lines().any(|l| l == line), "{line}\n{zh}");
    }
    assert_eq!(en, text);
}

#[test]
fn names_of_either_language_become_those_of_the_one() {
    let mixed = format!(
        "{TERMS}\nitem fees \"Fees\" / 「收费」\n  every 初中生 where 年级 = 7 must have 收费 at most 收费上限\n"
    );
    let [en, zh] = both(&mixed);
    assert!(en.contains("every junior_pupil where grade = 7 must have fee at most fee_limit"));
    assert!(
        zh.contains("每名 初中生 其中 年级 = 7 的 收费 应 不超过 收费上限"),
        "{zh}"
    );
}

#[test]
fn what_has_no_name_in_the_language_keeps_its_own() {
    let text = TERMS.replace("grade 年级 : integer", "grade : integer");
    let text = format!("{text}\nitem g \"g\" / 「级」\n  every pupil must have grade at most 9\n");
    let [en, zh] = both(&text);
    assert_eq!(en, text);
    assert!(zh.contains("每名 学生 的 grade 应 不超过 9"), "{zh}");
}

/// A key that is called alike on both sides in one language only keeps that name.
#[test]
fn a_key_keeps_a_name_that_both_sides_have() {
    let text = r#"checklist keys "Keys" / 「主键」

source plan 方案 "Plan" / 「方案」

section "All" / 「全部」
  cites plan 1

dataset pupils pupil 学生
  pupil_no 学籍号 : id key

dataset visits visit 家访
  visit_no 家访编号 : id key
  pupil_no 受访学生 : id

item visited "Visited" / 「走访」
  every pupil must have a visit by pupil_no
"#;
    let [en, zh] = both(text);
    assert_eq!(en, text);
    assert!(zh.contains("每名 学生 应有 家访 按 pupil_no"), "{zh}");
    let shared = text.replace("pupil_no 受访学生 :", "pupil_no 受访学生 学籍号 :");
    assert!(both(&shared)[1].contains("每名 学生 应有 家访 按 学籍号"));
}

#[test]
fn in_a_file_with_mistakes_names_stay() {
    let text =
        format!("{TERMS}\nitem fees \"Fees\" / 「收费」\n  every pupil must have fea at most 3\n");
    let zh = translated(&text, Language::Zh);
    assert!(zh.contains("每个 pupil 的 fea 应 不超过 3"), "{zh}");
}

fn shipped() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists");
    let mut found = Vec::new();
    for folder in [root.clone(), root.join("education")] {
        let entries = fs::read_dir(folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        found.extend(paths.filter(|path| path.extension().is_some_and(|e| e == "duban")));
    }
    found.sort();
    found
}

/// What is shipped is as an English reader would write it, and comes back to the letter.
fn comes_back(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    let zh = translated_at(path, &text, Language::Zh).unwrap();
    let en = translated_at(path, &zh, Language::En).unwrap();
    let name = path.display();
    let differs = text.lines().zip(en.lines()).find(|(a, b)| a != b);
    assert!(en == text, "{name}: {differs:?}");
    // English words are left where a name has no Chinese one, and in ids of items.
    let lines = zh.lines().filter(|line| line.starts_with("  每"));
    let odd: Vec<&str> = lines
        .filter(|line| line.contains(|c: char| c.is_ascii_alphabetic()))
        .collect();
    assert!(odd.is_empty(), "{name}: {odd:#?}");
}

/// The shared terms and one plan with its tests stand for all: the longest takes a minute.
#[test]
fn shipped_checklists_come_back_to_the_letter() {
    let shared = |path: &&PathBuf| path.to_string_lossy().contains("education");
    let plans = ["neimenggu-2020.duban", "neimenggu-2020.test.duban"];
    let shipped = shipped();
    let chosen = shipped
        .iter()
        .filter(|path| shared(path) || plans.iter().any(|plan| path.ends_with(plan)));
    chosen.for_each(|path| comes_back(path));
}

#[test]
#[ignore = "takes long over all shipped checklists"]
fn all_shipped_checklists_come_back_to_the_letter() {
    shipped().iter().for_each(|path| comes_back(path));
}

#[test]
fn random_checklists_come_back_to_the_letter() {
    let mut sound = 0;
    for seed in 0..40 {
        for zh in [false, true] {
            let mut author = Author::new(seed, zh);
            let mut text = author.head();
            for _ in 0..5 {
                text.push_str(&author.any_declaration());
            }
            let path = Path::new("random.duban");
            let Some(own) = translated_at(path, &text, Language::En) else {
                continue;
            };
            sound += 1;
            let other = translated_at(path, &own, Language::Zh).unwrap();
            let back = translated_at(path, &other, Language::En).unwrap();
            assert_eq!(back, own, "{other}");
        }
    }
    assert!(sound > 20, "{sound}");
}

#[test]
fn a_file_of_tests_takes_the_names_of_the_checklist_that_it_uses() {
    let folder = std::env::temp_dir().join(format!("duban-names-of-tests-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let item = "item kinds \"Kinds\" / 「类别」\n  every school must have kind given\n";
    fs::write(folder.join("names.duban"), format!("{TERMS}\n{item}")).unwrap();
    let tests = "use \"names\"

test \"boarding\" / 「寄宿」
  given schools
    school_id | kind    | boarding
    1         | primary | yes
  expect kinds passes 1
";
    let path = folder.join("names.test.duban");
    fs::write(&path, tests).unwrap();
    let chinese = translated_at(&path, tests, Language::Zh).unwrap();
    assert!(chinese.contains("给定 学校"), "{chinese}");
    assert!(chinese.contains("学校代码 | 学校类别"), "{chinese}");
    assert!(chinese.contains("小学"), "{chinese}");
    assert_eq!(translated_at(&path, &chinese, Language::En).unwrap(), tests);
    let _ = fs::remove_dir_all(folder);
}
