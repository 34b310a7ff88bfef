//! The inspection by the plan bayannur-2020: its records, its answers, and what is spoilt.

use super::super::answers::Asking;
use super::super::city::City;
use super::super::identity::Day;
use super::super::inspections::Plan;
use super::super::truth::Truth;

pub(crate) const PLAN: Plan = Plan {
    id: "bayannur-2020",
    as_of: Day::new(2020, 9, 30),
    school_year: 2020,
    out_of_school: 18,
    left_open: &[],
    fixed: &[],
    clean,
    answers,
    spoil,
    adopts: &[&super::neimenggu::PLAN],
};

/// The records that the plan looks at beside those of the world, and those of the region's plan, which it adopts.
fn clean(city: &mut City) {
    super::neimenggu::records(city);
}

/// What people answered.
fn answers(_asking: &mut Asking<'_>) {}

/// What is spoilt, and what follows.
fn spoil(_city: &mut City, _truth: &mut Truth) {}
