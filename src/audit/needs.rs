//! What items need: which datasets, which of their columns, and whether the day of the inspection.

use crate::model::{ExprKind, Model};
use std::collections::BTreeSet;

/// What a number of items need.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// Datasets by number.
    pub(super) datasets: BTreeSet<usize>,
    /// Columns by dataset and number; no derived ones.
    pub(super) columns: BTreeSet<(usize, usize)>,
    /// The first item that asks for the day of the inspection.
    pub(super) as_of: Option<usize>,
}

/// What these items need.
pub(super) fn of_items(model: &Model, items: &[usize]) -> Needs {
    let mut needs = Needs::default();
    for &at in items {
        let Some(item) = model.items.get(at) else {
            continue;
        };
        let (datasets, named) = item.datasets();
        needs.datasets.extend(datasets);
        for dataset in named {
            needs.key(model, dataset);
        }
        for id in model.reachable(&item.roots()) {
            match &model.expr(id).kind {
                ExprKind::Headers(dataset) => {
                    needs.datasets.insert(*dataset);
                }
                ExprKind::Column {
                    dataset, column, ..
                } => needs.column(model, *dataset, *column),
                ExprKind::Follow { dataset, .. } => {
                    needs.datasets.insert(*dataset);
                    needs.key(model, *dataset);
                }
                ExprKind::Aggregate(aggregate) => {
                    needs.datasets.insert(aggregate.dataset);
                }
                _ => {}
            }
        }
        if needs.as_of.is_none() && model.needs_day(item) {
            needs.as_of = Some(at);
        }
    }
    needs
}

impl Needs {
    /// The key of a dataset says which row a finding is about.
    fn key(&mut self, model: &Model, dataset: usize) {
        let Some(found) = model.datasets.get(dataset) else {
            return;
        };
        for &column in &found.key {
            self.column(model, dataset, column);
        }
    }

    fn column(&mut self, model: &Model, dataset: usize, column: usize) {
        self.datasets.insert(dataset);
        let columns = model.datasets.get(dataset).map(|d| &d.columns);
        if columns
            .and_then(|c| c.get(column))
            .is_some_and(|c| c.derived.is_none())
        {
            self.columns.insert((dataset, column));
        }
    }
}
