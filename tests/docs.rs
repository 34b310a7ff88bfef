//! The pages of `docs/` do what they say: their commands are run, their checklists checked, and the reference names everything there is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A page of `docs/`.
fn page(name: &str) -> String {
    fs::read_to_string(root().join("docs").join(name)).unwrap()
}

/// An empty folder for the files of a page.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A block between fences: the text before it, the words after the opening fence, and what it holds.
struct Block<'p> {
    before: &'p str,
    kind: &'p str,
    text: &'p str,
}

/// Every block of a page, in order.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let parts: Vec<&str> = page.split("```").collect();
    let pairs = parts.chunks_exact(2).map(|pair| {
        let (kind, text) = pair[1].split_once('\n').unwrap();
        let before = pair[0];
        Block { before, kind, text }
    });
    pairs.collect()
}

/// The name of the file that the next block holds, where the text says so.
fn saved(before: &str) -> Option<&str> {
    let line = before.trim_end().lines().last()?;
    let marks = ["ave it as `", "ave as `", "保存为 `"];
    let rest = marks.iter().find_map(|mark| line.rsplit_once(mark))?.1;
    Some(rest.split_once('`')?.0)
}

fn duban(folder: &Path, language: &str, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
    command.args(words).current_dir(folder);
    // `fmt --lang` translates; only there does the page say the language itself.
    if !words.contains(&"--lang") && words.first() != Some(&"fmt") {
        command.args(["--lang", language]);
    }
    command.output().unwrap()
}

/// Whether printed lines are as told; `…` alone on a line stands for any lines.
fn as_told(told: &[&str], lines: &[&str]) -> bool {
    match told.split_first() {
        None => lines.is_empty(),
        Some((&"…", rest)) => (0..=lines.len()).any(|at| as_told(rest, &lines[at..])),
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, lines)| line.trim_end() == *first && as_told(rest, lines)),
    }
}

/// Runs the commands of a block; each is followed by what it prints.
fn run_block(folder: &Path, language: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = (0..lines.len()).filter(|&n| lines[n].starts_with("$ "));
    let starts: Vec<usize> = starts.collect();
    let mut code = None;
    let mut commands = Vec::new();
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(lines.len());
        let told = &lines[start + 1..end];
        let command = &lines[start][2..];
        if command == "echo $?" {
            assert_eq!(told, [code.take().unwrap_or_default()], "{}", lines[start - 1]);
            continue;
        }
        let words: Vec<&str> = command.split_whitespace().collect();
        assert_eq!(words[0], "duban", "{command}");
        let output = duban(folder, language, &words[1..]);
        let printed = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        let printed: Vec<&str> = printed.lines().collect();
        let shown = format!("{command}\n{}\n{errors}", printed.join("\n"));
        assert!(as_told(told, &printed), "{shown}");
        let exit = output.status.code().unwrap();
        assert!(exit == 0 || exit == 1 && lines.get(end) == Some(&"$ echo $?") || exit < 2, "{shown}");
        code = Some(exit.to_string());
        commands.push(words[1].to_owned());
    }
    commands
}

/// Saves the files of a page and runs its commands; the commands it showed.
fn tour(name: &str, language: &str) -> Vec<String> {
    let page = page(name);
    let folder = folder(name);
    let mut commands = Vec::new();
    for block in blocks(&page) {
        if block.kind == "console" {
            commands.extend(run_block(&folder, language, block.text));
        } else if let Some(file) = saved(block.before) {
            fs::write(folder.join(file), block.text).unwrap();
        }
    }
    commands
}

#[test]
fn the_tutorials_do_what_they_say() {
    for (name, language) in [("tutorial.md", "en"), ("tutorial.zh-CN.md", "zh")] {
        let commands = tour(name, language);
        for command in ["init", "check", "fmt", "run", "why", "test", "explain", "pin"] {
            assert!(commands.iter().any(|c| c == command), "{name}: {command}");
        }
    }
}
