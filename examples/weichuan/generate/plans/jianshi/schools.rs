//! Places of this plan: its poor villages, kindergartens of the townships, special schools; surveys, needs, buildings, permits.

use super::super::super::city::{City, Row, add};
use super::super::super::identity::made_up_name;
use super::super::super::world::places::{COUNTIES, SPECIAL, VOCATIONAL, township, townships};

/// The kinds of schools of compulsory education.
pub(super) const COMPULSORY: [&str; 5] = ["教学点", "小学", "初中", "九年一贯", "特殊教育学校"];

const FIRST: [&str; 10] = [
    "枫树", "柳家", "杏花", "石门", "龙潭", "白果", "茶园", "竹溪", "高坪", "响水",
];
const SECOND: [&str; 8] = ["湾", "坪", "岭", "坡", "沟", "坝", "垭", "河"];

/// Every township, as county and number in the county.
pub(super) fn all_townships() -> Vec<(usize, usize)> {
    let of = |county| (0..townships(county)).map(move |at| (county, at));
    (0..COUNTIES.len()).flat_map(of).collect()
}

/// The kindergarten of a township.
pub(super) fn kindergarten_of(county: usize, at: usize) -> String {
    format!("1{}{:03}", COUNTIES[county].0, 1 + at)
}

/// The special school of one of the first four counties.
pub(super) fn special(county: usize) -> String {
    format!("6{}001", COUNTIES[county].0)
}

/// A village of a township that has nobody but whom this plan puts there.
pub(super) fn new_village(county: usize, at: usize, number: usize) -> String {
    format!("{}{:03}", township(county, at), 204 + number)
}

/// Whether a school lies in a poor village.
pub(super) fn in_poor_village(city: &City, row: Row) -> bool {
    let village = city.cell(row, "village");
    !village.is_empty()
        && city.is(
            city.find("villages", "village_code", &village),
            "is_poor",
            "是",
        )
}

/// The schools that lie in poor villages, by their codes.
pub(super) fn poor_village_schools(city: &City) -> Vec<String> {
    let mut rows = city.rows("schools");
    rows.retain(|row| in_poor_village(city, *row));
    rows.iter()
        .map(|row| city.cell(*row, "school_id"))
        .collect()
}

fn compulsory(city: &City) -> Vec<String> {
    let mut rows = city.rows("schools");
    rows.retain(|row| city.is_one(*row, "kind", &COMPULSORY));
    rows.iter()
        .map(|row| city.cell(*row, "school_id"))
        .collect()
}

/// Villages and schools that the world does not have.
pub(super) fn open(city: &mut City) {
    // Eighteen poor villages of the world, and 74 of this plan: 92.
    let places = all_townships();
    for at in 0..74 {
        let (county, place) = places[at % places.len()];
        let name = format!("{}{}村", FIRST[at % 10], SECOND[at / 10]);
        add!(city, villages: village_code = new_village(county, place, at / places.len()), name = name,
            township = township(county, place), is_poor = "是");
    }
    for (county, place) in places {
        let id = kindergarten_of(county, place);
        if city.all("schools", "school_id", &id).is_empty() {
            let code = township(county, place);
            let township_name = city.cell(city.find("townships", "code", &code), "name");
            let short = COUNTIES[county].1.trim_end_matches('县');
            let name = match county {
                0 => format!("{}幼儿园", &township_name[..township_name.len() - 3]),
                _ => format!("{short}{}幼儿园", &township_name[..township_name.len() - 3]),
            };
            school(city, &id, &name, &code, ("幼儿园", 90, 1));
        }
        let row = city.find("schools", "school_id", &id);
        city.set(row, "is_central", "是");
    }
    for (county, (_, county_name)) in COUNTIES.iter().enumerate().take(4).skip(1) {
        let name = format!("{}特殊教育学校", county_name.trim_end_matches('县'));
        school(
            city,
            &special(county),
            &name,
            &township(county, 0),
            ("特殊教育学校", 60, 2),
        );
    }
}

/// A school with its head and so many teachers.
fn school(
    city: &mut City,
    id: &str,
    name: &str,
    township: &str,
    (kind, places, teachers): (&str, usize, usize),
) {
    let principal = city.number("T");
    add!(city, schools: school_id = id, name = name, township = township, village = "", kind = kind, ownership = "公办", is_boarding = "否",
        is_small = "否", is_central = "否", places = places, principal = principal);
    for at in 0..=teachers {
        let (staff_id, post) = match at {
            0 => (principal.clone(), "校长"),
            _ => (city.number("T"), "教师"),
        };
        let person = made_up_name(&mut city.random);
        add!(city, staff: staff_id = staff_id, name = person, unit = name, school = id, post = post,
            is_leader = if at == 0 { "是" } else { "否" }, is_employed = "是", serves_from = "2015-09-01", serves_to = "");
    }
}

/// Posts once all pupils and teachers are there; surveys, needs, buildings and papers.
pub(super) fn staff(city: &mut City) {
    classes(city);
    posts(city);
    surveys(city);
    needs(city);
    projects(city);
    permits(city);
    for county in 0..4 {
        for (item, unit, number) in [("康复训练器材", "套", 6), ("教学一体机", "台", 4)]
        {
            add!(city, equipment: item = item, school = special(county), unit = unit, planned = number, delivered = number,
                in_use_on = "2019-09-02");
        }
    }
    let schools: Vec<String> = city
        .rows("schools")
        .iter()
        .map(|row| city.cell(*row, "school_id"))
        .collect();
    for (at, school) in schools.iter().take(28).enumerate() {
        let number = city.number("J");
        add!(city, paired_schools: pair_no = number, school = school, partner = format!("滨江区结对学校{}", at + 1),
            paired_since = "2018-05-20", last_activity_on = format!("2019-{:02}-16", 4 + at % 8));
    }
}

/// Classes of the pupils that this plan added, and a kindergarten class at every school of a poor village.
fn classes(city: &mut City) {
    for row in city.rows("registry") {
        let [school, grade, class] =
            ["school", "grade", "class"].map(|column| city.cell(row, column));
        class_of(city, &school, &grade, &class, 8);
    }
    for school in poor_village_schools(city) {
        class_of(city, &school, "0", "0（1）班", 12);
    }
    for (county, place) in all_townships() {
        class_of(city, &kindergarten_of(county, place), "0", "0（1）班", 20);
    }
}

fn class_of(city: &mut City, school: &str, grade: &str, class: &str, size: usize) {
    let id = format!("{school}-{class}");
    if city.all("classes", "class_id", &id).is_empty() {
        let entry = matches!(grade, "1" | "7" | "10");
        add!(city, classes: class_id = id, school = school, grade = grade, is_entry_grade = if entry { "是" } else { "否" }, size = size,
            bullying_alert = "是");
    }
}

/// Two posts a class; of those of schools outside poor villages one in ten or fewer is vacant.
fn posts(city: &mut City) {
    for row in city.rows("posts") {
        city.remove(row);
    }
    for row in city.rows("schools") {
        let school = city.cell(row, "school_id");
        let [teachers, pupils, classes] =
            ["staff", "registry", "classes"].map(|table| city.all(table, "school", &school).len());
        let approved = teachers.max(classes * 2);
        let vacant = usize::from(approved >= 10 && !in_poor_village(city, row));
        add!(city, posts: school = school, for_period = "2019-2020", counted_on = "2019-12-16", approved = approved,
            occupied = approved - vacant, contracted = 0, pupils = pupils, classes = classes);
    }
}

fn surveys(city: &mut City) {
    let by = city.cell(city.find("staff", "post", "扶贫专干"), "staff_id");
    for (at, school) in compulsory(city).into_iter().enumerate() {
        let day = format!("2019-05-{:02}", 6 + at % 20);
        add!(city, school_conditions: school = school, checked_on = day, checked_by = by, meets_basic = "符合", buildings = "符合",
            teachers_enough = "符合", equipment = "符合", books = "符合", living = "符合", network = "符合", teaching = "正常开展",
            service_area = "本乡镇");
    }
    for school in poor_village_schools(city) {
        let day = city.cell(
            city.find("school_conditions", "school", &school),
            "checked_on",
        );
        for item in ["教室维修", "课桌椅"] {
            add!(city, condition_needs: school = school, checked_on = day, item = item);
        }
    }
}

fn needs(city: &mut City) {
    for (at, school) in poor_village_schools(city).into_iter().enumerate() {
        for (item, quantity) in [("教室维修", 2 + at % 3), ("课桌椅", 30 + at)] {
            need(city, "贫困村学校需求清单", &school, item, quantity);
        }
    }
    for county in 0..COUNTIES.len() {
        let school = kindergarten_of(county, 0);
        let row = need(city, "2019至2020年教育短板项目清单", &school, "园舍扩建", 1);
        city.set(row, "year_from", 2019);
        city.set(row, "year_to", 2020);
        need(city, "学校文体设施需求清单", &school, "户外活动器材", 10);
        if county < 5 {
            need(city, "学校用地手续清单", &school, "办理土地使用证", 1);
        }
    }
}

fn need(city: &mut City, list: &str, school: &str, item: &str, quantity: usize) -> Row {
    let number = city.number("N");
    add!(city, needs: need_no = number, list_name = list, school = school, item = item, quantity = quantity, updated_on = "2019-06-12",
        supplied = quantity, supplied_on = "2019-08-28")
}

/// A project while it is put on the list.
struct Building<'a> {
    name: &'a str,
    kind: &'a str,
    school: &'a str,
    place: (usize, usize),
    completed: &'a str,
}

fn projects(city: &mut City) {
    for place in all_townships() {
        project(
            city,
            &Building {
                name: "留守儿童关爱中心",
                kind: "留守儿童关爱中心",
                school: "",
                place,
                completed: "2019-08-20",
            },
        );
    }
    for (at, school) in poor_village_schools(city).iter().take(7).enumerate() {
        let row = project(
            city,
            &Building {
                name: "援建教学楼",
                kind: "援建",
                school,
                place: (at, 1),
                completed: "2019-09-10",
            },
        );
        city.set(row, "planned_completion", "2019-09-30");
    }
    for county in 0..4 {
        let school = special(county);
        project(
            city,
            &Building {
                name: "技能培训教室",
                kind: "特殊教育学校",
                school: &school,
                place: (county, 0),
                completed: "2019-07-15",
            },
        );
        let school = kindergarten_of(county + 1, 0);
        let row = project(
            city,
            &Building {
                name: "惠民小区配建幼儿园",
                kind: "幼儿园",
                school: &school,
                place: (county + 1, 0),
                completed: "2019-08-10",
            },
        );
        city.set(row, "handed_over_on", "2019-08-25");
    }
    project(
        city,
        &Building {
            name: "教师公租房",
            kind: "教师公租房",
            school: VOCATIONAL,
            place: (0, 0),
            completed: "2019-10-18",
        },
    );
    // Not finished, and not due yet.
    let row = project(
        city,
        &Building {
            name: "援建运动场",
            kind: "援建",
            school: SPECIAL,
            place: (0, 0),
            completed: "",
        },
    );
    city.set(row, "planned_completion", "2020-06-30");
    let school = kindergarten_of(5, 0);
    let row = project(
        city,
        &Building {
            name: "安康小区配建幼儿园",
            kind: "幼儿园",
            school: &school,
            place: (5, 0),
            completed: "",
        },
    );
    city.set(row, "planned_completion", "2020-08-31");
}

fn project(city: &mut City, building: &Building<'_>) -> Row {
    let (number, (county, place)) = (city.number("K"), building.place);
    let done = !building.completed.is_empty();
    add!(city, projects: project_no = number, name = building.name, school = building.school, county = COUNTIES[county].0,
        township = township(county, place), kind = building.kind, started_on = "2019-03-11", planned_completion = "2019-10-31",
        completed_on = building.completed, in_use_on = if done { "2019-11-01" } else { "" }, safety_checked_on = "2019-06-05",
        quality = if done { "符合" } else { "" })
}

/// Five of each kind, each in time; some on the last day that counts: the same day of the next month, or its end.
fn permits(city: &mut City) {
    let days = [
        ("2019-01-31", "2019-02-28"),
        ("2019-03-15", "2019-04-15"),
        ("2019-05-31", "2019-06-30"),
        ("2019-07-02", "2019-07-20"),
        ("2019-12-10", ""),
    ];
    for (kind, unit) in [
        ("施工许可", 3),
        ("规划许可证", 4),
        ("土地手续", 4),
        ("土地使用证", 4),
    ] {
        for (at, (accepted, issued)) in days.into_iter().enumerate() {
            let number = city.number("Q");
            add!(city, permits: permit_no = number, school = kindergarten_of(at, 0), kind = kind, handled_by = super::units::unit(unit),
                accepted_on = accepted, issued_on = issued);
        }
    }
}
