//! Fills the county: the many people about whom all is right, and between them, at even distances, every case of the other modules.
//! A case is one or a few people of their own, so that no spoilt cell can touch another case.

use crate::county::County;
use crate::identity::Day;
use crate::terms::{
    AS_OF, COUNTY_EXTRA, DUE, EXTRA_AID, MERIT_AID, Person, STUDENT_AID, YEAR_BEFORE, staff,
};
use crate::{aid_cases, dropout_cases, ledger_cases, school_cases};

/// Adds the people of one case and tells the truth what is to be found about them, or that nothing is.
pub(crate) type Case = fn(&mut County);

const PUPILS: usize = 2820;

/// The whole county.
pub(crate) fn populate(seed: u64) -> County {
    let mut county = County::new(seed);
    let lists = [
        ledger_cases::CASES,
        school_cases::CASES,
        dropout_cases::CASES,
        aid_cases::CASES,
    ];
    let mut cases: Vec<Case> = lists.concat();
    // From all lists in turn, so that no file shows its spoilt rows in one block.
    cases.sort_by_cached_key(|_| county.random.below(1_000_000));
    let step = PUPILS / cases.len();
    for number in 0..PUPILS {
        ordinary_pupil(&mut county, number % 12 + 1);
        if number % 20 == 0 {
            before_school(&mut county);
        }
        if number % 100 == 0 {
            seldom(&mut county);
        }
        if number % step == 0
            && let Some(case) = cases.pop()
        {
            case(&mut county);
        }
    }
    for case in cases {
        case(&mut county);
    }
    county.settle_headcounts();
    county
}

fn ordinary_pupil(county: &mut County, grade: usize) {
    let mut pupil = county.pupil(grade);
    let boarders = match grade {
        1..=6 => 10,
        7..=9 => 45,
        _ => 80,
    };
    pupil.boarder = county.random.chance(boarders);
    pupil.poor = county.random.chance(8);
    pupil.hardship = pupil.poor || county.random.chance(5);
    county.enrol(&pupil, &[]);
    if grade >= 10 && county.random.chance(5) {
        county.pay(&pupil, MERIT_AID, "1000", DUE[0]);
    }
    if pupil.hardship && county.random.chance(20) {
        county.add_hardship(&pupil, YEAR_BEFORE);
    }
    if county.random.chance(6) {
        visit_home(county, &pupil);
    }
}

fn visit_home(county: &mut County, pupil: &Person) {
    let number = format!("V{:05}", county.count("home_visits") + 1);
    let visitor = staff(1 + county.random.below(40));
    let day = Day::new(2020, 3, 1)
        .plus(county.random.below(110) as i64)
        .to_string();
    let purpose = county
        .random
        .pick(&["了解学习情况", "政策宣传", "劝返回访", "慰问"]);
    county.add(
        "home_visits",
        &[&number, &pupil.id, &visitor, &day, purpose],
    );
}

/// A child of six whom no school has to take before autumn.
fn before_school(county: &mut County) {
    let birth = Day::new(2013, 9, 1).plus(county.random.below(303) as i64);
    let mut child = county.person(0, birth);
    child.poor = county.random.chance(8);
    county.add_household(&child);
    county.add_school_age(&child, "未到入学时间");
    county.add_study(&child, "待入学");
    if child.poor {
        county.add_poor(&child, "学前");
    }
}

/// One of each of those of whom a county has a few dozen.
fn seldom(county: &mut County) {
    let poor = county.random.chance(50);
    dropout_cases::drop_out(county, poor, "辍学", &[]);
    dropout_cases::suspend(county, !poor, &[]);
    dropout_cases::come_back(county, poor, "已劝返", &[]);
    school_cases::teach_at_home(county, &[]);
    ledger_cases::learn_elsewhere(county, poor);
    let student = university_student(county).0;
    county.pay_year(&student, STUDENT_AID, 10_000);
    county.pay_year(
        &student,
        EXTRA_AID,
        COUNTY_EXTRA.parse().expect("a whole number of yuan"),
    );
    // Too young and too old for the ledgers.
    let birth = AS_OF.plus(-365 * 3 - county.random.below(365) as i64);
    let infant = county.person(0, birth);
    county.add_household(&infant);
    let birth = AS_OF.plus(-365 * 17 - county.random.below(365) as i64);
    let working = county.person(99, birth);
    county.add_household(&working);
}

/// A student of a registered-poor family, unpaid so far, and the row in the poverty register.
pub(crate) fn university_student(county: &mut County) -> (Person, usize) {
    let birth = Day::new(1999, 9, 1).plus(county.random.below(1000) as i64);
    university_student_born(county, birth)
}

/// The same of somebody born on a given day.
pub(crate) fn university_student_born(county: &mut County, birth: Day) -> (Person, usize) {
    let person = county.person(13, birth);
    let student = Person {
        poor: true,
        ..person
    };
    county.add_household(&student);
    let (_, member) = county.add_poor(&student, "大学");
    (student, member)
}
