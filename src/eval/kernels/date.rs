//! Days: shifting, ages, parts.

use crate::eval::vector::{Scalar, Values, Vector, scalar};
use crate::plan::{DayList, ValueKind};
use crate::types::{Date, Number, Unit};

/// The day so many days, months or years later or earlier.
pub(super) fn shift(day: &Vector, amount: &Vector, unit: Unit, back: bool, rows: usize) -> Vector {
    let moved = |day: i32, amount: i64| -> Option<i32> {
        let amount = i32::try_from(if back { amount.checked_neg()? } else { amount }).ok()?;
        let moved = match unit {
            Unit::Days => Date(day).plus_days(amount),
            Unit::Months => Date(day).plus_months(amount),
            Unit::Years => Date(day).plus_months(amount.checked_mul(12)?),
            Unit::Yuan | Unit::Percent | Unit::WorkingDays => None,
        };
        moved.map(|moved| moved.0)
    };
    if let (Values::Days(days), Values::Constant(Some(Scalar::Number(by)))) =
        (&day.values, &amount.values)
        && let (Some(by), Unit::Days) = (by.mantissa(0).and_then(|n| i32::try_from(n).ok()), unit)
        && let Some(by) = if back { by.checked_neg() } else { Some(by) }
    {
        let moved = |&day: &i32| Date(day).plus_days(by).map(|moved| moved.0);
        if let Some(days) = days.iter().map(moved).collect() {
            return Vector::new(Values::Days(days), day.known.clone());
        }
    }
    Vector::collect(ValueKind::Days, rows, |row| {
        let (low, high) = amount.bounds(row)?;
        let amount = low.mantissa(0).filter(|_| low == high)?;
        moved(day.day(row)?, amount).map(Scalar::Days)
    })
}

/// Whole years from a day of birth to a day.
pub(super) fn age(born: &Vector, on: &Vector, rows: usize) -> Vector {
    numbers(rows, |row| {
        Some(i64::from(Date(born.day(row)?).age_on(Date(on.day(row)?))))
    })
}

/// Month of a day.
pub(super) fn month(a: &Vector, rows: usize) -> Vector {
    numbers(rows, |row| Some(i64::from(Date(a.day(row)?).parts().1)))
}

/// Year of a day.
pub(super) fn year(a: &Vector, rows: usize) -> Vector {
    numbers(rows, |row| Some(i64::from(Date(a.day(row)?).parts().0)))
}

/// Week of the year of a day, by ISO 8601.
pub(super) fn week(a: &Vector, rows: usize) -> Vector {
    numbers(rows, |row| Some(i64::from(Date(a.day(row)?).week().1)))
}

/// Quarter of a day, 1 to 4.
pub(super) fn quarter(a: &Vector, rows: usize) -> Vector {
    numbers(rows, |row| {
        Some(i64::from((Date(a.day(row)?).parts().1 - 1) / 3 + 1))
    })
}

/// The last birthday on a day.
pub(super) fn last_birthday(born: &Vector, on: &Vector, rows: usize) -> Vector {
    Vector::collect(ValueKind::Days, rows, |row| {
        let birthday = Date(born.day(row)?).last_birthday(Date(on.day(row)?))?;
        Some(Scalar::Days(birthday.0))
    })
}

/// What a list holds at a day or whole number; unknown outside of it and where it says nothing.
pub(super) fn listed(list: &DayList, at: &Vector, rows: usize) -> Vector {
    let value = |place: i64| {
        let place = usize::try_from(place - i64::from(list.first)).ok()?;
        scalar(list.values.get(place)?.as_ref()?)
    };
    Vector::collect(list.kind, rows, |row| {
        let place = match at.get(row)? {
            Scalar::Days(day) => i64::from(day),
            Scalar::Number(number) => number.mantissa(0)?,
            _ => return None,
        };
        value(place)
    })
}

fn numbers(rows: usize, each: impl Fn(usize) -> Option<i64>) -> Vector {
    Vector::collect(ValueKind::Number, rows, |row| {
        each(row).map(|n| Scalar::Number(Number::integer(n)))
    })
}
