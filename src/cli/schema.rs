//! `duban schema`: the form of what other commands print.

use super::arguments::{SchemaArguments, SchemaName};
use super::{Exit, show, terminal};
use crate::report::schema::FINDINGS;

/// Prints a schema.
pub(super) fn schema(arguments: &SchemaArguments) -> Exit {
    let text = match arguments.what {
        SchemaName::Findings => FINDINGS,
    };
    match terminal::output(|out| out.write_all(text.as_bytes())) {
        Ok(()) => Exit::Fine,
        Err(error) => show::not_written("standard output", &error),
    }
}
