//! The first findings of an item: which of its hits are made where no more are shown, and how many others there are.

use super::stream::{Hits, Numbered, Piece};
use crate::eval::{Hit, HitOutcome};
use crate::findings::Visited;
use std::collections::VecDeque;

/// The hits of one outcome so far.
#[derive(Default)]
struct Seen {
    count: u64,
    /// Those that are not asked for.
    left: u64,
    /// The parts that there are among them; an item has few.
    parts: Vec<u16>,
}

impl Seen {
    fn is_asked(&mut self, part: u16, most: u64) -> bool {
        self.count += 1;
        let is_first = !self.parts.contains(&part);
        if is_first {
            self.parts.push(part);
        }
        let is_asked = is_first || self.count <= most;
        self.left += u64::from(!is_asked);
        is_asked
    }
}

/// Leaves of the pieces of an item what [`Findings::visit_first`] gives, with what comes before it: the number of a row among its like
/// depends on that.
///
/// [`Findings::visit_first`]: crate::findings::Findings::visit_first
pub(super) fn of(pieces: &mut VecDeque<Numbered>, item: usize, most: u64) {
    const OUTCOMES: [HitOutcome; 3] = [
        HitOutcome::NotMet,
        HitOutcome::CannotTell,
        HitOutcome::Awaiting,
    ];
    let mut seen = OUTCOMES.map(|outcome| (outcome, Seen::default()));
    let mut is_asked = |hit: &Hit| {
        let of_outcome = seen.iter_mut().find(|(outcome, _)| *outcome == hit.outcome);
        of_outcome.is_none_or(|(_, seen)| seen.is_asked(hit.part, most))
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
    for (outcome, Seen { left: count, .. }) in seen {
        if count > 0 {
            let others = Visited {
                item,
                outcome: outcome.into(),
                count,
                finding: None,
            };
            pieces.push_back((item, Piece::Others(others)));
        }
    }
}
