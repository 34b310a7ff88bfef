//! Sentences with a place for a constant, and what may stand there that holds it.

const NUMBER: &[&str] = &[
    "9",
    "c_number",
    "s_number",
    "t_number(ok)",
    "own_number",
    "(c_number)",
    "(c_number or else 1)",
    "(8 + 1)",
];
const TWO: &[&str] = &["2", "c_two", "s_two", "t_two(ok)"];
const MONEY: &[&str] = &[
    "4.50 yuan",
    "c_money",
    "s_money",
    "t_money(ok)",
    "(c_money)",
    "(4 yuan + 0.50 yuan)",
];
const LIMIT: &[&str] = &["3.50 yuan", "c_limit", "s_limit", "t_limit(ok)"];
const PERCENT: &[&str] = &["40%", "c_percent", "s_percent", "t_percent(ok)"];
const DATE: &[&str] = &[
    "2012-01-03",
    "c_date",
    "s_date",
    "own_date",
    "(earlier of c_date, 2020-01-01)",
];
const TEXT: &[&str] = &["\"b\"", "c_text", "s_text", "t_text(ok)"];
const STATUS: &[&str] = &["b", "c_status"];
/// Numbers that the whole of a group is held against: what differs from row to row has no place there.
const OF_TOWN: &[&str] = &["9", "s_number"];
const TWO_OF_TOWN: &[&str] = &["2", "s_two"];

/// What is said, with `{}` in the place of each of these.
pub(super) const SAID: &[(&str, &[&str])] = &[
    ("every pupil must have grade = {}", NUMBER),
    ("every pupil must have grade <> {}", NUMBER),
    ("every pupil must have grade at most {}", NUMBER),
    ("every pupil must have grade at least {}", NUMBER),
    ("every pupil must have grade more than {}", NUMBER),
    ("every pupil must have grade less than {}", NUMBER),
    ("every pupil must have grade the same as {}", NUMBER),
    ("every pupil must have {} at least grade", NUMBER),
    ("every pupil must have grade from 5 to {}", NUMBER),
    ("every pupil must have grade from {} to 10", NUMBER),
    ("every pupil must be not (grade from {} to 10)", NUMBER),
    ("every pupil must be grade is one of 3, {}", NUMBER),
    ("every pupil must be grade is not one of 3, {}", NUMBER),
    ("every pupil must be grade is within 1 of {}", NUMBER),
    ("every pupil must be grade is within {} of 3", TWO),
    ("every pupil must have (grade + {}) at least 12", NUMBER),
    ("every pupil must have (grade - {}) at least 0", NUMBER),
    ("every pupil must have (grade * {}) at most 27", NUMBER),
    ("every pupil must have (grade / {}) at least 1", NUMBER),
    (
        "every pupil must have (rounded (grade / {}) to 1 places) at least 1",
        NUMBER,
    ),
    (
        "every pupil must have (grade or else {}) at least 9",
        NUMBER,
    ),
    (
        "every pupil where grade at most {} must have score at most 9",
        NUMBER,
    ),
    (
        "every pupil when grade at least {}, must have score at most 9",
        NUMBER,
    ),
    ("no pupil where score is more than {}", NUMBER),
    ("every pupil must be any of grade, score = {}", NUMBER),
    ("every pupil must be all of grade, score = {}", NUMBER),
    ("every pupil must be (length of note) at most {}", TWO),
    ("every pupil must have fee = {}", MONEY),
    ("every pupil must have fee at most {}", MONEY),
    ("every pupil must have fee more than {}", MONEY),
    ("every pupil must have fee from {} to 10 yuan", MONEY),
    ("every pupil must have (fee - {}) at most 0", MONEY),
    ("every pupil must be fee is one of 3 yuan, {}", MONEY),
    ("every pupil must be fee is within 1 yuan of {}", MONEY),
    (
        "every pupil must have (total of visits.amount) at most {}",
        LIMIT,
    ),
    (
        "every pupil must have (largest of visits.amount) = {}",
        LIMIT,
    ),
    (
        "every pupil must have (mean of visits.amount) at least {}",
        LIMIT,
    ),
    (
        "every pupil must have (total of given visits.amount) less than {}",
        LIMIT,
    ),
    ("every pupil must have rate at least {}", PERCENT),
    ("every pupil must have rate = {}", PERCENT),
    ("every pupil must have rate from {} to 90%", PERCENT),
    ("every pupil must have (fee * {}) at most 2 yuan", PERCENT),
    (
        "every pupil must have (share of visits that amount is at least 2 yuan) at least {}",
        PERCENT,
    ),
    ("every pupil must have born = {}", DATE),
    ("every pupil must have born before {}", DATE),
    ("every pupil must have born on or after {}", DATE),
    ("every pupil must have born from 2012-01-01 to {}", DATE),
    ("every pupil must be born is within 1 days after {}", DATE),
    (
        "every pupil must be born is within 1 months before {}",
        DATE,
    ),
    (
        "every pupil must be born is no later than 1 days after {}",
        DATE,
    ),
    (
        "every pupil must have (days from {} to born) at least 0",
        DATE,
    ),
    ("every pupil must have (age of born on {}) at most 0", DATE),
    (
        "every pupil must have (earlier of born, {}) = 2012-01-01",
        DATE,
    ),
    (
        "every pupil must have (later of born, {}) = 2012-01-03",
        DATE,
    ),
    (
        "every pupil must have (month of born) = (month of {})",
        DATE,
    ),
    ("every pupil must be paid is within {} days after born", TWO),
    (
        "every pupil must be paid is no later than {} days after born",
        TWO,
    ),
    (
        "every pupil must be paid is within {} months after born",
        TWO,
    ),
    (
        "every pupil must have (born + {}) at most 2012-01-03",
        &["2 days", "s_days"],
    ),
    (
        "every pupil must have (days from born to paid) at most {}",
        &["2 days", "s_days"],
    ),
    ("every pupil must have note = {}", TEXT),
    ("every pupil must have note <> {}", TEXT),
    ("every pupil must have note the same as {}", TEXT),
    ("every pupil must be note is one of \"a\", {}", TEXT),
    ("every pupil must be (note or else {}) = \"b\"", TEXT),
    ("every pupil must be (note or else {}) <> c_text", TEXT),
    (
        "every pupil must be (note or else {}) is one of \"a\", \"bcd\"",
        TEXT,
    ),
    (
        "every pupil must have (note or else {}) the same as note",
        TEXT,
    ),
    (
        "every pupil must be (town or else {}) = \"T\"",
        &["\"U\"", "c_town"],
    ),
    (
        "every pupil must be (name or else {}) = \"张一\"",
        &["\"张二\"", "c_name"],
    ),
    (
        "every pupil must be (name or else {}) <> c_name",
        &["\"张二\"", "c_name"],
    ),
    ("every pupil must be (status or else {}) = a", STATUS),
    ("every pupil must be (status or else {}) = c_status", STATUS),
    (
        "every pupil must be (status or else {}) is one of a, b",
        STATUS,
    ),
    (
        "every pupil must be (ok or else {}) = yes",
        &["yes", "c_ok"],
    ),
    (
        "every pupil must have (fee or else {}) at most 4 yuan",
        MONEY,
    ),
    (
        "every pupil must have (born or else {}) after 2012-01-02",
        DATE,
    ),
    (
        "per town of pupils: count of different (note or else {}) must be at most 2",
        TEXT,
    ),
    (
        "per town of pupils: count of different (status or else {}) must be at most 2",
        STATUS,
    ),
    (
        "per town of pupils: most common of (status or else {}) must be a",
        STATUS,
    ),
    ("every pupil must have status = {}", STATUS),
    ("every pupil must have status <> {}", STATUS),
    ("every pupil must be status is one of a, {}", STATUS),
    ("every pupil must have status the same as {}", STATUS),
    (
        "every pupil where status = {} must have grade at most 9",
        STATUS,
    ),
    ("every pupil must have ok = {}", &["yes", "c_ok"]),
    ("every pupil must have at least {} visits", TWO),
    ("every pupil must have at most {} visits", TWO),
    ("every pupil must have exactly {} visits", TWO),
    ("every pupil must have (count of visits) equal to {}", TWO),
    (
        "every pupil must have at least 1 visit where amount is at most {}",
        &[
            "3.50 yuan",
            "s_limit",
            "visits.c_money",
            "pupils.c_limit",
            "t_limit(pupils.ok)",
        ],
    ),
    (
        "every pupil must have no visit where day is after {}",
        &["2012-01-03", "s_date", "pupils.c_date", "pupils.own_date"],
    ),
    (
        "every pupil must have score at least (mean of score of the same town) - {}",
        TWO,
    ),
    (
        "every pupil must have (count of pupils of the same town) at most {}",
        NUMBER,
    ),
    (
        "every pupil where score at least {} must have grade given, tolerating 40% not met",
        TWO,
    ),
    (
        "per town of pupils: count of pupils must be at most {}",
        OF_TOWN,
    ),
    (
        "per town of pupils: count of pupils where grade at least {} must be at most 2",
        NUMBER,
    ),
    (
        "per town of pupils: total of score must be at most {}",
        &["30", "(21 + s_number)"],
    ),
    (
        "per town of pupils: mean of score must be at least {}",
        TWO_OF_TOWN,
    ),
    (
        "per town of pupils: median of grade must be at most {}",
        OF_TOWN,
    ),
    (
        "per town of pupils: largest of fee must be at most {}",
        &["4.50 yuan", "s_money"],
    ),
    (
        "per town of pupils: least of born must be before {}",
        &["2012-01-03", "s_date"],
    ),
    (
        "per town of pupils: most common of status must be {}",
        &["b", "b"],
    ),
    (
        "per status of pupils: count of different grade must be at most {}",
        TWO_OF_TOWN,
    ),
    (
        "per status, ok of pupils: count of pupils must be at most {}",
        TWO_OF_TOWN,
    ),
    (
        "per town of pupils where grade at most {}: count of pupils must be at least 2",
        NUMBER,
    ),
    (
        "ok_share per town must be at least {}",
        &["40%", "s_percent"],
    ),
    (
        "paid_total per town must be at most {}",
        &["4.50 yuan", "s_money"],
    ),
    (
        "(count of pupils where score at least {}) must be at most 9",
        NUMBER,
    ),
    ("count of pupils where note = {} must be at most 3", TEXT),
    ("total of pupils.score must be at most {}", OF_TOWN),
    (
        "at least {} of pupils must have ok <> yes",
        &["40%", "s_percent"],
    ),
    (
        "at least {} of pupils per town must have ok = yes",
        &["40%", "s_percent"],
    ),
    (
        "at most {} of pupils per status must have score at least 4",
        &["40%", "s_percent"],
    ),
    (
        "at least 40% of pupils per town must have grade at most {}",
        NUMBER,
    ),
    (
        "at least 40% of pupils where fee at most {} per town must have ok = yes",
        MONEY,
    ),
    (
        "at least 40% of pupils per status must have ok = yes, groups under {} are not judged",
        TWO_OF_TOWN,
    ),
    (
        "every pupil must submit visits where amount at most {} each month from 2012-01 to 2012-03",
        &["3.50 yuan", "s_limit", "c_money"],
    ),
    (
        "every pupil must have at least {} visits each month from 2012-01 to 2012-03",
        TWO_OF_TOWN,
    ),
    (
        "visits_a_month must not rise {} months in a row from 2012-01 to 2012-04",
        TWO_OF_TOWN,
    ),
    (
        "towns ranked by ok_share, higher is better must not be among the last {}",
        TWO_OF_TOWN,
    ),
    ("pupils where grade at most {} are unique by note", NUMBER),
    (
        "pupils where fee at least {} of the same town have the same status",
        MONEY,
    ),
    (
        "values of pupils.town where grade at most {} include values of towns.code",
        NUMBER,
    ),
    (
        "every combination of towns, status must be in pupils where score at most {}",
        NUMBER,
    ),
    (
        "every row when is not the first, must have (its previous.days) at most {}",
        &["9", "c_number", "s_number"],
    ),
    (
        "every row must have (total of days of the same run) at most {}",
        &["9", "c_number", "s_number"],
    ),
    (
        "every row must have (count of the same run) at most {}",
        TWO_OF_TOWN,
    ),
    (
        "every row when is not the last, must have its next.state = {}",
        &["here", "c_state"],
    ),
    // What is owed, by whom and within how long.
    (
        "every pupil where grade at least {} must have at least 1 visit each month from 2012-01 to 2012-03",
        NUMBER,
    ),
    (
        "every pupil must have at least {} visits each quarter from 2012-01 to 2012-03",
        &["2", "s_two"],
    ),
    (
        "every pupil where paid on or after {} must submit visits each month from 2012-01 to 2012-03 no later than day 20",
        DATE,
    ),
    (
        "every pupil must submit visits where amount at least {} each month from 2012-01 to 2012-03 no later than day 20",
        &["3.50 yuan", "c_money", "s_limit"],
    ),
    (
        "every visit must be reported in notices to \"town\", \"bureau\" within {} days after day by pupil",
        &["2", "s_days"],
    ),
    (
        "every visit where amount at least {} must be reported in notices to \"town\" within 30 days after day by pupil",
        &["3.50 yuan", "c_money", "s_limit"],
    ),
    (
        "visits_a_month must not rise {} months in a row from 2012-01 to 2012-03",
        &["1", "s_one"],
    ),
    // Who is excused.
    (
        "except {}\n  every pupil must have grade at least 9",
        &["by_number", "by_column", "by_setting"],
    ),
    (
        "except {}\n  at least 60% of pupils per town must have grade at least 9",
        &["by_number", "by_column", "by_setting"],
    ),
    (
        "except {}\n  every pupil must submit visits each month from 2012-01 to 2012-03",
        &["since_day", "since_column", "since_setting"],
    ),
    (
        "pupils matches leaves by id\n  not in leaves : except {}",
        &["since_day", "since_column", "since_setting"],
    ),
];
