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

pub(super) fn from_when(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "it is not said from when to when this is owed",
        "没有写明从何时到何时",
    );
    Diagnostic::new(Code::FromWhen, language, span, message).help(language.pick(
        "add a stretch of time, such as `from 2020-03 to 2020-09`",
        "加上起止时间，如 `自 2020年3月 至 2020年9月`",
    ))
}

pub(super) fn no_period(language: Language, span: Span, from: Date, to: Date) -> Diagnostic {
    let message = say!(
        language,
        "no period begins from {from} to {to}, so nothing is ever owed",
        "{from} 至 {to} 没有任何一期开始，因此从无应报"
    );
    Diagnostic::new(Code::FromWhen, language, span, message).help(language.pick(
        "a period counts when its first day lies in this time",
        "首日在这段时间内的期次才计入",
    ))
}

pub(super) fn lacks_role(
    language: Language,
    span: Span,
    name: &str,
    word: &str,
    declared: Option<Span>,
) -> Diagnostic {
    let (role, line) = match (word, language) {
        ("recipient", Language::En) => ("to whom a delivery goes", "recipient COLUMN"),
        ("recipient", Language::Zh) => ("接收方", "接收方 列名"),
        ("period", Language::En) => ("which period a delivery is for", "period COLUMN"),
        ("period", Language::Zh) => ("期次", "期次 列名"),
        (_, Language::En) => ("when something was delivered", "submitted on COLUMN"),
        (_, Language::Zh) => ("报送日", "报送日 列名"),
    };
    let message = say!(
        language,
        "`{name}` does not say which of its columns tells {role}",
        "`{name}` 没有写明哪一列是{role}"
    );
    let problem = Diagnostic::new(Code::DeliveryRoles, language, span, message);
    let problem = match declared {
        Some(declared) => problem.also(declared, language.pick("declared here", "在此声明")),
        None => problem,
    };
    problem.help(say!(
        language,
        "add a line `{line}` to the dataset",
        "在数据集中加一行 `{line}`"
    ))
}

pub(super) fn period_column(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the period of a delivery must be a text or a date",
        "期次列应为文本或日期",
    );
    Diagnostic::new(Code::DeliveryRoles, language, span, message).help(language.pick(
        "keep it as text such as 2020-03, 2020-W10, 2020-Q1 or the name of a term, or as any day of the period",
        "按文本填写，如 2020-03、2020年3月、2020年第10周或学期名称，或填该期内任一日期",
    ))
}

pub(super) fn weekday_of_week(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a day of the week goes with `each week` alone",
        "星期几只能与“每周”同用",
    );
    Diagnostic::new(Code::DueDay, language, span, message).help(language.pick(
        "write the day of the month, quarter, term or year: `no later than day 18`, `no later than the last day`",
        "写第几日：`不晚于 18日`、`不晚于 最后一日`",
    ))
}

pub(super) fn no_next_term(language: Language, span: Span, term: &str) -> Diagnostic {
    let message = say!(
        language,
        "the calendar has no term after `{term}`",
        "校历在 `{term}` 之后没有学期"
    );
    Diagnostic::new(Code::DueDay, language, span, message).help(language.pick(
        "add the next term to the calendar, or end before it",
        "在校历中加上下一学期，或提前结束",
    ))
}

pub(super) fn not_a_measure(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("a trend is said of a measure alone", "趋势句只能用于指标");
    Diagnostic::new(Code::TrendMeasure, language, span, message).help(language.pick(
        "declare it: `measure NAME per GROUP each term = …`, and name it here",
        "先声明：`指标 名称 各 分组 每学期 = …`，再在此写它的名称",
    ))
}

pub(super) fn measure_without_period(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "the measure `{name}` does not say over which periods it is followed",
        "指标 `{name}` 没有写明周期"
    );
    Diagnostic::new(Code::TrendMeasure, language, span, message).help(language.pick(
        "add `each term`, `each month` or the like to it, before the `=`",
        "在它的 `=` 前加上 `每学期`、`每月` 等",
    ))
}

pub(super) fn measure_of_periods(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "the measure `{name}` has a value for each period, not one alone",
        "指标 `{name}` 每期各有一个值，不是单独一个值"
    );
    Diagnostic::new(Code::TrendMeasure, language, span, message).help(language.pick(
        "say how it must not move, such as `must not rise 2 terms in a row`, or declare a measure without `each`",
        "写它不得如何变化，如 `不得 连续 2 个学期 上升`，或另声明一个不带周期的指标",
    ))
}

pub(super) fn which_period(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "it is not said to which period the rows of `{name}` belong",
        "没有写明 `{name}` 的记录属于哪一期"
    );
    Diagnostic::new(Code::WhichPeriod, language, span, message).help(language.pick(
        "name the column: `each month of COLUMN`, or add a line `period COLUMN` to the dataset",
        "写明列名：`按 列名 每月`，或在数据集中加一行 `期次 列名`",
    ))
}

pub(super) fn no_groups(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "this sentence has no groups that could be small",
        "这个句子没有分组，谈不上小组",
    );
    Diagnostic::new(Code::NoGroups, language, span, message).help(language.pick(
        "leave it out, or say it of a sentence such as `at least 95% of P per G must …`",
        "删去，或用在分组的句子里，如 `各 乡镇 至少 95% 的 学生 应 …`",
    ))
}

pub(super) fn terms_twice(language: Language, span: Span, rows: Span) -> Diagnostic {
    let message = language.pick(
        "the days of the terms come from rows, so none can be written here",
        "学期日期取自表中的记录，不能在此另写",
    );
    Diagnostic::new(Code::TermRows, language, span, message)
        .also(rows, language.pick("from these rows", "取自这些记录"))
        .help(language.pick(
            "delete this line and add a row to the data, or delete the line `terms from …`",
            "删去此行并在数据中加一条记录，或删去“学期取自 …”一行",
        ))
}

pub(super) fn terms_unnamed(language: Language, span: Span, column: &str) -> Diagnostic {
    let message = say!(
        language,
        "`{column}` does not say which terms there are",
        "`{column}` 没有写明有哪些学期"
    );
    Diagnostic::new(Code::TermRows, language, span, message).help(say!(
        language,
        "declare the column with its terms in the order of time: `{column} : one of spring-2020, autumn-2020`",
        "声明该列时按先后写出各学期：`{column} : 取值 2020春、2020秋`"
    ))
}

pub(super) fn terms_key(
    language: Language,
    span: Span,
    dataset: &str,
    key: &[&str],
    declared: Span,
) -> Diagnostic {
    let message = say!(
        language,
        "a term must be one row of `{dataset}`, and its key does not say so",
        "每个学期应是 `{dataset}` 的一条记录，但其主键没有这样写"
    );
    let line = match language {
        Language::En => format!("key {}", key.join(", ")),
        Language::Zh => format!("主键 {}", key.join("、")),
    };
    Diagnostic::new(Code::TermRows, language, span, message)
        .also(declared, language.pick("declared here", "在此声明"))
        .help(say!(
            language,
            "let the key of the dataset be these columns and no other: `{line}`",
            "让数据集的主键恰为这些列：`{line}`"
        ))
}

pub(super) fn whose_terms(
    language: Language,
    span: Span,
    of: Option<&str>,
    whose: &str,
    ways: &[String],
) -> Diagnostic {
    let message = match (of, ways) {
        (Some(of), []) => say!(
            language,
            "the terms differ by `{whose}`, and no column of `{of}` leads to one",
            "学期因 `{whose}` 而异，而 `{of}` 没有任何列通向它"
        ),
        (None, _) => say!(
            language,
            "the terms differ by `{whose}`, and nothing here says whose are meant",
            "学期因 `{whose}` 而异，此处看不出指谁的学期"
        ),
        (Some(of), ways) => {
            let ways = ways.join(language.pick(", ", "、"));
            say!(
                language,
                "the terms differ by `{whose}`, and several columns of `{of}` lead to one: {ways}",
                "学期因 `{whose}` 而异，而 `{of}` 有多列通向它：{ways}"
            )
        }
    };
    Diagnostic::new(Code::TermRows, language, span, message).help(say!(
        language,
        "give the dataset a column that refers there and is called `{whose}`",
        "在该数据集中声明一列 `{whose}`，并引用同一数据集"
    ))
}

pub(super) fn days_in_rows(language: Language, span: Span, term: &str) -> Diagnostic {
    let message = say!(
        language,
        "the days of `{term}` stand in rows, so they are not known here",
        "`{term}` 的起止日在数据中，此处无从得知"
    );
    Diagnostic::new(Code::TermRows, language, span, message).help(language.pick(
        "write days or months, such as `from 2020-03-01 to 2020-07-15`",
        "写日期或月份，如 `自 2020-03-01 至 2020-07-15`",
    ))
}

pub(super) fn no_covered_days(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the calendar does not say on which days its working days are known",
        "校历没有写明哪些日子的工作日是已知的",
    );
    Diagnostic::new(Code::WhichCalendar, language, span, message).help(language.pick(
        "add a line such as `covers from 2020-01-01 to 2020-12-31` to it",
        "在校历中加一行，如 `涵盖 自 2020-01-01 至 2020-12-31`",
    ))
}

pub(super) fn trend_of_rows(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the days of the terms stand in rows, and a trend over terms needs them in the calendar",
        "学期的起止日在数据中，而按学期的趋势须在校历中写明",
    );
    Diagnostic::new(Code::TermRows, language, span, message).help(language.pick(
        "follow the measure `each month` or `each quarter`, or write the terms in the calendar",
        "让指标按 `每月` 或 `每季度` 统计，或在校历中写出各学期",
    ))
}
