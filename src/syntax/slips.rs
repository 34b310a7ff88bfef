//! Slips that many make, told by the words around the place where a sentence breaks → what to write instead.

use super::days;
use super::keywords::{Keywords, Place};
use super::parser::{Canonical, Failure, Rule};
use super::spelling::{Token, TokenKind};
use crate::diagnostic::wording::near;
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
        .or_else(|| line.or_between_values())
        .or_else(|| line.days_from_a_day())
        .or_else(|| line.within_of_nothing())
        .or_else(|| line.not_blank())
        .or_else(|| line.rows_that_must_not_be())
        .or_else(|| line.unique_value())
        .or_else(|| line.value_beside_column())
        .or_else(|| line.nobody_named())
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

    /// 应 为 小学 或 初中: a word between values that joins conditions.
    fn or_between_values(&self) -> Option<String> {
        let is_value = |at: usize| {
            matches!(
                self.kind(at),
                Some(TokenKind::Name(_) | TokenKind::Text(_) | TokenKind::Number(..))
            )
        };
        let or = |at: usize| self.keyword(at) == "or";
        let mut first = self.at.checked_sub(1)?;
        while first > 1 && is_value(first) && or(first - 1) && is_value(first - 2) {
            first -= 2;
        }
        let before = first.checked_sub(1)?;
        let takes_one = matches!(self.keyword(before), "is" | "equal to" | "be" | "must")
            || self.kind(before) == Some(&TokenKind::Symbol("="));
        if !(takes_one && is_value(first) && or(first + 1)) {
            return None;
        }
        let mut values = vec![self.written(first)];
        let mut at = first;
        while or(at + 1) {
            // 或者 为 休学: the word may stand again.
            let again = usize::from(matches!(self.keyword(at + 2), "is" | "be"));
            if !is_value(at + 2 + again) {
                break;
            }
            at += 2 + again;
            values.push(self.written(at));
        }
        (values.len() > 1).then(|| {
            let values = values.join(self.language.pick(", ", "、"));
            let instead = format!("{} {values}", self.word("one of"));
            self.say(
                format!("of several values write `{instead}`"),
                format!("有多个值时写 `{instead}`"),
            )
        })
    }

    /// back_on 30 days before 2020-05-01.
    fn days_from_a_day(&self) -> Option<String> {
        let TokenKind::Number(_, Some(_)) = self.kind(self.at)? else {
            return None;
        };
        let before = match self.keyword(self.at + 1) {
            "before" => true,
            "after" => false,
            _ => return None,
        };
        let (TokenKind::Name(_), true) = (
            self.kind(self.at.checked_sub(1)?)?,
            self.language == Language::En,
        ) else {
            return None;
        };
        let (of, amount) = (self.written(self.at - 1), self.written(self.at));
        let day = self.written(self.at + 2);
        let written = days::Written {
            of,
            amount,
            before,
            day,
        };
        (!day.is_empty()).then(|| written.help_of_none(self.language))
    }

    /// 整改日期 应 在 30 天 内.
    fn within_of_nothing(&self) -> Option<String> {
        let last = self.tokens.len().checked_sub(1)?;
        let number = last.checked_sub(1)?;
        let inside = number.checked_sub(1)?;
        let fits = self.keyword(last) == "inside"
            && matches!(self.kind(number), Some(TokenKind::Number(_, Some(_))))
            && self.keyword(inside) == "in";
        let day = (0..inside)
            .rev()
            .find(|at| matches!(self.kind(*at), Some(TokenKind::Name(_))));
        let day = self.written(day.filter(|_| fits)?);
        let written = (day, self.written(number));
        Some(days::within_of_what(self.language, self.text, written))
    }

    /// must not have a blank name.
    fn not_blank(&self) -> Option<String> {
        let state = self.keyword(self.at);
        let (before, name) = (self.at.checked_sub(1)?, self.written(self.at + 1));
        let Some(TokenKind::Name(_)) = self.kind(self.at + 1) else {
            return None;
        };
        if self.keyword(before) != "have" || !matches!(state, "blank" | "given") {
            return None;
        }
        let negated = before > 0 && self.keyword(before - 1) == "not";
        let wanted = match (state, negated) {
            ("blank", false) | ("given", true) => "blank",
            _ => "given",
        };
        let must = self.word("must");
        Some(self.say(
            format!("write `must have {name} {wanted}`"),
            format!("应写 `{must} {name} {}`", self.word(wanted)),
        ))
    }

    /// must have unique pupil_no; pupil_no of roll must be unique.
    fn unique_value(&self) -> Option<String> {
        let is = |at: usize, word: &str| matches!(self.kind(at), Some(TokenKind::Name(name)) if name == word);
        let name = |at: usize| match self.kind(at) {
            Some(TokenKind::Name(_)) => Some(self.written(at)),
            _ => None,
        };
        let unique = (0..self.tokens.len()).find(|at| is(*at, "unique"))?;
        let (rows, column) = match unique + 1 == self.tokens.len() {
            true if self.keyword(1) == "of" => (name(2)?, name(0)?),
            true => return None,
            false => (
                name(1).filter(|_| self.keyword(0) == "every")?,
                name(unique + 1)?,
            ),
        };
        Some(format!("write `{rows} is unique by {column}`"))
    }

    /// must have status attends: a column and its value, and nothing between them.
    fn value_beside_column(&self) -> Option<String> {
        let column = self.at.checked_sub(1)?;
        let before = column.checked_sub(1)?;
        let opens = ["have", "be", "must", "where", "when", "and", "or", "that"];
        let (TokenKind::Name(name), TokenKind::Name(value)) =
            (self.kind(column)?, self.kind(self.at)?)
        else {
            return None;
        };
        let keywords = Keywords::of(self.language)
            .spellings(Place::Sentence)
            .iter();
        let misspelt = |word: &str| near(word, keywords.clone().map(|(word, _)| *word)).is_some();
        if !opens.contains(&self.keyword(before)) || misspelt(name) || misspelt(value) {
            return None;
        }
        let form = format!("{} = {}", self.written(column), self.written(self.at));
        Some(self.say(
            format!("between a column and its value stands a sign: `{form}`"),
            format!("列与它的值之间要有符号：`{form}`"),
        ))
    }

    /// 不得有 状态 为 休学 的 学籍.
    fn rows_that_must_not_be(&self) -> Option<String> {
        let begins = ["must", "not", "have"];
        let last = self.tokens.len().checked_sub(1)?;
        let rows = match self.kind(last)? {
            TokenKind::Name(_) => self.written(last),
            _ => return None,
        };
        let fits = (0..3).all(|at| self.keyword(at) == begins[at]);
        if !fits || last < 6 || self.keyword(last - 1) != "of" {
            return None;
        }
        let condition = self.between(self.span(3)?.start, self.span(last - 2)?.end);
        Some(self.say(
            format!("write `no {rows} where {condition}`"),
            format!("应写 `不得有 {rows} 其中 {condition}`"),
        ))
    }

    /// Whether the sentence makes sense behind `every`.
    fn is_said_of_every(&self) -> bool {
        let Some(span) = self.span(0) else {
            return false;
        };
        let word = match (self.language, self.keyword(2)) {
            (Language::Zh, "not") => "any",
            _ => "every",
        };
        let kind = TokenKind::Keyword(word);
        let mut tokens = vec![Token { kind, span }];
        tokens.extend(self.tokens.iter().cloned());
        let whole = Canonical::new(&tokens, span);
        whole.parse(Rule::sentence, true).is_ok()
    }

    /// 学籍 不得有 状态 = 休学: whose word is missing before the name; 学号 不得重复: the list is.
    fn nobody_named(&self) -> Option<String> {
        let Some(TokenKind::Name(_)) = self.kind(0) else {
            return None;
        };
        let name = self.written(0);
        let rest = self.between(self.span(0)?.end, self.tokens.last()?.span.end);
        let rest = rest.trim();
        match self.keyword(1) {
            "being unique" if self.tokens.len() == 4 && self.keyword(2) == "by" => {
                Some(format!("应写 `{name} 按 {} 不重复`", self.written(3)))
            }
            "" if self.tokens.len() == 3 && self.keyword(2) == "being unique" => {
                Some(format!("应写 `{name} 按 {} 不重复`", self.written(1)))
            }
            "being unique" | "unique by" if self.tokens.len() == 2 => Some(self.say(
                format!("say which list it is: `NAMES is unique by {name}`"),
                format!("写明是哪份名单：`名单 按 {name} 不重复`"),
            )),
            "must" | "should" if self.is_said_of_every() => Some(self.say(
                format!("write `every {name} {rest}`"),
                match self.keyword(2) {
                    "not" => format!("应写 `任何 {name} {rest}`"),
                    _ => format!("应写 `每个 {name} {rest}`"),
                },
            )),
            _ => None,
        }
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
