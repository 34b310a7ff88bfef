//! `duban explain`: what an item requires, or what the code of a mistake means.

use super::arguments::{ExplainArguments, ExplainFormat, General, RunArguments};
use super::{Exit, paths, show, subjects, terminal};
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
        let (_, items) = arguments.files_and_items();
        let run = RunArguments::expected(audit.clone(), items);
        return super::run::run(&run, general);
    }
    let is_code = |code: &&Code| arguments.names.iter().any(|name| code.name() == name);
    let text = match (Code::ALL.iter().find(is_code), &arguments.subjects) {
        (Some(&code), _) => Ok(of_code(code, general)),
        (None, Some(audit)) => subjects::of_audit(arguments, audit, general),
        (None, None) => of_items(arguments, general),
    };
    match text {
        Ok(text) => match terminal::output(|out| out.write_all(text.as_bytes())) {
            Ok(()) => Exit::Fine,
            Err(error) => show::no_output(&error),
        },
        Err(exit) => exit,
    }
}

impl ExplainArguments {
    /// The checklists among the names, and the others.
    pub(super) fn files_and_items(&self) -> (Vec<PathBuf>, Vec<String>) {
        let is_file = |name: &&String| name.ends_with(".duban") || Files::exists(Path::new(name));
        let (files, items): (Vec<&String>, Vec<&String>) = self.names.iter().partition(is_file);
        let files = files.into_iter().map(PathBuf::from).collect();
        (files, items.into_iter().cloned().collect())
    }
}

fn of_code(code: Code, general: &General) -> String {
    let language = general.language().or_else(terminal::locale_language);
    let language = language.unwrap_or(Language::En);
    format!("{}\n", explain::code(code, language).trim_end())
}

fn of_items(arguments: &ExplainArguments, general: &General) -> Result<String, Exit> {
    let (mut given, names) = arguments.files_and_items();
    if given.is_empty() {
        given.push(PathBuf::from("."));
    }
    if let (true, Some(name)) = (arguments.all, names.first()) {
        return Err(show::not_done(&match show::language(general) {
            Language::En => format!("`{name}` is no checklist, and --all asks for all items"),
            Language::Zh => format!("`{name}` 不是清单，而 --all 要求全部检查项"),
        }));
    }
    let paths = paths::checklists(&given, show::language(general));
    let paths = paths.map_err(|message| show::not_done(&message))?;
    let mut files = Files::new();
    let mut sink = Diagnostics::default();
    let model = model::load_all(&paths, None, &mut files, &mut sink);
    if sink.has_errors() {
        let found = sink.into_sorted();
        terminal::say(&show::text(&found, &files, general.color.on_error()));
        return Err(Exit::NotDone);
    }
    let items = chosen(&model, &names, general)?;
    if arguments.format == ExplainFormat::Html {
        let first = items.first().and_then(|item| model.items.get(*item));
        let language = first.map_or(Language::En, |item| language(&model, item, general));
        return Ok(explain::sheet(&model, &items, language));
    }
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

/// The items of these names; all without names.
fn chosen(model: &Model, names: &[String], general: &General) -> Result<Vec<usize>, Exit> {
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
            return Err(show::not_done(&match (show::language(general), similar) {
                (Language::En, None) => {
                    format!("no item and no code of a mistake is called `{name}`")
                }
                (Language::En, Some(similar)) => format!(
                    "no item and no code of a mistake is called `{name}`; similar is `{similar}`"
                ),
                (Language::Zh, None) => format!("没有名为 `{name}` 的检查项或错误代码"),
                (Language::Zh, Some(similar)) => {
                    format!("没有名为 `{name}` 的检查项或错误代码；相近的是 `{similar}`")
                }
            }));
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
