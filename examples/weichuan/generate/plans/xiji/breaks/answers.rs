//! Questions to which people said no, said nothing, or said something that no longer counts.

use super::super::super::super::answers::{Said, say};
use super::super::super::super::city::{City, Row};
use super::super::super::super::identity::Day;
use super::super::super::super::truth::{State, Truth};
use super::super::super::super::world::places::{
    SENIOR, VOCATIONAL, junior, kindergarten, primary, teaching_point, township,
};
use super::super::children::private_kindergarten;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    no(city, truth);
    nothing(city, truth);
    no_longer(city, truth);
}

fn school(city: &City, id: &str) -> Row {
    city.find("schools", "school_id", id)
}

fn titled(city: &City, words: &str) -> Row {
    let rows = city.rows("documents");
    let mut rows = rows
        .into_iter()
        .filter(|row| city.cell(*row, "title").contains(words));
    rows.next().expect("such a paper")
}

fn no(city: &mut City, truth: &mut Truth) {
    for item in ["warm-help-system", "teaching-reform", "eight-parties"] {
        say(city, item, None, Said::No);
        truth.not_met(item, "", "answered_no").part("person");
    }
    let rows = [
        ("school-publicity", school(city, &junior(0, 1))),
        ("school-publicity", school(city, &primary(4, 0))),
        ("school-mechanism", school(city, &primary(2, 0))),
        ("school-visits-homes", school(city, &primary(5, 0))),
        ("fair-admission", school(city, &kindergarten(0))),
        ("fair-admission", school(city, &junior(0, 0))),
        ("standard-schools", school(city, &teaching_point(0))),
        ("standard-schools", school(city, &primary(6, 1))),
        ("senior-reform", school(city, SENIOR)),
        (
            "private-kindergartens-inspected",
            school(city, &private_kindergarten(2)),
        ),
        ("two-lines", city.find("townships", "code", &township(3, 0))),
        ("two-notices", titled(city, "义务教育控辍保学责任制")),
        ("three-documents", titled(city, "特殊群体帮扶")),
        ("two-plans", titled(city, "义务教育优质均衡")),
    ];
    for (item, row) in rows {
        say(city, item, Some(row), Said::No);
        truth.not_met(item, row, "answered_no").part("person");
    }
}

fn nothing(city: &mut City, truth: &mut Truth) {
    for item in ["police-data-shared", "admission-documents"] {
        say(city, item, None, Said::Nothing);
        truth.awaiting(item, "", "not_answered");
    }
    let rows = [
        ("school-publicity", school(city, &primary(1, 1))),
        ("school-mechanism", school(city, &primary(0, 5))),
        ("vocational-reform", school(city, VOCATIONAL)),
        ("two-teams", school(city, &private_kindergarten(1))),
        ("return-mechanism", city.rows("persuasion_cases")[1]),
    ];
    for (item, row) in rows {
        say(city, item, Some(row), Said::Nothing);
        truth.awaiting(item, row, "not_answered");
    }
    // The item waits for its setting as a whole, the question does not wait.
    let row = school(city, &primary(2, 1));
    say(city, "match-repeated", Some(row), Said::Nothing);
    for state in [State::Unset, State::Set] {
        truth
            .awaiting("match-repeated", row, "not_answered")
            .only(state);
    }
}

fn no_longer(city: &mut City, truth: &mut Truth) {
    let (last, over) = (Day::new(2021, 12, 31), Day::new(2021, 12, 30));
    let rows = [
        ("fair-admission", school(city, &primary(3, 0))),
        ("standard-schools", school(city, &primary(0, 2))),
        ("senior-appraisal", school(city, SENIOR)),
    ];
    for (item, row) in rows {
        say(city, item, Some(row), Said::Until(over));
        truth.awaiting(item, row, "answer_ran_out");
    }
    // The last day counts.
    let row = school(city, &primary(5, 0));
    say(city, "fair-admission", Some(row), Said::Until(last));
}
