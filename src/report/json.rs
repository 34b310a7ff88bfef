//! One JSON object for a run: the form that programs may rely on ([`super::schema`] describes it).
//!
//! Keys always come in the same order, findings are written one at a time, and every finding has a line of its own.

use super::Report;
use super::json_writer::JsonWriter;
use crate::findings::{
    CellRun, Cite, Counts, DatasetRun, Finding, Findings, ItemRun, KeyPart, Run, Searched,
    ShownValue, Subject, Truncated,
};
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

/// The JSON object.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl Report for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn for_programs(&self) -> bool {
        true
    }

    fn file_name(&self) -> Option<&'static str> {
        Some("findings.json")
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        let lines = FindingLines::of(run);
        let mut json = JsonWriter::new(out);
        json.open(b'{');
        head(&mut json, run);
        json.line();
        items(&mut json, run);
        json.line();
        json.key("findings");
        json.open(b'[');
        // Each begins with the comma after the one before.
        let mut before = b",".as_slice();
        let write = |finding: &Finding, text: &mut Vec<u8>| {
            text.extend_from_slice(b",\n");
            lines.write(text, finding);
        };
        findings.visit_written(&write, &mut |text| {
            let text = text.strip_prefix(before).unwrap_or(text);
            before = b"";
            json.pass(text)
        })?;
        json.close(b']');
        json.line();
        json.key("truncated");
        truncated(&mut json, run.truncated);
        changed(&mut json, run);
        json.close(b'}');
        json.end_line();
        json.finish()
    }
}

/// The keys before the items, within an open object.
pub(super) fn head(json: &mut JsonWriter<'_>, run: &Run) {
    json.key("schema");
    json.string("duban/findings/1");
    json.key("tool");
    json.open(b'{');
    json.key("name");
    json.string(env!("CARGO_PKG_NAME"));
    json.key("version");
    json.string(env!("CARGO_PKG_VERSION"));
    json.close(b'}');
    json.key("audit");
    json.string(&run.audit);
    json.key("as_of");
    json.optional_string(run.as_of.as_deref());
    json.key("settings");
    json.open(b'{');
    for (name, value) in &run.settings {
        json.any_key(name);
        json.optional_string(value.as_deref());
    }
    json.close(b'}');
    json.key("checklists");
    json.open(b'[');
    for checklist in &run.checklists {
        json.open(b'{');
        json.key("path");
        json.string(&checklist.path);
        json.key("digest");
        json.optional_string(checklist.digest.as_deref());
        json.close(b'}');
    }
    json.close(b']');
    json.key("datasets");
    json.open(b'[');
    for data in &run.datasets {
        dataset(json, data);
    }
    json.close(b']');
}

/// What a table was read from, and how much of it.
fn read_from(
    json: &mut JsonWriter<'_>,
    (file, sheet): (&str, Option<&str>),
    digest: Option<&str>,
    rows: u64,
    encoding: Option<&str>,
) {
    json.key("file");
    json.string(file);
    json.key("sheet");
    json.optional_string(sheet);
    json.key("digest");
    json.optional_string(digest);
    json.key("rows");
    json.number(rows);
    json.key("encoding");
    json.optional_string(encoding);
}

fn dataset(json: &mut JsonWriter<'_>, dataset: &DatasetRun) {
    json.open(b'{');
    json.key("name");
    json.string(&dataset.name);
    read_from(
        json,
        (&dataset.file, dataset.sheet.as_deref()),
        dataset.digest.as_deref(),
        dataset.rows,
        dataset.encoding.as_deref(),
    );
    if !dataset.parts.is_empty() {
        json.key("parts");
        json.open(b'[');
        for part in &dataset.parts {
            json.open(b'{');
            read_from(
                json,
                (&part.file, part.sheet.as_deref()),
                part.digest.as_deref(),
                part.rows,
                Some(&part.encoding),
            );
            json.close(b'}');
        }
        json.close(b']');
    }
    json.key("problems");
    json.open(b'[');
    for problem in &dataset.problems {
        json.open(b'{');
        json.key("kind");
        json.string(problem.kind);
        json.key("count");
        json.number(problem.count);
        json.key("places");
        json.open(b'[');
        for place in &problem.places {
            json.open(b'{');
            if let Some(file) = &place.file {
                json.key("file");
                json.string(file);
                json.key("sheet");
                json.optional_string(place.sheet.as_deref());
            }
            json.key("row");
            json.optional_number(place.row);
            json.key("line");
            json.optional_number(place.line);
            json.key("column");
            json.optional_string(place.column.as_deref());
            json.key("value");
            json.optional_string(place.value.as_deref());
            json.close(b'}');
        }
        json.close(b']');
        json.key("shown");
        json.number(problem.shown);
        json.close(b'}');
    }
    json.close(b']');
    json.close(b'}');
}

/// The key `items` with its list, within an open object.
pub(super) fn items(json: &mut JsonWriter<'_>, run: &Run) {
    json.key("items");
    json.open(b'[');
    for item in &run.items {
        json.open(b'{');
        json.key("id");
        json.string(&item.id);
        json.key("title");
        json.string(&item.title);
        json.key("severity");
        json.string(item.severity.code());
        json.key("cites");
        json.open(b'[');
        for cite in &item.cites {
            json.open(b'{');
            citation(json, cite);
            json.close(b'}');
        }
        json.close(b']');
        json.key("owner");
        json.strings(item.owner.iter().map(String::as_str));
        json.key("due");
        json.optional_string(item.due.as_deref());
        json.key("kind");
        json.string(item.kind);
        json.key("scope");
        match &item.scope {
            None => json.null(),
            Some(scope) => {
                json.open(b'{');
                json.key("frame");
                json.string(&scope.frame);
                json.key("drawn");
                json.number(scope.drawn);
                json.key("seed");
                json.string(&scope.seed);
                json.close(b'}');
            }
        }
        json.key("outcome");
        json.string(item.outcome.code());
        json.key("counts");
        counts(json, &item.counts);
        json.key("truncated");
        truncated(json, item.truncated);
        more(json, item);
        json.close(b'}');
    }
    json.close(b']');
}

/// The key `changed`, within an open object.
pub(super) fn changed(json: &mut JsonWriter<'_>, run: &Run) {
    json.key("changed");
    json.strings(run.changed.iter().map(String::as_str));
}

fn more(json: &mut JsonWriter<'_>, item: &ItemRun) {
    let more = &item.more;
    json.key("more");
    json.open(b'{');
    json.key("aim");
    json.truth(more.aim);
    json.key("tags");
    json.strings(more.tags.iter().map(String::as_str));
    json.key("action");
    json.optional_string(more.action.as_deref());
    json.key("copy_to");
    json.strings(more.copies.iter().map(String::as_str));
    json.key("not_inspectable");
    json.optional_string(more.not_inspectable.as_deref());
    json.key("out_of_force");
    json.strings(more.out_of_force.iter().map(String::as_str));
    json.key("excused");
    json.open(b'[');
    for excused in &more.excused {
        json.open(b'{');
        json.key("subject");
        subject(json, &excused.subject);
        json.key("by");
        json.string(&excused.by);
        json.key("cells");
        json.open(b'[');
        cells(json, &excused.cells);
        json.close(b']');
        json.close(b'}');
    }
    json.close(b']');
    json.key("remarks");
    json.strings(item.remarks.iter().map(String::as_str));
    json.close(b'}');
}

fn subject(json: &mut JsonWriter<'_>, subject: &Subject) {
    json.open(b'{');
    json.key("kind");
    json.string(subject.kind);
    json.key("dataset");
    json.optional_string(subject.dataset.as_deref());
    json.key("row");
    json.optional_number(subject.row);
    json.key("key");
    key(json, &subject.key);
    json.close(b'}');
}

fn counts(json: &mut JsonWriter<'_>, counts: &Counts) {
    json.open(b'{');
    for (key, count) in [
        ("subjects", counts.subjects),
        ("met", counts.met),
        ("not_met", counts.not_met),
        ("cannot_tell", counts.cannot_tell),
        ("not_applicable", counts.not_applicable),
        ("excused", counts.excused),
        ("waived", counts.waived),
        ("awaiting", counts.awaiting),
    ] {
        json.key(key);
        json.number(count);
    }
    json.close(b'}');
}

/// How many of how many, or null.
pub(super) fn truncated(json: &mut JsonWriter<'_>, truncated: Option<Truncated>) {
    let Some(truncated) = truncated else {
        json.null();
        return;
    };
    json.open(b'{');
    json.key("shown");
    json.number(truncated.shown);
    json.key("total");
    json.number(truncated.total);
    json.close(b'}');
}

fn citation(json: &mut JsonWriter<'_>, cite: &Cite) {
    json.key("source");
    json.string(&cite.source);
    json.key("clause");
    json.string(&cite.clause);
    json.key("path");
    json.optional_string(cite.path.as_deref());
    json.key("digest");
    json.optional_string(cite.digest.as_deref());
    json.key("title");
    json.string(&cite.title);
    json.key("number");
    json.optional_string(cite.number.as_deref());
    json.key("heading");
    json.optional_string(cite.heading.as_deref());
    json.key("words");
    json.optional_string(cite.words.as_deref());
}

/// Writes findings; what all findings of an item share is made once.
pub(super) struct FindingLines {
    items: Vec<Shared>,
}

/// JSON values of an item that stand in each of its findings.
struct Shared {
    id: Vec<u8>,
    cites: Vec<u8>,
}

impl FindingLines {
    pub(super) fn of(run: &Run) -> Self {
        Self {
            items: run.items.iter().map(Shared::of).collect(),
        }
    }

    /// Adds one finding, as an object, to a text.
    pub(super) fn write(&self, text: &mut Vec<u8>, finding: &Finding) {
        let mut nowhere = io::sink();
        let mut json = JsonWriter::onto(std::mem::take(text), &mut nowhere);
        self.object(&mut json, finding);
        *text = json.into_bytes();
    }

    fn object(&self, json: &mut JsonWriter<'_>, finding: &Finding) {
        let shared = self.items.get(finding.item);
        json.open(b'{');
        json.key("id");
        json.string(&finding.id);
        json.key("item");
        json.raw(shared.map_or(b"null", |shared| &shared.id));
        json.key("outcome");
        json.string(finding.outcome.code());
        json.key("tolerated");
        json.truth(finding.tolerated);
        json.key("part");
        json.optional_string(finding.part.as_deref());
        json.key("message");
        json.string(&finding.message);
        json.key("subject");
        subject(json, &finding.subject);
        json.key("cells");
        json.open(b'[');
        cells(json, &finding.cells);
        json.close(b']');
        json.key("searched");
        json.open(b'[');
        for place in &finding.searched {
            searched(json, place);
        }
        json.close(b']');
        json.key("expected");
        expected(json, finding.expected.as_ref());
        json.key("actual");
        actual(json, finding.actual.as_ref());
        json.key("reasons");
        json.open(b'[');
        for reason in &finding.reasons {
            json.open(b'{');
            json.key("code");
            json.string(reason.code);
            json.key("cell");
            json.optional_number(reason.cell.map(|index| index as u64));
            json.key("text");
            json.string(&reason.text);
            json.close(b'}');
        }
        json.close(b']');
        json.key("cites");
        json.raw(shared.map_or(b"[]", |shared| &shared.cites));
        let (file, line, column) = &finding.rule;
        json.key("rule");
        json.open(b'{');
        json.key("file");
        json.string(file);
        json.key("line");
        json.number(u64::from(*line));
        json.key("column");
        json.number(u64::from(*column));
        json.close(b'}');
        json.key("severity");
        json.string(finding.severity.code());
        json.key("owner");
        json.strings(finding.owner.iter().map(String::as_str));
        json.key("due");
        json.optional_string(finding.due.as_deref());
        json.close(b'}');
    }
}

impl Shared {
    fn of(item: &ItemRun) -> Self {
        let made = |write: &dyn Fn(&mut JsonWriter<'_>)| {
            let mut nowhere = io::sink();
            let mut json = JsonWriter::new(&mut nowhere);
            write(&mut json);
            json.into_bytes()
        };
        Self {
            id: made(&|json| json.string(&item.id)),
            cites: made(&|json| {
                json.open(b'[');
                for cite in &item.cites {
                    json.open(b'{');
                    citation(json, cite);
                    json.close(b'}');
                }
                json.close(b']');
            }),
        }
    }
}

fn key(json: &mut JsonWriter<'_>, key: &[KeyPart]) {
    json.open(b'{');
    for part in key {
        json.any_key(&part.name);
        json.string(&part.value);
    }
    json.close(b'}');
}

/// Cells, of which those of a row mostly follow each other: what they share is written once and copied.
fn cells(json: &mut JsonWriter<'_>, cells: &[CellRun]) {
    let mut before: Option<(&CellRun, Range<usize>)> = None;
    for cell in cells {
        let place = match before {
            Some((other, place)) if is_beside(cell, other) => json.again(place),
            _ => json.marked(|json| {
                json.open(b'{');
                json.key("dataset");
                json.string(&cell.dataset);
                json.key("file");
                json.string(&cell.file);
                json.key("sheet");
                json.optional_string(cell.sheet.as_deref());
                json.key("row");
                json.number(cell.row);
                json.key("line");
                json.number(cell.line);
                json.key("column");
            }),
        };
        json.string(&cell.column);
        json.key("value");
        json.string(&cell.value);
        json.close(b'}');
        before = Some((cell, place));
    }
}

/// Whether two cells have everything but the column in common, as far as a glance tells.
fn is_beside(cell: &CellRun, other: &CellRun) -> bool {
    let is_same_sheet = match (&cell.sheet, &other.sheet) {
        (Some(sheet), Some(other)) => Arc::ptr_eq(sheet, other),
        (sheet, other) => sheet.is_none() && other.is_none(),
    };
    is_same_sheet
        && (cell.row, cell.line) == (other.row, other.line)
        && Arc::ptr_eq(&cell.dataset, &other.dataset)
        && Arc::ptr_eq(&cell.file, &other.file)
}

fn searched(json: &mut JsonWriter<'_>, searched: &Searched) {
    json.open(b'{');
    json.key("dataset");
    json.string(&searched.dataset);
    json.key("file");
    json.string(&searched.file);
    json.key("key");
    key(json, &searched.key);
    json.key("rows");
    json.number(searched.rows);
    if let Some(otherwise) = &searched.otherwise {
        json.key("otherwise");
        json.string(otherwise);
    }
    json.close(b'}');
}

/// What is required: its numbers are exact decimals, and those are texts.
fn expected(json: &mut JsonWriter<'_>, value: Option<&ShownValue>) {
    shown(json, value, |json, number| {
        let text = number.filter(|n| n.is_finite()).map(|n| n.to_string());
        json.optional_string(text.as_deref());
    });
}

/// What was found: its numbers are numbers.
fn actual(json: &mut JsonWriter<'_>, value: Option<&ShownValue>) {
    shown(json, value, |json, number| json.decimal(number));
}

fn shown(
    json: &mut JsonWriter<'_>,
    value: Option<&ShownValue>,
    number: impl Fn(&mut JsonWriter<'_>, Option<f64>),
) {
    let Some(value) = value else {
        json.null();
        return;
    };
    json.open(b'{');
    json.key("text");
    json.string(&value.text);
    json.key("number");
    number(json, value.number);
    json.key("low");
    number(json, value.low);
    json.key("high");
    number(json, value.high);
    json.close(b'}');
}
