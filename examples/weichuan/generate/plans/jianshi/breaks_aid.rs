//! What is spoilt of aid: who gets none, or too much, or another's; and of pupils across the county's borders.

use super::super::super::city::{City, Row, add};
use super::super::super::truth::Truth;
use super::breaks_pupils::{from, of, rows_of, unlisted};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    aided(city, truth);
    payments(city, truth);
    across_borders(city, truth);
}

fn destitute(city: &City, row: Row) -> bool {
    let relief = rows_of(city, "relief", row);
    relief.iter().any(|row| city.is(*row, "category", "特困"))
}

/// Of a registered-poor family, paid once, with a determination, not destitute.
pub(super) fn plain(city: &City, row: Row) -> bool {
    rows_of(city, "payments", row).len() == 1
        && rows_of(city, "hardship", row).len() == 1
        && !destitute(city, row)
}

fn aided(city: &mut City, truth: &mut Truth) {
    for (stage, cell) in [("小学", ""), ("初中", "2018-2019"), ("学前", "")] {
        let row = city.pick("poverty", |city, row| {
            city.is(row, "schooling", stage) && plain(city, row)
        });
        let (payment, found) = (of(city, "payments", row), of(city, "hardship", row));
        match cell {
            "" => city.remove(payment),
            year => city.set(payment, "school_year", year),
        }
        truth.not_met("poor-aided", row, "nothing_paid_this_year");
        truth.not_met("hardship-aided", found, "nothing_paid_this_year");
    }
    let row = city.pick_with("poverty", "schooling", "大学");
    city.remove(of(city, "payments", row));
    truth.not_met("poor-aided", row, "nothing_paid_this_year");
    for county in [0, 1, 4] {
        let row = city.pick("relief", |city, row| {
            city.is(row, "category", "特困")
                && from(city, row, county)
                && rows_of(city, "payments", row).len() == 1
                && rows_of(city, "registry", row).len() == 1
        });
        city.remove(of(city, "payments", row));
        truth.not_met("destitute-pupil-aided", row, "nothing_paid_this_year");
        truth.not_met(
            "poor-aided",
            of(city, "poverty", row),
            "nothing_paid_this_year",
        );
        truth.not_met(
            "hardship-aided",
            of(city, "hardship", row),
            "nothing_paid_this_year",
        );
    }
    for county in [0, 2, 6] {
        let row = city.pick("relief", |city, row| {
            city.is(row, "category", "特困")
                && from(city, row, county)
                && rows_of(city, "registry", row).len() == 1
        });
        city.set(row, "helped", "否");
        truth.not_met("destitute-helped", row, "not_helped");
    }
    let row = city.pick_with("relief", "category", "特困");
    city.set(row, "helped", "");
    truth.cannot_tell("destitute-helped", row, "helped_blank");
    let standards = city.rows("aid_standards");
    for at in [1, 4, 7] {
        city.set(standards[at], "document", "");
        truth.not_met("standards-have-a-paper", standards[at], "no_paper");
    }
    // No longer in force.
    add!(city, aid_standards: standard_no = "S9001", programme = "非寄宿生生活补助", amount_per_year = 900, valid_from = "2015-09-01",
        valid_to = "2018-08-31");
}

fn payments(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 3, 6].into_iter().enumerate() {
        let row = city.pick("payments", |city, row| {
            city.is(row, "programme", "非寄宿生生活补助")
                && from(city, row, county)
                && city.is(row, "amount", "500")
                && rows_of(city, "poverty", row).len() == 1
        });
        let again = city.copy(row);
        city.set(again, "payment_no", format!("P90{at:02}"));
        city.set(again, "amount", 100);
        for row in [row, again] {
            truth.not_met("no-double-payment", row, "paid_twice");
        }
    }
    // The other term, and no more than the year's amount.
    let row = city.pick("payments", |city, row| {
        city.is(row, "programme", "非寄宿生生活补助") && city.is(row, "amount", "500")
    });
    let again = city.copy(row);
    city.set(again, "payment_no", "P9010");
    city.set(again, "term", "2020春");
    city.set(row, "amount", 300);
    city.set(again, "amount", 325);
    for (programme, amount) in [
        ("非寄宿生生活补助", 626),
        ("寄宿生生活补助", 1251),
        ("学前教育资助", 1100),
        ("雨露计划", 3500),
    ] {
        let row = city.pick_with("payments", "programme", programme);
        city.set(row, "amount", amount);
        truth.not_met("right-amount", row, "more_than_the_amount");
    }
    let row = city.pick_with("payments", "programme", "高中助学金");
    city.set(row, "amount", "");
    truth.cannot_tell("right-amount", row, "amount_blank");
    for (at, programme) in [
        "非寄宿生生活补助",
        "学前教育资助",
        "高中助学金",
        "寄宿生生活补助",
    ]
    .into_iter()
    .enumerate()
    {
        let stage = ["小学", "学前", "高中", "初中"][at];
        let row = city.pick("registry", |city, row| {
            city.is(row, "stage", stage) && unlisted(city, row)
        });
        let [id, name, school] =
            ["national_id", "name", "school"].map(|column| city.cell(row, column));
        let payment = add!(city, payments: payment_no = format!("P92{at:02}"), national_id = id, programme = programme, school = school,
            school_year = "2019-2020", term = "2019秋", amount = 500, due_on = "2019-10-15", paid_on = "2019-10-18", payee = "本人",
            payee_name = name);
        // Boarders get theirs without being poor.
        if programme != "寄宿生生活补助" {
            truth.not_met("right-person", payment, "not_poor");
        }
    }
    for row in city
        .all("payments", "programme", "民族助学金")
        .into_iter()
        .take(3)
    {
        city.set(row, "paid_on", "");
        truth.not_met("ethnic-grants", row, "not_paid");
    }
    for row in city.all("payments", "programme", "社会捐助") {
        city.set(row, "paid_on", "");
    }
    truth.not_met("donations", "", "none_paid");
    for _ in 0..2 {
        let row = city.pick_with("payments", "programme", "雨露计划");
        city.set(row, "programme", "高中助学金");
        city.set(row, "amount", 2000);
        truth.not_met(
            "rain-and-dew",
            of(city, "registry", row),
            "another_programme",
        );
    }
    let row = city.pick_with("payments", "programme", "雨露计划");
    city.set(row, "school_year", "2018-2019");
    truth.not_met("rain-and-dew", of(city, "registry", row), "year_before");
    truth.not_met(
        "poor-aided",
        of(city, "poverty", row),
        "nothing_paid_this_year",
    );
    truth.not_met(
        "hardship-aided",
        of(city, "hardship", row),
        "nothing_paid_this_year",
    );
}

fn across_borders(city: &mut City, truth: &mut Truth) {
    let letters = city.rows("aid_letters");
    city.set(letters[0], "sent_on", "");
    city.remove(letters[1]);
    city.set(letters[3], "to_county", "松岭县");
    for county in ["远望县", "云岭市", "松岭市"] {
        truth
            .not_met("letters-sent", county, "no_letter")
            .part("not_in:aid_letters");
    }
    let ours = city.all("outside_pupils", "direction", "本县生在外县");
    for at in [0, 6, 12] {
        city.set(ours[at], "aid_settled", "否");
        truth.not_met("outside-aid-settled", ours[at], "aid_not_settled");
    }
    city.set(ours[18], "aid_settled", "");
    truth.cannot_tell("outside-aid-settled", ours[18], "aid_blank");
    for at in [4, 9, 19] {
        city.set(ours[at], "aid_settled", "否");
        truth.not_met("in-neither-clause", ours[at], "in_neither_clause");
    }
    let theirs = city.all("outside_pupils", "direction", "外县生在本县");
    for at in [0, 4, 8] {
        city.remove(of(city, "payments", theirs[at]));
        truth.not_met("others-here-aided", theirs[at], "nothing_paid_this_year");
        truth.not_met(
            "hardship-aided",
            of(city, "hardship", theirs[at]),
            "nothing_paid_this_year",
        );
    }
    for at in [1, 5, 7] {
        city.remove(of(city, "registry", theirs[at]));
        truth.not_met("others-here-listed", theirs[at], "not_registered");
    }
}
