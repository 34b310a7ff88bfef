//! For which rows a value matters at all.
//!
//! A requirement matters for subjects alone, and what is put for the rows that the filter takes. Making keys of several parts, which get a
//! number each, is left out for all others: most populations are small parts of their table. What is left out is what nobody reads. Keys of
//! one column have a number in every row: a row that does not meet a condition is looked for by its key, to say so.

use super::bits::Bits;
use super::phases::{self, Phases};
use super::vector::Vector;
use crate::plan::{Node, NodeId, Plan, Want};

/// Truths that all have to be true or unknown, ascending.
type Guard = Vec<NodeId>;

/// Alternatives are not worth while when there are more.
const MOST_GUARDS: usize = 8;

/// Where a value matters.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Need {
    Everywhere,
    /// Where one of these guards holds; nowhere without one.
    Where(Vec<Guard>),
}

impl Need {
    fn add(&mut self, more: &Self) {
        let (Self::Where(guards), Self::Where(others)) = (&mut *self, more) else {
            *self = Self::Everywhere;
            return;
        };
        for guard in others {
            let implies = |weaker: &Guard, other: &Guard| {
                weaker.iter().all(|node| other.binary_search(node).is_ok())
            };
            if guard.is_empty() {
                *self = Self::Everywhere;
                return;
            }
            if !guards.iter().any(|weaker| implies(weaker, guard)) {
                guards.retain(|other| !implies(guard, other));
                guards.push(guard.clone());
            }
        }
        if guards.len() > MOST_GUARDS {
            *self = Self::Everywhere;
        }
    }
}

/// For each frame and node the guards of which one has to hold where its value matters; none: it matters everywhere.
pub(crate) struct Guards(Vec<Vec<Vec<Guard>>>);

impl Guards {
    /// The guards of the nodes that make keys of several parts.
    pub(crate) fn of(plan: &Plan, phases: &Phases) -> Self {
        let mut needs: Vec<Vec<Need>> = (plan.frames.iter())
            .map(|frame| vec![Need::Where(Vec::new()); frame.nodes.len()])
            .collect();
        let guard = |nodes: &[Option<NodeId>]| {
            let mut guard: Guard = nodes.iter().copied().flatten().collect();
            guard.sort_unstable();
            guard.dedup();
            Need::Where(vec![guard])
        };
        let mut everywhere = phases::needed_elsewhere(plan);
        for (at, put) in plan.puts.iter().enumerate() {
            let frame = put.frame.0;
            everywhere.extend(put.filter.map(|filter| (frame, filter)));
            let need = guard(&[put.filter]);
            for node in phases::put_nodes(plan, at) {
                if put.filter != Some(node) {
                    needs[frame][node.0].add(&need);
                }
            }
        }
        for block in plan.items.iter().flat_map(|item| &item.blocks) {
            let frame = block.frame.0;
            everywhere.extend(block.member.map(|member| (frame, member)));
            if let Some(applies) = block.applies {
                needs[frame][applies.0].add(&guard(&[block.member]));
            }
            let judged = guard(&[block.member, block.applies]);
            let parts = block.parts.iter().map(|part| part.must);
            for node in parts.chain(block.excuses()) {
                needs[frame][node.0].add(&judged);
            }
        }
        for (frame, node) in everywhere {
            needs[frame][node.0] = Need::Everywhere;
        }
        for (frame, nodes) in plan.frames.iter().enumerate() {
            for (at, node) in nodes.nodes.iter().enumerate().rev() {
                // What nobody needs is not evaluated, and needs nothing.
                if phases.node[frame][at].is_none() {
                    continue;
                }
                let need = needs[frame][at].clone();
                for argument in node.arguments() {
                    needs[frame][argument.0].add(&need);
                }
            }
        }
        let guards = needs.into_iter().enumerate().map(|(frame, needs)| {
            let needs = needs.into_iter().enumerate();
            needs
                .map(|(at, need)| match (&plan.frames[frame].nodes[at], need) {
                    (Node::Compose(..), Need::Where(guards)) => {
                        let phase = phases.node[frame][at];
                        let in_time = |node: &NodeId| phases.node[frame][node.0] <= phase;
                        let all = guards.iter().flatten();
                        let fits = phase.is_some() && all.clone().all(in_time);
                        if fits { guards } else { Vec::new() }
                    }
                    _ => Vec::new(),
                })
                .collect()
        });
        Self(guards.collect())
    }

    /// The truths that have to be there before a node.
    pub(crate) fn before(&self, frame: usize, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.0[frame][node.0].iter().flatten().copied()
    }

    /// The rows of a batch in which the value of a node matters; `None`: all of them.
    pub(crate) fn rows<'v>(
        &self,
        (frame, node): (usize, NodeId),
        rows: usize,
        vector: impl Fn(NodeId) -> &'v Vector,
    ) -> Option<Bits> {
        let guards = &self.0[frame][node.0];
        let holds = |guard: &Guard| {
            let mut all = Bits::all(rows);
            for &node in guard {
                all = all.and_not(&vector(node).no(rows));
            }
            all
        };
        let (first, others) = guards.split_first()?;
        let mut any = holds(first);
        for guard in others {
            any.add(&holds(guard));
        }
        Some(any)
    }
}

/// For each frame its nodes in an order in which everything comes after what it is made from and after its guards; keys of cells first,
/// for where there is one, the cell is given.
pub(crate) fn orders(plan: &Plan, guards: &Guards) -> Vec<Vec<NodeId>> {
    let frames = plan.frames.iter().enumerate();
    let order = frames.map(|(frame, planned)| {
        let nodes = &planned.nodes;
        let is_key = |at: &usize| matches!(nodes[*at], Node::Column(_, Want::Key { .. }));
        let keys = (0..nodes.len()).filter(is_key);
        let mut order = Vec::with_capacity(nodes.len());
        let mut done = vec![false; nodes.len()];
        let mut open: Vec<(usize, bool)> = Vec::new();
        for at in keys.chain(0..nodes.len()) {
            open.push((at, false));
            while let Some((at, is_ready)) = open.pop() {
                if is_ready {
                    order.push(NodeId(at));
                } else if !std::mem::replace(&mut done[at], true) {
                    open.push((at, true));
                    let before = guards.before(frame, NodeId(at));
                    let before = before.chain(nodes[at].arguments());
                    open.extend(before.map(|id| (id.0, false)));
                }
            }
        }
        order
    });
    order.collect()
}
