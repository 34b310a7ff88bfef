//! What sentences about groups, shares and the whole mean.

use super::rows::{Expected, Truth};
use super::sentences::{ALWAYS, key, pupils, sum};
use super::world::{Why, World};
use std::collections::BTreeSet;

/// The groups: the rows of the schools' list, with their key.
fn schools(w: &World) -> Vec<Result<i64, Why>> {
    w.schools
        .rows()
        .map(|row| w.schools.cell(row, "code"))
        .collect()
}

/// A group with what is required of it; a row of the list without a key is a group that cannot be told.
fn school(
    expected: &mut Expected,
    school: Result<i64, Why>,
    judge: impl Fn(i64) -> (Truth, Truth),
) {
    match school {
        Ok(code) => {
            let (applies, must) = judge(code);
            expected.row(&format!("group S{code}"), &applies, must);
        }
        Err(_) => expected.row("group", &ALWAYS, Truth::unknown("no_key")),
    }
}

pub(super) fn group(w: &World) -> Expected {
    let p = &w.pupils;
    let mut expected = Expected::default();
    for code in schools(w) {
        school(&mut expected, code, |school| {
            let sure = p
                .rows()
                .filter(|&r| p.cell(r, "school") == Ok(school))
                .count() as i64;
            let maybe = p.rows().filter(|&r| p.cell(r, "school").is_err()).count() as i64;
            (
                ALWAYS,
                Truth::between(sure, sure + maybe, &["no_key"], |n| n <= 2),
            )
        });
    }
    expected.stopped(w.schools.stopped(&[]))
}

/// Whether a share over members that are sure, may be, and pass or fail or may do either, reaches one half; by trying everything.
fn half(members: &[(Truth, Truth)], holds: impl Fn(i64, i64) -> bool) -> (Truth, Truth) {
    let mut counts = [[0i64; 3]; 2];
    let mut why = Vec::new();
    for (member, passes) in members {
        let row = match member.0 {
            Some(true) => 0,
            Some(false) => continue,
            None => 1,
        };
        let column = match passes.0 {
            Some(true) => 0,
            Some(false) => 1,
            None => 2,
        };
        counts[row][column] += 1;
        why.extend(member.1.iter().chain(&passes.1));
    }
    let [[pass, fail, open], [m_pass, m_fail, m_open]] = counts;
    let mut seen = BTreeSet::new();
    let mut empty = false;
    for passed in 0..=open {
        for a in 0..=m_pass {
            for b in 0..=m_fail {
                for c in 0..=m_open {
                    for d in 0..=m_open - c {
                        let (t, n) = (pass + passed + a + c, pass + fail + open + a + b + c + d);
                        if n == 0 {
                            empty = true;
                        } else {
                            seen.insert(holds(t, n));
                        }
                    }
                }
            }
        }
    }
    let applies = match (empty, seen.is_empty()) {
        (_, true) => Truth::of(false),
        (true, false) => Truth(None, why.clone()),
        (false, false) => Truth::of(true),
    };
    let must = match seen.len() {
        1 => Truth::of(seen.contains(&true)),
        _ => Truth(None, why),
    };
    (applies, must)
}

pub(super) fn share(w: &World) -> Expected {
    let p = &w.pupils;
    let mut expected = Expected::default();
    for code in schools(w) {
        school(&mut expected, code, |school| {
            let member = |r| {
                let here = Truth::when(key(p.cell(r, "school")), |s| s == school);
                here.and(Truth::when(p.cell(r, "boarder"), |v| v == 1))
            };
            let passes = |r| Truth::when(p.cell(r, "status"), |v| v == 1);
            let members: Vec<(Truth, Truth)> = p.rows().map(|r| (member(r), passes(r))).collect();
            half(&members, |t, n| 2 * t >= n)
        });
    }
    expected.stopped(w.schools.stopped(&[]).or(p.stopped(&["status"])))
}

pub(super) fn share_all(w: &World) -> Expected {
    let p = &w.pupils;
    let members: Vec<(Truth, Truth)> = p
        .rows()
        .map(|r| (ALWAYS, Truth::when(p.cell(r, "boarder"), |v| v == 1)))
        .collect();
    let (applies, must) = half(&members, |t, n| 2 * t <= n);
    let mut expected = Expected::default();
    expected.row("whole", &applies, must);
    expected
}

pub(super) fn whole(w: &World) -> Expected {
    let mut expected = Expected::default();
    let sum = sum(w.pupils.rows().map(|r| w.pupils.cell(r, "fee")));
    expected.row("whole", &ALWAYS, Truth::when(sum, |s| s <= 200));
    expected
}

pub(super) fn mean(w: &World) -> Expected {
    let p = &w.pupils;
    pupils(w, |r| {
        let own =
            key(p.cell(r, "status")).map_err(|why| if why == "no_key" { why } else { "no_key" });
        let status = match p.stopped(&["status"]).map_or(own, Err) {
            Ok(status) => status,
            Err(why) => {
                let mut truth = Truth::unknown(why);
                truth.1.extend(["blank", "unreadable", "out_of_set"]);
                return (ALWAYS, truth);
            }
        };
        let group = p.rows().filter(|&o| p.cell(o, "status") == Ok(status));
        let scores: Vec<Result<i64, Why>> = group.map(|o| p.cell(o, "score")).collect();
        let count = scores.len() as i64;
        let mut why: Vec<Why> = scores.iter().filter_map(|s| s.err()).collect();
        why.push("no_key");
        let sum = sum(scores.into_iter());
        let mut truth = Truth::both(p.cell(r, "score"), sum, |own, sum| own * count >= sum);
        // A row without a status may be one of them.
        if p.rows().any(|o| p.cell(o, "status").is_err()) {
            truth.0 = None;
        }
        truth.1.extend(why);
        (ALWAYS, truth)
    })
    .stopped(p.stopped(&["status"]))
}

pub(super) fn least(w: &World) -> Expected {
    let p = &w.pupils;
    let mut expected = Expected::default();
    let statuses: BTreeSet<i64> = p.rows().filter_map(|r| p.cell(r, "status").ok()).collect();
    let mut statuses: Vec<i64> = statuses.into_iter().collect();
    let words = ["", "在读", "休学", "辍学"];
    statuses.sort_by_key(|&s| words[s as usize]);
    // A row without a status may belong to every group, and can only lower its least fee.
    let open: Vec<Result<i64, Why>> = p
        .rows()
        .filter(|&r| p.cell(r, "status").is_err())
        .map(|r| p.cell(r, "fee"))
        .collect();
    let groups = statuses.len();
    for status in statuses {
        let fees: Vec<Result<i64, Why>> = p
            .rows()
            .filter(|&r| p.cell(r, "status") == Ok(status))
            .map(|r| p.cell(r, "fee"))
            .collect();
        let why: Vec<Why> = fees
            .iter()
            .filter_map(|f| f.err())
            .chain(["no_key"])
            .collect();
        let known = fees.iter().chain(&open).all(Result::is_ok);
        let least = |fees: &[Result<i64, Why>]| fees.iter().copied().filter_map(Result::ok).min();
        let high = least(&fees);
        let low = high.min(least(&open).or(high));
        let truth = match (known, low >= Some(0), high >= Some(0)) {
            (true, true, true) => Truth::of(true),
            (true, false, false) => Truth::of(false),
            _ => Truth(None, why),
        };
        expected.row(&format!("group {}", words[status as usize]), &ALWAYS, truth);
    }
    // Or to one that nobody else is of.
    if groups < 3 && !open.is_empty() {
        let why = open.iter().filter_map(|fee| fee.err()).chain(["no_key"]);
        let may_be = Truth(None, why.collect());
        expected.row("group", &may_be.clone(), may_be);
    }
    expected.stopped(p.stopped(&["status"]))
}
