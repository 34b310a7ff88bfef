//! What items need: which datasets, which of their columns, and whether the day of the inspection.

use crate::model::{Check, Clause, ExcuseTest, ExprId, ExprKind, Model, Ranking, RowsOf};
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
    for &item in items {
        let mut walk = Walk {
            model,
            seen: BTreeSet::new(),
            as_of: false,
            needs: &mut needs,
        };
        if let Some(found) = model.items.get(item) {
            walk.check(&found.check);
            walk.as_of |= found.has_deadlines();
            walk.exprs(found.beside_check());
            for excuse in &found.excuses {
                if let ExcuseTest::Key { dataset, .. } = excuse.test {
                    walk.dataset(dataset);
                }
            }
            if let Some(person) = &found.person {
                // Whether an answer is still valid depends on the day.
                walk.as_of = true;
                let strata = person.sample.iter().flat_map(|sample| &sample.strata);
                walk.exprs(strata.copied());
            }
        }
        if walk.as_of && needs.as_of.is_none() {
            needs.as_of = Some(item);
        }
    }
    needs
}

struct Walk<'m> {
    model: &'m Model,
    seen: BTreeSet<ExprId>,
    as_of: bool,
    needs: &'m mut Needs,
}

impl Walk<'_> {
    fn check(&mut self, check: &Check) {
        match check {
            Check::Rows(rows) => {
                self.dataset(rows.dataset);
                self.key(rows.dataset);
                self.exprs(rows.member.into_iter().chain(rows.applies));
                self.exprs(rows.ranking.iter().flat_map(Ranking::parts));
                let deadlines = rows.deadlines.iter().flat_map(|deadline| &deadline.must);
                for clause in rows.must.iter().chain(deadlines) {
                    self.clause(clause);
                }
            }
            Check::Groups(groups) => {
                self.rows(&groups.of);
                self.exprs(groups.keys.iter().flatten().copied());
                self.exprs(groups.applies);
                self.clause(&groups.must);
            }
            Check::Combinations(check) => {
                self.rows(std::slice::from_ref(&check.rows));
                self.exprs(check.keys.iter().copied());
                for axis in &check.axes {
                    if let crate::model::AxisKind::Rows(rows) = &axis.kind {
                        self.rows(std::slice::from_ref(rows));
                    }
                    self.exprs(axis.keys.iter().copied());
                }
            }
            Check::Nothing => {}
            Check::Whole(whole) => {
                self.exprs(whole.applies);
                self.clause(&whole.must);
            }
            Check::Duty(duty) => {
                self.dataset(duty.dataset);
                self.key(duty.dataset);
                self.dataset(duty.deliveries.dataset);
                self.exprs(check.parts());
            }
            Check::Match(matched) => {
                for source in &matched.sources {
                    self.rows(std::slice::from_ref(&source.rows));
                    self.exprs(source.key.iter().chain(&source.second).copied());
                    self.exprs(source.explained);
                }
                for compared in &matched.compared {
                    self.exprs(
                        compared
                            .values
                            .iter()
                            .flatten()
                            .copied()
                            .chain(compared.within),
                    );
                }
            }
        }
    }

    fn rows(&mut self, rows: &[RowsOf]) {
        for rows in rows {
            self.dataset(rows.dataset);
            self.exprs(rows.filter);
        }
    }

    /// What the order of a population rests on.
    fn order(&mut self, population: usize) {
        let Some(population) = self.model.populations.get(population) else {
            return;
        };
        self.exprs(population.filter);
        if let Some(order) = &population.order {
            self.exprs(order.by.iter().chain(&order.per).copied());
            self.exprs(order.new_run);
        }
    }

    fn clause(&mut self, clause: &Clause) {
        let shown = clause.actual.into_iter().chain(clause.expected);
        self.exprs(std::iter::once(clause.must).chain(shown));
    }

    fn dataset(&mut self, dataset: usize) {
        self.needs.datasets.insert(dataset);
    }

    /// The key of a dataset says which row a finding is about.
    fn key(&mut self, dataset: usize) {
        if let Some(found) = self.model.datasets.get(dataset) {
            for &column in &found.key {
                self.column(dataset, column);
            }
        }
    }

    fn column(&mut self, dataset: usize, column: usize) {
        self.dataset(dataset);
        let columns = self.model.datasets.get(dataset).map(|d| &d.columns);
        let derived = columns.and_then(|c| c.get(column)).map(|c| c.derived);
        match derived {
            Some(Some(value)) => self.exprs([value]),
            Some(None) => {
                self.needs.columns.insert((dataset, column));
            }
            None => {}
        }
    }

    fn exprs(&mut self, ids: impl IntoIterator<Item = ExprId>) {
        for id in ids {
            if !self.seen.insert(id) {
                continue;
            }
            let kind = &self.model.expr(id).kind;
            match kind {
                ExprKind::AsOf => self.as_of = true,
                ExprKind::Headers(dataset) => self.dataset(*dataset),
                ExprKind::Column {
                    dataset, column, ..
                } => self.column(*dataset, *column),
                ExprKind::Follow { dataset, .. } => {
                    self.dataset(*dataset);
                    self.key(*dataset);
                }
                ExprKind::Aggregate(aggregate) => self.dataset(aggregate.dataset),
                ExprKind::Beside { population, .. } | ExprKind::Run(population) => {
                    self.order(*population);
                }
                _ => {}
            }
            self.exprs(kind.parts());
        }
    }
}
