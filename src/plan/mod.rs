//! What to compute, once: frames of rows, nodes in evaluation order, contributions between frames, verdicts of items.
//!
//! The plan knows nothing of sentences. A *frame* is a list of rows that nodes are evaluated over, column by column: the rows of a dataset (read in chunks),
//! the keys of a key space, or one row for the whole. A relation between frames is a *put*: rows of one frame put something under a key; other frames *read* it
//! by their key. Equal nodes are one node and equal puts one put, however many items ask.

mod derived;
pub mod from_model;
mod meeting;
mod node;
mod print;

pub use derived::{Axis, AxisValue, DerivedId, DerivedTable, Runs, RunsId, Sequence, SequenceId};
pub use node::{
    Constant, DayList, Expression, KeyText, LookupCondition, LookupTable, Node, NodeId, PairNode,
    Partners, Pattern, ReadKind, ValueKind, Want, Words,
};

use crate::types::{Number, Reason};
use std::collections::HashMap;

/// Number of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FrameId(pub usize);

/// Number of a key space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpaceId(pub usize);

/// Number of a put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PutId(pub usize);

/// What the rows of a frame are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FrameRows {
    /// The rows of a dataset, by its number in the model (and in the bindings).
    Dataset(usize),
    /// The keys of a space that any row put something under; evaluated once all puts into the space are done.
    Space(SpaceId),
    /// One row.
    Whole,
    /// The rows of a derived table; evaluated once everything else is there.
    Derived(DerivedId),
}

/// A list of rows with the nodes evaluated over it; a node's arguments have smaller numbers.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What its rows are.
    pub rows: FrameRows,
    /// Its nodes, in evaluation order.
    pub nodes: Vec<Node>,
    /// The number of every node, to find an equal one.
    numbers: HashMap<Node, NodeId>,
}

/// A key space: keys of one kind, numbered densely. Key texts are equal when their normalised bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Space {
    /// What kind of key it holds, for `print` and tests.
    pub name: String,
    /// Number of parts: 1 for keys made of a cell's text, more for keys composed of the values of several nodes.
    pub parts: usize,
}

/// What rows of one frame put under a key for others to read.
///
/// A row whose filter is unknown contributes *maybe*. A row whose key is unknown contributes to nobody and is counted apart
/// (`sure`, `maybe`: by its filter), so that readers can show it or treat it as an undecided member.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Put {
    /// The producing frame (a dataset's).
    pub frame: FrameId,
    /// The space, and the node of the key in it; `None`: under the one key of the whole.
    pub key: Option<(SpaceId, NodeId)>,
    /// Which rows: a truth.
    pub filter: Option<NodeId>,
    /// What is put.
    pub kind: PutKind,
}

/// What is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PutKind {
    /// The number of rows, counted up to a cap (cap 1: existence, one bit). `u32::MAX`: no cap.
    Count(u32),
    /// The lowest row, and the others in a side list: for gathering values of partner rows. Rows with an unknown filter are linked as *maybe*.
    Link,
    /// A condition: the rows for which it is true, false, unknown.
    Share(NodeId),
    /// Exact sum of a number.
    Total {
        /// The number.
        value: NodeId,
        /// Leave unknown values out and count them, instead of making the sum unknown.
        given_only: bool,
        /// The least and largest value that the column can hold, where it declares them: an unknown value lies between.
        range: Option<(Number, Number)>,
    },
    /// All values, for least, largest, mean, median, quantile, standard deviation, most common, count of different: numbers, days, codes or text hashes.
    Values {
        /// The value.
        value: NodeId,
        /// Leave unknown values out and count them.
        given_only: bool,
        /// As for a sum; for least and largest.
        range: Option<(Number, Number)>,
    },
}

/// The verdicts of an item over the rows of one frame.
#[derive(Debug, Clone)]
pub struct Block {
    /// The frame.
    pub frame: FrameId,
    /// Which rows are subjects; where unknown the row is a subject whose condition is undecided. `None`: all.
    pub member: Option<NodeId>,
    /// Where false the subject is not applicable. `None`: everywhere true.
    pub applies: Option<NodeId>,
    /// Where true a failing subject is excused; where unknown it cannot be told.
    pub excused: Option<NodeId>,
    /// What must hold; each failing part is a finding of its own, and the subject counts once, with its worst verdict.
    pub parts: Vec<BlockPart>,
}

/// One requirement of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockPart {
    /// Number of the part in the item's check (`Match`: index into its parts; otherwise 0).
    pub part: usize,
    /// A truth.
    pub must: NodeId,
    /// Where true a subject that fails this part is excused from it, whatever excuses it from all parts included; `None`: as the block says.
    pub excused: Option<NodeId>,
}

impl BlockPart {
    /// A part that is excused as its block says.
    #[must_use]
    pub fn of(part: usize, must: NodeId) -> Self {
        Self {
            part,
            must,
            excused: None,
        }
    }
}

impl Block {
    /// What excuses from a part.
    #[must_use]
    pub fn excuse(&self, part: &BlockPart) -> Option<NodeId> {
        part.excused.or(self.excused)
    }

    /// All that excuses from any part.
    #[must_use]
    pub fn excuses(&self) -> Vec<NodeId> {
        let parts = self.parts.iter().filter_map(|part| part.excused);
        let mut excuses: Vec<NodeId> = self.excused.into_iter().chain(parts).collect();
        excuses.sort_unstable();
        excuses.dedup();
        excuses
    }
}

/// The keys of a reconciliation that several sources hold, counted by how they came together.
#[derive(Debug, Clone)]
pub struct Tally {
    /// The frame of the keys.
    pub frame: FrameId,
    /// Whether a key is a subject that at least two sources hold: a truth.
    pub paired: NodeId,
    /// All of them came together by a second key.
    pub by_second: bool,
    /// The sources; empty with `by_second`.
    pub sources: Vec<TallySource>,
}

/// A source of a [`Tally`].
#[derive(Debug, Clone)]
pub struct TallySource {
    /// The `Link` put of its rows.
    pub link: PutId,
    /// Its first key, where there is a second one: a row that has none was led to its key by the second.
    pub first: Option<NodeId>,
    /// The columns read as keys that its first key is made from, in the order of the parts.
    pub columns: Vec<NodeId>,
}

/// Number of the part that a person answers; the parts that are judged from data have the numbers from 0, one for each deadline.
///
/// Its requirement is never true, so that it leaves a hit for every subject that the question is about: *not met* where the subject is
/// surely one, *cannot tell* where its condition is undecided. What the answers make of them is settled afterwards.
pub const PERSON: usize = 60_000;

/// What stops a whole item, by numbers of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A setting has no value.
    Setting(usize),
    /// A dataset has no file, or one that could not be read.
    Dataset(usize),
    /// Not all rows of a dataset are there; known once it is read.
    Rows(usize),
    /// A file lacks a column: dataset and column.
    Column(usize, usize),
}

impl Cause {
    /// The reason that values have for it.
    #[must_use]
    pub fn reason(self) -> Reason {
        match self {
            Self::Setting(_) => Reason::SettingUnset,
            Self::Dataset(_) => Reason::DatasetMissing,
            Self::Rows(_) => Reason::NotWhole,
            Self::Column(..) => Reason::ColumnMissing,
        }
    }
}

/// An item as it is evaluated: blocks in the order in which their findings are shown.
#[derive(Debug, Clone)]
pub struct PlannedItem {
    /// Its number in the model.
    pub item: usize,
    /// Its verdicts.
    pub blocks: Vec<Block>,
    /// What stops the whole item (a setting unset, a column or file missing): its subjects that cannot be told give one finding.
    pub stopped_by: Vec<Cause>,
}

/// What to compute.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Key spaces.
    pub spaces: Vec<Space>,
    /// Frames.
    pub frames: Vec<Frame>,
    /// Puts.
    pub puts: Vec<Put>,
    /// Orders of rows.
    pub sequences: Vec<Sequence>,
    /// Runs of these.
    pub runs: Vec<Runs>,
    /// Derived tables.
    pub derived: Vec<DerivedTable>,
    /// Regular expressions and prefixes.
    pub patterns: Vec<Pattern>,
    /// Decision tables.
    pub lookups: Vec<LookupTable>,
    /// Lists of days.
    pub lists: Vec<DayList>,
    /// Items.
    pub items: Vec<PlannedItem>,
    /// What is counted of reconciliations.
    pub tallies: Vec<Tally>,
    /// The number of every put, to find an equal one.
    put_numbers: HashMap<Put, PutId>,
}

impl Plan {
    /// The frame for these rows, made when it is not there yet.
    pub fn frame(&mut self, rows: FrameRows) -> FrameId {
        if let Some(at) = self.frames.iter().position(|frame| frame.rows == rows) {
            return FrameId(at);
        }
        self.frames.push(Frame {
            rows,
            nodes: Vec::new(),
            numbers: HashMap::new(),
        });
        FrameId(self.frames.len() - 1)
    }

    /// The node in a frame, made when no equal one is there yet.
    pub fn node(&mut self, frame: FrameId, node: Node) -> NodeId {
        let Frame { nodes, numbers, .. } = &mut self.frames[frame.0];
        *numbers.entry(node).or_insert_with_key(|node| {
            nodes.push(node.clone());
            NodeId(nodes.len() - 1)
        })
    }

    /// The put, made when no equal one is there yet.
    pub fn put(&mut self, put: Put) -> PutId {
        *self.put_numbers.entry(put).or_insert_with_key(|put| {
            self.puts.push(put.clone());
            PutId(self.puts.len() - 1)
        })
    }

    /// The order, made when no equal one is there yet.
    pub fn sequence(&mut self, sequence: Sequence) -> SequenceId {
        SequenceId(once(&mut self.sequences, sequence))
    }

    /// The runs, made when no equal ones are there yet.
    pub fn runs(&mut self, runs: Runs) -> RunsId {
        RunsId(once(&mut self.runs, runs))
    }

    /// The frame of a derived table, made when no equal one is there yet.
    pub fn derive(&mut self, table: DerivedTable) -> FrameId {
        let id = DerivedId(once(&mut self.derived, table));
        self.frame(FrameRows::Derived(id))
    }

    /// The key space of that name, made when it is not there yet.
    pub fn space(&mut self, name: &str, parts: usize) -> SpaceId {
        if let Some(at) = self.spaces.iter().position(|space| space.name == name) {
            return SpaceId(at);
        }
        self.spaces.push(Space {
            name: name.to_owned(),
            parts,
        });
        SpaceId(self.spaces.len() - 1)
    }
}

/// The number of a thing in a list, which it enters when no equal one is there yet.
fn once<T: PartialEq>(list: &mut Vec<T>, thing: T) -> usize {
    if let Some(at) = list.iter().position(|other| *other == thing) {
        return at;
    }
    list.push(thing);
    list.len() - 1
}
