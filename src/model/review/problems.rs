//! The wording of these warnings.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::{Language, Number};

/// A condition that nothing fulfils, with the condition that it contradicts or the range that its column declares.
pub(super) fn never_holds(
    language: Language,
    span: Span,
    against: Option<Span>,
    range: Option<String>,
) -> Diagnostic {
    let message = language.pick("this condition can never hold", "这个条件不可能成立");
    let mut problem = Diagnostic::new(Code::NeverHolds, language, span, message)
        .label(language.pick("never holds", "不可能成立"));
    if let Some(against) = against.filter(|against| *against != span) {
        problem = problem.also(against, language.pick("rules it out", "与此矛盾"));
    }
    problem.help(match range {
        Some(range) if against.is_none() => range,
        _ => language
            .pick(
                "change one of the conditions, or join them by `or`",
                "修改其中一个条件，或改用“或”连接",
            )
            .to_owned(),
    })
}

/// `grade` is declared from 1 to 9.
pub(super) fn declared_range(language: Language, name: &str, low: Number, high: Number) -> String {
    match language {
        Language::En => format!("`{name}` is declared from {low} to {high}"),
        Language::Zh => format!("`{name}` 声明的范围是 {low} 至 {high}"),
    }
}

/// A condition that is never false.
pub(super) fn always_holds(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("this condition always holds", "这个条件总是成立");
    Diagnostic::new(Code::AlwaysHolds, language, span, message)
        .label(language.pick("always holds", "总是成立"))
        .help(language.pick(
            "leave it out, or write the condition that is meant",
            "删去它，或写出真正要求的条件",
        ))
}

/// A requirement that nothing can meet.
pub(super) fn never_met(language: Language, span: Span, range: Option<String>) -> Diagnostic {
    let message = language.pick("this requirement can never be met", "这个要求不可能满足");
    let problem = Diagnostic::new(Code::NeverHolds, language, span, message)
        .label(language.pick("can never be met", "不可能满足"));
    problem.help(range.unwrap_or_else(|| {
        language
            .pick(
                "compare it with the conditions of the rows that it speaks of",
                "对照它所针对的记录的条件检查",
            )
            .to_owned()
    }))
}

/// A requirement that nothing can fail.
pub(super) fn always_met(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("this requirement is always met", "这个要求总能满足");
    Diagnostic::new(Code::AlwaysHolds, language, span, message)
        .label(language.pick("can never fail", "不可能不满足"))
        .help(language.pick(
            "it finds nothing; write what is really required",
            "它查不出任何问题；应写出真正的要求",
        ))
}

/// Two days that must be near each other: `day`, how near, and the other, as they are written.
pub(super) fn both_ways(
    language: Language,
    span: Span,
    [day, most, from]: [&str; 3],
) -> Diagnostic {
    let message = match language {
        Language::En => format!("days before `{from}` count as well as days after it"),
        Language::Zh => format!("`{from}` 之前的日子也算在内"),
    };
    Diagnostic::new(Code::BothWays, language, span, message)
        .label(language.pick("in both directions", "前后都算"))
        .help(match language {
            Language::En => format!(
                "if only days after it are meant, write `{day} is within {most} after {from}`; if both, `{day} is from {from} - {most} to {from} + {most}`"
            ),
            Language::Zh => format!(
                "若只指之后，写 `{day} 在 {from} 后 {most} 内`；若前后都算，写 `{day} 自 {from} - {most} 至 {from} + {most}`"
            ),
        })
}

/// Cases that no row of a table applies to.
pub(super) fn table_gap(
    language: Language,
    span: Span,
    table: &str,
    cases: &[String],
    more: usize,
) -> Diagnostic {
    let first = cases.first().map_or("", String::as_str);
    let message = match language {
        Language::En => format!("no row of `{table}` applies to {first}"),
        Language::Zh => format!("`{table}` 中没有适用于 {first} 的行"),
    };
    let problem = Diagnostic::new(Code::TableGap, language, span, message)
        .label(language.pick("leaves a gap", "有遗漏"));
    let add = language.pick(
        "add a row for it, or write `any` or `other` in a cell",
        "为它加一行，或在单元格里写“任意”或“其他”",
    );
    let others = cases.get(1..).unwrap_or_default();
    if others.is_empty() {
        return problem.help(add);
    }
    let others = match (more, language) {
        (0, Language::En) => others.join("; "),
        (0, Language::Zh) => others.join("；"),
        (more, Language::En) => format!("{}; and {more} more", others.join("; ")),
        (more, Language::Zh) => format!("{}；另有 {more} 种", others.join("；")),
    };
    problem.help(match language {
        Language::En => format!("nor to {others}; {add}"),
        Language::Zh => format!("也没有适用于 {others} 的行；{add}"),
    })
}

/// An item that asks what another asks.
pub(super) fn same_sentence(
    language: Language,
    span: Span,
    ids: [&str; 2],
    first: Span,
) -> Diagnostic {
    let [id, other] = ids;
    let message = match language {
        Language::En => format!("`{id}` asks the same as `{other}`"),
        Language::Zh => format!("`{id}` 与 `{other}` 的要求相同"),
    };
    Diagnostic::new(Code::SameSentence, language, span, message)
        .label(language.pick("again here", "此处重复"))
        .also(first, language.pick("asked here", "首次出现"))
        .help(language.pick(
            "keep one of the two; an item may cite several clauses",
            "保留其中一项；一个检查项可以依据多个条款",
        ))
}

/// The values of one case in a row.
pub(super) fn case(language: Language, values: &[String]) -> String {
    values.join(language.pick(", ", "、"))
}

/// A word of a value set as readers of a language spell it.
pub(super) fn word(language: Language, spellings: &[String], word: &str) -> String {
    let fits = |spelling: &&String| spelling.is_ascii() == (language == Language::En);
    let own = spellings.iter().find(fits);
    format!("`{}`", own.map_or(word, String::as_str))
}
