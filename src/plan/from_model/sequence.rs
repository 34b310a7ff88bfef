//! Orders of populations become sequences and runs; neighbours become nodes that read them.

use super::{Lowering, Rep, Scope};
use crate::model::{ExprId, RowOrder};
use crate::plan::{Cause, Node, NodeId, Runs, RunsId, Sequence, SequenceId, ValueKind};
use crate::syntax::ast::{Beside, CellState};
use crate::types::{Reason, Type};

/// The order of a population, as far as it is lowered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ordered {
    /// Its values are being lowered: they cannot ask for it.
    Busy,
    /// It is there; its runs where it has any that are lowered.
    Done(SequenceId, Option<RunsId>),
}

impl Lowering<'_> {
    /// The order that a population declares.
    fn order(&mut self, population: usize) -> Option<(SequenceId, Option<RunsId>)> {
        match self.orders.get(&population) {
            Some(Ordered::Done(sequence, runs)) => return Some((*sequence, *runs)),
            Some(Ordered::Busy) => return None,
            None => {}
        }
        let declared = self.model.populations.get(population)?;
        let order: RowOrder = declared.order.clone()?;
        self.orders.insert(population, Ordered::Busy);
        let scope = self.dataset_scope(declared.dataset);
        let stack = [scope.clone()];
        let group = (!order.per.is_empty()).then(|| {
            let (group, keys) = self.keys_in_one_space(&[(&stack, 0, &order.per)], None);
            (group.space, keys)
        });
        let group = group.and_then(|(space, keys)| Some((space, *keys.first()?)));
        let filter = declared
            .filter
            .map(|filter| self.expr(&stack, filter, Rep::Truth));
        let by = order
            .by
            .iter()
            .map(|&value| {
                let rep = match self.model.expr(value).ty {
                    Type::OneOf(_) => Rep::Code,
                    _ => self.natural(value),
                };
                self.expr(&stack, value, rep)
            })
            .collect();
        let ruled = order.by.iter().filter(|_| order.blanks.is_some());
        let blank = ruled
            .map(|&value| self.state(&stack, 0, value, CellState::Blank))
            .collect();
        let sequence = Sequence {
            frame: scope.frame,
            group,
            filter,
            by,
            blanks: order.blanks,
            blank,
            ties: self.ties(&scope, declared.dataset),
        };
        let sequence = self.lowered.plan.sequence(sequence);
        self.orders
            .insert(population, Ordered::Done(sequence, None));
        let runs = order.new_run.map(|starts| {
            let starts = self.expr(&stack, starts, Rep::Truth);
            self.lowered.plan.runs(Runs { sequence, starts })
        });
        self.orders
            .insert(population, Ordered::Done(sequence, runs));
        Some((sequence, runs))
    }

    /// The dataset's key, by which ties are told apart.
    fn ties(&mut self, scope: &Scope, dataset: usize) -> Vec<NodeId> {
        let declared = &self.model.datasets[dataset];
        let columns = declared.key.clone();
        let is_there = |column: usize| match self.context.datasets.get(dataset) {
            Some(bound) => bound.columns.get(column).is_some_and(|c| c.index.is_some()),
            None => true,
        };
        let columns: Vec<usize> = columns.into_iter().filter(|&c| is_there(c)).collect();
        columns
            .into_iter()
            .map(|column| {
                let rep = match &self.model.datasets[dataset].columns[column].kind {
                    Type::Date => Rep::Days,
                    Type::Truth => Rep::Truth,
                    kind if kind.is_numeric() => Rep::Number,
                    _ => Rep::Text,
                };
                self.column(scope, dataset, column, rep)
            })
            .collect()
    }

    /// The order that is asked for, or a value that stands for there being none.
    fn order_here(
        &mut self,
        scope: &Scope,
        (population, expr): (usize, ExprId),
        kind: ValueKind,
    ) -> Result<(SequenceId, Option<RunsId>), NodeId> {
        let dataset = self.model.populations[population].dataset;
        if self.is_missing(dataset) {
            self.cause(Cause::Dataset(dataset));
            return Err(self.unknown(scope, kind, Reason::DatasetMissing));
        }
        self.order(population).ok_or_else(|| {
            self.lowered.unsupported.push((
                self.model.expr(expr).span,
                "the order of these rows rests on itself",
                "这些记录的排列次序取决于其自身",
            ));
            self.unknown(scope, kind, Reason::NotComputable)
        })
    }

    pub(super) fn beside(
        &mut self,
        scope: &Scope,
        (population, expr): (usize, ExprId),
        beside: Beside,
        (value, rep): (Option<ExprId>, Rep),
    ) -> NodeId {
        let kind = value.map_or(ValueKind::Truth, |_| rep.kind());
        let (sequence, runs) = match self.order_here(scope, (population, expr), kind) {
            Ok(found) => found,
            Err(unknown) => return unknown,
        };
        let value = value.map(|value| self.expr(std::slice::from_ref(scope), value, rep));
        self.beside_node(scope, (sequence, runs), beside, value)
    }

    /// A node in another row of an order.
    pub(super) fn beside_node(
        &mut self,
        scope: &Scope,
        (sequence, runs): (SequenceId, Option<RunsId>),
        beside: Beside,
        value: Option<NodeId>,
    ) -> NodeId {
        let of_run = matches!(beside, Beside::RunFirst | Beside::RunLast);
        self.node(
            scope,
            Node::Beside {
                sequence,
                runs: runs.filter(|_| of_run),
                beside,
                value,
            },
        )
    }

    pub(super) fn run_of(&mut self, scope: &Scope, population: usize, expr: ExprId) -> NodeId {
        match self.order_here(scope, (population, expr), ValueKind::Number) {
            Ok((_, Some(runs))) => self.node(scope, Node::RunOf(runs)),
            Ok((_, None)) => self.unknown(scope, ValueKind::Number, Reason::NotComputable),
            Err(unknown) => unknown,
        }
    }

    /// What a cell of another row of an order looks like.
    pub(super) fn state_beside(
        &mut self,
        scope: &Scope,
        (population, expr): (usize, ExprId),
        beside: Beside,
        (value, state): (ExprId, CellState),
    ) -> NodeId {
        match self.order_here(scope, (population, expr), ValueKind::Truth) {
            Ok(order) => {
                let there = self.state(std::slice::from_ref(scope), 0, value, state);
                self.beside_node(scope, order, beside, Some(there))
            }
            Err(unknown) => unknown,
        }
    }
}
