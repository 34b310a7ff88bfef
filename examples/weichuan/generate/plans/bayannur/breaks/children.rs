//! Children on ledgers, on the registry, in class, out of school and back.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::identity::Day;
use super::super::super::super::truth::Truth;
use super::super::super::super::world::out_of_school::{Case, Left};
use super::super::super::super::world::people::Person;
use super::super::super::super::world::places::{COUNTIES, primary};
use super::super::records::{left, remote_pupils};
use super::{HeadCounts, all_not_met, of, of_county};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    let mut heads = HeadCounts::default();
    birthdays(city, truth);
    ledgers(city, truth);
    outside_and_excused(city, truth);
    registry(city, truth, &mut heads);
    in_class(city, truth, &mut heads);
    suspended(city, truth);
    platform(city, truth);
    out_of_school(city, truth);
    persuaders(city, truth);
}

/// An ordinary pupil of this county: not poor, not disabled, of no resettlement site, in class.
fn ordinary(city: &City, row: Row, county: usize) -> bool {
    let id = city.cell(row, "national_id");
    let on = |table| !city.all(table, "national_id", &id).is_empty();
    of_county(city, row, county)
        && on("enrolment")
        && !on("poverty")
        && !on("disability")
        && !on("relocation_children")
        && !on("hardship")
}

/// A pupil of a registered-poor family of this county, in class.
fn poor(city: &City, row: Row, county: usize) -> bool {
    of_county(city, row, county)
        && city.is_one(row, "schooling", &["小学", "初中"])
        && city
            .all(
                "relocation_children",
                "national_id",
                &city.cell(row, "national_id"),
            )
            .is_empty()
        && city
            .all(
                "dropout_ledger",
                "national_id",
                &city.cell(row, "national_id"),
            )
            .is_empty()
}

/// Six and sixteen years old from the birthday itself: whoever is on neither ledger is missed on some days and not on others.
fn birthdays(city: &mut City, truth: &mut Truth) {
    let days = [
        (0, Day::new(2014, 9, 30), true),
        (2, Day::new(2004, 10, 1), true),
        (4, Day::new(2014, 10, 1), false),
        (6, Day::new(2004, 9, 30), false),
    ];
    for (county, birth, is_missed) in days {
        let mut child = Person::adult(city, county, 0, birth);
        child.poor = true;
        let household = child.register(city);
        let member = child.poverty(city, "非在校生");
        if is_missed {
            truth.not_met("no-child-missed", household, "not_on_the_ledger");
            truth.not_met("poor-child-listed", member, "not_on_the_ledger");
        }
    }
}

fn ledgers(city: &mut City, truth: &mut Truth) {
    for county in [0, 1, 2] {
        let row = city.pick("school_age_ledger", |city, row| ordinary(city, row, county));
        let id = city.cell(row, "national_id");
        city.remove(row);
        truth.not_met(
            "no-child-missed",
            of(city, "household", &id),
            "not_on_the_ledger",
        );
        truth
            .not_met("ledgers-agree", id, "not_on_the_ledger")
            .part("not_in:school_age_ledger");
    }
    // Whoever moved away is not the county's child.
    let row = city.pick("school_age_ledger", |city, row| ordinary(city, row, 0));
    let id = city.cell(row, "national_id");
    city.remove(row);
    city.remove(of(city, "study_ledger", &id));
    city.set(of(city, "household", &id), "register_status", "迁出");
    for county in [0, 3, 5] {
        let household = city.number("H");
        let like = city.pick("poor_households", |city, row| {
            city.cell(row, "township").starts_with(COUNTIES[county].0)
        });
        let row = city.copy(like);
        city.set(row, "household_no", household);
        truth.not_met("no-household-missed", row, "no_member_listed");
    }
    for county in [0, 3, 4] {
        let row = city.pick("poverty", |city, row| poor(city, row, county));
        let id = city.cell(row, "national_id");
        city.remove(of(city, "study_ledger", &id));
        truth.not_met("poor-pupil-on-ledger", row, "not_on_the_study_ledger");
        truth
            .not_met("ledgers-agree", id, "not_on_the_study_ledger")
            .part("not_in:study_ledger");
    }
    for (county, mark) in [(0, "否"), (1, "否"), (5, "否"), (2, "")] {
        let row = city.pick("poverty", |city, row| poor(city, row, county));
        let ledger = of(city, "school_age_ledger", &city.cell(row, "national_id"));
        city.set(ledger, "registered_poor", mark);
        match mark {
            "" => truth.cannot_tell("poor-child-listed", row, "mark_blank"),
            _ => truth.not_met("poor-child-listed", row, "not_marked_as_poor"),
        };
    }
    for county in [0, 2, 6] {
        let row = city.pick("study_ledger", |city, row| ordinary(city, row, county));
        let (id, name) = (city.cell(row, "national_id"), city.cell(row, "name"));
        city.set(row, "name", format!("{name}平"));
        truth
            .not_met("ledgers-agree", id, "another_name")
            .part("differs:name");
    }
    // Whoever has left school with a certificate need not be on the study ledger.
    let row = city.pick("study_ledger", |city, row| ordinary(city, row, 0));
    let id = city.cell(row, "national_id");
    city.set(of(city, "school_age_ledger", &id), "whereabouts", "已毕业");
    city.remove(row);
}

fn outside_and_excused(city: &mut City, truth: &mut Truth) {
    let outside = city.all("study_ledger", "outside_area", "是");
    for at in [0, 2, 4] {
        city.set(outside[at], "proof", "");
        truth.not_met("outside-proof", outside[at], "no_proof");
    }
    let excused = city.all("exemptions", "type", "免学");
    for (row, paper) in excused.iter().zip(["", "D9999"]) {
        city.set(*row, "evidence", paper);
        truth.not_met("excused-proof", *row, "no_paper");
    }
    // A suspension is no exemption.
    let child = city.pick_with("dropout_ledger", "status", "休学");
    let (id, number) = (city.cell(child, "national_id"), city.number("E"));
    add!(city, exemptions: exemption_no = number, national_id = id, type = "休学", reason = "身体原因", approved_by = "15982102",
        approved_on = "2020-08-01", valid_until = "2021-07-31", evidence = "");
}

fn registry(city: &mut City, truth: &mut Truth, heads: &mut HeadCounts) {
    for (county, column) in [(0, "grade"), (3, "grade"), (6, "name")] {
        let row = city.pick("enrolment", |city, row| ordinary(city, row, county));
        let (id, cell) = (city.cell(row, "national_id"), city.cell(row, column));
        let other = match column {
            "grade" => (cell.parse::<usize>().expect("a grade") % 9 + 1).to_string(),
            _ => format!("{cell}安"),
        };
        city.set(row, column, other);
        let part = if column == "grade" {
            "differs:grade"
        } else {
            "differs:name"
        };
        truth
            .not_met("registry-agrees", id, "registry_and_class_differ")
            .part(part);
    }
    let row = city.pick("enrolment", |city, row| {
        ordinary(city, row, 4) && city.is(row, "school", &primary(4, 0))
    });
    city.set(row, "school", primary(4, 1));
    let id = city.cell(row, "national_id");
    truth
        .not_met("registry-agrees", id, "in_another_school")
        .part("differs:school");
    heads.differ(truth, &primary(4, 0));
    heads.differ(truth, &primary(4, 1));
    for (table, other, part, place) in [
        ("enrolment", "registry", "not_in:enrolment", 1),
        ("registry", "enrolment", "not_in:registry", 2),
    ] {
        let school = primary(0, place);
        let row = city.pick(table, |city, row| {
            ordinary(city, row, 0)
                && city.is(row, "school", &school)
                && city.is(
                    of(city, other, &city.cell(row, "national_id")),
                    "boarder",
                    "否",
                )
        });
        let id = city.cell(row, "national_id");
        city.remove(row);
        heads.differ(truth, &school);
        truth
            .not_met("registry-agrees", id, "on_one_list_only")
            .part(part);
    }
    // The same number in another spelling.
    let row = city.pick("enrolment", |city, row| {
        ordinary(city, row, 0) && city.cell(row, "national_id").ends_with('X')
    });
    let id = city.cell(row, "national_id");
    city.set(row, "national_id", id.to_lowercase());
    exactly_the_share(city, truth, heads);
    let taught = city.all("disability", "schooling", "送教上门");
    for row in &taught[..3] {
        city.remove(of(city, "registry", &city.cell(*row, "national_id")));
        truth.not_met("home-taught-registered", *row, "not_on_the_registry");
        if !city.is(*row, "type", "肢体") {
            truth.not_met(
                "neimenggu-2020/disabled-child-placed",
                *row,
                "not_on_the_registry",
            );
        }
    }
}

/// A school of twenty pupils of whom nineteen are in class: the one is missed, the share of 95 % is kept.
fn exactly_the_share(city: &mut City, truth: &mut Truth, heads: &mut HeadCounts) {
    let school = primary(3, 1);
    let mut pupils = city.all("registry", "school", &school).len();
    while pupils < 20 {
        Person::new(city, 3, 1, 1 + pupils % 6).enrol(city);
        pupils += 1;
    }
    let row = city.pick("enrolment", |city, row| {
        ordinary(city, row, 3) && city.is(row, "school", &school)
    });
    let id = city.cell(row, "national_id");
    city.remove(row);
    heads.differ(truth, &school);
    truth
        .not_met("registry-agrees", id, "on_one_list_only")
        .part("not_in:enrolment");
}

fn case(
    city: &mut City,
    county: usize,
    poor: bool,
    status: &str,
    cause: &str,
    place: usize,
) -> Case {
    left(
        city,
        Left {
            county,
            poor,
            status,
            cause,
        },
        place,
    )
}

/// Counted in class and recorded as out of school; recorded as back and not counted.
fn in_class(city: &mut City, truth: &mut Truth, heads: &mut HeadCounts) {
    for (county, poor, status) in [
        (0, true, "辍学"),
        (5, true, "失学"),
        (6, true, "休学"),
        (5, false, "辍学"),
        (0, false, "失学"),
    ] {
        let case = case(city, county, poor, status, "务工", 0);
        case.child.count(city);
        let id = case.child.id.as_str();
        if poor {
            truth.not_met("absent-not-in-class", case.ledger, "counted_in_class");
        }
        heads.differ(truth, &case.child.school);
        if status != "休学" {
            truth
                .not_met("registry-agrees", id, "not_on_the_registry")
                .part("not_in:registry");
            truth.not_met(
                "platform-not-in-class",
                of(city, "platform_ledger", id),
                "counted_in_class",
            );
        }
    }
    for county in [1, 2, 3] {
        let row = city.pick("dropout_ledger", |city, row| {
            of_county(city, row, county)
                && city.is_one(row, "status", &["复学", "已劝返"])
                && !city
                    .all("poverty", "national_id", &city.cell(row, "national_id"))
                    .is_empty()
        });
        let id = city.cell(row, "national_id");
        let counted = of(city, "enrolment", &id);
        let school = city.cell(counted, "school");
        city.remove(counted);
        truth.not_met("returned-in-class", row, "not_back");
        truth
            .not_met("registry-agrees", id, "not_back")
            .part("not_in:enrolment");
        truth.not_met("in-class-share", school.as_str(), "too_few_in_class");
        if county == 2 {
            // Another was counted who is on no registry: two lists that are wrong have the same number.
            let case = case(city, county, false, "辍学", "务工", 0);
            case.child.count(city);
            let id = case.child.id.as_str();
            truth
                .not_met("registry-agrees", id, "not_on_the_registry")
                .part("not_in:registry");
            let listed = of(city, "platform_ledger", id);
            truth.not_met("platform-not-in-class", listed, "counted_in_class");
        } else {
            heads.differ(truth, &school);
        }
    }
}

fn suspended(city: &mut City, truth: &mut Truth) {
    for (county, status) in [(0, ""), (4, "转出"), (5, "辍学")] {
        let case = case(city, county, true, "休学", "因病", 1);
        let pupil = of(city, "registry", &case.child.id);
        truth.not_met("suspended-on-registry", case.ledger, "not_suspended");
        match status {
            "" => city.remove(pupil),
            _ => {
                city.set(pupil, "status", status);
                let id = case.child.id.as_str();
                truth
                    .not_met("registry-agrees", id, "not_suspended")
                    .part("not_in:enrolment");
            }
        }
    }
    for county in [1, 3, 6] {
        let case = case(city, county, true, "休学", "因病", 1);
        city.remove(of(city, "status_changes", &case.child.id));
        truth.not_met("status-logged", case.ledger, "no_change_recorded");
    }
    for (county, column) in [(0, "occurred_on"), (2, "marked_on"), (4, "marked_on")] {
        let case = case(city, county, false, "休学", "因病", 2);
        let row = of(city, "status_changes", &case.child.id);
        city.set(row, column, "");
        truth.not_met("change-marked", row, "day_missing");
    }
    // Of a registered-poor child nobody can say whether it was in time.
    let blank = case(city, 5, true, "休学", "因病", 2);
    let row = of(city, "status_changes", &blank.child.id);
    city.set(row, "occurred_on", "");
    truth.not_met("change-marked", row, "day_missing");
    truth.cannot_tell("change-marked-in-time", row, "day_missing");
    // Seven days are in time.
    for (county, days) in [(0, 8), (2, 21), (6, 45), (1, 7)] {
        let case = case(city, county, true, "休学", "因病", 0);
        let row = of(city, "status_changes", &case.child.id);
        let day = Day::read(&city.cell(row, "occurred_on")).expect("a day");
        city.set(row, "marked_on", day.plus(days));
        if days > 7 {
            truth.not_met("change-marked-in-time", row, "marked_late");
        }
    }
}

fn platform(city: &mut City, truth: &mut Truth) {
    for (county, break_of) in [
        (0, "not_in:platform_ledger"),
        (3, "differs:status"),
        (5, "not_in:dropout_ledger"),
    ] {
        let case = case(city, county, false, "辍学", "厌学", 1);
        let row = of(city, "platform_ledger", &case.child.id);
        match break_of {
            "differs:status" => city.set(row, "status", "失学"),
            "not_in:platform_ledger" => city.remove(row),
            _ => {
                city.remove(case.ledger);
                truth
                    .not_met(
                        "neimenggu-2020/database-complete",
                        case.child.id.as_str(),
                        "only_on_the_platform",
                    )
                    .part("not_in:dropout_ledger");
            }
        }
        truth
            .not_met("platform-agrees", case.child.id, "platform_differs")
            .part(break_of);
    }
    // Fifteen days are in time.
    for (county, days) in [(0, 16), (1, 30), (4, 55), (6, 15)] {
        let case = case(city, county, false, "辍学", "厌学", 2);
        let row = of(city, "platform_ledger", &case.child.id);
        let day = Day::read(&city.cell(row, "status_date")).expect("a day");
        city.set(row, "updated_on", day.plus(days));
        if days > 15 {
            truth.not_met("platform-updated-in-time", row, "updated_late");
        }
    }
}

fn out_of_school(city: &mut City, truth: &mut Truth) {
    for county in [0, 3, 5] {
        let case = case(city, county, true, "辍学", "因贫", 0);
        let items = [
            "poor-not-out-because-poor",
            "none-out-because-poor",
            "neimenggu-2020/none-for-poverty",
        ];
        all_not_met(truth, &items, case.ledger, "out_because_poor");
    }
    truth.not_met("neimenggu-2020/causes-shown", "因贫", "cause_comes_back");
    for county in [1, 2, 6] {
        let case = case(city, county, false, "失学", "因贫", 1);
        truth.not_met("none-out-because-poor", case.ledger, "out_because_poor");
    }
    let blank = case(city, 6, true, "辍学", "", 0);
    for item in [
        "poor-not-out-because-poor",
        "none-out-because-poor",
        "neimenggu-2020/none-for-poverty",
    ] {
        truth.cannot_tell(item, blank.ledger, "cause_blank");
    }
    truth.not_met("neimenggu-2020/cause-analysed", blank.ledger, "cause_blank");
    // Causes that stand once: the blank one may be the second.
    for cause in ["厌学", "因病"] {
        truth.cannot_tell("neimenggu-2020/causes-shown", cause, "cause_blank");
    }
    let remote = remote_pupils(city);
    for row in [remote[0], remote[3], remote[5]] {
        let id = city.cell(row, "national_id");
        for table in ["home_visits", "assignments"] {
            for row in city.all(table, "national_id", &id) {
                city.remove(row);
            }
        }
        truth.not_met("remote-pupil-attended", row, "nobody_came");
    }
    for (county, column) in [(1, "family_plan"), (4, "personal_plan"), (6, "")] {
        let case = case(city, county, false, "辍学", "厌学", 0);
        match column {
            "" => city.remove(case.case),
            _ => city.set(case.case, column, ""),
        }
        let items = ["return-plan", "neimenggu-2020/plans-for-dropouts"];
        all_not_met(truth, &items, case.ledger, "plan_missing");
    }
}

fn persuaders(city: &mut City, truth: &mut Truth) {
    for (county, persuader, last_day) in [
        (0, "", ""),
        (2, "待定", ""),
        (6, "T9999", ""),
        (4, "X9001", "2020-09-29"),
        // In office on the last day.
        (1, "X9002", "2020-09-30"),
    ] {
        let case = case(city, county, true, "辍学", "务工", 1);
        city.set(case.ledger, "persuader", persuader);
        if !last_day.is_empty() {
            add!(city, staff: staff_id = persuader, name = "杼青岳", unit = "城关镇人民政府", township = case.child.township, post = "干事",
                is_leader = "否", is_employed = "是", serves_from = "2018-01-01", serves_to = last_day);
        }
        if last_day != "2020-09-30" {
            let items = ["named-persuader", "neimenggu-2020/poor-dropout-persuader"];
            all_not_met(truth, &items, case.ledger, "nobody_named");
        }
    }
    truth.not_met("neimenggu-2020/causes-shown", "务工", "cause_comes_back");
}
