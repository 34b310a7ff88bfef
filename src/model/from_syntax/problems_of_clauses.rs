//! What this stage reports about exceptions, routing, layers and the lines of items that go with them.

use crate::diagnostic::wording::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

pub(super) fn no_validity(language: Language, span: Span, dataset: Option<&str>) -> Diagnostic {
    let message = match (language, dataset.map(quoted)) {
        (Language::En, Some(name)) => {
            format!("{name} does not say from when to when a row is valid")
        }
        (Language::En, None) => "there is no row that could be valid on a day".to_owned(),
        (Language::Zh, Some(name)) => format!("{name} 没有写明一条记录从何时到何时有效"),
        (Language::Zh, None) => "此处没有可以有效的记录".to_owned(),
    };
    Diagnostic::new(Code::NoValidity, language, span, message)
        .label(language.pick("valid from when?", "从何时起有效？"))
        .help(language.pick(
            "add a line to the dataset: `in force from granted_on to expires_on`",
            "在数据集中加一行：`有效 自 批准日期 至 到期日期`",
        ))
}

pub(super) fn except_without_rows(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "exceptions excuse rows, and this sentence speaks of totals",
        "例外针对记录，而这个句子针对总数",
    );
    Diagnostic::new(Code::NeedsRows, language, span, message)
        .label(language.pick("nobody to excuse here", "此处没有可以例外的对象"))
        .help(language.pick(
            "leave the excused rows out with `where`, or say it as a rate: `at least 95% of pupil per school must …`",
            "用“其中”排除这些记录，或写成比例：`各 学校 至少 95% 的 学生 应 …`",
        ))
}

pub(super) fn except_by_other_key(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the exception is tied to people by another key than the sentence",
        "例外所用的键与句子所用的键不同",
    );
    Diagnostic::new(Code::WhichKey, language, span, message)
        .label(language.pick("different keys", "键不同"))
        .help(language.pick(
            "write the same columns behind `by` in both",
            "两处的“按”后写相同的列",
        ))
}

pub(super) fn no_count(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a number of subjects is a whole number",
        "对象的个数应为整数",
    );
    Diagnostic::new(Code::TypeMismatch, language, span, message)
        .label(language.pick("no whole number", "不是整数"))
        .help(language.pick(
            "write it like this: `expects at least 10 subjects`",
            "可以这样写：`应有至少 10 个对象`",
        ))
}

pub(super) fn owner_no_text(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "this column does not hold names of who has to act",
        "这一列不是责任单位的名称",
    );
    Diagnostic::new(Code::TypeMismatch, language, span, message)
        .label(language.pick("a text is needed", "需要文本"))
        .help(language.pick(
            "name a column of text, or write the owner in quotes",
            "写一个文本列，或用引号写出责任单位",
        ))
}

pub(super) fn owner_without_row(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the owner is said by a column, and this sentence judges no rows",
        "责任单位取自某一列，而这个句子不逐条判断记录",
    );
    Diagnostic::new(Code::NeedsRows, language, span, message)
        .label(language.pick("no row to look at", "没有可查看的记录"))
        .help(language.pick("write the owner in quotes", "用引号写出责任单位"))
}

pub(super) fn due_without_rows(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a deadline with a requirement speaks of rows, and this sentence does not",
        "期限后的要求针对记录，而这个句子不针对记录",
    );
    Diagnostic::new(Code::NeedsRows, language, span, message)
        .label(language.pick("no row that could meet it", "没有可以满足它的记录"))
        .help(language.pick(
            "let the sentence name the rows: `every school`",
            "句子应写明记录：`每所 学校`",
        ))
}

pub(super) fn adopts_no_checklist(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "the adopted file is not a checklist",
        "承接的文件不是检查清单",
    );
    Diagnostic::new(Code::NoHeader, language, span, message)
        .label(language.pick("declarations alone", "只有声明"))
        .help(language.pick("write `use` instead of `adopt`", "用“使用”代替“承接”"))
}

pub(super) fn loosened(
    language: Language,
    span: Span,
    name: &str,
    [before, after]: &[String; 2],
) -> Diagnostic {
    let name = quoted(name);
    let message = match language {
        Language::En => format!("{name} is loosened from {before} to {after} without a reason"),
        Language::Zh => format!("把 {name} 从 {before} 放宽到 {after}，没有写理由"),
    };
    Diagnostic::new(Code::Loosened, language, span, message)
        .label(language.pick("less strict than adopted", "比承接的宽"))
        .help(language.pick(
            "say why on an indented line: `loosen because \"the road is closed in winter\"`",
            "另起一行并缩进，写明理由：`放宽 因为 「冬季道路封闭」`",
        ))
}

pub(super) fn loosens_nothing(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a reason for loosening stands with a value that loosens nothing",
        "该值没有放宽任何要求，却写了放宽的理由",
    );
    Diagnostic::new(Code::Loosened, language, span, message)
        .label(language.pick("nothing is loosened", "没有放宽"))
        .help(language.pick("leave the line out", "删去这一行"))
}

pub(super) fn undirected(language: Language, span: Span, name: &str) -> Diagnostic {
    let name = quoted(name);
    let message = match language {
        Language::En => {
            format!("{name} is changed, and it does not say which values are stricter")
        }
        Language::Zh => format!("改动了 {name}，而它没有写明什么值更严"),
    };
    Diagnostic::new(Code::UndirectedChange, language, span, message)
        .label(language.pick("stricter or looser?", "更严还是更宽？"))
        .help(language.pick(
            "add `, smaller is stricter` or `, larger is stricter` where it is declared",
            "在声明处加上“，越小越严”或“，越大越严”",
        ))
}
