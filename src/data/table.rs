//! A small table held in memory: rows that were written out, not read from a file.

use super::{Buffer, Chunk, DigestAlgorithm, FetchedRows, Layout, Problems, Source, formats};
use std::io;

/// Rows of texts under a header.
#[derive(Debug, Clone, Default)]
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// For each row the line that it stands on.
    lines: Vec<u64>,
}

impl Table {
    /// A table; rows are made as wide as the header. Lines beyond those given are counted on.
    #[must_use]
    pub fn new(mut header: Vec<String>, mut rows: Vec<Vec<String>>, lines: Vec<u64>) -> Self {
        // Cells are found by the width of the table, which therefore is not nothing.
        if header.is_empty() {
            header.push(String::new());
        }
        for row in &mut rows {
            row.resize(header.len(), String::new());
        }
        Self {
            header,
            rows,
            lines,
        }
    }

    fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or(row as u64 + 1)
    }
}

impl Source for Table {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn encoding(&self) -> &'static str {
        "UTF-8"
    }

    fn sheet(&self) -> Option<&str> {
        None
    }

    fn chunk_count(&self) -> usize {
        1
    }

    fn read<'b>(&self, chunk: usize, buffer: &'b mut Buffer) -> io::Result<Chunk<'b>> {
        if chunk > 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "no such chunk"));
        }
        buffer.text.clear();
        buffer.bounds.clear();
        for cell in self.rows.iter().flatten() {
            let start = offset(buffer.text.len());
            buffer.text.extend_from_slice(cell.as_bytes());
            buffer.bounds.push((start, offset(buffer.text.len())));
        }
        Ok(Chunk {
            rows: self.rows.len(),
            columns: self.header.len(),
            doubled_quotes: false,
            bytes: &buffer.text,
            layout: Layout::Bounds(&buffer.bounds),
        })
    }

    fn rows_before(&self, chunk: usize) -> u64 {
        if chunk == 0 {
            0
        } else {
            self.rows.len() as u64
        }
    }

    fn cells(&self, rows: &[u64], columns: &[usize]) -> io::Result<FetchedRows> {
        let unknown = || io::Error::new(io::ErrorKind::InvalidInput, "no such row");
        let mut found = FetchedRows::new(columns.len(), rows.len());
        for &row in rows {
            let at = usize::try_from(row).map_err(|_| unknown())?;
            let cells = self.rows.get(at).ok_or_else(unknown)?;
            let value = |&column: &usize| cells.get(column).map_or("", String::as_str);
            found.push(row, self.line(at), columns.iter().map(value));
        }
        Ok(found)
    }

    fn problems(&self) -> Problems {
        Problems::default()
    }

    fn digest(&self, algorithm: DigestAlgorithm) -> io::Result<String> {
        let cells = self.header.iter().chain(self.rows.iter().flatten());
        let texts: Vec<&str> = cells.map(String::as_str).collect();
        Ok(formats::digest_of_bytes(
            texts.join("\u{1f}").as_bytes(),
            algorithm,
        ))
    }
}

fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
