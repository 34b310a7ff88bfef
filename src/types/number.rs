//! Exact numbers: fractions of two 128-bit integers in lowest terms.
//!
//! Decimals, money, percentages and rates are all compared as fractions, so no bound is missed by rounding.

use std::cmp::Ordering;
use std::fmt;

/// What a written number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Yuan (万元 is turned into yuan when read).
    Yuan,
    /// `%`: the number is already divided by 100.
    Percent,
    /// Days.
    Days,
    /// Working days of the calendar.
    WorkingDays,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

/// An exact fraction, always in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    numerator: i128,
    denominator: i128,
}

fn small_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
        return u128::from(small_divisor(a, b));
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Number {
    /// The number 0.
    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    /// A whole number.
    #[must_use]
    pub fn integer(n: i64) -> Self {
        Self {
            numerator: i128::from(n),
            denominator: 1,
        }
    }

    /// `numerator / denominator`, or `None` for a denominator of 0 or one too large to turn positive.
    #[must_use]
    pub fn fraction(numerator: i128, denominator: i128) -> Option<Self> {
        match denominator {
            0 => return None,
            1 => {
                return Some(Self {
                    numerator,
                    denominator,
                });
            }
            _ => {}
        }
        if let (Ok(n), Ok(d)) = (i64::try_from(numerator), u64::try_from(denominator)) {
            // Division of 128 bits is slow, and the usual number is smaller.
            let divisor = small_divisor(n.unsigned_abs(), d);
            let size = i128::from(n.unsigned_abs() / divisor);
            return Some(Self {
                numerator: if n < 0 { -size } else { size },
                denominator: i128::from(d / divisor),
            });
        }
        let divisor = greatest_common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).ok()?;
        let (n, d) = (numerator / divisor, denominator / divisor);
        let sign = if d < 0 { -1 } else { 1 };
        Some(Self {
            numerator: n.checked_mul(sign)?,
            denominator: d.checked_mul(sign)?,
        })
    }

    /// `mantissa / 10^scale`; `None` when the power does not fit.
    #[must_use]
    pub fn decimal(mantissa: i128, scale: u8) -> Option<Self> {
        Self::fraction(mantissa, 10i128.checked_pow(u32::from(scale))?)
    }

    /// Reads `-12.50`, `1,234.5` (commas as thousands) or `1e3`; `None` when the text is no number or has more than 30 digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (body, exponent) = match text.split_once(['e', 'E']) {
            Some((body, exponent)) => (body, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, body) = match body.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, body.strip_prefix('+').unwrap_or(body)),
        };
        let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
        if whole.is_empty() && decimals.is_empty() || exponent.abs() > 30 {
            return None;
        }
        if whole.contains(',') {
            let mut groups = whole.split(',');
            let first = groups.next()?;
            if first.is_empty() || first.len() > 3 || groups.any(|g| g.len() != 3) {
                return None;
            }
        }
        let mut mantissa = 0i128;
        for c in whole.bytes().filter(|&c| c != b',').chain(decimals.bytes()) {
            if !c.is_ascii_digit() || mantissa > 10i128.pow(30) {
                return None;
            }
            mantissa = mantissa * 10 + i128::from(c - b'0');
        }
        let scale = i32::try_from(decimals.len()).ok()? - exponent;
        let mantissa = if negative { -mantissa } else { mantissa };
        if scale >= 0 {
            Self::decimal(mantissa, u8::try_from(scale).ok()?)
        } else {
            let power = 10i128.checked_pow(scale.unsigned_abs())?;
            Self::fraction(mantissa.checked_mul(power)?, 1)
        }
    }

    /// Numerator and positive denominator.
    #[must_use]
    pub fn parts(self) -> (i128, i128) {
        (self.numerator, self.denominator)
    }

    /// The sum, or `None` when it does not fit.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let a = self.numerator.checked_mul(other.denominator)?;
        let b = other.numerator.checked_mul(self.denominator)?;
        Self::fraction(
            a.checked_add(b)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    /// The difference, or `None` when it does not fit.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self {
            numerator: other.numerator.checked_neg()?,
            denominator: other.denominator,
        })
    }

    /// The product, or `None` when it does not fit.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        Self::fraction(
            self.numerator.checked_mul(other.numerator)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    /// The quotient, or `None` for a division by 0 or one that does not fit.
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        Self::fraction(
            self.numerator.checked_mul(other.denominator)?,
            self.denominator.checked_mul(other.numerator)?,
        )
    }

    /// The mantissa at a decimal scale, when the number is exact there and fits.
    #[must_use]
    pub fn mantissa(self, scale: u8) -> Option<i64> {
        let scaled = self
            .numerator
            .checked_mul(10i128.checked_pow(u32::from(scale))?)?;
        if self.denominator == 1 {
            return i64::try_from(scaled).ok();
        }
        if scaled % self.denominator != 0 {
            return None;
        }
        i64::try_from(scaled / self.denominator).ok()
    }

    /// The nearest floating-point number, for charts and machine-readable `number` fields only.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a display value")]
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// Rounded half away from zero to `places` decimals.
    #[must_use]
    pub fn rounded(self, places: u8) -> Option<Self> {
        let power = 10i128.checked_pow(u32::from(places))?;
        let scaled = self.numerator.checked_mul(power)?;
        let half = self.denominator / 2 + self.denominator % 2;
        let (whole, rest) = (scaled / self.denominator, scaled % self.denominator);
        let away = i128::from(rest.abs() >= half && rest != 0) * rest.signum();
        Self::decimal(whole + away, places)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let small = |number: &Self| {
            let numerator = i64::try_from(number.numerator).ok()?;
            Some((numerator, i64::try_from(number.denominator).ok()?))
        };
        if let (Some(a), Some(b)) = (small(self), small(other)) {
            let product = |numerator, denominator| i128::from(numerator) * i128::from(denominator);
            return product(a.0, b.1).cmp(&product(b.0, a.1));
        }
        // Compared by continued fractions, so that no product can overflow.
        let (mut a, mut b) = (self.parts(), other.parts());
        let mut turned = false;
        loop {
            let (qa, qb) = (a.0.div_euclid(a.1), b.0.div_euclid(b.1));
            let (ra, rb) = (a.0.rem_euclid(a.1), b.0.rem_euclid(b.1));
            let here = qa.cmp(&qb).then_with(|| match (ra, rb) {
                (0, 0) => Ordering::Equal,
                (0, _) => Ordering::Less,
                (_, 0) => Ordering::Greater,
                _ => Ordering::Equal,
            });
            if here != Ordering::Equal || ra == 0 || rb == 0 {
                return if turned { here.reverse() } else { here };
            }
            (a, b) = ((a.1, ra), (b.1, rb));
            turned = !turned;
        }
    }
}

impl fmt::Display for Number {
    /// A terminating decimal in full; another fraction with six decimals after `≈`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut d, mut places) = (self.denominator, 0u8);
        let (mut twos, mut fives) = (0u8, 0u8);
        while d % 2 == 0 {
            d /= 2;
            twos += 1;
        }
        while d % 5 == 0 {
            d /= 5;
            fives += 1;
        }
        let exact = d == 1;
        places = places.max(twos).max(fives);
        let shown = if exact { Some(*self) } else { self.rounded(6) };
        let places = if exact { places } else { 6 };
        let scaled = shown.and_then(|n| {
            let power = 10i128.checked_pow(u32::from(places))?;
            n.numerator
                .checked_mul(power / n.denominator.min(power).max(1))
                .filter(|_| power % n.denominator == 0)
        });
        let Some(scaled) = scaled else {
            return write!(f, "{}/{}", self.numerator, self.denominator);
        };
        if !exact {
            f.write_str("≈")?;
        }
        let sign = if scaled < 0 { "-" } else { "" };
        let digits = scaled.unsigned_abs();
        let power = 10u128.pow(u32::from(places));
        if places == 0 {
            write!(f, "{sign}{digits}")
        } else {
            let width = usize::from(places);
            write!(f, "{sign}{}.{:0width$}", digits / power, digits % power)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn decimals_are_exact_and_print_as_read() {
        for text in ["0", "-12.5", "1000", "0.001", "690.79998779296875"] {
            assert_eq!(Number::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Number::parse("1,234.50").unwrap().to_string(), "1234.5");
        assert_eq!(Number::parse("1e3").unwrap().to_string(), "1000");
        assert_eq!(Number::parse("12,34"), None);
        assert_eq!(Number::fraction(1, 3).unwrap().to_string(), "≈0.333333");
    }

    #[test]
    fn nineteen_of_twenty_is_exactly_95_percent() {
        let rate = Number::fraction(19, 20).unwrap();
        let bound = Number::parse("0.95").unwrap();
        assert_eq!(rate, bound);
        assert!(Number::fraction(949, 1000).unwrap() < bound);
        assert!(Number::integer(-3) < Number::fraction(-5, 2).unwrap());
        assert!(Number::fraction(2, 3).unwrap() > Number::fraction(3, 5).unwrap());
    }
}
