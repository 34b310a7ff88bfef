//! A clause that does not parse because it is written as people write elsewhere → the place, and what to write here.

use super::elsewhere;
use super::keywords::{Keywords, Place};
use super::layout::clause_words;
use super::parser::{Failure, Rule};
use super::problems;
use super::recover::MOST_ALTERNATIVES;
use super::spelling::{Token, TokenKind};
use crate::diagnostic::wording::{alternatives, near, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

/// Words that people know from elsewhere, and what stands for them here.
const OTHER_WORDS_EN: [(&str, &str); 34] = [
    ("for", "`every`"),
    ("select", "`every … must …`"),
    ("assert", "`every … must …`"),
    ("having", "`must`"),
    ("distinct", "`count of different …`, or `… is unique by …`"),
    ("equals", "`equal to`"),
    ("both", "`all of`"),
    ("greater", "`more than`"),
    ("each", "`every`"),
    ("all", "`every`"),
    ("should", "`must`"),
    ("shall", "`must`"),
    ("if", "`where`, or `when`"),
    ("unless", "`when not (…)`"),
    ("between", "`is from A to B`, or `days from A to B`"),
    ("like", "`contains \"…\"` or `starts with \"…\"`"),
    ("null", "`blank`"),
    ("empty", "`blank`"),
    ("filled", "`given`"),
    ("present", "`given`"),
    ("exists", "`has a …`"),
    ("exist", "`has a …`"),
    ("sum", "`total of`"),
    ("average", "`mean of`"),
    ("avg", "`mean of`"),
    ("max", "`largest of`"),
    ("maximum", "`largest of`"),
    ("min", "`least of`"),
    ("minimum", "`least of`"),
    ("today", "`as_of`"),
    ("join", "`A matches B by …`, or `has a … by …`"),
    ("group", "`per`"),
    ("two", "`… is unique by …`"),
    ("percentage", "`percent`"),
];
const OTHER_WORDS_ZH: [(&str, &str); 39] = [
    (
        "每学年",
        "`每学期`（起止日见校历），或 `每年`（1 月至 12 月）",
    ),
    ("检查日", "`评估日`"),
    ("每一名", "`每名`"),
    ("每一个", "`每个`"),
    ("各个", "`各`"),
    ("均应", "`应`"),
    ("都应", "`应`"),
    ("所有", "`每个`"),
    ("全体", "`每个`"),
    ("凡", "`每个`"),
    ("需", "`应`"),
    ("须", "`应`"),
    ("要", "`应`"),
    ("不能", "`不得`"),
    ("不可", "`不得`"),
    ("禁止", "`任何 … 不得 …`"),
    ("不得有", "`任何 … 不得 …`"),
    ("若", "`当`"),
    ("是", "`为`"),
    ("不是", "`不为`"),
    ("不等", "`不等于`"),
    ("介于", "`自 … 至 …`"),
    ("比较", "`比对`"),
    ("核对", "`比对`"),
    ("分组", "`各`"),
    ("空", "`为空`"),
    ("空白", "`为空`"),
    ("填写", "`已填`"),
    ("求和", "`合计`"),
    ("总和", "`合计`"),
    ("平均", "`平均值`"),
    ("平均数", "`平均值`"),
    ("最大", "`最大值`"),
    ("最小", "`最小值`"),
    ("个数", "`数量`"),
    ("人数", "`数量`"),
    ("今天", "`评估日`"),
    ("比例", "`百分比`"),
    ("天数", "`天`"),
];

/// The word at, before or at the head of a failure that is said otherwise here: its place, and what to write.
pub(super) fn other_word(
    language: Language,
    tokens: &[Token],
    failure: &Failure,
) -> Option<(Span, &'static str)> {
    let words: &[(&str, &str)] = match language {
        Language::En => &OTHER_WORDS_EN,
        Language::Zh => &OTHER_WORDS_ZH,
    };
    let at = failure.token;
    // `sum of amount` breaks behind its `of`.
    let behind_of = at.checked_sub(1).and_then(|index| tokens.get(index));
    let behind_of = behind_of.is_some_and(|token| token.kind == TokenKind::Keyword("of"));
    [
        Some(at),
        at.checked_sub(1),
        at.checked_sub(2).filter(|_| behind_of),
    ]
    .into_iter()
    .flatten()
    .find_map(|index| {
        let token = tokens.get(index)?;
        let TokenKind::Name(name) = &token.kind else {
            return None;
        };
        let lower = name.to_lowercase();
        // In the middle of a sentence these are no `every`.
        if index > 0 && matches!(&*lower, "for" | "all" | "each") {
            return None;
        }
        let found = words.iter().find(|(word, _)| *word == lower)?;
        Some((token.span, found.1))
    })
}

/// A word of the other vocabulary at, before or at the head of a failure: its place, and the own word for it.
pub(super) fn foreign_word(
    language: Language,
    tokens: &[Token],
    rule: Rule,
    failure: &Failure,
) -> Option<(Span, String)> {
    let at = failure.token;
    [Some(at), at.checked_sub(1), Some(0)]
        .into_iter()
        .flatten()
        .find_map(|index| {
            let token = tokens.get(index)?;
            let TokenKind::Name(name) = &token.kind else {
                return None;
            };
            let places: &[Place] = match rule {
                Rule::column | Rule::setting_head => &[Place::Type],
                Rule::sentence if index == 0 => &[Place::Sentence, Place::Clause],
                _ => &[Place::Sentence],
            };
            Some((token.span, elsewhere::translated(language, name, places)?))
        })
}

/// A line of an item that begins with a word for another line, or with one glued to what follows.
pub(super) fn line_of_elsewhere(
    language: Language,
    tokens: &[Token],
    rule: Rule,
    failure: &Failure,
) -> Option<Diagnostic> {
    let [
        Token {
            kind: TokenKind::Name(name),
            span,
        },
        rest @ ..,
    ] = tokens
    else {
        return None;
    };
    if rule != Rule::sentence || failure.token > 1 {
        return None;
    }
    let words = || {
        let ids = clause_words("item").iter();
        ids.filter_map(|id| Keywords::of(language).printed_in(Place::Clause, id))
    };
    if language == Language::Zh
        && let Some((word, rest)) = words().find_map(|word| Some((word, name.strip_prefix(word)?)))
        && !rest.is_empty()
    {
        return Some(problems::missing_blank(language, *span, word, rest));
    }
    let found = quoted(name);
    let diagnostic = Diagnostic::new(
        Code::UnknownClause,
        language,
        *span,
        match language {
            Language::En => format!("{found} begins no line of an item"),
            Language::Zh => format!("{found} 不能作检查项中一行的开头"),
        },
    );
    if let Some(meant) = elsewhere::clause(language, name) {
        return Some(diagnostic.help(match language {
            Language::En => format!("write `{meant}`"),
            Language::Zh => format!("应写 `{meant}`"),
        }));
    }
    let no_sentence = !rest.is_empty()
        && rest
            .iter()
            .all(|token| matches!(token.kind, TokenKind::Text(_) | TokenKind::Date(_)));
    if !no_sentence || near(name, words()).is_some() {
        return None;
    }
    let common: Vec<String> = words()
        .take(MOST_ALTERNATIVES)
        .map(|w| format!("`{w}`"))
        .collect();
    let common = alternatives(language, &common);
    Some(diagnostic.help(match language {
        Language::En => format!("its lines begin with {common}"),
        Language::Zh => format!("其中的行以{common}开头"),
    }))
}

/// `1,000`: a number cut by a comma without blanks.
pub(super) fn grouped_number(tokens: &[Token], at: usize) -> Option<Span> {
    [Some(at), at.checked_sub(1), at.checked_add(1)]
        .into_iter()
        .flatten()
        .find_map(|last| {
            let [before, comma, behind] = tokens.get(last.checked_sub(2)?..=last)? else {
                return None;
            };
            let numbers = matches!(before.kind, TokenKind::Number(..))
                && matches!(behind.kind, TokenKind::Number(..))
                && comma.kind == TokenKind::Symbol(",");
            let close = before.span.end == comma.span.start && comma.span.end == behind.span.start;
            (numbers && close).then(|| before.span.to(behind.span))
        })
}

/// Forms of programs and spreadsheets, and a name that reads as a keyword: the place and what to write.
pub(super) fn known_form<'t>(
    language: Language,
    tokens: &[Token],
    failure: &Failure,
    written: &impl Fn(Span) -> &'t str,
) -> Option<(Span, String)> {
    let at = failure.token;
    let is_open = |index: usize| {
        let token = tokens.get(index);
        token.is_some_and(|token| token.kind == TokenKind::Symbol("("))
    };
    for index in 0..at.min(tokens.len()) {
        let token = tokens.get(index)?;
        match &token.kind {
            TokenKind::Name(name) if is_open(index + 1) => {
                if let Some(own) = elsewhere::function(language, name) {
                    return Some((token.span, own.to_owned()));
                }
            }
            TokenKind::Keyword("in") if is_open(index + 1) => {
                let own = language.pick("`is one of A, B`", "`属于 甲、乙`");
                return Some((token.span, own.to_owned()));
            }
            _ => {}
        }
    }
    let token = tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|index| tokens.get(index))?;
    if token.kind == TokenKind::Symbol("=") && before.kind == token.kind {
        return Some((before.span.to(token.span), "`=`".to_owned()));
    }
    // 的 天数: a keyword of two words, where a column of that name is meant.
    if language == Language::Zh
        && let TokenKind::Keyword(_) = token.kind
        && let Some(name) = written(token.span).strip_prefix('的').map(str::trim)
        && !name.is_empty()
    {
        let own = format!("`的 【{name}】`：`的 {name}` 连写是本语言的词");
        return Some((token.span, own));
    }
    None
}
