//! Which files a checklist uses, told before it is parsed, so that all of them can be parsed at the same time.

use super::keywords::{Keywords, Place};
use super::layout;
use super::spelling::{Mode, Speller, TokenKind};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Files};

/// The names in the lines `use "…"` and `adopt "…"` of a file that have nothing else on them, in their order. A file that is no text uses none.
pub fn used(file: FileId, files: &Files) -> Vec<String> {
    let text = files.text(file);
    let language = layout::language_of(text);
    let is_it = |id: &str| id == "use" || id == "adopt";
    let spellings = Keywords::of(language).spellings(Place::Header).iter();
    let words: Vec<&str> = (spellings.filter(|(_, id)| is_it(id)))
        .map(|(spelling, _)| *spelling)
        .collect();
    let speller = Speller::new(file, text, language);
    let mut names = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        if words.iter().any(|word| line.starts_with(word))
            && let Some((ids, after)) = speller.keyword(Place::Header, start, end)
            && ids.first().is_some_and(|id| is_it(id))
        {
            let mut unheard = Diagnostics::default();
            let spelled = speller.spell(after, end, Mode::all(None), &mut unheard);
            if let [token] = spelled.tokens.as_slice()
                && !spelled.broken
                && let TokenKind::Text(name) = &token.kind
            {
                names.push(name.clone());
            }
        }
        start += line.len();
    }
    if !names.is_empty() && text.contains(['\0', '\u{fffd}']) {
        names.clear();
    }
    names
}
