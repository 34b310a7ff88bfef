//! What this stage reports about tests.

use super::problems::{nearest, say};
use crate::diagnostic::wording::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

pub(super) fn unknown_item<'a>(
    language: Language,
    span: Span,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(language, "there is no item {shown}", "没有检查项 {shown}");
    let problem = Diagnostic::new(Code::UnknownName, language, span, message)
        .label(language.pick("not declared", "未声明"));
    match nearest(name, known) {
        Some(name) => problem.help(say!(
            language,
            "a similar name is `{name}`",
            "相近的名称是 `{name}`"
        )),
        None => problem.help(language.pick(
            "a test speaks of items of its own file, or of the checklist named by `use`",
            "测试只能涉及本文件的检查项，或“使用”所指清单的检查项",
        )),
    }
}

/// Items of several checklists have the name.
pub(super) fn which_item(language: Language, span: Span, name: &str, with: &str) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(
        language,
        "several checklists have an item {shown}",
        "有多个清单含有检查项 {shown}"
    );
    Diagnostic::new(Code::UnknownName, language, span, message).help(say!(
        language,
        "write its checklist before it: `{with}/{name}`",
        "在前面写上清单：`{with}/{name}`"
    ))
}

/// `given` names something else than a dataset.
pub(super) fn not_a_dataset(
    language: Language,
    span: Span,
    name: &str,
    dataset: Option<&str>,
) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(language, "{shown} is not a dataset", "{shown} 不是数据集");
    let problem = Diagnostic::new(Code::NotADataset, language, span, message);
    match dataset {
        Some(dataset) => problem.help(say!(
            language,
            "give rows of the dataset that its members are part of: `{dataset}`",
            "应给定其成员所属数据集的记录：`{dataset}`"
        )),
        None => problem.help(language.pick(
            "a test gives rows of datasets alone",
            "测试只能给定数据集的记录",
        )),
    }
}

/// A derived column in the header of a test's table.
pub(super) fn derived_column(language: Language, span: Span, name: &str) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(
        language,
        "{shown} is computed, so that no row can give it",
        "{shown} 是由定义算出的列，不能给定"
    );
    Diagnostic::new(Code::UnknownColumn, language, span, message).help(language.pick(
        "give the columns that it is computed from",
        "请给定用来计算它的列",
    ))
}

/// The setting of a `set` line.
pub(super) fn unknown_setting(
    language: Language,
    span: Span,
    name: &str,
    candidate: Option<&str>,
) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(language, "there is no setting {shown}", "没有设定 {shown}");
    let problem = Diagnostic::new(Code::UnknownName, language, span, message)
        .label(language.pick("not declared", "未声明"));
    match candidate {
        Some(name) => problem.help(say!(
            language,
            "a similar name is `{name}`",
            "相近的名称是 `{name}`"
        )),
        None => problem,
    }
}

/// Something is given twice in one test.
pub(super) fn given_twice(language: Language, span: Span, name: &str) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(
        language,
        "{shown} is given twice in this test",
        "{shown} 在本测试中给了两次"
    );
    Diagnostic::new(Code::DeclaredTwice, language, span, message)
        .help(language.pick("keep one of them", "只保留一处"))
}

pub(super) fn test_without_day(language: Language, span: Span, item: &str) -> Diagnostic {
    let shown = quoted(item);
    let message = say!(
        language,
        "{shown} asks for the day of the inspection",
        "{shown} 需要评估日"
    );
    Diagnostic::new(Code::TestWithoutDay, language, span, message)
        .label(language.pick("the test gives no day", "测试没有给出评估日"))
        .help(language.pick(
            "add a line to the test: `as of 2020-08-31`",
            "在测试中加一行：`评估日 2020年8月31日`",
        ))
}
