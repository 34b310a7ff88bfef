//! The headquarters, duties, publicity, inspections, problems, accountability, papers of the campaign.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{COUNTIES, office, township};
use super::{one, plain_pupil};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    headquarters(city, truth);
    duties(city, truth);
    publicity(city, truth);
    inspections(city, truth);
    problems(city, truth);
    lists(city, truth);
    papers(city, truth);
}

const HEADQUARTERS: &str = "义务教育保障战役指挥部";

fn member(city: &City, group: &str, role: &str) -> Row {
    one(city, "leading_groups", |city, row| {
        city.is(row, "group_name", group) && city.is(row, "role", role)
    })
}

fn headquarters(city: &mut City, truth: &mut Truth) {
    let second = member(city, HEADQUARTERS, "指挥长");
    let second = city.copy(second);
    city.set(second, "post", "第二指挥长");
    truth.not_met("hq-commander", "", "two_commanders");
    let deputy = member(city, HEADQUARTERS, "常务副指挥长");
    city.set(deputy, "role", "副指挥长");
    truth.not_met("hq-executive-deputies", "", "one_executive_deputy");
    truth.not_met("hq-deputies", "", "four_deputies");
    let mut members = city.all("leading_groups", "group_name", HEADQUARTERS);
    members.retain(|row| city.is(*row, "role", "成员") && city.is(*row, "township", ""));
    city.remove(members[16]);
    truth.not_met("hq-bureau-members", "", "sixteen_members");
    for (row, name) in members.into_iter().zip(["待定", "", "/"]) {
        city.set(row, "member", name);
        truth.not_met("hq-named", row, "nobody_named");
    }
    let group = format!("{HEADQUARTERS}办公室");
    let director = member(city, &group, "办公室主任");
    let second = city.copy(director);
    city.set(second, "post", "第二主任");
    city.set(second, "member", "待定");
    city.set(director, "organisation", "15980003");
    let third = city.copy(director);
    city.set(third, "post", "第三主任");
    truth.not_met("hq-office-seat", third, "another_office");
    truth.not_met("hq-office-director", "", "three_directors");
    truth.not_met("hq-office-seat", director, "another_office");
    truth.not_met("hq-office-seat", second, "nobody_named");
    let deputy = member(city, &group, "办公室副主任");
    city.set(deputy, "role", "联络员");
    truth.not_met("hq-office-deputy", "", "no_deputy");
    for (county, digits) in [(0, "05"), (2, "08"), (5, "07")] {
        let id = office(county, digits);
        let row = one(city, "leading_groups", |city, row| {
            city.is(row, "organisation", &id)
        });
        city.remove(row);
        truth.not_met(
            "hq-office-bodies",
            city.find("organisations", "organisation_id", &id),
            "nobody_sent",
        );
    }
}

fn duties(city: &mut City, truth: &mut Truth) {
    let left_out = [
        (
            "三(一)",
            "duties-buildings",
            ["审计局", "大数据局", "各乡镇人民政府"],
        ),
        (
            "三(二)",
            "duties-teachers",
            ["党委编制办", "财政局", "教育局"],
        ),
        ("三(三)", "duties-aid", ["残联", "扶贫办", "财政局"]),
        ("三(四)", "duty-listed", ["妇联", "文旅局", "司法局"]),
    ];
    for (clause, item, offices) in left_out {
        let duties = city.all("duties", "clause_path", clause);
        for (duty, name) in duties.into_iter().zip(offices) {
            let number = city.cell(duty, "duty_no");
            let row = one(city, "duty_offices", |city, row| {
                city.is(row, "duty_no", &number) && city.is(row, "office", name)
            });
            city.remove(row);
            truth.not_met(item, duty, "body_missing");
        }
    }
    // Whoever leads answers, too; the last of the four duties of the first clause.
    let duty = city.all("duties", "clause_path", "三(一)")[3];
    let number = city.cell(duty, "duty_no");
    let row = one(city, "duty_offices", |city, row| {
        city.is(row, "duty_no", &number)
    });
    city.set(row, "capacity", "牵头");
}

fn publicity(city: &mut City, truth: &mut Truth) {
    let event = |city: &City, county: usize, month: &str, medium: &str| {
        let organiser = office(county, "10");
        one(city, "publicity", |city, row| {
            city.is(row, "organiser", &organiser)
                && city.cell(row, "held_on").starts_with(month)
                && city.is(row, "medium", medium)
        })
    };
    for (county, month, quarter) in [
        (0, "2020-02", "Q1"),
        (2, "2020-05", "Q2"),
        (5, "2020-11", "Q4"),
    ] {
        let row = event(city, county, month, "县电视台");
        city.remove(row);
        truth
            .not_met(
                "publicity-television",
                format!("{}|2020-{quarter}", office(county, "10")),
                "no_event",
            )
            .part("missing");
        let row = event(city, county + 1, month, "《密洛陀报》");
        city.set(row, "medium", "宣传栏");
        truth
            .not_met(
                "publicity-newspaper",
                format!("{}|2020-{quarter}", office(county + 1, "10")),
                "no_event",
            )
            .part("missing");
    }
    // The last day of a quarter is still of it.
    let row = event(city, 4, "2020-02", "县电视台");
    city.set(row, "held_on", "2020-03-31");
    for (said, instead, item) in [
        ("宣传《教育法》", "宣传《高等教育法》", "law-education"),
        (
            "宣传《义务教育法》",
            "宣传《义务教育法实施办法》",
            "law-compulsory",
        ),
        (
            "宣传《未成年人保护法》",
            "宣传《预防未成年人犯罪法》",
            "law-minors",
        ),
    ] {
        for row in city.all("publicity", "topic", said) {
            city.set(row, "topic", instead);
        }
        truth.not_met(item, "", "law_not_explained");
    }
}

/// The inspection of a kind and place in a county.
fn inspection(city: &City, county: usize, venue: &str) -> Row {
    let school = super::super::super::super::world::places::primary(county, 0);
    one(city, "inspections", |city, row| {
        city.is(row, "school", &school) && city.cell(row, "venue").contains(venue)
    })
}

fn inspections(city: &mut City, truth: &mut Truth) {
    for (venue, item) in [
        ("流动摊点", "surroundings-handled"),
        ("网吧", "venues-punished"),
        ("作坊", "hiring-handled"),
    ] {
        for county in [1, 3, 6] {
            let row = inspection(city, county, venue);
            city.set(row, "handled_on", "");
            truth.not_met(item, row, "not_handled");
            truth.not_met("violation-handled", row, "not_handled");
        }
    }
    for (county, day) in [
        (0, "2020-10-09"),
        (1, "2020-09-19"),
        (2, "2020-05-06"),
        (3, "2020-10-08"),
    ] {
        let row = inspection(city, county, "游戏");
        city.set(row, "visited_on", day);
        let number = city.cell(row, "inspection_no");
        let minor = city.find("minors_found", "inspection_no", &number);
        if county < 3 {
            truth.not_met("game-halls-on-holidays", minor, "not_on_a_holiday");
        }
    }
    for county in 0..3 {
        let number = city.cell(inspection(city, county, "作坊"), "inspection_no");
        let minor = city.find("minors_found", "inspection_no", &number);
        city.set(minor, "sent_home_on", "");
        truth.not_met("minors-sent-home", minor, "not_sent_home");
        for (venue, item) in [
            ("砖厂", "minors-on-ledger"),
            ("网吧", "no-minors-in-venues"),
        ] {
            let pupil = plain_pupil(city, county, 5..=7);
            let (number, id) = (
                city.cell(inspection(city, county, venue), "inspection_no"),
                city.cell(pupil, "national_id"),
            );
            let row = add!(city, minors_found: inspection_no = number, national_id = id, sent_home_on = "2020-05-24");
            truth.not_met(item, row, "minor_found");
        }
    }
    for county in [4, 5] {
        let row = inspection(city, county, "砖厂");
        city.set(row, "visited_on", "");
    }
    truth.not_met("employers-checked", "", "too_few_checks");
}

/// The problem of a county found on a day by somebody.
fn problem(city: &City, county: usize, found: &str) -> Row {
    one(city, "issues", |city, row| {
        city.is(row, "county", COUNTIES[county].0) && city.is(row, "found_on", found)
    })
}

/// Put right, accepted, struck off on these days.
fn days(city: &mut City, row: Row, days: [&str; 3]) {
    for (column, day) in ["rectified_on", "verified_on", "closed_on"]
        .into_iter()
        .zip(days)
    {
        city.set(row, column, day);
    }
}

fn problems(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 2, 5].into_iter().enumerate() {
        let row = problem(city, county, "2020-04-08");
        city.set(
            row,
            "closed_on",
            ["2020-09-01", "2020-10-31", "2020-09-15"][at],
        );
        truth
            .not_met("goal-issues", row, "closed_late")
            .part("due:2020-08-31");
        let row = problem(city, county, "2020-05-15");
        days(city, row, ["2020-07-01", "2020-07-05", "2020-08-31"]);
        truth
            .not_met("step-two", row, "put_right_late")
            .part("due:2020-06-30");
        let row = problem(city, county, "2020-07-06");
        days(city, row, ["2020-09-01", "2020-09-03", "2020-09-10"]);
        truth
            .not_met("step-three-gaps", row, "put_right_late")
            .part("due:2020-08-31");
        let row = problem(city, county, "2020-06-03");
        match at {
            0 => days(city, row, ["2020-06-05", "2020-11-01", "2020-11-05"]),
            1 => days(city, row, ["2020-06-05", "2020-10-30", "2020-11-01"]),
            _ => days(city, row, ["2020-06-05", "2020-11-20", "2020-11-20"]),
        }
        truth
            .not_met("step-four", row, "accepted_late")
            .part("due:2020-10-31");
        let row = problem(city, county, "2020-03-12");
        city.set(
            row,
            "rectified_on",
            ["2020-05-12", "2020-06-01", "2020-05-12"][at],
        );
        truth.not_met("inspection-rectified", row, "put_right_too_late");
        let row = problem(city, county + 1, "2020-06-03");
        match at {
            0 => city.set(row, "verified_on", "2020-06-04"),
            1 => city.set(row, "closed_on", "2020-06-07"),
            _ => city.set(row, "verified_on", "2020-06-04"),
        }
        truth.not_met("close-out-in-order", row, "order_upside_down");
        let row = problem(city, county + 1, "2020-05-15");
        let by = city.cell(row, "person_responsible");
        city.set(row, "verified_by", by);
        truth.not_met("accepted-by-another", row, "accepted_by_the_same");
        let row = problem(city, county + 1, "2020-07-20");
        city.set(row, "measure", "");
        truth.not_met("difficulties-solved", row, "no_measure");
        let row = problem(city, county + 1, "2020-07-06");
        let reminder = city.find("accountability", "issue_no", &city.cell(row, "issue_no"));
        match at {
            0 => city.remove(reminder),
            _ => city.set(reminder, "type", "约谈"),
        }
        truth.not_met("inspection-reminder", row, "no_reminder");
        let actions: Vec<Row> = city
            .rows("accountability")
            .into_iter()
            .filter(|row| city.is_one(*row, "type", &["诫勉谈话", "问责"]))
            .collect();
        city.set(actions[county], ["reason", "staff_no", "reason"][at], "");
        truth.not_met(
            "accountability-grounded",
            actions[county],
            "no_person_or_reason",
        );
    }
    // The day that does not exist, the plan's own 31 June: nobody knows when, so it is as good as not given.
    let row = problem(city, 4, "2020-06-03");
    city.set(row, "rectified_on", "2020-06-31");
    for (item, part) in [
        ("step-two", "due:2020-06-30"),
        ("step-three-gaps", "due:2020-08-31"),
    ] {
        truth.cannot_tell(item, row, "no_such_day").part(part);
    }
    truth.not_met("close-out-in-order", row, "no_such_day");
    truth.not_met("difficulties-solved", row, "no_such_day");
    // In time on the last day.
    let row = problem(city, 4, "2020-04-08");
    days(city, row, ["2020-06-07", "2020-08-20", "2020-08-31"]);
    let row = problem(city, 4, "2020-05-15");
    days(city, row, ["2020-06-30", "2020-06-30", "2020-06-30"]);
    let row = problem(city, 4, "2020-07-06");
    days(city, row, ["2020-08-31", "2020-10-31", "2020-10-31"]);
    let row = problem(city, 4, "2020-03-12");
    city.set(row, "rectified_on", "2020-05-11");
}

/// Three more townships twice on the black list; red ones with the score of a black one.
fn lists(city: &mut City, truth: &mut Truth) {
    for county in [2, 3, 4] {
        let code = township(county, 1);
        let mut last = None;
        for (period, day) in [
            ("2020年二季度", "2020-07-10"),
            ("2020年三季度", "2020-10-12"),
        ] {
            last = Some(
                add!(city, red_black_lists: for_period = period, township = code, list = "黑榜", score = 60, published_on = day),
            );
        }
        truth.not_met("black-list-talk", last.expect("two rounds"), "no_talk");
    }
    let red = |city: &City, at: usize, period: &str| {
        let code = township(0, at);
        one(city, "red_black_lists", |city, row| {
            city.is(row, "township", &code) && city.is(row, "for_period", period)
        })
    };
    for (at, period, score) in [
        (0, "2020年一季度", 66),
        (1, "2020年二季度", 65),
        (2, "2020年三季度", 70),
    ] {
        let row = red(city, at, period);
        city.set(row, "score", score);
        truth.not_met("lists-follow-scores", row, "no_better_than_black");
    }
    let row = red(city, 3, "2020年一季度");
    city.set(row, "score", 67);
    for (at, period) in [
        (3, "2020年二季度"),
        (4, "2020年三季度"),
        (0, "2020年三季度"),
    ] {
        let row = red(city, at, period);
        city.set(row, "published_on", "");
        truth.not_met("lists-published", row, "not_published");
    }
}

fn papers(city: &mut City, truth: &mut Truth) {
    let scheme = city.find("documents", "issue_no", "都精准办发〔2020〕13号");
    city.set(scheme, "issued_on", "2020-03-01");
    truth.not_met("step-one-scheme", "", "issued_late");
    truth.not_met("plan-issued", "", "another_day");
    for (title, instead, item) in [
        (
            "重大建设项目信息公开",
            "重大建设项目安排",
            "projects-disclosed",
        ),
        (
            "重大工作进展信息公开",
            "重大工作进展通报",
            "progress-disclosed",
        ),
        (
            "控辍保学联席会议制度",
            "控辍保学联席会议通知",
            "joint-control",
        ),
    ] {
        let row = city.find("documents", "title", title);
        city.set(row, "title", instead);
        truth.not_met(item, "", "paper_missing");
    }
    let row = city.find("meetings", "kind", "工作会议");
    city.set(row, "held_on", "2020-02-27");
    truth.not_met("office-meets", "", "no_meeting");
    let row = city.find("reports", "kind", "控辍保学汇总分析");
    city.remove(row);
    truth.not_met("summaries", "", "too_few_analyses");
}
