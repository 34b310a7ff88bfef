//! By what an item comes to rest on a clause: itself, or a declaration that it uses.

use crate::model::{Citation, Item, Model, Through};
use crate::types::Language;
use serde::Serialize;
use std::collections::BTreeSet;

/// A declaration that cites a clause for the items that use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Via {
    /// `table`, `exception`, `setting`, `population` or `measure`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its kind in Chinese.
    #[serde(skip)]
    chinese: &'static str,
}

impl Via {
    /// Of the way of a citation; `None` for the item itself.
    pub(super) fn of(model: &Model, through: Through) -> Option<Self> {
        let (names, _) = model.declared(through)?;
        Some(Self {
            kind: through.kind(),
            name: names.id().to_owned(),
            chinese: through.words(Language::Zh),
        })
    }

    /// `table rates`, for readers.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        format!("{} {}", language.pick(self.kind, self.chinese), self.name)
    }
}

/// The full id of an item.
pub(super) fn id_of(model: &Model, item: &Item) -> String {
    let checklist = model.checklists.get(item.checklist);
    let checklist = checklist.map(|checklist| checklist.id.as_str());
    format!("{}/{}", checklist.unwrap_or_default(), item.id)
}

/// Every declaration with what it cites.
pub(super) fn declared(model: &Model) -> Vec<(Through, &Citation)> {
    let all = model.declarations().flat_map(|through| {
        let cites = model.declared(through).map_or(&[][..], |(_, cites)| cites);
        cites.iter().map(move |cite| (through, cite))
    });
    all.collect()
}

/// The citations of declarations that no item uses.
pub(super) fn unused(model: &Model) -> Vec<(Via, &Citation)> {
    let used: BTreeSet<Through> = (model.items.iter())
        .flat_map(|item| item.uses.iter().copied())
        .collect();
    let unused = declared(model).into_iter();
    let unused = unused.filter(|(through, _)| !used.contains(through));
    unused
        .filter_map(|(through, cite)| Some((Via::of(model, through)?, cite)))
        .collect()
}
