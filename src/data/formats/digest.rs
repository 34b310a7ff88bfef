//! The digest of a file's bytes as they lie.

use crate::data::DigestAlgorithm;
use crate::source::Files;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs::File;
use std::io;

/// Bytes that are digested at a time.
const PIECE: usize = 4 << 20;

/// From so many bytes on, a piece is shared among threads.
const SHARED: usize = 1 << 20;

/// A digest in the making.
enum Hasher {
    Blake3(Box<blake3::Hasher>),
    Sha256(Sha256),
    None,
}

impl Hasher {
    fn new(algorithm: DigestAlgorithm) -> Self {
        match algorithm {
            DigestAlgorithm::Blake3 => Self::Blake3(Box::new(blake3::Hasher::new())),
            DigestAlgorithm::Sha256 => Self::Sha256(Sha256::new()),
            DigestAlgorithm::None => Self::None,
        }
    }

    fn update(&mut self, piece: &[u8]) {
        match self {
            // Waking other threads takes longer than a small piece.
            Self::Blake3(hasher) if piece.len() < SHARED => {
                hasher.update(piece);
            }
            Self::Blake3(hasher) => {
                hasher.update_rayon(piece);
            }
            Self::Sha256(hasher) => hasher.update(piece),
            Self::None => {}
        }
    }

    fn finish(self) -> String {
        match self {
            Self::Blake3(hasher) => format!("blake3:{}", hasher.finalize().to_hex()),
            Self::Sha256(hasher) => {
                let mut text = "sha256:".to_owned();
                for byte in hasher.finalize() {
                    // Writing to a text cannot fail.
                    let _ = write!(text, "{byte:02x}");
                }
                text
            }
            Self::None => String::new(),
        }
    }
}

/// The digest of bytes: `blake3:…` or `sha256:…` in hexadecimal digits; empty where none is wanted.
#[must_use]
pub fn digest_of_bytes(bytes: &[u8], algorithm: DigestAlgorithm) -> String {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(bytes);
    hasher.finish()
}

/// The digest of a file, as [`digest_of_bytes`].
///
/// # Errors
/// When the file cannot be read.
pub(super) fn digest(file: &File, algorithm: DigestAlgorithm) -> io::Result<String> {
    let mut hasher = Hasher::new(algorithm);
    if algorithm != DigestAlgorithm::None {
        pieces(file, |piece| hasher.update(piece))?;
    }
    Ok(hasher.finish())
}

fn pieces(file: &File, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    let mut buffer = Vec::new();
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    buffer.resize(PIECE.min(length.max(1)), 0);
    let mut place = 0;
    loop {
        let read = Files::read_at(file, &mut buffer, place)?;
        if read == 0 {
            return Ok(());
        }
        each(buffer.get(..read).unwrap_or_default());
        place += read as u64;
    }
}
