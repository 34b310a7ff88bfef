//! A clause that the grammar refuses → one diagnostic: what does not fit, and what would.

use super::asked;
use super::borrowed::{foreign_word, grouped_number, known_form, line_of_elsewhere, other_word};
use super::elsewhere;
use super::keywords::{Keywords, Place};
use super::layout::clause_words;
use super::models;
use super::parser::{Failure, Rule};
use super::problems;
use super::reworded;
use super::slips;
use super::spelling::{Token, TokenKind};
use crate::diagnostic::wording::{alternatives, near, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

/// At most so many alternatives are named.
pub(super) const MOST_ALTERNATIVES: usize = 5;

/// Words that hold a value against another: nobody calls a column so.
const BOUNDS: [&str; 8] = [
    "at least",
    "at most",
    "more than",
    "less than",
    "equal to",
    "no later than",
    "within",
    "valid on",
];

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
    if let Some((span, own)) = foreign_word(language, tokens, rule, failure) {
        return problems::mixed_vocabularies(language, span, written(span), &own);
    }
    let asks = rule == Rule::ask_line
        || rule == Rule::sentence && language == Language::Zh && written(clause).contains("询问");
    if asks && let Some(help) = asked::line(language, text, tokens, clause) {
        let place = at.map_or(clause, |token| token.span);
        let message = does_not_fit(language, &quoted(written(place)));
        return Diagnostic::new(Code::Syntax, language, place, message).help(help);
    }
    if let Some(diagnostic) = line_of_elsewhere(language, tokens, rule, failure) {
        return diagnostic;
    }
    if let Some(span) = grouped_number(tokens, failure.token) {
        return problems::bad_number(language, span, written(span));
    }
    if let Some((token, keyword, rest)) = glued((language, text), tokens, rule, failure) {
        if let Some(instead) = negated_bound(tokens, token, keyword, rest) {
            let found = quoted(written(token.span));
            let message = does_not_fit(language, &found);
            return Diagnostic::new(Code::Syntax, language, token.span, message)
                .help(format!("应写 `应 {instead}`"));
        }
        return reworded::missing_blank((language, text), tokens, (token, keyword, rest));
    }
    // 除 毕业 外 的 学生 应有 发放: a sentence, though it begins like a line of exceptions.
    if rule == Rule::except_line
        && let Some(line) = reworded::sentence(language, clause.file, text, written(clause))
    {
        return Diagnostic::new(
            Code::Syntax,
            language,
            clause,
            does_not_fit(language, &quoted(written(clause))),
        )
        .help(reworded::written_so(language, written(clause), &line));
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
                Language::Zh => format!("{found} 不能作检查项中一行的开头"),
            },
        )
        .help(similar(language, candidate));
    }
    if has_keywords(rule)
        && let Some((span, name, line)) = blank_in_name(language, text, tokens, failure)
    {
        return problems::blank_in_name(language, span, &name, line);
    }
    if let Some(and) = list_with_and(tokens, failure) {
        let problem = problems::list_and(language, and);
        return match reworded::of_tokens(language, text, tokens).filter(|_| rule == Rule::sentence)
        {
            Some(line) => problem.help(reworded::written_so(language, written(clause), &line)),
            None => problem,
        };
    }
    let other = other_word(language, tokens, failure);
    if let (Rule::sentence, Some(line)) = (rule, reworded::of_tokens(language, text, tokens)) {
        let wrong = other.map(|(span, _)| span).or(at.map(|token| token.span));
        let place = wrong.or(tokens.last().map(|token| token.span));
        let place = place.unwrap_or(clause);
        let message = match wrong {
            Some(span) => does_not_fit(language, &quoted(written(span))),
            None => missing_at_the_end(language).to_owned(),
        };
        return Diagnostic::new(Code::Syntax, language, place, message).help(reworded::written_so(
            language,
            written(clause),
            &line,
        ));
    }
    let known = other.map(|(span, own)| (span, own.to_owned()));
    let known = known.or_else(|| known_form(language, tokens, failure, &written));
    if let Some((span, instead)) = known {
        let found = quoted(written(span));
        let message = does_not_fit(language, &found);
        let help = match language {
            Language::En => format!("write {instead}"),
            Language::Zh => format!("应写 {instead}"),
        };
        return Diagnostic::new(Code::Syntax, language, span, message).help(help);
    }
    if let Some(help) = slips::help(language, text, tokens, rule, failure) {
        let place = at.or(tokens.last()).map_or(clause, |token| token.span);
        let message = match at {
            Some(token) => does_not_fit(language, &quoted(written(token.span))),
            None => missing_at_the_end(language).to_owned(),
        };
        return Diagnostic::new(Code::Syntax, language, place, message).help(help);
    }
    let expected = in_words(language, &failure.expected);
    let form = models::of(language, rule, tokens);
    let with_expected = |language, diagnostic: Diagnostic, expected: &[String]| match form {
        Some(form) => diagnostic.help(match language {
            Language::En => format!("it is written like this: `{form}`"),
            Language::Zh => format!("可以这样写：`{form}`"),
        }),
        None => with_expected(language, diagnostic, expected),
    };
    let Some(token) = at else {
        let message = missing_at_the_end(language);
        let end = Span {
            start: clause.end,
            ..clause
        };
        let place = tokens.last().map_or(end, |last| last.span);
        let diagnostic = Diagnostic::new(Code::Syntax, language, place, message)
            .label(language.pick("the text ends here", "到此为止"));
        if let Some(Token {
            kind: TokenKind::Keyword("have" | "no"),
            span,
        }) = tokens.last()
        {
            return diagnostic.help(as_name_or_value(language, written(*span)));
        }
        return with_expected(language, diagnostic, &expected);
    };
    let found = quoted(written(token.span));
    let message = does_not_fit(language, &found);
    let diagnostic = Diagnostic::new(Code::Syntax, language, token.span, message);
    // A misspelt keyword: only one that would fit here.
    if let TokenKind::Name(name) = &token.kind {
        let fitting: Vec<_> = failure
            .expected
            .iter()
            .filter_map(|piece| keyword_of(language, piece))
            .collect();
        if rule == Rule::expect_line && matches!(&**name, "不通过" | "fails" | "fail") {
            let is_last = failure.token + 1 >= tokens.len();
            return diagnostic.help(match is_last {
                true => language.pick("write `is not met`", "应写 `为不符合`"),
                false => language.pick("write `finds`", "应写 `发现`"),
            });
        }
        if let (Rule::column | Rule::setting_head, Some(own)) =
            (rule, elsewhere::type_of_column(language, name))
        {
            return diagnostic.help(match (language, own) {
                (Language::En, "text") => {
                    "write `text`: months and codes are compared as they are written".to_owned()
                }
                (Language::Zh, "文本") => "应写 `文本`：月份、编码按写法比较".to_owned(),
                (Language::En, own) => format!("write `{own}`"),
                (Language::Zh, own) => format!("应写 `{own}`"),
            });
        }
        // `equal` for `equal to`, or a word with a letter wrong.
        let longer = |keyword: &&&str| {
            keyword
                .strip_prefix(name.as_str())
                .is_some_and(|rest| rest.starts_with(' '))
        };
        let candidate = fitting.iter().find(longer).copied();
        if let Some(candidate) = candidate.or_else(|| near(name, fitting.iter().copied())) {
            return diagnostic.help(similar(language, candidate));
        }
    }
    // `have a given`: the column `a` is taken for an article.
    if let (
        TokenKind::Keyword(_),
        Some(Token {
            kind: TokenKind::Keyword("have"),
            span,
        }),
    ) = (
        &token.kind,
        failure.token.checked_sub(1).and_then(|i| tokens.get(i)),
    ) && let Some((verb, article @ ("a" | "an" | "A" | "An" | "AN"))) =
        written(*span).rsplit_once(' ')
    {
        return diagnostic.help(format!(
            "`{article}` is taken for the article; a column of that name is written `{verb} [{article}]`"
        ));
    }
    if let TokenKind::Keyword(id) = token.kind
        && !BOUNDS.contains(&id)
        && !(rule == Rule::sentence && begins_otherwise(tokens, failure.token))
        && failure.expected.iter().any(|piece| piece == "[")
    {
        let word = written(token.span);
        let diagnostic =
            diagnostic.label(language.pick("a word of the language", "这是本语言的关键词"));
        // define age of pupils = …: the name and the `of` behind it are one word.
        if rule == Rule::define_head
            && let Some(name) = word.strip_suffix(" of")
        {
            return diagnostic.help(format!(
                "a name that is also such a word stands in brackets: `define [{name}] of …`"
            ));
        }
        return diagnostic.help(as_name_or_value(language, word));
    }
    // 年级 应 不底于 1: the misspelt word passes as a value, so the next one does not fit.
    if let Some(Token {
        kind: TokenKind::Name(name),
        span,
    }) = failure.token.checked_sub(1).and_then(|i| tokens.get(i))
        && name.chars().count() > 2
        && let Some(candidate) = near(name, sentence_words(language))
    {
        let found = quoted(written(*span));
        let message = does_not_fit(language, &found);
        return Diagnostic::new(Code::Syntax, language, *span, message)
            .help(similar(language, candidate));
    }
    with_expected(language, diagnostic, &expected)
}

fn missing_at_the_end(language: Language) -> &'static str {
    language.pick("something is missing at the end", "末尾缺少内容")
}

fn does_not_fit(language: Language, found: &str) -> String {
    match language {
        Language::En => format!("{found} does not fit here"),
        Language::Zh => format!("{found} 用在此处不合句式"),
    }
}

/// Two words of a clause that stand next to each other, and so in a line that declares something: the words, the name
/// as it is declared, and the number of the line.
fn blank_in_name(
    language: Language,
    text: &str,
    tokens: &[Token],
    failure: &Failure,
) -> Option<(Span, String, usize)> {
    let (first, second) = [failure.token.checked_sub(1)?, failure.token]
        .into_iter()
        .find_map(|at| match (tokens.get(at)?, tokens.get(at + 1)?) {
            (
                first @ Token {
                    kind: TokenKind::Name(_),
                    ..
                },
                second @ Token {
                    kind: TokenKind::Name(_),
                    ..
                },
            ) => Some((first, second)),
            _ => None,
        })?;
    let written = |span: Span| text.get(span.start as usize..span.end as usize);
    let (before, behind) = (written(first.span)?, written(second.span)?);
    // A dataset is named in the plural, a row of it in the singular.
    let alike = |word: &str| {
        word == behind
            || word.len() > 3 && behind.len() > 3 && {
                word.starts_with(behind) || behind.starts_with(word)
            }
    };
    let mut header = None;
    for (number, line) in (1..).zip(text.lines()) {
        let head = !line.starts_with([' ', '\t', '\u{3000}']);
        if head {
            let first = line.split_whitespace().next().unwrap_or_default();
            let phrases = Keywords::of(language).beginning_with(Place::Header, first);
            header = phrases
                .iter()
                .find_map(|phrase| phrase.ids.first().copied());
        }
        let end = match (head, header) {
            (true, Some("dataset" | "population" | "table" | "measure" | "setting")) => line
                .find(['"', '“', '「', '=', ':', '：', '#'])
                .unwrap_or(line.len()),
            (false, Some("dataset")) => match line.find([':', '：']) {
                Some(end) => end,
                None => continue,
            },
            _ => continue,
        };
        let words: Vec<&str> = line.get(..end)?.split_whitespace().collect();
        let words = words.get(usize::from(head)..).unwrap_or_default();
        let mut pairs = words.windows(2);
        let declared = pairs.any(|pair| matches!(pair, [a, b] if *a == before && alike(b)));
        let word = |word: &&str| word.chars().all(|c| c.is_alphanumeric() || c == '_');
        if declared && words.iter().all(word) {
            return Some((first.span.to(second.span), words.join(" "), number));
        }
    }
    None
}

/// `comparing name and birth_date`: the `and` in a list of names.
fn list_with_and(tokens: &[Token], failure: &Failure) -> Option<Span> {
    let is_name =
        |index: usize| matches!(tokens.get(index)?.kind, TokenKind::Name(_)).then_some(());
    (1..tokens.len()).find_map(|index| {
        let token = tokens.get(index)?;
        if token.kind != TokenKind::Keyword("and") || index + 2 < failure.token {
            return None;
        }
        is_name(index - 1)?;
        is_name(index + 1)?;
        let before = tokens.get(..index)?.iter().rev();
        let opening = before
            .map(|token| &token.kind)
            .find(|kind| !matches!(kind, TokenKind::Name(_) | TokenKind::Symbol(",")))?;
        let lists = [
            "comparing",
            "by",
            "per",
            "unique by",
            "of the same",
            "have the same",
            "all of",
            "any of",
            "none of",
            "one of",
        ];
        matches!(opening, TokenKind::Keyword(id) if lists.contains(id)).then_some(token.span)
    })
}

/// Whether a sentence breaks at its first word or right behind `must`, where no name is meant.
fn begins_otherwise(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|index| tokens.get(index)) else {
        return true;
    };
    matches!(before.kind, TokenKind::Keyword("must"))
}

/// A clause that parsed, but whose parts say nothing together.
pub(super) fn without_meaning(language: Language, clause: Span) -> Diagnostic {
    let message = language.pick("this has no meaning as it stands", "这样写没有意义");
    problems::unexpected(language, clause, message.to_owned()).help(language.pick(
        "write `within 30 days after D`, or `within 1 yuan of E`",
        "应写 `在 D 后 30 天 内`，或 `与 E 相差不超过 1 元`",
    ))
}

fn as_name_or_value(language: Language, word: &str) -> String {
    match language {
        Language::En => format!("write `[{word}]` for a name, `\"{word}\"` for a value"),
        Language::Zh => format!("用作名称时写 `【{word}】`，用作值时写 `「{word}」`"),
    }
}

fn sentence_words(language: Language) -> impl Iterator<Item = &'static str> {
    let spellings = Keywords::of(language).spellings(Place::Sentence).iter();
    spellings.map(|(spelling, _)| *spelling)
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

/// Whether the words of sentences count in a clause.
fn has_keywords(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::sentence | Rule::population_head | Rule::define_head | Rule::measure_head
    )
}

/// A name that begins with a Chinese keyword: its token, the keyword and the rest.
///
/// At the place itself the keyword must fit; before it only keywords of several characters count, since many a good
/// name begins with one like 应; at the head only those that begin a sentence.
fn glued<'t>(
    (language, text): (Language, &str),
    tokens: &'t [Token],
    rule: Rule,
    failure: &Failure,
) -> Option<(&'t Token, &'static str, &'t str)> {
    if language == Language::En || !has_keywords(rule) {
        return None;
    }
    let fits = |keyword: &str| {
        let phrases = Keywords::of(language).beginning_with(Place::Sentence, keyword);
        let ids = phrases.iter().filter_map(|phrase| phrase.ids.first());
        ids.into_iter()
            .any(|id| failure.expected.contains(&format!("‹{id}›")))
    };
    let at = failure.token;
    [Some(at), at.checked_sub(1), Some(0)]
        .into_iter()
        .flatten()
        .find_map(|index| {
            let token = tokens.get(index)?;
            let (keyword, rest) = split_keyword(token)?;
            // A value that a column declares is no slip.
            let name =
                matches!(&token.kind, TokenKind::Name(name) if is_declared_value(text, name));
            let likely = if name {
                false
            } else if index == at {
                fits(keyword)
            } else if index == 0 {
                starts_sentence(keyword)
            } else {
                keyword.chars().count() > 1
            };
            likely.then_some((token, keyword, rest))
        })
}

/// Whether a column of a dataset declares a word as one of its values.
fn is_declared_value(text: &str, word: &str) -> bool {
    let lines = text.lines().filter_map(|line| line.split_once("取值"));
    let mut values = lines.flat_map(|(_, values)| values.split(['、', '，', ',', ' ', '\u{3000}']));
    values.any(|value| value == word)
}

/// 应 不得超过: behind 应 the bound is 不超过, if there is such a word.
fn negated_bound(
    tokens: &[Token],
    token: &Token,
    keyword: &str,
    rest: &str,
) -> Option<&'static str> {
    let at = tokens.iter().position(|other| other.span == token.span)?;
    let before = tokens.get(at.checked_sub(1)?)?;
    if keyword != "不得" || before.kind != TokenKind::Keyword("must") {
        return None;
    }
    let mut words = sentence_words(Language::Zh);
    words.find(|word| word.strip_prefix('不') == Some(rest))
}

/// A name of which a Chinese keyword of a sentence is the beginning: the longest such keyword, and the rest.
fn split_keyword(token: &Token) -> Option<(&'static str, &str)> {
    let TokenKind::Name(name) = &token.kind else {
        return None;
    };
    let spellings = Keywords::of(Language::Zh).spellings(Place::Sentence);
    let begins = spellings
        .iter()
        .map(|(spelling, _)| *spelling)
        .filter(|spelling| name.len() > spelling.len() && name.starts_with(spelling));
    let keyword = begins.max_by_key(|spelling| spelling.len())?;
    Some((keyword, name.get(keyword.len()..)?))
}

/// A sentence that parsed although its first word holds a keyword: 每名学生 应有 学籍.
pub(super) fn glued_start(tokens: &[Token]) -> Option<(Span, &'static str, &str)> {
    let first = tokens.first()?;
    let (keyword, rest) = split_keyword(first)?;
    (starts_sentence(keyword) && keyword.chars().count() > 1).then_some((first.span, keyword, rest))
}

fn starts_sentence(keyword: &str) -> bool {
    let phrases = Keywords::of(Language::Zh).beginning_with(Place::Sentence, keyword);
    let ids = phrases.iter().map(|phrase| phrase.ids.as_slice());
    ids.into_iter()
        .any(|ids| matches!(ids, ["every" | "any" | "per"]))
}

/// The spelling of the keyword in a piece of canonical text.
fn keyword_of(language: Language, piece: &str) -> Option<&'static str> {
    let id = piece.strip_prefix('‹')?.strip_suffix('›')?;
    Keywords::of(language).printed(id)
}

/// What the grammar would take, in words of the author; shapes before keywords, at most five.
fn in_words(language: Language, pieces: &[String]) -> Vec<String> {
    const SHAPES: [(&str, &str, &str); 5] = [
        ("[", "a name", "名称"),
        ("0..9", "a number", "数"),
        ("\"", "a text in quotes", "引号中的文字"),
        ("@", "a date", "日期"),
        ("§", "a clause path", "条款号"),
    ];
    const COMMON: [&str; 14] = [
        "must", "where", "have", "=", ":", "every", "of", "to", "given", "is", "equal to",
        "at least", "by", ",",
    ];
    let expects = |piece: &str| pieces.iter().any(|p| p == piece);
    let shapes = SHAPES.iter().filter(|(piece, ..)| expects(piece));
    let mut words: Vec<String> = shapes
        .map(|(_, en, zh)| language.pick(en, zh).to_owned())
        .collect();
    let mut keywords: Vec<(usize, &str)> = Vec::new();
    for piece in pieces {
        let id = piece.strip_prefix('‹').and_then(|p| p.strip_suffix('›'));
        let rank = COMMON
            .iter()
            .position(|common| *common == id.unwrap_or(piece));
        match (id, rank) {
            (Some(id), rank) => {
                let spelling = Keywords::of(language).printed(id);
                keywords.extend(spelling.map(|s| (rank.unwrap_or(COMMON.len()), s)));
            }
            (None, Some(rank)) => keywords.push((rank, piece)),
            (None, None) if SHAPES.iter().any(|(shape, ..)| shape == piece) => {}
            // Operators last: they fit nearly everywhere.
            (None, None) => keywords.push((COMMON.len() + 1, piece)),
        }
    }
    keywords.sort_by_key(|(rank, _)| *rank);
    words.extend(keywords.iter().map(|(_, word)| format!("`{word}`")));
    words.truncate(MOST_ALTERNATIVES);
    words
}
