//! Every clause of a document as items: a sentence for each piece that has the shape of one, a question for the rest, or the reason why not.

use super::figures::{Figure, Kind, figures};
use super::head::{Head, head};
use super::make::{Maker, Sentence};
use super::role::{Frame, is_unit, leading_offices, leading_unit, owner_column, owners, reason};
use super::stubs::Stubs;
use super::tables;
use super::text::{is_chinese, plain, quotable, sentences, shortened};
use super::words::{Names, Note, Reason};
use super::{Settle, chinese, english};
use crate::citations::{Document, SHORTEST, Style};
use std::collections::BTreeSet;
use std::ops::Range;

/// What an item asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    /// Of data.
    Sentence(Sentence),
    /// Of a person: what is to be done.
    Question(String),
    /// Nothing.
    NotInspected(Reason),
}

/// A cited clause, with the phrase that says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cite {
    pub(super) path: String,
    pub(super) phrase: Option<String>,
    /// All figures of the clause, at its first item.
    pub(super) figures: Vec<String>,
    /// Days of it that no calendar has.
    pub(super) impossible: Vec<String>,
}

/// An item of the draft.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) cites: Vec<Cite>,
    pub(super) owners: Vec<String>,
    /// What was taken for it that the text does not say in full.
    pub(super) notes: Vec<Note>,
    /// The rows of a table that does not stand in the sentence in full.
    pub(super) rows: Vec<String>,
    pub(super) body: Body,
    /// The section that it begins, if any.
    pub(super) section: Option<Section>,
}

/// A section of the draft.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) title: String,
    pub(super) path: String,
    pub(super) owners: Vec<String>,
}

/// All that a draft is written from.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) head: Head,
    pub(super) frame: Frame,
    pub(super) stubs: Stubs,
    pub(super) items: Vec<Item>,
    pub(super) to_settle: Vec<Settle>,
}

/// A piece of a clause that has the shape of a sentence of the language.
#[derive(Debug, Clone)]
pub(super) struct Shaped {
    /// Its place in the text of the clause.
    pub(super) at: Range<usize>,
    pub(super) sentence: Sentence,
}

/// A clause as the forms see it.
pub(super) struct Reading<'a> {
    /// Its words, plain.
    pub(super) text: &'a str,
    pub(super) figures: &'a [Figure],
    /// The heading that it stands under, as a last word for what is meant.
    pub(super) heading: &'a str,
}

/// The most characters of a title and of a quoted phrase.
const TITLE: usize = 40;
const PHRASE: usize = 30;

/// So many rows back the head of a table is looked for.
const MOST_ROWS: usize = 200;

/// So many characters, or twice as many where they are letters of words.
fn fitting(text: &str, most: usize) -> usize {
    if is_chinese(text) { most } else { 2 * most }
}
/// The most characters of a first sentence that is a heading of those after it.
const SHORT_HEADING: usize = 22;
/// The fewest characters of a sentence that is asked about by itself.
const SHORTEST_DUTY: usize = 10;

/// Makes items of all clauses.
pub(super) fn gather(document: &Document, is_chinese: bool) -> Gathered {
    let mut all = Gathered {
        head: head(document, is_chinese),
        frame: Frame::of(document),
        ..Gathered::default()
    };
    let mut ids = BTreeSet::new();
    let mut section: Option<Section> = None;
    let sections = sections(document);
    for (at, begins) in sections.into_iter().enumerate() {
        let clause = &document.clauses[at];
        let text = if clause.table {
            plain(&clause.words.replace(['\t', '\n'], "|"), is_chinese)
        } else {
            plain(&clause.words, is_chinese)
        };
        if begins {
            section = Some(section_of(document, at, is_chinese));
        }
        if document.is_heading(at) {
            continue;
        }
        let figures = figures(&text, is_chinese);
        settle(document, at, &figures, &mut all.to_settle);
        let mut items = items_of(document, at, &text, &figures, is_chinese, &mut all);
        if let Some(first) = items.first_mut().and_then(|item| item.cites.first_mut()) {
            let all = |test: fn(&Kind) -> bool| -> Vec<String> {
                let mut shown: Vec<String> = Vec::new();
                for figure in figures.iter().filter(|figure| test(&figure.kind)) {
                    if !shown.contains(&figure.shown) {
                        shown.push(figure.shown.clone());
                    }
                }
                shown
            };
            first.figures = all(|kind| *kind != Kind::NoDay);
            first.impossible = all(|kind| *kind == Kind::NoDay);
        }
        let id = id_of(document, at);
        let several = items.len() > 1;
        for (number, mut item) in items.into_iter().enumerate() {
            // The same sentence for another clause is one item with two citations; so is the same question to the same office.
            let same = |known: &&mut Item| {
                known.body == item.body
                    && (matches!(item.body, Body::Sentence(_)) || known.owners == item.owners)
            };
            if !matches!(item.body, Body::NotInspected(_))
                && let Some(known) = all.items.iter_mut().find(same)
            {
                known.cites.append(&mut item.cites);
                continue;
            }
            let own = if several {
                format!("{id}-{}", letters(number))
            } else {
                id.clone()
            };
            let mut unique = own.clone();
            let mut again = 1;
            while !ids.insert(unique.clone()) {
                again += 1;
                unique = format!("{own}-v{again}");
            }
            item.id = unique;
            item.section = section.take();
            all.items.push(item);
        }
    }
    let sentences = all.items.iter().filter_map(|item| match &item.body {
        Body::Sentence(sentence) => Some(sentence.text.as_str()),
        _ => None,
    });
    all.stubs.keep_used(&sentences.collect::<Vec<_>>());
    for setting in &mut all.stubs.settings {
        setting.to_settle = setting.kind == "date"
            && all
                .to_settle
                .iter()
                .any(|settle| setting.said.contains(&settle.day));
    }
    all
}

/// Notes the days of a clause that no calendar has.
fn settle(document: &Document, at: usize, figures: &[Figure], all: &mut Vec<Settle>) {
    let clause = &document.clauses[at];
    for figure in figures.iter().filter(|figure| figure.kind == Kind::NoDay) {
        all.push(Settle {
            line: clause.lines.0,
            clause: clause.path.clone(),
            day: figure.shown.clone(),
        });
    }
}

/// The items of one clause.
fn items_of(
    document: &Document,
    at: usize,
    text: &str,
    figures: &[Figure],
    is_chinese: bool,
    all: &mut Gathered,
) -> Vec<Item> {
    let clause = &document.clauses[at];
    let owners = owners_of(document, at, text, is_chinese);
    let item = |title: &str, phrase: Option<String>, body: Body| Item {
        id: String::new(),
        title: titled(title, clause),
        cites: vec![Cite {
            path: clause.path.clone(),
            phrase,
            figures: Vec::new(),
            impossible: Vec::new(),
        }],
        owners: owners.clone(),
        notes: Vec::new(),
        rows: Vec::new(),
        body,
        section: None,
    };
    if clause.table {
        return table_items(document, at, is_chinese, all, item);
    }
    // What stands below the head of a table of duties is a duty, short as it may be.
    let is_duty = !owners.is_empty() && text.contains('\t');
    let reason = reason(document, all.frame, at, text, !figures.is_empty());
    if let Some(reason) = reason.filter(|_| !is_duty) {
        return vec![item(text, None, Body::NotInspected(reason))];
    }
    let own = match is_duty {
        true => task_of(text, &owners),
        false => text.split_once('\n').map(|(heading, _)| heading.to_owned()),
    };
    let heading = own.or_else(|| {
        let parent = clause.parent?;
        Some(document.clauses[parent].heading())
    });
    let reading = Reading {
        text,
        figures,
        heading: heading.as_deref().unwrap_or_default(),
    };
    let mut maker = Maker {
        stubs: &mut all.stubs,
        names: Names::of(is_chinese),
        clause: &clause.path,
        span: all.head.span,
        says_months: false,
        unit: owners.first().map(String::as_str),
        ages: None,
    };
    let shaped = if is_chinese {
        chinese::shaped(&reading, &mut maker)
    } else {
        english::shaped(&reading, &mut maker)
    };
    let mut items: Vec<Item> = Vec::new();
    for one in &shaped {
        let words = &text[one.at.clone()];
        let asks = one.sentence.text.is_empty();
        let body = if asks {
            asked(words)
        } else {
            Body::Sentence(one.sentence.clone())
        };
        if items.iter().any(|known| known.body == body) {
            continue;
        }
        if asks {
            let mut question = item(words, phrase(words), body);
            question.notes.clone_from(&one.sentence.notes);
            items.push(question);
            continue;
        }
        // A list of names is cited as a whole: its words are persons.
        let mut made = if is_duty {
            item(text, phrase(words), body)
        } else if one.at == (0..text.len()) && !text.contains(['。', '.']) {
            item(reading.heading, None, body)
        } else {
            item(words, phrase(words), body)
        };
        made.notes.clone_from(&one.sentence.notes);
        items.push(made);
    }
    // What is left of the clause is asked of a person.
    let left = left(text, &shaped, is_chinese);
    if let Some(first) = left.or((items.is_empty()).then_some(0..text.len())) {
        let after_unit = leading_unit(text).map_or(0, |(_, end)| end);
        let from = if first.start < after_unit && after_unit < first.end {
            after_unit
        } else {
            first.start
        };
        let words = text[from..first.end]
            .trim()
            .trim_end_matches(['。', '；', '.', ';', '：', ':']);
        let cited = if items.is_empty() {
            None
        } else {
            phrase(words)
        };
        items.push(item(words, cited, asked(words)));
    }
    items
}

/// What a row of a table of duties is about: its first cell that is words and no office.
fn task_of(row: &str, owners: &[String]) -> Option<String> {
    let mut cells = row.split('\t').map(str::trim);
    let task = cells.find(|cell| {
        let is_office = owners.iter().any(|owner| cell.contains(owner.as_str()));
        !is_office && cell.chars().any(char::is_alphabetic)
    });
    task.map(str::to_owned)
}

/// The items of a table: one for each column of figures, or a question with the table in remarks.
fn table_items(
    document: &Document,
    at: usize,
    is_chinese: bool,
    all: &mut Gathered,
    item: impl Fn(&str, Option<String>, Body) -> Item,
) -> Vec<Item> {
    let clause = &document.clauses[at];
    // What stands before the table says what it is about.
    let before = at.checked_sub(1).map(|before| &document.clauses[before]);
    let before = before.filter(|before| !before.table);
    let caption = before.map_or(String::new(), |before| plain(&before.words, is_chinese));
    let title = match before.map(|before| before.heading()) {
        Some(heading) if !heading.is_empty() => plain(&heading, is_chinese),
        _ => clause.heading(),
    };
    let mut maker = Maker {
        stubs: &mut all.stubs,
        names: Names::of(is_chinese),
        clause: &clause.path,
        span: all.head.span,
        says_months: false,
        unit: None,
        ages: None,
    };
    let made = tables::made(&clause.words, &caption, is_chinese, &mut maker);
    let mut items: Vec<Item> = made
        .sentences
        .into_iter()
        .map(|sentence| {
            let notes = sentence.notes.clone();
            let mut item = item(&title, None, Body::Sentence(sentence));
            item.notes = notes;
            item
        })
        .collect();
    if items.is_empty() {
        let mut question = item(&title, None, asked(&title));
        question.notes.push(Note::Table);
        items.push(question);
    }
    if let Some(first) = items.first_mut() {
        first.rows = made.remarks;
    }
    items
}

/// What is asked of a person.
fn asked(words: &str) -> Body {
    let words = words.replace('\t', " ");
    Body::Question(quotable(&shortened(&words, fitting(&words, 2 * TITLE))))
}

/// The first sentence, long enough to say something and no heading, of which nothing was made.
fn left(text: &str, shaped: &[Shaped], is_chinese: bool) -> Option<Range<usize>> {
    let all = sentences(text, is_chinese);
    let count = all.len();
    let mut free = all.into_iter().enumerate().filter(|(number, sentence)| {
        let is_heading = text[sentence.end..].starts_with('\n')
            || *number == 0 && count > 1 && text[sentence.clone()].chars().count() <= SHORT_HEADING;
        let is_free = shaped
            .iter()
            .all(|one| one.at.end <= sentence.start || sentence.end <= one.at.start);
        is_free && !is_heading && text[sentence.clone()].chars().count() >= SHORTEST_DUTY
    });
    free.next().map(|(_, sentence)| sentence)
}

/// Its title: the beginning of its words; that of the clause where they are marks alone.
fn titled(words: &str, clause: &crate::citations::Clause) -> String {
    let line = words.trim().lines().next().unwrap_or_default();
    let line = &line.replace('\t', " ");
    let title = quotable(&shortened(line, fitting(line, TITLE)));
    let title = title
        .trim_matches(['-', '—', '：', '；', '。', ';', '.', ' '])
        .to_owned();
    if title.is_empty() {
        clause.path.clone()
    } else {
        title
    }
}

/// A phrase of a piece that can be quoted: its longest stretch without quotes, as far as it fits.
fn phrase(words: &str) -> Option<String> {
    let marks = [
        '"', '“', '”', '‘', '’', '「', '」', '『', '』', '…', '\'', '\n', '\t', '.',
    ];
    let parts = words.split(marks).map(str::trim);
    let longest = parts.max_by_key(|part| part.chars().count())?;
    let cut: String = longest.chars().take(fitting(longest, PHRASE)).collect();
    // In a language with spaces words stay whole.
    let cut = match cut.rfind(' ') {
        Some(at) if cut.len() < longest.len() && cut.is_ascii() => &cut[..at],
        _ => &cut,
    };
    let cut = cut.trim();
    let letters = cut.chars().filter(|c| !c.is_whitespace()).count();
    (letters >= SHORTEST).then(|| cut.to_owned())
}

/// The offices that the clause names as responsible, or whose row of a table it is or stands in.
fn owners_of(document: &Document, at: usize, text: &str, is_chinese: bool) -> Vec<String> {
    if let Some((unit, _)) = leading_unit(text) {
        return vec![unit];
    }
    let named = leading_offices(text);
    if !named.is_empty() {
        return named;
    }
    let mut here = Some(at);
    for _ in 0..2 {
        let Some(row) = here else { break };
        let in_row = owners_in_row(document, row, is_chinese);
        if !in_row.is_empty() {
            return in_row;
        }
        here = document.clauses[row].parent;
    }
    let Some(parent) = document.clauses[at].parent else {
        return Vec::new();
    };
    let row: String = document.clauses[parent]
        .words
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if is_unit(&row) {
        vec![quotable(&row)]
    } else {
        Vec::new()
    }
}

/// The offices of a row of a table of duties: in the column that its head says, else the first cell where that is one.
fn owners_in_row(document: &Document, at: usize, is_chinese: bool) -> Vec<String> {
    let clause = &document.clauses[at];
    if clause.marker.style != Style::Paragraph || clause.table {
        return Vec::new();
    }
    let words = &clause.words;
    let cells: Vec<&str> = words.split('\t').collect();
    // The head stands before the rows, which are further paragraphs of the same clause.
    let mut before = document.clauses[..at].iter().rev();
    let head = before
        .by_ref()
        .take_while(|other| other.marker.style == Style::Paragraph || other.parent != clause.parent)
        .take(MOST_ROWS)
        .filter(|other| other.parent == clause.parent && other.words.contains('\t'))
        .find_map(|other| owner_column(&other.words));
    // The first row after a heading belongs to that.
    let above = clause.parent.map(|parent| &document.clauses[parent].words);
    let above = above.and_then(|words| words.lines().rfind(|line| line.contains('\t')));
    let head = head.or_else(|| above.and_then(owner_column));
    let cell = match head {
        Some(column) => cells.get(column).copied(),
        None if cells.len() > 1 => cells.first().copied(),
        None => None,
    };
    let cell = plain(cell.unwrap_or_default(), is_chinese);
    let units = cell
        .split(['、', '，', '；', ',', ';'])
        .map(|unit| quotable(unit.trim()));
    let units: Vec<String> = units.filter(|unit| !unit.is_empty()).collect();
    let fits = head.is_some() && cells.len() > 1 || units.iter().all(|unit| is_unit(unit));
    if fits { units } else { Vec::new() }
}

/// Which clauses begin a section: those at the top, and those in them where one of them holds clauses itself. Attachments do not count as a level.
fn sections(document: &Document) -> Vec<bool> {
    let is_container = |at: usize| document.clauses[at].marker.style == Style::Attachment;
    // A table belongs to the clause that it stands in.
    let holds = |at: usize| {
        document
            .children(Some(at))
            .any(|child| !document.clauses[child].table)
    };
    let is_top = |at: usize| document.clauses[at].parent.is_none_or(is_container);
    let numbered = |at: usize| document.clauses[at].marker.style != Style::Paragraph;
    let count = document.clauses.len();
    (0..count)
        .map(|at| {
            if is_top(at) {
                return numbered(at) || holds(at);
            }
            let parent = document.clauses[at]
                .parent
                .filter(|parent| is_top(*parent) && !is_container(*parent));
            let splits = |parent: usize| document.children(Some(parent)).any(holds);
            parent.is_some_and(splits) && (numbered(at) || holds(at))
        })
        .collect()
}

fn section_of(document: &Document, at: usize, is_chinese: bool) -> Section {
    let clause = &document.clauses[at];
    let heading = quotable(&plain(&clause.heading(), is_chinese));
    Section {
        title: if heading.is_empty() {
            clause.path.clone()
        } else {
            heading
        },
        path: clause.path.clone(),
        owners: section_owners(document, at, is_chinese),
    }
}

/// The owners that a clause, a line below it or the clause around it names.
fn section_owners(document: &Document, at: usize, is_chinese: bool) -> Vec<String> {
    let mut here = Some(at);
    while let Some(clause) = here {
        let lines = document
            .children(Some(clause))
            .filter(|child| document.clauses[*child].marker.style == Style::Paragraph);
        let mut all = Vec::new();
        for clause in std::iter::once(clause).chain(lines) {
            for owner in owners(&plain(&document.clauses[clause].words, is_chinese)) {
                if !all.contains(&owner) {
                    all.push(owner);
                }
            }
        }
        if !all.is_empty() {
            return all;
        }
        here = document.clauses[clause].parent;
    }
    Vec::new()
}

/// An id for the items of a clause, of its numbers: `c3-1-2`.
fn id_of(document: &Document, at: usize) -> String {
    let mut parts = Vec::new();
    let mut here = Some(at);
    while let Some(at) = here {
        let clause = &document.clauses[at];
        let number = clause.marker.ordinal;
        let mut part = match clause.marker.style {
            Style::Attachment => format!("annex{number}"),
            Style::Paragraph => format!("p{number}"),
            _ => number.to_string(),
        };
        if clause.repeated > 0 {
            part.push_str(&format!("r{}", clause.repeated));
        }
        parts.push(part);
        here = clause.parent;
    }
    parts.reverse();
    format!("c{}", parts.join("-"))
}

/// a, b … z, aa, ab …
fn letters(number: usize) -> String {
    let last = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    match number / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letters(more - 1)),
    }
}
