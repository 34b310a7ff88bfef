//! What schools have: projects, equipment, teachers and their training, aid, figures, reports, papers.

use super::super::super::city::{City, add};
use super::super::super::identity::{Day, made_up_name};
use super::super::super::world::aid::national_programmes;
use super::super::super::world::places::{COUNTIES, primary, township};
use super::answers::is_compulsory;

pub(super) fn records(city: &mut City) {
    staff(city);
    for at in 0..COUNTIES.len() {
        projects(city, at);
    }
    four_schools(city);
    schools(city);
    equipment(city);
    teachers(city);
    recruits(city);
    aid(city);
    weekly(city);
    planned(city);
}

/// A counsellor in each school.
fn staff(city: &mut City) {
    for row in compulsory(city) {
        let (school, name) = (city.cell(row, "school_id"), city.cell(row, "name"));
        let (staff_id, person) = (city.number("T"), made_up_name(&mut city.random));
        add!(city, staff: staff_id = staff_id, name = person, unit = name, school = school, post = "心理辅导教师", is_leader = "否",
            is_employed = "是", serves_from = "2018-09-01", serves_to = "");
    }
}

fn compulsory(city: &City) -> Vec<super::super::super::city::Row> {
    let mut rows = city.rows("schools");
    rows.retain(|row| is_compulsory(city, *row));
    rows
}

/// A project of each kind in each county.
fn projects(city: &mut City, county: usize) {
    let name = COUNTIES[county].1;
    for (kind, what) in [
        ("20条底线", "校舍安全改造"),
        ("改扩建", "食堂扩建工程"),
        ("教师周转房", "教师周转宿舍"),
    ] {
        project(city, county, &format!("{name}{what}"), kind);
    }
}

fn project(city: &mut City, county: usize, name: &str, kind: &str) {
    let (number, approval, permit) = (city.number("K"), city.number("D"), city.number("SX"));
    add!(city, documents: document_no = approval, kind = "下达文件", title = format!("{name}立项批复"), county = COUNTIES[county].0,
        issued_on = "2019-02-20", on_paper = "是", electronic = "是");
    add!(city, projects: project_no = number, name = name, school = primary(county, 0), county = COUNTIES[county].0,
        township = township(county, 0), kind = kind, approval = approval, started_on = "2019-06-10", planned_completion = "2020-07-31",
        completed_on = "2020-07-20", in_use_on = "2020-08-25", handed_over_on = "2020-08-10", safety_checked_on = "2020-04-15", quality = "符合");
    add!(city, permits: permit_no = permit, project = number, school = "", kind = "施工许可", accepted_on = "2019-05-06", issued_on = "2019-05-20");
}

fn four_schools(city: &mut City) {
    let names = [
        "拉仁镇第二小学新建工程",
        "安阳镇安东小学新建工程",
        "澄江镇红渡小学迁建工程",
        "永安镇安乐小学迁建工程",
    ];
    for (at, name) in names.into_iter().enumerate() {
        project(city, at, name, if at < 2 { "新建" } else { "迁建" });
    }
}

/// What each school has on paper, who answers, what was checked.
fn schools(city: &mut City) {
    for row in compulsory(city) {
        let [school, name, principal, place] =
            ["school_id", "name", "principal", "township"].map(|column| city.cell(row, column));
        let county = city.cell(city.find("townships", "code", &place), "county");
        for title in [
            "学困生帮扶办法",
            "留守儿童关爱办法",
            "扶贫助学办法",
            "残疾儿童关爱办法",
        ] {
            let number = city.number("D");
            add!(city, documents: document_no = number, kind = "资料汇编", title = title, county = county, township = "", school = school,
                issued_on = "2020-03-20", on_paper = "是", electronic = "是");
        }
        for role in ["校长", "教育线"] {
            let number = city.number("BB");
            add!(city, assignments: assignment_no = number, school = school, township = "", village = "", role = role, helper = principal,
                assigned_from = "2020-03-01", assigned_to = "");
        }
        let number = city.number("HY");
        add!(city, attestations: attestation_no = number, topic = "双线四包责任制落实情况", township = "", school = school,
            verdict = "符合", attested_by = principal, attested_on = "2020-05-18", valid_until = "");
        let member = made_up_name(&mut city.random);
        add!(city, leading_groups: group_name = "法制教育宣传队", member = member, post = format!("{name}法治副校长"), role = "成员",
            staff_no = "", organisation = "", county = county, township = "", school = school);
        add!(city, school_conditions: school = school, checked_on = "2020-06-18", checked_by = principal, meets_basic = "符合");
        for (year, numerator) in [(2019, 96), (2020, 97)] {
            let number = city.number("N");
            add!(city, statistics: figure_no = number, indicator = "义务教育巩固率", county = "", township = "", school = school,
                for_period = year, counted_on = format!("{year}-09-10"), numerator = numerator, denominator = 100, reported_rate = "");
        }
        for (day, numerator) in [("2020-03-20", 2), ("2020-06-20", 3), ("2020-09-20", 1)] {
            let number = city.number("N");
            add!(city, statistics: figure_no = number, indicator = "辍学率", county = "", township = "", school = school,
                for_period = day, counted_on = day, numerator = numerator, denominator = 150, reported_rate = "");
        }
    }
}

/// The amounts of the plan, spread over four schools; standard instruments at every school.
fn equipment(city: &mut City) {
    let amounts = [
        ("图书", "册", 2_476_660),
        ("书架", "个", 4190),
        ("仪器柜", "个", 7629),
        ("成套实验室", "套", 215),
        ("床架", "架", 4600),
        ("课桌椅", "套", 13_360),
    ];
    for (item, unit, amount) in amounts {
        for county in 0..4 {
            let part = amount / 4;
            let delivered = if county == 0 { amount - part * 3 } else { part };
            line(city, item, unit, &primary(county, 0), delivered);
        }
    }
    for row in compulsory(city) {
        let school = city.cell(row, "school_id");
        line(city, "常规仪器", "套", &school, 1);
    }
}

fn line(city: &mut City, item: &str, unit: &str, school: &str, delivered: usize) {
    add!(city, equipment: item = item, school = school, unit = unit, planned = delivered, delivered = delivered, in_use_on = "2020-08-28");
}

/// Training and allowances of those who teach.
fn teachers(city: &mut City) {
    let programmes = ["国培", "区培", "定点"];
    let known = compulsory(city);
    let rural: Vec<String> = known
        .iter()
        .map(|row| city.cell(*row, "school_id"))
        .collect();
    let mut at = 0;
    for row in city.rows("staff") {
        let (teacher, school) = (city.cell(row, "staff_id"), city.cell(row, "school"));
        if school.is_empty() {
            continue;
        }
        let county = school.get(1..7).unwrap_or_default().to_owned();
        at += 1;
        // Three in four learnt to use the equipment.
        if at % 4 != 0 {
            training(city, &teacher, &county, "装备应用");
        }
        if rural.contains(&school) {
            if at % 12 == 3 {
                training(city, &teacher, &county, programmes[at / 12 % 3]);
            }
            add!(city, allowances: teacher = teacher, month = "2020-09", type = "乡村教师补助", due = 300, paid = 300, due_on = "2020-09-28",
                paid_on = "2020-09-25");
        }
    }
}

fn training(city: &mut City, teacher: &str, county: &str, programme: &str) {
    let number = city.number("Y");
    add!(city, trainings: training_no = number, teacher = teacher, county = county, programme = programme, venue = "市教师进修学校",
        started_on = "2020-07-13", ended_on = "2020-07-24", assessed = "是");
}

fn recruits(city: &mut City) {
    let categories = [
        ("特岗教师", 5, 9),
        ("公开招聘", 12, 22),
        ("全科教师", 1, 2),
        ("定向培养", 2, 4),
        ("紧缺人才", 1, 3),
        ("返聘退休教师", 1, 3),
        ("支教志愿者", 2, 5),
    ];
    for (category, before, now) in categories {
        for (year, number) in [(2019, before), (2020, now)] {
            for at in 0..number {
                let (recruit_no, name) = (city.number("U"), made_up_name(&mut city.random));
                add!(city, recruits: recruit_no = recruit_no, name = name, category = category, round = 1 + at % 2, year = year,
                    signed_on = format!("{year}-08-28"), school = primary(at % 7, 1));
            }
        }
    }
}

/// Programmes and standards of aid; what was paid stands in both systems.
fn aid(city: &mut City) {
    national_programmes(city);
    for (stage, amount) in [("小学", 1000), ("初中", 1250)] {
        let number = city.number("BZ");
        add!(city, aid_standards: standard_no = number, programme = "寄宿生生活补助", stage = stage, boarder = "是",
            amount_per_year = amount, valid_from = "2019-09-01", valid_to = "");
    }
    for row in city.rows("payments") {
        city.set(row, "due_on", "2020-09-30");
        let [id, programme, amount] =
            ["national_id", "programme", "amount"].map(|column| city.cell(row, column));
        for system in ["广西学生精准资助管理信息系统", "全国学生资助管理系统"]
        {
            add!(city, aid_system_records: system = system, national_id = id, programme = programme, school_year = "2020-2021",
                amount = amount, record_status = "已发放", updated_on = "2020-12-15");
        }
    }
}

/// The report of each week of term to its three recipients, on the Wednesday.
fn weekly(city: &mut City) {
    let weeks = (10..=28).chain(36..=44);
    // Monday of the tenth week of 2020.
    let monday = Day::new(2020, 3, 2);
    for week in weeks {
        let day = monday.plus((week - 10) * 7 + 2);
        for row in compulsory(city) {
            let school = city.cell(row, "school_id");
            for to_unit in ["乡镇党委", "乡镇政府", "县教育局"] {
                let number = city.number("ZB");
                add!(city, reports: report_no = number, kind = "控辍保学周报", from_unit = school, to_unit = to_unit,
                    for_period = format!("2020-W{week:02}"), submitted_on = day, is_written = "是", national_id = "");
            }
        }
    }
}

/// The plan's own figures for recruiting: 9 + 22 + 2 = 33.
fn planned(city: &mut City) {
    let figures = [
        ("计划招聘教师数", 33),
        ("计划招聘特岗教师数", 9),
        ("计划公开招聘教师数", 22),
        ("计划招聘全科教师数", 2),
    ];
    for (indicator, numerator) in figures {
        let number = city.number("N");
        add!(city, statistics: figure_no = number, indicator = indicator, county = "", township = "", school = "", for_period = "2020",
            counted_on = "2020-02-28", numerator = numerator, denominator = "", reported_rate = "");
    }
}

/// How the offices keep what only this plan looks at.
pub(super) fn kept(city: &mut City) {
    city.keep("reports").parquet();
    city.keep("registry").parquet();
    city.keep("household").parquet();
    city.keep("documents")
        .sheet("材料目录.xlsx", "目录", "文件材料目录");
    city.keep("aid_system_records")
        .sheet("资助.xlsx", "系统记录", "资助系统导出记录");
    city.keep("issues")
        .sheet("问题整改.xlsx", "台账", "苇川市问题整改台账")
        .rename("due_on", "完成时限");
    city.keep("accountability")
        .sheet("问题整改.xlsx", "问责", "提醒、约谈、问责登记");
    city.keep("statistics").gb18030().slashes();
    city.keep("assignments").gb18030();
    city.keep("projects").chinese_days();
    city.keep("meetings").digits();
    city.keep("trainings")
        .sheet("教师.xlsx", "培训", "教师培训登记");
    city.keep("allowances")
        .sheet("教师.xlsx", "补贴", "乡村教师补贴发放");
    city.keep("leading_groups").marked();
    // Handed in by each county.
    city.keep("funds").apart("county");
    city.keep("aid_batches").apart("county");
    city.keep("meals").apart("school");
    city.keep("inspections").apart("school");
    city.keep("recruits").slashes().gb18030();
    city.keep("equipment")
        .sheet("装备.xlsx", "到位清单", "教育装备到位清单");
}
