//! By what an item comes to rest on a clause: itself, or a table or exception that it uses.

use crate::model::{Citation, Item, Model, Through};
use crate::types::Language;
use serde::Serialize;
use std::collections::BTreeSet;

/// A table or exception that cites a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Via {
    /// `table` or `exception`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
}

impl Via {
    /// Of the way of a citation; `None` for the item itself.
    pub(super) fn of(model: &Model, through: Through) -> Option<Self> {
        let (kind, names) = match through {
            Through::Item => return None,
            Through::Table(at) => ("table", &model.tables.get(at)?.names),
            Through::Exception(at) => ("exception", &model.exceptions.get(at)?.names),
        };
        Some(Self {
            kind,
            name: names.id().to_owned(),
        })
    }

    /// A table or exception by its kind and name.
    pub(super) fn new(kind: &'static str, name: &str) -> Self {
        Self {
            kind,
            name: name.to_owned(),
        }
    }

    /// `table rates`, for readers.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let kind = match self.kind {
            "table" => language.pick("table", "表"),
            _ => language.pick("exception", "例外"),
        };
        format!("{kind} {}", self.name)
    }
}

/// The full id of an item.
pub(super) fn id_of(model: &Model, item: &Item) -> String {
    let checklist = model.checklists.get(item.checklist);
    let checklist = checklist.map(|checklist| checklist.id.as_str());
    format!("{}/{}", checklist.unwrap_or_default(), item.id)
}

/// Every table and exception with what it cites.
pub(super) fn declared(model: &Model) -> Vec<(Through, &Citation)> {
    let tables = model.tables.iter().enumerate().flat_map(|(at, table)| {
        let cites = table.cites.iter();
        cites.map(move |cite| (Through::Table(at), cite))
    });
    let exceptions = model.exceptions.iter().enumerate();
    let exceptions = exceptions.flat_map(|(at, exception)| {
        let cites = exception.cites.iter();
        cites.map(move |cite| (Through::Exception(at), cite))
    });
    tables.chain(exceptions).collect()
}

/// The citations of tables and exceptions that no item uses.
pub(super) fn unused(model: &Model) -> Vec<(Via, &Citation)> {
    let used: BTreeSet<Through> = model
        .items
        .iter()
        .flat_map(|item| model.citations_behind(item))
        .map(|(through, _)| through)
        .collect();
    let unused = declared(model).into_iter();
    let unused = unused.filter(|(through, _)| !used.contains(through));
    unused
        .filter_map(|(through, cite)| Some((Via::of(model, through)?, cite)))
        .collect()
}
