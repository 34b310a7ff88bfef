//! `duban fmt`: checklists as they are written well, in place or on standard output.

use super::arguments::{FmtArguments, General};
use super::check::{checklists_in, has_ending};
use super::show::{self, plural};
use super::{Exit, terminal};
use crate::diagnostic::Diagnostics;
use crate::format::{Refusal, format};
use crate::source::{FileId, Files, Together};
use std::path::{Path, PathBuf};

/// Formats files and folders.
pub(super) fn fmt(arguments: &FmtArguments, general: &General) -> Exit {
    let from_input = arguments.paths.iter().all(|path| path.as_os_str() == "-");
    if from_input || arguments.stdout && arguments.paths.is_empty() {
        return standard_input(arguments, general);
    }
    let paths = match gather(&arguments.paths) {
        Ok(paths) => paths,
        Err(message) => return show::not_done(&message),
    };
    let mut files = Files::new();
    let mut formatted = Vec::new();
    let mut failed = false;
    for path in paths {
        let bytes = match Files::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                return show::not_done(&format!("{} cannot be read: {error}", path.display()));
            }
        };
        let file = files.add(path.as_path(), String::from_utf8_lossy(&bytes));
        match one(file, &files, general) {
            Some(text) => formatted.push((path, file, text)),
            None => failed = true,
        }
    }
    let changed: Vec<&(PathBuf, FileId, String)> = formatted
        .iter()
        .filter(|(_, file, text)| files.text(*file) != text)
        .collect();
    let shown = if arguments.stdout {
        terminal::output(|out| {
            formatted
                .iter()
                .try_for_each(|(.., text)| out.write_all(text.as_bytes()))
        })
    } else if arguments.check {
        terminal::output(|out| {
            changed.iter().try_for_each(|(path, file, text)| {
                out.write_all(difference(path, files.text(*file), text).as_bytes())
            })
        })
    } else if !failed {
        return write(&changed, formatted.len(), general);
    } else {
        Ok(())
    };
    if let Err(error) = shown {
        show::not_written("standard output", &error);
        return Exit::NotDone;
    }
    match (failed, arguments.check && !changed.is_empty()) {
        (true, _) => Exit::NotDone,
        (false, true) => Exit::Found,
        (false, false) => Exit::Fine,
    }
}

/// Puts all texts in their places, or none.
fn write(changed: &[&(PathBuf, FileId, String)], all: usize, general: &General) -> Exit {
    let mut together = Together::new();
    for (path, _, text) in changed {
        let written = together.write(path, &mut |out| out.write_all(text.as_bytes()));
        if let Err(error) = written {
            show::not_written(&path.display().to_string(), &error);
            return Exit::NotDone;
        }
    }
    if let Err(error) = together.keep() {
        show::not_written("the checklists", &error);
        return Exit::NotDone;
    }
    if !general.quiet {
        terminal::say(&format!(
            "{}, {} changed",
            plural(all, "file"),
            changed.len()
        ));
    }
    Exit::Fine
}

fn standard_input(arguments: &FmtArguments, general: &General) -> Exit {
    let bytes = match terminal::input() {
        Ok(bytes) => bytes,
        Err(error) => return show::not_done(&format!("standard input cannot be read: {error}")),
    };
    let mut files = Files::new();
    let name = Path::new("-");
    let file = files.add(name, String::from_utf8_lossy(&bytes));
    let Some(text) = one(file, &files, general) else {
        return Exit::NotDone;
    };
    let changed = files.text(file) != text;
    let shown = terminal::output(|out| {
        if !arguments.check {
            out.write_all(text.as_bytes())
        } else if changed {
            out.write_all(difference(name, files.text(file), &text).as_bytes())
        } else {
            Ok(())
        }
    });
    match shown {
        Err(error) => {
            show::not_written("standard output", &error);
            Exit::NotDone
        }
        Ok(()) if arguments.check && changed => Exit::Found,
        Ok(()) => Exit::Fine,
    }
}

/// The text of a file as it should be; what is wrong with it is shown.
fn one(file: FileId, files: &Files, general: &General) -> Option<String> {
    let mut diagnostics = Diagnostics::default();
    let formatted = format(file, files, general.language(), &mut diagnostics);
    match formatted {
        Ok(text) => Some(text),
        Err(Refusal::Mistakes) => {
            let found = diagnostics.into_sorted();
            let colour = general.color.on_error();
            terminal::say(&show::text(&found, files, colour));
            None
        }
        Err(Refusal::NotTheSame) => {
            show::error(&format!(
                "{} is left as it is: it cannot be written in that form without saying something else",
                files.path(file).display()
            ));
            None
        }
    }
}

/// The checklists meant by the arguments, each once.
fn gather(given: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut found: Vec<PathBuf> = Vec::new();
    for path in given {
        if !Files::exists(path) {
            return Err(format!("there is no file or folder {}", path.display()));
        }
        let mut here = Vec::new();
        if Files::is_folder(path) {
            checklists_in(path, &mut here)
                .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        } else if has_ending(path, &["duban"]) {
            here.push(path.clone());
        } else {
            return Err(format!(
                "{} is no checklist (their names end in .duban)",
                path.display()
            ));
        }
        for path in here {
            if !found.contains(&path) {
                found.push(path);
            }
        }
    }
    if found.is_empty() {
        let names: Vec<_> = given.iter().map(|p| p.display().to_string()).collect();
        return Err(format!(
            "{} holds no checklists (files ending in .duban)",
            names.join(", ")
        ));
    }
    Ok(found)
}

/// How many lines of a difference are shown of one file.
const MOST_LINES: usize = 20;

/// The name of a file and the lines that differ, at most so many.
fn difference(path: &Path, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = |lines: &[&str]| lines.len() - same_start;
    let same_end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(rest(&old).min(rest(&new)))
        .take_while(|(a, b)| a == b)
        .count();
    let middle = |lines: &[&str]| -> Vec<String> {
        let end = lines.len() - same_end;
        lines
            .get(same_start..end)
            .unwrap_or_default()
            .iter()
            .map(|line| (*line).to_owned())
            .collect()
    };
    let mut text = format!("{}\n", path.display());
    let mut lines = Vec::new();
    let (old, new) = (middle(&old), middle(&new));
    // Lines that stand in both are told once: as long as they meet, one of each is taken.
    let (mut a, mut b) = (0, 0);
    while a < old.len() || b < new.len() {
        let ahead_new = new.iter().skip(b).position(|line| old.get(a) == Some(line));
        let ahead_old = old.iter().skip(a).position(|line| new.get(b) == Some(line));
        match (ahead_new, ahead_old) {
            (Some(0), _) => {
                a += 1;
                b += 1;
            }
            (Some(count), other) if other.is_none_or(|other| count <= other) => {
                for line in new.iter().skip(b).take(count) {
                    lines.push((b + same_start, format!("+{line}")));
                    b += 1;
                }
            }
            (_, Some(count)) => {
                for line in old.iter().skip(a).take(count) {
                    lines.push((a + same_start, format!("-{line}")));
                    a += 1;
                }
            }
            _ => {
                if let Some(line) = old.get(a) {
                    lines.push((a + same_start, format!("-{line}")));
                    a += 1;
                }
                if let Some(line) = new.get(b) {
                    lines.push((b + same_start, format!("+{line}")));
                    b += 1;
                }
            }
        }
    }
    for (number, line) in lines.iter().take(MOST_LINES) {
        text.push_str(&format!("{:>6} {line}\n", number + 1));
    }
    if lines.len() > MOST_LINES {
        text.push_str(&format!("       … {} more\n", lines.len() - MOST_LINES));
    }
    text
}
