//! Traps of the plans (a day that does not exist, two lists of exceptions, bounds, slogans with numbers), held against their table
//! (`tests/plans/traps.tsv`): one line for each trap and plan that it concerns.
//!
//! Columns: trap, plan, where (declarations of the checklist and tests of it, separated by semicolons), how it is handled.

use super::{PLANS, root};
use std::collections::BTreeSet;
use std::fs;

/// How many traps were found in the plans.
const TRAPS: usize = 64;

/// The text of a plan's checklist and of its tests.
fn texts(plan: &str) -> String {
    let folder = fs::read_dir(root().join("checklists")).unwrap();
    let paths = folder.map(|file| file.unwrap().path());
    let mut paths: Vec<_> = paths
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with(&format!("{plan}.")) && name.ends_with(".duban")
        })
        .collect();
    paths.sort();
    let text = paths.iter().map(|path| fs::read_to_string(path).unwrap());
    text.collect::<Vec<_>>().join("\n")
}

/// The traps that the remarks of a checklist speak of: `Trap T04`, `Traps T22 and T23`, `Traps T22 to T24`.
fn remarked(text: &str) -> BTreeSet<usize> {
    let mut traps = BTreeSet::new();
    let remarks = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix('#'));
    for remark in remarks {
        let mut before = None;
        for word in remark.split(|c: char| !c.is_ascii_alphanumeric()) {
            let number = word.strip_prefix('T').and_then(|n| n.parse::<usize>().ok());
            if let Some(number) = number {
                let from = before.take().map_or(number, |from| from + 1);
                traps.extend(from..=number);
            }
            // The first of a range stays until the word after `to`.
            before = match word {
                "to" => traps.last().copied().filter(|_| remark.contains("Traps")),
                _ => None,
            };
        }
    }
    traps
}

#[test]
fn every_trap_is_handled_where_the_table_says() {
    let table = fs::read_to_string(root().join("tests/plans/traps.tsv")).unwrap();
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("trap\tplan\twhere\thow"));
    let mut listed = BTreeSet::new();
    for line in lines {
        let [trap, plan, places, how] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four columns: {line}");
        };
        let number: usize = trap.strip_prefix('T').unwrap().parse().unwrap();
        assert!(PLANS.contains(&plan), "{line}");
        assert!(listed.insert((plan, number)), "twice: {line}");
        assert!(how.ends_with('.') && how.len() > 20, "how: {line}");
        let text = texts(plan);
        for place in places.split("; ") {
            let is_here = |line: &str| {
                let rest = line.strip_prefix(place);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            assert!(text.lines().any(is_here), "{plan} has no {place}: {line}");
        }
    }
    let remarks = PLANS.into_iter().flat_map(|plan| {
        let traps = remarked(&texts(plan));
        traps.into_iter().map(move |trap| (plan, trap))
    });
    let remarks: BTreeSet<(&str, usize)> = remarks.collect();
    assert_eq!(
        listed, remarks,
        "the table, and the remarks of the checklists"
    );
    let traps: BTreeSet<usize> = listed.iter().map(|(_, trap)| *trap).collect();
    assert_eq!(traps, (1..=TRAPS).collect());
}
