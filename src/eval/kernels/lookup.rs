//! Decision tables: exactly one row must apply.

use std::collections::BTreeMap;

use super::compare::{compare, one_of};
use crate::eval::bits::Bits;
use crate::eval::cells::OTHER_WORD;
use crate::eval::vector::{Scalar, Values, Vector, scalar};
use crate::plan::{LookupCondition, LookupTable};
use crate::syntax::ast::CompareOp;

/// Combinations of codes that a table of them may have.
const MOST_COMBINATIONS: usize = 1 << 16;

/// The result of the row that applies; unknown where none or several do, or where an unknown argument decides.
pub(super) fn lookup(table: &LookupTable, arguments: &[&Vector], rows: usize) -> Vector {
    if let Some(vector) = by_codes(table, arguments) {
        return vector;
    }
    by_rows(table, arguments, rows)
}

/// The arguments of one row alone.
fn of_row(arguments: &[&Vector], row: usize) -> Vec<Vector> {
    arguments
        .iter()
        .map(|vector| match (&vector.values, u32::try_from(row)) {
            (Values::Constant(_), _) | (_, Err(_)) => (*vector).clone(),
            (_, Ok(row)) => vector.take(&[row]),
        })
        .collect()
}

/// How many rows of the table surely apply to one row, and whether another one may.
pub(crate) fn applying_rows(
    table: &LookupTable,
    arguments: &[&Vector],
    row: usize,
) -> (usize, bool) {
    let single = of_row(arguments, row);
    let single: Vec<&Vector> = single.iter().collect();
    let (mut sure, mut open) = (0, false);
    for at in 0..table.rows.len() {
        let applies = applying(table, at, &single, 1);
        sure += usize::from(applies.yes(1).get(0));
        open |= !applies.is_known(0);
    }
    (sure, open)
}

/// The row of the table that is taken for one row.
pub(crate) fn applying_row(
    table: &LookupTable,
    arguments: &[&Vector],
    row: usize,
) -> Option<usize> {
    let single = of_row(arguments, row);
    let single: Vec<&Vector> = single.iter().collect();
    // A row gives way to one that applies with fewer cells that say `other`.
    let applying =
        (0..table.rows.len()).filter(|&at| applying(table, at, &single, 1).yes(1).get(0));
    applying.min_by_key(|&at| others(table, at))
}

/// Where a row of the table applies.
fn applying(table: &LookupTable, at: usize, arguments: &[&Vector], rows: usize) -> Vector {
    let conditions = table
        .rows
        .get(at)
        .map_or(&[][..], |(conditions, _)| conditions);
    let each: Vec<Vector> = conditions
        .iter()
        .zip(arguments)
        .map(|(condition, argument)| match condition {
            LookupCondition::Any | LookupCondition::Other => Vector::constant(Scalar::Truth(true)),
            LookupCondition::OneOf(values) => one_of(argument, values, rows),
            LookupCondition::NoneOf(values) => {
                super::logic::not(&one_of(argument, values, rows), rows)
            }
            LookupCondition::Range(low, high) => {
                let side = |bound: &Option<(crate::plan::Constant, bool)>, open, closed| {
                    bound.as_ref().map(|(value, included)| {
                        let op = if *included { closed } else { open };
                        compare(argument, op, &Vector::of_constant(value), rows)
                    })
                };
                let sides: Vec<Vector> = [
                    side(low, CompareOp::More, CompareOp::AtLeast),
                    side(high, CompareOp::Less, CompareOp::AtMost),
                ]
                .into_iter()
                .flatten()
                .collect();
                super::logic::and(&sides.iter().collect::<Vec<_>>(), rows)
            }
        })
        .collect();
    super::logic::and(&each.iter().collect::<Vec<_>>(), rows)
}

/// Tables whose conditions are words: every combination of codes has its place in an array.
fn by_codes(table: &LookupTable, arguments: &[&Vector]) -> Option<Vector> {
    let columns: Vec<&[u32]> = arguments
        .iter()
        .map(|vector| match &vector.values {
            Values::Code(codes) => Some(codes.as_slice()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    // Each code that a condition names has a place; all other words share one, unknown has the last one.
    let mut places: Vec<BTreeMap<u32, usize>> = vec![BTreeMap::new(); columns.len()];
    for (conditions, _) in &table.rows {
        for (condition, places) in conditions.iter().zip(&mut places) {
            match condition {
                LookupCondition::Any | LookupCondition::Other => {}
                LookupCondition::OneOf(values) | LookupCondition::NoneOf(values) => {
                    for value in values {
                        let Some(Scalar::Code(code)) = scalar(value) else {
                            return None;
                        };
                        // A word that no cell of the column can hold.
                        if code >= OTHER_WORD {
                            return None;
                        }
                        let next = places.len();
                        places.entry(code).or_insert(next);
                    }
                }
                LookupCondition::Range(..) => return None,
            }
        }
    }
    let sizes: Vec<usize> = places.iter().map(|places| places.len() + 2).collect();
    let combinations = sizes
        .iter()
        .try_fold(1usize, |all, &size| all.checked_mul(size))
        .filter(|&all| all <= MOST_COMBINATIONS)?;
    // The same table over all combinations, by the slow way, gives the array.
    let samples: Vec<Vector> = (0..columns.len())
        .map(|column| {
            let below: usize = sizes[column + 1..].iter().product();
            let mut codes = vec![OTHER_WORD; places[column].len() + 2];
            for (&code, &place) in &places[column] {
                codes[place] = code;
            }
            let unknown = places[column].len() + 1;
            let at = |combination: usize| combination / below % sizes[column];
            let known = Bits::from_fn(combinations, |c| at(c) != unknown);
            let codes = (0..combinations).map(|c| codes[at(c)]).collect();
            Vector::new(Values::Code(codes), Some(known))
        })
        .collect();
    let results = by_rows(table, &samples.iter().collect::<Vec<_>>(), combinations);
    let rows = columns.first().map_or(0, |codes| codes.len());
    let mut index = vec![0u32; rows];
    for ((codes, vector), (places, size)) in
        (columns.iter().zip(arguments)).zip(places.iter().zip(&sizes))
    {
        let (other, unknown) = (places.len(), places.len() + 1);
        // Codes are small: a list by code saves the map.
        let largest = places.keys().copied().max().unwrap_or(0) as usize;
        let mut by_code = vec![other; largest + 1];
        for (&code, &place) in places {
            if let Some(slot) = by_code.get_mut(code as usize) {
                *slot = place;
            }
        }
        for (row, (index, &code)) in index.iter_mut().zip(codes.iter()).enumerate() {
            let place = if vector.is_known(row) {
                by_code.get(code as usize).copied().unwrap_or(other)
            } else {
                unknown
            };
            *index = u32::try_from(*index as usize * size + place).unwrap_or(u32::MAX);
        }
    }
    Some(results.take(&index))
}

/// How many cells of a row say `other`: it gives way to a row with fewer.
fn others(table: &LookupTable, at: usize) -> usize {
    let conditions = table
        .rows
        .get(at)
        .map_or(&[][..], |(conditions, _)| conditions);
    let is_other = |condition: &&LookupCondition| **condition == LookupCondition::Other;
    conditions.iter().filter(is_other).count()
}

/// Row by row of the table: where it surely applies, and where it may. Rows with fewer `other` come first.
fn by_rows(table: &LookupTable, arguments: &[&Vector], rows: usize) -> Vector {
    let mut surely: Vec<Option<usize>> = vec![None; rows];
    let mut bad = Bits::none(rows);
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    order.sort_by_key(|&at| others(table, at));
    for at in order {
        let level = others(table, at);
        let applies = applying(table, at, arguments, rows);
        for row in applies.yes(rows).rows() {
            match surely[row] {
                Some(other) if others(table, other) < level => {}
                Some(other) if table.rows[other].1 != table.rows[at].1 => bad.set(row),
                Some(_) => {}
                None => surely[row] = Some(at),
            }
        }
        if let Some(known) = applies.known_rows(rows) {
            for row in known.not().rows() {
                if surely[row].is_none_or(|other| others(table, other) == level) {
                    bad.set(row);
                }
            }
        }
    }
    Vector::collect(table.kind, rows, |row| {
        if bad.get(row) {
            return None;
        }
        scalar(&table.rows.get(surely[row]?)?.1)
    })
}
