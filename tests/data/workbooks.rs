//! Workbooks.

use super::{Sheet, fetch, listed, scan};
use duban::data::formats::{self, OpenError};
use duban::data::{OpenOptions, ProblemKind, Source};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Sheet {
    let mut book = Workbook::new();
    fill(&mut book);
    Sheet::new("book.xlsx", &book.save_to_buffer().unwrap())
}

fn one_sheet(fill: impl FnOnce(&mut Worksheet)) -> (Sheet, Box<dyn Source>) {
    let file = workbook(|book| fill(book.add_worksheet()));
    let source = file.open(&OpenOptions::default());
    (file, source)
}

fn texts(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in cells.iter().enumerate() {
        sheet
            .write(row, u16::try_from(column).unwrap(), *cell)
            .unwrap();
    }
}

#[test]
fn a_sheet_with_a_title_row_reads_as_text() {
    let (_file, source) = one_sheet(|sheet| {
        let plain = Format::new();
        sheet
            .merge_range(0, 0, 0, 4, "2020年春季学籍", &plain)
            .unwrap();
        texts(sheet, 1, &["填报单位：教育局"]);
        texts(sheet, 2, &["姓名", "出生日期", "金额", "寄宿", "登记时间"]);
        let day = Format::new().set_num_format("yyyy/m/d");
        let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        sheet.write(3, 0, "王芳").unwrap();
        let born = ExcelDateTime::from_ymd(2012, 2, 29).unwrap();
        sheet.write_with_format(3, 1, &born, &day).unwrap();
        sheet.write(3, 2, 1350.0).unwrap();
        sheet.write(3, 3, true).unwrap();
        let noted = ExcelDateTime::from_ymd(2020, 9, 1)
            .unwrap()
            .and_hms(8, 30, 0)
            .unwrap();
        sheet.write_with_format(3, 4, &noted, &time).unwrap();
        sheet.write(5, 0, "李娜").unwrap();
        sheet.write(5, 2, 0.1 + 0.2).unwrap();
        sheet.write(5, 3, false).unwrap();
        sheet.write_with_format(5, 4, &born, &time).unwrap();
        texts(sheet, 6, &["合计", "", "", "", ""]);
        sheet.write(6, 2, 1350.3).unwrap();
    });
    assert_eq!(source.encoding(), "xlsx");
    assert_eq!(source.sheet(), Some("Sheet1"));
    assert_eq!(
        source.header(),
        ["姓名", "出生日期", "金额", "寄宿", "登记时间"]
    );
    assert_eq!(
        scan(source.as_ref(), 2),
        [
            ["王芳", "2012-02-29", "1350", "TRUE", "2020-09-01 08:30:00"],
            ["李娜", "", "0.3", "FALSE", "2012-02-29"],
        ]
    );
    assert_eq!(fetch(source.as_ref(), &[0, 1])[1].line, 6);
    assert_eq!(
        listed(source.as_ref()),
        [(ProblemKind::TotalRow, None, Some(7), None)]
    );
}

#[test]
fn merged_cells_count_for_all_that_they_cover() {
    let (_file, source) = one_sheet(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 1, 0, "姓名", &plain).unwrap();
        sheet.merge_range(0, 1, 1, 1, "乡\n镇", &plain).unwrap();
        sheet.merge_range(0, 2, 0, 3, "资助", &plain).unwrap();
        sheet.write(1, 2, "项目").unwrap();
        sheet.write(1, 3, "金额").unwrap();
        texts(sheet, 2, &["王芳", "", "寄宿", "625"]);
        sheet.merge_range(2, 1, 3, 1, "城关镇", &plain).unwrap();
        texts(sheet, 3, &["李娜"]);
        sheet.write(3, 2, "非寄宿").unwrap();
    });
    assert_eq!(source.header(), ["姓名", "乡镇", "项目", "金额"]);
    assert_eq!(
        scan(source.as_ref(), 1),
        [
            ["王芳", "城关镇", "寄宿", "625"],
            ["李娜", "城关镇", "非寄宿", ""]
        ]
    );
    assert_eq!(source.line_of(1, 1), Some(3));
    assert_eq!(source.line_of(0, 1), None);
}

#[test]
fn an_id_stored_as_a_number_is_listed_and_looks_damaged() {
    let (_file, source) = one_sheet(|sheet| {
        texts(sheet, 0, &["身份证号", "姓名"]);
        sheet.write(1, 0, 520_101_201_502_190_110.0).unwrap();
        sheet.write(1, 1, "王芳").unwrap();
        texts(sheet, 2, &["520101201502190110", "李娜"]);
    });
    let rows = scan(source.as_ref(), 1);
    assert_eq!(rows[0][0], "5.201012015021901E+17");
    assert!(duban::data::cell::lost_digits(rows[0][0].as_bytes()));
    assert_eq!(rows[1][0], "520101201502190110");
    assert_eq!(
        listed(source.as_ref()),
        [(
            ProblemKind::LostDigits,
            Some(0),
            Some(2),
            Some("身份证号".to_owned())
        )]
    );
}

#[test]
fn the_sheet_is_the_one_named_or_the_first_with_anything_in_it() {
    let file = workbook(|book| {
        book.add_worksheet().set_name("说明").unwrap();
        let sheet = book.add_worksheet().set_name("在校生").unwrap();
        texts(sheet, 0, &["a", "b"]);
        texts(sheet, 1, &["1", "2"]);
        let sheet = book.add_worksheet().set_name("教师").unwrap();
        texts(sheet, 0, &["c", "d"]);
        texts(sheet, 1, &["3", "4"]);
    });
    let options = |sheet: Option<&str>| OpenOptions {
        sheet: sheet.map(str::to_owned),
        ..OpenOptions::default()
    };
    assert_eq!(file.open(&options(None)).header(), ["a", "b"]);
    assert_eq!(file.open(&options(Some("教师"))).header(), ["c", "d"]);
    let empty = file.open(&options(Some("说明")));
    assert_eq!(
        listed(empty.as_ref()),
        [(ProblemKind::Empty, None, None, None)]
    );
    let error = formats::open(&file.0, &options(Some("学生")))
        .err()
        .unwrap();
    assert!(matches!(error, OpenError::SheetMissing { sheets, .. } if sheets.len() == 3));
}

#[test]
fn a_named_header_row_is_taken_and_long_sheets_come_in_chunks() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        texts(sheet, 0, &["甲", "乙"]);
        texts(sheet, 1, &["a", "b"]);
        for row in 0..1000u32 {
            sheet.write(row + 2, 0, row).unwrap();
            sheet.write(row + 2, 1, "x").unwrap();
        }
        sheet.write(500, 5, "beside the table").unwrap();
    });
    let source = file.open(&OpenOptions {
        header: Some(2),
        chunk_size: Some(64),
        ..OpenOptions::default()
    });
    assert_eq!(source.header(), ["a", "b"]);
    assert_eq!(source.chunk_count(), 16);
    let rows = scan(source.as_ref(), 8);
    assert_eq!(rows.len(), 1000);
    assert_eq!(rows[999], ["999", "x"]);
    let found = &fetch(source.as_ref(), &[64, 999])[1];
    assert_eq!(
        (found.line, &found.values),
        (1002, &vec!["999".to_owned(), "x".to_owned()])
    );
    assert_eq!(
        listed(source.as_ref()),
        [(ProblemKind::RowTooLong, Some(498), Some(501), None)]
    );
}

#[test]
fn a_workbook_is_known_whatever_its_name() {
    let mut book = Workbook::new();
    texts(book.add_worksheet(), 0, &["a", "b"]);
    let file = Sheet::new("table.csv", &book.save_to_buffer().unwrap());
    assert_eq!(file.open(&OpenOptions::default()).header(), ["a", "b"]);
}

#[test]
fn a_lost_cell_at_the_end_of_the_sheet_does_no_harm() {
    let (_file, source) = one_sheet(|sheet| {
        texts(sheet, 0, &["a", "b"]);
        texts(sheet, 1, &["1", "2"]);
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    assert_eq!(scan(source.as_ref(), 1), [["1", "2"], ["", ""]]);
    assert_eq!(
        listed(source.as_ref()),
        [(ProblemKind::RowTooLong, Some(1), Some(1_048_576), None)]
    );
}

#[test]
fn a_sheet_may_begin_anywhere() {
    let (_file, source) = one_sheet(|sheet| {
        sheet.write(3, 2, "甲").unwrap();
        sheet.write(3, 4, "乙").unwrap();
        sheet.write(4, 4, 5).unwrap();
    });
    assert_eq!(source.header(), ["甲", "", "乙"]);
    assert_eq!(scan(source.as_ref(), 1), [["", "", "5"]]);
    assert_eq!(fetch(source.as_ref(), &[0])[0].line, 5);
}
