//! Keys of datasets that do not tell their rows apart, whether an item asks for it or not.

use super::Inspection;
use super::batch::BATCH;
use crate::data::{Problem, ProblemKind};
use crate::eval::{CellProblem, UNGROUPED};
use crate::plan::{Node, PutId};
use crate::types::Reason;
use std::io;

/// The rows of a dataset whose key stands in another row as well, and those whose key is blank; the others without a key are told with
/// their unreadable cells.
pub(super) fn problems(
    inspection: &Inspection<'_>,
    dataset: usize,
) -> io::Result<Vec<CellProblem>> {
    let mut counted = inspection.lowered.keys.iter();
    let Some(&(_, put)) = counted.find(|(of, _)| *of == dataset) else {
        return Ok(Vec::new());
    };
    let Some(&column) = inspection.model().datasets[dataset].key.first() else {
        return Ok(Vec::new());
    };
    let twice = match inspection.evaluation.keys_of_several(put) {
        keys if keys.is_empty() => Vec::new(),
        keys => rows_under(inspection, put, &keys)?
            .into_iter()
            .map(|row| (row, column))
            .collect(),
    };
    let blank = match inspection.evaluation.unkeyed(put) {
        (0, _) => Vec::new(),
        _ => with_blank_key(inspection, put)?,
    };
    let kinds = [
        (ProblemKind::KeyTwice, twice),
        (ProblemKind::KeyBlank, blank),
    ];
    let problems = kinds.into_iter().filter(|(_, rows)| !rows.is_empty());
    let problems = problems.map(|(kind, rows)| CellProblem {
        kind,
        count: rows.len() as u64,
        places: rows.into_iter().take(Problem::MOST_PLACES).collect(),
    });
    Ok(problems.collect())
}

/// The rows of a put's dataset under some keys, ascending.
fn rows_under(inspection: &Inspection<'_>, put: PutId, keys: &[u32]) -> io::Result<Vec<u64>> {
    let found = inspection.evaluation.rows_under(put, keys)?;
    let mut rows: Vec<u64> = found.iter().map(|found| found.row).collect();
    rows.sort_unstable();
    Ok(rows)
}

/// The rows of a put's dataset whose key is blank, each with the column that is: one of several that make the key.
fn with_blank_key(inspection: &Inspection<'_>, put: PutId) -> io::Result<Vec<(u64, usize)>> {
    let planned = &inspection.lowered.plan.puts[put.0];
    let Some((_, key)) = planned.key else {
        return Ok(Vec::new());
    };
    let mut blank = Vec::new();
    let rows = rows_under(inspection, put, &[UNGROUPED])?;
    for rows in rows.chunks(BATCH) {
        let explained = (inspection.evaluation).explain_some(planned.frame, rows, &[key])?;
        let nodes = &inspection.lowered.plan.frames[planned.frame.0].nodes;
        let blank_column = |at: usize| match explained.reason(key, at)? {
            (Reason::Blank, node) => match nodes[node.0] {
                Node::Column(column, _) => Some((rows[at], column)),
                _ => None,
            },
            _ => None,
        };
        blank.extend((0..rows.len()).filter_map(blank_column));
    }
    Ok(blank)
}
