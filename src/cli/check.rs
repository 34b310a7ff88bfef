//! `duban check`: mistakes in checklists and audit files, without reading data.

use super::arguments::{CheckArguments, CheckFormat, General};
use super::show::{self, plural};
use super::{Exit, terminal};
use crate::audit::Audit;
use crate::data::DigestAlgorithm;
use crate::diagnostic::formats::Answer;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::inspect;
use crate::model;
use crate::source::{FileId, Files};
use crate::types::Language;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// Checks files and folders.
pub(super) fn check(arguments: &CheckArguments, general: &General) -> Exit {
    let paths = match gather(&arguments.paths) {
        Ok(paths) => paths,
        Err(message) => return show::not_done(&message),
    };
    let mut files = Files::new();
    let found = match examine(&paths, general, &mut files) {
        Ok(found) => found,
        Err(message) => return show::not_done(&message),
    };
    let written = terminal::output(|out| match arguments.format.for_programs() {
        None => {
            let colour = general.color.on_output();
            out.write_all(show::text(&found, &files, colour).as_bytes())
        }
        Some(format) => {
            let mut answer = Answer::by_file("check", &paths.names(), &found, &files);
            answer.strict = arguments.strict;
            format.write(&answer, out)
        }
    });
    let (errors, warnings) = show::count(&found);
    if arguments.format == CheckFormat::Text && !general.quiet {
        let all = paths.checklists.len() + paths.audits.len();
        terminal::say(&match show::language(general) {
            Language::En => format!(
                "{}: {}, {}",
                plural(all, "file"),
                plural(errors, "error"),
                plural(warnings, "warning")
            ),
            Language::Zh => format!("{all} 个文件：{errors} 个错误，{warnings} 个警告"),
        });
    }
    match written {
        Err(error) => {
            show::not_written("standard output", &error);
            Exit::NotDone
        }
        Ok(()) if errors > 0 || arguments.strict && warnings > 0 => Exit::Found,
        Ok(()) => Exit::Fine,
    }
}

/// Files to check.
struct Paths {
    checklists: Vec<PathBuf>,
    audits: Vec<PathBuf>,
    /// Folders all of whose checklists are among these.
    whole: BTreeSet<PathBuf>,
}

impl Paths {
    /// The files as diagnostics name them.
    fn names(&self) -> Vec<String> {
        let paths = self.checklists.iter().chain(&self.audits);
        paths
            .map(|path| path.to_string_lossy().replace('\\', "/"))
            .collect()
    }
}

/// The files meant by the arguments, each once.
fn gather(given: &[PathBuf]) -> Result<Paths, String> {
    let mut paths = Paths {
        checklists: Vec::new(),
        audits: Vec::new(),
        whole: BTreeSet::new(),
    };
    for path in given {
        if !Files::exists(path) {
            return Err(format!("there is no file or folder {}", path.display()));
        }
        if Files::is_folder(path) {
            let before = paths.checklists.len();
            checklists_in(path, &mut paths.checklists)
                .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            if paths.checklists.len() == before {
                return Err(format!(
                    "the folder {} holds no checklists (files ending in .duban)",
                    path.display()
                ));
            }
            let folders = paths.checklists[before..].iter();
            let folders = folders.filter_map(|path| path.parent().map(Path::to_path_buf));
            paths.whole.extend(folders);
        } else if has_ending(path, &["yaml", "yml"]) {
            paths.audits.push(path.clone());
        } else {
            paths.checklists.push(path.clone());
        }
    }
    let mut seen = BTreeSet::new();
    paths.checklists.retain(|path| seen.insert(path.clone()));
    Ok(paths)
}

/// The checklists in a folder and its subfolders, by name; hidden folders are left out.
pub(super) fn checklists_in(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in Files::list(folder)? {
        let name = entry.path.file_name().unwrap_or_default();
        let hidden = name.to_string_lossy().starts_with('.');
        if entry.is_folder && !hidden {
            checklists_in(&entry.path, found)?;
        } else if !entry.is_folder && has_ending(&entry.path, &["duban"]) {
            found.push(entry.path);
        }
    }
    Ok(())
}

/// Whether a file's name ends in one of these, without the dot.
pub(super) fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    ending.is_some_and(|e| endings.contains(&e.as_str()))
}

fn examine(paths: &Paths, general: &General, files: &mut Files) -> Result<Vec<Diagnostic>, String> {
    let mut sink = Diagnostics::default();
    if !paths.checklists.is_empty() {
        let model = model::load_all(&paths.checklists, None, files, &mut sink);
        if !sink.has_errors() {
            inspect::check(&model, &mut sink);
        }
        let language = model.checklists.first().map(|checklist| checklist.language);
        let language = general.language().or(language).unwrap_or(Language::En);
        for folder in &paths.whole {
            model::unused_locks(folder, &model, language, files, &mut sink)
                .map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
        }
    }
    let mut found = sink.into_sorted();
    for path in &paths.audits {
        let mut sink = Diagnostics::default();
        let audit = Audit::load(path, general.language(), files, &mut sink)
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        if !sink.has_errors() {
            let checklists: Vec<PathBuf> =
                audit.checklists.iter().map(|c| c.value.clone()).collect();
            let mut model = model::load_all(&checklists, None, files, &mut sink);
            if !sink.has_errors() {
                let bindings = audit.resolve(&mut model, &[], &mut sink);
                let digest = DigestAlgorithm::None;
                let _ = audit.answers(&model, digest, audit.speaks, &mut sink);
                if !sink.has_errors() {
                    audit.review(&model, &bindings, &mut sink);
                }
            }
        }
        found.extend(sink.into_sorted());
    }
    Ok(without_repetitions(found, files))
}

/// A checklist may be loaded for itself and for audit files; each of its mistakes is shown once.
fn without_repetitions(found: Vec<Diagnostic>, files: &Files) -> Vec<Diagnostic> {
    let place = |d: &Diagnostic| {
        let span = d.labels.first().map(|label| label.span);
        let path = |file: FileId| files.path(file).to_path_buf();
        span.map(|span| (path(span.file), span.start, span.end))
    };
    let mut seen = BTreeSet::new();
    let mut kept = found;
    kept.retain(|one| seen.insert((one.code, one.message.clone(), place(one))));
    kept
}
