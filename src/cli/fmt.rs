//! `duban fmt`: checklists in their standard form, in place or on standard output.

use super::arguments::{FmtArguments, General};
use super::paths::{self, not_read};
use super::show::{self, plural};
use super::{Exit, terminal};
use crate::diagnostic::formats::Answer;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::format::{Refusal, format, language_of, translate};
use crate::model;
use crate::source::{FileId, Files, Span, Together};
use crate::types::Language;
use std::path::{Path, PathBuf};

/// A checklist and what it should be; `None` where that cannot be said.
struct Checklist {
    path: PathBuf,
    file: FileId,
    formatted: Option<String>,
}

/// Formats files and folders.
pub(super) fn fmt(arguments: &FmtArguments, general: &General) -> Exit {
    let from_input = arguments.paths.iter().all(|path| path.as_os_str() == "-");
    let mut files = Files::new();
    let read = if from_input {
        standard_input(&mut files)
    } else {
        read(&arguments.paths, show::language(general), &mut files)
    };
    let checklists = match read {
        Ok(checklists) => checklists,
        Err(message) => return show::not_done(&message),
    };
    let mut found = Vec::new();
    let format_one = |(path, file)| Checklist {
        path,
        file,
        formatted: one(file, &files, general, &mut found),
    };
    let checklists: Vec<Checklist> = checklists.into_iter().map(format_one).collect();
    let failed = checklists.iter().any(|c| c.formatted.is_none());
    let machine = arguments.format.for_programs().filter(|_| arguments.check);
    if machine.is_none() && !found.is_empty() {
        let colour = general.color.on_error();
        terminal::say(&show::text(&found, &files, colour));
    }
    let changed: Vec<(&Checklist, &str)> = checklists
        .iter()
        .filter_map(|c| Some((c, c.formatted.as_deref()?)))
        .filter(|(c, text)| files.text(c.file) != *text)
        .collect();
    let written = if let Some(format) = machine {
        found.extend(changed.iter().map(|(c, text)| differs(c, text, &files)));
        let names: Vec<String> = checklists.iter().map(|c| slashed(&c.path)).collect();
        let answer = Answer::by_file("fmt", &names, &found, &files);
        terminal::output(|out| format.write(&answer, out))
    } else if arguments.check {
        terminal::output(|out| {
            changed.iter().try_for_each(|(c, text)| {
                let language = language_of(c.file, &files);
                out.write_all(difference(&c.path, language, files.text(c.file), text).as_bytes())
            })
        })
    } else if arguments.stdout || from_input {
        let texts = || checklists.iter().filter_map(|c| c.formatted.as_deref());
        terminal::output(|out| texts().try_for_each(|text| out.write_all(text.as_bytes())))
    } else if failed {
        Ok(())
    } else {
        let languages = checklists.iter().map(|c| language_of(c.file, &files));
        let language = show::of_checklists(general, languages);
        return write(&changed, checklists.len(), (general, language));
    };
    if let Err(error) = written {
        show::no_output(&error);
        return Exit::NotDone;
    }
    match (failed, arguments.check && !changed.is_empty()) {
        (true, _) => Exit::NotDone,
        (false, true) => Exit::Found,
        (false, false) => Exit::Fine,
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// What programs are told of a file that is not in its standard form: its first line that differs.
fn differs(checklist: &Checklist, text: &str, files: &Files) -> Diagnostic {
    let old = files.text(checklist.file);
    let language = language_of(checklist.file, files);
    let same = old
        .split_inclusive('\n')
        .zip(text.split_inclusive('\n'))
        .take_while(|(a, b)| a == b);
    let start: usize = same.map(|(line, _)| line.len()).sum();
    let line = old.get(start..).unwrap_or_default().lines().next();
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span {
        file: checklist.file,
        start: offset(start),
        end: offset(start + line.map_or(0, str::len)),
    };
    let message = language.pick("this file is not in its standard form", "文件不是标准写法");
    let path = slashed(&checklist.path);
    // A path with blanks is one word of a command only in quotes.
    let path = match path.contains(char::is_whitespace) {
        true => format!("\"{path}\""),
        false => path,
    };
    let help = match language {
        Language::En => format!("run `duban fmt {path}`"),
        Language::Zh => format!("请运行 `duban fmt {path}`"),
    };
    Diagnostic::new(Code::NotFormatted, language, span, message).help(help)
}

/// Puts all texts in their places, or none.
fn write(
    changed: &[(&Checklist, &str)],
    all: usize,
    (general, language): (&General, Language),
) -> Exit {
    let mut together = Together::new();
    for (checklist, text) in changed {
        let path = &checklist.path;
        let written = together.write(path, &mut |out| out.write_all(text.as_bytes()));
        if let Err(error) = written {
            show::not_written(&path.display().to_string(), &error);
            return Exit::NotDone;
        }
    }
    if let Err(error) = together.keep() {
        show::not_written(show::reader().pick("the checklists", "检查清单"), &error);
        return Exit::NotDone;
    }
    if !general.quiet {
        let changed = changed.len();
        terminal::say(&match language {
            Language::En => format!("{}, {changed} changed", plural(all, "file")),
            Language::Zh => format!("{all} 个文件，改动 {changed} 个"),
        });
    }
    Exit::Fine
}

fn standard_input(files: &mut Files) -> Result<Vec<(PathBuf, FileId)>, String> {
    let bytes = terminal::input().map_err(|error| match show::reader() {
        Language::En => format!("standard input cannot be read: {error}"),
        Language::Zh => format!("标准输入无法读取：{error}"),
    })?;
    let path = PathBuf::from("-");
    let file = files.add(path.as_path(), String::from_utf8_lossy(&bytes));
    Ok(vec![(path, file)])
}

fn read(
    given: &[PathBuf],
    language: Language,
    files: &mut Files,
) -> Result<Vec<(PathBuf, FileId)>, String> {
    let read = paths::checklists(given, language)?.into_iter().map(|path| {
        let bytes = Files::read(&path).map_err(|error| not_read(&path, &error, language))?;
        let file = files.add(path.as_path(), String::from_utf8_lossy(&bytes));
        Ok((path, file))
    });
    read.collect()
}

/// The text of a file as it should be; what is wrong with it goes to `found`.
fn one(
    file: FileId,
    files: &Files,
    general: &General,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let mut diagnostics = Diagnostics::default();
    let formatted = match general.language() {
        Some(language) => translate(file, files, language, &model::meanings, &mut diagnostics),
        None => format(file, files, None, &mut diagnostics),
    };
    match formatted {
        Ok(text) => Some(text),
        Err(Refusal::Mistakes) => {
            found.extend(diagnostics.into_sorted());
            None
        }
        Err(Refusal::NotTheSame) => {
            let path = files.path(file).display();
            show::error(&match show::reader() {
                Language::En => {
                    format!("{path} is left as it is: in that form it would say something else")
                }
                Language::Zh => format!("{path} 保持原样：改成该写法后意思会变"),
            });
            None
        }
    }
}

/// How many lines of a difference are shown of one file.
const MOST_LINES: usize = 20;

/// The name of a file and the lines that differ, at most so many.
fn difference(path: &Path, language: Language, old: &str, new: &str) -> String {
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
        let more = lines.len() - MOST_LINES;
        text.push_str(&match language {
            Language::En => format!("       … {more} more\n"),
            Language::Zh => format!("       …… 另有 {more} 行\n"),
        });
    }
    text
}
