//! What this stage reports about numbers outside of their natural range.

use super::bounds::Bounds;
use super::problems::say;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

pub(super) fn out_of_bounds(language: Language, span: Span, bounds: Bounds) -> Diagnostic {
    let (message, help) = match bounds {
        Bounds::Share => (
            language.pick(
                "a share of rows lies between 0% and 100%",
                "记录所占的比例在 0% 到 100% 之间",
            ),
            language.pick("write a share such as 95%", "写一个比例，如 95%"),
        ),
        Bounds::Tolerated => (
            language.pick(
                "what is tolerated lies between 0% and 100%, and at 100% nothing could ever be found",
                "容许的比例在 0% 到 100% 之间；容许 100% 则永远查不出问题",
            ),
            language.pick(
                "write a smaller share such as 10%",
                "写较小的比例，如 10%",
            ),
        ),
        Bounds::AtLeastOne => (
            language.pick(
                "this must be a whole number from 1 on",
                "此处应为从 1 起的整数",
            ),
            language.pick("write 1, 2, 3 or more", "写 1、2、3 或更大的整数"),
        ),
        Bounds::NotNegative => (
            language.pick("this cannot be less than 0", "此处不能小于 0"),
            language.pick("write 0 or more", "写 0 或更大的数"),
        ),
        Bounds::NotZero => (
            language.pick("nothing can be divided by 0", "不能除以 0"),
            language.pick("write another number", "写别的数"),
        ),
        Bounds::NotBefore(first) => {
            let message = say!(
                language,
                "the part begins at character {first}, and ends before it",
                "该部分自第 {first} 位起，却在其前结束"
            );
            let help = match language {
                Language::En => format!("write a whole number from {first} on"),
                Language::Zh => format!("写不小于 {first} 的整数"),
            };
            return Diagnostic::new(Code::OutOfBounds, language, span, message).help(help);
        }
        Bounds::OfColumns(there) => {
            let message = say!(
                language,
                "there are only {there} columns here, and this asks for a number of them from 1 on",
                "此处只有 {there} 列，要求的项数应在 1 到 {there} 之间"
            );
            let help = match language {
                Language::En => format!("write a number from 1 to {there}"),
                Language::Zh => format!("写 1 到 {there} 之间的数"),
            };
            return Diagnostic::new(Code::OutOfBounds, language, span, message).help(help);
        }
        Bounds::Day(last) => {
            let message = say!(
                language,
                "the period has days from 1 to {last}, and this is none of them",
                "该周期内只有第 1 日至第 {last} 日"
            );
            let help = language.pick(
                "write one of these days, or `the last day`",
                "写其中的一日，或写“最后一日”",
            );
            return Diagnostic::new(Code::OutOfBounds, language, span, message).help(help);
        }
    };
    Diagnostic::new(Code::OutOfBounds, language, span, message.to_owned()).help(help)
}
