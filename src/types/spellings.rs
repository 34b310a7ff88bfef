//! What the names in a file mean: at each place the names under which the same thing is declared.
//!
//! The model fills it in while it resolves names; the formatter takes from it the name of the other language.

use super::{Language, width};
use std::collections::{BTreeMap, BTreeSet};

/// The names of one thing, in the order of their declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spellings {
    /// The names without Chinese characters.
    pub en: Vec<String>,
    /// The names with them.
    pub zh: Vec<String>,
    /// Whether it is rows: a dataset or a group of its rows, whose second English name is said of one of them.
    pub rows: bool,
}

impl Spellings {
    /// The names of a thing, sorted by language.
    #[must_use]
    pub fn new<'n>(names: impl IntoIterator<Item = &'n String>, rows: bool) -> Self {
        let names = names.into_iter().cloned();
        let (zh, en) = names.partition(|name: &String| name.contains(width::is_chinese));
        Self { en, zh, rows }
    }

    /// The names in a language.
    #[must_use]
    pub fn of(&self, language: Language) -> &[String] {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

/// What the names of one file mean, by the bytes where they stand.
#[derive(Debug, Clone, Default)]
pub struct Meanings {
    names: BTreeMap<(u32, u32), BTreeSet<Spellings>>,
    cells: BTreeMap<(u32, usize), Spellings>,
    mistakes: Option<Vec<(u32, u32)>>,
}

impl Meanings {
    /// Notes what the name from one byte to another means. A name may mean several things: a key has one name on both sides.
    pub fn note(&mut self, place: (u32, u32), meaning: Spellings) {
        self.names.entry(place).or_default().insert(meaning);
    }

    /// Notes that a name means what another one does.
    pub fn note_same(&mut self, place: (u32, u32), other: (u32, u32)) {
        for meaning in self.at(other).cloned().unwrap_or_default() {
            self.note(place, meaning);
        }
    }

    /// Notes that the file or one that it uses has mistakes: the places of those in this file.
    pub fn mistaken(&mut self, places: Vec<(u32, u32)>) {
        self.mistakes = Some(places);
    }

    /// Where the file has mistakes; `None` where neither it nor a file that it uses has any.
    #[must_use]
    pub fn mistakes(&self) -> Option<&[(u32, u32)]> {
        self.mistakes.as_deref()
    }

    /// Notes what the cell of a table means, by the first byte of its row and its number in it.
    pub fn note_cell(&mut self, row: u32, cell: usize, meaning: Spellings) {
        self.cells.insert((row, cell), meaning);
    }

    /// What the name from one byte to another means.
    #[must_use]
    pub fn at(&self, place: (u32, u32)) -> Option<&BTreeSet<Spellings>> {
        self.names.get(&place)
    }

    /// The name in a language of what stands somewhere; `one` where one row is spoken of. `None` where it has no name in
    /// that language, or none in the other one: then there is nothing to choose.
    #[must_use]
    pub fn name(&self, place: (u32, u32), language: Language, one: bool) -> Option<&str> {
        let meanings = self.names.get(&place)?;
        let first = meanings.first()?;
        let shared = |name: &&String| {
            let mut others = meanings.iter().skip(1);
            others.all(|other| other.of(language).contains(name))
        };
        let bilingual = |meaning: &Spellings| !meaning.en.is_empty() && !meaning.zh.is_empty();
        if !meanings.iter().all(bilingual) {
            return None;
        }
        let mut names = first.of(language).iter().filter(shared);
        let many = names.next()?;
        let single = names.next().filter(|_| one && first.rows);
        Some(single.unwrap_or(many))
    }

    /// The spelling in a language of the cell of a table.
    #[must_use]
    pub fn cell(&self, row: u32, cell: usize, language: Language) -> Option<&str> {
        let meaning = self.cells.get(&(row, cell))?;
        let other = match language {
            Language::En => &meaning.zh,
            Language::Zh => &meaning.en,
        };
        let name = meaning.of(language).first()?;
        (!other.is_empty()).then_some(name)
    }
}
