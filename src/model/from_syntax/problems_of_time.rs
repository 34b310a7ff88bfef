//! What this stage reports about calendars, schedules and trends.

use super::problems::say;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::{Date, Language};

pub(super) fn period_order(language: Language, span: Span, from: Date, to: Date) -> Diagnostic {
    let message = say!(
        language,
        "this ends on {to}, before it begins on {from}",
        "结束日 {to} 早于开始日 {from}"
    );
    Diagnostic::new(Code::PeriodOrder, language, span, message).help(language.pick(
        "write the first day behind `from` and the last day behind `to`",
        "“自”后写第一天，“至”后写最后一天",
    ))
}

pub(super) fn periods_overlap(
    language: Language,
    span: Span,
    (before, after): &(String, String),
    from: Date,
    to: Date,
) -> Diagnostic {
    let message = say!(
        language,
        "`{before}` and `{after}` overlap from {from} to {to}",
        "`{before}` 与 `{after}` 在 {from} 至 {to} 重叠"
    );
    Diagnostic::new(Code::PeriodsOverlap, language, span, message).help(language.pick(
        "let each begin on the day after the one before it ends",
        "让后一个从前一个结束的次日开始",
    ))
}

pub(super) fn stage_gap(
    language: Language,
    span: Span,
    (before, after): &(String, String),
    (from, to): (Date, Date),
) -> Diagnostic {
    let message = say!(
        language,
        "between `{before}` and `{after}` the days from {from} to {to} lie in no stage",
        "`{before}` 与 `{after}` 之间，{from} 至 {to} 不在任何阶段内"
    );
    Diagnostic::new(Code::StageGap, language, span, message).help(language.pick(
        "what happens on these days has no stage, and what asks for it cannot tell",
        "这些日子没有阶段，用到阶段的检查项无法判断",
    ))
}

pub(super) fn which_calendar(language: Language, span: Span, seen: usize) -> Diagnostic {
    let message = if seen == 0 {
        language.pick("there is no calendar to ask", "没有可用的校历")
    } else {
        language.pick(
            "there are several calendars, and this could mean any of them",
            "有多个校历，无法确定所指",
        )
    };
    Diagnostic::new(Code::WhichCalendar, language, span, message.to_owned()).help(if seen == 0 {
        language.pick(
            "declare one: `calendar NAME`, and below it `term NAME from 2020-03-02 to 2020-07-10`, `holiday 2020-05-01`",
            "声明一个：`校历 名称`，其下写 `学期 名称 自 2020-03-02 至 2020-07-10`、`假日 2020-05-01`",
        )
    } else {
        language.pick("keep one of them", "只保留一个")
    })
}

pub(super) fn calendar_lacks(language: Language, span: Span, what: &str) -> Diagnostic {
    let (en, zh) = match what {
        "term" => ("terms", "学期"),
        _ => ("stages", "阶段"),
    };
    let message = say!(language, "the calendar has no {en}", "校历没有写{zh}");
    let line = match (what, language) {
        ("term", Language::En) => "`term NAME from 2020-03-02 to 2020-07-10`",
        ("term", Language::Zh) => "`学期 名称 自 2020-03-02 至 2020-07-10`",
        (_, Language::En) => "`stage NAME from 2020-03-01 to 2020-05-31`",
        (_, Language::Zh) => "`阶段 名称 自 2020-03-01 至 2020-05-31`",
    };
    Diagnostic::new(Code::WhichCalendar, language, span, message).help(say!(
        language,
        "add a line such as {line} to it",
        "在校历中加一行，如 {line}"
    ))
}
