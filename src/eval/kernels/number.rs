//! Arithmetic: exact, on decimals of one scale where they fit, on fractions and intervals otherwise.

use crate::eval::bits::both;
use crate::eval::vector::{Scalar, Values, Vector};
use crate::plan::ValueKind;
use crate::syntax::ast::ArithmeticOp;
use crate::types::{Date, Number};

/// Arithmetic on numbers and days.
pub(super) fn arithmetic(a: &Vector, op: ArithmeticOp, b: &Vector, rows: usize) -> Vector {
    if matches!(a.values, Values::Constant(None)) || matches!(b.values, Values::Constant(None)) {
        return Vector::unknown();
    }
    let days = |v: &Vector| {
        matches!(
            v.values,
            Values::Days(_) | Values::Constant(Some(Scalar::Days(_)))
        )
    };
    match (days(a), days(b)) {
        (true, true) => days_between(a, b, rows),
        (true, false) => move_days(a, op, b, rows),
        (false, true) if matches!(op, ArithmeticOp::Plus) => move_days(b, op, a, rows),
        (false, true) => Vector::unknown(),
        (false, false) => plain(a, op, b).unwrap_or_else(|| slowly(a, op, b, rows)),
    }
}

fn days_between(a: &Vector, b: &Vector, rows: usize) -> Vector {
    let mantissas: Vec<i64> = match (&a.values, &b.values) {
        (Values::Days(x), Values::Days(y)) => x
            .iter()
            .zip(y)
            .map(|(&x, &y)| i64::from(x) - i64::from(y))
            .collect(),
        (Values::Days(x), Values::Constant(Some(Scalar::Days(y)))) => {
            x.iter().map(|&x| i64::from(x) - i64::from(*y)).collect()
        }
        (Values::Constant(Some(Scalar::Days(x))), Values::Days(y)) => {
            y.iter().map(|&y| i64::from(*x) - i64::from(y)).collect()
        }
        _ => {
            return Vector::collect(ValueKind::Number, rows, |row| {
                let days = i64::from(a.day(row)?) - i64::from(b.day(row)?);
                Some(Scalar::Number(Number::integer(days)))
            });
        }
    };
    Vector::new(
        Values::Decimal {
            mantissas,
            scale: 0,
        },
        both(a.known.as_ref(), b.known.as_ref()),
    )
}

fn move_days(day: &Vector, op: ArithmeticOp, by: &Vector, rows: usize) -> Vector {
    let sign = match op {
        ArithmeticOp::Plus => 1,
        ArithmeticOp::Minus => -1,
        ArithmeticOp::Times | ArithmeticOp::Over => return Vector::unknown(),
    };
    Vector::collect(ValueKind::Days, rows, |row| {
        let (low, high) = by.bounds(row)?;
        let days = i32::try_from(low.mantissa(0)?)
            .ok()
            .filter(|_| low == high)?;
        let moved = Date(day.day(row)?).plus_days(days.checked_mul(sign)?)?;
        Some(Scalar::Days(moved.0))
    })
}

/// Sums, differences and products of decimals, while they fit.
fn plain(a: &Vector, op: ArithmeticOp, b: &Vector) -> Option<Vector> {
    let constant = |value: &Option<Scalar>, scale: u8| match value {
        Some(Scalar::Number(number)) => number.mantissa(scale),
        _ => None,
    };
    let apply: fn(i64, i64) -> Option<i64> = match op {
        ArithmeticOp::Plus => i64::checked_add,
        ArithmeticOp::Minus => i64::checked_sub,
        ArithmeticOp::Times => i64::checked_mul,
        ArithmeticOp::Over => return None,
    };
    let times = matches!(op, ArithmeticOp::Times);
    let (mantissas, scale): (Option<Vec<i64>>, u8) = match (&a.values, &b.values) {
        (
            Values::Decimal {
                mantissas: x,
                scale: xs,
            },
            Values::Decimal {
                mantissas: y,
                scale: ys,
            },
        ) if xs == ys || times => (
            x.iter().zip(y).map(|(&x, &y)| apply(x, y)).collect(),
            if times { xs + ys } else { *xs },
        ),
        (Values::Decimal { mantissas, scale }, Values::Constant(value)) => {
            let y = constant(value, if times { 0 } else { *scale })?;
            (mantissas.iter().map(|&x| apply(x, y)).collect(), *scale)
        }
        (Values::Constant(value), Values::Decimal { mantissas, scale }) => {
            let x = constant(value, if times { 0 } else { *scale })?;
            (mantissas.iter().map(|&y| apply(x, y)).collect(), *scale)
        }
        _ => return None,
    };
    if scale > 18 {
        return None;
    }
    Some(Vector::new(
        Values::Decimal {
            mantissas: mantissas?,
            scale,
        },
        both(a.known.as_ref(), b.known.as_ref()),
    ))
}

fn slowly(a: &Vector, op: ArithmeticOp, b: &Vector, rows: usize) -> Vector {
    if let (Values::Decimal { mantissas: x, .. }, Values::Decimal { mantissas: y, .. }) =
        (&a.values, &b.values)
    {
        // Neighbouring rows often ask for the same group, so for the same numbers.
        let mut last: Option<((i64, i64), Option<Scalar>)> = None;
        return Vector::collect(ValueKind::Number, rows, |row| {
            if !a.is_known(row) || !b.is_known(row) {
                return None;
            }
            match &last {
                Some((pair, result)) if *pair == (x[row], y[row]) => result.clone(),
                _ => {
                    let result = exactly(a, op, b, row);
                    last = Some(((x[row], y[row]), result.clone()));
                    result
                }
            }
        });
    }
    Vector::collect(ValueKind::Number, rows, |row| exactly(a, op, b, row))
}

fn exactly(a: &Vector, op: ArithmeticOp, b: &Vector, row: usize) -> Option<Scalar> {
    let (low, high) = on_bounds(a.bounds(row)?, op, b.bounds(row)?)?;
    Some(single(Scalar::Interval(low, high)))
}

fn single(value: Scalar) -> Scalar {
    match value {
        Scalar::Interval(low, high) if low == high => Scalar::Number(low),
        other => other,
    }
}

/// The least and the largest result for values of two intervals; `None` where one does not exist or does not fit.
fn on_bounds(
    x: (Number, Number),
    op: ArithmeticOp,
    y: (Number, Number),
) -> Option<(Number, Number)> {
    match op {
        ArithmeticOp::Plus => Some((x.0.plus(y.0)?, x.1.plus(y.1)?)),
        ArithmeticOp::Minus => Some((x.0.minus(y.1)?, x.1.minus(y.0)?)),
        ArithmeticOp::Times | ArithmeticOp::Over => {
            let over = matches!(op, ArithmeticOp::Over);
            if over && y.0 <= Number::ZERO && y.1 >= Number::ZERO {
                return None;
            }
            let mut low: Option<Number> = None;
            let mut high: Option<Number> = None;
            for x in [x.0, x.1] {
                for y in [y.0, y.1] {
                    let value = if over { x.over(y)? } else { x.times(y)? };
                    low = Some(low.map_or(value, |low| low.min(value)));
                    high = Some(high.map_or(value, |high| high.max(value)));
                }
            }
            Some((low?, high?))
        }
    }
}

/// The absolute value.
pub(super) fn absolute(a: &Vector, rows: usize) -> Vector {
    if let Values::Decimal { mantissas, scale } = &a.values
        && let Some(mantissas) = mantissas.iter().map(|m| m.checked_abs()).collect()
    {
        return Vector::new(
            Values::Decimal {
                mantissas,
                scale: *scale,
            },
            a.known.clone(),
        );
    }
    Vector::collect(ValueKind::Number, rows, |row| {
        let (low, high) = a.bounds(row)?;
        let negated = |n: Number| Number::ZERO.minus(n);
        Some(single(if low >= Number::ZERO {
            Scalar::Interval(low, high)
        } else if high <= Number::ZERO {
            Scalar::Interval(negated(high)?, negated(low)?)
        } else {
            Scalar::Interval(Number::ZERO, negated(low)?.max(high))
        }))
    })
}

/// Rounded half away from zero.
pub(super) fn rounded(a: &Vector, places: u8, rows: usize) -> Vector {
    if let Values::Decimal { scale, .. } = &a.values
        && *scale <= places
    {
        return a.clone();
    }
    Vector::collect(ValueKind::Number, rows, |row| {
        let (low, high) = a.bounds(row)?;
        Some(single(Scalar::Interval(
            low.rounded(places)?,
            high.rounded(places)?,
        )))
    })
}

/// The earlier or later of two days, or the smaller or larger of two numbers.
pub(super) fn extreme(a: &Vector, b: &Vector, later: bool, rows: usize) -> Vector {
    match super::compare::kind_of(a).or_else(|| super::compare::kind_of(b)) {
        Some(ValueKind::Days) => Vector::collect(ValueKind::Days, rows, |row| {
            let (x, y) = (a.day(row)?, b.day(row)?);
            Some(Scalar::Days(if later { x.max(y) } else { x.min(y) }))
        }),
        Some(ValueKind::Number) => Vector::collect(ValueKind::Number, rows, |row| {
            let (x, y) = (a.bounds(row)?, b.bounds(row)?);
            let pick = |x: Number, y: Number| if later { x.max(y) } else { x.min(y) };
            Some(single(Scalar::Interval(pick(x.0, y.0), pick(x.1, y.1))))
        }),
        _ => Vector::unknown(),
    }
}
