//! What a document says about itself: title, number, issuer, day, and from when it is in force.

use super::figures::{Figure, Kind, figures};
use super::patterns::{Pattern, pattern};
use super::role::is_unit;
use super::text::{plain, quotable};
use crate::citations::{Document, Style};
use crate::types::Date;
use std::sync::LazyLock;

/// What was found; nothing is made up.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) number: Option<String>,
    pub(super) issuer: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) in_force: Option<Date>,
    pub(super) until: Option<Date>,
    /// The first and last day of the year that the document speaks of most.
    pub(super) span: Option<(Date, Date)>,
}

/// Words that the title of such a document ends in.
const KINDS: [&str; 14] = [
    "方案", "通知", "办法", "规定", "意见", "计划", "细则", "条例", "规划", "要点", "制度", "规则",
    "纲要", "决定",
];

static NUMBER: Pattern = LazyLock::new(|| {
    pattern(r"^[\p{Han}A-Za-z]{2,}[〔\[（(]\d{4}[〕\]）)]\s?第?\d+号$|^(?:No\.|Number:?)\s?(\S+)$")
});
static ENGLISH_NUMBER: Pattern =
    LazyLock::new(|| pattern(r"(?i),?\s?\b(?:no\.|number:?)\s?(\S*\d\S*)"));
static IN_FORCE: Pattern = LazyLock::new(|| {
    pattern(
        r"自(?P<day>[\d年月日]+)起(?:施行|实施|执行|生效)|(?i)(?:enters?|comes?|shall enter|shall come) into (?:force|effect) on (?P<on>[\w ,]+)",
    )
});
static UNTIL: Pattern = LazyLock::new(|| {
    pattern(
        r"有效期(?:限)?(?:截)?(?:至|到)(?P<day>[\d年月日]+)|起?(?:施行|实施|执行)[，、]?至(?P<to>[\d年月日]+)(?:止|废止|失效)?|(?i)(?:remains? in force until|in force until|expires? on|ceases? to (?:apply|have effect) on) (?P<on>[\w ,]+)",
    )
});
static TITLED: Pattern = LazyLock::new(|| pattern(r"印发《(?P<title>[^》]+)》"));

/// Reads what a document says about itself.
pub(super) fn head(document: &Document, chinese: bool) -> Head {
    let mut words = plain_words(&document.title);
    words.extend(front(document));
    let mut head = Head {
        title: (!document.title.is_empty()).then(|| {
            // The number of the document stands below its title and is no part of it.
            let words: Vec<&str> = document
                .title
                .split_whitespace()
                .filter(|word| !NUMBER.is_match(word))
                .collect();
            quotable(&plain(&words.join(" "), chinese))
        }),
        ..Head::default()
    };
    for (at, word) in words.iter().enumerate() {
        if head.number.is_none() && NUMBER.is_match(word) {
            head.number = Some(quotable(word));
        }
        let letterhead = word
            .strip_suffix("文件")
            .filter(|_| word.chars().count() < 40);
        if let (None, Some(office)) = (&head.issuer, letterhead) {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            let before =
                before.filter(|before| office.chars().count() < 6 && !before.ends_with('：'));
            head.issuer = Some(quotable(&format!(
                "{}{office}",
                before.map_or("", String::as_str)
            )));
        }
    }
    if head.title.is_none() {
        let joined = words.concat();
        let titled = TITLED
            .captures(&joined)
            .and_then(|found| found.name("title"));
        let titled = titled.map(|title| title.as_str().to_owned());
        let line = || {
            words
                .iter()
                .find(|word| {
                    KINDS.iter().any(|kind| word.ends_with(kind)) && word.chars().count() > 4
                })
                .cloned()
        };
        head.title = titled.or_else(line).map(|title| quotable(&title));
    }
    if !chinese {
        english_number(&mut head);
    }
    days(document, chinese, &mut head);
    if head.issuer.is_none() {
        // The signature: the office in the last lines.
        let last = document.clauses.iter().rev().take(2);
        let last = last.filter(|clause| !clause.words.contains('\t'));
        let words = last.flat_map(|clause| plain_words(&clause.words).into_iter().rev());
        let mut offices = words.filter(|word| is_unit(word) && word.chars().count() > 3);
        head.issuer = offices.next().map(|office| quotable(&office));
    }
    head
}

/// Takes the number of a document out of its title.
fn english_number(head: &mut Head) {
    let Some(title) = &head.title else { return };
    let Some(found) = ENGLISH_NUMBER.captures(title) else {
        return;
    };
    let number = found.get(1).map(|number| quotable(number.as_str()));
    let rest = ENGLISH_NUMBER.replace(title, "").trim().to_owned();
    head.number = head.number.take().or(number);
    if !rest.is_empty() {
        head.title = Some(rest);
    }
}

/// The words between blanks before the first numbered clause; letters that were set apart are joined.
fn front(document: &Document) -> Vec<String> {
    let front = document
        .clauses
        .iter()
        .take_while(|clause| clause.marker.style == Style::Paragraph)
        .filter(|clause| !clause.words.contains('。'));
    let mut words: Vec<String> = Vec::new();
    let mut single = false;
    for clause in front {
        for word in plain_words(&clause.words) {
            let is_single = word.chars().count() == 1;
            match words.last_mut() {
                Some(last) if single && is_single => last.push_str(&word),
                _ => words.push(word),
            }
            single = is_single;
        }
    }
    words
}

fn plain_words(words: &str) -> Vec<String> {
    let split = words
        .split(char::is_whitespace)
        .filter(|word| !word.is_empty());
    split.map(|word| plain(word, true)).collect()
}

fn days(document: &Document, chinese: bool, head: &mut Head) {
    let mut all: Vec<Date> = Vec::new();
    for clause in &document.clauses {
        let is_row = clause.table || clause.words.contains('\t');
        let text = plain(&clause.words, chinese);
        let found_all = figures(&text, chinese);
        let found = found_all.iter();
        let days: Vec<(Date, &Figure)> = found
            .filter_map(|figure| match figure.kind {
                Kind::Day(day) => Some((day, figure)),
                _ => None,
            })
            .collect();
        let ends_in_a_day = days.last().filter(|(_, figure)| {
            let rest = text[figure.at.end..].trim();
            matches!(rest, "" | "印发" | "发布" | "公布" | "." | "）")
        });
        // The day under a letter, or that of printing.
        let is_plain = !text.contains(['。', '，']) && clause.marker.style == Style::Paragraph;
        if let (None, true, Some((day, _))) = (head.date, is_plain && !is_row, ends_in_a_day) {
            head.date = Some(*day);
        }
        if let Some(found) = IN_FORCE.find(&text)
            && let Some((day, _)) = days
                .iter()
                .find(|(_, figure)| found.range().contains(&figure.at.start))
        {
            head.in_force = Some(*day);
        }
        if let Some(found) = UNTIL.find(&text)
            && let Some((day, _)) = days
                .iter()
                .find(|(_, figure)| found.range().contains(&figure.at.start))
        {
            head.until = Some(*day);
        }
        all.extend(days.iter().map(|(day, _)| *day));
        // A stretch that the text gives by its months widens that of its days.
        for figure in &found_all {
            if let Kind::Months(from, to) = figure.kind {
                all.extend([from, to]);
            }
        }
    }
    head.span = span(&all);
}

/// The first and last of the days: all of them where they lie within two years, else those of the year that most of them lie in.
fn span(days: &[Date]) -> Option<(Date, Date)> {
    let long_enough = |first: Date, last: Date| {
        (first.plus_months(1).is_some_and(|next| next <= last)).then_some((first, last))
    };
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    if first.plus_months(24).is_some_and(|end| last < end) {
        return long_enough(first, last);
    }
    let year = |day: &Date| day.parts().0;
    let most = days.iter().map(year).max_by_key(|y| {
        let count = days.iter().filter(|day| year(day) == *y).count();
        (count, -*y)
    })?;
    let in_year = || days.iter().copied().filter(|day| year(day) == most);
    long_enough(in_year().min()?, in_year().max()?)
}
