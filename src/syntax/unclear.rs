//! Sentences that can be read, but name what is not there or is many → the sentence that is most likely meant, as help.

use super::{layout, reworded};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Files};

/// Gives the mistakes of these files that rewording the whole line would mend the reworded line as help.
pub fn reword_unclear(checklists: &[FileId], files: &Files, diagnostics: &mut Diagnostics) {
    for diagnostic in std::mem::take(diagnostics).into_sorted() {
        let help = help(checklists, files, &diagnostic);
        diagnostics.add(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}

fn help(checklists: &[FileId], files: &Files, diagnostic: &Diagnostic) -> Option<String> {
    let is_unknown = matches!(diagnostic.code, Code::UnknownName | Code::UnknownColumn);
    let is_many = matches!(diagnostic.code, Code::ManyRows | Code::WhichRows);
    let is_outer = matches!(diagnostic.code, Code::OuterColumn | Code::OuterCondition);
    let span = diagnostic.labels.first()?.span;
    let silent = is_unknown && diagnostic.help.is_none();
    if !(silent || is_many || is_outer) || !checklists.contains(&span.file) {
        return None;
    }
    let text = files.text(span.file);
    let start = text.get(..span.start as usize)?.rfind('\n')? + 1;
    let rest = text.get(start..)?;
    let line = rest.lines().next()?;
    if !line.starts_with([' ', '\t', '\u{3000}']) {
        return None;
    }
    let language = layout::language_of(text);
    let meant = reworded::sentence(language, span.file, text, line)?;
    // `mean of pupils.n of the same school`: the only form that is meant for sure.
    if is_outer && !meant.contains("of the same") {
        return None;
    }
    // A column that the dataset lacks must not stand there again.
    let word = files.slice(span);
    if diagnostic.code == Code::UnknownColumn && meant.split_whitespace().any(|own| own == word) {
        return None;
    }
    Some(reworded::written_so(language, line, &meant))
}
