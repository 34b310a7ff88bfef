//! Kleene's logic, 64 rows at a time.

use std::borrow::Cow;

use crate::eval::bits::Bits;
use crate::eval::vector::{Scalar, Values, Vector};

/// Not.
pub(super) fn not(a: &Vector, rows: usize) -> Vector {
    match &a.values {
        Values::Constant(None) => Vector::unknown(),
        Values::Constant(Some(Scalar::Truth(truth))) => Vector::constant(Scalar::Truth(!truth)),
        _ => Vector {
            values: Values::Truth(a.no(rows)),
            known: a.known.clone(),
        },
    }
}

/// All of them: false as soon as one is false, else unknown as soon as one is unknown.
pub(super) fn and(all: &[&Vector], rows: usize) -> Vector {
    if all.iter().all(|v| v.known_rows(rows).is_none()) {
        let mut yes = Bits::all(rows);
        for vector in all {
            yes.keep(&vector.yes(rows));
        }
        return Vector::truth(yes, None);
    }
    let mut yes = Bits::all(rows);
    let mut no = Bits::none(rows);
    for vector in all {
        yes.keep(&vector.yes(rows));
        no.add(&vector.no(rows));
    }
    let known = yes.or(&no);
    Vector::truth(yes, Some(known))
}

/// One of them: true as soon as one is true, else unknown as soon as one is unknown.
pub(super) fn or(all: &[&Vector], rows: usize) -> Vector {
    let mut yes = Bits::none(rows);
    for vector in all {
        yes.add(&vector.yes(rows));
    }
    if all.iter().all(|v| v.known_rows(rows).is_none()) {
        return Vector::truth(yes, None);
    }
    let mut no = Bits::all(rows);
    for vector in all {
        no.keep(&vector.no(rows));
    }
    let known = yes.or(&no);
    Vector::truth(yes, Some(known))
}

/// So many of them or more: true as soon as so many are true, false as soon as too few may be.
pub(super) fn at_least(number: usize, all: &[&Vector], rows: usize) -> Vector {
    let yes = so_many(number, all.iter().map(|vector| vector.yes(rows)), rows);
    if all.iter().all(|v| v.known_rows(rows).is_none()) {
        return Vector::truth(yes, None);
    }
    let may_be = all.iter().map(|vector| Cow::Owned(vector.no(rows).not()));
    let may_be = so_many(number, may_be, rows);
    let known = yes.or(&may_be.not());
    Vector::truth(yes, Some(known))
}

/// The rows that are in so many sets or more.
fn so_many<'a>(number: usize, sets: impl Iterator<Item = Cow<'a, Bits>>, rows: usize) -> Bits {
    // For each number up to that one the rows that were in so many sets so far.
    let mut counted = vec![Bits::none(rows); number];
    for set in sets {
        for at in (0..number).rev() {
            let more = match at.checked_sub(1) {
                Some(before) => counted[before].and(&set),
                None => set.as_ref().clone(),
            };
            counted[at].add(&more);
        }
    }
    counted.pop().unwrap_or_else(|| Bits::all(rows))
}

/// Whether a value is known.
pub(super) fn is_known(a: &Vector, rows: usize) -> Vector {
    match a.known_rows(rows) {
        None => Vector::constant(Scalar::Truth(true)),
        Some(known) => Vector::truth(known.into_owned(), None),
    }
}

/// One vector's value where a truth holds, another's where it does not.
pub(crate) fn choose(when: &Vector, then: &Vector, otherwise: &Vector, rows: usize) -> Vector {
    if when.known_rows(rows).is_none() && when.yes(rows).rows().next().is_none() {
        return otherwise.clone();
    }
    let kind = super::compare::kind_of(then).or_else(|| super::compare::kind_of(otherwise));
    let Some(kind) = kind else {
        return Vector::unknown();
    };
    Vector::collect(kind, rows, |row| match when.get(row)? {
        Scalar::Truth(true) => then.get(row),
        Scalar::Truth(false) => otherwise.get(row),
        _ => None,
    })
}

/// The first value, or the second where the first is unknown.
pub(super) fn or_else(a: &Vector, b: &Vector, rows: usize) -> Vector {
    if let Values::Constant(Some(value)) = &b.values
        && let Some(vector) = filled(a, value)
    {
        return vector;
    }
    match (&a.values, &b.values) {
        (Values::Constant(None), _) => b.clone(),
        _ if a.known_rows(rows).is_none() => a.clone(),
        (_, Values::Constant(None)) => a.clone(),
        (Values::Truth(x), _) => {
            let known_first = a
                .known_rows(rows)
                .map_or_else(|| Bits::all(rows), |k| k.into_owned());
            let yes = x.or(&b.yes(rows).and_not(&known_first));
            let known = b.known_rows(rows).map(|known| known_first.or(&known));
            Vector::truth(yes, known)
        }
        _ => {
            let kind = super::compare::kind_of(a).or_else(|| super::compare::kind_of(b));
            match kind {
                Some(kind) => Vector::collect(kind, rows, |row| a.get(row).or_else(|| b.get(row))),
                None => Vector::unknown(),
            }
        }
    }
}

/// A column with a constant wherever it is unknown; `None` where the constant does not fit into the column.
fn filled(a: &Vector, value: &Scalar) -> Option<Vector> {
    fn fill<T: Copy>(values: &[T], known: &Bits, value: T) -> Vec<T> {
        let mut values = values.to_vec();
        for row in known.not().rows() {
            values[row] = value;
        }
        values
    }
    let known = a.known.as_ref()?;
    let values = match (&a.values, value) {
        (Values::Decimal { mantissas, scale }, Scalar::Number(number)) => Values::Decimal {
            mantissas: fill(mantissas, known, number.mantissa(*scale)?),
            scale: *scale,
        },
        (Values::Days(days), Scalar::Days(day)) => Values::Days(fill(days, known, *day)),
        (Values::Code(codes), Scalar::Code(code)) => Values::Code(fill(codes, known, *code)),
        _ => return None,
    };
    Some(Vector::new(values, None))
}
