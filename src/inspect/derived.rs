//! Findings about rows that no file holds: combinations that must be there.

use super::draft::{Draft, Shown};
use super::{Inspection, evidence};
use crate::eval::{Explained, HitOutcome, Known};
use crate::findings::{Finding, KeyPart};
use crate::model::CombinationsCheck;
use crate::plan::from_model::ShownAxis;
use crate::plan::{Axis, FrameId, FrameRows, Node, NodeId};
use crate::types::{Bilingual, Date, Language};
use std::sync::Arc;

impl Inspection<'_> {
    /// The rows of files that stand for the parts of a row of a derived table.
    pub(super) fn draft_axes(&self, frame: FrameId, draft: &mut Draft) {
        let plan = &self.lowered.plan;
        let FrameRows::Derived(table) = plan.frames[frame.0].rows else {
            return;
        };
        for (number, axis) in plan.derived[table.0].axes.iter().enumerate() {
            let Axis::Keys(put) = axis else { continue };
            let row = self.evaluation.axis_row(frame, number, draft.hit.row);
            let dataset = super::batch::dataset_of(self, plan.puts[put.0].frame);
            if let (Some(row), Some(dataset)) = (row, dataset) {
                draft.others.push(Shown {
                    dataset,
                    source: None,
                    rows: vec![row],
                    columns: Arc::new(evidence::put_columns(plan, *put, None)),
                });
            }
        }
    }

    /// The neighbours that a verdict rests on.
    pub(super) fn draft_besides(&self, (frame, besides): (FrameId, &[NodeId]), draft: &mut Draft) {
        let plan = &self.lowered.plan;
        let Some(dataset) = super::batch::dataset_of(self, frame) else {
            return;
        };
        for &node in besides {
            let Node::Beside { value, .. } = &plan.frames[frame.0].nodes[node.0] else {
                continue;
            };
            let Some(row) = self.evaluation.beside_row(frame, node, draft.hit.row) else {
                continue;
            };
            let mut columns = std::collections::BTreeSet::new();
            columns.extend(&self.model().datasets[dataset].key);
            if let Some(value) = value {
                evidence::columns_below(plan, frame, *value, &mut columns);
            }
            draft.others.push(Shown {
                dataset,
                source: None,
                rows: vec![row],
                columns: Arc::new(columns),
            });
        }
    }

    /// The texts of a key of a row of a derived table.
    pub(super) fn derived_texts(
        &self,
        (at, row): (usize, usize),
        explained: &Explained,
    ) -> impl Iterator<Item = String> {
        let axes = self.lowered.nodes[at].axes.iter();
        axes.map(move |axis| axis_text(axis, explained.value(axis.node, row), self.language()))
    }

    /// Fills in the subject of a finding about a row of a derived table.
    pub(super) fn derived_subject(
        &self,
        (at, row): (usize, usize),
        names: &[Bilingual],
        explained: &Explained,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let axes = &self.lowered.nodes[at].axes;
        let texts = self.derived_texts((at, row), explained);
        for ((axis, name), text) in axes.iter().zip(names).zip(texts) {
            let declared = axis
                .column
                .and_then(|(dataset, column)| self.model().column(dataset, column));
            finding.subject.key.push(match declared {
                Some(column) => self.key_part(column, &text),
                None => KeyPart {
                    name: name.get(Language::En).to_owned(),
                    shown: name.get(language).to_owned(),
                    value: self.masked(&axis.kind, &text),
                },
            });
        }
    }

    /// The key of each of these rows of a derived table, its parts joined as people write them.
    pub(super) fn derived_keys(
        &self,
        at: usize,
        frame: FrameId,
        rows: &[u64],
    ) -> std::io::Result<Vec<Vec<String>>> {
        let axes = &self.lowered.nodes[at].axes;
        let nodes: Vec<NodeId> = axes.iter().map(|axis| axis.node).collect();
        let explained = self.evaluation.explain_some(frame, rows, &nodes)?;
        let text = |axis: &ShownAxis, row| {
            axis_text(axis, explained.value(axis.node, row), self.language())
        };
        let key = |row| axes.iter().map(|axis| text(axis, row)).collect();
        Ok((0..rows.len()).map(key).collect())
    }

    /// What a finding about a combination says.
    pub(super) fn combination_of(
        &self,
        check: &CombinationsCheck,
        draft: &Draft,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let open = draft.hit.outcome == HitOutcome::CannotTell;
        let rows = self.model().datasets[check.rows.dataset]
            .names
            .show(language);
        let of: Vec<String> = finding
            .subject
            .key
            .iter()
            .map(|part| format!("{} {}", part.shown, part.value))
            .collect();
        let of = of.join(language.pick(", ", "、"));
        let repeated = draft.hit.part == 1;
        finding.part = Some(if repeated { "repeated" } else { "missing" }.to_owned());
        let text = match (language, repeated, open) {
            (Language::En, false, false) => format!("{rows} has no row for {of}"),
            (Language::En, false, true) => format!("whether {rows} has a row for {of}"),
            (Language::En, true, false) => format!("{rows} has several rows for {of}"),
            (Language::En, true, true) => format!("whether {rows} has only one row for {of}"),
            (Language::Zh, false, false) => format!("{rows}中没有 {of} 的记录"),
            (Language::Zh, false, true) => format!("{rows}中是否有 {of} 的记录"),
            (Language::Zh, true, false) => format!("{rows}中 {of} 的记录不止一条"),
            (Language::Zh, true, true) => format!("{rows}中 {of} 的记录是否只有一条"),
        };
        if finding.message.is_empty() || open {
            finding.message = text;
        }
    }
}

/// The value of a part of a combination as text.
fn axis_text(axis: &ShownAxis, known: Option<Known>, language: Language) -> String {
    match known {
        Some(Known::Text(text)) => text,
        Some(Known::Key(_, texts)) => texts.join("|"),
        Some(Known::Number(number, _)) => number.to_string(),
        Some(Known::Days(days)) => Date(days).to_string(),
        Some(Known::Truth(truth)) => match truth {
            true => language.pick("yes", "是"),
            false => language.pick("no", "否"),
        }
        .to_owned(),
        Some(Known::Code(code)) => code
            .and_then(|code| axis.words.get(code as usize)?.first().cloned())
            .unwrap_or_default(),
        Some(Known::Digest(_)) | None => String::new(),
    }
}
