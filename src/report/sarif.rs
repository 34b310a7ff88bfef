//! SARIF 2.1.0: a rule an item, a result a finding, at the item's sentence in its checklist.
//!
//! Data files stand as logical locations, for they do not lie in a repository. What cannot be told is of kind `open`, what waits for a person
//! `review`, and an item that judged nothing `notApplicable`. At most 5,000 results are listed, which is what code scanning keeps.

use super::Report;
use super::json_writer::JsonWriter;
use super::of_item::{account, from_here};
use super::plain::{column, place, problems};
use super::words::{Words, cites, words};
use crate::findings::{Finding, FindingOutcome, Findings, ItemOutcome, ItemRun, Run, Severity};
use crate::types::Language;
use crate::types::markup::{SARIF_SCHEMA, uri};
use std::io::{self, Write};

/// SARIF 2.1.0.
#[derive(Debug, Clone, Copy)]
pub struct Sarif;

/// How many results are listed, shared out among the items.
const MOST_RESULTS: u64 = 5_000;

impl Report for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn file_name(&self) -> Option<&'static str> {
        Some("duban.sarif")
    }

    fn for_programs(&self) -> bool {
        true
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        let words = words(run.language);
        let mut json = JsonWriter::new(out);
        json.open(b'{');
        json.key("$schema");
        json.string(SARIF_SCHEMA);
        json.key("version");
        json.string("2.1.0");
        json.key("runs");
        json.open(b'[');
        json.open(b'{');
        driver(&mut json, run);
        json.key("automationDetails");
        json.open(b'{');
        json.key("id");
        json.string("duban/run/");
        json.close(b'}');
        json.key("columnKind");
        json.string("unicodeCodePoints");
        json.key("results");
        json.open(b'[');
        for (index, item) in run.items.iter().enumerate() {
            if matches!(
                item.outcome,
                ItemOutcome::NothingToJudge | ItemOutcome::NotInspectable
            ) {
                nothing_judged(&mut json, run, index, item);
            }
        }
        let most = (MOST_RESULTS / run.items.len().max(1) as u64).max(1);
        let mut seen = vec![0_u64; run.items.len()];
        findings.visit_first(most, &mut |visited| {
            let Some(seen) = seen.get_mut(visited.item) else {
                return Ok(());
            };
            *seen += visited.count;
            if let Some(finding) = visited.finding.filter(|_| *seen <= most) {
                result(&mut json, run, words, finding);
            }
            json.drain()
        })?;
        json.close(b']');
        invocation(&mut json, run, &seen, most);
        json.close(b'}');
        json.close(b']');
        json.close(b'}');
        json.end_line();
        json.finish()
    }
}

/// `{"text": …}`, what SARIF takes for a message.
fn message(json: &mut JsonWriter, key: &str, text: &str) {
    json.key(key);
    json.open(b'{');
    json.key("text");
    json.string(text);
    json.close(b'}');
}

fn driver(json: &mut JsonWriter, run: &Run) {
    json.key("tool");
    json.open(b'{');
    json.key("driver");
    json.open(b'{');
    json.key("name");
    json.string("Duban");
    json.key("version");
    json.string(env!("CARGO_PKG_VERSION"));
    json.key("semanticVersion");
    json.string(env!("CARGO_PKG_VERSION"));
    json.key("rules");
    json.open(b'[');
    for item in &run.items {
        json.line();
        json.open(b'{');
        json.key("id");
        json.string(&item.id);
        message(json, "shortDescription", &item.title);
        if !item.explained.is_empty() {
            message(json, "fullDescription", &item.explained);
        }
        if !item.cites.is_empty() {
            message(json, "help", &cites(run.language, &item.cites));
        }
        json.key("defaultConfiguration");
        json.open(b'{');
        json.key("level");
        json.string(level(item.severity));
        json.close(b'}');
        json.key("properties");
        json.open(b'{');
        json.key("severity");
        json.string(item.severity.code());
        json.key("outcome");
        json.string(item.outcome.code());
        json.key("accounting");
        json.string(&account(run.language, &item.counts));
        json.close(b'}');
        json.close(b'}');
    }
    json.close(b']');
    json.close(b'}');
    json.close(b'}');
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Note => "note",
    }
}

/// The beginning of a result: which rule, of what kind, how bad.
fn head(json: &mut JsonWriter, run: &Run, item: usize, kind: &str, level: &str) {
    json.line();
    json.open(b'{');
    if let Some(rule) = run.items.get(item) {
        json.key("ruleId");
        json.string(&rule.id);
    }
    json.key("ruleIndex");
    json.number(item as u64);
    json.key("kind");
    json.string(kind);
    json.key("level");
    json.string(level);
}

/// A file, and where in it.
fn physical(json: &mut JsonWriter, file: &str, line: u32, column: u32) {
    json.key("physicalLocation");
    json.open(b'{');
    json.key("artifactLocation");
    json.open(b'{');
    json.key("uri");
    json.string(&uri(file));
    json.close(b'}');
    json.key("region");
    json.open(b'{');
    json.key("startLine");
    json.number(line.max(1).into());
    json.key("startColumn");
    json.number(column.max(1).into());
    json.close(b'}');
    json.close(b'}');
}

fn nothing_judged(json: &mut JsonWriter, run: &Run, index: usize, item: &ItemRun) {
    head(json, run, index, "notApplicable", "none");
    let outcome = item.outcome.words(run.language);
    let colon = words(run.language).colon;
    message(json, "message", &format!("{}{colon}{outcome}", item.title));
    json.key("locations");
    json.open(b'[');
    json.open(b'{');
    physical(json, &run.audit, 1, 1);
    json.close(b'}');
    json.close(b']');
    json.close(b'}');
}

fn result(json: &mut JsonWriter, run: &Run, words: &Words, finding: &Finding) {
    let (kind, level) = match finding.outcome {
        FindingOutcome::NotMet if finding.tolerated => ("fail", "note"),
        FindingOutcome::NotMet => ("fail", level(finding.severity)),
        FindingOutcome::CannotTell => ("open", "none"),
        FindingOutcome::Awaiting => ("review", "none"),
    };
    head(json, run, finding.item, kind, level);
    let mut text = finding.message.clone();
    if finding.tolerated {
        text.push_str(&format!(" ({})", words.tolerated));
    }
    message(json, "message", &text);
    let (file, line, at) = &finding.rule;
    json.key("locations");
    json.open(b'[');
    json.open(b'{');
    physical(json, &from_here(run, file), *line, *at);
    if !finding.cells.is_empty() {
        json.key("logicalLocations");
        json.open(b'[');
        for cell in &finding.cells {
            json.open(b'{');
            json.key("fullyQualifiedName");
            json.string(&format!("{} {}", place(cell), column(cell)));
            json.close(b'}');
        }
        json.close(b']');
    }
    json.close(b'}');
    json.close(b']');
    // Ids of runs without a key file are those of no other run.
    if run.comparable_ids {
        json.key("partialFingerprints");
        json.open(b'{');
        json.key("duban/finding/v1");
        json.string(&finding.id);
        json.close(b'}');
    }
    json.key("properties");
    json.open(b'{');
    json.key("id");
    json.string(&finding.id);
    json.key("outcome");
    json.string(finding.outcome.code());
    json.key("severity");
    json.string(finding.severity.code());
    json.key("owner");
    json.strings(finding.owner.iter().map(String::as_str));
    json.close(b'}');
    json.close(b'}');
}

/// What is wrong with the data, and what is not listed.
fn invocation(json: &mut JsonWriter, run: &Run, seen: &[u64], most: u64) {
    json.key("invocations");
    json.open(b'[');
    json.open(b'{');
    json.key("executionSuccessful");
    json.truth(true);
    json.key("toolExecutionNotifications");
    json.open(b'[');
    let mut notify = |text: &str| {
        json.line();
        json.open(b'{');
        json.key("level");
        json.string("warning");
        message(json, "message", text);
        json.close(b'}');
    };
    for dataset in &run.datasets {
        for problem in problems(run.language, dataset, 1) {
            notify(&format!("{} ({}) {problem}", dataset.shown, dataset.file));
        }
    }
    for (item, &seen) in run.items.iter().zip(seen) {
        for remark in &item.more.out_of_force {
            notify(&format!("{}: {remark}", item.id));
        }
        let total = item.truncated.map_or(seen, |cut| cut.total);
        let shown = seen.min(most);
        if shown < total {
            notify(&match run.language {
                Language::En => format!("{}: {shown} of {total} findings are listed", item.id),
                Language::Zh => format!("{}：共 {total} 条，列出 {shown} 条", item.id),
            });
        }
    }
    json.close(b']');
    json.close(b'}');
    json.close(b']');
}
