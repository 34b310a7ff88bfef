//! The deliveries that an item expects, whether they came or not.

use super::batch::{self, BATCH};
use super::names::Names;
use super::{Inspection, evidence};
use crate::eval::Known;
use crate::findings::KeyPart;
use crate::types::Date;
use std::collections::BTreeSet;
use std::io;

/// One delivery owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Who owes it: the key of the sender's or the event's row, masked.
    pub sender: Vec<KeyPart>,
    /// To whom; empty where nobody is named or it cannot be told.
    pub recipient: String,
    /// For which period; empty after an event.
    pub period: String,
    /// The last day in time; `None` where it cannot be told.
    pub due: Option<Date>,
    /// Whether it is due on the day of the inspection; `None` where it cannot be told.
    pub is_due: Option<bool>,
    /// Whether it is owed for certain.
    pub certain: bool,
}

impl Inspection<'_> {
    /// Calls `each` with every delivery that the items run expect, by period, sender and recipient.
    ///
    /// # Errors
    /// When a data file cannot be read any more, or from `each`.
    pub fn owed(&self, each: &mut dyn FnMut(&Owed) -> io::Result<()>) -> io::Result<()> {
        for item in 0..self.lowered.plan.items.len() {
            if let Some(duty) = self.duty(item) {
                let slots = duty.slots.len();
                let mut start = 0;
                while start < slots {
                    let period = |at: usize| duty.slots.get(at).map(|slot| slot.period.as_ref());
                    let mut end = start + 1;
                    while end < slots && period(end) == period(start) {
                        end += 1;
                    }
                    self.owed_in(item, start..end, each)?;
                    start = end;
                }
            }
        }
        Ok(())
    }

    fn owed_in(
        &self,
        item: usize,
        slots: std::ops::Range<usize>,
        each: &mut dyn FnMut(&Owed) -> io::Result<()>,
    ) -> io::Result<()> {
        let plan = &self.lowered.plan;
        let nodes = &self.lowered.nodes[item];
        let Some(duty) = self.duty(item) else {
            return Ok(());
        };
        let Some(first) = plan.items[item].blocks.first() else {
            return Ok(());
        };
        let declared = &self.model().datasets[duty.dataset];
        let mut columns: BTreeSet<usize> = declared.key.iter().copied().collect();
        columns.extend(self.name_columns(duty.dataset));
        let conditions = [first.member, nodes.owes];
        let rows: Vec<u64> = (0..self.evaluation.rows(first.frame)).collect();
        for batch in rows.chunks(BATCH) {
            let mut wanted: Vec<_> = conditions.into_iter().flatten().collect();
            for slot in nodes.duty.get(slots.clone()).unwrap_or_default() {
                wanted.extend(
                    slot.recipient
                        .into_iter()
                        .chain(slot.due)
                        .chain(slot.is_due),
                );
            }
            let explained = self.evaluation.explain_some(first.frame, batch, &wanted)?;
            let wanted = batch.iter().copied().collect();
            let cells = batch::cells(self, duty.dataset, &wanted, &columns)?;
            for (at, &row) in batch.iter().enumerate() {
                let truths = conditions.into_iter().flatten();
                let truths: Vec<Option<bool>> = truths
                    .map(|node| evidence::truth(&explained, node, at))
                    .collect();
                if truths.contains(&Some(false)) {
                    continue;
                }
                let mut names = Names::default();
                self.names_of(duty.dataset, std::iter::once(row), &cells, &mut names);
                let mut sender: Vec<KeyPart> = declared
                    .key
                    .iter()
                    .map(|&column| {
                        let text = cells.text(row, column).unwrap_or_default();
                        self.key_part(&declared.columns[column], text)
                    })
                    .collect();
                for part in &mut sender {
                    names.hide(&mut part.value);
                }
                for number in slots.clone() {
                    let (Some(slot), Some(of)) = (duty.slots.get(number), nodes.duty.get(number))
                    else {
                        continue;
                    };
                    let text = |node| match explained.value(node, at) {
                        Some(Known::Text(text)) => Some(text),
                        _ => None,
                    };
                    let named = slot.recipient.as_ref().and_then(|to| to.name.clone());
                    let kind = self.kind_of_recipient(item, (number, slot));
                    let recipient = named.or_else(|| text(of.recipient?)).unwrap_or_default();
                    let mut recipient = self.masked(&kind, &recipient);
                    names.hide(&mut recipient);
                    let due = of.due.and_then(|due| match explained.value(due, at) {
                        Some(Known::Days(day)) => Some(Date(day)),
                        _ => None,
                    });
                    let period = slot.period.as_ref();
                    each(&Owed {
                        sender: sender.clone(),
                        recipient,
                        period: period.map_or_else(String::new, |period| period.id.clone()),
                        due,
                        is_due: of
                            .is_due
                            .and_then(|node| evidence::truth(&explained, node, at)),
                        certain: !truths.contains(&None),
                    })?;
                }
            }
        }
        Ok(())
    }
}
