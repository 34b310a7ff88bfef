//! Every clause of every pinned source: covered by items, and by which kind; not inspectable, with the reason; or uncovered.

use super::through::{Via, id_of, unused};
use crate::citations::{LockedClause, Pin, touched, whose_paragraph};
use crate::model::{Item, Model, SourceDocument};
use crate::types::Language;
use serde::Serialize;
use std::collections::BTreeMap;

/// What became of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// An item judges it from data.
    Machine,
    /// An item judges it from data and by a person's answer.
    Hybrid,
    /// People answer on a sample.
    Sample,
    /// A person answers.
    Person,
    /// An item says why it cannot be inspected.
    NotInspectable,
    /// No item cites it.
    Uncovered,
    /// Its own words are a heading and nothing more: what it asks stands in the clauses below it.
    Heading,
}

impl How {
    /// The word for readers.
    #[must_use]
    pub fn words(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::Machine => ("machine", "由数据判断"),
            Self::Hybrid => ("hybrid", "数据与人工"),
            Self::Sample => ("sample", "抽样由人答复"),
            Self::Person => ("person", "由人答复"),
            Self::NotInspectable => ("not inspectable", "不可检查"),
            Self::Uncovered => ("uncovered", "未覆盖"),
            Self::Heading => ("heading", "标题"),
        };
        language.pick(en, zh)
    }

    fn of_kind(kind: &str) -> Self {
        match kind {
            "hybrid" => Self::Hybrid,
            "sample" => Self::Sample,
            "person" => Self::Person,
            "not_inspectable" => Self::NotInspectable,
            _ => Self::Machine,
        }
    }
}

/// An item that rests on a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoveringItem {
    /// `checklist/item`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it makes of the clause.
    pub how: How,
    /// The table or exception that cites the clause for it; `None` where it does so itself.
    pub through: Option<Via>,
}

/// A sentence of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// Whether a quoted phrase stands in it.
    pub quoted: bool,
}

/// A clause and what covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoveredClause {
    /// The source's name.
    pub source: String,
    /// The clause's path.
    pub path: String,
    /// The headings that it stands under, in one line; `None` without the document.
    pub heading: Option<String>,
    /// First and last line of its own words: `18-20`.
    pub lines: String,
    /// What became of it: the firmest of its items.
    pub how: How,
    /// The items that cite it, themselves or through a declaration that they use.
    pub items: Vec<CoveringItem>,
    /// Tables and exceptions that cite it and that no item uses: they cover nothing.
    pub unused: Vec<Via>,
    /// Why it cannot be inspected, where an item says so.
    pub reason: Option<String>,
    /// Its sentences; `None` without the document.
    pub sentences: Option<Vec<Sentence>>,
    /// How deep it stands, 0 for the top.
    pub depth: usize,
}

/// How many clauses there are of each kind; headings are not among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// All clauses but headings.
    pub clauses: usize,
    /// Judged from data.
    pub machine: usize,
    /// Judged from data and by a person.
    pub hybrid: usize,
    /// Answered on a sample.
    pub sample: usize,
    /// Answered by a person.
    pub person: usize,
    /// Marked as not inspectable.
    pub not_inspectable: usize,
    /// Cited by no item.
    pub uncovered: usize,
}

impl Counted {
    fn add(&mut self, how: How) {
        let count = match how {
            How::Machine => &mut self.machine,
            How::Hybrid => &mut self.hybrid,
            How::Sample => &mut self.sample,
            How::Person => &mut self.person,
            How::NotInspectable => &mut self.not_inspectable,
            How::Uncovered => &mut self.uncovered,
            How::Heading => return,
        };
        *count += 1;
        self.clauses += 1;
    }

    /// How many are of a kind; none are headings.
    #[must_use]
    pub fn of(&self, how: How) -> usize {
        match how {
            How::Machine => self.machine,
            How::Hybrid => self.hybrid,
            How::Sample => self.sample,
            How::Person => self.person,
            How::NotInspectable => self.not_inspectable,
            How::Uncovered => self.uncovered,
            How::Heading => 0,
        }
    }

    /// The clauses that are accounted for: covered, or marked as not inspectable.
    #[must_use]
    pub fn accounted(&self) -> usize {
        self.clauses - self.uncovered
    }
}

/// A section of a document: a clause at the top with all that stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The source's name.
    pub source: String,
    /// The path of the clause.
    pub path: String,
    /// Its heading; `None` without the document.
    pub heading: Option<String>,
    /// Its clauses.
    #[serde(flatten)]
    pub counted: Counted,
}

/// A source and its clauses, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceCoverage {
    /// Its name.
    pub source: String,
    /// Its title.
    pub title: String,
    /// Its document number.
    pub number: Option<String>,
    /// Whether its clauses are locked; without a lock nothing of it is counted.
    pub pinned: bool,
    /// Its clauses.
    #[serde(flatten)]
    pub counted: Counted,
}

/// The coverage of all sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The form of this object.
    pub schema: &'static str,
    /// All clauses.
    pub total: Counted,
    /// The sources.
    pub sources: Vec<SourceCoverage>,
    /// Their sections.
    pub sections: Vec<Section>,
    /// Their clauses, in the order of the text.
    pub clauses: Vec<CoveredClause>,
}

/// Accounts for every clause of every source of a checked model.
#[must_use]
pub fn coverage(model: &Model, language: Language) -> Coverage {
    let mut all = Coverage {
        schema: "duban/coverage/1",
        total: Counted::default(),
        sources: Vec::new(),
        sections: Vec::new(),
        clauses: Vec::new(),
    };
    for (number, source) in model.sources.iter().enumerate() {
        let from = all.clauses.len();
        if let Some(pin) = &source.pin {
            let citing = citing(model, number);
            clauses(model, source, pin, &citing, language, &mut all.clauses);
            sections(pin, from, &mut all);
        }
        let mut counted = Counted::default();
        for clause in &all.clauses[from..] {
            counted.add(clause.how);
            all.total.add(clause.how);
        }
        all.sources.push(SourceCoverage {
            source: source.names.id().to_owned(),
            title: source.title.get(language).to_owned(),
            number: source.number.clone(),
            pinned: source.pin.is_some(),
            counted,
        });
    }
    all
}

/// What cites a clause: an item, by which way, with the phrase that is quoted; or what no item uses.
struct Cited<'m> {
    item: Option<&'m Item>,
    through: Option<Via>,
    phrase: Option<&'m str>,
}

/// What cites each path of a source.
type Citing<'m> = BTreeMap<&'m str, Vec<Cited<'m>>>;

fn citing(model: &Model, source: usize) -> Citing<'_> {
    let mut all = Citing::new();
    let of_items = model.items.iter().flat_map(|item| {
        let cites = model.citations_behind(item).into_iter();
        cites.map(move |(through, cite)| (Some(item), Via::of(model, through), cite))
    });
    let of_nobody = unused(model).into_iter();
    let of_nobody = of_nobody.map(|(via, cite)| (None, Some(via), cite));
    for (item, through, cite) in of_items.chain(of_nobody) {
        if let Some(clause) = cite.clause.as_ref().filter(|_| cite.source == source) {
            all.entry(clause.path.as_str()).or_default().push(Cited {
                item,
                through,
                phrase: cite.phrase.as_deref(),
            });
        }
    }
    all
}

fn clauses(
    model: &Model,
    source: &SourceDocument,
    pin: &Pin,
    citing: &Citing<'_>,
    language: Language,
    all: &mut Vec<CoveredClause>,
) {
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    for clause in &pin.lock.clauses {
        let parent = clause.parent.as_deref();
        let depth = parent.and_then(|parent| depths.get(parent).copied());
        let depth = depth.map_or(0, |depth| depth + 1);
        depths.insert(&clause.path, depth);
        let cited: Vec<&Cited<'_>> = with_above(&clause.path)
            .filter_map(|path| citing.get(path))
            .flatten()
            .collect();
        let mut items: Vec<CoveringItem> = Vec::new();
        let mut unused: Vec<Via> = Vec::new();
        let mut reason = None;
        for Cited { item, through, .. } in &cited {
            let Some(item) = item else {
                let new = through.iter().filter(|via| !unused.contains(via));
                unused.extend(new.cloned().collect::<Vec<_>>());
                continue;
            };
            let id = id_of(model, item);
            reason = reason.or_else(|| reason_of(item, language));
            if items.iter().all(|known| known.id != id) {
                items.push(CoveringItem {
                    id,
                    title: item.title.get(language).to_owned(),
                    how: How::of_kind(item.kind()),
                    through: through.clone(),
                });
            }
        }
        let best = items.iter().map(|item| item.how).min();
        let phrases: Vec<&str> = cited.iter().filter_map(|cited| cited.phrase).collect();
        all.push(CoveredClause {
            source: source.names.id().to_owned(),
            path: clause.path.clone(),
            heading: pin.heading(&clause.path),
            lines: clause.lines.clone(),
            how: best.unwrap_or(without_items(clause)),
            items,
            unused,
            reason,
            sentences: pin.words(&clause.path).map(|words| {
                let sentences = touched(&words, &clause.path, &phrases).into_iter();
                sentences
                    .map(|(text, quoted)| Sentence { text, quoted })
                    .collect()
            }),
            depth,
        });
    }
}

/// A path and, of a further paragraph or table, the clause that it belongs to: who cites a clause cites all its paragraphs.
fn with_above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| whose_paragraph(path))
}

fn without_items(clause: &LockedClause) -> How {
    if clause.heading {
        How::Heading
    } else {
        How::Uncovered
    }
}

/// Why an item says that its clause cannot be inspected.
fn reason_of(item: &Item, language: Language) -> Option<String> {
    let reason = item.lines.not_inspectable.as_ref()?;
    Some(reason.get(language).to_owned())
}

/// Counts the clauses of each clause at the top with all that stands in it.
fn sections(pin: &Pin, from: usize, all: &mut Coverage) {
    let mut open: Option<Section> = None;
    for (locked, clause) in pin.lock.clauses.iter().zip(&all.clauses[from..]) {
        if locked.parent.is_none() {
            all.sections.extend(open.take());
            open = Some(Section {
                source: clause.source.clone(),
                path: clause.path.clone(),
                heading: clause.heading.clone(),
                counted: Counted::default(),
            });
        }
        if let Some(section) = &mut open {
            section.counted.add(clause.how);
        }
    }
    all.sections.extend(open);
}
