//! Workflow commands of GitHub Actions, a line a mistake: `::error file=…,line=…,col=…,title=…::message`.

use super::{Answer, message};
use crate::types::markup::{command_property, command_text};
use std::io::{self, Write};

/// Writes a line for every mistake.
pub(super) fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    for mistake in answer.mistakes() {
        // An annotation cannot end on an earlier column of another line; GitHub then takes whole lines.
        let end_column = (mistake.end_line == mistake.line && mistake.end_column > mistake.column)
            .then(|| format!(",endColumn={}", mistake.end_column));
        writeln!(
            out,
            "::{} file={},line={},endLine={},col={}{},title={}::{}",
            mistake.severity,
            command_property(&mistake.file),
            mistake.line,
            mistake.end_line,
            mistake.column,
            end_column.unwrap_or_default(),
            command_property(mistake.code),
            command_text(&message(mistake, "\n")),
        )?;
    }
    Ok(())
}
