//! Data and audit files that are wrong: what a person is told, and that nothing else is lost by it.
//!
//! The same eight pupils each time: two items are about the file that is spoilt, `agree` is about both files, `other-paid` about the
//! sound one alone.

use rust_xlsxwriter::Workbook;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const CHECKLIST: &str = r#"checklist aid "Aid" / 「资助」

source rules 办法 "Rules" / 「办法」

dataset pupil 学生
  id 身份证号 : citizen id key
  born 出生日期 : date
  amount 金额 : money

dataset other 对照
  id 身份证号 : citizen id key
  amount 金额 : money

setting least 最低 : money = 100 yuan

item young "Every pupil was born before 2015" / 「2015年前出生」
  cites rules §1
  severity major
  every pupil must have born before 2015-01-01

item paid "Every pupil got the aid" / 「均已资助」
  cites rules §2
  severity critical
  owner "Finance Office" / 「财务科」
  every pupil must have amount at least least

item agree "The lists agree" / 「名单一致」
  cites rules §3
  severity major
  pupil matches other by id comparing amount

item other-paid "All of the other list got the aid" / 「对照名单均已资助」
  cites rules §2
  severity critical
  every other must have amount at least least
"#;

const AUDIT: &str = "checklists: [aid.duban]\nas_of: 2020-12-31\nkey: audit.key\ndata:\n  pupil: 学生.csv\n  other: other.csv\n";

/// Made-up numbers with the right last character.
const IDS: [&str; 8] = [
    "15282720100202011X",
    "152827201003030125",
    "152827201004040130",
    "152827201005050146",
    "152827201006060151",
    "152827201007070167",
    "152827201008080172",
    "152827201009090188",
];

/// A folder with a sound audit file and sound data.
struct Case {
    folder: PathBuf,
    name: &'static str,
}

/// What came out as JSON, and with which exit code.
struct Told {
    json: Value,
    code: i32,
}

/// The lines of the sound table.
fn lines() -> Vec<String> {
    let mut lines = vec!["身份证号,出生日期,金额".to_owned()];
    lines.extend(IDS.iter().map(|id| format!("{id},2010-05-05,100")));
    lines
}

fn text(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

impl Case {
    fn new(name: &'static str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("bad-input")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let case = Self { folder, name };
        case.write("aid.duban", CHECKLIST);
        case.write("audit.yaml", AUDIT);
        case.write("audit.key", "5a".repeat(32));
        case.write("学生.csv", text(&lines()));
        case.write("other.csv", text(&lines()));
        case
    }

    /// With the pupils' file spoilt.
    fn pupils(name: &'static str, spoil: impl FnOnce(&mut Vec<String>)) -> Self {
        let case = Self::new(name);
        let mut lines = lines();
        spoil(&mut lines);
        case.write("学生.csv", text(&lines));
        case
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder.join(path), bytes).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_duban"))
            .args(["run", "audit.yaml"])
            .args(arguments)
            .current_dir(&self.folder)
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    /// What is said in both languages, as a snapshot; and the same as JSON, every row and subject of which is accounted for.
    fn told(&self) -> Told {
        let mut said = String::new();
        for language in ["en", "zh"] {
            let (code, out, err) = self.run(&["--lang", language]);
            said.push_str(&format!("exit code {code}\n{out}{err}\n"));
        }
        insta::with_settings!({
            snapshot_path => "bad_input",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(self.name, said);
        });
        let (code, out, err) = self.run(&["--format", "json"]);
        let json: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
        let told = Told { json, code };
        told.accounts();
        told
    }

    /// Nothing is judged: the mistakes are told, and no output is written.
    fn refused(&self) {
        let (code, out, err) = self.run(&["--out", "report", "--lang", "en"]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(!self.folder.join("report").exists());
        let (_, _, chinese) = self.run(&["--lang", "zh"]);
        insta::with_settings!({
            snapshot_path => "bad_input",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(self.name, format!("{err}\n{chinese}"));
        });
    }
}

impl Told {
    fn item(&self, id: &str) -> &Value {
        let items = self.json["items"].as_array().unwrap();
        let id = format!("aid/{id}");
        items.iter().find(|item| item["id"] == id.as_str()).unwrap()
    }

    fn outcome(&self, id: &str) -> &str {
        self.item(id)["outcome"].as_str().unwrap()
    }

    fn rows(&self, dataset: usize) -> u64 {
        self.json["datasets"][dataset]["rows"].as_u64().unwrap()
    }

    /// The verdicts of every item add up, over every row that was read, and the item of the sound file is met.
    fn accounts(&self) {
        for item in self.json["items"].as_array().unwrap() {
            let counts = item["counts"].as_object().unwrap();
            let verdicts = counts.iter().filter(|(name, _)| *name != "subjects");
            let sum: u64 = verdicts.map(|(_, count)| count.as_u64().unwrap()).sum();
            assert_eq!(counts["subjects"], sum, "{item}");
        }
        for id in ["young", "paid"] {
            assert_eq!(self.item(id)["counts"]["subjects"], self.rows(0), "{id}");
        }
        let sound = self.item("other-paid");
        assert_eq!(sound["counts"]["subjects"], self.rows(1));
        assert_eq!(sound["outcome"], "met");
    }

    /// How many findings an item has.
    fn findings(&self, id: &str) -> usize {
        let id = format!("aid/{id}");
        let all = self.json["findings"].as_array().unwrap();
        all.iter().filter(|f| f["item"] == id.as_str()).count()
    }

    /// The problems of the spoilt file: kind and count.
    fn problems(&self) -> Vec<(&str, u64)> {
        let problems = self.json["datasets"][0]["problems"].as_array().unwrap();
        problems
            .iter()
            .map(|p| (p["kind"].as_str().unwrap(), p["count"].as_u64().unwrap()))
            .collect()
    }

    /// Where the places of a problem are: row, line and column.
    fn places(&self, problem: usize) -> Vec<(Option<u64>, u64, &str)> {
        let places = &self.json["datasets"][0]["problems"][problem]["places"];
        let place = |p: &'_ Value| (p["row"].as_u64(), p["line"].as_u64().unwrap());
        places
            .as_array()
            .unwrap()
            .iter()
            .map(|p| (place(p).0, place(p).1, p["column"].as_str().unwrap_or("")))
            .collect()
    }
}

#[test]
fn sound_files_are_met() {
    let case = Case::new("sound");
    let (code, out, _) = case.run(&["--format", "json"]);
    let told = Told {
        json: serde_json::from_str(&out).unwrap(),
        code,
    };
    told.accounts();
    assert_eq!((told.code, told.problems()), (0, vec![]), "{out}");
    assert_eq!((told.rows(0), told.rows(1)), (8, 8));
}

#[test]
fn of_an_empty_file_every_item_cannot_tell_once() {
    let case = Case::new("empty");
    case.write("学生.csv", "");
    let told = case.told();
    assert_eq!(told.code, 3);
    assert_eq!(told.problems(), [("empty", 1)]);
    for id in ["young", "paid", "agree"] {
        assert_eq!((told.outcome(id), told.findings(id)), ("cannot_tell", 1));
    }
}

#[test]
fn a_header_without_rows_is_a_table_of_nobody_and_said() {
    let told = Case::pupils("header-only", |lines| lines.truncate(1)).told();
    assert_eq!(told.problems(), [("empty", 1)]);
    assert_eq!(told.outcome("paid"), "nothing_to_judge");
    assert_eq!((told.code, told.findings("agree")), (1, 8));
}

#[test]
fn of_a_missing_file_every_item_cannot_tell_once() {
    let case = Case::new("missing");
    fs::remove_file(case.folder.join("学生.csv")).unwrap();
    let told = case.told();
    assert_eq!(told.code, 3);
    assert_eq!(told.problems(), [("file-missing", 1)]);
    for id in ["young", "paid", "agree"] {
        assert_eq!((told.outcome(id), told.findings(id)), ("cannot_tell", 1));
    }
}

#[test]
fn of_a_header_that_stands_twice_the_first_is_used() {
    let told = Case::pupils("header-twice", |lines| {
        lines[0].push_str(",金额");
        for line in &mut lines[1..] {
            line.push_str(",7");
        }
    })
    .told();
    assert_eq!(told.code, 3);
    assert_eq!(told.problems(), [("header-twice", 1)]);
    assert_eq!(told.places(0), [(None, 1, "金额")]);
    assert_eq!(told.outcome("agree"), "met");
}

#[test]
fn ragged_rows_are_kept_and_listed() {
    let told = Case::pupils("ragged", |lines| {
        lines[2].push_str(",多,余");
        lines[4] = IDS[3].to_owned();
    })
    .told();
    assert_eq!(told.rows(0), 8);
    assert_eq!(told.problems(), [("cells-moved", 1), ("row-too-short", 1)]);
    assert_eq!(told.places(0), [(Some(2), 3, "")]);
    assert_eq!(told.places(1), [(Some(4), 5, "出生日期")]);
    assert_eq!(told.item("paid")["counts"]["met"], 6);
    assert_eq!(told.item("paid")["counts"]["cannot_tell"], 2);
    assert_eq!(told.code, 3);
}

#[test]
fn separators_that_hold_nothing_are_no_rows_and_no_cells() {
    let case = Case::pupils("separators", |lines| {
        for line in &mut lines[1..] {
            line.push_str(",,");
        }
        lines.insert(3, ",,,,".to_owned());
        lines.push(" ,\"\",,,".to_owned());
    });
    let told = case.told();
    assert_eq!((told.code, told.rows(0)), (0, 8));
    assert_eq!(told.problems(), []);
}

#[test]
fn a_file_as_an_office_exports_it_is_read() {
    let case = Case::pupils("office", |lines| {
        lines[0] = "\"身份证号\n（必填，18位）\",*出生日期,金额（元）".to_owned();
        for (line, id) in lines[1..].iter_mut().zip(IDS) {
            *line = line.replacen(id, &format!("=\"{id}\""), 1);
        }
        lines.insert(0, "清河县学生名册,,".to_owned());
        lines.insert(1, "填报单位：教育局".to_owned());
        lines.insert(2, ",,".to_owned());
        lines.push("合计,,800".to_owned());
    });
    let utf8 = fs::read_to_string(case.folder.join("学生.csv")).unwrap();
    let text = utf8.replace('\n', "\r\n");
    case.write("学生.csv", encoding_rs::GBK.encode(&text).0);
    let told = case.told();
    assert_eq!((told.code, told.rows(0)), (3, 8));
    assert_eq!(told.problems(), [("total-row", 1)]);
    assert_eq!(told.places(0), [(None, 14, "")]);
    assert_eq!(told.outcome("agree"), "met");
}

#[test]
fn an_id_whose_digits_a_spreadsheet_lost_is_nobodys() {
    let case = Case::new("lost-digits");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["身份证号", "出生日期", "金额"]) {
        sheet.write(0, column, text).unwrap();
    }
    for (row, id) in (1..).zip(IDS) {
        if row == 3 {
            sheet.write(row, 0, id.parse::<f64>().unwrap()).unwrap();
        } else {
            sheet.write(row, 0, id).unwrap();
        }
        sheet.write(row, 1, "2010-05-05").unwrap();
        sheet.write(row, 2, 100).unwrap();
    }
    case.write("学生.xlsx", book.save_to_buffer().unwrap());
    case.write("audit.yaml", AUDIT.replace("学生.csv", "学生.xlsx"));
    let told = case.told();
    assert_eq!(told.rows(0), 8);
    // The reader and the evaluation both notice it: it is one cell.
    assert_eq!(told.problems(), [("lost-digits", 1)]);
    assert_eq!(told.places(0), [(Some(3), 4, "身份证号")]);
    // The row itself cannot be told, the number of the other list is found in no row.
    let counts = &told.item("agree")["counts"];
    assert_eq!(
        (&counts["met"], &counts["cannot_tell"]),
        (&7.into(), &1.into())
    );
    assert_eq!(told.outcome("paid"), "met");
}

#[test]
fn a_day_that_does_not_exist_is_unreadable() {
    let told = Case::pupils("no-such-day", |lines| {
        lines[2] = lines[2].replace("2010-05-05", "2021-02-29");
        lines[5] = lines[5].replace("2010-05-05", "2010年6月31日");
    })
    .told();
    assert_eq!(told.code, 3);
    assert_eq!(told.problems(), [("unreadable", 2)]);
    assert_eq!(
        told.places(0),
        [(Some(2), 3, "出生日期"), (Some(5), 6, "出生日期")]
    );
    let counts = &told.item("young")["counts"];
    assert_eq!(
        (&counts["met"], &counts["cannot_tell"]),
        (&6.into(), &2.into())
    );
    assert_eq!(told.outcome("paid"), "met");
}

#[test]
fn a_key_with_duplicates_on_both_sides_is_compared_with_no_copy_by_chance() {
    let case = Case::pupils("duplicates", |lines| {
        lines.push(lines[3].clone());
        lines.push(lines[4].replace(",100", ",150"));
    });
    let mut other = lines();
    other.push(other[3].clone());
    other.push(other[4].clone());
    case.write("other.csv", text(&other));
    let told = case.told();
    assert_eq!((told.rows(0), told.rows(1)), (10, 10));
    let counts = &told.item("agree")["counts"];
    assert_eq!(
        (&counts["subjects"], &counts["met"]),
        (&8.into(), &6.into())
    );
    assert_eq!(told.outcome("paid"), "met");
}

#[test]
fn a_header_that_the_audit_file_names_and_the_file_lacks_stops_its_items_alone() {
    let case = Case::new("column-missing");
    let mapped = "pupil: {file: 学生.csv, columns: {id: 公民身份号码}}";
    case.write("audit.yaml", AUDIT.replace("pupil: 学生.csv", mapped));
    let told = case.told();
    assert_eq!(told.code, 3);
    assert_eq!(told.problems(), [("column-missing", 1)]);
    assert_eq!(told.places(0), [(None, 1, "公民身份号码")]);
    // Without its key the pupils' file may hold any number: nobody is said to be missing from it.
    assert_eq!(
        (told.outcome("agree"), told.findings("agree")),
        ("cannot_tell", 1)
    );
    assert_eq!(told.outcome("paid"), "met");
}

#[test]
fn a_file_that_is_no_table_is_told_by_what_it_is() {
    for (name, file, bytes) in [
        ("web-page", "学生.xls", &b"<html><table><tr><td>id"[..]),
        ("damaged", "学生.xlsx", b"PK\x03\x04 no archive"),
    ] {
        let case = Case::new(name);
        case.write(file, bytes);
        case.write("audit.yaml", AUDIT.replace("学生.csv", file));
        let told = case.told();
        assert_eq!(told.code, 3);
        assert_eq!(told.problems(), [("file-unreadable", 1)]);
        assert_eq!(told.findings("paid"), 1);
    }
}

#[test]
fn names_that_the_audit_file_alone_knows_are_told_at_their_place() {
    let case = Case::new("wrong-audit");
    case.write(
        "audit.yaml",
        "checklists: [aid.duban]
as_of: 2020-12-31
items: [payed]
settings: {lest: 90 yuan}
data:
  pupil: {file: 学生.csv, columns: {身份证: 公民身份号码}}
  pupils: 学生.csv
  other: other.csv
",
    );
    case.refused();
}
