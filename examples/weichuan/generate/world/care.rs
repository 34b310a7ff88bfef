//! Children whom offices look after: those on relief, those left behind by parents who work elsewhere; and the staffing and terms of schools.

use super::super::city::{City, add};
use super::places::COUNTIES;

/// Every fourth poor pupil is on relief, every twentieth pupil left behind, by the lists of civil affairs and education alike.
pub(crate) fn record(city: &mut City) {
    for (at, row) in city.rows("poverty").into_iter().enumerate() {
        let household = city.find("household", "national_id", &city.cell(row, "national_id"));
        if at % 4 == 0 {
            let (id, township) = (
                city.cell(row, "national_id"),
                city.cell(household, "township"),
            );
            add!(city, relief: national_id = id, category = ["低保", "特困"][at / 4 % 2], township = township, helped = "是");
        }
    }
    for row in city.rows("registry").into_iter().skip(4).step_by(20) {
        let household = city.find("household", "national_id", &city.cell(row, "national_id"));
        let [id, name, birth, school] =
            ["national_id", "name", "birth_date", "school"].map(|column| city.cell(row, column));
        let township = city.cell(household, "township");
        for keeper in ["民政", "教育"] {
            let registered = city.as_of.plus(-100);
            add!(city, special_groups: national_id = id, group = "留守儿童", name = name, birth_date = birth, township = township,
                school = school, keeper = keeper, guardian = "祖父母", registered_on = registered, care = "结对关爱");
        }
    }
}

/// Posts of every school, as many teachers as it has; and the terms of every county.
pub(crate) fn open(city: &mut City) {
    let year = city.year();
    for row in city.rows("schools") {
        let school = city.cell(row, "school_id");
        let [teachers, pupils, classes] =
            ["staff", "registry", "classes"].map(|table| city.all(table, "school", &school).len());
        let counted = city.as_of.plus(-15);
        add!(city, posts: school = school, for_period = year, counted_on = counted, approved = teachers, occupied = teachers,
            contracted = 0, pupils = pupils, classes = classes);
    }
    for (code, _) in COUNTIES {
        for year in city.school_year - 1..=city.school_year {
            add!(city, term_dates: county = code, term = format!("{year}秋"), opens = format!("{year}-09-01"),
                closes = format!("{}-01-15", year + 1));
            // The registers know no term after the autumn of 2021.
            if year < 2021 {
                add!(city, term_dates: county = code, term = format!("{}春", year + 1), opens = format!("{}-03-01", year + 1),
                    closes = format!("{}-07-10", year + 1));
            }
        }
    }
}
