//! A whole inspection: the checked model and the bound files go in, a finished run with its findings comes out.
//!
//! Findings are cooked while they are written, one batch at a time: the engine leaves places only, and tells again for these rows
//! what it looked at. Order, ids and texts depend on nothing but the inputs.

mod ahead;
mod alike;
mod answered;
mod attest;
mod batch;
mod cannot;
mod cook;
mod derived;
mod draft;
mod duty;
mod evidence;
mod excused;
mod first;
mod funnel;
mod groups;
mod handling;
mod head;
mod in_order;
mod keys;
mod matched;
mod message;
mod names;
mod other_side;
mod owed;
mod partner_reason;
mod places;
mod ranking;
mod remarks;
mod sample;
mod stream;
mod subject;
mod template;
mod trace;
mod unplaced;
mod validity;
mod verdicts;
mod way;
mod why;
mod why_duty;
mod why_said;
mod wording;

use crate::data::DigestAlgorithm;
use crate::data::Problems;
use crate::data::answers::AnswerFile;
use crate::data::binding::BoundDataset;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::eval::{self, Doubt, Evaluation, Hit, HitOutcome};
use crate::findings::identity::HashKey;
use crate::findings::mask::Masking;
use crate::findings::{Counts, Finding, Findings, Run, Visited, WriteRow};
use crate::model::{Check, Checklist, Model, SubjectKind};
use crate::plan::from_model::{Context, Lowered, lower, unsupported};
use crate::plan::{Cause, Plan};
use crate::source::{Files, Span};
use crate::types::{Date, Language, Value};
use attest::Answered;
use batch::Partners;
pub use owed::Owed;
use places::Places;
pub use ranking::Ranked;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};
use stream::{Made, Selection};
use template::Template;
pub use why::{Asked, NoTrace};

/// The file behind a bound dataset.
#[derive(Debug, Clone, Default)]
pub struct DatasetFile {
    /// Its path relative to the audit file, with `/`; empty when none is bound.
    pub file: String,
    /// What binding found wrong.
    pub problems: Problems,
}

/// Everything that an inspection is asked to do.
pub struct Request<'a> {
    /// The checked model.
    pub model: &'a Model,
    /// The texts of the checklists.
    pub files: &'a Files,
    /// The audit file's path as given.
    pub audit: String,
    /// The folder that paths are shown relative to.
    pub folder: PathBuf,
    /// The day of the inspection.
    pub as_of: Option<Date>,
    /// The values of settings, by their number in the model.
    pub settings: Vec<Option<Value>>,
    /// The bound datasets, by their number in the model.
    pub datasets: Vec<BoundDataset>,
    /// The files behind them.
    pub dataset_files: Vec<DatasetFile>,
    /// The answers of people.
    pub answers: Vec<AnswerFile>,
    /// The items to run, by their number in the model, ascending.
    pub items: Vec<usize>,
    /// The language of all texts.
    pub language: Language,
    /// Whether values of people are shown.
    pub masking: Masking,
    /// The key of finding ids, where there is a key file.
    pub hash_key: Option<HashKey>,
    /// The most findings shown for an item.
    pub max_findings: Option<u64>,
    /// Threads; 0 for one a core.
    pub threads: usize,
    /// How input files are digested.
    pub digest: DigestAlgorithm,
    /// Whether all findings will be shown with what they rest on; it changes nothing but time and memory.
    pub proofs: bool,
}

/// A request with its plan.
pub struct Prepared<'a> {
    request: Request<'a>,
    lowered: Lowered,
}

/// Makes the plan.
///
/// # Errors
/// The places that the engine cannot evaluate, as diagnostics.
pub fn prepare(request: Request<'_>) -> Result<Prepared<'_>, Diagnostics> {
    let lowered = lower(
        request.model,
        &Context {
            as_of: request.as_of,
            settings: &request.settings,
            datasets: &request.datasets,
            items: &request.items,
        },
    );
    if lowered.unsupported.is_empty() {
        return Ok(Prepared { request, lowered });
    }
    let mut diagnostics = Diagnostics::default();
    report_unsupported(request.model, &lowered.unsupported, &mut diagnostics);
    Err(diagnostics)
}

/// Reports what of a model without mistakes the engine cannot evaluate, whatever the files.
pub fn check(model: &Model, diagnostics: &mut Diagnostics) {
    report_unsupported(model, &unsupported(model), diagnostics);
}

fn report_unsupported(
    model: &Model,
    places: &[(Span, &'static str, &'static str)],
    diagnostics: &mut Diagnostics,
) {
    for &(span, en, zh) in places {
        let own = |checklist: &&Checklist| checklist.file == span.file;
        let checklist = model.checklists.iter().find(own);
        let language = checklist
            .or(model.checklists.first())
            .map_or(Language::En, |checklist| checklist.language);
        let diagnostic =
            Diagnostic::new(Code::OuterCondition, language, span, language.pick(en, zh));
        let help = language.pick(
            "compare a column of one row with a column of the other, in the condition of a count",
            "请在数量的条件中，把一条记录的列与另一条记录的列直接比较",
        );
        diagnostics.add(diagnostic.help(help));
    }
}

impl<'a> Prepared<'a> {
    /// The plan, for `explain`.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.lowered.plan
    }

    /// Runs the items.
    ///
    /// # Errors
    /// When a data file that could be opened cannot be read any more.
    pub fn run(&'a self) -> io::Result<Inspection<'a>> {
        let options = eval::Options {
            threads: self.request.threads,
            partners: self.request.proofs,
        };
        for bound in &self.request.datasets {
            if let Some(source) = &bound.source {
                source.expect_digest(self.request.digest);
            }
        }
        let evaluation = eval::evaluate(&self.lowered.plan, &self.request.datasets, &options)?;
        let hash_key = self.request.hash_key.clone().unwrap_or_else(HashKey::fresh);
        let mut inspection = Inspection {
            request: &self.request,
            lowered: &self.lowered,
            evaluation,
            run: head::empty(&self.request),
            hash_key,
            torn: torn(&self.request),
            places: OnceLock::new(),
            partners: OnceLock::new(),
            partners_turn: Mutex::default(),
            templates: (self.lowered.plan.items.iter())
                .map(|_| OnceLock::new())
                .collect(),
            ranks: OnceLock::new(),
            answered: Answered::default(),
        };
        inspection.answered = attest::settle(&inspection)?;
        head::fill(&mut inspection)?;
        Ok(inspection)
    }
}

/// The datasets of which, now that they are read, not all rows are there.
fn torn(request: &Request<'_>) -> Vec<usize> {
    let datasets = request.datasets.iter().enumerate();
    (datasets.filter(|(_, bound)| bound.source.is_some() && !bound.is_whole()))
        .map(|(dataset, _)| dataset)
        .collect()
}

/// A finished inspection.
pub struct Inspection<'a> {
    request: &'a Request<'a>,
    lowered: &'a Lowered,
    evaluation: Evaluation<'a>,
    run: Run,
    hash_key: HashKey,
    /// The datasets of which not all rows are there.
    torn: Vec<usize>,
    places: OnceLock<Places>,
    partners: OnceLock<Partners>,
    partners_turn: Mutex<()>,
    /// What the findings of each item begin with.
    templates: Vec<OnceLock<Template>>,
    /// The rankings by item.
    ranks: OnceLock<BTreeMap<usize, Vec<Ranked>>>,
    /// Items that people answer.
    answered: Answered,
}

impl Inspection<'_> {
    fn model(&self) -> &Model {
        self.request.model
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| {
            Places::read(
                self.request.model,
                &self.request.datasets,
                self.request.masking,
            )
        })
    }

    /// The hits of a block that are findings of their own: what only the whole item's cause leaves open is one finding of the item.
    fn findings_of(&self, item: usize, block: usize) -> Vec<Hit> {
        let mut hits: Vec<Hit> = match self.answered.items.get(&item) {
            Some(attested) if block == 0 => attested.hits.clone(),
            Some(_) => Vec::new(),
            None => self.evaluation.hits(item, block).collect(),
        };
        if !self.stopped_by(item).is_empty() {
            hits.retain(|hit| hit.outcome != HitOutcome::CannotTell);
        }
        hits
    }

    /// How many findings of their own a block has.
    fn number_of_findings(&self, item: usize, block: usize) -> u64 {
        if self.answered.items.contains_key(&item) {
            return self.findings_of(item, block).len() as u64;
        }
        let [not_met, cannot_tell] = self.evaluation.number_of_hits(item, block);
        match self.stopped_by(item).is_empty() {
            true => not_met + cannot_tell,
            false => not_met,
        }
    }

    /// The verdicts of an item's subjects, counted.
    fn counts(&self, item: usize) -> Counts {
        match self.answered.items.get(&item) {
            Some(attested) => attested.counts,
            None => self.evaluation.counts(item),
        }
    }

    /// What is open about these counts.
    fn doubt(&self, item: usize) -> Doubt {
        match self.answered.items.get(&item) {
            Some(attested) => attested.doubt,
            None => self.evaluation.doubt(item),
        }
    }

    /// Whether an item has a finding for what stops it as a whole.
    fn is_stopped(&self, item: usize) -> bool {
        let causes = self.stopped_by(item);
        if causes.is_empty() || self.is_torn(item) {
            return !causes.is_empty();
        }
        self.counts(item).subjects == 0 || self.left_open(item) > 0
    }

    /// How many subjects of an item have a part that cannot be told, also where another part of them is not met.
    fn left_open(&self, item: usize) -> u64 {
        let open = self.counts(item).cannot_tell;
        if self.answered.items.contains_key(&item) || self.counts(item).not_met == 0 {
            return open;
        }
        let is_open = |hit: &Hit| hit.outcome == HitOutcome::CannotTell;
        let blocks = 0..self.lowered.plan.items[item].blocks.len();
        let rows = blocks.map(|block| {
            let mut rows: Vec<u64> = (self.evaluation.hits(item, block).filter(is_open))
                .map(|hit| hit.row)
                .collect();
            rows.sort_unstable();
            rows.dedup();
            rows.len() as u64
        });
        rows.sum()
    }

    /// Where a row of a dataset (from 0) lies.
    fn lies(&self, dataset: usize, row: u64) -> Lies<'_> {
        let source = self.request.datasets[dataset].source.as_ref();
        let part = source.and_then(|source| source.part_of(row));
        match part {
            Some((part, row)) => Lies {
                file: &part.file,
                sheet: part.source.sheet(),
                row,
                part: Some(part),
            },
            None => Lies {
                file: &self.request.dataset_files[dataset].file,
                sheet: source.and_then(|source| source.sheet()),
                row,
                part: None,
            },
        }
    }

    /// What stops an item as a whole: what its plan says, and tables that do not show all of their rows.
    fn stopped_by(&self, item: usize) -> Vec<Cause> {
        let planned = &self.lowered.plan.items[item];
        let mut causes = planned.stopped_by.clone();
        if !self.torn.is_empty() {
            let item = &self.model().items[planned.item];
            let read = self.model().datasets_counted(item);
            let torn = self.torn.iter().filter(|dataset| read.contains(dataset));
            causes.extend(torn.map(|&dataset| Cause::Rows(dataset)));
        }
        causes
    }

    /// Whether an item looks for rows in a table that does not show all of them: it is never met.
    fn is_torn(&self, item: usize) -> bool {
        let causes = self.stopped_by(item);
        causes.iter().any(|cause| matches!(cause, Cause::Rows(_)))
    }

    /// Whether the subjects of an item are rows of a dataset.
    fn subjects_are_rows(&self, item: usize) -> bool {
        matches!(
            &self.model().items[self.lowered.plan.items[item].item].check,
            Check::Rows(check) if check.subject == SubjectKind::Row
        )
    }
}

/// Where a row lies.
struct Lies<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    /// Its number there, from 0.
    row: u64,
    /// The part of a table that is put together from several.
    part: Option<&'a crate::data::several::Part>,
}

impl Findings for Inspection<'_> {
    fn run(&self) -> &Run {
        &self.run
    }

    fn visit(&self, each: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()> {
        let finish = |made: Made<'_>| made.findings.collect();
        self.stream(self.all(), finish, &mut |findings: Vec<Finding>| {
            findings.iter().try_for_each(&mut *each)
        })
    }

    fn visit_first(
        &self,
        most: u64,
        each: &mut dyn FnMut(Visited<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let selection = Selection {
            most: Some(most),
            ..self.all()
        };
        let finish = |made: Made<'_>| (made.findings.collect(), made.others);
        self.stream(selection, finish, &mut |(first, others): (Vec<_>, _)| {
            first
                .iter()
                .map(Visited::of)
                .chain(others)
                .try_for_each(&mut *each)
        })
    }

    fn visit_written(
        &self,
        write: &(dyn Fn(&Finding, &mut Vec<u8>) + Sync),
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.stream_bytes(write, out)
    }

    fn visit_rows(
        &self,
        write: &WriteRow<'_>,
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.stream_rows(write, out)
    }
}
