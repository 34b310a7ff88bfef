//! The verdicts of items that people answer: what the engine found of each subject, and what the answers say of it.
//!
//! The engine leaves a hit for every subject that is asked about. Here answers find their subject by its key; what is not answered so that
//! it counts is *awaiting*, never met. What is wrong with an answer is a problem of its file.

use super::Inspection;
use super::batch;
use super::subject::normalised;
use super::validity;
use crate::data::answers::{AnswerField, AnswerRow};
use crate::data::{Place, Problem, ProblemKind, Problems};
use crate::eval::{Doubt, Hit, HitOutcome};
use crate::findings::{Counts, DrawnUnit, SampleScope};
use crate::model::AnswerVerdict;
use crate::model::Person;
use crate::plan::{FrameRows, PERSON};
use crate::types::{Reason, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Where an answer stands: its file, and its place among the rows of it.
pub(super) type At = (usize, usize);

/// Why an answer does not count, and the cell that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    pub(super) reason: Reason,
    pub(super) cell: Option<(At, AnswerField)>,
    pub(super) text: String,
}

/// What is said of a subject.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// The answers about it.
    pub(super) answers: Vec<At>,
    /// What they say; `None`: nothing that counts.
    pub(super) verdict: Option<AnswerVerdict>,
    /// Why nothing counts; empty where there is no answer.
    pub(super) why: Vec<Why>,
    /// Whether it surely is a subject.
    pub(super) certain: bool,
}

/// An item that people answer, settled.
#[derive(Debug, Default)]
pub(super) struct Attested {
    pub(super) counts: Counts,
    pub(super) doubt: Doubt,
    /// Its findings in the making, by row and part.
    pub(super) hits: Vec<Hit>,
    /// What is said of the subjects that have findings, by row.
    pub(super) said: BTreeMap<u64, Said>,
    pub(super) scope: Option<SampleScope>,
    pub(super) remarks: Vec<String>,
    /// The rows that are asked about: of a sample, those drawn.
    pub(super) asked: BTreeSet<u64>,
    /// The units of a sample: rows with their strata, those in reserve last in each stratum.
    pub(super) units: Vec<DrawnUnit>,
}

/// All of them, by number of the planned item, and what is wrong with each file of answers.
#[derive(Debug, Default)]
pub(super) struct Answered {
    pub(super) items: BTreeMap<usize, Attested>,
    pub(super) problems: Vec<Problems>,
}

/// A subject that is asked about.
pub(super) struct Asked {
    pub(super) row: u64,
    pub(super) certain: bool,
    /// Its key as it is compared; `None` where a part is unknown.
    pub(super) key: Option<Vec<String>>,
}

/// Settles all items that people answer.
pub(super) fn settle(inspection: &Inspection<'_>) -> io::Result<Answered> {
    let files = &inspection.request.answers;
    let mut answered = Answered {
        items: BTreeMap::new(),
        problems: files.iter().map(|file| file.problems.clone()).collect(),
    };
    let mut told = BTreeSet::new();
    for (at, planned) in inspection.lowered.plan.items.iter().enumerate() {
        let item = &inspection.model().items[planned.item];
        let Some(person) = &item.person else {
            continue;
        };
        let mut settling = Settling {
            inspection,
            at,
            person,
            problems: &mut answered.problems,
            told: &mut told,
        };
        let attested = settling.item()?;
        answered.items.insert(at, attested);
    }
    for problems in &mut answered.problems {
        problems.sort_by_key(|problem| problem.kind);
        for problem in problems {
            problem.places.sort();
            problem.places.truncate(Problem::MOST_PLACES);
        }
    }
    Ok(answered)
}

/// What the answers about one row of an item come to.
pub(super) fn said_of(
    inspection: &Inspection<'_>,
    at: usize,
    person: &Person,
    row: u64,
) -> io::Result<Said> {
    // What is wrong with the answers was told when all of them were settled.
    let mut problems = inspection.answered.problems.clone();
    let mut settling = Settling {
        inspection,
        at,
        person,
        problems: &mut problems,
        told: &mut BTreeSet::new(),
    };
    let key = settling.keys(&[(row, true)])?.pop().flatten();
    Ok(match key {
        None => Said {
            verdict: Some(AnswerVerdict::CannotTell),
            why: vec![settling.no_key()],
            ..Said::default()
        },
        Some(key) => {
            let answers = settling.answers().remove(&key).unwrap_or_default();
            settling.said(&answers)
        }
    })
}

pub(super) struct Settling<'a> {
    pub(super) inspection: &'a Inspection<'a>,
    pub(super) at: usize,
    pub(super) person: &'a Person,
    problems: &'a mut Vec<Problems>,
    /// What was said already: file, kind and place.
    told: &'a mut BTreeSet<(usize, ProblemKind, Place)>,
}

impl Settling<'_> {
    fn item(&mut self) -> io::Result<Attested> {
        let evaluation = &self.inspection.evaluation;
        // What the data show of a row, by part: one, or one for each deadline.
        let mut machine: BTreeMap<u64, Vec<(u16, HitOutcome)>> = BTreeMap::new();
        let mut rows: Vec<(u64, bool)> = Vec::new();
        for hit in evaluation.hits(self.at, 0) {
            if usize::from(hit.part) == PERSON {
                rows.push((hit.row, hit.outcome == HitOutcome::NotMet));
            } else {
                let parts = machine.entry(hit.row).or_default();
                parts.push((hit.part, hit.outcome));
            }
        }
        let keys = self.keys(&rows)?;
        let mut asked: Vec<Asked> = (rows.into_iter().zip(keys))
            .map(|((row, certain), key)| Asked { row, certain, key })
            .collect();
        let mut attested = Attested {
            counts: evaluation.counts(self.at),
            ..Attested::default()
        };
        let answers = self.answers();
        let settled = validity::is_set(self.inspection.request, self.person);
        if let (Some(sample), true) = (&self.person.sample, settled) {
            asked = self.draw(sample, asked, &answers, &mut attested)?;
        }
        let known: BTreeSet<&Vec<String>> = asked.iter().filter_map(|a| a.key.as_ref()).collect();
        for (key, places) in &answers {
            for &at in places.iter().filter(|_| !known.contains(key)) {
                // Who was replaced is asked about no more, and the answer that says so is in its place.
                if self.person.sample.is_none()
                    || self.row(at).text(AnswerField::ReplacedBy).is_empty()
                {
                    self.unasked(at, AnswerField::Subject);
                }
            }
        }
        let counts = &mut attested.counts;
        (
            counts.met,
            counts.not_met,
            counts.cannot_tell,
            counts.awaiting,
        ) = (0, 0, 0, 0);
        attested.asked = asked.iter().map(|subject| subject.row).collect();
        for subject in &asked {
            let own = subject.key.as_ref().and_then(|key| answers.get(key));
            let mut said = match (&subject.key, own) {
                _ if !settled => Said::default(),
                (None, _) => Said {
                    verdict: Some(AnswerVerdict::CannotTell),
                    why: vec![self.no_key()],
                    ..Said::default()
                },
                (Some(_), own) => self.said(own.map_or(&[], Vec::as_slice)),
            };
            said.certain = subject.certain;
            let judged = machine.get(&subject.row).map_or(&[][..], Vec::as_slice);
            let shown = |outcome| judged.iter().any(|(_, found)| *found == outcome);
            let answered = match (said.verdict, said.certain) {
                _ if !settled => Some(HitOutcome::CannotTell),
                (Some(AnswerVerdict::Met), _) => None,
                (_, false) => Some(HitOutcome::CannotTell),
                (Some(AnswerVerdict::NotMet), true) => Some(HitOutcome::NotMet),
                (Some(AnswerVerdict::CannotTell), true) => Some(HitOutcome::CannotTell),
                // What fails already need not be asked about.
                (None, true) if shown(HitOutcome::NotMet) => None,
                (None, true) => Some(HitOutcome::Awaiting),
            };
            let (counts, doubt) = (&mut attested.counts, &mut attested.doubt);
            let open = u64::from(!said.certain);
            let of = |outcome| shown(outcome) || answered == Some(outcome);
            *if of(HitOutcome::NotMet) {
                &mut counts.not_met
            } else if of(HitOutcome::CannotTell) {
                doubt.cannot_tell += open;
                &mut counts.cannot_tell
            } else if of(HitOutcome::Awaiting) {
                &mut counts.awaiting
            } else {
                doubt.met += open;
                &mut counts.met
            } += 1;
            let person = answered.map(|outcome| (u16::try_from(PERSON).unwrap_or(0), outcome));
            for (part, outcome) in judged.iter().copied().chain(person) {
                attested.hits.push(Hit {
                    row: subject.row,
                    part,
                    outcome,
                });
            }
            if answered.is_some() {
                attested.said.insert(subject.row, said);
            }
        }
        Ok(attested)
    }

    /// The keys of subjects as they are compared.
    fn keys(&self, rows: &[(u64, bool)]) -> io::Result<Vec<Option<Vec<String>>>> {
        let inspection = self.inspection;
        let planned = &inspection.lowered.plan.items[self.at];
        let Some(block) = planned.blocks.first() else {
            return Ok(Vec::new());
        };
        let dataset = match inspection.lowered.plan.frames[block.frame.0].rows {
            FrameRows::Dataset(dataset) => dataset,
            FrameRows::Space(space) => {
                let key = |row: u64| u32::try_from(row).unwrap_or(0);
                let text = |row| inspection.evaluation.key_text(space, key(row));
                return Ok(rows.iter().map(|&(row, _)| Some(text(row))).collect());
            }
            // Nobody is asked about rows that no file holds.
            FrameRows::Whole | FrameRows::Derived(_) => {
                return Ok(rows.iter().map(|_| Some(Vec::new())).collect());
            }
        };
        let declared = &inspection.model().datasets[dataset];
        let columns: BTreeSet<usize> = declared.key.iter().copied().collect();
        let wanted = rows.iter().map(|&(row, _)| row).collect();
        let cells = batch::cells(inspection, dataset, &wanted, &columns)?;
        let key = |row: u64| -> Option<Vec<String>> {
            let parts = declared.key.iter().map(|&column| {
                let kind = inspection.model().referred(&declared.columns[column].kind);
                normalised(kind, cells.text(row, column).unwrap_or_default())
            });
            parts.collect()
        };
        Ok(rows.iter().map(|&(row, _)| key(row)).collect())
    }

    /// The names and types of the parts of the subjects' key.
    pub(super) fn key_parts(&self) -> Vec<(Vec<String>, Type)> {
        let model = self.inspection.model();
        let item = &model.items[self.inspection.lowered.plan.items[self.at].item];
        model.asked_key(item)
    }

    /// The answers of this item by the key that they name.
    fn answers(&mut self) -> BTreeMap<Vec<String>, Vec<At>> {
        let item = self.inspection.lowered.plan.items[self.at].item;
        let parts = self.key_parts();
        let mut answers: BTreeMap<Vec<String>, Vec<At>> = BTreeMap::new();
        for (file, answered) in self.inspection.request.answers.iter().enumerate() {
            for (place, row) in answered.rows.iter().enumerate() {
                if row.item != item {
                    continue;
                }
                match key_in(row.text(AnswerField::Subject), &parts) {
                    Some(key) => answers.entry(key).or_default().push((file, place)),
                    None => self.unasked((file, place), AnswerField::Subject),
                }
            }
        }
        answers
    }

    pub(super) fn row(&self, (file, place): At) -> &AnswerRow {
        &self.inspection.request.answers[file].rows[place]
    }

    /// Notes that an answer names something that its item does not ask about, or names it as reports mask it.
    pub(super) fn unasked(&mut self, at: At, field: AnswerField) {
        let masked = self.row(at).text(field).contains(['*', '＊']);
        let kind = match masked {
            true => ProblemKind::AnswerMasked,
            false => ProblemKind::AnswerSubject,
        };
        self.problem(kind, at, field);
    }

    /// Notes what is wrong with a cell of an answer.
    pub(super) fn problem(&mut self, kind: ProblemKind, at: At, field: AnswerField) {
        let file = &self.inspection.request.answers[at.0];
        let row = &file.rows[at.1];
        let text = row.text(field);
        let place = Place {
            row: Some(row.row),
            line: Some(row.line),
            column: file.headers.get(&field).cloned(),
            value: (!text.is_empty()).then(|| self.inspection.masked_answer(self.at, field, text)),
            ..Place::default()
        };
        let problems = &mut self.problems[at.0];
        if !self.told.insert((at.0, kind, place.clone())) {
            return;
        }
        match problems.iter_mut().find(|problem| problem.kind == kind) {
            Some(problem) => {
                problem.count += 1;
                problem.places.push(place);
            }
            None => problems.push(Problem {
                kind,
                count: 1,
                places: vec![place],
            }),
        }
    }

    fn no_key(&self) -> Why {
        let language = self.inspection.language();
        let names = self.key_parts().into_iter();
        let names: Vec<String> = names
            .filter_map(|(names, _)| names.into_iter().next())
            .collect();
        let names = names.join(language.pick(", ", "、"));
        Why {
            reason: Reason::NoKey,
            cell: None,
            text: match language {
                crate::types::Language::En => {
                    format!("{names} is blank, so no answer can name this row")
                }
                crate::types::Language::Zh => format!("{names}为空，答复无法指明这条记录"),
            },
        }
    }
}

/// The key that an answer names: its parts in the order of the declared key, with or without the columns' names before them.
pub(super) fn key_in(text: &str, parts: &[(Vec<String>, Type)]) -> Option<Vec<String>> {
    let text = text.trim();
    let whole = |text: &str| {
        let word = text.to_lowercase();
        text.is_empty() || ["whole", "all", "全部", "整体", "-"].contains(&word.as_str())
    };
    let cut: Vec<&str> = match parts.len() {
        0 => return whole(text).then(Vec::new),
        1 => vec![text],
        _ => text
            .split(['|', '｜', ',', '，', '、', ';', '；'])
            .collect(),
    };
    if cut.len() != parts.len() {
        return None;
    }
    let one = |(text, (names, kind)): (&str, &(Vec<String>, Type))| {
        let text = text.trim();
        let named = names.iter().find_map(|name| {
            let rest = text.strip_prefix(name.as_str())?;
            rest.starts_with([' ', '=', ':', '：', '　'])
                .then(|| rest.trim_start_matches([' ', '=', ':', '：', '　']))
        });
        normalised(kind, named.unwrap_or(text))
    };
    cut.into_iter().zip(parts).map(one).collect()
}
