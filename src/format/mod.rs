//! Tree and text → the same checklist in its standard form, in either vocabulary.
//!
//! What is printed is parsed again before it is given out: it has the same tree, comments and order, and formatting
//! it once more changes nothing. Every match over the tree is exhaustive, so a new form asks for its printing here.

mod arrange;
mod clauses;
mod comparisons;
mod counting;
mod declarations;
mod expressions;
mod line;
mod literals;
mod operands;
mod order;
mod people;
mod sentences;
mod sources;
mod test_blocks;
mod time;
mod translate;
mod written;

use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Files};
use crate::syntax::{ast, outline, parse};
use crate::types::{Language, Meanings};
use std::collections::BTreeSet;
pub use translate::translate;
use written::Written;

/// Why a file is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It has mistakes; they are among the diagnostics.
    Mistakes,
    /// What would be printed does not say the same; the file has something that the other vocabulary cannot say.
    NotTheSame,
}

/// Prints trees in one vocabulary.
struct Printer<'a> {
    written: Written<'a>,
    to: Language,
    /// What the names mean, where they are translated.
    meanings: Option<&'a Meanings>,
    /// The places of names that stay as they are all the same.
    kept: &'a BTreeSet<(u32, u32)>,
}

impl Printer<'_> {
    /// The word of the vocabulary that is printed.
    fn pick(&self, en: &'static str, zh: &'static str) -> &'static str {
        self.to.pick(en, zh)
    }
}

/// The text of a file in its standard form, in `language` or its own vocabulary.
///
/// # Errors
/// When the file has mistakes (they go to `diagnostics`), or cannot be said in that vocabulary.
pub fn format(
    file: FileId,
    files: &Files,
    language: Option<Language>,
    diagnostics: &mut Diagnostics,
) -> Result<String, Refusal> {
    let mut found = Diagnostics::default();
    let tree = parse(file, files, &mut found);
    let layout = outline::outline(file, files);
    let failed = found.has_errors();
    for diagnostic in found.into_sorted() {
        diagnostics.add(diagnostic);
    }
    if layout.declarations.is_empty() {
        // A file of comments alone says nothing wrong.
        return Ok(arrange::comments_alone(files.text(file), &layout));
    }
    if failed {
        return Err(Refusal::Mistakes);
    }
    let to = language.unwrap_or(tree.language);
    let printer = Printer {
        written: Written {
            text: files.text(file),
            language: tree.language,
        },
        to,
        meanings: None,
        kept: &BTreeSet::new(),
    };
    let (text, _) = printer.file(&tree, &layout).ok_or(Refusal::NotTheSame)?;
    let mut again = Files::new();
    let copy = again.add(files.path(file), text.as_str());
    let printed = parse(copy, &again, &mut Diagnostics::default());
    if same(&tree, &printed) {
        Ok(text)
    } else {
        Err(Refusal::NotTheSame)
    }
}

/// The vocabulary that a file is written in.
#[must_use]
pub fn language_of(file: FileId, files: &Files) -> Language {
    outline::outline(file, files).language
}

/// Whether two trees say the same, wherever their parts stand.
#[must_use]
pub fn same(one: &ast::File, other: &ast::File) -> bool {
    without_places(&one.declarations) == without_places(&other.declarations)
}

/// A tree in words, without its places.
fn without_places(tree: &[ast::Declaration]) -> String {
    let words = format!("{tree:?}");
    let mut kept = String::with_capacity(words.len());
    let mut rest = words.as_str();
    while let Some((before, behind)) = rest.split_once("Span { file: FileId(") {
        kept.push_str(before);
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    kept.push_str(rest);
    kept
}
