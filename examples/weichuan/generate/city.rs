//! The city while it is being made: tables whose rows are added, changed and taken out by handles.
//! A handle stays true whatever happens to other rows; rows get their numbers only when the files are written.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::Ask;
use super::catalogue::Catalogue;
use super::files::Keeping;
use super::identity::{Day, IdNumbers};
use super::random::Random;
use super::world::people::Person;
use super::world::places::COUNTIES;

/// A row of a table, wherever it will stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Row {
    pub(crate) table: &'static str,
    number: usize,
}

/// A table while it is being filled.
#[derive(Default)]
pub(crate) struct Table {
    /// The columns that some row fills, in the order in which they are declared: the file has these and no others.
    pub(crate) columns: BTreeSet<usize>,
    rows: Vec<Option<BTreeMap<usize, String>>>,
}

/// All tables of one inspection, and how they are to be kept.
pub(crate) struct City {
    pub(crate) catalogue: Catalogue,
    /// The day of the inspection.
    pub(crate) as_of: Day,
    /// The school year of the registers, by the year in which it began.
    pub(crate) school_year: i64,
    pub(crate) random: Random,
    pub(crate) ids: IdNumbers,
    pub(crate) keeping: BTreeMap<&'static str, Keeping>,
    pub(crate) asks: Vec<Ask>,
    tables: BTreeMap<&'static str, Table>,
    claimed: BTreeSet<String>,
    numbers: BTreeMap<String, usize>,
}

/// Adds a row: `add!(city, schools: school_id = "1", name = "…")`. Columns left out are blank.
macro_rules! add {
    ($city:expr, $table:ident : $($column:ident = $cell:expr),* $(,)?) => {
        $city.add(stringify!($table), &[$((stringify!($column), $cell.to_string())),*])
    };
}
pub(crate) use add;

impl City {
    pub(crate) fn new(as_of: Day, school_year: i64) -> City {
        City {
            catalogue: Catalogue::read(),
            as_of,
            school_year,
            random: Random::new(as_of.0.unsigned_abs()),
            ids: IdNumbers::default(),
            keeping: BTreeMap::new(),
            asks: Vec::new(),
            tables: BTreeMap::new(),
            claimed: BTreeSet::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, table: &str, cells: &[(&str, String)]) -> Row {
        let table = self.catalogue.table(table);
        let mut filled = BTreeMap::new();
        for (column, cell) in cells {
            filled.insert(self.catalogue.column(table, column), cell.clone());
        }
        let kept = self.tables.entry(table).or_default();
        kept.columns.extend(filled.keys());
        kept.rows.push(Some(filled));
        Row {
            table,
            number: kept.rows.len() - 1,
        }
    }

    /// Changes a cell.
    pub(crate) fn set(&mut self, row: Row, column: &str, cell: impl ToString) {
        let column = self.catalogue.column(row.table, column);
        let kept = self.tables.entry(row.table).or_default();
        kept.columns.insert(column);
        let cells = kept.rows[row.number].as_mut().expect("the row is there");
        cells.insert(column, cell.to_string());
    }

    /// What stands in a cell; nothing where it was never filled.
    pub(crate) fn cell(&self, row: Row, column: &str) -> String {
        let column = self.catalogue.column(row.table, column);
        let cells = self.cells(row);
        cells.get(&column).cloned().unwrap_or_default()
    }

    /// Whether a cell holds this text.
    pub(crate) fn is(&self, row: Row, column: &str, text: &str) -> bool {
        self.cell(row, column) == text
    }

    /// Whether a cell holds one of these texts.
    pub(crate) fn is_one(&self, row: Row, column: &str, texts: &[&str]) -> bool {
        texts.contains(&self.cell(row, column).as_str())
    }

    /// The filled cells of a row, by the place of their column among those declared.
    pub(crate) fn cells(&self, row: Row) -> &BTreeMap<usize, String> {
        let kept = &self.tables[row.table].rows[row.number];
        kept.as_ref().expect("the row is there")
    }

    /// Takes a row out.
    pub(crate) fn remove(&mut self, row: Row) {
        let kept = self.tables.entry(row.table).or_default();
        kept.rows[row.number] = None;
    }

    /// Adds the same row once more.
    pub(crate) fn copy(&mut self, row: Row) -> Row {
        let cells = self.cells(row).clone();
        let kept = self.tables.entry(row.table).or_default();
        kept.rows.push(Some(cells));
        Row {
            table: row.table,
            number: kept.rows.len() - 1,
        }
    }

    /// All rows of a table, in their order.
    pub(crate) fn rows(&self, table: &str) -> Vec<Row> {
        let table = self.catalogue.table(table);
        let Some(kept) = self.tables.get(table) else {
            return Vec::new();
        };
        let there = kept.rows.iter().enumerate();
        let there = there.filter(|(_, cells)| cells.is_some());
        there.map(|(number, _)| Row { table, number }).collect()
    }

    /// The rows in which a column holds this text.
    pub(crate) fn all(&self, table: &str, column: &str, text: &str) -> Vec<Row> {
        let mut rows = self.rows(table);
        rows.retain(|row| self.is(*row, column, text));
        rows
    }

    /// The only or first row in which a column holds this text.
    pub(crate) fn find(&self, table: &str, column: &str, text: &str) -> Row {
        let rows = self.all(table, column, text);
        *rows
            .first()
            .unwrap_or_else(|| panic!("{table} has no {column} {text}"))
    }

    /// The next row for a break: one that fits, and that no break has touched. What it says of a person is claimed in all tables:
    /// no other break gets a row of the same id number, so that breaks do not meet.
    pub(crate) fn pick(&mut self, table: &str, fits: impl Fn(&City, Row) -> bool) -> Row {
        for row in self.rows(table) {
            let claims = self.claims(row);
            let free = !claims.iter().any(|claim| self.claimed.contains(claim));
            if free && fits(self, row) {
                self.claimed.extend(claims);
                return row;
            }
        }
        panic!("no row of {table} is left for this break")
    }

    /// The same for a column that holds this text.
    pub(crate) fn pick_with(&mut self, table: &str, column: &str, text: &str) -> Row {
        self.pick(table, |city, row| city.is(row, column, text))
    }

    /// Whether no break has touched the row, nor the person it speaks of.
    pub(crate) fn is_free(&self, row: Row) -> bool {
        let claims = self.claims(row);
        !claims.iter().any(|claim| self.claimed.contains(claim))
    }

    fn claims(&self, row: Row) -> Vec<String> {
        let mut claims = vec![format!("{}#{}", row.table, row.number)];
        if self.catalogue.has(row.table, "national_id") {
            claims.push(self.cell(row, "national_id"));
        }
        claims.retain(|claim| !claim.is_empty());
        claims
    }

    /// The next number of a kind, such as a document's: `city.number("D")` gives D0001, D0002, …
    pub(crate) fn number(&mut self, kind: &str) -> String {
        let used = self.numbers.entry(kind.to_owned()).or_default();
        *used += 1;
        format!("{kind}{used:04}")
    }

    /// A day of the last few before the inspection.
    pub(crate) fn recently(&mut self, days: usize) -> Day {
        let back = self.random.below(days) as i64;
        self.as_of.plus(-1 - back)
    }

    /// The school year as registers write it: 2020-2021.
    pub(crate) fn year(&self) -> String {
        format!("{}-{}", self.school_year, self.school_year + 1)
    }

    /// Files a paper about a child, and gives its number.
    pub(crate) fn document(&mut self, kind: &str, title: &str, child: &Person) -> String {
        let number = self.number("D");
        let day = self.as_of.plus(-90);
        add!(self, documents: document_no = number, kind = kind, title = title, organisation = format!("{}02", COUNTIES[child.county].0),
            county = COUNTIES[child.county].0, township = child.township, school = child.school, national_id = child.id, issued_on = day,
            on_paper = "是", electronic = "是");
        number
    }

    /// How a table is kept; without a word it is a CSV file in UTF-8.
    pub(crate) fn keep(&mut self, table: &str) -> &mut Keeping {
        let table = self.catalogue.table(table);
        let name = self.catalogue.chinese(table);
        let fresh = || Keeping::new(name);
        self.keeping.entry(table).or_insert_with(fresh)
    }

    /// The tables that hold something, in the order in which they are declared.
    pub(crate) fn filled(&self) -> Vec<&'static str> {
        let names = self.catalogue.tables();
        names
            .filter(|name| self.tables.contains_key(name))
            .collect()
    }

    /// The columns of a table's file, as their places among those declared: all that some row fills, and those that name a place.
    pub(crate) fn columns(&self, table: &str) -> Vec<usize> {
        let mut columns = self.tables[table].columns.clone();
        let places = ["county", "township", "village", "school"];
        let places = places
            .iter()
            .filter(|place| self.catalogue.has(table, place));
        columns.extend(places.map(|place| self.catalogue.column(table, place)));
        columns.into_iter().collect()
    }
}
