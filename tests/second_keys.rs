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

fn lists(sentence: &str, pupils: &str, visits: &str) -> Inspect {
    let lists = LISTS.replace(
        "visits visit 家访\n  national_id 身份证号 : citizen id\n",
        "visits visit 家访\n  national_id 身份证号 : citizen id key\n",
    );
    Inspect::item(&lists, sentence)
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

#[test]
fn lists_are_matched_by_the_second_key_where_the_first_is_unknown() {
    let out = lists(
        "pupils matches visits by national_id or by name comparing grade",
        &format!("{A}|甲||1\n{B}|乙||2\n|丙||3\n|丁||4\n|||5\n|戊||6"),
        &format!("{A}|别名||1|\n|乙||9|\n{C}|丙||3|\n|丁||8|"),
    )
    .run();
    let mut found = out.short();
    found.sort();
    assert_eq!(
        found,
        [
            "cannot_tell 5",
            "not_met 999901201001010022 differs:grade",
            "not_met 丁 differs:grade",
            "not_met 戊 not_in:visits",
        ]
    );
    // 甲, 乙, 丙 under their numbers, 丁 and 戊 under their names, and the row with neither.
    assert_eq!(out.counts(), [6, 2, 3, 1, 0, 0]);
    let said: Vec<&str> = out
        .findings()
        .iter()
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    let by_second = said
        .iter()
        .filter(|text| text.contains("matched by the second key, name"));
    assert_eq!(by_second.count(), 2, "{said:?}");
}

#[test]
fn a_second_key_that_leads_to_several_rows_cannot_tell() {
    let out = lists(
        "pupils matches visits by national_id or by name comparing grade",
        "|甲||1",
        &format!("{A}|甲||1|\n{B}|甲||1|"),
    )
    .run();
    let mut found = out.short();
    found.sort();
    // Which of the two it is cannot be told; these two have nobody else.
    assert_eq!(
        found,
        [
            "cannot_tell 1".to_owned(),
            format!("not_met {A} not_in:pupils"),
            format!("not_met {B} not_in:pupils")
        ]
    );
}

#[test]
fn a_key_that_matched_after_normalising_says_so() {
    let out = lists(
        "pupils matches visits by national_id comparing grade",
        &format!("{A}|甲||1"),
        "９９９９０１２０１００１０１００１４|甲||2|",
    )
    .run();
    let message = out.findings()[0]["message"].as_str().unwrap();
    assert!(
        message.contains("national_id matched after normalising"),
        "{message}"
    );
}

/// What is found of each of two pupils, in both languages: the first has a number, the second only a name.
fn found_of(aggregate: &str, visits_rows: &str) -> Vec<String> {
    let sentence = format!("every pupil must have ({aggregate}) more than 1000");
    let pupils = format!("{A}|甲|2010-01-01|1\n|乙|2010-01-01|1");
    let actual = |inspect: Inspect| -> Vec<String> {
        let out = inspect.run();
        assert_eq!(out.counts()[0], 2, "{sentence}");
        let of = |finding: &serde_json::Value| match finding["actual"]["text"].as_str() {
            Some(text) => text.to_owned(),
            None => {
                let reason = &finding["reasons"][0];
                let cell = reason["cell"].as_u64().map(|at| {
                    let cell = &finding["cells"][usize::try_from(at).unwrap()];
                    cell["row"].as_u64().unwrap()
                });
                let code = reason["code"].as_str().unwrap();
                match cell {
                    Some(row) => format!("{code} {row}"),
                    None => code.to_owned(),
                }
            }
        };
        out.findings().iter().map(of).collect()
    };
    let here = actual(visits(&sentence, &pupils, visits_rows));
    let there = actual(visits(&sentence, &pupils, visits_rows).translated());
    assert_eq!(here, there, "{sentence}");
    here
}

#[test]
fn every_aggregate_takes_rows_found_by_either_key() {
    // Of 甲 by number 1 and by name 3, and never the row with another number; of 乙 by name 5 and 7.
    let rows = format!("{A}|别名||1|1\n|甲||1|3\n{B}|甲||1|100\n{C}|乙||1|5\n|乙||2|7\n|丙||9|9");
    for (aggregate, expected) in [
        ("count of visits by national_id or by name", ["2", "2"]),
        (
            "total of visits.hours by national_id or by name",
            ["4", "12"],
        ),
        ("mean of visits.hours by national_id or by name", ["2", "6"]),
        (
            "median of visits.hours by national_id or by name",
            ["2", "6"],
        ),
        (
            "least of visits.hours by national_id or by name",
            ["1", "5"],
        ),
        (
            "largest of visits.hours by national_id or by name",
            ["3", "7"],
        ),
        (
            "quantile 25% of visits.hours by national_id or by name",
            ["1.5", "5.5"],
        ),
        (
            "standard deviation of visits.hours by national_id or by name",
            ["1.414213562373", "1.414213562373"],
        ),
        (
            "count of different visits.grade by national_id or by name",
            ["1", "2"],
        ),
    ] {
        assert_eq!(found_of(aggregate, &rows), expected, "{aggregate}");
    }
    let most = "most common of visits.grade by national_id or by name";
    assert_eq!(found_of(most, &rows), ["1", "ambiguous"]);
    let share = |bound: &str| {
        let sentence = format!(
            "every pupil must have (share of visits by national_id or by name that hours > 2) {bound}"
        );
        let pupils = format!("{A}|甲||1\n|乙||1\n{C}|丁||1\n{B}|丙||1");
        let here = visits(&sentence, &pupils, &rows).run();
        let there = visits(&sentence, &pupils, &rows).translated().run();
        assert_eq!(here.short(), there.short());
        assert_eq!(here.counts(), there.counts());
        here.short()
    };
    // Half of 甲's, all others'.
    assert_eq!(share("at least 50%"), [""; 0]);
    assert_eq!(share("at least 51%"), ["not_met 1"]);
}

#[test]
fn what_is_unknown_in_rows_found_by_either_key_stays_so() {
    let rows = format!("{A}|甲||1|1\n|甲||1|\n|乙||1|");
    for (aggregate, expected) in [
        (
            "total of visits.hours by national_id or by name",
            ["blank 2", "blank 3"],
        ),
        (
            "median of visits.hours by national_id or by name",
            ["blank 2", "blank 3"],
        ),
        (
            "total of given visits.hours by national_id or by name",
            ["1", "0"],
        ),
        (
            "largest of given visits.hours by national_id or by name",
            ["1", "no_partner 2"],
        ),
    ] {
        assert_eq!(found_of(aggregate, &rows), expected, "{aggregate}");
    }
    // A row that may count makes a range of both together.
    let count = "count of visits by national_id or by name where hours > 0";
    let sentence = format!("every pupil must have ({count}) more than 1");
    let pupils = format!("{A}|甲||1\n|乙||1");
    let out = visits(&sentence, &pupils, &rows).run();
    assert_eq!(out.short(), ["cannot_tell 1", "not_met 2"]);
    assert_eq!(out.findings()[0]["actual"]["low"], 1.0);
    assert_eq!(out.findings()[0]["actual"]["high"], 2.0);
}

#[test]
fn shares_and_tables_of_rows_found_by_either_key() {
    let pupils = format!("{A}|甲||1\n|乙||1\n|丙||1\n|丁||2");
    let rows = format!("{A}|别名||1|1\n{B}|乙||1|1");
    for (sentence, expected) in [
        (
            "at least 60% of pupils must have a visit by national_id or by name",
            "not_met",
        ),
        (
            "at least 50% of pupils must have a visit by national_id or by name",
            "",
        ),
        (
            "every pupil where has a visit by national_id or by name must have grade at least 2",
            "not_met 1, not_met 2",
        ),
        (
            "every pupil must have no visit by national_id or by name where hours >= 1",
            "not_met 1, not_met 2",
        ),
        (
            "every pupil must have at most 1 visit by national_id or by name",
            "",
        ),
    ] {
        for inspect in [
            visits(sentence, &pupils, &rows),
            visits(sentence, &pupils, &rows).translated(),
        ] {
            assert_eq!(inspect.run().short().join(", "), expected, "{sentence}");
        }
    }
}

#[test]
fn both_keys_are_explained() {
    let said = |inspect: Inspect| {
        let text = inspect.text();
        text.split_whitespace().collect::<String>()
    };
    let sentence =
        "every pupil must have (median of visits.hours by national_id or by name) more than 1";
    let pupils = format!("{A}|甲||1");
    let rows = format!("{A}|甲||1|1");
    let en = said(visits(sentence, &pupils, &rows));
    assert!(
        en.contains("withthesamenationalid(orwiththesamename,wherethatisnotgiven)"),
        "{en}"
    );
    let zh = said(
        visits(sentence, &pupils, &rows)
            .translated()
            .argument("--lang")
            .argument("zh"),
    );
    assert!(
        zh.contains("同一身份证号（缺少时同一姓名）的家访记录的hours中位数"),
        "{zh}"
    );
}

#[test]
fn a_row_that_cannot_be_matched_is_counted_once_and_not_where_a_second_key_leads_to_it() {
    let said = |sentence: &str, rows: &str| {
        let text = visits(sentence, &format!("{A}|甲||1"), rows).text();
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ")
    };
    // One row has both keys, one the second alone, two have neither.
    let rows = format!("{A}|甲||1|1\n|乙||1|1\n||2010-01-01|1|1\n||2010-01-02|2|1");
    let one = "every pupil must have a visit by national_id or by name";
    assert!(said(one, &rows).contains("2 rows of visits could not be matched"));
    // Three lookups of one item, by different keys and of different rows.
    let three = "every pupil must be (has a visit by national_id and has a visit by national_id where grade = 1 and has a visit by name)";
    let said = said(three, &rows);
    assert!(
        said.contains("3 rows of visits could not be matched"),
        "{said}"
    );
    assert_eq!(said.matches("could not be matched").count(), 1, "{said}");
}
