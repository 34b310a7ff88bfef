//! Text tables.

use super::{Sheet, fetch, fetch_columns, listed, scan, small_chunks};
use duban::data::formats::{self, OpenError};
use duban::data::{Buffer, DigestAlgorithm, OpenOptions, ProblemKind, Source};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use proptest::{prop_assert, prop_assert_eq};

/// Rows of a file with their lines, as the `csv` crate reads them, padded or cut to the header.
fn by_csv(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let columns = reader.headers().unwrap().len();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let mut at = usize::try_from(record.position().unwrap().byte()).unwrap();
        while matches!(bytes.get(at), Some(b'\n' | b'\r')) {
            at += 1;
        }
        let line = 1 + bytes[..at].iter().filter(|&&b| b == b'\n').count() as u64;
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        cells.resize(columns, String::new());
        let blank = record.len() > 1 && record.iter().all(|cell| cell.trim().is_empty());
        (!blank).then_some((line, cells))
    });
    rows.flatten().collect()
}

/// Scans and fetches a file in both orders of chunk kinds and holds the result against the expected rows.
fn agrees(source: &dyn Source, threads: usize, expected: &[(u64, Vec<String>)]) {
    let rows: Vec<&Vec<String>> = expected.iter().map(|row| &row.1).collect();
    let once = scan(source, threads);
    assert_eq!(once.iter().collect::<Vec<_>>(), rows);
    let again = scan(source, 1);
    assert_eq!(again, once, "a second reading differs");
    for step in [1, 3, 50] {
        let wanted: Vec<u64> = (0..rows.len() as u64).step_by(step).collect();
        let found = fetch(source, &wanted);
        assert_eq!(found.len(), wanted.len());
        for cells in found {
            let (line, values) = &expected[usize::try_from(cells.row).unwrap()];
            assert_eq!(cells.line, *line);
            assert_eq!(cells.values, *values);
        }
    }
}

/// Bytes of all kinds that matter, in any order: quotes where they do not belong, too.
fn soup() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("\""),
        Just("\"\""),
        Just(","),
        Just(",\""),
        Just("\",\""),
        Just("\","),
        Just("\n"),
        Just("\"\n"),
        Just("\r\n"),
        Just("x"),
        Just("王芳"),
        Just("a longer text that fills a block of bytes"),
    ];
    prop::collection::vec(token, 0..120).prop_map(|tokens| tokens.concat())
}

/// A cell and whether it is written in quotes although it need not be.
fn cell() -> impl Strategy<Value = (String, bool)> {
    ("[a-c\", \n王芳·]{0,12}", any::<bool>())
}

/// A row and how its line ends.
fn row() -> impl Strategy<Value = (Vec<(String, bool)>, bool)> {
    // Most rows are as long as the header.
    let lengths = prop_oneof![8 => Just(3..=3usize), 1 => Just(1..=5)];
    let cells = lengths.prop_flat_map(|lengths| prop::collection::vec(cell(), lengths));
    (cells, prop::bool::weighted(0.2))
}

/// Whether a row is nothing but blanks between separators: no row at all.
fn is_blank(cells: &[(String, bool)]) -> bool {
    cells.len() > 1 && cells.iter().all(|cell| cell.0.trim().is_empty())
}

/// The text of rows, and each row with its line.
fn written(rows: &[(Vec<(String, bool)>, bool)], ends: bool) -> (String, Vec<(u64, Vec<String>)>) {
    let mut text = "name,born,school\n".to_owned();
    let mut expected = Vec::new();
    for (cells, crlf) in rows {
        let line = 1 + text.matches('\n').count() as u64;
        let parts: Vec<String> = cells
            .iter()
            .map(|(cell, quoted)| {
                if *quoted || cell.contains(['"', ',', '\n']) {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                } else {
                    cell.clone()
                }
            })
            .collect();
        let record = parts.join(",");
        text.push_str(&record);
        text.push_str(if *crlf { "\r\n" } else { "\n" });
        if !record.is_empty() && !is_blank(cells) {
            let mut values: Vec<String> = cells.iter().map(|cell| cell.0.clone()).collect();
            if values.iter().skip(3).any(|value| !value.trim().is_empty()) {
                values.fill(duban::data::cell::SWALLOWED.to_owned());
            }
            values.resize(3, String::new());
            expected.push((line, values));
        }
    }
    if !ends {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
    }
    (text, expected)
}

proptest! {
    // The same cases each time; another seed gives others.
    #![proptest_config(proptest::test_runner::Config {
        failure_persistence: None,
        cases: 400,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_201_121),
        ..Default::default()
    })]

    #[test]
    fn any_bytes_are_read_as_the_csv_crate_reads_them(
        text in soup(), chunk in 1..200usize, threads in 1..=8usize
    ) {
        let bytes = format!("name,born,school\n{text}").into_bytes();
        let file = Sheet::new("soup.csv", &bytes);
        // The header's line is given: among rows of any length it would be taken for a title.
        let source = file.open(&OpenOptions {
            encoding: Some("utf-8".to_owned()), header: Some(1), ..small_chunks(chunk)
        });
        let mut expected = by_csv(&bytes);
        // What an open quote has swallowed is nobody's.
        // What has moved in a row longer than the header is nobody's either.
        for (row, own) in expected.iter_mut().zip(scan(source.as_ref(), 1)) {
            for (cell, own) in row.1.iter_mut().zip(&own) {
                if own == duban::data::cell::SWALLOWED {
                    cell.clone_from(own);
                }
            }
        }
        agrees(source.as_ref(), threads, &expected);
    }

    #[test]
    fn tables_come_back_as_they_were_written(
        rows in prop::collection::vec(row(), 0..60), ends in any::<bool>(),
        chunk in 1..200usize, threads in 1..=8usize
    ) {
        let (text, expected) = written(&rows, ends);
        let utf8 = Sheet::new("table.csv", text.as_bytes());
        let source = utf8.open(&OpenOptions { encoding: Some("utf-8".to_owned()), ..small_chunks(chunk) });
        agrees(source.as_ref(), threads, &expected);
        let ragged: u64 = source
            .problems()
            .iter()
            .filter(|p| matches!(p.kind, ProblemKind::CellsMoved | ProblemKind::RowTooShort))
            .map(|p| p.count)
            .sum();
        let odd = rows.iter().filter(|(cells, _)| {
            let blank = cells.len() == 1 && cells[0].0.is_empty() && !cells[0].1;
            let more = cells.iter().skip(3).any(|cell| !cell.0.trim().is_empty());
            (cells.len() < 3 || more) && !blank && !is_blank(cells)
        });
        prop_assert_eq!(ragged, odd.count() as u64);

        let (bytes, _, lost) = encoding_rs::GB18030.encode(&text);
        prop_assert!(!lost);
        let gb = Sheet::new("table.csv", &bytes);
        let source = gb.open(&OpenOptions { encoding: Some("GBK".to_owned()), ..small_chunks(chunk) });
        agrees(source.as_ref(), threads, &expected);
        prop_assert_eq!(source.encoding(), "GB18030");
    }
}

fn open(text: &[u8]) -> (Sheet, Box<dyn Source>) {
    let file = Sheet::new("table.csv", text);
    let source = file.open(&OpenOptions::default());
    (file, source)
}

fn rows_of(text: &[u8]) -> Vec<Vec<String>> {
    scan(open(text).1.as_ref(), 2)
}

#[test]
fn many_records_cross_the_borders_of_chunks_with_eight_threads() {
    let mut text = "number,remark\n".to_owned();
    let mut expected = Vec::new();
    let mut line = 2;
    for number in 0..3000u64 {
        let breaks = usize::try_from(number % 7).unwrap();
        let remark = format!("first\n{}\"last\"", "家访记录,\n".repeat(breaks));
        text.push_str(&format!("{number},\"{}\"\n", remark.replace('"', "\"\"")));
        expected.push((line, vec![number.to_string(), remark]));
        line += 2 + breaks as u64;
    }
    for chunk in [64, 100, 1000] {
        let file = Sheet::new("visits.csv", text.as_bytes());
        let source = file.open(&small_chunks(chunk));
        agrees(source.as_ref(), 8, &expected);
        assert_eq!(source.problems(), []);
    }
}

#[test]
fn a_table_without_quotes_lies_as_separators_and_one_with_crlf_alike() {
    let lines = ["id,name", "1,王芳", "2,李娜", "3,"];
    let expected = [["1", "王芳"], ["2", "李娜"], ["3", ""]];
    for ending in ["\n", "\r\n"] {
        for last in ["", ending] {
            let text = lines.join(ending) + last;
            assert_eq!(rows_of(text.as_bytes()), expected, "{text:?}");
        }
    }
}

#[test]
fn ragged_rows_are_kept_and_listed() {
    let (_file, source) = open(b"a,b,c\n1,2\n1,2,3\n1,2,3,4\n\n5,6,7\n");
    let moved = duban::data::cell::SWALLOWED;
    let rows = scan(source.as_ref(), 1);
    assert_eq!(
        rows,
        [
            ["1", "2", ""],
            ["1", "2", "3"],
            [moved, moved, moved],
            ["5", "6", "7"]
        ]
    );
    assert_eq!(
        listed(source.as_ref()),
        [
            (ProblemKind::CellsMoved, Some(2), Some(4), None),
            (
                ProblemKind::RowTooShort,
                Some(0),
                Some(2),
                Some("c".to_owned())
            ),
        ]
    );
    assert_eq!(fetch(source.as_ref(), &[3])[0].line, 6);
}

#[test]
fn two_short_rows_are_not_taken_for_one() {
    // Two and three cells make five separators, as many as one row of the header has.
    let rows = rows_of(b"a,b,c,d,e\n1,2\n3,4,5\n");
    assert_eq!(rows, [["1", "2", "", "", ""], ["3", "4", "5", "", ""]]);
}

#[test]
fn a_blank_line_is_a_row_only_in_a_table_of_one_column() {
    assert_eq!(rows_of(b"a,b\n\n1,2\n\r\n"), [["1", "2"]]);
    assert_eq!(rows_of(b"a\n\n1\n"), [[""], ["1"]]);
    assert_eq!(rows_of(b"a\r\n\r\n1\r\n"), [[""], ["1"]]);
}

#[test]
fn an_empty_file_and_a_header_alone_have_no_rows() {
    for text in ["", "\n\n", "id,name\n", "id,name", "\u{FEFF}id,name\r\n"] {
        let (_file, source) = open(text.as_bytes());
        assert_eq!(scan(source.as_ref(), 3).len(), 0, "{text:?}");
        assert_eq!(source.chunk_count(), 1);
        assert_eq!(
            listed(source.as_ref()),
            [(ProblemKind::Empty, None, None, None)]
        );
        if text.contains("id") {
            assert_eq!(source.header(), ["id", "name"]);
        }
    }
}

#[test]
fn missing_and_unreadable_files_are_told_apart() {
    let no_options = OpenOptions::default();
    let file = Sheet::new("table.csv", b"a,b\n");
    let nowhere = file.0.with_extension("missing.csv");
    let error = |path| formats::open(path, &no_options).err().unwrap();
    assert!(matches!(error(&nowhere), OpenError::Missing));
    assert_eq!(error(&nowhere).kind(), ProblemKind::FileMissing);
    let folder = file.0.parent().unwrap();
    assert_eq!(error(folder).kind(), ProblemKind::FileUnreadable);
    let odd = Sheet::new("table.arrow", b"a,b\n");
    assert!(matches!(error(&odd.0), OpenError::UnknownFormat(e) if e == "arrow"));
    let broken = Sheet::new("table.xlsx", b"PK\x03\x04 no archive");
    assert!(matches!(error(&broken.0), OpenError::DamagedWorkbook));
    let page = Sheet::new("table.xls", b"\n<html><table><tr><td>id");
    assert!(matches!(error(&page.0), OpenError::WebPage));
    let options = OpenOptions {
        encoding: Some("klingon".to_owned()),
        ..no_options
    };
    let unknown = formats::open(&file.0, &options).err().unwrap();
    assert!(matches!(unknown, OpenError::UnknownEncoding(_)));
}

#[test]
fn separators_are_found_by_the_header() {
    for (name, text) in [
        ("a.csv", "id;name\n1;\"a;b\"\n"),
        ("a.txt", "id\tname\n1\ta;b\n"),
        ("a.tsv", "id\tname\n1\ta;b\n"),
        ("a.csv", "id,name\n1,a;b\n"),
    ] {
        let file = Sheet::new(name, text.as_bytes());
        let source = file.open(&OpenOptions::default());
        assert_eq!(scan(source.as_ref(), 1), [["1", "a;b"]], "{text:?}");
    }
}

#[test]
fn title_lines_are_skipped_where_the_header_line_is_named() {
    let text = "2020年春季学籍\n\n 身份证号 ,\"姓\n名\",身份证号\n1,王芳,2\n";
    let file = Sheet::new("table.csv", text.as_bytes());
    let source = file.open(&OpenOptions {
        header: Some(3),
        ..OpenOptions::default()
    });
    assert_eq!(source.header(), ["身份证号", "姓\n名", "身份证号"]);
    assert_eq!(scan(source.as_ref(), 1), [["1", "王芳", "2"]]);
    assert_eq!(fetch(source.as_ref(), &[0])[0].line, 5);
    assert_eq!(
        listed(source.as_ref()),
        [(
            ProblemKind::HeaderTwice,
            None,
            Some(3),
            Some("身份证号".to_owned())
        )]
    );
}

#[test]
fn total_rows_are_listed_and_left_out() {
    let text =
        "乡镇,人数\n城关镇,12\n小计,12\n高坡乡,3\n\" 合 计：\",15\n,总计\nTotal,15\n小计镇,4\n";
    let (_file, source) = open(text.as_bytes());
    let rows = scan(source.as_ref(), 1);
    assert_eq!(rows, [["城关镇", "12"], ["高坡乡", "3"], ["小计镇", "4"]]);
    let lines: Vec<_> = listed(source.as_ref())
        .into_iter()
        .map(|p| (p.0, p.2))
        .collect();
    let total = |line| (ProblemKind::TotalRow, Some(line));
    assert_eq!(lines, [total(3), total(5), total(6), total(7)]);
    assert_eq!(fetch(source.as_ref(), &[2])[0].line, 8);
}

#[test]
fn a_quote_that_is_never_closed_is_listed_at_its_row() {
    let (_file, source) = open(b"a,b\n1,2\n3,\"4\n5,6\n");
    assert_eq!(
        scan(source.as_ref(), 1),
        [["1", "2"], ["3", duban::data::cell::SWALLOWED]]
    );
    assert_eq!(
        listed(source.as_ref()),
        [(ProblemKind::QuoteUnclosed, Some(1), Some(3), None)]
    );
}

#[test]
fn every_usual_encoding_of_chinese_is_found_out() {
    let text = "身份证号,姓名,乡镇\n1,王芳,城关镇\n2,李娜,高坡乡\n";
    let utf16 = |order: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        format!("{mark}{text}")
            .encode_utf16()
            .flat_map(order)
            .collect()
    };
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    let cases = [
        (text.as_bytes().to_vec(), "UTF-8"),
        (format!("\u{FEFF}{text}").into_bytes(), "UTF-8"),
        (gb.clone(), "GB18030"),
        ([b"\x84\x31\x95\x33".to_vec(), gb].concat(), "GB18030"),
        (utf16(u16::to_le_bytes, "\u{FEFF}"), "UTF-16LE"),
        (utf16(u16::to_be_bytes, "\u{FEFF}"), "UTF-16BE"),
        (utf16(u16::to_le_bytes, ""), "UTF-16LE"),
    ];
    for (bytes, name) in cases {
        let (_file, source) = open(&bytes);
        assert_eq!(source.encoding(), name);
        assert_eq!(source.header(), ["身份证号", "姓名", "乡镇"]);
        let rows = scan(source.as_ref(), 1);
        assert_eq!(rows, [["1", "王芳", "城关镇"], ["2", "李娜", "高坡乡"]]);
        assert_eq!(source.problems(), []);
    }
}

#[test]
fn gbk_that_happens_to_be_valid_utf_8_is_still_chinese() {
    // Each of these characters is valid UTF-8 of two bytes when written in GBK.
    let text = "id,name\n1,耐心\n2,摸清\n3,学校\n";
    let bytes: Vec<u8> = encoding_rs::GBK.encode(text).0.into_owned();
    let accidental: Vec<u8> = "id,name\n"
        .bytes()
        .chain(*b"1,\xC4\xAA\xC4\xB3\n2,\xD0\xA1\xD0\xAA\n")
        .collect();
    assert!(std::str::from_utf8(&accidental).is_ok());
    let (_file, source) = open(&accidental);
    assert_eq!(source.encoding(), "GB18030");
    let (_file, source) = open(&bytes);
    assert_eq!(source.encoding(), "GB18030");
    assert_eq!(scan(source.as_ref(), 1)[1], ["2", "摸清"]);
    // And UTF-8 that is not Chinese stays what it is.
    for text in [
        "id,name\n1,José\n2,Zoë\n",
        "id,name\n1,Анна Иванова\n",
        "id,name\n1,5×3\n",
    ] {
        let (_file, source) = open(text.as_bytes());
        assert_eq!(source.encoding(), "UTF-8", "{text}");
    }
}

#[test]
fn the_encoding_is_not_judged_by_an_ascii_header_alone() {
    let mut text = "id,remark\n".to_owned();
    for row in 0..30_000 {
        text.push_str(&format!("{row},plain text without any sign\n"));
    }
    text.push_str("30000,王芳\n");
    let bytes = encoding_rs::GB18030.encode(&text).0.into_owned();
    let (_file, source) = open(&bytes);
    assert_eq!(source.encoding(), "GB18030");
    let rows = scan(source.as_ref(), 2);
    assert_eq!(rows[30_000], ["30000", "王芳"]);
}

#[test]
fn bytes_that_are_no_text_are_listed_and_replaced() {
    let mut utf8 = "id,name\n1,王芳\n2,".to_owned().into_bytes();
    utf8.extend_from_slice(b"\xFF\xFE\n3,\xE6\x9D\x8E\n");
    let mut gb = encoding_rs::GB18030
        .encode("id,name\n1,王芳李娜张伟刘洋\n2,")
        .0
        .into_owned();
    gb.extend_from_slice(b"\xFF\xFF\n");
    gb.extend_from_slice(&encoding_rs::GB18030.encode("3,李\n").0);
    for (bytes, encoding) in [(utf8, "utf-8"), (gb, "gbk")] {
        let file = Sheet::new("table.csv", &bytes);
        let options = OpenOptions {
            encoding: Some(encoding.to_owned()),
            ..OpenOptions::default()
        };
        let source = file.open(&options);
        let rows = scan(source.as_ref(), 1);
        assert_eq!(rows[1], ["2", "\u{FFFD}\u{FFFD}"]);
        assert_eq!(rows[2], ["3", "李"]);
        assert_eq!(
            listed(source.as_ref()),
            [(
                ProblemKind::NotText,
                Some(1),
                Some(3),
                Some("name".to_owned())
            )]
        );
        assert_eq!(fetch(source.as_ref(), &[1, 2])[1].values, ["3", "李"]);
    }
}

#[test]
fn half_characters_of_utf_16_are_listed_too() {
    let mut bytes: Vec<u8> = "\u{FEFF}id,name\n1,王\n2,"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.extend_from_slice(&[0x00, 0xD8, b'\n', 0]);
    let (_file, source) = open(&bytes);
    assert_eq!(scan(source.as_ref(), 1), [["1", "王"], ["2", "\u{FFFD}"]]);
    assert_eq!(
        listed(source.as_ref()),
        [(
            ProblemKind::NotText,
            Some(1),
            Some(3),
            Some("name".to_owned())
        )]
    );
    assert_eq!(fetch(source.as_ref(), &[1])[0].line, 3);
}

/// A chunk of one byte, whose record goes on to the end of the next one, which is read before it.
#[test]
fn the_first_row_is_there_however_short_its_chunk() {
    let file = Sheet::new("short.csv", b"a,b\nxxx,1\n");
    let source = file.open(&small_chunks(5));
    let read = |chunk| source.read(chunk, &mut Buffer::default()).unwrap().rows;
    let rows: usize = std::thread::scope(|scope| {
        let second = scope.spawn(|| read(1));
        std::thread::sleep(std::time::Duration::from_millis(50));
        read(0) + second.join().unwrap()
    });
    assert_eq!((source.chunk_count(), rows), (2, 1));
}

#[test]
fn a_numbered_total_is_left_out_and_a_numbered_team_is_not() {
    let (_file, source) =
        open("n,what,count\n1,team,3\n2,Total,3\n3,east,1\n4,合计,4\n".as_bytes());
    let rows = scan(source.as_ref(), 1);
    let what: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(what, ["team", "east"]);
}

/// Files of less than a piece, of whole pieces and of more; their chunks are smaller or as large.
#[test]
fn a_digest_made_while_reading_is_that_of_the_whole_file() {
    let line = "1508021990,某某,七年级\n";
    for size in [
        300,
        2 << 20,
        8 << 20,
        (8 << 20) + 1,
        (8 << 20) + (300 << 10),
    ] {
        let mut text = "一张表\nperson_id,name,grade\n".to_owned();
        while text.len() + line.len() < size {
            text.push_str(line);
        }
        text.push_str(&"9".repeat(size - text.len()));
        let sheet = Sheet::new("large.csv", text.as_bytes());
        let expected = format!("blake3:{}", blake3::hash(text.as_bytes()).to_hex());
        for algorithm in [
            DigestAlgorithm::Blake3,
            DigestAlgorithm::Sha256,
            DigestAlgorithm::None,
        ] {
            let source = sheet.open(&OpenOptions::default());
            source.expect_digest(algorithm);
            let mut buffer = Buffer::default();
            // Pieces of chunks that nobody read are read for the digest.
            for chunk in 0..source.chunk_count() - source.chunk_count() / 3 {
                source.read(chunk, &mut buffer).unwrap();
            }
            assert_eq!(
                source.digest(DigestAlgorithm::Blake3).unwrap(),
                expected,
                "{size} bytes"
            );
            if algorithm == DigestAlgorithm::Sha256 {
                let whole = formats::digest_of_bytes(text.as_bytes(), algorithm);
                assert_eq!(source.digest(algorithm).unwrap(), whole, "{size} bytes");
            }
        }
    }
}

#[test]
fn digests_are_of_the_bytes_as_they_lie() {
    let (_file, source) = open(b"\xEF\xBB\xBFa,b\r\n1,2\r\n");
    let digest = |algorithm| source.digest(algorithm).unwrap();
    let expected = blake3::hash(b"\xEF\xBB\xBFa,b\r\n1,2\r\n").to_hex();
    assert_eq!(
        digest(DigestAlgorithm::Blake3),
        format!("blake3:{expected}")
    );
    assert!(digest(DigestAlgorithm::Sha256).starts_with("sha256:"));
    assert_eq!(digest(DigestAlgorithm::Sha256).len(), 7 + 64);
    assert_eq!(digest(DigestAlgorithm::None), "");
}

#[test]
fn lines_longer_than_many_chunks_take_no_time() {
    let long = "x".repeat(3_000_000);
    for cell in [long.clone(), format!("\"{long}\n{long}\"")] {
        let text = format!("a,b\n1,2\n3,{cell}\n5,6\n");
        let file = Sheet::new("long.csv", text.as_bytes());
        for threads in [1, 8] {
            let source = file.open(&small_chunks(2000));
            let rows = scan(source.as_ref(), threads);
            let lengths: Vec<usize> = rows.iter().map(|row| row[1].len()).collect();
            assert_eq!(lengths, [1, cell.trim_matches('"').len(), 1]);
        }
    }
}

#[test]
fn a_row_that_does_not_exist_is_an_error_and_not_a_guess() {
    let (_file, source) = open(b"a,b\n1,2\n");
    assert!(source.cells(&[0], &[0]).is_err(), "nothing was read yet");
    scan(source.as_ref(), 1);
    assert_eq!(
        fetch_columns(source.as_ref(), &[0], &[1, 0, 7])[0].values,
        ["2", "1", ""]
    );
    assert!(source.cells(&[1], &[0]).is_err());
}
