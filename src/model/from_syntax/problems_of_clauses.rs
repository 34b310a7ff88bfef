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
