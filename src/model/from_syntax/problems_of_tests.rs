//! What this stage reports about tests.

use super::problems::{either, nearest, say};
use crate::diagnostic::wording::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::FIXED_PARTS;
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

/// A part that the findings of an item do not have; `known` are the parts as machine formats call them.
pub(super) fn no_such_part(
    language: Language,
    span: Span,
    part: &str,
    (item, known): (&str, &[String]),
) -> Diagnostic {
    let (shown, of) = (quoted(&part_written(language, part)), quoted(item));
    let message = say!(
        language,
        "what {of} finds has no part {shown}",
        "{of} 的发现没有 {shown} 这一部分"
    );
    let problem = Diagnostic::new(Code::UnknownPart, language, span, message);
    if known.is_empty() {
        return problem.help(language.pick(
            "leave the brackets out: the subject is named without a part",
            "删去括号：只写对象，不写部分",
        ));
    }
    let known: Vec<String> = known
        .iter()
        .map(|part| part_written(language, part))
        .collect();
    let known = either(language, &known);
    problem.help(say!(language, "it can be {known}", "可以是 {known}"))
}

/// A part of machine formats as a test names it.
fn part_written(language: Language, part: &str) -> String {
    let (kind, to) = part
        .split_once(':')
        .map_or((part, None), |(kind, to)| (kind, Some(to)));
    let known = FIXED_PARTS.into_iter().find(|known| known.0 == kind);
    let word = known.map_or(kind, |(en, zh)| language.pick(en, zh));
    match to {
        Some(to) => say!(language, "{word}:{to}", "{word}：{to}"),
        None => word.to_owned(),
    }
}

/// A column that answers do not have.
pub(super) fn answer_column(
    language: Language,
    span: Span,
    name: &str,
    near: Option<&str>,
) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(
        language,
        "answers have no column {shown}",
        "答复没有列 {shown}"
    );
    let problem = Diagnostic::new(Code::UnknownColumn, language, span, message);
    match near {
        Some(name) => problem.help(say!(
            language,
            "a similar name is `{name}`",
            "相近的名称是 `{name}`"
        )),
        None => problem.help(language.pick(
            "answers have the columns `item`, `subject` (or those of the subject's key) and `verdict`, and where needed `who`, `when`, `evidence`, `kind`, `valid until`",
            "答复的列有 `检查项`、`对象`（或对象主键的各列）、`答复`，需要时还有 `答复人`、`日期`、`佐证`、`佐证类别`、`有效期至`",
        )),
    }
}

/// A table of answers does not say to which item.
pub(super) fn answers_without_item(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "it is not said which item these answers are about",
        "没有写明这些答复属于哪个检查项",
    );
    Diagnostic::new(Code::TestAnswers, language, span, message).help(language.pick(
        "add a column `item`; it may be left out where the test expects something of one item alone that asks",
        "加一列 `检查项`；测试只对一个有询问的检查项写有期望时，可以省去",
    ))
}

/// An answer of a test names no item.
pub(super) fn answer_without_item(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("the answer names no item", "答复没有写明检查项");
    Diagnostic::new(Code::TestAnswers, language, span, message).help(language.pick(
        "write the item's id in the column `item`",
        "请在 `检查项` 一列写上检查项的编号",
    ))
}

/// An answer names an item that asks nothing.
pub(super) fn answer_unasked(language: Language, span: Span, name: &str) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(
        language,
        "the item {shown} asks nothing",
        "检查项 {shown} 没有询问什么"
    );
    Diagnostic::new(Code::TestAnswers, language, span, message).help(language.pick(
        "take the answer out, or add a line `ask \"…\"` to the item",
        "请删去该答复，或在检查项中加一行：询问 「…」",
    ))
}

/// A test gives an answer to an item of which it expects nothing.
pub(super) fn answer_expects_nothing(language: Language, span: Span, name: &str) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(
        language,
        "the test gives an answer to {shown} and expects nothing of it",
        "测试给出了 {shown} 的答复，却没有写明期望"
    );
    Diagnostic::new(Code::NoExpectation, language, span, message).help(say!(
        language,
        "add a line like `expect {name} is met`",
        "加上这样一行：`期望 {name} 为符合`"
    ))
}

/// A word that an item does not take for an answer.
pub(super) fn answer_word(
    language: Language,
    span: Span,
    (word, item): (&str, &str),
    words: &[&str],
) -> Diagnostic {
    const MOST: usize = 5;
    let (shown, of) = (quoted(word), quoted(item));
    let message = say!(
        language,
        "{shown} is no answer to {of}",
        "{shown} 不是 {of} 的答复"
    );
    let problem = Diagnostic::new(Code::TestAnswers, language, span, message);
    if let Some(near) = nearest(word, words.iter().copied()) {
        return problem.help(say!(
            language,
            "a similar word is `{near}`",
            "相近的词是 `{near}`"
        ));
    }
    let quoted: Vec<String> = (words.iter().take(MOST))
        .map(|word| format!("`{word}`"))
        .collect();
    let list = quoted.join(language.pick(", ", "、"));
    problem.help(say!(
        language,
        "the item takes {list}; leave the cell empty where nobody has answered",
        "该项的答复有 {list}；无人答复的，请把格子留空"
    ))
}

/// A column of a key, filled in for an item whose subjects have another one.
pub(super) fn no_part_of_key(language: Language, span: Span, name: &str, item: &str) -> Diagnostic {
    let (shown, of) = (quoted(name), quoted(item));
    let message = say!(
        language,
        "{shown} does not identify whom {of} asks about",
        "{shown} 不是 {of} 所问对象的主键"
    );
    Diagnostic::new(Code::TestAnswers, language, span, message).help(language.pick(
        "leave the cell empty, or write the subject in the column `subject`",
        "请把格子留空，或在 `对象` 一列写明对象",
    ))
}

/// An answer does not say whom it is about.
pub(super) fn answer_without_subject(
    language: Language,
    span: Span,
    name: &str,
    item: &str,
) -> Diagnostic {
    let of = quoted(item);
    let message = say!(
        language,
        "it is not said whom this answer to {of} is about",
        "没有写明对 {of} 的这个答复是关于谁的"
    );
    Diagnostic::new(Code::TestAnswers, language, span, message).help(say!(
        language,
        "add a column `subject` or `{name}`",
        "加一列 `对象` 或 `{name}`"
    ))
}
