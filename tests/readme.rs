//! Both READMEs: the finding that they show is one of the example, their checklists are right and say the same, and they name every command.

use duban::diagnostic::{Diagnostics, render};
use duban::source::Files;
use duban::types::Language;
use duban::{explain, model};
use std::fs;
use std::path::Path;
use std::process::Command;

const READMES: [(&str, &str, &str); 2] = [
    ("README.md", "## What a finding looks like", "en"),
    ("README.zh-CN.md", "## 问题是怎样列出的", "zh"),
];

#[test]
fn the_finding_shown_is_one_of_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checklist = fs::read_to_string(root.join("checklists/bayannur-2020.duban")).unwrap();
    for (name, heading, language) in READMES {
        let readme = fs::read_to_string(root.join(name)).unwrap();
        let part = readme.split(heading).nth(1).unwrap();
        let blocks: Vec<&str> = part.split("```text\n").skip(1).collect();
        let shown = |n: usize| blocks[n].split("```").next().unwrap();
        assert!(checklist.contains(shown(0).trim()));
        let output = Command::new(env!("CARGO_BIN_EXE_duban"))
            .args(["run", "examples/qinghe/audit.yaml", "--lang", language])
            .args(["--item", "named-persuader"])
            .current_dir(root)
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.contains(shown(1)), "{printed}");
    }
}

#[test]
fn every_command_has_its_row() {
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let commands = help.split("Commands:\n").nth(1).unwrap();
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let commands = commands.filter_map(|line| line.split_whitespace().next());
    let commands: Vec<&str> = commands.filter(|&command| command != "help").collect();
    assert!(commands.len() > 9);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = [
        "README.md",
        "README.zh-CN.md",
        "docs/reference.md",
        "docs/reference.zh-CN.md",
    ];
    for name in pages {
        let text = fs::read_to_string(root.join(name)).unwrap();
        for command in &commands {
            assert!(
                text.contains(&format!("| `duban {command} ")),
                "{name}: {command}"
            );
        }
        let rows = text.lines().filter(|line| line.starts_with("| `duban "));
        assert_eq!(rows.count(), commands.len(), "{name}");
    }
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
    assert!(en.len() > 5);
    assert_eq!(en, zh);
}
