//! What this stage reports where it is not said which rows belong together: one constructor for each kind of mistake.

use super::problems::{either, say};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

pub(super) fn which_rows(
    language: Language,
    span: Span,
    name: Option<&str>,
    datasets: &[String],
) -> Diagnostic {
    let message = match name {
        Some(name) => say!(
            language,
            "it is not said of which rows `{name}` is taken",
            "没有写明取哪些行的 `{name}`"
        ),
        None => say!(
            language,
            "it is not said which rows are meant",
            "没有写明取哪些行"
        ),
    };
    let column = name.unwrap_or("…");
    let problem = Diagnostic::new(Code::WhichRows, language, span, message)
        .label(language.pick("of which rows?", "哪些行的？"));
    if !datasets.is_empty() {
        let whole: Vec<String> = datasets.iter().map(|d| format!("{d}.{column}")).collect();
        let whole = either(language, &whole);
        return problem.help(say!(
            language,
            "write it with its dataset: {whole}",
            "连同数据集一起写：{whole}"
        ));
    }
    problem.help(say!(
        language,
        "write its dataset before it, `….{column}`, or the rows meant after `of`",
        "在前面写所属数据集 `….{column}`，或用“于”写明行"
    ))
}

pub(super) fn which_key(
    language: Language,
    span: Span,
    nouns: &[String; 2],
    several: bool,
    candidates: &[String],
) -> Diagnostic {
    let [a, b] = nouns;
    let message = if several {
        say!(
            language,
            "`{a}` and `{b}` can be matched in several ways",
            "`{a}`与`{b}`可以按多种键对应"
        )
    } else {
        say!(
            language,
            "`{a}` and `{b}` declare no common key",
            "`{a}`与`{b}`没有声明共同的键"
        )
    };
    let problem = Diagnostic::new(Code::WhichKey, language, span, message)
        .label(language.pick("by which columns?", "按哪些列？"));
    if candidates.is_empty() {
        return problem.help(language.pick(
            "write the columns that both have after `by`",
            "用“按”写明双方都有的列",
        ));
    }
    let by: Vec<String> = candidates
        .iter()
        .map(|c| say!(language, "by {c}", "按 {c}"))
        .collect();
    let by = either(language, &by);
    problem.help(say!(language, "write {by}", "可写 {by}"))
}

pub(super) fn no_single_key(
    language: Language,
    span: Span,
    name: &str,
    width: usize,
    declared: Option<Span>,
) -> Diagnostic {
    let message = if width == 0 {
        say!(
            language,
            "`{name}` declares no key to be found by",
            "`{name}`没有声明主键，无法据以查找"
        )
    } else {
        say!(
            language,
            "the key of `{name}` has {width} columns, one value cannot refer to it",
            "`{name}`的主键有{width}列，一个值无法引用它"
        )
    };
    let problem = Diagnostic::new(Code::NoSingleKey, language, span, message)
        .label(language.pick("needs a key of one column", "需要单列主键"));
    let problem = match declared {
        Some(declared) => problem.also(declared, language.pick("declared here", "在此声明")),
        None => problem,
    };
    if width > 1 {
        return problem.help(language.pick(
            "declare its key columns here too, and write `by` with all of them in the sentence",
            "此处也声明这几列，并在句子中用“按”写全",
        ));
    }
    problem.help(language.pick(
        "write `key` behind the column of the dataset that identifies a row",
        "在能唯一标识一行的列后写“主键”",
    ))
}

pub(super) fn no_way_to_group(
    language: Language,
    span: Span,
    rows: &str,
    groups: &str,
    candidates: &[String],
) -> Diagnostic {
    let message = say!(
        language,
        "it is not said how `{rows}` belongs to `{groups}`",
        "没有写明`{rows}`如何归入`{groups}`"
    );
    let problem = Diagnostic::new(Code::NoWayToGroup, language, span, message)
        .label(language.pick("by which column?", "按哪一列？"));
    if candidates.is_empty() {
        return problem.help(say!(
            language,
            "declare a column of `{rows}` as `reference to {groups}`, or write `by` and a column",
            "把`{rows}`的一列声明为“引用 {groups}”，或用“按”写明列"
        ));
    }
    let per: Vec<String> = candidates
        .iter()
        .map(|c| say!(language, "per {c}", "各 {c}"))
        .collect();
    let per = either(language, &per);
    problem.help(say!(language, "write {per}", "可写 {per}"))
}

/// A field to be compared that one of three or more sources alone holds.
pub(super) fn held_by_one(
    language: Language,
    span: Span,
    name: &str,
    only: &str,
    others: &[String],
) -> Diagnostic {
    let listed = others.join(language.pick(", ", "、"));
    let message = say!(
        language,
        "of these sources only `{only}` has a column `{name}`; {listed} have none to compare it with",
        "这几方中只有`{only}`有列 `{name}`；{listed}都没有，无从比较"
    );
    Diagnostic::new(Code::UnknownColumn, language, span, message)
        .label(language.pick("in one source alone", "只有一方有"))
        .help(language.pick(
            "compare a column that at least two of the sources declare, under one name",
            "请比较至少两方都声明了的同名列",
        ))
}

/// Two sources matched by a key alone, while columns that could be compared bear different names.
pub(super) fn nothing_compared(
    language: Language,
    span: Span,
    [a, b]: &[String; 2],
    [own, their]: [&str; 2],
) -> Diagnostic {
    let message = say!(
        language,
        "no column of `{a}` and `{b}` is compared: besides the key they share no name",
        "`{a}`与`{b}`没有任何一列作了比对：除键之外没有同名的列"
    );
    Diagnostic::new(Code::NothingCompared, language, span, message)
        .label(language.pick("only whether the rows are there", "只核对有无对应的记录"))
        .help(say!(
            language,
            "if `{own}` and `{their}` mean the same, declare the second as `{their} {own} : …` and write `comparing {own}` at the end; if only the rows matter, write `every {a} must have a {b} by …`",
            "若 `{own}` 与 `{their}` 是同一内容，后者声明为 `{their} {own}：…`，句末写 `比对 {own}`；若只看有无，写 `每条 {a} 应有 {b} 按 …`"
        ))
}
