//! Tests in checklists: their settings, tables and expectations.

use super::Printer;
use super::expressions::Level;
use super::line::Line;
use super::literals::in_quotes;
use crate::source::Span;
use crate::syntax::ast::Name;
use crate::syntax::ast::{
    Expectation, Expected, ExpectedOutcome, ExpectedPart, ExpectedSubject, ExpectedVerdict,
    FIXED_PARTS, SubjectName, Test, TestTableOf,
};
use crate::types::Language;

impl Printer<'_> {
    /// The line at `clause`, the `nth` that begins with `word`.
    pub(super) fn test_clause(
        &self,
        line: &mut Line,
        test: &Test,
        word: &str,
        nth: usize,
        clause: Span,
    ) -> Option<()> {
        let Test {
            title: _,
            as_of,
            settings,
            given,
            expect,
            span: _,
        } = test;
        match word {
            "on day" => {
                line.word(self.pick("as of", "评估日"));
                line.word(self.date((*as_of)?));
            }
            "set" => {
                let (name, value) = settings.get(nth)?;
                line.word(self.pick("set", "设"));
                self.name(line, name);
                line.word("=");
                self.expr(line, value, Level::Value);
            }
            "given rows" => {
                line.word(self.pick("given", "给定"));
                let mut datasets = given.iter().filter_map(|table| match &table.of {
                    TestTableOf::Dataset(name) => Some(name),
                    TestTableOf::Answers(_) => None,
                });
                self.name(line, datasets.nth(nth)?);
            }
            "given answers" => line.word(self.pick("given answers", "给定 答复")),
            _ => {
                let here =
                    |e: &&Expectation| clause.start <= e.span.start && e.span.end <= clause.end;
                self.expectation(line, expect.iter().find(here)?);
            }
        }
        Some(())
    }

    /// The `nth` row of all tables of a test, headers counted.
    pub(super) fn test_row(&self, test: &Test, nth: usize) -> Option<Vec<Line>> {
        let mut left = nth;
        for table in &test.given {
            let rows = table.rows.len() + 1;
            if left >= rows {
                left -= rows;
                continue;
            }
            let cells: Vec<String> = match left.checked_sub(1) {
                None => {
                    let written = table.header.iter().map(|name| self.header(name));
                    written.collect()
                }
                Some(row) => {
                    let start = table.row_spans.get(row)?.start;
                    let cells = table.rows.get(row)?.iter().enumerate();
                    let said = |(at, cell): (usize, &String)| {
                        self.cell_of_test(self.said_in_cell((start, at), cell))
                    };
                    cells.map(said).collect()
                }
            };
            let line = |cell: String| {
                let mut line = Line::new(self.to);
                line.word(cell);
                line
            };
            return Some(cells.into_iter().map(line).collect());
        }
        None
    }

    /// A column above its rows: as it was written, or by its other name.
    fn header(&self, name: &Name) -> String {
        let called = self.called(name, false);
        if called == name.text {
            return self.written.slice(name.span).to_owned();
        }
        let plain = |c: char| c.is_alphanumeric() || "_-·".contains(c);
        match (called.chars().all(plain), self.to) {
            (true, _) => called.to_owned(),
            (false, Language::En) => format!("[{called}]"),
            (false, Language::Zh) => format!("【{called}】"),
        }
    }

    /// What a cell says in the vocabulary that is printed.
    fn said_in_cell<'t>(&'t self, (row, cell): (u32, usize), text: &'t str) -> &'t str {
        let said = self.meanings.and_then(|m| m.cell(row, cell, self.to));
        said.unwrap_or(text)
    }

    /// A cell as in a file; in quotes where it would be read as more than a cell.
    fn cell_of_test(&self, cell: &str) -> String {
        let signs = cell.contains(['|', '｜', '#', '＃']) || cell.trim() != cell;
        if signs || cell.starts_with(['"', '＂', '“', '「', '『']) {
            in_quotes(self.to, cell)
        } else {
            cell.to_owned()
        }
    }

    fn expectation(&self, line: &mut Line, expectation: &Expectation) {
        let Expectation {
            checklist,
            item,
            what,
            span: _,
        } = expectation;
        line.word(self.pick("expect", "期望"));
        if let Some(checklist) = checklist {
            self.name(line, checklist);
            line.tight("/");
        }
        self.name(line, item);
        match what {
            Expected::Nothing => line.word(self.pick("finds nothing", "无发现")),
            Expected::Outcome(outcome) => line.word(match outcome {
                ExpectedOutcome::Met => self.pick("is met", "为符合"),
                ExpectedOutcome::NotMet => self.pick("is not met", "为不符合"),
                ExpectedOutcome::CannotTell => self.pick("is cannot tell", "为无法判断"),
                ExpectedOutcome::Awaiting => self.pick("is awaiting", "为待答复"),
                ExpectedOutcome::NothingToJudge => self.pick("is nothing to judge", "为无可判断"),
            }),
            Expected::Subjects(verdict, subjects) => {
                line.word(match verdict {
                    ExpectedVerdict::Finds => self.pick("finds", "发现"),
                    ExpectedVerdict::CannotTell => self.pick("cannot tell", "无法判断"),
                    ExpectedVerdict::Excuses => self.pick("excuses", "例外"),
                    ExpectedVerdict::Awaits => self.pick("awaits", "待答复"),
                    ExpectedVerdict::Passes => self.pick("passes", "通过"),
                    ExpectedVerdict::DoesNotApplyTo => self.pick("does not apply to", "不适用于"),
                });
                self.list(line, subjects, |printer, line, subject| {
                    printer.expected_subject(line, subject);
                });
            }
        }
    }

    fn expected_subject(&self, line: &mut Line, subject: &ExpectedSubject) {
        let ExpectedSubject { which, part, span } = subject;
        match which {
            SubjectName::Row(number) => {
                line.word(self.pick("row", "记录"));
                line.word(number.to_string());
            }
            SubjectName::Key(values) => {
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        line.tight("/");
                    }
                    let value = self.said_in_cell((span.start, at), value);
                    // `2020-03` needs no quotes; a hyphen at an end would hang in the air.
                    let is_word = value
                        .chars()
                        .all(|c| c.is_alphanumeric() || "_-".contains(c));
                    let is_word = is_word && !value.starts_with('-') && !value.ends_with('-');
                    if is_word && !value.is_empty() {
                        line.name(value, None);
                    } else {
                        line.word(in_quotes(self.to, value));
                    }
                }
            }
        }
        let Some(part) = part else { return };
        line.open(false);
        match part {
            ExpectedPart::Of(part) => self.part_name(line, part),
            ExpectedPart::Column(name) => self.name(line, name),
            ExpectedPart::Fixed(part) => line.word(self.fixed_part(part)),
            ExpectedPart::Toward(part, recipient) => {
                line.word(self.fixed_part(part));
                line.tight(self.pick(":", "："));
                let is_word = |c: char| c.is_alphanumeric() || c == '_';
                if recipient.text.chars().all(is_word) {
                    line.name(&recipient.text, None);
                } else {
                    line.word(in_quotes(self.to, &recipient.text));
                }
            }
        }
        line.close();
    }

    fn fixed_part(&self, part: &'static str) -> &'static str {
        let known = FIXED_PARTS.into_iter().find(|known| known.0 == part);
        known.map_or(part, |(en, zh)| self.pick(en, zh))
    }
}
