//! The JSON Schema of [`super::json`], for `duban schema findings`.

/// JSON Schema (draft 2020-12) of the object that `--format json` prints.
pub const FINDINGS: &str = include_str!("findings.schema.json");
