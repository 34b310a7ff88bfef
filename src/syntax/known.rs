//! Whether a line is not only a sentence, but one whose names are declared and stand where such names can.

use super::declared::Declared;
use super::keywords::Place;
use super::reworded::{self, can_be_read};
use super::spelling::{Mode, Speller, Token, TokenKind};
use super::words_of::Dictionary;
use crate::diagnostic::Diagnostics;
use crate::source::FileId;
use crate::types::Language;

/// The Chinese sentence of known names that a line is meant to be whose words run together, where what was found for it is none.
pub(super) fn instead(
    file: FileId,
    text: &str,
    written: &str,
    found: Option<&str>,
) -> Option<String> {
    let declared = Declared::read(Language::Zh, text);
    // A word that is several, one of them a name.
    let dictionary = Dictionary::new(&declared);
    let several = |word: &String| {
        let parts = dictionary.apart(std::slice::from_ref(word));
        parts.len() > 1 && parts.iter().any(|part| declared.knows(part))
    };
    if !reworded::words(Language::Zh, written).iter().any(several) {
        return None;
    }
    let known = |line: &str| is_known(Language::Zh, file, line, &declared);
    if found.is_some_and(|line| known(line) || !can_be_read(Language::Zh, file, line)) {
        return None;
    }
    reworded::sentence(Language::Zh, file, text, written).filter(|line| known(line))
}

/// Whether a line is a sentence whose names are all declared, and stand where such names can.
pub(super) fn is_known(language: Language, file: FileId, line: &str, declared: &Declared) -> bool {
    let speller = Speller::new(file, line, language);
    let mode = Mode::all(Some(Place::Sentence));
    let spelled = speller.spell(0, line.len(), mode, &mut Diagnostics::default());
    let tokens = &spelled.tokens;
    let keyword = |at: Option<usize>| match at.and_then(|at| tokens.get(at)).map(|t| &t.kind) {
        Some(TokenKind::Keyword(id)) => *id,
        Some(TokenKind::Number(..)) => "number",
        _ => "",
    };
    let fits = |(at, token): (usize, &Token)| {
        let TokenKind::Name(name) = &token.kind else {
            return true;
        };
        let before = keyword(at.checked_sub(1));
        let asks = matches!(keyword(Some(at + 1)), "must" | "should");
        let rows = declared.dataset(name).is_some();
        let of_row = declared.is_column(name) || declared.is_other(name);
        match (rows, of_row) {
            // 学生 的 发放 不得 …: rows are no value.
            (true, false) => !(before == "of" && asks),
            // 校长 不得 …: of whom?
            (false, true) => !(at == 0 && asks) || declared.is_other(name),
            (true, true) => true,
            // A value has a sign before it, or another value.
            (false, false) => {
                let rows = [
                    "have", "named", "number", "every", "any", "no", "where", "when",
                ];
                declared.knows(name) && !rows.contains(&before)
            }
        }
    };
    tokens.iter().enumerate().all(fits) && can_be_read(language, file, line)
}
