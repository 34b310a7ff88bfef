//! Findings of what people answer: the question, what was answered by whom and when, and the cells of the answer.

use super::attest::{At, Said};
use super::draft::Draft;
use super::{Inspection, head};
use crate::data::answers::AnswerField;
use crate::eval::HitOutcome;
use crate::findings::{CellRun, DatasetRun, Finding, ReasonRun, Searched, ShownValue};
use crate::model::AnswerVerdict;
use crate::model::{Check, Person};
use crate::plan::PERSON;
use crate::types::{Language, Reason, Type};

/// What the answers are called among the datasets.
const ANSWERS: &str = "answers";

impl Inspection<'_> {
    /// What is asked about a finding's subject, where the finding is about that.
    pub(super) fn asked(&self, at: usize, draft: &Draft) -> Option<(&Person, &Said)> {
        let item = &self.model().items[self.lowered.plan.items[at].item];
        let person = item.person.as_ref()?;
        if usize::from(draft.hit.part) != PERSON {
            return None;
        }
        let said = self.answered.items.get(&at)?.said.get(&draft.hit.row)?;
        Some((person, said))
    }

    /// Tells what was answered, or that an answer is missing.
    pub(super) fn answer_of(
        &self,
        at: usize,
        draft: &Draft,
        (person, said): (&Person, &Said),
        finding: &mut Finding,
    ) {
        let language = self.language();
        let searched = self.searched_answers(finding);
        for &answer in &said.answers {
            self.add_answer(at, answer, finding);
        }
        if said.answers.is_empty() {
            finding.searched.extend(searched);
        }
        let question = person.question.get(language);
        let words = self.answered_words(at, said);
        let text = match draft.hit.outcome {
            HitOutcome::NotMet => words.clone().unwrap_or_default(),
            HitOutcome::CannotTell if said.certain => {
                let why = language.pick("cannot be told", "无法判断");
                match &words {
                    Some(words) => format!("{why}{}{words}", language.pick(": ", "："),),
                    None => why.to_owned(),
                }
            }
            HitOutcome::CannotTell => String::new(),
            HitOutcome::Awaiting => language.pick("awaiting an answer", "待答复").to_owned(),
        };
        if draft.hit.outcome != HitOutcome::CannotTell || said.certain {
            self.unanswered_because(said, finding);
        }
        let why: Vec<&str> = match draft.hit.outcome {
            HitOutcome::NotMet => Vec::new(),
            _ if said.verdict.is_some() && said.answers.len() == 1 => Vec::new(),
            _ => finding.reasons.iter().map(|r| r.text.as_str()).collect(),
        };
        let why = why.join(language.pick(", ", "，"));
        let text = match (text.is_empty(), why.is_empty(), language) {
            (true, _, _) => String::new(),
            (false, true, _) => text,
            (false, false, Language::En) => format!("{text}: {why}"),
            (false, false, Language::Zh) => format!("{text}：{why}"),
        };
        let own = std::mem::take(&mut finding.message);
        let asked = match language {
            Language::En => format!("“{question}”"),
            Language::Zh => format!("「{question}」"),
        };
        let whole = match (text.is_empty(), language) {
            (true, _) => asked,
            (false, Language::En) => format!("{asked} {text}"),
            (false, Language::Zh) => format!("{asked}{text}"),
        };
        finding.message = match language {
            _ if own.is_empty() || draft.hit.outcome != HitOutcome::NotMet => whole,
            Language::En => format!("{own} ({whole})"),
            Language::Zh => format!("{own}（{whole}）"),
        };
        let plain = |text: String| ShownValue {
            text,
            number: None,
            low: None,
            high: None,
        };
        if let (Some(_), Some(&first)) = (said.verdict, said.answers.first()) {
            let word = self.answer_row(first).text(AnswerField::Verdict);
            let word = self.masked_answer(at, AnswerField::Verdict, word);
            finding.actual = Some(plain(word));
        }
        let met = person
            .answers
            .iter()
            .filter(|a| a.verdict == AnswerVerdict::Met);
        let met: Vec<&str> = met
            .filter_map(|answer| language.spelling(&answer.spellings))
            .collect();
        if finding.actual.is_some() && !met.is_empty() {
            finding.expected = Some(plain(met.join(language.pick(" or ", "或"))));
        }
    }

    /// `answered “no” by 王** on 2020-05-01`
    fn answered_words(&self, at: usize, said: &Said) -> Option<String> {
        let row = self.answer_row(*said.answers.first()?);
        let text = |field| self.masked_answer(at, field, row.text(field));
        let (word, who, when) = (
            text(AnswerField::Verdict),
            text(AnswerField::Who),
            row.text(AnswerField::When),
        );
        let note = text(AnswerField::Note);
        said.verdict?;
        Some(match (self.language(), note.is_empty()) {
            (Language::En, true) => format!("answered “{word}” by {who} on {when}"),
            (Language::En, false) => format!("answered “{word}” by {who} on {when}: {note}"),
            (Language::Zh, true) => format!("{who} 于 {when} 答复“{word}”"),
            (Language::Zh, false) => format!("{who} 于 {when} 答复“{word}”：{note}"),
        })
    }

    /// Why an answer is missing or does not count.
    fn unanswered_because(&self, said: &Said, finding: &mut Finding) {
        if finding.outcome == crate::findings::FindingOutcome::NotMet {
            return;
        }
        if said.why.is_empty() {
            let language = self.language();
            finding.reasons.push(ReasonRun {
                code: Reason::Unanswered.code(),
                cell: None,
                text: language.pick("there is no answer", "没有答复").to_owned(),
            });
        }
        for why in &said.why {
            let cell = why.cell.and_then(|(answer, field)| {
                let row = self.answer_row(answer);
                let file = &self.request.answers[answer.0].file;
                finding.cells.iter().position(|cell| {
                    *cell.dataset == *ANSWERS
                        && *cell.file == **file
                        && cell.row == row.row + 1
                        && *cell.column == *field.id()
                })
            });
            finding.reasons.push(ReasonRun {
                code: why.reason.code(),
                cell,
                text: why.text.clone(),
            });
        }
    }

    pub(super) fn answer_row(&self, (file, place): At) -> &crate::data::answers::AnswerRow {
        &self.request.answers[file].rows[place]
    }

    fn add_answer(&self, at: usize, answer: At, finding: &mut Finding) {
        let file = &self.request.answers[answer.0];
        let row = self.answer_row(answer);
        for field in AnswerField::ALL {
            let text = row.text(field);
            let Some(header) = file.headers.get(&field) else {
                continue;
            };
            // The answer itself is shown even where it is blank; the item is the finding's own.
            let is_shown = !text.is_empty() && field != AnswerField::Item;
            if !is_shown && field != AnswerField::Verdict {
                continue;
            }
            finding.cells.push(CellRun {
                dataset: ANSWERS.into(),
                file: file.file.as_str().into(),
                sheet: file.sheet.as_deref().map(Into::into),
                row: row.row + 1,
                line: row.line,
                column: field.id().into(),
                header: header.as_str().into(),
                value: self.masked_answer(at, field, text),
            });
        }
    }

    /// Where an answer about the finding's subject was looked for.
    fn searched_answers(&self, finding: &Finding) -> Vec<Searched> {
        let key = &finding.subject.key;
        if self.request.answers.is_empty() {
            return vec![Searched {
                dataset: String::new(),
                file: self.request.audit.clone(),
                key: key.clone(),
                rows: 0,
                otherwise: None,
            }];
        }
        let files = self.request.answers.iter();
        let one = |file: &crate::data::answers::AnswerFile| Searched {
            dataset: ANSWERS.into(),
            file: file.file.as_str().into(),
            key: key.clone(),
            rows: file.rows.len() as u64,
            otherwise: None,
        };
        files.map(one).collect()
    }

    /// The text of a cell of an answer as it may be shown.
    pub(super) fn masked_answer(&self, at: usize, field: AnswerField, text: &str) -> String {
        let kind = match field {
            AnswerField::Who => Type::PersonName,
            AnswerField::Subject | AnswerField::ReplacedBy => return self.masked_subject(at, text),
            _ => Type::Text,
        };
        self.masked(&kind, text)
    }

    /// A subject as an answer names it; several parts are masked like the most private of them.
    fn masked_subject(&self, at: usize, text: &str) -> String {
        let model = self.model();
        let kinds: Vec<&Type> = match &model.items[self.lowered.plan.items[at].item].check {
            Check::Rows(rows) => {
                let declared = &model.datasets[rows.dataset];
                let columns = declared.key.iter();
                columns
                    .map(|&c| model.referred(&declared.columns[c].kind))
                    .collect()
            }
            Check::Groups(groups) => {
                let keys = groups.keys.iter().flatten();
                keys.map(|&key| model.referred(&model.expr(key).ty))
                    .collect()
            }
            Check::Combinations(check) => {
                let keys = check.keys.iter();
                keys.map(|&key| model.referred(&model.expr(key).ty))
                    .collect()
            }
            Check::Whole(_) | Check::Match(_) | Check::Duty(_) | Check::Nothing => Vec::new(),
        };
        let private = [Type::CitizenId, Type::Phone, Type::PersonName];
        let most = private.iter().find(|kind| kinds.contains(kind));
        self.masked(most.unwrap_or(&Type::Text), text)
    }

    /// The files of answers as they are listed with the datasets.
    pub(super) fn answer_files(&self) -> Vec<DatasetRun> {
        let files = self.request.answers.iter().zip(&self.answered.problems);
        let one =
            |(file, problems): (&crate::data::answers::AnswerFile, &crate::data::Problems)| {
                let language = self.language();
                DatasetRun {
                    name: ANSWERS.to_owned(),
                    shown: language.pick(ANSWERS, "答复").to_owned(),
                    file: file.file.as_str().into(),
                    sheet: file.sheet.as_deref().map(Into::into),
                    digest: file.digest.clone(),
                    parts: Vec::new(),
                    rows: file.rows.len() as u64,
                    encoding: file.encoding.clone(),
                    problems: (problems.iter())
                        .map(|problem| head::shown_problem(problem, language))
                        .collect(),
                }
            };
        files.map(one).collect()
    }
}
