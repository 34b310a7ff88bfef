//! A clause that the grammar refuses → one diagnostic: what does not fit, and what would.

use super::keywords::{Keywords, Place};
use super::layout::clause_words;
use super::parser::{Failure, Rule};
use super::problems;
use super::spelling::{Token, TokenKind};
use crate::diagnostic::wording::{alternatives, near, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

/// At most so many alternatives are named.
const MOST_ALTERNATIVES: usize = 5;

/// The diagnostic of a clause that did not parse as `rule`.
pub(super) fn explain(
    language: Language,
    text: &str,
    tokens: &[Token],
    clause: Span,
    rule: Rule,
    failure: &Failure,
) -> Diagnostic {
    let at = tokens.get(failure.token);
    let written = |span: Span| {
        text.get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    };
    // A keyword glued to a name, at the place itself or just before it.
    let nearby = [
        at,
        failure
            .token
            .checked_sub(1)
            .and_then(|before| tokens.get(before)),
    ];
    for token in nearby.into_iter().flatten() {
        if let Some((keyword, rest)) = glued(language, token) {
            return problems::missing_blank(language, token.span, keyword, rest);
        }
    }
    if rule == Rule::sentence
        && let Some(Token {
            kind: TokenKind::Name(name),
            span,
        }) = tokens.first()
        && let Some(candidate) = near(
            name,
            clause_words("item")
                .iter()
                .filter_map(|id| Keywords::of(language).printed(id)),
        )
        && failure.token <= 1
    {
        let found = quoted(written(*span));
        return Diagnostic::new(
            Code::UnknownClause,
            language,
            *span,
            match language {
                Language::En => format!("{found} begins no line of an item"),
                Language::Zh => format!("{found}不能作检查项中一行的开头"),
            },
        )
        .help(similar(language, candidate));
    }
    let expected = in_words(language, &failure.expected);
    let Some(token) = at else {
        let message = language.pick("something is missing at the end", "末尾缺少内容");
        let end = Span {
            start: clause.end,
            ..clause
        };
        let place = tokens.last().map_or(end, |last| last.span);
        let diagnostic = Diagnostic::new(Code::Syntax, language, place, message)
            .label(language.pick("the text ends here", "到此为止"));
        return with_expected(language, diagnostic, &expected);
    };
    let found = quoted(written(token.span));
    let message = match language {
        Language::En => format!("{found} does not fit here"),
        Language::Zh => format!("{found}用在此处不合句式"),
    };
    let diagnostic = Diagnostic::new(Code::Syntax, language, token.span, message);
    // A misspelt keyword: only one that would fit here.
    if let TokenKind::Name(name) = &token.kind {
        let fitting = failure
            .expected
            .iter()
            .filter_map(|piece| keyword_of(language, piece));
        if let Some(candidate) = near(name, fitting) {
            return diagnostic.help(similar(language, candidate));
        }
    }
    if let TokenKind::Keyword(_) = token.kind
        && failure.expected.iter().any(|piece| piece == "[")
    {
        let word = written(token.span);
        return diagnostic
            .label(language.pick("a word of the language", "这是本语言的关键词"))
            .help(match language {
                Language::En => format!("write `[{word}]` for a name, `\"{word}\"` for a value"),
                Language::Zh => format!("用作名称时写 `【{word}】`，用作值时写 `「{word}」`"),
            });
    }
    with_expected(language, diagnostic, &expected)
}

/// A clause that parsed, but whose parts say nothing together.
pub(super) fn without_meaning(language: Language, clause: Span) -> Diagnostic {
    let message = language.pick("this has no meaning as it stands", "这样写没有意义");
    problems::unexpected(language, clause, message.to_owned()).help(language.pick(
        "write `within 30 days after D`, or `within 1 yuan of E`",
        "应写 `在 D 后 30 天 内`，或 `与 E 相差不超过 1 元`",
    ))
}

fn similar(language: Language, candidate: &str) -> String {
    match language {
        Language::En => format!("a similar word is `{candidate}`"),
        Language::Zh => format!("相近的词是 `{candidate}`"),
    }
}

fn with_expected(language: Language, diagnostic: Diagnostic, expected: &[String]) -> Diagnostic {
    if expected.is_empty() {
        return diagnostic;
    }
    let words = alternatives(language, expected);
    diagnostic.help(match language {
        Language::En => format!("here could stand {words}"),
        Language::Zh => format!("此处可以是{words}"),
    })
}

/// A name that begins with a Chinese keyword: the keyword and the rest.
fn glued(language: Language, token: &Token) -> Option<(&'static str, &str)> {
    let TokenKind::Name(name) = &token.kind else {
        return None;
    };
    if language == Language::En {
        return None;
    }
    let spellings = Keywords::of(language).spellings(Place::Sentence);
    let begins = spellings
        .iter()
        .map(|(spelling, _)| *spelling)
        .filter(|spelling| name.len() > spelling.len() && name.starts_with(spelling));
    let keyword = begins.max_by_key(|spelling| spelling.len())?;
    Some((keyword, name.get(keyword.len()..)?))
}

/// The spelling of the keyword in a piece of canonical text.
fn keyword_of(language: Language, piece: &str) -> Option<&'static str> {
    let id = piece.strip_prefix('‹')?.strip_suffix('›')?;
    Keywords::of(language).printed(id)
}

/// What the grammar would take, in words of the author; shapes before keywords, at most five.
fn in_words(language: Language, pieces: &[String]) -> Vec<String> {
    let shape = |piece: &str| match piece {
        "[" => Some(language.pick("a name", "名称")),
        "\"" => Some(language.pick("a text in quotes", "引号中的文字")),
        "0" => Some(language.pick("a number", "数")),
        "@" => Some(language.pick("a date", "日期")),
        "§" => Some(language.pick("a clause path", "条款号")),
        _ => None,
    };
    let mut shapes: Vec<String> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for piece in pieces {
        if let Some(shape) = shape(piece) {
            shapes.push(shape.to_owned());
        } else if let Some(keyword) = keyword_of(language, piece) {
            words.push(format!("`{keyword}`"));
        } else if !piece.starts_with('‹') {
            words.push(format!("`{piece}`"));
        }
    }
    let common = |word: &String| {
        const COMMON: [&str; 14] = [
            "must", "where", "have", "=", ":", "every", "of", "to", "given", "is", "equal to",
            "at least", "by", ",",
        ];
        let position = COMMON.iter().position(|id| {
            let spelling = Keywords::of(language).printed(id).unwrap_or(id);
            *word == format!("`{spelling}`")
        });
        position.unwrap_or(COMMON.len())
    };
    words.sort_by_cached_key(common);
    shapes.extend(words);
    shapes.dedup();
    shapes.truncate(MOST_ALTERNATIVES);
    shapes
}
