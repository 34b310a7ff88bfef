//! Aggregates over all values that rows put under one key, in order.

use super::store::Sortable;
use super::valued::Anywhere;
use super::vector::Scalar;
use crate::plan::ReadKind;
use crate::types::Number;

/// The values under one key, in order.
pub(crate) struct Members<'a> {
    /// Known values of rows that surely belong there.
    pub(crate) sure: &'a [(u32, Sortable)],
    /// How many more rows surely belong there, with a value that is unknown.
    pub(crate) unknown: usize,
    /// Values of rows that may belong there.
    pub(crate) maybe: &'a [(u32, Option<Sortable>)],
    /// Values of rows that may belong to any key.
    pub(crate) anywhere: &'a Anywhere,
    /// Where an unknown value lies.
    pub(crate) range: Option<(Number, Number)>,
}

impl Members<'_> {
    /// Values of the rows that may belong there and to no other key.
    fn open(&self) -> impl Iterator<Item = Option<Sortable>> {
        self.maybe.iter().map(|(_, value)| *value)
    }

    /// Whether rows may belong there.
    fn is_open(&self) -> bool {
        !self.maybe.is_empty() || !self.anywhere.values.is_empty() || self.anywhere.unknown > 0
    }
}

/// A number that lies between two.
pub(crate) fn between(low: Number, high: Number) -> Option<Scalar> {
    Some(if low == high {
        Scalar::Number(low)
    } else {
        Scalar::Interval(low, high)
    })
}

/// The aggregate of the values under one key.
pub(crate) fn aggregate(kind: &ReadKind, members: &Members<'_>) -> Option<Scalar> {
    let sure = members.sure;
    match kind {
        ReadKind::CountDifferent => return count_different(members),
        ReadKind::Least => return extreme(members, false),
        ReadKind::Largest => return extreme(members, true),
        _ => {}
    }
    if members.unknown > 0 || sure.is_empty() || members.is_open() {
        return None;
    }
    match kind {
        ReadKind::MostCommon => most_common(sure),
        ReadKind::Mean => mean(&numbers(sure)?).map(Scalar::Number),
        ReadKind::Median => quantile(&numbers(sure)?, Number::fraction(1, 2)?),
        ReadKind::Quantile(at) => quantile(&numbers(sure)?, *at),
        ReadKind::StandardDeviation => standard_deviation(&numbers(sure)?),
        _ => None,
    }
}

/// The least or `largest` value. Rows that may belong there can only move it outwards; an unknown value lies in the declared range.
fn extreme(members: &Members<'_>, largest: bool) -> Option<Scalar> {
    let outer = |a: Sortable, b: Sortable| if largest { a.max(b) } else { a.min(b) };
    let (low, high) = match members.range {
        Some((low, high)) => (Some(Sortable::Number(low)), Some(Sortable::Number(high))),
        None => (None, None),
    };
    // What an unknown value can be at most, seen from outside, and at least.
    let (far, near) = if largest { (high, low) } else { (low, high) };
    let end = if largest {
        members.sure.last()
    } else {
        members.sure.first()
    };
    let mut inner = end.map(|(_, value)| *value);
    if members.unknown > 0 {
        inner = Some(inner.map_or(near?, |value| outer(value, near.unwrap_or(value))));
    }
    // Nobody belongs there for sure: there may be no value at all.
    let inner = inner?;
    let mut outmost = inner;
    if members.unknown > 0 {
        outmost = outer(outmost, far?);
    }
    let anywhere = if largest {
        members.anywhere.values.last()
    } else {
        members.anywhere.values.first()
    };
    let unknown = (members.anywhere.unknown > 0).then_some(None);
    let anywhere = anywhere.map(|value| Some(*value));
    for value in members.open().chain(anywhere).chain(unknown) {
        outmost = outer(outmost, value.or(far)?);
    }
    match (inner, outmost) {
        (inner, outmost) if inner == outmost => Some(inner.scalar()),
        (Sortable::Number(inner), Sortable::Number(outmost)) => {
            between(inner.min(outmost), inner.max(outmost))
        }
        _ => None,
    }
}

fn count_different(members: &Members<'_>) -> Option<Scalar> {
    let sure = members.sure;
    let mut values: Vec<Sortable> = sure.iter().map(|(_, value)| *value).collect();
    values.dedup();
    let low = values.len();
    let open = members.open().filter(Option::is_none).count();
    values.extend(members.open().flatten());
    values.sort_unstable();
    values.dedup();
    let anywhere = &members.anywhere.values;
    let is_elsewhere = |value: &&Sortable| anywhere.binary_search(value).is_err();
    let different = values.iter().filter(is_elsewhere).count() + anywhere.len();
    let unknown = members.unknown + open + members.anywhere.unknown;
    let number = |n: usize| Some(Number::integer(i64::try_from(n).ok()?));
    between(number(low)?, number(different + unknown)?)
}

fn most_common(sure: &[(u32, Sortable)]) -> Option<Scalar> {
    let mut best: Option<(usize, Sortable)> = None;
    let mut tied = false;
    for run in sure.chunk_by(|(_, a), (_, b)| a == b) {
        let (_, value) = run.first()?;
        match best {
            Some((most, _)) if run.len() < most => {}
            Some((most, _)) if run.len() == most => tied = true,
            _ => {
                best = Some((run.len(), *value));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, value)| value.scalar())
}

/// The values as numbers; days count from 1970.
fn numbers(sure: &[(u32, Sortable)]) -> Option<Vec<Number>> {
    sure.iter()
        .map(|(_, value)| match value {
            Sortable::Number(number) => Some(*number),
            Sortable::Days(days) => Some(Number::integer(i64::from(*days))),
            _ => None,
        })
        .collect()
}

fn count(values: &[Number]) -> Option<Number> {
    Some(Number::integer(i64::try_from(values.len()).ok()?))
}

fn sum(mut values: impl Iterator<Item = Option<Number>>) -> Option<Number> {
    values.try_fold(Number::ZERO, |sum, value| sum.plus(value?))
}

fn mean(values: &[Number]) -> Option<Number> {
    sum(values.iter().copied().map(Some))?.over(count(values)?)
}

/// Linear interpolation between the neighbours of the place `at` of the way from the first to the last value.
fn quantile(values: &[Number], at: Number) -> Option<Scalar> {
    let last = count(values)?.minus(Number::integer(1))?;
    let place = last.times(at)?;
    let (numerator, denominator) = place.parts();
    let below = usize::try_from(numerator.div_euclid(denominator)).ok()?;
    let rest = Number::fraction(numerator.rem_euclid(denominator), denominator)?;
    let low = *values.get(below)?;
    let value = match values.get(below + 1) {
        Some(high) => low.plus(high.minus(low)?.times(rest)?)?,
        None => low,
    };
    Some(Scalar::Number(value))
}

/// The sample standard deviation, rounded to 12 decimals.
fn standard_deviation(values: &[Number]) -> Option<Scalar> {
    if values.len() < 2 {
        return None;
    }
    let mean = mean(values)?;
    let squares = sum(values.iter().map(|value| {
        let off = value.minus(mean)?;
        off.times(off)
    }))?;
    let variance = squares.over(count(values)?.minus(Number::integer(1))?)?;
    square_root(variance).map(Scalar::Number)
}

/// The square root, rounded to 12 decimals.
fn square_root(value: Number) -> Option<Number> {
    const PLACES: u8 = 12;
    let (numerator, denominator) = value.parts();
    // sqrt(n/d) = sqrt(n*d)/d; with as many decimals as fit.
    let product = numerator.checked_mul(denominator)?;
    let mut scale = 0u8;
    let mut scaled = u128::try_from(product).ok()?;
    while scale <= PLACES
        && let Some(larger) = scaled.checked_mul(100)
    {
        scaled = larger;
        scale += 1;
    }
    let root = i128::try_from(scaled.isqrt()).ok()?;
    Number::decimal(root, scale)?
        .over(Number::fraction(denominator, 1)?)?
        .rounded(PLACES)
}

#[cfg(test)]
mod tests {
    use super::{Anywhere, Members, Sortable};
    use crate::eval::vector::Scalar;
    use crate::plan::ReadKind;
    use crate::types::Number;

    fn values(list: &[i64]) -> Vec<(u32, Sortable)> {
        list.iter()
            .map(|&n| (1, Sortable::Number(Number::integer(n))))
            .collect()
    }

    fn aggregate(
        kind: &ReadKind,
        sure: &[(u32, Sortable)],
        unknown: usize,
        maybe: &[(u32, Option<Sortable>)],
    ) -> Option<Scalar> {
        let members = Members {
            sure,
            unknown,
            maybe,
            anywhere: &Anywhere::default(),
            range: None,
        };
        super::aggregate(kind, &members)
    }

    fn number(text: &str) -> Option<Scalar> {
        Number::parse(text).map(Scalar::Number)
    }

    #[test]
    fn aggregates_are_exact() {
        let list = values(&[1, 2, 2, 7]);
        assert_eq!(aggregate(&ReadKind::Mean, &list, 0, &[]), number("3"));
        assert_eq!(aggregate(&ReadKind::Median, &list, 0, &[]), number("2"));
        assert_eq!(
            aggregate(
                &ReadKind::Quantile(Number::parse("0.75").unwrap()),
                &list,
                0,
                &[]
            ),
            number("3.25")
        );
        assert_eq!(aggregate(&ReadKind::MostCommon, &list, 0, &[]), number("2"));
        assert_eq!(
            aggregate(&ReadKind::CountDifferent, &list, 0, &[]),
            number("3")
        );
        assert_eq!(
            aggregate(
                &ReadKind::StandardDeviation,
                &values(&[2, 4, 4, 4, 5, 5, 7, 9]),
                0,
                &[]
            ),
            number("2.138089935299")
        );
        assert_eq!(aggregate(&ReadKind::Mean, &list, 1, &[]), None);
        assert_eq!(aggregate(&ReadKind::Mean, &[], 0, &[]), None);
    }

    #[test]
    fn two_most_common_values_are_ambiguous() {
        assert_eq!(
            aggregate(&ReadKind::MostCommon, &values(&[1, 1, 2, 2, 3]), 0, &[]),
            None
        );
    }
}
