//! Tables without a header: sheets and files that go on from the one before, and a first line of values that is taken for one.

use crate::support::{Inspect, Outcome, duban};
use crate::ugly_files::problems;
use rust_xlsxwriter::Workbook;
use std::fs;

const PUPILS: &str =
    "dataset pupil 学生\n  id 学号 : id key\n  name 姓名 : person name\n  age 年龄 : number";
const AGED: &str = "every pupil must have age at most 15";

fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(rows.lines()) {
            for (column, cell) in (0..).zip(line.split('|')) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).unwrap(),
                    Err(_) => sheet.write(row, column, cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

const ONE: &str = "学号|姓名|年龄\nS1|甲某|12";
const TWO: &str = "S2|乙某|17\nS3|丙某|13";

fn run(files: &[(&str, &[u8])], data: &str) -> Outcome {
    let item = Inspect::item(PUPILS, AGED).audit(&format!("data:\n  pupil: {data}"));
    for (name, bytes) in files {
        fs::write(item.folder().join(name), bytes).unwrap();
    }
    item.bare()
}

#[test]
fn a_sheet_that_goes_on_without_a_header_is_said_and_the_table_is_not_whole() {
    let bytes = book(&[
        ("一班", ONE),
        ("二班", TWO),
        ("说明", "事项|说明\n年龄|周岁"),
    ]);
    let out = run(&[("p.xlsx", &bytes)], "p.xlsx");
    assert_eq!((out.outcome(), out.code), ("cannot_tell", 3));
    assert_eq!(out.reasons(), ["not_whole"]);
    let told = &out.json["datasets"][0]["problems"];
    assert_eq!(told[0]["kind"], "sheet-goes-on");
    assert_eq!(told[0]["places"][0]["value"], "二班");
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert!(!out.json.to_string().contains("乙某"));
}

#[test]
fn the_audit_file_says_that_sheets_go_on() {
    let bytes = book(&[("一班", ONE), ("二班", TWO)]);
    for data in [
        "{file: p.xlsx, sheet: [一班, 二班], header: first}",
        "{files: [{file: p.xlsx, sheet: 一班}, {file: p.xlsx, sheet: 二班, header: none}]}",
    ] {
        let out = run(&[("p.xlsx", &bytes)], data);
        assert_eq!((out.outcome(), out.code), ("not_met", 1), "{data}");
        assert_eq!(out.counts(), [3, 2, 1, 0, 0, 0]);
        assert_eq!(problems(&out), []);
        let cell = &out.findings()[0]["cells"][1];
        assert_eq!(
            (&cell["sheet"], &cell["line"], &cell["value"]),
            (&"二班".into(), &1.into(), &"17".into())
        );
    }
}

#[test]
fn files_go_on_in_the_same_way() {
    let files: &[(&str, &[u8])] = &[
        ("a.csv", "学号,姓名,年龄\nS1,甲某,12\n".as_bytes()),
        ("b.csv", "S2,乙某,17\nS3,丙某,13\n".as_bytes()),
        // The header once more is no row.
        ("c.csv", "学号,姓名,年龄\nS4,丁某,14\n".as_bytes()),
    ];
    let out = run(files, "{files: [a.csv, b.csv, c.csv], header: first}");
    assert_eq!(out.counts(), [4, 3, 1, 0, 0, 0]);
    assert_eq!(problems(&out), [("no-record", vec![1])]);
    let cell = &out.findings()[0]["cells"][1];
    assert_eq!((&cell["file"], &cell["line"]), (&"b.csv".into(), &1.into()));
    let out = run(
        files,
        "{files: [a.csv, {file: b.csv, header: none}, c.csv]}",
    );
    assert_eq!(out.counts(), [4, 3, 1, 0, 0, 0]);
    assert_eq!(problems(&out), []);
    // Without that nothing of the second is known.
    let out = run(files, "[a.csv, b.csv]");
    assert_eq!(out.outcome(), "cannot_tell");
    let told = &out.json["datasets"][0]["problems"][0];
    assert_eq!(told["kind"], "header-is-data");
    assert_eq!(
        (&told["places"][0]["file"], &told["places"][0]["line"]),
        (&"b.csv".into(), &1.into())
    );
    assert!(!out.json.to_string().contains("乙某"));
}

#[test]
fn a_first_line_of_values_is_said() {
    let files: &[(&str, &[u8])] = &[("a.csv", "S1,甲某,12\nS2,乙某,17\n".as_bytes())];
    let out = run(files, "a.csv");
    assert_eq!((out.outcome(), out.code), ("cannot_tell", 3));
    assert_eq!(problems(&out)[0], ("header-is-data", vec![1]));
    // Headers in other words are no values.
    let files: &[(&str, &[u8])] = &[("a.csv", "编码,称呼,岁数\nS1,甲某,12\n".as_bytes())];
    let out = run(files, "a.csv");
    assert!(
        problems(&out)
            .iter()
            .all(|(kind, _)| *kind == "column-missing")
    );
}

#[test]
fn the_first_table_needs_headers() {
    let item = Inspect::item(PUPILS, AGED);
    let text = "checklists: [t.duban]\ndata:\n  pupil: {file: a.csv, header: none}\n";
    fs::write(item.folder().join("audit.yaml"), text).unwrap();
    let (code, out, err) = duban(item.folder(), &["run", "audit.yaml"]);
    assert!(code == 2, "{code} {out} {err}");
    assert!(
        format!("{out}{err}").contains("no table comes before"),
        "{out}{err}"
    );
}

#[test]
fn init_lists_sheets_that_go_on_and_tables_of_one_header() {
    let bytes = book(&[("一班", ONE), ("二班", TWO)]);
    let item = Inspect::item(PUPILS, AGED);
    let folder = item.folder().join("data");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("p.xlsx"), &bytes).unwrap();
    let written = || {
        let (code, out, err) = duban(item.folder(), &["init", "."]);
        assert_eq!(code, 0, "{out} {err}");
        out
    };
    let text = written();
    assert!(
        text.contains("    file: data/p.xlsx\n    sheet: [一班, 二班]\n    header: first\n"),
        "{text}"
    );
    assert!(!text.contains("NOT USED"), "{text}");
    let bytes = book(&[("一班", ONE), ("二班", ONE)]);
    fs::write(folder.join("p.xlsx"), &bytes).unwrap();
    let text = written();
    assert!(
        text.contains("  # pupil:\n  #   file: data/p.xlsx\n  #   sheet: [一班, 二班]\n"),
        "{text}"
    );
}

#[test]
fn a_table_beside_another_is_said_and_the_table_is_not_whole() {
    let text = "学号,姓名,年龄,,学号,姓名,年龄\nS1,甲某,12,,S2,乙某,17\n";
    let csv = run(&[("p.csv", text.as_bytes())], "p.csv");
    let bytes = book(&[("一班", &text.replace(',', "|"))]);
    let by_book = run(&[("p.xlsx", &bytes)], "p.xlsx");
    for out in [csv, by_book] {
        assert_eq!((out.outcome(), out.code), ("cannot_tell", 3));
        assert_eq!(problems(&out)[0], ("side-by-side", vec![1]));
        assert!(!out.json.to_string().contains("乙某"));
    }
}
