//! The resolved and typed checklist: names are numbers, every expression has a type, sentences are checks.
//!
//! Afterwards nothing is filled in later, the order of declarations no longer matters, and the two vocabularies are gone:
//! what is kept of the text are names for readers and spans for citations.

mod calendar;
mod change;
mod check;
mod duty;
mod exception;
mod expr;
mod from_syntax;
mod lines;
mod person;
mod review;
mod sources;
mod test;
mod walk;

pub use change::{Change, Changed};
mod trend;

pub use calendar::{Calendar, CalendarFunction, Period, TermRows};
pub use check::{
    AxisKind, Check, Clause, CombinationsCheck, CombinedAxis, Compared, Deadline, GroupsCheck,
    MatchCheck, MatchSource, Part, PartKind, Ranking, RowsCheck, RowsOf, SubjectKind, WholeCheck,
};
pub use duty::{DutyCheck, DutyTime, Recipient, Slot, SlotPeriod};
pub use exception::{Exception, Excuse, ExcuseTest, Validity};
pub use from_syntax::{load, load_all, load_text, meanings, unused_locks};
pub use lines::{ItemLines, OwnerPath};
pub use person::{Amount, AmountOf, AnswerWord, Person, Sample};
pub use sources::{ClauseDates, OutOfForce, Through};
pub use trend::Trend;
pub use walk::{items_needing_as_of, needs_as_of};

pub use test::{
    Expectation, Expected, ExpectedSubject, ExpectedVerdict, SubjectName, Test, TestAnswer,
    TestAnswers, TestTable,
};

pub use expr::{Aggregate, Expr, ExprId, ExprKind, Link, Scalar, SecondKey, TableCondition};

use crate::citations::Pin;
use crate::source::{FileId, Span};
pub use crate::syntax::ast::AnswerVerdict;
use crate::syntax::ast::{Blanks, Stricter};
use crate::types::{Bilingual, Date, Language, Number, Type, Value};

/// Everything that the checklists of a run declare. Numbers in types and expressions index its lists.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The checklists, in the order given.
    pub checklists: Vec<Checklist>,
    /// Source documents.
    pub sources: Vec<SourceDocument>,
    /// Settings.
    pub settings: Vec<Setting>,
    /// Closed value sets.
    pub value_sets: Vec<ValueSet>,
    /// Datasets with their columns, derived ones included.
    pub datasets: Vec<Dataset>,
    /// Populations.
    pub populations: Vec<Population>,
    /// Decision tables.
    pub tables: Vec<DecisionTable>,
    /// Measures; their values stand in the expressions that name them.
    pub measures: Vec<Measure>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// What checklists change in those that they adopt, in the order in which they are read.
    pub changes: Vec<Change>,
    /// What conditions that are trends say, by the condition.
    pub trends: std::collections::BTreeMap<ExprId, Trend>,
    /// Calendars.
    pub calendars: Vec<Calendar>,
    /// Items, in the order of the checklists.
    pub items: Vec<Item>,
    /// Tests, in the order of the checklists.
    pub tests: Vec<Test>,
    /// All expressions; an [`ExprId`] indexes them.
    pub exprs: Vec<Expr>,
}

impl Model {
    /// The expression of a number.
    ///
    /// # Panics
    /// With an id of another model.
    #[must_use]
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0]
    }

    /// The columns that a sentence wants to name somebody (`have a named C`), by dataset and number.
    #[must_use]
    pub fn named_columns(&self) -> std::collections::BTreeSet<(usize, usize)> {
        let named = self.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Placeholder(of, _) => Some(&self.expr(*of).kind),
            _ => None,
        });
        let columns = named.filter_map(|of| match of {
            ExprKind::Column {
                dataset, column, ..
            } => Some((*dataset, *column)),
            _ => None,
        });
        columns.collect()
    }

    /// A column by the numbers of its dataset and itself.
    #[must_use]
    pub fn column(&self, dataset: usize, column: usize) -> Option<&Column> {
        self.datasets.get(dataset)?.columns.get(column)
    }

    fn column_mut(&mut self, dataset: usize, column: usize) -> Option<&mut Column> {
        self.datasets.get_mut(dataset)?.columns.get_mut(column)
    }
}

impl Model {
    /// The language of the first checklist that is not merely adopted by others, else of the first one.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        let own = self.checklists.iter().find(|c| !c.adopted);
        own.or(self.checklists.first()).map(|c| c.language)
    }

    /// The languages of the checklists that are not merely adopted, and of the tests.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        let own = self.checklists.iter().filter(|c| !c.adopted);
        let own = own.map(|checklist| checklist.language);
        own.chain(self.tests.iter().map(|test| test.language))
    }

    /// The datasets that list schools and townships, known by their names: findings are laid out by place.
    #[must_use]
    pub fn place_lists(&self) -> [Option<usize>; 2] {
        let find = |names: &[&str]| {
            let is_named = |dataset: &Dataset| {
                let mut all = dataset.names.all.iter();
                all.any(|name| names.contains(&name.as_str()))
            };
            self.datasets.iter().position(is_named)
        };
        [
            find(&["school", "schools", "学校"]),
            find(&["township", "townships", "乡镇"]),
        ]
    }

    /// The type that decides how a value is masked: for a reference the type of the key that it refers to.
    #[must_use]
    pub fn referred<'t>(&'t self, kind: &'t Type) -> &'t Type {
        let mut kind = kind;
        // References may lead around in a circle; as many steps as there are datasets are enough.
        for _ in 0..=self.datasets.len() {
            let Type::Reference(dataset) = kind else {
                return kind;
            };
            let target = &self.datasets[*dataset];
            match target.key[..] {
                [key] => kind = &target.columns[key].kind,
                _ => return kind,
            }
        }
        kind
    }

    /// Whether a type refers to a dataset that holds names of people: a text that is no key of it may be one of them.
    #[must_use]
    pub fn refers_to_people(&self, kind: &Type) -> bool {
        let Type::Reference(dataset) = kind else {
            return false;
        };
        let target = self.datasets.get(*dataset);
        target.is_some_and(|target| {
            let mut kinds = target.columns.iter().map(|column| &column.kind);
            kinds.any(|kind| matches!(kind, Type::PersonName))
        })
    }
}

/// The names of a declared thing, sorted by language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// All names as written, first the one declared first.
    pub all: Vec<String>,
    /// The first name in each script: letters without Chinese characters are English.
    pub by_language: Bilingual,
}

impl Named {
    /// The stable id: the English name where there is one, else the first.
    #[must_use]
    pub fn id(&self) -> &str {
        self.by_language
            .en
            .as_deref()
            .or(self.all.first().map(String::as_str))
            .unwrap_or_default()
    }

    /// The name for readers of a language.
    #[must_use]
    pub fn show(&self, language: Language) -> &str {
        self.by_language.get(language)
    }
}

/// A checklist.
#[derive(Debug, Clone)]
pub struct Checklist {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Bilingual,
    /// The vocabulary it is written in.
    pub language: Language,
    /// Whether it came along because another one adopts it.
    pub adopted: bool,
    /// Its file.
    pub file: FileId,
}

/// A source document.
#[derive(Debug, Clone)]
pub struct SourceDocument {
    /// Its names in citations.
    pub names: Named,
    /// Its title.
    pub title: Bilingual,
    /// Who issued it.
    pub issuer: Bilingual,
    /// Its document number.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// First and last day in force.
    pub in_force: Option<(Date, Option<Date>)>,
    /// Clauses that are in force on days of their own.
    pub clauses: Vec<ClauseDates>,
    /// The documents that replace it.
    pub replaced_by: Vec<usize>,
    /// Its pinned clauses; `None` where there is no lock.
    pub pin: Option<Pin>,
    /// Where it is declared.
    pub span: Span,
}

/// A setting.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its names.
    pub names: Named,
    /// Its type.
    pub kind: Type,
    /// Which values are stricter.
    pub stricter: Option<Stricter>,
    /// Its value in the checklist; the audit file may set or replace it.
    pub value: Option<Value>,
    /// Where the checklist gives that value.
    pub value_span: Option<Span>,
    /// The clauses that it is read from.
    pub cites: Vec<Citation>,
    /// Where it is declared.
    pub span: Span,
}

/// A measure.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Its names.
    pub names: Named,
    /// The clauses that say how it is worked out.
    pub cites: Vec<Citation>,
}

/// A closed value set: for each value its spellings, the first being the canonical one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueSet {
    /// The values.
    pub values: Vec<Vec<String>>,
}

/// A dataset.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Its names.
    pub names: Named,
    /// Its title.
    pub title: Bilingual,
    /// Its columns: those of files first, then the derived ones.
    pub columns: Vec<Column>,
    /// The columns of its key; empty without one.
    pub key: Vec<usize>,
    /// The columns that bound a row's validity: first day, last day.
    pub in_force: Option<(usize, Option<usize>)>,
    /// The column that says of what kind a row is.
    pub kind: Option<usize>,
    /// Where it is declared.
    pub span: Span,
}

/// A column of a dataset.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its names.
    pub names: Named,
    /// Its type.
    pub kind: Type,
    /// The declared range, both ends included.
    pub range: Option<(Number, Number)>,
    /// Texts that stand for "not given", besides the usual ones (无, 待定, /, -).
    pub placeholders: Vec<String>,
    /// The value of a derived column (`define`), in the scope of a row of the dataset.
    pub derived: Option<ExprId>,
    /// Where it is declared.
    pub span: Span,
}

/// A population.
#[derive(Debug, Clone)]
pub struct Population {
    /// Its names.
    pub names: Named,
    /// The dataset that its members are rows of.
    pub dataset: usize,
    /// Which rows belong, filters of its bases included; in the scope of a row of the dataset.
    pub filter: Option<ExprId>,
    /// The order of its members, where it declares one.
    pub order: Option<RowOrder>,
    /// The clauses that say who belongs.
    pub cites: Vec<Citation>,
    /// Where it is declared.
    pub span: Span,
}

/// The order of a population's members; all expressions are in the scope of a row.
#[derive(Debug, Clone)]
pub struct RowOrder {
    /// What they are put in order by: days, numbers, words in the order of their value set. Empty: as they lie in the file.
    pub by: Vec<ExprId>,
    /// The groups; empty: all are one.
    pub per: Vec<ExprId>,
    /// Where members without a value stand; `None`: they make every place in their group unknown.
    pub blanks: Option<Blanks>,
    /// Where a new run starts.
    pub new_run: Option<ExprId>,
}

/// A decision table; exactly one row must apply.
#[derive(Debug, Clone)]
pub struct DecisionTable {
    /// Its names.
    pub names: Named,
    /// Its title.
    pub title: Bilingual,
    /// Names of its parameters.
    pub parameters: Vec<String>,
    /// Type of each parameter, from the value sets of the columns of those names or from its cells.
    pub parameter_types: Vec<Type>,
    /// Type of its result.
    pub kind: Type,
    /// Its rows: a condition for each parameter, and the result (`None`: stated as blank).
    pub rows: Vec<(Vec<TableCondition>, Value)>,
    /// The clauses that say so.
    pub cites: Vec<Citation>,
    /// Where it is declared.
    pub span: Span,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source.
    pub source: usize,
    /// The clause's path as cited, full width folded.
    pub path: String,
    /// The quoted phrase.
    pub phrase: Option<String>,
    /// The clause in the lock of the source, where there is one.
    pub clause: Option<CitedClause>,
}

/// A clause as it was pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedClause {
    /// Its unique path.
    pub path: String,
    /// The digest of its words.
    pub digest: String,
}

/// An item.
#[derive(Debug, Clone)]
pub struct Item {
    /// Index of its checklist.
    pub checklist: usize,
    /// Its id within the checklist.
    pub id: String,
    /// Its title.
    pub title: Bilingual,
    /// The title of its section.
    pub section: Option<Bilingual>,
    /// What it implements (its own, else the section's).
    pub cites: Vec<Citation>,
    /// The declarations that it rests on, directly or through others: each once, in their order; never [`Through::Item`].
    pub uses: Vec<Through>,
    /// How grave its findings are.
    pub severity: crate::findings::Severity,
    /// Who has to act (its own, else the section's).
    pub owners: Vec<Bilingual>,
    /// By when.
    pub due: Option<Date>,
    /// The message of its findings, if the author wrote one.
    pub message: Bilingual,
    /// A note printed with it.
    pub note: Bilingual,
    /// The share of subjects that may fail.
    pub tolerating: Option<Amount>,
    /// `should`: an aim, which no exit code speaks of.
    pub aim: bool,
    /// What it checks.
    pub check: Check,
    /// Whom exceptions excuse.
    pub excuses: Vec<Excuse>,
    /// What its other lines say.
    pub lines: ItemLines,
    /// What a person is asked about each of its subjects.
    pub person: Option<Person>,
    /// Its sentence.
    pub span: Span,
}
