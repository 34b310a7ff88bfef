//! The inspection by the plan bayannur-2020, on the last day of its force: its records, its answers, and what is spoilt.
//! It adopts the region's checklist, whose records and answers belong to it as well.

mod breaks;
mod group;
mod records;

use super::super::answers::Asking;
use super::super::city::{City, Row};
use super::super::identity::Day;
use super::super::inspections::Plan;
use super::super::world::places::{primary, teaching_point};

pub(crate) const PLAN: Plan = Plan {
    id: "bayannur-2020",
    as_of: Day::new(2020, 9, 30),
    school_year: 2020,
    out_of_school: 18,
    left_open: &[
        ("promptly_marked", "7 days"),
        ("promptly_updated", "15 days"),
        ("promptly_paid", "5 days"),
        ("county_extra", "300 yuan"),
        ("near_enough", "3"),
        ("pupils_a_teacher", "18"),
        ("home_taught_drawn", "2"),
        ("schools_drawn", "1"),
        ("rounds_a_county", "2"),
    ],
    fixed: &[],
    clean,
    answers,
    spoil: breaks::spoil,
    adopts: &[&super::neimenggu::PLAN],
};

/// The records that the plan looks at beside those of the world, and those of the region's plan, which it adopts.
fn clean(city: &mut City) {
    super::neimenggu::records(city);
    group::record(city);
    records::record(city);
    kept(city);
}

/// How the offices keep what only this plan looks at.
fn kept(city: &mut City) {
    city.keep("reports").apart("from_unit");
    city.keep("leading_groups")
        .sheet("督战工作组.xlsx", "名单", "苇川市督战工作组名单");
    city.keep("duties")
        .sheet("督战工作组.xlsx", "责任", "三项重点责任分工");
    city.keep("duty_offices")
        .sheet("督战工作组.xlsx", "单位", "牵头科室与责任单位");
    city.keep("attestations").gb18030().chinese_days();
    city.keep("officer_visits").marked().slashes();
    city.keep("school_conditions").parquet();
    city.keep("assignments").gb18030();
    city.keep("aid_batches").digits();
    city.keep("document_sections").gb18030();
    city.keep("registry").parquet();
}

/// What people answered.
fn answers(asking: &mut Asking<'_>) {
    let all = |_: &City, _: Row| true;
    for item in [
        "lists-of-places-complete",
        "aid-system-whole",
        "office-at-work",
    ] {
        asking.whole(item);
    }
    for item in [
        "targets-met",
        "joint-duty",
        "outside-proof-sound",
        "remote-pupils-known",
        "regional-scheme",
        "layout-plan",
        "city-notice",
    ] {
        asking.of(item, "counties", &["county_code"], all);
    }
    asking.of(
        "dropout-county-plan",
        "counties",
        &["county_code"],
        |city, row| {
            let townships = city.all("townships", "county", &city.cell(row, "county_code"));
            townships
                .iter()
                .any(|row| city.is(*row, "high_dropout", "是"))
        },
    );
    asking.of("listed-supervised", "issues", &["issue_no"], |city, row| {
        city.is(row, "is_listed", "是")
    });
    asking.of("problem-classed", "issues", &["issue_no"], all);
    asking.of(
        "excused-proof",
        "exemptions",
        &["exemption_no"],
        |city, row| city.is(row, "type", "免学"),
    );
    asking.of(
        "return-plan",
        "dropout_ledger",
        &["national_id"],
        |city, row| city.is_one(row, "status", &["失学", "辍学"]),
    );
    // Only whom the samples draw is asked about: two children of the four taught at home, a school of each county.
    let visited = asking.city.all("disability", "schooling", "送教上门");
    let visited = [visited[1], visited[2]];
    asking.of(
        "home-teaching-sample",
        "disability",
        &["national_id"],
        move |_, row| visited.contains(&row),
    );
    let drawn = [
        teaching_point(0),
        primary(1, 1),
        primary(2, 0),
        primary(3, 1),
        primary(4, 0),
        primary(5, 1),
        primary(6, 1),
    ];
    asking.of(
        "schools-sampled",
        "schools",
        &["school_id"],
        move |city, row| drawn.contains(&city.cell(row, "school_id")),
    );
    let compulsory = ["教学点", "小学", "初中", "九年一贯", "特殊教育学校"];
    asking.of(
        "compulsory-free-in-fact",
        "schools",
        &["school_id"],
        move |city, row| city.is_one(row, "kind", &compulsory),
    );
    asking.of("batch-papers", "aid_batches", &["batch_no"], all);
    for item in ["site-facilities", "near-school-judged", "site-verified"] {
        asking.of(item, "relocation_sites", &["site_id"], all);
    }
    asking.of(
        "difficulty-resolved",
        "relocation_children",
        &["national_id"],
        |city, row| !city.is(row, "difficulty", ""),
    );
    asking
        .of("entry-judged", "relocation_children", &["national_id"], all)
        .says("没有");
    asking.of(
        "serving-school-suffices",
        "schools",
        &["school_id"],
        |city, row| {
            !city
                .all(
                    "relocation_sites",
                    "serving_school",
                    &city.cell(row, "school_id"),
                )
                .is_empty()
        },
    );
    asking.of(
        "small-schools-checked",
        "schools",
        &["school_id"],
        |city, row| city.is(row, "is_small", "是") || city.is(row, "is_boarding", "是"),
    );
    asking.of(
        "head-in-charge",
        "organisations",
        &["organisation_id"],
        |city, row| {
            city.is(row, "kind", "部门")
                && !city.is(row, "county", "")
                && city.cell(row, "name").contains("教育局")
        },
    );
    asking.of(
        "plan-detailed",
        "documents",
        &["document_no"],
        |city, row| {
            city.is(row, "kind", "方案")
                && !city.is(row, "county", "")
                && city.cell(row, "title").contains("挂牌督战")
        },
    );
}
