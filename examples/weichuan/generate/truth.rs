//! The truth: what a right engine finds in the spoilt city. Told in the same lines in which a cell is spoilt, never by judging the data.

use std::collections::{BTreeMap, BTreeSet};

use super::city::{City, Row};
use super::files::quoted;

/// What a finding is about.
pub(crate) enum Subject {
    /// A row of a dataset.
    Row(Row),
    /// A key: the value of a group, an id number of a comparison of lists; nothing for an item about the whole.
    Key(String),
}

impl From<Row> for Subject {
    fn from(row: Row) -> Subject {
        Subject::Row(row)
    }
}

impl From<&str> for Subject {
    fn from(key: &str) -> Subject {
        Subject::Key(key.to_owned())
    }
}

impl From<String> for Subject {
    fn from(key: String) -> Subject {
        Subject::Key(key)
    }
}

/// The states in which an audit is run: settings unset as in the text, and set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Unset,
    Set,
}

pub(crate) struct Entry {
    item: String,
    subject: Subject,
    part: String,
    outcome: &'static str,
    kind: &'static str,
    only: Option<State>,
}

impl Entry {
    /// The part of the item or of the comparison that is at fault: `missing`, `late`, `not_in:registry`, `differs:grade`. What data show
    /// of an item that asks a person besides needs no word: it is the part `machine`.
    pub(crate) fn part(&mut self, part: &str) -> &mut Entry {
        part.clone_into(&mut self.part);
        self
    }

    /// It is found in one of the two states only.
    pub(crate) fn only(&mut self, state: State) -> &mut Entry {
        self.only = Some(state);
        self
    }
}

/// Everything that is to be found by one audit.
pub(crate) struct Truth {
    plan: &'static str,
    entries: Vec<Entry>,
    /// Items that wait for a setting: in the unset state they have one finding, about the whole.
    waiting: BTreeSet<String>,
}

impl Truth {
    pub(crate) fn new(plan: &'static str) -> Truth {
        Truth {
            plan,
            entries: Vec::new(),
            waiting: BTreeSet::new(),
        }
    }

    /// The item's full name; one of an adopted checklist is told with it (`neimenggu-2020/tags-set`).
    fn item(&self, item: &str) -> String {
        match item.contains('/') {
            true => item.to_owned(),
            false => format!("{}/{item}", self.plan),
        }
    }

    fn tell(
        &mut self,
        item: &str,
        subject: Subject,
        outcome: &'static str,
        kind: &'static str,
    ) -> &mut Entry {
        self.entries.push(Entry {
            item: self.item(item),
            subject,
            part: String::new(),
            outcome,
            kind,
            only: None,
        });
        self.entries.last_mut().expect("just told")
    }

    /// The item is not met by this row or key. `kind` names the break, for people.
    pub(crate) fn not_met(
        &mut self,
        item: &str,
        subject: impl Into<Subject>,
        kind: &'static str,
    ) -> &mut Entry {
        self.tell(item, subject.into(), "not_met", kind)
    }

    /// The item cannot be told for this row or key.
    pub(crate) fn cannot_tell(
        &mut self,
        item: &str,
        subject: impl Into<Subject>,
        kind: &'static str,
    ) -> &mut Entry {
        self.tell(item, subject.into(), "cannot_tell", kind)
    }

    /// Nobody has given an answer on this row or key that counts.
    pub(crate) fn awaiting(
        &mut self,
        item: &str,
        subject: impl Into<Subject>,
        kind: &'static str,
    ) -> &mut Entry {
        self.tell(item, subject.into(), "awaiting", kind)
            .part("person")
    }

    /// These items wait for a setting that the text leaves out: with it unset they have one finding, about the whole, and no other.
    pub(crate) fn waits(&mut self, items: &[&str]) {
        for item in items {
            let name = self.item(item);
            self.waiting.insert(name);
            self.cannot_tell(item, "", "setting_unset")
                .only(State::Unset);
        }
    }

    fn told(&self, state: State) -> impl Iterator<Item = &Entry> {
        let known = self.entries.iter();
        known.filter(move |entry| {
            let waits = state == State::Unset && self.waiting.contains(&entry.item);
            let elsewhere = entry.only.is_some_and(|only| only != state);
            !elsewhere && (!waits || entry.only == Some(State::Unset))
        })
    }

    /// The file of a state: one line a finding, by item and place.
    pub(crate) fn written(&self, state: State, city: &City) -> String {
        let mut numbers: BTreeMap<Row, usize> = BTreeMap::new();
        for table in city.filled() {
            numbers.extend(city.written_order(table).into_iter().zip(1..));
        }
        let mut lines: Vec<(&str, &str, usize, &str, &str, &str, &str)> = Vec::new();
        for entry in self.told(state) {
            let (dataset, row, key) = match &entry.subject {
                Subject::Row(row) => (row.table, numbers[row], ""),
                Subject::Key(key) => ("", 0, key.as_str()),
            };
            let (item, part) = (entry.item.as_str(), entry.part.as_str());
            // Where a person is asked besides, what data show is a part of the item.
            let whole = part.is_empty() && entry.only != Some(State::Unset);
            let part = match whole && city.asks.iter().any(|ask| ask.is_of(item)) {
                true => "machine",
                false => part,
            };
            lines.push((item, dataset, row, key, part, entry.outcome, entry.kind));
        }
        lines.sort_unstable();
        let mut file = String::from("item,dataset,row,key,part,outcome,kind\n");
        for (item, dataset, row, key, part, outcome, kind) in lines {
            let row = if row == 0 {
                String::new()
            } else {
                row.to_string()
            };
            let cells = [item, dataset, &row, key, part, outcome, kind].map(quoted);
            file.push_str(&cells.join(","));
            file.push('\n');
        }
        file
    }
}
