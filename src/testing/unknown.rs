//! Which values of a plan can be unknown, whatever the rows: so that a verdict that no row can bring about is not asked for.
//!
//! Errs on the side of "can be unknown", but sees that `and` and `or` guard a column: where a cell has to be given first, its being
//! blank decides, and what rests on it is not looked at.

use crate::plan::{
    Block, Constant, FrameId, LookupCondition, Node, NodeId, Plan, PutId, PutKind, ReadKind, Want,
};
use crate::syntax::ast::{ArithmeticOp, CompareOp};
use std::collections::{BTreeMap, BTreeSet};

/// What is known where a value is looked at: columns by number, and nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Guards {
    columns: BTreeSet<usize>,
    nodes: BTreeSet<NodeId>,
}

/// Answers for a plan, each question once.
pub(super) struct Unknown<'p> {
    plan: &'p Plan,
    answers: BTreeMap<(FrameId, NodeId, Guards), bool>,
}

impl<'p> Unknown<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        Self {
            plan,
            answers: BTreeMap::new(),
        }
    }

    /// Whether a subject of a block can be one that cannot be told.
    pub(super) fn block(&mut self, block: &Block) -> bool {
        let none = Guards::default();
        let mut guards = Guards::default();
        let conditions: Vec<NodeId> = block.member.into_iter().chain(block.applies).collect();
        for &condition in &conditions {
            self.given_by(block.frame, condition, &mut guards);
        }
        let open = |it: &mut Self, node: NodeId| it.node(block.frame, node, &none);
        conditions.iter().any(|&node| open(self, node))
            || block.excuses().into_iter().any(|node| open(self, node))
            || block
                .parts
                .iter()
                .any(|part| self.node(block.frame, part.must, &guards))
    }

    /// Whether a condition can be false: what is compared with itself is true or unknown.
    pub(super) fn can_be_false(&self, frame: FrameId, id: NodeId) -> bool {
        match self.node_of(frame, id) {
            Node::And(parts) => parts.iter().any(|&part| self.can_be_false(frame, part)),
            Node::Compare(left, CompareOp::Equal, right) => left != right,
            _ => true,
        }
    }

    fn node_of(&self, frame: FrameId, id: NodeId) -> &'p Node {
        &self.plan.frames[frame.0].nodes[id.0]
    }

    /// What is known where a condition is true.
    fn given_by(&self, frame: FrameId, id: NodeId, guards: &mut Guards) {
        match self.node_of(frame, id) {
            Node::Column(column, Want::Given) => {
                guards.columns.insert(*column);
            }
            Node::IsKnown(known) => {
                guards.nodes.insert(*known);
            }
            Node::And(all) => {
                for &part in all {
                    self.given_by(frame, part, guards);
                }
            }
            Node::Not(not) => {
                if let Node::Or(all) = self.node_of(frame, *not) {
                    for &part in all {
                        self.known_unless(frame, part, guards);
                    }
                }
            }
            _ => {}
        }
    }

    /// What is known where a condition is false.
    fn known_unless(&self, frame: FrameId, id: NodeId, guards: &mut Guards) {
        match self.node_of(frame, id) {
            Node::Not(not) => self.given_by(frame, *not, guards),
            Node::Or(all) => {
                for &part in all {
                    self.known_unless(frame, part, guards);
                }
            }
            _ => {}
        }
    }

    /// Whether a node can be unknown where the guards hold.
    fn node(&mut self, frame: FrameId, id: NodeId, guards: &Guards) -> bool {
        if guards.nodes.contains(&id) {
            return false;
        }
        let asked = (frame, id, guards.clone());
        if let Some(&answer) = self.answers.get(&asked) {
            return answer;
        }
        let answer = self.look(frame, id, guards);
        self.answers.insert(asked, answer);
        answer
    }

    fn any(&mut self, frame: FrameId, ids: &[NodeId], guards: &Guards) -> bool {
        ids.iter().any(|&id| self.node(frame, id, guards))
    }

    fn look(&mut self, frame: FrameId, id: NodeId, guards: &Guards) -> bool {
        let node = self.node_of(frame, id);
        match node {
            Node::Column(column, want) => match want {
                Want::Given
                | Want::Blank
                | Want::Unreadable
                | Want::Digest { as_written: true } => false,
                Want::Key { .. }
                | Want::Days
                | Want::Number { .. }
                | Want::Truth
                | Want::Code { .. }
                | Want::Digest { as_written: false }
                | Want::NameDigest
                | Want::Text => !guards.columns.contains(column),
            },
            Node::Constant(constant) => matches!(constant, Constant::Unknown(..)),
            Node::OwnKey(_) | Node::IsKnown(_) | Node::Compare(_, CompareOp::Same, _) => false,
            // A combination is made of values that are there.
            Node::Axis { .. } | Node::Ungrouped { .. } => false,
            // The first row has no previous one, and an order may be undecided.
            Node::Beside { .. } | Node::RunOf(_) => true,
            Node::NumberOf(_) | Node::BirthDate(_) | Node::Sex(_) | Node::Pairs { .. } => true,
            // A day may lie outside the calendar, or before the birth.
            Node::Listed(..) | Node::LastBirthday(..) => true,
            Node::And(all) => {
                let mut inside = guards.clone();
                for &part in all {
                    self.given_by(frame, part, &mut inside);
                }
                self.any(frame, all, &inside)
            }
            Node::Or(all) => {
                let mut inside = guards.clone();
                for &part in all {
                    self.known_unless(frame, part, &mut inside);
                }
                self.any(frame, all, &inside)
            }
            Node::Arithmetic(_, ArithmeticOp::Over, _) => true,
            Node::OrElse(a, b) => self.node(frame, *a, guards) && self.node(frame, *b, guards),
            Node::Lookup(table, arguments) => {
                let total = self.plan.lookups[*table]
                    .rows
                    .iter()
                    .any(|(conditions, _)| {
                        let all = |c: &LookupCondition| {
                            matches!(c, LookupCondition::Any | LookupCondition::Other)
                        };
                        conditions.iter().all(all)
                    });
                !total || self.any(frame, arguments, guards)
            }
            Node::Read {
                key,
                put,
                kind,
                undecided_members,
                also,
            } => {
                key.is_some_and(|key| self.node(frame, key, guards))
                    || self.read(*put, kind, *undecided_members)
                    || also.is_some_and(|(_, put)| self.read(put, kind, false))
            }
            Node::Not(_)
            | Node::Compare(..)
            | Node::OneOf(..)
            | Node::Matches(..)
            | Node::Length(_)
            | Node::Part { .. }
            | Node::DigestOf(_)
            | Node::KeyOf(..)
            | Node::Arithmetic(..)
            | Node::Absolute(_)
            | Node::Rounded(..)
            | Node::Shift { .. }
            | Node::Age(..)
            | Node::Month(_)
            | Node::Year(_)
            | Node::Week(_)
            | Node::Quarter(_)
            | Node::Extreme(..)
            | Node::ValidCitizenId(_)
            | Node::Choose { .. }
            | Node::Compose(..)
            | Node::AtLeast(..) => self.any(frame, &node.arguments(), guards),
        }
    }

    /// Whether what a put holds can be unknown.
    fn read(&mut self, put: PutId, kind: &ReadKind, undecided_members: bool) -> bool {
        let put = &self.plan.puts[put.0];
        let none = Guards::default();
        let rows = put.filter.is_some_and(|it| self.node(put.frame, it, &none))
            || undecided_members
                && put
                    .key
                    .is_some_and(|(_, key)| self.node(put.frame, key, &none));
        if rows {
            return true;
        }
        // What is put is looked at in rows that the filter takes.
        let mut guards = Guards::default();
        if let Some(filter) = put.filter {
            self.given_by(put.frame, filter, &mut guards);
        }
        let value = match put.kind {
            PutKind::Count(_) | PutKind::Link => None,
            PutKind::Share(that) => Some(that),
            PutKind::Total {
                value, given_only, ..
            }
            | PutKind::Values {
                value, given_only, ..
            } => (!given_only).then_some(value),
        };
        if value.is_some_and(|value| self.node(put.frame, value, &guards)) {
            return true;
        }
        match kind {
            ReadKind::CountIs(..)
            | ReadKind::Count
            | ReadKind::Total
            | ReadKind::CountDifferent
            // Without rows there is nothing to judge.
            | ReadKind::Share
            | ReadKind::ShareOfSome => false,
            // No rows have no least value, and no partner has no cells.
            ReadKind::Least
            | ReadKind::Largest
            | ReadKind::Mean
            | ReadKind::Median
            | ReadKind::StandardDeviation
            | ReadKind::Quantile(_)
            | ReadKind::MostCommon
            | ReadKind::Gather { .. } => true,
        }
    }
}
