//! Bytes of whole records in, offsets of the separators outside quotes out.
//!
//! [`tokenise`] looks at 64 bytes a step and takes every quote for one that opens or closes a cell. Where a quote stands elsewhere
//! (`5" pipe`) it notices and leaves the bytes to [`walk`], which follows them one by one; both give the same offsets where both apply.
//!
//! The only unsafe code is the call of a safe function that is compiled for instructions which the processor was asked for.

#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "instructions that the processor was asked for at run time"
    )
)]

use wide::u8x16;

/// What is known of some records besides the offsets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tokens {
    /// How many offsets were written.
    pub(super) count: usize,
    /// Line breaks, those inside quotes too.
    pub(super) newlines: u32,
    /// Line breaks inside quotes.
    pub(super) quoted_newlines: u32,
    /// Whether the bytes end inside quotes.
    pub(super) inside: bool,
    /// Whether doubled quotes stand for one somewhere.
    pub(super) doubled: bool,
    /// Whether quotes stand elsewhere than around whole cells.
    pub(super) irregular: bool,
}

/// Where a byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside quotes: it closed the cell, or it is the first of two.
    QuoteSeen,
}

impl State {
    /// The state after a byte, and whether the byte ends a cell.
    fn step(self, byte: u8, separator: u8) -> (Self, bool) {
        match (self, byte) {
            (Self::Quoted, b'"') => (Self::QuoteSeen, false),
            (Self::Quoted, _) | (Self::CellStart | Self::QuoteSeen, b'"') => (Self::Quoted, false),
            (_, b) if b == separator || b == b'\n' => (Self::CellStart, true),
            _ => (Self::Plain, false),
        }
    }
}

/// Offsets are kept as `u32`: the longest text that is taken in one piece.
pub(super) const LONGEST: usize = u32::MAX as usize - 128;

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn set(ends: &mut Vec<u32>, at: usize, end: usize) {
    match ends.get_mut(at) {
        Some(slot) => *slot = offset(end),
        None => ends.push(offset(end)),
    }
}

/// Writes the offsets of all separators outside quotes to the front of `ends` (which only grows). The bytes begin with a record and are at most
/// [`LONGEST`] long; a last record without line break ends at their length.
pub(super) fn tokenise(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Tokens {
    let mut tokens = separators(bytes, separator, ends);
    if tokens.irregular {
        let doubled = tokens.doubled;
        tokens = walk(bytes, separator, ends);
        tokens.doubled = doubled;
    }
    let open = match tokens.count.checked_sub(1).and_then(|last| ends.get(last)) {
        Some(&last) => last as usize + 1 < bytes.len() || bytes.last() != Some(&b'\n'),
        None => !bytes.is_empty(),
    };
    if open {
        set(ends, tokens.count, bytes.len());
        tokens.count += 1;
    }
    tokens
}

/// The masks of 64 bytes: separators and line breaks, line breaks, quotes.
struct Block {
    either: u64,
    quotes: u64,
}

/// Parity of the bits up to and with each bit.
fn prefix_xor(mut mask: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        mask ^= mask << shift;
    }
    mask
}

fn mask_of(bytes: &[u8; 64], wanted: u8) -> u64 {
    let (lanes, _) = bytes.as_chunks::<16>();
    let wanted = u8x16::splat(wanted);
    lanes.iter().rev().fold(0, |mask, lane| {
        mask << 16 | u64::from(u8x16::new(*lane).simd_eq(wanted).to_bitmask())
    })
}

/// What is carried from block to block.
#[derive(Default)]
struct Carry {
    /// All ones inside quotes.
    inside: u64,
    /// The last byte was a separator or a quote, after which a quote may open (or the records begin here).
    may_open: u64,
    /// The last byte was a quote.
    quote: u64,
    /// The last byte closed a cell.
    closed: u64,
}

fn separators(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Tokens {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
    {
        // SAFETY: the function is safe but for the instructions that it may be compiled to, and the processor has just said that it has them.
        return unsafe { separators_with_all_instructions(bytes, separator, ends) };
    }
    separators_anywhere(bytes, separator, ends)
}

/// The same with all instructions of the usual processors of today; the text of it is the same.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn separators_with_all_instructions(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Tokens {
    separators_anywhere(bytes, separator, ends)
}

#[inline(always)]
fn separators_anywhere(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Tokens {
    let mut tokens = Tokens::default();
    let mut carry = Carry {
        may_open: 1,
        ..Carry::default()
    };
    let mut lines = LineCount::default();
    let (comma, newline, quote) = (
        u8x16::splat(separator),
        u8x16::splat(b'\n'),
        u8x16::splat(b'"'),
    );
    let (blocks, tail) = bytes.as_chunks::<64>();
    let mut last = [0; 64];
    last[..tail.len()].copy_from_slice(tail);
    let rest = (!tail.is_empty()).then_some(&last);
    let mut at = 0;
    for block in blocks.iter().chain(rest) {
        let (lanes, _) = block.as_chunks::<16>();
        let mut masks = Block {
            either: 0,
            quotes: 0,
        };
        let mut newlines = u8x16::splat(0);
        for (lane, shift) in lanes.iter().zip([0, 16, 32, 48]) {
            let lane = u8x16::new(*lane);
            let breaks = lane.simd_eq(newline);
            newlines -= breaks;
            masks.either |= u64::from((lane.simd_eq(comma) | breaks).to_bitmask()) << shift;
            masks.quotes |= u64::from(lane.simd_eq(quote).to_bitmask()) << shift;
        }
        lines.add(newlines);
        let mut mask = masks.either;
        if masks.quotes | carry.inside | carry.closed != 0 {
            let length = (bytes.len() - at).min(64);
            mask = outside_quotes(block, &masks, length, &mut carry, &mut tokens);
        } else {
            carry.may_open = masks.either >> 63;
            carry.quote = 0;
        }
        tokens.count = emit(ends, tokens.count, at, mask);
        at += 64;
    }
    tokens.newlines = lines.finish();
    tokens.inside = carry.inside != 0;
    tokens
}

/// The separators of a block with quotes that stand outside of them.
#[inline(never)]
fn outside_quotes(
    block: &[u8; 64],
    masks: &Block,
    length: usize,
    carry: &mut Carry,
    tokens: &mut Tokens,
) -> u64 {
    let Block { either, quotes } = *masks;
    let keep = if length >= 64 {
        u64::MAX
    } else {
        (1 << length) - 1
    };
    let inside = prefix_xor(quotes) ^ carry.inside;
    let (opening, closing) = (quotes & inside, quotes & !inside);
    let newlines = mask_of(block, b'\n');
    let may_open = (either | quotes) << 1 | carry.may_open;
    let must_end = (closing << 1 | carry.closed) & keep;
    // `"…"` before CRLF ends a cell too; that the record really ends there is looked at with all other carriage returns.
    let may_end = either | quotes | mask_of(block, b'\r');
    tokens.irregular |= opening & !may_open | must_end & !may_end != 0;
    tokens.doubled |= opening & (quotes << 1 | carry.quote) != 0;
    tokens.quoted_newlines += (newlines & inside & keep).count_ones();
    carry.inside = ((inside.cast_signed()) >> 63).cast_unsigned();
    carry.may_open = (either | quotes) >> 63;
    carry.quote = quotes >> 63;
    carry.closed = closing >> 63;
    either & !inside
}

/// Writes the offsets of the set bits, eight at a time: what is written too much is written over next.
#[inline(always)]
fn emit(ends: &mut Vec<u32>, count: usize, at: usize, mut mask: u64) -> usize {
    if ends.len() < count + 64 {
        ends.resize((count + 64) * 2, 0);
    }
    let base = offset(at);
    let found = mask.count_ones() as usize;
    let (slots, _) = ends[count..count + 64].as_chunks_mut::<8>();
    for eight in slots.iter_mut().take(found.div_ceil(8)) {
        for slot in eight {
            // The bit on top spares the processor the question whether any bit is left.
            *slot = base + (mask | 1 << 63).trailing_zeros();
            mask &= mask.wrapping_sub(1);
        }
    }
    count + found
}

/// Counts line breaks in 16 lanes of bytes, emptied before one can run over.
#[derive(Default)]
struct LineCount {
    lanes: u8x16,
    blocks: u32,
    total: u32,
}

impl LineCount {
    #[inline(always)]
    fn add(&mut self, lanes: u8x16) {
        self.lanes += lanes;
        self.blocks += 1;
        if self.blocks == 63 {
            self.empty();
        }
    }

    fn empty(&mut self) {
        self.total += self
            .lanes
            .to_array()
            .iter()
            .map(|&n| u32::from(n))
            .sum::<u32>();
        self.lanes = u8x16::splat(0);
        self.blocks = 0;
    }

    fn finish(mut self) -> u32 {
        self.empty();
        self.total
    }
}

/// The same byte by byte: a quote counts only at the start of a cell and inside a quoted one.
fn walk(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Tokens {
    let mut tokens = Tokens {
        irregular: true,
        ..Tokens::default()
    };
    let mut state = State::CellStart;
    for (at, &byte) in bytes.iter().enumerate() {
        let (next, ends_cell) = state.step(byte, separator);
        if ends_cell {
            set(ends, tokens.count, at);
            tokens.count += 1;
        }
        if byte == b'\n' {
            tokens.newlines += 1;
            tokens.quoted_newlines += u32::from(!ends_cell);
        }
        state = next;
    }
    tokens.inside = state == State::Quoted;
    tokens
}

/// Where the record ends in whose quotes the bytes begin: the offset after its line break.
pub(super) fn quoted_tail(bytes: &[u8], separator: u8) -> Option<usize> {
    record_end(State::Quoted, bytes, separator)
}

/// Where the record ends that begins here: the offset after its line break.
pub(super) fn first_record(bytes: &[u8], separator: u8) -> Option<usize> {
    record_end(State::CellStart, bytes, separator)
}

fn record_end(mut state: State, bytes: &[u8], separator: u8) -> Option<usize> {
    for (at, &byte) in bytes.iter().enumerate() {
        let (next, ends_cell) = state.step(byte, separator);
        if ends_cell && byte == b'\n' {
            return Some(at + 1);
        }
        state = next;
    }
    None
}

/// Takes quotes off in place, as a spreadsheet does: the text between the first quote and its partner with doubled quotes made single,
/// then whatever follows. Gives the number of bytes left at the front.
pub(super) fn unquote(cell: &mut [u8]) -> usize {
    if cell.first() != Some(&b'"') {
        return cell.len();
    }
    let (mut from, mut to, mut quoted) = (1, 0, true);
    while from < cell.len() {
        let byte = cell[from];
        if quoted && byte == b'"' {
            if cell.get(from + 1) == Some(&b'"') {
                from += 1;
            } else {
                quoted = false;
                from += 1;
                continue;
            }
        }
        cell[to] = byte;
        to += 1;
        from += 1;
    }
    to
}

#[cfg(test)]
mod tests {
    use super::{separators, separators_anywhere};
    use proptest::prelude::{ProptestConfig, any, prop, prop_oneof, proptest};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn both_ways_give_the_same(
            text in prop::collection::vec(
                prop_oneof![
                    4 => any::<u8>(),
                    4 => prop::sample::select(b",\n\"\r".to_vec()),
                    8 => prop::sample::select("a0学".as_bytes().to_vec()),
                ],
                0..700,
            )
        ) {
            let (mut here, mut anywhere) = (Vec::new(), Vec::new());
            let tokens = separators(&text, b',', &mut here);
            assert_eq!(tokens, separators_anywhere(&text, b',', &mut anywhere));
            assert_eq!(here[..tokens.count], anywhere[..tokens.count]);
        }
    }
}
