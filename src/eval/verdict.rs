//! Verdicts: conditions and requirements of a batch become counts and hits.
//!
//! The first that holds: not applicable (condition false), met (requirement true, even where the condition is undecided), excused, not met,
//! cannot tell. A subject counts once, with its worst part.

use super::bits::Bits;
use super::vector::Vector;
use crate::findings::{Counts, Verdict};
use crate::plan::{Block, NodeId};

/// A few rows of a batch, kept in whatever is smaller.
#[derive(Debug, Clone)]
pub(crate) enum RowSet {
    List(Vec<u32>),
    Bits(Bits),
}

impl RowSet {
    fn of(bits: Bits) -> Self {
        if bits.count() * 32 > bits.len() as u64 {
            Self::Bits(bits)
        } else {
            Self::List(
                bits.rows()
                    .map(|row| u32::try_from(row).unwrap_or(u32::MAX))
                    .collect(),
            )
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Bits(bits) => bits.is_empty(),
        }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::List(list) => list.len() as u64,
            Self::Bits(bits) => bits.count(),
        }
    }

    /// The rows, ascending.
    pub(crate) fn rows(&self) -> Box<dyn Iterator<Item = usize> + '_> {
        match self {
            Self::List(list) => Box::new(list.iter().map(|&row| row as usize)),
            Self::Bits(bits) => Box::new(bits.rows()),
        }
    }
}

/// The rows of a batch for which a part of an item fails or cannot be told.
#[derive(Debug, Clone)]
pub(crate) struct PartHits {
    /// The part's number in the item's check.
    pub(crate) part: u16,
    pub(crate) not_met: RowSet,
    pub(crate) cannot_tell: RowSet,
    /// Excused subjects; each with the first part alone that it is excused from.
    pub(crate) excused: RowSet,
}

/// Subjects of which it is open whether they are judged at all: how many there may be more or less of a verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doubt {
    /// Met ones whose condition or membership is undecided.
    pub met: u64,
    /// Those that cannot be told and may turn out not to be judged: undecided, or perhaps excused.
    pub cannot_tell: u64,
    /// Excused ones that may turn out to be met.
    pub excused: u64,
}

/// The verdicts of subjects, counted, and what is open about these counts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sum {
    pub(crate) counts: Counts,
    pub(crate) doubt: Doubt,
}

/// Judges a batch: the counts, and the hits of each part that has any.
pub(crate) fn judge<'a>(
    block: &Block,
    rows: usize,
    vector: &dyn Fn(NodeId) -> &'a Vector,
) -> (Sum, Vec<PartHits>) {
    let truths = |node: Option<NodeId>| {
        node.map(|node| {
            let vector = vector(node);
            (vector.yes(rows).into_owned(), vector.no(rows))
        })
    };
    let all = || (Bits::all(rows), Bits::none(rows));
    let (member, no_member) = truths(block.member).unwrap_or_else(all);
    let (applies, applies_not) = truths(block.applies).unwrap_or_else(all);
    let subjects = no_member.not();
    let not_applicable = subjects.and(&applies_not);
    // Where the condition is true, and where it is true or undecided.
    let certain = member.and(&applies);
    let judged = subjects.and_not(&applies_not);
    let whole_excuse = truths(block.excused);
    let mut worst_not_met = Bits::none(rows);
    let mut worst_cannot_tell = Bits::none(rows);
    // Subjects with a part that surely fails, and those that may be excused from one.
    let mut surely_failing = Bits::none(rows);
    let mut perhaps_excused = Bits::none(rows);
    // For each part the subjects that are excused from it.
    let mut excused_from: Vec<(u16, Bits)> = Vec::new();
    let mut hits = Vec::new();
    for part in &block.parts {
        let number = u16::try_from(part.part).unwrap_or(u16::MAX);
        let must = vector(part.must);
        let open = judged.and_not(&must.yes(rows));
        if open.is_empty() {
            continue;
        }
        let mut failing = open.and(&certain).and(&must.no(rows));
        let mut undecided = open.and_not(&failing);
        let own_excuse = truths(part.excused);
        if let Some((excused_here, not_excused)) = own_excuse.as_ref().or(whole_excuse.as_ref()) {
            excused_from.push((number, open.and(excused_here)));
            surely_failing = surely_failing.or(&failing);
            perhaps_excused = perhaps_excused.or(&open.and_not(excused_here).and_not(not_excused));
            failing = failing.and_not(excused_here);
            undecided = undecided.and_not(excused_here);
            // An undecided excuse cannot be told.
            let open_excuse = failing.and_not(not_excused);
            failing = failing.and_not(&open_excuse);
            undecided = undecided.or(&open_excuse);
        }
        worst_not_met = worst_not_met.or(&failing);
        worst_cannot_tell = worst_cannot_tell.or(&undecided);
        let (not_met, cannot_tell) = (RowSet::of(failing), RowSet::of(undecided));
        if !not_met.is_empty() || !cannot_tell.is_empty() {
            hits.push(PartHits {
                part: number,
                not_met,
                cannot_tell,
                excused: RowSet::List(Vec::new()),
            });
        }
    }
    let cannot_tell = worst_cannot_tell.and_not(&worst_not_met);
    let mut excused = Bits::none(rows);
    for (part, here) in excused_from {
        // Each subject once, with the first part that it is excused from.
        let here = here.and_not(&worst_not_met).and_not(&cannot_tell);
        let here = here.and_not(&excused);
        if here.is_empty() {
            continue;
        }
        excused = excused.or(&here);
        hits.push(PartHits {
            part,
            not_met: RowSet::List(Vec::new()),
            cannot_tell: RowSet::List(Vec::new()),
            excused: RowSet::of(here),
        });
    }
    let (not_met, open, kept_out) = (worst_not_met.count(), cannot_tell.count(), excused.count());
    let counts = Counts {
        subjects: subjects.count(),
        met: judged.count() - not_met - open - kept_out,
        not_met,
        cannot_tell: open,
        not_applicable: not_applicable.count(),
        excused: kept_out,
        waived: 0,
        awaiting: 0,
    };
    let undecided = judged.and_not(&certain);
    let judged_worse = worst_not_met.or(&cannot_tell).or(&excused);
    let doubt = Doubt {
        met: undecided.and_not(&judged_worse).count(),
        cannot_tell: cannot_tell.and(&undecided.or(&perhaps_excused)).count(),
        excused: excused.and_not(&surely_failing).count(),
    };
    (Sum { counts, doubt }, hits)
}

/// The verdict of each row of a batch, by the same rule; `None`: it is no subject.
pub(crate) fn verdicts<'a>(
    block: &Block,
    rows: usize,
    vector: &dyn Fn(NodeId) -> &'a Vector,
) -> Vec<Option<Verdict>> {
    let (_, hits) = judge(block, rows, vector);
    let no = |node: Option<NodeId>| node.map(|node| vector(node).no(rows));
    let (strangers, beside) = (no(block.member), no(block.applies));
    let is_in = |set: &Option<Bits>, row: usize| set.as_ref().is_some_and(|set| set.get(row));
    let mut verdicts: Vec<Option<Verdict>> = (0..rows)
        .map(|row| match row {
            _ if is_in(&strangers, row) => None,
            _ if is_in(&beside, row) => Some(Verdict::NotApplicable),
            _ => Some(Verdict::Met),
        })
        .collect();
    // The worst part of a row comes last.
    let mut set = |of: fn(&PartHits) -> &RowSet, verdict: Verdict| {
        for row in hits.iter().flat_map(|hit| of(hit).rows()) {
            if let Some(slot) = verdicts.get_mut(row) {
                *slot = Some(verdict);
            }
        }
    };
    set(|hit| &hit.excused, Verdict::Excused);
    set(|hit| &hit.cannot_tell, Verdict::CannotTell);
    set(|hit| &hit.not_met, Verdict::NotMet);
    verdicts
}

/// Adds the counts of more subjects.
pub(crate) fn add(sum: &mut Sum, more: &Sum) {
    let (doubt, open) = (&mut sum.doubt, &more.doubt);
    doubt.met += open.met;
    doubt.cannot_tell += open.cannot_tell;
    doubt.excused += open.excused;
    let (sum, more) = (&mut sum.counts, &more.counts);
    sum.subjects += more.subjects;
    sum.met += more.met;
    sum.not_met += more.not_met;
    sum.cannot_tell += more.cannot_tell;
    sum.not_applicable += more.not_applicable;
    sum.excused += more.excused;
    sum.waived += more.waived;
    sum.awaiting += more.awaiting;
}
