//! What puts leave under keys: arrays by key id, written by many threads at once.
//!
//! Flags and small counts share words of up to 64 bits; everything else has an array of its own. Planes for *maybe* are made when the first
//! undecided row comes.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard};

use super::keys::KeySpace;
use super::open_keys::OpenKeys;
use super::pages::Array;
use super::plane::Plane;
use super::valued::Valued;
use super::vector::Scalar;
use crate::plan::{FrameRows, Plan, PutId, PutKind};
use crate::types::Number;

/// Id of the only key of the whole.
pub const WHOLE: u32 = 1;

/// Stands in a space's frame for the rows without a key: nothing lies under it, and all of them may belong to it.
pub const UNGROUPED: u32 = u32::MAX;

/// Sums are kept at this many decimals.
pub(crate) const SUM_SCALE: u8 = 4;

/// A value that can lie in a [`Grow`].
pub(crate) trait Slot: bytemuck::Zeroable + Sync {
    /// The same value.
    fn copy(&self) -> Self;
}

macro_rules! slot {
    ($($atomic:ty),*) => {$(
        impl Slot for $atomic {
            fn copy(&self) -> Self {
                Self::new(self.load(Ordering::Relaxed))
            }
        }
    )*};
}
slot!(AtomicU32, AtomicI64);

/// An array that grows between two batches; new slots are zero.
pub(crate) struct Grow<T>(RwLock<Array<T>>);

impl<T> Default for Grow<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T: Slot> Grow<T> {
    /// The slots as they are.
    pub(crate) fn slots(&self) -> RwLockReadGuard<'_, Array<T>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// At least `needed` slots; `room` says how many are sensible when it has to grow.
    pub(crate) fn with(
        &self,
        needed: usize,
        room: impl FnOnce() -> usize,
    ) -> RwLockReadGuard<'_, Array<T>> {
        let slots = self.slots();
        if slots.len() >= needed {
            slots.will_use(needed);
            return slots;
        }
        drop(slots);
        let room = room();
        {
            let mut slots = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if slots.len() < needed {
                let mut larger = Array::zeroed(needed.max(room).max(slots.len() * 2));
                larger.will_use(needed);
                for (new, old) in larger.iter_mut().zip(slots.iter()) {
                    *new = old.copy();
                }
                *slots = larger;
            }
        }
        self.slots()
    }
}

/// Where a small count lies in the words of its space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) word: usize,
    pub(crate) shift: u32,
    pub(crate) mask: u64,
}

impl Field {
    #[inline]
    pub(crate) fn of(self, word: u64) -> u64 {
        word >> self.shift & self.mask
    }
}

/// Words of a space, and the same for rows that are *maybe*.
pub(crate) struct Words {
    /// How many bits of them are used.
    bits: u32,
    pub(crate) sure: Plane,
    pub(crate) maybe: OnceLock<Plane>,
}

impl Words {
    fn of(bits: u32) -> Self {
        Self {
            bits,
            sure: Plane::of_bits(bits),
            maybe: OnceLock::new(),
        }
    }

    /// The words of rows that are *maybe*, made when the first one comes.
    pub(crate) fn made_maybe(&self) -> &Plane {
        self.maybe.get_or_init(|| Plane::of_bits(self.bits))
    }
}

/// A list that threads add to, put in order when a phase is over.
pub(crate) struct List<T>(Mutex<Vec<T>>, OnceLock<Vec<T>>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Mutex::default(), OnceLock::new())
    }
}

impl<T> List<(u32, T)> {
    /// The entries under one id, once the phase is over.
    pub(crate) fn under(&self, id: u32) -> &[(u32, T)] {
        self.1.get().map_or(&[], |sorted| under(sorted, id))
    }
}

/// Some ids as one bit each.
pub(crate) fn bits_of(ids: &mut dyn Iterator<Item = u32>) -> Vec<u64> {
    let mut bits: Vec<u64> = Vec::new();
    for id in ids {
        let word = id as usize / 64;
        if word >= bits.len() {
            bits.resize((word + 1).max(bits.len() * 2), 0);
        }
        bits[word] |= 1 << (id % 64);
    }
    bits
}

/// Whether an id is among these.
#[inline]
pub(crate) fn has_bit(bits: &[u64], id: u32) -> bool {
    let word = bits.get(id as usize / 64);
    word.is_some_and(|word| word >> (id % 64) & 1 == 1)
}

impl<T: Ord + Send> List<T> {
    pub(crate) fn add(&self, more: &mut Vec<T>) {
        if !more.is_empty() {
            lock(&self.0).append(more);
        }
    }

    pub(crate) fn sort(&self) {
        let mut list = std::mem::take(&mut *lock(&self.0));
        if list.len() > 100_000 {
            rayon::slice::ParallelSliceMut::par_sort_unstable(list.as_mut_slice());
        } else {
            list.sort_unstable();
        }
        // A second time over there is nothing new.
        let _ = self.1.set(list);
    }

    /// All entries, in order, once the phase is over.
    pub(crate) fn sorted(&self) -> &[T] {
        self.1.get().map_or(&[], Vec::as_slice)
    }
}

/// The entries of a sorted list under one id.
pub(crate) fn under<T>(sorted: &[(u32, T)], id: u32) -> &[(u32, T)] {
    let start = sorted.partition_point(|(other, _)| *other < id);
    let length = sorted[start..].partition_point(|(other, _)| *other == id);
    &sorted[start..start + length]
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sum of values that are not sure: the negative ones, the positive ones, and how many are unknown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loose {
    pub(crate) negative: Option<Number>,
    pub(crate) positive: Option<Number>,
    pub(crate) unknown: u64,
}

impl Loose {
    pub(crate) const NONE: Self = Self {
        negative: Some(Number::ZERO),
        positive: Some(Number::ZERO),
        unknown: 0,
    };

    /// The lower (or with `upper` the upper) bound; an unknown value lies in the range, and a row may be no member at all.
    pub(crate) fn bound(&self, upper: bool, range: Option<(Number, Number)>) -> Option<Number> {
        let (sum, end) = match (upper, range) {
            (true, range) => (self.positive, range.map(|(_, high)| high.max(Number::ZERO))),
            (false, range) => (self.negative, range.map(|(low, _)| low.min(Number::ZERO))),
        };
        match self.unknown {
            0 => sum,
            unknown => sum?.plus(end?.times(Number::integer(i64::try_from(unknown).ok()?))?),
        }
    }

    fn add(&mut self, value: Option<Number>) {
        let Some(value) = value else {
            self.unknown += 1;
            return;
        };
        let side = if value < Number::ZERO {
            &mut self.negative
        } else {
            &mut self.positive
        };
        *side = side.and_then(|sum| sum.plus(value));
    }
}

/// A value of a [`PutKind::Values`] put, in an order that agrees with that of the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sortable {
    Number(Number),
    Days(i32),
    Code(u32),
    Key(u32),
    Digest(u128),
    Truth(bool),
}

impl Sortable {
    pub(crate) fn of(value: &Scalar) -> Option<Self> {
        Some(match value {
            Scalar::Number(number) => Self::Number(*number),
            Scalar::Days(days) => Self::Days(*days),
            Scalar::Code(code) => Self::Code(*code),
            Scalar::Key(id) => Self::Key(*id),
            Scalar::Digest(digest) => Self::Digest(*digest),
            Scalar::Truth(truth) => Self::Truth(*truth),
            Scalar::Text(text) => Self::Digest(super::cells::digest(text.as_bytes())),
            Scalar::Interval(..) => return None,
        })
    }

    pub(crate) fn scalar(self) -> Scalar {
        match self {
            Self::Number(number) => Scalar::Number(number),
            Self::Days(days) => Scalar::Days(days),
            Self::Code(code) => Scalar::Code(code),
            Self::Key(id) => Scalar::Key(id),
            Self::Digest(digest) => Scalar::Digest(digest),
            Self::Truth(truth) => Scalar::Truth(truth),
        }
    }
}

/// What a put leaves.
pub(crate) enum State {
    /// Small counts, in the words of the space.
    Packed(Field, u64),
    /// Counts without a small cap.
    Count {
        sure: Grow<AtomicU32>,
        maybe: OnceLock<Grow<AtomicU32>>,
    },
    /// Rows. `first` holds `u32::MAX - row` of the lowest one, so that 0 is none.
    Link {
        first: Grow<AtomicU32>,
        others: List<(u32, u32)>,
        maybe: List<(u32, u32)>,
        /// The keys of both lists, one bit each, once the phase is over.
        several: OnceLock<Vec<u64>>,
    },
    /// True, false, unknown: three counts a key.
    Share {
        sure: Grow<AtomicU32>,
        maybe: OnceLock<Grow<AtomicU32>>,
    },
    /// Sums.
    Total(Box<Total>),
    /// Values.
    Values(Box<Valued>),
}

/// Sums at [`SUM_SCALE`], and what does not fit there.
#[derive(Default)]
pub(crate) struct Total {
    pub(crate) sums: Grow<AtomicI64>,
    /// Sum of all absolute values so far: below 2^62 no sum can overflow.
    pub(crate) magnitude: AtomicU64,
    pub(crate) large: List<(u32, Number)>,
    pub(crate) large_sums: OnceLock<HashMap<u32, Option<Number>>>,
    pub(crate) unknown: OnceLock<Grow<AtomicU32>>,
    pub(crate) maybe: List<(u32, Option<Number>)>,
    pub(crate) loose: OnceLock<HashMap<u32, Loose>>,
    pub(crate) unkeyed: List<Option<Number>>,
    pub(crate) unkeyed_loose: OnceLock<Loose>,
}

/// A put with what it leaves.
pub(crate) struct PutState {
    pub(crate) state: State,
    /// Rows without a usable key: filter true, filter unknown.
    pub(crate) unkeyed: [AtomicU64; 2],
    /// Of a share, rows without a key (or with an unknown filter) by condition: true, false, unknown.
    pub(crate) unkeyed_share: [AtomicU64; 3],
    /// What the rows without a usable key say of its parts.
    pub(crate) open_keys: OpenKeys,
    /// Of `of given X`, rows that were left out because their value is unknown.
    pub(crate) left_out: AtomicU64,
}

/// Rows that put something into a space, lowest first, by source: for spaces that have a frame.
pub(crate) struct Appearance {
    /// The producing frames in the order of their puts.
    pub(crate) frames: Vec<usize>,
    /// For each of them, `u32::MAX - row` of the lowest row by id.
    pub(crate) first: Vec<Grow<AtomicU32>>,
}

/// Everything that is kept by key.
pub(crate) struct Store {
    pub(crate) puts: Vec<PutState>,
    /// For each space, and last for the whole: words of packed counts.
    pub(crate) words: Vec<Vec<Words>>,
    pub(crate) appearance: Vec<Option<Appearance>>,
    /// For each put, whether its rows are not all there are: what it holds may be more.
    pub(crate) torn: Vec<AtomicBool>,
    /// For each tally, rows that did not come under their key as it is: the key, and how they are written.
    pub(crate) ways: Vec<List<(u32, u64)>>,
}

impl Store {
    pub(crate) fn of(plan: &Plan) -> Self {
        let spaces = plan.spaces.len() + 1;
        let mut used: Vec<Vec<u32>> = vec![Vec::new(); spaces];
        let puts = (plan.puts.iter().enumerate())
            .map(|(at, put)| {
                let space = put.key.map_or(spaces - 1, |(space, _)| space.0);
                PutState {
                    state: State::of(plan, at, &mut used[space]),
                    unkeyed: Default::default(),
                    unkeyed_share: Default::default(),
                    open_keys: OpenKeys::default(),
                    left_out: AtomicU64::default(),
                }
            })
            .collect();
        let appearance = (0..plan.spaces.len())
            .map(|space| {
                let framed = (plan.frames.iter())
                    .any(|frame| matches!(frame.rows, FrameRows::Space(id) if id.0 == space));
                if !framed {
                    return None;
                }
                let mut frames = Vec::new();
                for put in &plan.puts {
                    if put.key.is_some_and(|(id, _)| id.0 == space)
                        && !frames.contains(&put.frame.0)
                    {
                        frames.push(put.frame.0);
                    }
                }
                let first = frames.iter().map(|_| Grow::default()).collect();
                Some(Appearance { frames, first })
            })
            .collect();
        Self {
            puts,
            words: used
                .iter()
                .map(|words| words.iter().map(|&bits| Words::of(bits)).collect())
                .collect(),
            appearance,
            torn: plan.puts.iter().map(|_| AtomicBool::new(false)).collect(),
            ways: plan.tallies.iter().map(|_| List::default()).collect(),
        }
    }

    /// Whether the rows of a put are not all there are.
    pub(crate) fn is_torn(&self, put: PutId) -> bool {
        self.torn[put.0].load(Ordering::Relaxed)
    }

    /// The words of a put's space.
    pub(crate) fn words_of(&self, plan: &Plan, put: usize) -> &[Words] {
        let space = plan.puts[put]
            .key
            .map_or(plan.spaces.len(), |(space, _)| space.0);
        &self.words[space]
    }

    /// Puts the lists of a put in order, once its phase is over.
    pub(crate) fn finish(&self, put: usize) {
        match &self.puts[put].state {
            State::Packed(..) | State::Count { .. } | State::Share { .. } => {}
            State::Link {
                others,
                maybe,
                several,
                ..
            } => {
                others.sort();
                maybe.sort();
                let lists = others.sorted().iter().chain(maybe.sorted());
                let _ = several.set(bits_of(&mut lists.map(|(id, _)| *id)));
            }
            State::Total(total) => {
                let Total {
                    large,
                    large_sums,
                    maybe,
                    loose,
                    unkeyed,
                    unkeyed_loose,
                    ..
                } = total.as_ref();
                large.sort();
                let mut sums: HashMap<u32, Option<Number>> = HashMap::new();
                for &(id, number) in large.sorted() {
                    let sum = sums.entry(id).or_insert(Some(Number::ZERO));
                    *sum = sum.and_then(|sum| sum.plus(number));
                }
                let _ = large_sums.set(sums);
                maybe.sort();
                let mut sums: HashMap<u32, Loose> = HashMap::new();
                for &(id, value) in maybe.sorted() {
                    sums.entry(id).or_insert(Loose::NONE).add(value);
                }
                let _ = loose.set(sums);
                unkeyed.sort();
                let mut sum = Loose::NONE;
                for &value in unkeyed.sorted() {
                    sum.add(value);
                }
                let _ = unkeyed_loose.set(sum);
            }
            State::Values(values) => values.finish(),
        }
    }
}

impl State {
    /// The state of a put; `used` are the bits taken in the words of its space.
    fn of(plan: &Plan, put: usize, used: &mut Vec<u32>) -> Self {
        match plan.puts[put].kind {
            PutKind::Count(cap) if cap <= 255 => {
                let width = u32::BITS - cap.max(1).leading_zeros();
                let word = match used.iter().position(|bits| bits + width <= 64) {
                    Some(word) => word,
                    None => {
                        used.push(0);
                        used.len() - 1
                    }
                };
                let shift = used[word];
                used[word] += width;
                let mask = (1 << width) - 1;
                Self::Packed(Field { word, shift, mask }, u64::from(cap.max(1)))
            }
            PutKind::Count(_) => Self::Count {
                sure: Grow::default(),
                maybe: OnceLock::new(),
            },
            PutKind::Link => Self::Link {
                first: Grow::default(),
                others: List::default(),
                maybe: List::default(),
                several: OnceLock::new(),
            },
            PutKind::Share(_) => Self::Share {
                sure: Grow::default(),
                maybe: OnceLock::new(),
            },
            PutKind::Total { .. } => Self::Total(Box::default()),
            PutKind::Values { value, .. } => Self::Values(Box::new(Valued::of(plan, put, value))),
        }
    }
}

/// How many slots are sensible for a space; the whole has one key.
pub(crate) fn room(space: Option<&KeySpace>) -> usize {
    space.map_or(WHOLE as usize + 1, KeySpace::room)
}

/// How many slots are needed for a space now.
pub(crate) fn needed(space: Option<&KeySpace>) -> usize {
    space.map_or(WHOLE as usize + 1, KeySpace::ids)
}
