//! What is spoilt for this plan, and what follows. Counties are numbered as in `places::COUNTIES`; each break is made in several of them,
//! with a near miss beside it where the clause has a bound.

use super::super::super::city::{City, Row};
use super::super::super::truth::Truth;
use super::super::super::world::out_of_school::{Left, leave};
use super::super::super::world::places::{COUNTIES, office, primary};
use super::records::DEPARTMENT;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    truth.waits(&[
        "compulsory-guaranteed",
        "database-current",
        "paid-in-epidemic",
        "funds-to-poor-counties",
        "exchange-in-county",
        "special-posts",
        "funded-trainees",
        "rural-teachers-stay",
        "workers-trained",
        "putonghua-teachers",
        "putonghua-key-groups",
    ]);
    left_school(city, truth);
    special_schools(city, truth);
    aid(city, truth);
    sites(city, truth);
    teachers(city, truth);
    adults(city, truth);
    universities(city, truth);
    counties(city, truth);
    schemes(city, truth);
    households(city, truth);
    problems(city, truth);
}

/// Somebody out of school by dropout ledger and study ledger.
fn out(county: usize, poor: bool, cause: &str) -> Left<'_> {
    let status = "辍学";
    Left {
        county,
        poor,
        status,
        cause,
    }
}

fn left_school(city: &mut City, truth: &mut Truth) {
    for county in [0, 1, 2] {
        let case = leave(city, out(county, false, ""), 0);
        truth.not_met("cause-analysed", case.ledger, "cause_blank");
        let case = leave(city, out(county, false, "厌学"), 1);
        city.set(case.case, ["family_plan", "personal_plan"][county % 2], "");
        truth.not_met("plans-for-dropouts", case.ledger, "plan_missing");
        let case = leave(city, out(county, false, "厌学"), 2);
        city.remove(case.ledger);
        truth
            .not_met("database-complete", case.child.id, "missing_in_database")
            .part("not_in:dropout_ledger");
    }
    // Poor children: the cause itself is at fault with the first three; that it comes back shows in the group.
    for county in [0, 3, 4] {
        let case = leave(city, out(county, true, "因贫"), 3);
        truth.not_met("none-for-poverty", case.ledger, "out_because_poor");
    }
    truth.not_met("causes-shown", "因贫", "cause_comes_back");
    for (county, persuader) in [(0, ""), (5, "待定"), (6, "T9999")] {
        let case = leave(city, out(county, true, "厌学"), 4);
        city.set(case.ledger, "persuader", persuader);
        truth.not_met("poor-dropout-persuader", case.ledger, "nobody_named");
    }
    truth.not_met("causes-shown", "厌学", "cause_comes_back");
    leave(city, out(0, true, "务工"), 5);
    truth.not_met("causes-shown", "务工", "cause_comes_back");
    // Not of a poor family: poverty as a cause is another clause's matter.
    leave(city, out(1, false, "因贫"), 5);
    for (county, days) in [(0, 31), (1, 60), (2, 200)] {
        let case = leave(city, out(county, false, "务工"), 0);
        let day = city.as_of.plus(-days);
        city.set(case.ledger, "updated_on", day);
        truth.not_met("database-current", case.ledger, "not_kept_current");
    }
    // Thirty days are still in time; whoever is back in class need not be kept current.
    let case = leave(city, out(3, false, "务工"), 0);
    city.set(case.ledger, "updated_on", city.as_of.plus(-30));
    let case = leave(
        city,
        Left {
            status: "复学",
            ..out(3, false, "务工")
        },
        1,
    );
    city.set(case.ledger, "updated_on", city.as_of.plus(-300));
}

fn special_schools(city: &mut City, truth: &mut Truth) {
    let built = city.all("projects", "kind", "特殊教育学校");
    for (row, day) in [
        (built[0], "2021-01-15"),
        (built[1], "2021-02-20"),
        (built[2], "2021-03-01"),
    ] {
        city.set(row, "completed_on", day);
        city.set(row, "in_use_on", day);
    }
    truth.not_met("ten-special-schools", "", "nine_built");
    for row in &built[3..6] {
        city.set(*row, "in_use_on", "2021-03-01");
        truth.not_met("special-schools-in-use", *row, "not_in_use");
    }
    // Finished and in use on the last day.
    city.set(built[6], "completed_on", "2020-12-31");
    city.set(built[6], "in_use_on", "2020-12-31");
    for kind in ["视力", "听力", "智力"] {
        let row = city.pick_with("disability", "type", kind);
        let pupil = city.find("registry", "national_id", &city.cell(row, "national_id"));
        city.remove(pupil);
        truth.not_met("disabled-child-placed", row, "disabled_child_unregistered");
    }
}

fn aid(city: &mut City, truth: &mut Truth) {
    for stage in ["学前", "中职", "高等教育"] {
        let row = city.find("aid_programmes", "stage", stage);
        city.remove(row);
        truth
            .not_met("aid-at-every-stage", stage, "no_programme")
            .part("missing");
    }
    for (at, level) in ["小学", "初中", "高中"].into_iter().enumerate() {
        let pupil = |city: &City, row: Row| {
            let id = city.cell(row, "national_id");
            city.is(city.find("registry", "national_id", &id), "stage", level)
        };
        let spring =
            |city: &City, row: Row| city.is(row, "school_year", "2019-2020") && pupil(city, row);
        let row = city.pick("payments", spring);
        city.set(row, "paid_on", "");
        truth.not_met("paid-in-epidemic", row, "not_paid");
        // Due a day after the epidemic.
        let row = city.pick("payments", spring);
        city.set(row, "due_on", "2020-07-01");
        city.set(row, "paid_on", "");
        let row = city.pick("hardship", pupil);
        city.set(
            row,
            ["family_factor", "group_factor", "area_factor"][at],
            ["", "/", "无"][at],
        );
        truth.not_met("determination-complete", row, "factor_missing");
        let row = city.pick("hardship", pupil);
        let again = city.copy(row);
        city.set(again, "level", "特别困难");
        truth.not_met("determination-once", row, "determined_twice");
        truth.not_met("determination-once", again, "determined_twice");
        let row = city.pick("hardship", pupil);
        for payment in city.all("payments", "national_id", &city.cell(row, "national_id")) {
            if city.is(payment, "school_year", "2020-2021") {
                city.remove(payment);
            }
        }
        truth.not_met("nobody-left-out", row, "nothing_paid");
    }
    for row in city.rows("funds") {
        let (poor, fund) = (city.cell(row, "county").as_str() <= COUNTIES[2].0, row);
        if poor {
            city.set(fund, "planned", 300_000);
        }
    }
    truth.not_met("funds-to-poor-counties", "", "too_small_a_share");
    for county in [0, 2, 4] {
        let school = primary(county, 0);
        let row = city.pick_with("meals", "school", &school);
        city.set(row, "served", 14);
        truth.not_met("meals-reach-all", row, "not_all_served");
    }
}

fn sites(city: &mut City, truth: &mut Truth) {
    let sites = city.rows("relocation_sites");
    for (at, row) in sites.iter().take(3).enumerate() {
        city.set(*row, ["verified_on", "verified_by", "verified_on"][at], "");
        truth.not_met("site-surveyed", *row, "not_surveyed");
    }
    for (row, reported) in [(sites[1], 5), (sites[3], 3), (sites[4], 20)] {
        city.set(row, "reported_children", reported);
        truth.not_met("site-count", row, "another_number");
    }
    for (at, site) in [0, 1, 2].into_iter().enumerate() {
        let site = city.cell(sites[site], "site_id");
        let row = city.pick_with("relocation_children", "site", &site);
        city.set(row, "stage", "");
        truth.not_met("site-ages", row, "stage_missing");
        let row = city.pick_with("relocation_children", "site", &site);
        let pupil = city.find("registry", "national_id", &city.cell(row, "national_id"));
        match at {
            0 => city.remove(pupil),
            _ => city.set(pupil, "status", "转出"),
        }
        truth.not_met(
            "resettled-child-enrolled",
            row,
            "resettled_child_not_enrolled",
        );
    }
}

fn teachers(city: &mut City, truth: &mut Truth) {
    for county in [0, 3, 5] {
        let code = COUNTIES[county].0;
        for row in city.rows("exchanges") {
            if city.cell(row, "to_school")[1..7] == *code {
                city.remove(row);
            }
        }
        truth.not_met("exchange-in-county", code, "nobody_exchanged");
    }
    for (category, item, least) in [
        ("特岗教师", "special-posts", 6),
        ("公费师范生", "funded-trainees", 4),
    ] {
        for row in city
            .all("recruits", "category", category)
            .into_iter()
            .skip(least - 1)
        {
            city.set(row, "year", 2019);
        }
        truth.not_met(item, "", "too_few_recruits");
    }
    for row in city.rows("allowances") {
        if city.cell(row, "month").starts_with("2020") {
            city.set(row, "paid", 500);
        }
    }
    truth.not_met("rural-pay-rises", "", "paid_the_same");
    for county in [1, 2, 6] {
        let code = COUNTIES[county].0;
        let school = primary(county, 1);
        for row in city.all("staff", "school", &school).into_iter().skip(2) {
            city.set(row, "serves_to", "2020-08-31");
        }
        truth.not_met("rural-teachers-stay", code, "teachers_left");
    }
    for county in [0, 3, 4] {
        let code = COUNTIES[county].0;
        for row in city.all("trainings", "county", code).into_iter().skip(1) {
            if city.is(row, "programme", "普通话") {
                city.set(row, "programme", "县培");
            }
        }
        truth.not_met("putonghua-teachers", code, "too_few_trained");
    }
}

fn adults(city: &mut City, truth: &mut Truth) {
    for at in 0..5 {
        let row = city.pick_with("skill_trainings", "course", "养殖技术");
        city.set(row, "completed_on", ["2019-12-31", "2021-01-01"][at % 2]);
    }
    truth.not_met("workers-trained", "", "too_few_trained");
    for at in 0..3 {
        let row = city.pick_with("skill_trainings", "course", "养殖技术");
        let known = city.find("poverty", "national_id", &city.cell(row, "national_id"));
        match at {
            0 => city.remove(known),
            _ => city.set(known, "working_ability", ["丧失劳动力", "无劳动力"][at - 1]),
        }
        truth.not_met("workers-registered", row, "not_a_registered_worker");
    }
    for _ in 0..5 {
        let row = city.pick_with("skill_trainings", "course", "普通话与电商");
        city.set(row, "course", "电商");
    }
    truth.not_met("putonghua-key-groups", "", "too_few_in_courses");
    for sign in ["registered_poor", "is_disabled", "is_minority"] {
        let row = city.pick_with("graduates", sign, "是");
        city.set(row, "guidance_on", "");
        truth.not_met("graduates-guided", row, "no_guidance");
    }
    // Of none of the groups.
    let row = city.pick_with("graduates", "registered_poor", "是");
    city.set(row, "registered_poor", "否");
    city.set(row, "guidance_on", "");
}

fn universities(city: &mut City, truth: &mut Truth) {
    let all = city.all("schools", "kind", "高校");
    let purchases = |city: &City, row: Row, year: &str| {
        let mut rows = city.all("purchases", "school", &city.cell(row, "school_id"));
        rows.retain(|row| city.cell(*row, "month").starts_with(year));
        rows
    };
    for row in &all[..3] {
        for purchase in purchases(city, *row, "2020") {
            city.set(purchase, "from_poor_areas", 0);
        }
        truth.not_met("university-buys", *row, "nothing_bought");
        truth.not_met("purchases-rise", *row, "nothing_bought");
    }
    for purchase in purchases(city, all[3], "2020") {
        city.set(purchase, "from_poor_areas", 30_000);
    }
    truth.not_met("purchases-rise", all[3], "bought_the_same");
}

fn counties(city: &mut City, truth: &mut Truth) {
    for (county, numerator) in [(1, 949), (3, 900), (5, 948)] {
        let code = COUNTIES[county].0;
        let row = city.find("statistics", "county", code);
        city.set(row, "numerator", numerator);
        truth.not_met("compulsory-guaranteed", code, "too_few_stay");
    }
    // As much as is wanted.
    let row = city.find("statistics", "county", COUNTIES[6].0);
    city.set(row, "numerator", 950);
    let elsewhere = city.all("counties", "prefecture", "区内其他盟市");
    city.set(elsewhere[0], "is_nationally_poor", "否");
    truth.not_met("thirty-one-counties", "", "thirty_counties");
    for row in [elsewhere[2], elsewhere[3], elsewhere[4]] {
        let placements = city.all("trainings", "county", &city.cell(row, "county_code"));
        for (at, placement) in placements.into_iter().enumerate() {
            if city.is(placement, "programme", "跟岗") {
                match at % 4 {
                    1 => city.set(placement, "venue", "天津市"),
                    _ => city.set(placement, "ended_on", "2021-01-08"),
                }
            }
        }
        truth.not_met("trained-in-beijing", row, "nobody_in_beijing");
    }
}

fn schemes(city: &mut City, truth: &mut Truth) {
    let drop_heading = |city: &mut City, row: Row, heading: &str| {
        let headings = city.all(
            "document_sections",
            "document",
            &city.cell(row, "document_no"),
        );
        let found = headings
            .into_iter()
            .find(|row| city.is(*row, "heading", heading));
        city.remove(found.expect("the scheme has it"));
    };
    let scheme = |city: &City, county: usize| {
        let mut all = city.all("documents", "organisation", &office(county, "02"));
        all.retain(|row| city.cell(*row, "title").contains("督战"));
        all[0]
    };
    let own = city.all("documents", "organisation", DEPARTMENT);
    for (row, heading) in [(own[0], "目标"), (own[1], "方式"), (own[2], "时限")] {
        drop_heading(city, row, heading);
        truth.not_met("scheme-parts", row, "part_missing");
    }
    for (county, heading) in [(0, "范围"), (2, "内容"), (5, "时限")] {
        let row = scheme(city, county);
        drop_heading(city, row, heading);
        truth.not_met("lower-scheme-parts", row, "part_missing");
    }
    for (county, heading) in [(1, "控辍保学"), (2, "学生资助"), (3, "安置点配套学校建设")]
    {
        let row = scheme(city, county);
        drop_heading(city, row, heading);
        truth.not_met("scheme-contents", row, "content_missing");
    }
}

fn households(city: &mut City, truth: &mut Truth) {
    for column in ["checked_on", "checked_by", "checked_on"] {
        let row = city.pick_with("school_age_ledger", "whereabouts", "本地就读");
        city.set(row, column, "");
        truth.not_met("baseline-recorded", row, "not_checked");
    }
    let of_the_year = |city: &City, row: Row| city.is(row, "exit_date", "2020-06-10");
    for (status, day) in [("脱贫", "2020-10-01"), ("脱贫", "2020-11-30")] {
        let row = city.pick("poor_households", of_the_year);
        city.set(row, "poverty_status", status);
        city.set(row, "exit_date", day);
        truth.not_met("all-out-of-poverty", row, "out_of_poverty_late");
    }
    let row = city.pick("poor_households", of_the_year);
    city.set(row, "poverty_status", "未脱贫");
    city.set(row, "exit_date", "");
    truth.not_met("all-out-of-poverty", row, "still_poor");
    // The last day itself.
    let row = city.pick("poor_households", of_the_year);
    city.set(row, "exit_date", "2020-09-30");
}

/// The next problem that no break has touched: from this source, in this county.
fn problem(city: &mut City, source: &str, county: usize) -> Row {
    city.pick("issues", |city, row| {
        city.is(row, "source", source) && city.is(row, "county", COUNTIES[county].0)
    })
}

const CENTRAL: &str = "中央脱贫攻坚专项巡视回头看";
const NATIONAL: &str = "国家成效考核";
const REGIONAL: &str = "自治区专项推进组考核";
const INSPECTION: &str = "督查检查";
const OWN: &str = "自查排查";

fn problems(city: &mut City, truth: &mut Truth) {
    for county in [0, 1, 2] {
        let row = problem(city, REGIONAL, county);
        city.set(
            row,
            "due_on",
            ["2021-01-01", "2021-01-05", "2021-06-30"][county],
        );
        truth.not_met("due-within-2020", row, "limit_after_the_year");
        let row = problem(city, OWN, county);
        city.set(row, "rectified_on", "2020-05-26");
        truth.not_met("gaps-filled", row, "gap_overdue");
        let row = problem(city, CENTRAL, county);
        city.set(row, "closed_on", ["2020-10-01", "2020-12-01", ""][county]);
        truth.not_met("key-problems-closed", row, "closed_late");
        let row = problem(city, NATIONAL, county);
        city.set(row, ["landing", "precision", "landing"][county], "");
        truth.not_met("tags-set", row, "tag_missing");
        let row = problem(city, INSPECTION, county);
        city.set(
            row,
            ["staged_result", "mechanism", "staged_result"][county],
            "",
        );
        truth.not_met("long-running-advanced", row, "no_result_or_mechanism");
    }
    for (at, county) in [3, 4, 5].into_iter().enumerate() {
        let row = problem(city, CENTRAL, county);
        city.set(row, "rectified_on", ["2020-07-01", "2020-08-15", ""][at]);
        truth.not_met("urgent-put-right", row, "put_right_late");
        let row = problem(city, REGIONAL, county);
        city.set(row, ["measure", "due_on", "measure"][at], "");
        truth.not_met("measure-and-limit", row, "measure_or_limit_missing");
        if at == 1 {
            truth.cannot_tell("due-within-2020", row, "measure_or_limit_missing");
        }
        let row = problem(city, INSPECTION, county);
        let listed = city.find("source_findings", "issue_no", &city.cell(row, "issue_no"));
        city.set(listed, "source", NATIONAL);
        truth.not_met("finding-source", listed, "another_inspection");
        let row = problem(city, NATIONAL, county);
        let listed = city.find("source_findings", "issue_no", &city.cell(row, "issue_no"));
        city.set(listed, "issue_no", "");
        truth.not_met("findings-on-ledger", listed, "not_on_the_ledger");
    }
    // In time on the last day, and on the day of the limit.
    let row = problem(city, CENTRAL, 6);
    city.set(row, "rectified_on", "2020-06-30");
    city.set(row, "closed_on", "2020-09-30");
    let row = problem(city, OWN, 6);
    city.set(row, "rectified_on", "2020-05-25");
    let row = problem(city, REGIONAL, 6);
    city.set(row, "due_on", "2020-12-31");
    for row in city
        .all("staff", "post", "扶贫专干")
        .into_iter()
        .rev()
        .take(1)
    {
        city.set(row, "serves_to", "2020-11-30");
    }
    truth.not_met("relief-staff-kept", "", "fewer_than_before");
}
