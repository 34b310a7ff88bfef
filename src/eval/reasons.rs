//! Why values of other rows of an order, and of axes, are unknown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::explain::{Explained, no_key};
use super::sequence::Found;
use crate::plan::{Axis, AxisValue, FrameId, FrameRows, NodeId, RunsId, SequenceId};
use crate::syntax::ast::Beside;
use crate::types::Reason;

/// Rows whose reasons are read at once.
const ROWS_AT_ONCE: usize = 4096;

/// A reason and the node where it lies; `None`: the value is known.
type Cause = Option<(Reason, NodeId)>;

/// For a frame and a node of it, why the node is unknown in rows that others look at.
pub(super) type Elsewhere = Mutex<BTreeMap<(FrameId, NodeId), BTreeMap<u64, Cause>>>;

impl Explained<'_> {
    /// The rows of the batch in which a node is unknown.
    pub(super) fn undecided(&self, node: NodeId) -> impl Iterator<Item = usize> + '_ {
        (0..self.rows.len()).filter(move |&row| !self.is_exact(node, row))
    }

    /// Why a node is unknown in a row of a frame. Those of `all` rows are read together, the first time that one is asked for.
    pub(super) fn reason_elsewhere(
        &self,
        (frame, node): (FrameId, NodeId),
        row: u64,
        all: impl FnOnce() -> BTreeSet<u64>,
    ) -> Cause {
        let mut known = (self.elsewhere.lock()).unwrap_or_else(PoisonError::into_inner);
        let known = known.entry((frame, node)).or_default();
        if !known.contains_key(&row) {
            let mut rows = all();
            rows.insert(row);
            let rows: Vec<u64> = rows
                .into_iter()
                .filter(|r| !known.contains_key(r))
                .collect();
            for rows in rows.chunks(ROWS_AT_ONCE) {
                let there = self.engine.explain_some(frame, rows, &[node], &[]).ok()?;
                let numbered = rows.iter().enumerate();
                known.extend(numbered.map(|(at, &row)| (row, there.reason(node, at))));
            }
        }
        known.get(&row).copied().flatten()
    }

    /// Why the value of another row of an order is unknown: there is none, it is unknown there, or nobody can say which row it is.
    pub(super) fn beside_reason(
        &self,
        (sequence, runs): (SequenceId, Option<RunsId>),
        beside: Beside,
        (node, value): (NodeId, Option<NodeId>),
        row: usize,
    ) -> (Reason, NodeId) {
        let engine = self.engine;
        let declared = &engine.plan.sequences[sequence.0];
        if let Some((_, key)) = declared.group
            && let Some(cause) = self.own_reason_of(key, row)
        {
            return no_key(cause);
        }
        let line = engine.lines[sequence.0].as_ref();
        let runs = runs.and_then(|runs| engine.run_lines[runs.0].as_ref());
        let found_of = |row: usize| {
            let (line, row) = line.zip(self.rows.get(row))?;
            Some(line.find(*row, beside, runs))
        };
        let found = found_of(row);
        match (found, value) {
            (Some(Found::Row(other)), Some(value)) => {
                let all = || {
                    let others = self.undecided(node).filter_map(|row| match found_of(row) {
                        Some(Found::Row(other)) => Some(u64::from(other)),
                        _ => None,
                    });
                    others.collect()
                };
                let reason = self.reason_elsewhere((declared.frame, value), other.into(), all);
                (
                    reason.map_or(Reason::NotComputable, |(reason, _)| reason),
                    node,
                )
            }
            (Some(Found::Nobody), _) => (Reason::NoPartner, node),
            _ => {
                // The row's own cell is the nearest cause; else that of the row that has no place.
                let own = (declared.by.iter()).find_map(|&by| self.own_reason_of(by, row));
                let opened_by = |row: usize| {
                    let row = line?.opened_by(*self.rows.get(row)?)?;
                    Some(u64::from(row))
                };
                let all = || self.undecided(node).filter_map(opened_by).collect();
                let of_others = |by: &NodeId| {
                    let cause = self.reason_elsewhere((declared.frame, *by), opened_by(row)?, all);
                    cause.map(|(reason, _)| (reason, node))
                };
                own.or_else(|| declared.by.iter().find_map(of_others))
                    .unwrap_or((Reason::Blank, node))
            }
        }
    }

    /// The reason of a node that may not be among those explained.
    fn own_reason_of(&self, node: NodeId, row: usize) -> Cause {
        let all = || self.rows.iter().copied().collect();
        self.reason_elsewhere((self.frame, node), *self.rows.get(row)?, all)
    }

    /// Why the value of an axis is unknown: the cell of the row that stands for it.
    pub(super) fn axis_reason(&self, axis: usize, value: AxisValue, row: usize) -> Reason {
        let plan = self.engine.plan;
        let FrameRows::Derived(table) = plan.frames[self.frame.0].rows else {
            return Reason::NotComputable;
        };
        let row_of = |row: usize| {
            let row = *self.rows.get(row)?;
            self.engine.axis_row(self.frame, axis, row)
        };
        let found = || {
            let (Some(Axis::Keys(put)), AxisValue::Of(value)) =
                (plan.derived[table.0].axes.get(axis), value)
            else {
                return None;
            };
            let all = || (0..self.rows.len()).filter_map(row_of).collect();
            self.reason_elsewhere((plan.puts[put.0].frame, value), row_of(row)?, all)
        };
        found().map_or(Reason::NotComputable, |(reason, _)| reason)
    }
}
