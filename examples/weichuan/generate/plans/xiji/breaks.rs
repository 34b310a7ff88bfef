//! What is spoilt for this plan, and what follows.

use super::super::super::city::City;
use super::super::super::truth::Truth;

pub(super) fn spoil(_city: &mut City, truth: &mut Truth) {
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
}
