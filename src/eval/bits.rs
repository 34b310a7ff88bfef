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
        let (blocks, rest) = values.as_chunks::<64>();
        let mut words = Vec::with_capacity(values.len().div_ceil(64));
        for block in blocks {
            words.push(gathered(block, &holds));
        }
        if !rest.is_empty() {
            words.push(gathered(rest, &holds));
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
        let ((blocks, rest), (others, other_rest)) =
            (left.as_chunks::<64>(), right.as_chunks::<64>());
        let mut words = Vec::with_capacity(left.len().div_ceil(64));
        for (left, right) in blocks.iter().zip(others) {
            words.push(gathered_of_two(left, right, &holds));
        }
        if !rest.is_empty() {
            words.push(gathered_of_two(rest, other_rest, &holds));
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
        let (whole, rest) = self.words.split_at(self.len / 64);
        let last = (1 << (self.len % 64)) - 1;
        whole.iter().all(|&word| word == u64::MAX) && rest.iter().all(|&word| word == last)
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
    pub(crate) fn rows(&self) -> Rows<'_> {
        Rows {
            words: self.words.iter(),
            rest: 0,
            first: 0_usize.wrapping_sub(64),
        }
    }

    /// Row by row, a number in the rows of the set and 0 in the others.
    pub(crate) fn spread(&self, number: u64) -> Vec<u64> {
        let mut spread = Vec::with_capacity(self.words.len() * 64);
        for word in &self.words {
            let of: [u64; 64] = std::array::from_fn(|bit| (word >> bit & 1) * number);
            spread.extend_from_slice(&of);
        }
        spread.truncate(self.len);
        spread
    }
}

/// The rows of a set, ascending.
pub(crate) struct Rows<'b> {
    words: std::slice::Iter<'b, u64>,
    /// Bits of a word that were not given yet, and the row of its lowest.
    rest: u64,
    first: usize,
}

impl Iterator for Rows<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.rest == 0 {
            self.rest = *self.words.next()?;
            self.first = self.first.wrapping_add(64);
        }
        let bit = self.rest.trailing_zeros() as usize;
        self.rest &= self.rest - 1;
        Some(self.first + bit)
    }
}

/// A bit for each of up to 64 values. It is told of each value by itself, in bytes, so that several are looked at with one instruction.
#[inline]
fn gathered<T: Copy, F: Fn(T) -> bool>(values: &[T], holds: &F) -> u64 {
    let mut told = [0; 64];
    for (told, &value) in told.iter_mut().zip(values) {
        *told = u8::from(holds(value));
    }
    bits_of(&told)
}

#[inline]
fn gathered_of_two<T: Copy, U: Copy>(left: &[T], right: &[U], holds: impl Fn(T, U) -> bool) -> u64 {
    let mut told = [0; 64];
    for (told, (&a, &b)) in told.iter_mut().zip(left.iter().zip(right)) {
        *told = u8::from(holds(a, b));
    }
    bits_of(&told)
}

/// The lowest bits of bytes, the first one lowest.
#[inline]
fn bits_of(told: &[u8; 64]) -> u64 {
    // Moves the lowest bit of each of eight bytes to its place in the highest byte.
    const TOGETHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = told.as_chunks::<8>();
    let mut word = 0;
    for (at, &eight) in eights.iter().enumerate() {
        let bits = u64::from_le_bytes(eight).wrapping_mul(TOGETHER) >> 56;
        word |= bits << (8 * at);
    }
    word
}

/// Rows known in both; `None` stands for all rows.
pub(crate) fn both(a: Option<&Bits>, b: Option<&Bits>) -> Option<Bits> {
    match (a, b) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (Some(a), Some(b)) => Some(a.and(b)),
    }
}
