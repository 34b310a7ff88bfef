//! Who answers for what: the leading group, duties, officers and their visits, chains of heads, roles of schools.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{primary, teaching_point, township, village};
use super::super::offices::{GROUP, assign, bureau, officer, serve};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    leading_group(city, truth);
    duties(city, truth);
    officers(city, truth);
    visits(city, truth);
    chains(city, truth);
}

fn leading_group(city: &mut City, truth: &mut Truth) {
    let of = |city: &City, role: &str| {
        let mut rows = city.all("leading_groups", "group_name", GROUP);
        rows.retain(|row| city.is(*row, "role", role));
        rows
    };
    let deputy = of(city, "副组长")[4];
    city.set(deputy, "role", "组长");
    truth.not_met("one-head", "", "two_heads");
    truth.not_met("five-deputies", "", "four_deputies");
    let retired = serve(city, ("苇川市教育局", "", "", ""), "调研员");
    let row = city.find("staff", "staff_id", &retired);
    city.set(row, "serves_to", "2021-06-30");
    for (at, staff_no) in ["", &retired, "U9999"].into_iter().enumerate() {
        let row = add!(city, leading_groups: group_name = GROUP, member = "", post = format!("特邀成员{}", at + 1), role = "成员",
            staff_no = staff_no);
        truth.not_met("members-serve", row, "nobody_in_office");
    }
    for at in [3, 6, 7] {
        let rows = city.all("leading_groups", "organisation", &bureau(at));
        city.remove(rows[0]);
        let row = city.find("organisations", "organisation_id", &bureau(at));
        truth.not_met("office-in-group", row, "office_not_in_group");
    }
    for school in [teaching_point(1), primary(1, 0), primary(6, 1)] {
        let mut rows = city.all("leading_groups", "school", &school);
        rows.retain(|row| city.is(*row, "group_name", GROUP));
        city.remove(rows[0]);
        let row = city.find("schools", "school_id", &school);
        truth.not_met("school-in-group", row, "head_not_in_group");
    }
    for (school, team) in [
        (primary(0, 2), "温馨团队"),
        (primary(3, 0), "帮扶团队"),
        (primary(5, 1), "温馨团队"),
    ] {
        let rows = city.all("leading_groups", "school", &school);
        for row in rows {
            if city.cell(row, "group_name").ends_with(team) {
                city.remove(row);
            }
        }
        let row = city.find("schools", "school_id", &school);
        truth.not_met("two-teams", row, "no_such_team");
    }
}

fn duties(city: &mut City, truth: &mut Truth) {
    let lines = city.all("duties", "clause_path", "二(三)");
    for (row, leader) in [(lines[0], ""), (lines[2], "G9999"), (lines[5], "")] {
        city.set(row, "leader", leader);
        truth.not_met("division-named", row, "nobody_named");
    }
    let row = city.find("duty_offices", "office", "基础教育室");
    city.set(row, "capacity", "责任");
    truth.not_met("lead-offices", "", "one_leads");
    let row = city.find("duty_offices", "office", "学生营养中心");
    city.set(row, "office", "校园安全室");
    truth.not_met("aid-offices", "", "two_answer");
}

/// The assignment of a role for a place.
fn assigned(city: &City, column: &str, place: &str, role: &str) -> Row {
    let mut rows = city.all("assignments", column, place);
    rows.retain(|row| city.is(*row, "role", role));
    rows[0]
}

/// Ends an assignment the day before, begins it the day after, or takes it out.
fn end(city: &mut City, row: Row, at: usize) {
    match at % 3 {
        0 => city.set(row, "assigned_to", "2021-12-30"),
        1 => city.set(row, "assigned_from", "2022-01-01"),
        _ => city.remove(row),
    }
}

fn officers(city: &mut City, truth: &mut Truth) {
    for (at, (county, place)) in [(0, 4), (2, 1), (5, 1)].into_iter().enumerate() {
        let (code, other) = (township(county, place), township(county, 0));
        for visit in city.all("officer_visits", "township", &code) {
            city.set(visit, "township", &other);
        }
        let row = assigned(city, "township", &code, "包抓");
        end(city, row, at);
        let row = city.find("townships", "code", &code);
        truth.not_met("township-has-officer", row, "no_officer");
    }
    for (at, (school, other)) in [
        (primary(0, 4), primary(0, 0)),
        (primary(3, 1), primary(3, 0)),
        (primary(6, 1), primary(6, 0)),
    ]
    .into_iter()
    .enumerate()
    {
        for visit in city.all("officer_visits", "school", &school) {
            city.set(visit, "school", &other);
        }
        let row = assigned(city, "school", &school, "包抓");
        end(city, row, at);
        let row = city.find("schools", "school_id", &school);
        truth.not_met("school-has-officer", row, "no_officer");
    }
    // The last day counts.
    let row = assigned(city, "school", &primary(1, 1), "包抓");
    city.set(row, "assigned_to", "2021-12-31");
    for (county, helper) in [(0, ""), (4, "待定"), (6, "U9999")] {
        let row = assign(city, ("township", &township(county, 0)), "包抓", helper);
        truth.not_met("officer-named", row, "nobody_named");
    }
}

/// The visits of an officer in a month.
pub(super) fn in_month(city: &City, number: usize, month: usize) -> Vec<Row> {
    let mut visits = city.all("officer_visits", "officer", &officer(city, number));
    visits.retain(|row| {
        city.cell(*row, "visited_on")
            .starts_with(&format!("2021-{month:02}"))
    });
    visits
}

fn visits(city: &mut City, truth: &mut Truth) {
    for (number, month) in [(2, 3), (3, 7), (5, 11), (7, 12)] {
        let rows = in_month(city, number, month);
        // The day after the month is the next one's.
        match number {
            5 => city.set(rows[1], "visited_on", "2021-12-01"),
            _ => city.remove(rows[1]),
        }
        let staff = officer(city, number);
        truth
            .not_met(
                "officer-visits-twice",
                format!("{staff}|2021-{month:02}"),
                "one_visit",
            )
            .part("missing");
        truth.not_met(
            "office-visits-twice",
            format!("{}|{month}", bureau(number)),
            "one_visit",
        );
    }
    // One visit of his own; with the other officer's the office has three.
    let rows = in_month(city, 8, 5);
    city.remove(rows[0]);
    let staff = officer(city, 8);
    truth
        .not_met(
            "officer-visits-twice",
            format!("{staff}|2021-05"),
            "one_visit",
        )
        .part("missing");
    for (number, county) in [(1, 3), (4, 5), (9, 2)] {
        let rows = in_month(city, number, 9);
        city.set(rows[0], "township", township(county, 1));
        city.set(rows[0], "school", primary(county, 1));
        truth.not_met("visits-in-own-area", rows[0], "somebody_elses_area");
    }
    // Another's township, and no word of a school there.
    let rows = in_month(city, 6, 9);
    city.set(rows[0], "township", township(1, 1));
    truth.cannot_tell("visits-in-own-area", rows[0], "school_blank");
}

fn chains(city: &mut City, truth: &mut Truth) {
    for (at, (county, role)) in [(0, "局长"), (1, "村长"), (4, "乡镇长")]
        .into_iter()
        .enumerate()
    {
        let code = village(county, 1, 0);
        let row = assigned(city, "village", &code, role);
        end(city, row, at);
        let row = city.find("villages", "village_code", &code);
        truth.not_met("five-heads-of-village", row, "head_missing");
    }
    for (at, (school, role)) in [
        (primary(0, 1), "县长"),
        (primary(2, 0), "乡镇长"),
        (primary(4, 1), "村长"),
    ]
    .into_iter()
    .enumerate()
    {
        let row = assigned(city, "school", &school, role);
        end(city, row, at);
        let row = city.find("schools", "school_id", &school);
        truth.not_met("five-heads-of-school", row, "head_missing");
    }
    for (county, helper) in [(3, ""), (5, "/"), (6, "X9999")] {
        let row = assigned(city, "village", &village(county, 0, 0), "村长");
        city.set(row, "helper", helper);
        truth.not_met("five-heads-named", row, "nobody_named");
    }
    // A head whose time ran out a day before.
    let row = assigned(city, "village", &village(0, 3, 2), "村长");
    let head = city.find("staff", "staff_id", &city.cell(row, "helper"));
    city.set(head, "serves_to", "2021-12-30");
    truth.not_met("five-heads-named", row, "no_longer_in_office");
    for (at, (county, role)) in [(0, "党政线"), (1, "教育线"), (6, "教育线")]
        .into_iter()
        .enumerate()
    {
        let code = township(county, 1);
        let row = assigned(city, "township", &code, role);
        end(city, row, at);
        let row = city.find("townships", "code", &code);
        truth.not_met("two-lines", row, "one_line_missing");
    }
    for (at, (school, role)) in [
        (teaching_point(0), "分管校长"),
        (primary(1, 1), "年级组长"),
        (primary(5, 0), "学籍管理员"),
    ]
    .into_iter()
    .enumerate()
    {
        let row = assigned(city, "school", &school, role);
        end(city, row, at);
        let row = city.find("schools", "school_id", &school);
        truth.not_met("five-roles", row, "role_not_filled");
    }
    for (school, helper) in [
        (primary(0, 0), "无"),
        (primary(2, 1), ""),
        (primary(6, 0), "T9999"),
    ] {
        let row = assigned(city, "school", &school, "班主任");
        city.set(row, "helper", helper);
        truth.not_met("five-roles-named", row, "nobody_named");
    }
}
