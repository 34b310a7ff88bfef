//! The two vocabularies, read from `grammar/keywords/*.txt`.
//!
//! A keyword has one id in both languages; the grammar knows ids only.

use crate::types::Language;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Where a word counts as a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// First word of a declaration.
    Header,
    /// First word of an indented line.
    Clause,
    /// Behind the colon of a column or setting.
    Type,
    /// Behind `severity`.
    Severity,
    /// Behind the colon of a line for one part of a reconciliation.
    Part,
    /// In a cell of a decision table.
    Cell,
    /// In a line of a test that says what is expected.
    Expect,
    /// In a line that says what the words of an answer mean.
    Answer,
    /// Behind a number.
    Unit,
    /// In sentences and expressions.
    Sentence,
    /// In the line of an exception that says what proves it; the words of sentences count there too.
    Proof,
    /// In the line of a source that says on which days a clause is in force.
    Dates,
}

/// The names of the sections of a word list, in the order of [`Place`].
const SECTIONS: [&str; 12] = [
    "header", "clause", "type", "severity", "part", "cell", "expect", "answer", "unit", "sentence",
    "proof", "dates",
];

/// One spelling of a keyword, or of several in a row.
#[derive(Debug)]
pub(super) struct Phrase {
    /// The words behind the first one.
    pub(super) rest: Vec<&'static str>,
    /// The keyword ids it stands for.
    pub(super) ids: Vec<&'static str>,
}

/// The words of one language.
#[derive(Debug, Default)]
pub(super) struct Keywords {
    sections: [HashMap<&'static str, Vec<Phrase>>; SECTIONS.len()],
    spellings: [Vec<(&'static str, &'static str)>; SECTIONS.len()],
}

impl Keywords {
    /// The words of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        static EN: OnceLock<Keywords> = OnceLock::new();
        static ZH: OnceLock<Keywords> = OnceLock::new();
        match language {
            Language::En => {
                EN.get_or_init(|| Self::read(include_str!("../../grammar/keywords/en.txt")))
            }
            Language::Zh => {
                ZH.get_or_init(|| Self::read(include_str!("../../grammar/keywords/zh.txt")))
            }
        }
    }

    fn read(text: &'static str) -> Self {
        let mut keywords = Self::default();
        let mut section = 0;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = SECTIONS.iter().position(|s| *s == name).unwrap_or(section);
            } else if let Some((id, spellings)) = line.split_once('\t') {
                let ids: Vec<_> = id.split(" + ").collect();
                for spelling in spellings.split(" | ") {
                    keywords.add(section, &ids, spelling);
                }
            }
        }
        for phrases in keywords.sections.iter_mut().flat_map(HashMap::values_mut) {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        keywords
    }

    fn add(&mut self, section: usize, ids: &[&'static str], spelling: &'static str) {
        let mut words = spelling.split(' ');
        let first = words.next().unwrap_or_default();
        let known = if let [id] = ids { id } else { "" };
        self.spellings[section].push((spelling, known));
        self.sections[section]
            .entry(first)
            .or_default()
            .push(Phrase {
                rest: words.collect(),
                ids: ids.to_vec(),
            });
    }

    /// The phrases that begin with a word, the longest first.
    pub(super) fn beginning_with(&self, place: Place, word: &str) -> &[Phrase] {
        self.sections[place as usize]
            .get(word)
            .map_or(&[], Vec::as_slice)
    }

    /// The first spelling of a keyword, if the language has the word.
    pub(super) fn printed(&self, id: &str) -> Option<&'static str> {
        // `number` is a clause of a source and a type of a column; behind the first word the type is meant.
        const ORDER: [Place; 10] = [
            Place::Sentence,
            Place::Proof,
            Place::Type,
            Place::Severity,
            Place::Part,
            Place::Cell,
            Place::Answer,
            Place::Clause,
            Place::Header,
            Place::Expect,
        ];
        ORDER.iter().find_map(|&place| self.printed_in(place, id))
    }

    /// The first spelling of a keyword in one section.
    pub(super) fn printed_in(&self, place: Place, id: &str) -> Option<&'static str> {
        let mut spellings = self.spellings(place).iter();
        spellings
            .find(|(_, keyword)| *keyword == id)
            .map(|(spelling, _)| *spelling)
    }

    /// Every spelling of a section with its keyword (empty for several in a row), in the order of the list.
    pub(super) fn spellings(&self, place: Place) -> &[(&'static str, &'static str)] {
        &self.spellings[place as usize]
    }
}
