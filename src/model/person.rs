//! What people are asked: the question, the words of answers, what has to come with them, and the sample drawn.

use super::{Check, Column, ExprId, Item, Model};
use crate::syntax::ast::AnswerVerdict;
use crate::types::answers::same_word;
use crate::types::{Bilingual, Number, Type, Unit};

/// What an item asks a person about each of its subjects.
#[derive(Debug, Clone)]
pub struct Person {
    /// The question.
    pub question: Bilingual,
    /// The words of answers with their spellings, and what they mean.
    pub answers: Vec<AnswerWord>,
    /// The kinds of evidence that an answer needs, each with its spellings.
    pub evidence: Vec<Vec<String>>,
    /// How long an answer is valid from the day it was given; `None`: as long as the answer says itself.
    pub valid_for: Option<Amount>,
    /// The sample that is asked about; `None`: every subject.
    pub sample: Option<Sample>,
    /// Whether a sentence has to hold as well.
    pub hybrid: bool,
}

/// A word of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerWord {
    /// The word and its other spellings.
    pub spellings: Vec<String>,
    /// What it means.
    pub verdict: AnswerVerdict,
}

/// A number that is written or set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// A literal with its unit; a share in percent is a fraction.
    Number(Number, Option<Unit>),
    /// A setting by number.
    Setting(usize),
}

/// What an amount says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountOf {
    /// How many rows are drawn.
    SampleSize,
    /// How long an answer is valid.
    Validity,
    /// The share of subjects that may fail.
    Tolerated,
}

impl AmountOf {
    /// Whether a number can be such an amount; `share`: it is a fraction of something.
    #[must_use]
    pub fn holds(self, number: Number, share: bool) -> bool {
        let one = Number::integer(1);
        match self {
            Self::SampleSize if share => number > Number::ZERO && number <= one,
            Self::SampleSize | Self::Validity => number.parts().1 == 1 && number > Number::ZERO,
            Self::Tolerated => number >= Number::ZERO && number < one,
        }
    }
}

/// A sample: some of the rows of each stratum.
#[derive(Debug, Clone)]
pub struct Sample {
    /// How many of each stratum: a whole number, or a share of it.
    pub size: Amount,
    /// What makes the strata, in the scope of a row; empty: one stratum.
    pub strata: Vec<ExprId>,
    /// The names of the strata's parts, for readers.
    pub strata_names: Vec<Bilingual>,
    /// What the draw is made from.
    pub seed: String,
}

impl Person {
    /// What a word of an answer means; `None`: it is none of the item's words.
    #[must_use]
    pub fn meaning(&self, word: &str) -> Option<AnswerVerdict> {
        let is = |answer: &&AnswerWord| {
            let mut spellings = answer.spellings.iter();
            spellings.any(|spelling| same_word(spelling, word))
        };
        self.answers.iter().find(is).map(|answer| answer.verdict)
    }
}

impl Item {
    /// How the item is judged: `machine`, `person`, `hybrid` or `sample`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.person {
            None if matches!(self.check, Check::Nothing) => "not_inspectable",
            None => "machine",
            Some(person) if person.sample.is_some() => "sample",
            Some(person) if person.hybrid => "hybrid",
            Some(_) => "person",
        }
    }
}

impl Model {
    /// The names and types of the parts of the key by which answers name a subject of an item; none: the whole.
    #[must_use]
    pub fn asked_key(&self, item: &Item) -> Vec<(Vec<String>, Type)> {
        match &item.check {
            Check::Rows(rows) => {
                let Some(declared) = self.datasets.get(rows.dataset) else {
                    return Vec::new();
                };
                let columns = declared.key.iter();
                let columns = columns.filter_map(|&column| declared.columns.get(column));
                let part = |c: &Column| (c.names.all.clone(), self.referred(&c.kind).clone());
                columns.map(part).collect()
            }
            Check::Groups(groups) => {
                let keys = groups.keys.first().map_or(&[][..], Vec::as_slice);
                let named = groups.names.iter().zip(keys);
                let part = |(name, key): (&Bilingual, &ExprId)| {
                    let names = [&name.en, &name.zh].into_iter().flatten().cloned();
                    let kind = self.referred(&self.expr(*key).ty).clone();
                    (names.collect(), kind)
                };
                named.map(part).collect()
            }
            Check::Whole(_)
            | Check::Match(_)
            | Check::Combinations(_)
            | Check::Duty(_)
            | Check::Nothing => Vec::new(),
        }
    }
}
