//! Lines of a Chinese checklist that make no sense → those that only lack blanks, each told as a whole.
//!
//! In: a text and what is wrong with it. Out: the same, but for a line that blanks alone make right there is one
//! mistake, which shows the whole line as it should be.

use super::ast::Name;
use super::keywords::{Keywords, Place};
use super::known;
use super::problems;
use super::reworded;
use super::spelling::{fold, is_blank, is_chinese};
use super::unglue::{self, LineWords, Spaced, line_words};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Files, Span};
use crate::types::Language;
use std::collections::{BTreeMap, BTreeSet};

/// How often a text is parsed anew to find out whether blanks are all that it lacks.
const MOST_TRIES: usize = 600;

/// How many ways to put blanks into a line are tried.
const MOST_PROPOSALS: usize = 10;

/// How many of them are looked at for a sentence that is said in another way.
const MOST_REWORDED: usize = 3;

/// Two proposals whose costs are as near as this are both told.
const AS_LIKELY: u32 = 2;

/// A line that lacks blanks, and what it should be.
struct Mended {
    /// The number of the line.
    line: usize,
    spaced: Spaced,
    /// Another line that it may be meant to be.
    or: Option<String>,
}

/// What is wrong with a text, its lines without blanks told as such; and the words of these lines, since what they
/// declare is not known.
pub(super) fn mend(
    file: FileId,
    text: &str,
    found: Vec<Diagnostic>,
) -> (Vec<Diagnostic>, Vec<Name>) {
    let mut mender = Mender::new(file, text, &found);
    let mut mended = Vec::new();
    let mut unread = BTreeSet::new();
    let declarations = declarations(&mender.lines);
    // What others name comes first: its names help to cut the sentences.
    let (sentences, declaring): (Vec<_>, Vec<_>) = declarations
        .into_iter()
        .partition(|(first, _)| mender.header(*first) == Some("item"));
    for (first, behind) in declaring.into_iter().chain(sentences) {
        if (first..behind).any(|line| mender.wrong.contains(&line)) {
            let of_it = mender.declaration(first, behind);
            if of_it.first().is_some_and(|mended| mended.line == first) {
                unread.extend(first..behind);
            }
            mended.extend(of_it);
        }
    }
    unread.extend(mended.iter().map(|mended| mended.line));
    let told: BTreeSet<usize> = mended.iter().map(|mended| mended.line).collect();
    let mut all: Vec<Diagnostic> = found
        .into_iter()
        .filter(|diagnostic| {
            let line = mender.line_of(diagnostic);
            diagnostic.severity() != Severity::Error || line.is_none_or(|l| !told.contains(&l))
        })
        .collect();
    all.extend(mended.iter().map(|mended| mender.diagnostic(mended)));
    let words = unread.iter().flat_map(|&line| {
        let spaced = mended.iter().find(|mended| mended.line == line);
        let text = mender.lines.get(line).map_or("", |(text, _)| *text);
        let span = mender.span(line, 0, text.trim_end().len());
        let text = spaced.map_or(text, |mended| mended.spaced.line.as_str());
        words(text).map(move |word| Name {
            text: word.to_owned(),
            span,
        })
    });
    let words = words.collect();
    (all, words)
}

/// Names that mean nothing in Chinese checklists, told as words without blanks: where they are keywords and known
/// names, and where the name of a declaration is this one and one of the other script.
pub fn mend_unknown(checklists: &[FileId], files: &Files, diagnostics: &mut Diagnostics) {
    let found = std::mem::take(diagnostics).into_sorted();
    let unknown = |d: &Diagnostic| matches!(d.code, Code::UnknownName | Code::UnknownColumn);
    if !found.iter().any(unknown) {
        found.into_iter().for_each(|d| diagnostics.add(d));
        return;
    }
    let mut names = BTreeSet::new();
    for &file in checklists {
        names.extend(Mender::new(file, files.text(file), &found).names);
    }
    let mut menders: Vec<Mender<'_>> = Vec::new();
    for diagnostic in found {
        let span = diagnostic.labels.first().map(|label| label.span);
        let Some(span) =
            span.filter(|span| unknown(&diagnostic) && checklists.contains(&span.file))
        else {
            diagnostics.add(diagnostic);
            continue;
        };
        let known = menders
            .iter()
            .position(|mender| mender.file == span.file)
            .unwrap_or_else(|| {
                let mut mender = Mender::new(span.file, files.text(span.file), &[]);
                mender.names.clone_from(&names);
                menders.push(mender);
                menders.len() - 1
            });
        let word = files.slice(span);
        let told = menders.get_mut(known).and_then(|mender| {
            let mended = mender.unknown(span, word);
            let mended = mended.or_else(|| mender.two_scripts(word))?;
            Some(mender.diagnostic(&mended))
        });
        diagnostics.add(told.unwrap_or(diagnostic));
    }
}

struct Mender<'a> {
    file: FileId,
    /// The lines of the text as they should be so far, with their offsets.
    lines: Vec<(&'a str, usize)>,
    better: Vec<String>,
    /// What lines further down are likely to become.
    guesses: BTreeMap<usize, String>,
    /// The lines with mistakes.
    wrong: BTreeSet<usize>,
    /// Those of them that lack a blank.
    run_together: BTreeSet<usize>,
    names: BTreeSet<String>,
    tries: usize,
}

impl<'a> Mender<'a> {
    fn new(file: FileId, text: &'a str, found: &[Diagnostic]) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            lines.push((line.trim_end_matches(['\n', '\r']), start));
            start += line.len();
        }
        let mut mender = Self {
            file,
            better: lines.iter().map(|(line, _)| (*line).to_owned()).collect(),
            lines,
            guesses: BTreeMap::new(),
            wrong: BTreeSet::new(),
            run_together: BTreeSet::new(),
            names: BTreeSet::new(),
            tries: 0,
        };
        let errors = found.iter().filter(|d| d.severity() == Severity::Error);
        mender.wrong = errors.filter_map(|d| mender.line_of(d)).collect();
        let blanks = found.iter().filter(|d| d.code == Code::MissingBlank);
        mender.run_together = blanks.filter_map(|d| mender.line_of(d)).collect();
        mender.names = mender.known_names();
        mender
    }

    /// The line of a mistake of this file.
    fn line_of(&self, diagnostic: &Diagnostic) -> Option<usize> {
        let span = diagnostic.labels.first()?.span;
        (span.file == self.file).then(|| self.line_at(span.start as usize))
    }

    fn line_at(&self, offset: usize) -> usize {
        let behind = self.lines.partition_point(|(_, start)| *start <= offset);
        behind.saturating_sub(1)
    }

    /// The header word that a line in the first column begins with, a blank behind it or not.
    fn header(&self, line: usize) -> Option<&'static str> {
        header(self.better.get(line)?).map(|(id, _)| id)
    }

    /// The names on lines that are right: all words that are no keywords, but for those in quotes.
    fn known_names(&self) -> BTreeSet<String> {
        let keyword = |word: &str| {
            let places = [Place::Header, Place::Clause, Place::Type, Place::Sentence];
            let keywords = Keywords::of(Language::Zh);
            places.into_iter().any(|place| {
                let phrases = keywords.beginning_with(place, word);
                phrases.iter().any(|phrase| phrase.rest.is_empty())
            })
        };
        let mut names = BTreeSet::new();
        for (first, behind) in declarations(&self.lines) {
            let Some(header) = self.header(first) else {
                continue;
            };
            for line in first..behind {
                let declares = line == first || matches!(header, "dataset" | "table" | "calendar");
                if self.wrong.contains(&line) || header == "test" || header == "item" && declares {
                    continue;
                }
                let text = self.lines.get(line).map_or("", |(text, _)| *text);
                let known = words(text).filter(|word| word.chars().nth(1).is_some());
                // A column may be called like a keyword.
                let column = text
                    .split([':', '：'])
                    .next()
                    .filter(|_| header == "dataset");
                let column = column.filter(|column| column.len() < text.len());
                let is_column = |word: &str| column.is_some_and(|c| words(c).any(|w| w == word));
                let known = known.filter(|word| !keyword(word) || is_column(word));
                // A word of a sentence may itself be several.
                let whole = known.filter(|word| declares || !holds_keyword(word));
                names.extend(whole.map(str::to_owned));
            }
        }
        names
    }

    /// Mends the lines of a declaration that only lack blanks.
    fn declaration(&mut self, first: usize, behind: usize) -> Vec<Mended> {
        let mut mended = Vec::new();
        for line in first + 1..behind {
            let likely = self.proposals(first, line).into_iter().next();
            let likely = likely.filter(|_| self.wrong.contains(&line));
            self.guesses
                .extend(likely.map(|spaced| (line, spaced.line)));
        }
        for line in first..behind {
            let near = !mended.is_empty() || self.wrong.contains(&(line + 1));
            let wrong = self.wrong.contains(&line) || near && self.mistakes(first, line, line) > 0;
            if !wrong || self.better.get(line).is_none_or(|text| !has_words(text)) {
                continue;
            }
            let found = self.line(first, behind, line, |_| true);
            // The likeliest words may be a sentence that is said in another way here.
            let likeliest = self.proposals(first, line).into_iter().next();
            let is_likeliest = |found: &Mended| {
                likeliest
                    .as_ref()
                    .is_none_or(|best| best.line == found.spaced.line)
            };
            let sure = found.as_ref().filter(|found| is_likeliest(found));
            let instead = self.known(first, line, sure);
            let found = match found {
                _ if instead.is_some() => instead,
                Some(found) if is_likeliest(&found) => Some(found),
                Some(found) => self.reworded(first, line, 1).or(Some(found)),
                None => self.reworded(first, line, MOST_REWORDED),
            };
            if let Some(found) = found {
                self.better[line].clone_from(&found.spaced.line);
                if line == first || self.header(first) == Some("dataset") {
                    let known = words(&found.spaced.line);
                    let known = known.filter(|word| word.chars().nth(1).is_some());
                    let known: Vec<String> = known.map(str::to_owned).collect();
                    self.names.extend(known);
                }
                mended.push(found);
            }
        }
        mended
    }

    /// What a line may become, the likeliest first.
    fn proposals(&self, first: usize, line: usize) -> Vec<Spaced> {
        let (Some(head), Some(text)) = (self.better.get(first), self.better.get(line)) else {
            return Vec::new();
        };
        let mut proposals: Vec<Spaced> = Vec::new();
        for words in line_words(header(head), text, line == first) {
            proposals.extend(unglue::spaced(text, &words, &self.names));
        }
        proposals.sort_by_key(|spaced| spaced.cost);
        proposals.dedup_by(|a, b| a.line == b.line);
        proposals.truncate(MOST_PROPOSALS);
        proposals
    }

    /// The likeliest line with blanks that makes sense.
    fn line(
        &mut self,
        first: usize,
        behind: usize,
        line: usize,
        fits: impl Fn(&Spaced) -> bool,
    ) -> Option<Mended> {
        let text = self.better.get(line)?.clone();
        let mut proposals = self.proposals(first, line);
        proposals.retain(fits);
        let mut found: Option<Mended> = None;
        for spaced in proposals {
            if let Some(found) = &found
                && spaced.cost > found.spaced.cost + AS_LIKELY
            {
                break;
            }
            self.better[line].clone_from(&spaced.line);
            // A line may be right only together with those that it goes on over.
            let last = behind.saturating_sub(1);
            let right = self.mistakes(first, line, line) == 0
                || last > line && self.mistakes(first, line, last) == 0;
            match &mut found {
                _ if !right => {}
                Some(found) => {
                    found.or.get_or_insert(spaced.line);
                }
                None => {
                    found = Some(Mended {
                        line,
                        spaced,
                        or: None,
                    });
                }
            }
        }
        self.better[line] = text;
        found
    }

    /// The sentence of known names that a line means, where what was found for it is none.
    fn known(&self, first: usize, line: usize, found: Option<&Mended>) -> Option<Mended> {
        let text = self
            .better
            .get(line)
            .filter(|_| self.header(first) == Some("item"))?;
        let found = found.map(|found| found.spaced.line.trim());
        let line_of = known::instead(self.file, &self.better.join("\n"), text.trim(), found)?;
        let (first, cost) = (text.len() - text.trim_start().len(), 0);
        let spaced = Spaced {
            line: line_of,
            first,
            cost,
        };
        let or = reworded::exactly_instead(Language::Zh, text, &spaced.line);
        Some(Mended { line, spaced, or })
    }

    /// A sentence whose words run together, and which is said in another way here.
    fn reworded(&self, first: usize, line: usize, most: usize) -> Option<Mended> {
        let text = self.better.get(line)?;
        if !self.run_together.contains(&line) || self.header(first) != Some("item") {
            return None;
        }
        let all = self.better.join("\n");
        let likely = self.proposals(first, line).into_iter().take(most);
        likely
            .filter(|spaced| spaced.line != *text)
            .find_map(|spaced| {
                let meant = reworded::sentence(Language::Zh, self.file, &all, spaced.line.trim())?;
                Some(Mended {
                    line,
                    spaced: Spaced {
                        line: meant,
                        ..spaced
                    },
                    or: None,
                })
            })
    }

    /// How many mistakes there are on a line, when the declaration ends with the line `last`.
    fn mistakes(&mut self, first: usize, line: usize, last: usize) -> usize {
        self.tries += 1;
        if self.tries > MOST_TRIES {
            return usize::MAX;
        }
        let stand_alone = !matches!(
            self.header(first),
            Some("item" | "population" | "define" | "measure" | "exception" | "test")
        );
        let mut text = String::new();
        let mut at = 0..0;
        for (number, better) in self.better.iter().enumerate().take(last + 1).skip(first) {
            if number == line {
                at = text.len()..text.len() + better.len() + 1;
            }
            let guess = self.guesses.get(&number).filter(|_| number > line);
            if number == line || number == first || !stand_alone {
                text.push_str(guess.unwrap_or(better));
            }
            text.push('\n');
        }
        let mut files = Files::new();
        let file = files.add("", text);
        let mut found = Diagnostics::default();
        super::parse_as_written(file, &files, true, &mut found);
        let found = found.into_sorted();
        let of_line = found.iter().filter(|diagnostic| {
            let place = diagnostic.labels.first().map(|label| label.span.start);
            diagnostic.severity() == Severity::Error
                && place.is_some_and(|place| at.contains(&(place as usize)))
                // Of a part of a declaration these are no news.
                && !matches!(
                    diagnostic.code,
                    Code::NoSentence | Code::TableWidth | Code::NoExpectation | Code::NeedsRows | Code::NoProof
                )
        });
        of_line.count()
    }

    /// A name that means nothing, if it is several words.
    fn unknown(&mut self, span: Span, word: &str) -> Option<Mended> {
        if !word.contains(is_chinese) || self.names.get(word).is_some_and(|_| !holds_keyword(word))
        {
            return None;
        }
        let words = LineWords {
            lead: None,
            places: vec![Place::Sentence],
            behind: None,
            paths: false,
        };
        let was_known = self.names.remove(word);
        let several = unglue::is_made_of(word, &words, &self.names);
        let line = self.line_at(span.start as usize);
        let mended = several.then(|| {
            let (first, behind) = declarations(&self.lines)
                .into_iter()
                .find(|(first, behind)| (*first..*behind).contains(&line))?;
            let at = self.lines.get(line)?.1;
            let inside = span.start as usize - at..span.end as usize - at;
            self.line(first, behind, line, |spaced| inside.contains(&spaced.first))
        });
        if was_known {
            self.names.insert(word.to_owned());
        }
        mended.flatten()
    }

    /// The declaring line whose name is a word and one of the other script: 姓名name.
    fn two_scripts(&self, word: &str) -> Option<Mended> {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let chinese = |c: Option<char>| c.is_some_and(is_chinese);
        let cut_of = |name: &str| {
            let cut = if name.starts_with(word) {
                word.len()
            } else {
                name.strip_suffix(word)?.len()
            };
            let (before, behind) = name.split_at_checked(cut)?;
            let (before, behind) = (before.chars().next_back(), behind.chars().next());
            let scripts = latin(before) && chinese(behind) || chinese(before) && latin(behind);
            scripts.then_some(cut)
        };
        for (first, behind) in declarations(&self.lines) {
            let columns = matches!(self.header(first), Some("dataset"));
            let behind = if columns { behind } else { first + 1 };
            for line in first..behind {
                let (text, _) = *self.lines.get(line)?;
                let found = words(text).find_map(|name| Some(text.find(name)? + cut_of(name)?));
                if let Some(cut) = found
                    && let Some((before, behind)) = text.split_at_checked(cut)
                {
                    let spaced = Spaced {
                        line: format!("{before} {behind}"),
                        first: cut,
                        cost: 0,
                    };
                    let or = None;
                    return Some(Mended { line, spaced, or });
                }
            }
        }
        None
    }

    /// A place in the file.
    fn span(&self, line: usize, start: usize, end: usize) -> Span {
        let at = self.lines.get(line).map_or(0, |(_, at)| *at);
        let offset = |n: usize| u32::try_from(at + n).unwrap_or(u32::MAX);
        Span {
            file: self.file,
            start: offset(start),
            end: offset(end),
        }
    }

    fn diagnostic(&self, mended: &Mended) -> Diagnostic {
        let text = self.lines.get(mended.line).map_or("", |(text, _)| *text);
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let before = text.get(..mended.spaced.first).unwrap_or_default();
        let behind = text.get(mended.spaced.first..).unwrap_or_default();
        let start = before.trim_end_matches(word).len();
        let end = text.len() - behind.trim_start_matches(word).len();
        problems::missing_blanks(
            Language::Zh,
            self.span(mended.line, start, end),
            text.get(start..end).unwrap_or_default(),
            without_remark(&mended.spaced.line),
            mended.or.as_deref().map(without_remark),
        )
    }
}

/// A line without its indent and its remark.
fn without_remark(line: &str) -> &str {
    let quoted = line.rfind(['」', '』', '"', '”']).unwrap_or(0);
    let remark = line.get(quoted..).and_then(|rest| rest.find(['#', '＃']));
    let end = remark.map_or(line.len(), |at| quoted + at);
    line.get(..end).unwrap_or(line).trim()
}

/// From the line of a declaration's header to behind its last line.
fn declarations(lines: &[(&str, usize)]) -> Vec<(usize, usize)> {
    let heads: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, (line, _))| {
            let first = line.chars().next().map(fold);
            first.is_some_and(|c| !is_blank(c) && c != '#')
        })
        .map(|(number, _)| number)
        .collect();
    let behind = heads.iter().skip(1).copied().chain([lines.len()]);
    heads.iter().copied().zip(behind).collect()
}

/// The header word that a line begins with: its id and its spelling.
fn header(line: &str) -> Option<(&'static str, &'static str)> {
    let spellings = Keywords::of(Language::Zh).spellings(Place::Header).iter();
    let begins = spellings.filter(|(spelling, _)| line.starts_with(spelling));
    let (spelling, id) = begins.max_by_key(|(spelling, _)| spelling.len())?;
    Some((id, spelling))
}

/// Whether a line holds words at all: it is neither blank nor a remark.
fn has_words(line: &str) -> bool {
    !line.trim_start().is_empty() && !line.trim_start().starts_with(['#', '＃'])
}

/// The words of a line outside quotes and remarks.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut close = None;
    let word = move |c: char| {
        match (close, c) {
            (Some(end), c) if c == end => close = None,
            (Some(_), _) => {}
            (None, '「') => close = Some('」'),
            (None, '『') => close = Some('』'),
            (None, '“') => close = Some('”'),
            (None, '"') => close = Some('"'),
            (None, '#' | '＃') => close = Some('\n'),
            (None, c) => return !(c.is_alphanumeric() || matches!(c, '_' | '-')),
        }
        true
    };
    line.split(word).filter(|word| !word.is_empty())
}

/// Whether a keyword of several characters is a part of a word.
fn holds_keyword(word: &str) -> bool {
    let spellings = Keywords::of(Language::Zh).spellings(Place::Sentence).iter();
    let mut long = spellings.filter(|(spelling, _)| spelling.chars().nth(1).is_some());
    long.any(|(spelling, _)| word.contains(spelling))
}
