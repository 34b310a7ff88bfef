//! Whom an item looks at: how many rows are left after each condition.

use super::{Inspection, batch, evidence};
use crate::eval::Explained;
use crate::explain;
use crate::findings::trace::{Funnel, FunnelSource, FunnelStep};
use crate::model::{Check, ExprId, ExprKind, RowsOf};
use crate::plan::{FrameId, FrameRows, NodeId};
use crate::types::Reason;
use std::collections::BTreeMap;
use std::io;

/// The most reasons told of one condition.
const MOST_REASONS: usize = 5;

impl Inspection<'_> {
    /// The numbers of an item (by its place among the items run).
    ///
    /// # Errors
    /// When a data file cannot be read any more.
    pub fn funnel(&self, item: usize) -> io::Result<Funnel> {
        let planned = &self.lowered.plan.items[item];
        let mut sources = Vec::new();
        let mut add = |dataset: usize, conditions: &[(&'static str, Option<ExprId>)]| {
            let mut parts = Vec::new();
            for &(role, expr) in conditions {
                self.flat(expr, role, &mut parts);
            }
            self.source(dataset, &parts)
                .map(|source| sources.push(source))
        };
        match &self.model().items[planned.item].check {
            Check::Rows(check) => add(
                check.dataset,
                &[("population", check.member), ("condition", check.applies)],
            )?,
            Check::Duty(check) => add(
                check.dataset,
                &[("population", check.member), ("condition", check.applies)],
            )?,
            Check::Groups(check) => {
                for rows in &check.of {
                    add(rows.dataset, &[("population", rows.filter)])?;
                }
            }
            Check::Match(check) => {
                let rows = check.sources.iter().map(|source| &source.rows);
                for RowsOf {
                    dataset, filter, ..
                } in rows
                {
                    add(*dataset, &[("population", *filter)])?;
                }
            }
            Check::Combinations(check) => {
                add(check.rows.dataset, &[("population", check.rows.filter)])?;
            }
            Check::Whole(_) | Check::Nothing => {}
        }
        Ok(Funnel {
            sources,
            counts: self.counts(item),
            stopped: (self.stopped_by(item).into_iter())
                .map(|cause| self.cause_words(cause))
                .collect(),
        })
    }

    /// The conditions that one is made of by `and`, in the order written.
    fn flat(
        &self,
        expr: Option<ExprId>,
        role: &'static str,
        parts: &mut Vec<(&'static str, ExprId)>,
    ) {
        let Some(expr) = expr else { return };
        match &self.model().expr(expr).kind {
            // `is from a to b` is one condition to a reader.
            ExprKind::And(all) if !self.is_range(all) => {
                for &part in all {
                    self.flat(Some(part), role, parts);
                }
            }
            _ => parts.push((role, expr)),
        }
    }

    /// Whether all conditions compare the same value.
    fn is_range(&self, all: &[ExprId]) -> bool {
        let left = |id: &ExprId| match self.model().expr(*id).kind {
            ExprKind::Compare(left, _, _) => Some(left),
            _ => None,
        };
        let first = all.first().and_then(left);
        first.is_some() && all.iter().all(|id| left(id) == first)
    }

    fn source(&self, dataset: usize, parts: &[(&'static str, ExprId)]) -> io::Result<FunnelSource> {
        let language = self.language();
        let plan = &self.lowered.plan;
        let frame = plan
            .frames
            .iter()
            .position(|frame| frame.rows == FrameRows::Dataset(dataset))
            .map(FrameId);
        let mut steps: Vec<FunnelStep> = parts
            .iter()
            .map(|&(role, expr)| FunnelStep {
                role,
                text: explain::expression(self.model(), expr, language),
                sure: 0,
                undecided: 0,
                reasons: Vec::new(),
            })
            .collect();
        let mut rows = 0;
        if let Some(frame) = frame {
            rows = self.evaluation.rows(frame);
            self.count(frame, rows, parts, &mut steps)?;
        }
        Ok(FunnelSource {
            dataset: self.model().datasets[dataset]
                .names
                .show(language)
                .to_owned(),
            file: self.request.dataset_files[dataset].file.clone(),
            rows,
            steps,
        })
    }

    fn count(
        &self,
        frame: FrameId,
        rows: u64,
        parts: &[(&'static str, ExprId)],
        steps: &mut [FunnelStep],
    ) -> io::Result<()> {
        let traced = |expr: ExprId| self.lowered.traced.get(&(frame, expr)).copied();
        let nodes: Vec<Option<NodeId>> = parts.iter().map(|&(_, expr)| traced(expr)).collect();
        let wanted: Vec<NodeId> = nodes.iter().copied().flatten().collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let mut reasons: Vec<BTreeMap<String, u64>> = vec![BTreeMap::new(); parts.len()];
        let numbers: Vec<u64> = (0..rows).collect();
        for numbers in numbers.chunks(batch::BATCH) {
            let explained = self.evaluation.explain_some(frame, numbers, &wanted)?;
            for (at, &row) in numbers.iter().enumerate() {
                let mut sure = true;
                for ((node, step), reasons) in nodes.iter().zip(&mut *steps).zip(&mut reasons) {
                    let truth =
                        node.map_or(Some(true), |node| evidence::truth(&explained, node, at));
                    if truth == Some(false) {
                        break;
                    }
                    if let (None, Some(node)) = (truth, *node) {
                        sure = false;
                        let words = self.undecided_words(frame, &explained, node, (at, row));
                        *reasons.entry(words).or_insert(0) += 1;
                    }
                    if sure {
                        step.sure += 1;
                    } else {
                        step.undecided += 1;
                    }
                }
            }
        }
        for (step, reasons) in steps.iter_mut().zip(reasons) {
            let mut all: Vec<(String, u64)> = reasons.into_iter().collect();
            all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            all.truncate(MOST_REASONS);
            step.reasons = all;
        }
        Ok(())
    }

    /// `status is blank`
    fn undecided_words(
        &self,
        frame: FrameId,
        explained: &Explained,
        node: NodeId,
        (at, row): (usize, u64),
    ) -> String {
        let language = self.language();
        let (reason, leaf) = explained
            .reason(node, at)
            .unwrap_or((Reason::NotComputable, node));
        let name = match self.cell_below(frame, leaf, row) {
            Some((dataset, _, column)) => self.model().datasets[dataset].columns[column]
                .names
                .show(language),
            None => language.pick("the value", "该值"),
        };
        let words = reason.words(language);
        match language {
            crate::types::Language::En => format!("{name} {words}"),
            crate::types::Language::Zh => format!("{name}{words}"),
        }
    }
}
