//! Keys of several parts: ids, codes, days and small numbers side by side in 64 bits, in steps where they do not fit.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use super::bits::{Bits, both};
use super::cells::OTHER_WORD;
use super::explain::{Explained, Known};
use super::keys::{Block, KeySpace};
use super::kinds;
use super::vector::{NO_KEY, Scalar, Values, Vector};
use crate::plan::{FrameId, Node, NodeId, Plan, SpaceId, ValueKind};
use crate::types::{Date, Number};

/// Whole numbers around 0 stand for themselves; others have a number of their own from here on.
const ASIDE: u32 = 1 << 31;
const DAY_OFFSET: i32 = 1 << 23;

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
            if used + part.bits > 63 {
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
        let mut packed = vec![0u64; rows];
        let mut known: Option<Bits> = None;
        let mut missing = needed.map_or_else(|| Bits::none(rows), Bits::not);
        let mut step = 0;
        for (at, (part, argument)) in self.parts.iter().zip(arguments).enumerate() {
            let argument_known = argument.known_rows(rows);
            known = both(known.as_ref(), argument_known.as_deref());
            if self.steps.get(step) == Some(&at) {
                for (row, packed) in packed.iter_mut().enumerate() {
                    *packed = if missing.get(row) { 0 } else { *packed + 1 };
                }
                let prefix = &self.prefixes[step];
                let ids = if insert {
                    prefix.intern(&packed, &mut blocks[step], expected)
                } else {
                    prefix.look_up(&packed)
                };
                for (row, (packed, id)) in packed.iter_mut().zip(ids).enumerate() {
                    if id == NO_KEY {
                        missing.set(row);
                    }
                    *packed = u64::from(id);
                }
                step += 1;
            }
            let all_known = argument_known.is_none();
            let mut add = |row: usize, value: Option<u32>| match value {
                Some(value) => packed[row] = packed[row] << part.bits | u64::from(value),
                None => {
                    packed[row] <<= part.bits;
                    missing.set(row);
                }
            };
            match (&argument.values, all_known) {
                (Values::Key(ids), true) => {
                    for (row, &id) in ids.iter().enumerate() {
                        add(row, (id != NO_KEY).then_some(id));
                    }
                }
                (Values::Code(codes), true) => {
                    for (row, &code) in codes.iter().enumerate() {
                        add(row, Some(narrow(code)));
                    }
                }
                (
                    Values::Decimal {
                        mantissas,
                        scale: 0,
                    },
                    true,
                ) if mantissas.iter().all(|&n| small(n).is_some()) => {
                    for (row, &n) in mantissas.iter().enumerate() {
                        add(row, small(n));
                    }
                }
                (Values::Days(days), true) => {
                    for (row, days) in days.iter().enumerate() {
                        add(row, day_value(*days));
                    }
                }
                (Values::Digest(digests), all_known) => {
                    // A few texts come again and again; only a new one asks for its number.
                    let mut seen: [Option<(u128, Option<u32>)>; 64] = [None; 64];
                    for (row, &digest) in digests.iter().enumerate() {
                        if !all_known && !argument.is_known(row) {
                            add(row, None);
                            continue;
                        }
                        let slot = &mut seen[place(digest)];
                        let number = match slot {
                            Some((other, number)) if *other == digest => *number,
                            _ => {
                                let number = self.digests.number(digest, insert);
                                *slot = Some((digest, number));
                                number
                            }
                        };
                        add(row, number);
                    }
                }
                _ => {
                    for row in 0..rows {
                        let value = argument.get(row);
                        add(row, value.and_then(|value| self.part_value(&value, insert)));
                    }
                }
            }
        }
        for (row, packed) in packed.iter_mut().enumerate() {
            *packed = if missing.get(row) { 0 } else { *packed + 1 };
        }
        (packed, known)
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
            Scalar::Text(text) => {
                (self.digests).number(super::cells::digest(text.as_bytes()), insert)
            }
            Scalar::Interval(..) => None,
        }
    }

    /// The values of the parts of a packed key.
    pub(crate) fn unpack(&self, packed: u64) -> Vec<u32> {
        let mut values = vec![0; self.parts.len()];
        let mut rest = packed.saturating_sub(1);
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
            _ => None,
        };
        text.unwrap_or_default()
    }
}

/// One of 64 places for a digest.
#[inline]
fn place(digest: u128) -> usize {
    let mix = (digest ^ digest >> 61).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    usize::try_from(mix >> 122).unwrap_or(0)
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
