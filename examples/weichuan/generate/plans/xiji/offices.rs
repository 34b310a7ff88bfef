//! The bureau and its offices, who answers for what, visits, problems and papers.

use super::super::super::city::{City, Row, add};
use super::super::super::identity::made_up_name;
use super::super::super::world::places::{
    CITY, COUNTIES, SENIOR, junior, kindergarten, office, primary, township, townships,
};

/// The offices and centres of the bureau.
const OFFICES: [&str; 8] = [
    "办公室",
    "基础教育室",
    "财务与项目室",
    "资助管理中心",
    "学生营养中心",
    "教育督导室",
    "人事室",
    "安全管理室",
];

/// The supervision office.
const SUPERVISION: usize = 5;

/// The group whose head, deputies and members the plan names by their posts.
pub(super) const GROUP: &str = "有针对性教育扶持专项工作领导小组";

/// An office of the bureau.
pub(super) fn bureau(at: usize) -> String {
    format!("{}1{at}", CITY.0)
}

/// The leading group of a county that consents to deferrals.
pub(super) fn leading_group(county: usize) -> String {
    office(county, "20")
}

/// The officer for a township or school: four for the first county, one for each other.
fn officer_for(county: usize, at: usize) -> usize {
    match county {
        0 => at % 4,
        _ => 3 + county,
    }
}

/// Somebody in an office, school or township: unit, organisation, school, township.
pub(super) fn serve(
    city: &mut City,
    (unit, organisation, school, township): (&str, &str, &str, &str),
    post: &str,
) -> String {
    let name = made_up_name(&mut city.random);
    let staff_id = city.number("U");
    add!(city, staff: staff_id = staff_id, name = name, unit = unit, organisation = organisation, school = school, township = township,
        post = post, is_leader = if post.ends_with('长') { "是" } else { "否" }, is_employed = "是", serves_from = "2018-03-01",
        serves_to = "");
    staff_id
}

/// The offices and the people in them.
pub(super) fn found(city: &mut City) {
    for (county, (code, _)) in COUNTIES.iter().enumerate() {
        add!(city, organisations: organisation_id = leading_group(county), name = "县级扶贫工作领导小组", kind = "党委政府", county = code,
            parent = office(county, "01"), is_member = "是", is_public = "是");
    }
    for (at, name) in OFFICES.into_iter().enumerate() {
        add!(city, organisations: organisation_id = bureau(at), name = format!("{}教育局{name}", CITY.1), kind = "科室",
            parent = format!("{}02", CITY.0), is_member = "是", is_public = "是");
        in_office(city, at, "主任");
        in_office(city, at, "干部");
    }
    let unit = format!("{}教育局", CITY.1);
    for post in ["局长", "副局长", "副局长", "副局长", "副局长", "督学"] {
        serve(city, (&unit, &format!("{}02", CITY.0), "", ""), post);
    }
    for row in city.rows("villages") {
        let unit = format!("{}村委会", city.cell(row, "name"));
        let place = city.cell(row, "township");
        let staff = serve(city, (&unit, "", "", ""), "村长");
        let row = city.find("staff", "staff_id", &staff);
        city.set(row, "township", place);
    }
}

/// Somebody in an office of the bureau.
pub(super) fn in_office(city: &mut City, at: usize, post: &str) -> String {
    let unit = format!("{}教育局{}", CITY.1, OFFICES[at]);
    serve(city, (&unit, &bureau(at), "", ""), post)
}

/// The officer of a number: a director of an office, or somebody in it.
pub(super) fn officer(city: &City, number: usize) -> String {
    city.cell(
        city.all("staff", "organisation", &bureau(number % 8))[number / 8],
        "staff_id",
    )
}

/// Somebody of the supervision office.
pub(super) fn supervisor(city: &City) -> String {
    city.cell(
        city.all("staff", "organisation", &bureau(SUPERVISION))[1],
        "staff_id",
    )
}

fn first(city: &City, column: &str, text: &str, post: &str) -> String {
    let mut rows = city.all("staff", column, text);
    rows.retain(|row| city.is(*row, "post", post));
    city.cell(rows[0], "staff_id")
}

/// Everything that offices and schools record.
pub(super) fn record(city: &mut City) {
    leading_groups(city);
    duties(city);
    for county in 0..COUNTIES.len() {
        answer_for_places(city, county);
    }
    officer_visits(city);
    for county in 0..COUNTIES.len() {
        problems(city, county);
    }
    registry_problems(city);
    home_visits(city);
    papers(city);
    figures(city);
}

/// Schools of all kinds of a county, by their codes.
fn schools_of(city: &City, county: usize) -> Vec<Row> {
    let mut rows = city.rows("schools");
    rows.retain(|row| city.cell(*row, "school_id")[1..7] == *COUNTIES[county].0);
    rows
}

pub(super) fn is_compulsory(city: &City, row: Row) -> bool {
    city.is_one(
        row,
        "kind",
        &["教学点", "小学", "初中", "九年一贯", "特殊教育学校"],
    )
}

fn leading_groups(city: &mut City) {
    let bureau_staff = city.all("staff", "organisation", &format!("{}02", CITY.0));
    for (at, row) in bureau_staff.into_iter().enumerate() {
        let [name, id, post] = ["name", "staff_id", "post"].map(|column| city.cell(row, column));
        let role = if at == 0 { "组长" } else { "副组长" };
        add!(city, leading_groups: group_name = GROUP, member = name, post = format!("教育局{post}{}", at + 1), role = role,
            staff_no = id, organisation = format!("{}02", CITY.0));
    }
    for (at, office) in OFFICES.into_iter().enumerate() {
        let row = city.find("staff", "organisation", &bureau(at));
        let [name, id] = ["name", "staff_id"].map(|column| city.cell(row, column));
        add!(city, leading_groups: group_name = GROUP, member = name, post = format!("{office}主任"), role = "成员",
            staff_no = id, organisation = bureau(at));
    }
    for row in city.rows("schools") {
        let [school, name, principal] =
            ["school_id", "name", "principal"].map(|column| city.cell(row, column));
        let head = city.cell(city.find("staff", "staff_id", &principal), "name");
        add!(city, leading_groups: group_name = GROUP, member = head, post = format!("{name}校长"), role = "成员",
            staff_no = principal, school = school);
        for team in ["温馨团队", "帮扶团队"] {
            add!(city, leading_groups: group_name = format!("{name}{team}"), member = head, post = "校长", role = "组长",
                staff_no = principal, school = school);
        }
    }
}

/// The lines of the annex, a line a county, and the work of the leading group's offices.
fn duties(city: &mut City) {
    for (county, (_, name)) in COUNTIES.into_iter().enumerate() {
        let number = city.number("Q");
        let leader = officer(city, officer_for(county, 0));
        add!(city, duties: duty_no = number, clause_path = "二(三)", leader = leader, area_rule = format!("{name}控辍保学"));
    }
    let lines = [
        ("三(一)", "牵头", "办公室", 0),
        ("三(一)", "牵头", "基础教育室", 1),
        ("三(一)", "责任", "财务与项目室", 2),
        ("三(一)", "责任", "资助管理中心", 3),
        ("三(一)", "责任", "学生营养中心", 4),
        ("三(一)", "责任", "教育督导室", 5),
    ];
    for (path, capacity, office, at) in lines {
        let (number, leader) = (city.number("Q"), officer(city, at));
        add!(city, duties: duty_no = number, clause_path = path, leader = leader, area_rule = "全市");
        add!(city, duty_offices: duty_no = number, capacity = capacity, office = office, organisation = bureau(at));
    }
}

/// Adds who answers for a township, village or school.
pub(super) fn assign(
    city: &mut City,
    (column, place): (&str, &str),
    role: &str,
    helper: &str,
) -> Row {
    let number = city.number("K");
    city.add(
        "assignments",
        &[
            ("assignment_no", number),
            (column, place.to_owned()),
            ("helper", helper.to_owned()),
            ("role", role.to_owned()),
            ("assigned_from", "2021-01-01".to_owned()),
            ("assigned_to", String::new()),
        ],
    )
}

fn answer_for_places(city: &mut City, county: usize) {
    let county_head = first(city, "organisation", &office(county, "01"), "县长");
    let bureau_head = first(city, "organisation", &office(county, "02"), "局长");
    for at in 0..townships(county) {
        let place = township(county, at);
        let head = first(city, "township", &place, "乡镇长");
        let responsible = officer(city, officer_for(county, at));
        for (role, helper) in [
            ("包抓", &responsible),
            ("党政线", &head),
            ("教育线", &bureau_head),
        ] {
            assign(city, ("township", &place), role, helper);
        }
        let school = schools_of(city, county)
            .into_iter()
            .find(|row| city.is(*row, "township", &place));
        let school = school
            .map(|row| city.cell(row, "principal"))
            .unwrap_or_default();
        let mut heads = city.all("staff", "township", &place);
        heads.retain(|row| city.is(*row, "post", "村长"));
        for (number, village) in city
            .all("villages", "township", &place)
            .into_iter()
            .enumerate()
        {
            let code = city.cell(village, "village_code");
            let village_head = city.cell(heads[number], "staff_id");
            for (role, helper) in [
                ("县长", &county_head),
                ("局长", &bureau_head),
                ("乡镇长", &head),
                ("校长", &school),
                ("村长", &village_head),
            ] {
                assign(city, ("village", &code), role, helper);
            }
        }
    }
    let mut schools = schools_of(city, county);
    schools.retain(|row| is_compulsory(city, *row));
    for (at, row) in schools.into_iter().enumerate() {
        let [school, place] = ["school_id", "township"].map(|column| city.cell(row, column));
        let teachers: Vec<String> = (city.all("staff", "school", &school).into_iter())
            .map(|row| city.cell(row, "staff_id"))
            .collect();
        let teacher = |number: usize| teachers[number % teachers.len()].clone();
        for (role, helper) in [
            ("包抓", officer(city, officer_for(county, at))),
            ("县长", county_head.clone()),
            ("局长", bureau_head.clone()),
            ("乡镇长", first(city, "township", &place, "乡镇长")),
            ("村长", first(city, "township", &place, "村长")),
            ("校长", teacher(0)),
            ("分管校长", teacher(1)),
            ("年级组长", teacher(2)),
            ("班主任", teacher(2)),
            ("学籍管理员", teacher(1)),
        ] {
            assign(city, ("school", &school), role, &helper);
        }
    }
}

/// Each officer goes out twice a month: once to a township, once to a school, both his own.
fn officer_visits(city: &mut City) {
    for number in 0..10 {
        let id = officer(city, number);
        let own = city.all("assignments", "helper", &id);
        let of = |column: &str| -> Vec<String> {
            let cells = own.iter().map(|row| city.cell(*row, column));
            cells.filter(|cell| !cell.is_empty()).collect()
        };
        let (places, schools) = (of("township"), of("school"));
        for month in 1..=12 {
            let [one, other] = [city.number("I"), city.number("I")];
            add!(city, officer_visits: visit_no = one, officer = id, township = places[month % places.len()],
                visited_on = format!("2021-{month:02}-{:02}", 4 + number));
            add!(city, officer_visits: visit_no = other, officer = id, school = schools[month % schools.len()],
                visited_on = format!("2021-{month:02}-{:02}", 18 + number));
        }
    }
}

/// A problem as it is put on the ledger: where it comes from, where it is, whom it is about, and whether it took too long.
pub(super) struct Problem<'a> {
    pub(super) source: &'a str,
    pub(super) county: usize,
    pub(super) school: &'a str,
    pub(super) child: &'a str,
    pub(super) late: bool,
}

/// Puts a problem on the ledger, with the assessors' line and the school's papers.
pub(super) fn problem(city: &mut City, about: &Problem<'_>) -> Row {
    let issue_no = city.number("W");
    let (organisation, place) = (office(about.county, "02"), township(about.county, 1));
    let responsible = match about.school {
        "" => first(city, "township", &place, "乡镇长"),
        school => city.cell(city.find("schools", "school_id", school), "principal"),
    };
    let days = match about.late {
        false => ["2021-05-18", "2021-05-20", "2021-05-25"],
        true => ["2021-06-15", "2021-06-18", "2021-06-21"],
    };
    let verifier = supervisor(city);
    let row = add!(city, issues: issue_no = issue_no, source = about.source, is_listed = "否", type = "立行立改", organisation = organisation,
        county = COUNTIES[about.county].0, township = place, school = about.school, national_id = about.child, clause_path = "二(五)3",
        found_on = "2021-05-06", measure = "限期整改", person_responsible = responsible, due_on = "2021-06-10", rectified_on = days[0],
        verified_on = days[1], verified_by = verifier, closed_on = days[2]);
    if about.source != "自查排查" {
        let finding_no = city.number("F");
        add!(city, source_findings: finding_no = finding_no, source = about.source, problem = "台账与学籍不一致", issue_no = issue_no);
    }
    if about.late {
        let action_no = city.number("Z");
        add!(city, accountability: action_no = action_no, organisation = organisation, issue_no = issue_no, type = "约谈",
            taken_on = "2021-06-25", reason = "逾期未整改");
    }
    if !about.school.is_empty() {
        let report_no = city.number("S");
        let sent = if about.late {
            "2021-06-19"
        } else {
            "2021-05-22"
        };
        add!(city, reports: report_no = report_no, kind = "整改资料", from_unit = about.school, to_unit = "基础教育室",
            for_period = "2021", submitted_on = sent, is_written = "是");
        let inspected = city.all("attestations", "school", about.school);
        if about.source != "自查排查" && inspected.is_empty() {
            let attestation_no = city.number("Y");
            add!(city, attestations: attestation_no = attestation_no, topic = "反馈问题整改情况", school = about.school, verdict = "符合",
                attested_by = verifier, attested_on = "2021-06-24");
        }
    }
    row
}

pub(super) const THIRD_PARTY: &str = "第三方评估反馈";
pub(super) const INSPECTION: &str = "督查检查";
pub(super) const OWN: &str = "自查排查";

fn problems(city: &mut City, county: usize) {
    let [one, other] = [primary(county, 0), primary(county, 1)];
    let mut all = vec![
        (THIRD_PARTY, one.as_str(), false),
        (THIRD_PARTY, one.as_str(), false),
        (THIRD_PARTY, "", false),
        (THIRD_PARTY, "", false),
        (INSPECTION, other.as_str(), false),
        (INSPECTION, "", false),
        (OWN, one.as_str(), false),
        (OWN, other.as_str(), false),
        (OWN, "", true),
    ];
    let more = [
        primary(0, 2),
        junior(0, 1),
        kindergarten(0),
        SENIOR.to_owned(),
    ];
    if county == 0 {
        all.extend(
            more.iter()
                .map(|school| (INSPECTION, school.as_str(), false)),
        );
        all.extend(more.iter().map(|school| (OWN, school.as_str(), true)));
    }
    for (at, (source, school, late)) in all.into_iter().enumerate() {
        let row = problem(
            city,
            &Problem {
                source,
                county,
                school,
                child: "",
                late,
            },
        );
        // What officers saw on a visit.
        if source == OWN {
            let id = officer(city, officer_for(county, at));
            let visits = city.all("officer_visits", "officer", &id);
            let visit = city.cell(visits[6 + at % 2], "visit_no");
            let issue_no = city.cell(row, "issue_no");
            add!(city, visit_problems: visit_no = visit, problem = format!("台账更新不及时（{at}）"), issue = issue_no);
        }
    }
}

/// Pupils with a problem in the registry, each looked into.
fn registry_problems(city: &mut City) {
    for (county, problem_text) in [
        (0, "疑似重复学籍"),
        (0, "照片缺失"),
        (1, "姓名与户籍不符"),
        (2, "疑似重复学籍"),
        (4, "照片缺失"),
    ] {
        let mut rows = city.all("registry", "school", &primary(county, 0));
        rows.retain(|row| city.is(*row, "problem", "") && city.is(*row, "grade", "4"));
        let row = rows[0];
        city.set(row, "problem", problem_text);
        let child = city.cell(row, "national_id");
        problem(
            city,
            &Problem {
                source: OWN,
                county,
                school: "",
                child: &child,
                late: false,
            },
        );
    }
}

/// Teachers of every school go to homes of its pupils.
fn home_visits(city: &mut City) {
    for row in city.rows("schools") {
        if !is_compulsory(city, row) {
            continue;
        }
        let school = city.cell(row, "school_id");
        let teachers = city.all("staff", "school", &school);
        let pupils = city.all("enrolment", "school", &school);
        for (at, pupil) in pupils.into_iter().take(6).enumerate() {
            let (number, id) = (city.number("V"), city.cell(pupil, "national_id"));
            let visitor = city.cell(teachers[at % 3], "staff_id");
            let household = city.find("household", "national_id", &id);
            let household = city.cell(household, "household_no");
            add!(city, home_visits: visit_no = number, national_id = id, household_no = household, visitor = visitor,
                visited_on = format!("2021-10-{:02}", 11 + at), purpose = "家庭教育", result = "家长满意");
        }
    }
    // Exchange with rural schools.
    let mut rural = city.rows("schools");
    rural.retain(|row| is_compulsory(city, *row) && !city.is(*row, "village", ""));
    for (at, row) in rural.into_iter().take(8).enumerate() {
        let school = city.cell(row, "school_id");
        let teachers = city.all("staff", "school", &primary(at % 7, 0));
        let (number, teacher) = (city.number("J"), city.cell(teachers[2], "staff_id"));
        add!(city, exchanges: exchange_no = number, teacher = teacher, from_school = primary(at % 7, 0), to_school = school,
            type = "交流", started_on = "2021-03-01");
    }
}

/// Papers that the plan names, and what schools hand in.
fn papers(city: &mut City) {
    let named = [
        ("通知", "控辍保学包抓责任", "西教工委发〔2020〕22号"),
        ("通知", "关于落实义务教育控辍保学责任制的通知", ""),
        ("通知", "控辍保学工作", "教基〔2020〕5号"),
        ("通知", "控辍保学工作", "宁教基〔2020〕66号"),
        ("通知", "关于控辍保学建立长效机制的意见", ""),
        ("通知", "劝返复学学生教育教学管理办法", ""),
        ("计划", "特殊教育提升计划实施方案", ""),
        ("通知", "加强农村留守儿童保护工作的意见", ""),
        ("方案", "特殊群体帮扶方案", ""),
        ("方案", "城乡义务教育一体化发展方案", ""),
        ("方案", "义务教育优质均衡发展方案", ""),
    ];
    for (kind, title, issue_no) in named {
        let number = city.number("D");
        add!(city, documents: document_no = number, kind = kind, title = title, issue_no = issue_no, organisation = format!("{}02", CITY.0),
            issued_on = "2020-10-12", on_paper = "是", electronic = "是", digest = "");
    }
    for (at, row) in city.rows("schools").into_iter().enumerate() {
        let school = city.cell(row, "school_id");
        // Some hand in one paper in both forms, others one for each.
        let forms = match at % 5 {
            0 => vec![("是", "否"), ("否", "是")],
            _ => vec![("是", "是")],
        };
        for (on_paper, electronic) in forms {
            let number = city.number("D");
            let digest = format!(
                "{:016x}",
                0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(number.len() as u64 + at as u64 * 7 + 1)
            );
            add!(city, documents: document_no = number, kind = "整改资料", title = "整改落实资料", school = school, issued_on = "2021-05-19",
                on_paper = on_paper, electronic = electronic, digest = digest);
        }
    }
}

/// How many small children are in kindergartens, this year and the year before.
fn figures(city: &mut City) {
    for (at, (code, _)) in COUNTIES.iter().enumerate() {
        for (year, children) in [(2020, 851), (2021, 868)] {
            let number = city.number("N");
            add!(city, statistics: figure_no = number, indicator = "学前三年毛入园率", county = code, for_period = year,
                counted_on = format!("{year}-09-15"), numerator = children + at, denominator = 1000,
                reported_rate = format!("{:.1}%", (children + at) as f64 / 10.0));
        }
    }
}
