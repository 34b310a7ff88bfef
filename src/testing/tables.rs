//! The tables of a test → bound datasets. What is not given is blank; a dataset that is not given is empty.

use crate::audit::columns_as_declared;
use crate::data::binding::BoundDataset;
use crate::data::table::Table;
use crate::inspect::DatasetFile;
use crate::model::{Model, Test};
use crate::source::Files;
use crate::types::Language;

/// The datasets of a model with the rows of a test; findings name the test's file,
/// and columns as the language calls them.
pub(super) fn bind(
    model: &Model,
    files: &Files,
    test: &Test,
    (shown, language): (&str, Language),
) -> (Vec<BoundDataset>, Vec<DatasetFile>) {
    let numbered = model.datasets.iter().enumerate();
    numbered
        .map(|(number, dataset)| {
            let in_file = dataset.columns.iter().filter(|c| c.derived.is_none());
            let header: Vec<String> = in_file.map(|c| c.names.show(language).to_owned()).collect();
            let given = test.given.iter().find(|table| table.dataset == number);
            let mut rows = Vec::new();
            let mut lines = Vec::new();
            for (row, span) in given
                .iter()
                .flat_map(|table| table.rows.iter().zip(&table.row_spans))
            {
                let mut cells = vec![String::new(); header.len()];
                let columns = given.iter().flat_map(|table| &table.columns);
                for (&column, text) in columns.zip(row) {
                    if let Some(cell) = cells.get_mut(column) {
                        cell.clone_from(text);
                    }
                }
                rows.push(cells);
                lines.push(u64::from(super::line(files, *span).line));
            }
            let bound = BoundDataset {
                source: Some(Box::new(Table::new(header, rows, lines))),
                is_partial: false,
                columns: columns_as_declared(model, dataset),
            };
            let file = DatasetFile {
                file: shown.to_owned(),
                ..DatasetFile::default()
            };
            (bound, file)
        })
        .unzip()
}
