//! What is spoilt of figures, schools, teachers and projects, and what follows. Counties are numbered as in `places::COUNTIES`.

use super::super::super::city::{City, Row};
use super::super::super::truth::Truth;
use super::super::super::world::places::{SPECIAL, primary, township};
use super::schools::{kindergarten_of, new_village, poor_village_schools, special};
use super::units::{head, unit};

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    rates(city, truth);
    poor_schools(city, truth);
    surveys(city, truth);
    rural_teachers(city, truth);
    posts(city, truth);
    trainings(city, truth);
    kindergartens(city, truth);
    special_schools(city, truth);
    projects(city, truth);
    permits(city, truth);
    lists(city, truth);
}

pub(super) fn school(city: &City, id: &str) -> Row {
    city.find("schools", "school_id", id)
}

/// The row of a table with this school, the first of them that holds the text.
fn of_school(city: &City, table: &str, id: &str, column: &str, text: &str) -> Row {
    let mut rows = city.all(table, "school", id);
    rows.retain(|row| city.cell(*row, column).contains(text));
    rows[0]
}

/// The figures of an indicator, county by county.
fn figures(city: &City, indicator: &str) -> Vec<Row> {
    city.all("statistics", "indicator", indicator)
}

fn count(city: &mut City, row: Row, numerator: usize, denominator: usize) {
    city.set(row, "numerator", numerator);
    city.set(row, "denominator", denominator);
    let rate = numerator as f64 * 100.0 / denominator as f64;
    city.set(row, "reported_rate", format!("{rate:.1}%"));
}

fn rates(city: &mut City, truth: &mut Truth) {
    // The bound, and a pupil in a thousand below it, in three counties; in a fourth the bound itself.
    for (item, indicator, bound) in [
        ("preschool-rate", "学前三年毛入园率", 850),
        ("compulsory-rate", "义务教育入学率", 1000),
        ("retention-rate", "义务教育巩固率", 960),
        ("senior-rate", "高中阶段毛入学率", 900),
    ] {
        let rows = figures(city, indicator);
        for row in [rows[0], rows[2], rows[5]] {
            count(city, row, bound - 1, 1000);
            truth.not_met(item, row, "below_the_bound");
        }
        count(city, rows[1], bound, 1000);
    }
    // A gross rate may pass 100 %.
    let rows = figures(city, "高中阶段毛入学率");
    count(city, rows[3], 1012, 1000);
    let row = figures(city, "义务教育巩固率")[6];
    city.set(row, "denominator", "");
    truth.cannot_tell("retention-rate", row, "denominator_blank");
    truth.cannot_tell("rates-as-counted", row, "denominator_blank");
    for (row, reported) in [
        (figures(city, "学前三年毛入园率")[4], "97.4%"),
        (figures(city, "义务教育入学率")[3], "99.8%"),
        (figures(city, "高中阶段毛入学率")[6], "91.9%"),
    ] {
        city.set(row, "reported_rate", reported);
        truth.not_met("rates-as-counted", row, "reported_otherwise");
    }
    // A tenth of a point is rounding.
    city.set(
        figures(city, "高中阶段毛入学率")[4],
        "reported_rate",
        "91.6%",
    );
    let rows = figures(city, "学前三年入园率");
    for row in [rows[0], rows[7], rows[12]] {
        count(city, row, 41, 50);
        truth.not_met("near-provincial-average", row, "far_from_average");
    }
    count(city, rows[3], 83, 100);
}

/// Lists of needs of schools in poor villages, from the survey to what was supplied.
fn poor_schools(city: &mut City, truth: &mut Truth) {
    let village = city.find("villages", "village_code", &new_village(3, 0, 3));
    city.set(village, "is_poor", "否");
    truth.not_met("ninety-two-villages", "", "ninety_one_villages");
    for id in [primary(1, 1), primary(2, 1), primary(0, 5)] {
        for row in city.all("needs", "school", &id) {
            city.remove(row);
        }
        truth.not_met("poor-school-on-list", school(city, &id), "not_on_the_list");
        for row in city.all("condition_needs", "school", &id) {
            truth.not_met("wants-on-list", row, "school_not_on_the_list");
        }
    }
    for (id, item) in [
        (primary(3, 1), "教室维修"),
        (primary(4, 1), "课桌椅"),
        (primary(0, 3), "课桌椅"),
    ] {
        let need = of_school(city, "needs", &id, "item", item);
        city.set(need, "item", "围墙");
        let wanting = of_school(city, "condition_needs", &id, "item", item);
        truth.not_met("wants-on-list", wanting, "another_item_listed");
    }
    for id in [primary(5, 1), primary(6, 1), primary(0, 4)] {
        let row = of_school(city, "needs", &id, "item", "课桌椅");
        city.set(row, "supplied", 29);
        truth.not_met("poor-school-supplied", row, "less_supplied");
        let row = of_school(city, "needs", &id, "item", "教室维修");
        city.set(row, "quantity", "");
        truth.not_met("needs-spelt-out", row, "no_quantity");
        truth.cannot_tell("poor-school-supplied", row, "no_quantity");
    }
    // More than was asked for.
    let row = of_school(city, "needs", &primary(3, 1), "item", "课桌椅");
    city.set(row, "supplied", 60);
}

fn surveys(city: &mut City, truth: &mut Truth) {
    let check = |city: &City, id: &str| city.find("school_conditions", "school", id);
    for (id, day) in [
        (primary(3, 1), "2018-12-31"),
        (primary(5, 1), "2018-11-06"),
        (primary(0, 5), "2020-01-03"),
    ] {
        let row = check(city, &id);
        city.set(row, "checked_on", day);
        truth.not_met(
            "poor-school-surveyed",
            school(city, &id),
            "not_surveyed_in_the_year",
        );
        truth.not_met(
            "basic-conditions",
            school(city, &id),
            "not_surveyed_in_the_year",
        );
    }
    // The first and the last day of the year.
    for (id, day) in [(primary(4, 1), "2019-01-01"), (primary(0, 4), "2019-12-31")] {
        city.set(check(city, &id), "checked_on", day);
    }
    for (id, column) in [
        (primary(1, 1), "teaching"),
        (primary(6, 1), "service_area"),
        (primary(0, 3), "teachers_enough"),
    ] {
        let row = check(city, &id);
        city.set(row, column, "");
        truth.not_met("survey-complete", row, "field_blank");
    }
    for (id, column) in [
        (primary(2, 0), "living"),
        (primary(5, 0), "books"),
        (primary(0, 0), "equipment"),
    ] {
        city.set(check(city, &id), column, "不符合");
        truth.not_met("basic-conditions", school(city, &id), "condition_not_met");
    }
    for id in [primary(2, 1), primary(4, 1), primary(0, 4)] {
        let row = of_school(city, "classes", &id, "grade", "0");
        city.remove(row);
        truth.not_met(
            "kindergarten-class",
            school(city, &id),
            "no_kindergarten_class",
        );
    }
    // A school that cannot, and so need not.
    let id = primary(6, 1);
    city.set(check(city, &id), "meets_basic", "不符合");
    city.remove(of_school(city, "classes", &id, "grade", "0"));
    let seen = |city: &City, id: &str| of_school(city, "attestations", id, "topic", "控辍保学");
    let row = seen(city, &primary(1, 0));
    city.remove(row);
    let row = seen(city, &primary(4, 0));
    city.set(row, "attested_on", "2018-12-20");
    let row = seen(city, &primary(0, 2));
    city.set(row, "topic", "校园安全");
    for id in [primary(1, 0), primary(4, 0), primary(0, 2)] {
        truth.not_met("every-school-inspected", school(city, &id), "not_inspected");
    }
}

fn rural_teachers(city: &mut City, truth: &mut Truth) {
    let paid = city.all("allowances", "type", "乡村教师补助");
    for row in [paid[4], paid[30], paid[60]] {
        city.set(row, "paid", 399);
        truth.not_met("allowances-in-full", row, "paid_too_little");
    }
    for row in [paid[10], paid[42], paid[72]] {
        city.set(row, "due", 299);
        city.set(row, "paid", 299);
        truth.not_met("rural-allowance-amount", row, "below_the_amount");
    }
    // Exactly the amount; and more than is due.
    city.set(paid[11], "due", 300);
    city.set(paid[11], "paid", 300);
    city.set(paid[12], "paid", 420);
    for row in [paid[20], paid[48], paid[66]] {
        let teacher = city.cell(row, "teacher");
        for row in city.all("allowances", "teacher", &teacher) {
            if city.is(row, "type", "乡村教师补助") {
                city.remove(row);
            }
        }
        let teacher = city.find("staff", "staff_id", &teacher);
        truth.not_met("rural-teacher-on-list", teacher, "no_allowance");
    }
    // Left before the day of the inspection.
    let left = city.cell(paid[36], "teacher");
    city.set(
        city.find("staff", "staff_id", &left),
        "serves_to",
        "2019-12-30",
    );
    for row in city.all("allowances", "teacher", &left) {
        if city.is(row, "type", "乡村教师补助") {
            city.remove(row);
        }
    }
    for row in city.all("allowances", "type", "奖励基金") {
        city.set(row, "due", 0);
        city.set(row, "paid", 0);
    }
    truth.not_met("three-benefits", "", "two_benefits");
}

fn posts(city: &mut City, truth: &mut Truth) {
    let post = |city: &City, id: &str| city.find("posts", "school", id);
    for id in [primary(1, 1), primary(4, 1), primary(6, 1)] {
        let row = post(city, &id);
        city.set(row, "occupied", 7);
        truth.not_met("teachers-spread", row, "too_few_for_classes");
        truth.not_met("posts-filled", row, "too_many_vacant");
    }
    truth.not_met("poor-schools-first", "", "poor_schools_less_filled");
    for (id, pupils) in [(primary(2, 0), 181), (primary(3, 0), 240)] {
        let row = post(city, &id);
        city.set(row, "approved", 18);
        city.set(row, "occupied", 18);
        city.set(row, "pupils", pupils);
        truth.not_met("teachers-spread", row, "too_few_for_pupils");
    }
    // Ten pupils a teacher, one post in ten vacant.
    let row = post(city, &primary(5, 0));
    city.set(row, "approved", 20);
    city.set(row, "occupied", 18);
    city.set(row, "pupils", 180);
}

fn trainings(city: &mut City, truth: &mut Truth) {
    let poor = poor_village_schools(city);
    for programme in ["国培", "省培", "县培"] {
        let mut rows = city.all("trainings", "programme", programme);
        rows.retain(|row| {
            let teacher = city.find("staff", "staff_id", &city.cell(*row, "teacher"));
            poor.contains(&city.cell(teacher, "school"))
        });
        let late = if programme == "省培" { rows.len() } else { 4 };
        for (at, row) in rows.into_iter().take(late).enumerate() {
            city.set(row, "ended_on", ["2018-12-31", "2020-01-10"][at % 2]);
        }
        truth.not_met("trained-in-three-programmes", programme, "too_few_trained");
        if programme != "省培" {
            truth.not_met("poor-school-trainees", programme, "too_few_trained");
        }
    }
    truth.not_met("three-programmes", "", "two_programmes");
    let rows = city.all("trainings", "programme", "幼儿专职");
    for row in rows.iter().take(3) {
        city.set(*row, "ended_on", "2018-08-24");
    }
    truth.not_met("kindergarten-teachers", "", "too_few_trained");
    let rows = city.all("trainings", "programme", "跟岗");
    for (row, column, cell) in [
        (rows[1], "venue", "上海市"),
        (rows[8], "programme", "定点"),
        (rows[14], "venue", "杭州市"),
    ] {
        city.set(row, column, cell);
        let head = city.find("staff", "staff_id", &city.cell(row, "teacher"));
        truth.not_met("heads-in-binjiang", head, "not_in_binjiang");
    }
    city.set(rows[13], "venue", "");
    let head = city.find("staff", "staff_id", &city.cell(rows[13], "teacher"));
    truth.cannot_tell("heads-in-binjiang", head, "venue_blank");
    for row in [rows[2], rows[10], rows[19]] {
        city.set(row, "assessed", "否");
        truth.not_met("placements-assessed", row, "not_assessed");
    }
    city.set(rows[20], "assessed", "");
    truth.cannot_tell("placements-assessed", rows[20], "assessed_blank");
    // Not over yet.
    city.set(rows[21], "assessed", "否");
    city.set(rows[21], "ended_on", "2020-01-17");
    for row in city.rows("exchanges").into_iter().take(4) {
        city.set(row, "started_on", "2018-09-03");
    }
    truth.not_met("teachers-rotate", "", "too_few_rotate");
    for row in city.all("recruits", "category", "委培").into_iter().take(2) {
        city.set(row, "signed_on", "");
    }
    truth.not_met("kindergarten-recruits", "", "too_few_commissioned");
    for row in city
        .all("recruits", "category", "公开招聘")
        .into_iter()
        .take(2)
    {
        city.set(row, "year", 2020);
    }
    truth.not_met("recruits-as-approved", "", "too_few_recruits");
    let expert = city.find("recruits", "category", "农业专家");
    let third = city.copy(expert);
    city.set(third, "recruit_no", "U9001");
    truth.not_met("farming-experts", "", "three_experts");
}

fn kindergartens(city: &mut City, truth: &mut Truth) {
    let of_township = |city: &City, county: usize, at: usize| {
        city.find("townships", "code", &township(county, at))
    };
    for (county, at) in [(1, 1), (3, 0), (0, 4)] {
        let row = school(city, &kindergarten_of(county, at));
        city.set(row, "ownership", "民办");
        for item in ["public-kindergarten", "central-kindergarten"] {
            truth.not_met(item, of_township(city, county, at), "private_kindergarten");
        }
    }
    for (county, at) in [(2, 1), (5, 0), (0, 1)] {
        let row = school(city, &kindergarten_of(county, at));
        city.set(row, "is_central", "否");
        truth.not_met(
            "central-kindergarten",
            of_township(city, county, at),
            "not_central",
        );
    }
    let plan = |city: &City, county: usize, at: usize| {
        let mut rows = city.all("documents", "township", &township(county, at));
        rows.retain(|row| city.is(*row, "title", "幼儿园布局规划"));
        rows[0]
    };
    let row = plan(city, 1, 0);
    city.set(row, "kind", "通知");
    let row = plan(city, 4, 1);
    city.set(row, "title", "学校布局规划");
    let row = plan(city, 0, 2);
    city.remove(row);
    for (county, at) in [(1, 0), (4, 1), (0, 2)] {
        truth.not_met(
            "kindergarten-layout",
            of_township(city, county, at),
            "no_plan",
        );
    }
    let first = school(city, &kindergarten_of(0, 0));
    city.set(first, "places", 250);
    truth.not_met("kindergarten-places", "", "as_many_as_before");
    city.set(school(city, SPECIAL), "places", 340);
    truth.not_met("places-for-migrants", "", "as_many_as_before");
    for ((county, at), principal) in [((6, 0), ""), ((4, 0), "T9999"), ((0, 5), "离任")] {
        let row = school(city, &kindergarten_of(county, at));
        if principal == "离任" {
            let head = city.find("staff", "staff_id", &city.cell(row, "principal"));
            city.set(head, "serves_to", "2019-06-30");
        } else {
            city.set(row, "principal", principal);
        }
        truth.not_met("kindergarten-head-named", row, "no_head_in_office");
    }
}

fn special_schools(city: &mut City, truth: &mut Truth) {
    for (county, column, cell) in [
        (1, "fund_year", "2018"),
        (2, "school", ""),
        (3, "paid", "0"),
    ] {
        let row = of_school(city, "funds", &special(county), "purpose", "特殊教育");
        city.set(row, column, cell);
        if column == "paid" {
            city.set(row, "planned", 0);
        }
        truth.not_met(
            "special-school-funded",
            school(city, &special(county)),
            "no_money_of_the_year",
        );
    }
    for (county, column, cell) in [
        (0, "delivered", "0"),
        (1, "item", "健身器材"),
        (3, "delivered", "0"),
    ] {
        let row = of_school(city, "equipment", &special(county), "item", "康复");
        city.set(row, column, cell);
        truth.not_met(
            "special-school-equipped",
            school(city, &special(county)),
            "no_equipment",
        );
    }
    for (county, column, cell) in [
        (0, "in_use_on", "2020-01-06"),
        (1, "name", "多功能教室"),
        (2, "in_use_on", "2020-03-01"),
    ] {
        let row = of_school(city, "projects", &special(county), "name", "技能培训教室");
        city.set(row, column, cell);
        truth.not_met(
            "special-training-room",
            school(city, &special(county)),
            "no_room_in_use",
        );
    }
    // In use on the day of the inspection.
    let row = of_school(city, "projects", &special(3), "name", "技能培训教室");
    city.set(row, "in_use_on", "2019-12-31");
}

fn projects(city: &mut City, truth: &mut Truth) {
    let centres = city.all("projects", "kind", "留守儿童关爱中心");
    for (at, cell) in [(1, "2020-02-20"), (7, "2020-01-10"), (14, "停建")] {
        let row = centres[at];
        match cell {
            "停建" => city.set(row, "kind", "改扩建"),
            day => city.set(row, "in_use_on", day),
        }
        let place = city.find("townships", "code", &city.cell(row, "township"));
        truth.not_met("care-centre", place, "no_centre_in_use");
    }
    city.set(centres[11], "in_use_on", "");
    let place = city.find("townships", "code", &city.cell(centres[11], "township"));
    truth.cannot_tell("care-centre", place, "day_blank");
    for (at, day) in [(3, ""), (9, "2018-12-31"), (16, "2020-01-02")] {
        city.set(centres[at], "safety_checked_on", day);
        truth.not_met("sites-checked", centres[at], "not_checked_in_the_year");
    }
    // Finished before the year.
    city.set(centres[5], "completed_on", "2018-12-31");
    city.set(centres[5], "safety_checked_on", "2018-10-10");
    let aided = city.all("projects", "kind", "援建");
    for row in &aided[..3] {
        city.set(*row, "kind", "改扩建");
    }
    truth.not_met("built-with-help", "", "four_schools");
    for (row, day) in [
        (aided[3], "2019-09-09"),
        (aided[4], "2019-08-31"),
        (aided[7], "2019-12-30"),
    ] {
        city.set(row, "planned_completion", day);
        truth.not_met("projects-on-schedule", row, "late");
    }
    city.set(aided[5], "planned_completion", "2019-09-10");
    for (row, quality) in [
        (aided[4], "不符合"),
        (aided[5], "待核"),
        (aided[6], "不符合"),
    ] {
        city.set(row, "quality", quality);
        truth.not_met("projects-well-built", row, "not_well_built");
    }
    let housing = city.find("projects", "kind", "教师公租房");
    city.set(housing, "completed_on", "");
    truth.not_met("housing-built", "", "not_finished");
    let estates = city.all("projects", "name", "惠民小区配建幼儿园");
    for row in &estates[1..4] {
        city.set(*row, "handed_over_on", "");
        truth.not_met("estate-kindergartens", *row, "not_handed_over");
    }
}

fn permits(city: &mut City, truth: &mut Truth) {
    for (item, kind) in [
        ("construction-permits", "施工许可"),
        ("planning-permits", "规划许可证"),
        ("land-procedures", "土地手续"),
        ("land-certificates", "土地使用证"),
    ] {
        let rows = city.all("permits", "kind", kind);
        for (row, day) in [
            (rows[1], "2019-04-16"),
            (rows[2], "2019-07-01"),
            (rows[3], ""),
        ] {
            city.set(row, "issued_on", day);
            truth.not_met(item, row, "later_than_a_month");
        }
    }
    let needs = city.all("needs", "list_name", "学校用地手续清单");
    let certificates = city.all("permits", "kind", "土地使用证");
    for at in [1, 2, 4] {
        city.set(certificates[at], "school", SPECIAL);
        truth.not_met("land-certificates-begun", needs[at], "not_applied_for");
    }
}

/// Lists of weak spots, facilities and pairs; the office of the leading group.
fn lists(city: &mut City, truth: &mut Truth) {
    let weak = city.all("needs", "item", "园舍扩建");
    for row in &weak {
        city.set(*row, "year_to", 2021);
    }
    truth.not_met("weak-spots-listed", "", "another_period");
    for (at, day) in [(0, "2018-12-31"), (2, "2018-06-12"), (5, "2020-01-01")] {
        city.set(weak[at], "updated_on", day);
        truth.not_met("weak-spots-updated", weak[at], "not_updated_in_the_year");
    }
    let facilities = city.all("needs", "item", "户外活动器材");
    for (at, supplied) in [(1, 6), (3, 6), (6, 7)] {
        city.set(facilities[at], "supplied", supplied);
        truth.not_met("facilities-as-listed", facilities[at], "less_supplied");
    }
    truth.not_met("facilities-batch", "", "too_few_supplied");
    let pairs = city.rows("paired_schools");
    city.remove(pairs[27]);
    truth.not_met("twenty-eight-pairs", "", "twenty_seven_pairs");
    for (at, day) in [(0, "2018-12-31"), (12, "2018-05-20"), (20, "2020-01-01")] {
        city.set(pairs[at], "last_activity_on", day);
        truth.not_met("pairs-active", pairs[at], "no_activity_in_the_year");
    }
    for (role, item) in [
        ("办公室主任", "office-has-director"),
        ("办公室副主任", "office-has-deputy"),
    ] {
        let row = city.find("leading_groups", "role", role);
        let second = city.copy(row);
        city.set(second, "post", format!("{}（兼）", unit(3)));
        truth.not_met(item, "", "two_persons");
    }
    let leaders = [
        city.all("leading_groups", "role", "办公室主任"),
        city.all("leading_groups", "role", "办公室副主任"),
    ]
    .concat();
    city.set(leaders[1], "staff_no", "");
    city.set(leaders[2], "staff_no", "G9999");
    let gone = head(city, 3);
    city.set(
        city.find("staff", "staff_id", &gone),
        "serves_to",
        "2019-10-31",
    );
    city.set(leaders[3], "staff_no", &gone);
    for row in &leaders[1..] {
        truth.not_met("office-leaders-serve", *row, "nobody_in_office");
    }
}
