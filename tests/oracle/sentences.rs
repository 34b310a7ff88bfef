//! Sentences of every form, each with what it means, row by row.

use super::groups::{group, least, mean, share, share_all, whole};
pub(super) use super::rows::Expected;
use super::rows::Truth;
use super::world::{Table, Why, World};
use std::collections::BTreeSet;

pub(super) const DECLARATIONS: &str = "checklist t \"Test\" / 「测试」
source law \"Law\" / 「法」
setting limit 上限 : number
dataset pupils pupil 学生
  id : id key
  grade : integer
  fee : money
  birth : date
  status : one of 在读, 休学, 辍学
  boarder : yes or no
  school : reference to schools
  score : integer from 0 to 10
dataset schools school 学校
  code : id key
  open : yes or no
  size : integer
dataset visits visit 家访
  pupil : reference to pupils
  day : date
  amount : money
dataset roster 在校
  id : id key
  grade : integer
  status : one of 在读, 休学, 辍学
population kept 在册 = pupils where id is in roster
table due 标准
  status | grade | amount
  在读 | < 2 | 1 yuan
  在读 | other | 1.50 yuan
  休学, 辍学 | any | 0 yuan
";

/// Id, sentence, meaning.
pub(super) type Sentence = (&'static str, &'static str, fn(&World) -> Expected);

pub(super) const SENTENCES: &[Sentence] = &[
    (
        "record",
        "every pupil where status = 在读 must have grade at most 2",
        record,
    ),
    (
        "either",
        "every pupil when boarder = yes, must be (grade + 1 at most 2 or status is one of 休学, 辍学)",
        either,
    ),
    (
        "none",
        "no pupil where birth is before 2012-01-02 and not (grade is given)",
        none,
    ),
    (
        "given",
        "every pupil must have all or none of grade, fee given",
        given,
    ),
    (
        "some",
        "every pupil must have at least 2 visits where amount is at least 1 yuan",
        some,
    ),
    ("one", "every pupil must have exactly one visit", one),
    (
        "absent",
        "every pupil where boarder = yes must have no visit where day is from 2012-01-01 to 2012-12-31",
        absent,
    ),
    ("unique", "pupils are unique by grade, status", unique),
    (
        "same",
        "pupils of the same school have the same grade",
        same,
    ),
    (
        "match",
        "pupils matches roster by id comparing grade, status\n    explained where pupils.boarder = yes",
        matched,
    ),
    (
        "group",
        "per school of pupils: count of pupils must be at most 2",
        group,
    ),
    (
        "share",
        "at least 50% of pupils where boarder = yes per school must be status = 在读",
        share,
    ),
    (
        "whole",
        "(total of pupils.fee) must be at most 2 yuan",
        whole,
    ),
    (
        "table",
        "every pupil must have fee equal to due(status, grade)",
        table,
    ),
    ("path", "every pupil must be school.open = yes", path),
    (
        "total",
        "every pupil must have (total of visits.amount) equal to fee",
        total,
    ),
    (
        "known",
        "every pupil must have (total of given visits.amount) at most fee",
        known,
    ),
    ("member", "every kept must have grade given", member),
    (
        "setting",
        "every pupil must have grade at most limit",
        setting,
    ),
    (
        "else",
        "every pupil must have (grade or else 3) at most 2",
        or_else,
    ),
    (
        "share-all",
        "at most 50% of pupils must be boarder = yes",
        share_all,
    ),
    (
        "pair",
        "no pupil where has a visit where visits.amount is more than pupils.fee",
        pair,
    ),
    (
        "mean",
        "every pupil must have score at least (mean of score of the same status)",
        mean,
    ),
    (
        "least",
        "per status of pupils: least of fee must be at least 0 yuan",
        least,
    ),
];

pub(super) const ALWAYS: Truth = Truth(Some(true), Vec::new());

/// Every pupil, with a requirement and a condition.
pub(super) fn pupils(world: &World, judge: impl Fn(usize) -> (Truth, Truth)) -> Expected {
    let mut expected = Expected::default();
    for row in world.pupils.rows() {
        let (applies, must) = judge(row);
        expected.row(&format!("pupils:{}", row + 1), &applies, must);
    }
    expected
}

pub(super) fn key(value: Result<i64, Why>) -> Result<i64, Why> {
    value.map_err(|why| {
        if why == "blank" || why == "unreadable" {
            "no_key"
        } else {
            why
        }
    })
}

fn record(w: &World) -> Expected {
    let p = &w.pupils;
    pupils(w, |r| {
        let applies = Truth::when(p.cell(r, "status"), |v| v == 1);
        (applies, Truth::when(p.cell(r, "grade"), |v| v <= 2))
    })
    .stopped(p.stopped(&["status", "grade"]))
}

fn either(w: &World) -> Expected {
    let p = &w.pupils;
    pupils(w, |r| {
        let low = Truth::when(p.cell(r, "grade"), |v| v < 2);
        let away = Truth::when(p.cell(r, "status"), |v| v != 1);
        (Truth::when(p.cell(r, "boarder"), |v| v == 1), low.or(away))
    })
    .stopped(p.stopped(&["status", "grade"]))
}

fn is_given(table: &Table, row: usize, column: &str) -> Truth {
    match table.cell(row, column) {
        Err(why @ ("column_missing" | "dataset_missing")) => Truth::unknown(why),
        value => Truth::of(value.is_ok()),
    }
}

fn none(w: &World) -> Expected {
    let p = &w.pupils;
    pupils(w, |r| {
        let early = Truth::when(p.cell(r, "birth"), |v| v < 2);
        (ALWAYS, early.and(is_given(p, r, "grade").not()).not())
    })
    .stopped(p.stopped(&["grade"]))
}

fn given(w: &World) -> Expected {
    let p = &w.pupils;
    pupils(w, |r| {
        let [a, b] = ["grade", "fee"].map(|column| is_given(p, r, column));
        let all = a.clone().and(b.clone());
        (ALWAYS, all.or(a.not().and(b.not())))
    })
    .stopped(p.stopped(&["grade"]))
}

/// How many visits a pupil has for which something holds: the sure ones, those that may be, and why.
fn visits(
    w: &World,
    row: usize,
    filter: impl Fn(usize) -> Truth,
) -> Result<(i64, i64, Vec<Why>), Why> {
    if let Some(why) = w.visits.stopped(&["pupil"]) {
        return Err(why);
    }
    let own = key(w.pupils.cell(row, "id"))?;
    let (mut sure, mut maybe, mut why) = (0, 0, Vec::new());
    for visit in w.visits.rows() {
        if w.visits.cell(visit, "pupil") == Ok(own) {
            let holds = filter(visit);
            match holds.0 {
                Some(true) => sure += 1,
                Some(false) => {}
                None => {
                    maybe += 1;
                    why.extend(holds.1);
                }
            }
        }
    }
    Ok((sure, sure + maybe, why))
}

fn counted(found: Result<(i64, i64, Vec<Why>), Why>, holds: impl Fn(i64) -> bool) -> Truth {
    match found {
        Ok((low, high, why)) => Truth::between(low, high, &why, holds),
        Err(why) => Truth::unknown(why),
    }
}

fn some(w: &World) -> Expected {
    pupils(w, |r| {
        let large = |v| Truth::when(w.visits.cell(v, "amount"), |a| a >= 100);
        (ALWAYS, counted(visits(w, r, large), |n| n >= 2))
    })
    .stopped(w.visits.stopped(&["amount"]))
}

fn one(w: &World) -> Expected {
    pupils(w, |r| {
        (
            ALWAYS,
            counted(visits(w, r, |_| Truth::of(true)), |n| n == 1),
        )
    })
    .stopped(w.visits.stopped(&[]))
}

fn absent(w: &World) -> Expected {
    pupils(w, |r| {
        let early = |v| Truth::when(w.visits.cell(v, "day"), |d| d <= 366);
        let applies = Truth::when(w.pupils.cell(r, "boarder"), |v| v == 1);
        (applies, counted(visits(w, r, early), |n| n == 0))
    })
    .stopped(w.visits.stopped(&[]))
}

fn pair(w: &World) -> Expected {
    pupils(w, |r| {
        let fee = w.pupils.cell(r, "fee");
        let more = |v| Truth::both(w.visits.cell(v, "amount"), fee, |a, b| a > b);
        (ALWAYS, counted(visits(w, r, more), |n| n == 0))
    })
    .stopped(w.visits.stopped(&["amount"]))
}

fn unique(w: &World) -> Expected {
    let p = &w.pupils;
    let both = |r| (p.cell(r, "grade"), p.cell(r, "status"));
    pupils(w, |r| {
        let (a, b) = both(r);
        let twice = p.rows().filter(|&other| both(other) == (a, b)).count() > 1;
        let mut truth = Truth::both(a, b, |_, _| !twice);
        truth.1.push("no_key");
        (ALWAYS, truth)
    })
    .stopped(p.stopped(&["grade", "status"]))
}

fn same(w: &World) -> Expected {
    let p = &w.pupils;
    pupils(w, |r| {
        let Ok(school) = p.cell(r, "school") else {
            let own = p.cell(r, "grade").err();
            return (
                ALWAYS,
                Truth(None, own.into_iter().chain(["no_key"]).collect()),
            );
        };
        let grades = p
            .rows()
            .filter(|&o| p.cell(o, "school") == Ok(school))
            .map(|o| p.cell(o, "grade"));
        let grades: Vec<_> = grades.collect();
        let known: BTreeSet<i64> = grades.iter().filter_map(|g| (*g).ok()).collect();
        let mut open: Vec<_> = grades.iter().filter_map(|g| (*g).err()).collect();
        // One whose school is not known may be of this one, and differ.
        let strays = p.rows().filter(|&o| p.cell(o, "school").is_err());
        let differs = |o: &usize| p.cell(*o, "grade").map_or(true, |g| !known.contains(&g));
        open.extend(strays.filter(differs).map(|_| "no_key"));
        // One whose grade is not known may have another one.
        if known.len() < 2 && !open.is_empty() {
            return (ALWAYS, Truth(None, open));
        }
        (ALWAYS, Truth::when(p.cell(r, "grade"), |_| known.len() < 2))
    })
    .stopped(p.stopped(&["grade"]))
}

fn matched(w: &World) -> Expected {
    let (p, q) = (&w.pupils, &w.roster);
    let mut expected = Expected::default();
    let sides = [("pupils", p), ("roster", q)];
    let of = |t: &Table, k: i64| -> Vec<usize> {
        t.rows().filter(|&r| t.cell(r, "id") == Ok(k)).collect()
    };
    let mut keys: Vec<(i64, &str)> = Vec::new();
    for (_, table) in sides {
        for row in table.rows() {
            if let Ok(k) = table.cell(row, "id")
                && !keys.iter().any(|known| known.0 == k)
            {
                keys.push((k, table.text(row, "id").trim()));
            }
        }
    }
    for (k, _) in keys {
        let rows = sides.map(|(_, table)| of(table, k));
        let name = format!("key {}", ["", "a", "b", "c", "d", "e"][k as usize]);
        let mut parts = Vec::new();
        let is_in = |at: usize| match sides[at].1.stopped(&[]) {
            Some(why) => Truth::unknown(why),
            None => Truth::of(!rows[at].is_empty()),
        };
        for at in [0, 1] {
            parts.push((format!("not_in:{}", sides[at].0), is_in(at)));
        }
        for at in [0, 1] {
            parts.push((
                format!("repeated_in:{}", sides[at].0),
                Truth::of(rows[at].len() < 2),
            ));
        }
        for column in ["grade", "status"] {
            let value = |at: usize| -> Result<i64, Why> {
                let table: &Table = sides[at].1;
                let cells: BTreeSet<_> = rows[at].iter().map(|&r| table.cell(r, column)).collect();
                match (cells.len(), cells.first()) {
                    (1, Some(only)) => *only,
                    _ => Err("ambiguous"),
                }
            };
            let absent = is_in(0).and(is_in(1)).not();
            let mut agree = Truth::both(value(0), value(1), |a, b| a == b);
            agree.1.push("ambiguous");
            parts.push((format!("differs:{column}"), absent.or(agree)));
        }
        let excused = rows[0].iter().fold(Truth::of(false), |any, &r| {
            any.or(Truth::when(p.cell(r, "boarder"), |v| v == 1))
        });
        expected.subject(&name, &ALWAYS, &excused, &parts);
    }
    for (name, table) in sides {
        for row in table.rows().filter(|&r| table.cell(r, "id").is_err()) {
            expected.row(
                &format!("{name}:{}", row + 1),
                &ALWAYS,
                Truth::unknown("no_key"),
            );
        }
    }
    let stopped = q.stopped(&[]).or(p.stopped(&["grade", "status"]));
    expected.stopped(stopped)
}

pub(super) fn sum(values: impl Iterator<Item = Result<i64, Why>>) -> Result<i64, Why> {
    values.sum()
}

fn table(w: &World) -> Expected {
    let p = &w.pupils;
    pupils(w, |r| {
        let due = match (p.cell(r, "status"), p.cell(r, "grade")) {
            (Ok(2 | 3), _) => Ok(0),
            (Ok(1), grade) => grade.map(|g| if g < 2 { 100 } else { 150 }),
            (Err(why), _) => Err(why),
            _ => Err("no_table_row"),
        };
        let mut truth = Truth::both(p.cell(r, "fee"), due, |a, b| a == b);
        truth.1.extend(p.cell(r, "grade").err());
        (ALWAYS, truth)
    })
    .stopped(p.stopped(&["grade", "status"]))
}

fn path(w: &World) -> Expected {
    let (p, s) = (&w.pupils, &w.schools);
    pupils(w, |r| {
        let open = key(p.cell(r, "school")).and_then(|school| {
            let rows: Vec<usize> = s
                .rows()
                .filter(|&o| s.cell(o, "code") == Ok(school))
                .collect();
            match rows[..] {
                _ if s.stopped(&[]).is_some() => Err("dataset_missing"),
                [] => Err("no_partner"),
                [only] => s.cell(only, "open"),
                _ => Err("ambiguous"),
            }
        });
        (ALWAYS, Truth::when(open, |v| v == 1))
    })
    .stopped(s.stopped(&[]))
}

fn amounts(w: &World, row: usize) -> Result<Vec<Result<i64, Why>>, Why> {
    if let Some(why) = w.visits.stopped(&[]) {
        return Err(why);
    }
    let own = key(w.pupils.cell(row, "id"))?;
    let rows = w
        .visits
        .rows()
        .filter(|&v| w.visits.cell(v, "pupil") == Ok(own));
    Ok(rows.map(|v| w.visits.cell(v, "amount")).collect())
}

fn total(w: &World) -> Expected {
    pupils(w, |r| {
        let sum = amounts(w, r).and_then(|all| sum(all.into_iter()));
        let mut truth = Truth::both(sum, w.pupils.cell(r, "fee"), |a, b| a == b);
        truth.1.extend(
            amounts(w, r)
                .unwrap_or_default()
                .into_iter()
                .filter_map(Result::err),
        );
        (ALWAYS, truth)
    })
    .stopped(w.visits.stopped(&["amount"]))
}

fn known(w: &World) -> Expected {
    pupils(w, |r| {
        let missing = |all: &Vec<Result<i64, Why>>| all.contains(&Err("column_missing"));
        let sum = amounts(w, r).and_then(|all| match missing(&all) {
            true => Err("column_missing"),
            false => Ok(all.into_iter().filter_map(Result::ok).sum()),
        });
        (
            ALWAYS,
            Truth::both(sum, w.pupils.cell(r, "fee"), |a: i64, b| a <= b),
        )
    })
    .stopped(w.visits.stopped(&["amount"]))
}

fn member(w: &World) -> Expected {
    let (p, q) = (&w.pupils, &w.roster);
    let mut expected = Expected::default();
    for r in p.rows() {
        let member = match q.stopped(&[]) {
            Some(why) => Truth::unknown(why),
            None => Truth::when(key(p.cell(r, "id")), |k| {
                q.rows().any(|o| q.cell(o, "id") == Ok(k))
            }),
        };
        if member.0 != Some(false) {
            expected.row(
                &format!("pupils:{}", r + 1),
                &member,
                is_given(p, r, "grade"),
            );
        }
    }
    expected.stopped(q.stopped(&[]).or(p.stopped(&["grade"])))
}

fn setting(w: &World) -> Expected {
    let limit = w.limit.ok_or("setting_unset");
    pupils(w, |r| {
        (
            ALWAYS,
            Truth::both(w.pupils.cell(r, "grade"), limit, |a, b| a <= b),
        )
    })
    .stopped(limit.err().or(w.pupils.stopped(&["grade"])))
}

fn or_else(w: &World) -> Expected {
    let p = &w.pupils;
    pupils(w, |r| {
        let grade = p
            .cell(r, "grade")
            .or_else(|why| if why == "blank" { Ok(3) } else { Err(why) });
        (ALWAYS, Truth::when(grade, |g| g <= 2))
    })
    .stopped(p.stopped(&["grade"]))
}
