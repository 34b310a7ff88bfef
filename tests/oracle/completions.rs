//! What is unknown may turn out to be anything: whatever is met or not met with blanks in the tables must stay so however they are filled.
//!
//! Random small tables with blanks and unreadable cells, without some of their columns or with a file missing of two, are judged, then judged
//! again with every unknown cell filled in and further rows where the file was missing, many times over. Keys of rows are always there. A row
//! whose key into another table is blank belongs to nobody there, and is filled with a key that nobody has for the sentences that look it up.

use super::completed::{
    BY_KEY, BY_RULE, Column, DECLARATIONS, KEYS, LEFT_BLANK, SENTENCES, TABLES,
};
use super::world::Dice;
use super::{Judged, judge};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many random worlds are judged, and how often each is filled in.
const WORLDS: u64 = 8;
const FILLED: usize = 12;

/// What unknown cells are filled with.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Fill {
    /// Anything that a cell of the column may hold.
    Anything,
    /// The same, but keys that nobody has.
    Apart,
    /// The same, but what is blank by a rule stays blank.
    ByRule,
}

/// Tables; `None`: an unknown cell, spelt in one of two ways.
#[derive(Clone)]
struct World {
    rows: Vec<Vec<Vec<Option<&'static str>>>>,
    /// The column that the file of a table lacks.
    lacks: Option<(usize, usize)>,
    /// The table of which a file is missing.
    torn: Option<usize>,
}

impl World {
    fn new(dice: &mut Dice) -> Self {
        // From few unknown cells to many.
        let odds = [24, 10, 5][dice.below(3)];
        let rows: Vec<Vec<Vec<Option<&str>>>> = (TABLES.iter())
            .map(|&(_, most, columns)| {
                let rows = 0..1 + dice.below(most);
                rows.map(|row| random_row(columns, row, odds, dice))
                    .collect()
            })
            .collect();
        let mut world = Self {
            rows,
            lacks: None,
            torn: None,
        };
        let table = dice.below(TABLES.len());
        match dice.below(4) {
            0 => world.torn = Some(table),
            1 => {
                let columns = TABLES[table].2;
                let column = 1 + dice.below(columns.len() - 1);
                if columns[column].2 {
                    world.lacks = Some((table, column));
                    for row in &mut world.rows[table] {
                        row[column] = None;
                    }
                }
            }
            _ => {}
        }
        world
    }

    fn unknown(&self) -> usize {
        self.rows
            .iter()
            .flatten()
            .flatten()
            .filter(|cell| cell.is_none())
            .count()
    }

    /// With whatever every unknown cell may hold, and further rows where not all are there.
    fn filled(&self, fill: Fill, dice: &mut Dice) -> Self {
        let mut filled = Self {
            lacks: None,
            torn: None,
            ..self.clone()
        };
        for (&(name, _, columns), rows) in TABLES.iter().zip(&mut filled.rows) {
            for (number, row) in rows.iter_mut().enumerate() {
                for (at, (&(column, pool, _), cell)) in columns.iter().zip(row).enumerate() {
                    let stays =
                        LEFT_BLANK.contains(&(name, column)) && is_blank(column, number, at);
                    if fill == Fill::ByRule && stays {
                        continue;
                    }
                    let nobody = match name {
                        "pupils" => ["10", "11", "12", "13", "14"],
                        "roster" => ["20", "21", "22", "23", "24"],
                        _ => ["30", "31", "32", "33", "34"],
                    };
                    if cell.is_none() {
                        *cell = Some(
                            match fill != Fill::Anything && KEYS.contains(&(name, column)) {
                                true => nobody[number],
                                false => pool[dice.below(pool.len())],
                            },
                        );
                    }
                }
            }
        }
        if let Some(table) = self.torn {
            for _ in 0..dice.below(3) {
                let at = filled.rows[table].len();
                let row = random_row(TABLES[table].2, at.min(4), usize::MAX, dice);
                filled.rows[table].push(row);
            }
        }
        filled
    }

    /// The tables of a folder, a file of its own for each that is not whole.
    fn shown(&self) -> String {
        let mut text = String::new();
        for (table, (name, ..)) in TABLES.iter().enumerate() {
            let torn = if self.torn == Some(table) {
                " (a file is missing)"
            } else {
                ""
            };
            let _ = write!(text, "-- {name}{torn}\n{}", self.csv(table));
        }
        text
    }

    fn csv(&self, table: usize) -> String {
        let columns = TABLES[table].2;
        let kept: Vec<usize> = (0..columns.len())
            .filter(|&column| self.lacks != Some((table, column)))
            .collect();
        let names: Vec<&str> = kept.iter().map(|&column| columns[column].0).collect();
        let mut text = format!("{},end\n", names.join(","));
        for (at, row) in self.rows[table].iter().enumerate() {
            let unknown = |column: usize| match is_blank(columns[column].0, at, column) {
                true => "",
                false => "?!",
            };
            let texts = kept
                .iter()
                .map(|&column| row[column].unwrap_or_else(|| unknown(column)));
            let texts: Vec<&str> = texts.collect();
            let _ = writeln!(text, "{},#", texts.join(","));
        }
        text
    }

    /// Whether a row has these values, as far as they are known, in these columns.
    fn has_group(&self, sentence: &str, columns: &[&str], values: &[&str]) -> bool {
        let is_narrow = ["pupils where ok = yes per", "pupils where ok = yes:"]
            .iter()
            .any(|words| sentence.contains(words));
        for ((name, _, all), rows) in TABLES.iter().zip(&self.rows) {
            // Groups are made of pupils.
            if sentence.contains("per ") && *name != "pupils" || !sentence.contains(*name) {
                continue;
            }
            let place = |name: &&str| all.iter().position(|column| column.0 == *name);
            let Some(places) = columns.iter().map(place).collect::<Option<Vec<usize>>>() else {
                continue;
            };
            let ok = all
                .iter()
                .position(|column| column.0 == "ok")
                .filter(|_| is_narrow);
            let is_it = |row: &Vec<Option<&str>>| {
                ok.is_none_or(|ok| row[ok] != Some("no"))
                    && places
                        .iter()
                        .zip(values)
                        .all(|(&at, value)| row[at] == Some(*value))
            };
            if rows.iter().any(is_it) {
                return true;
            }
        }
        false
    }
}

/// Whether an unknown cell is blank, by column, row and place. A text is not readable in any column but of words and numbers of people.
fn is_blank(column: &str, row: usize, at: usize) -> bool {
    let is_text = matches!(
        column,
        "town" | "card" | "child" | "pupil" | "tag" | "month"
    );
    is_text || (row + at).is_multiple_of(2)
}

/// One in so many cells is unknown.
fn random_row(
    columns: &'static [Column],
    row: usize,
    odds: usize,
    dice: &mut Dice,
) -> Vec<Option<&'static str>> {
    let mut cell = |&(_, pool, open): &Column| {
        if pool == ["#"] {
            return Some(["1", "2", "3", "4", "5"][row]);
        }
        if open && dice.below(odds) == 0 && odds != usize::MAX {
            return None;
        }
        Some(pool[dice.below(pool.len())])
    };
    columns.iter().map(&mut cell).collect()
}

/// The checklist of all sentences.
fn checklist() -> String {
    let mut checklist = DECLARATIONS.to_owned();
    for (at, sentence) in sentences().enumerate() {
        let (sentence, except) = match sentence.rsplit_once(", except ") {
            Some((sentence, name)) => (sentence, format!("  except {name}\n")),
            None => (sentence, String::new()),
        };
        let _ = writeln!(
            checklist,
            "item i{at} \"Item\" / 「项」\n  cites law 1\n{except}  {sentence}"
        );
    }
    checklist
}

/// A random world: the checklist, and the tables as CSV.
pub(crate) fn generated(seed: u64) -> (String, Vec<(String, String)>) {
    let world = World::new(&mut Dice::new(seed));
    let tables = (0..TABLES.len()).map(|at| (TABLES[at].0.to_owned(), world.csv(at)));
    (checklist(), tables.collect())
}

fn judged(world: &World, seed: u64) -> BTreeMap<String, Judged> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("duban-filled-{}-{seed}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).unwrap();
    let mut audit = "checklists: [t.duban]\nas_of: 2020-09-30\ndata:\n".to_owned();
    for (at, (name, ..)) in TABLES.iter().enumerate() {
        let _ = match world.torn == Some(at) {
            true => writeln!(audit, "  {name}: [{name}.csv, more.csv]"),
            false => writeln!(audit, "  {name}: {name}.csv"),
        };
        fs::write(folder.join(format!("{name}.csv")), world.csv(at)).unwrap();
    }
    fs::write(folder.join("t.duban"), checklist()).unwrap();
    fs::write(folder.join("audit.yaml"), audit).unwrap();
    let judged = judge(&folder, 2);
    let _ = fs::remove_dir_all(&folder);
    judged
}

fn sentences() -> impl Iterator<Item = &'static str> {
    SENTENCES.iter().chain(BY_KEY).chain(BY_RULE).copied()
}

/// Whether blank keys of other rows are nobody's for a sentence.
fn is_by_key(sentence: &str) -> bool {
    let words = [
        "done_visits",
        "spent",
        "last_day",
        "visits where done",
        "visit where",
        "_stay",
    ];
    BY_KEY.contains(&sentence)
        || !sentence.starts_with("visits")
            && !sentence.contains("submit")
            && words.iter().any(|word| sentence.contains(word))
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

/// What was decided before and is otherwise after, in words.
fn contradiction(sentence: &str, world: &World, before: &Judged, after: &Judged) -> Option<String> {
    let [not_met, cannot_tell] = sorted(before);
    let [fails, open] = sorted(after);
    let is_vague = |said: &&String| {
        // Whether a delivery came late is open where it is open whether it came.
        let missing = said.replacen("late", "missing", 1);
        let missing = missing.replacen("repeated", "missing", 1);
        // Rows without a group may be of one that no other row is of.
        let keys = sentence
            .strip_prefix("per ")
            .and_then(|rest| rest.split_once(" of "));
        let keys = keys.map_or("", |(keys, _)| keys);
        let keys = match sentence.split_once(" per ") {
            Some((_, rest)) => rest.split(" must").next().unwrap(),
            None => keys,
        };
        let keys: Vec<&str> = keys.split(", ").collect();
        let group = said
            .strip_prefix("group ")
            .filter(|_| cannot_tell.contains("group") || cannot_tell.contains("group |"));
        let is_new = group.is_some_and(|group| {
            let spelt = |value| match value {
                "true" => "yes",
                "false" => "no",
                _ => value,
            };
            let values: Vec<&str> = group.split('|').map(spelt).collect();
            !world.has_group(sentence, &keys, &values)
        });
        // A row without its key is a subject of its own, whose key nobody else may have.
        let key = said
            .strip_prefix("key ")
            .and_then(|rest| rest.split(' ').next())
            .filter(|_| cannot_tell.iter().any(|open| open.contains(':')));
        let is_new = is_new
            || key.is_some_and(|key| {
                let mut columns = ["card", "tag", "status"]
                    .into_iter()
                    .filter(|&at| sentence.contains(at));
                columns.any(|column| !world.has_group(sentence, &[column], &[key]))
            });
        is_new
            || cannot_tell.contains(*said)
            || cannot_tell.contains("item")
            || cannot_tell.contains(&missing)
    };
    let lost = (not_met.iter()).find(|said| !fails.contains(*said) && !open.contains(*said));
    if let Some(said) = lost {
        return Some(format!("{said} is not met before and met after"));
    }
    let mut new = fails.iter().filter(|said| !not_met.contains(*said));
    if let Some(said) = new.clone().find(|said| !is_vague(said)) {
        return Some(format!("{said} is met before and not met after"));
    }
    let passed = |said: &&String| {
        let is_it = |passes: &String| {
            let rest = said.strip_prefix(passes.as_str());
            // The rows without a group have no name.
            let rest = rest.filter(|_| passes != "group" && passes != "group |");
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        before.passes.iter().any(is_it)
    };
    if let Some(said) = new.find(passed) {
        return Some(format!("{said} passes before and fails after"));
    }
    match (before.outcome, after.outcome) {
        ("met", "not_met") | ("not_met", "met") => Some(format!(
            "the item is {} before and {} after",
            before.outcome, after.outcome
        )),
        _ => None,
    }
}

#[test]
fn what_is_decided_stays_so_however_blanks_are_filled() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let worlds: u64 = number("DUBAN_WORLDS").unwrap_or(WORLDS);
    let first: u64 = number("DUBAN_FIRST").unwrap_or(0);
    // For each sentence the smallest case that goes wrong.
    let mut wrong = BTreeMap::new();
    for seed in first..first + worlds {
        let mut dice = Dice::new(seed);
        let world = World::new(&mut dice);
        let before = judged(&world, seed);
        let times = match world.torn {
            Some(_) => FILLED,
            None => FILLED.min(1 << world.unknown().min(10)),
        };
        for at in 0..times {
            let fill = [Fill::Anything, Fill::Apart, Fill::ByRule][at % 3];
            let full = world.filled(fill, &mut dice);
            let after = judged(&full, seed);
            for (at, sentence) in sentences().enumerate() {
                let id = format!("t/i{at}");
                if BY_RULE.contains(&sentence) != (fill == Fill::ByRule)
                    || is_by_key(sentence) && fill == Fill::Anything
                {
                    continue;
                }
                let words = contradiction(sentence, &world, &before[&id], &after[&id]);
                let Some(words) = words else {
                    continue;
                };
                let words = format!(
                    "world {seed}: {words}\n{}--- filled\n{}",
                    world.shown(),
                    full.shown()
                );
                keep_shortest(&mut wrong, at, words);
            }
        }
    }
    assert_none(&wrong);
}

/// Keeps what is wrong with a sentence in the smallest world.
fn keep_shortest(wrong: &mut BTreeMap<usize, String>, sentence: usize, words: String) {
    let known = wrong.entry(sentence).or_insert_with(|| words.clone());
    if words.len() < known.len() {
        *known = words;
    }
}

fn assert_none(wrong: &BTreeMap<usize, String>) {
    let wrong = wrong.iter();
    let wrong: Vec<String> = wrong
        .map(|(at, words)| format!("== {}\n{words}", sentences().nth(*at).unwrap()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a cell of a column may hold at the far ends as well, so that all that can be decided otherwise is.
fn everything(table: &str, column: &str, pool: &[&'static str]) -> Vec<&'static str> {
    let more: &[&str] = match column {
        "fee" | "amount" => &["-1000", "1000"],
        "quota" => &["3"],
        "town" | "pupil" => &["4", "9"],
        "card" | "child" | "tag" => &["z"],
        "month" => &["2012-05"],
        "born" | "day" | "sent" | "start" | "absent_on" | "told_on" => {
            &["1990-01-01", "2020-09-30"]
        }
        _ if table == "pupils" && column == "score" => &["1", "9"],
        _ => &[],
    };
    pool.iter().chain(more).copied().collect()
}

/// Words of sentences that may leave open what is decided, and why they may.
const MAY_BE_CAUTIOUS: &[(&str, &str)] = &[
    // By the reference every aggregate but sums, least and largest values is unknown as soon as one value is.
    ("standard deviation", "unknown with one value"),
    ("most common", "unknown with one value, and where words tie"),
    ("mean of", "unknown with one value"),
    ("median of", "unknown with one value"),
    // A figure that is worked out declares no bounds, so that nothing is an interval.
    ("of done_visits", "no declared bounds"),
    ("of given done_visits", "no declared bounds"),
    ("last_day", "no declared bounds"),
    (
        "earlier of",
        "one unknown side leaves it open, whatever the other is",
    ),
    (
        "later of",
        "one unknown side leaves it open, whatever the other is",
    ),
    // What one cell decides twice is looked at twice.
    ("due(", "the score is looked up and compared"),
    (
        "step(",
        "a count between two bounds is no argument of a table",
    ),
    ("score * fee", "0 times something is not taken for 0"),
    ("(total of score) / 2", "the rows are summed and counted"),
    (
        "of the same status",
        "whichever group a row without one is in, it is in it itself",
    ),
    ("town.quota", "nobody looks whether all towns meet it"),
    (
        "ranked by",
        "places of two groups are not looked at together",
    ),
    (
        "reported in",
        "one report that may serve several events is counted for each",
    ),
];

/// All ways to fill the unknown cell of a world.
fn all_filled(world: &World, by_key: bool) -> Vec<World> {
    let mut worlds = vec![world.clone()];
    for (table, (name, _, columns)) in TABLES.iter().enumerate() {
        for row in 0..world.rows[table].len() {
            for (at, (column, pool, _)) in columns.iter().enumerate() {
                if world.rows[table][row][at].is_some() {
                    continue;
                }
                let values = match by_key && KEYS.contains(&(name, column)) {
                    true => vec!["40"],
                    false => everything(name, column, pool),
                };
                let with = |world: &World| {
                    let world = world.clone();
                    values.clone().into_iter().map(move |value| {
                        let mut world = world.clone();
                        world.rows[table][row][at] = Some(value);
                        world
                    })
                };
                worlds = worlds.iter().flat_map(with).collect();
            }
        }
    }
    worlds
}

#[test]
fn what_cannot_be_told_is_open() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let worlds: u64 = number("DUBAN_WORLDS").unwrap_or(3);
    let first: u64 = number("DUBAN_FIRST").unwrap_or(0);
    let mut wrong = BTreeMap::new();
    let mut cautious = BTreeMap::new();
    for seed in first..first + worlds {
        let mut dice = Dice::new(seed + 1_000_000);
        let mut world = World::new(&mut dice);
        world = world.filled(Fill::Anything, &mut dice);
        let table = dice.below(TABLES.len());
        let row = dice.below(world.rows[table].len());
        let open: Vec<usize> = (0..TABLES[table].2.len())
            .filter(|&at| TABLES[table].2[at].2)
            .collect();
        world.rows[table][row][open[dice.below(open.len())]] = None;
        let before = judged(&world, seed);
        let judge = |world: &World| judged(world, seed);
        let [any, apart] = [false, true].map(|by_key| {
            let all = all_filled(&world, by_key);
            all.iter().map(judge).collect::<Vec<_>>()
        });
        for (at, sentence) in sentences().enumerate() {
            if BY_RULE.contains(&sentence) {
                continue;
            }
            let is_cautious = (MAY_BE_CAUTIOUS.iter()).any(|(words, _)| sentence.contains(words));
            let all = if is_by_key(sentence) { &apart } else { &any };
            let id = format!("t/i{at}");
            let [_, open] = sorted(&before[&id]);
            for said in open
                .iter()
                .filter(|said| !["item", "group", "group |"].contains(&said.as_str()))
            {
                let fails = all
                    .iter()
                    .map(|after| sorted(&after[&id])[0].contains(said));
                let fails: BTreeSet<bool> = fails.collect();
                // A row without a key or a group is said by itself.
                if fails.len() > 1 || said.contains(':') && sentence.contains("matches") {
                    continue;
                }
                let words = format!(
                    "world {seed}: {said} is always or never not met\n{}",
                    world.shown()
                );
                let kept = if is_cautious {
                    &mut cautious
                } else {
                    &mut wrong
                };
                keep_shortest(kept, at, words);
            }
        }
    }
    assert_none(&wrong);
    // What is left open without need, and why: looked at when a line above is to be shortened.
    if std::env::var("DUBAN_STRICT").is_ok() {
        assert_none(&cautious);
    }
}
