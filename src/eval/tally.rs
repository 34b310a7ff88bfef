//! How the keys of a reconciliation came together: written alike in all rows, after normalising, or by a second key.
//!
//! Only rows whose cell is not written as its key, and rows that a second key led to theirs, leave anything behind: keys written as they
//! should be cost nothing. What is counted does not depend on the order in which batches come.

use std::collections::BTreeMap;

use super::batch::Batch;
use super::cells;
use super::columns::Reader;
use super::engine::Engine;
use super::read::Reads;
use super::store;
use super::vector::Vector;
use crate::plan::{NodeId, Plan, Tally};

/// What a row led to its key by the second one leaves, in the place of a spelling.
const BY_SECOND: u64 = 0;

/// A cell that is not written as its key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spelled {
    /// The column's node.
    pub(crate) node: NodeId,
    /// The row in the chunk.
    pub(crate) row: usize,
    /// What is written there, see [`spelling`].
    pub(crate) written: u64,
}

/// A number for a text as it is written, never [`BY_SECOND`].
pub(crate) fn spelling(text: &[u8]) -> u64 {
    let digest = cells::digest(text).to_le_bytes();
    let (low, high) = digest.split_at(8);
    let number = |half: &[u8]| half.try_into().map_or(0, u64::from_le_bytes);
    // The last byte of a digest holds the length of a short text: both halves count.
    (number(low) ^ number(high).rotate_left(29)).max(1)
}

/// How many keys came together, by the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ways {
    /// All their rows write the key alike.
    pub exact: u64,
    /// Some rows write it otherwise.
    pub normalised: u64,
    /// Some row has no first key and was found by the second.
    pub by_second: u64,
}

impl Ways {
    /// Adds those of another.
    pub fn add(&mut self, more: &Self) {
        self.exact += more.exact;
        self.normalised += more.normalised;
        self.by_second += more.by_second;
    }

    /// All keys that came together.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.exact + self.normalised + self.by_second
    }
}

/// Lets the columns that tallies ask of tell how they are written.
pub(crate) fn mark(plan: &Plan, readers: &mut [Vec<Option<Reader>>]) {
    for source in plan.tallies.iter().flat_map(|tally| &tally.sources) {
        let frame = plan.puts[source.link.0].frame.0;
        for column in &source.columns {
            if let Some(reader) = readers[frame][column.0].as_mut() {
                reader.tells_spelling = true;
            }
        }
    }
}

impl Engine<'_> {
    /// Remembers, for the puts of a batch, which of its rows did not come under their key as it is. The spellings were told in an
    /// earlier phase or in this one.
    pub(super) fn tell_ways<'v>(
        &self,
        puts: &[usize],
        earlier: &[Spelled],
        now: &[Spelled],
        rows: usize,
        get: &dyn Fn(NodeId) -> &'v Vector,
    ) {
        for (tally, ways) in self.plan.tallies.iter().zip(&self.store.ways) {
            for source in &tally.sources {
                let put = &self.plan.puts[source.link.0];
                let Some((_, key)) = put.key.filter(|_| puts.contains(&source.link.0)) else {
                    continue;
                };
                // For each row one number: what is written in all its columns.
                let mut told: BTreeMap<usize, u64> = BTreeMap::new();
                for spelled in earlier.iter().chain(now) {
                    if let Some(at) = (source.columns.iter()).position(|&node| node == spelled.node)
                    {
                        let odd = 2 * at as u64 + 1;
                        let number = told.entry(spelled.row).or_default();
                        *number = number.wrapping_add(spelled.written.wrapping_mul(odd));
                    }
                }
                for number in told.values_mut() {
                    *number = (*number).max(1);
                }
                if let Some(known) = source.first.and_then(|first| get(first).known_rows(rows)) {
                    told.extend(known.not().rows().map(|row| (row, BY_SECOND)));
                }
                if told.is_empty() {
                    continue;
                }
                let taken = put.filter.map(|filter| get(filter).yes(rows));
                let key = get(key);
                let Some(ids) = key.keys() else {
                    continue;
                };
                let is_in = |row: usize| {
                    key.is_known(row) && taken.as_ref().is_none_or(|taken| taken.get(row))
                };
                let mut told: Vec<(u32, u64)> = (told.into_iter())
                    .filter(|&(row, _)| is_in(row))
                    .map(|(row, number)| (ids[row], number))
                    .collect();
                ways.add(&mut told);
            }
        }
    }

    /// What each tally counts in a batch of keys.
    pub(super) fn ways_of(&self, batch: &Batch<'_>, own: &[u32]) -> Vec<Ways> {
        let reads = Reads::new(self);
        let tallies = self.plan.tallies.iter().zip(&self.store.ways);
        tallies
            .map(|(tally, list)| {
                let mut ways = Ways::default();
                if tally.frame != batch.frame {
                    return ways;
                }
                let paired = batch.get(tally.paired).yes(batch.rows);
                if tally.by_second {
                    ways.by_second = paired.count();
                    return ways;
                }
                ways.exact = paired.count();
                if list.sorted().is_empty() {
                    return ways;
                }
                for row in paired.rows() {
                    let told = store::under(list.sorted(), own[row]);
                    let Some((_, first)) = told.first() else {
                        continue;
                    };
                    if told.iter().any(|(_, number)| *number == BY_SECOND) {
                        ways.exact -= 1;
                        ways.by_second += 1;
                    } else if told.iter().any(|(_, number)| number != first)
                        || told.len() as u64 != rows_of(&reads, tally, own[row])
                    {
                        ways.exact -= 1;
                        ways.normalised += 1;
                    }
                }
                ways
            })
            .collect()
    }
}

/// The rows of all sources under a key.
fn rows_of(reads: &Reads<'_>, tally: &Tally, id: u32) -> u64 {
    let count = |link| {
        reads
            .counts(&[id], link, 0)
            .first()
            .map_or(0, |count| count.low)
    };
    tally.sources.iter().map(|source| count(source.link)).sum()
}
