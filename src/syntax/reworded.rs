//! A sentence that cannot be read → the sentence that is most likely meant, as a whole line.
//!
//! In: its text, and the text of the file for the names that are declared. Out: another line, which can be read. The rules are in
//! `rewordings`; what they make is tried, nearest first, so a proposal is never one that fails again.

use super::declared::Declared;
use super::keywords::{Keywords, Place};
use super::known::is_known;
use super::models;
use super::parser::{Canonical, Rule};
use super::problems;
use super::rewordings::{self, Rewording};
use super::spelling::{Mode, Speller, Token, fold, is_chinese};
use super::words_of::Dictionary;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::FileId;
use crate::types::number_words::in_digits;
use crate::types::{Date, Language, days_in_month};
use std::collections::{BTreeMap, BTreeSet};

/// What stands between words that were found for one part of a pattern.
const BETWEEN: &str = "\u{1f}";

/// How many rules are applied one after the other.
const DEEPEST: usize = 4;

/// How many sentences are tried.
const MOST_TRIES: usize = 200;

/// The longest sentence that is looked at, in words.
const LONGEST: usize = 60;

/// The longest file whose names are looked at, in bytes.
const LONGEST_FILE: usize = 100_000;

/// A sentence that says what `sentence` was meant to say; `None` where no rule leads to one.
pub(super) fn sentence(
    language: Language,
    file: FileId,
    text: &str,
    sentence: &str,
) -> Option<String> {
    if sentence.contains('#') || text.len() > LONGEST_FILE {
        return None;
    }
    let words = words(language, sentence);
    if words.len() > LONGEST {
        return None;
    }
    let declared = Declared::read(language, text);
    let rules = rewordings::of(language);
    let mut layer = vec![words];
    if let (Language::Zh, Some(first)) = (language, layer.first()) {
        let apart = Dictionary::new(&declared).apart(first);
        if apart != *first {
            let line = joined(language, &apart);
            if is_known(language, file, &line, &declared) {
                return Some(line);
            }
            layer.push(apart);
        }
    }
    let mut seen: BTreeSet<Vec<String>> = layer.iter().cloned().collect();
    // A sentence with names that the file does not declare is second best.
    let mut readable = None;
    let mut tries = 0;
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for words in &layer {
            for rule in rules {
                for reworded in applied(rule, words, language, &declared) {
                    if !seen.insert(reworded.clone()) {
                        continue;
                    }
                    tries += 1;
                    let line = joined(language, &reworded);
                    if can_be_read(language, file, &line) {
                        if is_known(language, file, &line, &declared) {
                            return Some(line);
                        }
                        readable.get_or_insert(line);
                    }
                    if tries == MOST_TRIES {
                        return readable;
                    }
                    next.push(reworded);
                }
            }
        }
        layer = next;
    }
    readable
}

/// A line as what is to be written, and another where `written` does not tell which of two is meant.
pub(super) fn written_so(language: Language, written: &str, line: &str) -> String {
    match (language, exactly_instead(language, written, line)) {
        (Language::En, None) => format!("write `{line}`"),
        (Language::Zh, None) => format!("应写 `{line}`"),
        (Language::En, Some(exact)) => {
            format!("write `{line}`, or `{exact}` if there must not be more")
        }
        (Language::Zh, Some(exact)) => format!("应写 `{line}`；不得更多时写 `{exact}`"),
    }
}

/// `have 2 buses`: at least two is proposed, and exactly two may be meant.
pub(super) fn exactly_instead(language: Language, written: &str, line: &str) -> Option<String> {
    let least = language.pick(" at least ", " 至少 ");
    let exactly = language.pick(" exactly ", " 恰好 ");
    let bounds = [
        "least", "most", "more", "fewer", "less", "一", "少", "多", "以上", "低于",
    ];
    let lower = written.to_lowercase();
    let one = lower
        .split_whitespace()
        .any(|word| matches!(word, "a" | "an" | "one"));
    if one || bounds.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let exact = line.replacen(least, exactly, 1);
    (exact != line).then_some(exact)
}

/// The whole of a clause as it is written, on one line.
fn whole_line(text: &str, tokens: &[Token]) -> Option<String> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    let whole = text.get(first.span.start as usize..last.span.end as usize)?;
    Some(whole.lines().map(str::trim).collect::<Vec<_>>().join(" "))
}

/// The sentence that is most likely meant.
pub(super) fn of_tokens(language: Language, text: &str, tokens: &[Token]) -> Option<String> {
    let line = whole_line(text, tokens)?;
    sentence(language, tokens.first()?.span.file, text, &line)
}

/// A word that lacks a blank: where that is not all, the sentence that is meant, or one of its form.
pub(super) fn missing_blank(
    (language, text): (Language, &str),
    tokens: &[Token],
    (token, keyword, rest): (&Token, &str, &str),
) -> Diagnostic {
    let problem = problems::missing_blank(language, token.span, keyword, rest);
    let (Some(line), Some(first)) = (whole_line(text, tokens), tokens.first()) else {
        return problem;
    };
    let apart = line.replacen(&format!("{keyword}{rest}"), &format!("{keyword} {rest}"), 1);
    let file = token.span.file;
    if can_be_read(language, file, &apart) {
        return problem;
    }
    if let Some(meant) = sentence(language, file, text, &apart) {
        return problem.help(written_so(language, &line, &meant));
    }
    let form = models::of(language, Rule::sentence, std::slice::from_ref(first));
    let form = form.unwrap_or_default();
    problem.help(format!(
        "应写 `{keyword} {rest}`；只加这个空格还不成句，可以这样写：`{form}`"
    ))
}

/// Whether a line is a sentence.
pub(super) fn can_be_read(language: Language, file: FileId, line: &str) -> bool {
    let speller = Speller::new(file, line, language);
    let mode = Mode::all(Some(Place::Sentence));
    let spelled = speller.spell(0, line.len(), mode, &mut Diagnostics::default());
    let whole = speller.span(0, line.len());
    !spelled.broken
        && Canonical::new(&spelled.tokens, whole)
            .parse(Rule::sentence, true)
            .is_ok()
}

/// The words and signs of a sentence; quoted and bracketed texts are one each.
pub(super) fn words(language: Language, sentence: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = sentence.trim().trim_end_matches(['.', '。']);
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '"' => Some('"'),
            '“' => Some('”'),
            '「' => Some('」'),
            '[' => Some(']'),
            '【' => Some('】'),
            _ => None,
        };
        let behind = first.len_utf8();
        let end = if let Some(close) = close {
            let inside = rest.get(behind..).and_then(|inside| inside.find(close));
            inside.map_or(rest.len(), |end| behind + end + close.len_utf8())
        } else if is_word(first) {
            let inside = |c: char| !(is_word(c) || matches!(c, '-' | '%' | '％'));
            let end = rest.find(inside).unwrap_or(rest.len());
            // 12.5 is one number.
            let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
            let whole = rest.get(..end).unwrap_or_default();
            let more = rest.get(end..).and_then(|rest| rest.strip_prefix('.'));
            match more {
                Some(more) if digits(whole) && more.starts_with(|c: char| c.is_ascii_digit()) => {
                    end + 1 + more.find(inside).unwrap_or(more.len())
                }
                _ => end,
            }
        } else if rest.starts_with("<=") || rest.starts_with(">=") {
            2
        } else {
            behind
        };
        let (word, behind) = rest.split_at(end);
        match language {
            Language::Zh => words.extend(apart(word)),
            Language::En => words.push(word.to_owned()),
        }
        rest = behind.trim_start();
    }
    words
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A Chinese word that begins with a number, cut into the number, its unit and what goes on behind it.
pub(super) fn apart(word: &str) -> Vec<String> {
    let number = word.find(|c: char| !(fold(c).is_ascii_digit() || c == '.'));
    let Some(end) = number.filter(|end| *end > 0) else {
        return vec![word.to_owned()];
    };
    // 2020年6月30日 is one day.
    let day = word
        .rfind(['年', '月', '日'])
        .filter(|_| word.contains('年'));
    let end = match day {
        Some(at) => at + '年'.len_utf8(),
        None if word
            .get(end..)
            .is_some_and(|rest| rest.starts_with(is_chinese)) =>
        {
            end
        }
        None => word.len(),
    };
    let (number, unit) = word.split_at(end);
    let bound = ["以上", "以下", "以内"];
    let bound = bound.iter().find(|bound| unit.ends_with(**bound));
    let unit = bound.map_or(unit, |bound| unit.trim_end_matches(bound));
    let parts = [number, unit, bound.copied().unwrap_or_default()];
    let parts = parts.iter().filter(|part| !part.is_empty());
    parts.map(|part| (*part).to_owned()).collect()
}

/// A sentence from its words, with blanks as the language has them.
fn joined(language: Language, words: &[String]) -> String {
    let mut line = String::new();
    let mut tight = true;
    for word in words {
        let sign = word.as_str();
        let hugs = matches!(sign, "," | "，" | "、" | ":" | "：" | "." | ")" | "）");
        if !(tight || hugs) {
            line.push(' ');
        }
        line.push_str(sign);
        tight = matches!(sign, "(" | "（" | "." | "、")
            || language == Language::Zh && matches!(sign, "，" | "：");
    }
    line
}

/// What the parts of a pattern stand for in a sentence.
type Found = BTreeMap<&'static str, String>;

/// The sentences that a rule makes of a sentence.
fn applied(
    (pattern, instead): &Rewording,
    words: &[String],
    language: Language,
    declared: &Declared,
) -> Vec<Vec<String>> {
    let pattern: Vec<&'static str> = pattern.split(' ').collect();
    let sentence = Sentence {
        words,
        language,
        declared,
    };
    let mut made = Vec::new();
    for start in 0..words.len() {
        let mut found = Found::new();
        let Some(end) = sentence.fits(&pattern, start, &mut found) else {
            continue;
        };
        let Some(middle) = sentence.filled(instead, &found) else {
            continue;
        };
        let before = words.get(..start).unwrap_or_default().iter().cloned();
        let behind = words.get(end..).unwrap_or_default().iter().cloned();
        made.push(before.chain(middle).chain(behind).collect());
    }
    made
}

struct Sentence<'a> {
    words: &'a [String],
    language: Language,
    declared: &'a Declared,
}

impl Sentence<'_> {
    /// Where a pattern that begins at a word ends.
    fn fits(&self, pattern: &[&'static str], at: usize, found: &mut Found) -> Option<usize> {
        let Some((&part, rest)) = pattern.split_first() else {
            return Some(at);
        };
        match part {
            "^" if at == 0 => return self.fits(rest, at, found),
            "$" if at == self.words.len() => return self.fits(rest, at, found),
            "^" | "$" => return None,
            _ => {}
        }
        if part.starts_with('S') {
            return (at + 1..=self.words.len()).find_map(|end| {
                let mut own = found.clone();
                let several = self.words.get(at..end)?;
                own.insert(part, several.join(BETWEEN));
                let end = self.fits(rest, end, &mut own)?;
                *found = own;
                Some(end)
            });
        }
        let (taken, value) = self.part(part, at)?;
        if let Some(before) = found.get(part).filter(|_| is_kind(part)) {
            if *before != value {
                return None;
            }
        } else if is_kind(part) {
            found.insert(part, value);
        } else if part.len() > 1 && part.starts_with('=') {
            found.insert("=", value);
        }
        self.fits(rest, at + taken, found)
    }

    /// How many words one part of a pattern takes, and what it stands for.
    fn part(&self, part: &str, at: usize) -> Option<(usize, String)> {
        let word = self.words.get(at)?;
        let lower = word.to_lowercase();
        if !is_kind(part) {
            let words = part.strip_prefix('=').filter(|words| !words.is_empty());
            let mut words = words.unwrap_or(part).split('|');
            return words.any(|own| own == lower).then(|| (1, word.clone()));
        }
        let next = || self.words.get(at + 1);
        let one = |value: Option<String>| Some((1, value?));
        let keyword = |wanted: &[&str]| {
            let phrases = Keywords::of(self.language).beginning_with(Place::Sentence, word);
            let mut ids = phrases.iter().filter(|phrase| phrase.rest.is_empty());
            ids.any(|phrase| wanted.contains(&phrase.ids.first().copied().unwrap_or_default()))
        };
        let declared = self.declared;
        match part.chars().next()? {
            'D' => one(declared.dataset(word)),
            'C' => one(declared.is_column(word).then(|| word.clone())),
            'B' => one(declared.is_yes_or_no(word).then(|| word.clone())),
            'T' => one(declared.is_day(word).then(|| word.clone())),
            'V' => one(declared.value(word)),
            'U' => one(declared.validity_called(word).map(|_| word.clone())),
            'X' => one(declared.is_reference(word).then(|| word.clone())),
            'K' => one(declared.day_called(word).map(|_| word.clone())),
            'J' => {
                let name = format!("{word}_{}", next()?);
                declared.is_name(&name).then_some((2, name))
            }
            'E' => one(keyword(&["every", "any"]).then(|| word.clone())),
            'R' => {
                let periods = [
                    "each week",
                    "each month",
                    "each quarter",
                    "each term",
                    "each year",
                ];
                one(keyword(&periods).then(|| word.clone()))
            }
            'H' => one(match self.language {
                Language::En => in_english_words(&lower),
                Language::Zh => in_words(word),
            }),
            'N' => one(word
                .starts_with(|c: char| c.is_ascii_digit())
                .then(|| word.clone())),
            'Y' => one(year(self.language, word).map(|_| word.clone())),
            'M' => match month_name(&lower) {
                Some(_) => {
                    let year = next().filter(|word| year(self.language, word).is_some())?;
                    Some((2, format!("{lower} {year}")))
                }
                None => one(month(self.language, word).map(|_| word.clone())),
            },
            'W' => one(word.starts_with(is_word).then(|| word.clone())),
            _ => None,
        }
    }

    /// What is written instead, with all its parts filled in.
    fn filled(&self, instead: &str, found: &Found) -> Option<Vec<String>> {
        let mut words = Vec::new();
        for part in instead.split(' ') {
            let mut names = found.iter().filter(|(name, _)| part.starts_with(**name));
            let Some((name, value)) = names.by_ref().max_by_key(|(name, _)| name.len()) else {
                // A kind without anything found for it.
                if is_kind(part) {
                    return None;
                }
                words.push(part.to_owned());
                continue;
            };
            let extra = part.get(name.len()..).unwrap_or_default();
            let kind = name.chars().next()?;
            match (kind, extra) {
                (_, "") => words.extend(value.split(BETWEEN).map(str::to_owned)),
                ('V', "k") => words.extend(self.key_of(value)),
                ('V', "d") => {
                    let column = self.declared.column_of_value(value)?;
                    words.push(self.declared.holder(&column, None)?);
                }
                ('U', "d") => {
                    let column = self.declared.validity_called(value)?;
                    words.push(self.declared.holder(&column, None)?);
                }
                ('X', "d") => words.push(self.declared.holder(value, None)?),
                ('U', "c") => words.push(self.declared.validity_called(value)?),
                ('D', "m") => words.push(self.declared.only_amount(value)?),
                ('D', "b") => words.push(self.declared.day_of_birth(value)?),
                ('V', "c") => words.push(self.declared.column_of_value(value)?),
                ('K', "c") => words.push(self.declared.day_called(value)?),
                ('C', "d") => {
                    let of = found.get("D").map(String::as_str);
                    words.push(self.declared.holder(value, of)?);
                }
                ('D', "t") => words.push(self.declared.only_day(value)?),
                ('D', "r") => {
                    let to = found.get("D1")?;
                    words.push(self.declared.reference(value, to)?);
                }
                ('Y', "f" | "l") => {
                    let year = year(self.language, value)?;
                    let month = if extra == "f" { 1 } else { 12 };
                    words.push(match self.language {
                        Language::En => format!("{year}-{month:02}"),
                        Language::Zh => format!("{year}年{month}月"),
                    });
                }
                ('Y' | 'M', "a" | "z") => {
                    let span = match kind {
                        'Y' => {
                            let year = year(self.language, value)?;
                            [Date::new(year, 1, 1)?, Date::new(year, 12, 31)?]
                        }
                        _ => self.month_of(value)?,
                    };
                    let [first, last] = span;
                    let day = if extra == "a" { first } else { last };
                    words.push(self.day(day));
                }
                (_, extra) => words.push(format!("{value}{extra}")),
            }
        }
        Some(words)
    }

    /// The key of the rows that have a value, where the rows of the sentence and these refer to each other.
    fn key_of(&self, value: &str) -> Vec<String> {
        let declared = self.declared;
        let key = || {
            let of = self.words.iter().find_map(|word| declared.dataset(word))?;
            let rows = declared.holder(&declared.column_of_value(value)?, None)?;
            declared.refers(&of, &rows)?;
            declared.refers(&rows, &of)
        };
        let by = self.language.pick("by", "按");
        key().map_or_else(Vec::new, |column| vec![by.to_owned(), column])
    }

    /// The first and the last day of a month as it is written.
    fn month_of(&self, written: &str) -> Option<[Date; 2]> {
        let (number, of) = match written.split_once(' ') {
            Some((name, of)) => (month_name(name)?, year(self.language, of)?),
            None => month(self.language, written)?,
        };
        let last = days_in_month(of, number);
        Some([Date::new(of, number, 1)?, Date::new(of, number, last)?])
    }

    fn day(&self, day: Date) -> String {
        let (year, month, day_of_month) = day.parts();
        match self.language {
            Language::En => day.to_string(),
            Language::Zh => format!("{year}年{month}月{day_of_month}日"),
        }
    }
}

/// Whether a part of a pattern stands for a kind of word.
fn is_kind(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_uppercase())
}

/// 三个工作日, 百分之二: a number in words, in digits, with what stands behind it.
pub(super) fn in_words(word: &str) -> Option<String> {
    let end = word.find(|c| !"零一二两三四五六七八九十百千万分之".contains(c));
    let end = end.unwrap_or(word.len());
    let (number, unit) = word.split_at(end);
    let digits = in_digits(number).filter(|_| word.starts_with(is_chinese))?;
    let units = Keywords::of(Language::Zh).spellings(Place::Unit);
    let is_unit = unit.is_empty() || units.iter().any(|(spelling, _)| *spelling == unit);
    is_unit.then(|| match unit {
        "" => digits,
        unit => format!("{digits}{BETWEEN}{unit}"),
    })
}

/// `two`: a small number in words, in digits.
fn in_english_words(lower: &str) -> Option<String> {
    const WORDS: [&str; 11] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    let at = WORDS.iter().position(|word| *word == lower)?;
    Some((at + 2).to_string())
}

/// `2020`, `2020年`.
fn year(language: Language, word: &str) -> Option<i32> {
    let digits = match language {
        Language::En => word,
        Language::Zh => word.strip_suffix('年')?,
    };
    let fits = digits.len() == 4 && digits.chars().all(|c| c.is_ascii_digit());
    let year: i32 = digits.parse().ok()?;
    (fits && (1900..=2199).contains(&year)).then_some(year)
}

/// `2020-06`, `2020年6月`: its number and its year.
fn month(language: Language, word: &str) -> Option<(u32, i32)> {
    let (of, number) = match language {
        Language::En => word.split_once('-')?,
        Language::Zh => word.strip_suffix('月')?.split_once('年')?,
    };
    let year = year(Language::En, of)?;
    let number: u32 = number.parse().ok()?;
    (1..=12).contains(&number).then_some((number, year))
}

fn month_name(lower: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = NAMES.iter().position(|name| *name == lower)?;
    u32::try_from(at + 1).ok()
}
