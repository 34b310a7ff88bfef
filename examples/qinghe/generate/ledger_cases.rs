//! Cases of 二 and 三(一), 三(一)1: children and households missing from a ledger, and ledgers that disagree.

use crate::cases::Case;
use crate::county::County;
use crate::identity::Day;
use crate::terms::{IN_CLASS, Person};

pub(crate) const CASES: &[Case] = &[
    missing_from_school_age,
    missing_from_school_age,
    missing_from_school_age,
    six_today_missing,
    last_day_of_fifteen_missing,
    five_for_one_more_day,
    sixteen_today,
    moved_away,
    birth_blank_missing,
    birth_impossible_missing,
    birth_blank_listed,
    household_id_blank,
    household_without_members,
    household_without_members,
    household_without_members,
    household_number_blank,
    household_of_adults,
    poor_missing_from_study,
    poor_missing_from_study,
    poor_missing_from_study,
    schooling_blank_missing,
    schooling_blank_listed,
    poor_missing_from_school_age,
    poor_missing_from_school_age,
    poor_six_today_missing,
    poor_not_marked,
    poor_not_marked,
    poor_mark_blank,
    poverty_id_blank,
    missing_from_study,
    missing_from_study,
    only_on_study,
    name_differs_in_study,
    name_differs_in_study,
    name_blank_in_study,
    study_id_blank,
    whereabouts_blank_missing,
    exempt_by_law,
    deferred_by_law,
    graduated_early,
    proof_of_school_elsewhere,
];

/// A child at school in another county, on both ledgers with its proof, on no list of this county's schools.
pub(crate) fn learn_elsewhere(county: &mut County, poor: bool) {
    let pupil = county.pupil(4);
    let pupil = Person { poor, ..pupil };
    county.add_household(&pupil);
    county.add_school_age(&pupil, "外地就读");
    let row = county.add_study(&pupil, "在读");
    county.set("study_ledger", row, "school", "邻县第一小学");
    county.set("study_ledger", row, "outside_area", "是");
    county.set("study_ledger", row, "proof", "在读证明");
    if poor {
        county.add_poor(&pupil, "非在校生");
    }
}

fn proof_of_school_elsewhere(county: &mut County) {
    learn_elsewhere(county, false);
}

fn missing_from_school_age(county: &mut County) {
    let pupil = county.pupil(5);
    let rows = county.enrol(&pupil, &["school_age_ledger"]);
    let kind = "missing_from_school_age_ledger";
    county.row_not_met("no-child-missed", "household", rows.of("household"), kind);
    county.key_not_met("ledgers-agree", &pupil.id, "not_in:school_age_ledger", kind);
}

/// A child on neither ledger, born on a day near the bounds of the age band.
fn on_no_ledger(county: &mut County, grade: usize, birth: Day) -> usize {
    let child = county.person(grade, birth);
    county.add_household(&child)
}

fn six_today_missing(county: &mut County) {
    let row = on_no_ledger(county, 0, Day::new(2014, 6, 30));
    county.row_not_met("no-child-missed", "household", row, "exactly_six_missing");
}

fn last_day_of_fifteen_missing(county: &mut County) {
    let row = on_no_ledger(county, 9, Day::new(2004, 7, 1));
    county.row_not_met(
        "no-child-missed",
        "household",
        row,
        "last_day_of_fifteen_missing",
    );
}

fn five_for_one_more_day(county: &mut County) {
    on_no_ledger(county, 0, Day::new(2014, 7, 1));
}

fn sixteen_today(county: &mut County) {
    on_no_ledger(county, 9, Day::new(2004, 6, 30));
}

fn moved_away(county: &mut County) {
    let row = on_no_ledger(county, 4, Day::new(2010, 3, 4));
    county.set("household", row, "register_status", "迁出");
}

fn birth_blank_missing(county: &mut County) {
    let row = on_no_ledger(county, 4, Day::new(2010, 5, 6));
    county.set("household", row, "birth_date", "");
    county.row_cannot_tell("no-child-missed", "household", row, "birth_date_blank");
}

fn birth_impossible_missing(county: &mut County) {
    let row = on_no_ledger(county, 4, Day::new(2010, 2, 28));
    county.set("household", row, "birth_date", "20100230");
    county.row_cannot_tell("no-child-missed", "household", row, "birth_date_impossible");
}

/// Whether this child is of age cannot be told, but need not be: it is on the ledger.
fn birth_blank_listed(county: &mut County) {
    let pupil = county.pupil(5);
    let rows = county.enrol(&pupil, &[]);
    county.set("household", rows.of("household"), "birth_date", "");
}

fn household_id_blank(county: &mut County) {
    let pupil = county.pupil(5);
    let row = county.enrol(&pupil, &[]).of("household");
    county.set("household", row, "national_id", "");
    county.row_cannot_tell("no-child-missed", "household", row, "household_id_blank");
}

fn household_without_members(county: &mut County) {
    let nobody = county.pupil(1);
    let row = county.add_poor_household(&nobody);
    county.row_not_met(
        "no-household-missed",
        "poor_households",
        row,
        "household_without_members",
    );
}

fn household_number_blank(county: &mut County) {
    let nobody = county.pupil(1);
    let row = county.add_poor_household(&nobody);
    county.set("poor_households", row, "household_no", "");
    county.row_cannot_tell(
        "no-household-missed",
        "poor_households",
        row,
        "household_number_blank",
    );
}

fn household_of_adults(county: &mut County) {
    let adult = county.person(99, Day::new(1950, 1, 2));
    county.add_household(&adult);
    county.add_poor_household(&adult);
    county.add(
        "poverty",
        &[
            &adult.id,
            &adult.name,
            "1950-01-02",
            &adult.household_no,
            "非在校生",
        ],
    );
}

fn poor_missing_from_study(county: &mut County) {
    let pupil = county.poor_pupil(6);
    let rows = county.enrol(&pupil, &["study_ledger"]);
    let kind = "poor_pupil_missing_from_study_ledger";
    county.row_not_met("poor-pupil-on-ledger", "poverty", rows.of("poverty"), kind);
    county.key_not_met("ledgers-agree", &pupil.id, "not_in:study_ledger", kind);
}

fn schooling_blank_missing(county: &mut County) {
    let pupil = county.poor_pupil(6);
    let rows = county.enrol(&pupil, &["study_ledger"]);
    county.set("poverty", rows.of("poverty"), "schooling", "");
    let kind = "schooling_blank_missing_from_study_ledger";
    county.row_cannot_tell("poor-pupil-on-ledger", "poverty", rows.of("poverty"), kind);
    county.row_cannot_tell(
        "student-amount",
        "poverty",
        rows.of("poverty"),
        "schooling_blank",
    );
    county.key_not_met("ledgers-agree", &pupil.id, "not_in:study_ledger", kind);
}

/// On the ledger and paid by the county, whatever the schooling; only the student subsidy may be owed.
fn schooling_blank_listed(county: &mut County) {
    let pupil = county.poor_pupil(6);
    let rows = county.enrol(&pupil, &[]);
    county.set("poverty", rows.of("poverty"), "schooling", "");
    county.row_cannot_tell(
        "student-amount",
        "poverty",
        rows.of("poverty"),
        "schooling_blank",
    );
}

fn poor_missing_from_school_age(county: &mut County) {
    let pupil = county.poor_pupil(3);
    let rows = county.enrol(&pupil, &["school_age_ledger"]);
    let kind = "poor_child_missing_from_school_age_ledger";
    county.row_not_met("no-child-missed", "household", rows.of("household"), kind);
    county.row_not_met("poor-child-listed", "poverty", rows.of("poverty"), kind);
    county.key_not_met("ledgers-agree", &pupil.id, "not_in:school_age_ledger", kind);
}

fn poor_six_today_missing(county: &mut County) {
    let child = county.person(0, Day::new(2014, 6, 30));
    let household = county.add_household(&child);
    let (_, member) = county.add_poor(&child, "学前");
    county.row_not_met(
        "no-child-missed",
        "household",
        household,
        "exactly_six_missing",
    );
    county.row_not_met(
        "poor-child-listed",
        "poverty",
        member,
        "exactly_six_missing",
    );
}

fn poor_not_marked(county: &mut County) {
    let pupil = county.poor_pupil(2);
    let rows = county.enrol(&pupil, &[]);
    county.set(
        "school_age_ledger",
        rows.of("school_age_ledger"),
        "registered_poor",
        "否",
    );
    county.row_not_met(
        "poor-child-listed",
        "poverty",
        rows.of("poverty"),
        "poor_child_not_marked",
    );
}

fn poor_mark_blank(county: &mut County) {
    let pupil = county.poor_pupil(2);
    let rows = county.enrol(&pupil, &[]);
    county.set(
        "school_age_ledger",
        rows.of("school_age_ledger"),
        "registered_poor",
        "",
    );
    county.row_cannot_tell(
        "poor-child-listed",
        "poverty",
        rows.of("poverty"),
        "poor_mark_blank",
    );
}

fn poverty_id_blank(county: &mut County) {
    let pupil = county.poor_pupil(3);
    let row = county.enrol(&pupil, &[]).of("poverty");
    county.set("poverty", row, "national_id", "");
    for item in [
        "poor-pupil-on-ledger",
        "poor-child-listed",
        "county-extra-amount",
    ] {
        county.row_cannot_tell(item, "poverty", row, "poverty_id_blank");
    }
}

fn missing_from_study(county: &mut County) {
    let pupil = county.pupil(8);
    county.enrol(&pupil, &["study_ledger"]);
    county.key_not_met(
        "ledgers-agree",
        &pupil.id,
        "not_in:study_ledger",
        "missing_from_study_ledger",
    );
}

/// A pupil from outside the county whom the study ledger took in.
fn only_on_study(county: &mut County) {
    let pupil = county.pupil(8);
    county.add_registry(&pupil, IN_CLASS);
    county.add_enrolment(&pupil);
    county.add_study(&pupil, "在读");
    county.key_not_met(
        "ledgers-agree",
        &pupil.id,
        "not_in:school_age_ledger",
        "only_on_study_ledger",
    );
}

fn name_differs_in_study(county: &mut County) {
    let pupil = county.pupil(4);
    let rows = county.enrol(&pupil, &[]);
    county.set("study_ledger", rows.of("study_ledger"), "name", "汀某某");
    county.key_not_met(
        "ledgers-agree",
        &pupil.id,
        "differs:name",
        "name_differs_in_study_ledger",
    );
}

fn name_blank_in_study(county: &mut County) {
    let pupil = county.pupil(4);
    let rows = county.enrol(&pupil, &[]);
    county.set("study_ledger", rows.of("study_ledger"), "name", "");
    county.key_cannot_tell(
        "ledgers-agree",
        &pupil.id,
        "differs:name",
        "name_blank_in_study_ledger",
    );
}

fn study_id_blank(county: &mut County) {
    let pupil = county.pupil(7);
    let row = county.enrol(&pupil, &[]).of("study_ledger");
    county.set("study_ledger", row, "national_id", "");
    county.row_cannot_tell(
        "ledgers-agree",
        "study_ledger",
        row,
        "study_ledger_id_blank",
    );
    county.key_not_met(
        "ledgers-agree",
        &pupil.id,
        "not_in:study_ledger",
        "study_ledger_id_blank",
    );
}

/// Without a whereabouts nobody can say whether the child may be missing from the study ledger.
fn whereabouts_blank_missing(county: &mut County) {
    let pupil = county.pupil(7);
    let rows = county.enrol(&pupil, &["study_ledger"]);
    county.set(
        "school_age_ledger",
        rows.of("school_age_ledger"),
        "whereabouts",
        "",
    );
    county.key_cannot_tell(
        "ledgers-agree",
        &pupil.id,
        "not_in:study_ledger",
        "whereabouts_blank",
    );
}

fn excused(county: &mut County, grade: usize, birth: Day, whereabouts: &str) {
    let child = county.person(grade, birth);
    county.add_household(&child);
    county.add_school_age(&child, whereabouts);
}

fn exempt_by_law(county: &mut County) {
    excused(county, 4, Day::new(2009, 12, 1), "免学");
}

fn deferred_by_law(county: &mut County) {
    excused(county, 1, Day::new(2013, 7, 8), "延缓入学");
}

fn graduated_early(county: &mut County) {
    excused(county, 9, Day::new(2004, 9, 9), "已毕业");
}
