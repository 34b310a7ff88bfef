//! Rows of a batch put something under their keys.
//!
//! All flags and small counts of one key go into its word with one atomic operation a row. Rows whose filter is unknown go into the *maybe*
//! planes; rows without a key are only counted. What is left does not depend on the order in which batches come.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use super::bits::Bits;
use super::compose::Composer;
use super::keys::KeySpace;
use super::pages::Array;
use super::plane::{Counts, in_blocks};
use super::store::{self, Field, Grow, PutState, SUM_SCALE, Sortable, State, Store, Total, WHOLE};
use super::valued::Putting;
use super::vector::{NO_KEY, Values, Vector};
use crate::plan::{FrameId, NodeId, Plan, PutKind};
use crate::types::Number;

/// A batch of rows that is ready to be put.
pub(crate) struct Rows<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) spaces: &'a [KeySpace],
    pub(crate) composers: &'a [Option<Composer>],
    pub(crate) store: &'a Store,
    pub(crate) frame: FrameId,
    /// Number of rows.
    pub(crate) rows: usize,
    /// The row of the dataset that is the first one here.
    pub(crate) base: u32,
}

/// Rows of one put: where they go and which of them.
struct Going<'a> {
    space: Option<&'a KeySpace>,
    ids: Cow<'a, [u32]>,
    /// Rows with a key whose filter is true.
    sure: Bits,
    /// Rows with a key whose filter is unknown.
    maybe: Option<Bits>,
}

impl Going<'_> {
    /// Calls `each` with the id, the first row and the number of rows of each run of neighbouring rows with one id.
    fn runs(&self, rows: &Bits, mut each: impl FnMut(u32, usize, u32)) {
        let mut run = (NO_KEY, 0, 0);
        for row in rows.rows() {
            let id = self.ids[row];
            if id == run.0 && run.2 > 0 {
                run.2 += 1;
                continue;
            }
            if run.2 > 0 {
                each(run.0, run.1, run.2);
            }
            run = (id, row, 1);
        }
        if run.2 > 0 {
            each(run.0, run.1, run.2);
        }
    }

    fn slots<'g, T: store::Slot>(
        &self,
        array: &'g Grow<T>,
        each: usize,
    ) -> std::sync::RwLockReadGuard<'g, Array<T>> {
        array.with(store::needed(self.space) * each, || {
            store::room(self.space) * each
        })
    }
}

fn maybe_plane<T: store::Slot>(plane: &OnceLock<Grow<T>>) -> &Grow<T> {
    plane.get_or_init(Grow::default)
}

impl<'a> Rows<'a> {
    /// Puts what these puts of the frame put.
    pub(crate) fn put(&self, puts: &[usize], vector: &dyn Fn(NodeId) -> &'a Vector) {
        if self.rows == 0 {
            return;
        }
        let mut done = vec![false; puts.len()];
        for (at, &put) in puts.iter().enumerate() {
            if done[at] {
                continue;
            }
            let going = self.going(put, vector);
            self.appear(put, &going);
            let State::Packed(field, _) = self.store.puts[put].state else {
                self.put_one(put, &going, vector);
                continue;
            };
            // Other puts with the same key and word come along.
            let key = self.plan.puts[put].key;
            let mut together = vec![(put, going)];
            for (other_at, &other) in puts.iter().enumerate().skip(at + 1) {
                if self.plan.puts[other].key == key
                    && let State::Packed(of_other, _) = self.store.puts[other].state
                    && of_other.word == field.word
                {
                    done[other_at] = true;
                    let going = self.going(other, vector);
                    self.appear(other, &going);
                    together.push((other, going));
                }
            }
            self.put_packed(field.word, &together);
        }
    }

    fn going(&self, put: usize, vector: &dyn Fn(NodeId) -> &'a Vector) -> Going<'a> {
        let planned = &self.plan.puts[put];
        let (mut sure, mut maybe) = match planned.filter {
            None => (Bits::all(self.rows), None),
            Some(filter) => {
                let filter = vector(filter);
                let maybe = filter.known_rows(self.rows).map(|known| known.not());
                (filter.yes(self.rows).into_owned(), maybe)
            }
        };
        let Some((space, key)) = planned.key else {
            return Going {
                space: None,
                ids: Cow::Owned(vec![WHOLE; self.rows]),
                sure,
                maybe: maybe.filter(|maybe| !maybe.is_empty()),
            };
        };
        let key = vector(key);
        if let Some(known) = key.known_rows(self.rows) {
            let [unkeyed_sure, unkeyed_maybe] = &self.store.puts[put].unkeyed;
            unkeyed_sure.fetch_add(sure.and_not(&known).count(), Ordering::Relaxed);
            if let Some(maybe) = &maybe {
                unkeyed_maybe.fetch_add(maybe.and_not(&known).count(), Ordering::Relaxed);
            }
            self.put_unkeyed(put, &sure, maybe.as_ref(), &known, vector);
            sure = sure.and(&known);
            maybe = maybe.map(|maybe| maybe.and(&known));
        }
        Going {
            space: Some(&self.spaces[space.0]),
            ids: Cow::Borrowed(key.keys().unwrap_or_default()),
            sure,
            maybe: maybe.filter(|maybe| !maybe.is_empty()),
        }
    }

    /// What rows without a key would put: they may be undecided members of every group.
    fn put_unkeyed(
        &self,
        put: usize,
        sure: &Bits,
        maybe: Option<&Bits>,
        known: &Bits,
        vector: &dyn Fn(NodeId) -> &'a Vector,
    ) {
        let mut open = sure.and_not(known);
        if let Some(maybe) = maybe {
            open = open.or(&maybe.and_not(known));
        }
        if open.is_empty() {
            return;
        }
        self.put_open_keys(put, &open, vector);
        let state = &self.store.puts[put];
        match (self.plan.puts[put].kind, &state.state) {
            (PutKind::Share(condition), _) => {
                let condition = vector(condition);
                let yes = open.and(&condition.yes(self.rows)).count();
                let no = open.and(&condition.no(self.rows)).count();
                let counts = [yes, no, open.count() - yes - no];
                for (slot, count) in state.unkeyed_share.iter().zip(counts) {
                    slot.fetch_add(count, Ordering::Relaxed);
                }
            }
            (
                PutKind::Total {
                    value, given_only, ..
                },
                State::Total(total),
            ) => {
                let value = vector(value);
                let mut values: Vec<Option<Number>> = open
                    .rows()
                    .filter(|&row| !given_only || value.is_known(row))
                    .map(|row| exact(value, row))
                    .collect();
                total.unkeyed.add(&mut values);
            }
            (
                PutKind::Values {
                    value, given_only, ..
                },
                State::Values(values),
            ) => {
                let value = vector(value);
                let mut more: Vec<Option<Sortable>> = open
                    .rows()
                    .filter(|&row| !given_only || value.is_known(row))
                    .map(|row| value.get(row).as_ref().and_then(Sortable::of))
                    .collect();
                values.unkeyed.add(&mut more);
            }
            _ => {}
        }
    }

    /// Remembers the lowest row of every key, for spaces that have a frame.
    fn appear(&self, put: usize, going: &Going<'_>) {
        let Some((space, _)) = self.plan.puts[put].key else {
            return;
        };
        let Some(appearance) = &self.store.appearance[space.0] else {
            return;
        };
        let Some(source) = (appearance.frames.iter()).position(|&frame| frame == self.frame.0)
        else {
            return;
        };
        let slots = going.slots(&appearance.first[source], 1);
        for rows in [Some(&going.sure), going.maybe.as_ref()]
            .into_iter()
            .flatten()
        {
            going.runs(rows, |id, first, _| {
                let row = self.base + to_u32(first);
                slots[id as usize].fetch_max(u32::MAX - row, Ordering::Relaxed);
            });
        }
    }

    fn put_packed(&self, word: usize, together: &[(usize, Going<'_>)]) {
        let Some((first, going)) = together.first() else {
            return;
        };
        let words = &self.store.words_of(self.plan, *first)[word];
        let fields: Vec<(Field, u64)> = together
            .iter()
            .filter_map(|(put, _)| match self.store.puts[*put].state {
                State::Packed(field, cap) => Some((field, cap)),
                _ => None,
            })
            .collect();
        let bit_of = |at: usize| fields.get(at).map_or(0, |(field, _)| 1u64 << field.shift);
        // Written at once for the first of them: what is read and then written costs twice in memory that is new.
        let mut wanted: Vec<u64> = match going.sure.is_full() {
            true => vec![bit_of(0); self.rows],
            false => going.sure.spread(bit_of(0)),
        };
        for (at, (_, going)) in together.iter().enumerate().skip(1) {
            let bit = bit_of(at);
            if going.sure.is_full() {
                wanted.iter_mut().for_each(|wanted| *wanted |= bit);
            } else {
                for row in going.sure.rows() {
                    wanted[row] |= bit;
                }
            }
        }
        let counts = fields
            .iter()
            .map(|(field, cap)| (field.shift, field.mask, *cap));
        let counts = Counts::of(counts);
        words.sure.count(going.space, &counts, &going.ids, &wanted);
        for ((field, _), (_, going)) in fields.iter().zip(together) {
            if let Some(maybe) = &going.maybe {
                let wanted = maybe.spread(1 << field.shift);
                let plane = words.made_maybe();
                plane.count(going.space, &counts, &going.ids, &wanted);
            }
        }
    }

    fn put_one(&self, put: usize, going: &Going<'_>, vector: &dyn Fn(NodeId) -> &'a Vector) {
        let PutState { state, .. } = &self.store.puts[put];
        match (state, self.plan.puts[put].kind) {
            (State::Count { sure, maybe }, _) => {
                let slots = going.slots(sure, 1);
                going.runs(&going.sure, |id, _, rows| {
                    slots[id as usize].fetch_add(rows, Ordering::Relaxed);
                });
                if let Some(rows) = &going.maybe {
                    let slots = going.slots(maybe_plane(maybe), 1);
                    going.runs(rows, |id, _, rows| {
                        slots[id as usize].fetch_add(rows, Ordering::Relaxed);
                    });
                }
            }
            (
                State::Link {
                    first,
                    others,
                    maybe,
                    ..
                },
                _,
            ) => {
                let slots = going.slots(first, 1);
                let mut more = Vec::new();
                let entries = going.sure.rows().map(|row| {
                    let mine = u32::MAX - (self.base + to_u32(row));
                    (going.ids[row], (going.ids[row], mine))
                });
                let look = |slot: &AtomicU32| slot.load(Ordering::Relaxed);
                in_blocks(&slots, entries, look, |slot, _, (id, mine)| {
                    let before = slot.fetch_max(mine, Ordering::Relaxed);
                    if before != 0 {
                        // The lower row stays; the other one, whichever came first, goes aside.
                        more.push((id, u32::MAX - before.min(mine)));
                    }
                });
                drop(slots);
                others.add(&mut more);
                if let Some(rows) = &going.maybe {
                    let mut more: Vec<(u32, u32)> = rows
                        .rows()
                        .map(|row| (going.ids[row], self.base + to_u32(row)))
                        .collect();
                    maybe.add(&mut more);
                }
            }
            (State::Share { sure, maybe }, PutKind::Share(condition)) => {
                let condition = vector(condition);
                let parts = [
                    condition.yes(self.rows).into_owned(),
                    condition.no(self.rows),
                    match condition.known_rows(self.rows) {
                        Some(known) => known.not(),
                        None => Bits::none(self.rows),
                    },
                ];
                let add = |plane: &Grow<AtomicU32>, rows: &Bits| {
                    let slots = going.slots(plane, 3);
                    for (at, part) in parts.iter().enumerate() {
                        going.runs(&rows.and(part), |id, _, rows| {
                            slots[id as usize * 3 + at].fetch_add(rows, Ordering::Relaxed);
                        });
                    }
                };
                add(sure, &going.sure);
                if let Some(rows) = &going.maybe {
                    add(maybe_plane(maybe), rows);
                }
            }
            (
                State::Total(total),
                PutKind::Total {
                    value, given_only, ..
                },
            ) => {
                let value = vector(value);
                if given_only {
                    self.leave_out(put, going, |row| value.is_known(row));
                }
                self.put_total(total, going, value, given_only);
            }
            (
                State::Values(values),
                PutKind::Values {
                    value, given_only, ..
                },
            ) => {
                let value = vector(value);
                // Between two bounds a value is given; only what is not known at all is left out.
                let counts = |row: &usize| !given_only || value.is_known(*row);
                if given_only {
                    self.leave_out(put, going, |row| value.is_known(row));
                }
                let putting = Putting {
                    space: going.space,
                    ids: &going.ids,
                    value,
                    base: self.base,
                };
                values.add(going.sure.rows().filter(counts), &putting);
                if let Some(rows) = &going.maybe {
                    values.add_maybe(rows.rows().filter(counts), &putting);
                }
            }
            _ => {}
        }
    }

    /// Counts the rows that `of given X` leaves out.
    fn leave_out(&self, put: usize, going: &Going<'_>, is_known: impl Fn(usize) -> bool) {
        let rows = [Some(&going.sure), going.maybe.as_ref()];
        let rows = rows.into_iter().flatten().flat_map(Bits::rows);
        let left = rows.filter(|&row| !is_known(row)).count();
        self.store.puts[put]
            .left_out
            .fetch_add(left as u64, Ordering::Relaxed);
    }

    fn put_total(&self, total: &Total, going: &Going<'_>, value: &Vector, given_only: bool) {
        let Total {
            sums,
            magnitude,
            large,
            unknown,
            maybe,
            ..
        } = total;
        let exact = |row: usize| exact(value, row);
        let known = match value.known_rows(self.rows) {
            Some(known) => going.sure.and(&known),
            None => going.sure.clone(),
        };
        // Mantissas at the scale of the sums; what does not fit there is summed as fractions.
        let mut fitting: Vec<(u32, i64)> = Vec::new();
        let mut aside: Vec<(u32, Number)> = Vec::new();
        let mut open: Vec<u32> = Vec::new();
        match &value.values {
            Values::Decimal { mantissas, scale } if *scale <= SUM_SCALE => {
                let power = 10i64.pow(u32::from(SUM_SCALE - scale));
                for row in known.rows() {
                    match mantissas[row].checked_mul(power) {
                        Some(mantissa) => fitting.push((going.ids[row], mantissa)),
                        None => aside.extend(exact(row).map(|n| (going.ids[row], n))),
                    }
                }
            }
            _ => {
                for row in known.rows() {
                    match exact(row) {
                        Some(number) => match number.mantissa(SUM_SCALE) {
                            Some(mantissa) => fitting.push((going.ids[row], mantissa)),
                            None => aside.push((going.ids[row], number)),
                        },
                        None => open.push(going.ids[row]),
                    }
                }
            }
        }
        let size: u128 = fitting
            .iter()
            .map(|(_, m)| u128::from(m.unsigned_abs()))
            .sum();
        let small = u64::try_from(size).ok().filter(|size| *size < 1 << 58);
        let before = small.map(|size| magnitude.fetch_add(size, Ordering::Relaxed));
        if before.is_some_and(|before| before < 1 << 58) {
            let slots = going.slots(sums, 1);
            let look = |slot: &AtomicI64| slot.load(Ordering::Relaxed);
            in_blocks(&slots, fitting.into_iter(), look, |slot, _, mantissa| {
                slot.fetch_add(mantissa, Ordering::Relaxed);
            });
        } else {
            if let Some(size) = small {
                magnitude.fetch_sub(size, Ordering::Relaxed);
            }
            aside.extend(fitting.into_iter().filter_map(|(id, mantissa)| {
                Some((id, Number::decimal(i128::from(mantissa), SUM_SCALE)?))
            }));
        }
        large.add(&mut aside);
        if !given_only {
            open.extend(going.sure.and_not(&known).rows().map(|row| going.ids[row]));
        }
        if !open.is_empty() {
            let slots = going.slots(maybe_plane(unknown), 1);
            for id in open {
                slots[id as usize].fetch_add(1, Ordering::Relaxed);
            }
        }
        if let Some(rows) = &going.maybe {
            let mut list: Vec<(u32, Option<Number>)> = rows
                .rows()
                .filter(|&row| !given_only || value.is_known(row))
                .map(|row| (going.ids[row], exact(row)))
                .collect();
            maybe.add(&mut list);
        }
    }
}

/// The number of a row, where it is not between two others.
fn exact(value: &Vector, row: usize) -> Option<Number> {
    let (low, high) = value.bounds(row)?;
    (low == high).then_some(low)
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
