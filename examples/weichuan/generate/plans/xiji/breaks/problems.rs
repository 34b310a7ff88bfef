//! Problems on the ledger, the lists of those who found them, the papers about them, and who verifies.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{junior, kindergarten, primary};
use super::super::offices::{INSPECTION, OWN, Problem, THIRD_PARTY, problem};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    lists(city, truth);
    third_party(city, truth);
    solved(city, truth);
    verified(city, truth);
    papers(city, truth);
    visits(city, truth);
}

/// A problem that is put right in time, to be spoilt.
pub(super) fn fresh(city: &mut City, source: &str, county: usize, school: &str) -> Row {
    let child = "";
    let late = false;
    problem(
        city,
        &Problem {
            source,
            county,
            school,
            child,
            late,
        },
    )
}

fn lists(city: &mut City, truth: &mut Truth) {
    let own = city.find("issues", "source", OWN);
    let own = city.cell(own, "issue_no");
    for issue_no in ["", "", &own] {
        let finding_no = city.number("F");
        let row = add!(city, source_findings: finding_no = finding_no, source = THIRD_PARTY, problem = "安置点学校未登记", issue_no = issue_no);
        truth.not_met("findings-on-ledger", row, "not_on_the_ledger");
    }
    for county in [0, 2, 5] {
        let row = fresh(city, THIRD_PARTY, county, "");
        let listed = city.find("source_findings", "issue_no", &city.cell(row, "issue_no"));
        city.remove(listed);
        truth.not_met("ledger-from-list", row, "not_on_the_list");
    }
    // Not put down to the assessment: nobody asks for a line on its list.
    let row = fresh(city, INSPECTION, 1, "");
    let listed = city.find("source_findings", "issue_no", &city.cell(row, "issue_no"));
    city.remove(listed);
}

fn third_party(city: &mut City, truth: &mut Truth) {
    for (county, school) in [(0, ""), (2, &*primary(2, 0)), (4, "")] {
        let row = fresh(city, THIRD_PARTY, county, school);
        city.set(row, "closed_on", "");
        truth.not_met("third-party-settled", row, "not_closed");
        truth.not_met("all-problems-closed", row, "not_closed");
        if !school.is_empty() {
            truth.not_met("school-problems-solved", row, "not_closed");
        }
    }
    // Still open, within its limit: nobody is called to account yet.
    let row = fresh(city, THIRD_PARTY, 6, "");
    for column in ["rectified_on", "verified_on", "closed_on"] {
        city.set(row, column, "");
    }
    city.set(row, "due_on", "2022-01-31");
    for item in [
        "third-party-settled",
        "third-party-at-once",
        "all-problems-closed",
    ] {
        truth.not_met(item, row, "still_open");
    }
    for (county, day) in [(0, "2021-05-22"), (1, "2021-05-24"), (3, "2021-06-10")] {
        let row = put_right(city, (THIRD_PARTY, county, ""), day);
        truth.not_met("third-party-at-once", row, "took_too_long");
    }
    // Fifteen days are in time.
    put_right(city, (THIRD_PARTY, 5, ""), "2021-05-21");
    // A problem of another inspection may take longer.
    put_right(city, (INSPECTION, 5, ""), "2021-06-10");
    let row = fresh(city, THIRD_PARTY, 2, "");
    city.set(row, "found_on", "");
    truth.cannot_tell("third-party-at-once", row, "found_day_blank");
}

/// A problem put right, verified and closed on one day.
fn put_right(city: &mut City, (source, county, school): (&str, usize, &str), day: &str) -> Row {
    let row = fresh(city, source, county, school);
    for column in ["rectified_on", "verified_on", "closed_on"] {
        city.set(row, column, day);
    }
    row
}

fn solved(city: &mut City, truth: &mut Truth) {
    for (county, column) in [
        (0, "found_on"),
        (1, "closed_on"),
        (3, "rectified_on"),
        (5, "closed_on"),
    ] {
        let row = fresh(city, OWN, county, &primary(county, 0));
        city.set(row, column, "");
        truth.not_met("school-problems-solved", row, "not_solved");
        if column != "found_on" {
            truth.not_met("all-problems-closed", row, "not_solved");
        }
        if column == "rectified_on" {
            truth.not_met("overdue-answered-for", row, "not_solved");
        }
    }
    for (county, column, day) in [
        (0, "verified_on", "2021-05-17"),
        (2, "closed_on", "2021-05-19"),
        (4, "verified_on", ""),
    ] {
        let row = fresh(city, OWN, county, "");
        city.set(row, column, day);
        truth.not_met("all-problems-closed", row, "not_in_this_order");
    }
    // All of it on one day.
    put_right(city, (OWN, 6, ""), "2021-05-18");
    for (county, person) in [(0, ""), (1, "待定"), (6, "T9999")] {
        let row = fresh(city, OWN, county, "");
        city.set(row, "person_responsible", person);
        truth.not_met("problem-has-person", row, "nobody_named");
    }
    for (county, day) in [(0, ""), (3, "none"), (6, "")] {
        let row = problem(
            city,
            &Problem {
                source: OWN,
                county,
                school: "",
                child: "",
                late: true,
            },
        );
        let action = city.find("accountability", "issue_no", &city.cell(row, "issue_no"));
        match day {
            "none" => city.remove(action),
            _ => city.set(action, "taken_on", ""),
        }
        truth.not_met("overdue-answered-for", row, "nobody_called_to_account");
    }
    // Put right on the last day.
    put_right(city, (OWN, 2, ""), "2021-06-10");
}

fn verified(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 1, 2, 5].into_iter().enumerate() {
        let row = fresh(city, INSPECTION, county, "");
        match at {
            // By the county's bureau.
            0 => {
                let other = city.find("staff", "organisation", &city.cell(row, "organisation"));
                let other = city.cell(other, "staff_id");
                city.set(row, "verified_by", other);
            }
            // By whoever put it right.
            1 | 2 => {
                let same = city.cell(row, "verified_by");
                city.set(row, "person_responsible", same);
            }
            _ => {
                city.set(row, "verified_on", "");
                truth.not_met("all-problems-closed", row, "not_verified");
            }
        }
        truth.not_met("supervision-verifies", row, "not_verified_by_another");
    }
    for (at, school) in [primary(0, 1), primary(3, 1), kindergarten(0)]
        .into_iter()
        .enumerate()
    {
        let row = city.find("attestations", "school", &school);
        match at {
            0 => city.set(row, "attested_on", "2020-12-31"),
            1 => city.remove(row),
            _ => {
                let head = city.find("schools", "school_id", &school);
                let head = city.cell(head, "principal");
                city.set(row, "attested_by", head);
            }
        }
        let school = city.find("schools", "school_id", &school);
        truth.not_met("supervision-inspects", school, "not_inspected");
    }
    // The first day of the year counts.
    let row = city.find("attestations", "school", &primary(4, 1));
    city.set(row, "attested_on", "2021-01-01");
}

fn papers(city: &mut City, truth: &mut Truth) {
    for (school, columns) in [
        (junior(0, 2), vec!["electronic"]),
        (primary(1, 1), vec!["on_paper"]),
        (primary(5, 1), vec!["on_paper", "electronic"]),
    ] {
        for paper in city.all("documents", "school", &school) {
            if city.is(paper, "kind", "整改资料") {
                for column in &columns {
                    city.set(paper, column, "否");
                }
            }
        }
        let school = city.find("schools", "school_id", &school);
        truth.not_met("papers-handed-in", school, "one_form_only");
    }
    for school in [primary(0, 3), primary(2, 1), primary(6, 0)] {
        let row = city.pick("documents", |city, row| {
            city.is(row, "kind", "整改资料") && city.is(row, "school", &school)
        });
        city.set(row, "digest", "");
        truth.not_met("papers-archived", row, "no_digest");
    }
    for (county, report, broken) in [
        (0, "2021-08-27", true),
        (1, "", true),
        (4, "to_another", true),
        (5, "2021-08-15", true),
        (2, "2021-08-26", false),
    ] {
        let school = primary(county, 1);
        let row = put_right(city, (OWN, county, &school), "2021-08-16");
        city.set(row, "found_on", "2021-08-10");
        city.set(row, "due_on", "2021-09-10");
        let reports = city.all("reports", "from_unit", &school);
        let last = reports[reports.len() - 1];
        match report {
            "" => city.remove(last),
            "to_another" => {
                city.set(last, "to_unit", "办公室");
                city.set(last, "submitted_on", "2021-08-20");
            }
            day => city.set(last, "submitted_on", day),
        }
        if broken {
            let part = match report {
                "2021-08-27" => "late:基础教育室",
                _ => "missing:基础教育室",
            };
            truth
                .not_met("papers-in-time", row, "not_in_time")
                .part(part);
        }
    }
}

/// What officers saw on visits and nobody solved.
fn visits(city: &mut City, truth: &mut Truth) {
    let visits = city.rows("officer_visits");
    for (at, county) in [0, 3, 4].into_iter().enumerate() {
        let issue_no = match at {
            1 => {
                let row = fresh(city, OWN, county, "");
                for column in ["rectified_on", "verified_on", "closed_on"] {
                    city.set(row, column, "");
                }
                city.set(row, "due_on", "2022-01-31");
                truth.not_met("all-problems-closed", row, "still_open");
                city.cell(row, "issue_no")
            }
            _ => String::new(),
        };
        let visit = city.cell(visits[at * 72 + 5], "visit_no");
        let row = add!(city, visit_problems: visit_no = visit, problem = "在册未到校原因不清", issue = issue_no);
        truth.not_met("visit-problems-solved", row, "not_solved");
    }
}
