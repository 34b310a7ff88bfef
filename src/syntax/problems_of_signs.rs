//! What this stage reports about signs that mean nothing here.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

/// A character that begins nothing; `rest` begins with it.
pub(super) fn stray_character(language: Language, span: Span, rest: &str) -> Diagnostic {
    let c = rest.chars().next().unwrap_or(' ');
    let found = if c.is_control() {
        format!("U+{:04X}", u32::from(c))
    } else {
        c.to_string()
    };
    let message = match language {
        Language::En => format!("`{found}` has no meaning here"),
        Language::Zh => format!("`{found}` 在此没有意义"),
    };
    let help = match c {
        '!' if rest.starts_with("!=") => language.pick(
            "write `<>` or `≠` for \"not equal to\"",
            "“不等于”写作 `≠` 或 `<>`",
        ),
        '\'' | '’'
            if rest
                .get(c.len_utf8()..)
                .is_some_and(|rest| rest.starts_with("t tell")) =>
        {
            language.pick("write `cannot tell`", "应写 `无法判断`")
        }
        '\'' | '‘' | '’' => {
            language.pick("write quotes as `\"…\"` or 「…」", "引号写作 「…」 或 “…”")
        }
        ';' | '；' => language.pick(
            "separate with commas, or begin a new line",
            "用逗号分隔，或另起一行",
        ),
        '%' => language.pick(
            "write a number before it: `95%`",
            "前面应是数，数与文字之间空一格：`不低于 95%`",
        ),
        '&' => language.pick("write `and`", "应写 `且`"),
        '$' | '¥' | '￥' | '€' => language.pick(
            "write the unit behind the number: `300 yuan`",
            "单位写在数的后面：`300 元`",
        ),
        '•' | '·' | '●' | '■' | '◆' | '–' | '—' => language.pick(
            "leave out bullets and dashes; a line begins with its first word",
            "删去项目符号；一行从第一个词写起",
        ),
        '?' | '!' | '？' | '！' => language.pick(
            "leave it out: a sentence needs no mark at its end",
            "删去它：句末不用标点",
        ),
        _ => language.pick(
            "text goes into quotes, an unusual name into `[ ]`",
            "文字放在引号里，特殊的名称放在 `【 】` 里",
        ),
    };
    Diagnostic::new(Code::StrayCharacter, language, span, message).help(help)
}
