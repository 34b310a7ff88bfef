//! What this stage reports: one constructor for each kind of mistake, so that all its messages can be read together.

pub(super) use super::problems_of_headers::{mixed_vocabularies, unknown_clause, unknown_header};
pub(super) use super::problems_of_signs::stray_character;
pub(super) use super::problems_of_tests::{no_expectation, no_test_rows, row_number, test_width};

use super::keywords::{Keywords, Place};

use super::layout::{DEEPEST, LONGEST};
use crate::diagnostic::wording::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::{Date, Language, days_in_month};

/// Formats in the language of the file.
macro_rules! say {
    ($language:expr, $en:literal, $zh:literal) => {
        match $language {
            Language::En => format!($en),
            Language::Zh => format!($zh),
        }
    };
}

/// A first line as it could be.
pub(super) fn first_line(language: Language) -> &'static str {
    language.pick(
        "a first line looks like this: `checklist schools-2026 \"Schools, 2026\"`",
        "第一行可以这样写：`检查清单 schools-2026 「2026年学校检查」`",
    )
}

/// A keyword as printed in a language.
pub(super) fn word(language: Language, id: &str) -> String {
    Keywords::of(language).printed(id).unwrap_or(id).to_owned()
}

pub(super) fn empty_checklist(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("the checklist is empty", "清单是空的");
    Diagnostic::new(Code::EmptyChecklist, language, span, message)
        .label(language.pick("nothing is written here", "此处没有内容"))
        .help(first_line(language))
}

pub(super) fn not_text(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("the file is not text", "文件不是文本");
    Diagnostic::new(Code::NotText, language, span, message)
        .label(language.pick(
            "this cannot be read as UTF-8 text",
            "此处无法按 UTF-8 文本读取",
        ))
        .help(language.pick(
            "save the checklist as plain text in UTF-8",
            "把清单另存为 UTF-8 编码的纯文本",
        ))
}

pub(super) fn indented_start(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("the first line is indented", "第一行有缩进");
    Diagnostic::new(Code::IndentedStart, language, span, message)
        .label(language.pick("belongs to no declaration", "不属于任何声明"))
        .help(language.pick(
            "begin a declaration in the first column: an indented line belongs to the one above it",
            "声明从行首写起；有缩进的行属于它上面的声明",
        ))
}

pub(super) fn missing_blank(
    language: Language,
    span: Span,
    keyword: &str,
    rest: &str,
) -> Diagnostic {
    let found = quoted(&format!("{keyword}{rest}"));
    let message = say!(
        language,
        "{found} is taken for one word",
        "{found} 被当作一个词"
    );
    let apart = quoted(&format!("{keyword} {rest}"));
    Diagnostic::new(Code::MissingBlank, language, span, message)
        .label(say!(
            language,
            "`{keyword}` needs a blank behind it",
            "`{keyword}` 之后缺空格"
        ))
        .help(say!(language, "write {apart}", "应写 {apart}"))
}

/// A line that lacks blanks, with the whole of it as it should be, and another that may be meant.
pub(super) fn missing_blanks(
    language: Language,
    span: Span,
    word: &str,
    line: &str,
    or: Option<&str>,
) -> Diagnostic {
    let found = quoted(word);
    let message = say!(
        language,
        "{found} is taken for one word",
        "{found} 被当作一个词"
    );
    let help = match or {
        Some(or) => say!(
            language,
            "write `{line}`, or `{or}`",
            "应写 `{line}`，或 `{or}`"
        ),
        None => say!(language, "write `{line}`", "应写 `{line}`"),
    };
    Diagnostic::new(Code::MissingBlank, language, span, message)
        .label(language.pick("blanks are missing here", "此处缺空格"))
        .help(help)
}

/// A name with blanks in it, which is as many names as words; `line` declares it.
pub(super) fn blank_in_name(language: Language, span: Span, name: &str, line: usize) -> Diagnostic {
    let found = quoted(name);
    let message = say!(
        language,
        "{found} are several names: a name ends at a blank",
        "{found} 是几个名称：空格隔开名称"
    );
    let (bracketed, joined) = crate::diagnostic::wording::one_name(language, name);
    Diagnostic::new(Code::BlankInName, language, span, message)
        .label(language.pick("two names side by side", "两个名称连在一起"))
        .help(say!(
            language,
            "for one name write `{bracketed}` or `{joined}`, here and in line {line}, which declares it",
            "如是一个名称，此处和声明它的第 {line} 行都应写 `{bracketed}` 或 `{joined}`"
        ))
}

pub(super) fn unclosed_quote(language: Language, span: Span, open: char) -> Diagnostic {
    let close = match open {
        '「' => '」',
        '『' => '』',
        '"' => '"',
        _ => '”',
    };
    let message = say!(
        language,
        "the quotes opened with `{open}` do not close",
        "`{open}` 没有对应的右引号"
    );
    Diagnostic::new(Code::UnclosedQuote, language, span, message)
        .label(language.pick("opened here", "从这里开始"))
        .help(say!(
            language,
            "close them with `{close}` on the same line",
            "在同一行用 `{close}` 结束"
        ))
}

pub(super) fn unclosed_bracket(language: Language, span: Span, open: &str) -> Diagnostic {
    let (open, close) = match (open, language) {
        ("[", Language::Zh) => ("【", "】"),
        ("[", Language::En) => ("[", "]"),
        _ => (open, ")"),
    };
    let message = say!(
        language,
        "the bracket `{open}` does not close",
        "括号 `{open}` 没有闭合"
    );
    Diagnostic::new(Code::UnclosedBracket, language, span, message)
        .label(language.pick("opened here", "从这里开始"))
        .help(say!(
            language,
            "close it with `{close}`",
            "用 `{close}` 闭合"
        ))
}

/// A clause path that begins behind a comma. `一、（一）` is one path as a reader says it; behind a longer path it is another one.
pub(super) fn path_behind_comma(
    language: Language,
    span: Span,
    source: &str,
    path: &str,
    own: &str,
) -> Diagnostic {
    let shown = quoted(own);
    let message = say!(
        language,
        "{shown} has no source before it",
        "{shown} 之前没有写文件名"
    );
    let base = path.rfind('(').and_then(|at| path.get(..at));
    let bracket = own.starts_with(['(', '（']);
    let diagnostic = Diagnostic::new(Code::Syntax, language, span, message);
    match base {
        None if bracket => diagnostic.help(say!(
            language,
            "one path has no comma in it: `{source} {path}{own}`",
            "条款号中间不写顿号：`{source} {path}{own}`"
        )),
        Some(base) if bracket => diagnostic.help(say!(
            language,
            "the source is named before each path: `{source} {path}, {source} {base}{own}`",
            "每一条都要写文件名：`{source} {path}、{source} {base}{own}`"
        )),
        _ => diagnostic.help(say!(
            language,
            "the source is named before each path: `{source} {path}, {source} {own}`",
            "每一条都要写文件名：`{source} {path}、{source} {own}`"
        )),
    }
}

pub(super) fn stray_closing(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("a bracket closes that was never opened", "多出一个右括号");
    Diagnostic::new(Code::UnclosedBracket, language, span, message)
        .label(language.pick("nothing to close", "没有对应的左括号"))
        .help(language.pick(
            "take it out, or open it further left",
            "删去，或在前面补上左括号",
        ))
}

pub(super) fn empty_brackets(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("the brackets hold no name", "方括号中没有名称");
    Diagnostic::new(Code::StrayCharacter, language, span, message).help(language.pick(
        "write a name in them: `[school year]`",
        "在其中写名称：`【学年】`",
    ))
}

pub(super) fn bad_number(language: Language, span: Span, text: &str) -> Diagnostic {
    let found = quoted(text);
    let message = say!(
        language,
        "{found} is no number, date or name",
        "{found} 不是数、日期或名称"
    );
    let diagnostic = Diagnostic::new(Code::BadNumber, language, span, message);
    if let Some(written) = as_date(language, text) {
        return diagnostic.help(say!(
            language,
            "write a date as {written}",
            "日期应写作 {written}"
        ));
    }
    // 2020-2 is a month.
    let digits =
        |part: &str| (1..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    if let Some((from, to)) = text.split_once(['-', '~', '～'])
        && digits(from)
        && digits(to)
    {
        return diagnostic.help(say!(
            language,
            "write a range as `from {from} to {to}`",
            "范围写作 `自 {from} 至 {to}`"
        ));
    }
    if let Some(day) = text.strip_suffix('号')
        && !day.is_empty()
        && day.chars().all(|c| c.is_ascii_digit())
    {
        return diagnostic.help(format!("日写作 `{day}日`"));
    }
    if text.contains([',', '，']) {
        let plain: String = text.chars().filter(|c| !",，".contains(*c)).collect();
        return diagnostic.help(say!(
            language,
            "write `{plain}`: commas separate the words of a list",
            "应写 `{plain}`：逗号用于隔开列举的各项"
        ));
    }
    diagnostic.help(language.pick(
        "write a number as `1000` or `12.5`, a date as `2020-02-26`, a name that begins with a digit in `[ ]`",
        "数写作 `1000` 或 `12.5`，日期写作 `2020年2月26日`，以数字开头的名称放在 `【 】` 里",
    ))
}

/// A day written with points or slashes, as each language writes it; the year may stand first or last.
fn as_date(language: Language, text: &str) -> Option<String> {
    let numbers: Vec<u32> = text
        .split(['.', '/', '．', '／'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (year, month, date) = match *numbers.as_slice() {
        [year, month, day] if year > 31 => (year, month, day),
        [month, day, year] if year > 31 && day > 12 => (year, month, day),
        [day, month, year] if year > 31 && day > 12 => (year, month, day),
        _ => return None,
    };
    Some(day(language, Some(year), month, date))
}

/// A day as each language writes it.
fn day(language: Language, year: Option<u32>, month: u32, day: u32) -> String {
    match (language, year) {
        (Language::En, Some(year)) => format!("`{year:04}-{month:02}-{day:02}`"),
        (Language::En, None) => format!("`{month:02}-{day:02}`"),
        (Language::Zh, Some(year)) => format!("`{year}年{month}月{day}日`"),
        (Language::Zh, None) => format!("`{month}月{day}日`"),
    }
}

pub(super) fn impossible_date(
    language: Language,
    span: Span,
    text: &str,
    (year, month): (Option<u32>, u32),
) -> Diagnostic {
    let found = quoted(text);
    let message = say!(language, "there is no day {found}", "没有 {found} 这一天");
    let diagnostic = Diagnostic::new(Code::ImpossibleDate, language, span, message);
    let in_calendar = i32::try_from(year.unwrap_or(2020)).ok();
    let in_calendar = in_calendar.filter(|year| Date::new(*year, 1, 1).is_some());
    let (Some(number), 1..=12) = (in_calendar, month) else {
        return diagnostic.help(language.pick(
            "months go from 1 to 12, years from 1 to 9999",
            "月份为 1 至 12，年份为 1 至 9999",
        ));
    };
    let last = days_in_month(number, month);
    let before = day(language, year, month, last);
    let (next_year, next_month) = if month == 12 {
        (year.map(|y| y + 1), 1)
    } else {
        (year, month + 1)
    };
    let after = day(language, next_year, next_month, 1);
    diagnostic
        .label(say!(
            language,
            "this month ends on day {last}",
            "该月到 {last} 日为止"
        ))
        .help(say!(
            language,
            "the nearest days are {before} and {after}",
            "最接近的日期是 {before} 和 {after}"
        ))
}

pub(super) fn date_without_year(language: Language, span: Span, text: &str) -> Diagnostic {
    let (found, text) = (quoted(text), text.trim());
    let message = say!(
        language,
        "the day {found} has no year",
        "日期 {found} 没有年份"
    );
    Diagnostic::new(Code::DateWithoutYear, language, span, message).help(say!(
        language,
        "write the year too: `2020年{text}`",
        "应写上年份：`2020年{text}`"
    ))
}

pub(super) fn nesting(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("the sentence is nested too deeply", "句子嵌套太深");
    Diagnostic::new(Code::NestingTooDeep, language, span, message)
        .label(say!(
            language,
            "more than {DEEPEST} levels here",
            "此处超过 {DEEPEST} 层"
        ))
        .help(language.pick(
            "give parts of it a name with `define`",
            "用“定义”给其中的部分起名",
        ))
}

pub(super) fn too_long(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("the line has no end in sight", "这一行太长");
    Diagnostic::new(Code::TooLong, language, span, message)
        .label(say!(
            language,
            "word {LONGEST} of the line",
            "已到第 {LONGEST} 个词"
        ))
        .help(language.pick(
            "put long lists into a dataset: `x is in schools`",
            "长的列举可放进数据集：`x 在 学校表 中`",
        ))
}

pub(super) fn missing_id(language: Language, span: Span, header: &str) -> Diagnostic {
    let id = match header {
        "checklist" => "schools-2026",
        _ => "named-persuader",
    };
    let header = word(language, header);
    let message = say!(language, "the `{header}` has no id", "`{header}` 没有编号");
    Diagnostic::new(Code::MissingId, language, span, message)
        .label(language.pick("an id goes before the title", "题名之前应有编号"))
        .help(say!(
            language,
            "write a short id: `{header} {id} \"…\"`",
            "应写一个简短的编号：`{header} {id} 「…」`"
        ))
}

pub(super) fn missing_title(language: Language, span: Span, header: &str) -> Diagnostic {
    let header = word(language, header);
    let message = say!(
        language,
        "the `{header}` has no title",
        "`{header}` 没有题名"
    );
    Diagnostic::new(Code::MissingTitle, language, span, message).help(language.pick(
        "write a title in quotes behind the id: `\"…\"`",
        "在编号之后写题名：`「…」`",
    ))
}

pub(super) fn missing_language(
    language: Language,
    span: Span,
    missing: Language,
    count: usize,
) -> Diagnostic {
    let (name_en, name_zh) = match missing {
        Language::En => ("English", "英文"),
        Language::Zh => ("Chinese", "中文"),
    };
    let message = match (language, count) {
        (Language::En, 1) => format!("a title has no {name_en} text"),
        (Language::En, _) => format!("{count} titles have no {name_en} text"),
        (Language::Zh, _) => format!("{count} 处题名没有{name_zh}"),
    };
    Diagnostic::new(Code::MissingLanguage, language, span, message)
        .label(language.pick("the first one", "第一处"))
        .help(language.pick(
            "write both: `\"Named persuader\" / 「劝返责任人」`",
            "应写两种语言：`「劝返责任人」 / \"Named persuader\"`",
        ))
}

pub(super) fn no_sentence(language: Language, span: Span, id: &str) -> Diagnostic {
    let found = quoted(id);
    let message = say!(
        language,
        "item {found} has no sentence",
        "检查项 {found} 没有句子"
    );
    Diagnostic::new(Code::NoSentence, language, span, message)
        .label(language.pick("nothing to check", "没有要检查的内容"))
        .help(language.pick(
            "write what must hold on an indented line: `every pupil must have birth_date given`",
            "另起一行并缩进，写明要求：`每名 学生 的 出生日期 应 已填`",
        ))
}

pub(super) fn second_sentence(language: Language, span: Span, first: Span) -> Diagnostic {
    let message = language.pick("the item has a second sentence", "检查项有两个句子");
    Diagnostic::new(Code::SecondSentence, language, span, message)
        .label(language.pick("one sentence an item", "一个检查项只写一个句子"))
        .also(first, language.pick("the first one", "第一个句子"))
        .help(language.pick(
            "make it an item of its own, or begin the line with `and must` to add a requirement",
            "另立检查项；如是补充要求，以“且 应”开头",
        ))
}

pub(super) fn repeated_clause(language: Language, span: Span, id: &str) -> Diagnostic {
    let clause = Keywords::of(language).printed_in(Place::Clause, id);
    let word = clause.map_or_else(|| word(language, id), str::to_owned);
    let message = say!(language, "`{word}` is written twice", "`{word}` 写了两次");
    Diagnostic::new(Code::RepeatedClause, language, span, message)
        .label(language.pick("the second one", "第二次"))
        .help(language.pick("keep one of them", "只保留一处"))
}

pub(super) fn table_width(
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
        "write one cell for each column, separated by `|`; `any` for a cell that does not matter",
        "每列写一格，用 `|` 隔开；不限的格写“任意”",
    ))
}

pub(super) fn narrow_header(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("a table has at least two columns", "表至少有两列");
    Diagnostic::new(Code::TableWidth, language, span, message)
        .label(language.pick("the header row", "表头行"))
        .help(language.pick(
            "separate the columns by `|`, the result last: `stage | amount`",
            "各列用 `|` 隔开，结果在最后一列：`学段 | 金额`",
        ))
}

pub(super) fn no_rows(language: Language, span: Span, name: &str) -> Diagnostic {
    let found = quoted(name);
    let message = say!(language, "table {found} has no rows", "表 {found} 没有行");
    Diagnostic::new(Code::TableWidth, language, span, message).help(language.pick(
        "write a header row and the rows below it: `stage | amount`",
        "应写表头行和各行：`学段 | 金额`",
    ))
}

pub(super) fn value_alternatives(
    language: Language,
    span: Span,
    left: &str,
    values: &[&str],
) -> Diagnostic {
    let message = language.pick(
        "`or` joins conditions, not values",
        "“或”连接的是条件，不是值",
    );
    let list = values.join(language.pick(", ", "、"));
    Diagnostic::new(Code::ValueAlternatives, language, span, message)
        .label(language.pick("a value alone", "只有一个值"))
        .help(say!(
            language,
            "write `{left} is one of {list}`",
            "应写 `{left} 属于 {list}`"
        ))
}

pub(super) fn list_and(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "`and` joins conditions, not the last word of a list",
        "“且”连接的是条件，不是列举的最后一项",
    );
    Diagnostic::new(Code::ListAnd, language, span, message)
        .label(language.pick("inside a list", "在列举之中"))
        .help(language.pick(
            "separate all words of a list by commas",
            "列举的各项都用顿号隔开",
        ))
}

pub(super) fn chained(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("two comparisons in a row", "连续写了两个比较");
    Diagnostic::new(Code::ChainedComparison, language, span, message)
        .label(language.pick("the second one", "第二个比较"))
        .help(language.pick(
            "put one of them in brackets, join them by `and`, or write `x is from 1 to 5`",
            "其中一个放在括号里，或用“且”连接，或写 `x 自 1 至 5`",
        ))
}

pub(super) fn part_without_reconcile(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "only a comparison of two sources has parts",
        "只有两个来源的比对才有分项",
    );
    Diagnostic::new(Code::UnknownClause, language, span, message).help(language.pick(
        "write a sentence such as `registry matches enrolment by national_id`",
        "句子应为“学籍 与 在校名册 按 身份证号 比对”这样的形式",
    ))
}

pub(super) fn unexpected(language: Language, span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::Syntax, language, span, message)
}
