//! What the county is made of before anybody moves in: its days, its aid, its townships and schools, and what a young person is.

use crate::identity::Day;

/// The day of the audit.
pub(crate) const AS_OF: Day = Day::new(2020, 6, 30);
/// The school year that the audit looks at.
pub(crate) const YEAR: &str = "2019-2020";
/// The year before, which must not count.
pub(crate) const YEAR_BEFORE: &str = "2018-2019";
/// The days that `audit-set.yaml` gives to "promptly".
pub(crate) const PROMPTLY: i64 = 30;
/// The county's own extra subsidy as `audit-set.yaml` sets it, in yuan.
pub(crate) const COUNTY_EXTRA: &str = "300";
/// What the registry writes for a pupil in class; the audit file maps it to the declared word.
pub(crate) const IN_CLASS: &str = "在校就读";

/// The days on which the two instalments of a year's aid are due.
pub(crate) const DUE: [Day; 2] = [Day::new(2019, 11, 15), Day::new(2020, 5, 15)];

pub(crate) const BOARDER_AID: &str = "寄宿生生活补助";
pub(crate) const DAY_AID: &str = "非寄宿生生活补助";
pub(crate) const SENIOR_AID: &str = "高中助学金";
pub(crate) const MERIT_AID: &str = "品学兼优助学金";
pub(crate) const STUDENT_AID: &str = "大学生补助";
pub(crate) const EXTRA_AID: &str = "县特惠补助";

pub(crate) const TOWNSHIPS: [&str; 6] =
    ["柳湾镇", "石桥镇", "北梁镇", "沙井乡", "东渠乡", "白草乡"];

/// One young person, whichever registers he or she is on.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) boy: bool,
    pub(crate) birth: Day,
    pub(crate) township: usize,
    pub(crate) household_no: String,
    pub(crate) school: String,
    /// 0 before school, 1 to 12 in school, 13 at a university.
    pub(crate) grade: usize,
    pub(crate) boarder: bool,
    pub(crate) instruction: &'static str,
    pub(crate) poor: bool,
    pub(crate) hardship: bool,
}

impl Person {
    pub(crate) fn stage(&self) -> &'static str {
        match self.grade {
            0 => "学前",
            1..=6 => "小学",
            7..=9 => "初中",
            10..=12 => "高中",
            _ => "大学",
        }
    }

    pub(crate) fn of_school_age(&self) -> bool {
        (6..=15).contains(&self.birth.age_on(AS_OF))
    }

    /// Whole yuan a year that the plan gives to this boarder.
    pub(crate) fn boarder_amount(&self) -> u32 {
        match (self.stage(), self.instruction) {
            ("小学", "汉语授课") => 1000,
            ("小学", _) => 1350,
            (_, "汉语授课") => 1250,
            _ => 1620,
        }
    }

    /// Whole yuan a year that the plan gives to this poor day pupil.
    pub(crate) fn day_amount(&self) -> u32 {
        if self.stage() == "小学" { 500 } else { 625 }
    }

    pub(crate) fn township_code(&self) -> String {
        township_code(self.township)
    }
}

/// The aid that a pupil in class is to receive in the year.
pub(crate) fn entitlements(person: &Person) -> Vec<(&'static str, u32)> {
    let mut aid = Vec::new();
    if person.grade <= 9 && person.boarder {
        aid.push((BOARDER_AID, person.boarder_amount()));
    } else if person.grade <= 9 && person.hardship {
        aid.push((DAY_AID, person.day_amount()));
    } else if person.hardship {
        aid.push((SENIOR_AID, 2000));
    }
    if person.poor {
        aid.push((
            EXTRA_AID,
            COUNTY_EXTRA.parse().expect("a whole number of yuan"),
        ));
    }
    aid
}

pub(crate) const SENIOR_SCHOOL: &str = "S401";
pub(crate) const VOCATIONAL_SCHOOL: &str = "S402";
pub(crate) const SPECIAL_SCHOOL: &str = "S501";
pub(crate) const TINY_SCHOOLS: [&str; 6] = [
    "河口教学点",
    "南沟教学点",
    "红柳教学点",
    "西滩教学点",
    "云台教学点",
    "青石教学点",
];

pub(crate) fn township_code(index: usize) -> String {
    format!("15998110{}", index + 1)
}

pub(crate) fn primary_school(index: usize) -> String {
    format!("S1{:02}", index + 1)
}

pub(crate) fn junior_school(index: usize) -> String {
    format!("S2{:02}", index + 1)
}

pub(crate) fn tiny_school(index: usize) -> String {
    format!("S3{:02}", index + 1)
}

/// The number of a member of staff.
pub(crate) fn staff(number: usize) -> String {
    format!("R{number:04}")
}
