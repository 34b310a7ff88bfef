//! Rows that are no records: column numbers and examples under a header, and the header once more. Only certain ones are left out.

use crate::support::{Inspect, Outcome};
use crate::ugly_files::{paid, problems};
use rust_xlsxwriter::Workbook;

const TABLE: &str = "学号,姓名,金额,备注
1,2,3,4
例：S0,某某,100,请照此填写
S1,甲某,100,
S2,乙某,90,
学号,姓名,金额,备注
S3,丙某,120,
";

fn by_book(text: &str) -> Outcome {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    paid().file("pupil", "xlsx", &bytes).run()
}

fn by_csv(text: &str) -> Outcome {
    paid().file("pupil", "csv", text.as_bytes()).run()
}

#[test]
fn column_numbers_examples_and_repeated_headers_are_said_and_left_out() {
    let windows = TABLE.replace('\n', "\r\n");
    for out in [by_csv(TABLE), by_csv(&windows), by_book(TABLE)] {
        assert_eq!(out.counts(), [3, 2, 1, 0, 0, 0]);
        assert_eq!(problems(&out), [("no-record", vec![2, 3, 6])]);
        let cell = &out.findings()[0]["cells"][0];
        assert_eq!((&cell["line"], &cell["row"]), (&5.into(), &2.into()));
        let text = out.json.to_string();
        assert!(!text.contains("某某"), "{text}");
    }
}

#[test]
fn they_leave_nothing_open() {
    let text = TABLE.replace("90", "190");
    for out in [by_csv(&text), by_book(&text)] {
        assert_eq!((out.outcome(), out.code), ("met", 0));
    }
}

#[test]
fn what_only_might_be_such_a_row_stays() {
    // Every row is of numbers: the first may well be a record.
    for text in [
        "学号,姓名,金额,备注\n1,2,300,4\n2,3,400,5\n",
        "学号,姓名,金额,备注\nS1,甲,100,\n示例,乙,100,\n例：S3,丙,100,\n",
        "学号,姓名,金额,备注\n例,乙,100\n",
        "学号,姓名,金额,备注\nS1,甲,100,\n学号,姓名,100,备注\n",
    ] {
        let rows = text.lines().count() as u64 - 1;
        for out in [by_csv(text), by_book(text)] {
            assert_eq!(out.counts()[0], rows, "{text}");
            let told = problems(&out);
            assert!(
                told.iter().all(|(kind, _)| *kind != "no-record"),
                "{text} {told:?}"
            );
        }
    }
    let numbers = "dataset n\n  a : id key\n  b : number\n  c : number";
    let out = Inspect::item(numbers, "every n must have b at least 2")
        .table("n", "a|b|c\n1|2|3\n2|3|4")
        .run();
    assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0]);
}

#[test]
fn the_other_encodings_and_quotes_are_read_alike() {
    let quoted = TABLE.replace("学号,姓名", "\"学号\",\"姓名\"");
    let (gbk, _, _) = encoding_rs::GBK.encode(TABLE);
    let by_gbk = paid().file("pupil", "csv", &gbk).run();
    for out in [by_csv(&quoted), by_gbk] {
        assert_eq!(problems(&out), [("no-record", vec![2, 3, 6])]);
        assert_eq!(out.counts(), [3, 2, 1, 0, 0, 0]);
    }
}

#[test]
fn number_lines_of_statistical_tables_and_examples_in_brackets_are_left_out() {
    for line in [
        "①,②,③,④",
        "（1）,（2）,（3）,（4）",
        "甲,乙,1,2",
        "甲,乙,丙,丁",
        "一,二,三,四",
        "A,B,C,D",
        "1,2,3,4=1+2",
        "（例）,某某,100,照此填写",
        "（示例）S0,某某,100,",
    ] {
        let text = format!("学号,姓名,金额,备注\n{line}\nS1,甲某,100,\nS2,乙某,190,\n");
        for out in [by_csv(&text), by_book(&text)] {
            assert_eq!(problems(&out), [("no-record", vec![2])], "{line}");
            assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0], "{line}");
        }
    }
    // Another order numbers nothing.
    for line in ["乙,甲,100,丁", "①,③,100,④", "甲,乙,100,4"] {
        let text = format!("学号,姓名,金额,备注\n{line}\nS1,甲某,100,\n");
        assert_eq!(by_csv(&text).counts()[0], 2, "{line}");
    }
}

const SIGNED: &str = "学号,姓名,金额,备注
S1,甲某,100,
S2,乙某,190,
注1：含补发,,,
2.金额以元计,,,
（3）不含学前,,,
以下空白,,,
单位负责人（签字）：,,填表人：某某,
,,（盖章）,
,,,2020年9月1日
第 1 页 共 1 页,,,
";

#[test]
fn signatures_seals_days_and_numbered_notes_below_a_table_are_left_out() {
    for out in [by_csv(SIGNED), by_book(SIGNED)] {
        let lines: Vec<u64> = (4..=11).collect();
        assert_eq!(problems(&out), [("footer-row", lines)]);
        assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0]);
    }
}

#[test]
fn what_only_might_stand_below_a_table_stays() {
    for (text, rows) in [
        // Rows of days.
        (
            "学号,姓名,金额,备注\nS1,2020年9月1日,100,\n,2020年9月2日,,\n",
            2,
        ),
        // Numbered texts without a note above them.
        ("学号,姓名,金额,备注\nS1,甲某,100,\n2.乙,,,\n", 2),
        // A day above rows.
        ("学号,姓名,金额,备注\n2020年9月1日,,,\nS1,甲某,100,\n", 2),
    ] {
        for out in [by_csv(text), by_book(text)] {
            assert_eq!(out.counts()[0], rows, "{text}");
        }
    }
}

#[test]
fn lines_of_labels_above_a_table_are_no_headers() {
    let text = "填报单位：某校,,填报时间：2020年9月,\n学号,姓名,金额,备注\nS1,甲某,100,\n";
    for out in [by_csv(text), by_book(text)] {
        assert_eq!(out.counts(), [1, 1, 0, 0, 0, 0]);
        assert_eq!(problems(&out), []);
    }
}

#[test]
fn a_repeated_header_may_break_its_lines_elsewhere() {
    let text = "学号,\"姓\n名\",金额,备注\nS1,甲某,100,\n学号,姓名,\"金\n额\",备注\nS2,乙某,190,\n";
    let out = by_csv(text);
    assert_eq!(problems(&out), [("no-record", vec![4])]);
    assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0]);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([
        ["学\n号", "姓名", "金额", "备注"],
        ["S1", "甲某", "100", ""],
        ["学号", "姓\n名", "金额", "备注"],
    ]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let out = paid().file("pupil", "xlsx", &bytes).run();
    assert_eq!(problems(&out), [("no-record", vec![3])]);
}

const MARKED: &str = "学号,姓名,金额,备注
S1,甲某,100,
（以下为转入）,,,
S2,乙某,50,
作废,\"某
某\",1,
S3,丙某,120,
";

#[test]
fn the_audit_file_leaves_lines_out_and_that_is_said() {
    let run = |text: &str, name: &str, data: &str| {
        let item = paid().audit(&format!("data:\n  pupil: {data}"));
        std::fs::write(item.folder().join(name), text).unwrap();
        item
    };
    let data = "{file: p.csv, leave_out: [3, 5-6]}";
    let windows = MARKED.replace('\n', "\r\n");
    for text in [MARKED, &windows] {
        let out = run(text, "p.csv", data).bare();
        assert_eq!(out.counts(), [3, 2, 1, 0, 0, 0]);
        assert_eq!(problems(&out), [("left-out", vec![3, 5])]);
        assert_eq!(out.findings()[0]["cells"][0]["line"], 4);
    }
    let said = run(MARKED, "p.csv", data).bare_output("text");
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("left out as the audit file says"), "{said}");
    // They leave nothing open.
    let met = MARKED.replace("50", "150");
    let out = run(&met, "p.csv", data).bare();
    assert_eq!((out.outcome(), out.code), ("met", 0));
    // A file among several has its own.
    let out = run(&met, "p.csv", "[{file: p.csv, leave_out: 3}]").bare();
    assert_eq!(problems(&out), [("left-out", vec![3])]);
    assert_eq!(out.counts()[0], 4);
    // In a table of one column a blank line is a row, and a line left out none.
    let one = Inspect::item(
        "dataset n\n  sum : number",
        "every n must have sum at least 2",
    )
    .audit("data:\n  n: {file: n.csv, leave_out: [2, 4]}");
    std::fs::write(one.folder().join("n.csv"), "sum\nx\n2\ny\n\n3\n").unwrap();
    assert_eq!(one.bare().counts(), [3, 2, 0, 1, 0, 0]);
    let wrong = run(MARKED, "p.csv", "{file: p.csv, leave_out: 3 to 5}").bare_output("text");
    assert_eq!(wrong.status.code(), Some(2));
    let told = String::from_utf8(wrong.stderr).unwrap();
    assert!(told.contains("leave_out: [3, 40-42]"), "{told}");
}

#[test]
fn lines_of_a_sheet_are_left_out_alike() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(["学号,姓名,金额", "S1,甲,100", "转入,,", "S2,乙,90"]) {
        for (column, cell) in (0..).zip(line.split(',').filter(|cell| !cell.is_empty())) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let item = paid().audit("data:\n  pupil: {file: p.xlsx, leave_out: [3]}");
    let bytes = book.save_to_buffer().unwrap();
    std::fs::write(item.folder().join("p.xlsx"), bytes).unwrap();
    let out = item.bare();
    assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0]);
    assert_eq!(problems(&out), [("left-out", vec![3])]);
}
