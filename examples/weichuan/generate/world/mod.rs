//! The city without a fault: seven counties, the first in full detail, six with what the city needs from them.
//! Plans add their own records to it; what stands here is what more than one of them looks at.

mod aid;
pub(crate) mod out_of_school;
pub(crate) mod people;
pub(crate) mod places;
mod pupils;

use super::city::City;
use super::inspections::Plan;

/// Fills the tables that plans share.
pub(crate) fn populate(city: &mut City, plan: &Plan) {
    places::found(city);
    pupils::enrol(city);
    aid::determine(city);
    out_of_school::record(city, plan.out_of_school);
}
