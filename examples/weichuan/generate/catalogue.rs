//! The datasets of the inspections with their columns, as `catalogue.tsv` names them: the declared name, the header in Chinese, the kind.

/// How the cells of a column are written; tables hold text alone, days as 2020-06-30.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Day,
}

pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) header: &'static str,
    pub(crate) kind: Kind,
}

struct Dataset {
    name: &'static str,
    chinese: &'static str,
    columns: Vec<Column>,
}

pub(crate) struct Catalogue(Vec<Dataset>);

impl Catalogue {
    /// A line `dataset, Chinese name`, then one a column, beginning with a tab: `column, header, kind`.
    pub(crate) fn read() -> Catalogue {
        let mut datasets: Vec<Dataset> = Vec::new();
        for line in include_str!("catalogue.tsv").lines() {
            let cells: Vec<&'static str> = line.split('\t').collect();
            match cells[..] {
                [name, chinese] => datasets.push(Dataset {
                    name,
                    chinese,
                    columns: Vec::new(),
                }),
                ["", name, header, kind] => {
                    let kind = match kind {
                        "day" => Kind::Day,
                        "number" => Kind::Number,
                        _ => Kind::Text,
                    };
                    let column = Column { name, header, kind };
                    datasets.last_mut().expect("a dataset").columns.push(column);
                }
                _ => {}
            }
        }
        Catalogue(datasets)
    }

    fn dataset(&self, table: &str) -> &Dataset {
        let found = self.0.iter().find(|dataset| dataset.name == table);
        found.unwrap_or_else(|| panic!("there is no table {table}"))
    }

    pub(crate) fn table(&self, name: &str) -> &'static str {
        self.dataset(name).name
    }

    pub(crate) fn chinese(&self, table: &str) -> &'static str {
        self.dataset(table).chinese
    }

    pub(crate) fn tables(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|dataset| dataset.name)
    }

    pub(crate) fn columns(&self, table: &str) -> &[Column] {
        &self.dataset(table).columns
    }

    /// Where a column stands among those of its table.
    pub(crate) fn column(&self, table: &str, name: &str) -> usize {
        let mut columns = self.columns(table).iter();
        let found = columns.position(|column| column.name == name);
        found.unwrap_or_else(|| panic!("{table} has no column {name}"))
    }

    pub(crate) fn has(&self, table: &str, name: &str) -> bool {
        self.columns(table).iter().any(|column| column.name == name)
    }
}
