//! Comparisons and membership.

use std::cmp::Ordering;

use crate::eval::bits::{Bits, both};
use crate::eval::cells;
use crate::eval::vector::{Scalar, Texts, Values, Vector, at_scale, scalar};
use crate::plan::{Constant, SpaceId, ValueKind};
use crate::syntax::ast::CompareOp;
use crate::types::Number;

/// Whether a comparison holds for an order; `Same` as equality.
#[inline]
pub(crate) fn holds(order: Ordering, op: CompareOp) -> bool {
    match op {
        CompareOp::Equal | CompareOp::Same => order.is_eq(),
        CompareOp::NotEqual => order.is_ne(),
        CompareOp::Less => order.is_lt(),
        CompareOp::AtMost => order.is_le(),
        CompareOp::More => order.is_gt(),
        CompareOp::AtLeast => order.is_ge(),
    }
}

/// The kind of values of a vector, where it has any.
pub(super) fn kind_of(vector: &Vector) -> Option<ValueKind> {
    Some(match &vector.values {
        Values::Truth(_) => ValueKind::Truth,
        Values::Key(_) => ValueKind::Key(SpaceId(0)),
        Values::Days(_) => ValueKind::Days,
        Values::Decimal { .. } | Values::Exact(_) | Values::Interval(_) => ValueKind::Number,
        Values::Code(_) => ValueKind::Code,
        Values::Digest(_) => ValueKind::Digest,
        Values::Text(_) => ValueKind::Text,
        Values::Constant(value) => match value.as_ref()? {
            Scalar::Truth(_) => ValueKind::Truth,
            Scalar::Key(_) => ValueKind::Key(SpaceId(0)),
            Scalar::Days(_) => ValueKind::Days,
            Scalar::Number(_) | Scalar::Interval(..) => ValueKind::Number,
            Scalar::Code(_) => ValueKind::Code,
            Scalar::Digest(_) => ValueKind::Digest,
            Scalar::Text(_) => ValueKind::Text,
        },
    })
}

fn with_constant<T: Copy + PartialOrd>(values: &[T], op: CompareOp, constant: T) -> Bits {
    parts_with_constant(values, |value| value, op, constant)
}

/// Which values have a part that compares so with a constant.
pub(crate) fn parts_with_constant<T: Copy, U: Copy + PartialOrd>(
    values: &[T],
    part: impl Fn(T) -> U,
    op: CompareOp,
    constant: U,
) -> Bits {
    match op {
        CompareOp::Equal | CompareOp::Same => Bits::of(values, |value| part(value) == constant),
        CompareOp::NotEqual => Bits::of(values, |value| part(value) != constant),
        CompareOp::Less => Bits::of(values, |value| part(value) < constant),
        CompareOp::AtMost => Bits::of(values, |value| part(value) <= constant),
        CompareOp::More => Bits::of(values, |value| part(value) > constant),
        CompareOp::AtLeast => Bits::of(values, |value| part(value) >= constant),
    }
}

fn with_column<T: Copy + PartialOrd>(left: &[T], op: CompareOp, right: &[T]) -> Bits {
    match op {
        CompareOp::Equal | CompareOp::Same => Bits::of_two(left, right, |a, b| a == b),
        CompareOp::NotEqual => Bits::of_two(left, right, |a, b| a != b),
        CompareOp::Less => Bits::of_two(left, right, |a, b| a < b),
        CompareOp::AtMost => Bits::of_two(left, right, |a, b| a <= b),
        CompareOp::More => Bits::of_two(left, right, |a, b| a > b),
        CompareOp::AtLeast => Bits::of_two(left, right, |a, b| a >= b),
    }
}

/// A comparison of two values of one kind.
pub(super) fn compare(a: &Vector, op: CompareOp, b: &Vector, rows: usize) -> Vector {
    if op == CompareOp::Same {
        return same(a, b, rows);
    }
    if matches!(a.values, Values::Constant(None)) || matches!(b.values, Values::Constant(None)) {
        return Vector::unknown();
    }
    if matches!(a.values, Values::Constant(_)) && !matches!(b.values, Values::Constant(_)) {
        return compare(b, op.turned(), a, rows);
    }
    let known = || both(a.known.as_ref(), b.known.as_ref());
    match plain(a, op, b) {
        Some(yes) => Vector::truth(yes, known()),
        None => slowly(a, op, b, rows),
    }
}

/// The usual comparisons, of columns of one representation.
fn plain(a: &Vector, op: CompareOp, b: &Vector) -> Option<Bits> {
    Some(match (&a.values, &b.values) {
        (Values::Days(x), Values::Days(y)) => with_column(x, op, y),
        (Values::Days(x), Values::Constant(Some(Scalar::Days(y)))) => with_constant(x, op, *y),
        (Values::Code(x), Values::Code(y)) | (Values::Key(x), Values::Key(y)) => {
            // Any word outside the list, and any key that nobody has, is one number: equal numbers of that kind say nothing.
            if x.iter()
                .zip(y)
                .any(|(x, y)| x == y && matches!(*x, 0 | cells::OTHER_WORD))
            {
                return None;
            }
            with_column(x, op, y)
        }
        (Values::Code(x), Values::Constant(Some(Scalar::Code(y)))) => with_constant(x, op, *y),
        (Values::Digest(x), Values::Digest(y)) => with_column(x, op, y),
        (Values::Digest(x), Values::Constant(Some(Scalar::Digest(y)))) => with_constant(x, op, *y),
        (Values::Digest(x), Values::Constant(Some(Scalar::Text(y)))) => {
            with_constant(x, op, cells::digest(y.as_bytes()))
        }
        (
            Values::Decimal {
                mantissas: x,
                scale: xs,
            },
            Values::Decimal {
                mantissas: y,
                scale: ys,
            },
        ) => {
            let scale = *xs.max(ys);
            with_column(&at_scale(x, *xs, scale)?, op, &at_scale(y, *ys, scale)?)
        }
        (
            Values::Decimal { mantissas, scale },
            Values::Constant(Some(Scalar::Number(constant))),
        ) => with_constant(mantissas, op, constant.mantissa(*scale)?),
        _ => return None,
    })
}

fn slowly(a: &Vector, op: CompareOp, b: &Vector, rows: usize) -> Vector {
    if let (Values::Exact(numbers), Values::Constant(Some(Scalar::Number(constant)))) =
        (&a.values, &b.values)
    {
        // Neighbouring rows often hold the same fraction, of the same group.
        let mut last: Option<(Number, bool)> = None;
        let yes = Bits::from_fn(rows, |row| {
            let number = numbers[row];
            match last {
                Some((other, holds)) if other == number => holds,
                _ => {
                    let holds = holds(number.cmp(constant), op);
                    last = Some((number, holds));
                    holds
                }
            }
        });
        return Vector::truth(yes, a.known.clone());
    }
    Vector::collect(ValueKind::Truth, rows, |row| {
        let (x, y) = (a.get(row)?, b.get(row)?);
        compare_scalars(&x, op, &y).map(Scalar::Truth)
    })
}

fn compare_scalars(x: &Scalar, op: CompareOp, y: &Scalar) -> Option<bool> {
    let order = match (x, y) {
        (Scalar::Number(_) | Scalar::Interval(..), Scalar::Number(_) | Scalar::Interval(..)) => {
            return compare_bounds(bounds(x)?, op, bounds(y)?);
        }
        (Scalar::Truth(x), Scalar::Truth(y)) => x.cmp(y),
        (Scalar::Days(x), Scalar::Days(y)) => x.cmp(y),
        (Scalar::Code(x), Scalar::Code(y)) => {
            if x == y && *x == cells::OTHER_WORD {
                return None;
            }
            x.cmp(y)
        }
        (Scalar::Key(x), Scalar::Key(y)) => {
            if x == y && *x == 0 {
                return None;
            }
            x.cmp(y)
        }
        (Scalar::Digest(x), Scalar::Digest(y)) => x.cmp(y),
        (Scalar::Digest(x), Scalar::Text(y)) => x.cmp(&cells::digest(y.as_bytes())),
        (Scalar::Text(x), Scalar::Digest(y)) => cells::digest(x.as_bytes()).cmp(y),
        (Scalar::Text(x), Scalar::Text(y)) => x.cmp(y),
        _ => return None,
    };
    Some(holds(order, op))
}

fn bounds(value: &Scalar) -> Option<(Number, Number)> {
    match value {
        Scalar::Number(number) => Some((*number, *number)),
        Scalar::Interval(low, high) => Some((*low, *high)),
        _ => None,
    }
}

/// Whether a comparison holds for all values of two intervals, for none, or neither.
fn compare_bounds(x: (Number, Number), op: CompareOp, y: (Number, Number)) -> Option<bool> {
    let decided = |always: bool, never: bool| match (always, never) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    };
    match op {
        CompareOp::Less => decided(x.1 < y.0, x.0 >= y.1),
        CompareOp::AtMost => decided(x.1 <= y.0, x.0 > y.1),
        CompareOp::More => decided(x.0 > y.1, x.1 <= y.0),
        CompareOp::AtLeast => decided(x.0 >= y.1, x.1 < y.0),
        CompareOp::Equal | CompareOp::Same => decided(
            x.0 == x.1 && y.0 == y.1 && x.0 == y.0,
            x.1 < y.0 || y.1 < x.0,
        ),
        CompareOp::NotEqual => compare_bounds(x, CompareOp::Equal, y).map(|equal| !equal),
    }
}

/// Both unknown is true, one unknown is false.
fn same(a: &Vector, b: &Vector, rows: usize) -> Vector {
    let equal = compare(a, CompareOp::Equal, b, rows);
    let all = || Bits::all(rows);
    let known_a = a
        .known_rows(rows)
        .map_or_else(all, |known| known.into_owned());
    let known_b = b
        .known_rows(rows)
        .map_or_else(all, |known| known.into_owned());
    let neither = known_a.or(&known_b).not();
    // Of two known values the comparison may still be open: between two bounds both are possible.
    let decided = match equal.known_rows(rows) {
        Some(known) => known_a.and(&known_b).not().or(&known),
        None => all(),
    };
    Vector::truth(equal.yes(rows).or(&neither), Some(decided))
}

/// Membership in a list of constants: true if one is equal, else unknown if one comparison is.
pub(crate) fn one_of(a: &Vector, constants: &[Constant], rows: usize) -> Vector {
    let list: Vec<Option<Scalar>> = constants.iter().map(scalar).collect();
    if let (Values::Code(codes), true) = (&a.values, list.iter().all(Option::is_some)) {
        let wanted: Vec<u32> = list
            .iter()
            .filter_map(|value| match value {
                Some(Scalar::Code(code)) => Some(*code),
                _ => None,
            })
            .collect();
        let yes = match wanted.as_slice() {
            [one] => Bits::of(codes, |code| code == *one),
            [one, two] => Bits::of(codes, |code| code == *one || code == *two),
            _ => Bits::of(codes, |code| wanted.contains(&code)),
        };
        return Vector::truth(yes, a.known.clone());
    }
    let wanted: Vec<Vector> = constants.iter().map(Vector::of_constant).collect();
    let each: Vec<Vector> = wanted
        .iter()
        .map(|constant| compare(a, CompareOp::Equal, constant, rows))
        .collect();
    match each.len() {
        0 => Vector::truth(Bits::none(rows), a.known_rows(rows).map(|k| k.into_owned())),
        _ => super::logic::or(&each.iter().collect::<Vec<_>>(), rows),
    }
}

/// Texts of a column, for kernels over texts.
pub(super) fn texts(rows: usize, each: impl Fn(usize) -> Option<String>) -> Vector {
    let mut texts = Texts::default();
    let mut known = Bits::all(rows);
    for row in 0..rows {
        match each(row) {
            Some(text) => texts.push(text.as_bytes()),
            None => {
                texts.push(b"");
                known.clear(row);
            }
        }
    }
    Vector::new(Values::Text(texts), Some(known))
}
