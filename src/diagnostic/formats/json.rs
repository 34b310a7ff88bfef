//! The mistakes as one array, in the form of [`DiagnosticRecord`](crate::diagnostic::render::DiagnosticRecord).

use super::Answer;
use std::io::{self, Write};

/// Writes the array and a line break.
pub(super) fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let mistakes: Vec<_> = answer.mistakes().collect();
    serde_json::to_writer_pretty(&mut *out, &mistakes)?;
    out.write_all(b"\n")
}
