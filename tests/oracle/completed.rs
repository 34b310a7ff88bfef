//! What [`super::completions`] judges: declarations, sentences, and the tables with what may be in their cells.

pub(super) const DECLARATIONS: &str = "checklist t \"Test\" / 「测试」
source law \"Law\" / 「法」
dataset towns town 镇
  code : id key
  quota : integer from 0 to 3
dataset pupils pupil 学生
  id : id key
  town : reference to towns
  score : integer from 0 to 10
  fee : number
  ok : yes or no
  status : one of a, b, c
  born : date
  card : text
  tag : text
dataset visits visit 家访
  no : id key
  pupil : reference to pupils
  amount : number
  done : yes or no
  day : date
  card : text
  tag : text
  sender pupil
  submitted on day
dataset reports report 月报
  no : id key
  pupil : reference to pupils
  office : one of a, b
  month : text
  sent : date
  sender pupil
  recipient office
  period month
  submitted on sent
dataset absences absence 缺课
  no : id key
  child : text
  absent_on : date
dataset alerts alert 报告
  no : id key
  child : text
  to_whom : one of a, b
  told_on : date
  recipient to_whom
  submitted on told_on
dataset proofs 证明
  no : id key
  pupil : reference to pupils
  kind : one of a, b
  granted : date
  expires : date
  paper : text
  in force from granted to expires
exception excused_a \"A\" / 「甲」
  cites law 1
  proofs where kind = a and valid on as_of by pupil, proof paper
dataset stays stay 居住
  no : id key
  child : text
  start : date
  state : one of a, b
  real : yes or no
dataset roster 名单
  id : id key
  score : integer
  status : one of a, b, c
  card : text
  tag : text
define done_visits 完成 of pupils = count of visits where done = yes
define spent 花费 of pupils = total of visits.amount
define last_day 末次 of pupils = largest of visits.day
table due 标准
  status | score | value
  a | < 4 | 1
  a | other | 2
  b, c | any | 3
table step 档
  count | value
  0 | 1
  from 1 to 2 | 2
  other | 3
measure mean_score 均分 per town = mean of pupils.score
measure ok_share 合格率 per town = share of pupils that ok = yes
population real_stays real_stay 实住 = stays where real = yes
  in order of start per child
  a new run starts where state is not its previous.state
population all_stays all_stay 全部居住 = stays
  in order of start per child
  a new run starts where state = a
population late_stays late_stay 居住后 = stays
  in order of start per child, blanks last
  a new run starts where state is not its previous.state
population early_stays early_stay 居住前 = stays where real = yes
  in order of start per child, blanks first
";

/// Sentences; each must keep its verdicts however blanks are filled.
pub(super) const SENTENCES: &[&str] = &[
    "per town of pupils: count of pupils where ok = yes must be at least 2",
    "per town of pupils: count of pupils must be equal to 2",
    "per town of pupils: total of score must be at most 12",
    "per town of pupils: total of score where ok = yes must be at least 5",
    "per town of pupils: total of fee must be at most 5",
    "per town of pupils: least of score where ok = yes must be at least 4",
    "per town of pupils: largest of score must be at most 4",
    "per town of pupils: largest of fee must be at least 3",
    "per town of pupils: mean of score must be at least 4",
    "per town of pupils: median of fee must be at least 1",
    "per town of pupils: standard deviation of score must be at most 3",
    "per town of pupils: count of different status must be at most 2",
    "per town of pupils: count of different score where ok = yes must be at least 2",
    "per town of pupils: most common of status must be a",
    "per town of pupils: least of born must be before 2012-01-02",
    "at least 50% of pupils where ok = yes per town must be status = a",
    "at most 40% of pupils per town must have score at least 4",
    "at least 50% of pupils must be status = a",
    "per town of pupils: total of done_visits must be at most 2",
    "per town of pupils: least of done_visits must be at least 1",
    "per town of pupils: mean of done_visits must be at least 1",
    "per town of pupils: total of given done_visits must be at most 2",
    "per town of pupils: least of given done_visits must be at least 1",
    "per town of pupils: largest of given done_visits where ok = yes must be at most 1",
    "per town of pupils: (total of score) / 2 must be at least count of pupils",
    "count of pupils where ok = yes must be at most 3",
    "total of pupils.score must be at least 10",
    "every pupil must have score at least (mean of score of the same town)",
    "every pupil must have score at most (total of score of the same status)",
    "every pupil must have done_visits at least 1",
    "every pupil must have done_visits from 1 to 2",
    "every pupil must be done_visits is one of 0, 2",
    "every pupil must be done_visits is the same as 1",
    "every pupil must have done_visits not equal to 1",
    "every pupil where done_visits at least 1 must have score at least 4",
    "every pupil must have spent at most fee",
    "every pupil must have (spent - fee) at most 1",
    "every pupil must have (earlier of score, done_visits) at least 1",
    "every pupil must have (later of born, last_day) at least 2012-01-03",
    "every pupil must have due(status, score) equal to score",
    "every pupil must have step(done_visits) at most 2",
    "every pupil must have town.quota at least 1",
    "every pupil must have (count of pupils where pupils.town = town) at most town.quota",
    "every pupil must have exactly one visit where amount at least 1",
    "every pupil must have at least 2 visits where done = yes and amount at least 1",
    "no pupil where has a visit where visits.amount is more than pupils.fee",
    "every pupil must have (age of born on as_of) at most 8 years",
    "every pupil must be last_day is within 1 days after born",
    "every pupil must have (score + done_visits * 2) at most 8",
    "every pupil must have (score * fee) at least 4",
    "every pupil must be (ok = yes or score at least 4) and not (status = b)",
    "towns ranked by mean_score, higher is better must not be among the last 1",
    "towns ranked by ok_share, lower is better, ties share a place must not be among the first 1",
    "every real_stay when is not the first, must have state = its previous.state",
    "every real_stay must be is the first or is the last",
    "every real_stay must have count of the same run at most 1",
    "every real_stay must have state = the last of its run.state",
    "every real_stay when is not the last, must have start before its next.start",
    "every real_stay must have the first of its group.state = a",
    "every all_stay must have count of the same run at most 2",
    "every all_stay when is not the last of its run, must have its next.state = b",
    "every all_stay must be is the first of its run or state = b",
    "every pupil must have score at least (median of score of the same town)",
    "every pupil must have (count of pupils of the same town) at most 2",
    "every pupil must have (largest of score of the same status) at most 4",
    "every pupil must have (least of given done_visits of the same town) at least 1",
    "every pupil must submit visits each month from 2012-01 to 2012-02",
    "every pupil must submit visits each month from 2012-01 to 2012-02 no later than day 2",
    "every pupil must submit visits where done = yes each month from 2012-01 to 2012-02",
    "every combination of towns, status must be in pupils",
    "every combination of towns must be in pupils where ok = yes exactly once",
    "every combination of status, ok must be in pupils",
    "values of pupils.town include values of towns.code",
    "values of pupils.town where ok = yes include values of towns.code",
    "visits of the same pupil have the same done",
    "visits where done = yes of the same pupil have the same amount",
    "at least 40% of pupils where score at least 4 must have fee at least 1",
    "every pupil must have score at least 4, tolerating 40% not met",
    "every pupil where ok = yes must have score at least 4, tolerating 40% not met",
    "per status of pupils: count of pupils must be at least 1",
    "per status of pupils: count of pupils where ok = yes must be at most 1",
    "per ok of pupils: total of score must be at least 4",
    "per town, ok of pupils: count of pupils must be at least 2",
    "per town, ok of pupils: mean of score must be at least 4",
    "per card of pupils: count of pupils must be at most 2",
    "at least 50% of pupils per status must have score at least 4",
    "at least 50% of pupils per card must have ok = yes",
    "per town of pupils where ok = yes: count of pupils must be at least 2",
    "pupils where ok = yes of the same card have the same town",
    "every absence must be reported in alerts to \"a\", \"b\" within 1 days after absent_on by child",
    "every absence must be reported in alerts to \"a\" within 31 days after absent_on by child",
    "every pupil must submit reports to \"a\", \"b\" each month from 2012-01 to 2012-02 no later than day 2",
    "every pupil must submit reports to \"a\" each month from 2012-01 to 2012-02 no later than day 1 of the next month",
    "every pupil where ok = yes must submit reports each month from 2012-01 to 2012-02",
    "every combination of pupils, office must be in reports where month = \"2012-01\"",
    "values of roster.card include values of pupils.card",
    "values of pupils.status are the same as values of roster.status",
    "no pupil where score is less than 4 and ok = yes",
    "every combination of towns, status must be in pupils where ok = yes",
];

/// Sentences that look rows up by a key: a row whose key is blank belongs to nobody.
pub(super) const BY_KEY: &[&str] = &[
    "pupils matches roster by id comparing score, status",
    "pupils matches roster by card comparing score",
    "pupils where ok = yes matches roster by card comparing score, status\n  not in pupils : not judged\n  not in roster : not judged",
    "pupils where ok = yes matches roster by card comparing score",
    "every pupil must have a visit by card",
    "every pupil must have at most 1 visit by card",
    "every pupil must have (total of visits.amount by card) at most 3",
    "pupils are unique by card",
    "pupils where ok = yes are unique by card",
    "every pupil must have score at least 4, except excused_a",
    "at least 50% of pupils must have score at least 4, except excused_a",
];

/// Sentences in which what is blank has a meaning of its own: a second key is used, or an order begins or ends with it. The rest may
/// be filled.
pub(super) const BY_RULE: &[&str] = &[
    "every pupil must have a visit by card or by tag",
    "every pupil must have at most 1 visit by card or by tag where done = yes",
    "every pupil must have exactly 1 visit by card or by tag where amount at least 1",
    "every pupil must have (total of visits.amount by card or by tag) at most 3",
    "every pupil must have (least of roster.score by card or by tag) at least 4",
    "every pupil must have (count of roster by card or by tag) at most 1",
    "pupils matches roster by card or by tag comparing score, status",
    "pupils where ok = yes matches roster by card or by tag comparing score",
    "every late_stay when is not the last, must have state = its next.state",
    "every late_stay must have count of the same run at most 1",
    "every early_stay when is not the first, must have state = its previous.state",
    "every early_stay must have the last of its group.state = a",
];

/// The columns whose blank cells stay so for these.
pub(super) const LEFT_BLANK: &[(&str, &str)] = &[
    ("pupils", "card"),
    ("visits", "card"),
    ("roster", "card"),
    ("stays", "start"),
];

/// The columns: table, name, the values that it may hold, and whether it may be unknown.
pub(super) type Column = (&'static str, &'static [&'static str], bool);

pub(super) const DAYS: &[&str] = &["2012-01-01", "2012-01-02", "2012-01-03", "2012-02-02"];
pub(super) const CARD: &[&str] = &["u", "v", "w"];
pub(super) const CHILD: &[&str] = &["x", "y"];
pub(super) const STATUS: &[&str] = &["a", "b", "c"];
pub(super) const YES: &[&str] = &["yes", "no"];
pub(super) const SCORE: &[&str] = &["0", "4", "10"];
pub(super) const TABLES: &[(&str, usize, &[Column])] = &[
    (
        "towns",
        2,
        &[("code", &["#"], false), ("quota", &["0", "1", "2"], true)],
    ),
    (
        "pupils",
        4,
        &[
            ("id", &["#"], false),
            ("town", &["1", "2"], true),
            ("score", SCORE, true),
            ("fee", &["-1", "1", "4"], true),
            ("ok", YES, true),
            ("status", STATUS, true),
            ("born", DAYS, true),
            ("card", CARD, true),
            ("tag", CHILD, true),
        ],
    ),
    (
        "visits",
        4,
        &[
            ("no", &["#"], false),
            ("pupil", &["1", "2", "3"], true),
            ("amount", &["-1", "1", "3"], true),
            ("done", YES, true),
            ("day", DAYS, true),
            ("card", CARD, true),
            ("tag", CHILD, true),
        ],
    ),
    (
        "absences",
        3,
        &[
            ("no", &["#"], false),
            ("child", CHILD, true),
            ("absent_on", DAYS, true),
        ],
    ),
    (
        "alerts",
        5,
        &[
            ("no", &["#"], false),
            ("child", CHILD, true),
            ("to_whom", &["a", "b"], true),
            ("told_on", DAYS, true),
        ],
    ),
    (
        "proofs",
        3,
        &[
            ("no", &["#"], false),
            ("pupil", &["1", "2", "3"], true),
            ("kind", &["a", "b"], true),
            ("granted", &["2019-09-01", "2021-09-01"], true),
            ("expires", &["2020-09-01", "2021-09-01"], false),
            ("paper", &["P"], false),
        ],
    ),
    (
        "reports",
        4,
        &[
            ("no", &["#"], false),
            ("pupil", &["1", "2", "3"], true),
            ("office", &["a", "b"], true),
            ("month", &["2012-01", "2012-02"], true),
            ("sent", DAYS, true),
        ],
    ),
    (
        "stays",
        5,
        &[
            ("no", &["#"], false),
            ("child", &["x", "x", "x", "y"], true),
            ("start", DAYS, true),
            ("state", &["a", "b"], true),
            ("real", YES, true),
        ],
    ),
    (
        "roster",
        4,
        &[
            ("id", &["1", "2", "3", "4"], false),
            ("score", SCORE, true),
            ("status", STATUS, true),
            ("card", CARD, true),
            ("tag", CHILD, true),
        ],
    ),
];
/// Columns by which rows are looked up from elsewhere.
pub(super) const KEYS: &[(&str, &str)] = &[
    ("pupils", "card"),
    ("visits", "pupil"),
    ("visits", "card"),
    ("proofs", "pupil"),
    ("stays", "child"),
    ("roster", "card"),
    ("pupils", "tag"),
    ("visits", "tag"),
    ("roster", "tag"),
];
