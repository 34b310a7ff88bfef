//! Warnings about what a checklist says whatever the data: what can never hold, always holds, leaves a gap or is said twice; and what only
//! looks so.

use duban::diagnostic::Diagnostics;
use duban::model;
use duban::source::Files;
use std::path::Path;

const HEAD: &str = "checklist t \"T\" / 「题」

source plan 方案 \"Plan\" / 「方案」

dataset schools school 学校
  code : id key
  open : yes or no
dataset registry pupil 学籍
  national_id : citizen id key
  name : person name
  status : one of 在读, 休学, 辍学
  stage : one of primary 小学, junior 初中, senior 高中
  teaching : one of chinese 汉语, bilingual 双语
  grade : integer from 1 to 9
  score : number
  boarder : yes or no
  left_on : date
  back_on : date
  school : reference to schools
  paid : money
dataset visits visit 家访
  visit_no : id key
  national_id : citizen id
  day : date
setting most : number
population away = registry where status is one of 休学, 辍学
population compulsory = registry where stage is one of primary, junior
table fees
  cites plan 一
  stage   | teaching  | amount
  primary | chinese   | 1 yuan
  primary | bilingual | 2 yuan
  junior  | any       | 3 yuan
table by_score
  cites plan 一
  score | amount
  < 60  | 1 yuan
  other | 2 yuan
table by_grade
  cites plan 一
  grade  | amount
  1 to 3 | 1 yuan
  4 to 6 | 2 yuan
";

/// The codes of the warnings that a checklist with these items gets, besides those of unused declarations.
fn warnings(items: &[&str]) -> Vec<&'static str> {
    let mut text = HEAD.to_owned();
    for (number, item) in items.iter().enumerate() {
        text.push_str(&format!(
            "\nitem i{number} \"I\" / 「项」\n  cites plan 一\n  {item}\n"
        ));
    }
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let _ = model::load_text(Path::new("t.duban"), &text, &mut files, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{items:?}: {diagnostics:?}");
    let found = diagnostics.into_sorted();
    let codes = found.iter().map(|one| one.code.name());
    codes.filter(|code| *code != "unused").collect()
}

fn check(cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (sentence, wanted) in cases {
        let found = warnings(&[sentence]);
        if found.join(" ") != *wanted {
            wrong.push(format!("{sentence}\n  {found:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_can_never_hold_is_told() {
    check(&[
        (
            "every pupil where status = 休学 and status = 辍学 must have left_on given",
            "never-holds",
        ),
        (
            "every away where status = 在读 must have left_on given",
            "never-holds",
        ),
        (
            "every pupil where status = 休学 and not (status is one of 休学, 辍学) must have left_on given",
            "never-holds",
        ),
        (
            "every pupil where grade > 3 and grade < 4 must have left_on given",
            "never-holds",
        ),
        (
            "every pupil where score > 5 and score <= 5 must have left_on given",
            "never-holds",
        ),
        (
            "every pupil where grade > 9 must have left_on given",
            "never-holds",
        ),
        (
            "every pupil where left_on is given and left_on is blank must have a name",
            "never-holds",
        ),
        (
            "every pupil where left_on is blank and left_on > 2020-01-01 must have a name",
            "never-holds",
        ),
        (
            "every pupil where left_on > back_on and back_on >= left_on must have a name",
            "never-holds",
        ),
        (
            "every pupil where boarder = yes and not (boarder = yes) must have a name",
            "never-holds",
        ),
        (
            "every pupil where school.open = yes and not (school.open = yes) must have a name",
            "never-holds",
        ),
        (
            "every pupil where left_on is on or after 2020-09-01 and left_on is before 2020-03-01 must have a name",
            "never-holds",
        ),
        ("every pupil must have grade > 9", "never-holds"),
        (
            "every pupil must have grade >= 7 and grade <= 6",
            "never-holds",
        ),
        ("no away where status = 在读", "never-holds"),
        (
            "every pupil must have at least 1 visits by national_id where day > 2020-09-01 and day < 2020-01-01",
            "never-holds",
        ),
        (
            "every pupil where status = 休学 or (grade > 3 and grade < 2) must have left_on given",
            "never-holds",
        ),
        (
            "registry matches visits by national_id\n    explained where registry.grade < 1",
            "never-holds",
        ),
    ]);
}

#[test]
fn what_always_holds_is_told() {
    check(&[
        (
            "every pupil where status is one of 在读, 休学, 辍学 must have a name",
            "always-holds",
        ),
        (
            "every pupil where status <> 在读 or status <> 休学 must have a name",
            "always-holds",
        ),
        (
            "every pupil where grade >= 1 must have a name",
            "always-holds",
        ),
        (
            "every pupil where score > 5 or score <= 5 must have a name",
            "always-holds",
        ),
        ("every away must have status <> 在读", "always-holds"),
        (
            "every pupil where left_on is given must have left_on given",
            "always-holds",
        ),
        (
            "every pupil must have at least 0 visits by national_id",
            "always-holds",
        ),
        (
            "per school: (count of registry) must be at least 0",
            "always-holds",
        ),
    ]);
}

#[test]
fn what_only_looks_so_is_not() {
    check(&[
        (
            "every pupil where status = 休学 or status = 辍学 must have left_on given",
            "",
        ),
        (
            "every pupil where grade > 3 and grade < 5 must have left_on given",
            "",
        ),
        (
            "every pupil where score > 3 and score < 4 must have left_on given",
            "",
        ),
        (
            "every pupil where left_on is given and left_on > 2020-01-01 must have a name",
            "",
        ),
        (
            "every pupil where left_on is blank or left_on is given must have a name",
            "",
        ),
        (
            "every pupil where left_on >= back_on and back_on >= left_on must have a name",
            "",
        ),
        ("every pupil where score > most must have score < 100", ""),
        (
            "every pupil where score > most and score < most + 1 must have a name",
            "",
        ),
        // Values outside the declared range are what it looks for.
        ("every pupil must have grade from 1 to 9", ""),
        // A blank grade makes membership undecided, and the requirement is asked for it.
        ("every pupil where grade > 3 must have grade given", ""),
        (
            "every pupil where not (status = 休学 and grade > 3) must have a name",
            "",
        ),
        (
            "every pupil must have no visits by national_id where day > 2020-09-01",
            "",
        ),
        (
            "every pupil where school.open = yes and not (boarder = yes) must have a name",
            "",
        ),
        ("at least 100% of registry must have a name", ""),
        ("registry is unique by name", ""),
        ("pupil of the same school have the same stage", ""),
        (
            "no pupil where status = 在读 and left_on is given and back_on is blank",
            "",
        ),
    ]);
}

#[test]
fn gaps_of_tables_are_told() {
    check(&[
        // Pupils of other stages are asked of, and the table does not know them.
        (
            "every pupil must have paid >= fees(stage, teaching)",
            "table-gap",
        ),
        (
            "every compulsory must have paid >= fees(stage, teaching)",
            "",
        ),
        (
            "every pupil where stage <> senior must have paid >= fees(stage, teaching)",
            "",
        ),
        (
            "every pupil must have paid >= (fees(stage, teaching) or else 0 yuan)",
            "",
        ),
        ("every pupil must have paid >= by_score(score)", ""),
        ("every pupil must have paid >= by_grade(grade)", ""),
        // Between 3 and 4 there are other scores.
        ("every pupil must have paid >= by_grade(score)", "table-gap"),
    ]);
}

#[test]
fn a_sentence_said_twice_is_told() {
    let given = "every pupil must have a name";
    assert_eq!(warnings(&[given, given]), ["same-sentence"]);
    assert_eq!(
        warnings(&[given, "every  pupil must  have a name"]),
        ["same-sentence"]
    );
    assert_eq!(warnings(&[given, "every away must have a name"]), [""; 0]);
}
