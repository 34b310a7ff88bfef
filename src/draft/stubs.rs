//! What the sentences of a draft need declared: datasets with their columns, settings and tables, each once.

use super::singular::singular;
use super::text::is_han;
use crate::types::Date;
use std::collections::BTreeSet;

/// A dataset that the author binds to a file.
#[derive(Debug, Clone)]
pub(super) struct Dataset {
    pub(super) name: String,
    /// What one of its rows is called in English, where a sentence says so.
    pub(super) one: Option<String>,
    /// Columns: name and type as written.
    pub(super) columns: Vec<(String, String)>,
    /// Lines besides the columns: keys and roles.
    pub(super) lines: Vec<String>,
}

/// A number or day that the text leaves open.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) name: String,
    /// Its type and direction as written.
    pub(super) kind: String,
    /// What the text says instead of a value.
    pub(super) said: String,
    /// The paths of the clauses that need it.
    pub(super) clauses: Vec<String>,
    /// Whether the text says something that cannot be.
    pub(super) to_settle: bool,
}

/// A table of amounts or numbers.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) clause: String,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// All declarations of a draft.
#[derive(Debug, Clone, Default)]
pub(super) struct Stubs {
    pub(super) datasets: Vec<Dataset>,
    pub(super) settings: Vec<Setting>,
    pub(super) tables: Vec<Table>,
    /// The first and last year of the calendar of working days, and the clause that first needs it.
    pub(super) calendar: Option<(i32, i32, String)>,
}

/// The most characters of a name.
pub(super) const LONGEST_NAME: usize = 24;

/// What stands for the letters of a title that is left out; no part of a name.
pub(super) const MASK: char = '〇';

/// A text as a name: letters and digits alone, words joined by `_`.
pub(super) fn name(text: &str) -> String {
    let mut name = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() && character != MASK {
            name.push(character);
        } else if (character.is_whitespace() || matches!(character, '-' | '_' | '/'))
            && !name.is_empty()
            && !name.ends_with('_')
        {
            name.push('_');
        }
    }
    let most = if name.contains(is_han) {
        LONGEST_NAME
    } else {
        2 * LONGEST_NAME
    };
    let cut: String = name.chars().take(most).collect();
    cut.trim_matches('_').to_owned()
}

/// A name as it stands in a checklist, whatever words it holds.
pub(super) fn bracketed(name: &str) -> String {
    format!("[{name}]")
}

/// The names that stand in brackets in a text.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let opened = text.split('[').skip(1);
    opened.filter_map(|rest| Some(rest.split_once(']')?.0))
}

impl Stubs {
    fn is_taken(&self, name: &str) -> bool {
        self.settings.iter().any(|setting| setting.name == name)
            || self.tables.iter().any(|table| table.name == name)
    }

    /// The name for one row of a dataset, as written in sentences; the dataset has it as a second name.
    pub(super) fn one_of(&mut self, dataset: &str) -> String {
        let is_other = |known: &Dataset, one: &str| {
            known.name == one || known.name != dataset && known.one.as_deref() == Some(one)
        };
        let one = singular(dataset).filter(|one| {
            let of_rows = self.datasets.iter().any(|known| is_other(known, one));
            !of_rows && !self.is_taken(one)
        });
        match (one, self.find(dataset)) {
            (Some(one), Some(known)) => {
                known.one = Some(one.clone());
                bracketed(&one)
            }
            _ => bracketed(dataset),
        }
    }

    /// The dataset of that name; a key is its first column. Gives the name as written in sentences.
    pub(super) fn dataset(&mut self, text: &str, key: &str) -> String {
        let mut own = name(text);
        // Wells and each well are one list.
        let one = singular(&own);
        let called = |known: &&Dataset| {
            known.one.as_deref() == Some(own.as_str()) || one.as_ref() == Some(&known.name)
        };
        if let Some(known) = self.datasets.iter().find(called) {
            return known.name.clone();
        }
        if self.is_taken(&own) {
            own.push_str(if own.contains(is_han) {
                "名单"
            } else {
                "_list"
            });
        }
        if !self.datasets.iter().any(|dataset| dataset.name == own) {
            self.datasets.push(Dataset {
                name: own.clone(),
                one: None,
                columns: vec![(name(key), "id key".to_owned())],
                lines: Vec::new(),
            });
        }
        own
    }

    /// Leaves out the datasets that no sentence and no other dataset names.
    pub(super) fn keep_used(&mut self, sentences: &[&str]) {
        let mut used: BTreeSet<String> = BTreeSet::new();
        for sentence in sentences {
            used.extend(names_in(sentence).map(str::to_owned));
        }
        for dataset in &self.datasets {
            for (_, kind) in &dataset.columns {
                let one = dataset.one.as_ref();
                if used.contains(&dataset.name) || one.is_some_and(|one| used.contains(one)) {
                    used.extend(names_in(kind).map(str::to_owned));
                }
            }
        }
        let is_used = |dataset: &Dataset| {
            let one = dataset.one.as_ref();
            used.contains(&dataset.name) || one.is_some_and(|one| used.contains(one))
        };
        self.datasets.retain(is_used);
    }

    /// Notes that working days are counted from and to these days.
    pub(super) fn calendar(&mut self, from: Date, to: Date, clause: &str) {
        let (first, last) = (from.parts().0, to.parts().0);
        let known = self.calendar.take();
        self.calendar = Some(match known {
            Some((begin, end, clause)) => (begin.min(first), end.max(last), clause),
            None => (first, last, clause.to_owned()),
        });
    }

    fn find(&mut self, dataset: &str) -> Option<&mut Dataset> {
        self.datasets.iter_mut().find(|known| known.name == dataset)
    }

    /// Whether the dataset has such a line already.
    pub(super) fn has_line(&self, dataset: &str, line: &str) -> bool {
        let known = self.datasets.iter().find(|known| known.name == dataset);
        known.is_some_and(|known| known.lines.iter().any(|one| one == line))
    }

    /// Whether the dataset has lines besides its columns.
    pub(super) fn has_lines(&self, dataset: &str) -> bool {
        let known = self.datasets.iter().find(|known| known.name == dataset);
        known.is_some_and(|known| !known.lines.is_empty())
    }

    /// A column of a dataset; another name where that one has another type. Gives the name as written in sentences.
    pub(super) fn column(&mut self, dataset: &str, text: &str, kind: &str) -> String {
        let mut wanted = name(text);
        if self.is_taken(&wanted) {
            // In a condition the column would hide the setting or table.
            wanted.push_str(if wanted.contains(is_han) {
                "列"
            } else {
                "_column"
            });
        }
        let Some(dataset) = self.find(dataset) else {
            return bracketed(&wanted);
        };
        let mut own = wanted.clone();
        let mut number = 1;
        loop {
            match dataset.columns.iter().find(|(known, _)| *known == own) {
                Some((_, known)) if known == kind => break,
                Some(_) => {
                    number += 1;
                    own = format!("{wanted}_{number}");
                }
                None => {
                    dataset.columns.push((own.clone(), kind.to_owned()));
                    break;
                }
            }
        }
        bracketed(&own)
    }

    /// The name of the key of a dataset, as written in sentences.
    pub(super) fn key_of(&self, dataset: &str) -> String {
        let known = self.datasets.iter().find(|known| known.name == dataset);
        let key = known.and_then(|known| known.columns.first());
        bracketed(key.map_or("", |(name, _)| name))
    }

    /// Adds a line to a dataset.
    pub(super) fn line(&mut self, dataset: &str, line: String) {
        if let Some(dataset) = self.find(dataset)
            && !dataset.lines.contains(&line)
        {
            dataset.lines.push(line);
        }
    }

    /// Makes the first column of a dataset no key by itself: several rows belong to one.
    pub(super) fn without_key(&mut self, dataset: &str) {
        if let Some(dataset) = self.find(dataset)
            && let Some((_, kind)) = dataset.columns.first_mut()
        {
            *kind = "id".to_owned();
        }
    }

    /// A setting; the same name serves several clauses. Gives the name as written in sentences.
    pub(super) fn setting(&mut self, text: &str, kind: &str, said: &str, clause: &str) -> String {
        let mut own = name(text);
        let other_kind = |known: &Setting| known.name == own && known.kind != kind;
        let is_column = |dataset: &Dataset| dataset.columns.iter().any(|(name, _)| *name == own);
        let is_taken = self
            .datasets
            .iter()
            .any(|dataset| dataset.name == own || is_column(dataset))
            || self
                .datasets
                .iter()
                .any(|dataset| dataset.one.as_deref() == Some(&own))
            || self.tables.iter().any(|table| table.name == own)
            || self.settings.iter().any(other_kind);
        if is_taken {
            own.push_str(if own.contains(is_han) {
                "限值"
            } else {
                "_limit"
            });
        }
        match self
            .settings
            .iter_mut()
            .find(|known| known.name == own && known.kind == kind)
        {
            Some(known) => {
                if !known.clauses.iter().any(|known| known == clause) {
                    known.clauses.push(clause.to_owned());
                }
            }
            None => self.settings.push(Setting {
                name: own.clone(),
                kind: kind.to_owned(),
                said: said.to_owned(),
                clauses: vec![clause.to_owned()],
                to_settle: false,
            }),
        }
        bracketed(&own)
    }

    /// A table; a second one of that name gets a number. Gives its name as written in sentences.
    pub(super) fn table(
        &mut self,
        text: &str,
        clause: &str,
        header: Vec<String>,
        rows: Vec<Vec<String>>,
    ) -> String {
        let wanted = name(text);
        let mut own = wanted.clone();
        let mut number = 1;
        let names = |dataset: &Dataset, own: &str| {
            dataset.name == own || dataset.one.as_deref() == Some(own)
        };
        while self.is_taken(&own) || self.datasets.iter().any(|dataset| names(dataset, &own)) {
            number += 1;
            own = format!("{wanted}{number}");
        }
        self.tables.push(Table {
            name: own.clone(),
            clause: clause.to_owned(),
            header,
            rows,
        });
        bracketed(&own)
    }
}
