//! Townships, villages and counties: leaders, workers of the network, meetings, checks, events, papers.

use super::super::super::super::city::{City, Row};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{COUNTIES, township};
use super::one;

/// Three townships for a break: one of the first county, two of others.
fn three(city: &City, of_first: usize, counties: [usize; 2]) -> Vec<(String, Row)> {
    let codes = [
        township(0, of_first),
        township(counties[0], 0),
        township(counties[1], 1),
    ];
    codes
        .map(|code| (code.clone(), city.find("townships", "code", &code)))
        .to_vec()
}

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    headquarters(city, truth);
    leaders(city, truth);
    workers(city, truth);
    papers(city, truth);
    meetings(city, truth);
}

/// The row of a group for a township whose post holds a word.
fn member(city: &City, group: &str, code: &str, word: &str) -> Row {
    one(city, "leading_groups", |city, row| {
        city.is(row, "group_name", group)
            && city.is(row, "township", code)
            && city.cell(row, "post").contains(word)
    })
}

fn headquarters(city: &mut City, truth: &mut Truth) {
    let group = "义务教育保障战役指挥部";
    for (at, (code, place)) in three(city, 0, [1, 4]).into_iter().enumerate() {
        let secretary = member(city, group, &code, "书记");
        match at {
            0 => city.remove(secretary),
            1 => city.set(secretary, "post", "党委副书记"),
            _ => city.remove(member(city, group, &code, "长")),
        }
        truth.not_met("hq-townships", place, "post_missing");
        let row = one(city, "leading_groups", |city, row| {
            city.is(row, "group_name", "法制教育宣传队") && city.is(row, "township", &code)
        });
        city.remove(row);
        truth.not_met("legal-teams-townships", place, "no_team");
    }
    for (at, (code, place)) in three(city, 1, [2, 5]).into_iter().enumerate() {
        let head = member(city, "控辍保学领导小组", &code, "书记");
        match at {
            0 => city.remove(head),
            1 => city.set(
                head,
                "staff_no",
                super::super::townships::holder(city, &code, "扶贫专干"),
            ),
            _ => city.set(
                head,
                "staff_no",
                super::super::townships::holder(city, &township(1, 0), "党委书记"),
            ),
        }
        truth.not_met("township-group", place, "no_group_of_a_leader");
    }
}

/// Both leaders of three townships left, and nobody followed.
fn leaders(city: &mut City, truth: &mut Truth) {
    for county in [1, 2, 3] {
        let code = township(county, 1);
        for post in ["党委书记", "乡镇长"] {
            let id = super::super::townships::holder(city, &code, post);
            let row = city.find("staff", "staff_id", &id);
            city.set(row, "serves_to", "2020-06-30");
        }
        truth.not_met(
            "township-leader-answers",
            city.find("townships", "code", &code),
            "no_leader_in_office",
        );
        for word in ["书记", "长"] {
            let row = member(city, "义务教育保障战役指挥部", &code, word);
            truth.not_met("hq-townships-in-office", row, "left_office");
        }
        for row in city.all("assignments", "role", "党政线") {
            if city.cell(row, "village").starts_with(&code) {
                truth.not_met("line-officer-named", row, "left_office");
            }
        }
    }
    // In office to the last day.
    let row = city.find(
        "staff",
        "staff_id",
        &super::super::townships::holder(city, &township(6, 1), "乡镇长"),
    );
    city.set(row, "serves_to", "2020-12-31");
}

fn workers(city: &mut City, truth: &mut Truth) {
    let village = |city: &City, code: &str, role: &str, group: &str| {
        one(city, "assignments", |city, row| {
            city.is(row, "village", code)
                && city.is(row, "role", role)
                && city.is(row, "village_group", group)
        })
    };
    for (at, (county, place)) in [(0, 2), (4, 0), (5, 1)].into_iter().enumerate() {
        let code = township(county, place);
        let id = format!("{code}201");
        let row = city.find("villages", "village_code", &id);
        for (role, item) in [
            ("劝返专人", "village-has-officer"),
            ("党政线", "line-covers-village"),
        ] {
            let assigned = village(city, &id, role, "");
            match at {
                0 => city.remove(assigned),
                1 => city.set(assigned, "assigned_to", "2020-11-30"),
                _ => city.set(assigned, "role", "包抓"),
            }
            truth.not_met(item, row, "nobody_assigned");
        }
        let group = village(
            city,
            &id,
            "网格员",
            ["", "第一村民小组", "第一村民小组"][at],
        );
        city.remove(group);
        truth.not_met("network-of-village", row, "nobody_assigned");
        let place = city.find("townships", "code", &code);
        let worker = one(city, "assignments", |city, row| {
            city.is(row, "township", &code) && city.is(row, "role", "网格员")
        });
        city.remove(worker);
        truth.not_met("network-of-township", place, "nobody_assigned");
        // Elsewhere somebody is assigned, but nobody in office.
        let elsewhere = format!("{}201", township([0, 5, 6][at], [3, 0, 0][at]));
        for (role, item) in [
            ("劝返专人", "village-officer-named"),
            ("网格员", "network-worker-named"),
        ] {
            let assigned = village(city, &elsewhere, role, "");
            city.set(assigned, "helper", ["待定", "", "T9999"][at]);
            truth.not_met(item, assigned, "nobody_named");
        }
        let household = super::in_county(
            city,
            "poor_households",
            "township",
            [0, 3, 6][at],
            |_, _| true,
        );
        city.set(household, "helper", ["", "T9999", ""][at]);
        truth.not_met("household-contact", household, "nobody_named");
    }
}

fn papers(city: &mut City, truth: &mut Truth) {
    for (at, (code, place)) in three(city, 3, [3, 6]).into_iter().enumerate() {
        for row in city.all("documents", "township", &code) {
            if city.cell(row, "title").contains("控辍保学") {
                city.set(row, "title", "工作安排");
            }
        }
        truth.not_met("township-ledger", place, "no_papers");
        truth.not_met("line-arrangement", place, "no_paper");
        let events = city.all("publicity", "township", &code);
        match at {
            0 => city.set(events[0], "topic", "科学育儿"),
            1 => city.set(events[0], "held_on", "2019-12-31"),
            _ => city.remove(events[0]),
        }
        truth.not_met("putonghua-events", place, "no_event");
        match at {
            0 => city.set(events[1], "topic", "安全出行"),
            1 => city.set(events[1], "held_on", "2021-01-02"),
            _ => city.set(events[1], "organiser", &code),
        }
        truth.not_met("legal-publicity", place, "no_event");
        let checks = city.all("attestations", "township", &code);
        match at {
            0 => city.set(checks[0], "topic", "校园安全"),
            _ => city.set(checks[0], "attested_on", ""),
        }
        truth.not_met("townships-checked", place, "not_checked");
        city.set(
            checks[1],
            "attested_on",
            ["2020-06-30", "2020-09-01", "2020-09-15"][at],
        );
        truth
            .not_met("step-three-check", place, "not_in_the_step")
            .part("due:2020-08-31");
    }
    // First and last day of the step.
    for (at, day) in [(4, "2020-07-01"), (5, "2020-08-31")] {
        let checks = city.all("attestations", "township", &township(0, at));
        city.set(checks[1], "attested_on", day);
    }
}

fn meetings(city: &mut City, truth: &mut Truth) {
    let of = |city: &City, code: &str, day: &str| {
        one(city, "meetings", |city, row| {
            city.is(row, "convener", code) && city.is(row, "held_on", day)
        })
    };
    for (code, place) in three(city, 2, [3, 5]) {
        for row in city.all("meetings", "convener", &code) {
            city.remove(row);
        }
        truth.not_met("leaders-in-person", place, "no_meeting");
        truth.not_met("township-meetings", place, "no_meeting");
    }
    let code = township(0, 4);
    for day in ["2020-08-28", "2020-10-16"] {
        city.remove(of(city, &code, day));
    }
    truth.not_met(
        "township-meetings",
        city.find("townships", "code", &code),
        "long_ago",
    );
    for (code, _) in three(city, 5, [4, 6]) {
        city.remove(of(city, &code, "2020-05-06"));
        let next = of(city, &code, "2020-07-02");
        truth.not_met("township-meetings-in-turn", next, "too_many_days");
    }
    // Sixty days are not too many.
    let row = of(city, &township(1, 0), "2020-05-06");
    city.set(row, "held_on", "2020-05-09");
    for (at, county) in [0, 3, 5].into_iter().enumerate() {
        let code = COUNTIES[county].0;
        city.remove(of(city, code, "2020-09-10"));
        truth.not_met(
            "joint-meetings",
            city.find("counties", "county_code", code),
            "long_ago",
        );
        let row = of(city, COUNTIES[county + 1].0, "2020-09-10");
        city.set(row, "minutes", "");
        truth.not_met("proof-sent", row, "no_minutes");
        let row = of(city, COUNTIES[county + 1].0, "2020-05-20");
        city.set(row, "sent_up_on", ["2020-05-31", "", "2020-07-01"][at]);
        truth.not_met("proof-sent-promptly", row, "sent_late");
        if at == 1 {
            truth.not_met("proof-sent", row, "not_sent");
        }
    }
    let row = of(city, COUNTIES[2].0, "2020-05-20");
    city.set(row, "sent_up_on", "2020-05-30");
}
