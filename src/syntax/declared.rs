//! The names that a file declares, read from its lines alone: which datasets there are, what their columns hold.
//!
//! For proposals where the file as a whole cannot be read; so nothing here is reported, and what looks strange is left out.

use super::keywords::{Keywords, Place};
use super::spelling::folded;
use crate::types::Language;

/// What may be left out at the end of the name of a column of days.
const CALLED_ZH: &[&str] = &["日期", "日", "时间"];

/// What ends the name of a last day of validity.
const VALID_ZH: &[&str] = &["到期日期", "到期日", "到期", "有效期至", "有效期", "有效至"];

/// What the cells of a column are.
#[derive(Debug, PartialEq, Eq)]
enum Holds {
    /// One of these words.
    Values(Vec<String>),
    YesOrNo,
    Day,
    /// A number of any kind.
    Amount,
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
    /// The names of all other declarations.
    others: Vec<String>,
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
            others: Vec::new(),
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
                } else {
                    declared.others.extend(names(&line).into_iter().skip(1));
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
            let amounts = ["integer", "number", "money", "percent"];
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
            } else if amounts.iter().any(|id| kind_is(id).is_some()) {
                Holds::Amount
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

    /// Whether a word is the name of anything that the file declares.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.is_name(word) || self.is_other(word)
    }

    /// Whether a word is declared, but neither as a dataset nor as a column of one.
    pub(super) fn is_other(&self, word: &str) -> bool {
        self.others.iter().any(|name| name == word)
    }

    /// The column by which the rows of a dataset refer to those of another, both by any of their names.
    pub(super) fn refers(&self, dataset: &str, to: &str) -> Option<String> {
        let of = self.of(to)?;
        let mut columns = self.of(dataset)?.columns.iter();
        let refers =
            |holds: &Holds| matches!(holds, Holds::Reference(own) if of.names.contains(own));
        columns
            .find(|(_, holds)| refers(holds))
            .map(|(name, _)| name.clone())
    }

    /// The beginnings of the names of columns of days that may stand for these: 上报 for 上报日期.
    pub(super) fn beginnings(&self) -> impl Iterator<Item = &str> {
        let days = self.columns().filter(|(_, holds)| *holds == Holds::Day);
        days.flat_map(|(name, _)| {
            let endings = CALLED_ZH.iter().chain(VALID_ZH);
            endings.filter_map(|ending| name.strip_suffix(ending).filter(|rest| !rest.is_empty()))
        })
    }

    /// All names, values among them.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let datasets = self.datasets.iter().flat_map(|dataset| &dataset.names);
        let columns = self.columns().map(|(name, _)| name);
        let values = self.columns().filter_map(|(_, holds)| match holds {
            Holds::Values(values) => Some(values),
            _ => None,
        });
        let all = datasets
            .chain(columns)
            .chain(values.flatten())
            .chain(&self.others);
        all.map(String::as_str)
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

    /// Whether a word is a column that refers to a dataset.
    pub(super) fn is_reference(&self, word: &str) -> bool {
        self.columns()
            .any(|(name, holds)| name == word && matches!(holds, Holds::Reference(_)))
    }

    /// The value that a word means, in the singular or in the plural.
    pub(super) fn value(&self, word: &str) -> Option<String> {
        let singular = word
            .strip_suffix('s')
            .filter(|_| self.language == Language::En);
        let mut words = [Some(word), singular].into_iter().flatten();
        words
            .find(|word| self.column_of_value(word).is_some())
            .map(str::to_owned)
    }

    /// The column that declares a word as one of its values.
    pub(super) fn column_of_value(&self, word: &str) -> Option<String> {
        let mut columns = self.columns();
        let has =
            |holds: &Holds| matches!(holds, Holds::Values(all) if all.iter().any(|v| v == word));
        let found = columns.find(|(_, holds)| has(holds))?;
        Some(found.0.clone())
    }

    /// The last day of validity that a word is the beginning of: `insured` of `insured_until`, 许可 of 许可到期.
    pub(super) fn validity_called(&self, word: &str) -> Option<String> {
        let endings: &[&str] = match self.language {
            Language::En => &[
                "_until",
                "_valid_until",
                "_till",
                "_expires",
                "_expires_on",
                "_expiry",
            ],
            Language::Zh => VALID_ZH,
        };
        let mut names = endings.iter().map(|ending| format!("{word}{ending}"));
        names.find(|name| self.is_day(name))
    }

    /// The other columns of days of the dataset that has this one, where only one has.
    pub(super) fn days_beside(&self, column: &str) -> Vec<String> {
        let has = |dataset: &&Dataset| {
            dataset
                .columns
                .iter()
                .any(|(name, holds)| name == column && *holds == Holds::Day)
        };
        let mut holders = self.datasets.iter().filter(has);
        let (Some(holder), None) = (holders.next(), holders.next()) else {
            return Vec::new();
        };
        let columns = holder.columns.iter();
        let days = columns.filter(|(name, holds)| *holds == Holds::Day && name != column);
        days.map(|(name, _)| name.clone()).collect()
    }

    /// The names of datasets and populations, one of each.
    pub(super) fn datasets(&self) -> impl Iterator<Item = &str> {
        let names = self
            .datasets
            .iter()
            .filter_map(|dataset| dataset.names.first());
        names.map(String::as_str)
    }

    /// The only amount of a dataset.
    pub(super) fn only_amount(&self, dataset: &str) -> Option<String> {
        let columns = self.of(dataset)?.columns.iter();
        let mut amounts = columns.filter(|(_, holds)| *holds == Holds::Amount);
        let (first, _) = amounts.next()?;
        amounts.next().is_none().then(|| first.clone())
    }

    /// The day of birth in a dataset.
    pub(super) fn day_of_birth(&self, dataset: &str) -> Option<String> {
        let mut columns = self.of(dataset)?.columns.iter();
        let births = ["birth", "born", "出生", "生日"];
        let birth = |name: &str| births.iter().any(|word| name.contains(word));
        let found = columns.find(|(name, holds)| *holds == Holds::Day && birth(name))?;
        Some(found.0.clone())
    }

    /// The column of days that a word is the beginning of: `paid` of `paid_on`, 上报 of 上报日期.
    pub(super) fn day_called(&self, word: &str) -> Option<String> {
        let endings: &[&str] = match self.language {
            Language::En => &["_on", "_at", "_date", "_day"],
            Language::Zh => CALLED_ZH,
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
                let Some(to) = of else {
                    // Of a person and of what refers to it, the person.
                    let own = |name: &&String| {
                        let mut columns = self.of(name)?.columns.iter();
                        let held = columns.find(|(own, _)| own == column)?;
                        (!matches!(held.1, Holds::Reference(_))).then_some(())
                    };
                    let mut own = several.iter().filter(|name| own(name).is_some());
                    return own.next().filter(|_| own.next().is_none()).cloned();
                };
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
