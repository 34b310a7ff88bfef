//! Children of this plan's items: who left school and came back, who is suspected of leaving, absent pupils, new junior pupils,
//! children with disabilities; and the ledgers of all levels, on which every child stands.

use super::super::super::city::{City, Row, add};
use super::super::super::identity::Day;
use super::super::super::world::out_of_school::{Case, Left, follow, leave};
use super::super::super::world::people::Person;
use super::super::super::world::places::{COUNTIES, office, primary, township};

pub(super) fn record(city: &mut City) {
    for (at, (county, place)) in PLACES.into_iter().enumerate() {
        let causes = ["厌学", "其他", "务工"];
        let case = out(city, county, place, causes[at % 3]);
        if at % 2 == 0 {
            refuse(city, &case);
        }
        for number in 0..2 {
            autumn(city, county, place, number == 1);
            spring(city, county, place, number == 1);
        }
    }
    for county in 0..5 {
        worker(city, county);
        suspect(city, county);
        absent(city, county);
        unknown(city, county);
    }
    for county in 0..COUNTIES.len() {
        admitted(city, county);
    }
    at_work(city);
    of_the_last_township(city);
    disabled(city);
    on_the_day(city);
    changes(city);
    window(city);
    vocational(city);
}

/// The three junior schools of the first county, and the nine-year schools of the others.
const PLACES: [(usize, usize); 9] = [
    (0, 0),
    (0, 1),
    (0, 2),
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
];

/// Days of a case: of the state, of the opening, of the return, of being struck off.
struct Days {
    status: &'static str,
    opened: &'static str,
    returned: &'static str,
    closed: &'static str,
    term: &'static str,
    visited: &'static str,
}

fn settle(city: &mut City, case: &Case, days: &Days) {
    let plus = |day: &str, number: i64| {
        Day::read(day).map_or(String::new(), |day| day.plus(number).to_string())
    };
    let marked = plus(days.status, 3);
    for (column, cell) in [
        ("status_date", days.status),
        ("marked_on", &marked),
        ("updated_on", "2020-11-05"),
        ("closed_on", days.closed),
    ] {
        city.set(case.ledger, column, cell);
    }
    let change = city.find("status_changes", "national_id", &case.child.id);
    let happened = if days.returned.is_empty() {
        days.status
    } else {
        days.returned
    };
    city.set(change, "occurred_on", happened);
    city.set(change, "marked_on", plus(happened, 3));
    for (column, cell) in [
        ("opened_on", days.opened),
        ("returned_on", days.returned),
        ("return_term", days.term),
    ] {
        city.set(case.case, column, cell);
    }
    let record = city.find("persuasion", "national_id", &case.child.id);
    city.set(record, "done_on", plus(days.opened, 5));
    city.set(record, "written_report_on", plus(days.opened, 6));
    let visit = city.find("home_visits", "national_id", &case.child.id);
    city.set(visit, "visited_on", days.visited);
}

/// Out of school since September; not of a poor family.
pub(super) fn out(city: &mut City, county: usize, place: usize, cause: &str) -> Case {
    let left = Left {
        county,
        poor: false,
        status: "辍学",
        cause,
    };
    let case = leave(city, left, place);
    let days = Days {
        status: "2020-09-10",
        opened: "2020-09-13",
        returned: "",
        closed: "",
        term: "未返校",
        visited: "2020-09-18",
    };
    settle(city, &case, &days);
    case
}

/// Brought back in the autumn of 2019, and visited in the winter.
fn autumn(city: &mut City, county: usize, place: usize, poor: bool) -> Case {
    let days = Days {
        status: "2020-09-07",
        opened: "2019-10-15",
        returned: "2019-12-02",
        closed: "2020-01-10",
        term: "2019秋",
        visited: "2020-02-10",
    };
    back(city, county, (place, poor), &days)
}

/// Brought back in May 2020.
fn spring(city: &mut City, county: usize, place: usize, poor: bool) -> Case {
    let days = Days {
        status: "2020-09-07",
        opened: "2020-04-10",
        returned: "2020-05-20",
        closed: "2020-06-20",
        term: "2020春",
        visited: "2020-04-15",
    };
    back(city, county, (place, poor), &days)
}

/// Tired of school, brought back and aided.
fn back(city: &mut City, county: usize, (place, poor): (usize, bool), days: &Days) -> Case {
    let left = Left {
        county,
        poor,
        status: "复学",
        cause: "厌学",
    };
    let case = leave(city, left, place);
    settle(city, &case, days);
    aided(city, &case.child);
    case
}

/// Sixteen years old, at work in the summer, now in the class of the vocational centre.
fn worker(city: &mut City, county: usize) -> Case {
    let mut child = Person::new(city, county, 0, 9);
    child.birth = Day::new(2004, 3 + county as i64, 12);
    child.id = city.ids.next(COUNTIES[county].0, child.birth, child.boy);
    child.register(city);
    child.study(city, "在读");
    child.registry(city, "在读");
    child.count(city);
    let left = Left {
        county,
        poor: false,
        status: "复学",
        cause: "务工",
    };
    let case = follow(city, child, left);
    let days = Days {
        status: "2020-09-07",
        opened: "2020-09-10",
        returned: "2020-10-15",
        closed: "2020-10-18",
        term: "2020秋",
        visited: "2020-09-15",
    };
    settle(city, &case, &days);
    city.set(case.case, "placement", "职教提升班");
    case
}

/// The guardian refuses; a notice was issued and a hearing held.
fn refuse(city: &mut City, case: &Case) {
    city.set(case.case, "outcome", "家长拒不送学");
    notice(city, &case.child.id, case.child.county);
}

pub(super) fn notice(city: &mut City, id: &str, county: usize) -> Row {
    let number = city.number("TZ");
    let name = city.cell(city.find("household", "national_id", id), "name");
    add!(city, legal_notices: notice_no = number, national_id = id, guardian = format!("{name}之父"), issued_by = office(county, "12"),
        issued_on = "2020-09-22", hearing_on = "2020-10-09", result = "当庭调解")
}

/// Suspected of leaving, and reported to the village within three days.
fn suspect(city: &mut City, county: usize) {
    let child = Person::new(city, county, 1, 8);
    child.enrol(city);
    let persuader = child.officer(city);
    add!(city, dropout_ledger: national_id = child.id, name = child.name, school = child.school, township = child.township,
        status = "疑似", cause = "厌学", status_date = "2020-10-12", marked_on = "2020-10-13", updated_on = "2020-11-20", closed_on = "",
        persuader = persuader);
    let number = city.number("BG");
    add!(city, reports: report_no = number, kind = "疑似辍学报告", from_unit = child.township, to_unit = "村（社区）两委",
        for_period = "2020年10月", submitted_on = "2020-10-14", is_written = "是", national_id = child.id);
}

/// On the registry and not in class: an alert with all that follows.
fn absent(city: &mut City, county: usize) {
    let child = Person::new(city, county, 0, 4);
    child.register(city);
    child.registry(city, "在读");
    child.school_age(city, "本地就读");
    child.study(city, "在读");
    let (alert, case) = (city.number("YJ"), city.number("A"));
    add!(city, attendance_alerts: alert_no = alert, national_id = child.id, school = child.school, absent_from = "2020-10-19",
        first_action_on = "2020-10-20", reported_to_township_on = "2020-10-21", reported_to_bureau_on = "2020-10-21", is_written = "是");
    for partner in ["责任督学", "村（居）民委员会"] {
        add!(city, alert_partners: alert_no = alert, partner = partner);
    }
    let persuader = child.officer(city);
    add!(city, persuasion_cases: case_no = case, national_id = child.id, persuader = persuader, opened_on = "2020-10-21",
        returned_on = "", return_term = "未返校", placement = "原校", parent_consent = "是", pupil_willing = "是", outcome = "劝返中");
}

/// Six since September, so born after the window; nobody knows where the child is, and somebody is charged with finding out.
fn unknown(city: &mut City, county: usize) {
    let mut child = Person::new(city, county, 0, 1);
    child.birth = Day::new(2014, 9, 11 + county as i64);
    child.id = city.ids.next(COUNTIES[county].0, child.birth, child.boy);
    child.register(city);
    child.school_age(city, "去向不明");
    child.study(city, "待入学");
    let number = city.number("W");
    let clerk = city.cell(
        city.all("staff", "organisation", &office(county, "02"))[1],
        "staff_id",
    );
    let leader = city.cell(
        city.find("staff", "organisation", &office(county, "02")),
        "staff_id",
    );
    add!(city, issues: issue_no = number, source = "自查排查", type = "立行立改", organisation = office(county, "05"),
        county = COUNTIES[county].0, township = child.township, school = "", national_id = child.id, found_on = "2020-09-15",
        measure = "乡镇与派出所联合查找", person_responsible = clerk, due_on = "2020-10-31", rectified_on = "2020-10-15",
        verified_on = "2020-10-20", verified_by = leader, closed_on = "2020-10-22");
}

/// New junior pupils: two who came, one who did not and is looked for.
fn admitted(city: &mut City, county: usize) {
    for at in 0..3 {
        let child = Person::new(city, county, 0, 7);
        let came = at < 2;
        if came {
            child.enrol(city);
        }
        let from = primary(county, 0);
        add!(city, admissions: national_id = child.id, name = child.name, from_school = from, to_school = child.school,
            class = child.class(), class_assigned_on = "2020-07-06", registered_on = if came { "2020-09-01" } else { "" },
            tracking_result = if came { "" } else { "随父母外出" });
        if !came {
            let (case, persuader) = (city.number("A"), child.officer(city));
            add!(city, persuasion_cases: case_no = case, national_id = child.id, persuader = persuader, opened_on = "2020-09-08",
                returned_on = "", return_term = "未返校", placement = "原校", parent_consent = "是", pupil_willing = "是",
                outcome = "劝返中");
            for to_unit in ["乡镇党委政府", "县教育局"] {
                let number = city.number("BG");
                add!(city, reports: report_no = number, kind = "未到校注册学生名册", from_unit = child.school, to_unit = to_unit,
                    for_period = "2020秋", submitted_on = "2020-09-18", is_written = "是", national_id = "");
            }
        }
    }
}

/// Minors met in inspections: at work and on the dropout ledger; in a game hall on a holiday.
fn at_work(city: &mut City) {
    // Inspections get their numbers in the order of counties, six each.
    let working = city.all("dropout_ledger", "cause", "厌学");
    for county in 0..5 {
        let id = city.cell(working[county * 3], "national_id");
        add!(city, minors_found: inspection_no = format!("JC{:04}", county * 6 + 1), national_id = id, sent_home_on = "2020-05-24");
        let pupil = city.cell(city.rows("enrolment")[county * 7], "national_id");
        add!(city, minors_found: inspection_no = format!("JC{:04}", county * 6 + 4), national_id = pupil, sent_home_on = "2020-10-03");
    }
}

/// A pupil of the nineteenth township, so that its ledger holds somebody.
fn of_the_last_township(city: &mut City) {
    let mut child = Person::new(city, 0, 0, 3);
    child.township = township(0, 6);
    child.village = format!("{}201", child.township);
    child.enrol(city);
}

/// More children with disabilities in class, so that 23 of 25 are enrolled: exactly the share.
fn disabled(city: &mut City) {
    for at in 0..9 {
        let child = Person::new(city, 1 + at % 6, 0, 2 + at % 5);
        child.enrol(city);
        let (certificate, updated) = (format!("{}3", child.id), city.recently(20));
        add!(city, disability: national_id = child.id, name = child.name, birth_date = child.birth, certificate_no = certificate,
            type = ["视力", "听力", "智力"][at % 3], level = 2, township = child.township, schooling = "在读", fees_reduced = "是",
            updated_on = updated);
    }
    for row in city.rows("disability") {
        let id = city.cell(row, "national_id");
        let [name, birth, place] =
            ["name", "birth_date", "township"].map(|column| city.cell(row, column));
        let registered = city.as_of.plus(-100);
        add!(city, special_groups: national_id = id, group = "残疾儿童", name = name, birth_date = birth, township = place,
            keeper = "残联", guardian = "父母", registered_on = registered, care = "康复与随班就读");
        if city.is(row, "level", "1") && city.is(row, "schooling", "送教上门") {
            let number = city.number("D");
            add!(city, documents: document_no = number, kind = "医学鉴定", title = "残疾鉴定", township = place, national_id = id,
                issued_on = "2020-03-18", on_paper = "是", electronic = "是");
        }
    }
}

/// Helpers of left-behind children, with terms that have no end.
fn on_the_day(city: &mut City) {
    for row in city.all("special_groups", "group", "留守儿童") {
        if city.is(row, "keeper", "民政") {
            let (id, township) = (city.cell(row, "national_id"), city.cell(row, "township"));
            let helper = super::townships::holder(city, &township, "扶贫专干");
            let number = city.number("BB");
            add!(city, assignments: assignment_no = number, national_id = id, township = "", village = "", role = "一对一",
                helper = helper, assigned_from = "2020-03-15", assigned_to = "");
        }
    }
}

/// What changed in the registry of poor and of disabled pupils, in all systems on the same day.
fn changes(city: &mut City) {
    let mut changed = Vec::new();
    for row in city.rows("dropout_ledger") {
        let id = city.cell(row, "national_id");
        if !city.all("poverty", "national_id", &id).is_empty() && changed.len() < 12 {
            changed.push((id, "复学", "国扶系统"));
        }
    }
    for row in city.rows("disability").into_iter().rev().take(6) {
        changed.push((city.cell(row, "national_id"), "转学", "残疾人信息系统"));
    }
    for (id, change, other) in changed {
        for system in ["学籍系统", other] {
            let number = city.number("B");
            add!(city, status_changes: change_no = number, national_id = id, system = system, change = change,
                occurred_on = "2020-05-20", marked_on = "2020-05-25");
        }
    }
}

/// The great check of March; whoever has turned sixteen since stands on its ledger, too.
fn window(city: &mut City) {
    for row in city.rows("household") {
        let id = city.cell(row, "national_id");
        let Some(birth) = Day::read(&city.cell(row, "birth_date")) else {
            continue;
        };
        let inside = birth >= Day::new(2004, 9, 1) && birth <= Day::new(2014, 8, 31);
        if inside && city.all("school_age_ledger", "national_id", &id).is_empty() {
            let [name, township, village] =
                ["name", "township", "village"].map(|column| city.cell(row, column));
            let by = super::townships::holder(city, &township, "扶贫专干");
            add!(city, school_age_ledger: national_id = id, name = name, birth_date = birth, township = township, village = village,
                registered_poor = "否", whereabouts = "本地就读", checked_on = "", checked_by = by);
        }
    }
    for (at, row) in city.rows("school_age_ledger").into_iter().enumerate() {
        city.set(row, "checked_on", format!("2020-03-{:02}", 9 + at % 19));
    }
}

/// Registered-poor pupils of the vocational school, with their grant.
fn vocational(city: &mut City) {
    for at in 0..5 {
        let mut child = Person::new(city, 0, at, 11);
        child.poor = true;
        child.school = super::super::super::world::places::VOCATIONAL.to_owned();
        child.enrol(city);
        determined(city, &child);
        paid(city, &child, "雨露计划", 1500);
    }
}

fn determined(city: &mut City, child: &Person) {
    let by = office(0, "09");
    add!(city, hardship: national_id = child.id, school_year = "2020-2021", name = child.name, level = "比较困难", family_factor = "收入低",
        group_factor = "建档立卡家庭", area_factor = "山区", determined_on = "2020-09-20", determined_by = by);
}

fn paid(city: &mut City, child: &Person, programme: &str, amount: u32) {
    let number = city.number("P");
    add!(city, payments: payment_no = number, national_id = child.id, programme = programme, school = child.school,
        school_year = "2020-2021", term = "", amount = amount, due_on = "2020-09-25", paid_on = "2020-09-28", payee = "本人",
        payee_name = child.name);
}

/// Aid of a pupil of a registered-poor family who came back.
fn aided(city: &mut City, child: &Person) {
    if child.poor {
        determined(city, child);
        match child.boarder {
            true => paid(city, child, "寄宿生生活补助", 1250),
            false => paid(city, child, "非寄宿生生活补助", 625),
        }
    }
}

/// The ledgers of townships, villages and schools say what that of the county says.
pub(super) fn ledgers(city: &mut City) {
    for row in city.rows("study_ledger") {
        for level in ["乡", "村", "校"] {
            let copy = city.copy(row);
            city.set(copy, "level", level);
        }
    }
}
