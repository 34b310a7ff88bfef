//! Derived tables: a row for every combination of the entries of their axes.

use std::io;

use super::batch::{Batch, Environment};
use super::engine::Engine;
use super::gather::NO_ROW;
use super::kinds;
use super::read::Links;
use super::store;
use super::vector::{Vector, scalar};
use crate::plan::{Axis, AxisValue, DerivedId, FrameId, FrameRows, PutId};

/// The entries of an axis.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// Of keys: the lowest row of each.
    pub(crate) rows: Vec<u32>,
    /// How many there are.
    pub(crate) count: u64,
}

/// How many rows a table of these axes has.
pub(crate) fn rows(axes: &[Entries]) -> io::Result<u64> {
    let most = || io::Error::other("a table has more than 4 billion rows");
    let all = axes
        .iter()
        .try_fold(1u64, |all, axis| all.checked_mul(axis.count));
    all.filter(|&all| u32::try_from(all).is_ok())
        .ok_or_else(most)
}

/// The entry of an axis in a row; the first axis varies slowest.
pub(crate) fn entry(axes: &[Entries], axis: usize, row: u64) -> Option<usize> {
    let below: u64 = axes
        .get(axis + 1..)?
        .iter()
        .map(|axis| axis.count)
        .product();
    let count = axes.get(axis)?.count.max(1);
    usize::try_from(row / below.max(1) % count).ok()
}

impl Engine<'_> {
    /// The entries of the axes of a derived table.
    pub(crate) fn axes(&self, table: DerivedId) -> Vec<Entries> {
        let axes = &self.plan.derived[table.0].axes;
        axes.iter()
            .map(|axis| match axis {
                Axis::List(list) => Entries {
                    rows: Vec::new(),
                    count: list.len() as u64,
                },
                Axis::Keys(put) => {
                    let rows = self.lowest_rows(*put);
                    Entries {
                        count: rows.len() as u64,
                        rows,
                    }
                }
            })
            .collect()
    }

    /// The lowest row under every key of a link, ascending.
    fn lowest_rows(&self, put: PutId) -> Vec<u32> {
        let (Some(links), Some((space, _))) =
            (Links::of(&self.store, put), self.plan.puts[put.0].key)
        else {
            return Vec::new();
        };
        let ids = store::needed(Some(&self.spaces[space.0]));
        let lowest = |id: u32| {
            let maybe = links.maybe(id).first().map(|(_, row)| *row);
            links.first(id).or(maybe)
        };
        let mut rows: Vec<u32> = (1..ids)
            .filter_map(|id| lowest(u32::try_from(id).ok()?))
            .collect();
        rows.sort_unstable();
        rows
    }

    /// The row of a file that stands for an axis in a row of a derived frame: the axis has to be one of keys.
    pub(crate) fn axis_row(&self, frame: FrameId, axis: usize, row: u64) -> Option<u64> {
        let axes = &self.frames[frame.0].axes;
        let entry = entry(axes, axis, row)?;
        axes.get(axis)?.rows.get(entry).map(|&row| u64::from(row))
    }
}

impl Batch<'_> {
    /// The value of an axis in each row.
    pub(crate) fn axis(
        &self,
        environment: &Environment<'_>,
        at: usize,
        value: AxisValue,
    ) -> io::Result<Vector> {
        let plan = self.engine.plan;
        let FrameRows::Derived(table) = plan.frames[self.frame.0].rows else {
            return Ok(Vector::unknown());
        };
        let axes = &self.engine.frames[self.frame.0].axes;
        let entry = |row: usize| entry(axes, at, environment.here.row(row)?);
        match (plan.derived[table.0].axes.get(at), value) {
            (Some(Axis::Keys(put)), AxisValue::Of(value)) => {
                let row = |row: usize| axes.get(at)?.rows.get(entry(row)?).copied();
                let rows: Vec<u32> = (0..self.rows).map(|at| row(at).unwrap_or(NO_ROW)).collect();
                (environment.partners)(plan.puts[put.0].frame, value, &rows)
            }
            (Some(axis @ Axis::List(list)), AxisValue::Listed(column)) => {
                let kind = kinds::kind_of_axis(plan, axis, value);
                Ok(Vector::collect(kind, self.rows, |row| {
                    scalar(list.get(entry(row)?)?.get(column)?)
                }))
            }
            _ => Ok(Vector::unknown()),
        }
    }
}
