//! Rows that no file holds, and orders of rows: what relations between frames do not say.
//!
//! # Derived tables
//!
//! A frame of [`super::FrameRows::Derived`] has one row for every combination of the entries of its axes: combinations expected
//! (every school × every month), deliveries owed (sender × recipient × period). The first axis varies slowest, so that the axis
//! written first decides the order of findings. An axis is either the different keys of a put, each with the lowest row that has it
//! (so that every node of that row is at hand: its county, whether it surely belongs), or a list of tuples of constants (words,
//! months, a period with its first day and the day that it is due).
//!
//! [`super::Node::Axis`] gives the value of an axis in a row of the derived frame; every other node then works there as in any
//! frame: `Compose` a key of axis values, `Read` what rows of files put under it, compare days, be a block's `member` or `applies`.
//! Derived frames are evaluated when everything else is there; nothing can be put from them.
//!
//! # Orders
//!
//! A [`Sequence`] puts the rows of a dataset's frame in order, in groups; [`Runs`] cuts such an order into runs.
//! [`super::Node::Beside`] gives values of neighbours.

use super::{FrameId, NodeId, PutId, SpaceId};
use crate::syntax::ast::Blanks;

use super::Constant;

/// Number of a derived table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DerivedId(pub usize);

/// Number of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SequenceId(pub usize);

/// Number of the runs of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunsId(pub usize);

/// A table with a row for every combination of the entries of its axes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DerivedTable {
    /// The axes; the first one varies slowest.
    pub axes: Vec<Axis>,
}

/// One axis of a derived table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Axis {
    /// The different keys of a `Link` put, in the order of their lowest rows (a row that surely belongs goes before one that only
    /// may). A key under which only *maybe* rows stand is an entry too: whether it belongs is for the block's `member` to say,
    /// by a count read under it. Rows without a key give no entry and are counted with the put.
    Keys(PutId),
    /// Tuples of constants, all of the same width and kinds.
    List(Vec<Vec<Constant>>),
}

/// A value of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AxisValue {
    /// Of keys: the value of a node of the put's frame in the entry's lowest row.
    Of(NodeId),
    /// Of a list: the constant at this place of the entry's tuple.
    Listed(usize),
}

/// The rows of a frame in order, in groups. Ties go by `ties`, then by the row's place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sequence {
    /// A dataset's frame.
    pub frame: FrameId,
    /// The group; `None`: all rows are one. A row whose group is unknown stands in none, and its neighbours are unknown.
    pub group: Option<(SpaceId, NodeId)>,
    /// Which rows: a row for which this is unknown may stand between others, so they are undecided neighbours.
    pub filter: Option<NodeId>,
    /// What rows are put in order by: days, numbers or codes. Empty: their order in the file.
    pub by: Vec<NodeId>,
    /// Where rows with a blank value stand; `None`: they make every place in their group unknown, as every other unknown value does.
    pub blanks: Option<Blanks>,
    /// Whether each of these values is blank; empty without a rule for blanks.
    pub blank: Vec<NodeId>,
    /// Texts, numbers or days, read again for the rows that are tied.
    pub ties: Vec<NodeId>,
}

/// The runs of a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Runs {
    /// The sequence.
    pub sequence: SequenceId,
    /// Where true a new run starts; the first row of a group always starts one.
    pub starts: NodeId,
}
