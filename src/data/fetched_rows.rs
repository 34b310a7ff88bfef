//! Rows fetched after the scan, in one piece of memory: findings rest on many, and each has only a few short texts.

use std::ops::Range;

/// Some rows of a table (ascending, each once) with the texts of some of its columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchedRows {
    /// How many columns there are.
    width: usize,
    /// Data rows, from 0.
    rows: Vec<u64>,
    /// The first physical line of each row in its file or sheet, from 1.
    lines: Vec<u64>,
    text: String,
    /// Where the texts of each row begin.
    starts: Vec<usize>,
    /// Where each text ends behind the start of its row; `width` of them for each row.
    ends: Vec<u32>,
}

impl FetchedRows {
    /// No rows yet, of so many columns; memory is made ready for `rows` of them.
    #[must_use]
    pub fn new(width: usize, rows: usize) -> Self {
        Self {
            width,
            rows: Vec::with_capacity(rows),
            lines: Vec::with_capacity(rows),
            text: String::new(),
            starts: Vec::with_capacity(rows),
            ends: Vec::with_capacity(rows * width),
        }
    }

    /// Adds a row (from 0) behind the last one, with its line and the texts of its columns, unescaped; columns for which there is none stay
    /// blank, texts beyond the last column are left out.
    pub fn push<T: AsRef<str>>(&mut self, row: u64, line: u64, texts: impl IntoIterator<Item = T>) {
        let start = self.text.len();
        self.rows.push(row);
        self.lines.push(line);
        self.starts.push(start);
        let mut texts = texts.into_iter();
        for _ in 0..self.width {
            if let Some(text) = texts.next() {
                self.text.push_str(text.as_ref());
            }
            let end = u32::try_from(self.text.len() - start).unwrap_or(u32::MAX);
            self.ends.push(end);
        }
    }

    /// These rows and others, which have the same columns, by their numbers; a row stands in one of the two.
    #[must_use]
    pub fn merged(&self, others: &Self) -> Self {
        let mut all = Self::new(self.width, self.len() + others.len());
        all.text.reserve(self.text.len() + others.text.len());
        let (mut at, mut other) = (0, 0);
        while at < self.len() || other < others.len() {
            let is_own = match (self.rows.get(at), others.rows.get(other)) {
                (Some(own), Some(theirs)) => own < theirs,
                (own, _) => own.is_some(),
            };
            let (rows, place) = match is_own {
                true => (self, &mut at),
                false => (others, &mut other),
            };
            all.push(rows.row(*place), rows.line(*place), rows.texts(*place));
            *place += 1;
        }
        all
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Which of the rows has this number.
    #[must_use]
    pub fn find(&self, row: u64) -> Option<usize> {
        self.rows.binary_search(&row).ok()
    }

    /// The place of the first row from a place on that has this number or a higher one.
    #[must_use]
    pub fn seek(&self, from: usize, row: u64) -> usize {
        let rest = self.rows.get(from..).unwrap_or_default();
        // The next ones asked for mostly lie close by.
        let mut end = 1;
        while rest.get(end).is_some_and(|&other| other < row) {
            end *= 2;
        }
        let near = rest
            .get(end / 2..rest.len().min(end + 1))
            .unwrap_or_default();
        from + end / 2 + near.partition_point(|&other| other < row)
    }

    /// The number of a row by its place; 0 where there is none.
    #[must_use]
    pub fn row(&self, at: usize) -> u64 {
        self.rows.get(at).copied().unwrap_or_default()
    }

    /// The line of a row by its place; 0 where there is none.
    #[must_use]
    pub fn line(&self, at: usize) -> u64 {
        self.lines.get(at).copied().unwrap_or_default()
    }

    /// The text of a column of a row, by their places.
    #[must_use]
    pub fn text(&self, at: usize, column: usize) -> Option<&str> {
        if column >= self.width {
            return None;
        }
        let start = *self.starts.get(at)?;
        let ends = self.ends.get(at * self.width..(at + 1) * self.width)?;
        let before = column.checked_sub(1).and_then(|before| ends.get(before));
        let from = before.map_or(0, |&end| end as usize);
        let to = *ends.get(column)? as usize;
        self.text.get(start + from..start + to)
    }

    /// All texts, one behind the other; [`FetchedRows::bounds`] says where each stands.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Where the texts of a row by its place stand, in the order of the columns.
    pub fn bounds(&self, at: usize) -> impl Iterator<Item = Range<usize>> {
        let start = self.starts.get(at).copied().unwrap_or_default();
        let ends = self.ends.get(at * self.width..(at + 1) * self.width);
        let mut from = start;
        ends.unwrap_or_default().iter().map(move |&end| {
            let bounds = from..start + end as usize;
            from = bounds.end;
            bounds
        })
    }

    /// The texts of a row by its place, in the order of the columns.
    pub fn texts(&self, at: usize) -> impl Iterator<Item = &str> {
        let text = |bounds| self.text.get(bounds).unwrap_or_default();
        self.bounds(at).map(text)
    }
}

#[cfg(test)]
mod tests {
    use super::FetchedRows;
    use proptest::prelude::{ProptestConfig, any, prop, proptest};
    use std::collections::BTreeMap;

    fn rows(texts: &BTreeMap<u64, [String; 2]>) -> FetchedRows {
        let mut rows = FetchedRows::new(2, texts.len());
        for (&row, texts) in texts {
            rows.push(row, row + 1, texts);
        }
        rows
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn rows_are_found_and_stay_themselves_when_they_are_put_together(
            texts in prop::collection::btree_map(0u64..200, any::<[String; 2]>(), 0..60),
            sides in prop::collection::vec(any::<bool>(), 200),
            at in 0usize..70,
            row in 0u64..210,
        ) {
            let all = rows(&texts);
            for (at, (&row, texts)) in texts.iter().enumerate() {
                assert_eq!((all.row(at), all.line(at), all.find(row)), (row, row + 1, Some(at)));
                assert_eq!(all.texts(at).collect::<Vec<_>>(), [&texts[0], &texts[1]]);
                assert_eq!(all.text(at, 2), None);
            }
            let from = at.min(all.len());
            let naive = (from..all.len()).find(|&at| all.row(at) >= row);
            assert_eq!(all.seek(from, row), naive.unwrap_or(all.len()));
            // Rows of two halves.
            let of = |side| texts.clone().into_iter().filter(move |(row, _)| sides[*row as usize] == side);
            let (left, right) = (rows(&of.clone()(true).collect()), rows(&of(false).collect()));
            assert_eq!(left.merged(&right), all);
        }
    }

    #[test]
    fn texts_that_are_missing_are_blank() {
        let mut rows = FetchedRows::new(2, 0);
        rows.push(3, 4, ["a"]);
        assert_eq!(rows.texts(0).collect::<Vec<_>>(), ["a", ""]);
        assert_eq!((rows.text(1, 0), rows.find(4)), (None, None));
    }
}
