//! Cells of deliveries that say little: months as people write them, blank senders, periods nobody can read; and how a single
//! delivery is named and explained.

use super::schedule::{REPORTS, monthly, weekly};
use crate::support::Inspect;

/// The verdicts of the deliveries of one county whose month cell is written in a way.
fn month(cell: &str, sentence: &str) -> Vec<String> {
    let reports = format!("1|A|planning|{cell}|2020-10-10");
    monthly(sentence, "A||", &reports)
        .argument("--as-of")
        .argument("2021-12-31")
        .run()
        .short()
}

const AUTUMN: &str = "every county must submit reports to planning each month from 2020-09 to 2020-11 no later than day 18";

#[test]
fn a_month_is_read_as_people_write_it() {
    for cell in [
        "2020-10",
        "2020/10",
        "2020.10",
        "202010",
        "2020年10月",
        "2020年10月份",
        "2020年十月",
        "2020-10月",
        "10月",
        "10月份",
        "十月",
        "Oct 2020",
        "October 2020",
        "oct 2020",
        "10/2020",
        "2020-10-01",
        "2020/10/1",
        "２０２０-１０",
        "2020 年 10 月",
    ] {
        assert_eq!(
            month(cell, AUTUMN),
            [
                "not_met A|planning|2020-09 missing",
                "not_met A|planning|2020-11 missing"
            ],
            "{cell}"
        );
    }
    // Some other month is one, too.
    for cell in ["2020-08", "2021年1月", "Dec 2019", "201910", "12/2020"] {
        assert_eq!(month(cell, AUTUMN).len(), 3, "{cell}");
        assert!(
            month(cell, AUTUMN).iter().all(|f| f.starts_with("not_met")),
            "{cell}"
        );
    }
}

#[test]
fn a_cell_that_no_month_fits_may_be_any_of_them() {
    let open = [
        "cannot_tell A|planning|2020-09 missing",
        "cannot_tell A|planning|2020-10 missing",
        "cannot_tell A|planning|2020-11 missing",
    ];
    for cell in [
        "",
        "第九",
        "2020-13",
        "20201",
        "八月",
        "spring",
        "2020-10-15",
        "10",
    ] {
        assert_eq!(month(cell, AUTUMN), open, "{cell}");
    }
    // A month without a year is one of several.
    let two_years = "every county must submit reports to planning each month from 2020-10 to 2021-10 no later than day 18";
    let found = month("10月", two_years);
    assert_eq!(found.len(), 13);
    assert!(
        found.iter().all(|f| f.starts_with("cannot_tell")),
        "{found:?}"
    );
    let reports = "1|A|planning|第九|2020-10-10";
    let out = monthly(AUTUMN, "A||", reports)
        .argument("--as-of")
        .argument("2021-12-31")
        .run();
    assert_eq!(out.reasons(), ["unreadable"; 3]);
    assert_eq!(
        out.findings()[0]["reasons"][0]["text"],
        "month of reports cannot be read as declared"
    );
    // What is there for certain is not in doubt, nor is another sender.
    let reports = "1|A|planning|第九|2020-10-10\n2|A|planning|2020-09|2020-09-10\n3|A|planning|2020-10|2020-10-10\n4|A|planning|2020-11|2020-11-10";
    let out = monthly(AUTUMN, "A||\nB||", reports)
        .argument("--as-of")
        .argument("2021-12-31")
        .run();
    assert_eq!(
        out.short(),
        [
            "not_met B|planning|2020-09 missing",
            "not_met B|planning|2020-10 missing",
            "not_met B|planning|2020-11 missing",
        ]
    );
}

#[test]
fn a_delivery_without_a_sender_may_be_anybodys_of_its_period() {
    let reports =
        "1||planning|2020-10|2020-10-10\n2||planning||2020-10-10\n3||bureau|2020-11|2020-11-10";
    let first = reports.lines().next().unwrap();
    let out = monthly(AUTUMN, "A||\nB||", first)
        .argument("--as-of")
        .argument("2021-12-31")
        .run();
    assert_eq!(
        out.short(),
        [
            "not_met A|planning|2020-09 missing",
            "not_met B|planning|2020-09 missing",
            "cannot_tell A|planning|2020-10 missing",
            "cannot_tell B|planning|2020-10 missing",
            "not_met A|planning|2020-11 missing",
            "not_met B|planning|2020-11 missing",
        ]
    );
    assert_eq!(out.reasons(), ["blank", "blank"]);
    // Without a period as well it may be any.
    let out = monthly(AUTUMN, "A||", reports)
        .argument("--as-of")
        .argument("2021-12-31")
        .run();
    assert_eq!(out.counts(), [3, 0, 0, 3, 0, 0]);
    // A late report of one's own, and one of nobody that came in time.
    let late = "1|A|planning|2020-10|2020-10-20\n2||planning|2020-10|2020-10-10";
    let out = monthly(AUTUMN, "A||", late)
        .argument("--as-of")
        .argument("2021-12-31")
        .run();
    assert_eq!(out.short()[1], "cannot_tell A|planning|2020-10 late");
}

#[test]
fn a_schedule_without_a_time_takes_the_terms_and_stages_of_the_calendar_alone() {
    let sentence = "every county must submit reports to planning each month no later than day 18";
    let holiday = format!("calendar c\n  holiday 2020-10-01\n{REPORTS}");
    let inspect = Inspect::item(&holiday, sentence)
        .table("counties", "code|active|office\nA||")
        .table("reports", "no|from_county|to_office|month|sent\n");
    inspect.output("json");
    let checked = printed_of(&inspect, &["check", "t.duban"]);
    assert!(checked.contains("from-when"), "{checked}");
    assert!(checked.contains("from 2020-03 to 2020-09"), "{checked}");
    let covers = format!("calendar c\n  covers from 2020-01-01 to 2020-12-31\n{REPORTS}");
    let inspect = Inspect::item(&covers, sentence);
    inspect.output("json");
    assert!(printed_of(&inspect, &["check", "t.duban"]).contains("from-when"));
    let stage = format!(
        "calendar c\n  holiday 2020-10-01\n  stage s from 2020-03-01 to 2020-04-30\n{REPORTS}"
    );
    let out = Inspect::item(&stage, sentence)
        .table("counties", "code|active|office\nA||")
        .table("reports", "no|from_county|to_office|month|sent\n")
        .run();
    assert_eq!(out.counts(), [2, 0, 2, 0, 0, 0]);
}

/// What another command prints, on either stream.
fn printed_of(inspect: &Inspect, arguments: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
        .env("LC_ALL", "C")
        .current_dir(inspect.folder())
        .args(arguments)
        .output()
        .unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(&String::from_utf8(output.stderr).unwrap());
    text
}

#[test]
fn a_missing_delivery_names_its_period_in_words() {
    let sentence = "every school must submit notes each week from 2020-03-02 to 2020-03-08 no later than Thursday";
    let out = weekly(sentence, "A|2020-03-02").run();
    let finding = &out.findings()[0];
    assert_eq!(
        finding["message"],
        "no notes for week 10 of 2020 (03-02 to 03-08), due by 2020-03-05"
    );
    assert_eq!(finding["subject"]["key"]["period"], "2020-W10");
    let searched = finding["searched"].as_array().unwrap();
    assert_eq!(searched.len(), 1);
    assert_eq!(
        searched[0]["key"]["sent"],
        "week 10 of 2020 (03-02 to 03-08)"
    );
    let out = weekly(sentence, "A|2020-03-02")
        .argument("--lang")
        .argument("zh")
        .run();
    assert_eq!(
        out.findings()[0]["message"],
        "2020年第10周（03-02至03-08）应报送的周报缺报（截止 2020-03-05）"
    );
}

#[test]
fn why_names_a_delivery_and_says_what_was_found_of_it() {
    let reports = "1|A|planning|2020-09|2020-09-20\n2|A|planning|第九|2020-09-10";
    let inspect = monthly(AUTUMN, "A||\nB||", reports);
    inspect.output("json");
    let why = |subject: &str, language: &str| {
        printed_of(
            &inspect,
            &["why", "audit.yaml", "i", subject, "--lang", language],
        )
    };
    let late = why("A/planning/2020-09", "en");
    for said in [
        "subject: code A, to planning, period 2020-09",
        "requirement: there is a row of reports for 2020-09 -> holds",
        "requirement: it came in time by 2020-09-18 -> unknown (cannot be read as declared)",
        "0 rows, and 1 that may count",
        "month 第九",
    ] {
        assert!(late.contains(said), "{late}");
    }
    assert!(!late.contains("plus"), "{late}");
    let missing = why("B/9月", "zh");
    assert!(missing.contains("要求：有2020年9月的月报 →"), "{missing}");
    assert_eq!(why("B", "en").matches("subject:").count(), 3);
    let unknown = why("B/2019-01", "en");
    assert!(
        unknown.contains("its periods run from `2020-09` to `2020-11`"),
        "{unknown}"
    );
}

#[test]
fn a_delivery_without_a_period_that_would_be_late_as_well_opens_nothing() {
    let run = |own: &str, open: &str| {
        let reports = format!(
            "1|A|planning|2020-09|2020-09-01\n2|A|planning|2020-10|{own}\n3|A|planning|2020-11|2020-11-01\n4|A|planning||{open}"
        );
        monthly(AUTUMN, "A||", &reports)
            .argument("--as-of")
            .argument("2021-12-31")
            .run()
    };
    let late = run("2020-10-20", "2020-12-01");
    assert_eq!(late.short(), ["not_met A|planning|2020-10 late"]);
    assert_eq!(
        late.findings()[0]["message"],
        "reports for 2020-10 to planning came late, due by 2020-10-18; found 2020-10-20"
    );
    let open = run("2020-10-20", "2020-10-18");
    assert_eq!(open.short(), ["cannot_tell A|planning|2020-10 late"]);
    assert_eq!(
        open.findings()[0]["message"],
        "cannot tell (whether reports for 2020-10 to planning came in time, due by 2020-10-18): month of reports is blank"
    );
    // A row that would be late whatever it was for is no reason where the own day is blank.
    let blank = run("", "2020-12-01");
    assert_eq!(blank.short(), ["cannot_tell A|planning|2020-10 late"]);
    assert_eq!(
        blank.findings()[0]["message"],
        "cannot tell (whether reports for 2020-10 to planning came in time, due by 2020-10-18): sent of reports is blank"
    );
}
