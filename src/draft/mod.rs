//! A document in, a first checklist out: its sections with their owners, what each clause asks as a sentence or a question, and every figure in place.
//!
//! The patterns are the general language of policies; no document is known here. What the text leaves open becomes a setting without a value, what it
//! says of registers becomes datasets whose columns the author names. Every clause is cited, by an item or with the reason why it is not inspected.

mod chinese;
mod clauses;
mod direction;
mod english;
mod figures;
mod head;
mod lookups;
mod make;
mod nouns;
mod patterns;
mod role;
mod singular;
mod stubs;
mod tables;
mod text;
mod words;
mod write;

use crate::citations::{Document, in_english};
use crate::diagnostic::Diagnostics;
use crate::format;
use crate::source::Files;
use crate::types::Language;

/// What is asked of a draft.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The vocabulary and the language of remarks; without it that of the document.
    pub language: Option<Language>,
    /// The id of the checklist.
    pub id: &'a str,
}

/// A first checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its text, in its standard form.
    pub text: String,
    /// The language that it was written in.
    pub language: Language,
    /// The name of its source, for `duban pin`.
    pub source: &'static str,
    /// How many items judge from data.
    pub sentences: usize,
    /// How many items ask a person.
    pub questions: usize,
    /// How many clauses are marked as not inspectable.
    pub not_inspected: usize,
    /// What the text says that cannot be, to be settled by its author.
    pub to_settle: Vec<Settle>,
    /// The clause that first counts working days, whose holidays the author has to fill in.
    pub calendar: Option<String>,
}

/// Something that the text says and that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settle {
    /// The first line of its clause in the document, from 1.
    pub line: u32,
    /// The path of its clause.
    pub clause: String,
    /// The day that no calendar has, as 2021-06-31.
    pub day: String,
}

/// Makes a first checklist.
///
/// # Errors
/// When the draft is not well formed; the text says where. That would be a mistake of this room, and the text is worth a report.
pub fn draft(document: &Document, asked: &Asked<'_>) -> Result<Draft, String> {
    let chinese = text::is_chinese(&whole(document));
    let own = if chinese { Language::Zh } else { Language::En };
    let language = asked.language.unwrap_or(own);
    // Paths are written in the language of the draft where the document numbers its clauses with words.
    let mut document = document.clone();
    if language == Language::En && !chinese {
        for clause in &mut document.clauses {
            clause.path = in_english(&clause.path);
        }
    }
    let gathered = clauses::gather(&document, chinese);
    let source = if chinese { "方案" } else { "plan" };
    let raw = write::write(&gathered, asked.id, source, language);
    let mut files = Files::new();
    let file = files.add("draft.duban", raw.as_str());
    let text = format::format(file, &files, Some(language), &mut Diagnostics::default());
    let text = text.map_err(|_| raw)?;
    let count = |kind: fn(&clauses::Body) -> bool| {
        gathered
            .items
            .iter()
            .filter(|item| kind(&item.body))
            .count()
    };
    Ok(Draft {
        text,
        language,
        source,
        sentences: count(|body| matches!(body, clauses::Body::Sentence(_))),
        questions: count(|body| matches!(body, clauses::Body::Question(_))),
        not_inspected: count(|body| matches!(body, clauses::Body::NotInspected(_))),
        to_settle: gathered.to_settle,
        calendar: gathered.stubs.calendar.map(|(_, _, clause)| clause),
    })
}

fn whole(document: &Document) -> String {
    document
        .clauses
        .iter()
        .map(|clause| clause.words.as_str())
        .collect()
}
