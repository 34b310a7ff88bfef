//! The files that tables are kept in: CSV in several encodings, sheets of workbooks under a title, Parquet; days in several spellings.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use encoding_rs::GB18030;
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use super::catalogue::Kind;
use super::city::{City, Row};
use super::identity::Day;
use super::world::places::{COUNTIES, county_of};

#[derive(Clone, PartialEq, Eq)]
enum Form {
    Utf8,
    Utf8Mark,
    Gb18030,
    Parquet,
    /// A sheet of a workbook, with a title in the row above the header.
    Sheet {
        sheet: String,
        title: String,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Days {
    /// 2020-06-30
    Dashes,
    /// 2020/6/30
    Slashes,
    /// 20200630
    Digits,
    /// 2020年6月30日
    Chinese,
}

/// How a table is kept.
#[derive(Clone)]
pub(crate) struct Keeping {
    pub(crate) file: String,
    form: Form,
    days: Days,
    /// Columns that the file heads in its own words.
    renamed: Vec<(&'static str, &'static str)>,
    /// The column whose code names the county that hands the row in; each county then has a file of its own.
    apart: Option<&'static str>,
}

impl Keeping {
    pub(crate) fn new(chinese: &str) -> Keeping {
        Keeping {
            file: format!("{chinese}.csv"),
            form: Form::Utf8,
            days: Days::Dashes,
            renamed: Vec::new(),
            apart: None,
        }
    }

    pub(crate) fn gb18030(&mut self) -> &mut Keeping {
        self.form = Form::Gb18030;
        self
    }

    /// UTF-8 with a byte order mark.
    pub(crate) fn marked(&mut self) -> &mut Keeping {
        self.form = Form::Utf8Mark;
        self
    }

    pub(crate) fn parquet(&mut self) -> &mut Keeping {
        self.form = Form::Parquet;
        self.file = self.file.replace(".csv", ".parquet");
        self
    }

    /// A sheet of a workbook, which it may share with other tables.
    pub(crate) fn sheet(&mut self, file: &str, sheet: &str, title: &str) -> &mut Keeping {
        let (sheet, title) = (sheet.to_owned(), title.to_owned());
        self.form = Form::Sheet { sheet, title };
        self.file = file.to_owned();
        self
    }

    /// Days as 2020/6/30.
    pub(crate) fn slashes(&mut self) -> &mut Keeping {
        self.days = Days::Slashes;
        self
    }

    /// Days as 20200630.
    pub(crate) fn digits(&mut self) -> &mut Keeping {
        self.days = Days::Digits;
        self
    }

    /// Days as 2020年6月30日.
    pub(crate) fn chinese_days(&mut self) -> &mut Keeping {
        self.days = Days::Chinese;
        self
    }

    /// A file a county, by the county's code in this column. Counties keep them as they are used to: CSV in UTF-8, in GB18030, a workbook.
    /// Where the column is the county itself, the files do not repeat it: the audit says it.
    pub(crate) fn apart(&mut self, column: &'static str) -> &mut Keeping {
        self.apart = Some(column);
        self
    }

    /// A header of the file's own.
    pub(crate) fn rename(&mut self, column: &'static str, header: &'static str) -> &mut Keeping {
        self.renamed.push((column, header));
        self
    }

    /// What an audit says of it: `{file: …, sheet: …}`, or the files of the counties that hand it in.
    pub(crate) fn binding(&self, folder: &str, counties: &[usize]) -> String {
        let mut keys = Vec::new();
        match self.apart {
            None => keys.extend(self.source(folder)),
            Some(column) => {
                let file = |county: &usize| {
                    let mut keys = self.of_county(*county).source(folder);
                    let mut columns = self.headers();
                    if column == "county" {
                        columns.push(format!("county: {{value: {}}}", COUNTIES[*county].0));
                    }
                    if !columns.is_empty() {
                        keys.push(format!("columns: {{{}}}", columns.join(", ")));
                    }
                    format!("      - {{{}}}", keys.join(", "))
                };
                let files: Vec<String> = counties.iter().map(file).collect();
                let dates = match self.days {
                    Days::Slashes => "    dates: yyyy/m/d\n",
                    Days::Digits => "    dates: yyyymmdd\n",
                    _ => "",
                };
                return format!("\n{dates}    files:\n{}", files.join("\n"));
            }
        }
        match self.days {
            Days::Slashes => keys.push("dates: yyyy/m/d".to_owned()),
            Days::Digits => keys.push("dates: yyyymmdd".to_owned()),
            _ => {}
        }
        let columns = self.headers();
        if !columns.is_empty() {
            keys.push(format!("columns: {{{}}}", columns.join(", ")));
        }
        format!(" {{{}}}", keys.join(", "))
    }

    /// The headers of the file's own, as an audit names them.
    fn headers(&self) -> Vec<String> {
        let renamed = self.renamed.iter();
        let pairs = renamed.map(|(name, header)| format!("{name}: {header}"));
        pairs.collect()
    }

    fn source(&self, folder: &str) -> Vec<String> {
        let mut keys = vec![format!("file: {folder}/{}", self.file)];
        match &self.form {
            Form::Gb18030 => keys.push("encoding: gb18030".to_owned()),
            Form::Sheet { sheet, .. } => keys.push(format!("sheet: {sheet}, header: 2")),
            _ => {}
        }
        keys
    }

    /// How a county keeps its own part.
    fn of_county(&self, county: usize) -> Keeping {
        let (chinese, name) = (self.file.trim_end_matches(".csv"), COUNTIES[county].1);
        let title = format!("{name}{chinese}");
        let (form, ending) = match county % 3 {
            0 => (Form::Utf8, "csv"),
            1 => (Form::Gb18030, "csv"),
            _ => (
                Form::Sheet {
                    sheet: "上报".to_owned(),
                    title,
                },
                "xlsx",
            ),
        };
        Keeping {
            file: format!("{chinese}/{name}.{ending}"),
            form,
            days: self.days,
            renamed: self.renamed.clone(),
            apart: self.apart,
        }
    }
}

/// A table as it goes into a file.
struct Page<'c> {
    keeping: Cow<'c, Keeping>,
    headers: Vec<&'static str>,
    kinds: Vec<Kind>,
    rows: Vec<Vec<&'c str>>,
}

impl City {
    /// The rows of a table in the order in which an engine counts them: county by county where each has a file.
    pub(crate) fn written_order(&self, table: &str) -> Vec<Row> {
        let mut rows = self.rows(table);
        if let Some(column) = self.keeping.get(table).and_then(|kept| kept.apart) {
            rows.sort_by_key(|row| self.handed_in_by(*row, column));
        }
        rows
    }

    /// The county that hands a row in.
    fn handed_in_by(&self, row: Row, column: &str) -> usize {
        let code = self.cell(row, column);
        county_of(&code).unwrap_or_else(|| panic!("{} {code}: of no county", row.table))
    }

    /// The counties that hand a table in, where each does for itself.
    pub(crate) fn counties_of(&self, table: &str) -> Vec<usize> {
        let Some(column) = self.keeping[table].apart else {
            return Vec::new();
        };
        let rows = self.rows(table);
        let mut counties: Vec<usize> = rows
            .into_iter()
            .map(|row| self.handed_in_by(row, column))
            .collect();
        counties.sort_unstable();
        counties.dedup();
        counties
    }

    /// The files of a table.
    fn pages(&self, table: &'static str) -> Vec<Page<'_>> {
        let keeping = &self.keeping[table];
        let Some(column) = keeping.apart else {
            return vec![self.page(
                table,
                Cow::Borrowed(keeping),
                &self.rows(table),
                &self.columns(table),
            )];
        };
        let page = |county: usize| {
            let mut rows = self.rows(table);
            rows.retain(|row| self.handed_in_by(*row, column) == county);
            let mut columns = self.columns(table);
            if column == "county" {
                let place = self.catalogue.column(table, column);
                columns.retain(|at| *at != place);
            }
            self.page(
                table,
                Cow::Owned(keeping.of_county(county)),
                &rows,
                &columns,
            )
        };
        self.counties_of(table).into_iter().map(page).collect()
    }

    fn page<'c>(
        &'c self,
        table: &'static str,
        keeping: Cow<'c, Keeping>,
        rows: &[Row],
        columns: &[usize],
    ) -> Page<'c> {
        let declared = self.catalogue.columns(table);
        let header = |at: &usize| {
            let column = &declared[*at];
            let mut renamed = keeping.renamed.iter();
            let renamed = renamed.find(|(name, _)| *name == column.name);
            renamed.map_or(column.header, |(_, header)| *header)
        };
        let cells = |row: &Row| {
            let filled = self.cells(*row);
            let cell = |at: &usize| filled.get(at).map_or("", String::as_str);
            columns.iter().map(cell).collect()
        };
        Page {
            headers: columns.iter().map(header).collect(),
            kinds: columns.iter().map(|at| declared[*at].kind).collect(),
            rows: rows.iter().map(cells).collect(),
            keeping,
        }
    }
}

/// Writes all tables into a folder; sheets of the same file go into one workbook.
pub(crate) fn write_all(city: &mut City, folder: &Path) {
    fs::create_dir_all(folder).expect("the data folder can be made");
    for table in city.filled() {
        city.keep(table);
    }
    let pages: Vec<Page<'_>> = city
        .filled()
        .into_iter()
        .flat_map(|table| city.pages(table))
        .collect();
    let mut done: Vec<&str> = Vec::new();
    for page in &pages {
        let file = page.keeping.file.as_str();
        if done.contains(&file) {
            continue;
        }
        done.push(file);
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
        match &page.keeping.form {
            Form::Sheet { .. } => {
                let sheets = pages.iter().filter(|other| other.keeping.file == file);
                write_workbook(&path, sheets);
            }
            Form::Parquet => fs::write(&path, parquet_bytes(page)).expect("a writable folder"),
            _ => fs::write(&path, csv_bytes(page)).expect("a writable folder"),
        }
    }
}

/// A cell of a CSV file, in quotes where it needs them.
pub(crate) fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

/// A cell as the file spells it; what is no day of the calendar stays as it is.
fn spelt(cell: &str, kind: Kind, days: Days) -> String {
    match (kind, Day::read(cell)) {
        (Kind::Day, Some(day)) => {
            let (year, month, date) = day.parts();
            match days {
                Days::Dashes => day.to_string(),
                Days::Slashes => format!("{year}/{month}/{date}"),
                Days::Digits => format!("{year:04}{month:02}{date:02}"),
                Days::Chinese => format!("{year}年{month}月{date}日"),
            }
        }
        _ => cell.to_owned(),
    }
}

fn csv_bytes(page: &Page<'_>) -> Vec<u8> {
    let headers: Vec<String> = page.headers.iter().map(|header| quoted(header)).collect();
    let mut text = headers.join(",") + "\r\n";
    for row in &page.rows {
        let cells = row.iter().zip(&page.kinds);
        let cells: Vec<String> = cells
            .map(|(cell, kind)| quoted(&spelt(cell, *kind, page.keeping.days)))
            .collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    match page.keeping.form {
        Form::Gb18030 => GB18030.encode(&text).0.into_owned(),
        Form::Utf8Mark => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        _ => text.into_bytes(),
    }
}

/// Columns of text, blank cells left out.
fn parquet_bytes(page: &Page<'_>) -> Vec<u8> {
    let fields: Vec<String> = (page.headers.iter())
        .map(|header| format!("optional binary {header} (UTF8);"))
        .collect();
    let schema = format!("message table {{ {} }}", fields.join(" "));
    let schema = Arc::new(parse_message_type(&schema).expect("a schema"));
    let mut bytes = Vec::new();
    let properties = Arc::new(
        WriterProperties::builder()
            .set_created_by("weichuan".to_owned())
            .set_compression(Compression::SNAPPY)
            .build(),
    );
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).expect("a file");
    let mut group = writer.next_row_group().expect("a row group");
    for at in 0..page.headers.len() {
        let cells = page
            .rows
            .iter()
            .map(|row| spelt(row[at], page.kinds[at], page.keeping.days));
        let cells: Vec<String> = cells.collect();
        let levels: Vec<i16> = cells
            .iter()
            .map(|cell| i16::from(!cell.is_empty()))
            .collect();
        let filled = cells.iter().filter(|cell| !cell.is_empty());
        let values: Vec<ByteArray> = filled.map(|cell| ByteArray::from(cell.as_str())).collect();
        let mut column = group.next_column().expect("a column").expect("a column");
        let typed = column.typed::<ByteArrayType>();
        typed
            .write_batch(&values, Some(&levels), None)
            .expect("cells that fit");
        column.close().expect("a closed column");
    }
    group.close().expect("a closed group");
    writer.close().expect("a closed file");
    bytes
}

fn write_workbook<'p>(path: &Path, pages: impl Iterator<Item = &'p Page<'p>>) {
    let mut workbook = Workbook::new();
    // Without a fixed day of creation the file would differ from run to run.
    let created = ExcelDateTime::from_ymd(2020, 6, 30).expect("a day that a workbook can hold");
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for page in pages {
        write_sheet(workbook.add_worksheet(), page);
    }
    workbook.save(path).expect("a writable folder");
}

fn write_sheet(sheet: &mut Worksheet, page: &Page<'_>) {
    let Form::Sheet { sheet: name, title } = &page.keeping.form else {
        return;
    };
    let day_format = Format::new().set_num_format("yyyy/m/d");
    sheet.set_name(name).expect("a sheet name");
    sheet.write_string(0, 0, title).expect("the title fits");
    for (column, header) in (0_u16..).zip(&page.headers) {
        sheet
            .write_string(1, column, *header)
            .expect("the header fits");
        let kind = page.kinds[usize::from(column)];
        for (line, row) in (2_u32..).zip(&page.rows) {
            let cell = row[usize::from(column)];
            let written = match (kind, Day::read(cell), cell.parse::<f64>()) {
                _ if cell.is_empty() => Ok(&mut *sheet),
                (Kind::Day, Some(day), _) => {
                    let (year, month, date) = day.parts();
                    let value = ExcelDateTime::from_ymd(year as u16, month as u8, date as u8);
                    let value = value.expect("a day of our times");
                    sheet.write_datetime_with_format(line, column, value, &day_format)
                }
                (Kind::Number, _, Ok(number)) => sheet.write_number(line, column, number),
                _ => sheet.write_string(line, column, cell),
            };
            written.expect("the cell fits");
        }
    }
}
