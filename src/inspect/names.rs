//! Names of people in the texts of a finding or a problem: a remark says whom it is about as well as the column of names does.
//!
//! Takes the values of the name columns of the rows that are shown; wherever one of them stands in another text, it is masked as in its
//! own column.

use super::Inspection;
use super::batch::Cells;
use super::draft::Draft;
use crate::data::cell;
use crate::findings::{Finding, KeyPart};
use crate::types::Type;
use std::collections::BTreeMap;

/// Names with what stands for them, the longest first.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<(String, String)>);

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
    pub(super) fn names_of(
        &self,
        dataset: usize,
        rows: impl Iterator<Item = u64>,
        cells: &Cells,
        names: &mut Names,
    ) {
        let columns = self.name_columns(dataset);
        for row in rows {
            for text in columns.iter().filter_map(|&column| cells.text(row, column)) {
                names.add(text, &self.masked(&Type::PersonName, text.trim()));
            }
        }
    }

    /// Masks the names of the rows that a finding shows in all its texts.
    pub(super) fn hide_names(
        &self,
        draft: &Draft,
        cells: &BTreeMap<usize, Cells>,
        finding: &mut Finding,
    ) {
        let mut names = Names::default();
        for shown in draft.own.iter().chain(&draft.others) {
            if let Some(cells) = cells.get(&shown.dataset) {
                self.names_of(shown.dataset, shown.rows.iter().copied(), cells, &mut names);
            }
        }
        if names.0.is_empty() {
            return;
        }
        let keys = finding
            .searched
            .iter_mut()
            .map(|searched| &mut searched.key);
        let keys = keys.chain([&mut finding.subject.key]).flatten();
        let shown = finding.expected.iter_mut().chain(&mut finding.actual);
        let texts = [&mut finding.message]
            .into_iter()
            .chain(keys.map(|part: &mut KeyPart| &mut part.value))
            .chain(finding.cells.iter_mut().map(|cell| &mut cell.value))
            .chain(shown.map(|value| &mut value.text))
            .chain(finding.reasons.iter_mut().map(|reason| &mut reason.text));
        for text in texts {
            names.hide(text);
        }
    }
}

impl Names {
    fn add(&mut self, text: &str, masked: &str) {
        let name = text.trim();
        // One character, or two letters, stand in too many words that name nobody.
        let least = if name.is_ascii() { 3 } else { 2 };
        let is_name = name.chars().count() >= least
            && name != masked
            && !cell::is_placeholder(name.as_bytes(), &cell::PLACEHOLDERS);
        if is_name && !self.0.iter().any(|(known, _)| known == name) {
            self.0.push((name.to_owned(), masked.to_owned()));
            self.0
                .sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        }
    }

    /// Masks every name in a text.
    pub(super) fn hide(&self, text: &mut String) {
        for (name, masked) in &self.0 {
            if text.len() < name.len() || !text.contains(name.as_str()) {
                continue;
            }
            let (mut hidden, mut from) = (String::with_capacity(text.len()), 0);
            for (at, _) in text.match_indices(name.as_str()) {
                let end = at + name.len();
                // `Ann` is no part of `Annual`; Chinese text has no such borders.
                let inside =
                    |c: Option<char>| name.is_ascii() && c.is_some_and(char::is_alphanumeric);
                let before = text.get(..at).and_then(|t| t.chars().next_back());
                let after = text.get(end..).and_then(|t| t.chars().next());
                if inside(before) || inside(after) {
                    continue;
                }
                hidden.push_str(text.get(from..at).unwrap_or_default());
                hidden.push_str(masked);
                from = end;
            }
            hidden.push_str(text.get(from..).unwrap_or_default());
            *text = hidden;
        }
    }
}
