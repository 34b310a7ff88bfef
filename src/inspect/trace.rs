//! One expression and everything that it is made of, with values, cells and the rows of other tables looked at.

use super::batch;
use super::draft::Shown;
use super::{Inspection, evidence, message};
use crate::data::binding::Unit;
use crate::eval::{Explained, Known};
use crate::explain;
use crate::findings::CellRun;
use crate::findings::trace::{Looked, Step, Told};
use crate::model::{ExprId, ExprKind, Model};
use crate::plan::{FrameId, NodeId, PutId};
use crate::types::{Language, Reason, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

/// The most rows of another table whose cells are shown.
const MOST_ROWS: usize = 20;
/// How deep steps go; what lies deeper says nothing more to a reader.
const DEEPEST: usize = 24;

/// Where expressions are looked at: one row of a frame.
#[derive(Clone, Copy)]
pub(super) struct At<'e> {
    pub(super) frame: FrameId,
    /// The row's number in its frame.
    pub(super) row: u64,
    /// The values of the row, which is the only one in them.
    pub(super) explained: &'e Explained<'e>,
}

impl Inspection<'_> {
    /// The step of an expression. `above` is the node of the nearest expression around it that has one.
    pub(super) fn step(
        &self,
        at: At<'_>,
        expr: ExprId,
        above: Option<NodeId>,
        depth: usize,
    ) -> io::Result<Step> {
        let language = self.language();
        let model = self.model();
        let node = self.lowered.traced.get(&(at.frame, expr)).copied();
        let declared = model.expr(expr);
        let mut step = Step {
            role: None,
            text: explain::expression(model, expr, language),
            told: node.map_or(Told::Nothing, |node| self.told(at, node, &declared.ty)),
            cells: Vec::new(),
            looked: Vec::new(),
            steps: Vec::new(),
        };
        let around = node.or(above);
        // Of a value that is made of others it is said which cell leaves it open.
        let is_cell = matches!(declared.kind, ExprKind::Column { depth: 0, .. });
        if let (Told::Unknown(_, words), Some(node), false) = (&mut step.told, node, is_cell)
            && let Some(name) = self.open_column(at, node)
        {
            *words = match language {
                Language::En => format!("{name} {words}"),
                Language::Zh => format!("{name}{words}"),
            };
        }
        match &declared.kind {
            // What counts as a placeholder was no value to begin with; what is left to compare are the row's own names.
            ExprKind::Placeholder(_, names) => {
                for &name in names {
                    step.steps.push(self.step(at, name, around, depth + 1)?);
                }
            }
            ExprKind::Value(_) => step.told = Told::Nothing,
            ExprKind::Column {
                depth: 0,
                dataset,
                column,
            } => match model.datasets[*dataset].columns[*column].derived {
                Some(derived) if depth < DEEPEST => {
                    step.steps.push(self.step(at, derived, around, depth + 1)?);
                }
                _ => {
                    step.cells = self.row_cells(*dataset, at.row, &BTreeSet::from([*column]))?;
                    // The cell shows what is there, also where it could not be read as a value; a number in the unit of its header is told with it.
                    let columns = &self.request.datasets[*dataset].columns;
                    let has_unit = (columns.get(*column))
                        .is_some_and(|bound| matches!(bound.unit, Unit::Power(_)));
                    let is_cell = matches!(step.told, Told::Value(_) | Told::Holds(_));
                    if is_cell && !has_unit {
                        step.told = Told::Nothing;
                    }
                    let is_filled = step.cells.iter().any(|cell| !cell.value.trim().is_empty());
                    if let (Told::Unknown("blank", words), true) = (&mut step.told, is_filled) {
                        let placeholder = language
                            .pick("a placeholder, which counts as blank", "占位文字，视为空白");
                        placeholder.clone_into(words);
                    }
                }
            },
            ExprKind::Aggregate(_) | ExprKind::Follow { .. } => {
                if let Some(around) = around {
                    step.looked = self.looked(at, around)?;
                }
            }
            kind if depth < DEEPEST => {
                for part in kind.parts() {
                    // A count that is only held against a number has no value of its own: what was counted is shown here.
                    let is_counted = matches!(model.expr(part).kind, ExprKind::Aggregate(_))
                        && !self.lowered.traced.contains_key(&(at.frame, part));
                    if let (true, Some(around)) = (is_counted, around) {
                        step.looked = self.looked(at, around)?;
                    } else if !matches!(model.expr(part).kind, ExprKind::Value(_))
                        && !is_no_own_name(model, part)
                    {
                        step.steps.push(self.step(at, part, around, depth + 1)?);
                    }
                }
            }
            _ => {}
        }
        Ok(step)
    }

    /// The column of the row whose cell leaves a node open, for readers.
    fn open_column(&self, at: At<'_>, node: NodeId) -> Option<&str> {
        let (_, leaf) = at.explained.reason(node, 0)?;
        if self
            .partner_cause((at.frame, leaf), at.explained, (0, at.row))
            .is_some()
        {
            return None;
        }
        let (dataset, _, column) = self.cell_below(at.frame, leaf, at.row)?;
        let named = self.model().datasets.get(dataset)?.columns.get(column)?;
        Some(named.names.show(self.language()))
    }

    pub(super) fn told(&self, at: At<'_>, node: NodeId, kind: &Type) -> Told {
        let language = self.language();
        match at.explained.value(node, 0) {
            Some(Known::Truth(truth)) => Told::Holds(truth),
            Some(known) => message::shown(kind, &known, language).map_or(Told::Nothing, |shown| {
                // Only a text may hold somebody's name: `between 1 and 3` is in our own words.
                Told::Value(match known {
                    Known::Text(_) => self.masked(kind, &shown.text),
                    _ => self.screened(kind, shown).text,
                })
            }),
            None => {
                let reason = at.explained.reason(node, 0);
                let (reason, leaf) = reason.unwrap_or((Reason::NotComputable, node));
                // What another row leaves open is said with that row's cell.
                let elsewhere = self.partner_cause((at.frame, leaf), at.explained, (0, at.row));
                let reason = elsewhere.map_or(reason, |cause| cause.reason);
                Told::Unknown(reason.code(), reason.words(language).to_owned())
            }
        }
    }

    /// The rows of other tables that a node reads, itself and what it is made of.
    pub(super) fn looked(&self, at: At<'_>, node: NodeId) -> io::Result<Vec<Looked>> {
        let nodes = &self.lowered.plan.frames[at.frame.0].nodes;
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![node];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let puts = nodes[id.0].puts_read();
            match at.explained.chosen(id, 0) {
                Some(side) => open.push(side),
                None if puts.is_empty() => open.extend(nodes[id.0].arguments()),
                None => {}
            }
            for (key, put) in puts {
                let key = batch::key_of(self, at.frame, at.explained, (key, 0));
                if let Some(key) = key {
                    let columns =
                        evidence::put_columns(&self.lowered.plan, put, Some(&nodes[id.0]));
                    found.extend(self.rows_of(put, key, &columns)?);
                }
            }
        }
        Ok(found)
    }

    /// The rows of a put under a key, with some of their columns.
    pub(super) fn rows_of(
        &self,
        put: PutId,
        key: u32,
        columns: &BTreeSet<usize>,
    ) -> io::Result<Option<Looked>> {
        let declared = &self.lowered.plan.puts[put.0];
        let Some(dataset) = batch::dataset_of(self, declared.frame) else {
            return Ok(None);
        };
        let partners = self.evaluation.partners(put, &[key])?;
        let sure = partners.iter().filter(|partner| partner.sure).count() as u64;
        let mut cells = Vec::new();
        // Where no row meets the condition, those that it was held against.
        let failing = match declared.filter {
            Some(_) if partners.is_empty() => self.evaluation.rows_under(put, &[key])?,
            _ => Vec::new(),
        };
        for partner in partners.iter().chain(&failing).take(MOST_ROWS) {
            cells.push(self.row_cells(dataset, partner.row, columns)?);
        }
        Ok(Some(Looked {
            dataset: self.model().datasets[dataset]
                .names
                .show(self.language())
                .to_owned(),
            file: self.request.dataset_files[dataset].file.clone(),
            key: self.searched_key(put, key),
            otherwise: match partners.is_empty() && failing.is_empty() {
                true => self.written_otherwise(put, key),
                false => None,
            },
            rows: sure,
            undecided: partners.len() as u64 - sure,
            failing: failing.len() as u64,
            cells,
        }))
    }

    /// Cells of one row of a dataset, masked.
    pub(super) fn row_cells(
        &self,
        dataset: usize,
        row: u64,
        columns: &BTreeSet<usize>,
    ) -> io::Result<Vec<CellRun>> {
        let shown = Shown {
            dataset,
            source: None,
            rows: vec![row],
            columns: Arc::new(columns.clone()),
        };
        let cells = batch::cells(self, dataset, &BTreeSet::from([row]), columns)?;
        let mut found = Vec::new();
        self.add_cells(&shown, &BTreeMap::from([(dataset, cells)]), &mut found);
        Ok(found)
    }
}

/// Whether an expression says that a value is not the row's own name, and the row has no name: it holds for every row.
fn is_no_own_name(model: &Model, expr: ExprId) -> bool {
    let ExprKind::Not(inner) = model.expr(expr).kind else {
        return false;
    };
    matches!(&model.expr(inner).kind, ExprKind::Placeholder(_, names) if names.is_empty())
}
