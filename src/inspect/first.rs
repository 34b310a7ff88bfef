//! The first findings of an item: which of its hits are made where no more are shown, and how many others there are.

use super::stream::{Hits, Numbered, Piece};
use crate::eval::{Hit, HitOutcome};
use crate::findings::Others;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Leaves of the pieces of an item what [`Findings::visit_first`] gives, with what comes before it: the number of a row among its like
/// depends on that.
///
/// [`Findings::visit_first`]: crate::findings::Findings::visit_first
pub(super) fn of(pieces: &mut VecDeque<Numbered>, item: usize, most: u64) {
    let mut counts: BTreeMap<HitOutcome, u64> = BTreeMap::new();
    let mut parts: BTreeSet<(HitOutcome, u16)> = BTreeSet::new();
    let mut left: BTreeMap<HitOutcome, u64> = BTreeMap::new();
    let mut is_asked = |hit: &Hit| {
        let count = counts.entry(hit.outcome).or_default();
        *count += 1;
        let is_first = parts.insert((hit.outcome, hit.part));
        let is_asked = is_first || *count <= most;
        *left.entry(hit.outcome).or_default() += u64::from(!is_asked);
        is_asked
    };
    let mut needed = 0;
    for (at, (_, piece)) in pieces.iter_mut().enumerate() {
        let is_needed = match piece {
            Piece::Hits(Hits { hits, asked, .. }) => {
                *asked = hits.iter().map(&mut is_asked).collect();
                asked.contains(&true)
            }
            Piece::Whole(_) | Piece::Others(_) => true,
        };
        if is_needed {
            needed = at + 1;
        }
    }
    pieces.truncate(needed);
    if let Some((_, Piece::Hits(Hits { hits, asked, .. }))) = pieces.back_mut() {
        let behind = asked
            .iter()
            .rposition(|asked| *asked)
            .map_or(0, |at| at + 1);
        hits.truncate(behind);
        asked.truncate(behind);
    }
    let others = left.into_iter().filter(|(_, count)| *count > 0);
    pieces.extend(others.map(|(outcome, count)| {
        let outcome = outcome.into();
        (
            item,
            Piece::Others(Others {
                item,
                outcome,
                count,
            }),
        )
    }));
}
