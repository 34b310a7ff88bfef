//! Where a subject is at home: its township and school, for reports that are read by place.
//!
//! A dataset named school or township (学校, 乡镇) is taken as the list of these; rows reach it by a reference column.

use crate::data::binding::BoundDataset;
use crate::findings::mask::Masking;
use crate::model::{Dataset, Model};
use crate::types::Type;
use std::collections::HashMap;

/// The names of schools and townships by key.
#[derive(Debug, Default)]
pub(super) struct Places {
    school: Option<usize>,
    township: Option<usize>,
    schools: HashMap<String, (String, String)>,
    townships: HashMap<String, String>,
    /// For each dataset the columns that tell where a row is at home.
    columns: Vec<Vec<usize>>,
}

/// The column that refers to a dataset.
fn reference(dataset: &Dataset, to: Option<usize>) -> Option<usize> {
    let to = to?;
    dataset
        .columns
        .iter()
        .position(|column| column.kind == Type::Reference(to) && column.derived.is_none())
}

impl Places {
    /// Reads the lists of schools and townships, where they are bound; a number of a person among their names is masked.
    pub(super) fn read(model: &Model, datasets: &[BoundDataset], masking: Masking) -> Self {
        let mut places = Self {
            school: model.place_lists()[0],
            township: model.place_lists()[1],
            ..Self::default()
        };
        let masked = |text: String| masking.mask(&Type::Text, &text).into_owned();
        if let Some(township) = places.township {
            for row in rows(model, datasets, township, None) {
                let [key, name, _] = row;
                places.townships.insert(key, masked(name));
            }
        }
        if let Some(school) = places.school {
            let township = reference(&model.datasets[school], places.township);
            for row in rows(model, datasets, school, township) {
                let [key, name, township] = row;
                let named = places.townships.get(&township).cloned();
                let township = named.unwrap_or_else(|| masked(township));
                places.schools.insert(key, (masked(name), township));
            }
        }
        let datasets = 0..model.datasets.len();
        places.columns = datasets.map(|at| places.columns_of(model, at)).collect();
        places
    }

    /// The columns of a dataset that tell where a row is at home.
    pub(super) fn columns(&self, dataset: usize) -> &[usize] {
        self.columns.get(dataset).map_or(&[], Vec::as_slice)
    }

    fn columns_of(&self, model: &Model, dataset: usize) -> Vec<usize> {
        let declared = &model.datasets[dataset];
        let own = |list: Option<usize>| match declared.key[..] {
            [key] if list == Some(dataset) => Some(key),
            _ => None,
        };
        [
            reference(declared, self.school).or_else(|| own(self.school)),
            reference(declared, self.township).or_else(|| own(self.township)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Township and school of a row, from the values of [`Places::columns`].
    pub(super) fn of<'v>(&self, values: impl Iterator<Item = &'v str>) -> (String, String) {
        let (mut township, mut school) = (String::new(), String::new());
        for value in values.map(str::trim) {
            if let Some((name, of)) = self.schools.get(value) {
                school.clone_from(name);
                if township.is_empty() {
                    township.clone_from(of);
                }
            } else if let Some(name) = self.townships.get(value) {
                township.clone_from(name);
            }
        }
        (township, school)
    }
}

/// Key, name and one further column of all rows of a small list; empty when it is not bound.
fn rows(
    model: &Model,
    datasets: &[BoundDataset],
    dataset: usize,
    further: Option<usize>,
) -> Vec<[String; 3]> {
    let declared = &model.datasets[dataset];
    let Some(bound) = datasets.get(dataset) else {
        return Vec::new();
    };
    let Some(source) = &bound.source else {
        return Vec::new();
    };
    let index = |column: Option<usize>| {
        column
            .and_then(|column| bound.columns.get(column))
            .and_then(|column| column.index)
    };
    let key = match declared.key[..] {
        [key] => index(Some(key)),
        _ => None,
    };
    let named = declared
        .columns
        .iter()
        .position(|column| column.kind == Type::Text && column.derived.is_none());
    let columns = [key, index(named), index(further)];
    let Some(key) = key else {
        return Vec::new();
    };
    let mut buffer = crate::data::Buffer::default();
    let mut found = Vec::new();
    for chunk in 0..source.chunk_count() {
        let Ok(chunk) = source.read(chunk, &mut buffer) else {
            return found;
        };
        for row in 0..chunk.rows {
            let text = |column: usize| {
                String::from_utf8_lossy(chunk.cell(row, column))
                    .trim()
                    .to_owned()
            };
            let [_, name, further] = columns.map(|column| column.map(text).unwrap_or_default());
            let key = text(key);
            let name = if name.is_empty() { key.clone() } else { name };
            found.push([key, name, further]);
        }
    }
    found
}
