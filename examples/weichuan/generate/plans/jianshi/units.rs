//! The seventeen member units with their plans, tasks and papers; figures, money, checks on the spot, events.

use super::super::super::city::{City, add};
use super::super::super::identity::made_up_name;
use super::super::super::world::places::{
    CITY, COUNTIES, VOCATIONAL, office, primary, township, village,
};
use super::schools::{COMPULSORY, all_townships, special};

/// The numbers of the three higher documents.
pub(super) const HIGHER: [&str; 3] = [
    "鄂教财〔2015〕9号",
    "建脱贫指办发〔2018〕91号",
    "第〔2019〕1号",
];

/// The member units: name, short name, kind.
pub(super) const UNITS: [(&str, &str, &str); 17] = [
    ("县教育局", "教育局", "部门"),
    ("县财政局", "财政局", "部门"),
    ("县扶贫办", "扶贫办", "部门"),
    ("县住房和城乡建设局", "住建局", "部门"),
    ("县自然资源和规划局", "自然资源局", "部门"),
    ("县人力资源和社会保障局", "人社局", "部门"),
    ("县公共就业和人才服务局", "公共就业局", "部门"),
    ("县委机构编制委员会办公室", "编办", "部门"),
    ("县文化旅游局", "文旅局", "部门"),
    ("县农业农村局", "农业农村局", "部门"),
    ("县民政局", "民政局", "部门"),
    ("县残疾人联合会", "残联", "群团"),
    ("县民族宗教事务局", "民宗局", "部门"),
    ("县中等职业技术学校", "职校", "部门"),
    ("团县委", "团县委", "群团"),
    ("县妇女联合会", "妇联", "群团"),
    ("县发展和改革局", "发改局", "部门"),
];

/// The code of a member unit.
pub(super) fn unit(at: usize) -> String {
    format!("{}{}", COUNTIES[0].0, 31 + at)
}

/// The head of a member unit.
pub(super) fn head(city: &City, at: usize) -> String {
    city.cell(city.find("staff", "organisation", &unit(at)), "staff_id")
}

/// The members of this plan are the units that it names, and no others.
pub(super) fn join(city: &mut City) {
    for row in city.rows("organisations") {
        city.set(row, "is_member", "否");
    }
    for (at, (name, short, kind)) in UNITS.into_iter().enumerate() {
        add!(city, organisations: organisation_id = unit(at), name = name, aliases = short, kind = kind, county = COUNTIES[0].0,
            is_member = "是", is_public = "是");
        let (staff_id, person) = (city.number("G"), made_up_name(&mut city.random));
        add!(city, staff: staff_id = staff_id, name = person, unit = name, organisation = unit(at), post = "主要负责人", is_leader = "是",
            is_employed = "是", serves_from = "2017-02-01", serves_to = "");
    }
}

pub(super) fn work(city: &mut City) {
    papers(city);
    tasks(city);
    attested(city);
    figures(city);
    money(city);
    office_of_the_group(city);
    let events = [
        (14, "2019-06-01", "关爱留守儿童"),
        (14, "2019-10-11", "留守儿童冬衣"),
        (15, "2019-09-17", "女学生自我保护"),
        (0, "2019-05-08", "资助政策"),
    ];
    for (organiser, day, topic) in events {
        let number = city.number("E");
        add!(city, publicity: event_no = number, organiser = unit(organiser), county = COUNTIES[0].0, held_on = day, medium = "进校宣讲",
            topic = topic);
    }
    for quarter in 1..=3 {
        let number = city.number("R");
        add!(city, reports: report_no = number, kind = "建档立卡数据", from_unit = unit(2), to_unit = "县领导小组办公室",
            for_period = format!("2019年第{quarter}季度"), submitted_on = format!("2019-{:02}-28", quarter * 3), is_written = "是");
    }
}

/// A paper of an organisation or a township.
pub(super) fn paper(
    city: &mut City,
    kind: &str,
    title: &str,
    organisation: &str,
    day: &str,
) -> String {
    let number = city.number("D");
    add!(city, documents: document_no = number, kind = kind, title = title, organisation = organisation, issued_on = day,
        on_paper = "是", electronic = "是");
    number
}

fn papers(city: &mut City) {
    let bureau = unit(0);
    for (at, number) in HIGHER.into_iter().enumerate() {
        let paper = paper(
            city,
            "通知",
            "教育扶贫工作的通知",
            &format!("{}02", CITY.0),
            ["2015-11-30", "2018-08-15", "2019-02-20"][at],
        );
        let row = city.find("documents", "document_no", &paper);
        city.set(row, "issue_no", number);
    }
    for (at, (name, _, _)) in UNITS.into_iter().enumerate() {
        paper(
            city,
            "计划",
            &format!("{name}2019年教育扶贫工作计划"),
            &unit(at),
            "2019-04-28",
        );
        if at > 0 {
            paper(
                city,
                "资料汇编",
                &format!("{name}2019年资料汇编"),
                &unit(at),
                "2019-12-12",
            );
        }
    }
    paper(city, "方案", "教育精准扶贫工作方案", &bureau, "2019-04-20");
    for (county, place) in all_townships() {
        let code = township(county, place);
        let paper = paper(
            city,
            "计划",
            "幼儿园布局规划",
            &office(county, "02"),
            "2019-05-15",
        );
        let row = city.find("documents", "document_no", &paper);
        city.set(row, "township", code);
    }
}

/// A task or problem on the ledger.
pub(super) fn issue(
    city: &mut City,
    organisation: &str,
    clause: &str,
    (by, verified_by): (&str, &str),
) -> String {
    let number = city.number("W");
    add!(city, issues: issue_no = number, source = "自查排查", is_listed = "否", type = "立行立改", organisation = organisation,
        county = organisation[..6], clause_path = clause, found_on = "2019-05-10", measure = "限期完成", person_responsible = by,
        due_on = "2019-11-30", rectified_on = "2019-11-18", verified_on = "2019-11-25", verified_by = verified_by, closed_on = "2019-11-28");
    number
}

fn tasks(city: &mut City) {
    let verifier = head(city, 2);
    for (at, (_, short, _)) in UNITS.into_iter().enumerate() {
        let duty = city.number("Z");
        add!(city, duties: duty_no = duty, clause_path = format!("附件2·{short}1"));
        add!(city, duty_offices: duty_no = duty, capacity = "责任", office = short, organisation = unit(at));
        let (by, checker) = match at {
            2 => (verifier.clone(), head(city, 0)),
            _ => (head(city, at), verifier.clone()),
        };
        issue(city, &unit(at), &format!("附件2·{short}2"), (&by, &checker));
    }
    for county in 0..COUNTIES.len() {
        let bureau = office(county, "02");
        let by = city.cell(city.find("staff", "organisation", &bureau), "staff_id");
        issue(city, &bureau, "二", (&by, &verifier));
        let number = issue(city, &office(county, "09"), "三(三)1③", (&by, &verifier));
        let action = city.number("A");
        add!(city, accountability: action_no = action, organisation = office(county, "09"), issue_no = number, type = "约谈",
            taken_on = "2019-11-20", reason = "资助发放不规范");
    }
}

fn attested(city: &mut City) {
    let by = head(city, 2);
    for at in 0..UNITS.len() {
        for topic in ["重点工作", "常态工作", "专题会议", "交办事项"] {
            let number = city.number("C");
            add!(city, attestations: attestation_no = number, topic = topic, organisation = unit(at), verdict = "符合", attested_by = by,
                attested_on = "2019-09-26");
        }
    }
    for (county, place) in all_townships() {
        for topic in [
            "亲情电话",
            "爱心妈妈",
            "志愿者",
            "生活引导",
            "学业辅导",
            "心理疏导",
        ] {
            let number = city.number("C");
            add!(city, attestations: attestation_no = number, topic = topic, township = township(county, place), verdict = "符合",
                attested_by = by, attested_on = "2019-11-14");
        }
    }
    for row in city.rows("schools") {
        if city.is_one(row, "kind", &COMPULSORY) {
            let (number, school) = (city.number("C"), city.cell(row, "school_id"));
            add!(city, attestations: attestation_no = number, topic = "控辍保学督查", school = school, verdict = "符合", attested_by = by,
                attested_on = "2019-10-22");
        }
    }
}

/// A figure of a county or of one of its villages.
fn figure(
    city: &mut City,
    county: usize,
    indicator: &str,
    village: &str,
    (numerator, denominator): (usize, usize),
) {
    let number = city.number("N");
    let rate = numerator as f64 * 100.0 / denominator as f64;
    add!(city, statistics: figure_no = number, indicator = indicator, county = COUNTIES[county].0, village = village,
        for_period = "2019-2020", counted_on = "2019-10-20", numerator = numerator, denominator = denominator,
        reported_rate = format!("{rate:.1}%"));
}

fn figures(city: &mut City) {
    for county in 0..COUNTIES.len() {
        for (indicator, numerator) in [
            ("学前三年毛入园率", 870 + county),
            ("义务教育入学率", 1000),
            ("义务教育巩固率", 968 + county),
            ("高中阶段毛入学率", 911 + county),
        ] {
            figure(city, county, indicator, "", (numerator, 1000));
        }
    }
    for (county, place) in all_townships() {
        figure(
            city,
            county,
            "学前三年入园率",
            &village(county, place, 0),
            (43 + place, 50),
        );
    }
    let source = paper(
        city,
        "其他",
        "全省教育事业统计公报",
        &format!("{}02", CITY.0),
        "2019-11-05",
    );
    add!(city, benchmarks: indicator = "学前三年入园率", area = "全省", for_period = "2019-2020", value = 88, document = source);
}

fn fund(city: &mut City, county: usize, (purpose, school): (&str, &str), year: usize, sum: usize) {
    let number = city.number("M");
    add!(city, funds: fund_no = number, purpose = purpose, fund_year = year, county = COUNTIES[county].0, school = school, planned = sum,
        paid = sum, due_on = format!("{year}-09-30"), paid_on = format!("{year}-09-20"));
}

fn money(city: &mut City) {
    for county in 0..COUNTIES.len() {
        fund(
            city,
            county,
            ("教育易迁项目配套资金", ""),
            2018,
            if county == 0 { 2_000_000 } else { 1_500_000 },
        );
        fund(
            city,
            county,
            ("民族教育专项", &primary(county, 0)),
            2019,
            60_000,
        );
        fund(city, county, ("义务教育薄弱环节改善", ""), 2019, 800_000);
    }
    for county in 0..4 {
        fund(
            city,
            county,
            ("特殊教育公用经费", &special(county)),
            2019,
            90_000,
        );
    }
    fund(city, 0, ("教师公租房建设", VOCATIONAL), 2019, 2_000_000);
    fund(city, 1, ("滨江区社会捐助", &primary(1, 1)), 2019, 120_000);
}

fn office_of_the_group(city: &mut City) {
    let group = "县发展教育脱贫领导小组办公室";
    for (role, post, at) in [
        ("办公室主任", "县教育局局长", 0),
        ("办公室副主任", "县教育局副局长", 1),
        ("成员", "县扶贫办", 2),
    ] {
        let staff = head(city, at);
        let name = city.cell(city.find("staff", "staff_id", &staff), "name");
        add!(city, leading_groups: group_name = group, member = name, post = post, role = role, staff_no = staff, organisation = unit(at),
            county = COUNTIES[0].0);
    }
}

/// Every paper has a number of the office that issued it.
pub(super) fn publish(city: &mut City) {
    for (at, row) in city.rows("documents").into_iter().enumerate() {
        if city.is(row, "issue_no", "") {
            city.set(row, "issue_no", format!("苇教〔2019〕{}号", at + 1));
        }
    }
}
