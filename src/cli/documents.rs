//! `duban coverage` and `duban impact`: what checklists make of the documents that they cite.

use super::arguments::{CoverageArguments, CoverageFormat, General, ImpactArguments, ImpactFormat};
use super::paths::{self, not_read};
use super::{Exit, show, terminal};
use crate::citations::{Aliases, Document, Pin, read_text};
use crate::data::DigestAlgorithm;
use crate::data::formats::digest_of_bytes;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::documents::{Version, coverage, coverage_text, impact, impact_text, page};
use crate::model::{self, Model};
use crate::source::Files;
use crate::types::{Language, Number};
use std::path::{Path, PathBuf};

/// Mistakes that a new version of a document brings by itself.
const OF_VERSIONS: [Code; 5] = [
    Code::NoSuchClause,
    Code::AmbiguousClause,
    Code::ChangedClause,
    Code::ShortPhrase,
    Code::PhraseMissing,
];

/// Accounts for the clauses of the pinned sources.
pub(super) fn coverage_of(arguments: &CoverageArguments, general: &General) -> Exit {
    let model = match load(&arguments.paths, &[], general) {
        Ok(model) => model,
        Err(exit) => return exit,
    };
    let language = language(&model, general);
    if model.sources.iter().all(|source| source.pin.is_none()) {
        return show::not_done(language.pick(
            "no source of these checklists has a lock; write one with `duban pin SOURCE FILE`",
            "这些清单的文件都没有锁；请先用 `duban pin 文件名 文件` 生成",
        ));
    }
    for source in model.sources.iter().filter(|source| source.pin.is_none()) {
        let name = source.names.show(language);
        terminal::say(&match language {
            Language::En => format!("duban: `{name}` has no lock; its clauses are not counted"),
            Language::Zh => format!("duban: `{name}` 没有锁，其条款未计入"),
        });
    }
    let all = coverage(&model, language);
    let text = match arguments.format {
        CoverageFormat::Text => Ok(coverage_text(&all, language, arguments.sentences)),
        CoverageFormat::Html => Ok(page(&all, language)),
        CoverageFormat::Json => serde_json::to_string_pretty(&all).map(|json| json + "\n"),
    };
    if let Err(exit) = print(text) {
        return exit;
    }
    let unpinned = model.sources.iter().any(|source| source.pin.is_none());
    let Some(min) = arguments.min else {
        return Exit::Fine;
    };
    let number = |count: usize| i64::try_from(count).map(Number::integer).ok();
    let (done, clauses) = (all.total.accounted(), all.total.clauses);
    let share = number(done)
        .zip(number(clauses))
        .and_then(|(done, clauses)| done.over(clauses));
    if unpinned || share.is_none_or(|share| share < min) {
        terminal::say(&match language {
            Language::En => format!(
                "duban: {done} of {clauses} clauses are accounted for, fewer than asked for"
            ),
            Language::Zh => format!("duban: {clauses} 个条款中 {done} 个有着落，未达到要求"),
        });
        return Exit::Found;
    }
    Exit::Fine
}

/// Compares two versions of a document and names the items that the changes touch.
pub(super) fn impact_of(arguments: &ImpactArguments, general: &General) -> Exit {
    let model = if arguments.checklists.is_empty() {
        Model::default()
    } else {
        match load(&arguments.checklists, &OF_VERSIONS, general) {
            Ok(model) => model,
            Err(exit) => return exit,
        }
    };
    let language = language(&model, general);
    let versions = version(&arguments.old, &model, language)
        .and_then(|old| Ok((old, version(&arguments.new, &model, language)?)));
    let (old, new) = match versions {
        Ok(versions) => versions,
        Err(message) => return show::not_done(&message),
    };
    let source = match source(&model, arguments, &old, language) {
        Ok(source) => source,
        Err(message) => return show::not_done(&message),
    };
    let none = Aliases::default();
    let pin = source.and_then(|source| model.sources[source].pin.as_ref());
    let aliases = pin.map_or(&none, Pin::aliases);
    let source = source.map(|old| (old, successor(&model, old, &new)));
    let all = impact(&old, &new, &model, source, aliases);
    let text = match arguments.format {
        ImpactFormat::Text => Ok(impact_text(&all, language)),
        ImpactFormat::Json => serde_json::to_string_pretty(&all).map(|json| json + "\n"),
    };
    match print(text) {
        Err(exit) => exit,
        Ok(()) if all.clauses.is_empty() => Exit::Fine,
        Ok(()) => Exit::Found,
    }
}

/// A version of a document from its lock or its text, or by the name of a source that has a lock.
fn version(path: &Path, model: &Model, language: Language) -> Result<Version, String> {
    let shown = path.display();
    if !Files::exists(path) {
        let name = path.to_string_lossy();
        let mut sources = model.sources.iter();
        let named = sources.find(|source| source.names.all.iter().any(|known| *known == name));
        if let Some(pin) = named.and_then(|source| source.pin.as_ref()) {
            return Ok(Version::of_pin(pin));
        }
    }
    let bytes = Files::read(path).map_err(|error| not_read(path, &error, language))?;
    if path.extension().is_some_and(|ending| ending == "lock") {
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        return match Pin::beside(folder, &name) {
            Ok(Some(pin)) => Ok(Version::of_pin(&pin)),
            Ok(None) => Err(match language {
                Language::En => format!("{shown} cannot be read"),
                Language::Zh => format!("{shown} 无法读取"),
            }),
            Err(broken) => Err(broken.words(language)),
        };
    }
    let words = read_text(&bytes)
        .map_err(|unreadable| format!("{shown}: {}", unreadable.words(language)))?;
    if let Some(warning) = words.warning(language) {
        terminal::say(&format!("{shown}: {warning}"));
    }
    let digest = digest_of_bytes(&bytes, DigestAlgorithm::Blake3);
    Ok(Version::of_document(&Document::read(&words.text), digest))
}

/// The source that the old version is a text of: the one named, the one whose lock says so, or the only one.
fn source(
    model: &Model,
    arguments: &ImpactArguments,
    old: &Version,
    language: Language,
) -> Result<Option<usize>, String> {
    let known = || {
        let names = model.sources.iter().map(|source| source.names.id());
        names.collect::<Vec<_>>().join(", ")
    };
    if let Some(name) = &arguments.source {
        let named = model
            .sources
            .iter()
            .position(|source| source.names.all.contains(name));
        return named.map(Some).ok_or_else(|| match language {
            Language::En => format!(
                "no checklist declares the source `{name}`; declared are: {}",
                known()
            ),
            Language::Zh => format!("清单中没有声明文件 `{name}`；已声明：{}", known()),
        });
    }
    let same = |source: &model::SourceDocument| {
        let pin = source.pin.as_ref();
        pin.is_some_and(|pin| pin.lock.document.digest == old.lock.document.digest)
    };
    let locked = model.sources.iter().position(same);
    match (locked, model.sources.len()) {
        (Some(source), _) => Ok(Some(source)),
        (None, 0) => Ok(None),
        (None, 1) => Ok(Some(0)),
        (None, _) => Err(match language {
            Language::En => format!(
                "the checklists cite several documents; say which one this is with --source, one of: {}",
                known()
            ),
            Language::Zh => format!("清单引用多份文件；请用 --source 指明是哪一份：{}", known()),
        }),
    }
}

/// The source that the new version is a text of, among those that replace the old one: the one whose lock says so, or the only one without a lock.
fn successor(model: &Model, old: usize, new: &Version) -> Option<usize> {
    let all = model.successors(old);
    let pin = |at: &usize| {
        model
            .sources
            .get(*at)
            .and_then(|source| source.pin.as_ref())
    };
    let locked = all
        .iter()
        .copied()
        .find(|at| pin(at).is_some_and(|pin| pin.lock.document.digest == new.lock.document.digest));
    let mut open = all.iter().copied().filter(|at| pin(at).is_none());
    locked.or_else(|| open.next().filter(|_| open.next().is_none()))
}

/// The checklists as a model; mistakes in them are said, save those of `expected` codes.
fn load(given: &[PathBuf], expected: &[Code], general: &General) -> Result<Model, Exit> {
    let paths = paths::checklists(given, show::language(general));
    let paths = paths.map_err(|message| show::not_done(&message))?;
    let mut files = Files::new();
    let mut sink = Diagnostics::default();
    let model = model::load_all(&paths, None, &mut files, &mut sink);
    let mut found = sink.into_sorted();
    found.retain(|one| one.severity() == Severity::Error && !expected.contains(&one.code));
    if found.is_empty() {
        return Ok(model);
    }
    terminal::say(&show::text(&found, &files, general.color.on_error()));
    Err(Exit::NotDone)
}

/// The language asked for, else the reader's, else that of the first checklist.
fn language(model: &Model, general: &General) -> Language {
    general
        .language()
        .or_else(terminal::locale_language)
        .or_else(|| model.language())
        .unwrap_or(Language::En)
}

fn print(text: Result<String, serde_json::Error>) -> Result<(), Exit> {
    let text = text.map_err(|error| show::not_done(&error.to_string()))?;
    terminal::output(|out| out.write_all(text.as_bytes())).map_err(|error| show::no_output(&error))
}
