//! Aid: programmes, who is aided, how much, when, and to whom; fees; the papers of a batch.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::{all_not_met, of, of_county};

const BOARDER: &str = "寄宿生生活补助";
const DAY: &str = "非寄宿生生活补助";
const SENIOR: &str = "高中助学金";
const STUDENT: &str = "大学生补助";
const EXTRA: &str = "县特惠补助";

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    for stage in ["学前", "中职", "高等教育"] {
        let row = city.find("aid_programmes", "stage", stage);
        city.remove(row);
        for item in ["aid-for-every-stage", "neimenggu-2020/aid-at-every-stage"] {
            truth.not_met(item, stage, "no_programme").part("missing");
        }
    }
    hardship(city, truth);
    in_time(city, truth);
    fees(city, truth);
    sums(city, truth);
    payees(city, truth);
    batches(city, truth);
}

fn on(city: &City, row: Row, table: &str) -> bool {
    !city
        .all(table, "national_id", &city.cell(row, "national_id"))
        .is_empty()
}

/// The next payment of this programme in this school year to somebody of this county.
fn payment(city: &mut City, programme: &str, county: usize) -> Row {
    let schooling = |city: &City, row: Row| {
        let known = city.all("poverty", "national_id", &city.cell(row, "national_id"));
        known
            .first()
            .map(|row| city.cell(*row, "schooling"))
            .unwrap_or_default()
    };
    city.pick("payments", |city, row| {
        // Grants of senior and university students are few.
        let few = programme == EXTRA && matches!(schooling(city, row).as_str(), "高中" | "大学");
        if few {
            return false;
        }
        city.is(row, "programme", programme)
            && city.is(row, "school_year", &city.year())
            && of_county(city, row, county)
            && !on(city, row, "relocation_children")
            && !on(city, row, "dropout_ledger")
    })
}

fn hardship(city: &mut City, truth: &mut Truth) {
    for (county, stage, year) in [
        (0, "高中", "2020-2021"),
        (0, "高中", "2020-2021"),
        (3, "小学", "2020-2021"),
        (0, "高中", "2019-2020"),
    ] {
        let pupil = city.pick("registry", |city, row| {
            city.is(row, "stage", stage)
                && of_county(city, row, county)
                && (stage == "高中" || city.is(row, "boarder", "否"))
                && on(city, row, "enrolment")
                && !on(city, row, "payments")
                && !on(city, row, "relocation_children")
                && !on(city, row, "disability")
        });
        let [id, name] = ["national_id", "name"].map(|column| city.cell(pupil, column));
        let row = add!(city, hardship: national_id = id, school_year = year, name = name, level = "一般困难", family_factor = "收入低",
            group_factor = "低保家庭", area_factor = "山区", determined_on = "2020-09-20", determined_by = "15982109");
        if year == "2019-2020" {
            // Found in hardship in the year before.
            continue;
        }
        all_not_met(
            truth,
            &["entitled-aided", "neimenggu-2020/nobody-left-out"],
            row,
            "nothing_paid",
        );
        if stage == "小学" {
            all_not_met(
                truth,
                &["day-pupil-aided", "day-pupil-amount"],
                pupil,
                "nothing_paid",
            );
        }
    }
}

fn in_time(city: &mut City, truth: &mut Truth) {
    for (due, paid) in [
        ("2020-09-22", "2020-09-28"),
        ("2020-09-10", "2020-09-28"),
        ("2020-09-24", ""),
        ("", "2020-09-28"),
        // Five days are in time, paid or still owed.
        ("2020-09-25", "2020-09-30"),
        ("2020-09-25", ""),
    ] {
        let row = payment(city, SENIOR, 0);
        city.set(row, "due_on", due);
        city.set(row, "paid_on", paid);
        match (due, paid) {
            ("", _) => {
                truth.cannot_tell("paid-in-time", row, "due_day_blank");
            }
            ("2020-09-25", _) => {}
            _ => {
                truth.not_met("paid-in-time", row, "paid_late");
            }
        }
    }
    for county in [2, 5] {
        let row = payment(city, EXTRA, county);
        city.set(row, "due_on", "2020-09-21");
        truth.not_met("paid-in-time", row, "paid_late");
    }
}

/// The next pupil of this stage and county, with the record of fees.
fn pupil(city: &mut City, stage: &str, county: usize) -> (Row, Row) {
    let row = city.pick("registry", |city, row| {
        city.is(row, "stage", stage)
            && of_county(city, row, county)
            && on(city, row, "enrolment")
            && on(city, row, "fees")
            && !on(city, row, "payments")
    });
    (row, of(city, "fees", &city.cell(row, "national_id")))
}

fn fees(city: &mut City, truth: &mut Truth) {
    for (county, stage, column) in [(0, "小学", ""), (2, "初中", "school_year"), (5, "小学", "")]
    {
        let (row, fees) = pupil(city, stage, county);
        match column {
            "" => city.remove(fees),
            _ => city.set(fees, column, "2019-2020"),
        }
        truth.not_met("compulsory-free", row, "nothing_recorded");
    }
    // In compulsory schools, which is no matter of the clause on senior schools.
    for (county, column, cell) in [
        (1, "charged", "20"),
        (4, "tuition_waived", "否"),
        (6, "textbooks_free", "否"),
    ] {
        let (row, fees) = pupil(city, "小学", county);
        city.set(fees, column, cell);
        truth.not_met("compulsory-free", row, "not_free");
    }
    for (column, cell) in [
        ("charged", "100"),
        ("tuition_waived", "否"),
        ("textbooks_free", "否"),
    ] {
        let (_, fees) = pupil(city, "高中", 0);
        city.set(fees, column, cell);
        truth.not_met("senior-no-fees", fees, "not_free");
    }
    let (_, fees) = pupil(city, "高中", 0);
    city.set(fees, "charged", "");
    truth.cannot_tell("senior-no-fees", fees, "charge_blank");
    // What was charged the year before is no matter of this inspection.
    let (_, fees) = pupil(city, "高中", 0);
    let before = city.copy(fees);
    city.set(before, "school_year", "2019-2020");
    city.set(before, "charged", 800);
    for year in ["", "2019-2020", ""] {
        let (row, fees) = pupil(city, "高中", 0);
        match year {
            "" => city.remove(fees),
            _ => city.set(fees, "school_year", year),
        }
        truth.not_met("senior-fee-recorded", row, "nothing_recorded");
    }
}

/// Splits a payment into two of half the sum.
fn halve(city: &mut City, row: Row) {
    let sum: u32 = city.cell(row, "amount").parse().expect("a sum");
    let number = city.number("P");
    let other = city.copy(row);
    city.set(row, "amount", sum / 2);
    city.set(other, "amount", sum - sum / 2);
    city.set(other, "payment_no", number);
}

fn sums(city: &mut City, truth: &mut Truth) {
    for (county, amount) in [(0, "1300"), (1, "500"), (3, "1250"), (0, "")] {
        let row = payment(city, BOARDER, county);
        match amount {
            "" => city.set(row, "paid_on", ""),
            _ => city.set(row, "amount", amount),
        }
        let row = of(city, "registry", &city.cell(row, "national_id"));
        truth.not_met("boarder-amount", row, "another_sum");
    }
    for (county, amount) in [(0, "400"), (3, "1000"), (4, "0")] {
        let row = payment(city, DAY, county);
        city.set(row, "amount", amount);
        let row = of(city, "registry", &city.cell(row, "national_id"));
        truth.not_met("day-pupil-amount", row, "another_sum");
    }
    for county in [0, 1, 2] {
        let row = payment(city, DAY, county);
        let pupil = of(city, "registry", &city.cell(row, "national_id"));
        city.remove(row);
        all_not_met(
            truth,
            &["day-pupil-aided", "day-pupil-amount"],
            pupil,
            "nothing_paid",
        );
    }
    for (county, amount) in [(0, "9000"), (1, "5000"), (2, "10001"), (3, "")] {
        let row = payment(city, STUDENT, county);
        match amount {
            "" => city.set(row, "paid_on", ""),
            _ => city.set(row, "amount", amount),
        }
        let row = of(city, "poverty", &city.cell(row, "national_id"));
        truth.not_met("student-amount", row, "another_sum");
    }
    for (county, amount) in [(0, "200"), (3, "299.5"), (6, "")] {
        let row = payment(city, EXTRA, county);
        let known = of(city, "poverty", &city.cell(row, "national_id"));
        match amount {
            "" => city.remove(row),
            _ => city.set(row, "amount", amount),
        }
        truth.not_met("county-extra-amount", known, "another_sum");
    }
    // The sum in another spelling.
    let row = payment(city, STUDENT, 6);
    city.set(row, "amount", "10,000");
    // Two payments of half the sum are the sum.
    for (programme, county) in [(BOARDER, 0), (STUDENT, 4), (EXTRA, 4)] {
        let row = payment(city, programme, county);
        halve(city, row);
    }
}

fn payees(city: &mut City, truth: &mut Truth) {
    for (programme, item, counties) in [
        (BOARDER, "boarder-paid-to-person", [0, 2, 5]),
        (DAY, "day-paid-to-person", [0, 5, 6]),
        (SENIOR, "senior-paid-to-person", [0, 0, 0]),
        (STUDENT, "student-paid-to-person", [5, 1, 2]),
        (EXTRA, "county-extra-paid-to-person", [0, 2, 3]),
    ] {
        for (at, county) in counties.into_iter().enumerate() {
            let row = payment(city, programme, county);
            city.set(row, "payee", ["学校", "其他", "学校"][at]);
            truth.not_met(item, row, "paid_to_another");
        }
    }
    let row = payment(city, BOARDER, 0);
    city.set(row, "payee", "");
    truth.cannot_tell("boarder-paid-to-person", row, "payee_blank");
    // A guardian is as good as the pupil.
    let row = payment(city, DAY, 0);
    city.set(row, "payee", "监护人");
}

fn batches(city: &mut City, truth: &mut Truth) {
    let batches = city.rows("aid_batches");
    for (at, paper) in [(0, "allocation_paper"), (2, "voucher"), (5, "roll")] {
        city.set(batches[at], paper, "");
        truth.not_met("batch-papers", batches[at], "paper_missing");
    }
}
