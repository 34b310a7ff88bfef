//! Why a delivery is there, late or missing: which one is meant, and what was found of it, in words.

use super::Inspection;
use super::trace::At;
use super::why::{Asked, NoTrace, Place, comparable};
use crate::eval::Known;
use crate::findings::trace::{Looked, Step};
use crate::model::{DutyCheck, ExprId, Slot, SlotPeriod};
use crate::plan::Block;
use crate::types::{Date, Language, Type};
use std::io;

impl Inspection<'_> {
    /// The deliveries that are meant: those of a row or key of a sender, or one of them by its recipient and period as well.
    pub(super) fn places_of_duty(
        &self,
        item: usize,
        own: usize,
        asked: &Asked,
    ) -> io::Result<Result<Vec<Place>, NoTrace>> {
        let blocks = &self.lowered.plan.items[item].blocks;
        let (Some(duty), Some(first)) = (self.duty(item), blocks.first()) else {
            return Ok(Err(NoTrace::Subject));
        };
        let width = self.model().datasets[own].key.len();
        let (rows, further) = match asked {
            Asked::Whole => return Ok(Err(NoTrace::Subject)),
            Asked::Row(dataset, _) if *dataset != own => {
                return Ok(Err(NoTrace::Datasets(vec![own])));
            }
            Asked::Row(_, row) => {
                let rows = self.evaluation.rows(first.frame);
                if *row >= rows {
                    return Ok(Err(NoTrace::Rows(rows)));
                }
                (vec![*row], &[][..])
            }
            Asked::Key(key) => {
                let (sender, further) = key.split_at(width.min(key.len()));
                match self.rows_of_key(own, sender)? {
                    Ok(rows) => (rows, further),
                    Err(near) => return Ok(Err(NoTrace::Key(near))),
                }
            }
        };
        let fits = |block: &&usize| {
            let slot = duty.slots.get(**block);
            slot.is_some_and(|slot| {
                further.iter().all(|text| {
                    // What names a period of any delivery is not the name of a recipient.
                    let names_period = duty.slots.iter().any(|slot| is_period(slot, text));
                    if names_period {
                        is_period(slot, text)
                    } else {
                        is_recipient(slot, text)
                    }
                })
            })
        };
        // What an event sets off is one block for all recipients.
        let numbers: Vec<usize> = (0..blocks.len()).collect();
        let chosen: Vec<usize> = match duty.slots.first().and_then(|slot| slot.period.as_ref()) {
            Some(_) => numbers.iter().filter(fits).copied().collect(),
            None => numbers,
        };
        if chosen.is_empty() {
            let id = |slot: Option<&Slot>| {
                let period = slot.and_then(|slot| slot.period.as_ref());
                period.map_or_else(String::new, |period| period.id.clone())
            };
            let (first, last) = (id(duty.slots.first()), id(duty.slots.last()));
            return Ok(Err(NoTrace::Period(first, last)));
        }
        let mut places = Vec::new();
        for row in rows {
            for &block in &chosen {
                places.push(Place {
                    block,
                    frame: first.frame,
                    row,
                });
            }
        }
        Ok(Ok(places))
    }

    /// What was looked at for the deliveries of a block: whether it is owed, due, there, and in time.
    pub(super) fn duty_steps(
        &self,
        (item, block): (usize, &Block),
        check: &DutyCheck,
        looking: At<'_>,
    ) -> io::Result<Vec<Step>> {
        let mut steps = Vec::new();
        steps.extend(self.role("population", looking, check.member)?);
        steps.extend(self.role("condition", looking, check.applies)?);
        for part in &block.parts {
            let number = part.part / 2;
            let Some(slot) = check.slots.get(number) else {
                continue;
            };
            let late = part.part % 2 == 1;
            if !late {
                steps.extend(self.role("condition", looking, slot.due)?);
            }
            let asked = if late {
                slot.on_time
            } else {
                Some(slot.present)
            };
            if let Some(asked) = asked {
                steps.push(self.delivery_step((item, number), check, (asked, late), looking)?);
            }
        }
        Ok(steps)
    }

    fn delivery_step(
        &self,
        (item, number): (usize, usize),
        check: &DutyCheck,
        (asked, late): (ExprId, bool),
        looking: At<'_>,
    ) -> io::Result<Step> {
        let language = self.language();
        let slot = &check.slots[number];
        let mut step = self.told_of(looking, asked);
        step.role = Some("requirement");
        let due = self.lowered.nodes[item]
            .duty
            .get(number)
            .and_then(|node| node.due);
        let due = due.and_then(|node| match looking.explained.value(node, 0) {
            Some(Known::Days(day)) => Some(Date(day).to_string()),
            _ => None,
        });
        let what = &self.model().datasets[check.deliveries.dataset].names;
        let what = what.show(language);
        let period = slot.period.as_ref();
        let period = period.map_or("", |period| period.shown.get(language));
        step.text = match (late, language) {
            (false, Language::En) if period.is_empty() => format!("there is a row of {what}"),
            (false, Language::En) => format!("there is a row of {what} for {period}"),
            (false, Language::Zh) => format!("有{period}的{what}"),
            (true, Language::En) => {
                let by = due.map_or_else(String::new, |due| format!(" by {due}"));
                format!("it came in time{by}")
            }
            (true, Language::Zh) => match due {
                Some(due) => format!("在 {due} 及以前报送"),
                None => "按时报送".to_owned(),
            },
        };
        if let Some(&node) = self.lowered.traced.get(&(looking.frame, asked)) {
            let mut found: Vec<Looked> = self.looked(looking, node)?;
            // Rows that leave sender or period open are shown where there are any.
            found.retain_mut(|looked| {
                self.is_own_search(check, number, &mut looked.key) || looked.undecided > 0
            });
            found.dedup();
            step.looked = found;
        }
        Ok(step)
    }

    fn told_of(&self, looking: At<'_>, asked: ExprId) -> Step {
        let node = self.lowered.traced.get(&(looking.frame, asked)).copied();
        Step {
            role: None,
            text: String::new(),
            told: node.map_or(crate::findings::trace::Told::Nothing, |node| {
                self.told(looking, node, &Type::Truth)
            }),
            cells: Vec::new(),
            looked: Vec::new(),
            steps: Vec::new(),
        }
    }
}

fn is_period(slot: &Slot, text: &str) -> bool {
    let wanted = comparable(&[text]);
    let is = |other: &String| comparable(&[other]) == wanted;
    let named = |period: &SlotPeriod| {
        let shown = [&period.shown.en, &period.shown.zh].into_iter().flatten();
        is(&period.id) || period.spellings.iter().chain(shown).any(is)
    };
    slot.period.as_ref().is_some_and(named)
}

/// Whether a text may name the recipient; one that stands in the sender's row is known there alone.
fn is_recipient(slot: &Slot, text: &str) -> bool {
    let wanted = comparable(&[text]);
    let is = |name: &str| comparable(&[name]) == wanted;
    let recipient = slot.recipient.as_ref();
    recipient.is_some_and(|to| to.name.as_deref().is_none_or(is))
}
