//! Figures that depend on the case, as a table of the checklist and a sentence that looks them up.

use super::make::{Bound, Maker, Sentence};
use super::stubs::{bracketed, name};
use super::text::is_han;

impl Maker<'_> {
    /// Amounts by one or two properties, looked up in a table.
    pub(super) fn table(
        &mut self,
        of: &str,
        rows: &[Vec<String>],
        unit: &str,
        bound: Bound,
    ) -> Option<Sentence> {
        let is_money = unit == "yuan";
        let names = self.names;
        let keys = rows.first()?.len().checked_sub(1)?;
        let columns: Vec<&str> = match keys {
            1 => vec![names.kind],
            2 => vec![names.group, names.kind],
            _ => return None,
        };
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let mut row = row.clone();
                if let Some(value) = row.last_mut().filter(|_| is_money) {
                    value.push_str(" yuan");
                }
                row
            })
            .collect();
        let result = if is_money {
            (names.amount, "money")
        } else {
            (names.quantity, "number")
        };
        self.looked_up(of, &columns, result, &rows, bound)
    }

    /// Figures by the text columns of a table of the document, with the names of its columns.
    pub(super) fn table_of(
        &mut self,
        keys: &[String],
        result: (&str, &str),
        rows: &[Vec<String>],
        bound: Bound,
    ) -> Option<Sentence> {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let is_money = result.1 == "money";
        let behind = match (result.0.contains(is_han), is_money) {
            (true, true) => "发放",
            (true, false) => "登记",
            (false, true) => "payments",
            (false, false) => "records",
        };
        let of = self.joined(result.0, behind);
        self.looked_up(&of, &keys, result, rows, bound)
    }

    /// A table with these columns, whose rows end in a value as written, and the sentence that looks its values up.
    fn looked_up(
        &mut self,
        of: &str,
        columns: &[&str],
        (result, kind): (&str, &str),
        rows: &[Vec<String>],
        bound: Bound,
    ) -> Option<Sentence> {
        let mut own = of.to_owned();
        let mut number = 1;
        while self
            .stubs
            .datasets
            .iter()
            .any(|dataset| dataset.name == name(&own))
        {
            number += 1;
            own = format!("{of}{number}");
        }
        let dataset = self.rows(&own);
        let mut looked_up = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            let mut words: Vec<String> = Vec::new();
            for row in rows {
                let word = bracketed(row.get(at)?);
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            let kind = format!("one of {}", words.join(", "));
            looked_up.push(self.stubs.column(&dataset, column, &kind));
        }
        let column = self.stubs.column(&dataset, result, kind);
        let mut header = looked_up.clone();
        header.push(column.clone());
        let body = rows.iter().map(|row| {
            let (value, keys) = row
                .split_last()
                .map_or(("", [].as_slice()), |(v, k)| (v.as_str(), k));
            let mut cells: Vec<String> = keys.iter().map(|key| bracketed(key)).collect();
            cells.push(value.to_owned());
            cells
        });
        let body = body.collect();
        let title = self.joined(
            &dataset,
            if of.contains(is_han) {
                "标准"
            } else {
                "rates"
            },
        );
        let clause = self.clause.to_owned();
        let table = self.stubs.table(&title, &clause, header, body);
        let comparison = bound.words();
        Some(Self::plain(format!(
            "every {} must have {column} {comparison} {table}({})",
            self.stubs.one_of(&dataset),
            looked_up.join(", ")
        )))
    }
}
