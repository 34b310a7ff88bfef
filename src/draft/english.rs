//! What policies in English say, as sentences of the language: for each piece of a clause the first form whose shape it has.

use super::clauses::{Reading, Shaped};
use super::direction::{Direction, direction};
use super::figures::{Figure, Kind, english_number, months};
use super::make::{Bound, Cadence, Maker, Owed, Sentence};
use super::nouns::{words_at_end, words_at_start};
use super::patterns::{Pattern, group, pattern};
use super::text::sentences;
use super::words::Note;
use std::sync::LazyLock;

/// A sentence, with its figures.
struct Line<'a> {
    text: &'a str,
    heading: &'a str,
    figures: Vec<&'a Figure>,
    from: usize,
}

impl Line<'_> {
    fn subject(&self, maker: &Maker<'_>, found: Option<String>) -> String {
        found
            .or_else(|| words_at_end(self.heading))
            .unwrap_or_else(|| maker.names.subject.to_owned())
    }

    /// The noun before `shall`, `must` and the like.
    fn who(&self) -> Option<String> {
        let end = DUTY.find(self.text).map(|duty| duty.start())?;
        words_at_end(&self.text[..end])
    }

    /// The figure of a kind that has a limit, with the limit; a question where the text leaves it open or says which cases are meant.
    fn limited<T>(
        &self,
        read: impl Fn(&Kind) -> Option<T>,
    ) -> Option<Result<Figured<'_, T>, Sentence>> {
        let mut all: Vec<Figured<'_, T>> = Vec::new();
        for figure in &self.figures {
            let Some(value) = read(&figure.kind) else {
                continue;
            };
            let (before, behind) = self.around(figure);
            let bound = match direction(before, behind).direction {
                Direction::Limit(bound) => Some(bound),
                Direction::Condition => {
                    return Some(Err(Sentence::question(vec![Note::Condition])));
                }
                Direction::Contrary => return Some(Err(Sentence::question(vec![Note::Direction]))),
                Direction::Open => None,
            };
            all.push((figure, value, bound));
        }
        if all.is_empty() {
            return None;
        }
        // A figure of another kind may say which cases are meant.
        let other = self.figures.iter().any(|figure| {
            let (before, behind) = self.around(figure);
            !matches!(figure.kind, Kind::Day(_) | Kind::Age(..))
                && direction(before, behind).direction == Direction::Condition
        });
        if other {
            return Some(Err(Sentence::question(vec![Note::Condition])));
        }
        let limits = all.iter().filter(|(_, _, bound)| bound.is_some()).count();
        let one = match limits {
            0 if all.len() == 1 => all.pop(),
            1 => all.into_iter().find(|(_, _, bound)| bound.is_some()),
            _ => None,
        };
        Some(one.ok_or_else(|| Sentence::question(vec![Note::Direction])))
    }

    fn around(&self, figure: &Figure) -> (&str, &str) {
        figure.around(self.text, self.from)
    }
}

/// A figure, its value, and its limit where the text gives it one.
type Figured<'a, T> = (&'a Figure, T, Option<Bound>);

static DUTY: Pattern =
    LazyLock::new(|| pattern(r"(?i)\b(?:shall|must|may|should|has to|have to|is|are|will)\b"));
static MATCH: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?P<a>.+?)\s(?:shall|must|should|has to|have to)?\s?(?:match(?:es)?|agrees?(?: with)?|corresponds? (?:to|with)|(?:be|is|are) (?:consistent|identical) with)\s(?P<b>.+)$",
    )
});
static TOTAL: Pattern =
    LazyLock::new(|| pattern(r"(?i)\b(?:total|altogether|in all|overall|sum of|combined)\b"));
static EACH: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:each|every|per|once a|a)\s(?P<cadence>week|month|quarter|term|year)\b|\b(?P<ly>weekly|monthly|quarterly|yearly|annually)\b",
    )
});
static SENDS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:report|submit|send|deliver|notify|forward|return)s?\s(?P<what>.+?)\sto\s(?:the\s)?(?P<to>[a-z][a-z -]*?)(?:,|\s(?:each|every|by|no later|not later|once|within|monthly|weekly|quarterly|yearly|annually|on)\b|$)",
    )
});
static DAY_OF_MONTH: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:day\s(?P<day>\d{1,2})|the\s(?P<nth>\d{1,2})(?:st|nd|rd|th)|the\s(?P<word>(?:twenty-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)(?:\sday)?(?:\s(?:of|each)))\b",
    )
});
/// What says that a month is reported on in the one after it.
static PREVIOUS: Pattern = LazyLock::new(|| {
    pattern(r"(?i)\b(?:previous|preceding|last|past) month|\b(?:next|following) month\b")
});
static TIMES: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<n>once|twice|(?:three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty) times|\d+ times)\b",
    )
});
static NAMED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:names?|designates?|appoints?|nominates?|identif(?:y|ies))\s(?:an?|one|the)\s(?P<person>[a-z -]*?(?:person|officer|manager|contact|coordinator|keeper|official|lead|inspector)(?:\s(?:in charge|responsible))?)(?:\s(?:of|for)\s(?P<of>.+))?",
    )
});
static NONE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:no\s(?P<of>.+?)\s(?:may|shall|must|is to|are to)\s(?P<bad>.+)|(?P<who>.+?)\s(?:must not|shall not|may not|must never|is not to|are not to|is prohibited from|are prohibited from)\s(?P<what>.+))$",
    )
});
static LEDGER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:keeps?|maintains?|establish(?:es)?|draws? up|holds?|creates?)\s(?:an?|the)?\s?(?P<list>(?:[a-z-]+\s){0,3}?(?:register|list|record|file|ledger|log|inventory|directory|plan)s?)(?:\s(?:of|for|on)\s(?P<of>[^,]+))?",
    )
});
static WITHIN: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\bwithin\s(?P<n>\d+|[a-z]+(?:-[a-z]+)?)\s(?P<unit>working days?|days?|weeks?|months?|years?|hours?)\b",
    )
});
static DONE: Pattern = LazyLock::new(|| {
    pattern(r"(?i)\b(?:be|is|are)\s(?P<verb>[a-z]+ed|made|paid|kept|built|met|done|held)\b")
});
static BY: Pattern = LazyLock::new(|| {
    pattern(r"(?i)\b(?:by|until|before|not later than|no later than)\s(?:the end of\s)?$")
});
static BORN: Pattern = LazyLock::new(|| {
    pattern(r"(?i)\b(?:enters?|comes?|enter|come) into (?:force|effect)|\b(?:born|dated|adopted)\b")
});
static VAGUE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<word>promptly|without delay|immediately|as soon as possible|in good time|in due time|in a timely manner|timely|at once|swiftly|regularly|periodically|from time to time|at regular intervals)\b",
    )
});
static PAID_EACH: Pattern =
    LazyLock::new(|| pattern(r"(?i)\b(?:each|every|per|a)\s(?:[a-z]+)\b|^an?\s|^every\s|^each\s"));
static EVERY: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:every|each|all)\s(?P<of>.+?)\s(?:shall|must|is to|are to|has to|have to)\s(?:have|hold|be given|receive|be issued)\s(?:an?\s|the\s)?(?P<what>[^,]+)",
    )
});

type Form = fn(&Line<'_>, &mut Maker<'_>) -> Option<Sentence>;

/// The forms of sentences, the more telling ones first.
const FORMS: &[Form] = &[
    percent, schedule, matches, within, day, money, named, none, count, ledger, vague, every,
];

/// The sentences that a clause gives, with the places that they were made of.
pub(super) fn shaped(reading: &Reading<'_>, maker: &mut Maker<'_>) -> Vec<Shaped> {
    let span = maker.span;
    let mut all = Vec::new();
    for at in sentences(reading.text, false) {
        let inside = |figure: &&Figure| at.start <= figure.at.start && figure.at.end <= at.end;
        let line = Line {
            text: &reading.text[at.clone()],
            heading: reading.heading,
            figures: reading.figures.iter().filter(inside).collect(),
            from: at.start,
        };
        let months = months(&line.figures);
        maker.says_months = months.is_some();
        maker.span = months.or(span);
        maker.ages = line.figures.iter().find_map(|figure| match &figure.kind {
            Kind::Age(from, Some(to)) => Some((from.clone(), to.clone())),
            _ => None,
        });
        if let Some(sentence) = FORMS.iter().find_map(|form| form(&line, maker)) {
            all.push(Shaped { at, sentence });
        }
    }
    maker.ages = None;
    maker.span = span;
    all
}

fn percent(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let (figure, percent, bound) = match line.limited(|kind| match kind {
        Kind::Percent(percent) => Some(percent.clone()),
        _ => None,
    })? {
        Ok((figure, percent, Some(bound))) => (figure, percent, bound),
        Ok(_) => return Some(Sentence::question(vec![Note::Direction])),
        Err(question) => return Some(question),
    };
    let (_, behind) = line.around(figure);
    let of = behind
        .strip_prefix(" of ")
        .and_then(words_at_start)
        .or_else(|| line.who());
    let of = line.subject(maker, of);
    let counts = DUTY
        .find(behind)
        .and_then(|duty| words_at_start(&behind[duty.end()..]));
    let counts = counts.unwrap_or_else(|| maker.names.content.to_owned());
    let mut share = maker.share(&of, &counts, bound, &format!("{percent}%"), None);
    share.due = line.figures.iter().find_map(|figure| match figure.kind {
        Kind::Day(day) if BY.is_match(line.around(figure).0) => Some(day),
        _ => None,
    });
    Some(share)
}

fn matches(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = MATCH.captures(line.text)?;
    let a = whole_noun(&found["a"]);
    let b = whole_noun(&found["b"]);
    maker.matches(&[a, b])
}

/// A noun with what belongs to it, without its article.
fn whole_noun(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let bare = ["the ", "a ", "an ", "all ", "every ", "each "]
        .iter()
        .find_map(|article| lower.strip_prefix(article));
    bare.unwrap_or(&lower).to_owned()
}

fn schedule(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = EACH.captures(line.text)?;
    let cadence = match group(&found, "cadence")
        .or(group(&found, "ly"))?
        .to_lowercase()
        .as_str()
    {
        "week" | "weekly" => Cadence::Week,
        "month" | "monthly" => Cadence::Month,
        "quarter" | "quarterly" => Cadence::Quarter,
        "term" => Cadence::Term,
        _ => Cadence::Year,
    };
    let sends = SENDS.captures(line.text);
    let times = TIMES
        .captures(line.text)
        .and_then(|times| number(&times["n"]));
    if sends.is_none() && times.is_none() {
        return None;
    }
    if times.is_some() && sends.is_none() && (cadence == Cadence::Term || maker.span.is_none()) {
        return Some(Sentence::question(vec![Note::Period]));
    }
    let senders = line.who().unwrap_or_else(|| maker.names.sender.to_owned());
    let what = match &sends {
        Some(sends) => Some(whole_noun(&sends["what"])),
        None => DONE.captures(line.text).map(|done| done["verb"].to_owned()),
    };
    let what = line.subject(maker, what);
    let what = maker.joined(&what, "records");
    let latest = DAY_OF_MONTH
        .captures(line.text)
        .filter(|_| cadence == Cadence::Month);
    let latest = latest.and_then(|day| {
        let word = || group(&day, "word").and_then(english_number);
        let digits = group(&day, "day").or(group(&day, "nth"));
        let number = digits.and_then(|day| day.parse().ok()).or_else(word);
        number.map(|day| {
            let next = if PREVIOUS.is_match(line.text) {
                " of the next month"
            } else {
                ""
            };
            format!("day {day}{next}")
        })
    });
    let to = sends.as_ref().and_then(|sends| group(sends, "to"));
    Some(maker.owed(&Owed {
        senders: &senders,
        what: &what,
        to,
        cadence,
        at_least: times.filter(|_| latest.is_none()),
        latest,
    }))
}

fn number(text: &str) -> Option<u32> {
    let word = text.split(' ').next()?;
    word.parse().ok().or_else(|| english_number(word))
}

/// The column of the day on which something is done, named after its verb.
fn column(line: &Line<'_>, maker: &Maker<'_>) -> String {
    let verb = DONE
        .captures(line.text)
        .map(|done| done["verb"].to_lowercase());
    verb.map_or_else(|| maker.names.done.to_owned(), |verb| format!("{verb}_on"))
}

fn within(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = WITHIN.captures(line.text)?;
    let count = number(&found["n"])?;
    let who = line.who();
    let of = line.subject(maker, who);
    let column = column(line, maker);
    let unit = found["unit"].to_lowercase();
    match unit.trim_end_matches('s') {
        "day" => Some(maker.within(&of, &column, &count.to_string(), "days")),
        "week" => Some(maker.within(&of, &column, &(count * 7).to_string(), "days")),
        "month" => Some(maker.within(&of, &column, &count.to_string(), "months")),
        "year" => Some(maker.within(&of, &column, &count.to_string(), "years")),
        "working day" => Some(maker.within_working_days(&of, &column, &count.to_string())),
        // Hours ask for more than a date.
        _ => Some(Sentence::question(vec![Note::WorkingDays])),
    }
}

fn day(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    if BORN.is_match(line.text) {
        return None;
    }
    let last = line
        .figures
        .iter()
        .rfind(|figure| matches!(figure.kind, Kind::Day(_) | Kind::NoDay))?;
    let (before, _) = line.around(last);
    if !BY.is_match(before) {
        return None;
    }
    let who = line.who();
    let of = line.subject(maker, who);
    let column = column(line, maker);
    match last.kind {
        Kind::Day(day) => Some(maker.done(&of, &column, Some(day))),
        _ => Some(maker.done_by(&of, &column, &format!("last day for {of}"), &last.shown)),
    }
}

fn money(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let (amount, bound) = match line.limited(|kind| match kind {
        Kind::Money(amount) => Some(amount.clone()),
        _ => None,
    })? {
        Ok((_, amount, bound)) => (amount, bound),
        Err(question) => return Some(question),
    };
    let who = line.who();
    let of = line.subject(maker, who);
    let of = maker.joined(&of, "payments");
    let is_each = PAID_EACH.is_match(line.text);
    let Some(bound) = bound.or(is_each.then_some(Bound::Equal)) else {
        return Some(Sentence::question(vec![Note::Direction]));
    };
    if TOTAL.is_match(line.text) {
        return Some(maker.total(&of, bound, &amount));
    }
    Some(maker.amount(&of, bound, &amount))
}

fn named(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = NAMED.captures(line.text)?;
    let person = group(&found, "person")?.to_lowercase();
    let of = group(&found, "of")
        .and_then(words_at_start)
        .or_else(|| line.who());
    let of = line.subject(maker, of);
    Some(maker.named(&of, &person))
}

fn none(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = NONE.captures(line.text)?;
    let of = group(&found, "of")
        .or(group(&found, "who"))
        .and_then(words_at_end);
    let of = line.subject(maker, of);
    let bad = group(&found, "bad").or(group(&found, "what"))?;
    let bad = bad.split([',', ';']).next().unwrap_or(bad);
    let bad = bad.strip_prefix("be ").unwrap_or(bad).to_lowercase();
    Some(maker.none(&of, &bad))
}

fn count(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let (figure, (number, unit), bound) = match line.limited(|kind| match kind {
        Kind::Count(number, unit) if !is_time(unit) => Some((number.clone(), unit.clone())),
        _ => None,
    })? {
        Ok((figure, counted, Some(bound))) => (figure, counted, bound),
        Ok(_) => return None,
        Err(question) => return Some(question),
    };
    let (_, behind) = line.around(figure);
    // So many for each is no number of all.
    if PAID_EACH.is_match(line.text) {
        return Some(Sentence::question(vec![Note::Direction]));
    }
    let of = words_at_start(&format!("{unit}{behind}"));
    let of = line.subject(maker, of);
    Some(maker.count(&of, bound, &number))
}

fn is_time(unit: &str) -> bool {
    [
        "day",
        "week",
        "month",
        "year",
        "hour",
        "minute",
        "time",
        "working day",
    ]
    .contains(&unit.to_lowercase().trim_end_matches('s'))
}

fn ledger(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = LEDGER.captures(line.text)?;
    let of = group(&found, "of").and_then(words_at_start);
    let list = match &of {
        Some(of) => format!("{} of {of}", &found["list"]),
        None => found["list"].to_owned(),
    };
    let of = of.or_else(|| line.who());
    let of = line.subject(maker, of);
    Some(maker.has(&of, &list.to_lowercase()))
}

fn vague(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = VAGUE.captures(line.text)?;
    let word = found["word"].to_lowercase();
    let who = line.who();
    let of = line.subject(maker, who);
    if [
        "regularly",
        "periodically",
        "from time to time",
        "at regular intervals",
    ]
    .contains(&word.as_str())
    {
        return Some(maker.regularly(&of, &word, &word));
    }
    let column = column(line, maker);
    Some(maker.in_time(&of, &column, &word, &word))
}

fn every(line: &Line<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = EVERY.captures(line.text)?;
    let of = words_at_end(&found["of"]);
    let of = line.subject(maker, of);
    let what = words_at_start(&found["what"])?;
    Some(maker.has(&of, &what))
}
