//! What is noticed while rows are read, before it is known how many rows and lines come before them.

use crate::data::{Place, Problem, ProblemKind, Problems};
use std::collections::{BTreeMap, BTreeSet};

/// Something wrong at a place; row and line count from the start of the chunk.
#[derive(Debug, Clone, Default)]
pub(super) struct Note {
    /// The row, from 0; `None` for what is no row.
    pub(super) row: Option<u32>,
    /// The first line, from 0.
    pub(super) line: u32,
    /// The column.
    pub(super) column: Option<usize>,
    /// The text found.
    pub(super) value: Option<String>,
}

/// Notes of a chunk by kind: how many, and the first ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes(BTreeMap<ProblemKind, (u64, Vec<Note>)>);

impl Notes {
    /// Whether nothing was noticed.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether something of a kind was noticed.
    pub(super) fn tell_of(&self, kind: ProblemKind) -> bool {
        self.0.contains_key(&kind)
    }

    /// Adds a note; only the first of a kind are kept, all are counted.
    pub(super) fn add(&mut self, kind: ProblemKind, note: Note) {
        let (count, notes) = self.0.entry(kind).or_default();
        *count += 1;
        if notes.len() < Problem::MOST_PLACES {
            notes.push(note);
        }
    }
}

/// Problems of a whole file, put together from those of its chunks in order.
#[derive(Debug, Default)]
pub(super) struct Collection(BTreeMap<ProblemKind, (u64, Vec<Place>)>);

impl Collection {
    /// Adds a problem of the file or its header.
    pub(super) fn add(&mut self, kind: ProblemKind, place: Place) {
        self.extend(kind, 1, std::iter::once(place));
    }

    /// Adds lines (from 1) that are no rows.
    pub(super) fn add_lines(&mut self, kind: ProblemKind, lines: &[u64]) {
        for &line in lines {
            let place = Place {
                line: Some(line),
                ..Place::default()
            };
            self.add(kind, place);
        }
    }

    fn extend(&mut self, kind: ProblemKind, count: u64, new: impl Iterator<Item = Place>) {
        let (sum, places) = self.0.entry(kind).or_default();
        *sum += count;
        let room = Problem::MOST_PLACES.saturating_sub(places.len());
        places.extend(new.take(room));
    }

    /// Adds the notes of a chunk before which there are so many rows and lines.
    pub(super) fn add_chunk(&mut self, notes: &Notes, rows: u64, lines: u64, header: &[String]) {
        for (kind, (count, notes)) in &notes.0 {
            let places = notes.iter().map(|note| Place {
                row: note.row.map(|row| rows + u64::from(row)),
                line: Some(lines + u64::from(note.line) + 1),
                column: note.column.and_then(|c| header.get(c).cloned()),
                value: note.value.clone(),
                ..Place::default()
            });
            self.extend(*kind, *count, places);
        }
    }

    /// Takes out what is said of lines in another way, too: a note or a sum at the end is one filled cell, and a line that is left out is neither.
    fn say_once(&mut self) {
        let lines = |collection: &Self, kinds: &[ProblemKind]| -> Vec<Option<u64>> {
            let found = kinds.iter().filter_map(|kind| collection.0.get(kind));
            let places = found.flat_map(|(_, places)| places);
            places.map(|place| place.line).collect()
        };
        use ProblemKind::{Heading, LoneCell, MayBeNote, MayBeTotal, UnfilledRow};
        let none = lines(self, &[UnfilledRow, Heading]);
        self.take_out(&[MayBeNote, MayBeTotal], &none);
        let said = lines(self, &[MayBeNote, MayBeTotal]);
        self.take_out(&[LoneCell], &said);
    }

    fn take_out(&mut self, kinds: &[ProblemKind], lines: &[Option<u64>]) {
        for kind in kinds {
            let Some((count, places)) = self.0.get_mut(kind) else {
                continue;
            };
            let before = places.len();
            places.retain(|place| !lines.contains(&place.line));
            *count -= (before - places.len()) as u64;
            if *count == 0 {
                self.0.remove(kind);
            }
        }
    }

    /// The problems in order of their kinds.
    pub(super) fn finish(mut self) -> Problems {
        self.say_once();
        self.0
            .into_iter()
            .map(|(kind, (count, places))| Problem {
                kind,
                count,
                places,
            })
            .collect()
    }
}

/// The problems of a header: texts that stand twice.
pub(super) fn header_twice(header: &[String], line: Option<u64>, problems: &mut Collection) {
    let mut before = BTreeSet::new();
    for text in header {
        if !text.is_empty() && !before.insert(text) {
            problems.add(
                ProblemKind::HeaderTwice,
                Place {
                    line,
                    column: Some(text.clone()),
                    ..Place::default()
                },
            );
        }
    }
}
