//! `duban schema`: the form of what other commands print.

use super::arguments::{SchemaArguments, SchemaName};
use super::{Exit, show, terminal};
use crate::documents::{COVERAGE_SCHEMA, IMPACT_SCHEMA};
use crate::report::schema::FINDINGS;

/// Prints a schema.
pub(super) fn schema(arguments: &SchemaArguments) -> Exit {
    let text = match arguments.what {
        SchemaName::Findings => FINDINGS,
        SchemaName::Coverage => COVERAGE_SCHEMA,
        SchemaName::Impact => IMPACT_SCHEMA,
    };
    match terminal::output(|out| out.write_all(text.as_bytes())) {
        Ok(()) => Exit::Fine,
        Err(error) => show::no_output(&error),
    }
}
