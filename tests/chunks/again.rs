//! A text that comes again in a column is read once: what a row says is the same, wherever it stands.

use super::{folder, found, generated};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Odd texts and usual ones of each column, in an order that follows from the row; every third row is in quotes.
fn odd_rows() -> Vec<Vec<String>> {
    let long = |middle: char| format!("1234567890123456{middle}1234567890123456");
    let longs = ['一', '二', '三'].map(long);
    let odd: [&[&str]; 6] = [
        &[
            "",
            "G1",
            "７",
            " 7",
            "'7",
            "7\u{200B}",
            "\"7\"",
            "007",
            "不详",
            "7.0",
        ],
        &[
            "",
            "2012-02-30",
            "2012/1/3",
            "2012年1月3日",
            "２０１２-01-03",
            "x",
            " 2012-01-02",
        ],
        &[
            "", "x", "4.5元", "４.5", " 4.50", "\"4.5\"", "1e1", "#N/A", "=1+1", "0.45百",
        ],
        &[
            "a",
            "b",
            "乙",
            "",
            "z",
            "ａ",
            " a",
            "\"a\"",
            "a\0",
            "甲\u{3000}",
            "甲甲甲甲甲甲",
        ],
        &["yes", "no", "", "是", "?", "ｙｅｓ", "无", "是 "],
        &[
            "b",
            " b",
            "ｂ",
            "\"b\"",
            "\"\"b\"\"",
            "123456789012345",
            "1234567890123456",
            &longs[0],
            &longs[1],
            &longs[2],
        ],
    ];
    let cell = |row: usize, column: usize| {
        let odd = odd[column];
        // More different texts than a column begins with room for, some of them alike in most.
        match (column, (row / 7 + row * (column + 1)) % (odd.len() + 4)) {
            (0, at) if at >= odd.len() => format!("G{}", row % 90),
            (1, at) if at >= odd.len() => format!("2012-0{}-{:02}", 1 + row % 9, 1 + row % 28),
            (2, at) if at >= odd.len() => format!("{}.{}", row % 60, row % 10),
            (5, at) if at >= odd.len() => format!("非寄宿困难生补助{}", row % 70),
            (_, at) => odd[at % odd.len()].to_owned(),
        }
    };
    let row = |row| (0..odd.len()).map(|column| cell(row, column)).collect();
    (0..200).map(row).collect()
}

fn write_in_quotes(path: &Path, rows: &[Vec<String>]) {
    let mut text = "c0,c1,c2,c3,c4,c5,c6\n".to_owned();
    for (at, row) in rows.iter().enumerate() {
        let cells = row
            .iter()
            .map(|cell| match cell.contains('"') || at % 3 == 0 {
                true => format!("\"{}\",", cell.replace('"', "\"\"")),
                false => format!("{cell},"),
            });
        let _ = writeln!(text, "{}#", cells.collect::<String>());
    }
    fs::write(path, text).unwrap();
}

/// A text that comes again is read once; what a row says does not depend on what stands before it, nor on who read that.
#[test]
fn a_row_says_the_same_among_many_like_it() {
    let text = "checklist t \"T\"\nsource s \"S\"\n\ndataset pupils pupil\n  id : id\n  born : date\n  fee : money\n\
        \x20 status : one of a 甲, b 乙\n  ok : yes or no\n  note : text\n\n";
    let sentences = [
        "id = \"7\"",
        "id is not blank",
        "born on or after 2012-01-03",
        "born is blank",
        "fee at most 4.50 yuan",
        "fee is blank or fee > 1",
        "status is a",
        "status is not blank",
        "ok = yes",
        "note = \"b\"",
        "note is not one of \"123456789012345\", \"1234567890123456二1234567890123456\"",
        "id = note",
    ];
    let items = sentences.iter().enumerate().map(|(at, sentence)| {
        format!("item i{at} \"I\"\n  cites s 1\n  every pupil must be {sentence}\n")
    });
    let text = text.to_owned() + &items.collect::<String>();
    let table = (
        "pupils".to_owned(),
        "id,born,fee,status,ok,note\n".to_owned(),
    );
    let rows = odd_rows();
    let times = 10;
    let mut count = 0;
    generated("again", &text, &[table], &mut |case| {
        let folder = folder();
        let of = |way: (usize, usize)| {
            let mut said = Vec::new();
            case.inspected((&folder, "csv", way), &case.items, &mut |inspection| {
                for finding in found(inspection) {
                    let row = usize::try_from(finding.subject.row.unwrap()).unwrap() - 1;
                    let why = (finding.part, finding.actual, finding.reasons.len());
                    said.push((finding.item, row, format!("{:?} {why:?}", finding.outcome)));
                }
            });
            said.sort();
            said
        };
        // Each row by itself.
        let mut alone = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            write_in_quotes(&folder.join("0.csv"), std::slice::from_ref(row));
            let said = of((1, 4096)).into_iter();
            alone.extend(said.map(|(item, _, what)| (item, at, what)));
        }
        count += alone.len();
        write_in_quotes(&folder.join("0.csv"), &vec![rows.clone(); times].concat());
        let again = |(item, row, what): &(usize, usize, String)| {
            let rows = (0..times).map(|time| row + time * rows.len());
            rows.map(|row| (*item, row, what.clone()))
                .collect::<Vec<_>>()
        };
        let mut expected: Vec<_> = alone.iter().flat_map(again).collect();
        expected.sort();
        for way in [(1, 1 << 20), (1, 999), (2, 4096), (3, 20_000), (8, 70)] {
            let said = of(way);
            let differs = said.iter().zip(&expected).find(|(a, b)| a != b);
            assert!(said == expected, "{way:?} {differs:?}");
        }
        let _ = fs::remove_dir_all(&folder);
    });
    assert!(count > 800, "{count}");
}
