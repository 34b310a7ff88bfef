//! Keys of several parts: ids, codes, days and small numbers side by side in 64 bits, in steps where they do not fit.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use super::bits::{Bits, both};
use super::cells::{self, OTHER_WORD};
use super::explain::{Explained, Known};
use super::keys::{Block, KeySpace};
use super::kinds;
use super::vector::{NO_KEY, Scalar, Values, Vector};
use crate::plan::{FrameId, Node, NodeId, Plan, SpaceId, ValueKind};
use crate::types::{Date, Number};

/// Whole numbers around 0 stand for themselves; others have a number of their own from here on.
const ASIDE: u32 = 1 << 31;
const DAY_OFFSET: i32 = 1 << 23;
/// So many bits of a packed key hold values; the one above says that they are in as few bits as they take.
const SHORT: u32 = 62;
/// Values take one to four times so many bits there.
const FIRST_WIDTH: u32 = 8;

/// Values that need a number of their own.
struct Numbered<T>(Mutex<(HashMap<T, u32>, Vec<T>)>);

impl<T: Copy + Eq + Hash> Numbered<T> {
    fn number(&self, value: T, insert: bool) -> Option<u32> {
        let (numbers, values) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&number) = numbers.get(&value) {
            return Some(number);
        }
        if !insert {
            return None;
        }
        let number = u32::try_from(values.len()).ok()?;
        numbers.insert(value, number);
        values.push(value);
        Some(number)
    }

    fn value(&self, number: u32) -> Option<T> {
        let numbered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        numbered.1.get(number as usize).copied()
    }
}

/// One part of a key.
struct Part {
    kind: ValueKind,
    bits: u32,
    words: Vec<String>,
}

impl Part {
    /// The value that usual keys have in the middle.
    fn middle(&self) -> u32 {
        match self.kind {
            ValueKind::Days => DAY_OFFSET.cast_unsigned(),
            ValueKind::Number => ASIDE / 2,
            _ => 0,
        }
    }
}

/// A key while its values are put one after another in as few bits as they take.
#[derive(Debug, Clone, Copy, Default)]
struct Short {
    values: u64,
    /// How many bits each of them has, two bits for each.
    widths: u32,
    /// How many bits all of it takes.
    used: u32,
}

impl Short {
    #[inline]
    fn with(self, bits: u32, middle: u32, value: u32) -> Self {
        if bits < FIRST_WIDTH {
            return Self {
                values: self.values << bits | u64::from(value),
                used: self.used + bits,
                ..self
            };
        }
        let value = counted(value, middle);
        let class = (u32::BITS - (value | 1).leading_zeros() - 1) / FIRST_WIDTH;
        let width = (class + 1) * FIRST_WIDTH;
        Self {
            values: self.values << width | u64::from(value),
            widths: self.widths << 2 | class,
            used: self.used + width + 2,
        }
    }
}

/// A value counted from a middle, by turns above and below it, so that usual ones are small.
#[inline]
fn counted(value: u32, middle: u32) -> u32 {
    if middle == 0 {
        return value;
    }
    let from_middle = value.wrapping_sub(middle).cast_signed();
    (from_middle << 1 ^ from_middle >> 31).cast_unsigned()
}

/// The value that [`counted`] counted.
fn uncounted(counted: u32, middle: u32) -> u32 {
    if middle == 0 {
        return counted;
    }
    let from_middle = counted >> 1 ^ (counted & 1).wrapping_neg();
    from_middle.wrapping_add(middle)
}

/// How keys of a space of several parts are made.
pub(crate) struct Composer {
    parts: Vec<Part>,
    /// Numbers of the parts that begin a new step: there, what came before is an id of a prefix.
    steps: Vec<usize>,
    prefixes: Vec<KeySpace>,
    digests: Numbered<u128>,
    numbers: Numbered<Number>,
}

/// Blocks of ids that a thread has of the prefixes of a composer.
pub(crate) type PrefixBlocks = Vec<Block>;

impl Composer {
    /// The composer of a space, by the first node that makes keys of it; `None` when none does.
    pub(crate) fn of(plan: &Plan, space: usize, threads: usize) -> Option<Self> {
        let frames = plan.frames.iter().enumerate();
        let made = frames.flat_map(|(at, frame)| {
            frame.nodes.iter().filter_map(move |node| match node {
                Node::Compose(id, arguments) if id.0 == space => {
                    Some((FrameId(at), arguments.as_slice()))
                }
                _ => None,
            })
        });
        let made: Vec<(FrameId, &[NodeId])> = made.collect();
        let &(frame, arguments) = made.first()?;
        let parts: Vec<Part> = arguments
            .iter()
            .enumerate()
            .map(|(at, &id)| {
                let kind = kinds::kind_of(plan, frame, id);
                let bits = match kind {
                    ValueKind::Truth => 1,
                    ValueKind::Code => 16,
                    ValueKind::Days => 24,
                    // A space with more keys does not fit into any memory.
                    ValueKind::Key(_) => 31,
                    _ => 32,
                };
                let first = |spellings: &Vec<String>| spellings.first().cloned();
                // Where the part is a constant, another node tells what its words are.
                let words = (made.iter())
                    .map(|&(frame, arguments)| kinds::words_of(plan, frame, arguments[at]))
                    .find(|words| !words.is_empty())
                    .unwrap_or_default();
                let words = (words.iter())
                    .map(|spellings| first(spellings).unwrap_or_default())
                    .collect();
                Part { kind, bits, words }
            })
            .collect();
        let mut steps = Vec::new();
        let mut used = 0;
        for (at, part) in parts.iter().enumerate() {
            if used + part.bits > SHORT {
                steps.push(at);
                used = 31;
            }
            used += part.bits;
        }
        Some(Self {
            prefixes: steps.iter().map(|_| KeySpace::new(threads)).collect(),
            parts,
            steps,
            digests: Numbered(Mutex::default()),
            numbers: Numbered(Mutex::default()),
        })
    }

    /// Blocks for one thread.
    pub(crate) fn blocks(&self) -> PrefixBlocks {
        vec![Block::default(); self.prefixes.len()]
    }

    /// Packed keys, 0 where one is unknown, not there or not needed, and where they are known.
    pub(crate) fn pack(
        &self,
        arguments: &[&Vector],
        (rows, needed): (usize, Option<&Bits>),
        insert: bool,
        blocks: &mut PrefixBlocks,
        expected: usize,
    ) -> (Vec<u64>, Option<Bits>) {
        let mut known: Option<Bits> = None;
        let mut missing = needed.map_or_else(|| Bits::none(rows), Bits::not);
        let mut values: Vec<Cow<'_, [u32]>> = Vec::with_capacity(self.parts.len());
        for argument in arguments {
            known = both(known.as_ref(), argument.known_rows(rows).as_deref());
            values.push(self.part_values(argument, rows, insert, &mut missing));
        }
        let mut packed = match self.steps.is_empty() {
            true => self.side_by_side(&values),
            false => self.packed_in_steps(&values, &mut missing, insert, blocks, expected),
        };
        for packed in &mut packed {
            *packed = packed.wrapping_add(1);
        }
        for row in missing.rows() {
            packed[row] = 0;
        }
        (packed, known)
    }

    fn side_by_side(&self, values: &[Cow<'_, [u32]>]) -> Vec<u64> {
        let mut parts = self.parts.iter().zip(values);
        // What is read first and then written costs twice in memory that is new: the first part is written at once.
        let first = parts.next().map_or(&[][..], |(_, values)| values.as_ref());
        let mut packed: Vec<u64> = first.iter().map(|&value| u64::from(value)).collect();
        for (part, values) in parts {
            for (packed, &value) in packed.iter_mut().zip(values.as_ref()) {
                *packed = *packed << part.bits | u64::from(value);
            }
        }
        packed
    }

    /// Keys that do not fit side by side: in as few bits as their values take, or else in steps.
    fn packed_in_steps(
        &self,
        values: &[Cow<'_, [u32]>],
        missing: &mut Bits,
        insert: bool,
        blocks: &mut PrefixBlocks,
        expected: usize,
    ) -> Vec<u64> {
        let (mut packed, fits) = self.short(values);
        let long: Vec<usize> = fits.or(missing).not().rows().collect();
        if long.is_empty() {
            return packed;
        }
        let mut steps: Vec<u64> = vec![0; long.len()];
        let mut step = 0;
        for (at, (part, values)) in self.parts.iter().zip(values).enumerate() {
            if self.steps.get(step) == Some(&at) {
                for (steps, &row) in steps.iter_mut().zip(&long) {
                    *steps = if missing.get(row) { 0 } else { *steps + 1 };
                }
                let prefix = &self.prefixes[step];
                let ids = if insert {
                    prefix.intern(&steps, &mut blocks[step], expected)
                } else {
                    prefix.look_up(&steps)
                };
                for ((steps, id), &row) in steps.iter_mut().zip(ids).zip(&long) {
                    if id == NO_KEY {
                        missing.set(row);
                    }
                    *steps = u64::from(id);
                }
                step += 1;
            }
            for (steps, &row) in steps.iter_mut().zip(&long) {
                *steps = *steps << part.bits | u64::from(values[row]);
            }
        }
        for (steps, row) in steps.into_iter().zip(long) {
            packed[row] = steps;
        }
        packed
    }

    /// The values of a part in all rows; rows in which it has none are missing.
    fn part_values<'v>(
        &self,
        argument: &'v Vector,
        rows: usize,
        insert: bool,
        missing: &mut Bits,
    ) -> Cow<'v, [u32]> {
        if let Some(known) = argument.known_rows(rows) {
            missing.add(&known.not());
        }
        match &argument.values {
            Values::Key(ids) => {
                if ids.contains(&NO_KEY) {
                    missing.add(&Bits::of(ids, |id| id == NO_KEY));
                }
                return Cow::Borrowed(ids);
            }
            Values::Code(codes) => return codes.iter().map(|&code| narrow(code)).collect(),
            // All are looked at, several at once, which is faster than to stop at the first that does not fit.
            Values::Days(days) => {
                let value = |day: &i32| day.wrapping_add(DAY_OFFSET);
                if days.iter().fold(0, |all, day| all | value(day)) >= 0 {
                    return days.iter().map(|day| value(day).cast_unsigned()).collect();
                }
            }
            Values::Decimal {
                mantissas,
                scale: 0,
            } => {
                let value = |number: &i64| number.wrapping_add(i64::from(ASIDE / 2));
                let all = mantissas.iter().fold(0, |all, number| all | value(number));
                if (0..i64::from(ASIDE)).contains(&all) {
                    return mantissas
                        .iter()
                        .map(|number| value(number) as u32)
                        .collect();
                }
            }
            _ => {}
        }
        // A few texts come again and again; only a new one asks for its number.
        let mut seen: [Option<(u128, Option<u32>)>; 64] = [None; 64];
        let mut numbered = |digest: u128| match &mut seen[cells::place(digest, 6)] {
            Some((other, number)) if *other == digest => *number,
            slot => {
                let number = self.digests.number(digest, insert);
                *slot = Some((digest, number));
                number
            }
        };
        let mut value = |row: usize| match &argument.values {
            Values::Digest(digests) if argument.is_known(row) => numbered(digests[row]),
            _ => self.part_value(&argument.get(row)?, insert),
        };
        let mut values = vec![0; rows];
        for (row, slot) in values.iter_mut().enumerate() {
            if missing.get(row) {
                continue;
            }
            match value(row) {
                Some(value) => *slot = value,
                None => missing.set(row),
            }
        }
        Cow::Owned(values)
    }

    /// Keys in as few bits as their values take (the values one after another, then how many bits each has), and for which rows these are
    /// few enough.
    fn short(&self, values: &[Cow<'_, [u32]>]) -> (Vec<u64>, Bits) {
        let mut parts = self.parts.iter().zip(values);
        let mut keys: Vec<Short> = match parts.next() {
            Some((part, values)) => {
                let (bits, middle) = (part.bits, part.middle());
                let first = |&value: &u32| Short::default().with(bits, middle, value);
                values.iter().map(first).collect()
            }
            None => Vec::new(),
        };
        for (part, values) in parts {
            let (bits, middle) = (part.bits, part.middle());
            for (key, &value) in keys.iter_mut().zip(values.as_ref()) {
                *key = key.with(bits, middle, value);
            }
        }
        let told = self.told();
        let packed = |key: &Short| 1 << SHORT | key.values << told | u64::from(key.widths);
        (
            keys.iter().map(packed).collect(),
            Bits::of(&keys, |key| key.used <= SHORT),
        )
    }

    /// How many bits of a short key tell how many bits its values have.
    fn told(&self) -> u32 {
        let told = self
            .parts
            .iter()
            .map(|part| u32::from(part.bits >= FIRST_WIDTH) * 2);
        told.sum::<u32>().min(SHORT)
    }

    /// The values of a key that [`Self::short`] made.
    fn long(&self, short: u64) -> Vec<u32> {
        let mut rest = (short & !(1 << SHORT)) >> self.told();
        let mut widths = short;
        let mut values: Vec<u32> = Vec::with_capacity(self.parts.len());
        for part in self.parts.iter().rev() {
            let mut bits = part.bits;
            if bits >= FIRST_WIDTH {
                bits = u32::try_from(widths & 3).unwrap_or(0) * FIRST_WIDTH + FIRST_WIDTH;
                widths >>= 2;
            }
            let value = u32::try_from(rest & ((1 << bits) - 1)).unwrap_or(0);
            rest >>= bits;
            values.push(match part.bits >= FIRST_WIDTH {
                true => uncounted(value, part.middle()),
                false => value,
            });
        }
        values.reverse();
        values
    }

    /// The value of a part of a key; `None`: it has none, or not yet and none is made with `insert`.
    pub(crate) fn part_value(&self, value: &Scalar, insert: bool) -> Option<u32> {
        match value {
            Scalar::Truth(truth) => Some(u32::from(*truth)),
            Scalar::Key(id) => (*id != NO_KEY).then_some(*id),
            Scalar::Days(days) => day_value(*days),
            Scalar::Code(code) => Some(narrow(*code)),
            Scalar::Number(number) => match number.mantissa(0).and_then(small) {
                Some(small) => Some(small),
                None => Some(ASIDE + self.numbers.number(*number, insert)?),
            },
            Scalar::Digest(digest) => self.digests.number(*digest, insert),
            Scalar::Text(text) => (self.digests).number(cells::digest(text.as_bytes()), insert),
            Scalar::Interval(..) => None,
        }
    }

    /// The values of the parts of a packed key.
    pub(crate) fn unpack(&self, packed: u64) -> Vec<u32> {
        let mut values = vec![0; self.parts.len()];
        let mut rest = packed.saturating_sub(1);
        if !self.steps.is_empty() && rest >> SHORT == 1 {
            return self.long(rest);
        }
        let mut step = self.steps.len();
        for at in (0..self.parts.len()).rev() {
            let bits = self.parts[at].bits;
            values[at] = u32::try_from(rest & ((1 << bits) - 1)).unwrap_or(0);
            rest >>= bits;
            if step > 0 && self.steps[step - 1] == at {
                step -= 1;
                let prefix = u32::try_from(rest).unwrap_or(NO_KEY);
                rest = self.prefixes[step].packed(prefix).saturating_sub(1);
            }
        }
        values
    }

    /// The text of a part's value; keys are for the caller.
    pub(crate) fn part_text(&self, part: usize, value: u32) -> Option<String> {
        let part = self.parts.get(part)?;
        match part.kind {
            ValueKind::Key(_) => None,
            ValueKind::Truth => Some(if value == 1 { "true" } else { "false" }.to_owned()),
            ValueKind::Days => {
                let days = value.cast_signed().checked_sub(DAY_OFFSET)?;
                Some(Date(days).to_string())
            }
            ValueKind::Number if value >= ASIDE => {
                Some(self.numbers.value(value - ASIDE)?.to_string())
            }
            ValueKind::Number => Some((i64::from(value) - i64::from(ASIDE / 2)).to_string()),
            ValueKind::Code => part.words.get(value as usize).cloned(),
            ValueKind::Digest | ValueKind::Text => None,
        }
    }

    /// The space of a part that is a key of its own.
    pub(crate) fn part_space(&self, part: usize) -> Option<usize> {
        match self.parts.get(part)?.kind {
            ValueKind::Key(space) => Some(space.0),
            _ => None,
        }
    }
}

impl Explained<'_> {
    /// The text of a part of a key that nobody put anything under; empty where it has none.
    pub(super) fn part_text(
        &self,
        (space, at): (SpaceId, usize),
        part: NodeId,
        row: usize,
    ) -> String {
        let composer = self.engine.composers[space.0].as_ref();
        let text = match (self.node(part), self.value(part, row)) {
            (_, Some(Known::Text(text))) => Some(text),
            (_, Some(Known::Key(_, texts))) => Some(texts.join("|")),
            (_, Some(Known::Days(days))) => Some(Date(days).to_string()),
            (_, Some(Known::Number(number, _))) => Some(number.to_string()),
            (_, Some(Known::Code(code))) => {
                composer.zip(code).and_then(|(c, n)| c.part_text(at, n))
            }
            (Node::Column(column, _), Some(_)) => {
                (self.cell(*column, row)).map(|(text, _)| text.trim().to_owned())
            }
            (_, Some(Known::Truth(truth))) => {
                composer.and_then(|composer| composer.part_text(at, truth.into()))
            }
            _ => None,
        };
        text.unwrap_or_default()
    }
}

/// A whole number that stands for itself.
fn small(number: i64) -> Option<u32> {
    let number = u32::try_from(number.checked_add(i64::from(ASIDE / 2))?).ok();
    number.filter(|&n| n < ASIDE)
}

fn day_value(days: i32) -> Option<u32> {
    u32::try_from(days.checked_add(DAY_OFFSET)?).ok()
}

fn narrow(code: u32) -> u32 {
    if code >= OTHER_WORD {
        0xFFFF
    } else {
        code & 0xFFFF
    }
}

#[cfg(test)]
mod tests {
    use super::{ASIDE, Composer, DAY_OFFSET, Numbered, Part, counted, uncounted};
    use crate::plan::{SpaceId, ValueKind};
    use std::borrow::Cow;
    use std::sync::Mutex;

    #[test]
    fn counting_from_the_middle_goes_back() {
        for middle in [0, ASIDE / 2, DAY_OFFSET.cast_unsigned()] {
            for value in [0, 1, middle.wrapping_sub(1), middle, middle + 1, u32::MAX] {
                assert_eq!(uncounted(counted(value, middle), middle), value);
            }
        }
    }

    #[test]
    fn short_keys_go_back_to_their_values() {
        let part = |kind, bits| Part {
            kind,
            bits,
            words: Vec::new(),
        };
        let key = || part(ValueKind::Key(SpaceId(0)), 31);
        let composer = Composer {
            parts: vec![
                key(),
                part(ValueKind::Days, 24),
                part(ValueKind::Truth, 1),
                key(),
            ],
            steps: vec![3],
            prefixes: Vec::new(),
            digests: Numbered(Mutex::default()),
            numbers: Numbered(Mutex::default()),
        };
        let day = DAY_OFFSET.cast_unsigned();
        let rows = [
            [1, day + 18_000, 1, 255],
            [1_000_000, day - 1, 0, 256],
            [0x7FFF_FFFF, day + 40_000, 1, 0x7FFF_FFFF],
            [0xFFFF, day, 0, 1],
        ];
        let columns: Vec<Cow<'_, [u32]>> = (0..4)
            .map(|part| rows.iter().map(|row| row[part]).collect())
            .collect();
        let (packed, fits) = composer.short(&columns);
        for (row, values) in rows.iter().enumerate() {
            if fits.get(row) {
                assert_eq!(composer.unpack(packed[row] + 1), values);
            }
        }
        assert_eq!(fits.rows().collect::<Vec<_>>(), [0, 1, 3]);
    }
}
