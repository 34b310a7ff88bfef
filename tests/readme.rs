//! The tour of the README does what it says, in an empty folder.
//!
//! `Save as` + a name in backticks names the file that the next block holds. In a block of commands the lines after a command are what it
//! prints on standard output; a line with `…` alone stands for any lines.

use duban::diagnostic::{Diagnostics, render};
use duban::source::Files;
use duban::types::Language;
use duban::{explain, model};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Whether text is as told; `…` on its own line stands for any number of lines.
fn as_told(told: &[&str], lines: &[&str]) -> bool {
    match told.split_first() {
        None => lines.is_empty(),
        Some((&"…", rest)) => (0..=lines.len()).any(|at| as_told(rest, &lines[at..])),
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, lines)| line.trim_end() == *first && as_told(rest, lines)),
    }
}

fn run(folder: &Path, command: &str, told: &[&str]) {
    let mut words = command.split_whitespace();
    assert_eq!(
        words.next(),
        Some("duban"),
        "a command of the tour: {command}"
    );
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(words)
        .args(["--lang", "en"])
        .current_dir(folder)
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = printed.lines().collect();
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 1)), "{command}: {code:?}\n{errors}");
    assert!(
        as_told(told, &lines),
        "{command} printed\n{printed}\n{errors}"
    );
}

#[test]
fn the_tour_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let tour = readme.split("## Ten minutes").nth(1).unwrap();
    let tour = tour.split("\n## ").next().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tour");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let parts: Vec<&str> = tour.split("```").collect();
    let mut commands = 0;
    for pair in parts.chunks_exact(2) {
        let (before, block) = (pair[0], pair[1]);
        let (kind, text) = block.split_once('\n').unwrap();
        if kind != "console" {
            let name = before
                .rsplit("ave as `")
                .next()
                .and_then(|t| t.split('`').next());
            fs::write(folder.join(name.unwrap()), text).unwrap();
            continue;
        }
        let lines: Vec<&str> = text.lines().collect();
        let starts: Vec<usize> = (0..lines.len())
            .filter(|&n| lines[n].starts_with("$ "))
            .collect();
        for (at, &start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(lines.len());
            run(&folder, &lines[start][2..], &lines[start + 1..end]);
            commands += 1;
        }
    }
    assert!(commands >= 4, "the tour has its commands");
}

#[test]
fn the_finding_shown_is_one_of_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let part = readme.split("## What a finding looks like").nth(1).unwrap();
    let blocks: Vec<&str> = part.split("```text\n").skip(1).collect();
    let shown = |n: usize| blocks[n].split("```").next().unwrap();
    let checklist = fs::read_to_string(root.join("checklists/bayannur-2020.duban")).unwrap();
    assert!(checklist.contains(shown(0).trim()));
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args([
            "run",
            "examples/qinghe/audit.yaml",
            "--lang",
            "en",
            "--item",
            "named-persuader",
        ])
        .current_dir(root)
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains(shown(1)), "{printed}");
}

#[test]
fn the_checklist_of_the_chinese_readme_is_without_mistakes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.zh-CN.md")).unwrap();
    let checklist = readme.split("```duban\n").nth(1).unwrap();
    let checklist = checklist.split("```").next().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::write(folder.join("readme.zh.duban"), checklist).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
    let arguments = ["check", "readme.zh.duban"];
    let output = command
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && told.is_empty(), "{told}");
}

#[test]
fn the_samples_of_every_sentence_are_without_mistakes_and_the_same_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/sentences.md")).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sentences");
    fs::create_dir_all(&folder).unwrap();
    let mut items: Vec<Vec<String>> = Vec::new();
    for (number, part) in page.split("```duban\n").skip(1).enumerate() {
        let text = part.split("```").next().unwrap();
        let file = folder.join(format!("{number}.duban"));
        fs::write(&file, text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_duban"))
            .arg("check")
            .arg(&file)
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && printed.is_empty(), "{printed}");
        let heads = text.lines().filter_map(|line| {
            let head = line.strip_prefix("item ").or(line.strip_prefix("检查项 "));
            head.and_then(|rest| rest.split_whitespace().next())
        });
        items.push(heads.map(str::to_owned).collect());
    }
    assert_eq!(items.len(), 2);
    assert!(items[0].len() > 20, "{}", items[0].len());
    assert_eq!(items[0], items[1]);
}

/// The checklist of sentence forms in a README.
fn forms(readme: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join(readme)).unwrap();
    let blocks = readme.split("```duban\n").skip(1);
    let mut blocks = blocks.map(|block| block.split("```").next().unwrap());
    let found = blocks.find(|block| block.contains("\"Forms\""));
    found.unwrap().to_owned()
}

#[test]
fn the_forms_of_both_readmes_are_right_and_say_the_same() {
    let explained = |name: &str, text: &str| -> Vec<[String; 2]> {
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::default());
        let model = model::load_text(Path::new(name), text, &mut files, &mut diagnostics);
        let told: Vec<_> = diagnostics.into_sorted();
        let told: Vec<String> = told
            .iter()
            .map(|d| render::text(d, &files, false))
            .collect();
        assert!(told.is_empty(), "{name}: {}", told.join("\n"));
        let say = |item, language| explain::item(&model, item, language);
        let items = model.items.iter();
        items
            .map(|item| [say(item, Language::En), say(item, Language::Zh)])
            .collect()
    };
    let en = explained("en.duban", &forms("README.md"));
    let zh = explained("zh.duban", &forms("README.zh-CN.md"));
    assert!(en.len() > 10);
    assert_eq!(en, zh);
}
