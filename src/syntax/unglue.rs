//! A Chinese line without blanks → the same line with blanks, the likeliest first.
//!
//! In: the line, the places of keywords on it, the names that are known. Out: lines that differ from it in blanks
//! alone. Whether one of them is a line of the language is for the caller to try.

use super::keywords::{Keywords, Place};
use super::layout::{ClauseKind, clause_words, mode_of_clause, mode_of_head};
use super::spelling::{Mode, is_chinese};
use crate::types::Language;
use std::collections::BTreeSet;

/// The words that count on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineWords {
    /// The word that it begins with.
    pub(super) lead: Option<&'static str>,
    /// Where keywords are looked up.
    pub(super) places: Vec<Place>,
    /// Where they are looked up behind a colon or an equals sign, if that makes a difference.
    pub(super) behind: Option<Vec<Place>>,
    /// Whether a path stands behind a name.
    pub(super) paths: bool,
}

/// A line with the blanks that it may lack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spaced {
    /// The whole line.
    pub(super) line: String,
    /// The offset, in the line as written, of the first blank that it lacks.
    pub(super) first: usize,
    /// How far from likely it is.
    pub(super) cost: u32,
}

/// The longest line that is looked at, in bytes.
const LONGEST: usize = 600;

/// How many ways to read the beginning of a line are kept at each of its characters.
const MOST_READINGS: usize = 16;

/// The longest word that is neither a keyword nor a known name, in characters.
const LONGEST_NAME: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Keyword,
    Name,
    Number,
    Unknown,
    /// Blanks, signs, quoted texts and names in brackets: they stay as they are.
    Fixed,
}

/// A piece of the line, and how it is written.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    kind: Kind,
    start: usize,
    text: &'a str,
}

/// One way to read the beginning of a line.
#[derive(Debug, Clone)]
struct Reading<'a> {
    cost: u32,
    behind_switch: bool,
    parts: Vec<Part<'a>>,
}

/// The lines that `line` becomes when blanks are put before and behind its keywords and the names in it.
pub(super) fn spaced(line: &str, words: &LineWords, names: &BTreeSet<String>) -> Vec<Spaced> {
    if line.len() > LONGEST || !line.contains(is_chinese) {
        return Vec::new();
    }
    let reader = Reader {
        line,
        words,
        names,
        first: line.len() - line.trim_start().len(),
    };
    let mut found: Vec<Spaced> = Vec::new();
    if !reader.may_lack_blanks() {
        return found;
    }
    for reading in reader.readings() {
        if let Some(spaced) = reader.joined(&reading)
            && found.iter().all(|other| other.line != spaced.line)
        {
            found.push(spaced);
        }
    }
    found
}

/// Whether a word is nothing but keywords and known names, of each at least one.
pub(super) fn is_made_of(word: &str, words: &LineWords, names: &BTreeSet<String>) -> bool {
    let reader = Reader {
        line: word,
        words,
        names,
        first: usize::MAX,
    };
    reader.readings().iter().any(|reading| {
        let holds = |kind| reading.parts.iter().any(|part| part.kind == kind);
        holds(Kind::Keyword) && holds(Kind::Name) && !holds(Kind::Unknown)
    })
}

/// The words that begin at an offset; keywords and units with their costs.
#[derive(Default)]
struct Known<'a> {
    names: Vec<&'a str>,
    before: Vec<(&'static str, u32)>,
    behind: Vec<(&'static str, u32)>,
    units: Vec<(&'static str, u32)>,
}

struct Reader<'a, 'w> {
    line: &'a str,
    words: &'w LineWords,
    names: &'w BTreeSet<String>,
    /// Where the first word of the line begins.
    first: usize,
}

impl<'a> Reader<'a, '_> {
    fn rest(&self, at: usize) -> &'a str {
        self.line.get(at..).unwrap_or_default()
    }

    /// The ways to read the whole line, the likeliest first.
    fn readings(&self) -> Vec<Reading<'a>> {
        let mut at_place: Vec<Vec<Reading<'a>>> = vec![Vec::new(); self.line.len() + 1];
        if let Some(start) = at_place.first_mut() {
            start.push(Reading {
                cost: 0,
                behind_switch: false,
                parts: Vec::new(),
            });
        }
        for at in 0..self.line.len() {
            let Some(here) = at_place.get_mut(at).map(std::mem::take) else {
                break;
            };
            let here = best(here);
            if here.is_empty() {
                continue;
            }
            let known = self.known_at(at);
            for reading in here {
                for (part, cost) in self.parts_at(at, &known, &reading) {
                    let mut longer = reading.clone();
                    longer.cost += cost;
                    longer.behind_switch |=
                        part.kind == Kind::Fixed && matches!(part.text, ":" | "：" | "=" | "＝");
                    longer.parts.push(part);
                    if let Some(there) = at_place.get_mut(at + self.length_of(part)) {
                        there.push(longer);
                    }
                }
            }
        }
        at_place.pop().map(best).unwrap_or_default()
    }

    /// How many bytes of the line a part stands for: a keyword may be written with blanks that the line lacks.
    fn length_of(&self, part: Part<'a>) -> usize {
        match part.kind {
            Kind::Keyword => part.text.split(' ').map(str::len).sum(),
            Kind::Name | Kind::Number | Kind::Unknown | Kind::Fixed => part.text.len(),
        }
    }

    fn places(&self, behind_switch: bool) -> &[Place] {
        let behind = self.words.behind.as_ref().filter(|_| behind_switch);
        behind.unwrap_or(&self.words.places)
    }

    /// The words that begin at an offset.
    fn known_at(&self, at: usize) -> Known<'a> {
        let rest = self.rest(at);
        if fixed(rest).is_some() {
            return Known::default();
        }
        let keywords = |places: &[Place]| {
            let all = places
                .iter()
                .flat_map(|&place| Keywords::of(Language::Zh).spellings(place));
            all.filter(|(spelling, _)| starts_with(rest, spelling))
                .map(|(spelling, _)| {
                    let several = 8 * u32::from(spelling.contains(' '));
                    (*spelling, 10 + several + 3 * u32::from(is_single(spelling)))
                })
                .collect()
        };
        Known {
            names: self.names_at(at),
            before: keywords(self.places(false)),
            behind: match self.words.behind {
                Some(_) => keywords(self.places(true)),
                None => keywords(self.places(false)),
            },
            units: Keywords::of(Language::Zh)
                .spellings(Place::Unit)
                .iter()
                .filter(|(spelling, _)| starts_with(rest, spelling))
                .map(|(spelling, _)| (*spelling, 3))
                .collect(),
        }
    }

    /// Whether a keyword or known name is a part of the word between two offsets.
    fn holds_known(&self, at: usize, length: usize) -> bool {
        let mut inside = self
            .line
            .get(at..at + length)
            .unwrap_or_default()
            .char_indices();
        inside.any(|(start, _)| {
            let known = self.known_at(at + start);
            let lead = self.words.lead.filter(|_| at + start == self.first);
            let words = known.names.iter().copied();
            let words = words.chain(
                known
                    .before
                    .iter()
                    .chain(&known.behind)
                    .map(|(word, _)| *word),
            );
            let mut words = words.chain(lead);
            words.any(|word| word.len() < length)
        })
    }

    /// Whether some word of the line is neither a keyword nor a known name, so that it may be several.
    fn may_lack_blanks(&self) -> bool {
        let mut at = 0;
        while let Some(rest) = self.line.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some(length) = fixed(rest) {
                at += length;
                continue;
            }
            let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            let word = rest.get(..length).unwrap_or_default();
            let keywords = Keywords::of(Language::Zh);
            let places = self.places(true).iter().chain(self.places(false));
            let is_keyword = places
                .flat_map(|&place| keywords.beginning_with(place, word))
                .any(|phrase| phrase.rest.is_empty());
            let suspect = word.contains(is_chinese) && !is_keyword && !self.names.contains(word);
            if suspect && self.holds_known(at, length) {
                return true;
            }
            at += length;
        }
        false
    }

    /// The known names that begin at an offset and do not end inside a Latin word.
    fn names_at(&self, at: usize) -> Vec<&'a str> {
        let rest = self.rest(at);
        let names = self.names.iter().map(String::as_str).chain(["是", "否"]);
        names
            .filter(|name| rest.starts_with(*name))
            .filter(|name| {
                let latin = |c: char| c.is_ascii_alphanumeric();
                let behind = rest.get(name.len()..).unwrap_or_default();
                !(name.ends_with(latin) && behind.starts_with(latin))
            })
            .filter_map(|name| rest.get(..name.len()))
            .collect()
    }

    /// What may stand at an offset, with its cost.
    fn parts_at(
        &self,
        at: usize,
        known: &Known<'a>,
        reading: &Reading<'a>,
    ) -> Vec<(Part<'a>, u32)> {
        let rest = self.rest(at);
        let part = |kind, text| Part {
            kind,
            start: at,
            text,
        };
        if let Some(length) = fixed(rest) {
            let text = rest.get(..length).unwrap_or_default();
            return vec![(part(Kind::Fixed, text), 0)];
        }
        let mut found = Vec::new();
        let before = reading.parts.last().map(|part| part.kind);
        for &text in &known.names {
            found.push((part(Kind::Name, text), 9 + 4 * u32::from(is_single(text))));
        }
        if let Some(length) = number(rest) {
            let text = rest.get(..length).unwrap_or_default();
            found.push((part(Kind::Number, text), 3));
        }
        let places = self.places(reading.behind_switch);
        let lead = self.words.lead.filter(|_| at == self.first);
        let keywords = match reading.behind_switch {
            true => &known.behind,
            false => &known.before,
        };
        for &(text, cost) in keywords {
            found.push((part(Kind::Keyword, text), cost));
        }
        for &(text, cost) in known.units.iter().filter(|_| before == Some(Kind::Number)) {
            found.push((part(Kind::Keyword, text), cost));
        }
        if let Some(spelling) = lead
            && starts_with(rest, spelling)
        {
            found.push((part(Kind::Keyword, spelling), 5));
        }
        let latin = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(rest.len());
        if latin > 0 && !rest.starts_with(|c: char| c.is_ascii_digit()) {
            let text = rest.get(..latin).unwrap_or_default();
            found.push((part(Kind::Name, text), 15));
        }
        // What stands before the sign of a line that declares something is new.
        let new = places.is_empty() && !self.words.paths;
        if before != Some(Kind::Unknown) {
            let mut length = 0;
            for (count, c) in (1..=LONGEST_NAME).zip(rest.chars()) {
                if !is_word(c) || new && c.is_ascii_alphabetic() {
                    break;
                }
                length += c.len_utf8();
                let next = rest.get(length..).and_then(|rest| rest.chars().next());
                if c.is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit()) {
                    continue;
                }
                let text = rest.get(..length).unwrap_or_default();
                let cost = 20 + 8 * u32::try_from(count).unwrap_or(1) + 15 * u32::from(count == 1);
                let expected = new || self.words.paths && before == Some(Kind::Name);
                let cost = if expected { 5 } else { cost };
                found.push((part(Kind::Unknown, text), cost));
            }
        }
        found
    }

    /// The line of a reading; `None` when it lacks no blank, or cuts a word without reason.
    fn joined(&self, reading: &Reading<'a>) -> Option<Spaced> {
        let mut line = String::new();
        let mut first = None;
        let mut before: Option<Part<'a>> = None;
        // Of the word at hand: whether it is cut, and whether something known is in it.
        let (mut cut, mut known) = (false, false);
        for part in &reading.parts {
            if part.kind == Kind::Fixed {
                if cut && !known {
                    return None;
                }
                (cut, known) = (false, false);
            }
            if let Some(before) = before
                && lacks_blank(before, *part)
            {
                line.push(' ');
                if before.kind != Kind::Fixed && part.kind != Kind::Fixed {
                    cut = true;
                    first.get_or_insert(part.start);
                }
            }
            known |= match part.kind {
                Kind::Name | Kind::Number => true,
                Kind::Keyword => !is_single(part.text) || part.start == self.first,
                Kind::Unknown | Kind::Fixed => false,
            };
            line.push_str(part.text);
            before = Some(*part);
        }
        (!cut || known).then_some(Spaced {
            line,
            first: first?,
            cost: reading.cost,
        })
    }
}

/// The likeliest readings.
fn best(mut readings: Vec<Reading<'_>>) -> Vec<Reading<'_>> {
    readings.sort_by_key(|reading| reading.cost);
    readings.truncate(MOST_READINGS);
    readings
}

fn is_single(text: &str) -> bool {
    text.chars().nth(1).is_none()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a line begins with a keyword, blanks inside it left out.
fn starts_with(mut rest: &str, spelling: &str) -> bool {
    spelling
        .split(' ')
        .all(|word| match rest.strip_prefix(word) {
            Some(behind) => {
                rest = behind;
                true
            }
            None => false,
        })
}

/// The length of what stays as it is: a quoted text, a name in brackets, a sign, a blank, a remark.
fn fixed(rest: &str) -> Option<usize> {
    let c = rest.chars().next()?;
    if matches!(c, '#' | '＃') {
        return Some(rest.len());
    }
    let close = match c {
        '「' => '」',
        '『' => '』',
        '"' => '"',
        '“' => '”',
        '[' => ']',
        '【' => '】',
        _ => return (!is_word(c)).then_some(c.len_utf8()),
    };
    let inside = rest.get(c.len_utf8()..)?;
    let length = inside
        .find(close)
        .map_or(rest.len(), |at| c.len_utf8() + at + close.len_utf8());
    Some(length)
}

/// The length of a number, a day or a month.
pub(super) fn number(rest: &str) -> Option<usize> {
    let digits = |text: &str| {
        let length = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        (length > 0).then_some(length)
    };
    let mut length = digits(rest)?;
    let mut sign = 0;
    while let Some(behind) = rest.get(length..) {
        let Some(mark) = behind.chars().next().filter(|c| "年月日-.%".contains(*c)) else {
            break;
        };
        let after = length + mark.len_utf8();
        let more = rest.get(after..).and_then(digits);
        match (mark, more) {
            ('%', _) => return Some(after),
            // 3 年 is a number with its unit, 3年5月 a month.
            ('年' | '-' | '.', Some(more)) => length = after + more,
            ('月', Some(more))
                if rest
                    .get(after + more..)
                    .is_some_and(|r| r.starts_with('日')) =>
            {
                length = after + more;
            }
            ('月', _) if sign == '年' as u32 => return Some(after),
            ('日', _) => return Some(after),
            _ => break,
        }
        sign = mark as u32;
    }
    Some(length)
}

/// Whether a blank belongs between two parts that follow each other.
fn lacks_blank(before: Part<'_>, part: Part<'_>) -> bool {
    let opens = |text: &str| text.starts_with(['「', '『', '"', '“', '[', '【']);
    let closes = |text: &str| text.ends_with(['」', '』', '"', '”', ']', '】', ')', '）']);
    match (before.kind, part.kind) {
        (Kind::Fixed, Kind::Fixed) => false,
        (Kind::Fixed, _) => closes(before.text),
        (kind, Kind::Fixed) => {
            opens(part.text)
                || kind == Kind::Keyword && matches!(part.text, "(" | "（" | "<" | ">" | "=")
        }
        _ => true,
    }
}

/// Which words count on a line: as the line that its first word says, and as any other line of its declaration.
pub(super) fn line_words(
    header: Option<(&'static str, &'static str)>,
    line: &str,
    head: bool,
) -> Vec<LineWords> {
    let Some((id, spelling)) = header else {
        return Vec::new();
    };
    if head {
        return vec![of_mode(Some(spelling), mode_of_head(id))];
    }
    let begin = line.trim_start();
    let clauses = Keywords::of(Language::Zh).spellings(Place::Clause).iter();
    let lead = clauses
        .filter(|(_, clause)| clause_words(id).contains(clause))
        .filter(|(spelling, _)| begin.starts_with(spelling))
        .max_by_key(|(spelling, _)| spelling.len());
    let other = match id {
        "dataset" => Some(mode_of_clause(ClauseKind::Column)),
        "table" => Some(mode_of_clause(ClauseKind::Row)),
        "item" => Some(mode_of_clause(ClauseKind::Part)),
        "exception" => Some(Mode::all(Some(Place::Proof))),
        "population" | "define" | "measure" => Some(Mode::all(Some(Place::Sentence))),
        _ => None,
    };
    let lead = lead.map(|(spelling, clause)| {
        of_mode(Some(spelling), mode_of_clause(ClauseKind::Word(clause)))
    });
    lead.into_iter()
        .chain(other.map(|mode| of_mode(None, mode)))
        .collect()
}

fn of_mode(lead: Option<&'static str>, mode: Mode) -> LineWords {
    let places = |place: Option<Place>| -> Vec<Place> {
        let also = match place {
            Some(Place::Cell | Place::Proof | Place::Part) => Some(Place::Sentence),
            _ => None,
        };
        place.into_iter().chain(also).collect()
    };
    LineWords {
        lead,
        places: places(mode.first),
        behind: (!mode.switch.is_empty()).then(|| places(mode.then)),
        paths: mode.paths,
    }
}
