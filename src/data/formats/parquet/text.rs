//! Values of a Parquet file as text: days as `2020-02-26`, decimals with all their digits, doubles in their shortest form.

use crate::data::cell;
use crate::types::Date;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::data_type::Int96;
use parquet::schema::types::ColumnDescriptor;
use std::io::Write;

/// How the values of a column are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As the physical type says: numbers, truth values, texts.
    Plain,
    /// A whole number without a sign.
    Unsigned,
    /// Days since 1970-01-01.
    Day,
    /// Units since 1970-01-01, so many a second; whether they count from midnight in Greenwich.
    Moment(i64, bool),
    /// Units since midnight, so many a second.
    TimeOfDay(i64),
    /// A whole number, divided by a power of ten.
    Decimal(u32),
    /// A number of 16 bits.
    Half,
    /// 16 bytes of a UUID.
    Uuid,
    /// Nothing that has a text.
    Unreadable,
}

const MILLI: i64 = 1_000;
const MICRO: i64 = 1_000_000;
const NANO: i64 = 1_000_000_000;

/// From here on not every whole number is a double.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

impl Spelling {
    /// What the schema says about a column.
    pub(super) fn of(column: &ColumnDescriptor) -> Self {
        let units = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => MILLI,
            TimeUnit::MICROS => MICRO,
            TimeUnit::NANOS => NANO,
        };
        let decimal = |scale: i32| u32::try_from(scale).map_or(Self::Unreadable, Self::Decimal);
        if let Some(logical) = column.logical_type_ref() {
            return match logical {
                LogicalType::Decimal(decimal_type) => decimal(decimal_type.scale),
                LogicalType::Date => Self::Day,
                LogicalType::Time(time) => Self::TimeOfDay(units(&time.unit)),
                LogicalType::Timestamp(moment) => {
                    Self::Moment(units(&moment.unit), moment.is_adjusted_to_u_t_c)
                }
                LogicalType::Integer(integer) if !integer.is_signed => Self::Unsigned,
                LogicalType::Uuid => Self::Uuid,
                LogicalType::Float16 => Self::Half,
                LogicalType::String
                | LogicalType::Enum
                | LogicalType::Json
                | LogicalType::Integer(_)
                | LogicalType::Unknown => Self::Plain,
                _ => Self::Unreadable,
            };
        }
        match column.converted_type() {
            ConvertedType::DECIMAL => decimal(column.type_scale()),
            ConvertedType::DATE => Self::Day,
            ConvertedType::TIME_MILLIS => Self::TimeOfDay(MILLI),
            ConvertedType::TIME_MICROS => Self::TimeOfDay(MICRO),
            ConvertedType::TIMESTAMP_MILLIS => Self::Moment(MILLI, true),
            ConvertedType::TIMESTAMP_MICROS => Self::Moment(MICRO, true),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Self::Unsigned,
            ConvertedType::INTERVAL | ConvertedType::BSON => Self::Unreadable,
            _ => Self::Plain,
        }
    }

    /// Writes a value of 32 bits.
    pub(super) fn narrow(self, value: i32, text: &mut Vec<u8>) {
        match self {
            Self::Unsigned => number(i128::from(value.cast_unsigned()), text),
            _ => self.integer(i64::from(value), text),
        }
    }

    /// Writes a value of 64 bits.
    pub(super) fn integer(self, value: i64, text: &mut Vec<u8>) {
        match self {
            Self::Unsigned => number(i128::from(value.cast_unsigned()), text),
            Self::Day => day(value, text),
            Self::Moment(a_second, utc) => moment(value, a_second, utc, text),
            Self::TimeOfDay(a_second) => time(value, a_second, text),
            Self::Decimal(scale) => decimal(i128::from(value), scale, text),
            Self::Plain => number(i128::from(value), text),
            Self::Half | Self::Uuid | Self::Unreadable => unreadable(text),
        }
    }

    /// Writes a moment of 96 bits.
    pub(super) fn old_moment(self, value: &Int96, text: &mut Vec<u8>) {
        moment(value.to_micros(), MICRO, false, text);
    }

    /// Writes a value made of bytes.
    pub(super) fn bytes(self, value: &[u8], text: &mut Vec<u8>) {
        match self {
            Self::Decimal(scale) => match big_endian(value) {
                Some(value) => decimal(value, scale, text),
                None => unreadable(text),
            },
            Self::Half => match value {
                [low, high] => short_float(half(u16::from_le_bytes([*low, *high])), text),
                _ => unreadable(text),
            },
            Self::Uuid => {
                for (at, byte) in value.iter().enumerate() {
                    let dash = if matches!(at, 4 | 6 | 8 | 10) {
                        "-"
                    } else {
                        ""
                    };
                    written(write!(text, "{dash}{byte:02x}"));
                }
            }
            Self::Plain if std::str::from_utf8(value).is_ok() => text.extend_from_slice(value),
            _ => unreadable(text),
        }
    }
}

fn unreadable(text: &mut Vec<u8>) {
    text.extend_from_slice(cell::UNREADABLE.as_bytes());
}

/// Writing to memory cannot fail.
fn written(_: std::io::Result<()>) {}

fn number(value: i128, text: &mut Vec<u8>) {
    match i64::try_from(value) {
        Ok(value) => {
            if value < 0 {
                text.push(b'-');
            }
            digits(value.unsigned_abs(), text);
        }
        Err(_) => written(write!(text, "{value}")),
    }
}

/// Writes a whole number.
fn digits(mut number: u64, text: &mut Vec<u8>) {
    // The largest has 20 digits.
    let mut buffer = [b'0'; 20];
    let mut first = buffer.len() - 1;
    for (at, place) in buffer.iter_mut().enumerate().rev() {
        *place += u8::try_from(number % 10).unwrap_or(0);
        first = at;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.extend_from_slice(&buffer[first..]);
}

fn decimal(value: i128, scale: u32, text: &mut Vec<u8>) {
    let Some(power) = 10u128.checked_pow(scale) else {
        return unreadable(text);
    };
    let sign = if value < 0 { "-" } else { "" };
    let digits = value.unsigned_abs();
    if scale == 0 {
        written(write!(text, "{sign}{digits}"));
    } else {
        let width = scale as usize;
        written(write!(
            text,
            "{sign}{}.{:0width$}",
            digits / power,
            digits % power
        ));
    }
}

/// A whole number of up to 16 bytes, the highest first.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let (first, rest) = bytes.split_first()?;
    let start = i128::from(first.cast_signed());
    rest.iter().try_fold(start, |value, &byte| {
        Some(value.checked_mul(256)? + i128::from(byte))
    })
}

fn day(days: i64, text: &mut Vec<u8>) {
    // Years with four digits alone: others are no days that a register means.
    const FIRST: i64 = -719_162;
    const LAST: i64 = 2_932_896;
    match i32::try_from(days) {
        Ok(day) if (FIRST..=LAST).contains(&days) => {
            let (year, month, day) = Date(day).parts();
            let year = year.unsigned_abs();
            let sign = |number: u32| b'0' + u8::try_from(number % 10).unwrap_or(0);
            text.extend_from_slice(&[
                sign(year / 1000),
                sign(year / 100),
                sign(year / 10),
                sign(year),
                b'-',
                sign(month / 10),
                sign(month),
                b'-',
                sign(day / 10),
                sign(day),
            ]);
        }
        _ => unreadable(text),
    }
}

/// A moment; at midnight only its day.
fn moment(value: i64, a_second: i64, utc: bool, text: &mut Vec<u8>) {
    let a_day = 86_400 * a_second;
    let start = text.len();
    day(value.div_euclid(a_day), text);
    let rest = value.rem_euclid(a_day);
    if rest != 0 && text.get(start..) != Some(cell::UNREADABLE.as_bytes()) {
        text.push(b' ');
        time(rest, a_second, text);
        if utc {
            text.push(b'Z');
        }
    }
}

/// A time of day, with decimals where it has any.
fn time(value: i64, a_second: i64, text: &mut Vec<u8>) {
    if !(0..86_400 * a_second).contains(&value) {
        return unreadable(text);
    }
    let (seconds, fraction) = (value / a_second, value % a_second);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    written(write!(text, "{hour:02}:{minute:02}:{second:02}"));
    if fraction != 0 {
        let width = a_second.ilog10() as usize;
        written(write!(text, ".{fraction:0width$}"));
        while text.last() == Some(&b'0') {
            text.pop();
        }
    }
}

/// Writes a double in its shortest form, a whole number whose last digits may be lost with an exponent.
pub(super) fn float(value: f64, text: &mut Vec<u8>) {
    if value.abs() > MOST_EXACT && value.is_finite() {
        let number = format!("{value:E}").replacen('E', "E+", 1);
        text.extend_from_slice(number.as_bytes());
    } else if let Some(hundredths) = hundredths(value) {
        if value < 0.0 {
            text.push(b'-');
        }
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        digits(whole, text);
        if rest != 0 {
            let sign = |number: u64| b'0' + u8::try_from(number % 10).unwrap_or(0);
            text.extend_from_slice(&[b'.', sign(rest / 10)]);
            if rest % 10 != 0 {
                text.push(sign(rest));
            }
        }
    } else {
        let value = if value == 0.0 { 0.0 } else { value };
        written(write!(text, "{value}"));
    }
}

/// The hundredths of a double, without its sign, whose shortest form has no more than two decimals. With 15 digits or fewer, no two such
/// forms are one double.
fn hundredths(value: f64) -> Option<u64> {
    const MOST: f64 = 1e15;
    let hundredths = (value.abs() * 100.0).round();
    if hundredths >= MOST || hundredths / 100.0 != value.abs() {
        return None;
    }
    // A whole number below 10 to the power of 15 is exact.
    Some(hundredths as u64)
}

/// Writes a float in its shortest form.
pub(super) fn short_float(value: f32, text: &mut Vec<u8>) {
    let value = if value == 0.0 { 0.0 } else { value };
    // Whole floats have digits to lose from 2 to the power of 24 on.
    if value.abs() > 16_777_216.0 && value.is_finite() {
        float(f64::from(value), text);
    } else {
        written(write!(text, "{value}"));
    }
}

/// A number of 16 bits: sign, five bits of exponent, ten of fraction.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let exponent = i32::from(bits >> 10 & 0x1F);
    let fraction = f32::from(bits & 0x3FF) / 1024.0;
    sign * match exponent {
        0 => fraction * 2f32.powi(-14),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction) * 2f32.powi(exponent - 15),
    }
}
