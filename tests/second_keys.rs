//! A second key, used only where the first one is unknown on either side.

use crate::support::Inspect;

const LISTS: &str = "dataset pupils pupil 学生
  national_id 身份证号 : citizen id key
  name 姓名 : person name
  birth 出生日期 : date
  grade : integer
dataset visits visit 家访
  national_id 身份证号 : citizen id
  name 姓名 : person name
  birth 出生日期 : date
  grade : integer
  hours : number
";

fn visits(sentence: &str, pupils: &str, visits: &str) -> Inspect {
    Inspect::item(LISTS, sentence)
        .table(
            "pupils",
            &format!("national_id|name|birth|grade\n{}", pupils.trim()),
        )
        .table(
            "visits",
            &format!("national_id|name|birth|grade|hours\n{}", visits.trim()),
        )
        .argument("--reveal")
}

const A: &str = "999901201001010014";
const B: &str = "999901201001010022";
const C: &str = "999901201001010030";

#[test]
fn rows_without_the_first_key_are_found_by_the_second() {
    let out = visits(
        "every pupil must have a visit by national_id or by name, birth",
        &format!("{A}|甲|2010-01-01|1\n{B}|乙|2010-01-01|1\n|丙|2010-01-01|1\n|丁|2010-01-01|1\n|戊||1\n{C}|己||1"),
        &format!("{A}|别名|2010-01-01||\n|乙|2010-01-01||\n{C}|丙|2010-01-01||"),
    )
    .run();
    // 甲 by number, 乙 and 丙 by name and birth, 丁 has nobody, 戊 has neither key, and 己 is found by number.
    assert_eq!(out.counts(), [6, 4, 1, 1, 0, 0]);
    assert_eq!(out.short(), ["not_met 4", "cannot_tell 5"]);
    assert_eq!(out.reasons(), ["no_key"]);
}

#[test]
fn a_known_first_key_is_never_overruled_by_the_second() {
    let out = visits(
        "every pupil must have a visit by national_id or by name",
        &format!("{A}|甲|2010-01-01|1"),
        &format!("{B}|甲|2010-01-01||"),
    )
    .run();
    assert_eq!(out.short(), ["not_met 1"]);
}

#[test]
fn counts_and_totals_add_both_up() {
    let rows = format!("{A}|甲|||1\n|甲|||2.5\n{B}|甲|||4");
    let pupils = format!("{A}|甲||1");
    let out = visits(
        "every pupil must have exactly 2 visits by national_id or by name",
        &pupils,
        &rows,
    )
    .run();
    assert_eq!(out.counts(), [1, 1, 0, 0, 0, 0]);
    let out = visits(
        "every pupil must have (total of visits.hours by national_id or by name) at least 4",
        &pupils,
        &rows,
    )
    .run();
    assert_eq!(out.short(), ["not_met 1"]);
    assert_eq!(out.findings()[0]["actual"]["text"], "3.5");
    // An unknown amount stays unknown, whichever key found it.
    let out = visits(
        "every pupil must have (total of visits.hours by national_id or by name) at least 4",
        &pupils,
        &format!("{A}|甲|||1\n|甲|||"),
    )
    .run();
    assert_eq!(out.short(), ["cannot_tell 1"]);
    assert_eq!(out.reasons(), ["blank"]);
}
