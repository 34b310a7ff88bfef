//! What an inspection says: plain data, complete enough to be printed without the checklist.
//!
//! Everything in here is final: texts are in the report's language, values are masked unless revealing was asked for,
//! and the order is fixed. Reports only lay it out.

mod dataset;
pub mod draw;
pub mod identity;
pub mod mask;
pub mod trace;
mod visit;

pub use dataset::{DatasetRun, PartRun, ProblemPlace, ProblemRun};
pub use visit::{Findings, Visited, WriteRow};

use std::sync::Arc;

/// A whole run, without its findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The language of all texts in here.
    pub language: crate::types::Language,
    /// The audit file's path as given.
    pub audit: String,
    /// The day of the inspection, where it was given: `2020-09-30`.
    pub as_of: Option<String>,
    /// Settings by id, with their values; `None` is unset.
    pub settings: Vec<(String, Option<String>)>,
    /// The settings' names for readers, in the same order.
    pub setting_names: Vec<String>,
    /// The checklists.
    pub checklists: Vec<ChecklistRun>,
    /// The datasets that items needed, in the order of the checklists' declarations.
    pub datasets: Vec<DatasetRun>,
    /// Settings and tables of adopted checklists that were replaced, with the reasons, in words.
    pub changed: Vec<String>,
    /// The items, in the order of the checklists.
    pub items: Vec<ItemRun>,
    /// Findings left out by the cap, if any.
    pub truncated: Option<Truncated>,
    /// Whether values are shown unmasked.
    pub revealed: bool,
    /// Whether finding ids can be compared with other runs (a key file was given).
    pub comparable_ids: bool,
}

impl Run {
    /// The settings as readers know them, with their values; the id where there is no other name.
    pub fn settings_shown(&self) -> impl Iterator<Item = (&String, &Option<String>)> {
        let named = self.settings.iter().enumerate();
        named.map(|(at, (id, value))| (self.setting_names.get(at).unwrap_or(id), value))
    }
}

/// A checklist that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistRun {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its path relative to the audit file.
    pub path: String,
    /// Digest of its bytes.
    pub digest: Option<String>,
}

/// How grave findings of an item are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// For information.
    Note,
    /// A lapse.
    Minor,
    /// The policy is not carried out.
    Major,
    /// Children are not protected, or money is lost.
    Critical,
}

impl Severity {
    /// The word in machine formats.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemOutcome {
    /// Every subject meets it.
    Met,
    /// A subject does not meet it.
    NotMet,
    /// None fails, but for some it cannot be told.
    CannotTell,
    /// A person's answer is missing.
    Awaiting,
    /// There was nothing to judge.
    NothingToJudge,
    /// Marked as not inspectable.
    NotInspectable,
}

impl ItemOutcome {
    /// The word in machine formats.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::CannotTell => "cannot_tell",
            Self::Awaiting => "awaiting",
            Self::NothingToJudge => "nothing_to_judge",
            Self::NotInspectable => "not_inspectable",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self, language: crate::types::Language) -> &'static str {
        let (en, zh) = match self {
            Self::Met => ("met", "符合"),
            Self::NotMet => ("not met", "不符合"),
            Self::CannotTell => ("cannot tell", "无法判断"),
            Self::Awaiting => ("awaiting", "待答复"),
            Self::NothingToJudge => ("nothing to judge", "无可判断对象"),
            Self::NotInspectable => ("not inspectable", "不可检查"),
        };
        language.pick(en, zh)
    }
}

/// A citation, as shown: the source's name and the clause's path; what was pinned of it, and what the document says where it is at hand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cite {
    /// The source's id in the checklist.
    pub source: String,
    /// The source's title.
    pub title: String,
    /// The clause as cited.
    pub clause: String,
    /// The source's document number.
    pub number: Option<String>,
    /// The clause's path in the lock of the source; `None` without a lock.
    pub path: Option<String>,
    /// The digest of the clause's words, as pinned.
    pub digest: Option<String>,
    /// The headings that the clause stands under, outermost first, in one line; `None` without the document.
    pub heading: Option<String>,
    /// The clause's own words; `None` without the document.
    pub words: Option<String>,
}

/// The seven verdicts of an item's subjects, counted; they add up to `subjects`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All subjects.
    pub subjects: u64,
    /// Requirement true.
    pub met: u64,
    /// Requirement false.
    pub not_met: u64,
    /// Cannot be told.
    pub cannot_tell: u64,
    /// Condition false, or not yet due.
    pub not_applicable: u64,
    /// A proved exception, or explained.
    pub excused: u64,
    /// Waived.
    pub waived: u64,
    /// Waiting for a person.
    pub awaiting: u64,
}

impl Counts {
    /// Whether the seven verdicts add up to the subjects.
    #[must_use]
    pub fn add_up(&self) -> bool {
        self.subjects
            == self.met
                + self.not_met
                + self.cannot_tell
                + self.not_applicable
                + self.excused
                + self.waived
                + self.awaiting
    }
}

/// What became of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Requirement true.
    Met,
    /// Requirement false.
    NotMet,
    /// Cannot be told.
    CannotTell,
    /// Condition false, or not yet due.
    NotApplicable,
    /// A proved exception, or explained.
    Excused,
    /// Waived.
    Waived,
    /// Waiting for a person.
    Awaiting,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Met,
        Self::NotMet,
        Self::CannotTell,
        Self::NotApplicable,
        Self::Excused,
        Self::Waived,
        Self::Awaiting,
    ];

    /// The word in machine formats.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::CannotTell => "cannot_tell",
            Self::NotApplicable => "not_applicable",
            Self::Excused => "excused",
            Self::Waived => "waived",
            Self::Awaiting => "awaiting",
        }
    }

    /// The word for readers.
    #[must_use]
    pub fn words(self, language: crate::types::Language) -> &'static str {
        let (en, zh) = match self {
            Self::Met => ("met", "符合"),
            Self::NotMet => ("not met", "不符合"),
            Self::CannotTell => ("cannot tell", "无法判断"),
            Self::NotApplicable => ("not applicable", "不适用"),
            Self::Excused => ("excused", "例外"),
            Self::Waived => ("waived", "豁免"),
            Self::Awaiting => ("awaiting", "待答复"),
        };
        language.pick(en, zh)
    }
}

/// How many of how many are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truncated {
    /// Listed.
    pub shown: u64,
    /// All.
    pub total: u64,
}

/// An item that was run.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemRun {
    /// `checklist/item`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The title of its section, if any.
    pub section: Option<String>,
    /// Its severity.
    pub severity: Severity,
    /// What it implements.
    pub cites: Vec<Cite>,
    /// Who has to act.
    pub owner: Vec<String>,
    /// By when.
    pub due: Option<String>,
    /// `machine`, `person`, `hybrid` or `sample`.
    pub kind: &'static str,
    /// The sample that was drawn.
    pub scope: Option<SampleScope>,
    /// What became of it.
    pub outcome: ItemOutcome,
    /// Its accounting.
    pub counts: Counts,
    /// Findings left out by the cap.
    pub truncated: Option<Truncated>,
    /// Remarks for readers: partner rows without a key, keys normalised, and the like.
    pub remarks: Vec<String>,
    /// What it requires, in one to three plain sentences.
    pub explained: String,
    /// The author's note, if any.
    pub note: Option<String>,
    /// What else its lines say.
    pub more: ItemMore,
}

/// What an item says beside its requirement, and whom exceptions excused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemMore {
    /// An aim (`should`): no exit code speaks of it.
    pub aim: bool,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// What is to be done about its findings.
    pub action: Option<String>,
    /// Who is told too.
    pub copies: Vec<String>,
    /// Why it cannot be inspected.
    pub not_inspectable: Option<String>,
    /// Clauses that it rests on and that are not in force on the day of the inspection, in words; they stand among its remarks too.
    pub out_of_force: Vec<String>,
    /// The excused subjects with what proves it; at most [`ItemMore::MOST_EXCUSED`].
    pub excused: Vec<ExcusedRun>,
}

impl ItemMore {
    /// The most excused subjects listed for an item.
    pub const MOST_EXCUSED: usize = 1000;
}

/// An excused subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcusedRun {
    /// Who.
    pub subject: Subject,
    /// By what, in words.
    pub by: String,
    /// The cells that prove it, and its key.
    pub cells: Vec<CellRun>,
}

/// What a sample was drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleScope {
    /// The digest of the frame's keys (`blake3:…`); empty where there are fewer than two.
    pub frame: String,
    /// How many units the frame has.
    pub units: u64,
    /// How many are in the sample.
    pub drawn: u64,
    /// What the draw was made from.
    pub seed: String,
}

/// A sample with its units, for those who go and look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnSample {
    /// `checklist/item`.
    pub item: String,
    /// The item's title.
    pub title: String,
    /// What it was drawn from; `None`: it could not be drawn.
    pub scope: Option<SampleScope>,
    /// The names of what makes the strata.
    pub strata: Vec<String>,
    /// The units in the order of the strata and of the draw, those in reserve included.
    pub units: Vec<DrawnUnit>,
    /// Remarks for readers: rows that could not be drawn from, units replaced; why nothing could be drawn.
    pub remarks: Vec<String>,
}

/// A unit of a sample's frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnUnit {
    /// The values of its stratum, masked, blank where unknown.
    pub stratum: Vec<String>,
    /// The number of its stratum in this sample: two that look alike when masked differ in it.
    pub stratum_number: usize,
    /// Its key, masked.
    pub key: Vec<KeyPart>,
    /// The dataset.
    pub dataset: String,
    /// The data row from 1.
    pub row: u64,
    /// Whether it is in the sample; the others are in reserve.
    pub drawn: bool,
}

/// What a finding says of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FindingOutcome {
    /// The requirement is not met.
    NotMet,
    /// It cannot be told.
    CannotTell,
    /// A person's answer is missing.
    Awaiting,
}

impl FindingOutcome {
    /// The word in machine formats.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotMet => "not_met",
            Self::CannotTell => "cannot_tell",
            Self::Awaiting => "awaiting",
        }
    }
}

/// One column of a key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPart {
    /// The column's id, for programs.
    pub name: String,
    /// The column's name in the report's language.
    pub shown: String,
    /// The value, masked.
    pub value: String,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `row`, `key`, `group`, `slot`, `whole` or `item`.
    pub kind: &'static str,
    /// The dataset, where the subject is a row.
    pub dataset: Option<String>,
    /// The data row from 1, where the subject is a row.
    pub row: Option<u64>,
    /// The key: column names and values, masked.
    pub key: Vec<KeyPart>,
}

/// A cell that a verdict rests on. Texts that stand in many cells are shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRun {
    /// The dataset.
    pub dataset: Arc<str>,
    /// Its file relative to the audit file.
    pub file: Arc<str>,
    /// Its sheet.
    pub sheet: Option<Arc<str>>,
    /// The data row from 1.
    pub row: u64,
    /// The first physical line from 1.
    pub line: u64,
    /// The column, as declared.
    pub column: Arc<str>,
    /// The column's header text in the file.
    pub header: Arc<str>,
    /// The text, masked.
    pub value: String,
}

/// Where something was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searched {
    /// The dataset; empty for the audit file.
    pub dataset: String,
    /// The file.
    pub file: String,
    /// What was looked for: column names and values, masked.
    pub key: Vec<KeyPart>,
    /// How many rows were searched.
    pub rows: u64,
    /// What was looked for as it is written elsewhere, with more or fewer zeros in front; masked.
    pub otherwise: Option<String>,
}

/// An expected or actual value.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownValue {
    /// In words.
    pub text: String,
    /// As a number, where it is one.
    pub number: Option<f64>,
    /// Lower end, for an interval.
    pub low: Option<f64>,
    /// Upper end, for an interval.
    pub high: Option<f64>,
}

/// Why something cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonRun {
    /// The stable code (`blank`, `unreadable`, `setting_unset`, …).
    pub code: &'static str,
    /// Index into the finding's cells, where a cell is the reason.
    pub cell: Option<usize>,
    /// In words.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Keyed hash of item, subject key and part.
    pub id: String,
    /// Index of the item in [`Run::items`].
    pub item: usize,
    /// What it says.
    pub outcome: FindingOutcome,
    /// Whether the item tolerates a share of such findings and holds all the same.
    pub tolerated: bool,
    /// `not_in:D`, `repeated_in:D`, `differs:C`, or the column at fault.
    pub part: Option<String>,
    /// A sentence an inspector may put into a report.
    pub message: String,
    /// What it is about.
    pub subject: Subject,
    /// Every cell the verdict rests on, both sides.
    pub cells: Vec<CellRun>,
    /// Which of the cells shows what is against the requirement, where one does.
    pub breach: Option<usize>,
    /// Where something absent was looked for; never empty when `cells` is.
    pub searched: Vec<Searched>,
    /// What is required.
    pub expected: Option<ShownValue>,
    /// What was found.
    pub actual: Option<ShownValue>,
    /// Why it cannot be told; empty for `not_met`.
    pub reasons: Vec<ReasonRun>,
    /// The item's sentence in its checklist: file relative to the audit file, line and column from 1.
    pub rule: (Arc<str>, u32, u32),
    /// The severity (a part may have its own).
    pub severity: Severity,
    /// Who has to act.
    pub owner: Vec<String>,
    /// By when (a part may have its own day).
    pub due: Option<String>,
    /// Where the subject is at home, for reports by township and school; empty where unknown.
    pub township: String,
    /// The school of the subject; empty where unknown.
    pub school: String,
}
