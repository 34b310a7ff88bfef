//! Cases of 三(二): who is entitled, what was paid, when, and to whom.

use crate::cases::{Case, university_student, university_student_born};
use crate::county::County;
use crate::identity::Day;
use crate::terms::{
    AS_OF, BOARDER_AID, COUNTY_EXTRA, DAY_AID, DUE, EXTRA_AID, MERIT_AID, PROMPTLY, Person,
    SENIOR_AID, SPECIAL_SCHOOL, STUDENT_AID, YEAR_BEFORE,
};

pub(crate) const CASES: &[Case] = &[
    entitled_without_aid,
    entitled_without_aid,
    aided_only_the_year_before,
    hardship_id_blank,
    hardship_of_the_year_before,
    aided_by_the_county_alone,
    paid_on_day_31,
    paid_on_day_31,
    paid_after_half_a_year,
    unpaid_and_overdue,
    paid_on_day_30,
    unpaid_on_day_30,
    paid_early,
    late_the_year_before,
    due_day_blank,
    paid_day_impossible,
    boarder_short,
    boarder_half,
    boarder_twice,
    boarder_at_the_wrong_rate,
    boarder_unpaid,
    boarder_second_half_to_come,
    boarder_amount_unreadable,
    boarder_amount_blank,
    boarder_instruction_blank,
    boarding_blank,
    boarder_in_two_halves,
    boarder_paid_the_year_before_too,
    special_school_boarder,
    boarder_payees,
    poor_day_pupil_unaided,
    poor_day_pupil_unaided,
    day_pupil_unaided,
    hardship_year_blank,
    day_pupil_short,
    day_pupil_at_primary_rate,
    day_pupil_twice,
    day_pupil_in_two_halves,
    day_payees,
    fee_charged,
    tuition_not_waived,
    textbooks_not_free,
    fee_blank,
    fee_of_the_year_before,
    no_fee_record,
    no_fee_record,
    only_the_year_befores_record,
    suspended_without_fee_record,
    senior_payees,
    student_short,
    student_half,
    student_unpaid,
    student_twice,
    student_amount_blank,
    student_in_two_halves,
    student_with_old_number,
    student_payees,
    extra_short,
    extra_unpaid,
    extra_only_the_year_before,
    extra_amount_blank,
    extra_payees,
];

fn senior_in_hardship(county: &mut County) -> Person {
    county.day_pupil_in_hardship(11)
}

/// Moves a payment into the school year before.
fn the_year_before(county: &mut County, row: usize) {
    county.set("payments", row, "school_year", YEAR_BEFORE);
}

// ---- Everybody entitled ----

fn entitled_without_aid(county: &mut County) {
    let pupil = senior_in_hardship(county);
    let rows = county.enrol(&pupil, &[SENIOR_AID]);
    county.row_not_met(
        "entitled-aided",
        "hardship",
        rows.of("hardship"),
        "entitled_without_aid",
    );
}

fn aided_only_the_year_before(county: &mut County) {
    let pupil = senior_in_hardship(county);
    let rows = county.enrol(&pupil, &[SENIOR_AID]);
    let row = county.pay(&pupil, SENIOR_AID, "2000", DUE[0].plus(-366));
    the_year_before(county, row);
    county.row_not_met(
        "entitled-aided",
        "hardship",
        rows.of("hardship"),
        "aided_only_the_year_before",
    );
}

fn hardship_id_blank(county: &mut County) {
    let pupil = senior_in_hardship(county);
    let row = county.enrol(&pupil, &[]).of("hardship");
    county.set("hardship", row, "national_id", "");
    county.row_cannot_tell("entitled-aided", "hardship", row, "hardship_id_blank");
}

fn hardship_of_the_year_before(county: &mut County) {
    let pupil = county.pupil(6);
    county.enrol(&pupil, &[]);
    county.add_hardship(&pupil, YEAR_BEFORE);
}

fn aided_by_the_county_alone(county: &mut County) {
    let pupil = county.poor_pupil(11);
    county.enrol(&pupil, &[SENIOR_AID]);
}

// ---- In time ----

/// A merit grant, the one sum that no other item adds up.
fn grant(county: &mut County, due: Day, paid: &str) -> usize {
    let pupil = county.pupil(12);
    county.enrol(&pupil, &[]);
    let row = county.pay(&pupil, MERIT_AID, "1000", due);
    county.set("payments", row, "paid_on", paid);
    row
}

fn paid_after(county: &mut County, days: i64) -> usize {
    grant(county, DUE[0], &DUE[0].plus(days).to_string())
}

fn paid_on_day_31(county: &mut County) {
    let row = paid_after(county, PROMPTLY + 1);
    county.row_not_met("paid-in-time", "payments", row, "paid_late");
}

fn paid_after_half_a_year(county: &mut County) {
    let row = paid_after(county, 182);
    county.row_not_met("paid-in-time", "payments", row, "paid_late");
}

fn unpaid_and_overdue(county: &mut County) {
    let row = grant(county, DUE[1], "");
    county.row_not_met("paid-in-time", "payments", row, "unpaid_and_overdue");
}

fn paid_on_day_30(county: &mut County) {
    paid_after(county, PROMPTLY);
}

fn unpaid_on_day_30(county: &mut County) {
    grant(county, AS_OF.plus(-PROMPTLY), "");
}

fn paid_early(county: &mut County) {
    paid_after(county, -5);
}

fn late_the_year_before(county: &mut County) {
    let row = paid_after(county, 90);
    the_year_before(county, row);
}

fn due_day_blank(county: &mut County) {
    let row = paid_after(county, 3);
    county.set("payments", row, "due_on", "");
    county.row_cannot_tell("paid-in-time", "payments", row, "due_day_blank");
}

fn paid_day_impossible(county: &mut County) {
    let row = grant(county, DUE[1], "2020/6/31");
    county.row_cannot_tell("paid-in-time", "payments", row, "paid_day_impossible");
}

// ---- Boarders ----

/// A boarder to whom the case itself pays; gives the row in the registry.
fn boarder(county: &mut County, grade: usize) -> (Person, usize) {
    let pupil = county.boarder(grade);
    let rows = county.enrol(&pupil, &[BOARDER_AID]);
    (pupil, rows.of("registry"))
}

fn pay_boarder(county: &mut County, pupil: &Person, amount: u32) -> usize {
    county.pay(pupil, BOARDER_AID, &amount.to_string(), DUE[0])
}

fn boarder_short(county: &mut County) {
    let (pupil, row) = boarder(county, 8);
    pay_boarder(county, &pupil, pupil.boarder_amount() - 100);
    county.row_not_met("boarder-amount", "registry", row, "boarder_short");
}

fn boarder_half(county: &mut County) {
    let (pupil, row) = boarder(county, 5);
    pay_boarder(county, &pupil, pupil.boarder_amount() / 2);
    county.row_not_met("boarder-amount", "registry", row, "boarder_half");
}

fn boarder_twice(county: &mut County) {
    let (pupil, row) = boarder(county, 5);
    pay_boarder(county, &pupil, pupil.boarder_amount());
    pay_boarder(county, &pupil, pupil.boarder_amount());
    county.row_not_met("boarder-amount", "registry", row, "boarder_twice");
}

fn boarder_at_the_wrong_rate(county: &mut County) {
    let pupil = county.boarder(4);
    let pupil = Person {
        instruction: "双语授课",
        ..pupil
    };
    let row = county.enrol(&pupil, &[BOARDER_AID]).of("registry");
    pay_boarder(county, &pupil, 1000);
    county.row_not_met(
        "boarder-amount",
        "registry",
        row,
        "boarder_at_the_wrong_rate",
    );
}

fn boarder_unpaid(county: &mut County) {
    let (_, row) = boarder(county, 9);
    county.row_not_met("boarder-amount", "registry", row, "boarder_unpaid");
}

/// The second half is not overdue, but neither is it paid.
fn boarder_second_half_to_come(county: &mut County) {
    let (pupil, row) = boarder(county, 4);
    let halves = county.pay_halves(&pupil, BOARDER_AID, pupil.boarder_amount());
    county.set("payments", halves[1], "due_on", "2020-06-15");
    county.set("payments", halves[1], "paid_on", "");
    county.row_not_met(
        "boarder-amount",
        "registry",
        row,
        "boarder_second_half_to_come",
    );
}

fn boarder_amount_spoilt(county: &mut County, amount: &str, kind: &'static str) {
    let (pupil, row) = boarder(county, 4);
    county.pay(&pupil, BOARDER_AID, amount, DUE[0]);
    county.row_cannot_tell("boarder-amount", "registry", row, kind);
}

fn boarder_amount_unreadable(county: &mut County) {
    boarder_amount_spoilt(county, "见附表", "boarder_amount_unreadable");
}

fn boarder_amount_blank(county: &mut County) {
    boarder_amount_spoilt(county, "", "boarder_amount_blank");
}

fn boarder_instruction_blank(county: &mut County) {
    let (pupil, row) = boarder(county, 4);
    pay_boarder(county, &pupil, pupil.boarder_amount());
    county.set("registry", row, "instruction", "");
    county.row_cannot_tell("boarder-amount", "registry", row, "instruction_blank");
}

fn boarding_blank(county: &mut County) {
    let (_, row) = boarder(county, 4);
    county.set("registry", row, "boarder", "");
    county.row_cannot_tell("boarder-amount", "registry", row, "boarding_blank");
}

fn boarder_in_two_halves(county: &mut County) {
    let (pupil, _) = boarder(county, 8);
    county.pay_halves(&pupil, BOARDER_AID, pupil.boarder_amount());
}

fn boarder_paid_the_year_before_too(county: &mut County) {
    let (pupil, _) = boarder(county, 8);
    pay_boarder(county, &pupil, pupil.boarder_amount());
    let row = pay_boarder(county, &pupil, pupil.boarder_amount());
    the_year_before(county, row);
    county.set("payments", row, "payee", "学校");
}

fn special_school_boarder(county: &mut County) {
    let pupil = county.boarder(8);
    let pupil = Person {
        instruction: "特殊教育学校",
        school: SPECIAL_SCHOOL.to_string(),
        ..pupil
    };
    county.enrol(&pupil, &[]);
}

// ---- To the person ----

/// Five people whose aid of one kind went to somebody: to the school, to others, to nobody named, to a guardian.
fn payees(county: &mut County, item: &str, mut somebody: impl FnMut(&mut County) -> usize) {
    for payee in ["学校", "其他", "学校"] {
        let row = somebody(county);
        county.set("payments", row, "payee", payee);
        county.row_not_met(item, "payments", row, "not_paid_to_person");
    }
    for (payee, kind) in [("", "payee_blank"), ("村委会", "payee_not_in_set")] {
        let row = somebody(county);
        county.set("payments", row, "payee", payee);
        county.row_cannot_tell(item, "payments", row, kind);
    }
    let row = somebody(county);
    county.set("payments", row, "payee", "监护人");
    // The same sum of the year before went to the school, which is past.
    let of_last_year = county.copy("payments", row);
    let number = format!("P{of_last_year:06}");
    county.set("payments", of_last_year, "payment_no", &number);
    county.set("payments", of_last_year, "payee", "学校");
    the_year_before(county, of_last_year);
}

fn boarder_payees(county: &mut County) {
    payees(county, "boarder-paid-to-person", |county| {
        let pupil = county.boarder(7);
        county.enrol(&pupil, &[]).of(BOARDER_AID)
    });
}

fn day_payees(county: &mut County) {
    payees(county, "day-paid-to-person", |county| {
        let pupil = county.day_pupil_in_hardship(3);
        county.enrol(&pupil, &[]).of(DAY_AID)
    });
}

fn senior_payees(county: &mut County) {
    payees(county, "senior-paid-to-person", |county| {
        let pupil = senior_in_hardship(county);
        county.enrol(&pupil, &[]).of(SENIOR_AID)
    });
}

fn student_payees(county: &mut County) {
    payees(county, "student-paid-to-person", |county| {
        let (student, _) = student(county);
        county.pay(&student, STUDENT_AID, "10000", DUE[0])
    });
}

fn extra_payees(county: &mut County) {
    payees(county, "county-extra-paid-to-person", |county| {
        let pupil = county.poor_pupil(5);
        county.enrol(&pupil, &[]).of(EXTRA_AID)
    });
}

// ---- Poor day pupils ----

fn no_day_aid(county: &mut County, row: usize, kind: &'static str) {
    county.row_not_met("day-pupil-aided", "registry", row, kind);
    county.row_not_met("day-pupil-amount", "registry", row, kind);
}

/// The county's extra subsidy came, the living subsidy did not.
fn poor_day_pupil_unaided(county: &mut County) {
    let pupil = county.poor_pupil(4);
    let rows = county.enrol(&pupil, &[DAY_AID]);
    no_day_aid(county, rows.of("registry"), "poor_day_pupil_unaided");
}

fn day_pupil_unaided(county: &mut County) {
    let pupil = county.day_pupil_in_hardship(7);
    let rows = county.enrol(&pupil, &[DAY_AID]);
    no_day_aid(county, rows.of("registry"), "day_pupil_unaided");
    county.row_not_met(
        "entitled-aided",
        "hardship",
        rows.of("hardship"),
        "day_pupil_unaided",
    );
}

/// Of which year the determination is cannot be told, nor so whether anything is owed.
fn hardship_year_blank(county: &mut County) {
    let pupil = county.day_pupil_in_hardship(7);
    let rows = county.enrol(&pupil, &[DAY_AID]);
    county.set("hardship", rows.of("hardship"), "school_year", "");
    let kind = "hardship_year_blank";
    county.row_cannot_tell("entitled-aided", "hardship", rows.of("hardship"), kind);
    county.row_cannot_tell("day-pupil-aided", "registry", rows.of("registry"), kind);
    county.row_cannot_tell("day-pupil-amount", "registry", rows.of("registry"), kind);
}

fn day_pupil_paid(county: &mut County, grade: usize, amounts: &[&str]) -> usize {
    let pupil = county.day_pupil_in_hardship(grade);
    let rows = county.enrol(&pupil, &[DAY_AID]);
    for amount in amounts {
        county.pay(&pupil, DAY_AID, amount, DUE[0]);
    }
    rows.of("registry")
}

fn day_pupil_short(county: &mut County) {
    let row = day_pupil_paid(county, 3, &["400"]);
    county.row_not_met("day-pupil-amount", "registry", row, "day_pupil_short");
}

fn day_pupil_at_primary_rate(county: &mut County) {
    let row = day_pupil_paid(county, 9, &["500"]);
    county.row_not_met(
        "day-pupil-amount",
        "registry",
        row,
        "day_pupil_at_primary_rate",
    );
}

fn day_pupil_twice(county: &mut County) {
    let row = day_pupil_paid(county, 3, &["500", "500"]);
    county.row_not_met("day-pupil-amount", "registry", row, "day_pupil_twice");
}

fn day_pupil_in_two_halves(county: &mut County) {
    day_pupil_paid(county, 8, &["312.50", "312.50"]);
}

// ---- Senior-secondary fees ----

/// A senior pupil whose fee record says so in one column; gives its row.
fn fee(county: &mut County, column: &str, cell: &str) -> usize {
    let pupil = county.pupil(10);
    let row = county.enrol(&pupil, &[]).of("fees");
    county.set("fees", row, column, cell);
    row
}

fn fee_charged(county: &mut County) {
    let row = fee(county, "charged", "200");
    county.row_not_met("senior-no-fees", "fees", row, "fee_charged");
}

fn tuition_not_waived(county: &mut County) {
    let row = fee(county, "tuition_waived", "否");
    county.row_not_met("senior-no-fees", "fees", row, "tuition_not_waived");
}

fn textbooks_not_free(county: &mut County) {
    let row = fee(county, "textbooks_free", "否");
    county.row_not_met("senior-no-fees", "fees", row, "textbooks_not_free");
}

fn fee_blank(county: &mut County) {
    let row = fee(county, "charged", "");
    county.row_cannot_tell("senior-no-fees", "fees", row, "fee_blank");
}

fn fee_of_the_year_before(county: &mut County) {
    let pupil = county.pupil(12);
    county.enrol(&pupil, &[]);
    county.add("fees", &[&pupil.id, YEAR_BEFORE, "否", "否", "350"]);
}

fn no_fee_record(county: &mut County) {
    let pupil = county.pupil(12);
    let rows = county.enrol(&pupil, &["fees"]);
    county.row_not_met(
        "senior-fee-recorded",
        "registry",
        rows.of("registry"),
        "no_fee_record",
    );
}

fn only_the_year_befores_record(county: &mut County) {
    let pupil = county.pupil(12);
    let rows = county.enrol(&pupil, &["fees"]);
    county.add("fees", &[&pupil.id, YEAR_BEFORE, "是", "是", "0"]);
    county.row_not_met(
        "senior-fee-recorded",
        "registry",
        rows.of("registry"),
        "only_the_year_befores_record",
    );
}

fn suspended_without_fee_record(county: &mut County) {
    let pupil = county.pupil(12);
    let rows = county.enrol(&pupil, &["enrolment", "fees"]);
    county.set("registry", rows.of("registry"), "status", "休学");
}

// ---- University students ----

/// A student who had the county's extra subsidy; the case pays the rest.
fn student(county: &mut County) -> (Person, usize) {
    let (student, member) = university_student(county);
    county.pay(&student, EXTRA_AID, COUNTY_EXTRA, DUE[0]);
    (student, member)
}

fn student_paid(county: &mut County, amounts: &[&str]) -> usize {
    let (student, member) = student(county);
    for (amount, due) in amounts.iter().zip(DUE) {
        county.pay(&student, STUDENT_AID, amount, due);
    }
    member
}

fn student_short(county: &mut County) {
    let row = student_paid(county, &["8000"]);
    county.row_not_met("student-amount", "poverty", row, "student_short");
}

fn student_half(county: &mut County) {
    let row = student_paid(county, &["5000"]);
    county.row_not_met("student-amount", "poverty", row, "student_half");
}

fn student_unpaid(county: &mut County) {
    let row = student_paid(county, &[]);
    county.row_not_met("student-amount", "poverty", row, "student_unpaid");
}

fn student_twice(county: &mut County) {
    let row = student_paid(county, &["10000", "10000"]);
    county.row_not_met("student-amount", "poverty", row, "student_twice");
}

fn student_amount_blank(county: &mut County) {
    let row = student_paid(county, &["5000", ""]);
    county.row_cannot_tell("student-amount", "poverty", row, "student_amount_blank");
}

fn student_in_two_halves(county: &mut County) {
    student_paid(county, &["5000", "5000.00"]);
}

/// Paid under the number of fifteen digits, which lacks the century and the check digit.
fn student_with_old_number(county: &mut County) {
    let (student, _) = university_student_born(county, Day::new(1999, 10, 11));
    let old = format!("{}{}", &student.id[..6], &student.id[8..17]);
    for (programme, amount) in [(EXTRA_AID, COUNTY_EXTRA), (STUDENT_AID, "10000")] {
        let row = county.pay(&student, programme, amount, DUE[0]);
        county.set("payments", row, "national_id", &old);
    }
}

// ---- The county's extra subsidy ----

fn extra_paid(county: &mut County, amounts: &[&str]) -> (Person, usize) {
    let pupil = county.poor_pupil(4);
    let rows = county.enrol(&pupil, &[EXTRA_AID]);
    for amount in amounts {
        county.pay(&pupil, EXTRA_AID, amount, DUE[0]);
    }
    (pupil, rows.of("poverty"))
}

fn extra_short(county: &mut County) {
    let (_, row) = extra_paid(county, &["200"]);
    county.row_not_met("county-extra-amount", "poverty", row, "extra_short");
}

fn extra_unpaid(county: &mut County) {
    let (_, row) = extra_paid(county, &[]);
    county.row_not_met("county-extra-amount", "poverty", row, "extra_unpaid");
}

fn extra_only_the_year_before(county: &mut County) {
    let (pupil, row) = extra_paid(county, &[]);
    let payment = county.pay(&pupil, EXTRA_AID, COUNTY_EXTRA, DUE[0].plus(-366));
    the_year_before(county, payment);
    county.row_not_met(
        "county-extra-amount",
        "poverty",
        row,
        "extra_only_the_year_before",
    );
}

fn extra_amount_blank(county: &mut County) {
    let (_, row) = extra_paid(county, &[""]);
    county.row_cannot_tell("county-extra-amount", "poverty", row, "extra_amount_blank");
}
