//! JSON lines: a line `run`, a line for every finding, a line `end`. A stream without its `end` is incomplete.

use super::Report;
use super::json::{FindingLines, changed, head, items, truncated};
use super::json_writer::JsonWriter;
use crate::findings::{Finding, Findings};
use std::io::{self, Write};

/// JSON lines.
#[derive(Debug, Clone, Copy)]
pub struct JsonLines;

impl Report for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn for_programs(&self) -> bool {
        true
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        let lines = FindingLines::of(run);
        let mut json = JsonWriter::new(out);
        json.open(b'{');
        json.key("type");
        json.string("run");
        head(&mut json, run);
        json.close(b'}');
        json.end_line();
        let write = |finding: &Finding, text: &mut Vec<u8>| {
            lines.write(text, finding);
            text.push(b'\n');
        };
        findings.visit_written(&write, &mut |text| json.pass(text))?;
        json.open(b'{');
        json.key("type");
        json.string("end");
        items(&mut json, run);
        json.key("truncated");
        truncated(&mut json, run.truncated);
        changed(&mut json, run);
        json.close(b'}');
        json.end_line();
        json.finish()
    }
}
