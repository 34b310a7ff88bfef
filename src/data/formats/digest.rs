//! The digest of a file's bytes as they lie.

use crate::data::DigestAlgorithm;
use crate::source::Files;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs::File;
use std::io;

/// Bytes that are digested at a time.
const PIECE: usize = 4 << 20;

/// `blake3:…` or `sha256:…` in hexadecimal digits; empty where none is wanted.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn digest(file: &File, algorithm: DigestAlgorithm) -> io::Result<String> {
    match algorithm {
        DigestAlgorithm::None => Ok(String::new()),
        DigestAlgorithm::Blake3 => {
            let mut hasher = blake3::Hasher::new();
            pieces(file, |piece| {
                hasher.update_rayon(piece);
            })?;
            Ok(format!("blake3:{}", hasher.finalize().to_hex()))
        }
        DigestAlgorithm::Sha256 => {
            let mut hasher = Sha256::new();
            pieces(file, |piece| hasher.update(piece))?;
            let mut text = "sha256:".to_owned();
            for byte in hasher.finalize() {
                // Writing to a text cannot fail.
                let _ = write!(text, "{byte:02x}");
            }
            Ok(text)
        }
    }
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
