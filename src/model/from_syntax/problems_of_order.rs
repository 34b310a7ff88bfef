//! Mistakes with the order of rows, with combinations and with sets of values.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

fn say(language: Language, en: String, zh: String) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

pub(super) fn cannot_order(language: Language, span: Span, what: &str) -> Diagnostic {
    let message = say(
        language,
        format!("rows cannot be put in order by {what}"),
        format!("不能按{what}排列次序"),
    );
    Diagnostic::new(Code::NoOrder, language, span, message).help(language.pick(
        "rows are put in order by a day, a number or a word of a value set",
        "可以按日期、数或取值排列次序",
    ))
}

pub(super) fn no_order_declared(language: Language, span: Span, name: Option<&str>) -> Diagnostic {
    let message = match name {
        Some(name) => say(
            language,
            format!("the rows of `{name}` have no declared order"),
            format!("`{name}`的记录没有声明排列次序"),
        ),
        None => language
            .pick("there is no single row here", "此处没有单条记录")
            .to_owned(),
    };
    Diagnostic::new(Code::MissingOrder, language, span, message).help(language.pick(
        "add a line such as `in order of start per child` to the population, and name that population in the sentence",
        "请在人群声明下加一行，例如“依次 按 开始日 各 学生”，并在句子中使用该人群",
    ))
}

pub(super) fn no_runs_declared(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say(
        language,
        format!("it is not said where a new run of `{name}` starts"),
        format!("没有写明`{name}`的新段始于何处"),
    );
    Diagnostic::new(Code::MissingOrder, language, span, message).help(language.pick(
        "add a line such as `a new run starts where status is not its previous.status` to the population",
        "请在人群声明下加一行，例如“新段 始于 状态 不等于 前一条.状态”",
    ))
}

pub(super) fn neighbour_without_column(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a neighbouring row is no condition by itself",
        "相邻的记录本身不是条件",
    );
    Diagnostic::new(Code::NotACondition, language, span, message).help(language.pick(
        "name a column of it, `its previous.status`, or write `is the first`",
        "请写出它的列，例如“前一条.状态”，或写“为首条”",
    ))
}

pub(super) fn combined_what(language: Language, span: Span, name: &str, of: &str) -> Diagnostic {
    let message = say(
        language,
        format!("`{name}` is neither a dataset that `{of}` refers to nor a column of `{of}`"),
        format!("`{name}`既不是`{of}`引用的数据集，也不是`{of}`的列"),
    );
    Diagnostic::new(Code::UnknownColumn, language, span, message).help(say(
        language,
        format!("write a column of `{of}`, or declare in `{of}` the column that leads to a list: `COLUMN : reference to LIST`"),
        format!("写`{of}`的一列，或在`{of}`中声明引用名单的列：`列名：引用 名单`"),
    ))
}

/// A list that is combined, and no way or several from it to the rows.
pub(super) fn combined_key(
    language: Language,
    span: Span,
    [list, rows]: &[String; 2],
    several: bool,
) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::WhichKey,
        language,
        span,
        if several {
            say(
                language,
                format!("`{rows}` leads to `{list}` in several ways"),
                format!("`{rows}`与`{list}`可以按多种键对应"),
            )
        } else {
            say(
                language,
                format!("`{list}` and `{rows}` declare no common key"),
                format!("`{list}`与`{rows}`没有声明共同的键"),
            )
        },
    );
    let problem = problem.label(language.pick("by which columns?", "按哪些列？"));
    problem.help(if several {
        say(
            language,
            format!("let one column of `{rows}` alone be declared `: reference to {list}`; the others are of type `id`"),
            format!("`{rows}`中只有一列声明为 `：引用 {list}`，其余的列声明为 `：编号`"),
        )
    } else {
        say(
            language,
            format!("declare in `{rows}` which column leads there: `COLUMN : reference to {list}`"),
            format!("在`{rows}`中声明哪一列对应：`列名：引用 {list}`"),
        )
    })
}

pub(super) fn combined_range(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "this range has no list of values between its ends",
        "此范围的两端之间列不出各个值",
    );
    Diagnostic::new(Code::WrongOperand, language, span, message).help(language.pick(
        "write whole numbers, days, or months such as \"2020-03\", the first end not after the second, and at most 10,000 values",
        "请写整数、日期，或“2020-03”这样的月份，起点不晚于终点，且不超过10000个值",
    ))
}

pub(super) fn sets_key(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the values on the two sides are compared by different keys",
        "两边的取值按不同的列比较",
    );
    Diagnostic::new(Code::WhichKey, language, span, message).help(language.pick(
        "write the same columns after `by` on both sides",
        "请在两边的“按”后写相同的列",
    ))
}
