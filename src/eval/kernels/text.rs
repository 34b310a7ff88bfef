//! Texts: patterns, parts, and what a citizen number tells.

use std::borrow::Cow;

use super::compare::texts;
use crate::data::cell;
use crate::eval::bits::Bits;
use crate::eval::cells;
use crate::eval::vector::{Scalar, Texts, Values, Vector};
use crate::plan::{Pattern, ValueKind};

/// Calls `each` with row and text of every row, none where it is not known.
#[inline]
fn each_text(a: &Vector, rows: usize, mut each: impl FnMut(usize, Option<&[u8]>)) {
    match &a.values {
        Values::Text(texts) => {
            let mut start = 0;
            for row in 0..rows {
                let end = texts.end(row);
                let text = texts.bytes().get(start..end);
                let is_known = a.known.as_ref().is_none_or(|known| known.get(row));
                each(row, text.filter(|_| is_known));
                start = end;
            }
        }
        _ => (0..rows).for_each(|row| each(row, a.bytes(row))),
    }
}

/// The truth that a text tells, where it is known.
fn truths(a: &Vector, rows: usize, mut tells: impl FnMut(&[u8]) -> bool) -> Vector {
    let mut yes = Bits::none(rows);
    each_text(a, rows, |row, text| {
        if text.is_some_and(&mut tells) {
            yes.set(row);
        }
    });
    Vector::truth(yes, readable(a, rows))
}

/// The rows that have a text; `None`: all of them.
fn readable(a: &Vector, rows: usize) -> Option<Bits> {
    match &a.values {
        Values::Text(_) | Values::Constant(_) => a.known_rows(rows).map(Cow::into_owned),
        _ => Some(Bits::none(rows)),
    }
}

/// Text against a pattern.
pub(super) fn matches(a: &Vector, pattern: &Pattern, rows: usize) -> Vector {
    match pattern {
        Pattern::Regex(expression) => match (expression.compiled(), &a.values) {
            (Some(regex), Values::Text(texts)) if expression.is_plain() => {
                // One search through all texts; what reaches from one into the next is none.
                let (all, mut row, mut from) = (texts.bytes(), 0, 0);
                let mut yes = Bits::none(rows);
                while let Some(found) = regex.find_at(all, from) {
                    while row < rows && texts.end(row) <= found.start() {
                        row += 1;
                    }
                    if row == rows {
                        break;
                    }
                    let is_whole = found.end() <= texts.end(row);
                    if is_whole {
                        yes.set(row);
                    }
                    from = if is_whole {
                        texts.end(row)
                    } else {
                        found.start() + 1
                    };
                }
                Vector::truth(yes, readable(a, rows))
            }
            (Some(regex), _) => truths(a, rows, |text| regex.is_match(text)),
            (None, _) => Vector::unknown(),
        },
        Pattern::Prefix(prefix) => truths(a, rows, |text| text.starts_with(prefix.as_bytes())),
    }
}

/// Number of characters.
pub(super) fn length(a: &Vector, rows: usize) -> Vector {
    // Every byte that does not continue a character begins one.
    let begins = |&byte: &u8| usize::from(byte & 0xC0 != 0x80);
    let is_ascii = matches!(&a.values, Values::Text(texts) if texts.bytes().is_ascii());
    let count = |row: usize| {
        let text = a.bytes(row).unwrap_or_default();
        match is_ascii {
            true => text.len(),
            false => text.iter().map(begins).sum::<usize>(),
        }
    };
    let mantissas = (0..rows).map(|row| i64::try_from(count(row)).unwrap_or(i64::MAX));
    let values = Values::Decimal {
        mantissas: mantissas.collect(),
        scale: 0,
    };
    Vector::new(values, readable(a, rows))
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
    let mut digests = Vec::with_capacity(rows);
    each_text(a, rows, |_, text| {
        digests.push(text.map_or(0, cells::digest));
    });
    Vector::new(Values::Digest(digests), readable(a, rows))
}

/// The number in a text.
pub(super) fn number_of(a: &Vector, rows: usize) -> Vector {
    Vector::collect(ValueKind::Number, rows, |row| {
        let number = cell::number(a.bytes(row)?)?;
        Some(Scalar::Number(number.value()))
    })
}

/// The day of birth in a citizen number.
pub(super) fn birth_date(a: &Vector, rows: usize) -> Vector {
    let mut known = Bits::all(rows);
    let mut days = Vec::with_capacity(rows);
    each_text(a, rows, |row, text| {
        let day = text.and_then(|text| {
            let (id, _) = cell::normalise_citizen_id(text);
            cell::citizen_id_birth(&id)
        });
        if day.is_none() {
            known.clear(row);
        }
        days.push(day.map_or(0, |day| day.0));
    });
    Vector::new(Values::Days(days), Some(known))
}

/// The sex in a citizen number: 男 or 女.
pub(super) fn sex(a: &Vector, rows: usize) -> Vector {
    let mut known = Bits::all(rows);
    let mut texts = Texts::default();
    texts.reserve(rows);
    each_text(a, rows, |row, text| {
        let male = text.and_then(|text| {
            let (id, _) = cell::normalise_citizen_id(text);
            cell::citizen_id_is_male(&id)
        });
        if male.is_none() {
            known.clear(row);
        }
        let sex = male.map_or("", |male| if male { "男" } else { "女" });
        texts.push(sex.as_bytes());
    });
    Vector::new(Values::Text(texts), Some(known))
}

/// Whether a text is a citizen number with the right check character and a real day of birth.
pub(super) fn valid_citizen_id(a: &Vector, rows: usize) -> Vector {
    truths(a, rows, |text| {
        // What is valid as it stands is written as it is compared.
        cell::citizen_id_valid(text) || {
            let (id, _) = cell::normalise_citizen_id(text);
            cell::citizen_id_valid(&id)
        }
    })
}
