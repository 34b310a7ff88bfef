//! `duban check`: mistakes in checklists and audit files, without reading data.

use super::arguments::{CheckArguments, CheckFormat, General};
use super::paths::{Paths, gather, not_read};
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
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// Checks files and folders.
pub(super) fn check(arguments: &CheckArguments, general: &General) -> Exit {
    let paths = match gather(&arguments.paths, show::language(general)) {
        Ok(paths) => paths,
        Err(message) => return show::not_done(&message),
    };
    let mut files = Files::new();
    let (found, languages) = match examine(&paths, general, &mut files) {
        Ok(examined) => examined,
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
        terminal::say(&match show::of_checklists(general, languages) {
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
            show::no_output(&error);
            Exit::NotDone
        }
        Ok(()) if errors > 0 || arguments.strict && warnings > 0 => Exit::Found,
        Ok(()) => Exit::Fine,
    }
}

/// What is wrong, and the languages of what was looked at.
fn examine(
    paths: &Paths,
    general: &General,
    files: &mut Files,
) -> Result<(Vec<Diagnostic>, Vec<Language>), String> {
    let mut languages = Vec::new();
    let reader = show::language(general);
    let mut sink = Diagnostics::default();
    if !paths.checklists.is_empty() {
        // The process ends with the check: its memory goes back at once, and not piece by piece.
        let model = model::load_all(&paths.checklists, None, files, &mut sink);
        let model = ManuallyDrop::new(model);
        if !sink.has_errors() {
            inspect::check(&model, &mut sink);
        }
        languages.extend(model.languages());
        let language = general.language().or_else(|| model.language());
        let language = language.unwrap_or(Language::En);
        for folder in &paths.whole {
            model::unused_locks(folder, &model, language, files, &mut sink)
                .map_err(|error| not_read(folder, &error, reader))?;
        }
    }
    let mut found = sink.into_sorted();
    for path in &paths.audits {
        let mut sink = Diagnostics::default();
        let audit = Audit::load(path, general.language(), files, &mut sink)
            .map_err(|error| not_read(path, &error, reader))?;
        if !sink.has_errors() {
            let checklists: Vec<PathBuf> =
                audit.checklists.iter().map(|c| c.value.clone()).collect();
            let mut model = model::load_all(&checklists, None, files, &mut sink);
            languages.extend(model.languages());
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
    if languages.is_empty() {
        // Nothing could be read; its mistakes are told in its language.
        languages.extend(found.iter().map(|mistake| mistake.language));
    }
    Ok((without_repetitions(found, files), languages))
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
