//! The names that a file declares, read from its lines alone: which datasets there are, what their columns hold.
//!
//! For proposals where the file as a whole cannot be read; so nothing here is reported, and what looks strange is left out.

use super::keywords::{Keywords, Place};
use super::spelling::folded;
use crate::types::Language;

/// What the cells of a column are.
#[derive(Debug, PartialEq, Eq)]
enum Holds {
    /// One of these words.
    Values(Vec<String>),
    YesOrNo,
    Day,
    /// A row of this dataset.
    Reference(String),
    Other,
}

/// A dataset, or a population without columns of its own.
#[derive(Debug)]
struct Dataset {
    names: Vec<String>,
    columns: Vec<(String, Holds)>,
}

/// The names of a file.
#[derive(Debug)]
pub(super) struct Declared {
    language: Language,
    datasets: Vec<Dataset>,
}

impl Declared {
    /// Reads them from the text of a checklist.
    pub(super) fn read(language: Language, text: &str) -> Self {
        let keywords = Keywords::of(language);
        let begins = |line: &str, place: Place, id: &str| -> Option<String> {
            let all = keywords.spellings(place).iter();
            let mut own = all.filter(|(_, keyword)| *keyword == id);
            own.find_map(|(word, _)| line.strip_prefix(word).map(|rest| rest.trim().to_owned()))
        };
        let mut declared = Self {
            language,
            datasets: Vec::new(),
        };
        let mut inside = false;
        for line in text.lines() {
            let line = folded(line);
            if !line.starts_with([' ', '\t']) {
                let dataset = begins(&line, Place::Header, "dataset");
                let population = begins(&line, Place::Header, "population");
                inside = dataset.is_some();
                if let Some(rest) = dataset.or(population) {
                    declared.datasets.push(Dataset {
                        names: names(&rest),
                        columns: Vec::new(),
                    });
                }
                continue;
            }
            let (Some(dataset), Some((own, kind))) = (
                declared.datasets.last_mut().filter(|_| inside),
                line.split_once(':'),
            ) else {
                continue;
            };
            let Some(name) = names(own.trim()).into_iter().next() else {
                continue;
            };
            let kind = kind.trim();
            let kind_is = |id: &str| begins(kind, Place::Type, id);
            let list = |rest: String| -> Vec<String> {
                let end = rest.find(['"', '「', '#']).unwrap_or(rest.len());
                let words = rest.get(..end).unwrap_or_default().split([',', '、']);
                let first = words.filter_map(|word| word.split_whitespace().next());
                first.map(str::to_owned).collect()
            };
            let holds = if kind_is("yes or no").is_some() {
                Holds::YesOrNo
            } else if let Some(rest) = kind_is("one of") {
                Holds::Values(list(rest))
            } else if let Some(rest) = kind_is("reference to") {
                Holds::Reference(
                    rest.split_whitespace()
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                )
            } else if kind_is("date").is_some() {
                Holds::Day
            } else {
                Holds::Other
            };
            dataset.columns.push((name, holds));
        }
        declared
    }

    fn columns(&self) -> impl Iterator<Item = &(String, Holds)> {
        self.datasets.iter().flat_map(|dataset| &dataset.columns)
    }

    fn of(&self, name: &str) -> Option<&Dataset> {
        let mut all = self.datasets.iter();
        all.find(|dataset| dataset.names.iter().any(|own| own == name))
    }

    /// The dataset or population that a word means, in the singular or in the plural.
    pub(super) fn dataset(&self, word: &str) -> Option<String> {
        if self.of(word).is_some() {
            return Some(word.to_owned());
        }
        if self.language == Language::Zh {
            return None;
        }
        let names = self.datasets.iter().flat_map(|dataset| &dataset.names);
        let lower = word.to_lowercase();
        let plural = |name: &&String| {
            let name = name.to_lowercase();
            let ies = name.strip_suffix('y').map(|stem| format!("{stem}ies"));
            lower == name
                || lower == format!("{name}s")
                || lower == format!("{name}es")
                || name == format!("{lower}s")
                || name == format!("{lower}es")
                || ies.is_some_and(|ies| ies == lower)
        };
        names.into_iter().find(plural).cloned()
    }

    /// Whether a word is the name of anything.
    pub(super) fn is_name(&self, word: &str) -> bool {
        self.dataset(word).is_some() || self.is_column(word) || self.column_of_value(word).is_some()
    }

    /// Whether a word is a column.
    pub(super) fn is_column(&self, word: &str) -> bool {
        self.columns().any(|(name, _)| name == word)
    }

    /// Whether a word is a column of yes and no.
    pub(super) fn is_yes_or_no(&self, word: &str) -> bool {
        self.columns()
            .any(|(name, holds)| name == word && *holds == Holds::YesOrNo)
    }

    /// Whether a word is a column of days.
    pub(super) fn is_day(&self, word: &str) -> bool {
        self.columns()
            .any(|(name, holds)| name == word && *holds == Holds::Day)
    }

    /// The column that declares a word as one of its values.
    pub(super) fn column_of_value(&self, word: &str) -> Option<String> {
        let mut columns = self.columns();
        let has =
            |holds: &Holds| matches!(holds, Holds::Values(all) if all.iter().any(|v| v == word));
        let found = columns.find(|(_, holds)| has(holds))?;
        Some(found.0.clone())
    }

    /// The column of days that a word is the beginning of: `paid` of `paid_on`, 上报 of 上报日期.
    pub(super) fn day_called(&self, word: &str) -> Option<String> {
        let endings: &[&str] = match self.language {
            Language::En => &["_on", "_at", "_date", "_day"],
            Language::Zh => &["日期", "日", "时间"],
        };
        let mut names = endings.iter().map(|ending| format!("{word}{ending}"));
        names.find(|name| self.is_day(name))
    }

    /// The only column of days of a dataset.
    pub(super) fn only_day(&self, dataset: &str) -> Option<String> {
        let columns = self.of(dataset)?.columns.iter();
        let mut days = columns.filter(|(_, holds)| *holds == Holds::Day);
        let (first, _) = days.next()?;
        days.next().is_none().then(|| first.clone())
    }

    /// The only dataset that has a column, of several the one that refers to the dataset of the sentence.
    pub(super) fn holder(&self, column: &str, of: Option<&str>) -> Option<String> {
        let all = self.datasets.iter();
        let having = all.filter(|dataset| dataset.columns.iter().any(|(name, _)| name == column));
        // The singular stands behind the plural.
        let own = |name: &&String| name.is_ascii() == (self.language == Language::En);
        let name = |dataset: &'_ Dataset| dataset.names.iter().rev().find(own).cloned();
        let names: Vec<String> = having.filter_map(name).collect();
        match names.as_slice() {
            [only] => Some(only.clone()),
            several => {
                let to = of.unwrap_or_default();
                let refers = |name: &&String| self.reference(name, to).is_some();
                several.iter().find(refers).cloned()
            }
        }
    }

    /// The column of a dataset that refers to another.
    pub(super) fn reference(&self, dataset: &str, to: &str) -> Option<String> {
        let mut columns = self.of(dataset)?.columns.iter();
        let refers = |holds: &Holds| matches!(holds, Holds::Reference(own) if own == to);
        let found = columns.find(|(_, holds)| refers(holds))?;
        Some(found.0.clone())
    }
}

/// The names at the beginning of a line, up to a title.
fn names(line: &str) -> Vec<String> {
    let end = line
        .find(['"', '「', '“', '=', '#', '/'])
        .unwrap_or(line.len());
    let words = line.get(..end).unwrap_or_default().split_whitespace();
    words.map(str::to_owned).collect()
}
