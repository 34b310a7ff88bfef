//! The subject of a finding: its cells, its key, where it is at home, and what tells it from its like.

use super::batch::Cells;
use super::draft::{Draft, Shown, key, masked_cell};
use super::{Inspection, evidence};
use crate::data::cell;
use crate::eval::Explained;
use crate::findings::{CellRun, Finding};
use crate::model::{Check, Item, SubjectKind};
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
        let Some(cells) = cells.get(&shown.dataset) else {
            return;
        };
        let Some(place) = &cells.place else {
            return;
        };
        let bound = &self.request.datasets[shown.dataset];
        let columns = cells.places_of(&shown.columns);
        // No row is shown twice with the same columns.
        let before = found.len();
        found.reserve(shown.rows.len() * columns.len());
        for &row in &shown.rows {
            let lies = self.lies(shown.dataset, row);
            let at = cells.at(row);
            let own_line = cells.line_at(at);
            for &(column, place_of_column) in columns.iter() {
                let Some((name, header)) = cells.named_at(place_of_column) else {
                    continue;
                };
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
                        Some(text) => masked_cell(self.request, (shown.dataset, column), text),
                        None => (self.language())
                            .pick("(no such column in this file)", "（该文件没有此列）")
                            .to_owned(),
                    },
                });
            }
        }
    }

    /// The values of the key of a subject as they are compared; `None` where one is unknown.
    pub(super) fn key_compared(
        &self,
        at: usize,
        draft: &Draft,
        explained: &Explained,
        cells: &BTreeMap<usize, Cells>,
    ) -> Vec<Option<String>> {
        let check = &self.model().items[self.lowered.plan.items[at].item].check;
        let mut all: Vec<Option<String>> = match (&draft.own, check) {
            (Some(own), _) => {
                let declared = &self.model().datasets[own.dataset];
                let cells = cells.get(&own.dataset);
                let part = |&column: &usize| {
                    let text = cells.and_then(|cells| cells.text(draft.hit.row, column));
                    let kind = self.model().referred(&declared.columns[column].kind);
                    normalised(kind, text.unwrap_or_default())
                };
                declared.key.iter().map(part).collect()
            }
            (None, Check::Match(_) | Check::Groups(_)) => {
                let names = self.key_names(at, draft).len();
                let first = self.sources_of(at, draft.block).first();
                let space = first.and_then(|first| self.lowered.plan.puts[first.link.0].key);
                let texts = space.map(|(space, _)| {
                    let texts = self.evaluation.key_text(space, key(draft.hit.row));
                    texts.into_iter().take(names).map(Some).collect()
                });
                texts.unwrap_or_default()
            }
            (None, Check::Combinations(check)) => self
                .derived_texts((at, draft.at), explained)
                .take(check.names.len())
                .map(|text| (!text.is_empty()).then_some(text))
                .collect(),
            (None, _) => Vec::new(),
        };
        if let Check::Duty(duty) = check {
            let slot = self.slot_key(at, duty, draft, explained).into_iter();
            all.extend(slot.map(|part| part.value));
        }
        all
    }

    /// The names of the parts of the key by which sources are matched, or rows grouped.
    fn key_names(&self, at: usize, draft: &Draft) -> &[Bilingual] {
        match &self.model().items[self.lowered.plan.items[at].item].check {
            Check::Match(check) => {
                let second = !self.lowered.nodes[at].second.is_empty() && draft.block == 1;
                match second {
                    true => &check.second_names,
                    false => &check.key_names,
                }
            }
            Check::Groups(check) => &check.names,
            _ => &[],
        }
    }

    /// Fills in the subject and where it is at home.
    pub(super) fn subject(
        &self,
        at: usize,
        draft: &Draft,
        (explained, cells): (&Explained, &BTreeMap<usize, Cells>),
        finding: &mut Finding,
    ) {
        let item = &self.model().items[self.lowered.plan.items[at].item];
        let home = draft.own.as_ref().or(draft.others.first());
        if let Some(home) = home
            && let (Some(found), Some(&row)) = (cells.get(&home.dataset), home.rows.first())
        {
            let columns = self.places().columns(home.dataset).iter();
            let values = columns.filter_map(|&column| found.text(row, column));
            (finding.township, finding.school) = self.places().of(values);
        }
        match &draft.own {
            Some(own) => self.row_subject(item, own, draft.hit.row, cells, finding),
            None => {
                finding.subject.kind = match &item.check {
                    Check::Match(_) | Check::Combinations(_) => "key",
                    Check::Groups(_) => "group",
                    Check::Rows(_) | Check::Whole(_) | Check::Duty(_) | Check::Nothing => "whole",
                };
                self.key_subject(at, draft, finding);
            }
        }
        match &item.check {
            Check::Combinations(check) => {
                self.derived_subject((at, draft.at), &check.names, explained, finding);
            }
            Check::Duty(duty) => self.slot_subject(at, duty, draft, explained, finding),
            _ => {}
        }
    }

    /// Fills in a row of a dataset, or one of a list of groups.
    fn row_subject(
        &self,
        item: &Item,
        own: &Shown,
        row: u64,
        cells: &BTreeMap<usize, Cells>,
        finding: &mut Finding,
    ) {
        let declared = &self.model().datasets[own.dataset];
        let is_group =
            matches!(&item.check, Check::Rows(check) if check.subject == SubjectKind::Group);
        finding.subject.kind = if is_group { "group" } else { "row" };
        if !is_group {
            finding.subject.dataset = Some(declared.names.id().to_owned());
            finding.subject.row = Some(row + 1);
        }
        let cells = cells.get(&own.dataset);
        let part = |&column: &usize| {
            let text = cells.and_then(|cells| cells.text(row, column));
            self.key_part(&declared.columns[column], text.unwrap_or_default())
        };
        finding.subject.key = declared.key.iter().map(part).collect();
    }

    /// Fills in the key by which sources are matched, or rows grouped.
    fn key_subject(&self, at: usize, draft: &Draft, finding: &mut Finding) {
        let names = self.key_names(at, draft);
        let Some(first) = self.sources_of(at, draft.block).first() else {
            return;
        };
        if names.is_empty() {
            return;
        }
        let shown = self.searched_key(first.link, key(draft.hit.row));
        finding.subject.key = shown.into_iter().take(names.len()).collect();
        for (part, name) in finding.subject.key.iter_mut().zip(names) {
            // A computed part has the name that the sentence gives it.
            if part.name.is_empty() {
                name.get(Language::En).clone_into(&mut part.name);
                name.get(self.request.language).clone_into(&mut part.shown);
            }
        }
    }

    /// The digest of the cells by which a row without a key, or with a repeated one, is told apart; equals are told apart by their order.
    pub(super) fn like(
        &self,
        at: usize,
        draft: &Draft,
        (explained, cells): (&Explained, &BTreeMap<usize, Cells>),
    ) -> Option<[u8; 32]> {
        // A row of a list of groups is told apart like any other row.
        draft.own.as_ref()?;
        let repeated = match self.lowered.nodes[at].own_key {
            Some((_, repeated)) => evidence::truth(explained, repeated, draft.at) == Some(true),
            None => true,
        };
        if !repeated && !draft.key.is_empty() && draft.key.iter().all(Option::is_some) {
            return None;
        }
        // The cells as they lie in the file: masked ones would make ids depend on what is shown.
        let own = draft.own.iter().flat_map(|shown| {
            let cells = cells.get(&shown.dataset);
            let at = cells.and_then(|cells| cells.at(draft.hit.row));
            let text = move |&column: &usize| cells?.text_at(at?, cells?.place_of(column)?);
            shown.columns.iter().filter_map(text)
        });
        let key = draft.key.iter();
        let key = key.map(|part| part.as_deref().unwrap_or_default());
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
