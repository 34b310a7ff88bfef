//! The architecture page and the code agree; files stay small; some words stay out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const MOST_LINES: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    fs::read_to_string(root().join("src/ARCHITECTURE.md")).unwrap()
}

/// Files below a folder with one of these endings, in order, with paths relative to the package.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().map(|e| e.to_string_lossy().into_owned());
            if path.is_dir() {
                folders.push(path);
            } else if ending.is_some_and(|e| endings.contains(&e.as_str())) {
                found.push(path.strip_prefix(root()).unwrap().to_path_buf());
            }
        }
    }
    found.sort();
    found
}

/// The code of a file without its comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The module that a file of `src` belongs to; `None` for `lib.rs` and `main.rs`.
fn module(path: &Path) -> Option<String> {
    let first = path.components().nth(1).unwrap();
    let name = Path::new(first.as_os_str()).file_stem().unwrap();
    let name = name.to_string_lossy().into_owned();
    (name != "lib" && name != "main").then_some(name)
}

#[derive(Debug, Default)]
struct Row {
    uses: BTreeSet<String>,
    crates: BTreeSet<String>,
}

/// The rows of the table "Who may use whom".
fn table() -> BTreeMap<String, Row> {
    let page = page();
    let section = page.split("## Who may use whom").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let names = |cell: &str| -> BTreeSet<String> {
        let words = cell.split(',').map(|w| w.trim().trim_matches('`'));
        let words = words.filter(|w| !w.is_empty() && *w != "—");
        words.map(str::to_owned).collect()
    };
    let mut rows = BTreeMap::new();
    for line in section.lines().filter(|l| l.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let row = Row {
            uses: names(cells[2]),
            crates: names(cells[3]),
        };
        rows.insert(cells[0].trim_matches('`').to_owned(), row);
    }
    rows
}

/// The first parts of all paths that begin with `crate::`, grouped imports included.
fn own_modules(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut start = true;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.insert(std::mem::take(&mut word));
                        start = true;
                        continue;
                    }
                    _ => {}
                }
                if start && depth == 0 && (c.is_alphanumeric() || c == '_') {
                    word.push(c);
                } else if !c.is_whitespace() {
                    start = false;
                }
            }
            found.insert(word);
        } else {
            let name = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_');
            found.insert(name.collect());
        }
    }
    found.remove("");
    found
}

/// Whether a path of an outside crate stands in the code.
fn names_crate(code: &str, name: &str) -> bool {
    let mut starts = code.match_indices(name).map(|(at, _)| at);
    starts.any(|at| {
        let before = code[..at].chars().next_back();
        let inside = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '.'));
        let rest = &code[at + name.len()..];
        let alone = rest.starts_with(';') && code[..at].trim_end().ends_with("use");
        !inside && (rest.starts_with("::") || alone)
    })
}

fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("\n[dependencies]").nth(1).unwrap();
    let section = section.split("\n[").next().unwrap();
    let lines = section.lines().filter_map(|line| line.split_once('='));
    lines
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect()
}

#[test]
fn every_module_has_a_row_and_every_row_a_module() {
    let rows: BTreeSet<String> = table().into_keys().collect();
    let modules: BTreeSet<String> = files("src", &["rs"])
        .iter()
        .filter_map(|p| module(p))
        .collect();
    assert_eq!(rows, modules, "rows of the page and modules of src");
}

#[test]
fn modules_use_only_what_their_row_allows() {
    let rows = table();
    let mut wrong = Vec::new();
    for path in files("src", &["rs"]) {
        let Some(module) = module(&path) else {
            continue;
        };
        let code = code(&path);
        let Some(row) = rows.get(&module) else {
            continue;
        };
        for used in own_modules(&code) {
            if used != module && !row.uses.contains(&used) {
                wrong.push(format!("{}: {module} may not use {used}", path.display()));
            }
        }
        for name in dependencies() {
            if names_crate(&code, &name) && !row.crates.contains(&name) {
                wrong.push(format!(
                    "{}: {name} is not at home in {module}",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_row_allows_is_used() {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files("src", &["rs"]) {
        let Some(module) = module(&path) else {
            continue;
        };
        let code = code(&path);
        let entry = used.entry(module).or_default();
        entry.extend(own_modules(&code));
        entry.extend(
            dependencies()
                .into_iter()
                .filter(|name| names_crate(&code, name)),
        );
    }
    let mut wrong = Vec::new();
    for (module, row) in table() {
        for name in row.uses.iter().chain(&row.crates) {
            if !used.get(&module).is_some_and(|used| used.contains(name)) {
                wrong.push(format!("{module} does not use {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_outside_crate_has_a_home() {
    let homes: BTreeSet<String> = table().into_values().flat_map(|row| row.crates).collect();
    assert_eq!(homes, dependencies());
}

#[test]
fn paths_on_the_page_exist() {
    let page = page();
    let quoted = page.split('`').skip(1).step_by(2);
    let paths = quoted.filter(|text| {
        let known = ["src/", "tests/", "grammar/", "checklists/", "examples/"];
        known.iter().any(|start| text.starts_with(start)) && !text.contains(['*', ' ', '\n'])
    });
    let missing: Vec<&str> = paths.filter(|p| !root().join(p).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn only_their_rooms_touch_the_disk_the_environment_and_nothing_the_clock() {
    // What may not be named, and where it may. A file that `source` opened may be passed on by its type.
    let rules: [(&[&str], &[&str]); 3] = [
        (
            &[
                "File::open",
                "File::create",
                "fs::OpenOptions",
                "fs::read",
                "fs::write",
                "fs::{",
                "fs::metadata",
            ],
            &["src/source/"],
        ),
        (&["env::"], &["src/cli/terminal.rs"]),
        (&["SystemTime", "Instant::"], &[]),
    ];
    let mut wrong = Vec::new();
    for path in files("src", &["rs"]) {
        let code = code(&path);
        for (names, rooms) in rules {
            if rooms.iter().any(|room| path.starts_with(room)) {
                continue;
            }
            let named = names.iter().filter(|name| code.contains(**name));
            wrong.extend(named.map(|name| format!("{}: {name}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_longer_than_a_reader_keeps_in_mind() {
    let mut long = Vec::new();
    for folder in ["src", "tests", "examples"] {
        for path in files(folder, &["rs"]) {
            let text = fs::read_to_string(root().join(&path)).unwrap();
            let lines = text.lines().count();
            if lines > MOST_LINES {
                long.push(format!("{}: {lines} lines", path.display()));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn some_words_stay_out() {
    // Taken apart, so that this file does not hold them.
    let words = [
        "to".to_owned() + "do",
        "fix".to_owned() + "me",
        "xx".to_owned() + "x",
    ];
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "grammar", "checklists"] {
        for path in files(folder, &["rs", "pest", "duban", "md"]) {
            let text = fs::read_to_string(root().join(&path)).unwrap();
            for (number, line) in text.lines().enumerate() {
                let lower = line.to_lowercase();
                let mut parts = lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                if parts.any(|part| words.iter().any(|word| part == word)) {
                    wrong.push(format!("{}:{}: {line}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
