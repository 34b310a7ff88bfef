//! Columns of a chunk become vectors, each in the way in which it is wanted.
//!
//! The usual spelling takes a short way; everything else goes through [`Cells`]. Both give the same value.

mod numbers;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::bad_cells::BadCells;
use super::bits::Bits;
use super::cells::{self, Bad, Cells, OTHER_WORD};
use super::keys::{Block, KeySpace};
use super::pack;
use super::recent::{Last, Recent};
use super::shared::Shared;
use super::vector::{NO_KEY, Texts, Values, Vector};
use super::wordbook::{OfWords, Wordbook};
use crate::data::Chunk;
use crate::data::ProblemKind;
use crate::data::binding::{BoundColumn, CellKind};
use crate::data::cell::{self, DateFormat};
use crate::plan::{KeyText, Want};
use crate::types::{Number, Reason};

/// A column as one node wants it.
pub(crate) struct Reader {
    /// No two have the same.
    number: usize,
    /// The column's number in the file.
    index: Option<usize>,
    /// The column's number in the model.
    pub(super) column: usize,
    want: Want,
    cells: Cells,
    /// Words of a [`Want::Code`], cleaned, with their numbers.
    words: HashMap<Vec<u8>, u32>,
    /// Whether this way of reading tells what is wrong with the column's cells (one does for each column).
    pub(crate) reports: bool,
    /// Whether keys that are not there get an id.
    pub(crate) inserts: bool,
    /// Whether rows whose cell is not written as its key are told.
    pub(crate) tells_spelling: bool,
    /// Numbers outside are no values.
    range: Option<(Number, Number)>,
}

/// What was found wrong with cells of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellNote {
    pub(crate) kind: ProblemKind,
    /// Row in the chunk.
    pub(crate) row: usize,
    /// The column's number in the model.
    pub(crate) column: usize,
}

/// Where keys of a thread come from.
pub(crate) struct KeyContext<'a> {
    pub(crate) spaces: &'a [KeySpace],
    pub(crate) blocks: &'a mut [Block],
    /// Rows expected in the dataset.
    pub(crate) rows: usize,
    /// Keys are only looked up.
    pub(crate) look_up_only: bool,
    /// Rows whose cell is not written as its key, with what stands there instead.
    pub(crate) spelled: &'a mut Vec<(usize, u64)>,
}

impl Reader {
    pub(crate) fn new(column: usize, want: &Want, bound: &BoundColumn) -> Self {
        let mut words = HashMap::new();
        if let Want::Code { words: list, .. } = want {
            for (number, spellings) in (0..).zip(list.iter()) {
                for word in spellings {
                    let word = cells::clean(word.as_bytes(), false).into_owned();
                    words.entry(word).or_insert(number);
                }
            }
        }
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Self {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            index: bound.index,
            column,
            want: want.clone(),
            cells: Cells::of(bound),
            words,
            reports: false,
            inserts: true,
            tells_spelling: false,
            range: bound.range,
        }
    }

    /// How well this way of reading sees what is wrong with a cell; the best one of a column reports it.
    pub(crate) fn sight(&self) -> u8 {
        match self.want {
            Want::Number { .. } => 5,
            Want::Days | Want::Truth | Want::Code { .. } => 4,
            Want::Key { .. } => 3,
            Want::Given | Want::Unreadable => 2,
            Want::Digest { as_written: false } | Want::NameDigest | Want::Text => 1,
            Want::Digest { as_written: true } | Want::Blank => 0,
        }
    }

    /// Whether the file has the column.
    pub(crate) fn index(&self) -> Option<usize> {
        self.index
    }

    /// Why the text of a cell gives no value in this way; `None` when it gives one.
    pub(crate) fn reason(&self, text: &str) -> Option<Reason> {
        if self.index.is_none() {
            return Some(Reason::ColumnMissing);
        }
        let text = cells::clean(text.as_bytes(), false);
        let bad = if self.cells.is_blank(&text) {
            Some(Bad::Blank)
        } else if let Some(bad) = cells::no_value(&text) {
            Some(bad)
        } else {
            match self.want {
                Want::Code { closed: true, .. } if !self.words.contains_key(text.as_ref()) => {
                    Some(Bad::OutOfSet)
                }
                Want::Days => self.cells.day(&text).err(),
                Want::Number { percent } => self.cells.number_in_range(&text, percent).err(),
                Want::Truth => self.cells.truth(&text).err(),
                Want::Key { text: read_as, .. } => self.cells.key(&text, read_as).err(),
                _ => self.cells.check(&text).err(),
            }
        };
        bad.map(Bad::reason)
    }

    /// The values of a chunk's rows, with notes on bad cells when this reader reports them.
    pub(crate) fn read(
        &self,
        chunk: &Chunk<'_>,
        keys: &mut KeyContext<'_>,
        book: Option<&mut Wordbook>,
        notes: &mut Vec<CellNote>,
    ) -> Vector {
        let Some(index) = self.index.filter(|&index| index < chunk.columns) else {
            return Vector::unknown();
        };
        let mut bad = BadCells {
            reader: self,
            rows: chunk.rows,
            unknown: None,
            notes,
        };
        let quotes = chunk.doubled_quotes;
        let shared = self.shared(chunk, index);
        // Words that the file itself has are as good.
        let mut book = book.filter(|_| chunk.words(index).is_none());
        match &self.want {
            Want::Key { space, text } => {
                let space_at = space.0;
                let inserts = self.inserts && !keys.look_up_only;
                if inserts
                    && !self.tells_spelling
                    && let Some(ids) =
                        self.ids_of_words((chunk, index), *text, space_at, keys, book)
                {
                    return Vector::new(Values::Key(ids.rows(&mut bad)), bad.known());
                }
                let packed = self.packed(
                    chunk,
                    index,
                    *text,
                    (&keys.spaces[space_at], inserts),
                    (&mut bad, keys.spelled),
                );
                let space = &keys.spaces[space_at];
                let ids = if inserts {
                    space.intern(&packed, &mut keys.blocks[space_at], keys.rows)
                } else {
                    space.look_up(&packed)
                };
                Vector::new(Values::Key(ids), bad.known())
            }
            Want::Days => {
                let usual = self.cells.usual_days;
                let day = |raw: &[u8]| {
                    let quick = (usual && raw.len() == 10)
                        .then(|| cell::date(raw, &DateFormat::YearFirst))
                        .flatten();
                    match quick {
                        Some(day) => Ok(day.0),
                        None => self.given(raw, quotes, |cells, text| cells.day(text)),
                    }
                };
                let days = match self.of_words((chunk, index), &mut book, 0, day) {
                    Some(words) => words.rows(&mut bad),
                    None => {
                        let mut days = Vec::with_capacity(chunk.rows);
                        shared.each(day, |row, day| days.push(bad.or(row, day, 0)));
                        days
                    }
                };
                Vector::new(Values::Days(days), bad.known())
            }
            Want::Number { percent } => self.numbers(chunk, index, *percent, book, bad),
            Want::Truth => {
                let truth = |raw: &[u8]| self.given(raw, quotes, |cells, text| cells.truth(text));
                if let Some(words) = self.of_words((chunk, index), &mut book, false, truth) {
                    let yes = Bits::of(&words.rows(&mut bad), |yes| yes);
                    return Vector::truth(yes, bad.known());
                }
                let mut yes = Bits::none(chunk.rows);
                shared.each_seen(truth, |row, truth| {
                    if bad.or(row, truth, false) {
                        yes.set(row);
                    }
                });
                Vector::truth(yes, bad.known())
            }
            Want::Code { closed, .. } => {
                let code = |raw: &[u8]| {
                    self.given(raw, quotes, |cells, text| match self.words.get(text) {
                        Some(&code) => Ok(code),
                        None if *closed => Err(Bad::OutOfSet),
                        None => cells.check(text).map(|()| OTHER_WORD),
                    })
                };
                let codes = match self.of_words((chunk, index), &mut book, u32::MAX, code) {
                    Some(words) => words.rows(&mut bad),
                    None => {
                        let mut codes = Vec::with_capacity(chunk.rows);
                        shared.each_seen(code, |row, code| codes.push(bad.or(row, code, u32::MAX)));
                        codes
                    }
                };
                Vector::new(Values::Code(codes), bad.known())
            }
            Want::Digest { as_written: true } => {
                let mut digests = Vec::with_capacity(chunk.rows);
                chunk.each(index, |row, raw| {
                    if let Some(no_value) = cells::no_value(raw) {
                        bad.add(row, no_value);
                    }
                    digests.push(if quotes {
                        cells::digest(&cell::unescape(raw))
                    } else {
                        cells::digest(raw)
                    });
                });
                Vector::new(Values::Digest(digests), bad.known())
            }
            Want::Digest { as_written: false } => {
                let compared = |text: &[u8]| cells::digest(text);
                let digests = self.digests(chunk, index, book, &mut bad, compared);
                Vector::new(Values::Digest(digests), bad.known())
            }
            Want::NameDigest => {
                let compared = |text: &[u8]| cells::digest(&cell::fold_name(text));
                let digests = self.digests(chunk, index, book, &mut bad, compared);
                Vector::new(Values::Digest(digests), bad.known())
            }
            Want::Text => {
                let mut texts = Texts::default();
                texts.reserve(chunk.rows);
                chunk.each(index, |row, raw| {
                    if self.cells.is_usual(raw) {
                        texts.push(raw);
                        return;
                    }
                    let text = cells::clean(raw, quotes);
                    let state = if self.cells.is_blank(&text) {
                        Err(Bad::Blank)
                    } else {
                        self.cells.check(&text)
                    };
                    let good = state.is_ok();
                    bad.or(row, state, ());
                    texts.push(if good { &text } else { b"" });
                });
                Vector::new(Values::Text(texts), bad.known())
            }
            Want::Given | Want::Blank | Want::Unreadable => {
                let mut states = Bits::none(chunk.rows);
                let mut absent: Option<Bits> = None;
                let check = |raw: &[u8]| self.given(raw, quotes, |cells, text| cells.check(text));
                let wanted = |state: Result<(), Bad>| match self.want {
                    Want::Given => state.is_ok(),
                    Want::Blank => state == Err(Bad::Blank),
                    _ => state.is_err_and(|bad| bad != Bad::Blank),
                };
                let mut tell_bad = |row: usize, why: Bad| {
                    if let Bad::Absent | Bad::Swallowed = why {
                        absent
                            .get_or_insert_with(|| Bits::none(chunk.rows))
                            .set(row);
                    }
                    bad.add(row, why);
                };
                if let Some(words) = self.of_words((chunk, index), &mut book, (), check) {
                    states = words.states(wanted);
                    words.tell_bad(tell_bad);
                } else {
                    let mut tell = |row: usize, state: Result<(), Bad>| {
                        if wanted(state) {
                            states.set(row);
                        }
                        if let Err(why) = state {
                            tell_bad(row, why);
                        }
                    };
                    if !shared.by_words(check, |row, state, _| tell(row, state)) {
                        let mut recent = Recent::new();
                        chunk.each(index, |row, raw| {
                            let obvious = self.cells.is_obvious(raw).then_some(Ok(()));
                            tell(
                                row,
                                obvious.unwrap_or_else(|| recent.get(raw, || check(raw))),
                            );
                        });
                    }
                }
                Vector::truth(states, absent.as_ref().map(Bits::not))
            }
        }
    }

    /// Which cells are given, blank or unreadable, where the key made of the same column is known in these rows (`None`: in all); `None`
    /// where that does not tell it.
    pub(crate) fn states_by_key(&self, chunk: &Chunk<'_>, known: Option<&Bits>) -> Option<Vector> {
        let index = self.index.filter(|&index| index < chunk.columns)?;
        if self.reports || !matches!(self.cells.kind(), CellKind::Text | CellKind::Id) {
            return None;
        }
        let mut states = match (&self.want, known) {
            (Want::Given, Some(known)) => known.clone(),
            (Want::Given, None) => Bits::all(chunk.rows),
            (Want::Blank | Want::Unreadable, _) => Bits::none(chunk.rows),
            _ => return None,
        };
        let mut absent: Option<Bits> = None;
        let unknown = known.map(Bits::not);
        for row in unknown.iter().flat_map(Bits::rows) {
            let raw = chunk.cell(row, index);
            let quotes = chunk.doubled_quotes;
            let state = self.given(raw, quotes, |cells, text| cells.check(text));
            let is_blank = state == Err(Bad::Blank);
            if let Err(Bad::Absent | Bad::Swallowed) = state {
                let absent = absent.get_or_insert_with(|| Bits::none(chunk.rows));
                absent.set(row);
            } else if self.want != Want::Given
                && state.is_err()
                && is_blank == (self.want == Want::Blank)
            {
                states.set(row);
            }
        }
        Some(Vector::truth(states, absent.as_ref().map(Bits::not)))
    }

    fn shared<'c, 'b>(&self, chunk: &'c Chunk<'b>, index: usize) -> Shared<'c, 'b> {
        Shared {
            chunk,
            index,
            by: self.number,
        }
    }

    /// What is made of the texts of a column, where they come again.
    fn of_words<'w, T: Copy + 'static>(
        &self,
        column: (&Chunk<'_>, usize),
        book: &'w mut Option<&mut Wordbook>,
        otherwise: T,
        mut make: impl FnMut(&[u8]) -> Result<T, Bad>,
    ) -> Option<OfWords<'w, T>> {
        let book = book.as_deref_mut()?;
        book.read(column, self.number, otherwise, |new| {
            new.iter().map(|text| make(text)).collect()
        })
    }

    /// The ids of the keys that the texts of a column are, where they come again.
    fn ids_of_words<'w>(
        &self,
        (chunk, index): (&Chunk<'_>, usize),
        read_as: KeyText,
        space_at: usize,
        keys: &mut KeyContext<'_>,
        book: Option<&'w mut Wordbook>,
    ) -> Option<OfWords<'w, u32>> {
        let space = &keys.spaces[space_at];
        let block = &mut keys.blocks[space_at];
        let key = |raw: &[u8]| {
            let (key, _) = self.key_slowly(raw, chunk.doubled_quotes, read_as, space, true)?;
            Ok(key.unwrap_or(u64::from(NO_KEY)))
        };
        let ids = |new: &[&[u8]]| {
            // Told before, so that the space does not take every row for a new key.
            space.knew(chunk.rows.saturating_sub(new.len()));
            let made: Vec<Result<u64, Bad>> = new.iter().map(|text| key(text)).collect();
            let packed: Vec<u64> = (made.iter())
                .map(|key| key.unwrap_or(u64::from(NO_KEY)))
                .collect();
            let ids = space.intern(&packed, block, keys.rows).into_iter();
            ids.zip(made).map(|(id, key)| key.map(|_| id)).collect()
        };
        book?.read((chunk, index), self.number, NO_KEY, ids)
    }

    /// What a function makes of a cell that is not blank.
    #[inline]
    fn given<T>(
        &self,
        raw: &[u8],
        doubled_quotes: bool,
        value: impl FnOnce(&Cells, &[u8]) -> Result<T, Bad>,
    ) -> Result<T, Bad> {
        if raw.is_empty() {
            return Err(Bad::Blank);
        }
        let text = cells::clean(raw, doubled_quotes);
        if self.cells.is_blank(&text) {
            Err(Bad::Blank)
        } else if let Some(bad) = cells::no_value(&text) {
            Err(bad)
        } else {
            value(&self.cells, &text)
        }
    }

    fn packed(
        &self,
        chunk: &Chunk<'_>,
        index: usize,
        read_as: KeyText,
        (space, inserts): (&KeySpace, bool),
        (bad, spelled): (&mut BadCells<'_>, &mut Vec<(usize, u64)>),
    ) -> Vec<u64> {
        let mut packed = Vec::with_capacity(chunk.rows);
        // A name may hold blanks, which do not count.
        let usual = read_as != KeyText::Name
            && !self.cells.key_like_placeholder
            && matches!(
                self.cells.kind(),
                CellKind::Text | CellKind::Id | CellKind::CitizenId
            );
        // A citizen number of another length, or one that ends in zeros, needs a closer look.
        let quick = |raw: &[u8]| match usual {
            true if read_as != KeyText::CitizenId => pack::signs(raw).or_else(|| {
                let word = pack::word(raw);
                word.filter(|_| self.cells.is_obvious(raw))
            }),
            true if raw.len() == 18 && !raw.ends_with(b"000") => pack::signs(raw),
            _ => None,
        };
        let mut recent = Recent::new();
        let mut slow = |raw| {
            recent.get(raw, || {
                match self.key_slowly(raw, chunk.doubled_quotes, read_as, space, inserts) {
                    Ok((key, written)) => (Ok(key), written),
                    Err(bad) => (Err(bad), None),
                }
            })
        };
        let mut tell = |row: usize, (key, written): (Result<Option<u64>, Bad>, Option<u64>)| {
            if let Some(written) = written {
                spelled.push((row, written));
            }
            // A known key that nobody has is 0 too, but stays known.
            packed.push(bad.or(row, key, None).unwrap_or(u64::from(NO_KEY)));
        };
        let by_words = self.shared(chunk, index).by_words(quick, |row, key, raw| {
            tell(
                row,
                key.map_or_else(|| slow(raw), |key| (Ok(Some(key)), None)),
            );
        });
        if !by_words {
            let mut last = Last::new(None);
            chunk.each(index, |row, raw| {
                // A citizen number is read as fast as it is compared.
                let key = match raw.len() {
                    18 => quick(raw),
                    _ => last.get(raw, || quick(raw)),
                };
                tell(
                    row,
                    key.map_or_else(|| slow(raw), |key| (Ok(Some(key)), None)),
                );
            });
        }
        packed
    }

    /// The packed key of a cell, and the digest of what is written there where that is another text and someone asks.
    #[cold]
    fn key_slowly(
        &self,
        raw: &[u8],
        doubled_quotes: bool,
        read_as: KeyText,
        space: &KeySpace,
        inserts: bool,
    ) -> Result<(Option<u64>, Option<u64>), Bad> {
        self.given(raw, doubled_quotes, |cells, text| {
            let key = cells.key(text, read_as)?;
            let written = (self.tells_spelling && *key != *raw).then(|| {
                let written = cells::unescaped(raw, doubled_quotes);
                (*key != *written).then(|| super::tally::spelling(&written))
            });
            let packed = space.pack(&String::from_utf8_lossy(&key), inserts);
            Ok((packed, written.flatten()))
        })
    }

    /// The digests of texts as they are compared; a short one that needs no cleaning is its own.
    fn digests(
        &self,
        chunk: &Chunk<'_>,
        index: usize,
        mut book: Option<&mut Wordbook>,
        bad: &mut BadCells<'_>,
        compared: impl Fn(&[u8]) -> u128,
    ) -> Vec<u128> {
        let obvious = |raw: &[u8]| {
            let plain = cells::plain_digest(raw);
            plain.filter(|_| self.cells.is_obvious(raw))
        };
        let other = |raw: &[u8]| {
            self.given(raw, chunk.doubled_quotes, |cells, text| {
                cells.compared(text).map(&compared)
            })
        };
        let make = |raw: &[u8]| obvious(raw).map_or_else(|| other(raw), Ok);
        if let Some(words) = self.of_words((chunk, index), &mut book, 0, make) {
            return words.rows(bad);
        }
        let mut digests = Vec::with_capacity(chunk.rows);
        let mut tell = |row, digest| digests.push(bad.or(row, digest, 0));
        let shared = self.shared(chunk, index);
        if !shared.by_words(make, |row, digest, _| tell(row, digest)) {
            let mut recent = Recent::new();
            chunk.each(index, |row, raw| {
                let obvious = obvious(raw).map(Ok);
                tell(
                    row,
                    obvious.unwrap_or_else(|| recent.get(raw, || other(raw))),
                );
            });
        }
        digests
    }
}
