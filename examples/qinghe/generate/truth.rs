//! The truth: what a right engine finds in the spoilt county. Filled at the moment a cell is spoiled, never by judging the data.

use crate::tables::quoted;

/// The checklist that the truth speaks of.
pub(crate) const CHECKLIST: &str = "bayannur-2020";

/// The items in the order of the checklist; those marked wait for a setting to which the plan gives no number.
pub(crate) const ITEMS: &[(&str, bool)] = &[
    ("no-child-missed", false),
    ("no-household-missed", false),
    ("poor-pupil-on-ledger", false),
    ("poor-not-out-because-poor", false),
    ("poor-child-listed", false),
    ("ledgers-agree", false),
    ("registry-agrees", false),
    ("headcount-agrees", false),
    ("in-class-share", false),
    ("home-taught-registered", false),
    ("absent-not-in-class", false),
    ("returned-in-class", false),
    ("suspended-on-registry", false),
    ("status-logged", false),
    ("change-marked", false),
    ("change-marked-in-time", true),
    ("platform-agrees", false),
    ("platform-not-in-class", false),
    ("platform-updated-in-time", true),
    ("none-out-because-poor", false),
    ("named-persuader", false),
    ("entitled-aided", false),
    ("paid-in-time", true),
    ("boarder-amount", false),
    ("boarder-paid-to-person", false),
    ("day-pupil-aided", false),
    ("day-pupil-amount", false),
    ("day-paid-to-person", false),
    ("senior-no-fees", false),
    ("senior-fee-recorded", false),
    ("senior-paid-to-person", false),
    ("student-amount", false),
    ("student-paid-to-person", false),
    ("county-extra-amount", true),
    ("county-extra-paid-to-person", false),
];

/// What a finding is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// A data row of a dataset, counted from 1.
    Row(&'static str, usize),
    /// A key: an id number of a reconciliation, the value of a group.
    Key(String),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    NotMet,
    CannotTell,
}

struct Entry {
    item: usize,
    subject: Subject,
    part: String,
    outcome: Outcome,
    kind: &'static str,
}

/// Everything that is to be found.
#[derive(Default)]
pub(crate) struct Truth {
    entries: Vec<Entry>,
}

impl Truth {
    pub(crate) fn add(
        &mut self,
        item: &str,
        subject: Subject,
        part: &str,
        outcome: Outcome,
        kind: &'static str,
    ) {
        let item = ITEMS.iter().position(|(name, _)| *name == item);
        let item = item.expect("the item is one of the checklist's");
        self.entries.push(Entry {
            item,
            subject,
            part: part.to_string(),
            outcome,
            kind,
        });
    }

    /// How many findings an item has.
    pub(crate) fn count(&self, item: &str) -> usize {
        self.entries
            .iter()
            .filter(|entry| ITEMS[entry.item].0 == item)
            .count()
    }

    /// The file for an audit in which every setting has a value.
    pub(crate) fn with_settings(&self) -> String {
        written(self.entries.iter())
    }

    /// The file for an audit that sets nothing: an item that waits for a setting has one finding, about the whole item.
    pub(crate) fn without_settings(&self) -> String {
        let waiting: Vec<Entry> = (0..ITEMS.len())
            .filter(|&item| ITEMS[item].1)
            .map(|item| Entry {
                item,
                subject: Subject::Key(String::new()),
                part: String::new(),
                outcome: Outcome::CannotTell,
                kind: "setting_unset",
            })
            .collect();
        written(
            self.entries
                .iter()
                .filter(|entry| !ITEMS[entry.item].1)
                .chain(&waiting),
        )
    }
}

fn written<'a>(entries: impl Iterator<Item = &'a Entry>) -> String {
    let mut entries: Vec<&Entry> = entries.collect();
    entries.sort_by_key(|entry| (entry.item, &entry.subject, &entry.part));
    let mut file = String::from("item,dataset,row,key,part,outcome,kind\n");
    for entry in entries {
        let item = format!("{CHECKLIST}/{}", ITEMS[entry.item].0);
        let (dataset, row, key) = match &entry.subject {
            Subject::Row(dataset, row) => (*dataset, row.to_string(), ""),
            Subject::Key(key) => ("", String::new(), key.as_str()),
        };
        let outcome = match entry.outcome {
            Outcome::NotMet => "not_met",
            Outcome::CannotTell => "cannot_tell",
        };
        let cells = [
            item.as_str(),
            dataset,
            &row,
            key,
            &entry.part,
            outcome,
            entry.kind,
        ]
        .map(quoted);
        file.push_str(&cells.join(","));
        file.push('\n');
    }
    file
}
