//! What townships have: their leaders, those who answer for villages and households, meetings, papers, their places on the lists.

use super::super::super::city::{City, add};
use super::super::super::identity::made_up_name;
use super::super::super::world::places::{COUNTIES, office, township};

/// A nineteenth township, as many as the plan speaks of; and a party secretary in each.
pub(super) fn found(city: &mut City) {
    let code = township(0, 6);
    let name = "云岭乡";
    add!(city, townships: code = code, name = name, county = COUNTIES[0].0, is_remote = "是", high_dropout = "否");
    add!(city, villages: village_code = format!("{code}201"), name = "云岭东村", township = code, is_poor = "否");
    for post in ["乡镇长", "扶贫专干"] {
        serve(city, &code, name, post);
    }
    for row in city.rows("townships") {
        let (code, name) = (city.cell(row, "code"), city.cell(row, "name"));
        serve(city, &code, &name, "党委书记");
    }
}

fn serve(city: &mut City, code: &str, name: &str, post: &str) {
    let (staff_id, person) = (city.number("X"), made_up_name(&mut city.random));
    add!(city, staff: staff_id = staff_id, name = person, unit = format!("{name}人民政府"), township = code, post = post,
        is_leader = if post == "扶贫专干" { "否" } else { "是" }, is_employed = "是", serves_from = "2016-03-01", serves_to = "");
}

/// Whoever holds a post in a township, by number.
pub(super) fn holder(city: &City, code: &str, post: &str) -> String {
    let mut all = city.all("staff", "township", code);
    all.retain(|row| city.is(*row, "post", post));
    city.cell(all[0], "staff_id")
}

pub(super) fn records(city: &mut City) {
    for (at, row) in city.rows("townships").into_iter().enumerate() {
        let (code, name) = (city.cell(row, "code"), city.cell(row, "name"));
        let county = city.cell(row, "county");
        papers(city, &code, &name, &county);
        meetings(city, &code);
        events(city, &code, &county);
        for (indicator, day) in [("2020-03-20", 6), ("2020-06-20", 5), ("2020-09-20", 4)] {
            let number = city.number("N");
            add!(city, statistics: figure_no = number, indicator = "辍学率", county = county, township = code, school = "",
                for_period = indicator, counted_on = indicator, numerator = day, denominator = 200 + at, reported_rate = "");
        }
        let officer = holder(city, &code, "扶贫专干");
        assign(city, &code, "", "", "网格员", &officer);
        for village in city.all("villages", "township", &code) {
            let village = city.cell(village, "village_code");
            let leader = holder(city, &code, "乡镇长");
            assign(city, "", &village, "", "劝返专人", &officer);
            assign(city, "", &village, "", "网格员", &officer);
            assign(city, "", &village, "第一村民小组", "网格员", &officer);
            assign(city, "", &village, "", "党政线", &leader);
        }
        lists(city, at, &code);
        let number = city.number("O");
        add!(city, organisations: organisation_id = number, name = format!("{name}资助代办点"), kind = "资助机构", county = county,
            township = code, is_member = "否", is_public = "是");
    }
    county_meetings(city);
}

fn assign(city: &mut City, township: &str, village: &str, group: &str, role: &str, helper: &str) {
    let number = city.number("BB");
    add!(city, assignments: assignment_no = number, township = township, village = village, village_group = group, role = role,
        helper = helper, assigned_from = "2020-03-01", assigned_to = "");
}

/// The leading group, the places in the headquarters, the team for legal education, and what is on paper.
fn papers(city: &mut City, code: &str, name: &str, county: &str) {
    let (secretary, head) = (holder(city, code, "党委书记"), holder(city, code, "乡镇长"));
    let last = name.chars().last().unwrap_or('镇');
    let members = [
        (
            "控辍保学领导小组",
            "组长",
            format!("{name}党委书记"),
            &secretary,
        ),
        (
            "控辍保学领导小组",
            "副组长",
            format!("{name}{last}长"),
            &head,
        ),
        (
            "义务教育保障战役指挥部",
            "成员",
            format!("{name}党委书记"),
            &secretary,
        ),
        (
            "义务教育保障战役指挥部",
            "成员",
            format!("{name}{last}长"),
            &head,
        ),
        ("法制教育宣传队", "组长", format!("{name}司法所所长"), &head),
    ];
    for (group, role, post, staff_no) in members {
        let member = city.cell(city.find("staff", "staff_id", staff_no), "name");
        // Two counties have a township of the same name.
        let post = format!(
            "{}{post}",
            &COUNTIES
                .iter()
                .find(|known| known.0 == county)
                .map_or("", |known| known.1)
        );
        add!(city, leading_groups: group_name = group, member = member, post = post, role = role, staff_no = staff_no,
            organisation = "", county = county, township = code, school = "");
    }
    for title in ["控辍保学工作资料", "控辍保学分片包干安排"] {
        let number = city.number("D");
        add!(city, documents: document_no = number, kind = "资料汇编", title = format!("{name}{title}"), county = county, township = code,
            issued_on = "2020-03-12", on_paper = "是", electronic = "是");
    }
    let by = holder(city, code, "党委书记");
    for (topic, day) in [
        ("双线四包责任制落实情况", "2020-05-15"),
        ("全面排查", "2020-08-12"),
    ] {
        let number = city.number("HY");
        add!(city, attestations: attestation_no = number, topic = topic, township = code, school = "", verdict = "符合", attested_by = by,
            attested_on = day, valid_until = "");
    }
}

fn meetings(city: &mut City, code: &str) {
    for day in [
        "2020-03-10",
        "2020-05-06",
        "2020-07-02",
        "2020-08-28",
        "2020-10-16",
    ] {
        let number = city.number("M");
        add!(city, meetings: meeting_no = number, kind = "专题会议", convener = code, held_on = day, minutes = "", sent_up_on = "");
    }
}

/// Joint meetings of the counties with their minutes, and a working meeting of the office of the headquarters.
fn county_meetings(city: &mut City) {
    for (at, (code, name)) in COUNTIES.iter().enumerate() {
        for (day, sent) in [("2020-05-20", "2020-05-26"), ("2020-09-10", "2020-09-18")] {
            let (minutes, number) = (city.number("D"), city.number("M"));
            add!(city, documents: document_no = minutes, kind = "会议纪要", title = format!("{name}联席会议纪要"), organisation = office(at, "02"),
                county = code, issued_on = day, on_paper = "是", electronic = "是");
            add!(city, meetings: meeting_no = number, kind = "联席会议", convener = code, held_on = day, minutes = minutes, sent_up_on = sent);
        }
    }
    let number = city.number("M");
    add!(city, meetings: meeting_no = number, kind = "工作会议", convener = "15980002", held_on = "2020-03-05", minutes = "", sent_up_on = "");
}

/// Putonghua of the township's own, the law by the justice bureau of its county.
fn events(city: &mut City, code: &str, county: &str) {
    for (organiser, topic, day, medium) in [
        (code.to_owned(), "推广普通话", "2020-05-12", "现场活动"),
        (format!("{county}11"), "普法进乡村", "2020-06-16", "宣讲会"),
    ] {
        let number = city.number("XC");
        add!(city, publicity: event_no = number, organiser = organiser, county = county, township = code, held_on = day, medium = medium,
            topic = topic);
    }
}

/// Three rounds of the lists: the first five townships red, the next two black each time and talked to, some black in the last round alone.
fn lists(city: &mut City, at: usize, code: &str) {
    let rounds = [
        ("2020年一季度", "2020-04-10"),
        ("2020年二季度", "2020-07-10"),
        ("2020年三季度", "2020-10-12"),
    ];
    for (number, (period, day)) in rounds.into_iter().enumerate() {
        let (list, score) = match at {
            0..=4 => ("红榜", 95 - at),
            5 | 7 => ("黑榜", 66),
            6 | 8 if number == 2 => ("黑榜", 70),
            6 | 8 if number == 0 => ("红榜", 88),
            _ => continue,
        };
        add!(city, red_black_lists: for_period = period, township = code, list = list, score = score, published_on = day);
    }
    if matches!(at, 5 | 7) {
        let number = city.number("WZ");
        add!(city, accountability: action_no = number, organisation = "", township = code, school = "", staff_no = "", issue_no = "",
            type = "约谈", taken_on = "2020-10-20", reason = "连续列入黑榜");
    }
}
