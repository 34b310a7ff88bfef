//! Drawing samples: the same frame and seed give the same units on every machine.
//!
//! Every unit gets a number: BLAKE3 over `duban sample 1`, the seed, and the parts of the unit's key as they are compared, each text behind its
//! length in bytes (8 bytes, little end first). From each stratum the units with the smallest numbers are drawn. Neither the order of the
//! rows nor any other column has a say.

use crate::types::Number;
use std::collections::BTreeMap;

/// A member of the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The stratum that it belongs to.
    pub stratum: Vec<String>,
    /// Its key as it is compared.
    pub key: Vec<String>,
}

/// How many units of each stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// So many, or all where there are fewer.
    Count(Number),
    /// This share, rounded up.
    Share(Number),
}

impl Size {
    /// The number for a stratum of so many units: at least one, at most all.
    #[must_use]
    pub fn of(self, units: usize) -> usize {
        let wanted = match self {
            Self::Count(count) => Some(count),
            Self::Share(share) => i64::try_from(units)
                .ok()
                .and_then(|units| share.times(Number::integer(units))),
        };
        let wanted = wanted.map_or(units, |wanted| {
            let (over, under) = wanted.parts();
            let up = over.div_euclid(under) + i128::from(over.rem_euclid(under) != 0);
            usize::try_from(up.max(1)).unwrap_or(units)
        });
        wanted.min(units)
    }
}

fn add(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

/// What a unit is drawn by: its hash, its key, and its number.
type Ticket<'u> = ([u8; 32], &'u [String], usize);

/// The units in the order of their strata, and in each in the order of the draw: the number of the unit, and whether it is drawn.
/// Those that are not drawn follow as reserve.
#[must_use]
pub fn draw(seed: &str, units: &[Unit], size: Size) -> Vec<(usize, bool)> {
    let mut strata: BTreeMap<&[String], Vec<Ticket<'_>>> = BTreeMap::new();
    for (number, unit) in units.iter().enumerate() {
        let mut hasher = blake3::Hasher::new();
        add(&mut hasher, "duban sample 1");
        add(&mut hasher, seed);
        for part in &unit.key {
            add(&mut hasher, part);
        }
        let hash = *hasher.finalize().as_bytes();
        let stratum = strata.entry(&unit.stratum).or_default();
        stratum.push((hash, &unit.key, number));
    }
    let mut order = Vec::with_capacity(units.len());
    for stratum in strata.values_mut() {
        stratum.sort_unstable();
        let most = size.of(stratum.len());
        let numbered = stratum.iter().enumerate();
        order.extend(numbered.map(|(place, unit)| (unit.2, place < most)));
    }
    order
}

/// The digest of a frame: of its keys in the order of their bytes, so that it does not depend on how the file is sorted. A single unit
/// has none: it could be found by trying all numbers.
#[must_use]
pub fn digest(units: &[Unit]) -> String {
    if units.len() < 2 {
        return String::new();
    }
    let mut keys: Vec<&[String]> = units.iter().map(|unit| unit.key.as_slice()).collect();
    keys.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    add(&mut hasher, "duban frame 1");
    for key in keys {
        hasher.update(&(key.len() as u64).to_le_bytes());
        for part in key {
            add(&mut hasher, part);
        }
    }
    format!("blake3:{}", hasher.finalize().to_hex())
}

#[cfg(test)]
mod tests {
    use super::{Size, Unit, digest, draw};
    use crate::types::Number;

    fn units(keys: &[&str]) -> Vec<Unit> {
        let unit = |key: &&str| Unit {
            stratum: vec![key.chars().take(1).collect()],
            key: vec![(*key).to_owned()],
        };
        keys.iter().map(unit).collect()
    }

    fn drawn(keys: &[&str], size: Size) -> Vec<String> {
        let units = units(keys);
        let order = draw("2020-2", &units, size);
        let drawn = order.iter().filter(|(_, drawn)| *drawn);
        drawn.map(|(unit, _)| units[*unit].key[0].clone()).collect()
    }

    #[test]
    fn the_order_of_the_rows_has_no_say() {
        let size = Size::Count(Number::integer(2));
        let one = drawn(&["a1", "a2", "a3", "b1", "b2", "b3"], size);
        let other = drawn(&["b3", "a2", "b1", "a3", "b2", "a1"], size);
        assert_eq!(one, other);
        assert_eq!(one.len(), 4);
        let there = digest(&units(&["a1", "b2", "a3"]));
        assert_eq!(there, digest(&units(&["a3", "a1", "b2"])));
        assert_ne!(there, digest(&units(&["a1", "b2"])));
    }

    #[test]
    fn every_stratum_gives_at_least_one() {
        let share = Size::Share(Number::fraction(1, 10).unwrap());
        assert_eq!(drawn(&["a1", "a2", "b1"], share).len(), 2);
        assert_eq!(share.of(10), 1);
        assert_eq!(share.of(11), 2);
        assert_eq!(Size::Count(Number::integer(5)).of(3), 3);
        assert_eq!(share.of(0), 0);
    }

    #[test]
    fn the_draw_is_the_same_on_every_machine() {
        let size = Size::Count(Number::integer(1));
        assert_eq!(
            drawn(&["a1", "a2", "a3", "a4", "b1", "b2"], size),
            ["a4", "b1"]
        );
    }
}
