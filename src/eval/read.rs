//! Reads: what puts left under the keys of a batch.
//!
//! Rows that are *maybe* there, and rows without a key where they may belong to any group, widen counts and shares to intervals.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::RwLockReadGuard;
use std::sync::atomic::{AtomicU32, Ordering};

use super::bits::Bits;
use super::engine::Engine;
use super::kernels::holds;
use super::pages::Array;
use super::plane::{Gathered, Plane};
use super::store::{self, PutState, SUM_SCALE, State, Store, Total, WHOLE};
use super::values;
use super::vector::{NO_KEY, Scalar, Values, Vector};
use crate::plan::{NodeId, Plan, PutId, PutKind, ReadKind, ValueKind};
use crate::syntax::ast::CompareOp;
use crate::types::Number;

/// How many keys that were asked for lately are remembered.
const RECENT_KEYS: usize = 256;

/// State words of a batch's keys: node of the key, space, number of the word.
type WordKey = (NodeId, usize, usize);

/// What a batch reads from; words gathered once are used by all reads of a key.
pub(crate) struct Reads<'a> {
    pub(super) engine: &'a Engine<'a>,
    pub(crate) plan: &'a Plan,
    pub(crate) store: &'a Store,
    words: RefCell<Vec<(WordKey, Gathered)>>,
}

/// What is read.
pub(crate) struct Asked<'a> {
    pub(crate) put: PutId,
    pub(crate) kind: &'a ReadKind,
    /// Rows without a key may belong to any key.
    pub(crate) undecided_members: bool,
}

/// A count that may be between two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) low: u64,
    pub(super) high: u64,
}

impl<'a> Reads<'a> {
    pub(crate) fn new(engine: &'a Engine<'a>) -> Self {
        Self {
            engine,
            plan: engine.plan,
            store: &engine.store,
            words: RefCell::default(),
        }
    }

    /// Reads a put under the keys of a batch (`None`: the whole). Partner values ([`ReadKind::Gather`]) are for the caller.
    pub(crate) fn read(&self, key: Option<(NodeId, &Vector)>, asked: &Asked<'_>) -> Vector {
        if self.store.is_torn(asked.put) {
            return self.torn(key.map(|(_, key)| key), asked);
        }
        let Some((node, key)) = key else {
            let single = self.under(&[WHOLE], None, None, asked);
            return match single.get(0) {
                Some(value) => Vector::constant(value),
                None => Vector::unknown(),
            };
        };
        let Some(ids) = key.keys() else {
            return match key.get(0) {
                Some(Scalar::Key(id)) => {
                    let single = self.under(&[id], None, None, asked);
                    single.get(0).map_or_else(Vector::unknown, Vector::constant)
                }
                _ => Vector::unknown(),
            };
        };
        self.under(ids, key.known.as_ref(), Some(node), asked)
    }

    pub(super) fn under(
        &self,
        ids: &[u32],
        known: Option<&Bits>,
        node: Option<NodeId>,
        asked: &Asked<'_>,
    ) -> Vector {
        let &Asked {
            put,
            kind,
            undecided_members,
        } = asked;
        let state = &self.store.puts[put.0];
        let unkeyed = state.unkeyed.iter().filter(|_| undecided_members);
        let extra = unkeyed.map(|count| count.load(Ordering::Relaxed)).sum();
        if let Some(narrowed) = self.by_open_keys((ids, known, node), asked, extra) {
            return narrowed;
        }
        if extra == 0
            && let ReadKind::CountIs(op, number) = kind
            && let Some(yes) = self.count_is(ids, node, put, *op, *number)
        {
            return Vector::truth(yes, known.cloned());
        }
        self.under_open(ids, known, asked, extra)
    }

    /// As many as `extra` rows may be under any of the keys.
    pub(super) fn under_open(
        &self,
        ids: &[u32],
        known: Option<&Bits>,
        asked: &Asked<'_>,
        extra: u64,
    ) -> Vector {
        let (put, undecided_members) = (asked.put, asked.undecided_members);
        let state = &self.store.puts[put.0];
        match asked.kind {
            ReadKind::CountIs(op, number) => {
                let counts = self.counts(ids, put, extra);
                decide(&counts, *op, *number, known)
            }
            ReadKind::Count => {
                let counts = self.counts(ids, put, extra);
                count_vector(&counts, known)
            }
            ReadKind::Share | ReadKind::ShareOfSome => {
                let of_some = *asked.kind == ReadKind::ShareOfSome;
                self.share(ids, known, state, (undecided_members, of_some))
            }
            ReadKind::Total => self.total(ids, known, put, undecided_members),
            ReadKind::Gather { .. } => Vector::unknown(),
            ReadKind::Least
            | ReadKind::Largest
            | ReadKind::Mean
            | ReadKind::Median
            | ReadKind::StandardDeviation
            | ReadKind::Quantile(_)
            | ReadKind::MostCommon
            | ReadKind::CountDifferent => {
                let State::Values(values) = &state.state else {
                    return Vector::unknown();
                };
                let range = match self.plan.puts[put.0].kind {
                    PutKind::Values { range, .. } => range,
                    _ => None,
                };
                values.read(asked.kind, ids, known, undecided_members, range)
            }
        }
    }

    /// Comparisons of small counts, from one word a key, where no row is *maybe*.
    fn count_is(
        &self,
        ids: &[u32],
        node: Option<NodeId>,
        put: PutId,
        op: CompareOp,
        number: u32,
    ) -> Option<Bits> {
        let State::Packed(field, _) = self.store.puts[put.0].state else {
            return None;
        };
        let words = &self.store.words_of(self.plan, put.0)[field.word];
        if words.maybe.get().is_some() {
            return None;
        }
        let space = self.plan.puts[put.0]
            .key
            .map_or(self.plan.spaces.len(), |(space, _)| space.0);
        let number = u64::from(number);
        let gather = || words.sure.slots().gathered(ids);
        let Some(node) = node else {
            return Some(gather().compared(field, op, number));
        };
        let key = (node, space, field.word);
        let mut gathered = self.words.borrow_mut();
        let at = match gathered.iter().position(|(other, _)| *other == key) {
            Some(at) => at,
            None => {
                gathered.push((key, gather()));
                gathered.len() - 1
            }
        };
        Some(gathered[at].1.compared(field, op, number))
    }

    pub(super) fn counts(&self, ids: &[u32], put: PutId, extra: u64) -> Vec<Count> {
        match &self.store.puts[put.0].state {
            State::Packed(field, cap) => {
                let words = &self.store.words_of(self.plan, put.0)[field.word];
                let sure = words.sure.slots();
                let maybe = words.maybe.get().map(Plane::slots);
                ids.iter()
                    .map(|&id| {
                        let low = field.of(sure.number(id));
                        let more = maybe.as_ref().map_or(0, |slots| field.of(slots.number(id)));
                        Count {
                            low,
                            high: low + more + extra.min(*cap),
                        }
                    })
                    .collect()
            }
            State::Count { sure, maybe } => {
                let sure = sure.slots();
                let maybe = maybe.get().map(store::Grow::slots);
                ids.iter()
                    .map(|&id| {
                        let low = load(&sure, id as usize);
                        let more = maybe.as_ref().map_or(0, |slots| load(slots, id as usize));
                        Count {
                            low,
                            high: low + more + extra,
                        }
                    })
                    .collect()
            }
            State::Link { .. } => {
                let Some(links) = Links::of(self.store, put) else {
                    return Vec::new();
                };
                ids.iter()
                    .map(|&id| {
                        let low =
                            u64::from(links.first(id).is_some()) + links.others(id).len() as u64;
                        let more = links.maybe(id).len() as u64;
                        Count {
                            low,
                            high: low + more + extra,
                        }
                    })
                    .collect()
            }
            State::Share { .. } | State::Total(_) | State::Values(_) => {
                vec![
                    Count {
                        low: 0,
                        high: u64::MAX
                    };
                    ids.len()
                ]
            }
        }
    }

    fn share(
        &self,
        ids: &[u32],
        known: Option<&Bits>,
        state: &PutState,
        (undecided_members, of_some): (bool, bool),
    ) -> Vector {
        let Some(shares) = Shares::of(state, undecided_members) else {
            return Vector::unknown();
        };
        let is_known = |row: usize| known.is_none_or(|known| known.get(row));
        // The same key is often asked for again soon.
        let share_of = |id| share_of(shares.under(id), of_some);
        let mut recent = vec![(NO_KEY, share_of(NO_KEY)); RECENT_KEYS];
        let mut there = Bits::all(ids.len());
        let mut numbers = Vec::with_capacity(ids.len());
        for (row, &id) in ids.iter().enumerate() {
            let last = &mut recent[id as usize % RECENT_KEYS];
            if is_known(row) && last.0 != id {
                *last = (id, share_of(id));
            }
            match &last.1 {
                Some(Scalar::Number(number)) if is_known(row) => numbers.push(*number),
                Some(Scalar::Interval(..)) if is_known(row) => {
                    let share = |row: usize| share_of(ids[row]).filter(|_| is_known(row));
                    return Vector::collect(ValueKind::Number, ids.len(), share);
                }
                _ => {
                    there.clear(row);
                    numbers.push(Number::ZERO);
                }
            }
        }
        Vector::new(Values::Exact(numbers), Some(there))
    }

    pub(super) fn total(
        &self,
        ids: &[u32],
        known: Option<&Bits>,
        put: PutId,
        undecided_members: bool,
    ) -> Vector {
        let State::Total(total) = &self.store.puts[put.0].state else {
            return Vector::unknown();
        };
        let range = match self.plan.puts[put.0].kind {
            PutKind::Total { range, .. } => range,
            _ => None,
        };
        let Total {
            sums,
            large_sums,
            unknown,
            loose,
            unkeyed_loose,
            ..
        } = total.as_ref();
        let sums = sums.slots();
        let unknown = unknown.get().map(store::Grow::slots);
        let large = large_sums.get().filter(|sums| !sums.is_empty());
        let loose = loose.get().filter(|sums| !sums.is_empty());
        let extra = unkeyed_loose.get().copied().filter(|_| undecided_members);
        let extra = extra.unwrap_or(store::Loose::NONE);
        let open = |id: u32| unknown.as_ref().map_or(0, |slots| load(slots, id as usize));
        let mantissa =
            |id: u32| (sums.get(id as usize)).map_or(0, |sum| sum.load(Ordering::Relaxed));
        let nothing_extra = extra.unknown == 0
            && extra.negative == Some(Number::ZERO)
            && extra.positive == Some(Number::ZERO);
        let exact = unknown.is_none() || range.is_none();
        if large.is_none() && loose.is_none() && nothing_extra && exact {
            let mantissas = ids.iter().map(|&id| mantissa(id)).collect();
            let decided = unknown.is_some().then(|| Bits::of(ids, |id| open(id) == 0));
            return Vector::new(
                Values::Decimal {
                    mantissas,
                    scale: SUM_SCALE,
                },
                super::bits::both(known, decided.as_ref()),
            );
        }
        Vector::collect(ValueKind::Number, ids.len(), |row| {
            let id = ids[row];
            if known.is_some_and(|known| !known.get(row)) {
                return None;
            }
            let mut sum = Number::decimal(i128::from(mantissa(id)), SUM_SCALE)?;
            if let Some(large) = large.and_then(|sums| sums.get(&id)) {
                sum = sum.plus((*large)?)?;
            }
            let none = store::Loose::NONE;
            let loose = loose.and_then(|sums| sums.get(&id)).unwrap_or(&none);
            let open = open(id);
            let bound = |upper: bool| {
                let mut bound = sum.plus(extra.bound(upper, range)?)?;
                bound = bound.plus(loose.bound(upper, range)?)?;
                if open == 0 {
                    return Some(bound);
                }
                let (low, high) = range?;
                let each = if upper { high } else { low };
                bound.plus(each.times(Number::integer(i64::try_from(open).ok()?))?)
            };
            values::between(bound(false)?, bound(true)?)
        })
    }
}

/// The rows that a share put left under keys: those that surely count, and those that may, for which the condition is true, false, unknown.
pub(super) struct Shares<'a> {
    sure: RwLockReadGuard<'a, Array<AtomicU32>>,
    maybe: Option<RwLockReadGuard<'a, Array<AtomicU32>>>,
    extra: [u64; 3],
}

impl<'a> Shares<'a> {
    /// `None` where the put is none of shares.
    pub(super) fn of(state: &'a PutState, undecided_members: bool) -> Option<Self> {
        let State::Share { sure, maybe } = &state.state else {
            return None;
        };
        Some(Self {
            sure: sure.slots(),
            maybe: maybe.get().map(store::Grow::slots),
            extra: state.unkeyed_share.each_ref().map(|count| {
                if undecided_members {
                    count.load(Ordering::Relaxed)
                } else {
                    0
                }
            }),
        })
    }

    pub(super) fn under(&self, id: u32) -> [u64; 6] {
        let at = id as usize * 3;
        let [yes, no, open] = [0, 1, 2].map(|part| load(&self.sure, at + part));
        let [maybe_yes, maybe_no, maybe_open] = [0, 1, 2].map(|part| {
            let more = self.maybe.as_ref();
            self.extra[part] + more.map_or(0, |slots| load(slots, at + part))
        });
        [yes, no, open, maybe_yes, maybe_no, maybe_open]
    }
}

/// The share of rows; `of_some`: unknown where it may be that there are none.
pub(super) fn share_of(rows: [u64; 6], of_some: bool) -> Option<Scalar> {
    let none_is_sure = rows[..3] == [0; 3];
    if let [yes, no, 0, 0, 0, 0] = rows
        && !none_is_sure
    {
        return Number::fraction(i128::from(yes), i128::from(yes + no)).map(Scalar::Number);
    }
    fraction(rows).filter(|_| !of_some || !none_is_sure)
}

/// With t true and u unknown of N surely in, and undecided members of which m_t pass, m_f fail and m_u are unknown:
/// between t/(N+m_f+m_u) and (t+u+m_t+m_u)/(N+m_t+m_u).
fn fraction(rows: [u64; 6]) -> Option<Scalar> {
    let [yes, no, open, maybe_yes, maybe_no, maybe_open] = rows;
    let all = yes + no + open;
    let fraction = |a: u64, b: u64| Number::fraction(i128::from(a), i128::from(b));
    let least_of = all + maybe_no + maybe_open;
    let most_of = all + maybe_yes + maybe_open;
    if least_of + most_of == 0 {
        return None;
    }
    // Without sure members, one undecided member may be the only one.
    let low = fraction(yes, least_of).unwrap_or(Number::integer(1));
    let high = fraction(yes + open + maybe_yes + maybe_open, most_of).unwrap_or(Number::ZERO);
    Some(if low == high {
        Scalar::Number(low)
    } else {
        Scalar::Interval(low, high)
    })
}

#[inline]
fn load(slots: &[AtomicU32], at: usize) -> u64 {
    slots
        .get(at)
        .map_or(0, |slot| u64::from(slot.load(Ordering::Relaxed)))
}

/// Counts as numbers.
pub(super) fn count_vector(counts: &[Count], known: Option<&Bits>) -> Vector {
    if counts.iter().all(|count| count.low == count.high) {
        let mantissas = counts
            .iter()
            .map(|count| i64::try_from(count.low).unwrap_or(i64::MAX))
            .collect();
        return Vector::new(
            Values::Decimal {
                mantissas,
                scale: 0,
            },
            known.cloned(),
        );
    }
    let number = |n: u64| Number::integer(i64::try_from(n).unwrap_or(i64::MAX));
    let bounds = counts
        .iter()
        .map(|count| (number(count.low), number(count.high)))
        .collect();
    Vector::new(Values::Interval(bounds), known.cloned())
}

/// How counts between two numbers compare with a number: known where all numbers between them agree.
pub(super) fn decide(counts: &[Count], op: CompareOp, number: u32, known: Option<&Bits>) -> Vector {
    let mut yes = Bits::none(counts.len());
    let mut certain = Bits::all(counts.len());
    for (row, count) in counts.iter().enumerate() {
        match count_compares(count.low, count.high, op, number) {
            Some(true) => yes.set(row),
            Some(false) => {}
            None => certain.clear(row),
        }
    }
    Vector::truth(yes, super::bits::both(known, Some(&certain)))
}

/// Whether a number strictly between the bounds changes an equality.
fn inside_matters(op: CompareOp, inside: bool) -> bool {
    inside && matches!(op, CompareOp::Equal | CompareOp::NotEqual | CompareOp::Same)
}

/// Whether a count between two numbers compares so with a number; `None` where it depends.
#[inline]
pub(crate) fn count_compares(low: u64, high: u64, op: CompareOp, number: u32) -> Option<bool> {
    let number = u64::from(number);
    let at = |n: u64| holds(n.cmp(&number), op);
    let inside = low < number && number < high;
    (at(low) == at(high) && !inside_matters(op, inside)).then(|| at(low))
}

/// The rows under keys that a link put left: sure ones ascending, then *maybe* ones.
pub(crate) struct Links<'a> {
    first: RwLockReadGuard<'a, Array<AtomicU32>>,
    others: &'a [(u32, u32)],
    maybe: &'a [(u32, u32)],
    several: &'a [u64],
}

impl<'a> Links<'a> {
    /// The links of a put; `None` when it is no link.
    pub(crate) fn of(store: &'a Store, put: PutId) -> Option<Self> {
        match &store.puts[put.0].state {
            State::Link {
                first,
                others,
                maybe,
                several,
            } => Some(Self {
                first: first.slots(),
                others: others.sorted(),
                maybe: maybe.sorted(),
                several: several.get().map_or(&[], Vec::as_slice),
            }),
            _ => None,
        }
    }

    /// No id at or above this one has a sure row.
    pub(crate) fn ids(&self) -> u32 {
        u32::try_from(self.first.len()).unwrap_or(u32::MAX)
    }

    /// The lowest sure row.
    #[inline]
    pub(crate) fn first(&self, id: u32) -> Option<u32> {
        match self.first.get(id as usize)?.load(Ordering::Relaxed) {
            0 => None,
            inverted => Some(u32::MAX - inverted),
        }
    }

    /// Whether there are rows besides the lowest sure one.
    #[inline]
    pub(crate) fn several(&self, id: u32) -> bool {
        store::has_bit(self.several, id)
    }

    /// The sure rows after the lowest one.
    pub(crate) fn others(&self, id: u32) -> &'a [(u32, u32)] {
        if self.several(id) {
            store::under(self.others, id)
        } else {
            &[]
        }
    }

    /// The rows that may be there.
    pub(crate) fn maybe(&self, id: u32) -> &'a [(u32, u32)] {
        if self.several(id) {
            store::under(self.maybe, id)
        } else {
            &[]
        }
    }
}

/// The ids of a key vector, one for every row.
pub(crate) fn ids_of(key: &Vector, rows: usize) -> Cow<'_, [u32]> {
    // A file may have no rows: only a constant can be asked for its first one.
    let constant = || match key.get(0) {
        Some(Scalar::Key(id)) => id,
        _ => super::vector::NO_KEY,
    };
    match &key.values {
        Values::Key(ids) => Cow::Borrowed(ids),
        Values::Constant(_) => Cow::Owned(vec![constant(); rows]),
        _ => Cow::Owned(vec![super::vector::NO_KEY; rows]),
    }
}
