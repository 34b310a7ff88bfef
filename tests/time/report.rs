//! What an event sets off: a report to each recipient, missing or late.

use crate::support::Inspect;

const ABSENCES: &str = "dataset absences absence 缺课
  no : id key
  child : id
  absent_on : date
  kind : text
dataset alerts alert 报告
  child : id
  to_whom : text
  told_on : date
  recipient to_whom
  submitted on told_on
setting span 时限 : days
";

const SENTENCE: &str = "every absence must be reported in alerts to \"town\", \"bureau\" within 3 days after absent_on by child";

fn absences(sentence: &str, absences: &str, alerts: &str) -> Inspect {
    Inspect::item(ABSENCES, sentence)
        .table(
            "absences",
            &format!("no|child|absent_on|kind\n{}", absences.trim()),
        )
        .table(
            "alerts",
            &format!("child|to_whom|told_on\n{}", alerts.trim()),
        )
}

#[test]
fn each_recipient_must_be_told_in_time() {
    let events = "1|A|2020-09-01|\n2|B|2020-09-01|\n3|C|2020-09-01|\n4|D|2020-09-01|";
    let alerts = "A|town|2020-09-04\nA|bureau|2020-09-01\nB|town|2020-09-05\nC|bureau|2020-08-31\nC|town|2020-09-02\nD|bureau|2020-09-03\nD|bureau|2020-09-09\nD|town|2020-09-09";
    let out = absences(SENTENCE, events, alerts).run();
    assert_eq!(out.counts(), [4, 1, 3, 0, 0, 0]);
    assert_eq!(
        out.short(),
        [
            "not_met 2 late:town",
            "not_met 2 missing:bureau",
            "not_met 3 missing:bureau",
            "not_met 4 late:town"
        ]
    );
    assert_eq!(out.findings()[0]["subject"]["kind"], "row");
    assert_eq!(
        out.findings()[0]["message"],
        "alerts to town came late, due by 2020-09-04; found 2020-09-05"
    );
    assert_eq!(
        out.findings()[1]["message"],
        "no alerts to bureau, due by 2020-09-04"
    );
    assert!(out.findings()[1]["searched"].as_array().unwrap().len() == 1);
}

#[test]
fn what_is_not_due_yet_what_does_not_apply_and_what_cannot_be_told() {
    let events = "1|A|2020-09-28|\n2|B|2020-09-27|\n3|C||\n4||2020-09-01|\n5|E|2020-09-01|sick";
    let alerts = "B|town|2020-09-28\nB|bureau|";
    let sentence = SENTENCE.replace("every absence", "every absence when not (kind is sick),");
    let sentence = sentence.replace("kind is sick", "kind is given");
    let out = absences(&sentence, events, alerts).run();
    assert_eq!(out.counts(), [5, 0, 0, 3, 2, 0]);
    assert_eq!(
        out.short(),
        [
            "cannot_tell 2 missing:bureau",
            "cannot_tell 3 missing:town",
            "cannot_tell 3 missing:bureau",
            "cannot_tell 4 missing:town",
            "cannot_tell 4 missing:bureau"
        ]
    );
    assert_eq!(
        out.reasons(),
        ["blank", "blank", "blank", "no_key", "no_key"]
    );
}

#[test]
fn the_span_may_be_a_setting_or_working_days() {
    let events = "1|A|2020-09-24|";
    let sentence = SENTENCE.replace("3 days", "span");
    let alerts = "A|town|2020-09-26\nA|bureau|2020-09-28";
    let out = absences(&sentence, events, alerts)
        .audit("settings: {span: 3}")
        .run();
    assert_eq!(out.short(), ["not_met 1 late:bureau"]);
    let unset = absences(&sentence, events, alerts).run();
    assert_eq!(unset.reasons(), ["setting_unset"]);
    let working = format!("calendar year\n  covers from 2020-01-01 to 2020-12-31\n{ABSENCES}");
    let out = Inspect::item(&working, &SENTENCE.replace("3 days", "2 working days"))
        .table("absences", "no|child|absent_on|kind\n1|A|2020-09-24|")
        .table(
            "alerts",
            "child|to_whom|told_on\nA|town|2020-09-28\nA|bureau|2020-09-29",
        )
        .run();
    assert_eq!(out.short(), ["not_met 1 late:bureau"]);
}

#[test]
fn nothing_that_happened_is_nothing_to_judge() {
    let out = absences(SENTENCE, "", "A|town|2020-09-04").run();
    assert_eq!(out.outcome(), "nothing_to_judge");
    assert_eq!(out.code, 3);
}

#[test]
fn a_report_that_does_not_say_what_about_may_be_the_missing_one() {
    let run = |alerts: &str, zh: bool| {
        let inspect = absences(SENTENCE, "1|A|2020-09-01|\n2|B|2020-09-01|", alerts);
        let inspect = if zh { inspect.translated() } else { inspect };
        inspect.run().short()
    };
    for zh in [false, true] {
        let told = "A|town|2020-09-02\nA|bureau|2020-09-02";
        assert_eq!(
            run(told, zh),
            ["not_met 2 missing:town", "not_met 2 missing:bureau"]
        );
        // To the town alone; nobody else misses one.
        assert_eq!(
            run(&format!("{told}\n|town|2020-09-02"), zh),
            ["cannot_tell 2 missing:town", "not_met 2 missing:bureau"]
        );
        let late = "A|town|2020-09-02\nA|bureau|2020-09-09\nB|town|2020-09-02\nB|bureau|2020-09-02";
        assert_eq!(run(late, zh), ["not_met 1 late:bureau"]);
        assert_eq!(
            run(&format!("{late}\n|bureau|2020-09-02"), zh),
            ["cannot_tell 1 late:bureau"]
        );
    }
}

#[test]
fn a_report_without_its_event_from_before_it_serves_nobody() {
    let events = "1|A|2020-04-29|\n2|B|2020-04-29|\n3|C|2020-04-29|";
    let sentence = SENTENCE.replace(", \"bureau\"", "");
    let own = "A|town|2020-04-28\nB|town|2020-05-05";
    let run = |stray: &str| {
        absences(&sentence, events, &format!("{own}\n{stray}"))
            .run()
            .short()
    };
    let without = [
        "not_met 1 missing:town",
        "not_met 2 late:town",
        "not_met 3 missing:town",
    ];
    assert_eq!(run("X|town|2020-04-30"), without);
    assert_eq!(run("|town|2020-01-01"), without);
    assert_eq!(run("|town|2020-01-01\n|town|2020-04-28"), without);
    // One from behind the last day may be the one that is there, and none that came in time.
    let open = [
        "cannot_tell 1 missing:town",
        "not_met 2 late:town",
        "cannot_tell 3 missing:town",
    ];
    assert_eq!(run("|town|2020-06-01"), open);
    let any = [
        "cannot_tell 1 missing:town",
        "cannot_tell 2 late:town",
        "cannot_tell 3 missing:town",
    ];
    for stray in [
        "|town|2020-04-29",
        "|town|2020-05-02",
        "|town|",
        "||2020-05-01",
    ] {
        assert_eq!(run(stray), any, "{stray}");
    }
    // To somebody else it serves nobody either.
    assert_eq!(run("|bureau|2020-05-01"), without);
}
