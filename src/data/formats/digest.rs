//! The digest of a file's bytes as they lie.
//!
//! BLAKE3 is a tree: pieces of a file are digested on any thread, in any order, and put together afterwards. Who reads a file anyhow digests what it
//! has in memory ([`Pieces`]), so that these are the bytes that were judged; the rest is read once more.

use crate::data::DigestAlgorithm;
use crate::source::Files;
use blake3::Hasher;
use blake3::hazmat::{self, ChainingValue, HasherExt, Mode};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs::File;
use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of a file that are digested by themselves; a power of two, as the tree asks for.
pub(super) const PIECE: usize = 512 << 10;

/// The digest of bytes: `blake3:…` or `sha256:…` in hexadecimal digits; empty where none is wanted.
#[must_use]
pub fn digest_of_bytes(bytes: &[u8], algorithm: DigestAlgorithm) -> String {
    match algorithm {
        DigestAlgorithm::Blake3 => blake3_text(blake3::hash(bytes)),
        DigestAlgorithm::Sha256 => sha256_text(Sha256::new_with_prefix(bytes)),
        DigestAlgorithm::None => String::new(),
    }
}

fn blake3_text(hash: blake3::Hash) -> String {
    format!("blake3:{}", hash.to_hex())
}

fn sha256_text(hasher: Sha256) -> String {
    let mut text = "sha256:".to_owned();
    for byte in hasher.finalize() {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What is known of the pieces of a file before its digest is asked for.
#[derive(Default)]
pub(super) struct Pieces {
    expected: AtomicBool,
    values: Vec<OnceLock<ChainingValue>>,
}

impl Pieces {
    /// Of a file of so many bytes.
    pub(super) fn new(length: u64) -> Self {
        let count = usize::try_from(length / PIECE as u64).unwrap_or(0);
        Self {
            expected: AtomicBool::new(false),
            values: (0..count).map(|_| OnceLock::new()).collect(),
        }
    }

    /// Says that a digest will be asked for.
    pub(super) fn expect(&self, algorithm: DigestAlgorithm) {
        let by_pieces = algorithm == DigestAlgorithm::Blake3;
        self.expected.store(by_pieces, Ordering::Relaxed);
    }

    /// Digests the piece at a place of the file, if that is where one begins and a digest will be asked for.
    pub(super) fn add(&self, place: u64, bytes: &[u8]) {
        let is_piece = bytes.len() == PIECE && place.is_multiple_of(PIECE as u64);
        if !is_piece || !self.expected.load(Ordering::Relaxed) {
            return;
        }
        let number = usize::try_from(place / PIECE as u64).unwrap_or(usize::MAX);
        if let Some(value) = self.values.get(number) {
            value.get_or_init(|| piece_value(place, bytes));
        }
    }

    /// What is known of a piece of a file that has so many bytes now.
    fn value(&self, number: usize, length: u64) -> Option<ChainingValue> {
        let is_whole = (number as u64 + 1) * PIECE as u64 <= length;
        let value = self.values.get(number).filter(|_| is_whole);
        value.and_then(OnceLock::get).copied()
    }
}

fn piece_value(place: u64, bytes: &[u8]) -> ChainingValue {
    let mut hasher = Hasher::new();
    hasher.set_input_offset(place).update(bytes);
    hasher.finalize_non_root()
}

/// The digest of a file, as [`digest_of_bytes`]; pieces that are known already are not read.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn digest(
    file: &File,
    algorithm: DigestAlgorithm,
    known: &Pieces,
) -> io::Result<String> {
    match algorithm {
        DigestAlgorithm::Blake3 => blake3_of(file, known).map(blake3_text),
        DigestAlgorithm::Sha256 => sha256_of(file).map(sha256_text),
        DigestAlgorithm::None => Ok(String::new()),
    }
}

fn blake3_of(file: &File, known: &Pieces) -> io::Result<blake3::Hash> {
    let length = file.metadata()?.len();
    let count = usize::try_from(length.div_ceil(PIECE as u64)).unwrap_or(usize::MAX);
    if count <= 1 {
        let mut bytes = Vec::new();
        return Ok(blake3::hash(read(file, &mut bytes, 0, length)?));
    }
    let value = |bytes: &mut Vec<u8>, number: usize| match known.value(number, length) {
        Some(value) => Ok(value),
        None => {
            let place = number as u64 * PIECE as u64;
            Ok(piece_value(place, read(file, bytes, place, length)?))
        }
    };
    let pieces = (0..count).into_par_iter().map_init(Vec::new, value);
    let values = pieces.collect::<io::Result<Vec<_>>>()?;
    let (left, right) = values.split_at(left_of(values.len()));
    let (left, right) = (merged(left), merged(right));
    Ok(hazmat::merge_subtrees_root(&left, &right, Mode::Hash))
}

/// The piece of a file of so many bytes that begins at a place.
fn read<'b>(file: &File, bytes: &'b mut Vec<u8>, place: u64, length: u64) -> io::Result<&'b [u8]> {
    let size = usize::try_from(length - place).unwrap_or(PIECE).min(PIECE);
    bytes.resize(size, 0);
    match Files::read_at(file, bytes, place)? {
        there if there < size => Err(Files::became_shorter()),
        _ => Ok(bytes),
    }
}

/// How many of several pieces, the last of which may be shorter, lie on the left of the tree's root.
fn left_of(pieces: usize) -> usize {
    pieces.div_ceil(2).next_power_of_two()
}

fn merged(values: &[ChainingValue]) -> ChainingValue {
    match values {
        [] => ChainingValue::default(),
        [value] => *value,
        values => {
            let (left, right) = values.split_at(left_of(values.len()));
            hazmat::merge_subtrees_non_root(&merged(left), &merged(right), Mode::Hash)
        }
    }
}

fn sha256_of(file: &File) -> io::Result<Sha256> {
    let length = file.metadata()?.len();
    let mut hasher = Sha256::new();
    let (mut place, mut bytes) = (0, Vec::new());
    while place < length {
        let piece = read(file, &mut bytes, place, length)?;
        hasher.update(piece);
        place += piece.len() as u64;
    }
    Ok(hasher)
}
