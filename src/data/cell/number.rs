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
    /// The number times ten to a power; `None` where it does not fit.
    #[must_use]
    pub fn shifted(self, power: i8) -> Option<Self> {
        if let Self::Short { mantissa, scale } = self {
            let places = i16::from(scale) - i16::from(power);
            match u8::try_from(places) {
                Ok(scale) if scale <= 18 => return Some(Self::Short { mantissa, scale }),
                Ok(_) => {}
                Err(_) => {
                    let factor = 10i64.checked_pow(u32::from(places.unsigned_abs()));
                    if let Some(mantissa) = factor.and_then(|f| mantissa.checked_mul(f)) {
                        return Some(Self::Short { mantissa, scale: 0 });
                    }
                }
            }
        }
        let factor = 10i128.checked_pow(u32::from(power.unsigned_abs()))?;
        let factor = if power < 0 {
            Number::fraction(1, factor)?
        } else {
            Number::fraction(factor, 1)?
        };
        self.value().times(factor).map(Self::Long)
    }

    /// Whether the number is larger than one, or smaller than minus one.
    #[must_use]
    pub fn exceeds_one(self) -> bool {
        match self {
            Self::Short { mantissa, scale } => {
                let one = 10u64.checked_pow(u32::from(scale));
                one.is_some_and(|one| mantissa.unsigned_abs() > one)
            }
            Self::Long(number) => number > Number::integer(1) || number < Number::integer(-1),
        }
    }

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

/// A number and the word behind it: `312.50元`, `95 %`, `1.2万元`, also `人民币100元`; the word is not empty. `None` where it is no such cell.
#[must_use]
pub fn number_with_unit(cell: &[u8]) -> Option<(Decimal, String)> {
    let folded = fold_width(trimmed(cell));
    let text = std::str::from_utf8(&folded).ok()?.trim();
    let text = ["人民币", "RMB", "CNY"]
        .iter()
        .find_map(|currency| text.strip_prefix(currency))
        .unwrap_or(text);
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    let (digits, unit) = text.split_at(last + 1);
    let unit = unit.trim();
    if unit.is_empty() && digits.len() == folded.len() {
        return None;
    }
    // `500-` has a sign in the wrong place, and `9.5成` is a part of the whole.
    let is_word = |c: char| c.is_alphabetic() || "%‰°℃℉′″¥￥$€£".contains(c);
    if !unit.is_empty() && !unit.contains(is_word) || unit.starts_with('成') {
        return None;
    }
    Some((number(digits.as_bytes())?, unit.to_owned()))
}

/// The power of ten of a unit of money: 0 for yuan, 4 for ten thousands of them. No unit is yuan, too.
#[must_use]
pub fn money_power(unit: &str) -> Option<i8> {
    let power = match unit {
        "" | "元" | "元整" | "元正" | "圆" | "yuan" | "RMB" | "CNY" => 0,
        "百元" => 2,
        "千元" => 3,
        "万元" | "万" => 4,
        "百万元" => 6,
        "亿元" | "亿" => 8,
        _ => return None,
    };
    Some(power)
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

/// [`lost_digits`] in an identifier or a text that need not be a citizen number: an exponent as spreadsheets write it, with its sign. `3E15`
/// may be a room, and a code may end in zeros.
#[must_use]
pub fn lost_digits_of_text(cell: &[u8]) -> bool {
    cell.first().is_some_and(u8::is_ascii_digit)
        && cell.contains(&b'+')
        && (lost_digits(cell) || is_rounded(cell))
}

/// Whether a number is written with an exponent as spreadsheets show long ones, and with fewer digits than it has: `2.02E+11`.
fn is_rounded(cell: &[u8]) -> bool {
    let Some(at) = trimmed(cell)
        .windows(2)
        .position(|w| w.eq_ignore_ascii_case(b"e+"))
    else {
        return false;
    };
    let (body, exponent) = trimmed(cell).split_at(at);
    let exponent: Option<usize> = (exponent.get(2..))
        .and_then(|digits| std::str::from_utf8(digits).ok())
        .filter(|digits| digits.len() == 2)
        .and_then(|digits| digits.parse().ok());
    let decimals = match body {
        [first] if first.is_ascii_digit() => 0,
        [first, b'.', rest @ ..]
            if first.is_ascii_digit() && rest.iter().all(u8::is_ascii_digit) =>
        {
            rest.len()
        }
        _ => return false,
    };
    // Numbers up to eleven digits are shown as they are, those of codes are shorter still.
    exponent.is_some_and(|exponent| exponent >= 5 && decimals < exponent)
}

/// Whether a text that begins with a digit surely has all its digits, as its end tells; others need [`lost_digits_of_text`].
#[must_use]
#[inline]
pub(crate) fn has_all_digits(cell: &[u8]) -> bool {
    match cell {
        [.., b'+' | b'.' | b' ', _, _] | [.., b'.' | b' ', _] => false,
        [.., last] => matches!(last, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'),
        [] => false,
    }
}
