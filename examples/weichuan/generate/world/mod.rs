//! The city without a fault: seven counties, the first in full detail, six with what the city needs from them.
//! Plans add their own records to it; what stands here is what more than one of them looks at.

pub(crate) mod aid;
mod care;
pub(crate) mod out_of_school;
pub(crate) mod people;
pub(crate) mod places;
mod pupils;

use super::city::City;
use super::inspections::Plan;

/// Fills the tables that plans share.
pub(crate) fn populate(city: &mut City, plan: &Plan) {
    places::found(city);
    pupils::enrol(city);
    aid::determine(city);
    out_of_school::record(city, plan.out_of_school);
    care::record(city);
    care::open(city);
    kept(city);
}

/// How the offices keep the registers: much of it in workbooks, each office with its own spelling of days.
fn kept(city: &mut City) {
    city.keep("household").gb18030().digits();
    city.keep("staff").gb18030().slashes();
    city.keep("registry").marked();
    let head_counts = "在校名单.xlsx";
    city.keep("enrolment")
        .sheet(head_counts, "本次清点", "苇川市在校学生实有名单");
    city.keep("earlier_enrolment")
        .sheet(head_counts, "上次清点", "苇川市上次清点的在校学生名单");
    city.keep("poor_households")
        .sheet("建档立卡.xlsx", "户", "苇川市建档立卡户");
    city.keep("poverty")
        .sheet("建档立卡.xlsx", "人口", "苇川市建档立卡人口")
        .rename("national_id", "公民身份号码");
    city.keep("school_age_ledger").parquet();
    city.keep("study_ledger")
        .sheet("就读台账.xlsx", "台账", "苇川市学生就读台账");
    city.keep("fees")
        .sheet("资助.xlsx", "收费", "苇川市免费与收费记录");
    city.keep("hardship")
        .sheet("资助.xlsx", "认定", "苇川市家庭经济困难学生认定");
    city.keep("payments").slashes();
    city.keep("home_visits").chinese_days();
}
