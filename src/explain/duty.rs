//! Deliveries owed, in plain sentences.

use super::names::{Words, as_one, plain};
use crate::model::{DutyCheck, DutyTime, ExprKind};
use crate::syntax::ast::{Cadence, DueDay, LatestDay};
use crate::types::date::WEEKDAYS;
use crate::types::{Language, Number, Value};

impl Words<'_> {
    pub(super) fn duty(&self, duty: &DutyCheck) -> Vec<String> {
        let one = self.one(duty.dataset, duty.population);
        let members = duty.member.map(|m| self.condition(m));
        let applies = duty.applies.map(|a| self.condition(a));
        let rows = self.dataset(duty.dataset);
        let each = if members.is_some() { "个" } else { "条" };
        let (mut en, mut zh) = (
            format!("Looks at every {one}"),
            format!("检查每{each}{one}"),
        );
        if let Some(members) = members {
            en += &format!(": a row of {rows} for which {members}");
            zh += &format!("，即{rows}中满足以下条件的记录：{members}");
        }
        if let Some(applies) = applies {
            en += &format!(", where {applies}");
            zh += &format!("，限于{applies}的");
        }
        let mut sentences = vec![self.say(&format!("{en}."), &format!("{zh}。"))];
        let mut owed = vec![self.owed(duty)];
        if let DutyTime::Periods {
            deadline: Some(deadline),
            itself_counts: (counts, said),
            ..
        } = &duty.when
        {
            owed.push(self.latest_day(*deadline, *counts, *said));
        }
        sentences.extend(as_one(&owed, self.language));
        sentences.extend(as_one(&self.owed_when(duty), self.language));
        sentences
    }

    /// What is owed to whom.
    fn owed(&self, duty: &DutyCheck) -> String {
        let what = self.delivered(duty);
        let counted = self.is_counted(duty);
        let mut to: Vec<String> = Vec::new();
        for slot in &duty.slots {
            let words = slot.recipient.as_ref().map(|recipient| {
                let name = recipient.name.as_deref();
                name.map_or_else(
                    || self.expression(recipient.value),
                    |name| self.foreign(name),
                )
            });
            to.extend(words.filter(|words| !to.contains(words)));
        }
        let to_en = if to.is_empty() {
            String::new()
        } else {
            format!(" to {}", to.join(" and to "))
        };
        let to_zh = if to.is_empty() {
            String::new()
        } else {
            let each = if to.len() > 1 { "分别" } else { "" };
            format!("{each}向{}", self.list(&to))
        };
        let (many_en, many_zh) = match counted {
            true => {
                let n = self.expression(duty.at_least);
                (format!("at least {n} "), format!("至少{n}次"))
            }
            false => (String::new(), String::new()),
        };
        let must = self.must();
        match &duty.when {
            DutyTime::Periods {
                cadence,
                during,
                deadline,
                ..
            } => {
                let (each_en, each_zh) = match cadence {
                    Cadence::Week => ("In each week", "每周"),
                    Cadence::Month => ("In each month", "每月"),
                    Cadence::Quarter => ("In each quarter", "每季度"),
                    Cadence::Term => ("In each term", "每学期"),
                    Cadence::Year => ("In each year", "每年"),
                };
                let (en, zh) = match during {
                    Some((from, to)) => {
                        let (from, to) = (self.day(*from), self.day(*to));
                        (
                            format!("{each_en} that begins from {from} to {to}"),
                            format!("自{from}至{to}，期间开始的{each_zh}"),
                        )
                    }
                    None => (each_en.to_owned(), each_zh.to_owned()),
                };
                // Without a day and somebody to whom nothing is delivered: it has to be there.
                if deadline.is_none() && to.is_empty() {
                    return self.say(
                        &format!("{en}, it {must} have {many_en}{what}."),
                        &format!("{zh}{must}有{many_zh}{what}。"),
                    );
                }
                self.say(
                    &format!("{en}, it owes {many_en}{what}{to_en}."),
                    &format!("{zh}{must}{to_zh}报送{many_zh}{what}。"),
                )
            }
            DutyTime::Event { due } => {
                let due = self.expression(*due);
                self.say(
                    &format!("It {must} be reported in {what}{to_en}, no later than {due}."),
                    &format!("{must}在{due}内（含当日）以{what}{to_zh}报送。"),
                )
            }
        }
    }

    /// Whether a duty asks for a number of rows, and not only for a delivery in time.
    pub(super) fn is_counted(&self, duty: &DutyCheck) -> bool {
        let one = match &self.model.expr(duty.at_least).kind {
            ExprKind::Value(Value::Number(number)) => *number == Number::integer(1),
            _ => false,
        };
        let by_day = matches!(
            duty.when,
            DutyTime::Event { .. }
                | DutyTime::Periods {
                    deadline: Some(_),
                    ..
                }
        );
        !(one && by_day)
    }

    /// What is delivered, by its short name.
    fn delivered(&self, duty: &DutyCheck) -> String {
        let dataset = duty.deliveries.dataset;
        let (population, rest) = self.population_of(dataset, duty.deliveries.filter);
        let many = match (population, self.model.datasets.get(dataset)) {
            (None, Some(declared)) => plain(declared.names.show(self.language)),
            _ => self.many(dataset, population),
        };
        let that = self.joined(&rest, self.language.pick(" and ", "且"));
        match (rest.is_empty(), self.language) {
            (true, _) => many,
            (false, Language::En) => format!("{many} where {that}"),
            (false, Language::Zh) => format!("符合“{that}”的{many}"),
        }
    }

    /// Until when, and what was taken where the sentence does not say.
    fn owed_when(&self, duty: &DutyCheck) -> Vec<String> {
        let mut sentences = Vec::new();
        if let DutyTime::Periods {
            deadline,
            in_term,
            named,
            rows,
            ..
        } = &duty.when
        {
            sentences.extend(rows.and_then(|calendar| self.whose_terms(calendar)));
            if *in_term {
                // A last day in the next period says nothing of this one.
                let own = deadline.is_some_and(|deadline| deadline.next);
                sentences.push(match own {
                    true => self.say(
                        "Nothing is owed for a period whose own last day lies in no term.",
                        "本期最后一日不在学期内的期次无需报送。",
                    ),
                    false => self.say(
                        "Nothing is owed for a period whose last day in time lies in no term.",
                        "截止日不在学期内的期次无需报送。",
                    ),
                });
            }
            if !named {
                sentences.push(match deadline {
                    Some(_) => self.say(
                        "A delivery counts for the period that its day lies in.",
                        "报送日落在哪一期，就算哪一期。",
                    ),
                    None => self.say(
                        "A row counts for the period that its day lies in.",
                        "记录的日期落在哪一期，就算哪一期。",
                    ),
                });
            }
            if deadline.is_none() {
                sentences.push(self.say(
                    "A period that is not over on the day of the inspection is not judged.",
                    "评估日尚未结束的期次不判。",
                ));
                return sentences;
            }
        }
        sentences.push(self.say(
            "What is not due yet on the day of the inspection is not judged; what is missing and what is late are told apart.",
            "评估日尚未到期的不判；缺报与迟报分别列出。",
        ));
        sentences
    }

    /// The latest day: "day 18 of the period".
    pub(super) fn until(&self, deadline: LatestDay) -> String {
        let (mut en, mut zh) = match deadline.day {
            DueDay::Weekday(day) => {
                let day = WEEKDAYS.get(day as usize - 1).copied().unwrap_or_default();
                (day.0.to_owned(), day.1.to_owned())
            }
            DueDay::Day(day) => (format!("day {day}"), format!("第{day}日")),
            DueDay::Last => ("the last day".to_owned(), "最后一日".to_owned()),
        };
        if deadline.next {
            en += " of the next period";
            zh = format!("下一期{zh}");
        } else {
            en += " of the period";
            zh = format!("本期{zh}");
        }
        self.say(&en, &zh)
    }

    fn latest_day(&self, deadline: LatestDay, counts: bool, said: bool) -> String {
        let until = self.until(deadline);
        let (counts_en, counts_zh) = match (counts, said) {
            (true, true) => ("that day itself counts", "当日计入"),
            (true, false) => (
                "that day itself counts, as the sentence does not say otherwise",
                "句中未说明，当日计入",
            ),
            (false, _) => ("that day itself does not count", "当日不计"),
        };
        self.say(
            &format!("It is in time until {until}; {counts_en}."),
            &format!("截止{until}，{counts_zh}。"),
        )
    }
}
