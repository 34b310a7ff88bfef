//! What stands beside the conditions of an item, in words: what is due on which day, the place in a ranking, and what people answered.

use super::Inspection;
use super::attest::{self, At as AnswerAt};
use super::trace::At;
use crate::data::answers::AnswerField;
use crate::findings::trace::{Step, Told};
use crate::model::{AnswerVerdict, RowsCheck};
use crate::types::Language;
use std::io;

impl Inspection<'_> {
    /// Every deadline with its requirements; of those that have not come only the day.
    pub(super) fn deadline_steps(
        &self,
        check: &RowsCheck,
        at: At<'_>,
        steps: &mut Vec<Step>,
    ) -> io::Result<()> {
        for deadline in &check.deadlines {
            let has_come = self.request.as_of.is_none_or(|today| deadline.due <= today);
            let mut step = plain("deadline", deadline.due.to_string());
            if has_come {
                for clause in &deadline.must {
                    step.steps.push(self.step(at, clause.must, None, 0)?);
                }
            } else {
                let not_yet = self.language().pick("not due yet", "尚未到期");
                step.told = Told::Value(not_yet.to_owned());
            }
            steps.push(step);
        }
        Ok(())
    }

    /// The place of a ranked row, what it is ranked by, and the rows that have the same value.
    pub(super) fn place_step(&self, item: usize, row: u64) -> io::Result<Option<Step>> {
        let Some(table) = self.ranking(item)? else {
            return Ok(None);
        };
        let Some(own) = table.iter().find(|ranked| ranked.row == row) else {
            return Ok(None);
        };
        let language = self.language();
        let Some(mut text) = self.place_of(item, row) else {
            let text = language.pick("it is not ranked", "不参加排名");
            return Ok(Some(plain("place", text.to_owned())));
        };
        if let Some(value) = &own.value {
            text += &match language {
                Language::En => format!("; its value is {}", value.text),
                Language::Zh => format!("；数值为 {}", value.text),
            };
            let same = table.iter().filter(|other| {
                let same = other.value.as_ref().is_some_and(|o| o.text == value.text);
                same && other.row != row && other.place.is_some()
            });
            let keys = same.map(|other| {
                let key = other.key.iter().map(|part| part.value.as_str());
                key.collect::<Vec<_>>().join(" ")
            });
            let keys: Vec<String> = keys.collect();
            if !keys.is_empty() {
                let keys = keys.join(language.pick(", ", "、"));
                text += &match language {
                    Language::En => format!("; the same value: {keys}"),
                    Language::Zh => format!("；数值相同：{keys}"),
                };
            }
        }
        Ok(Some(plain("place", text)))
    }

    /// Every answer about a row, and what they come to; `None` where nobody is asked.
    pub(super) fn answer_step(&self, item: usize, row: u64) -> io::Result<Option<Step>> {
        let model = self.model();
        let declared = &model.items[self.lowered.plan.items[item].item];
        let Some(person) = &declared.person else {
            return Ok(None);
        };
        let language = self.language();
        let mut step = plain("answer", person.question.get(language).to_owned());
        let asked = self.answered.items.get(&item);
        if asked.is_none_or(|asked| !asked.asked.contains(&row)) {
            let nobody = language.pick("it is not asked about this subject", "不询问该对象");
            step.told = Told::Value(nobody.to_owned());
            return Ok(Some(step));
        }
        let said = attest::said_of(self, item, person, row)?;
        step.told = Told::Value(
            match said.verdict {
                Some(AnswerVerdict::Met) => language.pick("met", "符合"),
                Some(AnswerVerdict::NotMet) => language.pick("not met", "不符"),
                Some(AnswerVerdict::CannotTell) => language.pick("cannot tell", "无法判断"),
                None if said.answers.is_empty() => language.pick("there is no answer", "没有答复"),
                None => language.pick("no answer that counts", "没有可采用的答复"),
            }
            .to_owned(),
        );
        for &answer in &said.answers {
            let mut one = plain("", self.answer_in_words(item, answer));
            one.role = None;
            step.steps.push(one);
        }
        for why in said.why {
            let mut one = plain("", why.text);
            one.role = None;
            step.steps.push(one);
        }
        Ok(Some(step))
    }

    /// `“no”, answered by 王** on 2020-05-01, valid until 2021-05-01, note: …`, with the file and line of the answer.
    fn answer_in_words(&self, item: usize, answer: AnswerAt) -> String {
        let language = self.language();
        let (file, row) = (&self.request.answers[answer.0], self.answer_row(answer));
        let text = |field| self.masked_answer(item, field, row.text(field));
        let colon = language.pick(": ", "：");
        let mut words = Vec::new();
        for field in AnswerField::ALL {
            if matches!(field, AnswerField::Item | AnswerField::Subject)
                || row.text(field).is_empty()
            {
                continue;
            }
            let header = file.headers.get(&field).map_or(field.id(), String::as_str);
            words.push(format!("{header}{colon}{}", text(field)));
        }
        let words = words.join(language.pick(", ", "，"));
        match language {
            Language::En => format!("{words} [{} line {}]", file.file, row.line),
            Language::Zh => format!("{words} [{} 第 {} 行]", file.file, row.line),
        }
    }
}

fn plain(role: &'static str, text: String) -> Step {
    Step {
        role: Some(role),
        text,
        told: Told::Nothing,
        cells: Vec::new(),
        looked: Vec::new(),
        steps: Vec::new(),
    }
}
