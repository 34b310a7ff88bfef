//! The subject of a finding: its cells, its key, where it is at home, and what tells it from its like.

use super::batch::Cells;
use super::draft::{Draft, Shown, key};
use super::{Inspection, evidence};
use crate::data::cell;
use crate::eval::Explained;
use crate::findings::{CellRun, Finding};
use crate::model::{Check, SubjectKind};
use crate::types::{Bilingual, Language, Type};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Inspection<'_> {
    pub(super) fn add_cells(
        &self,
        shown: &Shown,
        cells: &BTreeMap<usize, Cells>,
        found: &mut Vec<CellRun>,
    ) {
        let (Some(cells), declared) = (
            cells.get(&shown.dataset),
            &self.model().datasets[shown.dataset],
        ) else {
            return;
        };
        let Some(place) = &cells.place else {
            return;
        };
        let bound = &self.request.datasets[shown.dataset];
        let columns = shown.columns.iter().filter_map(|&column| {
            let at = cells.place_of(column)?;
            Some((column, at, cells.named_at(at)?))
        });
        let columns: Vec<_> = columns.collect();
        // No row is shown twice with the same columns.
        let before = found.len();
        found.reserve(shown.rows.len() * columns.len());
        for &row in &shown.rows {
            let lies = self.lies(shown.dataset, row);
            let at = cells.at(row);
            let own_line = cells.line_at(at);
            for &(column, place_of_column, (name, header)) in &columns {
                let text = at.and_then(|at| cells.text_at(at, place_of_column));
                // Of a column that the row's file lacks the line of its headers is shown.
                let line = match (text, lies.part) {
                    (Some(_), _) => cells.line_of(row, column),
                    (None, Some(part)) => part.source.header_line(),
                    (None, None) => continue,
                };
                let is_same = |other: &CellRun| {
                    other.row == lies.row + 1
                        && other.column == *name
                        && other.dataset == place.dataset
                        && *other.file == *lies.file
                        && other.sheet.as_deref() == lies.sheet
                };
                if found[..before].iter().any(is_same) {
                    continue;
                }
                let own_header = lies.part.map(|part| {
                    let index = bound.columns[column].index;
                    index.and_then(|index| part.header.get(index))
                });
                found.push(CellRun {
                    dataset: Arc::clone(&place.dataset),
                    file: match lies.part {
                        Some(_) => Arc::from(lies.file),
                        None => Arc::clone(&place.file),
                    },
                    sheet: match lies.part {
                        Some(_) => lies.sheet.map(Arc::from),
                        None => place.sheet.clone(),
                    },
                    row: lies.row + 1,
                    line: line.unwrap_or(own_line),
                    column: Arc::clone(name),
                    header: match own_header {
                        Some(own) => own.map_or("", String::as_str).into(),
                        None => Arc::clone(header),
                    },
                    value: match text {
                        Some(text) => self.masked(&declared.columns[column].kind, text),
                        None => (self.language())
                            .pick("(no such column in this file)", "（该文件没有此列）")
                            .to_owned(),
                    },
                });
            }
        }
    }

    /// Fills in the subject and where it is at home; gives its key's values as they are compared.
    pub(super) fn subject(
        &self,
        at: usize,
        draft: &Draft,
        cells: &BTreeMap<usize, Cells>,
        finding: &mut Finding,
    ) -> Vec<Option<String>> {
        let item = &self.model().items[self.lowered.plan.items[at].item];
        let home = draft.own.as_ref().or(draft.others.first());
        if let Some(home) = home
            && let (Some(found), Some(&row)) = (cells.get(&home.dataset), home.rows.first())
        {
            let columns = self.places().columns(home.dataset).iter();
            let values = columns.filter_map(|&column| found.text(row, column));
            (finding.township, finding.school) = self.places().of(values);
        }
        if let Some(own) = &draft.own {
            let declared = &self.model().datasets[own.dataset];
            let row = draft.hit.row;
            let is_group =
                matches!(&item.check, Check::Rows(check) if check.subject == SubjectKind::Group);
            finding.subject.kind = if is_group { "group" } else { "row" };
            if !is_group {
                finding.subject.dataset = Some(declared.names.id().to_owned());
                finding.subject.row = Some(row + 1);
            }
            let mut raw = Vec::new();
            for &column in &declared.key {
                let named = &declared.columns[column];
                let text = cells
                    .get(&own.dataset)
                    .and_then(|cells| cells.text(row, column))
                    .unwrap_or_default();
                finding.subject.key.push(self.key_part(named, text));
                raw.push(normalised(self.model().referred(&named.kind), text));
            }
            return raw;
        }
        match &item.check {
            Check::Match(check) => {
                finding.subject.kind = "key";
                let second = !self.lowered.nodes[at].second.is_empty() && draft.block == 1;
                let names = if second {
                    &check.second_names
                } else {
                    &check.key_names
                };
                self.key_subject(at, draft, names, finding)
            }
            Check::Groups(check) => {
                finding.subject.kind = "group";
                self.key_subject(at, draft, &check.names, finding)
            }
            Check::Combinations(_) => {
                finding.subject.kind = "key";
                Vec::new()
            }
            Check::Rows(_) | Check::Whole(_) | Check::Duty(_) | Check::Nothing => {
                finding.subject.kind = "whole";
                Vec::new()
            }
        }
    }

    pub(super) fn key_subject(
        &self,
        at: usize,
        draft: &Draft,
        names: &[Bilingual],
        finding: &mut Finding,
    ) -> Vec<Option<String>> {
        let Some(first) = self.sources_of(at, draft.block).first() else {
            return Vec::new();
        };
        let shown = self.searched_key(first.link, key(draft.hit.row));
        finding.subject.key = shown.into_iter().take(names.len()).collect();
        for (part, name) in finding.subject.key.iter_mut().zip(names) {
            // A computed part has the name that the sentence gives it.
            if part.name.is_empty() {
                name.get(Language::En).clone_into(&mut part.name);
                name.get(self.request.language).clone_into(&mut part.shown);
            }
        }
        let space = self.lowered.plan.puts[first.link.0].key;
        let texts = space.map(|(space, _)| self.evaluation.key_text(space, key(draft.hit.row)));
        texts
            .unwrap_or_default()
            .into_iter()
            .take(names.len())
            .map(Some)
            .collect()
    }

    /// The digest of the cells by which a row without a key, or with a repeated one, is told apart; equals are told apart by their order.
    pub(super) fn like(
        &self,
        at: usize,
        draft: &Draft,
        (explained, cells): (&Explained, &BTreeMap<usize, Cells>),
        key: &[Option<&str>],
    ) -> Option<[u8; 32]> {
        // A row of a list of groups is told apart like any other row.
        draft.own.as_ref()?;
        let repeated = match self.lowered.nodes[at].own_key {
            Some((_, repeated)) => evidence::truth(explained, repeated, draft.at) == Some(true),
            None => true,
        };
        if !repeated && !key.is_empty() && key.iter().all(Option::is_some) {
            return None;
        }
        // The cells as they lie in the file: masked ones would make ids depend on what is shown.
        let own = draft.own.iter().flat_map(|shown| {
            let cells = cells.get(&shown.dataset);
            let at = cells.and_then(|cells| cells.at(draft.hit.row));
            let text = move |&column: &usize| cells?.text_at(at?, cells?.place_of(column)?);
            shown.columns.iter().filter_map(text)
        });
        let key = key.iter().map(|part| part.unwrap_or_default());
        Some(self.hash_key.digest(own.chain(key)))
    }
}

/// A key's value as it is compared: trimmed, in half width, a citizen number normalised, an identifier without the mark of a spreadsheet
/// for text; `None` when blank or no key.
pub(super) fn normalised(kind: &Type, text: &str) -> Option<String> {
    let folded = cell::fold_width(text.as_bytes());
    let folded = String::from_utf8_lossy(&folded);
    let text = folded.trim();
    if text.is_empty() {
        return None;
    }
    Some(match kind {
        // What is no key cannot tell a row from another one.
        Type::CitizenId
            if cell::lost_digits(text.as_bytes()) || !cell::names_a_person(text.as_bytes()) =>
        {
            return None;
        }
        Type::CitizenId => {
            let (canonical, _) = cell::normalise_citizen_id(text.as_bytes());
            String::from_utf8_lossy(&canonical).into_owned()
        }
        Type::Id | Type::Reference(_) => {
            let plain = cell::without_text_mark(text.as_bytes());
            String::from_utf8_lossy(plain).into_owned()
        }
        _ => text.to_owned(),
    })
}
