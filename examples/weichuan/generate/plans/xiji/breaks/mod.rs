//! What is spoilt for this plan, and what follows. Each break is made in several counties or schools, with a near miss beside it where the
//! clause has a bound, an exception or another group.

mod answers;
mod left;
mod offices;
mod problems;
mod pupils;
mod schools;
mod unknown;

use super::super::super::city::City;
use super::super::super::truth::Truth;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    truth.waits(&[
        "change-marked-in-time",
        "entry-class-size",
        "entry-classes-balanced",
        "homes-visited",
        "match-repeated",
        "no-oversize-class",
        "papers-in-time",
        "private-kindergarten-subsidy",
        "public-kindergarten-funds",
        "teachers-exchanged",
        "teachers-visiting",
        "third-party-at-once",
        "visits-kept-up",
    ]);
    schools::spoil(city, truth);
    offices::spoil(city, truth);
    pupils::spoil(city, truth);
    left::spoil(city, truth);
    problems::spoil(city, truth);
    unknown::spoil(city, truth);
    answers::spoil(city, truth);
}
