//! What the plan looks at beside the working group: county plans, checks on the spot, pupils elsewhere and back in class, problems of the
//! second and third stage, the sums of its own tables, the papers of every batch of aid.

use super::super::super::city::{City, Row, add};
use super::super::super::identity::Day;
use super::super::super::world::out_of_school::{Case, Left, leave};
use super::super::super::world::people::Person;
use super::super::super::world::places::{COUNTIES, office, primary, township};

/// A sum of the plan's table of boarders: stage, instruction, yuan a year.
const BOARDERS: [(&str, &str, u32); 6] = [
    ("小学", "汉语授课", 1000),
    ("小学", "双语授课", 1350),
    ("小学", "特殊教育学校", 1350),
    ("初中", "汉语授课", 1250),
    ("初中", "双语授课", 1620),
    ("初中", "特殊教育学校", 1620),
];

pub(super) fn record(city: &mut City) {
    registers(city);
    county_plans(city);
    checks(city);
    back_in_class(city);
    elsewhere(city);
    remote(city);
    hard_cases(city);
    problems(city);
    students(city);
    boarders(city);
    extra(city);
    batches(city);
}

/// Who left school is off the registry, the study ledger is that of children on the school-age ledger, the platform is kept within days.
fn registers(city: &mut City) {
    for row in city.rows("dropout_ledger") {
        tidy(city, row);
    }
    let ages = city.rows("school_age_ledger").into_iter();
    let ages: std::collections::BTreeSet<String> =
        ages.map(|row| city.cell(row, "national_id")).collect();
    for row in city.rows("study_ledger") {
        if !ages.contains(&city.cell(row, "national_id")) {
            city.remove(row);
        }
    }
    for (county, place) in [(3, 1), (5, 0)] {
        let row = city.find("townships", "code", &township(county, place));
        city.set(row, "high_dropout", "是");
    }
}

/// What this plan's offices do with an entry of the dropout ledger.
fn tidy(city: &mut City, ledger: Row) {
    let id = city.cell(ledger, "national_id");
    if city.is_one(ledger, "status", &["失学", "辍学"]) {
        for row in city.all("registry", "national_id", &id) {
            city.remove(row);
        }
    }
    for row in city.all("platform_ledger", "national_id", &id) {
        let day = Day::read(&city.cell(row, "status_date"))
            .expect("a day")
            .plus(10);
        city.set(row, "updated_on", day);
    }
}

/// A child who left school, as this plan's offices keep it.
pub(super) fn left(city: &mut City, left: Left<'_>, place: usize) -> Case {
    let case = leave(city, left, place);
    tidy(city, case.ledger);
    case
}

/// Every county's scheme, its proposal for schools and its plan to fill the gaps; a plan of its own where many drop out.
fn county_plans(city: &mut City) {
    for (at, (code, name)) in COUNTIES.iter().enumerate() {
        let organisation = office(at, "02");
        let mut scheme = city.all("documents", "organisation", &organisation);
        scheme.retain(|row| city.cell(*row, "title").contains("挂牌督战"));
        city.set(scheme[0], "county", code);
        // The last day of the first stage is in time: 2020 is a leap year.
        city.set(
            scheme[0],
            "issued_on",
            format!("2020-02-{}", if at == 4 { 29 } else { 27 }),
        );
        let number = city.cell(scheme[0], "document_no");
        for heading in ["安置点配套学校", "工作措施", "责任分工"] {
            add!(city, document_sections: document = number, heading = heading);
        }
        let mut papers = vec![("方案", "义务教育学校布局方案"), ("计划", "补短板计划")];
        if [0, 3, 5].contains(&at) {
            papers.push(("方案", "控辍保学“一县一策”工作方案"));
        }
        for (kind, title) in papers {
            let number = city.number("D");
            add!(city, documents: document_no = number, kind = kind, title = format!("{name}{title}"), organisation = organisation,
                county = code, issued_on = "2020-03-25", on_paper = "是", electronic = "是");
        }
    }
}

/// A check of every county, township, village and school; and the conditions of schools that the plan names.
fn checks(city: &mut City) {
    let by = city.cell(
        city.find("staff", "organisation", &super::group::bureau("18")),
        "staff_id",
    );
    for (table, key, column) in [
        ("counties", "county_code", "county"),
        ("townships", "code", "township"),
        ("villages", "village_code", "village"),
        ("schools", "school_id", "school"),
    ] {
        for (at, row) in city.rows(table).into_iter().enumerate() {
            let (place, number) = (city.cell(row, key), city.number("HY"));
            let made = add!(city, attestations: attestation_no = number, topic = "督战核查", verdict = "符合", attested_by = by,
                attested_on = format!("2020-04-{:02}", 1 + at % 28));
            city.set(made, column, place);
        }
    }
    for row in city.rows("schools") {
        let school = city.cell(row, "school_id");
        let serves = !city
            .all("relocation_sites", "serving_school", &school)
            .is_empty();
        if serves || city.is(row, "is_small", "是") || city.is(row, "is_boarding", "是") {
            add!(city, school_conditions: school = school, checked_on = "2020-05-12", checked_by = by, meets_basic = "符合",
                buildings = "符合", teachers_enough = "符合", equipment = "符合", living = "符合");
        }
    }
}

/// Registered-poor children who came back.
fn back_in_class(city: &mut City) {
    for (county, status) in [
        (0, "复学"),
        (1, "已劝返"),
        (2, "复学"),
        (3, "已劝返"),
        (4, "复学"),
        (5, "已劝返"),
    ] {
        left(
            city,
            Left {
                county,
                poor: true,
                status,
                cause: "厌学",
            },
            county,
        );
    }
}

/// Children who study elsewhere, with proof; they are on no registry of the city.
fn elsewhere(city: &mut City) {
    for county in 0..COUNTIES.len() {
        let child = Person::new(city, county, 0, 4 + county % 3);
        child.register(city);
        child.school_age(city, "外地就读");
        let row = child.study(city, "在读");
        city.set(row, "outside_area", "是");
        city.set(row, "school", "外地小学");
        let proof = city.document("佐证材料", "外地就读证明", &child);
        city.set(row, "proof", proof);
    }
}

/// Poor pupils of remote townships were visited, or have a helper.
fn remote(city: &mut City) {
    for (at, row) in remote_pupils(city).into_iter().enumerate() {
        let id = city.cell(row, "national_id");
        let household = city.find("household", "national_id", &id);
        let mut helper = city.all("staff", "township", &city.cell(household, "township"));
        helper.retain(|row| city.is(*row, "post", "扶贫专干"));
        let (helper, number) = (city.cell(helper[0], "staff_id"), city.number("V"));
        if at % 2 == 0 {
            add!(city, home_visits: visit_no = number, national_id = id, household_no = city.cell(household, "household_no"),
                visitor = helper, visited_on = "2020-05-16", purpose = "帮扶", result = "学习用品已送到");
        } else {
            let number = city.number("BB");
            add!(city, assignments: assignment_no = number, national_id = id, helper = helper, role = "帮扶联系人",
                assigned_from = "2020-03-01", assigned_to = "");
        }
    }
}

/// Pupils of compulsory schools whose registered-poor household lives in a remote township.
pub(super) fn remote_pupils(city: &City) -> Vec<Row> {
    let mut rows = city.rows("poverty");
    rows.retain(|row| {
        let household = city.find(
            "poor_households",
            "household_no",
            &city.cell(*row, "household_no"),
        );
        let place = city.find("townships", "code", &city.cell(household, "township"));
        city.is(place, "is_remote", "是") && city.is_one(*row, "schooling", &["小学", "初中"])
    });
    rows
}

/// A difficulty of attending that was resolved, in five counties.
fn hard_cases(city: &mut City) {
    for county in 0..5 {
        let site = city.cell(
            city.find("relocation_sites", "serving_school", &primary(county, 0)),
            "site_id",
        );
        let child = city.all("relocation_children", "site", &site)[1];
        city.set(child, "difficulty", "路远无校车");
        let row = problem(city, county, ("2020-04-10", "2020-05-20"), "立行立改");
        city.set(row, "national_id", city.cell(child, "national_id"));
        city.set(row, "due_on", "2020-05-25");
    }
}

/// A problem that the group found in a county on the first day, due and put right on the second.
fn problem(city: &mut City, county: usize, (found, fixed): (&str, &str), kind: &str) -> Row {
    let (issue_no, organisation) = (city.number("W"), office(county, "02"));
    let responsible = city.cell(super::group::county_head(city, county), "staff_id");
    let mechanism = city.number("D");
    if kind == "长期推动" {
        add!(city, documents: document_no = mechanism, kind = "其他", title = "问题整改长效机制", organisation = organisation,
            county = COUNTIES[county].0, issued_on = fixed, on_paper = "是", electronic = "是");
    }
    let lasting = |text: &str| {
        if kind == "长期推动" {
            text.to_owned()
        } else {
            String::new()
        }
    };
    add!(city, issues: issue_no = issue_no, source = "督查检查", is_listed = "否", type = kind, organisation = organisation,
        county = COUNTIES[county].0, township = township(county, 1), clause_path = "三(一)", landing = "工作落实",
        precision = "精准帮扶", found_on = found, measure = "逐项核实、限期整改", person_responsible = responsible,
        due_on = fixed, staged_result = lasting("已逐项核实"), mechanism = lasting(&mechanism), rectified_on = fixed,
        verified_on = fixed, verified_by = responsible, closed_on = fixed)
}

/// Problems of the second and of the third stage, found and put right on the first and the last day of a stage, too.
fn problems(city: &mut City) {
    for county in 0..COUNTIES.len() {
        for days in [
            ("2020-03-01", "2020-05-31"),
            ("2020-03-18", "2020-05-19"),
            ("2020-05-31", "2020-05-31"),
        ] {
            problem(city, county, days, "立行立改");
        }
        for days in [("2020-06-01", "2020-09-30"), ("2020-07-14", "2020-08-21")] {
            problem(city, county, days, "长期推动");
        }
    }
}

/// University students of registered-poor families, two in each of three counties and one elsewhere.
fn students(city: &mut City) {
    for at in 0..10 {
        let mut student = Person::adult(city, at % 7, at, Day::new(2000, 2 + at as i64, 8));
        student.poor = true;
        student.register(city);
        let row = student.poverty(city, "大学");
        city.set(row, "school_name", "苇川师范学院");
        pay(
            city,
            &student.id,
            &student.name,
            "大学生补助",
            10_000,
            "本人",
        );
    }
}

/// A sum of this school year: due on 25 September, paid three days later.
fn pay(city: &mut City, id: &str, name: &str, programme: &str, amount: u32, payee: &str) -> Row {
    let (number, year) = (city.number("P"), city.year());
    add!(city, payments: payment_no = number, national_id = id, programme = programme, school_year = year, amount = amount,
        due_on = "2020-09-25", paid_on = "2020-09-28", payee = payee, payee_name = name)
}

/// Every boarder has the sum of the table; some are of primary schools, and some are taught in two languages.
fn boarders(city: &mut City) {
    for row in city.rows("registry") {
        let school = city.cell(row, "school");
        let grade: usize = city.cell(row, "grade").parse().unwrap_or_default();
        let id = city.cell(row, "national_id");
        if school == super::super::super::world::places::junior(0, 2) || school == primary(3, 0) {
            city.set(row, "instruction", "双语授课");
        }
        let paid = !city.all("payments", "national_id", &id).is_empty();
        let far = [(0, 3), (1, 0), (2, 0), (3, 0), (5, 0)];
        let far = far
            .iter()
            .any(|(county, at)| primary(*county, *at) == school);
        if far && (5..=6).contains(&grade) && !paid && city.is(row, "status", "在读") {
            city.set(row, "boarder", "是");
            for counted in city.all("enrolment", "national_id", &id) {
                city.set(counted, "boarder", "是");
            }
        }
        let lives_there = city.is(row, "boarder", "是") && city.is(row, "status", "在读");
        if !lives_there || !(1..=9).contains(&grade) {
            continue;
        }
        let [name, stage, instruction] =
            ["name", "stage", "instruction"].map(|column| city.cell(row, column));
        let sum = BOARDERS
            .iter()
            .find(|sum| (sum.0, sum.1) == (&stage, &instruction))
            .expect("a line of the table")
            .2;
        let mut own = city.all("payments", "national_id", &id);
        own.retain(|row| {
            city.is(*row, "programme", "寄宿生生活补助")
                && city.is(*row, "school_year", &city.year())
        });
        match own.first() {
            Some(payment) => city.set(*payment, "amount", sum),
            None => {
                let guardian = grade.is_multiple_of(2);
                pay(
                    city,
                    &id,
                    &name,
                    "寄宿生生活补助",
                    sum,
                    if guardian { "监护人" } else { "本人" },
                );
            }
        }
    }
}

/// The county's extra subsidy for every registered-poor pupil and student.
fn extra(city: &mut City) {
    for row in city.rows("poverty") {
        if city.is_one(row, "schooling", &["小学", "初中", "高中", "大学"]) {
            let [id, name] = ["national_id", "name"].map(|column| city.cell(row, column));
            pay(city, &id, &name, "县特惠补助", 300, "本人");
        }
    }
}

/// A batch of aid a county, with its three papers.
fn batches(city: &mut City) {
    for (at, (code, name)) in COUNTIES.iter().enumerate() {
        let papers = ["下达文件", "拨付凭证", "花名册"].map(|kind| {
            let number = city.number("D");
            add!(city, documents: document_no = number, kind = kind, title = format!("{name}秋季资助{kind}"),
                organisation = office(at, "09"), county = code, issued_on = "2020-09-22", on_paper = "是", electronic = "是");
            number
        });
        let number = city.number("PC");
        add!(city, aid_batches: batch_no = number, programme = "寄宿生生活补助", county = code, allocation_paper = papers[0],
            voucher = papers[1], roll = papers[2], allocated = 60_000, disbursed = 60_000, due_on = "2020-09-25",
            disbursed_on = "2020-09-24");
    }
}
