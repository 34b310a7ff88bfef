//! What this stage reports about values and types: one constructor for each kind of mistake.

use super::problems::{either, say};
use crate::diagnostic::wording::count;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::ArithmeticOp;
use crate::types::{Language, Number, Type};

pub(super) fn not_a_condition(language: Language, span: Span, what: &str) -> Diagnostic {
    let message = say!(
        language,
        "a condition is needed, found {what}",
        "此处应为条件，写的是{what}"
    );
    Diagnostic::new(Code::NotACondition, language, span, message)
        .label(language.pick("neither true nor false", "无所谓成立与否"))
        .help(language.pick(
            "compare it with something, or write `is given`",
            "与某个值比较，或写“已填”",
        ))
}

pub(super) fn not_in_value_set(
    language: Language,
    span: Span,
    text: &str,
    words: &[String],
) -> Diagnostic {
    let message = say!(
        language,
        "`{text}` is not among the values declared",
        "`{text}` 不在声明的取值之内"
    );
    let problem = Diagnostic::new(Code::NotInValueSet, language, span, message)
        .label(language.pick("not a declared value", "不是声明的取值"));
    let near = super::problems::nearest(text, words.iter().map(String::as_str));
    let few: Vec<String> = words.iter().take(5).cloned().collect();
    let list = either(language, &few);
    let more = if words.len() > few.len() { " …" } else { "" };
    problem.help(match near {
        Some(near) => say!(
            language,
            "a similar value is `{near}`",
            "相近的取值是 `{near}`"
        ),
        None => say!(language, "it can be {list}{more}", "可以是 {list}{more}"),
    })
}

/// Adds that quotes make any text a value.
pub(super) fn quote_it(problem: Diagnostic, text: &str) -> Diagnostic {
    let language = problem.language;
    problem.help(say!(
        language,
        "write a text in quotes: `\"{text}\"`",
        "文字值要加引号：`「{text}」`"
    ))
}

/// The literal with the unit of a type.
fn with_unit(language: Language, number: Number, unit: &Type) -> Option<String> {
    Some(match unit {
        Type::Money => say!(language, "{number} yuan", "{number} 元"),
        Type::Days => say!(language, "{number} days", "{number} 天"),
        Type::Months => say!(language, "{number} months", "{number} 个月"),
        Type::Percent => format!("{number}%"),
        _ => return None,
    })
}

pub(super) fn units_differ(
    language: Language,
    (left, right): (Span, Span),
    (a, b): (String, String),
    bare: Option<Number>,
    unit: &Type,
) -> Diagnostic {
    let message = say!(language, "{a} is compared with {b}", "{a}与{b}作了比较");
    let problem = Diagnostic::new(Code::UnitMismatch, language, right, message)
        .label(b)
        .also(left, a);
    match bare.and_then(|number| with_unit(language, number, unit)) {
        Some(written) => problem.help(say!(
            language,
            "write it with its unit: `{written}`",
            "写上单位：`{written}`"
        )),
        None => {
            problem.help(language.pick("compare values of the same unit", "只能比较单位相同的值"))
        }
    }
}

/// Days of the calendar beside working days.
pub(super) fn days_and_working_days(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "working days are compared with days",
        "工作日数与天数作了比较",
    );
    let help = language.pick(
        "write `working days from` instead of `days from`, or `days` instead of `working days`",
        "把“的天数”写成“的工作日数”，或把“个工作日”写成“天”",
    );
    Diagnostic::new(Code::UnitMismatch, language, span, message.to_owned()).help(help)
}

pub(super) fn types_differ(
    language: Language,
    (left, right): (Span, Span),
    (a, b): (String, String),
    quoted: Option<&str>,
    bare: Option<Number>,
) -> Diagnostic {
    let truth = a == language.pick("a yes or no", "是否");
    let message = say!(
        language,
        "{a} cannot be compared with {b}",
        "{a}不能与{b}比较"
    );
    let mut problem = Diagnostic::new(Code::TypeMismatch, language, right, message).label(b);
    if left != right {
        problem = problem.also(left, a);
    }
    if let Some(text) = quoted {
        return problem.help(say!(
            language,
            "write it without quotes: `{text}`",
            "不加引号：`{text}`"
        ));
    }
    if truth {
        return problem.help(language.pick("write `yes` or `no`", "应写 `是` 或 `否`"));
    }
    match bare {
        Some(number) => problem.help(say!(
            language,
            "write a text in quotes: `\"{number}\"`",
            "文字值要加引号：`「{number}」`"
        )),
        None => problem.help(language.pick("compare values of one type", "只能比较类型相同的值")),
    }
}

pub(super) fn value_sets_differ(
    language: Language,
    (left, right): (Span, Span),
    (a, b): (String, String),
) -> Diagnostic {
    let message = language.pick(
        "the two value sets have no value in common",
        "两个取值范围没有共同的值",
    );
    Diagnostic::new(Code::DifferentValueSets, language, right, message)
        .label(b)
        .also(left, a)
        .help(language.pick(
            "compare columns that share a value, or compare with a word",
            "比较有共同取值的列，或与某个取值比较",
        ))
}

pub(super) fn lists_differ(
    language: Language,
    (left, right): (Span, Span),
    (a, b): (String, String),
) -> Diagnostic {
    let message = language.pick(
        "the two refer to different datasets",
        "两者引用的是不同的数据集",
    );
    Diagnostic::new(Code::DifferentLists, language, right, message)
        .label(b)
        .also(left, a)
        .help(language.pick(
            "follow one of them to the column meant, as in `school.township`",
            "顺着引用取到要比的列，如 `学校.所在乡镇`",
        ))
}

pub(super) fn wrong_type(language: Language, span: Span, found: &str, wanted: &str) -> Diagnostic {
    let message = say!(
        language,
        "{wanted} is needed, found {found}",
        "此处应为{wanted}，写的是{found}"
    );
    Diagnostic::new(Code::TypeMismatch, language, span, message)
        .label(found.to_owned())
        .help(say!(language, "write {wanted} there", "此处写{wanted}"))
}

pub(super) fn wrong_operand(
    language: Language,
    span: Span,
    what: &str,
    found: &str,
    wanted: &str,
) -> Diagnostic {
    let message = say!(
        language,
        "`{what}` needs {wanted}, found {found}",
        "`{what}` 需要{wanted}，写的是{found}"
    );
    Diagnostic::new(Code::WrongOperand, language, span, message)
        .label(found.to_owned())
        .help(say!(
            language,
            "put {wanted} there, for instance another column",
            "此处写{wanted}，例如另一列"
        ))
}

pub(super) fn no_order(language: Language, span: Span, what: &str) -> Diagnostic {
    let message = say!(
        language,
        "{what} has no order of more and less",
        "{what}没有大小之分"
    );
    Diagnostic::new(Code::NoOrder, language, span, message).help(language.pick(
        "compare it by `is`, `is not` or `is one of`; amounts are declared as numbers",
        "用“等于”“不等于”或“属于”比较；数量应声明为数",
    ))
}

pub(super) fn months_need_a_day(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "months and years have no length without a day to count from",
        "月和年没有固定的天数，须从某一天起算",
    );
    Diagnostic::new(Code::MonthsNeedADay, language, span, message).help(language.pick(
        "write days, as in `90 days`, or count from a day: `is within 3 months after` it",
        "可写成天数，如 `90 天`，或从某一天起算：“在 某日 后 3 个月 内”",
    ))
}

pub(super) fn cannot_compute(
    language: Language,
    span: Span,
    a: &str,
    b: &str,
    op: ArithmeticOp,
) -> Diagnostic {
    let sign = match op {
        ArithmeticOp::Plus => "+",
        ArithmeticOp::Minus => "-",
        ArithmeticOp::Times => "*",
        ArithmeticOp::Over => "/",
    };
    let message = say!(
        language,
        "`{sign}` does not go with {a} and {b}",
        "`{sign}` 不能用于{a}与{b}"
    );
    Diagnostic::new(Code::WrongOperand, language, span, message).help(language.pick(
        "numbers go with numbers; between two days write `days from A to B`",
        "数只能与数运算；两个日期之间写 `从 甲 到 乙 的天数`",
    ))
}

pub(super) fn aggregate_of(language: Language, span: Span, what: &str) -> Diagnostic {
    let message = say!(
        language,
        "a total, mean or the like needs numbers, found {what}",
        "合计、平均值等需要数，写的是{what}"
    );
    Diagnostic::new(Code::WrongOperand, language, span, message)
        .label(what.to_owned())
        .help(language.pick(
            "write `count of different …` or `most common of …`, or name a column of numbers",
            "可写“不同的 … 数量”或“… 众数”，或改用数的列",
        ))
}

pub(super) fn value_of_rows(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a total, mean or the like needs a column of the rows",
        "合计、平均值等需要写明行的哪一列",
    );
    Diagnostic::new(Code::WrongOperand, language, span, message).help(language.pick(
        "write the column behind a point: `total of payments.amount`",
        "用点写明列：`资助发放.金额 合计`",
    ))
}

/// What the reader of patterns says, in words of the author: English, Chinese.
const PATTERNS: [(&str, &str, &str); 9] = [
    (
        "unclosed character class",
        "a `[` is not closed by `]`",
        "`[` 没有用 `]` 闭合",
    ),
    (
        "unclosed group",
        "a `(` is not closed by `)`",
        "`(` 没有用 `)` 闭合",
    ),
    ("unopened group", "a `)` closes nothing", "多出一个 `)`"),
    (
        "unclosed counted repetition",
        "a `{` is not closed by `}`",
        "`{` 没有用 `}` 闭合",
    ),
    (
        "repetition operator missing",
        "nothing stands before `*`, `+`, `?` or `{`",
        "`*`、`+`、`?` 或 `{` 前面没有内容",
    ),
    (
        "repetition quantifier expects",
        "`{ }` holds no number of times",
        "`{ }` 中没有次数",
    ),
    (
        "invalid repetition count range",
        "in `{ }` the larger number stands first",
        "`{ }` 中的次数应由小到大",
    ),
    (
        "invalid character class range",
        "a range in `[ ]` goes from large to small",
        "`[ ]` 中的范围应由小到大",
    ),
    (
        "incomplete escape",
        "nothing stands behind `\\`",
        "`\\` 后面没有内容",
    ),
];

pub(super) fn bad_pattern(language: Language, span: Span, error: &regex::Error) -> Diagnostic {
    let text = error.to_string();
    // The last line of the library's message says what is wrong; the lines before draw a picture of it.
    let last = text.lines().last().unwrap_or_default();
    let detail = last.trim_start_matches("error: ");
    let known = PATTERNS
        .iter()
        .find(|(theirs, ..)| detail.starts_with(theirs));
    let message = match known {
        Some((_, en, zh)) => say!(
            language,
            "the pattern cannot be read: {en}",
            "无法识别这个模式：{zh}"
        ),
        None => say!(language, "the pattern cannot be read", "无法识别这个模式"),
    };
    Diagnostic::new(Code::BadPattern, language, span, message).help(language.pick(
        "write `\\` before a character that is meant itself: `\\(`",
        "要表示字符本身，在前面加 `\\`：`\\(`",
    ))
}

pub(super) fn value_alone(language: Language, span: Span, first: Span) -> Diagnostic {
    let message = language.pick(
        "`or` joins conditions, not values",
        "“或”连接的是条件，不是值",
    );
    Diagnostic::new(Code::ValueAlternatives, language, span, message)
        .label(language.pick("a value alone", "只有一个值"))
        .also(first, language.pick("the condition", "条件"))
        .help(language.pick(
            "list the values after `is one of`, separated by commas",
            "用“属于”列出各值，以顿号隔开",
        ))
}

pub(super) fn not_a_literal(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("a written-out value is needed", "此处应写出一个具体的值");
    Diagnostic::new(Code::NotALiteral, language, span, message)
        .label(language.pick("not a plain value", "不是具体的值"))
        .help(language.pick(
            "write the number, day, word or text itself",
            "直接写数、日期、词或文字",
        ))
}

pub(super) fn table_arguments(
    language: Language,
    span: Span,
    table: &str,
    parameters: &[String],
    found: usize,
) -> Diagnostic {
    let wanted = count(language, parameters.len(), "value", "values", "个值");
    let message = say!(
        language,
        "`{table}` takes {wanted}, found {found}",
        "`{table}` 需要{wanted}，写了{found}个"
    );
    let list = parameters.join(language.pick(", ", "，"));
    Diagnostic::new(Code::TableArguments, language, span, message).help(say!(
        language,
        "write `{table}({list})`",
        "应写 `{table}（{list}）`"
    ))
}

pub(super) fn rows_overlap(language: Language, span: Span, first: Span) -> Diagnostic {
    let message = language.pick(
        "two rows of the table apply to the same case",
        "表中有两行适用于同一情形",
    );
    Diagnostic::new(Code::TableOverlap, language, span, message)
        .label(language.pick("applies as well", "同样适用"))
        .also(first, language.pick("applies first", "先已适用"))
        .help(language.pick(
            "narrow one of the two so that exactly one row applies",
            "缩小其中一行的条件，使每种情形只有一行适用",
        ))
}

pub(super) fn same_on_both_sides(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("a column is compared with itself", "一列与它自己作了比较");
    Diagnostic::new(Code::SameOnBothSides, language, span, message)
        .label(language.pick("the same on both sides", "两边相同"))
        .help(language.pick(
            "write the column of the outer row with its noun, as in `registry.school`",
            "外层的列要连同名称一起写，如 `学籍.学校`",
        ))
}

/// `A and B after D`, where A may be compared as B is, or only be given.
pub(super) fn column_alone(
    language: Language,
    (alone, column): (Span, &str),
    (behind, compared, test): (Span, &str, &str),
    joining: &str,
) -> Diagnostic {
    let message = say!(
        language,
        "is `{column}` only to be given, or also to be compared (`{test}`)?",
        "`{column}` 是只要已填，还是也要比较（`{test}`）？"
    );
    Diagnostic::new(Code::NotACondition, language, alone, message)
        .label(language.pick("stands alone", "单独一列"))
        .also(behind, language.pick("the comparison", "比较"))
        .help(say!(
            language,
            "write `{column} {test} {joining} {compared} {test}`, or `{column} given {joining} {compared} {test}`",
            "写 `{column} {test} {joining} {compared} {test}`，或 `{column} 已填 {joining} {compared} {test}`"
        ))
}
