//! The inspection by the plan jianshi-2019: its records, its answers, and what is spoilt.

use super::super::answers::Asking;
use super::super::city::City;
use super::super::identity::Day;
use super::super::inspections::Plan;
use super::super::truth::Truth;

pub(crate) const PLAN: Plan = Plan {
    id: "jianshi-2019",
    as_of: Day::new(2019, 12, 31),
    school_year: 2019,
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
