//! Chinese that runs together → its words: what the file declares, the keywords, the words of rewordings, numbers with units.

use super::declared::Declared;
use super::keywords::{Keywords, Place};
use super::reworded;
use super::rewordings;
use crate::types::Language;
use std::sync::OnceLock;

/// The words that are known in a file: how they are written without and with blanks.
pub(super) struct Dictionary<'d> {
    declared: Vec<&'d str>,
}

/// The keywords and the words of rewordings, the longest first.
fn words_of_language() -> &'static [(String, &'static str)] {
    static WORDS: OnceLock<Vec<(String, &'static str)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let keywords = Keywords::of(Language::Zh).spellings(Place::Sentence);
        let keywords = keywords.iter().map(|(spelling, _)| *spelling);
        // 应不早于 is 应 不早于.
        let keywords = keywords.filter(|spelling| *spelling != "应 不");
        let of_rules = rewordings::of(Language::Zh)
            .iter()
            .flat_map(|(pattern, _)| {
                let parts = pattern.split([' ', '|']);
                let parts = parts.map(|part| part.trim_start_matches('='));
                parts.filter(|part| part.starts_with(super::spelling::is_chinese))
            });
        let mut words: Vec<(String, &str)> = keywords
            .chain(of_rules)
            .map(|word| (word.replace(' ', ""), word))
            .collect();
        words.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.dedup_by(|(a, _), (b, _)| a == b);
        words
    })
}

impl<'d> Dictionary<'d> {
    /// That of a file.
    pub(super) fn new(declared: &'d Declared) -> Self {
        let mut names: Vec<&str> = declared.all().chain(declared.beginnings()).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self { declared: names }
    }

    /// The words of a sentence, those that run together cut apart, the longest first.
    pub(super) fn apart(&self, words: &[String]) -> Vec<String> {
        let mut all = Vec::new();
        for word in words {
            let fixed = word.starts_with(['「', '"', '“', '[', '【']) || self.has(word);
            match fixed {
                true => all.push(word.clone()),
                false => self.cut(word, &mut all),
            }
        }
        all
    }

    fn has(&self, word: &str) -> bool {
        self.declared.contains(&word) || words_of_language().iter().any(|(known, _)| known == word)
    }

    /// The longest known word that a text begins with: its length, and how it is written. What is declared comes before a keyword.
    fn known(&self, rest: &str) -> Option<(usize, &str)> {
        let name = self.declared.iter().find(|name| rest.starts_with(**name));
        let name = name.map(|name| (name.len(), *name));
        let mut words = words_of_language().iter();
        let word = words.find(|(word, _)| rest.starts_with(word.as_str()));
        let word = word.map(|(word, written)| (word.len(), *written));
        match (name, word) {
            (Some(name), Some(word)) if word.0 > name.0 => Some(word),
            (name, word) => name.or(word),
        }
    }

    /// Cuts a word into those that are known and what is left between them.
    fn cut(&self, word: &str, into: &mut Vec<String>) {
        let mut rest = word;
        let mut unknown = String::new();
        while let Some(first) = rest.chars().next() {
            let (length, parts) = match self.first(rest) {
                Some(found) => found,
                None => {
                    unknown.push(first);
                    rest = rest.get(first.len_utf8()..).unwrap_or_default();
                    continue;
                }
            };
            if !unknown.is_empty() {
                into.push(std::mem::take(&mut unknown));
            }
            into.extend(parts);
            rest = rest.get(length..).unwrap_or_default();
        }
        if !unknown.is_empty() {
            into.push(unknown);
        }
    }

    /// The word that a text begins with: how long it is, and what it is written as.
    fn first(&self, rest: &str) -> Option<(usize, Vec<String>)> {
        if let Some(length) = super::unglue::number(rest) {
            let (number, behind) = rest.split_at(length);
            let mut parts = reworded::apart(number);
            let unit = unit(behind).filter(|_| number.ends_with(|c: char| c.is_ascii_digit()));
            let unit = unit.unwrap_or_default();
            parts.extend((!unit.is_empty()).then(|| unit.to_owned()));
            return Some((length + unit.len(), parts));
        }
        let known = self.known(rest);
        let known = known.map(|(length, written)| {
            let parts = written.split(' ').map(str::to_owned).collect();
            (length, parts)
        });
        known.or_else(|| {
            // 两名 教师, 一 年级
            let end = rest.find(|c| !"零一二两三四五六七八九十百千".contains(c));
            let end = end.filter(|end| *end > 0)?;
            let behind = rest.get(end..)?;
            let named = self
                .declared
                .iter()
                .any(|name| behind.starts_with(*name) && name.chars().nth(1).is_some());
            let unit = unit(behind).filter(|_| !named).unwrap_or_default();
            let length = end + unit.len();
            let written = reworded::in_words(rest.get(..length)?)?;
            let parts = written.split('\u{1f}').map(str::to_owned).collect();
            Some((length, parts))
        })
    }
}

/// The unit that a text begins with, the longest first.
fn unit(rest: &str) -> Option<&str> {
    let units = Keywords::of(Language::Zh).spellings(Place::Unit).iter();
    let fits = units.filter(|(unit, _)| rest.starts_with(unit));
    let length = fits.map(|(unit, _)| unit.len()).max()?;
    rest.get(..length)
}
