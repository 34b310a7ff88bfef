//! Resettlement sites, their children, and the schools that serve them; schools that were to be checked.

use super::super::super::super::city::{City, Row};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{junior, primary, teaching_point};
use super::{all_not_met, of, of_county};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    hard_cases(city, truth);
    facts(city, truth);
    kinds_of_household(city, truth);
    schools_of_children(city, truth);
    sites(city, truth);
    checks(city, truth);
}

/// The difficulty stays: the problem on the ledger is another child's.
fn hard_cases(city: &mut City, truth: &mut Truth) {
    for county in [0, 2, 4] {
        let row = city.pick("relocation_children", |city, row| {
            of_county(city, row, county) && !city.is(row, "difficulty", "")
        });
        let issue = of(city, "issues", &city.cell(row, "national_id"));
        let other = city.pick("household", |city, row| of_county(city, row, county));
        let other = city.cell(other, "national_id");
        city.set(issue, "national_id", other);
        truth.not_met("difficulty-resolved", row, "difficulty_stays");
    }
}

/// The next child of a site of this county that no break has touched and that has no difficulty.
fn child(city: &mut City, county: usize, kind: &str) -> Row {
    city.pick("relocation_children", |city, row| {
        of_county(city, row, county)
            && city.is(row, "difficulty", "")
            && (kind.is_empty() || city.is(row, "household_kind", kind))
    })
}

fn facts(city: &mut City, truth: &mut Truth) {
    let row = child(city, 0, "");
    city.set(row, "stage", "");
    all_not_met(
        truth,
        &["resettled-facts", "neimenggu-2020/site-ages"],
        row,
        "stage_missing",
    );
    let row = child(city, 1, "");
    city.set(row, "birth_date", "");
    all_not_met(
        truth,
        &["resettled-facts", "neimenggu-2020/site-ages"],
        row,
        "birth_date_missing",
    );
    truth
        .cannot_tell(
            "resettled-birth-agrees",
            city.cell(row, "national_id"),
            "birth_date_missing",
        )
        .part("differs:birth_date");
    let row = child(city, 5, "");
    city.set(row, "household_kind", "");
    truth.not_met("resettled-facts", row, "kind_missing");
    // On the register of the poor: as such a child it would be right, as one moved along it would not.
    truth.cannot_tell("moved-along-not-poor", row, "kind_missing");
    for (county, day) in [(0, "2011-03-05"), (3, "2012-07-19"), (6, "2010-10-02")] {
        let row = child(city, county, "");
        city.set(row, "birth_date", day);
        truth
            .not_met(
                "resettled-birth-agrees",
                city.cell(row, "national_id"),
                "another_birth_date",
            )
            .part("differs:birth_date");
    }
}

fn kinds_of_household(city: &mut City, truth: &mut Truth) {
    for county in [0, 1, 2] {
        let row = child(city, county, "同步搬迁");
        city.set(row, "household_kind", "建档立卡");
        truth.not_met("resettled-poor-registered", row, "not_on_the_register");
        let row = child(city, county, "建档立卡");
        city.set(row, "household_kind", "同步搬迁");
        truth.not_met("moved-along-not-poor", row, "on_the_register");
    }
}

fn schools_of_children(city: &mut City, truth: &mut Truth) {
    for (county, distance) in [(1, "3.1"), (2, "5.5"), (4, "12")] {
        let row = child(city, county, "");
        city.set(row, "distance", distance);
        truth.not_met("near-school", row, "too_far");
    }
    // As far as is still near; and a distance that nobody noted.
    let row = child(city, 6, "");
    city.set(row, "distance", "3");
    let row = child(city, 2, "");
    city.set(row, "distance", "");
    truth.cannot_tell("near-school", row, "distance_blank");
    for county in [0, 1, 5] {
        let row = child(city, county, "");
        city.set(row, "school", "");
        truth.not_met("entry-judged", row, "no_school");
    }
}

fn sites(city: &mut City, truth: &mut Truth) {
    let sites = city.rows("relocation_sites");
    for (at, site) in [0, 3, 6].into_iter().enumerate() {
        city.set(
            sites[site],
            ["verified_on", "verified_by", "verified_on"][at],
            "",
        );
        let items = ["site-verified", "neimenggu-2020/site-surveyed"];
        all_not_met(truth, &items, sites[site], "not_verified");
    }
    for (site, reported) in [(1, 7), (2, 5), (4, 1)] {
        city.set(sites[site], "reported_children", reported);
        let items = ["site-count-agrees", "neimenggu-2020/site-count"];
        all_not_met(truth, &items, sites[site], "another_number");
    }
    for (county, pupils) in [(0, 19), (2, 30), (5, 25)] {
        let posts = city.find("posts", "school", &primary(county, 0));
        let teachers: usize = city.cell(posts, "occupied").parse().expect("a number");
        city.set(posts, "pupils", pupils * teachers);
        let school = city.find("schools", "school_id", &primary(county, 0));
        truth.not_met("serving-school-staffed", school, "too_few_teachers");
    }
    // As many pupils as are allowed.
    let posts = city.find("posts", "school", &primary(3, 0));
    let teachers: usize = city.cell(posts, "occupied").parse().expect("a number");
    city.set(posts, "pupils", 18 * teachers);
}

fn checks(city: &mut City, truth: &mut Truth) {
    for (county, column, word) in [
        (1, "buildings", "不符合"),
        (3, "teachers_enough", "待核"),
        (6, "", ""),
    ] {
        let row = city.find("school_conditions", "school", &primary(county, 0));
        match column {
            "" => city.remove(row),
            _ => city.set(row, column, word),
        }
        let school = city.find("schools", "school_id", &primary(county, 0));
        truth.not_met("serving-school-suffices", school, "does_not_suffice");
    }
    for (school, word) in [
        (teaching_point(0), "不符合"),
        (junior(0, 1), "待核"),
        (junior(0, 2), ""),
    ] {
        let row = city.find("school_conditions", "school", &school);
        match word {
            "" => city.remove(row),
            _ => city.set(row, "meets_basic", word),
        }
        let school = city.find("schools", "school_id", &school);
        truth.not_met("small-schools-checked", school, "not_fit");
    }
}

/// Places of the schools that serve the sites, once it is known how many pupils were counted there.
pub(super) fn places(city: &mut City, truth: &mut Truth) {
    for (county, lacking) in [(0, 1), (2, 4), (4, 2), (6, 0)] {
        let school = city.find("schools", "school_id", &primary(county, 0));
        let counted = city.all("enrolment", "school", &primary(county, 0)).len();
        city.set(school, "places", counted - lacking);
        // With as many places as pupils nothing is wrong.
        if lacking > 0 {
            truth.not_met("serving-school-places", school, "too_few_places");
        }
    }
}
