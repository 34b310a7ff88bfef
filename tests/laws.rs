//! Laws that hold for every run: threads, accounting, ids and masking.

use crate::support::Inspect;
use std::collections::BTreeSet;

const DECLARATIONS: &str = "dataset pupils pupil 学生
  national_id 身份证号 : citizen id key
  name 姓名 : person name
  grade 年级 : integer
  note 备注 : text
dataset visits visit 家访
  pupil 学生号 : reference to pupils
  day 日期 : date
";

/// Every other form: lists, combinations, second keys, duties after an event, questions, samples, rows in order.
const FURTHER: &str = r#"dataset alerts alert 报告
  national_id 身份证号 : citizen id
  name 姓名 : person name
  told_on 报告日 : date
  office 单位 : text
  recipient office
  submitted on told_on
population steps step 经过 = visits
  in order of day per pupil, blanks last
item matched "Matched" / 「核对」
  cites law 1
  pupils matches alerts by national_id comparing name
    explained where pupils.grade more than 9
item combined "Combined" / 「组合」
  cites law 1
  every combination of note, grade from 5 to 12 must be in pupils
item valued "Valued" / 「取值」
  cites law 1
  values of visits.pupil include values of pupils.national_id where grade at least 9
item alike "Alike" / 「相同」
  cites law 1
  pupils of the same note have the same grade
item shared "Shared" / 「占比」
  cites law 1
  except visited_once
  at least 50% of pupils must have grade at most 9
item second "Second" / 「第二个键」
  cites law 1
  every pupil must have at least 1 alerts by national_id or by name
item told "Told" / 「报告」
  cites law 1
  every alert must be reported in alerts to "town", "county" within 9 days after told_on by national_id
item asked "Asked" / 「询问」
  cites law 1
  ask "Is it so?" / 「是否如此？」 of pupils where grade at least 9
item drawn "Drawn" / 「抽查」
  cites law 1
  sample 3 of pupils where grade is given per grade seed "2020"
  ask "Is it so?" / 「是否如此？」
item both "Both" / 「数据与人」
  cites law 1
  every pupil must have grade at most 9
  ask "Is it so?" / 「是否如此？」
item before "Before" / 「前一条」
  cites law 1
  every step when is not the first, must have day after its previous.day
"#;

/// A made-up citizen number: region, day of birth, order, and the right check character.
fn citizen_id(region: u32, birth: u32, order: u32) -> String {
    let body = format!("{region:06}{birth:08}{order:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
    format!("{body}{check}")
}

fn many(rows: u32) -> Inspect {
    let mut pupils = String::from("national_id|name|grade|note\n");
    let mut visits = String::from("pupil|day\n");
    for row in 0..rows {
        let id = citizen_id(999_901, 20_100_101 + row % 28, row % 1000);
        let id = match row % 17 {
            0 => String::new(),
            1 => citizen_id(999_901, 20_100_101, 1),
            _ => id,
        };
        let grade = match row % 5 {
            0 => String::new(),
            1 => "x".to_owned(),
            n => (n * 3).to_string(),
        };
        pupils.push_str(&format!("{id}|张{row}|{grade}|n\n"));
        if row % 3 == 0 {
            visits.push_str(&format!("{id}|2020-01-{:02}\n", row % 28 + 1));
        }
    }
    let text = format!(
        "{}{DECLARATIONS}
exception visited_once \"Visited\" / 「已家访」
  cites law 1
  visits where day is after 2020-01-10 by pupil, proof day
item grades \"Grades\" / 「年级」
  cites law 1
  every pupil must have grade at most 9
item visited \"Visited\" / 「家访」
  cites law 1
  every pupil where grade is given must have a visit
item excused \"Excused\" / 「例外」
  cites law 1
  except visited_once
  owner note, or else \"Bureau\" / 「局」
  every pupil must have grade at most 9
item aimed \"Aimed\" / 「倡导」
  cites law 1
  every pupil should have grade given
item deadlines \"Deadlines\" / 「期限」
  cites law 1
  every pupil
  due 2020-05-31: must have grade at most 9
  due 2020-12-31: must have note given
item places \"Places\" / 「名次」
  cites law 1
  pupils ranked by (count of visits), higher is better must not be among the last 3
item once \"Once\" / 「唯一」
  cites law 1
  pupils are unique by national_id
item agree \"Agree\" / 「一致」
  cites law 1
  pupils matches visits by national_id = pupil
",
        crate::support::HEAD
    );
    let text = text.replace(
        "dataset visits",
        "calendar terms 学期表\n  term t1 上学期 from 2020-01-01 to 2020-01-15\n  term t2 下学期 from 2020-01-16 to 2020-01-31\n  holiday 2020-01-24\nmeasure visited_in_term 走访数 each term of day = count of visits\ndataset visits",
    );
    let text = text.replace(
        "  day 日期 : date\n",
        "  day 日期 : date\n  sender pupil\n  submitted on day\n",
    );
    let text = format!(
        "{text}item weekly \"Weekly\" / 「每周」
  cites law 1
  every pupil where grade is given must submit visits each week from 2020-01-01 to 2020-02-10 no later than Thursday
item trend \"Trend\" / 「趋势」
  cites law 1
  visited_in_term must not rise 1 terms in a row
"
    );
    let text = text.replace(
        "  pupils matches visits by national_id = pupil\n",
        "  per grade of pupils: count of pupils must be at most 3\n",
    );
    let mut alerts = String::from("national_id|name|told_on|office\n");
    let mut answers = String::from("item|subject|verdict|who|when\n");
    for row in (0..rows).step_by(4) {
        let id = citizen_id(999_901, 20_100_101 + row % 28, row % 1000);
        let id = if row % 12 == 0 { String::new() } else { id };
        let (name, day) = (row + row % 3, row % 28 + 1);
        let office = ["town", "county", ""][row as usize / 4 % 3];
        alerts.push_str(&format!("{id}|张{name}|2020-01-{day:02}|{office}\n"));
        if row % 16 != 0 && !id.is_empty() {
            let verdict = ["yes", "no", "perhaps"][row as usize / 4 % 3];
            let item = ["asked", "both"][row as usize / 8 % 2];
            answers.push_str(&format!("{item}|{id}|{verdict}|李某|2020-02-01\n"));
        }
    }
    Inspect::checklist(&format!("{text}{FURTHER}"))
        .table("alerts", &alerts)
        .answers(&answers)
        .table("pupils", &pupils)
        .table("visits", &visits)
        .audit("key: audit.key")
}

fn with_key(inspect: Inspect) -> Inspect {
    std::fs::write(inspect.folder().join("audit.key"), "ab".repeat(32)).unwrap();
    inspect
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let run = |threads: &str| {
        let inspect = with_key(many(600)).argument("--threads").argument(threads);
        inspect.output("json").stdout
    };
    let one = run("1");
    assert!(one.len() > 1000);
    assert_eq!(one, run("2"));
    assert_eq!(one, run("8"));
}

#[test]
fn the_verdicts_of_every_item_add_up_to_its_subjects() {
    let out = with_key(many(500)).run();
    for item in out.json["items"].as_array().unwrap() {
        let counts = item["counts"].as_object().unwrap();
        let all: u64 = counts.values().filter_map(serde_json::Value::as_u64).sum();
        assert_eq!(all, 2 * counts["subjects"].as_u64().unwrap(), "{item}");
    }
}

#[test]
fn ids_of_findings_are_different_and_do_not_move_with_their_rows() {
    let base = format!(
        "{}\n{}\n{}",
        "national_id|name|grade|note",
        format_args!(
            "{}|张一|12|\n{}|张二|12|",
            citizen_id(999_901, 20_100_101, 1),
            citizen_id(999_901, 20_100_101, 1)
        ),
        "|李三|12|"
    );
    let run = |rows: &str| {
        let inspect = Inspect::item(DECLARATIONS, "every pupil must have grade at most 9")
            .audit("key: audit.key")
            .table("pupils", rows);
        let out = with_key(inspect).run();
        let ids: Vec<String> = out
            .findings()
            .iter()
            .map(|finding| finding["id"].as_str().unwrap().to_owned())
            .collect();
        ids
    };
    let before = run(&base);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 3);
    let moved = base.replace(
        "national_id|name|grade|note\n",
        &format!(
            "national_id|name|grade|note\n{}|孙四|1|\n",
            citizen_id(999_901, 20_110_101, 7)
        ),
    );
    assert_eq!(before, run(&moved));
}

#[test]
fn no_name_or_number_stands_in_any_output_unless_revealed() {
    let id = citizen_id(999_901, 20_100_305, 27);
    let rows = format!("national_id|name|grade|note\n{id}|欧阳小明|12|{id}\n|司马小红|x|");
    for format in ["text", "json", "jsonl", "rows", "html"] {
        let inspect = Inspect::item(DECLARATIONS, "every pupil must have grade at most 9")
            .table("pupils", &rows);
        let output = inspect.output(format);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        for secret in [&id[..], &id[..16], "欧阳小明", "小明", "司马小红"] {
            assert!(!text.contains(secret), "{format}: {secret}");
        }
    }
    let inspect = Inspect::item(DECLARATIONS, "every pupil must have grade at most 9")
        .table("pupils", &rows)
        .argument("--reveal");
    let text = String::from_utf8(inspect.output("json").stdout).unwrap();
    assert!(text.contains(&id) && !text.contains("欧阳**"));
}

#[test]
fn trying_all_numbers_of_a_county_against_the_output_finds_nobody() {
    // Everybody born in one county within a year, by the published way of numbering: no hash of a number that one can make stands in the output.
    let id = citizen_id(999_901, 20_100_305, 27);
    let rows = format!("national_id|name|grade|note\n{id}|张三|12|");
    let inspect =
        Inspect::item(DECLARATIONS, "every pupil must have grade at most 9").table("pupils", &rows);
    let text = String::from_utf8(inspect.output("json").stdout).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let found = json["findings"][0]["id"].as_str().unwrap().to_owned();
    for day in 0..28 {
        for order in 0..1000 {
            let guess = citizen_id(999_901, 20_100_301 + day, order);
            let hashes = [
                blake3::hash(guess.as_bytes()).to_hex().to_string(),
                blake3::hash(format!("t/i{guess}").as_bytes())
                    .to_hex()
                    .to_string(),
            ];
            for hash in hashes {
                assert!(!text.contains(&hash[..16]), "{guess}");
            }
            assert!(!found.contains(&guess[..10]));
        }
    }
    // Another key, another id: nothing can be learnt without it.
    let other = Inspect::item(DECLARATIONS, "every pupil must have grade at most 9")
        .table("pupils", &rows)
        .audit("key: audit.key");
    let other = with_key(other).run();
    assert_ne!(other.findings()[0]["id"].as_str().unwrap(), found);
}

#[test]
fn a_translated_checklist_gives_the_same_findings() {
    let run = |translate: bool| {
        let inspect = with_key(many(200));
        if translate {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
                .current_dir(inspect.folder())
                .args(["fmt", "t.duban", "--lang", "zh"])
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
        }
        let inspect = inspect.argument("--lang").argument("en");
        let json = inspect.run().json;
        let findings: Vec<_> = (json["findings"].as_array().unwrap().iter())
            .map(|finding| {
                ["id", "item", "outcome", "part", "cells"].map(|key| finding[key].clone())
            })
            .collect();
        let counts: Vec<_> = (json["items"].as_array().unwrap().iter())
            .map(|item| ["id", "outcome", "counts"].map(|key| item[key].clone()))
            .collect();
        (findings, counts)
    };
    let written = run(false);
    assert!(written.0.len() > 100);
    assert_eq!(written, run(true));
}

#[test]
fn a_constant_is_a_column_that_holds_it() {
    let mut rows = String::from("national_id|name|grade|note|nine|word\n");
    for row in 0..300 {
        let grade = ["", "x", "3", "9", "9.5", "12"][row % 6];
        let note = ["", "a", "b", "c"][row % 4];
        rows.push_str(&format!("{row}|张{row}|{grade}|{note}|9|b\n"));
    }
    let declarations = DECLARATIONS.replace("citizen id key", "id key").replace(
        "  note 备注 : text\n",
        "  note 备注 : text\n  nine 九 : number\n  word 词 : text\n",
    );
    let run = |must: &str| {
        let out = Inspect::item(&declarations, must)
            .table("pupils", &rows)
            .run();
        (out.counts(), out.short())
    };
    for comparison in ["=", "<>", "at most", "at least", "more than", "less than"] {
        assert_eq!(
            run(&format!("every pupil must have grade {comparison} 9")),
            run(&format!("every pupil must have grade {comparison} nine")),
            "{comparison}"
        );
    }
    for comparison in ["=", "<>"] {
        assert_eq!(
            run(&format!("every pupil must have note {comparison} \"b\"")),
            run(&format!("every pupil must have note {comparison} word")),
            "{comparison}"
        );
    }
}
