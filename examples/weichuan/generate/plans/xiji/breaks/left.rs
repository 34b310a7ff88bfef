//! Children who left school, those who came back, and what is recorded of both.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::out_of_school::{Case, Left, leave};
use super::super::super::super::world::people::Person;
use super::super::children::{accompany, back, help, listed, moved_away};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    causes(city, truth);
    ledgers(city, truth);
    visits(city, truth);
    lost(city, truth);
    mechanism(city, truth);
    changes(city, truth);
    returned(city, truth);
    files(city, truth);
}

fn entry(city: &City, table: &str, id: &str) -> Row {
    city.find(table, "national_id", id)
}

/// Gives the persuasions of a new case somebody who took part.
pub(super) fn accompanied(city: &mut City, id: &str) {
    for row in city.all("persuasion", "national_id", id) {
        accompany(city, row, 4);
    }
}

/// A case of somebody who moved away, with everything.
pub(super) fn away(city: &mut City, county: usize, cause: &str) -> Case {
    let case = moved_away(city, county, county, cause);
    accompanied(city, &case.child.id);
    case
}

/// A case of somebody who came back, with everything.
pub(super) fn back_again(city: &mut City, county: usize) -> Case {
    let case = back(city, county, 1, (false, "复学"));
    accompanied(city, &case.child.id);
    case
}

fn causes(city: &mut City, truth: &mut Truth) {
    for county in [1, 3, 6] {
        let case = away(city, county, "因贫");
        truth.not_met("none-out-because-poor", case.ledger, "out_because_poor");
        let case = away(city, county - 1, "因贫");
        let row = listed(city, &case.child, "返乡儿童");
        help(city, row);
        truth.not_met("none-out-because-poor", case.ledger, "out_because_poor");
        truth.not_met("listed-none-because-poor", case.ledger, "out_because_poor");
        let case = away(city, county, "");
        truth.cannot_tell("none-out-because-poor", case.ledger, "cause_blank");
        let found = entry(city, "school_age_ledger", &case.child.id);
        truth.not_met("whereabouts-explained", found, "cause_blank");
    }
    let case = away(city, 4, "");
    let row = listed(city, &case.child, "返乡儿童");
    help(city, row);
    for item in ["none-out-because-poor", "listed-none-because-poor"] {
        truth.cannot_tell(item, case.ledger, "cause_blank");
    }
    let found = entry(city, "school_age_ledger", &case.child.id);
    truth.not_met("whereabouts-explained", found, "cause_blank");
    // Suspended because of poverty is not out of school because of it.
    let case = super::super::children::suspended_case(city, 1, 1);
    let id = city.cell(case, "national_id");
    accompanied(city, &id);
    let ledger = entry(city, "dropout_ledger", &id);
    city.set(ledger, "cause", "因贫");
}

/// A child that is on the dropout ledger as dropped out, and whose household moved away.
fn dropped_out(city: &mut City, county: usize) -> Case {
    let status = "辍学";
    let case = leave(
        city,
        Left {
            county,
            poor: false,
            status,
            cause: "务工",
        },
        1,
    );
    accompanied(city, &case.child.id);
    let row = entry(city, "household", &case.child.id);
    city.set(row, "register_status", "迁出");
    let visit = entry(city, "home_visits", &case.child.id);
    city.set(visit, "visited_on", city.as_of.plus(-20));
    case
}

fn ledgers(city: &mut City, truth: &mut Truth) {
    for county in [0, 2, 5] {
        let case = dropped_out(city, county);
        truth.not_met("zero-dropouts", case.ledger, "dropped_out");
    }
    for county in [0, 1, 4] {
        let case = away(city, county, "厌学");
        city.remove(case.ledger);
        let pupil = entry(city, "registry", &case.child.id);
        truth.not_met("dropouts-on-ledger", pupil, "not_on_the_ledger");
        let found = entry(city, "school_age_ledger", &case.child.id);
        truth.not_met("whereabouts-explained", found, "not_on_the_ledger");
    }
    // Of the county's own: the registers do not agree either.
    let case = dropped_out(city, 3);
    let row = entry(city, "household", &case.child.id);
    city.set(row, "register_status", "正常");
    truth.not_met("zero-dropouts", case.ledger, "dropped_out");
    for part in ["not_in:enrolment", "not_in:registry"] {
        truth
            .not_met("three-way-match", case.child.id.clone(), "dropped_out")
            .part(part);
    }
}

fn visits(city: &mut City, truth: &mut Truth) {
    for (county, days) in [(0, 91), (2, 91), (5, 120), (6, 90)] {
        let case = away(city, county, "厌学");
        for row in city.all("home_visits", "national_id", &case.child.id) {
            city.set(row, "visited_on", city.as_of.plus(-days));
        }
        if days > 90 {
            truth.not_met("visits-kept-up", case.ledger, "not_visited_again");
        }
    }
}

/// Somebody who was in class at the count before and is not now.
fn missing(city: &mut City, county: usize) -> Row {
    let child = Person::new(city, county, 1, 4);
    let row = child.register(city);
    city.set(row, "register_status", "迁出");
    child.registry(city, "转出");
    let [last, earlier] = child.count(city);
    city.remove(last);
    earlier
}

fn lost(city: &mut City, truth: &mut Truth) {
    for county in [0, 3, 5] {
        let row = missing(city, county);
        truth.not_met("nobody-lost", row, "nowhere_now");
    }
    for (county, change, marked) in [
        (1, "转学", "2021-12-15"),
        (6, "休学", "2021-12-15"),
        (2, "劝返", "2021-12-15"),
    ] {
        let row = missing(city, county);
        let (number, id) = (city.number("B"), city.cell(row, "national_id"));
        add!(city, status_changes: change_no = number, national_id = id, system = "学籍系统", change = change,
            occurred_on = "2021-12-12", marked_on = marked);
        // Persuaded is not gone.
        if change == "劝返" {
            truth.not_met("nobody-lost", row, "nowhere_now");
        }
    }
    // Graduated between the counts.
    let row = missing(city, 4);
    let pupil = entry(city, "registry", &city.cell(row, "national_id"));
    city.set(pupil, "status", "毕业");
}

fn mechanism(city: &mut City, truth: &mut Truth) {
    for county in [0, 2, 6] {
        let case = back_again(city, county);
        match county {
            2 => {
                let record = entry(city, "persuasion", &case.child.id);
                city.set(record, "done_on", "");
            }
            _ => city.set(case.case, "opened_on", ""),
        }
        truth.not_met("return-mechanism", case.case, "not_applied");
        let case = back(city, county + usize::from(county < 6), 2, (false, "复学"));
        let record = entry(city, "persuasion", &case.child.id);
        truth.not_met("persuasion-joint", record, "nobody_else");
    }
    for row in city.all("persuasion_partners", "partner", "司法") {
        city.set(row, "partner", "团委");
    }
    truth.not_met("eight-parties", "", "seven_parties");
}

fn changes(city: &mut City, truth: &mut Truth) {
    for (county, occurred, marked) in [
        (0, "", "2021-11-05"),
        (1, "2021-11-02", ""),
        (4, "", "2021-11-12"),
        (5, "2021-11-02", "2021-11-10"),
        (2, "2021-11-02", "2021-11-20"),
        (0, "2021-11-02", "2021-12-02"),
        (6, "2021-11-02", "2021-11-09"),
    ] {
        let case = back_again(city, county);
        let row = entry(city, "status_changes", &case.child.id);
        city.set(row, "occurred_on", occurred);
        city.set(row, "marked_on", marked);
        if occurred.is_empty() || marked.is_empty() {
            truth.not_met("change-marked", row, "day_missing");
        }
        match (occurred, marked) {
            ("", _) => {
                truth.cannot_tell("change-marked-in-time", row, "day_missing");
            }
            // The seventh day.
            (_, "2021-11-09") => {}
            _ => {
                truth.not_met("change-marked-in-time", row, "marked_late");
            }
        }
    }
}

fn returned(city: &mut City, truth: &mut Truth) {
    for county in [0, 1, 5] {
        let case = back_again(city, county);
        city.set(case.ledger, "closed_on", "");
        truth.not_met("returned-closed", case.ledger, "not_struck_off");
        let case = back_again(city, county + 1);
        city.set(case.case, "returned_on", "");
        truth.not_met("closed-returned", case.ledger, "no_day_of_return");
        // Taught at home after the return, and on no register of pupils.
        let case = back_again(city, county);
        city.set(case.case, "placement", "送教上门");
        let row = entry(city, "household", &case.child.id);
        city.set(row, "register_status", "迁出");
        let row = entry(city, "registry", &case.child.id);
        city.set(row, "status", "转出");
        for table in ["enrolment", "earlier_enrolment"] {
            let row = entry(city, table, &case.child.id);
            city.remove(row);
        }
        truth.not_met("returned-enrolled", case.case, "not_on_the_registry");
        let case = back_again(city, county);
        match county {
            1 => {
                for table in ["enrolment", "earlier_enrolment"] {
                    let row = entry(city, table, &case.child.id);
                    city.remove(row);
                }
                truth
                    .not_met("three-way-match", case.child.id, "not_in_class")
                    .part("not_in:enrolment");
            }
            _ => city.set(case.case, "returned_on", city.as_of.plus(-9)),
        }
        truth.not_met("returned-still-there", case.case, "not_in_class");
    }
    // Moved to another school: no day of return is wanted.
    let case = back_again(city, 3);
    city.set(case.ledger, "status", "转学");
    city.set(case.case, "returned_on", "");
    // Back on the day of the count.
    let case = back_again(city, 6);
    city.set(case.case, "returned_on", city.as_of.plus(-10));
}

fn files(city: &mut City, truth: &mut Truth) {
    for (county, broken) in [
        (0, "personal_plan"),
        (3, "result"),
        (6, "result"),
        (4, "family_plan"),
    ] {
        let case = away(city, county, "厌学");
        match broken {
            "result" => {
                let record = entry(city, "persuasion", &case.child.id);
                city.set(record, "result", "");
            }
            column => city.set(case.case, column, ""),
        }
        // The family's plan is another plan's matter.
        if broken != "family_plan" {
            truth.not_met("dropout-has-file", case.ledger, "says_too_little");
        }
    }
}
