//! A file with the names of its language: what a reader of that language would write.
//!
//! Takes what the names mean, and gives the names that are declared for the language. Afterwards every name still means
//! what it meant, and the way to the other language and back gives the same text; a name for which that would not hold
//! stays as it was written.

use super::arrange::Moved;
use super::written::Written;
use super::{Printer, Refusal, format};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Files};
use crate::syntax::{outline, parse};
use crate::types::{Language, Meanings};
use std::collections::BTreeSet;
use std::path::Path;

/// How often names that would change their meaning are looked for before all names stay.
const ROUNDS: usize = 8;

/// Tells what the names of a text mean, and where it has mistakes.
type Resolve<'a> = &'a dyn Fn(&Path, &str) -> Meanings;

/// The text of a file in its standard form in `language`, with the names that things have in that language.
/// `resolve` tells what the names of a text mean. Where it cannot, all names stay as they are written.
///
/// # Errors
/// As [`format()`].
pub fn translate(
    file: FileId,
    files: &Files,
    language: Language,
    resolve: Resolve<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<String, Refusal> {
    let plain = format(file, files, Some(language), diagnostics)?;
    let path = files.path(file);
    // Places are counted in the text as it is printed, which has no names in other brackets than it needs.
    let named = renamed(path, &plain, language, resolve);
    Ok(named.unwrap_or(plain))
}

/// A text in `language` with the names of that language; `None` where its names cannot be told.
fn renamed(path: &Path, text: &str, language: Language, resolve: Resolve<'_>) -> Option<String> {
    let meanings = resolve(path, text);
    if meanings.mistakes().is_some() {
        return None;
    }
    let mut files = Files::new();
    let file = files.add(path, text);
    let tree = parse(file, &files, &mut Diagnostics::default());
    let layout = outline::outline(file, &files);
    let mut kept = BTreeSet::new();
    for _ in 0..ROUNDS {
        let printer = Printer {
            written: Written {
                text,
                language: tree.language,
            },
            to: language,
            meanings: Some(&meanings),
            kept: &kept,
        };
        let (printed, moved) = printer.file(&tree, &layout)?;
        if printed == text {
            return Some(printed);
        }
        let changed = changed(&meanings, &resolve(path, &printed), &moved, &kept);
        match changed {
            None => return Some(printed),
            Some(changed) if changed.is_empty() => return None,
            Some(changed) => kept.extend(changed),
        }
    }
    None
}

/// The places of the names that are to stay because the text says something else now; `None` where it says the same.
/// Empty where it cannot be told which.
fn changed(
    before: &Meanings,
    after: &Meanings,
    moved: &[Moved],
    kept: &BTreeSet<(u32, u32)>,
) -> Option<Vec<(u32, u32)>> {
    let other = |(from, to): &Moved| before.at(*from) != after.at(*to);
    let free = |(from, _): &&Moved| !kept.contains(from);
    let places = |fits: &dyn Fn(&Moved) -> bool| -> Vec<(u32, u32)> {
        let found = moved.iter().filter(free).filter(|place| fits(place));
        found.map(|(from, _)| *from).collect()
    };
    let Some(mistakes) = after.mistakes() else {
        let same = !moved.iter().any(other);
        return (!same).then(|| places(&other));
    };
    let touched = |(_, to): &Moved| {
        let mut mistakes = mistakes.iter();
        mistakes.any(|(start, end)| *start < to.1 && to.0 < *end)
    };
    // What a mistake stands at, else what it may follow from.
    let tries: [&dyn Fn(&Moved) -> bool; 4] = [
        &|place| touched(place) && other(place),
        &touched,
        &other,
        &|_| true,
    ];
    let found = tries.into_iter().map(places);
    Some(
        found
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_default(),
    )
}
