//! Paths as people write them, found in a tree of clauses: `三(一)2`, `三（一）2`, `附件2·通用`, `第三条第二款`, `§3.1(b)`.

use super::markers::Style;
use super::numerals::{chinese, circled, is_chinese, roman};
use super::text::fold;
use super::tree::letter_part;
use std::collections::BTreeMap;

/// What a written path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One clause: its place in the list.
    Clause(usize),
    /// Several fit: their places.
    Ambiguous(Vec<usize>),
    /// None fits: the place of the last clause on the way that is there.
    Nothing(Option<usize>),
}

/// A clause as far as paths go.
#[derive(Debug, Clone, Copy)]
pub struct Step<'t> {
    /// Its whole path.
    pub path: &'t str,
    /// How it is numbered.
    pub style: Style,
    /// Its number.
    pub ordinal: u32,
    /// How many clauses of that number stand before it in its parent.
    pub repeated: u32,
    /// The clause that it stands in.
    pub parent: Option<usize>,
}

/// A part of a written path.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    /// The styles that it may stand for, the likeliest first.
    styles: &'static [Style],
    ordinal: u32,
    repeated: u32,
}

/// Finds a written path. Names of an alias list may stand for the beginning of a path. A letter after `-` divides the sentence of a clause for its author
/// and is not looked at.
#[must_use]
pub fn resolve(written: &str, steps: &[Step<'_>], aliases: &BTreeMap<String, String>) -> Found {
    let plain = plain(written);
    if let Some(at) = steps.iter().position(|step| step.path == plain) {
        return Found::Clause(at);
    }
    let named = aliases
        .iter()
        .map(|(name, path)| (self::plain(name), path))
        .filter(|(name, _)| plain.starts_with(name.as_str()))
        .max_by_key(|(name, _)| name.len());
    if let Some((name, path)) = named {
        let Found::Clause(start) = resolve(path, steps, &BTreeMap::new()) else {
            return Found::Nothing(None);
        };
        let rest = plain[name.len()..].trim_start_matches('·');
        if rest.is_empty() {
            return Found::Clause(start);
        }
        return match parts(rest) {
            Some(parts) => walk(&parts, steps, vec![Some(start)], true),
            None => Found::Nothing(Some(start)),
        };
    }
    let Some(parts) = parts(&plain) else {
        return Found::Nothing(None);
    };
    // Outer numbers may be left out: attachments, and chapters where articles are numbered throughout.
    let outer = steps
        .iter()
        .enumerate()
        .filter(|(_, step)| step.style < Style::Heading && step.style != Style::Article)
        .map(|(at, _)| Some(at))
        .collect::<Vec<_>>();
    let mut nothing = None;
    for loose in [false, true] {
        for from in [vec![None], outer.clone()] {
            match walk(&parts, steps, from, loose) {
                Found::Nothing(last) => nothing = nothing.or(last),
                found => return found,
            }
        }
    }
    Found::Nothing(nothing)
}

/// How the last part of a path is numbered: style, number, how many with that number stand before it.
pub(super) fn style_of(own: &str) -> (Style, u32, u32) {
    let parsed = parts(own).and_then(|parts| parts.into_iter().next_back());
    parsed.map_or((Style::Paragraph, 0, 0), |part| {
        (part.styles[0], part.ordinal, part.repeated)
    })
}

/// The path of the clause whose further paragraph or table a path is: `三(一)1` of `三(一)1¶2`; `None` for everything else.
#[must_use]
pub fn whose_paragraph(path: &str) -> Option<&str> {
    let (clause, number) = path.rsplit_once('¶')?;
    let number = number.trim_end_matches('′');
    let counted = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    (counted && !clause.is_empty()).then_some(clause)
}

/// Whether a text can be read as a clause path.
#[must_use]
pub fn is_path(text: &str) -> bool {
    parts(&plain(text)).is_some()
}

/// Half width, without blanks, without the author's letter for a part of a sentence.
fn plain(written: &str) -> String {
    let folded: String = written
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(fold)
        .collect();
    let folded = folded
        .replace("段", "¶")
        .replace("阶¶", "阶段")
        .replace('\'', "′")
        .replace('§', "");
    match folded.rsplit_once('-') {
        Some((path, letters))
            if !path.is_empty()
                && letters.starts_with(|c: char| c.is_ascii_lowercase())
                && letters.chars().skip(1).all(|c| c.is_ascii_digit()) =>
        {
            path.to_owned()
        }
        _ => folded,
    }
}

/// Follows the parts from any of these clauses; `loose`: 1 may be written for 一是 and the like.
fn walk(parts: &[Part], steps: &[Step<'_>], mut from: Vec<Option<usize>>, loose: bool) -> Found {
    for (index, part) in parts.iter().enumerate() {
        let is_paragraph_one = part.styles == [Style::Paragraph] && part.ordinal == 1;
        if is_paragraph_one && from.iter().all(Option::is_some) {
            // The first paragraph of a clause is its own words.
            continue;
        }
        let fits = |at: usize, style: Option<Style>| {
            let step = &steps[at];
            from.contains(&step.parent)
                && step.ordinal == part.ordinal
                && step.repeated == part.repeated
                && style.is_none_or(|style| step.style == style)
        };
        let find = |style: Option<Style>| -> Vec<usize> {
            (0..steps.len()).filter(|at| fits(*at, style)).collect()
        };
        let exact = part
            .styles
            .iter()
            .map(|style| find(Some(*style)))
            .find(|found| !found.is_empty());
        let next = exact.unwrap_or_else(|| {
            // 1 may be written for 一是; chapters, attachments and paragraphs are written with their word.
            let plain = |at: &usize| {
                steps[*at].style >= Style::Heading && steps[*at].style != Style::Paragraph
            };
            if loose && plain_part(part) {
                find(None).into_iter().filter(plain).collect()
            } else {
                Vec::new()
            }
        });
        if next.is_empty() {
            return Found::Nothing(from.into_iter().flatten().next().filter(|_| index > 0));
        }
        from = next.into_iter().map(Some).collect();
    }
    let mut found: Vec<usize> = from.into_iter().flatten().collect();
    match found.len() {
        0 => Found::Nothing(None),
        1 => Found::Clause(found.remove(0)),
        _ => Found::Ambiguous(found),
    }
}

/// Whether the part is a mere number, which may stand for another way of writing it.
fn plain_part(part: &Part) -> bool {
    part.styles
        .iter()
        .all(|style| *style >= Style::Heading && *style != Style::Paragraph)
}

/// The parts of a path in half-width characters; `None` where something is no number.
fn parts(path: &str) -> Option<Vec<Part>> {
    let mut all = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (styles, ordinal, length) = part(rest)?;
        rest = &rest[length..];
        let primes = rest.chars().take_while(|c| *c == '′').count();
        rest = &rest[primes * '′'.len_utf8()..];
        all.push(Part {
            styles,
            ordinal,
            repeated: u32::try_from(primes).ok()?,
        });
    }
    (!all.is_empty()).then_some(all)
}

/// English words for parts of a path.
const ENGLISH: [(&str, &[Style]); 5] = [
    ("Article", &[Style::Article]),
    ("Chapter", &[Style::Chapter]),
    ("Part", &[Style::Part]),
    ("Annex", &[Style::Attachment]),
    ("Appendix", &[Style::Attachment]),
];

/// A path as readers of English write it: `Article 3(b)` for 第三条(b).
#[must_use]
pub fn in_english(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let known = part(rest).filter(|_| rest.starts_with(['第', '附']));
        let word = known.and_then(|(styles, ordinal, length)| {
            let (word, _) = ENGLISH.iter().find(|(_, known)| *known == styles)?;
            Some((*word, ordinal, length))
        });
        match word {
            Some((word, ordinal, length)) => {
                out.push_str(word);
                if ordinal > 0 {
                    out.push_str(&format!(" {ordinal}"));
                }
                rest = &rest[length..];
                // What stands behind a number of its own.
                if rest.starts_with(|c: char| c.is_ascii_digit()) {
                    out.push('·');
                }
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

/// The first part of a path: the styles that it may stand for, its number, its length in bytes.
fn part(text: &str) -> Option<(&'static [Style], u32, usize)> {
    if let Some(rest) = text.strip_prefix('·') {
        let (styles, ordinal, length) = part(rest)?;
        return Some((styles, ordinal, length + '·'.len_utf8()));
    }
    if let Some(rest) = text.strip_prefix('¶') {
        let digits = digits(rest);
        return Some((
            &[Style::Paragraph],
            digits.parse().ok()?,
            '¶'.len_utf8() + digits.len(),
        ));
    }
    for word in ["附件", "附表"] {
        if let Some(rest) = text.strip_prefix(word) {
            let digits = digits(rest);
            let ordinal = if digits.is_empty() {
                0
            } else {
                digits.parse().ok()?
            };
            return Some((&[Style::Attachment], ordinal, word.len() + digits.len()));
        }
    }
    for (word, styles) in ENGLISH {
        let is_word = |start: &str| start.eq_ignore_ascii_case(word);
        if text.get(..word.len()).is_some_and(is_word) {
            let digits = digits(&text[word.len()..]);
            let ordinal = match digits {
                "" if styles == [Style::Attachment] => 0,
                digits => digits.parse().ok()?,
            };
            return Some((styles, ordinal, word.len() + digits.len()));
        }
    }
    // 第(三)项 is written with brackets too.
    if let Some(inner) = text.strip_prefix("第(") {
        let end = inner.find(")项")?;
        let ordinal = chinese(&inner[..end])?;
        let length = "第(".len() + end + ")项".len();
        return Some((&[Style::Bracketed], ordinal, length));
    }
    if let Some(rest) = text.strip_prefix('第') {
        let number: String = rest
            .chars()
            .take_while(|c| is_chinese(*c) || c.is_ascii_digit())
            .collect();
        let ordinal = chinese(&number).or_else(|| number.parse().ok())?;
        let after = &rest[number.len()..];
        let words: [(&str, &'static [Style]); 8] = [
            ("编", &[Style::Part]),
            ("章", &[Style::Chapter]),
            ("节", &[Style::Section]),
            ("条", &[Style::Article]),
            ("款", &[Style::Paragraph]),
            ("项", &[Style::Bracketed]),
            ("阶段", &[Style::Stage]),
            ("目", &[Style::Number]),
        ];
        let (word, styles) = words
            .into_iter()
            .find(|(word, _)| after.starts_with(word))?;
        return Some((styles, ordinal, "第".len() + number.len() + word.len()));
    }
    let first = text.chars().next()?;
    if let Some(ordinal) = circled(first) {
        return Some((&[Style::Circled], ordinal, first.len_utf8()));
    }
    if let Some(rest) = text.strip_prefix('.') {
        let digits = digits(rest);
        return Some((&[Style::Dotted], digits.parse().ok()?, 1 + digits.len()));
    }
    if let Some(rest) = text.strip_prefix('(') {
        let end = rest.find(')')?;
        let inside = &rest[..end];
        let length = end + 2;
        if let Some(ordinal) = chinese(inside) {
            return Some((&[Style::Bracketed], ordinal, length));
        }
        if let Ok(ordinal) = inside.parse() {
            return Some((&[Style::NumberBracketed], ordinal, length));
        }
        return match (letter_part(inside), roman(inside)) {
            (Some(ordinal), None) => Some((&[Style::Letter], ordinal, length)),
            (_, Some(ordinal)) => Some((&[Style::Roman], ordinal, length)),
            (None, None) => None,
        };
    }
    if first.is_ascii_digit() {
        let digits = digits(text);
        return Some((&[Style::Number], digits.parse().ok()?, digits.len()));
    }
    let number: String = text.chars().take_while(|c| is_chinese(*c)).collect();
    let ordinal = chinese(&number)?;
    if text[number.len()..].starts_with('是') {
        return Some((&[Style::Firstly], ordinal, number.len() + '是'.len_utf8()));
    }
    Some((&[Style::Heading], ordinal, number.len()))
}

fn digits(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    &text[..end]
}
