//! The wording of what can be wrong with a file of answers.

use super::problems::{Known, candidates, with_help};
use crate::diagnostic::wording::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

fn place(language: Language, (file, line): (&str, u64)) -> String {
    match language {
        Language::En => format!("{file}, line {line}"),
        Language::Zh => format!("{file} 第 {line} 行"),
    }
}

/// An answer names an item that no checklist has.
pub(super) fn answer_to_nothing(
    language: Language,
    at: Span,
    row: (&str, u64),
    name: &str,
    known: &Known<'_>,
) -> Diagnostic {
    let (place, shown) = (place(language, row), quoted(name));
    let message = match (language, name.is_empty()) {
        (Language::En, true) => format!("{place}: the answer names no item"),
        (Language::En, false) => format!("{place}: the checklists have no item {shown}"),
        (Language::Zh, true) => format!("{place}：答复没有写明检查项"),
        (Language::Zh, false) => format!("{place}：检查清单中没有检查项 {shown}"),
    };
    let diagnostic = Diagnostic::new(Code::AuditAnswers, language, at, message);
    with_help(diagnostic, candidates(language, name, known))
}

/// An answer names an item that asks nothing.
pub(super) fn answer_unasked(
    language: Language,
    at: Span,
    row: (&str, u64),
    name: &str,
) -> Diagnostic {
    let (place, shown) = (place(language, row), quoted(name));
    let message = match language {
        Language::En => format!("{place}: the item {shown} asks nothing"),
        Language::Zh => format!("{place}：检查项 {shown} 没有询问什么"),
    };
    Diagnostic::new(Code::AuditAnswers, language, at, message).help(language.pick(
        "take the row out, or add a line `ask \"…\"` to the item",
        "请删去该行，或在检查项中加一行：询问 「…」",
    ))
}

/// Several checklists have an item of that name.
pub(super) fn answer_unclear(
    language: Language,
    at: Span,
    row: (&str, u64),
    name: &str,
) -> Diagnostic {
    let (place, shown) = (place(language, row), quoted(name));
    let message = match language {
        Language::En => format!("{place}: several checklists have an item {shown}"),
        Language::Zh => format!("{place}：几份检查清单都有检查项 {shown}"),
    };
    Diagnostic::new(Code::AuditAnswers, language, at, message).help(language.pick(
        "write the checklist before it: `checklist/item`",
        "请在前面写明检查清单：`清单/检查项`",
    ))
}

/// A table of answers lacks columns.
pub(super) fn answers_column(
    language: Language,
    at: Span,
    file: &str,
    lacking: &[&str],
) -> Diagnostic {
    let list: Vec<String> = lacking.iter().map(|name| format!("`{name}`")).collect();
    let list = list.join(language.pick(", ", "、"));
    let message = match language {
        Language::En => format!("{file} has no column {list}"),
        Language::Zh => format!("{file} 没有列 {list}"),
    };
    Diagnostic::new(Code::AuditAnswers, language, at, message).help(language.pick(
        "answers have the columns `item`, `subject`, `verdict`, `who` and `when`",
        "答复应有 `检查项`、`对象`、`答复`、`答复人`、`日期` 各列",
    ))
}

/// A YAML file of answers is no list of maps.
pub(super) fn answers_no_list(language: Language, at: Span, file: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("{file} is not a list of answers"),
        Language::Zh => format!("{file} 不是答复的列表"),
    };
    Diagnostic::new(Code::AuditAnswers, language, at, message).help(language.pick(
        "write each answer as `- {item: …, subject: …, verdict: …, who: …, when: …}`",
        "每个答复写作 `- {检查项: …, 对象: …, 答复: …, 答复人: …, 日期: …}`",
    ))
}
