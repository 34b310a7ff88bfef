//! How the rows of a finding were matched, in a reconciliation or as the rows of a row: by the key as it is written, normalised, or by a second key.

use super::batch::Cells;
use super::draft::Draft;
use super::{Inspection, evidence};
use crate::findings::Finding;
use crate::model::{ExprKind, MatchCheck};
use crate::plan::from_model::PlannedSource;
use crate::plan::{FrameId, Node, NodeId, Plan, Want};
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
            by_second_words(language, &names(&check.second_names))
        } else if key_texts(self, check, draft, cells).len() > 1 {
            normalised_words(language, &names(&check.key_names))
        } else {
            return;
        };
        add_way(language, &text, finding);
    }

    /// The same in a finding of a row, for the rows of other tables that it found.
    pub(super) fn ways_found(
        &self,
        (draft, frame): (&Draft, FrameId),
        cells: &BTreeMap<usize, Cells>,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let plan = &self.lowered.plan;
        let mut texts: Vec<String> = Vec::new();
        for found in &draft.found {
            let (key, put) = found.by;
            let Some((_, there)) = plan.puts[put.0].key else {
                continue;
            };
            let shown = &draft.others[found.shown];
            let columns = &self.model().datasets[shown.dataset].columns;
            let named = |columns_of: &[usize]| {
                let each = columns_of
                    .iter()
                    .map(|&at| columns[at].names.show(language));
                let each: Vec<&str> = each.collect();
                each.join(language.pick(", ", "、"))
            };
            let theirs = key_columns(plan, plan.puts[put.0].frame, there);
            let text = if found.by_second {
                let mut parts = BTreeSet::new();
                evidence::columns_below(plan, plan.puts[put.0].frame, there, &mut parts);
                let parts: Vec<usize> = parts.into_iter().collect();
                by_second_words(language, &named(&parts))
            } else {
                let own = draft.own.as_ref();
                let Some((own, row)) = own.and_then(|own| Some((own, *own.rows.first()?))) else {
                    continue;
                };
                let mine = key_columns(plan, frame, key);
                let is_changed = |&(mine, theirs): &(Option<usize>, Option<usize>)| {
                    let text = |dataset: usize, row, column: Option<usize>| {
                        cells.get(&dataset)?.text(row, column?)
                    };
                    let Some(written) = text(own.dataset, row, mine) else {
                        return false;
                    };
                    let mut rows = shown.rows.iter();
                    rows.any(|&row| {
                        text(shown.dataset, row, theirs).is_some_and(|text| text != written)
                    })
                };
                let changed = mine.into_iter().zip(theirs).filter(is_changed);
                let changed: Vec<usize> = changed.filter_map(|(_, theirs)| theirs).collect();
                if changed.is_empty() {
                    continue;
                }
                normalised_words(language, &named(&changed))
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        if !texts.is_empty() {
            add_way(language, &texts.join(language.pick("; ", "；")), finding);
        }
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
            let source = shown.source.and_then(|source| nodes.sources.get(source));
            let Some((source, first)) = source.and_then(|s| Some((s, s.first?))) else {
                return false;
            };
            let mut rows = shown.rows.clone();
            rows.sort_unstable();
            let explained = (self.evaluation).explain_some(source.frame, &rows, &[first]);
            explained.is_ok_and(|explained| {
                (0..rows.len()).any(|row| evidence::key(&explained, first, row).is_none())
            })
        })
    }
}

/// The columns of the parts of a key that are compared as texts; `None`: another part.
fn key_columns(plan: &Plan, frame: FrameId, key: NodeId) -> Vec<Option<usize>> {
    let nodes = &plan.frames[frame.0].nodes;
    let parts = match &nodes[key.0] {
        Node::Compose(_, parts) => parts.as_slice(),
        _ => &[key],
    };
    let column = |part: &NodeId| match nodes[part.0] {
        Node::Column(column, Want::Key { .. }) => Some(column),
        _ => None,
    };
    parts.iter().map(column).collect()
}

fn by_second_words(language: Language, names: &str) -> String {
    match language {
        _ if names.is_empty() => language
            .pick("matched by the second key", "按第二个键对应")
            .to_owned(),
        Language::En => format!("matched by the second key, {names}"),
        Language::Zh => format!("按第二个键{names}对应"),
    }
}

fn normalised_words(language: Language, names: &str) -> String {
    match language {
        Language::En => format!("{names} matched after normalising"),
        Language::Zh => format!("{names}规范后对应"),
    }
}

fn add_way(language: Language, text: &str, finding: &mut Finding) {
    finding.message = match language {
        Language::En => format!("{} ({text})", finding.message),
        Language::Zh => format!("{}（{text}）", finding.message),
    };
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
        let source = shown.source.and_then(|source| check.sources.get(source));
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
