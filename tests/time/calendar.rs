//! Days of a calendar: terms, stages, holidays, working days, and what lies outside of them.

use crate::support::Inspect;

const CALENDAR: &str = "calendar school_calendar 校历
  term spring-2020 2020春 from 2020-03-02 to 2020-07-10
  term autumn-2020 2020秋 from 2020-09-01 to 2021-01-15
  stage check 自查 from 2020-03-01 to 2020-05-31
  stage repair 整改 from 2020-06-01 to 2020-09-30
  holiday \"Labour Day\" / 「劳动节」 from 2020-05-01 to 2020-05-05
  working day 2020-05-09
dataset days day 日子
  no : id key
  since : date
  until : date
  term 学期 : text
";

fn days(sentence: &str, rows: &str) -> Inspect {
    Inspect::item(CALENDAR, sentence)
        .table("days", &format!("no|since|until|term\n{}", rows.trim()))
}

/// The verdicts of rows, `subjects met not_met cannot_tell not_applicable excused`, and the reasons.
fn verdicts(sentence: &str, rows: &str) -> ([u64; 6], Vec<String>) {
    let out = days(sentence, rows).run();
    let reasons = out.reasons().into_iter().map(str::to_owned).collect();
    (out.counts(), reasons)
}

#[test]
fn a_day_has_the_term_and_the_stage_it_lies_in() {
    let rows =
        "a|2020-03-02||\nb|2020-07-10||\nc|2020-09-01||\nd|2020-08-01||\ne|||\nf|2019-12-31||";
    let (counts, reasons) = verdicts("every day must be term of since = spring-2020", rows);
    assert_eq!(counts, [6, 2, 1, 3, 0, 0]);
    assert_eq!(reasons, ["outside_calendar", "blank", "outside_calendar"]);
    let (counts, _) = verdicts("every day must be term of since = 2020春", rows);
    assert_eq!(counts, [6, 2, 1, 3, 0, 0]);
    let (counts, _) = verdicts(
        "every day must be stage of since is one of check, 整改",
        rows,
    );
    assert_eq!(counts, [6, 4, 0, 2, 0, 0]);
    let (counts, _) = verdicts("every day must be since is in stage repair", rows);
    assert_eq!(counts, [6, 3, 2, 1, 0, 0]);
    let (counts, reasons) = verdicts("every day must be since is in term", rows);
    assert_eq!(counts, [6, 3, 1, 2, 0, 0]);
    assert_eq!(reasons, ["blank", "outside_calendar"]);
    let (counts, _) = verdicts("every day must be since is in term 2020秋", rows);
    assert_eq!(counts, [6, 1, 4, 1, 0, 0]);
}

#[test]
fn a_stage_that_is_named_says_which_of_two_calendars_is_meant() {
    let rows = "a|2020-03-02||\nb|2020-07-10||\nc|||";
    let two = format!(
        "{CALENDAR}calendar campaign 专项行动\n  stage visits 走访 from 2020-07-01 to 2020-07-31\n"
    );
    let counts = |sentence: &str, zh: bool| {
        let inspect =
            Inspect::item(&two, sentence).table("days", &format!("no|since|until|term\n{rows}"));
        let inspect = if zh { inspect.translated() } else { inspect };
        inspect.run().counts()
    };
    for zh in [false, true] {
        let visits = "every day must be since is in stage visits";
        assert_eq!(counts(visits, zh), [3, 1, 1, 1, 0, 0]);
        let check = "every day must be since is in stage 自查";
        assert_eq!(counts(check, zh), [3, 1, 1, 1, 0, 0]);
        let term = "every day must be since is in term spring-2020";
        assert_eq!(counts(term, zh), [3, 2, 0, 1, 0, 0]);
    }
}

#[test]
fn a_term_in_a_column_has_its_opening_closing_and_neighbours() {
    let rows = "a|2020-03-02||spring-2020\nb|2020-03-02||2020春\nc|2020-03-02||2020秋\nd|2020-03-02||2019秋\ne|2020-03-02||";
    let (counts, reasons) = verdicts("every day must be opening of term = since", rows);
    assert_eq!(counts, [5, 2, 1, 2, 0, 0]);
    assert_eq!(reasons, ["no_table_row", "blank"]);
    let (counts, _) = verdicts("every day must be closing of term is 2020-07-10", rows);
    assert_eq!(counts, [5, 2, 1, 2, 0, 0]);
    let (counts, reasons) = verdicts("every day must be next term of term = autumn-2020", rows);
    assert_eq!(counts, [5, 2, 0, 3, 0, 0]);
    assert_eq!(reasons, ["no_table_row", "no_table_row", "blank"]);
    let (counts, _) = verdicts(
        "every day must be previous term of term = spring-2020",
        rows,
    );
    assert_eq!(counts, [5, 1, 0, 4, 0, 0]);
    let (counts, _) = verdicts(
        "every day must be since is at least opening of 2020春",
        rows,
    );
    assert_eq!(counts, [5, 5, 0, 0, 0, 0]);
}

#[test]
fn working_days_leave_out_weekends_and_holidays_and_keep_days_worked_instead() {
    // 2020-04-30 Thursday, 05-01 to 05-05 holiday, 05-09 a Saturday worked, 05-10 Sunday.
    let rows = "a|2020-04-30||\nb|2020-05-01||\nc|2020-05-04||\nd|2020-05-09||\ne|2020-05-10||\nf|2022-01-03||";
    let (counts, reasons) = verdicts("every day must be since is a working day", rows);
    assert_eq!(counts, [6, 2, 3, 1, 0, 0]);
    assert_eq!(reasons, ["outside_calendar"]);
    let rows = "a|2020-04-30|2020-05-06|\nb|2020-04-30|2020-05-09|\nc|2020-05-09|2020-05-11|\nd|2020-05-10|2020-05-10|";
    let out = days(
        "every day must be working days from since to until at most 1 day",
        rows,
    )
    .run();
    assert_eq!(out.short(), ["not_met 2"]);
    assert_eq!(out.findings()[0]["actual"]["number"], 4);
    // Three working days after Thursday 04-30: 05-06, 05-07, 05-08.
    let rows = "a|2020-04-30|2020-05-08|\nb|2020-04-30|2020-05-09|\nc|2020-05-02|2020-05-08|\nd|2020-05-02|2020-05-09|\ne|2020-04-30|2020-04-29|";
    let sentence = "every day must be until is within 3 working days after since";
    assert_eq!(
        days(sentence, rows).run().short(),
        ["not_met 2", "not_met 4", "not_met 5"]
    );
    // Two working days before Sunday 05-10: 05-09 and 05-08.
    let rows = "a|2020-05-10|2020-05-08|\nb|2020-05-10|2020-05-07|\nc|2020-05-10|2020-05-10|\nd|2020-05-08|2020-05-06|";
    let sentence = "every day must be until is within 2 working days before since";
    assert_eq!(days(sentence, rows).run().short(), ["not_met 2"]);
}

#[test]
fn an_open_stretch_is_counted_to_the_day_of_the_inspection() {
    let rows = "a|2020-09-01|2020-09-20|\nb|2020-09-01||\nc|2020-09-20||\nd||2020-09-01|";
    let sentence = "every day must be days from since to (until or else as_of) at most 20 days";
    let out = days(sentence, rows).run();
    assert_eq!(out.short(), ["not_met 2", "cannot_tell 4"]);
    assert_eq!(out.findings()[0]["actual"]["number"], 29);
}

#[test]
fn weeks_quarters_and_birthdays_of_a_day() {
    let rows = "a|2020-12-31|2012-02-29|2020-02\nb|2021-01-04|2012-02-29|2020-03";
    assert_eq!(
        days("every day must be week of since = 53", rows)
            .run()
            .short(),
        ["not_met 2"]
    );
    assert_eq!(
        days("every day must be quarter of since = 4", rows)
            .run()
            .short(),
        ["not_met 2"]
    );
    let sentence = "every day must be last birthday of until on 2019-12-31 = 2019-03-01";
    assert_eq!(days(sentence, rows).run().counts(), [2, 2, 0, 0, 0, 0]);
    assert_eq!(
        days("every day must have term = 2020-03", rows)
            .run()
            .short(),
        ["not_met 1"]
    );
}

#[test]
fn a_holiday_of_one_day_is_written_with_from_or_without() {
    for (title, line) in [
        ("", "2020-05-01"),
        ("\"Labour Day\" / 「劳动节」 ", "from 2020-05-01"),
    ] {
        let declarations = format!(
            "calendar c\n  holiday {title}{line}\n  covers from 2020-04-27 to 2020-05-10\ndataset days day\n  at : date\n"
        );
        let out = Inspect::item(&declarations, "every day must be at is a working day")
            .table("days", "at\n2020-04-30\n2020-05-01\n2020-05-04")
            .run();
        assert_eq!(out.counts(), [3, 2, 1, 0, 0, 0], "{line}");
    }
}
