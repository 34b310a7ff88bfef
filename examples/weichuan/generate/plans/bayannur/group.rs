//! The working group and who answers for what: the group's list, the three areas of work with their offices, the counties' own duties,
//! the group's rounds and the counties' reports to it.

use super::super::super::city::{City, add};
use super::super::super::identity::made_up_name;
use super::super::super::world::places::{CITY, COUNTIES, office, township, townships};

pub(super) const GROUP: &str = "苇川市教育脱贫攻坚挂牌督战工作组";

/// Offices of the city's bureau: the last two digits of their code, the name on the list of offices, the name in the text.
pub(super) const OFFICES: [(&str, &str, &str); 10] = [
    ("11", "基础教育科", "基础教育科"),
    ("12", "民族教育科", "民族教育科"),
    ("13", "学前与特殊教育科", "学前与特殊教育科"),
    ("14", "财务科", "财务科"),
    ("15", "职业与成人教育科", "职业与成人教育科"),
    ("16", "市学生资助管理中心", "学生资助管理中心"),
    // Listed by a longer name than the plan has.
    ("17", "市人民教育基金会办公室", "基金会"),
    ("18", "发展规划科", "发展规划科"),
    ("19", "人事科", "人事科"),
    ("20", "办公室", "办公室"),
];

/// The three areas of work, and the offices that lead them.
const AREAS: [(&str, &[&str]); 3] = [
    ("三(一)", &["11", "12", "13"]),
    ("三(二)", &["14", "11", "15", "12", "13", "16", "17"]),
    ("三(三)", &["18", "14", "11", "12", "13"]),
];

pub(super) fn bureau(digits: &str) -> String {
    format!("{}{digits}", CITY.0)
}

fn person(city: &mut City, organisation: &str, unit: &str, post: &str) -> (String, String) {
    let (staff_id, name) = (city.number("S"), made_up_name(&mut city.random));
    add!(city, staff: staff_id = staff_id, name = name, unit = unit, organisation = organisation, post = post, is_leader = "否",
        is_employed = "是", serves_from = "2017-05-01", serves_to = "");
    (staff_id, name)
}

fn member(
    city: &mut City,
    (staff_no, name): &(String, String),
    post: &str,
    role: &str,
    organisation: &str,
    county: &str,
) {
    add!(city, leading_groups: group_name = GROUP, member = name, post = post, role = role, staff_no = staff_no,
        organisation = organisation, county = county);
}

pub(super) fn record(city: &mut City) {
    let own = bureau("02");
    for (digits, name, _) in OFFICES {
        add!(city, organisations: organisation_id = bureau(digits), name = name, kind = "科室", parent = own, is_member = "否",
            is_public = "是");
    }
    let head = person(city, &own, "市教育局", "局长");
    member(city, &head, "市教育局局长", "组长", &own, "");
    let mut leaders = Vec::new();
    for at in 1..=5 {
        let post = format!("市教育局副局长（{at}）");
        let deputy = person(city, &own, "市教育局", "副局长");
        member(city, &deputy, &post, "副组长", &own, "");
        leaders.push(deputy.0);
    }
    for (digits, name, _) in OFFICES {
        // The planning office is there with its deputy head.
        let post = if digits == "18" {
            "副科长"
        } else {
            "科长"
        };
        let official = person(city, &bureau(digits), name, post);
        member(
            city,
            &official,
            &format!("{name}{post}"),
            "成员",
            &bureau(digits),
            "",
        );
    }
    for (at, (code, name)) in COUNTIES.iter().enumerate() {
        let organisation = office(at, "02");
        let row = county_head(city, at);
        let official = (city.cell(row, "staff_id"), city.cell(row, "name"));
        member(
            city,
            &official,
            &format!("{name}教育局局长"),
            "成员",
            &organisation,
            code,
        );
    }
    for (role, post) in [
        ("办公室主任", "督战工作组办公室主任"),
        ("联络员", "督战工作组联络员"),
    ] {
        let official = person(city, &bureau("18"), "发展规划科", "科员");
        member(city, &official, post, role, &bureau("18"), "");
    }
    duties(city, &leaders);
    rounds(city);
    reports(city);
}

/// The head of a county's education bureau.
pub(super) fn county_head(city: &City, county: usize) -> super::super::super::city::Row {
    let mut all = city.all("staff", "organisation", &office(county, "02"));
    all.retain(|row| city.is(*row, "post", "局长"));
    all[0]
}

fn duties(city: &mut City, leaders: &[String]) {
    // Two of the five deputies lead none of the three areas.
    for ((path, offices), leader) in AREAS.into_iter().zip([0, 2, 3]) {
        let number = city.number("O");
        add!(city, duties: duty_no = number, clause_path = path, leader = leaders[leader], area_rule = "全市");
        for digits in offices {
            let known = OFFICES
                .iter()
                .find(|office| office.0 == *digits)
                .expect("an office of the list");
            add!(city, duty_offices: duty_no = number, capacity = "牵头", office = known.2, organisation = bureau(digits));
        }
        for (at, (_, name)) in COUNTIES.iter().enumerate() {
            add!(city, duty_offices: duty_no = number, capacity = "责任", office = format!("{name}教育局"),
                organisation = office(at, "02"));
        }
    }
    for at in 0..COUNTIES.len() {
        let number = city.number("O");
        let leader = city.cell(county_head(city, at), "staff_id");
        add!(city, duties: duty_no = number, clause_path = "六", leader = leader, area_rule = "属地");
    }
}

/// Two rounds, each to a township of every county.
fn rounds(city: &mut City) {
    let officer = city.cell(
        city.find("staff", "organisation", &bureau("18")),
        "staff_id",
    );
    for round in 0..2 {
        for county in 0..COUNTIES.len() {
            let number = city.number("I");
            let place = (round + county) % townships(county);
            add!(city, officer_visits: visit_no = number, officer = officer, township = township(county, place),
                visited_on = format!("2020-{:02}-{:02}", 4 + round * 3, 7 + county));
        }
    }
}

/// A report a month and county, from March to September; some on the last day.
fn reports(city: &mut City) {
    for month in 3..=9 {
        for (at, (code, _)) in COUNTIES.iter().enumerate() {
            let number = city.number("BS");
            add!(city, reports: report_no = number, kind = "督战情况", from_unit = code, to_unit = "发展规划科",
                for_period = format!("2020-{month:02}"), submitted_on = format!("2020-{month:02}-{:02}", 12 + (at + month) % 7));
        }
    }
}
