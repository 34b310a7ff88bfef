//! Children in class, at home and disabled, on all registers alike.

use super::super::city::{City, add};
use super::people::Person;
use super::places::{self, COUNTIES, SPECIAL, office};

/// Pupils of a township of the first county in each grade; a township elsewhere has one.
const A_GRADE: usize = 8;

pub(crate) fn enrol(city: &mut City) {
    for county in 0..COUNTIES.len() {
        for grade in 1..=9 {
            for place in 0..places::townships(county) {
                let pupils = match (county, grade) {
                    (0, 7..) => A_GRADE / 2,
                    (0, _) => A_GRADE,
                    _ => 1,
                };
                for at in 0..pupils {
                    let poor = if county == 0 {
                        at % 4 == 1
                    } else {
                        grade % 4 == 1
                    };
                    pupil(city, (county, place), grade, poor);
                }
            }
        }
    }
    for at in 0..36 {
        pupil(city, (0, at), 10 + at % 3, at % 4 == 1);
    }
    for at in 0..30 {
        pupil(city, (0, at), 0, at % 4 == 1);
    }
    for at in 0..2 {
        for grade in 1..=3 {
            let mut child = Person::new(city, 0, 4 - at * 2, grade);
            child.school = places::teaching_point(at);
            child.enrol(city);
        }
    }
    classes(city);
    for at in 0..16 {
        disabled(city, at);
    }
}

fn pupil(city: &mut City, (county, place): (usize, usize), grade: usize, poor: bool) {
    let mut child = Person::new(city, county, place, grade);
    child.poor = poor;
    child.enrol(city);
}

/// A class a school and grade, as large as its head-count.
fn classes(city: &mut City) {
    let mut sizes = std::collections::BTreeMap::new();
    for row in city.rows("registry") {
        let key = (
            city.cell(row, "school"),
            city.cell(row, "grade"),
            city.cell(row, "class"),
        );
        *sizes.entry(key).or_insert(0) += 1;
    }
    for ((school, grade, class), size) in sizes {
        let entry = matches!(grade.as_str(), "1" | "7" | "10");
        add!(city, classes: class_id = format!("{school}-{class}"), school = school, grade = grade,
            is_entry_grade = if entry { "是" } else { "否" }, size = size, bullying_alert = "是");
    }
}

/// A disabled child: the first ten in class, of whom half at the special school; four taught at home; two exempted.
fn disabled(city: &mut City, at: usize) {
    let kinds = ["视力", "听力", "智力", "肢体"];
    let mut child = Person::new(city, 0, at, 2 + at % 7);
    child.poor = at.is_multiple_of(4);
    if at.is_multiple_of(2) && at < 10 {
        child.school = SPECIAL.to_owned();
    }
    let (status, whereabouts, study) = match at {
        0..10 => ("在读", "本地就读", "在读"),
        10..14 => ("送教上门", "送教上门", "送教上门"),
        _ => ("", "免学", "免学"),
    };
    child.register(city);
    child.school_age(city, whereabouts);
    child.study(city, study);
    if child.poor {
        let schooling = if at < 14 {
            child.stage()
        } else {
            "非在校生"
        };
        child.poverty(city, schooling);
    }
    if at < 14 {
        child.registry(city, status);
    }
    if at < 10 {
        child.count(city);
    }
    let (certificate, updated) = (format!("{}{}", child.id, at % 4 + 1), city.recently(20));
    add!(city, disability: national_id = child.id, name = child.name, birth_date = child.birth, certificate_no = certificate,
        type = if at >= 14 { "多重" } else { kinds[at % 4] }, level = if at < 10 { 3 } else { 1 }, township = child.township,
        schooling = study, fees_reduced = "是", updated_on = updated);
    if (10..14).contains(&at) {
        for month in 1..=4 {
            let (lesson_no, plan) = (
                city.number("L"),
                city.document("方案", "送教上门一生一案", &child),
            );
            let teacher = city.cell(city.find("staff", "school", SPECIAL), "staff_id");
            let taught = city.as_of.plus(-month * 20);
            add!(city, home_teaching: lesson_no = lesson_no, national_id = child.id, school = SPECIAL, teacher = teacher,
                taught_on = taught, content = "生活语文", personal_plan = plan);
        }
    }
    if at >= 14 {
        let (number, papers) = (
            city.number("E"),
            ["医学鉴定", "佐证材料"].map(|kind| city.document(kind, "免学", &child)),
        );
        let [medical, evidence] = papers;
        add!(city, exemptions: exemption_no = number, national_id = child.id, type = "免学", reason = "重度残疾",
            approved_by = office(0, "02"), approved_on = city.as_of.plus(-300), valid_until = city.as_of.plus(300),
            medical_certificate = medical, evidence = evidence);
    }
}
