//! Findings of deliveries owed: who, to whom, for when, and whether it is missing or late.

use super::batch::{self, Cells};
use super::draft::Draft;
use super::{Inspection, evidence, message};
use crate::eval::{Explained, Hit, HitOutcome, Known};
use crate::findings::{Finding, KeyPart, Searched, ShownValue};
use crate::model::{Check, DutyCheck, DutyTime, Slot};
use crate::types::{Date, Language, Number, Type};
use std::collections::BTreeMap;
use std::io;

/// Where a hit stands: its row, block and part.
type Place = (u64, usize, u16);

/// A part of the key of a delivery.
pub(super) struct SlotPart {
    /// For programs.
    name: &'static str,
    /// For readers.
    shown: &'static str,
    /// The type that it is masked by.
    kind: Type,
    pub(super) value: Option<String>,
}

impl Inspection<'_> {
    /// The deliveries that an item asks for, if it does.
    pub(super) fn duty(&self, at: usize) -> Option<&DutyCheck> {
        match &self.model().items[self.lowered.plan.items[at].item].check {
            Check::Duty(duty) => Some(duty),
            _ => None,
        }
    }

    /// Hits of the blocks of one period, by sender: runs of one block each.
    pub(super) fn slot_runs(&self, at: usize, left: usize) -> io::Result<Vec<(usize, Vec<Hit>)>> {
        let blocks = self.lowered.plan.items[at].blocks.len();
        let period = |block: usize| {
            let slot = self.duty(at)?.slots.get(block)?;
            Some(slot.period.as_ref()?.id.clone())
        };
        let mut runs: Vec<(usize, Vec<Hit>)> = Vec::new();
        let (mut block, mut left) = (0, left);
        while block < blocks {
            let mut end = block + 1;
            while end < blocks && period(end) == period(block) {
                end += 1;
            }
            let mut hits: Vec<(Place, Hit)> = Vec::new();
            for number in block..end {
                for hit in self.findings_of(at, number) {
                    hits.push(((hit.row, number, hit.part), hit));
                }
            }
            hits.sort_by_key(|(place, _)| *place);
            hits.truncate(left);
            left -= hits.len();
            for ((_, number, _), hit) in hits {
                match runs.last_mut() {
                    Some((last, run)) if *last == number => run.push(hit),
                    _ => runs.push((number, vec![hit])),
                }
            }
            block = end;
        }
        Ok(runs)
    }

    /// The text of the recipient of a delivery; `None` where there is none, or it cannot be told.
    fn recipient(
        &self,
        at: usize,
        slot: (usize, &Slot),
        explained: &Explained,
        row: usize,
    ) -> Option<String> {
        if let Some(name) = slot.1.recipient.as_ref()?.name.as_ref() {
            return Some(name.clone());
        }
        let node = self.lowered.nodes[at].duty.get(slot.0)?.recipient?;
        match explained.value(node, row)? {
            Known::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The type by which the recipient of a delivery is masked: that of the column that names it.
    pub(super) fn kind_of_recipient(&self, at: usize, (number, slot): (usize, &Slot)) -> Type {
        let by_name = slot.recipient.as_ref().is_some_and(|to| to.name.is_some());
        let node = self.lowered.nodes[at].duty.get(number);
        let node = node.and_then(|of| of.recipient).filter(|_| !by_name);
        let block = self.lowered.plan.items[at].blocks.first();
        match (block, node) {
            (Some(block), Some(node)) => self.most_private(block.frame, node),
            _ => Type::Id,
        }
    }

    /// What a delivery has in its key beside its sender: recipient, where there is one, and period; nothing where it has no period.
    pub(super) fn slot_key(
        &self,
        at: usize,
        duty: &DutyCheck,
        draft: &Draft,
        explained: &Explained,
    ) -> Vec<SlotPart> {
        let language = self.language();
        let number = usize::from(draft.hit.part) / 2;
        let slot = duty.slots.get(number);
        let Some((slot, period)) = slot.and_then(|slot| Some((slot, slot.period.as_ref()?))) else {
            return Vec::new();
        };
        let recipient = slot.recipient.as_ref().map(|_| SlotPart {
            name: "recipient",
            shown: language.pick("to", "接收方"),
            kind: self.kind_of_recipient(at, (number, slot)),
            value: self.recipient(at, (number, slot), explained, draft.at),
        });
        let period = SlotPart {
            name: "period",
            shown: language.pick("period", "期次"),
            kind: Type::Id,
            value: Some(period.id.clone()),
        };
        recipient.into_iter().chain([period]).collect()
    }

    /// Fills in a delivery as the subject: sender, recipient, period.
    pub(super) fn slot_subject(
        &self,
        at: usize,
        duty: &DutyCheck,
        draft: &Draft,
        explained: &Explained,
        finding: &mut Finding,
    ) {
        let parts = self.slot_key(at, duty, draft, explained);
        if parts.is_empty() {
            return;
        }
        finding.subject.kind = "slot";
        finding.subject.dataset = None;
        finding.subject.row = None;
        if let [sender] = &mut finding.subject.key[..] {
            "sender".clone_into(&mut sender.name);
        }
        let shown = |part: SlotPart| KeyPart {
            name: part.name.to_owned(),
            shown: part.shown.to_owned(),
            value: self.masked(&part.kind, part.value.as_deref().unwrap_or_default()),
        };
        finding.subject.key.extend(parts.into_iter().map(shown));
    }

    /// Leaves of the places where a delivery was looked for the one of its sender, recipient and period, which is said in words.
    pub(super) fn tidy_searches(
        &self,
        duty: &DutyCheck,
        number: usize,
        searched: &mut Vec<Searched>,
    ) {
        searched.retain_mut(|search| self.is_own_search(duty, number, &mut search.key));
        searched.dedup();
    }

    /// Whether a key is that of a delivery, not one that leaves a part open; its period is put in words.
    pub(super) fn is_own_search(
        &self,
        duty: &DutyCheck,
        number: usize,
        key: &mut [KeyPart],
    ) -> bool {
        let DutyTime::Periods { column, .. } = duty.when else {
            return true;
        };
        let Some((slot, period)) = duty
            .slots
            .get(number)
            .and_then(|s| Some((s, s.period.as_ref()?)))
        else {
            return true;
        };
        let recipient = slot.recipient.as_ref();
        let by_value = recipient.is_some_and(|recipient| recipient.name.is_none());
        let whole = key.len() >= 2 + usize::from(by_value);
        if let Some(part) = key.last_mut().filter(|part| part.name.is_empty()) {
            let column = &self.model().datasets[duty.deliveries.dataset].columns[column];
            column.names.id().clone_into(&mut part.name);
            let language = self.language();
            column.names.show(language).clone_into(&mut part.shown);
            period.shown.get(language).clone_into(&mut part.value);
        }
        whole
    }

    /// What is missing or late, in words.
    pub(super) fn duty_words(
        &self,
        at: usize,
        duty: &DutyCheck,
        (draft, cells): (&Draft, &BTreeMap<usize, Cells>),
        explained: &Explained,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let number = usize::from(draft.hit.part) / 2;
        let late = draft.hit.part % 2 == 1;
        let Some(slot) = duty.slots.get(number) else {
            return;
        };
        let part = if late { "late" } else { "missing" };
        let recipient = self.recipient(at, (number, slot), explained, draft.at);
        let kind = self.kind_of_recipient(at, (number, slot));
        let recipient = recipient.map(|text| self.masked(&kind, &text));
        finding.part = Some(match (&duty.when, &slot.recipient) {
            (DutyTime::Event { .. }, Some(to)) => match &to.name {
                Some(name) => format!("{part}:{name}"),
                None => format!("{part}:{}", number + 1),
            },
            _ => part.to_owned(),
        });
        let node = self.lowered.nodes[at].duty.get(number);
        let due = match node.and_then(|n| explained.value(n.due?, draft.at)) {
            Some(Known::Days(day)) => Some(Date(day)),
            _ => None,
        };
        let what = self.model().datasets[duty.deliveries.dataset]
            .names
            .show(language);
        let en = language == Language::En;
        let to = match (&recipient, en) {
            (Some(to), true) => format!(" to {to}"),
            (Some(to), false) => format!("向{to}"),
            (None, _) => String::new(),
        };
        let period = slot
            .period
            .as_ref()
            .map(|period| period.shown.get(language));
        let period = match (period, en) {
            (Some(period), true) => format!(" for {period}"),
            (Some(period), false) => period.to_owned(),
            (None, _) => String::new(),
        };
        let until = match (due, en) {
            (Some(due), true) => format!(", due by {due}"),
            (Some(due), false) => format!("（截止 {due}）"),
            (None, _) => String::new(),
        };
        let owed = crate::explain::owed(self.model(), duty, language).filter(|_| !late);
        let by_day = duty.slots.iter().any(|slot| slot.on_time.is_some());
        let until = if by_day { until } else { String::new() };
        let open = draft.hit.outcome == HitOutcome::CannotTell;
        let text = match (late, open, en) {
            (false, false, true) => format!("no {what}{period}{to}{until}"),
            (false, false, false) => format!("{period}应{to}报送的{what}缺报{until}"),
            (false, true, true) => format!("whether {what}{period}{to} came{until}"),
            (false, true, false) => format!("{period}应{to}报送的{what}是否已报{until}"),
            (true, false, true) => format!("{what}{period}{to} came late{until}"),
            (true, false, false) => format!("{period}{to}报送的{what}迟报{until}"),
            (true, true, true) => format!("whether {what}{period}{to} came in time{until}"),
            (true, true, false) => format!("{period}{to}报送的{what}是否按时{until}"),
        };
        let shown = |text: String| ShownValue {
            text,
            number: None,
            low: None,
            high: None,
        };
        let text = if let Some(owed) = owed {
            let found = self.delivered(at, duty, draft, explained);
            let text = match (open, en, &found) {
                (true, _, _) => text,
                (false, true, found) => {
                    let found = found.as_ref().map_or("", |found| found.text.as_str());
                    format!("{owed} {what}{period}{to}{until}; found {found}")
                }
                (false, false, found) => {
                    let found = found.as_ref().map_or("", |found| found.text.as_str());
                    format!("{period}{to}应有{what}{owed}{until}，实有{found}次")
                }
            };
            finding.expected = Some(shown(owed));
            finding.actual = found;
            text
        } else {
            finding.expected = due.map(|due| shown(due.to_string()));
            // Where it is open which rows count, their days are among the cells shown, and none of them is what was found.
            if late && !open {
                let rows = self.rows_found(at, duty, draft, explained);
                let days = self.submitted(duty, draft, cells, &rows.unwrap_or_default());
                finding.actual = (!days.is_empty()).then(|| shown(days));
            } else {
                finding.actual = None;
            }
            let actual = finding.actual.as_ref().map(|actual| actual.text.clone());
            message::not_met([&text, ""], actual.as_deref(), language)
        };
        // The author's own words stand before it.
        finding.message = match (open || finding.message.is_empty(), en) {
            (true, _) => text,
            (false, true) => format!("{} ({text})", finding.message),
            (false, false) => format!("{}（{text}）", finding.message),
        };
    }

    /// How many there are of what is owed; rows that may count or not make it a range.
    fn delivered(
        &self,
        at: usize,
        duty: &DutyCheck,
        draft: &Draft,
        explained: &Explained,
    ) -> Option<ShownValue> {
        let rows = self.rows_found(at, duty, draft, explained)?;
        let number = |count: usize| i64::try_from(count).ok().map(Number::integer);
        let sure = number(rows.values().filter(|sure| **sure).count())?;
        let most = number(rows.len())?;
        message::shown(&Type::Integer, &Known::Number(sure, most), self.language())
    }

    /// The rows of what is owed that were found, and whether each is one for certain.
    fn rows_found(
        &self,
        at: usize,
        duty: &DutyCheck,
        draft: &Draft,
        explained: &Explained,
    ) -> Option<BTreeMap<u64, bool>> {
        let plan = &self.lowered.plan;
        let block = plan.items[at].blocks.get(draft.block)?;
        let part = usize::from(draft.hit.part);
        let must = block.parts.iter().find(|own| own.part == part)?.must;
        let mut evidence = evidence::Evidence::default();
        let judged = evidence::Judged::new(explained, draft.at);
        evidence::collect(plan, block.frame, &judged, must, &mut evidence);
        let mut rows: BTreeMap<u64, bool> = BTreeMap::new();
        for (_, key, put) in evidence.reads {
            let dataset = batch::dataset_of(self, plan.puts[put.0].frame);
            if dataset != Some(duty.deliveries.dataset) {
                continue;
            }
            let Some(key) = batch::key_of(self, block.frame, explained, (key, draft.at)) else {
                continue;
            };
            for row in self.partners().ok()?.rows(put, key) {
                *rows.entry(row.row).or_default() |= row.sure;
            }
        }
        Some(rows)
    }

    /// The days on which what there is was delivered; not those of rows that may be another's.
    fn submitted(
        &self,
        duty: &DutyCheck,
        draft: &Draft,
        cells: &BTreeMap<usize, Cells>,
        found: &BTreeMap<u64, bool>,
    ) -> String {
        let Some(column) = duty.submitted else {
            return String::new();
        };
        let mut days: Vec<&str> = Vec::new();
        for shown in &draft.others {
            if shown.dataset != duty.deliveries.dataset {
                continue;
            }
            for &row in &shown.rows {
                if found.get(&row) == Some(&false) {
                    continue;
                }
                let text = cells
                    .get(&shown.dataset)
                    .and_then(|cells| cells.text(row, column));
                if let Some(text) = text.map(str::trim)
                    && !text.is_empty()
                    && !days.contains(&text)
                {
                    days.push(text);
                }
            }
        }
        days.join(self.language().pick(", ", "、"))
    }
}
