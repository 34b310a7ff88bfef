//! A workbook: a summary, the datasets with their problems, one row an item, one row a finding.
//!
//! All texts are text: nothing is taken for a formula, a number or a date, here or when a reader edits the cell.

use super::Report;
use super::csv::FORMULA;
use super::finding_table::{self, Cell};
use super::more::{bearing, changed_label, excused_heading, handling, proof, proof_label};
use super::plain::{is_not_met, key, verdicts, visible, width, wrap};
use super::words::{Words, cites, finding_outcome, grouped, how_judged, severity, words};
use crate::findings::{DatasetRun, Finding, FindingOutcome, Findings, ProblemPlace, Run, Severity};
use crate::types::Language;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use std::io::{self, Write};

/// The workbook.
#[derive(Debug, Clone, Copy)]
pub struct Xlsx;

/// A sheet has 1,048,576 rows; what goes beyond is said on the summary.
const MOST_FINDINGS: u64 = 1_000_000;

/// A cell holds 32,767 characters.
const MOST_CHARACTERS: usize = 32_000;

/// How wide a column may become, in digits.
const WIDEST: usize = 34;

/// How high a line is, in points, and how many a row may show (409 points at most).
const LINE_HEIGHT: f64 = 15.0;
const MOST_LINES: usize = 26;

impl Report for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn file_name(&self) -> Option<&'static str> {
        Some("findings.xlsx")
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        let words = words(run.language);
        let mut list = Sheet::new(words.findings, finding_table::headers(words)).map_err(failed)?;
        let mut seen = Seen::default();
        findings.visit(&mut |finding| {
            seen.add(finding);
            if seen.all() <= MOST_FINDINGS {
                list.finding(run, words, finding).map_err(failed)?;
            }
            Ok(())
        })?;
        let mut sheets = vec![
            summary(run, words, &seen).map_err(failed)?,
            datasets(run, words).map_err(failed)?,
            items(run, words).map_err(failed)?,
            list,
        ];
        sheets.extend(excused(run, words).map_err(failed)?);
        let mut book = Workbook::new();
        // The day is always the same, so that the same findings give the same bytes.
        let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
        let properties = DocProperties::new().set_title(words.title);
        book.set_properties(&properties.set_creation_datetime(&day));
        for sheet in sheets {
            book.push_worksheet(sheet.finish().map_err(failed)?);
        }
        out.write_all(&book.save_to_buffer().map_err(failed)?)
    }
}

fn failed(error: XlsxError) -> io::Error {
    io::Error::other(error.to_string())
}

/// How many findings went by.
#[derive(Default)]
struct Seen {
    not_met: u64,
    undecided: u64,
    /// Of these, how many wait for an answer.
    awaiting: u64,
}

impl Seen {
    fn add(&mut self, finding: &Finding) {
        if is_not_met(finding) {
            self.not_met += 1;
        } else {
            self.undecided += 1;
            self.awaiting += u64::from(finding.outcome == FindingOutcome::Awaiting);
        }
    }

    fn all(&self) -> u64 {
        self.not_met + self.undecided
    }
}

/// A sheet that is filled row by row and grows its columns with what it is given.
struct Sheet {
    sheet: Worksheet,
    plain: Format,
    prefixed: Format,
    columns: Vec<usize>,
    row: u32,
    at: u16,
    /// Lines of the highest cell of this row.
    lines: usize,
    has_header: bool,
}

impl Sheet {
    fn new(name: &str, headers: Vec<&str>) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_landscape();
        // A4, the columns on two pages side by side, headers on every page.
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(2, 0);
        let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let mut made = Self {
            sheet,
            prefixed: plain.clone().set_quote_prefix(),
            plain,
            columns: Vec::new(),
            row: 0,
            at: 0,
            lines: 1,
            has_header: !headers.is_empty(),
        };
        if made.has_header {
            let bold = Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0xE8_EC_F0))
                .set_border_bottom(FormatBorder::Thin);
            for header in &headers {
                // Space for the button of the filter.
                made.grow(width(header) + 3);
                made.sheet
                    .write_string_with_format(0, made.at, *header, &bold)?;
                made.at += 1;
            }
            made.sheet.set_freeze_panes(1, 0)?;
            made.sheet.set_repeat_rows(0, 0)?;
            made.next_row()?;
        }
        Ok(made)
    }

    /// Goes to the next row; this one becomes as high as its longest text needs, which not every program does by itself.
    fn next_row(&mut self) -> Result<(), XlsxError> {
        if self.lines > 1 {
            let height = self.lines.min(MOST_LINES) as f64 * LINE_HEIGHT;
            self.sheet.set_row_height(self.row, height)?;
        }
        self.row += 1;
        self.at = 0;
        self.lines = 1;
        Ok(())
    }

    /// Makes the current column wide enough for so many digits.
    fn grow(&mut self, digits: usize) {
        let at = usize::from(self.at);
        if self.columns.len() <= at {
            self.columns.resize(at + 1, 6);
        }
        self.columns[at] = self.columns[at].max(digits.min(WIDEST));
    }

    /// A text in the next cell.
    fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        self.formatted(text, None)
    }

    fn formatted(&mut self, text: &str, format: Option<&Format>) -> Result<(), XlsxError> {
        let text = printable(text);
        let widest = text.split('\n').map(width).max().unwrap_or(0);
        self.grow(widest + 1);
        // Only what is wider than the widest column is broken, so that the lines are known before the columns are.
        let lines = text.split('\n').map(|line| wrap(line, WIDEST).len()).sum();
        self.lines = self.lines.max(lines);
        // The mark that a typed apostrophe leaves: the text stays text also when it is edited or saved as CSV by hand.
        let format = match format {
            Some(format) => format,
            None if text.starts_with(FORMULA) => &self.prefixed,
            None => &self.plain,
        };
        if !text.is_empty() {
            self.sheet
                .write_string_with_format(self.row, self.at, text, format)?;
        }
        self.at += 1;
        Ok(())
    }

    /// A number in the next cell, or nothing.
    fn number(&mut self, number: Option<u64>) -> Result<(), XlsxError> {
        if let Some(number) = number {
            let text = grouped(number);
            self.grow(text.len() + 1);
            // Counts and rows stay far below the 15 digits that a sheet keeps.
            self.sheet
                .write_number_with_format(self.row, self.at, number as f64, &self.plain)?;
        }
        self.at += 1;
        Ok(())
    }

    /// A severity with its colour.
    fn severity(&mut self, language: Language, grave: Severity) -> Result<(), XlsxError> {
        let (fill, ink) = match grave {
            Severity::Critical => (0x8C_1D_18, 0xFF_FF_FF),
            Severity::Major => (0xF3_C9_B4, 0x5B_1F_05),
            Severity::Minor => (0xFB_EB_BF, 0x4A_38_00),
            Severity::Note => (0xE8_EC_F0, 0x29_33_3C),
        };
        let format = self
            .plain
            .clone()
            .set_background_color(Color::RGB(fill))
            .set_font_color(Color::RGB(ink));
        self.formatted(severity(language, grave), Some(&format))
    }

    fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold().set_font_size(13);
        self.sheet
            .write_string_with_format(self.row, 0, printable(text), &bold)?;
        self.next_row()?;
        Ok(())
    }

    /// A label and a text.
    fn pair(&mut self, label: &str, text: &str) -> Result<(), XlsxError> {
        self.text(label)?;
        self.text(text)?;
        self.next_row()?;
        Ok(())
    }

    /// A label and a count.
    fn count(&mut self, label: &str, count: u64) -> Result<(), XlsxError> {
        self.text(label)?;
        let left = self.plain.clone().set_align(FormatAlign::Left);
        self.sheet
            .write_number_with_format(self.row, self.at, count as f64, &left)?;
        self.next_row()?;
        Ok(())
    }

    fn finish(mut self) -> Result<Worksheet, XlsxError> {
        for (column, digits) in (0_u16..).zip(&self.columns) {
            self.sheet.set_column_width(column, *digits as f64 + 1.5)?;
        }
        if let (true, Some(last)) = (self.has_header, self.columns.len().checked_sub(1)) {
            let last = u16::try_from(last).unwrap_or(u16::MAX);
            self.sheet
                .autofilter(0, 0, self.row.saturating_sub(1), last)?;
        }
        Ok(self.sheet)
    }

    fn finding(&mut self, run: &Run, words: &Words, finding: &Finding) -> Result<(), XlsxError> {
        for cell in finding_table::row(run, words, finding) {
            match cell {
                Cell::Text(text) => self.text(&text)?,
                Cell::Number(number) => self.number(number)?,
                Cell::Severity(severity) => self.severity(run.language, severity)?,
            }
        }
        self.next_row()
    }
}

/// A text as a cell can hold it: line breaks of ours stay, what cannot be seen becomes visible, and what is too long is cut.
fn printable(text: &str) -> String {
    let mut lines: Vec<String> = text
        .split('\n')
        .map(|line| visible(line).into_owned())
        .collect();
    let mut text = if lines.len() == 1 {
        lines.swap_remove(0)
    } else {
        lines.join("\n")
    };
    if let Some((cut, _)) = text.char_indices().nth(MOST_CHARACTERS) {
        text.truncate(cut);
        text.push('…');
    }
    text
}

fn summary(run: &Run, words: &'static Words, seen: &Seen) -> Result<Sheet, XlsxError> {
    let language = run.language;
    let mut sheet = Sheet::new(words.summary, vec![])?;
    sheet.heading(words.title)?;
    for checklist in &run.checklists {
        let text = format!("{} ({})", checklist.title, checklist.path);
        sheet.pair(words.checklist, &text)?;
    }
    sheet.pair(words.audit, &run.audit)?;
    sheet.pair(words.as_of, run.as_of.as_deref().unwrap_or("–"))?;
    for (name, value) in run.settings_shown() {
        let text = match value {
            Some(value) => format!("{name} = {value}"),
            None => format!("{name} {}", words.not_set),
        };
        sheet.pair(words.settings, &text)?;
    }
    for change in &run.changed {
        sheet.pair(changed_label(language), change)?;
    }
    sheet.next_row()?;
    sheet.count(words.items, run.items.len() as u64)?;
    let mut outcomes: Vec<_> = Vec::new();
    for item in &run.items {
        match outcomes
            .iter_mut()
            .find(|(outcome, _)| *outcome == item.outcome)
        {
            Some((_, count)) => *count += 1,
            None => outcomes.push((item.outcome, 1_u64)),
        }
    }
    outcomes.sort_by_key(|(outcome, _)| *outcome as u8);
    for (outcome, count) in outcomes {
        let label = outcome.words(language);
        sheet.count(&format!("    {label}"), count)?;
    }
    sheet.count(words.findings, seen.not_met)?;
    sheet.count(words.cannot_tell, seen.undecided - seen.awaiting)?;
    if seen.awaiting > 0 {
        let label = finding_outcome(language, FindingOutcome::Awaiting);
        sheet.count(label, seen.awaiting)?;
    }
    let of_data = run.datasets.iter().flat_map(|dataset| &dataset.problems);
    sheet.count(words.problems, of_data.map(|problem| problem.count).sum())?;
    sheet.next_row()?;
    let left_out = match run.truncated {
        Some(cut) => Some((cut.shown.min(MOST_FINDINGS), cut.total)),
        None if seen.all() > MOST_FINDINGS => Some((MOST_FINDINGS, seen.all())),
        None => None,
    };
    if let Some((listed, total)) = left_out {
        let (listed, total) = (grouped(listed), grouped(total));
        let text = match language {
            Language::En => format!("{listed} of {total} are listed"),
            Language::Zh => format!("共 {total} 条，列出 {listed} 条"),
        };
        sheet.pair(words.findings, &text)?;
    }
    let privacy = if run.revealed {
        words.revealed
    } else {
        words.masked
    };
    sheet.pair(words.note, privacy)?;
    if !run.comparable_ids {
        sheet.pair(words.note, words.fresh_ids)?;
    }
    sheet.pair(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))?;
    Ok(sheet)
}

/// One row a dataset, or one for every place of its problems, so that they can be filtered and worked off.
fn datasets(run: &Run, words: &'static Words) -> Result<Sheet, XlsxError> {
    let headers = vec![
        words.dataset,
        words.file,
        words.sheet,
        words.rows_read,
        words.encoding,
        words.problems,
        words.count,
        words.row,
        words.line,
        words.column,
        words.value,
    ];
    let mut sheet = Sheet::new(words.what_was_read, headers)?;
    for dataset in &run.datasets {
        if dataset.problems.is_empty() {
            dataset_cells(&mut sheet, dataset, &ProblemPlace::default())?;
            sheet.text(words.no_problems)?;
            sheet.next_row()?;
        }
        for problem in &dataset.problems {
            let nowhere = ProblemPlace::default();
            let places = match &problem.places[..] {
                [] => std::slice::from_ref(&nowhere),
                places => places,
            };
            for place in places {
                dataset_cells(&mut sheet, dataset, place)?;
                sheet.text(&problem.words)?;
                sheet.number(Some(problem.count))?;
                sheet.number(place.row)?;
                sheet.number(place.line)?;
                sheet.text(place.column.as_deref().unwrap_or_default())?;
                sheet.text(place.value.as_deref().unwrap_or_default())?;
                sheet.next_row()?;
            }
        }
    }
    Ok(sheet)
}

/// What was read of a dataset, with the file of a place where there are several.
fn dataset_cells(
    sheet: &mut Sheet,
    dataset: &DatasetRun,
    place: &ProblemPlace,
) -> Result<(), XlsxError> {
    let (file, of_file) = match &place.file {
        Some(file) => (file, &place.sheet),
        None => (&dataset.file, &dataset.sheet),
    };
    sheet.text(&dataset.shown)?;
    sheet.text(file)?;
    sheet.text(of_file.as_deref().unwrap_or_default())?;
    sheet.number(Some(dataset.rows))?;
    sheet.text(dataset.encoding.as_deref().unwrap_or_default())
}

fn items(run: &Run, words: &'static Words) -> Result<Sheet, XlsxError> {
    let language = run.language;
    let mut headers = vec![
        words.item,
        words.title_of_item,
        words.section,
        words.severity,
        words.outcome,
    ];
    headers.extend(words.counts);
    headers.extend([
        words.clause,
        words.owner,
        words.due,
        words.asks,
        words.remark,
        words.note,
    ]);
    let mut sheet = Sheet::new(words.items, headers)?;
    for item in &run.items {
        sheet.text(&item.id)?;
        sheet.text(&item.title)?;
        sheet.text(item.section.as_deref().unwrap_or_default())?;
        sheet.severity(language, item.severity)?;
        sheet.text(item.outcome.words(language))?;
        for count in verdicts(&item.counts) {
            sheet.number(Some(count))?;
        }
        sheet.text(&cites(language, &item.cites))?;
        sheet.text(&item.owner.join(words.comma))?;
        sheet.text(item.due.as_deref().unwrap_or_default())?;
        sheet.text(&item.explained)?;
        let mut remarks: Vec<String> = (how_judged(language, item).into_iter())
            .chain(item.remarks.iter().cloned())
            .collect();
        let mut lines = bearing(language, &item.more);
        lines.extend(handling(language, words, &item.more));
        remarks.extend((lines.iter()).map(|(label, text)| format!("{label}{}{text}", words.colon)));
        sheet.text(&remarks.join("\n"))?;
        sheet.text(item.note.as_deref().unwrap_or_default())?;
        sheet.next_row()?;
    }
    Ok(sheet)
}

/// One row an excused subject; no sheet where nobody is excused.
fn excused(run: &Run, words: &'static Words) -> Result<Option<Sheet>, XlsxError> {
    let language = run.language;
    if run.items.iter().all(|item| item.more.excused.is_empty()) {
        return Ok(None);
    }
    let headers = vec![
        words.item,
        words.title_of_item,
        words.subject,
        words.row,
        excused_heading(language),
        proof_label(language),
    ];
    let mut sheet = Sheet::new(excused_heading(language), headers)?;
    for item in &run.items {
        for excused in &item.more.excused {
            sheet.text(&item.id)?;
            sheet.text(&item.title)?;
            sheet.text(&key(words, &excused.subject.key))?;
            sheet.number(excused.subject.row)?;
            sheet.text(&excused.by)?;
            sheet.text(&proof(words, excused).join("\n"))?;
            sheet.next_row()?;
        }
    }
    Ok(Some(sheet))
}
