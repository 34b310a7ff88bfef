//! Birthdays, children of several groups, and cells that are blank or cannot be read: what then cannot be told.

use super::super::super::city::{City, Row};
use super::super::super::identity::Day;
use super::super::super::truth::Truth;
use super::super::super::world::people::Person;
use super::super::super::world::places::village;
use super::breaks_pupils::{of, rows_of, unlisted};
use super::units::head;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    birthdays(city, truth);
    several_groups(city, truth);
    blank_people(city, truth);
    blank_lists(city, truth);
    unreadable_days(city, truth);
}

/// Children on no registry: of 6 and 15 years a finding, of 5 and 16 none. A birthday counts from the day itself.
fn birthdays(city: &mut City, truth: &mut Truth) {
    for (at, (birth, is_due)) in [
        (Day::new(2003, 12, 31), false),
        (Day::new(2004, 1, 1), true),
        (Day::new(2013, 12, 31), true),
        (Day::new(2014, 1, 1), false),
    ]
    .into_iter()
    .enumerate()
    {
        let mut child = Person::adult(city, 0, at, birth);
        child.village = village(0, at, 1);
        let household = child.register(city);
        if is_due {
            truth.not_met("every-child-in-school", household, "not_registered");
        }
    }
}

/// A child left behind stands on two ledgers, and each row has its own duty; out of school it is one child.
fn several_groups(city: &mut City, truth: &mut Truth) {
    let row = city.pick("special_groups", |city, row| {
        let pupils = rows_of(city, "registry", row);
        city.is(row, "group", "留守儿童")
            && rows_of(city, "special_groups", row).len() == 2
            && rows_of(city, "poverty", row).is_empty()
            && pupils.iter().any(|pupil| city.is(*pupil, "stage", "小学"))
            && rows_of(city, "household", row).len() == 1
    });
    let pupil = of(city, "registry", row);
    city.set(pupil, "status", "转出");
    for row in rows_of(city, "special_groups", row) {
        truth.not_met("group-child-in-school", row, "not_attending");
    }
    truth.not_met(
        "every-child-in-school",
        of(city, "household", row),
        "not_attending",
    );
}

fn blank_people(city: &mut City, truth: &mut Truth) {
    // Poor or a grown-up by then, and nothing paid; elsewhere in school.
    let row = city.pick("poverty", |city, row| {
        rows_of(city, "outside_pupils", row).len() == 1 && rows_of(city, "payments", row).len() == 1
    });
    city.set(row, "schooling", "");
    city.remove(of(city, "payments", row));
    truth.cannot_tell("poor-aided", row, "schooling_blank");
    // Of the county or moved away, and in no class; of another child it makes no odds.
    for status in ["转出", "在读"] {
        let pupil = city.pick("registry", |city, row| {
            city.is(row, "stage", "小学") && unlisted(city, row)
        });
        let row = of(city, "household", pupil);
        city.set(row, "register_status", "");
        city.set(pupil, "status", status);
        if status == "转出" {
            truth.cannot_tell("every-child-in-school", row, "register_status_blank");
        }
    }
    let row = city.pick("payments", |city, row| {
        city.is(row, "programme", "学前教育资助")
    });
    city.set(row, "term", "");
    truth.cannot_tell("no-double-payment", row, "term_blank");
    // Whoever helps has left office.
    let row = city.pick("assignments", |city, row| !city.is(row, "national_id", ""));
    city.set(row, "helper", head(city, 3));
    truth.not_met("helper-named", row, "helper_left");
}

fn blank_lists(city: &mut City, truth: &mut Truth) {
    let place = city.rows("townships")[13];
    let code = city.cell(place, "code");
    let mut rows = city.all("attestations", "township", &code);
    rows.retain(|row| city.is(*row, "topic", "志愿者"));
    city.set(rows[0], "verdict", "");
    truth.cannot_tell("centre-services", place, "verdict_blank");
    let row = city.all("trainings", "programme", "跟岗")[15];
    city.set(row, "ended_on", "");
    city.set(row, "assessed", "否");
    truth.cannot_tell("placements-assessed", row, "day_blank");
}

fn unreadable_days(city: &mut City, truth: &mut Truth) {
    // What cannot be read is not given.
    let row = city.all("projects", "kind", "留守儿童关爱中心")[12];
    city.set(row, "safety_checked_on", "六月上旬");
    truth.not_met("sites-checked", row, "day_unreadable");
    let cells: [(&str, Row, &str, &str); 3] = [
        (
            "construction-permits",
            city.all("permits", "kind", "施工许可")[4],
            "accepted_on",
            "2019年2月30日",
        ),
        (
            "land-procedures",
            city.all("permits", "kind", "土地手续")[4],
            "accepted_on",
            "",
        ),
        (
            "ledger-kept-up",
            city.rows("dropout_ledger")[8],
            "updated_on",
            "2019-13-01",
        ),
    ];
    for (item, row, column, cell) in cells {
        city.set(row, column, cell);
        truth.cannot_tell(item, row, "day_blank_or_unreadable");
    }
}
