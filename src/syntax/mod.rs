//! Text → tree: exactly what was written, in either vocabulary, every node with its place.
//!
//! `layout` cuts a file into declarations and clauses, `spelling` turns each into canonical tokens,
//! `parser` holds the one grammar, `build` makes the tree. Every mistake is reported once, at its place;
//! what can still be understood is in the tree.

mod asked;
pub mod ast;
mod blanks;
mod borrowed;
mod build;
mod cells;
mod days;
mod declared;
pub mod elsewhere;
mod going_on;
mod keywords;
mod known;
mod layout;
mod models;
pub mod outline;
mod parser;
mod pieces;
mod precedence;
mod problems;
mod problems_of_clauses;
mod problems_of_headers;
mod problems_of_signs;
mod problems_of_tests;
mod recover;
mod reworded;
mod rewordings;
mod slips;
mod spelling;
mod unclear;
mod unglue;
mod used;
mod words_of;

pub use blanks::mend_unknown;
pub use unclear::reword_unclear;
pub use used::used;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Files, Span};
use crate::types::Language;
use build::Workshop;
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use spelling::Speller;
use std::ops::Range;

/// The trees of several files, parsed at the same time; what is wrong with them goes to `diagnostics` in the order of the files.
pub fn parse_all(files: &[FileId], texts: &Files, diagnostics: &mut Diagnostics) -> Vec<ast::File> {
    let parse_one = |file: &FileId| {
        let mut own = Diagnostics::default();
        (parse(*file, texts, &mut own), own)
    };
    let parsed: Vec<(ast::File, Diagnostics)> = match files {
        [] | [_] => files.iter().map(parse_one).collect(),
        _ => files.par_iter().map(parse_one).collect(),
    };
    let mut trees = Vec::with_capacity(parsed.len());
    for (tree, own) in parsed {
        for diagnostic in own.into_sorted() {
            diagnostics.add(diagnostic);
        }
        trees.push(tree);
    }
    trees
}

/// The tree of a file; what is wrong with it goes to `diagnostics`. Never fails.
pub fn parse(file: FileId, files: &Files, diagnostics: &mut Diagnostics) -> ast::File {
    let mut own = Diagnostics::default();
    let mut tree = parse_as_written(file, files, false, &mut own);
    let mut found = own.into_sorted();
    let wrong = |d: &Diagnostic| d.severity() == Severity::Error;
    if tree.language == Language::Zh && found.iter().any(wrong) {
        let (told, words) = blanks::mend(file, files.text(file), found);
        found = told;
        tree.broken.extend(words);
    }
    found.into_iter().for_each(|d| diagnostics.add(d));
    tree
}

/// The same, with each mistake told where the grammar finds it; `hasty`: only its place, not what would be right.
fn parse_as_written(
    file: FileId,
    files: &Files,
    hasty: bool,
    diagnostics: &mut Diagnostics,
) -> ast::File {
    let text = files.text(file);
    let language = layout::language_of(text);
    let empty = ast::File {
        language,
        declarations: Vec::new(),
        broken: Vec::new(),
    };
    let has_other = text.as_bytes().contains(&0) || text.contains('\u{fffd}');
    if let Some(at) = has_other.then(|| text.find(['\0', '\u{fffd}'])).flatten() {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let length = text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let span = Span {
            file,
            start: offset(at),
            end: offset(at + length),
        };
        diagnostics.add(problems::not_text(language, span));
        return empty;
    }
    let shop = || Workshop::new(file, files, language, hasty);
    let build = |piece: Range<usize>| {
        let mut shop = shop();
        let speller = Speller::new(file, text, language);
        let raw = layout::cut(speller, text, piece, &mut shop.diagnostics);
        let built = raw.iter();
        let built = built.filter_map(|raw| build::declaration(&mut shop, raw));
        let built: Vec<ast::Declaration> = built.collect();
        (built, shop)
    };
    let pieces = pieces::pieces(text);
    let built: Vec<_> = match pieces.len() {
        1 => pieces.into_iter().map(build).collect(),
        _ => pieces.into_par_iter().map(build).collect(),
    };
    let count = built.iter().map(|(some, _)| some.len()).sum();
    let (mut declarations, mut shop) = (Vec::with_capacity(count), shop());
    for (some, own) in built {
        declarations.extend(some);
        shop.join(own);
    }
    let languages = [Language::En, Language::Zh];
    // A file that is written in one language alone lacks nothing.
    for (spans, missing) in shop.untranslated.iter().zip(languages) {
        if let Some(first) = spans.first().filter(|_| shop.has_both) {
            let diagnostic = problems::missing_language(language, *first, missing, spans.len());
            shop.diagnostics.add(diagnostic);
        }
    }
    diagnostics.append(shop.diagnostics);
    ast::File {
        language,
        declarations,
        broken: shop.broken,
    }
}
