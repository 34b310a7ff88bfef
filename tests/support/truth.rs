//! Findings of an audit, and the truth of an example that they are held against.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A finding as the truth names it: item, dataset, row, key, part, outcome.
pub(crate) type Named = [String; 6];

/// The report of an audit as JSON, nothing masked; `arguments` come before the command.
pub(crate) fn report(audit: &Path, arguments: &[&str]) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(arguments)
        .args(["run", "--format", "json", "--reveal"])
        .arg(audit)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}\n{}", String::from_utf8_lossy(&output.stderr));
    })
}

/// A finding of a report as the truth names it.
pub(crate) fn named(finding: &serde_json::Value) -> Named {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let subject = &finding["subject"];
    let row = subject["row"].as_u64();
    let key = subject["key"].as_object().unwrap().values();
    let key = key.map(|value| value.as_str().unwrap()).collect::<Vec<_>>();
    [
        text(&finding["item"]),
        text(&subject["dataset"]),
        row.map(|row| row.to_string()).unwrap_or_default(),
        if row.is_some() {
            String::new()
        } else {
            key.join("|")
        },
        text(&finding["part"]),
        text(&finding["outcome"]),
    ]
}

/// What a file of the truth tells.
pub(crate) fn truth(file: &Path) -> BTreeSet<Named> {
    let bytes = fs::read(file).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let lines = reader.records().map(|record| {
        let record = record.unwrap();
        std::array::from_fn(|at| record[at].to_owned())
    });
    lines.collect()
}
