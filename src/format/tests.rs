//! Tests of items: their tables, and what they expect.

use super::Printer;
use super::declarations::Printed;
use super::expressions::Level;
use super::line::Line;
use super::literals::in_quotes;
use crate::syntax::ast::{
    Expectation, Expected, ExpectedOutcome, ExpectedPart, ExpectedSubject, ExpectedVerdict,
    SubjectName, Test,
};
use crate::syntax::outline::LineKind;

impl Printer<'_> {
    /// A clause of a test, the `nth` of its kind.
    pub(super) fn test_clause(&self, test: &Test, kind: LineKind, nth: usize) -> Option<Printed> {
        let Test {
            title: _,
            as_of,
            settings,
            given,
            expect,
            span: _,
        } = test;
        let mut line = Line::new(self.to);
        match kind {
            LineKind::Word("on day") => {
                line.word(self.pick("as of", "评估日"));
                line.word(self.date((*as_of)?));
            }
            LineKind::Word("set") => {
                let (name, value) = settings.get(nth)?;
                line.word(self.pick("set", "设"));
                self.name(&mut line, name);
                line.word("=");
                self.expr(&mut line, value, Level::Value);
            }
            LineKind::Word("given rows") => {
                line.word(self.pick("given", "给定"));
                self.name(&mut line, &given.get(nth)?.dataset);
            }
            LineKind::Word("expect") => self.expectation(&mut line, expect.get(nth)?),
            LineKind::Row => return self.test_row(test, nth),
            LineKind::Word(_) | LineKind::Column | LineKind::Part | LineKind::Sentence => {
                return None;
            }
        }
        Some(Printed::Line(line))
    }

    /// The header or a row of one of a test's tables; rows are counted over all of them.
    fn test_row(&self, test: &Test, nth: usize) -> Option<Printed> {
        let mut left = nth;
        for (number, table) in test.given.iter().enumerate() {
            let lines = table.rows.len() + 1;
            if left >= lines {
                left -= lines;
                continue;
            }
            let alone = table.header.len() == 1;
            let cell = |text: &str| {
                let mut line = Line::new(self.to);
                let needs_quotes = text.contains(['|', '｜', '#', '＃'])
                    || text.starts_with(['"', '＂', '“', '「', '『'])
                    || text.trim() != text
                    || alone && text.is_empty();
                if needs_quotes {
                    line.word(in_quotes(self.to, text));
                } else if !text.is_empty() {
                    line.word(text);
                }
                line
            };
            let cells = match left.checked_sub(1) {
                None => table.header.iter().map(|name| cell(&name.text)).collect(),
                Some(row) => table.rows.get(row)?.iter().map(|text| cell(text)).collect(),
            };
            return Some(Printed::TestRow(number, cells));
        }
        None
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
        match &subject.which {
            SubjectName::Row(row) => {
                line.word(self.pick("row", "记录"));
                line.word(row.to_string());
            }
            SubjectName::Key(values) => {
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        line.word("/");
                    }
                    if is_word(value) {
                        line.name(value);
                    } else {
                        line.word(in_quotes(self.to, value));
                    }
                }
            }
        }
        let Some(part) = &subject.part else { return };
        line.open(false);
        match part {
            ExpectedPart::Of(part) => self.part_name(line, part),
            ExpectedPart::Column(name) => self.name(line, name),
            ExpectedPart::Fixed(part) => line.word(match *part {
                "missing" => self.pick("missing", "缺少"),
                "repeated" => self.pick("repeated", "重复"),
                "late" => self.pick("late", "迟交"),
                "machine" => self.pick("machine", "机器部分"),
                _ => self.pick("person", "人工部分"),
            }),
        }
        line.close();
    }
}

/// Whether a key can stand without quotes.
fn is_word(text: &str) -> bool {
    let ends_well = !text.starts_with('-') && !text.ends_with('-') && !text.contains("--");
    ends_well
        && !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "_-".contains(c))
}
