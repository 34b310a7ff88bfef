//! Files that do not show all of their rows, and files that are something else: nothing is met or missed because of what is not there.

use crate::support::{Inspect, Outcome};

const DECLARATIONS: &str = "dataset pupils pupil 学生
  id 编号 : id key
  grade 年级 : integer
  town 镇 : text
dataset visits visit 家访
  pupil 学生 : reference to pupils
  amount 金额 : number
  day 日期 : date
  sender pupil
  submitted on day
population ordered row 排列 = visits
  in order of day per pupil
";

fn said(sentence: &str, visits: &str) -> Outcome {
    let run = |zh: bool| {
        let inspect = Inspect::item(DECLARATIONS, sentence)
            .table("pupils", "id|grade|town\na|1|x\nb|2|x")
            .file("visits", "csv", visits.as_bytes());
        let inspect = if zh { inspect.translated() } else { inspect };
        inspect.run()
    };
    let (en, zh) = (run(false), run(true));
    assert_eq!(en.short(), zh.short(), "{sentence}");
    assert_eq!(en.outcome(), zh.outcome(), "{sentence}");
    en
}

const WHOLE: &str = "pupil,amount,day\na,1,2020-01-01\nb,2,2020-01-02\n";
/// The quote before the last amount is never closed: it may have swallowed any number of rows.
const TORN: &str =
    "pupil,amount,day\na,1,2020-01-01\nb,2,2020-01-02\na,\"3,2020-01-03\nb,4,2020-01-04\n";

#[test]
fn what_needs_all_rows_of_a_torn_table_cannot_be_told() {
    for sentence in [
        "every pupil must have no visit where amount is more than 9",
        "every pupil must have at most 3 visits",
        "count of visits must be at most 9",
        "total of visits.amount must be at most 99",
        "every visit must have pupil given",
        "values of visits.pupil are the same as values of pupils.id",
        "per pupil of visits: count of visits must be at most 9",
        "at least 50% of visits must have amount at most 9",
        "no visit where amount is more than 9",
        "visits of the same pupil have the same pupil",
        "every row must be is the first",
        "every pupil must submit visits each month from 2020-01 to 2020-01",
        "every visit must have amount at most 9, tolerating 50% not met",
    ] {
        let whole = said(sentence, WHOLE);
        assert_eq!(whole.outcome(), "met", "{sentence} {:?}", whole.short());
        let torn = said(sentence, TORN);
        assert_eq!(
            (torn.outcome(), torn.code),
            ("cannot_tell", 3),
            "{sentence}"
        );
        let codes = torn.reasons();
        assert!(codes.contains(&"not_whole"), "{sentence} {codes:?}");
    }
}

#[test]
fn what_further_rows_cannot_change_is_not_met() {
    for (sentence, expected) in [
        (
            "every pupil must have no visit where amount is at most 1",
            "not_met 1",
        ),
        ("every pupil must have at most 0 visits", "not_met 1"),
        ("count of visits must be at most 1", "not_met"),
        ("every visit must have amount at most 1", "not_met 2"),
    ] {
        let torn = said(sentence, TORN);
        assert_eq!(torn.outcome(), "not_met", "{sentence}");
        assert!(
            torn.short().contains(&expected.to_owned()),
            "{:?}",
            torn.short()
        );
    }
    // But what is missing may be among what was swallowed.
    for sentence in [
        "every pupil must have a visit where amount is at least 4",
        "every pupil must have exactly 1 visit where amount is at least 4",
        "count of visits must be at least 9",
        "every pupil must submit visits each month from 2020-02 to 2020-02",
    ] {
        assert_eq!(said(sentence, WHOLE).outcome(), "not_met", "{sentence}");
        assert_eq!(said(sentence, TORN).outcome(), "cannot_tell", "{sentence}");
    }
}

#[test]
fn a_table_that_nobody_asks_is_not_in_the_way() {
    assert_eq!(
        said("every pupil must have grade given", TORN).outcome(),
        "met"
    );
}

#[test]
fn a_file_with_none_of_the_columns_is_another_file() {
    for other in ["%PDF-1.4\n1 0 obj\n", "name,size\nx,1\ny,2\n"] {
        for sentence in [
            "count of visits must be at most 3",
            "count of visits must be at least 3",
            "every pupil must have no visit",
            "every pupil must have a visit",
            "every visit must have amount given",
        ] {
            let out = said(sentence, other);
            assert_eq!((out.outcome(), out.code), ("cannot_tell", 3), "{sentence}");
            assert!(
                out.reasons().contains(&"dataset_missing"),
                "{:?}",
                out.reasons()
            );
        }
    }
}

/// A comma of thousands without quotes: the cells behind it stand under the headers of others.
const MOVED: &str = "pupil,amount,day\na,1,2020-01-01\nb,2,2020-01-02\na,1,200,2020-01-03\n";

#[test]
fn cells_that_a_comma_may_have_moved_are_not_read() {
    for sentence in [
        "every visit must have amount at most 9",
        "total of visits.amount must be at most 99",
        "every pupil must have no visit where amount is more than 9",
        "every visit must have day given",
        "every pupil must have a visit where amount is at least 9",
    ] {
        let moved = said(sentence, MOVED);
        let told = (moved.outcome(), moved.code);
        assert_eq!(told, ("cannot_tell", 3), "{sentence}");
    }
    let moved = said("every visit must have amount at most 1", MOVED);
    assert_eq!(moved.outcome(), "not_met");
    assert_eq!(moved.counts(), [3, 1, 1, 1, 0, 0]);
    let datasets = moved.json["datasets"].as_array().unwrap();
    let visits = datasets.iter().find(|data| data["name"] == "visits");
    let told = &visits.unwrap()["problems"][0];
    assert_eq!(told["kind"], "cells-moved");
    assert_eq!(told["places"][0]["line"], 4);
    // Separators behind the last cell hold nothing, and move nothing.
    let behind = "pupil,amount,day\na,1,2020-01-01,,\nb,2,2020-01-02\n";
    assert_eq!(
        said("every visit must have amount at most 9", behind).outcome(),
        "met"
    );
}

/// Two lists of which the first is not whole, by its own key or without one.
fn compared(key: &str, roll: &str) -> Outcome {
    let declarations = format!(
        "dataset roll 在册\n  id 编号 : id{key}\n  grade 年级 : integer\ndataset list 名单\n  id 编号 : id key\n  grade 年级 : integer\n"
    );
    let said = Inspect::item(&declarations, "roll matches list by id comparing grade")
        .file("roll", "csv", roll.as_bytes())
        .table("list", "id|grade\na|1\nb|2\nc|1");
    said.run()
}

#[test]
fn a_difference_stays_only_where_a_key_names_one_row() {
    const ROLL: &str = "id,grade,note\na,1,\nb,7,\nc,\"1,\n";
    let cannot = "cannot_tell b differs:grade";
    // A further row of b would make its grade ambiguous, where the list does not say that ids are unique.
    let open = compared("", ROLL);
    assert_eq!(open.outcome(), "cannot_tell", "{:?}", open.short());
    assert!(
        open.reasons().contains(&"not_whole"),
        "{:?}",
        open.reasons()
    );
    let whole = compared("", "id,grade,note\na,1,\nb,7,\nb,7,\nc,1,\n");
    assert_eq!(whole.short(), ["not_met b differs:grade"]);
    let doubled = compared("", "id,grade,note\na,1,\nb,7,\nb,2,\nc,1,\n");
    assert_eq!(doubled.short(), [cannot]);
    let keyed = compared(" key", ROLL);
    assert!(
        keyed
            .short()
            .contains(&"not_met b differs:grade".to_owned()),
        "{:?}",
        keyed.short()
    );
}
