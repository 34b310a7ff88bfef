//! Pupils and children of this plan: infants of poor villages, pupils across the border, at the vocational school and at university,
//! children out of school; who is on the ledger of special groups; aid, helpers, visits.

use super::super::super::city::{City, Row, add};
use super::super::super::identity::Day;
use super::super::super::world::out_of_school::{Case, Left, leave};
use super::super::super::world::people::Person;
use super::super::super::world::places::{COUNTIES, VOCATIONAL, office, township, village};
use super::schools::{kindergarten_of, new_village, special};

/// The amounts in force, with the paper of each.
const STANDARDS: [(&str, usize); 9] = [
    ("寄宿生生活补助", 1250),
    ("非寄宿生生活补助", 625),
    ("学前教育资助", 1000),
    ("高中助学金", 2000),
    ("大学生补助", 3000),
    ("县特惠补助", 800),
    ("雨露计划", 3000),
    ("民族助学金", 600),
    ("社会捐助", 2000),
];

pub(super) fn enrol(city: &mut City) {
    infants(city);
    students(city);
    elsewhere(city);
    special_pupils(city);
    for at in 0..9 {
        out(city, at % 7, at, false);
    }
}

/// A child of 3 to 5 in a village, in its township's kindergarten.
pub(super) fn infant(
    city: &mut City,
    (county, place): (usize, usize),
    village: &str,
    at: usize,
) -> Person {
    let birth = Day::new(2014 + at as i64 % 3, 2 + at as i64 % 9, 14);
    let mut child = Person::adult(city, county, place, birth);
    child.grade = 0;
    child.village = village.to_owned();
    child.school = kindergarten_of(county, place);
    child.enrol(city);
    child
}

fn infants(city: &mut City) {
    for county in 0..COUNTIES.len() {
        for at in 0..4 {
            infant(city, (county, 0), &village(county, 0, 0), at);
        }
    }
    for at in 0..10 {
        infant(city, (0, 1), &new_village(0, 1, 0), at);
    }
}

/// What is paid to somebody in the year.
pub(super) fn aid(city: &mut City, person: &Person, programme: &str, amount: usize) -> Row {
    let number = city.number("P");
    add!(city, payments: payment_no = number, national_id = person.id, programme = programme, school = person.school,
        school_year = "2019-2020", term = "", amount = amount, due_on = "2019-10-15", paid_on = "2019-10-18", payee = "本人",
        payee_name = person.name)
}

fn hardship(city: &mut City, person: &Person) {
    add!(city, hardship: national_id = person.id, school_year = "2019-2020", name = person.name, level = "比较困难",
        family_factor = "收入低", group_factor = "建档立卡家庭", area_factor = "山区", determined_on = "2019-09-20",
        determined_by = office(0, "09"));
}

/// Pupils of the vocational school, and students of universities.
fn students(city: &mut City) {
    for at in 0..9 {
        let mut pupil = Person::new(city, at % 7, at, 10 + at % 3);
        pupil.school = VOCATIONAL.to_owned();
        pupil.poor = at < 6;
        pupil.enrol(city);
        if pupil.poor {
            hardship(city, &pupil);
            aid(city, &pupil, "雨露计划", 3000);
        }
    }
    for at in 0..5 {
        let mut student = Person::adult(city, at, at, Day::new(1999, 3 + at as i64, 11));
        student.poor = true;
        student.register(city);
        let known = student.poverty(city, "大学");
        city.set(known, "school_name", "苇川师范学院");
        student.school = String::new();
        aid(city, &student, "大学生补助", 3000);
    }
}

/// Where pupils of ours study: counties outside the prefecture, with a letter to each, and one within it.
const ELSEWHERE: [(&str, &str); 5] = [
    ("远望县", "2019-09-18"),
    ("云岭市", "2019-09-20"),
    ("沙原县", "2019-09-20"),
    ("松岭市", "2019-09-23"),
    ("本州邻县", ""),
];

/// Pupils of ours in other counties, within the prefecture and outside; and others here.
fn elsewhere(city: &mut City) {
    for at in 0..20 {
        let mut pupil = Person::new(city, at % 7, at, 2 + at % 7);
        pupil.poor = at % 3 == 0;
        pupil.register(city);
        pupil.school_age(city, "外地就读");
        let (other, letter) = ELSEWHERE[at % 5];
        let (school, yes) = (format!("{other}实验学校"), |is: bool| {
            if is { "是" } else { "否" }
        });
        add!(city, outside_pupils: national_id = pupil.id, direction = "本县生在外县", name = pupil.name, other_county = other,
            outside_prefecture = yes(!letter.is_empty()), school = school, stage = pupil.stage(), registered_poor = yes(pupil.poor),
            aid_settled = "是");
        if pupil.poor {
            let known = pupil.poverty(city, pupil.stage());
            city.set(known, "school_name", school);
            pupil.school = String::new();
            aid(city, &pupil, "县特惠补助", 800);
        }
    }
    for (county, day) in ELSEWHERE.into_iter().filter(|(_, day)| !day.is_empty()) {
        let number = city.number("F");
        add!(city, aid_letters: letter_no = number, to_county = county, sent_on = day, replied_on = "2019-10-12", pupils = 4);
    }
    for at in 0..10 {
        let pupil = Person::new(city, at % 7, at, 1 + at % 6);
        let poor = at % 2 == 0;
        pupil.registry(city, "在读");
        pupil.count(city);
        let school = city.cell(city.find("schools", "school_id", &pupil.school), "name");
        add!(city, outside_pupils: national_id = pupil.id, direction = "外县生在本县", name = pupil.name, other_county = "清溪县",
            outside_prefecture = "否", school = school, stage = pupil.stage(), registered_poor = if poor { "是" } else { "否" },
            aid_settled = if poor { "是" } else { "否" });
        if poor {
            hardship(city, &pupil);
            aid(city, &pupil, "非寄宿生生活补助", 500);
        }
    }
}

/// Two pupils at each special school of the three counties that the world gives none.
fn special_pupils(city: &mut City) {
    for at in 0..6 {
        let county = 1 + at % 3;
        let mut child = Person::new(city, county, 0, 2 + at);
        child.school = special(county);
        child.enrol(city);
        add!(city, disability: national_id = child.id, name = child.name, birth_date = child.birth,
            certificate_no = format!("{}{}", child.id, 1 + at % 4), type = "听力", level = 2, township = child.township,
            schooling = "在读", fees_reduced = "是", updated_on = "2019-12-20");
    }
}

/// A child out of school whose household has moved away.
pub(super) fn out(city: &mut City, county: usize, place: usize, poor: bool) -> Case {
    let status = ["辍学", "失学"][place % 2];
    let case = leave(
        city,
        Left {
            county,
            poor,
            status,
            cause: "务工",
        },
        place,
    );
    let household = city.find("household", "national_id", &case.child.id);
    city.set(household, "register_status", "迁出");
    case
}

/// What follows once everybody is there.
pub(super) fn follow(city: &mut City) {
    for (programme, amount) in STANDARDS {
        let (number, paper) = (city.number("S"), city.number("D"));
        add!(city, documents: document_no = paper, kind = "通知", title = format!("{programme}标准的通知"), organisation = office(0, "02"),
            issued_on = "2018-08-20", on_paper = "是", electronic = "是");
        add!(city, aid_standards: standard_no = number, programme = programme, amount_per_year = amount, valid_from = "2018-09-01",
            valid_to = "", document = paper);
    }
    grants(city);
    for row in city.rows("payments") {
        city.set(row, "term", "2019秋");
    }
    groups(city);
    helpers(city);
    for row in city.rows("poor_households") {
        let number = city.number("V");
        let [household, visitor] = ["household_no", "helper"].map(|column| city.cell(row, column));
        add!(city, home_visits: visit_no = number, household_no = household, visitor = visitor, visited_on = "2019-09-08",
            purpose = "宣传资助政策", result = "已了解");
    }
}

/// Ethnic grants and donations to pupils of poor families.
fn grants(city: &mut City) {
    let pupils: Vec<Row> = city.all("poverty", "schooling", "小学");
    for (at, row) in pupils.into_iter().step_by(5).take(12).enumerate() {
        let (id, name) = (city.cell(row, "national_id"), city.cell(row, "name"));
        let (programme, amount) = [("民族助学金", 600), ("社会捐助", 1000)][at % 2];
        let number = city.number("P");
        add!(city, payments: payment_no = number, national_id = id, programme = programme, school_year = "2019-2020", term = "",
            amount = amount, due_on = "2019-11-15", paid_on = "2019-11-20", payee = "本人", payee_name = name);
    }
}

/// A row of the ledger of special groups.
pub(super) fn group(city: &mut City, person: Row, group: &str, keeper: &str) -> Row {
    let [id, name, birth] =
        ["national_id", "name", "birth_date"].map(|column| city.cell(person, column));
    let household = city.all("household", "national_id", &id);
    let township = household
        .first()
        .map_or_else(|| township(0, 0), |row| city.cell(*row, "township"));
    let pupil = city.all("registry", "national_id", &id);
    let school = pupil
        .first()
        .map_or_else(String::new, |row| city.cell(*row, "school"));
    add!(city, special_groups: national_id = id, group = group, name = name, birth_date = birth, township = township, school = school,
        keeper = keeper, guardian = "父母", registered_on = "2019-09-12", care = "结对关爱")
}

fn groups(city: &mut City) {
    for row in city.rows("poverty") {
        let age = Day::read(&city.cell(row, "birth_date")).map(|birth| birth.age_on(city.as_of));
        if age.is_some_and(|age| (6..=15).contains(&age)) {
            group(city, row, "贫困家庭子女", "教育");
        }
    }
    for row in city.rows("disability") {
        group(city, row, "残疾儿童", "残联");
    }
    let kinds = ["困境儿童", "随迁子女", "残疾人家庭子女", "单亲家庭子女"];
    for (at, row) in city
        .all("registry", "status", "在读")
        .into_iter()
        .skip(11)
        .step_by(19)
        .take(28)
        .enumerate()
    {
        group(city, row, kinds[at % 4], "教育");
    }
}

/// A helper for every pupil of a registered-poor family, with four tasks.
fn helpers(city: &mut City) {
    for row in city.rows("poverty") {
        if city.is_one(row, "schooling", &["学前", "小学", "初中", "高中"]) {
            let (number, id) = (city.number("B"), city.cell(row, "national_id"));
            let household = city.find(
                "poor_households",
                "household_no",
                &city.cell(row, "household_no"),
            );
            let helper = city.cell(household, "helper");
            add!(city, assignments: assignment_no = number, national_id = id, helper = helper, role = "一对一",
                assigned_from = "2019-03-01", assigned_to = "");
            for task in ["学业辅导", "心理疏导", "生活保障", "资助落实"] {
                add!(city, assignment_tasks: assignment_no = number, task = task);
            }
        }
    }
}
