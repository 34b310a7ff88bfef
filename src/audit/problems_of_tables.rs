//! What is wrong with how an audit file says that tables lie in their files.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

/// The first table of a dataset is to go on under the header of the one before it.
pub(super) fn no_header_before(language: Language, at: Span) -> Diagnostic {
    let message = language.pick(
        "no table comes before the first one of a dataset: it needs its own headers",
        "数据集的第一张表之前没有别的表：它须有自己的表头",
    );
    let help = language.pick(
        "put the file that has the headers first, or write `header: first` for all",
        "请把有表头的文件写在最前面，或统一写 `header: first`",
    );
    Diagnostic::new(Code::AuditValue, language, at, message).help(help)
}

/// The file holds no keys: a list, or texts whose colons are full-width.
pub(super) fn no_keys(language: Language, at: Span, is_wide: bool) -> Diagnostic {
    let message = language.pick(
        "the audit file has to be keys with values",
        "审计文件应由若干“键: 值”组成",
    );
    let help = match is_wide {
        true => language.pick(
            "the colons are full-width (`：`): write `:` and a blank behind it, as in `checklists: [aid.duban]`",
            "冒号是全角的（`：`）：请用半角冒号加一个空格，如 `checklists: [资助.duban]`",
        ),
        false => language.pick(
            "begin with `checklists: [aid.duban]`, then `as_of: 2020-12-31` and `data:`, each at the start of a line",
            "请从行首起依次写 `checklists: [资助.duban]`、`as_of: 2020-12-31` 和 `data:`",
        ),
    };
    Diagnostic::new(Code::AuditValue, language, at, message).help(help)
}

/// Lines that are to be left out are no numbers of lines.
pub(super) fn no_lines(language: Language, at: Span) -> Diagnostic {
    let message = language.pick(
        "`leave_out` takes the numbers of lines that are no records",
        "`leave_out` 应为不是数据的行的行号",
    );
    let help = language.pick(
        "write `leave_out: [3, 40-42]`; lines are counted from 1, as in the file",
        "写 `leave_out: [3, 40-42]`；行号从 1 开始，按文件中的行计",
    );
    Diagnostic::new(Code::AuditValue, language, at, message).help(help)
}

/// What holds for a whole dataset is said of one of its files.
pub(super) fn of_all_files(language: Language, at: Span, key: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{key}` is said of the whole dataset, not of one of its files"),
        Language::Zh => format!("`{key}` 只能对整个数据集写明，不能只对其中一个文件"),
    };
    let help = match language {
        Language::En => format!(
            "write `{key}:` beside `files:`; where files differ in it, bring them into one form first"
        ),
        Language::Zh => format!("请与 `files:` 并列写 `{key}:`；各文件不一致的，请先统一"),
    };
    Diagnostic::new(Code::AuditUnknownKey, language, at, message).help(help)
}
