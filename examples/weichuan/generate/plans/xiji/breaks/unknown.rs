//! Cells that nobody filled, or that nobody can read: what rests on them cannot be told, and nothing else changes.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::people::Person;
use super::super::super::super::world::places::{COUNTIES, kindergarten};
use super::super::children::{away, help, listed, private_kindergarten};
use super::super::offices::{INSPECTION, THIRD_PARTY, bureau, serve};
use super::left;
use super::offices::in_month;
use super::problems::fresh;
use super::pupils::gone;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    elsewhere(city, truth);
    groups(city, truth);
    days(city, truth);
    money(city, truth);
    left_school(city, truth);
}

fn entry(city: &City, table: &str, id: &str) -> Row {
    city.find(table, "national_id", id)
}

/// Who studies elsewhere is shown apart; without its proof nobody is excused.
fn elsewhere(city: &mut City, truth: &mut Truth) {
    for (county, poor) in [(0, true), (3, false), (6, true)] {
        let child = away(city, county, 1, poor);
        let row = entry(city, "study_ledger", &child.id);
        city.set(row, "proof", "");
        for part in ["not_in:enrolment", "not_in:registry"] {
            truth
                .not_met("three-way-match", child.id.clone(), "no_proof")
                .part(part);
        }
        if poor {
            let row = entry(city, "poverty", &child.id);
            truth.not_met("poor-child-in-school", row, "no_proof");
        }
    }
}

fn groups(city: &mut City, truth: &mut Truth) {
    // Too old or too young by no day that can be read.
    for (county, birth) in [(1, ""), (4, "2012-02-30")] {
        let child = gone(city, county, 0);
        let row = listed(city, &child, "留守儿童");
        help(city, row);
        city.set(row, "birth_date", birth);
        truth.cannot_tell("left-behind-in-school", row, "birth_date_unknown");
        // In school, of whatever age.
        let child = Person::new(city, county, 0, 4);
        child.enrol(city);
        let row = listed(city, &child, "随迁子女");
        help(city, row);
        city.set(row, "birth_date", birth);
    }
}

fn days(city: &mut City, truth: &mut Truth) {
    // There is no thirtieth of February.
    let row = fresh(city, THIRD_PARTY, 3, "");
    city.set(row, "found_on", "2021-02-30");
    truth.cannot_tell("third-party-at-once", row, "no_such_day");
    // The supervision office under its shorter name.
    let row = fresh(city, INSPECTION, 4, "");
    let name = serve(city, ("督导室", &bureau(5), "", ""), "督学");
    city.set(row, "verified_by", name);
    // Of whom nobody says what he answers for.
    let rows = in_month(city, 0, 10);
    city.set(rows[0], "township", "");
    truth.cannot_tell("visits-in-own-area", rows[0], "township_blank");
}

fn money(city: &mut City, truth: &mut Truth) {
    let rows = city.all("funds", "school", &private_kindergarten(2));
    city.set(rows[0], "paid", "");
    truth.cannot_tell(
        "private-kindergarten-subsidy",
        city.find("schools", "school_id", &private_kindergarten(2)),
        "paid_blank",
    );
    let row = city.find("posts", "school", &kindergarten(2));
    city.set(row, "approved", "");
    truth.cannot_tell("preschool-teachers", row, "posts_blank");
    let number = city.number("N");
    add!(city, statistics: figure_no = number, indicator = "幼儿入园率", county = COUNTIES[2].0, for_period = 2020,
        counted_on = "2020-09-15", numerator = 850, denominator = "");
    let number = city.number("N");
    let next = add!(city, statistics: figure_no = number, indicator = "幼儿入园率", county = COUNTIES[2].0, for_period = 2021,
        counted_on = "2021-09-15", numerator = 860, denominator = 1000);
    truth.cannot_tell("preschool-rate-rises", next, "denominator_blank");
}

fn left_school(city: &mut City, truth: &mut Truth) {
    let case = left::back_again(city, 2);
    city.set(case.ledger, "status", "");
    let visit = entry(city, "home_visits", &case.child.id);
    city.set(visit, "visited_on", city.as_of.plus(-100));
    for item in ["zero-dropouts", "visits-kept-up"] {
        truth.cannot_tell(item, case.ledger, "status_blank");
    }
    truth
        .cannot_tell("dropout-has-file", case.ledger, "status_blank")
        .part("person");
    let case = left::away(city, 2, "厌学");
    for row in city.all("home_visits", "national_id", &case.child.id) {
        city.set(row, "visited_on", "十二月");
    }
    truth.cannot_tell("visits-kept-up", case.ledger, "visit_day_unreadable");
}
