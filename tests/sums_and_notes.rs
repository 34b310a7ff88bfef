//! Lines that sum up others, notes under a table, lines that are numbered beforehand, days with a time: as offices bring them.

use crate::support::{Inspect, Outcome};
use crate::ugly_files::{paid, problems};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// The bytes of a workbook with these lines; numbers are written as numbers.
pub(crate) fn book(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => continue,
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// As a text in two encodings and as a workbook.
pub(crate) fn by_all(text: &str) -> [Outcome; 3] {
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    [
        paid().file("pupil", "csv", text.as_bytes()).run(),
        paid().file("pupil", "csv", &gbk).run(),
        paid().file("pupil", "xlsx", &book(text)).run(),
    ]
}

/// What readers are told of a table.
pub(crate) fn told(text: &str) -> String {
    let output = paid().file("pupil", "csv", text.as_bytes()).output("text");
    String::from_utf8(output.stdout).unwrap()
}

const ROWS: &str = "学号,姓名,金额,备注\nS1,甲某,100,\nS2,乙某,190,\n";

#[test]
fn sums_are_left_out_whatever_they_are_called() {
    for line in [
        "全县合计,,290,",
        "东河小学小计,,290,",
        "小计：5人,,290,",
        "小计（5人）,,290,",
        "累计,,290,",
        "合计数,,290,",
        "其中：女,,100,",
        "共3所,,290,",
        "Grand total,,290,",
        "Subtotal: 5,,290,",
        "East total,,290,",
    ] {
        // In the middle, where the table goes on below it.
        let text = format!("{ROWS}{line}\nS3,丙某,120,\n");
        for out in by_all(&text) {
            assert_eq!(problems(&out), [("total-row", vec![4])], "{line}");
            assert_eq!(out.counts(), [3, 3, 0, 0, 0, 0], "{line}");
        }
    }
}

#[test]
fn what_only_may_sum_up_is_kept_and_said() {
    let text = format!("{ROWS}全县合计,某校,290,2020年发放\nS3,丙某,120,\n");
    for out in by_all(&text) {
        assert_eq!(problems(&out), [("may-be-total", vec![4])]);
        assert_eq!(out.counts(), [4, 4, 0, 0, 0, 0]);
        assert_eq!(out.code, 3);
    }
    assert!(told(&text).contains("`leave_out: [4]`"), "{}", told(&text));
    for line in ["小计划,,290,", "合计室,,290,", "会计,,290,", "S4,合计,290,"] {
        let text = format!("{ROWS}{line}\n");
        for out in by_all(&text) {
            assert_eq!((problems(&out), out.counts()[0]), (vec![], 3), "{line}");
        }
    }
}

#[test]
fn notes_under_a_table_are_left_out_also_around_one_that_is_not_known() {
    for note in [
        "※ 二,,,",
        "★ 含借读生,,,",
        "A9 是转学生,,,",
        "含借读生,,,",
        "1.本表一式两份；,,,",
        "（二）另附,,,",
    ] {
        let text = format!("{ROWS}注：一,,,\n{note}\n填表人：某某,,,\n");
        for out in by_all(&text) {
            assert_eq!(problems(&out), [("footer-row", vec![4, 5, 6])], "{note}");
            assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0], "{note}");
        }
    }
    for note in [
        "*注：含借读生,,,",
        "负责人签字：,,,",
        "注意：学号五位,,,",
        "说明,,,",
        "（续表）,,,",
        "——,,,",
        "—— 1 ——,,,",
        "Source: x,,,",
        "以上数据截至9月,,,",
        "附：说明,,,",
        "本表一式三份。,,,",
    ] {
        for out in by_all(&format!("{ROWS}{note}\n")) {
            assert_eq!(problems(&out), [("footer-row", vec![4])], "{note}");
            assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0], "{note}");
        }
    }
}

#[test]
fn what_only_may_be_a_note_is_kept_and_said_once() {
    let text = format!("{ROWS}※ 表中人数含借读生,,,\n2.乙班另报,,,\n");
    for out in by_all(&text) {
        assert_eq!(problems(&out), [("may-be-note", vec![4, 5])]);
        assert_eq!(out.counts()[0], 4);
    }
    assert!(
        told(&text).contains("`leave_out: [4, 5]`"),
        "{}",
        told(&text)
    );
    // A certain one below it is left out alone; a name alone in the last line leaves all above it rows.
    let text = format!("{ROWS}★ 含借读生,,,\n填表人：某,,,\n");
    for out in by_all(&text) {
        let expected = [("footer-row", vec![5]), ("may-be-note", vec![4])];
        assert_eq!(problems(&out), expected);
        assert_eq!(out.counts()[0], 3);
    }
    let text = format!("{ROWS}注：一,,,\n丙某,,,\n");
    for out in by_all(&text) {
        assert_eq!(
            problems(&out),
            [("lone-cell", vec![5]), ("may-be-note", vec![4])]
        );
        assert_eq!(out.counts()[0], 4);
    }
    // Rows whose later cells are still blank are rows; what is no key is said.
    for (line, said) in [
        ("S3,,,", vec![]),
        ("丙某,,,", vec![("lone-cell", vec![4])]),
        ("阿依古丽·买买提,,,", vec![("lone-cell", vec![4])]),
    ] {
        for out in by_all(&format!("{ROWS}{line}\n")) {
            assert_eq!(
                (problems(&out), out.counts()[0]),
                (said.clone(), 3),
                "{line}"
            );
        }
    }
}

#[test]
fn lines_that_fill_no_declared_column_are_no_records() {
    let text = "序号,学号,姓名,金额,备注,经手\n1,S1,甲某,100,,\n2,S2,乙某,190,,\n3,,,,,\n4,,,,,\n5, ,,,,\n填表人：某某,,,,,\n";
    for out in by_all(text) {
        assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0]);
        let expected = [("footer-row", vec![7]), ("unfilled-row", vec![4, 5, 6])];
        let mut found = problems(&out);
        found.sort();
        assert_eq!(found, expected);
    }
    // They leave nothing open, and one that fills a declared column is a row.
    let text = text.replace("填表人：某某,,,,,\n", "");
    let out = paid().file("pupil", "csv", text.as_bytes()).run();
    assert_eq!((out.outcome(), out.code), ("met", 0));
    let out = paid().file(
        "pupil",
        "csv",
        text.replace("4,,,,,", "4,S4,,,,").as_bytes(),
    );
    assert_eq!(out.run().counts()[0], 3);
    // Where the number is declared it fills its column.
    let numbered = "dataset n\n  a 序号 : id key\n  b 数 : number";
    let out = Inspect::item(numbered, "every n must have b at least 2")
        .table("n", "序号|数|注\n1|2|\n2||\n3||")
        .run();
    assert_eq!(out.counts(), [3, 1, 0, 2, 0, 0]);
}

#[test]
fn the_rows_of_a_large_file_without_declared_cells_are_left_out_in_every_chunk() {
    let mut text = String::from("序号,学号,姓名,金额,备注\n");
    for row in 0..4000 {
        match row % 100 {
            99 => text.push_str(&format!("{row},,,,\n")),
            _ => text.push_str(&format!(
                "{row},S{row},某某,100,一二三四五六七八九十一二三四五六七八九十\n"
            )),
        }
    }
    let out = paid().file("pupil", "csv", text.as_bytes()).run();
    assert_eq!(out.counts(), [3960, 3960, 0, 0, 0, 0]);
    let told = &out.json["datasets"][0]["problems"][0];
    assert_eq!(
        (&told["kind"], &told["count"]),
        (&"unfilled-row".into(), &40.into())
    );
    assert_eq!(told["places"][19]["line"], 2001);
}

const DAYS: &str = "dataset visit
  id 编号 : id key
  day 日期 : date
";

#[test]
fn a_day_with_a_time_is_its_day() {
    let rows = "编号,日期\n1,2020-09-01 08:30\n2,2020/9/1 8:30\n3,2020-09-01T08:30:00\n4,2020年9月1日8时30分\n5,2020-09-01 下午3:05\n6,2020-09-01 25:00\n7,2020-09-01 上午\n";
    let item = || Inspect::item(DAYS, "every visit must be (day = 2020-09-01)");
    let out = item().file("visit", "csv", rows.as_bytes()).run();
    assert_eq!(out.counts(), [7, 5, 0, 2, 0, 0]);
    assert_eq!(problems(&out), [("unreadable", vec![7, 8])]);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (row, day) in (1..).zip(["2020-09-01T08:30:00", "2020-09-02T23:59:59"]) {
        let day = ExcelDateTime::parse_from_str(day).unwrap();
        sheet.write(row, 0, row).unwrap();
        sheet.write_with_format(row, 1, &day, &format).unwrap();
    }
    sheet.write(0, 0, "编号").unwrap();
    sheet.write(0, 1, "日期").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let out = item().file("visit", "xlsx", &bytes).run();
    assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0]);
    assert_eq!(problems(&out), []);
    // Under a format of the audit file too.
    let own = Inspect::item(DAYS, "every visit must be (day = 2020-09-01)")
        .audit("data:\n  visit: {file: v.csv, dates: d/m/yyyy}");
    std::fs::write(
        own.folder().join("v.csv"),
        "编号,日期\n1,1/9/2020 8:30\n2,1/9/2020 x\n",
    )
    .unwrap();
    assert_eq!(own.bare().counts(), [2, 1, 0, 1, 0, 0]);
}

#[test]
fn who_signed_and_the_day_stand_below_a_note_also_in_a_table_of_days() {
    let rows = "编号,日期,次数,说明\n1,2020-09-01,1,x\n2,2020-09-02,2,x\n";
    let visits = "dataset visit\n  id 编号 : id key\n  day 日期 : date\n  n 次数 : number\n  note 说明 : text";
    let run = |below: &str| {
        let item = Inspect::item(visits, "every visit must have n at least 1");
        let text = format!("{rows}{below}");
        item.file("visit", "csv", text.as_bytes()).run()
    };
    let out = run("注：含走访,,,\n,,,某县教育局\n,,,2020年10月8日\n");
    assert_eq!(problems(&out), [("footer-row", vec![4, 5, 6])]);
    assert_eq!(out.counts()[0], 2);
    let out = run(",,,某县教育局\n,,,2020年10月8日\n");
    assert_eq!(
        problems(&out),
        [("may-be-note", vec![4, 5]), ("key-blank", vec![4, 5])]
    );
    assert_eq!(out.counts()[0], 4);
}

#[test]
fn a_total_may_be_numbered_like_the_rows() {
    let text =
        "序号,学号,姓名,金额,备注\n1,S1,甲某,100,\n2,S2,乙某,190,\n3,合计,,290,\n4,S4,丙某,190,\n";
    for outcome in by_all(text) {
        assert_eq!(outcome.counts()[0], 3);
        assert_eq!(problems(&outcome), [("total-row", vec![4])]);
    }
}

#[test]
fn a_month_in_words_at_the_end_is_listed() {
    let text = "学号,姓名,金额,备注\nS1,甲某,100,2020-09-01\nS2,乙某,190,\n二〇二〇年十二月,,,\n";
    for outcome in by_all(text) {
        let known = problems(&outcome);
        assert!(
            known
                .iter()
                .any(|(kind, _)| matches!(*kind, "may-be-note" | "footer-row")),
            "{known:?}"
        );
    }
}
