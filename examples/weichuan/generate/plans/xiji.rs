//! The inspection by the plan xiji-2021: its records, its answers, and what is spoilt.

use super::super::answers::Asking;
use super::super::city::City;
use super::super::identity::Day;
use super::super::inspections::Plan;
use super::super::truth::Truth;

pub(crate) const PLAN: Plan = Plan {
    id: "xiji-2021",
    as_of: Day::new(2021, 12, 31),
    school_year: 2021,
    out_of_school: 18,
    left_open: &[],
    fixed: &[],
    clean,
    answers,
    spoil,
    adopts: &[],
};

/// The records that only this plan looks at.
fn clean(_city: &mut City) {}

/// What people answered.
fn answers(_asking: &mut Asking<'_>) {}

/// What is spoilt, and what follows.
fn spoil(_city: &mut City, _truth: &mut Truth) {}
