//! What is spoilt of children, pupils and aid, and what follows; each break takes somebody whom no other break has touched.

use super::super::super::city::{City, Row};
use super::super::super::identity::Day;
use super::super::super::truth::Truth;
use super::super::super::world::out_of_school::{Left, leave};
use super::super::super::world::places::{COUNTIES, village};
use super::breaks_aid::plain;
use super::schools::new_village;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    infants(city, truth);
    school_age(city, truth);
    poor_data(city, truth);
    out_of_school(city, truth);
    groups(city, truth);
    ledgers(city, truth);
    helpers(city, truth);
    households(city, truth);
}

/// The row of somebody in a table.
pub(super) fn of(city: &City, table: &str, row: Row) -> Row {
    city.find(table, "national_id", &city.cell(row, "national_id"))
}

/// How many rows of somebody a table has.
pub(super) fn rows_of(city: &City, table: &str, row: Row) -> Vec<Row> {
    city.all(table, "national_id", &city.cell(row, "national_id"))
}

/// Whether somebody's number was given in this county.
pub(super) fn from(city: &City, row: Row, county: usize) -> bool {
    city.cell(row, "national_id")
        .starts_with(COUNTIES[county].0)
}

/// In class, of no group and no list besides.
pub(super) fn unlisted(city: &City, row: Row) -> bool {
    city.is(row, "status", "在读")
        && rows_of(city, "household", row).len() == 1
        && [
            "special_groups",
            "poverty",
            "disability",
            "outside_pupils",
            "payments",
        ]
        .iter()
        .all(|table| rows_of(city, table, row).is_empty())
}

fn aged(city: &City, row: Row, from: i64, to: i64) -> bool {
    Day::read(&city.cell(row, "birth_date"))
        .is_some_and(|birth| (from..=to).contains(&birth.age_on(city.as_of)))
}

fn infants(city: &mut City, truth: &mut Truth) {
    let pick = |city: &mut City, code: &str| {
        let row = city.pick("household", |city, row| {
            city.is(row, "village", code) && aged(city, row, 3, 5)
        });
        of(city, "registry", row)
    };
    for (county, column, cell) in [
        (1, "status", "转出"),
        (3, "stage", "小学"),
        (6, "status", "辍学"),
    ] {
        let code = village(county, 0, 0);
        let row = pick(city, &code);
        city.set(row, column, cell);
        truth.not_met("preschool-in-poor-villages", code, "three_of_four");
    }
    // Nine of ten.
    let row = pick(city, &new_village(0, 1, 0));
    city.remove(row);
}

fn school_age(city: &mut City, truth: &mut Truth) {
    let child = |city: &mut City| {
        city.pick("registry", |city, row| {
            unlisted(city, row) && aged(city, row, 6, 15)
        })
    };
    let row = child(city);
    let at_home = of(city, "household", row);
    city.remove(row);
    truth.not_met("every-child-in-school", at_home, "not_registered");
    for status in ["转出", "辍学"] {
        let row = child(city);
        city.set(row, "status", status);
        truth.not_met(
            "every-child-in-school",
            of(city, "household", row),
            "not_attending",
        );
    }
    // Suspended by a decision in force, with its proof; one that ran out; one without proof.
    let known = city.rows("exemptions")[0];
    for (at, (until, evidence)) in [
        ("2020-12-31", true),
        ("2019-12-30", true),
        ("2020-12-31", false),
    ]
    .into_iter()
    .enumerate()
    {
        let row = child(city);
        city.set(row, "status", "休学");
        let (id, decision) = (city.cell(row, "national_id"), city.copy(known));
        for (column, cell) in [
            ("exemption_no", format!("E900{at}")),
            ("national_id", id),
            ("type", "休学".to_owned()),
            ("valid_until", until.to_owned()),
        ] {
            city.set(decision, column, cell);
        }
        if !evidence {
            city.set(decision, "evidence", "");
        }
        if at > 0 {
            truth.not_met(
                "every-child-in-school",
                of(city, "household", row),
                "decision_ran_out_or_unproved",
            );
        }
    }
    // Moved away.
    let row = child(city);
    city.set(row, "status", "转出");
    let household = of(city, "household", row);
    city.set(household, "register_status", "迁出");
}

fn poor_data(city: &mut City, truth: &mut Truth) {
    for stage in ["学前", "小学", "高中"] {
        let row = city.pick("poverty", |city, row| {
            city.is(row, "schooling", stage) && plain(city, row)
        });
        city.set(row, "school_name", "");
        truth.not_met("poor-data-complete", row, "school_blank");
        let row = city.pick("poverty", |city, row| {
            city.is(row, "schooling", stage) && plain(city, row)
        });
        let name = city.cell(row, "name");
        city.set(row, "name", format!("{name}子"));
        truth
            .not_met(
                "poor-data-exact",
                city.cell(row, "national_id"),
                "another_name",
            )
            .part("differs:name");
    }
    let row = city.pick("poverty", |city, row| {
        city.is(row, "schooling", "小学") && plain(city, row)
    });
    let birth = Day::read(&city.cell(row, "birth_date")).map(|day| day.plus(1));
    city.set(
        row,
        "birth_date",
        birth.map(|day| day.to_string()).unwrap_or_default(),
    );
    truth
        .not_met(
            "poor-data-exact",
            city.cell(row, "national_id"),
            "another_birth_date",
        )
        .part("differs:birth_date");
    // On neither the registry nor the list of those elsewhere: three at senior schools, and one of school age.
    for _ in 0..2 {
        let row = city.pick("poverty", |city, row| {
            city.is(row, "schooling", "高中")
                && aged(city, row, 16, 19)
                && plain(city, row)
                && rows_of(city, "special_groups", row).is_empty()
        });
        city.remove(of(city, "registry", row));
        truth.not_met("poor-pupil-found", row, "nowhere_registered");
    }
    let row = city.pick("poverty", |city, row| {
        city.is(row, "schooling", "小学")
            && from(city, row, 4)
            && plain(city, row)
            && rows_of(city, "special_groups", row).len() == 1
    });
    city.remove(of(city, "registry", row));
    truth.not_met("poor-pupil-found", row, "nowhere_registered");
    truth.not_met(
        "every-child-in-school",
        of(city, "household", row),
        "not_registered",
    );
    truth.not_met(
        "group-child-in-school",
        of(city, "special_groups", row),
        "not_registered",
    );
}

fn out_of_school(city: &mut City, truth: &mut Truth) {
    let left = city.rows("dropout_ledger");
    for (at, days) in [(0, 31), (3, 45), (6, 200)] {
        city.set(left[at], "updated_on", city.as_of.plus(-days));
        truth.not_met("ledger-kept-up", left[at], "not_kept_up");
    }
    city.set(left[1], "updated_on", city.as_of.plus(-30));
    for at in [1, 4, 7] {
        let record = of(city, "persuasion", left[at]);
        city.set(record, "done_on", "");
        truth.not_met("dropout-persuaded", left[at], "nobody_persuaded");
    }
    for at in [2, 5, 8] {
        let record = of(city, "persuasion", left[at]);
        city.set(record, "written_report_on", "");
        truth.not_met("dropout-reported", left[at], "no_written_report");
    }
    city.set(left[0], "marked_on", "");
    city.remove(of(city, "persuasion_cases", left[3]));
    city.set(left[6], "marked_on", "");
    for at in [0, 3, 6] {
        truth.not_met("dropout-entered", left[at], "not_entered");
    }
    // Children of the county who left: two of poor families, on the ledger of special groups as they should be.
    for (county, poor) in [(0, false), (2, true), (5, true)] {
        let case = leave(
            city,
            Left {
                county,
                poor,
                status: "辍学",
                cause: "厌学",
            },
            1,
        );
        let household = city.find("household", "national_id", &case.child.id);
        truth.not_met("every-child-in-school", household, "out_of_school");
        if poor {
            let known = city.find("poverty", "national_id", &case.child.id);
            let row = super::pupils::group(city, known, "贫困家庭子女", "教育");
            truth.not_met("group-child-in-school", row, "out_of_school");
        }
    }
    // Back in class, and long not touched on the ledger.
    let case = leave(
        city,
        Left {
            county: 4,
            poor: false,
            status: "复学",
            cause: "厌学",
        },
        0,
    );
    city.set(case.ledger, "updated_on", city.as_of.plus(-300));
}

fn groups(city: &mut City, truth: &mut Truth) {
    for (group, column) in [
        ("困境儿童", "care"),
        ("随迁子女", "registered_on"),
        ("贫困家庭子女", "care"),
        ("残疾儿童", "registered_on"),
    ] {
        let row = city.pick_with("special_groups", "group", group);
        city.set(row, column, "");
        truth.not_met("special-groups-cared", row, "care_or_day_blank");
    }
    let alone = |city: &City, row: Row| {
        rows_of(city, "special_groups", row).len() == 1
            && rows_of(city, "poverty", row).is_empty()
            && rows_of(city, "household", row).len() == 1
            && rows_of(city, "outside_pupils", row).is_empty()
            && rows_of(city, "registry", row).len() == 1
    };
    for group in ["困境儿童", "随迁子女", "残疾人家庭子女"] {
        let row = city.pick("special_groups", |city, row| {
            city.is(row, "group", group) && aged(city, row, 6, 15) && alone(city, row)
        });
        let pupil = of(city, "registry", row);
        city.set(pupil, "status", "转出");
        truth.not_met("group-child-in-school", row, "not_attending");
        truth.not_met(
            "every-child-in-school",
            of(city, "household", row),
            "not_attending",
        );
    }
    for row in city.all("special_groups", "group", "单亲家庭子女") {
        city.set(row, "group", "困境儿童");
    }
    truth.not_met("six-groups", "", "five_groups");
    for county in [0, 1, 5] {
        let row = city.pick("special_groups", |city, row| {
            city.is(row, "group", "贫困家庭子女") && from(city, row, county)
        });
        truth.not_met(
            "poor-child-on-ledger",
            of(city, "poverty", row),
            "not_on_the_ledger",
        );
        city.remove(row);
    }
}

/// Ledgers of left-behind and of disabled children that two offices keep.
fn ledgers(city: &mut City, truth: &mut Truth) {
    let twice = |city: &City, row: Row, keeper: &str| {
        city.is(row, "group", "留守儿童") && city.is(row, "keeper", keeper)
    };
    for (keeper, part) in [
        ("教育", "not_in:school_left_behind"),
        ("民政", "not_in:civil_left_behind"),
        ("教育", "not_in:school_left_behind"),
    ] {
        let row = city.pick("special_groups", |city, row| twice(city, row, keeper));
        let id = city.cell(row, "national_id");
        city.remove(row);
        truth
            .not_met("left-behind-ledgers", id, "on_one_ledger")
            .part(part);
    }
    for (column, cell) in [("guardian", "姑姑"), ("name", "同名异字")] {
        let row = city.pick("special_groups", |city, row| twice(city, row, "民政"));
        city.set(row, column, cell);
        let part = format!("differs:{column}");
        truth
            .not_met(
                "left-behind-ledgers",
                city.cell(row, "national_id"),
                "ledgers_differ",
            )
            .part(&part);
    }
    for at in 0..3 {
        let row = city.pick("disability", |city, row| {
            rows_of(city, "special_groups", row).len() == 1 + rows_of(city, "poverty", row).len()
        });
        let id = city.cell(row, "national_id");
        let entry = rows_of(city, "special_groups", row)
            .into_iter()
            .find(|row| city.is(*row, "group", "残疾儿童"));
        let entry = entry.expect("every disabled child is on the ledger");
        match at {
            0 => {
                city.remove(entry);
                truth
                    .not_met("disabled-ledger", id, "not_on_the_ledger")
                    .part("not_in:special_groups");
            }
            1 => {
                city.set(entry, "name", "另一姓名");
                truth
                    .not_met("disabled-ledger", id, "another_name")
                    .part("differs:name");
            }
            _ => {
                city.set(row, "certificate_no", "");
                truth
                    .not_met("disabled-ledger", id, "no_certificate")
                    .part("not_in:disability");
            }
        }
    }
}

fn helpers(city: &mut City, truth: &mut Truth) {
    for county in [0, 2, 5] {
        let row = city.pick("assignments", |city, row| from(city, row, county));
        let pupil = of(city, "poverty", row);
        match county {
            0 => city.set(row, "assigned_to", "2019-12-30"),
            _ => city.set(row, "national_id", ""),
        }
        truth.not_met("pupil-has-helper", pupil, "nobody_answers");
    }
    for (county, helper) in [(0, ""), (1, "待定"), (6, "T9999")] {
        let row = city.pick("assignments", |city, row| from(city, row, county));
        city.set(row, "helper", helper);
        truth.not_met("helper-named", row, "nobody_named");
    }
    for (county, task) in [(0, "心理疏导"), (3, "资助落实"), (4, "学业辅导")] {
        let row = city.pick("assignments", |city, row| from(city, row, county));
        let tasks = city.all(
            "assignment_tasks",
            "assignment_no",
            &city.cell(row, "assignment_no"),
        );
        let found = tasks.into_iter().find(|row| city.is(*row, "task", task));
        city.remove(found.expect("every helper has the four tasks"));
        truth.not_met("four-tasks", row, "task_missing");
    }
}

fn households(city: &mut City, truth: &mut Truth) {
    let rows = city.rows("poor_households");
    for (at, day) in [(0, ""), (30, "2018-12-31"), (60, "2020-01-01")] {
        let household = city.cell(rows[at], "household_no");
        let visit = city.find("home_visits", "household_no", &household);
        match day {
            "" => city.remove(visit),
            day => city.set(visit, "visited_on", day),
        }
        truth.not_met(
            "every-household-visited",
            rows[at],
            "not_visited_in_the_year",
        );
    }
    let visit = city.find(
        "home_visits",
        "household_no",
        &city.cell(rows[90], "household_no"),
    );
    city.set(visit, "visited_on", "2019-01-01");
}
