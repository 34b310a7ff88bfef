//! What this stage reports about items that people answer: one constructor for each kind of mistake.

use super::bounds::Bounds;
use super::problems::say;
use super::problems_of_bounds::out_of_bounds;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::AmountOf;
use crate::source::Span;
use crate::types::Language;

pub(super) fn no_question(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "this line belongs to a question, and the item asks none",
        "此行属于一个询问，而检查项没有询问什么",
    );
    Diagnostic::new(Code::NoQuestion, language, span, message).help(language.pick(
        "add a line `ask \"What a person has to answer?\"`",
        "请加一行：询问 「要人回答的问题？」",
    ))
}

pub(super) fn asked_twice(language: Language, span: Span) -> Diagnostic {
    let message = language.pick("who is asked about is said twice", "询问的对象说了两次");
    Diagnostic::new(Code::AskedTwice, language, span, message).help(language.pick(
        "the question is asked about those that the sentence or the sample names; leave this out, or make two items",
        "询问的就是句子或抽查所说的对象；请删去此处，或分成两个检查项",
    ))
}

pub(super) fn asked_of_no_row(language: Language, span: Span, sentence: Span) -> Diagnostic {
    let message = language.pick(
        "a question cannot be asked about what is compared, owed or combined",
        "对比对、应报送和组合的结果不能再询问",
    );
    Diagnostic::new(Code::AskedTwice, language, span, message)
        .also(
            sentence,
            language.pick("this finds no rows to ask about", "这里没有可询问的记录"),
        )
        .help(language.pick(
            "ask in an item of its own: `ask \"…\" of` the rows it is about",
            "请另立一个检查项来询问：询问 「…」 于 所问的记录",
        ))
}

pub(super) fn asked_without_key(
    language: Language,
    span: Span,
    name: &str,
    declared: Span,
) -> Diagnostic {
    let message = say!(
        language,
        "answers name their subject by its key, and `{name}` declares none",
        "答复以主键指明对象，而`{name}`没有声明主键"
    );
    Diagnostic::new(Code::AskedWithoutKey, language, span, message)
        .also(declared, language.pick("declared here", "在此声明"))
        .help(language.pick(
            "write `key` behind the column that identifies a row",
            "在能唯一标识一行的列后写“主键”",
        ))
}

/// A number that cannot be what it is taken for.
pub(super) fn amount(language: Language, span: Span, of: AmountOf) -> Diagnostic {
    match of {
        AmountOf::SampleSize => sample_size(language, span),
        AmountOf::Validity => validity(language, span),
        AmountOf::Tolerated => out_of_bounds(language, span, Bounds::Tolerated),
    }
}

fn sample_size(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "a sample takes a whole number of rows, or a share up to 100%",
        "抽查的数量应为整数，或不超过 100% 的百分比",
    );
    Diagnostic::new(Code::SampleSize, language, span, message).help(language.pick(
        "write a number like `30`, a share like `5%`, or a setting of type number or percent",
        "写数字如 `30`、比例如 `5%`，或类型为“数”“百分比”的设定",
    ))
}

fn validity(language: Language, span: Span) -> Diagnostic {
    let message = language.pick(
        "how long an answer is valid is a number of days, months or years",
        "答复的有效期应为若干天、个月或年",
    );
    Diagnostic::new(Code::SampleSize, language, span, message).help(language.pick(
        "write `365 days`, or a setting of type days",
        "写 `365 天`，或类型为“天”的设定",
    ))
}

pub(super) fn no_kind(
    language: Language,
    span: Span,
    name: &str,
    declared: Option<Span>,
) -> Diagnostic {
    let message = say!(
        language,
        "`{name}` does not say which column holds the kind of a row",
        "`{name}`没有写明哪一列是记录的类别"
    );
    let problem = Diagnostic::new(Code::NoKind, language, span, message);
    let problem = match declared {
        Some(declared) => problem.also(declared, language.pick("declared here", "在此声明")),
        None => problem,
    };
    problem.help(language.pick(
        "add a line `kind COLUMN` to the dataset",
        "在数据集中加一行：类别 列名",
    ))
}
