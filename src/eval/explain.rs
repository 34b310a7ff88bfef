//! The explain pass: all nodes of a frame again for a few rows, with their cells and the reasons of what is unknown.
//!
//! The kernels are those of the scan. Keys are looked up and never get an id.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;

use super::batch::{Batch, Environment};
use super::cells;
use super::engine::Engine;
use super::fetched::Fetched;
use super::gather::NO_ROW;
use super::kernels;
use super::read::{Links, Reads};
use super::reasons::Elsewhere;
use super::sequence::Here;
use super::store::UNGROUPED;
use super::vector::{NO_KEY, Scalar, Vector};
use super::verdict;
use crate::data::FetchedRows;
use crate::findings::Verdict;
use crate::plan::{
    Constant, FrameId, FrameRows, Node, NodeId, Partners, PutId, ReadKind, SpaceId, ValueKind,
};
use crate::types::{Number, Reason};

/// A known value, for showing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Yes or no.
    Truth(bool),
    /// Days since 1970-01-01.
    Days(i32),
    /// Least and largest possible value; the same where it is exact.
    Number(Number, Number),
    /// The number of a word of the list that the column was read with; `None`: another word.
    Code(Option<u32>),
    /// A text.
    Text(String),
    /// A key: its number (0: nobody put anything under it) and the texts of its parts.
    Key(u32, Vec<String>),
    /// A digest of a text.
    Digest(u128),
}

/// The values of all nodes of a frame for some rows.
pub struct Explained<'a> {
    pub(super) engine: &'a Engine<'a>,
    pub(super) frame: FrameId,
    vectors: Vec<Option<Vector>>,
    cells: Arc<FetchedRows>,
    /// The rows asked for.
    pub(super) rows: Vec<u64>,
    /// For each column fetched its number in the model, in the order of the cells.
    columns: Vec<usize>,
    /// Reasons of nodes in rows elsewhere, read for all rows here at once.
    pub(super) elsewhere: Elsewhere,
}

impl Explained<'_> {
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.engine.plan.frames[self.frame.0].nodes[id.0]
    }

    /// The value of a node as the engine has it.
    pub(crate) fn scalar(&self, node: NodeId, row: usize) -> Option<Scalar> {
        self.vector(node)?.get(row)
    }

    pub(super) fn vector(&self, id: NodeId) -> Option<&Vector> {
        self.vectors.get(id.0)?.as_ref()
    }

    /// The value of a node in the row number `row` of the rows asked for; `None`: unknown.
    #[must_use]
    pub fn value(&self, node: NodeId, row: usize) -> Option<Known> {
        Some(match self.vector(node)?.get(row)? {
            Scalar::Truth(truth) => Known::Truth(truth),
            Scalar::Days(days) => Known::Days(days),
            Scalar::Number(number) => Known::Number(number, number),
            Scalar::Interval(low, high) => Known::Number(low, high),
            Scalar::Code(code) => Known::Code((code < cells::OTHER_WORD).then_some(code)),
            Scalar::Digest(digest) => Known::Digest(digest),
            Scalar::Text(text) => Known::Text(text),
            Scalar::Key(id) => Known::Key(id, self.key_text(node, row, id)),
        })
    }

    /// The number of the key that a node holds in a row (0: nobody put anything under it); `None`: it holds none.
    #[must_use]
    pub fn key(&self, node: NodeId, row: usize) -> Option<u32> {
        match self.vector(node)?.get(row)? {
            Scalar::Key(id) => Some(id),
            _ => None,
        }
    }

    fn key_text(&self, node: NodeId, row: usize, id: u32) -> Vec<String> {
        if id != NO_KEY {
            let kind = super::kinds::kind_of(self.engine.plan, self.frame, node);
            if let ValueKind::Key(space) = kind {
                return self.engine.key_text(space, id);
            }
        }
        match self.node(node) {
            Node::Column(column, _) => self
                .cell(*column, row)
                .map(|(text, _)| {
                    let clean = cells::clean(text.as_bytes(), false);
                    vec![String::from_utf8_lossy(&clean).into_owned()]
                })
                .unwrap_or_default(),
            Node::Compose(space, parts) => (parts.iter().enumerate())
                .map(|(at, &part)| self.part_text((*space, at), part, row))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The text of a cell (column of the model) as it lies in the file, and its line; `None` where the file has no such column,
    /// or no node wants it.
    #[must_use]
    pub fn cell(&self, column: usize, row: usize) -> Option<(&str, u64)> {
        let at = self.columns.iter().position(|&other| other == column)?;
        Some((self.cells.text(row, at)?, self.cells.line(row)))
    }

    /// The cells of the rows asked for that were read, and the columns (of the model) that they are of.
    #[must_use]
    pub fn fetched(&self) -> (&[usize], &Arc<FetchedRows>) {
        (&self.columns, &self.cells)
    }

    /// The line of a row in its file.
    #[must_use]
    pub fn line(&self, row: usize) -> Option<u64> {
        (row < self.cells.len()).then(|| self.cells.line(row))
    }

    /// Why a node is unknown (or between two numbers) in a row: the first cause, and the node where it lies.
    /// Where that node reads rows of another frame, the cause is in those rows, or that there are none.
    #[must_use]
    pub fn reason(&self, node: NodeId, row: usize) -> Option<(Reason, NodeId)> {
        if self.is_exact(node, row) {
            return None;
        }
        let is_unknown = |id: &NodeId| !self.is_exact(*id, row);
        match self.node(node) {
            Node::Column(column, _) => Some((self.cell_reason(node, *column, row), node)),
            Node::Constant(Constant::Unknown(_, reason)) => Some((*reason, node)),
            Node::Read {
                key,
                put,
                kind,
                undecided_members,
                also,
            } => {
                if let Some(key) = key.filter(|key| is_unknown(key)) {
                    return Some(no_key(self.reason(key, row)?));
                }
                let reason = self.read_reason(node, (*key, *put), (kind, *undecided_members), row);
                // Of rows found by two keys, what is wrong with one says more than that there are none by the other.
                let more = also
                    .map(|(key, put)| self.read_reason(node, (Some(key), put), (kind, false), row));
                let rank = |reason: &Reason| {
                    let order = [Reason::Blank, Reason::Ambiguous, Reason::NotComputable];
                    order
                        .iter()
                        .position(|known| known == reason)
                        .unwrap_or(order.len())
                };
                let reason = [Some(reason), more].into_iter().flatten().min_by_key(rank);
                Some((reason?, node))
            }
            Node::Beside { .. } | Node::RunOf(_) if self.engine.frames[self.frame.0].is_torn => {
                Some((Reason::NotWhole, node))
            }
            Node::Beside {
                sequence,
                runs,
                beside,
                value,
            } => Some(self.beside_reason((*sequence, *runs), *beside, (node, *value), row)),
            Node::RunOf(_) => Some((Reason::Blank, node)),
            Node::Ungrouped { .. } => Some((Reason::NoKey, node)),
            Node::Axis { axis, value } => Some((self.axis_reason(*axis, *value, row), node)),
            Node::Pairs { key, .. } if is_unknown(key) => Some(no_key(self.reason(*key, row)?)),
            Node::Pairs { .. } => Some((Reason::Blank, node)),
            Node::Choose {
                when,
                then,
                otherwise,
            } => {
                let branch = match self.vector(*when).and_then(|vector| vector.get(row)) {
                    Some(Scalar::Truth(true)) => *then,
                    Some(Scalar::Truth(false)) => *otherwise,
                    _ => return self.reason(*when, row),
                };
                // What is unknown whatever the cells say is so because of the condition.
                let (reason, leaf) = self.reason(branch, row)?;
                let leaf = match self.node(leaf) {
                    Node::Constant(_) => *when,
                    _ => leaf,
                };
                Some((reason, leaf))
            }
            other => {
                let arguments = other.arguments();
                if let Some(cause) = arguments
                    .iter()
                    .find(|id| is_unknown(id))
                    .and_then(|&id| self.reason(id, row))
                {
                    return Some(cause);
                }
                Some((self.own_reason(other, &arguments, row), node))
            }
        }
    }

    /// The verdict of each row, by a block of the frame; `None`: it is no subject.
    #[must_use]
    pub fn verdicts(&self, block: &crate::plan::Block) -> Vec<Option<Verdict>> {
        let unknown = Vector::unknown();
        let vector = |id: NodeId| self.vector(id).unwrap_or(&unknown);
        verdict::verdicts(block, self.rows.len(), &vector)
    }

    /// The row of a decision table that surely and alone applies where a node looks it up; `None`: none, several, or no lookup.
    #[must_use]
    pub fn table_row(&self, node: NodeId, row: usize) -> Option<usize> {
        let Node::Lookup(table, arguments) = self.node(node) else {
            return None;
        };
        self.vector(node)?.get(row)?;
        let table = self.engine.plan.lookups.get(*table)?;
        let unknown = Vector::unknown();
        let vectors: Vec<&Vector> = arguments
            .iter()
            .map(|&id| self.vector(id).unwrap_or(&unknown))
            .collect();
        kernels::applying_row(table, &vectors, row)
    }

    /// The side that a node that chooses takes in a row; `None`: it does not choose, or that is undecided.
    #[must_use]
    pub fn chosen(&self, node: NodeId, row: usize) -> Option<NodeId> {
        let Node::Choose {
            when,
            then,
            otherwise,
        } = self.node(node)
        else {
            return None;
        };
        match self.vector(*when)?.get(row)? {
            Scalar::Truth(true) => Some(*then),
            _ => Some(*otherwise),
        }
    }

    pub(super) fn is_exact(&self, id: NodeId, row: usize) -> bool {
        let value = self.vector(id).and_then(|vector| vector.get(row));
        !matches!(value, None | Some(Scalar::Interval(..)))
    }

    fn cell_reason(&self, node: NodeId, column: usize, row: usize) -> Reason {
        let Some(reader) = &self.engine.readers[self.frame.0][node.0] else {
            return Reason::ColumnMissing;
        };
        let text = self.cell(column, row).map_or("", |(text, _)| text);
        reader.reason(text).unwrap_or(Reason::Unreadable)
    }

    fn read_reason(
        &self,
        node: NodeId,
        (key, put): (Option<NodeId>, PutId),
        (kind, undecided_members): (&ReadKind, bool),
        row: usize,
    ) -> Reason {
        let id_of = |row: usize| {
            let key = key.and_then(|key| self.vector(key)?.get(row));
            key.map_or(super::store::WHOLE, |key| match key {
                Scalar::Key(id) => id,
                _ => NO_KEY,
            })
        };
        let id = id_of(row);
        let is_found =
            matches!(kind, ReadKind::Gather { partners, .. } if *partners != Partners::AllAgreeing);
        if self.engine.store.is_torn(put) && !is_found {
            return Reason::NotWhole;
        }
        match kind {
            ReadKind::Gather { value, .. } => {
                let Some(links) = Links::of(&self.engine.store, put) else {
                    return Reason::NoPartner;
                };
                let first = links.first(id);
                if !links.others(id).is_empty() || first.is_some() && !links.maybe(id).is_empty() {
                    return Reason::Ambiguous;
                }
                let Some(first) = first else {
                    return Reason::NoPartner;
                };
                let frame = self.engine.plan.puts[put.0].frame;
                let all = || {
                    let rows = self.undecided(node);
                    let firsts = rows.filter_map(|row| links.first(id_of(row)));
                    firsts.map(u64::from).collect()
                };
                self.reason_elsewhere((frame, *value), u64::from(first), all)
                    .map_or(Reason::NotComputable, |(reason, _)| reason)
            }
            ReadKind::Share | ReadKind::ShareOfSome => self.share_reason(id, put),
            ReadKind::MostCommon
            | ReadKind::Least
            | ReadKind::Largest
            | ReadKind::Mean
            | ReadKind::Median
            | ReadKind::Quantile(_)
            | ReadKind::StandardDeviation => {
                let super::store::State::Values(values) = &self.engine.store.puts[put.0].state
                else {
                    return Reason::NotComputable;
                };
                let open =
                    values.is_open(id) || undecided_members && !values.unkeyed.sorted().is_empty();
                match (open, values.has_sure(id), kind) {
                    (true, _, _) => Reason::Blank,
                    (false, false, _) => Reason::NoPartner,
                    (false, true, ReadKind::MostCommon) => Reason::Ambiguous,
                    _ => Reason::NotComputable,
                }
            }
            ReadKind::CountIs(..)
            | ReadKind::Count
            | ReadKind::Total
            | ReadKind::CountDifferent => Reason::Blank,
        }
    }

    fn share_reason(&self, id: u32, put: PutId) -> Reason {
        let super::store::State::Share { sure, .. } = &self.engine.store.puts[put.0].state else {
            return Reason::NotComputable;
        };
        let slots = sure.slots();
        let at = id as usize * 3;
        let any = (at..at + 3).any(|at| {
            slots
                .get(at)
                .is_some_and(|slot| slot.load(std::sync::atomic::Ordering::Relaxed) > 0)
        });
        if any {
            Reason::Blank
        } else {
            Reason::NotComputable
        }
    }

    /// Why a node whose arguments are known is unknown.
    fn own_reason(&self, node: &Node, arguments: &[NodeId], row: usize) -> Reason {
        match node {
            Node::Lookup(table, _) => {
                let Some(table) = self.engine.plan.lookups.get(*table) else {
                    return Reason::NoTableRow;
                };
                let unknown = Vector::unknown();
                let vectors: Vec<&Vector> = arguments
                    .iter()
                    .map(|&id| self.vector(id).unwrap_or(&unknown))
                    .collect();
                match kernels::applying_rows(table, &vectors, row) {
                    (0, _) => Reason::NoTableRow,
                    _ => Reason::Ambiguous,
                }
            }
            Node::Listed(..) => Reason::OutsideCalendar,
            Node::NumberOf(_) | Node::BirthDate(_) | Node::Sex(_) => Reason::Unreadable,
            _ => Reason::NotComputable,
        }
    }
}

/// A blank key is no usable key.
pub(super) fn no_key((reason, leaf): (Reason, NodeId)) -> (Reason, NodeId) {
    match reason {
        Reason::Blank => (Reason::NoKey, leaf),
        other => (other, leaf),
    }
}

impl<'a> Engine<'a> {
    /// All nodes of a frame for some rows.
    pub(crate) fn explain(&self, frame: FrameId, rows: &[u64]) -> io::Result<Explained<'_>> {
        let nodes = self.plan.frames[frame.0].nodes.len();
        let all: Vec<NodeId> = (0..nodes).map(NodeId).collect();
        self.explain_some(frame, rows, &all, &[])
    }

    /// Some nodes of a frame, with what they are made from, for some rows; `beside`: columns of the model that are read with them.
    pub(crate) fn explain_some(
        &self,
        frame: FrameId,
        rows: &[u64],
        nodes: &[NodeId],
        beside: &[usize],
    ) -> io::Result<Explained<'_>> {
        let wanted = self.with_arguments(frame, nodes);
        let is_wanted = |id: NodeId| wanted[id.0];
        let mut explained = Explained {
            engine: self,
            frame,
            vectors: Vec::new(),
            cells: Arc::default(),
            rows: rows.to_vec(),
            columns: Vec::new(),
            elsewhere: Elsewhere::default(),
        };
        let mut fetched = Fetched::default();
        let mut own = None;
        match self.plan.frames[frame.0].rows {
            FrameRows::Dataset(dataset) => {
                let bound = self.datasets.get(dataset);
                if let Some((bound, source)) = bound.and_then(|d| Some((d, d.source.as_ref()?))) {
                    let mut columns = self.wanted_columns(frame, &is_wanted);
                    let beside = beside
                        .iter()
                        .filter_map(|&column| Some((column, bound.columns.get(column)?.index?)));
                    let beside: Vec<_> = beside.filter(|one| !columns.contains(one)).collect();
                    columns.extend(beside);
                    let indexes: Vec<usize> = columns.iter().map(|(_, index)| *index).collect();
                    explained.cells = Arc::new(self.cells(dataset, rows, &indexes)?);
                    explained.columns = columns.into_iter().map(|(column, _)| column).collect();
                    fetched = Fetched::of(source.header().len(), &indexes, &explained.cells);
                }
            }
            FrameRows::Space(_) => {
                own = Some(
                    rows.iter()
                        .map(|&row| u32::try_from(row).unwrap_or(NO_KEY))
                        .collect::<Vec<u32>>(),
                );
            }
            FrameRows::Whole => own = Some(vec![super::store::WHOLE; rows.len()]),
            FrameRows::Derived(_) => {}
        }
        let chunk = fetched.chunk();
        let mut batch = Batch::new(self, frame, rows.len(), None);
        let mut blocks = self.blocks();
        let mut notes = Vec::new();
        let partners =
            |frame: FrameId, node: NodeId, rows: &[u32]| self.partner_values(frame, node, rows);
        let environment = Environment {
            chunk: Some(&chunk),
            own: own.as_deref(),
            here: Here::Rows(rows),
            look_up_only: true,
            expected: rows.len(),
            reads: Reads::new(self),
            partners: &partners,
            blocks: RefCell::new(&mut blocks),
            notes: RefCell::new(&mut notes),
            spelled: RefCell::default(),
            wordbooks: None,
        };
        batch.evaluate(&environment, is_wanted)?;
        drop(environment);
        explained.vectors = batch.now;
        Ok(explained)
    }

    /// Some nodes and everything in their frame that they are made from.
    pub(crate) fn with_arguments(&self, frame: FrameId, nodes: &[NodeId]) -> Vec<bool> {
        let all = &self.plan.frames[frame.0].nodes;
        let mut wanted = vec![false; all.len()];
        let mut open: Vec<NodeId> = nodes.to_vec();
        while let Some(id) = open.pop() {
            if !std::mem::replace(&mut wanted[id.0], true) {
                open.extend(all[id.0].arguments());
            }
        }
        wanted
    }

    /// Columns that nodes want: number in the model and in the file.
    fn wanted_columns(
        &self,
        frame: FrameId,
        wanted: &dyn Fn(NodeId) -> bool,
    ) -> Vec<(usize, usize)> {
        let mut columns = Vec::new();
        for (at, node) in self.plan.frames[frame.0].nodes.iter().enumerate() {
            if let (Node::Column(column, _), true) = (node, wanted(NodeId(at)))
                && let Some(index) = self.readers[frame.0][at].as_ref().and_then(|r| r.index())
                && !columns.contains(&(*column, index))
            {
                columns.push((*column, index));
            }
        }
        columns
    }

    /// Values of rows of another frame: from what was kept, else by explaining those rows.
    pub(crate) fn partner_values(
        &self,
        frame: FrameId,
        node: NodeId,
        rows: &[u32],
    ) -> io::Result<Vector> {
        if self.phases.keep[frame.0][node.0] {
            return Ok(self.kept(frame, node, rows));
        }
        let mut distinct: Vec<u32> = rows.iter().copied().filter(|&row| row != NO_ROW).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let asked: Vec<u64> = distinct.iter().map(|&row| u64::from(row)).collect();
        let explained = self.explain_some(frame, &asked, &[node], &[])?;
        let kind = super::kinds::kind_of(self.plan, frame, node);
        Ok(Vector::collect(kind, rows.len(), |at| {
            let place = distinct.binary_search(&rows[at]).ok()?;
            explained.vector(node)?.get(place)
        }))
    }

    /// The text of a key of the space that differs from this one in the zeros before it alone, where there is one.
    pub(crate) fn with_other_zeros(&self, space: SpaceId, id: u32) -> Option<String> {
        /// Digits of the longest code that is looked for.
        const LONGEST: usize = 12;
        if id == UNGROUPED || self.composers[space.0].is_some() {
            return None;
        }
        let keys = &self.spaces[space.0];
        let text = keys.text(keys.packed(id))?;
        let bare = text.trim_start_matches('0');
        let is_code =
            (1..=LONGEST).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
        if !is_code {
            return None;
        }
        let lengths = (bare.len()..=LONGEST).filter(|&length| length != text.len());
        let others = lengths.map(|length| format!("{bare:0>length$}"));
        let others: Vec<String> = others.collect();
        let packed: Vec<u64> = others
            .iter()
            .map(|text| keys.pack(text, false).unwrap_or_default())
            .collect();
        let found = keys.look_up(&packed);
        let at = found.iter().position(|&id| id != NO_KEY)?;
        others.into_iter().nth(at)
    }

    /// The text of a key, one for each part.
    pub(crate) fn key_text(&self, space: SpaceId, id: u32) -> Vec<String> {
        if id == UNGROUPED {
            let parts = self.plan.spaces[space.0].parts;
            return vec![String::new(); parts];
        }
        let packed = self.spaces[space.0].packed(id);
        match &self.composers[space.0] {
            None => vec![self.spaces[space.0].text(packed).unwrap_or_default()],
            Some(composer) => (composer.unpack(packed).into_iter().enumerate())
                .map(|(part, value)| match composer.part_space(part) {
                    Some(of_part) => self.key_text(SpaceId(of_part), value).join("|"),
                    None => composer.part_text(part, value).unwrap_or_default(),
                })
                .collect(),
        }
    }
}
