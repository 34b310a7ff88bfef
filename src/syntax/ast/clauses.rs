//! Lines of items beside the sentence, and the declarations that lie over items: exceptions, routing, layers.

use super::{Citation, Expr, Key, Name, Names, Quoted, Requirement, Rows, Title};
use crate::source::Span;
use crate::types::{Date, Number};

/// What excuses a subject, and the rows that prove it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Its names.
    pub names: Names,
    /// Its title.
    pub title: Option<Title>,
    /// What it follows.
    pub cites: Vec<Citation>,
    /// The rows that prove it, by which key, and the column that names the proof; `None` where it could not be parsed.
    pub proof: Option<Proof>,
}

/// The rows that prove an exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The rows.
    pub rows: Rows,
    /// The key that ties them to a subject, when written.
    pub by: Option<Key>,
    /// The column that must be given in them: the certificate.
    pub column: Option<Expr>,
}

/// A deadline with what must hold once it has come: `due D: must REQ`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub due: Date,
    /// What must hold; never empty.
    pub must: Vec<Requirement>,
    /// `should` instead of `must`.
    pub aim: bool,
    /// The whole line.
    pub span: Span,
}

/// Who has to act: named, or said by a column of the subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipients {
    /// Those named.
    pub named: Vec<Title>,
    /// Columns of the subject that say who.
    pub paths: Vec<Expr>,
    /// Who where such a column says nothing.
    pub otherwise: Option<Title>,
}

/// To whom findings go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routing {
    /// The lines.
    pub routes: Vec<Route>,
}

/// One line of a routing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Which findings.
    pub of: RouteOf,
    /// To whom they go.
    pub to: Recipients,
    /// The whole line.
    pub span: Span,
}

/// Which findings a line of a routing speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteOf {
    /// Those of items that cite a clause or what lies below it; an empty path: anything of the source.
    Clause(Name, String),
    /// Those of the items of a section, by its title.
    Section(Title),
    /// Those of some items, by id.
    Items(Vec<Name>),
}

/// Another value for a setting of an adopted checklist: `setting NAME = VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// The setting.
    pub name: Name,
    /// The value.
    pub value: Expr,
    /// Why it is loosened, where it is.
    pub because: Option<Title>,
    /// The clauses that say so.
    pub cites: Vec<Citation>,
}

/// `P ranked by M, higher is better must not be among the last 3`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// What is ranked.
    pub of: Rows,
    /// By what.
    pub by: Expr,
    /// Whether higher values are better.
    pub higher_is_better: bool,
    /// Equal values share the better place.
    pub ties_share: bool,
    /// Groups of fewer rows are not ranked.
    pub smallest: Option<Expr>,
    /// `must not`.
    pub negated: bool,
    /// Counted from the last place.
    pub from_last: bool,
    /// How many places.
    pub places: Expr,
}

/// Lines of an item beside its sentence that say nothing about the verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemLines {
    /// Columns of the subject that say who has to act, and who where they say nothing.
    pub recipients: Recipients,
    /// Who is told too.
    pub copies: Vec<Title>,
    /// Words to find the item by.
    pub tags: Vec<Quoted>,
    /// What is to be done about a finding.
    pub action: Option<Title>,
    /// Earlier ids: its findings keep the identity they had under the first of them.
    pub formerly: Vec<Name>,
    /// The fewest subjects that it must have to be believed.
    pub expects: Option<(Number, Span)>,
    /// Why nobody can look into its clause with data.
    pub not_inspectable: Option<Title>,
    /// Exceptions that excuse a subject.
    pub except: Vec<Name>,
    /// Deadlines with requirements of their own.
    pub deadlines: Vec<Deadline>,
}
