//! What a person is asked, in sentences: the draw, the question, what the words mean, what has to come with them.

use super::names::Words;
use super::names::{as_one, plain};
use crate::model::{Amount, Person, Sample};
use crate::syntax::ast::AnswerVerdict;
use crate::types::{Language, Number, Unit};

impl Words<'_> {
    /// The draw and the question, a sentence each.
    pub(super) fn person(&self, person: &Person) -> Vec<String> {
        let en = self.language == Language::En;
        let mut sentences = Vec::new();
        sentences.extend(person.sample.as_ref().map(|sample| self.sample(sample)));
        let question = self.quote(person.question.get(self.language));
        let meaning = |verdict| match verdict {
            AnswerVerdict::Met => self.say("met", "符合"),
            AnswerVerdict::NotMet => self.say("not met", "不符"),
            AnswerVerdict::CannotTell => self.say("cannot tell", "无法判断"),
        };
        let words = person.answers.iter().map(|answer| {
            let word = self.quote(self.spelled(&answer.spellings));
            let meaning = meaning(answer.verdict);
            if en {
                format!("{word} means {meaning}")
            } else {
                format!("{word}表示{meaning}")
            }
        });
        let words: Vec<String> = words.collect();
        let words = words.join(self.language.pick(", ", "，"));
        let mut asked = vec![match (en, person.hybrid) {
            (true, false) => format!("A person answers {question} ({words})."),
            (true, true) => format!("Besides, a person answers {question} ({words})."),
            (false, false) => format!("由人答复{question}（{words}）。"),
            (false, true) => format!("此外由人答复{question}（{words}）。"),
        }];
        let kinds: Vec<String> = (person.evidence.iter())
            .map(|kind| self.spelled(kind).to_owned())
            .collect();
        let kinds = self.list(&kinds);
        let valid = person.valid_for.map(|valid| self.amount(valid));
        asked.extend(match (kinds.is_empty(), valid, en) {
            (true, None, _) => None,
            (false, None, true) => Some(format!("An answer needs evidence ({kinds}).")),
            (false, None, false) => Some(format!("答复须附佐证（{kinds}）。")),
            (true, Some(valid), true) => Some(format!(
                "An answer is valid for {valid} from the day it was given."
            )),
            (true, Some(valid), false) => Some(format!("自答复之日起{valid}内有效。")),
            (false, Some(valid), true) => Some(format!(
                "An answer needs evidence ({kinds}) and is valid for {valid} from the day it was given."
            )),
            (false, Some(valid), false) => {
                Some(format!("答复须附佐证（{kinds}），自答复之日起{valid}内有效。"))
            }
        });
        asked.push(self.say(
            "Without an answer that counts it is awaited, never met.",
            "没有有效答复的列为待答复，不算符合。",
        ));
        sentences.extend(as_one(&asked, self.language));
        sentences
    }

    fn sample(&self, sample: &Sample) -> String {
        let size = match (sample.size, self.language) {
            (Amount::Setting(setting), Language::En) => {
                format!("as many as {} says", self.setting(setting))
            }
            (size, _) => self.amount(size),
        };
        let strata: Vec<String> = (sample.strata_names.iter())
            .map(|name| plain(name.get(self.language)))
            .collect();
        let strata = self.list(&strata);
        let seed = self.quote(&sample.seed);
        match (self.language, sample.strata_names.is_empty()) {
            (Language::En, true) => {
                format!(
                    "Of these {size} are drawn by the seed {seed}, at least one; only they are asked about."
                )
            }
            (Language::En, false) => {
                format!(
                    "Of these {size} of each {strata} are drawn by the seed {seed}, at least one of each; only they are asked about."
                )
            }
            (Language::Zh, true) => {
                format!("从中按种子{seed}抽取{size}，至少一个，只对抽中的进行询问。")
            }
            (Language::Zh, false) => {
                format!(
                    "从中按{strata}分层、以种子{seed}各抽取{size}，每层至少一个，只对抽中的进行询问。"
                )
            }
        }
    }

    pub(super) fn amount(&self, amount: Amount) -> String {
        let en = self.language == Language::En;
        match amount {
            Amount::Setting(setting) => self.setting(setting),
            Amount::Number(number, Some(Unit::Percent)) => {
                let percent = number.times(Number::integer(100)).unwrap_or(number);
                format!("{percent}%")
            }
            Amount::Number(number, unit) => match (unit, en) {
                (Some(Unit::Days), true) => format!("{number} days"),
                (Some(Unit::Days), false) => format!("{number} 天"),
                (Some(Unit::Months), true) => format!("{number} months"),
                (Some(Unit::Months), false) => format!("{number} 个月"),
                (Some(Unit::Years), true) => format!("{number} years"),
                (Some(Unit::Years), false) => format!("{number} 年"),
                (_, true) => number.to_string(),
                (_, false) => format!("{number} 个"),
            },
        }
    }

    fn spelled<'s>(&self, spellings: &'s [String]) -> &'s str {
        self.language.spelling(spellings).unwrap_or_default()
    }
}
