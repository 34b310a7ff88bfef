//! What this stage reports about exceptions, routing, layers and the lines of items that go with them.

use crate::diagnostic::wording::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

pub(super) fn no_validity(language: Language, span: Span, dataset: Option<&str>) -> Diagnostic {
    let message = match (language, dataset.map(quoted)) {
        (Language::En, Some(name)) => {
            format!("{name} does not say from when to when a row is valid")
        }
        (Language::En, None) => "there is no row that could be valid on a day".to_owned(),
        (Language::Zh, Some(name)) => format!("{name} 没有写明一条记录从何时到何时有效"),
        (Language::Zh, None) => "此处没有可以有效的记录".to_owned(),
    };
    Diagnostic::new(Code::NoValidity, language, span, message)
        .label(language.pick("valid from when?", "从何时起有效？"))
        .help(language.pick(
            "add a line to the dataset: `in force from granted_on to expires_on`",
            "在数据集中加一行：`有效 自 批准日期 至 到期日期`",
        ))
}

pub(super) fn except_without_rows(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "exceptions excuse rows, and this sentence speaks of totals",
        "例外针对记录，而这个句子针对总数",
    );
    Diagnostic::new(Code::NeedsRows, language, span, message)
        .label(language.pick("nobody to excuse here", "此处没有可以例外的对象"))
        .help(language.pick(
            "leave the excused rows out with `where`, or say it as a rate: `at least 95% of pupil per school must …`",
            "用“其中”排除这些记录，或写成比例：`各 学校 至少 95% 的 学生 应 …`",
        ))
}

pub(super) fn except_by_other_key(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the exception is tied to people by another key than the sentence",
        "例外所用的键与句子所用的键不同",
    );
    Diagnostic::new(Code::WhichKey, language, span, message)
        .label(language.pick("different keys", "键不同"))
        .help(language.pick(
            "write the same columns behind `by` in both",
            "两处的“按”后写相同的列",
        ))
}
