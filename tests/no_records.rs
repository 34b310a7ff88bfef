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
