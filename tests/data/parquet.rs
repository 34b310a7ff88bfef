//! Parquet files: the same text that a CSV file of the table would hold, whatever the types, pages and row groups.

use super::{Sheet, fetch, listed, scan, small_chunks};
use crate::support::Inspect;
use duban::data::formats::{self, OpenError};
use duban::data::{Buffer, OpenOptions, ProblemKind};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType,
    FloatType, Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::fmt::Write as _;
use std::sync::Arc;

/// Writes a row group.
pub(super) type Write<'w> = &'w dyn Fn(&mut SerializedRowGroupWriter<'_, &mut Vec<u8>>);

/// A file of row groups, each written by a function.
pub(super) fn file(schema: &str, properties: WriterProperties, groups: &[Write<'_>]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    for group in groups {
        let mut rows = writer.next_row_group().unwrap();
        group(&mut rows);
        rows.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

/// Writes the next column: nothing stands where a cell is blank.
macro_rules! column {
    ($rows:expr, $type:ty, $cells:expr) => {{
        let cells = $cells;
        let levels: Vec<i16> = cells.iter().map(|c| i16::from(c.is_some())).collect();
        let values: Vec<_> = cells.into_iter().flatten().collect();
        let mut column = $rows.next_column().unwrap().unwrap();
        column
            .typed::<$type>()
            .write_batch(&values, Some(&levels), None)
            .unwrap();
        column.close().unwrap();
    }};
}

pub(super) use column;

fn texts(cells: &[Option<&str>]) -> Vec<Option<ByteArray>> {
    cells.iter().map(|c| c.map(ByteArray::from)).collect()
}

fn open(bytes: &[u8]) -> (Sheet, Box<dyn duban::data::Source>) {
    let sheet = Sheet::new("table.parquet", bytes);
    let source = sheet.open(&OpenOptions::default());
    (sheet, source)
}

/// The cells of a table with one column.
fn cells(schema: &str, write: Write<'_>) -> Vec<String> {
    let schema = format!("message table {{ optional {schema}; }}");
    let bytes = file(&schema, WriterProperties::default(), &[write]);
    let (_sheet, source) = open(&bytes);
    scan(source.as_ref(), 1).into_iter().flatten().collect()
}

#[test]
fn every_type_has_the_text_that_a_csv_file_would_hold() {
    let int32 = |schema: &str, values: &[i32]| {
        let values: Vec<_> = values.iter().copied().map(Some).chain([None]).collect();
        cells(schema, &|rows| column!(rows, Int32Type, values.clone()))
    };
    let int64 = |schema: &str, values: &[i64]| {
        let values: Vec<_> = values.iter().copied().map(Some).collect();
        cells(schema, &|rows| column!(rows, Int64Type, values.clone()))
    };
    let double = |values: &[f64]| {
        let values: Vec<_> = values.iter().copied().map(Some).collect();
        cells("double x", &|rows| {
            column!(rows, DoubleType, values.clone())
        })
    };
    let bytes = |schema: &str, values: &[&[u8]]| {
        let values: Vec<_> = values
            .iter()
            .map(|v| Some(ByteArray::from(v.to_vec())))
            .collect();
        cells(schema, &|rows| column!(rows, ByteArrayType, values.clone()))
    };
    let fixed = |schema: &str, values: &[&[u8]]| {
        let values: Vec<_> = values
            .iter()
            .map(|v| Some(FixedLenByteArray::from(v.to_vec())))
            .collect();
        cells(schema, &|rows| {
            column!(rows, FixedLenByteArrayType, values.clone())
        })
    };
    assert_eq!(int32("int32 x", &[7, -7]), ["7", "-7", ""]);
    assert_eq!(
        int32("int32 x (INTEGER(32,false))", &[-1]),
        ["4294967295", ""]
    );
    assert_eq!(
        int32("int32 x (DATE)", &[18_318, -1, 0, 2_932_897]),
        ["2020-02-26", "1969-12-31", "1970-01-01", "\u{FFFD}", ""]
    );
    assert_eq!(
        int32("int32 x (DECIMAL(9,2))", &[135_000, -5, 7]),
        ["1350.00", "-0.05", "0.07", ""]
    );
    assert_eq!(
        int32("int32 x (TIME(MILLIS,true))", &[36_061_500]),
        ["10:01:01.5", ""]
    );
    // A whole number keeps all its digits; it is no number that a spreadsheet cut.
    assert_eq!(
        int64("int64 x", &[520_101_200_001_010_000, i64::MIN]),
        ["520101200001010000", "-9223372036854775808"]
    );
    assert_eq!(int64("int64 x (UINT_64)", &[-1]), ["18446744073709551615"]);
    assert_eq!(
        int64("int64 x (DECIMAL(18,4))", &[123_456_789]),
        ["12345.6789"]
    );
    assert_eq!(
        int64(
            "int64 x (TIMESTAMP(MILLIS,false))",
            &[1_582_675_200_000, 1_582_675_201_250, -1000]
        ),
        [
            "2020-02-26",
            "2020-02-26 00:00:01.25",
            "1969-12-31 23:59:59"
        ]
    );
    assert_eq!(
        int64("int64 x (TIMESTAMP(MICROS,true))", &[1_582_646_400_000_000]),
        ["2020-02-25 16:00:00Z"]
    );
    assert_eq!(
        int64(
            "int64 x (TIMESTAMP(NANOS,false))",
            &[1_582_675_200_000_000_000]
        ),
        ["2020-02-26"]
    );
    assert_eq!(
        double(&[
            0.1,
            95.0,
            -0.0,
            1e-7,
            f64::NAN,
            5.201_012_000_010_1e17,
            9_007_199_254_740_991.0
        ]),
        [
            "0.1",
            "95",
            "0",
            "0.0000001",
            "NaN",
            "5.2010120000101E+17",
            "9007199254740991"
        ]
    );
    let floats = cells("float x", &|rows| {
        column!(rows, FloatType, vec![Some(0.1f32), Some(3e8), None]);
    });
    assert_eq!(floats, ["0.1", "300000000", ""]);
    let truths = cells("boolean x", &|rows| {
        column!(rows, BoolType, vec![Some(true), None, Some(false)]);
    });
    assert_eq!(truths, ["true", "", "false"]);
    let moments = cells("int96 x", &|rows| {
        let mut day = Int96::new();
        // Nanoseconds of the day in the first two words, the Julian day in the last.
        day.set_data(0, 0, 2_440_588 + 18_318);
        column!(rows, Int96Type, vec![Some(day)]);
    });
    assert_eq!(moments, ["2020-02-26"]);
    assert_eq!(
        bytes("binary x (UTF8)", &["乌兰、\"甲\"\n".as_bytes(), b""]),
        ["乌兰、\"甲\"\n", ""]
    );
    assert_eq!(
        bytes("binary x", &[b"plain", b"\xFF\xFE"]),
        ["plain", "\u{FFFD}"]
    );
    assert_eq!(
        bytes("binary x (DECIMAL(30,3))", &[&[0x30, 0x39], &[0xFF], &[]]),
        ["12.345", "-0.001", "\u{FFFD}"]
    );
    assert_eq!(
        fixed("fixed_len_byte_array(2) x (DECIMAL(4,1))", &[&[0xFF, 0x38]]),
        ["-20.0"]
    );
    assert_eq!(
        fixed("fixed_len_byte_array(16) x (UUID)", &[&[0xAB; 16]]),
        ["abababab-abab-abab-abab-abababababab"]
    );
    assert_eq!(
        fixed(
            "fixed_len_byte_array(2) x (FLOAT16)",
            &[&[0x00, 0x3C], &[0x00, 0xC1]]
        ),
        ["1", "-2.5"]
    );
}

/// A table in several row groups and small pages, with a dictionary in one column and blanks in another, and its rows.
pub(super) fn long(compression: Compression) -> (Vec<u8>, Vec<Vec<String>>) {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_data_page_row_count_limit(70)
        .set_write_batch_size(10)
        .build();
    let towns = ["城关镇", "乌拉山镇", "白音花镇"];
    let value = |row: i64| (row % 7 != 3).then_some(row * 11);
    let groups = [(0, 350i64), (350, 351), (351, 1000)];
    let writers: Vec<_> = groups
        .iter()
        .map(|&(from, to)| {
            move |rows: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>| {
                column!(rows, Int64Type, (from..to).map(value).collect::<Vec<_>>());
                let town = |row: i64| towns.get(usize::try_from(row % 3).unwrap()).copied();
                column!(
                    rows,
                    ByteArrayType,
                    texts(&(from..to).map(town).collect::<Vec<_>>())
                );
            }
        })
        .collect();
    let writers: Vec<Write<'_>> = writers.iter().map(|w| w as _).collect();
    let schema = "message table { optional int64 amount; optional binary town (UTF8); }";
    let bytes = file(schema, properties, &writers);
    let rows = (0..1000)
        .map(|row| {
            let amount = value(row).map_or_else(String::new, |v| v.to_string());
            vec![amount, towns[usize::try_from(row % 3).unwrap()].to_owned()]
        })
        .collect();
    (bytes, rows)
}

#[test]
fn row_groups_pages_chunks_and_threads_do_not_matter() {
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(parquet::basic::GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4_RAW,
    ] {
        let (bytes, rows) = long(compression);
        let sheet = Sheet::new("long.parquet", &bytes);
        for size in [1, 64, 333, 5000] {
            let source = sheet.open(&small_chunks(size));
            assert_eq!(source.header(), ["amount", "town"]);
            assert_eq!(source.encoding(), "parquet");
            for threads in [1, 3] {
                assert_eq!(
                    scan(source.as_ref(), threads),
                    rows,
                    "{compression:?} {size}"
                );
            }
            for step in [1, 13, 400] {
                let wanted: Vec<u64> = (0..1000).step_by(step).collect();
                for found in fetch(source.as_ref(), &wanted) {
                    assert_eq!(found.values, rows[usize::try_from(found.row).unwrap()]);
                    assert_eq!(found.line, found.row + 1);
                }
            }
            assert_eq!(listed(source.as_ref()), []);
        }
    }
}

#[test]
fn columns_that_nobody_asked_for_are_blank() {
    let (bytes, rows) = long(Compression::SNAPPY);
    let (_sheet, source) = open(&bytes);
    let mut buffer = Buffer::default();
    let chunk = source.read_columns(2, &[1], &mut buffer).unwrap();
    assert_eq!((chunk.rows, chunk.columns), (649, 2));
    assert_eq!(chunk.cell(9, 0), b"");
    assert_eq!(chunk.cell(9, 1), rows[360][1].as_bytes());
}

#[test]
fn lists_and_records_are_a_problem_of_the_file() {
    let schema = "message table {
        optional int64 id;
        optional group parents { optional binary name (UTF8); optional binary phone (UTF8); }
        repeated int64 marks;
    }";
    let bytes = file(schema, WriterProperties::default(), &[]);
    let (_sheet, source) = open(&bytes);
    assert_eq!(source.header(), ["id"]);
    let name = |text: &str| Some(text.to_owned());
    assert_eq!(
        listed(source.as_ref()),
        [
            (ProblemKind::Empty, None, None, None),
            (ProblemKind::NestedColumn, None, None, name("parents")),
            (ProblemKind::NestedColumn, None, None, name("marks")),
        ]
    );
    assert_eq!(scan(source.as_ref(), 1), Vec::<Vec<String>>::new());
}

#[test]
fn a_long_number_kept_as_a_double_has_lost_its_digits() {
    let schema = "message table { optional double id; }";
    let write = |rows: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>| {
        column!(
            rows,
            DoubleType,
            vec![Some(15.0), Some(110_101_201_001_011_234.0)]
        );
    };
    let (_sheet, source) = open(&file(schema, WriterProperties::default(), &[&write]));
    assert_eq!(scan(source.as_ref(), 1)[1], ["1.1010120100101123E+17"]);
    assert_eq!(
        listed(source.as_ref()),
        [(
            ProblemKind::LostDigits,
            Some(1),
            Some(2),
            Some("id".to_owned())
        )]
    );
}

#[test]
fn a_file_that_cannot_be_read_says_so() {
    let (good, _) = long(Compression::SNAPPY);
    let no_parquet = |bytes: &[u8]| {
        let sheet = Sheet::new("table.parquet", bytes);
        matches!(
            formats::open(&sheet.0, &OpenOptions::default()),
            Err(OpenError::NoParquet)
        )
    };
    assert!(no_parquet(b""));
    assert!(no_parquet(b"id,name\n1,A\n"));
    assert!(no_parquet(&good[..good.len() - 9]));
    assert!(no_parquet(&good[..good.len() / 2]));
    let mut encrypted = good.clone();
    let end = encrypted.len();
    encrypted[end - 4..].copy_from_slice(b"PARE");
    assert!(no_parquet(&encrypted));
}

#[test]
fn a_damaged_page_makes_its_cells_unreadable_and_no_others() {
    let (mut bytes, rows) = long(Compression::SNAPPY);
    // The first page of the first column begins right behind the mark of the file.
    for byte in &mut bytes[4..24] {
        *byte ^= 0xFF;
    }
    let sheet = Sheet::new("damaged.parquet", &bytes);
    for threads in [1, 3] {
        let source = sheet.open(&small_chunks(100));
        let found = scan(source.as_ref(), threads);
        assert_eq!(found[0], ["\u{FFFD}", "城关镇"]);
        assert_eq!(found[350..], rows[350..]);
        assert_eq!(
            listed(source.as_ref())[0],
            (
                ProblemKind::Damaged,
                Some(0),
                Some(1),
                Some("amount".to_owned())
            )
        );
    }
}

#[test]
fn no_damage_ends_the_program() {
    let (bytes, _) = long(Compression::SNAPPY);
    for at in (0..bytes.len()).step_by(7) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x55;
        let sheet = Sheet::new("damaged.parquet", &bytes);
        if let Ok(source) = formats::open(&sheet.0, &small_chunks(200)) {
            let mut buffer = Buffer::default();
            for chunk in 0..source.chunk_count() {
                let _ = source.read(chunk, &mut buffer);
            }
            let _ = source.problems();
        }
    }
}

#[test]
fn an_inspection_finds_the_same_in_parquet_as_in_csv() {
    const CHECKLIST: &str = "
dataset pupil 学生
  id 编号 : id key
  born 出生日期 : date
  amount 金额 : money
  boards 住宿 : yes or no
  stage 学段 : one of 小学, 初中
  score 分数 : number

item i \"Item\" / 「项」
  cites law 1
  every pupil where boards must have amount at least 1000.50 and must have born before 2014-01-01
item j \"Item\" / 「项」
  cites law 1
  every pupil where stage is 初中 must have score at least 0.3
item k \"Item\" / 「项」
  cites law 1
  per stage of pupil: total of amount must be at most 10000";
    let rows = 500i64;
    let id = |row: i64| 110_101_201_001_010_000 + row;
    let born = |row: i64| (row % 11 != 0).then(|| i32::try_from(14_000 + row * 5).unwrap());
    let amount = |row: i64| (row % 13 != 0).then_some(99_000 + row * 10);
    let boards = |row: i64| (row % 17 != 0).then_some(row % 2 == 0);
    let stage = |row: i64| Some(if row % 3 == 0 { "初中" } else { "小学" });
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let score = |row: i64| (row % 19 != 0).then_some(row as f64 / 1000.0);
    let schema = "message table {
        optional int64 编号; optional int32 出生日期 (DATE); optional int64 金额 (DECIMAL(12,2));
        optional boolean 住宿; optional binary 学段 (UTF8); optional double 分数;
    }";
    let write = |from: i64, to: i64| {
        move |group: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>| {
            column!(
                group,
                Int64Type,
                (from..to).map(|r| Some(id(r))).collect::<Vec<_>>()
            );
            column!(group, Int32Type, (from..to).map(born).collect::<Vec<_>>());
            column!(group, Int64Type, (from..to).map(amount).collect::<Vec<_>>());
            column!(group, BoolType, (from..to).map(boards).collect::<Vec<_>>());
            column!(
                group,
                ByteArrayType,
                texts(&(from..to).map(stage).collect::<Vec<_>>())
            );
            column!(group, DoubleType, (from..to).map(score).collect::<Vec<_>>());
        }
    };
    let bytes = file(
        schema,
        WriterProperties::default(),
        &[&write(0, 200), &write(200, rows)],
    );
    let mut csv = "编号,出生日期,金额,住宿,学段,分数\n".to_owned();
    let shown = |text: Option<String>| text.unwrap_or_default();
    for row in 0..rows {
        let born = born(row).map(|day| {
            let (year, month, day) = duban::types::Date(day).parts();
            format!("{year}/{month}/{day}")
        });
        let amount = amount(row).map(|a| format!("{}.{:02}", a / 100, a % 100));
        let boards = boards(row).map(|b| if b { "是" } else { "否" }.to_owned());
        let score = score(row).map(|s| s.to_string());
        writeln!(
            csv,
            "{},{},{},{},{},{}",
            id(row),
            shown(born),
            shown(amount),
            shown(boards),
            shown(stage(row).map(str::to_owned)),
            shown(score),
        )
        .unwrap();
    }
    let outcome = |extension: &str, bytes: &[u8], threads: &str| {
        Inspect::checklist(&format!("{}{CHECKLIST}", crate::support::HEAD))
            .file("pupil", extension, bytes)
            .argument("--reveal")
            .argument("--threads")
            .argument(threads)
            .run()
            .json
    };
    let from_csv = outcome("csv", csv.as_bytes(), "2");
    let from_parquet = outcome("parquet", &bytes, "2");
    assert_eq!(from_csv["items"], from_parquet["items"]);
    let subjects = |json: &serde_json::Value| {
        let findings = json["findings"].as_array().unwrap().iter();
        let parts = |f: &serde_json::Value| {
            (
                f["item"].clone(),
                f["outcome"].clone(),
                f["subject"].clone(),
                f["reasons"].clone(),
            )
        };
        findings.map(parts).collect::<Vec<_>>()
    };
    let (csv, parquet) = (subjects(&from_csv), subjects(&from_parquet));
    assert!(csv.len() > 100);
    assert!(
        csv == parquet,
        "{:?}",
        csv.iter().zip(&parquet).find(|(a, b)| a != b)
    );
    let alone = outcome("parquet", &bytes, "1");
    assert!(subjects(&alone) == parquet);
    assert_eq!(alone["items"], from_parquet["items"]);
    assert_eq!(
        from_parquet["datasets"][0]["problems"],
        serde_json::json!([])
    );
    assert_eq!(from_parquet["datasets"][0]["encoding"], "parquet");
}
