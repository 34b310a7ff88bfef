//! What tests reach of what items can say: verdicts, and rows of decision tables.

use super::TestRun;
use super::unknown::Unknown;
use crate::findings::Verdict;
use crate::model::{AnswerVerdict, Model, Person};
use crate::plan::from_model::{Context, lower};
use crate::plan::{Node, PlannedItem};
use crate::types::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What tests reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// For each item of the checklists that are not merely adopted.
    pub items: Vec<ItemCoverage>,
    /// For each decision table that items look something up in.
    pub tables: Vec<TableCoverage>,
}

/// What tests reach of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemCoverage {
    /// The item.
    pub item: usize,
    /// How many tests expect something of it.
    pub tests: usize,
    /// The verdicts that it can give.
    pub can: BTreeSet<Verdict>,
    /// Those of them that tests bring about.
    pub reached: BTreeSet<Verdict>,
}

/// What tests reach of a decision table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCoverage {
    /// The table.
    pub table: usize,
    /// How many rows it has.
    pub rows: usize,
    /// The rows that were taken, from 0.
    pub reached: BTreeSet<usize>,
}

/// What the tests that were run reach of a model.
#[must_use]
pub fn coverage(model: &Model, runs: &[TestRun]) -> Coverage {
    let items: Vec<usize> = (0..model.items.len()).collect();
    let settings: Vec<_> = model.settings.iter().map(|s| s.value.clone()).collect();
    let lowered = lower(
        model,
        &Context {
            as_of: Some(Date(0)),
            settings: &settings,
            datasets: &[],
            items: &items,
        },
    );
    let mut unknown = Unknown::of(&lowered.plan);
    // An adopted checklist has its tests beside itself.
    let is_counted = |checklist: usize| !model.checklists[checklist].adopted;
    let items = lowered
        .plan
        .items
        .iter()
        .filter(|planned| is_counted(model.items[planned.item].checklist))
        .map(|planned| {
            let person = model.items[planned.item].person.as_ref();
            let can = can_give(planned, person, &mut unknown);
            let mut came = BTreeSet::new();
            let mut tests = 0;
            for (item, verdicts) in runs.iter().flat_map(|run| &run.reached) {
                if *item == planned.item {
                    tests += 1;
                    came.extend(verdicts.iter().copied());
                }
            }
            ItemCoverage {
                item: planned.item,
                tests,
                reached: can.intersection(&came).copied().collect(),
                can,
            }
        })
        .collect();
    let mut tables: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for node in lowered.plan.frames.iter().flat_map(|frame| &frame.nodes) {
        if let Node::Lookup(lookup, _) = node {
            tables
                .entry(lowered.plan.lookups[*lookup].table)
                .or_default();
        }
    }
    for &(table, row) in runs.iter().flat_map(|run| &run.table_rows) {
        tables.entry(table).or_default().insert(row);
    }
    // What a calendar or a schedule looks up is no table that an author wrote.
    let is_written = |table: usize| {
        let declared = model.tables.get(table);
        let owner = |file| model.checklists.iter().position(|c| c.file == file);
        declared.is_some_and(|table| {
            !table.names.all.is_empty() && owner(table.span.file).is_none_or(is_counted)
        })
    };
    let tables = tables
        .into_iter()
        .filter(|(table, _)| is_written(*table))
        .map(|(table, reached)| TableCoverage {
            table,
            rows: model.tables.get(table).map_or(0, |table| table.rows.len()),
            reached,
        })
        .collect();
    Coverage { items, tables }
}

/// The verdicts that an item can give, by its form and by the words of its answers; waivers are no part of a checklist.
fn can_give(
    planned: &PlannedItem,
    person: Option<&Person>,
    unknown: &mut Unknown<'_>,
) -> BTreeSet<Verdict> {
    let mut can = BTreeSet::new();
    for block in &planned.blocks {
        match person {
            Some(person) => {
                can.insert(Verdict::Awaiting);
                can.extend(person.answers.iter().map(|word| match word.verdict {
                    AnswerVerdict::Met => Verdict::Met,
                    AnswerVerdict::NotMet => Verdict::NotMet,
                    AnswerVerdict::CannotTell => Verdict::CannotTell,
                }));
                // The last part is the person's.
                can.extend((block.parts.len() > 1).then_some(Verdict::NotMet));
            }
            None => can.extend([Verdict::Met, Verdict::NotMet]),
        }
        let applies = block.applies;
        if applies.is_some_and(|node| unknown.can_be_false(block.frame, node)) {
            can.insert(Verdict::NotApplicable);
        }
        if !block.excuses().is_empty() {
            can.insert(Verdict::Excused);
        }
        if unknown.block(block) {
            can.insert(Verdict::CannotTell);
        }
    }
    can
}
