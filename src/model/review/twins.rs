//! Items of a checklist whose sentences are the same, word for word.

use super::LanguageOf;
use super::problems;
use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::source::Files;
use std::collections::BTreeMap;

/// Warns of the second of two items with one sentence.
pub(super) fn review(
    model: &Model,
    files: &Files,
    language: &LanguageOf<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut first: BTreeMap<(usize, String, Vec<usize>), usize> = BTreeMap::new();
    for (number, item) in model.items.iter().enumerate() {
        let words: Vec<&str> = files.slice(item.span).split_whitespace().collect();
        let sentence = words.join(" ");
        if sentence.is_empty() {
            continue;
        }
        // With other exceptions the same sentence asks something else.
        let excuses = item.excuses.iter().map(|excuse| excuse.exception).collect();
        let earlier = *first
            .entry((item.checklist, sentence, excuses))
            .or_insert(number);
        if let Some(other) = model.items.get(earlier).filter(|_| earlier != number) {
            diagnostics.add(problems::same_sentence(
                language(item.span.file),
                item.span,
                [&item.id, &other.id],
                other.span,
            ));
        }
    }
}
