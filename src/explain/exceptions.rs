//! Exceptions in words: which rows excuse, when they have to be in force, what has to be given as proof, and from what they excuse.

use super::names::{Words, plain};
use crate::model::{
    Check, DutyCheck, DutyTime, Exception, Excuse, ExcuseTest, Item, PartKind, Validity,
};
use crate::types::Language;

impl Words<'_> {
    /// Whom exceptions excuse, and what has to prove it.
    pub(super) fn exceptions(&self, item: &Item) -> Vec<String> {
        let en = self.language == Language::En;
        let is_left_out = |e: &Excuse| matches!(e.test, ExcuseTest::LeftOut { .. });
        let is_duty = matches!(item.check, Check::Duty(_));
        // A delivery is excused one by one; the exception is told once.
        let is_whole = |e: &&Excuse| e.parts.is_none() || is_duty;
        let mut told: Vec<usize> = Vec::new();
        let whole = item.excuses.iter().filter(is_whole);
        let named: Vec<String> = whole
            .filter_map(|excuse| {
                let is_new = !told.contains(&excuse.exception);
                told.push(excuse.exception);
                is_new.then(|| self.exception(excuse, item))
            })
            .collect();
        let mut sentences = Vec::new();
        if !named.is_empty() {
            let list = named.join(self.language.pick("; ", "；"));
            sentences.push(match (item.excuses.iter().any(is_left_out), en) {
                (false, true) => format!("Excused are those with a proved exception: {list}."),
                (false, false) => format!("有下列例外并经证明的，不视为不符：{list}。"),
                (true, true) => format!("Left out are those with a proved exception: {list}."),
                (true, false) => format!("有下列例外并经证明的，不计入：{list}。"),
            });
        }
        if is_duty {
            return sentences;
        }
        for excuse in &item.excuses {
            let parts = excuse.parts.iter().flatten();
            for part in parts.filter_map(|&part| self.part_words(item, part)) {
                let exception = self.exception(excuse, item);
                sentences.push(match en {
                    true => format!("Excused from “{part}” alone: {exception}."),
                    false => format!("仅就“{part}”不视为不符：{exception}。"),
                });
            }
        }
        sentences
    }

    /// The exception, and the rows that prove it.
    fn exception(&self, excuse: &Excuse, item: &Item) -> String {
        let en = self.language == Language::En;
        let Some(exception) = self.model.exceptions.get(excuse.exception) else {
            return String::new();
        };
        let name = plain(exception.show(self.language));
        let Some(dataset) = exception.dataset else {
            return format!("“{name}”");
        };
        let rows = self.dataset(dataset);
        let mut asked: Vec<String> = Vec::new();
        if let Some(claimed) = exception.claimed {
            let claimed = self.condition(claimed);
            asked.push(match en {
                true => format!("where {claimed}"),
                false => claimed,
            });
        }
        asked.extend(self.in_force(exception, dataset, item));
        if let Some(proof) = exception.proof {
            let proof = self.expression(proof);
            asked.push(match en {
                true => format!("with {proof} given as proof"),
                false => format!("{proof}已填作为证明"),
            });
        }
        let asked = asked.join(self.language.pick(", ", "，"));
        match (en, asked.is_empty()) {
            (true, true) => format!("“{name}” (a row of {rows})"),
            (true, false) => format!("“{name}” (a row of {rows} {asked})"),
            (false, true) => format!("“{name}”（{rows}中有记录）"),
            (false, false) => format!("“{name}”（{rows}中有记录：{asked}）"),
        }
    }

    /// When such a row has to be in force.
    fn in_force(&self, exception: &Exception, dataset: usize, item: &Item) -> Option<String> {
        let en = self.language == Language::En;
        let by_period = matches!(
            &item.check,
            Check::Duty(DutyCheck {
                when: DutyTime::Periods { .. },
                ..
            })
        );
        let day = match exception.valid {
            Validity::Any => return None,
            Validity::On(day) => self.expression(day),
            Validity::Declared if by_period => self.say("the last day in time", "报送期限当日"),
            Validity::Declared => self.say("the day of the inspection", "评估日"),
        };
        let column = |column: usize| {
            let column = self.model.column(dataset, column)?;
            Some(plain(column.names.show(self.language)))
        };
        let (from, to) = self.model.datasets.get(dataset)?.in_force?;
        let from = column(from)?;
        Some(match (to.and_then(column), en) {
            (Some(to), true) => format!("in force on {day} (from {from} to {to})"),
            (None, true) => format!("in force on {day} (from {from})"),
            (Some(to), false) => format!("{day}在有效期内（{from}至{to}）"),
            (None, false) => format!("{day}已生效（自{from}起）"),
        })
    }

    /// A part of a comparison in words.
    pub(super) fn part_words(&self, item: &Item, part: usize) -> Option<String> {
        let Check::Match(check) = &item.check else {
            return None;
        };
        let source = |number: usize| {
            check.sources.get(number)?;
            Some(self.source(check, number))
        };
        let en = self.language == Language::En;
        Some(match check.parts.get(part)?.kind {
            PartKind::NotIn(number) if en => format!("not in {}", source(number)?),
            PartKind::NotIn(number) => format!("不在{}中", source(number)?),
            PartKind::RepeatedIn(number) if en => format!("repeated in {}", source(number)?),
            PartKind::RepeatedIn(number) => format!("在{}中重复", source(number)?),
            PartKind::Differs(field) => {
                let name = plain(check.compared.get(field)?.name.get(self.language));
                match en {
                    true => format!("differs in {name}"),
                    false => format!("{name}不同"),
                }
            }
        })
    }
}
