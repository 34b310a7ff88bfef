//! Drafts of real plans, held against what plain scanning finds in their texts and against a table of their clauses made by hand. The plans do not
//! belong to the repository: the folder that holds them is named by `DUBAN_PLANS`, and the tests are called for by name.

use super::documents::Folder;
use super::scan::figures;
use duban::citations::{Document, Found, Lock, text_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

const PLANS: [&str; 5] = ["S0", "S1", "S2", "S3", "S4"];

fn folder() -> PathBuf {
    let Some(folder) = std::env::var_os("DUBAN_PLANS") else {
        panic!("DUBAN_PLANS names no folder with seeds/ and domain/clauses.tsv");
    };
    PathBuf::from(folder)
}

/// A plan, drafted, pinned, checked and covered by the program.
struct Drafted {
    name: &'static str,
    document: Document,
    lock: Lock,
    text: String,
    said: String,
}

fn drafted(test: &str, name: &'static str) -> Drafted {
    let at = PLANS.iter().position(|plan| *plan == name).unwrap();
    let mut files: Vec<PathBuf> = fs::read_dir(folder().join("seeds"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let bytes = fs::read(&files[at]).unwrap();
    let folder = Folder::new(&format!("seeds-{test}-{name}"), "plan.txt", &bytes);
    let (code, _, said) = folder.duban(&["draft", "plan.txt", "-o", "draft.duban"]);
    assert!(code < 2, "{name}: {said}");
    let (code, _, told) = folder.duban(&["pin", "方案", "plan.txt"]);
    assert_eq!(code, 0, "{name}: {told}");
    let (code, out, told) = folder.duban(&["check", "draft.duban"]);
    assert_eq!(code, 0, "{name}: {out}{told}");
    let (code, out, told) = folder.duban(&["coverage", "draft.duban", "--min", "100%"]);
    assert_eq!(code, 0, "{name}: {out}{told}");
    let document = Document::read(&text_of(&bytes).unwrap());
    Drafted {
        name,
        lock: Lock::of(&document, String::new(), String::new()),
        document,
        text: fs::read_to_string(folder.0.join("draft.duban")).unwrap(),
        said,
    }
}

/// An item of a draft as its lines say it.
struct Item {
    /// Paths of the cited clauses, each with the phrase that is quoted.
    cites: Vec<(String, Option<String>)>,
    /// Whether it is a sentence, and no question or mark.
    is_sentence: bool,
    /// Its remarks, deadline and sentence: everything but title, citations and question.
    says: String,
}

fn items(draft: &str) -> Vec<Item> {
    let mut all: Vec<Item> = Vec::new();
    let mut open = false;
    for line in draft.lines() {
        if !line.starts_with(' ') && !line.is_empty() {
            open = line.starts_with("检查项");
            if open {
                all.push(Item {
                    cites: Vec::new(),
                    is_sentence: true,
                    says: String::new(),
                });
            }
            continue;
        }
        let Some(item) = all.last_mut().filter(|_| open) else {
            continue;
        };
        let line = line.trim();
        let continues = item.cites.is_empty() || line.starts_with("方案 ");
        if line.starts_with("依据") || continues && line.starts_with("方案 ") {
            for cite in line.trim_start_matches("依据").split("方案 ").skip(1) {
                let cite = cite.trim().trim_end_matches('、');
                let (path, phrase) = cite
                    .split_once(" 「")
                    .map_or((cite, None), |(path, phrase)| (path, Some(phrase)));
                let phrase = phrase.map(|phrase| phrase.trim_end_matches('」').to_owned());
                item.cites.push((path.to_owned(), phrase));
            }
        } else if line.starts_with("询问") || line.starts_with("不可检查") {
            item.is_sentence = false;
        } else if !line.starts_with("责任单位") {
            item.says.push_str(line);
            item.says.push('\n');
        }
    }
    all
}

#[test]
#[ignore = "needs the plans"]
fn no_figure_is_missing_and_none_is_invented() {
    for name in PLANS {
        let drafted = drafted("figures", name);
        let of_clause: BTreeMap<&str, BTreeSet<String>> = drafted
            .document
            .clauses
            .iter()
            .map(|clause| (clause.path.as_str(), figures(&clause.words)))
            .collect();
        let all: BTreeSet<&String> = of_clause.values().flatten().collect();
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for item in items(&drafted.text) {
            let told = figures(&item.says);
            for figure in &told {
                let is_there = item
                    .cites
                    .iter()
                    .any(|(path, _)| of_clause[path.as_str()].contains(figure));
                assert!(is_there, "{name}: {figure} is invented at {:?}", item.cites);
            }
            for (path, _) in item.cites {
                seen.entry(path).or_default().extend(told.iter().cloned());
            }
        }

        for (path, wanted) in &of_clause {
            for figure in wanted {
                let told = seen.get(*path).is_some_and(|told| told.contains(figure));
                assert!(told, "{name}: {figure} of {path} is missing");
            }
        }
        for figure in figures(&drafted.text) {
            assert!(all.contains(&figure), "{name}: {figure} is invented");
        }
    }
}

/// The tables of a draft: the rows below their header, cell by cell.
fn tables(draft: &str) -> Vec<Vec<Vec<String>>> {
    let mut all: Vec<Vec<Vec<String>>> = Vec::new();
    for line in draft.lines() {
        if line.starts_with("表 ") {
            all.push(Vec::new());
        } else if let Some(table) = all.last_mut().filter(|_| line.contains(" | ")) {
            table.push(line.split('|').map(|cell| cell.trim().to_owned()).collect());
        }
    }
    all.into_iter()
        .map(|rows| rows.into_iter().skip(1).collect())
        .collect()
}

#[test]
#[ignore = "needs the plans"]
fn six_amounts_in_one_sentence_are_one_table() {
    let drafted = drafted("amounts", "S0");
    let amounts = |rows: &Vec<Vec<String>>| -> Vec<String> {
        rows.iter().map(|row| row[2].replace(" 元", "")).collect()
    };
    let tables = tables(&drafted.text);
    let six: Vec<_> = tables
        .iter()
        .filter(|rows| rows.len() == 6)
        .map(amounts)
        .collect();
    assert_eq!(six, [["1000", "1350", "1350", "1250", "1620", "1620"]]);
}

#[test]
#[ignore = "needs the plans"]
fn a_day_that_no_calendar_has_is_to_be_settled() {
    for name in PLANS {
        let drafted = drafted("days", name);
        let days: Vec<&str> = drafted
            .said
            .lines()
            .filter(|line| line.contains("to be settled"))
            .collect();
        if name == "S3" {
            assert_eq!(
                days,
                [
                    "plan.txt:236: to be settled: 三′(二) says 2020-06-31, and no calendar has that day"
                ]
            );
            let told: Vec<&str> = drafted
                .text
                .lines()
                .filter(|line| line.contains("06-31") || line.contains("6月31"))
                .collect();
            assert!(
                told.iter().all(|line| line.contains("待核定")
                    || line.contains("依据")
                    || line.starts_with("检查项")),
                "{told:?}"
            );
        } else {
            assert!(days.is_empty(), "{name}: {days:?}");
        }
    }
}

/// The words of a clause as one line without blanks, in half width.
fn squeezed(text: &str) -> String {
    let folded = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '*')
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap(),
            '〔' => '[',
            '〕' => ']',
            '“' | '”' | '「' | '」' => '"',
            '—' | '–' => '-',
            _ => c,
        });
    folded.collect()
}

/// The places of the parts of a quote in the squeezed words of a clause.
fn places(quote: &str, words: &str) -> Vec<(usize, usize)> {
    let parts = quote
        .split('…')
        .map(squeezed)
        .filter(|part| !part.is_empty());
    parts
        .flat_map(|part| {
            words
                .match_indices(part.as_str())
                .map(|(at, part)| (at, at + part.len()))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
#[ignore = "needs the plans"]
fn a_third_of_what_a_program_can_judge_is_a_sentence() {
    let table = fs::read_to_string(folder().join("domain/clauses.tsv")).unwrap();
    for name in PLANS {
        let drafted = drafted("rows", name);
        let words: Vec<String> = drafted
            .document
            .clauses
            .iter()
            .map(|clause| squeezed(&clause.words))
            .collect();
        // What the sentences of the draft quote of each clause; all of it where they quote nothing.
        let mut quoted: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for item in items(&drafted.text).iter().filter(|item| item.is_sentence) {
            for (path, phrase) in &item.cites {
                let at = drafted
                    .document
                    .clauses
                    .iter()
                    .position(|clause| clause.path == *path)
                    .unwrap();
                let found = match phrase {
                    Some(phrase) => places(phrase, &words[at]),
                    None => vec![(0, words[at].len())],
                };
                assert!(!found.is_empty(), "{name}: {path} does not say {phrase:?}");
                quoted.entry(at).or_default().extend(found);
            }
        }
        let (mut rows, mut shaped) = (0, 0);
        for row in table.lines().skip(1) {
            let cells: Vec<&str> = row.split('\t').collect();
            if cells[0] != name || cells[4] != "M" {
                continue;
            }
            rows += 1;
            let Found::Clause(top) = drafted
                .lock
                .find(cells[1], &crate::citations::seeds::aliases(name))
            else {
                panic!("{name}: {}", cells[1]);
            };
            // The words may stand in the clause or in one below it.
            let below = (0..words.len()).filter(|at| is_in(&drafted.document, *at, top));
            let is_shaped = below.into_iter().any(|at| {
                let asked = places(cells[6], &words[at]);
                let told = quoted.get(&at).map(Vec::as_slice).unwrap_or_default();
                asked
                    .iter()
                    .any(|(from, to)| told.iter().any(|(start, end)| from < end && start < to))
            });
            shaped += usize::from(is_shaped);
        }
        assert!(shaped * 3 >= rows, "{}: {shaped} of {rows}", drafted.name);
    }
}

fn is_in(document: &Document, at: usize, top: usize) -> bool {
    let mut here = Some(at);
    while let Some(clause) = here {
        if clause == top {
            return true;
        }
        here = document.clauses[clause].parent;
    }
    false
}
