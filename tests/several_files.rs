//! One dataset in several files and sheets: one table, each row with the place that it lies in.

use crate::support::{Inspect, duban};
use rust_xlsxwriter::Workbook;
use std::fs;

pub(crate) const PUPILS: &str = "dataset pupil 学生\n  id 学号 : id key\n  age 年龄 : number\n  county 县 : text\n  class 班 : text";
pub(crate) const AGED: &str = "every pupil must have age at most 15";

/// A workbook with a sheet for each name, of rows of cells.
pub(crate) fn book(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).unwrap(),
                    Err(_) => sheet.write(row, column, *cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// An inspection with files beside its audit file.
pub(crate) fn with_files(item: Inspect, files: &[(&str, &[u8])]) -> Inspect {
    for (name, bytes) in files {
        let path = item.folder().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    item
}

const EAST: &[u8] = "学号,年龄,县\n1,12,东\n2,16,东\n".as_bytes();
const WEST: &[&[&str]] = &[
    &["某县名册"],
    &["县", "学号", "年龄"],
    &["西", "3", "17"],
    &["西", "4", "13"],
];

fn east_and_west() -> Inspect {
    let item = Inspect::item(PUPILS, AGED).audit("data:\n  pupil:\n    files: [东.csv, 西.xlsx]");
    with_files(
        item,
        &[("东.csv", EAST), ("西.xlsx", &book(&[("名册", WEST)]))],
    )
}

#[test]
fn rows_of_several_files_are_one_table_and_keep_their_places() {
    let out = east_and_west().bare();
    assert_eq!((out.outcome(), out.code), ("not_met", 1));
    assert_eq!(out.counts(), [4, 2, 2, 0, 0, 0]);
    let findings = out.findings();
    let of = |at: usize| {
        let cell = &findings[at]["cells"][1];
        (
            cell["file"].as_str().unwrap().to_owned(),
            cell["sheet"].as_str().unwrap_or("").to_owned(),
            cell["row"].as_u64().unwrap(),
            cell["line"].as_u64().unwrap(),
            cell["value"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(of(0), ("东.csv".into(), String::new(), 2, 3, "16".into()));
    assert_eq!(of(1), ("西.xlsx".into(), "名册".into(), 1, 3, "17".into()));
    // The subject is a row of the table, counted over all files.
    assert_eq!(findings[1]["subject"]["row"], 3);
    let data = &out.json["datasets"][0];
    assert_eq!(data["file"], "东.csv, 西.xlsx");
    assert_eq!(data["rows"], 4);
    assert_eq!(data["parts"][1]["sheet"], "名册");
    assert_eq!(data["parts"][1]["rows"], 2);
    let digests = [
        &data["parts"][0]["digest"],
        &data["parts"][1]["digest"],
        &data["digest"],
    ];
    assert!(
        digests
            .iter()
            .all(|d| d.as_str().unwrap().starts_with("blake3:")),
        "{digests:?}"
    );
    assert!(digests[0] != digests[1] && digests[1] != digests[2]);
}

#[test]
fn the_same_rows_in_one_file_give_the_same_verdicts() {
    let one = Inspect::item(PUPILS, AGED)
        .table("pupil", "学号|年龄|县\n1|12|东\n2|16|东\n3|17|西\n4|13|西")
        .run();
    let several = east_and_west().bare();
    assert_eq!(one.counts(), several.counts());
    let ids = |out: &crate::support::Outcome| -> Vec<String> {
        let keys = out
            .findings()
            .iter()
            .map(|f| f["subject"]["key"].to_string());
        keys.collect()
    };
    assert_eq!(ids(&one), ids(&several));
}

#[test]
fn places_alone_name_the_file() {
    let output = east_and_west().bare_output("rows");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "item,dataset,row,file,sheet,file_row\nt/i,pupil,2,东.csv,,2\nt/i,pupil,3,西.xlsx,名册,1\n"
    );
}

#[test]
fn a_pattern_stands_for_all_files_of_such_names() {
    let item = Inspect::item(PUPILS, AGED).audit("data:\n  pupil: 县/*.csv");
    let item = with_files(
        item,
        &[
            (
                "县/b.csv",
                b"\xe5\xad\xa6\xe5\x8f\xb7,\xe5\xb9\xb4\xe9\xbe\x84\n3,17\n",
            ),
            ("县/a.csv", EAST),
            ("县/~$a.csv", b"x"),
            ("县/notes.md", b"x"),
        ],
    );
    let out = item.bare();
    let data = &out.json["datasets"][0];
    assert_eq!(data["file"], "县/*.csv");
    assert_eq!(data["parts"][0]["file"], "县/a.csv");
    assert_eq!(data["parts"][1]["file"], "县/b.csv");
    assert_eq!(out.counts(), [3, 1, 2, 0, 0, 0]);
    // One file of such a name is that file.
    let item = Inspect::item(PUPILS, AGED).audit("data:\n  pupil: 县/*.csv");
    let out = with_files(item, &[("县/a.csv", EAST)]).bare();
    assert_eq!(out.json["datasets"][0]["file"], "县/a.csv");
    assert!(out.json["datasets"][0]["parts"].is_null());
    // None is a file that is not there.
    let out = Inspect::item(PUPILS, AGED)
        .audit("data:\n  pupil: 县/*.csv")
        .bare();
    assert_eq!((out.outcome(), out.code), ("cannot_tell", 3));
    assert_eq!(
        out.json["datasets"][0]["problems"][0]["kind"],
        "file-missing"
    );
    assert_eq!(out.json["datasets"][0]["file"], "县/*.csv");
}

#[test]
fn several_sheets_are_one_table() {
    let bytes = book(&[
        ("一班", &[&["学号", "年龄"], &["1", "16"]]),
        ("说明", &[&["请按时填报"]]),
        ("二班", &[&["学号", "年龄"], &["2", "17"]]),
    ]);
    for sheets in ["[一班, 二班]", "\"*班\""] {
        let item = Inspect::item(PUPILS, AGED).audit(&format!(
            "data:\n  pupil:\n    file: 名册.xlsx\n    sheet: {sheets}\n    columns: {{class: {{from: sheet}}}}"
        ));
        let out = with_files(item, &[("名册.xlsx", &bytes)]).bare();
        assert_eq!((out.outcome(), out.code), ("not_met", 1), "{sheets}");
        let data = &out.json["datasets"][0];
        assert_eq!(data["file"], "名册.xlsx");
        assert_eq!(data["parts"][1]["sheet"], "二班");
        let sheet = |at: usize| out.findings()[at]["cells"][0]["sheet"].clone();
        assert_eq!((sheet(0), sheet(1)), ("一班".into(), "二班".into()));
    }
    // A sheet that is not there is missed.
    let item = Inspect::item(PUPILS, AGED)
        .audit("data:\n  pupil:\n    file: 名册.xlsx\n    sheet: [一班, 三班]");
    let out = with_files(item, &[("名册.xlsx", &bytes)]).bare();
    let problem = &out.json["datasets"][0]["problems"][0];
    assert_eq!(problem["kind"], "file-unreadable");
    assert_eq!(problem["places"][0]["sheet"], "三班");
    assert_eq!(out.counts()[0], 1);
}

#[test]
fn a_column_may_be_the_same_for_a_whole_file() {
    let item = Inspect::item(
        PUPILS,
        "every pupil must have county is one of \"东县\", \"west\", \"year\"",
    );
    let item = item.audit(
        "data:\n  pupil:\n    files:\n      - {file: 1.csv, columns: {county: {value: 东县}}}\n      - {file: west.csv, columns: {县: {from: file}}}\n      - {file: year/x.csv, columns: {县: {from: folder}}}\n      - {file: 4.csv, columns: {县: {value: 南}, 学号: 编号}}",
    );
    let files: &[(&str, &[u8])] = &[
        ("1.csv", "学号,年龄\n1,2\n".as_bytes()),
        ("west.csv", "年龄,学号\n1,2\n".as_bytes()),
        ("year/x.csv", "学号\n3\n".as_bytes()),
        ("4.csv", "\"编号\",备注\n\"4\"\"\",\"a,b\"\n".as_bytes()),
    ];
    let out = with_files(item, files).bare();
    assert_eq!(out.counts(), [4, 3, 1, 0, 0, 0]);
    let finding = &out.findings()[0];
    assert_eq!(finding["subject"]["key"]["id"], "4\"");
    let cell = finding["cells"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["column"] == "county");
    assert_eq!(cell.unwrap()["value"], "南");
    assert_eq!(cell.unwrap()["file"], "4.csv");
}

#[test]
fn a_missing_file_leaves_open_what_needs_all_rows() {
    let files: &[(&str, &[u8])] = &[("东.csv", EAST), ("校.csv", "学号\n1\n9\n".as_bytes())];
    let data = "data:\n  pupil: [东.csv, 西.csv]\n  listed: 校.csv";
    let run = |sentence: &str| {
        let declared = format!("{PUPILS}\ndataset listed\n  id 学号 : id key");
        with_files(Inspect::item(&declared, sentence).audit(data), files).bare()
    };
    // What further rows cannot change is not met.
    let out = run(AGED);
    assert_eq!((out.outcome(), out.code), ("not_met", 1));
    assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0]);
    let problem = &out.json["datasets"][0]["problems"][0];
    assert_eq!(problem["kind"], "file-missing");
    assert_eq!(problem["places"][0]["file"], "西.csv");
    for sentence in [
        "every listed must be id is not in pupil",
        "pupil matches listed by id",
        "count of pupil must be at most 1",
        "per county of pupil: count of pupil must be at most 1",
    ] {
        assert_eq!(run(sentence).outcome(), "not_met", "{sentence}");
    }
    // What needs all rows cannot be told; the rows that are there are counted.
    let out = run("every pupil must have age at most 16");
    assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0]);
    for sentence in [
        "every pupil must have age at most 16",
        "every listed must be id is in pupil",
        "every listed must be id is in pupil where age is at least 12",
        "count of pupil must be at most 10",
        "pupil are unique by id",
        "per county of pupil: count of pupil must be at least 1",
        "at least 40% of pupil must have age at most 15",
        "values of pupil.id include values of listed.id",
        "every combination of county must be in pupil",
    ] {
        let out = run(sentence);
        assert_eq!((out.outcome(), out.code), ("cannot_tell", 3), "{sentence}");
        let codes = out.reasons();
        assert!(codes.contains(&"not_whole"), "{sentence} {codes:?}");
        assert!(!codes.contains(&"dataset_missing"), "{sentence} {codes:?}");
    }
}

/// A part with headers alone has no rows to look at, also where the whole of the table is not there.
#[test]
fn a_file_without_rows_beside_a_missing_one_leaves_open() {
    let item = Inspect::item(PUPILS, "pupil is unique by id")
        .audit("data: {pupil: {files: [东.csv, 空.csv, 西.csv]}}");
    let rows: [(&str, &[u8]); 3] = [
        ("东.csv", "学号,年龄\n1,16\n2,17\n".as_bytes()),
        ("空.csv", b""),
        ("西.csv", "学号,年龄\n".as_bytes()),
    ];
    let out = with_files(item, &rows).bare();
    assert_eq!((out.outcome(), out.counts()[0]), ("cannot_tell", 2));
}

#[test]
fn a_person_taken_for_a_header_is_masked() {
    let files: &[(&str, &[u8])] = &[
        ("东.csv", EAST),
        ("西.csv", "初一,王小明,东\n4,李小红,x\n".as_bytes()),
    ];
    for format in ["json", "text", "html"] {
        let item = Inspect::item(PUPILS, AGED).audit("data:\n  pupil: [东.csv, 西.csv]");
        let shown = with_files(item, files).output(format).stdout;
        // Text breaks lines anywhere.
        let shown = String::from_utf8(shown).unwrap();
        let shown: String = shown.split_whitespace().collect();
        assert!(shown.contains("王**"), "{format}: {shown}");
        assert!(!shown.contains("王小明"), "{format}");
    }
}

#[test]
fn a_column_that_one_file_lacks_is_missing_in_its_rows_alone() {
    let files: &[(&str, &[u8])] = &[
        ("东.csv", EAST),
        ("西.csv", "学号,岁数,县\n3,17,西\n".as_bytes()),
    ];
    let run = |sentence: &str| {
        let item = Inspect::item(PUPILS, sentence).audit("data:\n  pupil: [东.csv, 西.csv]");
        with_files(item, files).bare()
    };
    // All rows are there.
    let out = run("count of pupil must be at most 3");
    assert_eq!(out.outcome(), "met");
    for (sentence, met) in [(AGED, 1), ("every pupil must have age given", 2)] {
        let out = run(sentence);
        assert_eq!(out.counts(), [3, met, 2 - met, 1, 0, 0], "{sentence}");
        let open = out
            .findings()
            .iter()
            .find(|f| f["outcome"] == "cannot_tell");
        assert_eq!(open.unwrap()["reasons"][0]["code"], "column_missing");
        // The line of the headers is where to look.
        let cells = open.unwrap()["cells"].as_array().unwrap();
        let age = cells.iter().find(|cell| cell["column"] == "age").unwrap();
        assert_eq!((&age["file"], &age["line"]), (&"西.csv".into(), &1.into()));
        assert_eq!(age["value"], "(no such column in this file)");
        let problems = out.json["datasets"][0]["problems"].as_array().unwrap();
        let of = |kind: &str| problems.iter().find(|p| p["kind"] == kind).unwrap();
        let missing = &of("column-missing")["places"];
        assert_eq!(
            (&missing[0]["file"], &missing[0]["column"]),
            (&"西.csv".into(), &"age".into())
        );
        let other = &of("header-elsewhere")["places"];
        assert_eq!(
            (&other[0]["file"], &other[0]["column"]),
            (&"西.csv".into(), &"岁数".into())
        );
    }
}

#[test]
fn readers_see_each_file() {
    let text = east_and_west().bare_output("text");
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("2 files"), "{text}");
    assert!(text.contains("西.xlsx [名册] (2 rows)"), "{text}");
    assert!(text.contains("西.xlsx [名册]:3"), "{text}");
}

#[test]
fn why_names_the_file_of_a_row() {
    let item = east_and_west();
    assert!(item.bare_output("json").status.code() == Some(1));
    let (_, text, _) = duban(item.folder(), &["why", "audit.yaml", "i", "3"]);
    assert!(text.contains("西.xlsx [名册] line 3"), "{text}");
}

#[test]
fn mistakes_are_told_at_their_word() {
    let run = |data: &str| {
        let item = Inspect::item(PUPILS, AGED).audit(data);
        let output = item.bare_output("json");
        String::from_utf8(output.stderr).unwrap()
    };
    for (data, words) in [
        (
            "data:\n  pupil:\n    files: []",
            "`files` has to be a file, or a list of files",
        ),
        (
            "data:\n  pupil:\n    files: [{sheet: a}]",
            "`file` is missing",
        ),
        (
            "data:\n  pupil:\n    files: [{file: a.csv, dates: d}]",
            "`dates`",
        ),
        (
            "data:\n  pupil:\n    file: a.csv\n    columns: {county: {from: school}}",
            "cannot be taken from `school`",
        ),
        (
            "data:\n  pupil:\n    file: a.csv\n    columns: {county: {}}",
            "`value` is missing",
        ),
    ] {
        let text = run(data);
        assert!(text.contains(words), "{data}\n{text}");
    }
}

#[test]
fn answers_come_from_all_files_of_a_name_and_from_all_sheets_of_their_form() {
    let answer = |subject: &'static str| -> Vec<Vec<&'static str>> {
        vec![
            vec!["item", "subject", "verdict", "who", "when"],
            vec!["i", subject, "yes", "Ida Moss", "2020-09-01"],
        ]
    };
    let sheets = [answer("1"), answer("2")];
    let sheets: Vec<Vec<&[&str]>> = sheets
        .iter()
        .map(|rows| rows.iter().map(Vec::as_slice).collect())
        .collect();
    let bytes = book(&[
        ("甲", &sheets[0]),
        ("说明", &[&["a", "b"], &["c", "d"]]),
        ("乙", &sheets[1]),
    ]);
    let csv = b"item,subject,verdict,who,when\ni,3,yes,Ida Moss,2020-09-01\n";
    let item = Inspect::item(PUPILS, "ask \"Is it so?\" / 「属实？」 of pupil")
        .audit("answers: 答复/*")
        .audit("data:\n  pupil: p.csv");
    let files: &[(&str, &[u8])] = &[
        ("p.csv", "学号\n1\n2\n3\n4\n".as_bytes()),
        ("答复/a.xlsx", &bytes),
        ("答复/b.csv", csv),
    ];
    let out = with_files(item, files).bare();
    let counts = &out.json["items"][0]["counts"];
    assert_eq!(
        (counts["met"].as_u64(), counts["awaiting"].as_u64()),
        (Some(3), Some(1))
    );
    let files: Vec<&str> = (out.json["datasets"].as_array().unwrap().iter())
        .filter(|data| data["name"] == "answers")
        .map(|data| data["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, ["答复/a.xlsx", "答复/a.xlsx", "答复/b.csv"]);
}

/// Days that a workbook keeps as days are read beside texts of another file that are written in their own way.
#[test]
fn days_of_a_workbook_are_days_whatever_is_said_of_texts() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "学号").unwrap();
    sheet.write_string(0, 1, "入学").unwrap();
    sheet.write_string(1, 0, "3").unwrap();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2020, 9, 2).unwrap();
    let shown = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet
        .write_datetime_with_format(1, 1, &day, &shown)
        .unwrap();
    let west = workbook.save_to_buffer().unwrap();
    let item = Inspect::item(
        "dataset pupil 学生\n  id 学号 : id key\n  entry 入学 : date",
        "every pupil must be (entry <= 2020-09-01)",
    )
    .audit("data:\n  pupil:\n    files: [东.csv, 西.xlsx]\n    dates: d/m/yyyy");
    let east = "学号,入学\n1,1/9/2020\n2,3/9/2020\n".as_bytes();
    let out = with_files(item, &[("东.csv", east), ("西.xlsx", &west)]).bare();
    assert_eq!(out.counts()[..4], [3, 1, 2, 0], "{}", out.json);
}

#[test]
fn a_cell_of_a_later_file_is_told_under_its_own_header() {
    let files: &[(&str, &[u8])] = &[
        ("东.csv", EAST),
        ("西.csv", "编号,年纪\n3,many\n".as_bytes()),
    ];
    let item = Inspect::item(PUPILS, AGED).audit(
        "data:\n  pupil:\n    files: [东.csv, {file: 西.csv, columns: {id: 编号, age: 年纪}}]",
    );
    let out = with_files(item, files).bare();
    let problems = out.json["datasets"][0]["problems"].as_array().unwrap();
    let of = |kind: &str| problems.iter().find(|p| p["kind"] == kind).unwrap();
    let place = &of("unreadable")["places"][0];
    assert_eq!(
        (&place["file"], &place["column"]),
        (&"西.csv".into(), &"年纪".into())
    );
}

const VISITS: &str = "dataset pupils pupil 学生\n  id 学号 : id key\ndataset visits visit 家访\n  pupil 学生 : reference to pupils\n  day 日期 : date\n";

#[test]
fn nobody_knows_whose_the_rows_of_a_file_without_their_key_are() {
    let data = "data:\n  pupils: p.csv\n  visits: {files: [one.csv, two.csv]}";
    for two in ["number,day\n2,2020-01-02\n", "title,text\nx,y\n"] {
        for sentence in [
            "every pupil must have a visit where day is given",
            "every pupil must have at most 1 visit where day is given",
        ] {
            let item = with_files(
                Inspect::item(VISITS, sentence).audit(data),
                &[
                    ("p.csv", b"id\n1\n2\n"),
                    ("one.csv", b"pupil,day\n1,2020-01-01\n"),
                    ("two.csv", two.as_bytes()),
                ],
            );
            let out = item.bare();
            assert_eq!((out.outcome(), out.code), ("cannot_tell", 3), "{sentence}");
            assert!(out.reasons().contains(&"not_whole"), "{:?}", out.reasons());
        }
    }
}

/// A workbook whose second sheet is hidden.
fn with_hidden() -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, id, age) in [("二月", "1", 12.0), ("三月", "2", 17.0)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "学号").unwrap();
        sheet.write(0, 1, "年龄").unwrap();
        sheet.write(1, 0, id).unwrap();
        sheet.write(1, 1, age).unwrap();
        sheet.set_hidden(name == "三月");
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_hidden_sheet_is_said_until_the_audit_file_names_the_sheets() {
    let run = |data: &str| {
        let item = Inspect::item(PUPILS, AGED).audit(&format!("data:\n  pupil: {data}"));
        with_files(item, &[("p.xlsx", &with_hidden())]).bare()
    };
    for data in ["p.xlsx", "{file: p.xlsx, sheet: \"*月\"}"] {
        let out = run(data);
        assert_eq!((out.outcome(), out.code), ("cannot_tell", 3), "{data}");
        assert_eq!(out.reasons(), ["not_whole"], "{data}");
        let told = &out.json["datasets"][0]["problems"][0];
        assert_eq!(told["kind"], "sheet-hidden", "{data}");
        assert_eq!(told["places"][0]["value"], "三月");
    }
    assert_eq!(run("{file: p.xlsx, sheet: 二月}").outcome(), "met");
    let both = run("{file: p.xlsx, sheet: [二月, 三月]}");
    assert_eq!(both.outcome(), "not_met");
}
