//! Data files: the cells that come out of them, with their places, and what is wrong with them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by failing"
)]

mod cells;
mod parquet;
mod parquet_pages;
mod tables;
mod workbooks;

use duban::data::{Buffer, OpenOptions, ProblemKind, Source, cell, formats};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A file of its own for one test, gone afterwards.
struct Sheet(PathBuf);

impl Sheet {
    fn new(name: &str, bytes: &[u8]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join("duban-tests");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{}-{number}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    fn open(&self, options: &OpenOptions) -> Box<dyn Source> {
        formats::open(&self.0, options).unwrap()
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn small_chunks(size: usize) -> OpenOptions {
    OpenOptions {
        chunk_size: Some(size),
        ..OpenOptions::default()
    }
}

/// All rows by scanning the chunks with some threads, as the engine does.
fn scan(source: &dyn Source, threads: usize) -> Vec<Vec<String>> {
    let next = AtomicUsize::new(0);
    let mut chunks: Vec<(usize, Vec<Vec<String>>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut buffer = Buffer::default();
                    let mut found = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= source.chunk_count() {
                            return found;
                        }
                        let chunk = source.read(at, &mut buffer).unwrap();
                        let mut rows = vec![Vec::new(); chunk.rows];
                        for column in 0..chunk.columns {
                            chunk.each(column, |row, text| {
                                assert_eq!(text, chunk.cell(row, column));
                                let text = if chunk.doubled_quotes {
                                    cell::unescape(text)
                                } else {
                                    text.into()
                                };
                                rows[row].push(String::from_utf8(text.into_owned()).unwrap());
                            });
                        }
                        found.push((at, rows));
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|w| w.join().unwrap())
            .collect()
    });
    chunks.sort_by_key(|chunk| chunk.0);
    let mut before = 0;
    for (at, rows) in &chunks {
        assert_eq!(source.rows_before(*at), before);
        before += rows.len() as u64;
    }
    assert_eq!(chunks.len(), source.chunk_count());
    chunks.into_iter().flat_map(|chunk| chunk.1).collect()
}

/// All rows by fetching them afterwards.
fn fetch(source: &dyn Source, rows: &[u64]) -> Vec<Fetched> {
    let columns: Vec<usize> = (0..source.header().len()).collect();
    fetch_columns(source, rows, &columns)
}

/// Some columns of rows by fetching them afterwards.
fn fetch_columns(source: &dyn Source, rows: &[u64], columns: &[usize]) -> Vec<Fetched> {
    let cells = source.cells(rows, columns).unwrap();
    let fetched = |at: usize| Fetched {
        row: cells.row(at),
        line: cells.line(at),
        values: cells.texts(at).map(str::to_owned).collect(),
    };
    (0..cells.len()).map(fetched).collect()
}

/// A row that was fetched.
struct Fetched {
    row: u64,
    line: u64,
    values: Vec<String>,
}

/// Kind, row, line and column of every problem.
type Listed = (ProblemKind, Option<u64>, Option<u64>, Option<String>);

fn listed(source: &dyn Source) -> Vec<Listed> {
    let problems = source.problems();
    let places = problems.into_iter().flat_map(|problem| {
        assert!(problem.count >= problem.places.len() as u64);
        let kind = problem.kind;
        let place = move |p: duban::data::Place| (kind, p.row, p.line, p.column);
        problem.places.into_iter().map(place)
    });
    places.collect()
}
