//! Who was found in hardship, and what was paid: everybody of a registered-poor family, with the sums of the national standard.

use super::super::city::{City, add};

/// Sums a year: boarders and day pupils of primary and junior schools, kindergarten, senior school.
const SUMS: [(&str, &str, &str, u32); 6] = [
    ("小学", "是", "寄宿生生活补助", 1000),
    ("小学", "否", "非寄宿生生活补助", 500),
    ("初中", "是", "寄宿生生活补助", 1250),
    ("初中", "否", "非寄宿生生活补助", 625),
    ("学前", "否", "学前教育资助", 1000),
    ("高中", "是", "高中助学金", 2000),
];

/// A programme of the state for every stage.
pub(crate) fn national_programmes(city: &mut City) {
    let programmes = [
        ("学前教育资助", "学前"),
        ("生活补助", "小学"),
        ("生活补助", "初中"),
        ("国家助学金", "普通高中"),
        ("国家助学金", "中职"),
        ("国家助学贷款", "高等教育"),
    ];
    add_programmes(city, &programmes);
}

/// Programmes of the state, by name and stage.
pub(crate) fn add_programmes(city: &mut City, programmes: &[(&str, &str)]) {
    for &(name, stage) in programmes {
        let number = city.number("Z");
        add!(city, aid_programmes: programme_no = number, name = name, stage = stage, fund_level = "中央", benefit = "补助");
    }
}

pub(crate) fn determine(city: &mut City) {
    let year = city.year();
    for row in city.rows("poverty") {
        let id = city.cell(row, "national_id");
        let Some(pupil) = city.all("registry", "national_id", &id).first().copied() else {
            continue;
        };
        let [name, stage, boarder, school] =
            ["name", "stage", "boarder", "school"].map(|column| city.cell(pupil, column));
        let determined = format!("{}-09-20", city.school_year);
        let by = super::places::office(0, "09");
        add!(city, hardship: national_id = id, school_year = year, name = name, level = "比较困难", family_factor = "收入低",
            group_factor = "建档立卡家庭", area_factor = "山区", determined_on = determined, determined_by = by);
        let sum = SUMS.iter().find(|sum| (sum.0, sum.1) == (&stage, &boarder));
        if let Some((_, _, programme, amount)) = sum {
            let number = city.number("P");
            let (due, paid) = (
                format!("{}-09-25", city.school_year),
                format!("{}-09-28", city.school_year),
            );
            add!(city, payments: payment_no = number, national_id = id, programme = programme, school = school, school_year = year,
                term = "", amount = amount, due_on = due, paid_on = paid, payee = "本人", payee_name = name);
        }
    }
}
