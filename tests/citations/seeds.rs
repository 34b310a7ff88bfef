//! The trees of real plans, held against a table of their clauses made by hand. The plans do not belong to the repository: the folder that holds
//! them is named by `DUBAN_PLANS`, and the test is called for by name.

use super::commands::Folder;
use duban::citations::{Aliases, Clause, Document, Found, Lock, Quoted, quoted, text_of};
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

pub(crate) fn plans() -> Vec<PathBuf> {
    let folder = folder().join("seeds");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert_eq!(files.len(), PLANS.len(), "plans in {}", folder.display());
    files
}

/// The table of clauses.
pub(crate) fn table() -> String {
    let table = folder().join("domain/clauses.tsv");
    fs::read_to_string(&table).unwrap_or_else(|error| panic!("{}: {error}", table.display()))
}

/// The names of a plan's sources in the checklists that are shipped, in the order of `PLANS`.
const SOURCES: [&str; 5] = [
    "plan",
    "region_plan",
    "xiji_plan",
    "duan_plan",
    "jianshi_plan",
];

/// The list of a plan's aliases, which lies beside the plan's checklist.
fn names_of(plan: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let at = PLANS.iter().position(|name| *name == plan).unwrap();
    let list = root.join(format!("checklists/{}.aliases", SOURCES[at]));
    fs::read_to_string(&list).unwrap_or_else(|error| panic!("{}: {error}", list.display()))
}

pub(crate) fn aliases(plan: &str) -> Aliases {
    Aliases::parse(&names_of(plan)).unwrap_or_else(|line| panic!("{plan}: line {line}"))
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
    let table = table();
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

/// A checklist with an item for each of these paths of `plan`.
fn checklist(paths: &[&str]) -> String {
    let mut text =
        "checklist plan \"Plan\" / 「方案」\n\nsource plan \"Plan\" / 「方案」\n".to_owned();
    for (at, path) in paths.iter().enumerate() {
        text.push_str(&format!(
            "\nitem i{at} \"An item\" / 「检查项」\n  cites plan {path}\n  not inspectable because \"it stands for an item\" / 「仅代表一项」\n"
        ));
    }
    text
}

/// The paths of a plan in the table.
fn paths_of<'t>(table: &'t str, plan: &str) -> Vec<&'t str> {
    let rows = table.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    rows.filter(|cells| cells[0] == plan)
        .map(|cells| cells[1])
        .collect()
}

/// A folder with the plan, its names and a checklist that cites all paths of the table.
fn pinned(name: &str, plan: &str, file: &Path) -> Folder {
    let table = table();
    let folder = Folder::new(&format!("{name}-{plan}"));
    fs::copy(file, folder.0.join("plan.txt")).unwrap();
    let _ = fs::remove_file(folder.0.join("towers.duban"));
    folder.write("plan.aliases", &names_of(plan));
    folder.write("all.duban", &checklist(&paths_of(&table, plan)));
    let (code, _, told) = folder.duban(&["pin", "plan", "plan.txt"]);
    assert_eq!(code, 0, "{plan}: {told}");
    folder
}

#[test]
#[ignore = "needs the plans"]
fn every_plan_is_pinned_and_covered_by_the_commands() {
    for (plan, file) in PLANS.iter().zip(plans()) {
        let folder = pinned("covered", plan, &file);
        let (code, told, _) = folder.duban(&["check", "--strict", "."]);
        assert_eq!(code, 0, "{plan}: {told}");
        let (_, json) = folder.json(&["coverage", ".", "--format", "json"]);
        let clauses = json["clauses"].as_array().unwrap();
        let total = &json["total"];
        let count = |how: &str| clauses.iter().filter(|one| one["how"] == how).count();
        assert_eq!(total["uncovered"], count("uncovered"), "{plan}");
        assert_eq!(
            total["clauses"],
            clauses.len() - count("heading"),
            "{plan}: {total}"
        );
        // Each item of the table covers a clause.
        let mut items: Vec<&str> = clauses
            .iter()
            .flat_map(|clause| clause["items"].as_array().unwrap())
            .map(|item| item["id"].as_str().unwrap())
            .collect();
        items.sort_unstable();
        items.dedup();
        assert_eq!(items.len(), paths_of(&table(), plan).len(), "{plan}");
        let gate = ["coverage", ".", "--min", "100%"];
        assert_eq!(folder.duban(&gate).0, i32::from(count("uncovered") > 0));
        // With an item for each clause that is left, nothing is left out.
        let cites: Vec<&str> = clauses
            .iter()
            .filter(|clause| clause["how"] != "heading")
            .map(|clause| clause["path"].as_str().unwrap())
            .collect();
        folder.write("all.duban", &checklist(&cites));
        let (code, told, _) = folder.duban(&["check", "--strict", "."]);
        assert_eq!(code, 0, "{plan}: {told}");
        assert_eq!(folder.duban(&gate).0, 0, "{plan}");
        let (_, page, _) = folder.duban(&["coverage", ".", "--format", "html"]);
        for path in &cites {
            assert!(page.contains(&format!(">{path}</span>")), "{plan}: {path}");
        }
    }
}

#[test]
#[ignore = "needs the plans"]
fn one_figure_touches_one_clause_and_the_items_that_cite_it() {
    let folder = pinned("figure", "S0", &plans()[0]);
    let text = fs::read_to_string(folder.0.join("plan.txt")).unwrap();
    folder.write("new.txt", &text.replace("1350", "1351"));
    let (code, json) = folder.json(&["impact", "plan.txt", "new.txt", ".", "--format", "json"]);
    assert_eq!(code, 1);
    let clauses = json["clauses"].as_array().unwrap();
    assert_eq!(clauses.len(), 1, "{json:#}");
    assert_eq!(clauses[0]["path"], "三(二)1");
    assert_eq!(clauses[0]["change"], serde_json::json!(["numbers"]));
    let told: Vec<&str> = clauses[0]["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    let table = table();
    let citing: Vec<String> = (0..)
        .zip(paths_of(&table, "S0"))
        .filter(|(_, path)| path.split('-').next() == Some("三(二)1"))
        .map(|(at, _)| format!("plan/i{at}"))
        .collect();
    assert!(!citing.is_empty());
    assert_eq!(told, citing);
    // In place of the old text the new one makes exactly their citations stale.
    folder.write("plan.txt", &text.replace("1350", "1351"));
    let (code, told, _) = folder.duban(&["check", "."]);
    assert_eq!(code, 1);
    assert_eq!(told.matches("changed-clause").count(), citing.len());
}

#[test]
#[ignore = "needs the plans"]
fn quotes_stand_in_the_clause_that_they_are_taken_from() {
    let table = table();
    let mut rows = 0;
    // Quotes that are refused: they stand in a clause or paragraph below the cited one, leave too little between two elisions, or run over the
    // border of a clause.
    let (mut below, mut short, mut over) = (Vec::new(), Vec::new(), Vec::new());
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
            let Found::Clause(at) = lock.find(cells[1], &names) else {
                panic!("{plan} {}", cells[1]);
            };
            let clause = &document.clauses[at];
            let stands = |clause: &Clause| quoted(cells[6], &clause.path, &clause.words);
            let told = format!("{plan} {}", cells[1]);
            match stands(clause) {
                Quoted::Stands => {}
                Quoted::TooShort => short.push(told),
                Quoted::Missing => {
                    let inner = document.clauses.iter().filter(|inner| {
                        inner.path.starts_with(&clause.path) && inner.path != clause.path
                    });
                    let is_below = inner
                        .into_iter()
                        .any(|inner| stands(inner) == Quoted::Stands);
                    if is_below { &mut below } else { &mut over }.push(told);
                }
            }
        }
    }
    assert_eq!(rows, 474);
    assert_eq!(
        (below.len(), short.len(), over.len()),
        (28, 2, 1),
        "below: {below:?}\nshort: {short:?}\nover: {over:?}"
    );
}
