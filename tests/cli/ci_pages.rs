//! The pages on CI and the hooks for pre-commit: their commands run, and both languages show the same.

use super::{CHECKLIST, folder_with, run_in};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The blocks of a page, without what stands between them.
fn blocks(page: &str) -> Vec<String> {
    let blocks = page.split("```").skip(1).step_by(2);
    blocks.map(str::to_owned).collect()
}

/// The commands in a block: what comes after `run:` or `-`, without where the output goes.
fn commands(block: &str) -> Vec<String> {
    let lines = block.lines().filter_map(|line| {
        let at = line.find("duban ")?;
        let before = line[..at].trim();
        ["", "-", "run:", "- run:", "entry:"]
            .contains(&before)
            .then(|| {
                let command = line[at..].split(" > ").next().unwrap_or_default();
                command.trim().to_owned()
            })
    });
    lines.collect()
}

/// Runs a command where a checklist, an audit file and made-up data lie.
fn fine(command: &str, more: &[&str]) {
    // Tests run at the same time, and several pages show the same command.
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let folder = folder_with(
        &format!("ci-pages/{}", NEXT.fetch_add(1, Ordering::Relaxed)),
        &[
            ("checklists/names.duban", CHECKLIST),
            (
                "audit.yaml",
                "checklists: checklists/names.duban\ndata:\n  pupil: pupils.csv\n",
            ),
            ("pupils.csv", "id,name\nA1,甲\n"),
        ],
    );
    let mut words: Vec<&str> = command.split(' ').skip(1).collect();
    words.extend(more);
    // A command that this program does not have is not shown by `--help`.
    if !run_in(&folder, &["--help"])
        .out
        .contains(&format!("  {} ", words[0]))
    {
        return;
    }
    let done = run_in(&folder, &words);
    assert_eq!(done.code, 0, "{command}\n{}{}", done.out, done.err);
}

#[test]
fn commands_of_the_pages_run() {
    let page = read("docs/ci.md");
    assert_eq!(blocks(&page), blocks(&read("docs/ci.zh-CN.md")));
    let commands: Vec<String> = blocks(&page).iter().flat_map(|b| commands(b)).collect();
    assert!(commands.len() >= 8, "{commands:?}");
    for command in commands {
        let more: &[&str] = match command.ends_with("--strict") {
            true => &["checklists/names.duban"],
            false => &[],
        };
        fine(&command, more);
    }
}

#[test]
fn samples_are_yaml_and_hooks_run() {
    for block in blocks(&read("docs/ci.md")) {
        if let Some(sample) = block.strip_prefix("yaml\n") {
            let read: Result<serde_yaml::Value, _> = serde_yaml::from_str(sample);
            assert!(read.is_ok(), "{read:?} in {sample}");
        }
    }
    let hooks: serde_yaml::Value = serde_yaml::from_str(&read(".pre-commit-hooks.yaml")).unwrap();
    let hooks = hooks.as_sequence().unwrap();
    let text = |hook: &serde_yaml::Value, key: &str| hook[key].as_str().unwrap().to_owned();
    let ids: Vec<String> = hooks.iter().map(|hook| text(hook, "id")).collect();
    assert_eq!(ids, ["duban-check", "duban-fmt", "duban-test"]);
    for hook in hooks {
        assert!(!text(hook, "name").is_empty() && !text(hook, "description").is_empty());
        assert_eq!(text(hook, "language"), "rust");
        // The files to look at come after the entry.
        fine(&text(hook, "entry"), &["checklists/names.duban"]);
    }
}

#[test]
fn pages_name_every_format_and_hook() {
    for page in ["docs/ci.md", "docs/ci.zh-CN.md"] {
        let page = read(page);
        let names = [
            "duban-check",
            "duban-fmt",
            "duban-test",
            "sarif",
            "junit",
            "github",
        ];
        let files = duban::report::REPORTS
            .iter()
            .filter_map(|report| report.file_name());
        for name in names.into_iter().chain(files) {
            assert!(
                page.contains(&format!("`{name}`")) || page.contains(&format!(" {name}\n")),
                "{name}"
            );
        }
    }
}

#[test]
fn fmt_speaks_to_ci() {
    let ugly = CHECKLIST.replace("  name 姓名 : text", "     name   姓名 : text");
    let folder = folder_with("ci-fmt", &[("a.duban", CHECKLIST), ("b.duban", &ugly)]);
    assert_eq!(run_in(&folder, &["fmt", "a.duban", "--quiet"]).code, 0);
    let check = |format: &str| run_in(&folder, &["fmt", "--check", "--format", format, "."]);
    let done = check("github");
    assert_eq!(done.code, 1);
    assert!(
        done.out.starts_with("::error file=./b.duban,line="),
        "{}",
        done.out
    );
    assert_eq!(done.out.lines().count(), 1);
    let counts = crate::reports::for_ci::junit_counts(&check("junit").out);
    assert_eq!(counts, [2, 1, 0, 0]);
    let log: serde_json::Value = serde_json::from_str(&check("sarif").out).unwrap();
    let wrong = crate::reports::for_ci::against_the_schema(&log);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
