//! Exact numbers from text.

use super::{citizen_id_valid, fold_width, trimmed};
use crate::types::Number;
use std::borrow::Cow;

/// An exact number as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// `mantissa / 10^scale`; the scale is the number of decimals written.
    Short {
        /// All digits.
        mantissa: i64,
        /// How many of them are decimals.
        scale: u8,
    },
    /// A number that does not fit.
    Long(Number),
}

impl Decimal {
    /// The number as a fraction.
    #[must_use]
    pub fn value(self) -> Number {
        match self {
            Self::Short { mantissa, scale } => {
                Number::decimal(i128::from(mantissa), scale).unwrap_or(Number::ZERO)
            }
            Self::Long(number) => number,
        }
    }
}

/// The number in a cell: `-12.50`, `1,234.5` (commas between groups of three digits), `1e3`, full-width digits, also after `¥` or `￥`.
#[must_use]
#[inline]
pub fn number(cell: &[u8]) -> Option<Decimal> {
    short(cell).or_else(|| long(cell))
}

/// Sign, up to 18 digits, one point: the usual number, without looking at anything twice.
#[inline]
fn short(cell: &[u8]) -> Option<Decimal> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut mantissa = 0i64;
    let mut point = None;
    for (at, &byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            mantissa = mantissa * 10 + i64::from(digit);
        } else if byte == b'.' && point.is_none() && digits.len() > 1 {
            point = Some(at);
        } else {
            return None;
        }
    }
    let decimals = point.map_or(0, |at| digits.len() - at - 1);
    Some(Decimal::Short {
        mantissa: if negative { -mantissa } else { mantissa },
        scale: u8::try_from(decimals).ok()?,
    })
}

fn long(cell: &[u8]) -> Option<Decimal> {
    let folded = fold_width(trimmed(cell));
    let text = std::str::from_utf8(&folded).ok()?.trim();
    let (sign, body) = match text.strip_prefix('-') {
        Some(body) => ("-", body),
        None => ("", text),
    };
    let body = body.trim_start();
    // 0xA5 in half width is `¥`; its full-width form is another character.
    let body = body.strip_prefix(['¥', '￥']).unwrap_or(body).trim_start();
    if body.starts_with(['-', '+']) && !sign.is_empty() {
        return None;
    }
    let text: Cow<str> = if sign.is_empty() {
        Cow::Borrowed(body)
    } else {
        Cow::Owned(format!("-{body}"))
    };
    if let Some(number) = short(text.as_bytes()) {
        return Some(number);
    }
    let plain = text.replace(',', "");
    let number = Number::parse(&text)?;
    Some(short(plain.as_bytes()).unwrap_or(Decimal::Long(number)))
}

/// The fraction in a cell of percentages: `95%` and `0.95` are both 0.95.
#[must_use]
pub fn percent(cell: &[u8]) -> Option<Decimal> {
    if let Some(plain) = short(cell) {
        return Some(plain);
    }
    let folded = fold_width(trimmed(cell));
    let Some(body) = folded.strip_suffix(b"%") else {
        return number(cell);
    };
    match number(trimmed(body))? {
        Decimal::Short { mantissa, scale } if scale <= 16 => Some(Decimal::Short {
            mantissa,
            scale: scale + 2,
        }),
        other => {
            let hundredth = Number::fraction(1, 100)?;
            Some(Decimal::Long(other.value().times(hundredth)?))
        }
    }
}

/// Whether the cell is a long identifier that a spreadsheet stored as a floating-point number, so that its last digits are lost:
/// `5.20101E+17`, or 18 digits of which the last three are zeros and the last one is not the check character that belongs there.
#[must_use]
pub fn lost_digits(cell: &[u8]) -> bool {
    let cell = trimmed(cell);
    let cell = cell.strip_suffix(b".0").unwrap_or(cell);
    if cell.len() == 18 && cell.iter().all(u8::is_ascii_digit) {
        return cell.ends_with(b"000") && !citizen_id_valid(cell);
    }
    let Some(at) = cell.iter().position(|b| matches!(b, b'e' | b'E')) else {
        return false;
    };
    let (body, exponent) = cell.split_at(at);
    let exponent = exponent.get(1..).unwrap_or_default();
    let exponent = exponent.strip_prefix(b"+").unwrap_or(exponent);
    let is_number =
        |text: &[u8]| !text.is_empty() && text.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    let large = match exponent {
        [ten @ b'1'..=b'9', one] if one.is_ascii_digit() => (ten - b'0') * 10 + (one - b'0') >= 15,
        _ => false,
    };
    large && is_number(body)
}
