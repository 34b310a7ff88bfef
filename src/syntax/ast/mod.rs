//! The tree of a checklist file: what was written, nothing resolved.
//!
//! Both vocabularies and both word orders give the same tree.

mod clauses;
mod expression;
mod person;
mod sentence;
mod test;
mod time;

pub use clauses::{
    Deadline, Exception, ItemLines, Proof, Ranking, Recipients, Route, RouteOf, Routing,
    SettingChange,
};
pub use expression::{
    Aggregate, AggregateFunction, ArithmeticOp, Beside, CellState, ColumnTest, CompareOp,
    DateWindow, EachOf, Expr, ExprKind, Function, MatchKind, Quantifier, Quantity, Relation,
    WindowSide,
};
pub use person::{AnswerVerdict, AnswerWord, Ask, Person, Sample};
pub use sentence::{
    Combinations, Combined, Comparing, Group, Key, PartLine, PartName, Rate, Reconcile, Record,
    Requirement, Sentence, SentenceKind, Sets, ValuesOf,
};
pub use test::{
    Expectation, Expected, ExpectedOutcome, ExpectedPart, ExpectedSubject, ExpectedVerdict,
    FIXED_PARTS, SubjectName, Test, TestTable, TestTableOf,
};
pub use time::{
    Cadence, Calendar, DueDay, During, Each, Holiday, LatestDay, Moment, Period, Report, Roles,
    Schedule, TermRows, Trend,
};

use crate::source::Span;
use crate::types::{Bilingual, Date, Language};

/// A word or bracketed text used as a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name without brackets, full-width letters and digits folded.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The one to three names of a declared thing, all meaning the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The names in the order written; never empty.
    pub all: Vec<Name>,
}

/// A quoted text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The text between the quotes.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A title, message or note in one or both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The text.
    pub text: Bilingual,
    /// Where it stands.
    pub span: Span,
}

/// A parsed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The vocabulary it is written in.
    pub language: Language,
    /// The declarations that could be parsed, in order.
    pub declarations: Vec<Declaration>,
    /// Names in clauses that could not be parsed: what they declare is missing from the tree, so a later stage
    /// that does not know one of them stays silent.
    pub broken: Vec<Name>,
}

/// One declaration.
#[expect(
    clippy::large_enum_variant,
    reason = "a file has few declarations, and most are items"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declaration {
    /// `checklist ID TITLE`
    Checklist(Checklist),
    /// `use "name"`
    Use(Quoted),
    /// `source …`
    Source(Source),
    /// `setting …`
    Setting(Setting),
    /// `section …`
    Section(Section),
    /// `dataset …`
    Dataset(Dataset),
    /// `calendar …`
    Calendar(Calendar),
    /// `population …`
    Population(Population),
    /// `define …`
    Define(Define),
    /// `table …`
    Table(Table),
    /// `measure …`
    Measure(Measure),
    /// `item …`
    Item(Item),
    /// `adopt "name"`
    Adopt(Quoted),
    /// `exception …`
    Exception(Exception),
    /// `routing`
    Routing(Routing),
    /// `setting NAME = VALUE`
    SettingChange(SettingChange),
    /// `test …`
    Test(Test),
}

/// The head of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// Its id.
    pub id: Name,
    /// Its title.
    pub title: Option<Title>,
}

/// A source document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its names in citations.
    pub names: Names,
    /// Its title.
    pub title: Option<Title>,
    /// Who issued it.
    pub issuer: Option<Title>,
    /// Its document number.
    pub number: Option<Quoted>,
    /// Its date.
    pub date: Option<Date>,
    /// First and last day in force.
    pub in_force: Option<(Date, Option<Date>)>,
    /// Clauses that are in force on days of their own.
    pub clauses: Vec<ClauseDates>,
    /// The documents that it replaces.
    pub replaces: Vec<Name>,
    /// The documents that replace it.
    pub replaced_by: Vec<Name>,
}

/// `clause 三(二)1 in force from 2020-03-01 to 2020-08-31`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseDates {
    /// The clauses: their paths as written, full width folded.
    pub paths: Vec<(String, Span)>,
    /// First and last day in force.
    pub in_force: (Date, Option<Date>),
    /// The whole line.
    pub span: Span,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its names.
    pub names: Names,
    /// Its type.
    pub kind: SettingType,
    /// Which direction tightens it, when declared.
    pub stricter: Option<Stricter>,
    /// Its value, when the checklist gives one.
    pub value: Option<Expr>,
    /// The clauses that it is read from.
    pub cites: Vec<Citation>,
}

/// The type of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingType {
    /// Whole days.
    Days,
    /// Whole months.
    Months,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// Yes or no.
    YesOrNo,
    /// A fraction in percent.
    Percent,
    /// Yuan.
    Money,
    /// A calendar day.
    Date,
    /// A text.
    Text,
}

/// Which values of a setting are stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stricter {
    /// Smaller ones.
    Smaller,
    /// Larger ones.
    Larger,
}

/// A section: defaults for the items that follow, up to the next section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its title.
    pub title: Title,
    /// Citations for items that have none of their own.
    pub cites: Vec<Citation>,
    /// Owners for items that name none.
    pub owners: Vec<Title>,
    /// Columns of the subject that say who owns, for items that name nobody.
    pub recipients: Recipients,
    /// Who is told too, for items that name nobody.
    pub copies: Vec<Title>,
    /// The whole declaration.
    pub span: Span,
}

/// A dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// Its names.
    pub names: Names,
    /// Its title.
    pub title: Option<Title>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// The columns of a compound key given by a `key` line.
    pub key: Vec<Name>,
    /// The columns that bound a row's validity.
    pub in_force: Option<(Name, Option<Name>)>,
    /// The columns that make its rows deliveries.
    pub roles: Roles,
    /// The column that says of what kind a row is.
    pub kind: Option<Name>,
}

/// A column of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its names.
    pub names: Names,
    /// Its type.
    pub kind: ColumnType,
    /// Whether the column alone is the dataset's key.
    pub key: bool,
    /// The declared range, both ends included.
    pub range: Option<(Expr, Expr)>,
    /// Texts that stand for "not given".
    pub placeholders: Vec<Quoted>,
}

/// The declared type of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnType {
    /// `text`
    Text,
    /// `person name`
    PersonName,
    /// `id`
    Id,
    /// `citizen id`
    CitizenId,
    /// `phone`
    Phone,
    /// `number`
    Number,
    /// `integer`
    Integer,
    /// `money`
    Money,
    /// `percent`
    Percent,
    /// `date`
    Date,
    /// `yes or no`
    YesNo,
    /// `one of A, B`: each value with its spellings (first: the canonical one).
    OneOf(Vec<Vec<Name>>),
    /// `reference to D`
    Reference(Name),
}

/// A population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    /// Its names.
    pub names: Names,
    /// The dataset or population it is part of.
    pub base: Name,
    /// Which rows belong.
    pub filter: Option<Expr>,
    /// The order of its rows, where a line declares one.
    pub order: Option<Order>,
    /// The clauses that say who belongs.
    pub cites: Vec<Citation>,
}

/// `in order of X, Y per G, blanks last`, and where a new run starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The values that rows are put in order by; empty for the order of the file.
    pub by: Vec<Expr>,
    /// The groups, each with an order of its own; empty for all rows together.
    pub per: Vec<Expr>,
    /// Where rows without such a value stand, when it is said.
    pub blanks: Option<Blanks>,
    /// `a new run starts where C`
    pub new_run: Option<Expr>,
    /// The line.
    pub span: Span,
}

/// Where rows without a value stand in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blanks {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
}

/// A derived column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Define {
    /// Its names.
    pub names: Names,
    /// The dataset whose column it is.
    pub dataset: Name,
    /// Its value.
    pub value: Expr,
}

/// A decision table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its names.
    pub names: Names,
    /// Its title.
    pub title: Option<Title>,
    /// What it follows.
    pub cites: Vec<Citation>,
    /// The header: the parameters, then the result.
    pub header: Vec<Name>,
    /// The rows; each as wide as the header (a row that is not was reported).
    pub rows: Vec<TableRow>,
}

/// A row of a decision table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Conditions, one a parameter.
    pub conditions: Vec<TableCell>,
    /// The result.
    pub result: Expr,
    /// The whole row.
    pub span: Span,
}

/// A condition cell of a decision table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableCell {
    /// Any value.
    Any,
    /// Any value for which no other row applies in this column.
    Other,
    /// One of these values.
    OneOf(Vec<Expr>),
    /// A comparison with a value: `< 500`, `at least 3`.
    Compare(CompareOp, Expr),
    /// A range, both ends included.
    Range(Expr, Expr),
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its names.
    pub names: Names,
    /// Its groups; empty for the whole.
    pub per: Vec<Expr>,
    /// The period it is followed over.
    pub each: Option<Each>,
    /// Its value.
    pub value: Expr,
    /// The clauses that say how it is worked out.
    pub cites: Vec<Citation>,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: Name,
    /// Its title.
    pub title: Option<Title>,
    /// What it implements.
    pub cites: Vec<Citation>,
    /// Its severity.
    pub severity: Option<ItemSeverity>,
    /// Who has to act.
    pub owners: Vec<Title>,
    /// By when.
    pub due: Option<Date>,
    /// The message of its findings.
    pub message: Option<Title>,
    /// A note printed with it.
    pub note: Option<Title>,
    /// Its other lines.
    pub lines: ItemLines,
    /// What a person is asked, and of whom.
    pub person: Person,
    /// Its sentence; `None` where there is none, or it could not be parsed (already reported).
    pub sentence: Option<Sentence>,
    /// The whole declaration.
    pub span: Span,
}

/// How grave a finding of the item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemSeverity {
    /// Children are not protected, or money is lost.
    Critical,
    /// The policy is not carried out.
    Major,
    /// A lapse.
    Minor,
    /// For information.
    Note,
}

/// A citation of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source.
    pub source: Name,
    /// The clause path as written, full width folded.
    pub path: String,
    /// A quoted phrase of the clause.
    pub phrase: Option<Quoted>,
    /// The whole citation.
    pub span: Span,
}

/// The rows that a sentence speaks of: a dataset or population, narrowed by a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// The dataset or population.
    pub name: Name,
    /// Which of its rows.
    pub filter: Option<Box<Expr>>,
}
