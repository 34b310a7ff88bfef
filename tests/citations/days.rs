//! Days in force of documents and single clauses, and documents that replace each other.

use super::commands::{Folder, PLAN};
use std::fs;

const HEAD: [&str; 2] = [
    "checklist towers \"Towers\" / 「水塔」

dataset visit 检修记录
  key id
  id 编号 : id
  tower 水塔 : text
  cost 金额 : number
",
    "检查清单 towers 「水塔」 / \"Towers\"

数据集 检修记录
  主键 编号
  编号 : 编号
  水塔 : 文本
  金额 : 数
",
];

/// A folder with a checklist of these sources and items, in English or Chinese.
fn folder(name: &str, language: usize, sources: &str, items: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write(
        "towers.duban",
        &format!("{}\n{sources}\n{items}", HEAD[language]),
    );
    folder.write("visits.csv", "编号,水塔,金额\n1,南塔,1300\n");
    folder
}

impl Folder {
    /// The remarks of the items on a day, `item: remark`.
    fn remarks(&self, day: &str, dataset: &str) -> Vec<String> {
        self.audit(day, dataset);
        let (_, json) = self.json(&["run", "audit.yaml", "--format", "json"]);
        let mut told = Vec::new();
        for item in json["items"].as_array().unwrap() {
            let id = item["id"].as_str().unwrap().rsplit('/').next().unwrap();
            for remark in item["more"]["out_of_force"].as_array().unwrap() {
                told.push(format!("{id}: {}", remark.as_str().unwrap()));
            }
        }
        told
    }

    fn audit(&self, day: &str, dataset: &str) {
        self.write(
            "audit.yaml",
            &format!("checklists: [towers.duban]\nas_of: {day}\ndata:\n  {dataset}: visits.csv\n"),
        );
    }
}

const CLAUSES: &str = "source plan \"Plan for the towers\"
  in force from 2021-01-01 to 2021-12-31
  clause 一(一) in force from 2021-03-01 to 2021-08-31
  clause 二, 三 in force from 2021-01-01
";
const CLAUSES_ZH: &str = "文件 plan 「水塔检修方案」
  施行 自 2021-01-01 至 2021-12-31
  条款 一（一） 施行自 2021-03-01 至 2021-08-31
  条款 二、三 施行 自 2021年1月1日
";
const ITEMS: &str = "item first \"First\" / 「一」
  cites plan 一(一)
  every visit must have tower given

item second \"Second\" / 「二」
  cites plan 一(二)
  every visit must have tower given

item third \"Third\" / 「三」
  cites plan 三
  every visit must have tower given
";
const ITEMS_ZH: &str = "检查项 first 「一」 / \"First\"
  依据 plan 一(一)
  每条 检修记录 的 水塔 应 已填

检查项 second 「二」 / \"Second\"
  依据 plan 一(二)
  每条 检修记录 的 水塔 应 已填

检查项 third 「三」 / \"Third\"
  依据 plan 三
  每条 检修记录 的 水塔 应 已填
";

#[test]
fn a_clause_has_days_of_its_own() {
    for pinned in [true, false] {
        let folder = folder(&format!("clause-days-{pinned}"), 0, CLAUSES, ITEMS);
        if pinned {
            assert_eq!(folder.duban(&["pin", "plan", "plan.txt"]).0, 0);
        }
        assert_eq!(folder.remarks("2021-06-01", "visit"), Vec::<String>::new());
        assert_eq!(
            folder.remarks("2021-02-01", "visit"),
            [
                "first: it cites Plan for the towers 一(一), which is in force from 2021-03-01 only; the day of the inspection is 2021-02-01"
            ]
        );
        // Clauses with an open end outlive their document.
        assert_eq!(
            folder.remarks("2022-02-01", "visit"),
            [
                "first: it cites Plan for the towers 一(一), which was in force until 2021-08-31; the day of the inspection is 2022-02-01",
                "second: it cites Plan for the towers, which was in force until 2021-12-31; the day of the inspection is 2022-02-01"
            ]
        );
    }
}

#[test]
fn the_same_is_told_in_chinese() {
    let folder = folder("clause-days-zh", 1, CLAUSES_ZH, ITEMS_ZH);
    assert_eq!(folder.duban(&["pin", "plan", "plan.txt"]).0, 0);
    assert_eq!(
        folder.remarks("2022-02-01", "检修记录"),
        [
            "first: 所依据的水塔检修方案 一(一)已于2021-08-31后失效，检查日为2022-02-01",
            "second: 所依据的水塔检修方案已于2021-12-31后失效，检查日为2022-02-01"
        ]
    );
}

#[test]
fn what_stands_in_a_clause_has_its_days() {
    let sources =
        "source plan \"Plan for the towers\"\n  clause 一 in force from 2021-01-01 to 2021-02-28\n";
    let folder = folder("days-inside", 0, sources, ITEMS);
    assert_eq!(folder.duban(&["pin", "plan", "plan.txt"]).0, 0);
    let told = folder.remarks("2021-06-01", "visit");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[1].starts_with("second: it cites Plan for the towers 一, which was"),
        "{told:?}"
    );
}

#[test]
fn a_clause_with_days_has_to_be_there() {
    let sources =
        "source plan \"Plan\" / 「方案」\n  clause 九 in force from 2021-03-01 to 2021-01-01\n";
    let folder = folder("days-nowhere", 0, sources, ITEMS);
    assert_eq!(folder.duban(&["pin", "plan", "plan.txt"]).0, 0);
    let (code, told, _) = folder.duban(&["check", "towers.duban"]);
    assert_eq!(code, 1);
    assert!(told.contains("`plan` has no clause 九"), "{told}");
    assert!(told.contains("before it begins on 2021-03-01"), "{told}");
}

#[test]
fn without_a_day_it_is_told_that_days_in_force_were_not_looked_at() {
    let plain = "source plan \"Plan for the towers\"\n";
    let dated = format!("{plain}  in force from 2021-01-01\n");
    let clause = format!("{plain}  clause 一 in force from 2021-01-01 to 2021-06-30\n");
    let items =
        "item first \"First\" / 「一」\n  cites plan 一(一)\n  every visit must have tower given\n";
    let english = "the audit names no day (`as_of`)";
    for (name, sources, told) in [
        ("no-day-plain", plain, false),
        ("no-day-dated", &dated, true),
        ("no-day-clause", &clause, false),
    ] {
        let folder = folder(name, 0, sources, items);
        let audit = "checklists: [towers.duban]\ndata:\n  visit: visits.csv\n";
        folder.write("audit.yaml", audit);
        let (_, text, _) = folder.duban(&["run", "audit.yaml"]);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(text.contains(english), told, "{text}");
        let (_, text, _) = folder.duban(&["run", "audit.yaml", "--lang", "zh"]);
        assert_eq!(text.contains("没有写评估日"), told, "{text}");
        let (code, text, _) = folder.duban(&["check", "audit.yaml"]);
        assert_eq!(
            (code, text.contains("`as_of` is missing")),
            (0, told),
            "{text}"
        );
    }
    // With the lock a clause is known to stand in the one that has the days.
    let folder = folder("no-day-inside", 0, &clause, items);
    assert_eq!(folder.duban(&["pin", "plan", "plan.txt"]).0, 0);
    folder.write(
        "audit.yaml",
        "checklists: [towers.duban]\ndata:\n  visit: visits.csv\n",
    );
    let (_, text, _) = folder.duban(&["check", "audit.yaml"]);
    assert!(text.contains("`as_of` is missing"), "{text}");
}

const OLD_AND_NEW: [&str; 2] = [
    "source plan \"Plan for the towers\"

source newer \"New plan\"
  in force from 2022-01-01
  replaces plan
",
    "source plan \"Plan for the towers\"
  replaced by newer

source newer \"New plan\"
  date 2022-01-01
",
];

#[test]
fn a_replaced_document_is_told_from_the_day_of_its_successor() {
    for (at, sources) in OLD_AND_NEW.iter().enumerate() {
        let folder = folder(&format!("replaced-{at}"), 0, sources, ITEMS);
        assert_eq!(folder.remarks("2021-12-31", "visit"), Vec::<String>::new());
        let told = folder.remarks("2022-01-01", "visit");
        assert_eq!(told.len(), 3);
        assert_eq!(
            told[0],
            "first: it cites Plan for the towers, which New plan replaces from 2022-01-01; the day of the inspection is 2022-01-01"
        );
        // No report keeps silent about it.
        for format in [
            "text", "html", "markdown", "json", "jsonl", "github", "junit", "sarif",
        ] {
            let (_, text, _) = folder.duban(&["run", "audit.yaml", "--format", format]);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains("which New plan replaces"), "{format}: {text}");
        }
        // Before any data are read, too.
        let (code, told, _) = folder.duban(&["check", "audit.yaml"]);
        assert_eq!(code, 0);
        assert!(told.contains("audit-out-of-force"), "{told}");
        assert!(told.contains("`first`, `second`, `third`"), "{told}");
        assert_eq!(folder.duban(&["check", "--strict", "audit.yaml"]).0, 1);
    }
    let sources = "文件 旧案 plan 「水塔检修方案」\n\n文件 newer 「新方案」\n  替代 旧案\n";
    let folder = folder("replaced-zh", 1, sources, ITEMS_ZH);
    let told = folder.remarks("2021-01-01", "检修记录");
    assert_eq!(told[0], "first: 所依据的水塔检修方案已由新方案替代");
}

#[test]
fn tables_and_exceptions_rest_on_clauses_too() {
    let sources = "source plan \"Plan for the towers\"
  clause 一(二) in force from 2021-01-01 to 2021-06-30

table rates \"Rates\" / 「标准」
  cites plan 一(二)
  tower | most
  南塔   | 1350
  other | 900
";
    let items = "item first \"First\" / 「一」
  cites plan 二
  every visit must have cost at most rates(tower)
";
    let folder = folder("days-of-tables", 0, sources, items);
    let told = folder.remarks("2021-07-01", "visit");
    assert_eq!(
        told,
        [
            "first: its table rates cites Plan for the towers 一(二), which was in force until 2021-06-30; the day of the inspection is 2021-07-01"
        ]
    );
}

#[test]
fn locks_are_watched() {
    let folder = Folder::pinned("watched");
    let check = |arguments: &[&str]| {
        let mut all = vec!["check", "--strict"];
        all.extend(arguments);
        let (code, told, _) = folder.duban(&all);
        (code, told)
    };
    assert_eq!(check(&["."]).0, 0);
    // A blank line more, and every clause as it was.
    folder.write("plan.txt", &format!("{PLAN}\n"));
    let (code, told) = check(&["."]);
    assert_eq!((code, told.matches("stale-lock").count()), (1, 1), "{told}");
    folder.write("plan.txt", PLAN);
    // A lock that nobody uses is told of a folder, not of one of its checklists.
    let lock = fs::read_to_string(folder.0.join("plan.lock")).unwrap();
    folder.write("gone.lock", &lock);
    folder.write("Other.lock", "version = 3\n");
    let (code, told) = check(&["."]);
    assert_eq!(
        (code, told.matches("unused-lock").count()),
        (1, 1),
        "{told}"
    );
    assert!(told.contains("gone.lock"), "{told}");
    assert_eq!(check(&["towers.duban"]).0, 0);
    fs::remove_file(folder.0.join("gone.lock")).unwrap();
    // A second document that is cited without a lock.
    let checklist = fs::read_to_string(folder.0.join("towers.duban")).unwrap();
    let second = checklist
        .replacen("dataset", "source rules \"Rules\" / 「办法」\n\ndataset", 1)
        .replacen("cites plan 二", "cites plan 二, rules 3", 1);
    folder.write("towers.duban", &second);
    let (code, told) = check(&["."]);
    assert_eq!(
        (code, told.matches("source-without-lock").count()),
        (1, 1),
        "{told}"
    );
    assert!(told.contains("duban pin rules"), "{told}");
    // Without any lock nothing is asked for.
    fs::remove_file(folder.0.join("plan.lock")).unwrap();
    assert_eq!(check(&["."]).0, 0);
}
