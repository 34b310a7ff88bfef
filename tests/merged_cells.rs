//! Cells of a workbook that are merged over several rows: what stands in them is of all rows, a number only of the first.

use crate::support::{Inspect, Outcome};
use crate::ugly_files::problems;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

const PUPILS: &str = "dataset pupil 学生
  id 学号 : id key
  school 学校 : text
  class 班 : id
  aid 资助 : money
";

/// A sheet with four pupils; `merge` merges what it likes.
fn merged(sentence: &str, merge: impl Fn(&mut Worksheet)) -> Outcome {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["学号", "学校", "班", "资助"]) {
        sheet.write(0, column, text).unwrap();
    }
    for row in 1..=4 {
        sheet.write(row, 0, format!("S{row}")).unwrap();
    }
    merge(sheet);
    let bytes = book.save_to_buffer().unwrap();
    Inspect::item(PUPILS, sentence)
        .file("pupil", "xlsx", &bytes)
        .run()
}

fn down(sheet: &mut Worksheet, (first, last): (u32, u32), column: u16, text: &str) {
    sheet
        .merge_range(first, column, last, column, text, &Format::new())
        .unwrap();
}

#[test]
fn a_text_is_of_all_rows_and_its_cell_is_shown() {
    let out = merged(
        "every pupil must have school is one of \"一小\", \"二小\"",
        |sheet| {
            down(sheet, (1, 2), 1, "一小");
            down(sheet, (3, 4), 1, "三小");
        },
    );
    assert_eq!((out.outcome(), out.code), ("not_met", 1));
    assert_eq!(out.counts(), [4, 2, 2, 0, 0, 0]);
    assert_eq!(problems(&out), [("merged-cell", vec![2, 4])]);
    for finding in out.findings() {
        let cells = finding["cells"].as_array().unwrap();
        let school = cells
            .iter()
            .find(|cell| cell["column"] == "school")
            .unwrap();
        assert_eq!(
            (&school["line"], &school["value"]),
            (&4.into(), &"三小".into())
        );
    }
    // The row itself is where it is.
    let cells = out.findings()[1]["cells"].as_array().unwrap();
    let id = cells.iter().find(|cell| cell["column"] == "id").unwrap();
    assert_eq!((&id["line"], &id["row"]), (&5.into(), &4.into()));
    // It leaves nothing open.
    let out = merged("every pupil must have school is given", |sheet| {
        down(sheet, (1, 4), 1, "一小");
    });
    assert_eq!((out.outcome(), out.code), ("met", 0));
}

#[test]
fn a_number_is_read_in_the_first_row_alone() {
    let merge = |sheet: &mut Worksheet| {
        down(sheet, (1, 3), 3, "");
        sheet.write(1, 3, 300).unwrap();
        sheet.write(4, 3, 100).unwrap();
        // A number of a class is no amount.
        down(sheet, (1, 4), 2, "");
        sheet.write(1, 2, 3).unwrap();
    };
    let out = merged("every pupil must have aid at least 100", merge);
    assert_eq!(out.counts(), [4, 2, 0, 2, 0, 0]);
    assert_eq!(out.reasons(), ["unreadable", "unreadable"]);
    assert!(
        problems(&out).contains(&("merged-number", vec![2, 2])) || {
            let told = problems(&out);
            told.iter()
                .any(|(kind, lines)| *kind == "merged-number" && lines == &[3, 4])
        }
    );
    assert!(out.json.to_string().contains("300 (merged cell)"));
    let out = merged("total of pupil.aid must be at most 400", merge);
    assert_eq!(out.outcome(), "cannot_tell");
    let out = merged("every pupil must have class equal to \"3\"", merge);
    assert_eq!(out.counts(), [4, 4, 0, 0, 0, 0]);
}

#[test]
fn a_merge_makes_no_rows() {
    let out = merged("count of pupil must be at most 4", |sheet| {
        down(sheet, (4, 7), 1, "一小");
    });
    assert_eq!(out.outcome(), "met");
}

/// Amounts and numbers under merged headers in the first line, their own below.
fn under(first: &str, second: &str, further: &str) -> Outcome {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (columns, text) in [((2, 3), first), ((4, 5), second)] {
        sheet
            .merge_range(0, columns.0, 0, columns.1, text, &Format::new())
            .unwrap();
    }
    for (column, text) in (0..).zip(["学号", "学校", "资助", "班", "资助", "班"]) {
        let text = if second == "备" && column > 3 {
            "其他"
        } else {
            text
        };
        sheet.write(1, column, text).unwrap();
    }
    for row in 2..=3 {
        sheet.write(row, 0, format!("S{row}")).unwrap();
        sheet.write(row, 2, 100).unwrap();
        sheet.write(row, 4, 300).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let pupils = Inspect::item(PUPILS, "every pupil must have aid at most 200");
    std::fs::write(pupils.folder().join("p.xlsx"), bytes).unwrap();
    let data = format!("data:\n  pupil: {{file: p.xlsx{further}}}");
    pupils.audit(&data).bare()
}

#[test]
fn headers_that_stand_twice_are_told_apart_by_those_above() {
    let out = under("春季", "秋季", "");
    assert_eq!(out.outcome(), "cannot_tell");
    let known = out.json["datasets"][0]["problems"].to_string();
    assert!(
        known.contains("春季资助") && !known.contains("header-twice"),
        "{known}"
    );
    let spring = under("春季", "秋季", ", columns: {aid: 春季资助}");
    assert_eq!(spring.outcome(), "met");
    let autumn = under("春季", "秋季", ", columns: {aid: 秋季资助}");
    assert_eq!(autumn.counts(), [2, 0, 2, 0, 0, 0]);
}

#[test]
fn a_unit_in_a_header_over_several_columns_leaves_amounts_open() {
    let out = under("经费（万元）", "备", "");
    assert_eq!(out.counts(), [2, 0, 0, 2, 0, 0]);
    let known = out.json["datasets"][0]["problems"].to_string();
    assert!(known.contains("unit-unclear"), "{known}");
    let said = under("经费（万元）", "备", ", units: {aid: 元}");
    assert_eq!(said.outcome(), "met");
}
