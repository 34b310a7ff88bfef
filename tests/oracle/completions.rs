//! What is unknown may turn out to be anything: whatever is met or not met with blanks in the tables must stay so however they are filled.
//!
//! Random small tables with blanks and unreadable cells are judged, then judged again with every unknown cell filled in, many times over.
//! Columns for which a blank has a meaning of its own (keys of rows, values that a list must include, `is given`) are always filled.

use super::world::Dice;
use super::{Judged, judge};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

/// How many random worlds are judged, and how often each is filled in.
const WORLDS: u64 = 12;
const FILLED: usize = 12;

const DECLARATIONS: &str = "checklist t \"Test\" / 「测试」
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
dataset visits visit 家访
  no : id key
  pupil : reference to pupils
  amount : number
  done : yes or no
  day : date
  sender pupil
  submitted on day
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
";

/// Sentences; each must keep its verdicts however blanks are filled.
const SENTENCES: &[&str] = &[
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
    "pupils matches roster by id comparing score, status",
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
];

/// The columns: table, name, the values that it may hold, and whether it may be unknown.
type Column = (&'static str, &'static [&'static str], bool);

const DAYS: &[&str] = &["2012-01-01", "2012-01-02", "2012-01-03", "2012-02-02"];
const STATUS: &[&str] = &["a", "b", "c"];
const YES: &[&str] = &["yes", "no"];
const SCORE: &[&str] = &["0", "4", "10"];
const TABLES: &[(&str, usize, &[Column])] = &[
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
        ],
    ),
    (
        "visits",
        4,
        &[
            ("no", &["#"], false),
            ("pupil", &["1", "2", "3"], false),
            ("amount", &["-1", "1", "3"], true),
            ("done", YES, true),
            ("day", DAYS, true),
        ],
    ),
    (
        "stays",
        5,
        &[
            ("no", &["#"], false),
            ("child", &["x", "x", "x", "y"], false),
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
        ],
    ),
];

/// The cells of all tables; `None`: unknown, spelt in one of two ways.
type Cells = Vec<Vec<Vec<Option<&'static str>>>>;

fn tables(dice: &mut Dice) -> Cells {
    // From few unknown cells to many.
    let odds = [24, 10, 5][dice.below(3)];
    let one = |&(_, most, columns): &(&'static str, usize, &'static [Column]), dice: &mut Dice| {
        let rows = 1 + dice.below(most);
        let cell = |row: usize, (_, pool, open): &Column, dice: &mut Dice| {
            if pool == &["#"] {
                return Some(["1", "2", "3", "4", "5"][row]);
            }
            if *open && dice.below(odds) == 0 {
                return None;
            }
            Some(pool[dice.below(pool.len())])
        };
        (0..rows)
            .map(|row| columns.iter().map(|c| cell(row, c, dice)).collect())
            .collect()
    };
    TABLES.iter().map(|table| one(table, dice)).collect()
}

fn filled(cells: &Cells, dice: &mut Dice) -> Cells {
    let mut cells = cells.clone();
    for ((_, _, columns), rows) in TABLES.iter().zip(&mut cells) {
        for row in rows {
            for ((_, pool, _), cell) in columns.iter().zip(row) {
                if cell.is_none() {
                    *cell = Some(pool[dice.below(pool.len())]);
                }
            }
        }
    }
    cells
}

fn csv(columns: &[Column], rows: &[Vec<Option<&'static str>>]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.0).collect();
    let mut text = format!("{},end\n", names.join(","));
    for (at, row) in rows.iter().enumerate() {
        // A text is not readable in any column but of words and numbers of people.
        let unknown = |column: usize| match columns[column].0 {
            "town" => "",
            _ if (at + column).is_multiple_of(2) => "",
            _ => "?!",
        };
        let texts = row.iter().enumerate();
        let texts: Vec<&str> = texts
            .map(|(column, cell)| cell.unwrap_or_else(|| unknown(column)))
            .collect();
        let _ = writeln!(text, "{},#", texts.join(","));
    }
    text
}

fn judged(cells: &Cells, seed: u64) -> BTreeMap<String, Judged> {
    let folder = std::env::temp_dir().join(format!("duban-filled-{}-{seed}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let mut checklist = DECLARATIONS.to_owned();
    for (at, sentence) in SENTENCES.iter().enumerate() {
        let _ = writeln!(
            checklist,
            "item i{at} \"Item\" / 「项」\n  cites law 1\n  {sentence}"
        );
    }
    let mut audit = "checklists: [t.duban]\nas_of: 2020-09-30\ndata:\n".to_owned();
    for ((name, _, columns), rows) in TABLES.iter().zip(cells) {
        let _ = writeln!(audit, "  {name}: {name}.csv");
        fs::write(folder.join(format!("{name}.csv")), csv(columns, rows)).unwrap();
    }
    fs::write(folder.join("t.duban"), checklist).unwrap();
    fs::write(folder.join("audit.yaml"), audit).unwrap();
    let judged = judge(&folder, 2);
    let _ = fs::remove_dir_all(&folder);
    judged
}

/// The subjects (with parts) that are not met, and those that cannot be told.
fn sorted(judged: &Judged) -> [BTreeSet<String>; 2] {
    ["not_met ", "cannot_tell "].map(|outcome| {
        let found = judged.findings.iter();
        found
            .filter_map(|(said, _)| Some(said.strip_prefix(outcome)?.to_owned()))
            .collect()
    })
}

fn shown(cells: &Cells) -> String {
    let tables = TABLES.iter().zip(cells);
    let tables =
        tables.map(|((name, _, columns), rows)| format!("-- {name}\n{}", csv(columns, rows)));
    tables.collect()
}

#[test]
fn what_is_decided_stays_so_however_blanks_are_filled() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let worlds: u64 = number("DUBAN_WORLDS").unwrap_or(WORLDS);
    let first: u64 = number("DUBAN_FIRST").unwrap_or(0);
    // For each sentence the smallest case that goes wrong.
    let mut wrong: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for seed in first..first + worlds {
        let mut dice = Dice::new(seed);
        let cells = tables(&mut dice);
        let before = judged(&cells, seed);
        let unknown = cells
            .iter()
            .flatten()
            .flatten()
            .filter(|c| c.is_none())
            .count();
        for _ in 0..FILLED.min(1 << unknown.min(10)) {
            let full = filled(&cells, &mut dice);
            let after = judged(&full, seed);
            for at in 0..SENTENCES.len() {
                let id = format!("t/i{at}");
                let [not_met, cannot_tell] = sorted(&before[&id]);
                let [fails, open] = sorted(&after[&id]);
                let vague = |said: &&String| {
                    // Whether a delivery came late is open where it is open whether it came.
                    let missing = said.strip_suffix(" late").map(|it| format!("{it} missing"));
                    // Rows without a group may be of one that no other row is of.
                    let ungrouped = said.starts_with("group ") && cannot_tell.contains("group");
                    ungrouped
                        || cannot_tell.contains(*said)
                        || cannot_tell.contains("item")
                        || missing.is_some_and(|missing| cannot_tell.contains(&missing))
                };
                let lost = not_met
                    .iter()
                    .find(|said| !fails.contains(*said) && !open.contains(*said));
                let new = fails
                    .iter()
                    .find(|said| !not_met.contains(*said) && !vague(said));
                let words = match (lost, new) {
                    (Some(said), _) => format!("{said} is not met before and met after"),
                    (_, Some(said)) => format!("{said} is met before and not met after"),
                    _ => continue,
                };
                let words = format!(
                    "world {seed}: {words}\n{}--- filled\n{}",
                    shown(&cells),
                    shown(&full)
                );
                let known = wrong.entry(at).or_insert((usize::MAX, String::new()));
                if words.len() < known.0 {
                    *known = (words.len(), words);
                }
            }
        }
    }
    let wrong: Vec<String> = wrong
        .iter()
        .map(|(at, (_, words))| format!("== {}\n{words}", SENTENCES[*at]))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
