//! What Chinese policies say, as sentences of the language: for each piece of a clause the first form whose shape it has.

mod lists;
mod persons;
mod shares;
mod sums;
mod times;

use super::clauses::{Reading, Shaped};
use super::direction::{Direction, direction};
use super::figures::{Figure, Kind, months};
use super::make::{Bound, Maker, Sentence};
use super::nouns::{at_end, at_start, cleaned};
use super::stubs::MASK;
use super::text::{pieces, sentences};
use super::words::Note;
use std::ops::Range;

/// A piece of a sentence, with what stands around it.
struct Piece<'a> {
    text: &'a str,
    /// The sentence before it, and the rest of it.
    earlier: &'a str,
    later: &'a str,
    heading: &'a str,
    figures: Vec<&'a Figure>,
    /// Where the piece begins in the text of the clause.
    from: usize,
    /// Whether the sentence named cases by a figure before this piece.
    is_conditional: bool,
}

impl Piece<'_> {
    /// The noun that stands before a place of the piece, or at the end of what is earlier, or the heading.
    fn noun(&self, before: &str) -> Option<String> {
        at_end(before)
            .or_else(|| self.earlier_noun())
            .or_else(|| at_end(self.heading))
    }

    /// The noun at the end of the piece before this one.
    fn earlier_noun(&self) -> Option<String> {
        at_end(self.earlier.trim_end_matches(['，', '：', '。', '；']))
    }

    /// The noun behind a place, else the one before it.
    fn noun_behind(&self, behind: &str, before: &str) -> Option<String> {
        at_start(behind).or_else(|| self.noun(before))
    }

    /// What a sentence speaks of when nothing better is found.
    fn subject(&self, maker: &Maker<'_>, found: Option<String>) -> String {
        found
            .or_else(|| Some(cleaned(self.heading)).filter(|heading| heading.chars().count() > 1))
            .unwrap_or_else(|| maker.names.subject.to_owned())
    }

    /// The first figure of a kind that has a limit, with the limit; a question where the text leaves it open or says which cases are meant.
    fn limited<T>(
        &self,
        read: impl Fn(&Kind) -> Option<T>,
    ) -> Option<Result<Limited<'_, T>, Sentence>> {
        let of_kind = self
            .figures
            .iter()
            .filter_map(|figure| Some((*figure, read(&figure.kind)?)));
        let mut all: Vec<Limited<'_, T>> = Vec::new();
        for (figure, value) in of_kind {
            let (before, behind) = self.around(figure);
            let said = direction(before, behind);
            let bound = match said.direction {
                Direction::Limit(bound) => Some(bound),
                Direction::Condition => {
                    return Some(Err(Sentence::question(vec![Note::Condition])));
                }
                Direction::Contrary => return Some(Err(Sentence::question(vec![Note::Direction]))),
                Direction::Open => None,
            };
            let label = before.get(..said.head).unwrap_or_default();
            all.push(Limited {
                figure,
                value,
                bound,
                label,
            });
        }
        if all.is_empty() {
            return None;
        }
        // A case that the sentence named before holds for what follows.
        if self.is_conditional {
            return Some(Err(Sentence::question(vec![Note::Condition])));
        }
        let limits = all.iter().filter(|one| one.bound.is_some()).count();
        let one = match limits {
            0 if all.len() == 1 => all.pop(),
            1 => all.into_iter().find(|one| one.bound.is_some()),
            _ => None,
        };
        Some(one.ok_or_else(|| Sentence::question(vec![Note::Direction])))
    }

    /// The words of the piece before a figure of it, and those behind.
    fn around(&self, figure: &Figure) -> (&str, &str) {
        figure.around(self.text, self.from)
    }
}

/// A figure with its limit, if the text gives it one.
struct Limited<'a, T> {
    figure: &'a Figure,
    value: T,
    bound: Option<Bound>,
    /// The words before the figure and the words of its limit.
    label: &'a str,
}

type Form = fn(&Piece<'_>, &mut Maker<'_>) -> Option<Sentence>;

/// The forms of pieces, the more telling ones first.
const FORMS: &[Form] = &[
    shares::percent,
    shares::benchmark,
    lists::pair,
    sums::limit,
    sums::money,
    times::schedule,
    persons::paid,
    times::within,
    times::day,
    persons::named,
    lists::none,
    lists::everybody,
    lists::ledger,
    lists::compared,
    times::part_of_date,
    times::vague,
    lists::one_by_one,
    lists::settled,
    shares::in_a_row,
    sums::count,
    shares::trend,
    persons::duty,
];

/// The sentences that a clause gives, with the pieces that they were made of.
pub(super) fn shaped(reading: &Reading<'_>, maker: &mut Maker<'_>) -> Vec<Shaped> {
    let masked = masked(reading.text);
    let reading = &Reading {
        text: &masked,
        ..*reading
    };
    let text = reading.text;
    let span = maker.span;
    let mut all = Vec::new();
    if let Some(sentence) = persons::members(text, maker) {
        return vec![Shaped {
            at: 0..text.len(),
            sentence,
        }];
    }
    for sentence in sentences(text, true) {
        let figures: Vec<&Figure> = reading
            .figures
            .iter()
            .filter(|figure| inside(figure, &sentence))
            .collect();
        maker.ages = ages(&figures);
        let months = months(&figures);
        maker.says_months = months.is_some();
        maker.span = months.or(span);
        let whole = piece(reading, &sentence, &sentence);
        let made = sums::table(&whole, maker).or_else(|| lists::parts(&whole, maker));
        if let Some((place, made)) = made {
            let at = whole.from + place.start..whole.from + place.end;
            all.push(Shaped {
                at: at.clone(),
                sentence: made,
            });
            for part in pieces(text, &sentence, true) {
                if part.end <= at.start || at.end <= part.start {
                    one(reading, &sentence, &part, maker, &mut all);
                }
            }
            continue;
        }
        for part in pieces(text, &sentence, true) {
            one(reading, &sentence, &part, maker, &mut all);
        }
    }
    maker.ages = None;
    maker.span = span;
    all
}

fn one(
    reading: &Reading<'_>,
    sentence: &Range<usize>,
    part: &Range<usize>,
    maker: &mut Maker<'_>,
    all: &mut Vec<Shaped>,
) {
    let piece = piece(reading, sentence, part);
    if let Some(sentence) = FORMS.iter().find_map(|form| form(&piece, maker)) {
        all.push(Shaped {
            at: part.clone(),
            sentence,
        });
    }
}

fn piece<'a>(reading: &'a Reading<'a>, sentence: &Range<usize>, part: &Range<usize>) -> Piece<'a> {
    Piece {
        text: &reading.text[part.clone()],
        earlier: &reading.text[sentence.start..part.start],
        later: &reading.text[part.end..],
        heading: reading.heading,
        figures: reading
            .figures
            .iter()
            .filter(|figure| inside(figure, part))
            .collect(),
        from: part.start,
        is_conditional: is_conditional(reading, sentence, part),
    }
}

/// Whether a figure of the sentence before this piece says which cases are meant.
fn is_conditional(reading: &Reading<'_>, sentence: &Range<usize>, part: &Range<usize>) -> bool {
    pieces(reading.text, sentence, true)
        .iter()
        .take_while(|piece| piece.end <= part.start)
        .any(|piece| {
            let figures = reading
                .figures
                .iter()
                .filter(|figure| inside(figure, piece));
            figures
                .filter(|figure| !matches!(figure.kind, Kind::Day(_) | Kind::Age(..)))
                .any(|figure| {
                    let before = &reading.text[piece.start..figure.at.start];
                    let behind = &reading.text[figure.at.end..piece.end];
                    direction(before, behind).direction == Direction::Condition
                })
        })
}

/// The text with the titles of other documents left out, at the same places.
fn masked(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let closes = matches!(character, '》' | '〉');
        depth = if closes {
            depth.saturating_sub(1)
        } else {
            depth
        };
        match character.len_utf8() {
            _ if depth == 0 => out.push(character),
            3 => out.push(MASK),
            length => (0..length).for_each(|_| out.push('.')),
        }
        depth += usize::from(matches!(character, '《' | '〈'));
    }
    out
}

fn inside(figure: &Figure, range: &Range<usize>) -> bool {
    range.start <= figure.at.start && figure.at.end <= range.end
}

/// The range of ages that a sentence speaks of.
fn ages(figures: &[&Figure]) -> Option<(String, String)> {
    figures.iter().find_map(|figure| match &figure.kind {
        Kind::Age(from, Some(to)) => Some((from.clone(), to.clone())),
        _ => None,
    })
}

/// A small number in Chinese characters or digits.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| {
        let digit = |c: char| {
            "一二三四五六七八九"
                .chars()
                .position(|d| d == c)
                .and_then(|at| u32::try_from(at + 1).ok())
        };
        let characters: Vec<char> = text.chars().collect();
        match characters.as_slice() {
            ['两'] => Some(2),
            ['十'] => Some(10),
            ['十', one] => digit(*one).map(|one| 10 + one),
            [ten, '十'] => digit(*ten).map(|ten| ten * 10),
            [ten, '十', one] => Some(digit(*ten)? * 10 + digit(*one)?),
            [one] => digit(*one),
            _ => None,
        }
    })
}
