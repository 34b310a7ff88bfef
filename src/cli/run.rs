//! `duban run`: an audit file in, reports and an exit code out.

use super::arguments::{General, RunArguments};
use super::{Exit, outputs, show, terminal};
use crate::audit::{Audit, Bindings, DatasetStatus, items_named};
use crate::data::DigestAlgorithm;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::wording::near;
use crate::findings::mask::Masking;
use crate::findings::{Findings, ItemOutcome, Run, Severity};
use crate::inspect::{self, DatasetFile, Request};
use crate::model::{self, Model};
use crate::report::Report;
use crate::report::text::Text;
use crate::source::Files;
use crate::types::Date;
use crate::types::Language;
use std::path::{Path, PathBuf};

/// Runs an audit.
pub(super) fn run(arguments: &RunArguments, general: &General) -> Exit {
    match prepare(&arguments.inputs(), general)
        .and_then(|prepared| prepared.judge(arguments, general))
    {
        Ok(exit) | Err(exit) => exit,
    }
}

/// What a command asks of an audit.
pub(super) struct Inputs<'a> {
    pub(super) audit: &'a Path,
    pub(super) as_of: Option<Date>,
    pub(super) items: &'a [String],
    pub(super) data: Option<&'a Path>,
    pub(super) reveal: bool,
    pub(super) max_findings: Option<u64>,
    pub(super) digest: DigestAlgorithm,
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

/// Reads an audit file and its checklists.
pub(super) fn prepare(arguments: &Inputs<'_>, general: &General) -> Result<Prepared, Exit> {
    let mut files = Files::new();
    let mut sink = Diagnostics::default();
    let path = arguments.audit;
    let loaded = Audit::load(path, general.language(), &mut files, &mut sink);
    let mut audit = match loaded {
        Ok(audit) => audit,
        Err(error) => {
            let message = format!("the audit file {} cannot be read: {error}", path.display());
            return Err(show::not_done(&message));
        }
    };
    if let Some(day) = arguments.as_of {
        audit.as_of = Some(day);
    }
    let mut model = Model::default();
    if !sink.has_errors() {
        let paths: Vec<PathBuf> = audit.checklists.iter().map(|c| c.value.clone()).collect();
        model = model::load_all(&paths, None, &mut files, &mut sink);
    }
    let mut bindings = None;
    if !sink.has_errors() {
        let items = asked_for(&model, arguments.items)?;
        bindings = Some(audit.resolve(&mut model, &items, &mut sink));
    }
    let wrong = sink.has_errors();
    let found = sink.into_sorted();
    let (_, warnings) = show::count(&found);
    match bindings {
        Some(bindings) if !wrong => {
            if warnings > 0 && !general.quiet {
                show::error(&format!(
                    "{} in the checklists; `duban check` shows them",
                    show::plural(warnings, "warning")
                ));
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
fn asked_for(model: &Model, names: &[String]) -> Result<Vec<usize>, Exit> {
    let mut items = Vec::new();
    for name in names {
        let found = items_named(model, name);
        if found.is_empty() {
            let similar = near(name, model.items.iter().map(|item| item.id.as_str()));
            let help = similar.map(|n| format!("; a similar one is `{n}`"));
            return Err(show::not_done(&format!(
                "the checklists have no item `{name}`{}",
                help.unwrap_or_default()
            )));
        }
        items.extend(found);
    }
    items.sort_unstable();
    items.dedup();
    Ok(items)
}

impl Prepared {
    fn judge(self, arguments: &RunArguments, general: &General) -> Result<Exit, Exit> {
        let report = outputs::choose(arguments.format.as_deref(), arguments.output.as_deref());
        if report.name() == "xlsx" && arguments.output.is_none() && terminal::output_is_terminal() {
            return Err(show::not_done(
                "a workbook cannot be shown here; write it to a file with `-o findings.xlsx`",
            ));
        }
        let language = self.language(report, arguments, general);
        let prepared = self.plan(&arguments.inputs(), language, general)?;
        let findings = prepared.run().map_err(show::not_read)?;
        if arguments.expected {
            return Ok(super::expected::print(&findings, language));
        }
        write(report, &findings, arguments, general)?;
        Ok(exit_of(findings.run(), arguments.fail_on()))
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
        })
    }

    /// The language asked for; else the checklist's for machines, and the reader's for people.
    fn language(
        &self,
        report: &dyn Report,
        arguments: &RunArguments,
        general: &General,
    ) -> Language {
        let for_machines = report.for_programs() || arguments.out.is_some();
        let reader = || terminal::locale_language().filter(|_| !for_machines);
        let own = self.model.checklists.iter().find(|c| !c.adopted);
        let checklist = own.or(self.model.checklists.first()).map(|c| c.language);
        general
            .language()
            .or(self.audit.language)
            .or_else(reader)
            .or(checklist)
            .unwrap_or(Language::En)
    }
}

fn dataset_file(status: DatasetStatus) -> DatasetFile {
    DatasetFile {
        file: status.file,
        problems: status.problems,
    }
}

fn write(
    report: &dyn Report,
    findings: &dyn Findings,
    arguments: &RunArguments,
    general: &General,
) -> Result<(), Exit> {
    if let Some(folder) = &arguments.out {
        outputs::to_folder(findings, folder)?;
    }
    match &arguments.output {
        Some(path) => outputs::to_file(report, findings, path),
        // Who asks for a folder of reports gets them there, and not once more on the screen.
        None if arguments.out.is_some() && arguments.format.is_none() => {
            if !general.quiet {
                terminal::say(&outputs::written());
            }
            Ok(())
        }
        None if report.name() == "text" => {
            let colour = general.color.on_output();
            outputs::to_output(&Text { colour }, findings)
        }
        None => outputs::to_output(report, findings),
    }
}

/// What the run says to the program that started it.
fn exit_of(run: &Run, fail_on: Severity) -> Exit {
    let is = |outcome| move |item: &&crate::findings::ItemRun| item.outcome == outcome;
    let items = || run.items.iter();
    let failed = items()
        .filter(is(ItemOutcome::NotMet))
        .filter(|item| !item.more.aim)
        .any(|item| item.severity >= fail_on);
    let open = items().any(|item| {
        matches!(
            item.outcome,
            ItemOutcome::CannotTell | ItemOutcome::Awaiting
        )
    });
    let problems = run.datasets.iter().any(|d| !d.problems.is_empty());
    let nothing = items().all(|item| {
        matches!(
            item.outcome,
            ItemOutcome::NothingToJudge | ItemOutcome::NotInspectable
        )
    });
    if failed {
        Exit::Found
    } else if open || problems || nothing {
        Exit::CannotTell
    } else {
        Exit::Fine
    }
}
