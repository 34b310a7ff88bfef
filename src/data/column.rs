//! The cells of one column of a chunk, where columns lie apart: texts side by side, or the numbers of words that many rows share.
//!
//! What is made of a word is made once for all chunks that share it.

use super::NO_PLACE;
use bytes::Bytes;
use std::any::Any;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// Words that rows share, with what was made of them.
#[derive(Debug, Default)]
pub struct Words {
    text: Bytes,
    /// Start and end of each word; the last one is the empty one.
    bounds: Vec<(u32, u32)>,
    /// By who asked, for each word.
    made: Mutex<Vec<(usize, Arc<dyn Any + Send + Sync>)>>,
}

impl Words {
    /// Words that lie within these bounds (start and end) of a text.
    #[must_use]
    pub fn new(text: Bytes, mut bounds: Vec<(u32, u32)>) -> Self {
        bounds.push((0, 0));
        Self {
            text,
            bounds,
            made: Mutex::default(),
        }
    }

    /// The number of the empty word, for cells that hold nothing; larger than all others.
    #[must_use]
    pub fn blank(&self) -> u32 {
        u32::try_from(self.bounds.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The word of a number.
    #[must_use]
    #[inline]
    pub fn text(&self, number: u32) -> &[u8] {
        within(&self.text, self.bounds.get(number as usize))
    }

    /// What a function makes of each word, by its number; made once for all who ask by the same number with the same function.
    pub fn made<T: Send + Sync + 'static>(
        &self,
        by: usize,
        make: impl Fn(&[u8]) -> T,
    ) -> Arc<Vec<T>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let known = made.iter().find(|(other, _)| *other == by);
        if let Some(Ok(known)) = known.map(|(_, known)| Arc::clone(known).downcast()) {
            return known;
        }
        let each = self
            .bounds
            .iter()
            .map(|bounds| within(&self.text, Some(bounds)));
        let values: Arc<Vec<T>> = Arc::new(each.map(make).collect());
        made.push((by, Arc::<Vec<T>>::clone(&values)));
        values
    }
}

/// The cells of a column.
#[derive(Debug, Default)]
pub struct ColumnCells {
    /// Texts that were written for this column.
    pub own: Vec<u8>,
    /// A piece of a file that the texts lie in instead.
    pub page: Option<Bytes>,
    /// Start and end of each row's cell among these.
    pub bounds: Vec<(u32, u32)>,
    /// What all rows hold a word of, where there are no bounds.
    pub words: Option<Arc<Words>>,
    /// The number of each row's word.
    pub numbers: Vec<u32>,
}

impl ColumnCells {
    /// Makes room for the cells of another chunk.
    pub fn clear(&mut self) {
        self.own.clear();
        self.page = None;
        self.bounds.clear();
        self.words = None;
        self.numbers.clear();
    }

    /// Makes all of so many rows hold the same text.
    ///
    /// # Errors
    /// When the text is too long.
    pub fn fill(&mut self, text: &[u8], rows: usize) -> io::Result<()> {
        self.clear();
        self.own.extend_from_slice(text);
        let end = offset(self.own.len())?;
        self.bounds.resize(rows, (0, end));
        Ok(())
    }

    /// Writes the text of another row behind those that were written for this column.
    ///
    /// # Errors
    /// When they are too long together.
    pub fn push(&mut self, text: &[u8]) -> io::Result<()> {
        let start = offset(self.own.len())?;
        self.own.extend_from_slice(text);
        self.bounds.push((start, offset(self.own.len())?));
        Ok(())
    }

    /// Writes the words of the rows one after the other, so that rows with other texts can follow.
    ///
    /// # Errors
    /// When they are too long together.
    pub fn spell_out(&mut self) -> io::Result<()> {
        let Some(words) = self.words.take() else {
            return Ok(());
        };
        for number in self.numbers.drain(..) {
            let start = offset(self.own.len())?;
            self.own.extend_from_slice(words.text(number));
            self.bounds.push((start, offset(self.own.len())?));
        }
        Ok(())
    }

    fn bytes(&self) -> &[u8] {
        self.page.as_deref().unwrap_or(&self.own)
    }

    /// The text of a row's cell.
    #[must_use]
    #[inline]
    pub fn text(&self, row: usize) -> &[u8] {
        match &self.words {
            Some(words) => (self.numbers.get(row)).map_or(&[], |&number| words.text(number)),
            None => within(self.bytes(), self.bounds.get(row)),
        }
    }

    /// Calls `each` with row and text of every cell.
    #[inline]
    pub fn each<'c>(&'c self, mut each: impl FnMut(usize, &'c [u8])) {
        if let Some(words) = &self.words {
            for (row, &number) in self.numbers.iter().enumerate() {
                each(row, words.text(number));
            }
            return;
        }
        let bytes = self.bytes();
        for (row, bounds) in self.bounds.iter().enumerate() {
            each(row, within(bytes, Some(bounds)));
        }
    }
}

#[inline]
fn within<'t>(bytes: &'t [u8], bounds: Option<&(u32, u32)>) -> &'t [u8] {
    let text = bounds.and_then(|&(start, end)| bytes.get(start as usize..end as usize));
    text.unwrap_or_default()
}

/// An offset in the texts of a chunk.
///
/// # Errors
/// When it is too large.
pub fn offset(at: usize) -> io::Result<u32> {
    u32::try_from(at).map_err(|_| io::Error::other("some rows hold more than 4 GB of text"))
}

/// Says of each column of a table, given those that were asked for, which of them it is.
pub(super) fn place(asked: &[usize], columns: usize, places: &mut Vec<usize>) {
    places.clear();
    places.resize(columns, NO_PLACE);
    for (at, &column) in asked.iter().enumerate() {
        if let Some(place) = places.get_mut(column) {
            *place = at;
        }
    }
}
