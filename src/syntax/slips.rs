//! Slips that many make, told by the words around the place where a sentence breaks → what to write instead.

use super::keywords::{Keywords, Place};
use super::parser::{Failure, Rule};
use super::spelling::{Token, TokenKind};
use crate::source::Span;
use crate::types::Language;

/// What to write instead of a sentence that breaks where it does; `None` where it is no known slip.
pub(super) fn help(
    language: Language,
    text: &str,
    tokens: &[Token],
    rule: Rule,
    failure: &Failure,
) -> Option<String> {
    if rule != Rule::sentence {
        return None;
    }
    let line = Line {
        language,
        text,
        tokens,
        at: failure.token,
    };
    line.several_values()
        .or_else(|| line.exception_inside())
        .or_else(|| line.only_ten_thousands())
        .or_else(|| line.every_period())
        .or_else(|| line.bare_rows())
        .or_else(|| line.without_must())
}

struct Line<'a> {
    language: Language,
    text: &'a str,
    tokens: &'a [Token],
    /// The token at which the sentence breaks; their number where it is cut short.
    at: usize,
}

impl Line<'_> {
    fn kind(&self, at: usize) -> Option<&TokenKind> {
        self.tokens.get(at).map(|token| &token.kind)
    }

    fn keyword(&self, at: usize) -> &str {
        match self.kind(at) {
            Some(TokenKind::Keyword(id)) => id,
            _ => "",
        }
    }

    fn has(&self, id: &'static str) -> bool {
        self.tokens
            .iter()
            .any(|token| token.kind == TokenKind::Keyword(id))
    }

    /// What is written from one place to another.
    fn between(&self, start: u32, end: u32) -> &str {
        let (start, end) = (start as usize, end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    fn span(&self, at: usize) -> Option<Span> {
        self.tokens.get(at).map(|token| token.span)
    }

    fn written(&self, at: usize) -> &str {
        self.span(at)
            .map_or("", |span| self.between(span.start, span.end))
    }

    fn word(&self, id: &str) -> &'static str {
        let keywords = Keywords::of(self.language);
        keywords.printed_in(Place::Sentence, id).unwrap_or_default()
    }

    fn say(&self, en: String, zh: String) -> String {
        match self.language {
            Language::En => en,
            Language::Zh => zh,
        }
    }

    /// 应 为 小学、初中: a list of values behind a word that takes one.
    fn several_values(&self) -> Option<String> {
        let is_value = |at: usize| {
            matches!(
                self.kind(at),
                Some(TokenKind::Name(_) | TokenKind::Text(_) | TokenKind::Number(..))
            )
        };
        let comma = |at: usize| self.kind(at) == Some(&TokenKind::Symbol(","));
        let mut first = self.at;
        while first > 0 && (is_value(first) || comma(first) || first == self.at) {
            first -= 1;
        }
        let takes_one = matches!(self.keyword(first), "is" | "equal to" | "be")
            || self.kind(first) == Some(&TokenKind::Symbol("="));
        let list = first + 1;
        let listed = is_value(list) && comma(list + 1) && is_value(list + 2);
        if !takes_one || !listed || self.at > self.tokens.len() {
            return None;
        }
        let mut last = list;
        while comma(last + 1) && is_value(last + 2) {
            last += 2;
        }
        let values = self.between(self.span(list)?.start, self.span(last)?.end);
        let instead = format!("{} {values}", self.word("one of"));
        Some(self.say(
            format!("of several values write `{instead}`"),
            format!("有多个值时写 `{instead}`"),
        ))
    }

    /// 每名 学生 除 休养 外: an exception inside the sentence.
    fn exception_inside(&self) -> Option<String> {
        let at = (1..self.tokens.len()).find(|at| {
            matches!(self.kind(*at), Some(TokenKind::Name(name))
                if matches!(&**name, "除" | "除了" | "除外" | "except" | "unless"))
        })?;
        let name = match self.kind(at + 1) {
            Some(TokenKind::Name(name)) => name.trim_end_matches('外'),
            _ => return None,
        };
        (self.at <= at + 2).then(|| {
            self.say(
                format!(
                    "write an exception on a line of its own below the sentence: `except {name}`"
                ),
                format!("例外在句子下面另起一行写：`除外 {name}`"),
            )
        })
    }

    /// 不超过 20 万: a number in ten thousands without its unit.
    fn only_ten_thousands(&self) -> Option<String> {
        let before = self.at.checked_sub(1)?;
        let TokenKind::Number(_, None) = self.kind(before)? else {
            return None;
        };
        let many = match self.kind(self.at)? {
            TokenKind::Name(name) => name,
            _ => return None,
        };
        let number = self.written(before);
        let zeros = match &**many {
            "百" => "00",
            "千" => "000",
            "万" => "0000",
            "亿" => "00000000",
            _ => return None,
        };
        if number.contains('.') {
            return Some(format!("写全数字，金额也可写 `{number} {many}元`"));
        }
        Some(match &**many {
            "万" | "亿" => format!("写全数字：`{number}{zeros}`；金额也可写 `{number} {many}元`"),
            _ => format!("写全数字：`{number}{zeros}`"),
        })
    }

    /// submit … every month.
    fn every_period(&self) -> Option<String> {
        let period = match self.kind(self.at + 1)? {
            TokenKind::Name(name) => name.as_str(),
            _ => self.written(self.at + 1),
        };
        let known = ["month", "week", "term", "quarter", "year", "semester"];
        let here = self.at > 0 && self.keyword(self.at) == "every" && known.contains(&period);
        here.then(|| format!("write `each {period}`"))
    }

    /// must be in canteen_list: rows of a list without the column that leads to them.
    fn bare_rows(&self) -> Option<String> {
        let must = (0..self.tokens.len()).find(|at| self.keyword(*at) == "must")?;
        let inside = (must + 1..must + 3).find(|at| self.keyword(*at) == "in")?;
        let negated = (must..inside).any(|at| self.keyword(at) == "not");
        let TokenKind::Name(name) = self.kind(inside + 1)? else {
            return None;
        };
        if negated || self.tokens.len() > inside + 3 || self.at < inside {
            return None;
        }
        let subject = self.between(self.span(0)?.start, self.span(must)?.start);
        let subject = subject.trim_end();
        Some(self.say(
            format!("say which column leads to it: `{subject} must have a {name} by COLUMN`"),
            format!("写明按哪一列对应：`{subject} 应 有 {name} 按 列名`"),
        ))
    }

    /// 的 余额 不超过 20 元: nothing says that it must be so.
    fn without_must(&self) -> Option<String> {
        if self.has("must") || self.has("should") {
            return None;
        }
        let first = self.keyword(0);
        if !matches!(first, "every" | "any") {
            return None;
        }
        let here = self.written(self.at);
        if self.language == Language::En {
            let named = here.strip_prefix("has ").or(here.strip_prefix("have "));
            return named.map(|rest| format!("write `must have {rest}`"));
        }
        let asks = [self.at, self.at + 1].into_iter().find(|at| {
            let id = self.keyword(*at);
            let asked = [
                "at most",
                "at least",
                "more than",
                "less than",
                "equal to",
                "one of",
                "is",
                "given",
                "not",
                "no later than",
                "before",
                "after",
                "have",
            ];
            asked.contains(&id)
                || matches!(
                    self.kind(*at),
                    Some(TokenKind::Symbol("=" | "<=" | ">=" | "<" | ">"))
                )
        })?;
        let (start, end) = (self.span(0)?.start, self.tokens.last()?.span.end);
        let place = self.span(asks)?.start;
        let mut head = self.between(start, place).trim_end().to_owned();
        // 每所 学校 余额: the row and its column want 的 between them.
        if !self.has("of")
            && let (Some(TokenKind::Name(_)), Some(TokenKind::Name(_)), 3) =
                (self.kind(1), self.kind(2), asks)
        {
            let rows = self.between(start, self.span(1)?.end);
            head = format!("{rows} 的 {}", self.written(2));
        }
        let rest = self.between(place, end);
        Some(format!("句中缺「应」：`{head} 应 {rest}`"))
    }
}
