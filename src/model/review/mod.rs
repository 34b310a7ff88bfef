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

/// The language of a file.
type LanguageOf<'a> = dyn Fn(FileId) -> Language + Sync + 'a;

/// Adds a warning for everything worth a look. `language` gives the language of a file.
pub(super) fn review(
    model: &Model,
    files: &Files,
    language: &LanguageOf<'_>,
    diagnostics: &mut Diagnostics,
) {
    let of_conditions = || conditions::review(model, language);
    let of_tables = || {
        let mut found = Diagnostics::default();
        tables::review(model, &SameValues::new(model), language, &mut found);
        both_ways::review(model, files, language, &mut found);
        twins::review(model, files, language, &mut found);
        found
    };
    let (of_conditions, of_tables) = rayon::join(of_conditions, of_tables);
    diagnostics.append(of_conditions);
    diagnostics.append(of_tables);
}
