//! Digests of texts in half of their bytes or less, and back: those of a chunk that outlive their phase.
//!
//! A short text is its own digest ([`super::cells::digest`]), so its characters can be packed closer; what does not pack is set aside whole.

use super::cells;

/// Digests of texts, by which of a few they are or in half of their bytes.
pub(crate) enum Digests {
    /// The number of each among those that there are.
    Few(Box<[u8]>, Box<[u128]>),
    /// What the text is made of; the digest of another text, by its number among those aside.
    Halved(Box<[u64]>, Box<[u128]>),
}

/// A halved digest with this mark above it is that of another text.
const ASIDE: u64 = 0xF;
/// Halved digests with the same marks above them are those of three and of four Chinese characters.
const THREE: u64 = 0xD;
const FOUR: u64 = 0xE;
/// Where the mark stands.
const MARK: u32 = 60;
/// A usual Chinese character has so many bits, and begins with one of the bytes from here on.
const CHARACTER: u32 = 15;
const FIRST_LEAD: u64 = 0xE4;

impl Digests {
    /// Digests in fewer bytes; `None` where they take as many as they are.
    pub(super) fn of(digests: &[u128]) -> Option<Self> {
        Self::few(digests).or_else(|| Self::halved(digests))
    }

    /// Where there are no more than a byte can number.
    fn few(digests: &[u128]) -> Option<Self> {
        const PLACES: usize = 1024;
        let mut places = [0u16; PLACES];
        let mut values: Vec<u128> = Vec::new();
        let mut numbers = Vec::with_capacity(digests.len());
        for &digest in digests {
            let mut place = cells::place(digest, PLACES.trailing_zeros());
            let number = loop {
                match usize::from(places[place]).checked_sub(1) {
                    Some(number) if values[number] == digest => break number,
                    Some(_) => place = (place + 1) % PLACES,
                    None => {
                        values.push(digest);
                        places[place] = u16::try_from(values.len()).ok()?;
                        break values.len() - 1;
                    }
                }
            };
            numbers.push(u8::try_from(number).ok()?);
        }
        Some(Self::Few(numbers.into(), values.into()))
    }

    /// Where most are those of texts of up to seven bytes, or of three or four usual Chinese characters.
    fn halved(digests: &[u128]) -> Option<Self> {
        let mut halves = Vec::with_capacity(digests.len());
        let mut aside = Vec::new();
        for &digest in digests {
            halves.push(match half(digest) {
                Some(half) => half,
                None if aside.len() < digests.len() / 8 => {
                    aside.push(digest);
                    ASIDE << MARK | (aside.len() as u64 - 1)
                }
                None => return None,
            });
        }
        Some(Self::Halved(halves.into(), aside.into()))
    }

    /// The digest of a row.
    #[inline]
    pub(super) fn get(&self, row: usize) -> u128 {
        match self {
            Self::Few(numbers, values) => values[usize::from(numbers[row])],
            Self::Halved(halves, aside) => whole(halves[row], aside),
        }
    }

    /// All of them, row by row.
    pub(super) fn all(&self) -> Vec<u128> {
        match self {
            Self::Few(numbers, values) => {
                let value = |&number: &u8| values[usize::from(number)];
                numbers.iter().map(value).collect()
            }
            Self::Halved(halves, aside) => halves.iter().map(|&half| whole(half, aside)).collect(),
        }
    }
}

/// The half of the digest of a text of up to seven bytes, or of three or four usual Chinese characters.
#[inline]
fn half(digest: u128) -> Option<u64> {
    let length = (digest >> 120) as u64;
    if length <= 8 {
        return Some(digest as u64 | length << 56);
    }
    let (mark, characters) = match length {
        10 => (THREE, 3),
        13 => (FOUR, 4),
        _ => return None,
    };
    let mut half = mark;
    half <<= MARK - CHARACTER * characters;
    for at in 0..characters {
        let bytes = (digest >> (24 * at)) as u64;
        let (lead, second, third) = (bytes & 0xFF, bytes >> 8 & 0xFF, bytes >> 16 & 0xFF);
        let lead = lead.wrapping_sub(FIRST_LEAD);
        if lead > 7 || second & 0xC0 != 0x80 || third & 0xC0 != 0x80 {
            return None;
        }
        half = half << CHARACTER | lead << 12 | (second & 63) << 6 | third & 63;
    }
    Some(half)
}

/// The digest that was halved.
#[inline]
fn whole(half: u64, aside: &[u128]) -> u128 {
    let characters: u32 = match half >> MARK {
        ASIDE => {
            let at = usize::try_from(half & ((1 << MARK) - 1)).unwrap_or(usize::MAX);
            return aside.get(at).copied().unwrap_or(0);
        }
        THREE => 3,
        FOUR => 4,
        _ => return u128::from(half & ((1 << 56) - 1)) | u128::from(half >> 56) << 120,
    };
    let mut digest = u128::from(1 + 3 * characters) << 120;
    for at in 0..characters {
        let character = half >> (CHARACTER * (characters - 1 - at));
        let lead = FIRST_LEAD + (character >> 12 & 7);
        let (second, third) = (0x80 | character >> 6 & 63, 0x80 | character & 63);
        digest |= u128::from(lead | second << 8 | third << 16) << (24 * at);
    }
    digest
}
