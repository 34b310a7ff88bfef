//! The places alone, as CSV: item, dataset, row. For comparing runs and for speed: no cell is fetched.

use super::Report;
use super::csv::csv_field;
use super::json_writer::digits;
use crate::findings::Findings;
use std::io::{self, Write};

/// Rows of findings that are not met.
#[derive(Debug, Clone, Copy)]
pub struct Rows;

/// How much is gathered before it is handed on.
const BUFFER: usize = 128 * 1024;

impl Report for Rows {
    fn name(&self) -> &'static str {
        "rows"
    }

    fn for_programs(&self) -> bool {
        true
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
        let mut buffer = Vec::with_capacity(BUFFER + 1024);
        buffer.extend_from_slice(b"item,dataset,row\n");
        findings.visit_rows(&mut |item, dataset, row| {
            buffer.extend_from_slice(items.get(item).map_or(b",", Vec::as_slice));
            buffer.extend_from_slice(csv_field(dataset).as_bytes());
            buffer.push(b',');
            digits(&mut buffer, row);
            buffer.push(b'\n');
            if buffer.len() >= BUFFER {
                out.write_all(&buffer)?;
                buffer.clear();
            }
            Ok(())
        })?;
        out.write_all(&buffer)
    }
}
