//! Whole numbers by key id, in as few bytes as the largest needs: a plane becomes longer when keys come and wider when a larger number
//! comes, between two batches.
//!
//! Many threads write at once. What a plane holds in the end does not depend on their order, as every way of writing here gives the same
//! in any order.

use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use super::bits::Bits;
use super::kernels::parts_with_constant;
use super::keys::KeySpace;
use super::pages::Array;
use super::store::{self, Field};
use crate::syntax::ast::CompareOp;

/// Entries whose slots are looked at together, so that their cache misses overlap; each change of a slot would wait for its own.
const TOGETHER: usize = 64;

/// Looks at the slots of some entries, then changes them, in blocks.
pub(crate) fn in_blocks<T, S: Copy + Default, V: Copy + Default>(
    slots: &[T],
    entries: impl Iterator<Item = (u32, V)>,
    look: impl Fn(&T) -> S,
    mut change: impl FnMut(&T, S, V),
) {
    let mut block = [(0u32, V::default(), S::default()); TOGETHER];
    let mut change_all = |block: &[(u32, V, S)]| {
        for &(id, value, seen) in block {
            change(&slots[id as usize], seen, value);
        }
    };
    let mut length = 0;
    entries.for_each(|(id, value)| {
        block[length] = (id, value, look(&slots[id as usize]));
        length = (length + 1) % TOGETHER;
        if length == 0 {
            change_all(&block);
        }
    });
    change_all(&block[..length]);
}

/// A slot of some width.
pub(crate) trait Slot {
    /// The number in it.
    fn number(&self) -> u64;
    /// Raises it to at least this number.
    fn raise(&self, to: u64);
    /// Sets these bits.
    fn set(&self, bits: u64);
    /// Replaces a number by another one, or tells what is there instead.
    fn replace(&self, current: u64, new: u64) -> Result<(), u64>;
}

macro_rules! slots_of {
    ($($atomic:ident $number:ident $variant:ident),*) => {
        $(impl Slot for $atomic {
            #[inline]
            fn number(&self) -> u64 {
                u64::from(self.load(Ordering::Relaxed))
            }
            #[inline]
            fn raise(&self, to: u64) {
                self.fetch_max(to as $number, Ordering::Relaxed);
            }
            #[inline]
            fn set(&self, bits: u64) {
                self.fetch_or(bits as $number, Ordering::Relaxed);
            }
            #[inline]
            fn replace(&self, current: u64, new: u64) -> Result<(), u64> {
                let (current, new) = (current as $number, new as $number);
                let done = self.compare_exchange_weak(current, new, Ordering::Relaxed, Ordering::Relaxed);
                done.map(|_| ()).map_err(u64::from)
            }
        })*

        /// Slots of one width.
        pub(crate) enum Slots {
            $($variant(Array<$atomic>)),*
        }

        impl Slots {
            fn width(&self) -> u32 {
                match self {
                    $(Self::$variant(_) => $number::BITS),*
                }
            }

            pub(crate) fn len(&self) -> usize {
                match self {
                    $(Self::$variant(slots) => slots.len()),*
                }
            }

            /// The whole number of a rank; `None` where there is none.
            fn ranked(&self, rank: u64) -> Option<i64> {
                (rank != 0).then(|| rank.wrapping_sub(zero_rank(self.width())).cast_signed())
            }

            fn will_use(&self, length: usize) {
                match self {
                    $(Self::$variant(slots) => slots.will_use(length)),*
                }
            }

            /// So many slots of at least so many bits, filled by the numbers of others.
            fn of(bits: u32, length: usize, numbers: impl Iterator<Item = u64>) -> Self {
                $(if bits <= $number::BITS {
                    let mut slots: Array<$atomic> = Array::zeroed(length);
                    for (slot, number) in slots.iter_mut().zip(numbers) {
                        *slot = $atomic::new(number as $number);
                    }
                    return Self::$variant(slots);
                })*
                Self::of(u64::BITS, length, numbers)
            }

            fn numbers(&self) -> Box<dyn Iterator<Item = u64> + '_> {
                match self {
                    $(Self::$variant(slots) => Box::new(slots.iter().map(Slot::number))),*
                }
            }

            /// The number under a key; 0 where there is none.
            #[inline]
            pub(crate) fn number(&self, id: u32) -> u64 {
                match self {
                    $(Self::$variant(slots) => slots.get(id as usize).map_or(0, Slot::number)),*
                }
            }

            /// The numbers under keys.
            pub(crate) fn under(&self, ids: &[u32]) -> Vec<u64> {
                match self {
                    $(Self::$variant(slots) => {
                        let of = |&id: &u32| slots.get(id as usize).map_or(0, Slot::number);
                        ids.iter().map(of).collect()
                    })*
                }
            }

            /// The same, in as many bytes as they have here.
            pub(crate) fn gathered(&self, ids: &[u32]) -> Gathered {
                match self {
                    $(Self::$variant(slots) => {
                        let slots: &[$atomic] = slots;
                        let number = |slot: &$atomic| slot.load(Ordering::Relaxed);
                        let of = |&id: &u32| slots.get(id as usize).map_or(0, number);
                        Gathered::$variant(ids.iter().map(of).collect())
                    })*
                }
            }
        }

        /// Numbers of one width.
        pub(crate) enum Gathered {
            $($variant(Vec<$number>)),*
        }

        impl Gathered {
            /// Where the count that some bits are compares so with a number.
            pub(crate) fn compared(&self, count: Field, op: CompareOp, number: u64) -> Bits {
                let always_less = |rows: usize| match op {
                    CompareOp::NotEqual | CompareOp::Less | CompareOp::AtMost => Bits::all(rows),
                    _ => Bits::none(rows),
                };
                match self {
                    $(Self::$variant(numbers) => match $number::try_from(number << count.shift) {
                        // Compared where it stands, without moving it, so that several are looked at with one instruction.
                        Ok(number_there) if number <= count.mask => {
                            let bits = (count.mask << count.shift) as $number;
                            parts_with_constant(numbers, |all| all & bits, op, number_there)
                        }
                        _ => always_less(numbers.len()),
                    }),*
                }
            }
        }
    };
}
slots_of!(AtomicU8 u8 One, AtomicU16 u16 Two, AtomicU32 u32 Four, AtomicU64 u64 Eight);

/// Looks at the slots of entries, whatever their width, then changes them.
macro_rules! change {
    ($slots:expr, $entries:expr, $change:expr) => {
        match &*$slots {
            Slots::One(slots) => in_blocks(slots, $entries, Slot::number, $change),
            Slots::Two(slots) => in_blocks(slots, $entries, Slot::number, $change),
            Slots::Four(slots) => in_blocks(slots, $entries, Slot::number, $change),
            Slots::Eight(slots) => in_blocks(slots, $entries, Slot::number, $change),
        }
    };
}

/// What the numbers of a plane stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Bits.
    Bits,
    /// Places of whole numbers among all numbers of the width, 0 being none.
    Ranks,
}

/// A plane.
pub(crate) struct Plane {
    slots: RwLock<Slots>,
    meaning: Meaning,
}

impl Plane {
    /// A plane of numbers of so many bits at first.
    pub(crate) fn of_bits(bits: u32) -> Self {
        Self::new(bits, Meaning::Bits)
    }

    /// A plane of the largest whole number under each key.
    pub(crate) fn of_largest() -> Self {
        Self::new(u8::BITS, Meaning::Ranks)
    }

    fn new(bits: u32, meaning: Meaning) -> Self {
        let slots = RwLock::new(Slots::of(bits, 0, std::iter::empty()));
        Self { slots, meaning }
    }

    /// The slots as they are.
    pub(crate) fn slots(&self) -> RwLockReadGuard<'_, Slots> {
        self.slots.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Slots for all keys that a space has now, of at least so many bits.
    fn with(&self, space: Option<&KeySpace>, bits: u32) -> RwLockReadGuard<'_, Slots> {
        let needed = store::needed(space);
        loop {
            let slots = self.slots();
            if slots.len() >= needed && slots.width() >= bits {
                slots.will_use(needed);
                return slots;
            }
            drop(slots);
            let room = store::room(space);
            let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
            let (length, width) = (slots.len(), slots.width());
            if length >= needed && width >= bits {
                continue;
            }
            let length = if length >= needed {
                length
            } else {
                needed.max(room).max(length * 2)
            };
            let bits = bits.max(width).next_power_of_two();
            let moved = match self.meaning {
                Meaning::Ranks => zero_rank(bits) - zero_rank(width),
                Meaning::Bits => 0,
            };
            let numbers = slots.numbers();
            let wider = numbers.map(|number| if number == 0 { 0 } else { number + moved });
            let wider = Slots::of(bits, length, wider);
            *slots = wider;
        }
    }

    /// Sets bits under keys.
    pub(crate) fn set(
        &self,
        space: Option<&KeySpace>,
        entries: impl Iterator<Item = (u32, u64)> + Clone,
    ) {
        let all = entries.clone().fold(0, |all, (_, bits)| all | bits);
        let slots = self.with(space, u64::BITS - all.leading_zeros());
        change!(slots, entries, |slot, seen, bits| {
            if seen & bits != bits {
                slot.set(bits);
            }
        });
    }

    /// Raises the numbers under keys; not for the least number of 64 bits.
    pub(crate) fn raise(
        &self,
        space: Option<&KeySpace>,
        entries: impl Iterator<Item = (u32, i64)> + Clone,
    ) {
        let numbers = entries.clone().map(|(_, number)| number.unsigned_abs());
        let largest = numbers.max().unwrap_or(0);
        let slots = self.with(space, u64::BITS + 1 - largest.leading_zeros());
        let zero = zero_rank(slots.width());
        let ranks = entries.map(|(id, number)| (id, number.cast_unsigned().wrapping_add(zero)));
        change!(slots, ranks, |slot, seen, rank| {
            if seen < rank {
                slot.raise(rank);
            }
        });
    }

    /// Adds to counts that lie side by side under keys, each up to its cap: for every one that is to grow, its lowest bit is wanted.
    pub(crate) fn count(
        &self,
        space: Option<&KeySpace>,
        counts: &Counts,
        ids: &[u32],
        wanted: &[u64],
    ) {
        match &*self.with(space, counts.bits) {
            Slots::One(slots) => counts.grow(slots, ids, wanted),
            Slots::Two(slots) => counts.grow(slots, ids, wanted),
            Slots::Four(slots) => counts.grow(slots, ids, wanted),
            Slots::Eight(slots) => counts.grow(slots, ids, wanted),
        }
    }

    /// The largest whole numbers under keys, as [`Plane::raise`] raised them, and which keys have one; 0 under others.
    pub(crate) fn largest(&self, ids: &[u32]) -> (Vec<i64>, Bits) {
        let slots = self.slots();
        let ranks = slots.under(ids);
        let numbers = ranks.iter().map(|&rank| slots.ranked(rank).unwrap_or(0));
        (numbers.collect(), Bits::of(&ranks, |rank| rank != 0))
    }

    /// The largest whole number under a key.
    pub(crate) fn largest_of(&self, id: u32) -> Option<i64> {
        let slots = self.slots();
        slots.ranked(slots.number(id))
    }
}

/// Where the number 0 stands among all numbers of a width.
fn zero_rank(width: u32) -> u64 {
    1 << (width - 1)
}

/// Counts that lie side by side in a number.
pub(crate) struct Counts {
    /// By the lowest bit of a count, its bits when it stands there, and its cap; 0 where no count begins.
    fields: [(u64, u64); 64],
    /// The lowest bits of those that are at their cap where their one bit is set, and where the higher of their two is.
    ones: u64,
    twos: u64,
    bits: u32,
}

impl Counts {
    /// Counts by their lowest bit, their mask once they are shifted there, and their cap.
    pub(crate) fn of(counts: impl Iterator<Item = (u32, u64, u64)>) -> Self {
        let mut all = Self {
            fields: [(0, 0); 64],
            ones: 0,
            twos: 0,
            bits: 0,
        };
        for (lowest, mask, cap) in counts {
            if let Some(field) = all.fields.get_mut(lowest as usize) {
                *field = (mask, cap);
                all.ones |= u64::from((mask, cap) == (1, 1)) << lowest;
                all.twos |= u64::from((mask, cap) == (3, 2)) << lowest;
                all.bits = all.bits.max(lowest + u64::BITS - mask.leading_zeros());
            }
        }
        all
    }

    /// Lets the counts under keys grow. Slots are looked at together, so that their cache misses overlap.
    fn grow<T: Slot>(&self, slots: &[T], ids: &[u32], wanted: &[u64]) {
        let mut seen = [0; TOGETHER];
        for (ids, wanted) in ids.chunks(TOGETHER).zip(wanted.chunks(TOGETHER)) {
            for ((seen, &id), &wanted) in seen.iter_mut().zip(ids).zip(wanted) {
                // Where nothing grows no other slot is fetched.
                let id = if wanted == 0 { 0 } else { id as usize };
                *seen = slots.get(id).map_or(0, Slot::number);
            }
            for ((&seen, &id), &wanted) in seen.iter().zip(ids).zip(wanted) {
                if wanted != 0 {
                    self.grow_one(&slots[id as usize], seen, wanted);
                }
            }
        }
    }

    #[inline]
    fn grow_one<T: Slot>(&self, slot: &T, mut current: u64, wanted: u64) {
        loop {
            let new = self.grown(current, wanted);
            if new == current {
                return;
            }
            match slot.replace(current, new) {
                Ok(()) => return,
                Err(other) => current = other,
            }
        }
    }

    #[inline]
    fn grown(&self, current: u64, mut wanted: u64) -> u64 {
        // Each may be 1.
        if current == 0 {
            return wanted;
        }
        if wanted & !(self.ones | self.twos) == 0 {
            let full = current & self.ones | current >> 1 & self.twos;
            return current + (wanted & !full);
        }
        let mut new = current;
        while wanted != 0 {
            let lowest = wanted.trailing_zeros();
            wanted &= wanted - 1;
            let (mask, cap) = self.fields[lowest as usize];
            if current >> lowest & mask < cap {
                new += 1 << lowest;
            }
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Plane};
    use crate::eval::kernels::holds;
    use crate::eval::store::Field;
    use crate::syntax::ast::CompareOp;

    #[test]
    fn numbers_stay_while_a_plane_becomes_wider() {
        let plane = Plane::of_largest();
        let numbers = [
            5,
            -3,
            0,
            127,
            -127,
            128,
            -40_000,
            3_000_000_000,
            i64::MAX,
            -i64::MAX,
        ];
        for &number in &numbers {
            plane.raise(None, [(1, number)].into_iter());
            plane.raise(None, [(0, number)].into_iter().filter(|(_, n)| *n < 0));
        }
        let (numbers, there) = plane.largest(&[1, 0, 900]);
        assert_eq!(numbers, [i64::MAX, -3, 0]);
        assert_eq!(there.rows().collect::<Vec<_>>(), [0, 1]);
        let sets = Plane::of_bits(1);
        for bit in [0, 7, 8, 31, 63] {
            sets.set(None, [(1, 1 << bit)].into_iter());
        }
        assert_eq!(
            sets.slots().under(&[0, 1, 900]),
            [0, 1 << 63 | 1 << 31 | 0x181, 0]
        );
    }

    #[test]
    fn counts_side_by_side_stop_at_their_caps() {
        let counts = [(0, 3, 2), (2, 1, 1), (3, 63, 40), (9, 3, 3)];
        let counts = Counts::of(counts.into_iter());
        let plane = Plane::of_bits(11);
        for _ in 0..50 {
            let wanted = [1 << 9 | 0b1101, 0b0101, 0];
            plane.count(None, &counts, &[1, 0, 900], &wanted);
        }
        let full = 3 << 9 | 40 << 3 | 0b110;
        assert_eq!(plane.slots().under(&[0, 1]), [0b110, full]);
    }

    #[test]
    fn counts_are_compared_where_they_stand() {
        let ops = [
            CompareOp::Equal,
            CompareOp::NotEqual,
            CompareOp::Less,
            CompareOp::AtMost,
            CompareOp::More,
            CompareOp::AtLeast,
        ];
        for (bits, shift) in [(8, 0), (8, 5), (16, 9), (32, 20), (64, 61)] {
            let count = Field {
                word: 0,
                shift,
                mask: 7,
            };
            let others = !(7 << shift) & (u64::MAX >> (64 - bits));
            for there in 0..8 {
                let plane = Plane::of_bits(bits);
                plane.set(None, [(1, there << shift | others)].into_iter());
                let gathered = plane.slots().gathered(&[1]);
                for op in ops {
                    for number in [0, 1, 6, 7, 8, 300, u64::from(u32::MAX)] {
                        let found = gathered.compared(count, op, number).get(0);
                        assert_eq!(found, holds(there.cmp(&number), op));
                    }
                }
            }
        }
    }
}
