//! Values of cells: made once for each word that the rows of a column share, or for each text that was not seen lately.

use super::recent::Recent;
use crate::data::Chunk;

/// A column, and the number under which what is made of its words is kept.
#[derive(Clone, Copy)]
pub(super) struct Shared<'c, 'b> {
    pub(super) chunk: &'c Chunk<'b>,
    /// The column's number in the file.
    pub(super) index: usize,
    /// Belongs to one way of making values.
    pub(super) by: usize,
}

impl<'b> Shared<'_, 'b> {
    /// Tells each row and the value of its cell, which depends on nothing else.
    #[inline]
    pub(super) fn each<T: Copy + Send + Sync + 'static>(
        self,
        make: impl Fn(&[u8]) -> T,
        mut tell: impl FnMut(usize, T),
    ) {
        if !self.by_words(&make, |row, value, _| tell(row, value)) {
            self.chunk.each(self.index, |row, raw| tell(row, make(raw)));
        }
    }

    /// The same for values that take a while, of texts that come again.
    #[inline]
    pub(super) fn each_seen<T: Copy + Send + Sync + 'static>(
        self,
        make: impl Fn(&[u8]) -> T,
        mut tell: impl FnMut(usize, T),
    ) {
        if !self.by_words(&make, |row, value, _| tell(row, value)) {
            let mut recent = Recent::new();
            self.chunk.each(self.index, |row, raw| {
                tell(row, recent.get(raw, || make(raw)));
            });
        }
    }

    /// Tells each row, the value of its word and the word; false where rows share none.
    #[inline]
    pub(super) fn by_words<T: Copy + Send + Sync + 'static>(
        self,
        make: impl Fn(&[u8]) -> T,
        mut tell: impl FnMut(usize, T, &'b [u8]),
    ) -> bool {
        let Some((words, numbers)) = self.chunk.words(self.index) else {
            return false;
        };
        let made = words.made(self.by, make);
        for (row, &number) in numbers.iter().enumerate() {
            tell(row, made[number as usize], words.text(number));
        }
        true
    }
}
