//! How findings are read: in order, one at a time, without ever lying in memory together.

use super::{Finding, FindingOutcome, Run};
use std::io;

/// Writes a row of a finding: item index, dataset id, data row (from 1), and where to.
pub type WriteRow<'w> = dyn Fn(usize, &str, u64, &mut Vec<u8>) + Sync + 'w;

/// What [`Findings::visit_first`] gives: a finding, or further ones of its item that are counted and not made.
#[derive(Debug, Clone, Copy)]
pub struct Visited<'f> {
    /// Index of the item in [`Run::items`].
    pub item: usize,
    /// What it says, or they say.
    pub outcome: FindingOutcome,
    /// How many they are.
    pub count: u64,
    /// The finding; `None`: further ones.
    pub finding: Option<&'f Finding>,
}

impl<'f> Visited<'f> {
    /// A finding.
    #[must_use]
    pub fn of(finding: &'f Finding) -> Self {
        Self {
            item: finding.item,
            outcome: finding.outcome,
            count: 1,
            finding: Some(finding),
        }
    }
}

/// A finished run: its head, and its findings made one at a time.
pub trait Findings: Sync {
    /// The head.
    fn run(&self) -> &Run;

    /// Calls `each` with every finding in order: by item, then subject, then part.
    ///
    /// # Errors
    /// When a data file cannot be read any more, or `each` fails.
    fn visit(&self, each: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()>;

    /// Calls `each` with the first findings of every item, in the order of [`Findings::visit`], at least `most` of each outcome where there are
    /// as many, and the first of each of its parts, which may be graver than the others; then with how many others it has. Who shows no more
    /// than these need not wait for the rest.
    ///
    /// # Errors
    /// As [`Findings::visit`].
    fn visit_first(
        &self,
        most: u64,
        each: &mut dyn FnMut(Visited<'_>) -> io::Result<()>,
    ) -> io::Result<()>;

    /// Writes every finding as [`Findings::visit`] gives them: `write` adds one to a text, on several threads at once; `out` is given these
    /// texts, in order, some findings at a time.
    ///
    /// # Errors
    /// As [`Findings::visit`].
    fn visit_written(
        &self,
        write: &(dyn Fn(&Finding, &mut Vec<u8>) + Sync),
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut text = Vec::new();
        self.visit(&mut |finding| {
            text.clear();
            write(finding, &mut text);
            out(&text)
        })
    }

    /// Writes every row of a `not_met` finding: its subject, where that is a row, else the rows among its cells. Needs no cells to be read
    /// where subjects are rows. `write` is given item index, dataset id and data row (from 1), on any thread; `out` the bytes in order.
    ///
    /// # Errors
    /// As [`Findings::visit`], and those of `out`.
    fn visit_rows(
        &self,
        write: &WriteRow<'_>,
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()>;
}
