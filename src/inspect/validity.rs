//! Which answers count: signed, in a word of the item, with the evidence that it needs, and still valid on the day of the inspection.

use super::Request;
use super::attest::{At, Said, Settling, Why};
use crate::data::ProblemKind;
use crate::data::answers::{AnswerField, entries};
use crate::data::cell::{DateFormat, date};
use crate::model::AnswerVerdict;
use crate::model::{Amount, Person};
use crate::types::answers::same_word;
use crate::types::{Date, Language, Number, Reason, Type, Unit, Value};

/// Whether the settings are there that say how many are asked, and how long an answer holds.
pub(super) fn is_set(request: &Request<'_>, person: &Person) -> bool {
    let amounts = person.valid_for.iter();
    let mut amounts = amounts.chain(person.sample.as_ref().map(|sample| &sample.size));
    amounts.all(|&amount| number(request, amount).is_some())
}

/// A number as written or set, with its unit.
pub(super) fn number(request: &Request<'_>, amount: Amount) -> Option<(Number, Option<Unit>)> {
    match amount {
        Amount::Number(number, unit) => Some((number, unit)),
        Amount::Setting(setting) => match request.settings.get(setting)?.as_ref()? {
            Value::Number(number) => {
                let unit = match &request.model.settings.get(setting)?.kind {
                    Type::Percent => Unit::Percent,
                    Type::Months => Unit::Months,
                    _ => Unit::Days,
                };
                Some((*number, Some(unit)))
            }
            _ => None,
        },
    }
}

/// The share that an item tolerates: above the first it is not met for sure, up to the second it is met for sure.
/// They differ where the setting that says it is not set.
pub(super) fn tolerated(request: &Request<'_>, amount: Amount) -> [Number; 2] {
    match number(request, amount) {
        Some((share, _)) => [share; 2],
        None => [Number::integer(1), Number::ZERO],
    }
}

impl Settling<'_> {
    /// What the answers about a subject come to.
    pub(super) fn said(&mut self, answers: &[At]) -> Said {
        let mut said = Said {
            answers: answers.to_vec(),
            ..Said::default()
        };
        let mut valid: Vec<(At, AnswerVerdict)> = Vec::new();
        let mut unknown_word = false;
        for &at in answers {
            match self.verdict(at) {
                Ok(verdict) => valid.push((at, verdict)),
                Err(why) => {
                    // It may have been meant to say anything.
                    unknown_word |= why.reason == Reason::Unreadable;
                    said.why.push(why);
                }
            }
        }
        let Some(&(first, verdict)) = valid.first() else {
            return said;
        };
        if unknown_word {
            return said;
        }
        said.why.clear();
        if valid.iter().any(|(_, other)| *other != verdict) {
            for &(at, _) in &valid {
                self.problem(ProblemKind::AnswerConflict, at, AnswerField::Verdict);
            }
            said.why.push(Why {
                reason: Reason::Ambiguous,
                cell: Some((first, AnswerField::Verdict)),
                text: self.say("the answers contradict each other", "答复互相矛盾"),
            });
            return said;
        }
        let lacking = self.lacking(&valid);
        // Of what is not there nobody can bring a photo.
        if verdict == AnswerVerdict::Met && !lacking.is_empty() {
            let list = lacking.join(self.inspection.language().pick(", ", "、"));
            said.why.push(Why {
                reason: Reason::Unanswered,
                cell: Some((first, AnswerField::Verdict)),
                text: match self.inspection.language() {
                    Language::En => format!("the answer comes without {list}"),
                    Language::Zh => format!("答复缺少佐证：{list}"),
                },
            });
            return said;
        }
        if verdict == AnswerVerdict::CannotTell {
            said.why.push(Why {
                reason: Reason::NotFoundOut,
                cell: Some((first, AnswerField::Verdict)),
                text: self.say("it could not be found out", "未能查明"),
            });
        }
        said.verdict = Some(verdict);
        said
    }

    fn say(&self, en: &str, zh: &str) -> String {
        self.inspection.language().pick(en, zh).to_owned()
    }

    /// What one answer says, or why it does not count.
    fn verdict(&mut self, at: At) -> Result<AnswerVerdict, Why> {
        let why = |reason, field, text: String| Why {
            reason,
            cell: Some((at, field)),
            text,
        };
        let row = self.row(at).clone();
        let (word, who, when) = (
            row.text(AnswerField::Verdict),
            row.text(AnswerField::Who),
            row.text(AnswerField::When),
        );
        if word.is_empty() {
            let text = self.say("the answer is left blank", "答复为空");
            return Err(why(Reason::Unanswered, AnswerField::Verdict, text));
        }
        let Some(verdict) = self.person.meaning(word) else {
            self.problem(ProblemKind::AnswerWord, at, AnswerField::Verdict);
            let masked = (self.inspection).masked_answer(self.at, AnswerField::Verdict, word);
            let text = match self.inspection.language() {
                Language::En => format!("“{masked}” is no answer that the item knows"),
                Language::Zh => format!("“{masked}”不是检查项规定的答复"),
            };
            return Err(why(Reason::Unreadable, AnswerField::Verdict, text));
        };
        if who.is_empty() {
            self.problem(ProblemKind::AnswerUnsigned, at, AnswerField::Who);
            let text = self.say("nobody has signed the answer", "答复没有答复人");
            return Err(why(Reason::Unanswered, AnswerField::Verdict, text));
        }
        let Some(given) = date(when.as_bytes(), &DateFormat::YearFirst) else {
            self.problem(ProblemKind::AnswerUnsigned, at, AnswerField::When);
            let text = match (when.is_empty(), self.inspection.language()) {
                (true, Language::En) => "the answer has no day".to_owned(),
                (true, Language::Zh) => "答复没有日期".to_owned(),
                (false, Language::En) => format!("“{when}” is no day"),
                (false, Language::Zh) => format!("“{when}”不是日期"),
            };
            let field = if when.is_empty() {
                AnswerField::Verdict
            } else {
                AnswerField::When
            };
            return Err(why(Reason::Unanswered, field, text));
        };
        if let Some(today) = self.inspection.request.as_of
            && given > today
        {
            self.problem(ProblemKind::AnswerLater, at, AnswerField::When);
            let text = match self.inspection.language() {
                Language::En => {
                    format!("the answer is of {given}, after the inspection of {today}")
                }
                Language::Zh => format!("答复日期 {given} 晚于评估日 {today}"),
            };
            return Err(why(Reason::Unanswered, AnswerField::When, text));
        }
        let own = row.text(AnswerField::ValidUntil);
        let until = date(own.as_bytes(), &DateFormat::YearFirst);
        if !own.is_empty() && until.is_none() {
            let text = match self.inspection.language() {
                Language::En => format!("“{own}” is no day that the answer could be valid until"),
                Language::Zh => format!("有效期至“{own}”不是日期"),
            };
            return Err(why(Reason::AnswerExpired, AnswerField::ValidUntil, text));
        }
        let field = until.map_or(AnswerField::When, |_| AnswerField::ValidUntil);
        let last = until.into_iter().chain(self.last_day(given)).min();
        if let (Some(last), Some(today)) = (last, self.inspection.request.as_of)
            && last < today
        {
            let text = match self.inspection.language() {
                Language::En => format!("the answer was valid until {last}"),
                Language::Zh => format!("答复的有效期已于 {last} 届满"),
            };
            return Err(why(Reason::AnswerExpired, field, text));
        }
        if let Some(first) = row.missing.first() {
            self.problem(ProblemKind::EvidenceMissing, at, AnswerField::Evidence);
            // What is not there needs no evidence: that it was named does not turn a no into no answer.
            if verdict != AnswerVerdict::Met {
                return Ok(verdict);
            }
            let text = match self.inspection.language() {
                Language::En => format!("the file {first} is not there"),
                Language::Zh => format!("佐证文件 {first} 不存在"),
            };
            return Err(why(Reason::Unanswered, AnswerField::Evidence, text));
        }
        Ok(verdict)
    }

    /// Whether an answer is dated after the day of the inspection.
    pub(super) fn is_later(&self, at: At) -> bool {
        let when = self.row(at).text(AnswerField::When);
        let given = date(when.as_bytes(), &DateFormat::YearFirst);
        given
            .zip(self.inspection.request.as_of)
            .is_some_and(|(given, today)| given > today)
    }

    /// The last day on which an answer given on a day is valid, by the item.
    fn last_day(&self, given: Date) -> Option<Date> {
        let (number, unit) = number(self.inspection.request, self.person.valid_for?)?;
        let (whole, _) = number.parts();
        let amount = i32::try_from(whole).ok()?;
        match unit {
            Some(Unit::Months) => given.plus_months(amount),
            Some(Unit::Years) => given.plus_months(amount.checked_mul(12)?),
            _ => given.plus_days(amount),
        }
    }

    /// The kinds of evidence that are required of what is met and that none of the answers comes with.
    fn lacking(&self, answers: &[(At, AnswerVerdict)]) -> Vec<String> {
        let language = self.inspection.language();
        let has = |kind: &Vec<String>| {
            answers.iter().any(|&(at, _)| {
                let row = self.row(at);
                let mut kinds = entries(row.text(AnswerField::Kind));
                !row.text(AnswerField::Evidence).is_empty()
                    && kinds.any(|k| kind.iter().any(|name| same_word(name, k)))
            })
        };
        let shown = |kind: &Vec<String>| language.spelling(kind).unwrap_or_default().to_owned();
        let required = self.person.evidence.iter();
        required.filter(|kind| !has(kind)).map(shown).collect()
    }
}
