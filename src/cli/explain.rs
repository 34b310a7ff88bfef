//! `duban explain`: what an item requires, or what the code of a mistake means.

use super::arguments::{ExplainArguments, General, RunArguments};
use super::check::checklists_in;
use super::{Exit, show, subjects, terminal};
use crate::audit::items_named;
use crate::diagnostic::wording::near;
use crate::diagnostic::{Code, Diagnostics};
use crate::explain;
use crate::model::{self, Item, Model};
use crate::source::Files;
use crate::types::Language;
use std::path::{Path, PathBuf};

/// Explains a code, an item, or all items of a checklist.
pub(super) fn explain(arguments: &ExplainArguments, general: &General) -> Exit {
    if let Some(audit) = &arguments.expected {
        // The audit file names its checklists, so only items are looked for among the names.
        let names = std::iter::once(&arguments.what).chain(&arguments.more);
        let items = names.filter(|name| !Files::exists(Path::new(name)));
        let run = RunArguments::expected(audit.clone(), items.cloned().collect());
        return super::run::run(&run, general);
    }
    let code = Code::ALL.iter().find(|code| code.name() == arguments.what);
    let text = match (code, &arguments.subjects) {
        (Some(&code), _) => Ok(of_code(code, general)),
        (None, Some(audit)) => subjects::of_audit(arguments, audit, general),
        (None, None) => of_items(arguments, general),
    };
    match text {
        Ok(text) => match terminal::output(|out| out.write_all(text.as_bytes())) {
            Ok(()) => Exit::Fine,
            Err(error) => show::not_written("standard output", &error),
        },
        Err(exit) => exit,
    }
}

fn of_code(code: Code, general: &General) -> String {
    let language = general.language().or_else(terminal::locale_language);
    let language = language.unwrap_or(Language::En);
    format!("{}\n", explain::code(code, language).trim_end())
}

fn of_items(arguments: &ExplainArguments, general: &General) -> Result<String, Exit> {
    let what = Path::new(&arguments.what);
    let (paths, names) = if Files::exists(what) {
        (gather(&[what.to_path_buf()])?, arguments.more.clone())
    } else {
        let given: Vec<PathBuf> = arguments.more.iter().map(PathBuf::from).collect();
        let here = vec![PathBuf::from(".")];
        let folders = if given.is_empty() { here } else { given };
        (gather(&folders)?, vec![arguments.what.clone()])
    };
    let mut files = Files::new();
    let mut sink = Diagnostics::default();
    let model = model::load_all(&paths, None, &mut files, &mut sink);
    if sink.has_errors() {
        let found = sink.into_sorted();
        terminal::say(&show::text(&found, &files, general.color.on_error()));
        return Err(Exit::NotDone);
    }
    let items = chosen(&model, &names)?;
    let mut text = String::new();
    for item in items.into_iter().filter_map(|item| model.items.get(item)) {
        let language = language(&model, item, general);
        let checklist = model.checklists.get(item.checklist);
        let heading = format!(
            "{}/{}  {}",
            checklist.map(|c| c.id.as_str()).unwrap_or_default(),
            item.id,
            item.title.get(language)
        );
        let prose = explain::item(&model, item, language);
        text.push_str(&format!("{heading}\n  {}\n\n", prose.trim_end()));
    }
    Ok(format!("{}\n", text.trim_end()))
}

/// The checklists meant by files and folders.
pub(super) fn gather(given: &[PathBuf]) -> Result<Vec<PathBuf>, Exit> {
    let mut paths = Vec::new();
    for path in given {
        if Files::is_folder(path) {
            checklists_in(path, &mut paths).map_err(|error| {
                show::not_done(&format!("{} cannot be read: {error}", path.display()))
            })?;
        } else if Files::exists(path) {
            paths.push(path.clone());
        } else {
            return Err(show::not_done(&format!(
                "there is no file or folder {}",
                path.display()
            )));
        }
    }
    if paths.is_empty() {
        return Err(show::not_done(
            "no checklist was found; name one after the item: `duban explain ITEM FILE`",
        ));
    }
    Ok(paths)
}

/// The items of these names; all without names.
fn chosen(model: &Model, names: &[String]) -> Result<Vec<usize>, Exit> {
    if names.is_empty() {
        return Ok((0..model.items.len()).collect());
    }
    let mut items = Vec::new();
    for name in names {
        let found = items_named(model, name);
        if found.is_empty() {
            let ids = model.items.iter().map(|item| item.id.as_str());
            let codes = Code::ALL.iter().map(|code| code.name());
            let similar = near(name, ids.chain(codes));
            let help = similar.map(|n| format!("; similar is `{n}`"));
            return Err(show::not_done(&format!(
                "no item and no code of a mistake is called `{name}`{}",
                help.unwrap_or_default()
            )));
        }
        items.extend(found);
    }
    Ok(items)
}

/// The language asked for, else the reader's, else that of the item's checklist.
fn language(model: &Model, item: &Item, general: &General) -> Language {
    let checklist = model.checklists.get(item.checklist);
    general
        .language()
        .or_else(terminal::locale_language)
        .or(checklist.map(|c| c.language))
        .unwrap_or(Language::En)
}
