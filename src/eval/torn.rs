//! Tables that are not whole (a file of several is missing, a quote is never closed): any number of further ones may lie under any key, with any values.

use std::sync::atomic::Ordering;

use super::engine::Engine;
use super::read::{Asked, Reads, count_vector, decide};
use super::store::WHOLE;
use super::vector::{Scalar, Vector};
use crate::data::binding::BoundDataset;
use crate::plan::{FrameRows, ReadKind};

impl Engine<'_> {
    /// Notes of a frame that not all of its rows are there.
    pub(crate) fn mark_torn(&mut self, frame: usize) {
        let FrameRows::Dataset(dataset) = self.plan.frames[frame].rows else {
            return;
        };
        if self
            .datasets
            .get(dataset)
            .is_none_or(BoundDataset::is_whole)
        {
            return;
        }
        self.frames[frame].is_torn = true;
        for (put, torn) in self.plan.puts.iter().zip(&self.store.torn) {
            if put.frame.0 == frame {
                torn.store(true, Ordering::Relaxed);
            }
        }
    }
}

impl Reads<'_> {
    /// Reads a put whose rows are not all there are: any number of further ones may lie under any key.
    pub(crate) fn torn(&self, key: Option<&Vector>, asked: &Asked<'_>) -> Vector {
        const MANY: u64 = u32::MAX as u64;
        let counted = match key {
            None => self.counts(&[WHOLE], asked.put, MANY),
            Some(key) => match key.keys() {
                Some(ids) => self.counts(ids, asked.put, MANY),
                // A constant; a file may have no rows.
                None => match key.get(0) {
                    Some(Scalar::Key(id)) => self.counts(&[id], asked.put, MANY),
                    _ => return Vector::unknown(),
                },
            },
        };
        let known = key.and_then(|key| key.known.as_ref());
        let read = match asked.kind {
            ReadKind::CountIs(op, number) => decide(&counted, *op, *number, known),
            ReadKind::Count => count_vector(&counted, known),
            _ => return Vector::unknown(),
        };
        if key.is_some_and(|key| key.keys().is_some()) {
            return read;
        }
        read.get(0).map_or_else(Vector::unknown, Vector::constant)
    }
}
