//! JUnit XML as Jenkins and GitLab read it: a suite a file, a test case a case, at most one failure in each.
//!
//! The counts add up. Warnings that do not count stand in the case's output.

use super::{Answer, Case, message};
use crate::diagnostic::render::DiagnosticRecord;
use crate::types::markup::xml;
use std::io::{self, Write};

/// Writes the suites.
pub(super) fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let failed = |case: &&Case| answer.failures(case).next().is_some();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"duban {}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
        answer.command,
        answer.cases.len(),
        answer.cases.iter().filter(failed).count(),
    )?;
    for suite in answer.cases.chunk_by(|one, next| one.file == next.file) {
        let file = suite.first().map_or("", |case| &case.file);
        writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
            xml(file),
            suite.len(),
            suite.iter().filter(failed).count(),
        )?;
        for case in suite {
            write_case(answer, case, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn write_case(answer: &Answer, case: &Case, out: &mut dyn Write) -> io::Result<()> {
    let line = case.line.map(|line| format!(" line=\"{line}\""));
    let (file, name) = (xml(&case.file), xml(&case.name));
    write!(
        out,
        "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\"{}",
        line.unwrap_or_default(),
    )?;
    if case.mistakes.is_empty() {
        return writeln!(out, "/>");
    }
    writeln!(out, ">")?;
    let failures: Vec<&DiagnosticRecord> = answer.failures(case).collect();
    if let Some(first) = failures.first() {
        let more = match failures.len() - 1 {
            0 => String::new(),
            more => format!(" (+{more})"),
        };
        write!(
            out,
            "      <failure type=\"{}\" message=\"{}{more}\">",
            xml(first.code),
            xml(&first.message),
        )?;
        lines(failures.iter().copied(), out)?;
        writeln!(out, "</failure>")?;
    }
    if failures.len() < case.mistakes.len() {
        let others = case.mistakes.iter().filter(|m| !failures.contains(m));
        write!(out, "      <system-out>")?;
        lines(others, out)?;
        writeln!(out, "</system-out>")?;
    }
    writeln!(out, "    </testcase>")
}

/// A line for every mistake, as compilers write them.
fn lines<'m>(
    mistakes: impl Iterator<Item = &'m DiagnosticRecord>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (number, mistake) in mistakes.enumerate() {
        let text = format!(
            "{}:{}:{}: {} [{}]: {}",
            mistake.file,
            mistake.line,
            mistake.column,
            mistake.severity,
            mistake.code,
            message(mistake, "; "),
        );
        let before = if number == 0 { "" } else { "\n" };
        write!(out, "{before}{}", xml(&text))?;
    }
    Ok(())
}
