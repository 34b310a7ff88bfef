//! The answers of a test: the item, the subject and the word of each, as the items ask for them.

use super::Builder;
use super::problems::nearest;
use super::problems_of_tests as wording;
use crate::model::{AnswerWord, Check, Test, TestAnswer, TestAnswers};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::{AnswerField, Type};
use std::collections::BTreeMap;

/// What a column of the table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Field(AnswerField),
    /// A part of the subjects' key, by the name written.
    Key(String),
}

/// A cell with its place.
type Cell<'a> = (&'a Column, &'a str, Span);

impl Builder<'_> {
    /// The answers of a test; `all_read`: whether every expectation of it could be read.
    pub(super) fn test_answers(
        &mut self,
        written: &ast::TestTable,
        test: &Test,
        all_read: bool,
    ) -> Option<TestAnswers> {
        let asking: Vec<usize> = {
            let expected = test.expect.iter().map(|expectation| expectation.item);
            let mut items: Vec<usize> = expected.filter(|&item| self.asks(item)).collect();
            items.sort_unstable();
            items.dedup();
            items
        };
        let mut columns = Vec::new();
        let mut headers = BTreeMap::new();
        for name in &written.header {
            let column = self.answer_column(name, &columns)?;
            let field = match &column {
                Column::Field(field) => *field,
                Column::Key(_) => AnswerField::Subject,
            };
            headers.entry(field).or_insert_with(|| name.text.clone());
            columns.push(column);
        }
        let only = match (&*asking, headers.contains_key(&AnswerField::Item)) {
            (_, true) => None,
            ([only], false) => Some(*only),
            _ => {
                // Of which item the answers are is known only from expectations that could be read.
                if all_read {
                    let language = self.language();
                    let span = written.header.first()?.span;
                    let problem = wording::answers_without_item(language, span);
                    self.diagnostics.add(problem);
                }
                return None;
            }
        };
        let mut rows = Vec::new();
        for ((texts, spans), span) in written
            .rows
            .iter()
            .zip(&written.cell_spans)
            .zip(&written.row_spans)
        {
            let cells = columns.iter().zip(texts).zip(spans);
            let cells: Vec<Cell<'_>> = cells
                .map(|((column, text), span)| (column, text.trim(), *span))
                .collect();
            let item = match only {
                Some(item) => Some(item),
                None => self.answered_item(&cells, *span),
            };
            let Some(item) = item else { continue };
            if all_read && !asking.contains(&item) {
                let id = self.model.items.get(item).map(|item| item.id.clone())?;
                let at = cell(&cells, AnswerField::Item).map_or(*span, |(_, at)| at);
                let problem = wording::answer_expects_nothing(self.language(), at, &id);
                self.diagnostics.add(problem);
                continue;
            }
            rows.extend(self.test_answer(item, &cells, *span));
        }
        Some(TestAnswers { headers, rows })
    }

    fn asks(&self, item: usize) -> bool {
        let item = self.model.items.get(item);
        item.is_some_and(|item| item.person.is_some())
    }

    fn answer_column(&mut self, name: &ast::Name, before: &[Column]) -> Option<Column> {
        let language = self.language();
        let known: Vec<String> = {
            let asked = self.model.items.iter().filter(|item| item.person.is_some());
            let parts = asked.flat_map(|item| self.model.asked_key(item));
            parts.flat_map(|(names, _)| names).collect()
        };
        let column = match AnswerField::named(&name.text) {
            Some(field) => {
                let names = field.names().iter().map(|name| (*name).to_owned());
                self.note_names(name.span, &names.collect::<Vec<_>>());
                Column::Field(field)
            }
            None if known.contains(&name.text) => {
                self.note_key(name);
                Column::Key(name.text.clone())
            }
            None => {
                let mut names: Vec<&str> = known.iter().map(String::as_str).collect();
                for field in AnswerField::ALL {
                    names.extend(field.names());
                }
                let near = nearest(&name.text, names);
                let problem = wording::answer_column(language, name.span, &name.text, near);
                self.missing(&name.text, problem);
                return None;
            }
        };
        if before.contains(&column) {
            let problem = wording::given_twice(language, name.span, &name.text);
            self.diagnostics.add(problem);
            return None;
        }
        Some(column)
    }

    /// Notes what the name of a part of a key means: the part is one column, whichever item asks.
    fn note_key(&self, name: &ast::Name) {
        for item in self.model.items.iter().filter(|item| item.person.is_some()) {
            for (names, _) in self.model.asked_key(item) {
                if names.contains(&name.text) {
                    self.note_names(name.span, &names);
                }
            }
        }
    }

    fn answered_item(&mut self, cells: &[Cell<'_>], row: Span) -> Option<usize> {
        let language = self.language();
        let (text, span) = cell(cells, AnswerField::Item)?;
        if text.is_empty() {
            let problem = wording::answer_without_item(language, row);
            self.diagnostics.add(problem);
            return None;
        }
        let (named, name) = match text.split_once('/') {
            Some((checklist, item)) => (Some(checklist.trim()), item.trim()),
            None => (None, text),
        };
        let item = self.tested_item((named, name), span)?;
        if !self.asks(item) {
            let problem = wording::answer_unasked(language, span, name);
            self.diagnostics.add(problem);
            return None;
        }
        Some(item)
    }

    fn test_answer(&mut self, item: usize, cells: &[Cell<'_>], row: Span) -> Option<TestAnswer> {
        let declared = self.model.items.get(item)?;
        let (id, person) = (declared.id.clone(), declared.person.clone()?);
        let parts = self.model.asked_key(declared);
        if let Some((word, span)) = cell(cells, AnswerField::Verdict)
            && !word.is_empty()
            && person.meaning(word).is_none()
        {
            let words = person.answers.iter().flat_map(|answer| &answer.spellings);
            let words: Vec<&str> = words.map(String::as_str).collect();
            let problem = wording::answer_word(self.language(), span, (word, &id), &words);
            self.diagnostics.add(problem);
            return None;
        }
        let of_rows = matches!(declared.check, Check::Rows(_));
        for (at, (column, text, _)) in cells.iter().enumerate() {
            // Parts of a row's key are the words of its cells.
            if let Column::Key(name) = column
                && of_rows
                && let Some((_, ty)) = parts.iter().find(|(names, _)| names.contains(name))
            {
                self.note_cell(row, at, ty, text);
            }
            let spelled = |answer: &&AnswerWord| answer.spellings.iter().any(|s| s == text);
            if *column == &Column::Field(AnswerField::Verdict)
                && let Some(answer) = person.answers.iter().find(spelled)
            {
                self.note_spelled(row, at, &answer.spellings);
            }
            let spelled = |kind: &&Vec<String>| kind.iter().any(|s| s == text);
            if *column == &Column::Field(AnswerField::Kind)
                && let Some(kind) = person.evidence.iter().find(spelled)
            {
                self.note_spelled(row, at, kind);
            }
        }
        let (subject, place) = self.subject_of(&id, &parts, cells, row)?;
        let mut texts: BTreeMap<AnswerField, String> = BTreeMap::new();
        for (column, text, _) in cells {
            if let Column::Field(field) = column {
                texts.insert(*field, (*text).to_owned());
            }
        }
        texts.insert(AnswerField::Subject, subject);
        texts.retain(|_, text| !text.is_empty());
        Some(TestAnswer {
            item,
            cells: texts,
            subject: place,
            span: row,
        })
    }

    /// Whom an answer is about: as the column of subjects says, else by the columns of the key.
    fn subject_of(
        &mut self,
        id: &str,
        parts: &[(Vec<String>, Type)],
        cells: &[Cell<'_>],
        row: Span,
    ) -> Option<(String, Span)> {
        let language = self.language();
        let of_part = |name: &String| parts.iter().position(|(names, _)| names.contains(name));
        let mut found: Vec<Option<&str>> = vec![None; parts.len()];
        let mut places: Vec<Span> = Vec::new();
        for (column, text, span) in cells {
            let Column::Key(name) = column else { continue };
            match of_part(name).and_then(|part| found.get_mut(part)) {
                Some(part) => {
                    *part = Some(text);
                    places.push(*span);
                }
                None if text.is_empty() => {}
                None => {
                    let problem = wording::no_part_of_key(language, *span, name, id);
                    self.diagnostics.add(problem);
                    return None;
                }
            }
        }
        if let Some((text, span)) = cell(cells, AnswerField::Subject)
            && (!text.is_empty() || places.is_empty())
        {
            return Some((text.to_owned(), if text.is_empty() { row } else { span }));
        }
        let lacking = found.iter().position(Option::is_none);
        if let Some((names, _)) = lacking.and_then(|part| parts.get(part)) {
            let name = names.first().map_or("", String::as_str);
            let problem = wording::answer_without_subject(language, row, name, id);
            self.diagnostics.add(problem);
            return None;
        }
        let place = match (places.first(), places.last()) {
            (Some(first), Some(last)) => first.to(*last),
            _ => row,
        };
        let texts: Vec<&str> = found.into_iter().flatten().collect();
        Some((texts.join(" | "), place))
    }
}

fn cell<'a>(cells: &[Cell<'a>], field: AnswerField) -> Option<(&'a str, Span)> {
    let is = |cell: &&Cell<'_>| *cell.0 == Column::Field(field);
    cells.iter().find(is).map(|(_, text, span)| (*text, *span))
}
