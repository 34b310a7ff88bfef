//! Numbering at the start of a paragraph: 一、（一） 1. （1） ① 第三条 附件 2, § 3.1 (b).

use super::numerals::{
    chinese, circled, is_chinese, letter, roman, to_chinese, to_circled, to_roman,
};
use super::text::fold;

/// How a clause is numbered; in the order in which official documents nest them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// 附件 2, Annex 2
    Attachment,
    /// 第一编, Part 1
    Part,
    /// 第一章, Chapter 1
    Chapter,
    /// 第一节
    Section,
    /// 第一条, Article 1
    Article,
    /// 一、
    Heading,
    /// （一）
    Bracketed,
    /// 第一阶段, 第一步
    Stage,
    /// 1.
    Number,
    /// 3.1: the second number and those after it
    Dotted,
    /// (a)
    Letter,
    /// （1）
    NumberBracketed,
    /// ①
    Circled,
    /// (i)
    Roman,
    /// 一是
    Firstly,
    /// A paragraph without a number.
    Paragraph,
}

/// A number of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// How it is written.
    pub style: Style,
    /// The number; 0 for an attachment without one.
    pub ordinal: u32,
    /// For [`Style::Dotted`]: how many numbers, 2 for 3.1.
    pub depth: u32,
}

impl Marker {
    pub(super) fn new(style: Style, ordinal: u32) -> Self {
        Self {
            style,
            ordinal,
            depth: 1,
        }
    }

    /// The marker as part of a path, in half-width characters.
    #[must_use]
    pub fn part(&self) -> String {
        let number = self.ordinal;
        match self.style {
            Style::Attachment if number == 0 => "附件".to_owned(),
            Style::Attachment => format!("附件{number}"),
            Style::Part => format!("第{}编", to_chinese(number)),
            Style::Chapter => format!("第{}章", to_chinese(number)),
            Style::Section => format!("第{}节", to_chinese(number)),
            Style::Article => format!("第{}条", to_chinese(number)),
            Style::Heading => to_chinese(number),
            Style::Bracketed => format!("({})", to_chinese(number)),
            Style::Stage => format!("第{}阶段", to_chinese(number)),
            Style::Number => number.to_string(),
            Style::Dotted => format!(".{number}"),
            Style::Letter => format!("({})", letter_of(number)),
            Style::NumberBracketed => format!("({number})"),
            Style::Circled => to_circled(number),
            Style::Roman => format!("({})", to_roman(number)),
            Style::Firstly => format!("·{}是", to_chinese(number)),
            Style::Paragraph => format!("¶{number}"),
        }
    }
}

fn letter_of(number: u32) -> char {
    char::from_u32(u32::from('a') + number.wrapping_sub(1)).unwrap_or('?')
}

/// The numbering at the start of a paragraph, and what follows it. `open_letter` is the number of the last (a), (b) … of the list that is
/// still open, so that (i) after (h) is a letter.
pub(super) fn leading(text: &str, open_letter: Option<u32>) -> Option<(Vec<Marker>, &str)> {
    attachment(text)
        .or_else(|| ordinal_word(text))
        .or_else(|| english_word(text))
        .or_else(|| heading(text))
        .or_else(|| bracketed(text, open_letter))
        .or_else(|| numbered(text))
        .or_else(|| circled_number(text))
        .or_else(|| firstly(text))
}

fn one(style: Style, ordinal: u32, rest: &str) -> Option<(Vec<Marker>, &str)> {
    Some((vec![Marker::new(style, ordinal)], rest.trim_start()))
}

/// A number and its brackets end within so many characters: a text is looked at from many places, and not each time to its end.
const LONGEST_NUMBER: usize = 24;

/// 附件 2 and 附件： alone on their line.
fn attachment(text: &str) -> Option<(Vec<Marker>, &str)> {
    let squeezed: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(LONGEST_NUMBER)
        .map(fold)
        .collect();
    let rest = squeezed
        .strip_prefix("附件")
        .or_else(|| squeezed.strip_prefix("附表"))?;
    let number = rest.trim_end_matches(':');
    let ordinal = match number {
        "" => 0,
        _ => number.parse().ok().or_else(|| chinese(number))?,
    };
    one(Style::Attachment, ordinal, "")
}

/// 第三条, 第一章, 第一阶段.
fn ordinal_word(text: &str) -> Option<(Vec<Marker>, &str)> {
    let rest = text.strip_prefix('第')?;
    let digits: String = rest
        .chars()
        .take_while(|c| is_chinese(*c) || c.is_ascii_digit())
        .collect();
    let number = chinese(&digits).or_else(|| digits.parse().ok())?;
    let rest = &rest[digits.len()..];
    let words = [
        ("编", Style::Part),
        ("章", Style::Chapter),
        ("节", Style::Section),
        ("条", Style::Article),
        ("阶段", Style::Stage),
        ("步", Style::Stage),
    ];
    let (word, style) = words.into_iter().find(|(word, _)| rest.starts_with(word))?;
    let rest = &rest[word.len()..];
    // 第三条规定 is the beginning of a sentence, not a number of its own.
    let ends =
        rest.is_empty() || rest.starts_with([' ', '\t', '\u{3000}', '：', ':', '、', '（', '(']);
    if !ends {
        return None;
    }
    one(style, number, rest.trim_start_matches(['：', ':', '、']))
}

/// Article 3, Chapter 2, Annex 1.
fn english_word(text: &str) -> Option<(Vec<Marker>, &str)> {
    let words = [
        ("Annex", Style::Attachment),
        ("Appendix", Style::Attachment),
        ("Part", Style::Part),
        ("Chapter", Style::Chapter),
        ("Article", Style::Article),
    ];
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let word = text.split([' ', '\u{a0}']).next()?;
    let style = words
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word))?
        .1;
    let rest = text[word.len()..].trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let number = digits.parse().ok()?;
    let rest = &rest[digits.len()..];
    let ends = rest.is_empty() || rest.starts_with([' ', '.', ':', '\t', '-', '–', '—']);
    if !ends {
        return None;
    }
    let rest = rest.trim_start_matches(['.', ':', '-', '–', '—', ' ', '\t']);
    one(style, number, rest)
}

/// 一、
fn heading(text: &str) -> Option<(Vec<Marker>, &str)> {
    let (number, rest) = chinese_run(text)?;
    let rest = rest.trim_start();
    let rest = rest
        .strip_prefix('、')
        .or_else(|| rest.strip_prefix('．'))?;
    one(Style::Heading, number, rest)
}

fn chinese_run(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c| !is_chinese(c)).unwrap_or(text.len());
    Some((chinese(&text[..end])?, &text[end..]))
}

/// （一）, （1）, (a), (i).
fn bracketed(text: &str, open_letter: Option<u32>) -> Option<(Vec<Marker>, &str)> {
    let inside = text.strip_prefix(['（', '('])?;
    let mut beginning = inside.char_indices().take(LONGEST_NUMBER);
    let (end, _) = beginning.find(|(_, c)| matches!(c, '）' | ')'))?;
    let rest = &inside[end..];
    let rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
    let folded: String = inside[..end].trim().chars().map(fold).collect();
    if let Some(number) = chinese(&folded) {
        return one(Style::Bracketed, number, rest.trim_start_matches('、'));
    }
    if let Ok(number) = folded.parse::<u32>() {
        return (folded.len() <= 2)
            .then(|| one(Style::NumberBracketed, number, rest))
            .flatten();
    }
    let as_letter = letter(&folded);
    let goes_on = as_letter.is_some() && as_letter == open_letter.map(|last| last + 1);
    match (as_letter, roman(&folded)) {
        (Some(number), None) => one(Style::Letter, number, rest),
        (Some(number), Some(_)) if goes_on => one(Style::Letter, number, rest),
        (_, Some(number)) => one(Style::Roman, number, rest),
        (None, None) => None,
    }
}

/// 1. and 1、, and § 3.1.
fn numbered(text: &str) -> Option<(Vec<Marker>, &str)> {
    let marked = text.strip_prefix('§').map(str::trim_start);
    let body = marked.unwrap_or(text);
    let mut numbers = Vec::new();
    let mut rest = body;
    loop {
        let digits: String = rest
            .chars()
            .take_while(|c| fold(*c).is_ascii_digit())
            .collect();
        if digits.is_empty() || digits.chars().count() > 3 {
            break;
        }
        let folded: String = digits.chars().map(fold).collect();
        numbers.push(folded.parse::<u32>().ok()?);
        rest = &rest[digits.len()..];
        let next = rest.strip_prefix(['.', '．']);
        match next {
            Some(after) if after.starts_with(|c: char| fold(c).is_ascii_digit()) => rest = after,
            _ => break,
        }
    }
    let last = numbers.len();
    if last == 0 {
        return None;
    }
    let stop = rest.strip_prefix(['.', '．', '、']);
    let rest = match stop {
        Some(after) => after,
        None if marked.is_some() || (last > 1 && rest.starts_with([' ', '\t', '\u{3000}'])) => rest,
        None => return None,
    };
    let markers = (1..).zip(numbers).map(|(depth, ordinal)| Marker {
        style: if depth == 1 {
            Style::Number
        } else {
            Style::Dotted
        },
        ordinal,
        depth,
    });
    Some((markers.collect(), rest.trim_start()))
}

/// ①
fn circled_number(text: &str) -> Option<(Vec<Marker>, &str)> {
    let first = text.chars().next()?;
    one(Style::Circled, circled(first)?, &text[first.len_utf8()..])
}

/// 一是
fn firstly(text: &str) -> Option<(Vec<Marker>, &str)> {
    let (number, rest) = chinese_run(text)?;
    one(Style::Firstly, number, rest.strip_prefix('是')?)
}

/// `3.100人` where 3 is the next number of the list: the text with a blank behind its number. 3.1 and 3.5万元 where 3 is not the next stay as they are.
pub(super) fn set_apart(text: &str, next: u32) -> Option<String> {
    let (first, rest) = digits(text)?;
    let stop = rest.chars().next().filter(|c| matches!(c, '.' | '．'))?;
    let rest = &rest[stop.len_utf8()..];
    let (second, behind) = digits(rest)?;
    let unit = behind.trim_start().chars().next()?;
    // 3.12 and its words: a number below 3 is followed by a blank or a mark, and seldom as high.
    let is_apart = behind.starts_with(char::is_whitespace);
    let is_unit = ('\u{4E00}'..='\u{9FFF}').contains(&unit) || matches!(unit, '%' | '％' | '‰');
    let fits = first == next && is_unit && (!is_apart || second >= 30);
    let head = text.len() - rest.len();
    fits.then(|| format!("{} {rest}", &text[..head]))
}

/// The digits at the beginning, up to four, and what follows.
fn digits(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c| !fold(c).is_ascii_digit())
        .unwrap_or(text.len());
    let folded: String = text[..end].chars().map(fold).collect();
    let number = (folded.len() <= 4).then(|| folded.parse().ok()).flatten()?;
    Some((number, &text[end..]))
}
