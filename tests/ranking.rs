//! Rankings of groups: ties, groups too small, unknown values, and the table of places.

use crate::support::{Inspect, Outcome};

const DECLARATIONS: &str = "dataset towns town 乡镇表
  code 代码 : id key
  open 开放 : yes or no
dataset pupils pupil 学生
  number 学号 : id key
  town 乡镇 : reference to towns
  stays 在读 : yes or no
measure retention 巩固率 per town = share of pupils that stays
";

const ZH: &str = "检查清单 t \"Test\" / 「测试」
文件 law \"Law\" / 「法」
数据集 towns town 乡镇表
  code 代码 : 编号 主键
  open 开放 : 是否
数据集 pupils pupil 学生
  number 学号 : 编号 主键
  town 乡镇 : 引用 乡镇表
  stays 在读 : 是否
指标 retention 巩固率 各 乡镇表 = pupils 中 在读 的占比
";

/// Towns with the numbers of pupils that stay, that do not, and of whom it is not known.
fn tables(inspect: Inspect, towns: &[(&str, usize, usize, usize)]) -> Inspect {
    let mut list = String::from("code|open");
    let mut pupils = String::from("number|town|stays");
    let mut number = 0;
    for (town, yes, no, open) in towns {
        list.push_str(&format!("\n{town}|yes"));
        for (count, stays) in [(yes, "yes"), (no, "no"), (open, "")] {
            for _ in 0..*count {
                number += 1;
                pupils.push_str(&format!("\np{number}|{town}|{stays}"));
            }
        }
    }
    inspect.table("towns", &list).table("pupils", &pupils)
}

const FIVE: &[(&str, usize, usize, usize)] = &[
    ("A", 9, 1, 0),
    ("B", 8, 2, 0),
    ("C", 8, 2, 0),
    ("D", 2, 3, 0),
    ("E", 1, 9, 0),
];

fn run(sentence: &str, towns: &[(&str, usize, usize, usize)]) -> Outcome {
    tables(Inspect::item(DECLARATIONS, sentence), towns).run()
}

const LAST: &str =
    "towns ranked by retention, higher is better, ties share a place must not be among the last 2";

#[test]
fn the_last_places_are_found() {
    let out = run(LAST, FIVE);
    assert_eq!(out.counts(), [5, 3, 2, 0, 0, 0]);
    assert_eq!(out.short(), ["not_met D", "not_met E"]);
    let finding = &out.findings()[0];
    assert_eq!(finding["subject"]["kind"], "group");
    assert_eq!(finding["actual"]["text"], "40%");
    let message = finding["message"].as_str().unwrap();
    assert!(message.contains("place 4 of 5, 1 behind it"), "{message}");
}

#[test]
fn both_vocabularies_rank_alike() {
    let zh = |line: &str| {
        let text = format!("{ZH}检查项 i \"I\" / 「项」\n  依据 law 1\n  {line}\n");
        tables(Inspect::checklist(&text), FIVE).run()
    };
    let out = zh("乡镇表 依 巩固率 排名，越高越好，同分同名次，\n    不得 在 后 2 名");
    assert_eq!(out.short(), run(LAST, FIVE).short());
    let message = out.findings()[0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("第 4 名"), "{message}");
    let first =
        "towns ranked by retention, lower is better, smallest group 6 must be among the first 1";
    let zh = zh("乡镇表 依 巩固率 排名，越低越好，最小群体 6，应 在 前 1 名");
    assert_eq!(zh.short(), run(first, FIVE).short());
    assert_eq!(zh.counts(), [5, 1, 3, 0, 1, 0]);
}

#[test]
fn equal_values_share_a_place_or_leave_it_open() {
    let shared = run(
        "towns ranked by retention, higher is better, ties share a place must be among the first 2",
        FIVE,
    );
    // B and C are both second.
    assert_eq!(shared.short(), ["not_met D", "not_met E"]);
    let open = run(
        "towns ranked by retention, higher is better must be among the first 2",
        FIVE,
    );
    assert_eq!(
        open.short(),
        ["cannot_tell B", "cannot_tell C", "not_met D", "not_met E"]
    );
    // Where the border does not lie between them, nothing is open.
    let clear = run(
        "towns ranked by retention, higher is better must be among the first 3",
        FIVE,
    );
    assert_eq!(clear.short(), ["not_met D", "not_met E"]);
}

#[test]
fn small_and_empty_groups_are_not_ranked_and_do_not_count_as_behind() {
    let towns = [FIVE, &[("F", 0, 0, 0)]].concat();
    let out = run(
        "towns ranked by retention, higher is better, ties share a place, smallest group 6 must not be among the last 2",
        &towns,
    );
    // D has five pupils and F none; C and B share the place before E.
    assert_eq!(out.counts(), [6, 1, 3, 0, 2, 0]);
    assert_eq!(out.short(), ["not_met B", "not_met C", "not_met E"]);
}

#[test]
fn an_unknown_value_never_improves_a_rank() {
    // G lies between 10 and 90 percent.
    let towns = [FIVE, &[("G", 1, 1, 8)]].concat();
    let out = run(LAST, &towns);
    // Of the six D is fifth or fourth, E is last for certain, and G may be anywhere from first on.
    assert_eq!(out.short(), ["cannot_tell D", "not_met E", "cannot_tell G"]);
    // Alone, an interval is still the first.
    let out = run(
        "towns ranked by retention, higher is better, ties share a place must be among the first 1",
        &[("G", 1, 1, 8)],
    );
    assert_eq!(out.counts(), [1, 1, 0, 0, 0, 0]);
}

#[test]
fn a_setting_may_say_how_many_places_and_unset_it_cannot_be_told() {
    let sentence = "towns ranked by count of pupils, higher is better, ties share a place must not be among the last lasts";
    let set = format!("{DECLARATIONS}setting lasts : number = 1\n");
    let out = tables(Inspect::item(&set, sentence), FIVE).run();
    assert_eq!(out.short(), ["not_met D"]);
    let unset = format!("{DECLARATIONS}setting lasts : number\n");
    let out = tables(Inspect::item(&unset, sentence), FIVE).run();
    assert_eq!(out.outcome(), "cannot_tell");
    assert_eq!(out.reasons(), ["setting_unset"]);
}

#[test]
fn the_table_of_places_is_printed() {
    let towns = [FIVE, &[("F", 0, 0, 0), ("G", 1, 1, 8)]].concat();
    let print_of = |towns: &[_], format: &str| {
        let inspect = tables(Inspect::item(DECLARATIONS, LAST), towns);
        inspect.output("json");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
            .env("LC_ALL", "C")
            .current_dir(inspect.folder())
            .args(["rank", "audit.yaml", "i", "--format", format])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    let print = |format: &str| print_of(&towns, format);
    let text = print("text");
    let lines: Vec<Vec<&str>> = (text.lines())
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines[0], ["place", "group", "value"]);
    assert_eq!(lines[1], ["1", "A", "90%"]);
    assert_eq!(lines[2][..2], ["1–5", "G"]);
    assert_eq!(lines[7], ["not", "ranked", "F", "not", "known"]);
    assert!(print("csv").starts_with("\u{feff}place,group,value\r\n1,A,90%\r\n"));
    // A spreadsheet computes nothing from what somebody wrote into a register.
    let formula = print_of(&[("=1+1", 9, 1, 0), ("B", 8, 2, 0)], "csv");
    assert_eq!(
        formula,
        "\u{feff}place,group,value\r\n1,'=1+1,90%\r\n2,B,80%\r\n"
    );
    let json: serde_json::Value = serde_json::from_str(&print("json")).unwrap();
    assert_eq!(json["item"], "t/i");
    assert_eq!(json["places"][0]["key"]["code"], "A");
    assert_eq!(json["places"][0]["worst"], 1);
}

#[test]
fn a_place_that_is_open_is_so_because_of_the_cell_that_is_blank() {
    let out = run(LAST, &[("A", 5, 5, 0), ("B", 1, 9, 0), ("C", 5, 4, 2)]);
    let told: Vec<_> = (out.findings().iter())
        .filter(|finding| finding["outcome"] == "cannot_tell")
        .flat_map(|finding| finding["reasons"].as_array().unwrap())
        .map(|reason| reason["text"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["stays of pupils is blank"; 2]);
}
