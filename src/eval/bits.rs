//! Sets of rows of a batch: one bit a row, 64 a word.
//!
//! Bits past the last row are always zero, so that counting and negating need no care.

/// A set of the rows 0 to `len` of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// No row.
    pub(crate) fn none(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
            len,
        }
    }

    /// Every row.
    pub(crate) fn all(len: usize) -> Self {
        Self::from_words(vec![u64::MAX; len.div_ceil(64)], len)
    }

    fn from_words(mut words: Vec<u64>, len: usize) -> Self {
        if !len.is_multiple_of(64)
            && let Some(last) = words.last_mut()
        {
            *last &= (1 << (len % 64)) - 1;
        }
        Self { words, len }
    }

    /// The rows whose value satisfies a condition.
    #[inline]
    pub(crate) fn of<T: Copy>(values: &[T], holds: impl Fn(T) -> bool) -> Self {
        let mut words = Vec::with_capacity(values.len().div_ceil(64));
        for block in values.chunks(64) {
            let mut word = 0u64;
            for (bit, &value) in block.iter().enumerate() {
                word |= u64::from(holds(value)) << bit;
            }
            words.push(word);
        }
        Self {
            words,
            len: values.len(),
        }
    }

    /// The rows whose two values satisfy a condition.
    #[inline]
    pub(crate) fn of_two<T: Copy, U: Copy>(
        left: &[T],
        right: &[U],
        holds: impl Fn(T, U) -> bool,
    ) -> Self {
        let mut words = Vec::with_capacity(left.len().div_ceil(64));
        for (left, right) in left.chunks(64).zip(right.chunks(64)) {
            let mut word = 0u64;
            for (bit, (&a, &b)) in left.iter().zip(right).enumerate() {
                word |= u64::from(holds(a, b)) << bit;
            }
            words.push(word);
        }
        Self {
            words,
            len: left.len(),
        }
    }

    /// The rows for which a function of the row is true.
    #[inline]
    pub(crate) fn from_fn(len: usize, mut holds: impl FnMut(usize) -> bool) -> Self {
        let mut bits = Self::none(len);
        for row in 0..len {
            bits.words[row / 64] |= u64::from(holds(row)) << (row % 64);
        }
        bits
    }

    /// Number of rows, in the set or not.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether a row is in the set.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> bool {
        self.words[row / 64] >> (row % 64) & 1 == 1
    }

    /// Adds a row.
    #[inline]
    pub(crate) fn set(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Takes a row out.
    #[inline]
    pub(crate) fn clear(&mut self, row: usize) {
        self.words[row / 64] &= !(1 << (row % 64));
    }

    /// Adds a row or takes it out.
    #[inline]
    pub(crate) fn put(&mut self, row: usize, is_in: bool) {
        if is_in {
            self.set(row);
        } else {
            self.clear(row);
        }
    }

    /// How many rows are in the set.
    pub(crate) fn count(&self) -> u64 {
        self.words.iter().map(|w| u64::from(w.count_ones())).sum()
    }

    /// Whether no row is.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|&w| w == 0)
    }

    /// Whether every row is.
    pub(crate) fn is_full(&self) -> bool {
        self.count() == self.len as u64
    }

    /// Rows in both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// Rows in one of them.
    pub(crate) fn or(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// Takes out the rows that are not in another set.
    pub(crate) fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds the rows of another set.
    pub(crate) fn add(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Rows here that are not there.
    pub(crate) fn and_not(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    /// Rows that are not in the set.
    pub(crate) fn not(&self) -> Self {
        Self::from_words(self.words.iter().map(|w| !w).collect(), self.len)
    }

    #[inline]
    fn zip(&self, other: &Self, f: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            words: self
                .words
                .iter()
                .zip(&other.words)
                .map(|(&a, &b)| f(a, b))
                .collect(),
            len: self.len,
        }
    }

    /// The rows in the set, ascending.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    at * 64 + bit
                })
            })
        })
    }
}

/// Rows known in both; `None` stands for all rows.
pub(crate) fn both(a: Option<&Bits>, b: Option<&Bits>) -> Option<Bits> {
    match (a, b) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (Some(a), Some(b)) => Some(a.and(b)),
    }
}
