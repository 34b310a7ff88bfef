//! Schools and kindergartens: visits to homes, meals, money, posts, classes, counts; and aid as a whole.

use super::super::super::super::city::{City, Row, add};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{
    COUNTIES, SENIOR, junior, kindergarten, primary, teaching_point,
};
use super::super::children::private_kindergarten;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    home_visits(city, truth);
    programmes(city, truth);
    meals(city, truth);
    kindergartens(city, truth);
    classes(city, truth);
    counts(city, truth);
}

fn school(city: &City, id: &str) -> Row {
    city.find("schools", "school_id", id)
}

fn home_visits(city: &mut City, truth: &mut Truth) {
    // All visits of a school to one home by one teacher.
    for row in city.all("home_visits", "purpose", "家庭教育") {
        let visitor = city.find("staff", "staff_id", &city.cell(row, "visitor"));
        let of = city.cell(visitor, "school");
        let mut same = city.all("home_visits", "purpose", "家庭教育");
        same.retain(|other| {
            let visitor = city.find("staff", "staff_id", &city.cell(*other, "visitor"));
            city.is(visitor, "school", &of)
        });
        for column in ["national_id", "household_no", "visitor"] {
            let cell = city.cell(same[0], column);
            city.set(row, column, cell);
        }
    }
    truth.not_met("teachers-visiting", "", "too_few_teachers");
    truth.not_met("homes-visited", "", "too_few_homes");
    for (at, id) in [
        teaching_point(0),
        primary(2, 1),
        primary(6, 0),
        primary(4, 0),
    ]
    .into_iter()
    .enumerate()
    {
        let head = city.cell(school(city, &id), "principal");
        for row in city.all("home_visits", "visitor", &head) {
            match at {
                0 => city.set(row, "visited_on", "2020-12-31"),
                1 => city.set(row, "visitor", ""),
                2 => city.remove(row),
                // The first day of the year.
                _ => city.set(row, "visited_on", "2021-01-01"),
            }
        }
        if at < 3 {
            truth.not_met(
                "school-visits-homes",
                school(city, &id),
                "no_visit_of_the_year",
            );
        }
    }
    let exchanges = city.rows("exchanges");
    for (row, day) in exchanges
        .iter()
        .zip(["2020-12-31", "2020-03-02", "2022-01-01"])
    {
        city.set(*row, "started_on", day);
    }
    truth.not_met("teachers-exchanged", "", "too_few_exchanged");
}

fn programmes(city: &mut City, truth: &mut Truth) {
    let row = city.find("aid_programmes", "stage", "高等教育");
    city.remove(row);
    truth.not_met("aid-at-every-stage", "", "five_stages");
    for (name, year, paid) in [
        ("品学兼优助学金", "", ""),
        ("民族助学金", "2020-2021", "2021-06-28"),
        ("社会捐助", "2021-2022", ""),
    ] {
        let number = city.number("Z");
        add!(city, aid_programmes: programme_no = number, name = name, stage = "普通高中", fund_level = "县级", benefit = "补助");
        if !year.is_empty() {
            let mut pupils = city.all("registry", "stage", "高中");
            pupils.retain(|row| {
                let id = city.cell(*row, "national_id");
                city.all("hardship", "national_id", &id).is_empty()
            });
            let (number, id) = (city.number("P"), city.cell(pupils[0], "national_id"));
            add!(city, payments: payment_no = number, national_id = id, programme = name, school = SENIOR, school_year = year, amount = 800,
                due_on = "2021-06-20", paid_on = paid, payee = "本人");
        }
        truth
            .not_met("programmes-paid", name, "nothing_paid")
            .part("not_in:payments");
    }
}

fn meals(city: &mut City, truth: &mut Truth) {
    for (at, id) in [primary(0, 4), primary(2, 1), primary(4, 1)]
        .into_iter()
        .enumerate()
    {
        let rows = city.all("meals", "school", &id);
        let entitled: usize = city.cell(rows[at], "entitled").parse().unwrap_or(0);
        city.set(rows[at], "served", entitled - 1);
        truth.not_met("meals-served", rows[at], "not_all_served");
    }
    let rows = city.all("meals", "school", &primary(2, 1));
    city.set(rows[0], "served", "");
    truth.cannot_tell("meals-served", rows[0], "served_blank");
    for id in [teaching_point(0), primary(1, 1), primary(6, 1)] {
        for row in city.all("meals", "school", &id) {
            city.remove(row);
        }
        truth.not_met("rural-schools-serve-meals", school(city, &id), "no_meals");
    }
    for id in [primary(0, 5), primary(3, 1)] {
        for row in city.all("meals", "school", &id) {
            city.set(row, "served", 0);
            city.set(row, "entitled", 0);
        }
    }
    for id in [primary(0, 5), primary(3, 1), primary(6, 1)] {
        let class = city.find("classes", "class_id", &format!("{id}-附设学前班"));
        truth.not_met("attached-classes-eat", class, "no_meals");
    }
}

fn kindergartens(city: &mut City, truth: &mut Truth) {
    for (id, item) in [
        (kindergarten(0), "public-kindergarten-funds"),
        (kindergarten(1), "public-kindergarten-funds"),
        (kindergarten(2), "public-kindergarten-funds"),
        (private_kindergarten(0), "private-kindergarten-subsidy"),
        (private_kindergarten(1), "private-kindergarten-subsidy"),
        (private_kindergarten(3), "private-kindergarten-subsidy"),
    ] {
        let rows = city.all("funds", "school", &id);
        match id.ends_with('2') {
            // Paid, for the year before.
            true => city.set(rows[0], "fund_year", 2020),
            false => {
                let paid: usize = city.cell(rows[1], "paid").parse().unwrap_or(0);
                city.set(rows[1], "paid", paid - 1);
            }
        }
        truth.not_met(item, school(city, &id), "paid_too_little");
    }
    let posts = |city: &City, id: &str| city.find("posts", "school", id);
    for id in [
        kindergarten(1),
        private_kindergarten(0),
        private_kindergarten(2),
    ] {
        let row = posts(city, &id);
        city.set(row, "approved", 4);
        truth.not_met("preschool-teachers", row, "too_few_teachers");
    }
    for (at, number) in [0, 1, 3].into_iter().enumerate() {
        let id = private_kindergarten(number);
        let row = city.find("inspections", "school", &id);
        match at {
            0 => city.set(row, "visited_on", "2020-12-30"),
            1 => city.remove(row),
            _ => city.set(row, "type", "校园安全"),
        }
        truth.not_met(
            "private-kindergartens-inspected",
            school(city, &id),
            "not_inspected",
        );
        let inspection_no = city.number("C");
        let row = add!(city, inspections: inspection_no = inspection_no, type = "民办幼儿园", school = id, visited_on = "2020-11-03",
            violation = "超员", handled_on = "");
        truth.not_met("kindergarten-violations-handled", row, "not_handled");
    }
    for (county, children) in [(0, 851), (3, 840), (5, 800)] {
        let mut rows = city.all("statistics", "county", COUNTIES[county].0);
        rows.retain(|row| city.is(*row, "for_period", "2021"));
        city.set(rows[0], "numerator", children);
        truth.not_met("preschool-rate-rises", rows[0], "no_rise");
    }
    // One child in a thousand more.
    let mut rows = city.all("statistics", "county", COUNTIES[6].0);
    rows.retain(|row| city.is(*row, "for_period", "2021"));
    city.set(rows[0], "numerator", 858);
}

fn classes(city: &mut City, truth: &mut Truth) {
    let class = |city: &City, school: &str, grade: &str| {
        let mut rows = city.all("classes", "school", school);
        rows.retain(|row| city.is(*row, "grade", grade));
        rows
    };
    for (id, size) in [
        (primary(0, 0), 56),
        (primary(2, 0), 57),
        (primary(5, 1), 70),
        (primary(1, 0), 55),
    ] {
        let row = class(city, &id, "4")[0];
        city.set(row, "size", size);
        if size > 55 {
            truth.not_met("no-oversize-class", row, "oversize");
        }
    }
    // A senior school's class is none of compulsory education.
    let row = class(city, SENIOR, "11")[0];
    city.set(row, "size", 58);
    for (id, size) in [
        (primary(0, 1), 46),
        (primary(3, 0), 50),
        (primary(6, 1), 46),
        (primary(4, 0), 45),
    ] {
        let row = class(city, &id, "1")[0];
        city.set(row, "size", size);
        if size > 45 {
            truth.not_met("entry-class-size", row, "over_the_limit");
        }
    }
    let row = class(city, &primary(5, 1), "1")[0];
    city.set(row, "size", "");
    for item in [
        "no-oversize-class",
        "entry-class-size",
        "entry-classes-balanced",
    ] {
        truth.cannot_tell(item, row, "size_blank");
    }
    for (id, grade, gap) in [
        (junior(0, 0), "7", 6),
        (junior(0, 1), "7", 9),
        (SENIOR.to_owned(), "10", 6),
        (junior(0, 2), "7", 5),
    ] {
        let rows = class(city, &id, grade);
        city.set(rows[0], "size", 40);
        city.set(rows[1], "size", 40 - gap);
        if gap > 5 {
            truth.not_met("entry-classes-balanced", rows[1], "much_smaller");
        }
    }
}

fn counts(city: &mut City, truth: &mut Truth) {
    for (id, days) in [
        (teaching_point(1), 31),
        (primary(1, 1), 40),
        (primary(4, 1), 300),
        (primary(3, 1), 30),
    ] {
        for row in city.all("enrolment", "school", &id) {
            city.set(row, "counted_on", city.as_of.plus(-days));
        }
        if days > 30 {
            truth.not_met("match-repeated", school(city, &id), "counted_long_ago");
        }
    }
}
