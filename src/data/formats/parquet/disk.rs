//! The file under the Parquet reader: every piece is read from its own place, so that threads do not disturb each other.

use crate::data::formats::guard;
use crate::source::Files;
use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// Bytes read at once where the length of a piece is not known yet (the heads of pages).
const READ_AHEAD: usize = 1024;

/// An open file.
pub(super) struct Disk {
    file: Arc<File>,
    length: u64,
}

impl Disk {
    /// Opens a file.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = Files::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self {
            file: Arc::new(file),
            length,
        })
    }

    /// The file itself.
    pub(super) fn file(&self) -> &File {
        &self.file
    }
}

impl Length for Disk {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Disk {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let from = From {
            file: Arc::clone(&self.file),
            place: start,
        };
        Ok(BufReader::with_capacity(READ_AHEAD, from))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // A damaged length must not ask for more memory than the file has bytes.
        if start.saturating_add(length as u64) > self.length {
            return Err(ParquetError::EOF("behind the end of the file".to_owned()));
        }
        let mut bytes = vec![0; length];
        let read = Files::read_at(&self.file, &mut bytes, start).map_err(external)?;
        if read < length {
            return Err(external(io::ErrorKind::UnexpectedEof.into()));
        }
        Ok(bytes.into())
    }
}

/// A file read on from a place.
pub(super) struct From {
    file: Arc<File>,
    place: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = Files::read_at(&self.file, buffer, self.place)?;
        self.place += read as u64;
        Ok(read)
    }
}

fn external(error: io::Error) -> ParquetError {
    ParquetError::External(Box::new(error))
}

/// The error of the disk under an error of the reader; `None` where the disk is fine and what lies on it is not.
pub(super) fn io_error(error: ParquetError) -> Option<io::Error> {
    let ParquetError::External(inner) = error else {
        return None;
    };
    let error = *inner.downcast::<io::Error>().ok()?;
    // Bytes that end too soon are what a damaged file looks like.
    (error.kind() != io::ErrorKind::UnexpectedEof).then_some(error)
}

/// What a function of the reader gives; an error where it gives up in a panic, as it does over some damaged heads of pages.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    let damaged = || Err(ParquetError::General("damaged".to_owned()));
    guard::guarded(read).unwrap_or_else(damaged)
}
