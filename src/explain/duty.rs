//! Deliveries owed, in plain sentences.

use super::names::{Words, plain};
use crate::model::{DutyCheck, DutyTime, ExprKind};
use crate::syntax::ast::{Cadence, DueDay, LatestDay};
use crate::types::date::WEEKDAYS;
use crate::types::{Number, Value};

impl Words<'_> {
    pub(super) fn duty(&self, duty: &DutyCheck) -> Vec<String> {
        let one = self.one(duty.dataset, duty.population);
        let members = duty.member.map(|m| self.condition(m));
        let applies = duty.applies.map(|a| self.condition(a));
        let (mut en, mut zh) = (format!("Looks at every {one}"), format!("检查每个{one}"));
        if let Some(members) = members {
            en += &format!(", a row for which {members}");
            zh += &format!("，即满足以下条件的记录：{members}");
        }
        if let Some(applies) = applies {
            en += &format!(", where {applies}");
            zh += &format!("，限于{applies}的");
        }
        let mut sentences = vec![self.say(&format!("{en}."), &format!("{zh}。"))];
        sentences.push(self.owed(duty));
        sentences.extend(self.owed_when(duty));
        sentences
    }

    /// What is owed to whom.
    fn owed(&self, duty: &DutyCheck) -> String {
        let what = match duty.deliveries.filter {
            Some(_) => self.rows_of_group(&duty.deliveries),
            None => plain(
                self.model.datasets[duty.deliveries.dataset]
                    .names
                    .show(self.language),
            ),
        };
        let several = match &self.model.expr(duty.at_least).kind {
            ExprKind::Value(Value::Number(number)) if *number == Number::integer(1) => None,
            _ => Some(self.expression(duty.at_least)),
        };
        let mut to: Vec<String> = Vec::new();
        for slot in &duty.slots {
            let words = slot.recipient.as_ref().map(|recipient| {
                recipient
                    .name
                    .clone()
                    .unwrap_or_else(|| self.expression(recipient.value))
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
            format!("分别向{}", self.list(&to))
        };
        let (many_en, many_zh) = match several {
            Some(n) => (format!("at least {n} rows of "), format!("至少{n}条")),
            None => (String::new(), String::new()),
        };
        match &duty.when {
            DutyTime::Periods {
                cadence, during, ..
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
                            format!("自{from}至{to}，{each_zh}"),
                        )
                    }
                    None => (each_en.to_owned(), each_zh.to_owned()),
                };
                self.say(
                    &format!("{en}, it owes {many_en}{what}{to_en}."),
                    &format!("{zh}应{to_zh}报送{many_zh}{what}。"),
                )
            }
            DutyTime::Event { due } => {
                let due = self.expression(*due);
                self.say(
                    &format!("It must be reported in {what}{to_en}, no later than {due}."),
                    &format!("应在{due}之前（含当日）以{what}{to_zh}报送。"),
                )
            }
        }
    }

    /// Until when, and what was taken where the sentence does not say.
    fn owed_when(&self, duty: &DutyCheck) -> Vec<String> {
        let mut sentences = Vec::new();
        if let DutyTime::Periods {
            deadline,
            itself_counts: (counts, said),
            in_term,
            named,
            rows,
            ..
        } = &duty.when
        {
            sentences.extend(rows.and_then(|calendar| self.whose_terms(calendar)));
            if let Some(deadline) = deadline {
                sentences.push(self.latest_day(*deadline, *counts, *said));
            } else {
                sentences.push(self.say(
                    "It is due at the end of the period; when it came is not judged.",
                    "期末到期；不判报送时间。",
                ));
            }
            if *in_term {
                sentences.push(self.say(
                    "Nothing is owed for a period whose last day in time lies in no term.",
                    "截止日不在学期内的期次无需报送。",
                ));
            }
            if !named {
                sentences.push(self.say(
                    "A delivery counts for the period that its day lies in.",
                    "报送日落在哪一期，就算哪一期。",
                ));
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
