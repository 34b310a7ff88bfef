//! The inspection by the plan duan-2020: its records, its answers, and what is spoilt.

mod answers;
mod breaks;
mod children;
mod offices;
mod records;
mod townships;

use super::super::city::{City, add};
use super::super::identity::Day;
use super::super::inspections::Plan;
use super::super::world::places::COUNTIES;

pub(crate) const PLAN: Plan = Plan {
    id: "duan-2020",
    // Two months after the campaign, when the year's figures are complete.
    as_of: Day::new(2020, 12, 31),
    school_year: 2020,
    out_of_school: 0,
    left_open: &[
        ("basically_staffed", "90%"),
        ("equipment_training_share", "60%"),
        ("agency_points", "18"),
        ("aid_record_age", "30 days"),
        ("ledger_update_days", "60 days"),
        ("poor_record_age", "30 days"),
        ("rising_figures", "2"),
        ("smallest_cohort", "20"),
        ("persuasion_success", "40%"),
        ("summaries_due", "3"),
        ("employer_checks_due", "13"),
        ("incapacity_level", "1"),
        ("persuasion_days", "15 days"),
        ("meeting_days", "60 days"),
        ("joint_meeting_days", "100 days"),
        ("proof_days", "10 days"),
        ("suspicion_days", "3 days"),
        ("long_at_work", "30 days"),
        ("action_days", "2 days"),
        ("alert_report_days", "3 days"),
        ("marking_days", "10 days"),
        ("wanted_reduction", "2"),
        ("figures_days", "60 days"),
        ("black_list_periods", "2"),
        ("rectification_days", "60 days"),
    ],
    // The amounts of a whole county with 396 schools, as small as this city.
    fixed: &[
        ("schools_with_instruments", "24"),
        ("teachers_to_recruit", "33"),
        ("special_post_teachers", "9"),
        ("openly_recruited_teachers", "22"),
        ("general_teachers", "2"),
        ("retired_teachers_back", "3"),
        ("volunteers_to_recruit", "5"),
        ("training_attendances_planned", "100"),
    ],
    clean,
    answers: answers::answers,
    spoil: breaks::spoil,
    adopts: &[],
};

/// The records that only this plan looks at.
fn clean(city: &mut City) {
    terms(city);
    townships::found(city);
    offices::found(city);
    children::record(city);
    records::records(city);
    offices::records(city);
    townships::records(city);
    // Last, because every child stands on the ledgers of all levels.
    children::ledgers(city);
    records::kept(city);
}

/// The other terms of the calendar: whether a week lies in a term is known only when the days of all terms are.
fn terms(city: &mut City) {
    for (code, _) in COUNTIES {
        for (term, opens, closes) in [
            ("2018秋", "2018-09-03", "2019-01-18"),
            ("2019春", "2019-03-01", "2019-07-05"),
            ("2021秋", "2021-09-01", "2022-01-14"),
        ] {
            add!(city, term_dates: county = code, term = term, opens = opens, closes = closes);
        }
    }
}
