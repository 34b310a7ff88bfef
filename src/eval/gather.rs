//! Values of partner rows: kept columns of another frame, picked row by row.

use super::batch::{Batch, Environment};
use super::bits::{Bits, both};
use super::kernels;
use super::read::{Links, count_compares, ids_of};
use super::stored::Stored;
use super::vector::{NO_KEY, Scalar, Values, Vector};
use crate::plan::{NodeId, PairNode, Partners, PutId, ValueKind};
use crate::syntax::ast::CompareOp;
use std::borrow::Cow;
use std::io;

/// No row.
pub(crate) const NO_ROW: u32 = u32::MAX;
/// Pairs of rows that are looked at together.
const MOST_PAIRS: usize = 1 << 16;

/// A kept node of a frame: its vector for each batch, and the first row of each batch.
pub(crate) struct Kept<'a> {
    pub(crate) vectors: Vec<Option<&'a Stored>>,
    pub(crate) bases: &'a [u64],
}

impl Kept<'_> {
    /// The values of some rows ([`NO_ROW`]: unknown).
    pub(crate) fn rows(&self, rows: &[u32], kind: ValueKind) -> Vector {
        let mut at = 0;
        let mut range = 0u64..0;
        let mut place = |row: u32| -> Option<(&Stored, usize)> {
            if row == NO_ROW {
                return None;
            }
            let row = u64::from(row);
            if !range.contains(&row) {
                at = self
                    .bases
                    .partition_point(|&base| base <= row)
                    .checked_sub(1)?;
                let end = self.bases.get(at + 1).copied().unwrap_or(u64::MAX);
                range = *self.bases.get(at)?..end;
            }
            let vector = (*self.vectors.get(at)?)?;
            Some((vector, usize::try_from(row - range.start).ok()?))
        };
        let mut unknown: Option<Bits> = None;
        macro_rules! typed {
            ($variant:ident, $get:ident, $missing:expr) => {{
                let mut values = Vec::with_capacity(rows.len());
                for (to, &row) in rows.iter().enumerate() {
                    let value = place(row).and_then(|(vector, from)| vector.$get(from));
                    values.push(value.unwrap_or_else(|| {
                        unknown
                            .get_or_insert_with(|| Bits::none(rows.len()))
                            .set(to);
                        $missing
                    }));
                }
                Values::$variant(values)
            }};
        }
        let values = match kind {
            ValueKind::Key(_) => typed!(Key, key, NO_KEY),
            ValueKind::Code => typed!(Code, code, u32::MAX),
            ValueKind::Days => typed!(Days, day, 0),
            ValueKind::Digest => typed!(Digest, digest, 0),
            ValueKind::Truth | ValueKind::Number | ValueKind::Text => {
                if let Some(vector) = self.decimals(rows, kind, &mut place) {
                    return vector;
                }
                return Vector::collect(kind, rows.len(), |to| {
                    let (vector, from) = place(rows[to])?;
                    vector.get(from)
                });
            }
        };
        Vector::new(values, unknown.map(|unknown| unknown.not()))
    }

    /// Numbers, where all batches hold decimals.
    fn decimals<'v>(
        &'v self,
        rows: &[u32],
        kind: ValueKind,
        place: &mut dyn FnMut(u32) -> Option<(&'v Stored, usize)>,
    ) -> Option<Vector> {
        if kind != ValueKind::Number {
            return None;
        }
        let scales = self.vectors.iter().flatten().map(|vector| vector.scale());
        let scales: Vec<u8> = scales.collect::<Option<_>>()?;
        let largest = scales.iter().copied().max()?;
        let mut known = Bits::all(rows.len());
        let mut picked = Vec::with_capacity(rows.len());
        for (to, &row) in rows.iter().enumerate() {
            let found = place(row).filter(|(vector, from)| vector.is_known(*from));
            let Some((vector, from)) = found else {
                known.clear(to);
                picked.push(0);
                continue;
            };
            let power = 10i64.checked_pow(u32::from(largest - vector.scale()?))?;
            picked.push(vector.mantissa(from)?.checked_mul(power)?);
        }
        let mantissas = picked;
        Some(Vector::new(
            Values::Decimal {
                mantissas,
                scale: largest,
            },
            Some(known),
        ))
    }
}

impl Batch<'_> {
    /// The value of a node of the partner's frame in the partner row of each row here.
    pub(crate) fn gather(
        &self,
        environment: &Environment<'_>,
        key: &Vector,
        put: PutId,
        value: NodeId,
        partners: Partners,
    ) -> io::Result<Vector> {
        let store = &self.engine.store;
        let plan = self.engine.plan;
        let Some(links) = Links::of(store, put) else {
            return Ok(Vector::unknown());
        };
        if partners == Partners::AllAgreeing && store.is_torn(put) {
            return Ok(Vector::unknown());
        }
        let frame = plan.puts[put.0].frame;
        let ids = ids_of(key, self.rows);
        let mut several: Vec<usize> = Vec::new();
        let firsts: Vec<u32> = ids
            .iter()
            .enumerate()
            .map(|(row, &id)| {
                if links.several(id) {
                    several.push(row);
                }
                links.first(id).unwrap_or(NO_ROW)
            })
            .collect();
        let vector = (environment.partners)(frame, value, &firsts)?;
        if several.is_empty() {
            return Ok(vector);
        }
        // Several partners: fine where all hold the same known value and that is asked for.
        let mut known = Bits::all(self.rows);
        if partners != Partners::One {
            let rows_of = |row: usize| {
                let id = ids[row];
                links
                    .others(id)
                    .iter()
                    .chain(links.maybe(id))
                    .map(|(_, row)| *row)
            };
            let all: Vec<u32> = several.iter().flat_map(|&row| rows_of(row)).collect();
            let others = (environment.partners)(frame, value, &all)?;
            let mut at = 0;
            for &row in &several {
                let first = vector.get(row);
                for _ in rows_of(row) {
                    if first.is_none() || others.get(at) != first {
                        known.clear(row);
                    }
                    at += 1;
                }
            }
        } else {
            for &row in &several {
                known.clear(row);
            }
        }
        let known = both(vector.known_rows(self.rows).as_deref(), Some(&known));
        Ok(match (vector.values, known) {
            (Values::Truth(yes), known) => Vector::truth(yes, known),
            (Values::Constant(None), _) => Vector::unknown(),
            (Values::Constant(Some(value)), known) => spread(&value, self.rows, known),
            (values, known) => Vector::new(values, known),
        })
    }

    /// How the number of partner rows for which the last pair node holds compares with a number.
    pub(crate) fn pairs(
        &self,
        environment: &Environment<'_>,
        key: &Vector,
        (put, nodes): (PutId, &[PairNode]),
        (op, number): (CompareOp, u32),
    ) -> io::Result<Vector> {
        let Some(links) = Links::of(&self.engine.store, put) else {
            return Ok(Vector::unknown());
        };
        let ids = ids_of(key, self.rows);
        let is_torn = self.engine.store.is_torn(put);
        let outcome = |low: u64, high: u64| {
            let high = if is_torn { u64::MAX } else { high };
            count_compares(low, high, op, number)
        };
        // Nearly every row has one partner or none: these are looked at side by side, without a list of pairs.
        let mut several: Vec<usize> = Vec::new();
        let mut first = |(row, &id): (usize, &u32)| {
            if links.several(id) {
                several.push(row);
                return NO_ROW;
            }
            links.first(id).unwrap_or(NO_ROW)
        };
        let firsts: Vec<u32> = ids.iter().enumerate().map(&mut first).collect();
        let holds = self.over_pairs(environment, put, nodes, (None, &firsts))?;
        let (yes, no) = (holds.yes(self.rows), holds.no(self.rows));
        let partnered = Bits::of(&firsts, |first| first != NO_ROW);
        let one = partnered.and(&yes);
        let none = partnered.not().or(&no);
        let mut holds = Bits::none(self.rows);
        let mut certain = Bits::none(self.rows);
        let perhaps = one.or(&none).not();
        for (rows, low, high) in [(&none, 0, 0), (&one, 1, 1), (&perhaps, 0, 1)] {
            if let Some(is_so) = outcome(low, high) {
                certain.add(rows);
                if is_so {
                    holds.add(rows);
                }
            }
        }
        let mut tell = |row: usize, low: u64, high: u64| {
            let told = outcome(low, high);
            holds.put(row, told == Some(true));
            certain.put(row, told.is_some());
        };
        self.over_several(
            environment,
            (put, nodes),
            (&links, &ids),
            &several,
            &mut tell,
        )?;
        let known = key.known_rows(self.rows);
        Ok(Vector::truth(holds, both(known.as_deref(), Some(&certain))))
    }

    /// Tells for rows with several partners for how many of these the last pair node holds, at least and at most.
    fn over_several(
        &self,
        environment: &Environment<'_>,
        (put, nodes): (PutId, &[PairNode]),
        (links, ids): (&Links<'_>, &[u32]),
        rows: &[usize],
        tell: &mut dyn FnMut(usize, u64, u64),
    ) -> io::Result<()> {
        let mut here: Vec<u32> = Vec::new();
        let mut there: Vec<u32> = Vec::new();
        let mut sure = Vec::new();
        // For the rows whose pairs are in the lists: the row and its first pair.
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for (at, &row) in rows.iter().enumerate() {
            let id = ids[row];
            starts.push((row, here.len()));
            let others = links.others(id).iter().map(|(_, row)| (*row, true));
            let maybe = links.maybe(id).iter().map(|(_, row)| (*row, false));
            let first = links.first(id).map(|row| (row, true));
            for (partner, is_sure) in first.into_iter().chain(others).chain(maybe) {
                here.push(u32::try_from(row).unwrap_or(u32::MAX));
                there.push(partner);
                sure.push(is_sure);
            }
            if here.len() < MOST_PAIRS && at + 1 < rows.len() {
                continue;
            }
            let holds = self.over_pairs(environment, put, nodes, (Some(&here), &there))?;
            let (yes, no) = (holds.yes(here.len()), holds.no(here.len()));
            let ends = starts.iter().skip(1).map(|(_, start)| *start);
            for (&(row, start), end) in starts.iter().zip(ends.chain([here.len()])) {
                let low = (start..end).filter(|&pair| sure[pair] && yes.get(pair));
                let high = (start..end).filter(|&pair| !no.get(pair));
                tell(row, low.count() as u64, high.count() as u64);
            }
            here.clear();
            there.clear();
            sure.clear();
            starts.clear();
        }
        Ok(())
    }

    /// The last pair node over pairs of rows here (`None`: all, in order) and partner rows.
    fn over_pairs(
        &self,
        environment: &Environment<'_>,
        put: PutId,
        nodes: &[PairNode],
        (here, there): (Option<&[u32]>, &[u32]),
    ) -> io::Result<Vector> {
        let plan = self.engine.plan;
        let frame = plan.puts[put.0].frame;
        let unknown = Vector::unknown();
        let mut vectors: Vec<Cow<'_, Vector>> = Vec::with_capacity(nodes.len());
        for node in nodes {
            let vector = match node {
                PairNode::Here(id) => match here {
                    Some(here) => Cow::Owned(self.get(*id).take(here)),
                    None => Cow::Borrowed(self.get(*id)),
                },
                PairNode::There(id) => Cow::Owned((environment.partners)(frame, *id, there)?),
                PairNode::Of(node) => {
                    let argument = |id: NodeId| vectors.get(id.0).map_or(&unknown, Cow::as_ref);
                    let vector = kernels::compute(plan, node, there.len(), &argument);
                    Cow::Owned(vector.unwrap_or_else(Vector::unknown))
                }
            };
            vectors.push(vector);
        }
        Ok(vectors.pop().map_or_else(Vector::unknown, Cow::into_owned))
    }
}

/// A constant in the known rows only.
fn spread(value: &Scalar, rows: usize, known: Option<Bits>) -> Vector {
    let kind = match value {
        Scalar::Truth(_) => ValueKind::Truth,
        Scalar::Key(_) => ValueKind::Key(crate::plan::SpaceId(0)),
        Scalar::Days(_) => ValueKind::Days,
        Scalar::Number(_) | Scalar::Interval(..) => ValueKind::Number,
        Scalar::Code(_) => ValueKind::Code,
        Scalar::Digest(_) => ValueKind::Digest,
        Scalar::Text(_) => ValueKind::Text,
    };
    Vector::collect(kind, rows, |row| {
        known
            .as_ref()
            .is_none_or(|known| known.get(row))
            .then(|| value.clone())
    })
}
