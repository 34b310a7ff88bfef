//! What this stage reports about exceptions, routing, layers and the lines of items that go with them.

use crate::diagnostic::wording::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

pub(super) fn no_proof(language: Language, span: Span, name: &str) -> Diagnostic {
    let name = quoted(name);
    let message = match language {
        Language::En => format!("exception {name} does not say which rows prove it"),
        Language::Zh => format!("例外 {name} 没有写明由哪些记录证明"),
    };
    Diagnostic::new(Code::NoProof, language, span, message)
        .label(language.pick("no proof", "没有证明"))
        .help(language.pick(
            "write the rows on an indented line: `exemptions where reason = illness and valid on as_of by national_id, proof certificate`",
            "另起一行并缩进，写明记录：`免学登记 其中 原因 = 疾病 且 在 评估日 有效 按 身份证号，证明 证书`",
        ))
}

pub(super) fn second_proof(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the exception says twice which rows prove it",
        "例外两次写明由哪些记录证明",
    );
    Diagnostic::new(Code::NoProof, language, span, message)
        .label(language.pick("one line of rows an exception", "一个例外只写一行记录"))
        .help(language.pick(
            "declare a second exception, and name both behind `except`",
            "另立一个例外，并在“除外”后写出两者",
        ))
}

pub(super) fn head_of_routing(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "nothing stands behind `routing` on its line",
        "“归口”一行不写其他内容",
    );
    Diagnostic::new(Code::Syntax, language, span, message)
        .label(language.pick("not expected here", "此处不应有内容"))
        .help(language.pick(
            "write each rule on an indented line: `section \"Boarding\" goes to \"Logistics\"`",
            "另起一行并缩进，逐条写明：`章节 「寄宿」 交 「后勤处」`",
        ))
}

pub(super) fn loosened_itself(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a reason for loosening stands with a setting that loosens nothing",
        "设定没有放宽任何要求，却写了放宽的理由",
    );
    Diagnostic::new(Code::Loosened, language, span, message)
        .label(language.pick("no adopted setting is changed here", "此处没有改动承接的设定"))
        .help(language.pick(
            "a setting of an adopted checklist is changed without its type: `setting promptly = 45 days`",
            "改动承接的设定时不写类型：`设定 及时 = 45 天`",
        ))
}

pub(super) fn sentence_not_inspectable(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the item is marked as not inspectable, and has a sentence",
        "检查项标明不可检查，却写了句子",
    );
    Diagnostic::new(Code::NotInspectable, language, span, message)
        .label(language.pick("this would be inspected", "这一句会被检查"))
        .help(language.pick(
            "leave the sentence out, or the line `not inspectable because`",
            "删去句子，或删去“不可检查 因为”一行",
        ))
}

pub(super) fn must_and_should(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "one sentence says both `must` and `should`",
        "一个句子里既有“应”又有“宜”",
    );
    Diagnostic::new(Code::MustAndShould, language, span, message)
        .label(language.pick("a duty or an aim, not both", "要么是要求，要么是倡导"))
        .help(language.pick(
            "make the aim an item of its own",
            "把倡导性的内容另立检查项",
        ))
}

pub(super) fn itself_of_no_day(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "this speaks of the last day, and the sentence names none",
        "这里说的是截止日，而句中没有写截止日",
    );
    Diagnostic::new(Code::DueDay, language, span, message).help(language.pick(
        "write the day before it, such as `no later than the last day`, or leave this out",
        "在前面写明截止日，如 `不晚于 最后一日`，或删去此处",
    ))
}

pub(super) fn which_is_better(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the ranking does not say which values are better",
        "排名没有写明什么值更好",
    );
    Diagnostic::new(Code::Syntax, language, span, message)
        .label(language.pick("higher or lower?", "越高越好还是越低越好？"))
        .help(language.pick(
            "write `, higher is better` or `, lower is better` behind what is ranked by",
            "在“排名”之后写“，越高越好”或“，越低越好”",
        ))
}

/// Days before or after a day, behind a comparison; `form` is how it is written.
pub(super) fn days_from_a_day(language: Language, span: Span, help: String) -> Diagnostic {
    let message = language.pick(
        "a day so far from another stands behind `within`, `no later than`, `no earlier than`, `later than` or `earlier than`",
        "某日前后若干天写作“在 … 内”“不晚于”“不早于”“晚于”或“早于”",
    );
    Diagnostic::new(Code::ChainedComparison, language, span, message).help(help)
}

pub(super) fn within_of_what(language: Language, span: Span, help: String) -> Diagnostic {
    let message = language.pick(
        "it is not said from which day this counts",
        "没有写明从哪一天算起",
    );
    Diagnostic::new(Code::Syntax, language, span, message).help(help)
}

pub(super) fn nothing_compared(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("it is not said what is compared", "没有写明比较的是什么");
    Diagnostic::new(Code::Syntax, language, span, message).help(language.pick(
        "write the column here once more: `(…) and grade < 9`",
        "此处再写一次列名：`（…） 且 年级 < 9`",
    ))
}

/// At most, exactly or no rows a period, where only a minimum can be owed.
pub(super) fn most_of_a_period(
    language: Language,
    span: Span,
    (exactly, number): (bool, &str),
) -> Diagnostic {
    let message = language.pick(
        "what is owed each period has a least number, no largest one",
        "每期应报的只能写最少几份，不能写最多几份",
    );
    let number = if number.is_empty() { "1" } else { number };
    let word = match exactly {
        true => language.pick("=", "="),
        false => language.pick("at most", "不超过"),
    };
    Diagnostic::new(Code::Syntax, language, span, message).help(match language {
        Language::En => format!(
            "count the rows of a sender in a period: `per SENDER, PERIOD of DELIVERIES: count of DELIVERIES must be {word} {number}`"
        ),
        Language::Zh => format!(
            "按报送方和期次数记录：`各 报送方、期次 于 报送表：报送表 数量 应 {word} {number}`"
        ),
    })
}
