//! Children who left school, came back, or are looked after.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::identity::Day;
use super::super::super::super::truth::Truth;
use super::super::super::super::world::people::Person;
use super::super::super::super::world::places::{COUNTIES, office};
use super::super::children::{notice, out};
use super::{in_county, of, one, plain_pupil, poor_pupil};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    left(city, truth);
    refusing(city, truth);
    poor(city, truth);
    registers(city, truth);
    disabled(city, truth);
    groups(city, truth);
    figures(city, truth);
}

/// The ledgers of township, village and school, too, for a child that comes late.
fn on_all_ledgers(city: &mut City, id: &str) {
    let row = city.find("study_ledger", "national_id", id);
    for level in ["乡", "村", "校"] {
        let copy = city.copy(row);
        city.set(copy, "level", level);
    }
}

/// Another child who left in September: its row in the dropout ledger.
fn late(city: &mut City, county: usize, place: usize) -> Row {
    let case = out(city, county, place, "厌学");
    on_all_ledgers(city, &case.child.id);
    let entry = of(city, "school_age_ledger", case.ledger);
    city.set(entry, "checked_on", "2020-03-11");
    case.ledger
}

/// Who is out of school without anything being wrong yet.
fn gone(city: &mut City) -> Row {
    city.pick("dropout_ledger", |city, row| {
        city.is(row, "status", "辍学") && city.is(row, "status_date", "2020-09-10")
    })
}

fn left(city: &mut City, truth: &mut Truth) {
    // Nine there are from the start, of three and six schools.
    let all: Vec<Row> = (0..9).map(|_| gone(city)).collect();
    for at in [1, 5, 7] {
        city.set(all[at], "cause", "因贫");
        truth.not_met("none-out-because-poor", all[at], "out_because_poor");
        let (id, township) = (
            city.cell(all[at], "national_id"),
            city.cell(all[at], "township"),
        );
        let row = add!(city, relief: national_id = id, category = "低保", township = township, helped = "是");
        truth.not_met("relief-not-out", row, "out_because_poor");
    }
    city.set(all[3], "cause", "");
    truth.cannot_tell("none-out-because-poor", all[3], "no_cause");
    for at in [2, 4, 6] {
        let row = of(city, "persuasion", all[at]);
        city.remove(row);
        truth.not_met("dropout-persuaded", all[at], "no_record");
        truth.not_met("dropout-persuaded-promptly", all[at], "no_record");
        let number = at / 2;
        let row = all[number * 3 - 3];
        let id = city.cell(row, "national_id");
        for entry in city.all("study_ledger", "national_id", &id) {
            city.set(entry, "study_status", "在读");
        }
        truth.not_met("dropout-ledger-agrees", row, "said_to_be_in_school");
    }
    for (row, day) in [(all[8], "2020-09-26"), (all[0], "2020-09-25")] {
        let record = of(city, "persuasion", row);
        city.set(record, "done_on", day);
    }
    truth.not_met("dropout-persuaded-promptly", all[8], "too_late");
    for (at, county) in [0, 1, 2].into_iter().enumerate() {
        let row = late(city, county, 0);
        let case = of(city, "persuasion_cases", row);
        city.set(case, "personal_plan", "");
        truth.not_met("personal-plan", row, "no_plan");
        let row = late(city, county + 3, 0);
        let id = city.cell(row, "national_id");
        let entry = one(city, "study_ledger", |city, row| {
            city.is(row, "national_id", &id) && city.is(row, "level", "校")
        });
        city.remove(entry);
        truth.not_met("dropout-on-school-ledger", row, "on_no_ledger_of_a_school");
        truth
            .not_met(
                "school-ledgers-agree",
                id.as_str(),
                "on_no_ledger_of_a_school",
            )
            .part("not_in:school_entries");
        let row = late(city, county, 1);
        for paper in city.all("documents", "national_id", &city.cell(row, "national_id")) {
            city.remove(paper);
        }
        truth.not_met("dropout-filed", row, "no_paper");
        let elsewhere = format!("{}100", COUNTIES[6 - at].0);
        city.set(row, "township", elsewhere);
        truth
            .not_met(
                "dropout-township",
                city.cell(row, "national_id"),
                "another_township",
            )
            .part("differs:township");
        let row = late(city, 6 - at, 0);
        city.set(
            row,
            "status_date",
            ["2020-03-20", "2020-04-01", "2020-01-15"][at],
        );
        let record = of(city, "persuasion", row);
        city.set(
            record,
            "done_on",
            ["2020-03-25", "2020-04-03", "2020-01-20"][at],
        );
        truth.not_met("no-new-dropouts", row, "new_in_spring");
        truth.not_met("dropout-ledger-current", row, "entered_late");
    }
}

/// Children whose guardians refuse: without a notice, without a hearing, without a result.
fn refusing(city: &mut City, truth: &mut Truth) {
    let cases = city.all("persuasion_cases", "outcome", "家长拒不送学");
    for (at, case) in cases.iter().take(3).enumerate() {
        let row = of(city, "legal_notices", *case);
        match at {
            0 => city.remove(row),
            _ => city.set(row, "issued_on", ""),
        }
        truth.not_met("refusal-noticed", *case, "no_notice");
    }
    for county in [2, 4, 6] {
        let row = late(city, county, 1);
        let id = city.cell(row, "national_id");
        let notice = notice(city, &id, county);
        city.set(notice, "hearing_on", "");
        city.set(notice, "result", "");
        truth.not_met("refusal-heard", notice, "no_hearing");
        truth.not_met("notice-heard", notice, "neither_hearing_nor_result");
    }
    // In school again, so a result is enough.
    let pupil = plain_pupil(city, 0, 4..=6);
    let row = notice(city, &city.cell(pupil, "national_id"), 0);
    city.set(row, "hearing_on", "");
}

fn poor(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 3, 5].into_iter().enumerate() {
        let pupil = poor_pupil(city, if at == 0 { 0 } else { county }, 2..=6);
        city.set(pupil, "status", ["休学", "辍学", "转出"][at]);
        truth.not_met(
            "poor-children-in-school",
            of(city, "poverty", pupil),
            "not_in_school",
        );
        if at == 1 {
            truth.not_met("registry-dropouts-listed", pupil, "not_on_the_ledger");
        }
        let pupil = poor_pupil(city, 0, 2..=9);
        let known = of(city, "poverty", pupil);
        city.set(known, "school_name", "");
        truth.not_met("poor-data-complete", known, "school_missing");
        let pupil = poor_pupil(city, [0, 1, 0][at], 2..=9);
        let known = of(city, "poverty", pupil);
        city.set(
            known,
            "updated_on",
            ["2020-11-30", "2020-06-30", "2020-11-30"][at],
        );
        truth.not_met("poor-data-current", known, "not_kept_current");
        // Of the first grade, so not yet due in school when the plan was issued.
        let pupil = poor_pupil(city, [0, 2, 4][at], 1..=1);
        let id = city.cell(pupil, "national_id");
        city.remove(pupil);
        truth.not_met(
            "poor-data-true",
            city.find("poverty", "national_id", &id),
            "not_on_the_registry",
        );
        truth.not_met(
            "aid-exact",
            city.find("payments", "national_id", &id),
            "not_on_the_registry",
        );
        let pupil = poor_pupil(city, 0, 3..=6);
        let known = of(city, "poverty", pupil);
        city.set(known, "name", "另名");
        truth
            .not_met(
                "three-systems-agree",
                city.cell(pupil, "national_id"),
                "another_name",
            )
            .part("differs:name");
    }
    // Thirty days.
    let pupil = poor_pupil(city, 0, 2..=9);
    let known = of(city, "poverty", pupil);
    city.set(known, "updated_on", "2020-12-01");
    // At school elsewhere, with proof.
    let pupil = poor_pupil(city, 0, 3..=6);
    let id = city.cell(pupil, "national_id");
    for row in city.all("study_ledger", "national_id", &id) {
        city.set(row, "outside_area", "是");
        city.set(row, "proof", "外县学籍证明");
    }
    city.set(pupil, "status", "转出");
}

fn registers(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 3, 5].into_iter().enumerate() {
        let pupil = plain_pupil(city, county, 3..=5);
        let entry = of(city, "school_age_ledger", pupil);
        city.set(entry, "whereabouts", "失学辍学");
        truth.not_met("out-of-school-listed", entry, "not_on_the_ledger");
        let pupil = plain_pupil(city, [1, 4, 6][at], 3..=5);
        city.set(pupil, "status", "辍学");
        truth.not_met("registry-dropouts-listed", pupil, "not_on_the_ledger");
        let pupil = plain_pupil(city, [0, 2, 0][at], 2..=5);
        let household = of(city, "household", pupil);
        let sex = if city.is(household, "sex", "男") {
            "女"
        } else {
            "男"
        };
        city.set(household, "sex", sex);
        truth.not_met("true-registration", household, "another_sex");
        let pupil = plain_pupil(city, [0, 1, 0][at], 2..=6);
        let household = of(city, "household", pupil);
        city.set(household, "name", "旧名");
        truth
            .not_met(
                "household-register-agrees",
                city.cell(pupil, "national_id"),
                "another_name",
            )
            .part("differs:name");
        // Somebody registered a second time, under a number of its own.
        let pupil = plain_pupil(city, [0, 2, 0][at], 2..=6);
        let first = of(city, "household", pupil);
        let mut twin = Person::new(city, [4, 5, 6][at], 0, 3);
        twin.name = city.cell(first, "name");
        twin.boy = city.is(first, "sex", "男");
        if let Some(birth) = Day::read(&city.cell(first, "birth_date")) {
            twin.birth = birth;
        }
        twin.id = city.ids.next(COUNTIES[twin.county].0, twin.birth, twin.boy);
        twin.enrol(city);
        on_all_ledgers(city, &twin.id);
        let entry = city.find("school_age_ledger", "national_id", &twin.id);
        city.set(entry, "checked_on", "2020-03-12");
        let second = city.find("household", "national_id", &twin.id);
        truth.not_met("one-registration", first, "registered_twice");
        truth.not_met("one-registration", second, "registered_twice");
        // The township does not know, or knows nothing at all.
        let pupil = plain_pupil(city, [0, 1, 0][at], 2..=6);
        let id = city.cell(pupil, "national_id");
        let entry = one(city, "study_ledger", |city, row| {
            city.is(row, "national_id", &id) && city.is(row, "level", "乡")
        });
        city.remove(entry);
        truth.not_met(
            "township-knows-children",
            of(city, "household", pupil),
            "not_on_the_ledger",
        );
        truth
            .not_met("ledgers-of-levels-agree", id.as_str(), "not_on_the_ledger")
            .part("not_in:township_entries");
        let pupil = poor_pupil(city, 0, 2..=6);
        for entry in city.all(
            "study_ledger",
            "national_id",
            &city.cell(pupil, "national_id"),
        ) {
            city.remove(entry);
        }
        truth.not_met(
            "household-children-known",
            of(city, "poverty", pupil),
            "on_no_ledger",
        );
        truth.not_met(
            "township-knows-children",
            of(city, "household", pupil),
            "on_no_ledger",
        );
    }
}

fn disabled(city: &mut City, truth: &mut Truth) {
    let child = |city: &mut City, status: &str| {
        city.pick("disability", |city, row| {
            let id = city.cell(row, "national_id");
            city.is(row, "schooling", status)
                && city.all("poverty", "national_id", &id).is_empty()
                && city.all("status_changes", "national_id", &id).is_empty()
        })
    };
    for at in 0..3 {
        let row = city.pick("disability", |city, row| {
            city.is(row, "schooling", "送教上门")
        });
        let id = city.cell(row, "national_id");
        let paper = one(city, "documents", |city, row| {
            city.is(row, "national_id", &id) && city.is(row, "kind", "医学鉴定")
        });
        match at {
            0 => city.remove(paper),
            _ => city.set(paper, "kind", "佐证材料"),
        }
        truth.not_met("incapacity-assessed", row, "no_assessment");
        let row = child(city, "在读");
        match at {
            0 => city.set(row, "certificate_no", ""),
            _ => city.set(row, "fees_reduced", "否"),
        }
        truth.not_met("disability-certificate", row, "no_certificate_or_full_fees");
        let row = city.pick("disability", |city, row| {
            city.is_one(row, "type", &["视力", "听力", "智力"]) && city.is(row, "schooling", "在读")
        });
        let id = city.cell(row, "national_id");
        let file = one(city, "special_groups", |city, row| {
            city.is(row, "national_id", &id) && city.is(row, "keeper", "残联")
        });
        match at {
            0 => city.remove(file),
            _ => city.set(file, "keeper", "教育"),
        }
        truth.not_met("three-kinds-filed", row, "no_file");
    }
    let all = city.rows("exemptions");
    for row in all {
        city.set(row, "medical_certificate", "");
        truth.not_met("excuse-assessed", row, "no_certificate");
    }
    let row = city.pick("disability", |city, row| {
        city.is(row, "schooling", "送教上门")
    });
    let (number, id) = (city.number("E"), city.cell(row, "national_id"));
    let row = add!(city, exemptions: exemption_no = number, national_id = id, type = "延缓入学", reason = "身体原因", approved_by = office(0, "02"),
        approved_on = "2020-08-20", valid_until = "2021-08-20", medical_certificate = "", evidence = "");
    truth.not_met("excuse-assessed", row, "no_certificate");
    // One fewer than the share.
    let row = child(city, "在读");
    let pupil = of(city, "registry", row);
    city.set(pupil, "status", "休学");
    truth.not_met("disabled-enrolled", "", "too_few_enrolled");
}

fn groups(city: &mut City, truth: &mut Truth) {
    let left_behind = |city: &mut City, keeper: &str| {
        city.pick("special_groups", |city, row| {
            city.is(row, "group", "留守儿童") && city.is(row, "keeper", keeper)
        })
    };
    for at in 0..3 {
        let row = left_behind(city, "民政");
        city.set(row, "guardian", "");
        truth.not_met("left-behind-looked-after", row, "no_guardian");
        let row = left_behind(city, "教育");
        city.set(row, "care", "");
        truth.not_met("children-cared-for", row, "no_care");
        let row = left_behind(city, "民政");
        let id = city.cell(row, "national_id");
        let helper = city.find("assignments", "national_id", &id);
        match at {
            0 => city.remove(helper),
            1 => city.set(helper, "assigned_to", "2020-12-30"),
            _ => city.set(helper, "role", "班主任"),
        }
        for row in city.all("special_groups", "national_id", &id) {
            if city.is(row, "group", "留守儿童") {
                truth.not_met("paired-help", row, "no_helper");
            }
        }
        let row = in_county(city, "relief", "township", [0, 0, 0][at], |city, row| {
            city.is(row, "helped", "是") && {
                let entry = city.all(
                    "school_age_ledger",
                    "national_id",
                    &city.cell(row, "national_id"),
                );
                !entry.is_empty()
            }
        });
        city.set(row, "helped", "否");
        truth.not_met("relief-helped", row, "no_help");
    }
    let row = left_behind(city, "民政");
    let helper = of(city, "assignments", row);
    city.set(helper, "assigned_to", "2020-12-31");
}

/// Few of three schools came back, and fewer than wanted in all.
fn figures(city: &mut City, truth: &mut Truth) {
    for county in [3, 5, 6] {
        let school = super::super::super::super::world::places::junior(county, 0);
        for row in city.all("dropout_ledger", "school", &school) {
            if city.is(row, "status", "复学") && !city.is(row, "cause", "务工") {
                city.set(row, "status", "休学");
            }
        }
        truth.not_met("persuasion-works", school.as_str(), "few_came_back");
    }
    for row in city.all("status_changes", "system", "自治区动态数据库") {
        if city.is(row, "change", "复学") && city.is(row, "occurred_on", "2020-05-20") {
            city.set(row, "occurred_on", "2020-02-29");
        }
    }
    truth.not_met("fewer-out-of-school", "", "fewer_than_wanted");
}
