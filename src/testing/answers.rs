//! The answers of a test → a file of answers. What a test leaves out is in order: signed, given on the day of the
//! inspection, with the evidence that the item needs. A cell that is there and blank is blank.

use super::{CameOut, Failure, words};
use crate::data::ProblemKind;
use crate::data::answers::{AnswerField, AnswerFile, AnswerRow};
use crate::findings::Findings;
use crate::inspect::Inspection;
use crate::model::{Model, Person, Test};
use crate::source::Files;
use crate::types::Language;
use std::collections::BTreeMap;

/// The answers of a test as if they lay in a file; findings name the test's file.
pub(super) fn bind(
    model: &Model,
    files: &Files,
    test: &Test,
    (shown, language): (&str, Language),
) -> Vec<AnswerFile> {
    let Some(given) = &test.answers else {
        return Vec::new();
    };
    let mut headers = given.headers.clone();
    for field in [
        AnswerField::Who,
        AnswerField::When,
        AnswerField::Evidence,
        AnswerField::Kind,
    ] {
        let name = field.header(language);
        headers.entry(field).or_insert_with(|| name.to_owned());
    }
    let row = |(number, answer): (usize, &crate::model::TestAnswer)| {
        let mut cells = answer.cells.clone();
        let item = model.items.get(answer.item);
        let person = item.and_then(|item| item.person.as_ref());
        for (field, text) in left_out(person, test, language) {
            if !given.headers.contains_key(&field) && !text.is_empty() {
                cells.insert(field, text);
            }
        }
        AnswerRow {
            item: answer.item,
            row: number as u64,
            line: u64::from(super::line(files, answer.span).line),
            cells,
            missing: Vec::new(),
        }
    };
    vec![AnswerFile {
        file: shown.to_owned(),
        headers,
        rows: given.rows.iter().enumerate().map(row).collect(),
        ..AnswerFile::default()
    }]
}

/// What stands in columns that a test does not have.
fn left_out(
    person: Option<&Person>,
    test: &Test,
    language: Language,
) -> BTreeMap<AnswerField, String> {
    let kinds = person.map_or(&[][..], |person| &person.evidence);
    let kinds: Vec<&str> = kinds
        .iter()
        .filter_map(|kind| kind.first().map(String::as_str))
        .collect();
    let evidence = if kinds.is_empty() {
        ""
    } else {
        language.pick("evidence", "佐证")
    };
    BTreeMap::from([
        (
            AnswerField::Who,
            language.pick("somebody", "某人").to_owned(),
        ),
        (
            AnswerField::When,
            test.as_of.map(|day| day.to_string()).unwrap_or_default(),
        ),
        (AnswerField::Evidence, evidence.to_owned()),
        (AnswerField::Kind, kinds.join(", ")),
    ])
}

/// The answers about somebody whom nobody asks about, each a failure at its cell.
pub(super) fn about_nobody(
    (model, files): (&Model, &Files),
    test: &Test,
    inspection: &Inspection<'_>,
    came: &CameOut,
    language: Language,
) -> Vec<Failure> {
    let Some(given) = &test.answers else {
        return Vec::new();
    };
    let kinds = [ProblemKind::AnswerSubject, ProblemKind::AnswerMasked].map(ProblemKind::code);
    let problems = inspection.run().datasets.iter();
    let problems = problems.flat_map(|dataset| &dataset.problems);
    let places = problems.filter(|problem| kinds.contains(&problem.kind));
    let rows = places.flat_map(|problem| problem.places.iter().filter_map(|place| place.row));
    rows.filter_map(|row| {
        let answer = given.rows.get(usize::try_from(row).ok()?.checked_sub(1)?)?;
        let at = came.items.iter().position(|&item| item == answer.item)?;
        let name = &model.items.get(answer.item)?.id;
        let subject = answer.cells.get(&AnswerField::Subject);
        let subject = subject.map_or_else(
            || super::one_line(files.slice(answer.subject)),
            Clone::clone,
        );
        let verdicts = came.verdicts[at].iter();
        let known: Vec<String> = verdicts
            .map(|(subject, _)| words::subject(subject, language))
            .collect();
        Some(Failure {
            span: answer.subject,
            item: came.runs[at].id.clone(),
            // As an author would write an expectation of it.
            expected: match language {
                Language::En => format!("{name} asks about {subject}"),
                Language::Zh => format!("{name} 询问 {subject}"),
            },
            came_out: vec![words::no_subject(&subject, &known, language)],
        })
    })
    .collect()
}
