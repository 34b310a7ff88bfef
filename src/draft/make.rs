//! Sentences of the language, made for what a piece of text says, with the declarations that they need.
//!
//! They are written in the English vocabulary; the formatter puts the whole draft into the other one.

use super::stubs::{LONGEST_NAME, Stubs, bracketed, name};
use super::text::is_han;
use super::words::{Names, Note};
use crate::types::Date;

/// A sentence of an item, with its deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Without any it is a question: what the text means is not plain.
    pub(super) text: String,
    pub(super) due: Option<Date>,
    /// What was taken for it that the text does not say in full.
    pub(super) notes: Vec<Note>,
}

impl Sentence {
    /// What is asked of a person, since the text leaves its meaning open.
    pub(super) fn question(notes: Vec<Note>) -> Self {
        Self {
            text: String::new(),
            due: None,
            notes,
        }
    }
}

/// How often something is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cadence {
    Week,
    Month,
    Quarter,
    Term,
    Year,
}

impl Cadence {
    fn words(self) -> &'static str {
        match self {
            Self::Week => "each week",
            Self::Month => "each month",
            Self::Quarter => "each quarter",
            Self::Term => "each term",
            Self::Year => "each year",
        }
    }
}

/// A comparison with a limit that belongs to the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    Equal,
}

impl Bound {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
            Self::MoreThan => "more than",
            Self::LessThan => "less than",
            Self::Equal => "equal to",
        }
    }
}

/// A delivery that is owed again and again.
#[derive(Debug)]
pub(super) struct Owed<'a> {
    pub(super) senders: &'a str,
    pub(super) what: &'a str,
    pub(super) to: Option<&'a str>,
    pub(super) cadence: Cadence,
    /// `day 18`, `Thursday`.
    pub(super) latest: Option<String>,
    /// How many in each period, where the text says so.
    pub(super) at_least: Option<u32>,
}

/// The months of some days; a year or quarter counts when it begins in them, so it is taken whole.
fn during(cadence: Cadence, from: Date, to: Date) -> String {
    let ((first, begin, _), (last, end, _)) = (from.parts(), to.parts());
    let (begin, end) = match cadence {
        Cadence::Year => (1, 12),
        Cadence::Quarter => ((begin - 1) / 3 * 3 + 1, end),
        _ => (begin, end),
    };
    format!("from {first:04}-{begin:02} to {last:04}-{end:02}")
}

/// Makes sentences for one clause.
pub(super) struct Maker<'a> {
    pub(super) stubs: &'a mut Stubs,
    pub(super) names: &'static Names,
    /// The path of the clause.
    pub(super) clause: &'a str,
    /// The first and last day that the document speaks of.
    pub(super) span: Option<(Date, Date)>,
    /// Whether the sentence itself says for which months.
    pub(super) says_months: bool,
    /// The office that the clause is addressed to.
    pub(super) unit: Option<&'a str>,
    /// The ages that the sentence limits its persons to.
    pub(super) ages: Option<(String, String)>,
}

impl Maker<'_> {
    pub(super) fn plain(text: String) -> Sentence {
        Sentence {
            text,
            due: None,
            notes: Vec::new(),
        }
    }

    /// A name joined to another word, as the language of the document joins them.
    pub(super) fn joined(&self, text: &str, behind: &str) -> String {
        let gap = if text.contains(is_han) || behind.contains(is_han) {
            ""
        } else {
            "_"
        };
        if text.ends_with(behind) {
            return text.to_owned();
        }
        // What is behind stays whole: a long name loses its beginning.
        let most = LONGEST_NAME.saturating_sub(behind.chars().count());
        let length = text.chars().count();
        let skipped = if gap.is_empty() {
            length.saturating_sub(most)
        } else {
            0
        };
        let kept: String = text.chars().skip(skipped).collect();
        format!("{kept}{gap}{behind}")
    }

    /// The dataset of the rows that are judged.
    pub(super) fn rows(&mut self, text: &str) -> String {
        self.stubs.dataset(text, self.names.id)
    }

    /// The dataset as the subject of a sentence, with the ages that the text limits it to.
    fn subject(&mut self, dataset: &str) -> String {
        match self.ages.clone() {
            Some((from, to)) => {
                let age = self.stubs.column(dataset, self.names.age, "integer");
                format!("{} where {age} from {from} to {to}", bracketed(dataset))
            }
            None => bracketed(dataset),
        }
    }

    /// The same, for one row of the dataset.
    fn each(&mut self, dataset: &str) -> String {
        let one = self.stubs.one_of(dataset);
        let subject = self.subject(dataset);
        let limited = subject.strip_prefix(&bracketed(dataset));
        limited.map_or(subject.clone(), |limited| format!("{one}{limited}"))
    }

    /// `A matches B, C`: lists that say the same.
    pub(super) fn matches(&mut self, lists: &[String]) -> Option<Sentence> {
        let mut known: Vec<String> = Vec::new();
        for list in lists {
            let list = name(list);
            if !list.is_empty() && !known.contains(&list) {
                known.push(list);
            }
        }
        if known.len() < 2 {
            return None;
        }
        let mut all = Vec::new();
        let content = self.names.content;
        for list in &known {
            let dataset = self.rows(list);
            self.stubs.column(&dataset, content, "text");
            all.push(dataset);
        }
        let (first, others) = all.split_first()?;
        let key = self.stubs.key_of(first);
        let others: Vec<String> = others.iter().map(|other| bracketed(other)).collect();
        let text = format!(
            "{} matches {} by {key} comparing {}",
            bracketed(first),
            others.join(", "),
            bracketed(&name(content))
        );
        Some(Self::plain(text))
    }

    /// A share that reaches a limit; the limit is a percentage or a setting.
    pub(super) fn share(
        &mut self,
        of: &str,
        counts: &str,
        bound: Bound,
        limit: &str,
        group: Option<&str>,
    ) -> Sentence {
        let dataset = self.rows(of);
        let column = self.stubs.column(&dataset, counts, "yes or no");
        let subject = self.subject(&dataset);
        let group =
            group.map(|group| format!(" per {}", self.stubs.column(&dataset, group, "text")));
        let text = format!(
            "{} {limit} of {subject}{} must be {column} = {}",
            bound.words(),
            group.unwrap_or_default(),
            self.names.yes
        );
        Self::plain(text)
    }

    /// A figure that is not to get worse from one period to the next.
    pub(super) fn compared(&mut self, of: &str, bound: Bound) -> Sentence {
        let dataset = self.rows(of);
        let before = self.stubs.column(&dataset, self.names.before, "number");
        let after = self.stubs.column(&dataset, self.names.after, "number");
        Self::plain(format!(
            "every {} must have {after} {} {before}",
            self.stubs.one_of(&dataset),
            bound.words()
        ))
    }

    /// A figure that goes the wrong way period after period.
    pub(super) fn in_a_row(
        &mut self,
        of: &str,
        word: &str,
        said: &str,
        count: Option<u32>,
    ) -> Sentence {
        let dataset = self.rows(of);
        let column = self.stubs.column(&dataset, self.names.in_a_row, "integer");
        let clause = self.clause;
        let setting = match count {
            Some(count) => count.to_string(),
            None => self
                .stubs
                .setting(word, "number, smaller is stricter", said, clause),
        };
        Self::plain(format!(
            "no {} where {column} >= {setting}",
            self.stubs.one_of(&dataset)
        ))
    }

    /// Something delivered again and again.
    pub(super) fn owed(&mut self, owed: &Owed<'_>) -> Sentence {
        let names = self.names;
        let senders = self.rows(owed.senders);
        let mut what = name(owed.what);
        let reference = format!("reference to {}", bracketed(&senders));
        let role = format!("sender {}", bracketed(names.sender));
        // Deliveries of other senders are another list.
        if what == senders
            || self.stubs.has_lines(&what) && !self.stubs.has_line(&what, &role)
            || self.stubs.datasets.iter().any(|dataset| {
                dataset.name == what
                    && dataset
                        .columns
                        .iter()
                        .any(|(column, kind)| column == names.sender && *kind != reference)
            })
        {
            what = name(&self.joined(&self.joined(&senders, owed.what), names.sent));
        }
        let what = self.stubs.dataset(&what, names.id);
        let Some((from, to)) = self.span.filter(|_| owed.cadence != Cadence::Term) else {
            // Nothing says from when to when: a list of what was owed says it.
            let due = self.stubs.column(&what, names.owed, "date");
            let sent = self.stubs.column(&what, names.sent, "date");
            return Self::plain(format!(
                "every {} must have {sent} is on or before {due}",
                self.stubs.one_of(&what)
            ));
        };
        for (column, kind, word) in [
            (names.sender, reference.as_str(), "sender"),
            (names.recipient, "text", "recipient"),
            (names.period, "text", "period"),
            (names.sent, "date", "submitted on"),
        ] {
            let column = self.stubs.column(&what, column, kind);
            self.stubs.line(&what, format!("{word} {column}"));
        }
        let during = during(owed.cadence, from, to);
        let cadence = owed.cadence.words();
        let assumed = match self.says_months {
            true => Vec::new(),
            false => vec![Note::Months],
        };
        if let Some(count) = owed.at_least {
            let text = format!(
                "every {} must have at least {count} {} {cadence} {during}",
                self.stubs.one_of(&senders),
                bracketed(&what)
            );
            return Sentence {
                notes: assumed,
                ..Self::plain(text)
            };
        }
        let to = owed
            .to
            .map(|to| format!(" to \"{}\"", super::text::quotable(to)));
        let latest = owed
            .latest
            .as_ref()
            .map(|day| format!(" no later than {day}"));
        let mut notes = assumed;
        let is_next = |day: &String| day.ends_with("next month");
        if owed.latest.as_ref().is_some_and(is_next) {
            notes.push(Note::NextMonth);
        }
        let text = format!(
            "every {} must submit {}{} {cadence} {during}{}",
            self.stubs.one_of(&senders),
            bracketed(&what),
            to.unwrap_or_default(),
            latest.unwrap_or_default()
        );
        Sentence {
            notes,
            ..Self::plain(text)
        }
    }

    /// A person is named.
    pub(super) fn named(&mut self, of: &str, person: &str) -> Sentence {
        let dataset = self.rows(of);
        let column = self.stubs.column(&dataset, person, "person name");
        let subject = self.each(&dataset);
        Self::plain(format!("every {subject} must have a named {column}"))
    }

    /// Something must not be.
    pub(super) fn none(&mut self, of: &str, bad: &str) -> Sentence {
        let dataset = self.rows(of);
        let column = self.stubs.column(&dataset, bad, "yes or no");
        let yes = self.names.yes;
        let condition = match self.ages.clone() {
            Some(_) => format!("{} and {column} = {yes}", self.each(&dataset)),
            None => format!("{} where {column} = {yes}", self.each(&dataset)),
        };
        Self::plain(format!("no {condition}"))
    }

    /// Every row has one in another list.
    pub(super) fn has(&mut self, of: &str, list: &str) -> Sentence {
        self.has_so_many(of, list, None)
    }

    /// Every row has at least so many in another list.
    pub(super) fn has_so_many(&mut self, of: &str, list: &str, count: Option<&str>) -> Sentence {
        let dataset = self.rows(of);
        let mut other = name(list);
        if other == dataset {
            other = name(&self.joined(list, self.names.content));
        }
        let is_new = !self.stubs.datasets.iter().any(|known| known.name == other);
        let other = self.rows(&other);
        if count.is_some() && is_new {
            self.stubs.without_key(&other);
        }
        let key = self.stubs.key_of(&dataset);
        let subject = self.each(&dataset);
        let how_many = count.map_or("a".to_owned(), |count| format!("at least {count}"));
        Self::plain(format!(
            "every {subject} must have {how_many} {} by {key}",
            bracketed(&other)
        ))
    }

    /// Done, and by a day where there is one.
    pub(super) fn done(&mut self, of: &str, column: &str, due: Option<Date>) -> Sentence {
        let dataset = self.rows(of);
        let column = self.stubs.column(&dataset, column, "date");
        let subject = self.each(&dataset);
        Sentence {
            text: format!("every {subject} must have {column} given"),
            due,
            notes: Vec::new(),
        }
    }

    /// Done by a day that the text does not give in full.
    pub(super) fn done_by(
        &mut self,
        of: &str,
        column: &str,
        setting: &str,
        said: &str,
    ) -> Sentence {
        let dataset = self.rows(of);
        let column = self.stubs.column(&dataset, column, "date");
        let clause = self.clause;
        let setting = self.stubs.setting(setting, "date", said, clause);
        Self::plain(format!(
            "every {} must have {column} is on or before {setting}",
            self.stubs.one_of(&dataset)
        ))
    }

    /// Done within a stretch of time; `unit` is days or months.
    pub(super) fn within(&mut self, of: &str, column: &str, number: &str, unit: &str) -> Sentence {
        let dataset = self.rows(of);
        let column = self.stubs.column(&dataset, column, "date");
        let began = self.stubs.column(&dataset, self.names.began, "date");
        let subject = self.each(&dataset);
        Self::plain(format!(
            "every {subject} must have {column} is no later than {number} {unit} after {began}"
        ))
    }

    /// Done within some working days; a question where the text does not say which years the calendar has to cover.
    pub(super) fn within_working_days(&mut self, of: &str, column: &str, number: &str) -> Sentence {
        let Some((from, to)) = self.span else {
            return Sentence::question(vec![Note::WorkingDays]);
        };
        self.stubs.calendar(from, to, self.clause);
        Sentence {
            notes: vec![Note::Calendar],
            ..self.within(of, column, number, "working days")
        }
    }

    /// Done in good time, whatever that is.
    pub(super) fn in_time(&mut self, of: &str, column: &str, word: &str, said: &str) -> Sentence {
        let dataset = self.rows(of);
        let column = self.stubs.column(&dataset, column, "date");
        let began = self.stubs.column(&dataset, self.names.began, "date");
        let clause = self.clause;
        let setting = self
            .stubs
            .setting(word, "days, smaller is stricter", said, clause);
        let subject = self.each(&dataset);
        Self::plain(format!(
            "every {subject} must have {column} is no later than {setting} days after {began}"
        ))
    }

    /// Done again and again, at intervals that the text does not give.
    pub(super) fn regularly(&mut self, of: &str, word: &str, said: &str) -> Sentence {
        let dataset = self.rows(of);
        let now = self.stubs.column(&dataset, self.names.this_time, "date");
        let previous = self.stubs.column(&dataset, self.names.previous, "date");
        let clause = self.clause;
        let setting = self
            .stubs
            .setting(word, "days, smaller is stricter", said, clause);
        Self::plain(format!(
            "every {} must have {now} is no later than {setting} days after {previous}",
            self.stubs.one_of(&dataset)
        ))
    }

    /// An amount paid to each.
    pub(super) fn amount(&mut self, of: &str, bound: Bound, yuan: &str) -> Sentence {
        let dataset = self.rows(of);
        let amount = self.stubs.column(&dataset, self.names.amount, "money");
        let subject = self.each(&dataset);
        Self::plain(format!(
            "every {subject} must have {amount} {} {yuan} yuan",
            bound.words()
        ))
    }

    /// A number of each that has a limit; `kind` is number or percent.
    pub(super) fn limit(
        &mut self,
        of: &str,
        column: &str,
        kind: &str,
        bound: Bound,
        limit: &str,
    ) -> Sentence {
        let dataset = self.rows(of);
        let column = self.stubs.column(&dataset, column, kind);
        let subject = self.each(&dataset);
        Self::plain(format!(
            "every {subject} must have {column} {} {limit}",
            bound.words()
        ))
    }

    /// An amount altogether.
    pub(super) fn total(&mut self, of: &str, bound: Bound, yuan: &str) -> Sentence {
        let dataset = self.rows(of);
        let amount = self.stubs.column(&dataset, self.names.amount, "money");
        Self::plain(format!(
            "total of {}.{amount} must be {} {yuan} yuan",
            bracketed(&dataset),
            bound.words()
        ))
    }

    /// So many rows.
    pub(super) fn count(&mut self, of: &str, bound: Bound, number: &str) -> Sentence {
        let dataset = self.rows(of);
        let subject = self.subject(&dataset);
        Self::plain(format!(
            "count of {subject} must be {} {number}",
            bound.words()
        ))
    }

    /// A document with every part.
    pub(super) fn parts(&mut self, of: &str, parts: &[String]) -> Sentence {
        let dataset = self.rows(of);
        let key = self.stubs.key_of(&dataset);
        let parts_of = self.joined(&dataset, self.names.heading);
        let sections = self.rows(&parts_of);
        self.stubs.without_key(&sections);
        let heading = self.stubs.column(&sections, self.names.heading, "text");
        self.stubs.line(&sections, format!("key {key}, {heading}"));
        self.stubs.line(&sections, format!("kind {heading}"));
        let parts: Vec<String> = parts
            .iter()
            .map(|part| format!("\"{}\"", super::text::quotable(part)))
            .collect();
        Self::plain(format!(
            "every {} must have each of {} in {} by {key}",
            self.stubs.one_of(&dataset),
            parts.join(", "),
            bracketed(&sections)
        ))
    }
}
