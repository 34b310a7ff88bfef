//! Answers in test blocks: every verdict that a person can bring about, what a test may leave out, and mistakes at their cells.

use super::{folder_with, run_in};

const EN: &str = r#"checklist t "T" / 「测」
source law "Law" / 「法」
dataset homes home 家庭
  id 编号 : id key
  county 旗县 : text
  taught 送教 : yes or no
  visits 次数 : number
dataset stays stay 住宿
  pupil 学生 : id
  year 学年 : integer
  key pupil, year

item asked "Asked" / 「问」
  cites law 1
  ask "Did it take place?" / 「是否进行？」 of homes where taught is yes
  answers yes 是 means met, no 否 means not met, "could not visit" 「未能走访」 means cannot tell
  evidence photo 照片
  valid for 100 days

item both "Both" / 「都」
  cites law 1
  every home must have visits at least 1
  ask "Is it signed?" / 「有签字吗？」

item drawn "Drawn" / 「抽」
  cites law 1
  sample 1 of homes per county seed "s"
  ask "Is it so?" / 「属实吗？」

item stayed "Stayed" / 「住」
  cites law 1
  ask "Did the pupil stay?" / 「住了吗？」 of stays

item whole "Whole" / 「全」
  cites law 1
  ask "Is there a plan?" / 「有方案吗？」
"#;

/// What the tests of a checklist say, and the exit code; `name` is the folder's.
fn tested(name: &str, text: &str, options: &[&str]) -> (String, i32) {
    let folder = folder_with(&format!("given-answers-{name}"), &[("t.duban", text)]);
    let mut arguments = vec!["test", "t.duban"];
    arguments.extend(options);
    let done = run_in(&folder, &arguments);
    (format!("{}{}", done.out, done.err), done.code)
}

fn passes(name: &str, test: &str) {
    let en = format!("{EN}\n{test}");
    let (said, code) = tested(name, &en, &[]);
    assert_eq!(code, 0, "{said}");
    // The same in the other vocabulary.
    let folder = folder_with(&format!("given-answers-{name}"), &[("t.duban", &en)]);
    run_in(&folder, &["fmt", "--lang", "zh", "t.duban"]);
    let zh = std::fs::read_to_string(folder.join("t.duban")).unwrap();
    assert!(zh.contains("  给定 答复\n"), "{zh}");
    let (said, code) = tested(name, &zh, &[]);
    assert_eq!(code, 0, "{said}");
}

const HOMES: &str = "test \"t\"
  as of 2020-09-30
  given homes
    id | county | taught | visits
    1  | A      | yes    | 1
    2  | A      | yes    | 0
    3  | B      | yes    | 1
    4  | B      |        |
    5  | B      | no     | 1
";

#[test]
fn each_verdict_of_a_person_can_be_shown() {
    passes(
        "verdicts",
        "test \"t\"
  as of 2020-09-30
  given homes
    id | taught
    1  | yes
    2  | yes
    3  | yes
    4  | yes
    5  | yes
    6  | yes
    7  | yes
    8  | yes
    9  | yes
    10 |
    11 |
    12 | no
  given answers
    item  | subject | verdict         | who | when       | evidence | kind  | valid until
    asked | 1       | yes             | Li  | 2020-09-01 | a.jpg    | photo |
    asked | 2       | no              | Li  | 2020-09-01 | a.jpg    | photo |
    asked | 3       | could not visit | Li  | 2020-09-01 |          |       |
    asked | 4       | yes             | Li  | 2020-05-01 | a.jpg    | photo |
    asked | 5       | yes             | Li  | 2020-09-01 | a.jpg    | photo | 2020-09-29
    asked | 6       | yes             | Li  | 2020-09-01 | a.jpg    | photo |
    asked | 6       | no              | Wu  | 2020-09-01 | a.jpg    | photo |
    asked | 7       | yes             |     | 2020-09-01 | a.jpg    | photo |
    asked | 8       | yes             | Li  | 2020-09-01 |          | photo |
    asked | 9       |                 | Li  | 2020-09-01 | a.jpg    | photo |
    asked | 10      | yes             | Li  | 2020-09-01 | a.jpg    | photo |
    asked | 11      | no              | Li  | 2020-09-01 | a.jpg    | photo |
  expect asked passes 1, 10
  expect asked finds 2
  expect asked cannot tell 3, 11
  expect asked awaits 4, 5, 6, 7, 8, 9
  expect asked does not apply to 12
",
    );
}

#[test]
fn columns_that_are_left_out_are_in_order_and_blank_cells_are_blank() {
    passes(
        "left-out",
        "test \"t\"
  as of 2020-09-30
  given homes
    id | taught
    1  | yes
    2  | yes
  given answers
    id | verdict
    1  | yes
    2  |
  expect asked passes 1
  expect asked awaits 2
",
    );
    // Evidence of a kind, and no file named: as it is written.
    passes(
        "kinds",
        "test \"t\"
  as of 2020-09-30
  given homes
    id | taught
    1  | yes
    2  | yes
  given answers
    编号 | 答复 | 佐证类别
    1    | 是   | 照片
    2    | 是   | 录音
  expect asked passes 1
  expect asked awaits 2
",
    );
}

#[test]
fn hybrids_samples_several_keys_and_the_whole_are_answered() {
    passes(
        "several",
        &format!(
            "{HOMES}  given stays
    pupil | year
    P     | 2019
    P     | 2020
  given answers
    item     | subject  | verdict | pupil | year
    t/both   | 1        | yes     |       |
    both     | 3        | no      |       |
    both     | 4        | no      |       |
    drawn    | 1        | yes     |       |
    stayed   |          | yes     | P     | 2019
    stayed   | \"P | 2020\" | no | |
    whole    |          | yes     |       |
  expect both passes 1
  expect both finds 2 (machine), 3 (person), 4
  expect both awaits 5
  expect stayed passes P / 2019
  expect stayed finds P / 2020
  expect whole is met
  expect drawn is awaiting
"
        ),
    );
}

#[test]
fn an_answer_about_somebody_who_is_not_asked_fails_the_test_at_its_cell() {
    let (said, code) = tested(
        "nobody",
        &format!(
            "{EN}\n{HOMES}  given answers
    id | verdict
    1  | yes
    9  | yes
  expect asked is cannot tell
"
        ),
        &[],
    );
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("line 50: expected asked asks about 9"),
        "{said}"
    );
    assert!(
        said.contains("9 is not among the subjects: 1, 2, 3, 4, 5"),
        "{said}"
    );
}

#[test]
fn mistakes_are_told_at_their_cells() {
    let checked = |answers: &str| {
        let text = format!("{EN}\n{HOMES}  given answers\n{answers}  expect asked is awaiting\n");
        let (said, code) = tested("mistakes", &text, &[]);
        assert_eq!(code, 2, "{said}");
        said
    };
    for (answers, wanted) in [
        (
            "    item | subject | verdict\n    asket | 1 | yes\n",
            "there is no item `asket`",
        ),
        (
            "    id | verdict\n    1 | maybe\n",
            "`maybe` is no answer to `asked`",
        ),
        (
            "    id | verdikt\n    1 | yes\n",
            "answers have no column `verdikt`",
        ),
        (
            "    id | id | verdict\n    1 | 1 | yes\n",
            "`id` is given twice",
        ),
        (
            "    item | id | verdict\n    whole | | yes\n",
            "expects nothing of it",
        ),
        (
            "    pupil | verdict\n    P | yes\n",
            "does not identify whom `asked` asks about",
        ),
        (
            "    verdict\n    yes\n",
            "it is not said whom this answer to `asked` is about",
        ),
        ("", "no answers are given"),
    ] {
        let said = checked(answers);
        assert!(said.contains(wanted), "{wanted}: {said}");
        assert_eq!(said.matches('×').count(), 1, "{said}");
    }
}

#[test]
fn a_dataset_may_be_called_answers() {
    let text = "checklist t \"T\"
source law \"Law\"
dataset answers
  id : id key
  grade : integer
item i \"I\"
  cites law 1
  every answers must have grade at least 1
test \"t\"
  given [answers]
    id | grade
    1  | 0
  expect i finds 1
";
    let (said, code) = tested("dataset", text, &[]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn coverage_counts_what_people_answer() {
    let (said, _) = tested(
        "coverage",
        &format!(
            "{EN}\n{HOMES}  given answers
    id | verdict
    1  | yes
  expect asked is cannot tell
"
        ),
        &["--coverage"],
    );
    assert!(said.contains("  asked: not reached: not met\n"), "{said}");
    assert!(
        said.contains("  whole: no test; it can give met, not met, awaiting\n"),
        "{said}"
    );
}
