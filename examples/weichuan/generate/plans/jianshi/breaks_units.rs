//! What is spoilt.

use super::super::super::city::City;
use super::super::super::truth::Truth;

pub(super) fn spoil(_city: &mut City, _truth: &mut Truth) {}
