//! Exceptions in reports: who is excused with what proof, and whose exception proves nothing.

use super::batch::{self, BATCH, Cells, Keys};
use super::draft::{Draft, Shown, key};
use super::{Inspection, evidence};
use crate::eval::{Explained, Hit, Known};
use crate::findings::{ExcusedRun, Finding, ItemMore};
use crate::plan::{Block, FrameRows, NodeId};
use crate::types::{Language, Number};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

/// Whether the nodes of an item's exceptions lie in the frame of a block: all deliveries of a sender are judged over the sender's row.
pub(super) fn has_nodes(inspection: &Inspection<'_>, item: usize, block: usize) -> bool {
    block == 0 || inspection.duty(item).is_some()
}

/// The excused subjects of an item that are listed, with their blocks.
fn listed(inspection: &Inspection<'_>, item: usize) -> Vec<(usize, Vec<Hit>)> {
    let blocks = inspection.lowered.plan.items[item].blocks.iter();
    let mut left = ItemMore::MOST_EXCUSED;
    let mut listed = Vec::new();
    for (number, block) in blocks.enumerate() {
        if !has_nodes(inspection, item, number) || block.excuses().is_empty() {
            continue;
        }
        let hits: Vec<Hit> = (inspection.evaluation.excused(item, number))
            .take(left)
            .collect();
        left -= hits.len();
        if !hits.is_empty() {
            listed.push((number, hits));
        }
    }
    listed
}

/// What excuses the subject of a hit.
fn excuse_of(block: &Block, hit: Hit) -> Option<NodeId> {
    let mut parts = block.parts.iter();
    let part = parts.find(|part| part.part == usize::from(hit.part))?;
    block.excuse(part)
}

/// Adds the keys under which the proofs of an item's excused subjects lie.
pub(super) fn wanted(
    inspection: &Inspection<'_>,
    item: usize,
    wanted: &mut Keys,
) -> io::Result<()> {
    let plan = &inspection.lowered.plan;
    for (number, hits) in listed(inspection, item) {
        let block = &plan.items[item].blocks[number];
        if let FrameRows::Space(_) = plan.frames[block.frame.0].rows {
            for source in &inspection.lowered.nodes[item].sources {
                let keys = hits.iter().map(|hit| key(hit.row));
                wanted.entry(source.link).or_default().extend(keys);
            }
        }
        let rows: Vec<u64> = hits.iter().map(|hit| hit.row).collect();
        let excuses = block.excuses();
        for batch in sorted(rows).chunks(BATCH) {
            let explained = inspection
                .evaluation
                .explain_some(block.frame, batch, &excuses)?;
            for row in 0..batch.len() {
                let mut found = evidence::Evidence::default();
                let judged = evidence::Judged::new(&explained, row);
                for &excused in &excuses {
                    evidence::collect(plan, block.frame, &judged, excused, &mut found);
                }
                for (_, key, put) in found.reads {
                    let key = batch::key_of(inspection, block.frame, &explained, (key, row));
                    wanted.entry(put).or_default().extend(key);
                }
            }
        }
    }
    Ok(())
}

fn sorted(mut rows: Vec<u64>) -> Vec<u64> {
    rows.sort_unstable();
    rows.dedup();
    rows
}

impl Inspection<'_> {
    /// The excused subjects of an item, with what proves it.
    pub(super) fn excused_subjects(&self, at: usize) -> io::Result<Vec<ExcusedRun>> {
        let mut runs = Vec::new();
        for (number, mut hits) in listed(self, at) {
            self.order(at, number, &mut hits)?;
            self.excused_of_block((at, number), &hits, &mut runs)?;
        }
        Ok(runs)
    }

    fn excused_of_block(
        &self,
        (at, number): (usize, usize),
        hits: &[Hit],
        runs: &mut Vec<ExcusedRun>,
    ) -> io::Result<()> {
        let nodes = batch::nodes_shown(self, at, number);
        let frame = self.lowered.plan.items[at].blocks[number].frame;
        let rows = sorted(hits.iter().map(|hit| hit.row).collect());
        let explained = self.evaluation.explain_some(frame, &rows, &nodes)?;
        let mut drafts = Vec::new();
        for &hit in hits {
            let place = rows.partition_point(|&row| row < hit.row);
            let draft = self.excused_draft((at, number), (hit, place), &explained)?;
            drafts.push(draft);
        }
        let cells = self.cells_of(&drafts, None)?;
        for draft in &drafts {
            runs.push(self.excused_run(at, draft, &explained, &cells));
        }
        Ok(())
    }

    fn excused_draft(
        &self,
        (at, number): (usize, usize),
        (hit, place): (Hit, usize),
        explained: &Explained,
    ) -> io::Result<Draft> {
        let plan = &self.lowered.plan;
        let block = &plan.items[at].blocks[number];
        let frame = block.frame;
        let mut draft = Draft::of(hit, number, place);
        let mut found = evidence::Evidence::default();
        if let Some(excused) = excuse_of(block, hit) {
            let judged = evidence::Judged::new(explained, place);
            evidence::collect(plan, frame, &judged, excused, &mut found);
        }
        if let Some(dataset) = batch::dataset_of(self, frame) {
            let mut columns = found.columns;
            Arc::make_mut(&mut columns).extend(&self.model().datasets[dataset].key);
            draft.own = Some(Shown {
                dataset,
                source: None,
                rows: vec![hit.row],
                columns,
            });
        }
        for (node, key_node, put) in found.reads {
            let key = batch::key_of(self, frame, explained, (key_node, place));
            if let Some(key) = key {
                let read = &plan.frames[frame.0].nodes[node.0];
                let columns = Arc::new(evidence::put_columns(plan, put, Some(read)));
                self.draft_read((frame, node), (put, key), columns, &mut draft)?;
            }
        }
        Ok(draft)
    }

    fn excused_run(
        &self,
        at: usize,
        draft: &Draft,
        explained: &Explained,
        cells: &BTreeMap<usize, Cells>,
    ) -> ExcusedRun {
        let language = self.language();
        let mut finding = self.blank_finding(at);
        for shown in draft.shown() {
            self.add_cells(shown, cells, &mut finding.cells);
        }
        self.subject(at, draft, (explained, cells), &mut finding);
        let part = usize::from(draft.hit.part);
        let proved = self.lowered.nodes[at]
            .excuses
            .iter()
            .filter(|excuse| excuse.concerns(part))
            .filter(|excuse| evidence::truth(explained, excuse.proved, draft.at) == Some(true));
        let mut names: Vec<&str> = proved
            .map(|excuse| self.model().exceptions[excuse.exception].show(language))
            .collect();
        names.dedup();
        self.hide_names(draft, cells, &mut finding);
        ExcusedRun {
            subject: finding.subject,
            by: if names.is_empty() {
                language.pick("explained", "已说明").to_owned()
            } else {
                names.join(language.pick(", ", "、"))
            },
            cells: finding.cells,
        }
    }

    /// Says in a finding which exceptions are recorded for its subject and prove nothing.
    pub(super) fn unproved(
        &self,
        (at, row, part): (usize, usize, u16),
        explained: &Explained,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let excuses = self.lowered.nodes[at].excuses.iter();
        for excuse in excuses.filter(|excuse| excuse.concerns(usize::from(part))) {
            let is = |node| evidence::truth(explained, node, row) == Some(true);
            if !is(excuse.claimed) || is(excuse.proved) {
                continue;
            }
            let name = self.model().exceptions[excuse.exception].show(language);
            let text = match (language, is(excuse.in_force)) {
                (Language::En, false) => {
                    format!("the exception “{name}” is recorded, but not valid on the day")
                }
                (Language::En, true) => {
                    format!("the exception “{name}” is recorded, but without proof")
                }
                (Language::Zh, false) => format!("虽登记有例外“{name}”，但当日未生效或已过期"),
                (Language::Zh, true) => format!("虽登记有例外“{name}”，但没有证明"),
            };
            let between = language.pick("; ", "；");
            finding.message = format!("{}{between}{text}", finding.message);
        }
    }

    /// How many rows a rate leaves out for its exceptions, in words.
    pub(super) fn left_out(&self, at: usize) -> io::Result<Vec<String>> {
        let language = self.language();
        let mut remarks = Vec::new();
        for &(exception, frame, node) in &self.lowered.nodes[at].left_out {
            let explained = self.evaluation.explain_some(frame, &[0], &[node])?;
            let name = self.model().exceptions[exception].show(language);
            let count = match explained.value(node, 0) {
                Some(Known::Number(low, high)) if low == high => low.to_string(),
                Some(Known::Number(low, high)) => format!("{low}–{high}"),
                _ => language
                    .pick("an unknown number of", "数目不明的")
                    .to_owned(),
            };
            if count == Number::integer(0).to_string() {
                continue;
            }
            remarks.push(match language {
                Language::En => format!("left out for the exception “{name}”: {count} rows"),
                Language::Zh => format!("因例外“{name}”不计入的记录：{count} 条"),
            });
        }
        Ok(remarks)
    }
}
