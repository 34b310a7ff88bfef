//! Files of one dataset that differ: in what they count, in their headers, in how often they are read; and where `why` finds their rows.

use crate::several_files::{AGED, PUPILS, book, with_files};
use crate::support::{Inspect, duban};

#[test]
fn files_that_count_in_different_units_are_told_so() {
    let declared = "dataset school 学校\n  id 编号 : id key\n  cost 金额 : money";
    let files: &[(&str, &[u8])] = &[
        ("yuan.csv", "编号,金额（元）\nA,20000\n".as_bytes()),
        ("wan.csv", "编号,金额（万元）\nB,2\n".as_bytes()),
    ];
    let item = Inspect::item(declared, "every school must have cost at least 10000")
        .audit("data:\n  school: [yuan.csv, wan.csv]");
    let out = with_files(item, files).bare();
    assert_eq!(out.counts(), [2, 0, 0, 2, 0, 0]);
    let problem = &out.json["datasets"][0]["problems"][0];
    assert_eq!(problem["kind"], "units-differ");
    assert_eq!(problem["places"][1]["file"], "wan.csv");
    let said = Inspect::item(declared, "every school must have cost at least 10000")
        .audit("data:\n  school: [yuan.csv, wan.csv]");
    let said = with_files(said, files).bare_output("text");
    // Without the breaks of lines.
    let said = String::from_utf8(said.stdout).unwrap();
    let said: String = said.split_whitespace().collect();
    assert!(said.contains("{file:b.csv,units:{amount:万元}}"), "{said}");
}

#[test]
fn each_file_may_say_what_it_counts() {
    let declared =
        "dataset school 学校\n  id 编号 : id key\n  cost 金额 : money\n  rate 比例 : percent";
    let run = |sentence: &str, data: &str, two: &str| {
        let item = Inspect::item(declared, sentence)
            .audit(&format!("data:\n  school:\n    files: [{data}]"));
        let files: &[(&str, &[u8])] = &[
            (
                "yuan.csv",
                "编号,金额,比例\nA,20000,0.96\nB,\"1,500\",0.5\n".as_bytes(),
            ),
            ("wan.csv", two.as_bytes()),
        ];
        with_files(item, files)
    };
    let plain = "编号,金额,比例\nC,2,96\nD,0.15,50\nE,300元,50%\n";
    let units = "yuan.csv, {file: wan.csv, units: {cost: 万元, rate: percent}}";
    let cost = "every school must have cost at least 10000";
    let out = run(cost, units, plain).bare();
    assert_eq!(out.counts(), [5, 2, 3, 0, 0, 0]);
    let texts: Vec<&str> = out
        .findings()
        .iter()
        .map(|f| f["actual"]["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["1500 yuan", "1500 yuan", "300 yuan"]);
    let cell = &out.findings()[1]["cells"][1];
    assert_eq!(
        (&cell["file"], &cell["value"]),
        (&"wan.csv".into(), &"0.15万元".into())
    );
    let rate = "every school must have rate at least 90%";
    assert_eq!(run(rate, units, plain).bare().counts(), [5, 2, 3, 0, 0, 0]);
    // What the others count is as the dataset or their header says, and where a header contradicts nothing is read.
    let by_header = "编号,金额（万元）,比例\nC,2,0.9\nD,0.15,0.9\n";
    let one = "{file: yuan.csv, units: {cost: 元}}, wan.csv";
    let out = run(cost, one, by_header).bare();
    assert_eq!(out.counts(), [4, 2, 2, 0, 0, 0]);
    assert_eq!(
        out.json["datasets"][0]["problems"][0]["kind"],
        "unit-from-header"
    );
    let wrong = "yuan.csv, {file: wan.csv, units: {cost: 元}}";
    let out = run(cost, wrong, by_header).bare();
    assert_eq!(
        out.json["datasets"][0]["problems"][0]["kind"],
        "unit-contradicted"
    );
    assert_eq!(out.outcome(), "cannot_tell");
    let unknown = run(cost, "{file: yuan.csv, units: {cost: 斤}}", plain).bare_output("text");
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn a_column_that_is_missing_is_told_with_the_headers_that_may_be_meant() {
    let told = |header: &str| {
        let item = Inspect::item(PUPILS, AGED).audit("data:\n  pupil: p.csv");
        let text = format!("{header}\n1,12,x,y\n");
        let files: &[(&str, &[u8])] = &[("p.csv", text.as_bytes())];
        let out = with_files(item, files).bare_output("text");
        let text = String::from_utf8(out.stdout).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let near = told("学号,学生年龄,县,班");
    assert!(
        near.contains("if 学生年龄 is meant write `columns: {age: 学生年龄}`"),
        "{near}"
    );
    let open = told("学号,岁数,县,其他");
    assert!(
        open.contains(
            "headers left: 岁数, 其他; if one of them is meant write `columns: {age: HEADER}`"
        ),
        "{open}"
    );
    // Every header has its column, or holds somebody.
    let none = told("学号,王小明,县,班");
    assert!(
        !none.contains("王小明") && !none.contains("is meant"),
        "{none}"
    );
}

#[test]
fn a_file_that_is_read_twice_has_no_sheets() {
    let data = "data:\n  pupil:\n    files: [{file: p.csv, columns: {age: 一}}, {file: p.csv, columns: {age: 二}}]";
    let item = Inspect::item(PUPILS, AGED).audit(data);
    let files: &[(&str, &[u8])] = &[("p.csv", "学号,一,二\n1,12,16\n".as_bytes())];
    let out = with_files(item, files).bare_output("text");
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(
        text.contains("p.csv, read 2 times") && !text.contains("sheets"),
        "{text}"
    );
}

#[test]
fn why_names_the_sheet_and_how_a_code_is_written_elsewhere() {
    let declared = "dataset pupils pupil 学生\n  id 学号 : id key\ndataset visits visit 家访\n  id 学号 : id\n";
    let item = Inspect::item(declared, "every pupil must have a visit by id")
        .audit("data:\n  pupils: {file: p.xlsx, sheet: [一班, 二班]}\n  visits: v.csv");
    let book = book(&[
        ("一班", &[&["学号"], &["a1"]]),
        ("二班", &[&["学号"], &["b2"], &["102"]]),
    ]);
    let files: &[(&str, &[u8])] = &[("p.xlsx", &book), ("v.csv", "学号\na1\n00102\n".as_bytes())];
    let item = with_files(item, files);
    assert_eq!(item.bare_output("json").status.code(), Some(1));
    let (code, text, error) = duban(
        item.folder(),
        &["why", "audit.yaml", "i", "102", "--lang", "en"],
    );
    assert_eq!(code, 0, "{error}");
    assert!(text.contains("p.xlsx [二班] line 3"), "{text}");
    assert!(
        text.contains("(elsewhere written 00102: codes are compared as written)"),
        "{text}"
    );
}
