//! The texts of a column that a thread has met, numbered, so that what is made of a text is made once and not for every cell.
//!
//! A wordbook stays from chunk to chunk. A column whose texts do not come again is left alone after its first rows.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};

use super::bad_cells::BadCells;
use super::bits::Bits;
use super::cells::Bad;
use super::vector::Texts;
use crate::data::cell::word;
use crate::data::{Chunk, Layout};

/// Fewer texts than this are numbered in a column.
const MOST_WORDS: usize = 8192;
/// After so many texts it is looked whether they come again: one row in so many has to bring one that is known.
const FIRST_LOOK: usize = 256;
const ONE_IN: usize = 64;
/// How many slots there are at first, and at least for each text; in all a power of two.
const FIRST_SLOTS: usize = 1024;
const SLOTS_A_WORD: usize = 8;
/// Texts of up to so many bytes are their own mark.
const SHORT: usize = 15;
/// What stands above the marks of other texts, which may be alike.
const LONG: u128 = 0xFF << 120;

/// By the length of a short text and the separator behind it: the bytes that belong to the text.
const MASKS: [u128; SHORT + 2] = {
    let mut masks = [0; SHORT + 2];
    let mut length = 1;
    while length < masks.len() {
        masks[length] = (1 << (8 * (length - 1))) - 1;
        length += 1;
    }
    masks
};

/// What tells texts apart: of a short one its bytes, and above them how many with a separator.
fn mark_of(text: &[u8]) -> u128 {
    if let (Some(word), 0..=SHORT) = (word(text), text.len()) {
        // With a quote at its beginning it is not what stands in the file: that has more of them.
        return match text.starts_with(b"\"") {
            true => word | LONG,
            false => word | (text.len() as u128 + 1) << 120,
        };
    }
    let (Some(head), Some(tail)) = (text.first_chunk::<16>(), text.last_chunk::<16>()) else {
        return LONG;
    };
    let (head, tail) = (u128::from_le_bytes(*head), u128::from_le_bytes(*tail));
    (head ^ tail.rotate_left(59) ^ text.len() as u128) >> 8 | LONG
}

/// The first slot for a mark, among as many as a power of two.
#[inline]
fn place(mark: u128, slots: usize) -> usize {
    let (low, high) = (mark as u64, (mark >> 64) as u64);
    let hash = (low ^ high.rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // Only the highest bits of the product depend on all of the mark.
    hash.swap_bytes() as usize & (slots - 1)
}

/// What was made of each text: the value, or another one where it has none, and why.
struct Made<T> {
    values: Vec<T>,
    bad: Vec<Option<Bad>>,
    any_bad: bool,
}

/// Texts of a column. Number 0 is that of none.
struct Words {
    /// Numbers by hash; 0 where there is none.
    slots: Vec<u16>,
    marks: Vec<u128>,
    texts: Texts,
}

impl Words {
    fn new() -> Self {
        let mut texts = Texts::default();
        texts.push(b"");
        Self {
            slots: vec![0; FIRST_SLOTS],
            marks: vec![u128::MAX],
            texts,
        }
    }

    /// The number of a short text between two separators, where its first slot tells it.
    #[inline]
    fn first(&self, bytes: &[u8], (before, end): (u32, u32)) -> Option<u16> {
        let length = end.wrapping_sub(before);
        let start = before as usize + 1;
        let window = bytes.get(start..start + 16)?.first_chunk()?;
        let text = u128::from_le_bytes(*window) & MASKS.get(length as usize)?;
        let mark = text | u128::from(length) << 120;
        let number = *self.slots.get(place(mark, self.slots.len()))?;
        (*self.marks.get(usize::from(number))? == mark).then_some(number)
    }

    /// The number of any text, which gets one; `None` where there are too many.
    fn number(&mut self, text: &[u8]) -> Option<u16> {
        let mark = mark_of(text);
        let mut place = place(mark, self.slots.len());
        loop {
            match self.slots[place] {
                0 => break,
                number
                    if self.marks[usize::from(number)] == mark
                        && (mark < LONG || self.texts.get(number.into()) == text) =>
                {
                    return Some(number);
                }
                _ => {}
            }
            place = (place + 1) % self.slots.len();
        }
        if self.marks.len() >= MOST_WORDS {
            return None;
        }
        let number = u16::try_from(self.marks.len()).ok()?;
        self.slots[place] = number;
        self.marks.push(mark);
        self.texts.push(text);
        if self.marks.len() * SLOTS_A_WORD > self.slots.len() {
            self.grow();
        }
        Some(number)
    }

    fn grow(&mut self) {
        let slots = self.slots.len() * 4;
        self.slots = vec![0; slots];
        for (number, &mark) in (0..).zip(&self.marks).skip(1) {
            let mut place = place(mark, slots);
            while self.slots[place] != 0 {
                place = (place + 1) % slots;
            }
            self.slots[place] = number;
        }
    }
}

/// The texts of one column, and the number of the text of each row of the chunk that is being read.
pub(super) struct Wordbook {
    words: Words,
    /// Whether `numbers` are those of this chunk.
    is_numbered: bool,
    numbers: Vec<u16>,
    /// Rows numbered so far.
    rows: usize,
    /// Whether the column's texts do not come again.
    is_left_alone: bool,
    /// Whether the cells may hold doubled quotes, on which depends what is made of them.
    doubled_quotes: bool,
    /// By the number of the reader.
    made: HashMap<usize, Box<dyn Any>>,
}

impl Wordbook {
    fn new(doubled_quotes: bool) -> Self {
        Self {
            words: Words::new(),
            is_numbered: false,
            numbers: Vec::new(),
            rows: 0,
            is_left_alone: false,
            doubled_quotes,
            made: HashMap::new(),
        }
    }

    /// Numbers the texts of a chunk, once; false where the column is left alone.
    fn number(&mut self, chunk: &Chunk<'_>, column: usize) -> bool {
        if self.is_left_alone || self.is_numbered {
            return !self.is_left_alone;
        }
        if self.doubled_quotes != chunk.doubled_quotes {
            *self = Self::new(chunk.doubled_quotes);
        }
        let mut numbers = std::mem::take(&mut self.numbers);
        numbers.clear();
        numbers.resize(chunk.rows, 0);
        if self.number_rows(chunk, column, &mut numbers).is_some() {
            self.numbers = numbers;
            self.is_numbered = true;
            self.rows += chunk.rows;
            return true;
        }
        *self = Self::new(chunk.doubled_quotes);
        self.is_left_alone = true;
        false
    }

    /// Gives up where texts do not come again, or are too many.
    fn number_rows(&mut self, chunk: &Chunk<'_>, column: usize, numbers: &mut [u16]) -> Option<()> {
        let ends = match chunk.layout {
            Layout::Separators(ends) => ends,
            _ => &[],
        };
        if numbers.is_empty() {
            return Some(());
        }
        // Row by row from the separator before the cell on; before the very first cell is none.
        let first = usize::from(column == 0);
        let separators = ends.get(column + first * chunk.columns - 1..);
        let around = separators.unwrap_or_default().chunks_exact(chunk.columns);
        let last = first + around.len()..chunk.rows;
        if first > 0 {
            numbers[0] = self.number_slowly(chunk, (0, column))?;
        }
        for ((row, number), around) in numbers.iter_mut().enumerate().skip(first).zip(around) {
            let known = match around {
                &[before, end, ..] => self.words.first(chunk.bytes, (before, end)),
                _ => None,
            };
            *number = match known {
                Some(number) => number,
                None => self.number_slowly(chunk, (row, column))?,
            };
        }
        for row in last {
            numbers[row] = self.number_slowly(chunk, (row, column))?;
        }
        Some(())
    }

    /// The number of the text of a row. Kept out of the loop over rows, which it would slow down.
    #[inline(never)]
    fn number_slowly(&mut self, chunk: &Chunk<'_>, (row, column): (usize, usize)) -> Option<u16> {
        let words = self.words.marks.len();
        let number = self.words.number(chunk.cell(row, column))?;
        let rows = self.rows + row;
        let looks = words < FIRST_LOOK && self.words.marks.len() == FIRST_LOOK;
        (!looks || rows >= FIRST_LOOK + FIRST_LOOK / ONE_IN).then_some(number)
    }

    /// What a reader makes of the texts of a chunk, `make` being given those that are new to it, if any; `None` where the column's texts
    /// do not come again.
    pub(super) fn read<T: Copy + 'static>(
        &mut self,
        (chunk, column): (&Chunk<'_>, usize),
        reader: usize,
        otherwise: T,
        make: impl FnOnce(&[&[u8]]) -> Vec<Result<T, Bad>>,
    ) -> Option<OfWords<'_, T>> {
        if !self.number(chunk, column) {
            return None;
        }
        let made = self.made.entry(reader).or_insert_with(|| {
            Box::new(Made {
                values: vec![otherwise],
                bad: vec![None],
                any_bad: false,
            })
        });
        let made: &mut Made<T> = made.downcast_mut()?;
        let new = made.values.len()..self.words.marks.len();
        let new: Vec<&[u8]> = new.map(|number| self.words.texts.get(number)).collect();
        for value in make(&new) {
            made.any_bad |= value.is_err();
            made.bad.push(value.err());
            made.values.push(value.unwrap_or(otherwise));
        }
        Some(OfWords {
            made,
            numbers: &self.numbers,
        })
    }
}

/// What a reader made of the texts, and the number of each row's text.
pub(super) struct OfWords<'w, T> {
    made: &'w Made<T>,
    numbers: &'w [u16],
}

impl<T: Copy> OfWords<'_, T> {
    /// The values of the texts.
    pub(super) fn values(&self) -> &[T] {
        &self.made.values
    }

    /// Row by row, what belongs to its text.
    pub(super) fn spread<U: Copy>(&self, of_texts: &[U]) -> Vec<U> {
        let of = |&number: &u16| of_texts[usize::from(number)];
        self.numbers.iter().map(of).collect()
    }

    /// The values of the rows, and tells which have none.
    pub(super) fn rows(&self, bad: &mut BadCells<'_>) -> Vec<T> {
        self.tell_bad(|row, why| bad.add(row, why));
        self.spread(&self.made.values)
    }

    /// The rows whose text satisfies a condition on what was made of it.
    pub(super) fn states(&self, holds: impl Fn(Result<(), Bad>) -> bool) -> Bits {
        let of_texts = self.made.bad.iter();
        let of_texts: Vec<bool> = of_texts.map(|bad| holds(bad.map_or(Ok(()), Err))).collect();
        Bits::of(self.numbers, |number| of_texts[usize::from(number)])
    }

    /// Tells the rows without a value and why.
    pub(super) fn tell_bad(&self, mut tell: impl FnMut(usize, Bad)) {
        if !self.made.any_bad {
            return;
        }
        for (row, &number) in self.numbers.iter().enumerate() {
            if let Some(bad) = self.made.bad[usize::from(number)] {
                tell(row, bad);
            }
        }
    }
}

/// The wordbooks of a thread, by frame and column of its file.
#[derive(Default)]
pub(crate) struct Wordbooks(BTreeMap<(usize, usize), Wordbook>);

impl Wordbooks {
    /// Another chunk of a frame is read.
    pub(super) fn turn_over(&mut self, frame: usize) {
        for (_, book) in self.0.range_mut((frame, 0)..=(frame, usize::MAX)) {
            book.is_numbered = false;
        }
    }

    /// The wordbook of a column.
    pub(super) fn of(&mut self, frame: usize, column: usize) -> &mut Wordbook {
        let book = self.0.entry((frame, column));
        book.or_insert_with(|| Wordbook::new(false))
    }
}

#[cfg(test)]
mod tests {
    use super::Wordbook;
    use crate::data::{Chunk, Layout};

    #[test]
    fn each_row_has_the_value_of_its_own_text() {
        let odd = [
            "",
            "\0",
            "a",
            "a\0",
            "\"\"\"a\"\"\"",
            "\"\"a\"\"",
            "\"a\"",
            "\"\"",
            " 是",
            "２０",
            "123456789012345",
            "1234567890123456",
            "1234567890123457",
            "非寄宿困难生补助",
            "非寄宿困难生补一",
            "无",
            "#N/A",
        ];
        for columns in 1..=2 {
            let (mut bytes, mut ends) = (Vec::new(), Vec::new());
            for row in 0..1200 {
                let cell = match row % 3 {
                    0 => (row % 200).to_string(),
                    1 => odd[row / 3 % odd.len()].to_owned(),
                    _ => format!("{:016}", row % 100),
                };
                for _ in 0..columns {
                    bytes.extend_from_slice(cell.as_bytes());
                    ends.push(u32::try_from(bytes.len()).unwrap());
                    bytes.push(b',');
                }
            }
            let chunk = Chunk {
                rows: 1200,
                columns,
                doubled_quotes: true,
                bytes: &bytes,
                layout: Layout::Separators(&ends),
            };
            let texts: Vec<&[u8]> = (0..1200).map(|row| chunk.cell(row, columns - 1)).collect();
            let mut book = Wordbook::new(false);
            for _ in 0..2 {
                book.is_numbered = false;
                let at = |text: &[u8]| Ok(texts.iter().position(|&other| other == text).unwrap());
                let all = |new: &[&[u8]]| new.iter().map(|text| at(text)).collect();
                let words = book.read((&chunk, columns - 1), 7, 0, all).unwrap();
                let rows = words.spread(words.values());
                assert!(
                    rows.iter()
                        .zip(&texts)
                        .all(|(&at, &text)| texts[at] == text)
                );
            }
        }
    }

    #[test]
    fn a_column_whose_texts_do_not_come_again_is_left_alone() {
        let bytes: String = (0..2000).map(|row| format!("{row:06},")).collect();
        let ends: Vec<u32> = (0..2000).map(|row| row * 7 + 6).collect();
        let chunk = Chunk {
            rows: 2000,
            columns: 1,
            doubled_quotes: false,
            bytes: bytes.as_bytes(),
            layout: Layout::Separators(&ends),
        };
        let mut book = Wordbook::new(false);
        assert!(book.read((&chunk, 0), 7, 1, |_| Vec::new()).is_none());
        assert!(book.is_left_alone);
    }
}
