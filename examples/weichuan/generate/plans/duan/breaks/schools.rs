//! Goals, projects, equipment, teachers.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{COUNTIES, primary};
use super::{in_county, one};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    projects(city, truth);
    conditions(city, truth);
    equipment(city, truth);
    recruits(city, truth);
    teachers(city, truth);
    papers(city, truth);
    retention(city, truth);
}

/// The project of a kind in a county.
fn project(city: &City, county: usize, kind: &str) -> Row {
    one(city, "projects", |city, row| {
        city.is(row, "county", COUNTIES[county].0) && city.is(row, "kind", kind)
    })
}

fn projects(city: &mut City, truth: &mut Truth) {
    for (county, day) in [(0, "2020-09-01"), (1, "2020-10-15"), (2, "")] {
        let row = project(city, county, "改扩建");
        city.set(row, "in_use_on", day);
        truth
            .not_met("goal-projects", row, "not_in_use")
            .part("due:2020-08-31");
    }
    let row = project(city, 3, "改扩建");
    city.set(row, "in_use_on", "2020-08-31");
    // In use on the day of the opening: in time for the term, late for the goal.
    for (at, day) in ["2020-09-02", "", "2020-09-15", "2020-09-01"]
        .into_iter()
        .enumerate()
    {
        let row = project(city, at, if at < 2 { "新建" } else { "迁建" });
        city.set(row, "in_use_on", day);
        truth
            .not_met("goal-projects", row, "not_in_use")
            .part("due:2020-08-31");
        if at < 3 {
            truth.not_met("four-schools", row, "not_in_use");
        }
    }
    for county in 0..3 {
        let row = project(city, county, "20条底线");
        for column in ["started_on", "completed_on", "in_use_on"] {
            city.set(row, column, "");
        }
        for item in ["bottom-line-started", "bottom-line-on-time"] {
            truth.not_met(item, row, "not_begun");
        }
        truth
            .not_met("goal-projects", row, "not_begun")
            .part("due:2020-08-31");
        let row = project(city, county, "教师周转房");
        city.set(
            row,
            "completed_on",
            ["2020-08-01", "", "2020-09-30"][county],
        );
        truth.not_met("transit-housing", row, "finished_late");
    }
    for county in 3..6 {
        let row = project(city, county, "20条底线");
        city.set(row, "handed_over_on", "");
        truth.not_met("bottom-line-handed-over", row, "not_handed_over");
        let row = project(city, county, "改扩建");
        city.set(row, "approval", "");
        truth.not_met("projects-approved", row, "no_approval");
        let row = project(city, county - 1, "改扩建");
        let permit = city.find("permits", "project", &city.cell(row, "project_no"));
        match county {
            3 => city.remove(permit),
            4 => city.set(permit, "issued_on", ""),
            _ => city.set(permit, "kind", "规划许可证"),
        }
        truth.not_met("building-permits", row, "no_permit");
    }
    for (county, column, cell) in [
        (0, "safety_checked_on", ""),
        (1, "quality", "不符合"),
        (6, "safety_checked_on", ""),
    ] {
        let row = project(city, county, "改扩建");
        city.set(row, column, cell);
        truth.not_met("building-quality", row, "not_inspected_or_not_passed");
    }
    for kind in ["20条底线", "教师周转房"] {
        let row = project(city, 6, kind);
        city.set(row, "completed_on", "2020-07-31");
    }
}

fn conditions(city: &mut City, truth: &mut Truth) {
    let weak =
        |city: &City, row: Row| city.is(row, "kind", "教学点") || city.is(row, "kind", "初中");
    for at in 0..3 {
        let school = city.pick("schools", weak);
        let check = city.find(
            "school_conditions",
            "school",
            &city.cell(school, "school_id"),
        );
        match at {
            0 => city.set(check, "checked_on", "2020-09-01"),
            1 => city.set(check, "meets_basic", "不符合"),
            _ => city.remove(check),
        }
        truth
            .not_met("goal-conditions", school, "conditions_not_confirmed")
            .part("due:2020-08-31");
    }
    let school = city.pick("schools", weak);
    let check = city.find(
        "school_conditions",
        "school",
        &city.cell(school, "school_id"),
    );
    city.set(check, "checked_on", "2020-08-31");
}

/// The line of a kind of equipment at the first school of a county.
fn line(city: &City, item: &str, county: usize) -> Row {
    let school = primary(county, 0);
    one(city, "equipment", |city, row| {
        city.is(row, "item", item) && city.is(row, "school", &school)
    })
}

fn equipment(city: &mut City, truth: &mut Truth) {
    for (at, item) in ["图书", "书架", "床架"].into_iter().enumerate() {
        let row = line(city, item, at);
        let delivered: usize = city.cell(row, "delivered").parse().unwrap_or(0);
        city.set(row, "delivered", delivered - 1);
        truth.not_met("equipment-delivered", item, "less_delivered");
    }
    // Less at one school, more at another.
    for (county, delivered) in [(2, 1900), (3, 1914)] {
        let row = line(city, "仪器柜", county);
        city.set(row, "delivered", delivered);
    }
    for row in city.all("equipment", "item", "成套实验室") {
        city.remove(row);
    }
    truth.not_met("equipment-kinds", "", "kind_missing");
    let row = line(city, "常规仪器", 5);
    city.set(row, "delivered", 0);
    truth.not_met("instruments-delivered", "", "too_few_schools");
    for (county, day) in [(0, "2020-09-02"), (2, ""), (4, "2020-10-09")] {
        let row = line(city, "常规仪器", county);
        city.set(row, "in_use_on", day);
        truth.not_met("equipment-in-use", row, "not_in_use");
    }
    let row = line(city, "常规仪器", 6);
    city.set(row, "in_use_on", "2020-09-01");
    for (at, row) in city
        .all("trainings", "programme", "装备应用")
        .into_iter()
        .enumerate()
    {
        if at % 2 == 0 {
            city.set(row, "programme", "县培");
        }
    }
    truth.not_met("equipment-training", "", "too_few_trained");
}

/// Those of a category who were recruited in 2020.
fn recruited(city: &City, category: &str) -> Vec<Row> {
    let mut rows = city.all("recruits", "category", category);
    rows.retain(|row| city.is(*row, "year", "2020"));
    rows
}

fn recruits(city: &mut City, truth: &mut Truth) {
    // As many as the year before are not more.
    for (category, moved) in [("定向培养", 1), ("紧缺人才", 1), ("特岗教师", 2)] {
        for row in recruited(city, category).into_iter().take(moved) {
            city.set(row, "year", 2019);
        }
        truth.not_met("more-by-channel", category, "not_more");
    }
    truth.not_met("recruits-special", "", "too_few_recruits");
    truth.not_met("recruits-all", "", "too_few_recruits");
    for (category, item) in [
        ("公开招聘", "recruits-open"),
        ("全科教师", "recruits-general"),
        ("返聘退休教师", "retired-teachers"),
        ("支教志愿者", "volunteers"),
    ] {
        let row = recruited(city, category)[0];
        city.set(row, "signed_on", "");
        truth.not_met(item, "", "too_few_recruits");
    }
    for category in ["公开招聘", "全科教师", "特岗教师"] {
        for row in recruited(city, category) {
            city.set(row, "round", 1);
        }
    }
    truth.not_met("several-rounds", "", "one_round");
    let row = city.find("statistics", "indicator", "计划招聘教师数");
    city.set(row, "numerator", 34);
    truth.not_met("plan-total", "", "another_figure");
    truth.not_met("plan-parts", "", "parts_do_not_add_up");
}

fn teachers(city: &mut City, truth: &mut Truth) {
    for row in city.all("trainings", "programme", "定点") {
        city.set(row, "programme", "县培");
    }
    truth.not_met("training-programmes", "", "programme_missing");
    let of_the_year: Vec<Row> = city
        .rows("trainings")
        .into_iter()
        .filter(|row| !city.is_one(*row, "programme", &["国培", "区培"]))
        .collect();
    for row in of_the_year.into_iter().skip(60) {
        city.set(row, "started_on", "2019-12-31");
        city.set(row, "ended_on", "2020-01-10");
    }
    truth.not_met("training-attendances", "", "too_few_attendances");
    let school_of = |city: &City, row: Row| {
        let teacher = city.cell(row, "teacher");
        city.cell(city.find("staff", "staff_id", &teacher), "school")
    };
    let allowance = |city: &mut City, county: usize| {
        let code = COUNTIES[county].0;
        city.pick("allowances", |city, row| {
            school_of(city, row).contains(code)
        })
    };
    for (at, county) in [0, 2, 5].into_iter().enumerate() {
        let row = allowance(city, county);
        let teacher = city.find("staff", "staff_id", &city.cell(row, "teacher"));
        match at {
            0 => city.set(row, "type", "关爱基金"),
            _ => city.remove(row),
        }
        truth.not_met("allowance-recorded", teacher, "no_allowance");
        let row = allowance(city, county + 1);
        city.set(row, "paid", 299 - at * 50);
        truth.not_met("allowance-in-full", row, "less_paid");
        let row = allowance(city, county);
        city.set(row, "paid_on", ["2020-09-29", "", "2020-10-20"][at]);
        truth.not_met("allowance-on-time", row, "paid_late");
    }
    let row = allowance(city, 4);
    city.set(row, "paid_on", "2020-09-28");
    let row = allowance(city, 4);
    city.set(row, "paid", "");
    truth.cannot_tell("allowance-in-full", row, "amount_missing");
    for (at, county) in [1, 2, 3].into_iter().enumerate() {
        let row = city.find("posts", "school", &primary(county, 0));
        city.set(row, "approved", 10);
        city.set(row, "occupied", 8 - at);
        truth.not_met("rural-staffing", row, "posts_empty");
        let school = primary(county, 1);
        city.remove(city.find("posts", "school", &school));
        truth.not_met(
            "teachers-known",
            city.find("schools", "school_id", &school),
            "no_count",
        );
    }
    let row = city.find("posts", "school", &primary(4, 0));
    city.set(row, "approved", 10);
    city.set(row, "occupied", 9);
}

/// What schools have on paper, who answers, what was checked.
fn papers(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 3, 6].into_iter().enumerate() {
        let id = primary(county, 1);
        let school = city.find("schools", "school_id", &id);
        let title = ["学困生帮扶办法", "扶贫助学办法", "残疾儿童关爱办法"][at];
        let paper = one(city, "documents", |city, row| {
            city.is(row, "school", &id) && city.is(row, "title", title)
        });
        city.remove(paper);
        truth.not_met("four-care-papers", school, "arrangement_missing");
        let counsellor = one(city, "staff", |city, row| {
            city.is(row, "school", &id) && city.is(row, "post", "心理辅导教师")
        });
        match at {
            0 => city.set(counsellor, "post", "教师"),
            _ => city.set(counsellor, "serves_to", "2020-08-31"),
        }
        truth.not_met("school-counsellor", school, "no_counsellor");
        let assignment = |city: &City, role: &str| {
            one(city, "assignments", |city, row| {
                city.is(row, "school", &id) && city.is(row, "role", role)
            })
        };
        let row = assignment(city, "校长");
        match at {
            0 => city.remove(row),
            1 => city.set(row, "assigned_to", "2020-08-31"),
            _ => city.set(row, "role", "分管校长"),
        }
        truth.not_met("principal-answers", school, "nobody_answers");
        let row = assignment(city, "教育线");
        city.set(row, "assigned_from", "2021-01-01");
        truth.not_met("responsibility-system", school, "nobody_answers");
        let check = city.find("attestations", "school", &id);
        match at {
            0 => city.remove(check),
            1 => city.set(check, "attested_on", ""),
            _ => city.set(check, "topic", "校园安全"),
        }
        truth.not_met("schools-checked", school, "not_checked");
        city.remove(city.find("leading_groups", "school", &id));
        truth.not_met("legal-teams-schools", school, "no_team");
        let class = in_county(city, "classes", "school", county, |_, _| true);
        city.set(class, "bullying_alert", "否");
        truth.not_met("bullying-alert", class, "no_alert");
        let school = city.find("schools", "school_id", &primary(county, 0));
        city.set(school, "principal", ["", "T9999", ""][at]);
        truth.not_met("principal-named", school, "no_principal");
        city.set(school, "places", "");
        truth.not_met("schools-known", school, "places_unknown");
    }
    // The last day of an assignment counts.
    let id = primary(2, 1);
    let row = one(city, "assignments", |city, row| {
        city.is(row, "school", &id) && city.is(row, "role", "校长")
    });
    city.set(row, "assigned_to", "2020-12-31");
    let class = in_county(city, "classes", "school", 5, |_, _| true);
    city.set(class, "bullying_alert", "");
    truth.cannot_tell("bullying-alert", class, "not_recorded");
}

fn retention(city: &mut City, truth: &mut Truth) {
    let figure = |city: &City, county: usize| {
        one(city, "statistics", |city, row| {
            city.is(row, "indicator", "义务教育巩固率")
                && city.is(row, "county", COUNTIES[county].0)
        })
    };
    for (county, numerator, reported) in [(1, 949, "94.9%"), (3, 900, "90%"), (5, 948, "94.8%")] {
        let row = figure(city, county);
        city.set(row, "numerator", numerator);
        city.set(row, "reported_rate", reported);
        truth.not_met("retention", row, "too_few_stay");
    }
    // As much as is wanted.
    let row = figure(city, 6);
    city.set(row, "numerator", 950);
    city.set(row, "reported_rate", "95.03%");
    for (county, reported) in [(0, "97.5%"), (2, "99%"), (4, "96.2%")] {
        let row = figure(city, county);
        city.set(row, "reported_rate", reported);
        truth.not_met("retention-as-counted", row, "another_rate");
    }
    let of_school = |city: &City, school: &str| {
        let mut rows = city.all("statistics", "school", school);
        rows.retain(|row| city.is(*row, "indicator", "义务教育巩固率"));
        rows
    };
    for county in [0, 2, 4] {
        let id = primary(county, 1);
        for row in of_school(city, &id) {
            city.remove(row);
        }
        truth.not_met(
            "retention-figure",
            city.find("schools", "school_id", &id),
            "no_figure",
        );
        let id = primary(county + 1, 0);
        let row = of_school(city, &id)[1];
        city.set(row, "numerator", 95);
        truth.not_met("retention-not-falling", id.as_str(), "fell");
        let id = primary(county + 1, 1);
        let row = of_school(city, &id)[1];
        city.set(row, "numerator", 96);
        // Rising from figure to figure.
        let id = primary(county, 0);
        let mut rates = city.all("statistics", "school", &id);
        rates.retain(|row| city.is(*row, "indicator", "辍学率"));
        for (at, row) in rates.iter().enumerate() {
            city.set(*row, "numerator", 1 + at);
        }
        truth.not_met("school-dropout-rising", rates[2], "keeps_rising");
        let township = format!("{}101", COUNTIES[county].0);
        let mut rates = city.all("statistics", "township", &township);
        rates.retain(|row| city.is(*row, "indicator", "辍学率"));
        for (at, row) in rates.iter().enumerate() {
            city.set(*row, "numerator", 5 + at);
        }
        truth.not_met("township-dropout-rising", rates[2], "keeps_rising");
        // Too few children for a rate that says something.
        let township = format!("{}101", COUNTIES[county + 1].0);
        let mut rates = city.all("statistics", "township", &township);
        rates.retain(|row| city.is(*row, "indicator", "辍学率"));
        for (at, row) in rates.iter().enumerate() {
            city.set(*row, "numerator", 1 + at);
            city.set(*row, "denominator", 19);
        }
    }
    let number = city.number("N");
    add!(city, statistics: figure_no = number, indicator = "毛入园率", county = COUNTIES[0].0, township = "", school = "",
        for_period = "2020", counted_on = "2020-09-10", numerator = 1, denominator = 100, reported_rate = "1%");
}
