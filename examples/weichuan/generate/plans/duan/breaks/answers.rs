//! Questions to which people said no, said nothing, or said something that no longer counts.

use super::super::super::super::answers::{Said, say};
use super::super::super::super::city::{City, Row};
use super::super::super::super::identity::Day;
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{
    COUNTIES, SENIOR, junior, kindergarten, office, primary, teaching_point, township,
};
use super::one;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    no(city, truth);
    nothing(city, truth);
    no_longer(city, truth);
}

fn school(city: &City, id: &str) -> Row {
    city.find("schools", "school_id", id)
}

fn place(city: &City, county: usize, at: usize) -> Row {
    city.find("townships", "code", &township(county, at))
}

/// What a county has in a table, by the value of a column.
fn has(city: &City, table: &str, county: usize, column: &str, text: &str) -> Row {
    one(city, table, |city, row| {
        city.is(row, "county", COUNTIES[county].0) && city.is(row, column, text)
    })
}

fn meeting(city: &City, convener: &str) -> Row {
    city.find("meetings", "convener", convener)
}

fn no(city: &mut City, truth: &mut Truth) {
    let whole = [
        "higher-documents",
        "digital-contests",
        "awards-rural",
        "principal-removed",
        "circuit-court",
        "family-guidance",
        "accountability-taken",
    ];
    for item in whole {
        say(city, item, None, Said::No);
        truth.not_met(item, "", "answered_no").part("person");
    }
    let rows = [
        ("goal-conditions-seen", school(city, &teaching_point(1))),
        ("rural-subjects", school(city, &teaching_point(0))),
        ("rural-subjects", school(city, &junior(0, 2))),
        ("equipment-kept", school(city, &primary(2, 0))),
        ("equipment-kept", school(city, &primary(5, 1))),
        ("campus-safety", school(city, &kindergarten(1))),
        ("campus-safety", school(city, SENIOR)),
        ("campus-safety", school(city, &primary(3, 1))),
        ("school-health", school(city, &primary(4, 0))),
        ("light-workload", school(city, &junior(0, 0))),
        ("school-counsellor", school(city, &primary(1, 0))),
        ("township-law-publicity", place(city, 2, 1)),
        ("putonghua-events", place(city, 5, 0)),
        ("leaders-in-person", place(city, 0, 3)),
        ("school-land", has(city, "projects", 1, "kind", "改扩建")),
        (
            "bottom-line-handed-over",
            has(city, "projects", 6, "kind", "20条底线"),
        ),
        (
            "difficulties-solved",
            has(city, "issues", 0, "found_on", "2020-07-20"),
        ),
        (
            "inspection-reminder",
            has(city, "issues", 5, "found_on", "2020-03-12"),
        ),
        ("joint-meeting-content", meeting(city, COUNTIES[1].0)),
        (
            "members-do-their-part",
            city.find("organisations", "organisation_id", &office(3, "08")),
        ),
    ];
    for (item, row) in rows {
        say(city, item, Some(row), Said::No);
        truth.not_met(item, row, "answered_no").part("person");
    }
}

fn nothing(city: &mut City, truth: &mut Truth) {
    for item in ["posts-approved", "campaign-funds", "youth-volunteers"] {
        say(city, item, None, Said::Nothing);
        truth.awaiting(item, "", "not_answered");
    }
    let rows = [
        ("full-curriculum", school(city, &primary(6, 0))),
        ("school-publicity", school(city, &primary(0, 2))),
        ("campus-safety", school(city, &primary(0, 4))),
        ("township-leader-answers", place(city, 4, 0)),
        ("township-meeting-content", meeting(city, &township(6, 1))),
        (
            "transit-housing",
            has(city, "projects", 5, "kind", "教师周转房"),
        ),
        (
            "members-do-their-part",
            city.find("organisations", "organisation_id", &office(6, "11")),
        ),
    ];
    for (item, row) in rows {
        say(city, item, Some(row), Said::Nothing);
        truth.awaiting(item, row, "not_answered");
    }
}

fn no_longer(city: &mut City, truth: &mut Truth) {
    let (last, over) = (Day::new(2020, 12, 31), Day::new(2020, 12, 30));
    let rows = [
        ("campus-safety", school(city, &primary(1, 1))),
        ("home-contact", school(city, &primary(0, 1))),
        ("pupils-values", school(city, &junior(0, 1))),
    ];
    for (item, row) in rows {
        say(city, item, Some(row), Said::Until(over));
        truth.awaiting(item, row, "answer_ran_out");
    }
    // The last day counts.
    let row = school(city, &primary(4, 1));
    say(city, "campus-safety", Some(row), Said::Until(last));
}
