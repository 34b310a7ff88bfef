//! Counties, townships, villages, organisations, schools and the people who act for them.

use super::super::city::{City, add};
use super::super::identity::made_up_name;

/// A county: code and name. Region codes that were never given out.
pub(crate) const COUNTIES: [(&str, &str); 7] = [
    ("159821", "砚湖县"),
    ("159822", "榆塘县"),
    ("159823", "柘原县"),
    ("159824", "汀岭县"),
    ("159825", "渚溪县"),
    ("159826", "桦沟县"),
    ("159827", "笙河县"),
];

/// The city's own code, and its name.
pub(crate) const CITY: (&str, &str) = ("159800", "苇川市");

const TOWNSHIPS: [&str; 6] = ["岚山镇", "青禾镇", "白渡乡", "望溪乡", "松坪乡", "石桥镇"];
const ELSEWHERE: [&str; 2] = ["城关镇", "北沟乡"];
const VILLAGES: [&str; 3] = ["东村", "西村", "上湾村"];

/// The offices of a county: the last two digits of their code, name without the county's, kind.
const OFFICES: [(&str, &str, &str); 9] = [
    ("01", "人民政府", "党委政府"),
    ("02", "教育局", "部门"),
    ("03", "扶贫办", "部门"),
    ("04", "民政局", "部门"),
    ("05", "公安局", "部门"),
    ("06", "人社局", "部门"),
    ("07", "财政局", "部门"),
    ("08", "残联", "群团"),
    ("09", "学生资助管理中心", "资助机构"),
];

/// The county whose code stands in the code of a place, school, office or village.
pub(crate) fn county_of(code: &str) -> Option<usize> {
    COUNTIES
        .iter()
        .position(|(county, _)| code.contains(county))
}

/// How many townships a county has.
pub(crate) fn townships(county: usize) -> usize {
    if county == 0 {
        TOWNSHIPS.len()
    } else {
        ELSEWHERE.len()
    }
}

pub(crate) fn township(county: usize, at: usize) -> String {
    format!("{}{:03}", COUNTIES[county].0, 100 + at)
}

/// A village of a township; those of the six other counties have one each.
pub(crate) fn village(county: usize, at: usize, number: usize) -> String {
    let number = if county == 0 {
        number % VILLAGES.len()
    } else {
        0
    };
    format!("{}{:03}", township(county, at), 201 + number)
}

/// An office of a county, by the last two digits of its code: 02 is the education bureau.
pub(crate) fn office(county: usize, digits: &str) -> String {
    format!("{}{digits}", COUNTIES[county].0)
}

/// The primary school of a township; in the six other counties that of the first township has nine years.
pub(crate) fn primary(county: usize, at: usize) -> String {
    format!("2{}{:03}", COUNTIES[county].0, 1 + at)
}

/// A teaching point of the first county: 0 or 1.
pub(crate) fn teaching_point(at: usize) -> String {
    format!("2{}{:03}", COUNTIES[0].0, 21 + at)
}

/// The junior school for a township of the first county, or the nine-year school of another county.
pub(crate) fn junior(county: usize, at: usize) -> String {
    match county {
        0 => format!("3{}{:03}", COUNTIES[0].0, 1 + at % 3),
        _ => primary(county, 0),
    }
}

/// The kindergarten of a township of the first county: there are three.
pub(crate) fn kindergarten(at: usize) -> String {
    format!("1{}{:03}", COUNTIES[0].0, 1 + at % 3)
}

pub(crate) const SENIOR: &str = "4159821001";
pub(crate) const VOCATIONAL: &str = "5159821001";
pub(crate) const SPECIAL: &str = "6159821001";

/// A school while it is being founded.
struct Founding<'a> {
    id: String,
    name: &'a str,
    county: usize,
    township: usize,
    kind: &'a str,
    teachers: usize,
}

pub(crate) fn found(city: &mut City) {
    let (code, name) = CITY;
    let organisations = [
        ("01", "人民政府", "党委政府"),
        ("02", "教育局", "部门"),
        ("03", "扶贫办", "部门"),
    ];
    for (digits, office, kind) in organisations {
        add!(city, organisations: organisation_id = format!("{code}{digits}"), name = format!("{name}{office}"), kind = kind,
            is_member = "是", is_public = "是");
    }
    for (at, (code, name)) in COUNTIES.iter().enumerate() {
        add!(city, counties: county_code = code, name = name, prefecture = CITY.1, is_nationally_poor = if at < 3 { "是" } else { "否" });
        for (digits, office, kind) in OFFICES {
            let id = format!("{code}{digits}");
            add!(city, organisations: organisation_id = id, name = format!("{name}{office}"), kind = kind, county = code, township = "",
                parent = format!("{}02", CITY.0), is_member = "是", is_public = "是");
        }
        officer(city, at, "01", "县长");
        officer(city, at, "02", "局长");
        officer(city, at, "02", "学籍管理员");
        for place in 0..townships(at) {
            found_township(city, at, place);
        }
        found_schools(city, at);
    }
}

/// Somebody who serves an office of a county.
fn officer(city: &mut City, county: usize, digits: &str, post: &str) {
    let name = made_up_name(&mut city.random);
    let staff_id = city.number("G");
    let organisation = office(county, digits);
    let unit = city.cell(
        city.find("organisations", "organisation_id", &organisation),
        "name",
    );
    add!(city, staff: staff_id = staff_id, name = name, unit = unit, organisation = organisation, post = post,
        is_leader = if post == "学籍管理员" { "否" } else { "是" }, is_employed = "是", serves_from = "2016-03-01", serves_to = "");
}

fn found_township(city: &mut City, county: usize, at: usize) {
    let name = if county == 0 {
        TOWNSHIPS[at]
    } else {
        ELSEWHERE[at]
    };
    let code = township(county, at);
    add!(city, townships: code = code, name = name, county = COUNTIES[county].0, is_remote = if at == 4 { "是" } else { "否" },
        high_dropout = if at == 3 { "是" } else { "否" });
    let villages = if county == 0 { VILLAGES.len() } else { 1 };
    for (number, village_name) in VILLAGES.iter().enumerate().take(villages) {
        let name = format!("{}{}", &name[..name.len() - 3], village_name);
        add!(city, villages: village_code = village(county, at, number), name = name, township = code,
            is_poor = if number == 0 { "是" } else { "否" });
    }
    for post in ["乡镇长", "扶贫专干"] {
        let staff_id = city.number("X");
        let person = made_up_name(&mut city.random);
        add!(city, staff: staff_id = staff_id, name = person, unit = format!("{name}人民政府"), township = code, post = post,
            is_leader = if post == "乡镇长" { "是" } else { "否" }, is_employed = "是", serves_from = "2016-03-01", serves_to = "");
    }
}

fn found_schools(city: &mut City, county: usize) {
    let short = COUNTIES[county].1.trim_end_matches('县');
    if county > 0 {
        let name = format!("{short}九年一贯制学校");
        let school = Founding {
            id: primary(county, 0),
            name: &name,
            county,
            township: 0,
            kind: "九年一贯",
            teachers: 3,
        };
        found_school(city, &school);
        let name = format!("{short}北沟小学");
        let school = Founding {
            id: primary(county, 1),
            name: &name,
            county,
            township: 1,
            kind: "小学",
            teachers: 3,
        };
        found_school(city, &school);
        return;
    }
    for (at, township) in TOWNSHIPS.iter().enumerate() {
        let name = format!("{}中心小学", &township[..township.len() - 3]);
        let school = Founding {
            id: primary(0, at),
            name: &name,
            county,
            township: at,
            kind: "小学",
            teachers: 4,
        };
        found_school(city, &school);
    }
    for (at, name) in ["松坪教学点", "白渡教学点"].into_iter().enumerate() {
        let school = Founding {
            id: teaching_point(at),
            name,
            county,
            township: 4 - at * 2,
            kind: "教学点",
            teachers: 2,
        };
        found_school(city, &school);
    }
    for (at, name) in ["第一中学", "第二中学", "第三中学"].into_iter().enumerate() {
        let name = format!("{short}{name}");
        let school = Founding {
            id: junior(0, at),
            name: &name,
            county,
            township: at * 2,
            kind: "初中",
            teachers: 6,
        };
        found_school(city, &school);
    }
    for (at, township) in TOWNSHIPS.iter().enumerate().take(3) {
        let name = format!("{}幼儿园", &township[..township.len() - 3]);
        let school = Founding {
            id: kindergarten(at),
            name: &name,
            county,
            township: at,
            kind: "幼儿园",
            teachers: 2,
        };
        found_school(city, &school);
    }
    let others = [
        (SENIOR, "高级中学", "普通高中", 6),
        (VOCATIONAL, "职业中学", "中职", 3),
        (SPECIAL, "特殊教育学校", "特殊教育学校", 3),
    ];
    for (id, name, kind, teachers) in others {
        let name = format!("{short}{name}");
        let school = Founding {
            id: id.to_owned(),
            name: &name,
            county,
            township: 0,
            kind,
            teachers,
        };
        found_school(city, &school);
    }
}

fn found_school(city: &mut City, school: &Founding<'_>) {
    let township = township(school.county, school.township);
    let is_rural = match school.county {
        0 => matches!(school.kind, "教学点" | "小学") && school.township > 2,
        _ => school.township > 0,
    };
    let village = if is_rural {
        village(school.county, school.township, 0)
    } else {
        String::new()
    };
    let principal = city.number("T");
    let small = school.kind == "教学点";
    add!(city, schools: school_id = school.id, name = school.name, township = township, village = village, kind = school.kind,
        ownership = "公办", is_boarding = if school.kind == "初中" { "是" } else { "否" }, is_small = if small { "是" } else { "否" },
        is_central = if school.kind == "小学" { "是" } else { "否" }, places = if small { 40 } else { 400 }, principal = principal);
    for at in 0..=school.teachers {
        let name = made_up_name(&mut city.random);
        let staff_id = if at == 0 {
            principal.clone()
        } else {
            city.number("T")
        };
        add!(city, staff: staff_id = staff_id, name = name, unit = school.name, school = school.id,
            post = if at == 0 { "校长" } else { "教师" }, is_leader = if at == 0 { "是" } else { "否" }, is_employed = "是",
            serves_from = "2015-09-01", serves_to = "");
    }
}
