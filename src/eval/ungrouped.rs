//! Rows whose group is unknown: they may be of any group, also of one that no other row is of.
//!
//! Where there are such rows, the frame of the groups has one row more. Nothing lies under its key; counts, shares and sums over it lie
//! between none and all of the rows without a group.

use std::sync::atomic::Ordering;

use super::bits::Bits;
use super::engine::Engine;
use super::read::Links;
use super::store::UNGROUPED;
use super::vector::Vector;
use crate::plan::{Node, PutId};

impl Engine<'_> {
    /// Whether there are rows without a group among those that make the groups of a frame.
    pub(crate) fn has_ungrouped(&self, frame: usize) -> bool {
        let mut links = self.plan.frames[frame]
            .nodes
            .iter()
            .flat_map(|node| match node {
                Node::Ungrouped { links, .. } => links.as_slice(),
                _ => &[],
            });
        links.any(|link| self.is_open(*link))
    }

    fn is_open(&self, link: PutId) -> bool {
        let counts = &self.store.puts[link.0].unkeyed;
        counts.iter().any(|count| count.load(Ordering::Relaxed) > 0)
    }

    /// Whether the rows of a frame of groups are a group of rows without one.
    pub(crate) fn ungrouped(&self, ids: &[u32], links: &[PutId], groups: Option<u64>) -> Vector {
        let none = Bits::none(ids.len());
        if !ids.contains(&UNGROUPED)
            || !links.iter().any(|link| self.is_open(*link))
            || groups.is_some_and(|groups| self.groups_with_rows(links) >= groups)
        {
            return Vector::truth(none, None);
        }
        Vector::truth(none, Some(Bits::of(ids, |id| id != UNGROUPED)))
    }

    /// How many groups have rows for sure.
    fn groups_with_rows(&self, links: &[PutId]) -> u64 {
        let links: Vec<Links<'_>> = (links.iter())
            .filter_map(|&link| Links::of(&self.store, link))
            .collect();
        let most = links.iter().map(Links::ids).max().unwrap_or(0);
        let has_rows = |id: &u32| links.iter().any(|links| links.first(*id).is_some());
        (0..most).filter(has_rows).count() as u64
    }
}
