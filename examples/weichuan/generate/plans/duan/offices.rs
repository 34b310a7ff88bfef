//! What offices of the counties have: the headquarters, duties, publicity, inspections, court notices, problems, accountability, money.

use super::super::super::city::{City, add};
use super::super::super::identity::made_up_name;
use super::super::super::world::places::{CITY, COUNTIES, office, primary, township};

/// Publicity department and justice bureau of each county; the human-resources bureau of the city.
pub(super) fn found(city: &mut City) {
    for (code, name) in COUNTIES {
        for (digits, office) in [
            ("10", "县委宣传部"),
            ("11", "县司法局"),
            ("12", "县人民法院"),
        ] {
            let name = format!("{}{office}", name.trim_end_matches('县'));
            add!(city, organisations: organisation_id = format!("{code}{digits}"), name = name,
                kind = if digits == "12" { "法院" } else { "部门" }, county = code, township = "", is_member = "是", is_public = "是");
        }
    }
    let (code, name) = CITY;
    add!(city, organisations: organisation_id = format!("{code}06"), name = format!("{name}人力资源和社会保障局"), kind = "部门",
        county = "", township = "", is_member = "是", is_public = "是");
}

/// Who answers for the four parts of the third chapter.
pub(super) const DUTIES: [(&str, &[&str]); 4] = [
    (
        "三(一)",
        &[
            "教育局",
            "财政局",
            "发改局",
            "住建局",
            "审计局",
            "大数据局",
            "各乡镇人民政府",
        ],
    ),
    (
        "三(二)",
        &[
            "教育局",
            "人力资源社会保障局",
            "财政局",
            "党委编制办",
            "各乡镇人民政府",
        ],
    ),
    (
        "三(三)",
        &["教育局", "财政局", "扶贫办", "残联", "各乡镇人民政府"],
    ),
    (
        "三(四)",
        &[
            "教育局",
            "扶贫办",
            "公安局",
            "司法局",
            "人社局",
            "妇联",
            "残联",
            "文旅局",
            "民政局",
            "各乡镇政府",
        ],
    ),
];

pub(super) fn records(city: &mut City) {
    headquarters(city);
    for at in 0..COUNTIES.len() {
        duties(city, at);
        publicity(city, at);
        inspections(city, at);
        problems(city, at);
        money(city, at);
    }
    reports(city);
    papers(city);
}

const HEADQUARTERS: &str = "义务教育保障战役指挥部";
const OFFICE: &str = "义务教育保障战役指挥部办公室";

fn headquarters(city: &mut City) {
    let posts = [
        ("指挥长", 1),
        ("常务副指挥长", 2),
        ("副指挥长", 3),
        ("成员", 17),
    ];
    for (role, places) in posts {
        for at in 0..places {
            let member = made_up_name(&mut city.random);
            add!(city, leading_groups: group_name = HEADQUARTERS, member = member, post = format!("{role}第{}位", at + 1), role = role,
                staff_no = "", organisation = format!("{}02", CITY.0), county = "", township = "", school = "");
        }
    }
    for role in ["办公室主任", "办公室副主任"] {
        let member = made_up_name(&mut city.random);
        add!(city, leading_groups: group_name = OFFICE, member = member, post = format!("市教育局{role}"), role = role, staff_no = "",
            organisation = format!("{}02", CITY.0), county = "", township = "", school = "");
    }
    for row in city.rows("organisations") {
        let (id, name) = (city.cell(row, "organisation_id"), city.cell(row, "name"));
        let sent = ["扶贫办", "残联", "公安局", "财政局", "人力资源"];
        if sent.iter().any(|body| name.contains(body)) {
            let member = made_up_name(&mut city.random);
            add!(city, leading_groups: group_name = OFFICE, member = member, post = format!("{name}抽调干部"), role = "成员", staff_no = "",
                organisation = id, county = "", township = "", school = "");
        }
    }
}

fn duties(city: &mut City, county: usize) {
    if county > 3 {
        return;
    }
    for (clause, offices) in DUTIES {
        let number = city.number("ZR");
        let leader = city.cell(
            city.find("staff", "organisation", &office(county, "02")),
            "staff_id",
        );
        add!(city, duties: duty_no = number, clause_path = clause, leader = leader, area_rule = "属地管理");
        for name in offices {
            add!(city, duty_offices: duty_no = number, capacity = "责任", office = name);
        }
    }
}

/// The publicity department, once a quarter on television and in the newspaper.
fn publicity(city: &mut City, county: usize) {
    let laws = [
        "宣传《教育法》",
        "宣传《义务教育法》",
        "宣传《未成年人保护法》",
        "法治宣传日",
    ];
    let code = COUNTIES[county].0;
    for (month, topic) in [2, 5, 8, 11].into_iter().zip(laws) {
        for medium in ["县电视台", "《密洛陀报》"] {
            let number = city.number("XC");
            add!(city, publicity: event_no = number, organiser = format!("{code}10"), county = code, township = "",
                held_on = format!("2020-{month:02}-18"), medium = medium, topic = topic);
        }
    }
}

/// Two inspections of employers, two of venues, two around schools: the first of each found something, and it was dealt with.
fn inspections(city: &mut City, county: usize) {
    let kinds = [
        ("用工", "06", "服装加工作坊", "使用未成年人"),
        ("用工", "06", "砖厂", ""),
        ("网吧歌舞游戏", "01", "星辰网吧", "未核对身份证"),
        ("网吧歌舞游戏", "01", "欢乐电子游戏厅", ""),
        ("校园周边", "01", "校门口流动摊点", "占道经营"),
        ("校园周边", "01", "校园周边书店", ""),
    ];
    for (kind, digits, venue, violation) in kinds {
        let number = city.number("JC");
        let handled = if violation.is_empty() {
            ""
        } else {
            "2020-05-30"
        };
        let visited = if venue.contains("游戏") {
            "2020-10-03"
        } else {
            "2020-05-22"
        };
        add!(city, inspections: inspection_no = number, type = kind, inspected_by = office(county, digits), venue = venue, project = "",
            school = primary(county, 0), visited_on = visited, violation = violation, handled_on = handled);
    }
}

/// Problems from above with a reminder each, and problems of the county's own finding.
fn problems(city: &mut City, county: usize) {
    let sources = [
        ("中央脱贫攻坚专项巡视回头看", false, "2020-03-12"),
        ("国家成效考核", true, "2020-04-08"),
        ("督查检查", false, "2020-07-06"),
        ("自查排查", true, "2020-05-15"),
        ("自查排查", true, "2020-07-20"),
        ("自查排查", false, "2020-06-03"),
    ];
    for (source, of_school, found) in sources {
        let number = city.number("W");
        let officers = city.all("staff", "organisation", &office(county, "02"));
        let [leader, clerk] = [officers[0], officers[1]].map(|row| city.cell(row, "staff_id"));
        let (rectified, verified, closed) = match found {
            "2020-07-06" | "2020-07-20" => ("2020-08-12", "2020-08-18", "2020-08-25"),
            _ => ("2020-05-28", "2020-06-08", "2020-06-15"),
        };
        // Within sixty days of being found.
        let rectified = match found {
            "2020-03-12" => "2020-05-08",
            "2020-06-03" => "2020-06-05",
            _ => rectified,
        };
        let school = if of_school {
            primary(county, 0)
        } else {
            String::new()
        };
        add!(city, issues: issue_no = number, source = source, is_listed = "否", type = "立行立改", organisation = office(county, "02"),
            county = COUNTIES[county].0, township = township(county, 0), school = school, national_id = "", clause_path = "三(四)",
            found_on = found, measure = "逐户走访、限期整改", person_responsible = clerk, due_on = "2020-08-31", rectified_on = rectified,
            verified_on = verified, verified_by = leader, closed_on = closed);
        if source != "自查排查" {
            let action = city.number("WZ");
            add!(city, accountability: action_no = action, organisation = office(county, "02"), township = "", school = "", staff_no = "",
                issue_no = number, type = "提醒", taken_on = "2020-07-10", reason = "巡视检查发现问题");
        }
    }
    let clerk = city.cell(
        city.all("staff", "organisation", &office(county, "02"))[1],
        "staff_id",
    );
    let action = city.number("WZ");
    add!(city, accountability: action_no = action, organisation = "", township = "", school = "", staff_no = clerk, issue_no = "",
        type = if county.is_multiple_of(2) { "诫勉谈话" } else { "问责" }, taken_on = "2020-08-20", reason = "台账数据失实");
}

/// Money for compulsory education, meals, and batches of aid.
fn money(city: &mut City, county: usize) {
    let code = COUNTIES[county].0;
    for (purpose, planned) in [
        ("义务教育学校公用经费", 600_000),
        ("义务教育薄弱环节改善", 250_000),
    ] {
        let number = city.number("ZJ");
        add!(city, funds: fund_no = number, purpose = purpose, fund_year = 2020, county = code, planned = planned, paid = planned,
            due_on = "2020-06-30", paid_on = "2020-06-18", disclosed_on = "2020-07-06");
    }
    for month in [9, 10] {
        add!(city, meals: school = primary(county, 0), month = format!("2020-{month:02}"), entitled = 20 + county, served = 20 + county,
            subsidy = (20 + county) * 80, reported_on = format!("2020-{month:02}-28"));
    }
    for (programme, allocated) in [("生活补助", 90_000), ("助学金", 40_000)] {
        let number = city.number("PC");
        add!(city, aid_batches: batch_no = number, programme = programme, county = code, allocated = allocated, disbursed = allocated,
            due_on = "2020-09-30", disbursed_on = "2020-09-24");
    }
    let number = city.number("N");
    add!(city, statistics: figure_no = number, indicator = "义务教育巩固率", county = code, township = "", school = "",
        for_period = "2020", counted_on = "2020-09-10", numerator = 963 + county, denominator = 1000,
        reported_rate = format!("{}%", 96.3 + county as f64 / 10.0));
}

/// The analyses of the county of figures on dropouts, four a year.
fn reports(city: &mut City) {
    for (at, day) in ["2020-03-30", "2020-06-30", "2020-09-29"]
        .into_iter()
        .enumerate()
    {
        let number = city.number("BG");
        add!(city, reports: report_no = number, kind = "控辍保学汇总分析", from_unit = office(0, "02"), to_unit = "县人民政府",
            for_period = format!("2020年第{}季度", at + 1), submitted_on = day, is_written = "是", national_id = "");
    }
}

fn papers(city: &mut City) {
    let education = format!("{}02", CITY.0);
    let papers = [
        (
            "方案",
            "义务教育保障战役实施方案",
            "都精准办发〔2020〕13号",
            "2020-02-28",
        ),
        ("通知", "重大建设项目信息公开", "", "2020-07-15"),
        ("通知", "重大工作进展信息公开", "", "2020-08-20"),
        ("其他", "控辍保学联席会议制度", "", "2020-03-16"),
    ];
    for (kind, title, issue_no, day) in papers {
        let number = city.number("D");
        add!(city, documents: document_no = number, kind = kind, title = title, issue_no = issue_no, organisation = education,
            issued_on = day, on_paper = "是", electronic = "是");
    }
}
