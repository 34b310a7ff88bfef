//! How the rows of a reconciliation were matched: by the key as it is written, normalised, or by a second key.

use super::batch::Cells;
use super::draft::Draft;
use super::{Inspection, evidence};
use crate::findings::Finding;
use crate::model::{ExprKind, MatchCheck};
use crate::plan::from_model::PlannedSource;
use crate::types::{Bilingual, Language};
use std::collections::{BTreeMap, BTreeSet};

impl Inspection<'_> {
    /// The sources of a block of a match: what is left without a first key has a block of its own behind the first one.
    pub(super) fn sources_of(&self, item: usize, block: usize) -> &[PlannedSource] {
        let nodes = &self.lowered.nodes[item];
        if block == 1 && !nodes.second.is_empty() {
            &nodes.second
        } else {
            &nodes.sources
        }
    }

    /// Says in a finding how its rows were matched, where that was not by the key as it is written.
    pub(super) fn way_of(
        &self,
        (at, check): (usize, &MatchCheck),
        draft: &Draft,
        cells: &BTreeMap<usize, Cells>,
        finding: &mut Finding,
    ) {
        if draft.others.len() < 2 {
            return;
        }
        let language = self.language();
        let names = |names: &[Bilingual]| {
            let each: Vec<&str> = names.iter().map(|name| name.get(language)).collect();
            each.join(language.pick(", ", "、"))
        };
        let text = if self.by_second_key(at, draft) {
            let names = names(&check.second_names);
            match language {
                Language::En => format!("matched by the second key, {names}"),
                Language::Zh => format!("按第二个键{names}对应"),
            }
        } else if key_texts(self, check, draft, cells).len() > 1 {
            let names = names(&check.key_names);
            match language {
                Language::En => format!("{names} matched after normalising"),
                Language::Zh => format!("{names}规范后对应"),
            }
        } else {
            return;
        };
        finding.message = match language {
            Language::En => format!("{} ({text})", finding.message),
            Language::Zh => format!("{}（{text}）", finding.message),
        };
    }

    /// Whether one of the rows shown has no first key of its own.
    fn by_second_key(&self, at: usize, draft: &Draft) -> bool {
        let nodes = &self.lowered.nodes[at];
        if nodes.second.is_empty() {
            return false;
        }
        if draft.block == 1 {
            return true;
        }
        draft.others.iter().any(|shown| {
            let of = |source: &&PlannedSource| {
                super::batch::dataset_of(self, source.frame) == Some(shown.dataset)
            };
            let Some(first) = nodes.sources.iter().find(of).and_then(|s| s.first) else {
                return false;
            };
            let frame = nodes.sources.iter().find(of).map(|source| source.frame);
            let explained = frame.and_then(|frame| {
                let rows: Vec<u64> = shown.rows.clone();
                self.evaluation.explain_some(frame, &rows, &[first]).ok()
            });
            explained.is_some_and(|explained| {
                (0..shown.rows.len()).any(|row| evidence::key(&explained, first, row).is_none())
            })
        })
    }
}

/// The different texts of a key of one column in the rows shown.
fn key_texts(
    inspection: &Inspection<'_>,
    check: &MatchCheck,
    draft: &Draft,
    cells: &BTreeMap<usize, Cells>,
) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for shown in &draft.others {
        let source = check
            .sources
            .iter()
            .find(|source| source.rows.dataset == shown.dataset);
        let Some([key]) = source.map(|source| source.key.as_slice()) else {
            continue;
        };
        if let ExprKind::Column { column, .. } = inspection.model().expr(*key).kind
            && let (Some(found), Some(&row)) = (cells.get(&shown.dataset), shown.rows.first())
        {
            texts.extend(found.text(row, column).map(str::to_owned));
        }
    }
    texts
}
