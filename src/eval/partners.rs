//! Which rows put something under some keys: looked up where rows are linked, found by a second reading otherwise.

use std::cell::RefCell;
use std::io;
use std::sync::{Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::batch::{Batch, Environment};
use super::engine::Engine;
use super::phases;
use super::read::{Links, Reads, ids_of};
use super::sequence::Here;
use super::store::{UNGROUPED, WHOLE};
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

impl Engine<'_> {
    /// The rows of a put under some keys (ascending), by key and row.
    pub(crate) fn partners(&self, put: PutId, keys: &[u32]) -> io::Result<Vec<Partner>> {
        let mut found = match Links::of(&self.store, put) {
            Some(links) => linked(&links, keys),
            None => self.search(put, keys, true)?,
        };
        if keys.last() == Some(&UNGROUPED) && Links::of(&self.store, put).is_some() {
            found.extend(self.search(put, &[UNGROUPED], true)?);
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The rows under some keys, whether the put takes them or not.
    pub(crate) fn rows_under(&self, put: PutId, keys: &[u32]) -> io::Result<Vec<Partner>> {
        let mut found = self.search(put, keys, false)?;
        found.sort_unstable();
        Ok(found)
    }

    fn search(&self, put: PutId, keys: &[u32], filtered: bool) -> io::Result<Vec<Partner>> {
        let frame = self.plan.puts[put.0].frame;
        let nodes = phases::put_nodes(self.plan, put.0);
        let mut asked: Vec<NodeId> = self.plan.puts[put.0].filter.into_iter().collect();
        asked.extend(self.plan.puts[put.0].key.map(|(_, key)| key));
        asked.retain(|node| nodes.contains(node));
        let wanted = self.with_arguments(frame, &asked);
        // Keys that others put something under, as a set by id.
        let known = || keys.iter().filter(|&&id| id != UNGROUPED);
        let mut is_asked = vec![false; known().max().map_or(0, |&id| id as usize + 1)];
        for &id in known() {
            is_asked[id as usize] = true;
        }
        let is_asked = (&is_asked[..], keys.contains(&UNGROUPED));
        let buffers: Mutex<Vec<Buffer>> = Mutex::default();
        let parts = self.frames[frame.0].parts.len();
        let found: Vec<io::Result<Vec<Partner>>> = self.pool.install(|| {
            (0..parts)
                .into_par_iter()
                .map(|chunk| {
                    let lock = || buffers.lock().unwrap_or_else(PoisonError::into_inner);
                    let mut buffer = lock().pop().unwrap_or_default();
                    let of = (put, filtered);
                    let found =
                        self.search_chunk(of, (frame, chunk), &wanted, is_asked, &mut buffer);
                    lock().push(buffer);
                    found
                })
                .collect()
        });
        let mut all = Vec::new();
        for found in found {
            all.extend(found?);
        }
        Ok(all)
    }

    fn search_chunk(
        &self,
        (put, filtered): (PutId, bool),
        (frame, chunk): (FrameId, usize),
        wanted: &[bool],
        (is_asked, asks_ungrouped): (&[bool], bool),
        buffer: &mut Buffer,
    ) -> io::Result<Vec<Partner>> {
        let FrameRows::Dataset(dataset) = self.plan.frames[frame.0].rows else {
            return Ok(Vec::new());
        };
        let Some(source) = self.datasets.get(dataset).and_then(|d| d.source.as_ref()) else {
            return Ok(Vec::new());
        };
        let state = &self.frames[frame.0];
        let part = &state.parts[chunk];
        let is_kept = |id: NodeId| part.kept.get(id).is_some();
        let planned = &self.plan.puts[put.0];
        let roots = planned
            .filter
            .into_iter()
            .chain(planned.key.map(|(_, key)| key));
        let all_kept = roots.clone().all(is_kept);
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
        };
        batch.evaluate(&environment, |id| !all_kept && wanted[id.0] && !is_kept(id))?;
        drop(environment);
        let base = state.bases[chunk];
        let (ids, known) = match planned.key {
            Some((_, key)) => {
                let key = batch.get(key);
                (ids_of(key, part.rows), key.known_rows(part.rows))
            }
            None => (vec![WHOLE; part.rows].into(), None),
        };
        let is_known = |row: usize| known.as_ref().is_none_or(|known| known.get(row));
        let filter = planned.filter.filter(|_| filtered);
        let filter = filter.map(|filter| batch.get(filter));
        let mut found = Vec::new();
        for (row, &id) in ids.iter().enumerate() {
            let is_asked_here = is_asked.get(id as usize).copied().unwrap_or(false);
            let is_ungrouped = asks_ungrouped && !is_known(row);
            if !is_asked_here && !is_ungrouped {
                continue;
            }
            let id = if is_ungrouped { UNGROUPED } else { id };
            let sure = filter.is_none_or(|filter| filter.yes(part.rows).get(row));
            if sure || filter.is_some_and(|filter| !filter.is_known(row)) {
                found.push(Partner {
                    key: id,
                    row: base + row as u64,
                    sure,
                });
            }
        }
        Ok(found)
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
