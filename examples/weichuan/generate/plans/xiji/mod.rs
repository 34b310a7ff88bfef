//! The inspection by the plan xiji-2021: its records, its answers, and what is spoilt.

mod answers;
mod breaks;
mod children;
mod offices;

use super::super::city::City;
use super::super::identity::Day;
use super::super::inspections::Plan;

pub(crate) const PLAN: Plan = Plan {
    id: "xiji-2021",
    as_of: Day::new(2021, 12, 31),
    school_year: 2021,
    out_of_school: 0,
    left_open: &[
        ("at_once", "15 days"),
        ("visiting_teachers", "60"),
        ("visited_homes", "120"),
        ("days_between_home_visits", "90 days"),
        ("days_between_matches", "30 days"),
        ("promptly_marked", "7 days"),
        ("promptly_handed_in", "10 days"),
        ("running_funds_a_child", "600 yuan"),
        ("subsidy_a_child", "200 yuan"),
        ("exchanged_teachers", "6"),
        ("oversize_class", "56"),
        ("entry_class_limit", "45"),
        ("class_size_gap", "5"),
    ],
    fixed: &[],
    clean,
    answers: answers::answers,
    spoil: breaks::spoil,
    adopts: &[],
};

/// The records that only this plan looks at.
fn clean(city: &mut City) {
    offices::found(city);
    children::record(city);
    offices::record(city);
    kept(city);
}

/// How the offices keep what only this plan looks at.
fn kept(city: &mut City) {
    city.keep("issues")
        .sheet("问题整改.xlsx", "台账", "苇川市教育局问题整改台账")
        .rename("due_on", "完成时限");
    city.keep("source_findings")
        .sheet("问题整改.xlsx", "反馈清单", "第三方评估反馈问题清单");
    city.keep("officer_visits").gb18030();
    city.keep("officer_visits").slashes();
    city.keep("leading_groups")
        .sheet("领导小组.xlsx", "名单", "领导小组和学校团队名单");
    city.keep("reports").apart("from_unit");
    city.keep("documents")
        .sheet("文件材料.xlsx", "目录", "文件材料目录");
    city.keep("home_visits")
        .sheet("家访.xlsx", "家访", "苇川市家访记录");
    city.keep("assignments")
        .sheet("包保责任.xlsx", "责任", "包保、包抓、帮扶责任");
    city.keep("registry")
        .sheet("学籍系统导出.xlsx", "学籍", "学籍系统导出名册");
    city.keep("meals").parquet();
    city.keep("household").parquet();
    city.keep("special_groups").gb18030().chinese_days();
    city.keep("exemptions").digits();
}
