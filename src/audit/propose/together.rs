//! Tables that may be one in, how an audit file names them together out: sheets that go on without a header, and files and sheets of one header.

use super::fit::{Fit, file_columns};
use super::scalar::quoted;
use super::tables::Table;
use super::write::Writer;
use crate::audit::{columns_as_declared, folding, headless};
use crate::data::binding::CellKind;
use crate::findings::mask::looks_private;
use crate::model::Dataset;

impl<'a> Writer<'a> {
    /// The other sheets of a table's file that have no header and go on with its rows.
    pub(super) fn going_on(&self, dataset: &Dataset, fit: &Fit) -> Vec<&'a Table> {
        let Some(table) = self.files.tables.get(fit.table) else {
            return Vec::new();
        };
        let declared = columns_as_declared(self.model, dataset);
        let kinds: Vec<Option<CellKind>> = (0..table.header.len())
            .map(|at| {
                let of = fit.columns.iter().position(|m| m.header() == Some(at))?;
                declared.get(of).map(|column| column.kind.clone())
            })
            .collect();
        let is_named = |line: &[String]| {
            file_columns(dataset).any(|column| {
                let names: Vec<&str> = column.names.all.iter().map(String::as_str).collect();
                folding::find(line, &names).is_some()
            })
        };
        let others = self.files.tables.iter().filter(|other| {
            other.path == table.path
                && other.sheet != table.sheet
                && !is_named(&other.header)
                && headless::goes_on(&other.header, &kinds)
        });
        others.collect()
    }

    /// The lines of an entry that say where its table lies, with the sheets that go on from it.
    pub(super) fn place_of_entry(&mut self, table: &Table, going_on: &[&Table]) {
        let path = quoted(&self.path(table));
        let header = table.line.filter(|&line| line > 1);
        if going_on.is_empty() {
            self.line(&format!("    file: {path}"));
            if let Some(sheet) = table.sheet.as_deref().filter(|_| table.sheets > 1) {
                self.line(&format!("    sheet: {}", quoted(sheet)));
            }
            if let Some(line) = header {
                self.line(&format!("    header: {line}"));
            }
            return;
        }
        self.comment(
            4,
            "Sheets without headers that go on with rows in the same columns are read under the headers of the first; take off the list what does not belong to it.",
            "没有表头、从第一行起就是同样各列数据的工作表，按第一个工作表的表头读取；不属于本表的请从列表中去掉。",
        );
        let names = |tables: &[&Table]| {
            let names = tables.iter().filter_map(|table| table.sheet.as_deref());
            names.map(quoted).collect::<Vec<_>>().join(", ")
        };
        match header {
            None => {
                let mut all = vec![table];
                all.extend(going_on);
                self.line(&format!("    file: {path}"));
                self.line(&format!("    sheet: [{}]", names(&all)));
                self.line("    header: first");
            }
            Some(line) => {
                let (own, others) = (names(&[table]), names(going_on));
                self.line("    files:");
                self.line(&format!(
                    "      - {{file: {path}, sheet: {own}, header: {line}}}"
                ));
                self.line(&format!(
                    "      - {{file: {path}, sheet: [{others}], header: none}}"
                ));
            }
        }
    }

    /// Where tables that fit alike have the same headers: how they are read as one, behind `#`.
    pub(super) fn as_one(&mut self, key: &str, fits: &[Fit]) {
        let tables = fits
            .iter()
            .filter_map(|fit| self.files.tables.get(fit.table));
        let tables: Vec<&Table> = tables.collect();
        let Some((first, others)) = tables.split_first() else {
            return;
        };
        let folded = |table: &Table| -> Vec<String> {
            let texts = table.header.iter().map(|text| folding::folded(text));
            texts.collect()
        };
        if others.is_empty() {
            return;
        }
        let headers: Vec<Vec<String>> = tables.iter().map(|table| folded(table)).collect();
        let further: Vec<String> = (tables.iter().zip(&headers))
            .filter_map(|(table, header)| {
                let own = header.iter().zip(&table.header).filter(|(text, shown)| {
                    let is_common = headers.iter().all(|other| other.contains(text));
                    !is_common && !shown.is_empty() && !looks_private(shown)
                });
                let own: Vec<&str> = own.map(|(_, shown)| shown.as_str()).collect();
                let place = self.place(table);
                (!own.is_empty()).then(|| format!("{place}: {}", own.join(", ")))
            })
            .collect();
        let same = headers.iter().all(|header| Some(header) == headers.first());
        match same {
            true => self.comment(
                2,
                "They have the same headers. If they are parts of one table (counties, classes), take off the # of these lines instead:",
                "它们的表头相同。若是同一张表的几个部分（各县、各班），请改为去掉以下几行的 #：",
            ),
            false => {
                let further = further.join("; ");
                self.comment(
                    2,
                    &format!("They have the declared columns alike, and not all have the other headers ({further}). If they are parts of one table (counties, classes), take off the # of these lines instead: keeping one alone would lose the rows of the others:"),
                    &format!("声明的各列它们都有，其余表头不尽相同（{further}）。若是同一张表的几个部分（各县、各班），请改为去掉以下几行的 #；只保留一个会丢掉其他表中的记录："),
                );
            }
        }
        let line = first.line.filter(|&line| line > 1);
        let same_line = others.iter().all(|other| other.line == first.line);
        let same_file = others.iter().all(|other| other.path == first.path);
        self.line(&format!("  # {}:", quoted(key)));
        if same_file && same_line {
            let sheets = tables.iter().filter_map(|table| table.sheet.as_deref());
            let sheets: Vec<String> = sheets.map(quoted).collect();
            self.line(&format!("  #   file: {}", quoted(&self.path(first))));
            self.line(&format!("  #   sheet: [{}]", sheets.join(", ")));
        } else {
            self.line("  #   files:");
            for table in &tables {
                let path = quoted(&self.path(table));
                let sheet = table.sheet.as_deref().filter(|_| table.sheets > 1);
                let sheet = sheet.map(|sheet| format!(", sheet: {}", quoted(sheet)));
                let own = table.line.filter(|&line| line > 1 && !same_line);
                let own = own.map(|line| format!(", header: {line}"));
                let entry = match (sheet, own) {
                    (None, None) => path,
                    (sheet, own) => format!(
                        "{{file: {path}{}{}}}",
                        sheet.unwrap_or_default(),
                        own.unwrap_or_default()
                    ),
                };
                self.line(&format!("  #     - {entry}"));
            }
        }
        if let Some(line) = line.filter(|_| same_line) {
            self.line(&format!("  #   header: {line}"));
        }
    }
}
