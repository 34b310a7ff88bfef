//! Pupils: aid, groups that schools look after, children taught at home, and what three registers say of a child.

use super::super::super::super::city::{City, Row};
use super::super::super::super::identity::Day;
use super::super::super::super::truth::Truth;
use super::super::super::super::world::people::Person;
use super::super::super::super::world::places::{COUNTIES, office, primary, township};
use super::super::children::{accompany, away, help, listed, suspended, suspended_case};
use super::left::accompanied;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    aid(city, truth);
    in_school(city, truth);
    cared_for(city, truth);
    taught_at_home(city, truth);
    registers(city, truth);
    held_back(city, truth);
    poverty_data(city, truth);
    registry(city, truth);
    small_children(city, truth);
    consent(city, truth);
}

fn entry(city: &City, table: &str, id: &str) -> Row {
    city.find(table, "national_id", id)
}

fn aid(city: &mut City, truth: &mut Truth) {
    for stage in ["小学", "初中", "高中"] {
        let pupil = |city: &City, row: Row| {
            let id = city.cell(row, "national_id");
            let listed = city.all("special_groups", "national_id", &id).is_empty();
            listed && city.is(entry(city, "registry", &id), "stage", stage)
        };
        let row = city.pick("hardship", pupil);
        let paid = city.all("payments", "national_id", &city.cell(row, "national_id"));
        match stage {
            "小学" => city.set(paid[0], "school_year", "2020-2021"),
            _ => city.remove(paid[0]),
        }
        truth.not_met("hardship-aided", row, "nothing_paid");
        // Aid under whatever programme is aid.
        let row = city.pick("hardship", pupil);
        let paid = city.all("payments", "national_id", &city.cell(row, "national_id"));
        city.set(paid[0], "programme", "其他资助");
    }
    for at in 0..3 {
        let row = city.pick("relief", |city, row| {
            let id = city.cell(row, "national_id");
            !city.all("registry", "national_id", &id).is_empty()
                && city.is(row, "category", ["低保", "特困"][at % 2])
        });
        city.set(row, "helped", "否");
        truth.not_met("relief-given", row, "no_relief");
    }
    let row = city.pick("relief", |city, row| {
        let id = city.cell(row, "national_id");
        !city.all("registry", "national_id", &id).is_empty()
    });
    city.set(row, "helped", "");
    truth.cannot_tell("relief-given", row, "helped_blank");
}

/// Somebody of school age whose household moved away and whose entry was moved out.
pub(super) fn gone(city: &mut City, county: usize, place: usize) -> Person {
    let child = Person::new(city, county, place, 3 + place % 4);
    let row = child.register(city);
    city.set(row, "register_status", "迁出");
    child.registry(city, "转出");
    child
}

fn disability(city: &mut City, child: &Person) -> Row {
    let known = city.rows("disability")[0];
    let row = city.copy(known);
    city.set(row, "national_id", &child.id);
    city.set(row, "name", &child.name);
    city.set(row, "birth_date", child.birth);
    city.set(row, "certificate_no", format!("{}4", child.id));
    city.set(row, "township", &child.township);
    row
}

fn in_school(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 1, 4].into_iter().enumerate() {
        let child = gone(city, county, at);
        let row = listed(city, &child, "留守儿童");
        help(city, row);
        truth.not_met("left-behind-in-school", row, "not_in_school");
        let child = gone(city, county + 1, at);
        let row = listed(city, &child, "随迁子女");
        help(city, row);
        truth.not_met("migrants-in-school", row, "not_in_school");
        let child = gone(city, county + 2, at);
        let row = disability(city, &child);
        truth.not_met("disabled-in-school", row, "not_in_school");
        let mut child = gone(city, county, at + 2);
        child.poor = true;
        let row = child.poverty(city, "小学");
        truth.not_met("poor-child-in-school", row, "not_in_school");
    }
    // Of two groups at once: a duty in each row.
    let child = gone(city, 3, 1);
    for group in ["留守儿童", "随迁子女"] {
        let row = listed(city, &child, group);
        help(city, row);
        let item = match group {
            "留守儿童" => "left-behind-in-school",
            _ => "migrants-in-school",
        };
        truth.not_met(item, row, "in_two_groups");
    }
    // Five years old on the day.
    let mut child = gone(city, 2, 0);
    child.birth = Day::new(2016, 1, 1);
    let row = listed(city, &child, "留守儿童");
    help(city, row);
    // Suspended with consent and its paper: excused here; of the education bureau: not.
    for at in 0..2 {
        let child = gone(city, 1 + at, 0);
        let row = disability(city, &child);
        let excused = suspended(city, &child, "严重心理或精神疾病");
        accompanied_case(city, &child);
        if at == 1 {
            city.set(excused, "approved_by", office(2, "02"));
            truth.not_met("disabled-in-school", row, "consent_of_another_body");
            truth.not_met("consent-given", excused, "consent_of_another_body");
        }
    }
    // Studies elsewhere, with its proof.
    away(city, 5, 1, true);
}

/// The papers of a suspended child.
fn accompanied_case(city: &mut City, child: &Person) {
    let known = city.rows("persuasion_cases")[0];
    let row = city.copy(known);
    let (case_no, record_no) = (city.number("A"), city.number("R"));
    city.set(row, "case_no", &case_no);
    city.set(row, "national_id", &child.id);
    let known = city.rows("persuasion")[0];
    let record = city.copy(known);
    city.set(record, "case_no", &case_no);
    city.set(record, "record_no", record_no);
    city.set(record, "national_id", &child.id);
    accompany(city, record, 2);
}

fn cared_for(city: &mut City, truth: &mut Truth) {
    let group = |city: &mut City, group: &str, county: usize| {
        city.pick("special_groups", |city, row| {
            city.is(row, "group", group)
                && city.cell(row, "township").starts_with(COUNTIES[county].0)
        })
    };
    for county in [0, 3, 5] {
        let row = group(city, "贫困家庭子女", county);
        match county {
            3 => {
                let helper = entry(city, "assignments", &city.cell(row, "national_id"));
                city.set(helper, "assigned_to", "2021-12-30");
            }
            _ => city.set(row, "care", ""),
        }
        truth.not_met("difficulty-supported", row, "no_support");
    }
    for county in [1, 4, 6] {
        let row = group(city, "随迁子女", county);
        city.set(row, "care", "");
        truth.not_met("listed-child-cared", row, "no_care");
    }
    let row = group(city, "困境儿童", 2);
    city.set(row, "care", "");
    truth.not_met("listed-child-cared", row, "no_care");
    truth.not_met("difficulty-supported", row, "no_care");
    for (county, name) in [
        (0, "残疾儿童"),
        (1, "学习困难"),
        (2, "外出打工"),
        (3, "学习困难"),
    ] {
        let Some(row) = city
            .all("special_groups", "group", name)
            .into_iter()
            .find(|row| city.cell(*row, "township").starts_with(COUNTIES[county].0))
        else {
            continue;
        };
        let helper = entry(city, "assignments", &city.cell(row, "national_id"));
        city.remove(helper);
        truth.not_met("listed-child-has-helper", row, "nobody_assigned");
    }
    for (county, helper) in [(2, ""), (5, "待定"), (6, "T9999")] {
        let row = group(city, "家庭困难", county);
        let row = entry(city, "assignments", &city.cell(row, "national_id"));
        city.set(row, "helper", helper);
        truth.not_met("pair-helpers-named", row, "nobody_named");
    }
}

fn taught_at_home(city: &mut City, truth: &mut Truth) {
    let unable: Vec<Row> = city
        .rows("exemptions")
        .into_iter()
        .filter(|row| city.is_one(*row, "reason", &["重度残疾", "身体原因"]))
        .collect();
    for (at, row) in unable.into_iter().take(6).enumerate() {
        let id = city.cell(row, "national_id");
        let subject = entry(city, "disability", &id);
        for lesson in city.all("home_teaching", "national_id", &id) {
            match at % 2 {
                0 => city.set(lesson, "personal_plan", ""),
                _ => city.set(lesson, "taught_on", "2020-12-15"),
            }
        }
        match at % 2 {
            0 => truth.not_met("unable-has-plan", subject, "no_plan"),
            _ => truth.not_met("unable-is-taught", subject, "no_lesson_of_the_year"),
        };
    }
}

/// A pupil who is in class and on all registers.
fn enrolled(city: &mut City, county: usize, place: usize, poor: bool) -> Person {
    let mut child = Person::new(city, county, place, 2 + place % 4);
    child.poor = poor;
    child.enrol(city);
    child
}

const MATCH: &str = "three-way-match";

fn registers(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 2, 6].into_iter().enumerate() {
        let child = enrolled(city, county, at, false);
        for table in ["enrolment", "earlier_enrolment"] {
            let row = entry(city, table, &child.id);
            city.remove(row);
        }
        truth
            .not_met(MATCH, child.id, "not_in_class")
            .part("not_in:enrolment");
        let child = enrolled(city, county, at + 1, false);
        let row = entry(city, "registry", &child.id);
        city.remove(row);
        truth
            .not_met(MATCH, child.id, "no_entry")
            .part("not_in:registry");
        let child = enrolled(city, county, at + 2, false);
        let row = entry(city, "household", &child.id);
        city.remove(row);
        truth
            .not_met(MATCH, child.id, "no_household")
            .part("not_in:household");
        let child = enrolled(city, county, at, false);
        let row = entry(city, "enrolment", &child.id);
        city.set(row, "grade", child.grade + 1);
        truth
            .not_met(MATCH, child.id, "another_grade")
            .part("differs:grade");
        let child = enrolled(city, county, at + 1, false);
        let row = entry(city, "enrolment", &child.id);
        city.set(row, "school", primary((county + 1) % 7, 0));
        truth
            .not_met(MATCH, child.id, "another_school")
            .part("differs:school");
        let child = enrolled(city, county, at + 2, false);
        let row = entry(city, "registry", &child.id);
        city.set(row, "birth_date", child.birth.plus(1));
        truth
            .not_met(MATCH, child.id, "another_birth_date")
            .part("differs:birth_date");
        let child = enrolled(city, county, at, false);
        let row = entry(city, "enrolment", &child.id);
        city.set(row, "name", "别名");
        truth
            .not_met(MATCH, child.id, "another_name")
            .part("differs:name");
    }
}

/// Eight years old, and still in a kindergarten: who is six there may not be due yet.
fn held_back(city: &mut City, truth: &mut Truth) {
    let mut child = Person::new(city, 0, 1, 0);
    child.birth = Day::new(2013, 5, 5);
    child.id = city.ids.next(COUNTIES[0].0, child.birth, child.boy);
    child.enrol(city);
    for part in ["not_in:enrolment", "not_in:registry"] {
        truth
            .not_met(MATCH, child.id.clone(), "still_in_kindergarten")
            .part(part);
    }
}

fn poverty_data(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 3, 5].into_iter().enumerate() {
        let child = enrolled(city, county, at, true);
        let row = entry(city, "poverty", &child.id);
        let part = match at {
            1 => {
                city.set(row, "birth_date", child.birth.plus(-2));
                "differs:birth_date"
            }
            _ => {
                city.set(row, "name", "别名");
                "differs:name"
            }
        };
        for item in ["poor-in-household-register", "poor-data-agree"] {
            truth
                .not_met(item, child.id.clone(), "poverty_data_differ")
                .part(part);
        }
        let child = enrolled(city, county, at + 1, true);
        let row = entry(city, "registry", &child.id);
        city.set(row, "name", "别名");
        truth
            .not_met("poor-data-agree", child.id.clone(), "another_name")
            .part("differs:name");
        truth
            .not_met(MATCH, child.id, "another_name")
            .part("differs:name");
        let child = enrolled(city, county, at + 2, true);
        let row = entry(city, "household", &child.id);
        city.remove(row);
        truth
            .not_met(
                "poor-in-household-register",
                child.id.clone(),
                "no_household",
            )
            .part("not_in:household");
        truth
            .not_met(MATCH, child.id, "no_household")
            .part("not_in:household");
    }
}

fn registry(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 3, 6].into_iter().enumerate() {
        let child = enrolled(city, county, at, false);
        let row = entry(city, "registry", &child.id);
        city.set(row, "problem", "身份证号重复");
        truth.not_met("problem-entry-checked", row, "not_looked_into");
        let child = away(city, county, at, false);
        let ledger = entry(city, "school_age_ledger", &child.id);
        match at {
            0 => city.set(ledger, "checked_on", ""),
            1 => city.set(ledger, "whereabouts", "去向不明"),
            _ => city.remove(ledger),
        }
        truth.not_met(
            "unregistered-checked",
            entry(city, "household", &child.id),
            "not_looked_into",
        );
        let child = enrolled(city, county, at, false);
        let row = entry(city, "household", &child.id);
        let place = match county {
            0 => township(0, 5),
            _ => township(county - 1, 1),
        };
        let pupil = entry(city, "registry", &child.id);
        for table in ["registry", "enrolment", "earlier_enrolment"] {
            let row = entry(city, table, &child.id);
            city.set(row, "grade", 1);
        }
        city.set(row, "township", place);
        truth.not_met("own-catchment", pupil, "from_elsewhere");
    }
    // Looked into, and verified on no day.
    let row = city.pick("issues", |city, row| !city.is(row, "national_id", ""));
    city.set(row, "verified_on", "");
    truth.not_met("all-problems-closed", row, "not_verified");
    let pupil = entry(city, "registry", &city.cell(row, "national_id"));
    truth.not_met("problem-entry-checked", pupil, "not_verified");
}

fn small_children(city: &mut City, truth: &mut Truth) {
    for at in 0..3 {
        let row = city.pick("registry", |city, row| {
            let id = city.cell(row, "national_id");
            city.is(row, "stage", "学前") && city.all("hardship", "national_id", &id).is_empty()
        });
        let fee = entry(city, "fees", &city.cell(row, "national_id"));
        match at {
            0 => city.set(fee, "tuition_waived", "否"),
            1 => city.set(fee, "school_year", "2020-2021"),
            _ => city.remove(fee),
        }
        truth.not_met("preschool-fees-waived", row, "not_waived");
        let row = city.pick("registry", |city, row| {
            let id = city.cell(row, "national_id");
            city.is(row, "stage", "学前") && city.all("hardship", "national_id", &id).is_empty()
        });
        let paid = entry(city, "payments", &city.cell(row, "national_id"));
        match at {
            0 => city.set(paid, "programme", "其他资助"),
            1 => city.set(paid, "school_year", "2020-2021"),
            _ => city.remove(paid),
        }
        truth.not_met("preschool-subsidised", row, "no_subsidy");
    }
}

fn consent(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 3, 5].into_iter().enumerate() {
        let row = suspended_case(city, county, 3 * at);
        accompanied(city, &city.cell(row, "national_id"));
        match at {
            0 => city.set(row, "approved_by", office(county, "02")),
            1 => city.set(row, "approved_on", ""),
            _ => city.set(row, "approved_by", ""),
        }
        truth.not_met("consent-given", row, "no_consent");
        let row = suspended_case(city, county, 3 * at);
        let id = city.cell(row, "national_id");
        accompanied(city, &id);
        match at {
            0 | 2 => {
                let case = entry(city, "persuasion_cases", &id);
                city.set(case, "personal_plan", "");
            }
            _ => {
                let record = entry(city, "persuasion", &id);
                city.set(record, "done_on", "");
                truth.not_met(
                    "return-mechanism",
                    entry(city, "persuasion_cases", &id),
                    "no_record",
                );
            }
        }
        truth.not_met("deferred-have-file", row, "file_missing");
    }
}
