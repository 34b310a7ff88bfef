//! Pages of Parquet files: however values lie in them, they are the same, whether chunks are read or single rows.

use super::parquet::{Write, column, file, long};
use super::{Sheet, fetch, fetch_columns, scan, small_chunks};
use duban::data::Source;
use parquet::basic::Compression;
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DoubleType, FloatType, Int32Type, Int64Type,
};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedRowGroupWriter;
use proptest::prelude::{any, prop, proptest};
use proptest::sample::Index;
use std::sync::LazyLock;

const ROWS: i32 = 900;

/// The first rows of the row groups, and the row behind the last.
const BORDERS: [i32; 4] = [0, 411, 412, ROWS];

/// Columns of the table; the last one is read by the crate.
const COLUMNS: i32 = 7;

/// Few and many different values in turn.
fn pick(row: i32) -> i32 {
    if row / 200 % 2 == 0 { row % 5 } else { row }
}

/// Stretches of blanks, and blanks between.
fn is_blank(row: i32, column: i32) -> bool {
    column != 5 && (row % (7 + column) == 0 || (300..340).contains(&row))
}

fn name(n: i32) -> String {
    format!("第{n}号{}", "学".repeat(usize::try_from(n % 30).unwrap()))
}

/// The text of a cell.
fn text(column: i32, row: i32) -> String {
    let n = pick(row);
    match column {
        _ if is_blank(row, column) => String::new(),
        0 => duban::types::Date(n).to_string(),
        1 => format!("{}.{:02}", (n * 25 + 100) / 100, (n * 25 + 100) % 100),
        2 => (f64::from(n) / 4.0).to_string(),
        3 => (f64::from(n) / 8.0).to_string(),
        4 => name(n),
        5 => n.to_string(),
        _ => (n % 2 == 0).to_string(),
    }
}

fn table() -> Vec<Vec<String>> {
    let row = |row| (0..COLUMNS).map(|column| text(column, row)).collect();
    (0..ROWS).map(row).collect()
}

fn write(rows: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>, from: i32, to: i32) {
    let all = |column: i32| (from..to).map(move |row| (!is_blank(row, column)).then(|| pick(row)));
    column!(rows, Int32Type, all(0).collect::<Vec<_>>());
    let amounts = all(1).map(|n| n.map(|n| i64::from(n) * 25 + 100));
    column!(rows, Int64Type, amounts.collect::<Vec<_>>());
    let heights = all(2).map(|n| n.map(|n| n as f32 / 4.0));
    column!(rows, FloatType, heights.collect::<Vec<_>>());
    let weights = all(3).map(|n| n.map(|n| f64::from(n) / 8.0));
    column!(rows, DoubleType, weights.collect::<Vec<_>>());
    let names = all(4).map(|n| n.map(|n| ByteArray::from(name(n).as_str())));
    column!(rows, ByteArrayType, names.collect::<Vec<_>>());
    let numbers: Vec<i32> = (from..to).map(pick).collect();
    let mut column = rows.next_column().unwrap().unwrap();
    let values = column.typed::<Int32Type>();
    values.write_batch(&numbers, None, None).unwrap();
    column.close().unwrap();
    let truths = all(6).map(|n| n.map(|n| n % 2 == 0));
    column!(rows, BoolType, truths.collect::<Vec<_>>());
}

/// The table in pages of both versions, with dictionaries, with some that are given up, and without.
fn files() -> Vec<Vec<u8>> {
    let schema = "message table {
        optional int32 day (DATE); optional int64 amount (DECIMAL(12, 2)); optional float height; optional double weight;
        optional binary name (UTF8); required int32 number; optional boolean even;
    }";
    let groups: Vec<_> = (BORDERS.iter().zip(&BORDERS[1..]))
        .map(|(&from, &to)| {
            move |rows: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>| write(rows, from, to)
        })
        .collect();
    let groups: Vec<Write<'_>> = groups.iter().map(|write| write as _).collect();
    let mut files = Vec::new();
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        for (dictionary, size) in [(true, 1 << 20), (true, 900), (false, 1 << 20)] {
            let properties = WriterProperties::builder()
                .set_writer_version(version)
                .set_dictionary_enabled(dictionary)
                .set_dictionary_page_size_limit(size)
                .set_compression(Compression::SNAPPY)
                .set_data_page_row_count_limit(130)
                .set_write_batch_size(10)
                .build();
            files.push(file(schema, properties, &groups));
        }
    }
    files
}

/// These files.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(files);

fn sheet(bytes: &[u8]) -> Sheet {
    Sheet::new("pages.parquet", bytes)
}

/// Asks for some columns of some rows and holds them against what the file holds.
fn holds(source: &dyn Source, rows: &[u64], columns: &[usize], expected: &[Vec<String>]) {
    let found = fetch_columns(source, rows, columns);
    assert_eq!(found.len(), rows.len());
    for (found, &row) in found.iter().zip(rows) {
        let row_held = &expected[usize::try_from(row).unwrap()];
        let held = |&column: &usize| row_held.get(column).map_or("", String::as_str);
        let held: Vec<&str> = columns.iter().map(held).collect();
        assert_eq!((found.row, found.line), (row, row + 1));
        assert_eq!(found.values, held, "row {row}");
    }
}

#[test]
fn pages_of_both_versions_with_and_without_dictionaries_hold_the_same() {
    let (files, expected) = (FILES.as_slice(), &table());
    for (number, bytes) in files.iter().enumerate() {
        let sheet = sheet(bytes);
        for chunk in [1, 50, 128, 1000] {
            let source = sheet.open(&small_chunks(chunk));
            for threads in [1, 3] {
                let found = scan(source.as_ref(), threads);
                assert_eq!(&found, expected, "{number} {chunk}");
            }
            // Later rows without those before.
            for found in fetch(
                sheet.open(&small_chunks(chunk)).as_ref(),
                &[3, 299, 338, 341, 899],
            ) {
                assert_eq!(found.values, expected[usize::try_from(found.row).unwrap()]);
            }
        }
    }
}

proptest! {
    // The same cases each time; another seed gives others.
    #![proptest_config(proptest::test_runner::Config {
        failure_persistence: None,
        cases: 150,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_201_121),
        ..Default::default()
    })]

    #[test]
    fn any_rows_and_columns_are_fetched_as_they_are_read(
        number in any::<Index>(),
        stretches in prop::collection::btree_map(0..900u64, 1..200u64, 1..12),
        columns in prop::collection::vec(0..9usize, 0..10),
        chunk in 1..1000usize,
    ) {
        let (files, expected) = (FILES.as_slice(), &table());
        let bytes: &Vec<u8> = number.get(files);
        let sheet = sheet(bytes);
        let source = sheet.open(&small_chunks(chunk));
        let mut rows: Vec<u64> = Vec::new();
        for (first, length) in stretches {
            // Many rows side by side, or a single one.
            let end = if length > 100 { first + 1 } else { first + length };
            let start = rows.last().map_or(first, |last| first.max(last + 1));
            rows.extend(start..end.min(900));
        }
        holds(source.as_ref(), &rows, &columns, expected);
        // And once more, with the chunks read before.
        let read = scan(source.as_ref(), 2);
        holds(source.as_ref(), &rows, &columns, &read);
    }

    #[test]
    fn of_damaged_files_rows_are_fetched_as_they_are_read(
        number in any::<Index>(),
        damage in prop::collection::vec((any::<Index>(), 1u8..), 1..4),
        rows in prop::collection::btree_set(0..900u64, 1..60),
        chunk in 20..1000usize,
    ) {
        let mut bytes = number.get(FILES.as_slice()).clone();
        // The footer is whole.
        let length = bytes.len();
        let footer = u32::from_le_bytes(bytes[length - 8..length - 4].try_into().unwrap());
        let pages = length - 8 - usize::try_from(footer).unwrap();
        for (at, change) in damage {
            bytes[at.index(pages)] ^= change;
        }
        let sheet = sheet(&bytes);
        let source = sheet.open(&small_chunks(chunk));
        let read = scan(source.as_ref(), 2);
        let rows: Vec<u64> = rows.into_iter().collect();
        let columns: Vec<usize> = (0..7).collect();
        let before = source.problems();
        holds(source.as_ref(), &rows, &columns, &read);
        assert_eq!(source.problems(), before);
    }
}

#[test]
fn a_damaged_page_that_nobody_came_to_is_noted_where_its_rows_are_fetched() {
    let (mut bytes, rows) = long(Compression::SNAPPY);
    // The first page of the first column begins right behind the mark of the file.
    for byte in &mut bytes[4..24] {
        *byte ^= 0xFF;
    }
    let sheet = sheet(&bytes);
    let source = sheet.open(&small_chunks(100));
    holds(source.as_ref(), &[350, 999], &[0, 1], &rows);
    assert_eq!(super::listed(source.as_ref()), []);
    let found = fetch_columns(source.as_ref(), &[250, 350], &[1, 0]);
    assert_eq!(found[0].values, ["乌拉山镇", "\u{FFFD}"]);
    assert_eq!(found[1].values, ["白音花镇", rows[350][0].as_str()]);
    let noted = super::listed(source.as_ref());
    assert_eq!(noted.len(), 1);
    assert_eq!(
        (noted[0].1, noted[0].3.as_deref()),
        (Some(200), Some("amount"))
    );
}

#[test]
fn rows_may_be_asked_for_twice_and_in_any_order() {
    let (files, expected) = (FILES.as_slice(), &table());
    let sheet = sheet(&files[1]);
    let source = sheet.open(&small_chunks(64));
    holds(
        source.as_ref(),
        &[5, 5, 899, 411, 412, 4],
        &[4, 0, 4],
        expected,
    );
    assert!(source.cells(&[899, 900], &[0]).is_err());
    assert!(source.cells(&[], &[0]).unwrap().is_empty());
}
