//! What people answered to the questions of the plan duan-2020.

use super::super::super::answers::Asking;
use super::super::super::city::{City, Row};

/// Questions about the whole: item, and the papers that it names.
const WHOLE: [(&str, &[&str]); 38] = [
    ("higher-documents", &["文件"]),
    ("hq-at-work", &["会议纪要"]),
    ("hq-office-at-work", &["计划", "总结"]),
    ("digital-project", &[]),
    ("equipment-training", &[]),
    ("digital-contests", &[]),
    ("quota-rule-ended", &["文件"]),
    ("local-teachers", &["文件"]),
    ("volunteers-called", &[]),
    ("training-programmes", &[]),
    ("awards-rural", &[]),
    ("aid-all-stages", &[]),
    ("aid-made-known", &[]),
    ("principal-removed", &[]),
    ("posts-approved", &["文件"]),
    ("court-surroundings", &[]),
    ("bureau-organises", &[]),
    ("summaries", &[]),
    ("bureau-coordinates", &[]),
    ("police-around-schools", &[]),
    ("employers-checked", &[]),
    ("recruiting-helped", &[]),
    ("skills-helped", &[]),
    ("poverty-office-helps", &[]),
    ("youth-volunteers", &[]),
    ("family-guidance", &[]),
    ("circuit-court", &[]),
    ("campaign-funds", &[]),
    ("joint-control", &[]),
    ("violation-severity", &[]),
    ("admission-plan", &["方案"]),
    ("lasting-mechanism", &["总结"]),
    ("office-meets", &[]),
    ("accountability-taken", &[]),
    ("inspection-key-task", &[]),
    ("policies-publicised", &[]),
    ("opinions-answered", &[]),
    ("plan-issued", &[]),
];

/// Questions about every school of compulsory education.
const SCHOOLS: [&str; 12] = [
    "equipment-kept",
    "schools-checked",
    "legal-teams-schools",
    "school-health",
    "full-curriculum",
    "responsibility-system",
    "school-publicity",
    "pupils-values",
    "home-contact",
    "school-files-in-order",
    "light-workload",
    "four-care-papers",
];

const TOWNSHIPS: [&str; 5] = [
    "putonghua-events",
    "township-leader-answers",
    "township-law-publicity",
    "township-ledger",
    "leaders-in-person",
];

pub(super) fn is_compulsory(city: &City, row: Row) -> bool {
    let kinds = ["教学点", "小学", "初中", "九年一贯", "特殊教育学校"];
    city.is_one(row, "kind", &kinds)
}

fn is_weak(city: &City, row: Row) -> bool {
    is_compulsory(city, row)
        && (city.is(row, "is_boarding", "是")
            || city.is(row, "is_small", "是")
            || city.is(row, "kind", "教学点"))
}

pub(super) fn is_school_project(city: &City, row: Row) -> bool {
    city.is_one(row, "kind", &["新建", "迁建", "改扩建", "20条底线"])
}

fn is_body(city: &City, row: Row) -> bool {
    let name = city.cell(row, "name");
    ["扶贫办", "残联", "公安局", "财政局", "人力资源"]
        .iter()
        .any(|body| name.contains(body))
}

pub(super) fn answers(asking: &mut Asking<'_>) {
    for (item, papers) in WHOLE {
        asking.whole(item).with(papers);
    }
    for item in SCHOOLS {
        asking.of(item, "schools", &["school_id"], is_compulsory);
    }
    asking.of(
        "school-counsellor",
        "schools",
        &["school_id"],
        is_compulsory,
    );
    asking.of("campus-safety", "schools", &["school_id"], |_, _| true);
    asking
        .of("goal-conditions-seen", "schools", &["school_id"], is_weak)
        .with(&["照片", "文件"]);
    asking.of("rural-subjects", "schools", &["school_id"], is_weak);
    for item in TOWNSHIPS {
        asking.of(item, "townships", &["code"], |_, _| true);
    }
    projects(asking);
    let office = ["organisation_id"];
    asking.of("hq-office-bodies", "organisations", &office, is_body);
    asking.of(
        "members-do-their-part",
        "organisations",
        &office,
        |city, row| city.is(row, "is_member", "是"),
    );
    asking.of("more-by-channel", "recruits", &["category"], |city, row| {
        let category = city.cell(row, "category");
        let channels = ["定向培养", "特岗教师", "紧缺人才", "公开招聘"];
        channels.contains(&category.as_str()) && city.find("recruits", "category", &category) == row
    });
    for (item, kind) in [
        ("venues-punished", "网吧歌舞游戏"),
        ("hiring-handled", "用工"),
    ] {
        asking.of(item, "inspections", &["inspection_no"], move |city, row| {
            city.is(row, "type", kind) && !city.is(row, "violation", "")
        });
    }
    let child = ["national_id", "group", "keeper"];
    asking.of(
        "left-behind-looked-after",
        "special_groups",
        &child,
        |city, row| city.is(row, "group", "留守儿童") && city.is(row, "keeper", "民政"),
    );
    asking.of("paired-help", "special_groups", &child, |city, row| {
        city.is_one(row, "group", &["留守儿童", "困境儿童"])
    });
    asking
        .of(
            "township-meeting-content",
            "meetings",
            &["meeting_no"],
            |city, row| city.is(row, "kind", "专题会议"),
        )
        .with(&["会议纪要"]);
    asking.of(
        "joint-meeting-content",
        "meetings",
        &["meeting_no"],
        |city, row| city.is(row, "kind", "联席会议"),
    );
    asking.of(
        "inspection-reminder",
        "issues",
        &["issue_no"],
        |city, row| !city.is(row, "source", "自查排查"),
    );
    asking.of(
        "difficulties-solved",
        "issues",
        &["issue_no"],
        |city, row| city.is(row, "source", "自查排查"),
    );
}

fn projects(asking: &mut Asking<'_>) {
    let number = ["project_no"];
    asking.of(
        "bottom-line-handed-over",
        "projects",
        &number,
        |city, row| city.is(row, "kind", "20条底线") && !city.is(row, "completed_on", ""),
    );
    asking.of("transit-housing", "projects", &number, |city, row| {
        city.is(row, "kind", "教师周转房")
    });
    asking.of("projects-approved", "projects", &number, is_school_project);
    asking
        .of("school-land", "projects", &number, is_school_project)
        .with(&["手续"]);
    asking.of("building-quality", "projects", &number, |city, row| {
        is_school_project(city, row) && !city.is(row, "started_on", "")
    });
}
