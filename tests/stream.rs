//! Findings are made on all threads, a few hundred at a time: what is written does not tell on how many.

use crate::support::{HEAD, Inspect};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const DECLARED: &str = "\ndataset pupil 学生\n  name 姓名 : person name\n  grade 年级 : number\n  school_id 学校代码 : id\n
dataset school 学校\n  school_id 学校代码 : id key\n";

/// Several thousand rows without a key, many of them alike, and schools that are not in the list.
fn inspected(threads: &str) -> Inspect {
    let mut rows = "name|grade|school_id\n".to_owned();
    for row in 0..4000 {
        let (grade, school) = (row % 7, row % 13);
        let _ = writeln!(rows, "王小{}|{grade}|s{school}", ["明", "红"][row % 2]);
    }
    let items = "
item i \"Grade\" / 「年级」\n  cites law 1\n  every pupil must have grade at most 2\n
item j \"School\" / 「学校」\n  cites law 2\n  every pupil must have a school by school_id\n";
    Inspect::checklist(&format!("{HEAD}{DECLARED}{items}"))
        .audit("key: k")
        .table("pupil", &rows)
        .table("school", "school_id\ns1\ns2\ns3\n")
        .argument("--threads")
        .argument(threads)
}

fn written(threads: &str, format: &str) -> Vec<u8> {
    let inspect = inspected(threads);
    std::fs::write(inspect.folder().join("k"), "ab".repeat(32)).unwrap();
    let output = inspect.output(format);
    assert!(!output.stdout.is_empty(), "{output:?}");
    output.stdout
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    for format in ["jsonl", "json", "csv", "rows", "html"] {
        let alone = written("1", format);
        assert!(alone == written("2", format), "{format} on 2 threads");
        assert!(alone == written("5", format), "{format} on 5 threads");
    }
}

#[test]
fn rows_that_are_alike_have_ids_of_their_own() {
    let lines = String::from_utf8(written("3", "jsonl")).unwrap();
    let mut ids = BTreeSet::new();
    for line in lines.lines().filter(|line| line.starts_with("{\"id\":")) {
        let id = line.split('"').nth(3).unwrap().to_owned();
        assert!(ids.insert(id), "an id twice: {line}");
    }
    // 4 of 7 grades are too high, 10 of 13 schools are not listed.
    let expected = (0..4000).filter(|row| row % 7 > 2).count()
        + (0..4000)
            .filter(|row| !(1..4).contains(&(row % 13)))
            .count();
    assert_eq!(ids.len(), expected);
    assert!(lines.ends_with("}\n") && lines.contains("{\"type\":\"end\""));
}
