//! Problems on the ledger: put right, closed and classed, by stage and by place.

use super::super::super::super::city::{City, Row};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{COUNTIES, township};

/// The next problem of a county that no break has touched: from this source, found on this day.
fn problem(city: &mut City, county: usize, source: &str, found: &str) -> Row {
    city.pick("issues", |city, row| {
        city.is(row, "county", COUNTIES[county].0)
            && city.is(row, "source", source)
            && city.is(row, "found_on", found)
            && city.is(row, "national_id", "")
    })
}

const INSPECTION: &str = "督查检查";
const OWN: &str = "自查排查";
const CENTRAL: &str = "中央脱贫攻坚专项巡视回头看";
/// When the problems were found that the region's plan knows.
const BEFORE: &str = "2020-02-10";

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    for (county, day) in [(0, ""), (3, ""), (6, ""), (1, "2020-09-30"), (2, "待定")] {
        let row = problem(city, county, INSPECTION, BEFORE);
        city.set(row, "rectified_on", day);
        match day {
            "" => truth
                .not_met("problem-put-right", row, "not_put_right")
                .part("due:2020-09-30"),
            // A word that stands for nothing is a blank.
            "待定" => truth
                .not_met("problem-put-right", row, "not_put_right")
                .part("due:2020-09-30"),
            // The last day is in time.
            _ => continue,
        };
    }
    for (county, day) in [
        (1, "2020-05-26"),
        (2, "2020-06-30"),
        (5, "2020-09-30"),
        (4, "2020-05-25"),
    ] {
        let row = problem(city, county, OWN, BEFORE);
        city.set(row, "closed_on", day);
        // Closed on the day of its limit, it is in time.
        if day != "2020-05-25" {
            truth.not_met("problem-closed-in-time", row, "closed_late");
        }
    }
    let row = problem(city, 0, OWN, BEFORE);
    city.set(row, "closed_on", "5月底");
    truth.cannot_tell("problem-closed-in-time", row, "day_unreadable");
    for (county, tags) in [(0, 2), (3, 2), (6, 2), (4, 1)] {
        let row = problem(city, county, INSPECTION, "2020-03-18");
        city.set(row, "precision", "");
        if tags == 2 {
            city.set(row, "landing", "");
            truth.not_met("problem-classed", row, "no_tag");
        }
    }
    for (county, day) in [(0, "2020-06-01"), (1, "2020-07-08"), (5, "2020-06-15")] {
        let row = problem(city, county, INSPECTION, "2020-03-01");
        city.set(row, "rectified_on", day);
        truth
            .not_met("found-and-fixed-in-spring", row, "put_right_late")
            .part("due:2020-05-31");
        truth.not_met("neimenggu-2020/urgent-put-right", row, "put_right_late");
    }
    for (county, column) in [(1, "verified_on"), (2, "verified_on"), (4, "verified_on")] {
        let row = problem(city, county, INSPECTION, "2020-07-14");
        city.set(row, column, "");
        truth
            .not_met("found-and-fixed-in-summer", row, "not_verified")
            .part("due:2020-09-30");
    }
    for county in [2, 3, 5] {
        let row = problem(city, county, INSPECTION, "2020-06-01");
        city.set(row, "closed_on", "");
        truth
            .not_met(
                "township-cleared",
                city.find("townships", "code", &township(county, 1)),
                "problem_open",
            )
            .part("due:2020-09-30");
    }
    listed(city, truth);
    for (at, county) in [1, 4, 6].into_iter().enumerate() {
        let row = city.pick("poor_households", |city, row| {
            city.cell(row, "township").starts_with(COUNTIES[county].0)
        });
        city.set(row, "poverty_status", ["未脱贫", "返贫", "未脱贫"][at]);
        let village = city.find("villages", "village_code", &city.cell(row, "village"));
        truth
            .not_met("village-cleared", village, "household_in_poverty")
            .part("due:2020-09-30");
    }
}

/// Listed problems: one is open, two were closed after the last day, by a day and by more.
fn listed(city: &mut City, truth: &mut Truth) {
    for (county, day) in [
        (0, ""),
        (4, "2020-10-01"),
        (6, "2020-10-09"),
        (2, "2020-09-30"),
    ] {
        let row = problem(city, county, CENTRAL, BEFORE);
        city.set(row, "closed_on", day);
        truth.not_met("problem-closed-in-time", row, "closed_late");
        if day == "2020-09-30" {
            // Late by its own limit, in time by that of the plan.
            continue;
        }
        truth
            .not_met("listed-closed", row, "not_closed")
            .part("due:2020-09-30");
        if day.is_empty() {
            let place = city.find("townships", "code", &township(county, 0));
            truth
                .not_met("township-cleared", place, "problem_open")
                .part("due:2020-09-30");
        } else {
            truth.not_met("neimenggu-2020/key-problems-closed", row, "closed_late");
        }
    }
}
