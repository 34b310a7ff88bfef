//! Settings: their types, the direction behind the value, and what an item takes them for.

use crate::support::{Inspect, duban, in_chinese};
use std::fs;

const PUPILS: &str = "dataset pupils pupil
  id : id key
  grade : integer
  found : date
  back : date
  ok : yes or no";

/// What `check` says of a checklist: its exit code and text.
fn check(text: &str) -> (i32, String) {
    let inspect = Inspect::checklist(text);
    let (code, out, said) = duban(inspect.folder(), &["check", "t.duban"]);
    (code, out + &said)
}

fn with(settings: &str, sentence: &str) -> Inspect {
    Inspect::item(&format!("{settings}\n{PUPILS}"), sentence).table(
        "pupils",
        "id|grade|found|back|ok
        A|4|2020-01-31|2020-04-30|yes
        B|3|2020-01-31|2020-05-01|no",
    )
}

#[test]
fn months_are_counted_from_a_day() {
    for sentence in [
        "every pupil must have back is within grace after found",
        "every pupil must have back is within grace months after found",
        "every pupil must have back is no later than grace after found",
        "every pupil must have back at most found + grace",
    ] {
        for settings in [
            "setting grace : months = 3",
            "setting grace : months = 3 months",
        ] {
            let out = with(settings, sentence).run();
            assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0], "{sentence}");
            let out = with(settings, sentence).translated().run();
            assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0], "{sentence}");
        }
        let out = with("setting grace : months", sentence).audit("settings: {grace: 4个月}");
        assert_eq!(out.run().counts(), [2, 2, 0, 0, 0, 0]);
    }
    // Months are no days.
    let days = Inspect::item(
        &format!("setting grace : months = 3\n{PUPILS}"),
        "every pupil must have back is within grace days after found",
    );
    let (_, said, _) = duban(days.folder(), &["check", "t.duban"]);
    assert!(said.contains("a number of months"), "{said}");
}

#[test]
fn whole_numbers_and_yes_or_no() {
    let most = "setting most : integer, smaller is stricter = 3";
    let out = with(most, "every pupil must have grade at most most").run();
    assert_eq!(out.counts(), [2, 1, 1, 0, 0, 0]);
    let sentence = "every pupil when strict = yes, must have ok = strict";
    for (value, counts) in [
        ("yes", [2, 1, 1, 0, 0, 0]),
        ("no", [2, 0, 0, 0, 2, 0]),
        ("是", [2, 1, 1, 0, 0, 0]),
    ] {
        let strict = format!("setting strict : yes or no = {value}");
        assert_eq!(with(&strict, sentence).run().counts(), counts, "{value}");
        assert_eq!(with(&strict, sentence).translated().run().counts(), counts);
        let open = with("setting strict : yes or no", sentence);
        let out = open.audit(&format!("settings: {{strict: {value}}}")).run();
        assert_eq!(out.counts(), counts, "{value}");
    }
    let half = "checklist t \"T\" / 「甲」\nsetting most : integer = 1.5\n";
    let (code, said) = check(half);
    assert!(code != 0 && said.contains("a whole number"), "{said}");
}

#[test]
fn the_direction_may_stand_behind_the_value() {
    let head = "checklist t \"T\" / 「甲」\n";
    for (written, standard) in [
        (
            "setting share : percent = 98%, larger is stricter",
            "setting share : percent, larger is stricter = 98%",
        ),
        (
            "setting share = 98%, larger is stricter",
            "setting share : percent, larger is stricter = 98%",
        ),
        (
            "setting span = 30 days, smaller is stricter",
            "setting span : days, smaller is stricter = 30 days",
        ),
        (
            "setting span = 6 months, smaller is stricter",
            "setting span : months, smaller is stricter = 6 months",
        ),
    ] {
        let text = format!("{head}{written}\n");
        assert_eq!(check(&text).0, 0, "{written}: {}", check(&text).1);
        let chinese = in_chinese(&text);
        assert!(chinese.contains("越"), "{chinese}");
        let inspect = Inspect::checklist(&text);
        assert_eq!(duban(inspect.folder(), &["fmt", "t.duban"]).0, 0);
        let formatted = fs::read_to_string(inspect.folder().join("t.duban")).unwrap();
        assert!(formatted.contains(standard), "{formatted}");
    }
    let chinese =
        "检查清单 t 「甲」 / \"T\"\n设定 比例 = 98%，越大越严\n设定 天数：天 = 30，越小越严\n";
    assert_eq!(check(chinese).0, 0, "{}", check(chinese).1);
}

#[test]
fn a_tolerance_may_name_a_setting() {
    let sentence = "every pupil must have grade at most 3, tolerating share not met";
    for (share, outcome, tolerated) in [("50%", "met", true), ("49%", "not_met", false)] {
        for translated in [false, true] {
            let run = with(&format!("setting share : percent = {share}"), sentence);
            let out = if translated { run.translated() } else { run }.run();
            assert_eq!(out.outcome(), outcome, "{share}");
            assert_eq!(out.findings()[0]["tolerated"].as_bool(), Some(tolerated));
        }
    }
    // Not set: what fails may be more than is tolerated.
    let unset = with("setting share : percent", sentence);
    let out = unset.run();
    assert_eq!(out.outcome(), "cannot_tell");
    let all = "every pupil must have grade at most 4, tolerating share not met";
    let out = with("setting share : percent", all).run();
    assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0]);
    let days = format!("{PUPILS}\nsetting share : days = 3");
    let wrong = Inspect::item(&days, sentence);
    let (code, said, _) = duban(wrong.folder(), &["check", "t.duban"]);
    assert!(code == 1 && said.contains("a percentage"), "{said}");
}

#[test]
fn a_setting_is_refused_where_it_cannot_be_what_it_is_taken_for() {
    let items = "item s \"S\" / 「抽」
  cites law 1
  sample size of pupils seed \"x\"
  ask \"Is it so?\" / 「是吗？」
item r \"R\" / 「容」
  cites law 1
  every pupil must have grade given, tolerating share
";
    let text = |size: &str, share: &str| {
        format!(
            "checklist t \"T\" / 「甲」\nsource law \"Law\" / 「法」\nsetting size : number{size}\nsetting share : percent{share}\n{PUPILS}\n{items}"
        )
    };
    assert_eq!(check(&text(" = 2", " = 10%")).0, 0);
    for (size, share, place) in [
        (" = 1.5", " = 10%", "t.duban:3:25"),
        (" = 0", " = 10%", "t.duban:3:25"),
        (" = 2", " = 100%", "t.duban:4:27"),
    ] {
        let (code, said) = check(&text(size, share));
        assert!(code == 1 && said.contains(place), "{said}");
        let (code, said) = check(&in_chinese(&text(size, share)));
        assert!(code == 1 && said.contains("1 个错误"), "{said}");
    }
    for (set, told) in [
        ("{size: 1.5, share: 10%}", "`size`"),
        ("{size: 2, share: 120%}", "`share`"),
    ] {
        let audit = Inspect::checklist(&text("", "")).audit(&format!("settings: {set}"));
        let audit = audit.table("pupils", "id|grade\nA|1");
        let output = audit.output("json");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("audit-setting-value") && said.contains(told),
            "{said}"
        );
        assert_eq!(output.status.code(), Some(2));
    }
    let test = format!(
        "{}\ntest \"t\" / 「试」\n  as of 2020-09-01\n  set size = 1.5\n  expect s is nothing to judge\n",
        text(" = 2", " = 10%")
    );
    let (code, said) = check(&test);
    assert!(code == 1 && said.contains("sample-size"), "{said}");
}
