//! What a verdict rests on: the columns and reads below a node, pruned to what decided it.

use crate::eval::{Explained, Known};
use crate::plan::{Block, FrameId, Node, NodeId, Plan, PutId, PutKind, ReadKind, Want};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Columns by their number in the model, often those of many findings.
pub(super) type Columns = Arc<BTreeSet<usize>>;

/// A row with the values that it was judged by; remembers which of them were looked at.
pub(super) struct Judged<'e> {
    explained: &'e Explained<'e>,
    row: usize,
    seen: RefCell<Vec<Seen>>,
}

/// Something that was seen of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// The truth of a node.
    Truth(NodeId, Option<bool>),
    /// Which side a node chose.
    Chosen(NodeId, Option<NodeId>),
}

impl Seen {
    /// Whether the same is seen of another row.
    pub(super) fn holds(self, explained: &Explained, row: usize) -> bool {
        match self {
            Self::Truth(node, seen) => truth(explained, node, row) == seen,
            Self::Chosen(node, seen) => explained.chosen(node, row) == seen,
        }
    }
}

impl<'e> Judged<'e> {
    pub(super) fn new(explained: &'e Explained<'e>, row: usize) -> Self {
        Self {
            explained,
            row,
            seen: RefCell::default(),
        }
    }

    /// The truth of a node, as [`truth`].
    pub(super) fn truth(&self, node: NodeId) -> Option<bool> {
        let seen = truth(self.explained, node, self.row);
        self.note(Seen::Truth(node, seen));
        seen
    }

    fn chosen(&self, node: NodeId) -> Option<NodeId> {
        let seen = self.explained.chosen(node, self.row);
        self.note(Seen::Chosen(node, seen));
        seen
    }

    fn note(&self, seen: Seen) {
        let mut all = self.seen.borrow_mut();
        if !all.contains(&seen) {
            all.push(seen);
        }
    }

    /// All that was looked at.
    pub(super) fn into_seen(self) -> Vec<Seen> {
        self.seen.into_inner()
    }
}

/// Columns of the subject's own row, and reads of other rows, that a verdict rests on.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Columns of the row itself.
    pub(super) columns: Columns,
    /// Nodes that read other rows, with the key node and the put.
    pub(super) reads: Vec<(NodeId, Option<NodeId>, PutId)>,
    /// Those of them that look by a second key.
    pub(super) by_second: BTreeSet<(NodeId, PutId)>,
    /// Nodes that look at a neighbour.
    pub(super) besides: Vec<NodeId>,
}

/// Walks what decided a node's truth in one row: of an `and` that is false only what is false, of one that is unknown only what is unknown.
pub(super) fn collect(
    plan: &Plan,
    frame: FrameId,
    judged: &Judged<'_>,
    node: NodeId,
    evidence: &mut Evidence,
) {
    let down = |children: &[NodeId], evidence: &mut Evidence| {
        for &child in children {
            collect(plan, frame, judged, child, evidence);
        }
    };
    match &plan.frames[frame.0].nodes[node.0] {
        Node::Column(column, _) => {
            Arc::make_mut(&mut evidence.columns).insert(*column);
        }
        Node::Beside { sequence, runs, .. } => {
            if !evidence.besides.contains(&node) {
                evidence.besides.push(node);
            }
            // The place of the row rests on these, which hold no other row.
            let columns = Arc::make_mut(&mut evidence.columns);
            columns_of_order(plan, *sequence, columns);
            if let Some(runs) = runs {
                let starts = plan.runs[runs.0].starts;
                columns_below(plan, frame, starts, columns);
            }
        }
        Node::RunOf(runs) => {
            let runs = &plan.runs[runs.0];
            let columns = Arc::make_mut(&mut evidence.columns);
            columns_of_order(plan, runs.sequence, columns);
            columns_below(plan, frame, runs.starts, columns);
        }
        Node::And(all) => down(&deciding(judged, all, false), evidence),
        Node::Or(all) => down(&deciding(judged, all, true), evidence),
        // Those that hold, those that do not, or those that are open: whichever it is because of.
        Node::AtLeast(_, all) => {
            let decisive = judged.truth(node);
            let of = |&&part: &&NodeId| judged.truth(part) == decisive;
            let because: Vec<NodeId> = all.iter().filter(of).copied().collect();
            down(&because, evidence);
        }
        other @ (Node::Read { .. } | Node::Pairs { .. }) => {
            for (at, (key, put)) in other.puts_read().into_iter().enumerate() {
                evidence.read(node, key, put);
                if at > 0 {
                    evidence.by_second.insert((node, put));
                }
            }
            down(&other.arguments(), evidence);
        }
        Node::Choose {
            when,
            then,
            otherwise,
        } => match judged.chosen(node) {
            // What the other side looks at has nothing to do with it.
            Some(side) => {
                let nodes = &plan.frames[frame.0].nodes;
                let two_keys = matches!(nodes[then.0], Node::Read { also: Some(_), .. });
                if two_keys && side == *otherwise {
                    let puts = nodes[side.0].puts_read().into_iter();
                    evidence.by_second.extend(puts.map(|(_, put)| (side, put)));
                }
                down(&[*when, side], evidence);
            }
            None => down(&plan.frames[frame.0].nodes[node.0].arguments(), evidence),
        },
        other => down(&other.arguments(), evidence),
    }
}

/// The columns by which rows are put in order, and in groups.
fn columns_of_order(plan: &Plan, sequence: crate::plan::SequenceId, columns: &mut BTreeSet<usize>) {
    let sequence = &plan.sequences[sequence.0];
    let group = sequence.group.map(|(_, key)| key);
    for node in sequence.by.iter().copied().chain(group) {
        columns_below(plan, sequence.frame, node, columns);
    }
}

impl Evidence {
    fn read(&mut self, node: NodeId, key: Option<NodeId>, put: PutId) {
        let read = (node, key, put);
        if !self.reads.contains(&read) {
            self.reads.push(read);
        }
    }
}

/// The truth of a node in a row; `None`: unknown.
pub(super) fn truth(explained: &Explained, node: NodeId, row: usize) -> Option<bool> {
    match explained.value(node, row)? {
        Known::Truth(truth) => Some(truth),
        _ => None,
    }
}

/// The number of the key that a node holds in a row; `None`: no usable key.
pub(super) fn key(explained: &Explained, node: NodeId, row: usize) -> Option<u32> {
    explained.key(node, row)
}

/// All puts that the verdicts of a block read.
pub(super) fn puts_read(plan: &Plan, block: &Block) -> Vec<PutId> {
    puts_of(reads(plan, block))
}

/// All reads of other rows that the verdicts of a block rest on: key and put, each once.
pub(super) fn reads(plan: &Plan, block: &Block) -> Vec<(Option<NodeId>, PutId)> {
    let mut open: Vec<NodeId> = block.parts.iter().map(|part| part.must).collect();
    open.extend(block.member);
    open.extend(block.applies);
    open.extend(block.excuses());
    reads_below(plan, block.frame, open)
}

/// All puts that some nodes of a frame read.
pub(super) fn puts_below(plan: &Plan, frame: FrameId, open: Vec<NodeId>) -> Vec<PutId> {
    puts_of(reads_below(plan, frame, open))
}

/// The puts of reads, each once.
fn puts_of(reads: Vec<(Option<NodeId>, PutId)>) -> Vec<PutId> {
    let mut puts: Vec<PutId> = reads.into_iter().map(|(_, put)| put).collect();
    puts.sort_unstable();
    puts.dedup();
    puts
}

fn reads_below(plan: &Plan, frame: FrameId, mut open: Vec<NodeId>) -> Vec<(Option<NodeId>, PutId)> {
    let nodes = &plan.frames[frame.0].nodes;
    let mut reads = Vec::new();
    while let Some(node) = open.pop() {
        reads.extend(nodes[node.0].puts_read());
        open.extend(nodes[node.0].arguments());
    }
    reads.sort_unstable();
    reads.dedup();
    reads
}

/// As [`puts_read`], but where a second key is used, only what holds the rows that lack the first one: those that lack both are nobody's.
pub(super) fn puts_without_first(plan: &Plan, block: &Block) -> Vec<PutId> {
    let nodes = &plan.frames[block.frame.0].nodes;
    let mut open: Vec<NodeId> = block.parts.iter().map(|part| part.must).collect();
    open.extend(block.member);
    open.extend(block.applies);
    open.extend(block.excuses());
    let mut puts = Vec::new();
    let mut seen = BTreeSet::new();
    while let Some(node) = open.pop() {
        if !seen.insert(node) {
            continue;
        }
        match &nodes[node.0] {
            Node::Choose { when, then, .. }
                if matches!(nodes[then.0], Node::Read { also: Some(_), .. }) =>
            {
                open.extend([*when, *then]);
            }
            Node::Read {
                key,
                also: Some((second, put)),
                ..
            } => {
                puts.push(*put);
                open.extend(key.iter().chain([second]));
            }
            other => {
                puts.extend(other.puts_read().into_iter().map(|(_, put)| put));
                open.extend(other.arguments());
            }
        }
    }
    puts
}

/// The puts that a block reads as groups, each with the key of the group: rows without a key may belong to any of them.
pub(super) fn open_groups(plan: &Plan, block: &Block) -> Vec<(NodeId, PutId)> {
    let nodes = &plan.frames[block.frame.0].nodes;
    let mut open: Vec<NodeId> = block.parts.iter().map(|part| part.must).collect();
    let mut found = Vec::new();
    while let Some(node) = open.pop() {
        if let Node::Read {
            key: Some(key),
            put,
            undecided_members: true,
            ..
        } = &nodes[node.0]
            && !found.contains(&(*key, *put))
        {
            found.push((*key, *put));
        }
        open.extend(nodes[node.0].arguments());
    }
    found.sort_unstable();
    found
}

/// The arguments that decide an `and` (`decisive` false) or an `or` (`decisive` true).
fn deciding(judged: &Judged<'_>, all: &[NodeId], decisive: bool) -> Vec<NodeId> {
    let of = |wanted: Option<bool>| -> Vec<NodeId> {
        all.iter()
            .copied()
            .filter(|&node| judged.truth(node) == wanted)
            .collect()
    };
    let decided = of(Some(decisive));
    if !decided.is_empty() {
        return decided;
    }
    let unknown = of(None);
    if unknown.is_empty() {
        all.to_vec()
    } else {
        unknown
    }
}

/// All columns of a frame's own rows below a node.
pub(super) fn columns_below(
    plan: &Plan,
    frame: FrameId,
    node: NodeId,
    columns: &mut BTreeSet<usize>,
) {
    let node = &plan.frames[frame.0].nodes[node.0];
    if let Node::Column(column, _) = node {
        columns.insert(*column);
    }
    for argument in node.arguments() {
        columns_below(plan, frame, argument, columns);
    }
}

/// All columns, with their frames, whose texts may stand in a text node: numbers, days and truths made from a column hold none of its text.
pub(super) fn texts_below(
    plan: &Plan,
    frame: FrameId,
    node: NodeId,
    columns: &mut BTreeSet<(FrameId, usize)>,
) {
    match &plan.frames[frame.0].nodes[node.0] {
        Node::Column(column, Want::Key { .. } | Want::Text) => {
            columns.insert((frame, *column));
        }
        Node::Read {
            put,
            kind: ReadKind::Gather { value, .. },
            ..
        } => texts_below(plan, plan.puts[put.0].frame, *value, columns),
        Node::Choose {
            then, otherwise, ..
        } => {
            texts_below(plan, frame, *then, columns);
            texts_below(plan, frame, *otherwise, columns);
        }
        Node::Part { text, .. } => texts_below(plan, frame, *text, columns),
        Node::KeyOf(of, _) => texts_below(plan, frame, *of, columns),
        Node::OrElse(first, second) => {
            texts_below(plan, frame, *first, columns);
            texts_below(plan, frame, *second, columns);
        }
        _ => {}
    }
}

/// The first column of a frame's own rows below a node.
pub(super) fn first_column(plan: &Plan, frame: FrameId, node: NodeId) -> Option<usize> {
    let mut columns = BTreeSet::new();
    columns_below(plan, frame, node, &mut columns);
    columns.first().copied()
}

/// The columns of the producing rows that a read looks at: key, filter and value.
pub(super) fn put_columns(plan: &Plan, put: PutId, read: Option<&Node>) -> BTreeSet<usize> {
    let mut columns = BTreeSet::new();
    for node in put_nodes(plan, put, read) {
        columns_below(plan, plan.puts[put.0].frame, node, &mut columns);
    }
    columns
}

/// The nodes of the producing rows that a read looks at: key, filter and value.
pub(super) fn put_nodes(plan: &Plan, put: PutId, read: Option<&Node>) -> Vec<NodeId> {
    let declared = &plan.puts[put.0];
    let mut nodes: Vec<NodeId> = declared.key.iter().map(|key| key.1).collect();
    nodes.extend(declared.filter);
    match declared.kind {
        PutKind::Share(value) | PutKind::Total { value, .. } | PutKind::Values { value, .. } => {
            nodes.push(value)
        }
        PutKind::Count(_) | PutKind::Link => {}
    }
    match read {
        Some(Node::Read {
            kind: ReadKind::Gather { value, .. },
            ..
        }) => nodes.push(*value),
        Some(Node::Pairs { nodes: pairs, .. }) => {
            nodes.extend(pairs.iter().filter_map(|pair| match pair {
                crate::plan::PairNode::There(node) => Some(*node),
                _ => None,
            }));
        }
        _ => {}
    }
    nodes
}
