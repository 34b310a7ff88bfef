//! Ids of findings that stay the same from run to run.
//!
//! An id is a keyed hash of the item, the subject's key and the part. Row numbers, found values and translated names never
//! enter it, so that moving a row or changing the language leaves it as it is. Without the key nobody can find a citizen
//! number by trying all of them.

use crate::types::Language;
use std::hash::{BuildHasher, RandomState};

/// The secret that ids are made with.
#[derive(Clone)]
pub struct HashKey([u8; 32]);

/// Bytes that most identities have room in.
const USUAL: usize = 256;

/// What tells a row without a key, or with a repeated one, from its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twin {
    /// Digest of the row's cells that the item reads, by [`HashKey::digest`].
    pub cells: [u8; 32],
    /// Number among rows of the same item, key and cells, from 0, in file order.
    pub ordinal: u64,
}

/// What a finding is told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity<'a> {
    /// `checklist/item`.
    pub item: &'a str,
    /// The values of the subject's key as they are compared (normalised, not masked); `None` where one is unknown.
    pub key: &'a [Option<&'a str>],
    /// The part of the item that it falls under.
    pub part: Option<&'a str>,
    /// For a row without a key or with a repeated one.
    pub twin: Option<Twin>,
}

/// Why a key file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFileError {
    /// A character that is no hexadecimal digit.
    Character(char),
    /// Not 64 digits.
    Length(usize),
}

impl KeyFileError {
    /// The error in words, to follow the name of the file.
    #[must_use]
    pub fn words(self, language: Language) -> String {
        match (self, language) {
            (Self::Character(found), Language::En) => {
                format!("holds `{found}`; a key is 64 hexadecimal digits (0-9, a-f)")
            }
            (Self::Character(found), Language::Zh) => {
                format!("含有“{found}”；密钥应为 64 位十六进制数字（0-9、a-f）")
            }
            (Self::Length(count), Language::En) => {
                format!("holds {count} hexadecimal digits; a key has 64")
            }
            (Self::Length(count), Language::Zh) => {
                format!("只应有 64 位十六进制数字，现有 {count} 位")
            }
        }
    }
}

impl HashKey {
    /// How many characters an id has.
    pub const ID_LENGTH: usize = 24;

    /// The key that a key file holds: 64 hexadecimal digits; blanks and line breaks between them do not count.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn from_text(text: &str) -> Result<Self, KeyFileError> {
        let mut key = [0_u8; 32];
        let mut count = 0;
        for character in text.chars().filter(|c| !c.is_whitespace()) {
            let digit = character
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
                .ok_or(KeyFileError::Character(character))?;
            if let Some(byte) = key.get_mut(count / 2) {
                *byte = (*byte << 4) | digit;
            }
            count += 1;
        }
        if count == 64 {
            Ok(Self(key))
        } else {
            Err(KeyFileError::Length(count))
        }
    }

    /// A key that no other run has, for runs without a key file: their ids cannot be compared with those of other runs.
    #[must_use]
    pub fn fresh() -> Self {
        // The standard library seeds this from the operating system; it is the one portable way to it without another crate.
        let seed = RandomState::new();
        let mut hasher = blake3::Hasher::new();
        for number in 0_u64..8 {
            hasher.update(&seed.hash_one(number).to_le_bytes());
        }
        Self(*hasher.finalize().as_bytes())
    }

    /// The text of a key file for this key.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        text.push('\n');
        text
    }

    /// Digest of the cells of a row, for a [`Twin`].
    #[must_use]
    pub fn digest<'a>(&self, cells: impl IntoIterator<Item = &'a str>) -> [u8; 32] {
        let mut bytes = Vec::with_capacity(USUAL);
        for cell in cells {
            add(&mut bytes, Some(cell));
        }
        *blake3::keyed_hash(&self.0, &bytes).as_bytes()
    }

    /// The id of a finding: 24 digits and lower-case letters (120 bits).
    #[must_use]
    pub fn id(&self, identity: &Identity<'_>) -> String {
        let mut bytes = Vec::with_capacity(USUAL);
        add(&mut bytes, Some(identity.item));
        bytes.extend_from_slice(&(identity.key.len() as u64).to_le_bytes());
        for value in identity.key {
            add(&mut bytes, *value);
        }
        add(&mut bytes, identity.part);
        if let Some(twin) = identity.twin {
            bytes.extend_from_slice(&twin.cells);
            bytes.extend_from_slice(&twin.ordinal.to_le_bytes());
        }
        spell(blake3::keyed_hash(&self.0, &bytes).as_bytes())
    }
}

impl std::fmt::Debug for HashKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The key must not get into any output, logs included.
        formatter.write_str("HashKey(…)")
    }
}

/// Adds one text so that no two lists of texts look alike: first whether it is known and how long, then its bytes.
fn add(bytes: &mut Vec<u8>, text: Option<&str>) {
    let length = text.map_or(u64::MAX, |text| text.len() as u64);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(text.unwrap_or_default().as_bytes());
}

/// The first 120 bits of a hash in base 32, without the letters that are taken for digits.
fn spell(hash: &[u8; 32]) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut digits = [0; HashKey::ID_LENGTH];
    // Five bytes are eight digits.
    for (digits, bytes) in digits.chunks_exact_mut(8).zip(hash.chunks_exact(5)) {
        let bits = bytes
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for (at, digit) in digits.iter_mut().rev().enumerate() {
            *digit = DIGITS[(bits >> (5 * at)) as usize & 31];
        }
    }
    String::from_utf8_lossy(&digits).into_owned()
}
