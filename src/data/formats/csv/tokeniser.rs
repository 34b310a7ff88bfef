//! Bytes of whole records in, offsets of the separators outside quotes out.
//!
//! [`tokenise`] looks at 64 bytes a step and takes every quote for one that opens or closes a cell. Where a quote stands elsewhere
//! (`5" pipe`) it notices and leaves the bytes to [`walk`], which follows them one by one; both give the same offsets where both apply.
//!
//! Instructions of newer processors are used where the processor says that it has them (`x86`).

#[cfg(target_arch = "x86_64")]
mod x86;

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
/// 4 GB long; a last record without line break ends at their length.
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

/// What stands where in 64 bytes, a bit each.
struct Block {
    /// Separators and line breaks.
    either: u64,
    breaks: u64,
    quotes: u64,
}

/// Parity of the bits up to and with each bit.
fn prefix_xor(mut mask: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        mask ^= mask << shift;
    }
    mask
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

/// The separators by the best instructions that the processor has.
fn separators(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Tokens {
    #[cfg(target_arch = "x86_64")]
    if let Some(tokens) = x86::separators(bytes, separator, ends) {
        return tokens;
    }
    separators_anywhere(bytes, separator, ends)
}

/// The same by instructions that every processor has.
fn separators_anywhere(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Tokens {
    let (separator, newline, quote) = (
        u8x16::splat(separator),
        u8x16::splat(b'\n'),
        u8x16::splat(b'"'),
    );
    let look = |bytes: &[u8; 64]| {
        let mut block = Block {
            either: 0,
            breaks: 0,
            quotes: 0,
        };
        let (lanes, _) = bytes.as_chunks::<16>();
        for (lane, shift) in lanes.iter().zip([0, 16, 32, 48]) {
            let lane = u8x16::new(*lane);
            let breaks = u64::from(lane.simd_eq(newline).to_bitmask());
            block.either |= (u64::from(lane.simd_eq(separator).to_bitmask()) | breaks) << shift;
            block.breaks |= breaks << shift;
            block.quotes |= u64::from(lane.simd_eq(quote).to_bitmask()) << shift;
        }
        block
    };
    scan(bytes, ends, look, one_by_one)
}

/// The separators of all blocks, as `look` sees them and `write` writes their offsets down.
#[inline(always)]
fn scan(
    bytes: &[u8],
    ends: &mut Vec<u32>,
    look: impl Fn(&[u8; 64]) -> Block,
    write: impl Fn(&mut [u32; 64], u32, u64),
) -> Tokens {
    let mut tokens = Tokens::default();
    let mut carry = Carry {
        may_open: 1,
        ..Carry::default()
    };
    let (blocks, tail) = bytes.as_chunks::<64>();
    let mut last = [0; 64];
    last[..tail.len()].copy_from_slice(tail);
    let rest = (!tail.is_empty()).then_some(&last);
    let mut at = 0;
    for bytes_here in blocks.iter().chain(rest) {
        let block = look(bytes_here);
        tokens.newlines += block.breaks.count_ones();
        let mut mask = block.either;
        if block.quotes | carry.inside | carry.closed != 0 {
            let length = (bytes.len() - at).min(64);
            mask = outside_quotes(bytes_here, &block, length, &mut carry, &mut tokens);
        } else {
            carry.may_open = block.either >> 63;
            carry.quote = 0;
        }
        if ends.len() < tokens.count + 64 {
            ends.resize((tokens.count + 64) * 2, 0);
        }
        if let Some(slots) = ends[tokens.count..].first_chunk_mut::<64>() {
            write(slots, offset(at), mask);
        }
        tokens.count += mask.count_ones() as usize;
        at += 64;
    }
    tokens.inside = carry.inside != 0;
    tokens
}

/// The separators of a block with quotes that stand outside of them.
#[inline(never)]
fn outside_quotes(
    block: &[u8; 64],
    found: &Block,
    length: usize,
    carry: &mut Carry,
    tokens: &mut Tokens,
) -> u64 {
    let &Block {
        either,
        breaks,
        quotes,
    } = found;
    let keep = if length >= 64 {
        u64::MAX
    } else {
        (1 << length) - 1
    };
    let inside = prefix_xor(quotes) ^ carry.inside;
    let (opening, closing) = (quotes & inside, quotes & !inside);
    let may_open = (either | quotes) << 1 | carry.may_open;
    let must_end = (closing << 1 | carry.closed) & keep;
    // `"…"` before CRLF ends a cell too; that the record really ends there is looked at with all other carriage returns.
    let may_end = either | quotes | mask_of(block, b'\r');
    tokens.irregular |= opening & !may_open | must_end & !may_end != 0;
    tokens.doubled |= opening & (quotes << 1 | carry.quote) != 0;
    tokens.quoted_newlines += (breaks & inside & keep).count_ones();
    carry.inside = ((inside.cast_signed()) >> 63).cast_unsigned();
    carry.may_open = (either | quotes) >> 63;
    carry.quote = quotes >> 63;
    carry.closed = closing >> 63;
    either & !inside
}

/// Where a byte stands in a block.
fn mask_of(block: &[u8; 64], wanted: u8) -> u64 {
    let (lanes, _) = block.as_chunks::<16>();
    let wanted = u8x16::splat(wanted);
    lanes.iter().rev().fold(0, |mask, lane| {
        mask << 16 | u64::from(u8x16::new(*lane).simd_eq(wanted).to_bitmask())
    })
}

/// Writes the offsets of the set bits, eight at a time: what is written too much is written over next.
#[inline(always)]
fn one_by_one(slots: &mut [u32; 64], base: u32, mut mask: u64) {
    let found = mask.count_ones() as usize;
    let (slots, _) = slots.as_chunks_mut::<8>();
    for eight in slots.iter_mut().take(found.div_ceil(8)) {
        for slot in eight {
            *slot = base + mask.trailing_zeros();
            mask &= mask.wrapping_sub(1);
        }
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
