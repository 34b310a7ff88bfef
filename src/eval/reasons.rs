//! Why values of other rows of an order, and of axes, are unknown.

use super::explain::{Explained, no_key};
use super::sequence::Found;
use crate::plan::{Axis, AxisValue, FrameRows, NodeId, RunsId, SequenceId};
use crate::syntax::ast::Beside;
use crate::types::Reason;

impl Explained<'_> {
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
        let found = line
            .zip(self.rows.get(row))
            .map(|(line, &row)| line.find(row, beside, runs));
        match (found, value) {
            (Some(Found::Row(other)), Some(value)) => {
                let there = engine.explain_some(declared.frame, &[u64::from(other)], &[value]);
                let reason = there.ok().and_then(|there| there.reason(value, 0));
                (
                    reason.map_or(Reason::NotComputable, |(reason, _)| reason),
                    node,
                )
            }
            (Some(Found::Nobody), _) => (Reason::NoPartner, node),
            _ => {
                // The row's own cell is the nearest cause; else that of the row that has no place.
                let own = declared
                    .by
                    .iter()
                    .find_map(|&by| self.own_reason_of(by, row));
                own.or_else(|| {
                    let without = line?.opened_by(*self.rows.get(row)?)?;
                    let there = engine
                        .explain_some(declared.frame, &[u64::from(without)], &declared.by)
                        .ok()?;
                    let reason = declared.by.iter().find_map(|&by| there.reason(by, 0))?.0;
                    Some((reason, node))
                })
                .unwrap_or((Reason::Blank, node))
            }
        }
    }

    /// The reason of a node that may not be among those explained.
    fn own_reason_of(&self, node: NodeId, row: usize) -> Option<(Reason, NodeId)> {
        let rows = [*self.rows.get(row)?];
        let own = self.engine.explain_some(self.frame, &rows, &[node]).ok()?;
        own.reason(node, 0)
    }

    /// Why the value of an axis is unknown: the cell of the row that stands for it.
    pub(super) fn axis_reason(&self, axis: usize, value: AxisValue, row: usize) -> Reason {
        let plan = self.engine.plan;
        let FrameRows::Derived(table) = plan.frames[self.frame.0].rows else {
            return Reason::NotComputable;
        };
        let found = || {
            let (Some(Axis::Keys(put)), AxisValue::Of(value)) =
                (plan.derived[table.0].axes.get(axis), value)
            else {
                return None;
            };
            let row = self
                .engine
                .axis_row(self.frame, axis, *self.rows.get(row)?)?;
            let there = self
                .engine
                .explain_some(plan.puts[put.0].frame, &[row], &[value]);
            Some(there.ok()?.reason(value, 0)?.0)
        };
        found().unwrap_or(Reason::NotComputable)
    }
}
