//! Reads of two puts together: rows found by a first key, and rows that have only the second one.

use super::read::{Asked, Count, Reads, Shares, count_vector, decide, ids_of, share_of};
use super::store::State;
use super::values;
use super::vector::{NO_KEY, Vector};
use crate::plan::{PutId, PutKind, ReadKind, ValueKind};

impl Reads<'_> {
    /// Reads a put under the keys of a batch, and with it another one of the same kind under second keys. Where a second key is unknown
    /// there is nothing more.
    pub(crate) fn read_both(
        &self,
        key: &Vector,
        (second, more): (&Vector, PutId),
        asked: &Asked<'_>,
        rows: usize,
    ) -> Vector {
        let ids = ids_of(key, rows);
        let known = key.known_rows(rows);
        let known = known.as_deref();
        let mut seconds = ids_of(second, rows).into_owned();
        for (row, id) in seconds.iter_mut().enumerate() {
            if !second.is_known(row) {
                *id = NO_KEY;
            }
        }
        // Of what is not all there, only a count still says that there are so many at least.
        let torn = [asked.put, more].iter().any(|put| self.store.is_torn(*put));
        if torn && !matches!(asked.kind, ReadKind::CountIs(..) | ReadKind::Count) {
            return Vector::unknown();
        }
        let is_known = |row: usize| known.is_none_or(|known| known.get(row));
        let states = [asked.put, more].map(|put| &self.store.puts[put.0]);
        match asked.kind {
            ReadKind::CountIs(op, number) => decide(
                &self.both_counts((&ids, asked.put), (&seconds, more)),
                *op,
                *number,
                known,
            ),
            ReadKind::Count => count_vector(
                &self.both_counts((&ids, asked.put), (&seconds, more)),
                known,
            ),
            ReadKind::Share | ReadKind::ShareOfSome => {
                let of_some = *asked.kind == ReadKind::ShareOfSome;
                let [Some(first), Some(other)] = states.map(|state| Shares::of(state, false))
                else {
                    return Vector::unknown();
                };
                Vector::collect(ValueKind::Number, rows, |row| {
                    if !is_known(row) {
                        return None;
                    }
                    let mut sum = first.under(ids[row]);
                    for (sum, more) in sum.iter_mut().zip(other.under(seconds[row])) {
                        *sum += more;
                    }
                    share_of(sum, of_some)
                })
            }
            ReadKind::Total => {
                let first = self.total(&ids, known, asked.put, false);
                let other = self.total(&seconds, None, more, false);
                Vector::collect(ValueKind::Number, rows, |row| {
                    let (a, b) = (first.bounds(row)?, other.bounds(row)?);
                    values::between(a.0.plus(b.0)?, a.1.plus(b.1)?)
                })
            }
            ReadKind::Gather { .. } => Vector::unknown(),
            kind => {
                let [State::Values(first), State::Values(other)] = states.map(|state| &state.state)
                else {
                    return Vector::unknown();
                };
                let range = match self.plan.puts[asked.put.0].kind {
                    PutKind::Values { range, .. } => range,
                    _ => None,
                };
                Vector::collect(first.result(kind), rows, |row| {
                    if !is_known(row) {
                        return None;
                    }
                    first.read_both(kind, ids[row], (other, seconds[row]), range)
                })
            }
        }
    }

    fn both_counts(
        &self,
        (ids, put): (&[u32], PutId),
        (seconds, more): (&[u32], PutId),
    ) -> Vec<Count> {
        let open = |put| u64::from(self.store.is_torn(put)) * u64::from(u32::MAX);
        let first = self.counts(ids, put, open(put));
        let other = self.counts(seconds, more, open(more));
        let sum = |(a, b): (&Count, &Count)| Count {
            low: a.low + b.low,
            high: a.high.saturating_add(b.high),
        };
        first.iter().zip(&other).map(sum).collect()
    }
}
