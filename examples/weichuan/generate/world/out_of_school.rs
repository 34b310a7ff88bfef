//! Children who left school, with everything that has to be done about them: plans, a persuader, records, marks; some came back.

use super::super::city::{City, Row, add};
use super::people::Person;

/// The states of a dropout ledger that follow one another in this order.
const STATES: [&str; 6] = ["辍学", "辍学", "失学", "休学", "复学", "已劝返"];

/// No cause comes back among the first children of registered-poor families.
const CAUSES: [&str; 5] = ["厌学", "务工", "因病", "其他", "残疾"];

/// A child on the dropout ledger, and the rows of its case.
pub(crate) struct Case {
    pub(crate) child: Person,
    pub(crate) ledger: Row,
    pub(crate) case: Row,
}

/// What is to be known of a child who left school.
#[derive(Clone, Copy)]
pub(crate) struct Left<'a> {
    pub(crate) county: usize,
    pub(crate) poor: bool,
    pub(crate) status: &'a str,
    pub(crate) cause: &'a str,
}

/// Puts so many children on the dropout ledger; every third is of a registered-poor family.
pub(crate) fn record(city: &mut City, children: usize) {
    for at in 0..children {
        let left = Left {
            county: if at % 4 == 3 { 1 + at % 6 } else { 0 },
            poor: at % 3 == 0,
            status: STATES[at % STATES.len()],
            cause: CAUSES[at / 6 % CAUSES.len()],
        };
        leave(city, left, at);
    }
}

/// Puts a child on the dropout ledger with all papers, and on the other registers as one who left, or came back.
/// `place` numbers the townships of the county, and the grade: 7 to 9.
pub(crate) fn leave(city: &mut City, left: Left<'_>, place: usize) -> Case {
    let mut child = Person::new(city, left.county, place, 7 + place % 3);
    child.poor = left.poor;
    let back = matches!(left.status, "复学" | "已劝返");
    let (registered, whereabouts) = match left.status {
        "休学" => ("休学", "休学"),
        _ if back => ("在读", "本地就读"),
        _ => ("辍学", "失学辍学"),
    };
    child.register(city);
    child.school_age(city, whereabouts);
    child.study(city, if back { "在读" } else { left.status });
    child.registry(city, registered);
    if back {
        child.count(city);
    }
    if child.poor {
        child.poverty(city, if back { child.stage() } else { "非在校生" });
    }
    follow(city, child, left)
}

/// The ledgers and the papers of one case.
pub(crate) fn follow(city: &mut City, child: Person, left: Left<'_>) -> Case {
    let (status, cause) = (left.status, left.cause);
    let day = city.as_of.plus(-60 - city.random.below(60) as i64);
    let persuader = child.officer(city);
    let (marked, updated) = (day.plus(3), city.as_of.plus(-5));
    let out = matches!(status, "辍学" | "失学" | "休学");
    let ledger = add!(city, dropout_ledger: national_id = child.id, name = child.name, school = child.school, township = child.township,
        status = status, cause = cause, status_date = day, marked_on = marked, updated_on = updated,
        closed_on = if out { String::new() } else { updated.to_string() }, persuader = persuader);
    let change = match status {
        "已劝返" => "劝返",
        other => other,
    };
    let change_no = city.number("B");
    add!(city, status_changes: change_no = change_no, national_id = child.id, system = "自治区动态数据库", change = change,
        occurred_on = day, marked_on = marked);
    if matches!(status, "辍学" | "失学") {
        add!(city, platform_ledger: national_id = child.id, name = child.name, status = status, status_date = day, updated_on = updated);
    }
    let [family, personal] =
        ["一家一案", "一生一案"].map(|title| city.document("方案", title, &child));
    let case_no = city.number("A");
    let case = add!(city, persuasion_cases: case_no = case_no, national_id = child.id, family_plan = family, personal_plan = personal,
        persuader = persuader, opened_on = marked, returned_on = if out { String::new() } else { marked.plus(20).to_string() },
        return_term = "", placement = "原校", parent_consent = "是", pupil_willing = "是",
        outcome = if out { "劝返中" } else { "已复学" });
    let record_no = city.number("R");
    add!(city, persuasion: record_no = record_no, case_no = case_no, national_id = child.id, done_on = marked.plus(5),
        persuader = persuader, account = "到家中走访，讲明法律规定", result = if out { "继续劝返" } else { "已返校" },
        written_report_on = marked.plus(6));
    let visit_no = city.number("V");
    add!(city, home_visits: visit_no = visit_no, national_id = child.id, household_no = child.household, visitor = persuader,
        visited_on = marked.plus(5), purpose = "劝返", result = "家长同意配合");
    Case {
        child,
        ledger,
        case,
    }
}
