//! The four actions, and what schools do about absence: visits, checks, zeroing, admission.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{office, primary};
use super::{in_county, of, one, plain_pupil};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    weekly(city, truth);
    suspects(city, truth);
    alerts(city, truth);
    returners(city, truth);
    window(city, truth);
    changes(city, truth);
    zeroing(city, truth);
    excused(city, truth);
    admission(city, truth);
    final_year(city, truth);
}

fn weekly(city: &mut City, truth: &mut Truth) {
    let report = |city: &City, school: &str, to: &str, week: &str| {
        one(city, "reports", |city, row| {
            city.is(row, "from_unit", school)
                && city.is(row, "to_unit", to)
                && city.is(row, "for_period", week)
        })
    };
    // The Friday, the Thursday, a blank day, and reports that never came.
    let breaks = [
        (0, "乡镇政府", "2020-W11", "2020-03-13", "late"),
        (3, "县教育局", "2020-W20", "2020-05-18", "late"),
        (1, "乡镇党委", "2020-W25", "", "missing"),
        (5, "县教育局", "2020-W40", "", "missing"),
    ];
    for (county, to, week, day, part) in breaks {
        let school = primary(county, 1);
        let row = report(city, &school, to, week);
        match part {
            "late" => city.set(row, "submitted_on", day),
            _ => city.remove(row),
        }
        truth
            .not_met(
                "weekly-report",
                format!("{school}|{to}|{week}"),
                "late_or_missing",
            )
            .part(part);
    }
    let row = report(city, &primary(2, 1), "县教育局", "2020-W12");
    city.set(row, "submitted_on", "2020-03-19");
}

fn suspects(city: &mut City, truth: &mut Truth) {
    let all = city.all("dropout_ledger", "status", "疑似");
    for (at, row) in all.iter().take(3).enumerate() {
        let report = of(city, "reports", *row);
        match at {
            0 => city.remove(report),
            1 => city.set(report, "submitted_on", "2020-10-16"),
            _ => city.set(report, "to_unit", "县教育局"),
        }
        truth
            .not_met("suspicion-reported", *row, "not_reported_in_time")
            .part(
                [
                    "missing:村（社区）两委",
                    "late:村（社区）两委",
                    "missing:村（社区）两委",
                ][at],
            );
    }
    let report = of(city, "reports", all[3]);
    city.set(report, "submitted_on", "2020-10-15");
    let workers = city.all("persuasion_cases", "placement", "职教提升班");
    for (at, case) in workers.into_iter().take(3).enumerate() {
        city.set(case, "placement", ["原校", "转校", "原校"][at]);
        truth.not_met(
            "vocational-class",
            of(city, "household", case),
            "in_another_class",
        );
    }
}

fn alerts(city: &mut City, truth: &mut Truth) {
    let all = city.rows("attendance_alerts");
    for at in 0..3 {
        city.set(
            all[at],
            "first_action_on",
            ["2020-10-22", "", "2020-10-26"][at],
        );
        truth.not_met("alert-acted-on", all[at], "acted_late");
        let number = city.cell(all[at + 2], "alert_no");
        let partner = city.find("alert_partners", "alert_no", &number);
        match at {
            0 => city.remove(partner),
            _ => city.set(partner, "partner", ["", "班主任", "家长"][at]),
        }
        truth.not_met("alert-partners", all[at + 2], "partner_missing");
        city.set(all[at], "is_written", "否");
        truth.not_met("alert-reported", all[at], "not_in_writing");
        let column = ["reported_to_township_on", "reported_to_bureau_on"][at % 2];
        city.set(
            all[at + 1],
            column,
            ["2020-10-23", "2020-10-28", "2020-10-23"][at],
        );
        truth.not_met("alert-reported-promptly", all[at + 1], "reported_late");
    }
    city.set(all[4], "reported_to_bureau_on", "2020-10-22");
    city.set(all[3], "first_action_on", "2020-10-21");
}

/// Who came back in a term and has not been touched: the row in the dropout ledger.
fn returner(city: &mut City, county: usize, term: &str) -> Row {
    in_county(city, "dropout_ledger", "school", county, |city, row| {
        let id = city.cell(row, "national_id");
        let cases = city.all("persuasion_cases", "national_id", &id);
        city.is(row, "status", "复学")
            && cases.iter().any(|case| city.is(*case, "return_term", term))
            && city.all("poverty", "national_id", &id).is_empty()
            && city.all("minors_found", "national_id", &id).is_empty()
    })
}

fn returners(city: &mut City, truth: &mut Truth) {
    for (county, day) in [
        (0, "2019-12-30"),
        (2, "2020-01-14"),
        (0, "2020-03-01"),
        (4, "2020-02-29"),
    ] {
        let row = returner(city, county, "2019秋");
        let visit = of(city, "home_visits", row);
        city.set(visit, "visited_on", day);
        if day < "2020-01-15" {
            truth.not_met("returner-visited", row, "not_visited");
        }
        if day != "2020-02-29" {
            truth.not_met("returner-visited-in-time", row, "not_visited_in_time");
        }
    }
    let row = autumn_poor(city, 0);
    let visit = of(city, "home_visits", row);
    city.remove(visit);
    truth.not_met("returner-visited", row, "not_visited");
    truth.not_met("returner-visited-in-time", row, "not_visited");
    for county in [1, 2, 4] {
        let row = autumn_poor(city, county);
        let counted = of(city, "enrolment", row);
        city.set(counted, "counted_on", "2020-01-10");
        truth.not_met("returner-back", row, "not_counted_in_spring");
    }
}

fn autumn_poor(city: &mut City, county: usize) -> Row {
    in_county(city, "dropout_ledger", "school", county, |city, row| {
        let id = city.cell(row, "national_id");
        let cases = city.all("persuasion_cases", "national_id", &id);
        cases
            .iter()
            .any(|case| city.is(*case, "return_term", "2019秋"))
            && !city.all("poverty", "national_id", &id).is_empty()
            && city.all("minors_found", "national_id", &id).is_empty()
    })
}

fn window(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 1, 2].into_iter().enumerate() {
        let pupil = plain_pupil(city, county, 2..=6);
        let entry = of(city, "school_age_ledger", pupil);
        city.set(entry, "checked_on", "");
        truth.not_met(
            "window-checked",
            of(city, "household", pupil),
            "not_checked",
        );
        truth.not_met("window-checked-in-time", entry, "not_checked");
        let pupil = plain_pupil(city, [0, 4, 5][at], 2..=6);
        let entry = of(city, "school_age_ledger", pupil);
        city.set(entry, "whereabouts", "去向不明");
        truth.not_met(
            "window-whereabouts",
            of(city, "household", pupil),
            "nobody_knows_where",
        );
        truth.not_met("unknown-routed", entry, "nobody_charged");
    }
    let pupil = plain_pupil(city, 3, 2..=6);
    let entry = of(city, "school_age_ledger", pupil);
    city.set(entry, "checked_on", "2020-04-02");
    truth.not_met("window-checked-in-time", entry, "checked_late");
    let pupil = plain_pupil(city, 0, 2..=6);
    let entry = of(city, "school_age_ledger", pupil);
    city.set(entry, "checked_on", "2020-04-01");
}

fn changes(city: &mut City, truth: &mut Truth) {
    for (system, item) in [
        ("国扶系统", "change-in-poverty-system"),
        ("残疾人信息系统", "change-in-disability-system"),
    ] {
        for (at, row) in city
            .all("status_changes", "system", system)
            .into_iter()
            .take(3)
            .enumerate()
        {
            let id = city.cell(row, "national_id");
            let change = one(city, "status_changes", |city, row| {
                city.is(row, "national_id", &id) && city.is(row, "system", "学籍系统")
            });
            match at {
                0 => city.remove(row),
                _ => city.set(row, "change", "休学"),
            }
            truth.not_met(item, change, "not_marked_there");
        }
    }
    let registry = city.all("status_changes", "system", "学籍系统");
    for (row, day) in [
        (registry[4], "2020-05-31"),
        (registry[5], ""),
        (registry[6], "2020-08-01"),
    ] {
        city.set(row, "marked_on", day);
        truth.not_met("change-marked-in-three-systems", row, "marked_late");
    }
    city.set(registry[7], "marked_on", "2020-05-30");
}

/// The two lists of exceptions of the plan are kept apart: an illness of the mind excuses from the goal and not from the zero, a bodily
/// reason from the zero and not from the goal.
fn excused(city: &mut City, truth: &mut Truth) {
    for (county, reason, item) in [
        (6, "严重心理或精神疾病", "poor-none-out"),
        (5, "身体原因", "poor-children-in-school"),
    ] {
        let row = match county {
            6 => spring_poor(city, county),
            _ => autumn_poor(city, county),
        };
        let id = city.cell(row, "national_id");
        city.set(row, "status", "辍学");
        for entry in city.all("study_ledger", "national_id", &id) {
            city.set(entry, "study_status", "辍学");
        }
        city.set(of(city, "registry", row), "status", "辍学");
        let (paper, number) = (city.number("D"), city.number("E"));
        add!(city, documents: document_no = paper, kind = "医学鉴定", title = "医学鉴定", national_id = id, issued_on = "2020-08-12",
            on_paper = "是", electronic = "是");
        add!(city, exemptions: exemption_no = number, national_id = id, type = "休学", reason = reason, approved_by = office(county, "02"),
            approved_on = "2020-09-10", valid_until = "2021-08-31", medical_certificate = paper, evidence = paper);
        match item {
            "poor-none-out" => {
                truth
                    .not_met(item, row, "another_list_of_exceptions")
                    .part("due:2020-05-31");
            }
            _ => {
                truth.not_met(item, of(city, "poverty", row), "another_list_of_exceptions");
            }
        }
    }
}

/// A child of a poor family that came back in spring: its row in the dropout ledger.
fn spring_poor(city: &mut City, county: usize) -> Row {
    in_county(city, "dropout_ledger", "school", county, |city, row| {
        let id = city.cell(row, "national_id");
        let cases = city.all("persuasion_cases", "national_id", &id);
        cases
            .iter()
            .any(|case| city.is(*case, "return_term", "2020春"))
            && !city.all("poverty", "national_id", &id).is_empty()
            && city.all("minors_found", "national_id", &id).is_empty()
    })
}

fn zeroing(city: &mut City, truth: &mut Truth) {
    for (county, day) in [(0, "2020-06-01"), (2, "2020-08-31"), (4, "2020-07-15")] {
        let row = spring_poor(city, county);
        let case = of(city, "persuasion_cases", row);
        city.set(case, "returned_on", day);
        truth
            .not_met("poor-brought-back", case, "back_late")
            .part("due:2020-05-31");
    }
    let row = spring_poor(city, 1);
    let case = of(city, "persuasion_cases", row);
    city.set(case, "returned_on", "2020-05-31");
    for county in [0, 3, 5] {
        // Out of school again, on all ledgers.
        let row = spring_poor(city, county);
        city.set(row, "status", "辍学");
        for entry in city.all(
            "study_ledger",
            "national_id",
            &city.cell(row, "national_id"),
        ) {
            city.set(entry, "study_status", "辍学");
        }
        truth
            .not_met("poor-none-out", row, "out_of_school")
            .part("due:2020-05-31");
    }
    for (county, day) in [
        (0, "2020-07-10"),
        (1, ""),
        (4, "2020-08-20"),
        (2, "2020-07-09"),
    ] {
        let row = in_county(city, "dropout_ledger", "school", county, |city, row| {
            let cases = city.all(
                "persuasion_cases",
                "national_id",
                &city.cell(row, "national_id"),
            );
            cases
                .iter()
                .any(|case| city.is(*case, "return_term", "2020春"))
        });
        city.set(row, "closed_on", day);
        if day != "2020-07-09" {
            truth.not_met("zeroing-in-time", row, "closed_late");
        }
    }
    for (county, day) in [
        (0, "2020-10-30"),
        (1, "2020-10-15"),
        (2, "2020-10-30"),
        (4, "2020-11-01"),
    ] {
        let row = in_county(city, "dropout_ledger", "school", county, |city, row| {
            city.is(row, "status", "复学")
        });
        city.set(row, "updated_on", day);
        if day < "2020-11-01" {
            truth.not_met("ledger-kept-up", row, "not_kept_up");
        }
    }
}

fn admission(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 2, 5].into_iter().enumerate() {
        let school = super::super::super::super::world::places::junior(county, 0);
        let mut pupils = city.all("admissions", "to_school", &school);
        pupils.retain(|row| !city.is(*row, "national_id", ""));
        city.set(
            pupils[0],
            "class_assigned_on",
            ["2020-07-10", "", "2020-08-30"][at],
        );
        truth.not_met("classes-assigned", pupils[0], "assigned_late");
        city.set(pupils[1], "class_assigned_on", "2020-07-09");
        let mut lists = city.all("reports", "from_unit", &school);
        lists.retain(|row| city.is(*row, "kind", "未到校注册学生名册"));
        match at {
            0 => city.remove(lists[0]),
            1 => city.set(lists[1], "submitted_on", "2020-10-02"),
            _ => city.set(lists[1], "to_unit", "市教育局"),
        }
        truth.not_met(
            "unregistered-reported",
            city.find("schools", "school_id", &school),
            "not_reported",
        );
        let school = super::super::super::super::world::places::junior(county + 1, 0);
        let mut lists = city.all("reports", "from_unit", &school);
        lists.retain(|row| city.is(*row, "kind", "未到校注册学生名册"));
        if at == 0 {
            city.set(lists[0], "submitted_on", "2020-10-01");
        }
        let missing = one(city, "admissions", |city, row| {
            city.is(row, "to_school", &school) && city.is(row, "registered_on", "")
        });
        match at {
            0 => city.set(missing, "tracking_result", ""),
            _ => {
                let case = of(city, "persuasion_cases", missing);
                city.remove(case);
            }
        }
        truth.not_met("unregistered-tracked", missing, "not_looked_for");
    }
}

/// Pupils of the ninth grade who are counted no more; nobody was told, nobody tries to bring them back.
fn final_year(city: &mut City, truth: &mut Truth) {
    for county in [0, 1, 0] {
        let pupil = plain_pupil(city, county, 9..=9);
        city.remove(of(city, "enrolment", pupil));
        truth.not_met(
            "final-year-stays",
            of(city, "earlier_enrolment", pupil),
            "gone_before_graduation",
        );
        truth.not_met("absent-reported", pupil, "not_reported");
        truth.not_met("absent-persuaded", pupil, "nobody_charged");
    }
    let pupil = plain_pupil(city, 0, 9..=9);
    city.remove(of(city, "enrolment", pupil));
    city.set(pupil, "status", "转出");
}
