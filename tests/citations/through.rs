//! Clauses that declarations cite: who rests on them, in coverage and impact; and documents that replace each other.

use super::commands::{Folder, PLAN};
use serde_json::{Value, json};

const CHECKLIST: &str = "checklist towers \"Towers\" / 「水塔」

source plan \"Plan for the towers\" / 「水塔检修方案」

dataset visit 检修记录
  id 编号 : id key
  tower 水塔 : text
  cost 金额 : number

dataset waiver 免检
  waiver_no 编号 : id key
  id 检修编号 : text
  paper 文号 : text

table rates 标准 \"Rates\" / 「补助标准」
  cites plan 一(二) \"每座补助1350元\"
  tower | most
  南塔   | 1350
  other | 900

exception repaired 大修 \"Under repair\" / 「大修」
  cites plan 三
  waiver by id, proof paper

item paid \"The sum is right\" / 「补助正确」
  cites plan 一(一)
  except repaired
  every visit must have cost at most rates(tower)
";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("towers.duban", CHECKLIST);
    let (code, _, told) = folder.duban(&["pin", "plan", "plan.txt"]);
    assert_eq!(code, 0, "{told}");
    folder
}

/// The clause of a path.
fn clause<'j>(json: &'j Value, path: &str) -> &'j Value {
    let mut clauses = json["clauses"].as_array().unwrap().iter();
    clauses.find(|clause| clause["path"] == path).unwrap()
}

#[test]
fn what_a_table_cites_is_covered_by_the_items_that_use_it() {
    let folder = folder("through-coverage");
    let (_, told, errors) = folder.duban(&["check", "towers.duban"]);
    assert_eq!(told, "", "{errors}");
    let (_, json) = folder.json(&["coverage", ".", "--format", "json"]);
    let through = |path: &str| clause(&json, path)["items"][0]["through"].clone();
    assert_eq!(through("一(一)"), Value::Null);
    assert_eq!(through("一(二)"), json!({"kind": "table", "name": "rates"}));
    assert_eq!(
        through("三"),
        json!({"kind": "exception", "name": "repaired"})
    );
    assert_eq!(clause(&json, "一(二)")["how"], "machine");
    assert_eq!(clause(&json, "一(二)")["sentences"][1]["quoted"], true);
    let (_, text, _) = folder.duban(&["coverage", "."]);
    assert!(text.contains("← towers/paid (table rates)"), "{text}");
    let (_, text, _) = folder.duban(&["coverage", ".", "--lang", "zh"]);
    assert!(text.contains("← towers/paid（例外 repaired）"), "{text}");
}

#[test]
fn a_table_that_nobody_uses_covers_nothing() {
    let folder = folder("through-unused");
    folder.write(
        "towers.duban",
        &CHECKLIST.replace("at most rates(tower)", "at most 1350"),
    );
    let (_, json) = folder.json(&["coverage", ".", "--format", "json"]);
    let clause = clause(&json, "一(二)");
    assert_eq!(clause["how"], "uncovered");
    assert_eq!(
        clause["unused"],
        json!([{"kind": "table", "name": "rates"}])
    );
    let (_, text, _) = folder.duban(&["coverage", "."]);
    assert!(text.contains("table rates (no item uses it)"), "{text}");
    let (_, page, _) = folder.duban(&["coverage", ".", "--format", "html", "--lang", "zh"]);
    assert!(page.contains("表 rates"), "{page}");
}

#[test]
fn a_changed_figure_touches_the_table_and_who_uses_it() {
    let folder = folder("through-impact");
    folder.write("new.txt", &PLAN.replace("1350", "1351"));
    let (code, json) = folder.json(&["impact", "plan.txt", "new.txt", ".", "--format", "json"]);
    assert_eq!(code, 1);
    let items = json["clauses"][0]["items"].as_array().unwrap();
    let told: Vec<(&str, &str)> = items
        .iter()
        .map(|item| (item["kind"].as_str().unwrap(), item["id"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("table", "rates"), ("item", "towers/paid")]);
    assert_eq!(items[1]["through"]["name"], "rates");
    assert_eq!(items[0]["phrase_lost"], "每座补助1350元");
    let (_, text, _) = folder.duban(&["impact", "plan.txt", "new.txt", "."]);
    for words in [
        "← table rates",
        "← towers/paid (through table rates)",
        "items to look at: 1",
    ] {
        assert!(text.contains(words), "{text}");
    }
}

/// A setting used by a population, a population used by a measure, a measure used by an item; and others that nobody uses.
const USED: [&str; 2] = [
    "checklist towers \"Towers\" / 「水塔」

source plan \"Plan for the towers\" / 「水塔检修方案」
  clause 三 in force from 2021-01-01 to 2021-06-30

setting most : number, smaller is stricter = 1350
  cites plan 一(二) \"每座补助1350元\"

setting idle : number = 3
  cites plan 二

dataset visit
  id : id key
  tower : text
  cost : number

population dear = visit where cost is more than most
  cites plan 三

measure dear_visits per tower = count of dear
  cites plan 一(一)

item few \"Few are dear\" / 「高价的少」
  cites plan 一
  per tower of dear: dear_visits must be at most 2
",
    "检查清单 towers 「水塔」 / \"Towers\"

文件 plan 「水塔检修方案」 / \"Plan for the towers\"
  条款 三 施行 自 2021年1月1日 至 2021年6月30日

设定 most：数，越小越严 = 1350
  依据 plan 一(二) 「每座补助1350元」

设定 idle：数 = 3
  依据 plan 二

数据集 visit
  id：编号 主键
  tower：文本
  cost：数

人群 dear = visit 其中 cost 大于 most
  依据 plan 三

指标 dear_visits 各 tower = dear 数量
  依据 plan 一(一)

检查项 few 「高价的少」 / \"Few are dear\"
  依据 plan 一
  各 tower 于 dear：dear_visits 应 不超过 2
",
];

#[test]
fn what_settings_populations_and_measures_cite_is_covered_by_the_items_that_use_them() {
    for (number, text) in USED.iter().enumerate() {
        let folder = Folder::new(&format!("through-used-{number}"));
        folder.write("towers.duban", text);
        let (code, _, told) = folder.duban(&["pin", "plan", "plan.txt"]);
        assert_eq!(code, 0, "{told}");
        let (code, told, errors) = folder.duban(&["check", "towers.duban"]);
        assert_eq!(code, 0, "{told}{errors}");
        assert_eq!(folder.duban(&["fmt", "--check", "towers.duban"]).0, 0);
        let (_, json) = folder.json(&["coverage", ".", "--format", "json"]);
        for (path, kind, name) in [
            ("一(二)", "setting", "most"),
            ("三", "population", "dear"),
            ("一(一)", "measure", "dear_visits"),
        ] {
            let clause = clause(&json, path);
            assert_eq!(clause["how"], "machine", "{path}: {json:#}");
            let through = &clause["items"][0]["through"];
            assert_eq!(through, &json!({"kind": kind, "name": name}), "{path}");
        }
        let idle = clause(&json, "二");
        assert_eq!(idle["unused"], json!([{"kind": "setting", "name": "idle"}]));

        folder.write("new.txt", &PLAN.replace("1350", "1351"));
        let (_, json) = folder.json(&["impact", "plan.txt", "new.txt", ".", "--format", "json"]);
        let items = json["clauses"][0]["items"].as_array().unwrap().iter();
        let items: Vec<&str> = items.map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(items, ["most", "towers/few"]);

        folder.write("visits.csv", "id,tower,cost\n1,南塔,900\n");
        folder.write(
            "audit.yaml",
            "checklists: [towers.duban]\nas_of: 2021-07-01\ndata:\n  visit: visits.csv\n",
        );
        let told = |language: &str| {
            let (_, told, _) = folder.duban(&["run", "audit.yaml", "--lang", language]);
            told.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let remark =
            "its population dear cites Plan for the towers 三, which was in force until 2021-06-30";
        assert!(told("en").contains(remark), "{}", told("en"));
        assert!(
            told("zh").contains("所用的人群 dear 所依据的"),
            "{}",
            told("zh")
        );
    }
}

#[test]
fn another_value_for_an_adopted_setting_cites_too() {
    let folder = Folder::new("through-change");
    folder.write("towers.duban", USED[0]);
    assert_eq!(folder.duban(&["pin", "plan", "plan.txt"]).0, 0);
    folder.write(
        "town.duban",
        "checklist town \"Town\" / 「镇」\n\nadopt \"towers\"\n\nsetting most = 1300\n  cites plan 二\n",
    );
    let (code, told, errors) = folder.duban(&["check", "town.duban"]);
    assert_eq!(code, 0, "{told}{errors}");
    assert_eq!(folder.duban(&["fmt", "--check", "town.duban"]).0, 0);
    let (_, json) = folder.json(&["coverage", "town.duban", "--format", "json"]);
    for path in ["二", "一(二)"] {
        let through = &clause(&json, path)["items"][0]["through"];
        assert_eq!(through["name"], "most", "{path}: {json:#}");
    }
}

#[test]
fn the_paths_of_tables_and_exceptions_are_checked_too() {
    let folder = folder("through-paths");
    let wrong = CHECKLIST
        .replace("cites plan 一(二)", "cites plan 一(七)")
        .replace("cites plan 三", "cites plan 四");
    folder.write("towers.duban", &wrong);
    let (code, told, _) = folder.duban(&["check", "towers.duban"]);
    assert_eq!(code, 1);
    assert_eq!(told.matches("no-such-clause").count(), 2, "{told}");
}

#[test]
fn impact_follows_a_document_to_the_one_that_replaces_it() {
    let folder = folder("through-successor");
    folder.write("newer.txt", &PLAN.replace("1350", "1400"));
    let more = CHECKLIST.replace(
        "dataset visit",
        "source newer \"New plan\" / 「新方案」\n  in force from 2022-01-01\n  replaces plan\n\ndataset visit",
    ) + "
item moved \"Moved on\" / 「已更新」
  cites newer 一(二)
  every visit must have cost at most 1400
";
    folder.write("towers.duban", &more);
    assert_eq!(folder.duban(&["pin", "newer", "newer.txt"]).0, 0);
    // Sources with a lock go by their names.
    let (code, json) = folder.json(&["impact", "plan", "newer", ".", "--format", "json"]);
    assert_eq!(code, 1);
    assert_eq!(
        (&json["source"], &json["successor"]),
        (&json!("plan"), &json!("newer"))
    );
    let items = json["clauses"][0]["items"].as_array().unwrap();
    let told: Vec<(&str, &str)> = items
        .iter()
        .map(|item| {
            (
                item["id"].as_str().unwrap(),
                item["cites"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("rates", "old"),
            ("towers/paid", "old"),
            ("towers/moved", "new")
        ]
    );
    let (_, text, _) = folder.duban(&["impact", "plan.txt", "newer.txt", ".", "--lang", "zh"]);
    for words in [
        "newer 替代 plan",
        "← towers/moved（已引用新文件）",
        "需要查看的检查项：1",
    ] {
        assert!(text.contains(words), "{text}");
    }
}

/// Everything that the two commands can print has the form that `duban schema` prints.
#[test]
fn the_json_of_both_commands_has_its_schema() {
    let folder = folder("through-schema");
    folder.write(
        "new.txt",
        &PLAN.replace("1350", "1351").replace("二、工作要求\n", ""),
    );
    for (what, arguments) in [
        ("coverage", vec!["coverage", ".", "--format", "json"]),
        (
            "impact",
            vec!["impact", "plan.txt", "new.txt", ".", "--format", "json"],
        ),
        (
            "impact",
            vec!["impact", "plan.txt", "new.txt", "--format", "json"],
        ),
    ] {
        let (_, schema) = folder.json(&["schema", what]);
        let (_, json) = folder.json(&arguments);
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&json)
            .map(|e| e.to_string())
            .collect();
        assert!(wrong.is_empty(), "{what}: {wrong:?}\n{json:#}");
        // The keys come in the order of the schema, and none is open for what is not written.
        let keys = |of: &Value| of.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&json), keys(&schema["properties"]), "{what}");
        let clause = &schema["$defs"]["clause"]["properties"];
        assert_eq!(keys(&json["clauses"][0]), keys(clause), "{what}");
        let mut spoiled = json.clone();
        spoiled["clauses"][0]["more"] = json!(1);
        assert!(!validator.is_valid(&spoiled));
    }
}

#[test]
fn who_cites_a_clause_cites_its_further_paragraphs_and_tables() {
    let folder = Folder::new("through-paragraphs");
    let plan = "水塔检修方案\n\n一、检修内容\n（一）补助标准见下表。\n\n水塔 | 每座补助（元）\n南塔 | 1350\n北塔 | 900\n\n（二）检修后应在十五日内登记。\n";
    folder.write("plan.txt", plan);
    folder.write(
        "towers.duban",
        &CHECKLIST
            .replace("plan 一(二) \"每座补助1350元\"", "plan 一(一)")
            .replace("plan 三", "plan 一(二)"),
    );
    let (code, _, told) = folder.duban(&["pin", "plan", "plan.txt"]);
    assert_eq!(code, 0, "{told}");
    folder.write("new.txt", &plan.replace("1350", "1400"));
    let (_, json) = folder.json(&["impact", "plan.txt", "new.txt", ".", "--format", "json"]);
    let changed = &json["clauses"][0];
    assert!(changed["path"].as_str().unwrap().contains('¶'), "{json}");
    let items = changed["items"].as_array().unwrap().iter();
    let items: Vec<&str> = items.map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(items, ["rates", "towers/paid"]);
    let (_, coverage) = folder.json(&["coverage", ".", "--format", "json"]);
    let path = changed["path"].as_str().unwrap();
    assert_eq!(clause(&coverage, path)["how"], "machine");

    folder.write("new.txt", &plan.replace("十五日", "十日"));
    let (_, json) = folder.json(&["impact", "plan.txt", "new.txt", ".", "--format", "json"]);
    let changed = &json["clauses"][0];
    assert_eq!(changed["change"], json!(["numbers"]));
    assert_eq!(changed["gone"], json!(["十五日"]));
    assert_eq!(changed["new"], json!(["十日"]));
}

#[test]
fn a_changed_cell_is_told_without_its_neighbours() {
    let folder = Folder::new("through-cells");
    let plan = "水塔检修方案\n\n一、补助标准见下表。\n\n<table><tr><td>水塔</td><td>座数</td><td>补助（万元）</td></tr><tr><td>南塔</td><td>6</td><td>3.5</td></tr></table>\n";
    folder.write("old.txt", plan);
    folder.write("new.txt", &plan.replace("3.5", "3.8"));
    let (code, json) = folder.json(&["impact", "old.txt", "new.txt", "--format", "json"]);
    assert_eq!(code, 1);
    let changed = &json["clauses"][0];
    assert_eq!(changed["change"], json!(["numbers"]), "{json:#}");
    assert_eq!(
        (&changed["gone"], &changed["new"]),
        (&json!(["3.5"]), &json!(["3.8"]))
    );
}
