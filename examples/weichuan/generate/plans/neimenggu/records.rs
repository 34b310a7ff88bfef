//! What the plan looks at beside the registers of the world: schemes, problems, projects, aid, training, resettlement.

use super::super::super::city::{City, add};
use super::super::super::identity::{Day, made_up_name};
use super::super::super::world::aid::national_programmes;
use super::super::super::world::people::Person;
use super::super::super::world::places::{
    CITY, COUNTIES, SPECIAL, kindergarten, office, primary, township,
};

/// The department of the region.
pub(crate) const DEPARTMENT: &str = "15900002";

/// The eight headings that a scheme has to have.
const HEADINGS: [&str; 8] = [
    "目标",
    "范围",
    "内容",
    "方式",
    "时限",
    "控辍保学",
    "学生资助",
    "安置点配套学校建设",
];

/// Everything but the other counties of the region.
pub(crate) fn records(city: &mut City) {
    schemes(city);
    aid(city);
    problems(city);
    resettlement(city);
    for at in 0..COUNTIES.len() {
        teachers(city, at);
        figures(city, at);
    }
    projects(city);
    universities(city);
    workers(city);
    recruits(city);
    kept(city);
}

fn schemes(city: &mut City) {
    add!(city, organisations: organisation_id = DEPARTMENT, name = "自治区教育厅", kind = "部门", is_member = "是", is_public = "是");
    let titles = [
        "教育脱贫挂牌督战工作方案",
        "控辍保学督战方案",
        "学生资助督战方案",
        "安置点学校督战方案",
    ];
    let mut schemes = titles.map(|title| (title, DEPARTMENT.to_owned())).to_vec();
    schemes.push((titles[0], format!("{}02", CITY.0)));
    schemes.extend((0..COUNTIES.len()).map(|at| (titles[0], office(at, "02"))));
    for (title, organisation) in schemes {
        let number = city.number("D");
        add!(city, documents: document_no = number, kind = "方案", title = title, organisation = organisation, issued_on = "2020-03-05",
            on_paper = "是", electronic = "是");
        for heading in HEADINGS {
            add!(city, document_sections: document = number, heading = heading);
        }
    }
}

fn aid(city: &mut City) {
    national_programmes(city);
    // What fell due in the spring, while the epidemic was fought.
    for row in city.rows("payments") {
        let [id, programme, school, amount, name] =
            ["national_id", "programme", "school", "amount", "payee_name"]
                .map(|column| city.cell(row, column));
        let number = city.number("P");
        add!(city, payments: payment_no = number, national_id = id, programme = programme, school = school, school_year = "2019-2020",
            term = "2020春", amount = amount, due_on = "2020-03-20", paid_on = "2020-03-26", payee = "本人", payee_name = name);
    }
    for (at, (code, _)) in COUNTIES.iter().enumerate() {
        let number = city.number("M");
        let planned = if at < 3 { 900_000 } else { 300_000 };
        add!(city, funds: fund_no = number, purpose = "改善办学条件", fund_year = 2020, county = code, planned = planned, paid = planned,
            due_on = "2020-06-30", paid_on = "2020-06-20");
        for month in 3..=6 {
            let served = 15 + at;
            add!(city, meals: school = primary(at, 0), month = format!("2020-{month:02}"), entitled = served, served = served,
                subsidy = served * 80, reported_on = format!("2020-{:02}-03", month + 1));
        }
    }
    // Households that left poverty in the year itself.
    for row in city.rows("poor_households").into_iter().step_by(9) {
        city.set(row, "exit_date", "2020-06-10");
    }
}

/// Problems of each county: found by inspectors and by the county itself.
fn problems(city: &mut City) {
    let sources = [
        "中央脱贫攻坚专项巡视回头看",
        "国家成效考核",
        "自治区专项推进组考核",
        "督查检查",
        "自查排查",
    ];
    for (at, (code, _)) in COUNTIES.iter().enumerate() {
        for (number, source) in sources.into_iter().enumerate() {
            let issue_no = city.number("W");
            let organisation = office(at, "02");
            let responsible = city.cell(
                city.find("staff", "organisation", &organisation),
                "staff_id",
            );
            let lasting = number % 2 == 1;
            let mechanism = match lasting {
                true => mechanism(city, at),
                false => String::new(),
            };
            add!(city, issues: issue_no = issue_no, source = source, is_listed = if number < 3 { "是" } else { "否" },
                type = if lasting { "长期推动" } else { "立行立改" }, organisation = organisation, county = code,
                township = township(at, 0), clause_path = "一(一)", landing = "责任落实", precision = "精准帮扶", found_on = "2020-02-10",
                measure = "逐户走访、限期整改", person_responsible = responsible, due_on = "2020-05-25",
                staged_result = if lasting { "已建立排查制度" } else { "" }, mechanism = mechanism, rectified_on = "2020-05-20",
                verified_on = "2020-05-22", verified_by = responsible, closed_on = "2020-05-24");
            if source != "自查排查" {
                let finding_no = city.number("F");
                add!(city, source_findings: finding_no = finding_no, source = source, problem = "劝返措施不够具体", issue_no = issue_no);
            }
        }
    }
}

fn mechanism(city: &mut City, county: usize) -> String {
    let number = city.number("D");
    add!(city, documents: document_no = number, kind = "其他", title = "控辍保学长效机制", organisation = office(county, "02"),
        county = COUNTIES[county].0, issued_on = "2020-05-06", on_paper = "是", electronic = "是");
    number
}

/// A site in each county, with children of its own, all enrolled.
fn resettlement(city: &mut City) {
    for (county, (_, name)) in COUNTIES.iter().enumerate() {
        let children = if county < 3 { 6 } else { 2 };
        let site = city.number("Q");
        let by = city.cell(
            city.find("staff", "township", &township(county, 0)),
            "staff_id",
        );
        for at in 0..children {
            let mut child = Person::new(city, county, 0, 1 + at);
            child.poor = at % 2 == 0;
            child.enrol(city);
            add!(city, relocation_children: national_id = child.id, name = child.name, site = site,
                household_kind = if child.poor { "建档立卡" } else { "同步搬迁" }, stage = child.stage(), birth_date = child.birth,
                school = child.school, distance = "0.8", difficulty = "");
        }
        add!(city, relocation_sites: site_id = site, name = format!("{name}安置点"), township = township(county, 0),
            serving_school = primary(county, 0), verified_on = "2020-04-15", verified_by = by, reported_children = children);
    }
}

/// Exchange, training and allowances of a county's teachers.
fn teachers(city: &mut City, county: usize) {
    let schools = [primary(county, 0), primary(county, 1)];
    let here: Vec<_> = city
        .rows("staff")
        .into_iter()
        .filter(|row| {
            let school = city.cell(*row, "school");
            school.get(1..7) == Some(COUNTIES[county].0)
        })
        .collect();
    for (at, row) in here.into_iter().enumerate() {
        let (teacher, school) = (city.cell(row, "staff_id"), city.cell(row, "school"));
        // Three in four speak Putonghua better since the summer.
        if at % 4 != 3 {
            training(city, &teacher, county, ("普通话", "市教师进修学校"));
        }
        if at == 1 {
            training(city, &teacher, county, ("跟岗", "北京市"));
        }
        if school == schools[1] && at % 2 == 0 {
            let number = city.number("J");
            add!(city, exchanges: exchange_no = number, teacher = teacher, from_school = schools[1], to_school = schools[0],
                type = "交流", started_on = "2020-03-02");
        }
        let village = city.cell(city.find("schools", "school_id", &school), "village");
        if !village.is_empty() {
            for (year, paid) in [(2019, 500), (2020, 560)] {
                for month in [4, 5] {
                    add!(city, allowances: teacher = teacher, month = format!("{year}-{month:02}"), type = "乡村教师补助", due = paid,
                        paid = paid, due_on = format!("{year}-{month:02}-28"), paid_on = format!("{year}-{month:02}-28"));
                }
            }
        }
    }
}

pub(super) fn training(
    city: &mut City,
    teacher: &str,
    county: usize,
    (programme, venue): (&str, &str),
) {
    let number = city.number("Y");
    add!(city, trainings: training_no = number, teacher = teacher, county = COUNTIES[county].0, programme = programme, venue = venue,
        started_on = "2020-07-13", ended_on = "2020-07-24", assessed = "是");
}

fn figures(city: &mut City, county: usize) {
    let number = city.number("N");
    add!(city, statistics: figure_no = number, indicator = "义务教育巩固率", county = COUNTIES[county].0, for_period = "2020",
        counted_on = "2020-09-10", numerator = 963 + county, denominator = 1000,
        reported_rate = format!("{}%", 96.3 + county as f64 / 10.0));
}

/// Twelve special schools of the region, two more than wanted.
fn projects(city: &mut City) {
    for at in 0..12 {
        let number = city.number("K");
        add!(city, projects: project_no = number, name = format!("第{}所特殊教育学校", at + 1), school = SPECIAL,
            county = COUNTIES[at % 7].0, kind = "特殊教育学校", started_on = "2019-04-01", planned_completion = "2020-08-20",
            completed_on = "2020-08-10", in_use_on = "2020-09-01", quality = "符合");
    }
}

fn universities(city: &mut City) {
    for (at, name) in [
        "苇川职业学院",
        "苇川师范学院",
        "苇川农牧学院",
        "苇川理工学院",
        "苇川医学院",
        "苇川艺术学院",
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("7{}{:03}", CITY.0, 1 + at);
        add!(city, schools: school_id = id, name = name, township = township(0, 0), kind = "高校", ownership = "公办", is_boarding = "否",
            is_small = "否", is_central = "否");
        for (year, sum) in [(2019, 30_000), (2020, 36_000)] {
            for month in [4, 5, 6] {
                add!(city, purchases: school = id, month = format!("{year}-{month:02}"), total = 210_000, from_poor_areas = sum);
            }
        }
        for number in 0..4 {
            let mut graduate = Person::adult(city, number, at, Day::new(1998, 3 + at as i64, 11));
            graduate.poor = number % 2 == 0;
            add!(city, graduates: national_id = graduate.id, name = graduate.name, level = "高校", graduation_year = 2020, school = id,
                registered_poor = if number % 2 == 0 { "是" } else { "否" }, is_disabled = if number == 1 { "是" } else { "否" },
                is_minority = if number == 3 { "是" } else { "否" }, guidance_on = "2020-05-12", destination = "已就业");
        }
    }
}

/// Grown-ups of registered-poor families, trained; and people in courses of Putonghua.
fn workers(city: &mut City) {
    for at in 0..24 {
        let mut worker = Person::adult(city, at % 7, at, Day::new(1979, 1 + at as i64 % 12, 17));
        worker.poor = true;
        worker.register(city);
        let known = worker.poverty(city, "非在校生");
        city.set(known, "working_ability", "普通劳动力");
        city.set(known, "school_name", "");
        let course = if at < 14 {
            "养殖技术"
        } else {
            "普通话与电商"
        };
        add!(city, skill_trainings: national_id = worker.id, name = worker.name, course = course, provider = office(at % 7, "06"),
            target_group = "建档立卡劳动力", village = worker.village, completed_on = "2020-06-18");
    }
}

fn recruits(city: &mut City) {
    for (category, number) in [("特岗教师", 8), ("公费师范生", 5)] {
        for at in 0..number {
            let (recruit_no, name) = (city.number("U"), made_up_name(&mut city.random));
            add!(city, recruits: recruit_no = recruit_no, name = name, category = category, round = 1, year = 2020,
                signed_on = "2020-08-28", school = if at == 0 { kindergarten(0) } else { primary(at % 7, 1) });
        }
    }
}

/// How the offices keep what only this plan looks at.
fn kept(city: &mut City) {
    city.keep("issues")
        .sheet("问题整改.xlsx", "台账", "苇川市问题整改台账")
        .rename("due_on", "完成时限");
    city.keep("source_findings")
        .sheet("问题整改.xlsx", "反馈清单", "各级检查反馈问题清单");
    city.keep("meals").apart("school");
    city.keep("funds").apart("county");
}
