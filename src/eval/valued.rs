//! Values that rows put under keys, for aggregates that need the values themselves.
//!
//! Where only the least, the largest or the number of different ones is asked, they stand in arrays by key id: the ends, and a set of the
//! first 64 different values. What does not fit there, and whatever is undecided, lies in lists. What is read does not depend on
//! where a value stands.

use std::borrow::Cow;
use std::sync::{OnceLock, PoisonError, RwLock};

use super::bits::Bits;
use super::cells;
use super::keys::KeySpace;
use super::kinds;
use super::plane::Plane;
use super::store::{self, List, SUM_SCALE, Sortable};
use super::values::{self, Members};
use super::vector::{Scalar, Values, Vector};
use crate::plan::{Node, NodeId, Plan, PutId, ReadKind, ValueKind};
use crate::types::Number;

/// Values of rows that may belong to any key.
#[derive(Debug, Default)]
pub(crate) struct Anywhere {
    /// The different values, in order.
    pub(crate) values: Vec<Sortable>,
    /// How many rows have an unknown value.
    pub(crate) unknown: usize,
}

impl Anywhere {
    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.unknown == 0
    }
}

/// What rows put under keys as values.
pub(crate) struct Valued {
    /// What the values are.
    kind: ValueKind,
    /// The largest number of each key, where it is asked.
    highest: Option<Plane>,
    /// The same of the numbers turned over, for the least.
    lowest: Option<Plane>,
    /// The different values of each key, where their number is asked.
    different: Option<Different>,
    /// Known values of rows that surely belong there, and stand in no array.
    sure: List<(u32, Sortable)>,
    /// Rows that surely belong there, with an unknown value.
    unknown: List<(u32, u32)>,
    /// Rows whose filter is unknown.
    maybe: List<(u32, Option<Sortable>)>,
    /// Rows without a key.
    pub(crate) unkeyed: List<Option<Sortable>>,
    /// The same once the phase is over.
    anywhere: OnceLock<Anywhere>,
    /// The keys of the lists, one bit each, once the phase is over.
    listed: OnceLock<Vec<u64>>,
}

/// Sets of the first 64 different values: one bit each, by key.
struct Different {
    sets: Plane,
    /// What the bits stand for. Which value comes first differs from run to run, and nothing that is read depends on it.
    marks: RwLock<Vec<u128>>,
}

impl Different {
    /// The bit of a value, where it is one of the first.
    #[cold]
    fn bit(&self, mark: u128) -> Option<u8> {
        let found = |marks: &[u128]| marks.iter().position(|other| *other == mark);
        let known = found(&self.marks.read().unwrap_or_else(PoisonError::into_inner));
        let at = known.or_else(|| {
            let mut marks = self.marks.write().unwrap_or_else(PoisonError::into_inner);
            found(&marks).or_else(|| {
                let has_room = marks.len() < u64::BITS as usize;
                has_room.then(|| {
                    marks.push(mark);
                    marks.len() - 1
                })
            })
        })?;
        u8::try_from(at).ok()
    }
}

/// Bits of values seen lately.
struct Seen([Option<(u128, Option<u8>)>; 64]);

impl Seen {
    #[inline]
    fn bit(&mut self, mark: u128, different: &Different) -> Option<u8> {
        let half = (mark >> 64) as u64 ^ mark as u64;
        let slot = &mut self.0[(half.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize];
        match slot {
            Some((other, bit)) if *other == mark => *bit,
            _ => {
                let bit = different.bit(mark);
                *slot = Some((mark, bit));
                bit
            }
        }
    }
}

/// Where the values of a batch stand.
struct Places {
    seen: Seen,
    /// Key, number, and the place of the value among the different ones.
    placed: Vec<(u32, i64, u8)>,
    /// Rows whose values stand in no array.
    others: Vec<usize>,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            seen: Seen([None; 64]),
            placed: Vec::new(),
            others: Vec::new(),
        }
    }
}

/// How a value is compared with others of its kind, where that takes no more than 128 bits.
#[inline]
fn mark(number: i64) -> u128 {
    u128::from(number.cast_unsigned())
}

/// Rows of a batch that put values.
pub(crate) struct Putting<'a> {
    pub(crate) space: Option<&'a KeySpace>,
    pub(crate) ids: &'a [u32],
    pub(crate) value: &'a Vector,
    /// The row of the dataset that is the first one here.
    pub(crate) base: u32,
}

impl Putting<'_> {
    fn value_of(&self, row: usize) -> Option<Sortable> {
        self.value.get(row).as_ref().and_then(Sortable::of)
    }
}

impl Valued {
    /// What a put of these values leaves; what is asked of it says how it is kept.
    pub(crate) fn of(plan: &Plan, put: usize, value: NodeId) -> Self {
        let frame = plan.puts[put].frame;
        let kind = kinds::kind_of(plan, frame, value);
        let mut asked: Vec<&ReadKind> = Vec::new();
        for node in plan.frames.iter().flat_map(|frame| &frame.nodes) {
            if let Node::Read {
                put: read,
                kind,
                also,
                ..
            } = node
                && (*read == PutId(put) || also.is_some_and(|(_, more)| more == PutId(put)))
            {
                asked.push(kind);
            }
        }
        let is_asked = |wanted: ReadKind| asked.contains(&&wanted);
        let is_ranked = !matches!(kind, ValueKind::Digest | ValueKind::Text);
        let in_arrays = asked.iter().all(|kind| match kind {
            ReadKind::Least | ReadKind::Largest => is_ranked,
            ReadKind::CountDifferent => true,
            _ => false,
        });
        let end = |wanted| (in_arrays && is_asked(wanted)).then(Plane::of_largest);
        let different = || Different {
            sets: Plane::of_bits(1),
            marks: RwLock::default(),
        };
        Self {
            kind,
            highest: end(ReadKind::Largest),
            lowest: end(ReadKind::Least),
            different: (in_arrays && is_asked(ReadKind::CountDifferent)).then(different),
            sure: List::default(),
            unknown: List::default(),
            maybe: List::default(),
            unkeyed: List::default(),
            anywhere: OnceLock::new(),
            listed: OnceLock::new(),
        }
    }

    /// The whole number that stands for a value of this kind; numbers at so many decimals.
    fn number(&self, value: &Scalar, scale: u8) -> Option<i64> {
        match (self.kind, value) {
            (ValueKind::Number, Scalar::Number(number)) => number.mantissa(scale),
            (ValueKind::Days, Scalar::Days(days)) => Some(i64::from(*days)),
            (ValueKind::Code, Scalar::Code(code)) => Some(i64::from(*code)),
            (ValueKind::Key(_), Scalar::Key(id)) => Some(i64::from(*id)),
            (ValueKind::Truth, Scalar::Truth(truth)) => Some(i64::from(*truth)),
            _ => None,
        }
    }

    /// The value that a whole number stands for.
    fn value(&self, number: i64) -> Option<Sortable> {
        Some(match self.kind {
            ValueKind::Number => Sortable::Number(Number::decimal(i128::from(number), SUM_SCALE)?),
            ValueKind::Days => Sortable::Days(i32::try_from(number).ok()?),
            ValueKind::Code => Sortable::Code(u32::try_from(number).ok()?),
            ValueKind::Key(_) => Sortable::Key(u32::try_from(number).ok()?),
            ValueKind::Truth => Sortable::Truth(number == 1),
            ValueKind::Digest | ValueKind::Text => return None,
        })
    }

    /// Adds the values of rows that surely belong to their keys.
    pub(crate) fn add(&self, rows: impl Iterator<Item = usize>, putting: &Putting<'_>) {
        let Putting {
            space, ids, value, ..
        } = *putting;
        let ranked = self.highest.is_some() || self.lowest.is_some();
        let in_arrays = ranked || self.different.is_some();
        let power = match &value.values {
            Values::Decimal { scale, .. } if *scale <= SUM_SCALE => {
                10i64.pow(u32::from(SUM_SCALE - scale))
            }
            _ => 0,
        };
        let mut places = Places::default();
        let mut put = |row: usize, number: Option<i64>, mark: Option<u128>| {
            let place = mark.filter(|_| in_arrays).and_then(|mark| {
                // Turned over, the least of all is none.
                let number = number.filter(|&number| !ranked || number != i64::MIN);
                let bit = match &self.different {
                    Some(different) => places.seen.bit(mark, different)?,
                    None => 0,
                };
                let number = if ranked { number? } else { 0 };
                Some((ids[row], number, bit))
            });
            match place {
                Some(place) => places.placed.push(place),
                None => places.others.push(row),
            }
        };
        match (self.kind, &value.values) {
            (ValueKind::Number, Values::Decimal { mantissas, .. }) if power > 0 => {
                for row in rows {
                    let number = mantissas[row].checked_mul(power);
                    let number = number.filter(|_| value.is_known(row));
                    put(row, number, number.map(mark));
                }
            }
            (ValueKind::Code, Values::Code(codes)) => {
                for row in rows {
                    let number = value.is_known(row).then(|| i64::from(codes[row]));
                    put(row, number, number.map(mark));
                }
            }
            (ValueKind::Digest, Values::Digest(digests)) => {
                for row in rows {
                    put(row, None, value.is_known(row).then(|| digests[row]));
                }
            }
            _ => {
                for row in rows {
                    match value.get(row) {
                        Some(Scalar::Digest(digest)) => put(row, None, Some(digest)),
                        Some(Scalar::Text(text)) => {
                            put(row, None, Some(cells::digest(text.as_bytes())));
                        }
                        Some(value) => {
                            let number = self.number(&value, SUM_SCALE);
                            put(row, number, number.map(mark));
                        }
                        None => put(row, None, None),
                    }
                }
            }
        }
        let Places { placed, others, .. } = places;
        let (mut known, mut open) = (Vec::new(), Vec::new());
        for row in others {
            match putting.value_of(row) {
                Some(value) => known.push((ids[row], value)),
                None => {
                    let row_here = u32::try_from(row).unwrap_or(u32::MAX);
                    open.push((ids[row], putting.base.saturating_add(row_here)));
                }
            }
        }
        self.sure.add(&mut known);
        self.unknown.add(&mut open);
        if placed.is_empty() {
            return;
        }
        let placed = placed.iter();
        if let Some(highest) = &self.highest {
            let numbers = placed.clone().map(|(id, number, _)| (*id, *number));
            highest.raise(space, numbers);
        }
        if let Some(lowest) = &self.lowest {
            let numbers = placed.clone().map(|(id, number, _)| (*id, -number));
            lowest.raise(space, numbers);
        }
        if let Some(different) = &self.different {
            let bits = placed.map(|(id, _, bit)| (*id, 1 << bit));
            different.sets.set(space, bits);
        }
    }

    /// Adds the values of rows that may belong to their keys.
    pub(crate) fn add_maybe(&self, rows: impl Iterator<Item = usize>, putting: &Putting<'_>) {
        let mut list: Vec<(u32, Option<Sortable>)> = rows
            .map(|row| (putting.ids[row], putting.value_of(row)))
            .collect();
        self.maybe.add(&mut list);
    }

    /// Puts the lists in order, once the phase is over.
    pub(crate) fn finish(&self) {
        self.sure.sort();
        self.unknown.sort();
        self.maybe.sort();
        self.unkeyed.sort();
        let unkeyed = self.unkeyed.sorted();
        let mut values: Vec<Sortable> = unkeyed.iter().flatten().copied().collect();
        let unknown = unkeyed.len() - values.len();
        values.dedup();
        let _ = self.anywhere.set(Anywhere { values, unknown });
        let sure = self.sure.sorted().iter().map(|(id, _)| *id);
        let unknown = self.unknown.sorted().iter().map(|(id, _)| *id);
        let maybe = self.maybe.sorted().iter().map(|(id, _)| *id);
        let mut ids = sure.chain(unknown).chain(maybe);
        let _ = self.listed.set(store::bits_of(&mut ids));
    }

    /// Whether a key is in one of the lists.
    #[inline]
    fn is_listed(&self, id: u32) -> bool {
        store::has_bit(self.listed.get().map_or(&[], Vec::as_slice), id)
    }

    /// The known values of rows that surely belong to a key, in order; where only the ends or the different ones are asked, these.
    fn sure(&self, id: u32) -> Cow<'_, [(u32, Sortable)]> {
        let listed = self.sure.under(id);
        let ends = [(&self.highest, 1), (&self.lowest, -1)];
        let ends = ends
            .into_iter()
            .filter_map(|(plane, sign)| self.value(sign * plane.as_ref()?.largest_of(id)?));
        let mut values: Vec<(u32, Sortable)> = ends.map(|value| (id, value)).collect();
        if let Some(different) = &self.different {
            let set = different.sets.slots().number(id);
            let marks = different
                .marks
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            let chosen = marks
                .iter()
                .enumerate()
                .filter(|(at, _)| set >> at & 1 == 1);
            values.extend(chosen.filter_map(|(_, mark)| Some((id, self.marked(*mark)?))));
        }
        if values.is_empty() {
            return Cow::Borrowed(listed);
        }
        values.extend_from_slice(listed);
        values.sort_unstable();
        values.dedup();
        Cow::Owned(values)
    }

    /// The value of a mark.
    fn marked(&self, mark: u128) -> Option<Sortable> {
        match self.kind {
            ValueKind::Digest | ValueKind::Text => Some(Sortable::Digest(mark)),
            _ => self.value(u64::try_from(mark).ok()?.cast_signed()),
        }
    }

    /// Whether a row surely belongs to a key and has a known value.
    pub(crate) fn has_sure(&self, id: u32) -> bool {
        !self.sure(id).is_empty()
    }

    /// Whether a row with an unknown value or filter belongs, or may belong, to a key; rows without a key apart.
    pub(crate) fn is_open(&self, id: u32) -> bool {
        !self.unknown.under(id).is_empty() || !self.maybe.under(id).is_empty()
    }

    /// What an aggregate is.
    pub(crate) fn result(&self, kind: &ReadKind) -> ValueKind {
        match (kind, self.kind) {
            (ReadKind::Least | ReadKind::Largest | ReadKind::MostCommon, ValueKind::Text) => {
                ValueKind::Digest
            }
            (ReadKind::Least | ReadKind::Largest | ReadKind::MostCommon, kind) => kind,
            _ => ValueKind::Number,
        }
    }

    /// An aggregate under keys; `undecided_members`: rows without a key may belong to any of them.
    pub(crate) fn read(
        &self,
        kind: &ReadKind,
        ids: &[u32],
        known: Option<&Bits>,
        undecided_members: bool,
        range: Option<(Number, Number)>,
    ) -> Vector {
        let nobody = Anywhere::default();
        let anywhere = self.anywhere.get().filter(|_| undecided_members);
        let anywhere = anywhere.unwrap_or(&nobody);
        let of_key = |id: u32| {
            let sure = self.sure(id);
            let members = Members {
                sure: &sure,
                unknown: self.unknown.under(id).len(),
                maybe: self.maybe.under(id),
                anywhere,
                range,
            };
            values::aggregate(kind, &members)
        };
        if anywhere.is_empty()
            && let Some(vector) = self.read_arrays(kind, ids, known, of_key)
        {
            return vector;
        }
        Vector::collect(self.result(kind), ids.len(), |row| {
            match known.is_some_and(|known| !known.get(row)) {
                true => None,
                false => of_key(ids[row]),
            }
        })
    }

    /// An aggregate that the arrays tell for nearly all keys; `None` where they do not, or where it is no single value.
    fn read_arrays(
        &self,
        kind: &ReadKind,
        ids: &[u32],
        known: Option<&Bits>,
        of_key: impl Fn(u32) -> Option<Scalar>,
    ) -> Option<Vector> {
        let counts = *kind == ReadKind::CountDifferent;
        let (mut numbers, found) = match kind {
            ReadKind::Largest => self.highest.as_ref()?.largest(ids),
            ReadKind::Least => {
                let (turned, found) = self.lowest.as_ref()?.largest(ids);
                (turned.into_iter().map(|number| -number).collect(), found)
            }
            ReadKind::CountDifferent => {
                let sets = self.different.as_ref()?.sets.slots().under(ids);
                let sizes = sets.into_iter().map(|set| i64::from(set.count_ones()));
                (sizes.collect(), Bits::all(ids.len()))
            }
            _ => return None,
        };
        let mut there = known.map_or_else(|| found.clone(), |known| known.and(&found));
        if self.listed.get().is_some_and(|listed| !listed.is_empty()) {
            for (row, &id) in ids.iter().enumerate() {
                if !self.is_listed(id) {
                    continue;
                }
                let is_known = known.is_none_or(|known| known.get(row));
                let number = match of_key(id).filter(|_| is_known) {
                    Some(Scalar::Number(number)) if counts => Some(number.mantissa(0)?),
                    Some(value) => Some(self.number(&value, SUM_SCALE)?),
                    None => None,
                };
                there.put(row, number.is_some());
                numbers[row] = number.unwrap_or(0);
            }
        }
        let decimal = |mantissas, scale| Values::Decimal { mantissas, scale };
        let values = match self.kind {
            _ if counts => decimal(numbers, 0),
            ValueKind::Number => decimal(numbers, SUM_SCALE),
            ValueKind::Days => Values::Days(all(&numbers)?),
            ValueKind::Code => Values::Code(all(&numbers)?),
            ValueKind::Key(_) => Values::Key(all(&numbers)?),
            ValueKind::Truth => Values::Truth(Bits::of(&numbers, |n| n == 1).and(&there)),
            ValueKind::Digest | ValueKind::Text => return None,
        };
        Some(Vector::new(values, Some(there)))
    }

    /// An aggregate of the values under one key here and another one there.
    pub(crate) fn read_both(
        &self,
        kind: &ReadKind,
        id: u32,
        (other, second): (&Self, u32),
        range: Option<(Number, Number)>,
    ) -> Option<Scalar> {
        let mut sure = [self.sure(id), other.sure(second)].concat();
        sure.sort_by_key(|(_, value)| *value);
        let members = Members {
            sure: &sure,
            unknown: self.unknown.under(id).len() + other.unknown.under(second).len(),
            maybe: &[self.maybe.under(id), other.maybe.under(second)].concat(),
            anywhere: &Anywhere::default(),
            range,
        };
        values::aggregate(kind, &members)
    }
}

/// All numbers in a smaller form, where they fit.
fn all<T: TryFrom<i64>>(numbers: &[i64]) -> Option<Vec<T>> {
    numbers.iter().map(|&n| T::try_from(n).ok()).collect()
}
