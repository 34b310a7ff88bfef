//! The plans as checklists, held against the table of their clauses (`tests/plans/rows.tsv`): one line for each row that was taken out of a plan.
//!
//! Columns: plan (the id of its checklist), path (with the suffix that tells apart the rows of a clause), kind (M: data decide, H: data and a
//! person, A: a person; N: a clause that nobody took a row from, which the checklist marks as not inspectable), items (separated by commas, or `not inspectable`), form, reason (where the checklist judges otherwise than the table).

use duban::diagnostic::Diagnostics;
use duban::model::{Check, DutyTime, Item, Model, load_all};
use duban::source::Files;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The plans in the order of the table that was made by hand.
const PLANS: [&str; 5] = [
    "bayannur-2020",
    "neimenggu-2020",
    "xiji-2021",
    "duan-2020",
    "jianshi-2019",
];

/// Of the lines of a plan, so many in a hundred may be of another kind than the row, with a reason.
const OTHERWISE: usize = 5;

struct Row {
    line: usize,
    plan: String,
    path: String,
    kind: String,
    items: Vec<String>,
    form: String,
    reason: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("tests/plans/rows.tsv")).unwrap();
    let mut lines = text.lines().enumerate();
    assert_eq!(
        lines.next().map(|(_, head)| head),
        Some("plan\tpath\tkind\titems\tform\treason")
    );
    let row = |(at, line): (usize, &str)| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 6, "line {} of rows.tsv", at + 1);
        Row {
            line: at + 1,
            plan: cells[0].to_owned(),
            path: cells[1].to_owned(),
            kind: cells[2].to_owned(),
            items: cells[3].split(", ").map(str::to_owned).collect(),
            form: cells[4].to_owned(),
            reason: cells[5].to_owned(),
        }
    };
    lines.map(row).collect()
}

/// The lines of each plan with its checklist.
fn plans() -> BTreeMap<String, (Vec<Row>, Model)> {
    let mut by_plan: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows() {
        by_plan.entry(row.plan.clone()).or_default().push(row);
    }
    let with_model = |(plan, rows): (String, Vec<Row>)| {
        let file: PathBuf = root().join("checklists").join(format!("{plan}.duban"));
        let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
        let model = load_all(&[file], None, &mut files, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{plan}.duban has mistakes");
        (plan, (rows, model))
    };
    by_plan.into_iter().map(with_model).collect()
}

/// The item of this plan, not of one that it adopts.
fn item<'m>(model: &'m Model, plan: &str, id: &str) -> Option<&'m Item> {
    let mut items = model.items.iter();
    items.find(|item| item.id == id && model.checklists[item.checklist].id == plan)
}

/// What decides these items: data (M), data and a person (H), a person (A), nothing (N).
fn kind(items: &[&Item]) -> char {
    let data = |item: &&Item| !matches!(item.check, Check::Nothing);
    let asks = |item: &&Item| item.person.is_some();
    // Who is in a sample is decided by data.
    let drawn = |item: &&Item| item.person.as_ref().is_some_and(|p| p.sample.is_some());
    let by_data = items.iter().any(|i| {
        (data(i) && (!asks(i) || i.person.as_ref().is_some_and(|p| p.hybrid))) || drawn(i)
    });
    match (by_data, items.iter().any(asks)) {
        (true, false) => 'M',
        (true, true) => 'H',
        (false, true) => 'A',
        (false, false) => 'N',
    }
}

/// The form of an item's sentence, and whether a person is asked.
fn form(item: &Item) -> String {
    let sentence = match &item.check {
        Check::Rows(rows) if rows.ranking.is_some() => "places",
        Check::Rows(rows) if !rows.deadlines.is_empty() => "deadlines",
        Check::Rows(_) => "rows",
        Check::Groups(_) => "groups",
        Check::Whole(_) => "whole",
        Check::Match(_) => "lists",
        Check::Combinations(_) => "combinations",
        Check::Duty(duty) => match duty.when {
            DutyTime::Periods { .. } => "deliveries",
            DutyTime::Event { .. } => "event",
        },
        Check::Nothing => "",
    };
    match &item.person {
        None if sentence.is_empty() => "not inspectable".to_owned(),
        None => sentence.to_owned(),
        Some(person) if person.sample.is_some() => "sample".to_owned(),
        Some(person) if person.hybrid => format!("{sentence} + question"),
        Some(_) => "question".to_owned(),
    }
}

/// A path without the letter that tells apart the rows of one clause.
fn clause(path: &str) -> &str {
    match path.rsplit_once('-') {
        Some((clause, suffix)) if suffix.chars().all(|c| c.is_ascii_lowercase()) => clause,
        _ => path,
    }
}

/// What is wrong with a line.
fn wrong(row: &Row, model: &Model) -> Option<String> {
    let mut items = Vec::new();
    for id in row.items.iter().filter(|id| *id != "not inspectable") {
        match item(model, &row.plan, id) {
            Some(item) => items.push(item),
            None => return Some(format!("no item `{id}`")),
        }
    }
    if items.is_empty() {
        return Some("no item".to_owned());
    }
    let clause = clause(&row.path);
    for item in &items {
        let cited = |cite: &duban::model::Citation| {
            let pin = model.sources[cite.source].pin.as_ref()?;
            let duban::citations::Found::Clause(at) = pin.find(clause) else {
                return None;
            };
            // A clause that stands within the one of the row is the row's as well.
            Some(
                cite.clause
                    .as_ref()?
                    .path
                    .starts_with(&pin.clause(at)?.path),
            )
        };
        if !item.cites.iter().any(|cite| cited(cite) == Some(true)) {
            return Some(format!("`{}` does not cite {clause}", item.id));
        }
    }
    let forms: BTreeSet<String> = items.iter().map(|item| form(item)).collect();
    let forms = forms.into_iter().collect::<Vec<_>>().join(", ");
    if forms != row.form {
        return Some(format!("the form is `{forms}`"));
    }
    let kind = kind(&items);
    let same = row.kind == kind.to_string();
    if same == row.reason.is_empty() {
        return None;
    }
    Some(if same {
        "a reason where none is needed".to_owned()
    } else {
        format!("the items are of kind {kind}, and no reason says why")
    })
}

#[test]
fn every_row_of_a_plan_has_its_items() {
    let mut all = Vec::new();
    for (plan, (rows, model)) in plans() {
        for row in &rows {
            if let Some(wrong) = wrong(row, &model) {
                all.push(format!("line {}: {plan} {}: {wrong}", row.line, row.path));
            }
        }
        let paths: BTreeSet<&str> = rows.iter().map(|row| row.path.as_str()).collect();
        assert_eq!(paths.len(), rows.len(), "{plan}: a path twice");
    }
    assert!(all.is_empty(), "{}:\n{}", all.len(), all.join("\n"));
}

#[test]
fn every_item_of_a_plan_has_its_row() {
    let mut all = Vec::new();
    for (plan, (rows, model)) in plans() {
        let named: BTreeSet<&String> = rows.iter().flat_map(|row| &row.items).collect();
        let items = model.items.iter();
        for item in items.filter(|item| model.checklists[item.checklist].id == plan) {
            if !named.contains(&item.id) {
                all.push(format!("{plan}/{}", item.id));
            }
        }
    }
    assert!(all.is_empty(), "{}:\n{}", all.len(), all.join("\n"));
}

#[test]
fn few_rows_are_judged_otherwise() {
    for (plan, (rows, _)) in plans() {
        let otherwise = rows.iter().filter(|row| !row.reason.is_empty()).count();
        assert!(
            otherwise * 100 <= rows.len() * OTHERWISE,
            "{plan}: {otherwise} of {}",
            rows.len()
        );
    }
}

/// The table does not belong to the repository: the folder that holds it is named by `DUBAN_PLANS`, and the test is called for by name.
#[test]
#[ignore = "needs the plans"]
fn the_rows_are_those_of_the_table() {
    let Some(folder) = std::env::var_os("DUBAN_PLANS") else {
        panic!("DUBAN_PLANS names no folder with domain/clauses.tsv");
    };
    let table = fs::read_to_string(Path::new(&folder).join("domain/clauses.tsv")).unwrap();
    let wanted = table.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let seed: usize = cells[0].trim_start_matches('S').parse().unwrap();
        [PLANS[seed], cells[1], cells[4]].join("\t")
    });
    let wanted: BTreeSet<String> = wanted.collect();
    let here = rows().into_iter().filter(|row| row.kind != "N");
    let here: BTreeSet<String> = here
        .map(|row| [row.plan, row.path, row.kind].join("\t"))
        .collect();
    let show = |set: Vec<&String>| set.into_iter().cloned().collect::<Vec<_>>().join("\n  ");
    let missing = show(wanted.difference(&here).collect());
    let extra = show(here.difference(&wanted).collect());
    assert!(
        missing.is_empty() && extra.is_empty(),
        "without a line:\n  {missing}\nnot in the table:\n  {extra}"
    );
}
