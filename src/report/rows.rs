//! The places alone, as CSV: item, dataset, row. For comparing runs and for speed: no cell is fetched.

use super::Report;
use super::csv::csv_field;
use super::json_writer::digits;
use crate::findings::{DatasetRun, Findings, PartRun, Run};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Rows of findings that are not met.
#[derive(Debug, Clone, Copy)]
pub struct Rows;

/// Where the rows of datasets lie that have several files: for each its files and sheets as they are written, with their numbers of rows.
struct Parts<'r>(BTreeMap<&'r str, Vec<(Vec<u8>, u64)>>);

impl<'r> Parts<'r> {
    fn of(run: &'r Run) -> Self {
        let several = run.datasets.iter().filter(|data| !data.parts.is_empty());
        let written = |part: &PartRun| {
            let sheet = part.sheet.as_deref().unwrap_or_default();
            let text = format!(",{},{},", csv_field(&part.file), csv_field(sheet));
            (text.into_bytes(), part.rows)
        };
        let of =
            |data: &'r DatasetRun| (data.name.as_str(), data.parts.iter().map(written).collect());
        Self(several.map(of).collect())
    }

    /// Adds file, sheet and number there of a row, where any dataset has several files.
    fn tell(&self, dataset: &str, mut row: u64, buffer: &mut Vec<u8>) {
        if self.0.is_empty() {
            return;
        }
        for (text, rows) in self.0.get(dataset).into_iter().flatten() {
            if row <= *rows {
                buffer.extend_from_slice(text);
                digits(buffer, row);
                return;
            }
            row -= rows;
        }
        buffer.extend_from_slice(b",,,");
    }
}

impl Report for Rows {
    fn name(&self) -> &'static str {
        "rows"
    }

    fn for_programs(&self) -> bool {
        true
    }

    fn shows_proofs(&self) -> bool {
        false
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let items: Vec<Vec<u8>> = findings
            .run()
            .items
            .iter()
            .map(|item| {
                let mut begin = Vec::new();
                begin.extend_from_slice(csv_field(&item.id).as_bytes());
                begin.push(b',');
                begin
            })
            .collect();
        let parts = Parts::of(findings.run());
        out.write_all(match parts.0.is_empty() {
            true => b"item,dataset,row\n",
            false => b"item,dataset,row,file,sheet,file_row\n",
        })?;
        let write = |item: usize, dataset: &str, row: u64, buffer: &mut Vec<u8>| {
            buffer.extend_from_slice(items.get(item).map_or(b",", Vec::as_slice));
            buffer.extend_from_slice(csv_field(dataset).as_bytes());
            buffer.push(b',');
            digits(buffer, row);
            parts.tell(dataset, row, buffer);
            buffer.push(b'\n');
        };
        findings.visit_rows(&write, &mut |rows| out.write_all(rows))
    }
}
