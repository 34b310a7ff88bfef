//! `at least K of …`: one condition, however many columns it names.

use crate::support::{HEAD, Inspect, duban};

const DECLARATIONS: &str = "dataset pupils pupil 学生
  id 编号 : id key
  a 甲 : text
  b 乙 : text
  c 丙 : number
";

fn said(sentence: &str, rows: &str) -> (Vec<String>, String) {
    let inspect =
        Inspect::item(DECLARATIONS, sentence).table("pupils", &format!("id|a|b|c\n{rows}"));
    let out = inspect.run();
    let message = out
        .findings()
        .first()
        .map_or("", |f| f["message"].as_str().unwrap());
    (out.short(), message.to_owned())
}

#[test]
fn what_is_open_decides_only_where_it_matters() {
    let rows = "1|x|y|1\n2|x||\n3|||\n4|x||z\n5|||z\n6|x|y|z";
    // Whether what cannot be read is given is known; what it is equal to is not.
    let (given, message) = said("every pupil must have at least 2 of a, b, c given", rows);
    assert_eq!(given, ["not_met 2", "not_met 3", "not_met 4", "not_met 5"]);
    assert!(
        message.contains("at least 2 of") && message.contains("must be given"),
        "{message}"
    );
    let zh = Inspect::item(
        DECLARATIONS,
        "every pupil must have at least 2 of a, b, c given",
    )
    .table("pupils", &format!("编号|甲|乙|丙\n{rows}"))
    .translated()
    .run();
    assert_eq!(zh.short(), given);
    let message = zh.findings()[0]["message"].as_str().unwrap();
    assert!(message.contains("中应至少有2项已填"), "{message}");
    let (equal, _) = said(
        "every pupil must have at least 2 of a, b = \"x\"",
        "1|x|x|\n2|x||\n3|y||\n4|y|x|\n5|||",
    );
    assert_eq!(
        equal,
        ["cannot_tell 2", "not_met 3", "not_met 4", "cannot_tell 5"]
    );
}

#[test]
fn twelve_of_twenty_four_are_one_short_sentence() {
    let names: Vec<String> = (1..=24).map(|n| format!("k{n}")).collect();
    let columns: String = names.iter().map(|n| format!("  {n} : text\n")).collect();
    let declared = format!("dataset pupils pupil\n  id : id key\n{columns}");
    let sentence = format!(
        "every pupil must have at least 12 of {} given",
        names.join(", ")
    );
    let row = |given: usize| {
        let cells = (0..24).map(|at| if at < given { "x" } else { "" });
        cells.collect::<Vec<_>>().join("|")
    };
    let table = format!(
        "id|{}\n1|{}\n2|{}\n3|{}",
        names.join("|"),
        row(11),
        row(12),
        row(24)
    );
    let out = Inspect::item(&declared, &sentence)
        .table("pupils", &table)
        .run();
    assert_eq!(out.short(), ["not_met 1"]);
    let message = out.findings()[0]["message"].as_str().unwrap();
    assert!(message.len() < 1000, "{message}");
    let checklist = Inspect::item(&declared, &sentence);
    let (code, explained, _) = duban(checklist.folder(), &["explain", "t.duban", "i"]);
    assert_eq!(code, 0);
    assert!(explained.contains("At least 12 of"), "{explained}");
}

#[test]
fn more_than_there_are_is_a_mistake() {
    for (sentence, words) in [
        ("at least 4 of a, b, c given", "only 3 columns"),
        ("at least 0 of a, b given", "only 2 columns"),
    ] {
        let text = format!(
            "{HEAD}{DECLARATIONS}\nitem i \"Item\" / 「项」\n  cites law 1\n  every pupil must have {sentence}\n"
        );
        let checklist = Inspect::checklist(&text);
        let (code, out, err) = duban(checklist.folder(), &["check", "t.duban"]);
        assert_eq!(code, 1, "{out}{err}");
        assert!(format!("{out}{err}").contains(words), "{out}{err}");
    }
}

#[test]
fn one_of_rows_without_a_name_is_one_of_them() {
    let declared = "dataset pupils pupil 学生
  id 编号 : id key
  n 数 : number
dataset schools school 学校
  sid 校号 : id key
dataset rows row 记录
  rid : id key
  school : reference to schools
  n : number
population slow = rows where n > 10
";
    for (count, words) in [
        ("exactly 1", "exactly 1 of the slow"),
        ("at most 1", "at most 1 of the slow"),
    ] {
        let sentence = format!("every school must have {count} slow");
        let checklist = Inspect::item(declared, &sentence);
        let (_, said, err) = duban(checklist.folder(), &["explain", "t.duban", "i"]);
        assert!(said.contains(words), "{said}{err}");
    }
}
