//! What items check: every sentence form is one of the variants of [`Check`].

use super::{ExprId, Model, Named};
use crate::findings::Severity;
use crate::types::{Bilingual, Date, Value};

/// What an item checks.
#[derive(Debug, Clone)]
pub enum Check {
    /// A condition and requirements for each row of a dataset.
    Rows(RowsCheck),
    /// A requirement for each group of column values.
    Groups(GroupsCheck),
    /// A requirement for all rows together: one subject.
    Whole(WholeCheck),
    /// Two or more datasets matched by a key.
    Match(MatchCheck),
    /// Combinations that must be found among rows.
    Combinations(CombinationsCheck),
    /// Nothing: its clause is marked as not inspectable.
    Nothing,
    /// Deliveries owed.
    Duty(super::DutyCheck),
}

/// Whether rows are shown as rows, or as the groups that they stand for (`per township`, where township is a dataset).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    /// A row.
    Row,
    /// A group with the row's key.
    Group,
}

/// Requirements for each row of a dataset.
#[derive(Debug, Clone)]
pub struct RowsCheck {
    /// The dataset.
    pub dataset: usize,
    /// The population the sentence names, for readers.
    pub population: Option<usize>,
    /// Which rows are subjects; where it is unknown the row is a subject whose condition is undecided.
    pub member: Option<ExprId>,
    /// Where it is false the subject is not applicable.
    pub applies: Option<ExprId>,
    /// What must hold, all of it.
    pub must: Vec<Clause>,
    /// Rows or groups.
    pub subject: SubjectKind,
    /// Deadlines with what must hold once each has come; each is a part of its own, after the requirements above.
    pub deadlines: Vec<Deadline>,
    /// Where the rows are ranked: by what, and which places are wanted.
    pub ranking: Option<Ranking>,
}

/// A ranking of the rows of a check among each other.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// By what, in the scope of a row.
    pub by: ExprId,
    /// Whether higher values are better.
    pub higher_is_better: bool,
    /// Equal values share the better place; otherwise it is open who is before whom.
    pub ties_share: bool,
    /// Groups of fewer rows are not ranked: a literal or a setting.
    pub smallest: Option<ExprId>,
    /// The places must not be reached.
    pub negated: bool,
    /// Places are counted from the last one.
    pub from_last: bool,
    /// How many places: a literal or a setting.
    pub places: ExprId,
}

/// A deadline with requirements of its own.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// The day.
    pub due: Date,
    /// What must hold from that day on.
    pub must: Vec<Clause>,
}

/// One requirement, in the scope of the subject.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The condition that must be true.
    pub must: ExprId,
    /// The value that is compared, where the requirement compares one: shown as actual.
    pub actual: Option<ExprId>,
    /// What it is compared with: shown as expected.
    pub expected: Option<ExprId>,
}

/// Rows that give groups or sources.
#[derive(Debug, Clone)]
pub struct RowsOf {
    /// The dataset.
    pub dataset: usize,
    /// The population named, for readers.
    pub population: Option<usize>,
    /// Which of its rows.
    pub filter: Option<ExprId>,
}

/// A requirement for each group of column values.
#[derive(Debug, Clone)]
pub struct GroupsCheck {
    /// Whose rows give the groups.
    pub of: Vec<RowsOf>,
    /// For each of these, the expressions of the group's key (scope: a row of it).
    pub keys: Vec<Vec<ExprId>>,
    /// The names of the key's parts, for readers.
    pub names: Vec<Bilingual>,
    /// Where it is false the group is not applicable; in the scope of a group.
    pub applies: Option<ExprId>,
    /// What must hold, in the scope of a group.
    pub must: Clause,
}

/// A requirement for all rows together.
#[derive(Debug, Clone)]
pub struct WholeCheck {
    /// Where it is false there is nothing to judge.
    pub applies: Option<ExprId>,
    /// What must hold.
    pub must: Clause,
}

/// Datasets matched by a key.
#[derive(Debug, Clone)]
pub struct MatchCheck {
    /// The sources as written.
    pub sources: Vec<MatchSource>,
    /// Names of the key's parts, for readers.
    pub key_names: Vec<Bilingual>,
    /// The same of the second key.
    pub second_names: Vec<Bilingual>,
    /// The fields compared.
    pub compared: Vec<Compared>,
    /// The parts, each with its own settings: for every source `NotIn` and `RepeatedIn`, for every field `Differs`.
    pub parts: Vec<Part>,
    /// The source whose keys alone are subjects; `None`: those of all sources.
    pub led_by: Option<usize>,
    /// Values are held against values: a row without one may have any. Otherwise a row without a key is nobody's.
    pub of_values: bool,
}

impl MatchCheck {
    /// What messages call a source: the name of its population where another source has rows of the same dataset, else the dataset's.
    ///
    /// # Panics
    /// When there is no source of that number.
    #[must_use]
    pub fn source_names<'m>(&self, model: &'m Model, source: usize) -> &'m Named {
        let rows = &self.sources[source].rows;
        let same = |other: &&MatchSource| other.rows.dataset == rows.dataset;
        match rows.population {
            Some(population) if self.sources.iter().filter(same).count() > 1 => {
                &model.populations[population].names
            }
            _ => &model.datasets[rows.dataset].names,
        }
    }
}

/// A source of a match.
#[derive(Debug, Clone)]
pub struct MatchSource {
    /// Its rows.
    pub rows: RowsOf,
    /// Its key, in the scope of a row.
    pub key: Vec<ExprId>,
    /// Its second key, used only where the first one is unknown; empty without one.
    pub second: Vec<ExprId>,
    /// Whether the key is declared unique (it is the dataset's key): only then a repetition is a finding.
    pub key_is_unique: bool,
    /// Rows for which this holds excuse their key.
    pub explained: Option<ExprId>,
}

/// A field compared by a match.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Its name, for readers.
    pub name: Bilingual,
    /// The column's id (the part is `differs:` and this).
    pub id: String,
    /// Its value in each source, in the scope of a row; `None`: this source does not hold it. At least two do.
    pub values: Vec<Option<ExprId>>,
    /// Compared as exact text.
    pub as_written: bool,
    /// The largest difference allowed (a number, or days).
    pub within: Option<ExprId>,
}

impl Compared {
    /// The sources that hold it, by number, with its value there.
    pub fn held(&self) -> impl Iterator<Item = (usize, ExprId)> {
        let numbered = self.values.iter().enumerate();
        numbered.filter_map(|(source, value)| Some((source, (*value)?)))
    }
}

/// A part of a match.
#[derive(Debug, Clone)]
pub struct Part {
    /// Which.
    pub kind: PartKind,
    /// Whether it is judged.
    pub judged: bool,
    /// Its own severity.
    pub severity: Option<Severity>,
    /// Its own owners.
    pub owners: Vec<Bilingual>,
    /// Its own message.
    pub message: Bilingual,
}

/// Which part of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// The key is missing from this source.
    NotIn(usize),
    /// The key is repeated in this source.
    RepeatedIn(usize),
    /// This field differs.
    Differs(usize),
}

/// Combinations that must be found among rows.
#[derive(Debug, Clone)]
pub struct CombinationsCheck {
    /// What is combined.
    pub axes: Vec<CombinedAxis>,
    /// The rows in which each combination must be found.
    pub rows: RowsOf,
    /// The values of a combination in the scope of such a row; an axis of a compound key has several.
    pub keys: Vec<ExprId>,
    /// Their names, for readers.
    pub names: Vec<Bilingual>,
    /// Each must stand there only once.
    pub once: bool,
}

/// One part of a combination.
#[derive(Debug, Clone)]
pub struct CombinedAxis {
    /// Where its values come from.
    pub kind: AxisKind,
    /// Of rows and of what occurs: the values in the scope of such a row.
    pub keys: Vec<ExprId>,
}

/// Where the values of a part of a combination come from.
#[derive(Debug, Clone)]
pub enum AxisKind {
    /// The different keys of rows.
    Rows(RowsOf),
    /// The different values that occur in the rows looked at.
    Occurring,
    /// These values.
    List(Vec<Value>),
}
