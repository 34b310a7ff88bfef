//! Keys as copies and spreadsheets spoil them: identifiers without their last digits, characters that nobody sees.

use crate::support::{Inspect, Outcome};

const PUPIL_AND_VISIT: &str = "dataset pupil
  id : id key
  n : integer
dataset visit
  id : id
  n : integer
";

#[test]
fn an_identifier_that_lost_digits_is_no_key() {
    let visits = "id|n\n150802201001011234|1";
    for sentence in [
        "pupil is unique by id",
        "every pupil must have a visit by id",
        "every pupil must have id is given",
        "pupil matches visit by id",
    ] {
        for lost in ["1.50802E+17", "1.5E+17 "] {
            let out = Inspect::item(PUPIL_AND_VISIT, sentence)
                .table("pupil", &format!("id|n\n{lost}|1\n{lost}|1"))
                .table("visit", visits)
                .run();
            let known = out.json["datasets"][0]["problems"].to_string();
            assert!(known.contains("lost-digits"), "{sentence} {lost}: {known}");
            // That it is given is not met: what stands there cannot be read.
            if sentence.ends_with("is given") {
                continue;
            }
            assert_eq!(out.counts()[3], 2, "{sentence} {lost}");
            let of_lost = |line: &String| line.starts_with("not_met") && line.contains(lost.trim());
            assert!(!out.short().iter().any(of_lost), "{sentence} {lost}");
        }
        // A room, and a long number that has all its digits.
        for whole in ["3E15", "150802201001011000", "1.5", "200000"] {
            let out = Inspect::item(PUPIL_AND_VISIT, "pupil is unique by id")
                .table("pupil", &format!("id|n\n{whole}|1"))
                .run();
            assert_eq!(out.outcome(), "met", "{whole}");
        }
    }
}

#[test]
fn numbers_of_a_sheet_with_too_many_digits_are_no_keys() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "id").unwrap();
    sheet.write(0, 1, "n").unwrap();
    for (row, id) in [
        (1, 150_802_201_001_011_234.0),
        (2, 150_802_201_001_011_235.0),
    ] {
        sheet.write_number(row, 0, id).unwrap();
        sheet.write(row, 1, 1).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let out = Inspect::item(PUPIL_AND_VISIT, "pupil is unique by id")
        .file("pupil", "xlsx", &bytes)
        .run();
    assert_eq!(out.outcome(), "cannot_tell");
    assert_eq!(out.counts()[2], 0);
    let known = out.json["datasets"][0]["problems"].to_string();
    assert!(known.contains("lost-digits"), "{known}");
}

#[test]
fn characters_that_take_no_room_are_no_part_of_a_key() {
    for unseen in [
        "\u{200B}", "\u{FEFF}", "\u{200E}", "\u{AD}", "\u{2060}", "\u{202C}",
    ] {
        for id in [format!("{unseen}00126"), format!("001{unseen}26{unseen}")] {
            let out = Inspect::item(PUPIL_AND_VISIT, "every pupil must have a visit by id")
                .table("pupil", &format!("id|n\n{id}|1"))
                .table("visit", "id|n\n00126|1")
                .run();
            assert_eq!(out.outcome(), "met", "{id:?}");
        }
    }
}

/// What a run says of a dataset's keys: kind, count, and the rows.
fn said_of_keys(out: &Outcome) -> Vec<String> {
    let datasets = out.json["datasets"].as_array().unwrap();
    let problems = datasets.iter().flat_map(|dataset| {
        let name = dataset["name"].as_str().unwrap().to_owned();
        let problems = dataset["problems"].as_array().unwrap().iter();
        problems.map(move |problem| (name.clone(), problem))
    });
    let of_keys =
        problems.filter(|(_, problem)| problem["kind"].as_str().unwrap().starts_with("key-"));
    let line = |(name, problem): (String, &serde_json::Value)| {
        let places = problem["places"].as_array().unwrap().iter();
        let rows: Vec<String> = places.map(|place| place["row"].to_string()).collect();
        format!(
            "{name} {} {}: {}",
            problem["kind"].as_str().unwrap(),
            problem["count"],
            rows.join(" ")
        )
    };
    of_keys.map(line).collect()
}

#[test]
fn keys_that_do_not_tell_rows_apart_are_said_though_no_item_asks() {
    let pupils = "id|n\nP1|1\nP2|2\n|3\n1.5E+17|4\nP2|5\n |6\nP2|7\nP3|8";
    // As subjects, as rows that are looked for, and as rows that are counted.
    for sentence in [
        "every pupil must have n at least 0",
        "every visit must have a pupil by id",
        "count of pupil must be at least 1",
    ] {
        let out = Inspect::item(PUPIL_AND_VISIT, sentence)
            .table("pupil", pupils)
            .table("visit", "id|n\nP1|1")
            .run();
        assert_eq!(
            said_of_keys(&out),
            ["pupil key-twice 3: 2 5 7", "pupil key-blank 2: 3 6"],
            "{sentence}"
        );
    }
    for (pupils, said) in [
        ("id|n\nP1|1\nP2|2", [].as_slice()),
        ("id|n\nP1|1\nP1|2", &["pupil key-twice 2: 1 2"]),
    ] {
        let out = Inspect::item(PUPIL_AND_VISIT, "every pupil must have n at least 0")
            .table("pupil", pupils)
            .run();
        assert_eq!(said_of_keys(&out), said);
        // They leave nothing open that the item asks.
        assert_eq!(out.code, 0);
    }
}

#[test]
fn a_key_of_several_columns_stands_twice_only_where_all_of_them_do() {
    let lessons = "dataset lesson\n  school : id\n  code : id\n  n : integer\n  key school, code\n";
    let out = Inspect::item(lessons, "every lesson must have n at least 0")
        .table(
            "lesson",
            "school|code|n\ns1|1|1\ns1|2|1\ns2|1|1\ns1|2|3\ns2||1",
        )
        .run();
    assert_eq!(
        said_of_keys(&out),
        ["lesson key-twice 2: 2 4", "lesson key-blank 1: 5"]
    );
    // The part that is blank is named, not the first one.
    let problems = &out.json["datasets"][0]["problems"];
    assert_eq!(problems[1]["places"][0]["column"], "code", "{problems}");
}
