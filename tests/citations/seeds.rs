//! The trees of real plans, held against a table of their clauses made by hand. The plans do not belong to the repository: the folder that holds
//! them is named by `DUBAN_PLANS`, and the test is called for by name.

use duban::citations::{Aliases, Document, Found, Lock, text_of};
use std::fs;
use std::path::{Path, PathBuf};

/// The plans, in the order of their files.
const PLANS: [&str; 5] = ["S0", "S1", "S2", "S3", "S4"];

fn folder() -> PathBuf {
    let Some(folder) = std::env::var_os("DUBAN_PLANS") else {
        panic!("DUBAN_PLANS names no folder with seeds/ and domain/clauses.tsv");
    };
    PathBuf::from(folder)
}

fn plans() -> Vec<PathBuf> {
    let folder = folder().join("seeds");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert_eq!(files.len(), PLANS.len(), "plans in {}", folder.display());
    files
}

fn aliases(plan: &str) -> Aliases {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/citations/aliases")
        .join(format!("{plan}.aliases"));
    match fs::read_to_string(&file) {
        Ok(text) => Aliases::parse(&text).unwrap_or_else(|line| panic!("{plan}: line {line}")),
        Err(_) => Aliases::default(),
    }
}

/// First and last of lines written like `18–20`.
fn lines(written: &str) -> (u32, u32) {
    let written = written.replace('–', "-");
    let (from, to) = written.split_once('-').unwrap_or((&written, &written));
    (from.parse().unwrap(), to.parse().unwrap())
}

/// Whether the path leads to a clause on these lines, or to one that contains them; else what was found.
fn stands(
    document: &Document,
    lock: &Lock,
    names: &Aliases,
    path: &str,
    on: (u32, u32),
) -> Result<(), String> {
    match lock.find(path, names) {
        Found::Clause(at) => {
            let (from, to) = document.extent(at);
            if from <= on.1 && on.0 <= to {
                Ok(())
            } else {
                Err(format!("{} on {from}-{to}", lock.clauses[at].path))
            }
        }
        Found::Ambiguous(all) => Err(format!("{} fit", all.len())),
        Found::Nothing(_) => Err("nothing".to_owned()),
    }
}

#[test]
#[ignore = "needs the plans"]
fn every_path_of_the_table_leads_to_its_lines() {
    let table = folder().join("domain/clauses.tsv");
    let table =
        fs::read_to_string(&table).unwrap_or_else(|error| panic!("{}: {error}", table.display()));
    let mut wrong = Vec::new();
    let mut rows = 0;
    for (plan, file) in PLANS.iter().zip(plans()) {
        let document = Document::read(&text_of(&fs::read(&file).unwrap()).unwrap());
        let lock = Lock::of(&document, String::new(), String::new());
        let names = aliases(plan);
        for row in table.lines().skip(1) {
            let cells: Vec<&str> = row.split('\t').collect();
            if cells[0] != *plan {
                continue;
            }
            rows += 1;
            if let Err(found) = stands(&document, &lock, &names, cells[1], lines(cells[2])) {
                wrong.push(format!("{plan} {} (lines {}): {found}", cells[1], cells[2]));
            }
        }
    }
    assert_eq!(rows, 474);
    assert!(
        wrong.is_empty(),
        "{} of {rows}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
#[ignore = "needs the plans"]
fn one_figure_changes_one_clause() {
    let text = fs::read_to_string(&plans()[0]).unwrap();
    let (old, new) = (
        Document::read(&text),
        Document::read(&text.replace("1350", "1351")),
    );
    let changed: Vec<&str> = old
        .clauses
        .iter()
        .zip(&new.clauses)
        .filter(|(old, new)| old.digest() != new.digest())
        .map(|(old, _)| old.path.as_str())
        .collect();
    assert_eq!(changed, ["三(二)1"]);
}
