//! What this stage reports about names, files and declarations: one constructor for each kind of mistake.

pub(super) use super::problems_of_bounds::out_of_bounds;
pub(super) use super::problems_of_keys::{
    held_by_one, no_single_key, no_way_to_group, nothing_compared, which_key, which_rows,
};
pub(super) use super::problems_of_time::{
    calendar_lacks, days_in_rows, from_when, lacks_role, measure_of_periods,
    measure_without_period, no_covered_days, no_groups, no_next_term, no_period, not_a_measure,
    period_column, period_order, periods_overlap, stage_gap, terms_key, terms_twice, terms_unnamed,
    trend_of_rows, weekday_of_week, which_calendar, which_period, whose_terms,
};
pub(super) use super::problems_of_values::{
    aggregate_of, bad_pattern, cannot_compute, days_and_working_days, lists_differ,
    months_need_a_day, no_order, not_a_condition, not_a_literal, not_in_value_set, quote_it,
    rows_overlap, same_on_both_sides, table_arguments, types_differ, units_differ, value_alone,
    value_of_rows, value_sets_differ, wrong_operand, wrong_type,
};
pub(super) use crate::diagnostic::wording::near as nearest;

use crate::diagnostic::wording::{alternatives, one_name, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{ast, elsewhere};
use crate::types::Language;
use std::io;
use std::path::{Path, PathBuf};

/// Formats in the language of the file.
macro_rules! say {
    ($language:expr, $en:literal, $zh:literal) => {
        match $language {
            crate::types::Language::En => format!($en),
            crate::types::Language::Zh => format!($zh),
        }
    };
}
pub(super) use say;

/// What a name should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A source document.
    Source,
    /// A dataset or population.
    Rows,
    /// A decision table.
    Table,
    /// An exception.
    Exception,
    /// An item.
    Item,
    /// A section.
    Section,
    /// A setting of an adopted checklist.
    Setting,
    /// A setting, measure or column.
    Value,
}

/// The words in backticks, as alternatives.
pub(super) fn either(language: Language, words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    alternatives(language, &words)
}

fn meant(problem: Diagnostic, language: Language, candidate: Option<&str>) -> Diagnostic {
    match candidate {
        Some(name) => problem.help(say!(
            language,
            "a similar name is `{name}`",
            "相近的名称是 `{name}`"
        )),
        None => problem,
    }
}

pub(super) fn no_file(
    language: Language,
    span: Span,
    path: &Path,
    error: &io::Error,
) -> Diagnostic {
    let path = path.display();
    let message = match error.kind() {
        io::ErrorKind::NotFound => say!(language, "there is no file `{path}`", "没有文件 `{path}`"),
        _ => say!(
            language,
            "`{path}` cannot be read: {error}",
            "无法读取 `{path}`：{error}"
        ),
    };
    Diagnostic::new(Code::MissingFile, language, span, message)
}

pub(super) fn used_file_missing(
    language: Language,
    span: Span,
    name: &str,
    places: &[PathBuf],
) -> Diagnostic {
    let message = say!(
        language,
        "there is no file `{name}.duban` to use",
        "没有可使用的文件 `{name}.duban`"
    );
    if let Some(short) = name.strip_suffix(".duban") {
        return Diagnostic::new(Code::MissingFile, language, span, message)
            .label(language.pick("not found", "未找到"))
            .help(say!(
                language,
                "leave the ending out: `use \"{short}\"`",
                "不写后缀：`使用 「{short}」`"
            ));
    }
    let places: Vec<String> = places
        .iter()
        .map(|place| place.to_string_lossy().replace('\\', "/"))
        .collect();
    let looked = either(language, &places);
    Diagnostic::new(Code::MissingFile, language, span, message)
        .label(language.pick("not found", "未找到"))
        .help(say!(
            language,
            "it was looked for as {looked}",
            "已查找 {looked}"
        ))
}

pub(super) fn used_from_elsewhere(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a file is used from this folder or a folder below it",
        "只能使用本文件夹或其下级文件夹中的文件",
    );
    Diagnostic::new(Code::MissingFile, language, span, message)
        .label(language.pick("leads elsewhere", "指向别处"))
        .help(language.pick(
            "write folder and file with `/` between them: `use \"education/pupils\"`",
            "文件夹与文件之间写 `/`：`使用 「教育/学生」`",
        ))
}

pub(super) fn uses_itself(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "using `{name}` leads back to `{name}`",
        "使用 `{name}` 又回到 `{name}` 自身"
    );
    Diagnostic::new(Code::UsesItself, language, span, message)
        .label(language.pick("closes the circle", "在此循环"))
        .help(language.pick(
            "move what both need into a third file, and use that in both",
            "把双方都要用的声明移到第三个文件，由双方使用",
        ))
}

pub(super) fn no_header(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "items stand in a file that is no checklist",
        "检查项写在没有清单抬头的文件里",
    );
    Diagnostic::new(Code::NoHeader, language, span, message)
        .label(language.pick("the first item", "第一个检查项"))
        .help(language.pick(
            "begin the file with a line such as `checklist schools-2026 \"Schools, 2026\"`",
            "文件第一行写：`检查清单 schools-2026 「2026年学校检查」`",
        ))
}

pub(super) fn declared_twice(
    language: Language,
    span: Span,
    name: &str,
    first: Option<Span>,
) -> Diagnostic {
    let message = say!(
        language,
        "the name `{name}` is taken already",
        "名称 `{name}` 已被占用"
    );
    let problem = Diagnostic::new(Code::DeclaredTwice, language, span, message)
        .label(language.pick("second declaration", "第二次声明"));
    let problem = match first {
        Some(first) => problem.also(first, language.pick("first declaration", "第一次声明")),
        None => problem,
    };
    problem.help(language.pick("give one of the two another name", "给其中一个换个名称"))
}

/// The same where the second declaration has several names in one script, which may be meant as one.
pub(super) fn perhaps_one_name(
    problem: Diagnostic,
    language: Language,
    names: &ast::Names,
    taken: &str,
) -> Diagnostic {
    let script = super::names::is_chinese(taken);
    let own = names.all.iter().map(|name| name.text.as_str());
    let own: Vec<&str> = own
        .filter(|name| super::names::is_chinese(name) == script)
        .collect();
    // Singular and plural are two names indeed.
    let plural = |a: &str, b: &str| a != b && a.starts_with(b.trim_end_matches(['s', 'y']));
    let several = own.len() > 1 && !own.iter().any(|a| own.iter().any(|b| plural(a, b)));
    if !several || own.iter().any(|name| name.contains(char::is_whitespace)) {
        return problem;
    }
    let together = own.join(" ");
    let (bracketed, joined) = one_name(language, &together);
    problem.help(say!(
        language,
        "if `{together}` is one name, write `{bracketed}` or `{joined}`; otherwise give one of the two another name",
        "如 `{together}` 是一个名称，应写 `{bracketed}` 或 `{joined}`；否则给其中一个换个名称"
    ))
}

pub(super) fn defined_by_itself(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "`{name}` is defined by itself",
        "`{name}` 的定义用到了自身"
    );
    Diagnostic::new(Code::DefinedByItself, language, span, message)
        .label(language.pick("leads back here", "又回到这里"))
        .help(language.pick(
            "write its meaning without its own name, directly and in what it uses",
            "定义中不要直接或间接用到它自己",
        ))
}

pub(super) fn unknown_name(
    language: Language,
    span: Span,
    kind: Kind,
    name: &str,
    candidate: Option<&str>,
) -> Diagnostic {
    let shown = quoted(name);
    let message = match kind {
        Kind::Source => say!(language, "there is no source {shown}", "没有文件 {shown}"),
        Kind::Rows => say!(
            language,
            "there is no dataset or population {shown}",
            "没有数据集或人群 {shown}"
        ),
        Kind::Table => say!(language, "there is no table {shown}", "没有表 {shown}"),
        Kind::Exception => say!(
            language,
            "there is no exception {shown}",
            "没有例外 {shown}"
        ),
        Kind::Item => say!(language, "there is no item {shown}", "没有检查项 {shown}"),
        Kind::Section => say!(language, "there is no section {shown}", "没有章节 {shown}"),
        Kind::Setting => say!(
            language,
            "no adopted checklist has a setting {shown}",
            "承接的清单没有设定 {shown}"
        ),
        Kind::Value => say!(
            language,
            "nothing is called {shown}",
            "没有名为 {shown} 的内容"
        ),
    };
    let problem = Diagnostic::new(Code::UnknownName, language, span, message)
        .label(language.pick("not declared", "未声明"));
    let known = match kind {
        Kind::Table => elsewhere::function(language, name),
        Kind::Value if candidate.is_none() => elsewhere::day_of_inspection(language, name),
        _ => None,
    };
    match known {
        Some(own) => problem.help(say!(language, "write {own}", "应写 {own}")),
        None => meant(problem, language, candidate),
    }
}

pub(super) fn no_relation(
    language: Language,
    span: Span,
    of: &str,
    name: &str,
    candidate: Option<&str>,
) -> Diagnostic {
    let message = say!(
        language,
        "`{name}` is no dataset, population or column of `{of}`",
        "`{name}` 不是数据集、人群，也不是`{of}`的列"
    );
    let problem = Diagnostic::new(Code::UnknownName, language, span, message)
        .label(language.pick("not declared", "未声明"));
    meant(problem, language, candidate)
}

pub(super) fn unknown_column(
    language: Language,
    span: Span,
    of: &str,
    name: &str,
    candidate: Option<&str>,
) -> Diagnostic {
    let shown = quoted(name);
    let message = say!(
        language,
        "`{of}` has no column {shown}",
        "`{of}`没有列 {shown}"
    );
    let problem = Diagnostic::new(Code::UnknownColumn, language, span, message)
        .label(language.pick("no such column", "没有这一列"));
    match candidate {
        Some(name) => problem.help(say!(
            language,
            "a column with a similar name is `{name}`",
            "名称相近的列是 `{name}`"
        )),
        None => match elsewhere::day_of_inspection(language, name) {
            Some(own) => problem.help(say!(language, "write {own}", "应写 {own}")),
            None => problem,
        },
    }
}

/// A word of a column where a condition is meant; `forms` are the conditions that it may be.
pub(super) fn with_column(language: Language, problem: Diagnostic, forms: &[String]) -> Diagnostic {
    let forms = either(language, forms);
    problem.help(say!(
        language,
        "name the column that says it: {forms}",
        "写明是哪一列的值：{forms}"
    ))
}

/// A column that stands in a dataset referred to.
pub(super) fn by_reference(
    language: Language,
    problem: Diagnostic,
    path: &str,
    there: &str,
) -> Diagnostic {
    problem.help(say!(
        language,
        "it is a column of `{there}`: write `{path}`",
        "`{there}`有这一列：应写 `{path}`"
    ))
}

/// A number in words where a number is meant.
pub(super) fn with_digits(language: Language, problem: Diagnostic, digits: &str) -> Diagnostic {
    problem
        .label(language.pick("a number in words", "文字写的数"))
        .help(say!(
            language,
            "write the number in digits: `{digits}`",
            "数用阿拉伯数字写：`{digits}`"
        ))
}

/// A bare word where a text is compared: most likely a text.
pub(super) fn text_without_quotes(
    language: Language,
    span: Span,
    of: &str,
    name: &str,
) -> Diagnostic {
    if elsewhere::means_blank(name) {
        let message = say!(
            language,
            "no value is called `{name}` here",
            "这里没有名为 `{name}` 的值"
        );
        return Diagnostic::new(Code::UnknownColumn, language, span, message)
            .label(language.pick("not a value", "不是值"))
            .help(language.pick(
                "write `is blank`, or `is given` for the opposite",
                "应写 `为空`；相反则写 `已填`",
            ));
    }
    let message = say!(
        language,
        "a text is written in quotes: `\"{name}\"`",
        "文字值要加引号：`「{name}」`"
    );
    Diagnostic::new(Code::UnknownColumn, language, span, message)
        .label(say!(
            language,
            "no column of `{of}` either",
            "也不是`{of}`的列"
        ))
        .help(say!(
            language,
            "write `\"{name}\"`, or the name of a column",
            "应写 `「{name}」`，或写列名"
        ))
}

pub(super) fn outer_column(language: Language, span: Span, name: &str, noun: &str) -> Diagnostic {
    let message = say!(
        language,
        "`{name}` is a column of `{noun}`, outside of this `where`",
        "`{name}` 是`{noun}`的列，不在这个“其中”之内"
    );
    Diagnostic::new(Code::OuterColumn, language, span, message)
        .label(language.pick("an outer column", "外层的列"))
        .help(say!(
            language,
            "write it with its noun: `{noun}.{name}`",
            "连同名称一起写：`{noun}.{name}`"
        ))
}

pub(super) fn not_a_reference(
    language: Language,
    span: Span,
    what: &str,
    field: &str,
) -> Diagnostic {
    let message = say!(
        language,
        "`.{field}` needs a reference before it, found {what}",
        "`.{field}` 前面应为引用，此处是{what}"
    );
    Diagnostic::new(Code::NotAReference, language, span, message)
        .label(language.pick("leads to no dataset", "不通向任何数据集"))
        .help(language.pick(
            "declare the column as `reference to` the dataset meant",
            "把该列声明为“引用”某个数据集",
        ))
}

pub(super) fn rows_as_value(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "`{name}` stands for many rows, not for a value",
        "`{name}` 代表许多行，不是一个值"
    );
    Diagnostic::new(Code::ManyRows, language, span, message)
        .label(language.pick("a value is needed", "此处需要一个值"))
        .help(say!(
            language,
            "write `count of {name}`, `has a {name}` or `is in {name}`",
            "可写 `{name} 数量`、`有 {name}` 或 `在 {name} 中`"
        ))
}

pub(super) fn many_rows(language: Language, span: Span, noun: &str, field: &str) -> Diagnostic {
    let message = say!(
        language,
        "`{noun}` stands for many rows, so `{field}` is not one value",
        "`{noun}` 代表许多行，`{field}` 不是一个值"
    );
    Diagnostic::new(Code::ManyRows, language, span, message)
        .label(language.pick("a value is needed", "此处需要一个值"))
        .help(say!(
            language,
            "write which is meant: `total of {noun}.{field}`, `largest of {noun}.{field}`",
            "写明取法：`{noun}.{field} 合计`、`{noun}.{field} 最大值`"
        ))
}

pub(super) fn table_as_value(
    language: Language,
    span: Span,
    name: &str,
    parameters: &[String],
) -> Diagnostic {
    let list = parameters.join(language.pick(", ", "，"));
    let message = say!(
        language,
        "`{name}` is a table and needs its arguments",
        "`{name}` 是一张表，需要写明参数"
    );
    Diagnostic::new(Code::TableArguments, language, span, message)
        .label(language.pick("a value is needed", "此处需要一个值"))
        .help(say!(
            language,
            "write the columns to look up in brackets: `{name}({list})`",
            "在括号里写要查的列：`{name}（{list}）`"
        ))
}

pub(super) fn measure_groups(
    language: Language,
    span: Span,
    name: &str,
    per: &[String],
) -> Diagnostic {
    let groups = per.join(language.pick(", ", "、"));
    let message = say!(
        language,
        "`{name}` is declared per {groups}",
        "`{name}` 是按{groups}声明的"
    );
    Diagnostic::new(Code::MeasureGroups, language, span, message)
        .label(language.pick("other groups here", "此处的分组不同"))
        .help(say!(
            language,
            "write `{name} per {groups} must …`",
            "可写 `各 {groups} {name} 应 …`"
        ))
}

pub(super) fn named_needs_a_column(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "`named` goes with a column, `{name}` stands for rows",
        "“明确的”用于列，`{name}` 代表许多行"
    );
    Diagnostic::new(Code::NamedNeedsAColumn, language, span, message).help(say!(
        language,
        "write `have a {name}`, or the column that holds the name",
        "可写 `应有 {name}`，或写存放名字的列"
    ))
}

pub(super) fn counted_column(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "`{name}` is a column and cannot be counted",
        "`{name}` 是一列，不能计数"
    );
    Diagnostic::new(Code::CountedColumn, language, span, message).help(say!(
        language,
        "write `have a {name}`, or count the rows of a dataset",
        "可写 `应有 {name}`，或对数据集的行计数"
    ))
}

pub(super) fn second_key(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a second key is for comparing lists, and for the rows that belong to one row; here a group or all rows are taken together",
        "第二个键只用于名单比对，以及取属于一条记录的记录；这里取的是一组或全部记录",
    );
    Diagnostic::new(Code::SecondKey, language, span, message)
        .label(language.pick("the second key", "第二个键"))
        .help(language.pick("leave one key", "只保留一个键"))
}

pub(super) fn explained_by_both(language: Language, span: Span, names: &[String]) -> Diagnostic {
    let both = names.join(language.pick("` and `", "`和`"));
    let message = say!(
        language,
        "one condition speaks of both `{both}`",
        "一个条件同时涉及`{both}`"
    );
    Diagnostic::new(Code::ExplainedByBoth, language, span, message).help(language.pick(
        "write a condition for each, joined by `or`",
        "各写一个条件，用“或”连接",
    ))
}

pub(super) fn unknown_part(
    language: Language,
    span: Span,
    name: &str,
    known: &[String],
) -> Diagnostic {
    let message = say!(
        language,
        "`{name}` is not part of this comparison",
        "`{name}` 不属于这项比对"
    );
    let problem = Diagnostic::new(Code::UnknownPart, language, span, message);
    if known.is_empty() {
        return problem.help(language.pick(
            "leave it out: only a comparison of two lists has parts",
            "删去它：只有两份名单的比对才有分项",
        ));
    }
    let known = either(language, known);
    problem.help(say!(language, "it can be {known}", "可以是 {known}"))
}

pub(super) fn no_citation(language: Language, span: Span, id: &str) -> Diagnostic {
    let message = say!(
        language,
        "`{id}` does not say which clause it follows",
        "`{id}` 没有写明依据哪一条款"
    );
    Diagnostic::new(Code::NoCitation, language, span, message)
        .label(language.pick("no `cites` line", "缺“依据”"))
        .help(language.pick(
            "add a line such as `cites plan 2.1(a)`, here or to the section",
            "在此处或章节下加一行，如 `依据 方案 三(一)2`",
        ))
}

pub(super) fn unused(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "nothing uses `{name}`",
        "没有任何地方用到 `{name}`"
    );
    Diagnostic::new(Code::Unused, language, span, message)
        .label(language.pick("declared here", "在此声明"))
        .help(language.pick(
            "use it in an item, or leave it out",
            "在检查项中用到它，或删去",
        ))
}
