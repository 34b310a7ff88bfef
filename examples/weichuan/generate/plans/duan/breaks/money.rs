//! Aid to pupils, fees, meals, allotted funds.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{COUNTIES, VOCATIONAL};
use super::{in_county, of, one, plain_pupil, poor_pupil};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    payments(city, truth);
    boarders(city, truth);
    listed(city, truth);
    systems(city, truth);
    funds(city, truth);
    fees(city, truth);
}

fn pay(city: &mut City, pupil: Row, programme: &str, payee: &str) -> Row {
    let number = city.number("P");
    let [id, name, school] =
        ["national_id", "name", "school"].map(|column| city.cell(pupil, column));
    add!(city, payments: payment_no = number, national_id = id, programme = programme, school = school, school_year = "2020-2021",
        term = "", amount = 625, due_on = "2020-09-30", paid_on = "2020-09-28", payee = payee, payee_name = name)
}

fn payments(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 2, 5].into_iter().enumerate() {
        let pupil = plain_pupil(city, county, 2..=6);
        let row = pay(city, pupil, "非寄宿生生活补助", "本人");
        truth.not_met("aid-to-entitled", row, "not_entitled");
        let pupil = poor_pupil(city, county, 3..=9);
        let row = of(city, "payments", pupil);
        city.set(
            row,
            "paid_on",
            ["2020-10-01", "2020-11-15", "2020-10-01"][at],
        );
        truth.not_met("aid-on-time", row, "paid_late");
        let pupil = poor_pupil(city, if county == 0 { 0 } else { county + 1 }, 2..=9);
        let row = of(city, "payments", pupil);
        city.set(row, "payee", ["学校", "其他", "其他"][at]);
        truth.not_met("aid-not-diverted", row, "paid_to_somebody_else");
    }
    // Meals go to everybody, and through the school.
    let pupil = plain_pupil(city, 3, 2..=6);
    pay(city, pupil, "营养餐补助", "学校");
    let pupil = poor_pupil(city, 0, 3..=6);
    let row = of(city, "payments", pupil);
    city.set(row, "paid_on", "2020-09-30");
    city.set(row, "payee", "监护人");
}

fn boarders(city: &mut City, truth: &mut Truth) {
    for at in 0..3 {
        let pupil = poor_boarder(city, at);
        let row = of(city, "payments", pupil);
        city.set(row, "amount", [1249, 1000, 1300][at]);
        truth.not_met("boarder-aid-amount", pupil, "another_amount");
        let pupil = poor_boarder(city, at);
        let row = of(city, "payments", pupil);
        city.set(row, "programme", "非寄宿生生活补助");
        truth.not_met("boarders-aided", pupil, "no_subsidy");
        truth.not_met("boarder-aid-amount", pupil, "no_subsidy");
        let pupil = city.pick_with("registry", "school", VOCATIONAL);
        let row = of(city, "payments", pupil);
        city.set(row, "programme", "高中助学金");
        truth.not_met("vocational-aided", pupil, "no_grant");
    }
    // The same sum in two parts.
    let pupil = poor_boarder(city, 0);
    let row = of(city, "payments", pupil);
    let second = city.copy(row);
    let number = city.number("P");
    city.set(second, "payment_no", number);
    city.set(row, "amount", 650);
    city.set(second, "amount", 600);
}

/// A registered-poor boarder of one of the three junior schools.
fn poor_boarder(city: &mut City, school: usize) -> Row {
    let school = super::super::super::super::world::places::junior(0, school);
    city.pick("registry", |city, row| {
        let id = city.cell(row, "national_id");
        city.is(row, "school", &school)
            && city.is(row, "status", "在读")
            && !city.all("poverty", "national_id", &id).is_empty()
            && city.all("dropout_ledger", "national_id", &id).is_empty()
    })
}

fn listed(city: &mut City, truth: &mut Truth) {
    for county in [0, 3, 4] {
        let pupil = poor_pupil(city, if county == 0 { 0 } else { county }, 2..=6);
        let row = of(city, "hardship", pupil);
        city.remove(row);
        truth.not_met("poor-listed", of(city, "poverty", pupil), "not_listed");
    }
    for county in [0, 1, 0] {
        let pupil = poor_pupil(city, county, 2..=9);
        let row = of(city, "payments", pupil);
        city.remove(row);
        truth.not_met("listed-aided", of(city, "hardship", pupil), "nothing_paid");
    }
    city.remove(city.find("aid_programmes", "stage", "中职"));
    truth.not_met("aid-all-stages", "", "stage_missing");
    for row in city
        .all("organisations", "kind", "资助机构")
        .into_iter()
        .rev()
        .take(2)
    {
        city.remove(row);
    }
    truth.not_met("agency-points", "", "too_few_points");
}

/// The two records of a pupil in the aid systems: of the region, of the nation.
fn records(city: &City, pupil: Row) -> Vec<Row> {
    city.all(
        "aid_system_records",
        "national_id",
        &city.cell(pupil, "national_id"),
    )
}

fn systems(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 2, 0].into_iter().enumerate() {
        let pupil = poor_pupil(city, county, 2..=9);
        let both = records(city, pupil);
        let key = format!(
            "{}|{}",
            city.cell(pupil, "national_id"),
            city.cell(both[0], "programme")
        );
        match at {
            0 => {
                city.set(both[1], "amount", 1);
                truth
                    .not_met("aid-systems-agree", key, "another_amount")
                    .part("differs:amount");
            }
            1 => {
                city.remove(both[1]);
                truth
                    .not_met("aid-systems-agree", key, "missing_in_one")
                    .part("not_in:national_aid_records");
            }
            _ => {
                city.set(both[0], "amount", 2000);
                truth
                    .not_met("aid-systems-agree", key, "another_amount")
                    .part("differs:amount");
            }
        }
        let pupil = poor_pupil(city, [0, 4, 5][at], 2..=9);
        for row in records(city, pupil) {
            city.remove(row);
        }
        truth.not_met(
            "poor-in-aid-system",
            of(city, "poverty", pupil),
            "not_in_the_system",
        );
        let pupil = poor_pupil(city, [0, 6, 0][at], 2..=9);
        let row = records(city, pupil)[at % 2];
        city.set(
            row,
            "updated_on",
            ["2020-11-30", "2020-09-01", "2020-11-30"][at],
        );
        truth.not_met("aid-system-current", row, "not_kept_current");
    }
    let pupil = poor_pupil(city, 0, 2..=9);
    let row = records(city, pupil)[0];
    city.set(row, "updated_on", "2020-12-01");
}

fn funds(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 3, 5].into_iter().enumerate() {
        let code = COUNTIES[county].0;
        let batches = city.all("aid_batches", "county", code);
        city.set(batches[0], "disbursed", 89_999 - at * 1000);
        truth.not_met("aid-batch-in-full", batches[0], "less_passed_on");
        city.set(
            batches[1],
            "disbursed_on",
            ["2020-10-01", "", "2020-11-20"][at],
        );
        truth.not_met("aid-batch-on-time", batches[1], "passed_on_late");
        let funds = city.all("funds", "county", code);
        city.set(funds[0], "paid", 599_999 - at * 100_000);
        truth.not_met("funds-in-full", funds[0], "less_paid");
        city.set(funds[1], "paid_on", ["2020-07-01", "", "2020-12-01"][at]);
        truth.not_met("funds-on-time", funds[1], "paid_late");
        let fund = city.all("funds", "county", COUNTIES[county + 1].0)[0];
        city.set(fund, "disclosed_on", "");
        truth.not_met("funds-disclosed", fund, "not_disclosed");
        let meal = in_county(city, "meals", "school", county, |_, _| true);
        city.set(meal, "served", 19);
        truth.not_met("meals-served", meal, "not_all_served");
    }
    // On the last day, and more than was planned.
    let fund = city.all("funds", "county", COUNTIES[1].0)[1];
    city.set(fund, "paid_on", "2020-06-30");
    city.set(fund, "paid", 260_000);
    let batch = city.all("aid_batches", "county", COUNTIES[1].0)[0];
    city.set(batch, "disbursed_on", "2020-09-30");
    // Not for compulsory education, so neither due in full nor on time.
    let number = city.number("ZJ");
    add!(city, funds: fund_no = number, purpose = "高中阶段改善", fund_year = 2020, county = COUNTIES[2].0, planned = 100, paid = 50,
        due_on = "2020-06-30", paid_on = "2020-09-01", disclosed_on = "2020-09-06");
}

fn fees(city: &mut City, truth: &mut Truth) {
    for (at, county) in [0, 1, 4].into_iter().enumerate() {
        let pupil = plain_pupil(city, county, 1..=9);
        let row = of(city, "fees", pupil);
        match at {
            0 => city.set(row, "tuition_waived", "否"),
            1 => city.set(row, "textbooks_free", "否"),
            _ => city.remove(row),
        }
        truth.not_met("fees-free", pupil, "not_free");
        let pupil = plain_pupil(city, county, 1..=9);
        let row = of(city, "fees", pupil);
        city.set(row, "charged", 50 + at * 40);
        truth.not_met("compulsory-no-fees", row, "fee_charged");
    }
    // In a senior school a fee is no fault.
    let pupil = one(city, "registry", |city, row| city.is(row, "grade", "10"));
    let row = of(city, "fees", pupil);
    city.set(row, "charged", 300);
}
