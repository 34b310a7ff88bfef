//! Key spaces: packed keys become dense numbers, from many threads at once.
//!
//! Ids are handed to threads in blocks, so that tables sorted alike touch the state of keys in order. They begin at 1 and never change;
//! which key has which id differs from run to run, so nothing visible may depend on one. The table grows between two batches.

use std::collections::HashMap;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use super::pack::{self, SIDE};
use super::pages::Array;
use super::vector::NO_KEY;

/// How many ids a thread is handed at once.
const BLOCK: u32 = 256;
/// Keys that a space has room for at first.
const FIRST_LIMIT: usize = 3 << 8;

/// Ids that a thread may still give to keys of a space.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Block {
    next: u32,
    end: u32,
}

/// Open addressing; a slot holds the id of a key and above it as many bits of its hash as there is room for, which tell nearly all other
/// keys apart without a look at the key.
struct Table {
    slots: Array<AtomicU32>,
    /// The packed key of each id. Ids follow the order of rows, so that these are read in order where slots are not.
    keys: Array<AtomicU64>,
    /// Keys that fit before it has to grow.
    limit: usize,
    /// Leaves as many of the top bits of a hash as number the slots.
    shift: u32,
    /// The bits of a slot that hold the id.
    id_mask: u32,
}

/// Slots are looked at together, so that their cache misses overlap.
const TOGETHER: usize = 64;
/// How many of the lowest bits of a hash are no part of what stands in a slot: they depend on few bits of the key.
const TAG_SHIFT: u32 = 8;
/// How many keys in a row may lie elsewhere than near the one before (four points each) before they are looked up together.
const CREDIT: i32 = 24;

impl Table {
    /// A table for so many keys, with numbers for `spare` more (threads hold some that they have not given yet).
    fn with_limit(limit: usize, spare: usize) -> Self {
        let slots = (limit * 4 / 3).next_power_of_two();
        let limit = slots * 3 / 4;
        let largest = u32::try_from(limit + spare).unwrap_or(u32::MAX);
        let places = Array::zeroed(slots);
        places.will_use(slots);
        Self {
            slots: places,
            keys: Array::zeroed(limit + spare),
            limit,
            shift: u64::BITS - slots.trailing_zeros(),
            id_mask: u32::MAX >> largest.leading_zeros(),
        }
    }

    #[inline]
    fn hash(key: u64) -> u64 {
        // Keys of several parts differ in high bits alone: only the top bits of the product depend on all of them.
        (key ^ key >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    #[inline]
    fn place(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }

    /// What stands above the id in a slot: bits of the hash below those that number the slots, but for very large tables.
    #[inline]
    fn tag(&self, hash: u64) -> u32 {
        (hash >> TAG_SHIFT) as u32 & !self.id_mask
    }

    /// The id in a slot, where it belongs to a hash; else that of no key.
    #[inline]
    fn candidate(&self, slot: u32, hash: u64) -> u32 {
        // Where the bits above agree, those of the id are left.
        let apart = slot ^ (hash >> TAG_SHIFT) as u32;
        if apart & !self.id_mask == 0 {
            slot & self.id_mask
        } else {
            NO_KEY
        }
    }

    #[inline]
    fn key(&self, id: u32) -> u64 {
        let key = self.keys.get(id as usize);
        key.map_or(0, |key| key.load(Ordering::Relaxed))
    }

    /// The ids of up to [`TOGETHER`] keys that stand in their first slots; that of no key for the others.
    #[inline]
    fn first(&self, keys: &[u64], ids: &mut [u32; TOGETHER]) {
        let (slots, of_ids): (&[AtomicU32], &[AtomicU64]) = (&self.slots, &self.keys);
        for (id, &key) in ids.iter_mut().zip(keys) {
            let hash = Self::hash(key);
            let slot = slots[self.place(hash)].load(Ordering::Relaxed);
            *id = self.candidate(slot, hash);
        }
        for (id, &key) in ids.iter_mut().zip(keys) {
            let found = of_ids.get(*id as usize);
            if found.is_none_or(|found| found.load(Ordering::Relaxed) != key) {
                *id = NO_KEY;
            }
        }
    }

    /// The id of a key, where it is that of the row before or one of the next few.
    #[inline]
    fn near(&self, last: u32, key: u64) -> Option<u32> {
        let window = self.keys.get(last as usize..)?.first_chunk::<8>()?;
        let found = |slot: &AtomicU64| slot.load(Ordering::Relaxed) == key;
        let at = window.iter().position(found)?;
        Some(last + u32::try_from(at).unwrap_or(0))
    }

    /// The ids of keys, 0 being none; `other` resolves those that are not found at once.
    fn resolve(&self, keys: &[u64], mut other: impl FnMut(u64) -> u32) -> Vec<u32> {
        let mut ids = Vec::with_capacity(keys.len());
        let mut first = [NO_KEY; TOGETHER];
        let (mut rest, mut last, mut batches) = (keys, NO_KEY, 0);
        while !rest.is_empty() {
            // A table that is sorted like one before it names neighbouring ids one after another; no place has to be looked up then.
            let (mut credit, mut done) = (CREDIT, 0);
            while let (0, Some(&key)) = (batches, rest.get(done)) {
                done += 1;
                if key == 0 {
                    ids.push(NO_KEY);
                    continue;
                }
                last = match self.near(last, key) {
                    Some(id) => {
                        credit = CREDIT.min(credit + 1);
                        id
                    }
                    None => {
                        credit -= 4;
                        if credit <= 0 {
                            batches = 16;
                        }
                        other(key)
                    }
                };
                ids.push(last);
            }
            rest = rest.get(done..).unwrap_or_default();
            let (batch, after) = rest.split_at(rest.len().min(TOGETHER));
            self.first(batch, &mut first);
            for (id, &key) in first.iter_mut().zip(batch) {
                if *id == NO_KEY && key != 0 {
                    *id = other(key);
                }
            }
            let found = first.get(..batch.len()).unwrap_or_default();
            last = found.last().copied().unwrap_or(last);
            ids.extend_from_slice(found);
            rest = after;
            batches = batches.max(1) - 1;
        }
        ids
    }

    /// The id of a key, or the first empty place at or after its own; waits for the thread that is just inserting it.
    #[inline]
    fn find(&self, key: u64) -> Result<u32, usize> {
        let hash = Self::hash(key);
        let mut place = self.place(hash);
        loop {
            let slot = self.slots[place].load(Ordering::Relaxed);
            if slot == 0 {
                return Err(place);
            }
            let id = self.candidate(slot, hash);
            if id != NO_KEY {
                let found = loop {
                    match self.key(id) {
                        0 => spin_loop(),
                        found => break found,
                    }
                };
                if found == key {
                    return Ok(id);
                }
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    /// The id of a key, which gets the offered one if it has none; with whether that was taken.
    fn insert(&self, key: u64, offered: u32) -> (u32, bool) {
        let own = &self.keys[offered as usize];
        loop {
            match self.find(key) {
                Ok(id) => return (id, false),
                Err(place) => {
                    let slot = self.tag(Self::hash(key)) | offered;
                    let (place, order) = (&self.slots[place], Ordering::Relaxed);
                    if place.compare_exchange(0, slot, order, order).is_ok() {
                        // A number belongs to its key for ever from here on: whoever sees the key may use the number.
                        own.store(key, order);
                        return (offered, true);
                    }
                }
            }
        }
    }
}

/// Texts that do not pack, by number.
#[derive(Default)]
struct Side {
    numbers: HashMap<Box<str>, u64>,
    texts: Vec<Box<str>>,
}

/// A key space.
pub(crate) struct KeySpace {
    table: RwLock<Table>,
    next_id: AtomicU32,
    /// Keys in the table, and those that threads at work may still add.
    reserved: AtomicUsize,
    /// Keys asked for so far, to guess how many are to come.
    seen: AtomicU64,
    side: Mutex<Side>,
    /// Ids that threads may hold without having given them.
    spare: usize,
}

impl KeySpace {
    /// A space that so many threads add keys to.
    pub(crate) fn new(threads: usize) -> Self {
        let spare = (threads + 1) * BLOCK as usize;
        Self {
            table: RwLock::new(Table::with_limit(FIRST_LIMIT, spare)),
            spare,
            next_id: AtomicU32::new(1),
            reserved: AtomicUsize::new(0),
            seen: AtomicU64::new(0),
            side: Mutex::default(),
        }
    }

    /// One more than the largest id given so far.
    pub(crate) fn ids(&self) -> usize {
        self.next_id.load(Ordering::Relaxed) as usize
    }

    /// How many ids there may be before the table grows again; for the size of what is kept by id.
    pub(crate) fn room(&self) -> usize {
        let limit = self
            .table
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .limit;
        limit.max(self.ids()) + BLOCK as usize * 64
    }

    /// The packed form of a normalised text, which gets a number in the side table when it does not pack.
    pub(crate) fn pack(&self, text: &str, insert: bool) -> Option<u64> {
        if text.is_empty() {
            return None;
        }
        pack::pack(text.as_bytes()).or_else(|| self.pack_aside(text, insert))
    }

    #[cold]
    fn pack_aside(&self, text: &str, insert: bool) -> Option<u64> {
        let mut side = self.side.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&number) = side.numbers.get(text) {
            return Some(number);
        }
        if !insert {
            return None;
        }
        let number = SIDE | (side.texts.len() as u64 + 1);
        side.numbers.insert(text.into(), number);
        side.texts.push(text.into());
        Some(number)
    }

    /// The ids of packed keys (0 stays no key); new keys get ids. `rows` is how many rows of the same kind are expected in all.
    pub(crate) fn intern(&self, keys: &[u64], block: &mut Block, rows: usize) -> Vec<u32> {
        self.reserve(keys.len(), rows);
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.keys.will_use(self.ids() + BLOCK as usize);
        let mut new = 0;
        let ids = table.resolve(keys, |key| {
            let (id, is_new) = table.insert(key, self.offer(block));
            block.next += u32::from(is_new);
            new += usize::from(is_new);
            id
        });
        drop(table);
        self.reserved.fetch_sub(keys.len() - new, Ordering::Relaxed);
        self.seen.fetch_add(keys.len() as u64, Ordering::Relaxed);
        ids
    }

    /// Counts keys that were not asked for again because their ids are known.
    pub(crate) fn knew(&self, keys: usize) {
        self.seen.fetch_add(keys as u64, Ordering::Relaxed);
    }

    /// The ids of packed keys; [`NO_KEY`] where there is none.
    pub(crate) fn look_up(&self, keys: &[u64]) -> Vec<u32> {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.resolve(keys, |key| table.find(key).unwrap_or(NO_KEY))
    }

    /// The id that the next new key of a thread gets.
    fn offer(&self, block: &mut Block) -> u32 {
        if block.next == block.end {
            block.next = self.next_id.fetch_add(BLOCK, Ordering::Relaxed);
            block.end = block.next + BLOCK;
        }
        block.next
    }

    /// Makes room for so many more keys.
    fn reserve(&self, keys: usize, rows: usize) {
        loop {
            let wanted = self.reserved.fetch_add(keys, Ordering::Relaxed) + keys;
            let limit = self
                .table
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .limit;
            if wanted <= limit {
                return;
            }
            self.reserved.fetch_sub(keys, Ordering::Relaxed);
            self.grow(keys, rows);
        }
    }

    fn grow(&self, keys: usize, rows: usize) {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        let reserved = self.reserved.load(Ordering::Relaxed);
        if reserved + keys * 2 <= table.limit {
            return;
        }
        // Nobody inserts now. So far one key in so many was new: the guess for the rows to come.
        let seen = self.seen.load(Ordering::Relaxed).max(1);
        let used = reserved.min(table.limit) as u64;
        let to_come = (rows as u64).saturating_mul(used.min(seen)) / seen;
        let guess = used + to_come + to_come / 16;
        let limit = usize::try_from(guess)
            .unwrap_or(usize::MAX)
            .max(table.limit * 2)
            .max(reserved + keys * 4);
        let larger = Table::with_limit(limit, self.spare);
        larger.keys.will_use(self.ids());
        for (id, old) in (0..).zip(table.keys.iter()) {
            let key = old.load(Ordering::Relaxed);
            if key != 0 {
                larger.insert(key, id);
            }
        }
        *table = larger;
    }

    /// The packed key of an id; 0 when there is none. Only after all keys are in.
    pub(crate) fn packed(&self, id: u32) -> u64 {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.key(id)
    }

    /// The text of a packed key.
    pub(crate) fn text(&self, packed: u64) -> Option<String> {
        if packed & SIDE == 0 {
            return pack::unpack(packed);
        }
        let side = self.side.lock().unwrap_or_else(PoisonError::into_inner);
        let at = usize::try_from((packed & !SIDE).checked_sub(1)?).ok()?;
        side.texts.get(at).map(|text| text.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, KeySpace};

    #[test]
    fn ids_stay_while_the_space_grows() {
        let space = KeySpace::new(1);
        let keys: Vec<u64> = (1..=100_000).collect();
        let mut block = Block::default();
        let mut ids = Vec::new();
        for chunk in keys.chunks(1000) {
            ids.extend(space.intern(chunk, &mut block, 1000));
        }
        assert_eq!(space.look_up(&keys), ids);
        assert_eq!(space.intern(&keys, &mut block, 0), ids);
        assert_eq!(space.look_up(&[0, 100_001]), [0, 0]);
        assert_eq!(space.packed(ids[77]), 78);
    }

    #[test]
    fn threads_agree_on_ids() {
        let space = KeySpace::new(4);
        let keys: Vec<u64> = (1..=50_000).collect();
        let all: Vec<Vec<u32>> = std::thread::scope(|scope| {
            let work: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let mut block = Block::default();
                        keys.chunks(500)
                            .flat_map(|chunk| space.intern(chunk, &mut block, 50_000))
                            .collect()
                    })
                })
                .collect();
            work.into_iter().map(|w| w.join().unwrap()).collect()
        });
        assert!(all.iter().all(|ids| *ids == all[0]));
    }

    #[test]
    fn other_texts_are_numbered_aside() {
        let space = KeySpace::new(1);
        let one = space.pack("学籍-1", true).unwrap();
        assert_eq!(space.pack("学籍-1", false), Some(one));
        assert_eq!(space.pack("学籍-2", false), None);
        assert_eq!(space.text(one).as_deref(), Some("学籍-1"));
    }
}
