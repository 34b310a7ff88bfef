//! The texts of a column that a thread has met, numbered, so that what is made of a text is made once and not for every cell.
//!
//! A wordbook stays from chunk to chunk. A column whose texts do not come again is left alone after its first rows.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};

use super::bad_cells::BadCells;
use super::cells::Bad;
use crate::data::{Chunk, Layout};

/// No more texts than this are numbered in a column.
const MOST_WORDS: usize = 8192;
/// After so many texts it is looked whether they come again: one row in so many has to bring one that is known.
const FIRST_LOOK: usize = 256;
const ONE_IN: usize = 64;
/// How many slots there are at first, and at least for each text.
const FIRST_SLOTS: usize = 256;
const SLOTS_A_WORD: usize = 4;
/// Texts of up to so many bytes are their own mark.
const SHORT: usize = 15;
/// What stands above the marks of longer texts, which may be alike.
const LONG: u128 = 0xFF << 120;

/// By the length of a short text: the bytes that belong to it.
const MASKS: [u128; SHORT + 1] = {
    let mut masks = [0; SHORT + 1];
    let mut length = 0;
    while length < masks.len() {
        masks[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    masks
};

/// What tells texts apart: of a short one its bytes and their number.
#[inline]
fn short_mark(window: [u8; 16], length: usize) -> Option<u128> {
    let mask = MASKS.get(length)?;
    Some(u128::from_le_bytes(window) & mask | (length as u128) << 120)
}

fn mark_of(text: &[u8]) -> u128 {
    let mut window = [0; 16];
    window
        .iter_mut()
        .zip(text)
        .for_each(|(to, &byte)| *to = byte);
    if let Some(mark) = short_mark(window, text.len()) {
        // With a quote at its beginning it is not what stands in the file: that has more of them.
        return match text.starts_with(b"\"") {
            true => mark | LONG,
            false => mark,
        };
    }
    let (Some(head), Some(tail)) = (text.first_chunk::<16>(), text.last_chunk::<16>()) else {
        return LONG;
    };
    let (head, tail) = (u128::from_le_bytes(*head), u128::from_le_bytes(*tail));
    (head ^ tail.rotate_left(59) ^ text.len() as u128) >> 8 | LONG
}

#[inline]
fn hash(mark: u128) -> u64 {
    let (low, high) = (mark as u64, (mark >> 64) as u64);
    (low ^ high.rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
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
    /// Leaves as many of the top bits of a hash as number the slots.
    shift: u32,
    marks: Vec<u128>,
    texts: Vec<Box<[u8]>>,
}

impl Words {
    fn new() -> Self {
        Self {
            slots: vec![0; FIRST_SLOTS],
            shift: u64::BITS - FIRST_SLOTS.trailing_zeros(),
            marks: vec![u128::MAX],
            texts: vec![Box::default()],
        }
    }

    /// The number of a short text with this mark, where its first slot tells it.
    #[inline]
    fn first(&self, mark: u128) -> Option<u16> {
        let number = *self.slots.get((hash(mark) >> self.shift) as usize)?;
        (*self.marks.get(usize::from(number))? == mark).then_some(number)
    }

    /// The number of any text, which gets one; `None` where there are too many.
    fn number(&mut self, text: &[u8]) -> Option<u16> {
        let mark = mark_of(text);
        let mut place = (hash(mark) >> self.shift) as usize;
        loop {
            match self.slots[place] {
                0 => break,
                number
                    if self.marks[usize::from(number)] == mark
                        && *self.texts[usize::from(number)] == *text =>
                {
                    return Some(number);
                }
                _ => {}
            }
            place = (place + 1) % self.slots.len();
        }
        if self.texts.len() > MOST_WORDS {
            return None;
        }
        let number = u16::try_from(self.texts.len()).ok()?;
        self.slots[place] = number;
        self.marks.push(mark);
        self.texts.push(text.into());
        if self.texts.len() * SLOTS_A_WORD > self.slots.len() {
            self.grow();
        }
        Some(number)
    }

    fn grow(&mut self) {
        let slots = self.slots.len() * 4;
        self.slots = vec![0; slots];
        self.shift = u64::BITS - slots.trailing_zeros();
        for (number, &mark) in (0..).zip(&self.marks).skip(1) {
            let mut place = (hash(mark) >> self.shift) as usize;
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
        let mut at = column;
        for (row, number) in numbers.iter_mut().enumerate() {
            let before = at.checked_sub(1).and_then(|before| ends.get(before));
            let start = before.map_or(0, |&before| before as usize + 1);
            let end = ends.get(at).map_or(usize::MAX, |&end| end as usize);
            let window = chunk.bytes.get(start..).and_then(<[u8]>::first_chunk);
            let mark = window.and_then(|&window| short_mark(window, end.wrapping_sub(start)));
            *number = match mark.and_then(|mark| self.words.first(mark)) {
                Some(number) => number,
                None => self.number_slowly(chunk.cell(row, column), row)?,
            };
            at += chunk.columns;
        }
        Some(())
    }

    /// The number of the text of a row.
    fn number_slowly(&mut self, text: &[u8], row: usize) -> Option<u16> {
        let words = self.words.texts.len();
        let number = self.words.number(text)?;
        let rows = self.rows + row;
        let looks = words < FIRST_LOOK && self.words.texts.len() == FIRST_LOOK;
        (!looks || rows >= FIRST_LOOK + FIRST_LOOK / ONE_IN).then_some(number)
    }

    /// What a reader makes of the texts of a chunk, `make` being given those that are new to it, if any; `None` where the column's texts
    /// do not come again.
    pub(super) fn read<T: Copy + 'static>(
        &mut self,
        (chunk, column): (&Chunk<'_>, usize),
        reader: usize,
        otherwise: T,
        make: impl FnOnce(&[Box<[u8]>]) -> Vec<Result<T, Bad>>,
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
        let new = self.words.texts.get(made.values.len()..);
        for value in make(new.unwrap_or_default()) {
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
        self.tell(|row, state| bad.or(row, state, ()), false);
        self.spread(&self.made.values)
    }

    /// Tells the rows without a value and why; with `all`, the others too.
    pub(super) fn tell(&self, mut tell: impl FnMut(usize, Result<(), Bad>), all: bool) {
        if !all && !self.made.any_bad {
            return;
        }
        for (row, &number) in self.numbers.iter().enumerate() {
            match self.made.bad[usize::from(number)] {
                Some(bad) => tell(row, Err(bad)),
                None if all => tell(row, Ok(())),
                None => {}
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
                let all = |new: &[Box<[u8]>]| new.iter().map(|text| at(text)).collect();
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
