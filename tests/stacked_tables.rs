//! What stands between and below the rows of a table and is no record: headings of groups, other tables, signatures, sums without a word.

use crate::sums_and_notes::{book, by_all, told};
use crate::support::Outcome;
use crate::ugly_files::{self, paid};
use rust_xlsxwriter::{Format, Workbook};

const ROWS: &str = "学号,姓名,金额,备注\nS1,甲某,100,\nS2,乙某,190,\n";

/// The problems of the first dataset besides that a row has no key, which is said of some rows here, too.
fn problems(out: &Outcome) -> Vec<(&str, Vec<u64>)> {
    let mut all = ugly_files::problems(out);
    all.retain(|(kind, _)| *kind != "key-blank");
    all
}

/// How many records were judged.
fn judged(out: &Outcome) -> u64 {
    out.counts()[0]
}

#[test]
fn numbered_headings_between_rows_are_no_records() {
    for heading in ["一、东河小学", "（二）西岭中学", "十一、 某乡"] {
        let text = format!("{ROWS}{heading},,,\nS3,丙某,120,\n");
        for out in by_all(&text) {
            assert_eq!(problems(&out), [("heading", vec![4])], "{heading}");
            assert_eq!((judged(&out), out.code), (3, 0), "{heading}");
        }
    }
}

#[test]
fn a_text_merged_over_all_columns_is_a_heading_whatever_it_says() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let merged = Format::new();
    for (row, cells) in [(0, ["学号", "姓名", "金额"]), (2, ["S1", "甲某", "100"])] {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    sheet.merge_range(1, 0, 1, 2, "东河小学", &merged).unwrap();
    sheet.merge_range(3, 0, 3, 2, "西岭中学", &merged).unwrap();
    let out = paid()
        .file("pupil", "xlsx", &workbook.save_to_buffer().unwrap())
        .run();
    let expected = [("heading", vec![2]), ("footer-row", vec![4])];
    assert_eq!((problems(&out), judged(&out)), (expected.to_vec(), 1));
}

#[test]
fn a_row_with_one_text_is_a_record_and_is_said_with_what_leaves_it_out() {
    for line in ["东河小学,,,", "东河小学花名册,,,", ",丁某,,", ",,,无"] {
        let text = format!("{ROWS}{line}\nS3,丙某,120,\n");
        for out in by_all(&text) {
            assert_eq!(problems(&out), [("lone-cell", vec![4])], "{line}");
            assert_eq!(judged(&out), 4, "{line}");
        }
        assert!(told(&text).contains("`leave_out: [4]`"), "{}", told(&text));
    }
    // A key may stand alone until the rest is known.
    for out in by_all(&format!("{ROWS}S3,,,\nS4,丁某,120,\n")) {
        assert_eq!((problems(&out), judged(&out)), (vec![], 4));
    }
}

#[test]
fn another_table_below_the_first_is_said() {
    let text = format!("{ROWS},,,\n发放标准,,,\n学号,姓名,档次,标准\nA1,丙某,1500,\n");
    for out in by_all(&text) {
        let expected = [
            ("lone-cell", vec![5]),
            ("other-table", vec![6]),
            ("unreadable", vec![6]),
        ];
        assert_eq!(problems(&out), expected);
    }
    // Where no header is the same, the title is said, and of a workbook the words over its numbers, too.
    let text = format!("{ROWS},,,\n发放标准,,,\n档次,名称,标准,\nA,一等,1500,\n");
    let [csv, _, xlsx] = by_all(&text);
    let expected = [("lone-cell", vec![5]), ("unreadable", vec![6])];
    assert_eq!(problems(&csv), expected);
    let expected = [
        ("lone-cell", vec![5]),
        ("other-table", vec![6]),
        ("unreadable", vec![6]),
    ];
    assert_eq!(problems(&xlsx), expected);
}

#[test]
fn lines_of_signatures_are_none_with_each_name_in_a_cell_of_its_own() {
    for line in [
        "审核：韩乙,2026-09-01,13800020009,",
        "制表：沈甲,复核：韩乙,,2020年9月10日",
        "校长签字：,沈甲,（盖章）,2020年9月10日",
        "填表人：沈甲,联系电话：13800020009,,2020年9月10日",
    ] {
        for out in by_all(&format!("{ROWS}{line}\n")) {
            assert_eq!(problems(&out), [("footer-row", vec![4])], "{line}");
            assert_eq!(judged(&out), 2, "{line}");
        }
    }
    let text = format!("{ROWS}审核：韩乙,2026-09-01,,甲\nS3,丙某,120,\n");
    let out = paid().file("pupil", "xlsx", &book(&text)).run();
    assert_eq!(problems(&out), [("may-be-signed", vec![4])]);
}

#[test]
fn numbers_alone_below_the_rows_may_be_their_sum() {
    for line in [",,290,", ",,290,5"] {
        for out in by_all(&format!("{ROWS}{line}\n")) {
            assert_eq!(problems(&out), [("may-be-total", vec![4])], "{line}");
            assert_eq!(judged(&out), 3, "{line}");
        }
        for out in by_all(&format!("{ROWS}{line}\n制表人：沈甲,,,\n")) {
            let expected = [("may-be-total", vec![4]), ("footer-row", vec![5])];
            assert_eq!(problems(&out), expected, "{line}");
        }
    }
    // The rows above do not fill the first column either.
    let text = "序号,姓名,金额,备注\n,甲某,100,\n,乙某,190,\n";
    let text = text.replace("序号", "学号");
    for out in by_all(&format!("{text},,290,5\n")) {
        assert!(
            problems(&out)
                .iter()
                .all(|(kind, _)| *kind != "may-be-total")
        );
    }
}
