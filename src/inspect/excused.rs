//! Exceptions in reports: who is excused with what proof, and whose exception proves nothing.

use super::batch::{self, BATCH, Cells};
use super::draft::{Draft, Shown, key};
use super::{Inspection, evidence};
use crate::eval::{Explained, Hit, Known};
use crate::findings::{ExcusedRun, Finding, ItemMore};
use crate::plan::{FrameRows, PutId};
use crate::types::{Language, Number};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The excused subjects of an item that are listed.
fn listed(inspection: &Inspection<'_>, item: usize) -> Vec<Hit> {
    let blocks = &inspection.lowered.plan.items[item].blocks;
    let has_excuse = blocks.first().is_some_and(|block| block.excused.is_some());
    let hits = has_excuse.then(|| inspection.evaluation.excused(item, 0));
    let mut hits: Vec<Hit> = hits.into_iter().flatten().collect();
    hits.truncate(ItemMore::MOST_EXCUSED);
    hits
}

/// Adds the keys under which the proofs of an item's excused subjects lie.
pub(super) fn wanted(
    inspection: &Inspection<'_>,
    item: usize,
    wanted: &mut BTreeMap<PutId, BTreeSet<u32>>,
) -> io::Result<()> {
    let plan = &inspection.lowered.plan;
    let hits = listed(inspection, item);
    let Some(block) = plan.items[item].blocks.first() else {
        return Ok(());
    };
    let Some(excused) = block.excused else {
        return Ok(());
    };
    if let FrameRows::Space(_) = plan.frames[block.frame.0].rows {
        for source in &inspection.lowered.nodes[item].sources {
            let keys = hits.iter().map(|hit| key(hit.row));
            wanted.entry(source.link).or_default().extend(keys);
        }
    }
    let rows: Vec<u64> = hits.iter().map(|hit| hit.row).collect();
    for batch in sorted(rows).chunks(BATCH) {
        let explained = inspection
            .evaluation
            .explain_some(block.frame, batch, &[excused])?;
        for row in 0..batch.len() {
            let mut found = evidence::Evidence::default();
            evidence::collect(plan, block.frame, &explained, (excused, row), &mut found);
            for (_, key, put) in found.reads {
                let key = batch::key_of(inspection, block.frame, &explained, (key, row));
                wanted.entry(put).or_default().extend(key);
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
        let plan = &self.lowered.plan;
        let mut hits = listed(self, at);
        let Some(block) = plan.items[at].blocks.first() else {
            return Ok(Vec::new());
        };
        let Some(excused) = block.excused.filter(|_| !hits.is_empty()) else {
            return Ok(Vec::new());
        };
        let frame = block.frame;
        let mut nodes = vec![excused];
        nodes.extend((self.lowered.nodes[at].excuses.iter()).map(|excuse| excuse.proved));
        let rows = sorted(hits.iter().map(|hit| hit.row).collect());
        self.order(at, 0, &mut hits)?;
        let explained = self.evaluation.explain_some(frame, &rows, &nodes)?;
        let mut drafts = Vec::new();
        let mut wanted: BTreeMap<usize, (BTreeSet<u64>, BTreeSet<usize>)> = BTreeMap::new();
        for hit in hits {
            let place = rows.partition_point(|&row| row < hit.row);
            let draft = self.excused_draft((at, hit, place), excused, &explained)?;
            for shown in draft.own.iter().chain(&draft.others) {
                let (rows, columns) = wanted.entry(shown.dataset).or_default();
                rows.extend(&shown.rows);
                columns.extend(&shown.columns);
                columns.extend(self.places().columns(self.model(), shown.dataset));
            }
            drafts.push(draft);
        }
        let mut cells = BTreeMap::new();
        for (dataset, (rows, columns)) in &wanted {
            cells.insert(*dataset, batch::cells(self, *dataset, rows, columns)?);
        }
        let runs = drafts
            .iter()
            .map(|draft| self.excused_run(at, draft, &explained, &cells));
        Ok(runs.collect())
    }

    fn excused_draft(
        &self,
        (at, hit, place): (usize, Hit, usize),
        excused: crate::plan::NodeId,
        explained: &Explained,
    ) -> io::Result<Draft> {
        let plan = &self.lowered.plan;
        let frame = plan.items[at].blocks[0].frame;
        let mut draft = Draft {
            block: 0,
            hit,
            at: place,
            own: None,
            others: Vec::new(),
            searched: Vec::new(),
            held: Vec::new(),
        };
        let mut found = evidence::Evidence::default();
        evidence::collect(plan, frame, explained, (excused, place), &mut found);
        if let Some(dataset) = batch::dataset_of(self, frame) {
            let mut columns = found.columns;
            columns.extend(&self.model().datasets[dataset].key);
            draft.own = Some(Shown {
                dataset,
                rows: vec![hit.row],
                columns,
            });
        }
        for (node, key_node, put) in found.reads {
            let key = batch::key_of(self, frame, explained, (key_node, place));
            if let Some(key) = key {
                self.draft_read((frame, node), (put, key), &mut draft)?;
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
        let item = &self.model().items[self.lowered.plan.items[at].item];
        let mut finding = self.blank_finding(at, item);
        for shown in draft.own.iter().chain(&draft.others) {
            self.add_cells(shown, cells, &mut finding.cells);
        }
        self.subject(at, draft, cells, &mut finding);
        let proved = self.lowered.nodes[at]
            .excuses
            .iter()
            .filter(|excuse| evidence::truth(explained, excuse.proved, draft.at) == Some(true));
        let names: Vec<&str> = proved
            .map(|excuse| self.model().exceptions[excuse.exception].show(language))
            .collect();
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
        (at, row): (usize, usize),
        explained: &Explained,
        finding: &mut Finding,
    ) {
        let language = self.language();
        for excuse in &self.lowered.nodes[at].excuses {
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
