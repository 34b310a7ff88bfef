//! Key spaces: packed keys become dense numbers, from many threads at once.
//!
//! Ids are handed to threads in blocks, so that tables sorted alike touch the state of keys in order. They begin at 1 and never change;
//! which key has which id differs from run to run, so nothing visible may depend on one. The table grows between two batches.

use std::collections::HashMap;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};

use super::pack::{self, SIDE};
use super::pages;
use super::vector::NO_KEY;

/// How many ids a thread is handed at once.
const BLOCK: u32 = 256;
/// Keys that a space has room for at first.
const FIRST_LIMIT: usize = 1 << 13;

/// Ids that a thread may still give to keys of a space.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Block {
    next: u32,
    end: u32,
}

/// Open addressing; a slot holds a packed key and its id.
struct Table {
    slots: Box<[[AtomicU64; 2]]>,
    /// Keys that fit before it has to grow.
    limit: usize,
    /// Leaves as many of the top bits of a hash as number the slots.
    shift: u32,
}

impl Table {
    fn with_limit(limit: usize) -> Self {
        let slots = (limit * 3 / 2).next_power_of_two();
        Self {
            slots: pages::zeroed(slots),
            limit,
            shift: u64::BITS - slots.trailing_zeros(),
        }
    }

    #[inline]
    fn place(&self, key: u64) -> usize {
        // Keys of several parts differ in high bits alone: only the top bits of the product depend on all of them.
        ((key ^ key >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    /// The id of a key found at or after a place; waits for the thread that is just inserting it.
    fn find(&self, key: u64, mut place: usize) -> u32 {
        loop {
            let [found, id] = &self.slots[place];
            match found.load(Ordering::Relaxed) {
                0 => return NO_KEY,
                other if other == key => return wait_for(id),
                _ => place = (place + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// The id of a key, which gets one now if it has none; with whether it is new.
    fn insert(&self, key: u64, mut place: usize, give: impl FnOnce() -> u32) -> (u32, bool) {
        loop {
            let [found, id] = &self.slots[place];
            let mut current = found.load(Ordering::Relaxed);
            if current == 0 {
                match found.compare_exchange(0, key, Ordering::Relaxed, Ordering::Relaxed) {
                    Ok(_) => {
                        let given = give();
                        id.store(u64::from(given), Ordering::Release);
                        return (given, true);
                    }
                    Err(other) => current = other,
                }
            }
            if current == key {
                return (wait_for(id), false);
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }
}

#[inline]
fn wait_for(id: &AtomicU64) -> u32 {
    loop {
        match id.load(Ordering::Acquire) {
            0 => spin_loop(),
            id => return u32::try_from(id).unwrap_or(u32::MAX),
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
    packed: OnceLock<Vec<u64>>,
}

impl KeySpace {
    pub(crate) fn new() -> Self {
        Self {
            table: RwLock::new(Table::with_limit(FIRST_LIMIT)),
            next_id: AtomicU32::new(1),
            reserved: AtomicUsize::new(0),
            seen: AtomicU64::new(0),
            side: Mutex::default(),
            packed: OnceLock::new(),
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
        let mut ids = Vec::with_capacity(keys.len());
        self.reserve(keys.len(), rows);
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        let mut new = 0;
        let mut first = [0u64; 64];
        for batch in keys.chunks(64) {
            // Loading all first slots before resolving them lets their cache misses overlap.
            for (first, &key) in first.iter_mut().zip(batch) {
                *first = table.slots[table.place(key)][0].load(Ordering::Relaxed);
            }
            for (&first, &key) in first.iter().zip(batch) {
                if key == 0 {
                    ids.push(NO_KEY);
                    continue;
                }
                let place = table.place(key);
                if first == key {
                    ids.push(wait_for(&table.slots[place][1]));
                    continue;
                }
                let (id, is_new) = table.insert(key, place, || self.give(block));
                new += usize::from(is_new);
                ids.push(id);
            }
        }
        drop(table);
        self.reserved.fetch_sub(keys.len() - new, Ordering::Relaxed);
        self.seen.fetch_add(keys.len() as u64, Ordering::Relaxed);
        ids
    }

    /// The ids of packed keys; [`NO_KEY`] where there is none.
    pub(crate) fn look_up(&self, keys: &[u64]) -> Vec<u32> {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        let mut ids = Vec::with_capacity(keys.len());
        let mut first = [0u64; 64];
        for batch in keys.chunks(64) {
            for (first, &key) in first.iter_mut().zip(batch) {
                *first = table.slots[table.place(key)][0].load(Ordering::Relaxed);
            }
            for (&first, &key) in first.iter().zip(batch) {
                let place = table.place(key);
                ids.push(if key == 0 || first == 0 {
                    NO_KEY
                } else if first == key {
                    wait_for(&table.slots[place][1])
                } else {
                    table.find(key, place)
                });
            }
        }
        ids
    }

    fn give(&self, block: &mut Block) -> u32 {
        if block.next == block.end {
            block.next = self.next_id.fetch_add(BLOCK, Ordering::Relaxed);
            block.end = block.next + BLOCK;
        }
        block.next += 1;
        block.next - 1
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
        let larger = Table::with_limit(limit);
        for [key, id] in &table.slots {
            let key = key.load(Ordering::Relaxed);
            if key != 0 {
                larger.insert(key, larger.place(key), || wait_for(id));
            }
        }
        *table = larger;
    }

    /// The packed key of an id; 0 when there is none. Only after all keys are in.
    pub(crate) fn packed(&self, id: u32) -> u64 {
        let packed = self.packed.get_or_init(|| {
            let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
            let mut packed = vec![0; self.ids()];
            for [key, id] in &table.slots {
                let id = id.load(Ordering::Acquire);
                if id != 0
                    && let Some(slot) = usize::try_from(id).ok().and_then(|id| packed.get_mut(id))
                {
                    *slot = key.load(Ordering::Relaxed);
                }
            }
            packed
        });
        packed.get(id as usize).copied().unwrap_or(0)
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
        let space = KeySpace::new();
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
        let space = KeySpace::new();
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
        let space = KeySpace::new();
        let one = space.pack("学籍-1", true).unwrap();
        assert_eq!(space.pack("学籍-1", false), Some(one));
        assert_eq!(space.pack("学籍-2", false), None);
        assert_eq!(space.text(one).as_deref(), Some("学籍-1"));
    }
}
