//! What is not known where no single cell is the cause: which column, of how many rows of which dataset.

use super::{Inspection, batch, evidence};
use crate::plan::{FrameId, Node, NodeId, PutId};
use crate::types::{Language, Reason};
use std::collections::BTreeSet;

impl Inspection<'_> {
    /// Whether a node is read in a row beside, which is told once however often it is asked for.
    pub(super) fn is_beside(&self, (frame, node): (FrameId, NodeId)) -> bool {
        let node = &self.lowered.plan.frames[frame.0].nodes[node.0];
        matches!(node, Node::Beside { .. })
    }

    /// What to say of a reason that has no cell: "school of 1 row of pupils", "n of a row beside"; `None` where nothing is known of it.
    pub(super) fn unplaced(
        &self,
        (frame, leaf): (FrameId, NodeId),
        reason: Reason,
    ) -> Option<String> {
        let plan = &self.lowered.plan;
        let language = self.language();
        let node = &plan.frames[frame.0].nodes[leaf.0];
        if let Node::Beside {
            sequence, value, ..
        } = node
        {
            // What is read there, or what tells which row it is.
            let order = plan.sequences[sequence.0].by.iter();
            let mut columns: Vec<String> = value
                .iter()
                .chain(order)
                .filter_map(|node| self.first_column(frame, *node))
                .collect();
            columns.dedup();
            let list = columns.join(language.pick(" or ", "或"));
            return (!columns.is_empty()).then(|| match language {
                Language::En => format!("{list} of a row beside"),
                Language::Zh => format!("相邻记录的{list}"),
            });
        }
        if reason != Reason::NoKey {
            return None;
        }
        let puts: Vec<PutId> = match node {
            Node::Ungrouped { links, .. } => links.clone(),
            _ => node.puts_read().into_iter().map(|(_, put)| put).collect(),
        };
        puts.into_iter().find_map(|put| {
            let declared = &plan.puts[put.0];
            let dataset = batch::dataset_of(self, declared.frame)?;
            let (_, key) = declared.key?;
            let column = self.first_column(declared.frame, key)?;
            let (sure, maybe) = self.evaluation.unkeyed(put);
            let of = self.model().datasets[dataset].names.show(language);
            Some(match (language, sure + maybe) {
                (Language::En, 0 | 1) => format!("{column} of 1 row of {of}"),
                (Language::En, rows) => format!("{column} of {rows} rows of {of}"),
                (Language::Zh, 0 | 1) => format!("{of}中 1 条记录的{column}"),
                (Language::Zh, rows) => format!("{of}中 {rows} 条记录的{column}"),
            })
        })
    }

    /// The name of the first column that a node rests on.
    fn first_column(&self, frame: FrameId, node: NodeId) -> Option<String> {
        let mut columns = BTreeSet::new();
        evidence::columns_below(&self.lowered.plan, frame, node, &mut columns);
        let dataset = batch::dataset_of(self, frame)?;
        let column = *columns.first()?;
        let declared = self.model().datasets[dataset].columns.get(column)?;
        Some(declared.names.show(self.language()).to_owned())
    }
}
