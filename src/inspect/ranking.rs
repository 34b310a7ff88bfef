//! The places of ranked groups: known as far as their values are.

use super::{Inspection, batch, evidence, message};
use crate::eval::Known;
use crate::findings::{KeyPart, ShownValue};
use crate::model::{Check, Ranking};
use crate::types::{Language, Number};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// A group with its place.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The data row from 0.
    pub row: u64,
    /// Its key, masked.
    pub key: Vec<KeyPart>,
    /// What it is ranked by; `None` where that is unknown.
    pub value: Option<ShownValue>,
    /// The best and the worst place that it may have; `None` where it is not ranked.
    pub place: Option<(u64, u64)>,
    /// How many are surely behind it, and how many may be.
    pub behind: (u64, u64),
}

/// A group before its place is known.
struct Group {
    row: u64,
    value: Option<(Number, Number)>,
    shown: Option<ShownValue>,
    /// Ranked for sure, perhaps, or not at all.
    ranked: Option<bool>,
}

impl Group {
    /// Whether another group is before this one: surely, and possibly.
    fn is_behind(&self, other: &Self, ranking: &Ranking) -> (bool, bool) {
        if other.ranked == Some(false) {
            return (false, false);
        }
        let (surely, possibly) = match (self.value, other.value) {
            (Some((low, high)), Some((other_low, other_high))) => {
                // Surely before: its worst value beats this one's best; possibly: its best beats this one's worst.
                let (least, most) = match ranking.higher_is_better {
                    true => (other_low.cmp(&high), other_high.cmp(&low)),
                    false => (low.cmp(&other_high), high.cmp(&other_low)),
                };
                (
                    least.is_gt(),
                    most.is_gt() || !ranking.ties_share && most.is_eq(),
                )
            }
            _ => (false, true),
        };
        (surely && other.ranked == Some(true), possibly)
    }
}

impl Inspection<'_> {
    /// The ranking of an item of the run in the order of its places, those without one last; `None` where the item ranks nothing.
    ///
    /// # Errors
    /// When a data file cannot be read any more.
    pub fn ranking(&self, at: usize) -> io::Result<Option<Vec<Ranked>>> {
        let planned = &self.lowered.plan.items[at];
        let Check::Rows(check) = &self.model().items[planned.item].check else {
            return Ok(None);
        };
        let (Some(ranking), Some(block)) = (&check.ranking, planned.blocks.first()) else {
            return Ok(None);
        };
        let Some(value) = self.lowered.nodes[at]
            .clauses
            .first()
            .and_then(|c| c.actual)
        else {
            return Ok(None);
        };
        let mut nodes = vec![value];
        nodes.extend(block.member.into_iter().chain(block.applies));
        let rows: Vec<u64> = (0..self.evaluation.rows(block.frame)).collect();
        let kind = &self.model().expr(ranking.by).ty;
        let mut groups = Vec::new();
        for batch in rows.chunks(batch::BATCH) {
            let explained = self.evaluation.explain_some(block.frame, batch, &nodes)?;
            for (place, &row) in batch.iter().enumerate() {
                let truth = |node: Option<crate::plan::NodeId>| match node {
                    None => Some(true),
                    Some(node) => evidence::truth(&explained, node, place),
                };
                let ranked = match (truth(block.member), truth(block.applies)) {
                    // A row that is no member is no group at all.
                    (Some(false), _) => continue,
                    (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                };
                let known = explained.value(value, place);
                groups.push(Group {
                    row,
                    value: match known {
                        Some(Known::Number(low, high)) => Some((low, high)),
                        _ => None,
                    },
                    shown: known.and_then(|known| message::shown(kind, &known, self.language())),
                    ranked,
                });
            }
        }
        let keys = self.keys_of_groups(check.dataset, &groups)?;
        let mut table: Vec<Ranked> = groups
            .iter()
            .map(|group| {
                let (mut before, mut behind) = ((0, 0), (0, 0));
                for other in groups.iter().filter(|other| other.row != group.row) {
                    let (surely, possibly) = group.is_behind(other, ranking);
                    before = (before.0 + u64::from(surely), before.1 + u64::from(possibly));
                    let (surely, possibly) = other.is_behind(group, ranking);
                    let counted = other.ranked != Some(false);
                    let sure = surely && other.ranked == Some(true);
                    behind = (
                        behind.0 + u64::from(sure),
                        behind.1 + u64::from(possibly && counted),
                    );
                }
                let is_ranked = group.ranked != Some(false);
                Ranked {
                    row: group.row,
                    key: keys.get(&group.row).cloned().unwrap_or_default(),
                    value: group.shown.clone(),
                    place: is_ranked.then_some((1 + before.0, 1 + before.1)),
                    behind,
                }
            })
            .collect();
        table.sort_by_key(|ranked| (ranked.place.is_none(), ranked.place, ranked.row));
        Ok(Some(table))
    }

    fn keys_of_groups(
        &self,
        dataset: usize,
        groups: &[Group],
    ) -> io::Result<BTreeMap<u64, Vec<KeyPart>>> {
        let declared = &self.model().datasets[dataset];
        let rows: BTreeSet<u64> = groups.iter().map(|group| group.row).collect();
        let columns: BTreeSet<usize> = declared.key.iter().copied().collect();
        let cells = batch::cells(self, dataset, &rows, &columns)?;
        let key = |row: u64| {
            let parts = declared.key.iter().map(|&column| {
                let text = cells.text(row, column).unwrap_or_default();
                self.key_part(&declared.columns[column], text)
            });
            (row, parts.collect())
        };
        let mut keys: BTreeMap<u64, Vec<KeyPart>> = rows.into_iter().map(key).collect();
        let parts = keys.iter_mut();
        let texts = parts.flat_map(|(&row, key)| key.iter_mut().map(move |p| (row, &mut p.value)));
        self.hide_own_names(dataset, texts.collect())?;
        Ok(keys)
    }

    /// The place of a group in words: `place 8 of 10, 2 behind it`.
    pub(super) fn place_of(&self, at: usize, row: u64) -> Option<String> {
        let tables = self.ranks.get_or_init(|| {
            let items = 0..self.lowered.plan.items.len();
            let table = |at| Some((at, self.ranking(at).ok()??));
            items.filter_map(table).collect()
        });
        let table = tables.get(&at)?;
        let ranked = table.iter().find(|ranked| ranked.row == row)?;
        let (best, worst) = ranked.place?;
        let of = table.iter().filter(|other| other.place.is_some()).count();
        let range = |low: u64, high: u64| match low == high {
            true => low.to_string(),
            false => format!("{low}–{high}"),
        };
        let (place, behind) = (range(best, worst), range(ranked.behind.0, ranked.behind.1));
        Some(match self.language() {
            Language::En => format!("place {place} of {of}, {behind} behind it"),
            Language::Zh => format!("第 {place} 名（共 {of} 个），其后有 {behind} 个"),
        })
    }
}
