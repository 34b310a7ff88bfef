//! Cases of 三(一)2 and 三(一)3 around the dropout ledgers: statuses, marks, the ministry platform, causes and persuaders.

use crate::cases::Case;
use crate::county::{County, Rows};
use crate::identity::{Day, made_up_name};
use crate::terms::{AS_OF, IN_CLASS, PROMPTLY, Person, primary_school, staff, township_code};

pub(crate) const CASES: &[Case] = &[
    out_because_poor,
    out_because_poor,
    out_because_poor,
    not_registered_poor_out_because_poor,
    not_registered_poor_out_because_poor,
    cause_blank,
    cause_not_a_cause,
    was_out_because_poor,
    out_but_in_class,
    out_but_in_class,
    suspended_but_in_class,
    suspended_but_in_class,
    returned_but_not_in_class,
    returned_but_not_in_class,
    resumed_but_nowhere,
    suspended_without_registry,
    suspended_without_registry,
    suspended_but_registered_in_class,
    suspended_registry_status_blank,
    status_without_change,
    status_without_change,
    status_without_change,
    not_poor_without_change,
    change_never_marked,
    change_never_marked,
    change_without_day,
    marked_on_day_31,
    marked_on_day_31,
    marked_after_half_a_year,
    marked_on_day_30,
    not_poor_marked_late,
    missing_on_platform,
    missing_on_platform,
    only_on_platform,
    platform_status_differs,
    platform_status_blank,
    not_struck_off_platform,
    not_struck_off_platform,
    updated_on_day_31,
    updated_on_day_31,
    updated_after_half_a_year,
    updated_on_day_30,
    update_blank,
    persuader_blank,
    persuader_to_be_named,
    persuader_unknown,
    persuader_left_yesterday,
    persuader_starts_tomorrow,
    persuader_listed_twice,
    persuader_in_last_day,
    not_poor_without_persuader,
    dropout_id_blank,
];

/// A child out of school, with all the papers but those named. On neither registry nor class.
pub(crate) fn drop_out(
    county: &mut County,
    poor: bool,
    status: &str,
    without: &[&str],
) -> (Person, Rows) {
    let grade = 7 + county.random.below(3);
    let child = county.pupil(grade);
    let child = Person { poor, ..child };
    let mut rows = Rows::default();
    county.add_household(&child);
    county.add_school_age(&child, "失学辍学");
    county.add_study(&child, status);
    if poor {
        rows.note("poverty", county.add_poor(&child, "非在校生").1);
    }
    let day = case_of(county, &child, status, &mut rows, without);
    if !without.contains(&"platform_ledger") {
        rows.note(
            "platform_ledger",
            put_on_platform(county, &child, status, day),
        );
    }
    (child, rows)
}

/// A suspended pupil: on the registry as such, and not in class.
pub(crate) fn suspend(county: &mut County, poor: bool, without: &[&str]) -> (Person, Rows) {
    let pupil = county.pupil(8);
    let pupil = Person { poor, ..pupil };
    let mut rows = Rows::default();
    county.add_household(&pupil);
    county.add_school_age(&pupil, "休学");
    county.add_study(&pupil, "休学");
    if poor {
        rows.note("poverty", county.add_poor(&pupil, "非在校生").1);
    }
    if !without.contains(&"registry") {
        rows.note("registry", county.add_registry(&pupil, "休学"));
    }
    case_of(county, &pupil, "休学", &mut rows, without);
    (pupil, rows)
}

/// A pupil persuaded back into class.
pub(crate) fn come_back(
    county: &mut County,
    poor: bool,
    status: &str,
    without: &[&str],
) -> (Person, Rows) {
    let pupil = county.pupil(8);
    let pupil = Person {
        poor,
        hardship: poor,
        ..pupil
    };
    let mut rows = county.enrol(&pupil, without);
    case_of(county, &pupil, status, &mut rows, without);
    (pupil, rows)
}

/// The entry in the regional ledger, its change and the persuasion records; gives the day of the status.
fn case_of(
    county: &mut County,
    child: &Person,
    status: &str,
    rows: &mut Rows,
    without: &[&str],
) -> Day {
    let day = Day::new(2019, 9, 10).plus(county.random.below(230) as i64);
    let persuader = staff(1 + county.random.below(40));
    let cause = county.random.pick(&["厌学", "务工", "因病", "其他"]);
    let cells = [
        &child.id,
        &child.name,
        &child.school,
        &child.township_code(),
        status,
        cause,
        &day.to_string(),
        &persuader,
    ];
    rows.note("dropout_ledger", county.add("dropout_ledger", &cells));
    if !without.contains(&"status_changes") {
        let number = format!("C{:04}", county.count("status_changes") + 1);
        let change = if status == "已劝返" {
            "劝返"
        } else {
            status
        };
        let marked = day.plus(county.random.below(26) as i64).to_string();
        let row = county.add(
            "status_changes",
            &[&number, &child.id, change, &day.to_string(), &marked],
        );
        rows.note("status_changes", row);
    }
    for visit in 0..=county.random.below(2) {
        let number = format!("Q{:04}", county.count("persuasion") + 1);
        let done = day.plus(5 + 20 * visit as i64).to_string();
        let parent = made_up_name(&mut county.random);
        let account = format!("与家长{parent}面谈，\n家长表示\"再商量\"");
        county.add(
            "persuasion",
            &[&number, &child.id, &done, &persuader, &account],
        );
    }
    day
}

fn put_on_platform(county: &mut County, child: &Person, status: &str, day: Day) -> usize {
    let updated = day.plus(county.random.below(26) as i64).to_string();
    county.add(
        "platform_ledger",
        &[&child.id, &child.name, status, &day.to_string(), &updated],
    )
}

// ---- The cause ----

fn out_because_poor(county: &mut County) {
    let row = drop_out(county, true, "辍学", &[]).1.of("dropout_ledger");
    county.set("dropout_ledger", row, "cause", "因贫");
    county.row_not_met(
        "poor-not-out-because-poor",
        "dropout_ledger",
        row,
        "out_because_poor",
    );
    county.row_not_met(
        "none-out-because-poor",
        "dropout_ledger",
        row,
        "out_because_poor",
    );
}

fn not_registered_poor_out_because_poor(county: &mut County) {
    let row = drop_out(county, false, "失学", &[]).1.of("dropout_ledger");
    county.set("dropout_ledger", row, "cause", "因贫");
    county.row_not_met(
        "none-out-because-poor",
        "dropout_ledger",
        row,
        "not_registered_poor_out_because_poor",
    );
}

fn cause_unknown(county: &mut County, cause: &str, kind: &'static str) {
    let row = drop_out(county, true, "辍学", &[]).1.of("dropout_ledger");
    county.set("dropout_ledger", row, "cause", cause);
    county.row_cannot_tell("poor-not-out-because-poor", "dropout_ledger", row, kind);
    county.row_cannot_tell("none-out-because-poor", "dropout_ledger", row, kind);
}

fn cause_blank(county: &mut County) {
    cause_unknown(county, "", "cause_blank");
}

fn cause_not_a_cause(county: &mut County) {
    cause_unknown(county, "家里有事", "cause_not_in_set");
}

fn was_out_because_poor(county: &mut County) {
    let row = come_back(county, true, "已劝返", &[])
        .1
        .of("dropout_ledger");
    county.set("dropout_ledger", row, "cause", "因贫");
}

// ---- The status against class and registry ----

/// In class without a registry entry, and on both ledgers as out of school.
fn out_but_in_class(county: &mut County) {
    let (child, rows) = drop_out(county, true, "辍学", &[]);
    county.add_enrolment(&child);
    let kind = "out_of_school_but_in_class";
    county.row_not_met(
        "absent-not-in-class",
        "dropout_ledger",
        rows.of("dropout_ledger"),
        kind,
    );
    county.row_not_met(
        "platform-not-in-class",
        "platform_ledger",
        rows.of("platform_ledger"),
        kind,
    );
    county.key_not_met("registry-agrees", &child.id, "not_in:registry", kind);
    county.surplus(&child.school, -1, -1);
}

fn suspended_but_in_class(county: &mut County) {
    let (pupil, rows) = suspend(county, true, &[]);
    county.add_enrolment(&pupil);
    county.row_not_met(
        "absent-not-in-class",
        "dropout_ledger",
        rows.of("dropout_ledger"),
        "suspended_but_in_class",
    );
    county.surplus(&pupil.school, -1, -1);
}

fn returned_but_not_in_class(county: &mut County) {
    let (pupil, rows) = come_back(county, true, "已劝返", &["enrolment"]);
    let kind = "returned_but_not_in_class";
    county.row_not_met(
        "returned-in-class",
        "dropout_ledger",
        rows.of("dropout_ledger"),
        kind,
    );
    county.key_not_met("registry-agrees", &pupil.id, "not_in:enrolment", kind);
    county.surplus(&pupil.school, 1, 1);
}

fn resumed_but_nowhere(county: &mut County) {
    let (_, rows) = come_back(county, true, "复学", &["registry", "enrolment"]);
    county.row_not_met(
        "returned-in-class",
        "dropout_ledger",
        rows.of("dropout_ledger"),
        "resumed_but_nowhere",
    );
}

fn suspended_without_registry(county: &mut County) {
    let (_, rows) = suspend(county, true, &["registry"]);
    let row = rows.of("dropout_ledger");
    county.row_not_met(
        "suspended-on-registry",
        "dropout_ledger",
        row,
        "suspended_without_registry",
    );
}

fn suspended_but_registered_in_class(county: &mut County) {
    let (pupil, rows) = suspend(county, true, &[]);
    let kind = "suspended_but_registered_in_class";
    county.set("registry", rows.of("registry"), "status", IN_CLASS);
    county.row_not_met(
        "suspended-on-registry",
        "dropout_ledger",
        rows.of("dropout_ledger"),
        kind,
    );
    county.key_not_met("registry-agrees", &pupil.id, "not_in:enrolment", kind);
    county.surplus(&pupil.school, 1, 1);
}

/// One pupil more or none: the head-count of the school becomes an interval.
fn suspended_registry_status_blank(county: &mut County) {
    let (pupil, rows) = suspend(county, true, &[]);
    let kind = "registry_status_blank";
    county.set("registry", rows.of("registry"), "status", "");
    county.row_cannot_tell(
        "suspended-on-registry",
        "dropout_ledger",
        rows.of("dropout_ledger"),
        kind,
    );
    county.key_cannot_tell("registry-agrees", &pupil.id, "not_in:enrolment", kind);
    county.surplus(&pupil.school, 0, 1);
}

// ---- Changes and their marks ----

fn status_without_change(county: &mut County) {
    let row = drop_out(county, true, "辍学", &["status_changes"])
        .1
        .of("dropout_ledger");
    county.row_not_met(
        "status-logged",
        "dropout_ledger",
        row,
        "status_without_change",
    );
}

fn not_poor_without_change(county: &mut County) {
    drop_out(county, false, "辍学", &["status_changes"]);
}

fn spoil_change(county: &mut County, column: &str, kind: &'static str) {
    let row = drop_out(county, true, "辍学", &[]).1.of("status_changes");
    county.set("status_changes", row, column, "");
    county.row_not_met("change-marked", "status_changes", row, kind);
    county.row_cannot_tell("change-marked-in-time", "status_changes", row, kind);
}

fn change_never_marked(county: &mut County) {
    spoil_change(county, "marked_on", "change_never_marked");
}

fn change_without_day(county: &mut County) {
    spoil_change(county, "occurred_on", "change_without_day");
}

fn marked_after(county: &mut County, poor: bool, days: i64) -> usize {
    let row = drop_out(county, poor, "辍学", &[]).1.of("status_changes");
    let occurred = Day::new(2019, 10, 15);
    county.set("status_changes", row, "occurred_on", &occurred.to_string());
    county.set(
        "status_changes",
        row,
        "marked_on",
        &occurred.plus(days).to_string(),
    );
    row
}

fn marked_late(county: &mut County, days: i64) {
    let row = marked_after(county, true, days);
    county.row_not_met(
        "change-marked-in-time",
        "status_changes",
        row,
        "marked_late",
    );
}

fn marked_on_day_31(county: &mut County) {
    marked_late(county, PROMPTLY + 1);
}

fn marked_after_half_a_year(county: &mut County) {
    marked_late(county, 182);
}

fn marked_on_day_30(county: &mut County) {
    marked_after(county, true, PROMPTLY);
}

fn not_poor_marked_late(county: &mut County) {
    marked_after(county, false, 90);
}

// ---- The ministry platform ----

fn missing_on_platform(county: &mut County) {
    let (child, _) = drop_out(county, false, "辍学", &["platform_ledger"]);
    county.key_not_met(
        "platform-agrees",
        &child.id,
        "not_in:platform_ledger",
        "missing_on_platform",
    );
}

fn only_on_platform(county: &mut County) {
    let child = county.person(9, Day::new(2003, 11, 12));
    county.add_household(&child);
    put_on_platform(county, &child, "失学", Day::new(2019, 11, 1));
    county.key_not_met(
        "platform-agrees",
        &child.id,
        "not_in:dropout_ledger",
        "only_on_platform",
    );
}

fn platform_status_differs(county: &mut County) {
    let (child, rows) = drop_out(county, false, "辍学", &[]);
    county.set(
        "platform_ledger",
        rows.of("platform_ledger"),
        "status",
        "失学",
    );
    county.key_not_met(
        "platform-agrees",
        &child.id,
        "differs:status",
        "platform_status_differs",
    );
}

fn platform_status_blank(county: &mut County) {
    let (child, rows) = drop_out(county, false, "辍学", &[]);
    county.set("platform_ledger", rows.of("platform_ledger"), "status", "");
    county.key_cannot_tell(
        "platform-agrees",
        &child.id,
        "differs:status",
        "platform_status_blank",
    );
}

/// Back in class, but still on the platform; the two lists are excused by the status, the class tells.
fn not_struck_off_platform(county: &mut County) {
    let (child, _) = come_back(county, false, "已劝返", &[]);
    let row = put_on_platform(county, &child, "辍学", Day::new(2019, 12, 2));
    county.row_not_met(
        "platform-not-in-class",
        "platform_ledger",
        row,
        "not_struck_off_platform",
    );
}

fn updated_after(county: &mut County, days: i64) -> usize {
    let row = drop_out(county, false, "辍学", &[]).1.of("platform_ledger");
    let day = Day::read(&county.cell("platform_ledger", row, "status_date")).unwrap();
    county.set(
        "platform_ledger",
        row,
        "updated_on",
        &day.plus(days).to_string(),
    );
    row
}

fn updated_late(county: &mut County, days: i64) {
    let row = updated_after(county, days);
    county.row_not_met(
        "platform-updated-in-time",
        "platform_ledger",
        row,
        "platform_updated_late",
    );
}

fn updated_on_day_31(county: &mut County) {
    updated_late(county, PROMPTLY + 1);
}

fn updated_after_half_a_year(county: &mut County) {
    updated_late(county, 182);
}

fn updated_on_day_30(county: &mut County) {
    updated_after(county, PROMPTLY);
}

fn update_blank(county: &mut County) {
    let row = drop_out(county, false, "辍学", &[]).1.of("platform_ledger");
    county.set("platform_ledger", row, "updated_on", "");
    county.row_cannot_tell(
        "platform-updated-in-time",
        "platform_ledger",
        row,
        "platform_update_blank",
    );
}

// ---- The persuader ----

fn persuader(county: &mut County, poor: bool, persuader: &str) -> usize {
    let row = drop_out(county, poor, "辍学", &[]).1.of("dropout_ledger");
    county.set("dropout_ledger", row, "persuader", persuader);
    row
}

fn nobody_named(county: &mut County, name: &str, kind: &'static str) {
    let row = persuader(county, true, name);
    county.row_not_met("named-persuader", "dropout_ledger", row, kind);
}

/// A member of staff in office from one day to another.
fn serving(county: &mut County, number: usize, from: Day, to: Day) -> String {
    let name = made_up_name(&mut county.random);
    county.add(
        "staff",
        &[
            &staff(number),
            &name,
            "柳湾镇",
            &primary_school(0),
            &township_code(0),
            "教师",
            &from.to_string(),
            &to.to_string(),
        ],
    );
    staff(number)
}

fn persuader_blank(county: &mut County) {
    nobody_named(county, "", "persuader_blank");
}

fn persuader_to_be_named(county: &mut County) {
    nobody_named(county, "待定", "persuader_to_be_named");
}

fn persuader_unknown(county: &mut County) {
    nobody_named(county, &staff(9999), "persuader_not_on_staff");
}

fn persuader_left_yesterday(county: &mut County) {
    let left = serving(county, 9001, Day::new(2015, 9, 1), AS_OF.plus(-1));
    nobody_named(county, &left, "persuader_left");
}

fn persuader_starts_tomorrow(county: &mut County) {
    let coming = serving(county, 9002, AS_OF.plus(1), AS_OF.plus(2000));
    nobody_named(county, &coming, "persuader_not_yet_in_office");
}

fn persuader_listed_twice(county: &mut County) {
    serving(county, 9003, Day::new(2015, 9, 1), AS_OF.plus(900));
    let twice = serving(county, 9003, Day::new(2016, 9, 1), AS_OF.plus(900));
    nobody_named(county, &twice, "persuader_listed_twice");
}

fn persuader_in_last_day(county: &mut County) {
    let last_day = serving(county, 9004, Day::new(2015, 9, 1), AS_OF);
    persuader(county, true, &last_day);
}

fn not_poor_without_persuader(county: &mut County) {
    persuader(county, false, "");
}

/// Without a number nobody can look the child up anywhere; its cause and its persuader are in order.
fn dropout_id_blank(county: &mut County) {
    let row = drop_out(county, true, "失学", &["platform_ledger"])
        .1
        .of("dropout_ledger");
    county.set("dropout_ledger", row, "national_id", "");
    for item in ["absent-not-in-class", "status-logged", "platform-agrees"] {
        county.row_cannot_tell(item, "dropout_ledger", row, "dropout_id_blank");
    }
}
