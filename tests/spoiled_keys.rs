//! Keys as copies and spreadsheets spoil them: identifiers without their last digits, characters that nobody sees.

use crate::support::Inspect;

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
