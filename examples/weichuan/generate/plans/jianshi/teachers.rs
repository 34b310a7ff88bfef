//! Teachers: allowances, training, exchange, recruits; training of grown-ups and what became of graduates.

use super::super::super::city::{City, Row, add};
use super::super::super::identity::{Day, made_up_name};
use super::super::super::world::people::Person;
use super::super::super::world::places::{VOCATIONAL, junior, primary};
use super::schools::{all_townships, kindergarten_of, new_village, poor_village_schools};
use super::units::unit;

pub(super) fn employ(city: &mut City) {
    allowances(city);
    trainings(city);
    recruits(city);
    workers(city);
    graduates(city);
}

/// The teachers of a school, with its head.
fn of_school(city: &City, school: &str) -> Vec<String> {
    let rows = city.all("staff", "school", school);
    rows.iter().map(|row| city.cell(*row, "staff_id")).collect()
}

fn allowances(city: &mut City) {
    let mut teachers = Vec::new();
    for row in city.rows("staff") {
        let school = city.cell(row, "school");
        if !school.is_empty() && !city.is(city.find("schools", "school_id", &school), "village", "")
        {
            teachers.push(city.cell(row, "staff_id"));
        }
    }
    for (at, teacher) in teachers.iter().enumerate() {
        for month in ["2019-10", "2019-11"] {
            allowance(city, teacher, month, "乡村教师补助", 400);
        }
        if at % 6 == 0 {
            allowance(city, teacher, "2019-12", "关爱基金", 1500);
        }
        if at % 8 == 1 {
            allowance(city, teacher, "2019-12", "奖励基金", 2000);
        }
    }
}

fn allowance(city: &mut City, teacher: &str, month: &str, kind: &str, sum: usize) {
    let day = format!("{month}-28");
    add!(city, allowances: teacher = teacher, month = month, type = kind, due = sum, paid = sum, due_on = day, paid_on = day);
}

/// A training of a teacher that ended in the summer.
pub(super) fn training(city: &mut City, teacher: &str, programme: &str, venue: &str) -> Row {
    let number = city.number("Y");
    add!(city, trainings: training_no = number, teacher = teacher, programme = programme, venue = venue, started_on = "2019-07-15",
        ended_on = "2019-07-26", assessed = "是")
}

fn trainings(city: &mut City) {
    let programmes = [
        ("国培", "省教师培训中心"),
        ("省培", "省教师培训中心"),
        ("县培", "县教师进修学校"),
    ];
    let poor: Vec<String> = poor_village_schools(city)
        .iter()
        .flat_map(|school| of_school(city, school))
        .collect();
    let mut others = Vec::new();
    for place in 0..3 {
        others.extend(of_school(city, &primary(0, place)));
        others.extend(of_school(city, &junior(0, place)));
    }
    for (at, (programme, venue)) in programmes.into_iter().enumerate() {
        for teacher in poor.iter().skip(at).step_by(4).take(8) {
            training(city, teacher, programme, venue);
        }
        for teacher in others.iter().skip(at).step_by(4).take(7) {
            training(city, teacher, programme, venue);
        }
    }
    for (county, place) in all_townships() {
        let teachers = of_school(city, &kindergarten_of(county, place));
        training(city, &teachers[0], "跟岗", "杭州市滨江区");
        if place == 0 || county == 0 {
            training(city, &teachers[1], "幼儿专职", "县教师进修学校");
        }
    }
    for (at, teacher) in others.iter().skip(3).step_by(4).enumerate() {
        if at < 5 {
            training(city, teacher, "跟岗", "杭州市");
        }
        let number = city.number("V");
        add!(city, exchanges: exchange_no = number, teacher = teacher, from_school = primary(0, at % 3), to_school = primary(0, 3 + at % 3),
            type = "轮岗", started_on = "2019-09-02");
    }
}

fn recruits(city: &mut City) {
    let vocational = (VOCATIONAL.to_owned(), "农业专家", 2);
    let mut wanted = vec![vocational];
    for (category, number) in [
        ("特岗教师", 8),
        ("公开招聘", 6),
        ("全科教师", 4),
        ("公费师范生", 3),
        ("定向培养", 2),
    ] {
        wanted.push((String::new(), category, number));
    }
    for county in 0..5 {
        wanted.push((kindergarten_of(county, 0), "委培", 1));
    }
    for (school, category, number) in wanted {
        for at in 0..number {
            let (recruit_no, name) = (city.number("U"), made_up_name(&mut city.random));
            let school = match school.as_str() {
                "" => primary(at % 7, 0),
                school => school.to_owned(),
            };
            add!(city, recruits: recruit_no = recruit_no, name = name, category = category, round = 1, year = 2019,
                signed_on = "2019-08-26", school = school);
        }
    }
    // Of the year before: signed, but in nobody's count.
    let (recruit_no, name) = (city.number("U"), made_up_name(&mut city.random));
    add!(city, recruits: recruit_no = recruit_no, name = name, category = "特岗教师", round = 1, year = 2018, signed_on = "2018-08-27",
        school = primary(0, 0));
}

/// A training of a grown-up.
fn trained(city: &mut City, person: &Person, group: &str, (course, provider): (&str, &str)) -> Row {
    add!(city, skill_trainings: national_id = person.id, name = person.name, course = course, provider = provider,
        partner = "县农业农村局", target_group = group, village = person.village, completed_on = "2019-06-28")
}

fn workers(city: &mut City) {
    let providers = [unit(6), unit(5), unit(13)];
    for at in 0..18 {
        let mut worker = Person::adult(city, at % 7, at, Day::new(1979, 1 + at as i64 % 12, 17));
        worker.poor = true;
        worker.register(city);
        let known = worker.poverty(city, "非在校生");
        city.set(known, "working_ability", "普通劳动力");
        city.set(known, "school_name", "");
        trained(
            city,
            &worker,
            "建档立卡劳动力",
            ("养殖技术", &providers[at % 3]),
        );
    }
    for at in 0..18 {
        let mut worker = Person::adult(city, at % 7, at, Day::new(1984, 1 + at as i64 % 12, 5));
        worker.village = new_village(at % 7, at % 2, 1);
        worker.register(city);
        trained(
            city,
            &worker,
            "贫困村劳动力",
            ("茶叶种植", &providers[at % 3]),
        );
    }
}

/// Who left junior and senior school in 2019: some did not go on and were trained; the poor ones have guidance.
fn graduates(city: &mut City) {
    let providers = [unit(13), unit(5)];
    for at in 0..24 {
        let level = ["初中", "高中", "中职"][at % 3];
        let year = if level == "初中" { 2003 } else { 2000 };
        let graduate = Person::adult(city, at % 7, at, Day::new(year, 1 + at as i64 % 8, 9));
        let leaves = level != "中职" && at % 2 == 0;
        let destination = match (leaves, level) {
            (true, _) => "未升学，已参加培训",
            (_, "中职") => "杭州就业",
            _ => "升学",
        };
        graduate.register(city);
        add!(city, graduates: national_id = graduate.id, name = graduate.name, level = level, graduation_year = 2019,
            school = graduate.school, registered_poor = if at % 2 == 0 { "是" } else { "否" }, guidance_on = "2019-06-03",
            destination = destination);
        if leaves {
            trained(city, &graduate, "两后生", ("电工", &providers[at / 2 % 2]));
        }
    }
}
