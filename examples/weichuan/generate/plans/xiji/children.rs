//! Children whom the plan looks at beside those of the world: in kindergartens, in care, taught at home, away, or back in class.

use super::super::super::city::{City, Row, add};
use super::super::super::identity::Day;
use super::super::super::world::aid::add_programmes;
use super::super::super::world::out_of_school::{Case, Left, leave};
use super::super::super::world::people::Person;
use super::super::super::world::places::{COUNTIES, SENIOR, office, primary, township};
use super::offices::leading_group;

/// The parties of the plan that verify and persuade together.
pub(super) const PARTIES: [&str; 8] = [
    "扶贫",
    "公安",
    "司法",
    "民政",
    "妇联",
    "残联",
    "乡镇政府",
    "村委会",
];

/// The private kindergartens: their counties, their names.
pub(super) const PRIVATE: [(usize, &str); 4] = [
    (1, "榆塘蓝天幼儿园"),
    (2, "柘原小星星幼儿园"),
    (4, "渚溪阳光幼儿园"),
    (5, "桦沟春苗幼儿园"),
];

pub(super) fn private_kindergarten(at: usize) -> String {
    format!("1{}001", COUNTIES[PRIVATE[at].0].0)
}

/// The schools with a preschool class: county and township.
pub(super) const ATTACHED: [(usize, usize); 4] = [(0, 3), (0, 5), (3, 1), (6, 1)];

pub(super) fn record(city: &mut City) {
    forget_the_exempted(city);
    live_near_school(city);
    kindergartens(city);
    preschool_aid(city);
    funds(city);
    groups(city);
    unable(city);
    elsewhere(city);
    left(city);
    partners(city);
    aid(city);
    senior_classes(city);
}

/// The two exempted children of the world: this plan knows no exemption.
fn forget_the_exempted(city: &mut City) {
    for row in city.rows("exemptions") {
        forget(city, &city.cell(row, "national_id"));
    }
}

/// Takes somebody out of all registers.
pub(super) fn forget(city: &mut City, id: &str) {
    for table in city.filled() {
        if city.catalogue.has(table, "national_id") {
            for row in city.all(table, "national_id", id) {
                city.remove(row);
            }
        }
    }
}

/// Pupils of the first and seventh grade live in the township of their school.
fn live_near_school(city: &mut City) {
    for row in city.rows("registry") {
        if city.is_one(row, "grade", &["1", "7"]) {
            move_to_school(city, row);
        }
    }
}

fn move_to_school(city: &mut City, row: Row) {
    let school = city.find("schools", "school_id", &city.cell(row, "school"));
    let township = city.cell(school, "township");
    let village = city.find("villages", "township", &township);
    let village = city.cell(village, "village_code");
    let id = city.cell(row, "national_id");
    for table in ["household", "school_age_ledger"] {
        for row in city.all(table, "national_id", &id) {
            if !city.is(row, "township", &township) {
                city.set(row, "township", &township);
                city.set(row, "village", &village);
            }
        }
    }
}

/// A child of five in a kindergarten or a preschool class.
fn small_child(city: &mut City, (county, place): (usize, usize), school: &str, at: usize) {
    let mut child = Person::new(city, county, place, 0);
    child.birth = Day::new(2016, 1 + at as i64 % 8, 9 + at as i64);
    child.id = city.ids.next(COUNTIES[county].0, child.birth, child.boy);
    school.clone_into(&mut child.school);
    child.enrol(city);
}

fn kindergartens(city: &mut City) {
    for (at, (county, name)) in PRIVATE.into_iter().enumerate() {
        let id = private_kindergarten(at);
        let mut heads = Vec::new();
        for post in ["园长", "教师", "教师"] {
            heads.push(super::offices::serve(city, (name, "", &id, ""), post));
        }
        add!(city, schools: school_id = id, name = name, township = township(county, 0), village = "", kind = "幼儿园", ownership = "民办",
            is_boarding = "否", is_small = "否", is_central = "否", places = 90, principal = heads[0]);
        let year = city.year();
        add!(city, posts: school = id, for_period = year, counted_on = "2021-12-16", approved = 3, occupied = 2, contracted = 1,
            pupils = 4, classes = 1);
        for number in 0..4 {
            small_child(city, (county, 0), &id, number);
        }
        let inspection_no = city.number("C");
        add!(city, inspections: inspection_no = inspection_no, type = "民办幼儿园", inspected_by = office(county, "02"), venue = name,
            school = id, visited_on = "2021-04-20", violation = "厨房留样不全", handled_on = "2021-04-28");
    }
    for (county, place) in ATTACHED {
        let school = primary(county, place);
        add!(city, classes: class_id = format!("{school}-附设学前班"), school = school, grade = 0, is_entry_grade = "否", size = 12,
            bullying_alert = "是");
        for number in 0..2 {
            small_child(city, (county, place), &school, number);
        }
    }
}

/// Everybody in preschool pays nothing and gets the subsidy; those of poor families have it already.
fn preschool_aid(city: &mut City) {
    let year = city.year();
    for row in city.all("registry", "stage", "学前") {
        let [id, name, school] =
            ["national_id", "name", "school"].map(|column| city.cell(row, column));
        add!(city, fees: national_id = id, school_year = year, tuition_waived = "是", textbooks_free = "是", charged = 0);
        if city.all("payments", "national_id", &id).is_empty() {
            pay(city, &id, &name, (&school, "学前教育资助", 1000));
        }
    }
}

fn pay(city: &mut City, id: &str, name: &str, (school, programme, amount): (&str, &str, u32)) {
    let (number, year) = (city.number("P"), city.year());
    add!(city, payments: payment_no = number, national_id = id, programme = programme, school = school, school_year = year, term = "",
        amount = amount, due_on = "2021-09-25", paid_on = "2021-09-28", payee = "本人", payee_name = name);
}

/// Exactly what the children of a kindergarten are due.
fn funds(city: &mut City) {
    for row in city.all("schools", "kind", "幼儿园") {
        let school = city.cell(row, "school_id");
        let children = city.all("registry", "school", &school).len();
        let (purpose, each) = match city.cell(row, "ownership").as_str() {
            "公办" => ("幼儿园公用经费", 600),
            _ => ("民办园办园补助", 200),
        };
        for half in 0..2 {
            let number = city.number("M");
            add!(city, funds: fund_no = number, purpose = purpose, fund_year = 2021, county = school[1..7].to_owned(), school = school,
                planned = children * each / 2, paid = children * each / 2, due_on = "2021-10-31",
                paid_on = ["2021-04-12", "2021-10-12"][half]);
        }
    }
}

/// One programme a stage at least, all of them paid.
fn aid(city: &mut City) {
    let programmes = [
        ("学前教育资助", "学前"),
        ("非寄宿生生活补助", "小学"),
        ("寄宿生生活补助", "初中"),
        ("高中助学金", "普通高中"),
        ("雨露计划", "中职"),
        ("大学生补助", "高等教育"),
    ];
    add_programmes(city, &programmes);
    for at in 0..6 {
        let mut student = Person::adult(city, at, 0, Day::new(2002, 3 + at as i64, 14));
        student.poor = true;
        student.register(city);
        let programme = ["雨露计划", "大学生补助"][at % 2];
        pay(city, &student.id, &student.name, ("", programme, 3000));
    }
    let mut schools: Vec<String> = city
        .rows("schools")
        .into_iter()
        .filter(|row| !city.is(*row, "village", ""))
        .map(|row| city.cell(row, "school_id"))
        .collect();
    schools.extend(ATTACHED.map(|(county, place)| primary(county, place)));
    schools.sort();
    schools.dedup();
    for (at, school) in schools.iter().enumerate() {
        for month in [9, 10, 11] {
            let served = 20 + at;
            add!(city, meals: school = school, month = format!("2021-{month:02}"), entitled = served, served = served,
                subsidy = served * 100, reported_on = format!("2021-{:02}-03", month + 1));
        }
    }
}

/// Children of the groups that schools look after, all in class, each with care and with somebody who helps.
fn groups(city: &mut City) {
    for county in 0..COUNTIES.len() {
        for (at, group) in ["随迁子女", "困境儿童", "贫困家庭子女", "家庭困难"]
            .into_iter()
            .enumerate()
        {
            grouped(city, county, at, group);
        }
        if county < 4 {
            let others = ["残疾儿童", "返乡儿童", "学习困难", "外出打工"];
            grouped(city, county, county, others[county]);
            grouped(city, county, county + 1, others[(county + 1) % 4]);
        }
    }
    for row in city.rows("special_groups") {
        help(city, row);
    }
}

fn grouped(city: &mut City, county: usize, at: usize, group: &str) {
    let child = Person::new(city, county, at, [2, 3, 4, 5, 6, 8][at]);
    child.enrol(city);
    listed(city, &child, group);
}

/// A child on the ledger of special groups, once for a group.
pub(super) fn listed(city: &mut City, child: &Person, group: &str) -> Row {
    add!(city, special_groups: national_id = child.id, group = group, name = child.name, birth_date = child.birth,
        township = child.township, school = child.school, keeper = "教育", guardian = "父母", registered_on = "2021-03-10",
        care = "结对关爱")
}

/// A teacher of the school for the child, once a child.
pub(super) fn help(city: &mut City, row: Row) {
    let [id, school] = ["national_id", "school"].map(|column| city.cell(row, column));
    if city.all("assignments", "national_id", &id).is_empty() {
        let teachers = city.all("staff", "school", &school);
        let helper = city.cell(teachers[teachers.len() - 1], "staff_id");
        let number = city.number("K");
        let role = ["一对一", "一对多"][usize::from(number.ends_with(['3', '6', '9']))];
        add!(city, assignments: assignment_no = number, national_id = id, helper = helper, role = role, assigned_from = "2021-03-01");
    }
}

/// Severely disabled children, suspended with the consent of the county's leading group and taught at home.
fn unable(city: &mut City) {
    for (at, county) in [0, 0, 1, 2, 3, 5].into_iter().enumerate() {
        let child = Person::new(city, county, at, 2 + at % 5);
        child.register(city);
        child.school_age(city, "送教上门");
        child.study(city, "送教上门");
        child.registry(city, "送教上门");
        add!(city, disability: national_id = child.id, name = child.name, birth_date = child.birth,
            certificate_no = format!("{}1", child.id), type = "多重", level = 1, township = child.township, schooling = "送教上门",
            fees_reduced = "是", updated_on = "2021-12-10");
        let teacher = city.cell(city.find("staff", "school", &child.school), "staff_id");
        for month in [9, 10, 11] {
            let (number, plan) = (
                city.number("L"),
                city.document("方案", "送教上门一生一案", &child),
            );
            add!(city, home_teaching: lesson_no = number, national_id = child.id, school = child.school, teacher = teacher,
                taught_on = Day::new(2021, month, 17), content = "生活语文", personal_plan = plan);
        }
        suspended(city, &child, ["重度残疾", "身体原因"][at % 2]);
        let plan = city.document("方案", "一生一案", &child);
        let (case_no, record_no) = (city.number("A"), city.number("R"));
        add!(city, persuasion_cases: case_no = case_no, national_id = child.id, personal_plan = plan, persuader = teacher,
            opened_on = "2021-09-08", returned_on = "", placement = "送教上门", parent_consent = "是", pupil_willing = "是",
            outcome = "送教上门");
        add!(city, persuasion: record_no = record_no, case_no = case_no, national_id = child.id, done_on = "2021-09-15",
            persuader = teacher, account = "到家中走访，商定送教", result = "送教上门", written_report_on = "2021-09-16");
    }
}

/// A suspension with everything that it needs.
pub(super) fn suspended(city: &mut City, child: &Person, reason: &str) -> Row {
    let (number, papers) = (
        city.number("E"),
        ["医学鉴定", "佐证材料"].map(|kind| city.document(kind, "休学", child)),
    );
    let [medical, evidence] = papers;
    add!(city, exemptions: exemption_no = number, national_id = child.id, type = "休学", reason = reason,
        approved_by = leading_group(child.county), approved_on = "2021-09-10", valid_until = "2022-08-31",
        medical_certificate = medical, evidence = evidence)
}

/// Children who study in another place, with its proof.
fn elsewhere(city: &mut City) {
    for (at, county) in [0, 0, 1, 2, 4, 6].into_iter().enumerate() {
        away(city, county, at, at % 3 == 0);
    }
}

pub(super) fn away(city: &mut City, county: usize, at: usize, poor: bool) -> Person {
    let mut child = Person::new(city, county, at, 3 + at % 4);
    child.poor = poor;
    child.register(city);
    child.school_age(city, "外地就读");
    let row = child.study(city, "在读");
    city.set(row, "school", "外省某实验小学");
    city.set(row, "outside_area", "是");
    city.set(row, "proof", "就读证明");
    if child.poor {
        child.poverty(city, child.stage());
    }
    child
}

/// Who left school: most came back, some are suspended, some were never enrolled where they moved to.
fn left(city: &mut City) {
    for (at, county) in [0, 0, 1, 2, 3, 4, 5, 6].into_iter().enumerate() {
        let status = ["复学", "复学", "已劝返"][at % 3];
        back(city, county, at, (at % 2 == 0, status));
    }
    for (at, county) in [0, 2, 4].into_iter().enumerate() {
        suspended_case(city, county, 3 * at);
    }
    for (at, county) in [0, 1, 2, 3, 5].into_iter().enumerate() {
        let case = moved_away(city, county, at, "厌学");
        let row = listed(city, &case.child, "返乡儿童");
        help(city, row);
    }
}

/// Somebody who left and is in class again.
pub(super) fn back(
    city: &mut City,
    county: usize,
    place: usize,
    (poor, status): (bool, &str),
) -> Case {
    let case = leave(
        city,
        Left {
            county,
            poor,
            status,
            cause: "厌学",
        },
        place,
    );
    near_school(city, &case);
    case
}

fn near_school(city: &mut City, case: &Case) {
    if case.child.grade == 7 {
        let row = city.find("registry", "national_id", &case.child.id);
        move_to_school(city, row);
    }
}

/// Somebody who is ill and suspended with consent.
pub(super) fn suspended_case(city: &mut City, county: usize, place: usize) -> Row {
    let case = leave(
        city,
        Left {
            county,
            poor: false,
            status: "休学",
            cause: "因病",
        },
        place,
    );
    suspended(city, &case.child, "严重心理或精神疾病")
}

/// Somebody who moved away and is out of school: no longer of the county's own, still looked after.
pub(super) fn moved_away(city: &mut City, county: usize, place: usize, cause: &str) -> Case {
    let case = leave(
        city,
        Left {
            county,
            poor: false,
            status: "失学",
            cause,
        },
        place,
    );
    let row = city.find("household", "national_id", &case.child.id);
    city.set(row, "register_status", "迁出");
    let (number, persuader) = (city.number("V"), city.cell(case.ledger, "persuader"));
    add!(city, home_visits: visit_no = number, national_id = case.child.id, household_no = case.child.household, visitor = persuader,
        visited_on = city.as_of.plus(-14), purpose = "劝返", result = "家长同意配合");
    case
}

/// Who took part in each persuasion: two or three of the eight parties.
fn partners(city: &mut City) {
    for (at, row) in city.rows("persuasion").into_iter().enumerate() {
        accompany(city, row, at);
    }
}

pub(super) fn accompany(city: &mut City, row: Row, at: usize) {
    let record = city.cell(row, "record_no");
    for party in [at % 8, (at + 3) % 8] {
        add!(city, persuasion_partners: record_no = record, partner = PARTIES[party]);
    }
}

/// The classes of the senior school are of one size, with those who pay for themselves.
fn senior_classes(city: &mut City) {
    for row in city.all("classes", "school", SENIOR) {
        city.set(row, "size", 38);
    }
}
