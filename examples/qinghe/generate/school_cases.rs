//! Cases of 三(一)2: the registry against the class, pupil by pupil and school by school, and children taught at home.

use crate::cases::Case;
use crate::county::{County, REGION, Rows};
use crate::identity::Day;
use crate::terms::{IN_CLASS, Person, SPECIAL_SCHOOL, junior_school, staff, tiny_school};

pub(crate) const CASES: &[Case] = &[
    not_in_class,
    not_in_class,
    not_in_class,
    not_on_registry,
    not_on_registry,
    not_on_registry,
    grade_differs,
    grade_differs,
    grade_differs,
    moved_school,
    moved_school,
    two_swapped_schools,
    name_differs,
    name_differs,
    name_differs,
    twice_in_class,
    twice_in_class_in_two_grades,
    twice_on_registry,
    class_id_blank,
    registry_id_blank,
    grade_blank_in_class,
    dropout_still_on_registry,
    dropout_still_on_registry,
    suspended_not_in_class,
    taught_at_home_not_in_class,
    name_with_blank,
    name_with_other_dot,
    id_with_small_x,
    id_in_full_width,
    id_with_blanks,
    id_with_wrong_check_digit,
    exactly_95_percent,
    nine_of_ten,
    eleven_of_twelve,
    fourteen_of_fifteen,
    all_of_eighteen,
    eighteen_and_perhaps_one_more,
    home_taught_without_registry,
    home_taught_without_registry,
    home_taught_without_registry,
    disability_id_blank,
    disabled_but_not_home_taught,
    home_taught_but_not_disabled,
];

fn missing_in_class(county: &mut County, pupil: &Person, kind: &'static str) -> Rows {
    let rows = county.enrol(pupil, &["enrolment"]);
    county.key_not_met("registry-agrees", &pupil.id, "not_in:enrolment", kind);
    county.surplus(&pupil.school, 1, 1);
    rows
}

fn not_in_class(county: &mut County) {
    let pupil = county.pupil(4);
    missing_in_class(county, &pupil, "registered_not_in_class");
}

fn not_on_registry(county: &mut County) {
    let pupil = county.pupil(8);
    county.enrol(&pupil, &["registry"]);
    county.key_not_met(
        "registry-agrees",
        &pupil.id,
        "not_in:registry",
        "in_class_not_registered",
    );
    county.surplus(&pupil.school, -1, -1);
}

fn grade_differs(county: &mut County) {
    let pupil = county.pupil(5);
    let rows = county.enrol(&pupil, &[]);
    county.set("enrolment", rows.of("enrolment"), "grade", "4");
    county.key_not_met(
        "registry-agrees",
        &pupil.id,
        "differs:grade",
        "grade_differs",
    );
}

fn in_other_school(county: &mut County, home: usize, other: usize) {
    let pupil = county.pupil(8);
    let pupil = Person {
        school: junior_school(home),
        ..pupil
    };
    let rows = county.enrol(&pupil, &[]);
    county.set(
        "enrolment",
        rows.of("enrolment"),
        "school",
        &junior_school(other),
    );
    county.key_not_met(
        "registry-agrees",
        &pupil.id,
        "differs:school",
        "school_differs",
    );
    county.surplus(&pupil.school, 1, 1);
    county.surplus(&junior_school(other), -1, -1);
}

fn moved_school(county: &mut County) {
    in_other_school(county, 0, 1);
}

/// Both pupils are found, the head-counts of their schools stay right.
fn two_swapped_schools(county: &mut County) {
    in_other_school(county, 1, 2);
    in_other_school(county, 2, 1);
}

fn name_differs(county: &mut County) {
    let pupil = county.pupil(3);
    let rows = county.enrol(&pupil, &[]);
    county.set("enrolment", rows.of("enrolment"), "name", "苇某某");
    county.key_not_met("registry-agrees", &pupil.id, "differs:name", "name_differs");
}

fn twice_in_class(county: &mut County) {
    let pupil = county.pupil(2);
    county.enrol(&pupil, &[]);
    county.add_enrolment(&pupil);
    county.key_not_met(
        "registry-agrees",
        &pupil.id,
        "repeated_in:enrolment",
        "twice_in_class",
    );
    county.surplus(&pupil.school, -1, -1);
}

/// Of two grades nobody can say which is the one to compare.
fn twice_in_class_in_two_grades(county: &mut County) {
    let pupil = county.pupil(2);
    county.enrol(&pupil, &[]);
    let row = county.add_enrolment(&pupil);
    county.set("enrolment", row, "grade", "3");
    let kind = "twice_in_class_in_two_grades";
    county.key_not_met("registry-agrees", &pupil.id, "repeated_in:enrolment", kind);
    county.key_cannot_tell("registry-agrees", &pupil.id, "differs:grade", kind);
    county.surplus(&pupil.school, -1, -1);
}

fn twice_on_registry(county: &mut County) {
    let pupil = county.pupil(2);
    county.enrol(&pupil, &[]);
    county.add_registry(&pupil, IN_CLASS);
    county.key_not_met(
        "registry-agrees",
        &pupil.id,
        "repeated_in:registry",
        "twice_on_registry",
    );
    county.surplus(&pupil.school, 1, 1);
}

fn class_id_blank(county: &mut County) {
    let pupil = county.pupil(2);
    let row = county.enrol(&pupil, &[]).of("enrolment");
    county.set("enrolment", row, "national_id", "");
    county.row_cannot_tell("registry-agrees", "enrolment", row, "class_id_blank");
    county.key_not_met(
        "registry-agrees",
        &pupil.id,
        "not_in:enrolment",
        "class_id_blank",
    );
}

fn registry_id_blank(county: &mut County) {
    let pupil = county.pupil(12);
    let row = county.enrol(&pupil, &[]).of("registry");
    county.set("registry", row, "national_id", "");
    county.row_cannot_tell("registry-agrees", "registry", row, "registry_id_blank");
    county.row_cannot_tell("senior-fee-recorded", "registry", row, "registry_id_blank");
    county.key_not_met(
        "registry-agrees",
        &pupil.id,
        "not_in:registry",
        "registry_id_blank",
    );
}

fn grade_blank_in_class(county: &mut County) {
    let pupil = county.pupil(2);
    let row = county.enrol(&pupil, &[]).of("enrolment");
    county.set("enrolment", row, "grade", "");
    county.key_cannot_tell(
        "registry-agrees",
        &pupil.id,
        "differs:grade",
        "class_grade_blank",
    );
}

/// The head-count does not hold a pupil whom the registry calls a dropout.
fn dropout_still_on_registry(county: &mut County) {
    let pupil = county.pupil(9);
    let rows = county.enrol(&pupil, &["enrolment"]);
    county.set("registry", rows.of("registry"), "status", "辍学");
    county.key_not_met(
        "registry-agrees",
        &pupil.id,
        "not_in:enrolment",
        "dropout_still_on_registry",
    );
}

fn suspended_not_in_class(county: &mut County) {
    let pupil = county.pupil(7);
    county.add_household(&pupil);
    county.add_school_age(&pupil, "休学");
    county.add_study(&pupil, "休学");
    county.add_registry(&pupil, "休学");
}

fn taught_at_home_not_in_class(county: &mut County) {
    teach_at_home(county, &[]);
}

// ---- One pupil, two spellings ----

fn name_with_blank(county: &mut County) {
    let pupil = county.pupil(3);
    let rows = county.enrol(&pupil, &[]);
    let mut spaced: Vec<char> = pupil.name.chars().collect();
    spaced.insert(1, '　');
    let spaced: String = spaced.into_iter().collect();
    county.set("enrolment", rows.of("enrolment"), "name", &spaced);
}

fn name_with_other_dot(county: &mut County) {
    let pupil = county.pupil(3);
    let pupil = Person {
        name: "溪朗·禾舟".to_string(),
        ..pupil
    };
    let rows = county.enrol(&pupil, &[]);
    county.set("enrolment", rows.of("enrolment"), "name", "溪朗•禾舟");
}

fn id_with_small_x(county: &mut County) {
    let pupil = county.pupil(6);
    let id = loop {
        let id = county.ids.next(REGION, pupil.birth, pupil.boy);
        if id.ends_with('X') {
            break id;
        }
    };
    let pupil = Person { id, ..pupil };
    let rows = county.enrol(&pupil, &[]);
    county.set(
        "enrolment",
        rows.of("enrolment"),
        "national_id",
        &pupil.id.to_lowercase(),
    );
}

fn id_in_full_width(county: &mut County) {
    let pupil = county.pupil(6);
    let rows = county.enrol(&pupil, &[]);
    let wide = pupil
        .id
        .chars()
        .map(|digit| char::from_u32(u32::from(digit) + 0xfee0).unwrap())
        .collect::<String>();
    county.set("enrolment", rows.of("enrolment"), "national_id", &wide);
}

fn id_with_blanks(county: &mut County) {
    let pupil = county.pupil(6);
    let rows = county.enrol(&pupil, &[]);
    county.set(
        "enrolment",
        rows.of("enrolment"),
        "national_id",
        &format!(" {} ", pupil.id),
    );
}

/// The same wrong number everywhere still tells who is meant.
fn id_with_wrong_check_digit(county: &mut County) {
    let pupil = county.pupil(6);
    let last = if pupil.id.ends_with('5') { "6" } else { "5" };
    let id = format!("{}{last}", &pupil.id[..17]);
    county.enrol(&Person { id, ..pupil }, &[]);
}

// ---- The share of a small school's pupils that is in class ----

fn small_school(county: &mut County, index: usize, size: usize, missing: usize) -> String {
    let school = tiny_school(index);
    for number in 0..size {
        let pupil = county.pupil(1 + number % 6);
        let pupil = Person {
            school: school.clone(),
            ..pupil
        };
        if number < missing {
            missing_in_class(county, &pupil, "small_school_pupil_not_in_class");
        } else {
            county.enrol(&pupil, &[]);
        }
    }
    school
}

/// 19 of 20 are exactly 95 %: enough for the share, though not for the head-count.
fn exactly_95_percent(county: &mut County) {
    small_school(county, 0, 20, 1);
}

fn below_95_percent(county: &mut County, index: usize, size: usize) {
    let school = small_school(county, index, size, 1);
    county.key_not_met("in-class-share", &school, "", "share_below_95_percent");
}

fn nine_of_ten(county: &mut County) {
    below_95_percent(county, 1, 10);
}

fn eleven_of_twelve(county: &mut County) {
    below_95_percent(county, 2, 12);
}

fn fourteen_of_fifteen(county: &mut County) {
    below_95_percent(county, 3, 15);
}

fn all_of_eighteen(county: &mut County) {
    small_school(county, 4, 18, 0);
}

/// Whether a nineteenth pupil should be in class is not said: head-count and share lie between two values.
fn eighteen_and_perhaps_one_more(county: &mut County) {
    let school = small_school(county, 5, 18, 0);
    let pupil = county.pupil(3);
    let pupil = Person {
        school: school.clone(),
        ..pupil
    };
    let rows = county.enrol(&pupil, &["enrolment"]);
    county.set("registry", rows.of("registry"), "status", "");
    let kind = "registry_status_blank";
    county.key_cannot_tell("registry-agrees", &pupil.id, "not_in:enrolment", kind);
    county.key_cannot_tell("in-class-share", &school, "", kind);
    county.surplus(&school, 0, 1);
}

// ---- Taught at home ----

/// A disabled child taught at home, on every register but those named.
pub(crate) fn teach_at_home(county: &mut County, without: &[&str]) -> Rows {
    let child = county.pupil(5);
    let child = Person {
        school: SPECIAL_SCHOOL.to_string(),
        instruction: "特殊教育学校",
        ..child
    };
    let mut rows = Rows::default();
    county.add_household(&child);
    county.add_school_age(&child, "送教上门");
    county.add_study(&child, "送教上门");
    if !without.contains(&"registry") {
        rows.note("registry", county.add_registry(&child, "送教上门"));
    }
    if !without.contains(&"disability") {
        let row = county.add(
            "disability",
            &[
                &child.id,
                &child.name,
                &child.birth.to_string(),
                "多重",
                "1",
                &child.township_code(),
            ],
        );
        rows.note("disability", row);
    }
    if !without.contains(&"home_teaching") {
        for month in [4, 5] {
            let number = format!("L{:04}", county.count("home_teaching") + 1);
            let teacher = staff(1 + county.random.below(40));
            let day = Day::new(2020, month, 1 + county.random.below(28) as i64).to_string();
            let content = "生活语文、康复训练\n家长在场，\"配合\"良好";
            let row = county.add(
                "home_teaching",
                &[&number, &child.id, &child.school, &teacher, &day, content],
            );
            rows.note("home_teaching", row);
        }
    }
    rows
}

fn home_taught_without_registry(county: &mut County) {
    let row = teach_at_home(county, &["registry"]).of("disability");
    county.row_not_met(
        "home-taught-registered",
        "disability",
        row,
        "home_taught_without_registry",
    );
}

fn disability_id_blank(county: &mut County) {
    let row = teach_at_home(county, &[]).of("disability");
    county.set("disability", row, "national_id", "");
    county.row_cannot_tell(
        "home-taught-registered",
        "disability",
        row,
        "disability_id_blank",
    );
}

fn disabled_but_not_home_taught(county: &mut County) {
    teach_at_home(county, &["registry", "home_teaching"]);
}

fn home_taught_but_not_disabled(county: &mut County) {
    teach_at_home(county, &["registry", "disability"]);
}
