//! What is spoilt for this plan, and what follows. Counties are numbered as in `places::COUNTIES`.

mod actions;
mod answers;
mod children;
mod money;
mod offices;
mod schools;
mod townships;

use super::super::super::city::{City, Row};
use super::super::super::truth::Truth;
use super::super::super::world::places::COUNTIES;

/// Items that wait for a setting that the text leaves out.
const WAITING: [&str; 26] = [
    "agency-points",
    "aid-system-current",
    "alert-acted-on",
    "alert-reported-promptly",
    "black-list-talk",
    "change-marked-in-three-systems",
    "dropout-ledger-current",
    "dropout-persuaded-promptly",
    "employers-checked",
    "equipment-training",
    "fewer-out-of-school",
    "incapacity-assessed",
    "inspection-rectified",
    "joint-meetings",
    "ledger-kept-up",
    "persuasion-works",
    "poor-data-current",
    "proof-sent-promptly",
    "rural-staffing",
    "school-dropout-rising",
    "summaries",
    "suspicion-reported",
    "township-dropout-rising",
    "township-meetings",
    "township-meetings-in-turn",
    "vocational-class",
];

pub(in super::super) fn spoil(city: &mut City, truth: &mut Truth) {
    truth.waits(&WAITING);
    schools::spoil(city, truth);
    money::spoil(city, truth);
    offices::spoil(city, truth);
    townships::spoil(city, truth);
    children::spoil(city, truth);
    actions::spoil(city, truth);
    answers::spoil(city, truth);
}

/// The next row of a table in a county, by the county's code in a column, that no break has touched; where the county has none left, one of
/// the first county, which has most.
fn in_county(
    city: &mut City,
    table: &str,
    column: &str,
    county: usize,
    fits: impl Fn(&City, Row) -> bool,
) -> Row {
    let here = |city: &City, row: Row, county: usize| {
        city.cell(row, column).contains(COUNTIES[county].0) && fits(city, row)
    };
    let mut rows = city.rows(table).into_iter();
    let left = rows.any(|row| city.is_free(row) && here(city, row, county));
    let county = if left { county } else { 0 };
    city.pick(table, |city, row| here(city, row, county))
}

/// The only or first row that fits.
fn one(city: &City, table: &str, fits: impl Fn(&City, Row) -> bool) -> Row {
    let found = city.rows(table).into_iter().find(|row| fits(city, *row));
    found.expect("there is such a row")
}

/// A pupil in class of grades that no other table says more of: not poor, not disabled, in no ledger of those who left.
fn plain_pupil(city: &mut City, county: usize, grades: std::ops::RangeInclusive<usize>) -> Row {
    in_county(city, "registry", "school", county, |city, row| {
        let id = city.cell(row, "national_id");
        let grade = city.cell(row, "grade").parse().unwrap_or(0);
        let elsewhere = [
            "poverty",
            "disability",
            "dropout_ledger",
            "special_groups",
            "attendance_alerts",
            "admissions",
            "minors_found",
        ];
        grades.contains(&grade)
            && city.is(row, "status", "在读")
            && elsewhere
                .iter()
                .all(|table| city.all(table, "national_id", &id).is_empty())
    })
}

/// A registered-poor pupil in class of these grades, on no other list of those who need more.
fn poor_pupil(city: &mut City, county: usize, grades: std::ops::RangeInclusive<usize>) -> Row {
    in_county(city, "registry", "school", county, |city, row| {
        let id = city.cell(row, "national_id");
        let grade = city.cell(row, "grade").parse().unwrap_or(0);
        let elsewhere = [
            "disability",
            "dropout_ledger",
            "special_groups",
            "relief",
            "minors_found",
        ];
        grades.contains(&grade)
            && city.is(row, "status", "在读")
            && !city.all("poverty", "national_id", &id).is_empty()
            && elsewhere
                .iter()
                .all(|table| city.all(table, "national_id", &id).is_empty())
    })
}

/// What a table says of a child.
fn of(city: &City, table: &str, child: Row) -> Row {
    city.find(table, "national_id", &city.cell(child, "national_id"))
}
