//! Static checks beyond types: what a checklist says that can never hold, always holds, leaves a gap, or says twice.
//!
//! Takes a model without mistakes, adds warnings. What cannot be told without data is never warned of.

mod both_ways;
mod cases;
mod conditions;
mod domain;
mod problems;
mod same_values;
mod tables;
mod twins;

use self::same_values::SameValues;
use super::Model;
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Files};
use crate::types::Language;

/// Adds a warning for everything worth a look. `language` gives the language of a file.
pub(super) fn review(
    model: &Model,
    files: &Files,
    language: &dyn Fn(FileId) -> Language,
    diagnostics: &mut Diagnostics,
) {
    let same = SameValues::new(model);
    conditions::review(model, &same, language, diagnostics);
    tables::review(model, &same, language, diagnostics);
    both_ways::review(model, files, language, diagnostics);
    twins::review(model, files, language, diagnostics);
}
