//! Texts of an audit file in, what they mean by their form alone out: paths, date formats, stretches of lines.

use std::path::{Component, Path, PathBuf};

/// `3` → 3 to 3, `40-42` → 40 to 42.
pub(super) fn stretch(text: &str) -> Option<(u32, u32)> {
    let mut ends = text.split(['-', '–', '—', '~', '～', '至']);
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|line| *line > 0);
    let first = number(ends.next()?)?;
    let last = ends.next().map_or(Some(first), number)?;
    (ends.next().is_none() && first <= last).then_some((first, last))
}

/// Whether a format has year, month and day once each and no other letters.
pub(super) fn is_date_format(format: &str) -> bool {
    let runs: Vec<String> = format
        .split(|c: char| !c.is_ascii_alphabetic())
        .flat_map(split_runs)
        .collect();
    let count = |names: &[&str]| runs.iter().filter(|r| names.contains(&r.as_str())).count();
    runs.len() == 3
        && count(&["yyyy", "yy"]) == 1
        && count(&["mm", "m"]) == 1
        && count(&["dd", "d"]) == 1
}

/// `yyyymmdd` → `yyyy`, `mm`, `dd`.
fn split_runs(letters: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    for letter in letters.chars() {
        match runs.last_mut() {
            Some(run) if run.ends_with(letter) => run.push(letter),
            _ => runs.push(letter.to_string()),
        }
    }
    runs
}

/// The path of a data file as written, without `./`.
pub(super) fn data_path(text: &str) -> PathBuf {
    let parts = Path::new(text).components();
    parts.filter(|part| *part != Component::CurDir).collect()
}
