//! What declarations and items use of others, noted where names are resolved.
//!
//! The expressions of the model do not tell: a measure's value stands where it was named, and a population may have no condition.

use super::Builder;
use super::names::Thing;
use crate::model::Through;
use std::collections::{BTreeMap, BTreeSet};

/// Something that others use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A declared thing.
    Thing(Thing),
    /// A derived column, by dataset and column.
    Column(usize, usize),
}

/// Who uses what.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// What declarations that are looked into once use themselves.
    of: BTreeMap<Part, BTreeSet<Part>>,
    /// What those at work use so far, the innermost last.
    at_work: Vec<BTreeSet<Part>>,
}

impl Uses {
    /// Notes that whatever is at work uses something.
    pub(super) fn note(&mut self, part: Part) {
        if let Some(found) = self.at_work.last_mut() {
            found.insert(part);
        }
    }

    /// The declarations behind some parts, directly or through others.
    fn behind(&self, parts: BTreeSet<Part>) -> Vec<Through> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<Part> = parts.into_iter().collect();
        while let Some(part) = open.pop() {
            if seen.insert(part) {
                open.extend(self.of.get(&part).into_iter().flatten());
            }
        }
        let found = seen.into_iter().filter_map(|part| match part {
            Part::Thing(thing) => through(thing),
            Part::Column(..) => None,
        });
        let found: BTreeSet<Through> = found.collect();
        found.into_iter().collect()
    }
}

impl Builder<'_> {
    /// Looks into a declaration in its file and keeps what it uses; whoever has it looked into does not use that itself.
    pub(super) fn using<T>(
        &mut self,
        part: Part,
        tree: usize,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.uses.at_work.push(BTreeSet::new());
        let result = self.within(tree, work);
        let found = self.uses.at_work.pop().unwrap_or_default();
        self.uses.of.entry(part).or_default().extend(found);
        result
    }

    /// Looks into an item, and tells the declarations that it rests on.
    pub(super) fn resting_on<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, Vec<Through>) {
        self.uses.at_work.push(BTreeSet::new());
        let result = work(self);
        let found = self.uses.at_work.pop().unwrap_or_default();
        (result, self.uses.behind(found))
    }
}

/// What may cite clauses for those that use it.
pub(super) fn through(thing: Thing) -> Option<Through> {
    Some(match thing {
        Thing::Table(at) => Through::Table(at),
        Thing::Exception(at) => Through::Exception(at),
        Thing::Setting(at) => Through::Setting(at),
        Thing::Population(at) => Through::Population(at),
        Thing::Measure(at) => Through::Measure(at),
        Thing::Source(_) | Thing::Dataset(_) | Thing::Calendar(_) => return None,
    })
}
