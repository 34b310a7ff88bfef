//! The words of a clause as the patterns see them: one width, no blanks inside Chinese, cut into sentences and these into pieces.

use std::ops::Range;

/// Whether a document is written in Chinese rather than in a language with spaces.
pub(super) fn is_chinese(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    han * 3 > latin
}

pub(super) fn is_han(character: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&character)
}

/// The words in one width. In Chinese letters and digits are half width, marks are full width and blanks are gone; the line end behind a heading stays.
pub(super) fn plain(words: &str, chinese: bool) -> String {
    if !chinese {
        return english(words);
    }
    let heading = words
        .find('\n')
        .filter(|end| is_title(&words[..*end]))
        .unwrap_or(usize::MAX);
    let characters: Vec<(usize, char)> =
        words.char_indices().map(|(at, c)| (at, half(c))).collect();
    let mut text = String::with_capacity(words.len());
    for (index, (at, character)) in characters.iter().enumerate() {
        let before = index
            .checked_sub(1)
            .and_then(|before| characters.get(before));
        let after = characters.get(index + 1);
        let between = |test: fn(&char) -> bool| {
            before.is_some_and(|(_, c)| test(c)) && after.is_some_and(|(_, c)| test(c))
        };
        match character {
            '\n' if *at == heading => text.push('\n'),
            '\t' => text.push('\t'),
            c if c.is_whitespace() => {
                if between(char::is_ascii_alphabetic) {
                    text.push(' ');
                }
            }
            ',' | ':' if between(char::is_ascii_digit) => text.push(*character),
            c => text.push(wide(*c)),
        }
    }
    text
}

fn english(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut lines = words.split('\n').peekable();
    while let Some(line) = lines.next() {
        let joined: Vec<&str> = line
            .split([' ', '\u{a0}', '\r'])
            .filter(|w| !w.is_empty())
            .collect();
        text.push_str(&joined.join(" "));
        if lines.peek().is_some() {
            // A broken line goes on; a heading does not.
            text.push(if text.contains('\n') || !is_title(line) {
                ' '
            } else {
                '\n'
            });
        }
    }
    text
}

/// Whether a first line is a heading.
fn is_title(line: &str) -> bool {
    line.chars().count() <= 60 && !line.contains(['。', '；', '，', '：', '.', ';', ':'])
}

fn half(character: char) -> char {
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '．' | '－' | '＋' | '／' | '￥' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        _ => character,
    }
}

fn wide(character: char) -> char {
    match character {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '(' => '（',
        ')' => '）',
        '?' => '？',
        '!' => '！',
        _ => character,
    }
}

/// The sentences of a text, without their stops; places are bytes.
pub(super) fn sentences(text: &str, chinese: bool) -> Vec<Range<usize>> {
    cut(text, |at, c| match c {
        '。' | '；' | '！' | '？' | '\n' | '\t' => true,
        ';' => true,
        '.' if !chinese => text[at + 1..]
            .chars()
            .next()
            .is_none_or(char::is_whitespace),
        _ => false,
    })
}

/// The pieces of a sentence between its commas and colons; what stands in brackets or quotes is not cut.
pub(super) fn pieces(text: &str, sentence: &Range<usize>, chinese: bool) -> Vec<Range<usize>> {
    let mut depth = 0_usize;
    let inside = &text[sentence.clone()];
    let pieces = cut(inside, |at, c| {
        match c {
            '（' | '《' | '“' | '〈' | '「' => depth += 1,
            '）' | '》' | '”' | '〉' | '」' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_cut = match c {
            '，' | '：' => true,
            ',' => !chinese && inside[at + 1..].starts_with(' '),
            _ => false,
        };
        is_cut && depth == 0
    });
    let moved = pieces.into_iter();
    moved
        .map(|piece| piece.start + sentence.start..piece.end + sentence.start)
        .collect()
}

fn cut(text: &str, mut ends: impl FnMut(usize, char) -> bool) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut from = 0;
    for (at, character) in text.char_indices() {
        if ends(at, character) {
            push(text, from..at, &mut all);
            from = at + character.len_utf8();
        }
    }
    push(text, from..text.len(), &mut all);
    all
}

/// Adds a range without the blanks around it, if anything is left.
fn push(text: &str, range: Range<usize>, all: &mut Vec<Range<usize>>) {
    let inside = &text[range.clone()];
    let trimmed = inside.trim();
    if trimmed.is_empty() {
        return;
    }
    let start = range.start + (inside.len() - inside.trim_start().len());
    all.push(start..start + trimmed.len());
}

/// The first `most` characters, with … where there are more.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    // In a language with spaces the last word stays whole.
    let cut = match cut.rfind(' ') {
        Some(at) if cut.is_ascii() && at > cut.len() / 2 => &cut[..at],
        _ => &cut,
    };
    format!("{}…", cut.trim_end_matches(['、', '，', ',', ' ']))
}

/// A text that can stand between straight quotes.
pub(super) fn quotable(text: &str) -> String {
    let marks = [
        '"', '“', '”', '「', '」', '『', '』', '＂', '\n', '\t', '\\',
    ];
    let text: String = text.chars().filter(|c| !marks.contains(c)).collect();
    text.trim().to_owned()
}
