//! A diagnostic as text for the terminal, and as an object for programs.
//!
//! Places are right under Chinese text, and columns are counted in characters, which miette alone does not do.

use super::{Diagnostic, Severity};
use crate::source::{Files, Location, Span};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan,
    SpanContents,
};
use serde::Serialize;
use std::fmt;

/// A line longer than this (in bytes) is shown in part.
const LONGEST_LINE: usize = 400;
/// Characters shown before and behind a place in such a line.
const AROUND: usize = 30;
/// Lines handed on before and behind a place: more than are shown.
const LINES_AROUND: usize = 3;

/// A diagnostic for programs: `duban check --format json` prints an array of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiagnosticRecord {
    /// The stable code.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// One fact.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Path of the file as it was given, with `/`.
    pub file: String,
    /// Line from 1.
    pub line: u32,
    /// Column from 1, in characters.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column of the end, exclusive.
    pub end_column: u32,
}

/// The diagnostic for programs.
#[must_use]
pub fn record(diagnostic: &Diagnostic, files: &Files) -> DiagnosticRecord {
    let span = place(diagnostic);
    let location = |offset: fn(Span) -> u32| match span {
        Some(span) => files.location(span.file, offset(span) as usize),
        None => Location::of("", 0),
    };
    let (start, end) = (location(|span| span.start), location(|span| span.end));
    DiagnosticRecord {
        code: diagnostic.code.name(),
        severity: diagnostic.severity().word(),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        file: span.map_or_else(String::new, |span| path(files, span)),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

/// The diagnostic for a terminal: message, the lines with what is wrong underlined, what to write instead.
#[must_use]
pub fn text(diagnostic: &Diagnostic, files: &Files, colour: bool) -> String {
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let help_style = theme.styles.help;
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_wrap_lines(false)
        .with_links(false);
    let shown = Shown::new(diagnostic, files);
    let mut rendered = String::new();
    if handler.render_report(&mut rendered, &shown).is_err() {
        // Only a place outside the file can make rendering fail; the message still counts.
        rendered = format!("{}\n\n  × {}\n", diagnostic.code.name(), diagnostic.message);
    }
    if let Some(help) = &diagnostic.help {
        let word = diagnostic.language.pick("help: ", "建议：");
        let line = format!("  {word}{help}\n");
        rendered.push_str(&match colour {
            true => help_style.style(line).to_string(),
            false => line,
        });
    }
    without_control(&rendered, colour)
}

/// A text whose control characters, besides line breaks and colours, are shown by their pictures (`␛`): no checklist steers a terminal.
fn without_control(text: &str, colour: bool) -> String {
    let mut seen = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
        let (plain, behind) = rest.split_at(at);
        seen.push_str(plain);
        let numbers = behind.strip_prefix("\u{1b}[").filter(|_| colour);
        let end = numbers.and_then(|text| text.find(|c: char| !c.is_ascii_digit() && c != ';'));
        let is_colour = numbers
            .zip(end)
            .is_some_and(|(text, end)| text[end..].starts_with('m'));
        let length = match (is_colour, end, behind.chars().next()) {
            (true, Some(end), _) => {
                seen.push_str(&behind[..end + 3]);
                end + 3
            }
            (_, _, Some(c)) => {
                let picture = match c {
                    '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
                    '\u{7f}' => Some('␡'),
                    _ => None,
                };
                seen.push(picture.unwrap_or('\u{fffd}'));
                c.len_utf8()
            }
            (_, _, None) => break,
        };
        rest = &behind[length..];
    }
    seen.push_str(rest);
    seen
}

fn place(diagnostic: &Diagnostic) -> Option<Span> {
    diagnostic.labels.first().map(|label| label.span)
}

fn path(files: &Files, span: Span) -> String {
    files
        .path(span.file)
        .display()
        .to_string()
        .replace('\\', "/")
}

/// A diagnostic in the form that miette renders.
#[derive(Debug)]
struct Shown<'a> {
    diagnostic: &'a Diagnostic,
    source: ShownSource<'a>,
    labels: Vec<LabeledSpan>,
}

/// The text that miette shows: the whole file, or a part of a very long line.
#[derive(Debug)]
struct ShownSource<'a> {
    name: String,
    text: std::borrow::Cow<'a, str>,
    /// Where the mistake is, counted in characters.
    location: Location,
    /// How many lines of the file were left out before `text`.
    lines_before: usize,
}

impl<'a> Shown<'a> {
    fn new(diagnostic: &'a Diagnostic, files: &'a Files) -> Self {
        let span = place(diagnostic);
        let text = span.map_or("", |span| files.text(span.file));
        let start = span.map_or(0, |span| span.start as usize);
        let location = match span {
            Some(span) => files.location(span.file, start),
            None => Location::of("", 0),
        };
        let mut source = ShownSource {
            name: span.map_or_else(String::new, |span| path(files, span)),
            text: text.into(),
            location,
            lines_before: 0,
        };
        let in_file = |label: &&super::Label| Some(label.span.file) == span.map(|s| s.file);
        let mut labels: Vec<_> = diagnostic
            .labels
            .iter()
            .filter(in_file)
            .map(Clone::clone)
            .collect();
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(line_start..).unwrap_or_default();
        let line = line.split('\n').next().unwrap_or_default();
        if line.len() > LONGEST_LINE {
            let (cut, offset) = around(line, start - line_start);
            source.text = cut.into();
            source.lines_before = location.line.saturating_sub(1) as usize;
            labels.truncate(1);
            for label in &mut labels {
                let length = (label.span.end - label.span.start).min(40);
                label.span.start = offset;
                label.span.end = offset + length;
            }
        } else if let Some(all) = labels.iter().map(|label| label.span).reduce(both) {
            // Of a long text only the lines around are handed on: miette reads all of it again for every place.
            let lines = files.lines_around(all, LINES_AROUND);
            source.text = text.get(lines.clone()).unwrap_or_default().into();
            let first = files.location(all.file, lines.start).line;
            source.lines_before = first.saturating_sub(1) as usize;
            let cut = u32::try_from(lines.start).unwrap_or(0);
            for label in &mut labels {
                label.span.start -= cut;
                label.span.end -= cut;
            }
        }
        let labels = labels.iter().map(|label| {
            let text = (!label.text.is_empty()).then(|| label.text.clone());
            let (from, to) = on_borders(&source.text, label.span);
            LabeledSpan::new(text, from, to - from)
        });
        Self {
            diagnostic,
            labels: labels.collect(),
            source,
        }
    }
}

/// From the first place of two spans of a file to the last.
fn both(one: Span, other: Span) -> Span {
    Span {
        start: one.start.min(other.start),
        ..one.to(other)
    }
}

/// A span as offsets inside a text, moved to character borders.
fn on_borders(text: &str, span: Span) -> (usize, usize) {
    let border = |at: u32| {
        let at = (at as usize).min(text.len());
        (at..=text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(text.len())
    };
    (border(span.start), border(span.end).max(border(span.start)))
}

/// A part of a long line, and where the offset `at` of the line lies in it.
fn around(line: &str, at: usize) -> (String, u32) {
    let (before, behind) = line.split_at_checked(at).unwrap_or((line, ""));
    let skipped = before.chars().count().saturating_sub(AROUND);
    let before: String = before.chars().skip(skipped).collect();
    let before = if skipped > 0 {
        format!("…{before}")
    } else {
        before
    };
    let shown: String = behind.chars().take(2 * AROUND).collect();
    let more = if shown.len() < behind.len() {
        "…"
    } else {
        ""
    };
    let offset = u32::try_from(before.len()).unwrap_or(u32::MAX);
    (format!("{before}{shown}{more}"), offset)
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.diagnostic.code.name()))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.labels.is_empty()).then_some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl SourceCode for ShownSource<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.text.read_span(span, before, after)?;
        Ok(Box::new(Contents {
            source: self,
            inner,
        }))
    }
}

/// Lines of a source, with the column of the place counted in characters.
struct Contents<'a> {
    source: &'a ShownSource<'a>,
    inner: Box<dyn SpanContents<'a> + 'a>,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.inner.data()
    }

    fn span(&self) -> &SourceSpan {
        self.inner.span()
    }

    fn name(&self) -> Option<&str> {
        Some(&self.source.name)
    }

    fn line(&self) -> usize {
        self.inner.line() + self.source.lines_before
    }

    fn column(&self) -> usize {
        // Without lines of context miette asks for the head of the picture, which tells the place of the mistake.
        match self.inner.column() {
            0 => 0,
            _ => self.source.location.column.saturating_sub(1) as usize,
        }
    }

    fn line_count(&self) -> usize {
        // Counted from the first line of the file, like the line: miette puts pictures together by it.
        self.inner.line_count() + self.source.lines_before
    }
}
