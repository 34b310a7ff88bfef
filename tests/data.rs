//! Data files: the cells that come out of them, with their places, and what is wrong with them.

use duban::data::{Buffer, OpenOptions, ProblemKind, RowCells, Source, cell, formats};
use std::path::{Path, PathBuf};
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
    for (at, rows) in &chunks {
        let before: usize = chunks[..*at].iter().map(|c| c.1.len()).sum();
        assert_eq!(source.rows_before(*at), before as u64);
        let _ = rows;
    }
    assert_eq!(chunks.len(), source.chunk_count());
    chunks.into_iter().flat_map(|chunk| chunk.1).collect()
}

/// All rows by fetching them afterwards.
fn fetch(source: &dyn Source, rows: &[u64]) -> Vec<RowCells> {
    let columns: Vec<usize> = (0..source.header().len()).collect();
    source.cells(rows, &columns).unwrap()
}

#[test]
fn reference_data() {
    let Ok(dir) = std::env::var("DUBAN_REFERENCE") else {
        return;
    };
    let mut paths: Vec<_> = std::fs::read_dir(Path::new(&dir))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "csv"))
        .collect();
    paths.sort();
    for path in paths {
        let source = formats::open(&path, &OpenOptions::default()).unwrap();
        let rows = scan(source.as_ref(), 2);
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let expected: Vec<Vec<String>> = reader
            .records()
            .map(|r| r.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert!(rows == expected, "{path:?}");
        println!(
            "{path:?} {} rows {} {:?}",
            rows.len(),
            source.encoding(),
            source.problems()
        );
        let wanted: Vec<u64> = (0..rows.len() as u64).step_by(7).collect();
        for cells in fetch(source.as_ref(), &wanted) {
            assert_eq!(cells.values, expected[cells.row as usize]);
            assert_eq!(cells.line, cells.row + 2);
        }
    }
}
