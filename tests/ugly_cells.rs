//! Units that a file names itself, identifiers and names that say less than they seem to, files that are not what they are called.

use crate::support::{Inspect, Outcome, duban};
use crate::ugly_files::{paid, problems, schools, uncomputed, values};
use rust_xlsxwriter::Workbook;

/// A run on a file of schools with the header as the file has it.
fn by_header(sentence: &str, column: &str, header: &str, cells: &[&str], further: &str) -> Outcome {
    let school = schools(sentence);
    let rows = (1..).zip(cells).map(|(at, cell)| format!("S{at},{cell}\n"));
    let (title, header) = header.rsplit_once('\n').unwrap_or(("", header));
    let title = match title {
        "" => String::new(),
        title => format!("{title}\n"),
    };
    let text = format!("{title}编号,{header}\n{}", rows.collect::<String>());
    std::fs::write(school.folder().join("s.csv"), text).unwrap();
    school
        .audit(&format!(
            "data:\n  school:\n    file: s.csv\n    columns: {{{column}: {header}}}\n{further}"
        ))
        .bare()
}

#[test]
fn the_unit_in_a_header_is_taken_and_said() {
    let cost = "every school must have cost at least 10000";
    let cells = ["0.9", "1", "12000", "9000元"];
    let outcome = by_header(cost, "cost", "费用（万元）", &cells, "");
    assert_eq!(outcome.short(), ["not_met 1", "not_met 4"]);
    assert_eq!(problems(&outcome), [("unit-from-header", vec![1])]);
    let outcome = by_header(cost, "cost", "费用（元）", &cells, "");
    assert_eq!(outcome.short(), ["not_met 1", "not_met 2", "not_met 4"]);
    assert_eq!(problems(&outcome), []);
    let outcome = by_header(
        cost,
        "cost",
        "费用（万元）",
        &cells,
        "    units: {cost: 万元}",
    );
    assert_eq!(problems(&outcome), []);
    assert_eq!(outcome.short(), ["not_met 1", "not_met 4"]);
    let rate = "every school must have rate at least 95%";
    let outcome = by_header(rate, "rate", "巩固率（%）", &["96", "1.5", "95%", "94"], "");
    assert_eq!(outcome.short(), ["not_met 2", "not_met 4"]);
    assert_eq!(problems(&outcome), [("unit-from-header", vec![1])]);
    assert_eq!(outcome.code, 1);
    // What is said of the header leaves nothing open.
    let fine = by_header(rate, "rate", "巩固率（%）", &["96"], "");
    assert_eq!((fine.code, fine.findings().len()), (0, 0));
}

#[test]
fn a_header_and_an_audit_file_that_contradict_each_other_leave_numbers_unread() {
    let cost = "every school must have cost at least 10000";
    for (header, unit) in [("费用（元）", "万元"), ("费用（万元）", "元")] {
        let units = format!("    units: {{cost: {unit}}}");
        let outcome = by_header(cost, "cost", header, &["20000"], &units);
        assert_eq!(outcome.short(), ["cannot_tell 1"], "{header}");
        assert_eq!(problems(&outcome)[0].0, "unit-contradicted");
        // Both are named: the header, and the line of the audit file.
        let places = &outcome.json["datasets"][0]["problems"][0]["places"];
        assert_eq!(
            (&places[0]["line"], &places[1]["file"]),
            (&1.into(), &"audit.yaml".into())
        );
        assert!(places[1]["line"].as_u64().unwrap() > 3);
        let place = &outcome.json["datasets"][0]["problems"][0]["places"][0];
        assert_eq!(place["column"], header);
        assert_eq!(place["value"], format!("units: {{cost: {unit}}}"));
        assert_eq!(outcome.code, 3);
    }
    let rate = "every school must have rate at least 95%";
    let units = "    units: {rate: fraction}";
    let outcome = by_header(rate, "rate", "巩固率（%）", &["0.96"], units);
    assert_eq!(problems(&outcome)[0].0, "unit-contradicted");
    let said = by_header(cost, "cost", "费用", &["2"], "    units: {cost: 万元}");
    assert_eq!((said.code, problems(&said)), (0, vec![]));
}

#[test]
fn a_header_in_percent_does_not_make_fractions_percent() {
    let rate = "every school must have rate at most 5%";
    let header = "巩固率（%）";
    let mixed = by_header(rate, "rate", header, &["98.5", "0.97"], "");
    assert_eq!(mixed.short(), ["cannot_tell 1", "cannot_tell 2"]);
    assert_eq!(problems(&mixed), [("percent-mixed", vec![1])]);
    let units = "    units: {rate: percent}";
    let said = by_header(rate, "rate", header, &["98.5", "0.97"], units);
    assert_eq!(said.short(), ["not_met 1"]);
    // A workbook shows 0.12 in the format `0%` as 12 %.
    let school = schools(rate);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.0%");
    let plain = rust_xlsxwriter::Format::new().set_num_format("0.0\"%\"");
    for (at, text) in ["编号", header].into_iter().enumerate() {
        sheet.write(0, u16::try_from(at).unwrap(), text).unwrap();
    }
    for (row, number, format) in [(1, 0.12, &percent), (2, 0.04, &percent), (3, 12.0, &plain)] {
        sheet.write(row, 0, format!("S{row}")).unwrap();
        sheet.write_with_format(row, 1, number, format).unwrap();
    }
    book.save(school.folder().join("s.xlsx")).unwrap();
    let columns = format!("data:\n  school:\n    file: s.xlsx\n    columns: {{rate: {header}}}");
    let outcome = school.audit(&columns).bare();
    assert_eq!(outcome.short(), ["not_met 1", "not_met 3"]);
}

#[test]
fn amounts_whose_unit_is_not_sure_are_not_taken_for_yuan() {
    let cost = "every school must have cost at least 10000";
    let cells = ["0.9", "12000", "2万元"];
    for header in [
        "费用（美元）",
        "费用（元或万元）",
        "某县经费表\n单位：万元\n费用",
    ] {
        let outcome = by_header(cost, "cost", header, &cells, "");
        assert_eq!(outcome.short(), ["cannot_tell 1", "cannot_tell 2"]);
        assert_eq!(outcome.reasons(), ["unreadable", "unreadable"]);
        let line = if header.contains('\n') { 3 } else { 1 };
        assert_eq!(problems(&outcome), [("unit-unclear", vec![line])]);
        assert_eq!(outcome.code, 3);
    }
    let said = by_header(
        cost,
        "cost",
        "单位：万元\n费用",
        &cells,
        "    units: {cost: 万元}",
    );
    assert_eq!(said.short(), ["not_met 1"]);
    assert_eq!(problems(&said), []);
    let yuan = by_header(cost, "cost", "单位：元\n费用", &cells, "");
    assert_eq!(yuan.short(), ["not_met 1"]);
}

const PEOPLE: &str = "dataset pupil 学生
  id 身份证号 : citizen id key
  helper 帮扶人 : text
  name 姓名 : person name
dataset roster 名单
  id 身份证号 : citizen id key
";

#[test]
fn characters_that_take_no_room_are_no_part_of_an_identifier() {
    let rows = "身份证号 | 帮扶人 | 姓名
        11010520100101001\u{200B}2 | a | 甲某
        \u{FEFF}110105201001010020 | b | 乙某
        1101052010\u{AD}01010039 | c | 丙某\u{200D}";
    let outcome = Inspect::item(PEOPLE, "every pupil must have a roster by id")
        .table("pupil", rows)
        .table(
            "roster",
            "身份证号\n110105201001010012\n110105201001010020\n\u{200C}110105201001010039",
        )
        .run();
    assert_eq!(outcome.counts(), [3, 3, 0, 0, 0, 0]);
    assert_eq!(problems(&outcome), []);
}

#[test]
fn a_citizen_number_that_does_not_tell_whose_it_is_is_unreadable() {
    let rows = "身份证号 | 帮扶人 | 姓名
        159981********0019 | a | 甲某
        H12345678（已转） | b | 乙某
        11010520100101O012 | c | 丙某
        110105201001010012 | d | 丁某
        H12345678 | e | 戊某";
    let outcome = Inspect::item(PEOPLE, "every pupil must have a roster by id")
        .table("pupil", rows)
        .table("roster", "身份证号\n110105201001010012")
        .run();
    assert_eq!(outcome.counts(), [5, 1, 1, 3, 0, 0]);
    assert_eq!(problems(&outcome), [("unreadable", vec![2, 3, 4])]);
    assert_eq!(outcome.code, 1);
}

#[test]
fn signs_and_words_that_name_nobody_are_no_names() {
    let fillers = [
        "—",
        "——",
        "－",
        "…",
        "……",
        "...",
        "暂无",
        "N/A",
        "Ｎ／Ａ",
        "不详",
        "同上",
        "？",
        "?",
        "待补",
        "未知",
        "空",
    ];
    let rows: String = (1..)
        .zip(fillers)
        .map(|(at, filler)| format!("H{at},{filler},{filler}\n"))
        .collect();
    let run = |sentence: &str| {
        Inspect::item(PEOPLE, sentence)
            .file(
                "pupil",
                "csv",
                format!("身份证号,帮扶人,姓名\n{rows}H99,空某,未某\n").as_bytes(),
            )
            .run()
    };
    let count = fillers.len() as u64 + 1;
    for sentence in [
        "every pupil must have a named helper",
        "every pupil must have a named name",
    ] {
        let outcome = run(sentence);
        let counts = outcome.counts();
        assert_eq!((counts[0], counts[1]), (count, 1), "{sentence}");
    }
    // A text that is to name nobody is any text; a hyphen of any width is none.
    let helper = run("every pupil must have helper is given").counts();
    assert_eq!((helper[0], helper[1]), (count, count - 1));
}

#[test]
fn a_workbook_that_cannot_be_read_is_told_by_what_it_is() {
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    encrypted.resize(1024, 0);
    encrypted.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "学号").unwrap();
    let whole = book.save_to_buffer().unwrap();
    for (bytes, said) in [
        ("学号,姓名\nS1,甲某\n".as_bytes(), "name it .csv"),
        (&encrypted[..], "protected by a password"),
        (&whole[..whole.len() / 2], "not copied as a whole"),
    ] {
        let outcome = paid().file("pupil", "xlsx", bytes).run();
        let values = values(&outcome);
        assert!(values[0].contains(said), "{values:?}");
        assert_eq!(outcome.code, 3);
    }
}

/// A workbook of sheets: name, whether it is hidden, the lines of its table.
fn book(sheets: &[(&str, bool, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, hidden, text) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        sheet.set_hidden(*hidden);
        sheet.set_active(!*hidden);
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn other_sheets_with_the_same_columns_are_said() {
    const OLD: &str = "学号,姓名,金额,备注\nS1,甲某,1,x\nS2,乙某,1,x";
    const NEW: &str = "学号,姓名,金额,备注\nS1,甲某,100,x";
    let run = |sheets: &[(&str, bool, &str)]| paid().file("pupil", "xlsx", &book(sheets)).run();
    let hidden = run(&[("旧", true, OLD), ("新", false, NEW)]);
    assert_eq!(hidden.counts(), [1, 1, 0, 0, 0, 0]);
    // Whether the hidden one belongs to the table is not for the program to say.
    assert_eq!((values(&hidden), hidden.code), (vec!["旧"], 3));
    assert_eq!(hidden.reasons(), ["not_whole"]);
    let sheets = [
        ("一班", false, NEW),
        ("说明", false, "项目,说明\n金额,以元计"),
        ("二班", false, OLD),
    ];
    let alike = run(&sheets);
    assert_eq!(alike.counts(), [1, 1, 0, 0, 0, 0]);
    assert_eq!(
        alike.json["datasets"][0]["problems"][0]["kind"],
        "sheets-alike"
    );
    assert_eq!((values(&alike), alike.code), (vec!["二班"], 3));
    // The rows of the other one may be part of the table.
    assert_eq!(alike.outcome(), "cannot_tell");
    assert_eq!(alike.reasons(), ["not_whole"]);
    let named = paid();
    std::fs::write(named.folder().join("p.xlsx"), book(&sheets)).unwrap();
    let named = named
        .audit("data:\n  pupil: {file: p.xlsx, sheet: 二班}")
        .bare();
    assert_eq!(named.counts(), [2, 0, 2, 0, 0, 0]);
    assert_eq!(problems(&named), []);
}

#[test]
fn a_header_with_its_unit_is_the_column() {
    let declared =
        "dataset school 学校\n  id 编号 : id key\n  rate 比例 : percent\n  cost 费用 : money";
    let run = |table: &str, sentence: &str| {
        Inspect::item(declared, sentence)
            .table("school", table)
            .run()
    };
    for header in ["rate(%)", "比例（%）", "比例 (百分数)"] {
        let out = run(
            &format!("id | {header} | cost\nA | 95 | 1\nB | 60 | 1"),
            "every school must have rate at least 90%",
        );
        assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0], "{header}");
        assert_eq!(
            out.json["datasets"][0]["problems"][0]["kind"],
            "unit-from-header"
        );
    }
    let out = run(
        "id | rate | 费用（万元）\nA | 95% | 2\nB | 60% | 0.5",
        "every school must have cost at least 10000",
    );
    assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0]);
    // The number that was compared is told beside the cell.
    let item = Inspect::item(declared, "every school must have rate at least 90%")
        .audit("data:\n  school: s.csv");
    std::fs::write(item.folder().join("s.csv"), "id,rate(%),cost\nA,0.95,1\n").unwrap();
    assert_eq!(item.bare_output("json").status.code(), Some(1));
    let (_, why, _) = duban(item.folder(), &["why", "audit.yaml", "i", "A"]);
    assert!(
        why.contains("rate -> 0.95 [s.csv line 2, column rate(%)]; 0.95%"),
        "{why}"
    );
    // Something else in brackets is another column.
    let out = run(
        "id | rate | 费用（占比%）\nA | 95% | 2",
        "every school must have cost at least 10000",
    );
    assert_eq!(out.reasons(), ["column_missing"]);
}

#[test]
fn a_word_for_nothing_may_be_a_value_and_others_may_be_declared() {
    let declared =
        "dataset pupil\n  id : id key\n  boards : yes or no\n  kind : one of 有, 无\n  note : text";
    let run = |sentence: &str, keys: &str| {
        let item = Inspect::item(declared, sentence)
            .audit(&format!("data:\n  pupil:\n    file: p.csv\n{keys}"));
        let text = "id,boards,kind,note\n1,是,有,x\n2,无,无,没有\n3,/,有,—\n";
        std::fs::write(item.folder().join("p.csv"), text).unwrap();
        item.bare()
    };
    // Undeclared they say nothing.
    let out = run("every pupil must have boards = yes", "");
    assert_eq!(out.counts(), [3, 1, 0, 2, 0, 0]);
    assert_eq!(out.reasons(), ["blank", "blank"]);
    let out = run(
        "every pupil must have boards = yes",
        "    words: {boards: {否: [无, /]}}",
    );
    assert_eq!(out.counts(), [3, 1, 2, 0, 0, 0]);
    // The usual words still are words.
    let out = run(
        "every pupil must have boards = yes",
        "    words: {boards: {是: [无]}}",
    );
    assert_eq!(out.counts(), [3, 2, 0, 1, 0, 0]);
    // A word of a value set is a value.
    let out = run("every pupil must have kind = 有", "");
    assert_eq!(out.counts(), [3, 2, 1, 0, 0, 0]);
    let out = run(
        "every pupil must have note given",
        "    blank: {note: [没有, —]}",
    );
    assert_eq!(out.counts(), [3, 1, 2, 0, 0, 0]);
}

#[test]
fn a_unit_in_brackets_that_numbers_may_count_is_no_other_header() {
    let declared = "dataset school 学校\n  id 编号 : id key\n  teachers 教师数 : integer";
    let run = |header: &str| {
        let text = format!("编号,{header},备注\nA,8,3\nB,12人,4\n");
        let item = Inspect::item(declared, "every school must have teachers at least 10");
        item.file("school", "csv", text.as_bytes()).run()
    };
    for header in ["教师数（人）", "教师数(单位：人)", "教师数（名）"] {
        let unread = u64::from(header.contains('名'));
        let expected = [2, 1 - unread, 1, unread, 0, 0];
        assert_eq!(run(header).counts(), expected, "{header}");
    }
    // Thousands are no ones, and boys no unit.
    for header in ["教师数（千人）", "教师数（男）", "教师数（%）"] {
        assert_eq!(run(header).outcome(), "cannot_tell", "{header}");
    }
}

#[test]
fn a_number_that_a_sheet_shows_with_zeros_in_front_is_read_so() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let zeros = rust_xlsxwriter::Format::new().set_num_format("000");
    sheet.write(0, 0, "编号").unwrap();
    sheet.write(0, 1, "费用").unwrap();
    for (row, code) in (1..).zip([7, 12, 1234]) {
        sheet.write_with_format(row, 0, code, &zeros).unwrap();
        sheet.write_with_format(row, 1, code, &zeros).unwrap();
    }
    let declared = "dataset school 学校\n  id 编号 : id key\n  cost 费用 : number";
    let bytes = book.save_to_buffer().unwrap();
    let out = Inspect::item(declared, "every school must have cost at least 2000")
        .file("school", "xlsx", &bytes)
        .run();
    let keys: Vec<&str> = out
        .findings()
        .iter()
        .map(|f| f["subject"]["key"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(keys, ["007", "012", "1234"]);
}

#[test]
fn formulas_and_words_for_nobody_are_no_names() {
    let declared =
        "dataset pupil 学生\n  id 编号 : id key\n  name 姓名 : person name\n  n 数 : number";
    let item = || Inspect::item(declared, "every pupil must have n at least 2");
    let rows = "编号 | 姓名 | 数
        1 | 待定 | 1
        2 | 王小明 | 待定
        3 | 王小红 | 王小红";
    let text = item().table("pupil", rows).text();
    assert!(text.contains("待定") && !text.contains("待*"), "{text}");
    assert!(!text.contains("王小"), "{text}");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["编号", "姓名", "数"]) {
        sheet.write(0, column, text).unwrap();
        sheet.write(1, column, "1").unwrap();
    }
    let formula = rust_xlsxwriter::Formula::new("IF(B2=\"王小明\",SUM(A1:A2),0)");
    sheet.write(1, 2, formula).unwrap();
    let out = item().file("pupil", "xlsx", &uncomputed(&mut book)).run();
    let shown = values(&out);
    assert!(
        shown[0].ends_with("=IF(B2=\"王**\",SUM(A1:A2),0)"),
        "{shown:?}"
    );
}

#[test]
fn the_unit_in_the_format_of_a_cell_is_of_its_number() {
    let run = |format: &str, note: &str| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, text) in (0..).zip(["学号", "姓名", "金额", "备注"]) {
            sheet.write(0, column, text).unwrap();
        }
        let format = rust_xlsxwriter::Format::new().set_num_format(format);
        sheet.write(1, 0, "S1").unwrap();
        sheet.write(1, 1, "甲某").unwrap();
        sheet.write_with_format(1, 2, 15, &format).unwrap();
        if !note.is_empty() {
            sheet.write(3, 0, note).unwrap();
        }
        let bytes = book.save_to_buffer().unwrap();
        paid().file("pupil", "xlsx", &bytes).run()
    };
    // 15 yuan are not 100.
    assert_eq!(run("0.00", "").outcome(), "not_met");
    assert_eq!(run("0.00\"元\"", "").outcome(), "not_met");
    assert_eq!(run("0!.0,\"万元\"", "").outcome(), "not_met");
    assert_eq!(run("0.00\"万元\"", "").outcome(), "met");
    // What a note under the table says leaves plain numbers open.
    let noted = run("0.00", "注：金额以万元计");
    assert_eq!(noted.outcome(), "cannot_tell");
    assert!(
        problems(&noted)
            .iter()
            .any(|(kind, _)| *kind == "unit-unclear")
    );
    assert_eq!(run("0.00", "注：金额以元计").outcome(), "not_met");
}

#[test]
fn a_unit_alone_above_the_header_leaves_amounts_open() {
    let cost = "every school must have cost at least 10000";
    for header in ["万元\n费用", "某县经费表（万元）\n费用", ",万元\n费用"] {
        let outcome = by_header(cost, "cost", header, &["0.9"], "");
        assert_eq!(outcome.short(), ["cannot_tell 1"], "{header}");
        assert_eq!(problems(&outcome)[0].0, "unit-unclear");
    }
}
