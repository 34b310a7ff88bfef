//! The trace of one verdict: what was looked at, step by step. Plain data; texts are final and masked like those of findings.

use super::{CellRun, Counts, KeyPart, Subject, Verdict};

/// Why one subject of an item has its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// `checklist/item`.
    pub item: String,
    /// The item's title.
    pub title: String,
    /// What it requires, in plain sentences.
    pub requires: String,
    /// What was asked about.
    pub subject: Subject,
    /// The dataset of its row, for readers.
    pub dataset: Option<String>,
    /// The file of its row, where it is one.
    pub file: Option<String>,
    /// The sheet of that file.
    pub sheet: Option<String>,
    /// The line of its row, where it is one.
    pub line: Option<u64>,
    /// Its verdict; `None`: it is no subject of the item.
    pub verdict: Option<Verdict>,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// What a step says of its condition or value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The condition holds, or does not.
    Holds(bool),
    /// The value, as shown.
    Value(String),
    /// It is not known: the code of the reason, and the reason in words.
    Unknown(&'static str, String),
    /// It has no value of its own to show: its cells or parts say it.
    Nothing,
}

/// One condition or value, with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What role it plays (`population`, `condition`, `requirement`, …), for the first steps.
    pub role: Option<&'static str>,
    /// What is looked at, in words.
    pub text: String,
    /// What came out.
    pub told: Told,
    /// The cells that hold it.
    pub cells: Vec<CellRun>,
    /// Other rows that were looked at.
    pub looked: Vec<Looked>,
    /// What it is made of.
    pub steps: Vec<Step>,
}

impl Step {
    /// Calls `each` with every cell of the step, of the rows looked at, and of the steps below.
    pub fn each_cell(&self, each: &mut dyn FnMut(&CellRun)) {
        let looked = self.looked.iter().flat_map(|looked| &looked.cells);
        self.cells
            .iter()
            .chain(looked.flatten())
            .for_each(&mut *each);
        for step in &self.steps {
            step.each_cell(each);
        }
    }

    /// Calls `each` with every text of the step and of those below that comes from data: values, cells, keys, answers and places.
    pub fn each_text(&mut self, each: &mut dyn FnMut(&mut String)) {
        let is_said = matches!(self.role, Some("answer" | "place"));
        if let Told::Value(text) = &mut self.told {
            each(text);
        }
        for cell in &mut self.cells {
            each(&mut cell.value);
        }
        for looked in &mut self.looked {
            for part in &mut looked.key {
                each(&mut part.value);
            }
            looked.otherwise.iter_mut().for_each(&mut *each);
            for cell in looked.cells.iter_mut().flatten() {
                each(&mut cell.value);
            }
        }
        if is_said {
            each(&mut self.text);
        }
        for step in &mut self.steps {
            // What people answered, with the notes they made.
            if is_said {
                each(&mut step.text);
            }
            step.each_text(each);
        }
    }
}

/// Rows of a table that were looked at for a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// The table, for readers.
    pub dataset: String,
    /// Its file.
    pub file: String,
    /// What was looked for; empty: all rows.
    pub key: Vec<KeyPart>,
    /// What was looked for as it is written elsewhere; see [`super::Searched::otherwise`].
    pub otherwise: Option<String>,
    /// How many rows there are that surely count.
    pub rows: u64,
    /// How many more may count.
    pub undecided: u64,
    /// Where none counts or may count: how many rows there are under the key that do not meet the condition.
    pub failing: u64,
    /// The cells of the first of them, a list a row.
    pub cells: Vec<Vec<CellRun>>,
}

/// Whom an item looks at: how many rows are left after each condition, and what became of the subjects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funnel {
    /// The rows that the item begins with, dataset by dataset.
    pub sources: Vec<FunnelSource>,
    /// What became of its subjects.
    pub counts: Counts,
    /// What stops the item as a whole, in words.
    pub stopped: Vec<String>,
}

/// Rows of one dataset on their way to subjects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunnelSource {
    /// The dataset, for readers.
    pub dataset: String,
    /// Its file.
    pub file: String,
    /// All its rows.
    pub rows: u64,
    /// One condition after the other.
    pub steps: Vec<FunnelStep>,
}

/// A condition, and how many rows it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunnelStep {
    /// `population`: a row for which it is false is no subject. `condition`: it is a subject that the item does not apply to.
    pub role: &'static str,
    /// The condition in words.
    pub text: String,
    /// Rows for which this and all conditions before are true.
    pub sure: u64,
    /// Rows for which none of them is false, and one is undecided.
    pub undecided: u64,
    /// Why this condition is undecided, the most frequent first, with the number of rows still there.
    pub reasons: Vec<(String, u64)>,
}
