//! What readers of an item have to know beside its verdicts: how the keys of a reconciliation were paired, rows that nobody could be matched with, values left out, groups
//! that rows have none of. In: what the scan counted. Out: sentences.

use super::Inspection;
use super::batch::{self, BATCH};
use crate::eval::Ways;
use crate::model::Check;
use crate::plan::{Block, FrameId, FrameRows, Node, NodeId, Plan, Put, PutId, PutKind};
use crate::types::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Rows of other tables that nobody can be matched with: shown, so that a gap is not taken for an absence.
pub(super) fn remarks(inspection: &Inspection<'_>, at: usize) -> io::Result<Vec<String>> {
    let plan = &inspection.lowered.plan;
    let mut remarks: Vec<String> = pairs(inspection, at).into_iter().collect();
    let item = &inspection.request.model.items[plan.items[at].item];
    let unseen =
        crate::explain::unseen_groups(inspection.request.model, item, inspection.request.language);
    remarks.extend(unseen);
    let mut puts: Vec<PutId> = plan.items[at]
        .blocks
        .iter()
        .flat_map(|block| super::evidence::puts_read(plan, block))
        .collect();
    puts.sort_unstable();
    puts.dedup();
    for put in puts {
        let declared = &plan.puts[put.0];
        let left_out = inspection.evaluation.values_left_out(put);
        if left_out > 0 {
            let remark = left_out_remark(inspection, declared, left_out);
            if !remarks.contains(&remark) {
                remarks.push(remark);
            }
        }
    }
    for (dataset, (rows, looked_up)) in unmatched(inspection, at)? {
        let name = inspection.request.model.datasets[dataset]
            .names
            .show(inspection.request.language);
        let (why, why_zh) = match looked_up {
            true => (
                "blank, unreadable or not on its list",
                "为空、无法识别或不在所引用的名单中",
            ),
            false => ("blank or unreadable", "为空或无法识别"),
        };
        remarks.push(match inspection.request.language {
            Language::En if rows == 1 => {
                format!("1 row of {name} could not be matched: what it is matched by is {why}")
            }
            Language::En => {
                format!(
                    "{rows} rows of {name} could not be matched: what they are matched by is {why}"
                )
            }
            Language::Zh => format!("{name}中有 {rows} 条记录无法比对：用于比对的列{why_zh}"),
        });
    }
    for block in &plan.items[at].blocks {
        for remark in strangers(inspection, block)? {
            if !remarks.contains(&remark) {
                remarks.push(remark);
            }
        }
    }
    Ok(remarks)
}

/// How many keys of a reconciliation at least two sources hold, by the way in which they came together.
fn pairs(inspection: &Inspection<'_>, at: usize) -> Option<String> {
    let item = &inspection.lowered.plan.items[at];
    let Check::Match(check) = &inspection.request.model.items[item.item].check else {
        return None;
    };
    if check.led_by.is_some() || inspection.is_stopped(at) {
        return None;
    }
    let mut ways = Ways::default();
    for &tally in &inspection.lowered.nodes[at].tallies {
        ways.add(&inspection.evaluation.ways(tally));
    }
    let language = inspection.request.language;
    let of_two = check.sources.len() == 2;
    let all = ways.all();
    if all == 0 {
        let none = match (language, of_two) {
            (Language::En, true) => "no pairs: no key is on both sides",
            (Language::En, false) => "no key is in two of the lists",
            (Language::Zh, true) => "没有配对：两边没有相同的键",
            (Language::Zh, false) => "没有键同时在两份名单中",
        };
        return Some(none.to_owned());
    }
    let what = match (language, of_two) {
        (Language::En, true) if all == 1 => "1 pair".to_owned(),
        (Language::En, true) => format!("{all} pairs"),
        (Language::En, false) if all == 1 => "1 key in at least two of the lists".to_owned(),
        (Language::En, false) => format!("{all} keys in at least two of the lists"),
        (Language::Zh, true) => format!("{all} 对"),
        (Language::Zh, false) => format!("{all} 个键至少在两份名单中"),
    };
    let each = [
        (ways.exact, "exact", "写法一致"),
        (ways.normalised, "after normalising", "规范后一致"),
        (ways.by_second, "by the second key", "按第二个键"),
    ];
    let each = each.into_iter().filter(|(count, ..)| *count > 0);
    let each: Vec<String> = each
        .map(|(count, en, zh)| match language {
            Language::En => format!("{count} {en}"),
            Language::Zh => format!("{zh} {count} {}", if of_two { "对" } else { "个" }),
        })
        .collect();
    Some(match language {
        Language::En => format!("{what}: {}", each.join(", ")),
        Language::Zh => format!("{what}：{}", each.join("，")),
    })
}

/// Whether a key is taken from rows of another table: one that this lacks has none.
fn is_looked_up(plan: &Plan, frame: FrameId, key: NodeId) -> bool {
    let nodes = &plan.frames[frame.0].nodes;
    let mut open = vec![key];
    while let Some(node) = open.pop() {
        if matches!(nodes[node.0], Node::Read { .. }) {
            return true;
        }
        open.extend(nodes[node.0].arguments());
    }
    false
}

/// How many rows of each dataset some lookup of the item takes and cannot match, however many lookups there are.
fn unmatched(inspection: &Inspection<'_>, at: usize) -> io::Result<BTreeMap<usize, (u64, bool)>> {
    let plan = &inspection.lowered.plan;
    let mut lookups: BTreeMap<FrameId, BTreeSet<(NodeId, Option<NodeId>)>> = BTreeMap::new();
    let mut alone: BTreeMap<FrameId, u64> = BTreeMap::new();
    for block in blocks_of_lookups(inspection, at) {
        for put in super::evidence::puts_without_first(plan, block) {
            let declared = &plan.puts[put.0];
            let (sure, maybe) = inspection.evaluation.unkeyed(put);
            if let Some((_, key)) = declared.key
                && declared.kind != PutKind::Link
                && sure + maybe > 0
            {
                let lookups = lookups.entry(declared.frame).or_default();
                lookups.insert((key, declared.filter));
                alone.insert(declared.frame, sure + maybe);
            }
        }
    }
    let mut found = BTreeMap::new();
    for (frame, lookups) in lookups {
        let FrameRows::Dataset(dataset) = plan.frames[frame.0].rows else {
            continue;
        };
        // One lookup was counted when its rows were read; the rows of several are looked at again, so that each counts once.
        let rows = match (lookups.len(), alone.get(&frame)) {
            (1, Some(rows)) => *rows,
            _ => unmatched_by_any(inspection, frame, &lookups)?,
        };
        let is_looked_up = |lookup: &(NodeId, Option<NodeId>)| is_looked_up(plan, frame, lookup.0);
        found.insert(dataset, (rows, lookups.iter().any(is_looked_up)));
    }
    Ok(found)
}

/// The blocks that look for rows: of a reconciliation with a second key, what is left when both keys were tried.
fn blocks_of_lookups<'i>(inspection: &'i Inspection<'_>, at: usize) -> &'i [Block] {
    let item = &inspection.lowered.plan.items[at];
    let blocks = &item.blocks;
    if !matches!(
        inspection.request.model.items[item.item].check,
        Check::Match(_)
    ) {
        return blocks;
    }
    let first = usize::from(!inspection.lowered.nodes[at].second.is_empty());
    blocks.get(first..=first).unwrap_or_default()
}

fn unmatched_by_any(
    inspection: &Inspection<'_>,
    frame: FrameId,
    lookups: &BTreeSet<(NodeId, Option<NodeId>)>,
) -> io::Result<u64> {
    let nodes: Vec<NodeId> = lookups
        .iter()
        .flat_map(|&(key, filter)| [Some(key), filter])
        .flatten()
        .collect();
    let rows: Vec<u64> = (0..inspection.evaluation.rows(frame)).collect();
    let mut count = 0;
    for batch in rows.chunks(BATCH) {
        let explained = inspection.evaluation.explain_some(frame, batch, &nodes)?;
        for row in 0..batch.len() {
            let is_unmatched = |&(key, filter): &(NodeId, Option<NodeId>)| {
                let taken = |filter| super::evidence::truth(&explained, filter, row) != Some(false);
                filter.is_none_or(taken) && explained.value(key, row).is_none()
            };
            count += u64::from(lookups.iter().any(is_unmatched));
        }
    }
    Ok(count)
}

/// Rows whose group is not on the list of groups: they count nowhere.
fn strangers(inspection: &Inspection<'_>, block: &Block) -> io::Result<Vec<String>> {
    let plan = &inspection.lowered.plan;
    let datasets = &inspection.request.model.datasets;
    let language = inspection.request.language;
    let mut remarks = Vec::new();
    let FrameRows::Dataset(listed) = plan.frames[block.frame.0].rows else {
        return Ok(remarks);
    };
    for (key, read) in super::evidence::open_groups(plan, block) {
        let read = &plan.puts[read.0];
        // Rows that look for their own group are members of it.
        if read.frame == block.frame && read.key.is_some_and(|(_, of)| of == key) {
            continue;
        }
        let Some(counted) = plan.puts.iter().position(|put| {
            put.kind == PutKind::Count(u32::MAX)
                && (put.frame, put.key, put.filter) == (read.frame, read.key, read.filter)
        }) else {
            continue;
        };
        let FrameRows::Dataset(of) = plan.frames[read.frame.0].rows else {
            continue;
        };
        let evaluation = &inspection.evaluation;
        let found = evaluation.counted_elsewhere(PutId(counted), block.frame, key)?;
        let rows: u64 = found.iter().map(|(_, count)| count).sum();
        if rows == 0 {
            continue;
        }
        let which = strangers_named(inspection, (PutId(counted), of), &found)?;
        let (of, listed) = (
            datasets[of].names.show(language),
            datasets[listed].names.show(language),
        );
        remarks.push(match language {
            Language::En if rows == 1 => {
                format!("1 row of {of} counts in no group: its group is not in {listed}: {which}")
            }
            Language::En => {
                format!(
                    "{rows} rows of {of} count in no group: their group is not in {listed}: {which}"
                )
            }
            Language::Zh => {
                format!("{of}中有 {rows} 条记录不计入任何组：所属的组不在{listed}中：{which}")
            }
        });
    }
    Ok(remarks)
}

/// Groups that are not on the list, named in the remark at most.
const MOST_STRANGERS: usize = 5;

/// Groups (their keys, each with its rows) with the place of the first row of each.
fn strangers_named(
    inspection: &Inspection<'_>,
    (put, dataset): (PutId, usize),
    groups: &[(u32, u64)],
) -> io::Result<String> {
    let language = inspection.request.language;
    let keys: Vec<u32> = groups.iter().map(|(key, _)| *key).collect();
    // The numbers of keys are none of their own: the order is that of their first rows.
    let mut first: BTreeMap<u32, u64> = BTreeMap::new();
    for partner in inspection.evaluation.partners(put, &keys)? {
        let row = first.entry(partner.key).or_insert(partner.row);
        *row = partner.row.min(*row);
    }
    let mut shown: Vec<(Option<u64>, u32, u64)> = groups
        .iter()
        .map(|&(key, count)| (first.get(&key).copied(), key, count))
        .collect();
    shown.sort_unstable();
    shown.truncate(MOST_STRANGERS);
    let rows: BTreeSet<u64> = shown.iter().filter_map(|group| group.0).collect();
    let cells = batch::cells(inspection, dataset, &rows, &BTreeSet::new())?;
    let mut named = Vec::new();
    for &(row, key, count) in &shown {
        let parts = inspection.searched_key(put, key);
        let values: Vec<String> = parts.into_iter().map(|part| part.value).collect();
        let mut text = values.join("/");
        if let Some(row) = row {
            let lies = inspection.lies(dataset, row);
            let file = match lies.sheet {
                Some(sheet) => format!("{} [{sheet}]", lies.file),
                None => lies.file.to_owned(),
            };
            let line = cells.line_at(cells.at(row));
            text.push_str(&match (language, count) {
                (Language::En, 1) => format!(" ({file}:{line})"),
                (Language::En, _) => format!(" ({count} rows, the first at {file}:{line})"),
                (Language::Zh, 1) => format!("（{file} 第 {line} 行）"),
                (Language::Zh, _) => format!("（{count} 条，首见于 {file} 第 {line} 行）"),
            });
        }
        named.push(text);
    }
    let more = groups.len() - shown.len();
    if more > 0 {
        named.push(match language {
            Language::En => format!("{more} more groups"),
            Language::Zh => format!("另有 {more} 组"),
        });
    }
    Ok(named.join(language.pick(", ", "、")))
}

/// How many rows an aggregate of given values did without.
fn left_out_remark(inspection: &Inspection<'_>, put: &Put, rows: u64) -> String {
    let language = inspection.request.language;
    let frame = &inspection.lowered.plan.frames[put.frame.0];
    let datasets = &inspection.request.model.datasets;
    let (dataset, column) = match (frame.rows, put.kind) {
        (
            FrameRows::Dataset(dataset),
            PutKind::Total { value, .. } | PutKind::Values { value, .. },
        ) => {
            let column = match frame.nodes[value.0] {
                Node::Column(column, _) => datasets[dataset].columns.get(column),
                _ => None,
            };
            (datasets[dataset].names.show(language), column)
        }
        _ => ("", None),
    };
    let column = column.map(|column| column.names.show(language));
    match language {
        Language::En => {
            let column = column.unwrap_or("the value");
            let rows_were = if rows == 1 { "row of" } else { "rows of" };
            let were = if rows == 1 { "was" } else { "were" };
            format!("{rows} {rows_were} {dataset} {were} left out: {column} is blank or unreadable")
        }
        Language::Zh => {
            let column = column.unwrap_or("所取的值");
            format!("{dataset}中有 {rows} 条记录未计入：{column}为空或无法识别")
        }
    }
}
