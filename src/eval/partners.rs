//! Which rows put something under some keys: looked up where rows are linked, found by a second reading otherwise.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::batch::{Batch, Environment};
use super::engine::Engine;
use super::phases;
use super::read::{Links, Reads, ids_of};
use super::sequence::Here;
use super::store::{UNGROUPED, WHOLE};
use super::vector::Scalar;
use crate::data::Buffer;
use crate::plan::{FrameId, FrameRows, NodeId, PutId};

/// A row that put something under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Partner {
    /// The number of the key.
    pub key: u32,
    /// The data row of the producing dataset, from 0.
    pub row: u64,
    /// Whether the put's filter surely takes the row.
    pub sure: bool,
}

/// Keys of a put whose rows are looked for.
struct Sought {
    put: PutId,
    /// By id: keys that others put something under.
    is_asked: Vec<bool>,
    asks_ungrouped: bool,
    /// Whether only rows that the put takes are found.
    filtered: bool,
}

impl Sought {
    fn of(put: PutId, keys: &[u32], filtered: bool) -> Self {
        let known = || keys.iter().filter(|&&id| id != UNGROUPED);
        let mut is_asked = vec![false; known().max().map_or(0, |&id| id as usize + 1)];
        for &id in known() {
            is_asked[id as usize] = true;
        }
        Self {
            put,
            is_asked,
            asks_ungrouped: keys.contains(&UNGROUPED),
            filtered,
        }
    }
}

impl Engine<'_> {
    /// The rows of some puts under some keys of each (ascending), by key and row, in the order of the puts.
    pub(crate) fn partners(&self, asked: &[(PutId, Vec<u32>)]) -> io::Result<Vec<Vec<Partner>>> {
        let mut found: Vec<Vec<Partner>> = Vec::with_capacity(asked.len());
        let mut to_search: BTreeMap<FrameId, Vec<(usize, Sought)>> = BTreeMap::new();
        for (at, (put, keys)) in asked.iter().enumerate() {
            let links = Links::of(&self.store, *put);
            let to_find = match links {
                Some(_) if keys.last() == Some(&UNGROUPED) => &[UNGROUPED],
                Some(_) => &[][..],
                None => keys,
            };
            found.push(links.map_or_else(Vec::new, |links| linked(&links, keys)));
            if !to_find.is_empty() {
                let of_frame = to_search.entry(self.plan.puts[put.0].frame).or_default();
                of_frame.push((at, Sought::of(*put, to_find, true)));
            }
        }
        for (frame, sought) in to_search {
            let (places, sought): (Vec<usize>, Vec<Sought>) = sought.into_iter().unzip();
            for (at, rows) in places.into_iter().zip(self.search(frame, &sought)?) {
                found[at].extend(rows);
            }
        }
        found.iter_mut().for_each(|rows| rows.sort_unstable());
        Ok(found)
    }

    /// The rows under some keys, whether the put takes them or not.
    pub(crate) fn rows_under(&self, put: PutId, keys: &[u32]) -> io::Result<Vec<Partner>> {
        let sought = [Sought::of(put, keys, false)];
        let mut found = self.search(self.plan.puts[put.0].frame, &sought)?.concat();
        found.sort_unstable();
        Ok(found)
    }

    /// Reads a frame once for all that is looked for in it.
    fn search(&self, frame: FrameId, sought: &[Sought]) -> io::Result<Vec<Vec<Partner>>> {
        let asked: Vec<NodeId> = sought
            .iter()
            .flat_map(|one| self.roots_of(one.put))
            .collect();
        let wanted = self.with_arguments(frame, &asked);
        let buffers: Mutex<Vec<Buffer>> = Mutex::default();
        let parts = self.frames[frame.0].parts.len();
        let found: Vec<io::Result<Vec<Vec<Partner>>>> = self.pool.install(|| {
            (0..parts)
                .into_par_iter()
                .map(|chunk| {
                    let lock = || buffers.lock().unwrap_or_else(PoisonError::into_inner);
                    let mut buffer = lock().pop().unwrap_or_default();
                    let found = self.search_chunk((frame, chunk), &wanted, sought, &mut buffer);
                    lock().push(buffer);
                    found
                })
                .collect()
        });
        let mut all = vec![Vec::new(); sought.len()];
        for found in found {
            for (all, found) in all.iter_mut().zip(found?) {
                all.extend(found);
            }
        }
        Ok(all)
    }

    /// The nodes that say under which key a put has a row, and whether it takes it.
    fn roots_of(&self, put: PutId) -> impl Iterator<Item = NodeId> {
        let nodes = phases::put_nodes(self.plan, put.0);
        let planned = &self.plan.puts[put.0];
        let roots = (planned.filter.into_iter()).chain(planned.key.map(|(_, key)| key));
        roots.filter(move |node| nodes.contains(node))
    }

    fn search_chunk(
        &self,
        (frame, chunk): (FrameId, usize),
        wanted: &[bool],
        sought: &[Sought],
        buffer: &mut Buffer,
    ) -> io::Result<Vec<Vec<Partner>>> {
        let none = || Ok(vec![Vec::new(); sought.len()]);
        let FrameRows::Dataset(dataset) = self.plan.frames[frame.0].rows else {
            return none();
        };
        let Some(source) = self.datasets.get(dataset).and_then(|d| d.source.as_ref()) else {
            return none();
        };
        let state = &self.frames[frame.0];
        let part = &state.parts[chunk];
        let is_kept = |id: NodeId| part.kept.get(id).is_some();
        let all_kept = (sought.iter()).all(|one| {
            let planned = &self.plan.puts[one.put.0];
            let mut roots = (planned.filter.into_iter()).chain(planned.key.map(|(_, key)| key));
            roots.all(is_kept)
        });
        let cells = if all_kept {
            None
        } else {
            Some(source.read_columns(chunk, &self.file_columns[frame.0], buffer)?)
        };
        let partners =
            |frame: FrameId, node: NodeId, rows: &[u32]| self.partner_values(frame, node, rows);
        let mut batch = Batch::new(self, frame, part.rows, Some(&part.kept));
        let mut blocks = self.blocks();
        let mut notes = Vec::new();
        let environment = Environment {
            chunk: cells.as_ref(),
            own: None,
            here: Here::From(state.bases[chunk]),
            look_up_only: true,
            expected: part.rows,
            reads: Reads::new(self),
            partners: &partners,
            blocks: RefCell::new(&mut blocks),
            notes: RefCell::new(&mut notes),
            spelled: RefCell::default(),
            wordbooks: None,
        };
        batch.evaluate(&environment, |id| !all_kept && wanted[id.0] && !is_kept(id))?;
        drop(environment);
        let base = state.bases[chunk];
        let found = sought.iter().map(|one| self.found_in(&batch, one, base));
        Ok(found.collect())
    }

    /// The rows of a batch under keys that are looked for; so many rows come before it.
    fn found_in(&self, batch: &Batch<'_>, sought: &Sought, base: u64) -> Vec<Partner> {
        let planned = &self.plan.puts[sought.put.0];
        let rows = batch.rows;
        let (ids, known) = match planned.key {
            Some((_, key)) => {
                let key = batch.get(key);
                (ids_of(key, rows), key.known_rows(rows))
            }
            None => (vec![WHOLE; rows].into(), None),
        };
        let is_known = |row: usize| known.as_ref().is_none_or(|known| known.get(row));
        let filter = planned.filter.filter(|_| sought.filtered);
        let filter = filter.map(|filter| batch.get(filter));
        let mut found = Vec::new();
        for (row, &id) in ids.iter().enumerate() {
            let is_asked_here = sought.is_asked.get(id as usize).copied().unwrap_or(false);
            let is_ungrouped = sought.asks_ungrouped && !is_known(row);
            if !is_asked_here && !is_ungrouped {
                continue;
            }
            let id = if is_ungrouped { UNGROUPED } else { id };
            let sure = filter.is_none_or(|filter| filter.yes(rows).get(row));
            if sure || filter.is_some_and(|filter| !filter.is_known(row)) {
                found.push(Partner {
                    key: id,
                    row: base + row as u64,
                    sure,
                });
            }
        }
        found
    }

    /// The numbers of the keys that a node holds in some rows, each with whether it holds one, where they were kept; see [`Explained::key`].
    ///
    /// [`Explained::key`]: super::explain::Explained::key
    pub(crate) fn keys_kept(
        &self,
        frame: FrameId,
        node: NodeId,
        rows: &[u64],
    ) -> Option<Vec<Option<u32>>> {
        if !self.phases.keep[frame.0][node.0] {
            return None;
        }
        let rows: Vec<u32> = rows
            .iter()
            .filter_map(|&row| u32::try_from(row).ok())
            .collect();
        let kept = self.kept(frame, node, &rows);
        let key = |row: usize| match kept.get(row) {
            Some(Scalar::Key(id)) => Some(id),
            _ => None,
        };
        Some((0..rows.len()).map(key).collect())
    }
}

fn linked(links: &Links<'_>, keys: &[u32]) -> Vec<Partner> {
    let mut found = Vec::new();
    for &key in keys {
        let partner = |row: u32, sure: bool| Partner {
            key,
            row: u64::from(row),
            sure,
        };
        found.extend(links.first(key).map(|row| partner(row, true)));
        found.extend(links.others(key).iter().map(|(_, row)| partner(*row, true)));
        found.extend(links.maybe(key).iter().map(|(_, row)| partner(*row, false)));
    }
    found
}
