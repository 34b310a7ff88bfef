//! Rows whose key of several parts is known in part: they may be of the keys that agree with what they do say, and of no other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::bits::Bits;
use super::contribute::Rows;
use super::engine::Engine;
use super::kernels;
use super::read::{Asked, Reads};
use super::store::UNGROUPED;
use super::vector::{NO_KEY, Vector};
use crate::plan::{Node, NodeId, PutId};

/// For each set of parts that are known, what rows say there.
#[derive(Default)]
pub(crate) struct OpenKeys(Mutex<BTreeMap<Vec<bool>, BTreeSet<Vec<u32>>>>);

impl OpenKeys {
    fn add(&self, parts: &[Option<u32>]) {
        let known = parts.iter().map(Option::is_some).collect();
        let said = parts.iter().copied().flatten().collect();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(known).or_default().insert(said);
    }

    /// Whether any row agrees with each of some keys, given by their parts; `None`: not known by its parts, so that it may.
    fn agree(&self, keys: impl Iterator<Item = Option<Vec<u32>>>) -> Bits {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let agrees = |parts: &[u32]| {
            all.iter().any(|(known, said)| {
                let of = parts.iter().zip(known).filter(|(_, known)| **known);
                said.contains(&of.map(|(&part, _)| part).collect::<Vec<u32>>())
            })
        };
        let agrees: Vec<bool> = keys
            .map(|parts| parts.is_none_or(|parts| agrees(&parts)))
            .collect();
        Bits::of(&agrees, |agrees| agrees)
    }
}

impl<'a> Rows<'a> {
    /// Remembers what rows without a key say of its parts.
    pub(super) fn put_open_keys(
        &self,
        put: usize,
        open: &Bits,
        vector: &dyn Fn(NodeId) -> &'a Vector,
    ) {
        let Some((space, key)) = self.plan.puts[put].key else {
            return;
        };
        let Some(composer) = &self.composers[space.0] else {
            return;
        };
        let parts = match &self.plan.frames[self.frame.0].nodes[key.0] {
            Node::Compose(_, parts) => parts.as_slice(),
            _ => &[],
        };
        let open_keys = &self.store.puts[put].open_keys;
        for row in open.rows() {
            let said = parts.iter().map(|&part| {
                let value = vector(part).get(row)?;
                composer.part_value(&value, true)
            });
            open_keys.add(&said.collect::<Vec<_>>());
        }
    }
}

impl Engine<'_> {
    /// The keys among some to which rows without a key may belong; `None`: all of them.
    pub(super) fn agreeing(&self, ids: &[u32], put: PutId) -> Option<Bits> {
        let (space, _) = self.plan.puts[put.0].key?;
        let composer = self.composers[space.0].as_ref()?;
        let parts = |&id: &u32| {
            let is_key = id != NO_KEY && id != UNGROUPED;
            is_key.then(|| composer.unpack(self.spaces[space.0].packed(id)))
        };
        let agree = self.store.puts[put.0]
            .open_keys
            .agree(ids.iter().map(parts));
        (!agree.is_full()).then_some(agree)
    }
}

impl Reads<'_> {
    /// Reads a put where not all keys may have `extra` rows more; `None`: all may.
    pub(super) fn by_open_keys(
        &self,
        (ids, known, node): (&[u32], Option<&Bits>, Option<NodeId>),
        asked: &Asked<'_>,
        extra: u64,
    ) -> Option<Vector> {
        let agree = (extra > 0).then(|| self.engine.agreeing(ids, asked.put))??;
        let asked_here = Asked {
            undecided_members: false,
            ..*asked
        };
        let otherwise = self.under(ids, known, node, &asked_here);
        if agree.is_empty() {
            return Some(otherwise);
        }
        let then = self.under_open(ids, known, asked, extra);
        let when = Vector::truth(agree, None);
        Some(kernels::choose(&when, &then, &otherwise, ids.len()))
    }
}
