//! What this stage reports about the first words of declarations and lines.

use super::elsewhere;
use super::keywords::{Keywords, Place};
use super::layout::clause_words;
use super::problems::{first_line, missing_blank, word};
use super::spelling::fold;
use crate::diagnostic::wording::{alternatives, near, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

/// Formats in the language of the file.
macro_rules! say {
    ($language:expr, $en:literal, $zh:literal) => {
        match $language {
            Language::En => format!($en),
            Language::Zh => format!($zh),
        }
    };
}

fn other(language: Language) -> Language {
    match language {
        Language::En => Language::Zh,
        Language::Zh => Language::En,
    }
}

/// A word of the vocabulary that the file does not use, and its own word for it.
pub(super) fn mixed_vocabularies(
    language: Language,
    span: Span,
    text: &str,
    own: &str,
) -> Diagnostic {
    let found = quoted(text);
    let message = say!(
        language,
        "{found} is a word of the Chinese vocabulary",
        "{found} 是英文词表的词"
    );
    Diagnostic::new(Code::MixedVocabularies, language, span, message)
        .label(language.pick("this file is in English", "本文件使用中文词表"))
        .help(say!(
            language,
            "write `{own}`: a file keeps to the vocabulary of its first word",
            "应写 `{own}`：一个文件只用一种词表，由第一个词决定"
        ))
}

/// A first word that begins no declaration: of the other vocabulary, a clause that lost its indent, a typo.
pub(super) fn unknown_header(language: Language, span: Span, text: &str, line: &str) -> Diagnostic {
    let (keywords, foreign) = (Keywords::of(language), Keywords::of(other(language)));
    let first_word = |keywords: &Keywords, place| !keywords.beginning_with(place, text).is_empty();
    if first_word(foreign, Place::Header) {
        let id = foreign.beginning_with(Place::Header, text).first();
        let id = id
            .and_then(|phrase| phrase.ids.first())
            .copied()
            .unwrap_or(text);
        return mixed_vocabularies(language, span, text, &word(language, id));
    }
    let code = Code::UnknownHeader;
    if text.is_empty() {
        let found = quoted(&line.chars().take(1).collect::<String>());
        let message = say!(
            language,
            "{found} begins no declaration",
            "{found} 不能作声明的开头"
        );
        let diagnostic = Diagnostic::new(code, language, span, message);
        let behind = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        return diagnostic.help(match header_behind(keywords, behind) {
            Some(header) => say!(
                language,
                "leave it out: the line begins with `{header}`",
                "删去它：行首应为 `{header}`"
            ),
            None => first_line(language).to_owned(),
        });
    }
    let found = quoted(text);
    let message = say!(
        language,
        "{found} begins no declaration",
        "{found} 不能作声明的开头"
    );
    let diagnostic = Diagnostic::new(code, language, span, message);
    let behind = line.get(text.len()..).unwrap_or_default();
    let behind = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text
        .chars()
        .all(|c| c.is_numeric() || "一二三四五六七八九十".contains(c))
        && let Some(header) = header_behind(keywords, behind)
    {
        return diagnostic
            .label(language.pick("a number of a list", "列表的序号"))
            .help(say!(
                language,
                "leave the number out: the line begins with `{header}`",
                "删去序号：行首应为 `{header}`"
            ));
    }
    if let Some(header) = elsewhere::header(language, text) {
        return diagnostic
            .label(language.pick("no such word", "没有这个词"))
            .help(say!(language, "write `{header}`", "应写 `{header}`"));
    }
    let headers = keywords
        .spellings(Place::Header)
        .iter()
        .map(|(spelling, _)| *spelling);
    if let Some(candidate) = near(text, headers.clone()) {
        return diagnostic
            .label(language.pick("no such word", "没有这个词"))
            .help(say!(
                language,
                "a similar word is `{candidate}`",
                "相近的词是 `{candidate}`"
            ));
    }
    let glued = headers
        .clone()
        .find(|header| language == Language::Zh && text.starts_with(header));
    if let Some(header) = glued {
        let rest = text.strip_prefix(header).unwrap_or_default();
        return missing_blank(language, span, header, rest);
    }
    if first_word(keywords, Place::Clause) || first_word(keywords, Place::Sentence) {
        return diagnostic
            .label(language.pick("stands in the first column", "写在了行首"))
            .help(language.pick(
                "indent the line: it belongs to the declaration above",
                "这一行属于上面的声明，缩进",
            ));
    }
    let common = ["source", "dataset", "population", "section", "item"]
        .map(|id| format!("`{}`", word(language, id)));
    let common = alternatives(language, &common);
    diagnostic
        .label(language.pick("no such word", "没有这个词"))
        .help(say!(
            language,
            "most declarations begin with {common}; a line that belongs to one is indented",
            "声明多以{common}开头；属于某个声明的行应缩进"
        ))
}

/// The header word that a text begins with.
fn header_behind(keywords: &Keywords, text: &str) -> Option<&'static str> {
    let spellings = keywords.spellings(Place::Header).iter();
    let mut headers = spellings.map(|(spelling, _)| *spelling);
    headers.find(|header| {
        let rest = text.strip_prefix(*header);
        rest.is_some_and(|rest| rest.starts_with(|c: char| fold(c) == ' '))
    })
}

pub(super) fn unknown_clause(
    language: Language,
    span: Span,
    text: &str,
    header: &str,
) -> Diagnostic {
    let words: Vec<_> = clause_words(header)
        .iter()
        .filter_map(|id| Keywords::of(language).printed_in(Place::Clause, id))
        .map(str::to_owned)
        .collect();
    let (found, header) = (quoted(text), word(language, header));
    let message = say!(
        language,
        "{found} is no line of a `{header}`",
        "`{header}` 中没有 {found} 这样的行"
    );
    let diagnostic = Diagnostic::new(Code::UnknownClause, language, span, message);
    if let Some(own) = elsewhere::clause(language, text)
        && words.iter().any(|word| word == own)
    {
        return diagnostic.help(say!(language, "write `{own}`", "应写 `{own}`"));
    }
    if let Some(candidate) = near(text, words.iter().map(String::as_str)) {
        return diagnostic.help(say!(
            language,
            "a similar word is `{candidate}`",
            "相近的词是 `{candidate}`"
        ));
    }
    if words.is_empty() {
        return diagnostic.help(say!(
            language,
            "a `{header}` is a single line",
            "`{header}` 只有一行"
        ));
    }
    const MOST: usize = 5;
    let shown = words.iter().take(MOST);
    let shown: Vec<_> = shown.map(|word| format!("`{word}`")).collect();
    let shown = alternatives(language, &shown);
    diagnostic.help(match (language, words.len() > MOST) {
        (Language::En, false) => format!("its lines begin with {shown}"),
        (Language::Zh, false) => format!("其中的行以 {shown} 开头"),
        (Language::En, true) => format!("its lines begin with {shown}, for example"),
        (Language::Zh, true) => format!("其中的行以 {shown} 等开头"),
    })
}
