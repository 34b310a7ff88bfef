//! The inspection by the plan jianshi-2019: its records, its answers, and what is spoilt.

mod breaks;
mod breaks_aid;
mod breaks_edges;
mod breaks_pupils;
mod breaks_units;
mod pupils;
mod schools;
mod teachers;
mod units;

use super::super::answers::Asking;
use super::super::city::{City, Row};
use super::super::identity::Day;
use super::super::inspections::Plan;
use super::super::truth::Truth;

pub(crate) const PLAN: Plan = Plan {
    id: "jianshi-2019",
    as_of: Day::new(2019, 12, 31),
    school_year: 2019,
    // Children out of school are this plan's own: their households have moved away, so that nobody of the county is out.
    out_of_school: 0,
    left_open: &[
        ("universal_share", "90%"),
        ("distance_from_average", "5%"),
        ("schools_to_build_with_help", "5"),
        ("rural_allowance_a_month", "300 yuan"),
        ("poor_school_staff_to_train_in_each_programme", "6"),
        ("teachers_to_train_in_each_programme", "12"),
        ("kindergarten_places_before", "2400"),
        ("school_places_before", "9000"),
        ("teachers_to_commission", "4"),
        ("kindergarten_teachers_to_train", "10"),
        ("days_between_updates", "30 days"),
        ("approved_recruits", "25"),
        ("pupils_allowed_per_teacher", "10"),
        ("teachers_needed_per_class", "1.5"),
        ("teachers_to_rotate", "6"),
        ("poor_workers_to_train", "12"),
        ("villagers_to_train", "12"),
        ("people_to_train_in_each_group", "4"),
        ("largest_vacant_share", "10%"),
        ("facilities_to_supply", "60"),
    ],
    fixed: &[],
    clean,
    answers,
    spoil,
    adopts: &[],
};

/// The records that only this plan looks at.
fn clean(city: &mut City) {
    units::join(city);
    schools::open(city);
    pupils::enrol(city);
    teachers::employ(city);
    schools::staff(city);
    units::work(city);
    pupils::follow(city);
    units::publish(city);
    kept(city);
}

fn spoil(city: &mut City, truth: &mut Truth) {
    truth.waits(&[
        "built-with-help",
        "facilities-batch",
        "kindergarten-places",
        "kindergarten-recruits",
        "kindergarten-teachers",
        "ledger-kept-up",
        "near-provincial-average",
        "places-for-migrants",
        "poor-school-trainees",
        "poor-workers-trained",
        "posts-filled",
        "preschool-in-poor-villages",
        "recruits-as-approved",
        "rural-allowance-amount",
        "school-trains-enough",
        "teachers-rotate",
        "teachers-spread",
        "trained-in-three-programmes",
        "villagers-trained",
    ]);
    breaks::spoil(city, truth);
    breaks_aid::spoil(city, truth);
    breaks_pupils::spoil(city, truth);
    breaks_units::spoil(city, truth);
    breaks_edges::spoil(city, truth);
    units::publish(city);
}

/// What people answered.
fn answers(asking: &mut Asking<'_>) {
    let all = |_: &City, _: Row| true;
    let member = |city: &City, row: Row| city.is(row, "is_member", "是");
    for item in [
        "skills-strengthened",
        "east-west-deepened",
        "built-with-help",
        "kindergarten-places",
        "donations",
        "monitoring-in-place",
        "training-worked",
        "teachers-cared-for",
        "teachers-rotate",
        "places-for-migrants",
        "social-help",
        "scheme-made",
        "seven-media",
        "county-managed",
        "exchange-supported",
        "farming-trains-leavers",
        "ethnic-education",
        "courses-adjusted",
        "league-cares",
        "girls-protected",
    ] {
        asking.whole(item);
    }
    for item in ["titles-policy", "arts-teachers-policy"] {
        asking.whole(item).with(&["政策文件"]);
    }
    asking.whole("reform-does-its-part").says("已完成");
    asking.of(
        "higher-documents",
        "documents",
        &["document_no"],
        |city, row| city.is_one(row, "issue_no", &units::HIGHER),
    );
    for item in [
        "unit-inspected",
        "unit-basis",
        "conduct-cleaned-up",
        "tasks-coordinated",
    ] {
        asking.of(item, "organisations", &["organisation_id"], member);
    }
    asking.of(
        "bodies-train",
        "organisations",
        &["organisation_id"],
        |city, row| {
            city.is_one(
                row,
                "name",
                &["县人力资源和社会保障局", "县公共就业和人才服务局"],
            )
        },
    );
    for item in ["kindergarten-layout", "family-rooms"] {
        asking.of(item, "townships", &["code"], all);
    }
    asking.of(
        "poor-school-surveyed",
        "schools",
        &["school_id"],
        schools::in_poor_village,
    );
    asking.of(
        "kindergarten-class",
        "schools",
        &["school_id"],
        |city, row| {
            let check = city.all("school_conditions", "school", &city.cell(row, "school_id"));
            schools::in_poor_village(city, row) && city.is(check[0], "meets_basic", "符合")
        },
    );
    let compulsory = |city: &City, row: Row| city.is_one(row, "kind", &schools::COMPULSORY);
    asking.of("basic-conditions", "schools", &["school_id"], compulsory);
    asking.of("networked", "schools", &["school_id"], move |city, row| {
        compulsory(city, row) && !city.is(row, "village", "")
    });
    for item in ["special-school-equipped", "special-training-room"] {
        asking.of(item, "schools", &["school_id"], |city, row| {
            city.is(row, "kind", "特殊教育学校")
        });
    }
    asking.of("posts-filled", "posts", &["school", "for_period"], all);
    asking.of(
        "four-tasks",
        "assignments",
        &["assignment_no"],
        |city, row| !city.is(row, "national_id", "") && !city.is(row, "assigned_to", "2019-12-30"),
    );
    asking.of("funds-allotted", "funds", &["fund_no"], |city, row| {
        city.is(row, "fund_year", "2019")
    });
    asking.of("ethnic-funds", "funds", &["fund_no"], |city, row| {
        city.is(row, "fund_year", "2019") && city.cell(row, "purpose").contains("民族教育")
    });
    asking.of("ethnic-grants", "payments", &["payment_no"], |city, row| {
        city.is(row, "programme", "民族助学金") && city.is(row, "school_year", "2019-2020")
    });
    asking.of(
        "estate-kindergartens",
        "projects",
        &["project_no"],
        |city, row| {
            city.cell(row, "name").contains("小区")
                && city.cell(row, "planned_completion").as_str() <= "2019-12-31"
        },
    );
    asking.of(
        "irregularities-dealt-with",
        "issues",
        &["issue_no"],
        |city, row| city.cell(row, "clause_path").starts_with("三(三)1"),
    );
    asking.of("other-tasks-done", "issues", &["issue_no"], |city, row| {
        city.cell(row, "clause_path").starts_with("附件2")
    });
    asking.of("own-targets-done", "issues", &["issue_no"], |city, row| {
        let id = city.cell(row, "organisation");
        let organisation = city.find("organisations", "organisation_id", &id);
        city.cell(organisation, "name").contains("教育局")
    });
}

/// How the offices keep what only this plan looks at.
fn kept(city: &mut City) {
    city.keep("statistics").apart("county");
    city.keep("funds").apart("county");
    city.keep("issues")
        .sheet("任务与问题.xlsx", "台账", "苇川市任务与问题整改台账")
        .rename("due_on", "完成时限");
    city.keep("accountability")
        .sheet("任务与问题.xlsx", "问责", "苇川市提醒、约谈、问责登记");
    city.keep("attestations").parquet();
    city.keep("assignments").gb18030().slashes();
    city.keep("assignment_tasks").gb18030();
    city.keep("allowances").gb18030();
    city.keep("trainings").marked().chinese_days();
    city.keep("projects")
        .sheet("项目.xlsx", "项目", "苇川市教育建设项目");
    city.keep("permits")
        .sheet("项目.xlsx", "手续", "苇川市教育项目手续办理")
        .chinese_days();
    city.keep("needs").slashes().rename("item", "需求项目");
    city.keep("school_conditions").digits();
    city.keep("skill_trainings").marked().slashes();
    city.keep("outside_pupils").gb18030();
    city.keep("special_groups").gb18030();
    city.keep("home_visits").gb18030();
    city.keep("documents").gb18030();
}
