//! The inspection by the plan neimenggu-2020: its records, its answers, and what is spoilt.

mod breaks;
mod records;
mod region;

use super::super::answers::Asking;
use super::super::city::{City, Row};
use super::super::identity::Day;
use super::super::inspections::Plan;

pub(crate) use records::records;

pub(crate) const PLAN: Plan = Plan {
    id: "neimenggu-2020",
    as_of: Day::new(2020, 12, 31),
    school_year: 2020,
    out_of_school: 24,
    left_open: &[
        ("retention_wanted", "95%"),
        ("database_updated_within", "30 days"),
        ("epidemic_from", "2020-01-25"),
        ("epidemic_to", "2020-06-30"),
        ("share_for_poor_counties", "60%"),
        ("exchanged_in_county", "1"),
        ("special_posts_wanted", "6"),
        ("funded_trainees_wanted", "4"),
        ("rural_teachers_staying", "90%"),
        ("poor_workers_trained", "20"),
        ("teachers_in_putonghua", "50%"),
        ("people_in_putonghua", "6"),
    ],
    fixed: &[],
    clean,
    answers,
    spoil: breaks::spoil,
    adopts: &[],
};

fn clean(city: &mut City) {
    records(city);
    region::found(city);
}

/// What people answered.
fn answers(asking: &mut Asking<'_>) {
    let all = |_: &City, _: Row| true;
    for item in [
        "year-completed",
        "beijing-projects",
        "own-points",
        "no-formalism",
    ] {
        asking.whole(item);
    }
    for (item, paper) in [
        ("lasting-aid", "机制文件"),
        ("dream-of-study", "计划或总结"),
        ("summed-up", "总结材料"),
    ] {
        asking.whole(item).with(&[paper]);
    }
    let beside = [
        "funds-to-poor-counties",
        "special-posts",
        "funded-trainees",
        "rural-pay-rises",
        "workers-trained",
        "relief-staff-kept",
    ];
    for item in beside {
        asking.whole(item);
    }
    asking.whole("putonghua-key-groups").says("已培训");
    asking
        .of("dropout-mechanism", "counties", &["county_code"], all)
        .with(&["机制文件"]);
    asking
        .of("determination-rule", "counties", &["county_code"], all)
        .with(&["认定文件"]);
    let counties = [
        "compulsory-guaranteed",
        "aid-carried-out",
        "needs-in-epidemic",
        "unified-funding",
        "exchange-in-county",
        "rural-teachers-content",
        "putonghua-teachers",
    ];
    for item in counties {
        asking.of(item, "counties", &["county_code"], all);
    }
    let poor = |city: &City, row: Row| city.is(row, "is_nationally_poor", "是");
    for item in ["resources-shared", "putonghua-campaign", "central-units"] {
        asking.of(item, "counties", &["county_code"], poor);
    }
    for item in ["cause-analysed", "plans-for-dropouts"] {
        asking.of(item, "dropout_ledger", &["national_id"], |city, row| {
            city.is_one(row, "status", &["失学", "辍学"])
        });
    }
    asking.of(
        "two-kinds-improved",
        "schools",
        &["school_id"],
        |city, row| city.is(row, "is_small", "是") || city.is(row, "is_boarding", "是"),
    );
    asking.of(
        "online-job-service",
        "schools",
        &["school_id"],
        |city, row| city.is(row, "kind", "高校"),
    );
    asking.of("gaps-filled", "issues", &["issue_no"], |city, row| {
        city.is(row, "source", "自查排查")
    });
    asking.of("tags-set", "issues", &["issue_no"], |city, row| {
        city.is(row, "is_listed", "是")
    });
    asking.of(
        "long-running-advanced",
        "issues",
        &["issue_no"],
        |city, row| city.is(row, "type", "长期推动"),
    );
}
