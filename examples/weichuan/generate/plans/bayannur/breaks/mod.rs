//! What is spoilt for this plan, and what follows, in its own items and in those of the region's plan that it adopts. Counties are numbered
//! as in `places::COUNTIES`; each break is made in several of them, with a near miss beside it where the clause has a bound.

mod aid;
mod children;
mod offices;
mod problems;
mod sites;

use std::collections::BTreeSet;

use super::super::super::answers::{Said, say};
use super::super::super::city::{City, Row};
use super::super::super::truth::Truth;
use super::super::super::world::places::COUNTIES;

/// Items that wait for a setting of the region's plan.
const REGION_WAITS: [&str; 11] = [
    "neimenggu-2020/compulsory-guaranteed",
    "neimenggu-2020/database-current",
    "neimenggu-2020/exchange-in-county",
    "neimenggu-2020/funded-trainees",
    "neimenggu-2020/funds-to-poor-counties",
    "neimenggu-2020/paid-in-epidemic",
    "neimenggu-2020/putonghua-key-groups",
    "neimenggu-2020/putonghua-teachers",
    "neimenggu-2020/rural-teachers-stay",
    "neimenggu-2020/special-posts",
    "neimenggu-2020/workers-trained",
];

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    truth.waits(&REGION_WAITS);
    truth.waits(&[
        "change-marked-in-time",
        "counties-visited",
        "county-extra-amount",
        "home-teaching-sample",
        "near-school",
        "paid-in-time",
        "platform-updated-in-time",
        "schools-sampled",
        "serving-school-staffed",
    ]);
    // The city has three nationally poor counties of its own; those of the rest of the region are not on its list.
    truth.not_met("neimenggu-2020/thirty-one-counties", "", "seven_counties");
    sites::spoil(city, truth);
    children::spoil(city, truth);
    aid::spoil(city, truth);
    problems::spoil(city, truth);
    offices::spoil(city, truth);
    questions(city, truth);
    sites::places(city, truth);
}

/// The same finding of several items.
fn all_not_met(truth: &mut Truth, items: &[&str], row: Row, kind: &'static str) {
    for item in items {
        truth.not_met(item, row, kind);
    }
}

/// Whether a person's number is of this county.
fn of_county(city: &City, row: Row, county: usize) -> bool {
    city.cell(row, "national_id")
        .starts_with(COUNTIES[county].0)
}

/// The first row of a table about this person.
fn of(city: &City, table: &str, id: &str) -> Row {
    city.find(table, "national_id", id)
}

/// Schools whose head-count differs from the registry; each is told once.
#[derive(Default)]
struct HeadCounts(BTreeSet<String>);

impl HeadCounts {
    fn differ(&mut self, truth: &mut Truth, school: &str) {
        if self.0.insert(school.to_owned()) {
            truth.not_met("headcount-agrees", school, "another_head_count");
        }
    }
}

/// Answers that are not as they should be: the answer is no, it has run out, or nobody has given one.
fn questions(city: &mut City, truth: &mut Truth) {
    let over = Said::Until(city.as_of.plus(-1));
    let answers = [
        ("targets-met", "counties", 4, Said::No),
        ("joint-duty", "counties", 6, Said::Nothing),
        ("joint-duty", "counties", 1, Said::No),
        ("city-notice", "counties", 2, over),
        ("site-facilities", "relocation_sites", 5, Said::No),
        ("near-school-judged", "relocation_sites", 3, Said::Nothing),
        ("entry-judged", "relocation_children", 4, Said::Nothing),
        ("compulsory-free-in-fact", "schools", 2, Said::No),
        ("schools-sampled", "schools", 6, Said::No),
        ("schools-sampled", "schools", 18, Said::No),
        ("schools-sampled", "schools", 28, Said::Nothing),
        ("home-teaching-sample", "disability", 11, Said::No),
        ("home-teaching-sample", "disability", 12, Said::Nothing),
        ("compulsory-free-in-fact", "schools", 19, over),
        // Good on the last day.
        ("regional-scheme", "counties", 0, Said::Until(city.as_of)),
    ];
    for (item, table, at, said) in answers {
        let row = city.rows(table)[at];
        say(city, item, Some(row), said);
        if said == Said::No {
            truth.not_met(item, row, "answered_no").part("person");
        } else if said == Said::Nothing || said == over {
            truth.awaiting(item, row, "no_answer_in_force");
        }
    }
}
