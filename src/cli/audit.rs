//! An audit file and its checklists, read for `run`, `why`, `rank`, `sample` and `explain --subjects`.

use super::arguments::General;
use super::paths::{Kind, is_table, kind_of, not_read};
use super::{Exit, show, terminal};
use crate::audit::{Audit, Bindings, DatasetStatus, items_named};
use crate::data::DigestAlgorithm;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::wording::near;
use crate::findings::mask::Masking;
use crate::inspect::{self, DatasetFile, Request};
use crate::model::{self, Model};
use crate::source::Files;
use crate::types::{Date, Language};
use std::path::{Path, PathBuf};

/// What a command asks of an audit.
pub(super) struct Inputs<'a> {
    pub(super) audit: &'a Path,
    pub(super) as_of: Option<Date>,
    pub(super) items: &'a [String],
    pub(super) data: Option<&'a Path>,
    pub(super) reveal: bool,
    pub(super) max_findings: Option<u64>,
    pub(super) digest: DigestAlgorithm,
    /// Whether findings are shown with what they rest on.
    pub(super) proofs: bool,
}

impl<'a> Inputs<'a> {
    /// A question about some items of an audit: nothing of it is digested or capped, and people stay masked.
    pub(super) fn question(audit: &'a Path, items: &'a [String]) -> Self {
        Self {
            audit,
            as_of: None,
            items,
            data: None,
            reveal: false,
            max_findings: None,
            digest: DigestAlgorithm::None,
            proofs: false,
        }
    }
}

/// An audit whose files are without mistakes.
pub(super) struct Prepared {
    pub(super) files: Files,
    pub(super) audit: Audit,
    pub(super) model: Model,
    bindings: Bindings,
}

impl Prepared {
    /// The files that it was read from and that a run reads, as paths that can be opened; `data`: the folder of the data files, if told.
    pub(super) fn inputs(&self, data: Option<&Path>) -> Vec<PathBuf> {
        let mut inputs = self.audit.inputs(data);
        inputs.extend(self.files.paths().map(Path::to_path_buf));
        inputs
    }
}

/// Refuses a checklist or a table in the place of an audit file; nothing that stands in it is shown.
fn refuse_others(path: &Path, general: &General) -> Result<(), Exit> {
    let language = show::language(general);
    let shown = path.display();
    let message = match kind_of(path) {
        Kind::Other => return Ok(()),
        Kind::Table => is_table(path, ["an audit file", "审计文件"], language),
        Kind::Checklist => match language {
            Language::En => format!(
                "{shown} is a checklist; run it through an audit file: one that names it under `checklists:` and the tables under `data:`, as `duban init FOLDER` proposes"
            ),
            Language::Zh => format!(
                "{shown} 是检查清单；请通过审计文件运行：其中 `checklists:` 写检查清单，`data:` 写数据表，`duban init 文件夹` 可生成草稿"
            ),
        },
    };
    Err(show::not_done(&message))
}

/// Reads an audit file and its checklists.
pub(super) fn prepare(arguments: &Inputs<'_>, general: &General) -> Result<Prepared, Exit> {
    let mut files = Files::new();
    let mut sink = Diagnostics::default();
    let path = arguments.audit;
    refuse_others(path, general)?;
    let loaded = Audit::load(path, general.language(), &mut files, &mut sink);
    let mut audit = match loaded {
        Ok(audit) => audit,
        Err(error) => {
            let language = show::language(general);
            let what = language.pick("the audit file ", "审计文件：");
            let message = not_read(path, &error, language);
            return Err(show::not_done(&format!("{what}{message}")));
        }
    };
    if let Some(day) = arguments.as_of {
        audit.as_of = Some(day);
    }
    let mut checklists = audit.checklists.iter().map(|own| own.value.as_path());
    if let Some(table) = checklists.find(|path| kind_of(path) == Kind::Table) {
        let language = show::language(general);
        let message = is_table(table, ["a checklist", "检查清单"], language);
        return Err(show::not_done(&message));
    }
    let mut model = Model::default();
    if !sink.has_errors() {
        let paths: Vec<PathBuf> = audit.checklists.iter().map(|c| c.value.clone()).collect();
        model = model::load_all(&paths, None, &mut files, &mut sink);
    }
    let mut bindings = None;
    if !sink.has_errors() {
        let items = asked_for(&model, arguments.items, general)?;
        bindings = Some(audit.resolve(&mut model, &items, &mut sink));
    }
    let wrong = sink.has_errors();
    let found = sink.into_sorted();
    let (_, warnings) = show::count(&found);
    match bindings {
        Some(bindings) if !wrong => {
            if warnings > 0 && !general.quiet {
                show::error(&match show::language(general) {
                    Language::En => format!(
                        "{} in the checklists; `duban check` shows them",
                        show::plural(warnings, "warning")
                    ),
                    Language::Zh => {
                        format!("检查清单有 {warnings} 个警告；`duban check` 会逐一显示")
                    }
                });
            }
            Ok(Prepared {
                files,
                audit,
                model,
                bindings,
            })
        }
        _ => {
            terminal::say(&show::text(&found, &files, general.color.on_error()));
            Err(Exit::NotDone)
        }
    }
}

/// The items named on the command line, by number.
fn asked_for(model: &Model, names: &[String], general: &General) -> Result<Vec<usize>, Exit> {
    let mut items = Vec::new();
    for name in names {
        let found = items_named(model, name);
        if found.is_empty() {
            let similar = near(name, model.items.iter().map(|item| item.id.as_str()));
            return Err(show::not_done(&match (show::language(general), similar) {
                (Language::En, None) => format!("the checklists have no item `{name}`"),
                (Language::En, Some(similar)) => {
                    format!("the checklists have no item `{name}`; a similar one is `{similar}`")
                }
                (Language::Zh, None) => format!("检查清单中没有检查项 `{name}`"),
                (Language::Zh, Some(similar)) => {
                    format!("检查清单中没有检查项 `{name}`；相近的是 `{similar}`")
                }
            }));
        }
        items.extend(found);
    }
    items.sort_unstable();
    items.dedup();
    Ok(items)
}

impl Prepared {
    /// The language asked for; else the reader's for people, and that of the checklists for programs.
    pub(super) fn language(&self, for_programs: bool, general: &General) -> Language {
        let reader = || terminal::locale_language().filter(|_| !for_programs);
        (general.language())
            .or(self.audit.language)
            .or_else(reader)
            .or_else(|| self.model.language())
            .unwrap_or(Language::En)
    }

    /// Leaves only some of the items to be run; gives the ids of the others.
    pub(super) fn keep(&mut self, is_kept: impl Fn(&model::Item) -> bool) -> Vec<String> {
        let model = &self.model;
        let mut others = Vec::new();
        self.bindings.items.retain(|&at| match model.items.get(at) {
            Some(item) if is_kept(item) => true,
            item => {
                others.extend(item.map(|item| item.id.clone()));
                false
            }
        });
        others
    }

    /// The items that are run, by their numbers in the model, ascending.
    pub(super) fn items(&self) -> &[usize] {
        &self.bindings.items
    }

    /// Whether there is nothing to be run.
    pub(super) fn is_empty(&self) -> bool {
        self.bindings.items.is_empty()
    }

    /// Shows what is wrong.
    pub(super) fn not_done(&self, sink: Diagnostics, general: &General) -> Exit {
        let found = sink.into_sorted();
        terminal::say(&show::text(&found, &self.files, general.color.on_error()));
        Exit::NotDone
    }

    /// The inspection that is asked for, with its plan.
    pub(super) fn plan(
        &self,
        inputs: &Inputs<'_>,
        language: Language,
        general: &General,
    ) -> Result<inspect::Prepared<'_>, Exit> {
        let request = self.request(inputs, language, general)?;
        inspect::prepare(request).map_err(|sink| self.not_done(sink, general))
    }

    /// Opens the data files and the answers, and asks for an inspection of them.
    pub(super) fn request(
        &self,
        arguments: &Inputs<'_>,
        language: Language,
        general: &General,
    ) -> Result<Request<'_>, Exit> {
        let folder = arguments.data;
        let (datasets, statuses) = self
            .bindings
            .open(&self.audit, &self.model, folder, language);
        let mut sink = Diagnostics::default();
        let digest = arguments.digest;
        let answers = self.audit.answers(&self.model, digest, language, &mut sink);
        if sink.has_errors() {
            return Err(self.not_done(sink, general));
        }
        Ok(Request {
            model: &self.model,
            files: &self.files,
            audit: self.audit.path.to_string_lossy().replace('\\', "/"),
            folder: self.audit.folder.clone(),
            as_of: self.audit.as_of,
            settings: self
                .model
                .settings
                .iter()
                .map(|s| s.value.clone())
                .collect(),
            datasets,
            dataset_files: statuses.into_iter().map(dataset_file).collect(),
            answers,
            items: self.bindings.items.clone(),
            language,
            masking: Masking {
                reveal: arguments.reveal,
            },
            hash_key: self.audit.hash_key.clone(),
            max_findings: arguments.max_findings,
            threads: general.threads.map_or(0, usize::from),
            digest,
            proofs: arguments.proofs,
        })
    }
}

fn dataset_file(status: DatasetStatus) -> DatasetFile {
    DatasetFile {
        file: status.file,
        problems: status.problems,
    }
}
