//! The plans as checklists, held against the table of their clauses (`tests/plans/rows.tsv`): one line for each row that was taken out of a plan.
//!
//! Columns: plan (the id of its checklist), path (with the suffix that tells apart the rows of a clause), kind (M: data decide, H: data and a
//! person, A: a person; N: a clause that nobody took a row from, which the checklist marks as not inspectable), items (separated by commas, or `not inspectable`), form, reason (where the checklist judges otherwise than the table).

mod explained;
mod traps;

use crate::citations::seeds;
use duban::citations::{Document, Lock, text_of};
use duban::diagnostic::Diagnostics;
use duban::model::{Check, DutyTime, Item, Model, load_all};
use duban::source::Files;
use duban::types::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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

/// How many rows and items of each kind the plans have, as a page.
fn counts(plans: &BTreeMap<String, (Vec<Row>, Model)>, language: Language) -> String {
    let (title, about, head) = match language {
        Language::En => (
            "The plans that are shipped",
            "Five plans of education bureaus stand as checklists in `checklists/`, clause by clause. A row is one thing that a clause asks for, with who can tell:\n\
             data alone, data and a person, a person alone. An item may stand for several rows, and a row may need several items. A clause that asks for\n\
             nothing that leaves a trace is marked as not inspectable. All five run on the made-up city in [`examples/weichuan`](../examples/weichuan/README.md). [中文](plans.zh-CN.md)\n\nThe tables are written by a test.",
            "| plan | rows: data | data and a person | a person | all | items: data | data and a person | a person | not inspectable | all |",
        ),
        Language::Zh => (
            "随附的方案清单",
            "五份教育部门方案已逐条写成清单，放在 `checklists/`。一行是某一条款提出的一项要求，并注明由谁判断：数据、数据与人工、人工。\n\
             一个检查项可以对应多行，一行也可以需要多个检查项。没有留痕要求的条款标为不可检查。五份都可以在虚构的市 [`examples/weichuan`](../examples/weichuan/README.md) 上运行。[English](plans.md)\n\n下表由测试生成。",
            "| 方案 | 要求：数据 | 数据与人工 | 人工 | 合计 | 检查项：数据 | 数据与人工 | 人工 | 不可检查 | 合计 |",
        ),
    };
    let rule = "|---|---|---|---|---|---|---|---|---|---|";
    let mut page = format!("# {title}\n\n{about}\n\n{head}\n{rule}\n");
    let mut total = [0; 9];
    for plan in PLANS {
        let (rows, model) = &plans[plan];
        let of_kind = |kind: &str| rows.iter().filter(|row| row.kind == kind).count();
        let own = |item: &&Item| model.checklists[item.checklist].id == plan;
        let items: Vec<&Item> = model.items.iter().filter(own).collect();
        let of_items = |kinds: &str| {
            let of = |item: &&&Item| kinds.contains(kind(&[item]));
            items.iter().filter(of).count()
        };
        let checklist = model.checklists.iter().find(|c| c.id == plan).unwrap();
        let by_row = [of_kind("M"), of_kind("H"), of_kind("A")];
        let by_item = [of_items("M"), of_items("H"), of_items("A"), of_items("N")];
        let mut line = by_row.to_vec();
        line.push(by_row.iter().sum());
        line.extend(by_item);
        line.push(items.len());
        for (sum, count) in total.iter_mut().zip(&line) {
            *sum += count;
        }
        let title = checklist.title.get(language);
        writeln!(page, "| `{plan}` {title} | {} |", joined(&line)).unwrap();
    }
    let all = language.pick("all", "合计");
    writeln!(page, "| {all} | {} |", joined(&total)).unwrap();
    page
}

fn joined(counts: &[usize]) -> String {
    let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
    counts.join(" | ")
}

#[test]
fn the_page_counts_rows_and_items() {
    let plans = plans();
    for (name, language) in [("plans.md", Language::En), ("plans.zh-CN.md", Language::Zh)] {
        let path = root().join("docs").join(name);
        let written = counts(&plans, language);
        if std::env::var_os("DUBAN_WRITE_DOCS").is_some() {
            fs::write(&path, &written).unwrap();
        }
        let page = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            page == written,
            "docs/{name}: run DUBAN_WRITE_DOCS=1 cargo test the_page_counts"
        );
    }
}

#[test]
fn every_clause_of_a_plan_is_accounted_for() {
    for plan in PLANS {
        let done = Command::new(env!("CARGO_BIN_EXE_duban"))
            .args(["coverage", "--min", "100%"])
            .arg(root().join(format!("checklists/{plan}.duban")))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(0), "{plan}: {said}");
    }
}

/// The texts do not belong to the repository: the folder that holds them is named by `DUBAN_PLANS`, and the test is called for by name.
#[test]
#[ignore = "needs the plans"]
fn the_locks_are_those_of_the_texts() {
    let plans = plans();
    for (plan, text) in PLANS.into_iter().zip(seeds::plans()) {
        let (_, model) = &plans[plan];
        let of_plan = |item: &&Item| model.checklists[item.checklist].id == plan;
        let source = model.items.iter().find(of_plan).unwrap().cites[0].source;
        let name = model.sources[source].names.id();
        let lock = fs::read_to_string(root().join(format!("checklists/{name}.lock"))).unwrap();
        let document = Document::read(&text_of(&fs::read(&text).unwrap()).unwrap());
        let (lock, pinned) = (
            Lock::parse(&lock).unwrap(),
            Lock::of(&document, String::new(), String::new()),
        );
        assert_eq!(lock.clauses.len(), pinned.clauses.len(), "{plan}");
        for (locked, now) in lock.clauses.iter().zip(&pinned.clauses) {
            assert_eq!(
                (&locked.path, &locked.digest),
                (&now.path, &now.digest),
                "{plan}"
            );
        }
    }
}

/// The table does not belong to the repository: the folder that holds it is named by `DUBAN_PLANS`, and the test is called for by name.
#[test]
#[ignore = "needs the plans"]
fn the_rows_are_those_of_the_table() {
    let table = seeds::table();
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
