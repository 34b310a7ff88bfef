//! Names of people in the texts of a finding or a problem: a remark says whom it is about as well as the column of names does.
//!
//! Takes the values of the name columns of the rows that are shown; wherever one of them stands in another text, it is masked as in its
//! own column.

use super::Inspection;
use super::batch::{self, Cells};
use super::draft::Draft;
use crate::data::cell;
use crate::findings::trace::Trace;
use crate::findings::{CellRun, Finding};
use crate::types::Type;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The letters of a name in half width, each with whether a gap may stand before it.
type Name = Vec<(char, bool)>;

/// Some names, as they are written; what they are made of is told once a text may hold one of them.
#[derive(Debug, Default)]
pub(super) struct Names<'c> {
    written: Vec<Cow<'c, str>>,
    /// Their first letters, and the bits of these: most texts hold none of them.
    firsts: Vec<char>,
    bits: u64,
    /// Whether one of them is written in plain letters.
    any_ascii: bool,
    /// Whether one of them has a star in it, as masked ones have.
    any_star: bool,
    /// The longest first.
    letters: OnceCell<Vec<Name>>,
    /// The texts that they may stand in, where these are known before.
    texts: Option<Texts>,
}

/// The letters of some texts, as bits: most names begin with none of them.
#[derive(Debug, Clone, Copy, Default)]
struct Texts {
    letters: u64,
    /// Those before a star.
    before_stars: u64,
}

impl Texts {
    fn add(&mut self, text: &str) {
        // Names in plain letters are looked for in any text.
        if text.is_ascii() {
            return;
        }
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            if letter.is_ascii() {
                continue;
            }
            match letters.as_str().as_bytes().first() {
                Some(b'*') => self.before_stars |= bit(folded(letter)),
                _ => self.letters |= bit(folded(letter)),
            }
        }
    }

    /// Whether a name with this first letter may stand in one of them; what is masked already holds only names that are masked.
    fn may_hold(self, first: char, name: &str) -> bool {
        first.is_ascii()
            || self.letters & bit(first) != 0
            || self.before_stars & bit(first) != 0 && name.contains(['*', '＊'])
    }
}

impl Inspection<'_> {
    /// The columns of a dataset that hold names of people, where these are masked.
    pub(super) fn name_columns(&self, dataset: usize) -> Vec<usize> {
        if self.request.masking.reveal {
            return Vec::new();
        }
        let columns = self.model().datasets[dataset].columns.iter().enumerate();
        columns
            .filter(|(_, column)| column.derived.is_none())
            .filter(|(_, column)| *self.model().referred(&column.kind) == Type::PersonName)
            .map(|(number, _)| number)
            .collect()
    }

    /// The names in some rows of a dataset.
    pub(super) fn names_of<'c>(
        &self,
        dataset: usize,
        rows: impl Iterator<Item = u64>,
        cells: &'c Cells,
        names: &mut Names<'c>,
    ) {
        let columns = cells.names.get_or_init(|| {
            let columns = self.name_columns(dataset).into_iter();
            columns.filter_map(|c| cells.place_of(c)).collect()
        });
        if columns.is_empty() {
            return;
        }
        for at in rows.filter_map(|row| cells.at(row)) {
            for text in columns.iter().filter_map(|&c| cells.text_at(at, c)) {
                names.add_all(text);
            }
        }
    }

    /// Masks the names of rows of a dataset in texts about them, each row's in its own.
    pub(super) fn hide_own_names(
        &self,
        dataset: usize,
        texts: Vec<(u64, &mut String)>,
    ) -> io::Result<()> {
        let columns: BTreeSet<usize> = self.name_columns(dataset).into_iter().collect();
        if columns.is_empty() {
            return Ok(());
        }
        let rows = texts.iter().map(|(row, _)| *row).collect();
        let cells = batch::cells(self, dataset, &rows, &columns)?;
        for (row, text) in texts {
            let mut names = Names::default();
            self.names_of(dataset, std::iter::once(row), &cells, &mut names);
            names.hide(text);
        }
        Ok(())
    }

    /// Masks the names of all rows that a trace shows, and of the row it is about, in its texts.
    pub(super) fn hide_names_of_trace(
        &self,
        own: Option<(usize, u64)>,
        trace: &mut Trace,
    ) -> io::Result<()> {
        if self.request.masking.reveal {
            return Ok(());
        }
        let mut rows: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
        let datasets = &self.model().datasets;
        let mut add = |cell: &CellRun| {
            let dataset = datasets.iter().position(|d| *d.names.id() == *cell.dataset);
            if let (Some(dataset), Some(row)) = (dataset, cell.row.checked_sub(1)) {
                rows.entry(dataset).or_default().insert(row);
            }
        };
        for step in &trace.steps {
            step.each_cell(&mut add);
        }
        if let Some((dataset, row)) = own {
            rows.entry(dataset).or_default().insert(row);
        }
        let mut read = Vec::new();
        for (dataset, rows) in rows {
            let columns: BTreeSet<usize> = self.name_columns(dataset).into_iter().collect();
            if !columns.is_empty() {
                let cells = batch::cells(self, dataset, &rows, &columns)?;
                read.push((dataset, rows, cells));
            }
        }
        let mut names = Names::default();
        for (dataset, rows, cells) in &read {
            self.names_of(*dataset, rows.iter().copied(), cells, &mut names);
        }
        let key = trace.subject.key.iter_mut().map(|part| &mut part.value);
        key.for_each(|text| names.hide(text));
        for step in &mut trace.steps {
            step.each_text(&mut |text| names.hide(text));
        }
        Ok(())
    }

    /// Masks the names of the rows that a finding shows in all its texts.
    pub(super) fn hide_names(
        &self,
        draft: &Draft,
        cells: &BTreeMap<usize, Cells>,
        finding: &mut Finding,
    ) {
        let mut texts = Texts::default();
        each_text(finding, &mut |text| texts.add(text));
        let mut names = Names {
            texts: Some(texts),
            ..Names::default()
        };
        for shown in draft.shown() {
            if let Some(cells) = cells.get(&shown.dataset) {
                self.names_of(shown.dataset, shown.rows.iter().copied(), cells, &mut names);
            }
        }
        if !names.written.is_empty() {
            each_text(finding, &mut |text| names.hide(text));
        }
    }
}

/// Calls `each` with every text of a finding in which a name may stand.
fn each_text(finding: &mut Finding, each: &mut dyn FnMut(&mut String)) {
    each(&mut finding.message);
    finding.owner.iter_mut().for_each(&mut *each);
    let keys = (finding.searched.iter_mut()).map(|searched| &mut searched.key);
    for part in keys.chain([&mut finding.subject.key]).flatten() {
        each(&mut part.value);
    }
    for cell in &mut finding.cells {
        each(&mut cell.value);
    }
    for value in finding.expected.iter_mut().chain(&mut finding.actual) {
        each(&mut value.text);
    }
    for reason in &mut finding.reasons {
        each(&mut reason.text);
    }
}

/// The letters of a name; `None` where what is written names nobody.
fn letters_of(name: &str) -> Option<Name> {
    let mut letters = Vec::with_capacity(name.len());
    let mut after_gap = false;
    for c in name.chars().map(folded) {
        if is_gap(c) {
            after_gap = true;
        } else {
            let may_follow_gap = after_gap || !name.is_ascii();
            letters.push((c, may_follow_gap));
            after_gap = false;
        }
    }
    // One character, or two letters, stand in too many words that name nobody.
    let least = if name.is_ascii() { 3 } else { 2 };
    let says_nothing = |words: &[&str]| cell::is_placeholder(name.as_bytes(), words);
    let is_name = letters.len() >= least
        && !says_nothing(&cell::PLACEHOLDERS)
        && !says_nothing(&cell::NOBODY);
    is_name.then_some(letters)
}

/// Whether a text has nothing but Chinese characters of the usual block, which take three bytes each.
fn is_plain(text: &str) -> bool {
    let (characters, rest) = text.as_bytes().as_chunks::<3>();
    // `一` to `鿿`: E4 B8 80 to E9 BF BF.
    let is_usual = |c: &[u8; 3]| matches!(c, [0xE4, 0xB8..=0xBF, _] | [0xE5..=0xE9, ..]);
    rest.is_empty() && characters.iter().all(is_usual)
}

/// The bit of a letter among first letters.
fn bit(letter: char) -> u64 {
    1 << (u32::from(letter.to_ascii_lowercase()) % u64::BITS)
}

impl<'c> Names<'c> {
    /// Adds the names in a cell of a column of names.
    fn add_all(&mut self, text: &'c str) {
        // Most cells are one name in Chinese characters, and none of these separates names.
        if is_plain(text) {
            self.add(text);
            return;
        }
        // A cell may name several people.
        let names = text.split(['、', '，', ',', '；', ';', '/', '\n']);
        names.for_each(|name| self.add(name.trim()));
    }

    fn add(&mut self, name: &'c str) {
        let Some(first) = name.chars().map(folded).find(|c| !is_gap(*c)) else {
            return;
        };
        let may_stand = self.texts.is_none_or(|texts| texts.may_hold(first, name));
        if !may_stand || self.written.iter().any(|other| *other == name) {
            return;
        }
        self.firsts.push(first);
        self.bits |= bit(first);
        self.any_ascii |= first.is_ascii();
        self.any_star |= name.contains(['*', '＊']);
        self.written.push(Cow::Borrowed(name));
        self.letters.take();
    }

    /// The same, whatever becomes of the cells that they were taken from.
    pub(super) fn into_owned(self) -> Names<'static> {
        let written = self.written.into_iter();
        Names {
            written: written.map(|name| Cow::Owned(name.into_owned())).collect(),
            firsts: self.firsts,
            bits: self.bits,
            any_ascii: self.any_ascii,
            any_star: self.any_star,
            letters: self.letters,
            texts: self.texts,
        }
    }

    /// Whether the first letter of a name may stand in a text.
    fn may_stand_in(&self, text: &str) -> bool {
        let is_first = |c: char| {
            let is = |first: &char| *first == c || first.eq_ignore_ascii_case(&c);
            self.bits & bit(c) != 0 && self.firsts.iter().any(is)
        };
        if !self.any_ascii && text.is_ascii() {
            return false;
        }
        let may_begin = |b: u8| self.any_ascii || !b.is_ascii();
        let mut rest = text;
        while let Some(at) = rest.bytes().position(may_begin) {
            let mut letters = rest[at..].chars();
            let is_first = letters.next().is_some_and(|c| is_first(folded(c)));
            rest = letters.as_str();
            // What is masked already holds no name any more.
            if is_first && (self.any_star || letters.next().map(folded) != Some('*')) {
                return true;
            }
        }
        false
    }

    fn letters(&self) -> &[Name] {
        self.letters.get_or_init(|| {
            let mut names: Vec<Name> = Vec::new();
            for name in self.written.iter().filter_map(|name| letters_of(name)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names.sort_by_key(|name| Reverse(name.len()));
            names
        })
    }

    /// Masks every name in a text to its first character, also where it is written with other blanks inside, in full width or in capitals.
    pub(super) fn hide(&self, text: &mut String) {
        if !self.may_stand_in(text) {
            return;
        }
        for name in self.letters() {
            if !may_hold(text, name) {
                continue;
            }
            let mut shown: Option<String> = None;
            let (mut copied, mut at) = (0, 0);
            while let Some(c) = text[at..].chars().next() {
                let after = at + c.len_utf8();
                let Some(end) = end_of(name, text, at) else {
                    at = after;
                    continue;
                };
                let masked = shown.get_or_insert_with(|| String::with_capacity(text.len()));
                masked.push_str(&text[copied..after]);
                masked.extend(text[after..end].chars().map(|_| '*'));
                (copied, at) = (end, end);
            }
            if let Some(mut shown) = shown {
                shown.push_str(&text[copied..]);
                *text = shown;
            }
        }
    }
}

/// Whether the first letter of a name stands in a text at all.
fn may_hold(text: &str, name: &[(char, bool)]) -> bool {
    let Some(&(first, _)) = name.first() else {
        return false;
    };
    match first.is_ascii() {
        true => (text.chars().map(folded)).any(|c| c.eq_ignore_ascii_case(&first)),
        // In half width, this letter is itself.
        false => text.contains(first),
    }
}

/// Where a name ends that begins at a place of a text.
fn end_of(name: &[(char, bool)], text: &str, start: usize) -> Option<usize> {
    let (before, rest) = text.split_at_checked(start)?;
    let mut letters = rest.chars().peekable();
    let (first, capital) = (name.first()?.0, folded(*letters.peek()?));
    // `may` names nobody, `MAY` may.
    let is_capital = capital.is_uppercase();
    let is_same =
        |c: char, letter: char| c == letter || is_capital && c.eq_ignore_ascii_case(&letter);
    if !is_same(capital, first) {
        return None;
    }
    // `Ann` is no part of `Annual`; Chinese text has no such borders.
    let has_borders = name.iter().all(|(c, _)| c.is_ascii());
    let inside = |c: Option<char>| has_borders && c.is_some_and(char::is_alphanumeric);
    if inside(before.chars().next_back()) {
        return None;
    }
    let mut end = start;
    for (number, &(letter, may_follow_gap)) in name.iter().enumerate() {
        while may_follow_gap && number > 0 && letters.peek().is_some_and(|c| is_gap(*c)) {
            end += letters.next().map_or(0, char::len_utf8);
        }
        let c = letters.next()?;
        if !is_same(folded(c), letter) {
            return None;
        }
        end += c.len_utf8();
    }
    (!inside(letters.next())).then_some(end)
}

/// A letter in half width.
fn folded(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// What may stand between two characters of a name, or be left out: blanks of every kind, and the dot between the parts of a name.
fn is_gap(c: char) -> bool {
    !('一'..='鿿').contains(&c) && c.is_whitespace()
        || matches!(
            c,
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '·' | '•' | '・' | '‧' | '∙' | '⋅'
        )
}
