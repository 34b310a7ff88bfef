//! Chunks of small tables, kept as they were laid out: a run asks for them again for every few findings, and reading, decoding and cutting
//! takes longer than copying.

use crate::data::{Buffer, Chunk, Layout};

/// A table with no more bytes than this is small.
pub(super) const SMALL: u64 = 1 << 20;

/// A chunk with memory of its own.
pub(super) struct Kept {
    rows: usize,
    columns: usize,
    doubled_quotes: bool,
    bytes: Vec<u8>,
    layout: KeptLayout,
}

enum KeptLayout {
    Separators(Vec<u32>),
    Bounds(Vec<(u32, u32)>),
}

impl Kept {
    /// A chunk as it was laid out; `None` where a source lays its chunks out in another way.
    pub(super) fn of(chunk: &Chunk<'_>) -> Option<Self> {
        let layout = match chunk.layout {
            Layout::Separators(ends) => KeptLayout::Separators(ends.to_vec()),
            Layout::Bounds(bounds) => KeptLayout::Bounds(bounds.to_vec()),
            _ => return None,
        };
        Some(Self {
            rows: chunk.rows,
            columns: chunk.columns,
            doubled_quotes: chunk.doubled_quotes,
            bytes: chunk.bytes.to_vec(),
            layout,
        })
    }

    /// The same chunk in a buffer.
    pub(super) fn again<'b>(&self, buffer: &'b mut Buffer) -> Chunk<'b> {
        buffer.text.clear();
        buffer.text.extend_from_slice(&self.bytes);
        let layout = match &self.layout {
            KeptLayout::Separators(ends) => {
                buffer.ends.clear();
                buffer.ends.extend_from_slice(ends);
                Layout::Separators(&buffer.ends)
            }
            KeptLayout::Bounds(bounds) => {
                buffer.bounds.clear();
                buffer.bounds.extend_from_slice(bounds);
                Layout::Bounds(&buffer.bounds)
            }
        };
        Chunk {
            rows: self.rows,
            columns: self.columns,
            doubled_quotes: self.doubled_quotes,
            bytes: &buffer.text,
            layout,
        }
    }
}
