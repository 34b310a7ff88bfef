//! Which rows of a group a finding shows: those that decide its verdict first, in no more cells than a reader looks through.

use super::Inspection;
use super::batch::BATCH;
use super::draft::Shown;
use super::evidence;
use crate::eval::{Explained, HitOutcome, Known};
use crate::plan::{FrameId, NodeId, Plan, PutId, PutKind};
use crate::types::Number;
use std::cmp::Reverse;
use std::io;
use std::sync::Arc;

/// The most cells shown of a group, in whole rows and at least one of them.
pub(super) const MOST_GROUP_CELLS: usize = 20;
/// The most rows of a group that are put in order of their values.
const MOST_IN_ORDER: usize = 50_000;

/// How soon a row is shown: what it is to the verdict, its value, and where it stands.
type Place = (u8, Option<Reverse<Number>>, u64);

impl Inspection<'_> {
    /// The rows of a put in a group, the most telling first: what is undecided where the group is, else what is against it. No more than
    /// `most` are asked for.
    pub(super) fn telling_first(
        &self,
        (frame, node): (FrameId, NodeId),
        put: PutId,
        (rows, most): (Vec<u64>, usize),
        outcome: HitOutcome,
    ) -> io::Result<Vec<u64>> {
        let declared = &self.lowered.plan.puts[put.0];
        let asked = self.asked_of(put, &[]);
        if asked.is_empty() {
            return Ok(rows);
        }
        let is_open = outcome == HitOutcome::CannotTell;
        let against = large_is_against(&self.lowered.plan, frame, node);
        let value = match declared.kind {
            PutKind::Total { value, .. } | PutKind::Values { value, .. } => {
                against.map(|against| (value, against))
            }
            _ => None,
        };
        let in_order = value.is_some() && !is_open;
        let mut places: Vec<Place> = Vec::new();
        let mut telling = 0;
        for batch in rows.chunks(BATCH) {
            let there = self
                .evaluation
                .explain_some(declared.frame, batch, &asked)?;
            for (at, &row) in batch.iter().enumerate() {
                let taken = declared.filter.map(|f| evidence::truth(&there, f, at));
                if taken == Some(Some(false)) {
                    continue;
                }
                let undecided = self.cause_of(put, &asked, &there, at).is_some();
                let is_against = match declared.kind {
                    PutKind::Share(that) => evidence::truth(&there, that, at) == Some(false),
                    _ => !undecided,
                };
                let rank = match (undecided, is_against) {
                    (true, _) => u8::from(!is_open),
                    (false, true) => u8::from(is_open),
                    (false, false) => 2,
                };
                telling += usize::from(rank == 0);
                let number = value.and_then(|value| weight(&there, value, at));
                places.push((rank, number.map(Reverse), row));
            }
            let enough = match in_order {
                true => places.len() >= MOST_IN_ORDER,
                false => telling >= most,
            };
            if enough {
                break;
            }
        }
        places.sort_unstable();
        Ok(places.into_iter().map(|(_, _, row)| row).collect())
    }
}

/// How much a row's value speaks against what is asked for.
fn weight(there: &Explained, (value, large): (NodeId, bool), at: usize) -> Option<Number> {
    let number = match there.value(value, at)? {
        Known::Number(_, high) if large => high,
        Known::Number(low, _) => low,
        Known::Days(day) => Number::decimal(day.into(), 0)?,
        _ => return None,
    };
    match large {
        true => Some(number),
        false => Number::ZERO.minus(number),
    }
}

/// Whether large values of a read speak against what its comparisons ask for; `None` where that is not one direction.
fn large_is_against(plan: &Plan, frame: FrameId, read: NodeId) -> Option<bool> {
    let nodes = plan.frames[frame.0].nodes.iter();
    let mut asked = nodes.filter_map(|node| node.large_is_against(read));
    let first = asked.next()?;
    asked.all(|other| other == first).then_some(first)
}

/// Puts the rows of one dataset together, a row of each in turn, those that merely belong (`members`) last, and leaves no more cells than
/// a reader looks through, but a row of each dataset.
pub(super) fn together(all: &mut Vec<Shown>, members: Vec<Shown>) {
    let mut merged: Vec<(Shown, Vec<Vec<u64>>)> = Vec::new();
    for shown in all.drain(..) {
        let same = |(other, _): &&mut (Shown, Vec<Vec<u64>>)| {
            (other.dataset, other.source) == (shown.dataset, shown.source)
        };
        match merged.iter_mut().find(same) {
            Some((other, lists)) => {
                Arc::make_mut(&mut other.columns).extend(shown.columns.iter());
                lists.push(shown.rows);
            }
            None => {
                let rows = vec![shown.rows.clone()];
                merged.push((shown, rows));
            }
        }
    }
    for (shown, lists) in &mut merged {
        let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
        let turns = (0..longest).flat_map(|turn| lists.iter().filter_map(move |l| l.get(turn)));
        shown.rows = distinct(turns.copied());
    }
    all.extend(merged.into_iter().map(|(shown, _)| shown));
    for shown in members {
        match all.iter_mut().find(|other| other.dataset == shown.dataset) {
            Some(other) => {
                Arc::make_mut(&mut other.columns).extend(shown.columns.iter());
                let rows = std::mem::take(&mut other.rows).into_iter();
                other.rows = distinct(rows.chain(shown.rows));
            }
            None => all.push(shown),
        }
    }
    let cells = MOST_GROUP_CELLS / all.len().max(1);
    for shown in all {
        shown
            .rows
            .truncate((cells / shown.columns.len().max(1)).max(1));
    }
}

/// Rows without those that were there before.
fn distinct(rows: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut once: Vec<u64> = Vec::new();
    for row in rows {
        if !once.contains(&row) {
            once.push(row);
        }
    }
    once
}
