//! `duban init`: a folder with data files and checklists in, an audit file with comments out.

use super::arguments::{General, InitArguments};
use super::paths::{has_ending, not_read};
use super::{Exit, show, terminal};
use crate::audit::propose::{self, Asked, Proposal};
use crate::diagnostic::Diagnostics;
use crate::findings::identity::HashKey;
use crate::model::{self, Model};
use crate::source::{Files, Together};
use crate::types::Language;
use std::path::{Path, PathBuf};

/// The name of the key file that is made.
const KEY: &str = "audit.key";

/// Proposes an audit file.
pub(super) fn init(arguments: &InitArguments, general: &General) -> Exit {
    match make(arguments, general) {
        Ok(()) => Exit::Fine,
        Err(exit) => exit,
    }
}

fn make(arguments: &InitArguments, general: &General) -> Result<(), Exit> {
    let folder = arguments.folder.as_path();
    if !Files::is_folder(folder) {
        let shown = folder.display();
        return Err(show::not_done(&match show::reader() {
            Language::En => format!("there is no folder {shown}"),
            Language::Zh => format!("没有文件夹 {shown}"),
        }));
    }
    if let Some(path) = arguments
        .output
        .as_deref()
        .filter(|path| Files::exists(path))
    {
        let shown = path.display();
        return Err(show::not_done(&match show::reader() {
            Language::En => format!(
                "{shown} is there already and is not overwritten; name another file after -o"
            ),
            Language::Zh => format!("{shown} 已存在，不会覆盖；请在 -o 后写另一个文件名"),
        }));
    }
    let mut files = Files::new();
    let (model, checklists) = checklists(arguments, general, &mut files)?;
    let language = general.language();
    let first = model.language();
    // Paths in the audit file begin where it lies: beside its name, or where standard output is sent from.
    let base = arguments.output.as_deref().and_then(Path::parent);
    let base = base.unwrap_or(Path::new(""));
    let base = if base.as_os_str().is_empty() {
        Path::new(".")
    } else {
        base
    };
    let asked = Asked {
        folder,
        base,
        checklists: &checklists,
        key: KEY,
        language: language.or(first).unwrap_or(Language::En),
    };
    let proposal = propose::propose(&model, &asked)
        .map_err(|error| show::not_done(&not_read(folder, &error, show::reader())))?;
    let key = base.join(KEY);
    let new_key = !Files::exists(&key);
    write(arguments, &proposal, new_key.then_some(key.as_path()))?;
    if !general.quiet {
        let (found, missing) = (proposal.found, proposal.missing);
        let (mut en, mut zh) = (
            format!(
                "{} found, {missing} missing",
                show::plural(found, "dataset")
            ),
            format!("找到 {found} 个数据集，缺 {missing} 个"),
        );
        if new_key {
            en += &format!("; made {}", key.display());
            zh += &format!("；已生成 {}", key.display());
        }
        if arguments.output.is_none() {
            en += "; the audit file was printed only: `-o audit.yaml` keeps it";
            zh += "；审计文件只是显示，未保存：加 -o audit.yaml 可保存";
        }
        let language = show::of_checklists(general, model.languages());
        terminal::say(language.pick(&en, &zh));
    }
    Ok(())
}

/// Writes the audit file, and the key file where there is none.
fn write(arguments: &InitArguments, proposal: &Proposal, key: Option<&Path>) -> Result<(), Exit> {
    let mut together = Together::new();
    let mut put = |path: &Path, text: &str| {
        together
            .write(path, &mut |out| out.write_all(text.as_bytes()))
            .map_err(|error| show::not_written(&path.display().to_string(), &error))
    };
    if let Some(key) = key {
        put(key, &HashKey::fresh().to_text())?;
    }
    if let Some(path) = &arguments.output {
        put(path, &proposal.text)?;
    }
    together.keep().map_err(|error| {
        let what = show::reader().pick("the audit file", "审计文件");
        show::not_written(what, &error)
    })?;
    if arguments.output.is_none() {
        terminal::output(|out| out.write_all(proposal.text.as_bytes()))
            .map_err(|error| show::no_output(&error))?;
    }
    Ok(())
}

/// The checklists asked for, else those in the folder; with the paths of those that are no mere libraries.
fn checklists(
    arguments: &InitArguments,
    general: &General,
    files: &mut Files,
) -> Result<(Model, Vec<PathBuf>), Exit> {
    let mut paths = arguments.checklists.clone();
    if paths.is_empty() {
        let entries = Files::list(&arguments.folder).map_err(|error| {
            show::not_done(&not_read(&arguments.folder, &error, show::reader()))
        })?;
        let entries = entries.into_iter().filter(|entry| !entry.is_folder);
        paths = entries.map(|entry| entry.path).collect();
        paths.retain(|path| has_ending(path, &["duban"]));
    }
    if paths.is_empty() {
        let shown = arguments.folder.display();
        return Err(show::not_done(&match show::reader() {
            Language::En => format!(
                "the folder {shown} holds no checklists (files ending in .duban); name them with --checklist FILE"
            ),
            Language::Zh => {
                format!("文件夹 {shown} 中没有检查清单（.duban 文件）；请用 --checklist 文件 指明")
            }
        }));
    }
    if let Some(path) = paths.iter().find(|path| !Files::exists(path)) {
        let shown = path.display();
        return Err(show::not_done(&match show::reader() {
            Language::En => format!("there is no file {shown}"),
            Language::Zh => format!("没有文件 {shown}"),
        }));
    }
    let mut sink = Diagnostics::default();
    let model = model::load_all(&paths, None, files, &mut sink);
    if sink.has_errors() {
        let found = sink.into_sorted();
        terminal::say(&show::text(&found, files, general.color.on_error()));
        return Err(Exit::NotDone);
    }
    let named: Vec<PathBuf> = model
        .checklists
        .iter()
        .map(|checklist| files.path(checklist.file).to_path_buf())
        .collect();
    if named.is_empty() {
        return Err(show::not_done(show::reader().pick(
            "none of these files begins with a checklist; name one with --checklist FILE",
            "这些文件的开头都没有检查清单；请用 --checklist 文件 指明",
        )));
    }
    Ok((model, named))
}
