//! What has to be done when: phases follow from the dependencies of nodes and puts.
//!
//! A dataset that rows are put from is read in phase 1; one that nobody reads waits until everything it asks for is there, and then streams.
//! Frames of keys and of the whole come last. Only nodes that an item or a put needs are evaluated; of these, only what crosses a phase
//! is kept.

use std::io;

use super::columns::Reader;
use crate::plan::{
    Axis, AxisValue, FrameId, FrameRows, Node, NodeId, PairNode, Plan, PutKind, ReadKind,
};

/// When everything of a plan is done; phases count from 1.
#[derive(Debug, Default)]
pub(crate) struct Phases {
    /// For each frame, when it is read.
    pub(crate) scan: Vec<usize>,
    /// For each frame and node; `None`: nobody needs it.
    pub(crate) node: Vec<Vec<Option<usize>>>,
    /// For each put.
    pub(crate) put: Vec<usize>,
    /// For each order.
    pub(crate) sequence: Vec<usize>,
    /// For the runs of each order.
    pub(crate) runs: Vec<usize>,
    /// The verdicts of all items.
    pub(crate) blocks: Vec<PlannedBlock>,
    /// For each frame and node, whether it is kept for later phases or for other frames.
    pub(crate) keep: Vec<Vec<bool>>,
    /// For each frame and node that makes keys, whether new ones get an id.
    pub(crate) inserts: Vec<Vec<bool>>,
    /// The last phase in which a dataset is read.
    pub(crate) last: usize,
}

/// A block of an item.
#[derive(Debug)]
pub(crate) struct PlannedBlock {
    pub(crate) item: usize,
    pub(crate) block: usize,
    pub(crate) frame: FrameId,
    pub(crate) phase: usize,
}

/// Puts that a node reads.
fn puts_of(node: &Node) -> impl Iterator<Item = usize> {
    node.puts_read().into_iter().map(|(_, put)| put.0)
}

/// Nodes of other frames that a node reads.
fn there(plan: &Plan, frame: usize, node: &Node) -> Vec<(FrameId, NodeId)> {
    if let Some((Axis::Keys(put), AxisValue::Of(value))) =
        super::kinds::axis_of(plan, FrameId(frame), node)
    {
        return vec![(plan.puts[put.0].frame, value)];
    }
    match node {
        Node::Beside {
            value: Some(value), ..
        } => vec![(FrameId(frame), *value)],
        Node::Read {
            put,
            kind: ReadKind::Gather { value, .. },
            ..
        } => vec![(plan.puts[put.0].frame, *value)],
        Node::Pairs { put, nodes, .. } => nodes
            .iter()
            .filter_map(|pair| match pair {
                PairNode::There(id) => Some((plan.puts[put.0].frame, *id)),
                PairNode::Here(_) | PairNode::Of(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The nodes that a put is made from.
pub(crate) fn put_nodes(plan: &Plan, put: usize) -> Vec<NodeId> {
    let put = &plan.puts[put];
    let mut nodes: Vec<NodeId> = put.key.iter().map(|(_, key)| *key).collect();
    nodes.extend(put.filter);
    match put.kind {
        PutKind::Share(value) | PutKind::Total { value, .. } | PutKind::Values { value, .. } => {
            nodes.push(value);
        }
        PutKind::Count(_) | PutKind::Link => {}
    }
    nodes
}

/// The nodes that an order is made from.
fn sequence_nodes(plan: &Plan, sequence: usize) -> Vec<NodeId> {
    let sequence = &plan.sequences[sequence];
    let mut nodes: Vec<NodeId> = sequence.group.iter().map(|(_, key)| *key).collect();
    nodes.extend(sequence.filter);
    nodes.extend(sequence.by.iter().chain(&sequence.blank));
    nodes
}

/// Nodes that are asked for besides what puts and verdicts need, with their frames: by orders, tallies and other frames.
pub(crate) fn needed_elsewhere(plan: &Plan) -> Vec<(usize, NodeId)> {
    let mut needed = Vec::new();
    for (frame, nodes) in plan.frames.iter().enumerate() {
        for node in &nodes.nodes {
            let there = there(plan, frame, node).into_iter();
            needed.extend(there.map(|(frame, id)| (frame.0, id)));
        }
    }
    for (at, sequence) in plan.sequences.iter().enumerate() {
        let nodes = sequence_nodes(plan, at).into_iter();
        needed.extend(nodes.map(|id| (sequence.frame.0, id)));
    }
    for (at, runs) in plan.runs.iter().enumerate() {
        needed.push((runs_frame(plan, at), runs.starts));
    }
    for tally in &plan.tallies {
        needed.push((tally.frame.0, tally.paired));
        for source in &tally.sources {
            let frame = plan.puts[source.link.0].frame.0;
            needed.extend(
                source
                    .first
                    .iter()
                    .chain(&source.columns)
                    .map(|&id| (frame, id)),
            );
        }
    }
    needed
}

/// The frame of the runs of an order.
fn runs_frame(plan: &Plan, runs: usize) -> usize {
    plan.sequences[plan.runs[runs].sequence.0].frame.0
}

fn block_nodes(plan: &Plan, item: usize, block: usize) -> Vec<NodeId> {
    let block = &plan.items[item].blocks[block];
    let mut nodes: Vec<NodeId> = block.parts.iter().map(|part| part.must).collect();
    nodes.extend([block.member, block.applies].into_iter().flatten());
    nodes.extend(block.excuses());
    nodes
}

impl Phases {
    /// Orders a plan.
    ///
    /// # Errors
    /// When a value depends on itself, or rows are put from a frame that is no dataset's.
    pub(crate) fn of(plan: &Plan, partners: bool) -> io::Result<Self> {
        for put in &plan.puts {
            if !matches!(plan.frames[put.frame.0].rows, FrameRows::Dataset(_)) {
                return Err(mistake("rows are put from a frame that is no dataset's"));
            }
        }
        let mut phases = Self {
            scan: vec![1; plan.frames.len()],
            node: plan
                .frames
                .iter()
                .map(|f| vec![None; f.nodes.len()])
                .collect(),
            put: vec![1; plan.puts.len()],
            sequence: vec![1; plan.sequences.len()],
            runs: vec![1; plan.runs.len()],
            ..Self::default()
        };
        for (item, planned) in plan.items.iter().enumerate() {
            for (block, planned) in planned.blocks.iter().enumerate() {
                phases.blocks.push(PlannedBlock {
                    item,
                    block,
                    frame: planned.frame,
                    phase: 1,
                });
            }
        }
        phases.need(plan);
        phases.settle(plan)?;
        for frame in 0..plan.frames.len() {
            let is_asked = plan.puts.iter().any(|put| put.frame.0 == frame)
                || plan.sequences.iter().any(|line| line.frame.0 == frame);
            if !is_asked {
                let last = phases.node[frame].iter().flatten().copied().max();
                phases.scan[frame] = last.unwrap_or(1);
            }
        }
        phases.settle(plan)?;
        let datasets = (0..plan.frames.len())
            .filter(|&frame| matches!(plan.frames[frame].rows, FrameRows::Dataset(_)));
        phases.last = datasets
            .flat_map(|frame| {
                phases.node[frame]
                    .iter()
                    .flatten()
                    .chain([&phases.scan[frame]])
            })
            .chain(&phases.put)
            .chain(&phases.sequence)
            .chain(&phases.runs)
            .copied()
            .max()
            .unwrap_or(1);
        for at in 0..phases.blocks.len() {
            let (frame, item, block) = {
                let at = &phases.blocks[at];
                (at.frame.0, at.item, at.block)
            };
            phases.blocks[at].phase = block_nodes(plan, item, block)
                .iter()
                .filter_map(|node| phases.node[frame][node.0])
                .fold(phases.scan[frame], usize::max);
        }
        phases.mark_kept(plan, partners);
        phases.mark_inserting(plan);
        Ok(phases)
    }

    /// Marks the nodes that puts and verdicts need, with all that these are made from.
    fn need(&mut self, plan: &Plan) {
        let mut open: Vec<(usize, NodeId)> = Vec::new();
        for (at, put) in plan.puts.iter().enumerate() {
            open.extend(
                put_nodes(plan, at)
                    .into_iter()
                    .map(|node| (put.frame.0, node)),
            );
        }
        for (at, sequence) in plan.sequences.iter().enumerate() {
            let nodes = sequence_nodes(plan, at);
            open.extend(nodes.into_iter().map(|node| (sequence.frame.0, node)));
        }
        for (at, runs) in plan.runs.iter().enumerate() {
            open.push((runs_frame(plan, at), runs.starts));
        }
        for at in &self.blocks {
            let nodes = block_nodes(plan, at.item, at.block);
            open.extend(nodes.into_iter().map(|node| (at.frame.0, node)));
        }
        for tally in &plan.tallies {
            open.push((tally.frame.0, tally.paired));
        }
        while let Some((frame, id)) = open.pop() {
            if self.node[frame][id.0].replace(1).is_some() {
                continue;
            }
            let node = &plan.frames[frame].nodes[id.0];
            open.extend(node.arguments().into_iter().map(|id| (frame, id)));
            open.extend(
                there(plan, frame, node)
                    .into_iter()
                    .map(|(frame, id)| (frame.0, id)),
            );
        }
    }

    /// Moves everything behind what it depends on.
    fn settle(&mut self, plan: &Plan) -> io::Result<()> {
        let besides = plan
            .frames
            .iter()
            .flat_map(|frame| &frame.nodes)
            .filter(|node| matches!(node, Node::Beside { .. }));
        let most = plan.puts.len() + plan.sequences.len() + plan.runs.len() + besides.count() + 2;
        loop {
            let mut moved = false;
            for (frame, nodes) in plan.frames.iter().enumerate() {
                for (at, node) in nodes.nodes.iter().enumerate() {
                    let Some(now) = self.node[frame][at] else {
                        continue;
                    };
                    let mut phase = now.max(self.scan[frame]);
                    for argument in node.arguments() {
                        phase = phase.max(self.node[frame][argument.0].unwrap_or(1));
                    }
                    for put in puts_of(node) {
                        phase = phase.max(self.put[put] + 1);
                    }
                    if let Node::Beside { sequence, runs, .. } = node {
                        phase = phase.max(self.sequence[sequence.0] + 1);
                        phase = phase.max(runs.map_or(1, |runs| self.runs[runs.0] + 1));
                    }
                    if let Node::RunOf(runs) = node {
                        phase = phase.max(self.runs[runs.0] + 1);
                    }
                    for (frame, id) in there(plan, frame, node) {
                        phase = phase.max(self.node[frame.0][id.0].unwrap_or(1) + 1);
                    }
                    moved |= phase != now;
                    if phase > most {
                        return Err(mistake("a value depends on itself"));
                    }
                    self.node[frame][at] = Some(phase);
                }
            }
            for (at, put) in plan.puts.iter().enumerate() {
                let phase = put_nodes(plan, at)
                    .iter()
                    .filter_map(|node| self.node[put.frame.0][node.0])
                    .fold(self.scan[put.frame.0], usize::max);
                moved |= phase != self.put[at];
                self.put[at] = phase;
            }
            for (at, sequence) in plan.sequences.iter().enumerate() {
                let phase = sequence_nodes(plan, at)
                    .iter()
                    .filter_map(|node| self.node[sequence.frame.0][node.0])
                    .fold(self.scan[sequence.frame.0], usize::max);
                moved |= phase != self.sequence[at];
                self.sequence[at] = phase;
            }
            for (at, runs) in plan.runs.iter().enumerate() {
                let starts = self.node[runs_frame(plan, at)][runs.starts.0];
                let phase = self.sequence[runs.sequence.0].max(starts.unwrap_or(1));
                moved |= phase != self.runs[at];
                self.runs[at] = phase;
            }
            if !moved {
                return Ok(());
            }
        }
    }

    fn mark_kept(&mut self, plan: &Plan, partners: bool) {
        self.keep = plan
            .frames
            .iter()
            .map(|f| vec![false; f.nodes.len()])
            .collect();
        let mut keep = std::mem::take(&mut self.keep);
        let mut cross = |frame: usize, id: NodeId, phase: usize| {
            if self.node[frame][id.0].is_some_and(|made| made < phase) {
                keep[frame][id.0] = true;
            }
        };
        for (frame, nodes) in plan.frames.iter().enumerate() {
            for (at, node) in nodes.nodes.iter().enumerate() {
                let Some(phase) = self.node[frame][at] else {
                    continue;
                };
                for argument in node.arguments() {
                    cross(frame, argument, phase);
                }
                for (frame, id) in there(plan, frame, node) {
                    cross(frame.0, id, usize::MAX);
                }
                // Whose rows findings show is told by these.
                let asked = node.puts_read().into_iter().filter(|_| partners);
                for id in asked.filter_map(|(key, _)| key) {
                    cross(frame, id, usize::MAX);
                }
            }
        }
        for (at, put) in plan.puts.iter().enumerate() {
            for node in put_nodes(plan, at) {
                cross(put.frame.0, node, self.put[at]);
            }
            // By these the rows under a key are found; links know those that have one.
            let is_searched = partners && !matches!(put.kind, PutKind::Link);
            let key = put.key.map(|(_, key)| key);
            for node in key.into_iter().chain(put.filter).filter(|_| is_searched) {
                cross(put.frame.0, node, usize::MAX);
            }
        }
        for (at, sequence) in plan.sequences.iter().enumerate() {
            for node in sequence_nodes(plan, at) {
                cross(sequence.frame.0, node, usize::MAX);
            }
        }
        for (at, runs) in plan.runs.iter().enumerate() {
            cross(runs_frame(plan, at), runs.starts, usize::MAX);
        }
        for source in plan.tallies.iter().flat_map(|tally| &tally.sources) {
            if let Some(first) = source.first {
                let frame = plan.puts[source.link.0].frame.0;
                cross(frame, first, self.put[source.link.0]);
            }
        }
        for at in &self.blocks {
            for node in block_nodes(plan, at.item, at.block) {
                cross(at.frame.0, node, at.phase);
            }
        }
        self.keep = keep;
    }

    /// A key that is only asked for, after everything was put under such keys, needs no id of its own.
    fn mark_inserting(&mut self, plan: &Plan) {
        // For each node the last phase that puts something under its keys; `usize::MAX` when it is used for anything but asking.
        let mut latest: Vec<Vec<usize>> =
            plan.frames.iter().map(|f| vec![0; f.nodes.len()]).collect();
        for (at, put) in plan.puts.iter().enumerate() {
            for node in put_nodes(plan, at) {
                latest[put.frame.0][node.0] = usize::MAX;
            }
        }
        for (at, sequence) in plan.sequences.iter().enumerate() {
            for node in sequence_nodes(plan, at) {
                latest[sequence.frame.0][node.0] = usize::MAX;
            }
        }
        for at in &self.blocks {
            for node in block_nodes(plan, at.item, at.block) {
                latest[at.frame.0][node.0] = usize::MAX;
            }
        }
        for (frame, nodes) in plan.frames.iter().enumerate() {
            for (at, node) in nodes.nodes.iter().enumerate().rev() {
                if self.node[frame][at].is_none() {
                    continue;
                }
                for (frame, id) in there(plan, frame, node) {
                    latest[frame.0][id.0] = usize::MAX;
                }
                let here = latest[frame][at];
                for argument in node.arguments() {
                    let use_of = match node {
                        Node::Read { .. } => {
                            puts_of(node).map(|put| self.put[put]).max().unwrap_or(here)
                        }
                        Node::Pairs { key, put, .. } if *key == argument => self.put[put.0],
                        Node::Compose(..) => here,
                        _ => usize::MAX,
                    };
                    let slot = &mut latest[frame][argument.0];
                    *slot = (*slot).max(use_of);
                }
            }
        }
        self.inserts = latest
            .iter()
            .zip(&self.node)
            .map(|(latest, phases)| {
                latest
                    .iter()
                    .zip(phases)
                    .map(|(&latest, phase)| phase.is_none_or(|phase| latest >= phase))
                    .collect()
            })
            .collect();
    }
}

fn mistake(text: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, text)
}

/// Lets the way of reading that sees most report what is wrong with each column's cells.
pub(crate) fn mark_reporting(
    plan: &Plan,
    frame: usize,
    phases: &Phases,
    readers: &mut [Option<Reader>],
) {
    let columns: Vec<Option<usize>> = plan.frames[frame]
        .nodes
        .iter()
        .map(|node| match node {
            Node::Column(column, _) => Some(*column),
            _ => None,
        })
        .collect();
    for at in 0..readers.len() {
        let needed = |at: usize| phases.node[frame][at].is_some();
        let sight = |at: usize| readers[at].as_ref().map(Reader::sight);
        let best = needed(at)
            && columns[at].is_some()
            && (0..readers.len())
                .filter(|&other| other != at && columns[other] == columns[at] && needed(other))
                .all(|other| {
                    // Of two that see the same, the first one.
                    sight(other) < sight(at) || sight(other) == sight(at) && at < other
                });
        if let Some(reader) = &mut readers[at] {
            reader.reports = best;
        }
    }
}

/// The columns of a file that readers need, ascending.
pub(crate) fn file_columns(readers: &[Option<Reader>]) -> Vec<usize> {
    let mut columns: Vec<usize> = (readers.iter().flatten())
        .filter_map(Reader::index)
        .collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}
