//! What this stage reports about tests.

use super::ast::TestTableOf;
use crate::diagnostic::wording::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

/// A test that expects nothing would pass whatever the items say.
pub(super) fn no_expectation(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("the test expects nothing", "测试没有写明期望");
    Diagnostic::new(Code::NoExpectation, language, span, message).help(language.pick(
        "add a line like `expect named-persuader finds B`",
        "加上这样一行：`期望 named-persuader 发现 B`",
    ))
}

/// `given` without a header row.
pub(super) fn no_test_rows(language: Language, of: &TestTableOf) -> Diagnostic {
    let dataset = match of {
        TestTableOf::Dataset(dataset) => dataset,
        TestTableOf::Answers(span) => {
            let message = language.pick("no answers are given", "没有给出答复");
            return Diagnostic::new(Code::TableWidth, language, *span, message).help(language.pick(
                "write a row with column names below it, then the answers: `item | subject | verdict`",
                "在下面先写一行列名，再写各个答复：`检查项 | 对象 | 答复`",
            ));
        }
    };
    let found = quoted(&dataset.text);
    let message = match language {
        Language::En => format!("no rows of {found} are given"),
        Language::Zh => format!("没有给出 {found} 的记录"),
    };
    let diagnostic = Diagnostic::new(Code::TableWidth, language, dataset.span, message);
    diagnostic.help(language.pick(
        "write a row with column names below it, then the rows: `national_id | status`; a dataset that is not given is empty",
        "在下面先写一行列名，再写各条记录：`身份证号 | 状态`；没有给定的数据集视为空表",
    ))
}

/// A row that is not as wide as its header.
pub(super) fn test_width(
    language: Language,
    span: Span,
    cells: usize,
    columns: usize,
) -> Diagnostic {
    let message = match (language, cells) {
        (Language::En, 1) => format!("the row has 1 cell, its table has {columns} columns"),
        (Language::En, _) => format!("the row has {cells} cells, its table has {columns} columns"),
        (Language::Zh, _) => format!("这一行有 {cells} 格，表有 {columns} 列"),
    };
    Diagnostic::new(Code::TableWidth, language, span, message).help(language.pick(
        "write one cell for each column, separated by `|`, and leave a blank one empty; other lines of a test begin with `given` or `expect`",
        "每列写一格，用 `|` 隔开，空格子留空；测试的其他行以 `给定` 或 `期望` 开头",
    ))
}

/// `row B`.
pub(super) fn row_number(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("a row is named by its number", "记录用序号指明");
    Diagnostic::new(Code::Syntax, language, span, message).help(language.pick(
        "write `row 2` for the second row, or the key of the row alone",
        "第二条写 `记录 2`，或者只写该条记录的主键",
    ))
}
