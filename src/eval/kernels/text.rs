//! Texts: patterns, parts, and what a citizen number tells.

use super::compare::texts;
use crate::data::cell;
use crate::eval::cells;
use crate::eval::vector::{Scalar, Vector};
use crate::plan::{Pattern, ValueKind};
use crate::types::Number;

/// Text against a pattern.
pub(super) fn matches(a: &Vector, pattern: &Pattern, rows: usize) -> Vector {
    Vector::collect(ValueKind::Truth, rows, |row| {
        let text = a.text(row)?;
        Some(Scalar::Truth(match pattern {
            Pattern::Regex(regex) => regex.is_match(text.as_bytes()),
            Pattern::Prefix(prefix) => text.starts_with(prefix.as_str()),
        }))
    })
}

/// Number of characters.
pub(super) fn length(a: &Vector, rows: usize) -> Vector {
    Vector::collect(ValueKind::Number, rows, |row| {
        let characters = i64::try_from(a.text(row)?.chars().count()).ok()?;
        Some(Scalar::Number(Number::integer(characters)))
    })
}

/// Characters `from` to `to`, from 1, both included.
///
/// What lies before the first or past the last character is left out; a place that is no whole number is unknown.
pub(super) fn part(a: &Vector, from: &Vector, to: &Vector, rows: usize) -> Vector {
    let place = |bound: &Vector, row: usize| match bound.get(row)? {
        Scalar::Number(number) => usize::try_from(number.mantissa(0)?.max(0)).ok(),
        _ => None,
    };
    texts(rows, |row| {
        let skip = place(from, row)?.saturating_sub(1);
        let take = place(to, row)?.saturating_sub(skip);
        Some(a.text(row)?.chars().skip(skip).take(take).collect())
    })
}

/// The digest of a text.
pub(super) fn digest_of(a: &Vector, rows: usize) -> Vector {
    Vector::collect(ValueKind::Digest, rows, |row| {
        Some(Scalar::Digest(cells::digest(a.text(row)?.as_bytes())))
    })
}

/// The number in a text.
pub(super) fn number_of(a: &Vector, rows: usize) -> Vector {
    Vector::collect(ValueKind::Number, rows, |row| {
        let number = cell::number(a.text(row)?.as_bytes())?;
        Some(Scalar::Number(number.value()))
    })
}

/// The day of birth in a citizen number.
pub(super) fn birth_date(a: &Vector, rows: usize) -> Vector {
    Vector::collect(ValueKind::Days, rows, |row| {
        let (id, _) = cell::normalise_citizen_id(a.text(row)?.as_bytes());
        cell::citizen_id_birth(&id).map(|day| Scalar::Days(day.0))
    })
}

/// The sex in a citizen number: 男 or 女.
pub(super) fn sex(a: &Vector, rows: usize) -> Vector {
    texts(rows, |row| {
        let (id, _) = cell::normalise_citizen_id(a.text(row)?.as_bytes());
        let male = cell::citizen_id_is_male(&id)?;
        Some(if male { "男" } else { "女" }.to_owned())
    })
}

/// Whether a text is a citizen number with the right check character and a real day of birth.
pub(super) fn valid_citizen_id(a: &Vector, rows: usize) -> Vector {
    Vector::collect(ValueKind::Truth, rows, |row| {
        let (id, _) = cell::normalise_citizen_id(a.text(row)?.as_bytes());
        Some(Scalar::Truth(cell::citizen_id_valid(&id)))
    })
}
