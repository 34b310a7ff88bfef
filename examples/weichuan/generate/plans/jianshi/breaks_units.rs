//! What is spoilt of member units, their tasks and papers, of money and of grown-ups in training, and what follows.

use super::super::super::answers::{Said, say};
use super::super::super::city::{City, Row, add};
use super::super::super::identity::Day;
use super::super::super::truth::Truth;
use super::super::super::world::places::{COUNTIES, office, primary, township, village};
use super::units::{HIGHER, unit};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    papers(city, truth);
    checks(city, truth);
    issues(city, truth);
    funds(city, truth);
    trained(city, truth);
    graduates(city, truth);
    answered(city, truth);
}

fn member(city: &City, at: usize) -> Row {
    city.find("organisations", "organisation_id", &unit(at))
}

/// The paper of a member unit of this kind.
fn paper(city: &City, at: usize, kind: &str) -> Row {
    let mut rows = city.all("documents", "organisation", &unit(at));
    rows.retain(|row| city.is(*row, "kind", kind));
    rows[0]
}

fn papers(city: &mut City, truth: &mut Truth) {
    for (at, day) in [(4, "2018-12-31"), (8, "2020-01-02"), (14, "")] {
        let row = paper(city, at, "计划");
        match day {
            "" => city.set(row, "kind", "通知"),
            day => city.set(row, "issued_on", day),
        }
        truth.not_met("unit-plan", member(city, at), "no_plan_of_the_year");
    }
    // The first and the last day of the year.
    city.set(paper(city, 5, "计划"), "issued_on", "2019-01-01");
    city.set(paper(city, 6, "计划"), "issued_on", "2019-12-31");
    for at in [2, 9, 16] {
        city.remove(paper(city, at, "资料汇编"));
        truth.not_met("compilation-made", member(city, at), "no_compilation");
        truth
            .not_met("compilation-collected", unit(at), "no_compilation")
            .part("not_in:documents");
    }
    city.set(paper(city, 11, "资料汇编"), "issued_on", "2019-04-15");
    truth.not_met("compilation-made", member(city, 11), "older_than_the_plan");
    // The day of the plan itself.
    city.set(paper(city, 12, "资料汇编"), "issued_on", "2019-04-16");
    city.set(paper(city, 0, "方案"), "issued_on", "2018-12-28");
    truth.not_met("scheme-made", "", "no_scheme_of_the_year");
    for at in [3, 7, 15] {
        city.remove(city.find("duty_offices", "organisation", &unit(at)));
        truth.not_met("unit-has-duty", member(city, at), "no_duty");
    }
    for row in city.rows("reports") {
        city.set(row, "submitted_on", "2018-12-28");
    }
    truth.not_met("poverty-data-supplied", "", "none_this_year");
    for (item, topic) in [
        ("league-cares", "留守儿童"),
        ("girls-protected", "自我保护"),
    ] {
        for row in city.rows("publicity") {
            if city.cell(row, "topic").contains(topic) {
                city.set(row, "held_on", "2018-11-20");
            }
        }
        truth.not_met(item, "", "none_this_year");
    }
}

fn checks(city: &mut City, truth: &mut Truth) {
    let seen = |city: &City, column: &str, code: &str, topic: &str| {
        let mut rows = city.all("attestations", column, code);
        rows.retain(|row| city.is(*row, "topic", topic));
        rows[0]
    };
    for (at, topic) in [(1, "重点工作"), (10, "专题会议"), (13, "交办事项")] {
        city.remove(seen(city, "organisation", &unit(at), topic));
        truth.not_met("unit-inspected", member(city, at), "content_missing");
    }
    for (county, place, topic) in [(0, 3, "亲情电话"), (2, 0, "爱心妈妈"), (6, 1, "心理疏导")]
    {
        let code = township(county, place);
        let row = seen(city, "township", &code, topic);
        match county {
            0 => city.remove(row),
            _ => city.set(row, "verdict", "不符合"),
        }
        truth.not_met(
            "centre-services",
            city.find("townships", "code", &code),
            "one_of_six_missing",
        );
    }
}

fn issues(city: &mut City, truth: &mut Truth) {
    let issue = |city: &City, organisation: &str| city.find("issues", "organisation", organisation);
    for at in [6, 9, 12] {
        let row = issue(city, &unit(at));
        city.set(row, "closed_on", "");
        truth.not_met("tasks-coordinated", member(city, at), "overdue");
    }
    // Due on the day of the inspection.
    let row = issue(city, &unit(8));
    city.set(row, "closed_on", "");
    city.set(row, "due_on", "2019-12-31");
    for at in [4, 10, 15] {
        let row = issue(city, &unit(at));
        city.set(row, "rectified_on", "");
        truth.not_met("other-tasks-done", row, "not_done");
    }
    for county in [1, 3, 5] {
        let row = issue(city, &office(county, "02"));
        match county {
            1 => city.set(row, "closed_on", ""),
            _ => {
                let by = city.cell(row, "person_responsible");
                city.set(row, "verified_by", by);
            }
        }
        truth.not_met("own-targets-done", row, "open_or_accepted_by_themselves");
    }
    for county in [0, 2, 4] {
        let row = issue(city, &office(county, "09"));
        match county {
            0 => city.set(row, "rectified_on", ""),
            2 => {
                let number = city.cell(row, "issue_no");
                city.remove(city.find("accountability", "issue_no", &number));
            }
            _ => {
                let by = city.cell(row, "person_responsible");
                city.set(row, "verified_by", by);
            }
        }
        truth.not_met("irregularities-dealt-with", row, "not_dealt_with");
    }
}

fn funds(city: &mut City, truth: &mut Truth) {
    let fund = |city: &City, county: usize, purpose: &str| {
        let mut rows = city.all("funds", "county", COUNTIES[county].0);
        rows.retain(|row| city.cell(*row, "purpose").contains(purpose));
        rows[0]
    };
    for (county, paid) in [(0, "799999"), (3, "0"), (6, "400000")] {
        let row = fund(city, county, "薄弱环节");
        city.set(row, "paid", paid);
        truth.not_met("funds-allotted", row, "less_paid");
    }
    city.set(fund(city, 2, "薄弱环节"), "paid", 810_000);
    let row = fund(city, 4, "薄弱环节");
    city.set(row, "paid", "");
    truth.cannot_tell("funds-allotted", row, "paid_blank");
    for county in [1, 2, 5] {
        let row = fund(city, county, "民族教育");
        if county == 1 {
            city.set(row, "paid", 59_999);
            truth.not_met("funds-allotted", row, "less_paid");
        } else {
            city.set(row, "school", "");
        }
        truth.not_met("ethnic-funds", row, "no_school_or_less_paid");
    }
    // 10 959 999 of 1096 times ten thousand.
    city.set(fund(city, 6, "易迁"), "paid", 1_459_999);
    truth.not_met("resettlement-funds", "", "a_yuan_too_little");
    let row = fund(city, 0, "公租房");
    city.set(row, "paid", 1_999_999);
    city.set(row, "planned", 1_999_999);
    truth.not_met("housing-funds", "", "a_yuan_too_little");
    let row = fund(city, 1, "社会捐助");
    city.set(row, "paid", 0);
    city.set(row, "planned", 0);
    truth.not_met("social-help", "", "nothing_paid");
}

fn trained(city: &mut City, truth: &mut Truth) {
    let workers = city.all("skill_trainings", "target_group", "建档立卡劳动力");
    let villagers = city.all("skill_trainings", "target_group", "贫困村劳动力");
    for (rows, item) in [
        (&workers, "poor-workers-trained"),
        (&villagers, "villagers-trained"),
    ] {
        for (at, row) in rows.iter().take(7).enumerate() {
            city.set(*row, "completed_on", ["2018-12-31", "2020-01-01"][at % 2]);
        }
        truth.not_met(item, "", "too_few_trained");
    }
    for row in &workers[7..10] {
        city.remove(city.find("poverty", "national_id", &city.cell(*row, "national_id")));
        truth.not_met("poor-workers-registered", *row, "not_registered_poor");
    }
    for row in &villagers[7..10] {
        city.set(*row, "village", village(0, 2, 1));
        truth.not_met("villagers-of-poor-villages", *row, "not_a_poor_village");
    }
    for row in &villagers[10..13] {
        let [id, name] = ["national_id", "name"].map(|column| city.cell(*row, column));
        add!(city, poverty: national_id = id, name = name, birth_date = "1984-05-05", schooling = "非在校生", health = "健康",
            working_ability = "普通劳动力", updated_on = "2019-12-20");
        truth.not_met("trained-under-both", *row, "in_both_counts");
    }
    // At the vocational school two groups are left, of three people each.
    for (row, group) in [
        (workers[17], "建档立卡劳动力"),
        (villagers[17], "贫困村劳动力"),
    ] {
        city.set(row, "provider", office(0, "06"));
        truth.not_met("school-trains-enough", group, "three_people");
    }
    truth.not_met("school-trains-three", "", "two_groups");
    for at in [5, 6] {
        truth.not_met("bodies-train", member(city, at), "nobody_trained");
    }
    let others = [unit(5), unit(6)];
    for row in city.rows("skill_trainings") {
        let provider = city.cell(row, "provider");
        let leaves = city.is(row, "target_group", "两后生") && provider == unit(13);
        if leaves || others.contains(&provider) {
            city.set(row, "provider", office(0, "06"));
        }
    }
    let leavers = city.all("skill_trainings", "target_group", "两后生");
    for row in &leavers {
        city.set(*row, "partner", "县就业训练中心");
    }
    truth.not_met("farming-trains-leavers", "", "never_with_agriculture");
    for (at, column) in [(0, "partner"), (3, "provider"), (6, "partner")] {
        city.set(leavers[at], column, "");
        city.set(leavers[at], "completed_on", "2018-12-14");
        truth.not_met("leavers-partners", leavers[at], "partner_or_provider_blank");
    }
    for at in [1, 4, 5] {
        let graduate = city.find(
            "graduates",
            "national_id",
            &city.cell(leavers[at], "national_id"),
        );
        truth.not_met("leavers-trained", graduate, "not_trained");
        city.remove(leavers[at]);
    }
}

fn graduates(city: &mut City, truth: &mut Truth) {
    let poor = city.all("graduates", "registered_poor", "是");
    for (at, column) in [
        (0, "guidance_on"),
        (1, "destination"),
        (5, "guidance_on"),
        (7, "destination"),
    ] {
        city.set(poor[at], column, "");
        truth.not_met(
            "graduates-placed",
            poor[at],
            "guidance_or_destination_blank",
        );
    }
    // Not of a poor family.
    let row = city.find("graduates", "registered_poor", "否");
    city.set(row, "guidance_on", "");
}

/// What people answered otherwise: no, nothing, something that no longer counts, or that nothing was set.
fn answered(city: &mut City, truth: &mut Truth) {
    for item in ["exchange-supported", "seven-media", "training-worked"] {
        say(city, item, None, Said::No);
        truth.not_met(item, "", "answered_no").part("person");
    }
    for item in ["courses-adjusted", "titles-policy"] {
        say(city, item, None, Said::Nothing);
        truth.awaiting(item, "", "not_answered");
    }
    say(
        city,
        "monitoring-in-place",
        None,
        Said::Until(Day::new(2019, 12, 30)),
    );
    truth.awaiting("monitoring-in-place", "", "answer_ran_out");
    // Of a task that was never set nobody can tell that it is done.
    let mut asks = city.asks.iter_mut();
    let reform = asks.find(|ask| ask.is_of("jianshi-2019/reform-does-its-part"));
    reform.expect("a question").says("没有安排任务");
    truth
        .cannot_tell("reform-does-its-part", "", "nothing_was_set")
        .part("person");
    let place = |city: &City, county, at| city.find("townships", "code", &township(county, at));
    let school = |city: &City, id: String| city.find("schools", "school_id", &id);
    let higher = HIGHER.map(|number| city.find("documents", "issue_no", number));
    for (item, row) in [
        ("higher-documents", higher[1]),
        ("unit-basis", member(city, 3)),
        ("conduct-cleaned-up", member(city, 7)),
        ("family-rooms", place(city, 2, 1)),
        ("kindergarten-layout", place(city, 5, 1)),
        ("networked", school(city, primary(0, 4))),
        ("basic-conditions", school(city, primary(0, 1))),
        ("unit-inspected", member(city, 11)),
    ] {
        say(city, item, Some(row), Said::No);
        truth.not_met(item, row, "answered_no").part("person");
    }
    for (item, row, said) in [
        ("higher-documents", higher[2], Said::Nothing),
        ("unit-basis", member(city, 14), Said::Nothing),
        ("family-rooms", place(city, 0, 5), Said::Nothing),
        (
            "networked",
            school(city, primary(5, 1)),
            Said::Until(Day::new(2019, 12, 30)),
        ),
        (
            "own-targets-done",
            city.find("issues", "organisation", &office(6, "02")),
            Said::Nothing,
        ),
    ] {
        say(city, item, Some(row), said);
        truth.awaiting(item, row, "no_answer_that_counts");
    }
    // Good to the day of the inspection.
    let row = school(city, primary(1, 1));
    say(
        city,
        "networked",
        Some(row),
        Said::Until(Day::new(2019, 12, 31)),
    );
}
