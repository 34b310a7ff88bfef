//! Files made to harm, and files that are no tables: refused early with a plain word, and nothing of them steers the terminal.

use crate::support::duban;
use crate::ugly_files::{paid, problems, values};
use rust_xlsxwriter::Workbook;
use std::fs;
use std::io::{Cursor, Read, Write};

/// A workbook with a part replaced by a start, so many megabytes of one text, and an end.
fn bomb(part: &str, text: &str, megabytes: usize) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in (0..).zip(["学号", "姓名", "金额", "备注"]) {
        sheet.write(0, column, header).unwrap();
        sheet.write(1, column, header).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut copy = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().to_string();
        let mut own = Vec::new();
        entry.read_to_end(&mut own).unwrap();
        copy.start_file(&name, zip::write::SimpleFileOptions::default())
            .unwrap();
        copy.write_all(&own).unwrap();
        if name == part {
            let piece = text.repeat((1 << 20) / text.len());
            for _ in 0..megabytes {
                copy.write_all(piece.as_bytes()).unwrap();
            }
        }
    }
    copy.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_that_unpacks_to_far_more_than_tables_do_is_not_opened() {
    for part in [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
    ] {
        let out = paid().file("pupil", "xlsx", &bomb(part, " ", 140)).run();
        let kinds: Vec<_> = out.json["datasets"][0]["problems"][0]["kind"]
            .as_str()
            .into_iter()
            .collect();
        assert_eq!(kinds, ["file-unreadable"], "{part}");
        let said = values(&out).join(" ");
        assert!(said.contains("unpack"), "{said}");
    }
}

#[test]
fn a_zero_byte_is_damage_that_is_told_at_its_cell() {
    let rows = "学号,姓名,金额,备注\nS\x001,甲某,100,\nS2,乙某,190,\n";
    let out = paid().file("pupil", "csv", rows.as_bytes()).run();
    assert_eq!(problems(&out), [("not-text", vec![2])]);
    let out = paid()
        .file(
            "pupil",
            "csv",
            "id,name,amount,note\nS\x001,Ann,100,\n".as_bytes(),
        )
        .run();
    assert_eq!(problems(&out)[0], ("not-text", vec![2]));
    assert_eq!(out.json["datasets"][0]["encoding"], "UTF-8");
}

#[test]
fn no_text_steers_the_terminal() {
    let folder = paid().file("pupil", "csv", b"x\n");
    let file = folder.folder().join("steers.duban");
    fs::write(&file, "checklist a \"A\"\n\x1b]0;pwn\x07every x\n").unwrap();
    let (_, out, error) = duban(folder.folder(), &["check", "steers.duban"]);
    for said in [out, error] {
        assert!(!said.contains(['\x1b', '\x07']), "{said:?}");
    }
}

#[test]
fn an_output_of_an_unknown_ending_is_refused_unless_its_format_is_given() {
    let inspect = paid().file(
        "pupil",
        "csv",
        "学号,姓名,金额,备注\nS1,甲某,100,\n".as_bytes(),
    );
    let _ = inspect.output("text");
    let folder = inspect.folder();
    let audit = "audit.yaml";
    let (code, _, error) = duban(folder, &["run", audit, "-o", "r.pdf"]);
    assert_eq!(code, 2, "{error}");
    assert!(
        error.contains("--format") && error.contains("html"),
        "{error}"
    );
    assert!(!folder.join("r.pdf").exists());
    let (code, _, error) = duban(folder, &["run", audit, "-o", "r.pdf", "--format", "json"]);
    assert_eq!((code, error.as_str()), (0, ""));
    let (code, _, _) = duban(folder, &["run", audit, "-o", "r.txt"]);
    assert_eq!(code, 0);
}

#[test]
fn a_checklist_with_lines_as_old_programs_end_them_is_read() {
    let inspect = paid().file("pupil", "csv", b"x\n");
    let folder = inspect.folder();
    let text = fs::read_to_string(folder.join("t.duban")).unwrap();
    fs::write(folder.join("old.duban"), text.replace('\n', "\r")).unwrap();
    let (code, out, error) = duban(folder, &["check", "old.duban"]);
    assert_eq!(code, 0, "{out}{error}");
}

#[test]
fn what_the_audit_file_names_and_is_not_there_is_said() {
    let rows = "id,name,amount,note\nS1,Ann,100,\n".as_bytes();
    let run = |keys: &str| {
        let inspect = paid().file("pupil", "csv", rows);
        let _ = inspect.output("text");
        let audit = fs::read_to_string(inspect.folder().join("audit.yaml")).unwrap();
        let named = audit.replace(
            "pupil: pupil.csv",
            &format!("pupil: {{file: pupil.csv, {keys}}}"),
        );
        assert_ne!(audit, named);
        fs::write(inspect.folder().join("named.yaml"), named).unwrap();
        duban(inspect.folder(), &["run", "named.yaml"]).1
    };
    assert!(run("header: 1000").contains("that `header` names"));
    assert!(run("leave_out: [90-95]").contains("behind the last of the file"));
    assert!(run("columns: {amount: {value: 500}}").contains("is not read"));
}

#[test]
fn an_audit_file_without_keys_is_told_what_to_write() {
    let inspect = paid().file("pupil", "csv", b"x\n");
    for (text, said) in [
        ("checklists： [t.duban]\nas_of： 2020-12-31\n", "full-width"),
        ("- a\n- b\n", "begin with `checklists:"),
    ] {
        fs::write(inspect.folder().join("w.yaml"), text).unwrap();
        let (code, out, error) = duban(inspect.folder(), &["run", "w.yaml"]);
        assert_eq!(code, 2);
        assert!(format!("{out}{error}").contains(said), "{out}{error}");
    }
}

#[test]
fn a_header_of_very_many_columns_is_read_in_a_moment() {
    let columns: Vec<String> = (0..100_000).map(|at| format!("c{at}")).collect();
    let text = format!("id,name,amount,note,{}\nS1,Ann,100,\n", columns.join(","));
    let out = paid().file("pupil", "csv", text.as_bytes()).run();
    assert_eq!(out.counts()[0], 1);
}
